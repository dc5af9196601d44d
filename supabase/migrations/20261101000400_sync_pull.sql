-- Sync, part three: pull.
--
-- Every statement of a pull sees one snapshot, the one its cursor is taken from, because the function
-- is stable. It runs with the caller's rights and writes nothing, so a read replica serves it as well.

grant select on sync.tables, sync.columns to authenticated;


-- sync.read_hints: what the client says about itself, checked.
-- Raises hint_malformed (PT422), naming the hint.
create type sync.hints as (
  device_id uuid,
  page_size integer,
  page_token text,
  snapshot_xmax bigint,
  snapshot_xip bigint[],
  acknowledged bigint
);

create function sync.read_hints(given jsonb)
returns sync.hints
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  hints sync.hints;
  malformed text;
begin
  if given is null or given in ('{}', 'null') then
    return hints;
  end if;
  malformed := case
    when jsonb_typeof(given) <> 'object' then 'optimization_hints: an object is wanted'
    when given ->> 'device_id' !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then 'device_id: a lower-case uuid is wanted'
    when given ->> 'page_size' !~ '^([1-9][0-9]{0,3}|10000)$' then 'page_size: a whole number from 1 to 10000 is wanted'
    when given ->> 'page_token' !~ '^[0-9]{1,16};[0-9:,]*;[0-9]{1,16};(list;[0-9a-f]{8};[a-z0-9_]+;[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|feed;[0-9]{1,18};[0-9]{1,4});[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
      then 'page_token: what the page before returned is wanted'
    when length(given ->> 'snapshot') > 20000 or given ->> 'snapshot' !~ '^[0-9]{1,18}:[0-9]{1,18}:([0-9]{1,18}(,[0-9]{1,18})*)?$'
      then 'snapshot: what the last pull returned is wanted'
    when given ->> 'acknowledged' !~ '^[0-9]{1,16}$'
      then 'acknowledged: the timestamp of the last push that was answered is wanted'
  end;
  if malformed is not null then
    raise exception using errcode = 'PT422', message = 'hint_malformed', detail = malformed,
      hint = 'Send the hints as pull_changes_optimized describes them, or leave them out.';
  end if;

  hints.device_id := (given ->> 'device_id')::uuid;
  hints.page_size := (given ->> 'page_size')::integer;
  hints.page_token := given ->> 'page_token';
  hints.snapshot_xmax := split_part(given ->> 'snapshot', ':', 2)::bigint;
  hints.snapshot_xip := string_to_array(split_part(given ->> 'snapshot', ':', 3), ',')::bigint[];
  hints.acknowledged := (given ->> 'acknowledged')::bigint;
  return hints;
end;
$$;


-- pull_changes_optimized: everything that changed for the caller since a cursor, as WatermelonDB wants it.
--
--   last_pulled_at      the timestamp of the last pull; null on a first sync
--   schema_version      the client's WatermelonDB schema version; null: the newest
--   user_type           MBTI type that orders a first pull; default: the caller's own
--   optimization_hints  {device_id, page_size, page_token, snapshot, acknowledged, client_time}
--     device_id         leaves out what this device wrote itself
--     acknowledged      the timestamp of the last push whose answer arrived; echoes of later pushes are not
--                       left out, for a device that lost its last moments with the answer
--     page_size         rows a page, 1 to 10,000; without it everything comes at once, if it is not too much
--     page_token        from the page before; send the same last_pulled_at with it
--     snapshot          from the last pull; leaves out what that pull saw already
--   migration           WatermelonDB's {from, tables: […], columns: [{table, columns: […]}]}: sent whole
--
-- Returns {changes: {table: {created: [], updated: [rows], deleted: [ids]}}, timestamp, has_more,
-- page_token, experimentalStrategy?, snapshot, last_pushed_at, cache_policy, user_id, server_time (ms), expected_rows?
-- (on the first of several pages that send tables whole)}. user_id says whose records these are: a device must not mix
-- two people's. last_pushed_at goes with the push that follows. Rows are never `created`: a client that deleted one
-- would resurrect it. Every page carries the first page's timestamp, snapshot and last_pushed_at; until the last page
-- has been applied, keep the old ones. The pages of a replacement are applied together: each would delete what the
-- others bring.
--
-- For signed-in people. Raises cursor_malformed, hint_malformed, migration_malformed,
-- schema_version_malformed, mbti_type_unknown (PT422), pull_too_large (PT413), page_token_expired (PT409), epoch_unregistered
-- (PT503), and what private.require_person() raises.
create function public.pull_changes_optimized(
  last_pulled_at bigint default null,
  schema_version integer default null,
  user_type text default null,
  optimization_hints jsonb default '{}',
  migration jsonb default null
)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  epoch constant smallint := sync.current_epoch();
  is_replica constant boolean := pg_is_in_recovery();
  version constant integer := coalesce(schema_version, 2147483647);
  hints constant sync.hints := sync.read_hints(optimization_hints);
  now_snapshot constant pg_snapshot := pg_current_snapshot();
  durable constant bigint := sync.durable_xid();
  cursor_state sync.cursor_state;
  since bigint;
  acknowledged bigint;
  "timestamp" bigint;
  snapshot text;
  last_pushed_at bigint;
  profile record;

  phase text;
  list_digest text;
  list_from text;
  after_scope uuid;
  after_row uuid;
  after_xid bigint;
  after_table smallint;
  budget integer := coalesce(hints.page_size, private.setting('sync.pull_max_rows')::integer);
  page_token text;

  mine uuid[];
  joined uuid[];
  has_lost boolean := false;
  whole text[];
  complete text[] := '{}';
  entry record;
  listed_rows json;
  listed_count integer;
  last_scope uuid;
  last_row uuid;
  part json;
  touched_tables smallint[];
  touched_rows uuid[];
  touched_xids bigint[];
  nth integer;
  ids uuid[];
  row_count bigint;
  expected_rows bigint := 0;

  part_names text[] := '{}';
  parts json[] := '{}';
  envelope_names text[];
  envelope json[];
