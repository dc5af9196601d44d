-- What was done stays when what it was done for is given up; what means nothing alone goes along.
begin;
select plan(9);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.visions (user_id, id, category, title) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'health', 'Run a marathon');
insert into public.vision_milestones (user_id, vision_id, title) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Ten kilometres');
insert into public.daily_actions (user_id, id, vision_id, description, scheduled_on, status) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'Run', current_date, 'completed');
insert into public.action_time_entries (user_id, action_id, started_at, ended_at) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', now() - interval '30 minutes', now());
insert into public.projects (user_id, id, vision_id, title) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', 'Training');
insert into public.tasks (user_id, id, project_id, parent_task_id, title) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000003', null, 'Shoes'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000005', '00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004', 'Laces');
insert into public.habits (user_id, id, vision_id, title) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000006', '00000000-0000-4000-8000-000000000001', 'Stretch');
insert into public.habit_logs (user_id, habit_id, done_on) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000006', current_date);

delete from public.visions;
select is_empty('select * from public.vision_milestones', 'milestones go with their vision');
select results_eq(
  'select vision_id, user_id from public.daily_actions', $$values (null::uuid, tests.user_id('alice'))$$,
  'an action stays, and stays alice''s, without the vision'
);
select is((select p.total_actions_completed from public.user_progress as p), 1, 'so progress is what it was');
select results_eq(
  'select vision_id from public.projects union all select vision_id from public.habits', array[null, null]::uuid[],
  'projects and habits stay too'
);

delete from public.tasks where title = 'Shoes';
select results_eq(
  'select title, parent_task_id, project_id from public.tasks',
  $$values ('Laces'::public.short_text, null::uuid, '00000000-0000-4000-8000-000000000003'::uuid)$$,
  'a part of a deleted task stands on its own, in the same project'
);
delete from public.projects;
select results_eq('select project_id from public.tasks', array[null]::uuid[], 'a task outlives its project');
delete from public.habits;
select is_empty('select * from public.habit_logs', 'logs go with their habit');
delete from public.daily_actions;
select is_empty('select * from public.action_time_entries', 'time entries go with their action');

-- Erasing an account deletes actions, and with them progress of someone who is no longer there.
insert into public.daily_actions (user_id, description, scheduled_on, status) values
  (tests.user_id('alice'), 'Run', current_date, 'completed');
select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select is_empty(
  $$
    select user_id from public.user_progress where user_id = tests.user_id('alice')
    union all select user_id from private.progress_days where user_id = tests.user_id('alice')
    union all select user_id from public.user_achievements where user_id = tests.user_id('alice')
    union all select user_id from public.daily_actions where user_id = tests.user_id('alice')
  $$,
  'an account that is erased leaves neither facts nor what followed from them'
);

select * from finish();
rollback;
