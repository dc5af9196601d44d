-- A person may push thousands of facts about one moment or one concept. What follows from them takes time in proportion to
-- how many there are, and not to their square: ten thousand of each in half an hour would be a hundred million pairs.
begin;
set local timezone = 'UTC';
select plan(7);

select tests.create_user('mallory');
delete from private.analytics_marks where true;
set local statement_timeout = '15s';

-- Ten thousand readings before midnight and as many interventions after it, all within half an hour, and nothing pleasant.
insert into public.emotional_readings (user_id, recorded_at, emotion)
select tests.user_id('mallory'), '2026-10-01 23:50+00'::timestamptz + n * interval '1 millisecond', 'stress' from generate_series(1, 10000) as n;
insert into public.learning_interventions (user_id, applied_at, intervention_type)
select tests.user_id('mallory'), '2026-10-02 00:01+00'::timestamptz + n * interval '1 millisecond', 'breathing' from generate_series(1, 10000) as n;
-- And after them ten thousand more, before which there is nothing.
insert into public.emotional_readings (user_id, recorded_at, emotion)
select tests.user_id('mallory'), '2026-10-02 00:10+00'::timestamptz + n * interval '1 millisecond', 'stress' from generate_series(1, 10000) as n;
select lives_ok('select private.refresh_emotional_analytics(at => clock_timestamp())', 'ten thousand interventions among twenty thousand readings are counted in time');
select is_empty('select from private.analytics_marks', 'and nothing is set aside');
select is(
  (select format('%s %s %s', emotion, applications, recovered) from private.intervention_days where user_id = tests.user_id('mallory')), 'unknown 10000 0',
  'nobody felt anything on that day before them'
);

create function pg_temp.review(first integer, last integer)
returns void
language sql
volatile
as $$
  insert into public.mastery_reviews (user_id, id, concept_id, reviewed_at, rating)
  select tests.user_id('mallory'), tests.id(n), c.id, '2020-01-01 00:00+00'::timestamptz + n * interval '1 day', 1 + n % 4
  from generate_series(first, last) as n, public.concepts as c where c.code = 'empathy';
$$;
select lives_ok('select pg_temp.review(1, 1000)', 'a thousand reviews of a concept are replayed');
select is((select reviews_count from public.content_mastery where user_id = tests.user_id('mallory')), 1000, 'all of them');
select tests.raises('select pg_temp.review(1001, 1001)', 'PT422', 'reviews_too_many', 'more are refused, since each replays all others');
delete from public.mastery_reviews where id = tests.id(1);
select lives_ok('select pg_temp.review(1001, 1001)', 'unless one is taken away');

select * from finish();
rollback;
