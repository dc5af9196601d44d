-- A task may be a part of another, never of itself.
begin;
select plan(6);

select tests.create_user('alice');
select tests.sign_in('alice');

insert into public.tasks (user_id, id, title, parent_task_id) values
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000001', 'House', null),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000002', 'Kitchen', '00000000-0000-4000-8000-000000000001'),
  (tests.user_id('alice'), '00000000-0000-4000-8000-000000000003', 'Tap', '00000000-0000-4000-8000-000000000002');

select is(
  (select count(*) from public.tasks), 3::bigint,
  'parents and parts may come in one statement'
);
select tests.raises(
  $$update public.tasks set parent_task_id = id where title = 'House'$$,
  'PT409', 'task_parent_cycle', 'no task is its own part'
);
select tests.raises(
  $$update public.tasks set parent_task_id = '00000000-0000-4000-8000-000000000003' where title = 'House'$$,
  'PT409', 'task_parent_cycle', 'nor by way of others'
);
select tests.raises(
  $$
    insert into public.tasks (user_id, id, title, parent_task_id) values
      (tests.user_id('alice'), '00000000-0000-4000-8000-000000000004', 'Hen', '00000000-0000-4000-8000-000000000005'),
      (tests.user_id('alice'), '00000000-0000-4000-8000-000000000005', 'Egg', '00000000-0000-4000-8000-000000000004')
  $$,
  'PT409', 'task_parent_cycle', 'nor when both come at once'
);
select lives_ok(
  $$update public.tasks set parent_task_id = '00000000-0000-4000-8000-000000000001' where title = 'Tap'$$,
  'a part may move within its tree'
);
select lives_ok(
  $$update public.tasks set parent_task_id = case title when 'Kitchen' then '00000000-0000-4000-8000-000000000003' else null end::uuid where title in ('Kitchen', 'Tap')$$,
  'and two may change places in one statement'
);

select * from finish();
rollback;
