-- What an assessment adds up to follows from its scores, however and whenever they come.
begin;
select plan(13);

select tests.create_person('alice');
select tests.create_person('bob');
create function pg_temp.total(n integer) returns text language sql stable set search_path = '' as $$
  select domains_scored || ' ' || coalesce(overall_score::text, '-') from public.met24_assessments where id = tests.id(n)
$$;
create function pg_temp.score(n integer, code text, score integer, edited numeric default 0, assessment integer default 1)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', tests.id(n), '_status', 'created', '_changed', '', 'assessment_id', tests.id(assessment),
    'domain_id', tests.catalogue_id('met24_domains', '1:' || code), 'level_id', null, 'score', score, 'confidence', null, 'note', null,
    'created_at', tests.at(edited), 'updated_at', tests.at(edited)
  )
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
insert into public.met24_assessments (user_id, id, version_id, assessed_on)
values
  (tests.user_id('alice'), tests.id(1), tests.catalogue_id('met24_versions', '1'), '2026-10-01'),
  (tests.user_id('alice'), tests.id(2), tests.catalogue_id('met24_versions', '1'), '2026-11-01');
select is(pg_temp.total(1), '0 -', 'without scores there is nothing to add up');

create temporary table answers on commit drop as
select 'phone' as device, tests.push(
  jsonb_build_array(pg_temp.score(11, 'soul', 50), pg_temp.score(12, 'biological', 71)), into_table => 'met24_scores', device => 'phone'
) as answer;
select is((select tests.rejected(answer) from answers), '{}', 'scores are pushed');
select is(pg_temp.total(1), '2 61', 'and add up to their mean, rounded');

-- The laptop was offline with the same assessment, and scored one domain too, a minute later; then a third.
select tests.push(
  jsonb_build_array(pg_temp.score(13, 'soul', 80, 1), pg_temp.score(14, 'the-one', 20, 1)), into_table => 'met24_scores', device => 'laptop'
);
select is(pg_temp.total(1), '3 57', 'a domain that two devices scored counts once, as edited last');
select tests.push(
  jsonb_build_array(pg_temp.score(15, 'soul', 0, -5)), into_table => 'met24_scores', device => 'tablet'
);
select is(pg_temp.total(1), '3 57', 'also when the older score arrives last');

update public.met24_scores set score = 95 where id = tests.id(13);
select is(pg_temp.total(1), '3 62', 'a corrected score is counted anew');
update public.met24_scores set assessment_id = tests.id(2) where id = tests.id(14);
select is(pg_temp.total(1) || ', ' || pg_temp.total(2), '2 83, 1 20', 'one that moves counts where it went, and no more where it was');
delete from public.met24_scores where id = tests.id(13);
select is(pg_temp.total(1), '2 61', 'when the latest goes, the one before it counts');
delete from public.met24_scores where assessment_id = tests.id(1);
select is(pg_temp.total(1), '0 -', 'and in the end none');

select tests.raises($$update public.met24_assessments set overall_score = 100$$, '42501', null, 'a person does not write the result');
select tests.commit();
select tests.push(base => tests.cursor(), updated => jsonb_build_array(jsonb_build_object(
  'id', tests.id(2), '_status', 'updated', '_changed', 'overall_score,title', 'title', 'Autumn', 'overall_score', 100, 'updated_at', tests.at(10)
)), into_table => 'met24_assessments');
select is(pg_temp.total(2), '1 20', 'nor does a device');
select is((select title::text from public.met24_assessments where id = tests.id(2)), 'Autumn', 'which may write the rest');

-- Several assessments in one statement.
select tests.as_owner();
insert into public.met24_assessments (user_id, id, version_id, assessed_on)
select tests.user_id('bob'), tests.id(n), tests.catalogue_id('met24_versions', '1'), '2026-10-01' from generate_series(1, 3) as n;
insert into public.met24_scores (user_id, assessment_id, domain_id, score)
select tests.user_id('bob'), tests.id(n), d.id, n * 10 from generate_series(1, 3) as n, public.met24_domains as d;
select is(
  (select array_agg(domains_scored || ' ' || overall_score order by id) from public.met24_assessments where user_id = tests.user_id('bob')),
  '{7 10,7 20,7 30}', 'one statement may bring many, each for its own assessment and person'
);

select * from finish();
rollback;
