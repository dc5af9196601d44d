-- What a person reviews online, and what they are asked to review.
begin;
set local timezone = 'UTC';
select plan(27);

select tests.create_user('alice');
select tests.create_user('bob');
-- What a person makes, everyone here may call.
select tests.sign_in('alice');
create function pg_temp.concept(code text default 'habit-loop')
returns uuid
language sql
stable
as $$
  select c.id from public.concepts as c where c.code = concept.code;
$$;

select tests.sign_in('alice');
insert into public.learning_sessions (user_id, id, started_at) values (tests.user_id('alice'), tests.id(1), now() - interval '1 day');

select results_eq(
  $$select state, reviews_count, due_at::timestamptz from public.review_concept(pg_temp.concept(), 3, '2026-01-01 12:00+00', tests.id(1), tests.id(1), 'practice', 0.9, 0.4, 'calm', 2)$$,
  $$values ('learning', 1, '2026-01-01 12:10+00'::timestamptz)$$, 'a review is noted, and says when the next is due'
);
select results_eq(
  $$select state, reviews_count, due_at::timestamptz from public.review_concept(pg_temp.concept(), 1, '2026-01-05 12:00+00', tests.id(1))$$,
  $$values ('learning', 1, '2026-01-01 12:10+00'::timestamptz)$$, 'the same review_id again changes nothing'
);
select results_eq(
  'select concept_id, session_id, rating::integer, performance_score::double precision, difficulty_level::double precision, emotional_state::text, time_spent_minutes from public.mastery_reviews',
  $$values (pg_temp.concept(), tests.id(1), 3, 0.9::double precision, 0.4::double precision, 'calm', 2::double precision)$$, 'all of it is kept'
);
select tests.raises($$select public.review_concept(tests.id(9), 3)$$, 'PT404', 'concept_not_found', 'a concept must be there');
select tests.raises($$select public.review_concept(null, 3)$$, 'PT404', 'concept_not_found', 'and be given');
select tests.raises($$select public.review_concept(pg_temp.concept(), 0)$$, 'PT422', 'rating_unknown', 'a rating is one of four');
select tests.raises($$select public.review_concept(pg_temp.concept(), 5)$$, 'PT422', 'rating_unknown', 'and no more');
select tests.raises($$select public.review_concept(pg_temp.concept(), null)$$, 'PT422', 'rating_unknown', 'and not none');
select tests.raises($$select public.review_concept(pg_temp.concept(), 3, session_id => tests.id(2))$$, 'PT404', 'learning_session_not_found', 'a session must be one''s own');
select tests.raises($$select public.review_concept(pg_temp.concept(), 3, emotional_state => 'hangry')$$, 'PT422', 'review_malformed', 'an emotion must be known');
select throws_matching($$select public.review_concept(pg_temp.concept(), 3, performance_score => 1.1)$$, 'review_malformed', 'a score is a fraction');
select tests.raises($$select public.review_concept(pg_temp.concept(), 3, reviewed_at => 'infinity')$$, 'PT422', 'review_malformed', 'a review has a moment');
select tests.raises($$select public.review_concept(pg_temp.concept(), 3, activity_type => 'x')$$, 'PT422', 'review_malformed', 'an activity is known');

-- Due.
select public.review_concept(pg_temp.concept('empathy'), 4, '2026-01-01 12:00+00');
select public.review_concept(pg_temp.concept('budgeting'), 4, '2026-03-01 12:00+00');
select results_eq(
  $$select concept_code, subject_code, round(overdue_days::numeric, 2), retrievability from public.due_reviews('2026-01-11 12:00+00')$$,
  $$
    values ('habit-loop', 'habits-and-motivation', 9.99, private.fsrs_retrievability(10, 2.3065)),
      ('empathy', 'emotional-intelligence', 2.00, private.fsrs_retrievability(10, 8.2956))
  $$,
  'what is due comes longest overdue first, with the chance that it is still known'
);
select results_eq($$select concept_code from public.due_reviews('2026-01-11 12:00+00', 1)$$, array['habit-loop'], 'as many as asked for');
select is((select count(*) from public.due_reviews('2026-01-01 12:05+00')), 0::bigint, 'nothing before it is due');
select tests.raises($$select public.due_reviews("limit" => 0)$$, 'PT422', 'limit_out_of_range', 'none is no limit');
select tests.raises($$select public.due_reviews("limit" => 501)$$, 'PT422', 'limit_out_of_range', 'nor is too many');

-- Sessions.
insert into public.learning_sessions (user_id, id, started_at) values
  (tests.user_id('alice'), tests.id(2), now() - interval '29 days'), (tests.user_id('alice'), tests.id(3), now() - interval '31 days');
select results_eq('select id from public.recent_learning_sessions()', $$values (tests.id(1)), (tests.id(2))$$, 'the sessions of 30 days, latest first');
select results_eq('select id from public.recent_learning_sessions(40)', $$values (tests.id(1)), (tests.id(2)), (tests.id(3))$$, 'or of more');
select tests.raises('select public.recent_learning_sessions(0)', 'PT422', 'days_out_of_range', 'but not of none');
select tests.raises('select public.recent_learning_sessions(731)', 'PT422', 'days_out_of_range', 'or of more than are kept');

-- Overview.
select results_eq(
  $$
    select concept_code, is_ready, missing_prerequisites, round(mastery_level::numeric, 2), round(subject_mastery::numeric, 3)
    from public.mastery_overview('habits-and-motivation') limit 3
  $$,
  $$
    values ('habit-loop', true, '{}'::text[], 0.36, 0.036),
      ('implementation-intention', false, '{habit-loop}', 0.00, 0.036),
      ('habit-stacking', false, '{habit-loop,implementation-intention}', 0.00, 0.036)
  $$,
  'an overview tells how each concept stands, and what it still asks for'
);
select is((select count(*) from public.mastery_overview()), 60::bigint, 'of all subjects, when none is named');
select tests.raises($$select public.mastery_overview('alchemy')$$, 'PT404', 'subject_not_found', 'a subject must be there');

select tests.sign_in('bob');
select is(
  (select count(*) from public.due_reviews('2099-01-01')) + (select count(*) from public.recent_learning_sessions())
    + (select count(*) from public.mastery_overview() where state <> 'new'),
  0::bigint, 'bob has none of it'
);
select tests.sign_out();
select tests.raises('select public.due_reviews()', '42501', null, 'and a visitor may not ask');

select * from finish();
rollback;
