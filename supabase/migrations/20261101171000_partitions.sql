-- Partitions and their tiers: what becomes of a month as it ages.
--
--   hot       where it was written, for hot_days
--   warm      moved to schema archive, and still part of its table: every query and every erasure finds it
--   cold      written to Storage in parts, each read back and compared, and then dropped; ops.archives lists it. Of whom its
--             rows were is left out: erasure does not reach Storage, and has nothing to look for there
--   restored  cold, and for a while a part of its table again
--
-- ops.partition_policies says for each table how long each lasts. ops.keep_partitions() takes the steps that are due; the
-- edge function archive-worker carries parts to Storage and back. A step is one transaction: what is interrupted is
-- begun again, and what was done is known.
--
-- Locks. A step asks for all its locks at its beginning, does nothing long while it holds them, and waits for each at
-- most half a second. That is less than Postgres takes to look for a deadlock: if ever a step and a writer wait for each
-- other, it is the step that gives up. So a writer never fails because of one, and waits for half a second at most.

create schema archive;
comment on schema archive is 'Months past their hot time: partitions of tables elsewhere. Never exposed through the API.';

insert into private.settings (name, value, unit, description) values
  ('ops.archive_part_rows', 5000, 'rows', 'How many rows a part of an archive holds: what one request of archive-worker can carry.'),
  ('ops.restored_days', 30, 'days', 'How long a restored month stays before it is dropped again. It is still in Storage.');


-- Policies: the one place that says how long the months of a table are kept, and where.

create table ops.partition_policies (
  relation text not null,
  months_ahead integer not null default 3,
  hot_days integer not null,
  warm_days integer,
  ending text not null,
  cold_days integer,
  left_out name[],
  first_month_function text,
  reason text not null,
  constraint partition_policies_pkey primary key (relation),
  constraint partition_policies_relation_has_schema check (relation ~ '^[a-z_]+\.[a-z_]+$'),
  constraint partition_policies_ending_is_known check (ending in ('cold', 'drop', 'chapter')),
  constraint partition_policies_ahead_is_positive check (months_ahead between 1 and 24),
  constraint partition_policies_tiers_are_ordered check (hot_days > 0 and warm_days > hot_days and cold_days > coalesce(warm_days, hot_days)),
  constraint partition_policies_cold_has_end check (cold_days is null or ending = 'cold'),
  constraint partition_policies_cold_is_of_nobody check ((ending = 'cold') = (left_out is not null)),
  constraint partition_policies_first_month_is_function check (first_month_function ~ '^private[.][a-z_]+$')
);

comment on table ops.partition_policies is
  'How long the months of a partitioned table stay in each tier, in days from the end of the month. Nothing that is archived tells whose it was, or what they wrote: erasure does not reach Storage.';
comment on column ops.partition_policies.hot_days is 'Until this age a month stays where it was written.';
comment on column ops.partition_policies.warm_days is 'Until this age it is in schema archive; null: it has no warm time.';
comment on column ops.partition_policies.ending is
  'cold: to Storage; drop: gone when it is empty; chapter: gone when its own chapter says so, and only made and watched here.';
comment on column ops.partition_policies.cold_days is 'At this age the archive is deleted too; null: kept for ever.';
comment on column ops.partition_policies.left_out is
  'Columns that say whose a row is, or of which device: they are not archived, and null when it comes back.';
comment on column ops.partition_policies.first_month_function is
  'The function that says, called with at, of which month on rows may still come; null: of this one.';

insert into ops.partition_policies (relation, months_ahead, hot_days, warm_days, ending, cold_days, left_out, first_month_function, reason) values
  ('public.sync_runs', 3, 90, 365, 'cold', 1825, '{user_id,device_id}', null,
    'Of people for thirteen months at most, as the policy sync-runs says; then counts and times of nobody: quality of service over the years.'),
  ('public.ai_interactions', 3, 97, null, 'drop', null, null, null,
    'Rows go after 90 days, by privacy.apply_retention(); then the empty month.'),
  ('public.analytics_events', 3, 100, null, 'chapter', null, null, 'private.analytics_first_month',
    'Months go when they are counted, by private.prune_analytics().'),
  ('public.interaction_analytics', 3, 100, null, 'chapter', null, null, 'private.analytics_first_month',
    'Months go when they are counted, by private.prune_analytics().'),
  ('audit.events', 12, 1100, null, 'chapter', null, null, null, 'Months go after audit.kept_months, by audit.prune().'),
  ('audit.payloads', 12, 370, null, 'chapter', null, null, null, 'Months go after audit.payload_months, by audit.prune().');


