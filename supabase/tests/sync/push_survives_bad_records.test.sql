-- Guarantee 5: no poison. One bad record is refused with its reason; the rest of the push commits.
begin;
select plan(11);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');

-- One bad record among a thousand.
create temporary table answers on commit drop as
select tests.push((select jsonb_agg(tests.note(n, case n when 637 then '{"title": ""}' else '{}' end::jsonb)) from generate_series(1, 1000) as n)) as answer;

select is((answer -> 'accepted' ->> 'notes')::integer, 999, 'of a thousand records with a bad one 999 are accepted') from answers;
select is(tests.rejected(answer), '{"637: value_out_of_bounds"}', 'the bad one is named, with the reason') from answers;
select is(answer -> 'experimentalRejectedIds', jsonb_build_object('notes', jsonb_build_array(tests.id(637))), 'and stays unsent on the device') from answers;
select is(answer #>> '{rejected,0,detail}', 'column title, rule notes_title_not_empty', 'the column is named, and the rule it broke') from answers;
select is((select count(*)::integer from public.notes), 999, 'the others are in the table');
select tests.commit();

-- All bad.
select is(
  jsonb_array_length(tests.push((select jsonb_agg(tests.note(n, '{"title": ""}')) from generate_series(2001, 2200) as n)) -> 'rejected'), 200,
  'of records that are all bad each one is refused'
);

-- A bad update, and a bad deletion, among good ones.
select is(
  tests.rejected(tests.push(updated => (
    select jsonb_agg(tests.edited(n, case n when 5 then '{"title": ""}' else '{"title": "new"}' end::jsonb, 1)) from generate_series(1, 9) as n
  ))),
  '{"5: value_out_of_bounds"}', 'one bad update is refused alone'
);
select is((select count(*)::integer from public.notes where title = 'new'), 8, 'the updates around it are written');

select is((select count(*)::integer from public.notes where id <= tests.id(9)), 9, 'nothing is deleted by a push without deletions');
select tests.push(deleted => (select jsonb_agg(tests.id(n)) || '["nonsense"]' from generate_series(1, 9) as n));
select is((select count(*)::integer from public.notes where id <= tests.id(9)), 0, 'a deletion of what is no id leaves the others alone');

-- Another table's bad records.
select is(
  public.push_changes(json_build_object(
    'notes', json_build_object('created', json_build_array(tests.note(3001))),
    'sync_devices', json_build_object('updated', json_build_array('{"id": "x"}'::json))
  )) -> 'accepted', '{"notes": 1}', 'a bad record of one table does not touch another table'
);

select * from finish();
rollback;
