-- What the tests of the sync engine lean on: a table to sync, records as a device sends them, and a way to
-- let time pass inside one transaction. Tests that need real concurrency are in supabase/tests/isolation.

-- A person who may sync: signed up, with a profile.
create or replace function tests.create_person(name text)
returns uuid
language sql
volatile
security definer
set search_path = ''
as $$
  insert into public.users (id) values (tests.create_user(name)) on conflict do nothing;
  select tests.user_id(name);
$$;

-- An id that can be read: tests.id(7) ends in 7.
create or replace function tests.id(n integer)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid;
$$;

-- A device's id, by name: 'phone' is the same everywhere.
create or replace function tests.device(name text)
returns uuid
language sql
immutable
set search_path = ''
as $$
  select md5('device ' || name)::uuid;
$$;

-- A moment in the past, in epoch ms: tests.at(5) is five minutes after tests.at(0).
create or replace function tests.at(minutes numeric)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select (1763600000000 + minutes * 60000)::bigint;
$$;

-- The table that most tests sync; each makes its own, inside its transaction.
create or replace function tests.create_notes(
  conflict text default 'latest_edit', column_rules jsonb default '{}', pull_only text[] default '{}'
)
returns void
language plpgsql
volatile
set search_path = ''
set client_min_messages = 'warning'
as $$
begin
  create table public.notes (
    user_id uuid not null references public.users (id) on delete cascade,
    id uuid not null default gen_random_uuid(),
    title text not null constraint notes_title_not_empty check (title <> ''),
    body text,
    labels text[] not null default '{}',
    meta jsonb not null default '{}',
    rank integer,
    due_at timestamptz(3),
    is_done boolean not null default false,
    parent_id uuid,
    created_at timestamptz(3) not null default now(),
    updated_at timestamptz(3) not null default now(),
    constraint notes_pkey primary key (user_id, id),
    constraint notes_parent_fkey foreign key (user_id, parent_id) references public.notes (user_id, id) on delete cascade
  );
  create trigger _100_touch before insert or update on public.notes for each row execute function private.touch();
  alter table public.notes enable row level security;
  create policy notes_select_own on public.notes for select to authenticated using (user_id = (select auth.uid()));
  create policy notes_insert_own on public.notes for insert to authenticated with check (user_id = (select auth.uid()));
  create policy notes_update_own on public.notes for update to authenticated using (user_id = (select auth.uid()));
  create policy notes_delete_own on public.notes for delete to authenticated using (user_id = (select auth.uid()));
  grant select, insert, update, delete on public.notes to authenticated;
  perform sync.register_table('public.notes', conflict => conflict, column_rules => column_rules, pull_only => pull_only);
end;
$$;

-- A note as WatermelonDB sends it: every column of the table, or those given.
create or replace function tests.note(n integer, columns jsonb default '{}')
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', tests.id(n), 'title', 'note ' || n, 'body', null, 'labels', '[]', 'meta', '{}', 'rank', null, 'due_at', null,
    'is_done', false, 'parent_id', null, 'created_at', tests.at(0), 'updated_at', tests.at(0),
    '_status', 'created', '_changed', ''
  ) || columns;
$$;

-- A note that was edited on a device since it was synced: `columns` are what changed, at minute `edited`.
create or replace function tests.edited(n integer, columns jsonb, edited numeric default 0, base jsonb default '{}')
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select tests.note(n, base || columns || jsonb_build_object(
    'updated_at', tests.at(edited), '_status', 'updated',
    '_changed', (select string_agg(key, ',') from jsonb_object_keys(columns || '{"updated_at": 0}') as key)
  ));
$$;

