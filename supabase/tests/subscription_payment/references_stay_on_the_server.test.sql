-- What a provider calls things stays on the server; people read the rest and write nothing.
begin;
select plan(11);

select tests.create_user('alice');
select private.apply_payment_event('stripe', 'evt_' || kind, kind, now(), payload || jsonb_build_object('customer', 'cus_secret', 'user_id', tests.user_id('alice')))
from (values
  ('payment_method', '{"id": "pm_secret", "kind": "card", "brand": "Visa", "last_four": "4242"}'::jsonb),
  ('subscription', '{"id": "sub_secret", "plan": "premium", "status": "active", "billing_cycle": "monthly", "subscribed_at": "2026-03-01T00:00:00Z", "period_ends_at": "2999-04-01T00:00:00Z", "payment_method": "pm_secret"}'),
  ('invoice', '{"id": "in_secret", "subscription": "sub_secret", "number": "2026-001", "status": "paid", "paid_minor": 999, "currency": "EUR", "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999, "issued_at": "2026-03-01T00:00:00Z"}')
) as told (kind, payload);

select tests.sign_in('alice');
select results_eq(
  $$
    select m.last_four, s.status, i.number, i.total_minor::bigint
    from public.subscriptions as s
      join public.payment_methods as m on m.id = s.payment_method_id
      join public.invoices as i on i.subscription_id = s.id
  $$,
  $$values ('4242', 'active', '2026-001', 999::bigint)$$, 'alice reads what she pays, for what, and with what'
);
select is_empty(
  $$
    select t from unnest('{subscriptions,payment_methods,invoices}'::text[]) as t
    where jsonb_array_length(tests.pulled(of_table => t) -> 'updated') <> 1 or tests.pulled(of_table => t)::text ~ 'secret|provider_[a-z]+_id|token'
  $$,
  'her devices pull it, and no reference'
);
select tests.raises('select provider_token from public.payment_methods', '42501', null, 'a token cannot be asked for');
select tests.raises('select provider_subscription_id from public.subscriptions', '42501', null, 'nor a subscription''s id');
select tests.raises('select provider_customer_id from public.subscriptions', '42501', null, 'nor the customer''s');
select tests.raises('select provider_payment_method_id from public.subscriptions', '42501', null, 'nor again the payment method''s');
select tests.raises('select provider_invoice_id from public.invoices', '42501', null, 'nor the invoice''s');
select tests.raises($$select id from public.payment_methods where provider_token = 'pm_secret'$$, '42501', null, 'nor guessed');
select tests.raises($$delete from public.payment_methods$$, '42501', null, 'what she pays with she changes with the provider');
select is(
  tests.push(deleted => jsonb_build_array(tests.id(1)), into_table => 'subscriptions') #>> '{rejected,0,code}', 'table_read_only',
  'a device writes none of it'
);

select tests.as_owner();
select set_eq(
  $$
    select t.table_name::text || ' ' || t.direction::text || ' ' || t.scope_kind::text from sync.tables as t
    where t.table_name in ('plans', 'plan_entitlements', 'subscriptions', 'payment_methods', 'invoices', 'payment_events')
  $$,
  '{plans down catalogue,plan_entitlements down catalogue,subscriptions down user,payment_methods down user,invoices down user}'::text[],
  'each table syncs in its direction, and events do not'
);

select * from finish();
rollback;
