-- What a batch writes reaches every device of the person by the next pull, and the one that asked as well.
begin;
select plan(6);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

-- The phone pushes a vision, which it then holds; a batch it sends edits that and makes another.
select public.push_changes(json_build_object('visions', json_build_object('created', json_build_array(json_build_object(
  'id', tests.id(1), 'category', 'health', 'title', 'Fit', '_status', 'created', '_changed', ''
)))), device_id => tests.device('phone'));
select tests.as_owner();
create temporary table cursors as select sync.encode_cursor(sync.current_epoch(), pg_current_xact_id()::text::bigint) as value;
delete from sync.changes where scope_id = tests.user_id('alice');
grant select on cursors to authenticated;
select tests.sign_in('alice');
select public.execute_operations(jsonb_build_array(
  jsonb_build_object('id', tests.id(101), 'kind', 'update', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(1), 'title', 'Fitter')),
  jsonb_build_object('id', tests.id(102), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(2), 'category', 'career', 'title', 'Bakery')),
  jsonb_build_object('id', tests.id(103), 'kind', 'create', 'table', 'visions', 'row', jsonb_build_object('id', tests.id(3), 'category', 'career', 'title', 'Book')),
  jsonb_build_object('id', tests.id(104), 'kind', 'delete', 'table', 'visions', 'row_id', tests.id(3))
));

select tests.as_owner();
select results_eq(
  $$
    select f.row_id, f.origin from sync.changes as f join sync.tables as r on r.table_id = f.table_id
    where r.table_name = 'visions' and f.scope_id = tests.user_id('alice') order by 1
  $$,
  $$values (tests.id(1), null::uuid), (tests.id(2), null), (tests.id(3), null)$$,
  'no device is taken to hold what a batch wrote'
);
select tests.sign_in('alice');
create function pg_temp.pulled(device text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select p.pulled::jsonb -> 'changes' -> 'visions'
  from (
    select public.pull_changes_optimized(
      last_pulled_at => (select value from cursors), optimization_hints => jsonb_build_object('device_id', tests.device(pulled.device))
    ) as pulled
  ) as p;
$$;
select is(
  (select jsonb_agg(v -> 'title' order by v ->> 'id') from jsonb_array_elements(pg_temp.pulled('phone') -> 'updated') as v),
  '["Fitter", "Bakery"]', 'the phone that asked pulls it'
);
select is(
  (select jsonb_agg(v -> 'title' order by v ->> 'id') from jsonb_array_elements(pg_temp.pulled('laptop') -> 'updated') as v),
  '["Fitter", "Bakery"]', 'so does the laptop'
);
select is(pg_temp.pulled('phone') -> 'deleted', jsonb_build_array(tests.id(3)), 'and what was deleted');

-- An edit of the phone that did not know of the batch is in conflict with it, by column as ever.
select is(
  public.push_changes(json_build_object('visions', json_build_object('updated', json_build_array(json_build_object(
    'id', tests.id(1), 'title', 'Fittest', 'updated_at', 1, '_status', 'updated', '_changed', 'title'
  )))), device_id => tests.device('laptop')) #>> '{conflicts,0,resolution}',
  'server', 'an older edit that had not seen it does not undo it'
);
select tests.sign_in('bob');
select is(pg_temp.pulled('phone'), null, 'bob is told nothing of it');

select * from finish();
rollback;
