import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { Writer } from '../isolation/sessions.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql.unsafe(`
    create or replace function ops.measure_queue_depth(at timestamptz) returns setof ops.reading
    language sql stable set search_path = '' as $$ select 'made_up', 1e9, null::text, null::text $$
  `);
});
afterAll(() => db.drop());

test('an operator who checks health while the job does waits before anything is written, so that they cannot deadlock', async () => {
  const [job, operator] = [new Writer(db.url), new Writer(db.url)];
  const check = 'select ops.check_health()';
  try {
    await job.begin();
    await job.run(check);
    // Sent when somebody asks for its result.
    const checking = Promise.all([operator.run(check)]);
    await expect
      .poll(
        () => db.sql`
          select wait_event from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'
        `,
        { timeout: 5_000 },
      )
      .toEqual([{ wait_event: 'advisory' }]);
    await job.commit();
    await checking;
  } finally {
    await Promise.all([job.close(), operator.close()]);
  }
  expect(await db.sql`select count(*)::int as n from ops.alerts where subject = 'made_up'`).toEqual(
    [{ n: 1 }],
  );
});
