-- AI interactions go after ai.interaction_days; what was counted of them stays.
begin;
select plan(11);

select tests.create_user('alice');
select private.ensure_partitions('public.ai_interactions', 6, now() - interval '5 months');

create function pg_temp.recorded(n integer, days_ago numeric)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ai_interactions (user_id, id, started_at, finished_at, purpose, provider, model, outcome)
  values (tests.user_id('alice'), tests.id(n), now() - days_ago * interval '1 day', now(), 'other', 'groq', 'llama-3', 'completed');
$$;
create function pg_temp.left_over()
returns integer[]
language sql
stable
set search_path = ''
as $$
  select array(select right(i.id::text, 12)::integer as n from public.ai_interactions as i order by n);
$$;

select pg_temp.recorded(1, 0), pg_temp.recorded(2, 89), pg_temp.recorded(3, 91), pg_temp.recorded(4, 120);
insert into public.ai_usage_periods (user_id, starts_at, resets_at, queries_used, queries_limit)
select tests.user_id('alice'), m, (m at time zone 'UTC' + interval '1 month') at time zone 'UTC', 7, 25
from (values (date_trunc('month', now() - interval '120 days', 'UTC'))) as months (m);

select is(private.prune_ai_interactions(batch => 1), 1, 'a batch at a time');
select is(pg_temp.left_over(), '{1,2,3}', 'the oldest goes first');
select is(private.prune_ai_interactions(), 1, 'then the rest of what is too old');
select is(pg_temp.left_over(), '{1,2}', '89 days are not');
select is(private.prune_ai_interactions(), 0, 'twice does nothing');
select is(
  (select p.queries_used from public.ai_usage_periods as p where p.starts_at < now() - interval '89 days'), 7,
  'what was counted in a month that is closed stands, though its facts are gone'
);

-- Their months go with them, as a whole.
create function pg_temp.months() returns text[] language sql stable as $$
  select array(select inhrelid::regclass::text from pg_inherits where inhparent = 'public.ai_interactions'::regclass order by 1);
$$;
select is(
  (pg_temp.months())[1], 'ai_interactions_' || to_char((now() - interval '90 days') at time zone 'UTC', 'YYYY_MM'), 'a month that is past goes, and the one that is not stays'
);
select is((select count(*)::integer from unnest(pg_temp.months())), 3 + (
  select count(*)::integer from generate_series(date_trunc('month', (now() - interval '90 days') at time zone 'UTC'), now() at time zone 'UTC', '1 month')
), 'so do those ahead');

-- Whatever the setting says, the present month is counted from its facts.
update private.settings set value = 0.5 where name = 'ai.interaction_days';
select private.open_ai_usage_period(tests.user_id('alice'), now());
select private.prune_ai_interactions();
select is(pg_temp.left_over(), '{1}', 'a shorter period takes more');
select is(private.prune_ai_interactions(now() + interval '1 day'), 0, 'but nothing that still counts');

delete from auth.users where id = tests.user_id('alice');
select is_empty(
  'select user_id from public.ai_interactions union all select user_id from public.ai_usage_periods',
  'all of it goes with the account'
);

select * from finish();
rollback;
