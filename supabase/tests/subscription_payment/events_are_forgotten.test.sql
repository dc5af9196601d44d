-- Payment events are forgotten when nobody comes for them, and their content when it is old.
begin;
select plan(8);

select tests.create_user('alice');
select private.apply_payment_event('stripe', 'evt_' || customer, 'payment_method', now(),
  jsonb_strip_nulls(jsonb_build_object('customer', customer, 'user_id', person, 'id', 'pm_' || customer, 'kind', 'card')))
from (values ('a', tests.user_id('alice')), ('b', null)) as told (customer, person);

create function pg_temp.left_over()
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(select e.event_id || case when e.payload = '{}' then '' else ' said' end from public.payment_events as e order by 1);
$$;

select is(private.prune_payment_events(now() + interval '29 days'), 0, 'a month they may wait');
select is(private.prune_payment_events(now() + interval '31 days'), 1, 'then one that nobody came for goes');
select is(pg_temp.left_over(), '{"evt_a said"}', 'and no other');
select is(private.prune_payment_events(now() + interval '89 days'), 0, 'content is kept for a while');
select is(private.prune_payment_events(now() + interval '91 days'), 1, 'and then emptied');
select is(pg_temp.left_over(), '{evt_a}', 'that the event came is kept');
select is(private.prune_payment_events(now() + interval '91 days'), 0, 'twice does nothing');
select is(
  private.apply_payment_event('stripe', 'evt_a', 'payment_method', now(), '{"customer": "a", "id": "pm_a", "kind": "card"}'), 'applied',
  'so that it is still not applied twice'
);

select * from finish();
rollback;
