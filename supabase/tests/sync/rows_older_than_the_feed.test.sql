-- A row that the pruned feed does not know any more is a row like any other.
begin;
select plan(4);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select tests.commit('first');
select tests.as_owner();
delete from sync.changes where table_id = (select table_id from sync.tables where table_name = 'notes');
select tests.sign_in('alice');

-- The laptop sends what is there already, and not all columns: nothing is written, but it is sent the row.
select tests.push(updated => jsonb_build_array(jsonb_build_object('id', tests.id(1), 'title', 'note 1')), device => 'laptop', base => tests.cursor('first'));
select is(tests.updated(tests.pulled(tests.cursor('first'), device => 'laptop')), '{1}', 'a row that is owed to a device enters the feed');
select tests.commit();
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}', 5)), base => tests.cursor('first'))),
  '{}', 'but none of its columns counts as changed'
);

select tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "laptop"}', 1)), device => 'laptop', base => tests.cursor('first'));
select tests.commit();
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"body": "phone"}', 5)), base => tests.cursor('first'))),
  '{}', 'an edit of one column does not make the others changed'
);
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "phone"}', 5)), base => tests.cursor('first'))),
  '{"title: client"}', 'that one is'
);

select * from finish();
rollback;
