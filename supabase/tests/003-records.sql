-- Records made up from the registry and the catalogue, for tests that take every synced table through real devices
-- (supabase/tests/client). Where 001-samples.sql fills a table with references and triggers switched off, here a row
-- counts only if everything accepts it: foreign keys, checks, triggers, privileges and policies, as its person.

-- Whose rows of a table are planned for a person, as its scope column says it: their own, or those of the organisation
-- that they joined first. Null for a catalogue, and for who belongs to no organisation.
create or replace function tests.scope_of(entry sync.tables, person uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  if (entry).scope_kind = 'user' then
    return person;
  end if;
  return (
    select m.organization_id
    from public.organization_members as m
    where m.user_id = person and (entry).scope_kind = 'organization'
    order by m.joined_at, m.organization_id
    limit 1
  );
end;
$$;

-- Does this and reads what came of it, as the person or, with null, as the owner; then takes it back unless it is to be kept.
-- Deferred constraints are asked at once, as push does. `rule` and `reason` say what refused it.
create or replace function tests.try_write(
  statement text, reading text, person uuid, keep boolean, out stored jsonb, out rule text, out reason text
)
language plpgsql
volatile
set search_path = ''
as $$
declare
  detail text;
  hint text;
begin
  if person is not null then
    perform tests.become('authenticated', jsonb_build_object(
      'sub', person, 'role', 'authenticated', 'aud', 'authenticated', 'aal', 'aal1', 'is_anonymous', false
    ));
  end if;
  execute statement;
  perform tests.as_owner();
  set constraints all immediate;
  set constraints all deferred;
  execute reading into strict stored;
  if not keep then
    raise exception using errcode = 'TS000', message = 'taken back';
  end if;
exception
  when sqlstate 'TS000' then
    null;
  when others then
    get stacked diagnostics rule = constraint_name, reason = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    reason := concat_ws(' ', sqlstate, reason, detail, hint);
    stored := null;
end;
$$;

-- Values worth trying for a column, which its type and every check that is about it alone accept: first such as could
-- be bent on the way, then the numbers that its checks mention, with their neighbours, those in tests.candidates(), and
-- what other rows have.
create or replace function tests.fitting(relation regclass, column_name name, person uuid)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  type_name text;
  kind "char";
  base_name text;
  rules text;
  present text[];
  mentioned text[];
  guess text;
  value text;
  fitting text[] := '{}';
begin
  select format_type(a.atttypid, a.atttypmod), b.typcategory, format_type(b.oid, null)
  into type_name, kind, base_name
  from pg_catalog.pg_attribute as a
  join pg_catalog.pg_type as t on t.oid = a.atttypid
  join pg_catalog.pg_type as b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
  where a.attrelid = relation and a.attname = column_name;

  execute format('select array(select distinct %1$I::text from %2$s where %1$I is not null limit 5)', column_name, relation) into present;
  select array_agg(number[1]::numeric + step)
  into mentioned
  from pg_catalog.pg_attribute as a
  join pg_catalog.pg_constraint as k on k.contype = 'c' and (k.conrelid = relation and a.attnum = any (k.conkey) or k.contypid = a.atttypid)
  cross join lateral regexp_matches(pg_get_constraintdef(k.oid), '-?\d{1,12}(?:\.\d+)?', 'g') as number
  cross join unnest('{0,1,-1}'::integer[]) as step
  where a.attrelid = relation and a.attname = column_name and kind = 'N';
  select coalesce(string_agg(format('(%s) is not false', pg_get_expr(k.conbin, k.conrelid)), ' and '), 'true')
  into rules
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attname = column_name
  where k.conrelid = relation and k.contype = 'c' and k.conkey = array[a.attnum];

  foreach guess in array array(
    select samples.columns ->> column_name
    from tests.samples
    where samples.table_name::regclass = relation and samples.columns ? column_name::text
  ) || case
    when kind in ('S', 'E') then array[
      E'It’s "quoted" \\ 100 % 👍🏽', E'Ünïcødé, back\\slash, emoji 👩‍👩‍👧‍👦 𝄞\nand a second line\ttab', ' null ', '{"looks": ["like", "json"]}',
      person || E'/a folder/ünï "1".png', person || '/2.png', '/today?x=1&y=2', '/', 'image/png', 'audio/ogg', 'FREQ=WEEKLY;BYDAY=MO,TU', 'FREQ=DAILY',
      'https://example.test/a%20b.png?x="1"', 'Pacific/Auckland', 'UTC', 'nl-BE', 'BE', 'USD', 'ESFP', '#00ff7f', 'second-slug', repeat('b', 64)
    ] || array(select format('%s/%s.png', person, n) from generate_series(3, 24) as n)
    when kind = 'N' then array['0.30000000000000004', '1e-7', '2147483647', '-2147483648', '3', '4', '7', '42', '99.99'] || mentioned
    when base_name = 'uuid' then array[gen_random_uuid()::text, gen_random_uuid()::text]
    when base_name = 'jsonb' then array[E'{"a": [1, 2.50, "é\\"\\\\👍🏽", null], "b": {"c": false}}', '{"nl": "één", "en": "one"}', '{"nl": ["één"], "en": ["one"]}']
    when base_name = 'date' then array['2024-02-29', '2026-10-25', '2000-12-31']
    when base_name = 'timestamp with time zone' then array['2026-02-28T23:59:59.999Z', '2026-03-29T01:30:00.010Z', '1970-01-01T00:00:00.001Z']
    when base_name = 'time without time zone' then array['23:59:59', '00:00:00']
    when base_name = 'text[]' then array[E'{"a,b","\\"quoted\\"","back\\\\slash","{}","NULL","👩‍👩‍👧‍👦"}', '{b,数学}', '{c}']
    when base_name like '%int[]' then array['{1,3,7}', '{7}', '{2,3}']
    else '{}'
  end || tests.candidates(relation, column_name, person) || '{998,999}'::text[] || present
  loop
    begin
      execute format('select %1$I::text from (select %2$L::%3$s as %1$I) as t where %4$s', column_name, guess, type_name, rules) into value;
      if value is not null and value <> all (fitting) then
        fitting := fitting || value;
      end if;
    exception when others then
      null;
    end;
  end loop;
  return fitting;
end;
$$;

-- What can be chosen when a row of this table is made: for each column, or for all columns of a foreign key together,
-- some sets of values. Of a foreign key: what the rows that are there now have, of the person's or their organisation's.
create or replace function tests.choices(entry sync.tables, person uuid)
returns table (key text, columns name[], options jsonb, is_nullable boolean)
language plpgsql
stable
set search_path = ''
as $$
declare
  relation constant regclass := format('public.%I', (entry).table_name)::regclass;
  -- Columns of which nothing is chosen: whose the row is, and who makes it.
  settled constant jsonb := coalesce((
    select jsonb_object_agg(a.attname, person)
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = relation and pg_get_expr(d.adbin, d.adrelid) = 'auth.uid()'
      and not has_column_privilege('authenticated', relation, a.attnum, 'insert')
  ), '{}') || jsonb_build_object(coalesce((entry).scope_column, ''), tests.scope_of(entry, person));
  reference record;
begin
  for reference in
    select k.conname, k.confrelid::regclass as parent,
      array_agg(a.attname) filter (where not settled ? a.attname::text) as own,
      array_agg(format('%L, p.%I::text', a.attname, b.attname)) filter (where not settled ? a.attname::text) as pairs,
      -- Of all people a person knows only themselves; of members of their organisation, all.
      string_agg(format('p.%I = %L', b.attname, coalesce(settled ->> a.attname::text, person::text)), ' and ')
        filter (where settled ? a.attname::text or k.confrelid = 'public.users'::regclass) as condition,
      bool_or(not a.attnotnull) as is_nullable
    from pg_catalog.pg_constraint as k
    cross join lateral unnest(k.conkey, k.confkey) as pair (own, theirs)
    join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = pair.own
    join pg_catalog.pg_attribute as b on b.attrelid = k.confrelid and b.attnum = pair.theirs
    where k.conrelid = relation and k.contype = 'f'
    group by k.oid
    having bool_or(not settled ? a.attname::text)
  loop
    key := reference.conname;
    columns := reference.own;
    is_nullable := reference.is_nullable;
    execute format(
      'select coalesce(jsonb_agg(o.choice), %L) from (
        select jsonb_build_object(%s) as choice
        from %s as p left join pg_temp.planned as d on d.table_name = %L and d.id = p.id
        where %s order by d.nth, p.id limit 30
      ) as o',
      '[]', array_to_string(reference.pairs, ', '), reference.parent, split_part(reference.parent::text, '.', 2), coalesce(reference.condition, 'true')
    ) into options;
    return next;
  end loop;

  return query
    select a.attname::text, array[a.attname],
      (select coalesce(jsonb_agg(jsonb_build_object(a.attname, f.value)), '[]') from unnest(tests.fitting(relation, a.attname, person)) as f (value)),
      not a.attnotnull
    from pg_catalog.pg_attribute as a
    where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
      and a.attname not in ('id', 'created_at', 'updated_at') and not settled ? a.attname::text
      and not exists (
        select from pg_catalog.pg_constraint as k where k.conrelid = relation and k.contype = 'f' and a.attnum = any (k.conkey)
      );
