import { performance } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createCast,
  createTestDatabase,
  type TestDatabase,
} from '../../../scripts/test/database.ts';
import { Writer } from '../isolation/sessions.ts';

// The jobs of analytics run beside pushes: nobody waits for a count, what comes meanwhile is counted by the next one, and
// a month that is in use is left alone.

let db: TestDatabase;
let alice: string;
let other: Writer;

beforeAll(async () => {
  db = await createTestDatabase();
  ({ alice } = await createCast(db));
  await db.sql`select tests.consent('analytics')`;
});
beforeEach(async () => {
  await db.sql`delete from public.analytics_events where true`;
  await count();
  other = new Writer(db.url);
});
afterEach(() => other.close());
afterAll(() => db.drop());

/** A device pushes one event of just now. */
async function push(): Promise<void> {
  const changes = {
    analytics_events: {
      created: [
        {
          id: crypto.randomUUID(),
          occurred_at: Date.now() - 1000,
          session_id: crypto.randomUUID(),
          name: 'app-opened',
          _status: 'created',
          _changed: '',
        },
      ],
    },
  };
  await db.as(alice, (sql) => sql`select public.push_changes(${sql.json(changes)}::json)`);
}

const COUNT = 'select private.refresh_activity()';
const count = (): Promise<unknown> => db.sql.unsafe(COUNT);

async function counted(): Promise<number> {
  const [row] = await db.sql<{ events: number }[]>`
    select coalesce(sum(event_count), 0)::integer as events from public.user_activity_daily
  `;
  return (row as { events: number }).events;
}

/** What runs, in milliseconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Four months from now: what was pushed today is past then. */
const PRUNE = `select private.prune_analytics(date_trunc('month', now(), 'UTC') + interval '4 months 3 days') as gone`;

async function prune(): Promise<number> {
  const [row] = await db.sql.unsafe<{ gone: number }[]>(PRUNE);
  return (row as { gone: number }).gone;
}

/** Takes every step of upkeep that is due at a moment and not in somebody's way. */
async function keep(at: string): Promise<void> {
  for (;;) {
    const [row] = await db.sql.unsafe<{ did: string | null }[]>(
      `select ops.keep_partitions(${at}) as did`,
    );
    if ((row?.did ?? null) === null) return;
  }
}

async function months(): Promise<number> {
  const [row] = await db.sql<{ n: number }[]>`
    select count(*)::integer as n from pg_inherits where inhparent = 'public.analytics_events'::regclass
  `;
  return (row as { n: number }).n;
}

test('a push does not wait for a count, and the next count has what it brought', async () => {
  await push();
  await other.begin();
  await other.run(COUNT);
  expect(await timed(push)).toBeLessThan(2000);
  await other.commit();
  expect(await counted()).toBe(1);
  await count();
  expect(await counted()).toBe(2);
});

test('what is written but not committed during a count is counted by the next one', async () => {
  await push();
  await other.begin();
  await other.run(
    `insert into public.analytics_events (user_id, occurred_at, session_id, name)
     values ('${alice}', now(), gen_random_uuid(), 'app-opened')`,
  );
  await count();
  expect(await counted()).toBe(1);
  await other.commit();
  await count();
  expect(await counted()).toBe(2);
});

test('two counts at once count everything once', async () => {
  await push();
  await other.begin();
  await other.run(COUNT);
  await push();
  const second = count();
  await other.commit();
  await second;
  expect(await counted()).toBe(2);
});

test('a month that somebody writes beside is left to the next run, without keeping others waiting', async () => {
  const before = await months();
  await other.begin();
  // It has read and written the tables, and thinks.
  await other.run(
    `insert into public.analytics_events (user_id, occurred_at, session_id, name)
     values ('${alice}', now(), gen_random_uuid(), 'app-opened')`,
  );
  await other.run(
    `insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target)
     values ('${alice}', now(), gen_random_uuid(), 'tap', 'button')`,
  );
  const pruning = prune();
  await new Promise((resolve) => setTimeout(resolve, 100));
  // It stands in line behind the drop, which gives up.
  expect(await timed(push)).toBeLessThan(3000);
  expect(await pruning).toBe(0);
  expect(await months()).toBe(before);

  await other.commit();
  await count();
  await keep(`now() + interval '4 months'`);
  const extended = await months();
  expect(await prune()).toBeGreaterThan(0);
  expect(await months()).toBeLessThan(extended);
});

test('months are not made while somebody writes profiles: the job gives up soon, to run again', async () => {
  const later = `now() + interval '9 months'`;
  const before = await months();
  await other.begin();
  await other.run(`update public.users set display_name = 'Alice' where id = '${alice}'`);
  await keep(later);
  expect(await months()).toBe(before);
  const busy = await db.sql`
    select from ops.partition_steps where outcome = 'busy' and step = 'create' and relation = 'public.analytics_events'
  `;
  expect(busy.length).toBeGreaterThan(0);
  await other.commit();
  await keep(later);
  expect(await months()).toBeGreaterThan(before);
});
