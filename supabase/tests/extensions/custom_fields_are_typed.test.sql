-- A field of one's own takes values of its type, in its range, from its options; devices are told when not.
begin;
select plan(38);

select tests.create_user('alice');
select tests.create_user('mallory');
select tests.sign_in('alice');

insert into public.custom_field_definitions (user_id, id, applies_to, label, value_type, options, minimum, maximum)
values
  (tests.user_id('alice'), tests.id(1), 'tasks', 'Why', 'text', '{}', null, null),
  (tests.user_id('alice'), tests.id(2), 'tasks', 'Effort', 'number', '{}', 1, 10),
  (tests.user_id('alice'), tests.id(3), 'tasks', 'Outdoors', 'boolean', '{}', null, null),
  (tests.user_id('alice'), tests.id(4), 'tasks', 'Since', 'date', '{}', null, null),
  (tests.user_id('alice'), tests.id(5), 'tasks', 'Call at', 'moment', '{}', null, null),
  (tests.user_id('alice'), tests.id(6), 'tasks', 'Place', 'choice', '{home,work}', null, null),
  (tests.user_id('alice'), tests.id(7), 'tasks', 'Tools', 'choices', '{hammer,saw}', null, null);

create function pg_temp.fill(definition integer, col text, val text)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.custom_field_values (user_id, definition_id, subject_id, %s) values (tests.user_id(''alice''), tests.id(%s), tests.id(99), %s)',
    col, definition, val
  );
$$;

-- Each value column against each type: the diagonal is taken.
create temporary table columns (nth integer, col text, val text);
insert into columns values
  (1, 'text_value', $$'x'$$), (2, 'number_value', '5'), (3, 'boolean_value', 'true'), (4, 'date_value', $$'2026-11-01'$$),
  (5, 'moment_value', $$'2026-11-01 10:00+00'$$), (6, 'choices', $$'{home}'$$);
select lives_ok(pg_temp.fill(c.nth, c.col, c.val), format('field %s takes %s', c.nth, c.col)) from columns as c order by c.nth;
select lives_ok(pg_temp.fill(7, 'choices', $$'{saw,hammer}'$$), 'several are taken where several may be chosen');
select lives_ok(pg_temp.fill(7, 'choices', $$'{}'$$), 'or none');
create function pg_temp.outcome(sql text)
returns text
language plpgsql
volatile
as $$
begin
  execute sql;
  return 'taken';
exception when others then
  return sqlerrm;
end;
$$;
select is_empty(
  $$
    select d.nth, c.col, pg_temp.outcome(pg_temp.fill(d.nth, c.col, c.val))
    from generate_series(1, 7) as d (nth) cross join columns as c
    where d.nth <> c.nth and (d.nth, c.nth) <> (7, 6) and pg_temp.outcome(pg_temp.fill(d.nth, c.col, c.val)) <> 'custom_value_mistyped'
  $$,
  'a value in any other column is refused'
);
select tests.raises(pg_temp.fill(1, 'number_value', '5'), 'PT422', 'custom_value_mistyped', 'with its code');
select throws_like(pg_temp.fill(1, 'text_value, number_value', $$'x', 5$$), '%custom_field_values_is_one_value%', 'there is one value');
select throws_like(pg_temp.fill(1, 'text_value', 'null'), '%custom_field_values_is_one_value%', 'and at least one');
select throws_like(pg_temp.fill(7, 'choices', $$'{null}'$$), '%choices_are_bounded%', 'a choice is something');

select lives_ok(pg_temp.fill(2, 'number_value', '1'), 'the least is within the range');
select lives_ok(pg_temp.fill(2, 'number_value', '10'), 'so is the most');
select tests.raises(pg_temp.fill(2, 'number_value', '0.9999'), 'PT422', 'custom_value_out_of_range', 'less is not');
select tests.raises(pg_temp.fill(2, 'number_value', '10.0001'), 'PT422', 'custom_value_out_of_range', 'nor is more');
select tests.raises(pg_temp.fill(6, 'choices', $$'{garden}'$$), 'PT422', 'custom_value_not_an_option', 'a choice is one of the options');
select tests.raises(pg_temp.fill(6, 'choices', $$'{home,work}'$$), 'PT422', 'custom_value_not_an_option', 'and one only');
select tests.raises(pg_temp.fill(6, 'choices', $$'{}'$$), 'PT422', 'custom_value_not_an_option', 'not none');
select tests.raises(pg_temp.fill(7, 'choices', $$'{saw,drill}'$$), 'PT422', 'custom_value_not_an_option', 'each of several is an option');

