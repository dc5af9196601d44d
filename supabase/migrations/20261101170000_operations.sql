-- Operations: what an operator sees of the database, and what tells them before people notice.
--
--   views                     what Postgres and the engine know of themselves, in an operator's words
--   metrics, thresholds       what is measured, and from when it is wrong; a metric is one row and one function
--   readings(), check()       measures everything; a breach is an alert until it is over
--   health_check()            the same by component and module: ok, degraded or down, and why
--   job_runs                  what became of the jobs, by day; pg_cron's own log is kept for a week
--   slas, sla_report()        the documents' service levels, kept or missed
--   recommendations()         what would help, with the SQL to do it and to undo it
--   storage_estimate()        what a first pull weighs, for the app
--
-- Nobody but postgres enters this schema. What the API may ask is a public function with a body that was resolved when
-- it was made (begin atomic): it needs no right to look names up here, and so nobody gets one.

create schema ops;
comment on schema ops is 'Operations: monitoring, alerts, health, service levels, partitions. Never exposed through the API.';

create extension if not exists pg_net with schema extensions;

insert into private.settings (name, value, unit, description) values
  ('ops.measurement_days', 30, 'days', 'How long measurements, checks and statistics of statements are kept.'),
  ('ops.alert_days', 365, 'days', 'How long alerts that are over are kept.'),
  ('ops.statement_rows', 200, 'rows', 'How many statements a snapshot keeps: those that took the most time since the one before.'),
  ('ops.disk_gb', 8, 'GB', 'Size of the disk, which SQL cannot see. A hosted project begins with 8.');


-- What Postgres knows of itself.

create view ops.connections as
  select a.usename as role_name, a.application_name, a.state, count(*) as connections
  from pg_catalog.pg_stat_activity as a
  where a.backend_type = 'client backend'
  group by a.usename, a.application_name, a.state;
comment on view ops.connections is 'Connections by role, application and state.';

create view ops.transactions as
  select a.pid, a.usename as role_name, a.application_name, a.state, a.xact_start as began_at, a.state_change as state_since,
    a.wait_event_type, a.wait_event, a.query_start as query_began_at, a.backend_xid::text::bigint as xid, left(a.query, 1000) as query
  from pg_catalog.pg_stat_activity as a
  where a.xact_start is not null and a.backend_type in ('client backend', 'background worker')
    and a.datname = current_database() and a.pid <> pg_catalog.pg_backend_pid();
comment on view ops.transactions is 'Open transactions, but for the one that asks. One with an xid has written, and holds cursors and vacuum back.';

create view ops.lock_waits as
  select a.pid, a.usename as role_name, w.waitstart as waits_since, w.locktype, w.relation::regclass::text as relation,
    w.mode, pg_catalog.pg_blocking_pids(a.pid) as blocked_by, left(a.query, 1000) as query
  from pg_catalog.pg_locks as w
  join pg_catalog.pg_stat_activity as a on a.pid = w.pid and a.datname = current_database()
  where not w.granted;
comment on view ops.lock_waits is 'Sessions that wait for a lock, since when, and whom they wait for.';

create view ops.cursor_holders as
  select 'session ' || t.pid as holder, t.began_at, t.xid, t.query
  from ops.transactions as t
  where t.xid is not null
  union all
  select 'prepared ' || p.gid, p.prepared, p.transaction::text::bigint, null
  from pg_catalog.pg_prepared_xacts as p
  where p.database = current_database();
comment on view ops.cursor_holders is
  'Who has written and not committed. The oldest holds every cursor back: nothing is late, but rows are sent again until it ends.';

create view ops.replication_slots as
  select s.slot_name, s.slot_type, s.active, s.wal_status,
    case when not pg_catalog.pg_is_in_recovery()
      then pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), s.restart_lsn)::bigint end as retained_bytes
  from pg_catalog.pg_replication_slots as s;
comment on view ops.replication_slots is 'Replication slots and the write-ahead log each keeps from being removed.';

create view ops.cache as
  select s.schemaname as schema_name, s.relname as table_name,
    s.heap_blks_hit + coalesce(s.idx_blks_hit, 0) as blocks_hit, s.heap_blks_read + coalesce(s.idx_blks_read, 0) as blocks_read,
    round(100.0 * (s.heap_blks_hit + coalesce(s.idx_blks_hit, 0))
      / nullif(s.heap_blks_hit + coalesce(s.idx_blks_hit, 0) + s.heap_blks_read + coalesce(s.idx_blks_read, 0), 0), 2) as hit_percent
  from pg_catalog.pg_statio_user_tables as s;
comment on view ops.cache is 'How often a table and its indexes were found in shared memory.';

create view ops.tables as
  select s.relid as id, s.schemaname as schema_name, s.relname as table_name, s.n_live_tup as live_rows, s.n_dead_tup as dead_rows,
    round(100.0 * s.n_dead_tup / nullif(s.n_live_tup + s.n_dead_tup, 0), 2) as dead_percent,
    s.seq_scan as sequential_scans, s.seq_tup_read as sequential_rows, coalesce(s.idx_scan, 0) as index_scans,
    s.n_tup_ins as inserted_rows, s.n_tup_upd as updated_rows, s.n_tup_hot_upd as hot_updated_rows, s.n_tup_del as deleted_rows,
    greatest(s.last_vacuum, s.last_autovacuum) as vacuumed_at, greatest(s.last_analyze, s.last_autoanalyze) as analyzed_at,
    pg_catalog.pg_table_size(s.relid) as table_bytes, pg_catalog.pg_indexes_size(s.relid) as index_bytes,
    -- What the rows would take, packed, by the planner's own statistics.
    (c.reltuples * (28 + coalesce(w.width, 0)))::bigint as packed_bytes, c.reloptions as options,
    age(c.relfrozenxid) as frozen_age
  from pg_catalog.pg_stat_user_tables as s
  join pg_catalog.pg_class as c on c.oid = s.relid
  left join lateral (
    select sum(p.avg_width * (1 - p.null_frac)) as width
    from pg_catalog.pg_stats as p
    where p.schemaname = s.schemaname and p.tablename = s.relname
  ) as w on true;
comment on view ops.tables is 'Rows, scans, writes, upkeep and size of each table; packed_bytes against table_bytes is its bloat.';

create view ops.indexes as
  select i.indexrelid as id, i.indrelid as table_id, n.nspname as schema_name, c.relname as index_name, t.relname as table_name,
    pg_catalog.pg_relation_size(i.indexrelid) as bytes, coalesce(s.idx_scan, 0) as scans,
    pg_catalog.pg_get_indexdef(i.indexrelid) as definition, i.indisunique as is_unique, i.indisvalid as is_valid,
    exists (select from pg_catalog.pg_constraint as k where k.conrelid = i.indrelid and k.conindid = i.indexrelid) as is_constraint,
    -- A foreign key without an index makes every deletion of a parent read the whole table.
    exists (
      select from pg_catalog.pg_constraint as k
      where k.conrelid = i.indrelid and k.contype = 'f'
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
    ) as serves_foreign_key,
    -- From 1, so that they can be compared.
    (i.indkey::int2[])[0:] as key_columns, (i.indclass::oid[])[0:] as operator_classes, (i.indoption::int2[])[0:] as options, c.relam as method,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate, pg_catalog.pg_get_expr(i.indexprs, i.indrelid) as expressions,
    i.indnkeyatts as key_count
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  join pg_catalog.pg_class as t on t.oid = i.indrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_stat_user_indexes as s on s.indexrelid = i.indexrelid
  where n.nspname in ('public', 'private', 'sync', 'audit', 'privacy', 'ops') and c.relkind = 'i';
comment on view ops.indexes is 'Our indexes: size, how often each was used, and what it is.';

create view ops.redundant_indexes as
  with index as materialized (select * from ops.indexes)
  select r.id, r.schema_name, r.table_name, r.index_name, o.index_name as covered_by, r.bytes, r.definition,
    case when r.key_columns = o.key_columns then 'duplicate' else 'overlapping' end as kind
  from index as r
  join index as o on o.table_id = r.table_id and o.id <> r.id and o.method = r.method
    and o.predicate is not distinct from r.predicate and o.expressions is not distinct from r.expressions
    -- All that this one orders by, the other orders by first, in the same way.
    and o.key_columns[1:cardinality(r.key_columns)] = r.key_columns
    and o.operator_classes[1:r.key_count] = r.operator_classes[1:r.key_count]
    and o.options[1:r.key_count] = r.options[1:r.key_count]
  where not r.is_unique and not r.is_constraint and o.is_valid
    and r.method = (select m.oid from pg_catalog.pg_am as m where m.amname = 'btree')
    -- Of two that are the same, the one made later goes.
    and (r.key_columns <> o.key_columns or o.is_unique or o.id < r.id);
comment on view ops.redundant_indexes is 'Indexes that another one of the same table replaces: duplicates, and beginnings of a longer one.';

create view ops.sequences as
  select s.schemaname as schema_name, s.sequencename as sequence_name, s.last_value, s.max_value,
    round(100.0 * coalesce(s.last_value, 0) / s.max_value, 2) as used_percent
  from pg_catalog.pg_sequences as s;
comment on view ops.sequences is 'How far sequences and identity columns have been used up.';


-- What the engine knows of itself.

create view ops.feed as
  select r.table_name, s.n_live_tup as entries_of_all, pg_catalog.pg_total_relation_size('sync.changes') as bytes_of_all,
    h.xid as horizon_xid, b.beaten_at as heartbeat_at
  from sync.tables as r
  cross join sync.horizon as h
  cross join (select max(beaten_at) as beaten_at from sync.heartbeats) as b
  left join pg_catalog.pg_stat_all_tables as s on s.relid = 'sync.changes'::regclass;
comment on view ops.feed is 'The feed: its size, its horizon and its heartbeat, beside each synced table.';

create view ops.sync_outcomes as
  select date_trunc('hour', r.started_at) as hour, coalesce(d.app_version, 'unknown') as app_version, r.outcome,
    count(*) as pushes, count(distinct r.user_id) as people, sum(r.record_count) as records,
    round(percentile_cont(0.95) within group (order by r.duration_ms::double precision)::numeric, 1) as p95_ms
  from public.sync_runs as r
  left join public.sync_devices as d on d.user_id = r.user_id and d.id = r.device_id
  group by 1, 2, 3;
comment on view ops.sync_outcomes is 'How pushes ended, by hour and version of the app. Ask for a few hours: it reads every push of them.';

create view ops.conflicts_by_table as
  select 'conflict' as kind, c.table_name, c.column_name as what, c.resolution as how, count(*) as times,
    count(distinct c.user_id) as people, max(c.created_at) as last_at
  from public.sync_conflicts as c
  group by c.table_name, c.column_name, c.resolution
  union all
  select 'rejection', r.table_name, r.code, 'refused', count(*), count(distinct r.user_id), max(r.attempted_at)
  from public.sync_rejections as r
  group by r.table_name, r.code;
comment on view ops.conflicts_by_table is 'Conflicts and rejections by table: what meets, and what is refused and why.';


-- Queues: tables that a job empties. A row here has its depth and age measured.

create table ops.queues (
  name public.slug not null,
  relation text not null,
  since text not null,
  condition text not null default 'true',
  description text not null,
  constraint queues_pkey primary key (name)
);

comment on table ops.queues is 'Work that waits for a job or a worker: where it waits, and since when. Depth and age are measured for each.';
comment on column ops.queues.since is 'Since when a row waits, as SQL: mostly the name of a column.';
comment on column ops.queues.condition is 'Which rows wait, as SQL.';

