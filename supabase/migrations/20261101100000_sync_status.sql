-- Sync status (module 10): what people and operators see of the sync engine, and what it remembers of pushes.
--
-- Devices, conflicts and rejections are rows like any other and reach every device of the person by sync.
-- Runs and answers stay on the server.

create domain public.platform as text
  constraint platform_is_known check (value in ('web', 'ios', 'android', 'macos', 'windows', 'linux'));
comment on domain public.platform is 'What an app runs on.';


-- Devices: one installation of the app each. They register by being seen, and name themselves with
-- register_device.

create table public.sync_devices (
  user_id uuid not null,
  id uuid not null,
  name public.short_text,
  platform public.platform,
  app_version text,
  schema_version integer,
  last_seen_at timestamptz(3) not null default now(),
  last_push_at timestamptz(3),
  last_push_timestamp bigint,
  last_cursor bigint,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint sync_devices_pkey primary key (user_id, id),
  constraint sync_devices_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint sync_devices_app_version_is_short check (char_length(app_version) <= 40),
  constraint sync_devices_schema_version_is_positive check (schema_version > 0)
);

comment on table public.sync_devices is 'The installations a person syncs with.';
comment on column public.sync_devices.schema_version is 'Version of the WatermelonDB schema the device last said it has.';
comment on column public.sync_devices.last_seen_at is 'When the device last pushed, to the hour: exact times would wake every other device.';
comment on column public.sync_devices.last_push_at is 'When the device last pushed. Stays on the server.';
comment on column public.sync_devices.last_push_timestamp is
  'The timestamp the device''s last push was answered with. A push that does not know of it comes late. Stays on the server.';
comment on column public.sync_devices.last_cursor is 'The pull cursor the device had at its last push. Stays on the server.';

-- Only what the device says of itself: a push that is noted down must not count as an edit.
create trigger _100_touch before insert or update of name, platform, app_version, schema_version on public.sync_devices
  for each row execute function private.touch();

alter table public.sync_devices enable row level security;

create policy sync_devices_select_own on public.sync_devices for select to authenticated
  using (user_id = (select auth.uid()));
create policy sync_devices_insert_own on public.sync_devices for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy sync_devices_update_own on public.sync_devices for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
-- No delete: the feed still names the device. It goes with the account.

grant select on public.sync_devices to authenticated, service_role;
grant insert (user_id, id, name, platform, app_version, schema_version),
  update (name, platform, app_version, schema_version) on public.sync_devices to authenticated;

select sync.register_table('public.sync_devices',
  since => 13, direction => 'down', omit => '{last_push_at,last_push_timestamp,last_cursor}', priority => 10);


-- Conflicts: a column, or a whole row, that two sides changed. Resolved by rule at once, or waiting for
-- the person; either way both values are kept and can be chosen later.

create table public.sync_conflicts (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  device_id uuid,
  organization_id uuid,
  table_name text not null,
  row_id uuid not null,
  column_name text not null,
  rule text not null,
  client_value jsonb not null,
  server_value jsonb not null,
  resolution text not null,
  decision text,
  decided_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint sync_conflicts_pkey primary key (user_id, id),
  constraint sync_conflicts_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint sync_conflicts_resolution_is_known check (resolution in ('client', 'server', 'merged', 'pending')),
  constraint sync_conflicts_decision_is_known check (decision in ('client', 'server')),
  constraint sync_conflicts_decided_has_time check ((decision is null) = (decided_at is null))
);

comment on table public.sync_conflicts is 'What two devices, or a device and the server, both changed; how it was resolved; and both values.';
comment on column public.sync_conflicts.device_id is 'The device whose push met the conflict.';
comment on column public.sync_conflicts.organization_id is 'Whose record it is, if not the person''s own. Who leaves the organisation loses the conflict. Not enforced: public.organizations comes later.';
comment on column public.sync_conflicts.column_name is 'The column, or * for a row that one side deleted.';
comment on column public.sync_conflicts.rule is 'The rule of the column, or deletion_stands.';
comment on column public.sync_conflicts.client_value is 'What the device had, encoded as in sync; JSON null if it had deleted the row.';
comment on column public.sync_conflicts.server_value is 'What the server had, encoded as in sync; JSON null if it had deleted the row.';
comment on column public.sync_conflicts.resolution is 'Whose value was taken: client, server, merged; pending: the server''s stands until the person decides.';
comment on column public.sync_conflicts.decision is 'What the person chose by resolve_conflict.';

