-- Growth: how large each table is, what a row of it takes, and how many people there are.
--
-- Look for: a table that takes more than its share, bloat (table_bytes far above packed_bytes), days_left below 180.
-- Do:       06_indexes.sql for what indexes cost; vacuum for bloat; a larger disk, and ops.disk_gb in private.settings.

select t.table_name, t.live_rows, pg_size_pretty(t.table_bytes) as table_size, pg_size_pretty(t.index_bytes) as index_size,
  round((t.table_bytes + t.index_bytes)::numeric / nullif(t.live_rows, 0)) as bytes_a_row,
  round(100.0 * t.table_bytes / nullif(t.packed_bytes, 0)) as percent_of_packed,
  round(100.0 * (t.table_bytes + t.index_bytes) / sum(t.table_bytes + t.index_bytes) over (), 1) as percent_of_all,
  (select count(*) from public.users) as people, (select count(*) from public.users where created_at > now() - interval '30 days') as new_people,
  c.used_percent as disk_used_percent, c.days_left
from ops.tables as t
cross join ops.capacity() as c
order by t.table_bytes + t.index_bytes desc
limit 60;
