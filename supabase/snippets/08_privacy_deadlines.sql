-- Privacy: what must hold whatever the application does, and what is due when.
--
-- Look for: any row that is not ok. Rows that are kept too long, a table without row-level security and rights that everybody
--           has are matters of the law, not of performance.
-- Do:       what the remedy says; tell the privacy officer what was open, and since when (ops.alerts).

select m.name as measure, coalesce(r.subject, 'everything') as subject, coalesce(r.level::text, 'ok') as status, r.value, m.unit,
  coalesce(r.reason, 'nothing to report') as reason, m.remedy
from ops.metrics as m
left join lateral ops.readings(now(), m.name) as r on true
where m.component = 'privacy' or m.name in ('missing_policies', 'public_buckets')
order by r.level desc nulls last, m.name;
