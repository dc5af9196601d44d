-- Organisations for tests: acme is alice's unless said otherwise.

create or replace function tests.organization_id(name text)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select md5('futuresync test organization ' || name)::uuid;
$$;

-- Founds an organisation with people in it, in this order: 'bob:admin', or 'dave' for a member. There are seats for all
-- of them, and ten more. Definer: a test may do it whoever it is just then.
create or replace function tests.organize(name text, owner text, variadic people text[] default '{}')
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  id constant uuid := tests.organization_id(name);
begin
  perform tests.create_user(split_part(p.person, ':', 1)) from unnest(owner || people) as p (person);
  insert into public.organizations (id, name, slug, plan_id, subscription_status, seat_limit)
  values (id, name, name, private.catalogue_id('plans', 'premium'), 'active', cardinality(people) + 11);
  insert into public.organization_members (organization_id, user_id, role, display_name, joined_by, joined_at)
  select id, tests.user_id(split_part(p.person, ':', 1)),
    case when p.nth = 1 then 'owner' else coalesce(nullif(split_part(p.person, ':', 2), ''), 'member') end,
    split_part(p.person, ':', 1), case when p.nth = 1 then 'founding' else 'invitation' end,
    now() - interval '1 year' + p.nth * interval '1 day'
  from unnest(owner || people) with ordinality as p (person, nth);
  return id;
end;
$$;

-- Who is in an organisation, as what, in the order in which they came: {"alice owner","bob admin"}.
create or replace function tests.roster(name text)
returns text[]
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(array_agg(coalesce(u.username, '?') || ' ' || m.role order by m.joined_at, u.username), '{}')
  from public.organization_members as m
  join public.users as u on u.id = m.user_id
  where m.organization_id = tests.organization_id(roster.name);
$$;

-- Confirms the address of a person, or gives them another, confirmed.
create or replace function tests.confirm_email(name text, address text default null)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update auth.users as u
  set email = coalesce(address, u.email), email_confirmed_at = now()
  where u.id = tests.user_id(confirm_email.name);
$$;

-- A table of organisations: members read, admins write. Each test makes its own, as with notes.
create or replace function tests.create_boards()
returns void
language plpgsql
volatile
set search_path = ''
set client_min_messages = 'warning'
as $$
begin
  create table public.boards (
    organization_id uuid not null references public.organizations (id) on delete cascade,
    id uuid not null default gen_random_uuid(),
    title text not null,
    body text,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    constraint boards_pkey primary key (organization_id, id)
  );
  create unique index boards_id_key on public.boards (id);
  create trigger _100_touch before insert or update on public.boards for each row execute function private.touch();
  alter table public.boards enable row level security;
  create policy boards_select_member on public.boards for select to authenticated using (exists (
    select from sync.scope_grants as g where g.user_id = (select auth.uid()) and g.scope_id = boards.organization_id and g.is_granted
  ));
  create policy boards_insert_admin on public.boards for insert to authenticated
    with check (private.organization_role(organization_id) in ('owner', 'admin'));
  create policy boards_update_admin on public.boards for update to authenticated
    using (private.organization_role(organization_id) in ('owner', 'admin'));
  create policy boards_delete_admin on public.boards for delete to authenticated
    using (private.organization_role(organization_id) in ('owner', 'admin'));
  grant select, insert, update, delete on public.boards to authenticated;
  perform sync.register_table('public.boards', scope => 'organization_id');
end;
$$;

-- A board of an organisation as WatermelonDB sends it; edited, if it says which columns changed.
create or replace function tests.board(n integer, organization text, columns jsonb default '{}')
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', tests.id(n), 'organization_id', tests.organization_id(organization), 'title', 'board ' || n, 'body', null,
    'created_at', tests.at(0), 'updated_at', tests.at(0), '_status', case when columns ? '_changed' then 'updated' else 'created' end, '_changed', ''
  ) || columns;
$$;

grant execute on all functions in schema tests to anon, authenticated, service_role;


begin;
select plan(6);

select tests.organize('acme', 'alice', 'bob:admin', 'carol');
select is(tests.roster('acme'), '{"alice owner","bob admin","carol member"}', 'an organisation is made with the people named');

-- What 003-records.sql makes up.
select tests.organize('evil', 'mallory');
select tests.create_user('dave');
select tests.create_boards();
select tests.open_plan();
create temporary table entry as select t.table_name, t as it from sync.tables as t;
insert into pg_temp.choices
select 'boards', c.* from entry, tests.choices(it, tests.user_id('alice')) as c where table_name = 'boards';
select is(
  (select problem from entry, tests.make_record(it, tests.user_id('alice'), true, 1) where table_name = 'boards'), null,
  'a record is found in a table of organisations'
);
select results_eq(
  'select organization_id from public.boards', $$values (tests.organization_id('acme'))$$,
  'and it is there, in the organisation of its person'
);
select is(
  (select problem from entry, tests.make_record(it, tests.user_id('dave'), true, 1) where table_name = 'boards'),
  'the person belongs to no organisation',
  'where there is no organisation, that is said'
);
select set_eq(
  $$select (o ->> 'lead_id')::uuid from entry, tests.choices(it, tests.user_id('alice')) as c, jsonb_array_elements(c.options) as o
    where table_name = 'teams' and c.key = 'teams_lead_id_fkey'$$,
  $$values (tests.user_id('alice')), (tests.user_id('bob')), (tests.user_id('carol'))$$,
  'people to refer to are those of the organisation'
);
select set_eq(
  $$select unnest(c.columns) from entry, tests.choices(it, tests.user_id('alice')) as c
    where table_name = 'shared_visions' and c.key like '%\_fkey'$$,
  '{vision_id}'::name[],
  'who makes a record is not chosen'
);

select * from finish();
rollback;
