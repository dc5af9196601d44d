-- Health: what is wrong now, and what to do about it.
--
-- Look for: any row whose status is not ok. "down" first; a module that has had no write for long may be one nobody can use.
-- Do:       what the remedy says. Alerts that are open, and since when: select * from ops.alerts where closed_at is null.

with health as (select ops.health() as found)
select p.key as part, p.value ->> 'status' as status, r.reason ->> 'reason' as reason, r.reason ->> 'remedy' as remedy,
  p.value ->> 'newest_write' as newest_write
from health
cross join lateral jsonb_each((found -> 'components') || (found -> 'modules')) as p
left join lateral jsonb_array_elements(p.value -> 'reasons') as r (reason) on true
order by p.value ->> 'status' = 'ok', p.key;
