-- Sync, part two: the registry, and the code that is generated from it.
--
-- `select sync.register_table('public.tasks')` makes a table sync. It checks that every value can make
-- the round trip to a client and back, enters the table and its columns here, and generates static
-- functions with named columns for it, so that their plans are cached:
--
--   capture_<table>()                        trigger: enters touched rows into the feed
--   list_<table>(scopes, after scope, after, max rows, version)
--                                            all rows of the caller, or of these organisations, for a first pull
--   read_<table>(ids, version)               these rows, for a later pull
--   scopes_<table>(ids)                      whose these rows are, of an organisation's table
--   lock_<table>(scope, ids)                 locks those of these rows that may be updated
--   rows_<table>(scope, ids)                 these rows as push compares them
--   differing_<table>(scope, rows)           which of these records are not what the table holds
--   insert_<table>(scope, rows), update_<table>(scope, rows, except ids), delete_<table>(scope, ids)
--
-- The scope is the caller, or an organisation.
--
-- A table that devices only read has no functions for push, and one that they only add to has insert_<table> alone.
--
-- All but the trigger run with the caller's rights: row-level security is the only gate.

create type sync.scope_kind as enum ('user', 'organization', 'catalogue');
create type sync.direction as enum ('both', 'down', 'up');
create type sync.conflict_rule as enum (
  'latest_edit', 'client_wins', 'server_wins', 'max', 'min', 'union', 'manual'
);
create type sync.wire_type as enum ('string', 'number', 'boolean');

comment on type sync.scope_kind is 'Who a row belongs to: a user, an organisation, or the shared catalogue.';
comment on type sync.direction is 'both: devices read and write; down: they only read; up: they only add, and are sent nothing.';
comment on type sync.conflict_rule is
  'What happens to a column changed on both sides: latest_edit, client_wins, server_wins, max, min, union (JSON arrays as sets), manual (server kept, the person decides).';

create table sync.tables (
  table_id smallint generated always as identity,
  table_name name not null,
  scope_kind sync.scope_kind not null,
  scope_column name,
  since integer not null,
  direction sync.direction not null,
  conflict sync.conflict_rule not null,
  priority integer not null,
  depth integer not null,
  is_recursive boolean not null,
  omitted name[] not null,
  constraint tables_pkey primary key (table_id),
  constraint tables_table_name_key unique (table_name),
  constraint tables_since_is_version check (since > 0),
  constraint tables_scope_has_column check ((scope_kind = 'catalogue') = (scope_column is null))
);

comment on table sync.tables is 'The registry: one row for each synced table.';
comment on column sync.tables.since is 'First schema version of the client that has this table.';
comment on column sync.tables.priority is 'Higher arrives earlier in a first pull, after what the person''s MBTI type puts first.';
comment on column sync.tables.depth is 'Longest chain of foreign keys to other synced tables: a push writes shallow tables first, and deletes deep ones first.';
comment on column sync.tables.is_recursive is 'Whether it refers to itself: deleting one row may then change others.';
comment on column sync.tables.omitted is 'Columns that never leave the server.';

create table sync.columns (
  table_id smallint not null,
  column_name name not null,
  position smallint not null,
  since integer not null,
  rule sync.conflict_rule not null,
  is_writable boolean not null,
  is_nullable boolean not null,
  wire_type sync.wire_type not null,
  type_name text not null,
  encoding text not null,
  default_expression text,
  constraint columns_pkey primary key (table_id, column_name),
  constraint columns_table_id_fkey foreign key (table_id) references sync.tables (table_id) on delete cascade,
  constraint columns_encoding_is_known check (encoding in ('plain', 'instant', 'json', 'array'))
);

comment on table sync.columns is 'The registry: one row for each synced column, id excepted.';
comment on column sync.columns.since is 'First schema version of the client that has this column.';
comment on column sync.columns.is_writable is 'False for what only the server may change; what a device sends for it is ignored.';
comment on column sync.columns.encoding is 'plain: as JSON has it; instant: epoch milliseconds; json and array: JSON text in a string.';


-- sync.has_endless_number: whether JSON holds a number that JavaScript cannot: 1e131071 is eight characters as sent,
-- and 131,072 as text, so that a small record would become a huge one.
create function sync.has_endless_number(value jsonb)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select exists (
    select
    from jsonb_path_query(value, 'strict $.** ? (@.type() == "number")') as n
    where abs(n::numeric) >= 1e309 or scale(n::numeric) > 400
  );
$$;

-- sync.parse_json: the JSON in a string, as clients send it. Raises numeric_value_out_of_range (22003).
create function sync.parse_json(value text)
returns jsonb
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  -- The pattern costs little and is nearly always enough; it may be wrong about what stands in a text.
  if value ~ '(^|[:,\[])\s*-?[0-9.]+[eE][+-]?[0-9]{3}' and sync.has_endless_number(value::jsonb) then
    raise numeric_value_out_of_range using message = 'A number in this JSON is beyond what JavaScript can hold.';
  end if;
  return value::jsonb;
end;
$$;

grant execute on function sync.has_endless_number(jsonb), sync.parse_json(text) to authenticated, service_role;


create type sync.described_column as (
  column_name name, "position" smallint, is_generated boolean, is_nullable boolean, wire_type sync.wire_type,
  type_name text, encoding text, default_expression text, finite_check text, problem text
);

comment on type sync.described_column is 'A column of a table as it travels: what sync.columns keeps, what keeps it so, and why it cannot.';

