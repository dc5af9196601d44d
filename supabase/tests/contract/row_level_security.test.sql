-- Row-level security is the only gate between people, so no table may be without it.
begin;
select plan(8);

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

select * from finish();
rollback;
