-- A day is what all its events add up to, whenever they came. private.refresh_activity() counts the days that changed.
begin;
select plan(22);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;
update public.users set timezone = 'America/New_York' where id = tests.user_id('bob');
select tests.consent('analytics');

-- A moment of a day, so many days ago, by the clock in UTC.
create function pg_temp.at(days integer, clock time) returns timestamptz language sql stable as $$
  select ((now() at time zone 'UTC')::date - days + clock) at time zone 'UTC';
$$;
create function pg_temp.happens(name text, at timestamptz, ms integer default null, feature text default null, session integer default 1)
returns void language sql volatile as $$
  insert into public.analytics_events (user_id, occurred_at, session_id, name, feature, duration_ms)
  values (tests.user_id(name), at, tests.id(session), 'x', feature, ms);
$$;
create function pg_temp.touched(name text, at timestamptz, ms integer default null, feature text default null, session integer default 1)
returns void language sql volatile as $$
  insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target, feature, dwell_ms)
  values (tests.user_id(name), at, tests.id(session), 'tap', 'x', feature, ms);
$$;
create function pg_temp.days(name text) returns text language sql stable as $$
  select string_agg(format(
    '%s days ago: %s sessions %s s, %s events %s ms, %s interactions %s ms, %s features', (now() at time zone 'UTC')::date - a.day,
    a.session_count, a.session_ms / 1000, a.event_count, a.duration_ms, a.interaction_count, a.dwell_ms, a.feature_count
  ), '; ' order by a.day)
  from public.user_activity_daily as a where a.user_id = tests.user_id(name);
$$;
create function pg_temp.versions() returns text language sql stable as $$
  select string_agg(a.ctid::text, ' ' order by a.user_id, a.day) from public.user_activity_daily as a;
$$;

select is(private.refresh_activity(), 0, 'without events there is nothing to count');
select pg_temp.happens('alice', pg_temp.at(3, '12:00'), 1500, 'journal'), pg_temp.happens('alice', pg_temp.at(3, '12:10'), 30000, 'journal'),
  pg_temp.touched('alice', pg_temp.at(3, '12:05'), 700, 'visions'), pg_temp.touched('alice', pg_temp.at(3, '18:00'), 2000, null, 2);
select is(pg_temp.days('alice'), null, 'nothing is counted while it is written');
select is(private.refresh_activity(), 4, 'each statement left a note');
select is(
  pg_temp.days('alice'), '3 days ago: 2 sessions 632 s, 2 events 31500 ms, 2 interactions 2700 ms, 2 features',
  'a session lasts from the begin of its first event to the end of its last'
);
select is(
  (select array[a.first_at, a.last_at] from public.user_activity_daily as a), array[pg_temp.at(3, '12:00'), pg_temp.at(3, '18:00:02')],
  'and a day from first to last'
);
select is(private.refresh_activity(), 0, 'the same again finds nothing to do');

-- Late, and out of order, and of another device.
create temporary table kept as select pg_temp.versions() as versions;
select pg_temp.happens('alice', pg_temp.at(3, '11:50'), 0, 'coaching');
select pg_temp.happens('alice', pg_temp.at(20, '08:00'), 1000, 'journal', 3);
select private.refresh_activity();
select is(
  pg_temp.days('alice'),
  '20 days ago: 1 sessions 1 s, 1 events 1000 ms, 0 interactions 0 ms, 1 features; '
    || '3 days ago: 2 sessions 1232 s, 3 events 31500 ms, 2 interactions 2700 ms, 3 features',
  'what comes late is counted where it belongs'
);
select pg_temp.happens('bob', pg_temp.at(3, '12:00'), null, 'journal', 1);
select private.refresh_activity();
truncate kept;
insert into kept select pg_temp.versions();
insert into private.activity_changes (user_id, day) select a.user_id, a.day from public.user_activity_daily as a;
select is(private.refresh_activity(), 3, 'days may be counted again');
select is(pg_temp.versions(), (select versions from kept), 'and are not written when they add up to the same');

-- Midnight is the person's.
select pg_temp.happens('bob', pg_temp.at(10, '03:30'), 0, null, 4), pg_temp.happens('bob', pg_temp.at(10, '05:30'), 0, null, 4);
select private.refresh_activity();
select is(
  (select array_agg((now() at time zone 'UTC')::date - a.day order by a.day) from public.user_activity_daily as a where a.user_id = tests.user_id('bob')),
  '{11,10,3}', 'what is after midnight in UTC may be before it in New York; a session that runs past it counts on both days'
);
update public.users set timezone = 'UTC' where id = tests.user_id('bob');
select pg_temp.happens('bob', pg_temp.at(10, '06:00'), 0, null, 4);
select private.refresh_activity();
select is(
  (select array_agg(a.event_count order by a.day) from public.user_activity_daily as a where a.user_id = tests.user_id('bob')),
  '{1,2,1}', 'days that have been stay when a person moves'
);

