-- A task may be a part of another, never of itself.
begin;
select plan(15);

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


-- Chains: task n is a part of task n - 1.
create function pg_temp.chain(first integer, last integer)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.tasks (user_id, id, title, parent_task_id)
  select tests.user_id('alice'), ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Link ' || n,
    case when n > first then ('00000000-0000-4000-8000-' || lpad((n - 1)::text, 12, '0'))::uuid end
  from generate_series(first, last) as n;
$$;
select lives_ok($$select pg_temp.chain(1000, 1032)$$, 'a task may lie 32 levels deep');
select tests.raises(
  $$select pg_temp.chain(2000, 2033)$$, 'PT422', 'task_too_deep', 'and no deeper'
);
select tests.raises(
  $$
    insert into public.tasks (user_id, title, parent_task_id)
    values (tests.user_id('alice'), 'Link 1033', '00000000-0000-4000-8000-000000001032')
  $$,
  'PT422', 'task_too_deep', 'not when it is added later either'
);
select lives_ok(
  $$update public.tasks set title = title || '!', parent_task_id = parent_task_id where title ~ '^Link'$$,
  'who stays where they are are not asked'
);
select lives_ok(
  $$update public.tasks set parent_task_id = null where title = 'Link 1032!'$$,
  'nor who leaves'
);

-- Put together from the leaves up, a tree may become deeper than that; a circle is found all the same.
select pg_temp.chain(3000, 3030), pg_temp.chain(4000, 4030);
update public.tasks set parent_task_id = '00000000-0000-4000-8000-000000003030' where title = 'Link 4000';
select tests.raises(
  $$update public.tasks set parent_task_id = '00000000-0000-4000-8000-000000004030' where title = 'Link 3000'$$,
  'PT409', 'task_parent_cycle', 'a circle of 62 tasks is one'
);
select tests.raises(
  $$update public.tasks set parent_task_id = '00000000-0000-4000-8000-000000004030' where title = 'House'$$,
  'PT422', 'task_too_deep', 'and what only lies too deep is not called one'
);

-- Ten thousand at once: what is there is walked through level by level, not once for each task.
create function pg_temp.milliseconds(sql text)
returns numeric
language plpgsql
volatile
as $$
declare
  started_at constant timestamptz := clock_timestamp();
begin
  begin
    execute sql;
  exception when sqlstate 'PT422' then
    null;
  end;
  return extract(epoch from clock_timestamp() - started_at) * 1000;
end;
$$;
-- As in a table that is in use, after autovacuum: of one page the planner thinks any index as good as the key.
insert into public.tasks (user_id, title) select tests.user_id('alice'), 'Task' from generate_series(1, 3000);
analyze public.tasks;
-- Where they are fast these take half a second; where each task is walked up from, minutes.
select cmp_ok(pg_temp.milliseconds('select pg_temp.chain(10000, 20000)'), '<', 10000::numeric, 'a chain of 10,000 tasks is refused soon');
insert into public.tasks (user_id, id, title)
values (tests.user_id('alice'), '00000000-0000-4000-8000-000000000009', 'Everything');
select cmp_ok(
  pg_temp.milliseconds($$
    insert into public.tasks (user_id, title, parent_task_id)
    select tests.user_id('alice'), 'Part', '00000000-0000-4000-8000-000000000009' from generate_series(1, 10000)
  $$),
  '<', 10000::numeric, 'and ten thousand parts of one task are taken soon'
);

select * from finish();
rollback;
