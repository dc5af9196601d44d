-- Devices push: an attempt before its answers, answers long after it, corrections later still. What comes of it is
-- what the person did, whatever the order.
begin;
set local timezone = 'UTC';
select plan(30);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.ms(moment timestamptz)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select (extract(epoch from moment) * 1000)::bigint;
$$;
create function pg_temp.attempt(n integer, status text, at timestamptz default null)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', tests.id(n), '_status', 'created', 'assessment_id', a.id, 'status', status, 'started_at', pg_temp.ms('2026-03-02 09:00+00'),
    'completed_at', pg_temp.ms(at), 'created_at', pg_temp.ms('2026-03-02 09:00+00'), 'updated_at', pg_temp.ms(coalesce(at, '2026-03-02 09:00+00'))
  )
  from public.assessments as a where a.code = 'mbti' and a.is_active;
$$;
-- Its answers for a type, from a number of the questions: two steps towards each letter.
create function pg_temp.answers(n integer, type text, at timestamptz, first integer default 1, last integer default 48)
returns jsonb
language sql
stable
as $$
  select jsonb_agg(jsonb_build_object(
    'id', private.derived_id(tests.id(n), q.id), '_status', 'created', 'attempt_id', tests.id(n), 'question_id', q.id,
    'value', 3 + 2 * q.direction * case when strpos(type, left(q.scale_code, 1)) > 0 then 1 else -1 end,
    'created_at', pg_temp.ms(at), 'updated_at', pg_temp.ms(at)
  ) order by q.position)
  from public.assessments as a join public.assessment_questions as q on q.assessment_id = a.id
  where a.code = 'mbti' and a.is_active and q.position between first and last;
$$;
-- One push; what it says of each table.
create function pg_temp.push(changes jsonb, device text default 'phone', base bigint default null)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  answer constant jsonb := public.push_changes(changes::json, base_pulled_at => base, device_id => tests.device(device));
begin
  return format('accepted %s, rejected %s', answer -> 'accepted', jsonb_array_length(answer -> 'rejected'));
end;
$$;
create function pg_temp.created(attempts jsonb, answers jsonb)
returns jsonb
language sql
immutable
as $$
  select jsonb_build_object(
    'assessment_answers', jsonb_build_object('created', coalesce(answers, '[]'), 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb),
    'assessment_attempts', jsonb_build_object(
      'created', case when attempts is null then '[]' else jsonb_build_array(attempts) end, 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb
    )
  );
$$;
create function pg_temp.state(n integer)
returns text
language sql
stable
as $$
  select format('%s, missing %s, %s', t.status, coalesce(t.missing_answers::text, '-'), coalesce(p.mbti_type || case when p.is_current then ' current' else '' end, 'no type'))
  from public.assessment_attempts as t left join public.mbti_profiles as p on p.user_id = t.user_id and p.id = t.id
  where t.id = tests.id(n);
$$;

-- One push: the attempt says "completed" and is written before its answers.
select is(
  pg_temp.push(pg_temp.created(pg_temp.attempt(1, 'completed', '2026-03-02 10:00+00'), pg_temp.answers(1, 'INTJ', '2026-03-02 09:50+00'))),
  'accepted {"assessment_answers": 48, "assessment_attempts": 1}, rejected 0', 'a completed attempt is pushed with its answers'
);
select is(pg_temp.state(1), 'completed, missing 0, INTJ current', 'and scored by them');
select results_eq(
  'select assessed_at::timestamptz, updated_at::timestamptz, source from public.mbti_profiles',
  $$values ('2026-03-02 10:00+00'::timestamptz, '2026-03-02 10:00+00'::timestamptz, 'assessment')$$,
  'the profile is of when the person finished, not of when that arrived'
);
select is(
  (select array_agg(key order by key) from jsonb_object_keys(public.pull_changes_optimized()::jsonb -> 'changes') as key where key ~ '^(assessment_a|mbti_p)'),
  '{assessment_answers,assessment_attempts,mbti_profiles}', 'and every device is sent it'
);

