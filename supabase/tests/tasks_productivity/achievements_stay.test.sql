-- Achievements come once, from the moment the facts bore them out, and stay.
begin;
set local timezone = 'UTC';
select plan(17);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.unlocked()
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(a.code, ' ' order by a.code)
  from public.user_achievements as u join public.achievements as a on a.id = u.achievement_id
  where u.user_id = tests.user_id('alice');
$$;
create function pg_temp.unlocked_at(code text)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select u.unlocked_at
  from public.user_achievements as u join public.achievements as a on a.id = u.achievement_id
  where u.user_id = tests.user_id('alice') and a.code = unlocked_at.code;
$$;

insert into public.daily_actions (user_id, description, scheduled_on) values (tests.user_id('alice'), 'Run', '2026-01-01');
select is(pg_temp.unlocked(), null, 'a plan achieves nothing');

update public.daily_actions set status = 'completed', completed_at = '2026-01-01 08:00+00';
select is(pg_temp.unlocked(), 'first-step', 'a first action completed does');
select is(pg_temp.unlocked_at('first-step'), '2026-01-01 08:00+00', 'at the moment it was done, not when it arrived');

update public.daily_actions set status = 'pending';
update public.daily_actions set status = 'completed', completed_at = '2026-01-01 09:00+00';
select results_eq(
  'select unlocked_at::timestamptz, progress_value from public.user_achievements', $$values ('2026-01-01 08:00+00'::timestamptz, 1::bigint)$$,
  'done again, it is not achieved again'
);
delete from public.daily_actions;
select is(pg_temp.unlocked(), 'first-step', 'and undone, it stays');

-- Six days of seven; the fourth is on a phone that is offline.
insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
select tests.user_id('alice'), 'Run', date '2026-02-01' + n, 'completed', timestamptz '2026-02-01 20:00+00' + n * interval '1 day'
from unnest('{0,1,2,4,5,6}'::integer[]) as n;
select is(pg_temp.unlocked(), 'first-step streak-3', 'three in a row are a streak');
insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at)
values (tests.user_id('alice'), 'Run', '2026-02-04', 'completed', '2026-02-04 20:00+00');
select is(pg_temp.unlocked(), 'first-step streak-3 streak-7', 'the late arrival makes it seven');
select is(pg_temp.unlocked_at('streak-7'), '2026-02-07 20:00+00', 'reached on the seventh day');
select is(pg_temp.unlocked_at('streak-3'), '2026-02-03 20:00+00', 'as three were on the third');

-- Everything at once, with hours: levels are not skipped.
insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at, actual_minutes)
select tests.user_id('alice'), 'Run', '2026-03-01', 'completed', timestamptz '2026-03-01 12:00+00' + n * interval '1 minute', 6
from generate_series(1, 100) as n;
select is(
  pg_temp.unlocked(), 'first-step hours-10 hundred-steps streak-3 streak-7 ten-steps',
  'who reaches a level has those below it'
);
select is(pg_temp.unlocked_at('hours-10'), '2026-03-01 13:40+00', 'the hundredth action of six minutes fills ten hours');
select is(pg_temp.unlocked_at('ten-steps'), '2026-03-01 12:03+00', 'and the third was the tenth of all');

insert into public.visions (user_id, category, title, created_at) values
  (tests.user_id('alice'), 'health', 'Fit', '2026-01-01 08:00+00'), (tests.user_id('alice'), 'career', 'Bakery', '2026-01-02 08:00+00'),
  (tests.user_id('alice'), 'relationships', 'Family', '2026-01-03 08:00+00'), (tests.user_id('alice'), 'career', 'Book', '2026-01-04 08:00+00');
select matches(pg_temp.unlocked(), 'first-vision', 'a vision is an achievement');
update public.visions set category = 'personal-growth' where title = 'Book';
select is(pg_temp.unlocked_at('whole-life'), '2026-01-04 08:00+00', 'and one for each area another');

insert into public.habits (user_id, id, title) values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Stretch');
insert into public.habit_logs (user_id, habit_id, done_on, created_at)
select tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', date '2026-01-01' + n, timestamptz '2026-01-01 21:00+00' + n * interval '1 day'
from generate_series(0, 7) as n;
select is(pg_temp.unlocked_at('habit-7'), '2026-01-07 21:00+00', 'so is a habit kept up seven times');

insert into public.tasks (user_id, title, status, completed_at)
select tests.user_id('alice'), 'Weed', 'completed', timestamptz '2026-01-01 08:00+00' + n * interval '1 day' from generate_series(1, 12) as n;
select is(pg_temp.unlocked_at('tasks-10'), '2026-01-11 08:00+00', 'and the tenth task');

select tests.as_owner();
select is_empty(
  $$select achievement_id from public.user_achievements where user_id = tests.user_id('bob')$$,
  'bob, who did nothing, got nothing'
);

select * from finish();
rollback;
