-- Follows the auth tables of @supabase/lite, which the bootstrap has just created: who owns them, who
-- may touch them, and the helper functions as the platform defines them. (The library's helpers read
-- only `request.jwt.claim.*`; the platform's also read the whole `request.jwt.claims`, as PostgREST
-- sets it.)

alter schema auth owner to supabase_auth_admin;

-- Columns of the hosted tables that seeds and dashboards name and the library leaves out.
alter table auth.users add column if not exists instance_id uuid;
alter table auth.users add column if not exists is_super_admin boolean;
alter table auth.identities alter column id set default gen_random_uuid();

create or replace function auth.uid()
returns uuid
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )::text
$$;

create or replace function auth.email()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )::text
$$;

create or replace function auth.jwt()
returns jsonb
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

do $$
declare
  relation regclass;
  routine regprocedure;
begin
  for relation in
    select oid from pg_catalog.pg_class
    where relnamespace = 'auth'::regnamespace and relkind = 'r'
  loop
    execute format('alter table %s owner to supabase_auth_admin', relation);
    execute format('alter table %s enable row level security', relation);
    execute format('grant all on %s to postgres, dashboard_user', relation);
    execute format('grant select on %s to postgres with grant option', relation);
  end loop;
  for routine in
    select oid from pg_catalog.pg_proc where pronamespace = 'auth'::regnamespace
  loop
    execute format('alter function %s owner to supabase_auth_admin', routine);
    execute format('grant execute on function %s to postgres, dashboard_user', routine);
  end loop;
end $$;

grant usage on schema auth to anon, authenticated, service_role, postgres;
grant all on schema auth to dashboard_user;
