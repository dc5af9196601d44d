-- Tasks and productivity (module 09): visions, the daily actions that lead there, projects and tasks, habits,
-- and what follows from them: progress, streaks and achievements.
--
-- People edit all of it offline, on several devices, so two things hold throughout:
--
--   Progress is computed from facts. Completing an action is an update of its row. When rows arrive late, are
--   corrected, undone or deleted, what followed from them is computed anew, for the days and habits concerned.
--
--   Rules over several columns survive a merge. Devices merge column by column; where two columns must agree,
--   one leads and a trigger makes the other follow, so that no merge ends in a row that is refused.
--
-- Nothing here is lost because a parent goes: what people did stays when a vision or a project is deleted. Only
-- what has no meaning alone (milestones of a vision, time entries of an action, logs of a habit) goes with it.

create domain public.priority as smallint
  constraint priority_is_rank check (value between 1 and 4);
comment on domain public.priority is 'How much something matters: 1 urgent, 2 high, 3 normal, 4 low.';


-- Visions: where a person wants to be, five years from now unless they say otherwise.

create table public.visions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  category text not null,
  title public.short_text not null,
  description public.long_text,
  priority public.priority not null default 3,
  time_allocation_minutes public.minutes,
  horizon_years smallint not null default 5,
  status text not null default 'active',
  completed_at timestamptz(3),
  target_on date,
  ai_summary public.long_text,
  ai_analysis jsonb,
  analysed_at timestamptz(3),
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint visions_pkey primary key (user_id, id),
  constraint visions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint visions_category_is_known check (category in ('health', 'career', 'relationships', 'personal-growth')),
  constraint visions_status_is_known check (status in ('active', 'paused', 'completed', 'abandoned')),
  constraint visions_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint visions_allocation_fits_day check (time_allocation_minutes <= 1440),
  constraint visions_horizon_is_lifetime check (horizon_years between 1 and 50),
  constraint visions_analysed_has_summary check ((analysed_at is not null) = (ai_summary is not null)),
  constraint visions_analysis_is_analysed check (ai_analysis is null or analysed_at is not null),
  constraint visions_analysis_has_shape check (
    ai_analysis is null
    or jsonb_typeof(ai_analysis) = 'object'
      and ai_analysis - '{strengths,obstacles,next_steps,feasibility}'::text[] = '{}'
      and coalesce(jsonb_typeof(ai_analysis -> 'strengths'), 'array') = 'array'
      and coalesce(jsonb_typeof(ai_analysis -> 'obstacles'), 'array') = 'array'
      and coalesce(jsonb_typeof(ai_analysis -> 'next_steps'), 'array') = 'array'
      and not jsonb_path_exists(ai_analysis - 'feasibility', '$.*[*] ? (@.type() != "string")')
      and not jsonb_path_exists(ai_analysis, 'strict $.feasibility ? (@.type() != "number" || @ < 0 || @ > 1)', '{}', true)
  )
);

comment on table public.visions is 'Where a person wants to be in some years, by area of life.';
comment on column public.visions.time_allocation_minutes is 'Time the person wants to give it, in minutes a day.';
comment on column public.visions.horizon_years is 'How far ahead it lies, in years.';
comment on column public.visions.target_on is 'The day by which it should be real, when there is one.';
comment on column public.visions.ai_summary is 'What the coach made of it, in a few sentences. Written by the server.';
comment on column public.visions.ai_analysis is
  '{"strengths": [text], "obstacles": [text], "next_steps": [text], "feasibility": 0 to 1}, all optional. Written by the server.';
comment on column public.visions.analysed_at is 'When the coach last looked at it; older than updated_at when it was edited since.';
comment on column public.visions.position is 'Place in the person''s own order, low first.';

-- A person has a handful: the primary key serves every list of them.
create index visions_document_idx on public.visions
  using gin (user_id, private.document(null, title, description, ai_summary));
alter index public.visions_document_idx alter column 2 set statistics 0;

comment on index public.visions_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.visions
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.visions
  for each row execute function private.settle_completion();

alter table public.visions enable row level security;

create policy visions_select_own on public.visions for select to authenticated
  using (user_id = (select auth.uid()));
create policy visions_insert_own on public.visions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy visions_update_own on public.visions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy visions_delete_own on public.visions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.visions to authenticated;
grant insert (
  user_id, id, category, title, description, priority, time_allocation_minutes, horizon_years, status, completed_at,
  target_on, position, created_at, updated_at
) on public.visions to authenticated;
grant update (
  category, title, description, priority, time_allocation_minutes, horizon_years, status, completed_at,
  target_on, position, created_at, updated_at
) on public.visions to authenticated;
-- The coach writes its analysis, and nothing else of a vision.
grant select, update (ai_summary, ai_analysis, analysed_at) on public.visions to service_role;

select sync.register_table('public.visions',
  since => 13, pull_only => '{ai_summary,ai_analysis,analysed_at}', priority => 75);


-- Vision milestones: the steps by which a person knows that a vision comes closer.

create table public.vision_milestones (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vision_id uuid not null,
  title public.short_text not null,
  description public.long_text,
  target_on date,
  completed_at timestamptz(3),
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint vision_milestones_pkey primary key (user_id, id),
  constraint vision_milestones_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint vision_milestones_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete cascade
);

comment on table public.vision_milestones is 'The steps by which a person knows that a vision comes closer. They go with the vision.';
comment on column public.vision_milestones.completed_at is 'When it was reached; null while it lies ahead.';
comment on column public.vision_milestones.position is 'Place within the vision, low first.';

create index vision_milestones_user_id_vision_id_idx on public.vision_milestones (user_id, vision_id, position);
create index vision_milestones_document_idx on public.vision_milestones
  using gin (user_id, private.document(null, title, description));
alter index public.vision_milestones_document_idx alter column 2 set statistics 0;

comment on index public.vision_milestones_user_id_vision_id_idx is 'Serves the milestones of a vision, in order.';
comment on index public.vision_milestones_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.vision_milestones
  for each row execute function private.touch();

alter table public.vision_milestones enable row level security;

create policy vision_milestones_select_own on public.vision_milestones for select to authenticated
  using (user_id = (select auth.uid()));
create policy vision_milestones_insert_own on public.vision_milestones for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy vision_milestones_update_own on public.vision_milestones for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy vision_milestones_delete_own on public.vision_milestones for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.vision_milestones to authenticated;
grant insert (user_id, id, vision_id, title, description, target_on, completed_at, position, created_at, updated_at)
  on public.vision_milestones to authenticated;
grant update (vision_id, title, description, target_on, completed_at, position, created_at, updated_at)
  on public.vision_milestones to authenticated;
grant select on public.vision_milestones to service_role;

select sync.register_table('public.vision_milestones', since => 13, priority => 60);


-- Daily actions: what a person does today for a vision, or just so. Streaks and progress are made of these.

create table public.daily_actions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vision_id uuid,
  description public.long_text not null,
  scheduled_on date not null,
  estimated_minutes public.minutes,
  actual_minutes public.minutes,
  status text not null default 'pending',
  completed_at timestamptz(3),
  ai_generated boolean not null default false,
  ai_reasoning public.long_text,
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint daily_actions_pkey primary key (user_id, id),
  constraint daily_actions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  -- What was done was done, also when the vision is given up: streaks are made of it.
  constraint daily_actions_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete set null (vision_id),
  constraint daily_actions_description_is_given check (description <> ''),
  constraint daily_actions_status_is_known check (status in ('pending', 'in_progress', 'completed', 'skipped')),
  constraint daily_actions_completed_has_time check ((status = 'completed') = (completed_at is not null))
);

comment on table public.daily_actions is 'What a person plans to do on a day, for a vision or on its own. Streaks and progress are made of these.';
comment on column public.daily_actions.vision_id is 'The vision it serves; null when it serves none, or that was deleted.';
comment on column public.daily_actions.scheduled_on is 'The day it is planned for, as the person''s calendar has it.';
comment on column public.daily_actions.estimated_minutes is 'Expected duration, in minutes.';
comment on column public.daily_actions.actual_minutes is
  'Duration the person gave, in minutes; null: the sum of its time entries counts. An estimate never counts as time invested.';
comment on column public.daily_actions.completed_at is
  'When it was completed. Its day in the person''s time zone counts, whatever day it was planned for.';
comment on column public.daily_actions.ai_generated is 'Whether the coach proposed it.';
comment on column public.daily_actions.ai_reasoning is 'Why the coach proposed it, for the person to read.';
comment on column public.daily_actions.position is 'Place within the day, low first.';

create index daily_actions_user_id_scheduled_on_idx on public.daily_actions (user_id, scheduled_on);
create index daily_actions_user_id_vision_id_idx on public.daily_actions (user_id, vision_id) where vision_id is not null;
create index daily_actions_user_id_completed_at_idx on public.daily_actions (user_id, completed_at)
  where completed_at is not null;
