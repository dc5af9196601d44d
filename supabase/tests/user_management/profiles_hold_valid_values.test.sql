-- What a profile may hold, and how it says no.
begin;
select plan(21);

select tests.create_user('alice');
select tests.create_user('bob');

select tests.sign_in('alice');

create function pg_temp.set_profile(assignment text) returns text language sql as $$
  select format('update public.users set %s where id = %L', assignment, tests.user_id('alice'));
$$;

select throws_ok(
  pg_temp.set_profile($$username = 'BOB'$$), '23505', null,
  'a username is taken whatever its case'
);
select lives_ok(pg_temp.set_profile($$username = 'Alice_01'$$), 'a username keeps the case it was written in');
select throws_like(
  pg_temp.set_profile($$username = 'al'$$), '%users_username_is_word%',
  'a username has three characters at least'
);
select throws_like(
  pg_temp.set_profile($$username = 'alice@home'$$), '%users_username_is_word%',
  'a username has letters, digits and underscores'
);
select lives_ok(pg_temp.set_profile($$username = null$$), 'a person may have no username');

select lives_ok(pg_temp.set_profile($$timezone = 'America/Argentina/Buenos_Aires'$$), 'an IANA time zone is accepted');
select lives_ok(pg_temp.set_profile($$timezone = 'Etc/GMT-14'$$), 'so is an offset zone of IANA');
select tests.raises(
  pg_temp.set_profile($$timezone = 'Mars/Olympus_Mons'$$), 'PT422', 'time_zone_unknown',
  'a time zone that does not exist is refused'
);
select tests.raises(
  pg_temp.set_profile($$timezone = 'Foo/Bar3'$$), 'PT422', 'time_zone_unknown',
  'a POSIX rule that Postgres would take for a zone is refused'
);
select tests.raises(
  pg_temp.set_profile($$timezone = 'Etc/GMT+99'$$), 'PT422', 'time_zone_unknown',
  'so is an offset that does not exist'
);
select tests.raises(
  pg_temp.set_profile($$timezone = '../../etc/passwd'$$), 'PT422', 'time_zone_unknown',
  'and a path'
);

select throws_ok(
  pg_temp.set_profile($$locale = 'Dutch'$$), '23514', null,
  'a locale is a language code'
);
select throws_like(
  pg_temp.set_profile($$avatar_url = 'javascript:alert(1)'$$), '%https_url_is_address%',
  'an avatar is a https address'
);
select throws_like(
  pg_temp.set_profile($$education_level = 'kindergarten'$$), '%users_education_level_is_known%',
  'a level of education is one of those there are'
);
select throws_like(
  pg_temp.set_profile($$learning_goals = array_fill('x'::text, '{51}')$$), '%users_learning_goals_are_bounded%',
  'a person has at most 50 learning goals'
);
select throws_like(
  pg_temp.set_profile($$subjects_of_interest = array[repeat('x', 201)]$$), '%users_subjects_of_interest_are_bounded%',
  'of at most 200 characters each'
);
select lives_ok(
  pg_temp.set_profile($$learning_goals = array_fill(repeat('x', 200), '{50}')$$), 'and all of them may be that long'
);
select tests.raises(
  pg_temp.set_profile($$timezone = 'Europe/' || repeat('x', 1000000)$$), 'PT422', 'time_zone_unknown',
  'a time zone of a million letters is none'
);
select throws_ok(
  $$insert into public.cognitive_function_scores (user_id, function_code, score) values (tests.user_id('alice'), repeat('x', 9000), 1)$$,
  '23514', null, 'a cognitive function of 9,000 letters is refused before an index is asked to hold it'
);

select tests.as_owner();
select throws_like(
  pg_temp.set_profile($$account_status = 'deleted'$$), '%users_deleted_has_time%',
  'a deleted account says since when'
);
select results_eq(
  $$
    select name from pg_timezone_names where name ~ '^[A-Z][a-z]+/[A-Z]' and name !~ '[0-9]' and not private.is_time_zone(name)
  $$,
  array[]::text[],
  'every time zone of the form Area/City that the server has is accepted'
);

select * from finish();
rollback;
