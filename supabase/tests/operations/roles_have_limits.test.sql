-- A role that is let in from outside has limits, so that one request cannot keep the others waiting; the narrower, the less it is trusted.
begin;
select plan(4);

create function pg_temp.limit_of(role_name text, setting text) returns interval language sql stable as $$
  select substring(c from '=(.*)$')::interval
  from pg_db_role_setting, unnest(setconfig) as c
  where setrole = role_name::regrole and setdatabase = 0 and c like setting || '=%';
$$;
select is_empty(
  $$
    select role_name, setting
    from unnest('{anon,authenticated,service_role}'::text[]) as role_name,
      unnest('{statement_timeout,lock_timeout,idle_in_transaction_session_timeout}'::text[]) as setting
    where pg_temp.limit_of(role_name, setting) is null
  $$,
  'every role of the API has a limit for a statement, a lock and a transaction that does nothing'
);
select is_empty(
  $$
    select setting from unnest('{statement_timeout,lock_timeout,idle_in_transaction_session_timeout}'::text[]) as setting
    where pg_temp.limit_of('anon', setting) > pg_temp.limit_of('authenticated', setting)
      or pg_temp.limit_of('authenticated', setting) > pg_temp.limit_of('service_role', setting)
  $$,
  'a visitor has no more than a person, and a person no more than a server'
);
select is_empty(
  $$
    select role_name from unnest('{anon,authenticated,service_role}'::text[]) as role_name
    where pg_temp.limit_of(role_name, 'lock_timeout') >= pg_temp.limit_of(role_name, 'statement_timeout')
  $$,
  'a lock is given up before the statement is, so that the error says which it was'
);
select is(
  (select bool_and(pg_temp.limit_of(role_name, 'lock_timeout') > interval '500 milliseconds') from unnest('{anon,authenticated,service_role}'::text[]) as role_name),
  true, 'and later than a step of the upkeep of partitions gives up'
);

select * from finish();
rollback;
