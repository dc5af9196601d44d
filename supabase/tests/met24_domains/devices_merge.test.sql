-- Two devices of one person edit the same things offline.
begin;
select plan(8);

select tests.create_person('alice');
select tests.sign_in('alice');
create function pg_temp.edit(device text, into_table text, changed jsonb, edited numeric) returns jsonb language sql as $$
  select tests.push(
    updated => jsonb_build_array(changed || jsonb_build_object(
      'id', tests.id(1), '_status', 'updated', '_changed', (select string_agg(key, ',') from jsonb_object_keys(changed) as key) || ',updated_at', 'updated_at', tests.at(edited)
    )),
    into_table => into_table, device => device, base => tests.cursor()
  )
$$;

select tests.push(jsonb_build_array(jsonb_build_object(
  'id', tests.id(1), 'body', 'Quiet day.', 'reflected_on', '2026-10-01', 'question', 'What did you hear?', 'updated_at', tests.at(0)
)), into_table => 'met24_reflections');
select tests.push(jsonb_build_array(jsonb_build_object(
  'id', tests.id(1), 'domain_id', tests.catalogue_id('met24_domains', '1:soul'), 'title', 'Listen', 'target_score', 70, 'updated_at', tests.at(0)
)), into_table => 'met24_goals');
select tests.commit();

select pg_temp.edit('laptop', 'met24_reflections', '{"body": "Quiet day, long walk."}', 1);
select is(
  tests.conflicts(pg_temp.edit('phone', 'met24_reflections', '{"body": "Quiet day, loud night."}', 2)), '{"body: pending"}',
  'a text that both edited is for the person to decide'
);
select is((select body::text from public.met24_reflections), 'Quiet day, long walk.', 'until then the one that came first stands');
select results_eq(
  $$select client_value, server_value from public.sync_conflicts where column_name = 'body'$$,
  $$values ('"Quiet day, loud night."'::jsonb, '"Quiet day, long walk."'::jsonb)$$,
  'and both are kept'
);
select public.resolve_conflict((select id from public.sync_conflicts where column_name = 'body'), 'client');
select is((select body::text from public.met24_reflections), 'Quiet day, loud night.', 'the person may choose the other');

-- One completes the goal, the other gives it up and aims higher; both plans are kept.
select pg_temp.edit('laptop', 'met24_goals', jsonb_build_object('status', 'completed', 'completed_at', tests.at(1)), 1);
create temporary table answers on commit drop as
select pg_temp.edit('phone', 'met24_goals', '{"status": "abandoned", "target_score": 90}', 2) as answer;
select is((select tests.rejected(answer) from answers), '{}', 'a merge of two states is not refused');
select results_eq(
  'select status, completed_at is null, target_score::integer from public.met24_goals', $$values ('abandoned', true, 90)$$,
  'the later status stands, and the time of completion follows it'
);
select pg_temp.edit('laptop', 'met24_goals', '{"description": "Ten minutes a day."}', 3);
select is(tests.conflicts(pg_temp.edit('phone', 'met24_goals', '{"description": "An hour on Sunday."}', 4)), '{"description: pending"}', 'what a goal means is for the person to decide too');

-- The framework itself is not a device's to change.
select tests.push(updated => jsonb_build_array(jsonb_build_object(
  'id', tests.catalogue_id('met24_levels', '1:expert'), '_status', 'updated', '_changed', 'position', 'position', 9
)), into_table => 'met24_levels');
select results_eq($$select position::integer from public.met24_levels where code = 'expert'$$, array[5], 'the framework is not a device''s to change');

select * from finish();
rollback;
