import { performance } from 'node:perf_hooks';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';

// Requests of one caller and of many that are counted at the same moment. A limit of 50 in ten seconds, and a clock that
// stands still.
const [ALICE, BOB] = [userId('alice'), userId('bob')];
let db: TestDatabase;
let servers: postgres.Sql;

beforeAll(async () => {
  db = await createTestDatabase();
  servers = postgres(db.url, {
    max: 8,
    onnotice: () => undefined,
    // Who waits for a lock fails.
    connection: { lock_timeout: 500 },
  });
  await db.sql`
    insert into ops.rate_limits (name, caller, requests, seconds, description)
    values ('probe', 'person', 50, 10, 'Of this test')
  `;
});
afterAll(async () => {
  await servers?.end();
  await db?.drop();
});
beforeEach(() => db.sql`truncate ops.rate_uses`);

/** Seconds to wait; 0: within the limit. */
async function take(subject: string): Promise<number> {
  const [row] = await servers`
    select ops.take('probe', 'person', ${subject}, '2026-11-21 10:00Z') as wait
  `;
  return Number(row?.wait);
}
const within = (waits: number[]): number => waits.filter((wait) => wait === 0).length;

test('of 400 requests at once exactly 50 are within the limit', async () => {
  const waits = await Promise.all(Array.from({ length: 400 }, () => take(ALICE)));
  expect(within(waits)).toBe(50);
  expect(waits.filter((wait) => wait > 0).every((wait) => wait === 1)).toBe(true);
});

test('of several callers each has theirs', async () => {
  const callers = Array.from({ length: 8 }, (_, nth) => userId(`caller ${nth}`));
  const waits = await Promise.all(
    callers.map((caller) => Promise.all(Array.from({ length: 60 }, () => take(caller)))),
  );
  expect(waits.map(within)).toEqual(callers.map(() => 50));
});

test('nobody waits for a request of another that is not committed', async () => {
  await db.sql.begin(async (open) => {
    await open`select ops.take('probe', 'person', ${ALICE}, '2026-11-21 10:00Z')`;
    expect(await take(BOB)).toBe(0);
  });
});

test('who is over the limit is told so without waiting for their own requests', async () => {
  await Promise.all(Array.from({ length: 50 }, () => take(ALICE)));
  await db.sql.begin(async (open) => {
    await open`select from ops.rate_uses where subject = ${ALICE} for update`;
    expect(await take(ALICE)).toBe(1);
  });
});

test('callers are forgotten beside requests, without waiting and without forgiving', async () => {
  await Promise.all(Array.from({ length: 50 }, () => take(ALICE)));
  const prune = () => servers`select ops.prune_rate_uses(at => '2026-11-21 10:00Z')`;
  const [waits] = await Promise.all([
    Promise.all(Array.from({ length: 100 }, () => take(ALICE))),
    ...Array.from({ length: 20 }, prune),
  ]);
  expect(within(waits)).toBe(0);
  await db.sql.begin(async (open) => {
    await open`select from ops.rate_uses where subject = ${ALICE} for update`;
    const [row] = await servers`select ops.prune_rate_uses(at => 'infinity') as gone`;
    expect(row?.gone).toBe(0);
  });
});

test('a thousand are counted within seconds', async () => {
  const began = performance.now();
  await Promise.all(Array.from({ length: 1_000 }, (_, nth) => take(userId(`caller ${nth % 100}`))));
  expect(performance.now() - began).toBeLessThan(5_000);
});
