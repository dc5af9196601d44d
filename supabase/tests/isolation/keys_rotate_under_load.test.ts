import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createCast,
  createTestDatabase,
  type TestDatabase,
} from '../../../scripts/test/database.ts';
import { Writer } from './sessions.ts';

// The key of sealed columns is renewed while events of the payment provider come in and are read: whatever is interrupted
// or at once, every name that was taken is read as it was given.

let db: TestDatabase;
let alice: string;
let slow: Writer;
let other: Writer;

beforeAll(async () => {
  db = await createTestDatabase();
  ({ alice } = await createCast(db));
});
beforeEach(async () => {
  await db.sql`delete from public.payment_events where true`;
  await db.sql`delete from public.payment_methods where true`;
  await db.sql`delete from private.payment_references where true`;
  while ((await rotate()) > 0);
  [slow, other] = [new Writer(db.url), new Writer(db.url)];
});
afterEach(() => Promise.all([slow.close(), other.close()]));
afterAll(() => db.drop());

const event = (n: number, customer = 'cus'): string => `
  select private.apply_payment_event('stripe', 'evt_${n}', 'payment_method', now(),
    '{"customer": "${customer}", "user_id": "${alice}", "id": "pm_${n}", "kind": "card"}')
`;

async function rotate(batch = 10): Promise<number> {
  const [row] = await db.sql<
    { done: number }[]
  >`select privacy.rotate_keys(batch => ${batch}) as done`;
  return (row as { done: number }).done;
}
const makeKey = (): Promise<unknown> => db.sql`select private.make_sealing_key()`;

/** A rotation that is killed after so many ms: in the middle, or done and not yet committed. */
async function interruptedRotation(ms: number): Promise<void> {
  const victim = new Writer(db.url);
  const [{ pid }] = (await victim.run('select pg_backend_pid() as pid')) as [{ pid: number }];
  await victim.begin();
  const running = victim.run('select privacy.rotate_keys()').catch(() => undefined);
  await sleep(ms);
  await db.sql`select pg_terminate_backend(${pid})`;
  await running;
  while ((await db.sql`select from pg_stat_activity where pid = ${pid}`).length > 0) await sleep(5);
  await victim.close();
}

/** Names that cannot be read as they were given, and how many keys there are. */
async function state(count: number): Promise<{ lost: number; keys: number; secrets: number }> {
  const [row] = await db.sql<{ lost: number; keys: number; secrets: number }[]>`
    select
      (
        select count(*)::int from generate_series(1, ${count}) as n
        where private.open_payment_reference('stripe', private.payment_reference('stripe', 'pm_' || n)) is distinct from 'pm_' || n
      ) as lost,
      (select count(*)::int from private.sealing_keys) as keys,
      (select count(*)::int from vault.secrets where name like 'sealing_key_%') as secrets
  `;
  return row as { lost: number; keys: number; secrets: number };
}

test('writers, readers and rotations at once, of which some are killed, lose nothing', async () => {
  const writers = 3;
  const perWriter = 120;
  let read = 0;
  let isOver = false;
  const session = (): postgres.Sql => postgres(db.url, { max: 1, onnotice: () => undefined });
  const open = Array.from({ length: writers + 2 }, session);

  const write = async (sql: postgres.Sql, nth: number): Promise<void> => {
    for (let n = nth + 1; n <= writers * perWriter; n += writers) {
      await sql.unsafe(event(n, `cus_${nth}`));
    }
  };
  const reader = async (sql: postgres.Sql): Promise<void> => {
    while (!isOver) {
      // All that is there, in one statement: it must be what was given.
      const [row] = await sql<{ wrong: number; count: number }[]>`
        select count(*) filter (
            where private.payment_reference('stripe', private.unseal(r.sealed)) <> r.reference
          )::int as wrong, count(*)::int as count
        from private.payment_references as r
      `;
      expect(row?.wrong).toBe(0);
      read += row?.count ?? 0;
    }
  };
  const rotator = async (): Promise<{ killed: number; sealed: number }> => {
    let killed = 0;
    let sealed = 0;
    for (let turn = 0; !isOver; turn += 1) {
      await makeKey();
      if (turn % 3 === 0) {
        await interruptedRotation(Math.random() * 10);
        killed += 1;
      }
      sealed += await rotate(30);
    }
    return { killed, sealed };
  };

  const working = Promise.all(open.slice(0, writers).map(write)).finally(() => {
    isOver = true;
  });
  const [{ killed, sealed }] = await Promise.all([
    rotator(),
    working,
    ...open.slice(writers).map(reader),
  ]).finally(() => {
    isOver = true;
    return Promise.all(open.map((sql) => sql.end({ timeout: 1 })));
  });
  while ((await rotate(1000)) > 0);
  expect(killed).toBeGreaterThan(2);
  expect(sealed).toBeGreaterThan(100);
  expect(read).toBeGreaterThan(100);
  expect(await state(writers * perWriter)).toEqual({ lost: 0, keys: 1, secrets: 1 });
}, 60_000);

