-- Atomic operations: several writes that belong together, in one request.
--
--   execute_operations            a batch of steps that may depend on each other: all or nothing, or each on its own
--   complete_onboarding           profile, MBTI profile, preferences and first coaching session, at once
--   record_coaching_session       a session with what came of it, what was done, how it was used and what was noticed
--
-- Three things hold for all of them:
--
--   Nothing is written twice. What was done is remembered for sync.answer_days under the id of the operation; its
--   repetition is answered as the first time, and changes nothing. What failed left nothing behind and may be tried
--   again, corrected or not.
--
--   They write as push does, by the functions that sync generated for each table and with the caller's rights. No
--   device is taken to hold what they wrote: the next pull brings it to all of them, the one that asked included.
--
--   An error names the step and the field: operations[2].row.title, payload.session.started_at.
--
-- Values are encoded as in sync. Where JSON has a way of its own that is taken too: arrays and objects as such instead
-- of as text, and times after ISO 8601 instead of epoch milliseconds.

insert into private.settings (name, value, unit, description) values
  ('operations.max_steps', 200, 'steps', 'Most steps of one batch of operations.'),
  ('operations.max_bytes', 1048576, 'bytes', 'Largest batch of operations, or payload of an atomic function, as jsonb holds it.');


-- private.named_id: the id of what is called `name` within `parent`: the same for the same name.
create function private.named_id(parent uuid, name text)
returns uuid
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  return private.derived_id(parent, md5(name)::uuid);
end;
$$;

