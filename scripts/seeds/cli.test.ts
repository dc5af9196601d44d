import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createCast, createTestDatabase } from '../test/database.ts';
import { fillPeople, findPerf } from './people.ts';
import { type DemoPerson, demoPeople, findPeople } from './seeds.ts';

let db: TestDatabase;
let nowhere: string;
let people: DemoPerson[];
beforeAll(async () => {
  [db, nowhere, people] = await Promise.all([
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'futuresync-nowhere-')),
    demoPeople(),
  ]);
  // Somebody who exists, in the way of nobody.
  await createCast(db, ['alice']);
  await db.sql`insert into public.tasks (user_id, title) select id, 'hers' from public.users`;
});
afterAll(async () => {
  await Promise.all([db.drop(), rm(nowhere, { recursive: true })]);
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command; kills it for good once `killWhen` is so. */
async function run(
  args: string[],
  { killWhen }: { killWhen?: () => Promise<boolean> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/seeds/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, STACK_HOME: nowhere },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (killWhen) {
    while (child.exitCode === null && !(await killWhen())) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGKILL');
  }
  return { code: await ended, out, err };
}

const here = (...args: string[]): Promise<Ended> => run([...args, '--db-url', db.url]);
function the(name: string): DemoPerson {
  const found = people.find((person) => person.name === name);
  if (!found) throw new Error(`the seed has no ${name}`);
  return found;
}
const emails = (): string[] => people.map(({ email }) => email);

/**
 * What there is of anybody, by table: how many rows, and what is in them. Not what feed and log remember of the organisation, which is
 * no person's, and goes when its time has come.
 */
async function digest(): Promise<Record<string, string>> {
  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables as t
    where schemaname in ('public', 'private', 'sync', 'privacy') or schemaname = 'auth' and tablename in ('users', 'identities')
      or schemaname = 'audit' and tablename = 'payloads'
    order by 1
  `;
  const organization = `md5('futuresync demo organization')::uuid`;
  const where: Record<string, string> = {
    'audit.payloads': `where t.subject <> ${organization}`,
    'sync.changes': `where t.scope_id <> ${organization}`,
  };
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.sql.unsafe<{ content: string }[]>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as content from ${name} as t ${where[name] ?? ''}`,
    );
    found[name] = row?.content ?? '';
  }
  return found;
}

test('seeds:demo brings the three, once; seeds:check finds them whole; seeds:clear leaves the database as it was', async () => {
  // A job's counts would come in between.
  await db.sql`select private.refresh_activity()`;
  await db.sql`select audit.seal()`;
  const before = await digest();

  const absent = await here('check');
  expect(absent).toMatchObject({ code: 0, out: 'demo  nobody\nperf  nobody\n' });
  expect((await here('check', 'demo')).code).toBe(1);

  const came = await here('demo', '--json');
  expect(came.code).toBe(0);
  expect(JSON.parse(came.out)).toEqual({ came: emails(), there: [], taken: [] });
  const [account] = await db.sql<{ opens: boolean }[]>`
    select encrypted_password = extensions.crypt(${the('anna').password}, encrypted_password) as opens
    from auth.users where email = ${the('anna').email}
  `;
  expect(account).toEqual({ opens: true });
  const [months] = await db.sql<{ days: number }[]>`
    select current_date - min(created_at)::date as days from public.journal_entries
  `;
  expect(months?.days).toBeGreaterThan(150);

  const whole = await here('check', 'demo');
  expect(whole).toMatchObject({ code: 0, out: 'demo  3 people, whole\n' });

  const once = await digest();
  const again = await here('demo');
  expect(again.out).toBe(emails().map((email) => `${email} was there already.\n`).join('')); // prettier-ignore
  expect(again.code).toBe(0);
  expect(await digest()).toEqual(once);

  const cleared = await here('clear', '--json');
  expect(cleared.err).toContain('removing 3 people of seeds:demo');
  expect(JSON.parse(cleared.out)).toEqual({ demo: 3, perf: 0 });
  expect(cleared.code).toBe(0);
  await db.sql`select audit.seal()`;
  const after = await digest();
  const differing = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(differing).toEqual([]);
  expect((await here('clear')).out).toBe('demo: 0 people removed.\nperf: 0 people removed.\n');
}, 120_000);

test('seeds:demo killed half-way leaves nothing, and the next run brings everybody', async () => {
  const before = await digest();
  const killed = await run(['demo', '--db-url', db.url], {
    killWhen: async () =>
      (
        await db.sql`select from pg_stat_activity where datname = ${db.name} and query ~ 'public.journal_entries' and pid <> pg_backend_pid()`
      ).length > 0,
  }); // prettier-ignore
  expect(killed.code).toBeNull();
  await expect
    .poll(
      () =>
        db.sql`select from pg_stat_activity where datname = ${db.name} and state <> 'idle' and pid <> pg_backend_pid()`,
    ) // prettier-ignore
    .toHaveLength(0);
  expect(await digest()).toEqual(before);
  expect((await here('demo')).code).toBe(0);
  expect((await here('check', 'demo')).code).toBe(0);
}, 60_000);