create index daily_actions_document_idx on public.daily_actions
  using gin (user_id, private.document(null, description, ai_reasoning));
alter index public.daily_actions_document_idx alter column 2 set statistics 0;

comment on index public.daily_actions_user_id_scheduled_on_idx is 'Serves today''s actions, and those of a week.';
comment on index public.daily_actions_user_id_vision_id_idx is 'Serves the actions of a vision.';
comment on index public.daily_actions_user_id_completed_at_idx is 'Serves what was completed on a day: progress computes single days anew.';
comment on index public.daily_actions_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.daily_actions
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.daily_actions
  for each row execute function private.settle_completion();

alter table public.daily_actions enable row level security;

create policy daily_actions_select_own on public.daily_actions for select to authenticated
  using (user_id = (select auth.uid()));
create policy daily_actions_insert_own on public.daily_actions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy daily_actions_update_own on public.daily_actions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy daily_actions_delete_own on public.daily_actions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.daily_actions to authenticated;
grant insert (
  user_id, id, vision_id, description, scheduled_on, estimated_minutes, actual_minutes, status, completed_at,
  ai_generated, ai_reasoning, position, created_at, updated_at
) on public.daily_actions to authenticated;
grant update (
  vision_id, description, scheduled_on, estimated_minutes, actual_minutes, status, completed_at,
  ai_generated, ai_reasoning, position, created_at, updated_at
) on public.daily_actions to authenticated;
-- The coach proposes actions; what becomes of them is the person's.
grant select, insert (user_id, id, vision_id, description, scheduled_on, estimated_minutes, ai_generated, ai_reasoning, position)
  on public.daily_actions to service_role;

select sync.register_table('public.daily_actions', since => 13, priority => 80);


-- Action time entries: the clock a person lets run while they act.

create table public.action_time_entries (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  action_id uuid not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  minutes public.minutes generated always as (
    case when ended_at >= started_at then floor(extract(epoch from ended_at - started_at) / 60)::integer end
  ) stored,
  note public.long_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint action_time_entries_pkey primary key (user_id, id),
  constraint action_time_entries_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint action_time_entries_action_id_fkey foreign key (user_id, action_id)
    references public.daily_actions (user_id, id) on delete cascade,
  constraint action_time_entries_ends_after_start check (ended_at >= started_at)
);

comment on table public.action_time_entries is 'Stretches of time spent on an action. They go with the action.';
comment on column public.action_time_entries.ended_at is 'Null while the clock runs.';
comment on column public.action_time_entries.minutes is 'Whole minutes from start to end; null while the clock runs. Computed, so that it cannot disagree.';

create index action_time_entries_user_id_action_id_idx on public.action_time_entries (user_id, action_id);

comment on index public.action_time_entries_user_id_action_id_idx is 'Serves the time entries of an action, to list and to add up.';

create trigger _100_touch before insert or update on public.action_time_entries
  for each row execute function private.touch();

alter table public.action_time_entries enable row level security;

create policy action_time_entries_select_own on public.action_time_entries for select to authenticated
  using (user_id = (select auth.uid()));
create policy action_time_entries_insert_own on public.action_time_entries for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy action_time_entries_update_own on public.action_time_entries for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy action_time_entries_delete_own on public.action_time_entries for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.action_time_entries to authenticated;
grant insert (user_id, id, action_id, started_at, ended_at, note, created_at, updated_at)
  on public.action_time_entries to authenticated;
grant update (action_id, started_at, ended_at, note, created_at, updated_at)
  on public.action_time_entries to authenticated;
grant select on public.action_time_entries to service_role;

select sync.register_table('public.action_time_entries', since => 13, pull_only => '{minutes}', priority => 40);


-- Projects: tasks that belong together.

create table public.projects (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vision_id uuid,
  title public.short_text not null,
  description public.long_text,
  status text not null default 'active',
  completed_at timestamptz(3),
  due_on date,
  color public.hex_color,
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint projects_pkey primary key (user_id, id),
  constraint projects_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint projects_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete set null (vision_id),
  constraint projects_status_is_known check (status in ('active', 'paused', 'completed', 'cancelled')),
  constraint projects_completed_has_time check ((status = 'completed') = (completed_at is not null))
);

comment on table public.projects is 'Tasks that belong together, for a vision or on their own.';
comment on column public.projects.due_on is 'The day by which it should be done, when there is one.';
comment on column public.projects.position is 'Place in the person''s own order, low first.';

create index projects_user_id_vision_id_idx on public.projects (user_id, vision_id) where vision_id is not null;
create index projects_document_idx on public.projects using gin (user_id, private.document(null, title, description));
alter index public.projects_document_idx alter column 2 set statistics 0;

comment on index public.projects_user_id_vision_id_idx is 'Serves the projects of a vision.';
comment on index public.projects_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.projects
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.projects
  for each row execute function private.settle_completion();

alter table public.projects enable row level security;

create policy projects_select_own on public.projects for select to authenticated
  using (user_id = (select auth.uid()));
create policy projects_insert_own on public.projects for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy projects_update_own on public.projects for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy projects_delete_own on public.projects for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.projects to authenticated;
grant insert (user_id, id, vision_id, title, description, status, completed_at, due_on, color, position, created_at, updated_at)
  on public.projects to authenticated;
grant update (vision_id, title, description, status, completed_at, due_on, color, position, created_at, updated_at)
  on public.projects to authenticated;
grant select on public.projects to service_role;

select sync.register_table('public.projects', since => 13, priority => 70);


-- Tasks: what is to be done, once or again, in a project or not, in parts or whole.

create table public.tasks (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid,
  parent_task_id uuid,
  title public.short_text not null,
  description public.long_text,
  status text not null default 'open',
  completed_at timestamptz(3),
  priority public.priority not null default 3,
  labels text[] not null default '{}',
  due_at timestamptz(3),
  estimated_minutes public.minutes,
  recurrence text,
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint tasks_pkey primary key (user_id, id),
  constraint tasks_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  -- A device that deletes a project with its tasks, or a task with its parts, says so of each. A part that another
  -- device added meanwhile then stays, on its own.
  constraint tasks_project_id_fkey foreign key (user_id, project_id)
    references public.projects (user_id, id) on delete set null (project_id),
  constraint tasks_parent_task_id_fkey foreign key (user_id, parent_task_id)
    references public.tasks (user_id, id) on delete set null (parent_task_id),
  constraint tasks_status_is_known check (status in ('open', 'in_progress', 'completed', 'cancelled')),
  constraint tasks_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint tasks_labels_are_bounded check (private.texts_fit(labels, 100, 100)),
  constraint tasks_labels_are_given check ('' <> all (labels)),
  constraint tasks_recurrence_is_rule check (
    char_length(recurrence) <= 200
    and recurrence ~ '^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+)*$'
  )
);

comment on table public.tasks is 'What is to be done, once or again, in a project or not, in parts or whole.';
comment on column public.tasks.parent_task_id is 'The task it is a part of; null when it stands alone, or that was deleted.';
comment on column public.tasks.labels is
  'The person''s own labels: at most 100, of 1 to 100 characters. Those that two devices add at the same time are all kept.';
comment on column public.tasks.recurrence is
  'When it comes back, as a recurrence rule of RFC 5545: FREQ=WEEKLY;BYDAY=MO,TH. The device that completes a task makes the next one.';
comment on column public.tasks.position is 'Place in the person''s own order, low first.';

create index tasks_user_id_due_at_idx on public.tasks (user_id, due_at) where status in ('open', 'in_progress');
create index tasks_user_id_project_id_idx on public.tasks (user_id, project_id) where project_id is not null;
create index tasks_user_id_parent_task_id_idx on public.tasks (user_id, parent_task_id) where parent_task_id is not null;
create index tasks_user_id_completed_at_idx on public.tasks (user_id, completed_at) where completed_at is not null;
create index tasks_document_idx on public.tasks
  using gin (user_id, private.document(null, title, description, private.join_texts(labels)));
alter index public.tasks_document_idx alter column 2 set statistics 0;

comment on index public.tasks_user_id_due_at_idx is 'Serves open tasks by due date.';
comment on index public.tasks_user_id_project_id_idx is 'Serves the tasks of a project.';
comment on index public.tasks_user_id_parent_task_id_idx is 'Serves the parts of a task.';
comment on index public.tasks_user_id_completed_at_idx is 'Serves completed tasks, latest first, and how many there are.';
comment on index public.tasks_document_idx is 'Serves search_everything.';