end;
$$;

-- Text of a query for one row: whole, as it travels, whether a condition holds of it, and a digest of the other rows of
-- the person, or of their organisation.
create or replace function tests.reading(
  entry sync.tables, person uuid, id uuid, condition text default 'true', with_others boolean default false
)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return format(
    'select jsonb_build_object(''row'', to_jsonb(t), ''raw'', (select to_jsonb(r) from (select %s) as r), ''holds'', %s, ''others'', %s) from public.%I as t where %s and t.id = %L',
    (select e.columns from pg_temp.encodings as e where e.table_id = (entry).table_id), condition,
    case when with_others
      then format('(select md5(string_agg(o::text, chr(10) order by o.id)) from public.%I as o where o.%I = %L and o.id <> t.id)',
        (entry).table_name, (entry).scope_column, tests.scope_of(entry, person))
      else 'null'
    end,
    (entry).table_name, case when (entry).scope_column is null then 'true' else format('t.%I = %L', (entry).scope_column, tests.scope_of(entry, person)) end, id
  );
end;
$$;

-- Values of columns as a select list.
create or replace function tests.listed(relation regclass, given jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select string_agg(format('%L::%s as %I', given ->> a.attname::text, format_type(a.atttypid, a.atttypmod), a.attname), ', ')
    from pg_catalog.pg_attribute as a
    where a.attrelid = relation and given ? a.attname::text
  );
