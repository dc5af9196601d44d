-- What cannot be meant is refused, by name, alone, and with what to do about it; the rest of a push is taken.
begin;
select plan(18);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.assessment_attempts (user_id, id, assessment_id)
select tests.user_id('alice'), tests.id(1), a.id from public.assessments as a where a.code = 'mbti';

create function pg_temp.question(code text)
returns uuid
language sql
stable
as $$
  select q.id from public.assessment_questions as q where q.code = question.code;
$$;
create function pg_temp.answer(code text, value integer)
returns void
language sql
volatile
as $$
  insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
  values (
    tests.user_id('alice'), private.derived_id(tests.id(1), pg_temp.question(code)), tests.id(1), pg_temp.question(code), value
  );
$$;

-- Answers.
select lives_ok($$select pg_temp.answer('ei-01', 5)$$, 'the last point of the scale is an answer');
select tests.raises($$select pg_temp.answer('ei-02', 6)$$, 'PT422', 'answer_out_of_scale', 'one beyond it is none');
select throws_like($$select pg_temp.answer('ei-02', 0)$$, '%"assessment_answers_value_is_positive"', 'nor is 0');
select tests.raises(
  $$update public.assessment_answers set value = 7$$, 'PT422', 'answer_out_of_scale', 'an answer cannot become one either'
);
select tests.raises(
  $$select pg_temp.answer('visual-01', 3)$$, 'PT422', 'question_not_in_assessment', 'a question of another assessment is not answered here'
);
select throws_like(
  $$update public.assessment_answers set question_id = pg_temp.question('ei-02')$$, '%"assessment_answers_id_is_derived"',
  'an answer cannot become the answer to another question'
);

-- In a push.
create temporary table pushed as
select tests.push(into_table => 'assessment_answers', created => (
  select jsonb_agg(jsonb_build_object(
    'id', private.derived_id(tests.id(1), pg_temp.question(c.code)), '_status', 'created', 'attempt_id', tests.id(1),
    'question_id', pg_temp.question(c.code), 'value', c.value
  ))
  from (values ('ei-02', 6), ('ei-03', 1), ('visual-01', 2), ('ei-04', 5), ('sn-01', null), ('sn-02', 3)) as c (code, value)
)) as answer;
select is((select answer -> 'accepted' from pushed), '{"assessment_answers": 3}', 'a push keeps what is good');
select set_eq(
  $$select r ->> 'code' from pushed, jsonb_array_elements(answer -> 'rejected') as r$$,
  '{answer_out_of_scale,question_not_in_assessment,value_missing}'::text[],
  'and says of the rest what is wrong'
);
select matches(
  (select r ->> 'detail' from pushed, jsonb_array_elements(answer -> 'rejected') as r where r ->> 'code' = 'answer_out_of_scale'),
  '^value: 6; the scale runs from 1 to 5', 'naming the field and what it takes'
);

-- Responses.
insert into public.onboarding_progress (user_id, id, flow_id)
select tests.user_id('alice'), f.id, f.id from public.onboarding_flows as f;
create function pg_temp.respond(step text, choices text[] default '{}', rating integer default null)
returns void
language sql
volatile
as $$
  insert into public.onboarding_responses (user_id, id, flow_id, step_id, choices, rating)
  select tests.user_id('alice'), s.id, s.flow_id, s.id, respond.choices, respond.rating
  from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id
  where f.code = 'full-start' and s.code = step
  on conflict (user_id, id) do update set choices = excluded.choices, rating = excluded.rating;
$$;
select lives_ok($$select pg_temp.respond('life-areas', '{health,career,relationships}')$$, 'as many options can be chosen as the step allows');
select tests.raises(
  $$select pg_temp.respond('life-areas', '{health,career,relationships,personal-growth}')$$, 'PT422', 'response_not_offered', 'one more cannot'
);
select tests.raises($$select pg_temp.respond('life-areas', '{wealth}')$$, 'PT422', 'response_not_offered', 'nor can what is not offered');
select tests.raises($$select pg_temp.respond('life-areas', array['health', null])$$, '23514', null, 'nor nothing among something');
select tests.raises($$select pg_temp.respond('name', '{health}')$$, 'PT422', 'response_not_offered', 'a step that asks a text offers nothing');
select lives_ok($$select pg_temp.respond('satisfaction', rating => 10)$$, 'a number on the scale is taken');
select tests.raises($$select pg_temp.respond('satisfaction', rating => 11)$$, 'PT422', 'response_out_of_scale', 'one beyond it is not');
select tests.raises($$select pg_temp.respond('name', rating => 1)$$, 'PT422', 'response_out_of_scale', 'nor any where no number is asked');
select throws_like($$select pg_temp.respond('satisfaction', rating => 0)$$, '%"onboarding_responses_rating_is_positive"', 'and 0 is on no scale');

select * from finish();
rollback;
