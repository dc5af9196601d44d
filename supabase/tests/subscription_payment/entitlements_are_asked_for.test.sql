-- has_entitlement, entitlement_limit and my_plan answer for the caller, now.
begin;
select plan(23);

select tests.create_user('alice');
select tests.create_user('mallory');

select tests.sign_in('alice');
select ok(public.has_entitlement('ai_queries'), 'everyone may ask the coach something');
select ok(not public.has_entitlement('premium_content'), 'a feature of a better plan is not there');
select is(public.entitlement_limit('ai_queries'), 25::bigint, 'a limit is that of the plan');
select is(public.entitlement_limit('premium_content'), 0::bigint, 'what the plan has not is none');
select is(public.entitlement_limit('no_such_thing'), 0::bigint, 'as is what there is not: a typing error gives nothing away');
select ok(not public.has_entitlement('no_such_thing'), 'nor is it a feature');
select ok(not public.has_entitlement(null), 'nor is nothing');
select results_eq('select * from public.my_plan()', $$values ('free', 'default', null::timestamptz)$$, 'her plan is the free one, for ever');

select tests.as_owner();
update public.users set trial_ends_at = now() + interval '3 days' where id = tests.user_id('alice');
select tests.sign_in('alice');
select ok(public.has_entitlement('premium_content'), 'in a trial the feature is there');
select is(public.entitlement_limit('premium_content'), null, 'without a number');
select is(public.entitlement_limit('coaching_sessions'), null, 'and no number is no limit');
select results_eq(
  'select plan_code, source, ends_at from public.my_plan()', $$values ('premium', 'trial', (now() + interval '3 days')::timestamptz(3)::timestamptz)$$,
  'she sees how long the trial goes on'
);

select tests.as_owner();
insert into public.subscriptions (
  user_id, plan_id, status, billing_cycle, subscribed_at, current_period_ends_at, provider, provider_subscription_id, provider_customer_id
)
values (
  tests.user_id('alice'), private.catalogue_id('plans', 'family'), 'active', 'yearly', now() - interval '1 hour', now() + interval '1 year', 'mollie', 'sub_1', 'cus_1'
);
select tests.sign_in('alice');
select is(public.entitlement_limit('household_members'), 6::bigint, 'subscribed, she has what her plan has');
select results_eq(
  'select plan_code, source, ends_at from public.my_plan()',
  'select ''family'', ''subscription'', expires_at::timestamptz from public.subscriptions', 'and sees until when'
);

select tests.sign_in('mallory');
select ok(not public.has_entitlement('premium_content'), 'mallory has none of it');
select is(
  (select code::text from public.plans where id = private.plan_of(tests.user_id('alice'), now())), 'free',
  'nor learns what alice has'
);
select is_empty('select id from public.subscriptions', 'nor sees her subscription');
select tests.raises(
  $$
    insert into public.subscriptions (user_id, plan_id, status, billing_cycle, subscribed_at, provider, provider_subscription_id, provider_customer_id)
    select tests.user_id('mallory'), id, 'inactive', 'monthly', now(), 'x', 'x', 'x' from public.plans limit 1
  $$,
  '42501', null, 'nor gives herself one'
);
select tests.raises($$update public.users set trial_ends_at = now() + interval '9 years'$$, '42501', null, 'nor a trial');

select tests.become('authenticated', '{"role": "authenticated"}');
select tests.raises($$select public.has_entitlement('ai_queries')$$, 'PT401', 'not_signed_in', 'nobody has nothing');
select tests.sign_out();
select tests.raises($$select public.has_entitlement('ai_queries')$$, '42501', null, 'a visitor may not ask');

-- As a policy would ask.
select tests.as_owner();
create table public.articles (id integer primary key);
insert into public.articles select generate_series(1, 3);
alter table public.articles enable row level security;
create policy articles_select_premium on public.articles for select to authenticated using ((select public.has_entitlement('premium_content')));
grant select on public.articles to authenticated;
select tests.sign_in('alice');
select is((select count(*) from public.articles), 3::bigint, 'a policy lets in who has it');
select tests.sign_in('mallory');
select is((select count(*) from public.articles), 0::bigint, 'and nobody else');

select * from finish();
rollback;
