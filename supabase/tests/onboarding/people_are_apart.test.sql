-- mallory wants to see, plant, borrow and boast.
begin;
select plan(20);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.sign_in('alice');
insert into public.assessment_attempts (user_id, id, assessment_id)
select tests.user_id('alice'), tests.id(1), a.id from public.assessments as a where a.code = 'mbti';
insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
select tests.user_id('alice'), private.derived_id(tests.id(1), q.id), tests.id(1), q.id, 5
from public.assessment_questions as q where q.code = 'tf-12';
insert into public.onboarding_progress (user_id, id, flow_id)
select tests.user_id('alice'), f.id, f.id from public.onboarding_flows as f where f.code = 'quick-start';
insert into public.onboarding_responses (user_id, id, flow_id, step_id, answer, attempt_id)
select tests.user_id('alice'), s.id, s.flow_id, s.id, 'Alice', tests.id(1)
from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id and f.code = 'quick-start' where s.code = 'name';

select tests.sign_in('mallory');
select is_empty(
  $$
    select user_id from public.assessment_attempts union all select user_id from public.assessment_answers
    union all select user_id from public.onboarding_progress union all select user_id from public.onboarding_responses
  $$,
  'mallory sees nothing of alice''s'
);
select tests.raises(
  $$
    insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
    select tests.user_id('alice'), private.derived_id(tests.id(1), q.id), tests.id(1), q.id, 5
    from public.assessment_questions as q where q.code = 'tf-11'
  $$,
  '42501', null, 'mallory may not answer for alice'
);
select tests.raises(
  $$
    insert into public.assessment_attempts (user_id, assessment_id)
    select tests.user_id('alice'), a.id from public.assessments as a where a.code = 'mbti'
  $$,
  '42501', null, 'nor begin an attempt for her'
);
select tests.raises(
  $$
    insert into public.onboarding_progress (user_id, id, flow_id)
    select tests.user_id('alice'), f.id, f.id from public.onboarding_flows as f where f.code = 'full-start'
  $$,
  '42501', null, 'or a flow'
);
select tests.raises(
  $$
    insert into public.onboarding_responses (user_id, id, flow_id, step_id)
    select tests.user_id('alice'), s.id, s.flow_id, s.id from public.onboarding_steps as s where s.code = 'first-action'
  $$,
  '42501', null, 'or say anything in her name'
);
select is_empty($$update public.assessment_answers set value = 1 returning id$$, 'an update of hers meets no row');
select is_empty($$delete from public.onboarding_progress returning id$$, 'nor does a deletion');

-- The key of a reference holds the owner.
select tests.raises(
  $$
    insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
    select tests.user_id('mallory'), private.derived_id(tests.id(1), q.id), tests.id(1), q.id, 5
    from public.assessment_questions as q where q.code = 'tf-11'
  $$,
  '23503', null, 'an answer cannot belong to another person''s attempt'
);
select tests.raises(
  $$
    insert into public.onboarding_responses (user_id, id, flow_id, step_id)
    select tests.user_id('mallory'), s.id, s.flow_id, s.id from public.onboarding_steps as s where s.code = 'first-action'
  $$,
  '23503', null, 'nor a response to another person''s progress'
);
select lives_ok(
  $$
    insert into public.onboarding_progress (user_id, id, flow_id)
    select tests.user_id('mallory'), f.id, f.id from public.onboarding_flows as f
  $$,
  'the id of a flow is everyone''s: who begins it is in the key'
);
select tests.raises(
  $$
    insert into public.onboarding_responses (user_id, id, flow_id, step_id, attempt_id)
    select tests.user_id('mallory'), s.id, s.flow_id, s.id, tests.id(1) from public.onboarding_steps as s where s.code = 'personality'
  $$,
  '23503', null, 'and a response cannot lean on another person''s attempt'
);

-- What the server computes is not theirs to write, not even their own.
select tests.raises(
  $$
    insert into public.assessment_attempts (user_id, assessment_id, status, scores)
    select tests.user_id('mallory'), a.id, 'completed', '{"EI": 100}' from public.assessments as a where a.code = 'mbti'
  $$,
  '42501', null, 'nobody scores themselves'
);
select tests.raises('update public.assessment_attempts set missing_answers = 0', '42501', null, 'or fills in what is missing by a number');
select is(
  tests.push(into_table => 'assessment_attempts', created => (
    select jsonb_build_array(jsonb_build_object(
      'id', tests.id(2), '_status', 'created', 'assessment_id', a.id, 'status', 'completed', 'scores', '{"EI": 100}', 'missing_answers', 0,
      'scored_at', tests.at(0), 'updated_at', tests.at(0)
    ))
    from public.assessments as a where a.code = 'mbti'
  )) -> 'rejected',
  '[]', 'a device that sends a score of its own is not refused'
);
select results_eq(
  'select scores, missing_answers::integer from public.assessment_attempts', 'values (null::jsonb, 48)', 'its score is ignored'
);
select tests.raises($$update public.assessments set scoring = 'means'$$, '42501', null, 'nobody changes how it is scored');
select tests.raises($$insert into public.assessment_questions select * from public.assessment_questions$$, '42501', null, 'what is asked');
select tests.raises($$delete from public.onboarding_steps$$, '42501', null, 'or how people come in');

-- The links that may go.
select tests.sign_in('alice');
delete from public.assessment_attempts;
select results_eq(
  'select answer::text, attempt_id from public.onboarding_responses', $$values ('Alice', null::uuid)$$,
  'a response stays when the attempt it names is deleted'
);
select is((select count(*) from public.assessment_answers)::integer, 0, 'answers go with it');

select * from finish();
rollback;
