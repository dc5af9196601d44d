-- Sync, part one: the feed, and the cursor that reads it.
--
-- The feed answers one question: which rows were touched since a cursor? It holds one entry for each
-- row that was ever touched, with the transaction that touched it last. What the row is now, the row
-- itself tells, and row-level security decides who is told.
--
-- A cursor is the oldest transaction that was still running when a pull took its snapshot (xmin). What
-- that snapshot could not see was running, or had not begun: either way its xid is at or above the
-- cursor, and the next pull finds it. So no commit is lost, however late, and no pull waits for one.
--
-- Nor does a cursor count on a transaction id that may never reach the disk (see sync.durable_xid). This needs
-- synchronous_commit, which is on by default: what a pull shows must survive a crash.


-- Epochs. Transaction ids mean something within one history of one cluster. After a failover, a
-- restore to a point in time, or a dump loaded elsewhere, the same number may be another transaction.
-- Every cursor therefore carries the tag of the epoch it was made in.

create table sync.epochs (
  number integer generated always as identity,
  tag smallint not null,
  identity text not null,
  shared_xid bigint not null,
  started_at timestamptz not null default now(),
  admitted_at timestamptz,
  constraint epochs_pkey primary key (number),
  constraint epochs_tag_key unique (tag),
  constraint epochs_tag_fits_cursor check (tag between 1 and 1023)
);

comment on table sync.epochs is 'One row for each history this database has lived in; the highest number is the present one.';
comment on column sync.epochs.tag is 'What cursors carry. Chosen at random, so that two restores of one backup do not take the same.';
comment on column sync.epochs.identity is 'System identifier and timeline of the cluster.';
comment on column sync.epochs.shared_xid is
  'Cursors of earlier epochs that saw nothing at or above this xid are still valid: until there the histories are the same.';
comment on column sync.epochs.admitted_at is
  'When people were let in. Null after a restore, until privacy.replay_erasures() has made up for what the backup did not know.';

create table sync.heartbeats (
  hour timestamptz not null,
  xid bigint not null,
  beaten_at timestamptz not null default now(),
  constraint heartbeats_pkey primary key (hour)
);

comment on table sync.heartbeats is
  'Which transaction id it was at what time, one row an hour: dates the feed for pruning, and bounds what a failover shares.';

create table sync.horizon (
  singleton boolean not null default true,
  xid bigint not null default 0,
  constraint horizon_pkey primary key (singleton),
  constraint horizon_is_one_row check (singleton)
);

comment on table sync.horizon is 'Feed entries below this xid have been pruned; a cursor below it gets a replacement.';
insert into sync.horizon default values;


-- The short functions that every pull and push calls are in plpgsql for one reason: it keeps their plans.


-- sync.identity: which history this server is in: system identifier and timeline.
-- The timeline comes from the write position, not from the last checkpoint, which lags behind a
-- promotion. A standby follows its primary, epochs included, and has no identity of its own: null.
create function sync.identity()
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select case when not pg_is_in_recovery() then
      (select system_identifier::text from pg_control_system())
        || ':' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
    end
  );
end;
$$;