-- sync.describe_columns: how the columns of a table travel. One whose `problem` is not null cannot.
create function sync.describe_columns(relation regclass, scope_column name, omitted name[])
returns setof sync.described_column
language sql
stable
set search_path = ''
as $$
  with recursive base (attnum, type_oid, modifier, is_domain) as (
    select a.attnum, a.atttypid, a.atttypmod, false
    from pg_catalog.pg_attribute as a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
    union all
    select b.attnum, t.typbasetype, t.typtypmod, true
    from base as b
    join pg_catalog.pg_type as t on t.oid = b.type_oid and t.typtype = 'd'
  ), resolved as (
    select b.attnum, b.modifier, t.oid::regtype::text as base_name, t.typtype, t.typcategory, b.type_oid
    from base as b
    join pg_catalog.pg_type as t on t.oid = b.type_oid and t.typtype <> 'd'
  ), typed as (
    select a.attname, a.attnum, a.attgenerated <> '' as is_generated, not a.attnotnull as is_nullable,
      pg_catalog.format_type(a.atttypid, a.atttypmod) as type_name,
      case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as default_expression,
      r.base_name, r.modifier, r.typtype, r.typcategory
    from pg_catalog.pg_attribute as a
    join resolved as r on r.attnum = a.attnum
    left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = relation
      and a.attname <> 'id' and a.attname is distinct from scope_column and a.attname <> all (omitted)
  )
  select t.attname, t.attnum, t.is_generated, t.is_nullable,
    case
      when t.base_name = 'boolean' then 'boolean'::sync.wire_type
      when t.typcategory = 'N' or t.base_name = 'timestamp with time zone' then 'number'
      else 'string'
    end,
    t.type_name,
    case
      when t.base_name = 'timestamp with time zone' then 'instant'
      when t.base_name = 'jsonb' then 'json'
      when t.typcategory = 'A' then 'array'
      else 'plain'
    end,
    t.default_expression,
    case
      when t.base_name in ('timestamp with time zone', 'date') then format('isfinite(%I)', t.attname)
      when t.base_name in ('double precision', 'real') then format('%I not in (''NaN'', ''Infinity'', ''-Infinity'')', t.attname)
      when t.base_name = 'numeric' then format('%I <> ''NaN''', t.attname)
      -- The path costs little, and is nearly always enough: only what is very large or very small is looked at closely.
      when t.base_name = 'jsonb' then format(
        'not (jsonb_path_exists(%1$I, %2$L) and sync.has_endless_number(%1$I))', t.attname,
        'strict $.** ? (@.type() == "number" && (@ > 1e300 || @ < -1e300 || @ > -1e-300 && @ < 1e-300))'
      )
      when t.base_name = 'bigint' then format('%I between -9007199254740991 and 9007199254740991', t.attname)
    end,
    case
      when t.attname !~ '^[a-z][a-z0-9_]*$' then 'column names are lower case letters, digits and _'
      when t.base_name = 'timestamp with time zone' and t.modifier is distinct from 3 then 'clients keep milliseconds: use timestamptz(3)'
      when t.base_name = 'numeric' and (t.modifier < 0 or ((t.modifier - 4) >> 16) > 15)
        then 'a JavaScript number holds 15 digits: use numeric(p, s) with p at most 15'
      when t.base_name = 'json' then 'use jsonb'
      when t.typtype = 'e' or t.base_name in (
        'text', 'character varying', 'uuid', 'date', 'time without time zone', 'boolean', 'jsonb',
        'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'timestamp with time zone'
      ) then null
      when t.base_name in (
        'text[]', 'uuid[]', 'smallint[]', 'integer[]', 'date[]', 'boolean[]', 'character varying[]', 'double precision[]'
      ) then null
      else format('a value of type %s cannot make the round trip to a client', t.type_name)
    end
  from typed as t
  order by t.attnum;
$$;


-- sync.encoded_columns: the select list that encodes a row as clients get it, for a client of `version`.
create function sync.encoded_columns(of_table smallint, version integer)
returns text
language sql
stable
set search_path = ''
as $$
  select string_agg(
    case c.encoding
      when 'plain' then format('t.%I', c.column_name)
      when 'instant' then format('(date_part(''epoch'', t.%1$I) * 1000)::bigint as %1$I', c.column_name)
      when 'json' then format('t.%1$I::text as %1$I', c.column_name)
      when 'array' then format('array_to_json(t.%1$I)::text as %1$I', c.column_name)
    end, ', ' order by c.position
  )
  from (
    select 'id'::name as column_name, 'plain' as encoding, 0 as position
    union all
    select c.column_name, c.encoding, c.position
    from sync.columns as c
    where c.table_id = of_table and c.since <= version
  ) as c;
$$;


-- sync.generated_code: the functions a registered table must have, by name, as they should read now.
-- Registration installs them; sync.stale_tables() compares them with what is installed.
create function sync.generated_code(of_table smallint)
returns table (function_name text, header text, body text)
language plpgsql
stable
set search_path = ''
as $generator$
declare
  entry sync.tables;
  newest constant integer := 2147483647;
  scope_new text;
  scope_old text;
  shared text;
  own text;
  key text;
  same_row text;
  device text;
  variants integer[];
  mask text;
  edited text;
  names text;
  record_columns text;
  insert_columns text;
  insert_values text;
  assignments text;
  differences text;
  listing text;
  reading text;
  variant integer;
  branch text;
