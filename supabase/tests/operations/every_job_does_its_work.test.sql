-- Every job that is scheduled is given something to do, run as its schedule would run it, and looked at afterwards. A job
-- without a case here fails the test, and so does a case without a job.
begin;

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
select tests.consent(purpose, 'alice', 'bob') from unnest('{analytics,emotional_analysis,ai_coaching}'::text[]) as purpose;
select tests.organize('acme', 'alice');
select private.ensure_secret('project_url', 'where the functions are');

-- Ten people whose accounts are old enough to be counted: one type, one opinion, and the same done two weeks ago.
create temporary table cohort as select tests.create_user('member_' || n) as id from generate_series(1, 10) as n;
update public.users set created_at = now() - interval '1 year', last_seen_at = now() where id in (select id from cohort);
select tests.consent('research', variadic array(select 'member_' || n from generate_series(1, 10) as n));

-- pg_cron lets nobody write its log, so a table plays it.
create temporary table log (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz);
create or replace function ops.job_log(since timestamptz)
returns table (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz)
language sql stable set search_path = '' as 'select * from pg_temp.log as l where l.began_at >= since';

create function pg_temp.calls(worker text) returns text language sql immutable as $$
  select format('select count(*) from net.http_request_queue where url like %L', '%/functions/v1/' || worker);
$$;

