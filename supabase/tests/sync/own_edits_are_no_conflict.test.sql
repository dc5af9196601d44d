-- A device that edits, syncs, and edits again before it has pulled its own edit is not in conflict with itself.
begin;
select plan(6);

select tests.create_person('alice');
select tests.create_notes(conflict => 'server_wins');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select tests.commit('before');

select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "first"}', 1)), base => tests.cursor());
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "second"}', 2)), base => tests.cursor())),
  '{}', 'a second edit of a column on the same base is no conflict'
);
select is((select title from public.notes where id = tests.id(1)), 'second', 'and stands');

-- The server kept a column against the phone; the phone has not seen it when it edits again.
select tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "laptop"}')), device => 'laptop', base => tests.cursor());
select tests.commit('after the laptop');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "phone"}')), base => tests.cursor('before'))),
  '{"title: server"}', 'a column that somebody else changed is'
);
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "phone again"}', 1)), base => tests.cursor('after the laptop'))),
  '{"title: server"}', 'so is the next edit, which the person made without having seen what was kept'
);
select tests.commit('before');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "seen"}', 2)), base => tests.cursor())),
  '{}', 'once it was pulled it is not'
);


-- A new device, before its first sync has completed, on a server that has pruned its feed.
select tests.as_owner();
update sync.horizon set xid = 2;
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(3)), device => 'tablet');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(3, '{"title": "tablet"}', 1)), device => 'tablet')),
  '{}', 'nor is a device in conflict with itself that has no base yet'
);

select * from finish();
rollback;
