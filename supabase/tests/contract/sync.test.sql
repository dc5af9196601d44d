-- A table of people's rows syncs, or somebody said why not; and what was generated for it is fresh.
begin;
select plan(6);

select is_empty(
  'select * from sync.stale_tables()',
  'every synced table is as it was when registered: call sync.register_table() after altering one'
);

select is_empty(
  $$
    select id
    from tests.our_tables()
    where schema_name = 'public'
      and table_name not in (select registered.table_name from sync.tables as registered)
      and exists (
        select from pg_policy where polrelid = id and polpermissive and polroles && array[0, 'authenticated'::regrole]::oid[]
      )
      and table_name <> all (array[
        -- Read online only: what a role may do is decided on the server, whatever a device believes.
        'roles', 'permissions', 'role_permissions',
        -- Likewise: whether a child comes in.
        'guardian_links'
      ]::text[])
  $$,
  'every table that people may reach is synced'
);

-- Push writes every writable column of a row: one missing grant would reject the whole table.
select is_empty(
  $$
    select registered.table_name, writable.column_name, command
    from sync.tables as registered
      cross join lateral (
        select entry.column_name from sync.columns as entry
        where entry.table_id = registered.table_id and entry.is_writable
      ) as writable
      cross join unnest(array['insert', 'update']) as command
    where registered.direction::text = 'both'
      -- What was decided is never changed.
      and (registered.table_name, command) <> ('consents', 'update')
      -- No insert at all is another assertion's affair.
      and (
        command = 'update'
        or has_any_column_privilege('authenticated', format('public.%I', registered.table_name)::regclass, command)
      )
      and not has_column_privilege(
        'authenticated', format('public.%I', registered.table_name)::regclass, writable.column_name, command
      )
  $$,
  'authenticated may insert and update every column that push writes'
);

select is_empty(
  $$
    select registered.table_name, named.column_name
    from sync.tables as registered
      cross join lateral (
        select entry.column_name from sync.columns as entry where entry.table_id = registered.table_id
        union
        select unnest(array['id', registered.scope_column])
      ) as named
    where named.column_name is not null
      and not has_column_privilege(
        'authenticated', format('public.%I', registered.table_name)::regclass, named.column_name, 'select'
      )
  $$,
  'authenticated may read every column that pull sends'
);

select is_empty(
  $$
    select registered.table_name, command
    from sync.tables as registered, unnest(array['insert', 'delete']) as command
    where registered.direction::text = 'both'
      and not exists (
        select from pg_policies
        where schemaname = 'public' and tablename = registered.table_name and cmd = upper(command) and permissive = 'PERMISSIVE'
      )
      and (registered.table_name, command) not in (
        -- One row a person, which comes and goes with the account.
        ('users', 'insert'), ('users', 'delete'), ('user_preferences', 'insert'), ('user_preferences', 'delete'),
        -- What was decided was decided.
        ('consents', 'delete'),
        -- The coach proposes, the person decides.
        ('ai_recommendations', 'insert')
      )
  $$,
  'a table that devices write may be inserted into and deleted from by its owner'
);

-- A device keeps its own edit time, and the trigger that guards it comes first in line.
select is_empty(
  $$
    select registered.table_name
    from sync.tables as registered
    where registered.direction::text = 'both'
      and exists (
        select from sync.columns as entry where entry.table_id = registered.table_id and entry.column_name = 'updated_at'
      )
      and not exists (
        select from pg_trigger
        where tgrelid = format('public.%I', registered.table_name)::regclass and tgname = '_100_touch'
      )
  $$,
  'every table that devices write has the trigger _100_touch'
);

select * from finish();
rollback;
