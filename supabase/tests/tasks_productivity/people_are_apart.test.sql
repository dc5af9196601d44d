-- mallory wants to see, change, borrow from and boast with what is alice's.
begin;
select plan(19);

select tests.create_user('alice');
select tests.create_user('mallory');

insert into public.visions (user_id, id, category, title)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', 'career', 'Own a bakery');
insert into public.projects (user_id, id, title)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', 'Oven');
insert into public.tasks (user_id, id, title)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', 'Buy flour');
insert into public.daily_actions (user_id, id, description, scheduled_on, status)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', 'Bake', current_date, 'completed');
insert into public.habits (user_id, id, title)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', 'Rise early');
insert into public.habit_logs (user_id, habit_id, done_on)
values (tests.user_id('alice'), '00000000-0000-4000-8000-00000000000a', current_date);

select tests.sign_in('mallory');

select is_empty(
  $$
    select user_id from public.visions union all select user_id from public.projects union all select user_id from public.tasks
    union all select user_id from public.daily_actions union all select user_id from public.habits
    union all select user_id from public.habit_logs union all select user_id from public.user_achievements
  $$,
  'mallory sees nothing of alice''s'
);
select results_eq(
  'select user_id from public.user_progress', array[tests.user_id('mallory')],
  'and of progress only her own'
);
select tests.raises(
  $$insert into public.visions (user_id, category, title) values (tests.user_id('alice'), 'career', 'x')$$,
  '42501', null, 'mallory may not plant a row with alice'
);
select is_empty(
  $$update public.daily_actions set description = 'Burn' returning id$$,
  'an update of hers meets no row'
);
select is_empty($$delete from public.habits returning id$$, 'nor does a deletion');

-- The key of a reference holds the owner, so there is no way to write alice's row down.
select tests.raises(
  $$
    insert into public.daily_actions (user_id, description, scheduled_on, vision_id)
    values (tests.user_id('mallory'), 'x', current_date, '00000000-0000-4000-8000-00000000000a')
  $$,
  '23503', null, 'an action cannot serve another person''s vision'
);
select tests.raises(
  $$
    insert into public.vision_milestones (user_id, title, vision_id)
    values (tests.user_id('mallory'), 'x', '00000000-0000-4000-8000-00000000000a')
  $$,
  '23503', null, 'nor a milestone'
);
select tests.raises(
  $$
    insert into public.action_time_entries (user_id, action_id, started_at)
    values (tests.user_id('mallory'), '00000000-0000-4000-8000-00000000000a', now())
  $$,
  '23503', null, 'nor can time be booked on another person''s action'
);
select tests.raises(
  $$insert into public.tasks (user_id, title, project_id) values (tests.user_id('mallory'), 'x', '00000000-0000-4000-8000-00000000000a')$$,
  '23503', null, 'nor can a task join another person''s project'
);
select tests.raises(
  $$insert into public.tasks (user_id, title, parent_task_id) values (tests.user_id('mallory'), 'x', '00000000-0000-4000-8000-00000000000a')$$,
  '23503', null, 'or another person''s task'
);
select tests.raises(
  $$insert into public.habit_logs (user_id, habit_id, done_on) values (tests.user_id('mallory'), '00000000-0000-4000-8000-00000000000a', current_date)$$,
  '23503', null, 'nor another person''s habit be logged'
);
select lives_ok(
  $$
    insert into public.visions (user_id, id, category, title)
    values (tests.user_id('mallory'), '00000000-0000-4000-8000-00000000000a', 'career', 'x')
  $$,
  'an id that alice uses is free for mallory, and reveals nothing'
);

-- What the server computes is not theirs to write, not even their own.
select tests.raises('update public.user_progress set current_streak = 9', '42501', null, 'nobody writes their own progress');
select tests.raises(
  $$insert into public.user_achievements (user_id, achievement_id, unlocked_at, progress_value) select tests.user_id('mallory'), id, now(), 1 from public.achievements$$,
  '42501', null, 'or awards themselves'
);
select tests.raises('update public.habits set longest_streak = 9', '42501', null, 'or writes a streak');
select tests.raises($$update public.visions set ai_summary = 'Brilliant'$$, '42501', null, 'or puts words into the coach''s mouth');
select tests.raises('delete from public.achievements', '42501', null, 'or empties the catalogue');

select tests.as_service();
select lives_ok(
  $$update public.visions set ai_summary = 'Bold', analysed_at = now() where user_id = tests.user_id('alice')$$,
  'the server writes the analysis'
);
select tests.raises(
  $$update public.visions set title = 'x' where user_id = tests.user_id('alice')$$,
  '42501', null, 'and nothing else of a vision'
);

select * from finish();
rollback;
