-- The rule latest_edit compares the times of edits, not the times at which they reached the server.
begin;
select plan(7);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2), tests.note(3), tests.note(4)), device => 'phone');
select tests.commit('start');

-- The laptop edits at minute 20 and is the first to sync.
select tests.push(
  updated => (select jsonb_agg(tests.edited(n, '{"title": "laptop"}', 20)) from generate_series(1, 3) as n),
  device => 'laptop', base => tests.cursor('start')
);
select tests.commit('second');

select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}', 10)), device => 'phone', base => tests.cursor('start')
  )),
  '{"title: server"}', 'an earlier edit that syncs later gives way'
);
select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(2, '{"title": "phone"}', 30)), device => 'phone', base => tests.cursor('start')
  )),
  '{"title: client"}', 'a later edit wins'
);
select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(3, '{"title": "phone"}', 20)), device => 'phone', base => tests.cursor('start')
  )),
  '{"title: server"}', 'of two edits at the same moment the one that came first stays'
);
select results_eq(
  'select title from public.notes where id <= tests.id(3) order by id', $$values ('laptop'), ('phone'), ('laptop')$$,
  'the table has what the answers said'
);

-- Note 1: the laptop's edit of minute 20 was kept over the phone's of minute 10. The tablet edited at 15.
select tests.commit('third');
select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(1, '{"title": "tablet"}', 15)), device => 'tablet', base => tests.cursor('start')
  )),
  '{"title: server"}', 'a value that was kept once keeps the time of its edit'
);

-- Note 4: title edited on the laptop at minute 10, body on the phone at minute 20, which syncs first.
select tests.push(updated => jsonb_build_array(tests.edited(4, '{"body": "phone"}', 20)), device => 'phone', base => tests.cursor('start'));
select tests.commit();
select tests.push(updated => jsonb_build_array(tests.edited(4, '{"title": "laptop"}', 10)), device => 'laptop', base => tests.cursor('start'));
select tests.commit();
select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(4, '{"title": "tablet"}', 15)), device => 'tablet', base => tests.cursor('start')
  )),
  '{"title: client"}', 'a column has the time of its own edit, not of the row''s last'
);
select is((select title from public.notes where id = tests.id(4)), 'tablet', 'so the later edit of the column stands');

select * from finish();
rollback;
