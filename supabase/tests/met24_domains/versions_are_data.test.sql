-- The owner changes the framework with data: copies a version, edits the draft, activates it.
begin;
select plan(23);

select tests.create_person('alice');

select tests.as_service();
select is(private.copy_met24_version(), 2, 'a copy is the next version');
select results_eq(
  $$select version, status::text, published_at is null from public.met24_versions order by version$$,
  $$values (1, 'current', false), (2, 'draft', true)$$, 'and a draft'
);
select results_eq(
  $$
    select d.status::text, to_jsonb(d) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.met24_domains as d join public.met24_versions as v on v.id = d.version_id
    where v.version = 2 order by d.position
  $$,
  $$
    select 'draft', to_jsonb(d) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.met24_domains as d join public.met24_versions as v on v.id = d.version_id
    where v.version = 1 order by d.position
  $$,
  'with the same domains'
);
select results_eq(
  $$
    select l.status::text, to_jsonb(l) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.met24_levels as l join public.met24_versions as v on v.id = l.version_id
    where v.version = 2 order by l.position
  $$,
  $$
    select 'draft', to_jsonb(l) - '{id,version_id,status,created_at,updated_at}'::text[]
    from public.met24_levels as l join public.met24_versions as v on v.id = l.version_id
    where v.version = 1 order by l.position
  $$,
  'and levels'
);

-- The draft is the owner's to change: words, order, what there is.
update public.met24_versions set changes = '{"nl": "Ziel hernoemd.", "en": "Soul renamed."}' where status = 'draft';
update public.met24_domains set name = '{"nl": "Ziel", "en": "Soul"}' where status = 'draft' and code = 'soul';
delete from public.met24_domains where status = 'draft' and code = 'external-environment';
update public.met24_domains set position = 7 - position where status = 'draft';
insert into public.met24_domains (version_id, code, position, name, description, guiding_questions, icon, color)
select id, 'digital', 7, '{"nl": "Digitaal", "en": "Digital"}', '{"nl": "Schermen", "en": "Screens"}',
  '{"nl": ["Hoe lang keek je?"], "en": ["How long did you look?"]}', 'smartphone', '#101010'
from public.met24_versions where status = 'draft';
select results_eq(
  $$select code::text from public.met24_domains where status = 'draft' order by position$$,
  array['biological', 'soul', 'psychological', 'local-cosmic', 'universal-cosmic', 'the-one', 'digital'],
  'the draft is changed at will, the order in one statement'
);
select tests.raises(
  $$update public.met24_versions set status = 'current' where version = 2$$, '42501', null,
  'but nobody makes it current by hand'
);

select tests.as_owner();
select tests.commit('drafted');
select tests.sign_in('alice');
select is((select count(*) from public.met24_versions), 1::bigint, 'nobody else sees the draft');
select is((select count(*) from public.met24_domains), 7::bigint, 'or what is in it');
select is(jsonb_array_length(tests.pulled(of_table => 'met24_domains') -> 'updated'), 7, 'and no device is sent it');
insert into public.met24_assessments (user_id, id, version_id, assessed_on, status)
select tests.user_id('alice'), tests.id(1), id, '2026-10-01', 'completed' from public.met24_versions;
insert into public.met24_scores (user_id, assessment_id, domain_id, score)
select tests.user_id('alice'), tests.id(1), id, 60 from public.met24_domains;

select tests.as_service();
select private.activate_met24_version(2);
select results_eq(
  $$select version, status::text, retired_at is not null from public.met24_versions order by version$$,
  $$values (1, 'retired', true), (2, 'current', false)$$, 'activated, it is current, and the one before retired'
);
select results_eq(
  $$
    select distinct v.version, d.status::text from public.met24_domains as d join public.met24_versions as v on v.id = d.version_id
    union
    select distinct v.version, l.status::text from public.met24_levels as l join public.met24_versions as v on v.id = l.version_id
    order by 1
  $$,
  $$values (1, 'retired'), (2, 'current')$$, 'and so are their domains and levels'
);

select tests.as_owner();
select tests.commit('activated');
select private.activate_met24_version(2);
select tests.sign_in('alice');
select is(tests.pulled(tests.cursor('activated'), 'met24_domains'), null, 'activating it again changes nothing');
select is(
  (select count(*)::integer from jsonb_array_elements(tests.pulled(tests.cursor('drafted'), 'met24_domains') -> 'updated')), 14,
  'devices are sent what is new, and that the rest is retired'
);
select is((select count(*) from public.met24_scores as s join public.met24_domains as d on d.id = s.domain_id), 7::bigint, 'what was given for the version before stays readable');
select results_eq(
  $$select code, name ->> 'en', score::integer, version from public.met24_overview() where code in ('soul', 'digital') order by code$$,
  $$values ('digital', 'Digital', null, null), ('soul', 'Soul', 60, 1)$$,
  'and counts for the domain of the same code'
);
select is((select count(*) from public.met24_overview() where code = 'external-environment'), 0::bigint, 'a domain that is gone is not shown');

select tests.as_service();
select private.activate_met24_version(1);
select results_eq(
  $$select version, status::text from public.met24_versions order by version$$,
  $$values (1, 'current'), (2, 'retired')$$, 'a publication can be taken back'
);
select is(private.copy_met24_version(2), 3, 'any version can be copied');
delete from public.met24_levels where status = 'draft';
select tests.raises('select private.activate_met24_version(3)', 'PT409', 'catalogue_version_incomplete', 'a version without levels is not published');
delete from public.met24_versions where version = 3;
select is((select count(*) from public.met24_domains where status = 'draft'), 0::bigint, 'a draft that is not wanted goes with what is in it');
select tests.raises('select private.activate_met24_version(3)', 'PT404', 'catalogue_version_not_found', 'a version that is not there cannot be activated');
select tests.raises('select private.copy_met24_version(9)', 'PT404', 'catalogue_version_not_found', 'nor copied');

select tests.sign_in('alice');
select tests.raises('select private.copy_met24_version()', '42501', null, 'and a person makes no versions at all');

select * from finish();
rollback;
