-- An event that is not in our words is refused, names the field, and leaves nothing, so that the provider sends it again.
begin;
select plan(57);

select tests.create_user('alice');
select tests.as_service();

create function pg_temp.complaint(kind text, payload jsonb, provider text default 'stripe', event_id text default 'evt', occurred_at timestamptz default '2026-03-01 10:00+00')
returns text
language plpgsql
volatile
as $$
declare
  message text;
  detail text;
begin
  return public.apply_payment_event(provider, event_id, kind, occurred_at, payload);
exception when others then
  get stacked diagnostics message = message_text, detail = pg_exception_detail;
  return case when message = 'payment_event_malformed' and sqlstate = 'PT422' then split_part(detail, ':', 1) else sqlstate || ' ' || message end;
end;
$$;
-- A good one with this changed.
create function pg_temp.told(kind text, changed jsonb)
returns text
language sql
volatile
as $$
  select pg_temp.complaint(told.kind, jsonb_build_object('customer', 'cus_1', 'id', 'x_1') || case told.kind
    when 'subscription' then '{"plan": "premium", "status": "active", "billing_cycle": "monthly", "subscribed_at": "2026-03-01T00:00:00Z",
      "period_starts_at": "2026-03-01T00:00:00Z", "period_ends_at": "2026-04-01T00:00:00Z"}'::jsonb
    when 'invoice' then '{"status": "open", "currency": "EUR", "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999, "issued_at": "2026-03-01T00:00:00Z"}'
    else '{"kind": "card"}'
  end || told.changed);
$$;

select is(pg_temp.complaint('x', '{}', provider => 'Stripe Inc.'), 'provider', 'a provider has a name');
select is(pg_temp.complaint('x', '{}', event_id => ''), 'event_id', 'an event has an id');
select is(pg_temp.complaint('', '{}'), 'kind', 'and a kind');
select is(pg_temp.complaint('x', '{}', occurred_at => null), 'occurred_at', 'and a time');
select is(pg_temp.complaint('x', '{}', occurred_at => 'infinity'), 'occurred_at', 'that ends');
select is(pg_temp.complaint('x', '{}', occurred_at => now() + interval '2 hours'), 'occurred_at', 'and has come');
select is(pg_temp.complaint('x', '[]'), 'payload', 'its payload is an object');
select is(pg_temp.complaint('x', jsonb_build_object('x', repeat('x', 100000))), 'payload', 'of bounded size');
select is(pg_temp.complaint('subscription', '{"id": "x"}'), 'payload.customer', 'it says of which customer');
select is(pg_temp.told('subscription', '{"id": null}'), 'payload.id', 'and of what');
select is(pg_temp.told('subscription', '{"user_id": "alice"}'), 'payload.user_id', 'a person is a uuid');
select is(pg_temp.told('payment_method_removed', '{"id": 7}'), 'payload.id', 'also when that is removed');

select is(pg_temp.told('subscription', '{"plan": "gold"}'), 'payload.plan', 'a plan is one there is');
select is(pg_temp.told('subscription', '{"status": "paused"}'), 'payload.status', 'so is a status');
select is(pg_temp.told('subscription', '{"billing_cycle": "weekly"}'), 'payload.billing_cycle', 'and a cycle');
select is(pg_temp.told('subscription', '{"subscribed_at": null}'), 'payload.subscribed_at', 'it began at some time');
select is(pg_temp.told('subscription', '{"subscribed_at": 1763600000}'), 'payload.subscribed_at', 'which is text');
select is(pg_temp.told('subscription', '{"subscribed_at": "2026-03-01T00:00:00"}'), 'payload.subscribed_at', 'with its zone');
select is(pg_temp.told('subscription', '{"subscribed_at": "2026-13-01T00:00:00Z"}'), 'payload.subscribed_at', 'and a date there is');
select is(pg_temp.told('subscription', '{"subscribed_at": "2026-03-01T00:00:00+99:00"}'), 'payload.subscribed_at', 'and a zone there is');
select is(pg_temp.told('subscription', '{"period_ends_at": null}'), 'payload.period_ends_at', 'what is paid is paid for a period');
select is(pg_temp.told('subscription', '{"period_ends_at": "2026-03-01T00:00:00Z"}'), 'payload.period_ends_at', 'that ends after it begins');
select is(pg_temp.told('subscription', '{"status": "trial"}'), 'payload.trial_ends_at', 'a trial has an end');
select is(pg_temp.told('subscription', '{"cancel_at_period_end": "yes"}'), 'payload.cancel_at_period_end', 'a flag is true or false');
select is(pg_temp.told('subscription', '{"price_minor": 9.99}'), 'payload.price_minor', 'an amount is in minor units');
select is(pg_temp.told('subscription', '{"price_minor": -1}'), 'payload.price_minor', 'and not negative');
select is(pg_temp.told('subscription', '{"currency": "euro"}'), 'payload.currency', 'a currency is a code');
select is(pg_temp.told('subscription', jsonb_build_object('payment_method', repeat('x', 201))), 'payload.payment_method', 'an id is short');

