-- What a fresh database of a hosted project holds before the first migration: the platform's schemas
-- and who may do what in them. Run by supabase_admin in each new database, after roles.sql.

do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('grant all on database %I to postgres, dashboard_user', current_database());
  execute format('grant connect on database %I to authenticator, supabase_auth_admin, '
    'supabase_storage_admin, supabase_functions_admin', current_database());
end $$;

-- New tables are exposed to nobody (`auto_expose_new_tables = false`), so there are no default
-- privileges in public beyond PostgreSQL's own.
revoke create on schema public from public;
grant usage on schema public to postgres, anon, authenticated, service_role;

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
grant all on schema extensions to postgres, dashboard_user;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_stat_statements with schema extensions;
grant all on all tables in schema extensions to postgres with grant option;
grant all on all routines in schema extensions to postgres with grant option;

create schema if not exists vault;
do $$
begin
  -- Absent on a plain Debian server, where the tests also run.
  if exists (select from pg_catalog.pg_available_extensions where name = 'supabase_vault') then
    create extension if not exists supabase_vault with schema vault;
  end if;
end $$;

do $$
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end $$;

-- PostgREST reads its schema again when told so; hosted tells it after every change of the schema.
create or replace function extensions.pgrst_ddl_watch()
returns event_trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_ddl_commands()
    where schema_name is distinct from 'pg_temp' and object_type <> 'policy'
  ) then
    notify pgrst, 'reload schema';
  end if;
end $$;

create or replace function extensions.pgrst_drop_watch()
returns event_trigger
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select from pg_catalog.pg_event_trigger_dropped_objects()
    where not is_temporary and object_type in ('schema', 'table', 'view', 'function', 'type')
  ) then
    notify pgrst, 'reload schema';
  end if;
end $$;

drop event trigger if exists pgrst_ddl_watch;
create event trigger pgrst_ddl_watch on ddl_command_end
  execute function extensions.pgrst_ddl_watch();

drop event trigger if exists pgrst_drop_watch;
create event trigger pgrst_drop_watch on sql_drop
  execute function extensions.pgrst_drop_watch();

-- Owner-only commands on platform tables. `create policy` needs the table's owner, which postgres is
-- not; on hosted the C library `supautils` lets it through for the tables of `policy_grants`. Without
-- that library, two event triggers do the same: for the length of one policy command on a platform
-- table, and of no other command, postgres is a member of the owners of those tables. (The command is
-- known by its text, so one hidden in a function that is called from elsewhere is refused here.)
create or replace function extensions.lend_policy_rights()
returns event_trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if session_user <> 'supabase_admin'
    and pg_catalog.current_query() ~* '\son\s+"?(auth|storage|realtime)"?\s*\.'
  then
    grant supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin to postgres;
  end if;
end $$;

create or replace function extensions.return_policy_rights()
returns event_trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if pg_catalog.pg_has_role('postgres', 'supabase_storage_admin', 'usage') then
    revoke supabase_auth_admin, supabase_storage_admin, supabase_realtime_admin from postgres;
  end if;
end $$;

drop event trigger if exists lend_policy_rights;
create event trigger lend_policy_rights on ddl_command_start
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
  execute function extensions.lend_policy_rights();

drop event trigger if exists return_policy_rights;
create event trigger return_policy_rights on ddl_command_end
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
  execute function extensions.return_policy_rights();
