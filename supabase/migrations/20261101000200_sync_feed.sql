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
comment on column sync.changes.xid is
  'Place in page order: the highest xid of any transaction that touched the row. Never lowered, or a paged pull could skip the row.';
comment on column sync.changes.last_xid is
  'The transaction that touched the row last, which may have a lower xid than one before it. What a snapshot saw is told by this one.';
comment on column sync.changes.origin is
  'The device (see sync.device_origin) that is known to hold this row as it is now, so no echo is owed; null when none is.';
comment on column sync.changes.column_xids is
  '{"column": [xid, origin, edited_at in ms]}: who changed each column last, "*" standing for those not named. Null: all in last_xid, by origin.';

create index changes_scope_id_xid_idx on sync.changes (scope_id, xid);

comment on index sync.changes_scope_id_xid_idx is 'Serves every pull: entries of a scope at or above a cursor.';


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


-- sync.my_scopes: every scope the caller may pull: the own rows and the catalogues.
create function sync.my_scopes()
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array[auth.uid(), '00000000-0000-0000-0000-000000000000'];
end;
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
  -- Not the catalogues: touching those would send them to everyone.
  if touch.scope_id = '00000000-0000-0000-0000-000000000000' or not touch.scope_id = any (sync.my_scopes()) then
    raise exception using errcode = 'PT403', message = 'scope_forbidden',
      detail = 'The rows belong to a scope that is not yours.',
      hint = 'Leave them out.';
  end if;

  insert into sync.changes as feed (scope_id, table_id, row_id, xid, last_xid, origin, column_xids)
  select touch.scope_id, touch.of_table, touched.row_id, this_xid, this_xid, null, coalesce((
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
end;
$$;


-- sync.durable_xid: the highest transaction id, of those that matter to the caller, that cannot be given out again.
-- After a crash the server gives out anew what the log on disk does not mention, so an id that was taken and came
-- to nothing is taken by another transaction. A commit is on disk before anybody sees it: up to the latest in the
-- caller's scopes, or the last heartbeat, ids are safe; and above it there is nothing that a pull could send twice.
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
        from unnest(sync.my_scopes()) as scope (id)
        cross join lateral (
          select feed.xid from sync.changes as feed where feed.scope_id = scope.id order by feed.xid desc limit 1
        ) as newest
      ),
      (select max(h.xid) from sync.heartbeats as h)
    )
  );
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
begin
  return query
    select feed.table_id, feed.row_id, feed.xid
    from sync.changes as feed
    where feed.scope_id = any (sync.my_scopes())
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
      and stamps.scope_id = any (sync.my_scopes())
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
  sync.my_scopes(),
  sync.durable_xid(),
  sync.touched(bigint, bigint, bigint[], uuid, bigint, bigint, smallint, uuid, integer),
  sync.stamps(smallint, uuid, uuid[])
to authenticated;

grant execute on function sync.check_epoch(), sync.prune(integer, timestamptz) to service_role;

select sync.check_epoch();