select is(pg_temp.told('invoice', '{"status": "late"}'), 'payload.status', 'an invoice has a known status');
select is(pg_temp.told('invoice', '{"currency": null}'), 'payload.currency', 'and a currency');
select is(pg_temp.told('invoice', '{"subtotal_minor": null}'), 'payload.subtotal_minor', 'and amounts');
select is(pg_temp.told('invoice', '{"total_minor": 1000}'), 'payload.total_minor', 'that add up');
select is(pg_temp.told('invoice', '{"refunded_minor": 1}'), 'payload.refunded_minor', 'no more is given back than was paid');
select is(pg_temp.told('invoice', '{"issued_at": "soon"}'), 'payload.issued_at', 'it was issued at some time');
select is(pg_temp.told('invoice', jsonb_build_object('number', repeat('x', 81))), 'payload.number', 'its number is short');
select is(pg_temp.told('invoice', '{"url": "javascript:alert(1)"}'), 'payload.url', 'its address is an address');
select is(pg_temp.told('invoice', '{"lines": {"description": "x", "amount_minor": 1}}'), 'payload.lines', 'its lines are a list');
select is(pg_temp.told('invoice', '{"lines": [{"description": "x"}]}'), 'payload.lines', 'of what costs how much');
select is(pg_temp.told('invoice', '{"lines": [[{"description": "x", "amount_minor": 1}]]}'), 'payload.lines', 'and not of lists');

select is(pg_temp.told('invoice', jsonb_build_object('lines', jsonb_build_array(jsonb_build_object('description', 'x', 'amount_minor', amount)))), 'payload.lines', why)
from (values ('1e400'::jsonb, 'nor of what costs more than there is'), ('9.99', 'nor of parts of a cent')) as bad (amount, why);
select is(
  pg_temp.told('invoice', '{"lines": [{"description": "x", "amount_minor": 1, "quantity": 1e-5000}]}'), 'payload.lines', 'and no number that JavaScript cannot hold'
);
select is(pg_temp.told('subscription', '{"ended_at": {"name": "Alice"}}'), 'payload.ended_at', 'a time that is not asked for is one all the same');
select is(pg_temp.told('subscription', '{"past_due_since": "soon"}'), 'payload.past_due_since', 'and this');
select is(pg_temp.told('invoice', '{"paid_at": {"email": "alice@example.com"}}'), 'payload.paid_at', 'and when an open invoice was paid');

select is(pg_temp.told('payment_method', '{"kind": "shells"}'), 'payload.kind', 'a payment method is of a known kind');
select is(pg_temp.told('payment_method', '{"last_four": "4242424242424242"}'), 'payload.last_four', 'more than four digits are never stored');
select is(pg_temp.told('payment_method', '{"expires_month": 13, "expires_year": 2030}'), 'payload.expires_month', 'a month is a month');
select is(pg_temp.told('payment_method', '{"expires_month": 12}'), 'payload.expires_year', 'of a year');
select is(pg_temp.told('payment_method', '{"expires_year": 2030}'), 'payload.expires_month', 'and a year has one');

select is_empty('select * from public.payment_events', 'nothing of all that was entered');
select is(
  array(select pg_temp.complaint('subscription', '{"customer": "cus_1", "id": "x", "plan": "gold"}', event_id => 'again')) || array(
    select pg_temp.told(kind, jsonb_build_object('customer', 'cus_' || kind, 'id', 'x_' || kind)) from unnest('{subscription}'::text[]) as kind
  ),
  '{payload.plan,unmatched}', 'so that a good one comes through'
);
select is(
  pg_temp.complaint('subscription', '{"customer": "cus_1", "id": "x", "plan": "premium", "status": "inactive", "billing_cycle": "monthly", "subscribed_at": "2026-03-01 00:00:00.5+01:00"}', event_id => 'few'),
  'unmatched', 'of one that is inactive little need be known'
);

select tests.raises($$insert into public.payment_events (provider, event_id, kind, occurred_at, outcome) values ('x', 'x', 'x', now(), 'ignored')$$,
  '42501', null, 'not even the server enters an event past the function');
select tests.raises($$update public.subscriptions set status = 'active'$$, '42501', null, 'or changes a subscription');
select tests.sign_in('alice');
select tests.raises($$select public.apply_payment_event('stripe', 'mine', 'subscription', now(), '{}')$$, '42501', null, 'people send no events');
select tests.raises($$select * from public.payment_events$$, '42501', null, 'nor read them');

select * from finish();
rollback;
