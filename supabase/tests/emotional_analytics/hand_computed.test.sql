-- A Monday of alice's in Amsterdam, computed by hand from the definitions at the head of the migration.
begin;
set local timezone = 'UTC';
select plan(26);

select tests.create_user('alice');
select tests.consent('emotional_analysis');
update public.users set timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');

insert into public.learning_sessions (user_id, id, started_at) values (tests.user_id('alice'), tests.id(1), '2026-01-05 09:00+01');
insert into public.emotional_readings (user_id, id, session_id, recorded_at, emotion, intensity, trigger) values
  -- Sunday: half an hour of joy.
  (tests.user_id('alice'), tests.id(1), null, '2026-01-04 10:00+01', 'joy', 0.5, null),
  -- Monday: joy 20 minutes, stress 10, calm 30 and neutral 30, which is the most a reading stands for.
  (tests.user_id('alice'), tests.id(2), tests.id(1), '2026-01-05 09:00+01', 'joy', 0.5, null),
  (tests.user_id('alice'), tests.id(3), tests.id(1), '2026-01-05 09:20+01', 'stress', 1, 'deadline'),
  (tests.user_id('alice'), tests.id(4), tests.id(1), '2026-01-05 09:30+01', 'calm', 1, null),
  (tests.user_id('alice'), tests.id(5), null, '2026-01-05 12:00+01', 'neutral', 0.5, 'lunch');
insert into public.learning_interventions (user_id, applied_at, intervention_type, emotional_state, effectiveness_rating) values
  (tests.user_id('alice'), '2026-01-05 09:25+01', 'short-break', null, 5),
  (tests.user_id('alice'), '2026-01-05 09:26+01', 'encouragement', 'stress', 2),
  (tests.user_id('alice'), '2026-01-05 12:10+01', 'short-break', null, null),
  (tests.user_id('alice'), '2026-01-05 18:00+01', 'breathing-exercise', 'anxiety', null);
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, activity_type, rating, performance_score, emotional_state, time_spent_minutes)
select tests.user_id('alice'), private.catalogue_id('concepts', r.concept), '2026-01-05 09:10+01', r.activity, r.rating, r.score, r.emotion, r.minutes
from (values
  ('habit-loop', 'practice', 4, null, 'calm', 5), ('empathy', 'practice', 1, null, 'stress', 4),
  ('budgeting', 'assessment', 3, null, 'joy', 3), ('chunking', 'introduction', null, 0.6, 'calm', null)
) as r (concept, activity, rating, score, emotion, minutes);

select is(private.refresh_emotional_analytics(), 2, 'two days changed');
select is(private.refresh_emotional_analytics(), 0, 'and then none');

create function pg_temp.row_of(source text, day date)
returns public.emotional_analytics
language sql
stable
as $$
  select a from public.emotional_analytics as a where a.user_id = tests.user_id('alice') and a.data_source = source and a.analysis_date = day;
$$;
create temporary table monday as select (pg_temp.row_of('daily_aggregation', '2026-01-05')).*;

