-- Months are made ahead of the writers, and go as a whole when they are past and counted.
begin;
select plan(25);

select tests.create_user('alice');
select tests.consent('analytics');

create function pg_temp.months(parent text) returns text[] language sql stable as $$
  select array_agg(right(inhrelid::regclass::text, 7) order by inhrelid::regclass::text) from pg_inherits where inhparent = parent::regclass;
$$;
-- Every step that is due is taken; says how often months of events were made.
create function pg_temp.keep(at timestamptz default now()) returns integer language plpgsql as $$
declare
  made integer := 0;
  step text;
begin
  loop
    step := ops.keep_partitions(at);
    exit when step is null;
    made := made + (step ~ '^create public[.](analytics_events|interaction_analytics)$')::integer;
  end loop;
  return made;
end;
$$;
create function pg_temp.month(n integer, at timestamptz default now()) returns text language sql stable as $$
  select to_char(at at time zone 'UTC' + make_interval(months => n), 'YYYY_MM');
$$;

select results_eq(
  format('select unnest(pg_temp.months(%L))', 'public.' || parent),
  $$
    select to_char(month, 'YYYY_MM')
    from generate_series(
      date_trunc('month', now() at time zone 'UTC' - interval '3 months' - interval '2 days'), now() at time zone 'UTC' + interval '3 months', '1 month'
    ) as month
  $$, parent || ' has months for the last three, and the next three'
)
from unnest('{analytics_events,interaction_analytics}'::text[]) as parent;
select is_empty(
  $$
    select partrelid::regclass from pg_partitioned_table
    where partrelid in ('public.analytics_events'::regclass, 'public.interaction_analytics'::regclass) and partdefid <> 0
  $$, 'and no default, which would keep new ones from being made'
);
select is(pg_temp.keep(), 0, 'what is there is not made again');
select is(pg_temp.keep(now() + interval '60 days') > 0, true, 'in 60 days there are new ones');
select is(pg_temp.keep(now() + interval '60 days'), 0, 'once');
select is((pg_temp.months('public.analytics_events'))[1], (pg_temp.months('public.interaction_analytics'))[1], 'both tables have the same');
select is_empty(
  $$
    select inhrelid::regclass from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent in ('public.analytics_events'::regclass, 'public.interaction_analytics'::regclass)
      and (not relrowsecurity or not exists (select from pg_trigger where tgrelid = inhrelid and tgname = '_200_admit'))
  $$, 'each is guarded like its table'
);

-- A fixed calendar: what is kept on some days of a year.
select is(to_char(private.analytics_first_month(at) at time zone 'UTC', 'YYYY_MM'), month, title)
from (values
  ('2027-05-31 12:00+00'::timestamptz, '2027_02', 'at the end of May, February is kept'),
  ('2027-06-01 00:00+00', '2027_02', 'when June begins, still: a day may begin in it for which an event may come'),
  ('2027-06-02 23:59+00', '2027_02', 'and another day'),
  ('2027-06-03 00:00+00', '2027_03', 'then it is past')
) as t (at, month, title);

-- An event in each month that there is, a day after it began.
insert into public.analytics_events (user_id, occurred_at, session_id, name, feature)
select tests.user_id('alice'), greatest(month, private.analytics_since()) + interval '25 hours', tests.id(1), 'x', 'journal'
from generate_series(date_trunc('month', now() - interval '2 months', 'UTC'), now() - interval '26 hours', '1 month') as month;
create temporary table counted as select 0 as events;
update counted set events = (select count(*) from public.analytics_events);

select is(private.prune_analytics(), 0, 'today no month is past');
create function pg_temp.later() returns timestamptz language sql stable as $$select date_trunc('month', now(), 'UTC') + interval '4 months 3 days'$$;
select pg_temp.keep(pg_temp.later());
select is(private.prune_analytics(pg_temp.later()) > 0, true, 'four months later some are');
select is(
  (select count(*)::integer from public.analytics_events), (select events from counted), 'but none that has a day still to be counted'
);
select private.refresh_activity();
create temporary table rolled as select * from public.user_activity_daily;
create temporary table summed as select * from public.platform_usage_daily;
select is(private.prune_analytics(pg_temp.later()) > 0, true, 'when all days are, they go');
select is(
  (pg_temp.months('public.analytics_events'))[1] || ' ' || (pg_temp.months('public.interaction_analytics'))[1],
  pg_temp.month(1) || ' ' || pg_temp.month(1), 'of both tables'
);
select is((select count(*)::integer from public.analytics_events), 0, 'with their events');
select is_empty('select * from private.feature_days', 'and with who used what');
select is(private.prune_analytics(pg_temp.later()), 0, 'a second time nothing goes');
select set_eq('select * from public.user_activity_daily', 'select * from rolled', 'what a person did on each day stays');
select set_eq('select * from public.platform_usage_daily', 'select * from summed', 'so do the sums');

-- A note that comes later still must not count such a day from the nothing that is left.
insert into private.activity_changes (user_id, day) select user_id, day from rolled union all select null, day from rolled;
select private.refresh_activity();
select set_eq(
  'select a.user_id, a.day, a.event_count, p.active_users from public.user_activity_daily as a join public.platform_usage_daily as p using (day)',
  'select a.user_id, a.day, a.event_count, p.active_users from rolled as a join summed as p using (day)', 'a day whose events are gone is counted for good'
);

-- Two years later a person's days go too, a batch at a time; the sums stay.
update private.settings set value = 1 where name = 'analytics.activity_months';
select is(private.prune_analytics(pg_temp.later(), batch => 1), 1, 'a batch is a batch');
select private.prune_analytics(pg_temp.later());
select results_eq(
  'select (select count(*) from public.user_activity_daily), (select count(*) from public.platform_usage_daily)',
  'select 0::bigint, count(*) from summed', 'nothing is left of a person''s days, and every sum of them'
);

select * from finish();
rollback;
