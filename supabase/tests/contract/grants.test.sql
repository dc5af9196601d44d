-- Who may touch what, to the letter. Policies decide about rows; these decide about tables.
begin;
select plan(8);

-- Every privilege on our tables, views and sequences, whole or by column.
create temporary table relation_grants as
  select
    relation.oid::regclass as relation,
    case when privilege.grantee = 0 then 'PUBLIC' else privilege.grantee::regrole::text end as grantee,
    privilege.privilege_type,
    null::name as column_name
  from pg_class as relation, aclexplode(relation.relacl) as privilege
  where relation.relnamespace::regnamespace in (select tests.our_schemas())
    and privilege.grantee <> relation.relowner
    and not exists (
      select from pg_depend
      where classid = 'pg_class'::regclass and objid = relation.oid and deptype = 'e'
    )
  union all
  select
    relation.oid::regclass,
    case when privilege.grantee = 0 then 'PUBLIC' else privilege.grantee::regrole::text end,
    privilege.privilege_type,
    attribute.attname
  from pg_class as relation
    join pg_attribute as attribute on attribute.attrelid = relation.oid
    cross join aclexplode(attribute.attacl) as privilege
  where relation.relnamespace::regnamespace in (select tests.our_schemas());

select is_empty(
  $$select * from relation_grants where grantee = 'PUBLIC'$$,
  'nothing is granted to PUBLIC'
);

select is_empty(
  $$
    select * from relation_grants
    where grantee = 'anon'
      and relation::text <> all (array[
        -- Readable before signing in. Name the table and the reason here.
      ]::text[])
  $$,
  'anon has nothing at all'
);

select is_empty(
  $$
    select * from relation_grants
    where grantee in ('authenticated', 'service_role')
      and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
  $$,
  'no API role may truncate, refer to, put triggers on or maintain a table'
);

select is_empty(
  $$
    select * from relation_grants
    where grantee not in ('PUBLIC', 'anon', 'authenticated', 'service_role', 'supabase_auth_admin')
      -- What these have is in privacy/roles_have_the_least.
      and grantee not in ('app_admin', 'analytics_reader', 'backup_reader')
  $$,
  'only the API''s roles, the auth service and the roles of operators were granted anything'
);

-- What a policy allows and a grant does not is a dead letter; the other way round, a grant nobody thought about.
create temporary table allowed as
  select relation.oid::regclass as relation, command
  from pg_policy as policy
    join pg_class as relation on relation.oid = policy.polrelid
    cross join lateral unnest(
      case policy.polcmd
        when 'r' then array['SELECT']
        when 'a' then array['INSERT']
        when 'w' then array['UPDATE']
        when 'd' then array['DELETE']
        else array['SELECT', 'INSERT', 'UPDATE', 'DELETE']
      end
    ) as command
  where relation.relnamespace in ('public'::regnamespace, 'sync'::regnamespace)
    and policy.polpermissive
    and policy.polroles && array[0, 'authenticated'::regrole]::oid[];

select is_empty(
  $$
    select relation, privilege_type
    from relation_grants
      join pg_class on pg_class.oid = relation and relkind in ('r', 'p') and relrowsecurity
    where grantee = 'authenticated'
    except
    select * from allowed
  $$,
  'authenticated has no privilege on a table without a policy that uses it'
);

select is_empty(
  $$
    select * from allowed
    except
    select relation, privilege_type from relation_grants where grantee = 'authenticated'
  $$,
  'every policy for authenticated has the privilege it needs'
);

select is_empty(
  $$
    select namespace.nspname, role_name
    from pg_namespace as namespace, unnest(array['anon', 'authenticated', 'service_role']) as role_name
    where namespace.oid::regnamespace in (select tests.our_schemas())
      and (
        has_schema_privilege(role_name, namespace.oid, 'create')
        or namespace.nspname <> 'public' and role_name = 'anon' and has_schema_privilege('anon', namespace.oid, 'usage')
      )
  $$,
  'no API role creates objects in our schemas, and anon enters none but public'
);

-- New objects start with nothing, whoever forgets to think about them.
create table public.contract_probe (id uuid);
create function public.contract_probe() returns integer language sql immutable set search_path = '' as 'select 1';

select is_empty(
  $$
    select role_name
    from unnest(array['anon', 'authenticated', 'service_role']) as role_name
    where has_table_privilege(role_name, 'public.contract_probe', 'select, insert, update, delete, truncate, references, trigger')
      or has_function_privilege(role_name, 'public.contract_probe()', 'execute')
  $$,
  'a new table or function is granted to nobody by default'
);

select * from finish();
rollback;
