-- Two devices that were offline both push. What they did is merged, and what follows from it is pulled.
begin;
set local timezone = 'UTC';
select plan(14);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.push(changes text)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.push_changes(changes::json);
$$;
create function pg_temp.ms(moment timestamptz)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select (extract(epoch from moment) * 1000)::bigint;
$$;
create temporary table answers (title text, answer jsonb);

insert into answers
select 'phone', pg_temp.push(format(
  '{
    "visions": {"created": [{"id": "00000000-0000-4000-8000-000000000001", "_status": "created", "category": "health", "title": "Fit", "ai_summary": "Brilliant"}], "updated": [], "deleted": []},
    "daily_actions": {"created": [
      {"id": "00000000-0000-4000-8000-000000000002", "_status": "created", "vision_id": "00000000-0000-4000-8000-000000000001",
       "description": "Run", "scheduled_on": "2026-03-02", "status": "completed", "completed_at": %1$s, "created_at": %1$s, "updated_at": %1$s}
    ], "updated": [], "deleted": []},
    "tasks": {"created": [
      {"id": "00000000-0000-4000-8000-000000000003", "_status": "created", "title": "Shoes", "labels": "[\"shop\"]", "updated_at": %1$s}
    ], "updated": [], "deleted": []},
    "habits": {"created": [{"id": "00000000-0000-4000-8000-000000000004", "_status": "created", "title": "Water", "target_amount": 8, "current_streak": 99}], "updated": [], "deleted": []},
    "habit_logs": {"created": [
      {"id": "00000000-0000-4000-8000-000000000005", "_status": "created", "habit_id": "00000000-0000-4000-8000-000000000004", "done_on": "2026-03-02", "amount": 5, "created_at": %1$s, "updated_at": %1$s}
    ], "updated": [], "deleted": []},
    "action_time_entries": {"created": [
      {"id": "00000000-0000-4000-8000-000000000006", "_status": "created", "action_id": "00000000-0000-4000-8000-000000000002",
       "started_at": 1772438400000, "ended_at": 1772440200000, "minutes": 999}
    ], "updated": [], "deleted": []},
    "user_progress": {"created": [], "updated": [{"id": "%2$s", "_status": "updated", "_changed": "current_streak", "current_streak": 99}], "deleted": []}
  }',
  pg_temp.ms('2026-03-02 08:00+00'), tests.user_id('alice')
));

select is(
  (select answer -> 'accepted' from answers where title = 'phone'),
  '{"visions": 1, "daily_actions": 1, "tasks": 1, "habits": 1, "habit_logs": 1, "action_time_entries": 1}',
  'what a phone made offline is accepted, parents and children in one push'
);
select is(
  (select answer #>> '{rejected,0,code}' from answers where title = 'phone'), 'table_read_only',
  'but not what it thinks its progress is'
);
select results_eq(
  'select current_streak, total_actions_completed, total_time_invested_minutes from public.user_progress',
  'values (0, 1, 30::bigint)',
  'progress follows from the pushed action, its time from the clock and not from what the phone says'
);
select is((select h.current_streak || ' ' || h.longest_streak from public.habits as h), '0 0', 'a streak is not a device''s to set');
select is((select v.ai_summary from public.visions as v), null, 'nor is an analysis');

-- The laptop's base is older. It skips the action (later), labels the task, and logs the same day of the habit.
insert into answers
select 'laptop', pg_temp.push(format(
  '{
    "daily_actions": {"created": [], "updated": [
      {"id": "00000000-0000-4000-8000-000000000002", "_status": "updated", "_changed": "status",
       "description": "Run", "scheduled_on": "2026-03-02", "status": "skipped", "completed_at": null, "updated_at": %1$s}
    ], "deleted": []},
    "tasks": {"created": [], "updated": [
      {"id": "00000000-0000-4000-8000-000000000003", "_status": "updated", "_changed": "labels", "labels": "[\"sport\"]", "updated_at": %1$s}
    ], "deleted": []},
    "habit_logs": {"created": [
      {"id": "00000000-0000-4000-8000-000000000007", "_status": "created", "habit_id": "00000000-0000-4000-8000-000000000004", "done_on": "2026-03-02", "amount": 4}
    ], "updated": [], "deleted": []}
  }',
  pg_temp.ms('2026-03-02 20:00+00')
));
select is((select answer -> 'rejected' from answers where title = 'laptop'), '[]', 'a merge that mixes both devices'' columns is not refused');
select results_eq(
  'select status, completed_at::timestamptz from public.daily_actions', $$values ('skipped', null::timestamptz)$$,
  'the later status stands, and the time of completion follows it'
);
select is((select p.total_actions_completed from public.user_progress as p), 0, 'so does progress');
select results_eq('select array(select unnest(labels) order by 1) from public.tasks', $$values ('{shop,sport}'::text[])$$, 'labels of both are kept');
select is((select h.longest_streak from public.habits as h), 1, 'logs of both add up to the target, and the day counts once');

-- One row a day, by an id made from habit and day: both devices write the same row.
insert into answers
select 'laptop again', pg_temp.push(format(
  '{"habit_logs": {"created": [
    {"id": "00000000-0000-4000-8000-000000000005", "_status": "created", "habit_id": "00000000-0000-4000-8000-000000000004",
     "done_on": "2026-03-02", "amount": 3, "updated_at": %s}
  ], "updated": [], "deleted": []}}',
  pg_temp.ms('2026-03-02 21:00+00')
));
select is((select answer -> 'rejected' from answers where title = 'laptop again'), '[]', 'a log that both devices made under one id is no error');
select is(
  (select l.amount from public.habit_logs as l where l.id = '00000000-0000-4000-8000-000000000005'), 5.00,
  'the higher amount stands, though the lower came later'
);

select tests.as_owner();
select set_eq(
  $$
    select distinct t.table_name::text from sync.changes as c join sync.tables as t using (table_id)
    where c.scope_id = tests.user_id('alice') and c.row_id = tests.user_id('alice') and c.origin is null
      and t.table_name = 'user_progress'
  $$,
  array['user_progress'],
  'progress is in the feed, known to no device'
);
select set_eq(
  $$
    select c.column_name::text from sync.columns as c join sync.tables as t using (table_id)
    where t.table_name in ('visions', 'habits', 'action_time_entries') and not c.is_writable
  $$,
  '{ai_summary,ai_analysis,analysed_at,current_streak,longest_streak,streak_ends_on,minutes}'::text[],
  'what the server computes is marked as the server''s'
);

select * from finish();
rollback;
