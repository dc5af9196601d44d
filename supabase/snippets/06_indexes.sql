-- Indexes: how much of each table's reading uses one, which are never used, double or missing.
--
-- Look for: use_percent below 90 on a table of many rows; an advice.
-- Do:       run apply_sql, and keep undo_sql. What is safe: select ops.apply_recommendation(id). An index of a foreign key serves
--           deletions, and stays though its scans are 0.

select t.table_name, t.live_rows, round(100.0 * t.index_scans / nullif(t.index_scans + t.sequential_scans, 0), 1) as use_percent,
  pg_size_pretty(t.index_bytes) as indexes, r.kind as advice, r.reason, r.apply_sql, r.undo_sql, r.id
from ops.tables as t
left join ops.recommendations() as r on r.object = format('%I.%I', t.schema_name, t.table_name) or r.object in (
  select format('%I.%I', i.schema_name, i.index_name) from ops.indexes as i where i.table_id = t.id
)
where t.schema_name in ('public', 'private', 'sync', 'audit', 'privacy', 'ops')
order by r.kind is null, t.live_rows desc
limit 60;
