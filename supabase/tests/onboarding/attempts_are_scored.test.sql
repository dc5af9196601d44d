-- What a completed attempt comes to, worked out by hand.
begin;
select plan(24);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.attempt(n integer, of_assessment text default 'mbti')
returns uuid
language sql
volatile
as $$
  insert into public.assessment_attempts (user_id, id, assessment_id)
  values (tests.user_id('alice'), tests.id(n), (select a.id from public.assessments as a where a.code = of_assessment))
  returning id;
$$;
-- Answers every question of a scale: so many steps from the middle, towards its first letter.
create function pg_temp.answer(n integer, scale text, steps integer)
returns void
language sql
volatile
as $$
  insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
  select t.user_id, private.derived_id(t.id, q.id), t.id, q.id, 3 + steps * q.direction
  from public.assessment_attempts as t join public.assessment_questions as q on q.assessment_id = t.assessment_id
  where t.id = tests.id(n) and q.scale_code = scale
  on conflict (user_id, id) do update set value = excluded.value;
$$;
create function pg_temp.finish_attempt(n integer, at timestamptz default now())
returns void
language sql
volatile
as $$
  update public.assessment_attempts set status = 'completed', completed_at = at where id = tests.id(n);
$$;
create function pg_temp.profile(n integer)
returns text
language sql
stable
as $$
  select format(
    '%s %s/%s/%s/%s %s %s%s', mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source,
    case when is_current then ' current' else '' end
  )
  from public.mbti_profiles where id = tests.id(n);
$$;

-- Entirely, mostly, and by one step.
select pg_temp.attempt(1);
select pg_temp.answer(1, 'EI', -2);
select pg_temp.answer(1, 'SN', -1);
select pg_temp.answer(1, 'TF', 2);
select pg_temp.answer(1, 'JP', 1);
select is_empty('select id from public.mbti_profiles', 'nothing follows while the attempt goes on');
select is((select missing_answers from public.assessment_attempts), null, 'and nothing is missing');
select pg_temp.finish_attempt(1, '2026-03-02 10:00+00');
select is(
  (select scores from public.assessment_attempts), '{"EI": -100, "SN": -50, "TF": 100, "JP": 50}',
  'each axis is the mean of its answers, positive for its first letter'
);
select is(pg_temp.profile(1), 'INTJ 100/50/100/50 1 assessment current', 'and they make a type, with how clear each preference is');
select results_eq(
  'select assessed_at::timestamptz, updated_at > created_at from public.mbti_profiles',
  $$values ('2026-03-02 10:00+00'::timestamptz, true)$$,
  'found out when the attempt was completed'
);
select results_eq(
  'select status, missing_answers::integer, scored_at is not null from public.assessment_attempts', $$values ('completed', 0, true)$$,
  'the attempt says that it is scored'
);

-- Who agrees with everything is told nothing.
select pg_temp.attempt(2);
insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
select tests.user_id('alice'), private.derived_id(tests.id(2), q.id), tests.id(2), q.id, 5
from public.assessment_questions as q where q.assessment_id = (select a.id from public.assessments as a where a.code = 'mbti');
select pg_temp.finish_attempt(2);
select is(pg_temp.profile(2), 'INFP 0/0/0/0 0.0625 assessment current', 'a tie on each axis goes to I, N, F and P, with the confidence of four coins');
select is(pg_temp.profile(1), 'INTJ 100/50/100/50 1 assessment', 'a later attempt takes the place of the one before');

-- One step off a tie decides.
update public.assessment_answers set value = 4
where question_id = (select q.id from public.assessment_questions as q where q.code = 'ei-02') and attempt_id = tests.id(2);
select is((select left(mbti_type, 1) from public.mbti_profiles where id = tests.id(2)), 'E', 'one step off a tie decides the letter');
select is((select ei_clarity from public.mbti_profiles where id = tests.id(2))::integer, 4, 'a twenty-fourth of the way');

