-- How far a person is in a flow follows from what they said, in whatever order it arrives; and that they are through
-- onboarding follows from that.
begin;
set local timezone = 'UTC';
select plan(30);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.ms(moment timestamptz)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select (extract(epoch from moment) * 1000)::bigint;
$$;
create function pg_temp.begun(flow text, at timestamptz)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object('id', f.id, '_status', 'created', 'flow_id', f.id, 'started_at', pg_temp.ms(at), 'created_at', pg_temp.ms(at), 'updated_at', pg_temp.ms(at))
  from public.onboarding_flows as f where f.code = flow;
$$;
create function pg_temp.response(flow text, step text, columns jsonb, at timestamptz)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', s.id, '_status', 'created', 'flow_id', s.flow_id, 'step_id', s.id, 'status', 'completed', 'responded_at', pg_temp.ms(at),
    'created_at', pg_temp.ms(at), 'updated_at', pg_temp.ms(at)
  ) || columns
  from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id
  where f.code = flow and s.code = step;
$$;
create function pg_temp.push(progress jsonb, variadic responses jsonb[])
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  answer constant jsonb := public.push_changes(json_build_object(
    'onboarding_progress', json_build_object(
      'created', case when progress is null then '[]' else jsonb_build_array(progress) end, 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb
    ),
    'onboarding_responses', json_build_object('created', to_jsonb(responses), 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb)
  ), device_id => tests.device('phone'));
begin
  return format('accepted %s, rejected %s', answer -> 'accepted', answer -> 'rejected');
end;
$$;
create function pg_temp.state(flow text)
returns text
language sql
stable
as $$
  select format('%s, %s done, %s', p.status, p.steps_done, coalesce(to_char(p.completed_at, 'DD HH24:MI'), '-'))
  from public.onboarding_progress as p join public.onboarding_flows as f on f.id = p.flow_id
  where f.code = flow;
$$;
create function pg_temp.through()
returns text
language sql
stable
as $$
  select coalesce(to_char(u.onboarding_completed_at, 'DD HH24:MI'), '-') from public.users as u;
$$;

-- The whole flow in one push: progress is written before the responses.
select is(
  pg_temp.push(
    pg_temp.begun('quick-start', '2026-03-02 09:00+00'),
    pg_temp.response('quick-start', 'welcome', '{}', '2026-03-02 09:00+00'),
    pg_temp.response('quick-start', 'name', '{"answer": "Alice"}', '2026-03-02 09:01+00'),
    pg_temp.response('quick-start', 'life-areas', '{"choices": "[\"health\"]"}', '2026-03-02 09:03+00'),
    pg_temp.response('quick-start', 'daily-time', '{"choices": "[\"15\"]"}', '2026-03-02 09:02+00'),
    pg_temp.response('quick-start', 'first-action', '{"status": "skipped"}', '2026-03-02 09:04+00')
  ),
  'accepted {"onboarding_progress": 1, "onboarding_responses": 5}, rejected []', 'a flow that was gone through offline is pushed whole'
);
select is(pg_temp.state('quick-start'), 'completed, 3 done, 02 09:03', 'it is completed, when the last required step was done');
select is(pg_temp.through(), '02 09:03', 'and so the person is through onboarding');

-- A second flow, in pieces and out of order.
select pg_temp.push(pg_temp.begun('learner-start', '2026-03-05 10:00+00'), pg_temp.response('learner-start', 'goal', '{"answer": "Speak Spanish"}', '2026-03-05 10:05+00'));
select is(pg_temp.state('learner-start'), 'in_progress, 1 done, -', 'one step does not complete a flow');
select pg_temp.push(null, pg_temp.response('learner-start', 'learning-style', '{}', '2026-03-05 10:09+00'), pg_temp.response('learner-start', 'feedback', '{"choices": "[\"high\"]"}', '2026-03-05 10:12+00'));
select is(pg_temp.state('learner-start'), 'in_progress, 2 done, -', 'a step that need not be done does not count');
select pg_temp.push(null, pg_temp.response('learner-start', 'name', '{"answer": "  "}', '2026-03-05 10:01+00'), pg_temp.response('learner-start', 'subjects', '{}', '2026-03-05 10:03+00'));
select is(pg_temp.state('learner-start'), 'in_progress, 2 done, -', 'nor does one that is called completed with nothing said or chosen');
select pg_temp.push(null, pg_temp.response('learner-start', 'education', '{"status": "skipped", "choices": "[\"graduate\"]"}', '2026-03-05 10:02+00'));
select is(pg_temp.state('learner-start'), 'in_progress, 2 done, -', 'nor one that was skipped');

