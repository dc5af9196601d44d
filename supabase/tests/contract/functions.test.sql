-- A function runs with somebody's rights and finds names by somebody's search_path: neither by accident.
begin;
select plan(7);

select is_empty(
  $$
    select id, grantee
    from tests.our_functions(), unnest(array['anon', 'authenticated']) as grantee
    where schema_name = 'public' and is_definer and has_function_privilege(grantee, id, 'execute')
  $$,
  'no definer function can be called through the API'
);

select is_empty(
  $$
    select id
    from tests.our_functions() join pg_proc on pg_proc.oid = id
    where not coalesce(proconfig @> array['search_path=""'], false)
  $$,
  'every function fixes an empty search_path'
);

select is_empty(
  $$
    select id
    from tests.our_functions()
    where schema_name = 'public' and obj_description(id, 'pg_proc') is null
  $$,
  'every public function has a comment'
);

select is_empty(
  $$
    select id
    from tests.our_functions() join pg_proc on pg_proc.oid = id
    where exists (
      select from aclexplode(coalesce(proacl, acldefault('f', proowner))) as privilege
      where privilege.grantee = 0
    )
  $$,
  'no function is executable by PUBLIC'
);

select is_empty(
  $$
    select id
    from tests.our_functions()
    where has_function_privilege('anon', id, 'execute')
      and id::text <> all (array[
        -- Callable before signing in. Name the function and the reason here.
        -- Monitors have no account; they are told one word, as the last check found it.
        'health_check()', 'ops.answer_health(name)'
      ]::text[])
  $$,
  'anon may call no function'
);

-- A signed-in person reaches what is not exposed only through a policy or an RPC that calls it: a trigger
-- function is called by neither.
select is_empty(
  $$
    select id
    from tests.our_functions() join pg_proc on pg_proc.oid = id
    where prorettype = 'trigger'::regtype
      and (schema_name = 'public' or has_function_privilege('authenticated', id, 'execute'))
  $$,
  'trigger functions are not public and nobody calls them'
);

select is_empty(
  $$
    select id, language.lanname
    from tests.our_functions()
      join pg_proc on pg_proc.oid = id
      join pg_language as language on language.oid = prolang
    where language.lanname not in ('sql', 'plpgsql')
  $$,
  'every function is written in SQL or PL/pgSQL'
);

select * from finish();
rollback;
