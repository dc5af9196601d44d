import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createCast,
  createTestDatabase,
  type TestDatabase,
} from '../../../scripts/test/database.ts';
import { Writer } from '../isolation/sessions.ts';

// For every row of ops.thresholds something is broken until an alert of that level opens, and mended until it closes. A
// metric without a fault here fails the first test, so that a new one cannot be forgotten.

let db: TestDatabase;
let alice: string;
let writers: Writer[] = [];

interface Threshold {
  metric: string;
  level: 'degraded' | 'down';
  value: number;
  worse_when: 'higher' | 'lower';
}

interface Fault {
  /** Breaks something so that the metric goes beyond `limit`; returns in how many seconds that is so, 0 unless said. */
  raise: (limit: number) => Promise<unknown>;
  /** Mends it. Absent: time alone did it, and the clock goes back. */
  clear?: () => Promise<unknown>;
  /** Where what is wanted for the real limit is out of reach, the limit is moved to this. */
  limit?: number;
}

const run = (statement: string): Promise<unknown> => db.sql.unsafe(statement);

async function session(): Promise<Writer> {
  const writer = new Writer(db.url);
  writers.push(writer);
  await writer.begin();
  return writer;
}
async function endSessions(): Promise<void> {
  for (const writer of writers) {
    await writer.rollback().catch(() => undefined);
    await writer.close();
  }
  writers = [];
}

const insertRuns = (count: number, columns: string): Promise<unknown> =>
  run(`
    with pushed as (
      select coalesce((x.run).duration_ms, 1) as duration_ms, coalesce((x.run).conflict_count, 0) as conflict_count,
        coalesce((x.run).rejected_count, 0) as rejected_count
      from (select jsonb_populate_record(null::public.sync_runs, '${columns}') as run) as x, generate_series(1, ${count})
    )
    insert into public.sync_runs
      (user_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count)
    select '${alice}', duration_ms, 1, 1, 1, conflict_count, rejected_count from pushed`);
const forgetRuns = (): Promise<unknown> => run('delete from public.sync_runs where true');

const jobRun = (job: string, status: string, count = 1): Promise<unknown> =>
  run(`
    insert into cron.job_run_details (jobid, runid, status, return_message, start_time, end_time)
    select jobid, nextval('cron.runid_seq'), '${status}', '${status}', now() - interval '1 second',
      case when '${status}' <> 'running' then now() end
    from cron.job, generate_series(1, ${count}) where jobname = '${job}'`);
const replay = (): Promise<unknown> =>
  run('select privacy.replay_erasures(privacy.export_erasures())');
const digest = (): Promise<unknown> => run('select ops.digest_jobs()');

/** Nothing can be broken to bring it about; the limit is moved past what is measured. */
async function measured(metric: string): Promise<number> {
  const [row] = await db.sql.unsafe<{ value: number }[]>(
    `select value::double precision as value from ops.measure_${metric}(now()) order by value desc limit 1`,
  );
  return (row as { value: number }).value;
}

const bySystem: Fault = { raise: () => Promise.resolve() };
const table = (name: string, broken: string, mended: string): Fault => ({
  raise: async () => await run(`alter table public.${name} ${broken}`),
  clear: () => run(`alter table public.${name} ${mended}`),
});

