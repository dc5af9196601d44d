-- pg_cron's log is counted by day; what stays says when a job last succeeded and how often it has failed since.
begin;
select plan(12);

-- pg_cron lets nobody write its log, so a table plays it. Where the real one runs, it has been at work.
delete from ops.job_runs where true;
create temporary table log (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz);
create or replace function ops.job_log(since timestamptz)
returns table (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz)
language sql stable set search_path = '' as 'select * from pg_temp.log as l where l.began_at >= since';
create function pg_temp.ran(of_job text, n integer, status text, at timestamptz) returns void language sql as $$
  insert into pg_temp.log
  select n, jobid, jobname, null, status, status || ' ' || n, at, case when status <> 'running' then at + interval '2 seconds' end
  from cron.job where jobname = of_job;
$$;
create function pg_temp.job(of_job text) returns text language sql as $$
  select concat_ws(' ', failures_in_a_row, last_success_at is not null, last_failure) from ops.jobs() where job_name = of_job;
$$;
-- Noon, wherever the day is.
create temporary table moment as select date_trunc('day', now(), 'UTC') + interval '12 hours' as noon;

select is(ops.digest_jobs(), 0, 'nothing has run');
select is(pg_temp.job('sync-epoch'), '0 f', 'and nothing failed');

select pg_temp.ran('sync-epoch', n, case when n in (1, 4, 5) then 'failed' else 'succeeded' end, noon - interval '26 hours' + n * interval '1 minute')
from moment, generate_series(1, 5) as n;
select pg_temp.ran('sync-epoch', 6, 'failed', noon), pg_temp.ran('sync-epoch', 7, 'running', noon + interval '1 minute') from moment;
select is(ops.digest_jobs(noon + interval '1 hour'), 2, 'two days of one job') from moment;
select is(
  (select array_agg(format('%s runs, %s failed, %s at the end, %s ms', run_count, failure_count, failures_in_a_row, total_ms) order by day) from ops.job_runs),
  '{"5 runs, 3 failed, 2 at the end, 10000 ms","1 runs, 1 failed, 1 at the end, 2000 ms"}', 'are counted'
);
select is(pg_temp.job('sync-epoch'), '3 t failed 6', 'failures in a row go over midnight');
select is(ops.digest_jobs(noon + interval '1 hour'), 2, 'counting again') from moment;
select is((select sum(run_count) from ops.job_runs), 6::bigint, 'counts nothing twice');

update log set status = 'succeeded', ended_at = began_at + interval '5 seconds' where run_id = 7;
select ops.digest_jobs(noon + interval '1 hour') from moment;
select is(pg_temp.job('sync-epoch'), '0 t failed 6', 'a run that was still going is counted when it ends');

delete from log where true;
select ops.digest_jobs(noon + interval '1 hour') from moment;
select is((select sum(run_count) from ops.job_runs), 7::bigint, 'what the log forgets stays counted');
select ops.digest_jobs(noon + interval '400 days') from moment;
select is((select count(*) from ops.job_runs), 0::bigint, 'for a year');

select results_eq(
  $$
    select schedule, ops.schedule_minutes(schedule) from (values
      ('* * * * *'), ('*/10 * * * *'), ('17 * * * *'), ('5 */6 * * *'), ('23 3 * * *'), ('17 4 * * 1'), ('0 3 1 * *'), ('30 seconds')
    ) as s (schedule)
  $$,
  $$
    values ('* * * * *', 1::numeric), ('*/10 * * * *', 10), ('17 * * * *', 60), ('5 */6 * * *', 360), ('23 3 * * *', 1440),
      ('17 4 * * 1', 10080), ('0 3 1 * *', 44640), ('30 seconds', 1)
  $$, 'how far apart the turns of a schedule are'
);
select is_empty('select job_name from ops.jobs() where schedule !~ ''@reboot'' and ops.schedule_minutes(schedule) is null', 'is known of every job there is');

select * from finish();
rollback;
