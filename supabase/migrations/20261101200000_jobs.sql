-- Jobs: everything that runs by the clock, in one list.
--
-- Each job is one call of a tested function and may run at any time, twice, or late. cron.schedule upserts by
-- name, so this list is also how a schedule is changed. Times are UTC.

create extension if not exists pg_cron with schema pg_catalog;

-- The epoch of the cursors, and the heartbeat that dates the feed.
select cron.schedule('sync-epoch', '* * * * *', 'select sync.check_epoch()');

-- What need not be kept any longer, by the retention policies.
select cron.schedule('retention', '*/10 * * * *', 'select privacy.apply_retention(batch => 10000)');

-- Keys of sealed columns, renewed when they are old, and what they seal.
select cron.schedule('sealing-keys', '*/5 * * * *', 'select privacy.rotate_keys(batch => 5000)');

-- Exports and erasures that people asked for, by their functions.
select cron.schedule('export-worker', '* * * * *', 'select privacy.wake_export_worker()');
select cron.schedule('erasure-worker', '* * * * *', 'select privacy.wake_erasure_worker()');

-- The audit log: what was committed since is sealed, the newest seal is shown outside, old months go, and each night it
-- is verified.
select cron.schedule('audit-seal', '* * * * *', 'select audit.seal()');
select cron.schedule('audit-publish', '*/5 * * * *', $$select private.call_worker('audit-publisher')$$);
select cron.schedule('audit-prune', '53 3 * * *', 'select audit.prune()');
select cron.schedule('audit-watch', '23 4 * * *', 'select audit.watch()');

-- Values of custom fields whose row is gone, and invitations that were closed or ran out.
select cron.schedule('custom-field-values-prune', '47 3 * * *', 'select private.prune_custom_field_values()');
select cron.schedule('invitations-prune', '53 3 * * *', 'select private.prune_invitations()');

-- Months ahead of the writers, and what becomes of them as they age.
select cron.schedule('ops-partitions', '*/5 * * * *', 'select ops.keep_partitions()');
select cron.schedule('archive-worker', '*/10 * * * *', $$select private.call_worker('archive-worker')$$);

-- Callers of the HTTP API who have all of their limits again.
select cron.schedule('rate-uses-prune', '* * * * *', 'select ops.prune_rate_uses()');

-- What people did, counted by day.
select cron.schedule('activity', '*/5 * * * *', 'select private.refresh_activity()');

-- Emotions and learning by day, week and month.
select cron.schedule('emotional-analytics', '*/5 * * * *', 'select private.refresh_emotional_analytics()');

-- Questions to models that never got an answer are given back; limits follow plans and trials as they end.
select cron.schedule('ai-lost', '*/5 * * * *', 'select private.give_up_ai_interactions()');
select cron.schedule('ai-limits', '7 * * * *', 'select private.refresh_due_ai_limits()');

-- Statistics over people, which change only when enough of them did.
select cron.schedule('content-statistics', '37 3 * * *', 'select private.refresh_content_statistics()');
select cron.schedule('mbti-type-statistics', '17 4 * * 1', 'select private.refresh_mbti_type_statistics()');

-- A day ends somewhere in the world every quarter of an hour.
select cron.schedule('streaks', '*/15 * * * *', 'select private.refresh_streaks()');

-- Health, what alerts follow from, and what is measured for both.
select cron.schedule('ops-health', '* * * * *', 'select ops.check_health()');
select cron.schedule('ops-statements', '* * * * *', 'select ops.snapshot_statements()');
select cron.schedule('ops-jobs', '*/5 * * * *', 'select ops.digest_jobs()');
select cron.schedule('ops-prune', '51 3 * * *', 'select ops.prune()');

-- pg_cron keeps its history for ever.
select cron.schedule('job-history', '41 3 * * *', $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$);