insert into public.custom_field_values (user_id, id, definition_id, subject_id, choices)
values (tests.user_id('alice'), tests.id(20), tests.id(6), tests.id(98), '{work}');
select tests.raises(
  $$update public.custom_field_values set choices = '{garden}' where id = tests.id(20)$$, 'PT422', 'custom_value_not_an_option', 'what is edited is checked too'
);
update public.custom_field_definitions set options = '{home}' where id = tests.id(6);
select lives_ok(
  $$update public.custom_field_values set subject_id = tests.id(97) where id = tests.id(20)$$, 'what was chosen stays, when the option goes'
);
select tests.raises(pg_temp.fill(6, 'choices', $$'{work}'$$), 'PT422', 'custom_value_not_an_option', 'but is not chosen again');
update public.custom_field_definitions set minimum = 20 where id = tests.id(2);
select lives_ok(pg_temp.fill(2, 'number_value', '5'), 'a range that two devices made empty keeps nothing out');

select tests.raises(
  $$update public.custom_field_definitions set value_type = 'number' where id = tests.id(1)$$, 'PT409', 'custom_field_fixed', 'a field keeps its type'
);
select tests.raises(
  $$update public.custom_field_definitions set applies_to = 'visions' where id = tests.id(1)$$, 'PT409', 'custom_field_fixed', 'and its table'
);
select throws_like(
  $$update public.custom_field_definitions set options = '{a}' where id = tests.id(1)$$, '%choice_has_options%', 'only a choice has options'
);
select throws_like(
  $$update public.custom_field_definitions set options = '{}' where id = tests.id(6)$$, '%choice_has_options%', 'a choice has some'
);
select throws_like(
  $$update public.custom_field_definitions set minimum = 1 where id = tests.id(1)$$, '%range_is_of_number%', 'only a number has a range'
);

-- By sync: a field and its values in one push, and one bad value among good ones.
select is(
  tests.rejected(public.push_changes(json_build_object(
    'custom_field_definitions', json_build_object('created', json_build_array(json_build_object(
      'id', tests.id(30), '_status', 'created', 'applies_to', 'habits', 'label', 'Glasses', 'value_type', 'number', 'maximum', 8
    )), 'updated', '[]'::json, 'deleted', '[]'::json),
    'custom_field_values', json_build_object('created', json_build_array(
      json_build_object('id', tests.id(31), '_status', 'created', 'definition_id', tests.id(30), 'subject_id', tests.id(40), 'number_value', 3.5),
      json_build_object('id', tests.id(32), '_status', 'created', 'definition_id', tests.id(30), 'subject_id', tests.id(41), 'number_value', 9),
      json_build_object('id', tests.id(33), '_status', 'created', 'definition_id', tests.id(30), 'subject_id', tests.id(42), 'text_value', 'many')
    ), 'updated', '[]'::json, 'deleted', '[]'::json)
  ))), '{"32: custom_value_out_of_range","33: custom_value_mistyped"}', 'a push keeps what is right and says what is wrong'
);
select is((select number_value from public.custom_field_values where id = tests.id(31)), 3.5, 'the good value is there');

select tests.sign_in('mallory');
select tests.raises(
  $$insert into public.custom_field_values (user_id, definition_id, subject_id, text_value) values (tests.user_id('mallory'), tests.id(1), tests.id(99), 'x')$$,
  '23503', null, 'mallory fills in no field of alice''s'
);

-- What is left behind when the rows are gone.
select tests.as_owner();
delete from public.custom_field_values where definition_id <> tests.id(30);
insert into public.tasks (user_id, id, title) values (tests.user_id('alice'), tests.id(50), 'stays'), (tests.user_id('mallory'), tests.id(51), 'hers');
insert into public.custom_field_values (user_id, id, definition_id, subject_id, text_value, created_at, updated_at)
select tests.user_id('alice'), tests.id(n), tests.id(1), tests.id(n), 'x', now() - age, now() - age
from (values (50, interval '40 days'), (51, interval '40 days'), (52, interval '29 days'), (53, interval '31 days')) as v (n, age);
select is(private.prune_custom_field_values(batch => 1), 1, 'values about rows that are gone are pruned, a batch at a time');
select is(private.prune_custom_field_values(), 1, 'until there are none');
select is(private.prune_custom_field_values(), 0, 'and no more');
select results_eq(
  'select id from public.custom_field_values where definition_id = tests.id(1) order by id', array[tests.id(50), tests.id(52)],
  'those of rows that are there stay, and those whose row may yet come'
);
delete from public.custom_field_definitions where id = tests.id(30);
select is_empty($$select id from public.custom_field_values where definition_id = tests.id(30)$$, 'values go with their field');

select * from finish();
rollback;