const faults: Record<string, Fault> = {
  connections: bySystem,
  cache_hit: bySystem,
  index_use: bySystem,
  wraparound: bySystem,
  feed_size: bySystem,
  sequence_use: {
    raise: async (limit) => {
      await run('create sequence ops.numbers maxvalue 1000');
      await run(`select setval('ops.numbers', ${Math.ceil(limit * 10) + 10})`);
    },
    clear: () => run('drop sequence ops.numbers'),
  },
  dead_rows: {
    raise: async () => {
      await run('create table ops.dying (n integer primary key) with (autovacuum_enabled = false)');
      await run('insert into ops.dying select generate_series(1, 20000)');
      await run('delete from ops.dying where n > 1000');
      await run('select pg_stat_force_next_flush()');
      await run('select pg_stat_force_next_flush()');
    },
    clear: () => run('drop table ops.dying'),
  },
  invalid_indexes: {
    raise: async () => {
      await run('create table ops.twins as select 1 as n from generate_series(1, 2)');
      await run('create unique index concurrently twins_n_key on ops.twins (n)').catch(() => 0);
    },
    clear: () => run('drop table ops.twins'),
  },
  slot_retention: {
    limit: 0.5,
    raise: async () => {
      await run(`select pg_create_physical_replication_slot('${db.name}', true)`);
      await run(`select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))`);
    },
    clear: () => run(`select pg_drop_replication_slot('${db.name}')`),
  },
  long_transactions: {
    raise: async (limit) => {
      await (await session()).run('select 1');
      return limit + 5;
    },
    clear: endSessions,
  },
  idle_transactions: {
    raise: async (limit) => {
      await (await session()).run('select 1');
      return limit + 5;
    },
    clear: endSessions,
  },
  lock_waits: {
    raise: async (limit) => {
      await (await session()).run('lock table public.visions');
      const waiting = await session();
      waiting.run('select * from public.visions').catch(() => undefined);
      await expect
        .poll(
          async () =>
            (await db.sql`select from ops.lock_waits where waits_since is not null`).length,
        )
        .toBeGreaterThan(0);
      return limit + 5;
    },
    clear: endSessions,
  },
  prepared_transactions: {
    raise: async (limit) => {
      const writer = await session();
      await writer.xid();
      await writer.run(`prepare transaction '${db.name}'`);
      return limit + 5;
    },
    clear: () => run(`rollback prepared '${db.name}'`),
  },
  cursor_lag: {
    raise: async (limit) => {
      await (await session()).xid();
      return limit + 5;
    },
    clear: endSessions,
  },
  feed_pruning: {
    raise: async (limit) => {
      await run(`
        insert into sync.heartbeats (hour, xid, beaten_at)
        select date_trunc('hour', t), z.xid + 1, t from sync.horizon as z, (select now() - interval '90 days ${limit + 1} hours' as t) as x`);
    },
    clear: () => run('select sync.prune()'),
  },
  feed_horizon: {
    raise: async () => await run('update sync.horizon set xid = 1::bigint << 42 where true'),
    clear: () => run('update sync.horizon set xid = 0 where true'),
  },
  heartbeat: { raise: (limit) => Promise.resolve((limit + 2) * 60) },
  epoch: {
    raise: async () => await run(`update sync.epochs set identity = 'another:00000001' where true`),
    clear: async () => {
      await run('select sync.check_epoch()');
      await replay();
    },
  },
  rejections: {
    raise: async () => await insertRuns(20, '{"rejected_count": 1}'),
    clear: forgetRuns,
  },
  conflicts: {
    raise: async () => await insertRuns(20, '{"conflict_count": 1}'),
    clear: forgetRuns,
  },
  push_time: {
    raise: async (limit) => await insertRuns(1, `{"duration_ms": ${limit + 1}}`),
    clear: forgetRuns,
  },
  failing_jobs: {
    raise: async (limit) => {
      await jobRun('retention', 'failed', limit + 1);
      await digest();
    },
    clear: async () => {
      await jobRun('retention', 'succeeded');
      await digest();
    },
  },
  late_jobs: {
    raise: async (limit) => {
      await jobRun('sync-epoch', 'succeeded');
      await digest();
      return (limit + 1) * 60;
    },
  },
  job_time: {
    raise: async (limit) => {
      await jobRun('streaks', 'running');
      return limit + 5;
    },
    clear: () => run(`delete from cron.job_run_details where status = 'running'`),
  },
  queue_depth: {
    limit: 5,
    raise: async () =>
      await run(
        `insert into private.activity_changes (user_id, day) select '${alice}', current_date from generate_series(1, 6)`,
      ),
    clear: () => run('select private.refresh_activity()'),
  },
  queue_age: {
    raise: async (limit) => {
      await run(
        `insert into private.activity_changes (user_id, day) values ('${alice}', current_date)`,
      );
      return (limit + 1) * 60;
    },
    clear: () => run('select private.refresh_activity()'),
  },
  disk_use: {
    raise: async () =>
      await run(`update private.settings set value = 0.001 where name = 'ops.disk_gb'`),
    clear: () => run(`update private.settings set value = 8 where name = 'ops.disk_gb'`),
  },
  days_of_disk: {
    raise: async () =>
      await run(`
        insert into ops.measurements (taken_at, metric, subject, value)
        select now() - n * interval '1 day 1 second', 'disk_use', 'databases', 90 - n * 9 from generate_series(0, 9) as n
        on conflict do nothing`),
    clear: () => run(`delete from ops.measurements where metric = 'disk_use'`),
  },
  public_buckets: {
    raise: async () => await run('update storage.buckets set public = true where true'),
    clear: () => run('update storage.buckets set public = false where true'),
  },
  open_tables: table('habits', 'disable row level security', 'enable row level security'),
  visitor_rights: {
    raise: async () => await run('grant select on public.invoices to anon'),
    clear: () => run('revoke select on public.invoices from anon'),
  },
  overdue_rows: {
    raise: async (limit) =>
      await run(`
        insert into public.sync_conflicts
          (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, created_at)
        select '${alice}', 'tasks', gen_random_uuid(), 'title', 'latest_edit', '1', '2', 'client', now() - interval '${limit + 91} days'`),
    clear: () => run('select privacy.apply_retention()'),
  },
  subject_requests: {
    raise: async (limit) => {
      await run(`select privacy.file_request('${alice}', 'objection')`);
      return (limit + 1) * 0.01 * 31 * 86_400;
    },
    clear: () => run('delete from privacy.subject_requests where true'),
  },
  waiting_exports: {
    raise: async (limit) => {
      await run(`
        with asked as (insert into public.data_exports (user_id, format) values ('${alice}', 'both') returning user_id, id)
        insert into privacy.export_jobs (user_id, export_id) table asked`);
      return (limit + 1) * 3_600;
    },
    clear: () => run('delete from public.data_exports where true'),
  },
  waiting_erasures: {
    raise: async (limit) => {
      await run(`
        insert into privacy.erasures (user_id, origin, due_at, previous_status) values ('${alice}', 'operator', now(), 'active')`);
      return (limit + 1) * 3_600;
    },
    clear: () => run('delete from privacy.erasures where true'),
  },
  restore_gate: {
    raise: async () => await run('update sync.epochs set admitted_at = null where true'),
    clear: replay,
  },
  seal_lag: {
    raise: async (limit) => {
      await run(`
        insert into audit.incoming (role, operation, relation, subject, row_key)
        values ('postgres', 'insert', 'public.users', gen_random_uuid(), '')`);
      return (limit + 1) * 60;
    },
    clear: () => run('select audit.seal()'),
  },
  mbti_catalogue: {
    raise: async () => {
      await run('create table ops.kept as table public.cognitive_functions');
      await run(
        'set session_replication_role = replica; delete from public.cognitive_functions where true; reset session_replication_role',
      );
    },
    clear: async () => {
      await run(
        'set session_replication_role = replica; insert into public.cognitive_functions table ops.kept; reset session_replication_role',
      );
      await run('drop table ops.kept');
    },
  },
  missing_tables: {
    raise: async () => await run('alter table public.platform_usage_daily rename to elsewhere'),
    clear: () => run('alter table public.elsewhere rename to platform_usage_daily'),
  },
  missing_policies: {
    raise: async () => await run('drop policy visions_delete_own on public.visions'),
    clear: () =>
      run(
        'create policy visions_delete_own on public.visions for delete to authenticated using (user_id = (select auth.uid()))',
      ),
  },
  disabled_triggers: table('tasks', 'disable trigger _100_touch', 'enable trigger _100_touch'),
  stale_functions: table('tasks', 'add column mood text', 'drop column mood'),
  partition_runway: {
    raise: async (limit) => {
      const [row] = await db.sql<{ seconds: number }[]>`
        select date_part('epoch', max(to_at) - now())::integer as seconds from ops.partitions where relation = 'public.sync_runs'
      `;
      return (row as { seconds: number }).seconds - (limit - 1) * 86_400;
    },
  },
  // The month before this one is the oldest, and goes after 97 days.
  partition_delay: { raise: (limit) => Promise.resolve((97 + 35 + limit) * 86_400) },
};

