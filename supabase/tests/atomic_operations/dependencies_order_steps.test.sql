-- Steps are taken by what they depend on, then by priority, then as given; what has no order is refused as a whole.
begin;
select plan(13);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.steps(given jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_agg(jsonb_build_object('id', tests.id((s ->> 0)::integer), 'kind', 'delete', 'table', 'visions', 'row_id', tests.id((s ->> 0)::integer)) || jsonb_strip_nulls(jsonb_build_object(
    'depends_on', (select jsonb_agg(tests.id(d::integer)) from jsonb_array_elements_text(s -> 1) as d), 'priority', s -> 2
  )) order by nth)
  from jsonb_array_elements(given) with ordinality as g (s, nth);
$$;
create function pg_temp.ordered(given jsonb)
returns integer[]
language sql
stable
set search_path = ''
as $$
  select private.order_operations(pg_temp.steps(given), '{}');
$$;

select is(pg_temp.ordered('[[1, []], [2, []], [3, []]]'), '{1,2,3}', 'steps without dependencies keep their order');
select is(pg_temp.ordered('[[1, [3]], [2, [1]], [3, []]]'), '{3,1,2}', 'a step comes after those it depends on');
select is(pg_temp.ordered('[[1, []], [2, [], 5], [3, [], 5], [4, [], 9]]'), '{4,2,3,1}', 'of those that are ready, the highest priority first');
select is(pg_temp.ordered('[[1, [2], 9], [2, []], [3, [], 5]]'), '{3,2,1}', 'but no priority comes before a dependency');
select is(pg_temp.ordered('[[1, [4, 4, 3]], [2, [1]], [3, [4]], [4, []]]'), '{4,3,1,2}', 'said twice, a dependency counts once');

create function pg_temp.problem(given jsonb)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  detail text;
begin
  perform public.execute_operations(given, false);
  return null;
exception when sqlstate 'PT422' then
  get stacked diagnostics detail = pg_exception_detail;
  return sqlerrm || ' ' || detail;
end;
$$;
select is(
  pg_temp.problem(pg_temp.steps('[[1, []], [2, [4]], [3, [2]], [4, [3]]]')),
  'operations_malformed operations[1].depends_on: it waits for itself, directly or through others.', 'a circle is refused'
);
select is(
  pg_temp.problem(pg_temp.steps('[[1, [1]]]')),
  'operations_malformed operations[0].depends_on: it waits for itself, directly or through others.', 'so is a step that waits for itself'
);
select is(
  pg_temp.problem(pg_temp.steps('[[1, []], [2, [9]]]')),
  'operations_malformed operations[1].depends_on: ' || tests.id(9) || ' is no step of this batch, nor one that was done.', 'so is an unknown dependency'
);
select is(
  pg_temp.problem(pg_temp.steps('[[1, []], [1, []]]')),
  'operations_malformed operations[1].id: operations[0] has the same.', 'each step has an id of its own'
);
select is(
  pg_temp.problem('[{"id": "first", "kind": "delete"}]'),
  'operations_malformed operations[0].id: a lower-case uuid is wanted.', 'which is a uuid'
);
select is(pg_temp.problem('{"id": 1}'), 'operations_malformed operations: an array of steps is wanted.', 'a batch is an array');
select is(
  pg_temp.problem(jsonb_build_array(jsonb_build_object('id', tests.id(1), 'kind', 'delete', 'dependsOn', '[]'::jsonb))),
  'operations_malformed operations[0].dependsOn: there is no such field.', 'a dependency that is misspelt is not overlooked'
);

-- What was done in an earlier batch is done.
select public.execute_operations(pg_temp.steps('[[1, []]]'));
select is(public.execute_operations(pg_temp.steps('[[2, [1]]]')) -> 'done', '1', 'a step may depend on one of an earlier batch');

select * from finish();
rollback;
