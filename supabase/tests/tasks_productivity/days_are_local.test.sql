-- The same moments are other days elsewhere. What counts is the clock on the person's wall.
begin;
select plan(12);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');
update public.users set timezone = 'America/Havana' where id = tests.user_id('bob');

create function pg_temp.complete(name text, moments timestamptz[])
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.daily_actions where user_id = tests.user_id(name);
  insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
  select tests.user_id(name), 'Run', '2026-01-01', 'completed', moment from unnest(moments) as moment;
$$;
create function pg_temp.days(name text)
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(d.day || ': ' || d.actions, ', ' order by d.day) from private.progress_days as d where d.user_id = tests.user_id(name);
$$;
create function pg_temp.longest(name text)
returns integer
language sql
stable
set search_path = ''
as $$
  select p.longest_streak from public.user_progress as p where p.user_id = tests.user_id(name);
$$;

select pg_temp.complete('alice', '{2026-01-10 22:59:59+00, 2026-01-10 23:00:00+00}');
select is(pg_temp.days('alice'), '2026-01-10: 1, 2026-01-11: 1', 'a second before midnight in Amsterdam is another day than midnight');

insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
values (tests.user_id('alice'), 'Run', '2026-01-11', 'completed', '2026-01-11 12:00+01');
select is(pg_temp.days('alice'), '2026-01-10: 1, 2026-01-11: 2', 'and with midnight''s it counts when only that day changes');

-- Clocks go forward on 29 March 2026: that day has 23 hours; and back on 25 October: 25 hours.
select pg_temp.complete('alice', '{2026-03-28 23:30+01, 2026-03-29 00:30+01, 2026-03-29 23:30+02, 2026-03-30 00:30+02}');
select is(pg_temp.days('alice'), '2026-03-28: 1, 2026-03-29: 2, 2026-03-30: 1', 'the short day in spring begins and ends at midnight');
select is(pg_temp.longest('alice'), 3, 'and breaks no streak');
select pg_temp.complete('alice', '{2026-10-24 23:30+02, 2026-10-25 00:30+02, 2026-10-25 23:30+01, 2026-10-26 00:30+01}');
select is(pg_temp.days('alice'), '2026-10-24: 1, 2026-10-25: 2, 2026-10-26: 1', 'so does the long day in autumn');

-- In Havana clocks go back from 1:00 to 0:00, so midnight comes twice; and forward from 0:00 to 1:00, so it never comes.
select pg_temp.complete('bob', '{2025-11-02 00:30-04, 2025-11-02 00:30-05, 2025-11-01 23:30-04}');
select is(pg_temp.days('bob'), '2025-11-01: 1, 2025-11-02: 2', 'where midnight comes twice, the hour between belongs to the new day');
delete from public.daily_actions where completed_at = '2025-11-02 00:30-04';
select is(pg_temp.days('bob'), '2025-11-01: 1, 2025-11-02: 1', 'also when only that one changes');
select pg_temp.complete('bob', '{2026-03-07 23:59-05, 2026-03-08 01:00-04}');
select is(pg_temp.days('bob'), '2026-03-07: 1, 2026-03-08: 1', 'where midnight never comes, the day begins an hour later');

-- Each evening at 22:30 in Amsterdam, and one early morning: three days there, two in New York.
select pg_temp.complete('alice', '{2026-01-10 22:30+01, 2026-01-11 22:30+01, 2026-01-12 05:00+01}');
select is(pg_temp.longest('alice'), 3, 'three days in Amsterdam');
select tests.sign_in('alice');
update public.users set timezone = 'America/New_York' where id = tests.user_id('alice');
select tests.as_owner();
select is(
  pg_temp.days('alice') || '; longest ' || pg_temp.longest('alice'), '2026-01-10: 1, 2026-01-11: 2; longest 2',
  'are two in New York, as soon as alice moves there'
);
insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
values (tests.user_id('alice'), 'Run', '2026-01-12', 'completed', '2026-01-13 04:30+00');
select is(
  pg_temp.days('alice'), '2026-01-10: 1, 2026-01-11: 2, 2026-01-12: 1',
  'and what she does from then on counts by the clock of New York'
);

-- Whatever happened above, the days are those that counting everything anew would give.
create temporary table kept as select * from private.progress_days;
select private.refresh_progress(array[tests.user_id('alice'), tests.user_id('bob')]);
select results_eq(
  'select * from private.progress_days order by user_id, day', 'select * from kept order by user_id, day',
  'counting anew from all actions gives the same days'
);

select * from finish();
rollback;
