-- Not atomic: each step has its own outcome; one that fails takes along only those that depend on it.
begin;
select plan(12);

select tests.create_user('alice');
select tests.sign_in('alice');

create temporary table answer as
select public.execute_operations(jsonb_build_array(
  jsonb_build_object('id', tests.id(101), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'category', 'wealth', 'title', 'Rich')),
  jsonb_build_object('id', tests.id(102), 'kind', 'create', 'table', 'vision_milestones', 'depends_on', jsonb_build_array(tests.id(101)),
    'row', jsonb_build_object('id', tests.id(2), 'vision_id', tests.id(1), 'title', 'Save')),
  jsonb_build_object('id', tests.id(103), 'kind', 'update', 'table', 'vision_milestones', 'depends_on', jsonb_build_array(tests.id(102)),
    'row', jsonb_build_object('id', tests.id(2), 'title', 'Save more')),
  jsonb_build_object('id', tests.id(104), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(4), 'category', 'health', 'title', 'Fit')),
  jsonb_build_object('id', tests.id(105), 'kind', 'jump', 'table', 'visions')
), false) as value;

select is(
  (select value - '{results,metadata}'::text[] from answer), '{"atomic": false, "done": 1, "failed": 2, "skipped": 2}',
  'the good step is done, the others are counted'
);
select is(
  (select jsonb_agg(r -> 'status') from answer, jsonb_array_elements(value -> 'results') as r),
  '["failed", "skipped", "skipped", "done", "failed"]', 'each has its status, in the order they were given'
);
select is(
  (select value -> 'results' -> 0 -> 'error' from answer),
  '{"code": "value_out_of_bounds", "message": "The rule is: category is known.", "detail": "operations[0].row.category", "hint": "Change the value so that the rule holds."}',
  'what failed says why, where, and what to do'
);
select is(
  (select value #>> '{results,2,error,code}' from answer), 'dependency_failed', 'so does what was skipped, also behind another that was'
);
select is((select value #>> '{results,4,error,detail}' from answer), 'operations[4].kind', 'a step that is none fails alone');
select results_eq('select title::text from public.visions', $$values ('Fit')$$, 'what was done stays');
select is((select value #> '{results,3,result}' from answer), jsonb_build_object('id', tests.id(4), 'altered', '{}'::jsonb), 'and says which record it wrote');

-- Corrected, under the same ids.
create temporary table second as
select public.execute_operations(jsonb_build_array(
  jsonb_build_object('id', tests.id(102), 'kind', 'create', 'table', 'vision_milestones', 'depends_on', jsonb_build_array(tests.id(101)),
    'row', jsonb_build_object('id', tests.id(2), 'vision_id', tests.id(1), 'title', 'Save')),
  jsonb_build_object('id', tests.id(101), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'category', 'career', 'title', 'Rich')),
  jsonb_build_object('id', tests.id(104), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(4), 'category', 'health', 'title', 'Fit'))
), false) as value;
select is(
  (select jsonb_agg(r -> 'status') from second, jsonb_array_elements(value -> 'results') as r), '["done", "done", "done"]',
  'a step that failed may be corrected and tried again'
);
select is(
  (select jsonb_agg(r -> 'repeated') from second, jsonb_array_elements(value -> 'results') as r), '[false, false, true]',
  'and one that was done is not done again'
);

-- What may wait for the end of a transaction is the step's own when it stands alone.
select tests.as_owner();
create table public.pairs (
  user_id uuid not null references public.users (id) on delete cascade,
  id uuid not null,
  rank integer not null,
  updated_at timestamptz(3) not null default now(),
  constraint pairs_pkey primary key (user_id, id),
  constraint pairs_rank_key unique (user_id, rank) deferrable initially deferred
);
alter table public.pairs enable row level security;
create policy pairs_select_own on public.pairs for select to authenticated using (user_id = (select auth.uid()));
create policy pairs_insert_own on public.pairs for insert to authenticated with check (user_id = (select auth.uid()));
grant select, insert on public.pairs to authenticated;
select sync.register_table('public.pairs');
select tests.sign_in('alice');
create function pg_temp.pairs(atomic boolean)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.execute_operations(jsonb_build_array(
    jsonb_build_object('id', tests.id(201), 'kind', 'create', 'table', 'pairs', 'row', jsonb_build_object('id', tests.id(1), 'rank', 1)),
    jsonb_build_object('id', tests.id(202), 'kind', 'create', 'table', 'pairs', 'row', jsonb_build_object('id', tests.id(2), 'rank', 1))
  ), atomic);
$$;
select tests.raises('select pg_temp.pairs(true)', 'PT409', 'value_taken', 'what only shows at the end fails an atomic batch');
select is(pg_temp.pairs(false) #>> '{results,1,error,detail}', 'operations[1].row.rank', 'and one step of another');
select results_eq('select count(*) from public.pairs', array[1::bigint], 'the other stays');

select * from finish();
rollback;
