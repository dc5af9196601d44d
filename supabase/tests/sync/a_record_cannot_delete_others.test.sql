-- What a record says of itself concerns that record only.
begin;
select plan(3);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2), tests.note(3)));
select tests.commit();

select tests.push(updated => jsonb_build_array(
  tests.edited(1, '{"title": "one"}') || '{"_status": "deleted"}', tests.edited(2, '{"title": "two"}'), tests.edited(3, '{"title": "three"}')
));
select is(
  (select array_agg(title order by id) from public.notes where id <> tests.id(1)), '{two,three}',
  'a record that calls itself deleted among the updated does not delete its neighbours'
);
select is((select count(*)::integer from public.notes where id = tests.id(1)), 1, 'nor itself: only the list deleted deletes');

select is(
  tests.push(created => jsonb_build_array(tests.note(4) || '{"_status": "disposable"}', tests.note(5) || '{"_status": 5}')) -> 'accepted', '{"notes": 2}',
  'a status that nobody knows is no reason to fail'
);

select * from finish();
rollback;