select is((select readings_count from monday), 4, 'four readings');
select is((select total_time_minutes from monday), 90::double precision, 'stand for 20 + 10 + 30 + 30 minutes');
select is((select dominant_emotion::text from monday), 'calm', 'of two that lasted as long, the first by name is dominant');
select is(
  (select emotion_distribution from monday),
  '{
    "joy": {"percentage": 22.22, "total_time_minutes": 20, "session_count": 1},
    "stress": {"percentage": 11.11, "total_time_minutes": 10, "session_count": 1},
    "calm": {"percentage": 33.33, "total_time_minutes": 30, "session_count": 1},
    "neutral": {"percentage": 33.33, "total_time_minutes": 30, "session_count": 0}
  }',
  'the distribution is by time'
);
-- Affect: joy 1 x 0.5, stress -0.6 x 1, calm 0.5 x 1, neutral 0. Changes: 1.1, 1.1, 0.5: 0.9 on average.
select is((select emotional_stability_score::numeric from monday), 0.55, 'stability is 1 - 0.9 / 2');
-- (20 x 0.5 - 10 x 0.6 + 30 x 0.5) / 90 = 19 / 90.
select is((select overall_emotional_wellness::numeric from monday), 0.6056, 'wellness is (1 + 19/90) / 2');
select is(
  (select most_productive_emotions from monday),
  '[
    {"emotion": "joy", "learning_effectiveness_score": 0.9, "concepts_mastered_rate": 0},
    {"emotion": "calm", "learning_effectiveness_score": 0.8, "concepts_mastered_rate": 0},
    {"emotion": "stress", "learning_effectiveness_score": 0, "concepts_mastered_rate": 0}
  ]',
  'joy was most productive: 0.9; calm (1 + 0.6) / 2'
);
select is(
  (select problematic_emotional_patterns from monday),
  '[{"emotion": "stress", "learning_hindrance_score": 0.625, "common_triggers": ["deadline"], "recovery_time_minutes": 10}]',
  'stress hindered by (1 + 0 + 0.9 + 0.6) / 4 - 0, was triggered by a deadline and passed in ten minutes'
);
select results_eq(
  'select best_emotional_state_for_new_concepts::text, best_emotional_state_for_practice::text, best_emotional_state_for_assessment::text from monday',
  $$values ('calm', 'calm', 'joy')$$, 'new concepts and practice go best in calm, assessment in joy'
);
select is(
  (select interventions_applied from monday),
  '[
    {"intervention_type": "short-break", "application_count": 2, "success_rate": 1, "average_effectiveness_rating": 5},
    {"intervention_type": "breathing-exercise", "application_count": 1, "success_rate": null, "average_effectiveness_rating": null},
    {"intervention_type": "encouragement", "application_count": 1, "success_rate": 0, "average_effectiveness_rating": 2}
  ]',
  'of two breaks one is rated, with success'
);
select is((select average_recovery_time_minutes from monday), '{"stress": 10}', 'stress passed in ten minutes');
select is(
  (select most_effective_recovery_strategies from monday),
  '[
    {"strategy": "encouragement", "success_rate": 1, "applicable_emotions": ["stress"]},
    {"strategy": "short-break", "success_rate": 1, "applicable_emotions": ["stress"]},
    {"strategy": "breathing-exercise", "success_rate": 0, "applicable_emotions": ["anxiety"]}
  ]',
  'a break against stress worked, one in neutral is none against anything; what nothing followed did not work'
);
select is(
  (select emotional_trends from monday),
  '[
    {"emotion": "joy", "trend_direction": "decreasing", "change_percentage": -77.78, "time_period": "day"},
    {"emotion": "calm", "trend_direction": "increasing", "change_percentage": 33.33, "time_period": "day"},
    {"emotion": "neutral", "trend_direction": "increasing", "change_percentage": 33.33, "time_period": "day"},
    {"emotion": "stress", "trend_direction": "increasing", "change_percentage": 11.11, "time_period": "day"}
  ]',
  'on Sunday joy was all there was'
);
-- From nine to twelve 19 in 60 minutes: 0.6583; from twelve 0: 0.5.
select results_eq(
  'select best_learning_times, challenging_periods, emotional_biorhythm_insights from monday',
  $$values ('{09:00-12:00}'::text[], '{}'::text[], '{peak:09:00-12:00,dip:12:00-15:00}'::text[])$$, 'the morning is the best time'
);

create temporary table sunday as select (pg_temp.row_of('daily_aggregation', '2026-01-04')).*;
select results_eq(
  'select emotional_stability_score::numeric, overall_emotional_wellness::numeric, emotional_trends, emotional_biorhythm_insights from sunday',
  $$values (null::numeric, 0.75, '[]'::jsonb, '{}'::text[])$$, 'with one reading there is no stability, with nothing before no trend, with one time no peak'
);
select is(
  (select emotional_trends from (select (pg_temp.row_of('weekly_summary', '2026-01-05')).*) as w) #>> '{0,time_period}', 'week',
  'the week that begins on Monday is compared with the week before'
);
select is((select (pg_temp.row_of('weekly_summary', '2025-12-29')).readings_count), 1, 'in which Sunday lies');
-- (19 + 30 x 0.5) / 120.
select is((select (pg_temp.row_of('monthly_report', '2026-01-01')).overall_emotional_wellness::numeric), 0.6417, 'the month has both: (1 + 34/120) / 2');
select is((select (pg_temp.row_of('monthly_report', '2026-01-01')).emotional_stability_score::numeric), 0.55, 'and no change between two days');
select is(
  (select (pg_temp.row_of('monthly_report', '2026-01-01')).emotion_distribution -> 'joy'),
  '{"percentage": 41.67, "total_time_minutes": 50, "session_count": 1}', 'its minutes are those of its days'
);
select is(
  (select count(*) from public.emotional_analytics where user_id = tests.user_id('alice')), 5::bigint, 'two days, two weeks and a month'
);

-- An evening of only unpleasant readings is challenging.
insert into public.emotional_readings (user_id, recorded_at, emotion, intensity) values
  (tests.user_id('alice'), '2026-01-06 21:30+01', 'fatigue', 1), (tests.user_id('alice'), '2026-01-06 21:40+01', 'calm', 1),
  (tests.user_id('alice'), '2026-01-06 21:50+01', 'boredom', 0.5);
select private.refresh_emotional_analytics();
select results_eq(
  $$select best_learning_times, challenging_periods from (select (pg_temp.row_of('daily_aggregation', '2026-01-06')).*) as d$$,
  $$values ('{}'::text[], '{21:00-24:00}'::text[])$$, 'an evening of mostly unpleasant feelings is challenging'
);

-- Something about Sunday arrives: joy was half of it. Monday did not change, and yet compares with that.
insert into public.emotional_readings (user_id, recorded_at, emotion) values (tests.user_id('alice'), '2026-01-04 11:00+01', 'calm');
select is(private.refresh_emotional_analytics(), 1, 'one day changed');
select is(
  (select jsonb_path_query_first(emotional_trends, '$[*] ? (@.emotion == "joy").change_percentage')
    from (select (pg_temp.row_of('daily_aggregation', '2026-01-05')).*) as d),
  '-27.78', 'the day after compares with it'
);

select * from finish();
rollback;
