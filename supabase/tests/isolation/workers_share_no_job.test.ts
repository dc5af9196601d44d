import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';

// Workers that ask at the same moment, and people who ask twice: each job is one worker's.
const NAMES = ['alice', 'bob', 'carol'];
let db: TestDatabase;
let workers: postgres.Sql;

beforeAll(async () => {
  db = await createTestDatabase();
  workers = postgres(db.url, { max: 8, onnotice: () => undefined });
  await db.sql`select tests.create_user(name) from unnest(${NAMES}::text[]) as name`;
});
afterAll(async () => {
  await workers?.end();
  await db?.drop();
});

/** Eight at once, each on a connection of its own. */
const atOnce = <T>(work: () => Promise<T>): Promise<PromiseSettledResult<T>[]> =>
  Promise.allSettled(Array.from({ length: 8 }, work));
const claimed = (results: PromiseSettledResult<postgres.Row[]>[]): string[] =>
  results
    .flatMap((result) => (result.status === 'fulfilled' ? [...result.value] : []))
    .map((row) => row.user_id as string);

test('of eight requests at once one is an export', async () => {
  const results = await atOnce(
    () => workers`select * from private.queue_export(tests.user_id('alice'), 'csv')`,
  );
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as Error).message] : [],
  );
  expect(refused).toEqual(Array.from({ length: 7 }, () => 'export_open'));
});

test('of eight workers three get the three exports, and the rest nothing', async () => {
  await db.sql`select private.queue_export(tests.user_id(name), 'csv') from unnest('{bob,carol}'::text[]) as name`;
  const results = await atOnce(() => workers`select * from privacy.claim_export()`);
  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'fulfilled'));
  const people = claimed(results);
  // Who looked while another held the only one that was left gets it a moment later, at the next call.
  while (people.length < 3) {
    const more = await workers`select * from privacy.claim_export()`;
    expect(more).toHaveLength(1);
    people.push(more[0]?.user_id as string);
  }
  expect(new Set(people).size).toBe(3);
  expect(people).toHaveLength(3);
  expect(await workers`select * from privacy.claim_export()`).toEqual([]);
});

test('likewise with accounts to be erased', async () => {
  await db.sql`select privacy.erase_account(tests.user_id(name)) from unnest(${NAMES}::text[]) as name`;
  const people = claimed(await atOnce(() => workers`select * from privacy.claim_erasure()`));
  for (let more = [{}]; more.length > 0;) {
    more = await workers`select * from privacy.claim_erasure()`;
    people.push(...more.map((row) => (row as { user_id: string }).user_id));
  }
  expect(people).toHaveLength(3);
  expect(new Set(people).size).toBe(3);
});
