-- What the provider calls people and things is kept once, encrypted under a key from Vault; a reference stands for it.
begin;
select plan(25);

select tests.create_user('alice');
select tests.create_user('mallory');
create function pg_temp.told(event_id text, kind text, person uuid, payload jsonb) returns text language sql as $$
  select private.apply_payment_event('stripe', event_id, kind, now(), jsonb_strip_nulls(payload || jsonb_build_object('user_id', person)));
$$;
create function pg_temp.names(of_person uuid) returns text[] language sql stable as $$
  select array(
    select private.unseal(r.sealed) from private.payment_references as r where r.user_id is not distinct from of_person order by 1
  );
$$;

select pg_temp.told('evt_1', 'payment_method', tests.user_id('alice'), '{"customer": "cus_secret", "id": "pm_secret", "kind": "card"}');
select pg_temp.told('evt_2', 'subscription', null, '{"customer": "cus_secret", "id": "sub_secret", "plan": "premium", "status": "active",
  "billing_cycle": "monthly", "subscribed_at": "2026-03-01T00:00:00Z", "period_ends_at": "2999-04-01T00:00:00Z", "payment_method": "pm_secret"}');
select pg_temp.told('evt_3', 'invoice', null, '{"customer": "cus_secret", "id": "in_secret", "subscription": "sub_secret", "status": "open", "currency": "EUR",
  "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999, "issued_at": "2026-03-01T00:00:00Z"}');
select is(pg_temp.names(tests.user_id('alice')), '{cus_secret,in_secret,pm_secret,sub_secret}', 'each name is kept once, as hers');
select is_empty(
  $$
    select e.told
    from (
      select to_jsonb(p)::text from public.payment_methods as p
      union all select to_jsonb(s)::text from public.subscriptions as s
      union all select to_jsonb(i)::text from public.invoices as i
      union all select to_jsonb(v)::text from public.payment_events as v
      union all select to_jsonb(r)::text from private.payment_references as r
      union all select to_jsonb(a)::text from audit.incoming as a
    ) as e (told)
    where e.told like '%secret%'
  $$,
  'and nowhere as it is'
);
select is(
  (select bool_or(encode(decode(split_part(r.sealed, '.', 2), 'base64'), 'escape') like '%secret%') from private.payment_references as r), false,
  'nor in what is under the base64'
);
select isnt(private.seal('x'), private.seal('x'), 'the same is never sealed the same way twice');
select is(
  (select count(distinct (s.payment_method_id, i.subscription_id)) from public.subscriptions as s join public.invoices as i on i.subscription_id = s.id where s.payment_method_id is not null),
  1::bigint, 'rows find each other by reference'
);
select isnt(private.payment_reference('stripe', 'x'), private.payment_reference('mollie', 'x'), 'one name of two providers is two');

-- Who reads it.
select tests.as_service();
select is(
  (select public.open_payment_reference(s.provider, s.provider_subscription_id) from public.subscriptions as s), 'sub_secret', 'the server asks for it'
);
select is(public.open_payment_reference('stripe', 'sub_secret'), null, 'by its reference');
select tests.raises('select from private.payment_references', '42501', null, 'it does not read the table');
select tests.raises($$select private.unseal('v1.a')$$, '42501', null, 'nor unseal by itself');
select tests.sign_in('alice');
select tests.raises($$select public.open_payment_reference('stripe', 'x')$$, '42501', null, 'people do not ask');
select tests.as_owner();

-- By another door.
select tests.refuses(
  'sealed_text_has_form',
  $$insert into private.payment_references (provider, reference, sealed) values ('stripe', repeat('a', 64), 'cus_plain')$$, 'what is not sealed is refused'
);
select tests.refuses(
  'payment_references_sealed_with_fkey',
  $$insert into private.payment_references (provider, reference, sealed) values ('stripe', repeat('a', 64), 'v999.' || repeat('A', 40))$$, 'and what no key opens'
);
select throws_like(
  $$delete from private.sealing_keys where true$$, '%payment_references_sealed_with_fkey%', 'a key that is needed is not destroyed'
);
update private.payment_references set sealed = overlay(sealed placing case substring(sealed from 60 for 1) when 'A' then 'B' else 'A' end from 60) where true;
select throws_ok('select private.unseal(sealed) from private.payment_references', '39000', null, 'what was tampered with is not taken for a name');
delete from private.payment_references where true;

-- Of whom nobody knows yet.
select pg_temp.told('evt_4', 'payment_method', null, '{"customer": "cus_m", "id": "pm_m", "kind": "card"}');
select is(pg_temp.names(null), '{cus_m,pm_m}', 'names that wait are nobody''s');
select pg_temp.told('evt_5', 'payment_method', tests.user_id('nobody'), '{"customer": "cus_gone", "id": "pm_gone", "kind": "card"}');
select is(pg_temp.names(null), '{cus_m,pm_m}', 'of an account that is gone none is kept');
select pg_temp.told('evt_6', 'payment_method_removed', tests.user_id('mallory'), '{"customer": "cus_m", "id": "pm_x"}');
select is(pg_temp.names(tests.user_id('mallory')), '{cus_m,pm_m,pm_x}', 'once their person comes they are theirs');
select pg_temp.told('evt_7', 'payment_method', tests.user_id('alice'), '{"customer": "cus_a", "id": "pm_m", "kind": "card"}');
select is(pg_temp.names(tests.user_id('alice')), '{cus_a}', 'and stay so, whoever else names them');
select pg_temp.told('evt_8', 'payment_method', null, '{"customer": "cus_n", "id": "pm_n", "kind": "card"}');
select private.prune_payment_events(now() + interval '29 days');
select is(pg_temp.names(null), '{cus_n,pm_n}', 'a month they wait');
select private.prune_payment_events(now() + interval '31 days');
select is(pg_temp.names(null), '{}', 'then they go with their events');
select is(pg_temp.names(tests.user_id('alice')) || pg_temp.names(tests.user_id('mallory')), '{cus_a,cus_m,pm_m,pm_x}', 'and no other');
delete from auth.users where id = tests.user_id('mallory');
select is(pg_temp.names(tests.user_id('mallory')), '{}', 'names go with their person');

select private.forget_secret('sealing_key_' || (select max(version) from private.sealing_keys));
select tests.raises($$select private.seal('x')$$, 'PT500', 'secret_missing', 'without its key nothing is sealed');
select private.forget_secret('payment_reference_key');
select tests.raises(
  $$select pg_temp.told('evt_9', 'payment_method', tests.user_id('alice'), '{"customer": "cus_a", "id": "pm_a", "kind": "card"}')$$,
  'PT500', 'secret_missing', 'nor is an event taken that could not be recognised'
);

select * from finish();
rollback;