end;
$$;

-- Whether a person sees a row.
create or replace function tests.is_visible(relation regclass, id uuid, person uuid)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  seen boolean;
begin
  perform tests.become('authenticated', jsonb_build_object('sub', person, 'role', 'authenticated'));
  execute format('select exists (select from %s as t where t.id = $1)', relation) into seen using id;
  perform tests.as_owner();
  return seen;
end;
$$;

-- Makes a row and keeps it. The first draw takes from each of the choices the nth; what a refusal is about is drawn
-- anew, until the row is accepted. `focus` is a column that is to have a value. Returns null, or why it could not be done.
-- The choices are in pg_temp.choices.
create or replace function tests.make_record(
  entry sync.tables, person uuid, as_device boolean, nth integer, focus text default null, out id uuid, out problem text
)
language plpgsql
volatile
set search_path = ''
as $$
declare
  relation constant regclass := format('public.%I', (entry).table_name)::regclass;
  scope constant uuid := tests.scope_of(entry, person);
  -- What must be said, until it is refused.
  fixed jsonb := coalesce((select samples.columns from tests.samples where samples.table_name::regclass = relation), '{}')
    - array(select u.column_name from pg_temp.unfit as u where u.table_name = (entry).table_name);
  -- An id that follows from other columns: by how it is generated, or because a check says so.
  generated constant text := (
    select pg_get_expr(d.adbin, d.adrelid)
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = relation and a.attname = 'id' and a.attgenerated <> ''
  );
  derivation constant text := coalesce(generated, (
    select substring(pg_get_constraintdef(k.oid) from '^CHECK \(\(id = (.*)\)\)$')
    from pg_catalog.pg_constraint as k
    where k.conrelid = relation and k.contype = 'c' and pg_get_constraintdef(k.oid) ~ '^CHECK \(\(id = '
  ));
  choice record;
  size integer;
  pick bigint;
  drawn jsonb := '{}';
  redrawn text[];
  collisions integer := 0;
  given jsonb;
  involved text[];
  outcome record;
