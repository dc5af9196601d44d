-- A score is for the version of the framework that its assessment was made for.
begin;
select plan(10);

select tests.create_person('alice');
select private.copy_met24_version();
select private.activate_met24_version(2);
select private.copy_met24_version();
create temporary table entries on commit drop as
  select 'domain' as kind, v.version, d.id, d.code::text from public.met24_domains as d join public.met24_versions as v on v.id = d.version_id
  union all
  select 'level', v.version, l.id, l.code::text from public.met24_levels as l join public.met24_versions as v on v.id = l.version_id;
grant select on entries to authenticated;
create function pg_temp.entry(of_kind text, of_version integer, of_code text) returns uuid language sql stable as $$
  select id from entries where (kind, version, code) = (of_kind, of_version, of_code)
$$;
create function pg_temp.add(domain_version integer, level_version integer default null) returns text language sql stable as $$
  select format(
    'insert into public.met24_scores (user_id, assessment_id, domain_id, level_id, score) values (%L, %L, %L, %L, 50)',
    tests.user_id('alice'), tests.id(1), pg_temp.entry('domain', domain_version, 'soul'), pg_temp.entry('level', level_version, 'expert')
  )
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
-- Begun offline before the second version came.
insert into public.met24_assessments (user_id, id, version_id, assessed_on)
values (tests.user_id('alice'), tests.id(1), tests.catalogue_id('met24_versions', '1'), '2026-10-01');
select lives_ok(pg_temp.add(1), 'a retired version is still answered by who began with it');
select lives_ok(pg_temp.add(1, 1), 'with a level or without');
select tests.raises(pg_temp.add(2), 'PT422', 'domain_version_mismatch', 'a domain of another version is refused');
select tests.raises(pg_temp.add(1, 2), 'PT422', 'domain_version_mismatch', 'and so is a level');
select tests.raises(pg_temp.add(3), 'PT422', 'domain_version_mismatch', 'and a draft, which nobody should know of');
select tests.raises(
  format('update public.met24_scores set domain_id = %L', pg_temp.entry('domain', 2, 'soul')),
  'PT422', 'domain_version_mismatch', 'a score does not move to another version'
);
select tests.raises(
  $$update public.met24_assessments set version_id = (select id from public.met24_versions where version = 2)$$,
  'PT409', 'domain_version_fixed', 'nor does an assessment'
);
select lives_ok($$update public.met24_assessments set version_id = version_id, title = 'x'$$, 'which may be edited otherwise');

select is(
  tests.rejected(tests.push(jsonb_build_array(
    jsonb_build_object('id', tests.id(21), 'assessment_id', tests.id(1), 'domain_id', pg_temp.entry('domain', 2, 'soul'), 'score', 1),
    jsonb_build_object('id', tests.id(22), 'assessment_id', tests.id(1), 'domain_id', pg_temp.entry('domain', 1, 'soul'), 'score', 2)
  ), into_table => 'met24_scores')),
  '{"21: domain_version_mismatch"}', 'in a push the one that does not fit is refused'
);
select is((select score::integer from public.met24_scores where id = tests.id(22)), 2, 'and the other kept');

select * from finish();
rollback;
