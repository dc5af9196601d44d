-- Types are compared over ten people or more, and so is every difference between two looks at the numbers.
begin;
set local timezone = 'UTC';
select plan(39);

-- Sunday 1 March 2026 is the last day of the four weeks that a run on 4 March counts; Monday 2 February the first.
-- Each number is two people who do the same: five of them are the ten that a cohort has.
create temporary table cast_of as
select n, tests.create_user(name || n) as id from generate_series(1, 30) as n, unnest('{member_,twin_}'::text[]) as name;
update public.users set created_at = '2025-01-01', last_seen_at = '2026-12-31' where true;
update public.user_preferences set analytics_participation = true where true;

create function pg_temp.become(first integer, last integer, code text)
returns void
language sql
volatile
as $$
  insert into public.mbti_profiles (user_id, mbti_type) select c.id, code from cast_of as c where c.n between first and last;
$$;
create function pg_temp.act(first integer, last integer, on_day date, times integer)
returns void
language sql
volatile
as $$
  insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at, actual_minutes)
  select c.id, 'x', on_day, 'completed', on_day + time '12:00', 30
  from cast_of as c, generate_series(1, times) where c.n between first and last;
$$;
create function pg_temp.shown(code text, of_metric text default 'actions_per_week')
returns text
language sql
volatile
as $$
  select s.average || ' of ' || s.people || ' until ' || s.period_end
  from public.mbti_type_statistics as s
  where s.mbti_type = code and s.metric = of_metric;
$$;

select set_eq(
  'select metric from private.type_metrics()',
  $$
    select match[1] from regexp_matches(
      (select pg_get_constraintdef(oid) from pg_constraint where conname = 'mbti_type_statistics_metric_is_known'), '''(\w+)''', 'g'
    ) as match
  $$,
  'the table knows the metrics there are'
);

select pg_temp.become(1, 4, 'INTJ'), pg_temp.become(11, 17, 'ENFP');
select pg_temp.act(1, 4, '2026-02-10', 8), pg_temp.act(11, 17, '2026-02-02', 4), pg_temp.act(11, 17, '2026-03-01', 6);
-- Outside the four weeks.
select pg_temp.act(11, 17, '2026-02-01', 40), pg_temp.act(11, 17, '2026-03-02', 40);

select is(private.refresh_mbti_type_statistics('2026-03-04'), 1, 'a type with ten people or more is released');
select is(pg_temp.shown('INTJ'), null, 'one with eight is not');
select is(pg_temp.shown('ENFP'), '2.5 of 10 until 2026-03-01', '10 actions in four weeks are 2.5 a week; fourteen people are shown as ten');
select is(pg_temp.shown('ENFP', 'active_days_per_week'), '0.5 of 10 until 2026-03-01', 'on two days');
select is(pg_temp.shown('ENFP', 'minutes_per_week'), '80.0 of 10 until 2026-03-01', '75 minutes a week, in tens');
select is(pg_temp.shown('ENFP', 'longest_streak'), '1.0 of 10 until 2026-03-01', 'not in a row');
select is((select count(*) from public.mbti_type_statistics where mbti_type = 'ENFP'), (select count(*) from private.type_metrics()), 'there is a number for every metric');
select is(private.refresh_mbti_type_statistics('2026-03-08'), 0, 'doing it again in the same week changes nothing');
select pg_temp.act(11, 17, '2026-02-10', 4);
select private.refresh_mbti_type_statistics('2026-03-08');
select is(pg_temp.shown('ENFP'), '2.5 of 10 until 2026-03-01', 'whatever arrives meanwhile');

select is(private.refresh_mbti_type_statistics('2026-03-09'), 1, 'the week after, the same people are counted anew');
select is(pg_temp.shown('ENFP'), '12.5 of 10 until 2026-03-08', 'over the four weeks before: (40 + 6 + 4) / 4');

-- Two join who do much. What the average would then be, less what it was, would tell how much.
select pg_temp.become(5, 5, 'ENFP'), pg_temp.act(5, 5, '2026-03-10', 28);
select is(private.refresh_mbti_type_statistics('2026-03-16'), 0, 'while two people have joined');
select is(pg_temp.shown('ENFP'), '12.5 of 10 until 2026-03-08', 'the numbers stand');
select pg_temp.become(6, 8, 'ENFP');
select is(private.refresh_mbti_type_statistics('2026-03-16'), 0, 'with eight as well');
delete from public.mbti_profiles where user_id = tests.user_id('member_11');
select is(private.refresh_mbti_type_statistics('2026-03-16'), 0, 'and with one who left');
delete from public.mbti_profiles where user_id = tests.user_id('twin_11');
select is(private.refresh_mbti_type_statistics('2026-03-16'), 1, 'eight who joined and two who left are ten');
select is(
  pg_temp.shown('ENFP'), '7.5 of 20 until 2026-03-15', 'twenty people: (12 x (40 + 6) + 2 x 28) / 4 / 20 is 7.6'
);

