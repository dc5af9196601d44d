import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Device } from '../../../scripts/demo/device.ts';
import { compare } from '../../../scripts/demo/truth.ts';
import { type RunningApi, startApi } from '../../../scripts/stack/api.ts';
import { migrate } from '../../../scripts/stack/migrate.ts';
import type { Postgres } from '../../../scripts/stack/postgres.ts';
import { type TestDatabase, createTestDatabase } from '../../../scripts/test/database.ts';
import { urlFor } from '../../../scripts/test/server.ts';

let db: TestDatabase;
let api: RunningApi;
const dataDir = join(tmpdir(), `futuresync-seed-${process.pid}`);

beforeAll(async () => {
  db = await createTestDatabase();
  // As `supabase db push --include-seed` does it, the migrations being there already.
  await migrate(db.url, { seed: true });
  const pg = {
    dataDir,
    superUrl: () => db.superUrl,
    authenticatorUrl: () => db.authenticatorUrl,
    urlFor: (role: string) => urlFor(db.superUrl, db.name, role),
  } as unknown as Postgres;
  api = await startApi({ pg, database: db.name });
});

afterAll(async () => {
  await api.stop();
  await db.drop();
  await rm(`${dataDir}.keys.json`, { force: true });
});

/** One line for each table that the seed may write: its name and what is in it. */
async function digest(): Promise<string[]> {
  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables
    where schemaname in ('public', 'private', 'sync') or schemaname = 'auth' and tablename in ('users', 'identities')
    order by 1
  `;
  return Promise.all(
    tables.map(async ({ name }) => {
      const [found] = await db.sql.unsafe<{ content: string }[]>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as content from ${name} as t`,
      );
      return `${name}: ${found?.content ?? ''}`;
    }),
  );
}

test('everyone whom the seed names can sign in, and pulls what the server holds', async () => {
  const seed = await readFile('supabase/seed.sql', 'utf8');
  const signIns = [...seed.matchAll(/^-- demo sign-in: (\S+) \/ (\S+)$/gm)];
  expect(signIns.map(([, email]) => email)).toEqual([
    'anna@example.com',
    'bram@example.com',
    'chris@example.com',
  ]);
  for (const [, email = '', password = ''] of signIns) {
    const device = await Device.open({
      name: email,
      url: api.url,
      key: api.publishableKey,
      email,
      password,
    });
    await device.sync.sync();
    const { own, differences } = await compare([device]);
    expect(differences).toEqual([]);
    expect(own).toBeGreaterThan(150);
  }
});

test('streaks and achievements follow from the facts', async () => {
  const people = await db.sql`
    select u.username, t.mbti_type, p.current_streak, p.longest_streak,
      (select array_agg(a.code::text order by a.code) from public.user_achievements as h join public.achievements as a on a.id = h.id where h.user_id = u.id and a.series in ('streak', 'balance', 'answer')) as unlocked
    from public.users as u
    join public.user_progress as p on p.user_id = u.id
    join public.mbti_profiles as t on t.user_id = u.id and t.is_current
    where u.username in ('anna', 'bram', 'chris')
    order by u.username
  `;
  expect([...people]).toEqual([
    {
      username: 'anna',
      mbti_type: 'INFJ',
      current_streak: 12,
      longest_streak: 14,
      unlocked: ['streak-3', 'streak-7', 'whole-life'],
    },
    {
      username: 'bram',
      mbti_type: 'ESTP',
      current_streak: 2,
      longest_streak: 3,
      unlocked: ['streak-3'],
    },
    {
      username: 'chris',
      mbti_type: 'ISTJ',
      current_streak: 44,
      longest_streak: 44,
      unlocked: ['streak-3', 'streak-30', 'streak-42', 'streak-7'],
    },
  ]);
});

test('nothing in it lies in the future or before the person joined', async () => {
  const [found] = await db.sql`
    select count(*)::int as rows from public.daily_actions as a
    join auth.users as u on u.id = a.user_id
    where greatest(a.created_at, a.updated_at, a.completed_at) > now() or a.created_at < u.created_at
  `;
  expect(found).toEqual({ rows: 0 });
});

test('run again it changes nothing, and brings back nothing that somebody deleted', async () => {
  await db.sql`delete from public.habits where title = 'Mediteren'`;
  const before = await digest();
  await db.sql.begin((sql) => sql.file('supabase/seed.sql'));
  expect(await digest()).toEqual(before);
});
