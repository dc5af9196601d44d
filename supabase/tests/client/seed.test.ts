import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Device } from '../../../scripts/demo/device.ts';
import { compare } from '../../../scripts/demo/truth.ts';
import { type RunningApi, startApi } from '../../../scripts/stack/api.ts';
import { migrate } from '../../../scripts/stack/migrate.ts';
import { type TestDatabase, createTestDatabase } from '../../../scripts/test/database.ts';
import { serverAt } from '../../../scripts/test/server.ts';

let db: TestDatabase;
let api: RunningApi;
const dataDir = join(tmpdir(), `futuresync-seed-${process.pid}`);

beforeAll(async () => {
  db = await createTestDatabase();
  // As `supabase db push --include-seed` does it, the migrations being there already.
  await migrate(db.url, { seed: true });
  const pg = serverAt(db.superUrl, dataDir);
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
    expect(own).toBeGreaterThan(800);
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
      longest_streak: 18,
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
      longest_streak: 70,
      unlocked: ['streak-3', 'streak-30', 'streak-42', 'streak-7'],
    },
  ]);
});

/** Tables of people that need not have a row of each of the three, and whose they have. */
const exceptions: Record<string, string[]> = {
  // Who paid.
  invoices: ['anna', 'chris'],
  payment_events: ['anna', 'chris'],
  payment_methods: ['anna', 'chris'],
  subscriptions: ['anna', 'chris'],
  // Who wants to be counted.
  analytics_events: ['anna', 'chris'],
  interaction_analytics: ['anna', 'chris'],
  user_activity_daily: ['anna', 'chris'],
  // What went wrong between devices.
  sync_conflicts: ['anna', 'bram'],
  sync_rejections: ['chris'],
  integrations: ['chris'],
  // What only a person's devices and an operator make.
  feature_flag_overrides: [],
  guardian_links: [],
  data_exports: [],
};

/** Tables of public whose rows are somebody's. */
async function tablesOfPeople(): Promise<{ name: string; columns: string[] }[]> {
  return db.sql<{ name: string; columns: string[] }[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.atttypid = 'timestamptz'::regtype) as columns
    from pg_catalog.pg_class as c
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname
    having 'user_id' = any (array_agg(a.attname))
    order by c.relname
  `;
}

test('every module has something of each person', async () => {
  const found: Record<string, string[]> = {};
  const expected: Record<string, string[]> = {};
  for (const { name } of await tablesOfPeople()) {
    const [row] = await db.sql<{ people: string[] }[]>`
      select coalesce(array_agg(u.username order by u.username), '{}') as people from public.users as u
      where u.id in (select t.user_id from public.${db.sql(name)} as t)
    `;
    found[name] = row?.people ?? [];
    expected[name] = exceptions[name] ?? ['anna', 'bram', 'chris'];
  }
  expect(found).toEqual(expected);
});

test('what is computed follows from what was written', async () => {
  const [found] = await db.sql`
    select
      (select count(*)::int from public.levensgebied_scores as s
        join lateral (
          select sum(case when q.is_reversed then 6 - a.answer else a.answer end) * 5 as score
          from public.levensgebied_questions as q
          cross join lateral (select (array[s.answer_1, s.answer_2, s.answer_3, s.answer_4])[q.position] as answer) as a
          where q.levensgebied_id = s.levensgebied_id
        ) as c on c.score <> s.score) as wrong_areas,
      (select array_agg(s.score::int order by s.scored_on) from public.levensgebied_scores as s
        join public.levensgebieden as l on l.id = s.levensgebied_id and l.code = 'physical-health'
        join public.users as u on u.id = s.user_id and u.username = 'anna') as anna_in_her_body,
      (select count(*)::int from public.met24_assessments as a
        where a.status = 'completed' and a.overall_score is distinct from
          (select round(avg(s.score)) from public.met24_scores as s where s.user_id = a.user_id and s.assessment_id = a.id)) as wrong_assessments,
      (select count(*)::int from public.assessment_attempts as t where t.status = 'completed' and t.scores is null) as unscored,
      (select count(*)::int from public.content_mastery as m where m.mastery_level is null or m.due_at is null) as unscheduled,
      (select count(distinct c.conversation_id)::int from public.messages as c) - (select count(*)::int from public.conversations as k where k.message_count > 0) as uncounted,
      (select count(*)::int from public.emotional_readings as r where r.recorded_at < now() - interval '92 days') as kept_too_long,
      (select count(*)::int from public.emotional_analytics as r where r.analysis_date < now() - interval '150 days') > 0 as is_rolled_up,
      (select array_agg(distinct outcome order by outcome) from public.payment_events) as payments,
      (select count(*)::int from public.content_item_statistics) as published_ratings
  `;
  expect(found).toEqual({
    wrong_areas: 0,
    anna_in_her_body: [55, 50, 35, 40, 55, 65, 70],
    wrong_assessments: 0,
    unscored: 0,
    unscheduled: 0,
    uncounted: 0,
    kept_too_long: 0,
    is_rolled_up: true,
    payments: ['applied', 'stale'],
    published_ratings: 0,
  });
});

test('every overview has something for each of them', async () => {
  const people = await db.sql<{ id: string; username: string }[]>`
    select id, username from public.users where username in ('anna', 'bram', 'chris') order by username
  `;
  for (const { id } of people) {
    const [found] = await db.as(
      id,
      (sql) => sql`
        select
          (select count(*)::int from public.life_balance() where score is not null) as areas,
          (select count(*)::int from public.met24_overview() where score is not null) as domains,
          (select count(*)::int from public.mastery_overview() where state <> 'new') as concepts,
          (select count(*)::int from public.due_reviews()) as due,
          (select jsonb_array_length(public.emotional_dashboard(current_date - 90, current_date) -> 'days')) as days,
          (select plan_code from public.my_plan()) as plan,
          public.mbti_development(current_date - 181, current_date) is not null as develops
      `,
    );
    expect(found?.areas).toBe(9);
    expect(found?.domains).toBeGreaterThanOrEqual(6);
    expect(found?.concepts).toBeGreaterThanOrEqual(10);
    expect(found?.due).toBeGreaterThan(0);
    expect(found?.days).toBeGreaterThan(20);
    expect(found?.plan).toMatch(/^(free|premium)$/);
    expect(found?.develops).toBe(true);
  }
});

test('nothing in it lies in the future or before the person joined', async () => {
  const wrong: Record<string, number> = {};
  // When something is to happen, ends, or is due.
  const ahead =
    /^(due|expires|resets|current_period_ends|trial_ends|streak_ends|period_ends|target|deliver)/;
  for (const { name, columns } of await tablesOfPeople()) {
    // Of days that rollups stand for, and of rows that only say when they were made.
    const moments = columns.filter((column) => !ahead.test(column) && column !== 'starts_at');
    if (moments.length === 0) continue;
    const latest = moments.map((column) => `t.${column}`).join(', ');
    const [found] = await db.sql.unsafe<{ rows: number }[]>(`
      select count(*)::int as rows from public.${name} as t
      join auth.users as u on u.id = t.user_id
      where greatest(${latest}) > now() or least(${latest}) < u.created_at
    `);
    if (found?.rows) wrong[name] = found.rows;
  }
  expect(wrong).toEqual({});
});

test('run again it changes nothing, and brings back nothing that somebody deleted', async () => {
  await db.sql`delete from public.habits where title = 'Mediteren'`;
  const before = await digest();
  await db.sql.begin((sql) => sql.file('supabase/seed.sql'));
  expect(await digest()).toEqual(before);
});
