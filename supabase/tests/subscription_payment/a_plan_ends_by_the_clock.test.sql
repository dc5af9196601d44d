-- Which plan a person has at a moment follows from stored times: the rules at the head of the chapter, one by one.
begin;
set local timezone = 'UTC';
select plan(30);

select tests.create_user('alice');
select tests.create_user('bob');

create function pg_temp.plan_at(at timestamptz, who text default 'alice')
returns text
language sql
stable
set search_path = ''
as $$
  select p.code::text from public.plans as p where p.id = private.plan_of(tests.user_id(who), at);
$$;
-- The one subscription alice has, as a change of what she had.
create function pg_temp.subscribe(columns jsonb)
returns timestamptz
language plpgsql
volatile
set search_path = ''
as $$
declare
  given constant public.subscriptions := jsonb_populate_record(null::public.subscriptions, jsonb_build_object(
    'user_id', tests.user_id('alice'), 'id', tests.id(1), 'plan_id', private.catalogue_id('plans', 'premium'), 'billing_cycle', 'monthly',
    'subscribed_at', '2026-03-01 00:00+00', 'current_period_starts_at', '2026-03-01 00:00+00',
    'current_period_ends_at', '2026-04-01 00:00+00', 'cancel_at_period_end', false, 'currency', 'EUR', 'provider', 'stripe',
    'provider_subscription_id', 'sub_1', 'provider_customer_id', 'cus_1', 'created_at', now(), 'updated_at', now()
  ) || columns);
  ends_at timestamptz;
begin
  delete from public.subscriptions where user_id = tests.user_id('alice') and id = given.id;
  insert into public.subscriptions select given.* returning expires_at into ends_at;
  return ends_at;
end;
$$;

select is(pg_temp.plan_at('2026-03-15 00:00+00'), 'free', 'who has nothing has the free plan');

update public.users set trial_ends_at = '2026-02-15 12:00+00' where id = tests.user_id('alice');
select is(pg_temp.plan_at('2026-02-15 11:59:59.999+00'), 'premium', 'a trial gives premium to its last millisecond');
select is(pg_temp.plan_at('2026-02-15 12:00+00'), 'free', 'and no longer');
select is(pg_temp.plan_at('2026-02-15 11:00+00', 'bob'), 'free', 'to nobody else');

select is(pg_temp.subscribe('{"status": "active"}'), '2026-04-08 00:00+00', 'an active subscription has 7 days of grace after its period');
select is(pg_temp.plan_at('2026-02-28 23:59:59.999+00'), 'free', 'it gives nothing before it begins');
select is(pg_temp.plan_at('2026-03-01 00:00+00'), 'premium', 'and its plan from then on');
select is(pg_temp.plan_at('2026-04-01 00:00+00'), 'premium', 'also when the renewal is not known yet');
select is(pg_temp.plan_at('2026-04-07 23:59:59.999+00'), 'premium', 'to the end of the grace');
select is(pg_temp.plan_at('2026-04-08 00:00+00'), 'free', 'and no longer');
select is(pg_temp.plan_at('2026-03-15 00:00+00', 'bob'), 'free', 'it is not bob''s');

select is(
  pg_temp.subscribe('{"status": "active", "cancel_at_period_end": true, "cancelled_at": "2026-03-10 00:00+00"}'), '2026-04-01 00:00+00',
  'cancelled for the end of the period, there is no grace'
);
select is(pg_temp.plan_at('2026-03-31 23:59:59.999+00'), 'premium', 'what was paid for is given');
select is(pg_temp.plan_at('2026-04-01 00:00+00'), 'free', 'and no more');

select is(
  pg_temp.subscribe('{"status": "past_due", "current_period_starts_at": "2026-04-01 00:00+00", "current_period_ends_at": "2026-05-01 00:00+00", "past_due_since": "2026-04-01 00:00+00"}'),
  '2026-04-08 00:00+00', 'when a payment failed the grace begins when it was due, whatever the new period'
);
select is(pg_temp.plan_at('2026-04-07 23:59:59.999+00'), 'premium', 'it still gives its plan');
select is(pg_temp.plan_at('2026-04-08 00:00+00'), 'free', 'until the grace is over');

select is(pg_temp.subscribe('{"status": "trial", "trial_ends_at": "2026-03-15 00:00+00"}'), '2026-03-15 00:00+00', 'a trial of a subscription ends with it');
select is(pg_temp.plan_at('2026-03-14 23:59:59.999+00'), 'premium', 'and gives its plan until then');
select is(pg_temp.plan_at('2026-03-15 00:00+00'), 'free', 'and no longer');

select is(pg_temp.subscribe('{"status": "cancelled", "ended_at": "2026-03-20 00:00+00"}'), '2026-03-20 00:00+00', 'one that ended, ended then');
select is(pg_temp.plan_at('2026-03-19 23:59:59.999+00'), 'premium', 'as if it had gone on until that moment');
select is(pg_temp.plan_at('2026-03-20 00:00+00'), 'free', 'though its period goes on');

select is(pg_temp.subscribe('{"status": "inactive"}'), null, 'one that was never paid for');
select is(pg_temp.plan_at('2026-03-15 00:00+00'), 'free', 'gives nothing');

-- Several at once.
select pg_temp.subscribe('{"status": "active"}');
insert into public.subscriptions (
  user_id, plan_id, status, billing_cycle, subscribed_at, current_period_ends_at, cancel_at_period_end, cancelled_at, provider,
  provider_subscription_id, provider_customer_id
)
values (
  tests.user_id('alice'), private.catalogue_id('plans', 'family'), 'active', 'yearly', '2026-03-10 00:00+00', '2026-03-20 00:00+00', true,
  '2026-03-11 00:00+00', 'mollie', 'sub_2', 'cus_2'
);
select is(pg_temp.plan_at('2026-03-09 00:00+00'), 'premium', 'of two subscriptions the one that runs');
select is(pg_temp.plan_at('2026-03-15 00:00+00'), 'family', 'if both do, the better');
select is(pg_temp.plan_at('2026-03-25 00:00+00'), 'premium', 'and what remains after that');
update public.users set trial_ends_at = '2026-05-01 00:00+00' where id = tests.user_id('alice');
select is(pg_temp.plan_at('2026-04-15 00:00+00'), 'premium', 'a trial goes on when a subscription ends');
select is(pg_temp.plan_at('2026-03-15 00:00+00'), 'family', 'and takes nothing from a better plan');

select * from finish();
rollback;
