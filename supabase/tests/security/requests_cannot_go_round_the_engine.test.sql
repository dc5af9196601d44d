-- What a request to the tables, a header or a collection's name could change of what only the engine writes.
begin;
select plan(24);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes();
insert into public.habits (user_id, id, title) values (tests.user_id('mallory'), tests.id(1), 'run');
insert into public.sync_conflicts (user_id, id, table_name, row_id, column_name, rule, client_value, server_value, resolution)
  select tests.user_id(name), tests.id(1), 'notes', tests.id(1), 'title', 'manual', '"a"', '"b"', 'pending' from unnest('{alice,mallory}'::text[]) as name;

-- Columns that are the server's.
select tests.sign_in('mallory');
select throws_ok(sql, '42501', null, title)
from (values
  ('update public.habits set current_streak = 999 where true', 'mallory does not lengthen her streak'),
  ($$insert into public.visions (user_id, category, title, ai_summary, analysed_at) values (auth.uid(), 'health', 'x', 'x', now())$$, 'nor write the coach''s words'),
  ('update public.user_progress set total_actions_completed = 1000 where true', 'nor her progress'),
  ('insert into public.user_achievements (user_id, achievement_id, unlocked_at, progress_value) select auth.uid(), id, now(), 1 from public.achievements', 'nor award herself'),
  ('update public.habits set user_id = (select auth.uid()) where true', 'the owner of a row is not written, not even as it is'),
  ('update public.habits set id = gen_random_uuid() where true', 'nor is its id'),
  ('update public.sync_devices set last_cursor = 1 where true', 'nor what the engine keeps of a device'),
  ('update public.sync_conflicts set table_name = ''users'', client_value = ''"x"'' where true', 'nor what conflicted'),
  ('insert into public.sync_conflicts (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution) values (auth.uid(), ''notes'', auth.uid(), ''*'', ''x'', ''{}'', ''{}'', ''client'')', 'a conflict is not made up, to be resolved'),
  ('insert into public.sync_rejections (user_id, device_id, table_name, row_id, code, message, payload) values (auth.uid(), auth.uid(), ''x'', ''x'', ''x'', ''x'', ''{}'')', 'nor a rejection'),
  ('select * from public.sync_runs', 'what operators see of pushes is theirs'),
  ('select assigned_by from public.user_roles', 'who assigned a role is not told, by table as little as by sync')
) as t (sql, title);
select is_empty(
  format('update public.sync_conflicts set decision = ''client'', decided_at = now() where user_id = %L returning id', tests.user_id('alice')), 'alice''s conflicts are hers to decide'
);
select tests.raises(
  $$select public.resolve_conflict('00000000-0000-4000-8000-000000000099', 'client')$$, 'PT404', 'conflict_not_found', 'a conflict that is not there is answered'
);

-- Names of collections. What is not registered is ignored, whatever it is called.
select is(
  public.push_changes('{
    "auth.users": {"created": [{"id": "x"}]}, "users\"; drop table public.notes; --": {"created": [{"id": "x"}]}, "sync_runs": {"deleted": ["x"]},
    "pushes": {"deleted": ["x"]}, "": {"created": [{"id": "x"}]}, "settings": {"updated": [{"id": "x", "value": 1}]}
  }') - 'timestamp',
  '{"accepted": {}, "conflicts": [], "rejected": [], "experimentalRejectedIds": {}, "unknown_tables": ["pushes", "settings", "sync_runs"]}', 'a push to tables that are not synced does nothing'
);
select is(
  public.pull_changes_optimized(
    sync.encode_cursor(sync.current_epoch(), pg_snapshot_xmax(pg_current_snapshot())::text::bigint), null, null, '{}',
    '{"from": 1, "tables": ["auth.users", "sync_runs", "pushes", "notes(null); drop table notes"], "columns": [{"table": "settings", "columns": ["value"]}]}'
  )::jsonb -> 'changes' ?| '{auth.users,sync_runs,pushes,settings}', false, 'nor does a migration that names them send any'
);
-- A column of the record cannot be a keyword of the engine or of SQL.
select is(
  tests.rejected(tests.push(jsonb_build_array(tests.note(1, jsonb_build_object(
    'user_id', tests.user_id('alice'), 'xmin', 1, 'ctid', '(0,1)', 'tableoid', 1, '_changed', 'title,user_id,xmin,"); drop table notes; --', '_altered', true
  ))))), '{}', 'columns that are not synced are ignored'
);
select tests.as_owner();
select is((select array_agg(user_id) from public.notes), array[tests.user_id('mallory')], 'and the row is mallory''s');

-- Settings of the session. The API sets the time zone for who asks (Prefer: timezone).
select tests.sign_in('mallory');
insert into public.daily_actions (user_id, id, description, scheduled_on, status, completed_at)
values (tests.user_id('mallory'), tests.id(1), 'x', '2026-02-03', 'completed', '2026-02-03 23:30+00');
create temporary table before as select tests.pulled(null, 'daily_actions') as pulled, tests.pulled(null, 'user_progress') -> 'updated' -> 0 -> 'last_completed_on' as day;
set local timezone = 'Pacific/Kiritimati';
set local datestyle = 'SQL, DMY';
select is(tests.pulled(null, 'daily_actions'), (select pulled from before), 'a pull is the same in every time zone and date style');
select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(2), 'description', 'y', 'scheduled_on', '2026-02-03', 'status', 'completed', 'completed_at', 1770161400000, '_status', 'created'
  )), into_table => 'daily_actions')), '{}', 'a push is taken'
);
select is((select scheduled_on - date '2026-02-01' from public.daily_actions where id = tests.id(2)), 2, 'dates are read year first');
select is(tests.pulled(null, 'user_progress') -> 'updated' -> 0 -> 'last_completed_on', (select day from before), 'and a day is the person''s, not the session''s');
reset timezone;
reset datestyle;

-- Whoever could set the engine's own setting would only sign her own rows, in her own feed.
select set_config('sync.origin', (select table_id from sync.tables where table_name = 'notes') || ':' || sync.device_origin(tests.user_id('alice'), tests.device('phone')), true);
update public.notes set title = 'signed' where true;
select tests.as_owner();
select is_empty(
  $$select from sync.changes where scope_id = tests.user_id('alice') and table_id = (select table_id from sync.tables where table_name = 'notes')$$, 'a forged origin enters nothing into alice''s feed'
);
select tests.sign_in('mallory');
select is(
  tests.updated(tests.pulled(sync.encode_cursor(sync.current_epoch(), 1), device => 'phone')), '{1}', 'nor does it hide a change from mallory''s devices'
);

select * from finish();
rollback;