create index sync_conflicts_user_id_row_id_idx on public.sync_conflicts (user_id, row_id);
create index sync_conflicts_created_at_idx on public.sync_conflicts using brin (created_at);
comment on index public.sync_conflicts_user_id_row_id_idx is 'Serves the conflicts of one record, beside its form.';
comment on index public.sync_conflicts_created_at_idx is 'Serves retention and the operators'' daily counts.';

create trigger _100_touch before insert or update on public.sync_conflicts
  for each row execute function private.touch();

alter table public.sync_conflicts enable row level security;

create policy sync_conflicts_select_own on public.sync_conflicts for select to authenticated
  using (user_id = (select auth.uid()));
create policy sync_conflicts_update_own on public.sync_conflicts for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy sync_conflicts_delete_own on public.sync_conflicts for delete to authenticated
  using (user_id = (select auth.uid()));
-- No insert: only the engine says what conflicted.

grant select, delete, update (decision, decided_at) on public.sync_conflicts to authenticated;
grant select, delete on public.sync_conflicts to service_role;

select sync.register_table('public.sync_conflicts', since => 13, direction => 'down', priority => 10);


-- Rejections: records the server refused, with the reason, until they are accepted or dismissed.

create table public.sync_rejections (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  device_id uuid not null,
  organization_id uuid,
  table_name text not null,
  row_id text not null,
  code text not null,
  message text not null,
  detail text,
  hint text,
  payload jsonb not null,
  base_cursor bigint,
  base_snapshot text,
  attempts integer not null default 1,
  attempted_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint sync_rejections_pkey primary key (user_id, id),
  constraint sync_rejections_record_key unique (user_id, device_id, table_name, row_id),
  constraint sync_rejections_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table public.sync_rejections is 'Records the server refused and the device still holds, with the reason.';
comment on column public.sync_rejections.device_id is 'The device that holds the record; the nil uuid if it did not say.';
comment on column public.sync_rejections.organization_id is 'Whose record it was to be, if not the person''s own. Not enforced: public.organizations comes later.';
comment on column public.sync_rejections.row_id is
  'The id of the record, as text: a malformed id is a reason to refuse. At most 200 characters of it.';
comment on column public.sync_rejections.code is 'A stable name for the reason; docs/ERRORS.md lists them.';
comment on column public.sync_rejections.payload is
  'The record as the device sent it last; its id alone where the table asks for a consent that the person has not given.';
comment on column public.sync_rejections.base_cursor is 'What the record was based on when it was first refused: later pushes have a later base, the record does not.';
comment on column public.sync_rejections.base_snapshot is 'The snapshot that goes with base_cursor.';
comment on column public.sync_rejections.attempts is 'How often the device has sent it. Stays on the server, or every sync would cause another.';
comment on column public.sync_rejections.attempted_at is 'When the device last sent it. Stays on the server.';

-- No touch trigger: an attempt that changes nothing must not count as an edit.

alter table public.sync_rejections enable row level security;

create policy sync_rejections_select_own on public.sync_rejections for select to authenticated
  using (user_id = (select auth.uid()));
create policy sync_rejections_delete_own on public.sync_rejections for delete to authenticated
  using (user_id = (select auth.uid()));
-- No insert or update: only the engine says what it refused. Deleting one dismisses it.

grant select, delete on public.sync_rejections to authenticated, service_role;

select sync.register_table('public.sync_rejections',
  since => 13, direction => 'down', omit => '{base_cursor,base_snapshot,attempts,attempted_at}', priority => 10);


-- Runs: one row a push, for operators. A pull writes nothing, so it leaves none.

create table public.sync_runs (
  id uuid not null default gen_random_uuid(),
  started_at timestamptz(3) not null default now(),
  user_id uuid,
  device_id uuid,
  duration_ms numeric(12, 3) not null,
  record_count integer not null,
  byte_count integer not null,
  accepted_count integer not null,
  conflict_count integer not null,
  rejected_count integer not null,
  outcome text not null generated always as (
    case when rejected_count > 0 then 'rejections' when conflict_count > 0 then 'conflicts' else 'clean' end
  ) stored,
  constraint sync_runs_pkey primary key (started_at, id),
  constraint sync_runs_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
) partition by range (started_at);

comment on table public.sync_runs is 'One row for each push that committed. Monthly partitions, kept as ops.partition_policies says; server only.';
comment on column public.sync_runs.user_id is 'Who pushed; null in a month that came back from Storage, which does not know.';
comment on column public.sync_runs.duration_ms is 'Milliseconds the push took in the database, waiting for locks included.';
comment on column public.sync_runs.byte_count is 'Size of the pushed JSON.';

create index sync_runs_user_id_started_at_idx on public.sync_runs (user_id, started_at desc);
comment on index public.sync_runs_user_id_started_at_idx is 'Serves support: the last syncs of one person.';

-- No policy: only the server reads and writes it.
alter table public.sync_runs enable row level security;
grant select on public.sync_runs to service_role;

select private.ensure_partitions('public.sync_runs');


-- Answers: what a push was told, so that its repetition is told the same.

create table sync.pushes (
  user_id uuid not null,
  push_id uuid not null,
  fingerprint text not null,
  answer jsonb not null,
  answered_at timestamptz not null default now(),
  constraint pushes_pkey primary key (user_id, push_id),
  constraint pushes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table sync.pushes is 'Answers of pushes by idempotency key, kept for sync.answer_days.';
comment on column sync.pushes.fingerprint is 'MD5 of the changes: a key must not be used for other changes.';

create index pushes_answered_at_idx on sync.pushes using brin (answered_at);
comment on index sync.pushes_answered_at_idx is 'Serves retention, which forgets answers.';

insert into private.settings (name, value, unit, description) values
  ('sync.answer_days', 7, 'days', 'How long a repeated push gets its first answer.');


-- sync.earlier_answer: what a push was answered before; null when it is new.
-- Definer: answers are not the caller's to read or write. Raises push_id_reused (PT409).
create function sync.earlier_answer(push_id uuid, fingerprint text)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  earlier sync.pushes;
begin
  select * into earlier
  from sync.pushes as p
  where p.user_id = (select auth.uid()) and p.push_id = earlier_answer.push_id;
  if earlier.fingerprint <> earlier_answer.fingerprint then
    raise exception using errcode = 'PT409', message = 'push_id_reused',
      detail = 'push_id: it was used for other changes.',
      hint = 'Make a new push_id for new changes; repeat one only with the same changes.';
  end if;
  return earlier.answer;
end;
$$;


-- sync.open_push: the context of a push: what the edits in it were based on, and how far the clock is off.
-- Definer: reads the engine's tables, and registers a new epoch if the server changed history.
-- Raises cursor_malformed, hint_malformed, client_time_malformed (PT422), push_late (PT409).
create function sync.open_push(
  context sync.push_context, device_id uuid, base_cursor bigint, base_snapshot text, last_pushed_at bigint, client_time bigint
)
returns sync.push_context
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  hints constant sync.hints := sync.read_hints(jsonb_strip_nulls(jsonb_build_object('snapshot', base_snapshot)));
  base record;
begin
  if client_time not between 0 and 9007199254740991 then
    raise exception using errcode = 'PT422', message = 'client_time_malformed',
      detail = format('client_time: %s is not the time in epoch milliseconds.', client_time),
      hint = 'Send Date.now(), or null.';
  end if;
  -- Of two pushes of a device, the one that arrives second must have known of the first: it would undo what the first
  -- wrote, and both are the device's own. A device sends all that is unsent each time, so nothing is lost.
  if last_pushed_at <> coalesce((
    select d.last_push_timestamp from public.sync_devices as d where d.user_id = (select auth.uid()) and d.id = device_id
  ), 0) and device_id is not null then
    raise exception using errcode = 'PT409', message = 'push_late',
      detail = 'last_pushed_at: this device has pushed since.',
      hint = 'Pull, and push again what is still unsent.';
  end if;
  if sync.identity() is distinct from (select e.identity from sync.epochs as e order by e.number desc limit 1) then
    perform sync.check_epoch();
  end if;

  select c.state, c.xid into base from sync.read_cursor(base_cursor, hints.snapshot_xmax) as c;
  context.me := (select auth.uid());
  context.scope := context.me;
  context.device_id := device_id;
  context.origin := sync.device_origin(context.me, device_id);
  context.base_cursor := base_cursor;
  context.base_snapshot := base_snapshot;
  -- Without a valid base nothing is known to have been seen.
  context.base := base.xid;
  if base.state = 'valid' then
    context.seen_xmax := hints.snapshot_xmax;
    context.seen_xip := hints.snapshot_xip;
  end if;
  context.now_ms := (date_part('epoch', clock_timestamp()) * 1000)::bigint;
  context.skew_ms := coalesce(context.now_ms - client_time, 0);
  context.horizon := (select h.xid from sync.horizon as h);
  context.has_rejections := exists (
    select from public.sync_rejections as r
    where r.user_id = context.me and r.device_id = coalesce(context.device_id, '00000000-0000-0000-0000-000000000000')
  );
  return context;
end;
$$;


-- sync.rejected_bases: for records that were refused before, what they were based on then.
create function sync.rejected_bases(context sync.push_context, of_table text)
returns table (row_id text, base bigint, seen_xmax bigint, seen_xip bigint[])
language plpgsql
stable
security invoker
rows 1
set search_path = ''
as $$
begin
  if context.has_rejections then
    return query
      select r.row_id, c.xid,
        case when c.state = 'valid' then h.snapshot_xmax end, case when c.state = 'valid' then h.snapshot_xip end
      from sync.rejection_bases(context.device_id, of_table) as r
      cross join lateral sync.read_hints(jsonb_strip_nulls(jsonb_build_object('snapshot', r.base_snapshot))) as h
      cross join lateral sync.read_cursor(r.base_cursor, h.snapshot_xmax) as c;
  end if;
end;
$$;

-- Definer: the bases are columns people have no use for. Only the caller's own.
create function sync.rejection_bases(device_id uuid, of_table text)
returns table (row_id text, base_cursor bigint, base_snapshot text)
language sql
stable
security definer
rows 10
set search_path = ''
as $$
  select r.row_id, r.base_cursor, r.base_snapshot
  from public.sync_rejections as r
  where r.user_id = (select auth.uid())
    and r.device_id = coalesce(rejection_bases.device_id, '00000000-0000-0000-0000-000000000000')
    and r.table_name = of_table;
$$;


-- sync.known_columns: of a record that was refused, what the server has columns for, and could keep. The rest is the
-- device's own.
create function sync.known_columns(of_table text, raw jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(x.key, x.value), '{}')
  from jsonb_each(raw) as x
  where not sync.has_endless_number(x.value)
    and (
      x.key in ('id', '_status', '_changed')
      or x.key in (
        select c.column_name from sync.columns as c join sync.tables as r on r.table_id = c.table_id where r.table_name = of_table
      )
    );
$$;


-- sync.forget_notes: what the engine noted for a person of an organisation's records repeats those, and goes when the
-- person leaves. What was refused after that is the person's own, and stays.
create function sync.forget_notes(user_id uuid, organization_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.sync_conflicts as c
  where c.user_id = forget_notes.user_id and c.organization_id = forget_notes.organization_id;
  delete from public.sync_rejections as r
  where r.user_id = forget_notes.user_id and r.organization_id = forget_notes.organization_id;
end;
$$;


-- sync.close_push: notes down what a push did: conflicts, rejections, the device, the run and the answer.
-- Definer: people may not write these themselves. Only for the caller.
create function sync.close_push(
  context sync.push_context, push_id uuid, fingerprint text, answer jsonb, changes jsonb, conflicts jsonb, rejected jsonb,
  last_pulled_at bigint, record_count integer, byte_count integer, started_at timestamptz
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  me constant uuid := (select auth.uid());
  device constant uuid := coalesce(context.device_id, '00000000-0000-0000-0000-000000000000');
  -- Corrected by a clock that jitters, the same record has another time at each attempt.
  edit_times constant text[] := '{created_at,updated_at}';
begin
  if jsonb_array_length(conflicts) > 0 then
    insert into public.sync_conflicts (
      user_id, device_id, organization_id, table_name, row_id, column_name, rule, client_value, server_value, resolution
    )
    select me, context.device_id, (c ->> 'organization_id')::uuid, c ->> 'table', (c ->> 'id')::uuid, c ->> 'column', c ->> 'rule', c -> 'client', c -> 'server', c ->> 'resolution'
    from jsonb_array_elements(conflicts) as c;
  end if;

  if context.has_rejections then
    -- What was sent again and not refused again is settled.
    delete from public.sync_rejections as r
    using (
      select t.key as table_name, case when kind.key = 'deleted' then e #>> '{}' else e ->> 'id' end as row_id
      from jsonb_each(changes) as t, jsonb_each(t.value) as kind, jsonb_array_elements(kind.value) as e
    ) as sent
    where r.user_id = me and r.device_id = device and r.table_name = sent.table_name and r.row_id = left(sent.row_id, 200)
      and not exists (
        select from jsonb_array_elements(rejected) as x where x ->> 'table' = r.table_name and left(x ->> 'id', 200) = r.row_id
      );
  end if;

  if jsonb_array_length(rejected) > 0 then
    -- Of what must not be kept without consent, the id and nothing else.
    select jsonb_agg(r.x || jsonb_build_object('payload', case
      when r.x ->> 'table' = any (withheld.tables) then jsonb_build_object('id', r.x -> 'id')
      else sync.known_columns(r.x ->> 'table', r.x -> 'payload')
    end) order by r.nth)
    into rejected
    from (
      select array(
        select distinct x ->> 'table' from jsonb_array_elements(rejected) as x
        where private.lacks_consent(to_regclass(format('public.%I', x ->> 'table')), me)
      ) as tables
    ) as withheld
    cross join jsonb_array_elements(rejected) with ordinality as r (x, nth);

    -- First the ones refused for the same reason as before: counted, and not an edit that would be synced.
    update public.sync_rejections as r
    set attempts = r.attempts + 1, attempted_at = now()
    from jsonb_array_elements(rejected) as x
    where r.user_id = me and r.device_id = device and r.table_name = x ->> 'table' and r.row_id = left(x ->> 'id', 200)
      and r.code = x ->> 'code' and r.payload - edit_times = (x -> 'payload') - edit_times;

    insert into public.sync_rejections as r (
      user_id, device_id, organization_id, table_name, row_id, code, message, detail, hint, payload, base_cursor, base_snapshot
    )
    select distinct on (x ->> 'table', left(x ->> 'id', 200))
      me, device, (x ->> 'organization_id')::uuid, x ->> 'table', left(x ->> 'id', 200), x ->> 'code', x ->> 'message', x ->> 'detail', x ->> 'hint',
      x -> 'payload',
      context.base_cursor, context.base_snapshot
    from jsonb_array_elements(rejected) as x
    on conflict on constraint sync_rejections_record_key do update set
      organization_id = excluded.organization_id, code = excluded.code, message = excluded.message, detail = excluded.detail, hint = excluded.hint,
      payload = excluded.payload, attempts = r.attempts + 1, attempted_at = now(), updated_at = now()
    where (r.code, r.payload - edit_times) is distinct from (excluded.code, excluded.payload - edit_times);
  end if;

  perform private.mark_seen();
  if context.device_id is not null then
    insert into public.sync_devices as d (user_id, id, last_push_at, last_push_timestamp, last_cursor)
    values (me, context.device_id, now(), (answer ->> 'timestamp')::bigint, last_pulled_at)
    on conflict (user_id, id) do update set
      last_push_at = now(),
      last_push_timestamp = excluded.last_push_timestamp,
      last_cursor = excluded.last_cursor,
      last_seen_at = case when d.last_seen_at < now() - interval '1 hour' then now() else d.last_seen_at end,
      updated_at = case when d.last_seen_at < now() - interval '1 hour' then now() else d.updated_at end;
  end if;

  -- A month without its partition must not fail anybody's push; health tells the operator.
  if to_regclass(format('public.sync_runs_%s', to_char(now() at time zone 'UTC', 'YYYY_MM'))) is not null then
    insert into public.sync_runs (
      user_id, device_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count
    )
    values (
      me, context.device_id, date_part('epoch', clock_timestamp() - started_at) * 1000, record_count, byte_count,
      coalesce((select sum(a.value::integer) from jsonb_each_text(answer -> 'accepted') as a), 0),
      jsonb_array_length(conflicts), jsonb_array_length(rejected)
    );
  end if;

  if push_id is not null then
    insert into sync.pushes (user_id, push_id, fingerprint, answer) values (me, push_id, fingerprint, answer);
  end if;
end;
$$;


-- register_device: what a device says of itself. Idempotent; called when the app starts or was updated. While processing is
-- restricted nothing is noted of it, and it goes on to read. Raises what private.require_person() raises.
create function public.register_device(
  id uuid, name text default null, platform text default null, app_version text default null, schema_version integer default null
)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.require_person();
  select private.mark_seen();
  insert into public.sync_devices as d (user_id, id, name, platform, app_version, schema_version)
  select auth.uid(), register_device.id, register_device.name, register_device.platform,
    register_device.app_version, register_device.schema_version
  where private.is_active()
  on conflict (user_id, id) do update set
    name = coalesce(excluded.name, d.name),
    platform = coalesce(excluded.platform, d.platform),
    app_version = coalesce(excluded.app_version, d.app_version),
    schema_version = coalesce(excluded.schema_version, d.schema_version)
  where (d.name, d.platform, d.app_version, d.schema_version) is distinct from (
    coalesce(excluded.name, d.name), coalesce(excluded.platform, d.platform),
    coalesce(excluded.app_version, d.app_version), coalesce(excluded.schema_version, d.schema_version)
  );
$$;

comment on function public.register_device(uuid, text, text, text, integer) is
  'Records what a device says of itself: name, platform, app and schema version. Idempotent.';


-- resolve_conflict: takes the client's or the server's value of a conflict after all. For a row that one side
-- deleted: the side that still had it restores it, the other leaves it deleted.
-- For the person whose conflict it is; writes with the caller's rights.
-- Raises choice_unknown (PT422), conflict_not_found (PT404), conflict_decided (PT409), and
-- conflict_superseded (PT409) when the row was deleted or restored since.
create function public.resolve_conflict(id uuid, choice text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  me constant uuid := private.require_writer();
  conflict public.sync_conflicts;
  scope uuid;
  locked uuid[];
  present jsonb;
  chosen jsonb;
  restores boolean;
begin
  if choice is null or choice not in ('client', 'server') then
    raise exception using errcode = 'PT422', message = 'choice_unknown',
      detail = format('choice: %s is not one.', coalesce(quote_literal(choice), 'null')),
      hint = 'Choose client or server.';
  end if;
  select * into conflict from public.sync_conflicts as c where c.user_id = me and c.id = resolve_conflict.id for update;
  if not found then
    raise exception using errcode = 'PT404', message = 'conflict_not_found',
      detail = format('There is no conflict %s of yours.', resolve_conflict.id),
      hint = 'Sync, and choose from the conflicts that are there.';
  end if;
  if conflict.decision is not null then
    raise exception using errcode = 'PT409', message = 'conflict_decided',
      detail = format('It was decided for the %s at %s.', conflict.decision, conflict.decided_at),
      hint = 'Edit the record itself to change it again.';
  end if;

  scope := coalesce(conflict.organization_id, me);
  chosen := case choice when 'client' then conflict.client_value else conflict.server_value end;
  execute format('select sync.%I($1, $2)', 'lock_' || conflict.table_name) into locked using scope, array[conflict.row_id];
  execute format('select sync.%I($1, $2)', 'rows_' || conflict.table_name) into present using scope, array[conflict.row_id];
  present := present -> conflict.row_id::text;
  restores := conflict.column_name = '*' and chosen <> 'null';

  if (present is null) <> (conflict.column_name = '*') then
    raise exception using errcode = 'PT409', message = 'conflict_superseded',
      detail = format('The record was %s since.', case when present is null then 'deleted' else 'restored' end),
      hint = 'Edit the record itself, or delete the conflict.';
  end if;
  if restores then
    execute format('select sync.%I($1, $2)', 'insert_' || conflict.table_name) using scope, jsonb_build_array(chosen);
  elsif conflict.column_name <> '*' then
    if locked is null then
      raise insufficient_privilege using message = 'You may see this record but not change it.';
    end if;
    execute format('select sync.%I($1, $2, $3)', 'update_' || conflict.table_name)
    using
      scope,
      jsonb_build_array(jsonb_build_object('id', conflict.row_id, '_changed', conflict.column_name, conflict.column_name, chosen)),
      '{}'::uuid[];
  end if;

  update public.sync_conflicts as c set decision = choice, decided_at = now() where c.user_id = me and c.id = conflict.id;
end;
$$;

comment on function public.resolve_conflict(uuid, text) is
  'Takes the client''s or the server''s value of a sync conflict after all; restores a deleted row if the choice still has it.';


grant execute on function
  sync.earlier_answer(uuid, text),
  sync.open_push(sync.push_context, uuid, bigint, text, bigint, bigint),
  sync.rejected_bases(sync.push_context, text),
  sync.rejection_bases(uuid, text),
  sync.close_push(sync.push_context, uuid, text, jsonb, jsonb, jsonb, jsonb, bigint, integer, integer, timestamptz)
to authenticated;
grant execute on function
  public.register_device(uuid, text, text, text, integer),
  public.resolve_conflict(uuid, text)
to authenticated;
