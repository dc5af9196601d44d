-- health_check() names the part that is broken, and no other; a visitor is told the status and nothing else.
begin;
select plan(30);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;

-- What health_check() says while something is broken: a line for each reason, and its status. The fault does not stay.
create function pg_temp.reasons(fault text) returns text[] language plpgsql as $$
declare
  answer jsonb;
begin
  begin
    execute fault;
    answer := public.health_check();
    raise exception using errcode = 'PT200', message = 'undone';
  exception when sqlstate 'PT200' then
    null;
  end;
  return array[answer ->> 'status'] || array(
    select p.key || ': ' || (r.reason ->> 'reason')
    from jsonb_each((answer -> 'components') || (answer -> 'modules')) as p
    cross join jsonb_array_elements(p.value -> 'reasons') as r (reason)
    order by 1
  );
end;
$$;

-- What other tests of this database took back is dead in its tables, what came before this is in the audit log, and the
-- database may be as old as the whole run of tests.
update ops.thresholds set value = 100 where metric = 'dead_rows';
select audit.seal();
select sync.check_epoch();

select is(pg_temp.reasons('select'), '{ok}', 'nothing is broken to begin with');
select is(
  (select array_agg(p.key order by p.key) from jsonb_object_keys(public.health_check() -> 'components') as p (key)),
  '{database,jobs,mbti_catalogue,partitions,privacy,storage,sync,transactions}', 'there are eight components'
);
select is((select count(*) from jsonb_object_keys(public.health_check() -> 'modules')), 15::bigint, 'and fifteen modules');

-- pg_cron lets nobody write its log, so a table plays it. Where the real one runs, it has been at work.
delete from ops.job_runs where true;
create temporary table log (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz);
create or replace function ops.job_log(since timestamptz)
returns table (run_id bigint, job_id bigint, job_name text, pid integer, status text, message text, began_at timestamptz, ended_at timestamptz)
language sql stable set search_path = '' as 'select * from pg_temp.log as l where l.began_at >= since';

