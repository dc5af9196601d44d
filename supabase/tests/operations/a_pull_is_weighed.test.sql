-- storage_estimate() says what a first pull weighs: exactly the rows it sends, of the caller and the catalogues.
begin;
select plan(9);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
select tests.create_notes();
select tests.sign_in('bob');
select tests.push((select jsonb_agg(tests.note(n)) from generate_series(1, 9) as n));
select tests.sign_in('alice');
select tests.push((select jsonb_agg(tests.note(n, jsonb_build_object('body', repeat('é', n * 100)))) from generate_series(1, 20) as n));

create temporary table pulled as
  select key as table_name, json_array_length(value -> 'updated') as row_count, octet_length((value -> 'updated')::text) as byte_count
  from json_each(public.pull_changes_optimized() -> 'changes');
create temporary table weighed as select * from public.storage_estimate();

select is_empty(
  'select table_name, row_count, byte_count from weighed where row_count > 0 except select table_name, row_count, byte_count from pulled',
  'every table weighs what the pull sends of it, to the byte'
);
select is_empty('select table_name from pulled where row_count > 0 except select table_name from weighed', 'and none is left out');
select is((select row_count from weighed where table_name = 'notes'), 20::bigint, 'twenty notes of one''s own, none of bob''s');
select is((select byte_count > 42000 from weighed where table_name = 'notes'), true, 'letters that take two bytes count as two');
select is((select count(*) from weighed), (select count(*) from sync.tables where direction <> 'up'), 'tables without rows are listed');
select is((select byte_count from weighed where table_name = 'tasks'), 0::bigint, 'and weigh nothing');
select is(
  (select count(*) from public.storage_estimate(1)), (select count(*) from sync.tables where direction <> 'up' and since <= 1),
  'an older app has fewer tables'
);
select tests.raises('select public.storage_estimate(0)', 'PT422', 'schema_version_malformed', 'versions begin at 1');
select tests.as_service();
select throws_ok('select public.storage_estimate()', '42501', null, 'it is for people');

select * from finish();
rollback;
