-- What the coach finds out is written by the server, read by the person, and theirs to have forgotten.
begin;
select plan(14);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.as_service();
insert into public.coaching_sessions (user_id, id, kind, title) values (tests.user_id('alice'), tests.id(1), 'check_in', 'How was your week?');
insert into public.coaching_adaptations (user_id, id, session_id, kind, basis, reason, mbti_type, difficulty_adjustment)
values (tests.user_id('alice'), tests.id(2), tests.id(1), 'explanation_style', 'mbti_type', 'You like to hear why', 'INTP', -0.2);
insert into public.learned_preferences (user_id, id, key, value, confidence)
values (tests.user_id('alice'), tests.id(3), 'session_time', 'evening', 0.6);
insert into public.mbti_insights (user_id, id, session_id, kind, mbti_type, function_code, title, body)
values (tests.user_id('alice'), tests.id(4), tests.id(1), 'strength', 'INTP', 'Ti', 'You see the flaw', 'Three times this month.');

insert into public.learned_preferences as p (user_id, key, value, confidence)
values (tests.user_id('alice'), 'session_time', 'morning', 0.8)
on conflict (user_id, key) do update set
  value = excluded.value, confidence = excluded.confidence, evidence_count = p.evidence_count + 1, last_observed_at = now();
select results_eq(
  'select value::text, evidence_count from public.learned_preferences', $$values ('morning', 2)$$,
  'the coach changes its mind about a preference, and has one opinion at a time'
);
update public.coaching_sessions set ai_summary = 'A good week', summarised_at = now();
select tests.raises(
  $$update public.coaching_sessions set notes = 'x'$$, '42501', null, 'a person''s notes are theirs alone'
);

select tests.sign_in('alice');
select results_eq(
  $$
    select s.ai_summary::text, a.reason::text, i.title::text
    from public.coaching_sessions as s, public.coaching_adaptations as a, public.mbti_insights as i
  $$,
  $$values ('A good week', 'You like to hear why', 'You see the flaw')$$, 'alice reads what the coach did and found'
);
select is(
  array(select t.table_name from unnest('{coaching_adaptations,learned_preferences,mbti_insights,ai_usage_periods}'::text[]) as t (table_name)
    where jsonb_array_length(tests.pulled(of_table => t.table_name) -> 'updated') > 0),
  '{coaching_adaptations,learned_preferences,mbti_insights}', 'and her devices pull it'
);
select tests.raises($$update public.mbti_insights set body = 'x'$$, '42501', null, 'she writes none of it');
select tests.raises($$delete from public.coaching_adaptations$$, '42501', null, 'nor takes from the log');
select tests.raises(
  $$insert into public.learned_preferences (user_id, key, value, confidence) values (tests.user_id('alice'), 'tone', 'direct', 1)$$,
  '42501', null, 'nor says what was learned'
);
select is(
  tests.push(deleted => jsonb_build_array(tests.id(4)), into_table => 'mbti_insights') #>> '{rejected,0,code}', 'table_read_only',
  'nor does a device of hers'
);

select tests.sign_in('mallory');
select is_empty(
  $$delete from public.learned_preferences returning id$$, 'mallory has nothing of alice''s forgotten'
);

select tests.sign_in('alice');
delete from public.learned_preferences;
select is_empty('select id from public.learned_preferences', 'alice has a preference forgotten');
delete from public.coaching_sessions;
select is_empty('select id from public.coaching_adaptations', 'adaptations go with their session');
select results_eq('select session_id from public.mbti_insights', array[null::uuid], 'an insight stays, and names it no more');

select tests.as_owner();
select set_eq(
  $$
    select t.table_name::text || ' ' || t.direction::text from sync.tables as t
    where t.table_name ~ '^(coaching|learned|mbti_insights|ai_)'
  $$,
  '{coaching_sessions both,coaching_outcomes both,ai_recommendations both,coaching_adaptations down,learned_preferences down,mbti_insights down,ai_usage_periods down}'::text[],
  'each table syncs in its direction, and interactions do not'
);
select set_eq(
  $$
    select c.column_name::text from sync.columns as c join sync.tables as t using (table_id)
    where t.table_name = 'ai_recommendations' and c.is_writable
  $$,
  '{state,updated_at}'::text[], 'of a recommendation a device may write the state'
);

select * from finish();
rollback;
