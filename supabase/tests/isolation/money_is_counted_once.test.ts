import { setTimeout as sleep } from 'node:timers/promises';
import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';
import { noteId as id } from './sessions.ts';

// Two requests of servers at once: the last question of a month asked twice, and a provider whose webhooks overtake each other.

let db: TestDatabase;
const alice = userId('alice');

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`select tests.create_user('alice')`;
  await db.sql`select tests.consent('ai_coaching', 'alice')`;
});
afterAll(() => db.drop());

/** Lets a second request run into the lock of the first, which then commits; says what became of the second. */
async function meet<T>(
  first: (sql: TransactionSql) => Promise<unknown>,
  other: (sql: TransactionSql) => Promise<T>,
): Promise<T> {
  let second: Promise<T> | undefined;
  await db.as('service_role', async (sql) => {
    await first(sql);
    second = db.as('service_role', other);
    second.catch(() => undefined);
    expect(await Promise.race([second.then(() => false), sleep(300, true)])).toBe(true);
  });
  return second as Promise<T>;
}

const ask =
  (n: number, outcome = 'started') =>
  async (sql: TransactionSql): Promise<string> => {
    const [row] = await sql<{ outcome: string; used: number }[]>`
      select r.recorded_outcome as outcome, r.queries_used as used
      from public.record_ai_interaction(${alice}, ${id(n)}, 'coaching', 'groq', 'llama-3', ${outcome}) as r
    `;
    return `${row?.outcome} ${row?.used}`;
  };

test('of two questions that are asked at once when one is left, the second is refused', async () => {
  const [limit] = await db.sql<{ queries: number }[]>`
    select private.entitlement_limit(${alice}, 'ai_queries', now())::integer as queries
  `;
  const left = (limit as { queries: number }).queries;
  await db.as('service_role', async (sql) => {
    for (let n = 1; n < left; n += 1) await ask(n, 'completed')(sql);
  });
  await expect(meet(ask(100), ask(101))).rejects.toThrow('ai_limit_reached');
  // The first failed: what it took is there for the second.
  expect(await meet(ask(100, 'failed'), ask(101))).toBe(`started ${left}`);
  const [row] = await db.sql`select queries_used from public.ai_usage_periods`;
  expect(row).toMatchObject({ queries_used: left });
});

test('one question that is recorded twice at once counts once', async () => {
  const [before] = await db.sql`select queries_used from public.ai_usage_periods`;
  expect(await meet(ask(101, 'completed'), ask(101, 'completed'))).toBe(
    `completed ${(before as { queries_used: number }).queries_used}`,
  );
});

const tell =
  (event: string, hour: number, status: string, kind = 'subscription') =>
  async (sql: TransactionSql): Promise<string> => {
    const [row] = await sql<{ outcome: string }[]>`
      select public.apply_payment_event('stripe', ${event}, ${kind}, ${`2026-03-01T0${hour}:00:00Z`}, ${sql.json(
        {
          customer: 'cus_1',
          user_id: alice,
          id: 'sub_1',
          plan: 'premium',
          status,
          billing_cycle: 'monthly',
          subscribed_at: '2026-03-01T00:00:00Z',
          period_ends_at: '2026-04-01T00:00:00Z',
        },
      )}) as outcome
    `;
    return (row as { outcome: string }).outcome;
  };
const status = async (): Promise<unknown> =>
  (await db.sql`select status from public.subscriptions`)[0]?.status;

test('an event that comes twice at once is entered once, and answered the same', async () => {
  expect(await meet(tell('evt_1', 1, 'active'), tell('evt_1', 1, 'active'))).toBe('applied');
  expect(await db.sql`select from public.payment_events`).toHaveLength(1);
});

test('so is one that is of no kind we use', async () => {
  expect(await meet(tell('evt_2', 1, 'x', 'tax_rate'), tell('evt_2', 1, 'x', 'tax_rate'))).toBe(
    'ignored',
  );
});

test('of two events at once the later word stands, whichever comes first', async () => {
  expect(await meet(tell('evt_4', 4, 'cancelled'), tell('evt_3', 3, 'active'))).toBe('stale');
  expect(await status()).toBe('cancelled');
  expect(await meet(tell('evt_5', 5, 'inactive'), tell('evt_6', 6, 'active'))).toBe('applied');
  expect(await status()).toBe('active');
});

test("two customers of whom the same object is told at once: it is the first one's", async () => {
  await db.sql`select tests.create_user('mallory')`;
  const card =
    (event: string, customer: string, person: string) =>
    async (sql: TransactionSql): Promise<string> => {
      const [row] = await sql<{ outcome: string }[]>`
      select public.apply_payment_event('stripe', ${event}, 'payment_method', '2026-03-01', ${sql.json(
        {
          customer,
          user_id: person,
          id: 'pm_1',
          kind: 'card',
        },
      )}) as outcome
    `;
      return (row as { outcome: string }).outcome;
    };
  expect(await meet(card('evt_7', 'cus_1', alice), card('evt_8', 'cus_2', userId('mallory')))).toBe(
    'refused',
  );
  expect(await db.sql`select user_id from public.payment_methods`).toEqual([{ user_id: alice }]);
});