-- private.refuse_task_cycles: triggers `_250_cycles_*`, after insert or update. No task is a part of itself, by
-- however many steps: a tree on a device would never show it again. Nor is one placed more than 32 levels deep: so
-- all that stands above what was placed is walked through in 32 steps, however much was placed at once. (A tree that
-- is put together from its leaves up may become deeper, which does no harm: a circle closes only where a task is
-- placed below itself.)
-- Definer: asks about what is there, whoever writes.
-- Raises task_parent_cycle (PT409), task_too_deep (PT422).
create function private.refuse_task_cycles()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
-- A plan that was made while there were few tasks would go on reading all of a person's for each: of a table of one
-- page the planner thinks any index as good as the key. Planned anew, it sees how large the table has become.
set plan_cache_mode = force_custom_plan
set enable_seqscan = off
as $$
declare
  owners uuid[];
  level uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(p.user_id), array_agg(p.parent_task_id) into owners, level
    from (select distinct n.user_id, n.parent_task_id from new_rows as n where n.parent_task_id is not null) as p;
  else
    select array_agg(p.user_id), array_agg(p.parent_task_id) into owners, level
    from (
      -- Not joined: the planner takes transition tables for one row, and would join in nested loops.
      select distinct c.user_id, c.parent_task_id
      from (
        select n.user_id, n.id, n.parent_task_id from new_rows as n where n.parent_task_id is not null
        except
        select o.user_id, o.id, o.parent_task_id from old_rows as o
      ) as c
    ) as p;
  end if;
  if owners is null then
    return null;
  end if;
  -- Two transactions that place two tasks below each other would not see each other's; the second waits here.
  perform pg_advisory_xact_lock(hashtextextended('tasks:' || p.person::text, 0))
  from (select distinct unnest(owners) as person order by person) as p;

  for nth in 1 .. 32 loop
    select array_agg(p.user_id), array_agg(p.parent_task_id) into owners, level
    from (
      select distinct t.user_id, t.parent_task_id
      from unnest(owners, level) as below (user_id, id)
      join public.tasks as t on t.user_id = below.user_id and t.id = below.id
      where t.parent_task_id is not null
    ) as p;
    if owners is null then
      return null;
    end if;
  end loop;

  -- A circle, if the way up from there has no end; each task is met once.
  if exists (
    with recursive above as (
      select owners[1] as user_id, level[1] as id
      union
      -- Asked of one task after the other: a join would be planned for many at once.
      select a.user_id, (select t.parent_task_id from public.tasks as t where t.user_id = a.user_id and t.id = a.id)
      from above as a
      where a.id is not null
    )
    select from above as a where a.id is null
  ) then
    raise exception using errcode = 'PT422', message = 'task_too_deep',
      detail = 'parent_task_id: a task would lie more than 32 levels deep.',
      hint = 'Choose a parent that is higher up.';
  end if;
  raise exception using errcode = 'PT409', message = 'task_parent_cycle',
    detail = format('parent_task_id: task %s would be a part of itself.', level[1]),
    hint = 'Choose a parent that is not one of its own parts.';
end;
$$;

create trigger _100_touch before insert or update on public.tasks
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.tasks
  for each row execute function private.settle_completion();
create trigger _250_cycles_insert after insert on public.tasks
  referencing new table as new_rows for each statement execute function private.refuse_task_cycles();
create trigger _250_cycles_update after update on public.tasks
  referencing old table as old_rows new table as new_rows for each statement execute function private.refuse_task_cycles();

alter table public.tasks enable row level security;

create policy tasks_select_own on public.tasks for select to authenticated
  using (user_id = (select auth.uid()));
create policy tasks_insert_own on public.tasks for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy tasks_update_own on public.tasks for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy tasks_delete_own on public.tasks for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.tasks to authenticated;
grant insert (
  user_id, id, project_id, parent_task_id, title, description, status, completed_at, priority, labels, due_at,
  estimated_minutes, recurrence, position, created_at, updated_at
) on public.tasks to authenticated;
grant update (
  project_id, parent_task_id, title, description, status, completed_at, priority, labels, due_at,
  estimated_minutes, recurrence, position, created_at, updated_at
) on public.tasks to authenticated;
grant select on public.tasks to service_role;

select sync.register_table('public.tasks', since => 13, column_rules => '{"labels": "union"}', priority => 70);


-- Habits: what a person wants to do regularly. A period (a day on which it is due, a week, a month) is fulfilled
-- when what was logged in it adds up to the target; a streak is a row of fulfilled periods.

create table public.habits (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vision_id uuid,
  title public.short_text not null,
  description public.long_text,
  cadence text not null default 'daily',
  weekdays smallint[] not null default '{1,2,3,4,5,6,7}',
  target_amount numeric(9, 2) not null default 1,
  unit public.short_text,
  reminder_time time,
  icon public.slug,
  color public.hex_color,
  archived_at timestamptz(3),
  current_streak integer not null default 0,
  longest_streak integer not null default 0,
  streak_ends_on date,
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint habits_pkey primary key (user_id, id),
  constraint habits_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint habits_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete set null (vision_id),
  constraint habits_cadence_is_known check (cadence in ('daily', 'weekly', 'monthly')),
  -- Each of 1 to 7 at most once, at least one, and nothing else.
  constraint habits_weekdays_are_iso check (
    array_position(weekdays, null) is null
    and cardinality(weekdays) > 0
    and cardinality(weekdays) = (1 = any (weekdays))::integer + (2 = any (weekdays))::integer + (3 = any (weekdays))::integer
      + (4 = any (weekdays))::integer + (5 = any (weekdays))::integer + (6 = any (weekdays))::integer + (7 = any (weekdays))::integer
  ),
  constraint habits_target_is_positive check (target_amount > 0),
  constraint habits_longest_covers_current check (longest_streak >= current_streak and current_streak >= 0),
  constraint habits_streak_has_end check ((current_streak > 0) = (streak_ends_on is not null))
);

comment on table public.habits is 'What a person wants to do regularly, and how long they have kept it up.';
comment on column public.habits.cadence is 'The period the target is for: a day, a week from Monday, a month.';
comment on column public.habits.weekdays is 'Of a daily habit: the days it is due, 1 Monday to 7 Sunday. Other cadences ignore it.';
comment on column public.habits.target_amount is 'How much fulfils a period, in `unit`.';
comment on column public.habits.unit is 'What is counted: minutes, km, glasses. Null: how often.';
comment on column public.habits.reminder_time is 'When to remind the person, by their clock.';
comment on column public.habits.icon is 'Name of an icon of the Lucide set.';
comment on column public.habits.archived_at is 'When the person put it away; null while it is kept up.';
comment on column public.habits.current_streak is 'Fulfilled periods in a row, up to this one or the one before. Computed by the server.';
comment on column public.habits.longest_streak is 'The longest row of fulfilled periods. Computed by the server.';
comment on column public.habits.streak_ends_on is
  'Last day on which the current streak stands unless the habit is done again; after it, the streak is 0. Computed by the server.';
comment on column public.habits.position is 'Place in the person''s own order, low first.';

create index habits_user_id_vision_id_idx on public.habits (user_id, vision_id) where vision_id is not null;
create index habits_streak_ends_on_idx on public.habits (streak_ends_on) where streak_ends_on is not null;
create index habits_document_idx on public.habits using gin (user_id, private.document(null, title, description));
alter index public.habits_document_idx alter column 2 set statistics 0;

comment on index public.habits_user_id_vision_id_idx is 'Serves the habits of a vision.';
comment on index public.habits_streak_ends_on_idx is 'Serves streaks that may have ended: private.refresh_streaks().';
comment on index public.habits_document_idx is 'Serves search_everything.';

create trigger _100_touch before insert or update on public.habits
  for each row execute function private.touch();

alter table public.habits enable row level security;

create policy habits_select_own on public.habits for select to authenticated
  using (user_id = (select auth.uid()));
create policy habits_insert_own on public.habits for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy habits_update_own on public.habits for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy habits_delete_own on public.habits for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.habits to authenticated;
grant insert (
  user_id, id, vision_id, title, description, cadence, weekdays, target_amount, unit, reminder_time, icon, color,
  archived_at, position, created_at, updated_at
) on public.habits to authenticated;
grant update (
  vision_id, title, description, cadence, weekdays, target_amount, unit, reminder_time, icon, color,
  archived_at, position, created_at, updated_at
) on public.habits to authenticated;
grant select on public.habits to service_role;

select sync.register_table('public.habits',
  since => 13, pull_only => '{current_streak,longest_streak,streak_ends_on}', priority => 75);


-- Habit logs: that a habit was done on a day, and how much. Several a day are fine (a glass of water each), and
-- two devices that both log a day offline are both right: amounts add up, and the day counts once. A uniqueness
-- rule would have the second device refused for something the person did. A client that wants one row a day
-- makes its id from habit and day: both devices then write the same row, and the higher amount stands.

