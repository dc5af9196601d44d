-- Guarantee 4: exactly once in effect. A push repeated after a lost reply changes nothing and gets the same answer.
begin;
select plan(8);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
select tests.create_notes();
select tests.sign_in('alice');
create temporary table answers on commit drop as
select tests.push(jsonb_build_array(tests.note(1), tests.note(2, '{"title": ""}')), push_id => tests.id(1)) as first, null::jsonb as second;
select tests.commit();
update public.notes set title = 'edited since';
select tests.commit();
update answers set second = tests.push(jsonb_build_array(tests.note(1), tests.note(2, '{"title": ""}')), push_id => tests.id(1));

select is(second, first, 'the same push gets the same answer') from answers;
select is((select title from public.notes), 'edited since', 'and changes nothing');
select is(tests.pulled(tests.cursor()), null, 'not even in the feed');
select tests.as_owner();
select is((select attempts from public.sync_rejections), 1, 'nor in what is counted');
select tests.sign_in('alice');

select tests.raises(
  'select tests.push(jsonb_build_array(tests.note(3)), push_id => tests.id(1))', 'PT409', 'push_id_reused', 'its id with other changes is refused'
);
select is((select count(*)::integer from public.notes), 1, 'and they are not written');
select tests.push(jsonb_build_array(tests.note(4)));
select tests.push(jsonb_build_array(tests.note(5)));
select is((select count(*)::integer from public.notes), 3, 'pushes without an id are each done');

select tests.sign_in('bob');
select is(tests.push(jsonb_build_array(tests.note(3)), push_id => tests.id(1)) -> 'accepted', '{"notes": 1}', 'ids of different people have nothing to do with each other');

select * from finish();
rollback;
