-- A stand-in for pg_cron 1.6 in plain SQL: the same tables, functions, row-level security and grants.
-- Nothing in here runs a job; the local stack reads cron.job and does (scripts/stack/cron.ts).

create schema cron;

create sequence cron.jobid_seq;
create sequence cron.runid_seq;

create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default coalesce(nullif(current_setting('port'), '')::int, 5432),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);

create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

-- Tells the stack to read the table again, as the real extension's C trigger tells its worker.
create function cron.job_cache_invalidate()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform pg_catalog.pg_notify('cron_job', '');
  return null;
end $$;
create trigger cron_job_cache_invalidate
after insert or update or delete or truncate on cron.job
for each statement execute function cron.job_cache_invalidate();

-- Refuses a schedule that pg_cron would refuse: five fields, a macro, or "<1-59> seconds".
create function cron._check_schedule(schedule text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if schedule !~* '^\s*([1-9]|[1-5][0-9])\s+seconds?\s*$'
    and schedule !~* '^\s*@(yearly|annually|monthly|weekly|daily|midnight|hourly|reboot)\s*$'
    and schedule !~* '^\s*([0-9*,/$a-z-]+\s+){4}[0-9*,/a-z-]+\s*$'
  then
    raise exception using
      errcode = '22023',
      message = format('invalid schedule: %s', schedule),
      hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
end $$;

-- The functions below write cron.job for callers who may only read it, as the C ones do. The caller's
-- name is handed over by an invoker wrapper and believed only if the session may act as that role.
create function cron._caller(claimed text)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if not pg_catalog.pg_has_role(session_user, claimed, 'member') then
    raise exception using errcode = '42501', message = 'must not act for another role';
  end if;
  return claimed;
end $$;

create function cron._schedule(
  job_name text, schedule text, command text, database text, username text, active boolean
)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  id bigint;
begin
  perform cron._caller(username);
  perform cron._check_schedule(schedule);
  insert into cron.job as job (schedule, command, database, username, active, jobname)
  values (schedule, command, database, username, active, job_name)
  on conflict on constraint jobname_username_uniq do update
    set schedule = excluded.schedule, command = excluded.command,
      database = excluded.database, active = excluded.active
  returning job.jobid into id;
  return id;
end $$;

create function cron.schedule(schedule text, command text)
returns bigint
language sql
as $$
  select cron._schedule(null, schedule, command, current_database(), current_user, true)
$$;

create function cron.schedule(job_name text, schedule text, command text)
returns bigint
language sql
as $$
  select cron._schedule(job_name, schedule, command, current_database(), current_user, true)
$$;

create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text,
  username text default null, active boolean default true
)
returns bigint
language sql
as $$
  select cron._schedule(job_name, schedule, command, database, coalesce(username, current_user), active)
$$;

create function cron._unschedule(id bigint, name text, caller text)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from cron.job
  where username = cron._caller(caller) and (jobid = id or jobname = name);
  if not found then
    raise exception 'could not find valid entry for job ''%''', coalesce(name, id::text);
  end if;
  return true;
end $$;

create function cron.unschedule(job_id bigint)
returns boolean
language sql
as $$
  select cron._unschedule(job_id, null, current_user)
$$;

create function cron.unschedule(job_name text)
returns boolean
language sql
as $$
  select cron._unschedule(null, job_name, current_user)
$$;

create function cron._alter_job(
  id bigint, schedule text, command text, database text, username text, active boolean, caller text
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  if schedule is not null then
    perform cron._check_schedule(schedule);
  end if;
  if username is not null then
    perform cron._caller(username);
  end if;
  update cron.job as job
  set schedule = coalesce(_alter_job.schedule, job.schedule),
    command = coalesce(_alter_job.command, job.command),
    database = coalesce(_alter_job.database, job.database),
    username = coalesce(_alter_job.username, job.username),
    active = coalesce(_alter_job.active, job.active)
  where job.jobid = id and job.username = cron._caller(caller);
  if not found then
    raise exception 'Job % does not exist or you don''t own it', id;
  end if;
end $$;

create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null,
  database text default null, username text default null, active boolean default null
)
returns void
language sql
as $$
  select cron._alter_job(job_id, schedule, command, database, username, active, current_user)
$$;

revoke execute on all functions in schema cron from public;

-- What hosted grants when the extension is created: jobs are changed by the functions only.
grant usage on schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant select, insert, update, delete, truncate, references on cron.job_run_details
  to postgres with grant option;
grant all on all sequences in schema cron to postgres with grant option;
grant execute on all functions in schema cron to postgres with grant option;
