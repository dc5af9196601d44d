-- ai_usage_analytics adds up the caller's own questions.
begin;
set local timezone = 'UTC';
select plan(6);

select tests.create_user('alice');
select tests.create_user('bob');

insert into public.ai_interactions (
  user_id, id, started_at, finished_at, purpose, provider, model, outcome, tokens_in, tokens_out, cost_micros, cost_currency,
  latency_ms, is_cache_hit, quality_score, learning_session_id, coaching_session_id
)
select tests.user_id(name), tests.id(n), date_trunc('month', now(), 'UTC') + n * interval '1 millisecond', now(), 'learning', provider, 'x',
  outcome, tokens, tokens, micros, currency, latency, cached, quality, case when session = 7 then tests.id(7) end,
  case when session = 8 then tests.id(8) end
from (values
  ('alice', 1, 'groq', 'completed', 100, 1500, 'USD', 400, false, 0.5, 7),
  ('alice', 2, 'groq', 'completed', 50, 500, 'USD', 200, true, null, 8),
  ('alice', 3, 'gemini', 'completed', 10, 900, 'EUR', 600, false, 1, 7),
  ('alice', 4, 'emergent', 'failed', 5, 5, 'USD', 9000, false, null, 7),
  ('bob', 5, 'groq', 'completed', 9999, 9999, 'USD', 9999, false, 0, 7)
) as given (name, n, provider, outcome, tokens, micros, currency, latency, cached, quality, session);

select tests.sign_in('alice');
select results_eq(
  'select * from public.ai_usage_analytics()',
  $$values (3, '{"groq": 2, "gemini": 1}'::jsonb, 320::bigint, '{"USD": 2000, "EUR": 900}'::jsonb, 400::double precision, 1 / 3::double precision, '{0.5,1}'::double precision[])$$,
  'what was answered adds up, by provider and by currency'
);
select results_eq(
  'select total_ai_queries, total_tokens_consumed, cache_hit_rate from public.ai_usage_analytics(session_id => tests.id(7))',
  'values (2, 220::bigint, 0::double precision)', 'also for one learning session'
);
select is((select total_ai_queries from public.ai_usage_analytics(session_id => tests.id(8))), 1, 'or one with the coach');
select is(
  (
    select total_ai_queries
    from public.ai_usage_analytics(date_trunc('month', now(), 'UTC') + interval '2 milliseconds', date_trunc('month', now(), 'UTC') + interval '3 milliseconds')
  ), 1, 'or for a time, its end excluded'
);
select results_eq(
  $$select total_ai_queries, providers_used, cache_hit_rate, quality_scores from public.ai_usage_analytics(session_id => tests.id(99))$$,
  $$values (0, '{}'::jsonb, null::double precision, '{}'::double precision[])$$, 'nothing adds up to nothing'
);
select tests.raises('select * from public.ai_interactions', '42501', null, 'the rows themselves stay on the server');

select * from finish();
rollback;
