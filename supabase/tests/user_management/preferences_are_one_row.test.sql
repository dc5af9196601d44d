-- Preferences are exactly one row for each person, and private.
begin;
select plan(10);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.sign_in('alice');
select is(
  (select count(*) from public.user_preferences), 1::bigint,
  'alice has preferences from the start, and sees no others'
);
select is((select public_profile from public.user_preferences), false, 'nothing is shared until she says so');
select lives_ok(
  $$update public.user_preferences set theme = 'dark', language = 'nl' where user_id = tests.user_id('alice')$$,
  'alice changes her preferences'
);
select throws_like(
  $$update public.user_preferences set theme = 'neon' where user_id = tests.user_id('alice')$$, '%user_preferences_theme_is_known%',
  'a theme is one of those there are'
);
select tests.raises(
  $$insert into public.user_preferences (user_id, id) values (tests.user_id('alice'), gen_random_uuid())$$, '42501', null,
  'alice cannot add a second row'
);
select tests.raises(
  $$delete from public.user_preferences where user_id = tests.user_id('alice')$$, '42501', null,
  'nor be without'
);

select tests.sign_in('mallory');
select is_empty(
  $$select * from public.user_preferences where user_id = tests.user_id('alice')$$,
  'mallory does not see alice''s preferences'
);
select is_empty(
  $$update public.user_preferences set theme = 'light' where user_id = tests.user_id('alice') returning id$$,
  'mallory does not change them'
);

select tests.as_owner();
select throws_like(
  $$insert into public.user_preferences (user_id, id) values (tests.user_id('alice'), gen_random_uuid())$$,
  '%user_preferences_is_one_row%',
  'the database itself allows one row a person'
);
select set_eq(
  $$select column_name::text from sync.columns join sync.tables using (table_id) where table_name = 'user_preferences' and rule = 'min'$$,
  array['public_profile'],
  'of two wishes about privacy that were made apart, the more private one stands'
);

select * from finish();
rollback;