begin
  if (entry).scope_column is not null and scope is null then
    problem := 'the person belongs to no organisation';
    return;
  end if;
  for attempt in 1..case (entry).direction when 'down' then 40 else 400 end loop
    given := '{}';
    for choice in
      select c.*
      from pg_temp.choices as c
      where c.table_name = (entry).table_name
        and (not as_device or not exists (
          select from unnest(c.columns) as n (name) where not has_column_privilege('authenticated', relation, n.name, 'insert')
        ))
      order by cardinality(c.columns), c.key
    loop
      size := jsonb_array_length(choice.options);
      if size = 0 and not choice.is_nullable then
        problem := format('no value is known for %s', choice.key);
        return;
      end if;
      -- One of a few words, as a kind or a status, stays for a while: first the others are to fit it.
      if attempt = 1 or choice.key = any (redrawn) and (attempt > 10 or choice.is_nullable or size > 8 or choice.options -> 0 ->> choice.key !~ '^\w+$') then
        -- Now and then none, where that may be.
        pick := case
          when size = 0 then size
          when attempt = 1 then (nth - 1) % size
          else abs(hashtextextended(concat_ws(' ', choice.key, nth, attempt), 0))
            % (size + case when choice.is_nullable and coalesce(focus <> all (choice.columns), true) then 1 + size * (attempt % 3) * 2 else 0 end)
        end;
        drawn := jsonb_set(drawn, array[choice.key], to_jsonb(pick));
      end if;
      given := given || coalesce(
        choice.options -> (drawn ->> choice.key)::integer,
        (select coalesce(jsonb_object_agg(n.name, null), '{}') from unnest(choice.columns) as n (name) where not given ? n.name::text)
      );
    end loop;
    given := given || (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(fixed) as f where given ? f.key and f.key not like '%\_id');
    if (entry).scope_column is not null then
      given := given || jsonb_build_object((entry).scope_column, scope);
    end if;
    id := coalesce((given ->> 'id')::uuid, gen_random_uuid());
    if derivation is not null then
      execute format('select %s from (select %s) as given', derivation, tests.listed(relation, given)) into id;
    end if;
    if generated is null then
      given := given || jsonb_build_object('id', id);
    end if;

    outcome := tests.try_write(
      format('insert into %1$s (%2$s) select %2$s from (select %3$s) as given', relation,
        (select string_agg(quote_ident(n.name), ', ') from jsonb_object_keys(given) as n (name)), tests.listed(relation, given)),
      tests.reading(entry, person, id, case when focus is null then 'true' else format('t.%I is not null', focus) end), case when as_device then person end, true
    );
    if outcome.stored is not null then
      if (outcome.stored ->> 'holds')::boolean and (as_device or tests.is_visible(relation, id, person)) then
        return;
      end if;
      -- The focus was settled away, or it is a draft: that may lie in any choice.
      execute format('delete from %s as t where t.id = %L%s', relation, id,
        case when (entry).scope_column is not null then format(' and t.%I = %L', (entry).scope_column, scope) end);
      involved := null;
    else
      problem := outcome.reason;
      involved := array(
        select a.attname::text
        from pg_catalog.pg_constraint as k
        join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
        where k.conrelid = relation and k.conname = outcome.rule
        union
        select n.name
        from jsonb_object_keys(given) as n (name)
        where outcome.rule = '' and outcome.reason ~ format('\m%s\M', n.name)
      );
      collisions := collisions + ('id' = any (involved))::integer;
      exit when collisions > 20;
      if 'id' = any (involved) and derivation is not null then
        involved := involved || array(select n.name from jsonb_object_keys(given) as n (name) where derivation ~ format('\m%s\M', n.name));
        -- Nothing that could be chosen makes it another.
        exit when not exists (select from pg_temp.choices as c where c.table_name = (entry).table_name and c.columns::text[] && involved);
      end if;
    end if;
    -- It was said for rows that no trigger looks at.
    if attempt >= 200 and fixed ?| involved then
      insert into pg_temp.unfit select (entry).table_name, unnest(involved);
      fixed := fixed - involved;
    end if;
    redrawn := array(
      select c.key from pg_temp.choices as c
      where c.table_name = (entry).table_name
        -- Eight attempts to put right what was drawn, then a new draw of all.
        and (c.columns::text[] && involved or coalesce(involved, '{}') = '{}' or attempt % 8 = 0)
    );
  end loop;
  id := null;
  problem := coalesce(problem, format('%s is always settled away, or the row not to be seen', focus));
