-- Data rights: a person can take everything along (Art. 15 and 20 GDPR) and have everything erased (Art. 17).
--
--   data_exports                          what a person asked for, how far it is, and the links when it is ready
--   privacy.export_jobs, export_sources   how the edge function export-worker works it off
--   privacy.erasures                      who is to be erased, and when
--   privacy.erasure_ledger                proof of what was erased, which names nobody
--
-- What belongs to an export and what an erasure takes is read from privacy.data_map: no table is named here.
-- The workers hold no state. They claim a job for a while, do a little, note how far they are, and may be killed
-- at any moment: the next one goes on from the last note.


-- Requests to edge functions, where the server can send any.
do $$
begin
  if exists (select from pg_catalog.pg_available_extensions as e where e.name = 'pg_net') then
    create extension if not exists pg_net with schema extensions;
  end if;
end;
$$;


-- Secrets of the workers and of the ledger.

select private.ensure_secret('worker_secret', 'What cron shows to the edge functions it calls.');
select private.ensure_secret('erasure_ledger_key', 'The key of the hashes in privacy.erasure_ledger. Without it a restored backup cannot be compared with the ledger.');

-- privacy.is_worker: whether a secret is the one that cron shows. Edge functions ask, so that they need no copy of it.
-- Definer: the secret is in Vault.
create function privacy.is_worker(secret text)
returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  -- Of hashes, so that the time it takes tells nothing of the secret.
  select coalesce(
    extensions.digest(is_worker.secret, 'sha256') = extensions.digest(private.secret('worker_secret'), 'sha256'), false
  );
$$;

grant execute on function privacy.is_worker(text) to service_role;

-- private.call_worker: calls an edge function through pg_net, with the secret. For cron. The address of the project is
-- the secret project_url, which whoever deploys puts in Vault. Without it, or without pg_net, nothing is called: null.
create function private.call_worker(name text)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  url constant text := private.secret('project_url');
  request_id bigint;
begin
  if url is null or to_regnamespace('net') is null then
    return null;
  end if;
  execute 'select net.http_post(url => $1, headers => $2, timeout_milliseconds => 5000)'
  into request_id
  using
    format('%s/functions/v1/%s', url, call_worker.name),
    jsonb_build_object('Content-Type', 'application/json', 'Authorization', 'Bearer ' || private.secret('worker_secret'));
  return request_id;
end;
$$;

comment on function private.call_worker(text) is 'Calls an edge function with the worker''s secret; null when project_url is not in Vault. Run by cron.';


insert into private.settings (name, value, unit, description) values
  ('exports.per_month', 5, 'exports', 'How many exports a person may ask for in 30 days; cancelled and failed ones do not count.'),
  ('exports.link_days', 7, 'days', 'How long the links of an export work and its files are kept.'),
  ('exports.page_bytes', 4000000, 'bytes', 'How much of a table the worker reads at once; a single row may be larger.'),
  ('exports.page_rows', 20000, 'rows', 'How many rows the worker reads at once, at most.'),
  ('exports.run_bytes', 120000000, 'bytes', 'After how much a run of the worker stops and leaves the rest to the next: 2 s of processor time are what hosted gives.'),
  ('exports.volume_bytes', 500000000, 'bytes', 'An archive that would be larger becomes several. Storage must take files of this size.'),
  ('rights.run_seconds', 100, 'seconds', 'After how long a run of a worker stops and leaves the rest to the next: hosted ends it after 150.'),
  ('rights.lease_seconds', 60, 'seconds', 'A worker that was not heard of for so long is taken for dead, and another goes on.'),
  ('rights.max_attempts', 8, 'attempts', 'How often a job is tried again when it comes no further, each time after twice as long.'),
  ('erasure.grace_days', 30, 'days', 'How long a deleted account can come back.'),
  ('erasure.batch_rows', 5000, 'rows', 'How many rows the erasure of an account deletes at once.');


-- Exports: what a person asked for. The row reaches every device, so that each shows how far it is.

create table public.data_exports (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  format text not null,
  state text not null default 'queued',
  rows_done bigint not null default 0,
  rows_expected bigint,
  size_bytes bigint,
  links text[] not null default '{}',
  expires_at timestamptz(3),
  error text,
  finished_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint data_exports_pkey primary key (user_id, id),
  constraint data_exports_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint data_exports_format_is_known check (format in ('jsonl', 'csv', 'both')),
  constraint data_exports_state_is_known check (state in ('queued', 'running', 'ready', 'failed', 'cancelled', 'expired')),
  constraint data_exports_rows_are_counted check (rows_done >= 0 and rows_expected >= 0),
  constraint data_exports_ready_has_links check ((state = 'ready') = (cardinality(links) > 0)),
  constraint data_exports_links_are_bounded check (private.texts_fit(links, 1000, 2000)),
  constraint data_exports_archive_has_size_and_end check (
    (state in ('ready', 'expired')) = (expires_at is not null) and (expires_at is null) = (size_bytes is null)
  ),
  constraint data_exports_failed_has_error check ((state = 'failed') = (error is not null)),
  constraint data_exports_over_has_time check ((state in ('queued', 'running')) = (finished_at is null))
);

comment on table public.data_exports is 'Exports of their own data that people asked for: how far each is, and where it can be fetched.';
comment on column public.data_exports.format is 'jsonl: a JSON object a line; csv: RFC 4180 with a header; both.';
comment on column public.data_exports.state is
  'queued, running, ready, failed, cancelled by the person, expired after exports.link_days. At most one is queued or running.';
comment on column public.data_exports.rows_done is 'Rows and files that are in the archive so far, of rows_expected.';
comment on column public.data_exports.rows_expected is 'Rows and files there were when it began; null before.';
comment on column public.data_exports.size_bytes is 'Size of the archives together.';
comment on column public.data_exports.links is 'Where the archives can be fetched until expires_at, without signing in; most often one.';
comment on column public.data_exports.error is 'A code of docs/ERRORS.md, why it failed for good.';

create unique index data_exports_open_key on public.data_exports (user_id) where state in ('queued', 'running');
create index data_exports_expires_at_idx on public.data_exports (expires_at) where state = 'ready';
comment on index public.data_exports_open_key is 'One open export a person; serves the worker''s look-up too.';
comment on index public.data_exports_expires_at_idx is 'Serves privacy.expire_exports.';

create trigger _100_touch before insert or update on public.data_exports
  for each row execute function private.touch();

alter table public.data_exports enable row level security;

create policy data_exports_select_own on public.data_exports for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: request_data_export and cancel_data_export do that, the worker the rest.

grant select on public.data_exports to authenticated, service_role;

select sync.register_table('public.data_exports', direction => 'down', priority => 10);


-- Jobs: what the worker has to know of an export and nobody else.

create table privacy.export_jobs (
  user_id uuid not null,
  export_id uuid not null,
  guardian_id uuid,
  claim uuid,
  claimed_until timestamptz,
  attempts integer not null default 0,
  not_before timestamptz not null default now(),
  last_error text,
  constraint export_jobs_pkey primary key (user_id, export_id),
  constraint export_jobs_claim_key unique (claim),
  constraint export_jobs_export_fkey foreign key (user_id, export_id)
    references public.data_exports (user_id, id) on delete cascade,
  constraint export_jobs_guardian_id_fkey foreign key (guardian_id) references public.users (id) on delete set null,
  constraint export_jobs_attempts_are_counted check (attempts >= 0)
);

comment on table privacy.export_jobs is 'One row for each export: which worker is at it, until when, and how often it was tried.';
comment on column privacy.export_jobs.guardian_id is 'The guardian who asked for it, and may fetch it; null when the person did.';
comment on column privacy.export_jobs.claim is 'What the worker that is at it shows with each note. A later claim replaces it, so that an earlier worker notes nothing any more.';
comment on column privacy.export_jobs.attempts is 'Claims since it last came further.';

create index export_jobs_guardian_id_idx on privacy.export_jobs (guardian_id) where guardian_id is not null;
comment on index privacy.export_jobs_guardian_id_idx is 'Serves the erasure of a guardian.';