create table public.habit_logs (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  habit_id uuid not null,
  done_on date not null,
  amount numeric(9, 2) not null default 1,
  note public.long_text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint habit_logs_pkey primary key (user_id, id),
  constraint habit_logs_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint habit_logs_habit_id_fkey foreign key (user_id, habit_id)
    references public.habits (user_id, id) on delete cascade,
  constraint habit_logs_amount_is_not_negative check (amount >= 0),
  constraint habit_logs_day_is_plausible check (done_on between '1970-01-01' and '2999-12-31')
);

comment on table public.habit_logs is 'That a habit was done on a day, and how much. Several rows for one day add up.';
comment on column public.habit_logs.done_on is 'The day, as the person''s calendar has it.';
comment on column public.habit_logs.amount is 'How much, in the unit of the habit.';

create index habit_logs_user_id_habit_id_idx on public.habit_logs (user_id, habit_id, done_on);
create index habit_logs_user_id_done_on_idx on public.habit_logs (user_id, done_on);

comment on index public.habit_logs_user_id_habit_id_idx is 'Serves the days of a habit: its calendar, its streak.';
comment on index public.habit_logs_user_id_done_on_idx is 'Serves what was done on a day, over all habits.';

create trigger _100_touch before insert or update on public.habit_logs
  for each row execute function private.touch();

alter table public.habit_logs enable row level security;

create policy habit_logs_select_own on public.habit_logs for select to authenticated
  using (user_id = (select auth.uid()));
create policy habit_logs_insert_own on public.habit_logs for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy habit_logs_update_own on public.habit_logs for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy habit_logs_delete_own on public.habit_logs for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.habit_logs to authenticated;
grant insert (user_id, id, habit_id, done_on, amount, note, created_at, updated_at) on public.habit_logs to authenticated;
grant update (habit_id, done_on, amount, note, created_at, updated_at) on public.habit_logs to authenticated;
grant select on public.habit_logs to service_role;

select sync.register_table('public.habit_logs', since => 13, column_rules => '{"amount": "max"}', priority => 50);


-- private.habit_period: the number of the period a day falls in, so that consecutive periods have consecutive
-- numbers. For a daily habit only the weekdays it is due are numbered; any other day has the number of the next.
-- In PL/pgSQL, which is several times as fast here: a function with a search_path of its own is never inlined.
create function private.habit_period(cadence text, weekdays smallint[], day date)
returns integer
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- 1 January 2001 was a Monday.
  days constant integer := day - date '2001-01-01';
begin
  if cadence = 'monthly' then
    return extract(year from day)::integer * 12 + extract(month from day)::integer - 1;
  elsif cadence = 'weekly' then
    return floor(days / 7.0)::integer;
  elsif cardinality(weekdays) = 7 then
    return days;
  end if;
  return floor(days / 7.0)::integer * cardinality(weekdays)
    + (select count(*)::integer from unnest(weekdays) as w where w < extract(isodow from day));
end;
$$;

-- private.habit_period_end: the last day of a period, the inverse of private.habit_period.
create function private.habit_period_end(cadence text, weekdays smallint[], period integer)
returns date
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
    when cadence = 'monthly' then (make_date(period / 12, period % 12 + 1, 1) + interval '1 month')::date - 1
    when cadence = 'weekly' then date '2001-01-01' + period * 7 + 6
    else (
      select date '2001-01-01' + s.week * 7 - 1
        + (select w from unnest(weekdays) as w order by w offset period - s.week * cardinality(weekdays) limit 1)
      from (select floor(period::numeric / cardinality(weekdays))::integer as week) as s
    )
  end;
$$;