end;
$$;

-- Two other values that a device may give this column of a record, one after the other and back, as they travel; one if
-- there is no more, as of a boolean; null if there is none. `alone` says that nothing else that devices write changes,
-- `spreads` that other rows of the table do. A rehearsal is content with one.
create or replace function tests.alternatives(
  entry sync.tables, person uuid, id uuid, column_name name, is_rehearsal boolean, out options jsonb, out alone boolean, out spreads boolean
)
language plpgsql
volatile
set search_path = ''
as $$
declare
  type_name constant text := (
    select format_type(atttypid, atttypmod) from pg_catalog.pg_attribute
    where attrelid = format('public.%I', (entry).table_name)::regclass and attname = column_name
  );
  -- One statement after the other, with %1$s to be replaced by a value.
  writing constant text := format(
    'update public.%I as t set %I = %%s::%s where t.%I = %L and t.id = %L', (entry).table_name, column_name, type_name,
    (entry).scope_column, tests.scope_of(entry, person), id
  );
  base jsonb;
  value text;
  outcome record;
  accepted jsonb := '[]';
  chain text;
begin
  execute tests.reading(entry, person, id, format('quote_nullable(t.%I)', column_name), true) into base;
  for value in
    select c.value
    from (
      select o.option ->> column_name::text, min(o.nth)
      from pg_temp.choices as k, jsonb_array_elements(k.options) with ordinality as o (option, nth)
      where k.table_name = (entry).table_name and column_name = any (k.columns)
      group by 1
      union all
      select null, null
      from sync.columns as s
      where s.table_id = (entry).table_id and s.column_name = alternatives.column_name and s.is_nullable
    ) as c (value, nth)
    order by c.nth nulls last
  loop
    outcome := tests.try_write(
      format(writing, quote_nullable(value)),
      tests.reading(entry, person, id, format('t.%I is not distinct from %L::%s', column_name, value, type_name), true), person, false
    );
    if (outcome.stored ->> 'holds')::boolean and outcome.stored -> 'raw' -> column_name::text <> base -> 'raw' -> column_name::text then
      accepted := accepted || jsonb_build_array(jsonb_build_object(
        'sql', quote_nullable(value), 'raw', outcome.stored -> 'raw' -> column_name::text,
        'spreads', outcome.stored -> 'others' <> base -> 'others',
        'alone', not exists (
          select
          from sync.columns as c
          where c.table_id = (entry).table_id and c.is_writable and c.column_name not in (alternatives.column_name, 'updated_at')
            and outcome.stored -> 'raw' -> c.column_name::text <> base -> 'raw' -> c.column_name::text
        )
      ));
      exit when (select count(*) from jsonb_array_elements(accepted) as a where (a ->> 'alone')::boolean) >= case when is_rehearsal then 1 else 2 end;
    end if;
  end loop;

  for options, alone, spreads, chain in
    select case when y.nth = x.nth then jsonb_build_array(x.a -> 'raw') else jsonb_build_array(x.a -> 'raw', y.a -> 'raw') end,
      (x.a ->> 'alone')::boolean and (y.a ->> 'alone')::boolean, (x.a ->> 'spreads')::boolean or (y.a ->> 'spreads')::boolean,
      concat_ws('; ', format(writing, x.a ->> 'sql'), format(writing, base ->> 'holds'), format(writing, y.a ->> 'sql'))
    from jsonb_array_elements(accepted) with ordinality as x (a, nth)
    cross join jsonb_array_elements(accepted) with ordinality as y (a, nth)
    order by x.nth = y.nth, (x.a ->> 'alone')::boolean and (y.a ->> 'alone')::boolean desc, x.nth, y.nth
    limit 12
  loop
    outcome := tests.try_write(chain, tests.reading(entry, person, id), person, false);
    if outcome.stored is not null then
      return;
    end if;
  end loop;
  options := null;
  alone := null;