insert into ops.queues (name, relation, since, condition, description) values
  ('activity', 'private.activity_changes', 'changed_at', 'true', 'Days of events to be counted: private.refresh_activity()'),
  ('ai-answers', 'public.ai_interactions', 'started_at', $$outcome = 'started'$$, 'Questions to models without an answer yet'),
  ('payment-events', 'public.payment_events', 'received_at', $$outcome = 'unmatched'$$, 'Payment events whose person is not known yet'),
  ('analytics', 'private.analytics_marks', 'marked_at', 'error is null', 'Days to be computed: private.refresh_emotional_analytics()'),
  ('analytics-set-aside', 'private.analytics_marks', 'marked_at', 'error is not null', 'Days that could not be computed, see error'),
  ('requests', 'net.http_request_queue', 'now()', 'true', 'Requests that pg_net has yet to send; it does not say since when');

-- ops.queue_state: how many rows wait in each queue, and since when.
create function ops.queue_state()
returns table (name text, depth bigint, oldest_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
-- What is executed is an operator's, from ops.queues.
-- @plpgsql_check_options: security_warnings = off, extra_warnings = off
declare
  queue ops.queues;
begin
  for queue in select * from ops.queues as q where to_regclass(q.relation) is not null order by q.name loop
    return query execute format(
      'select %L::text, count(*), min(%s)::timestamptz from %s where %s',
      queue.name, queue.since, to_regclass(queue.relation), queue.condition
    );
  end loop;
end;
$$;


-- Jobs: what became of them. pg_cron notes every run and forgets none, so its log is cut to a week; this is what
-- stays. Recounted from the log for the last two days, so that a run that was still going is counted when it ends.

create table ops.job_runs (
  job_name text not null,
  day date not null,
  run_count integer not null,
  failure_count integer not null,
  failures_in_a_row integer not null,
  total_ms bigint not null,
  longest_ms bigint not null,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_failure text,
  constraint job_runs_pkey primary key (job_name, day),
  constraint job_runs_failures_are_runs check (failure_count between 0 and run_count and failures_in_a_row between 0 and failure_count)
);

comment on table ops.job_runs is 'Runs of each job by day, from pg_cron''s log: ops.digest_jobs() counts them.';
comment on column ops.job_runs.failures_in_a_row is 'How many runs failed since the last that did not, of the day.';
comment on column ops.job_runs.last_failure is 'What the last failed run said, its first 1,000 characters.';

create index job_runs_day_idx on ops.job_runs (day);
comment on index ops.job_runs_day_idx is 'Serves retention, and the state of jobs over the last days.';

-- ops.job_log: pg_cron's log of runs that began since a moment.
create function ops.job_log(since timestamptz)
returns table (
  run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select d.runid, d.jobid, j.jobname::text, d.job_pid, d.status, d.return_message, d.start_time, d.end_time
    from cron.job_run_details as d
    join cron.job as j on j.jobid = d.jobid
    where j.jobname is not null and d.start_time >= since;
end;
$$;

-- ops.digest_jobs: counts the runs of the last two days anew, and forgets days past retention. Returns how many rows of
-- ops.job_runs it wrote. Idempotent; run by cron.
create function ops.digest_jobs(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  written integer;
begin
  insert into ops.job_runs as r (
    job_name, day, run_count, failure_count, failures_in_a_row, total_ms, longest_ms, last_success_at, last_failure_at, last_failure
  )
  select n.job_name, n.day, count(*), count(*) filter (where n.has_failed),
    count(*) filter (where n.has_failed and n.run_id > n.last_good), sum(n.ms), max(n.ms),
    max(n.ended_at) filter (where not n.has_failed), max(n.ended_at) filter (where n.has_failed),
    (array_agg(left(n.message, 1000) order by n.run_id desc) filter (where n.has_failed))[1]
  from (
    select l.run_id, l.job_name, l.ended_at, l.message, l.status = 'failed' as has_failed,
      (l.began_at at time zone 'UTC')::date as day,
      coalesce((date_part('epoch', l.ended_at - l.began_at) * 1000)::bigint, 0) as ms,
      coalesce(max(l.run_id) filter (where l.status = 'succeeded')
        over (partition by l.job_id, (l.began_at at time zone 'UTC')::date), 0) as last_good
    from ops.job_log(date_trunc('day', at, 'UTC') - interval '1 day') as l
    where l.status in ('succeeded', 'failed') and l.began_at <= at
  ) as n
  group by n.job_name, n.day
  on conflict (job_name, day) do update set
    run_count = excluded.run_count, failure_count = excluded.failure_count, failures_in_a_row = excluded.failures_in_a_row,
    total_ms = excluded.total_ms, longest_ms = excluded.longest_ms, last_success_at = excluded.last_success_at,
    last_failure_at = excluded.last_failure_at, last_failure = excluded.last_failure;
  get diagnostics written = row_count;

  delete from ops.job_runs as r where r.day < (at at time zone 'UTC')::date - private.setting('ops.alert_days')::integer;
  return written;
end;
$$;

comment on function ops.digest_jobs(timestamptz) is 'Counts the runs of jobs by day from pg_cron''s log; returns how many rows it wrote. Idempotent; run by cron.';

-- ops.schedule_minutes: how many minutes may lie between two runs of a schedule: the longest of what it can mean, to the
-- coarseness of its first star. Null for a job that runs once at start.
create function ops.schedule_minutes(schedule text)
returns numeric
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when schedule ~ '^\s*\d+\s+seconds?' then 1
    when schedule ~ '@reboot' then null
    when f[1] = '*' then 1
    when f[1] ~ '^\*/\d+$' then substr(f[1], 3)::numeric
    when f[2] = '*' then 60
    when f[2] ~ '^\*/\d+$' then 60 * substr(f[2], 3)::numeric
    when f[3] = '*' and f[5] = '*' then 1440
    when f[3] = '*' then 10080
    else 44640
  end
  from (select regexp_split_to_array(trim(schedule), '\s+') as f) as fields;
$$;

-- ops.jobs: the scheduled jobs and what became of them lately.
create function ops.jobs()
returns table (
  job_name text, schedule text, command text, is_active boolean, last_success_at timestamptz, last_failure_at timestamptz,
  failures_in_a_row bigint, last_failure text, mean_ms numeric, longest_ms bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select j.jobname::text, j.schedule::text, j.command::text, j.active, max(r.last_success_at), max(r.last_failure_at),
      coalesce(sum(case when r.day > g.day then r.failure_count when r.day = g.day then r.failures_in_a_row else 0 end), 0),
      (array_agg(r.last_failure order by r.last_failure_at desc nulls last))[1],
      round(sum(r.total_ms)::numeric / nullif(sum(r.run_count), 0), 1), max(r.longest_ms)
    from cron.job as j
    left join ops.job_runs as r on r.job_name = j.jobname
    -- The last day on which it succeeded.
    left join lateral (
      select coalesce(max(x.day) filter (where x.last_success_at is not null), '-infinity') as day
      from ops.job_runs as x
      where x.job_name = j.jobname
    ) as g on true
    group by j.jobid, j.jobname, j.schedule, j.command, j.active;
end;
$$;


-- Statements. pg_stat_statements adds up since it was reset; a snapshot each minute says what happened in between.

create table ops.statements (
  role_id oid not null,
  query_id bigint not null,
  is_toplevel boolean not null,
  query text,
  calls bigint not null,
  total_ms double precision not null,
  rows bigint not null,
  blocks_hit bigint not null,
  blocks_read bigint not null,
  temp_blocks bigint not null,
  wal_bytes numeric not null,
  stats_reset_at timestamptz not null,
  seen_at timestamptz not null,
  constraint statements_pkey primary key (role_id, query_id, is_toplevel)
) with (fillfactor = 60);

comment on table ops.statements is
  'What pg_stat_statements said of each statement of this database at the last snapshot that found it called. Constants are $1, $2 in a query; of a command, only its first words are kept.';

create table ops.statement_deltas (
  taken_at timestamptz not null,
  role_id oid not null,
  query_id bigint not null,
  is_toplevel boolean not null,
  calls bigint not null,
  total_ms double precision not null,
  rows bigint not null,
  blocks_hit bigint not null,
  blocks_read bigint not null,
  temp_blocks bigint not null,
  wal_bytes numeric not null,
  constraint statement_deltas_pkey primary key (taken_at, role_id, query_id, is_toplevel)
);

comment on table ops.statement_deltas is
  'What each statement did since the snapshot before, for those that took the most time (setting ops.statement_rows).';

create index statement_deltas_query_id_idx on ops.statement_deltas (query_id, taken_at);
comment on index ops.statement_deltas_query_id_idx is 'Serves one statement over time, and service levels.';

-- ops.snapshot_statements: notes what each statement did since the last time. Returns how many were called. After a
-- reset, or when a statement was forgotten and comes again, its numbers begin at zero: then all of them are new. The
-- first snapshot is a beginning, and says nothing. Run by cron each minute.
create function ops.snapshot_statements(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  reset_at constant timestamptz := (select i.stats_reset from extensions.pg_stat_statements_info as i);
  is_first constant boolean := not exists (select from ops.statements);
  called integer;
begin
  with now_is as materialized (
    select s.userid, s.queryid, s.toplevel,
      -- Only of these are constants taken out: a command may hold a password.
      case
        when max(s.query) ~* '^\s*(select|with|insert|update|delete|merge|values)\M' then left(max(s.query), 10000)
        else substring(max(s.query) from '^\s*\w+(?:\s+\w+)?')
      end as query,
      sum(s.calls)::bigint as calls,
      sum(s.total_exec_time) as total_ms, sum(s.rows)::bigint as rows, sum(s.shared_blks_hit)::bigint as blocks_hit,
      sum(s.shared_blks_read)::bigint as blocks_read, sum(s.temp_blks_written)::bigint as temp_blocks, sum(s.wal_bytes) as wal_bytes
    from extensions.pg_stat_statements as s
    where s.dbid = (select d.oid from pg_catalog.pg_database as d where d.datname = current_database())
      and s.queryid is not null and s.calls > 0
    group by s.userid, s.queryid, s.toplevel
  ), delta as materialized (
    select n.*, n.calls - coalesce(p.calls, 0) as d_calls, n.total_ms - coalesce(p.total_ms, 0) as d_ms,
      n.rows - coalesce(p.rows, 0) as d_rows, n.blocks_hit - coalesce(p.blocks_hit, 0) as d_hit,
      n.blocks_read - coalesce(p.blocks_read, 0) as d_read, n.temp_blocks - coalesce(p.temp_blocks, 0) as d_temp,
      n.wal_bytes - coalesce(p.wal_bytes, 0) as d_wal
    from now_is as n
    left join ops.statements as p on p.role_id = n.userid and p.query_id = n.queryid and p.is_toplevel = n.toplevel
      and p.stats_reset_at = reset_at and p.calls <= n.calls
    where n.calls is distinct from p.calls
  ), noted as (
    insert into ops.statement_deltas (
      taken_at, role_id, query_id, is_toplevel, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes
    )
    select at, d.userid, d.queryid, d.toplevel, d.d_calls, d.d_ms, d.d_rows, d.d_hit, d.d_read, d.d_temp, d.d_wal
    from delta as d
    where not is_first
    order by d.d_ms desc
    limit private.setting('ops.statement_rows')::integer
    on conflict on constraint statement_deltas_pkey do nothing
  ), remembered as (
    insert into ops.statements as p (
      role_id, query_id, is_toplevel, query, calls, total_ms, rows, blocks_hit, blocks_read, temp_blocks, wal_bytes, stats_reset_at, seen_at
    )
    select d.userid, d.queryid, d.toplevel, d.query, d.calls, d.total_ms, d.rows, d.blocks_hit, d.blocks_read, d.temp_blocks,
      d.wal_bytes, reset_at, at
    from delta as d
    on conflict on constraint statements_pkey do update set
      query = excluded.query, calls = excluded.calls, total_ms = excluded.total_ms, rows = excluded.rows,
      blocks_hit = excluded.blocks_hit, blocks_read = excluded.blocks_read, temp_blocks = excluded.temp_blocks,
      wal_bytes = excluded.wal_bytes, stats_reset_at = excluded.stats_reset_at, seen_at = excluded.seen_at
  )
  select count(*) into called from delta;
  return called;
end;
$$;

comment on function ops.snapshot_statements(timestamptz) is
  'Notes what each statement did since the last snapshot; returns how many were called. Run by cron each minute.';

create view ops.slow_statements as
  select s.query, r.rolname as role_name, d.since, d.calls, round(d.total_ms::numeric, 1) as total_ms,
    round((d.total_ms / d.calls)::numeric, 2) as mean_ms, round(100 * (d.total_ms / sum(d.total_ms) over ())::numeric, 1) as percent_of_all,
    d.rows, round(100.0 * d.blocks_hit / nullif(d.blocks_hit + d.blocks_read, 0), 1) as hit_percent, d.temp_blocks, d.query_id
  from (
    select x.role_id, x.query_id, x.is_toplevel, min(x.taken_at) as since, sum(x.calls) as calls, sum(x.total_ms) as total_ms,
      sum(x.rows) as rows, sum(x.blocks_hit) as blocks_hit, sum(x.blocks_read) as blocks_read, sum(x.temp_blocks) as temp_blocks
    from ops.statement_deltas as x
    where x.taken_at > now() - interval '1 day'
    group by x.role_id, x.query_id, x.is_toplevel
  ) as d
  join ops.statements as s on s.role_id = d.role_id and s.query_id = d.query_id and s.is_toplevel = d.is_toplevel
  left join pg_catalog.pg_roles as r on r.oid = d.role_id;
comment on view ops.slow_statements is 'What statements did in the last day, and their share of all time spent. Statements inside functions count twice.';


-- Modules: the parts of the product and their tables. Health says of each whether it is whole.

create table ops.modules (
  code text not null,
  position integer not null,
  description text not null,
  tables name[] not null,
  constraint modules_pkey primary key (code),
  constraint modules_position_key unique (position)
);

comment on table ops.modules is 'The parts of the product, and the tables in public that each must have.';

insert into ops.modules (code, position, description, tables) values
  ('user_management', 1, 'People, their type and their roles', '{
    users,user_preferences,cognitive_functions,mbti_types,mbti_profiles,cognitive_function_scores,roles,permissions,
    role_permissions,user_roles
  }'),
  ('onboarding', 2, 'Onboarding and assessments', '{
    assessments,assessment_questions,assessment_attempts,assessment_answers,onboarding_flows,onboarding_steps,
    onboarding_progress,onboarding_responses
  }'),
  ('chat_journal', 3, 'Chat, journal and moods', '{conversations,messages,journal_prompts,journal_entries,mood_entries}'),
  ('ai_machine_learning', 4, 'Coaching and AI', '{
    coaching_sessions,coaching_outcomes,coaching_adaptations,learned_preferences,mbti_insights,ai_recommendations,
    ai_interactions,ai_usage_periods,mbti_type_statistics
  }'),
  ('content_management', 5, 'The library', '{
    content_categories,content_items,content_mbti_affinity,content_progress,content_bookmarks,content_ratings,
    content_item_statistics
  }'),
  ('subscription_payment', 6, 'Plans and payment', '{
    plans,plan_entitlements,payment_methods,subscriptions,invoices,payment_events
  }'),
  ('met24_domains', 7, 'MET24', '{
    met24_versions,met24_domains,met24_levels,met24_assessments,met24_scores,met24_goals,met24_reflections
  }'),
  ('levensgebieden', 8, 'Life areas', '{
    levensgebied_versions,levensgebieden,levensgebied_questions,levensgebied_scores,levensgebied_goals,levensgebied_reflections
  }'),
  ('tasks_productivity', 9, 'Visions, actions, tasks and habits', '{
    visions,vision_milestones,daily_actions,action_time_entries,projects,tasks,habits,habit_logs,user_progress,achievements,
    user_achievements
  }'),
  ('sync_status', 10, 'Devices, conflicts and rejections', '{sync_devices,sync_conflicts,sync_rejections,sync_runs}'),
  ('analytics_tracking', 11, 'How the app is used', '{
    analytics_events,interaction_analytics,user_activity_daily,feature_usage_daily,platform_usage_daily
  }'),
  ('extensions', 12, 'Notifications, integrations, attachments and own fields', '{
    countries,currencies,time_zones,feature_flags,feature_flag_overrides,notification_kinds,notification_preferences,
    notifications,integrations,attachments,custom_field_definitions,custom_field_values
  }'),
  ('organizations', 13, 'Organisations and their members', '{
    organizations,organization_members,organization_invitations,organization_domains,teams,team_members,shared_visions,
    team_announcements
  }'),
  ('learning', 14, 'Learning and emotions', '{
    emotional_states,subjects,concepts,concept_prerequisites,learning_dna,learning_dna_assessments,learning_sessions,
    learning_interactions,learning_interventions,emotional_readings,content_mastery,mastery_reviews,emotional_analytics,
    learning_analytics
  }'),
  ('privacy', 15, 'Consent, guardians and exports', '{policy_documents,consent_purposes,consents,guardian_links,data_exports}');

-- ops.component_of: the module a table belongs to; what belongs to none is the database's.
create function ops.component_of(table_name name)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce((select m.code from ops.modules as m where component_of.table_name = any (m.tables)), 'database');
$$;

-- When each table was last seen to have been written: Postgres counts writes, but does not date them.
create table ops.table_writes (
  table_name name not null,
  writes bigint not null,
  written_at timestamptz,
  constraint table_writes_pkey primary key (table_name)
);

comment on table ops.table_writes is 'How many rows of a table were ever written, and when that last grew: ops.note_writes() looks each minute.';

-- ops.note_writes: dates the writes that happened since it last looked. Partitions count for their table.
create function ops.note_writes(at timestamptz default now())
returns void
language sql
volatile
set search_path = ''
as $$
  insert into ops.table_writes as w (table_name, writes, written_at)
  select coalesce(p.relname, s.relname), sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del),
    case when sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del) > 0 then at end
  from pg_catalog.pg_stat_user_tables as s
  left join pg_catalog.pg_inherits as i on i.inhrelid = s.relid
  left join pg_catalog.pg_class as p on p.oid = i.inhparent
  where s.schemaname = 'public'
  group by coalesce(p.relname, s.relname)
  on conflict (table_name) do update set writes = excluded.writes, written_at = at
  where w.writes <> excluded.writes;
$$;


-- Metrics. Each is a row here and a function ops.measure_<name>(at) that returns readings: a subject, such as a table
-- or a job, and its value. A chapter that has something to watch adds a row, a function and thresholds, and is then
-- part of alerts and health. Time is an argument.

create type ops.level as enum ('degraded', 'down');
comment on type ops.level is 'degraded: people may notice, or soon will; down: something does not work.';

create type ops.reading as (subject text, value numeric, component text, detail text);
comment on type ops.reading is 'What a metric found of one subject; component null: the metric''s own.';

create table ops.metrics (
  name text not null,
  component text not null,
  unit text not null,
  worse_when text not null default 'higher',
  reason text not null,
  remedy text not null,
  constraint metrics_pkey primary key (name),
  constraint metrics_name_is_lower_case check (name ~ '^[a-z][a-z0-9_]*$'),
  constraint metrics_direction_is_known check (worse_when in ('higher', 'lower'))
);

comment on table ops.metrics is 'What is measured: ops.measure_<name>(at) does it.';
comment on column ops.metrics.component is 'The part of health it tells of, unless a reading names another, such as a module.';
comment on column ops.metrics.reason is 'What is wrong, for format(): %1$s is the subject, %2$s the value.';
comment on column ops.metrics.remedy is 'What an operator does about it.';

create table ops.thresholds (
  metric text not null,
  level ops.level not null,
  value numeric not null,
  constraint thresholds_pkey primary key (metric, level),
  constraint thresholds_metric_fkey foreign key (metric) references ops.metrics (name) on delete cascade
);

comment on table ops.thresholds is 'From when a metric is wrong: beyond the value, on the side that is worse. Operators change them.';

create table ops.measurements (
  taken_at timestamptz not null,
  metric text not null,
  subject text not null,
  value numeric not null,
  constraint measurements_pkey primary key (metric, taken_at),
  constraint measurements_metric_fkey foreign key (metric) references ops.metrics (name) on delete cascade
);

comment on table ops.measurements is 'The worst reading of each metric, each minute, for ops.measurement_days.';

create table ops.checks (
  checked_at timestamptz not null,
  status text not null,
  alert_count integer not null,
  constraint checks_pkey primary key (checked_at),
  constraint checks_status_is_known check (status in ('ok', 'degraded', 'down'))
);

comment on table ops.checks is 'What each check came to. The share of minutes that were not down is the availability.';

create table ops.alerts (
  id uuid not null default gen_random_uuid(),
  metric text not null,
  subject text not null,
  component text not null,
  level ops.level not null,
  value numeric,
  reason text not null,
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  closed_at timestamptz,
  told text,
  constraint alerts_pkey primary key (id),
  constraint alerts_metric_fkey foreign key (metric) references ops.metrics (name) on delete cascade,
  constraint alerts_acknowledged_by_somebody check ((acknowledged_at is null) = (acknowledged_by is null))
);

comment on table ops.alerts is 'Breaches of thresholds: opened by the check that found one, closed by the one that found it over.';
comment on column ops.alerts.acknowledged_by is 'Which operator has seen it: a name or a role, as they gave it.';
comment on column ops.alerts.told is 'What the webhook was told of it last: a level, or closed.';

create unique index alerts_open_key on ops.alerts (metric, subject) where closed_at is null;
create index alerts_metric_opened_at_idx on ops.alerts (metric, opened_at desc);
comment on index ops.alerts_open_key is 'One open alert for each thing that is wrong; serves the check.';
comment on index ops.alerts_metric_opened_at_idx is 'Serves the history of a metric, and the foreign key.';


-- The database.

create function ops.measure_connections(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'clients', round(100.0 * count(*) / (
    current_setting('max_connections')::numeric - current_setting('superuser_reserved_connections')::numeric
  ), 1), null::text, format('%s clients', count(*))
  from pg_catalog.pg_stat_activity as a
  where a.backend_type = 'client backend';
$$;

create function ops.measure_cache_hit(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Nothing is to be said of a database that has hardly read anything.
  select 'blocks', case when d.blks_read < 100000 then 100 else round(100.0 * d.blks_hit / (d.blks_hit + d.blks_read), 2) end,
    null::text, format('%s blocks read since %s', d.blks_read, d.stats_reset)
  from pg_catalog.pg_stat_database as d
  where d.datname = current_database();
$$;

create function ops.measure_index_use(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Reading a small table as a whole is what an index would be slower at.
  select 'scans', coalesce(round(100.0 * sum(t.index_scans) / nullif(sum(t.index_scans + t.sequential_scans), 0), 2), 100),
    null::text, null::text
  from ops.tables as t
  where t.live_rows >= 10000;
$$;

create function ops.measure_wraparound(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select d.datname::text, round(100.0 * age(d.datfrozenxid) / 2147483647, 2), null::text, format('%s transactions old', age(d.datfrozenxid))
  from pg_catalog.pg_database as d
  where d.datallowconn;
$$;

create function ops.measure_sequence_use(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select format('%s.%s', s.schema_name, s.sequence_name), s.used_percent, null::text, null::text
  from ops.sequences as s
  where s.used_percent >= 1;
$$;

create function ops.measure_dead_rows(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select format('%s.%s', t.schema_name, t.table_name), t.dead_percent, null::text, format('%s dead rows', t.dead_rows)
  from ops.tables as t
  where t.dead_rows >= 10000;
$$;

create function ops.measure_invalid_indexes(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select i.index_name::text, 1::numeric, ops.component_of(i.table_name), null::text
  from ops.indexes as i
  where not i.is_valid;
$$;

create function ops.measure_slot_retention(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select s.slot_name::text, round(s.retained_bytes / 1048576.0, 3), null::text,
    format('%s, %s', case when s.active then 'in use' else 'not in use' end, s.wal_status)
  from ops.replication_slots as s
  where s.retained_bytes is not null;
$$;


-- Transactions.

create function ops.measure_long_transactions(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'oldest', round(date_part('epoch', at - t.began_at)::numeric), null::text, format('session %s: %s', t.pid, left(t.query, 100))
  from ops.transactions as t
  order by t.began_at
  limit 1;
$$;

create function ops.measure_idle_transactions(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'oldest', round(date_part('epoch', at - t.state_since)::numeric), null::text, format('session %s: %s', t.pid, left(t.query, 100))
  from ops.transactions as t
  where t.state like 'idle in transaction%'
  order by t.state_since
  limit 1;
$$;

create function ops.measure_lock_waits(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'longest', round(date_part('epoch', at - w.waits_since)::numeric), null::text,
    format('session %s waits for %s', w.pid, array_to_string(w.blocked_by, ', '))
  from ops.lock_waits as w
  where w.waits_since is not null
  order by w.waits_since
  limit 1;
$$;

create function ops.measure_prepared_transactions(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'oldest', round(date_part('epoch', at - p.prepared)::numeric), null::text, p.gid
  from pg_catalog.pg_prepared_xacts as p
  where p.database = current_database()
  order by p.prepared
  limit 1;
$$;


-- Sync.

create function ops.measure_cursor_lag(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'cursor', round(date_part('epoch', at - h.began_at)::numeric), null::text, h.holder
  from ops.cursor_holders as h
  order by h.xid
  limit 1;
$$;

create function ops.measure_feed_size(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'feed', round(pg_catalog.pg_total_relation_size('sync.changes') / 1048576.0, 1), null::text, null::text;
$$;

create function ops.measure_feed_pruning(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Since when there has been something that sync.prune() should have left behind.
  select 'horizon', coalesce(round(date_part('epoch',
      at - make_interval(days => private.setting('sync.retention_days')::integer) - min(h.beaten_at)
    )::numeric / 3600, 1), 0), null::text, null::text
  from sync.heartbeats as h, sync.horizon as z
  where h.xid > z.xid and h.beaten_at < at - make_interval(days => private.setting('sync.retention_days')::integer);
$$;

create function ops.measure_feed_horizon(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Not even the newest cursor would be valid.
  select 'horizon', (h.xid > pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint)::integer::numeric,
    null::text, format('it is at %s', h.xid)
  from sync.horizon as h;
$$;

create function ops.measure_heartbeat(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'heartbeat', round(date_part('epoch', at - max(h.beaten_at))::numeric / 60, 1), null::text, null::text
  from sync.heartbeats as h;
$$;

create function ops.measure_epoch(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'epoch', (e.identity is distinct from coalesce(sync.identity(), e.identity))::integer::numeric, null::text,
    format('registered: %s, here: %s', e.identity, sync.identity())
  from (select 1) as one
  left join (select * from sync.epochs order by number desc limit 1) as e on true;
$$;

-- ops.pushes_by_version: how many pushes of the last hour, by version of the app: one bad release among good ones is what
-- to look for. Of versions with fewer than 20 it would say nothing.
create function ops.pushes_by_version(at timestamptz)
returns table (app_version text, pushes bigint, people bigint, with_rejections bigint, with_conflicts bigint)
language sql
stable
set search_path = ''
as $$
  select coalesce(d.app_version, 'unknown'), count(*), count(distinct r.user_id),
    count(*) filter (where r.rejected_count > 0), count(*) filter (where r.conflict_count > 0)
  from public.sync_runs as r
  left join public.sync_devices as d on d.user_id = r.user_id and d.id = r.device_id
  where r.started_at > at - interval '1 hour' and r.started_at <= at
  group by coalesce(d.app_version, 'unknown')
  having count(*) >= 20;
$$;

create function ops.measure_rejections(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select v.app_version, round(100.0 * v.with_rejections / v.pushes, 1), null::text, format('%s pushes of %s', v.pushes, v.people)
  from ops.pushes_by_version(at) as v;
$$;

create function ops.measure_conflicts(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select v.app_version, round(100.0 * v.with_conflicts / v.pushes, 1), null::text, format('%s pushes of %s', v.pushes, v.people)
  from ops.pushes_by_version(at) as v;
$$;

create function ops.measure_push_time(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'p95', round(percentile_cont(0.95) within group (order by r.duration_ms::double precision)::numeric, 1), null::text,
    format('%s pushes', count(*))
  from public.sync_runs as r
  where r.started_at > at - interval '15 minutes' and r.started_at <= at
  having count(*) > 0;
$$;


-- Jobs and queues.

create function ops.measure_failing_jobs(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select j.job_name, j.failures_in_a_row::numeric, null::text, left(j.last_failure, 200)
  from ops.jobs() as j
  where j.is_active and j.failures_in_a_row > 0;
$$;

create function ops.measure_late_jobs(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- How many times its turn has come since it last succeeded. One that never ran is waited for from the first digest.
  select j.job_name, round(date_part('epoch', at - coalesce(j.last_success_at, f.first_at))::numeric / 60 / ops.schedule_minutes(j.schedule), 1),
    null::text, coalesce('last succeeded ' || j.last_success_at::text, 'never succeeded')
  from ops.jobs() as j
  cross join (
    select min(least(r.last_success_at, r.last_failure_at)) as first_at from ops.job_runs as r
  ) as f
  where j.is_active and date_part('epoch', at - coalesce(j.last_success_at, f.first_at)) / 60 > ops.schedule_minutes(j.schedule);
$$;

create function ops.measure_job_time(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select l.job_name, round(date_part('epoch', at - l.began_at)::numeric), null::text, format('session %s', l.pid)
  from ops.job_log(at - interval '1 day') as l
  where l.status in ('starting', 'running');
$$;

create function ops.measure_queue_depth(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select q.name, q.depth::numeric, null::text, null::text from ops.queue_state() as q where q.depth > 0;
$$;

create function ops.measure_queue_age(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select q.name, round(date_part('epoch', at - q.oldest_at)::numeric / 60, 1), null::text, format('%s rows', q.depth)
  from ops.queue_state() as q
  where q.oldest_at < at;
$$;


-- Storage.

create function ops.measure_disk_use(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'databases', round(sum(pg_catalog.pg_database_size(d.oid)) / (private.setting('ops.disk_gb') * 1073741824) * 100, 2), null::text,
    pg_catalog.pg_size_pretty(sum(pg_catalog.pg_database_size(d.oid)))
  from pg_catalog.pg_database as d;
$$;

-- ops.capacity: how the databases grow, by a line through the daily measurements of the last 30 days, and in how many days
-- the disk is full at that rate. Null while there are fewer than seven days of measurements, and when nothing grows.
create function ops.capacity(at timestamptz default now(), out used_percent numeric, out percent_a_day numeric, out days_left numeric)
language sql
stable
set search_path = ''
as $$
  with daily as (
    select date_trunc('day', m.taken_at, 'UTC') as day, max(m.value) as value
    from ops.measurements as m
    where m.metric = 'disk_use' and m.taken_at > at - interval '30 days' and m.taken_at <= at
    group by 1
  ), line as (
    select count(*) as days, max(d.value) as used,
      regr_slope(d.value::double precision, date_part('epoch', d.day) / 86400)::numeric as slope
    from daily as d
  )
  select l.used, round(l.slope, 4), case when l.days >= 7 and l.slope > 0 then round((100 - l.used) / l.slope) end
  from line as l;
$$;

create function ops.measure_days_of_disk(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'disk', c.days_left, null::text, format('%s percent a day', c.percent_a_day)
  from ops.capacity(at) as c
  where c.days_left is not null;
$$;

create function ops.measure_public_buckets(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Attachments, exports and archives: none of ours is for everybody.
  select b.id, 1::numeric, null::text, null::text from storage.buckets as b where b.public;
$$;


-- Privacy: what must hold whatever the application does, and what is due when.

create function ops.measure_open_tables(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select c.relname::text, 1::numeric, ops.component_of(coalesce(p.relname, c.relname)), null::text
  from pg_catalog.pg_class as c
  left join pg_catalog.pg_inherits as i on i.inhrelid = c.oid
  left join pg_catalog.pg_class as p on p.oid = i.inhparent
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity;
$$;

create function ops.measure_visitor_rights(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select c.relname::text, 1::numeric, null::text, string_agg(distinct x.privilege_type, ', ')
  from pg_catalog.pg_class as c
  cross join lateral aclexplode(c.relacl) as x
  where c.relnamespace = 'public'::regnamespace and x.grantee in (0, 'anon'::regrole)
  group by c.relname;
$$;

-- The oldest row of each retention rule that is past its time. Of whom it is sooner is left out, it would take a look at each
-- of them every minute; the same run takes those. What a module's own function deletes is told of by the job.
create function ops.measure_overdue_rows(at timestamptz)
returns setof ops.reading
language plpgsql
stable
set search_path = ''
as $$
-- What is executed is made of the rules, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  rule record;
begin
  for rule in
    select r.policy, r.relation::regclass as target, r.moment_column, at - privacy.kept(r.policy) as keep_from,
      (
        select format('and num_nonnulls(%s) > 0', string_agg(format('o.%I', e.name), ', '))
        from unnest(r.emptied) as e (name)
        having count(*) > 0
      ) as is_left,
      (
        select max(m.subject_column)
        from privacy.data_map as m
        where format('%s.%s', m.schema_name, m.table_name) = r.relation and m.category = 'key'
      ) as subject
    from privacy.retention_rules as r
    order by r.relation
  loop
    return query execute format(
      $sql$
        select %L, round(date_part('epoch', $1 - o.%3$I)::numeric / 86400, 1), null::text, format('by the policy %%s, since %%s', $2, o.%3$I)
        from %2$s as o
        where o.%3$I < $1 and not exists (select from public.users as u where u.id = o.%4$I and u.restricted_at is not null) %5$s
        order by o.%3$I
        limit 1
      $sql$, rule.target, rule.target, rule.moment_column, rule.subject, rule.is_left
    ) using rule.keep_from, rule.policy;
  end loop;
end;
$$;

create function ops.measure_subject_requests(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- What is most urgent of each kind. A month is what the law gives.
  select r.kind, round(100 * max(r.time_used), 1), null::text, format('%s open, the first due %s', count(*), min(r.due_at))
  from privacy.requests_due(at) as r
  group by r.kind;
$$;

create function ops.measure_waiting_exports(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select 'oldest', round(date_part('epoch', at - e.created_at)::numeric / 3600, 1), null::text,
    concat_ws(', ', format('tried %s times', e.attempts), left(e.last_error, 200))
  from privacy.open_exports as e
  order by e.created_at
  limit 1;
$$;

create function ops.measure_waiting_erasures(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Since the day on which it could be cancelled no more.
  select 'oldest', round(date_part('epoch', at - e.due_at)::numeric / 3600, 1), null::text,
    concat_ws(', ', format('tried %s times', e.attempts), left(e.last_error, 200))
  from privacy.open_erasures as e
  where e.due_at < at
  order by e.due_at
  limit 1;
$$;

create function ops.measure_restore_gate(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Nobody can pull, and that is how it should be until the ledger was replayed: it is told of in both places.
  select g.subject, (not sync.is_admitted())::integer::numeric, g.component, null::text
  from (values ('accounts', 'privacy'), ('pulls', 'sync')) as g (subject, component);
$$;

create function ops.measure_seal_lag(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- Whether the log is whole, audit.verify() says: it reads all of it, which is too much for each minute.
  select 'log', round(date_part('epoch', measure_seal_lag.at - i.at)::numeric / 60, 1), null::text, null::text
  from audit.incoming as i
  order by i.id
  limit 1;
$$;


-- The catalogue of types, which everything that adapts to a person leans on. What is in it, its constraints see to.

create function ops.measure_mbti_catalogue(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select f.fault, 1::numeric, null::text, f.found
  from (
    select '16 types' as fault, count(*)::text as found from public.mbti_types having count(*) <> 16
    union all
    select '8 functions', count(*)::text from public.cognitive_functions having count(*) <> 8
  ) as f;
$$;


-- Modules.

create function ops.measure_missing_tables(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select t.table_name::text, 1::numeric, m.code, null::text
  from ops.modules as m, unnest(m.tables) as t (table_name)
  where to_regclass(format('public.%I', t.table_name)) is null;
$$;

create function ops.measure_missing_policies(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- What people were granted and no policy lets them use; and writes that do not ask whether the account is active.
  select format('%s (%s)', c.relname, lower(w.command)), 1::numeric, ops.component_of(c.relname),
    case when w.permissive then null else 'the guard for active accounts' end
  from pg_catalog.pg_class as c
  cross join (
    values ('SELECT', 'r', true), ('INSERT', 'a', true), ('UPDATE', 'w', true), ('DELETE', 'd', true),
      ('INSERT', 'a', false), ('UPDATE', 'w', false), ('DELETE', 'd', false)
  ) as w (command, code, permissive)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity
    and case when w.command = 'DELETE' then has_table_privilege('authenticated', c.oid, 'DELETE')
      else has_any_column_privilege('authenticated', c.oid, w.command) end
    and not exists (
      select from pg_catalog.pg_policy as p
      where p.polrelid = c.oid and p.polcmd::text in (w.code, '*') and p.polpermissive = w.permissive
        and p.polroles && array[0, 'authenticated'::regrole]::oid[]
    );
$$;

create function ops.measure_disabled_triggers(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select format('%s on %s', t.tgname, c.relname), 1::numeric, ops.component_of(c.relname), null::text
  from pg_catalog.pg_trigger as t
  join pg_catalog.pg_class as c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and t.tgenabled = 'D' and not t.tgisinternal;
$$;

create function ops.measure_stale_functions(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  select s.table_name::text, count(*)::numeric, ops.component_of(s.table_name), string_agg(s.reason, '; ' order by s.reason)
  from sync.stale_tables() as s
  group by s.table_name;
$$;

insert into ops.metrics (name, component, unit, worse_when, reason, remedy) values
  ('connections', 'database', '%', 'higher', '%2$s %% of the connections are taken',
    'See ops.connections for who has them. Pool in transaction mode; lower the pools of functions.'),
  ('cache_hit', 'database', '%', 'lower', 'only %2$s %% of blocks are found in memory', 'See ops.cache for what is read from disk; a larger compute size has more memory.'),
  ('index_use', 'database', '%', 'lower', 'only %2$s %% of scans of large tables use an index', 'See ops.recommendations() for missing indexes.'),
  ('wraparound', 'database', '%', 'higher', '%1$s has used %2$s %% of its transaction ids', 'Find what keeps vacuum from freezing: ops.transactions, ops.replication_slots.'),
  ('sequence_use', 'database', '%', 'higher', '%1$s has used %2$s %% of its numbers', 'Alter the sequence and its column to a wider type.'),
  ('dead_rows', 'database', '%', 'higher', '%2$s %% of %1$s are dead rows', 'vacuum (analyze) it; see ops.recommendations().'),
  ('invalid_indexes', 'database', 'indexes', 'higher', 'the index %1$s is not valid', 'Drop it and make it again: an attempt to make it concurrently failed.'),
  ('slot_retention', 'database', 'MB', 'higher', 'the replication slot %1$s keeps %2$s MB of log', 'Start its consumer, or drop it: select pg_drop_replication_slot(name).'),
  ('long_transactions', 'transactions', 's', 'higher', 'a transaction has been open for %2$s s', 'See ops.transactions; end it: select pg_terminate_backend(pid).'),
  ('idle_transactions', 'transactions', 's', 'higher', 'a transaction has done nothing for %2$s s', 'See ops.transactions; its program forgot to commit.'),
  ('lock_waits', 'transactions', 's', 'higher', 'somebody has waited for a lock for %2$s s', 'See ops.lock_waits for whom they wait for.'),
  ('prepared_transactions', 'transactions', 's', 'higher', 'a prepared transaction is %2$s s old', 'Commit or roll it back by name: rollback prepared.'),
  ('cursor_lag', 'sync', 's', 'higher', 'cursors have stood still for %2$s s', 'Nothing is lost, rows are sent again. See ops.cursor_holders, and end the oldest.'),
  ('feed_size', 'sync', 'MB', 'higher', 'the feed takes %2$s MB', 'Lower sync.retention_days, or find who touches so much: supabase/snippets.'),
  ('feed_pruning', 'sync', 'h', 'higher', 'the feed is not pruned since %2$s h', 'See the job retention.'),
  ('feed_horizon', 'sync', '', 'higher', 'the horizon of the feed lies in the future: every pull is a full one', 'update sync.horizon set xid = 0; somebody wrote it by hand.'),
  ('heartbeat', 'sync', 'min', 'higher', 'the feed has had no heartbeat for %2$s min', 'See the job sync-epoch.'),
  ('epoch', 'sync', '', 'higher', 'the server changed history, and the epoch is not registered: pulls are refused', 'select sync.check_epoch();'),
  ('rejections', 'sync', '%', 'higher', '%2$s %% of pushes of version %1$s have refused records', 'See ops.conflicts_by_table for what is refused.'),
  ('conflicts', 'sync', '%', 'higher', '%2$s %% of pushes of version %1$s meet conflicts', 'See ops.conflicts_by_table for what meets.'),
  ('push_time', 'sync', 'ms', 'higher', 'the %1$s of pushes takes %2$s ms', 'See ops.slow_statements and ops.lock_waits.'),
  ('failing_jobs', 'jobs', 'runs', 'higher', 'the job %1$s failed %2$s times in a row', 'See ops.jobs() for what it said.'),
  ('late_jobs', 'jobs', 'turns', 'higher', 'the job %1$s missed %2$s turns', 'See whether pg_cron runs, and cron.job_run_details.'),
  ('job_time', 'jobs', 's', 'higher', 'the job %1$s has been running for %2$s s', 'See ops.lock_waits and ops.transactions.'),
  ('queue_depth', 'jobs', 'rows', 'higher', '%2$s rows wait in the queue %1$s', 'See ops.queues for the job that empties it.'),
  ('queue_age', 'jobs', 'min', 'higher', 'the queue %1$s has waited for %2$s min', 'See ops.queues for the job that empties it.'),
  ('disk_use', 'storage', '%', 'higher', '%2$s %% of the disk is taken', 'See ops.tables for what is large. Set ops.disk_gb in private.settings to what there is.'),
  ('days_of_disk', 'storage', 'days', 'lower', 'the disk is full in %2$s days at this rate', 'Plan a larger disk, or archive earlier: ops.partition_policies.'),
  ('public_buckets', 'storage', 'buckets', 'higher', 'the bucket %1$s is public', 'update storage.buckets set public = false.'),
  ('open_tables', 'privacy', 'tables', 'higher', 'row-level security is off on %1$s', 'alter table … enable row level security.'),
  ('visitor_rights', 'privacy', 'tables', 'higher', 'everybody has rights on %1$s', 'revoke all on it from anon, public.'),
  ('overdue_rows', 'privacy', 'days', 'higher', '%1$s is kept %2$s days too long', 'See the job retention, and privacy.retention_runs for what it did last.'),
  ('subject_requests', 'privacy', '%', 'higher', 'a request of a person (%1$s) has used %2$s %% of its time', 'See privacy.requests_due(): answer it, or extend it while it is not late.'),
  ('waiting_exports', 'privacy', 'h', 'higher', 'a person has waited for their export for %2$s h', 'See privacy.open_exports, the job export-worker, and the log of the function.'),
  ('waiting_erasures', 'privacy', 'h', 'higher', 'an account should have been erased %2$s h ago', 'See privacy.open_erasures, the job erasure-worker, and the log of the function.'),
  ('restore_gate', 'privacy', '', 'higher', 'nobody is let in since a restore: who was erased since the backup may be back', 'select privacy.replay_erasures() with the newest ledger, see docs/runbook.md.'),
  ('seal_lag', 'privacy', 'min', 'higher', 'what happened %2$s min ago is not sealed in the audit log', 'See the job audit-seal.'),
  ('mbti_catalogue', 'mbti_catalogue', 'faults', 'higher', 'the catalogue is not whole: %1$s', 'Run the insert of its chapter again.'),
  ('missing_tables', 'database', 'tables', 'higher', 'the table %1$s is missing', 'Restore it.'),
  ('missing_policies', 'database', 'policies', 'higher', 'the policy of %1$s is missing', 'Create it as its chapter does.'),
  ('disabled_triggers', 'database', 'triggers', 'higher', 'the trigger %1$s is disabled', 'alter table … enable trigger; then see what it missed.'),
  ('stale_functions', 'database', 'functions', 'higher', 'what was generated to sync %1$s is not as it should be', 'select sync.register_table(…) as its chapter does.');

insert into ops.thresholds (metric, level, value) values
  ('connections', 'degraded', 80), ('connections', 'down', 95),
  ('cache_hit', 'degraded', 95),
  ('index_use', 'degraded', 90),
  ('wraparound', 'degraded', 25), ('wraparound', 'down', 75),
  ('sequence_use', 'degraded', 75), ('sequence_use', 'down', 95),
  ('dead_rows', 'degraded', 30),
  ('invalid_indexes', 'degraded', 0),
  ('slot_retention', 'degraded', 1024), ('slot_retention', 'down', 10240),
  ('long_transactions', 'degraded', 300), ('long_transactions', 'down', 7200),
  ('idle_transactions', 'degraded', 60), ('idle_transactions', 'down', 1800),
  ('lock_waits', 'degraded', 10), ('lock_waits', 'down', 120),
  ('prepared_transactions', 'degraded', 300), ('prepared_transactions', 'down', 7200),
  ('cursor_lag', 'degraded', 300), ('cursor_lag', 'down', 7200),
  ('feed_size', 'degraded', 20480),
  ('feed_pruning', 'degraded', 24), ('feed_pruning', 'down', 336),
  ('feed_horizon', 'down', 0),
  ('heartbeat', 'degraded', 10), ('heartbeat', 'down', 120),
  ('epoch', 'down', 0),
  ('rejections', 'degraded', 10), ('rejections', 'down', 50),
  ('conflicts', 'degraded', 25),
  ('push_time', 'degraded', 500), ('push_time', 'down', 4000),
  ('failing_jobs', 'degraded', 0), ('failing_jobs', 'down', 9),
  ('late_jobs', 'degraded', 3), ('late_jobs', 'down', 30),
  ('job_time', 'degraded', 600), ('job_time', 'down', 3600),
  ('queue_depth', 'degraded', 50000), ('queue_depth', 'down', 1000000),
  ('queue_age', 'degraded', 1440), ('queue_age', 'down', 43200),
  ('disk_use', 'degraded', 80), ('disk_use', 'down', 95),
  ('days_of_disk', 'degraded', 180), ('days_of_disk', 'down', 7),
  ('public_buckets', 'down', 0),
  ('open_tables', 'down', 0),
  ('visitor_rights', 'down', 0),
  ('overdue_rows', 'degraded', 1), ('overdue_rows', 'down', 14),
  ('subject_requests', 'degraded', 80), ('subject_requests', 'down', 100),
  ('waiting_exports', 'degraded', 2), ('waiting_exports', 'down', 24),
  ('waiting_erasures', 'degraded', 2), ('waiting_erasures', 'down', 24),
  ('restore_gate', 'down', 0),
  ('seal_lag', 'degraded', 5), ('seal_lag', 'down', 60),
  ('mbti_catalogue', 'down', 0),
  ('missing_tables', 'down', 0),
  ('missing_policies', 'down', 0),
  ('disabled_triggers', 'down', 0),
  ('stale_functions', 'down', 0);


-- ops.readings: measures everything, or only one metric, and says of each reading whether it is a breach. A metric that
-- cannot be measured is one itself: health must answer when a part is broken, so what it raises is told and not passed on.
create function ops.readings(at timestamptz default now(), only_metric text default null)
returns table (
  metric text, subject text, component text, value numeric, level ops.level, threshold numeric, reason text, remedy text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  entry ops.metrics;
begin
  for entry in select * from ops.metrics as m where only_metric is null or m.name = only_metric order by m.name loop
    begin
      return query execute format(
        $sql$
          select m.name, r.subject, coalesce(r.component, m.component), r.value, t.level, t.value,
            case when t.level is not null then format(m.reason, r.subject, r.value) || coalesce(' (' || nullif(r.detail, '') || ')', '') end,
            m.remedy
          from ops.%I($1) as r
          join ops.metrics as m on m.name = $2
          left join lateral (
            select x.level, x.value
            from ops.thresholds as x
            where x.metric = m.name and case when m.worse_when = 'higher' then r.value > x.value else r.value < x.value end
            order by x.level desc
            limit 1
          ) as t on true
        $sql$, 'measure_' || entry.name
      ) using at, entry.name;
    exception when others then
      metric := entry.name;
      subject := 'measure';
      component := entry.component;
      value := null;
      level := 'degraded';
      threshold := null;
      reason := format('%s cannot be measured: %s', entry.name, sqlerrm);
      remedy := format('See ops.measure_%s().', entry.name);
      return next;
    end;
  end loop;
end;
$$;

-- ops.overall: one word for several. What people do works unless the database or sync is down.
create function ops.overall(component text[], level ops.level[])
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when bool_or(b.level = 'down' and b.component in ('database', 'sync', 'transactions')) then 'down'
    when count(b.level) > 0 then 'degraded'
    else 'ok'
  end
  from unnest(overall.component, overall.level) as b (component, level);
$$;

-- ops.check_health: measures everything, or only one metric; keeps the worst of each; opens, changes and closes alerts; tells
-- the webhook. Returns how many alerts are open. Idempotent; run by cron each minute.
create function ops.check_health(at timestamptz default now(), only_metric text default null)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  found ops.alerts[];
  open_count integer;
begin
  -- One at a time: two that write the same counts and alerts, each in its own order, would wait for each other.
  perform pg_advisory_xact_lock(hashtextextended('ops.check_health', 0));
  perform ops.note_writes(at);

  with reading as materialized (
    select * from ops.readings(at, only_metric)
  ), kept as (
    insert into ops.measurements (taken_at, metric, subject, value)
    select distinct on (r.metric) at, r.metric, r.subject, r.value
    from reading as r
    join ops.metrics as m on m.name = r.metric
    where r.value is not null
    order by r.metric, case when m.worse_when = 'higher' then -r.value else r.value end, r.subject
    on conflict on constraint measurements_pkey do nothing
  ), noted as (
    insert into ops.checks (checked_at, status, alert_count)
    select at, ops.overall(array_agg(r.component), array_agg(r.level)), count(r.level)
    from reading as r
    having only_metric is null
    on conflict on constraint checks_pkey do nothing
  )
  select array_agg(row(
    gen_random_uuid(), r.metric, r.subject, r.component, r.level, r.value, r.reason, at, at, null, null, null, null
  )::ops.alerts)
  into found
  from reading as r
  where r.level is not null;

  update ops.alerts as a set closed_at = at
  where a.closed_at is null and (only_metric is null or a.metric = only_metric)
    and not exists (select from unnest(found) as f where f.metric = a.metric and f.subject = a.subject)
    -- What could not be measured is not over.
    and not exists (select from unnest(found) as f where f.metric = a.metric and f.subject = 'measure' and f.value is null);

  insert into ops.alerts as a (metric, subject, component, level, value, reason, opened_at, last_seen_at)
  select f.metric, f.subject, f.component, f.level, f.value, f.reason, f.opened_at, f.last_seen_at
  from unnest(found) as f
  on conflict (metric, subject) where closed_at is null do update set
    level = excluded.level, value = excluded.value, reason = excluded.reason, component = excluded.component,
    last_seen_at = excluded.last_seen_at;

  perform ops.tell_webhook(at);
  select count(*) into open_count from ops.alerts as a where a.closed_at is null;
  return open_count;
end;
$$;

comment on function ops.check_health(timestamptz, text) is
  'Measures everything, opens and closes alerts; returns how many are open. Idempotent; run by cron each minute.';

-- ops.tell_webhook: posts what changed to the address in Vault under ops_webhook_url: alerts that opened, that got worse or
-- better, and that closed. Nothing without one. pg_net sends it after commit; a message that is lost is not sent again,
-- the alert stays in ops.alerts. Returns how many alerts it told of.
create function ops.tell_webhook(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  address text;
  news jsonb;
begin
  if to_regclass('vault.decrypted_secrets') is not null then
    select s.decrypted_secret into address from vault.decrypted_secrets as s where s.name = 'ops_webhook_url';
  end if;
  if address is null then
    return 0;
  end if;

  with changed as (
    update ops.alerts as a
    set told = case when a.closed_at is null then a.level::text else 'closed' end
    -- An address that is set today is not told of last month.
    where greatest(a.opened_at, a.last_seen_at, a.closed_at) > at - interval '1 hour'
      and a.told is distinct from case when a.closed_at is null then a.level::text else 'closed' end
      and (a.closed_at is null or a.told is not null)
    returning a.*
  )
  select jsonb_agg(jsonb_build_object(
    'metric', c.metric, 'subject', c.subject, 'component', c.component, 'level', c.told, 'reason', c.reason,
    'opened_at', c.opened_at, 'closed_at', c.closed_at
  ) order by c.metric, c.subject)
  into news
  from changed as c;

  if news is not null then
    perform net.http_post(address, jsonb_build_object('source', 'futuresync', 'at', at, 'alerts', news));
  end if;
  return coalesce(jsonb_array_length(news), 0);
end;
$$;

-- ops.acknowledge_alert: an operator has seen it. It stays open until it is over. Raises alert_not_open (PT404).
create function ops.acknowledge_alert(alert_id uuid, by_whom text default current_user, at timestamptz default now())
returns ops.alerts
language plpgsql
volatile
set search_path = ''
as $$
declare
  alert ops.alerts;
begin
  update ops.alerts as a
  set acknowledged_at = coalesce(a.acknowledged_at, at), acknowledged_by = coalesce(a.acknowledged_by, by_whom)
  where a.id = alert_id and a.closed_at is null
  returning * into alert;
  if not found then
    raise exception using errcode = 'PT404', message = 'alert_not_open',
      detail = 'alert_id: there is no open alert with this id.',
      hint = 'See ops.alerts where closed_at is null.';
  end if;
  return alert;
end;
$$;

-- ops.prune: forgets measurements, checks, statistics of statements and old alerts. Returns how many rows went, at most
-- `batch` of each kind. Idempotent; run by cron.
create function ops.prune(batch integer default 50000, at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  keep_from constant timestamptz := at - make_interval(days => private.setting('ops.measurement_days')::integer);
  gone integer;
  total integer := 0;
begin
  delete from ops.measurements as m
  using (select o.metric, o.taken_at from ops.measurements as o where o.taken_at < keep_from limit batch) as old
  where m.metric = old.metric and m.taken_at = old.taken_at;
  get diagnostics gone = row_count;
  total := total + gone;
  delete from ops.statement_deltas as d
  using (
    select o.taken_at, o.role_id, o.query_id, o.is_toplevel
    from ops.statement_deltas as o
    where o.taken_at < keep_from
    order by o.taken_at
    limit batch
  ) as old
  where d.taken_at = old.taken_at and d.role_id = old.role_id and d.query_id = old.query_id and d.is_toplevel = old.is_toplevel;
  get diagnostics gone = row_count;
  total := total + gone;
  delete from ops.statements as s where s.seen_at < keep_from;
  get diagnostics gone = row_count;
  total := total + gone;
  -- Checks say how available it was, and are kept as long as alerts.
  delete from ops.checks as c where c.checked_at < at - make_interval(days => private.setting('ops.alert_days')::integer);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from ops.alerts as a where a.closed_at < at - make_interval(days => private.setting('ops.alert_days')::integer);
  get diagnostics gone = row_count;
  return total + gone;
end;
$$;

comment on function ops.prune(integer, timestamptz) is 'Forgets old measurements, statistics and alerts; returns how many rows went. Idempotent; run by cron.';


-- Health.

-- ops.health: every component and module with its status and the reasons, measured now.
create function ops.health(at timestamptz default now())
returns jsonb
language sql
stable
set search_path = ''
as $$
  with breach as materialized (
    select r.metric, r.subject, r.component, r.level, r.reason, r.remedy from ops.readings(at) as r where r.level is not null
  ), part as (
    select p.code, p.position, p.is_module from (
      select c.code, c.position::integer, false as is_module
      from unnest('{database,sync,transactions,jobs,partitions,storage,privacy,mbti_catalogue}'::text[]) with ordinality as c (code, position)
      union all
      select m.code, m.position, true from ops.modules as m
    ) as p
  ), judged as (
    select p.code, p.position, p.is_module, jsonb_build_object(
      'status', coalesce(max(b.level)::text, 'ok'),
      'reasons', coalesce(jsonb_agg(jsonb_build_object(
        'metric', b.metric, 'level', b.level, 'reason', b.reason, 'remedy', b.remedy
      ) order by b.level desc, b.metric, b.subject) filter (where b.metric is not null), '[]')
    ) || case when p.is_module then jsonb_build_object('newest_write', (
      select max(w.written_at) from ops.table_writes as w join ops.modules as m on m.code = p.code and w.table_name = any (m.tables)
    )) else '{}' end as verdict
    from part as p
    left join breach as b on b.component = p.code
    group by p.code, p.position, p.is_module
  )
  select jsonb_build_object(
    'status', (select ops.overall(array_agg(b.component), array_agg(b.level)) from breach as b),
    'checked_at', at,
    'components', jsonb_object_agg(j.code, j.verdict order by j.position) filter (where not j.is_module),
    'modules', jsonb_object_agg(j.code, j.verdict order by j.position) filter (where j.is_module)
  )
  from judged as j;
$$;

-- ops.answer_health: what `caller` may know. Servers and operators get everything, measured now; anybody else one word,
-- as the last check found it, so that asking costs nothing. When no check has run for five minutes, that itself is wrong.
-- Definer: nobody reads this schema. Only public.health_check() calls it, and says truly who asks.
create function ops.answer_health(caller name)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  if caller in ('service_role', 'postgres') or caller = 'authenticated' and private.has_permission('operations.read') then
    return ops.health();
  end if;
  return jsonb_build_object('status', coalesce((
    select c.status from ops.checks as c where c.checked_at > now() - interval '5 minutes' order by c.checked_at desc limit 1
  ), 'degraded'));
end;
$$;

-- health_check: how the service fares. For everybody; see ops.answer_health for who is told what.
create function public.health_check()
returns jsonb
language sql
stable
security invoker
set search_path = ''
begin atomic
  select ops.answer_health(current_user);
end;

comment on function public.health_check() is
  'How the service fares: {"status": "ok" | "degraded" | "down"}. For service_role and who has operations.read: also each component and module, with reasons and remedies.';

grant execute on function public.health_check(), ops.answer_health(name) to anon, authenticated, service_role;


-- Service levels: what the documents promise.

create table ops.slas (
  name text not null,
  description text not null,
  target numeric not null,
  unit text not null,
  better_when text not null default 'lower',
  source text not null,
  pattern text,
  constraint slas_pkey primary key (name),
  constraint slas_direction_is_known check (better_when in ('higher', 'lower')),
  constraint slas_source_is_known check (source in ('statements', 'pushes', 'checks', 'metric', 'told')),
  constraint slas_statements_have_pattern check ((source in ('statements', 'metric')) = (pattern is not null))
);

comment on table ops.slas is 'Targets of the documents, each with where its value comes from: ops.sla_report() says whether it is kept.';
comment on column ops.slas.source is
  'statements: time in the database of statements that match the pattern, 95 of 100 minutes weighted by calls; pushes: sync_runs, 95 of 100; checks: share of minutes that were not down; metric: a metric''s worst of the day, 95 of 100 days; told: ops.record_sla(), by whoever measures from outside.';

create table ops.sla_values (
  name text not null,
  measured_at timestamptz not null,
  value numeric not null,
  samples integer not null,
  measured_by text not null,
  constraint sla_values_pkey primary key (name, measured_at),
  constraint sla_values_name_fkey foreign key (name) references ops.slas (name) on delete cascade,
  constraint sla_values_samples_are_counted check (samples > 0)
);

comment on table ops.sla_values is 'What was measured from outside the database: by the bench, a probe, or a drill.';

insert into ops.slas (name, description, target, unit, better_when, source, pattern) values
  ('simple_query', 'a simple query through the API', 25, 'ms', 'lower', 'told', null),
  ('critical_query', 'a critical query through the API', 50, 'ms', 'lower', 'told', null),
  ('user_by_email', 'finding a person by e-mail', 50, 'ms', 'lower', 'statements', 'find_user_by_email'),
  ('profile_with_learning_dna', 'a profile with its learning DNA', 100, 'ms', 'lower', 'told', null),
  ('joins', 'a query that joins', 100, 'ms', 'lower', 'told', null),
  ('spaced_repetition_due', 'what is due for review today', 100, 'ms', 'lower', 'statements', 'due_reviews'),
  ('mastery_look_up', 'mastery of a person''s concepts', 150, 'ms', 'lower', 'statements', 'mastery_overview'),
  ('recent_sessions', '30 days of learning sessions', 200, 'ms', 'lower', 'statements', 'recent_learning_sessions'),
  ('full_text_search', 'search in all that is one''s own', 200, 'ms', 'lower', 'statements', 'search_everything'),
  ('progress_dashboard', 'the progress dashboard', 200, 'ms', 'lower', 'told', null),
  ('wellness_trend', 'the trend of wellness', 300, 'ms', 'lower', 'told', null),
  ('aggregate', 'an aggregate', 300, 'ms', 'lower', 'statements', '(ai_usage_analytics|life_balance)'),
  ('emotional_dashboard', 'the emotional dashboard', 500, 'ms', 'lower', 'statements', 'emotional_dashboard'),
  ('analytics', 'analytics by type', 500, 'ms', 'lower', 'statements', '(compare_types|mbti_development)'),
  ('platform_usage', 'usage of the platform', 1000, 'ms', 'lower', 'statements', 'platform_usage'),
  ('record_synced', 'one record synced', 100, 'ms', 'lower', 'pushes', null),
  ('conflict_resolved', 'a conflict resolved', 500, 'ms', 'lower', 'statements', 'resolve_conflict'),
  ('batch_synced', 'a batch synced', 2000, 'ms', 'lower', 'pushes', null),
  ('schema_migration', 'a migration of the schema', 10000, 'ms', 'lower', 'told', null),
  ('concurrent_clients', 'clients at once without an error', 1000, 'clients', 'higher', 'told', null),
  ('availability', 'minutes in which it was not down', 99.99, '%', 'higher', 'checks', null),
  ('index_efficiency', 'scans of large tables that use an index', 90, '%', 'higher', 'metric', 'index_use'),
  ('capacity_planning', 'days until the disk is full', 180, 'days', 'higher', 'metric', 'days_of_disk'),
  ('recovery_time', 'from a disaster to answering again', 15, 'min', 'lower', 'told', null),
  ('recovery_point', 'what a disaster may lose', 1, 'min', 'lower', 'told', null);

-- ops.record_sla: a value that was measured from outside. Raises sla_unknown (PT404).
create function ops.record_sla(name text, value numeric, samples integer, measured_by text default current_user, at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not exists (select from ops.slas as s where s.name = record_sla.name and s.source = 'told') then
    raise exception using errcode = 'PT404', message = 'sla_unknown',
      detail = format('name: there is no service level %L that is measured from outside.', name),
      hint = 'See ops.slas where source = ''told''.';
  end if;
  insert into ops.sla_values (name, measured_at, value, samples, measured_by) values (name, at, value, samples, measured_by);
end;
$$;

-- ops.sla_report: each service level with its value over the last days, how many samples that is of, and whether it is kept;
-- is_kept is null when nothing was measured.
create function ops.sla_report(days integer default 7, at timestamptz default now())
returns table (
  name text, description text, target numeric, unit text, value numeric, samples bigint, is_kept boolean, source text, measured_at timestamptz
)
language sql
stable
set search_path = ''
as $$
  with minute as (
    select s.name, d.total_ms / d.calls as ms, d.calls, d.taken_at,
      sum(d.calls) over (partition by s.name order by d.total_ms / d.calls rows unbounded preceding) as calls_until,
      sum(d.calls) over (partition by s.name) as all_calls
    from ops.slas as s
    join ops.statements as t on s.source = 'statements' and t.is_toplevel
      -- A call through the API, or by hand; not what created it.
      and t.query ~* ('(from|select)\s+("?public"?\.)?"?' || s.pattern || '"?\s*\(')
    join ops.statement_deltas as d on d.query_id = t.query_id and d.role_id = t.role_id and d.is_toplevel
      and d.taken_at > at - make_interval(days => days) and d.taken_at <= at
  ), found as (
    select m.name, min(m.ms) filter (where m.calls_until >= 0.95 * m.all_calls) as value, sum(m.calls)::bigint as samples, max(m.taken_at) as measured_at
    from minute as m
    group by m.name
    union all
    select s.name, percentile_cont(0.95) within group (order by r.duration_ms::double precision), count(*), max(r.started_at)
    from ops.slas as s
    join public.sync_runs as r on s.source = 'pushes' and r.started_at > at - make_interval(days => days) and r.started_at <= at
      and case s.name when 'record_synced' then r.record_count = 1 else r.record_count >= 100 end
    group by s.name
    union all
    select s.name, 100.0 * count(*) filter (where c.status <> 'down') / count(*), count(*), max(c.checked_at)
    from ops.slas as s
    join ops.checks as c on s.source = 'checks' and c.checked_at > at - make_interval(days => days) and c.checked_at <= at
    group by s.name
    union all
    select s.name, percentile_cont(0.05) within group (order by d.worst::double precision), count(*), max(d.taken_at)
    from ops.slas as s
    join (
      select m.metric, min(m.value) as worst, max(m.taken_at) as taken_at
      from ops.measurements as m
      where m.taken_at > at - make_interval(days => days) and m.taken_at <= at
      group by m.metric, date_trunc('day', m.taken_at, 'UTC')
    ) as d on s.source = 'metric' and d.metric = s.pattern
    group by s.name
    union all
    select v.name, v.value, v.samples, v.measured_at
    from ops.sla_values as v
    where v.measured_at = (select max(x.measured_at) from ops.sla_values as x where x.name = v.name and x.measured_at <= at)
  )
  select s.name, s.description, s.target, s.unit, round(f.value::numeric, 2), f.samples,
    case when s.better_when = 'lower' then f.value <= s.target else f.value >= s.target end, s.source, f.measured_at
  from ops.slas as s
  left join found as f on f.name = s.name
  order by s.target, s.name;
$$;

comment on function ops.sla_report(integer, timestamptz) is 'The service levels of the documents: target, value, kept or missed.';


-- Recommendations. What Postgres counts tells what to change; each has the SQL to do it and to undo it.

create table ops.applied_recommendations (
  id text not null,
  applied_at timestamptz not null,
  kind text not null,
  object text not null,
  apply_sql text not null,
  undo_sql text,
  undone_at timestamptz,
  constraint applied_recommendations_pkey primary key (id, applied_at)
);

comment on table ops.applied_recommendations is 'Recommendations that were applied, and how each is undone.';

-- ops.plan_of: the plan of a statement as it is noted, with parameters for constants. Null before version 16, which cannot, and for
-- what is no query. It is planned, not run.
create function ops.plan_of(query text)
returns text
language plpgsql
stable
set search_path = ''
as $$
-- What is executed is a statement that was executed before, and is only planned.
-- @plpgsql_check_options: security_warnings = off
declare
  line text;
  plan text := '';
begin
  if current_setting('server_version_num')::integer < 160000 or query !~* '^\s*(select|with|insert|update|delete)\M' or query ~ ';\s*\S' then
    return null;
  end if;
  for line in execute 'explain (generic_plan, costs) ' || query loop
    plan := plan || line || E'\n';
  end loop;
  return plan;
-- Types of parameters that cannot be told, a table of a session that has ended: then there is no plan, and that is all.
exception when others then
  return null;
end;
$$;

-- ops.recommendations: what would help now. `is_safe`: ops.apply_recommendation() may do it: it takes a lock for a moment, changes
-- no result, and can be undone. The others are for an operator to think about, and to run outside a transaction.
create function ops.recommendations(slow_ms numeric default 100)
returns table (id text, kind text, object text, reason text, apply_sql text, undo_sql text, is_safe boolean, details text)
language sql
stable
set search_path = ''
as $$
  with redundant as materialized (select * from ops.redundant_indexes),
  of_table as materialized (select * from ops.tables),
  advice as (
    select 'duplicate index' as kind, format('%I.%I', r.schema_name, r.index_name) as object,
      format('%s is the same as %s, and takes %s', r.index_name, r.covered_by, pg_catalog.pg_size_pretty(r.bytes)) as reason,
      format('drop index %I.%I', r.schema_name, r.index_name) as apply_sql, r.definition as undo_sql, true as is_safe, null::text as details
    from redundant as r
    where r.kind = 'duplicate'
    union all
    select 'overlapping index', format('%I.%I', r.schema_name, r.index_name),
      format('%s begins with the same columns, and serves what this one does; it takes %s', r.covered_by, pg_catalog.pg_size_pretty(r.bytes)),
      format('drop index concurrently %I.%I', r.schema_name, r.index_name), r.definition, false, null
    from redundant as r
    where r.kind = 'overlapping'
    union all
    -- Unused since the counters were reset, if that is a month; what a key or a foreign key needs is used in other ways.
    select 'unused index', format('%I.%I', i.schema_name, i.index_name),
      format('not used since %s, and takes %s', d.stats_reset::date, pg_catalog.pg_size_pretty(i.bytes)),
      format('drop index concurrently %I.%I', i.schema_name, i.index_name), i.definition, false, null
    from ops.indexes as i
    join pg_catalog.pg_stat_database as d on d.datname = current_database()
    where i.scans = 0 and i.bytes > 1048576 and not i.is_unique and not i.is_constraint and not i.serves_foreign_key
      and d.stats_reset < now() - interval '30 days'
    union all
    select 'missing index', k.conrelid::regclass::text,
      format('the foreign key %s has none: deleting a row of %s reads the whole table', k.conname, k.confrelid::regclass),
      format('create index %s on %s (%s)', left(c.relname || '_' || cols.names_in_name, 58) || '_idx', k.conrelid::regclass, cols.names),
      format('drop index %I.%s', n.nspname, left(c.relname || '_' || cols.names_in_name, 58) || '_idx'), c.reltuples < 100000, null
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as c on c.oid = k.conrelid and not c.relispartition
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname in ('public', 'private', 'sync', 'audit', 'privacy', 'ops')
    cross join lateral (
      select string_agg(quote_ident(a.attname), ', ' order by u.nth) as names, string_agg(a.attname, '_' order by u.nth) as names_in_name
      from unnest(k.conkey) with ordinality as u (attnum, nth)
      join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
    ) as cols
    where k.contype = 'f' and not exists (
      select from pg_catalog.pg_index as i
      where i.indrelid = k.conrelid and i.indisvalid and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
    )
    union all
    select 'whole table read', format('%I.%I', t.schema_name, t.table_name),
      format('read as a whole %s times, %s rows each', t.sequential_scans, t.sequential_rows / t.sequential_scans),
      null, null, false, 'See ops.slow_statements for the statements that name it, and their plans for the condition that has no index.'
    from of_table as t
    where t.sequential_scans > 100 and t.live_rows > 10000 and t.sequential_rows / t.sequential_scans > 10000
    union all
    select 'vacuum', format('%I.%I', t.schema_name, t.table_name), format('%s of its rows are dead (%s %%)', t.dead_rows, t.dead_percent),
      format('vacuum (analyze) %I.%I', t.schema_name, t.table_name), null, false, null
    from of_table as t
    where t.dead_rows >= 10000 and t.dead_percent > 20
    union all
    select 'analyze', format('%I.%I', t.schema_name, t.table_name), format('it has %s rows, and the planner has never looked at them', t.live_rows),
      format('analyze %I.%I', t.schema_name, t.table_name), null, true, null
    from of_table as t
    where t.live_rows >= 1000 and t.analyzed_at is null
    union all
    -- An update that finds room on its page changes no index.
    select 'fill factor', format('%I.%I', t.schema_name, t.table_name),
      format('of %s updates only %s %% found room on their page', t.updated_rows, round(100.0 * t.hot_updated_rows / t.updated_rows)),
      format('alter table %I.%I set (fillfactor = 85)', t.schema_name, t.table_name),
      format('alter table %I.%I reset (fillfactor)', t.schema_name, t.table_name), true, 'What is there stays as full as it is until it is rewritten.'
    from of_table as t
    join pg_catalog.pg_class as c on c.oid = t.id and c.relkind = 'r'
    where t.updated_rows >= 10000 and t.hot_updated_rows < 0.5 * t.updated_rows and not coalesce(t.options::text ~ 'fillfactor', false)
    union all
    -- A fifth of a large table is more than vacuum should wait for.
    select 'autovacuum', format('%I.%I', t.schema_name, t.table_name), format('it has %s rows: vacuum waits until a fifth of them is dead', t.live_rows),
      format('alter table %I.%I set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)', t.schema_name, t.table_name),
      format('alter table %I.%I reset (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)', t.schema_name, t.table_name), true, null
    from of_table as t
    join pg_catalog.pg_class as c on c.oid = t.id and c.relkind = 'r'
    where t.live_rows >= 5000000 and not coalesce(t.options::text ~ 'autovacuum_vacuum_scale_factor', false)
    union all
    select 'slow statement', s.query_id::text, format('%s ms on average, %s times in a day: %s', s.mean_ms, s.calls, left(s.query, 200)),
      null, null, false, ops.plan_of(s.query)
    from ops.slow_statements as s
    where s.mean_ms > slow_ms
  )
  -- The same advice has the same id, whenever it is asked.
  select left(md5(a.kind || a.object || coalesce(a.apply_sql, '')), 12), a.kind, a.object, a.reason, a.apply_sql, a.undo_sql,
    a.is_safe and a.apply_sql is not null, a.details
  from advice as a
  order by a.kind, a.object;
$$;

comment on function ops.recommendations(numeric) is
  'What would help: indexes that are missing, unused or double, tables that need vacuum or room, statements that are slow, with the SQL to apply and to undo.';

-- ops.apply_recommendation: does what a safe recommendation says, and notes it. Returns the SQL that undoes it.
-- Waits at most two seconds for a lock. Raises recommendation_unknown (PT404), recommendation_unsafe (PT409).
create function ops.apply_recommendation(recommendation_id text, at timestamptz default now())
returns text
language plpgsql
volatile
set search_path = ''
set lock_timeout = '2s'
as $$
-- What is executed was made by ops.recommendations().
-- @plpgsql_check_options: security_warnings = off
declare
  advice record;
begin
  select * into advice from ops.recommendations() as r where r.id = recommendation_id;
  if not found then
    raise exception using errcode = 'PT404', message = 'recommendation_unknown',
      detail = 'recommendation_id: there is no such recommendation, or not any more.',
      hint = 'See ops.recommendations().';
  end if;
  if not advice.is_safe then
    raise exception using errcode = 'PT409', message = 'recommendation_unsafe',
      detail = format('recommendation_id: %s is for an operator to decide.', advice.kind),
      hint = 'Think it over, and run its SQL outside a transaction.';
  end if;
  execute advice.apply_sql;
  insert into ops.applied_recommendations (id, applied_at, kind, object, apply_sql, undo_sql)
  values (advice.id, at, advice.kind, advice.object, advice.apply_sql, advice.undo_sql);
  return advice.undo_sql;
end;
$$;

-- ops.undo_recommendation: undoes one that was applied, the latest time. Raises recommendation_not_applied (PT404).
create function ops.undo_recommendation(recommendation_id text, at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
set lock_timeout = '2s'
as $$
-- What is executed was made by ops.recommendations().
-- @plpgsql_check_options: security_warnings = off
declare
  applied ops.applied_recommendations;
begin
  select * into applied
  from ops.applied_recommendations as a
  where a.id = recommendation_id and a.undone_at is null and a.undo_sql is not null
  order by a.applied_at desc
  limit 1;
  if not found then
    raise exception using errcode = 'PT404', message = 'recommendation_not_applied',
      detail = 'recommendation_id: it was not applied, was undone, or leaves nothing to undo.',
      hint = 'See ops.applied_recommendations.';
  end if;
  execute applied.undo_sql;
  update ops.applied_recommendations as a set undone_at = at where a.id = applied.id and a.applied_at = applied.applied_at;
end;
$$;


-- storage_estimate: what a first pull weighs for the caller: of each table how many rows, and how many bytes of JSON. For
-- an app that asks before it downloads over a metered network. It reads what the pull would read; nothing is kept.
-- Raises schema_version_malformed (PT422), and what private.require_person() raises.
create function public.storage_estimate(schema_version integer default null)
returns table (table_name text, row_count bigint, byte_count bigint)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  mine constant uuid[] := array(select g.scope_id from sync.scope_grants as g where g.user_id = me and g.is_granted);
  entry record;
begin
  if schema_version < 1 then
    raise exception using errcode = 'PT422', message = 'schema_version_malformed',
      detail = format('schema_version: %s is not a version.', schema_version),
      hint = 'Send the version of your WatermelonDB schema, or null for the newest.';
  end if;
  for entry in
    select r.table_name as name
    from sync.tables as r
    where r.direction <> 'up' and r.since <= coalesce(schema_version, 2147483647)
    order by r.priority desc, r.table_id
  loop
    table_name := entry.name;
    execute format(
      'select l._row_count, case when l._row_count = 0 then 0 else octet_length(l._rows::text) end from sync.%I($1, null, null, 2147483647, $2) as l',
      'list_' || entry.name
    ) into row_count, byte_count using mine, coalesce(schema_version, 2147483647);
    return next;
  end loop;
end;
$$;

comment on function public.storage_estimate(integer) is
  'What a first pull weighs for the caller, by table: rows, and bytes of JSON before compression. Tables without rows are listed too.';

grant execute on function public.storage_estimate(integer) to authenticated;


-- Limits by role: how long a statement may take, wait for a lock, and a transaction do nothing. PostgREST applies those of
-- the role it changes to; what runs into one gets an error that the adapter tries again after (57014, 55P03, 25P03).
-- The platform's own roles (authenticator, supabase_*) are not ours to alter: docs/runbook.md has what the dashboard sets.
-- Roles belong to the whole server: another database of it may be setting the same at this moment, so what is so already
-- is not set again.
do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('anon', 'statement_timeout', '3s'), ('anon', 'lock_timeout', '1s'), ('anon', 'idle_in_transaction_session_timeout', '10s'),
      ('authenticated', 'statement_timeout', '8s'), ('authenticated', 'lock_timeout', '5s'),
      ('authenticated', 'idle_in_transaction_session_timeout', '10s'),
      ('service_role', 'statement_timeout', '60s'), ('service_role', 'lock_timeout', '10s'),
      ('service_role', 'idle_in_transaction_session_timeout', '60s')
    ) as w (role_name, setting, value)
    where not exists (
      select from pg_catalog.pg_db_role_setting as s
      where s.setrole = w.role_name::regrole and s.setdatabase = 0 and s.setconfig @> array[w.setting || '=' || w.value]
    )
  loop
    execute format('alter role %I set %s = %L', wanted.role_name, wanted.setting, wanted.value);
  end loop;
end;
$$;
