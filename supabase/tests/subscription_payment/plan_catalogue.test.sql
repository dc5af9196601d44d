-- The plans are content. What clients and limits lean on is checked here.
begin;
select plan(13);

select results_eq(
  'select code::text, monthly_price_minor::bigint, yearly_price_minor::bigint from public.plans order by position',
  $$values ('free', 0::bigint, 0::bigint), ('premium', 999, 9900), ('family', 1499, 14900)$$,
  'there are three plans, and the first costs nothing'
);
select is(array(select code::text from public.plans where is_default), '{free}', 'who has no other has the free one');
select is(array(select code::text from public.plans where is_trial), '{premium}', 'a trial is of premium');
select is_empty(
  $$select code from public.plans where monthly_price_minor > 0 and yearly_price_minor >= 12 * monthly_price_minor$$,
  'a year at once is cheaper than twelve months'
);
select is_empty(
  $$
    select id from public.plans where id <> private.catalogue_id('plans', code)
    union all
    select e.id from public.plan_entitlements as e join public.plans as p on p.id = e.plan_id
    where e.id <> private.catalogue_id('plan_entitlements', p.code || ':' || e.key)
  $$,
  'each row has the id that every database gives it'
);
select is_empty(
  $$
    select text
    from (select name, description from public.plans union all select name, description from public.plan_entitlements) as c,
      unnest(array[name ->> 'nl', name ->> 'en', description ->> 'nl', description ->> 'en']) as text
    where char_length(trim(text)) < 3
  $$,
  'each has its texts in Dutch and English'
);
select is(
  array(select count(*) from public.plan_entitlements as e join public.plans as p on p.id = e.plan_id group by p.position order by p.position),
  '{3,7,9}'::bigint[], 'each plan allows more than the one before'
);
select is_empty(
  $$
    select better.code, e.key
    from public.plan_entitlements as e
      join public.plans as p on p.id = e.plan_id
      join public.plans as better on better.position > p.position
      left join public.plan_entitlements as b on b.plan_id = better.id and b.key = e.key
    where b.id is null or b.unit <> e.unit or b.limit_value < e.limit_value or b.limit_value is not null and e.limit_value is null
  $$,
  'and takes nothing back: the highest plan is the best'
);
select is(
  array(
    select e.limit_value from public.plan_entitlements as e join public.plans as p on p.id = e.plan_id
    where e.key = 'ai_queries' order by p.position
  ), '{25,500,2000}'::bigint[], 'every plan says how many questions it allows'
);

select throws_like(
  $$update public.plans set is_default = true where code = 'premium'$$, '%"plans_default_is_free"', 'a plan that costs is nobody''s default'
);
select throws_like(
  $$insert into public.plans (id, code, position, name, description, monthly_price_minor, yearly_price_minor, is_default)
    select gen_random_uuid(), 'gratis', 9, name, description, 0, 0, true from public.plans where code = 'free'$$,
  '%"plans_is_default_key"', 'and one is'
);
select throws_like(
  $$update public.plan_entitlements set limit_value = 3 where key = 'premium_content'$$,
  '%"plan_entitlements_feature_has_no_limit"', 'a feature is there or not'
);

select tests.create_user('alice');
select tests.sign_in('alice');
select is(
  array[jsonb_array_length(tests.pulled(of_table => 'plans') -> 'updated'), jsonb_array_length(tests.pulled(of_table => 'plan_entitlements') -> 'updated')],
  '{3,19}', 'devices pull the catalogue'
);

select * from finish();
rollback;
