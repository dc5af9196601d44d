-- An undo, or an id that is derived from what the record is about, creates a record that was deleted before.
begin;
select plan(7);

select tests.create_person('alice');
select tests.create_notes(pull_only => '{rank}');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2), tests.note(3)), device => 'phone');
select tests.commit('start');

select tests.push(deleted => jsonb_build_array(tests.id(1)), device => 'phone', base => tests.cursor('start'));
select tests.commit('deleted');
select is(
  tests.conflicts(tests.push(jsonb_build_array(tests.note(1, '{"title": "again"}')), device => 'phone', base => tests.cursor('start'))), '{}',
  'the device that deleted it may create it again'
);
select is((select title from public.notes where id = tests.id(1)), 'again', 'and there it is');

select tests.push(deleted => jsonb_build_array(tests.id(2)), device => 'phone', base => tests.cursor('deleted'));
select tests.commit('second');
select tests.push(jsonb_build_array(tests.note(2, '{"title": "laptop"}')), device => 'laptop', base => tests.cursor('second'));
select is((select title from public.notes where id = tests.id(2)), 'laptop', 'so may one that had seen the deletion');

select tests.push(deleted => jsonb_build_array(tests.id(3)), device => 'phone', base => tests.cursor('second'));
select tests.commit();
select is(
  tests.conflicts(tests.push(jsonb_build_array(tests.note(3, '{"title": "laptop"}')), device => 'laptop', base => tests.cursor('start'))),
  '{"*: server"}', 'for one that had not, the deletion stands'
);
select is((select count(*) from public.notes where id = tests.id(3)), 0::bigint, 'and it stays away');

-- What the server computes is no one's edit: to delete such a row destroys nothing.
select tests.commit('third');
select tests.as_owner();
update public.notes set rank = 5 where id = tests.id(1);
select tests.sign_in('alice');
select tests.commit();
select is(
  tests.conflicts(tests.push(deleted => jsonb_build_array(tests.id(1)), device => 'phone', base => tests.cursor('third'))), '{}',
  'deleting a row of which the server computed a column is no conflict'
);
select tests.as_owner();
update public.notes set body = 'edited' where id = tests.id(2);
select tests.sign_in('alice');
select tests.commit();
select is(
  tests.conflicts(tests.push(deleted => jsonb_build_array(tests.id(2)), device => 'phone', base => tests.cursor('third'))), '{"*: client"}',
  'deleting one that was edited is'
);

select * from finish();
rollback;
