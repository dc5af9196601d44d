-- What fits a JSON column: every kind of value by its bounds, and lists of objects by their fields.
begin;
create temporary table verdicts (kind text, fits jsonb, fails jsonb);
insert into verdicts (kind, fits, fails) values
  ('text', jsonb_build_array('a', repeat('é', 2000)), jsonb_build_array('', repeat('a', 2001), 1, null, array['a'])),
  ('code', jsonb_build_array('a', repeat('a', 80)), jsonb_build_array('', repeat('a', 81), 1)),
  ('fraction', '[0, 0.5, 1]', '[-0.001, 1.001, "0.5", true, null]'),
  ('percent', '[0, 100]', '[-0.01, 100.01, "50"]'),
  ('points', '[-100, 100]', '[-100.01, 100.01]'),
  ('rating', '[1, 3.5, 5]', '[0.99, 5.01]'),
  ('amount', '[0, 1000000000]', '[-1, 1000000001]'),
  ('count', '[0, 2.0, 9007199254740991]', '[-1, 1.5, 9007199254740992, "1"]'),
  ('instant', '["2026-11-21T10:00Z", "2026-11-21T10:00:00.123456+01:00"]', '["2026-11-21", "2026-11-21 10:00Z", "2026-11-21T10:00", 1]'),
  ('emotion', '["joy", "discouragement"]', '["Joy", "hunger", "", 1]'),
  ('direction', '["increasing", "decreasing", "stable"]', '["up", 1]'),
  ('texts', jsonb_build_array('[]'::jsonb, '["a", ""]'::jsonb, to_jsonb(array_fill('a'::text, '{20}'))), jsonb_build_array('[1]'::jsonb, to_jsonb(array_fill('a'::text, '{21}')), 'a')),
  ('emotions', '[[], ["joy", "calm"]]', jsonb_build_array('["hunger"]'::jsonb, to_jsonb(array_fill('joy'::text, '{21}')), 'joy')),
  ('fraction?', '[null, 0.5]', '[2, "a"]'),
  ('colour', '[]', '[null, "a", 1]');
select plan(2 * (select count(*)::integer from verdicts) + 8);

select is_empty(
  format('select v.value from jsonb_array_elements(%L) as v where private.value_fits(v.value, %L) is not true', d.fits, d.kind), d.kind || ': what fits'
) from verdicts as d;
select is_empty(
  format('select v.value from jsonb_array_elements(%L) as v where private.value_fits(v.value, %L) is not false', d.fails, d.kind), d.kind || ': what does not'
) from verdicts as d;

create function pg_temp.fits(list jsonb) returns boolean language sql as $$
  select private.objects_fit(list, '{"emotion": "emotion", "score": "fraction?"}', 2)
$$;
select is(pg_temp.fits('[]'), true, 'a list may be empty');
select is(pg_temp.fits('[{"emotion": "joy", "score": 1}, {"emotion": "calm", "score": null}]'), true, 'each with all its fields');
select is(pg_temp.fits('[{"emotion": "joy", "score": 1, "note": "x"}]'), false, 'and no other');
select is(pg_temp.fits('[{"emotion": "joy"}]'), false, 'none may be left out, even if it may be null');
select is(pg_temp.fits('[{"emotion": "joy", "score": 1}, {"emotion": "hunger", "score": 1}]'), false, 'one that does not fit is one too many');
select is(pg_temp.fits('[{"emotion": "joy", "score": 1}, {"emotion": "joy", "score": 1}, {"emotion": "joy", "score": 1}]'), false, 'nor more than may be');
select is(pg_temp.fits('{"emotion": "joy", "score": 1}') or pg_temp.fits('["joy"]'), false, 'what is no list, or not of objects, does not fit');
select is(pg_temp.fits(null), null, 'of nothing a check says nothing');

select * from finish();
rollback;
