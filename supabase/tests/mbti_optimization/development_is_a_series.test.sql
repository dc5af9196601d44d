-- How a person's functions and type developed: a series for each function, with its change.
begin;
select plan(19);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');
select tests.sign_in('alice');

create function pg_temp.series(code text, day_from date default '2026-01-01', day_to date default '2026-06-30')
returns jsonb
language sql
stable
as $$
  select jsonb_path_query_first(public.mbti_development(day_from, day_to)::jsonb, '$.functions[*] ? (@.code == $code)', jsonb_build_object('code', code));
$$;

insert into public.cognitive_function_scores (user_id, function_code, score, measured_at) values
  (auth.uid(), 'Ni', 40, '2026-01-10 12:00+00'),
  (auth.uid(), 'Ni', 90, '2025-12-31 12:00+00'),
  (auth.uid(), 'Ni', 70, '2026-06-01 12:00+00'),
  (auth.uid(), 'Ni', 50, '2026-03-01 08:00+00'),
  (auth.uid(), 'Ni', 61, '2026-03-01 20:00+00'),
  (auth.uid(), 'Te', 30, '2026-02-01 12:00+00'),
  -- Half past midnight on 1 July in Amsterdam, and on 1 January.
  (auth.uid(), 'Fe', 20, '2026-06-30 22:30+00'),
  (auth.uid(), 'Fe', 10, '2025-12-31 23:30+00');

select is(
  jsonb_path_query_array(public.mbti_development('2026-01-01', '2026-06-30')::jsonb, '$.functions[*].code'),
  '["Ni", "Ne", "Si", "Se", "Ti", "Te", "Fi", "Fe"]', 'there is a series for each of the eight functions'
);
select is(
  pg_temp.series('Ni') -> 'points',
  '[{"on": "2026-01-10", "score": 40, "measurements": 1}, {"on": "2026-03-01", "score": 56, "measurements": 2}, {"on": "2026-06-01", "score": 70, "measurements": 1}]',
  'of days in order, the mean of a day measured twice, and none from outside the period'
);
select is(pg_temp.series('Ni') - 'points', '{"code": "Ni", "first": 40, "last": 70, "change": 30}', 'with the change from first to last');
select is(pg_temp.series('Ni', '2026-03-01', '2026-06-01') -> 'change', '14', 'first and last day are included');
select is(pg_temp.series('Te') - 'points', '{"code": "Te", "first": 30, "last": 30, "change": null}', 'one point is no change');
select is(pg_temp.series('Fi'), '{"code": "Fi", "first": null, "last": null, "points": [], "change": null}', 'a function never measured has an empty series');
select is(
  pg_temp.series('Fe') -> 'points', '[{"on": "2026-01-01", "score": 10, "measurements": 1}]',
  'days are those of the person''s time zone'
);

insert into public.mbti_profiles (user_id, mbti_type, assessed_at, is_current, source, ei_clarity, confidence) values
  (auth.uid(), 'INFP', '2026-02-01 12:00+00', false, 'self_reported', null, null),
  (auth.uid(), 'INTJ', '2026-04-01 12:00+00', true, 'assessment', 62, 0.8),
  (auth.uid(), 'ESFJ', '2025-06-01 12:00+00', false, 'imported', null, null);
select is(
  jsonb_path_query_array(public.mbti_development('2026-01-01', '2026-06-30')::jsonb, '$.profiles[*].mbti_type'), '["INFP", "INTJ"]',
  'types found in that time, oldest first'
);
select is(
  jsonb_path_query_array(public.mbti_development('2026-01-01', '2026-06-30')::jsonb, '$.profiles[*].changed_letters'), '[null, 2]',
  'and how many letters changed'
);
select is(
  (public.mbti_development('2026-01-01', '2026-06-30')::jsonb -> 'profiles' -> 1) - '{assessed_at,changed_letters}'::text[],
  '{"mbti_type": "INTJ", "source": "assessment", "confidence": 0.8, "ei_clarity": 62, "sn_clarity": null, "tf_clarity": null, "jp_clarity": null, "is_current": true}',
  'with what was found of each'
);
select is(
  public.mbti_development('2026-01-01', '2026-06-30')::text, public.mbti_development('2026-01-01', '2026-06-30')::text,
  'asked twice, the answer is the same'
);

select tests.raises($$select public.mbti_development(null, '2026-01-01')$$, 'PT422', 'period_malformed', 'a first day is wanted');
select tests.raises($$select public.mbti_development('2026-01-01', null)$$, 'PT422', 'period_malformed', 'a last day is wanted');
select tests.raises($$select public.mbti_development('2026-01-02', '2026-01-01')$$, 'PT422', 'period_malformed', 'not before the first');
select tests.raises($$select public.mbti_development('2010-01-01', '2026-01-01')$$, 'PT422', 'period_malformed', 'nor more than ten years after');
select tests.raises($$select public.mbti_development('-infinity', '2026-01-01')$$, 'PT422', 'period_malformed', 'nor without end');
select tests.raises($$select public.mbti_development('1700-01-01', '1700-01-02')$$, 'PT422', 'period_malformed', 'nor before anyone alive was born');

select tests.sign_in('bob');
select is(
  jsonb_path_query_array(public.mbti_development('2026-01-01', '2026-06-30')::jsonb, '$.functions[*].points[*]')
    || (public.mbti_development('2026-01-01', '2026-06-30')::jsonb -> 'profiles'),
  '[]', 'bob sees nothing of alice''s'
);
select tests.sign_out();
select tests.raises($$select public.mbti_development('2026-01-01', '2026-06-30')$$, '42501', null, 'nor does a visitor ask');

select * from finish();
rollback;
