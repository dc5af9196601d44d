-- Two devices of one person answer the same question, begin the same flow, do the same step, with no network between
-- them. Neither is refused, and both end with the same rows.
begin;
set local timezone = 'UTC';
select plan(21);

select tests.create_user('alice');

-- RFC 9562 (version 3), as any client's library computes it.
select is(
  private.derived_id('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'),
  'd60ffb86-69d5-39d2-94ff-a86e95e5472f', 'an id is derived as a UUID version 3'
);
select is(
  private.derived_id('6ba7b810-9dad-11d1-80b4-00c04fd430c8', '00000000-0000-4000-8000-00000000000b'),
  '44780d9d-42b0-3b0e-b774-bd680471696b', 'whatever the namespace'
);

select tests.sign_in('alice');

-- Minutes since tests.at(0).
create function pg_temp.minute(moment timestamptz)
returns integer
language sql
immutable
as $$
  select ((extract(epoch from moment) * 1000 - tests.at(0)) / 60000)::integer;
$$;

create function pg_temp.push(into_table text, raw jsonb, device text, base bigint default null)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  answer constant jsonb := public.push_changes(
    json_build_object(into_table, json_build_object('created', json_build_array(raw), 'updated', '{}'::text[], 'deleted', '{}'::text[])),
    base_pulled_at => base, device_id => tests.device(device)
  );
begin
  return coalesce(answer #>> '{rejected,0,code}', 'taken') || coalesce(
    (select ', ' || string_agg((c ->> 'column') || ': ' || (c ->> 'resolution'), ', ' order by c ->> 'column') from jsonb_array_elements(answer -> 'conflicts') as c), ''
  );
end;
$$;
create function pg_temp.answered(value integer, minute integer, other_id uuid default null)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', coalesce(other_id, private.derived_id(tests.id(1), q.id)), '_status', 'created', 'attempt_id', tests.id(1), 'question_id', q.id, 'value', value,
    'created_at', tests.at(minute), 'updated_at', tests.at(minute)
  )
  from public.assessment_questions as q where q.code = 'ei-01';
$$;

-- A question.
insert into public.assessment_attempts (user_id, id, assessment_id, started_at, created_at, updated_at)
select tests.user_id('alice'), tests.id(1), a.id, t.at, t.at, t.at
from (select to_timestamp(tests.at(5) / 1000) as at) as t, public.assessments as a where a.code = 'mbti';
select is(pg_temp.push('assessment_answers', pg_temp.answered(2, 10), 'phone'), 'taken', 'the phone answers a question');
select is(pg_temp.push('assessment_answers', pg_temp.answered(5, 20), 'laptop'), 'taken, value: client', 'the laptop answered it too, later: no refusal');
select results_eq('select value::integer from public.assessment_answers', array[5], 'there is one answer, and it is the later one');
select is(pg_temp.push('assessment_answers', pg_temp.answered(1, 15), 'tablet'), 'taken, value: server', 'a tablet that answered before that is not refused either');
select results_eq('select value::integer from public.assessment_answers', array[5], 'and changes nothing');
select is(
  pg_temp.push('assessment_answers', pg_temp.answered(1, 30, tests.id(99)), 'phone'), 'value_out_of_bounds',
  'an answer under an id of its own is refused: it would be a second one'
);

-- The attempt, completed by one and gone on with by the other.
select is(
  pg_temp.push('assessment_attempts', (
    select jsonb_build_object(
      'id', t.id, '_status', 'created', 'assessment_id', t.assessment_id, 'status', 'completed', 'started_at', tests.at(5), 'completed_at', tests.at(40),
      'updated_at', tests.at(40)
    ) from public.assessment_attempts as t
  ), 'phone') ~ '^taken', true, 'the phone completes the attempt'
);
select is(
  pg_temp.push('assessment_attempts', (
    select jsonb_build_object(
      'id', t.id, '_status', 'created', 'assessment_id', t.assessment_id, 'status', 'completed', 'started_at', tests.at(1), 'completed_at', tests.at(50),
      'updated_at', tests.at(50)
    ) from public.assessment_attempts as t
  ), 'laptop') ~ '^taken', true, 'the laptop does, too'
);
select results_eq(
  $$select pg_temp.minute(started_at), pg_temp.minute(completed_at), status from public.assessment_attempts$$,
  $$values (1, 40, 'completed')$$, 'it began when the first began it, and ended when the first ended it'
);

