-- A streak ends by something not done, which no statement tells. private.refresh_streaks() looks at the clock.
begin;
set local timezone = 'UTC';
select plan(15);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set timezone = 'Pacific/Kiritimati' where id = tests.user_id('bob');

-- What time it is: noon of a certain day, in UTC.
insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
select person, 'Run', current_date, 'completed', moment
from unnest(array[tests.user_id('alice'), tests.user_id('bob')]) as person,
  unnest(array[current_date + time '00:00', current_date - 1 + time '00:00', current_date - 2 + time '00:00']) as moment;

create function pg_temp.streaks()
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(p.current_streak::text, ' ' order by p.user_id = tests.user_id('bob')) from public.user_progress as p;
$$;
create function pg_temp.noon(days integer)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select (current_date + days + time '12:00') at time zone 'UTC';
$$;

select is(pg_temp.streaks(), '3 3', 'both have a streak of three days');
select is(private.refresh_streaks(), 0, 'today it stands');
select is(private.refresh_streaks(pg_temp.noon(0) - interval '12 hours'), 0, 'it stood at the first moment of today');
select is(
  private.refresh_streaks((current_date + 1 + time '09:59') at time zone 'UTC'), 0,
  'the day after, nobody is late: for bob, 14 hours ahead, the day is not over'
);
select is(
  private.refresh_streaks((current_date + 1 + time '10:00') at time zone 'UTC'), 1,
  'when it is, one streak ends'
);
select is(pg_temp.streaks(), '3 0', 'that of bob; alice still has the rest of her day');
select is(private.refresh_streaks(pg_temp.noon(1)), 0, 'the same again changes nothing');
select is(private.refresh_streaks(pg_temp.noon(2)), 1, 'two days later alice has missed one');
select is(pg_temp.streaks(), '0 0', 'and her streak has ended');
select is(
  (select p.longest_streak || ', ' || p.total_days_completed from public.user_progress as p where p.user_id = tests.user_id('alice')), '3, 3',
  'what she did stays'
);

-- Habits alike: three in a row up to today.
insert into public.habits (user_id, id, title, cadence) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Stretch', 'daily'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', 'Call home', 'weekly');
insert into public.habit_logs (user_id, habit_id, done_on)
select tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', current_date - n from generate_series(0, 2) as n;
insert into public.habit_logs (user_id, habit_id, done_on)
select tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', current_date - 7 * n from generate_series(0, 2) as n;
select is(private.refresh_streaks(pg_temp.noon(1)), 0, 'tomorrow, a daily habit may still be done');
select is(private.refresh_streaks(pg_temp.noon(2)), 1, 'a day later it has been missed');
select results_eq(
  $$select title::text, current_streak, longest_streak from public.habits order by id$$,
  $$values ('Stretch', 0, 3), ('Call home', 3, 3)$$,
  'and only that one ended'
);
select is(private.refresh_streaks(pg_temp.noon(14), batch => 1), 1, 'two weeks later the weekly one has ended too');
select is(private.refresh_streaks(pg_temp.noon(14)), 0, 'and then all is as it should be');

select * from finish();
rollback;