-- On E/I: six answers of +1, three of +2, three of -1 steps, so 9 steps of 24 (37.5 %), a mean of 1.5 points and a
-- deviation of 2.2764; the other axes are entirely clear. 1 / (1 + exp(-1.702 * 1.5 / (2.2764 / sqrt(12)))).
select pg_temp.attempt(3);
select pg_temp.answer(3, scale, 2) from unnest(array['SN', 'TF', 'JP']) as scale;
insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
select tests.user_id('alice'), private.derived_id(tests.id(3), q.id), tests.id(3), q.id,
  3 + q.direction * (case when right(q.code, 2)::integer <= 6 then 1 when right(q.code, 2)::integer <= 9 then 2 else -1 end)
from public.assessment_questions as q
where q.assessment_id = (select a.id from public.assessments as a where a.code = 'mbti') and q.scale_code = 'EI';
select pg_temp.finish_attempt(3);
select is(replace(pg_temp.profile(3), ' current', ''), 'ESTJ 38/100/100/100 0.9799 assessment', 'answers that differ make the type less sure');

-- Every type can come out, and its letters in their places.
create temporary table tried as
select code, 100 + row_number() over (order by code)::integer as n from public.mbti_types;
select pg_temp.attempt(n) from tried;
select pg_temp.answer(n, axis, case when strpos(code, left(axis, 1)) > 0 then 1 else -1 end)
from tried, unnest(array['EI', 'SN', 'TF', 'JP']) as axis;
select pg_temp.finish_attempt(n) from tried;
select is_empty(
  $$
    select t.code, p.mbti_type
    from tried as t left join public.mbti_profiles as p on p.id = tests.id(t.n)
    where p.mbti_type is distinct from t.code
  $$,
  'each of the sixteen types comes out of its answers'
);
select is((select count(*) from public.mbti_profiles where is_current)::integer, 1, 'one of all these is current');

-- Computed anew, nothing changes.
select tests.as_owner();
create temporary table before as
select 'profile' as kind, to_jsonb(p) as content from public.mbti_profiles as p
union all select 'attempt', to_jsonb(t) from public.assessment_attempts as t;
select private.score_attempts(array_agg(user_id), array_agg(id)) from public.assessment_attempts;
select set_eq(
  $$select 'profile', to_jsonb(p) from public.mbti_profiles as p union all select 'attempt', to_jsonb(t) from public.assessment_attempts as t$$,
  'select kind, content from before',
  'scoring again what is scored writes nothing'
);
select tests.sign_in('alice');

-- Other assessments have scales of 0 to 100, and make no profile.
select pg_temp.attempt(4, 'learning-style');
select pg_temp.answer(4, 'visual', 2);
select pg_temp.answer(4, 'auditory', -2);
select pg_temp.answer(4, 'reading_writing', 1);
select pg_temp.answer(4, 'kinesthetic', 0);
select pg_temp.finish_attempt(4);
select is(
  (select scores from public.assessment_attempts where id = tests.id(4)),
  '{"visual": 100, "auditory": 0, "reading_writing": 75, "kinesthetic": 50}',
  'a scale that is no axis runs from 0 to 100'
);
select is(pg_temp.profile(4), null, 'and says nothing about a type');

-- Cognitive functions make a score each: the series in which a person sees their development.
select pg_temp.attempt(6, 'cognitive-functions');
select pg_temp.answer(6, scale, 1) from unnest(array['Ne', 'Si', 'Se', 'Ti', 'Te', 'Fi', 'Fe']) as scale;
select pg_temp.finish_attempt(6, '2026-03-02 10:00+00');
select is_empty('select id from public.cognitive_function_scores', 'with answers missing there are no scores of functions');
select pg_temp.answer(6, 'Ni', -2);
select results_eq(
  $$
    select f.function_code::text, f.score::integer, f.source, f.measured_at::timestamptz, f.id = private.derived_id(tests.id(6), c.id)
    from public.cognitive_function_scores as f join public.cognitive_functions as c on c.code = f.function_code
    order by c.position
  $$,
  $$
    select c.code::text, case c.code when 'Ni' then 0 else 75 end, 'assessment', '2026-03-02 10:00+00'::timestamptz, true
    from public.cognitive_functions as c order by c.position
  $$,
  'an attempt at the functions becomes a score of each, of when it was completed'
);
delete from public.cognitive_function_scores where function_code = 'Fe';
select pg_temp.answer(6, scale, 2) from unnest(array['Ni', 'Fe']) as scale;
select results_eq(
  $$select function_code::text, score::integer, updated_at > measured_at from public.cognitive_function_scores where function_code in ('Ni', 'Ne', 'Fe') order by 1$$,
  $$values ('Ne', 75, true), ('Ni', 100, true)$$,
  'corrected answers change the score they are about; one that the person deleted does not come back'
);

