-- The age is asked before anything is stored. Under 13 nobody comes in without a verified guardian; who that is, can look,
-- decide and leave. Up to the age that the country sets, a guardian consents.
begin;
select plan(51);

create function pg_temp.sign_up(name text, metadata jsonb) returns void language sql as $$
  insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data) values (tests.user_id(name), name || '@example.test', now(), metadata);
$$;
create function pg_temp.profile(name text) returns public.users language sql security definer as $$
  select * from public.users where id = tests.user_id(name);
$$;
create function pg_temp.consent_to(purpose text, child uuid default null) returns text language plpgsql as $$
begin
  perform public.give_consent(purpose, d.id, d.sha256, 'nl', child_id => child)
  from public.policy_documents as d where d.code = 'privacy-policy' and d.locale = 'nl';
  return 'given';
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;
create function pg_temp.who_decides() returns text[] language sql stable as $$
  select array_agg(purpose_code || ' ' || who_decides order by purpose_code) from public.my_consents();
$$;
grant execute on all functions in schema pg_temp to authenticated;
create temporary table links (name text, id uuid);
grant all on links to public;

select pg_temp.sign_up('kid', '{"age_band": "under_13", "username": "kid", "first_name": "Kim", "display_name": "Kim", "country": "NL", "timezone": "Europe/Amsterdam"}');
select pg_temp.sign_up('parent', '{"age_band": "18_plus", "first_name": "Pat"}');
select pg_temp.sign_up('other', '{"age_band": "18_plus"}');

-- Before a guardian is verified.
select row_eq(
  $$select username, first_name::text, display_name::text, country::text from pg_temp.profile('kid')$$,
  row(null::text, null::text, null::text, 'NL'::text), 'of a child nothing is stored that says who they are'
);
select tests.sign_in('kid');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'guardian_missing', 'a child does not come in by pull');
select tests.raises(
  $$select public.push_changes('{"tasks": {"created": [{"id": "00000000-0000-4000-8000-000000000001", "title": "x"}]}}')$$,
  'PT403', 'guardian_missing', 'nor by push'
);
select tests.raises(
  $$insert into public.tasks (user_id, title) values (auth.uid(), 'x')$$, '42501', null, 'nor past it'
);
select tests.raises($$update public.users set age_band = '18_plus' where id = auth.uid()$$, '42501', null, 'nobody makes themselves older');
select tests.raises($$select public.declare_age_band('18_plus')$$, 'PT409', 'age_declared', 'nor tries another answer');
select tests.raises($$select public.name_guardian('nobody')$$, 'PT422', 'email_malformed', 'a guardian has an e-mail address');
insert into links select 'parent', public.name_guardian(' Parent@Example.test ');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'guardian_missing', 'naming one is not enough');
select tests.raises('select email_hash from public.guardian_links', '42501', null, 'the hash of an address is not shown');
select tests.raises(
  format('select public.verify_guardian(auth.uid(), %L, ''signed_form'', ''x'')', (select id from links)), '42501', null, 'nor does a child verify one'
);
select tests.raises('select private.require_guardian(auth.uid())', 'PT403', 'guardian_missing', 'nor be their own');
select tests.as_owner();
select is_empty(
  $$select from public.guardian_links as g where to_jsonb(g)::text ilike '%parent@example%'$$, 'the address is not kept'
);

select tests.sign_in('kid');
select public.name_guardian('second@example.test'), public.name_guardian('third@example.test');
select tests.raises($$select public.name_guardian('fourth@example.test')$$, 'PT409', 'guardian_named', 'three may be named: each is a message to somebody');
select tests.as_owner();

