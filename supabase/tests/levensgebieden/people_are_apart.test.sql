-- mallory wants to see, change and hang things on what is alice's.
begin;
select plan(8);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.levensgebied_scores (user_id, id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
values (tests.user_id('alice'), tests.id(1), tests.catalogue_id('levensgebieden', '1:finances'), '2026-10-01', 1, 1, 1, 1);
insert into public.levensgebied_goals (user_id, levensgebied_id, title, target_score)
values (tests.user_id('alice'), tests.catalogue_id('levensgebieden', '1:finances'), 'Pay back', 80);
insert into public.levensgebied_reflections (user_id, levensgebied_id, body, reflected_on)
values (tests.user_id('alice'), tests.catalogue_id('levensgebieden', '1:finances'), 'I am ashamed.', '2026-10-01');

select tests.sign_in('mallory');
select is_empty(
  $$
    select user_id from public.levensgebied_scores union all select user_id from public.levensgebied_goals
    union all select user_id from public.levensgebied_reflections
  $$,
  'mallory sees nothing of alice''s'
);
select is_empty('select code from public.life_balance() where score is not null or active_goals > 0 or last_reflected_on is not null', 'nor does her wheel');
select tests.raises(
  $$insert into public.levensgebied_reflections (user_id, score_id, body, reflected_on) values (tests.user_id('mallory'), tests.id(1), 'x', '2026-10-01')$$,
  '23503', null, 'a reflection cannot be hung on another person''s score'
);
select tests.raises(
  $$
    insert into public.levensgebied_scores (user_id, levensgebied_id, scored_on, answer_1, answer_2, answer_3, answer_4)
    values (tests.user_id('alice'), tests.catalogue_id('levensgebieden', '1:finances'), '2026-10-02', 5, 1, 5, 5)
  $$,
  '42501', null, 'nor a score planted with her'
);
select is_empty('update public.levensgebied_scores set answer_1 = 5 returning id', 'an update meets no row');
select is_empty('delete from public.levensgebied_goals returning id', 'nor does a deletion');
select tests.raises('delete from public.levensgebieden', '42501', null, 'the catalogue is not hers to empty');

select tests.as_service();
select tests.raises('select body from public.levensgebied_reflections', '42501', null, 'not even the server''s key reads what alice wrote');

select * from finish();
rollback;
