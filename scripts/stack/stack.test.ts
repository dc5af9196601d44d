import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { section } from './config.ts';
import { migrate } from './migrate.ts';
import { freePort, isAlive, isPortFree, projectRoot, runningServer } from './postgres.ts';
import { type Stack, readPorts, startStack } from './stack.ts';
import { type StackState, compareMigrations, dataDir, processStart, readState } from './state.ts';

const settings = { fsync: 'off', shared_buffers: '32MB' };
const folders: string[] = [];

/** A folder that the server's user can enter too. */
async function folder(): Promise<string> {
  const made = await fs.mkdtemp(path.join(tmpdir(), 'futuresync-stack-'));
  await fs.chmod(made, 0o755);
  folders.push(made);
  return made;
}
afterAll(async () => {
  for (const each of folders) await fs.rm(each, { recursive: true, force: true, maxRetries: 5 });
});

function client(
  state: Pick<StackState, 'apiUrl' | 'publishableKey'>,
): ReturnType<typeof createClient> {
  return createClient(state.apiUrl, state.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: WebSocket as never },
  });
}

describe('the commands', () => {
  let home: string;
  let environment: NodeJS.ProcessEnv;
  let ports: { api: number; database: number };
  const running = new Set<ChildProcess>();

  interface Run {
    child: ChildProcess;
    /** Everything printed so far. */
    text(): string;
    /** Resolves with the exit code. */
    done: Promise<number | null>;
    says(pattern: RegExp, milliseconds?: number): Promise<void>;
  }

  function cli(args: string[], extra: NodeJS.ProcessEnv = {}): Run {
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/stack/cli.ts', ...args], {
      cwd: projectRoot,
      env: { ...environment, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const done = new Promise<number | null>((resolve) => {
      child.once('close', (code) => {
        running.delete(child);
        resolve(code);
      });
    });
    return {
      child,
      text: () => text,
      done,
      says: (pattern, milliseconds = 30_000) =>
        expect.poll(() => text, { timeout: milliseconds }).toMatch(pattern),
    };
  }

  async function state(): Promise<StackState> {
    const found = await readState(home);
    if (!found) throw new Error('the stack is not running');
    return found;
  }
  const isUp = /\] up$/m;

  beforeAll(async () => {
    home = await folder();
    ports = { api: await freePort(), database: await freePort() };
    const { NODE_OPTIONS: _options, VITEST: _vitest, ...inherited } = process.env;
    environment = {
      ...inherited,
      NODE_ENV: 'development',
      STACK_HOME: home,
      API_PORT: String(ports.api),
      DB_PORT: String(ports.database),
    };
  });
  afterEach(async () => {
    await cli(['down']).done;
    for (const child of running) child.kill('SIGKILL');
    expect(runningServer(dataDir(home))).toBeUndefined();
  }, 60_000);

  test(
    'start serves, Ctrl-C stops everything, and the data stay',
    { timeout: 120_000 },
    async () => {
      const first = cli(['start']);
      await first.says(isUp);
      expect(first.text()).not.toContain('\u001b[');
      expect(first.text()).toMatch(/API +http:\/\/127\.0\.0\.1:\d+\n/);
      expect(first.text()).toMatch(/Publishable key +sb_publishable_/);
      const { publishableKey } = await state();
      const person = { email: 'alice@example.com', password: 'password' };
      const signedUp = await client(await state()).auth.signUp(person);
      expect(signedUp.error).toBeNull();

      first.child.kill('SIGINT');
      expect(await first.done).toBe(0);
      expect(first.text()).toMatch(/stopping[^]*stopped/);
      expect(runningServer(dataDir(home))).toBeUndefined();
      expect(await isPortFree(ports.api)).toBe(true);
      expect(await readState(home)).toBeUndefined();

      const second = cli(['start']);
      await second.says(isUp);
      expect((await state()).publishableKey).toBe(publishableKey);
      const again = await client(await state()).auth.signInWithPassword(person);
      expect(again.data.user?.id).toBe(signedUp.data.user?.id);

      const third = cli(['start']);
      expect(await third.done).toBe(1);
      const pid = String(second.child.pid);
      expect(third.text()).toMatch(
        new RegExp(
          `Error: the stack is already running \\(pid ${pid}\\) at http://127.0.0.1:${ports.api}`,
        ),
      );
      second.child.kill('SIGTERM');
      expect(await second.done).toBe(0);
    },
  );

  test('up, status, down and reset', { timeout: 180_000 }, async () => {
    expect(JSON.parse(await output(cli(['status', '--json'])))).toEqual({ running: false });
    const up = cli(['up']);
    expect(await up.done).toBe(0);
    expect(up.text()).toMatch(isUp);
    const shown = JSON.parse(await output(cli(['status', '--json']))) as StackState & {
      running: boolean;
    };
    expect(shown).toMatchObject({ running: true, apiUrl: `http://127.0.0.1:${ports.api}` });
    expect(await output(cli(['status']))).toMatch(/The stack is running \(pid \d+/);
    expect(await output(cli(['status']))).not.toMatch(/Edited/);

    // As if a chapter had been another when it was applied.
    const noted = path.join(home, 'data.migrations.json');
    const hashes = JSON.parse(await fs.readFile(noted, 'utf8')) as Record<string, string>;
    const [chapter = ''] = Object.keys(hashes);
    expect(chapter).toMatch(/_foundation\.sql$/);
    await fs.writeFile(noted, JSON.stringify({ ...hashes, [chapter]: 'of another text' }));
    const edited = new RegExp(`Edited since[^]*\\n +${chapter}\\n[^]*npm run db:reset`);
    expect(await output(cli(['status']))).toMatch(edited);
    expect(JSON.parse(await output(cli(['status', '--json'])))).toMatchObject({
      editedMigrations: [chapter],
    });
    const again = cli(['up']);
    expect(await again.done).toBe(0);
    expect(again.text()).toMatch(/already running/);
    expect(again.text()).toMatch(edited);

    // While it runs: fresh data, at the same addresses.
    const sql = postgres(shown.databaseUrl, { max: 1 });
    await sql`create table public.leftover ()`;
    await sql.end();
    const reset = cli(['reset'], { API_PORT: undefined, DB_PORT: undefined });
    expect(await reset.done).toBe(0);
    expect(reset.text()).toMatch(/stopped\nThe local data are gone; starting [^]*up\n/);
    const fresh = await state();
    expect(fresh).toMatchObject({ apiUrl: shown.apiUrl, databaseUrl: shown.databaseUrl });
    expect(fresh.pid).not.toBe(shown.pid);
    const other = postgres(fresh.databaseUrl, { max: 1 });
    expect(await other`select to_regclass('public.leftover') as found`).toEqual([{ found: null }]);
    await other.end();
    expect(await output(cli(['status']))).not.toMatch(/Edited/);

    expect(await output(cli(['down']))).toMatch(/stopped/);
    expect(isAlive(fresh.pid)).toBe(false);
    expect(await output(cli(['down']))).toMatch(/not running/);
    await fs.access(path.join(dataDir(home), 'PG_VERSION'));
    expect(await output(cli(['reset']))).toMatch(/gone\. npm start/);
    await expect(fs.access(dataDir(home))).rejects.toThrow(/ENOENT/);
    await expect(fs.access(noted)).rejects.toThrow(/ENOENT/);
  });

  test(
    'after kill -9 of the stack, the next start clears up and serves',
    { timeout: 120_000 },
    async () => {
      const killed = cli(['start']);
      await killed.says(isUp);
      const orphan = runningServer(dataDir(home));
      killed.child.kill('SIGKILL');
      await killed.done;
      expect(runningServer(dataDir(home))).toBe(orphan);
      expect(JSON.parse(await output(cli(['status', '--json'])))).toEqual({ running: false });
      const next = cli(['start']);
      await next.says(isUp);
      expect(next.text()).toMatch(
        new RegExp(`stopping PostgreSQL \\(pid ${orphan}\\), left over from a run that was killed`),
      );
      expect((await fetch(`${(await state()).apiUrl}/auth/v1/health`)).status).toBe(401);
    },
  );

  test(
    'when Postgres is killed it is started again; too often, and the stack gives up',
    { timeout: 120_000 },
    async () => {
      const run = cli(['start']);
      await run.says(isUp);
      for (let crash = 1; crash <= 4; crash += 1) {
        const server = runningServer(dataDir(home));
        process.kill(server ?? 0, 'SIGKILL');
        if (crash < 4) {
          await expect
            .poll(() => run.text().match(/runs again/g)?.length, { timeout: 20_000 })
            .toBe(crash);
          await expect
            .poll(
              async () =>
                (
                  await client(await state())
                    .from('nothing')
                    .select()
                ).status,
              { timeout: 10_000 },
            )
            .toBe(404);
        }
      }
      expect(await run.done).toBe(1);
      expect(run.text()).toMatch(/PostgreSQL ended unexpectedly; starting it again/);
      expect(run.text()).toMatch(/Error: PostgreSQL ended by itself 4 times within a minute/);
      expect(run.text()).toMatch(/log is .*data\.log/);
    },
  );

  test.each(['api', 'database'] as const)(
    'a taken %s port is named, with a way out',
    { timeout: 60_000 },
    async (which) => {
      const other = createServer().listen(ports[which], '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const run = cli(['start']);
      expect(await run.done).toBe(1);
      other.close();
      expect(run.text()).toMatch(
        new RegExp(`Error: port ${ports[which]} is taken by another program`),
      );
      expect(run.text()).toMatch(which === 'api' ? /API_PORT=/ : /DB_PORT=/);
      expect(await readState(home)).toBeUndefined();
    },
  );

  test('a state file that names another process is not believed', { timeout: 60_000 }, async () => {
    const stranger = spawn('sleep', ['100']);
    const claimed = { pid: stranger.pid, processStart: '1', isReady: true, apiUrl: 'http://x' };
    await fs.writeFile(path.join(home, 'stack.json'), JSON.stringify(claimed));
    expect(JSON.parse(await output(cli(['status', '--json'])))).toEqual({ running: false });
    const run = cli(['start']);
    await run.says(isUp);
    expect(isAlive(stranger.pid ?? 0)).toBe(true);
    stranger.kill();
  });

  test('Ctrl-C while it starts stops what has begun', { timeout: 60_000 }, async () => {
    const run = cli(['start']);
    await run.says(/starting PostgreSQL/);
    run.child.kill('SIGINT');
    expect(await run.done).toBe(0);
    expect(run.text()).not.toMatch(isUp);
  });

  test('help, and words it does not know', async () => {
    const help = cli(['--help']);
    expect(await help.done).toBe(0);
    expect(help.text()).toMatch(/npm start[^]*npm run db:reset[^]*API_PORT/);
    expect(await cli(['start', '--quick']).done).toBe(2);
    expect(await cli(['stop']).done).toBe(2);
    const nowhere = cli(['up'], { STACK_HOME: path.join(projectRoot, 'package.json') });
    expect(await nowhere.done).toBe(1);
    expect(nowhere.text()).toMatch(/Error: STACK_HOME: .*\nName a folder/);
  });

  async function output(run: Run): Promise<string> {
    expect(await run.done).toBe(0);
    return run.text();
  }
});

describe('a stack', () => {
  let projectDir: string;
  let stack: Stack | undefined;
  const steps: string[] = [];
  const start = async (home: string): Promise<Stack> =>
    startStack({
      projectDir,
      home,
      settings,
      ports: { api: await freePort(), database: await freePort() },
      progress: (line) => steps.push(line),
    });

  beforeAll(async () => {
    projectDir = await folder();
    const file = async (name: string, text: string): Promise<void> => {
      const target = path.join(projectDir, 'supabase', name);
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.writeFile(target, text);
    };
    await file(
      'config.toml',
      await fs.readFile(path.join(projectRoot, 'supabase/config.toml'), 'utf8'),
    );
    await file(
      'migrations/20260101000000_shop.sql',
      `create table public.goods (id int primary key, name text);
       alter table public.goods enable row level security;
       create policy goods_select on public.goods for select to anon using (true);
       grant select on public.goods to anon;
       create extension pg_cron;`,
    );
    await file(
      'seed.sql',
      `-- demo sign-in: alice@example.com / password
       insert into public.goods values (1, 'apple');`,
    );
    await file('functions/hello/index.ts', `Deno.serve(() => new Response(String(Deno.pid)));`);
    stack = await start(path.join(projectDir, 'home'));
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
  });

  const running = (): Stack => {
    if (!stack) throw new Error('no stack');
    return stack;
  };

  test('applies migrations and seed with the real CLI, and says so', async () => {
    expect(steps).toContain('applying 20260101000000_shop.sql');
    expect((await client(running().state).from('goods').select()).data).toEqual([
      { id: 1, name: 'apple' },
    ]);
    expect(running().state.signIns).toEqual([{ email: 'alice@example.com', password: 'password' }]);
  });

  test('has every service behind one address', async () => {
    const { state, keys, pg } = running();
    const secret = createClient(state.apiUrl, keys.secretKey, {
      realtime: { transport: WebSocket as never },
    });
    expect((await secret.auth.admin.listUsers()).error).toBeNull();
    expect((await secret.storage.createBucket('box')).error).toBeNull();
    const { data } = await client(state).auth.signUp({
      email: 'bob@example.com',
      password: 'password',
    });
    const headers = { Authorization: `Bearer ${data.session?.access_token}` };
    const response = await fetch(`${state.apiUrl}/functions/v1/hello`, { headers });
    expect(await response.text()).toMatch(/^\d+$/);
    expect(state.functions).toEqual(['hello']);

    const supabase = client(state);
    const channel = supabase.channel('news');
    const heard = new Promise((resolve) => channel.on('broadcast', { event: 'item' }, resolve));
    await new Promise((resolve) =>
      channel.subscribe((status: string) => status === 'SUBSCRIBED' && resolve(status)),
    );
    const sql = postgres(pg.url(), { max: 1, onnotice: () => undefined });
    await sql`select cron.schedule('news', '1 second', $$ select realtime.send('{}', 'item', 'news', false) $$)`;
    await heard;
    await sql`select cron.unschedule('news')`;
    await sql.end();
    await supabase.realtime.disconnect();
    expect((await fetch(`${state.apiUrl}/elsewhere`)).status).toBe(404);
  });

  test('tells which migrations were edited, are new, or are gone since they were applied', async () => {
    const { home, databaseUrl } = running().state;
    const compare = () => compareMigrations(home, projectDir, databaseUrl);
    const none = { editedMigrations: [], newMigrations: [], missingMigrations: [] };
    const shop = '20260101000000_shop.sql';
    const file = path.join(projectDir, 'supabase/migrations', shop);
    const text = await fs.readFile(file, 'utf8');
    expect(await compare()).toEqual(none);
    await fs.writeFile(file, `${text} -- mended`);
    expect(await compare()).toEqual({ ...none, editedMigrations: [shop] });
    await fs.rm(file);
    expect(await compare()).toEqual({ ...none, missingMigrations: ['20260101000000'] });
    await expect(migrate(databaseUrl, { projectDir })).rejects.toMatchObject({
      message: 'migrations were applied whose files are gone: 20260101000000',
      hint: expect.stringContaining('npm run db:reset') as string,
    });
    await fs.writeFile(file, text);
    const later = path.join(projectDir, 'supabase/migrations/20260102000000_later.sql');
    await fs.writeFile(later, 'select 1;');
    expect(await compare()).toEqual({ ...none, newMigrations: [path.basename(later)] });
    // Nothing can be said of a database that does not answer.
    const nobody = 'postgresql://postgres@127.0.0.1:1/postgres';
    expect(await compareMigrations(home, projectDir, nobody)).toEqual(none);
    await fs.rm(later);
  });

  test('may run beside another one', { timeout: 30_000 }, async () => {
    const second = await start(path.join(projectDir, 'second'));
    expect(second.keys.secretKey).not.toBe(running().keys.secretKey);
    expect((await client(second.state).from('goods').select()).data).toHaveLength(1);
    await second.stop();
  });

  test(
    'a migration that fails is shown, and nothing is left running',
    { timeout: 30_000 },
    async () => {
      const file = path.join(projectDir, 'supabase/migrations/20260102000000_wrong.sql');
      await fs.writeFile(
        file,
        'create table public.more (id int);\nalter table public.absent add column x int;',
      );
      const home = path.join(projectDir, 'third');
      const failing = start(home);
      await expect(failing).rejects.toThrow(/relation "public.absent" does not exist/);
      await expect(failing).rejects.toThrow(/20260102000000_wrong.sql/);
      await fs.rm(file);
      expect(runningServer(dataDir(home))).toBeUndefined();
      expect(await readState(home)).toBeUndefined();
    },
  );

  test('two starts at once: one wins, the other is told', { timeout: 30_000 }, async () => {
    const home = path.join(projectDir, 'race');
    const results = await Promise.allSettled([start(home), start(home)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const result of results) {
      if (result.status === 'fulfilled') await result.value.stop();
      else expect(String(result.reason)).toMatch(/already running|under way/);
    }
  });

  test('kill -9 takes the functions with it', { timeout: 60_000 }, async () => {
    const script = path.join(projectDir, 'host.mts');
    const home = path.join(projectDir, 'killed');
    await fs.writeFile(
      script,
      `import { startStack } from ${JSON.stringify(path.join(projectRoot, 'scripts/stack/stack.ts'))};
       const stack = await startStack(${JSON.stringify({ projectDir, home, settings, ports: { api: await freePort(), database: await freePort() } })});
       const sign = await fetch(stack.url + '/auth/v1/signup', { method: 'POST', headers: { apikey: stack.keys.publishableKey },
         body: JSON.stringify({ email: 'x@example.com', password: 'password' }) });
       const { access_token } = await sign.json();
       const reply = await fetch(stack.url + '/functions/v1/hello', { headers: { Authorization: 'Bearer ' + access_token } });
       console.log('pid ' + (await reply.text()) + ' of ' + process.pid + '.');`,
    );
    const child = spawn(process.execPath, ['--import', 'tsx', script], { cwd: projectRoot });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await expect.poll(() => text, { timeout: 20_000 }).toMatch(/pid \d+ of \d+\./);
    const pid = Number(/pid (\d+)/.exec(text)?.[1]);
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    const next = await start(home);
    await next.stop();
  });
});

describe('config.toml', () => {
  test('gives the ports to both ways of running', () => {
    expect(readPorts()).toEqual({ api: 54321, database: 54322 });
  });

  test('is understood by the CLI without a warning', { timeout: 30_000 }, async () => {
    const child = spawn(process.execPath, ['node_modules/supabase/dist/supabase.js', 'start'], {
      cwd: projectRoot,
      env: { ...process.env, DO_NOT_TRACK: '1', DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    // It gets as far as looking for Docker.
    expect(text).toMatch(/Docker daemon/);
    expect(text).not.toMatch(/WARN|invalid|unknown|deprecated|failed to parse/i);
  });

  test('exposes no new table by itself, and has the major version of the stack', async () => {
    const text = await fs.readFile(path.join(projectRoot, 'supabase/config.toml'), 'utf8');
    expect(section(text, 'api')).toMatch(/^auto_expose_new_tables = false$/m);
    expect(section(text, 'db')).toMatch(/^major_version = 17$/m);
  });

  test('a process is told from a later one of the same number', () => {
    if (process.platform === 'linux') expect(processStart(process.pid)).toMatch(/^\d+$/);
  });
});
