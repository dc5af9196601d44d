-- What operators ask first: how many were here, how often, how long. And how fresh the answer is.
begin;
select plan(17);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;
update public.user_preferences set analytics_participation = true where true;

create function pg_temp.day(n integer) returns date language sql stable as $$select (now() at time zone 'UTC')::date - n$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;
insert into public.analytics_events (user_id, occurred_at, session_id, name, duration_ms)
select tests.user_id(who), (pg_temp.day(days) + clock) at time zone 'UTC', tests.id(session), 'x', 60000
from (values
  ('alice', 5, time '09:00', 1), ('alice', 5, time '09:09', 1), ('alice', 5, time '20:00', 2), ('bob', 5, time '10:00', 3),
  ('alice', 3, time '09:00', 4)
) as t (who, days, clock, session);
insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target)
values (tests.user_id('bob'), (pg_temp.day(5) + time '10:02') at time zone 'UTC', tests.id(3), 'tap', 'x');

select tests.as_service();
select is(
  (select array_agg(distinct u.active_users) from public.platform_usage(pg_temp.day(6), pg_temp.day(2)) as u), '{0}', 'before they are counted there are no days'
);
select is((select min(u.counted_until) from public.platform_usage(pg_temp.day(6), pg_temp.day(2)) as u), now(), 'and the report says since when');
select tests.as_owner();
update private.activity_changes set changed_at = now() - interval '3 minutes' where user_id = tests.user_id('bob');
select tests.as_service();
select is(
  (select array_agg(distinct u.counted_until) from public.platform_usage(pg_temp.day(6), pg_temp.day(2)) as u), array[now() - interval '3 minutes'],
  'that is when the first came that is not counted'
);
select tests.as_owner();
select private.refresh_activity();
select tests.as_service();
select results_eq(
  $$select u.day, u.active_users, u.sessions, u.mean_session_minutes, u.events, u.interactions from public.platform_usage(pg_temp.day(6), pg_temp.day(2)) as u$$,
  $$values
    (pg_temp.day(6), 0, 0::bigint, null::numeric, 0::bigint, 0::bigint),
    (pg_temp.day(5), 2, 3, 4.33, 4, 1),
    (pg_temp.day(4), 0, 0, null, 0, 0),
    (pg_temp.day(3), 1, 1, 1.00, 1, 0),
    (pg_temp.day(2), 0, 0, null, 0, 0)
  $$, 'each day has its people, its sessions, and how long a session was on average'
);
select is(
  (select array_agg(distinct u.counted_until) from public.platform_usage(pg_temp.day(6), pg_temp.day(2)) as u), array[now()], 'and nothing waits to be counted'
);
select is((select count(*)::integer from public.platform_usage(pg_temp.day(0), pg_temp.day(0))), 1, 'a period may be a day');
select is((select count(*)::integer from public.platform_usage('2020-01-01', '2029-12-31')), 3653, 'or ten years');

select tests.raises(format('select * from public.platform_usage(%L, %L)', first, last), 'PT422', 'period_malformed', title)
from (values
  (null, '2026-01-01', 'the first day must be given'),
  ('2026-01-01', null, 'and the last'),
  ('2026-01-02', '2026-01-01', 'the last is not before the first'),
  ('2020-01-01', '2030-02-01', 'nor more than ten years after it'),
  ('-infinity', '2026-01-01', 'time has a beginning'),
  ('2026-01-01', 'infinity', 'and an end')
) as t (first, last, title);

-- service_role reads the rollups too, and writes none.
select is((select count(*)::integer from public.user_activity_daily), 3, 'the server reads the days of people');
select tests.raises('delete from public.user_activity_daily where true', '42501', null, 'but only the job writes them');
select tests.raises('select user_id from private.activity_changes', '42501', null, 'whose days wait is not for it to know');

-- The report of a year reads a row for each day.
select tests.as_owner();
insert into public.platform_usage_daily (day, active_users, session_count, session_ms, event_count, interaction_count)
select '2024-01-01'::date + n, 1, 2, 60000, 1, 1 from generate_series(0, 365) as n;
select tests.as_service();
select is(
  (select sum(u.mean_session_minutes) from public.platform_usage('2024-01-01', '2024-12-31') as u), 183.00, 'a year is 366 days'
);

select * from finish();
rollback;