begin
  select * into strict entry from sync.tables as r where r.table_id = of_table;

  if entry.scope_kind = 'catalogue' then
    scope_new := '''00000000-0000-0000-0000-000000000000''::uuid';
    scope_old := scope_new;
    own := 'true';
    same_row := 'n.id = o.id';
  else
    scope_new := format('n.%I', entry.scope_column);
    scope_old := format('o.%I', entry.scope_column);
    own := format('t.%I = (select auth.uid())', entry.scope_column);
    same_row := format('n.%1$I = o.%1$I and n.id = o.id', entry.scope_column);
    -- Push says whose.
    key := format('t.%I = _scope', entry.scope_column);
  end if;
  shared := entry.scope_kind = 'organization';

  if entry.direction <> 'up' then
    select
      string_agg(
        format('case when n.%1$I is distinct from o.%1$I then %2$s else 0::bigint end', c.column_name, 1::bigint << (c.nth - 1)::integer),
        E'\n            + ' order by c.nth
      ),
      format('%L::text[]', array_agg(c.column_name order by c.nth)::text[]),
      coalesce(max('(date_part(''epoch'', n.updated_at) * 1000)::bigint') filter (where c.column_name = 'updated_at'), '0::bigint')
    into mask, names, edited
    from (
      select k.column_name, row_number() over (order by k.position) as nth
      from sync.columns as k
      where k.table_id = of_table
    ) as c;

    -- Names that begin with _ are ours: no synced column may begin so.
    device := case when entry.is_recursive then 'case when %s in (select unnest(_own)) then _device end' else '_device' end;
    function_name := 'capture_' || entry.table_name;
    header := 'returns trigger language plpgsql volatile security definer set search_path = ''''';
    body := format($code$
declare
  _xid constant bigint := pg_current_xact_id()::text::bigint;
  -- Set by push while it writes this table; what triggers write in turn no device holds yet.
  _device constant uuid := case when pg_trigger_depth() = 1
    then substring(current_setting('sync.origin', true) from '^%1$s:(.+)$')::uuid end;%8$s
  _concerned uuid[];
begin
  if tg_op = 'UPDATE' then
    with paired as materialized (
      select coalesce(%2$s, %3$s) as scope_id, coalesce(n.id, o.id) as row_id, coalesce(%4$s, 0) as edited_at,
        case when n.id is null or o.id is null then -1
          else %5$s
        end as mask
      from old_rows as o
      full join new_rows as n on %6$s
    ), templates as (
      -- One text for each combination of columns, with @ for the edit time.
      select m.mask, '{' || string_agg(format('"%%s":[%%s,%%s,@]', c.name, _xid, coalesce('"' || _device || '"', 'null')), ',') || '}' as template
      from (select distinct p.mask from paired as p where p.mask > 0) as m
      join unnest(%7$s) with ordinality as c (name, nth) on m.mask & (1::bigint << (c.nth - 1)::integer) <> 0
      group by m.mask
    ), entered as (
      insert into sync.changes as feed (scope_id, table_id, is_shared, row_id, xid, last_xid, origin, column_xids)
      select p.scope_id, %1$s, %12$s, p.row_id, _xid, _xid, %9$s,
        -- Looked up, not joined: the planner takes transition tables for one row, and would join in nested loops.
        replace((select jsonb_object_agg(t.mask, t.template) from templates as t) ->> p.mask::text, '@', p.edited_at::text)::jsonb
      from paired as p
      where p.mask <> 0
      on conflict (scope_id, table_id, row_id) do update set
        xid = greatest(feed.xid, excluded.xid),
        last_xid = excluded.last_xid,
        origin = excluded.origin,
        column_xids = coalesce(feed.column_xids, jsonb_build_object('*', jsonb_build_array(feed.last_xid, feed.origin, null)))
          || excluded.column_xids
      returning scope_id
    )
    select array(select distinct e.scope_id from entered as e limit 101) into _concerned;
  elsif tg_op = 'INSERT' then
    insert into sync.changes as feed (scope_id, table_id, is_shared, row_id, xid, last_xid, origin)
    select %2$s, %1$s, %12$s, n.id, _xid, _xid, %10$s
    from new_rows as n
    on conflict (scope_id, table_id, row_id) do update set
      xid = greatest(feed.xid, excluded.xid),
      last_xid = excluded.last_xid,
      origin = excluded.origin,
      column_xids = null;
    _concerned := array(select distinct %2$s from new_rows as n limit 101);
  else
    insert into sync.changes as feed (scope_id, table_id, is_shared, row_id, xid, last_xid, origin)
    select %3$s, %1$s, %12$s, o.id, _xid, _xid, %11$s
    from old_rows as o
    on conflict (scope_id, table_id, row_id) do update set
      xid = greatest(feed.xid, excluded.xid),
      last_xid = excluded.last_xid,
      origin = excluded.origin,
      column_xids = null;
    _concerned := array(select distinct %3$s from old_rows as o limit 101);
  end if;
  perform sync.poke(_concerned);
  return null;
end;
$code$, of_table, scope_new, scope_old, edited, mask, same_row, names,
      case when entry.is_recursive then E'\n  _own constant uuid[] := nullif(current_setting(''sync.origin_rows'', true), '''')::uuid[];' else '' end,
      format(device, 'p.row_id'), format(device, 'n.id'), format(device, 'o.id'), shared);
    return next;

    -- A client that knows fewer columns gets a statement of its own with those; the newest comes last.
    select array_agg(distinct c.since order by c.since desc) into variants
    from sync.columns as c
    where c.table_id = of_table and c.since > entry.since;

    listing := '';
    reading := '';
    foreach variant in array coalesce(variants, '{}') || entry.since loop
      branch := case
        when variants is null then ''
        when variant = entry.since then 'else'
        when variant = variants[1] then format('if _version >= %s then', variant)
        else format('elsif _version >= %s then', variant)
      end;
      if entry.scope_kind = 'organization' then
        listing := listing || format($code$  %1$s
    return query
      select json_agg(r.*), count(*)::integer, (array_agg(r.%4$I))[count(*)], (array_agg(r.id))[count(*)]
      from (
        select %2$s
        from public.%3$I as t
        where t.%4$I = any (_scopes) and (_after is null or (t.%4$I, t.id) > (_after_scope, _after))
        order by t.%4$I, t.id
        limit _max_rows
      ) as r;
$code$, branch, sync.encoded_columns(of_table, variant), entry.table_name, entry.scope_column);
        reading := reading || format($code$  %1$s
    select json_agg(r.*), array_agg(r.id) into _updated, _visible
    from (
      select %2$s
      from public.%3$I as t
      where t.id = any (_ids)
    ) as r;
$code$, branch, sync.encoded_columns(of_table, variant), entry.table_name);
        continue;
      end if;
      listing := listing || format($code$  %1$s
    return query
      select json_agg(r.*), count(*)::integer, '00000000-0000-0000-0000-000000000000'::uuid, (array_agg(r.id))[count(*)]
      from (
        select %2$s
        from public.%3$I as t
        where %4$s and (_after is null or t.id > _after)
        order by t.id
        limit _max_rows
      ) as r;
$code$, branch, sync.encoded_columns(of_table, variant), entry.table_name, own);
      reading := reading || format($code$  %1$s
    select json_agg(r.*), array_agg(r.id) into _updated, _visible
    from (
      select %2$s
      from public.%3$I as t
      where %4$s and t.id = any (_ids)
    ) as r;
$code$, branch, sync.encoded_columns(of_table, variant), entry.table_name, own);
    end loop;

    function_name := 'list_' || entry.table_name;
    header := '(_scopes uuid[], _after_scope uuid, _after uuid, _max_rows integer, _version integer) '
      || 'returns table (_rows json, _row_count integer, _last_scope uuid, _last_id uuid) '
      || 'language plpgsql stable security invoker rows 1 set search_path = ''''';
    body := E'\nbegin\n' || listing || case when variants is null then '' else E'  end if;\n' end || E'end;\n';
    return next;

    function_name := 'read_' || entry.table_name;
    header := '(_ids uuid[], _version integer) returns json language plpgsql stable security invoker set search_path = ''''';
    body := E'\ndeclare\n  _updated json;\n  _visible uuid[];\nbegin\n' || reading || case when variants is null then '' else E'  end if;\n' end
      || $code$  return json_build_object(
    'created', '[]'::json,
    'updated', coalesce(_updated, '[]'),
    'deleted', case
      when cardinality(_visible) = cardinality(_ids) then '[]'
      else (select json_agg(gone.id) from (select unnest(_ids) as id except select unnest(_visible)) as gone)
    end
  );
end;
$code$;
    return next;
  end if;

  if entry.direction = 'down' then
    return;
  end if;

  if entry.direction = 'both' then
    -- By ids that are values already: what row-level security guards is only looked up by what cannot leak it.
    if entry.scope_kind = 'organization' then
      function_name := 'scopes_' || entry.table_name;
      header := '(_ids uuid[]) returns jsonb language plpgsql stable security invoker set search_path = ''''';
      body := format($code$
begin
  return coalesce((select jsonb_object_agg(t.id, t.%1$I) from public.%2$I as t where t.id = any (_ids)), '{}');
end;
$code$, entry.scope_column, entry.table_name);
      return next;
    end if;

    -- In id order, so that two writers wait for each other and never deadlock. What is decided by must be read by
    -- a later statement: its snapshot is younger than the locks.
    function_name := 'lock_' || entry.table_name;
    header := '(_scope uuid, _ids uuid[]) returns uuid[] language plpgsql volatile security invoker set search_path = ''''';
    body := format($code$
begin
  -- Locking takes the right to update; what may not be updated need not be locked.
  if has_any_column_privilege('public.%1$I', 'update') then
    return (
      select array_agg(locked.id)
      from (select t.id from public.%1$I as t where %2$s and t.id = any (_ids) order by t.id for no key update) as locked
    );
  end if;
  return (select array_agg(t.id) from public.%1$I as t where %2$s and t.id = any (_ids));
end;
$code$, entry.table_name, key);
    return next;

    function_name := 'rows_' || entry.table_name;
    header := '(_scope uuid, _ids uuid[]) returns jsonb language plpgsql stable security invoker set search_path = ''''';
    body := format($code$
begin
  return coalesce((
    select jsonb_object_agg(r.id, to_jsonb(r.*))
    from (select %1$s from public.%2$I as t where %3$s and t.id = any (_ids)) as r
  ), '{}');
end;
$code$, sync.encoded_columns(of_table, newest), entry.table_name, key);
    return next;

    -- Compared as they travel, since that is what a device holds: JSON by its text, dates by theirs. A record that lacks
    -- what every client has differs; what came later, an older client cannot miss.
    select
      'id uuid, ' || string_agg(
        format('%I %s', c.column_name, case
          when c.wire_type = 'boolean' then 'boolean'
          when c.encoding = 'instant' or c.type_name in ('double precision', 'real') then 'double precision'
          when c.wire_type = 'number' then 'numeric'
          else 'text'
        end), ', ' order by c.position
      ),
      string_agg(
        case when c.since > entry.since then format('e.raw ? %L and ', c.column_name) else '' end
        || format('r.%I is distinct from ', c.column_name)
        || case
          when c.encoding = 'instant' then format('(date_part(''epoch'', t.%I) * 1000)::bigint', c.column_name)
          when c.encoding = 'array' then format('array_to_json(t.%I)::text', c.column_name)
          when c.wire_type = 'string' then format('t.%I::text', c.column_name)
          else format('t.%I', c.column_name)
        end,
        E'\n      or ' order by c.position
      ),
      format('%L::text[]', array_agg(c.column_name::text order by c.position) filter (where c.since <= entry.since))
    into record_columns, differences, names
    from sync.columns as c
    where c.table_id = of_table;

    function_name := 'differing_' || entry.table_name;
    header := '(_scope uuid, _rows jsonb) returns uuid[] language plpgsql stable security invoker set search_path = '''' set datestyle = ''ISO''';
    body := format($code$
begin
  return (
    select array_agg(r.id)
    from jsonb_array_elements(_rows) as e (raw)
    cross join lateral jsonb_to_record(e.raw) as r (%1$s)
    left join public.%2$I as t on %3$s and t.id = r.id
    where t.id is null or e.raw ? '_altered' or not e.raw ?& %4$s
      or %5$s
  );
end;
$code$, record_columns, entry.table_name, key, names, differences);
    return next;
  end if;

  with writable as (
    select c.*,
      case c.encoding
        when 'plain' then format('r.%I', c.column_name)
        when 'instant' then format('to_timestamp(r.%I / 1000)', c.column_name)
        when 'json' then format('sync.parse_json(r.%I)', c.column_name)
        when 'array' then format('case when r.%1$I is not null then array(select jsonb_array_elements_text(sync.parse_json(r.%1$I)))::%2$s end', c.column_name, c.type_name)
      end as decoded,
      case c.encoding when 'plain' then c.type_name when 'instant' then 'double precision' else 'text' end as record_type
    from sync.columns as c
    where c.table_id = of_table and c.is_writable
  )
  select
    'id uuid, ' || string_agg(format('%I %s', w.column_name, w.record_type), ', ' order by w.position),
    'id, ' || string_agg(quote_ident(w.column_name), ', ' order by w.position),
    'r.id, ' || string_agg(
      case
        when w.default_expression is null then w.decoded
        -- A client that leaves out a required column, or a clock that never ran, means the default.
        when w.column_name in ('created_at', 'updated_at') then format('coalesce(to_timestamp(nullif(r.%I, 0) / 1000), %s)', w.column_name, w.default_expression)
        when not w.is_nullable then format('coalesce(%s, %s)', w.decoded, w.default_expression)
        else format('case when e.raw ? %L then %s else %s end', w.column_name, w.decoded, w.default_expression)
      end, ', ' order by w.position
    ),
    string_agg(
      format('%1$I = case when %1$L = any (c.changed) then %2$s else t.%1$I end', w.column_name, w.decoded),
      E',\n      ' order by w.position
    ),
    string_agg(
      format('%1$L = any (c.changed) and t.%1$I is distinct from %2$s', w.column_name, w.decoded),
      E'\n      or ' order by w.position
    )
  into record_columns, insert_columns, insert_values, assignments, differences
  from writable as w;

  function_name := 'insert_' || entry.table_name;
  header := '(_scope uuid, _rows jsonb) returns void language plpgsql volatile security invoker set search_path = ''''';
  body := format($code$
begin
  insert into public.%1$I (%2$s)
  select %3$s
  from jsonb_array_elements(_rows) as e (raw), jsonb_to_record(e.raw) as r (%4$s)%5$s;
end;
$code$, entry.table_name,
    case when entry.scope_column <> 'id' then format('%I, ', entry.scope_column) else '' end || insert_columns,
    case when entry.scope_column <> 'id' then '_scope, ' else '' end || insert_values,
    record_columns,
    -- A device whose answer was lost adds the same again.
    case when entry.direction = 'up' then E'\n  on conflict do nothing' else '' end);
  return next;

  if entry.direction = 'up' then
    return;
  end if;

  -- Only what the device changed, and only where it differs: writing a row as it is would be an edit.
  function_name := 'update_' || entry.table_name;
  header := '(_scope uuid, _rows jsonb, _except uuid[]) returns void language plpgsql volatile security invoker set search_path = ''''';
  body := format($code$
begin
  update public.%1$I as t
  set %2$s
  from jsonb_array_elements(_rows) as e (raw)
  cross join lateral jsonb_to_record(e.raw) as r (%3$s)
  cross join lateral (
    select case
      when e.raw ->> '_status' = 'created' or not e.raw ? '_changed' then array(select jsonb_object_keys(e.raw))
      else string_to_array(e.raw ->> '_changed', ',')
    end as changed
    offset 0 -- once a record, not once a column
  ) as c
  where %4$s and t.id = r.id and t.id <> all (_except)
    and (
      %5$s
    );
end;
$code$, entry.table_name, assignments, record_columns, key, differences);
  return next;

  function_name := 'delete_' || entry.table_name;
  header := '(_scope uuid, _ids uuid[]) returns void language plpgsql volatile security invoker set search_path = ''''';
  body := format($code$
begin
  delete from public.%1$I as t where %2$s and t.id = any (_ids);
end;
$code$, entry.table_name, key);
  return next;
end;
$generator$;


-- sync.register_table: makes a table sync, or brings its functions up to date after it was altered. Then all that is
-- not said again is what it is by default: repeat rules, pull_only and omit. Called by migrations.
--
--   relation      the table, in schema public
--   scope         the column with the owner: a user's id, or an organisation's if it refers to public.organizations or is
--                 that table's own id (the primary key is then (that column, id), or the column is id itself); null
--                 for a catalogue everyone reads
--   since         first schema version of the client that knows it; on a later call, of the columns that are new
--   direction     both; down (clients only read); or up (clients only add: what was added stays as it is, and is sent
--                 to nobody; the primary key may go on after id, with the key of its partitions)
--   conflict      the rule for a column changed on both sides
--   column_rules  {"column": "rule"} where a column differs
--   pull_only     columns only the server writes
--   omit          columns that never leave the server
--   priority      higher arrives earlier in a first pull
--
-- Raises table_cannot_sync (PT400), naming the table or column and the remedy.
create function sync.register_table(
  relation regclass,
  scope text default 'user_id',
  since integer default 14,
  direction text default 'both',
  conflict text default 'latest_edit',
  column_rules jsonb default '{}',
  pull_only text[] default '{}',
  omit text[] default '{}',
  priority integer default 50
)
returns void
language plpgsql
volatile
set search_path = ''
-- "does not exist, skipping" is no news here.
set client_min_messages = 'warning'
as $$
-- What is executed is generated here, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  found_schema name;
  name_of name;
  found_key text[];
  wanted_key text[];
  problem text;
  id smallint;
  code record;
  finite text;
  kind sync.scope_kind;
  hidden name;
  described sync.described_column[];
begin
  select n.nspname, c.relname into found_schema, name_of
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.oid = relation;

  select array_agg(k.column_name::text order by k.nth) into found_key
  from private.key_columns(relation) as k;
  wanted_key := case when scope is null or scope = 'id' then '{id}' else array[scope, 'id'] end;

  kind := case
    when scope is null then 'catalogue'
    when relation = to_regclass('public.organizations') or exists (
      select from pg_catalog.pg_constraint as f
      join pg_catalog.pg_attribute as a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
      where f.conrelid = relation and f.contype = 'f' and cardinality(f.conkey) = 1 and a.attname = scope
        and f.confrelid = to_regclass('public.organizations')
    ) then 'organization'
    else 'user'
  end;
  -- A device is one person's, and need not be told whose its rows are.
  hidden := case when kind = 'user' then scope end;
  described := array(select d from sync.describe_columns(relation, hidden, omit) as d);

  problem := case
    when relation is null then 'there is no such table'
    when found_schema <> 'public' then 'only tables in schema public sync: row-level security guards them there'
    when name_of !~ '^[a-z][a-z0-9_]{0,45}$' then 'table names are at most 46 lower case letters, digits and _'
    when direction not in ('both', 'down', 'up') then format('direction %s: both, down or up is wanted', direction)
    when not conflict = any (enum_range(null::sync.conflict_rule)::text[]) then format('conflict %s: there is no such rule', conflict)
    when since < 1 then format('since %s: a schema version is wanted', since)
    when exists (select from sync.tables as r where r.table_name = name_of and r.since > register_table.since)
      then format('since %s: devices know the table only later; say the version that is the first to have what is new', since)
    when not exists (select from sync.tables as r where r.table_name = name_of) and exists (
      select from pg_catalog.pg_proc as f
      where f.pronamespace = 'sync'::regnamespace
        and f.proname in (
          'capture_' || name_of, 'list_' || name_of, 'read_' || name_of, 'scopes_' || name_of, 'lock_' || name_of,
          'rows_' || name_of, 'differing_' || name_of, 'insert_' || name_of, 'update_' || name_of, 'delete_' || name_of
        )
    ) then 'its functions would take the name of one of the engine''s'
    when not (select c.relrowsecurity from pg_catalog.pg_class as c where c.oid = relation)
      then 'it has no row-level security: alter table … enable row level security'
    when case direction when 'up' then found_key[:cardinality(wanted_key)] else found_key end is distinct from wanted_key then format('its primary key must be (%s)', array_to_string(wanted_key, ', '))
    -- Else it would be taken for a person's, and nobody would be sent anything.
    when kind = 'user' and scope = 'organization_id'
      then 'organization_id must refer to public.organizations (id), alone'
    when scope is null and direction <> 'down' then 'a catalogue is everybody''s: register it with direction => ''down'''
    when exists (
      select from pg_catalog.pg_attribute as a
      where a.attrelid = relation and a.attname = any (wanted_key) and a.atttypid <> 'uuid'::regtype
    ) then 'the columns of its primary key must be uuid'
    when kind = 'organization' and scope <> 'id' and not exists (
      select from pg_catalog.pg_index as i
      join pg_catalog.pg_attribute as a on a.attrelid = relation and a.attnum = i.indkey[0] and a.attname = 'id'
      where i.indrelid = relation and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
    -- Else who belongs to one organisation could make a record with the id of another's, and have what people of both
    -- change of theirs fall upon it.
    ) then format('devices know a record by its id alone: create unique index on public.%I (id)', name_of)
    when described = '{}' then 'it has no columns to sync but its key'
    when direction <> 'up' and 'latest_edit' in (select conflict union select jsonb_each_text.value from jsonb_each_text(column_rules)) and not exists (
      select from unnest(described) as d where d.column_name = 'updated_at' and d.encoding = 'instant'
    ) then 'the rule latest_edit compares edit times: add updated_at timestamptz(3) not null default now()'
    else (
      select format('column %s: %s', d.column_name, d.problem)
      from unnest(described) as d
      where d.problem is not null
      order by d.position
      limit 1
    )
  end;
  problem := coalesce(problem, (
    select format('%s: there is no such column to sync', named.column_name)
    from (
      select jsonb_object_keys(column_rules) union select unnest(pull_only)
    ) as named (column_name)
    where named.column_name not in (select d.column_name from unnest(described) as d)
    limit 1
  ), (
    select format('%s: there is no such column to omit', named.column_name)
    from unnest(omit) as named (column_name)
    where named.column_name not in (select d.column_name from sync.describe_columns(relation, hidden, '{}') as d)
    limit 1
  ), (
    select format('column %s: there is no rule %s', named.key, named.value)
    from jsonb_each_text(column_rules) as named
    where not named.value = any (enum_range(null::sync.conflict_rule)::text[])
    limit 1
  ), (
    select format('column %s: the rule union merges arrays only', d.column_name)
    from unnest(described) as d
    where column_rules ->> d.column_name::text = 'union' and d.encoding not in ('json', 'array')
    limit 1
  ), case when cardinality(described) > 60 then 'more than 60 columns' end);
  if problem is not null then
    raise exception using errcode = 'PT400', message = 'table_cannot_sync',
      detail = format('%s cannot sync: %s.', relation, problem),
      hint = 'See "sync your own table" in the README.';
  end if;

  insert into sync.tables as r (table_name, scope_kind, scope_column, since, direction, conflict, priority, depth, is_recursive, omitted)
  values (
    name_of, kind, scope, register_table.since,
    register_table.direction::sync.direction, register_table.conflict::sync.conflict_rule, register_table.priority,
    (
      select coalesce(max(parent.depth) + 1, 0)
      from pg_catalog.pg_constraint as f
      join pg_catalog.pg_class as c on c.oid = f.confrelid and c.oid <> relation
      join pg_catalog.pg_namespace as n on n.oid = c.relnamespace and n.nspname = 'public'
      join sync.tables as parent on parent.table_name = c.relname
      where f.conrelid = relation and f.contype = 'f'
    ),
    exists (select from pg_catalog.pg_constraint as f where f.conrelid = relation and f.confrelid = relation),
    register_table.omit
  )
  on conflict (table_name) do update set
    scope_kind = excluded.scope_kind, scope_column = excluded.scope_column, direction = excluded.direction,
    conflict = excluded.conflict, priority = excluded.priority, depth = excluded.depth, is_recursive = excluded.is_recursive,
    omitted = excluded.omitted
  returning table_id into id;

  delete from sync.columns as c
  where c.table_id = id
    and c.column_name not in (select d.column_name from unnest(described) as d);
  insert into sync.columns as c (
    table_id, column_name, position, since, rule, is_writable, is_nullable, wire_type, type_name, encoding, default_expression
  )
  select id, d.column_name, d.position, register_table.since,
    coalesce(
      column_rules ->> d.column_name::text,
      -- Two devices always differ in when; the later one is right, and no person need decide.
      case when d.column_name in ('created_at', 'updated_at') then 'max' else register_table.conflict end
    )::sync.conflict_rule,
    register_table.direction <> 'down' and not d.is_generated and d.column_name <> all (pull_only) and d.column_name is distinct from scope,
    d.is_nullable, d.wire_type, d.type_name, d.encoding, d.default_expression
  from unnest(described) as d
  on conflict on constraint columns_pkey do update set
    position = excluded.position, rule = excluded.rule, is_writable = excluded.is_writable, is_nullable = excluded.is_nullable,
    wire_type = excluded.wire_type, type_name = excluded.type_name, encoding = excluded.encoding,
    default_expression = excluded.default_expression;

  -- A suspended account must not write past push.
  if scope is not null then
    perform private.guard_active(relation);
  end if;

  -- What JSON or JavaScript cannot hold must not get in by another door either, or no device could pull it.
  select string_agg(d.finite_check, ' and ' order by d.position) into finite
  from unnest(described) as d;
  execute format('alter table public.%I drop constraint if exists %I', name_of, name_of || '_sync_round_trip');
  if finite is not null then
    execute format('alter table public.%I add constraint %I check (%s)', name_of, name_of || '_sync_round_trip', finite);
  end if;

  -- The planner keeps the commonest values of a column, where erasure would not find them and a count by the planner
  -- tells of them. What people write freely is not worth that.
  for code in
    select a.attname
    from pg_catalog.pg_attribute as a
    join sync.columns as c on c.table_id = id and c.column_name = a.attname
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    where a.attrelid = relation and (c.encoding in ('json', 'array') or t.typcategory = 'S')
      and not exists (select from pg_catalog.pg_index as i where i.indrelid = relation and a.attnum = any (i.indkey))
  loop
    execute format('alter table public.%I alter column %I set statistics 0', name_of, code.attname);
  end loop;

  for code in select * from sync.generated_code(id) loop
    if code.function_name like 'capture%' then
      execute format('create or replace function sync.%I() %s as %L', code.function_name, code.header, code.body);
    else
      execute format('drop function if exists sync.%I', code.function_name);
      execute format('create function sync.%I%s as %L', code.function_name, code.header, code.body);
      execute format('grant execute on function sync.%I to authenticated', code.function_name);
    end if;
  end loop;

  if register_table.direction = 'up' then
    return;
  end if;
  execute format($ddl$
    create or replace trigger _050_refuse_truncate before truncate on public.%1$I
      for each statement execute function sync.refuse_truncate();
    create or replace trigger _900_capture_insert after insert on public.%1$I
      referencing new table as new_rows for each statement execute function sync.%2$I();
    create or replace trigger _900_capture_update after update on public.%1$I
      referencing old table as old_rows new table as new_rows for each statement execute function sync.%2$I();
    create or replace trigger _900_capture_delete after delete on public.%1$I
      referencing old table as old_rows for each statement execute function sync.%2$I();
    alter table public.%1$I enable always trigger _050_refuse_truncate;
    alter table public.%1$I enable always trigger _900_capture_insert;
    alter table public.%1$I enable always trigger _900_capture_update;
    alter table public.%1$I enable always trigger _900_capture_delete;
  $ddl$, name_of, 'capture_' || name_of);
end;
$$;

comment on function sync.register_table(regclass, text, integer, text, text, jsonb, text[], text[], integer) is
  'Makes a table sync: checks it, registers it, generates its functions and triggers. Idempotent; call again after altering the table.';


-- sync.unregister_table: stops syncing a table, before it is dropped. Devices keep what they have.
create function sync.unregister_table(table_name text)
returns void
language plpgsql
volatile
set search_path = ''
set client_min_messages = 'warning'
as $$
declare
  name_of constant text := table_name;
  id constant smallint := (select r.table_id from sync.tables as r where r.table_name = name_of);
  code record;
begin
  if id is null then
    raise exception using errcode = 'PT404', message = 'table_not_registered',
      detail = format('There is no synced table named %L.', name_of),
      hint = 'Look in sync.tables for the names there are.';
  end if;
  if to_regclass(format('public.%I', name_of)) is not null then
    execute format($ddl$
      drop trigger if exists _050_refuse_truncate on public.%1$I;
      drop trigger if exists _900_capture_insert on public.%1$I;
      drop trigger if exists _900_capture_update on public.%1$I;
      drop trigger if exists _900_capture_delete on public.%1$I;
      alter table public.%1$I drop constraint if exists %2$I;
    $ddl$, name_of, name_of || '_sync_round_trip');
  end if;
  for code in select * from sync.generated_code(id) loop
    execute format('drop function if exists sync.%I', code.function_name);
  end loop;
  delete from sync.changes as c where c.table_id = id;
  delete from sync.tables as r where r.table_id = id;
end;
$$;


-- sync.stale_tables: registered tables whose generated functions, columns or triggers are not what a new
-- registration would make, and why. Empty when all is well.
create function sync.stale_tables()
returns table (table_name name, reason text)
language sql
stable
set search_path = ''
as $$
  select r.table_name, 'the table is gone'
  from sync.tables as r
  where to_regclass(format('public.%I', r.table_name)) is null
  union all
  select r.table_name, format('function sync.%s is not as generated', g.function_name)
  from sync.tables as r
  cross join lateral sync.generated_code(r.table_id) as g
  left join pg_catalog.pg_proc as p on p.proname = g.function_name and p.pronamespace = 'sync'::regnamespace
  where p.prosrc is distinct from g.body
  union all
  select r.table_name, format('column %s was added, dropped or altered', differing.column_name)
  from sync.tables as r
  cross join lateral (
    select coalesce(d.column_name, c.column_name) as column_name
    from sync.describe_columns(
      to_regclass(format('public.%I', r.table_name)), case when r.scope_kind = 'user' then r.scope_column end, r.omitted
    ) as d
    full join (select k.* from sync.columns as k where k.table_id = r.table_id) as c on c.column_name = d.column_name
    where (d.type_name, d.is_nullable, d.default_expression) is distinct from (c.type_name, c.is_nullable, c.default_expression)
  ) as differing
  where to_regclass(format('public.%I', r.table_name)) is not null
  union all
  select r.table_name, format('constraint %s_sync_round_trip is missing', r.table_name)
  from sync.tables as r
  where exists (
      select from sync.describe_columns(
      to_regclass(format('public.%I', r.table_name)), case when r.scope_kind = 'user' then r.scope_column end, r.omitted
    ) as d
      where d.finite_check is not null
    )
    and not exists (
      select from pg_catalog.pg_constraint as k
      where k.conrelid = to_regclass(format('public.%I', r.table_name)) and k.conname = r.table_name || '_sync_round_trip'
    )
  union all
  select r.table_name, format('trigger %s is missing or not enabled always', wanted.trigger_name)
  from sync.tables as r
  cross join (
    values ('_050_refuse_truncate'), ('_900_capture_insert'), ('_900_capture_update'), ('_900_capture_delete')
  ) as wanted (trigger_name)
  left join pg_catalog.pg_trigger as t
    on t.tgrelid = to_regclass(format('public.%I', r.table_name)) and t.tgname = wanted.trigger_name
  where r.direction <> 'up' and t.tgenabled is distinct from 'A';
$$;

comment on function sync.stale_tables() is
  'Registered tables that were altered without registering them again, and what differs. Empty when all is well.';

grant execute on function sync.stale_tables() to service_role;
