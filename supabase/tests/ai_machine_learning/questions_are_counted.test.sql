-- record_ai_interaction records a question to a model and counts it in the month it began in, once.
begin;
set local timezone = 'UTC';
select plan(20);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.consent('ai_coaching');

select tests.as_service();
create function pg_temp.ask(
  n integer, outcome text default 'completed', name text default 'alice', started_at timestamptz default null, tokens integer default 0
)
returns text
language sql
volatile
set search_path = ''
as $$
  select r.recorded_outcome || ' ' || r.queries_used
  from public.record_ai_interaction(
    tests.user_id(name), tests.id(n), 'coaching', 'groq', 'llama-3', outcome => ask.outcome, started_at => ask.started_at,
    tokens_in => tokens, tokens_out => tokens, cost_micros => 150, latency_ms => 800
  ) as r;
$$;
create function pg_temp.month(at timestamptz default now())
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select date_trunc('month', at, 'UTC');
$$;

select is(pg_temp.ask(1, tokens => 100), 'completed 1', 'a question that was answered counts');
select is(pg_temp.ask(1, tokens => 999), 'completed 1', 'recorded again, it counts once');
select is((select tokens_used from public.ai_interactions), 200, 'and stays as it was');
select is(pg_temp.ask(1, 'failed'), 'completed 1', 'what was completed cannot fail later');

select is(pg_temp.ask(2, 'started'), 'started 2', 'a question that waits for its answer counts already');
select is(pg_temp.ask(2, 'started'), 'started 2', 'once');
select is(pg_temp.ask(2, 'completed', tokens => 10), 'completed 2', 'answered, it counts no more than before');
select is(pg_temp.ask(3, 'started'), 'started 3', 'another');
select is(pg_temp.ask(3, 'failed'), 'failed 2', 'that fails is given back');
select is(pg_temp.ask(3, 'completed'), 'failed 2', 'and stays failed');
select is(pg_temp.ask(4, 'failed'), 'failed 2', 'one that failed at once never counted');
select is(pg_temp.ask(1, name => 'bob'), 'completed 1', 'bob''s count is his own, also for the same id');

select results_eq(
  $$select starts_at::timestamptz, resets_at::timestamptz, queries_used, tokens_used from public.ai_usage_periods where user_id = tests.user_id('alice')$$,
  $$values (pg_temp.month(), pg_temp.month() + interval '1 month', 2, 220::bigint)$$,
  'the month has a row, from its first moment to that of the next'
);

-- Nobody is there to finish it.
select pg_temp.ask(5, 'started');
select tests.as_owner();
select is(private.give_up_ai_interactions(), 0, 'a question may wait a while');
select is(private.give_up_ai_interactions(now() + interval '16 minutes'), 1, 'not for ever');
select results_eq(
  $$select outcome, (select queries_used from public.ai_usage_periods as p where p.user_id = i.user_id) from public.ai_interactions as i where id = tests.id(5)$$,
  $$values ('lost', 2)$$, 'it is lost then and no longer counts'
);
select is(private.give_up_ai_interactions(now() + interval '16 minutes'), 0, 'once');
select tests.as_service();
select is(pg_temp.ask(5, 'completed'), 'completed 3', 'its answer counts when it comes after all');

-- Counted where it began, and when it is taken away.
select tests.as_owner();
select private.open_ai_usage_period(tests.user_id('alice'), pg_temp.month() - interval '1 hour');
insert into public.ai_interactions (user_id, id, started_at, finished_at, purpose, provider, model, outcome)
values (tests.user_id('alice'), tests.id(6), pg_temp.month() - interval '1 millisecond', now(), 'other', 'gemini', 'flash', 'completed');
delete from public.ai_interactions where user_id = tests.user_id('alice') and id = tests.id(1);
select case
  when now() < pg_temp.month() + interval '7 days' then results_eq(
    $$select queries_used from public.ai_usage_periods where user_id = tests.user_id('alice') order by starts_at$$, array[1, 2],
    'the last moment of a month belongs to it, also when it is recorded late; what goes is no longer counted'
  )
  else results_eq(
    $$select queries_used from public.ai_usage_periods where user_id = tests.user_id('alice') order by starts_at$$, array[0, 2],
    'a month that ended long ago stands; what goes from the present one is no longer counted'
  )
end;

-- A period that is opened after the fact starts from the facts.
delete from public.ai_usage_periods where user_id = tests.user_id('bob');
select tests.as_service();
select is(pg_temp.ask(2, name => 'bob'), 'completed 2', 'a period that is opened anew counts what there is');

select * from finish();
rollback;
