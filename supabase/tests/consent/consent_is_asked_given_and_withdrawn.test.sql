-- Consent is given for one purpose at a time, to words that can be shown later, and withdrawn as easily.
begin;
select plan(24);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
create temporary table words as
  select id, sha256, code from public.policy_documents where code = 'privacy-policy' and version = 1 and locale = 'en';
grant select on words to public;
create function pg_temp.granted() returns text[] language sql stable as $$
  select array_agg(m.purpose_code order by m.purpose_code) from public.my_consents() as m where m.is_granted;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('alice');
select results_eq(
  $$select purpose_code, is_granted, who_decides from public.my_consents()$$,
  $$values ('analytics', false, 'self'), ('emotional_analysis', false, 'self'), ('ai_coaching', false, 'self'), ('research', false, 'self'),
    ('learning_sharing', false, 'self'), ('marketing_email', false, 'self')$$,
  'every purpose is asked by itself, and none is given from the start'
);
select is(
  (select encode(extensions.digest(body, 'sha256'), 'hex') from public.policy_documents as d join words using (id)), (select sha256 from words),
  'the hash is that of the words'
);
select is((public.give_consent('analytics', (select id from words), (select sha256 from words), 'en')).is_granted, true, 'alice consents to one');
select is(pg_temp.granted(), '{analytics}', 'and to no other');
select is((public.give_consent('analytics', (select id from words), (select sha256 from words), 'en')).method, 'app', 'repeated, it answers the same');
select is((select count(*) from public.consents), 1::bigint, 'and is noted once');
select is((public.withdraw_consent('analytics')).is_granted, false, 'she withdraws it, with less to say');
select is(pg_temp.granted(), null, 'and it counts no more');
select public.withdraw_consent('analytics');
select is((select count(*) from public.consents), 2::bigint, 'withdrawn twice is noted once');
select public.give_consent('analytics', (select id from words), (select sha256 from words), 'en');
select is(pg_temp.granted(), '{analytics}', 'she may change her mind');

-- What it was given to.
select tests.raises(
  $$select public.give_consent('research', (select id from words), repeat('0', 64), 'en')$$, 'PT422', 'consent_text_differs',
  'other words than those published are not consented to'
);
select tests.raises(
  $$select public.give_consent('research', null, null, 'en')$$, 'PT422', 'consent_text_differs', 'nor none'
);
select tests.raises(
  $$select public.give_consent('everything', (select id from words), (select sha256 from words), 'en')$$, 'PT404', 'purpose_unknown',
  'a purpose is one of those there are'
);
select tests.raises($$select public.withdraw_consent(null)$$, 'PT404', 'purpose_unknown', 'also when withdrawn');
select tests.as_owner();
select tests.raises(
  $$update public.policy_documents set body = 'All yours.' where id = (select id from words)$$, 'PT409', 'document_published',
  'what people agreed to is not changed'
);

-- Rows are only added.
select tests.sign_in('alice');
select tests.raises($$update public.consents set is_granted = true where true$$, '42501', null, 'what was decided is not changed');
select tests.raises($$delete from public.consents where true$$, '42501', null, 'nor forgotten');
select tests.raises(
  $$insert into public.consents (user_id, purpose_code, is_granted, method) values (auth.uid(), 'research', false, 'server')$$, '42501', null,
  'how it was decided is not the person''s to say'
);
select tests.sign_in('mallory');
select is_empty('select * from public.consents', 'mallory sees nobody''s consents');
select tests.raises(
  $$insert into public.consents (user_id, purpose_code, is_granted) values (tests.user_id('alice'), 'analytics', false)$$, '42501', null,
  'nor withdraws them'
);
select tests.raises(
  $$select public.withdraw_consent('analytics', child_id => tests.user_id('alice'))$$, 'PT403', 'guardian_only', 'also not as a guardian she is not'
);

-- New words that matter ask everyone anew.
select tests.as_owner();
update public.consent_purposes set since_version = 2 where code = 'analytics';
select tests.sign_in('alice');
select is(pg_temp.granted(), null, 'consent to words that count no more stands no more');
select tests.as_owner();
update public.consent_purposes set since_version = 1 where code = 'analytics';

-- Withdrawing works when nothing else does.
update public.users set account_status = 'suspended' where id = tests.user_id('alice');
select tests.sign_in('alice');
select is((public.withdraw_consent('analytics')).is_granted, false, 'who is suspended withdraws it all the same');
select tests.raises(
  $$select public.give_consent('analytics', (select id from words), (select sha256 from words), 'en')$$, 'PT403', 'account_suspended', 'and gives none'
);

select * from finish();
rollback;
