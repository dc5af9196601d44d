-- mallory wants to see, change and hang things on what is alice's.
begin;
select plan(10);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.met24_assessments (user_id, id, version_id, assessed_on, status)
values (tests.user_id('alice'), tests.id(1), tests.catalogue_id('met24_versions', '1'), '2026-10-01', 'completed');
insert into public.met24_scores (user_id, assessment_id, domain_id, score)
values (tests.user_id('alice'), tests.id(1), tests.catalogue_id('met24_domains', '1:soul'), 40);
insert into public.met24_goals (user_id, domain_id, title, target_score)
values (tests.user_id('alice'), tests.catalogue_id('met24_domains', '1:soul'), 'Listen', 80);
insert into public.met24_reflections (user_id, domain_id, body, reflected_on)
values (tests.user_id('alice'), tests.catalogue_id('met24_domains', '1:soul'), 'I am afraid.', '2026-10-01');

select tests.sign_in('mallory');
select is_empty(
  $$
    select user_id from public.met24_assessments union all select user_id from public.met24_scores
    union all select user_id from public.met24_goals union all select user_id from public.met24_reflections
  $$,
  'mallory sees nothing of alice''s'
);
select is_empty('select score from public.met24_overview() where score is not null or active_goals > 0 or last_reflected_on is not null', 'nor does her overview');
select tests.raises(
  $$
    insert into public.met24_scores (user_id, assessment_id, domain_id, score)
    values (tests.user_id('mallory'), tests.id(1), tests.catalogue_id('met24_domains', '1:soul'), 1)
  $$,
  '23503', null, 'a score cannot be hung on another person''s assessment'
);
select tests.raises(
  $$
    insert into public.met24_reflections (user_id, assessment_id, body, reflected_on)
    values (tests.user_id('mallory'), tests.id(1), 'x', '2026-10-01')
  $$,
  '23503', null, 'nor a reflection'
);
select tests.raises(
  $$
    insert into public.met24_goals (user_id, domain_id, title, target_score)
    values (tests.user_id('alice'), tests.catalogue_id('met24_domains', '1:soul'), 'x', 1)
  $$,
  '42501', null, 'nor a goal planted with her'
);
select is_empty($$update public.met24_goals set title = 'Give up' returning id$$, 'an update meets no row');
select is_empty('delete from public.met24_assessments returning id', 'nor does a deletion');
select lives_ok(
  $$
    insert into public.met24_assessments (user_id, id, version_id, assessed_on)
    values (tests.user_id('mallory'), tests.id(1), tests.catalogue_id('met24_versions', '1'), '2026-10-01')
  $$,
  'an id that alice uses is free for mallory'
);
select tests.raises($$delete from public.met24_domains$$, '42501', null, 'the framework is not hers to empty');

select tests.as_service();
select tests.raises('select body from public.met24_reflections', '42501', null, 'not even the server''s key reads what alice wrote');

select * from finish();
rollback;