-- sync.is_restored: whether the server has come back from a backup since the given epoch: as another cluster, or in
-- the same one after longer than a failover takes (setting sync.failover_minutes). Who was erased meanwhile is back then.
create function sync.is_restored(since_identity text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  here constant text := sync.identity();
begin
  return since_identity <> here and (
    split_part(since_identity, ':', 1) <> split_part(here, ':', 1)
    or coalesce(
      (select max(h.beaten_at) from sync.heartbeats as h)
        < now() - make_interval(mins => private.setting('sync.failover_minutes')::integer),
      false
    )
  );
end;
$$;

-- sync.is_admitted: whether people are let in: not between a restore and privacy.replay_erasures(), registered or not.
-- Definer: callers may not read the engine's tables.
create function sync.is_admitted()
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  latest sync.epochs;
begin
  select * into latest from sync.epochs order by number desc limit 1;
  -- A standby has no identity of its own.
  return latest.admitted_at is not null
    and ((latest.identity = sync.identity()) is not false or not sync.is_restored(latest.identity));
end;
$$;


-- sync.current_epoch: the tag cursors made now must carry.
-- Definer: callers of pull and push may not read the engine's tables.
-- Raises epoch_unregistered (PT503) after a restore or failover until sync.check_epoch() has run,
-- which cron does each minute and every push at once.
create function sync.current_epoch()
returns smallint
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  latest sync.epochs;
begin
  select * into latest from sync.epochs order by number desc limit 1;
  if latest.identity <> sync.identity() then
    raise exception using errcode = 'PT503', message = 'epoch_unregistered',
      detail = 'The database was restored or failed over and has not registered its new history yet.',
      hint = 'Try again in a minute. An operator may run: select sync.check_epoch();';
  end if;
  return latest.tag;
end;
$$;


-- sync.check_epoch: registers a new epoch when the server has changed history, and beats the heart.
-- Idempotent; run by cron each minute, by every push that finds the epoch unregistered, and by
-- whoever restores. Returns the tag of the present epoch.
create function sync.check_epoch()
returns smallint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  latest sync.epochs;
  here constant text := sync.identity();
  same_cluster boolean;
  admitted boolean;
begin
  -- One at a time; the second waits and finds it done.
  lock table sync.epochs in share row exclusive mode;
  select * into latest from sync.epochs order by number desc limit 1;

  if latest.identity is distinct from here then
    same_cluster := split_part(latest.identity, ':', 1) = split_part(here, ':', 1);
    admitted := latest.number is null or latest.admitted_at is not null and not sync.is_restored(latest.identity);

    insert into sync.epochs (tag, identity, admitted_at, shared_xid)
    select free.tag, here, case when admitted then now() end,
      -- The last heartbeat was restored with everything before it; what came after it may be lost.
      case when same_cluster then coalesce((select max(h.xid) from sync.heartbeats as h), 0) else 0 end
    from generate_series(1, 1023) as free (tag)
    where not exists (select from sync.epochs as e where e.tag = free.tag)
    order by random()
    limit 1
    returning * into latest;

    if latest.tag is null then
      raise exception using errcode = 'PT500', message = 'epochs_exhausted',
        detail = 'All 1,023 epoch tags have been used.',
        hint = 'Delete the oldest rows of sync.epochs: their cursors get a replacement.';
    end if;

    if not same_cluster then
      -- Another cluster counts its own transactions: entries keep what they know of rows, not when.
      -- (Hosted refuses a statement without where in an API session, in functions too.)
      update sync.changes set xid = 0, last_xid = 0, column_xids = null where true;
      update sync.scope_grants set granted_xid = 0, revoked_xid = case when revoked_xid is not null then 0 end where true;
      -- Still pruned, if it was: what the entries do not tell may have changed.
      update sync.horizon set xid = least(xid, 1) where true;
      delete from sync.heartbeats where true;
    end if;
  end if;

  insert into sync.heartbeats as h (hour, xid)
  values (date_trunc('hour', now()), pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
  on conflict (hour) do update set xid = greatest(h.xid, excluded.xid), beaten_at = now();

  return latest.tag;
end;
$$;

comment on function sync.check_epoch() is
  'Registers a new epoch after a restore, failover or move, and records the heartbeat. Idempotent; returns the epoch tag.';


-- The feed.

create table sync.changes (
  scope_id uuid not null,
  table_id smallint not null,
  is_shared boolean not null default false,
  row_id uuid not null,
  xid bigint not null,
  last_xid bigint not null,
  origin uuid,
  column_xids jsonb,
  constraint changes_pkey primary key (scope_id, table_id, row_id)
);

comment on table sync.changes is
  'The feed: one entry for each row ever touched, until pruned. Says that a row was touched, never what it holds.';
comment on column sync.changes.scope_id is 'The user or organisation the row belongs to; the nil uuid for catalogues.';
comment on column sync.changes.is_shared is 'Whether the scope is an organisation.';
comment on column sync.changes.xid is
  'Place in page order: the highest xid of any transaction that touched the row. Never lowered, or a paged pull could skip the row.';
comment on column sync.changes.last_xid is
  'The transaction that touched the row last, which may have a lower xid than one before it. What a snapshot saw is told by this one.';
comment on column sync.changes.origin is
  'The device (see sync.device_origin) that is known to hold this row as it is now, so no echo is owed; null when none is.';
comment on column sync.changes.column_xids is
  '{"column": [xid, origin, edited_at in ms]}: who changed each column last, "*" standing for those not named. Null: all in last_xid, by origin.';

create index changes_scope_id_xid_idx on sync.changes (scope_id, xid);

create index changes_xid_scope_id_idx on sync.changes (xid, scope_id) where is_shared;

comment on index sync.changes_scope_id_xid_idx is 'Serves every pull: entries of a scope at or above a cursor.';
comment on index sync.changes_xid_scope_id_idx is
  'Serves people in very many organisations: which of all were touched since a cursor; and sync.durable_xid().';


-- sync.device_origin: how the feed names a device. Bound to the person, so that nobody can sign a
-- change with another's device and have it withheld there as an echo.
create function sync.device_origin(user_id uuid, device_id uuid)
returns uuid
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return md5(user_id::text || device_id::text)::uuid;
end;
$$;


-- Cursors.

create type sync.cursor_state as enum ('first', 'valid', 'invalid');

create function sync.encode_cursor(epoch smallint, xid bigint)
returns bigint
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return (epoch::bigint << 43) + xid;
end;
$$;

comment on function sync.encode_cursor(smallint, bigint) is
  'epoch * 2^43 + xid: above 0 and below 2^53, so a JavaScript number holds it exactly.';

-- sync.read_cursor: what a cursor means now. `seen_xmax` is the upper bound of what its holder saw, when
-- known from the snapshot hint. A cursor is valid when it is of this epoch, or of an earlier one
-- whose holder saw only what both histories share; and when the feed still reaches back to it.
-- Definer: reads the engine's tables. Raises cursor_malformed (PT422).
create function sync.read_cursor(encoded bigint, seen_xmax bigint, out state sync.cursor_state, out xid bigint)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  made_in sync.epochs;
begin
  xid := 0;
  if coalesce(encoded, 0) = 0 then
    state := 'first';
    return;
  end if;
  if encoded < 0 or encoded >= 9007199254740992 then
    raise exception using errcode = 'PT422', message = 'cursor_malformed',
      detail = format('The cursor %s is not one that a pull returned.', encoded),
      hint = 'Send back the timestamp of the last pull unchanged, or null for a first pull.';
  end if;

  state := 'invalid';
  select * into made_in from sync.epochs as e where e.tag = encoded >> 43;
  if found and (encoded & ((1::bigint << 43) - 1)) >= (select h.xid from sync.horizon as h)
    -- The holder saw things of its own epoch up to seen_xmax; each later epoch cut history somewhere.
    and not exists (
      select from sync.epochs as later
      where later.number > made_in.number and coalesce(seen_xmax > later.shared_xid, true)
    )
  then
    state := 'valid';
    xid := encoded & ((1::bigint << 43) - 1);
  end if;
end;
$$;


-- Grants: which organisations a person belongs to, and since which transaction; or belonged to, and until which.
-- Row-level security asks them whose rows may be seen, and pull what a person gained or lost since a cursor.

create table sync.scope_grants (
  user_id uuid not null,
  scope_id uuid not null,
  is_granted boolean not null,
  granted_xid bigint not null,
  revoked_xid bigint,
  changed_xid bigint not null generated always as (greatest(granted_xid, revoked_xid)) stored,
  constraint scope_grants_pkey primary key (user_id, scope_id),
  constraint scope_grants_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint scope_grants_revoked_has_xid check (is_granted or revoked_xid is not null)
);

comment on table sync.scope_grants is 'One row for each organisation that a person belongs to, or did within the retention of the feed.';
comment on column sync.scope_grants.is_granted is 'Whether the person belongs to it now.';
comment on column sync.scope_grants.granted_xid is 'The transaction of the last grant: a device that had not seen it is sent the whole scope.';
comment on column sync.scope_grants.revoked_xid is
  'The transaction of the last revocation, if any: a device that had not seen it is told to delete what is not to be seen any more.';

create index scope_grants_user_id_changed_xid_idx on sync.scope_grants (user_id, changed_xid);
create index scope_grants_revoked_xid_idx on sync.scope_grants (revoked_xid) where not is_granted;
comment on index sync.scope_grants_user_id_changed_xid_idx is 'Serves every pull: what the caller gained or lost since a cursor.';
comment on index sync.scope_grants_revoked_xid_idx is 'Serves sync.prune().';

alter table sync.scope_grants enable row level security;

create policy scope_grants_select_own on sync.scope_grants for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: sync.keep_grants follows the memberships.

grant select on sync.scope_grants to authenticated;


-- sync.keep_grants: triggers `_300_grants_*` of a table of members, which has the columns user_id, organization_id and
-- role. With another role other rows may be seen: that is a revocation and a grant. Who lost the membership also
-- loses the notes of the engine that repeat the organisation's rows. The person's devices are told.
-- Definer: only the engine writes grants.
create function sync.keep_grants()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  this_xid constant bigint := pg_current_xact_id()::text::bigint;
  lost jsonb := '[]';
  gained jsonb := '[]';
  concerned uuid[];
begin
  if tg_op = 'DELETE' then
    lost := (select jsonb_agg(jsonb_build_object('user_id', o.user_id, 'scope_id', o.organization_id)) from old_rows as o);
  elsif tg_op = 'INSERT' then
    gained := (select jsonb_agg(jsonb_build_object('user_id', n.user_id, 'scope_id', n.organization_id)) from new_rows as n);
  else
    select
      jsonb_agg(jsonb_build_object('user_id', o.user_id, 'scope_id', o.organization_id)) filter (where o.user_id is not null),
      jsonb_agg(jsonb_build_object('user_id', n.user_id, 'scope_id', n.organization_id)) filter (where n.user_id is not null)
    into lost, gained
    from old_rows as o
    full join new_rows as n on n.user_id = o.user_id and n.organization_id = o.organization_id
    where n.role is distinct from o.role or n.user_id is null or o.user_id is null;
  end if;

  update sync.scope_grants as g
  set is_granted = false, revoked_xid = this_xid
  from jsonb_to_recordset(lost) as l (user_id uuid, scope_id uuid)
  where g.user_id = l.user_id and g.scope_id = l.scope_id;

  insert into sync.scope_grants as g (user_id, scope_id, is_granted, granted_xid)
  select n.user_id, n.scope_id, true, this_xid
  from jsonb_to_recordset(gained) as n (user_id uuid, scope_id uuid)
  order by n.user_id, n.scope_id
  on conflict (user_id, scope_id) do update set is_granted = true, granted_xid = excluded.granted_xid;

  select array_agg(distinct l.user_id) into concerned
  from jsonb_to_recordset(coalesce(lost, '[]') || coalesce(gained, '[]')) as l (user_id uuid);
  perform sync.forget_notes(l.user_id, l.scope_id)
  from jsonb_to_recordset(lost) as l (user_id uuid, scope_id uuid)
  join sync.scope_grants as g on g.user_id = l.user_id and g.scope_id = l.scope_id and not g.is_granted;
  perform sync.poke(concerned);
  return null;
end;
$$;


-- sync.is_mine: whether rows of this scope are the caller's, alone or with others. Catalogues are nobody's.
create function sync.is_mine(scope_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return is_mine.scope_id = auth.uid() or exists (
    select from sync.scope_grants as g
    where g.user_id = auth.uid() and g.scope_id = is_mine.scope_id and g.is_granted
  );
end;
$$;


-- sync.shared_scopes: the caller's organisations in which something may have been touched since a cursor. Of a person
-- in a few, all. In very many most are quiet: then those that were touched at all are looked up, one probe each, and
-- if there are too many of those it is all again.
-- Definer: reads the feed. Only of the caller's scopes.
create function sync.shared_scopes(since bigint)
returns uuid[]
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
declare
  few constant integer := 100;
  most_probes constant integer := 1000;
  me constant uuid := auth.uid();
  -- In the order of the key, or one who belongs to everything would have the planner read all for everybody.
  mine uuid[] := array(
    select g.scope_id from sync.scope_grants as g where g.user_id = me and g.is_granted order by g.scope_id limit few + 1
  );
  probes integer;
begin
  if cardinality(mine) <= few then
    return mine;
  end if;

  with recursive entry as (
    (
      select c.xid, c.scope_id, 1 as nth from sync.changes as c
      where c.is_shared and c.xid >= since
      order by c.xid, c.scope_id
      limit 1
    )
    union all
    select after.xid, after.scope_id, e.nth + 1
    from entry as e
    cross join lateral (
      select c.xid, c.scope_id from sync.changes as c
      where c.is_shared and (c.xid, c.scope_id) > (e.xid, e.scope_id)
      order by c.xid, c.scope_id
      limit 1
    ) as after
    where e.nth < most_probes
  )
  select max(e.nth), array_agg(distinct e.scope_id) filter (where exists (
    select from sync.scope_grants as g where g.user_id = me and g.scope_id = e.scope_id and g.is_granted
  ))
  into probes, mine
  from entry as e;
  if probes = most_probes then
    return array(select g.scope_id from sync.scope_grants as g where g.user_id = me and g.is_granted);
  end if;
  return mine;
end;
$$;


-- sync.poke: tells the devices of these scopes that there is something to pull, after this transaction has committed:
-- a message without content on the private topic sync:<scope id>, at most one for each scope and transaction. It is a
-- hint; pull is the truth. A statement that concerns very many, a bulk job, tells nobody: devices also ask by themselves.
-- Nor is everybody told of the catalogues, which nobody is in a hurry for.
-- Definer: people may not send.
create function sync.poke(scope_ids uuid[])
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  told text := coalesce(current_setting('sync.poked', true), '');
  scope_id uuid;
begin
  if told = 'off' or cardinality(scope_ids) > 100 then
    return;
  end if;
  foreach scope_id in array coalesce(scope_ids, '{}') loop
    if scope_id <> '00000000-0000-0000-0000-000000000000' and position(scope_id::text in told) = 0 then
      perform realtime.send('{}', 'changed', 'sync:' || scope_id, true);
      told := told || scope_id::text;
    end if;
  end loop;
  perform set_config('sync.poked', told, true);
end;
$$;

-- sync.keep_quiet: for a bulk job: no device is told of what the rest of this transaction changes.
create function sync.keep_quiet()
returns void
language sql
volatile
set search_path = ''
as $$
  select set_config('sync.poked', 'off', true);
$$;


-- sync.touch: enters rows into the feed without changing them: the next pull sends them again, to every device.
-- `columns` may say for some rows who changed which columns now, and when they were edited:
-- {"row id": {"column": [origin, edited_at]}}. With no origin it was the server: a device that has not seen them
-- since is in conflict when it writes them.
-- Definer: only the engine writes the feed. Reaches no further than the caller's own scopes.
create function sync.touch(of_table smallint, scope_id uuid, row_ids uuid[], columns jsonb default '{}')
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  this_xid constant bigint := pg_current_xact_id()::text::bigint;
begin
  if not sync.is_mine(touch.scope_id) then
    raise exception using errcode = 'PT403', message = 'scope_forbidden',
      detail = 'The rows belong to a scope that is not yours.',
      hint = 'Leave them out.';
  end if;

  insert into sync.changes as feed (scope_id, table_id, is_shared, row_id, xid, last_xid, origin, column_xids)
  select touch.scope_id, touch.of_table, touch.scope_id <> auth.uid(), touched.row_id, this_xid, this_xid, null, coalesce((
    select jsonb_object_agg(c.key, jsonb_build_array(this_xid, c.value -> 0, c.value -> 1))
    from jsonb_each(columns -> touched.row_id::text) as c
  ), '{}')
  from (select distinct unnest(touch.row_ids) as row_id) as touched
  on conflict (scope_id, table_id, row_id) do update set
    xid = greatest(feed.xid, excluded.xid),
    last_xid = excluded.last_xid,
    origin = null,
    column_xids = coalesce(feed.column_xids, jsonb_build_object('*', jsonb_build_array(feed.last_xid, feed.origin, null)))
      || excluded.column_xids;
  perform sync.poke(array[touch.scope_id]);
end;
$$;


-- sync.durable_xid: the highest transaction id, of those that matter to the caller, that cannot be given out again.
-- After a crash the server gives out anew what the log on disk does not mention, so an id that was taken and came
-- to nothing is taken by another transaction. A commit is on disk before anybody sees it: up to the latest in the
-- caller's own rows, in the catalogues or in any organisation, or the last heartbeat, ids are safe; and above it there
-- is nothing that a pull could send twice.
-- Definer: reads the engine's tables.
create function sync.durable_xid()
returns bigint
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select greatest(
      (
        select max(newest.xid)
        from unnest(array[auth.uid(), '00000000-0000-0000-0000-000000000000']) as scope (id)
        cross join lateral (
          select feed.xid from sync.changes as feed where feed.scope_id = scope.id order by feed.xid desc limit 1
        ) as newest
      ),
      (select max(feed.xid) from sync.changes as feed where feed.is_shared),
      (select max(h.xid) from sync.heartbeats as h)
    )
  );
end;
$$;


-- sync.withdrawn: every id of the organisations that the caller lost since a cursor, or came to see otherwise: whether it
-- was touched or not, its rows may be on the device. In page order, as if all had been touched by the revocation.
-- Definer: whoever lost an organisation cannot read it any more. Gives ids only, and only to a former member.
create function sync.withdrawn(
  since bigint, seen_xmax bigint, seen_xip bigint[], after_xid bigint, after_table smallint, after_row uuid, max_rows integer
)
returns table (table_id smallint, row_id uuid, xid bigint)
language plpgsql
stable
security definer
set search_path = ''
as $$
#variable_conflict use_column
-- What is executed is made here, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  lost record;
  entry record;
  reached bigint;
  gathered integer := 0;
  added integer;
begin
  for lost in
    select g.scope_id, g.revoked_xid
    from sync.scope_grants as g
    where g.user_id = auth.uid()
      and g.changed_xid >= since and g.revoked_xid >= greatest(since, after_xid)
      and (seen_xmax is null or g.revoked_xid >= seen_xmax or g.revoked_xid = any (seen_xip))
    order by g.revoked_xid
  loop
    exit when gathered >= max_rows and lost.revoked_xid > reached;
    reached := lost.revoked_xid;
    return query
      select feed.table_id, feed.row_id, reached
      from sync.changes as feed
      where feed.scope_id = lost.scope_id
        and (after_xid is null or (reached, feed.table_id, feed.row_id) > (after_xid, after_table, after_row))
      order by feed.table_id, feed.row_id
      limit max_rows;
    get diagnostics added = row_count;
    gathered := gathered + added;
    for entry in
      select r.table_id, r.table_name, r.scope_column from sync.tables as r
      where r.scope_kind = 'organization' and r.direction <> 'up'
    loop
      return query execute format(
        'select $1, t.id, $2 from public.%I as t where t.%I = $3 and ($4 is null or ($2, $1, t.id) > ($4, $5, $6)) order by t.id limit $7',
        entry.table_name, entry.scope_column
      ) using entry.table_id, reached, lost.scope_id, after_xid, after_table, after_row, max_rows;
      get diagnostics added = row_count;
      gathered := gathered + added;
    end loop;
  end loop;
end;
$$;


-- sync.touched: what happened in the caller's scopes since a cursor, in page order, at most `max_rows`.
-- Left out: what the snapshot hint shows as seen (`seen_xmax`, `seen_xip`), and what the device itself
-- wrote, when the server knows that the device holds it.
-- Definer: reads the feed. Gives ids only, and only of the caller's scopes.
create function sync.touched(
  since bigint, seen_xmax bigint, seen_xip bigint[], origin uuid, acknowledged bigint,
  after_xid bigint, after_table smallint, after_row uuid, max_rows integer
)
returns table (table_id smallint, row_id uuid, xid bigint)
language plpgsql
stable
security definer
rows 100
set search_path = ''
-- One index probe whatever the parameters; planning it each time would cost more than running it.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  scopes constant uuid[] := array[auth.uid(), '00000000-0000-0000-0000-000000000000'] || sync.shared_scopes(since);
begin
  return query
    select feed.table_id, feed.row_id, feed.xid
    from sync.changes as feed
    where feed.scope_id = any (scopes)
      and feed.xid >= since
      and (seen_xmax is null or feed.last_xid >= seen_xmax or feed.last_xid = any (seen_xip))
      and (touched.origin is null or feed.origin is distinct from touched.origin or feed.last_xid > acknowledged)
      and (after_xid is null or (feed.xid, feed.table_id, feed.row_id) > (after_xid, after_table, after_row))
    order by feed.xid, feed.table_id, feed.row_id
    limit max_rows;
end;
$$;


-- sync.stamps: who changed what of the given rows, for push to compare with.
-- Definer: reads the feed. Only of the caller's scopes.
create function sync.stamps(of_table smallint, scope_id uuid, row_ids uuid[])
returns table (row_id uuid, last_xid bigint, origin uuid, column_xids jsonb)
language plpgsql
stable
security definer
rows 100
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select feed.row_id, feed.last_xid, feed.origin, feed.column_xids
    from sync.changes as feed
    where feed.scope_id = stamps.scope_id
      and sync.is_mine(stamps.scope_id)
      and feed.table_id = of_table
      and feed.row_id = any (row_ids);
end;
$$;


-- sync.refuse_truncate: trigger `_050_refuse_truncate`. A truncate names no rows, so no device could be told.
create function sync.refuse_truncate()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT405', message = 'truncate_refused',
    detail = format('The table %I.%I is synced; devices could not be told which rows went.', tg_table_schema, tg_table_name),
    hint = 'Use delete.';
end;
$$;


-- sync.prune: forgets feed entries older than the retention period (setting sync.retention_days), a
-- batch at a time. The horizon moves first, in the same transaction: who comes with an older cursor
-- gets a replacement, never a gap. Returns how many entries it deleted; 0 means done.
create function sync.prune(batch integer default 10000, at timestamptz default now())
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  keep_from constant bigint := (
    select max(h.xid) from sync.heartbeats as h
    where h.beaten_at < at - make_interval(days => private.setting('sync.retention_days')::integer)
  );
  pruned integer;
begin
  update sync.horizon as h set xid = keep_from where h.xid < keep_from;

  delete from sync.changes as feed
  using (
    select c.scope_id, c.table_id, c.row_id from sync.changes as c, sync.horizon as h
    where c.xid < h.xid
    limit batch
    for update of c skip locked
  ) as old
  where (feed.scope_id, feed.table_id, feed.row_id) = (old.scope_id, old.table_id, old.row_id);
  get diagnostics pruned = row_count;

  delete from sync.scope_grants as g using sync.horizon as z where not g.is_granted and g.revoked_xid < z.xid;
  delete from sync.heartbeats as h using sync.horizon as z
  where h.xid < z.xid and h.beaten_at < at - interval '1 year';
  return pruned;
end;
$$;

comment on function sync.prune(integer, timestamptz) is
  'Deletes feed entries older than sync.retention_days, at most one batch; returns how many. Idempotent; run by cron.';

insert into private.settings (name, value, unit, description) values
  ('sync.retention_days', 90, 'days', 'How long the feed reaches back. A device that was away longer gets a replacement.'),
  ('sync.failover_minutes', 15, 'minutes', 'A server that was away longer and comes back with another history was restored: it lets nobody in until erasures are replayed.');


grant execute on function
  sync.is_admitted(),
  sync.current_epoch(),
  sync.device_origin(uuid, uuid),
  sync.encode_cursor(smallint, bigint),
  sync.read_cursor(bigint, bigint),
  sync.touch(smallint, uuid, uuid[], jsonb),
  sync.is_mine(uuid),
  sync.durable_xid(),
  sync.withdrawn(bigint, bigint, bigint[], bigint, smallint, uuid, integer),
  sync.touched(bigint, bigint, bigint[], uuid, bigint, bigint, smallint, uuid, integer),
  sync.stamps(smallint, uuid, uuid[])
to authenticated;

grant execute on function sync.check_epoch(), sync.prune(integer, timestamptz) to service_role;

select sync.check_epoch();
