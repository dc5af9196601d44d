-- A habit's streak is a row of fulfilled periods: days on which it is due, weeks from Monday, months.
begin;
set local timezone = 'UTC';
select plan(20);

select tests.create_user('alice');
select tests.sign_in('alice');

-- The longest streak tells, whatever day the test runs on. 2 March 2026 is a Monday.
create function pg_temp.longest(cadence text, weekdays smallint[], target numeric, days date[], amount numeric default 1)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  habit constant uuid := gen_random_uuid();
begin
  insert into public.habits (user_id, id, title, cadence, weekdays, target_amount)
  values (tests.user_id('alice'), habit, 'x', cadence, weekdays, target);
  insert into public.habit_logs (user_id, habit_id, done_on, amount)
  select tests.user_id('alice'), habit, day, longest.amount from unnest(days) as day;
  return (select h.longest_streak from public.habits as h where h.id = habit);
end;
$$;

select is(pg_temp.longest('daily', '{1,2,3,4,5,6,7}', 1, '{2026-03-02,2026-03-03,2026-03-05}'), 2, 'daily: days in a row');
select is(pg_temp.longest('daily', '{1,2,3,4,5,6,7}', 1, '{2026-03-02,2026-03-02,2026-03-03}'), 2, 'logged twice, on two devices, a day counts once');
select is(pg_temp.longest('daily', '{1,2,3,4,5,6,7}', 8, '{2026-03-02,2026-03-02,2026-03-03}', 4), 1, 'amounts of a day add up to its target');
select is(pg_temp.longest('daily', '{5,1,3}', 1, '{2026-02-27,2026-03-02,2026-03-04,2026-03-06,2026-03-09}'), 5, 'Monday, Wednesday, Friday: the days between are not due');
select is(pg_temp.longest('daily', '{1,3,5}', 1, '{2026-03-02,2026-03-06}'), 1, 'a due day missed ends it');
select is(pg_temp.longest('daily', '{1,3,5}', 1, '{2026-03-02,2026-03-03,2026-03-06}'), 1, 'and another day does not stand in for it');
select is(pg_temp.longest('daily', '{7}', 1, '{1999-12-26,2000-01-02,2000-01-09}'), 3, 'Sundays in a row, long ago');
select is(pg_temp.longest('weekly', '{1,2,3,4,5,6,7}', 2, '{2026-03-02,2026-03-08,2026-03-09,2026-03-10}'), 2, 'weekly: twice a week, from Monday to Sunday');
select is(pg_temp.longest('weekly', '{1,2,3,4,5,6,7}', 2, '{2026-03-02,2026-03-09,2026-03-10}'), 1, 'once is too little');
select is(pg_temp.longest('weekly', '{1,2,3,4,5,6,7}', 1, '{2025-12-22,2025-12-31,2026-01-05}'), 3, 'weeks run on over the turn of the year');
select is(pg_temp.longest('monthly', '{1,2,3,4,5,6,7}', 1, '{2025-11-30,2025-12-01,2026-01-31,2026-02-01}'), 4, 'monthly: so do months');

-- What a streak lasts until, from today.
insert into public.habits (user_id, id, title, cadence, target_amount) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Stretch', 'daily', 1),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', 'Call home', 'weekly', 1),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', 'Tidy', 'monthly', 1);
insert into public.habit_logs (user_id, habit_id, done_on)
select tests.user_id('alice'), h.id, current_date from public.habits as h where h.title <> 'x';
select results_eq(
  $$select title::text, current_streak, streak_ends_on from public.habits where title <> 'x' order by id$$,
  $$
    values
      ('Stretch', 1, current_date + 1),
      ('Call home', 1, (date_trunc('week', current_date) + interval '2 weeks')::date - 1),
      ('Tidy', 1, (date_trunc('month', current_date) + interval '2 months')::date - 1)
  $$,
  'a streak lasts to the end of the next period'
);

create function pg_temp.stretch()
returns text
language sql
stable
set search_path = ''
as $$
  select h.current_streak || ' ' || h.longest_streak from public.habits as h where h.title = 'Stretch';
$$;
insert into public.habit_logs (user_id, id, habit_id, done_on) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000001', current_date - 2);
select is(pg_temp.stretch(), '1 1', 'the day before yesterday is not yet a row');
insert into public.habit_logs (user_id, id, habit_id, done_on) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000001', current_date - 1);
select is(pg_temp.stretch(), '3 3', 'yesterday, arriving late, joins them');
update public.habit_logs set amount = 0 where id = '00000000-0000-4000-8000-000000000005';
select is(pg_temp.stretch(), '1 1', 'corrected to nothing, it splits them');
update public.habit_logs set amount = 1, done_on = current_date - 3 where id = '00000000-0000-4000-8000-000000000005';
select is(pg_temp.stretch(), '1 2', 'and moved to another day it counts there');
insert into public.habit_logs (user_id, habit_id, done_on)
select tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', current_date + n from generate_series(2, 4) as n;
select is(pg_temp.stretch(), '1 2', 'what is logged ahead does not count yet');
delete from public.habit_logs where id = '00000000-0000-4000-8000-000000000005';
select is(pg_temp.stretch(), '1 1', 'a deletion takes it back');
update public.habits set target_amount = 2 where title = 'Stretch';
select is(pg_temp.stretch(), '0 0', 'another target is another streak');
update public.habits set cadence = 'monthly', target_amount = 1 where title = 'Stretch';
select matches(pg_temp.stretch(), '^[12] [12]$', 'and so is another cadence');

select * from finish();
rollback;
