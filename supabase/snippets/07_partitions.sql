-- Partitions: the months of each table, where they are and what becomes of them next.
--
-- Look for: fewer than two months ahead, a month whose next step is overdue, an archive that stays "sealed" (archive-worker
--           does not run), steps that are "busy" again and again.
-- Do:       select ops.keep_partitions(); then who is in its way: select * from ops.partition_steps order by taken_at desc.
--           To look into a month that is cold: select ops.restore_archive(relation, partition_name).

select p.relation, p.partition_name::text, p.schema_name::text as lies_in, p.from_at::date as from_day, pg_size_pretty(p.bytes) as size,
  case
    when a.state is not null then a.state
    when p.from_at > now() then 'ahead'
    when y.ending = 'chapter' then 'kept by its chapter'
    when p.schema_name <> 'archive' and y.warm_days is not null then 'moves on ' || (p.to_at + make_interval(days => y.hot_days))::date
    else y.ending || ' on ' || (p.to_at + make_interval(days => coalesce(y.warm_days, y.hot_days)))::date
  end as next_step
from ops.partitions as p
left join ops.partition_policies as y on y.relation = p.relation
left join ops.archives as a on a.relation = p.relation and a.partition_name = p.partition_name
union all
select a.relation, a.partition_name::text, 'Storage', a.from_at::date, format('%s rows', a.row_count), a.state
from ops.archives as a
where a.state in ('cold', 'restoring')
order by 1, 4;