-- A flow.
create function pg_temp.begun(minute integer, step text default null, id uuid default null)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', coalesce(begun.id, f.id), '_status', 'created', 'flow_id', f.id, 'current_step_id', s.id, 'started_at', tests.at(minute),
    'status', 'completed', 'steps_done', 99, 'completed_at', tests.at(minute), 'created_at', tests.at(minute), 'updated_at', tests.at(minute)
  )
  from public.onboarding_flows as f left join public.onboarding_steps as s on s.flow_id = f.id and s.code = step
  where f.code = 'quick-start';
$$;
select is(pg_temp.push('onboarding_progress', pg_temp.begun(10, 'name'), 'phone'), 'taken', 'the phone begins a flow');
select is(
  pg_temp.push('onboarding_progress', pg_temp.begun(5, 'life-areas'), 'laptop'), 'taken, current_step_id: server, started_at: client',
  'the laptop began it, too'
);
select results_eq(
  $$
    select pg_temp.minute(p.started_at), s.code::text, p.steps_done::integer, p.status, p.completed_at is null
    from public.onboarding_progress as p join public.onboarding_steps as s on s.id = p.current_step_id
  $$,
  $$values (5, 'name', 0, 'in_progress', true)$$,
  'it began at the first time, is at the screen that was seen last, and how far it is no device says'
);
select is(
  pg_temp.push('onboarding_progress', pg_temp.begun(10, null, tests.id(7)), 'phone'), 'value_out_of_bounds',
  'a flow cannot be begun twice'
);

-- A step.
create function pg_temp.chose(minute integer, choices text, id uuid default null, flow text default 'quick-start')
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', coalesce(chose.id, s.id), '_status', 'created', 'flow_id', s.flow_id, 'step_id', s.id, 'status', 'completed', 'choices', choices,
    'responded_at', tests.at(minute), 'created_at', tests.at(minute), 'updated_at', tests.at(minute)
  )
  from public.onboarding_flows as f join public.onboarding_steps as s on s.flow_id = f.id and s.code = 'life-areas'
  where f.code = flow;
$$;
select is(pg_temp.push('onboarding_responses', pg_temp.chose(12, '["health"]'), 'phone'), 'taken', 'the phone does a step');
select is(
  pg_temp.push('onboarding_responses', pg_temp.chose(14, '["career","health"]'), 'laptop'), 'taken, choices: client, responded_at: client',
  'the laptop did it, too'
);
select results_eq(
  'select choices, pg_temp.minute(responded_at) from public.onboarding_responses', $$values ('{career,health}'::text[], 14)$$,
  'the later choice stands, whole'
);
select is(
  pg_temp.push('onboarding_responses', pg_temp.chose(12, '["health"]', tests.id(7)), 'phone'), 'value_out_of_bounds',
  'a step cannot be answered twice'
);
select is(
  pg_temp.push('onboarding_responses', pg_temp.chose(12, '["health"]', flow => 'full-start'), 'phone'), 'parent_missing',
  'nor a step of a flow that was not begun'
);
select is(
  pg_temp.push('onboarding_responses', pg_temp.chose(12, '["health"]', flow => 'full-start') || (
    select jsonb_build_object('flow_id', f.id) from public.onboarding_flows as f where f.code = 'quick-start'
  ), 'phone'), 'parent_missing', 'nor one of another flow'
);

select * from finish();
rollback;