test('a key that somebody is still sealing with outlives the rotation', async () => {
  await slow.begin();
  await slow.run(event(1));
  // Sealed, and nowhere yet.
  await other.begin();
  await other.run(`create temporary table kept as select private.seal('pm_2') as sealed`);
  await makeKey();
  expect(await rotate()).toBe(0);
  expect(await state(0)).toMatchObject({ keys: 2, secrets: 2 });
  await slow.commit();
  // The customer and the payment method.
  expect(await rotate()).toBe(2);
  expect(await state(0)).toMatchObject({ keys: 2, secrets: 2 });
  await other.run(`
    insert into private.payment_references (provider, reference, sealed)
    select 'stripe', private.payment_reference('stripe', 'pm_2'), sealed from kept
  `);
  await other.commit();
  expect(await rotate()).toBe(1);
  expect(await state(2)).toEqual({ lost: 0, keys: 1, secrets: 1 });
});

test('a statement that began before a key was destroyed reads to its end', async () => {
  for (let n = 1; n <= 5; n += 1) await db.sql.unsafe(event(n));
  await makeKey();
  // A query begins when somebody waits for it.
  const reading = Promise.resolve(
    slow.run(`
    select count(*)::int as count
    from (select r.sealed, pg_sleep(0.2) from private.payment_references as r order by 1 offset 0) as r
    where private.unseal(r.sealed) ~ '^(cus|pm_)'
  `),
  );
  await sleep(200);
  expect(await rotate()).toBe(6);
  expect(await state(5)).toEqual({ lost: 0, keys: 1, secrets: 1 });
  expect(await reading).toMatchObject([{ count: 6 }]);
});

test('two rotations at once do what one would, and nobody waits', async () => {
  for (let n = 1; n <= 5; n += 1) await db.sql.unsafe(event(n));
  await makeKey();
  await other.begin();
  await other.run('select privacy.rotate_keys(batch => 4)');
  expect(await rotate()).toBe(0);
  await db.sql.unsafe(event(6));
  await other.commit();
  expect(await rotate()).toBe(2);
  expect(await rotate()).toBe(0);
  expect(await state(6)).toEqual({ lost: 0, keys: 1, secrets: 1 });
});

test('a rotation that is killed is as if it had not begun', async () => {
  for (let n = 1; n <= 5; n += 1) await db.sql.unsafe(event(n));
  await makeKey();
  await interruptedRotation(200);
  expect(await state(5)).toEqual({ lost: 0, keys: 2, secrets: 2 });
  expect(await rotate()).toBe(6);
  expect(await state(5)).toEqual({ lost: 0, keys: 1, secrets: 1 });
});

test('a row that somebody is writing is left to the next run', async () => {
  await db.sql.unsafe(event(1));
  await makeKey();
  await other.begin();
  await other.run(
    `select from private.payment_references where reference = private.payment_reference('stripe', 'pm_1') for update`,
  );
  expect(await rotate()).toBe(1);
  expect(await state(1)).toEqual({ lost: 0, keys: 2, secrets: 2 });
  await other.commit();
  expect(await rotate()).toBe(1);
  expect(await state(1)).toEqual({ lost: 0, keys: 1, secrets: 1 });
});
