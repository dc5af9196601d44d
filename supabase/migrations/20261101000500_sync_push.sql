-- Sync, part four: push.
--
-- A push is one transaction, and one push of a person runs at a time. Table by table, parents first:
-- lock the rows, compare with the feed, write all of them in one statement. Should that raise, the
-- batch is halved until the bad records are alone; they are rejected, with the reason, and the rest
-- commits. Everything is written with the caller's rights; only the engine's own notes are not.
--
-- The tables these functions note things in are in the chapter sync_status.

create type sync.push_context as (
  me uuid,
  scope uuid,
  device_id uuid,
  origin uuid,
  base_cursor bigint,
  base_snapshot text,
  base bigint,
  seen_xmax bigint,
  seen_xip bigint[],
  skew_ms bigint,
  now_ms bigint,
  horizon bigint,
  has_rejections boolean,
  is_salvaged boolean,
  has_endless_numbers boolean
);

comment on type sync.push_context is
  'What holds for a whole push: who, from which device, what its edits were based on (base and what was seen beyond it), clock skew; and whose rows are being written: the person''s own, or an organisation''s.';


-- sync.salvage: makes JSON readable that Postgres cannot hold: U+0000 and halves of surrogate pairs, such
-- as an emoji cut in two. Each becomes U+FDD0, which is no character; the records with it are then
-- rejected, instead of the whole push failing for ever.
-- Whole pairs are set aside first, by U+0001, which cannot be in JSON; what surrogates are left are halves.
create function sync.salvage(given json)
returns jsonb
language sql
immutable
parallel safe
set search_path = ''
as $$
  select translate(
    regexp_replace(
      regexp_replace(
        regexp_replace(
          given::text,
          '(?<!\\)((?:\\\\)*)\\(u[dD][89abAB][0-9a-fA-F]{2})\\(u[dD][c-fC-F][0-9a-fA-F]{2})', E'\\1\x01\\2\x01\\3', 'g'
        ),
        '(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}', '\1\\ufdd0', 'g'
      ),
      '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufdd0', 'g'
    ),
    E'\x01', '\'
  )::jsonb;
$$;


