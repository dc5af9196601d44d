-- MBTI profiles and function scores: their owner's to write and delete, and nobody else's.
begin;
select plan(15);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.sign_in('alice');
select lives_ok(
  $$
    insert into public.mbti_profiles (user_id, mbti_type, ei_clarity, sn_clarity, tf_clarity, jp_clarity, confidence, source)
    values (tests.user_id('alice'), 'INFP', 80, 65, 40, 12, 0.7, 'assessment')
  $$,
  'alice notes her type, with how clear it was'
);
select lives_ok(
  $$insert into public.cognitive_function_scores (user_id, function_code, score) values (tests.user_id('alice'), 'Fi', 90)$$,
  'alice notes a score'
);
select throws_ok(
  $$insert into public.mbti_profiles (user_id, mbti_type, ei_clarity) values (tests.user_id('alice'), 'INFP', 101)$$, '23514', null,
  'clarity goes to 100'
);
select throws_ok(
  $$insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('alice'), 'INFX')$$, '23514', null,
  'a type is one of the sixteen'
);
select throws_ok(
  $$insert into public.cognitive_function_scores (user_id, function_code, score) values (tests.user_id('alice'), 'Xi', 9)$$, '23514', null,
  'a function is one of the eight'
);
select throws_ok(
  $$insert into public.cognitive_function_scores (user_id, function_code, score) values (tests.user_id('alice'), 'Fi', -1)$$, '23514', null,
  'a score is not negative'
);

select tests.sign_in('mallory');
select is_empty('select * from public.mbti_profiles', 'mallory does not see alice''s type');
select is_empty('select * from public.cognitive_function_scores', 'nor her scores');
select tests.raises(
  $$insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('alice'), 'ESTJ')$$, '42501', null,
  'mallory gives alice no type'
);
select tests.raises(
  $$insert into public.cognitive_function_scores (user_id, function_code, score) values (tests.user_id('alice'), 'Te', 1)$$, '42501', null,
  'nor a score'
);
select is_empty(
  $$update public.mbti_profiles set mbti_type = 'ESTJ' where user_id = tests.user_id('alice') returning id$$,
  'mallory changes nothing of alice''s'
);
select is_empty(
  $$delete from public.cognitive_function_scores where user_id = tests.user_id('alice') returning id$$,
  'and deletes nothing'
);
insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('mallory'), 'ENTP');
select tests.raises(
  $$update public.mbti_profiles set user_id = tests.user_id('alice') where user_id = tests.user_id('mallory')$$, '42501', null,
  'mallory gives nothing away to alice'
);

select tests.sign_in('alice');
select is(
  (select array_agg(format('%s %s', mbti_type, is_current)) from public.mbti_profiles), '{"INFP t"}',
  'alice''s type is still current after mallory noted hers'
);
select isnt_empty(
  $$delete from public.mbti_profiles where user_id = tests.user_id('alice') returning id$$,
  'alice deletes what she noted'
);

select * from finish();
rollback;
