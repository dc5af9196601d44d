-- Guarantee 6: columns, not rows.
begin;
select plan(6);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1)), device => 'phone');
select tests.commit();

-- The laptop and the phone both edit what tests.cursor() showed them; the phone comes second.
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "laptop"}', 1)), device => 'laptop', base => tests.cursor());
select tests.commit('later');

create temporary table answers on commit drop as
select tests.push(
  updated => jsonb_build_array(tests.edited(1, '{"body": "phone"}', 2)), device => 'phone', base => tests.cursor('now')
) as answer;

select is(tests.conflicts(answer), '{}', 'edits of different columns are no conflict') from answers;
select results_eq(
  'select title, body from public.notes', $$values ('laptop', 'phone')$$,
  'both edits survive'
);
select is(
  tests.updated(tests.pulled(tests.cursor('later'), device => 'phone')), '{1}',
  'the device whose row was merged is sent the result'
);

select tests.push(updated => jsonb_build_array(tests.edited(1, '{"body": "seen"}', 3) || '{"title": "never edited"}'), base => tests.cursor('now'));
select is((select title from public.notes), 'laptop', 'a column that is not in _changed is not written, whatever the row has');
select is((select body from public.notes), 'seen', 'a column that is, is');

select tests.push(updated => jsonb_build_array('{"id": "00000000-0000-4000-8000-000000000001", "body": "partial"}'::jsonb));
select is((select body from public.notes), 'partial', 'a record without _changed changes every column it has');

select * from finish();
rollback;
