-- What a pull is told about the caller's type.
begin;
select plan(11);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

select is(
  (select cache_policy -> 'type' from private.sync_profile(null)), 'null',
  'who has no type gets a neutral profile'
);
select is(
  (select table_order from private.sync_profile(null)), '{users,user_preferences,mbti_profiles}',
  'in which the registry''s own order rules'
);

insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('alice'), 'INTJ');
select is(
  (select cache_policy ->> 'type' from private.sync_profile(null)), 'INTJ',
  'who has a type gets its profile'
);
select is(
  (select cache_policy - 'prefetch_tables' from private.sync_profile(null)),
  '{"type": "INTJ", "scope": "focused", "duration": "long", "max_age_seconds": 604800, "preload": "personal_data", "prefetch_items": 12}',
  'an introverted type caches little for long'
);
select is(
  (select cache_policy - 'prefetch_tables' from private.sync_profile('ENFP')),
  '{"type": "ENFP", "scope": "broad", "duration": "medium", "max_age_seconds": 21600, "preload": "social_data", "prefetch_items": 32}',
  'a type that is asked for comes before one''s own; an extraverted type caches much for less long'
);
select is(
  (select cache_policy ->> 'type' from private.sync_profile('enfp')), 'ENFP',
  'whatever its case'
);
select isnt(
  (select table_order from private.sync_profile('ISTJ')), (select table_order from private.sync_profile('ENFP')),
  'two types differ in the order of tables'
);

update public.mbti_profiles set is_current = false where user_id = tests.user_id('alice');
select is(
  (select cache_policy -> 'type' from private.sync_profile(null)), 'null',
  'a type that is not current does not count'
);

select tests.raises(
  $$select * from private.sync_profile('XXXX')$$, 'PT422', 'mbti_type_unknown',
  'a type that does not exist is refused'
);
select tests.raises(
  $$select * from private.sync_profile('')$$, 'PT422', 'mbti_type_unknown',
  'an empty one too'
);

select tests.sign_in('bob');
select is(
  (select cache_policy -> 'type' from private.sync_profile(null)), 'null',
  'bob does not get alice''s profile'
);

select * from finish();
rollback;