-- What a job finds, what is looked at, and what that is before and after.
create temporary table cases as
select * from (values
  ('sync-epoch', 'delete from sync.heartbeats where true',
    'select count(*) from sync.heartbeats where beaten_at >= now()', '0 → 1', 'the heart of the feed beats'),
  ('retention', $$
    insert into public.sync_conflicts (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, created_at)
    select tests.user_id('alice'), 'tasks', gen_random_uuid(), 'title', 'manual', '1', '2', 'server', now() - days * interval '1 day'
    from unnest('{89,92}'::integer[]) as days$$,
    'select count(*) from public.sync_conflicts', '2 → 1', 'what is past its time goes, and nothing else'),
  ('sealing-keys', $$
    insert into private.payment_references (provider, reference, sealed)
    select 'stripe', encode(extensions.digest('x', 'sha256'), 'hex'), private.seal('cus_x');
    select private.make_sealing_key()$$,
    'select min(p.version) from privacy.sealing_progress as p where p.value_count > 0', '1 → 2', 'a value is sealed with the new key'),
  ('export-worker', $$select private.queue_export(tests.user_id('alice'), 'csv')$$,
    pg_temp.calls('export-worker'), '0 → 1', 'the worker is called for an export'),
  ('erasure-worker', $$select privacy.erase_account(tests.create_user('mallory'))$$,
    pg_temp.calls('erasure-worker'), '0 → 1', 'the worker is called for an account to be erased'),
  ('audit-seal', $$
    insert into audit.incoming (xid, role, operation, relation, subject, row_key)
    values ('3', 'postgres', 'insert', 'public.users', tests.id(1), '')$$,
    $$select count(*) from audit.incoming where xid = '3'$$, '1 → 0', 'what was committed is sealed'),
  ('audit-publish', 'select', pg_temp.calls('audit-publisher'), '0 → 1', 'the head of the log is published'),
  ('audit-prune', $$select private.ensure_partitions('audit.events', 0, now() - interval '5 years')$$,
    $$select count(*) from ops.partitions where relation = 'audit.events' and to_at < now() - interval '4 years'$$, '1 → 0',
    'a month of the log that is past goes'),
  ('audit-watch', $$
    select tests.seal();
    select tests.tamper('update audit.events set role = ''nobody'' where id = (select max(e.id) from audit.events as e)')$$,
    'select 1', 'audit_log_altered', 'an event that was altered fails it'),
  ('custom-field-values-prune', $$
    insert into public.custom_field_definitions (user_id, id, applies_to, label, value_type)
    values (tests.user_id('alice'), tests.id(1), 'tasks', 'Place', 'text');
    insert into public.custom_field_values (user_id, id, definition_id, subject_id, text_value, created_at, updated_at)
    select tests.user_id('alice'), tests.id(days), tests.id(1), tests.id(days), 'x', now() - days * interval '1 day', now() - days * interval '1 day'
    from unnest('{29,31}'::integer[]) as days$$,
    'select count(*) from public.custom_field_values', '2 → 1', 'a value goes whose row did not come'),
  ('invitations-prune', $$
    insert into public.organization_invitations (organization_id, token_hash, expires_at)
    select tests.organization_id('acme'), extensions.digest(days::text, 'sha256'), now() - days * interval '1 day'
    from unnest('{1,400}'::integer[]) as days$$,
    'select count(*) from public.organization_invitations', '2 → 1', 'an invitation that ran out long ago goes'),
  ('ops-partitions', $case$
    do $$ begin
      execute (select 'drop table ' || p.id::regclass from ops.partitions as p where p.relation = 'audit.events' order by p.to_at desc limit 1);
    end $$
    $case$,
    $$select count(*) from ops.partitions where relation = 'audit.events' and from_at > now()$$, '11 → 12', 'the month that is missing is made'),
  ('archive-worker', 'select', pg_temp.calls('archive-worker'), '0 → 1', 'the worker is called'),
  ('rate-uses-prune', $$
    insert into ops.rate_uses (subject, limit_name, used_until)
    select tests.id(n), 'api', now() + (n - 2) * interval '1 second' from unnest('{1,3}'::integer[]) as n$$,
    'select count(*) from ops.rate_uses', '2 → 1', 'who has all of a limit again is forgotten'),
  ('activity', $$
    insert into public.analytics_events (user_id, occurred_at, session_id, name, feature)
    select tests.user_id('alice'), now() - n * interval '1 second', tests.id(1), 'x', 'journal' from generate_series(1, 2) as n$$,
    $$select coalesce(sum(event_count), 0) from public.user_activity_daily$$, '0 → 2', 'what a person did is counted'),
  ('emotional-analytics', $$
    insert into public.emotional_readings (user_id, recorded_at, emotion, intensity)
    values (tests.user_id('alice'), now() - interval '1 day', 'joy', 0.5)$$,
    $$select count(*) from public.emotional_analytics where data_source = 'daily_aggregation'$$, '0 → 1', 'a day of feelings is summed up'),
  ('ai-lost', $$
    insert into public.ai_interactions (user_id, id, started_at, purpose, provider, model, outcome)
    select tests.user_id('bob'), tests.id(minutes), now() - minutes * interval '1 minute', 'other', 'groq', 'llama-3', 'started'
    from unnest('{1,60}'::integer[]) as minutes$$,
    $$select string_agg(outcome, ' ' order by started_at) from public.ai_interactions where user_id = tests.user_id('bob')$$,
    'started started → lost started', 'a question that got no answer is given back'),
  ('ai-limits', $$
    update public.users set trial_ends_at = now() + interval '1 day' where id = tests.user_id('alice');
    select private.record_ai_interaction(
      tests.user_id('alice'), tests.id(1), 'coaching', 'groq', 'llama-3', 'completed', null, 0, 0, 0, 'USD', 10, false, null, null, null, null, null, null
    );
    alter table public.users disable trigger _300_ai_limits;
    update public.users set trial_ends_at = now() - interval '1 minute' where id = tests.user_id('alice');
    alter table public.users enable trigger _300_ai_limits$$,
    $$select queries_limit from public.ai_usage_periods where user_id = tests.user_id('alice')$$, '500 → 25', 'the limit follows a trial that ended'),
  ('content-statistics', $$
    insert into public.content_ratings (user_id, id, item_id, rating)
    select c.id, i.id, i.id, 4 from cohort as c, public.content_items as i where i.code = 'tiny-habits'$$,
    'select count(*) from public.content_item_statistics', '0 → 1', 'ten ratings are shown as one'),
  ('mbti-type-statistics', $$
    insert into public.mbti_profiles (user_id, mbti_type) select id, 'INTJ' from cohort;
    insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at, actual_minutes)
    select c.id, 'x', t.at::date, 'completed', t.at, 30
    from cohort as c, (select date_trunc('week', now(), 'UTC') - interval '10 days' as at) as t$$,
    $$select coalesce(max(people), 0) from public.mbti_type_statistics where mbti_type = 'INTJ' and metric = 'actions_per_week'$$, '0 → 10',
    'a type is described by ten people'),
  ('streaks', $$
    update public.user_progress set current_streak = 3, longest_streak = 3, total_days_completed = 3, total_actions_completed = 3, last_completed_on = current_date - 5
    where user_id = tests.user_id('bob')$$,
    $$select current_streak from public.user_progress where user_id = tests.user_id('bob')$$, '3 → 0', 'a streak ends'),
  ('ops-health', 'delete from ops.checks where true',
    'select count(*) from ops.checks where checked_at = now()', '0 → 1', 'health is checked'),
  ('ops-statements', 'delete from ops.statements where true',
    'select count(*) > 0 from ops.statements', 'false → true', 'statements are noted'),
  ('ops-jobs', $$
    delete from ops.job_runs where true;
    insert into log select 1, jobid, jobname, null, 'succeeded', '1 row', now(), now() from cron.job where jobname = 'streaks'$$,
    $$select coalesce(sum(run_count), 0) from ops.job_runs$$, '0 → 1', 'runs of jobs are counted'),
  ('ops-prune', $$
    insert into ops.measurements (taken_at, metric, subject, value)
    select now() - days * interval '1 day', 'heartbeat', 'x', 0 from unnest('{29,31}'::integer[]) as days$$,
    $$select count(*) from ops.measurements where subject = 'x'$$, '2 → 1', 'old measurements go'),
  ('job-history', $case$
    do $$ begin
      insert into cron.job_run_details (jobid, runid, start_time, end_time)
      select 1, 1000000 + days, now() - days * interval '1 day', now() - days * interval '1 day' from unnest('{6,8}'::integer[]) as days;
    exception when insufficient_privilege then null;
    end $$
    $case$,
    $$select format('%s of %s', count(*) filter (where end_time < now() - interval '7 days'), count(*)) from cron.job_run_details where runid > 1000000$$,
    -- The real pg_cron lets nobody write its log, and none is a week old.
    case when has_table_privilege('cron.job_run_details', 'insert') then '1 of 2 → 0 of 1' else '0 of 0 → 0 of 0' end, 'its log is cut to a week')
) as c (job, given, looked_at, expected, title);

select plan((select 4 + count(*)::integer from cases));

select is_empty('select jobname from cron.job where jobname is null or jobname not in (select job from cases)', 'every job has a case');
select is_empty('select job from cases where job not in (select jobname from cron.job)', 'every case has a job');
select is_empty(
  $$select jobname from cron.job where not active or username <> 'postgres'$$, 'every job is on, and runs as postgres'
);
select is_empty(
  $$select jobname from cron.job where command !~ '^(select (private|privacy|sync|audit|ops)\.[a-z_]+\([^;]*\)|delete from cron\.job_run_details [^;]*)$'$$,
  'each is one call of a function of ours'
);

create function pg_temp.run(of_case cases) returns text language plpgsql as $$
declare
  before text;
  after text;
begin
  execute of_case.given;
  execute of_case.looked_at into before;
  execute (select command from cron.job where jobname = of_case.job);
  execute of_case.looked_at into after;
  return before || ' → ' || after;
exception when others then
  return sqlerrm;
end;
$$;
select is(pg_temp.run(c), c.expected, c.job || ': ' || c.title) from cases as c;

select * from finish();
rollback;
