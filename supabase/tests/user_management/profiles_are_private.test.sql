-- A profile is its owner's: mallory neither sees nor changes it, and nobody changes what only the server may.
begin;
select plan(12);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.sign_in('alice');
select is(
  (select username from public.users), 'alice',
  'alice sees her profile, and no other'
);
select lives_ok(
  $$update public.users set display_name = 'Alice', learning_goals = '{"Speak Frisian"}' where id = tests.user_id('alice')$$,
  'alice changes her profile'
);
select tests.raises(
  $$update public.users set account_status = 'active' where id = tests.user_id('alice')$$, '42501', null,
  'alice cannot change her account''s status'
);
select tests.raises(
  $$update public.users set trial_ends_at = now() where id = tests.user_id('alice')$$, '42501', null,
  'alice cannot lengthen her trial'
);
select tests.raises(
  $$update public.users set age_band = '18_plus' where id = tests.user_id('alice')$$, '42501', null,
  'alice cannot grow older than she said she was'
);
select tests.raises(
  $$update public.users set id = tests.user_id('mallory') where id = tests.user_id('alice')$$, '42501', null,
  'alice cannot become somebody else'
);
select tests.raises(
  $$insert into public.users (id) values (gen_random_uuid())$$, '42501', null,
  'a profile is made by signing up, not by insert'
);
select tests.raises(
  $$delete from public.users where id = tests.user_id('alice')$$, '42501', null,
  'a profile goes by erasure, not by delete'
);

select tests.sign_in('mallory');
select is_empty(
  $$select * from public.users where id = tests.user_id('alice')$$,
  'mallory does not see alice''s profile'
);
select is_empty(
  $$update public.users set display_name = 'Mallory was here' where id = tests.user_id('alice') returning id$$,
  'mallory does not change alice''s profile'
);

select tests.sign_out();
select tests.raises('select * from public.users', '42501', null, 'a visitor sees no profile');

select tests.as_owner();
select is(
  (select display_name::text from public.users where id = tests.user_id('alice')), 'Alice',
  'what alice wrote stands'
);

select * from finish();
rollback;