-- The network goes halfway.
select is(
  pg_temp.push(pg_temp.created(pg_temp.attempt(2, 'completed', '2026-03-04 10:00+00'), pg_temp.answers(2, 'ENFP', '2026-03-04 09:50+00', 1, 20))),
  'accepted {"assessment_answers": 20, "assessment_attempts": 1}, rejected 0', 'a completed attempt of which answers are missing is no error'
);
select is(pg_temp.state(2), 'completed, missing 28, no type', 'it says how many are missing, and has no result');
select is(pg_temp.state(1), 'completed, missing 0, INTJ current', 'the type there was stays current');
select pg_temp.push(pg_temp.created(null, pg_temp.answers(2, 'ENFP', '2026-03-04 09:50+00', 21, 47)));
select is(pg_temp.state(2), 'completed, missing 1, no type', 'one answer missing is one too few');
select pg_temp.push(pg_temp.created(null, pg_temp.answers(2, 'ENFP', '2026-03-04 09:50+00', 48, 48)));
select is(pg_temp.state(2), 'completed, missing 0, ENFP current', 'the last of them scores it');
select is(
  (select updated_at::timestamptz from public.mbti_profiles where id = tests.id(2)), '2026-03-04 10:00+00'::timestamptz,
  'as of when it was completed'
);

-- Answers first, the word "completed" later.
select pg_temp.push(pg_temp.created(pg_temp.attempt(3, 'in_progress'), pg_temp.answers(3, 'ISTP', '2026-03-01 09:50+00')));
select is(pg_temp.state(3), 'in_progress, missing -, no type', 'all answers do not complete an attempt: the person may still change one');
select pg_temp.push(jsonb_build_object('assessment_attempts', jsonb_build_object('created', '[]'::jsonb, 'deleted', '[]'::jsonb, 'updated', jsonb_build_array(
  pg_temp.attempt(3, 'completed', '2026-03-03 10:00+00') || '{"_status": "updated", "_changed": "status,completed_at,updated_at"}'
))));
select is(pg_temp.state(3), 'completed, missing 0, ISTP', 'an attempt that was completed before the current one, and arrives after it, does not take its place');
select is(pg_temp.state(2), 'completed, missing 0, ENFP current', 'whatever came later stands');

-- A choice by the person themselves, later than that: a late correction of an answer does not undo it.
select pg_temp.push(format(
  '{"mbti_profiles": {"created": [{"id": "%s", "_status": "created", "mbti_type": "INFJ", "is_current": true, "source": "self_reported", "created_at": %s, "updated_at": %2$s}], "updated": [], "deleted": []}}',
  tests.id(9), pg_temp.ms('2026-03-06 10:00+00')
)::jsonb);
select is((select mbti_type::text from public.mbti_profiles where is_current), 'INFJ', 'what a person says of themselves becomes current');
select pg_temp.push(pg_temp.created(null, pg_temp.answers(2, 'ISFP', '2026-03-05 09:50+00')));
select is(pg_temp.state(2), 'completed, missing 0, ISFP', 'answers corrected later score the attempt again, and the profile keeps its id');
select is((select mbti_type::text from public.mbti_profiles where is_current), 'INFJ', 'but what the person chose since stays current');
select is((select count(*) from public.mbti_profiles)::integer, 4, 'one profile for each attempt, and the one they made');
-- The other way round: the correction first, the choice that was made before it last.
select pg_temp.push(pg_temp.created(pg_temp.attempt(4, 'completed', '2026-03-10 10:00+00'), pg_temp.answers(4, 'ESTJ', '2026-03-10 09:50+00')));
select pg_temp.push(pg_temp.created(null, pg_temp.answers(4, 'ESFJ', '2026-03-10 11:00+00')));
select is(pg_temp.state(4), 'completed, missing 0, ESFJ current', 'a correction changes the type that is current');
select is(
  (select updated_at::timestamptz from public.mbti_profiles where id = tests.id(4)), '2026-03-10 11:00+00'::timestamptz,
  'the profile was edited when the answers were, not when they arrived'
);
select pg_temp.push(format(
  '{"mbti_profiles": {"created": [{"id": "%s", "_status": "created", "mbti_type": "ENTP", "is_current": true, "source": "self_reported", "created_at": %s, "updated_at": %2$s}], "updated": [], "deleted": []}}',
  tests.id(10), pg_temp.ms('2026-03-10 12:00+00')
)::jsonb);
select is((select mbti_type::text from public.mbti_profiles where is_current), 'ENTP', 'a choice made after the correction wins, though the correction arrived late');