end;
$$;

-- The tables that a plan is made in, until the end of the transaction.
create or replace function tests.open_plan()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  create temporary table encodings on commit drop as
  select t.table_id, sync.encoded_columns(t.table_id, 2147483647) as columns from sync.tables as t;
  create temporary table choices (table_name text, key text, columns name[], options jsonb, is_nullable boolean) on commit drop;
  create temporary table planned (
    nth integer generated always as identity, table_name text, id uuid, maker text, is_used boolean default false
  ) on commit drop;
  create temporary table unfit (table_name text, column_name text) on commit drop;
  create temporary table edits (table_name text, id uuid, column_name name) on commit drop;
end;
$$;

-- For a person, a world of records, and what can be done with them:
--
--   records   [{table, id, maker, raw, row}]: parents first. The maker is 'device', or 'server' where devices may not, or
--             'there' for what was there already; raw is the record as a device holds it
--   edits     [{table, id, column, options, alone, spreads}]: a column, the record it is to be edited in, and values for it
--   without   [table.column]: columns that devices may edit and for which no other value was found
--   problems  [{table, problem}]: where no record could be made
--
-- It only leaves these rows behind if the caller commits.
create or replace function tests.plan_records(person uuid)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  entry sync.tables;
  made record;
  field record;
  edit record;
  is_found boolean;
  is_full boolean;
  listing text;
  result_records jsonb := '[]';
  result_edits jsonb := '[]';
  without jsonb := '[]';
  problems jsonb := '[]';
  contents jsonb;