create table privacy.export_sources (
  user_id uuid not null,
  export_id uuid not null,
  position integer not null,
  kind text not null,
  name text not null,
  relation text,
  subject_column name,
  bucket text,
  object_name text,
  rows_expected bigint not null,
  rows_done bigint not null default 0,
  cursor jsonb,
  files jsonb not null default '{}',
  is_done boolean not null default false,
  omission text,
  volume integer,
  constraint export_sources_pkey primary key (user_id, export_id, position),
  constraint export_sources_export_fkey foreign key (user_id, export_id)
    references privacy.export_jobs (user_id, export_id) on delete cascade,
  constraint export_sources_kind_is_known check (kind in ('table', 'file')),
  constraint export_sources_table_or_file check (
    (kind = 'table') = (relation is not null and subject_column is not null)
    and (kind = 'file') = (bucket is not null and object_name is not null)
  ),
  constraint export_sources_files_are_object check (jsonb_typeof(files) = 'object')
);

comment on table privacy.export_sources is 'What goes into an export, in order: tables, then files. With cursor and files, the token an interrupted export is resumed by.';
comment on column privacy.export_sources.cursor is 'Primary key of the last row that is in a part, as an array of texts; null before the first.';
comment on column privacy.export_sources.files is
  '{"jsonl": {"bytes", "packed", "parts": [object names], "crc32", "sha256": states of the checksums}}: what is uploaded so far, as the worker notes it.';
comment on column privacy.export_sources.omission is 'Why it could not be included after all: a file that is gone.';
comment on column privacy.export_sources.volume is 'The archive it is in; null until all tables are read.';


-- privacy.person_tables: the data map by table and by the column that says whose a row is.
create view privacy.person_tables with (security_invoker = true) as
select m.schema_name, m.table_name, m.subject_column,
  to_regclass(format('%I.%I', m.schema_name, m.table_name)) as relation,
  array_agg(m.column_name order by m.position) filter (where m.on_export = 'include') as exported,
  array_agg(m.column_name order by m.position) filter (where m.on_erase = 'anonymise') as emptied,
  bool_or(m.on_erase = 'delete') as is_deleted,
  count(*) as column_count
from privacy.data_map as m
where m.subject_column is not null
group by m.schema_name, m.table_name, m.subject_column;

comment on view privacy.person_tables is
  'The data map by table and by the column that says whose a row is: what to export of it, what to delete or to empty.';

-- privacy.subject_condition: the SQL that finds a person's rows, with $1 for their id.
create function privacy.subject_condition(relation regclass, subject_column name)
returns text
language sql
stable
set search_path = ''
as $$
  select format(case when a.atttypid = 'uuid'::regtype then 't.%I = $1' else 't.%I = $1::text' end, subject_column)
  from pg_catalog.pg_attribute as a
  where a.attrelid = relation and a.attname = subject_column;
$$;

-- privacy.objects_of: the files of a person in Storage: those they uploaded, and all in their own folders. A logo is its
-- organisation's, whoever uploaded it.
create function privacy.objects_of(person uuid)
returns table (bucket text, name text)
language sql
stable
rows 100
set search_path = ''
as $$
  select o.bucket_id, o.name
  from storage.objects as o
  where o.owner_id = person::text and o.bucket_id <> 'logos' or o.name like person::text || '/%';
$$;


-- Asking for an export.

-- private.queue_export: enters an export, at most one open at a time and exports.per_month in 30 days. `guardian` is who
-- asked for it in the place of a child.
-- Raises export_format_unknown (PT422), export_open (PT409), export_limit (PT429).
-- Definer: exports are not a client's to write.
create function private.queue_export(person uuid, format text, guardian uuid default null)
returns public.data_exports
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  made public.data_exports;
  allowed constant integer := private.setting('exports.per_month');
begin
  if format is null or format not in ('jsonl', 'csv', 'both') then
    raise exception using errcode = 'PT422', message = 'export_format_unknown',
      detail = format('format: %s is not one.', coalesce(quote_literal(left(queue_export.format, 80)), 'null')),
      hint = 'Choose jsonl, csv or both.';
  end if;
  -- Locked, or it might be deleted meanwhile: of such an account there is no export.
  perform from public.users as u where u.id = person and u.account_status <> 'deleted' for key share;
  if not found then
    raise exception using errcode = 'PT403', message = 'account_deleted',
      detail = 'This account is deleted and will be erased.',
      hint = 'Cancel the erasure first, while that is possible.';
  end if;
  insert into public.data_exports (user_id, format)
  values (person, queue_export.format)
  on conflict (user_id) where state in ('queued', 'running') do nothing
  returning * into made;
  if made.id is null then
    raise exception using errcode = 'PT409', message = 'export_open',
      detail = 'An export is being made already.',
      hint = 'Wait until it is ready, or cancel it with cancel_data_export.';
  end if;
  -- Counted with the own row in place: of two at once, the second waited above.
  if (
    select count(*) from public.data_exports as e
    where e.user_id = person and e.state not in ('cancelled', 'failed') and e.created_at > now() - interval '30 days'
  ) > allowed then
    raise exception using errcode = 'PT429', message = 'export_limit',
      detail = format('%s exports were made in the last 30 days.', allowed),
      hint = 'Use the last one, or come back later.';
  end if;
  insert into privacy.export_jobs (user_id, export_id, guardian_id) values (person, made.id, guardian);
  perform privacy.file_request(person, 'portability', case when guardian is null then 'person' else 'guardian' end);
  return made;
end;
$$;

-- request_data_export: asks for an archive of everything that is held of the caller, or a guardian for a child. Returns the
-- export, which then syncs to the devices of whom it is about. For signed-in people.
-- Raises export_format_unknown (PT422), export_open (PT409), export_limit (PT429), guardian_only (PT403), and what
-- require_person raises.
create function private.request_data_export(format text, child_id uuid)
returns public.data_exports
language sql
volatile
security definer
set search_path = ''
as $$
  select private.queue_export(case when g.id is null then private.require_person() else child_id end, request_data_export.format, g.id)
  from private.acting_guardian(child_id) as g (id);
$$;

create function public.request_data_export(format text default 'both', child_id uuid default null)
returns public.data_exports
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.request_data_export($1, $2);
$$;

comment on function public.request_data_export(text, uuid) is
  'Asks for an archive of everything that is held of the caller, or of their child, as jsonl, csv or both; returns the export. How far it is syncs as data_exports.';

-- child_data_exports: the exports of a child that the caller asked for as their guardian: how far each is, and where it can be
-- fetched. What the child asked for is the child's.
-- Raises guardian_only (PT403), and what require_person raises.
-- Definer: a child's rows are nobody else's to read. Reaches what the caller asked for only.
create function private.child_data_exports(child_id uuid)
returns setof public.data_exports
language plpgsql
stable
security definer
rows 5
set search_path = ''
as $$
declare
  guardian constant uuid := private.require_guardian(child_id);
begin
  return query
    select e.*
    from public.data_exports as e
    join privacy.export_jobs as j on j.user_id = e.user_id and j.export_id = e.id
    where e.user_id = child_id and j.guardian_id = guardian
    order by e.created_at desc, e.id;
end;
$$;

create function public.child_data_exports(child_id uuid)
returns setof public.data_exports
language sql
stable
security invoker
rows 5
set search_path = ''
as $$
  select * from private.child_data_exports($1);
$$;

comment on function public.child_data_exports(uuid) is
  'For a guardian: the exports of their child that they asked for, the newest first, with how far each is and where it can be fetched.';