begin
  if schema_version < 1 then
    raise exception using errcode = 'PT422', message = 'schema_version_malformed',
      detail = format('schema_version: %s is not a version.', schema_version),
      hint = 'Send the version of the client''s appSchema, or null for the newest.';
  end if;
  if migration is not null and (
    jsonb_typeof(migration) <> 'object'
    or coalesce(jsonb_typeof(migration -> 'tables'), 'array') <> 'array'
    or coalesce(jsonb_typeof(migration -> 'columns'), 'array') <> 'array'
    or jsonb_path_exists(migration, 'lax $.tables[*] ? (@.type() != "string")')
    or jsonb_path_exists(migration, 'lax $.columns[*].table ? (@.type() != "string")')
  ) and migration <> 'null' then
    raise exception using errcode = 'PT422', message = 'migration_malformed',
      detail = 'migration: {from, tables: […], columns: [{table, columns: […]}]} is wanted.',
      hint = 'Pass on what WatermelonDB''s synchronize() gives to pullChanges.';
  end if;

  select c.state, c.xid into cursor_state, since
  from sync.read_cursor(last_pulled_at, hints.snapshot_xmax) as c;
  select p.table_order, p.page_size, p.cache_policy into profile from private.sync_profile(user_type) as p;

  -- A client may come back to a replica that is behind the server it pulled from before: its cursor
  -- never goes back. A replica cannot list what was running on its primary: no snapshot hint from there.
  "timestamp" := sync.encode_cursor(epoch, greatest(since, least(pg_snapshot_xmin(now_snapshot)::text::bigint, durable + 1)));
  snapshot := case when not is_replica then concat_ws(':',
    least(pg_snapshot_xmin(now_snapshot)::text::bigint, durable + 1),
    least(pg_snapshot_xmax(now_snapshot)::text::bigint, durable + 1),
    coalesce((select string_agg(x::text, ',') from pg_snapshot_xip(now_snapshot) as x where x::text::bigint <= durable), '')
  ) end;
  acknowledged := case
    when hints.acknowledged is null then null
    when hints.acknowledged >> 43 = epoch then hints.acknowledged & ((1::bigint << 43) - 1)
    else 0
  end;
  phase := 'list';

  if hints.page_token is null then
    last_pushed_at := coalesce((
      select d.last_push_timestamp from public.sync_devices as d where d.user_id = me and d.id = hints.device_id
    ), 0);
  else
    "timestamp" := split_part(hints.page_token, ';', 1)::bigint;
    snapshot := nullif(split_part(hints.page_token, ';', 2), '');
    last_pushed_at := split_part(hints.page_token, ';', 3)::bigint;
    phase := split_part(hints.page_token, ';', 4);
    if phase = 'list' then
      list_digest := split_part(hints.page_token, ';', 5);
      list_from := split_part(hints.page_token, ';', 6);
      after_scope := split_part(hints.page_token, ';', 7)::uuid;
      after_row := split_part(hints.page_token, ';', 8)::uuid;
    else
      after_xid := split_part(hints.page_token, ';', 5)::bigint;
      after_table := split_part(hints.page_token, ';', 6)::smallint;
      after_row := split_part(hints.page_token, ';', 7)::uuid;
    end if;
    if "timestamp" >> 43 <> epoch then
      raise exception using errcode = 'PT409', message = 'page_token_expired',
        detail = 'The server has changed its history since the first page.',
        hint = 'Start again without a page_token.';
    end if;
  end if;

  -- Organisations that the caller came to belong to since, or lost; on a first pull and in a replacement, all there are.
  -- Who left and came back, or has another role, is sent what a revocation concerns: what may be seen of it is
  -- updated, and the rest deleted.
  select
    array_agg(g.scope_id order by g.scope_id) filter (where g.is_granted and (
      cursor_state <> 'valid'
      or g.granted_xid >= since
      and (hints.snapshot_xmax is null or g.granted_xid >= hints.snapshot_xmax or g.granted_xid = any (hints.snapshot_xip))
      and not lost.is_unseen
    )),
    bool_or(lost.is_unseen)
  into joined, has_lost
  from sync.scope_grants as g
  cross join lateral (
    select g.revoked_xid is not null and g.revoked_xid >= since
      and (hints.snapshot_xmax is null or g.revoked_xid >= hints.snapshot_xmax or g.revoked_xid = any (hints.snapshot_xip))
  ) as lost (is_unseen)
  where g.user_id = me and g.changed_xid >= since;

  -- What is read whole, from the tables: everything on a first pull and when the cursor no longer says
  -- what is missing; after a client upgrade, what is new to it; and of organisations that are new to the caller, theirs.
  if phase = 'list' then
    if cursor_state = 'valid' then
      complete := array(
        select jsonb_array_elements_text(coalesce(migration -> 'tables', '[]'))
        union
        select c ->> 'table' from jsonb_array_elements(coalesce(migration -> 'columns', '[]')) as c
      );
      if complete <> '{}' then
        mine := array(select g.scope_id from sync.scope_grants as g where g.user_id = me and g.is_granted);
      end if;
    end if;
    whole := array(
      select r.table_name::text
      from sync.tables as r
      where r.since <= version and r.direction <> 'up' and (
        cursor_state <> 'valid' or r.table_name = any (complete) or joined is not null and r.scope_kind = 'organization'
      )
      order by array_position(profile.table_order, r.table_name::text), r.priority desc, r.table_id
    );
    -- A page goes on at a table; had the order changed, those that moved ahead of it would never be sent.
    if list_digest <> left(md5(array_to_string(whole, ',')), 8) or list_from is not null and not list_from = any (whole) then
      raise exception using errcode = 'PT409', message = 'page_token_expired',
        detail = 'The tables, or their order, have changed since the first page.',
        hint = 'Start again without a page_token.';
    end if;
    list_digest := left(md5(array_to_string(whole, ',')), 8);
    if cardinality(whole) > 0 then
      for entry in
        select r.table_name, case when r.scope_kind = 'organization' then r.scope_column end as scope_column,
          case when r.table_name = any (complete) then mine else joined end as scopes
        from unnest(whole) with ordinality as w (table_name, nth)
        join sync.tables as r on r.table_name = w.table_name
        order by w.nth
      loop
        -- The first page says how many rows there will be, for a progress bar.
        if hints.page_size is not null and hints.page_token is null then
          execute format('select count(*) from public.%I as t', entry.table_name)
            || case when entry.scope_column is not null then format(' where t.%I = any ($1)', entry.scope_column) else '' end
            into row_count using entry.scopes;
          expected_rows := expected_rows + row_count;
          if budget = 0 then
            continue;
          end if;
        end if;
        if list_from is not null and entry.table_name <> list_from then
          continue;
        end if;
        execute format('select l._rows, l._row_count, l._last_scope, l._last_id from sync.%I($1, $2, $3, $4, $5) as l', 'list_' || entry.table_name)
          into listed_rows, listed_count, last_scope, last_row using entry.scopes, after_scope, after_row, budget, version;
        list_from := null;
        after_scope := null;
        after_row := null;
        -- In a replacement, an empty table must be named: what the client has of it goes.
        if listed_count > 0 or cursor_state = 'invalid' then
          part_names := part_names || entry.table_name::text;
          parts := parts || json_build_object('created', '[]'::json, 'updated', coalesce(listed_rows, '[]'), 'deleted', '[]'::json);
        end if;
        budget := budget - listed_count;
        if budget = 0 and hints.page_size is null then
          raise exception using errcode = 'PT413', message = 'pull_too_large',
            detail = format('There are more than %s rows to send.', private.setting('sync.pull_max_rows')),
            hint = 'Ask for pages: optimization_hints {"page_size": 1000}.';
        end if;
        if budget = 0 then
          page_token := concat_ws(';', "timestamp", coalesce(snapshot, ''), last_pushed_at, 'list', list_digest, entry.table_name, last_scope, last_row);
          if hints.page_token is not null then
            exit;
          end if;
        end if;
      end loop;
    end if;
  end if;

  -- What was touched since the cursor. A table that was just sent whole has only its deletions left.
  if cursor_state = 'valid' and page_token is null then
    select array_agg(t.table_id), array_agg(t.row_id), array_agg(t.xid)
    into touched_tables, touched_rows, touched_xids
    from sync.touched(
      since, hints.snapshot_xmax, hints.snapshot_xip, sync.device_origin(me, hints.device_id), acknowledged,
      after_xid, after_table, after_row, budget
    ) as t;
    if has_lost then
      select array_agg(t.table_id), array_agg(t.row_id), array_agg(t.xid)
      into touched_tables, touched_rows, touched_xids
      from (
        select * from unnest(touched_tables, touched_rows, touched_xids) as t (table_id, row_id, xid)
        -- The same row may come twice: both count, or a page would look like the last one.
        union all
        select * from sync.withdrawn(since, hints.snapshot_xmax, hints.snapshot_xip, after_xid, after_table, after_row, budget)
        order by xid, table_id, row_id
        limit budget
      ) as t;
    end if;

    if touched_tables is not null then
      for entry in
        select r.table_name, array_agg(distinct t.row_id) as ids
        from unnest(touched_tables, touched_rows) as t (table_id, row_id)
        join sync.tables as r on r.table_id = t.table_id
        where r.since <= version
        group by r.table_id
      loop
        nth := array_position(part_names, entry.table_name::text);
        ids := entry.ids;
        if nth is not null then
          listed_rows := parts[nth] -> 'updated';
          ids := array(select unnest(ids) except select (e ->> 'id')::uuid from json_array_elements(listed_rows) as e);
          continue when ids = '{}';
        end if;
        execute format('select sync.%I($1, $2)', 'read_' || entry.table_name) into part using ids, version;
        if nth is null and not entry.table_name = any (complete) then
          part_names := part_names || entry.table_name::text;
          parts := parts || part;
        elsif nth is null then
          part_names := part_names || entry.table_name::text;
          parts := parts || json_build_object('created', '[]'::json, 'updated', '[]'::json, 'deleted', part -> 'deleted');
        else
          parts[nth] := json_build_object('created', '[]'::json, 'deleted', part -> 'deleted', 'updated', (
            select coalesce(json_agg(e), '[]')
            from (
              select json_array_elements(listed_rows)
              union all
              select json_array_elements(part -> 'updated') where not entry.table_name = any (complete)
            ) as sent (e)
          ));
        end if;
      end loop;
      if cardinality(touched_rows) = budget and hints.page_size is null then
        raise exception using errcode = 'PT413', message = 'pull_too_large',
          detail = format('There are more than %s rows to send.', private.setting('sync.pull_max_rows')),
          hint = 'Ask for pages: optimization_hints {"page_size": 1000}.';
      end if;
      if cardinality(touched_rows) = budget then
        page_token := concat_ws(';', "timestamp", coalesce(snapshot, ''), last_pushed_at, 'feed',
          touched_xids[budget], touched_tables[budget], touched_rows[budget]);
      end if;
    end if;
  end if;

  envelope_names := array[
    'changes', 'timestamp', 'has_more', 'page_token', 'snapshot', 'last_pushed_at', 'cache_policy', 'user_id', 'server_time'
  ];
  envelope := array[
    coalesce((select json_object_agg(p.name, p.part) from unnest(part_names, parts) as p (name, part)), '{}'),
    to_json("timestamp"),
    to_json(page_token is not null),
    coalesce(to_json(page_token), 'null'),
    coalesce(to_json(snapshot), 'null'),
    to_json(last_pushed_at),
    coalesce(profile.cache_policy::json, 'null'),
    to_json(me),
    to_json((date_part('epoch', clock_timestamp()) * 1000)::bigint)
  ];
  if expected_rows > 0 then
    envelope_names := envelope_names || 'expected_rows'::text;
    envelope := envelope || to_json(expected_rows);
  end if;
  if cursor_state = 'invalid' then
    envelope_names := envelope_names || 'experimentalStrategy'::text;
    envelope := envelope || to_json('replacement'::text);
  end if;
  return (select json_object_agg(e.name, e.part) from unnest(envelope_names, envelope) as e (name, part));
end;
$$;

comment on function public.pull_changes_optimized(bigint, integer, text, jsonb, jsonb) is
  'Everything that changed for the caller since a cursor, in WatermelonDB''s format. Read-only; also runs on a replica.';

insert into private.settings (name, value, unit, description) values
  ('sync.pull_max_rows', 50000, 'rows', 'Most rows a pull sends at once. With page_size there is no limit.');

grant execute on function sync.read_hints(jsonb) to authenticated;
grant execute on function public.pull_changes_optimized(bigint, integer, text, jsonb, jsonb) to authenticated;