-- private.fulfilled_periods: the periods in which these habits reached their target, and when that was logged.
-- `people` and `habit_ids` are parallel. Days ahead of the person's tomorrow do not count yet; tomorrow does,
-- since they may be east of where their profile has them.
create function private.fulfilled_periods(people uuid[], habit_ids uuid[], at timestamptz)
returns table (user_id uuid, habit_id uuid, period integer, fulfilled_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select h.user_id, h.id, private.habit_period(h.cadence, h.weekdays, l.done_on), max(l.created_at)
  from unnest(people, habit_ids) as asked (user_id, habit_id)
  join public.habits as h on h.user_id = asked.user_id and h.id = asked.habit_id
  join public.users as u on u.id = h.user_id
  join public.habit_logs as l on l.user_id = h.user_id and l.habit_id = h.id
  where l.done_on <= (at at time zone u.timezone)::date + 1
    and (h.cadence <> 'daily' or extract(isodow from l.done_on)::smallint = any (h.weekdays))
  group by h.user_id, h.id, 3
  having sum(l.amount) >= h.target_amount;
$$;

-- private.refresh_habits: computes the streaks of these habits anew from their logs. `people` and `habit_ids` are
-- parallel, each habit once. A habit whose streaks stay the same is not written.
create function private.refresh_habits(people uuid[], habit_ids uuid[], at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- One at a time for each habit; the next statement then sees what the one before committed.
  perform
  from public.habits as h
  where (h.user_id, h.id) in (select asked.user_id, asked.habit_id from unnest(people, habit_ids) as asked (user_id, habit_id))
  order by h.user_id, h.id
  for no key update;

  -- Consecutive periods fall together into one island. It is alive when it reaches the period before this one.
  -- Gathered before anything is joined: the planner takes what functions return for a few rows, and would gather
  -- everybody's periods again for every habit.
  with fulfilled as materialized (
    select f.user_id, f.habit_id, range_agg(f.period) as periods
    from (
      select p.user_id, p.habit_id, int4range(p.period, p.period + 1) as period
      from private.fulfilled_periods(people, habit_ids, at) as p
      union all
      select asked.user_id, asked.habit_id, null
      from unnest(people, habit_ids) as asked (user_id, habit_id)
    ) as f
    group by f.user_id, f.habit_id
  )
  update public.habits as h
  set current_streak = f.current_streak, longest_streak = f.longest_streak, streak_ends_on = f.streak_ends_on
  from (
    select k.user_id, k.id,
      coalesce(s.current_streak, 0) as current_streak,
      coalesce(s.longest_streak, 0) as longest_streak,
      private.habit_period_end(k.cadence, k.weekdays, s.next_period) as streak_ends_on
    from fulfilled as r
    join public.habits as k on k.user_id = r.user_id and k.id = r.habit_id
    join public.users as u on u.id = k.user_id
    cross join lateral (
      select private.habit_period(k.cadence, k.weekdays, (at at time zone u.timezone)::date) as period
    ) as current
    cross join lateral (
      select max(upper(i.island) - lower(i.island)) as longest_streak,
        max(upper(i.island) - lower(i.island)) filter (where upper(i.island) >= current.period) as current_streak,
        max(upper(i.island)) filter (where upper(i.island) >= current.period) as next_period
      from unnest(r.periods) as i (island)
    ) as s
  ) as f
  where h.user_id = f.user_id and h.id = f.id
    and (h.current_streak, h.longest_streak, h.streak_ends_on)
      is distinct from (f.current_streak, f.longest_streak, f.streak_ends_on);
end;
$$;

-- private.streaks_after_logs: trigger `_300_streaks` on habit_logs.
-- Definer: people may not write the streaks of their habits.
create function private.streaks_after_logs()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  habit_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.habit_id) into people, habit_ids
    from (select distinct n.user_id, n.habit_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.habit_id) into people, habit_ids
    from (select distinct o.user_id, o.habit_id from old_rows as o) as c;
  else
    select array_agg(c.user_id), array_agg(c.habit_id) into people, habit_ids
    from (
      select distinct d.user_id, d.habit_id
      from (
        (
          select o.user_id, o.id, o.habit_id, o.done_on, o.amount from old_rows as o
          except
          select n.user_id, n.id, n.habit_id, n.done_on, n.amount from new_rows as n
        )
        union all
        (
          select n.user_id, n.id, n.habit_id, n.done_on, n.amount from new_rows as n
          except
          select o.user_id, o.id, o.habit_id, o.done_on, o.amount from old_rows as o
        )
      ) as d
    ) as c;
  end if;
  if people is not null then
    perform private.refresh_habits(people, habit_ids);
  end if;
  return null;
end;
$$;

-- private.streaks_after_habits: trigger `_300_streaks` on habits: another cadence or target is another streak.
-- Definer: people may not write the streaks of their habits.
create function private.streaks_after_habits()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  habit_ids uuid[];
begin
  -- Not joined: the planner takes transition tables for one row, and would join in nested loops.
  select array_agg(c.user_id), array_agg(c.id) into people, habit_ids
  from (
    select n.user_id, n.id, n.cadence, n.weekdays, n.target_amount from new_rows as n
    except
    select o.user_id, o.id, o.cadence, o.weekdays, o.target_amount from old_rows as o
  ) as c;
  if people is not null then
    perform private.refresh_habits(people, habit_ids);
  end if;
  return null;
end;
$$;

create trigger _300_streaks_update after update on public.habits
  referencing old table as old_rows new table as new_rows for each statement execute function private.streaks_after_habits();
create trigger _300_streaks_insert after insert on public.habit_logs
  referencing new table as new_rows for each statement execute function private.streaks_after_logs();
create trigger _300_streaks_update after update on public.habit_logs
  referencing old table as old_rows new table as new_rows for each statement execute function private.streaks_after_logs();
create trigger _300_streaks_delete after delete on public.habit_logs
  referencing old table as old_rows for each statement execute function private.streaks_after_logs();


-- Progress. Facts are the completed actions. Between them and the summary stands one small table with a row for
-- each day on which something was completed: a change computes its own days anew from the actions, and the
-- summary from the days. Someone with 10,000 actions has some 2,000 days; the actions are not read again.

create table private.progress_days (
  user_id uuid not null,
  day date not null,
  actions integer not null,
  minutes bigint not null,
  constraint progress_days_pkey primary key (user_id, day),
  constraint progress_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint progress_days_has_actions check (actions > 0)
);

comment on table private.progress_days is
  'How much a person completed on a day of their time zone. Follows from daily_actions; private.refresh_progress() makes it anew.';
comment on column private.progress_days.actions is 'Actions completed on the day.';
comment on column private.progress_days.minutes is 'Minutes those actions took: as given, or by their time entries.';


create table public.user_progress (
  user_id uuid not null,
  id uuid not null generated always as (user_id) stored,
  current_streak integer not null default 0,
  longest_streak integer not null default 0,
  total_days_completed integer not null default 0,
  total_actions_completed integer not null default 0,
  total_time_invested_minutes bigint not null default 0,
  last_completed_on date,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_progress_pkey primary key (user_id, id),
  constraint user_progress_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_progress_longest_covers_current check (longest_streak >= current_streak and current_streak >= 0),
  constraint user_progress_days_cover_longest check (total_days_completed >= longest_streak),
  constraint user_progress_days_have_actions check (total_actions_completed >= total_days_completed),
  constraint user_progress_last_day_if_any check ((total_days_completed > 0) = (last_completed_on is not null))
);

comment on table public.user_progress is 'What a person''s completed actions add up to, one row each. Computed by the server from the actions.';
comment on column public.user_progress.id is 'The person''s own id: there is one row.';
comment on column public.user_progress.current_streak is
  'Days in a row with something completed, up to today or yesterday in the person''s time zone, when last computed.';
comment on column public.user_progress.longest_streak is 'The longest such row of days that the actions there are bear out.';
comment on column public.user_progress.total_days_completed is 'Days on which at least one action was completed.';
comment on column public.user_progress.total_actions_completed is 'Completed actions.';
comment on column public.user_progress.total_time_invested_minutes is
  'Minutes completed actions took: as the person gave them, else by their time entries. Estimates do not count.';
comment on column public.user_progress.last_completed_on is
  'The last day with something completed, in the person''s time zone. Before yesterday, the current streak is 0.';

create index user_progress_last_completed_on_idx on public.user_progress (last_completed_on) where current_streak > 0;

comment on index public.user_progress_last_completed_on_idx is 'Serves streaks that may have ended: private.refresh_streaks().';

create trigger _100_touch before insert or update on public.user_progress
  for each row execute function private.touch();

alter table public.user_progress enable row level security;

create policy user_progress_select_own on public.user_progress for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the server computes it.

grant select on public.user_progress to authenticated, service_role;

select sync.register_table('public.user_progress', since => 13, direction => 'down', priority => 75);


-- private.lock_progress: gives these people a row of progress if they have none, and makes whoever else computes
-- theirs wait: what is computed afterwards, in a statement of its own, is computed from everything committed.
create function private.lock_progress(people uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Someone who is being erased is gone from users by the time their actions go.
  insert into public.user_progress (user_id)
  select u.id
  from public.users as u
  where u.id = any (people) and not exists (select from public.user_progress as p where p.user_id = u.id)
  order by u.id
  on conflict do nothing;

  perform
  from public.user_progress as p
  where p.user_id = any (people)
  order by p.user_id
  for no key update;
end;
$$;

-- private.summarise_progress: adds up these people's days. Who already has these numbers is not written, so that no
-- device is sent what it has. Locked by the caller.
create function private.summarise_progress(people uuid[], at timestamptz)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.user_progress as p
  set current_streak = f.current_streak,
    longest_streak = f.longest_streak,
    total_days_completed = f.total_days_completed,
    total_actions_completed = f.total_actions_completed,
    total_time_invested_minutes = f.total_time_invested_minutes,
    last_completed_on = f.last_completed_on
  from (
    select u.id as user_id,
      coalesce(s.current_streak, 0) as current_streak,
      coalesce(s.longest_streak, 0) as longest_streak,
      t.total_days_completed,
      t.total_actions_completed,
      t.total_time_invested_minutes,
      t.last_completed_on
    from public.users as u
    cross join lateral (
      select count(*)::integer as total_days_completed,
        coalesce(sum(d.actions), 0)::integer as total_actions_completed,
        coalesce(sum(d.minutes), 0)::bigint as total_time_invested_minutes,
        max(d.day) as last_completed_on,
        -- Days in a row fall together into one range.
        range_agg(daterange(d.day, d.day + 1)) as islands
      from private.progress_days as d
      where d.user_id = u.id
    ) as t
    cross join lateral (
      select max(upper(i.island) - lower(i.island)) as longest_streak,
        max(upper(i.island) - lower(i.island))
          filter (where upper(i.island) >= (at at time zone u.timezone)::date) as current_streak
      from unnest(t.islands) as i (island)
    ) as s
    where u.id = any (people)
  ) as f
  where p.user_id = f.user_id
    and (
      p.current_streak, p.longest_streak, p.total_days_completed, p.total_actions_completed,
      p.total_time_invested_minutes, p.last_completed_on
    ) is distinct from (
      f.current_streak, f.longest_streak, f.total_days_completed, f.total_actions_completed,
      f.total_time_invested_minutes, f.last_completed_on
    );
$$;

-- private.refresh_progress: brings progress up to date after completions at these moments came, went or changed.
-- `people` and `moments` are parallel. Without moments, all days of these people are computed anew: after a change of
-- time zone, or to repair what was written with triggers off.
create function private.refresh_progress(people uuid[], moments timestamptz[] default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  owners uuid[];
  first_days date[];
  last_days date[];
begin
  perform private.lock_progress(people);

  -- Which day a moment falls on is asked after locking: a change of time zone may have been waited for. All days
  -- from the first to the last are counted anew, in one range of the index: nearly always that is one day.
  select array_agg(s.user_id), array_agg(s.first_day), array_agg(s.last_day) into owners, first_days, last_days
  from (
    select u.id as user_id,
      coalesce(min((c.moment at time zone u.timezone)::date), '-infinity') as first_day,
      coalesce(max((c.moment at time zone u.timezone)::date), 'infinity') as last_day
    from unnest(people, moments) as c (user_id, moment)
    join public.users as u on u.id = c.user_id
    group by u.id
  ) as s;

  delete from private.progress_days as d
  using unnest(owners, first_days, last_days) as s (user_id, first_day, last_day)
  where d.user_id = s.user_id and d.day between s.first_day and s.last_day;

  insert into private.progress_days (user_id, day, actions, minutes)
  select c.user_id, c.day, count(*), coalesce(sum(c.minutes), 0)
  from (
    select a.user_id, (a.completed_at at time zone u.timezone)::date as day, s.first_day, s.last_day,
      coalesce(a.actual_minutes, (
        select sum(e.minutes) from public.action_time_entries as e where e.user_id = a.user_id and e.action_id = a.id
      )) as minutes
    from unnest(owners, first_days, last_days) as s (user_id, first_day, last_day)
    join public.users as u on u.id = s.user_id
    join public.daily_actions as a
      on a.user_id = s.user_id
      -- As far as a local day can lie from the same day in UTC, for the index. The day itself is asked of each
      -- action: where clocks are put back at midnight, its first and last moment do not tell.
      and a.completed_at >= (s.first_day - 1)::timestamp at time zone 'UTC'
      and a.completed_at < (s.last_day + 2)::timestamp at time zone 'UTC'
  ) as c
  where c.day between c.first_day and c.last_day
  group by c.user_id, c.day;

  perform private.summarise_progress(owners, now());
end;
$$;

-- private.progress_after_actions: trigger `_300_progress` on daily_actions.
-- Definer: people may not write their progress, and it is written as part of their own statement.
create function private.progress_after_actions()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  moments timestamptz[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.user_id), array_agg(n.completed_at) into people, moments
    from new_rows as n
    where n.completed_at is not null;
  elsif tg_op = 'DELETE' then
    select array_agg(o.user_id), array_agg(o.completed_at) into people, moments
    from old_rows as o
    where o.completed_at is not null;
  else
    select array_agg(d.user_id), array_agg(d.completed_at) into people, moments
    from (
      (
        select o.user_id, o.id, o.completed_at, o.actual_minutes from old_rows as o
        except
        select n.user_id, n.id, n.completed_at, n.actual_minutes from new_rows as n
      )
      union all
      (
        select n.user_id, n.id, n.completed_at, n.actual_minutes from new_rows as n
        except
        select o.user_id, o.id, o.completed_at, o.actual_minutes from old_rows as o
      )
    ) as d
    where d.completed_at is not null;
  end if;
  if people is not null then
    perform private.refresh_progress(people, moments);
  end if;
  return null;
end;
$$;

-- private.progress_after_time_entries: trigger `_300_progress` on action_time_entries.
-- Definer: people may not write their progress, and it is written as part of their own statement.
create function private.progress_after_time_entries()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  action_ids uuid[];
  moments timestamptz[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.user_id), array_agg(n.action_id) into people, action_ids
    from new_rows as n
    where n.minutes > 0;
  elsif tg_op = 'DELETE' then
    select array_agg(o.user_id), array_agg(o.action_id) into people, action_ids
    from old_rows as o
    where o.minutes > 0;
  else
    select array_agg(d.user_id), array_agg(d.action_id) into people, action_ids
    from (
      (
        select o.user_id, o.id, o.action_id, o.minutes from old_rows as o
        except
        select n.user_id, n.id, n.action_id, n.minutes from new_rows as n
      )
      union all
      (
        select n.user_id, n.id, n.action_id, n.minutes from new_rows as n
        except
        select o.user_id, o.id, o.action_id, o.minutes from old_rows as o
      )
    ) as d
    where d.minutes > 0;
  end if;
  if people is null then
    return null;
  end if;

  -- Time counts once its action is completed.
  select array_agg(a.user_id), array_agg(a.completed_at) into people, moments
  from public.daily_actions as a
  where (a.user_id, a.id) in (select c.user_id, c.action_id from unnest(people, action_ids) as c (user_id, action_id))
    and a.completed_at is not null and a.actual_minutes is null;
  if people is not null then
    perform private.refresh_progress(people, moments);
  end if;
  return null;
end;
$$;

-- private.progress_after_users: trigger `_300_progress` on users: everyone has a row of progress from the start.
-- Definer: whoever signs a person up may not write it.
create function private.progress_after_users()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.lock_progress(array(select n.id from new_rows as n));
  return null;
end;
$$;

-- private.progress_after_time_zone: trigger `_300_progress` on users: in another time zone, days are other days.
-- Definer: people may not write their progress, and it is written as part of their own statement.
create function private.progress_after_time_zone()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.refresh_progress(array[new.id]);
  return null;
end;
$$;

create trigger _300_progress_insert after insert on public.daily_actions
  referencing new table as new_rows for each statement execute function private.progress_after_actions();
create trigger _300_progress_update after update on public.daily_actions
  referencing old table as old_rows new table as new_rows for each statement execute function private.progress_after_actions();
create trigger _300_progress_delete after delete on public.daily_actions
  referencing old table as old_rows for each statement execute function private.progress_after_actions();
create trigger _300_progress_insert after insert on public.action_time_entries
  referencing new table as new_rows for each statement execute function private.progress_after_time_entries();
create trigger _300_progress_update after update on public.action_time_entries
  referencing old table as old_rows new table as new_rows for each statement execute function private.progress_after_time_entries();
create trigger _300_progress_delete after delete on public.action_time_entries
  referencing old table as old_rows for each statement execute function private.progress_after_time_entries();
create trigger _300_progress_insert after insert on public.users
  referencing new table as new_rows for each statement execute function private.progress_after_users();
-- For each row, with a condition: users are updated all the time, and their time zone almost never.
create trigger _300_progress_time_zone after update of timezone on public.users
  for each row when (new.timezone is distinct from old.timezone) execute function private.progress_after_time_zone();


-- private.refresh_streaks: lowers the streaks of which a day, week or month was missed. A streak that nobody
-- writes to does not end by itself, and somewhere it is always midnight: run by cron, through the day.
-- Handles at most `batch` people and `batch` habits; returns how many it changed, 0 when all are as they should be.
-- Idempotent. Whoever is being written right now is skipped: that computes the same.
create function private.refresh_streaks(at timestamptz default now(), batch integer default 10000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  ended integer;
  people uuid[];
  habit_ids uuid[];
begin
  with due as (
    select p.user_id
    from public.user_progress as p
    join public.users as u on u.id = p.user_id and u.restricted_at is null
    where p.current_streak > 0
      -- For the index: no time zone is a day ahead of UTC.
      and p.last_completed_on < (at at time zone 'UTC')::date
      and p.last_completed_on < (at at time zone u.timezone)::date - 1
    order by p.user_id
    limit batch
    for no key update of p skip locked
  )
  update public.user_progress as p
  set current_streak = 0
  from due
  where p.user_id = due.user_id;
  get diagnostics ended = row_count;

  select array_agg(due.user_id), array_agg(due.id) into people, habit_ids
  from (
    select h.user_id, h.id
    from public.habits as h
    join public.users as u on u.id = h.user_id and u.restricted_at is null
    where h.streak_ends_on <= (at at time zone 'UTC')::date
      and h.streak_ends_on < (at at time zone u.timezone)::date
    order by h.user_id, h.id
    limit batch
    for no key update of h skip locked
  ) as due;
  if people is not null then
    perform private.refresh_habits(people, habit_ids, at);
  end if;
  return ended + coalesce(cardinality(people), 0);
end;
$$;

comment on function private.refresh_streaks(timestamptz, integer) is
  'Lowers streaks of which a period was missed, at most one batch of people and of habits; returns how many. Idempotent; run by cron.';


-- Achievements: the catalogue. Criteria are data, so that the owner adds one with a row.

create table public.achievements (
  id uuid not null,
  code public.slug not null,
  series public.slug not null,
  level smallint not null,
  name public.translations not null,
  description public.translations not null,
  criteria jsonb not null,
  icon public.slug not null,
  color public.hex_color not null,
  tier text not null,
  points smallint not null,
  is_secret boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint achievements_pkey primary key (id),
  constraint achievements_code_key unique (code),
  constraint achievements_series_level_key unique (series, level),
  constraint achievements_tier_is_known check (tier in ('bronze', 'silver', 'gold', 'platinum')),
  constraint achievements_level_is_positive check (level > 0),
  constraint achievements_points_are_positive check (points > 0),
  constraint achievements_criteria_have_shape check (
    jsonb_typeof(criteria) = 'object'
    and criteria - '{metric,at_least}'::text[] = '{}'
    and jsonb_typeof(criteria -> 'at_least') = 'number'
    and criteria ->> 'at_least' ~ '^[1-9][0-9]{0,14}$'
    and criteria ->> 'metric' in (
      'longest_streak', 'total_days_completed', 'total_actions_completed', 'total_time_invested_minutes',
      'visions_created', 'vision_categories', 'visions_completed', 'milestones_completed',
      'projects_completed', 'tasks_completed', 'habit_streak'
    )
    -- A missing key makes the rules above unknown rather than false.
    and criteria ?& '{metric,at_least}'
  )
);

comment on table public.achievements is 'What can be achieved: the catalogue.';
comment on column public.achievements.series is 'Achievements of one kind, each level harder than the one before.';
comment on column public.achievements.level is
  'Place in the series, from 1. The next to unlock is the lowest level a person does not have; a client shows that one.';
comment on column public.achievements.criteria is
  '{"metric": what is counted, "at_least": from what number on}. For streaks the longest counts, which the current one never passes unseen.';
comment on column public.achievements.icon is 'Name of an icon of the Lucide set.';
comment on column public.achievements.points is 'What it adds to the person''s points.';
comment on column public.achievements.is_secret is 'Not shown before it is unlocked.';
comment on column public.achievements.is_active is 'Whether it can still be unlocked. Retired ones stay for those who have them.';

create trigger _100_touch before insert or update on public.achievements
  for each row execute function private.touch();

alter table public.achievements enable row level security;

create policy achievements_select_everyone on public.achievements for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.achievements to authenticated, service_role;

insert into public.achievements (id, code, series, level, criteria, icon, color, tier, points, is_secret, name, description)
select private.catalogue_id('achievements', a.code), a.code, a.series, a.level, jsonb_build_object('metric', a.metric, 'at_least', a.at_least),
  a.icon, a.color, a.tier, a.points, a.is_secret,
  jsonb_build_object('nl', a.name_nl, 'en', a.name_en),
  jsonb_build_object('nl', a.description_nl, 'en', a.description_en)
from (
  values
    ('first-step', 'actions', 1, 'total_actions_completed', 1, 'footprints', '#8bc34a', 'bronze', 5, false,
      'Eerste stap', 'First step',
      'Je hebt je eerste actie afgerond. Zo begint elke reis.', 'You completed your first action. Every journey starts like this.'),
    ('ten-steps', 'actions', 2, 'total_actions_completed', 10, 'footprints', '#7cb342', 'bronze', 10, false,
      'Op weg', 'On your way',
      'Tien acties afgerond.', 'Ten actions completed.'),
    ('hundred-steps', 'actions', 3, 'total_actions_completed', 100, 'mountain', '#689f38', 'silver', 50, false,
      'Doorzetter', 'Persistent',
      'Honderd acties afgerond. Kleine stappen tellen op.', 'A hundred actions completed. Small steps add up.'),
    ('thousand-steps', 'actions', 4, 'total_actions_completed', 1000, 'mountain-snow', '#33691e', 'gold', 250, false,
      'Duizend stappen', 'A thousand steps',
      'Duizend acties afgerond.', 'A thousand actions completed.'),
    ('streak-3', 'streak', 1, 'longest_streak', 3, 'flame', '#ffb74d', 'bronze', 10, false,
      'Drie op een rij', 'Three in a row',
      'Drie dagen achter elkaar iets afgerond.', 'Something completed three days in a row.'),
    ('streak-7', 'streak', 2, 'longest_streak', 7, 'flame', '#ff9800', 'bronze', 25, false,
      'Een volle week', 'A full week',
      'Zeven dagen achter elkaar iets afgerond.', 'Something completed seven days in a row.'),
    ('streak-30', 'streak', 3, 'longest_streak', 30, 'flame', '#f57c00', 'silver', 100, false,
      'Een maand lang', 'A whole month',
      'Dertig dagen achter elkaar iets afgerond. Dit is een gewoonte.', 'Something completed thirty days in a row. This is a habit.'),
    ('streak-100', 'streak', 4, 'longest_streak', 100, 'flame', '#e65100', 'gold', 300, false,
      'Honderd dagen', 'A hundred days',
      'Honderd dagen achter elkaar iets afgerond.', 'Something completed a hundred days in a row.'),
    ('streak-365', 'streak', 5, 'longest_streak', 365, 'crown', '#bf360c', 'platinum', 1000, false,
      'Een jaar rond', 'All year round',
      'Een jaar lang elke dag iets afgerond.', 'Something completed every day for a year.'),
    ('days-30', 'days', 1, 'total_days_completed', 30, 'calendar-check', '#4fc3f7', 'bronze', 30, false,
      'Dertig goede dagen', 'Thirty good days',
      'Op dertig dagen iets afgerond, achter elkaar of niet.', 'Something completed on thirty days, in a row or not.'),
    ('days-180', 'days', 2, 'total_days_completed', 180, 'calendar-check', '#039be5', 'silver', 150, false,
      'Een half jaar', 'Half a year',
      'Op honderdtachtig dagen iets afgerond.', 'Something completed on a hundred and eighty days.'),
    ('days-1000', 'days', 3, 'total_days_completed', 1000, 'calendar-heart', '#01579b', 'platinum', 1000, false,
      'Duizend dagen', 'A thousand days',
      'Op duizend dagen iets afgerond. Wie had dat gedacht?', 'Something completed on a thousand days. Who would have thought?'),
    ('hours-10', 'time', 1, 'total_time_invested_minutes', 600, 'clock', '#ba68c8', 'bronze', 25, false,
      'Tien uur voor jezelf', 'Ten hours for yourself',
      'Tien uur gestoken in wat je belangrijk vindt.', 'Ten hours put into what matters to you.'),
    ('hours-100', 'time', 2, 'total_time_invested_minutes', 6000, 'hourglass', '#8e24aa', 'silver', 150, false,
      'Honderd uur', 'A hundred hours',
      'Honderd uur gestoken in wat je belangrijk vindt.', 'A hundred hours put into what matters to you.'),
    ('hours-1000', 'time', 3, 'total_time_invested_minutes', 60000, 'hourglass', '#4a148c', 'gold', 750, false,
      'Meesterschap', 'Mastery',
      'Duizend uur gestoken in wat je belangrijk vindt.', 'A thousand hours put into what matters to you.'),
    ('first-vision', 'visions', 1, 'visions_created', 1, 'telescope', '#64b5f6', 'bronze', 10, false,
      'Vooruitblik', 'Looking ahead',
      'Je hebt opgeschreven waar je naartoe wilt.', 'You wrote down where you want to go.'),
    ('whole-life', 'balance', 1, 'vision_categories', 4, 'compass', '#26a69a', 'silver', 40, false,
      'In balans', 'In balance',
      'Een visie voor gezondheid, loopbaan, relaties en persoonlijke groei.', 'A vision for health, career, relationships and personal growth.'),
    ('vision-real', 'visions-completed', 1, 'visions_completed', 1, 'sunrise', '#ffd54f', 'gold', 500, false,
      'Waargemaakt', 'Made real',
      'Een visie is werkelijkheid geworden.', 'A vision became reality.'),
    ('milestone-1', 'milestones', 1, 'milestones_completed', 1, 'flag', '#aed581', 'bronze', 20, false,
      'Mijlpaal', 'Milestone',
      'De eerste mijlpaal van een visie bereikt.', 'The first milestone of a vision reached.'),
    ('milestone-10', 'milestones', 2, 'milestones_completed', 10, 'flag', '#7cb342', 'silver', 100, false,
      'Tien mijlpalen', 'Ten milestones',
      'Tien mijlpalen bereikt.', 'Ten milestones reached.'),
    ('project-1', 'projects', 1, 'projects_completed', 1, 'folder-check', '#90a4ae', 'bronze', 25, false,
      'Afgerond', 'Wrapped up',
      'Een heel project afgerond.', 'A whole project completed.'),
    ('tasks-10', 'tasks', 1, 'tasks_completed', 10, 'list-checks', '#a1887f', 'bronze', 10, false,
      'Opgeruimd', 'Tidied up',
      'Tien taken afgevinkt.', 'Ten tasks ticked off.'),
    ('tasks-100', 'tasks', 2, 'tasks_completed', 100, 'list-checks', '#795548', 'silver', 50, false,
      'Goed georganiseerd', 'Well organised',
      'Honderd taken afgevinkt.', 'A hundred tasks ticked off.'),
    ('tasks-1000', 'tasks', 3, 'tasks_completed', 1000, 'list-checks', '#4e342e', 'gold', 250, false,
      'Niets blijft liggen', 'Nothing left undone',
      'Duizend taken afgevinkt.', 'A thousand tasks ticked off.'),
    ('habit-7', 'habits', 1, 'habit_streak', 7, 'sprout', '#81c784', 'bronze', 20, false,
      'Een nieuw ritme', 'A new rhythm',
      'Een gewoonte zeven keer op rij volgehouden.', 'A habit kept up seven times in a row.'),
    ('habit-66', 'habits', 2, 'habit_streak', 66, 'tree-deciduous', '#388e3c', 'gold', 200, false,
      'Tweede natuur', 'Second nature',
      'Een gewoonte zesenzestig keer op rij volgehouden: nu gaat het vanzelf.', 'A habit kept up sixty-six times in a row: now it comes by itself.'),
    ('streak-42', 'answer', 1, 'longest_streak', 42, 'sparkles', '#5c6bc0', 'silver', 42, true,
      'Het antwoord', 'The answer',
      'Tweeënveertig dagen achter elkaar. De vraag mag je zelf bedenken.', 'Forty-two days in a row. The question is up to you.'),
    ('steps-1001', 'nights', 1, 'total_actions_completed', 1001, 'moon-star', '#283593', 'gold', 101, true,
      'Duizend-en-een', 'A thousand and one',
      'Na duizend acties ging je gewoon door.', 'After a thousand actions you simply carried on.')
) as a (
  code, series, level, metric, at_least, icon, color, tier, points, is_secret, name_nl, name_en, description_nl, description_en
);

select sync.register_table('public.achievements', since => 13, scope => null, direction => 'down', priority => 45);


-- User achievements: what a person unlocked. The id is that of the achievement, so that none is unlocked twice.
-- It stays when its facts are undone later: a corrected entry, a deleted vision or another time zone should not
-- take back what a person was congratulated on, and a device that was offline need not be told to forget it.

create table public.user_achievements (
  user_id uuid not null,
  id uuid not null generated always as (achievement_id) stored,
  achievement_id uuid not null,
  unlocked_at timestamptz(3) not null,
  progress_value bigint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint user_achievements_pkey primary key (user_id, id),
  constraint user_achievements_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint user_achievements_achievement_id_fkey foreign key (achievement_id)
    references public.achievements (id) on delete restrict
);

comment on table public.user_achievements is 'What a person unlocked. Never taken back.';
comment on column public.user_achievements.id is 'The achievement''s id: each is unlocked once.';
comment on column public.user_achievements.unlocked_at is
  'When the facts first bore it out: the moment of the seventh day, also when that day arrives later from an offline device.';
comment on column public.user_achievements.progress_value is 'What the metric stood at when it was awarded.';

create index user_achievements_achievement_id_idx on public.user_achievements (achievement_id);

comment on index public.user_achievements_achievement_id_idx is 'Serves who has an achievement, and under its foreign key.';

create trigger _100_touch before insert or update on public.user_achievements
  for each row execute function private.touch();

alter table public.user_achievements enable row level security;

create policy user_achievements_select_own on public.user_achievements for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the server awards them.

grant select on public.user_achievements to authenticated, service_role;

select sync.register_table('public.user_achievements', since => 13, direction => 'down', priority => 45);


-- private.metric_history: how these people's metrics grew: each value, and the moment it was reached.
-- In PL/pgSQL with a generic plan: planning all this for each statement would take longer than running it.
create function private.metric_history(people uuid[], metrics text[])
returns table (user_id uuid, metric text, value bigint, reached_at timestamptz)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  select a.user_id, m.metric, m.value, a.completed_at
  from (
    select s.user_id, s.completed_at, s.actions, s.days, s.minutes,
      -- Days of one island lie as far from the first of all days as there are days up to them.
      s.day - min(s.day) over (partition by s.user_id, s.day - s.days::integer) + 1 as streak
    from (
      select d.user_id, d.completed_at, d.day,
        row_number() over (partition by d.user_id order by d.completed_at, d.id) as actions,
        dense_rank() over (partition by d.user_id order by d.day) as days,
        coalesce(sum(d.minutes) over (partition by d.user_id order by d.completed_at, d.id), 0) as minutes
      from (
        select c.user_id, c.id, c.completed_at, (c.completed_at at time zone u.timezone)::date as day,
          coalesce(c.actual_minutes, (
            select sum(e.minutes) from public.action_time_entries as e where e.user_id = c.user_id and e.action_id = c.id
          )) as minutes
        from public.daily_actions as c
        join public.users as u on u.id = c.user_id
        where c.user_id = any (people) and c.completed_at is not null
          and metrics && '{longest_streak,total_days_completed,total_actions_completed,total_time_invested_minutes}'
      ) as d
    ) as s
  ) as a
  cross join lateral (
    values
      ('longest_streak', a.streak::bigint),
      ('total_days_completed', a.days),
      ('total_actions_completed', a.actions),
      ('total_time_invested_minutes', a.minutes::bigint)
  ) as m (metric, value)
  where m.metric = any (metrics)

  union all
  select v.user_id, 'visions_created', row_number() over (partition by v.user_id order by v.created_at), v.created_at
  from public.visions as v
  where v.user_id = any (people) and 'visions_created' = any (metrics)

  union all
  select c.user_id, 'vision_categories', row_number() over (partition by c.user_id order by c.started_at), c.started_at
  from (
    select v.user_id, min(v.created_at) as started_at
    from public.visions as v
    where v.user_id = any (people) and 'vision_categories' = any (metrics)
    group by v.user_id, v.category
  ) as c

  union all
  select v.user_id, 'visions_completed', row_number() over (partition by v.user_id order by v.completed_at), v.completed_at
  from public.visions as v
  where v.user_id = any (people) and v.completed_at is not null and 'visions_completed' = any (metrics)

  union all
  select s.user_id, 'milestones_completed', row_number() over (partition by s.user_id order by s.completed_at), s.completed_at
  from public.vision_milestones as s
  where s.user_id = any (people) and s.completed_at is not null and 'milestones_completed' = any (metrics)

  union all
  select p.user_id, 'projects_completed', row_number() over (partition by p.user_id order by p.completed_at), p.completed_at
  from public.projects as p
  where p.user_id = any (people) and p.completed_at is not null and 'projects_completed' = any (metrics)

  union all
  select t.user_id, 'tasks_completed', row_number() over (partition by t.user_id order by t.completed_at), t.completed_at
  from public.tasks as t
  where t.user_id = any (people) and t.completed_at is not null and 'tasks_completed' = any (metrics)

  union all
  select f.user_id, 'habit_streak', f.period - min(f.period) over (partition by f.user_id, f.habit_id, f.period - f.nth) + 1, f.fulfilled_at
  from (
    select p.user_id, p.habit_id, p.period, p.fulfilled_at,
      row_number() over (partition by p.user_id, p.habit_id order by p.period)::integer as nth
    from (
      select array_agg(h.user_id) as owners, array_agg(h.id) as habit_ids
      from public.habits as h
      where h.user_id = any (people) and 'habit_streak' = any (metrics)
    ) as asked
    cross join lateral private.fulfilled_periods(asked.owners, asked.habit_ids, now()) as p
  ) as f;
end;
$$;

-- private.award_achievements: gives these people what they reached by these metrics and do not have yet.
-- Idempotent, and cheap when nothing is near: the history is read only for who has something to get.
-- After adding to the catalogue, a migration may call it for everyone.
create function private.award_achievements(people uuid[], metrics text[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  near_people uuid[];
  near_metrics text[];
begin
  select array_agg(distinct u.id), array_agg(distinct a.criteria ->> 'metric') into near_people, near_metrics
  from public.users as u
  cross join public.achievements as a
  left join public.user_progress as p on p.user_id = u.id
  where u.id = any (people)
    and a.is_active
    and a.criteria ->> 'metric' = any (metrics)
    and not exists (select from public.user_achievements as has where has.user_id = u.id and has.id = a.id)
    and (a.criteria ->> 'at_least')::bigint <= case a.criteria ->> 'metric'
      when 'longest_streak' then p.longest_streak
      when 'total_days_completed' then p.total_days_completed
      when 'total_actions_completed' then p.total_actions_completed
      when 'total_time_invested_minutes' then p.total_time_invested_minutes
      -- Not known without counting.
      else (a.criteria ->> 'at_least')::bigint
    end;
  if near_people is null then
    return;
  end if;

  insert into public.user_achievements (user_id, achievement_id, unlocked_at, progress_value)
  select h.user_id, a.id, least(min(h.reached_at), now()), max(h.value)
  from private.metric_history(near_people, near_metrics) as h
  join public.achievements as a
    on a.criteria ->> 'metric' = h.metric and (a.criteria ->> 'at_least')::bigint <= h.value
  where a.is_active
    and not exists (select from public.user_achievements as has where has.user_id = h.user_id and has.id = a.id)
  group by h.user_id, a.id
  order by h.user_id, a.id
  on conflict do nothing;
end;
$$;

-- private.achievements_after_change: trigger `_400_achievements`, after insert or update. Its arguments are the
-- metrics that the table decides.
-- Definer: people may not award themselves.
create function private.achievements_after_change()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
begin
  if tg_table_name in ('vision_milestones', 'projects', 'tasks') then
    -- By name: the function also serves tables without the column.
    people := array(select distinct n.user_id from new_rows as n where to_jsonb(n.*) ->> 'completed_at' is not null);
  else
    people := array(select distinct n.user_id from new_rows as n);
  end if;
  if people <> '{}' then
    perform private.award_achievements(people, tg_argv);
  end if;
  return null;
end;
$$;

create trigger _400_achievements_update after update on public.user_progress
  referencing new table as new_rows for each statement execute function private.achievements_after_change(
    'longest_streak', 'total_days_completed', 'total_actions_completed', 'total_time_invested_minutes'
  );
create trigger _400_achievements_insert after insert on public.visions
  referencing new table as new_rows for each statement
  execute function private.achievements_after_change('visions_created', 'vision_categories', 'visions_completed');
create trigger _400_achievements_update after update on public.visions
  referencing new table as new_rows for each statement
  execute function private.achievements_after_change('vision_categories', 'visions_completed');
create trigger _400_achievements_insert after insert on public.vision_milestones
  referencing new table as new_rows for each statement execute function private.achievements_after_change('milestones_completed');
create trigger _400_achievements_update after update on public.vision_milestones
  referencing new table as new_rows for each statement execute function private.achievements_after_change('milestones_completed');
create trigger _400_achievements_insert after insert on public.projects
  referencing new table as new_rows for each statement execute function private.achievements_after_change('projects_completed');
create trigger _400_achievements_update after update on public.projects
  referencing new table as new_rows for each statement execute function private.achievements_after_change('projects_completed');
create trigger _400_achievements_insert after insert on public.tasks
  referencing new table as new_rows for each statement execute function private.achievements_after_change('tasks_completed');
create trigger _400_achievements_update after update on public.tasks
  referencing new table as new_rows for each statement execute function private.achievements_after_change('tasks_completed');
create trigger _400_achievements_update after update on public.habits
  referencing new table as new_rows for each statement execute function private.achievements_after_change('habit_streak');
