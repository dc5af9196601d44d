-- sync.prune_notes forgets answers after sync.answer_days, conflicts and rejections after sync.retention_days.
begin;
select plan(9);

select tests.create_person('alice');
select tests.create_notes(conflict => 'manual');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2, '{"title": ""}')), push_id => tests.id(1));
select tests.commit();
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "laptop"}')), device => 'laptop', base => tests.cursor());
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}')), base => tests.cursor(), push_id => tests.id(2));
select tests.as_owner();

create function pg_temp.left_over() returns integer[] language sql as $$
  select array[(select count(*) from sync.pushes), (select count(*) from public.sync_conflicts), (select count(*) from public.sync_rejections)]::integer[]
$$;
select is(pg_temp.left_over(), '{2,1,1}', 'two answers, a conflict and a rejection');
select is(sync.prune_notes(), 0, 'nothing is old');
select is(sync.prune_notes(now() + interval '8 days'), 2, 'after a week the answers are');
select is(pg_temp.left_over(), '{0,1,1}', 'and go');
select is(sync.prune_notes(now() + interval '89 days'), 0, 'conflicts and rejections stay as long as the feed');
select is(sync.prune_notes(now() + interval '91 days'), 2, 'then they go');
select is(pg_temp.left_over(), '{0,0,0}', 'all of them');

-- Runs are kept as long, in months.
select cmp_ok(sync.prune_notes(now() + interval '122 days'), '>=', 1, 'a month of runs goes when all of it is old');
select is_empty('select from public.sync_runs', 'with its runs');

select * from finish();
rollback;