-- A question that need not be answered.
select tests.as_owner();
update public.assessment_questions set is_required = false
where assessment_id = (select a.id from public.assessments as a where a.code = 'learning-style') and code = 'visual-03';
select tests.sign_in('alice');
select pg_temp.attempt(5, 'learning-style');
select pg_temp.answer(5, scale, 1) from unnest(array['visual', 'auditory', 'reading_writing', 'kinesthetic']) as scale;
delete from public.assessment_answers
where attempt_id = tests.id(5) and question_id = (select q.id from public.assessment_questions as q where q.code = 'visual-03');
select pg_temp.finish_attempt(5);
select is(
  (select scores -> 'visual' from public.assessment_attempts where id = tests.id(5)), '75',
  'what need not be answered is left out of the mean'
);

-- Many at once: one statement, each its own result.
select tests.create_user('bob');
select tests.as_owner();
insert into public.assessment_attempts (user_id, id, assessment_id)
select tests.user_id(name), tests.id(n), (select a.id from public.assessments as a where a.code = 'mbti')
from unnest(array['alice', 'bob']) as name, generate_series(201, 203) as n;
insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
select t.user_id, private.derived_id(t.id, q.id), t.id, q.id,
  3 + q.direction * case when t.user_id = tests.user_id('bob') then 2 else -2 end
from public.assessment_attempts as t join public.assessment_questions as q on q.assessment_id = t.assessment_id
where t.id between tests.id(201) and tests.id(203);
update public.assessment_attempts set status = 'completed', completed_at = now() - (204 - right(id::text, 3)::integer) * interval '1 day'
where id between tests.id(201) and tests.id(203);
select results_eq(
  $$
    select user_id = tests.user_id('bob'), mbti_type::text, count(*) from public.mbti_profiles
    where id between tests.id(201) and tests.id(203)
    group by 1, 2 order by 1
  $$,
  $$values (false, 'INFP', 3::bigint), (true, 'ESTJ', 3)$$,
  'attempts of several people that are completed in one statement are all scored'
);
select is(
  (select id from public.mbti_profiles where user_id = tests.user_id('bob') and is_current), tests.id(203),
  'of several, the one completed last is current'
);

-- Settling.
select tests.sign_in('alice');
insert into public.assessment_attempts (user_id, id, assessment_id, status, completed_at, updated_at)
values
  (tests.user_id('alice'), tests.id(301), (select a.id from public.assessments as a where a.code = 'mbti'), 'completed', null, '2026-01-05 08:00+00'),
  (tests.user_id('alice'), tests.id(302), (select a.id from public.assessments as a where a.code = 'mbti'), 'completed', now() + interval '1 year', now()),
  (tests.user_id('alice'), tests.id(303), (select a.id from public.assessments as a where a.code = 'mbti'), 'abandoned', now(), now());
select results_eq(
  $$select completed_at::timestamptz from public.assessment_attempts where id between tests.id(301) and tests.id(303) order by id$$,
  $$values ('2026-01-05 08:00+00'::timestamptz), (now()::timestamptz(3)::timestamptz), (null)$$,
  'an attempt has a time of completion that is not in the future when it is completed, and none when not'
);
select is(
  (select missing_answers from public.assessment_attempts where id = tests.id(301))::integer, 48,
  'one without answers misses all of them'
);

select * from finish();
rollback;