update public.onboarding_responses set answer = 'Alice', responded_at = '2026-03-05 10:01+00'
where step_id = (select s.id from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id where f.code = 'learner-start' and s.code = 'name');
update public.onboarding_responses set choices = '{languages}'
where step_id = (select s.id from public.onboarding_steps as s where s.code = 'subjects');
select is(pg_temp.state('learner-start'), 'in_progress, 4 done, -', 'what was said later counts');
update public.onboarding_responses set status = 'completed'
where step_id = (select s.id from public.onboarding_steps as s where s.code = 'education');
select is(pg_temp.state('learner-start'), 'completed, 5 done, 05 10:09', 'the last required step completes the flow, at the time of the latest of them');
select is(pg_temp.through(), '02 09:03', 'being through onboarding has the first time');

-- Late: a flow that was completed before the other one, and arrives after it.
select pg_temp.push(
  pg_temp.begun('full-start', '2026-03-01 08:00+00'),
  pg_temp.response('full-start', 'privacy', '{}', '2026-03-01 08:01+00'),
  pg_temp.response('full-start', 'name', '{"answer": "Alice"}', '2026-03-01 08:02+00'),
  pg_temp.response('full-start', 'satisfaction', '{"rating": 7}', '2026-03-01 08:03+00'),
  pg_temp.response('full-start', 'life-areas', '{"choices": "[\"health\",\"career\"]"}', '2026-03-01 08:04+00'),
  pg_temp.response('full-start', 'vision', '{"answer": "A bakery"}', '2026-03-01 08:05+00'),
  pg_temp.response('full-start', 'personality', '{}', '2026-03-01 08:15+00')
);
select is(pg_temp.state('full-start'), 'in_progress, 6 done, -', 'the long flow lacks one step');
select is(pg_temp.through(), '02 09:03', 'which changes nothing yet');
select pg_temp.push(null, pg_temp.response('full-start', 'daily-time', '{"choices": "[\"30\"]"}', '2026-03-01 08:16+00'));
select is(pg_temp.state('full-start'), 'completed, 7 done, 01 08:16', 'its last step completes it when it was done, not when it arrived');
select is(pg_temp.through(), '01 08:16', 'and the person was through by then');

-- What an optional step says does not move the time.
select pg_temp.push(null, pg_temp.response('full-start', 'obstacles', '{"choices": "[\"time\"]"}', '2026-03-09 08:00+00'));
select is(pg_temp.state('full-start'), 'completed, 7 done, 01 08:16', 'an optional step done later does not change when it was completed');

-- Taking back.
delete from public.onboarding_responses
where step_id = (select s.id from public.onboarding_steps as s where s.code = 'vision');
select is(pg_temp.state('full-start'), 'in_progress, 6 done, -', 'a response taken back undoes it');
select is(pg_temp.through(), '01 08:16', 'but nobody who was through is sent back to the start');
update public.onboarding_responses set rating = null where rating = 7;
select is(pg_temp.state('full-start'), 'in_progress, 5 done, -', 'a number taken back counts no more');
update public.onboarding_progress set skipped_at = '2026-03-09 08:00+00'
where flow_id = (select f.id from public.onboarding_flows as f where f.code = 'full-start');
select is(pg_temp.state('full-start'), 'skipped, 5 done, -', 'a person may leave it at that');
update public.onboarding_progress set skipped_at = '2026-03-09 08:00+00'
where flow_id = (select f.id from public.onboarding_flows as f where f.code = 'learner-start');
select is(pg_temp.state('learner-start'), 'completed, 5 done, 05 10:09', 'what is completed is not skipped');

