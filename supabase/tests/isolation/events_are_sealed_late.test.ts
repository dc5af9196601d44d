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

const findings = async (): Promise<unknown[]> => [...(await db.sql`select * from audit.verify()`)];

/** What is not sealed yet. */
async function waiting(): Promise<number> {
  const [row] = await db.sql<{ count: number }[]>`
    select count(*)::integer as count from audit.incoming
  `;
  return row?.count ?? NaN;
}

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`select tests.create_user(name) from unnest('{alice,bob,carol}'::text[]) as name`;
});
beforeEach(async () => {
  await seal();
});
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.end({ timeout: 0.1 })));
  sessions = [];
});
afterAll(() => db.drop());

test('a transaction that commits late is sealed later, and keeps nobody waiting', async () => {
  const [late, early] = [open(), open()];
  await late`begin`;
  await rename(late, 'alice');
  await rename(early, 'bob');
  expect(await seal()).toBe(1);
  expect(await findings()).toEqual([]);
  await late`commit`;
  expect(await seal()).toBe(1);
  expect(await waiting()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('a sealer that began before a commit leaves it to the next', async () => {
  const [sealer, writer] = [open(), open()];
  await sealer`begin isolation level repeatable read`;
  await sealer`select 1`;
  await rename(writer, 'alice');
  expect(await seal(sealer)).toBe(0);
  await sealer`commit`;
  expect(await seal()).toBe(1);
  expect(await findings()).toEqual([]);
});

test('an erasure beside a sealer erases what is just being filed', async () => {
  const [sealer, eraser] = [open(), open()];
  await db.sql`select tests.create_user('dave')`;
  await sealer`begin`;
  await seal(sealer);
  const erasing = eraser`select audit.erase_payloads(array[${userId('dave')}::uuid])`.then(
    () => 'erased',
  );
  expect(await Promise.race([erasing, sleep(300, 'waiting')])).toBe('waiting');
  await sealer`commit`;
  expect(await erasing).toBe('erased');
  const [left] = await db.sql<{ count: number }[]>`
    select count(*)::integer as count
    from audit.payloads as p join audit.events as e on e.id = p.event_id
    where e.relation = 'public.users' and p.content ->> 'username' = 'dave'
  `;
  expect(left?.count).toBe(0);
  await seal();
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
  expect(await seal()).toBe(1);
  await session`commit`;
  expect(await seal()).toBe(1);
  expect(await findings()).toEqual([]);
});

test('two sealers at once: the second waits and seals nothing twice', async () => {
  const [first, second] = [open(), open()];
  await rename(open(), 'alice');
  await first`begin`;
  expect(await seal(first)).toBe(1);
  const sealing = seal(second);
  // The writers do not wait for either.
  await rename(open(), 'bob');
  await first`commit`;
  expect((await sealing) + (await seal())).toBe(1);
  expect(await waiting()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('a sealer that is killed leaves nothing half done', async () => {
  const killed = open();
  await rename(open(), 'alice');
  const [backend] = await killed<{ pid: number }[]>`select pg_backend_pid() as pid`;
  await killed`begin`;
  expect(await seal(killed)).toBe(1);
  await db.sql`select pg_terminate_backend(${backend?.pid ?? 0})`;
  expect(await seal()).toBe(1);
  expect(await waiting()).toBe(0);
  expect(await findings()).toEqual([]);
});

test('a month that is just being dropped is no finding', async () => {
  const [pruner, auditor] = [open(), open()];
  await db.sql`
    insert into audit.incoming (at, role, operation, relation, subject, row_key)
    values (now() - interval '60 months', 'postgres', 'look', 'public.users', gen_random_uuid(), '')
  `;
  await seal();
  await pruner`begin`;
  expect(await pruner`select audit.prune() as gone`).toEqual([{ gone: 2 }]);
  const verifying = auditor`select * from audit.verify()`.then((found) => [...found]);
  expect(await Promise.race([verifying, sleep(300, 'waiting')])).toBe('waiting');
  await pruner`commit`;
  expect(await verifying).toEqual([]);
});

test('who verifies is not disturbed by a month that is to go: it goes the next time', async () => {
  const [auditor, pruner] = [open(), open()];
  await db.sql`
    insert into audit.incoming (at, role, operation, relation, subject, row_key)
    values (now() - interval '50 months', 'postgres', 'look', 'public.users', gen_random_uuid(), '')
  `;
  await seal();
  await auditor`begin`;
  expect(await auditor`select * from audit.verify()`).toHaveLength(0);
  expect(await pruner`select audit.prune() as gone`).toEqual([{ gone: 0 }]);
  await auditor`commit`;
  expect(await pruner`select audit.prune() as gone`).toEqual([{ gone: 2 }]);
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
  expect((await sealing) + (await seal())).toBe(kept?.count);
  expect(await waiting()).toBe(0);
  expect(await findings()).toEqual([]);
});