-- Faults.
select is(
  pg_temp.reasons($$
    insert into pg_temp.log
    select n, jobid, jobname, null, 'failed', 'ERROR: no room', now() - interval '3 minutes', now() - interval '2 minutes'
    from cron.job, generate_series(1, 2) as n where jobname = 'retention';
    select ops.digest_jobs();
  $$),
  '{degraded,"jobs: the job retention failed 2 times in a row (ERROR: no room)"}', 'a job that fails'
);
select matches(
  array_to_string(pg_temp.reasons($$
    insert into pg_temp.log
    select jobid, jobid, jobname, null, 'succeeded', '', ran_at, ran_at
    from cron.job, lateral (select now() - case when jobname = 'sync-epoch' then interval '10 minutes' else '0' end as ran_at) as r;
    select ops.digest_jobs();
  $$), '|'),
  '^degraded[|]jobs: the job sync-epoch missed 10.0 turns \(last succeeded [^|]*$', 'a job that does not run any more'
);
select is(
  pg_temp.reasons($$
    do $do$
    declare late record;
    begin
      for late in select id from ops.partitions where relation = 'public.sync_runs' and to_at > now() + interval '40 days' loop
        execute 'drop table ' || late.id::regclass;
      end loop;
    end $do$
  $$) = array['degraded', 'partitions: public.sync_runs has partitions for ' || (
    select round(date_part('epoch', max(to_at) - now())::numeric / 86400, 1) from ops.partitions
    where relation = 'public.sync_runs' and to_at <= now() + interval '40 days'
  ) || ' more days'], true, 'a table whose months run out'
);
select is(
  pg_temp.reasons('alter table public.tasks add column mood text'),
  '{degraded,"tasks_productivity: what was generated to sync tasks is not as it should be (column mood was added, dropped or altered)"}',
  'generated functions that are stale'
);
select is(
  pg_temp.reasons('drop policy journal_entries_select_own on public.journal_entries'),
  '{degraded,"chat_journal: the policy of journal_entries (select) is missing"}', 'a policy that was dropped'
);
select is(
  pg_temp.reasons('drop policy ' || (
    select polname from pg_policy where polrelid = 'public.habits'::regclass and polcmd = 'd' and not polpermissive
  ) || ' on public.habits'),
  '{degraded,"tasks_productivity: the policy of habits (delete) is missing (the guard for active accounts)"}', 'the guard of a table that was dropped'
);
select is(
  pg_temp.reasons('alter table public.mood_entries disable row level security'),
  '{degraded,"chat_journal: row-level security is off on mood_entries"}', 'row-level security that was switched off'
);
select is(
  pg_temp.reasons('alter table public.visions disable trigger _100_touch'),
  '{degraded,"tasks_productivity: the trigger _100_touch on visions is disabled"}', 'a trigger that was disabled'
);
select is(
  pg_temp.reasons('update sync.horizon set xid = 1::bigint << 42 where true'),
  '{down,"sync: the horizon of the feed lies in the future: every pull is a full one (it is at 4398046511104)"}', 'a horizon in the future'
);
select matches(
  array_to_string(pg_temp.reasons($$update sync.epochs set identity = '1:00000001' where true$$), '|'),
  '^down[|]privacy: nobody is let in since a restore: [^|]*[|]sync: nobody is let in [^|]*[|]sync: the server changed history, and the epoch is not registered: pulls are refused [^|]*$',
  'an epoch that is not registered'
);
select is(
  pg_temp.reasons('update sync.epochs set admitted_at = null where true'),
  '{down,"privacy: nobody is let in since a restore: who was erased since the backup may be back","sync: nobody is let in since a restore: who was erased since the backup may be back"}',
  'a gate that is closed'
);
select matches(
  array_to_string(pg_temp.reasons($$select privacy.file_request(tests.user_id('alice'), 'objection', at => now() - interval '27 days')$$), '|'),
  '^degraded[|]privacy: a request of a person \(objection\) has used (8[0-9]|9[0-9])[0-9.]* % of its time \(1 open, the first due [^|]*$', 'a request that is nearly late'
);
select is(
  pg_temp.reasons($$
    insert into public.data_exports (user_id, id, format, created_at) values (tests.user_id('alice'), tests.id(1), 'both', now() - interval '3 hours');
    insert into privacy.export_jobs (user_id, export_id, attempts, last_error) values (tests.user_id('alice'), tests.id(1), 2, 'no room');
  $$),
  '{degraded,"privacy: a person has waited for their export for 3.0 h (tried 2 times, no room)"}', 'an export that nobody makes'
);
select is(
  pg_temp.reasons($$select privacy.erase_account(tests.user_id('alice'), now() - interval '30 hours')$$),
  '{degraded,"privacy: an account should have been erased 30.0 h ago (tried 0 times)"}', 'an erasure that nobody carries out'
);
select is(
  pg_temp.reasons($$
    select audit.seal();
    insert into audit.incoming (at, role, operation, relation, subject, row_key)
    values (now() - interval '6 minutes', 'postgres', 'insert', 'public.users', tests.id(1), '')
  $$),
  '{degraded,"privacy: what happened 6.0 min ago is not sealed in the audit log"}', 'a log that is not sealed'
);
select is(
  pg_temp.reasons($$
    set local session_replication_role = replica;
    delete from public.mbti_types where code like 'I%';
  $$),
  '{degraded,"mbti_catalogue: the catalogue is not whole: 16 types (8)"}', 'a catalogue that was emptied'
);
select is(
  (pg_temp.reasons('alter table public.plan_entitlements rename to gone') @> '{"subscription_payment: the table plan_entitlements is missing"}'), true,
  'a table that is missing'
);
select is(
  pg_temp.reasons('grant select on public.invoices to anon'),
  '{degraded,"privacy: everybody has rights on invoices (SELECT)"}', 'rights that everybody has'
);
select is(
  pg_temp.reasons($$update storage.buckets set public = true where id = 'archives'$$),
  '{degraded,"storage: the bucket archives is public"}', 'a bucket that is public'
);
select pg_create_physical_replication_slot('ops_test_slot', true, true);
select matches(
  array_to_string(pg_temp.reasons($$
    update ops.thresholds set value = 0 where metric = 'slot_retention' and level = 'degraded';
    create temporary table log_filler as select 1 from pg_logical_emit_message(false, 'filler', repeat('x', 1000000));
  $$), '|'),
  '^degraded[|]database: the replication slot ops_test_slot keeps [0-9.]+ MB of log', 'a replication slot that is stuck'
);
select pg_drop_replication_slot('ops_test_slot');
select is(
  pg_temp.reasons('drop function ops.measure_heartbeat(timestamptz)'),
  '{degraded,"sync: heartbeat cannot be measured: function ops.measure_heartbeat(timestamp with time zone) does not exist"}',
  'what cannot be measured is named too, and the rest is measured all the same'
);

-- Who is told what.
select ops.check_health();
select tests.sign_out();
select is(public.health_check(), '{"status": "ok"}', 'a visitor is told the status');
select tests.sign_in('alice');
select is(public.health_check(), '{"status": "ok"}', 'and so is a person');
select tests.as_owner();
select private.grant_role(tests.user_id('bob'), 'operator');
select tests.sign_in('bob');
select is(public.health_check() ? 'components', true, 'an operator is told everything');
select tests.as_service();
select is(public.health_check() ? 'modules', true, 'and so is a server');
select tests.as_owner();
delete from ops.checks where true;
insert into ops.checks (checked_at, status, alert_count) values (now() - interval '6 minutes', 'ok', 0);
select tests.sign_out();
select is(public.health_check(), '{"status": "degraded"}', 'when no check has run for five minutes, a visitor is told that something is wrong');
select throws_ok('select ops.health()', '42501', null, 'nobody else enters the schema');

select * from finish();
rollback;
