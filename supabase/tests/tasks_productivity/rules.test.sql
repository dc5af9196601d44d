-- What a row must keep to, by the name of each rule. Triggers are off for those that a trigger would see to.
begin;
select plan(29);

select tests.create_user('alice');

set local session_replication_role = replica;
select tests.refuses('visions_completed_has_time',
  $$insert into public.visions (user_id, category, title, status) values (tests.user_id('alice'), 'career', 'x', 'completed')$$,
  'a completed vision has a time of completion');
select tests.refuses('visions_completed_has_time',
  $$insert into public.visions (user_id, category, title, completed_at) values (tests.user_id('alice'), 'career', 'x', now())$$,
  'and only a completed one');
select tests.refuses('daily_actions_completed_has_time',
  $$insert into public.daily_actions (user_id, description, scheduled_on, status) values (tests.user_id('alice'), 'x', '2026-03-02', 'completed')$$,
  'a completed action has a time of completion');
select tests.refuses('daily_actions_completed_has_time',
  $$insert into public.daily_actions (user_id, description, scheduled_on, status, completed_at) values (tests.user_id('alice'), 'x', '2026-03-02', 'skipped', now())$$,
  'a skipped one has none');
select tests.refuses('projects_completed_has_time',
  $$insert into public.projects (user_id, title, completed_at) values (tests.user_id('alice'), 'x', now())$$,
  'a project has a time of completion only when completed');
select tests.refuses('tasks_completed_has_time',
  $$insert into public.tasks (user_id, title, status) values (tests.user_id('alice'), 'x', 'completed')$$,
  'a completed task has a time of completion');
set local session_replication_role = origin;

select tests.refuses('visions_category_is_known',
  $$insert into public.visions (user_id, category, title) values (tests.user_id('alice'), 'money', 'x')$$,
  'a vision is in one of the four categories');
select tests.refuses('visions_allocation_fits_day',
  $$insert into public.visions (user_id, category, title, time_allocation_minutes) values (tests.user_id('alice'), 'career', 'x', 1441)$$,
  'a vision gets at most a day of each day');
select tests.refuses('visions_horizon_is_lifetime',
  $$insert into public.visions (user_id, category, title, horizon_years) values (tests.user_id('alice'), 'career', 'x', 51)$$,
  'a vision lies at most 50 years ahead');
select tests.refuses('visions_analysed_has_summary',
  $$insert into public.visions (user_id, category, title, analysed_at) values (tests.user_id('alice'), 'career', 'x', now())$$,
  'an analysis has a summary');
select tests.refuses('visions_analysis_is_analysed',
  $$insert into public.visions (user_id, category, title, ai_analysis) values (tests.user_id('alice'), 'career', 'x', '{}')$$,
  'and a time');

create function pg_temp.analyse(analysis text)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.visions (user_id, category, title, ai_summary, analysed_at, ai_analysis)
  values (tests.user_id('alice'), 'career', 'x', 'Good', now(), analysis::jsonb);
$$;
select lives_ok(
  $$select pg_temp.analyse('{"strengths": ["patience"], "obstacles": [], "next_steps": ["call"], "feasibility": 0.7}')$$,
  'an analysis of the documented shape is taken'
);
select tests.refuses('visions_analysis_has_shape', $$select pg_temp.analyse('[]')$$, 'an analysis is an object');
select tests.refuses('visions_analysis_has_shape', $$select pg_temp.analyse('{"mood": 1}')$$, 'with no other keys');
select tests.refuses('visions_analysis_has_shape', $$select pg_temp.analyse('{"strengths": "patience"}')$$, 'its lists are lists');
select tests.refuses('visions_analysis_has_shape', $$select pg_temp.analyse('{"strengths": [1]}')$$, 'of texts');
select tests.refuses('visions_analysis_has_shape', $$select pg_temp.analyse('{"feasibility": 7}')$$, 'and its feasibility is a fraction');

insert into public.daily_actions (user_id, id, description, scheduled_on)
values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'Run', '2026-03-02');
select tests.refuses('action_time_entries_ends_after_start',
  $$
    insert into public.action_time_entries (user_id, action_id, started_at, ended_at)
    values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', '2026-03-02 08:00+00', '2026-03-02 07:59+00')
  $$,
  'time runs forward');

select tests.refuses('tasks_recurrence_is_rule',
  $$insert into public.tasks (user_id, title, recurrence) values (tests.user_id('alice'), 'x', 'every monday')$$,
  'a recurrence is a rule');
select lives_ok(
  $$insert into public.tasks (user_id, title, recurrence) values (tests.user_id('alice'), 'x', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,-1TH')$$,
  'of RFC 5545'
);
select tests.refuses('tasks_labels_are_given',
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', '{home,""}')$$,
  'labels say something');
select tests.refuses('tasks_labels_are_bounded',
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', '{home,null}')$$,
  'and are there');
select tests.refuses('tasks_labels_are_bounded',
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', array['home', repeat('x', 101)])$$,
  'a label has at most 100 characters');
select tests.refuses('tasks_labels_are_bounded',
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', array_fill('x'::text, '{101}'))$$,
  'a task has at most 100 labels');
select tests.refuses('tasks_labels_are_bounded',
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', '{{home},{garden}}')$$,
  'and a list of lists is none');
select lives_ok(
  $$insert into public.tasks (user_id, title, labels) values (tests.user_id('alice'), 'x', array_fill(repeat('x', 100), '{100}'))$$,
  'which leaves room for 10,000 characters'
);
select tests.refuses('habits_weekdays_are_iso',
  $$insert into public.habits (user_id, title, weekdays) values (tests.user_id('alice'), 'x', '{1,1,2}')$$,
  'a weekday counts once');
select tests.refuses('habits_weekdays_are_iso',
  $$insert into public.habits (user_id, title, weekdays) values (tests.user_id('alice'), 'x', '{0}')$$,
  'weekdays go from 1 to 7');
select tests.refuses('habits_weekdays_are_iso',
  $$insert into public.habits (user_id, title, weekdays) values (tests.user_id('alice'), 'x', '{}')$$,
  'and a habit has at least one');

select * from finish();
rollback;
