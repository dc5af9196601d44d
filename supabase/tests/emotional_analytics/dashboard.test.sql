-- What a person is shown of their emotions, from rollups, and how fresh that is.
begin;
set local timezone = 'UTC';
select plan(18);

select tests.create_user('alice');
select tests.create_user('mallory');
select tests.consent('emotional_analysis');
insert into public.emotional_readings (user_id, id, recorded_at, emotion, intensity) values
  (tests.user_id('alice'), tests.id(1), '2026-01-05 09:00', 'joy', 1), (tests.user_id('alice'), tests.id(2), '2026-01-05 09:10', 'stress', 1),
  (tests.user_id('alice'), tests.id(3), '2026-01-07 09:00', 'calm', 1), (tests.user_id('alice'), tests.id(4), '2026-02-02 09:00', 'flow', 1);
insert into public.learning_sessions (user_id, started_at, ended_at) values (tests.user_id('alice'), '2026-01-06 10:00', '2026-01-06 10:25');

create temporary table answers (title text, answer jsonb);
grant all on answers to public;
select tests.sign_in('alice');
insert into answers select 'before', public.emotional_dashboard('2026-01-05', '2026-01-11');
select is((select answer -> 'summary' from answers),
  '{"readings": 0, "minutes": 0, "wellness": null, "stability": null, "dominant_emotion": null, "distribution": {}}', 'before the job there is nothing');
select results_eq(
  $$select (answer #>> '{freshness,is_current}')::boolean, (answer #>> '{freshness,pending_days}')::integer, answer #>> '{freshness,pending_since}' is not null from answers$$,
  'values (false, 3, true)', 'and it says that three days wait, and since when'
);

select tests.as_owner();
select private.refresh_emotional_analytics();
select tests.sign_in('alice');
insert into answers select 'after', public.emotional_dashboard('2026-01-05', '2026-01-11');
create function pg_temp.answer(path text[])
returns jsonb
language sql
stable
as $$
  select answer #> path from answers where title = 'after';
$$;

-- Joy 10 minutes at 1, stress 30 at -0.6, calm 30 at 0.5: (10 - 18 + 15) / 70 = 0.1; stability of the one day with two readings: 1 - 1.6 / 2.
select is(pg_temp.answer('{summary,readings}'), '3', 'the readings of the days asked for');
select is(pg_temp.answer('{summary,minutes}')::numeric, 70.0, 'their minutes');
select is(pg_temp.answer('{summary,wellness}')::numeric, 0.55, 'their wellness, by minutes');
select is(pg_temp.answer('{summary,stability}')::numeric, 0.2, 'their stability');
select is(pg_temp.answer('{summary,dominant_emotion}'), '"calm"', 'what dominated');
select is(pg_temp.answer('{summary,distribution,joy}') ->> 'percentage', '14.29', 'and how it was spread');
select is(jsonb_path_query_array(pg_temp.answer('{days}'), '$[*].date'), '["2026-01-05", "2026-01-07"]', 'day by day');
select results_eq(
  $$select pg_temp.answer('{week,analysis_date}'), pg_temp.answer('{month,analysis_date}'), pg_temp.answer('{month,readings_count}')$$,
  $$values ('"2026-01-05"'::jsonb, '"2026-01-01"'::jsonb, '3'::jsonb)$$, 'with the latest week and month'
);
select is(pg_temp.answer('{learning}'),
  '[{"date": "2026-01-06", "session_minutes": 25, "reviews": 0, "recall_rate": null, "mastered": 0, "velocity": 0}]', 'and what was learned');
select is(pg_temp.answer('{freshness}') - 'computed_at', '{"is_current": true, "pending_days": 0, "pending_since": null}', 'all of it is current');

select tests.raises($$select public.emotional_dashboard('2026-01-05', '2026-01-04')$$, 'PT422', 'period_malformed', 'a period runs forward');
select tests.raises($$select public.emotional_dashboard('2026-01-05', '2027-01-06')$$, 'PT422', 'period_malformed', 'for a year and a day at most');
select tests.raises($$select public.emotional_dashboard(null, '2027-01-06')$$, 'PT422', 'period_malformed', 'between two days');

select tests.sign_in('mallory');
select is(public.emotional_dashboard('2026-01-05', '2026-01-11') -> 'summary' -> 'readings', '0', 'mallory is shown nothing of alice''s');
select tests.raises('delete from public.emotional_analytics', '42501', null, 'nobody writes rollups');
select tests.sign_out();
select tests.raises($$select public.emotional_dashboard('2026-01-05', '2026-01-11')$$, '42501', null, 'a visitor may not ask');

select * from finish();
rollback;
