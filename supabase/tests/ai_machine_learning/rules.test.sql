-- What a row must keep to, by the name of each rule. Triggers are off for those that a trigger would see to.
begin;
select plan(24);

select tests.create_user('alice');
insert into public.coaching_sessions (user_id, id) values (tests.user_id('alice'), tests.id(1));

create function pg_temp.insert_into(table_name text, fields jsonb)
returns void
language plpgsql
volatile
as $$
begin
  execute (
    select format('insert into public.%I (user_id, %s) values (tests.user_id(''alice''), %s)', table_name,
      string_agg(quote_ident(f.key), ', '), string_agg(quote_nullable(f.value), ', '))
    from jsonb_each_text(fields) as f
  );
end;
$$;
create function pg_temp.refuses(rule text, table_name text, fields text, title text)
returns text
language sql
volatile
as $$
  select throws_like(format('select pg_temp.insert_into(%L, %L)', table_name, fields), '%"' || rule || '"', title);
$$;

set local session_replication_role = replica;
select pg_temp.refuses('coaching_sessions_started_unless_planned', 'coaching_sessions', '{"status": "active"}', 'a session under way has begun');
select pg_temp.refuses('coaching_sessions_ended_has_time', 'coaching_sessions', '{"status": "completed", "started_at": "2026-03-02"}', 'a completed one has ended');
select pg_temp.refuses('coaching_sessions_ends_after_start', 'coaching_sessions',
  '{"status": "completed", "started_at": "2026-03-02", "ended_at": "2026-03-01"}', 'after it began');
select pg_temp.refuses('coaching_sessions_effectiveness_has_outcomes', 'coaching_sessions', '{"effectiveness": 1}', 'effectiveness comes from outcomes');
select pg_temp.refuses('ai_recommendations_seen_has_time', 'ai_recommendations', '{"kind": "habit", "title": "x", "state": "seen"}', 'what was seen was seen at a time');
select pg_temp.refuses('ai_recommendations_decided_has_time', 'ai_recommendations',
  '{"kind": "habit", "title": "x", "state": "accepted", "seen_at": "2026-03-02"}', 'what was decided was decided at a time');
select pg_temp.refuses('ai_recommendations_done_has_time', 'ai_recommendations',
  '{"kind": "habit", "title": "x", "state": "done", "seen_at": "2026-03-02", "decided_at": "2026-03-02"}', 'and what was done, done');
set local session_replication_role = origin;

select pg_temp.refuses('coaching_sessions_kind_is_known', 'coaching_sessions', '{"kind": "party"}', 'a session is of a known kind');
select pg_temp.refuses('coaching_sessions_topics_are_bounded', 'coaching_sessions',
  jsonb_build_object('topics', array[repeat('x', 201)]::text)::text, 'topics are short');
select pg_temp.refuses('coaching_sessions_state_is_small_object', 'coaching_sessions',
  jsonb_build_object('session_state', jsonb_build_object('draft', repeat('x', 20000)))::text, 'where a session has got to is small');
select pg_temp.refuses('coaching_sessions_summarised_has_summary', 'coaching_sessions', '{"ai_summary": "x"}', 'a summary has a time');
select pg_temp.refuses('coaching_outcomes_satisfaction_is_stars', 'coaching_outcomes',
  jsonb_build_object('session_id', tests.id(1), 'satisfaction_rating', 6)::text, 'satisfaction is 1 to 5');
select pg_temp.refuses('coaching_adaptations_type_has_type', 'coaching_adaptations',
  '{"kind": "tone", "basis": "mbti_type", "reason": "x"}', 'what is adapted to a type names it');
select pg_temp.refuses('coaching_adaptations_function_has_function', 'coaching_adaptations',
  '{"kind": "tone", "basis": "cognitive_function", "reason": "x"}', 'so does what is adapted to a function');
select pg_temp.refuses('coaching_adaptations_emotion_has_emotion', 'coaching_adaptations',
  '{"kind": "tone", "basis": "emotion", "reason": "x"}', 'and to an emotion');
select pg_temp.refuses('emotional_state_is_known', 'coaching_adaptations',
  '{"kind": "tone", "basis": "emotion", "reason": "x", "detected_emotion": "hunger"}', 'of those there are');
select pg_temp.refuses('coaching_adaptations_emotion_has_confidence', 'coaching_adaptations',
  '{"kind": "tone", "basis": "feedback", "reason": "x", "emotional_intensity": 1}', 'nothing is intense without one');
select pg_temp.refuses('coaching_adaptations_difficulty_is_step', 'coaching_adaptations',
  '{"kind": "difficulty", "basis": "performance", "reason": "x", "difficulty_adjustment": 2}', 'difficulty changes by at most 1');
select pg_temp.refuses('learned_preferences_observed_in_order', 'learned_preferences',
  '{"key": "tone", "value": "x", "confidence": 1, "first_observed_at": "2026-03-02", "last_observed_at": "2026-03-01"}', 'what is observed last is not before the first');
select pg_temp.refuses('mbti_insights_kind_is_known', 'mbti_insights',
  '{"kind": "rumour", "mbti_type": "INTP", "title": "x", "body": "x"}', 'an insight is of a known kind');
select pg_temp.refuses('ai_recommendations_target_is_whole', 'ai_recommendations',
  '{"kind": "content", "title": "x", "target_table": "content_items"}', 'a target is a table and a row');
select pg_temp.refuses('ai_usage_periods_is_month', 'ai_usage_periods',
  '{"starts_at": "2026-03-02 00:00+00", "resets_at": "2026-04-02 00:00+00"}', 'a usage period begins with a month');
select pg_temp.refuses('ai_usage_periods_is_month', 'ai_usage_periods',
  '{"starts_at": "2026-03-01 00:00+00", "resets_at": "2026-05-01 00:00+00"}', 'and lasts one');
select pg_temp.refuses('ai_usage_periods_user_id_starts_at_key', 'ai_usage_periods',
  '{"starts_at": "2026-03-01 00:00+00", "resets_at": "2026-04-01 00:00+00", "id": "00000000-0000-4000-8000-000000000002"}', 'and is there once')
from (select pg_temp.insert_into('ai_usage_periods', '{"starts_at": "2026-03-01 00:00+00", "resets_at": "2026-04-01 00:00+00"}')) as first;

select * from finish();
rollback;
