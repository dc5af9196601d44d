-- At most one type is current, whichever device says so first.
begin;
select plan(10);

select tests.create_user('alice');
select tests.create_user('bob');

create function pg_temp.current_types(name text) returns text language sql as $$
  select string_agg(mbti_type, ',' order by mbti_type) from public.mbti_profiles where user_id = tests.user_id(name) and is_current;
$$;
grant execute on function pg_temp.current_types(text) to authenticated;

select tests.sign_in('bob');
insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('bob'), 'ISTJ');

select tests.sign_in('alice');
insert into public.mbti_profiles (user_id, mbti_type, updated_at) values (tests.user_id('alice'), 'INTJ', now() - interval '3 days');
insert into public.mbti_profiles (user_id, mbti_type, updated_at) values (tests.user_id('alice'), 'INFJ', now() - interval '1 day');
select is(pg_temp.current_types('alice'), 'INFJ', 'a newer profile ends the one before');

insert into public.mbti_profiles (user_id, mbti_type, updated_at) values (tests.user_id('alice'), 'ENTP', now() - interval '2 days');
select is(pg_temp.current_types('alice'), 'INFJ', 'one that arrives late, from a device that was offline, does not');
select is(
  (select max(updated_at) from public.mbti_profiles where mbti_type <> 'INFJ'), (now() - interval '1 day')::timestamptz(3),
  'what was ended was ended when the other was chosen: a choice made since, and not yet here, still wins'
);

update public.mbti_profiles set is_current = true where user_id = tests.user_id('alice') and mbti_type = 'INTJ';
select is(pg_temp.current_types('alice'), 'INTJ', 'making an older one current ends the newer');

update public.mbti_profiles set updated_at = now() - interval '1 day' where user_id = tests.user_id('alice');
insert into public.mbti_profiles (user_id, mbti_type, assessed_at) values
  (tests.user_id('alice'), 'ENFJ', '2026-01-01'), (tests.user_id('alice'), 'ENFP', '2026-02-01'), (tests.user_id('alice'), 'ESFP', '2025-01-01');
select is(pg_temp.current_types('alice'), 'ENFP', 'of several at once, the one assessed last stays');

update public.mbti_profiles set is_current = true where user_id = tests.user_id('alice');
select matches(pg_temp.current_types('alice'), '^[A-Z]{4}$', 'not even all at once can be current');

update public.mbti_profiles set is_current = false where user_id = tests.user_id('alice');
select is(pg_temp.current_types('alice'), null, 'none need be');

select tests.as_owner();
select is(pg_temp.current_types('bob'), 'ISTJ', 'bob''s type is his');

select throws_ok(
  format('set constraints all immediate; alter table public.mbti_profiles disable trigger user; '
    'update public.mbti_profiles set is_current = true where user_id = %L', tests.user_id('alice')),
  '23P01', null,
  'without the trigger, the constraint holds'
);
select isnt_empty(
  $$select from pg_constraint where conname = 'mbti_profiles_one_is_current' and condeferred$$,
  'and waits for the end of the transaction, so that no push fails on it'
);

select * from finish();
rollback;
