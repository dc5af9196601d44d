-- The documents' targets are data, and a report says of each whether it is kept.
begin;
select plan(14);

-- Where the jobs are real, they may have measured before the database was copied.
delete from ops.statement_deltas;
delete from ops.sla_values;

select tests.create_person('alice');
create function pg_temp.level(of_name text) returns text language sql as $$
  select concat_ws(' ', value, samples, is_kept) from ops.sla_report() where name = of_name;
$$;

select is((select count(*) from ops.sla_report()), 25::bigint, 'there are twenty-five targets');
select is((select count(*) from ops.sla_report() where source <> 'checks' and source <> 'metric' and is_kept is not null), 0::bigint, 'nothing is said of what was not measured');

-- Statements: five minutes of many calls, one slow minute of few.
delete from ops.statements where true;
insert into ops.statements
select 'postgres'::regrole, 7, true, 'select "public"."due_reviews"($1)', 1, 1, 1, 1, 1, 1, 1, now(), now();
insert into ops.statement_deltas
select now() - n * interval '1 minute', 'postgres'::regrole, 7, true, 100, 100 * (10 + n), 1, 1, 1, 1, 1 from generate_series(1, 5) as n;
insert into ops.statement_deltas select now(), 'postgres'::regrole, 7, true, 5, 5 * 900, 1, 1, 1, 1, 1;
select is(pg_temp.level('spaced_repetition_due'), '15.00 505 t', 'of a statement: the time of 95 of 100 calls, by the minute');
update ops.statement_deltas set calls = 100, total_ms = 90000 where taken_at = now();
select is(pg_temp.level('spaced_repetition_due'), '900.00 600 f', 'when a sixth of the calls is slow it is missed');
update ops.statements set query = 'create function public.due_reviews() returns integer as $$ … $$' where true;
select is(pg_temp.level('spaced_repetition_due'), '', 'what created the function is no call of it');

-- Pushes.
insert into public.sync_runs (started_at, user_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count)
select now() - interval '1 minute', tests.user_id('alice'), n, 1, 1, 1, 0, 0 from generate_series(1, 100) as n
union all
select now() - interval '1 minute', tests.user_id('alice'), 3000, 1000, 1, 1, 0, 0;
select is(pg_temp.level('record_synced'), '95.05 100 t', 'of pushes of one record');
select is(pg_temp.level('batch_synced'), '3000.00 1 f', 'and of many');

-- Checks.
delete from ops.checks where true;
insert into ops.checks select now() - n * interval '1 minute', case when n = 7 then 'down' when n = 8 then 'degraded' else 'ok' end, 0 from generate_series(1, 10000) as n;
select is(pg_temp.level('availability'), '99.99 10000 t', 'one minute in ten thousand');
update ops.checks set status = 'down' where checked_at = now() - interval '9 minutes';
select is(pg_temp.level('availability'), '99.98 10000 f', 'is what availability allows');

-- Metrics.
delete from ops.measurements where true;
insert into ops.measurements select now() - n * interval '1 hour', 'index_use', 'scans', 89 from generate_series(1, 2) as n;
select is(pg_temp.level('index_efficiency'), '89.00 1 f', 'of a metric: its worst of the day') where extract(hour from now() at time zone 'UTC') >= 2
union all
select pass('of a metric: its worst of the day') where extract(hour from now() at time zone 'UTC') < 2;

-- Told.
select ops.record_sla('recovery_time', 4.5, 1, 'drill');
select is(pg_temp.level('recovery_time'), '4.50 1 t', 'what a drill says');
select ops.record_sla('recovery_time', 20, 1, 'drill', now() + interval '-1 minute');
select is(pg_temp.level('recovery_time'), '4.50 1 t', 'the latest counts');
select tests.raises($$select ops.record_sla('batch_synced', 1, 1)$$, 'PT404', 'sla_unknown', 'what the database measures is not told');
select tests.raises($$select ops.record_sla('typing', 1, 1)$$, 'PT404', 'sla_unknown', 'nor what is no service level');

select * from finish();
rollback;
