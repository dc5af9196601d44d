-- Long texts that two devices edit offline are for the person to decide; nothing they wrote is lost.
begin;
select plan(5);

select tests.create_person('alice');
select tests.sign_in('alice');
create function pg_temp.edit(device text, into_table text, changed jsonb, edited numeric) returns jsonb language sql as $$
  select tests.push(
    updated => jsonb_build_array(changed || jsonb_build_object(
      'id', tests.id(1), '_status', 'updated', '_changed', (select string_agg(key, ',') from jsonb_object_keys(changed) as key) || ',updated_at',
      'updated_at', tests.at(edited)
    )),
    into_table => into_table, device => device, base => tests.cursor()
  )
$$;
create function pg_temp.make(into_table text, columns jsonb) returns void language sql as $$
  select tests.push(jsonb_build_array(columns || jsonb_build_object('id', tests.id(1), 'updated_at', tests.at(0))), into_table => into_table)
$$;

select pg_temp.make('levensgebied_scores', jsonb_build_object(
  'levensgebied_id', tests.catalogue_id('levensgebieden', '1:finances'), 'scored_on', '2026-10-01', 'answer_1', 3, 'answer_2', 3, 'answer_3', 3, 'answer_4', 3
));
select pg_temp.make('levensgebied_goals', jsonb_build_object(
  'levensgebied_id', tests.catalogue_id('levensgebieden', '1:finances'), 'title', 'Save', 'target_score', 80
));
select pg_temp.make('levensgebied_reflections', '{"body": "Tight month.", "reflected_on": "2026-10-01"}');
select tests.commit();

select pg_temp.edit('laptop', 'levensgebied_scores', '{"note": "Rent."}', 1);
select is(tests.conflicts(pg_temp.edit('phone', 'levensgebied_scores', '{"note": "Car."}', 2)), '{"note: pending"}', 'the note of a score is for the person to decide');
select pg_temp.edit('laptop', 'levensgebied_goals', '{"description": "A hundred a month."}', 1);
select is(tests.conflicts(pg_temp.edit('phone', 'levensgebied_goals', '{"description": "Sell the car."}', 2)), '{"description: pending"}', 'so is what a goal means');
select pg_temp.edit('laptop', 'levensgebied_reflections', '{"body": "Tight month, but fair."}', 1);
select is(tests.conflicts(pg_temp.edit('phone', 'levensgebied_reflections', '{"body": "Tight month. Why?"}', 2)), '{"body: pending"}', 'so is a reflection');
select is(
  (select array_agg(client_value #>> '{}' order by client_value) from public.sync_conflicts where resolution = 'pending'),
  '{"Car.","Sell the car.","Tight month. Why?"}', 'what the phone had is kept'
);
select results_eq(
  $$select s.note::text, g.description::text, r.body::text from public.levensgebied_scores as s, public.levensgebied_goals as g, public.levensgebied_reflections as r$$,
  $$values ('Rent.', 'A hundred a month.', 'Tight month, but fair.')$$, 'beside what stands'
);

select * from finish();
rollback;
