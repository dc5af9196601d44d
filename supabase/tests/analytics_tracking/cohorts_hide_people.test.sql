-- How features are used is shown of ten people or more. Fewer have no row at all, in front of whomever.
begin;
select plan(13);

-- Each number is two people who do the same: five of them are the ten that a cohort has.
create temporary table cast_of as
select n, tests.create_user(name || n) as id from generate_series(1, 6) as n, unnest('{person,twin}'::text[]) as name;
update public.user_preferences set analytics_participation = true where true;

create function pg_temp.uses(n integer, feature text, events integer default 1) returns void language sql volatile as $$
  insert into public.analytics_events (user_id, occurred_at, session_id, name, feature, duration_ms)
  select c.id, ((now() at time zone 'UTC')::date - 5 + time '12:00') at time zone 'UTC' + i * interval '1 second',
    tests.id(n), 'x', feature, 1000
  from cast_of as c, generate_series(1, events) as i
  where c.n = uses.n;
$$;
create function pg_temp.shown() returns text language sql stable as $$
  select string_agg(format(
    '%s: %s people %s sessions %s events %s ms %s interactions %s ms', u.feature, u.user_count, u.session_count, u.event_count, u.duration_ms,
    u.interaction_count, u.dwell_ms
  ), '; ' order by u.feature)
  from public.feature_usage_daily as u;
$$;

select pg_temp.uses(n, 'journal', n), pg_temp.uses(n, 'visions') from generate_series(1, 4) as n;
select pg_temp.uses(1, 'visions', 100);
select private.refresh_activity();
select is(pg_temp.shown(), null, 'what eight people use is not shown, however much one of them does');
select pg_temp.uses(5, 'journal', 10);
select private.refresh_activity();
select is(pg_temp.shown(), 'journal: 10 people 10 sessions 40 events 40000 ms 0 interactions 0 ms', 'two more make them a cohort, for that feature');
select pg_temp.uses(6, 'journal');
insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target, feature, dwell_ms)
select user_id, occurred_at, tests.id(77), 'tap', 'button', 'journal', 300 from public.analytics_events where user_id = tests.user_id('person6');
select private.refresh_activity();
select is(
  pg_temp.shown(), 'journal: 12 people 13 sessions 42 events 42000 ms 1 interactions 300 ms', 'late, others are counted among them, with what one of them touched'
);
select is_empty(
  $$
    select attname from pg_attribute
    where attrelid = 'public.feature_usage_daily'::regclass and attnum > 0 and atttypid in ('uuid'::regtype, 'jsonb'::regtype)
  $$,
  'nothing in it could name a person'
);
select tests.raises(
  $$
    insert into public.feature_usage_daily (day, feature, user_count, session_count, event_count, interaction_count, duration_ms, dwell_ms)
    values (current_date, 'x', 9, 9, 9, 0, 0, 0)
  $$, '23514', null, 'the table itself takes no fewer than ten'
);
select is(
  (select p.active_users || ' people ' || p.session_count || ' sessions' from public.platform_usage_daily as p), '12 people 13 sessions',
  'the day of the platform counts each person once'
);

-- Some leave, with all that was known of them.
delete from auth.users where id in (select id from cast_of where n = 6);
select private.refresh_activity();
select is(pg_temp.shown(), 'journal: 10 people 10 sessions 40 events 40000 ms 0 interactions 0 ms', 'who is erased is no longer counted');
select is((select p.active_users from public.platform_usage_daily as p), 10, 'nor among the active');
-- Another, whose last events were not even counted.
select pg_temp.uses(5, 'visions', 3);
delete from auth.users where id = tests.user_id('person5');
select isnt_empty('select from private.activity_changes where user_id is null', 'the day is noted, the person not');
select private.refresh_activity();
select is(pg_temp.shown(), null, 'and what is left of a cohort of ten is not shown any more');
select is((select p.active_users || ' ' || p.event_count from public.platform_usage_daily as p), '9 241', 'the sums of the day are of those who are left');

delete from public.analytics_events where true;
select private.refresh_activity();
select is_empty('select day from public.platform_usage_daily', 'a day without anybody is none');
select is_empty('select day from private.feature_days', 'and nobody has used anything');

select * from finish();
rollback;
