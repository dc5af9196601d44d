-- How many questions a person may ask the models is what their plan allows, at once, and by the clock.
begin;
select plan(17);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.consent('ai_coaching');

create function pg_temp.ask(n integer, name text default 'alice')
returns text
language sql
volatile
set search_path = ''
as $$
  select r.queries_used || '/' || coalesce(r.queries_limit::text, '-')
  from private.record_ai_interaction(
    tests.user_id(name), tests.id(n), 'coaching', 'groq', 'llama-3', 'completed', null, 0, 0, 0, 'USD', 10, false, null, null, null, null, null, null
  ) as r;
$$;
create function pg_temp.period(name text default 'alice')
returns text
language sql
volatile
set search_path = ''
as $$
  select p.queries_used || '/' || coalesce(p.queries_limit::text, '-')
  from public.ai_usage_periods as p
  where p.user_id = tests.user_id(name) and p.resets_at > now();
$$;
create function pg_temp.subscribe(event_id text, plan text, status text default 'active', more jsonb default '{}')
returns text
language sql
volatile
set search_path = ''
as $$
  select private.apply_payment_event('stripe', event_id, 'subscription', now(), jsonb_build_object(
    'customer', 'cus_1', 'user_id', tests.user_id('alice'), 'id', 'sub_1', 'plan', subscribe.plan, 'status', subscribe.status,
    'billing_cycle', 'monthly', 'subscribed_at', now() - interval '1 hour', 'period_ends_at', now() + interval '1 month'
  ) || more) || ' ' || pg_temp.period();
$$;

select tests.sign_in('alice');
select results_eq(
  'select queries_used, queries_limit, queries_left from public.ai_allowance()', 'values (0, 25, 25)', 'before the first question all are left'
);
select tests.as_owner();
select is(pg_temp.ask(1), '1/25', 'the free plan allows 25');
select is(pg_temp.ask(1, 'bob'), '1/25', 'bob too');

select is(pg_temp.subscribe('1', 'premium'), 'applied 1/500', 'who subscribes may ask more at once');
select is(pg_temp.subscribe('2', 'family'), 'applied 1/2000', 'with a better plan, still more');
select is(pg_temp.period('bob'), '1/25', 'bob no more than before');
select is(pg_temp.subscribe('3', 'family', 'inactive'), 'applied 1/25', 'and no more when it is not paid for');

update public.users set trial_ends_at = now() + interval '1 day' where id = tests.user_id('alice');
select is(pg_temp.period(), '1/500', 'a trial counts at once');
-- By the clock: nothing is written when it ends.
select is(private.refresh_due_ai_limits(now() + interval '23 hours'), 0, 'while it runs nothing is due')
where date_trunc('month', now() + interval '23 hours', 'UTC') = date_trunc('month', now(), 'UTC')
union all select pass('while it runs nothing is due (the month ends today)')
where date_trunc('month', now() + interval '23 hours', 'UTC') <> date_trunc('month', now(), 'UTC');

alter table public.users disable trigger _300_ai_limits;
update public.users set trial_ends_at = now() - interval '1 minute' where id = tests.user_id('alice');
select is(pg_temp.period(), '1/500', 'when it ended, the limit a device sees is that of before');
select is(private.refresh_due_ai_limits(), 1, 'until it is due');
select is(pg_temp.period(), '1/25', 'then it is what it should be');
select is(private.refresh_due_ai_limits(), 0, 'and is not written again');

update public.users set trial_ends_at = now() + interval '1 day' where id = tests.user_id('alice');
select is(pg_temp.ask(2), '2/500', 'a question asks for the limit itself');
update public.users set trial_ends_at = null where id = tests.user_id('alice');
alter table public.users enable trigger _300_ai_limits;

insert into public.ai_interactions (user_id, id, finished_at, purpose, provider, model, outcome)
select tests.user_id('alice'), tests.id(n), now(), 'coaching', 'groq', 'llama-3', 'completed' from generate_series(3, 40) as n;
select tests.raises('select pg_temp.ask(99)', 'PT429', 'ai_limit_reached', 'who used more than their plan now allows waits');
select is(pg_temp.period(), '40/500', 'the refusal itself writes nothing');
select tests.sign_in('alice');
select results_eq(
  $$select queries_used, queries_limit, queries_left, resets_at from public.ai_allowance()$$,
  $$values (40, 25, 0, (date_trunc('month', now(), 'UTC') at time zone 'UTC' + interval '1 month') at time zone 'UTC')$$,
  'and is told that none is left, and until when'
);

select * from finish();
rollback;