-- The server verifies.
select tests.as_service();
select tests.raises(
  format('select public.verify_guardian(%L, %L, ''signed_form'', ''form 17'', %L)', tests.user_id('kid'), (select id from links), tests.user_id('other')),
  'PT409', 'guardian_differs', 'the account of somebody else is not the guardian''s'
);
select tests.raises(
  format('select public.verify_guardian(%L, %L, ''signed_form'', ''form 17'')', tests.user_id('parent'), (select id from links)),
  'PT404', 'guardian_link_not_found', 'a link is its child''s'
);
select public.verify_guardian(tests.user_id('kid'), (select id from links), 'signed_form', 'form 17', tests.user_id('parent'), '2026-11-01');
select public.verify_guardian(tests.user_id('kid'), (select id from links), 'signed_form', 'form 17', tests.user_id('parent'), '2026-11-02');
select tests.as_owner();
select is(
  (select verified_at from public.guardian_links where guardian_id = tests.user_id('parent')), '2026-11-01'::timestamptz, 'verified twice, it is so since the first time'
);
select row_eq(
  $$select username, first_name::text from pg_temp.profile('kid')$$, row('kid'::text, 'Kim'::text), 'now it is entered who the child is'
);
select tests.sign_in('kid');
select lives_ok('select public.pull_changes_optimized()', 'and they come in');
select lives_ok($$insert into public.tasks (user_id, title) values (auth.uid(), 'Feed the cat')$$, 'and write');

-- Consent.
select is(
  pg_temp.who_decides(),
  '{"ai_coaching guardian","analytics nobody","emotional_analysis nobody","learning_sharing nobody","marketing_email nobody","research nobody"}',
  'what measures a child is for nobody to allow, the rest for the guardian'
);
select is(pg_temp.consent_to('ai_coaching'), 'PT403 guardian_consent_missing', 'a child does not consent');
select is(pg_temp.consent_to('analytics'), 'PT403 consent_impossible', 'least of all to that');
select is(
  (
    select array_agg(r ->> 'code')
    from public.policy_documents as d
    cross join lateral jsonb_array_elements(tests.push(jsonb_build_array(jsonb_build_object(
      'id', tests.id(1), 'purpose_code', 'ai_coaching', 'is_granted', true, 'document_id', d.id, 'document_sha256', d.sha256, 'locale', 'nl', 'method', 'guardian'
    )), into_table => 'consents') -> 'rejected') as r
    where d.code = 'privacy-policy' and d.locale = 'nl'
  ),
  '{guardian_consent_missing}', 'nor by sync, whatever the device says of how'
);
select tests.sign_in('other');
select is(pg_temp.consent_to('ai_coaching', tests.user_id('kid')), 'PT403 guardian_only', 'nor does a stranger consent for them');
select tests.sign_in('parent');
select is(pg_temp.consent_to('analytics', tests.user_id('kid')), 'PT403 consent_impossible', 'the guardian does not allow what nobody may');
select is(pg_temp.consent_to('ai_coaching', tests.user_id('kid')), 'given', 'but the rest');
select tests.sign_in('kid');
select is((select is_granted from public.my_consents() where purpose_code = 'ai_coaching'), true, 'which then counts');
select is((public.withdraw_consent('ai_coaching')).is_granted, false, 'a child may always say no');
select is((select is_granted from public.my_consents() where purpose_code = 'ai_coaching'), false, 'and that counts');
select tests.sign_in('parent');
select pg_temp.consent_to('ai_coaching', tests.user_id('kid'));

-- What is written anyway is not kept.
select tests.as_owner();
insert into public.consents (user_id, purpose_code, is_granted, document_id, document_sha256, locale, method)
select tests.user_id('kid'), 'ai_coaching', true, d.id, d.sha256, 'nl', 'server' from public.policy_documents as d where d.locale = 'nl';
select tests.raises(
  $$
    insert into public.consents (user_id, purpose_code, is_granted, document_id, document_sha256, locale, method)
    select tests.user_id('kid'), 'emotional_analysis', true, d.id, d.sha256, 'nl', 'server' from public.policy_documents as d where d.locale = 'nl'
  $$,
  'PT403', 'consent_impossible', 'the server cannot allow it either'
);
select tests.sign_in('kid');
select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object('id', tests.id(2), 'emotion', 'joy')), into_table => 'emotional_readings')),
  '{"2: consent_missing"}', 'no emotion of a child is measured'
);