-- An erased account left too, though nothing is kept of it.
delete from auth.users where id in (select id from cast_of where n in (5, 6));
select is(
  (select count(*) from private.mbti_cohorts where user_id in (select id from cast_of where n in (5, 6))), 0::bigint,
  'an erased account is kept nowhere'
);
select is(private.refresh_mbti_type_statistics('2026-03-23'), 0, 'but that it left is known');
select is(private.refresh_mbti_type_statistics('2026-04-11'), 0, 'the numbers stand as long as a day would be counted in both');
select is(private.refresh_mbti_type_statistics('2026-04-13'), 1, 'and no longer');
select is(pg_temp.shown('ENFP'), '0.0 of 10 until 2026-04-12', 'nobody''s numbers are subtracted from their own');

-- Below ten, nothing stands; and what comes back is compared with what stood.
update public.user_preferences set analytics_participation = false
where user_id in (select id from cast_of where n between 12 and 15);
select is(private.refresh_mbti_type_statistics('2026-04-14'), 1, 'with too few left');
select is(pg_temp.shown('ENFP'), null, 'the numbers are withdrawn');
update public.user_preferences set analytics_participation = true
where user_id in (select id from cast_of where n between 12 and 14);
select is(private.refresh_mbti_type_statistics('2026-04-20'), 0, 'most of those who stood do not bring them back: who is missing would show');

-- Who is counted at all: ten of these are, until one of them is not.
select pg_temp.become(21, 25, 'ISTJ'), pg_temp.act(21, 25, '2026-05-04', 1);
create function pg_temp.released_when(change text)
returns boolean
language plpgsql
volatile
as $$
begin
  execute change;
  perform private.refresh_mbti_type_statistics('2026-05-20');
  raise exception using errcode = 'PT200', message = (pg_temp.shown('ISTJ') is not null)::text;
exception when sqlstate 'PT200' then
  return sqlerrm::boolean;
end;
$$;
select ok(pg_temp.released_when('select 1'), 'ten people are enough');
select ok(not pg_temp.released_when($$update public.user_preferences set analytics_participation = false where user_id = tests.user_id('member_21')$$), 'who does not wish to take part is not counted');
select ok(not pg_temp.released_when($$update public.users set age_band = 'under_13' where id = tests.user_id('member_21')$$), 'nor a child under thirteen');
select ok(not pg_temp.released_when($$update public.users set account_status = 'suspended' where id = tests.user_id('member_21')$$), 'nor a suspended account');
select ok(not pg_temp.released_when($$update public.users set last_seen_at = '2026-04-01' where id = tests.user_id('member_21')$$), 'nor who was not here');
select ok(not pg_temp.released_when($$update public.users set created_at = '2026-04-21' where id = tests.user_id('member_21')$$), 'nor who is new');

-- The other metrics, and the limit to what a person counts for. The four weeks begin on Monday 20 April.
select pg_temp.act(21, 21, '2026-04-21', 4000);
select pg_temp.act(21, 25, '2026-05-05', 1);
insert into public.habits (user_id, id, title) select id, tests.id(1), 'x' from cast_of where n between 21 and 25;
insert into public.habit_logs (user_id, habit_id, done_on)
select c.id, tests.id(1), day from cast_of as c, unnest('{2026-04-26,2026-04-27,2026-05-10,2026-05-11}'::date[]) as day where n between 21 and 25;
insert into public.habits (user_id, id, title) select id, tests.id(2), 'x' from cast_of where n between 21 and 25;
insert into public.habit_logs (user_id, habit_id, done_on)
select c.id, tests.id(2), day from cast_of as c, unnest('{2026-04-19,2026-04-27,2026-05-10,2026-05-11}'::date[]) as day where n between 21 and 25;
insert into public.content_progress (user_id, id, item_id, percent, completed_at)
select c.id, i.id, i.id, 100, case when i.code = 'premortem' then timestamptz '2026-04-19 12:00' else '2026-04-20 12:00' end
from cast_of as c, public.content_items as i where n between 21 and 25 and i.code in ('premortem', 'tiny-habits', 'learn-to-learn');
select private.refresh_mbti_type_statistics('2026-05-20');
select results_eq(
  $$select metric, average::text from public.mbti_type_statistics where mbti_type = 'ISTJ' order by metric$$,
  $$
    values ('actions_per_week', '20.5'), ('active_days_per_week', '0.5'), ('content_completed', '2.0'), ('habits_kept', '1.0'),
      ('longest_streak', '2.0'), ('minutes_per_week', '610.0')
  $$,
  'a thousand actions a week count as a hundred; days in a row, habits of every week and items of the four weeks count'
);

select tests.sign_in('member_21');
select is(
  (select array_agg(format('%s %s %s', mbti_type, average, is_own)) from (select * from public.compare_types('habits_kept') limit 3) as r),
  '{"ISTJ 1.0 t","ENFP 0.0 f","ENFJ  f"}', 'the types are compared, the caller''s own is marked, and what is withheld comes last'
);
select is((select count(*) from public.compare_types('actions_per_week')), 16::bigint, 'all sixteen are there');
select tests.raises($$select * from public.compare_types('income')$$, 'PT422', 'type_metric_unknown', 'a metric there is not is refused');
select tests.raises('select * from public.compare_types(null)', 'PT422', 'type_metric_unknown', 'so is none');
select tests.raises('select * from private.mbti_cohorts', '42501', null, 'nobody reads who was counted');
select tests.raises('select private.refresh_mbti_type_statistics()', '42501', null, 'nor makes the numbers, as often as it takes to learn something');

select * from finish();
rollback;
