import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createCast,
  createTestDatabase,
  type TestDatabase,
} from '../../../scripts/test/database.ts';
import { Writer } from '../isolation/sessions.ts';

// The upkeep of partitions beside people at work: no push fails because of it, and none waits longer than a step waits
// for its lock. Months are made, moved, sealed, dropped and restored while devices push.

/** lock_timeout of a step, and what a machine with other things to do may add. */
const LONGEST_WAIT = 500 + 1_500;

let db: TestDatabase;
let alice: string;
let bob: string;

beforeAll(async () => {
  db = await createTestDatabase();
  ({ alice, bob } = await createCast(db));
});
afterAll(() => db.drop());

/** A device pushes one task, and edits its profile; each push leaves a row in sync_runs. */
async function push(person: string): Promise<number> {
  const task = {
    id: crypto.randomUUID(),
    title: 'written meanwhile',
    status: 'open',
    priority: 2,
    labels: '[]',
    position: 0,
    created_at: Date.now() - 1000,
    updated_at: Date.now() - 1000,
    _status: 'created',
    _changed: '',
  };
  const changes = { tasks: { created: [task], updated: [], deleted: [] } };
  const startedAt = performance.now();
  await db.as(person, async (sql) => {
    await sql`update public.users set display_name = ${`at ${startedAt}`} where id = ${person}`;
    const [row] = await sql<{ answer: { rejected: unknown[] } }[]>`
      select public.push_changes(${sql.json(changes)}::json) as answer
    `;
    if (row?.answer.rejected.length !== 0) throw new Error(JSON.stringify(row?.answer));
  });
  return performance.now() - startedAt;
}

/** Pushes of two people, one after the other, until told to stop: how long each took. */
function pushUntil(isOver: () => boolean): Promise<number[]>[] {
  return [alice, bob].map(async (person) => {
    const times: number[] = [];
    while (!isOver()) times.push(await push(person));
    return times;
  });
}

const step = async (sql: Pick<TestDatabase, 'sql'>['sql'], at: string): Promise<string | null> => {
  const [row] = await sql.unsafe<{ did: string | null }[]>(
    `select ops.keep_partitions(${at}) as did`,
  );
  return row?.did ?? null;
};

/** The worker's round, with a map for Storage. */
async function work(bucket: Map<string, string>, at: string): Promise<void> {
  for (;;) {
    const [row] = await db.sql.unsafe<{ task: Record<string, unknown> | null }[]>(
      `select ops.archive_task(${at}) as task`,
    );
    const task = row?.task;
    if (!task) return;
    const path = task.path as string;
    if (task.kind === 'store') bucket.set(path, task.content as string);
    const { content, ...rest } = task;
    await db.sql`select ops.archive_done(${db.sql.json(rest as never)}, ${(bucket.get(path) ?? content) as string})`;
  }
}

test('two years of upkeep go by in a moment, while two people push', async () => {
  await db.sql`select private.ensure_partitions('public.sync_runs', 30, now() - interval '30 months')`;
  await db.sql`
    insert into public.sync_runs (started_at, user_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count)
    select now() - n * interval '1 day', ${alice}, 1, 1, 1, 1, 0, 0 from generate_series(1, 880) as n
  `;
  const [before] = await db.sql<
    { n: number }[]
  >`select count(*)::integer as n from public.sync_runs`;
  const bucket = new Map<string, string>();
  let isOver = false;
  const pushing = pushUntil(() => isOver);
  const done: string[] = [];
  try {
    // Now, and three months later: months are made, moved, sealed and dropped.
    for (const at of ['now()', `now() + interval '3 months'`]) {
      for (let round = 0; round < 3; round += 1) {
        for (let did = await step(db.sql, at); did !== null; did = await step(db.sql, at))
          done.push(did);
        await work(bucket, at);
      }
    }
    const cold = await db.sql<
      { name: string }[]
    >`select partition_name::text as name from ops.archives where state = 'cold'`;
    for (const { name } of cold)
      await db.sql`select ops.restore_archive('public.sync_runs', ${name})`;
    await work(bucket, 'now()');
  } finally {
    isOver = true;
  }
  const times = (await Promise.all(pushing)).flat();
  expect([...new Set(done.map((did) => did.split(' sync_runs_')[0]))].sort()).toEqual(
    expect.arrayContaining(['create public.sync_runs', 'drop stored', 'move', 'seal']),
  );
  expect(times.length).toBeGreaterThan(20);
  expect(Math.max(...times)).toBeLessThan(LONGEST_WAIT);
  const [after] = await db.sql<{ n: number; gone: number }[]>`
    select (select count(*)::integer from public.sync_runs) as n,
      (select count(*)::integer from ops.archives where state <> 'restored') as gone
  `;
  // Every push left its row, and what went to Storage is back.
  expect(after).toEqual({ n: (before?.n ?? 0) + times.length, gone: 0 });
});

test('behind somebody who stays, a step gives up after half a second, and the next call does it', async () => {
  const at = `now() + interval '14 months'`;
  const reader = new Writer(db.url);
  await reader.begin();
  await reader.run('select count(*) from public.sync_runs');
  let isOver = false;
  const pushing = pushUntil(() => isOver);
  let waited = 0;
  try {
    // What needs no lock that the reader has is done.
    while ((await step(db.sql, at)) !== null);
    const startedAt = performance.now();
    await step(db.sql, at);
    waited = performance.now() - startedAt;
  } finally {
    isOver = true;
  }
  const times = (await Promise.all(pushing)).flat();
  expect(Math.max(...times)).toBeLessThan(LONGEST_WAIT);
  const busy = await db.sql<{ step: string }[]>`
    select distinct step from ops.partition_steps where outcome = 'busy' and relation = 'public.sync_runs'
  `;
  expect(waited).toBeLessThan(LONGEST_WAIT);
  expect(busy.length).toBeGreaterThan(0);

  await reader.commit();
  await reader.close();
  const done: string[] = [];
  for (let next = await step(db.sql, at); next !== null; next = await step(db.sql, at))
    done.push(next);
  expect(done.join()).toMatch(/sync_runs_/);
});

test('a step that is cut off leaves nothing half done, and is begun again', async () => {
  const at = `now() + interval '30 months'`;
  const [before] = await db.sql<{ state: string }[]>`
    select string_agg(schema_name || '.' || partition_name, ' ' order by partition_name) as state from ops.partitions where relation = 'public.sync_runs'
  `;
  const killed = new Writer(db.url);
  await killed.begin();
  await killed.run(`select ops.keep_partitions(${at})`);
  await killed.rollback();
  await killed.close();
  const [after] = await db.sql<{ state: string }[]>`
    select string_agg(schema_name || '.' || partition_name, ' ' order by partition_name) as state from ops.partitions where relation = 'public.sync_runs'
  `;
  expect(after).toEqual(before);
  expect(await step(db.sql, at)).not.toBeNull();
});
