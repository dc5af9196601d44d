-- Conflicts and rejections by table: what meets, and what is refused, in the last 90 days.
--
-- Look for: a code that many people meet (an app that sends what it should not; docs/ERRORS.md has the cause), "pending" that
--           nobody decides (the app does not show it), a column that meets often (two devices write it by themselves).
-- Do:       mend the app; or give the column another rule: sync.register_table(…, column_rules => …) in its chapter.
-- Every synced table is listed, those with most first.

select r.table_name, c.kind, c.what, c.how, coalesce(c.times, 0) as times, c.people, c.last_at
from sync.tables as r
left join ops.conflicts_by_table as c on c.table_name = r.table_name::text
order by c.times desc nulls last, r.table_name;