-- Events that go.
delete from public.analytics_events where user_id = tests.user_id('alice') and occurred_at < pg_temp.at(19, '00:00');
delete from public.interaction_analytics where user_id = tests.user_id('alice') and session_id = tests.id(2);
select private.refresh_activity();
select is(
  pg_temp.days('alice'), '3 days ago: 1 sessions 1230 s, 3 events 31500 ms, 1 interactions 700 ms, 3 features',
  'a day without events is none, and one with fewer is counted anew'
);
update public.analytics_events set occurred_on = occurred_on - 1, duration_ms = 60000
where user_id = tests.user_id('alice') and occurred_at = pg_temp.at(3, '11:50');
select private.refresh_activity();
select is(
  pg_temp.days('alice'),
  '4 days ago: 1 sessions 60 s, 1 events 60000 ms, 0 interactions 0 ms, 1 features; '
    || '3 days ago: 1 sessions 630 s, 2 events 31500 ms, 1 interactions 700 ms, 2 features',
  'should an event be corrected, both its days are'
);

-- In batches, oldest first, and nothing that came after `at`.
insert into private.activity_changes (user_id, day, changed_at)
select tests.user_id('alice'), current_date - 4, now() - n * interval '1 minute' from generate_series(-1, 5) as n;
select is(private.refresh_activity(batch => 4), 4, 'a batch is a batch');
select is(
  (select array_agg(c.changed_at order by c.changed_at) from private.activity_changes as c),
  array[now() - interval '1 minute', now(), now() + interval '1 minute'], 'of the oldest notes'
);
select is(private.refresh_activity(at => now() - interval '30 seconds'), 1, 'what changed later is left');
select is(private.refresh_activity(at => now() + interval '1 hour'), 2, 'to the next run');

-- Whatever happened, the days are those that counting everything anew would give.
insert into public.analytics_events (user_id, occurred_at, session_id, name, feature, duration_ms)
select tests.user_id(name), now() - n * interval '97 minutes', tests.id(n / 7), 'bulk', (array['journal', 'visions', null])[1 + n % 3], n
from unnest('{alice,bob}'::text[]) as name, generate_series(0, 400) as n;
select set_eq(
  'select c.user_id, c.day from private.activity_changes as c', $$select distinct e.user_id, e.occurred_on from public.analytics_events as e where e.name = 'bulk'$$,
  'a statement that adds many events notes each day of each person'
);
select is(
  private.refresh_activity(), (select count(distinct (e.user_id, e.occurred_on))::integer from public.analytics_events as e where e.name = 'bulk'), 'once'
);
select results_eq(
  $$
    select a.user_id, a.day, a.session_count, a.session_ms, a.event_count, a.interaction_count, a.duration_ms, a.dwell_ms, a.feature_count
    from public.user_activity_daily as a order by 1, 2
  $$,
  $$
    with fact as (
      select user_id, occurred_on, session_id, feature, occurred_at, coalesce(duration_ms, 0) as ms, 'e' as kind from public.analytics_events
      union all
      select user_id, occurred_on, session_id, feature, occurred_at, coalesce(dwell_ms, 0), 'i' from public.interaction_analytics
    )
    select f.user_id, f.occurred_on, count(distinct f.session_id)::integer,
      (select sum(s.ms)::bigint from (
        select extract(epoch from max(g.occurred_at + g.ms * interval '1 ms') - min(g.occurred_at)) * 1000 as ms from fact as g
        where g.user_id = f.user_id and g.occurred_on = f.occurred_on group by g.session_id
      ) as s),
      count(*) filter (where kind = 'e')::integer, count(*) filter (where kind = 'i')::integer,
      coalesce(sum(ms) filter (where kind = 'e'), 0)::bigint, coalesce(sum(ms) filter (where kind = 'i'), 0)::bigint,
      count(distinct f.feature)::integer
    from fact as f group by 1, 2 order by 1, 2
  $$, 'days are what the events say'
);

-- Somebody leaves, with events that are counted and others that are not.
select pg_temp.happens('alice', pg_temp.at(2, '12:00'));
delete from auth.users where id = tests.user_id('alice');
select lives_ok('select private.refresh_activity()', 'a person who is gone holds nothing up');
select is_empty(
  format('select user_id from %s where user_id = tests.user_id(''alice'')', relation), relation || ' keeps nothing of her'
)
from (values ('public.user_activity_daily')) as t (relation);

select * from finish();
rollback;
