import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';

// Sealing beside writers: what commits late is sealed later, and nothing is lost, sealed twice or found wanting.

let db: TestDatabase;
let sessions: postgres.Sql[] = [];

/** A session of its own, with a transaction that stays open until it is told to end. */
function open(): postgres.Sql {
  const session = postgres(db.url, { max: 1, onnotice: () => undefined });
  sessions.push(session);
  return session;
}

/** One event: each time another name, since an update that changes nothing is none. */
const rename = (session: postgres.Sql, name: string): Promise<unknown> =>
  session`update public.users set display_name = gen_random_uuid()::text where id = ${userId(name)}`;

async function seal(session: postgres.Sql = db.sql): Promise<number> {
  const [row] = await session<{ sealed: string }[]>`select audit.seal() as sealed`;
  return Number(row?.sealed);
}

/**
 * Seals until so many are: transactions of other test files, on the same server, may be running for a moment.
 *
 * @returns how many were sealed
 */
async function sealAll(wanted: number, session: postgres.Sql = db.sql): Promise<number> {
  let sealed = await seal(session);
  for (let tries = 0; sealed < wanted && tries < 200; tries += 1) {
    await sleep(25);
    sealed += await seal(session);
  }
  return sealed;
}

const findings = (): Promise<unknown[]> => db.sql`select * from audit.verify()`;

/** Events that are in no seal. */
async function unsealed(): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*)::integer as count from audit.events as e
    where not exists (select from audit.seals as s where e.id = any (s.event_ids))
  `;
  return row?.count ?? NaN;
}

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`select tests.create_user(name) from unnest('{alice,bob,carol}'::text[]) as name`;
});
beforeEach(async () => {
  await sealAll(await unsealed());
});
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.end({ timeout: 0.1 })));
  sessions = [];
});
afterAll(() => db.drop());

test('a transaction that commits late is sealed later, in its place', async () => {
  const [late, early] = [open(), open()];
  await late`begin`;
  await rename(late, 'alice');
  await rename(early, 'bob');
  // Bob's event is committed, and younger than a transaction that is still open.
  expect(await seal()).toBe(0);
  expect(await findings()).toEqual([]);
  await late`commit`;
  expect(await sealAll(2)).toBe(2);
  expect(await unsealed()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('one that is rolled back leaves nothing to seal', async () => {
  const session = open();
  await session`begin`;
  await rename(session, 'alice');
  await session`rollback`;
  expect(await seal()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('what is written in a savepoint is of its transaction', async () => {
  const [session, other] = [open(), open()];
  await session`begin`;
  await session`savepoint inner_one`;
  await rename(session, 'alice');
  await session`release savepoint inner_one`;
  await rename(other, 'bob');
  expect(await seal()).toBe(0);
  await session`commit`;
  expect(await sealAll(2)).toBe(2);
  expect(await findings()).toEqual([]);
});

test('two sealers at once: the second waits and seals nothing twice', async () => {
  const [first, second] = [open(), open()];
  await rename(open(), 'alice');
  await first`begin`;
  expect(await sealAll(1, first)).toBe(1);
  const waiting = seal(second);
  // The writers do not wait for either.
  await rename(open(), 'bob');
  await first`commit`;
  const sealed = await waiting;
  expect(sealed + (await sealAll(1 - sealed))).toBe(1);
  expect(await unsealed()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('a sealer that is killed leaves nothing half done', async () => {
  const killed = open();
  await rename(open(), 'alice');
  const [backend] = await killed<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await killed`begin`;
  expect(await sealAll(1, killed)).toBe(1);
  await db.sql`select pg_terminate_backend(${backend?.pid ?? 0})`;
  expect(await sealAll(1)).toBe(1);
  expect(await unsealed()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('writers and sealers beside each other lose nothing', async () => {
  const writers = Array.from({ length: 4 }, () => open());
  const sealer = open();
  let isWriting = true;
  const sealing = (async () => {
    let sealed = 0;
    while (isWriting) sealed += await seal(sealer);
    return sealed;
  })();
  const rounds = 25;
  await Promise.all(
    writers.map(async (session, nth) => {
      for (let round = 0; round < rounds; round += 1) {
        await session`begin`;
        await session`
          insert into public.mood_entries (user_id, emotion) values (${userId('carol')}, 'joy')
        `;
        if (round % 5 === nth) await session`select pg_sleep(0.01)`;
        await session.unsafe(round % 7 === 3 ? 'rollback' : 'commit');
      }
    }),
  );
  isWriting = false;
  const [kept] = await db.sql<{ count: number }[]>`
    select count(*)::integer as count from public.mood_entries where user_id = ${userId('carol')}
  `;
  const before = await sealing;
  expect(before + (await sealAll((kept?.count ?? NaN) - before))).toBe(kept?.count);
  expect(await unsealed()).toBe(0);
  expect(await findings()).toEqual([]);
});