-- sync.is_uuid: ids travel as text and are compared as text by clients, so only one spelling will do.
create function sync.is_uuid(value text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  -- Said like this it costs a tenth of what a regular expression does.
  select coalesce(
    value like '________-____-____-____-____________' and translate(value, '0123456789abcdef', '') = '----', false
  );
$$;


-- sync.rejection: one entry of the answer's `rejected`. `revert` says that the device should give up its
-- version and take the server's; otherwise the record stays unsent on the device, to be corrected.
create function sync.rejection(
  table_name text, row_id text, code text, message text, detail text, hint text, payload jsonb, revert boolean default false
)
returns jsonb
language sql
immutable
parallel safe
set search_path = ''
as $$
  select jsonb_build_object(
    'table', table_name, 'id', row_id, 'code', code, 'message', left(message, 1000), 'detail', detail, 'hint', hint,
    'payload', payload, 'revert', revert
  );
$$;


-- sync.rejection_code: a stable name for why Postgres refused a record, by SQLSTATE; docs/ERRORS.md lists them.
create function sync.rejection_code(state text, message text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when state like 'PT%' or state = 'P0001' and message ~ '^[a-z_]+$' then message
    when state = '23502' then 'value_missing'
    when state = '23503' then 'parent_missing'
    when state in ('23505', '23P01') then 'value_taken'
    when state = '23514' then 'value_out_of_bounds'
    when state = '42501' then 'not_allowed'
    when state like '22%' then 'value_malformed'
    else 'refused'
  end;
$$;


-- sync.refused_columns: of a record as devices send it, the columns whose values their types refuse: Postgres does not
-- say which one it was.
create function sync.refused_columns(of_table text, raw jsonb)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
-- What is executed is made of the registry's types, and the values are parameters.
-- @plpgsql_check_options: security_warnings = off
declare
  field record;
  refused text[];
begin
  for field in
    select c.column_name, case c.encoding
        when 'plain' then format('select cast($1 as %s)', c.type_name)
        when 'instant' then 'select to_timestamp($1::double precision / 1000)'
        when 'json' then 'select sync.parse_json($1)'
        else format('select cast(array(select jsonb_array_elements_text(sync.parse_json($1))) as %s)', c.type_name)
      end as attempt
    from sync.columns as c
    join sync.tables as r on r.table_id = c.table_id
    where r.table_name = of_table and raw ->> c.column_name::text is not null
    order by c.position
  loop
    begin
      execute field.attempt using raw ->> field.column_name;
    exception when data_exception or check_violation then
      refused := refused || field.column_name::text;
    end;
  end loop;
  return refused;
end;
$$;


-- sync.explain_refusal: what Postgres had against a record, for the person who is to correct it: `message` says what is
-- wrong, `detail` names the columns and the rule, `hint` what to do; `columns` are those columns. A rule is told by its comment, or that of the domain
-- it belongs to, else by the words of its name. What triggers raise says all this itself.
create function sync.explain_refusal(
  of_table text, raw jsonb, state text, column_name text, constraint_name text, domain_name text,
  inout message text, inout detail text, inout hint text, out columns text[]
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
-- What we raise ourselves is passed on as it came.
-- @plpgsql_check_options: extra_warnings = off
declare
  own constant oid := to_regclass(format('public.%I', of_table));
  code constant text := sync.rejection_code(state, message);
  rule record;
begin
  if state like 'PT%' then
    return;
  end if;

  -- A check, a key, an index that is unique, or the rule of a domain; of a foreign key perhaps another table's.
  select x.comment, x.is_referrer, x.columns into rule
  from (
    select coalesce(obj_description(k.oid, 'pg_constraint'), obj_description(k.contypid, 'pg_type')) as comment,
      k.conrelid not in (0, own) as is_referrer, k.conrelid as of_relation, k.conkey as keys
    from pg_catalog.pg_constraint as k
    where k.conname = constraint_name
      and (own in (k.conrelid, k.confrelid) or k.contypid in (select t.oid from pg_catalog.pg_type as t where t.typname = domain_name))
    union all
    select null, false, i.indrelid, i.indkey::smallint[]
    from pg_catalog.pg_index as i
    where i.indexrelid = to_regclass(format('public.%I', constraint_name))
  ) as found
  cross join lateral (
    select found.comment, found.is_referrer, array_agg(
      case when found.is_referrer then c.relname || '.' else '' end || a.attname order by a.attnum
    ) as columns
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where a.attrelid = found.of_relation and a.attnum = any (found.keys) and a.attname <> 'user_id'
  ) as x
  order by x.comment nulls last
  limit 1;
  columns := case
    when column_name <> '' then array[column_name]
    when rule.columns is not null then rule.columns
    when code in ('value_out_of_bounds', 'value_malformed') then sync.refused_columns(of_table, raw)
  end;

  message := case
    when code = 'value_missing' then 'A value is wanted.'
    when code = 'parent_missing' and rule.is_referrer then 'Other records still refer to it.'
    when code = 'parent_missing' then 'The record it refers to is not there.'
    when code = 'value_taken' then 'Another record has this value.'
    when code = 'value_out_of_bounds' then coalesce(
      rule.comment,
      format('The rule is: %s.', translate(regexp_replace(constraint_name, format('^%s_', of_table), ''), '_', ' '))
    )
    when code = 'value_malformed' and columns is not null then (
      select format('The value is none of the type %s.', string_agg(distinct c.type_name, ' or '))
      from sync.columns as c
      join sync.tables as r on r.table_id = c.table_id
      where r.table_name = of_table and c.column_name = any (columns)
    )
    -- Our own words, or those about policies and rights, which name no column.
    when code = 'not_allowed' and message not like 'You may %' then 'You may not write this record.'
    else message
  end;
  detail := nullif(concat_ws(', ',
    case when cardinality(columns) > 1 then 'columns ' else 'column ' end || array_to_string(columns, ', '),
    case when domain_name = '' then 'rule ' || nullif(constraint_name, '') end
  ), '');
  hint := coalesce(nullif(hint, ''), case code
    when 'value_missing' then 'Fill it in.'
    when 'value_out_of_bounds' then 'Change the value so that the rule holds.'
    when 'value_malformed' then 'Correct the value.'
    when 'parent_missing' then
      case when rule.is_referrer then 'Delete those first, or let them refer to another.' else 'Refer to another, or to none.' end
    when 'value_taken' then 'Choose another.'
    when 'not_allowed' then 'Take the change back, or ask for the right.'
  end);
end;
$$;


-- sync.unite: two JSON arrays as one set, by the rule union. Values are encoded as in sync.
create function sync.unite(client jsonb, server jsonb)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return to_jsonb((
    select jsonb_agg(distinct u.item order by u.item)
    from (
      select jsonb_array_elements((server #>> '{}')::jsonb)
      union all
      select jsonb_array_elements((client #>> '{}')::jsonb)
    ) as u (item)
  )::text);
end;
$$;


-- sync.check_changes: that `changes` has WatermelonDB's shape. Returns how many records it holds.
-- Raises changes_malformed (PT422), naming the place.
create function sync.check_changes(changes jsonb)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  problem text;
begin
  if jsonb_typeof(changes) is distinct from 'object' then
    problem := 'changes: an object of tables is wanted';
  else
    select format('changes.%s: an object of the arrays created, updated and deleted is wanted', t.key) into problem
    from jsonb_each(changes) as t
    where jsonb_typeof(t.value) <> 'object'
    limit 1;
    if problem is null then
      select format('changes.%s.%s: an array is wanted, and created, updated and deleted are all there may be', t.key, kind.key) into problem
      from jsonb_each(changes) as t, jsonb_each(t.value) as kind
      where jsonb_typeof(kind.value) <> 'array' or kind.key not in ('created', 'updated', 'deleted')
      limit 1;
    end if;
    if problem is null then
      select format('changes.%s.%s: %s are wanted', t.key, kind.key,
        case kind.key when 'deleted' then 'ids as strings' else 'records with an id that is a string' end) into problem
      from jsonb_each(changes) as t, jsonb_each(t.value) as kind, jsonb_array_elements(kind.value) as e
      where case kind.key when 'deleted' then jsonb_typeof(e) <> 'string'
        else jsonb_typeof(e) <> 'object' or jsonb_typeof(e -> 'id') is distinct from 'string' end
      limit 1;
    end if;
  end if;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'changes_malformed', detail = problem,
      hint = 'Pass on the changes that WatermelonDB''s synchronize() gives to pushChanges.';
  end if;
  return coalesce((
    select sum(jsonb_array_length(kind.value)) from jsonb_each(changes) as t, jsonb_each(t.value) as kind
  ), 0);
end;
$$;


-- sync.admissible: the records of one table that can be tried, the deleted or the others, each once, with edit
-- times corrected; and the rejections of the rest.
create function sync.admissible(
  entry sync.tables, changes jsonb, deletions boolean, context sync.push_context, out admitted jsonb, out refused jsonb
)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  distinct_ids bigint;
  has_malformed boolean;
begin
  refused := '[]';
  if deletions and entry.direction = 'up' then
    -- The device keeps them no longer; here they stay.
    admitted := '[]';
  elsif deletions then
    admitted := (
      select jsonb_agg(distinct jsonb_build_object('id', d.id))
      from jsonb_array_elements_text(changes -> 'deleted') as d (id)
    );
  else
    -- Put together only where both are there: that would copy every value.
    admitted := case
      when coalesce(changes -> 'updated', '[]') = '[]' then changes -> 'created'
      when coalesce(changes -> 'created', '[]') = '[]' then changes -> 'updated'
      else (changes -> 'created') || (changes -> 'updated')
    end;
  end if;
  if coalesce(admitted, '[]') = '[]' then
    admitted := '[]';
    return;
  end if;

  if entry.direction = 'down' then
    -- The device gives its version up: what the server has of these records is sent, or that there is none. A record
    -- that cannot be named in a pull stays.
    perform sync.touch(entry.table_id, context.me, array(
      select (e ->> 'id')::uuid from jsonb_array_elements(admitted) as e where sync.is_uuid(e ->> 'id')
    ));
    select jsonb_agg(sync.rejection(
      entry.table_name, e ->> 'id', 'table_read_only', format('Only the server changes %s.', entry.table_name), null,
      'Change it online, by the function that is there for it or an update.', e, sync.is_uuid(e ->> 'id')
    ))
    into refused
    from jsonb_array_elements(admitted) as e;
    admitted := '[]';
  end if;

  -- As sync.is_uuid does, which is not called for each: calls cost.
  select
    count(*),
    not bool_and(d.id like '________-____-____-____-____________' and translate(d.id, '0123456789abcdef', '') = '----')
  into distinct_ids, has_malformed
  from (select distinct e ->> 'id' as id from jsonb_array_elements(admitted) as e) as d;
  if distinct_ids < jsonb_array_length(admitted) then
    -- The same record twice: the last one is what the device has now.
    admitted := (
      select jsonb_agg(last.raw)
      from (
        select distinct on (e.raw -> 'id') e.raw
        from jsonb_array_elements(admitted) with ordinality as e (raw, nth)
        order by e.raw -> 'id', e.nth desc
      ) as last
    );
  end if;
  if has_malformed then
    select jsonb_agg(sync.rejection(
        entry.table_name, e ->> 'id', 'id_malformed', format('The id %s is not a lower-case uuid.', e ->> 'id'), 'column id',
        'Call WatermelonDB''s setGenerator with a function that makes uuids.', e, deletions
      )) filter (where not sync.is_uuid(e ->> 'id')),
      coalesce(jsonb_agg(e) filter (where sync.is_uuid(e ->> 'id')), '[]')
    into refused, admitted
    from jsonb_array_elements(admitted) as e;
  end if;
  if context.is_salvaged and admitted::text like U&'%\FDD0%' then
    select refused || jsonb_agg(sync.rejection(
        entry.table_name, e ->> 'id', 'text_invalid', 'A text holds U+0000 or half of a character.', null,
        'Take the invalid character out of the text.', e
      )) filter (where e::text like U&'%\FDD0%'),
      coalesce(jsonb_agg(e) filter (where e::text not like U&'%\FDD0%'), '[]')
    into refused, admitted
    from jsonb_array_elements(admitted) as e;
  end if;

  if context.has_endless_numbers then
    select refused || coalesce(jsonb_agg(sync.rejection(
        entry.table_name, e ->> 'id', 'number_endless', 'A number is beyond what JavaScript can hold.', null,
        'Correct the number.', jsonb_build_object('id', e -> 'id')
      )) filter (where sync.has_endless_number(e)), '[]'),
      coalesce(jsonb_agg(e) filter (where not sync.has_endless_number(e)), '[]')
    into refused, admitted
    from jsonb_array_elements(admitted) as e;
  end if;

  -- What repeats records of an organisation goes when the person leaves it, see sync.forget_notes.
  if entry.scope_kind = 'organization' and refused <> '[]' then
    refused := (
      select jsonb_agg(r || jsonb_build_object('organization_id', case when sync.is_uuid(s.scope_id) then s.scope_id end))
      from jsonb_array_elements(refused) as r
      cross join lateral (select r -> 'payload' ->> entry.scope_column::text) as s (scope_id)
    );
  end if;

  -- Two seconds are the network's; more is a clock that is off. The device is sent the corrected times.
  if not deletions and abs(context.skew_ms) > 2000 then
    admitted := coalesce((
      select jsonb_agg(
        e || '{"_altered": true}'
        || case when jsonb_typeof(e -> 'updated_at') = 'number' and e -> 'updated_at' > '0'
          then jsonb_build_object('updated_at', (e ->> 'updated_at')::numeric + context.skew_ms) else '{}' end
        || case when e ->> '_status' = 'created' and jsonb_typeof(e -> 'created_at') = 'number' and e -> 'created_at' > '0'
          then jsonb_build_object('created_at', (e ->> 'created_at')::numeric + context.skew_ms) else '{}' end
      )
      from jsonb_array_elements(admitted) as e
    ), '[]');
  end if;
end;
$$;


-- sync.decide: what becomes of records that may hold columns which somebody else changed and the device had not
-- seen. Each such column is a conflict, resolved by its rule. `present` and `stamps` are the rows and the feed's
-- entries by id; records that are not in `present` are not looked at. Returns {updates: [records, as update_<table> takes them], stamps: as sync.touch takes them,
-- conflicts: []}.
create function sync.decide(entry sync.tables, rows jsonb, present jsonb, stamps jsonb, context sync.push_context)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    with rules as (
      select jsonb_object_agg(c.column_name, c.rule) as by_column, array_agg(c.column_name::text) as names
      from sync.columns as c
      where c.table_id = entry.table_id and c.is_writable
    ), incoming as materialized (
      select e.raw ->> 'id' as id, e.raw, present -> (e.raw ->> 'id') as server, stamps -> (e.raw ->> 'id') as stamp,
        least((e.raw ->> 'updated_at')::numeric, context.now_ms) as edited_at
      from jsonb_array_elements(rows) as e (raw)
      where present ? (e.raw ->> 'id')
    ), cells as materialized (
      -- The columns that differ from the server's, of those the device says it changed. (Materialised, as above: or
      -- each use of a value would look it up again.)
      select i.id, n.name, rules.by_column ->> n.name as rule, i.raw -> n.name as client, i.server -> n.name as server,
        i.edited_at, (i.server ->> 'created_at')::numeric as created_at, (i.server ->> 'updated_at')::numeric as updated_at,
        coalesce(b.base, context.base) as base,
        case when b.base is null then context.seen_xmax else b.seen_xmax end as seen_xmax,
        case when b.base is null then context.seen_xip else b.seen_xip end as seen_xip,
        coalesce(
          i.stamp -> 2 -> n.name,
          i.stamp -> 2 -> '*',
          case when i.stamp -> 2 = 'null' then jsonb_build_array(i.stamp -> 0, i.stamp -> 1, i.server -> 'updated_at') end,
          -- Not in the feed: changed before its horizon, by whom is forgotten.
          jsonb_build_array(context.horizon - 1, null, null)
        ) as stamp
      from rules, incoming as i
      cross join lateral unnest(
        case
          when i.raw ->> '_status' = 'created' or not i.raw ? '_changed' then (select r.names from rules as r)
          else string_to_array(i.raw ->> '_changed', ',')
        end
      ) as n (name)
      left join sync.rejected_bases(context, entry.table_name) as b on b.row_id = i.id
      where rules.by_column ? n.name and i.raw ? n.name and i.raw -> n.name <> i.server -> n.name
    ), judged as (
      select c.id, c.name, c.rule, c.client, c.server, c.edited_at, c.updated_at,
        coalesce((c.stamp ->> 2)::numeric, c.created_at, 0) as server_edited_at,
        (c.stamp ->> 0)::bigint >= c.base
          and (c.seen_xmax is null or (c.stamp ->> 0)::bigint >= c.seen_xmax or coalesce((c.stamp ->> 0)::bigint = any (c.seen_xip), false))
          -- A device knows its own edits: its pushes are taken in the order it made them.
          and (context.origin is null or c.stamp ->> 1 is distinct from context.origin::text) as is_unseen
      from cells as c
    ), chosen as materialized (
      select j.id, j.name, j.rule, j.client, j.server, j.is_unseen, j.edited_at, j.updated_at, j.server_edited_at,
        case
          when not j.is_unseen or j.rule = 'client_wins' then j.client
          when j.rule in ('server_wins', 'manual') then j.server
          when j.rule = 'latest_edit' then case when j.edited_at > j.server_edited_at then j.client else j.server end
          -- What is left looks at both values; a value beats none.
          when j.client = 'null' then j.server
          when j.server = 'null' then j.client
          when j.rule = 'union' then sync.unite(j.client, j.server)
          -- jsonb compares numbers by value and text by bytes; (rule = 'max') turns the comparison round.
          when (j.client > j.server) = (j.rule = 'max') then j.client
          else j.server
        end as value
      from judged as j
    ), decided as (
      select c.id,
        jsonb_build_object('id', c.id, '_changed', string_agg(c.name, ',')) || jsonb_object_agg(c.name, c.value) as update,
        bool_or(c.value <> c.server) as is_written,
        -- A column that the server kept counts as changed by the server now, or a second edit made before the next
        -- pull would overwrite it unseen. A column that was written has the time of its own edit, although the row
        -- has that of its latest.
        jsonb_object_agg(c.name, case
          when c.value <> c.client then jsonb_build_array(null, c.server_edited_at)
          else jsonb_build_array(context.origin, c.edited_at)
        end) filter (where c.value <> c.client or c.value <> c.server and c.edited_at < c.updated_at) as stamps,
        jsonb_agg(
          jsonb_build_object(
            'table', entry.table_name, 'id', c.id, 'column', c.name, 'client', c.client, 'server', c.server, 'rule', c.rule,
            'resolution', case
              when c.rule = 'manual' then 'pending'
              when c.value = c.client then 'client'
              when c.value = c.server then 'server'
              else 'merged'
            end
          )
        ) filter (where c.is_unseen and c.name not in ('created_at', 'updated_at')) as conflicts
      from chosen as c
      group by c.id
    )
    select jsonb_build_object(
      'updates', coalesce(jsonb_agg(d.update) filter (where d.is_written), '[]'),
      'stamps', coalesce(jsonb_object_agg(d.id, d.stamps) filter (where d.stamps is not null), '{}'),
      'conflicts', coalesce((
        select jsonb_agg(c) from decided as x cross join lateral jsonb_array_elements(x.conflicts) as c
      ), '[]')
    )
    from decided as d
  );
end;
$$;


-- sync.announce: tells the capture trigger whose rows it is about to see; with nulls, nobody's any more. Of a table
-- that refers to itself it is also told which: what a foreign key changes along with them no device holds.
create function sync.announce(entry sync.tables, ids uuid[], context sync.push_context)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select
    set_config('sync.origin', coalesce((entry).table_id || ':' || (context).origin, ''), true),
    set_config('sync.origin_rows', case when (entry).is_recursive then ids::text else '' end, true);
$$;


-- sync.by_scope: the records of one table, by whose they are. A person's own table has one scope, the person. Of an
-- organisation's, a record that is here stays where it is, whatever the device says: it may have been moved meanwhile,
-- and devices move nothing. One that is not here belongs where the device says. With no scope: it does not say.
create function sync.by_scope(entry sync.tables, rows jsonb)
returns table (scope_id uuid, scope_rows jsonb)
language plpgsql
stable
security invoker
rows 1
set search_path = ''
as $$
declare
  present jsonb := '{}';
begin
  if entry.scope_kind <> 'organization' then
    return query select auth.uid(), rows;
    return;
  end if;
  if entry.direction = 'both' then
    execute format('select sync.%I($1)', 'scopes_' || entry.table_name) into present
    using array(select (e ->> 'id')::uuid from jsonb_array_elements(rows) as e);
  end if;
  return query
    select coalesce(present ->> (e.raw ->> 'id'), case when sync.is_uuid(e.raw ->> entry.scope_column::text) then e.raw ->> entry.scope_column::text end)::uuid as id,
      jsonb_agg(e.raw order by e.nth)
    from jsonb_array_elements(rows) with ordinality as e (raw, nth)
    group by id
    order by id;
end;
$$;


-- sync.write_rows: writes the created and updated records of one table that a device sent.
--
-- For each record: not here and unknown to the feed, it is new (or a restore lost it, and the device's
-- copy saves it); not here but known, it was deleted, and the deletion stands, unless the device had seen it and
-- creates the record again; here, its changed columns are
-- written, after sync.decide if somebody else touched the row since the device last saw it. To a table that devices only
-- add to, what is not there yet is added.
-- Returns {accepted: n, conflicts: []}. Raises whatever Postgres has against any one of the records.
create function sync.write_rows(entry sync.tables, rows jsonb, context sync.push_context)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  ids constant uuid[] := array(select (e ->> 'id')::uuid from jsonb_array_elements(rows) as e);
  refused_before constant text[] := array(select b.row_id from sync.rejected_bases(context, entry.table_name) as b);
  locked uuid[];
  known uuid[];
  contested uuid[];
  stamps jsonb;
  present jsonb;
  inserts jsonb;
  updates jsonb;
  deleted jsonb;
  decided jsonb := '{"updates": [], "stamps": {}, "conflicts": []}';
  conflicts jsonb;
  differing uuid[];
  stamped uuid[];
begin
  if entry.direction = 'up' then
    execute format('select sync.%I($1, $2)', 'insert_' || entry.table_name) using context.scope, rows;
    return jsonb_build_object('accepted', jsonb_array_length(rows), 'conflicts', '[]'::jsonb);
  end if;

  execute format('select sync.%I($1, $2)', 'lock_' || entry.table_name) into locked using context.scope, ids;

  -- A statement of its own, after the locks: what others committed while we waited for them is seen.
  -- Whoever saw the last transaction on a row saw all of them.
  select array_agg(s.row_id), array_agg(s.row_id) filter (where s.is_contested),
    jsonb_object_agg(s.row_id, jsonb_build_array(s.last_xid, s.origin, s.column_xids)) filter (where s.is_contested)
  into known, contested, stamps
  from (
    select f.*,
      -- So long ago that the feed may have forgotten who changed what since.
      context.base < context.horizon
        or f.row_id::text = any (refused_before)
        or f.last_xid >= context.base
        and (context.seen_xmax is null or f.last_xid >= context.seen_xmax or coalesce(f.last_xid = any (context.seen_xip), false)) as is_contested
    from sync.stamps(entry.table_id, context.scope, ids) as f
  ) as s;
  if context.base < context.horizon then
    contested := locked || known;
  end if;
  -- What a member may see and not change is there, though it could not be locked, and even if the feed has forgotten it.
  if entry.scope_kind = 'organization' and cardinality(locked) is distinct from cardinality(ids) then
    execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present using context.scope, ids;
    known := known || array(select jsonb_object_keys(present)::uuid);
  end if;

  -- Parted only where they must be: that would copy every value.
  if locked is null and known is null then
    inserts := rows;
  elsif cardinality(locked) = cardinality(ids) then
    updates := rows;
  else
    select
      jsonb_agg(e.raw) filter (where l.id is null and (k.id is null or is_new_again)),
      jsonb_agg(e.raw) filter (where l.id is not null),
      jsonb_agg(e.raw) filter (where l.id is null and k.id is not null and not is_new_again)
    into inserts, updates, deleted
    from jsonb_array_elements(rows) as e (raw)
    left join unnest(locked) as l (id) on l.id = (e.raw ->> 'id')::uuid
    left join unnest(known) as k (id) on k.id = (e.raw ->> 'id')::uuid
    -- Created again by a device that knew of the deletion, or made it: an undo, or an id that is derived.
    cross join lateral (
      select coalesce(
        e.raw ->> '_status' = 'created'
        and (not k.id = any (contested) or contested is null or stamps -> (e.raw ->> 'id') ->> 1 = context.origin::text), false
      )
    ) as again (is_new_again);
  end if;

  contested := array(select unnest(contested) intersect select unnest(locked));
  if contested <> '{}' then
    execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present using context.scope, contested;
    decided := sync.decide(entry, updates, present, coalesce(stamps, '{}'), context);
  end if;
  conflicts := decided -> 'conflicts';
  if deleted is not null then
    execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present
    using context.scope, array(select (e ->> 'id')::uuid from jsonb_array_elements(deleted) as e);
    -- What was changed and taken back on the device is no change: what is here is sent to it.
    if exists (
      select
      from jsonb_array_elements(deleted) as e (raw)
      join sync.columns as c on c.table_id = entry.table_id and c.is_writable and c.column_name <> 'updated_at'
      where e.raw -> c.column_name::text <> present -> (e.raw ->> 'id') -> c.column_name::text
        and (
          e.raw ->> '_status' = 'created' or not e.raw ? '_changed'
          or c.column_name = any (string_to_array(e.raw ->> '_changed', ','))
        )
    ) then
      raise insufficient_privilege using message = 'You may see this record but not change it.';
    end if;
    conflicts := conflicts || (
      select coalesce(jsonb_agg(jsonb_build_object(
        'table', entry.table_name, 'id', e.raw -> 'id', 'column', '*', 'client', e.raw - array['_status', '_changed', '_altered'],
        'server', null, 'rule', 'deletion_stands', 'resolution', 'server'
      )), '[]')
      from jsonb_array_elements(deleted) as e (raw)
      where not present ? (e.raw ->> 'id')
    );
  end if;

  perform sync.announce(entry, ids, context);
  if inserts is not null then
    execute format('select sync.%I($1, $2)', 'insert_' || entry.table_name) using context.scope, inserts;
  end if;
  if updates is not null and not has_any_column_privilege(format('public.%I', entry.table_name), 'update') then
    -- A repetition of what is there already is no update.
    execute format('select sync.%I($1, $2)', 'differing_' || entry.table_name) into differing using context.scope, updates;
    updates := case when not differing <@ contested then updates end;
  end if;
  if updates is not null then
    execute format('select sync.%I($1, $2, $3)', 'update_' || entry.table_name) using context.scope, updates, contested;
  end if;
  if decided -> 'updates' <> '[]' then
    execute format('select sync.%I($1, $2, $3)', 'update_' || entry.table_name) using context.scope, decided -> 'updates', '{}'::uuid[];
  end if;
  perform sync.announce(null, null, null);

  -- What the device does not hold as it is now must be sent to it: to this person's devices, not to a whole organisation.
  execute format('select sync.%I($1, $2)', 'differing_' || entry.table_name) into differing using context.scope, rows;
  if decided -> 'stamps' <> '{}' then
    stamped := array(select jsonb_object_keys(decided -> 'stamps')::uuid);
    differing := differing || stamped;
    if context.scope <> context.me then
      perform sync.touch(entry.table_id, context.scope, stamped, decided -> 'stamps');
    end if;
  end if;
  if differing is not null then
    perform sync.touch(
      entry.table_id, context.me, differing, case when context.scope = context.me then decided -> 'stamps' else '{}' end
    );
  end if;

  return jsonb_build_object('accepted', jsonb_array_length(rows), 'conflicts', conflicts);
end;
$$;


-- sync.delete_rows: deletes the records of one table that a device deleted. A deletion of what somebody else
-- edited meanwhile is carried out, and what it destroyed is kept as a conflict to restore from.
create function sync.delete_rows(entry sync.tables, rows jsonb, context sync.push_context)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  ids constant uuid[] := array(select (e ->> 'id')::uuid from jsonb_array_elements(rows) as e);
  present jsonb;
  conflicts jsonb;
begin
  execute format('select sync.%I($1, $2)', 'lock_' || entry.table_name) using context.scope, ids;
  execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present using context.scope, ids;

  select jsonb_agg(jsonb_build_object(
    'table', entry.table_name, 'id', d.row_id, 'column', '*', 'client', null, 'server', present -> d.row_id::text,
    'rule', 'deletion_stands', 'resolution', 'client'
  ))
  into conflicts
  from unnest(ids) as d (row_id)
  left join sync.stamps(entry.table_id, context.scope, ids) as s on s.row_id = d.row_id
  where present ? d.row_id::text
    -- So long ago that the feed may have forgotten who edited it since, or knows only of some columns; or it tells of
    -- somebody.
    and (context.base < context.horizon and coalesce(not s.column_xids ? '*', s.row_id is null) or exists (
      select
      from jsonb_each(coalesce(s.column_xids, jsonb_build_object('*', jsonb_build_array(s.last_xid, s.origin, null)))) as x
      -- By somebody: what the server computes from other records is no one's edit.
      where (x.key = '*' or exists (
          select from sync.columns as c
          where c.table_id = entry.table_id and c.column_name = x.key and c.is_writable and x.key not in ('created_at', 'updated_at')
        ))
        and (x.value ->> 0)::bigint >= context.base
        and (
          context.seen_xmax is null or (x.value ->> 0)::bigint >= context.seen_xmax
          or coalesce((x.value ->> 0)::bigint = any (context.seen_xip), false)
        )
        and (context.origin is null or (x.value ->> 1)::uuid is distinct from context.origin)
    ));

  perform sync.announce(entry, ids, context);
  execute format('select sync.%I($1, $2)', 'delete_' || entry.table_name) using context.scope, ids;
  perform sync.announce(null, null, null);

  execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present using context.scope, ids;
  if present <> '{}' then
    raise insufficient_privilege using message = 'You may see this record but not delete it.';
  end if;
  return jsonb_build_object('accepted', jsonb_array_length(rows), 'conflicts', coalesce(conflicts, '[]'));
end;
$$;


-- sync.orphan: what becomes of a record that a foreign key refused. Had its parent been deleted a moment later, the
-- key itself would have said: so the same is done. With `on delete set null` the record lives on without the parent;
-- with `on delete cascade` the deletion stands for it too.
-- A record that is here already and was to be moved to such a parent stays where it is.
-- Returns the record to try instead, or null when the parent was never there: that is for the person to correct.
-- `is_gone` says that the record goes with its parent; `conflict` is what to record.
create function sync.orphan(
  entry sync.tables, raw jsonb, constraint_name text, context sync.push_context, out adopted jsonb, out is_gone boolean,
  out conflict jsonb
)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  reference record;
  present jsonb;
begin
  select k.confdeltype as on_delete, a.attname as column_name, parent.table_id,
    case when parent.scope_kind = 'organization' then context.scope else context.me end as scope
  into reference
  from pg_catalog.pg_constraint as k
  cross join lateral unnest(k.conkey, k.confkey) as pair (own, theirs)
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = pair.own
  join pg_catalog.pg_attribute as b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
  join sync.tables as parent on to_regclass(format('public.%I', parent.table_name)) = k.confrelid
  where k.conrelid = to_regclass(format('public.%I', entry.table_name)) and k.contype = 'f' and k.conname = constraint_name;

  if reference.on_delete in ('n', 'c') and sync.is_uuid(raw ->> reference.column_name::text) and exists (
    select from sync.stamps(reference.table_id, reference.scope, array[(raw ->> reference.column_name::text)::uuid])
  ) then
    execute format('select sync.%I($1, $2)', 'rows_' || entry.table_name) into present using context.scope, array[(raw ->> 'id')::uuid];
    present := present -> (raw ->> 'id');
    is_gone := reference.on_delete = 'c' and present is null;
    adopted := raw || '{"_altered": true}' || case
      when present is not null then jsonb_build_object(reference.column_name, present -> reference.column_name::text)
      else jsonb_build_object(reference.column_name, null)
    end;
    conflict := jsonb_build_object(
      'table', entry.table_name, 'id', raw -> 'id', 'rule', 'deletion_stands', 'resolution', 'server'
    ) || case
      when is_gone then jsonb_build_object('column', '*', 'client', raw - array['_status', '_changed', '_altered'], 'server', null)
      else jsonb_build_object(
        'column', reference.column_name, 'client', raw -> reference.column_name::text, 'server', adopted -> reference.column_name::text
      )
    end;
  end if;
end;
$$;


-- sync.parents_first: the records of a table that refers to itself, each after those it refers to, so that halving the
-- batch does not part a child from a parent that is still to come.
create function sync.parents_first(entry sync.tables, rows jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  parent_columns constant text[] := array(
    select a.attname::text
    from pg_catalog.pg_constraint as k
    cross join lateral unnest(k.conkey, k.confkey) as pair (own, theirs)
    join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = pair.own
    join pg_catalog.pg_attribute as b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'id'
    where k.conrelid = to_regclass(format('public.%I', entry.table_name)) and k.confrelid = k.conrelid
  );
begin
  return (
    with recursive record as materialized (
      select e.raw, e.raw ->> 'id' as id, e.nth, array(
        select e.raw ->> c.name from unnest(parent_columns) as c (name) where e.raw ->> c.name <> e.raw ->> 'id'
      ) as parents
      from jsonb_array_elements(rows) with ordinality as e (raw, nth)
    ), placed as (
      select r.id, 0 as depth
      from record as r
      where not exists (select from record as p where p.id = any (r.parents))
      union all
      select r.id, p.depth + 1
      from placed as p
      join record as r on p.id = any (r.parents)
      where p.depth < 1000
    )
    -- What refers to itself in a circle has no place, and comes last.
    select jsonb_agg(r.raw order by d.depth nulls last, r.nth)
    from record as r
    left join (select p.id, max(p.depth) as depth from placed as p group by p.id) as d on d.id = r.id
  );
end;
$$;


-- sync.push_batch: write_rows or delete_rows, halving the batch when it raises until the bad records are
-- alone. One subtransaction when all is well. What is not the records' fault (deadlock, timeout, disk full)
-- is raised on: the device tries again later.
-- Halving takes time; when sync.bisect_seconds are over, the rest is left for the next push.
-- Returns {accepted: n, conflicts: [], rejected: []}.
create function sync.push_batch(entry sync.tables, rows jsonb, deletions boolean, context sync.push_context)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  size constant integer := jsonb_array_length(rows);
  result jsonb;
  first_half jsonb;
  second_half jsonb;
  orphan record;
  reason record;
  state text;
  message text;
  detail text;
  hint text;
  column_name text;
  constraint_name text;
  domain_name text;
begin
  begin
    result := case when deletions then sync.delete_rows(entry, rows, context) else sync.write_rows(entry, rows, context) end;
    -- What is checked at commit would fail the whole push there.
    set constraints all immediate;
    set constraints all deferred;
    return result || '{"rejected": []}';
  exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint,
      column_name = column_name, constraint_name = constraint_name, domain_name = pg_datatype_name;
    if left(state, 2) in ('08', '25', '40', '53', '55', '57', '58', 'XX') then
      raise;
    end if;
  end;

  if size > 1 and clock_timestamp() > statement_timestamp() + make_interval(secs => private.setting('sync.bisect_seconds')::double precision) then
    return jsonb_build_object('accepted', 0, 'conflicts', '[]'::jsonb, 'rejected', (
      select jsonb_agg(sync.rejection(
        entry.table_name, e ->> 'id', 'too_many_refused', 'Among so many bad records this one was not tried.', null,
        'Correct the others; it is sent again.', e, deletions
      ))
      from jsonb_array_elements(rows) as e
    ));
  end if;
  if size > 1 then
    if entry.is_recursive and not deletions then
      rows := sync.parents_first(entry, rows);
    end if;
    select jsonb_agg(e.raw) filter (where e.nth <= size / 2), jsonb_agg(e.raw) filter (where e.nth > size / 2)
    into first_half, second_half
    from jsonb_array_elements(rows) with ordinality as e (raw, nth);
    first_half := sync.push_batch(entry, first_half, deletions, context);
    second_half := sync.push_batch(entry, second_half, deletions, context);
    return jsonb_build_object(
      'accepted', (first_half ->> 'accepted')::integer + (second_half ->> 'accepted')::integer,
      'conflicts', (first_half -> 'conflicts') || (second_half -> 'conflicts'),
      'rejected', (first_half -> 'rejected') || (second_half -> 'rejected')
    );
  end if;

  if state = '23503' and not deletions then
    select * into orphan from sync.orphan(entry, rows -> 0, constraint_name, context);
    if orphan.is_gone then
      perform sync.touch(entry.table_id, context.me, array[(rows -> 0 ->> 'id')::uuid]);
      return jsonb_build_object('accepted', 1, 'rejected', '[]'::jsonb, 'conflicts', jsonb_build_array(orphan.conflict));
    elsif orphan.adopted is not null then
      result := sync.push_batch(entry, jsonb_build_array(orphan.adopted), false, context);
      return case
        when result -> 'rejected' = '[]' then jsonb_set(result, '{conflicts}', (result -> 'conflicts') || orphan.conflict)
        -- Refused all the same: nothing was decided about it, and the device corrects what it sent.
        else jsonb_set(result, '{rejected,0,payload}', rows -> 0)
      end;
    end if;
  end if;

  -- A deletion that is refused cannot wait on the device, which would never show the row again: it comes back.
  if deletions then
    perform sync.touch(entry.table_id, context.me, array[(rows -> 0 ->> 'id')::uuid]);
  end if;
  select * into reason
  from sync.explain_refusal(entry.table_name, rows -> 0, state, column_name, constraint_name, domain_name, message, detail, hint);
  return jsonb_build_object('accepted', 0, 'conflicts', '[]'::jsonb, 'rejected', jsonb_build_array(
    sync.rejection(
      entry.table_name, rows -> 0 ->> 'id', sync.rejection_code(state, message), reason.message, reason.detail, reason.hint,
      rows -> 0, deletions
    )
  ));
end;
$$;


-- sync.push_scopes: push_batch for each scope that the records of one table belong to. Who does not belong to it writes
-- nothing there. What the device deleted and is not to be seen here is gone already.
-- Returns {accepted: n, conflicts: [], rejected: []}.
create function sync.push_scopes(entry sync.tables, rows jsonb, deletions boolean, context sync.push_context)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  part record;
  result jsonb;
  accepted integer := 0;
  conflicts jsonb := '[]';
  rejected jsonb := '[]';
begin
  for part in
    select b.scope_id, b.scope_rows from sync.by_scope(entry, rows) as b
  loop
    context.scope := part.scope_id;
    if part.scope_id is null and deletions then
      accepted := accepted + jsonb_array_length(part.scope_rows);
      continue;
    elsif part.scope_id is null or not sync.is_mine(part.scope_id) then
      rejected := rejected || (
        select jsonb_agg(sync.rejection(
          entry.table_name, e ->> 'id', 'not_allowed',
          case when part.scope_id is null then 'The record says no organisation.' else 'You do not belong to the organisation of this record.' end,
          format('column %s', entry.scope_column), 'Make it in an organisation you belong to, or delete it.',
          -- Of a record of others, what the person changed in it; the rest is not theirs to keep.
          case when e ->> '_status' = 'created' then e else (
            select jsonb_object_agg(x.key, x.value) from jsonb_each(e) as x
            where x.key in ('id', '_status', '_changed', entry.scope_column) or x.key = any (string_to_array(e ->> '_changed', ','))
          ) end
        ) || jsonb_build_object('organization_id', part.scope_id))
        from jsonb_array_elements(part.scope_rows) as e
      );
      continue;
    end if;
    result := sync.push_batch(entry, part.scope_rows, deletions, context);
    accepted := accepted + (result ->> 'accepted')::integer;
    if entry.scope_kind = 'organization' then
      result := jsonb_build_object(
        'conflicts', (select coalesce(jsonb_agg(c || jsonb_build_object('organization_id', context.scope)), '[]') from jsonb_array_elements(result -> 'conflicts') as c),
        'rejected', (select coalesce(jsonb_agg(r || jsonb_build_object('organization_id', context.scope)), '[]') from jsonb_array_elements(result -> 'rejected') as r)
      );
    end if;
    conflicts := conflicts || (result -> 'conflicts');
    rejected := rejected || (result -> 'rejected');
  end loop;
  return jsonb_build_object('accepted', accepted, 'conflicts', conflicts, 'rejected', rejected);
end;
$$;


-- push_changes: writes what a device changed.
--
--   changes         WatermelonDB's {table: {created: [rows], updated: [rows], deleted: [ids]}}, raw rows with
--                   _status and _changed. Collections and columns the server does not know are ignored.
--   last_pulled_at  the timestamp of the pull just made in this sync
--   base_pulled_at  the timestamp of the last sync whose push completed: what offline edits were based on.
--                   Null: nothing is taken as seen, and every difference is a conflict.
--   base_snapshot   the snapshot of that sync's pull; without it, what was committed while an older transaction
--                   ran may be taken as unseen
--   last_pushed_at  from the pull just made, or the timestamp this push was answered with if more pushes follow the
--                   same pull: the device's last push, as far as the device knows. When there was another since,
--                   this one was long under way, or the app runs twice, and it is refused. Null: not checked
--   device_id       this installation
--   push_id         idempotency key: the same id returns the first answer and changes nothing
--   client_time     the device's clock, epoch ms: edit times are corrected by how far it is off
--
-- Returns {accepted: {table: n}, conflicts: [{table, id, column, client, server, resolution}],
-- rejected: [{table, id, code, message, detail, hint}], experimentalRejectedIds: {table: [ids]}, unknown_tables: [names],
-- timestamp}. Rejected records in experimentalRejectedIds stay unsent on the device; others are reverted by the next pull.
-- unknown_tables are the collections that brought records and are not registered: nothing of them was kept.
--
-- For signed-in people. Writes with the caller's rights; the owner of a row is the session's user, whatever the
-- row says. Raises changes_malformed (PT422), push_too_large (PT413), push_id_reused, push_late (PT409), cursor_malformed,
-- hint_malformed, client_time_malformed (PT422), isolation_unsupported (PT500), and what private.require_writer() raises.
--
-- `changes` is json, not jsonb: one record with text that Postgres cannot hold must not fail the others.
create function public.push_changes(
  changes json,
  last_pulled_at bigint default null,
  base_pulled_at bigint default null,
  device_id uuid default null,
  push_id uuid default null,
  client_time bigint default null,
  base_snapshot text default null,
  last_pushed_at bigint default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  started_at constant timestamptz := clock_timestamp();
  context sync.push_context;
  parsed jsonb;
  fingerprint text;
  answer jsonb;
  row_count integer;
  entry sync.tables;
  rows jsonb;
  result jsonb;
  accepted jsonb := '{}';
  conflicts jsonb := '[]';
  rejected jsonb := '[]';
  retried jsonb;
  forgotten text[];
  deletions boolean;
begin
  context.me := private.require_writer();
  -- Statements must see what was committed while they waited for a lock.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using errcode = 'PT500', message = 'isolation_unsupported',
      detail = 'push_changes compares rows after locking them, which needs read committed.',
      hint = 'Do not set default_transaction_isolation for the API roles.';
  end if;
  if octet_length(changes::text) > private.setting('sync.push_max_bytes') then
    raise exception using errcode = 'PT413', message = 'push_too_large',
      detail = format('changes: %s bytes; at most %s are taken at once.', octet_length(changes::text), private.setting('sync.push_max_bytes')),
      hint = 'Send the changes in several pushes, parents before children.';
  end if;

  begin
    parsed := changes::jsonb;
    -- The adapter puts U+FDD0 itself: the API reads a request before we do, and would refuse all of it.
    context.is_salvaged := position(U&'\FDD0' in changes::text) > 0;
  exception
    when untranslatable_character or invalid_text_representation then
      parsed := sync.salvage(changes);
      context.is_salvaged := true;
    when statement_too_complex then
      raise exception using errcode = 'PT422', message = 'changes_malformed', detail = 'changes: it nests too deeply.',
        hint = 'Pass on the changes that WatermelonDB''s synchronize() gives to pushChanges.';
  end;
  -- A pattern that is nearly never met; what meets it is looked at record by record.
  context.has_endless_numbers := changes::text ~ '[:,\[]\s*-?[0-9.]+[eE][+-]?[0-9]{3}';
  row_count := sync.check_changes(parsed);
  if row_count > private.setting('sync.push_max_rows') then
    raise exception using errcode = 'PT413', message = 'push_too_large',
      detail = format('changes: %s records; at most %s are taken at once.', row_count, private.setting('sync.push_max_rows')),
      hint = 'Send the changes in several pushes, parents before children.';
  end if;

  -- One push of a person at a time; the second sees all the first did.
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || context.me::text, 0));
  fingerprint := md5(changes::text);
  answer := sync.earlier_answer(push_id, fingerprint);
  if answer is not null then
    return answer;
  end if;

  perform sync.read_cursor(last_pulled_at, null);
  context := sync.open_push(context, device_id, base_pulled_at, base_snapshot, last_pushed_at, client_time);

  -- Parents first; then deletions, children first: a child moved to another parent in this push is safe
  -- by the time the old parent goes.
  foreach deletions in array array[false, true] loop
    for entry in
      select r.* from sync.tables as r
      where parsed ? r.table_name::text
      order by case when deletions then -r.depth else r.depth end, r.table_id
    loop
      select a.admitted, rejected || a.refused into rows, rejected
      from sync.admissible(entry, parsed -> entry.table_name::text, deletions, context) as a;
      if jsonb_array_length(rows) > 0 then
        result := sync.push_scopes(entry, rows, deletions, context);
        accepted := accepted || jsonb_build_object(
          entry.table_name, coalesce((accepted ->> entry.table_name::text)::integer, 0) + (result ->> 'accepted')::integer
        );
        conflicts := conflicts || (result -> 'conflicts');
        rejected := rejected || (result -> 'rejected');
      end if;
    end loop;
  end loop;

  -- A record may have been refused only because another of this push had not been written or deleted yet.
  select
    jsonb_agg(r) filter (where r ->> 'code' in ('parent_missing', 'value_taken') and not (r ->> 'revert')::boolean),
    jsonb_agg(r) filter (where r ->> 'code' not in ('parent_missing', 'value_taken') or (r ->> 'revert')::boolean)
  into retried, result
  from jsonb_array_elements(rejected) as r;
  if retried is not null and accepted <> '{}' then
    rejected := coalesce(result, '[]');
    for entry in
      select r.* from sync.tables as r
      where exists (select from jsonb_array_elements(retried) as x where x ->> 'table' = r.table_name)
      order by r.depth, r.table_id
    loop
      rows := (select jsonb_agg(x -> 'payload') from jsonb_array_elements(retried) as x where x ->> 'table' = entry.table_name);
      result := sync.push_scopes(entry, rows, false, context);
      accepted := accepted || jsonb_build_object(
        entry.table_name, coalesce((accepted ->> entry.table_name::text)::integer, 0) + (result ->> 'accepted')::integer
      );
      conflicts := conflicts || (result -> 'conflicts');
      rejected := rejected || (result -> 'rejected');
    end loop;
  end if;

  -- What devices only add is not for a person to correct. The device forgets it, refused or not, and is told once.
  forgotten := array(select r.table_name::text from sync.tables as r where r.direction = 'up' and parsed ? r.table_name::text);
  answer := jsonb_build_object(
    'accepted', accepted,
    'conflicts', coalesce((select jsonb_agg(c - array['rule', 'organization_id']) from jsonb_array_elements(conflicts) as c), '[]'),
    'rejected', coalesce((select jsonb_agg(r - array['payload', 'revert', 'organization_id']) from jsonb_array_elements(rejected) as r), '[]'),
    'experimentalRejectedIds', coalesce((
      select jsonb_object_agg(kept.table_name, kept.ids)
      from (
        select r ->> 'table' as table_name, jsonb_agg(r ->> 'id') as ids
        from jsonb_array_elements(rejected) as r
        where not (r ->> 'revert')::boolean and r ->> 'table' <> all (forgotten)
        group by 1
      ) as kept
    ), '{}'),
    'unknown_tables', coalesce((
      select jsonb_agg(u.name order by u.name)
      from (
        select t.key as name
        from jsonb_each(parsed) as t
        -- As tables are called: what else is sent is not kept in the answer.
        where t.key ~ '^[a-z][a-z0-9_]{0,62}$' and t.key not in (select r.table_name from sync.tables as r)
          and exists (select from jsonb_each(t.value) as k where jsonb_array_length(k.value) > 0)
        limit 100
      ) as u
    ), '[]'),
    'timestamp', sync.encode_cursor(sync.current_epoch(), pg_current_xact_id()::text::bigint)
  );
  perform sync.close_push(
    context, push_id, fingerprint, answer, parsed - forgotten, conflicts,
    coalesce((select jsonb_agg(r) from jsonb_array_elements(rejected) as r where r ->> 'table' <> all (forgotten)), '[]'), last_pulled_at, row_count, octet_length(changes::text), started_at
  );
  return answer;
end;
$$;

comment on function public.push_changes(json, bigint, bigint, uuid, uuid, bigint, text, bigint) is
  'Writes what a device changed, in WatermelonDB''s format: merges by column, rejects single records, is idempotent by push_id.';

insert into private.settings (name, value, unit, description) values
  ('sync.push_max_rows', 10000, 'records', 'Most records one push may bring. The adapter sends more in several pushes.'),
  ('sync.push_max_bytes', 16777216, 'bytes', 'Largest body of one push.'),
  ('sync.bisect_seconds', 4, 'seconds', 'How long a push looks for the bad records in a batch. Half the API''s statement timeout.');

grant execute on function
  sync.salvage(json),
  sync.is_uuid(text),
  sync.rejection(text, text, text, text, text, text, jsonb, boolean),
  sync.rejection_code(text, text),
  sync.refused_columns(text, jsonb),
  sync.explain_refusal(text, jsonb, text, text, text, text, text, text, text),
  sync.unite(jsonb, jsonb),
  sync.check_changes(jsonb),
  sync.admissible(sync.tables, jsonb, boolean, sync.push_context),
  sync.announce(sync.tables, uuid[], sync.push_context),
  sync.decide(sync.tables, jsonb, jsonb, jsonb, sync.push_context),
  sync.by_scope(sync.tables, jsonb),
  sync.write_rows(sync.tables, jsonb, sync.push_context),
  sync.delete_rows(sync.tables, jsonb, sync.push_context),
  sync.orphan(sync.tables, jsonb, text, sync.push_context),
  sync.parents_first(sync.tables, jsonb),
  sync.push_batch(sync.tables, jsonb, boolean, sync.push_context),
  sync.push_scopes(sync.tables, jsonb, boolean, sync.push_context)
to authenticated;
grant execute on function public.push_changes(json, bigint, bigint, uuid, uuid, bigint, text, bigint) to authenticated;