create view ops.partitions as
  select format('%s.%s', pn.nspname, p.relname) as relation, c.oid as id, n.nspname as schema_name, c.relname as partition_name,
    (regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid), $$FROM \('([^']+)'\)$$))[1]::timestamptz as from_at,
    (regexp_match(pg_catalog.pg_get_expr(c.relpartbound, c.oid), $$TO \('([^']+)'\)$$))[1]::timestamptz as to_at,
    greatest(c.reltuples, 0)::bigint as estimated_rows, pg_catalog.pg_total_relation_size(c.oid) as bytes
  from pg_catalog.pg_inherits as i
  join pg_catalog.pg_class as p on p.oid = i.inhparent and p.relkind = 'p'
  join pg_catalog.pg_namespace as pn on pn.oid = p.relnamespace
  join pg_catalog.pg_class as c on c.oid = i.inhrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace;
comment on view ops.partitions is 'The months of each partitioned table, and whether they are hot or in schema archive.';


-- Archives: months that have left, or are about to.

create table ops.archives (
  relation text not null,
  partition_name name not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  state text not null,
  row_count bigint,
  sealed_at timestamptz not null,
  stored_at timestamptz,
  dropped_at timestamptz,
  restored_at timestamptz,
  constraint archives_pkey primary key (relation, partition_name),
  constraint archives_state_is_known check (state in ('sealed', 'stored', 'cold', 'restoring', 'restored')),
  constraint archives_is_a_span check (to_at > from_at)
);

comment on table ops.archives is 'Months on their way to Storage, or there.';
comment on column ops.archives.state is
  'sealed: takes no more rows, and is being written; stored: all of it is in Storage; cold: only there; restoring, restored: back for a while.';

create table ops.archive_parts (
  relation text not null,
  partition_name name not null,
  nth integer not null,
  after_key jsonb,
  last_key jsonb not null,
  row_count integer not null,
  checksum text not null,
  stored_at timestamptz,
  restored_at timestamptz,
  constraint archive_parts_pkey primary key (relation, partition_name, nth),
  constraint archive_parts_archive_fkey foreign key (relation, partition_name) references ops.archives (relation, partition_name) on delete cascade
);

comment on table ops.archive_parts is 'The objects an archive consists of: gzip of one JSON row a line, in the order of the primary key.';
comment on column ops.archive_parts.after_key is 'The primary key of the row before the first; null in the first part.';
comment on column ops.archive_parts.checksum is 'SHA-256 of the lines before compression, in hex.';
comment on column ops.archive_parts.stored_at is 'When the worker had read it back and it was the same. Null: not yet, or rows of it were erased before the month was dropped.';

create table ops.partition_steps (
  taken_at timestamptz not null,
  id bigint generated always as identity,
  relation text not null,
  partition_name name,
  step text not null,
  outcome text not null,
  constraint partition_steps_pkey primary key (taken_at, id),
  constraint partition_steps_outcome_is_known check (outcome in ('done', 'busy'))
);

comment on table ops.partition_steps is 'What ops.keep_partitions() did, or could not do because the table was in use.';

-- ops.archive_path: where a part lies in the bucket archives.
create function ops.archive_path(relation text, partition_name name, nth integer)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select format('%s/%s/%s.jsonl.gz', relation, partition_name, lpad(nth::text, 6, '0'));
$$;

-- ops.read_part: rows of a month in schema archive after one key, up to another (or, without one, as many as a part holds),
-- as lines of JSON, without what is left out of an archive. Times are in UTC, so that the same rows are the same bytes
-- wherever they are read.
create function ops.read_part(
  relation text, partition_name name, after_key jsonb, up_to jsonb,
  out content text, out row_count integer, out last_key jsonb, out checksum text
)
language plpgsql
stable
set search_path = ''
set timezone = 'UTC'
as $$
-- What is executed names a month and its columns, each quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  source constant regclass := format('archive.%I', partition_name)::regclass;
  ordering constant text := (
    select string_agg(format('t.%I', k.column_name), ', ' order by k.nth)
    from private.key_columns(source) as k
  );
  columns constant text := (
    select string_agg(format('t.%I', a.attname), ', ' order by a.attnum)
    from pg_catalog.pg_attribute as a
    join ops.partition_policies as y on y.relation = read_part.relation and a.attname <> all (y.left_out)
    where a.attrelid = source and a.attnum > 0 and not a.attisdropped
  );
begin
  execute format(
    $sql$
      select coalesce(string_agg(row_to_json(r.*)::text || E'\n', ''), ''), count(*),
        (array_agg(to_jsonb(r.*)))[count(*)]
      from (
        select %3$s
        from %1$s as t
        where ($1 is null or (%2$s) > (select %2$s from jsonb_populate_record(null::%1$s, $1) as t))
          and ($2 is null or (%2$s) <= (select %2$s from jsonb_populate_record(null::%1$s, $2) as t))
        order by %2$s
        limit case when $2 is null then $3 end
      ) as r
    $sql$, source, ordering, columns
  ) into content, row_count, last_key using after_key, up_to, private.setting('ops.archive_part_rows')::integer;

  -- Only the key of it.
  last_key := (
    select jsonb_object_agg(j.key, j.value) from jsonb_each(last_key) as j
    where format('t.%I', j.key) = any (string_to_array(ordering, ', '))
  );
  checksum := encode(sha256(convert_to(content, 'UTF8')), 'hex');
end;
$$;


-- The steps. Each is called with what to do it to, does it, and raises lock_not_available when the table is in use.

-- ops.move_to_archive: warm. Readers and writers of the table do not notice: only the month itself is locked.
create function ops.move_to_archive(partition_id regclass)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  execute format('alter table %s set schema archive', partition_id);
end;
$$;

-- ops.seal_partition: from here on the month only loses rows, to erasure. (A check that is not valid is not asked of the rows
-- there are, and the planner does not believe it.)
create function ops.seal_partition(relation text, partition_id regclass, at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  found ops.partitions;
begin
  select * into strict found from ops.partitions as p where p.id = partition_id;
  execute format('alter table %s add constraint %I check (false) not valid', partition_id, found.partition_name || '_is_sealed');
  if found.schema_name <> 'archive' then
    perform ops.move_to_archive(partition_id);
  end if;
  insert into ops.archives (relation, partition_name, from_at, to_at, state, sealed_at)
  values (relation, found.partition_name, found.from_at, found.to_at, 'sealed', at);
end;
$$;

-- ops.is_held: whether a month has rows of people whose processing is restricted. They may need them, so it is not archived,
-- which would take their name off, as long as they are.
create function ops.is_held(relation text, partition_id regclass)
returns boolean
language plpgsql
stable
strict
set search_path = ''
as $$
-- What is executed names a table and a column that there are.
-- @plpgsql_check_options: security_warnings = off
declare
  found boolean;
begin
  execute format(
    'select exists (select from public.users as u join %s as t on t.%I = u.id where u.restricted_at is not null)',
    partition_id, privacy.subject_column(relation::regclass)
  ) into found;
  return found;
end;
$$;

-- ops.let_others_go: in a month that is held although its time is over, takes off the names of everybody but those for whom
-- it is held. Idempotent.
create function ops.let_others_go(relation text, partition_id regclass)
returns void
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed names a table and columns that there are.
-- @plpgsql_check_options: security_warnings = off
begin
  execute format(
    'update %1$s as t set %2$s where t.%3$I is not null and not exists (select from public.users as u where u.id = t.%3$I and u.restricted_at is not null)',
    partition_id,
    (
      select string_agg(format('%I = null', c.name), ', ')
      from ops.partition_policies as p, unnest(p.left_out) as c (name)
      where p.relation = let_others_go.relation
    ),
    privacy.subject_column(relation::regclass)
  );
end;
$$;

-- ops.drop_stored: drops a month that is in Storage. If rows of it were erased since they were written, those parts are
-- written again first, and nothing is dropped: returns false.
create function ops.drop_stored(archive ops.archives, at timestamptz)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  part ops.archive_parts;
  is_same boolean := true;
begin
  -- Long, and without a lock: the month is sealed.
  for part in
    select * from ops.archive_parts as p where p.relation = archive.relation and p.partition_name = archive.partition_name order by p.nth
  loop
    if (select r.checksum from ops.read_part(part.relation, part.partition_name, part.after_key, part.last_key) as r) <> part.checksum then
      is_same := false;
      update ops.archive_parts as p set stored_at = null
      where p.relation = part.relation and p.partition_name = part.partition_name and p.nth = part.nth;
    end if;
  end loop;
  if not is_same then
    update ops.archives as a set state = 'sealed', stored_at = null
    where a.relation = archive.relation and a.partition_name = archive.partition_name;
    return false;
  end if;
  execute format('drop table archive.%I', archive.partition_name);
  update ops.archives as a set state = 'cold', dropped_at = at
  where a.relation = archive.relation and a.partition_name = archive.partition_name;
  return true;
end;
$$;


-- ops.first_month: the first month of a table of which rows may come.
create function ops.first_month(policy ops.partition_policies, at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
-- What is executed is a function that a chapter names.
-- @plpgsql_check_options: security_warnings = off
declare
  found timestamptz;
begin
  if policy.first_month_function is null then
    return date_trunc('month', at, 'UTC');
  end if;
  execute format('select %s($1)', policy.first_month_function) into found using at;
  return found;
end;
$$;


-- ops.keep_partitions: takes the first step that is due, and returns what it did; null when nothing is due, or what is due
-- is in use. Call it until it returns null, each time in a transaction of its own. Idempotent; run by cron.
create function ops.keep_partitions(at timestamptz default now())
returns text
language plpgsql
volatile
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  due record;
  is_needed boolean;
  busy text[] := '{}';
begin
  for due in
    select s.* from (
      select 1 as urgency, p.relation, null::name as partition_name, null::regclass as id, 'create' as step, p.months_ahead, s.since,
        null::timestamptz as to_at
      from ops.partition_policies as p
      cross join lateral (select ops.first_month(p, at) as since) as s
      where to_regclass(p.relation) is not null and exists (
        select
        from generate_series(
          s.since at time zone 'UTC', date_trunc('month', at at time zone 'UTC') + make_interval(months => p.months_ahead), interval '1 month'
        ) as m (from_at)
        where not exists (select from ops.partitions as x where x.relation = p.relation and x.from_at = m.from_at at time zone 'UTC')
      )
      union all
      select 2, p.relation, x.partition_name, x.id::regclass,
        case
          when x.is_past and p.ending = 'cold' then 'seal'
          when x.is_past then 'drop'
          else 'move'
        end, 0, null, x.to_at
      from ops.partition_policies as p
      cross join lateral (
        select y.*, y.to_at + make_interval(days => coalesce(p.warm_days, p.hot_days)) <= at as is_past
        from ops.partitions as y
        where y.relation = p.relation and y.to_at + make_interval(days => p.hot_days) <= at
          and not exists (select from ops.archives as a where a.relation = p.relation and a.partition_name = y.partition_name)
      ) as x
      where p.ending <> 'chapter' and (x.is_past or x.schema_name <> 'archive')
      union all
      select 3, a.relation, a.partition_name, null, case a.state when 'stored' then 'drop stored' else 'drop restored' end, 0, null,
        a.to_at
      from ops.archives as a
      where a.state = 'stored'
        or a.state = 'restored' and a.restored_at + make_interval(days => private.setting('ops.restored_days')::integer) <= at
    ) as s
    order by s.urgency, s.to_at, s.relation
  loop
    -- Whoever is in the way of one step is in the way of the next; writers need not queue up behind it again.
    continue when due.relation = any (busy);
    begin
      case due.step
        when 'create' then
          perform private.ensure_partitions(due.relation::regclass, due.months_ahead, at, due.since);
        when 'move' then
          perform ops.move_to_archive(due.id);
        when 'seal' then
          if ops.is_held(due.relation, due.id) then
            perform ops.let_others_go(due.relation, due.id);
            continue;
          end if;
          perform ops.seal_partition(due.relation, due.id, at);
        when 'drop' then
          -- Retention leaves it too.
          execute format('select exists (select from %s)', due.id) into is_needed;
          continue when is_needed;
          execute format('drop table %s', due.id);
        when 'drop stored' then
          perform ops.drop_stored(a, at)
          from ops.archives as a
          where a.relation = due.relation and a.partition_name = due.partition_name;
        else
          execute format('drop table archive.%I', due.partition_name);
          update ops.archives as a set state = 'cold', restored_at = null
          where a.relation = due.relation and a.partition_name = due.partition_name;
      end case;
      insert into ops.partition_steps (taken_at, relation, partition_name, step, outcome)
      values (at, due.relation, due.partition_name, due.step, 'done');
      return concat_ws(' ', due.step, coalesce(due.partition_name::text, due.relation));
    exception when lock_not_available then
      insert into ops.partition_steps (taken_at, relation, partition_name, step, outcome)
      values (at, due.relation, due.partition_name, due.step, 'busy');
      busy := busy || due.relation;
    end;
  end loop;
  delete from ops.partition_steps as s where s.taken_at < at - make_interval(days => private.setting('ops.alert_days')::integer);
  return null;
end;
$$;

comment on function ops.keep_partitions(timestamptz) is
  'Takes the first step due in the upkeep of partitions: create, move, seal or drop a month; returns what it did, null when nothing is due. Run by cron.';


-- The worker's side.

-- ops.archive_task: what archive-worker is to do next, null when there is nothing:
--   store    {path, content, checksum}: compress it, write it, read it back, compare
--   restore  {path, checksum}: read it and send it back
--   delete   {paths}: delete these, at most 100
-- The same task is given out until it is done; two workers that do one at once write the same bytes.
create function ops.archive_task(at timestamptz default now())
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  archive ops.archives;
  part ops.archive_parts;
  previous ops.archive_parts;
  read record;
begin
  for archive in select * from ops.archives as a where a.state = 'sealed' order by a.to_at, a.relation for update skip locked loop
    -- A part whose rows were erased is written anew, then what has no part yet.
    select * into part
    from ops.archive_parts as p
    where p.relation = archive.relation and p.partition_name = archive.partition_name and p.stored_at is null
    order by p.nth
    limit 1;
    if found then
      select * into read from ops.read_part(part.relation, part.partition_name, part.after_key, part.last_key);
      update ops.archive_parts as p set checksum = read.checksum, row_count = read.row_count
      where p.relation = part.relation and p.partition_name = part.partition_name and p.nth = part.nth;
    else
      select * into previous
      from ops.archive_parts as p
      where p.relation = archive.relation and p.partition_name = archive.partition_name
      order by p.nth desc
      limit 1;
      select * into read from ops.read_part(archive.relation, archive.partition_name, previous.last_key, null);
      if read.row_count = 0 then
        update ops.archives as a
        set state = 'stored', stored_at = at, row_count = (
          select coalesce(sum(p.row_count), 0) from ops.archive_parts as p
          where p.relation = archive.relation and p.partition_name = archive.partition_name
        )
        where a.relation = archive.relation and a.partition_name = archive.partition_name;
        continue;
      end if;
      insert into ops.archive_parts as p (relation, partition_name, nth, after_key, last_key, row_count, checksum)
      values (
        archive.relation, archive.partition_name, coalesce(previous.nth, 0) + 1, previous.last_key, read.last_key, read.row_count, read.checksum
      )
      returning * into part;
    end if;
    return jsonb_build_object(
      'kind', 'store', 'relation', part.relation, 'partition', part.partition_name, 'nth', part.nth,
      'path', ops.archive_path(part.relation, part.partition_name, part.nth), 'content', read.content, 'checksum', read.checksum
    );
  end loop;

  select p.* into part
  from ops.archive_parts as p
  join ops.archives as a on a.relation = p.relation and a.partition_name = p.partition_name and a.state = 'restoring'
  where p.restored_at is null
  order by a.to_at, p.relation, p.nth
  limit 1;
  if found then
    return jsonb_build_object(
      'kind', 'restore', 'relation', part.relation, 'partition', part.partition_name, 'nth', part.nth,
      'path', ops.archive_path(part.relation, part.partition_name, part.nth), 'checksum', part.checksum
    );
  end if;

  return (
    select jsonb_build_object(
      'kind', 'delete', 'relation', d.relation, 'partition', d.partition_name,
      'paths', jsonb_agg(ops.archive_path(d.relation, d.partition_name, d.nth) order by d.nth), 'parts', jsonb_agg(d.nth order by d.nth)
    )
    from (
      select p.relation, p.partition_name, p.nth
      from ops.archive_parts as p
      where (p.relation, p.partition_name) = (
        select a.relation, a.partition_name
        from ops.archives as a
        join ops.partition_policies as y on y.relation = a.relation
        where a.state = 'cold' and a.to_at + make_interval(days => y.cold_days) <= at
        order by a.to_at, a.relation
        limit 1
      )
      order by p.nth
      limit 100
    ) as d
    group by d.relation, d.partition_name
  );
end;
$$;

-- ops.archive_done: a task is done. For store, `checksum` is of what was read back; for restore, `content` is what was read.
-- Raises archive_task_unknown (PT404), archive_corrupt (PT409).
create function ops.archive_done(task jsonb, content text default null, at timestamptz default now())
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  part ops.archive_parts;
  kind constant text := task ->> 'kind';
  found_checksum constant text := coalesce(encode(sha256(convert_to(content, 'UTF8')), 'hex'), task ->> 'checksum');
begin
  if kind = 'delete' then
    delete from ops.archive_parts as p
    using ops.archives as a
    where a.relation = p.relation and a.partition_name = p.partition_name and a.state = 'cold'
      and p.relation = task ->> 'relation' and p.partition_name = task ->> 'partition'
      and p.nth in (select n::integer from jsonb_array_elements_text(task -> 'parts') as n);
    delete from ops.archives as a
    where a.relation = task ->> 'relation' and a.partition_name = task ->> 'partition' and a.state = 'cold'
      and not exists (select from ops.archive_parts as p where p.relation = a.relation and p.partition_name = a.partition_name);
    return;
  end if;

  select p.* into part
  from ops.archive_parts as p
  join ops.archives as a on a.relation = p.relation and a.partition_name = p.partition_name
    and a.state = case kind when 'store' then 'sealed' when 'restore' then 'restoring' end
  where p.relation = task ->> 'relation' and p.partition_name = task ->> 'partition' and p.nth = (task ->> 'nth')::integer
  for update of p;
  if not found then
    raise exception using errcode = 'PT404', message = 'archive_task_unknown',
      detail = 'task: there is no such part that waits for this.',
      hint = 'Ask for the next task.';
  end if;
  if found_checksum is distinct from part.checksum then
    raise exception using errcode = 'PT409', message = 'archive_corrupt',
      detail = format('%s is not what was written: SHA-256 %s, not %s.',
        ops.archive_path(part.relation, part.partition_name, part.nth), found_checksum, part.checksum),
      hint = 'The month is still in the database if it is being stored: try again. Else look for a backup of the bucket.';
  end if;

  if kind = 'store' then
    update ops.archive_parts as p set stored_at = at
    where p.relation = part.relation and p.partition_name = part.partition_name and p.nth = part.nth;
    return;
  end if;
  if part.restored_at is not null then
    return;
  end if;
  perform ops.insert_part(part, content);
  update ops.archive_parts as p set restored_at = at
  where p.relation = part.relation and p.partition_name = part.partition_name and p.nth = part.nth;
  if not exists (
    select from ops.archive_parts as p
    where p.relation = part.relation and p.partition_name = part.partition_name and p.restored_at is null
  ) then
    perform ops.attach_restored(a, at)
    from ops.archives as a
    where a.relation = part.relation and a.partition_name = part.partition_name;
  end if;
end;
$$;

-- ops.insert_part: the rows of a part, into the month that is being restored.
create function ops.insert_part(part ops.archive_parts, content text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed names tables and columns that there are.
-- @plpgsql_check_options: security_warnings = off
declare
  target constant regclass := format('archive.%I', part.partition_name)::regclass;
  columns constant text := (
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
    from pg_catalog.pg_attribute as a
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  );
begin
  execute format(
    $sql$
      insert into %1$s (%2$s)
      select %2$s
      from regexp_split_to_table(rtrim($1, E'\n'), E'\n') as line
      cross join lateral json_populate_record(null::%1$s, line::json) as r
    $sql$, target, columns
  ) using content;
end;
$$;

-- ops.attach_restored: a month whose rows are all back is part of its table again. Its foreign keys were made while it was
-- empty, so nothing is looked through while others are locked out.
create function ops.attach_restored(archive ops.archives, at timestamptz)
returns void
language plpgsql
volatile
set search_path = ''
set lock_timeout = '500ms'
as $$
-- What is executed names tables of ops.partition_policies.
-- @plpgsql_check_options: security_warnings = off
begin
  execute format(
    'alter table %s attach partition archive.%I for values from (%L) to (%L)',
    archive.relation::regclass, archive.partition_name, archive.from_at, archive.to_at
  );
  update ops.archives as a set state = 'restored', restored_at = at
  where a.relation = archive.relation and a.partition_name = archive.partition_name;
end;
$$;

-- ops.restore_archive: brings a cold month back for ops.restored_days: makes its table, and leaves the parts to the worker.
-- Raises archive_not_cold (PT409).
create function ops.restore_archive(relation text, partition_name name)
returns void
language plpgsql
volatile
set search_path = ''
set lock_timeout = '500ms'
as $$
-- What is executed names tables that there are, and repeats their foreign keys.
-- @plpgsql_check_options: security_warnings = off
declare
  archive ops.archives;
  parent constant regclass := to_regclass(relation);
  month_column constant name := (
    select a.attname
    from pg_catalog.pg_partitioned_table as p
    join pg_catalog.pg_attribute as a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0]
    where p.partrelid = parent
  );
  foreign_key record;
begin
  update ops.archives as a set state = 'restoring'
  where a.relation = restore_archive.relation and a.partition_name = restore_archive.partition_name and a.state = 'cold'
  returning * into archive;
  if not found then
    raise exception using errcode = 'PT409', message = 'archive_not_cold',
      detail = format('There is no month %s of %s that is only in Storage.', partition_name, relation),
      hint = 'See ops.archives where state = ''cold''.';
  end if;
  execute format(
    'create table archive.%1$I (like %2$s including defaults including generated including constraints including indexes, constraint %3$I check (%4$I >= %5$L and %4$I < %6$L))',
    partition_name, parent, partition_name || '_is_its_month', month_column, archive.from_at, archive.to_at
  );
  execute format('alter table archive.%I enable row level security', partition_name);
  for foreign_key in
    select k.conname, pg_catalog.pg_get_constraintdef(k.oid) as definition
    from pg_catalog.pg_constraint as k
    where k.conrelid = parent and k.contype = 'f' and k.conparentid = 0
  loop
    execute format('alter table archive.%I add constraint %I %s', partition_name, foreign_key.conname, foreign_key.definition);
  end loop;
  update ops.archive_parts as p set restored_at = null
  where p.relation = archive.relation and p.partition_name = archive.partition_name;
  if not exists (select from ops.archive_parts as p where p.relation = archive.relation and p.partition_name = archive.partition_name) then
    perform ops.attach_restored(archive, now());
  end if;
end;
$$;

comment on function ops.restore_archive(text, name) is
  'Begins to bring a month back from Storage; archive-worker brings the rows. It is dropped again after ops.restored_days.';


-- archive_task, archive_done: what the edge function archive-worker asks.
create function public.archive_task()
returns jsonb
language sql
volatile
security invoker
set search_path = ''
begin atomic
  select ops.archive_task();
end;

create function public.archive_done(task jsonb, content text default null)
returns void
language sql
volatile
security invoker
set search_path = ''
begin atomic
  select ops.archive_done(task, content);
end;

comment on function public.archive_task() is
  'The next thing archive-worker is to do: {"kind": "store" | "restore" | "delete", …}; null when there is nothing. service_role only.';
comment on function public.archive_done(jsonb, text) is
  'Says that a task is done: with the checksum of what was read back from Storage, or its content. service_role only.';

grant execute on function
  public.archive_task(), public.archive_done(jsonb, text), ops.archive_task(timestamptz), ops.archive_done(jsonb, text, timestamptz)
to service_role;

-- Nobody has a policy on this bucket: only the secret key reads it.
insert into storage.buckets (id, name, public) values ('archives', 'archives', false) on conflict (id) do nothing;


-- What is watched.

create function ops.measure_partition_runway(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- For how many days there is a partition for every moment.
  select p.relation, coalesce(round(date_part('epoch', max(x.to_at) - at)::numeric / 86400, 1), 0), null::text, null::text
  from ops.partition_policies as p
  left join ops.partitions as x on x.relation = p.relation
  where to_regclass(p.relation) is not null
  group by p.relation;
$$;

create function ops.measure_partition_delay(at timestamptz)
returns setof ops.reading
language sql
stable
set search_path = ''
as $$
  -- For how many days the oldest month has been somewhere it should not be any more.
  select o.relation, max(o.days), null::text, min(o.what)
  from (
    select p.relation, round(date_part('epoch', at - x.to_at)::numeric / 86400, 1)
        - case when x.schema_name = 'archive' or p.warm_days is null then coalesce(p.warm_days, p.hot_days) else p.hot_days end as days,
      x.partition_name::text as what, case when p.ending = 'cold' and x.schema_name = 'archive' then x.id::regclass end as month
    from ops.partition_policies as p
    join ops.partitions as x on x.relation = p.relation
    where not exists (select from ops.archives as a where a.relation = p.relation and a.partition_name = x.partition_name)
      -- What is not empty waits for its rows to go, and overdue_rows tells of those.
      and not (p.ending = 'drop' and x.estimated_rows > 0)
    union all
    select a.relation, round(date_part('epoch', at - a.sealed_at)::numeric / 86400, 1), a.partition_name || ' is not in Storage yet', null
    from ops.archives as a
    where a.state in ('sealed', 'stored')
  ) as o
  where o.days > 0 and not coalesce(ops.is_held(o.relation, o.month), false)
  group by o.relation;
$$;

insert into ops.metrics (name, component, unit, worse_when, reason, remedy) values
  ('partition_runway', 'partitions', 'days', 'lower', '%1$s has partitions for %2$s more days', 'select ops.keep_partitions(); see ops.partition_steps for who is in its way.'),
  ('partition_delay', 'partitions', 'days', 'higher', 'a month of %1$s should have left %2$s days ago', 'See ops.partition_steps, ops.archives, and the log of archive-worker.');

insert into ops.thresholds (metric, level, value) values
  ('partition_runway', 'degraded', 60), ('partition_runway', 'down', 20),
  ('partition_delay', 'degraded', 7), ('partition_delay', 'down', 60);

-- Operations in the data map: they know queries without their values, and tables, months and jobs, but nobody.

select privacy.map_table('ops.queues', null, 'operation', 'forever', '
  none: name relation since condition description
');
select privacy.map_table('ops.job_runs', null, 'operation', 'forever', '
  none: job_name day run_count failure_count failures_in_a_row total_ms longest_ms last_success_at last_failure_at last_failure
');
select privacy.map_table('ops.statements', null, 'operation', 'forever', '
  none: role_id query_id is_toplevel query calls total_ms rows blocks_hit blocks_read temp_blocks wal_bytes stats_reset_at seen_at
');
select privacy.map_table('ops.statement_deltas', null, 'operation', 'forever', '
  none: taken_at role_id query_id is_toplevel calls total_ms rows blocks_hit blocks_read temp_blocks wal_bytes
');
select privacy.map_table('ops.modules', null, 'operation', 'forever', 'none: code position description tables');
select privacy.map_table('ops.table_writes', null, 'operation', 'forever', 'none: table_name writes written_at');
select privacy.map_table('ops.metrics', null, 'operation', 'forever', '
  none: name component unit worse_when reason remedy
');
select privacy.map_table('ops.thresholds', null, 'operation', 'forever', 'none: metric level value');
select privacy.map_table('ops.measurements', null, 'operation', 'forever', 'none: taken_at metric subject value');
select privacy.map_table('ops.checks', null, 'operation', 'forever', 'none: checked_at status alert_count');
select privacy.map_table('ops.alerts', null, 'operation', 'forever', '
  none: id metric subject component level value reason opened_at last_seen_at acknowledged_at acknowledged_by closed_at told
');
select privacy.map_table('ops.slas', null, 'operation', 'forever', '
  none: name description target unit better_when source pattern
');
select privacy.map_table('ops.sla_values', null, 'operation', 'forever', '
  none: name measured_at value samples measured_by
');
select privacy.map_table('ops.applied_recommendations', null, 'operation', 'forever', '
  none: id applied_at kind object apply_sql undo_sql undone_at
');
select privacy.map_table('ops.partition_policies', null, 'operation', 'forever', '
  none: relation months_ahead hot_days warm_days ending cold_days left_out first_month_function reason
');
select privacy.map_table('ops.archives', null, 'operation', 'forever', '
  none: relation partition_name from_at to_at state row_count sealed_at stored_at dropped_at restored_at
');
select privacy.map_table('ops.archive_parts', null, 'operation', 'forever', '
  none: relation partition_name nth after_key last_key row_count checksum stored_at restored_at
');
select privacy.map_table('ops.partition_steps', null, 'operation', 'forever', '
  none: taken_at id relation partition_name step outcome
');

grant usage on schema ops, archive to backup_reader;
grant select on all tables in schema ops, archive to backup_reader;
alter default privileges for role postgres in schema ops, archive grant select on tables to backup_reader;
