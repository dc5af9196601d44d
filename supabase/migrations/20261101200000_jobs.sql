-- Jobs: everything that runs by the clock, in one list.
--
-- Each job is one call of a tested function and may run at any time, twice, or late. cron.schedule upserts by
-- name, so this list is also how a schedule is changed. Times are UTC.

create extension if not exists pg_cron with schema pg_catalog;

-- The epoch of the cursors, and the heartbeat that dates the feed.
select cron.schedule('sync-epoch', '* * * * *', 'select sync.check_epoch()');

-- What the feed and the notes of pushes and operations need not remember any longer.
select cron.schedule('sync-prune', '*/10 * * * *', 'select sync.prune()');
select cron.schedule('sync-prune-notes', '23 3 * * *', 'select sync.prune_notes()');
select cron.schedule('operations-prune', '29 3 * * *', 'select private.prune_operations()');

-- Notifications that were read or are old, and values of custom fields whose definition is gone.
select cron.schedule('notifications-prune', '17 * * * *', 'select private.prune_notifications()');
select cron.schedule('custom-field-values-prune', '47 3 * * *', 'select private.prune_custom_field_values()');

-- Months ahead of the writers.
select cron.schedule('partitions-sync-runs', '5 0 * * *', $$select private.ensure_partitions('public.sync_runs')$$);
select cron.schedule('partitions-ai-interactions', '6 0 * * *', $$select private.ensure_partitions('public.ai_interactions')$$);
select cron.schedule('partitions-analytics', '10 0 * * *', 'select private.ensure_analytics_partitions()');

-- What people did, counted by day; and the months that need not be kept, once they are counted.
select cron.schedule('activity', '*/5 * * * *', 'select private.refresh_activity()');
select cron.schedule('analytics-retention', '37 3 * * *', 'select private.prune_analytics()');

-- Emotions and learning by day, week and month; then the raw readings that need not be kept.
select cron.schedule('emotional-analytics', '*/5 * * * *', 'select private.refresh_emotional_analytics()');
select cron.schedule('emotional-readings-prune', '47 2 * * *', 'select private.prune_emotional_readings()');

-- Questions to models that never got an answer are given back; limits follow plans and trials as they end.
select cron.schedule('ai-lost', '*/5 * * * *', 'select private.give_up_ai_interactions()');
select cron.schedule('ai-limits', '7 * * * *', 'select private.refresh_due_ai_limits()');
select cron.schedule('ai-prune', '*/15 * * * *', 'select private.prune_ai_interactions()');
select cron.schedule('payment-events-prune', '37 3 * * *', 'select private.prune_payment_events()');

-- Statistics over people, which change only when enough of them did.
select cron.schedule('content-statistics', '37 3 * * *', 'select private.refresh_content_statistics()');
select cron.schedule('mbti-type-statistics', '17 4 * * 1', 'select private.refresh_mbti_type_statistics()');

-- A day ends somewhere in the world every quarter of an hour.
select cron.schedule('streaks', '*/15 * * * *', 'select private.refresh_streaks()');

-- pg_cron keeps its history for ever.
select cron.schedule('job-history', '41 3 * * *', $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$);
