-- Row-level security is the only gate between people, so no table may be without it.
begin;
select plan(9);

select is_empty(
  $$
    select id
    from tests.our_tables() join pg_class on pg_class.oid = id
    where schema_name = 'public' and not relrowsecurity
  $$,
  'every public table has row-level security on'
);

select is_empty(
  $$
    select relation.oid::regclass
    from pg_class as relation
    where relation.relispartition
      and relation.relkind in ('r', 'p')
      and relation.relnamespace = 'public'::regnamespace
      and not relation.relrowsecurity
  $$,
  'every partition in public has row-level security of its own: the API can name it'
);

select is_empty(
  $$
    select relation.oid::regclass
    from pg_class as relation
    where relation.relkind = 'v'
      and relation.relnamespace = 'public'::regnamespace
      and not coalesce(relation.reloptions @> '{security_invoker=true}', false)
      and not coalesce(relation.reloptions @> '{security_invoker=on}', false)
  $$,
  'every public view runs with the rights of who reads it'
);

select is_empty(
  $$
    select relation.oid::regclass
    from pg_class as relation
    where relation.relkind = 'm' and relation.relnamespace = 'public'::regnamespace
  $$,
  'no materialised view is public: row-level security does not reach it'
);

select is_empty(
  $$
    select schemaname, tablename, policyname
    from pg_policies
    where schemaname::regnamespace in (select tests.our_schemas())
      and regexp_replace(
        coalesce(qual, '') || ' ' || coalesce(with_check, ''),
        '\( SELECT auth\.(uid|jwt|role|email)\(\) AS \w+\)|\( SELECT \(auth\.jwt\(\) ->>? ''\w+''::text\)[^)]*\)', '', 'g'
      ) ~ 'auth\.(uid|jwt|role|email)\(\)|current_setting\('
  $$,
  'every policy asks who is calling once a statement: (select auth.uid())'
);

select is_empty(
  $$
    select schemaname, tablename, policyname, roles
    from pg_policies
    where schemaname::regnamespace in (select tests.our_schemas())
      and (roles && '{public,anon}')
      and policyname <> all (array[
        -- Readable before signing in. Name the policy and the reason here.
      ]::text[])
  $$,
  'no policy lets in everybody'
);

select is_empty(
  $$
    select schemaname, tablename, policyname, cmd
    from pg_policies
    where schemaname::regnamespace in (select tests.our_schemas())
      and (cmd = 'ALL' or policyname !~ ('^' || tablename || '_' || lower(cmd) || '_[a-z]'))
  $$,
  'every policy is for one command and named <table>_<command>_<who>'
);

-- Postgres cuts longer names off, and then two may be one.
select is_empty(
  $$
    select schemaname, tablename, policyname
    from pg_policies
    where schemaname::regnamespace in (select tests.our_schemas()) and length(policyname) >= 63
  $$,
  'no policy name is so long that Postgres may have cut it'
);

-- A token outlives the suspension of its account, and the API writes to tables past push.
select is_empty(
  $$
    select registered.table_name, command
    from sync.tables as registered, unnest(array['INSERT', 'UPDATE', 'DELETE']) as command
    where registered.scope_kind::text = 'user'
      and not exists (
        select from pg_policies
        where schemaname = 'public' and tablename = registered.table_name and cmd = command
          and permissive = 'RESTRICTIVE'
          and roles = '{authenticated}'
          and coalesce(qual, with_check) = '( SELECT private.is_active() AS is_active)'
      )
    union all
    select tablename, cmd
    from pg_policies
    where schemaname = 'public' and permissive = 'PERMISSIVE' and cmd <> 'SELECT'
      and tablename not in (select registered.table_name from sync.tables as registered)
      and not exists (
        select from pg_policies as guard
        where guard.schemaname = 'public' and guard.tablename = pg_policies.tablename and guard.cmd = pg_policies.cmd
          and guard.permissive = 'RESTRICTIVE'
          and coalesce(guard.qual, guard.with_check) = '( SELECT private.is_active() AS is_active)'
      )
  $$,
  'only active accounts write to a table of people''s rows: sync.register_table() or private.guard_active() sees to it'
);

select * from finish();
rollback;
