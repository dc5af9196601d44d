-- What a session used of the coach is what its interactions add up to.
begin;
set local timezone = 'UTC';
select plan(12);

select tests.create_user('alice');
select tests.consent('emotional_analysis');
select tests.sign_in('alice');
insert into public.learning_sessions (user_id, id, started_at, ended_at, questions_attempted, questions_correct)
values
  (tests.user_id('alice'), tests.id(1), '2026-01-01 10:00', '2026-01-01 10:45:59', 3, 2),
  (tests.user_id('alice'), tests.id(2), '2026-01-02 10:00', null, 0, 0);

create function pg_temp.usage(n integer default 1)
returns text
language sql
stable
as $$
  select format('%s answers %s, %s tokens, %s %s, %s ms, %s cached, quality %s', s.total_ai_queries, s.providers_used, s.total_tokens_consumed,
    s.total_ai_cost_micros, s.ai_cost_currency, s.average_ai_response_time_ms, s.ai_cache_hit_rate, s.quality_scores)
  from public.learning_sessions as s where s.id = tests.id(n);
$$;

select results_eq(
  'select duration_minutes::integer, accuracy_percentage from public.learning_sessions order by started_at',
  'values (45, 66.67), (null, null)', 'duration and accuracy are computed, when there is something to compute'
);
select is(pg_temp.usage(), '0 answers {}, 0 tokens, 0 USD,  ms,  cached, quality {}', 'a session begins with nothing used');

insert into public.learning_interactions (
  user_id, id, session_id, occurred_at, interaction_type, user_input, ai_text, ai_provider, ai_response_time_ms, ai_tokens_used, ai_cost_micros,
  ai_cache_hit, ai_quality_score
)
values
  (tests.user_id('alice'), tests.id(1), tests.id(1), '2026-01-01 10:02', 'question', 'Why?', 'Because.', 'groq', 100, 10, 250, true, 0.8),
  (tests.user_id('alice'), tests.id(2), tests.id(1), '2026-01-01 10:01', 'question', 'How?', 'Thus.', 'gemini', 300, 20, 750, false, 0.5),
  (tests.user_id('alice'), tests.id(3), tests.id(1), '2026-01-01 10:03', 'feedback', 'Thanks', null, null, null, null, null, null, null);
select is(
  pg_temp.usage(), '2 answers {"groq": 1, "gemini": 1}, 30 tokens, 1000 USD, 200 ms, 0.5 cached, quality {0.5,0.8}',
  'answers add up, in the order in which they were given; what is no answer does not count'
);
update public.learning_interactions set session_id = tests.id(2) where id = tests.id(1);
select is(pg_temp.usage(), '1 answers {"gemini": 1}, 20 tokens, 750 USD, 300 ms, 0 cached, quality {0.5}', 'what moves to another session leaves this one');
select is(pg_temp.usage(2), '1 answers {"groq": 1}, 10 tokens, 250 USD, 100 ms, 1 cached, quality {0.8}', 'and counts there');
delete from public.learning_interactions where id = tests.id(2);
select is(pg_temp.usage(), '0 answers {}, 0 tokens, 0 USD,  ms,  cached, quality {}', 'what is deleted is taken off');

select tests.raises('update public.learning_sessions set total_ai_cost_micros = 1', '42501', null, 'nobody writes what their sessions cost');
select tests.raises('update public.learning_sessions set duration_minutes = 1', '428C9', null, 'or how long they took');

-- What goes with a session, and what stays.
insert into public.learning_interventions (user_id, id, session_id, intervention_type) values (tests.user_id('alice'), tests.id(1), tests.id(2), 'short-break');
insert into public.emotional_readings (user_id, id, session_id, emotion) values (tests.user_id('alice'), tests.id(1), tests.id(2), 'calm');
insert into public.mastery_reviews (user_id, id, session_id, concept_id, rating)
select tests.user_id('alice'), tests.id(1), tests.id(2), id, 3 from public.concepts where code = 'empathy';
select lives_ok('delete from public.learning_sessions where id = tests.id(2)', 'a session can be deleted');
select is_empty('select id from public.learning_interactions where session_id = tests.id(2)', 'its interactions go with it');
select results_eq(
  $$
    select session_id from public.learning_interventions union all select session_id from public.emotional_readings
    union all select session_id from public.mastery_reviews
  $$,
  'values (null::uuid), (null), (null)', 'what was felt, tried and recalled stays'
);

insert into public.emotional_readings (user_id, id, emotion, recorded_at) values (tests.user_id('alice'), tests.id(2), 'calm', now() + interval '1 day');
select is((select r.recorded_at::timestamptz from public.emotional_readings as r where r.id = tests.id(2)), now()::timestamptz(3), 'nobody feels anything in the future');

select * from finish();
rollback;
