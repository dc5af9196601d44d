-- Deleted here, edited there: the deletion stands, and what it destroys is kept as a conflict to restore from.
begin;
select plan(15);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2), tests.note(3), tests.note(4), tests.note(5)));
select tests.commit('first');

select tests.push(deleted => jsonb_build_array(tests.id(1)), device => 'laptop', base => tests.cursor('first'));
select tests.commit('second');
create temporary table answers on commit drop as
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}', 5)), device => 'phone', base => tests.cursor('first')) as answer;
select is(tests.conflicts(answer), '{"*: server"}', 'an edit of a deleted row is a conflict, and the deletion stands') from answers;
select is((select count(*)::integer from public.notes where id = tests.id(1)), 0, 'the row stays deleted');
select is(tests.deleted(tests.pulled(tests.cursor('second'), device => 'phone')), '{1}', 'the device that edited it is told, though it was told before');
select results_eq(
  'select column_name, rule, client_value ->> ''title'', server_value from public.sync_conflicts',
  $$values ('*', 'deletion_stands', 'phone', 'null'::jsonb)$$, 'the lost values are kept'
);
select ok(not (client_value ? '_status' or client_value ? '_changed'), 'without the client''s bookkeeping') from public.sync_conflicts;

select tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "laptop"}', 5)), device => 'laptop', base => tests.cursor('first'));
select tests.commit();
select is(
  tests.conflicts(tests.push(deleted => jsonb_build_array(tests.id(2)), device => 'phone', base => tests.cursor('first'))), '{"*: client"}',
  'a deletion of what somebody else edited meanwhile is carried out'
);
select is((select count(*)::integer from public.notes where id = tests.id(2)), 0, 'and the row is gone');
select is((select server_value ->> 'title' from public.sync_conflicts where row_id = tests.id(2)), 'laptop', 'with what it destroyed on record');

select is(
  tests.conflicts(tests.push(deleted => jsonb_build_array(tests.id(3)), device => 'phone', base => tests.cursor('first'))), '{}',
  'a deletion of what nobody else edited is no conflict'
);
select tests.push(updated => jsonb_build_array(tests.edited(4, '{"title": "phone"}', 5)), device => 'phone', base => tests.cursor('first'));
select is(
  tests.conflicts(tests.push(deleted => jsonb_build_array(tests.id(4)), device => 'phone', base => tests.cursor('first'))), '{}',
  'nor of what the device itself edited'
);
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(5, '{"title": "phone"}', 5)), deleted => jsonb_build_array(tests.id(5)), device => 'phone', base => tests.cursor('first'))),
  '{}', 'nor of what it edited in the same push'
);
select is(tests.push(deleted => jsonb_build_array(tests.id(5), tests.id(99))) -> 'accepted', '{"notes": 2}', 'a deletion of what is not there is accepted');
select is(tests.conflicts(tests.push(jsonb_build_array(tests.note(2)), device => 'tablet')), '{"*: server"}', 'nor does a device that still has it create it anew');

select is(
  tests.push(updated => jsonb_build_array(tests.edited(50, '{"title": "saved"}', 5)), base => tests.cursor()) -> 'accepted', '{"notes": 1}',
  'an update to a row that neither the table nor the feed knows, which a restore lost'
);
select is((select title from public.notes where id = tests.id(50)), 'saved', 'creates it from the device''s copy');

select * from finish();
rollback;
