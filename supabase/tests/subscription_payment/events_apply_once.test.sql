-- apply_payment_event enters each event once; the last word on an object stands, in whatever order words come.
begin;
set local timezone = 'UTC';
select plan(27);

select tests.create_user('alice');
-- What stands for a name that the provider gave.
create function pg_temp.named(name text) returns text language sql stable security definer as $$
  select private.payment_reference('stripe', name);
$$;
grant execute on function pg_temp.named(text) to service_role;
select tests.as_service();

-- An event of a subscription, by what is special about it. Object and customer have the same number.
create function pg_temp.event(n integer, event_id text, occurred_at timestamptz, payload jsonb, kind text default 'subscription')
returns text
language sql
volatile
set search_path = ''
as $$
  select public.apply_payment_event('stripe', event.event_id || '_' || n, event.kind, event.occurred_at, case event.kind
    when 'subscription' then '{"plan": "premium", "status": "active", "billing_cycle": "monthly", "subscribed_at": "2026-03-01T00:00:00Z",
      "period_starts_at": "2026-03-01T00:00:00Z", "period_ends_at": "2026-04-01T00:00:00Z", "price_minor": 999}'::jsonb
    when 'invoice' then '{"status": "open", "currency": "EUR", "subtotal_minor": 826, "tax_minor": 173, "total_minor": 999, "issued_at": "2026-03-01T00:00:00Z"}'
    else '{"kind": "card", "brand": "Visa", "last_four": "4242", "expires_month": 12, "expires_year": 2030}'
  end || jsonb_build_object('customer', 'cus_' || n, 'user_id', tests.user_id('alice'), 'id', event.kind || '_' || n) || event.payload);
$$;
create function pg_temp.state(n integer)
returns text
language sql
volatile
set search_path = ''
as $$
  select s.status || coalesce(' until ' || to_char(s.expires_at, 'YYYY-MM-DD'), '')
  from public.subscriptions as s
  where s.provider_subscription_id = pg_temp.named('subscription_' || n);
$$;

select is(pg_temp.event(1, 'evt_1', '2026-03-01 10:00+00', '{}'), 'applied', 'a subscription begins');
select results_eq(
  $$
    select p.code::text, s.status, s.billing_cycle, s.subscribed_at::timestamptz, s.current_period_ends_at::timestamptz, s.price_minor::bigint, s.currency::text
    from public.subscriptions as s join public.plans as p on p.id = s.plan_id
  $$,
  $$values ('premium', 'active', 'monthly', '2026-03-01 00:00+00'::timestamptz, '2026-04-01 00:00+00'::timestamptz, 999::bigint, 'EUR')$$,
  'as the provider said'
);
select is(pg_temp.event(1, 'evt_1', '2026-03-01 10:00+00', '{"status": "inactive"}'), 'applied', 'the same event again is answered the same');
select is(pg_temp.state(1), 'active until 2026-04-08', 'and not applied again');
select is((select count(*) from public.payment_events), 1::bigint, 'nor entered');

select is(
  pg_temp.event(1, 'evt_3', '2026-03-05 10:00+00', '{"status": "cancelled", "ended_at": "2026-03-05T09:59:59Z"}'), 'applied',
  'it ends'
);
select is(pg_temp.event(1, 'evt_2', '2026-03-02 10:00+00', '{"plan": "family"}'), 'stale', 'what happened before is not applied after');
select is(pg_temp.state(1), 'cancelled until 2026-03-05', 'and changes nothing');
select is(pg_temp.event(1, 'evt_2', '2026-03-02 10:00+00', '{}'), 'stale', 'also when it is repeated');
select is(pg_temp.event(1, 'evt_4', '2026-03-05 10:00+00', '{"status": "inactive"}'), 'applied', 'of the same moment the last to arrive stands');

