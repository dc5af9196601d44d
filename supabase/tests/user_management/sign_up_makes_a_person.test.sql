-- A sign-up makes a profile, preferences and the role user, whatever the metadata hold.
begin;
select plan(26);

create function pg_temp.sign_up(name text, metadata jsonb) returns void language sql as $$
  insert into auth.users (id, email, raw_user_meta_data) values (tests.user_id(name), name || '@example.test', metadata);
$$;
create function pg_temp.profile(name text) returns public.users language sql as $$
  select * from public.users where id = tests.user_id(name);
$$;

select pg_temp.sign_up('alice', '{
  "username": "alice", "display_name": " Alice A. ", "first_name": "Alice", "last_name": "Adams",
  "avatar_url": "https://example.test/a.png", "locale": "nl_BE", "timezone": "Europe/Brussels", "country": "be", "age_band": "16_17"
}');
select row_eq(
  $$select username, display_name::text, first_name::text, last_name::text, avatar_url::text, locale::text, timezone, country::text, age_band
    from pg_temp.profile('alice')$$,
  row('alice'::text, 'Alice A.'::text, 'Alice'::text, 'Adams'::text, 'https://example.test/a.png'::text, 'nl-BE'::text,
    'Europe/Brussels'::text, 'BE'::text, '16_17'::text),
  'valid metadata become the profile'
);
select is((pg_temp.profile('alice')).account_status, 'active', 'the account is active');
select isnt_empty(
  $$select from public.user_preferences where user_id = tests.user_id('alice') and id = user_id$$,
  'preferences are there'
);
select results_eq(
  $$select role_code::text from public.user_roles where user_id = tests.user_id('alice')$$, array['user'],
  'the role user is assigned'
);

select pg_temp.sign_up('google', '{"full_name": "G. Oogle", "given_name": "Gee", "family_name": "Oogle", "picture": "https://example.test/g"}');
select row_eq(
  $$select display_name::text, first_name::text, last_name::text, avatar_url::text from pg_temp.profile('google')$$,
  row('G. Oogle'::text, 'Gee'::text, 'Oogle'::text, 'https://example.test/g'::text),
  'an identity provider''s names for things are understood'
);

-- Nothing of the following may block a sign-up.
select lives_ok($$select pg_temp.sign_up('n1', null)$$, 'no metadata');
select lives_ok($$select pg_temp.sign_up('n2', '[]')$$, 'metadata that are a list');
select lives_ok($$select pg_temp.sign_up('n3', '"text"')$$, 'metadata that are a text');
select lives_ok($$select pg_temp.sign_up('n4', 'null')$$, 'metadata that are null');
select lives_ok(
  $$
    select pg_temp.sign_up('n5', '{
      "username": {"a": 1}, "display_name": ["x"], "first_name": 12, "last_name": true, "avatar_url": null,
      "locale": {}, "timezone": [], "country": 5, "age_band": false
    }')
  $$,
  'values that are no texts'
);
select lives_ok(
  $$
    select pg_temp.sign_up('n6', jsonb_build_object(
      'username', 'no spaces allowed', 'display_name', repeat('x', 100000), 'first_name', '   ', 'avatar_url', 'javascript:alert(1)',
      'locale', 'klingon', 'timezone', 'Mars/Olympus_Mons', 'country', 'Belgium', 'age_band', '12'
    ))
  $$,
  'texts that are not valid'
);
select row_eq(
  $$select username, display_name::text, first_name::text, avatar_url::text, locale::text, timezone, country::text, age_band from pg_temp.profile('n6')$$,
  row(null::text, null::text, null::text, null::text, 'en'::text, 'UTC'::text, null::text, null::text),
  'and what is not valid is dropped'
);
select row_eq(
  $$select username, display_name::text, first_name::text, last_name::text, locale::text, timezone from pg_temp.profile('n5')$$,
  row(null::text, null::text, null::text, null::text, 'en'::text, 'UTC'::text),
  'each value by itself'
);
select lives_ok($$select pg_temp.sign_up('n7', '{"username": "ALICE", "display_name": "Other Alice"}')$$, 'a username that is taken');
select row_eq(
  $$select username, display_name::text from pg_temp.profile('n7')$$, row(null::text, 'Other Alice'::text),
  'is left out, and the rest is kept'
);
select lives_ok($$select pg_temp.sign_up('n8', '{"timezone": "x'' or 1=1", "account_status": "admin", "role": "admin"}')$$, 'attempts at more');
select is((pg_temp.profile('n8')).account_status, 'active', 'which are without effect');
select is_empty(
  $$select from public.user_roles where user_id = tests.user_id('n8') and role_code <> 'user'$$,
  'nobody signs up as more than a user'
);
select is(
  (select count(*) from auth.users as a join public.user_preferences as p on p.user_id = a.id join public.user_roles as r on r.user_id = a.id),
  (select count(*) from auth.users), 'everyone who signed up is a person'
);

select lives_ok(
  $$select private.create_person(tests.user_id('alice'), '{"display_name": "Overwritten"}')$$, 'making a person again is harmless'
);
select is((pg_temp.profile('alice')).display_name::text, 'Alice A.', 'and changes nothing');

-- As the platform does it: by a role that may not touch our tables.
select is(
  has_table_privilege('supabase_auth_admin', 'public.users', 'insert'), false,
  'the auth service itself may not write profiles'
);
select is(
  (select prosecdef from pg_proc where oid = 'private.welcome()'::regprocedure), true,
  'so the trigger does it with its owner''s rights'
);
select isnt_empty(
  $$select from pg_trigger where tgrelid = 'auth.users'::regclass and tgname = '_100_welcome' and tgenabled <> 'D'$$,
  'the trigger is on'
);

select pg_temp.sign_up('anonymous', '{}');
update auth.users set raw_user_meta_data = '{"display_name": "Later"}' where id = tests.user_id('anonymous');
select is((pg_temp.profile('anonymous')).display_name, null, 'what an account''s metadata say later is not the profile');

delete from auth.users where id = tests.user_id('alice');
select is_empty(
  $$
    select user_id from public.user_preferences where user_id = tests.user_id('alice')
    union all
    select user_id from public.user_roles where user_id = tests.user_id('alice')
  $$,
  'everything goes with the account'
);

select * from finish();
rollback;