begin
  perform tests.open_plan();
  perform tests.as_owner();

  -- Rows to refer to: more of what others refer to.
  for entry in select t.* from sync.tables as t where t.direction <> 'down' order by t.depth, t.table_id loop
    insert into pg_temp.choices select (entry).table_name, c.* from tests.choices(entry, person) as c;
    execute format('insert into pg_temp.planned (table_name, id, maker) select %L, t.id, %L from public.%I as t where t.%I = %L',
      entry.table_name, 'there', entry.table_name, entry.scope_column, tests.scope_of(entry, person));
    for nth in 1..case
      when exists (select from pg_temp.planned as p where p.table_name = entry.table_name) then 0
      when exists (select from pg_catalog.pg_constraint where confrelid = format('public.%I', entry.table_name)::regclass) then 10
      else 1
    end loop
      made := tests.make_record(entry, person, tests.may_insert(entry), nth);
      exit when made.id is null;
      insert into pg_temp.planned (table_name, id, maker) values (entry.table_name, made.id, case when tests.may_insert(entry) then 'device' else 'server' end);
      if entry.is_recursive then
        delete from pg_temp.choices as c where c.table_name = entry.table_name;
        insert into pg_temp.choices select (entry).table_name, c.* from tests.choices(entry, person) as c;
      end if;
    end loop;
    if not exists (select from pg_temp.planned as p where p.table_name = entry.table_name) then
      problems := problems || jsonb_build_array(jsonb_build_object('table', entry.table_name, 'problem', made.problem));
    end if;
  end loop;

  -- For each column a record of its own to edit it in; one that is there already, where no more can be made.
  for entry in select t.* from sync.tables as t where t.direction = 'both' order by t.depth, t.table_id loop
    is_full := exists (select from pg_temp.planned as p where p.table_name = entry.table_name and p.maker = 'there');
    for field in
      select c.column_name
      from sync.columns as c
      where c.table_id = entry.table_id and c.is_writable and c.column_name not in ('created_at', 'updated_at')
        and has_column_privilege('authenticated', format('public.%I', entry.table_name), c.column_name, 'update')
      order by c.position
    loop
      is_found := false;
      for draw in 1..case when is_full then 0 else 6 end loop
        begin
          made := tests.make_record(
            entry, person, tests.may_insert(entry),
            (select count(*)::integer + 7 * draw from pg_temp.planned as p where p.table_name = entry.table_name), field.column_name
          );
          if made.id is null then
            is_full := made.problem ~ '^23505 .*_pkey';
            exit when is_full;
            continue;
          end if;
          edit := tests.alternatives(entry, person, made.id, field.column_name, true);
          is_found := edit.options is not null;
          if not is_found then
            raise exception using errcode = 'TS000', message = 'taken back';
          end if;
          insert into pg_temp.planned (table_name, id, maker, is_used)
          values (entry.table_name, made.id, case when tests.may_insert(entry) then 'device' else 'server' end, true);
          insert into pg_temp.edits values (entry.table_name, made.id, field.column_name);
          exit;
        exception when sqlstate 'TS000' then
          null;
        end;
      end loop;
      if not is_found then
        for made in select p.id from pg_temp.planned as p where p.table_name = entry.table_name order by p.is_used, p.nth limit 10 loop
          edit := tests.alternatives(entry, person, made.id, field.column_name, true);
          is_found := edit.options is not null;
          if is_found then
            insert into pg_temp.edits values (entry.table_name, made.id, field.column_name);
            update pg_temp.planned as p set is_used = true where p.id = made.id;
            exit;
          end if;
        end loop;
      end if;
      if not is_found then
        without := without || to_jsonb(entry.table_name || '.' || field.column_name);
      end if;
    end loop;
  end loop;

  -- Once more, now that all is there; where what has come since stands in the way, in another record.
  for entry in select t.* from sync.tables as t where t.direction = 'both' order by t.depth, t.table_id loop
    for field in select e.id, e.column_name from pg_temp.edits as e where e.table_name = entry.table_name loop
      for made in
        select p.id from pg_temp.planned as p where p.table_name = entry.table_name order by p.id <> field.id, p.is_used, p.nth
      loop
        edit := tests.alternatives(entry, person, made.id, field.column_name, false);
        exit when edit.options is not null;
      end loop;
      result_edits := result_edits || jsonb_build_array(jsonb_build_object(
        'table', entry.table_name, 'id', made.id, 'column', field.column_name, 'options', edit.options, 'alone', edit.alone,
        'spreads', edit.spreads
      ));
    end loop;
  end loop;
  for entry in select t.* from sync.tables as t where t.direction <> 'down' order by t.depth, t.table_id loop
    for made in select p.id, p.maker from pg_temp.planned as p where p.table_name = entry.table_name order by p.nth loop
      execute tests.reading(entry, person, made.id) into contents;
      result_records := result_records || jsonb_build_array(jsonb_build_object(
        'table', entry.table_name, 'id', made.id, 'maker', made.maker, 'raw', contents -> 'raw', 'row', contents -> 'row'
      ));
    end loop;
  end loop;

  -- What only the server writes, for the person or for all.
  for entry in select t.* from sync.tables as t where t.direction = 'down' order by t.depth, t.table_id loop
    insert into pg_temp.choices select (entry).table_name, c.* from tests.choices(entry, person) as c;
    made := tests.make_record(entry, person, false, 1);
    is_found := made.id is null;
    if is_found then
      -- Not so where the catalogue is complete, or one row is all there may be.
      execute format('select t.id from public.%I as t where %s and tests.is_visible(t.tableoid, t.id, $1) limit 1', entry.table_name,
        case when entry.scope_column is null then 'true' else format('t.%I = %L', entry.scope_column, tests.scope_of(entry, person)) end) into edit using person;
      made.id := edit.id;
    end if;
    if made.id is null then
      problems := problems || jsonb_build_array(jsonb_build_object('table', entry.table_name, 'problem', made.problem));
    else
      execute tests.reading(entry, person, made.id) into contents;
      result_records := result_records || jsonb_build_array(jsonb_build_object(
        'table', entry.table_name, 'id', made.id, 'maker', case when is_found then 'there' else 'server' end,
        'raw', contents -> 'raw', 'row', contents -> 'row'
      ));
    end if;
  end loop;

  return jsonb_build_object('records', result_records, 'edits', result_edits, 'without', without, 'problems', problems);
