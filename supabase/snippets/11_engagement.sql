-- Engagement: active people and what they do, by week. Numbers of everybody, never of one person.
--
-- Look for: weeks that fall, sessions that become shorter, features that nobody uses any more.
-- Do:       feature_usage_daily for one feature; analytics are counted only of people who turned them on.

select date_trunc('week', d.day)::date as week, count(distinct d.user_id) as people, count(*) as days,
  sum(d.session_count) as sessions, round(sum(d.session_ms) / 60000.0 / nullif(sum(d.session_count), 0), 1) as minutes_a_session,
  sum(d.event_count) as events, null::bigint as actions_completed
from public.user_activity_daily as d
where d.day > current_date - 84
group by 1
union all
select date_trunc('week', a.completed_at)::date, count(distinct a.user_id), count(distinct (a.user_id, a.completed_at::date)), null, null, null, count(*)
from public.daily_actions as a
where a.completed_at > now() - interval '84 days'
group by 1
order by 1 desc, events nulls last;