-- private.epoch_ms: a time after ISO 8601, with its offset, as sync has it. What is no such time stays as it is.
create function private.epoch_ms(value jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if jsonb_typeof(value) = 'string'
    and value #>> '{}' ~ '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)$'
  then
    return to_jsonb((date_part('epoch', (value #>> '{}')::timestamptz) * 1000)::bigint);
  end if;
  return value;
exception when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
  return value;
end;
$$;

-- private.encode_record: a record as the functions of sync take it, from one that may hold arrays, objects and times
-- as JSON has them.
create function private.encode_record(of_table text, raw jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(x.key, case
    when c.encoding in ('json', 'array') and jsonb_typeof(x.value) in ('array', 'object') then to_jsonb(x.value::text)
    when c.encoding = 'instant' then private.epoch_ms(x.value)
    else x.value
  end), '{}')
  from jsonb_each(raw) as x
  left join (
    select k.column_name, k.encoding
    from sync.columns as k
    join sync.tables as r on r.table_id = k.table_id
    where r.table_name = of_table
  ) as c on c.column_name = x.key;
$$;

-- private.check_record: that an encoded record has only fields of its table, of the type they travel as, and, when
-- `fields` are given, only those. `place` says where the record stands.
-- Raises field_malformed (PT422), naming the field.
create function private.check_record(of_table text, raw jsonb, place text, fields text[] default null)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  problem text;
begin
  if jsonb_typeof(raw) is distinct from 'object' then
    problem := format('%s: an object is wanted.', place);
  else
    select case
        when x.key <> 'id' and c.column_name is null or not x.key = any (fields) then format('%s.%s: there is no such field.', place, left(x.key, 80))
        when x.key = 'id' then format('%s.id: a lower-case uuid is wanted.', place)
        when c.encoding = 'instant' then format('%s.%s: a time is wanted, in epoch milliseconds or after ISO 8601 with its offset.', place, x.key)
        when c.encoding in ('json', 'array') then format('%s.%s: %s is wanted.', place, x.key, case c.encoding when 'array' then 'an array' else 'JSON' end)
        else format('%s.%s: a %s is wanted.', place, x.key, c.wire_type)
      end
    into problem
    from jsonb_each(raw) as x
    left join (
      select k.column_name, k.encoding, k.wire_type
      from sync.columns as k
      join sync.tables as r on r.table_id = k.table_id
      where r.table_name = of_table
    ) as c on c.column_name = x.key
    where case
      when x.key = 'id' then jsonb_typeof(x.value) <> 'string' or not sync.is_uuid(x.value #>> '{}') or not x.key = any (fields)
      else c.column_name is null or not x.key = any (fields) or jsonb_typeof(x.value) not in ('null', c.wire_type::text)
    end
    order by x.key
    limit 1;
  end if;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'field_malformed', detail = problem,
      hint = 'Send the fields of the table by their names, encoded as in sync.';
  end if;
end;
$$;

-- private.raise_refusal: raises what Postgres, or a trigger, had against a record, in our form: the code and the words
-- that a rejection of a push would have, and a detail that begins with the place of the record and the field.
create function private.raise_refusal(
  of_table text, raw jsonb, place text, state text, message text, detail text, hint text, column_name text, constraint_name text, domain_name text
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  explained text := message;
  advice text := hint;
  fields text[];
  field text;
begin
  -- A call has arguments and no record.
  if of_table is not null then
    select r.message, r.hint, r.columns into explained, advice, fields
    from sync.explain_refusal(of_table, raw, state, column_name, constraint_name, domain_name, message, detail, hint) as r;
  end if;
  field := place || coalesce('.' || array_to_string(fields, '|'), '');
  raise exception using
    errcode = case
      when state like 'PT%' then state
      when state = '42501' then 'PT403'
      when state in ('23505', '23P01') then 'PT409'
      else 'PT422'
    end,
    message = sync.rejection_code(state, message),
    detail = case
      when state like 'PT%' and detail like place || '%' then detail
      -- It names the column, or the argument.
      when state like 'PT%' and detail ~ '^[][a-z0-9_.]+: ' then place || case when of_table is null then '.args.' else '.' end || detail
      when state like 'PT%' or state = 'P0001' then field || ': ' || coalesce(nullif(detail, ''), message)
      else field || ': ' || explained
    end,
    hint = coalesce(nullif(advice, ''), 'Correct it and send it again.');
end;
$$;


-- Functions that a batch may call, as data: a chapter that has one adds it. They do their work within the transaction,
-- for the caller alone, and may be rolled back with it. Not among them: push and pull, whose cursors count on a
-- transaction of their own; what ends sessions; what operators do.

create table private.batch_functions (
  name name not null,
  reason text not null,
  constraint batch_functions_pkey primary key (name)
);

comment on table private.batch_functions is 'Public functions that a step of execute_operations may call.';
comment on column private.batch_functions.reason is 'Why it is safe in a batch.';

grant select on private.batch_functions to authenticated;

insert into private.batch_functions (name, reason) values
  ('complete_onboarding', 'Writes only the caller''s rows; remembers what it answered.'),
  ('record_coaching_session', 'Writes only the caller''s rows; remembers what it answered.'),
  ('disconnect_integration', 'Ends one of the caller''s integrations. Idempotent.'),
  ('register_device', 'Notes what a device says of itself. Idempotent.'),
  ('review_concept', 'Adds one of the caller''s reviews, once by its review_id.'),
  ('resolve_conflict', 'Writes one of the caller''s rows, once.'),
  ('has_entitlement', 'Reads only.'),
  ('entitlement_limit', 'Reads only.'),
  ('my_feature_flags', 'Reads only.');

-- private.call_batch_function: calls one of these with arguments by name. Returns its result as JSON: an array of what
-- a function of many rows gives, null of one that gives nothing.
-- Raises function_not_offered (PT403), field_malformed (PT422), and what the function raises.
create function private.call_batch_function(name text, args jsonb, place text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
-- What is executed is made of the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  callee pg_catalog.pg_proc;
  parameter record;
  problem text;
  list text;
  result jsonb;
begin
  select p.* into callee
  from pg_catalog.pg_proc as p
  join private.batch_functions as b on b.name = p.proname
  where p.pronamespace = 'public'::regnamespace and p.proname = call_batch_function.name
    and has_function_privilege(p.oid, 'execute');
  if not found then
    raise exception using errcode = 'PT403', message = 'function_not_offered',
      detail = format('%s.function: %s cannot be called in a batch.', place, coalesce(left(name, 80), 'null')),
      hint = format('Call it on its own. In a batch there are: %s.', (select string_agg(b.name, ', ' order by b.name) from private.batch_functions as b));
  end if;
  if jsonb_typeof(args) <> 'object' then
    problem := format('%s.args: an object is wanted.', place);
  end if;

  for parameter in
    select a.name, a.nth > callee.pronargs - callee.pronargdefaults as has_default, pg_catalog.format_type(a.type_oid, null) as type_name,
      case when t.typcategory = 'A' then 'array(select jsonb_array_elements_text($1))' when t.typname in ('json', 'jsonb') then '$1' else '($1 #>> ''{}'')' end as value
    from unnest(callee.proargnames[:callee.pronargs], callee.proargtypes::oid[]) with ordinality as a (name, type_oid, nth)
    join pg_catalog.pg_type as t on t.oid = a.type_oid
    order by a.nth
  loop
    exit when problem is not null;
    if args ? parameter.name then
      begin
        execute format('select case when $1 <> ''null'' then cast(%s as %s) end', parameter.value, parameter.type_name) using args -> parameter.name;
      exception when data_exception or check_violation then
        problem := format('%s.args.%s: a value of type %s is wanted.', place, parameter.name, parameter.type_name);
      end;
      list := concat_ws(', ', list, format(
        '%I => case when $1 -> %L <> ''null'' then cast(%s as %s) end',
        parameter.name, parameter.name, replace(parameter.value, '$1', format('($1 -> %L)', parameter.name)), parameter.type_name
      ));
    elsif not parameter.has_default then
      problem := format('%s.args.%s: a value is wanted.', place, parameter.name);
    end if;
  end loop;
  problem := coalesce(problem, (
    select format('%s.args.%s: there is no such parameter.', place, left(a.key, 80))
    from jsonb_object_keys(args) as a (key)
    where not a.key = any (coalesce(callee.proargnames[:callee.pronargs], '{}'))
    limit 1
  ));
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'field_malformed', detail = problem,
      hint = 'Send the arguments by their names.';
  end if;

  if callee.prorettype = 'void'::regtype then
    execute format('select public.%I(%s)', callee.proname, coalesce(list, '')) using args;
  elsif callee.proretset then
    execute format('select coalesce(jsonb_agg(to_jsonb(r)), ''[]'') from public.%I(%s) as r', callee.proname, coalesce(list, '')) into result using args;
  else
    execute format('select to_jsonb(public.%I(%s))', callee.proname, coalesce(list, '')) into result using args;
  end if;
  return result;
end;
$$;


-- private.add_insight: writes what was noticed about the caller in one of their sessions. `raw` was checked.
-- Definer: people do not write insights by themselves, since the coach does; but a coach on the device has no other
-- way than with the session it spoke in. The session must be the caller's, and what is there stays as it is.
create function private.add_insight(session_id uuid, raw jsonb)
returns jsonb
language sql
volatile
security definer
set search_path = ''
as $$
  insert into public.mbti_insights (
    user_id, id, session_id, kind, mbti_type, function_code, title, body, suggestion, evidence, locale, confidence, observed_at
  )
  select (select auth.uid()), r.id, add_insight.session_id, r.kind, r.mbti_type, r.function_code, r.title, r.body, r.suggestion,
    coalesce(array(select jsonb_array_elements_text(sync.parse_json(r.evidence))), '{}'), r.locale, r.confidence,
    least(coalesce(to_timestamp(r.observed_at / 1000), now()), now())
  from jsonb_to_record(raw) as r (
    id uuid, kind text, mbti_type text, function_code text, title text, body text, suggestion text, evidence text, locale text,
    confidence double precision, observed_at double precision
  )
  on conflict (user_id, id) do nothing;
  select jsonb_build_object('id', raw -> 'id');
$$;


-- private.write_record: writes or deletes one record of the caller by the functions of sync, and looks at what came of it.
--   kind               create, update, upsert (update what is there, else create) or delete
--   raw                the encoded record; for delete its id is enough
--   unchanged_since    the updated_at, in epoch ms, that an update or deletion was based on; null: not compared
-- Returns {id, altered: {field: value}}: the fields sent that the server has otherwise; for delete {id, was_there}.
-- Raises table_read_only (PT403), record_not_found (PT404), version_conflict, record_not_kept (PT409), field_malformed
-- (PT422), and whatever Postgres has against the record.
create function private.write_record(kind text, of_table text, raw jsonb, place text, unchanged_since numeric)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  entry sync.tables;
  id uuid;
  scope uuid;
  locked uuid[];
  present jsonb;
begin
  select * into entry from sync.tables as r where r.table_name = of_table;
  if entry.direction = 'down' or entry.direction = 'up' and kind <> 'create' then
    raise exception using errcode = 'PT403', message = 'table_read_only',
      detail = format('%s: %s.', place, case entry.direction
        when 'down' then format('only the server changes %s', of_table) else format('records are only added to %s', of_table) end),
      hint = 'Change it by the function that is there for it.';
  end if;
  perform private.check_record(of_table, raw - '{_status,_changed}'::text[], place);
  if not raw ? 'id' then
    raise exception using errcode = 'PT422', message = 'field_malformed',
      detail = format('%s.id: a lower-case uuid is wanted.', place), hint = 'Make one on the device.';
  end if;
  id := raw ->> 'id';
  -- What it was on the device decides nothing here; which columns were changed does.
  raw := raw - '_status';
  scope := (select b.scope_id from sync.by_scope(entry, jsonb_build_array(raw)) as b);
  if kind <> 'delete' and not coalesce(sync.is_mine(scope), false) then
    raise insufficient_privilege using message = 'You do not belong to the organisation of this record.';
  end if;

  if entry.direction = 'up' then
    execute format('select sync.%I($1, $2)', 'insert_' || of_table) using scope, jsonb_build_array(raw);
    return jsonb_build_object('id', id);
  end if;

  if kind <> 'create' then
    -- A statement of its own after the lock: what others committed while we waited for it is seen.
    execute format('select sync.%I($1, $2)', 'lock_' || of_table) into locked using scope, array[id];
    execute format('select sync.%I($1, $2)', 'rows_' || of_table) into present using scope, array[id];
    present := present -> id::text;
    if present is null and kind = 'update' then
      raise exception using errcode = 'PT404', message = 'record_not_found',
        detail = format('%s.id: there is no such record of yours in %s.', place, of_table),
        hint = 'Sync; it may have been deleted.';
    end if;
    if present is not null and locked is null and kind <> 'delete' then
      raise insufficient_privilege using message = 'You may see this record but not change it.';
    end if;
    if (present ->> 'updated_at')::numeric <> unchanged_since then
      raise exception using errcode = 'PT409', message = 'version_conflict',
        detail = format('%s: the record was changed since.', place),
        hint = 'Sync, and decide again with what is there now.';
    end if;
  end if;

  if kind = 'delete' then
    execute format('select sync.%I($1, $2)', 'delete_' || of_table) using scope, array[id];
  elsif kind = 'create' or present is null then
    execute format('select sync.%I($1, $2)', 'insert_' || of_table) using scope, jsonb_build_array(raw - '_changed');
  else
    execute format('select sync.%I($1, $2, $3)', 'update_' || of_table) using scope, jsonb_build_array(raw), '{}'::uuid[];
  end if;

  if kind = 'delete' then
    locked := case when present is not null then array[id] end;
    execute format('select sync.%I($1, $2)', 'rows_' || of_table) into present using scope, array[id];
    if present <> '{}' then
      raise insufficient_privilege using message = 'You may see this record but not delete it.';
    end if;
    return jsonb_build_object('id', id, 'was_there', locked is not null);
  end if;
  execute format('select sync.%I($1, $2)', 'rows_' || of_table) into present using scope, array[id];
  present := present -> id::text;
  if present is null then
    raise exception using errcode = 'PT409', message = 'record_not_kept',
      detail = format('%s: the server did not keep the record.', place),
      hint = 'Look at the rules of the table.';
  end if;
  return jsonb_build_object('id', id, 'altered', coalesce((
    select jsonb_object_agg(x.key, present -> x.key)
    from jsonb_each(raw - '{id,_changed}'::text[]) as x
    where present -> x.key <> x.value
  ), '{}'));
end;
$$;

-- private.apply_step: one write or call, whole or not at all, with its error in our form. Runs in a subtransaction.
--   kind               create, update, upsert or delete of a record of the table `target`; call of the function `target`;
--                      insight of the session `target`
--   raw                the record, the arguments, or the insight
--   is_settled         whether constraints that may wait for the end are checked at once
-- Raises what private.write_record and private.call_batch_function do, and refusals of Postgres by the codes of push.
create function private.apply_step(
  kind text, target text, raw jsonb, place text, is_settled boolean default true, unchanged_since numeric default null
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  of_table constant text := case kind when 'call' then null when 'insight' then 'mbti_insights' else target end;
  result jsonb;
  state text;
  message text;
  detail text;
  hint text;
  column_name text;
  constraint_name text;
  domain_name text;
begin
  if of_table is not null and jsonb_typeof(raw) = 'object' then
    raw := private.encode_record(of_table, raw);
  end if;
  begin
    if kind = 'call' then
      result := private.call_batch_function(target, raw, place);
    elsif kind = 'insight' then
      result := private.add_insight(target::uuid, raw);
    else
      result := private.write_record(kind, of_table, raw, place, unchanged_since);
    end if;
    if is_settled then
      set constraints all immediate;
      set constraints all deferred;
    end if;
    return result;
  exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail,
      hint = pg_exception_hint, column_name = column_name, constraint_name = constraint_name, domain_name = pg_datatype_name;
    -- Not the step's fault: deadlock, timeout, disk full. The whole is tried again later.
    if left(state, 2) in ('08', '25', '40', '53', '55', '57', '58', 'XX') then
      raise;
    end if;
  end;
  perform private.raise_refusal(of_table, raw, place, state, message, detail, hint, column_name, constraint_name, domain_name);
  return null;
end;
$$;


-- What was done, by the id of the operation.

create table private.operations (
  user_id uuid not null,
  operation_id uuid not null,
  fingerprint text not null,
  result jsonb,
  done_at timestamptz not null default now(),
  constraint operations_pkey primary key (user_id, operation_id),
  constraint operations_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.operations is
  'Operations that were done, and what they were answered, kept for sync.answer_days: a repetition gets the same answer.';
comment on column private.operations.fingerprint is 'MD5 of what the operation does: an id must not be used for something else.';

create index operations_done_at_idx on private.operations using brin (done_at);
comment on index private.operations_done_at_idx is 'Serves retention.';

-- private.earlier_operations: of these operations, those that were done: {id: {fingerprint, result}}.
-- Definer: the memory is not the caller's to read or write. Only the caller's own.
create function private.earlier_operations(operation_ids uuid[])
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(o.operation_id, jsonb_build_object('fingerprint', o.fingerprint, 'result', o.result)), '{}')
  from private.operations as o
  where o.user_id = (select auth.uid()) and o.operation_id = any (operation_ids);
$$;

-- private.remember_operations: notes down what was done: {id: {fingerprint, result}}.
-- Definer: as above. Only for the caller.
create function private.remember_operations(done jsonb)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  insert into private.operations (user_id, operation_id, fingerprint, result)
  select (select auth.uid()), d.key::uuid, d.value ->> 'fingerprint', d.value -> 'result'
  from jsonb_each(done) as d;
$$;

-- private.check_size: that JSON from a client is no larger than it may be, and has no number beyond what JavaScript can
-- hold: written out, such a number is a thousand times as long as it was sent.
-- Raises operations_too_large (PT413), field_malformed (PT422).
create function private.check_size(value jsonb, place text, most numeric)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if pg_column_size(value) > most then
    raise exception using errcode = 'PT413', message = 'operations_too_large',
      detail = format('%s: %s bytes; at most %s are taken at once.', place, pg_column_size(value), most),
      hint = 'Send it in several parts.';
  end if;
  if sync.has_endless_number(value) then
    raise exception using errcode = 'PT422', message = 'field_malformed',
      detail = format('%s: a number is beyond what JavaScript can hold.', place), hint = 'Correct the number.';
  end if;
end;
$$;


-- private.order_operations: the places of the steps in the order to take them: each after those it depends on, and of
-- those that are ready the one of the highest priority, then the one that was given first.
-- `done` are operations of earlier batches: they may be depended on.
-- Raises operations_malformed (PT422) when a step has no id, or that of another, or depends on none that is known, or on
-- itself, directly or through others.
create function private.order_operations(operations jsonb, done text[])
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  ids text[];
  priorities numeric[];
  waiting integer[];
  dependents jsonb;
  problem text;
  ordered integer[] := '{}';
  next integer;
begin
  select case
      when jsonb_typeof(o.step) <> 'object' then format('operations[%s]: an object is wanted.', o.nth - 1)
      when not sync.is_uuid(o.step ->> 'id') then format('operations[%s].id: a lower-case uuid is wanted.', o.nth - 1)
      when coalesce(jsonb_typeof(o.step -> 'depends_on'), 'array') <> 'array' then format('operations[%s].depends_on: an array of ids is wanted.', o.nth - 1)
      when coalesce(jsonb_typeof(o.step -> 'priority'), 'number') <> 'number' then format('operations[%s].priority: a number is wanted.', o.nth - 1)
      else format('operations[%s].%s: there is no such field.', o.nth - 1, left(unknown.key, 80))
    end
  into problem
  from jsonb_array_elements(operations) with ordinality as o (step, nth)
  left join lateral (
    select k.key
    from jsonb_object_keys(case jsonb_typeof(o.step) when 'object' then o.step else '{}' end) as k (key)
    where k.key not in ('id', 'kind', 'table', 'row', 'row_id', 'function', 'args', 'depends_on', 'priority', 'unchanged_since')
    limit 1
  ) as unknown on true
  where jsonb_typeof(o.step) <> 'object' or not sync.is_uuid(o.step ->> 'id')
    or coalesce(jsonb_typeof(o.step -> 'depends_on'), 'array') <> 'array'
    or coalesce(jsonb_typeof(o.step -> 'priority'), 'number') <> 'number'
    or unknown.key is not null
  order by o.nth
  limit 1;

  if problem is null then
    select array_agg(o.step ->> 'id' order by o.nth), array_agg(coalesce((o.step ->> 'priority')::numeric, 0) order by o.nth)
    into ids, priorities
    from jsonb_array_elements(operations) with ordinality as o (step, nth);

    select format('operations[%s].id: operations[%s] has the same.', r.nth - 1, r.first_nth - 1) into problem
    from (
      select i.nth, min(i.nth) over (partition by i.id) as first_nth from unnest(ids) with ordinality as i (id, nth)
    ) as r
    where r.nth > r.first_nth
    order by r.nth
    limit 1;
  end if;
  if problem is null then
    select format('operations[%s].depends_on: %s is no step of this batch, nor one that was done.', o.nth - 1, left(d.id, 80)) into problem
    from jsonb_array_elements(operations) with ordinality as o (step, nth)
    cross join lateral jsonb_array_elements_text(coalesce(o.step -> 'depends_on', '[]')) as d (id)
    where d.id is null or not d.id = any (ids || done)
    order by o.nth
    limit 1;
  end if;

  if problem is null then
    -- How many steps of the batch each one waits for, and which wait for it.
    select array_agg(w.waits order by w.nth) into waiting
    from (
      select o.nth, (
        select count(distinct d.id) from jsonb_array_elements_text(coalesce(o.step -> 'depends_on', '[]')) as d (id) where d.id = any (ids)
      ) as waits
      from jsonb_array_elements(operations) with ordinality as o (step, nth)
    ) as w;
    select coalesce(jsonb_object_agg(c.id, c.places), '{}') into dependents
    from (
      select d.id, jsonb_agg(distinct o.nth) as places
      from jsonb_array_elements(operations) with ordinality as o (step, nth)
      cross join lateral jsonb_array_elements_text(coalesce(o.step -> 'depends_on', '[]')) as d (id)
      group by d.id
    ) as c;
    loop
      select w.nth into next
      from unnest(waiting, priorities) with ordinality as w (waits, priority, nth)
      where w.waits = 0
      order by w.priority desc, w.nth
      limit 1;
      exit when next is null;
      ordered := ordered || next;
      waiting[next] := null;
      for next in select p::integer from jsonb_array_elements_text(dependents -> ids[next]) as p loop
        waiting[next] := waiting[next] - 1;
      end loop;
    end loop;
    problem := (
      select format('operations[%s].depends_on: it waits for itself, directly or through others.', min(w.nth) - 1)
      from unnest(waiting) with ordinality as w (waits, nth)
      where w.waits is not null
      having count(*) > 0
    );
  end if;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'operations_malformed', detail = problem,
      hint = 'Each step has an id of its own and depends on steps that come to an end before it.';
  end if;
  return ordered;
end;
$$;

-- private.run_operation: one step of a batch. What it raises says where the step stands.
create function private.run_operation(step jsonb, place text, is_settled boolean)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  kind constant text := step ->> 'kind';
  problem constant text := case
    when kind is null or kind not in ('create', 'update', 'delete', 'call') then 'kind: create, update, delete or call is wanted.'
    when kind = 'call' and jsonb_typeof(step -> 'function') is distinct from 'string' then 'function: the name of a function is wanted.'
    when kind <> 'call' and not exists (select from sync.tables as r where r.table_name = step ->> 'table') then 'table: the name of a synced table is wanted.'
    when kind in ('create', 'update') and jsonb_typeof(step -> 'row') is distinct from 'object' then 'row: an object is wanted.'
    when kind = 'delete' and not coalesce(sync.is_uuid(step ->> 'row_id'), false) then 'row_id: a lower-case uuid is wanted.'
    when kind <> 'delete' and step ? 'row_id' and step -> 'row_id' <> coalesce(step -> 'row' -> 'id', step -> 'row_id') then 'row_id: row.id is another.'
    when coalesce(jsonb_typeof(step -> 'unchanged_since'), 'null') not in ('null', 'number') then 'unchanged_since: a time in epoch milliseconds is wanted.'
  end;
begin
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'operations_malformed', detail = place || '.' || problem,
      hint = 'See execute_operations for what a step holds.';
  end if;
  return private.apply_step(
    kind,
    case kind when 'call' then step ->> 'function' else step ->> 'table' end,
    case kind
      when 'call' then coalesce(step -> 'args', '{}')
      when 'delete' then jsonb_build_object('id', step -> 'row_id')
      else case when step ? 'row_id' then jsonb_build_object('id', step -> 'row_id') else '{}' end || (step -> 'row')
    end,
    place || case when kind in ('create', 'update') then '.row' else '' end,
    is_settled,
    (step ->> 'unchanged_since')::numeric
  );
end;
$$;


-- execute_operations: a batch of steps that may depend on each other.
--
--   operations    an array of
--     id               the operation's own uuid, made by the client: its idempotency key
--     kind             create, update, delete or call
--     table            a synced table that people write, for all but call
--     row              the record, for create and update; of an update the fields that change, and its id
--     row_id           the id of the record, for delete; for update in place of row.id
--     function, args   for call: one of private.batch_functions, and its arguments by name
--     depends_on       ids of steps that must be done first: of this batch, or done in an earlier one
--     priority         of several steps that are ready, the highest goes first; 0 if not given
--     unchanged_since  the updated_at that an update or deletion was decided by: should the record have another now,
--                      the step fails with version_conflict. Left out: not compared
--   atomic        true: all or nothing, and the error names the step that failed. false: each step on its own; those
--                 that depend on one that failed are skipped
--
-- Returns {atomic, done, failed, skipped, results: [{id, status, result, error, repeated}], metadata: {executed_at,
-- user_type}}, the results in the order of the steps. The result of a write says in `altered` what the server has
-- otherwise than it was sent; `repeated` that the operation was done before, and not again.
--
-- For signed-in people, with their rights. Raises operations_malformed, field_malformed (PT422), operations_too_large
-- (PT413), and, when atomic, operation_id_reused (PT409) and what a step may raise: see private.apply_step.
create function public.execute_operations(operations jsonb, atomic boolean default true)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_writer();
  most_steps constant numeric := private.setting('operations.max_steps');
  earlier jsonb;
  step jsonb;
  id text;
  place text;
  nth integer;
  fingerprint text;
  result jsonb;
  statuses jsonb := '{}';
  outcomes jsonb[];
  outcome jsonb;
  done jsonb := '{}';
  state text;
  message text;
  detail text;
  hint text;
  broken_table text;
  broken_rule text;
begin
  if jsonb_typeof(operations) is distinct from 'array' then
    raise exception using errcode = 'PT422', message = 'operations_malformed', detail = 'operations: an array of steps is wanted.',
      hint = 'See execute_operations for what a step holds.';
  end if;
  if jsonb_array_length(operations) > most_steps then
    raise exception using errcode = 'PT413', message = 'operations_too_large',
      detail = format('operations: %s steps; at most %s are taken at once.', jsonb_array_length(operations), most_steps),
      hint = 'Send it in several parts.';
  end if;
  perform private.check_size(operations, 'operations', private.setting('operations.max_bytes'));
  atomic := coalesce(atomic, true);

  -- One at a time, as with pushes: the second sees what the first did.
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || me::text, 0));
  earlier := private.earlier_operations(array(
    select distinct i.id::uuid
    from (
      select o ->> 'id' as id from jsonb_array_elements(operations) as o
      union all
      select d #>> '{}'
      from jsonb_array_elements(operations) as o
      cross join lateral jsonb_array_elements(case jsonb_typeof(o -> 'depends_on') when 'array' then o -> 'depends_on' else '[]' end) as d
    ) as i
    where sync.is_uuid(i.id)
  ));

  foreach nth in array private.order_operations(operations, array(select jsonb_object_keys(earlier))) loop
    step := operations -> nth - 1;
    id := step ->> 'id';
    place := format('operations[%s]', nth - 1);
    fingerprint := md5((step - '{id,depends_on,priority}'::text[])::text);
    outcome := null;

    if earlier -> id ->> 'fingerprint' = fingerprint then
      outcome := jsonb_build_object('id', id, 'status', 'done', 'result', earlier -> id -> 'result', 'error', null, 'repeated', true);
    elsif exists (
      select from jsonb_array_elements_text(coalesce(step -> 'depends_on', '[]')) as d where statuses ->> d in ('failed', 'skipped')
    ) then
      outcome := jsonb_build_object(
        'id', id, 'status', 'skipped', 'result', null,
        'error', jsonb_build_object(
          'code', 'dependency_failed', 'message', 'A step that it depends on was not done.', 'detail', place || '.depends_on',
          'hint', 'Send both again once the other is corrected.'
        ),
        'repeated', false
      );
    else
      begin
        if earlier ? id then
          raise exception using errcode = 'PT409', message = 'operation_id_reused',
            detail = format('%s.id: it was used for another operation.', place),
            hint = 'Make a new id for a new operation; repeat one only with the same content.';
        end if;
        result := private.run_operation(step, place, not atomic);
        outcome := jsonb_build_object('id', id, 'status', 'done', 'result', result, 'error', null, 'repeated', false);
        done := done || jsonb_build_object(id, jsonb_build_object('fingerprint', fingerprint, 'result', result));
      exception when others then
        get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
        if atomic or state not like 'PT%' then
          raise;
        end if;
        outcome := jsonb_build_object(
          'id', id, 'status', 'failed', 'result', null,
          -- The detail begins with the place.
          'error', jsonb_build_object(
            'code', message, 'message', regexp_replace(detail, '^[^ :]*: ', ''), 'detail', substring(detail from '^[^ :]*'), 'hint', nullif(hint, '')
          ),
          'repeated', false
        );
      end;
    end if;
    statuses := statuses || jsonb_build_object(id, outcome -> 'status');
    outcomes[nth] := outcome;
  end loop;

  if atomic then
    begin
      set constraints all immediate;
      set constraints all deferred;
    exception when integrity_constraint_violation then
      get stacked diagnostics state = returned_sqlstate, message = message_text, broken_table = table_name, broken_rule = constraint_name;
      raise exception using
        errcode = case when state in ('23505', '23P01') then 'PT409' else 'PT422' end,
        message = case when state = '23P01' then 'value_taken' else sync.rejection_code(state, message) end,
        detail = format('%s: together they break the rule %s.', coalesce((
          select string_agg(format('operations[%s]', o.nth - 1), ', ' order by o.nth)
          from jsonb_array_elements(operations) with ordinality as o (step, nth)
          where o.step ->> 'table' = broken_table
        ), 'operations'), broken_rule),
        hint = 'Correct them and send them again.';
    end;
  end if;

  perform private.remember_operations(done);
  perform private.mark_seen();
  return jsonb_build_object(
    'atomic', atomic,
    'done', (select count(*) from unnest(outcomes) as o where o ->> 'status' = 'done'),
    'failed', (select count(*) from unnest(outcomes) as o where o ->> 'status' = 'failed'),
    'skipped', (select count(*) from unnest(outcomes) as o where o ->> 'status' = 'skipped'),
    'results', coalesce(to_jsonb(outcomes), '[]'),
    'metadata', jsonb_build_object(
      'executed_at', (date_part('epoch', now()) * 1000)::bigint,
      'user_type', (select p.mbti_type from public.mbti_profiles as p where p.user_id = me and p.is_current)
    )
  );
end;
$$;

comment on function public.execute_operations(jsonb, boolean) is
  'Carries out a batch of create, update, delete and call steps by their dependencies, all or nothing or each on its own. Idempotent by the id of each step.';


-- private.open_payload: that the payload of an atomic function is an object of these parts and of a size that is taken.
-- Returns the id of the operation: the payload's own, else one made of the person and of what it says, so that a
-- repetition has the same. Raises field_malformed (PT422), operations_too_large (PT413).
create function private.open_payload(name text, payload jsonb, parts text[])
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  problem text;
begin
  perform private.check_size(payload, 'payload', private.setting('operations.max_bytes'));
  if jsonb_typeof(payload) is distinct from 'object' then
    problem := 'payload: an object is wanted.';
  elsif not sync.is_uuid(coalesce(payload ->> 'id', '00000000-0000-0000-0000-000000000000')) then
    problem := 'payload.id: a lower-case uuid is wanted.';
  else
    select format('payload.%s: there is no such field.', left(p.key, 80)) into problem
    from jsonb_object_keys(payload) as p (key)
    where p.key <> 'id' and not p.key = any (parts)
    limit 1;
  end if;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'field_malformed', detail = problem,
      hint = format('Send an object of: id, %s.', array_to_string(parts, ', '));
  end if;
  return coalesce((payload ->> 'id')::uuid, private.named_id((select auth.uid()), name || payload::text));
end;
$$;

-- private.earlier_answer: what an atomic function answered to this payload before; null when it is new.
-- Raises operation_id_reused (PT409).
create function private.earlier_answer(operation_id uuid, fingerprint text)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  earlier constant jsonb := private.earlier_operations(array[operation_id]) -> operation_id::text;
begin
  if earlier ->> 'fingerprint' <> fingerprint then
    raise exception using errcode = 'PT409', message = 'operation_id_reused',
      detail = 'payload.id: it was used for another operation.',
      hint = 'Make a new id for a new operation; repeat one only with the same content.';
  end if;
  return earlier -> 'result';
end;
$$;

-- private.payload_list: a list in a payload; empty when it is not there.
-- Raises field_malformed (PT422) when it is none, or longer than `most`.
create function private.payload_list(list jsonb, place text, most integer)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  if coalesce(list, 'null') = 'null' then
    return '[]';
  end if;
  if jsonb_typeof(list) <> 'array' or jsonb_array_length(list) > most then
    raise exception using errcode = 'PT422', message = 'field_malformed',
      detail = format('%s: an array of at most %s is wanted.', place, most), hint = 'Leave it out when there is none.';
  end if;
  return list;
end;
$$;

-- private.payload_part: an object in a payload, encoded and with these fields only; empty when it is not there.
-- Raises field_malformed (PT422), naming the field.
create function private.payload_part(part jsonb, place text, of_table text, fields text[])
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if coalesce(part, 'null') = 'null' then
    return '{}';
  end if;
  if jsonb_typeof(part) = 'object' then
    part := private.encode_record(of_table, part);
  end if;
  perform private.check_record(of_table, part, place, fields);
  return part;
end;
$$;


-- complete_onboarding: everything that makes a person ready, or nothing of it.
--
--   payload
--     id                        idempotency key; left out: made of the payload
--     profile                   fields of users; after it, a name to address the person by must be there
--     mbti_profile              a row of mbti_profiles, which becomes the current one; may be left out when there is one
--                               already, as after an assessment
--     preferences               fields of user_preferences; what is left out stays as it is
--     coaching_session          the first session, a row of coaching_sessions: of kind onboarding and planned unless it
--                               says otherwise
--     onboarding_completed_at   when the person came to the end of it; left out: now. The first time stands
--
-- Rows of which there can be several have the id they come with, or one that is derived, so that no repetition makes a
-- second: the session's from the person, the MBTI profile's from the person and the type.
-- Returns {operation_id, profile, mbti_profile, preferences, coaching_session, onboarding_completed_at, user_type}, each
-- part with its id and what the server has otherwise.
--
-- For the person it is about, with their rights. Raises field_malformed, onboarding_incomplete (PT422),
-- operations_too_large (PT413), operation_id_reused (PT409), and refusals by the codes of push, naming the field.
create function public.complete_onboarding(payload jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_writer();
  operation_id constant uuid := private.open_payload(
    'complete_onboarding', payload, '{profile,mbti_profile,preferences,coaching_session,onboarding_completed_at}'
  );
  fingerprint constant text := md5('complete_onboarding' || (payload - 'id')::text);
  now_ms constant bigint := (date_part('epoch', now()) * 1000)::bigint;
  answer jsonb;
  profile jsonb;
  mbti_profile jsonb;
  preferences jsonb;
  session jsonb;
  completion jsonb;
  user_type text;
  problem text;
begin
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || me::text, 0));
  answer := private.earlier_answer(operation_id, fingerprint);
  if answer is not null then
    return answer;
  end if;

  -- All of it is looked at before any of it is written.
  profile := private.payload_part(payload -> 'profile', 'payload.profile', 'users', '{
    username,first_name,last_name,display_name,avatar_url,timezone,locale,country,region,education_level,learning_goals,
    subjects_of_interest
  }');
  mbti_profile := private.payload_part(payload -> 'mbti_profile', 'payload.mbti_profile', 'mbti_profiles', '{
    id,mbti_type,ei_clarity,sn_clarity,tf_clarity,jp_clarity,confidence,source,assessed_at
  }');
  preferences := private.payload_part(payload -> 'preferences', 'payload.preferences', 'user_preferences', '{
    email_notifications,push_notifications,study_reminders,progress_updates,achievement_notifications,
    conflict_notifications,public_profile,
    explanation_style,difficulty_preference,feedback_frequency,emotional_support_level,theme,text_size,reduced_motion,
    language,week_starts_on
  }');
  session := private.payload_part(payload -> 'coaching_session', 'payload.coaching_session', 'coaching_sessions', '{
    id,kind,title,focus,topics,status,scheduled_at,started_at,ended_at,mbti_type,explanation_style,conversation_id,
    vision_id,session_state,notes,next_steps
  }');
  completion := private.payload_part(
    payload - '{id,profile,mbti_profile,preferences,coaching_session}'::text[], 'payload', 'users', '{onboarding_completed_at}'
  );

  profile := private.apply_step('update', 'users', profile || jsonb_build_object('id', me), 'payload.profile');

  if mbti_profile <> '{}' then
    mbti_profile := private.apply_step(
      'upsert', 'mbti_profiles',
      jsonb_build_object(
        'id', private.named_id(me, concat('onboarding:', mbti_profile ->> 'mbti_type'))
      ) || mbti_profile || '{"is_current": true}',
      'payload.mbti_profile'
    );
  else
    mbti_profile := (
      select jsonb_build_object('id', p.id, 'altered', '{}'::jsonb) from public.mbti_profiles as p where p.user_id = me and p.is_current
    );
  end if;
  user_type := (select p.mbti_type from public.mbti_profiles as p where p.user_id = me and p.is_current);

  preferences := private.apply_step('update', 'user_preferences', preferences || jsonb_build_object('id', me), 'payload.preferences');

  session := jsonb_build_object('id', private.named_id(me, 'onboarding:coaching_session')) || session;
  if not exists (select from public.coaching_sessions as s where s.user_id = me and s.id = (session ->> 'id')::uuid) then
    session := jsonb_build_object('kind', 'onboarding', 'mbti_type', user_type) || session;
  end if;
  session := private.apply_step('upsert', 'coaching_sessions', session, 'payload.coaching_session');

  if (select u.onboarding_completed_at is null from public.users as u where u.id = me) then
    perform private.apply_step(
      'update', 'users',
      jsonb_build_object(
        'id', me, 'onboarding_completed_at', least(coalesce((completion ->> 'onboarding_completed_at')::numeric, now_ms), now_ms)
      ),
      'payload'
    );
  end if;

  -- What must be there now, whoever wrote it.
  problem := case
    when (select num_nonnulls(u.display_name, u.first_name, u.username) = 0 from public.users as u where u.id = me)
      then 'payload.profile.display_name: a name to address the person by is wanted.'
    when user_type is null then 'payload.mbti_profile: a type is wanted; there is none yet.'
  end;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'onboarding_incomplete', detail = problem,
      hint = 'Ask the person for it and send everything again.';
  end if;

  answer := jsonb_build_object(
    'operation_id', operation_id, 'profile', profile, 'mbti_profile', mbti_profile, 'preferences', preferences,
    'coaching_session', session, 'user_type', user_type,
    'onboarding_completed_at', (
      select (date_part('epoch', u.onboarding_completed_at) * 1000)::bigint from public.users as u where u.id = me
    )
  );
  perform private.remember_operations(jsonb_build_object(
    operation_id, jsonb_build_object('fingerprint', fingerprint, 'result', answer)
  ));
  return answer;
end;
$$;

comment on function public.complete_onboarding(jsonb) is
  'Writes profile, MBTI profile, preferences and first coaching session, and that onboarding is complete: all or nothing. Idempotent.';


-- record_coaching_session: a session with the coach and all that belongs to it, or nothing of it.
--
--   payload
--     id          idempotency key; left out: made of the payload
--     session     a row of coaching_sessions, or the fields to change of one that is there; a new one is completed unless
--                 it says otherwise
--     outcomes    up to 20 rows of coaching_outcomes
--     progress    what the person did: up to 100 each of
--       actions       [{id, status, completed_at, actual_minutes}] of daily_actions that are there; completed unless it
--                     says otherwise. user_progress follows from these
--       time_entries  rows of action_time_entries
--       habit_logs    rows of habit_logs
--     analytics   up to 100 rows of interaction_analytics, about the session unless they say otherwise. Kept only of a
--                 person who consents to analytics
--     insights    up to 20 rows of mbti_insights: what the coach noticed
--
-- Rows without an id get one that is derived from the session's and their place in the list, and the session without
-- one gets the operation's: no repetition makes a second.
-- Returns {operation_id, session, outcomes, progress, analytics, insights}: ids and what the server has otherwise; of the
-- session also its effectiveness, and of progress what user_progress says now.
--
-- For the person it is about, with their rights. Raises field_malformed, parent_missing (PT422), operations_too_large
-- (PT413), operation_id_reused (PT409), record_not_found (PT404), and refusals by the codes of push, naming the field.
create function public.record_coaching_session(payload jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_writer();
  operation_id constant uuid := private.open_payload(
    'record_coaching_session', payload, '{session,outcomes,progress,analytics,insights}'
  );
  fingerprint constant text := md5('record_coaching_session' || (payload - 'id')::text);
  session jsonb;
  session_id uuid;
  present public.coaching_sessions;
  unknown text;
  part record;
  answer jsonb;
  results jsonb := '{}';
begin
  perform pg_advisory_xact_lock(hashtextextended('sync.push:' || me::text, 0));
  answer := private.earlier_answer(operation_id, fingerprint);
  if answer is not null then
    return answer;
  end if;

  -- What a session needs before it is written: that what it refers to is the person's, which no foreign key says.
  session := jsonb_build_object('id', operation_id) || private.payload_part(
    payload -> 'session', 'payload.session', 'coaching_sessions', '{
      id,kind,title,focus,topics,status,scheduled_at,started_at,ended_at,mbti_type,explanation_style,conversation_id,
      vision_id,session_state,notes,next_steps,created_at,updated_at
    }'
  );
  session_id := session ->> 'id';
  if not exists (select from public.coaching_sessions as s where s.user_id = me and s.id = session_id) then
    session := jsonb_build_object(
      'status', 'completed',
      'mbti_type', (select p.mbti_type from public.mbti_profiles as p where p.user_id = me and p.is_current)
    ) || session;
  end if;
  results := jsonb_build_object('session', private.apply_step('upsert', 'coaching_sessions', session, 'payload.session'));
  select * into present from public.coaching_sessions as s where s.user_id = me and s.id = session_id;
  unknown := case
    when session ? 'vision_id' and present.vision_id is not null
      and not exists (select from public.visions as v where v.user_id = me and v.id = present.vision_id) then 'vision_id'
    when session ? 'conversation_id' and present.conversation_id is not null
      and not exists (select from public.conversations as c where c.user_id = me and c.id = present.conversation_id) then 'conversation_id'
  end;
  if unknown is not null then
    raise exception using errcode = 'PT422', message = 'parent_missing',
      detail = format('payload.session.%s: the record it refers to is not there.', unknown),
      hint = 'Sync it first, or leave it out.';
  end if;

  if jsonb_typeof(coalesce(payload -> 'progress', '{}')) not in ('object', 'null') or exists (
    select from jsonb_object_keys(case jsonb_typeof(payload -> 'progress') when 'object' then payload -> 'progress' else '{}' end) as k (key)
    where k.key not in ('actions', 'time_entries', 'habit_logs')
  ) then
    raise exception using errcode = 'PT422', message = 'field_malformed',
      detail = 'payload.progress: an object of actions, time_entries and habit_logs is wanted.', hint = 'Leave out what there is none of.';
  end if;

  for part in
    select l.list, l.kind, l.target, l.defaults, i.item, format('%s[%s]', l.place, i.nth - 1) as place,
      private.named_id(session_id, format('%s:%s', l.list, i.nth - 1)) as named_id, l.fields
    from (values
      (1, 'outcomes', 'payload.outcomes', 'upsert', 'coaching_outcomes', payload -> 'outcomes', 20,
        jsonb_build_object('session_id', session_id), '{
          id,metric,baseline_score,target_score,result_score,satisfaction_rating,difficulty_rating,
          emotional_satisfaction_rating,objectives_met,needs_more_work,next_session_recommendations,note,measured_at,
          created_at,updated_at
        }'::text[]),
      (2, 'actions', 'payload.progress.actions', 'update', 'daily_actions', payload -> 'progress' -> 'actions', 100,
        '{"status": "completed"}', '{id,status,completed_at,actual_minutes,updated_at}'),
      (3, 'time_entries', 'payload.progress.time_entries', 'upsert', 'action_time_entries', payload -> 'progress' -> 'time_entries', 100,
        '{}', '{id,action_id,started_at,ended_at,note,created_at,updated_at}'),
      (4, 'habit_logs', 'payload.progress.habit_logs', 'upsert', 'habit_logs', payload -> 'progress' -> 'habit_logs', 100,
        '{}', '{id,habit_id,done_on,amount,note,created_at,updated_at}'),
      (5, 'analytics', 'payload.analytics', 'create', 'interaction_analytics', payload -> 'analytics', 100,
        jsonb_build_object(
          'kind', 'session', 'target', 'coaching-session', 'target_id', session_id, 'feature', 'coaching',
          'occurred_at', (date_part('epoch', coalesce(present.started_at, now())) * 1000)::bigint
        ),
        '{
          id,occurred_at,session_id,kind,target,target_id,feature,screen,dwell_ms,scroll_percent,cognitive_function,outcome,
          effectiveness,properties,platform,device_type,app_version,mbti_type
        }'),
      (6, 'insights', 'payload.insights', 'insight', 'mbti_insights', payload -> 'insights', 20,
        jsonb_build_object('mbti_type', present.mbti_type, 'locale', (select u.locale from public.users as u where u.id = me)),
        '{id,kind,mbti_type,function_code,title,body,suggestion,evidence,locale,confidence,observed_at}')
    ) as l (nth, list, place, kind, target, items, most, defaults, fields)
    cross join lateral jsonb_array_elements(private.payload_list(l.items, l.place, l.most)) with ordinality as i (item, nth)
    order by l.nth, i.nth
  loop
    continue when part.list = 'analytics' and not private.has_consent(me, 'analytics');
    if part.list = 'actions' and not coalesce(part.item ? 'id', false) then
      raise exception using errcode = 'PT422', message = 'field_malformed',
        detail = format('%s.id: the id of a daily action is wanted.', part.place), hint = 'Send the id of the action that was done.';
    end if;
    answer := private.payload_part(part.item, part.place, part.target, part.fields);
    answer := private.apply_step(
      part.kind,
      case part.kind when 'insight' then session_id::text else part.target end,
      part.defaults || jsonb_build_object('id', part.named_id) || answer,
      part.place
    );
    results := jsonb_set(results, array[part.list], coalesce(results -> part.list, '[]') || answer);
  end loop;

  -- What follows from all of it, as the triggers left it.
  answer := jsonb_build_object(
    'operation_id', operation_id,
    'session', (
      select results -> 'session' || jsonb_build_object(
        'status', s.status, 'duration_minutes', s.duration_minutes, 'effectiveness', s.effectiveness, 'outcome_count', s.outcome_count
      )
      from public.coaching_sessions as s
      where s.user_id = me and s.id = session_id
    ),
    'outcomes', coalesce(results -> 'outcomes', '[]'),
    'progress', jsonb_build_object(
      'actions', coalesce(results -> 'actions', '[]'),
      'time_entries', coalesce(results -> 'time_entries', '[]'),
      'habit_logs', coalesce(results -> 'habit_logs', '[]'),
      'user_progress', (
        select to_jsonb(p) - '{user_id,id,created_at,updated_at}'::text[] from public.user_progress as p where p.user_id = me and p.id = me
      )
    ),
    'analytics', coalesce(results -> 'analytics', '[]'),
    'insights', coalesce(results -> 'insights', '[]')
  );
  perform private.remember_operations(jsonb_build_object(
    operation_id, jsonb_build_object('fingerprint', fingerprint, 'result', answer)
  ));
  return answer;
end;
$$;

comment on function public.record_coaching_session(jsonb) is
  'Writes a coaching session with its outcomes, progress, analytics and insights: all or nothing. Idempotent.';


grant execute on function
  private.named_id(uuid, text),
  private.epoch_ms(jsonb),
  private.encode_record(text, jsonb),
  private.check_record(text, jsonb, text, text[]),
  private.raise_refusal(text, jsonb, text, text, text, text, text, text, text, text),
  private.call_batch_function(text, jsonb, text),
  private.add_insight(uuid, jsonb),
  private.write_record(text, text, jsonb, text, numeric),
  private.apply_step(text, text, jsonb, text, boolean, numeric),
  private.earlier_operations(uuid[]),
  private.remember_operations(jsonb),
  private.check_size(jsonb, text, numeric),
  private.order_operations(jsonb, text[]),
  private.run_operation(jsonb, text, boolean),
  private.open_payload(text, jsonb, text[]),
  private.earlier_answer(uuid, text),
  private.payload_list(jsonb, text, integer),
  private.payload_part(jsonb, text, text, text[])
to authenticated;
grant execute on function
  public.execute_operations(jsonb, boolean),
  public.complete_onboarding(jsonb),
  public.record_coaching_session(jsonb)
to authenticated;
