-- Who is behind, and why: devices that have not been heard of, or still have something that was refused.
--
-- Look for: many devices of one app_version (a release that does not sync), "refused records" that grow old (the person
--           sees an error they cannot mend), "older than the feed" (the next pull is a full one).
-- Do:       for one person, select * from public.sync_rejections where user_id = …; the hint says what the app should do.
-- And whoever holds every cursor back: select * from ops.cursor_holders.

select d.user_id, d.id as device_id, d.app_version, d.schema_version, d.last_seen_at,
  case
    when r.refused > 0 then format('%s refused records, the oldest since %s', r.refused, r.since::date)
    when d.last_seen_at < now() - make_interval(days => private.setting('sync.retention_days')::integer) then 'older than the feed: gets everything anew'
    when d.last_push_at is null then 'has never sent anything'
    when d.last_seen_at < now() - interval '7 days' then 'not seen for a week'
    else 'up to date'
  end as why
from public.sync_devices as d
left join lateral (
  select count(*) as refused, min(x.created_at) as since
  from public.sync_rejections as x
  where x.user_id = d.user_id and x.device_id = d.id
) as r on true
order by r.refused desc, d.last_seen_at
limit 100;
