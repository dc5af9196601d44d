-- Sync health: how pushes ended in the last day, by hour and version of the app.
--
-- Look for: a version with more rejections than the others (a release that sends what the server refuses), p95_ms above 100,
--           hours without any push (devices cannot reach the server).
-- Do:       04_conflicts.sql for what is refused; 05_slow_queries.sql when it is slow; withdraw the release.
-- The first row is the state of the feed; outcomes follow, the newest first.

select h.hour, h.app_version, h.outcome, h.pushes, h.people, h.records, h.p95_ms
from (
  select null::timestamptz as hour, 'feed: ' || pg_size_pretty(pg_total_relation_size('sync.changes')) as app_version,
    'heartbeat ' || date_trunc('second', now() - max(b.beaten_at)) || ' ago' as outcome, null::bigint as pushes,
    null::bigint as people, (select sum(s.n_live_tup) from pg_stat_all_tables as s where s.relid = 'sync.changes'::regclass) as records, null::numeric as p95_ms
  from sync.heartbeats as b
  union all
  select o.hour, o.app_version, o.outcome, o.pushes, o.people, o.records, o.p95_ms
  from ops.sync_outcomes as o
  where o.hour > now() - interval '1 day'
) as h
order by h.hour desc nulls first, h.pushes desc;