-- Every order of four words on a subscription, each on one of its own.
create temporary table words (nth integer, occurred_at timestamptz, payload jsonb);
insert into words values
  (1, '2026-03-01 10:00+00', '{"status": "trial", "trial_ends_at": "2026-03-15T00:00:00Z"}'),
  (2, '2026-03-15 00:01+00', '{}'),
  (3, '2026-04-01 00:01+00', '{"status": "past_due", "period_starts_at": "2026-04-01T00:00:00Z", "period_ends_at": "2026-05-01T00:00:00Z"}'),
  (4, '2026-04-03 00:01+00', '{"plan": "family", "cancel_at_period_end": true, "period_starts_at": "2026-04-01T00:00:00Z", "period_ends_at": "2026-05-01T00:00:00Z"}');
select is(
  array(
    select w.nth::text || pg_temp.event(100 + o.place::integer, 'word_' || w.nth, w.occurred_at, w.payload)
    from (
      select array[a.nth, b.nth, c.nth, d.nth] as turns, row_number() over () as place
      from words as a
        join words as b on b.nth <> a.nth
        join words as c on c.nth not in (a.nth, b.nth)
        join words as d on d.nth not in (a.nth, b.nth, c.nth)
    ) as o
      cross join lateral unnest(o.turns) with ordinality as t (nth, turn)
      join words as w on w.nth = t.nth
    order by o.place, t.turn
  ) @> '{1applied,1stale,4applied}', true, 'twenty-four orders, in which each word comes first and last'
);
select results_eq(
  $$
    select distinct p.code::text, s.status, s.cancel_at_period_end, s.cancelled_at::timestamptz, s.trial_ends_at::timestamptz, s.past_due_since::timestamptz, s.expires_at::timestamptz, count(*) over ()
    from public.subscriptions as s join public.plans as p on p.id = s.plan_id
    where s.provider_subscription_id in (select pg_temp.named('subscription_' || n) from generate_series(101, 124) as n)
  $$,
  $$values ('family', 'active', true, '2026-04-03 00:01+00'::timestamptz, null::timestamptz, null::timestamptz, '2026-05-01 00:00+00'::timestamptz, 24::bigint)$$,
  'all end in the same state: the last word'
);

select is(
  pg_temp.event(2, 'late', '2026-04-02 00:00+00', '{"status": "past_due", "period_starts_at": "2026-04-01T00:00:00Z", "period_ends_at": "2026-05-01T00:00:00Z"}')
    || ' ' || pg_temp.state(2),
  'applied past_due until 2026-04-08', 'a payment that failed was due when its period began'
);

-- Subscription, invoice and payment method, in every order.
create temporary table kinds (kind text, occurred_at timestamptz, payload jsonb);
insert into kinds values
  ('subscription', '2026-03-01 10:00+00', '{}'), ('invoice', '2026-03-01 10:00:01+00', '{}'), ('payment_method', '2026-03-01 10:00:02+00', '{}');
select is(
  (
    select count(*)
    from (
      select array[a.kind, b.kind, c.kind] as turns, row_number() over () as place
      from kinds as a join kinds as b on b.kind <> a.kind join kinds as c on c.kind not in (a.kind, b.kind)
    ) as o
      cross join lateral unnest(o.turns) with ordinality as t (kind, turn)
      join kinds as k on k.kind = t.kind
      cross join lateral pg_temp.event(
        200 + o.place::integer, k.kind, k.occurred_at,
        case k.kind
          when 'subscription' then jsonb_build_object('payment_method', 'payment_method_' || 200 + o.place)
          when 'invoice' then jsonb_build_object('subscription', 'subscription_' || 200 + o.place)
          else '{}'
        end, k.kind
      ) as outcome
    where outcome = 'applied'
  ), 18::bigint, 'a subscription, its invoice and its payment method come in any order'
);
select is(
  (
    select count(*)
    from public.invoices as i
      join public.subscriptions as s on s.user_id = i.user_id and s.id = i.subscription_id
      join public.payment_methods as m on m.user_id = s.user_id and m.id = s.payment_method_id
      join generate_series(201, 206) as n on s.provider_subscription_id = pg_temp.named('subscription_' || n)
    where i.provider_invoice_id = pg_temp.named('invoice_' || n) and m.provider_token = pg_temp.named('payment_method_' || n)
  ), 6::bigint, 'and are linked in the end'
);

