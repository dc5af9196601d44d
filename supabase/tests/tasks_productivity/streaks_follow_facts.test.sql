-- A streak is what the completed actions bear out, in whatever order they arrive, change and go.
begin;
set local timezone = 'UTC';
select plan(13);

select tests.create_user('alice');
select tests.sign_in('alice');

-- The days of alice are those of UTC.
create function pg_temp.progress()
returns text
language sql
stable
set search_path = ''
as $$
  select format(
    'streak %s, longest %s, days %s, actions %s, last %s',
    p.current_streak, p.longest_streak, p.total_days_completed, p.total_actions_completed, current_date - p.last_completed_on
  )
  from public.user_progress as p;
$$;

select is(pg_temp.progress(), 'streak 0, longest 0, days 0, actions 0, last ', 'everyone begins with a row of nothing');

insert into public.daily_actions (user_id, id, description, scheduled_on, status, completed_at) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Run', current_date, 'completed', now()),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', 'Read', current_date, 'completed', now());
select is(pg_temp.progress(), 'streak 1, longest 1, days 1, actions 2, last 0', 'two on one day are two actions and one day');

insert into public.daily_actions (user_id, description, scheduled_on) values (tests.user_id('alice'), 'Rest', current_date);
select is(pg_temp.progress(), 'streak 1, longest 1, days 1, actions 2, last 0', 'what is pending does not count');

insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
select tests.user_id('alice'), 'Run', current_date, 'completed', now() - d * interval '1 day'
from unnest(array[2, 3, 4]) as d;
select is(pg_temp.progress(), 'streak 1, longest 3, days 4, actions 5, last 0', 'a day missed keeps two streaks apart');

insert into public.daily_actions (user_id, id, description, scheduled_on, status, completed_at)
values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', 'Swim', current_date - 9, 'completed', now() - interval '1 day');
select is(pg_temp.progress(), 'streak 5, longest 5, days 5, actions 6, last 0', 'a late arrival that fills the gap joins them, whatever day it was planned for');

delete from public.daily_actions where id = '00000000-0000-4000-8000-000000000003';
select is(pg_temp.progress(), 'streak 1, longest 3, days 4, actions 5, last 0', 'its deletion splits them again');

update public.daily_actions set status = 'pending' where id = '00000000-0000-4000-8000-000000000001';
select is(pg_temp.progress(), 'streak 1, longest 3, days 4, actions 4, last 0', 'undoing one of two keeps the day');

update public.daily_actions set status = 'skipped' where id = '00000000-0000-4000-8000-000000000002';
select is(pg_temp.progress(), 'streak 0, longest 3, days 3, actions 3, last 2', 'undoing the other takes it, and the streak of today');

update public.daily_actions set status = 'completed', completed_at = now() - interval '1 day' where id = '00000000-0000-4000-8000-000000000002';
select is(pg_temp.progress(), 'streak 4, longest 4, days 4, actions 4, last 1', 'a streak up to yesterday still stands');

update public.daily_actions set completed_at = now() - interval '5 days' where id = '00000000-0000-4000-8000-000000000002';
select is(pg_temp.progress(), 'streak 0, longest 4, days 4, actions 4, last 2', 'a correction of the day moves it');

insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
values (tests.user_id('alice'), 'Dream', current_date + 7, 'completed', now() + interval '7 days');
select is(pg_temp.progress(), 'streak 1, longest 4, days 5, actions 5, last 0', 'a time in the future counts for today, not for a day to come');

update public.daily_actions set description = 'Dreamt', scheduled_on = current_date;
select is(pg_temp.progress(), 'streak 1, longest 4, days 5, actions 5, last 0', 'editing anything else changes nothing');

delete from public.daily_actions;
select is(pg_temp.progress(), 'streak 0, longest 0, days 0, actions 0, last ', 'without facts there is no progress');

select * from finish();
rollback;
