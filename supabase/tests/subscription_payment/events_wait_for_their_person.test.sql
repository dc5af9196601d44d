-- Whose an event is, the first of a customer says. The others wait for that.
begin;
select plan(20);

select tests.create_user('alice');
select tests.create_user('mallory');
select tests.as_service();

create function pg_temp.event(event_id text, minute integer, more jsonb default '{}', kind text default 'subscription')
returns text
language sql
volatile
set search_path = ''
as $$
  select public.apply_payment_event('mollie', event.event_id, event.kind, timestamptz '2026-03-01 10:00+00' + minute * interval '1 minute', case event.kind
    when 'subscription' then '{"id": "sub_1", "plan": "premium", "status": "active", "billing_cycle": "yearly", "subscribed_at": "2026-03-01T00:00:00Z",
      "period_ends_at": "2027-03-01T00:00:00Z", "payment_method": "mdt_1"}'::jsonb
    else '{"id": "mdt_1", "kind": "sepa_debit", "last_four": "0123"}'
  end || '{"customer": "cst_1"}' || event.more);
$$;
create function pg_temp.outcomes()
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(select e.event_id || ' ' || e.outcome from public.payment_events as e order by e.event_id);
$$;

select is(pg_temp.event('b', 2), 'unmatched', 'of a customer nobody is known by, an event waits');
select is(pg_temp.event('a', 1, '{"status": "trial", "trial_ends_at": "2026-03-15T00:00:00Z"}'), 'unmatched', 'and another');
select is(pg_temp.event('b', 2), 'unmatched', 'repeated, it waits on');
select is_empty('select id from public.subscriptions', 'nothing comes of them yet');

select is(pg_temp.event('c', 3, jsonb_build_object('user_id', tests.user_id('alice')), 'payment_method'), 'applied', 'the first that says whose it is');
select is(pg_temp.outcomes(), '{"a applied","b applied","c applied"}', 'has all of them applied');
select results_eq(
  $$select user_id, status, payment_method_id is not null from public.subscriptions$$,
  $$values (tests.user_id('alice'), 'active', true)$$, 'in the order they happened, each linked'
);
select is(pg_temp.event('d', 4, '{"status": "inactive"}'), 'applied', 'from then on the customer is known');

select is(
  pg_temp.event('e', 5, jsonb_build_object('user_id', tests.user_id('mallory'), 'id', 'sub_9')), 'applied', 'whoever another event names'
);
select is(array(select distinct user_id from public.subscriptions), array[tests.user_id('alice')], 'a customer stays who they are');

-- One that cannot be applied any more when its person comes.
select tests.create_user('carol');
select pg_temp.event('h', 1, '{"customer": "cst_3", "id": "sub_3", "plan": "premium"}');
select pg_temp.event('i', 2, '{"customer": "cst_3", "id": "mdt_3"}', 'payment_method');
select tests.as_owner();
update public.plans set code = 'renamed' where code = 'premium';
select tests.as_service();
select is(
  pg_temp.event('j', 3, jsonb_build_object('customer', 'cst_3', 'id', 'mdt_4', 'user_id', tests.user_id('carol')), 'payment_method'),
  'applied', 'an event that cannot be applied any more'
);
select is(array(select e.outcome from public.payment_events as e where e.event_id in ('h', 'i') order by e.event_id), '{refused,applied}', 'keeps none of the others waiting');
select is((select reason from public.payment_events where event_id = 'h'), 'it could not be applied: PT422.', 'and is there for somebody to look at');
select tests.as_owner();
update public.plans set code = 'premium' where code = 'renamed';
delete from auth.users where id = tests.user_id('carol');
select tests.as_service();

-- Somebody who is not there any more.
select is(
  pg_temp.event('f', 6, jsonb_build_object('customer', 'cst_2', 'user_id', tests.user_id('nobody'))), 'gone', 'an event of an account that is gone'
);
select results_eq(
  $$select customer_id, object_id, user_id, payload from public.payment_events where event_id = 'f'$$,
  $$values (null::text, null::text, null::uuid, '{}'::jsonb)$$, 'leaves nothing of the person'
);
select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select is(
  (
    select array[
      (select count(*) from public.subscriptions), (select count(*) from public.payment_methods),
      (select count(*) from public.payment_events where customer_id is not null)
    ]
  ), '{0,0,0}'::bigint[], 'and all of it goes with the account'
);
select tests.as_service();
select is(pg_temp.event('g', 7, jsonb_build_object('user_id', tests.user_id('alice'))), 'gone', 'what comes after that is not kept');
select is(pg_temp.event('k', 8), 'gone', 'nor when it does not say of whom: the customer is known to have gone');
select tests.as_owner();
select is_empty($$select reference from private.payment_references where user_id is null$$, 'no name is kept of it');
select tests.create_user('dora');
select tests.as_service();
select is(pg_temp.event('l', 9, jsonb_build_object('user_id', tests.user_id('dora'))), 'applied', 'who comes again says so, and is served');

select * from finish();
rollback;
