-- What the tests lean on. This file runs first, under `npm run test:db` and `supabase test db` alike
-- (files run in alphabetical order in one database), and what it creates stays for the others.
--
-- The cast: alice keeps the data, bob is someone else with data, mallory wants what is not hers.
-- A test starts as the owner of everything (role postgres); tests.sign_in() makes it a person.

create schema if not exists tests;
grant usage on schema tests to public;

-- The id a name stands for: the same in every file, and in the TypeScript tests.
create or replace function tests.user_id(name text)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select overlay(overlay(md5('futuresync test user ' || name) placing '4' from 13) placing '8' from 17)::uuid;
$$;

-- Signs a person up (once) and returns their id. Definer: a test may do it whoever it is just then.
create or replace function tests.create_user(name text)
returns uuid
language sql
volatile
security definer
set search_path = ''
as $$
  insert into auth.users (id, aud, role, email, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
  values (
    tests.user_id(name), 'authenticated', 'authenticated', name || '@example.test',
    '{"provider": "email", "providers": ["email"]}', jsonb_build_object('username', name), now(), now()
  )
  on conflict (id) do nothing;
  select tests.user_id(name);
$$;

create or replace function tests.become(role text, claims jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform set_config('role', become.role, true);
  perform set_config('request.jwt.claims', become.claims::text, true);
end;
$$;

create or replace function tests.people()
returns setof uuid
language sql
stable
security definer
set search_path = ''
as $$
  select users.id from auth.users as users;
$$;

-- The rest of the transaction runs as this person, as a request through the API would.
-- Further claims, such as a session_id or an aal, may be given.
create or replace function tests.sign_in(name text, claims jsonb default '{}')
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not exists (select from tests.people() as person where person = tests.user_id(name)) then
    raise exception using errcode = 'P0002', message = 'test_user_unknown',
      detail = format('Nobody is named %L here.', name), hint = 'Call tests.create_user() first.';
  end if;
  perform tests.become('authenticated', jsonb_build_object(
    'sub', tests.user_id(name), 'role', 'authenticated', 'aud', 'authenticated',
    'email', name || '@example.test', 'aal', 'aal1', 'is_anonymous', false
  ) || sign_in.claims);
end;
$$;

-- The rest of the transaction runs as a visitor with the publishable key.
create or replace function tests.sign_out()
returns void
language sql
volatile
set search_path = ''
as $$
  select tests.become('anon', '{"role": "anon"}');
$$;

-- The rest of the transaction runs as a server with the secret key.
create or replace function tests.as_service()
returns void
language sql
volatile
set search_path = ''
as $$
  select tests.become('service_role', '{"role": "service_role"}');
$$;

-- Back to the role the file began with, and to nobody's claims.
create or replace function tests.as_owner()
returns void
language sql
volatile
set search_path = ''
as $$
  select tests.become('none', '{}');
$$;

-- The schemas this project fills: what belongs to the platform is not ours to judge.
create or replace function tests.our_schemas()
returns setof regnamespace
language sql
stable
set search_path = ''
as $$
  select namespace.oid::regnamespace
  from pg_catalog.pg_namespace as namespace
  where namespace.nspname = 'public'
    or namespace.nspowner = 'postgres'::regrole
      and namespace.nspname not in ('tests', 'extensions', 'supabase_migrations')
      and namespace.nspname not like 'pg\_%';
$$;

-- Our tables (a partitioned one counts once), and nothing that an extension brought along.
create or replace function tests.our_tables()
returns table (id regclass, schema_name text, table_name text)
language sql
stable
set search_path = ''
as $$
  select relation.oid::regclass, relation.relnamespace::regnamespace::text, relation.relname::text
  from pg_catalog.pg_class as relation
  where relation.relkind in ('r', 'p')
    and not relation.relispartition
    and relation.relnamespace::regnamespace in (select tests.our_schemas())
    and not exists (
      select from pg_catalog.pg_depend as dependency
      where dependency.classid = 'pg_catalog.pg_class'::regclass
        and dependency.objid = relation.oid
        and dependency.deptype = 'e'
    );
$$;

create or replace function tests.our_functions()
returns table (id regprocedure, schema_name text, is_definer boolean)
language sql
stable
set search_path = ''
as $$
  select function.oid::regprocedure, function.pronamespace::regnamespace::text, function.prosecdef
  from pg_catalog.pg_proc as function
  where function.pronamespace::regnamespace in (select tests.our_schemas())
    and not exists (
      select from pg_catalog.pg_depend as dependency
      where dependency.classid = 'pg_catalog.pg_proc'::regclass
        and dependency.objid = function.oid
        and dependency.deptype = 'e'
    );
$$;

-- One assertion: the statement raises this SQLSTATE with this message (a stable code, see docs/ERRORS.md).
-- A null code or message stands for any. pgTAP is in extensions.
create or replace function tests.raises(sql text, code text, message text, title text)
returns text
language plpgsql
volatile
set search_path = public, extensions
as $$
begin
  return throws_ok(sql, code::char(5), message, title);
end;
$$;

-- One assertion: the statement breaks this rule, a constraint by its name, which ends the message.
create or replace function tests.refuses(rule text, sql text, title text)
returns text
language sql
volatile
set search_path = public, extensions
as $$
  select throws_like(sql, '%"' || rule || '"', title);
$$;

-- The id of a catalogue row. Definer: people may not call private.catalogue_id.
create or replace function tests.catalogue_id(table_name text, code text)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select private.catalogue_id(table_name, code);
$$;

grant execute on all functions in schema tests to anon, authenticated, service_role;


begin;
select plan(4);

select is(
  tests.create_user('alice'), tests.user_id('alice'),
  'a person of the cast has the same id wherever they are created'
);

select tests.sign_in('alice');
select is(
  array[current_user::text, (select auth.uid())::text],
  array['authenticated', tests.user_id('alice')::text],
  'tests.sign_in() outlives its call'
);

select tests.as_owner();
select is((select auth.uid()), null, 'tests.as_owner() leaves nobody signed in');

select tests.raises(
  $$select tests.sign_in('nobody')$$, 'P0002', 'test_user_unknown',
  'tests.sign_in() knows only who was created'
);

select * from finish();
rollback;
