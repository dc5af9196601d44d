-- A question above the person's limit is refused before it costs anything.
begin;
select plan(12);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.consent('ai_coaching');

create temporary table allowed as
select private.entitlement_limit(tests.user_id('alice'), 'ai_queries', now())::integer as queries;
grant select on allowed to service_role, authenticated;

select tests.as_service();
create function pg_temp.ask(n integer, outcome text default 'completed', name text default 'alice')
returns text
language sql
volatile
set search_path = ''
as $$
  select r.recorded_outcome || ' ' || r.queries_used || '/' || coalesce(r.queries_limit::text, '-')
  from public.record_ai_interaction(tests.user_id(name), tests.id(n), 'coaching', 'groq', 'llama-3', ask.outcome) as r;
$$;
select is(
  array(select pg_temp.ask(n) from generate_series(1, (select queries from allowed)) as n),
  array(select format('completed %1$s/%2$s', n, queries) from allowed, generate_series(1, queries) as n),
  'a person may ask as often as their limit says'
);
select tests.raises('select pg_temp.ask(1000)', 'PT429', 'ai_limit_reached', 'and not once more');
select tests.raises($$select pg_temp.ask(1000, 'started')$$, 'PT429', 'ai_limit_reached', 'nor begin to');
select is_empty($$select id from public.ai_interactions where id = tests.id(1000)$$, 'what is refused leaves nothing');
select is(pg_temp.ask(1), (select format('completed %1$s/%1$s', queries) from allowed), 'what was recorded may be repeated');
select is(pg_temp.ask(1001, 'failed'), (select format('failed %1$s/%1$s', queries) from allowed), 'a failure is not refused');
select is(pg_temp.ask(1, name => 'bob'), (select format('completed 1/%s', queries) from allowed), 'bob is not held up');

create function pg_temp.refusal()
returns text
language plpgsql
volatile
as $$
declare
  said text;
begin
  perform pg_temp.ask(1000);
  return null;
exception when others then
  get stacked diagnostics said = pg_exception_hint;
  return said;
end;
$$;
select alike(
  pg_temp.refusal(),
  '%' || to_char(date_trunc('month', now(), 'UTC') at time zone 'UTC' + interval '1 month', 'YYYY-MM-DD"T00:00:00Z"') || '%',
  'the refusal says when to ask again'
);

-- A place that becomes free may be taken.
select tests.as_owner();
update public.ai_interactions set outcome = 'lost' where user_id = tests.user_id('alice') and id = tests.id(2);
select tests.as_service();
select is(pg_temp.ask(1000), (select format('completed %1$s/%1$s', queries) from allowed), 'a place that becomes free may be taken');
select is(
  pg_temp.ask(2), (select format('completed %s/%s', queries + 1, queries) from allowed),
  'an answer that comes after all is a fact, also above the limit'
);
select tests.raises('select pg_temp.ask(1002)', 'PT429', 'ai_limit_reached', 'and the next is refused');

select tests.sign_in('alice');
select results_eq(
  'select queries_used, queries_limit from public.ai_usage_periods', 'select queries + 1, queries from allowed',
  'the person sees how many they used'
);

select * from finish();
rollback;