-- An invoice is paid, and given back.
select is(pg_temp.event(3, 'open', '2026-03-01 10:00+00', '{"lines": [{"description": "Premium", "quantity": 1, "amount_minor": 999}]}', 'invoice'), 'applied', 'an invoice is issued');
select pg_temp.event(3, 'refund', '2026-03-03 10:00+00', '{"status": "refunded", "paid_minor": 999, "refunded_minor": 999, "paid_at": "2026-03-02T00:00:00Z"}', 'invoice');
select pg_temp.event(3, 'paid', '2026-03-02 10:00+00', '{"status": "paid", "paid_minor": 999}', 'invoice');
select results_eq(
  $$select status, paid_minor::bigint, refunded_minor::bigint, paid_at::timestamptz from public.invoices where provider_invoice_id = pg_temp.named('invoice_3')$$,
  $$values ('refunded', 999::bigint, 999::bigint, '2026-03-02 00:00+00'::timestamptz)$$, 'that it was paid, told after it was refunded, does not undo that'
);
select pg_temp.event(4, 'paid', '2026-03-02 10:00+00', '{"status": "paid", "paid_minor": 999}', 'invoice');
select results_eq(
  $$select paid_at::timestamptz from public.invoices where provider_invoice_id = pg_temp.named('invoice_4')$$, array['2026-03-02 10:00+00'::timestamptz],
  'paid without a time, it was when the event says'
);

-- A payment method that is removed stays so.
select is(pg_temp.event(5, 'added', '2026-03-01 10:00+00', '{}', 'payment_method'), 'applied', 'a payment method is added');
select pg_temp.event(5, 'sub', '2026-03-01 10:00+00', '{"payment_method": "payment_method_5"}');
select tests.as_owner();
select private.apply_payment_event('stripe', 'removed_5', 'payment_method_removed', '2026-03-03 10:00+00', '{"customer": "cus_5", "id": "payment_method_5"}');
select tests.as_service();
select results_eq(
  $$select payment_method_id, status from public.subscriptions where provider_subscription_id = pg_temp.named('subscription_5')$$,
  $$values (null::uuid, 'active')$$, 'removed, the subscription that was paid with it goes on'
);
select is(pg_temp.event(5, 'changed', '2026-03-02 10:00+00', '{"last_four": "1111"}', 'payment_method'), 'stale', 'what was said of it before comes too late');
select is_empty($$select id from public.payment_methods where provider_token = pg_temp.named('payment_method_5')$$, 'and does not bring it back');

select is(pg_temp.event(6, 'other', '2026-03-01 10:00+00', '{"anything": 1}', 'charge.dispute.created'), 'ignored', 'what we have no use for is no error');
select results_eq(
  $$select kind, user_id, payload from public.payment_events where outcome = 'ignored'$$,
  $$values ('charge.dispute.created', null::uuid, '{}'::jsonb)$$, 'and leaves nothing but that it came'
);

-- What a provider sends along is not kept.
select is(
  pg_temp.event(
    7, 'along', '2026-03-01 10:00+00',
    '{"name": "Alice Jansen", "lines": [{"description": "Premium", "amount_minor": 826, "shipped_to": "Alice Jansen"}]}', 'invoice'
  ), 'applied', 'an event with more than we know of is no error'
);
select is_empty(
  $$select event_id from public.payment_events where payload::text like '%Jansen%' union all select number from public.invoices where lines::text like '%Jansen%'$$,
  'and what we do not know is kept nowhere'
);
select tests.as_owner();
select is_empty(
  $$select f.kind, k.key
    from (values ('subscription', 'read_subscription'), ('invoice', 'read_invoice'), ('payment_method', 'read_payment_method')) as f (kind, reader)
    join pg_proc as p on p.proname = f.reader and p.pronamespace = 'private'::regnamespace
    cross join lateral (
      select m[1] as key from regexp_matches(p.prosrc, $r$payment_field\(payload, '(\w+)'$r$, 'g') as m
      union select m[1] from regexp_matches(p.prosrc, $r$payload -> '(\w+)'$r$, 'g') as m
    ) as k
    where not private.payment_words(f.kind, jsonb_build_object(k.key, '[]'::jsonb)) ? k.key$$,
  'what is read of an event is kept, for when it waits'
);

select * from finish();
rollback;
