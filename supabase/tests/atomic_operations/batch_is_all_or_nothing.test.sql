-- Atomic: every step is done, or none, and the error says which step and which field it was.
begin;
select plan(17);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create function pg_temp.batch(steps jsonb, atomic boolean default true)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.execute_operations((
    select jsonb_agg(s.step || jsonb_build_object('id', tests.id(100 + s.nth::integer)) order by s.nth)
    from jsonb_array_elements(steps) with ordinality as s (step, nth)
  ), atomic);
$$;

select is(
  pg_temp.batch(jsonb_build_array(
    jsonb_build_object('kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'category', 'health', 'title', 'Fit')),
    jsonb_build_object('kind', 'create', 'table', 'daily_actions', 'row', jsonb_build_object(
      'id', tests.id(2), 'vision_id', tests.id(1), 'description', 'Run', 'scheduled_on', '2026-03-02'
    )),
    jsonb_build_object('kind', 'update', 'table', 'daily_actions', 'row', jsonb_build_object(
      'id', tests.id(2), 'status', 'completed', 'completed_at', '2026-03-02T07:30:00+01:00'
    )),
    jsonb_build_object('kind', 'create', 'table', 'habits', 'row', jsonb_build_object('id', tests.id(3), 'title', 'Stretch', 'weekdays', '[1,3]'::jsonb)),
    jsonb_build_object('kind', 'delete', 'table', 'visions', 'row_id', tests.id(9))
  )) - '{results,metadata}'::text[],
  '{"atomic": true, "done": 5, "failed": 0, "skipped": 0}', 'every step of a good batch is done'
);
select results_eq(
  'select description::text, vision_id, status, completed_at::timestamptz from public.daily_actions',
  $$values ('Run', tests.id(1), 'completed', '2026-03-02 06:30+00'::timestamptz)$$, 'in their order, with times as JSON has them'
);
select is((select weekdays from public.habits), '{1,3}', 'and arrays');

create temporary table before as select count(*) from public.visions;
grant select on before to authenticated;
select throws_matching(
  $$
    select pg_temp.batch(jsonb_build_array(
      jsonb_build_object('kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(10), 'category', 'health', 'title', 'Lost')),
      jsonb_build_object('kind', 'update', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'title', ''))
    ))
  $$,
  'operation_id_reused', 'an id that was used for something else fails the batch'
);

create function pg_temp.failure(step jsonb, out state text, out message text, out detail text)
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.execute_operations(jsonb_build_array(
    jsonb_build_object('id', tests.id(200), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(20), 'category', 'health', 'title', 'Lost')),
    step || jsonb_build_object('id', tests.id(201))
  ));
exception when others then
  get stacked diagnostics state = returned_sqlstate, message = message_text, detail = pg_exception_detail;
end;
$$;
create function pg_temp.row_failure(columns jsonb, kind text default 'create', of_table text default 'visions')
returns text
language sql
volatile
set search_path = ''
as $$
  select format('%s %s %s', f.state, f.message, f.detail)
  from pg_temp.failure(jsonb_build_object('kind', kind, 'table', of_table, 'row', columns)) as f;
$$;

select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'wealth', 'title', 'Rich')),
  'PT422 value_out_of_bounds operations[1].row.category: The rule is: category is known.',
  'a check names the step and the field'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'health', 'title', 'Rich', 'priority', 9)),
  'PT422 value_out_of_bounds operations[1].row.priority: How much something matters: 1 urgent, 2 high, 3 normal, 4 low.',
  'so does a domain, which Postgres itself does not say the column of'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'health')),
  'PT422 value_missing operations[1].row.title: A value is wanted.', 'and what is missing'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'health', 'title', 'x', 'target_on', 'someday')),
  'PT422 value_malformed operations[1].row.target_on: The value is none of the type date.', 'and what is no value of its type'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'health', 'titel', 'Rich')),
  'PT422 field_malformed operations[1].row.titel: there is no such field.', 'a field that is none is not dropped in silence'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'category', 'health', 'title', 7)),
  'PT422 field_malformed operations[1].row.title: a string is wanted.', 'nor one of another type made fit'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(1), 'category', 'health', 'title', 'Twice')),
  'PT409 value_taken operations[1].row.id: Another record has this value.', 'what is there is not created again'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(21), 'vision_id', tests.id(77), 'title', 'Step'), 'create', 'vision_milestones'),
  'PT422 parent_missing operations[1].row.vision_id: The record it refers to is not there.', 'a parent must be there'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.user_id('alice'), 'timezone', 'Mars/Base'), 'update', 'users'),
  $$PT422 time_zone_unknown operations[1].row.timezone: there is no time zone named 'Mars/Base'.$$, 'what a trigger raises keeps its code, and gets its place'
);
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(99), 'title', 'Ghost'), 'update'),
  'PT404 record_not_found operations[1].row.id: there is no such record of yours in visions.', 'what is not there is not updated'
);
select results_eq('select count(*) from public.visions', 'select * from before', 'and nothing of any of these was written');

-- Two profiles that are both current until the end of the batch.
set constraints all deferred;
select lives_ok(
  $$
    select public.execute_operations(jsonb_build_array(
      jsonb_build_object('id', tests.id(300), 'kind', 'create', 'table', 'mbti_profiles', 'row', jsonb_build_object('id', tests.id(30), 'mbti_type', 'INTJ')),
      jsonb_build_object('id', tests.id(301), 'kind', 'create', 'table', 'mbti_profiles', 'row', jsonb_build_object('id', tests.id(31), 'mbti_type', 'ENFP'))
    ))
  $$,
  'rules that may wait until the end are checked at the end'
);

select tests.sign_in('bob');
select is(
  pg_temp.row_failure(jsonb_build_object('id', tests.id(1), 'title', 'Stolen'), 'update'),
  'PT404 record_not_found operations[1].row.id: there is no such record of yours in visions.', 'another person''s record is as if it were not there'
);

select * from finish();
rollback;
