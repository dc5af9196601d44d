import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../scripts/stack/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';

// What operators find in Studio: each snippet says what to look for and what to do, changes nothing, and has something to
// show on the demo data.

const FOLDER = 'supabase/snippets';
const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();

/** What each is for: that one of its rows says so of the demo people. */
const tells: Record<string, (row: Record<string, unknown>) => boolean> = {
  '01_health.sql': ({ part, status }) => part === 'tasks_productivity' && status === 'ok',
  '02_sync_health.sql': ({ app_version, pushes }) => app_version === '1.4.0' && Number(pushes) > 0,
  '03_who_is_behind.sql': ({ why }) => String(why).startsWith('1 refused records'),
  '04_conflicts.sql': ({ kind, how, times }) =>
    kind === 'conflict' && how === 'pending' && Number(times) > 0,
  '05_slow_queries.sql': ({ calls, mean_ms }) => Number(calls) > 0 && Number(mean_ms) > 0,
  '06_indexes.sql': ({ live_rows, use_percent }) => Number(live_rows) > 100 && use_percent !== null,
  '07_partitions.sql': ({ relation, next_step }) =>
    relation === 'public.sync_runs' && String(next_step).startsWith('moves on '),
  '08_privacy_deadlines.sql': ({ subject, value }) => subject === 'objection' && value !== null,
  '09_growth.sql': ({ people, bytes_a_row }) => Number(people) === 3 && Number(bytes_a_row) > 0,
  '10_subscriptions.sql': ({ status, people }) => status === 'active' && Number(people) > 0,
  '11_engagement.sql': ({ sessions, minutes_a_session }) =>
    Number(sessions) > 0 && Number(minutes_a_session) > 0,
};

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await migrate(db.url, { seed: true });
  await db.sql`select privacy.file_request(id, 'objection') from public.users where username = 'anna'`;
  await db.sql`select ops.check_health()`;
});
afterAll(() => db.drop());

test('there is one for each thing that an operator looks at', () => {
  expect(names).toEqual(Object.keys(tells));
});

test.each(names)(
  '%s says what to look for and what to do, changes nothing, and has something to tell',
  async (name) => {
    const source = await readFile(`${FOLDER}/${name}`, 'utf8');
    expect(source).toMatch(/^-- [A-Z][^\n]*\n--\n-- Look for: .+\n(-- .*\n)*-- Do: +.+\n/);
    const rows = await db.sql.begin('read only', (sql) => sql.unsafe(source));
    expect(rows.filter((row) => tells[name]?.(row))).not.toEqual([]);
  },
);