-- The device made the same profile at once, to show it without a network.
select pg_temp.push(pg_temp.created(pg_temp.attempt(5, 'completed', '2026-03-12 10:00+00'), pg_temp.answers(5, 'INTP', '2026-03-12 09:50+00')) || format(
  '{"mbti_profiles": {"created": [{"id": "%s", "_status": "created", "mbti_type": "INTJ", "is_current": true, "source": "assessment", "created_at": %s, "updated_at": %2$s}], "updated": [], "deleted": []}}',
  tests.id(5), pg_temp.ms('2026-03-12 10:00+00')
)::jsonb);
select is(pg_temp.state(5), 'completed, missing 0, INTP current', 'a profile that the device made under the same id is the same one, and what the answers say stands');

-- The same push again, as after a lost reply.
create temporary table before as select to_jsonb(p) as content from public.mbti_profiles as p;
select pg_temp.push(pg_temp.created(pg_temp.attempt(4, 'completed', '2026-03-10 10:00+00'), pg_temp.answers(4, 'ESFJ', '2026-03-10 11:00+00')));
select set_eq('select to_jsonb(p) from public.mbti_profiles as p', 'select content from before', 'pushing the same again changes no profile');

-- Taking back.
delete from public.assessment_answers where attempt_id = tests.id(5) and value = 5 and question_id in (
  select q.id from public.assessment_questions as q where q.position = 1 or q.position = 5
);
select is(pg_temp.state(5), 'completed, missing 1, INTP current', 'with an answer taken back there is no score; what was found out stays');
select is((select scores from public.assessment_attempts where id = tests.id(5)), null, 'the score is gone');
-- By a device that has seen the deletion.
select tests.commit();
select pg_temp.push(pg_temp.created(null, pg_temp.answers(5, 'ENTP', '2026-03-12 11:00+00')), base => tests.cursor());
select is(pg_temp.state(5), 'completed, missing 0, ENTP current', 'answered anew, it is scored anew');

update public.assessment_attempts set status = 'in_progress' where id = tests.id(5);
select is(pg_temp.state(5), 'in_progress, missing -, ENTP current', 'reopened, an attempt has no result; the type the app goes by stays');
update public.assessment_attempts set status = 'completed' where id = tests.id(5);
delete from public.mbti_profiles where id = tests.id(5);
select pg_temp.push(pg_temp.created(null, pg_temp.answers(5, 'ISTJ', '2026-03-12 12:00+00')));
select is(pg_temp.state(5), 'completed, missing 0, no type', 'a profile that the person deleted does not come back by a late answer');
update public.assessment_attempts set status = 'in_progress' where id = tests.id(5);
update public.assessment_attempts set status = 'completed' where id = tests.id(5);
select is(pg_temp.state(5), 'completed, missing 0, ISTJ current', 'it does when they finish the attempt again');
delete from public.assessment_attempts where id = tests.id(5);
select results_eq(
  $$select (select count(*) from public.assessment_answers where attempt_id = tests.id(5)), mbti_type::text from public.mbti_profiles where is_current$$,
  $$values (0::bigint, 'ISTJ')$$, 'answers go with the attempt; what was found out stays, as the person''s own'
);

-- Erasure takes everything, in whatever order.
select tests.as_owner();
select lives_ok($$delete from auth.users where id = tests.user_id('alice')$$, 'an account with attempts and answers can be erased');

select * from finish();
rollback;
