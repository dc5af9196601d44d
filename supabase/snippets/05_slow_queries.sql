-- Slow queries: what took the time of the last day; before the first snapshots, since the counters were reset.
--
-- Look for: a statement with a large percent_of_all, a mean above the target in ops.sla_report(), hit_percent below 95 (it reads from
--           disk), temp_blocks (it sorts on disk: work_mem, or an index).
-- Do:       select * from ops.recommendations() where kind = 'slow statement' has its plan; 06_indexes.sql what is missing.

select s.percent_of_all, s.calls, s.mean_ms, s.total_ms, s.hit_percent, s.temp_blocks, s.role_name, left(s.query, 300) as query
from (
  select x.percent_of_all, x.calls, x.mean_ms, x.total_ms, x.hit_percent, x.temp_blocks, x.role_name::text, x.query
  from ops.slow_statements as x
  union all
  select round(100 * (p.total_exec_time / sum(p.total_exec_time) over ())::numeric, 1), p.calls, round(p.mean_exec_time::numeric, 2),
    round(p.total_exec_time::numeric, 1), round(100.0 * p.shared_blks_hit / nullif(p.shared_blks_hit + p.shared_blks_read, 0), 1),
    p.temp_blks_written, p.userid::regrole::text, p.query
  from extensions.pg_stat_statements as p
  where not exists (select from ops.statement_deltas) and p.dbid = (select d.oid from pg_database as d where d.datname = current_database())
) as s
order by s.percent_of_all desc
limit 30;
