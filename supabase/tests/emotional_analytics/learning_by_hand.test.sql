-- What alice learned on two days, computed by hand.
begin;
set local timezone = 'UTC';
select plan(7);

select tests.create_user('alice');
select tests.consent('emotional_analysis');
insert into public.learning_dna (user_id, id) values (tests.user_id('alice'), tests.user_id('alice'));
insert into public.learning_sessions (user_id, id, started_at, ended_at, subject_id, questions_attempted, questions_correct, session_completion_rate) values
  (tests.user_id('alice'), tests.id(1), '2026-01-05 09:00', '2026-01-05 09:40', private.catalogue_id('subjects', 'communication'), 8, 6, 0.5),
  (tests.user_id('alice'), tests.id(2), '2026-01-05 20:00', null, null, 0, 0, 1),
  (tests.user_id('alice'), tests.id(3), '2026-01-06 09:00', '2026-01-06 09:10', private.catalogue_id('subjects', 'communication'), 2, 2, null);
-- Four easy reviews master active-listening with the last; 5 of 20 minutes were outside of sessions.
insert into public.mastery_reviews (user_id, concept_id, session_id, reviewed_at, activity_type, rating, difficulty_level, time_spent_minutes)
select tests.user_id('alice'), private.catalogue_id('concepts', r.concept), r.session, r.at, r.activity, r.rating, r.difficulty, 5
from (values
  ('active-listening', tests.id(1), '2026-01-05 09:05'::timestamptz, 'practice', 4, 0.4), ('active-listening', tests.id(1), '2026-01-05 09:15', 'practice', 4, 0.8),
  ('active-listening', null, '2026-01-05 21:00', 'practice', 4, null), ('active-listening', tests.id(3), '2026-01-06 09:05', 'revision', 4, null),
  ('open-questions', tests.id(3), '2026-01-06 09:07', 'introduction', null, null), ('open-questions', tests.id(3), '2026-01-06 09:09', 'assessment', 1, 0.9)
) as r (concept, session, at, activity, rating, difficulty);
select private.refresh_emotional_analytics();

create function pg_temp.row_of(source text, day date)
returns text
language sql
stable
as $$
  select format(
    'days %s, sessions %s, minutes %s, accuracy %s, completion %s, introduced %s, reviews %s, recall %s, performance %s, minutes %s, mastered %s, velocity %s',
    active_days, sessions_count, session_minutes, accuracy_percentage, average_completion_rate, introductions_count, reviews_count, recall_rate,
    average_performance, review_minutes, concepts_mastered_count, learning_velocity
  )
  from public.learning_analytics as a where a.data_source = source and a.analysis_date = day and a.user_id = tests.user_id('alice');
$$;

select is(
  pg_temp.row_of('daily_aggregation', '2026-01-05'),
  'days 1, sessions 2, minutes 40, accuracy 75.00, completion 0.75, introduced 0, reviews 3, recall 1, performance 1, minutes 15, mastered 0, velocity 0',
  'Monday: two sessions of which one ended, three reviews'
);
select is(
  pg_temp.row_of('daily_aggregation', '2026-01-06'),
  'days 1, sessions 1, minutes 10, accuracy 100.00, completion , introduced 1, reviews 2, recall 0.5, performance 0.5, minutes 15, mastered 1, velocity 6',
  'Tuesday: one concept mastered in ten minutes'
);
select is(
  pg_temp.row_of('weekly_summary', '2026-01-05'),
  'days 2, sessions 3, minutes 50, accuracy 80.00, completion 0.75, introduced 1, reviews 5, recall 0.8, performance 0.8, minutes 30, mastered 1, velocity 1.0909',
  'the week: one in 55 minutes, of which 5 outside of sessions'
);
select is(
  (select subjects from public.learning_analytics where data_source = 'weekly_summary' and user_id = tests.user_id('alice')),
  '{
    "communication": {"session_minutes": 50, "reviews": 5, "mastered": 1, "average_performance": 0.8},
    "none": {"session_minutes": 0, "reviews": 0, "mastered": 0, "average_performance": null}
  }',
  'by subject'
);
select results_eq(
  $$select overall_learning_velocity::numeric, subjects_performance from public.learning_dna where user_id = tests.user_id('alice')$$,
  -- One of two concepts; half of the one session that says; (0.4 x 1 + 0.8 x 1 + 0.9 x 0) / 2.
  $$values (1.0909, '{"communication": {"mastery_rate": 0.5, "engagement_level": 0.5, "optimal_difficulty": 0.6}}'::jsonb)$$,
  'the learning DNA says the same of all time'
);

delete from public.learning_sessions where id = tests.id(2);
delete from public.mastery_reviews where reviewed_at >= '2026-01-06';
select private.refresh_emotional_analytics();
select is(
  pg_temp.row_of('weekly_summary', '2026-01-05'),
  'days 2, sessions 2, minutes 50, accuracy 80.00, completion 0.5, introduced 0, reviews 3, recall 1, performance 1, minutes 15, mastered 0, velocity 0',
  'what is deleted counts no more'
);
delete from public.mastery_reviews where user_id = tests.user_id('alice');
delete from public.learning_sessions where user_id = tests.user_id('alice');
select private.refresh_emotional_analytics();
select is_empty(
  $$
    select id from public.learning_analytics where user_id = tests.user_id('alice') union all
    select user_id from private.learning_days union all select user_id from private.analytics_days
  $$,
  'without facts nothing is left'
);

select * from finish();
rollback;
