import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../test/database.ts';
import { bootstrapDatabase, dropDatabase, urlFor } from '../test/server.ts';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command; `meanwhile` is given the process. */
async function run(
  args: string[],
  { env = {}, killWhen }: { env?: NodeJS.ProcessEnv; killWhen?: () => Promise<boolean> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/db/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (killWhen) {
    while (child.exitCode === null && !(await killWhen())) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
  }
  return { code: await ended, out, err };
}

let nowhere: string;
beforeAll(async () => {
  nowhere = await mkdtemp(join(tmpdir(), 'futuresync-nowhere-'));
});
afterAll(() => rm(nowhere, { recursive: true }));

describe('db:migrate', () => {
  const adminUrl = inject('adminUrl');
  const name = `migrate_${process.pid}_${randomBytes(4).toString('hex')}`;
  const url = urlFor(adminUrl, name, 'postgres');
  let files: string[];
  let sql: postgres.Sql;

  beforeAll(async () => {
    files = (await readdir('supabase/migrations')).filter((file) => file.endsWith('.sql')).sort();
    await bootstrapDatabase(adminUrl, name);
    sql = postgres(url, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await dropDatabase(adminUrl, name);
  });

  const applied = async (): Promise<number> => {
    const rows = await sql`select from pg_catalog.pg_tables where tablename = 'schema_migrations'`;
    if (rows.length === 0) return 0;
    const [found] = await sql<{ count: number }[]>`
      select count(*)::integer as count from supabase_migrations.schema_migrations
    `;
    return found?.count ?? 0;
  };

  test('killed half-way it leaves no half migration; the next run applies the rest, and the one after that none', async () => {
    const health = await run(['health', '--db-url', url]);
    expect(health).toMatchObject({ code: 2, out: '' });
    expect(health.err).toMatch(/has not got the migrations\.\n[^\n]*npm run db:migrate/);

    const killed = await run(['migrate', '--db-url', url], {
      killWhen: async () => (await applied()) >= 3,
    });
    expect(killed.code).toBeNull();
    // Of the Supabase CLI that it had started, nothing is left either.
    await expect
      .poll(
        async () =>
          (
            await sql`select from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid() and backend_type = 'client backend'`
          ).length,
        { timeout: 15_000 },
      ) // prettier-ignore
      .toBe(0);
    const done = await applied();
    expect(done).toBeGreaterThanOrEqual(3);
    expect(done).toBeLessThan(files.length);

    const next = await run(['migrate', '--db-url', url, '--json']);
    expect(next.code).toBe(0);
    expect(JSON.parse(next.out)).toEqual({ applied: files.slice(done) });
    const again = await run(['migrate', '--db-url', url]);
    expect(again).toMatchObject({ code: 0, out: 'All migrations are there already.\n' });
    expect(await applied()).toBe(files.length);
  }, 120_000);

  test('beside itself it leaves the work to the first', async () => {
    await sql`select pg_advisory_lock(hashtextextended('futuresync db:migrate', 0))`;
    const second = await run(['migrate', '--db-url', url]);
    await sql`select pg_advisory_unlock_all()`;
    expect(second.code).toBe(1);
    expect(second.err).toContain('Another db:migrate command is at work in this database.');
  });

  test('a migration that fails is named, with what the database said', async () => {
    await sql`delete from supabase_migrations.schema_migrations where version = (select max(version) from supabase_migrations.schema_migrations)`;
    const { code, err } = await run(['migrate', '--db-url', url]);
    expect(code).toBe(1);
    expect(err).toContain(files.at(-1));
    expect(err).toMatch(/already exists/);
    expect(err).not.toMatch(/^ +at /m);
  });
});

describe('db:health', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`select audit.seal()`;
  });
  afterAll(() => db.drop());

  const health = (...args: string[]): Promise<Ended> =>
    run(['health', '--db-url', db.url, ...args]);

  test('says ok of a database that is, with every component and module', async () => {
    const { code, out } = await health();
    expect(out).toMatch(
      /^Components\n[^]* database +ok\n[^]*^Modules\n[^]* tasks_productivity +ok/m,
    );
    expect(out).toMatch(/^ok, measured \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m);
    expect(out).not.toContain('\u001b[');
    expect(code).toBe(0);
  });

  test('names what is broken and what to do, and ends with 1 or 2', async () => {
    await db.sql`alter table public.tasks add column mood text`;
    const degraded = await health();
    expect(degraded.out).toMatch(
      /^Modules\n {2}tasks_productivity +down[^\n]*\n {4}what was generated to sync tasks [^\n]*column mood[^\n]*\n {4}→ select sync\.register_table/m,
    );
    // People get on without it, so it is not the whole that is down.
    expect(degraded.out).toMatch(/^degraded, measured/m);
    expect(degraded.code).toBe(1);
    await db.sql`update sync.horizon set xid = 1::bigint << 42 where true`;
    const down = await health('--json');
    expect(JSON.parse(down.out)).toMatchObject({
      status: 'down',
      components: { sync: { status: 'down' } },
    });
    expect(down.code).toBe(2);
  });

  test('says that nobody answers, which is down', async () => {
    const { code, err } = await run(['health', '--db-url', 'postgresql://postgres@127.0.0.1:1/x']);
    expect(err).toMatch(/^Error: The database at 127\.0\.0\.1:1 does not answer: /);
    expect(err).not.toMatch(/^ +at /m);
    expect(code).toBe(2);
  });
});

test.each([
  [['health'], 'The stack is not running.\nnpm run up starts it', 2],
  [['migrate'], 'The stack is not running.\nnpm run up starts it', 1],
  [['repair'], 'migrate or health is wanted, not "repair".', 2],
  [['health', 'now'], '"now" is not expected here.', 2],
  [['health', '--quick'], "Unknown option '--quick'", 2],
  [['migrate', '--db-url', 'nonsense'], '--db-url: postgresql://', 2],
  [['migrate', '--db-url', 'postgresql://postgres@db.example.com/postgres'], 'db.example.com is not this machine', 2],
  [['migrate', '--db-url', 'postgresql://postgres@127.0.0.1.example.com/x'], 'is not this machine', 2],
] satisfies [string[], string, number][])('%j is refused', async (args, message, exitCode) => {
  const { code, err } = await run(args, { env: { STACK_HOME: nowhere } });
  expect(err).toContain(message);
  expect(err).not.toMatch(/^ +at /m);
  expect(code).toBe(exitCode);
}); // prettier-ignore