end;
$$;

-- Whether devices make records of it.
create or replace function tests.may_insert(entry sync.tables)
returns boolean
language sql
stable
set search_path = ''
as $$
  select (entry).direction <> 'down' and exists (
    select from sync.columns as c
    where c.table_id = (entry).table_id and has_column_privilege('authenticated', format('public.%I', (entry).table_name), c.column_name, 'insert')
  );
$$;

grant execute on all functions in schema tests to anon, authenticated, service_role;


begin;
select plan(6);

select tests.create_person('alice');
select tests.create_notes();
alter table public.notes
  add constraint notes_rank_is_small check (rank between 1 and 3),
  add constraint notes_done_has_rank check (is_done = (rank is not null)),
  add constraint notes_is_one_a_parent check (id = private.derived_id(user_id, coalesce(parent_id, user_id)));
select tests.open_plan();
create temporary table entry as select t as it from sync.tables as t where t.table_name = 'notes';
insert into pg_temp.choices select 'notes', c.* from entry, tests.choices(it, tests.user_id('alice')) as c;

select set_eq(
  $$select unnest(tests.fitting('public.notes', 'rank', tests.user_id('alice')))$$, '{1,2,3}'::text[],
  'values are those that the checks of a column accept, and their bounds are among them'
);
select is(
  (select problem from entry, tests.make_record(it, tests.user_id('alice'), true, 1)), null,
  'a record is found that satisfies checks about several columns and whose id is derived'
);
select results_eq(
  $$select id = private.derived_id(user_id, user_id), is_done = (rank is not null), user_id from public.notes$$,
  $$values (true, true, tests.user_id('alice'))$$,
  'and it is there, and its person''s'
);
select matches(
  (select problem from entry, tests.make_record(it, tests.user_id('alice'), true, 2)), '^23505 .*notes_pkey',
  'where there can be no other, that is said'
);
select is(
  (select a.options from public.notes as n, entry, tests.alternatives(it, tests.user_id('alice'), n.id, 'title', false) as a)
    @> to_jsonb(array[(select title from public.notes)]),
  false,
  'other values of a column are others'
);
alter table public.notes disable row level security;
revoke update on public.notes from authenticated;
select is(
  (select a.options from public.notes as n, entry, tests.alternatives(it, tests.user_id('alice'), n.id, 'title', false) as a), null,
  'and are tried with the rights of a person'
);

select * from finish();
rollback;