-- The guardian leaves.
select tests.sign_in('other');
select tests.raises(format('select public.revoke_guardian(%L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'a stranger cannot take the guardian away');
select tests.sign_in('parent');
select is((select count(*) from public.guardian_links), 1::bigint, 'a guardian sees for whom they answer');
select public.revoke_guardian(tests.user_id('kid'));
select tests.sign_in('kid');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'guardian_missing', 'once the guardian leaves, the account closes');
select tests.raises($$insert into public.tasks (user_id, title) values (auth.uid(), 'x')$$, '42501', null, 'at once');
select tests.as_service();
select tests.raises(
  format('select public.verify_guardian(%L, %L, ''signed_form'', ''form 17'')', tests.user_id('kid'), (select id from links)),
  'PT409', 'guardian_revoked', 'nor is verified again'
);
select tests.as_owner();
delete from auth.users where id = tests.user_id('parent');
select is(
  (select count(*) from public.guardian_links where user_id = tests.user_id('kid') and guardian_id is null and revoked_at is not null), 1::bigint,
  'an erased guardian leaves no name with the child'
);

-- From 13 to 15 it is the country that decides.
select pg_temp.sign_up('dutch', '{"age_band": "13_15", "country": "NL", "first_name": "Noa"}');
select pg_temp.sign_up('belgian', '{"age_band": "13_15", "country": "BE"}');
select pg_temp.sign_up('nowhere', '{"age_band": "13_15"}');
select is((pg_temp.profile('dutch')).first_name::text, 'Noa', 'from 13 on, people come in by themselves');
select tests.sign_in('dutch');
select is(pg_temp.consent_to('analytics'), 'PT403 guardian_consent_missing', 'in the Netherlands a guardian consents until 16');
select tests.sign_in('belgian');
select is(pg_temp.consent_to('analytics'), 'given', 'in Belgium until 13');
select tests.sign_in('nowhere');
select is(pg_temp.consent_to('analytics'), 'PT403 guardian_consent_missing', 'where that is unknown, until 16');

-- Where they decide alone, nobody decides for them; what a guardian gave ends with the age for it.
select tests.as_owner();
insert into public.guardian_links (user_id, guardian_id, email_hash, verified_at, method, evidence_reference)
select tests.user_id(name), tests.user_id('other'), '$2a$' || repeat('x', 56), now(), 'signed_form', 'form 18' from unnest('{dutch,belgian}'::text[]) as name;
select tests.sign_in('other');
select is(pg_temp.consent_to('research', tests.user_id('belgian')), 'PT403 own_consent_missing', 'in Belgium a guardian does not consent for them');
select is(pg_temp.consent_to('research', tests.user_id('dutch')), 'given', 'in the Netherlands a guardian does');
select tests.as_owner();
select is(private.has_consent(tests.user_id('dutch'), 'research'), true, 'which counts');
update public.users set age_band = '16_17' where id = tests.user_id('dutch');
select is(private.has_consent(tests.user_id('dutch'), 'research'), false, 'until they are of age to be asked themselves');

-- Who does not say how old they are, waits.
select tests.as_owner();
select pg_temp.sign_up('google', '{"full_name": "G. Oogle", "country": "NL"}');
select is((pg_temp.profile('google')).display_name, null, 'without an age nothing is stored that says who somebody is');
select tests.sign_in('google');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'age_unknown', 'and nobody comes in');
select tests.raises($$select public.declare_age_band('12')$$, 'PT422', 'age_band_unknown', 'an age is a band');
select public.declare_age_band('16_17');
select lives_ok('select public.pull_changes_optimized()', 'once it is said, they do');
select is((pg_temp.profile('google')).display_name::text, 'G. Oogle', 'and it is entered who they are');
select tests.raises($$select public.name_guardian('p@example.test')$$, 'PT409', 'guardian_unneeded', 'from 16 on nobody names a guardian');

select * from finish();
rollback;
