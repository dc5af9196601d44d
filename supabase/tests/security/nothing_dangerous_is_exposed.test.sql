-- The API exposes schema public: its tables, its functions as RPC, and functions of one row as computed columns.
-- What the server can do besides (files, notifications, large objects, settings) is out of reach.
begin;
select plan(15);

select is_empty(
  $$select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')$$,
  'public has no views or foreign tables, which would read with their owner''s rights'
);
select is_empty(
  $$
    select p.oid::regprocedure
    from pg_proc as p
    join pg_type as t on t.oid = p.proargtypes[0]
    where p.pronamespace = 'public'::regnamespace and p.pronargs - p.pronargdefaults <= 1 and (t.typtype = 'c' or t.typname in ('record', 'anyelement'))
  $$,
  'public has no function of a row: it would be a column of a table'
);
select is_empty(
  $$select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and 'anyelement'::regtype = any (proargtypes) or pronamespace = 'public'::regnamespace and provariadic <> 0$$,
  'nor one that takes anything'
);
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p join pg_depend as d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e' where p.pronamespace = 'public'::regnamespace$$,
  'no extension put functions where they can be called as RPC'
);
select is_empty(
  $$
    select p.oid::regprocedure, called
    from pg_proc as p
    cross join unnest('{pg_notify,lo_import,lo_export,lo_create,lo_from_bytea,pg_read_file,pg_ls_dir,dblink,pg_advisory_lock(,pg_sleep,pg_terminate_backend,query_to_xml,net.http_}'::text[]) as called
    where p.pronamespace in (select tests.our_schemas()) and p.prosrc ilike '%' || called || '%'
      -- For cron, which calls the project's own edge functions by it; granted to nobody.
      and p.oid <> 'private.call_worker(text)'::regprocedure
  $$,
  'none of our functions reaches the file system, the network, other sessions, or sleeps'
);
-- A lock that outlives its transaction would be the next request's, in a pool.
select is_empty(
  $$select oid::regprocedure from pg_proc where pronamespace in (select tests.our_schemas()) and prosrc ~ 'set_config\([^)]*, false\)'$$,
  'nor leaves a setting behind for the next request'
);
select is_empty(
  $$select oid::regoperator from pg_operator where oprnamespace in (select tests.our_schemas())$$, 'there are no operators of ours, which a filter could name'
);
select is_empty(
  $$
    select c.oid from pg_cast as c join pg_proc as p on p.oid = c.castfunc
    where p.pronamespace in (select tests.our_schemas())
  $$,
  'nor casts'
);

-- What is made later starts closed: contract/grants tries tables and functions.
create sequence public.probe_sequence;
create view public.probe_view as select 1 as one;
create table sync.probe_table (id uuid);
create table private.probe_table (id uuid);
create function sync.probe() returns integer language sql immutable set search_path = '' as 'select 1';
create function private.probe() returns integer language sql immutable set search_path = '' as 'select 1';
create procedure public.probe_procedure() language sql set search_path = '' as 'select 1';
select private.ensure_partitions('public.sync_runs', 1, '2031-05-05');
select is_empty(
  $$
    select role_name, relation
    from unnest('{anon,authenticated}'::text[]) as role_name
    cross join unnest('{public.probe_view,sync.probe_table,private.probe_table,public.sync_runs_2031_05,public.sync_runs_2031_06}'::text[]) as relation
    where has_table_privilege(role_name, relation, 'select, insert, update, delete, truncate, references, trigger')
    union all
    select role_name, 'public.probe_sequence' from unnest('{anon,authenticated}'::text[]) as role_name
    where has_sequence_privilege(role_name, 'public.probe_sequence', 'usage, select, update')
    union all
    select role_name, called
    from unnest('{anon,authenticated}'::text[]) as role_name
    cross join unnest('{sync.probe(),private.probe(),public.probe_procedure()}'::text[]) as called
    where has_function_privilege(role_name, called, 'execute')
  $$,
  'a new view, sequence, procedure, partition or helper is granted to nobody by default'
);
select is_empty(
  $$select relname from pg_class where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity$$,
  'a partition that is named directly has row-level security of its own'
);

-- Roles.
select is_empty(
  $$
    select member, role_name
    from unnest('{anon,authenticated,authenticator}'::text[]) as member
    cross join (select rolname from pg_roles where rolname like 'pg\_%' or rolname in ('postgres', 'supabase_admin', 'supabase_auth_admin', 'supabase_storage_admin')) as r (role_name)
    where pg_has_role(member, role_name, 'member')
  $$,
  'the API''s roles are members of no role that reads files, stops sessions or owns anything'
);
select is_empty(
  $$select rolname from pg_roles where rolname in ('anon', 'authenticated', 'authenticator') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)$$,
  'and have no attribute that passes row-level security'
);
select is_empty(
  $$
    select role_name, oid::regclass
    from pg_class, unnest('{anon,authenticated}'::text[]) as role_name
    where relkind in ('r', 'v', 'p') and relnamespace::regnamespace::text in ('auth', 'vault', 'cron', 'net')
      and relname not in ('http_request_queue', '_http_response')
      and has_schema_privilege(role_name, relnamespace, 'usage') and has_table_privilege(role_name, oid, 'select, insert, update, delete')
  $$,
  'accounts, secrets and jobs are closed to them'
);
select is_empty(
  $$
    select role_name, oid::regprocedure
    from pg_proc, unnest('{anon,authenticated}'::text[]) as role_name
    where pronamespace::regnamespace::text in ('vault', 'cron') and has_schema_privilege(role_name, pronamespace, 'usage') and has_function_privilege(role_name, oid, 'execute')
  $$,
  'so are the functions that would schedule a job or read a secret'
);
select tests.create_user('mallory');
select tests.sign_in('mallory');
select throws_ok('set local session_replication_role = replica', '42501', null, 'a person does not switch triggers off');

select * from finish();
rollback;
