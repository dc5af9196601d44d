-- What the provider tells of a person's subscription, invoice or card under another customer is refused, and kept for
-- somebody to look at: it changes nothing, and is not sent again for ever.
begin;
set local timezone = 'UTC';
select plan(18);

select tests.create_user('alice');
select tests.create_user('mallory');
-- What stands for a name that the provider gave.
create function pg_temp.named(name text) returns text language sql stable security definer as $$
  select private.payment_reference('stripe', name);
$$;
grant execute on function pg_temp.named(text) to service_role;
select tests.as_service();

-- An event of alice's objects, told of her or of mallory; later ones happened later.
create function pg_temp.told(kind text, name text, hour integer)
returns text
language sql
volatile
set search_path = ''
as $$
  select public.apply_payment_event('stripe', told.kind || told.hour, told.kind, '2026-03-01 00:00+00'::timestamptz + told.hour * interval '1 hour',
    case told.kind
      when 'subscription' then '{"plan": "premium", "status": "active", "billing_cycle": "monthly", "subscribed_at": "2026-03-01T00:00:00Z",
        "period_ends_at": "2026-04-01T00:00:00Z", "payment_method": "pm_1"}'::jsonb
      when 'invoice' then '{"subscription": "subscription", "status": "open", "currency": "EUR", "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999,
        "issued_at": "2026-03-01T00:00:00Z"}'
      else '{"kind": "card"}'
    end || jsonb_build_object(
      'customer', 'cus_' || told.name, 'user_id', tests.user_id(told.name), 'id', case when told.kind like 'payment_method%' then 'pm_1' else told.kind end
    ));
$$;
create function pg_temp.rows()
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select jsonb_agg(to_jsonb(r) order by r.kind, r.content::text)
  from (
    select 'method' as kind, to_jsonb(m) as content from public.payment_methods as m
    union all
    select 'subscription', to_jsonb(s) from public.subscriptions as s
    union all
    select 'invoice', to_jsonb(i) from public.invoices as i
  ) as r;
$$;

select is(pg_temp.told(kind, 'alice', 1), 'applied', format('alice has her %s', kind))
from unnest('{payment_method,subscription,invoice}'::text[]) as kind;
create temporary table before_all as select pg_temp.rows() as content;

select is(pg_temp.told(kind, 'mallory', 2), 'refused', format('told of mallory, the %s is refused', kind))
from unnest('{payment_method,subscription,invoice,payment_method_removed}'::text[]) as kind;
select is(pg_temp.told('subscription', 'mallory', 2), 'refused', 'and so again: the provider need not repeat it');
select is(pg_temp.rows(), (select content from before_all), 'nothing of it is changed');
select results_eq(
  $$select object_kind, user_id, reason from public.payment_events where outcome = 'refused' order by kind$$,
  $$
    select object_kind, tests.user_id('mallory'), format('id: the %s is another customer''s.', replace(object_kind, '_', ' '))
    from unnest('{invoice,payment_method,payment_method,subscription}'::text[]) as object_kind
  $$,
  'each is kept, with the reason'
);
select is(pg_temp.told('subscription', 'alice', 3), 'applied', 'what is hers goes on');
select is(pg_temp.told('payment_method_removed', 'alice', 1), 'applied', 'and what was told of mallory later makes nothing of hers stale');

-- It waited for its person.
select is(
  public.apply_payment_event('stripe', 'waits', 'payment_method', '2026-03-02', '{"customer": "cus_bob", "id": "pm_2", "kind": "card"}'), 'unmatched',
  'an event of nobody waits'
);
select public.apply_payment_event('stripe', 'hers', 'payment_method', '2026-03-01', jsonb_build_object('customer', 'cus_alice', 'id', 'pm_2', 'kind', 'card'));
select tests.create_user('bob');
select is(
  public.apply_payment_event('stripe', 'bob', 'payment_method', '2026-03-02', jsonb_build_object('customer', 'cus_bob', 'user_id', tests.user_id('bob'), 'id', 'pm_3', 'kind', 'card')),
  'applied', 'when the person comes'
);
select results_eq(
  $$select outcome, reason from public.payment_events where event_id = 'waits'$$,
  $$values ('refused', 'id: the payment method is another customer''s.')$$, 'what waited is judged likewise'
);
select is((select user_id from public.payment_methods where provider_token = pg_temp.named('pm_2')), tests.user_id('alice'), 'and hers stays hers');

-- Whoever is told of first.
select public.apply_payment_event('stripe', 'not_hers', 'payment_method_removed', '2026-03-05', '{"customer": "cus_mallory", "id": "pm_9"}');
select is(
  public.apply_payment_event('stripe', 'her_card', 'payment_method', '2026-03-04', '{"customer": "cus_alice", "id": "pm_9", "kind": "card"}'),
  'applied', 'what another customer''s events say of an object makes hers not stale'
);
select public.apply_payment_event('stripe', 'hers_now', 'payment_method', '2026-03-05', '{"customer": "cus_alice", "id": "pm_10", "kind": "card"}');
select is(
  public.apply_payment_event('stripe', 'older', 'payment_method', '2026-03-04', '{"customer": "cus_mallory", "id": "pm_10", "kind": "card"}'),
  'refused', 'and what is hers is refused to another, however old the event'
);

select * from finish();
rollback;
