import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../test/database.ts';
import { CHUNK, emailOf, findPerf } from './people.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the script; kills it for good once `killWhen` is so. */
async function run(args: string[], killWhen?: () => Promise<boolean>): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/seeds/perf.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
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

const here = (...args: string[]): string[] => [...args, '--db-url', db.url];

const countPeople = async (): Promise<number> => (await findPerf(db.sql)).length;

/** How many people have a row of each table that everybody gets, by table; all the same if nobody is half there. */
async function wholePeople(): Promise<number[]> {
  const tables = ['users', 'user_progress', 'habit_logs', 'messages', 'met24_scores', 'content_mastery', 'custom_field_values', 'ai_usage_periods']; // prettier-ignore
  const counts = await Promise.all(
    tables.map(async (name) => {
      const [found] = await db.sql.unsafe<{ count: number }[]>(
        `select count(distinct ${name === 'users' ? 'id' : 'user_id'})::integer as count from public.${name}`,
      );
      return found?.count ?? -1;
    }),
  );
  return [...new Set(counts)];
}

test('killed half-way it leaves no half people; the next run says who is there and brings the others', async () => {
  const wanted = 4 * CHUNK;
  const killed = await run(
    here(String(wanted), '--workers', '1'),
    async () => (await countPeople()) >= CHUNK,
  );
  expect(killed.code).toBeNull();
  // What the server had not heard of when the script died, it forgets.
  await expect
    .poll(
      async () =>
        (
          await db.sql`select from pg_stat_activity where datname = ${db.name} and state = 'idle in transaction' or query like '%perf_people%' and state = 'active' and pid <> pg_backend_pid()`
        ).length,
    ) // prettier-ignore
    .toBe(0);
  const there = await countPeople();
  expect(there).toBeGreaterThanOrEqual(CHUNK);
  expect(there).toBeLessThan(wanted);
  expect(await wholePeople()).toEqual([there]);

  const { code, out, err } = await run(here(String(wanted), '--json'));
  expect(err).toContain(`${there} of ${wanted} people are there already; ${wanted - there} are to come.`); // prettier-ignore
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ people: wanted, writtenPeople: wanted - there });
  expect(await wholePeople()).toEqual([wanted]);

  const again = await run(here(String(wanted), '--json'));
  expect(again.err).toContain(`All ${wanted} people are there already.`);
  expect(JSON.parse(again.out)).toMatchObject({ people: wanted, writtenPeople: 0 });
});

test('they have what triggers and jobs make of it, in every module', async () => {
  const [found] = await db.sql`
    select
      (select count(*)::integer from public.users as u where not exists (
        select from public.emotional_analytics as a where a.user_id = u.id and a.data_source = 'monthly_report'
      )) as without_months,
      (select count(distinct user_id)::integer from public.user_activity_daily) * 2 = (select count(*)::integer from public.users) as half_are_counted,
      (select count(*)::integer from private.analytics_marks) as days_left,
      (select count(*)::integer from private.activity_changes) as changes_left,
      (select min(longest_streak) from public.user_progress) > 0 as have_streaks,
      (select min(created_at) < now() - interval '90 days' and min(last_seen_at) > now() - interval '28 days' from public.users) as came_long_ago
  `;
  expect(found).toEqual({
    without_months: 0,
    half_are_counted: true,
    days_left: 0,
    changes_left: 0,
    have_streaks: true,
    came_long_ago: true,
  });
  const empty = await db.sql<{ name: string }[]>`
    select c.relname as name
    from pg_catalog.pg_class as c
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = 'user_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from public.%I', c.relname), false, true, '')))[1]::text = '0'
    order by 1
  `;
  // What comes of two devices, of operators, of payment providers, and of people with one another.
  expect(empty.map(({ name }) => name)).toEqual([
    'data_exports',
    'feature_flag_overrides',
    'guardian_links',
    'organization_members',
    'payment_events',
    'shared_visions',
    'sync_conflicts',
    'sync_rejections',
    'sync_runs',
    'team_members',
  ]);
});

test.each([
  [[], 'How many people?'],
  [['0'], 'people: a whole number from 1 to 200,000 is wanted, not 0.'],
  [['-5'], "Unknown option '-5'"],
  [['12.5'], 'not 12.5.'],
  [['1e3'], 'not 1e3.'],
  [['200001'], 'not 200001.'],
  [['10', '20'], 'One number is wanted'],
  [['10', '--workers', '99'], '--workers: a whole number from 1 to 16 is wanted, not 99.'],
  [['10', '--db-url', 'nonsense'], '--db-url: postgresql://'],
  [['10', '--db-url', 'postgresql://postgres@db.example.com/postgres'], 'db.example.com is not this machine'],
  [['10', '--db-url', 'postgresql://postgres@127.0.0.1.example.com/postgres'], 'is not this machine'],
] satisfies [string[], string][])('%j is refused', async (args, message) => {
  const { code, err } = await run(args);
  expect(err).toContain(message);
  expect(err).not.toMatch(/^ +at /m);
  expect(code).toBe(2);
}); // prettier-ignore

test('--help says what it does', async () => {
  const { code, out } = await run(['--help']);
  expect(out).toContain('Usage: npm run seeds:perf -- <people>');
  expect(out).toContain('--allow-remote');
  expect(code).toBe(0);
});

test('the addresses that they sign in with are those that it tells of', () => {
  expect(emailOf(1)).toBe('perf-000001@perf.futuresync.example');
});
