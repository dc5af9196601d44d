-- What a person has: by rollout, the same on every device and day, and by override, whatever the rollout.
begin;
select plan(24);

select tests.create_user('alice');
select tests.create_user('bob');
insert into public.feature_flags (code, name, description, is_enabled, rollout_percent)
values
  ('new-thing', '{"nl": "Nieuw", "en": "New"}', '{"nl": "Iets", "en": "Something"}', true, 0),
  ('other-thing', '{"nl": "Anders", "en": "Other"}', '{"nl": "Iets", "en": "Something"}', true, 100);

create function pg_temp.has(flag text default 'new-thing')
returns text
language sql
stable
as $$
  select f.is_on || ' by ' || f.source from public.my_feature_flags() as f where f.code = flag;
$$;
grant execute on function pg_temp.has(text) to authenticated;

-- As a client computes it: parseInt(md5(flag + ':' + person).slice(0, 7), 16) % 100.
select is(private.flag_bucket('voice-journal', '00000000-0000-4000-8000-000000000002'), 28, 'the place in line is made from flag and person');
select is(private.flag_bucket('new-thing', '00000000-0000-4000-8000-000000000001'), 75, 'and stays the same for ever');

create temporary table crowd as
select private.flag_bucket('new-thing', gen_random_uuid()) as bucket from generate_series(1, 20000);
select is((select min(bucket) || ' ' || max(bucket) from crowd), '0 99', 'places go from 0 to 99');
select cmp_ok(
  (select abs(count(*) filter (where bucket < 30) / 20000.0 - 0.3) from crowd), '<', 0.02::numeric, 'a rollout of 30 reaches three in ten'
);
select cmp_ok(
  (
    select abs(count(*) filter (where private.flag_bucket('other-thing', id) < 50) / 2000.0 - 0.5)
    from (select gen_random_uuid() as id from generate_series(1, 10000)) as p
    where private.flag_bucket('new-thing', id) < 20
  ), '<', 0.06::numeric, 'another flag begins with others'
);

select tests.sign_in('alice');
select is(pg_temp.has(), 'false by rollout', 'a rollout of 0 reaches nobody');
select is(pg_temp.has('other-thing'), 'true by rollout', 'one of 100 everybody');
select is(pg_temp.has('voice-journal'), 'false by off', 'what is off is off');
select is(
  (select count(*)::integer from public.my_feature_flags()), (select count(*)::integer from public.feature_flags), 'every flag is told'
);

select tests.as_owner();
update public.feature_flags set rollout_percent = private.flag_bucket('new-thing', tests.user_id('alice')) where code = 'new-thing';
select tests.sign_in('alice');
select is(pg_temp.has(), 'false by rollout', 'a rollout up to alice''s place does not reach her');
select tests.as_owner();
update public.feature_flags set rollout_percent = rollout_percent + 1 where code = 'new-thing';
select tests.sign_in('alice');
select is(pg_temp.has(), 'true by rollout', 'one more does');

select tests.as_owner();
insert into public.feature_flag_overrides (flag_id, user_id, is_on, reason)
select f.id, tests.user_id('alice'), false, 'It made her phone slow' from public.feature_flags as f where f.code = 'new-thing';
select tests.sign_in('alice');
select is(pg_temp.has(), 'false by override', 'an override takes away');
select tests.raises('select * from public.feature_flag_overrides', '42501', null, 'people do not read overrides');
select tests.as_owner();
update public.feature_flags set is_enabled = false where code = 'new-thing';
update public.feature_flag_overrides set is_on = true where true;
select tests.sign_in('alice');
select is(pg_temp.has(), 'true by override', 'and gives, also while the flag is off');
select tests.sign_in('bob');
select is(pg_temp.has(), 'false by off', 'to that person only');
select tests.as_owner();
update public.feature_flag_overrides set expires_at = now() - interval '1 second' where true;
select tests.sign_in('alice');
select is(pg_temp.has(), 'false by off', 'until it expires');
select tests.as_owner();
update public.feature_flag_overrides set expires_at = now() + interval '1 second' where true;
select tests.sign_in('alice');
select is(pg_temp.has(), 'true by override', 'but not before');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('alice');
select tests.sign_in('alice');
select tests.raises('select * from public.my_feature_flags()', 'PT403', 'account_suspended', 'a suspended account has no features');
select tests.sign_out();
select tests.raises('select * from public.my_feature_flags()', '42501', null, 'nor has a visitor');

select tests.as_owner();
select throws_like(
  $$update public.feature_flags set rollout_percent = 101 where true$$, '%score_is_percent%', 'no flag reaches more than everyone'
);
select cmp_ok((select count(*)::integer from public.feature_flags where code not like '%-thing'), '>=', 8, 'there are flags to begin with');
select is_empty(
  $$select code from public.feature_flags where name ->> 'nl' is null or name ->> 'en' is null or description ->> 'nl' = description ->> 'en' and code not like '%-thing'$$,
  'named and described in both languages'
);
delete from public.feature_flags where code = 'new-thing';
select is_empty('select * from public.feature_flag_overrides', 'overrides go with their flag');
select is(
  (select count(*)::integer from private.flags_of(gen_random_uuid()) where source = 'override'), 0, 'somebody unknown has no overrides'
);

select * from finish();
rollback;