test('who was removed of them comes back beside the others, who stay as they are', async () => {
  for (const { id, email, password } of people) {
    await db.sql`select privacy.remove_person(${id})`;
    const missing = await here('check', 'demo');
    expect(missing.out).toContain('demo  2 people of 3, not whole');
    expect(missing.code).toBe(1);
    const { out, code } = await here('demo');
    expect(out).toContain(`${email} / ${password} came.\n`);
    expect(out.match(/was there already/g)).toHaveLength(2);
    expect(code).toBe(0);
    expect((await here('check', 'demo')).out).toBe('demo  3 people, whole\n');
  }
}, 120_000);

test('an address that is somebody else’s is left alone, and said to be', async () => {
  const anna = the('anna');
  await db.sql`select privacy.remove_person(${anna.id})`;
  await db.sql`insert into auth.users (id, email) values (gen_random_uuid(), ${anna.email})`;
  const { out, code } = await here('demo');
  expect(out).toContain(`${anna.email} is somebody else here, and was left alone.`);
  expect(code).toBe(1);
  await here('clear', 'demo');
  expect(await db.sql`select from auth.users where email = ${anna.email}`).toHaveLength(1);
  await db.sql`delete from auth.users where email = ${anna.email}`;
}, 60_000);

test('seeds:check names who is not whole, and why', async () => {
  await here('demo');
  const anna = the('anna');
  const bram = the('bram');
  await db.sql`delete from public.met24_assessments where user_id = ${anna.id}`;
  await db.sql`delete from public.met24_goals where user_id = ${anna.id}`;
  await db.sql`delete from public.met24_reflections where user_id = ${anna.id}`;
  await db.sql`update public.users set account_status = 'suspended' where id = ${bram.id}`;
  const { out, code } = await here('check');
  expect(out).toBe(
    `demo  3 people, not whole\n      ${anna.email} has nothing in met24_domains\n      ${bram.email} cannot sign in\nperf  nobody\n`,
  );
  expect(code).toBe(1);
}, 60_000);

test('seeds:clear takes those of one seed, and nobody who only has such an address', async () => {
  await fillPeople(db.url, [1, 2, 3]);
  expect(JSON.parse((await here('check', 'perf', '--json')).out)).toEqual({
    perf: { people: 3, isWhole: true, flaws: [] },
  });
  await db.sql`insert into auth.users (id, email) values (gen_random_uuid(), 'perf-000009@perf.futuresync.example')`;
  const { out, code } = await here('clear', 'perf');
  expect(out).toBe('perf: 3 people removed.\n');
  expect(code).toBe(0);
  expect(await findPerf(db.sql)).toEqual([]);
  expect(await db.sql`select from auth.users where email like 'perf-%'`).toHaveLength(1);
  expect(await findPeople(db.sql, 'demo')).toHaveLength(3);
}, 60_000);

test('who has files is left whole, with what to do about it', async () => {
  const anna = the('anna');
  await db.sql`insert into storage.objects (bucket_id, name) values ('attachments', ${`${anna.id}/photo.jpg`})`;
  const { err, code } = await here('clear', 'demo');
  expect(err).toMatch(/anna@example\.com is still there: erasure_incomplete \(storage\.objects: [^)]*\)\nFiles go through the Storage API/); // prettier-ignore
  expect(code).toBe(1);
  expect(await findPeople(db.sql, 'demo')).toHaveLength(3);
}, 60_000);

test('one at a time in a database', async () => {
  await db.sql.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('futuresync seeds', 0))`;
    for (const command of ['demo', 'clear']) {
      const { err, code } = await here(command);
      expect(err).toMatch(/^Error: Another seeds command is at work in this database\.$/m);
      expect(code).toBe(1);
    }
    expect((await here('check')).err).not.toContain('Another');
  });
}, 60_000);

test.each([
  [['demo'], 'The stack is not running.\nnpm run up starts it; --db-url names another database.', 1],
  [['clear', '--db-url', 'postgresql://postgres@db.example.com/postgres'], 'db.example.com is not this machine. If it is meant, say --allow-remote.', 2],
  [['demo', '--db-url', 'nonsense'], '--db-url: postgresql://', 2],
  [['demo', 'perf'], '"perf" is not expected here.', 2],
  [['clear', 'everybody'], '"everybody" is not expected here.', 2],
  [['check', '--quick'], "Unknown option '--quick'", 2],
  [['check', '--db-url', 'postgresql://postgres@127.0.0.1:1/x'], 'The database at 127.0.0.1:1 does not answer', 1],
] satisfies [string[], string, number][])('%j is refused', async (args, message, exitCode) => {
  const { code, err } = await run(args);
  expect(err).toContain(message);
  expect(err).not.toMatch(/^ +at /m);
  expect(code).toBe(exitCode);
}); // prettier-ignore