-- One push of the person who is signed in.
create or replace function tests.push(
  created jsonb default '[]', updated jsonb default '[]', deleted jsonb default '[]', into_table text default 'notes',
  device text default 'phone', base bigint default null, push_id uuid default null, client_time bigint default null,
  snapshot text default null, last_pushed_at bigint default null
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.push_changes(
    json_build_object(into_table, json_build_object('created', created, 'updated', updated, 'deleted', deleted)),
    base_pulled_at => base, device_id => tests.device(device), push_id => push.push_id, client_time => push.client_time,
    base_snapshot => snapshot, last_pushed_at => push.last_pushed_at
  );
$$;

-- One pull of the person who is signed in: what it says of one table, {updated: [], deleted: []}.
create or replace function tests.pulled(
  since bigint default null, of_table text default 'notes', device text default null, hints jsonb default '{}',
  version integer default null, migration jsonb default null
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.pull_changes_optimized(
    since, version, null, hints || jsonb_strip_nulls(jsonb_build_object('device_id', tests.device(device))), migration
  )::jsonb -> 'changes' -> of_table;
$$;

-- The numbers of the rows that a pull sends as updated, or as deleted: '{1,2}'.
create or replace function tests.updated(pulled jsonb)
returns integer[]
language sql
immutable
set search_path = ''
as $$
  select array(select right(r ->> 'id', 12)::integer as n from jsonb_array_elements(pulled -> 'updated') as r order by n);
$$;

create or replace function tests.deleted(pulled jsonb)
returns integer[]
language sql
immutable
set search_path = ''
as $$
  select array(select right(id, 12)::integer as n from jsonb_array_elements_text(pulled -> 'deleted') as id order by n);
$$;

-- What column and whose value of each conflict was taken: 'title: client'.
create or replace function tests.conflicts(answer jsonb)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array(
    select (c ->> 'column') || ': ' || (c ->> 'resolution') as line from jsonb_array_elements(answer -> 'conflicts') as c order by line
  );
$$;

-- Which record was refused and why: '2: value_missing'.
create or replace function tests.rejected(answer jsonb)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array(
    select right(r ->> 'id', 12)::integer || ': ' || (r ->> 'code') as line
    from jsonb_array_elements(answer -> 'rejected') as r
    order by right(r ->> 'id', 12)::integer
  );
$$;

-- Lets a transaction pass. A file is one transaction, with one xid; this ages what it has entered into the feed so
-- far, as if an earlier transaction had done it. tests.cursor() is then what a pull would have returned: what comes
-- next, that pull has not seen. Earlier moments can be named. Definer: only the engine writes the feed.
create or replace function tests.commit(moment text default 'now')
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  past constant bigint := coalesce(nullif(current_setting('tests.past', true), '')::bigint, 1) + 1;
  next_cursor constant text := sync.encode_cursor(sync.current_epoch(), past + 1);
begin
  update sync.changes as c
  set xid = least(c.xid, past), last_xid = least(c.last_xid, past),
    column_xids = coalesce((
      select jsonb_object_agg(s.key, jsonb_set(s.value, '{0}', to_jsonb(least((s.value ->> 0)::bigint, past))))
      from jsonb_each(c.column_xids) as s
    ), c.column_xids)
  where c.xid > past or c.last_xid > past;
  -- Not least(), which gives a date to what was never revoked.
  update sync.scope_grants as g
  set granted_xid = least(g.granted_xid, past), revoked_xid = case when g.revoked_xid > past then past else g.revoked_xid end
  where g.granted_xid > past or g.revoked_xid > past;
  perform set_config('tests.past', past::text, true);
  perform set_config('tests.cursor_now', next_cursor, true), set_config('tests.cursor_' || replace(moment, ' ', '_'), next_cursor, true);
end;
$$;

create or replace function tests.cursor(moment text default 'now')
returns bigint
language sql
stable
set search_path = ''
as $$
  select current_setting('tests.cursor_' || replace(moment, ' ', '_'))::bigint;
$$;

grant execute on all functions in schema tests to anon, authenticated, service_role;


begin;
select plan(3);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select is(
  tests.rejected(tests.push(jsonb_build_array(tests.note(1), tests.note(2, '{"title": ""}')))), '{"2: value_out_of_bounds"}',
  'tests.push() pushes notes'
);
select tests.commit();
select is(tests.updated(tests.pulled(tests.cursor())), '{}', 'what was before tests.commit() is seen');
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "one"}')));
select is(tests.updated(tests.pulled(tests.cursor())), '{1}', 'what came after is not');

select * from finish();
rollback;