let thresholds: Threshold[];

beforeAll(async () => {
  db = await createTestDatabase();
  ({ alice } = await createCast(db));
  await run('select audit.seal()');
  thresholds = await db.sql<Threshold[]>`
    select t.metric, t.level, t.value::double precision as value, m.worse_when
    from ops.thresholds as t join ops.metrics as m on m.name = t.metric order by t.metric, t.level
  `;
});
afterAll(async () => {
  await endSessions();
  await db.drop();
});

/** The open alert of a metric after a check at that many seconds from now. */
async function check(metric: string, seconds: number): Promise<string | undefined> {
  await db.sql`select ops.check_health(now() + make_interval(secs => ${seconds}), ${metric})`;
  const rows = await db.sql<{ level: string }[]>`
    select level::text from ops.alerts where metric = ${metric} and closed_at is null order by level desc
  `;
  return rows[0]?.level;
}

test('every metric has a threshold, and every threshold a fault', async () => {
  const metrics = await db.sql<{ name: string }[]>`select name from ops.metrics order by name`;
  expect([...new Set(thresholds.map(({ metric }) => metric))]).toEqual(
    metrics.map(({ name }) => name),
  );
  expect(Object.keys(faults).sort()).toEqual(metrics.map(({ name }) => name));
});

test('each is raised by a fault, and cleared when it is mended', async () => {
  const wrong: unknown[] = [];
  for (const { metric, level, value, worse_when } of thresholds) {
    const fault = faults[metric];
    if (!fault) continue;
    const before = await check(metric, 0);

    // The other level is out of the way: each is seen alone.
    await db.sql`delete from ops.thresholds where metric = ${metric} and level::text <> ${level}`;
    let limit = fault.limit ?? value;
    if (fault === bySystem) limit = (await measured(metric)) + (worse_when === 'higher' ? -1 : 1);
    await db.sql`update ops.thresholds set value = ${limit} where metric = ${metric}`;
    const outcome = await fault.raise(limit);
    const seconds = typeof outcome === 'number' ? outcome : 0;
    const raised = await check(metric, seconds);

    await fault.clear?.();
    if (fault === bySystem)
      await db.sql`update ops.thresholds set value = ${value} where metric = ${metric}`;
    const cleared = await check(metric, fault.clear ? seconds : 0);
    if (before !== undefined || raised !== level || cleared !== undefined)
      wrong.push({ metric, level, before, raised, cleared });
    await db.sql`delete from ops.thresholds where metric = ${metric}`;
    for (const other of thresholds.filter((each) => each.metric === metric))
      await db.sql`insert into ops.thresholds values (${metric}, ${other.level}, ${other.value})`;
    await db.sql`update ops.alerts set closed_at = now() where closed_at is null`;
  }
  expect(wrong).toEqual([]);
}, 120_000);