-- A person who wants to see it again is not overruled by an edit that completes nothing.
update public.users set onboarding_completed_at = null where id = tests.user_id('alice');
update public.onboarding_responses set answer = 'Speak Italian' where answer = 'Speak Spanish';
select is(pg_temp.through(), '-', 'an edit to a completed flow does not mark the person as through again');

-- A clock that is fast.
delete from public.onboarding_progress;
select is((select count(*) from public.onboarding_responses)::integer, 0, 'responses go with the progress');
select pg_temp.push(
  pg_temp.begun('quick-start', now()),
  pg_temp.response('quick-start', 'name', '{"answer": "Alice"}', now() + interval '1 year'),
  pg_temp.response('quick-start', 'life-areas', '{"choices": "[\"health\"]"}', now() - interval '1 hour'),
  pg_temp.response('quick-start', 'daily-time', '{"choices": "[\"15\"]"}', now() - interval '1 hour')
);
select is((select completed_at::timestamptz from public.onboarding_progress), null, 'begun again by a device that did not see the deletion, it stays deleted');
insert into public.onboarding_progress (user_id, id, flow_id)
select tests.user_id('alice'), f.id, f.id from public.onboarding_flows as f where f.code = 'quick-start';
insert into public.onboarding_responses (user_id, id, flow_id, step_id, answer, choices, responded_at)
select tests.user_id('alice'), s.id, s.flow_id, s.id, case s.kind when 'text' then 'Alice' end, case s.code when 'life-areas' then '{health}'::text[] when 'daily-time' then '{15}' else '{}' end, now() + interval '1 year'
from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id where f.code = 'quick-start' and s.is_required;
select is((select completed_at::timestamptz from public.onboarding_progress), now()::timestamptz(3)::timestamptz, 'nothing is completed in the future');

-- Not theirs to write.
select tests.raises('update public.onboarding_progress set completed_at = now()', '42501', null, 'nobody completes a flow by saying so');
select tests.raises('update public.onboarding_progress set steps_done = 3', '42501', null, 'or says how far they are');
select throws_like(
  $$update public.onboarding_progress set current_step_id = (select s.id from public.onboarding_steps as s where s.code = 'goal')$$,
  '%"onboarding_progress_current_step_id_fkey"', 'the screen a person is at is one of the flow'
);

-- Several people in one statement.
select tests.as_owner();
insert into public.onboarding_progress (user_id, id, flow_id)
select tests.user_id('bob'), f.id, f.id from public.onboarding_flows as f;
delete from public.onboarding_responses where true;
insert into public.onboarding_responses (user_id, id, flow_id, step_id, answer, choices, rating, responded_at)
select u.id, s.id, s.flow_id, s.id, 'x', case when s.options is null then '{}' else array[s.options #>> '{0,value}'] end, s.scale_points, '2026-03-20 10:00+00'
from unnest(array[tests.user_id('alice'), tests.user_id('bob')]) as u (id)
  join public.onboarding_progress as p on p.user_id = u.id
  join public.onboarding_steps as s on s.flow_id = p.flow_id;
select results_eq(
  $$select user_id = tests.user_id('bob'), count(*), count(completed_at) from public.onboarding_progress group by 1 order by 1$$,
  'values (false, 1::bigint, 1::bigint), (true, 3, 3)', 'flows of several people are completed in one statement'
);
create temporary table before as select to_jsonb(p) as content from public.onboarding_progress as p;
select private.refresh_onboarding(array_agg(user_id), array_agg(id)) from public.onboarding_progress;
select set_eq('select to_jsonb(p) from public.onboarding_progress as p', 'select content from before', 'computing it anew writes nothing');
select lives_ok($$delete from auth.users where id = tests.user_id('bob')$$, 'an account with onboarding can be erased');

select * from finish();
rollback;