-- cancel_data_export: gives up an export that is queued or running. Idempotent.
-- Raises export_not_found (PT404), export_over (PT409), and what require_person raises.
-- Definer: exports are not a client's to write. Reaches the caller's own only.
create function private.cancel_data_export(id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  me constant uuid := private.require_person();
  found_state text;
begin
  select e.state into found_state from public.data_exports as e
  where e.user_id = me and e.id = cancel_data_export.id for update;
  if found_state is null then
    raise exception using errcode = 'PT404', message = 'export_not_found',
      detail = format('You have no export %s.', coalesce(cancel_data_export.id::text, 'null')),
      hint = 'Sync, and choose from those there are.';
  end if;
  if found_state not in ('queued', 'running', 'cancelled') then
    raise exception using errcode = 'PT409', message = 'export_over',
      detail = format('The export is %s.', found_state),
      hint = 'There is nothing to cancel.';
  end if;
  perform privacy.close_export(me, cancel_data_export.id, 'cancelled');
end;
$$;

create function public.cancel_data_export(id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.cancel_data_export(cancel_data_export.id);
$$;

comment on function public.cancel_data_export(uuid) is 'Gives up an export of the caller that is queued or running. Idempotent.';

grant execute on function
  private.request_data_export(text, uuid), public.request_data_export(text, uuid),
  private.child_data_exports(uuid), public.child_data_exports(uuid),
  private.cancel_data_export(uuid), public.cancel_data_export(uuid)
to authenticated;
-- Support asks on behalf of who cannot sign in.
grant execute on function private.queue_export(uuid, text, uuid) to service_role;


-- What the worker does, with the secret key or as postgres. Every note but the claim itself carries the claim.

-- privacy.answer_request: closes what was filed when an export or erasure was asked for.
create function privacy.answer_request(person uuid, kind text, outcome text, at timestamptz)
returns void
language sql
volatile
set search_path = ''
as $$
  select privacy.close_request(r.user_id, r.id, 'done', answer_request.outcome, at)
  from privacy.subject_requests as r
  where r.user_id = person and r.kind = answer_request.kind and r.state = 'open';
$$;

-- privacy.close_export: ends an open export without an archive. What was uploaded is swept by the worker.
create function privacy.close_export(person uuid, export_id uuid, outcome text, error text default null, at timestamptz default now())
returns void
language sql
volatile
set search_path = ''
as $$
  update privacy.export_jobs as j set claim = null where j.user_id = person and j.export_id = close_export.export_id;
  update public.data_exports as e
  set state = outcome, error = close_export.error, finished_at = at
  where e.user_id = person and e.id = close_export.export_id and e.state in ('queued', 'running');
  -- One that failed is still owed.
  select privacy.answer_request(person, 'portability', 'The person cancelled it.', at) where outcome = 'cancelled';
$$;

-- privacy.retry_at: when to try again after so many attempts: half a minute, then twice as long each time.
create function privacy.retry_at(attempts integer, at timestamptz)
returns timestamptz
language sql
immutable
set search_path = ''
as $$
  select at + interval '15 seconds' * power(2, least(attempts, 12));
$$;

-- privacy.require_export: the job that a claim stands for, locked. Raises claim_lost (PT409).
create function privacy.require_export(claim uuid)
returns privacy.export_jobs
language plpgsql
volatile
set search_path = ''
as $$
declare
  job privacy.export_jobs;
begin
  select * into job from privacy.export_jobs as j where j.claim = require_export.claim for update;
  if not found then
    raise exception using errcode = 'PT409', message = 'claim_lost',
      detail = 'The job was cancelled, or another worker goes on with it.',
      hint = 'Leave it, and claim the next.';
  end if;
  return job;
end;
$$;

-- privacy.plan_export: what goes into an export: every table of the data map that has rows of the person, and the files.
create function privacy.plan_export(person uuid, export_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is made from the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  source privacy.person_tables;
  found_rows bigint;
  next integer := 1;
begin
  for source in
    select * from privacy.person_tables as p
    where p.exported is not null and p.relation is not null
    order by p.schema_name, p.table_name, p.column_count desc, p.subject_column
  loop
    execute format('select count(*) from %s as t where %s', source.relation, privacy.subject_condition(source.relation, source.subject_column))
    into found_rows using person;
    if found_rows > 0 then
      insert into privacy.export_sources (user_id, export_id, position, kind, name, relation, subject_column, rows_expected)
      values (
        person, plan_export.export_id, next, 'table',
        -- A table may say of two people which rows are theirs.
        format('%s.%s', source.schema_name, source.table_name) || case
          when exists (
            select from privacy.export_sources as s
            where s.user_id = person and s.export_id = plan_export.export_id and s.relation = source.relation::text
          ) then '.' || source.subject_column else ''
        end,
        source.relation::text, source.subject_column, found_rows
      );
      next := next + 1;
    end if;
  end loop;

  insert into privacy.export_sources (user_id, export_id, position, kind, name, bucket, object_name, rows_expected, is_done)
  select person, plan_export.export_id, next + row_number() over (order by o.bucket, o.name), 'file',
    o.bucket || '/' || o.name, o.bucket, o.name, 1, true
  from privacy.objects_of(person) as o
  where o.bucket <> 'exports';

  update public.data_exports as e
  set state = 'running', rows_done = 0, rows_expected = (
    select coalesce(sum(s.rows_expected), 0) from privacy.export_sources as s
    where s.user_id = person and s.export_id = plan_export.export_id
  )
  where e.user_id = person and e.id = plan_export.export_id;
end;
$$;

-- privacy.claim_export: hands the next export that is due to a worker, for rights.lease_seconds from its last note; of
-- two workers that ask at once each gets another. One that was tried rights.max_attempts times in vain fails.
create function privacy.claim_export(at timestamptz default clock_timestamp())
returns table (claim uuid, user_id uuid, export_id uuid, format text)
language plpgsql
volatile
security definer
rows 1
set search_path = ''
as $$
#variable_conflict use_column
declare
  job privacy.export_jobs;
  asked public.data_exports;
begin
  loop
    select j.* into job
    from privacy.export_jobs as j
    join public.data_exports as e on e.user_id = j.user_id and e.id = j.export_id
    where e.state in ('queued', 'running') and j.not_before <= at and (j.claimed_until is null or j.claimed_until < at)
    order by e.created_at
    limit 1
    for update of j skip locked;
    if not found then
      return;
    end if;
    -- It may have been cancelled before the lock was had.
    select e.* into asked from public.data_exports as e where e.user_id = job.user_id and e.id = job.export_id;
    continue when asked.state not in ('queued', 'running');
    if job.attempts >= private.setting('rights.max_attempts') then
      perform privacy.close_export(job.user_id, job.export_id, 'failed', 'export_failed', at);
      continue;
    end if;
    exit;
  end loop;

  update privacy.export_jobs as j
  set claim = gen_random_uuid(), claimed_until = at + make_interval(secs => private.setting('rights.lease_seconds')::integer),
    attempts = j.attempts + 1, not_before = privacy.retry_at(j.attempts, at)
  where j.user_id = job.user_id and j.export_id = job.export_id
  returning j.* into job;
  if asked.state = 'queued' then
    perform privacy.plan_export(job.user_id, job.export_id);
  end if;
  return query select job.claim, job.user_id, job.export_id, asked.format;
end;
$$;

-- privacy.keep_export: a sign of life: the claim is the worker's for another rights.lease_seconds.
create function privacy.keep_export(claim uuid, at timestamptz default clock_timestamp())
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update privacy.export_jobs as j
  set claimed_until = at + make_interval(secs => private.setting('rights.lease_seconds')::integer)
  from privacy.require_export(keep_export.claim) as mine
  where j.user_id = mine.user_id and j.export_id = mine.export_id;
$$;

-- privacy.export_sources_of: what is in the export of a claim, in order.
create function privacy.export_sources_of(claim uuid)
returns setof privacy.export_sources
language sql
volatile
security definer
rows 100
set search_path = ''
as $$
  select s.*
  from privacy.require_export(export_sources_of.claim) as job
  join privacy.export_sources as s on s.user_id = job.user_id and s.export_id = job.export_id
  order by s.position;
$$;

-- privacy.export_page: the next rows of a table, after the cursor that was noted: as JSON lines and as CSV (RFC 4180),
-- which begins with a header on the first page. At most exports.page_rows, and no more than exports.page_bytes unless
-- a single row is larger. Times are in UTC.
create function privacy.export_page(claim uuid, "position" integer)
returns table (row_count integer, cursor jsonb, jsonl text, csv text, is_last boolean)
language plpgsql
volatile
security definer
rows 1
set search_path = ''
set timezone = 'UTC'
as $$
-- What is executed is made from the catalogue, with every name quoted; it gives all that is returned.
-- @plpgsql_check_options: security_warnings = off, extra_warnings = off
declare
  job constant privacy.export_jobs := privacy.require_export(claim);
  source privacy.export_sources;
  of_table regclass;
  columns name[];
  keys text;
  typed_keys text;
  key_texts text;
  most_rows constant integer := private.setting('exports.page_rows');
begin
  select * into source from privacy.export_sources as s
  where s.user_id = job.user_id and s.export_id = job.export_id and s.position = export_page.position;
  of_table := source.relation::regclass;
  columns := (
    select p.exported from privacy.person_tables as p
    where p.relation = of_table and p.subject_column = source.subject_column
  );
  select string_agg(format('t.%I', k.column_name), ', '), string_agg(format('t.%I::text', k.column_name), ', '),
    string_agg(format('($2 ->> %s)::%s', k.nth - 1, k.type_name), ', ')
  into keys, key_texts, typed_keys
  from private.key_columns(of_table) as k;

  return query execute format(
    $query$
      with page as (
        select row_number() over (order by %1$s) as nth, jsonb_build_array(%2$s) as place,
          (select row_to_json(exported) from (select %3$s) as exported) as line
        from %4$s as t
        where %5$s and ($2 is null or (%1$s) > (%6$s))
        order by %1$s
        limit $3
      ), sized as (
        select p.nth, p.place, p.line::text as line, sum(octet_length(p.line::text)) over (order by p.nth) - octet_length(p.line::text) as before,
          (
            select string_agg(case when f.value is null then '' else '"' || replace(f.value, '"', '""') || '"' end, ',' order by f.nth)
            from json_each_text(p.line) with ordinality as f (key, value, nth)
          ) as record
        from page as p
      )
      select count(*)::integer, (array_agg(s.place order by s.nth desc))[1],
        coalesce(string_agg(s.line, E'\n' order by s.nth) || E'\n', ''),
        case when $2 is null then %7$L || E'\r\n' else '' end || coalesce(string_agg(s.record, E'\r\n' order by s.nth) || E'\r\n', ''),
        count(*) < $3 and count(*) = (select count(*) from page)
      from sized as s
      where s.before < $4
    $query$,
    keys, key_texts,
    (
      -- What is sealed is the person's to read.
      select string_agg(
        format(case when a.atttypid = 'private.sealed_text'::regtype then 'private.unseal(t.%1$I) as %1$I' else 't.%1$I' end, c.name),
        ', ' order by c.nth
      )
      from unnest(columns) with ordinality as c (name, nth)
      join pg_catalog.pg_attribute as a on a.attrelid = of_table and a.attname = c.name
    ),
    of_table, privacy.subject_condition(of_table, source.subject_column), typed_keys,
    (select string_agg(format('"%s"', replace(c.name, '"', '""')), ',' order by c.nth) from unnest(columns) with ordinality as c (name, nth))
  )
  using job.user_id, source.cursor, most_rows, private.setting('exports.page_bytes');
end;
$$;

-- privacy.note_export: notes that rows are uploaded: the resume token. The person sees it at each hundredth.
create function privacy.note_export(
  claim uuid, "position" integer, row_count bigint, cursor jsonb, files jsonb, is_done boolean,
  omission text default null, at timestamptz default clock_timestamp()
)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  job constant privacy.export_jobs := privacy.require_export(claim);
begin
  update privacy.export_sources as s
  set rows_done = s.rows_done + row_count, cursor = coalesce(note_export.cursor, s.cursor), files = note_export.files,
    is_done = note_export.is_done, omission = note_export.omission
  where s.user_id = job.user_id and s.export_id = job.export_id and s.position = note_export.position;
  update privacy.export_jobs as j
  set attempts = 0, last_error = null, not_before = at,
    claimed_until = at + make_interval(secs => private.setting('rights.lease_seconds')::integer)
  where j.user_id = job.user_id and j.export_id = job.export_id;
  update public.data_exports as e
  set rows_done = done.count
  from (
    select coalesce(sum(s.rows_done), 0) as count from privacy.export_sources as s
    where s.user_id = job.user_id and s.export_id = job.export_id
  ) as done
  where e.user_id = job.user_id and e.id = job.export_id and done.count - e.rows_done >= e.rows_expected / 100.0 and done.count > e.rows_done;
end;
$$;

-- privacy.divide_export: deals the sources out to archives of about exports.volume_bytes, in order, when all tables are
-- read. Returns how many archives there are. Idempotent.
create function privacy.divide_export(claim uuid)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  job constant privacy.export_jobs := privacy.require_export(claim);
  most constant numeric := private.setting('exports.volume_bytes');
begin
  update privacy.export_sources as s
  set volume = dealt.volume
  from (
    select w.position, 1 + floor((sum(w.size) over (order by w.position) - w.size) / most)::integer as volume
    from (
      select x.position, coalesce(
        (select sum((f.value ->> 'packed')::numeric) from jsonb_each(x.files) as f), (o.metadata ->> 'size')::numeric, 0
      ) as size
      from privacy.export_sources as x
      left join storage.objects as o on o.bucket_id = x.bucket and o.name = x.object_name
      where x.user_id = job.user_id and x.export_id = job.export_id
    ) as w
  ) as dealt
  where s.user_id = job.user_id and s.export_id = job.export_id and s.position = dealt.position and s.volume is null;
  return (
    select coalesce(max(s.volume), 1) from privacy.export_sources as s
    where s.user_id = job.user_id and s.export_id = job.export_id
  );
end;
$$;

-- privacy.export_manifest: what manifest.json says besides the files: of whom, when, by which schema, what is not in it
-- and why.
create function privacy.export_manifest(claim uuid)
returns jsonb
language sql
volatile
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'format', 'futuresync-export/1',
    'subject', e.user_id,
    'requested_at', e.created_at,
    'schema_version', (select max(c.since) from sync.columns as c),
    'rows_expected', e.rows_expected,
    'omissions', coalesce((
      select jsonb_agg(jsonb_build_object('table', o.name, 'columns', o.columns, 'reason', o.export_reason) order by o.name, o.columns)
      from (
        select format('%s.%s', m.schema_name, m.table_name) as name, m.export_reason, jsonb_agg(m.column_name order by m.position) as columns
        from privacy.data_map as m
        where m.subject_column is not null and m.on_export = 'omit'
        group by m.schema_name, m.table_name, m.export_reason
      ) as o
    ), '[]')
  )
  from privacy.require_export(export_manifest.claim) as job
  join public.data_exports as e on e.user_id = job.user_id and e.id = job.export_id;
$$;

-- privacy.release_export: gives an export back before it is done, so that the next run goes on with it at once.
create function privacy.release_export(claim uuid)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update privacy.export_jobs as j set claim = null, claimed_until = null, not_before = least(j.not_before, clock_timestamp())
  from privacy.require_export(release_export.claim) as mine
  where j.user_id = mine.user_id and j.export_id = mine.export_id;
$$;

-- privacy.complete_export: the archives are in Storage; their links work for exports.link_days from now.
create function privacy.complete_export(claim uuid, links text[], size_bytes bigint, at timestamptz default clock_timestamp())
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  job constant privacy.export_jobs := privacy.require_export(claim);
begin
  update public.data_exports as e
  set state = 'ready', links = complete_export.links, size_bytes = complete_export.size_bytes, finished_at = at,
    expires_at = at + make_interval(days => private.setting('exports.link_days')::integer),
    rows_done = (
      select coalesce(sum(s.rows_done), 0) from privacy.export_sources as s
      where s.user_id = job.user_id and s.export_id = job.export_id
    )
  where e.user_id = job.user_id and e.id = job.export_id;
  perform privacy.answer_request(job.user_id, 'portability', null, at);
  delete from privacy.export_sources as s where s.user_id = job.user_id and s.export_id = job.export_id;
  update privacy.export_jobs as j set claim = null, claimed_until = null
  where j.user_id = job.user_id and j.export_id = job.export_id;
end;
$$;

-- privacy.fail_export: notes why a run came to nothing. It is tried again, later each time.
create function privacy.fail_export(claim uuid, reason text, at timestamptz default clock_timestamp())
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update privacy.export_jobs as j
  set claim = null, claimed_until = null, last_error = left(reason, 500), not_before = privacy.retry_at(j.attempts, at)
  from privacy.require_export(fail_export.claim) as mine
  where j.user_id = mine.user_id and j.export_id = mine.export_id;
$$;

-- privacy.expire_exports: ends the links of exports whose time is over. Idempotent; the worker begins each run with it.
-- Returns how many.
create function privacy.expire_exports(at timestamptz default now())
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  expired integer;
begin
  update public.data_exports as e set state = 'expired', links = '{}' where e.state = 'ready' and e.expires_at <= at;
  get diagnostics expired = row_count;
  return expired;
end;
$$;

comment on function privacy.expire_exports(timestamptz) is 'Ends the links of exports whose time is over; returns how many. Idempotent.';

-- privacy.stray_objects: what lies in Storage and belongs to nobody any more. In the bucket exports: archives that expired,
-- parts that are in an archive, what a worker uploaded that lost its claim. In the bucket logos: what an organisation left
-- behind that was deleted. Files of a person go with privacy.erasure_objects().
create function privacy.stray_objects(max_rows integer default 100, at timestamptz default now())
returns table (bucket_id text, name text)
language sql
stable
security definer
rows 100
set search_path = ''
as $$
  (
    select o.bucket_id, o.name
    from storage.objects as o
    left join public.data_exports as e
      on e.user_id::text = split_part(o.name, '/', 1) and e.id::text = split_part(o.name, '/', 2)
    left join privacy.export_jobs as j on j.user_id = e.user_id and j.export_id = e.id
    where o.bucket_id = 'exports'
      and (e.id is null or e.state not in ('queued', 'running') and not (e.state = 'ready' and split_part(o.name, '/', 3) <> 'parts'))
      -- A worker that was cancelled may still be uploading.
      and coalesce(j.claimed_until < at, true)
  )
  union all
  (
    select o.bucket_id, o.name
    from storage.objects as o
    where o.bucket_id = 'logos'
      -- As text, and not in: hashed once, where asking for each file would take seconds of 60,000.
      and split_part(o.name, '/', 1) not in (select g.id::text from public.organizations as g)
      and private.logo_owner(o.name) is not null
  )
  limit max_rows;
$$;

insert into storage.buckets (id, name, public) values ('exports', 'exports', false) on conflict (id) do nothing;


-- Erasure: who asked for it, and how far it is. A row goes with the account.

create table privacy.erasures (
  user_id uuid not null,
  origin text not null,
  requested_at timestamptz not null default now(),
  due_at timestamptz not null,
  previous_status text not null,
  cancel_hash bytea,
  deleted_rows bigint not null default 0,
  claim uuid,
  claimed_until timestamptz,
  attempts integer not null default 0,
  not_before timestamptz not null default now(),
  last_error text,
  constraint erasures_pkey primary key (user_id),
  constraint erasures_claim_key unique (claim),
  constraint erasures_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint erasures_origin_is_known check (origin in ('person', 'guardian', 'operator', 'replay')),
  constraint erasures_previous_status_is_known check (previous_status in ('active', 'suspended')),
  constraint erasures_attempts_are_counted check (attempts >= 0)
);

comment on table privacy.erasures is 'Accounts that are deleted and wait to be erased, or are being erased.';
comment on column privacy.erasures.origin is
  'person; guardian: that of a child; operator, retention included; replay: erased before a backup was restored.';
comment on column privacy.erasures.due_at is 'From when on the account is erased; until then the deletion can be cancelled.';
comment on column privacy.erasures.previous_status is 'What the account was, and is again if the deletion is cancelled.';
comment on column privacy.erasures.cancel_hash is 'SHA-256 of the code by which the person cancels without signing in.';
comment on column privacy.erasures.claim is 'As in privacy.export_jobs.';

create index erasures_due_at_idx on privacy.erasures (due_at);
create index erasures_cancel_hash_idx on privacy.erasures (cancel_hash) where cancel_hash is not null;
comment on index privacy.erasures_due_at_idx is 'Serves the worker''s look-up.';
comment on index privacy.erasures_cancel_hash_idx is 'Serves the look-up by code.';


-- The ledger: what was erased, without saying whose it was. Only who has an id, and the key in Vault, can ask.

create table privacy.erasure_ledger (
  subject_hash text not null,
  origin text not null,
  requested_at timestamptz not null,
  erased_at timestamptz not null default now(),
  row_count bigint not null,
  schema_version integer not null,
  constraint erasure_ledger_pkey primary key (subject_hash),
  constraint erasure_ledger_subject_hash_is_sha256 check (subject_hash ~ '^[0-9a-f]{64}$')
);

comment on table privacy.erasure_ledger is 'Proof of erasures, which names nobody: HMAC-SHA-256 of the id under a key in Vault. Only added to.';
comment on column privacy.erasure_ledger.row_count is 'Rows that were deleted.';

grant select on privacy.erasure_ledger to service_role;

-- privacy.subject_hash: how the ledger names a person. Raises ledger_key_missing (PT500).
create function privacy.subject_hash(person uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  key constant text := private.secret('erasure_ledger_key');
begin
  if key is null then
    raise exception using errcode = 'PT500', message = 'ledger_key_missing',
      detail = 'There is no secret erasure_ledger_key in Vault.',
      hint = 'Put back the key of the database that the backup is of; without it the ledger cannot be read.';
  end if;
  return encode(extensions.hmac(person::text, key, 'sha256'), 'hex');
end;
$$;

-- privacy.is_erased: whether the ledger has a person.
-- Definer: the ledger and its key are not the caller's to read. Asked by require_person, about the caller, and by the
-- edge function, about an id that a device says.
create function privacy.is_erased(person uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return exists (select from privacy.erasure_ledger as l where l.subject_hash = privacy.subject_hash(person));
end;
$$;

grant execute on function privacy.is_erased(uuid) to authenticated, service_role;


-- Asking for erasure, and thinking better of it.

-- privacy.block_account: shuts an account that is to be erased: no sign-in, no sync, no writes, whatever tokens are still
-- out; and no export any more. Asked again, it may come sooner; and what an operator orders too, its person takes back no
-- more. Returns false when it was shut already, null when nobody is there.
create function privacy.block_account(person uuid, origin text, due_at timestamptz, cancel_hash bytea, at timestamptz)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  status text;
begin
  -- Waits for what the person is just writing.
  select u.account_status into status from public.users as u where u.id = person for update;
  if status is null then
    return null;
  end if;
  if status = 'deleted' and exists (select from privacy.erasures as e where e.user_id = person) then
    update privacy.erasures as e set due_at = least(e.due_at, block_account.due_at) where e.user_id = person;
    update privacy.erasures as e
    set origin = block_account.origin, cancel_hash = null
    where e.user_id = person and e.origin in ('person', 'guardian') and block_account.origin not in ('person', 'guardian');
    return false;
  end if;

  insert into privacy.erasures (user_id, origin, requested_at, due_at, previous_status, cancel_hash, not_before)
  values (person, block_account.origin, at, block_account.due_at, coalesce(nullif(status, 'deleted'), 'active'), block_account.cancel_hash, at);
  update public.users as u set account_status = 'deleted', deleted_at = coalesce(u.deleted_at, at) where u.id = person;
  update auth.users as a set banned_until = at + interval '100 years' where a.id = person;
  delete from auth.sessions as s where s.user_id = person;
  perform privacy.file_request(
    person, 'erasure', case when block_account.origin in ('person', 'guardian') then block_account.origin else 'server' end, at => at
  );
  perform privacy.close_export(person, e.id, 'cancelled', at => at)
  from public.data_exports as e
  where e.user_id = person and e.state in ('queued', 'running');
  return true;
end;
$$;

-- request_account_erasure: deletes the caller's account, or a guardian that of a child. From now on nobody signs in to it and
-- nothing syncs; it is erased in erasure.grace_days, or at once. The code that is returned cancels it until then, without
-- signing in: the app shows it, or mails it. Asked again, it gives no other code, and may only come sooner.
-- For signed-in people, also of suspended accounts. Raises not_signed_in (PT401), account_gone (PT403); for a child
-- guardian_only (PT403), and what require_person raises.
-- Definer: the account's status is not a client's to write, and sessions belong to the platform. Reaches the caller's own and
-- their children's only.
create function private.request_account_erasure(immediate boolean, child_id uuid)
returns table (erased_from timestamptz, cancel_code text)
language plpgsql
volatile
security definer
rows 1
set search_path = ''
as $$
#variable_conflict use_variable
declare
  guardian constant uuid := private.acting_guardian(child_id);
  person constant uuid := coalesce(child_id, private.require_token());
  due constant timestamptz := now() + make_interval(days => case when immediate then 0 else private.setting('erasure.grace_days')::integer end);
  code constant text := encode(extensions.gen_random_bytes(32), 'hex');
  is_new boolean;
begin
  is_new := privacy.block_account(
    person, case when guardian is null then 'person' else 'guardian' end, due, extensions.digest(code, 'sha256'), now()
  );
  if is_new is null then
    raise exception using errcode = 'PT403', message = 'account_gone',
      detail = 'There is no account for this token.',
      hint = 'There is nothing left to erase.';
  end if;
  return query select e.due_at, case when is_new and not immediate then code end from privacy.erasures as e where e.user_id = person;
end;
$$;

create function public.request_account_erasure(immediate boolean default false, child_id uuid default null)
returns table (erased_from timestamptz, cancel_code text)
language sql
volatile
security invoker
rows 1
set search_path = ''
as $$
  select * from private.request_account_erasure(coalesce($1, false), $2);
$$;

comment on function public.request_account_erasure(boolean, uuid) is
  'Deletes the caller''s account, or that of their child: it is shut at once, and erased after 30 days or immediately. Returns from when, and the code that cancels it until then.';

-- privacy.reopen_account: cancels an erasure that has not begun. Raises erasure_not_found (PT404), erasure_begun (PT409).
create function privacy.reopen_account(person uuid, at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  erasure privacy.erasures;
begin
  -- In the order in which an erasure is asked for, or two would wait for each other.
  perform from public.users as u where u.id = person for update;
  select * into erasure from privacy.erasures as e where e.user_id = person for update;
  if not found then
    raise exception using errcode = 'PT404', message = 'erasure_not_found',
      detail = 'No erasure was asked for, or it was cancelled, or the account is erased already.',
      hint = 'Sign in as always, if there is still an account.';
  end if;
  -- Also where `at` is from before: a worker that was once at it may have deleted half.
  if erasure.due_at <= at or erasure.attempts > 0 or erasure.deleted_rows > 0 then
    raise exception using errcode = 'PT409', message = 'erasure_begun',
      detail = format('The account is being erased since %s.', erasure.due_at),
      hint = 'It cannot be stopped any more.';
  end if;
  delete from privacy.erasures as e where e.user_id = person;
  perform privacy.answer_request(person, 'erasure', 'The person took it back.', at);
  update public.users as u set account_status = erasure.previous_status, deleted_at = null where u.id = person;
  update auth.users as a
  set banned_until = case when erasure.previous_status = 'suspended' then at + interval '100 years' end
  where a.id = person;
end;
$$;

-- cancel_account_erasure: takes the deletion of the caller's account back, while their token is still valid, or a guardian that
-- of a child. Each what they asked for themselves.
-- Raises not_signed_in (PT401), guardian_only, erasure_of_other (PT403), erasure_not_found (PT404), erasure_begun (PT409).
-- Definer: as request_account_erasure.
create function private.cancel_account_erasure(child_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  guardian constant uuid := private.acting_guardian(child_id);
  person constant uuid := coalesce(child_id, auth.uid());
begin
  if person is null then
    raise exception using errcode = 'PT401', message = 'not_signed_in',
      detail = 'The request carries no token of a person.',
      hint = 'Without one, use the code: the edge function erasure-worker takes it at /cancel.';
  end if;
  if exists (
    select from privacy.erasures as e
    where e.user_id = person and e.origin <> case when guardian is null then 'person' else 'guardian' end
  ) then
    raise exception using errcode = 'PT403', message = 'erasure_of_other',
      detail = 'Somebody else asked for this account to be erased: its person, a guardian, or an operator.',
      hint = 'Who asked for it takes it back.';
  end if;
  perform privacy.reopen_account(person);
end;
$$;

create function public.cancel_account_erasure(child_id uuid default null)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.cancel_account_erasure($1);
$$;

comment on function public.cancel_account_erasure(uuid) is
  'Takes back the deletion of the caller''s account, or of that of their child, before it is erased. Without a valid token: by the code, through the edge function erasure-worker.';

-- privacy.cancel_erasure_by_code: the same, for who holds the code. Called by the edge function.
-- Definer: service_role may not write accounts. Raises erasure_not_found (PT404), erasure_begun (PT409).
create function privacy.cancel_erasure_by_code(code text, at timestamptz default now())
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  select privacy.reopen_account(
    (select e.user_id from privacy.erasures as e where e.cancel_hash = extensions.digest(code, 'sha256')), at
  );
$$;

-- privacy.erase_account: deletes an account on behalf of an operator, or of a retention policy. Idempotent.
-- Raises user_not_found (PT404).
create function privacy.erase_account(person uuid, due_at timestamptz default now(), at timestamptz default now())
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  if privacy.block_account(person, 'operator', due_at, null, at) is null then
    raise exception using errcode = 'PT404', message = 'user_not_found',
      detail = format('There is no person with the id %s.', coalesce(person::text, 'null')),
      hint = 'Find the person with find_user_by_email.';
  end if;
end;
$$;

grant execute on function
  private.request_account_erasure(boolean, uuid), public.request_account_erasure(boolean, uuid),
  private.cancel_account_erasure(uuid), public.cancel_account_erasure(uuid)
to authenticated;


-- What the worker does, as with exports.

-- privacy.require_erasure: the erasure that a claim stands for, locked, and claimed for another while.
-- Raises claim_lost (PT409).
create function privacy.require_erasure(claim uuid, at timestamptz)
returns privacy.erasures
language plpgsql
volatile
set search_path = ''
as $$
declare
  erasure privacy.erasures;
begin
  update privacy.erasures as e
  set claimed_until = at + make_interval(secs => private.setting('rights.lease_seconds')::integer)
  where e.claim = require_erasure.claim
  returning * into erasure;
  if not found then
    raise exception using errcode = 'PT409', message = 'claim_lost',
      detail = 'The account is erased, or another worker goes on with it.',
      hint = 'Leave it, and claim the next.';
  end if;
  return erasure;
end;
$$;

-- privacy.claim_erasure: hands the next account whose time has come to a worker. It is tried until it succeeds, later
-- each time: privacy.open_erasures shows what does not.
create function privacy.claim_erasure(at timestamptz default clock_timestamp())
returns table (claim uuid, user_id uuid)
language sql
volatile
security definer
rows 1
set search_path = ''
as $$
  update privacy.erasures as e
  set claim = gen_random_uuid(), claimed_until = at + make_interval(secs => private.setting('rights.lease_seconds')::integer),
    attempts = e.attempts + 1, not_before = privacy.retry_at(e.attempts, at)
  from (
    select d.user_id from privacy.erasures as d
    where d.due_at <= at and d.not_before <= at and (d.claimed_until is null or d.claimed_until < at)
    order by d.due_at
    limit 1
    for update skip locked
  ) as next
  where e.user_id = next.user_id
  returning e.claim, e.user_id;
$$;

-- privacy.erasure_objects: the next files of the person in Storage. The platform refuses to delete them by SQL, which
-- would leave the files behind: the worker does it through the Storage API.
create function privacy.erasure_objects(claim uuid, max_rows integer default 1000, at timestamptz default clock_timestamp())
returns table (bucket text, names text[])
language sql
volatile
security definer
rows 3
set search_path = ''
as $$
  select o.bucket, array_agg(o.name order by o.name)
  from privacy.require_erasure(erasure_objects.claim, at) as erasure
  cross join lateral (select f.bucket, f.name from privacy.objects_of(erasure.user_id) as f limit max_rows) as o
  group by o.bucket;
$$;

-- privacy.tables_to_erase: where rows go with a person: those that refer to others first, so that each batch deletes
-- about as many rows as it says. Not the account itself, which goes last and takes along what is left.
create function privacy.tables_to_erase()
returns table (relation regclass, subject_column name, depth integer)
language sql
stable
rows 100
set search_path = ''
as $$
  with recursive mapped as (
    select p.relation, p.subject_column from privacy.person_tables as p
    where p.is_deleted and p.relation is not null and p.schema_name <> 'auth' and p.relation <> 'public.users'::regclass
      and not (p.schema_name = 'privacy' and p.table_name = 'erasures')
  ), reference as (
    select distinct c.conrelid as child, c.confrelid as parent
    from pg_catalog.pg_constraint as c
    where c.contype = 'f' and c.conrelid <> c.confrelid and c.conparentid = 0
      and c.conrelid in (select m.relation from mapped as m) and c.confrelid in (select m.relation from mapped as m)
  ), level (relation, depth) as (
    select m.relation::oid, 0 from mapped as m
    union
    -- Tables that refer to each other would go round for ever.
    select r.child, l.depth + 1 from level as l join reference as r on r.parent = l.relation where l.depth < 20
  )
  select m.relation, m.subject_column, max(l.depth)
  from mapped as m
  join level as l on l.relation = m.relation
  group by m.relation, m.subject_column
  order by 3 desc, 1, 2;
$$;

-- privacy.delete_rows_of: deletes rows of a person in one table, at most some. Returns how many.
create function privacy.delete_rows_of(person uuid, relation regclass, subject_column name, most bigint default null)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is made from the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  keys text;
  pairs text;
  gone bigint;
begin
  select string_agg(format('t.%I', k.column_name), ', '), string_agg(format('d.%1$I = p.%1$I', k.column_name), ' and ')
  into keys, pairs
  from private.key_columns(relation) as k;
  if most is null or keys is null then
    execute format('delete from %s as t where %s', relation, privacy.subject_condition(relation, subject_column)) using person;
  else
    execute format(
      'delete from %1$s as d using (select %2$s from %1$s as t where %3$s limit $2) as p where %4$s',
      relation, keys, privacy.subject_condition(relation, subject_column), pairs
    ) using person, most;
  end if;
  get diagnostics gone = row_count;
  return gone;
end;
$$;

-- privacy.erase_batch: deletes the next rows of the person, about erasure.batch_rows. Returns how many it deleted; 0 means
-- that only the account is left.
create function privacy.erase_batch(claim uuid, at timestamptz default clock_timestamp())
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  erasure constant privacy.erasures := privacy.require_erasure(claim, at);
  most constant bigint := private.setting('erasure.batch_rows');
  gone bigint := 0;
  source record;
begin
  for source in select t.relation, t.subject_column from privacy.tables_to_erase() as t loop
    gone := gone + privacy.delete_rows_of(erasure.user_id, source.relation, source.subject_column, most - gone);
    exit when gone >= most;
  end loop;
  if gone > 0 then
    -- It came further.
    update privacy.erasures as e set attempts = 0, not_before = at, deleted_rows = e.deleted_rows + gone where e.user_id = erasure.user_id;
  end if;
  return gone;
end;
$$;

-- privacy.forget_mentions: empties what rows of others, or rows that stay, say of a person.
create function privacy.forget_mentions(person uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is made from the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  source privacy.person_tables;
begin
  for source in
    select * from privacy.person_tables as p where p.emptied is not null and not p.is_deleted and p.relation is not null
  loop
    execute format(
      'update %s as t set %s where %s',
      source.relation,
      (
        -- A column that must have a value is emptied; the rest has none.
        select string_agg(
          format('%I = %s', a.attname, case when a.attnotnull then coalesce(pg_get_expr(d.adbin, d.adrelid), quote_literal('')) else 'null' end), ', '
        )
        from pg_catalog.pg_attribute as a
        left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = source.relation and a.attname = any (source.emptied)
      ),
      privacy.subject_condition(source.relation, source.subject_column)
    ) using person;
  end loop;
end;
$$;

-- privacy.remove_person: deletes an account with what is left of it, what the platform and the engine remember of it, and
-- looks whether anything is left that the data map says must go. Returns how many rows went that were no account's.
-- It is not in the ledger: somebody who was made up may be made again. Raises erasure_incomplete (PT409), naming the table.
create function privacy.remove_person(person uuid)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
-- What is executed is made from the catalogue, with every name quoted.
-- @plpgsql_check_options: security_warnings = off
declare
  gone bigint := 0;
  source record;
  is_left boolean;
begin
  if exists (select from privacy.objects_of(person)) then
    raise exception using errcode = 'PT409', message = 'erasure_incomplete',
      detail = 'storage.objects: files of the person are left.',
      hint = 'Delete them through the Storage API: erasure_objects names them.';
  end if;
  perform privacy.forget_mentions(person);
  perform private.forget_invitations(private.confirmed_email(person));
  update storage.objects as o set owner = null, owner_id = null where o.bucket_id = 'logos' and o.owner_id = person::text;
  delete from auth.users as a where a.id = person;
  -- What triggers of those deletions wrote is there before it is looked for.
  set constraints all immediate;
  -- What refers to no account: the feed, counters, queues.
  for source in select t.relation, t.subject_column from privacy.tables_to_erase() as t loop
    gone := gone + privacy.delete_rows_of(person, source.relation, source.subject_column);
  end loop;
  -- What the platform remembers without saying so in the map: its tables differ from release to release.
  for source in
    select a.attrelid::regclass as relation, format('t.%I::text = $1::text', a.attname) as condition
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'auth'::regnamespace
    where a.attname = 'user_id' and has_table_privilege(c.oid, 'delete')
    union all
    select to_regclass('auth.audit_log_entries'), '$1::text in (t.payload ->> ''actor_id'', t.payload -> ''traits'' ->> ''user_id'')'
    where to_regclass('auth.audit_log_entries') is not null
    union all
    -- Pokes name the scope they are for; the platform keeps them for some days.
    select 'realtime.messages'::regclass, 't.topic = ''sync:'' || $1::text'
  loop
    execute format('delete from %s as t where %s', source.relation, source.condition) using person;
  end loop;

  for source in
    select p.relation, p.subject_column from privacy.person_tables as p
    where p.relation is not null and (p.is_deleted or p.subject_column = any (p.emptied))
  loop
    execute format('select exists (select from %s as t where %s)', source.relation, privacy.subject_condition(source.relation, source.subject_column))
    into is_left using person;
    if is_left then
      raise exception using errcode = 'PT409', message = 'erasure_incomplete',
        detail = format('%s: rows of the person are left.', source.relation),
        hint = 'Another table keeps them, or a trigger wrote them: see privacy.data_map.';
    end if;
  end loop;
  return gone;
end;
$$;

-- privacy.finish_erasure: removes the account itself, and enters it in the ledger, in one transaction. Raises what
-- privacy.remove_person() raises.
create function privacy.finish_erasure(claim uuid, at timestamptz default clock_timestamp())
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  erasure constant privacy.erasures := privacy.require_erasure(claim, at);
begin
  insert into privacy.erasure_ledger (subject_hash, origin, requested_at, erased_at, row_count, schema_version)
  values (
    privacy.subject_hash(erasure.user_id), erasure.origin, erasure.requested_at, at,
    erasure.deleted_rows + privacy.remove_person(erasure.user_id), (select coalesce(max(c.since), 0) from sync.columns as c)
  )
  on conflict (subject_hash) do nothing;
end;
$$;

-- privacy.fail_erasure: notes why a run came to nothing. It is tried again, later each time.
create function privacy.fail_erasure(claim uuid, reason text, at timestamptz default clock_timestamp())
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update privacy.erasures as e
  set claim = null, claimed_until = null, last_error = left(reason, 500), not_before = privacy.retry_at(e.attempts, at)
  where e.claim = fail_erasure.claim;
$$;

-- privacy.release_erasure: gives an erasure back before it is done, so that the next run goes on with it at once.
create function privacy.release_erasure(claim uuid)
returns void
language sql
volatile
security definer
set search_path = ''
as $$
  update privacy.erasures as e set claim = null, claimed_until = null, not_before = least(e.not_before, clock_timestamp())
  where e.claim = release_erasure.claim;
$$;


-- After a restore.

-- privacy.export_erasures: the ledger, and the erasures that wait, to be kept outside the database: a backup does not
-- know of what came after it. Names nobody.
create function privacy.export_erasures()
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
    'key', left(encode(extensions.digest(private.secret('erasure_ledger_key'), 'sha256'), 'hex'), 16),
    'erased', coalesce((select jsonb_agg(to_jsonb(l) order by l.erased_at, l.subject_hash) from privacy.erasure_ledger as l), '[]'),
    'waiting', coalesce((
      select jsonb_agg(jsonb_build_object('subject_hash', privacy.subject_hash(e.user_id), 'due_at', e.due_at) order by e.due_at)
      from privacy.erasures as e
    ), '[]')
  );
$$;

comment on function privacy.export_erasures() is
  'The ledger and the erasures that wait, as hashes: to be kept outside the database, for privacy.replay_erasures after a restore.';

-- privacy.replay_erasures: makes up for what a restored backup does not know: who was erased since is shut out at once,
-- and erased by the worker; who had asked for it is shut out again. Then people are let in. `ledger` is what
-- privacy.export_erasures() last returned; '{}' if nothing was erased since the backup. Idempotent.
-- Returns how many accounts are to be erased. Raises ledger_malformed (PT422), ledger_key_differs (PT409).
create function privacy.replay_erasures(ledger jsonb, at timestamptz default now())
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  back uuid;
  due timestamptz;
  replayed integer := 0;
begin
  if jsonb_typeof(ledger) is distinct from 'object'
    or coalesce(jsonb_typeof(ledger -> 'erased'), 'array') <> 'array' or coalesce(jsonb_typeof(ledger -> 'waiting'), 'array') <> 'array'
  then
    raise exception using errcode = 'PT422', message = 'ledger_malformed',
      detail = 'ledger: this is not what privacy.export_erasures() returns.',
      hint = 'Pass it on unchanged.';
  end if;
  if ledger ->> 'key' <> privacy.export_erasures() ->> 'key' then
    raise exception using errcode = 'PT409', message = 'ledger_key_differs',
      detail = 'The ledger was written with another key than the erasure_ledger_key in Vault.',
      hint = 'Put back the key of the database that the backup is of.';
  end if;

  insert into privacy.erasure_ledger
  select l.* from jsonb_populate_recordset(null::privacy.erasure_ledger, coalesce(ledger -> 'erased', '[]')) as l
  on conflict (subject_hash) do nothing;

  -- Also whom an older backup brings back that the ledger here knows already.
  for back, due in
    select u.id, coalesce(w.due_at, at)
    from public.users as u
    cross join lateral (select privacy.subject_hash(u.id) as hash) as h
    left join privacy.erasure_ledger as l on l.subject_hash = h.hash
    left join jsonb_to_recordset(coalesce(ledger -> 'waiting', '[]')) as w (subject_hash text, due_at timestamptz)
      on w.subject_hash = h.hash and l.subject_hash is null
    where l.subject_hash is not null or w.subject_hash is not null
  loop
    perform privacy.block_account(back, 'replay', due, null, at);
    replayed := replayed + 1;
  end loop;

  perform sync.check_epoch();
  update sync.epochs as e set admitted_at = at
  where e.number = (select max(m.number) from sync.epochs as m) and e.admitted_at is null;
  return replayed;
end;
$$;

comment on function privacy.replay_erasures(jsonb, timestamptz) is
  'After a restore: shuts out and erases again who was erased since the backup, then lets people in. Takes what privacy.export_erasures() last returned. Idempotent.';


-- What cron calls each minute.

-- privacy.wake_export_worker: calls the worker if an export is due or has expired, or files are nobody's any more.
create function privacy.wake_export_worker(at timestamptz default now())
returns bigint
language sql
volatile
security definer
set search_path = ''
as $$
  select private.call_worker('export-worker')
  where exists (
      select from privacy.export_jobs as j
      join public.data_exports as e on e.user_id = j.user_id and e.id = j.export_id
      where e.state in ('queued', 'running') and j.not_before <= at and (j.claimed_until is null or j.claimed_until < at)
    )
    or exists (select from public.data_exports as e where e.state = 'ready' and e.expires_at <= at)
    or exists (select from privacy.stray_objects(1, at));
$$;

-- privacy.wake_erasure_worker: calls the worker if the time of an account has come.
create function privacy.wake_erasure_worker(at timestamptz default now())
returns bigint
language sql
volatile
security definer
set search_path = ''
as $$
  select private.call_worker('erasure-worker')
  where exists (
    select from privacy.erasures as e
    where e.due_at <= at and e.not_before <= at and (e.claimed_until is null or e.claimed_until < at)
  );
$$;

comment on function privacy.wake_export_worker(timestamptz) is 'Calls export-worker if there is something to do. Run by cron.';
comment on function privacy.wake_erasure_worker(timestamptz) is 'Calls erasure-worker if there is something to do. Run by cron.';


-- What operators see.

create view privacy.open_exports with (security_invoker = true) as
select e.user_id, e.id, e.state, e.format, e.rows_done, e.rows_expected, e.created_at, j.attempts, j.claimed_until, j.not_before, j.last_error
from public.data_exports as e
join privacy.export_jobs as j on j.user_id = e.user_id and j.export_id = e.id
where e.state in ('queued', 'running');

create view privacy.open_erasures with (security_invoker = true) as
select e.user_id, e.origin, e.requested_at, e.due_at, e.deleted_rows, e.attempts, e.claimed_until, e.not_before, e.last_error
from privacy.erasures as e;

comment on view privacy.open_exports is 'Exports that are queued or being made: how far, how often tried, and what went wrong.';
comment on view privacy.open_erasures is 'Accounts that wait to be erased or are being erased: since when, how often tried, and what went wrong.';

grant select on
  privacy.export_jobs, privacy.export_sources, privacy.erasures, privacy.open_exports, privacy.open_erasures, privacy.person_tables
to service_role;
grant execute on function
  privacy.claim_export(timestamptz), privacy.keep_export(uuid, timestamptz), privacy.export_sources_of(uuid),
  privacy.export_page(uuid, integer), privacy.note_export(uuid, integer, bigint, jsonb, jsonb, boolean, text, timestamptz),
  privacy.divide_export(uuid), privacy.export_manifest(uuid), privacy.release_export(uuid),
  privacy.complete_export(uuid, text[], bigint, timestamptz), privacy.fail_export(uuid, text, timestamptz),
  privacy.expire_exports(timestamptz), privacy.stray_objects(integer, timestamptz),
  privacy.claim_erasure(timestamptz), privacy.erasure_objects(uuid, integer, timestamptz),
  privacy.erase_batch(uuid, timestamptz), privacy.finish_erasure(uuid, timestamptz),
  privacy.fail_erasure(uuid, text, timestamptz), privacy.release_erasure(uuid),
  privacy.cancel_erasure_by_code(text, timestamptz), privacy.erase_account(uuid, timestamptz, timestamptz),
  privacy.export_erasures(), privacy.replay_erasures(jsonb, timestamptz),
  privacy.wake_export_worker(timestamptz), privacy.wake_erasure_worker(timestamptz)
to service_role;


-- What this chapter holds of people.

select privacy.map_table('public.data_exports', 'user_id', 'privacy', 'account', '
  key: user_id id
  activity: format state rows_done rows_expected size_bytes expires_at error finished_at
  secrets: links
  time: created_at updated_at
',
  omit => '{"links": "Who has a link has the archive."}', sensitive => 'links');
select privacy.map_table('privacy.export_jobs', 'user_id', 'privacy', 'account', '
  key: user_id export_id
  access: guardian_id
  activity: claim claimed_until attempts not_before last_error
',
  omit => '{"*": "How the export is being made."}',
  anonymise => '{"guardian_id": "The export is the child''s; who asked for it is forgotten."}',
  subjects => '{"guardian_id": "guardian_id"}');
select privacy.map_table('privacy.export_sources', 'user_id', 'privacy', 'account', '
  key: user_id export_id position cursor object_name
  activity: kind name relation subject_column bucket rows_expected rows_done files is_done omission volume
',
  omit => '{"*": "How the export is being made."}');
select privacy.map_table('privacy.erasures', 'user_id', 'privacy', 'account', '
  key: user_id
  activity: origin requested_at due_at previous_status deleted_rows claim claimed_until attempts not_before last_error
  secrets: cancel_hash
',
  omit => '{"*": "There is no export of an account that is deleted."}');
select privacy.map_table('privacy.erasure_ledger', null, 'privacy', 'forever', '
  none: subject_hash origin requested_at erased_at row_count schema_version
');
