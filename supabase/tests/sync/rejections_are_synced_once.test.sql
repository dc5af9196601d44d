-- A rejection reaches every device once. That the device tries again, with every sync, is not news.
begin;
select plan(11);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1, '{"title": ""}'), tests.note(2)));

select results_eq(
  'select table_name, row_id, code, device_id from public.sync_rejections',
  $$values ('notes', tests.id(1)::text, 'value_out_of_bounds', tests.device('phone'))$$, 'a refused record is noted down'
);
select is((select payload - '_status' - '_changed' from public.sync_rejections), tests.note(1, '{"title": ""}') - '_status' - '_changed', 'with what it held');
select tests.commit();

select tests.push(jsonb_build_array(tests.note(1, '{"title": ""}')));
select is(tests.pulled(tests.cursor(), 'sync_rejections'), null, 'the same record refused again for the same reason is not synced again');
select tests.as_owner();
select is((select attempts from public.sync_rejections), 2, 'but it is counted');
select tests.sign_in('alice');

select tests.push(jsonb_build_array(tests.note(1, '{"title": "", "body": "longer"}')));
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_rejections') -> 'updated'), 1, 'another payload is');
select tests.commit();

-- A clock that is off by about an hour, never twice by the same.
select tests.push(jsonb_build_array(tests.note(3, '{"title": ""}')), client_time => (extract(epoch from clock_timestamp()) * 1000)::bigint - 3600000);
select tests.commit();
select tests.push(jsonb_build_array(tests.note(3, '{"title": ""}')), client_time => (extract(epoch from clock_timestamp()) * 1000)::bigint - 3600123);
select is(tests.pulled(tests.cursor(), 'sync_rejections'), null, 'nor is it news when a clock that is off jitters');

-- Settled.
select tests.push(jsonb_build_array(tests.note(1)));
select is((select count(*)::integer from public.sync_rejections where row_id = tests.id(1)::text), 0, 'an accepted record is rejected no more');
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_rejections') -> 'deleted'), 1, 'and every device is told');
select tests.push(deleted => jsonb_build_array(tests.id(3)));
select is((select count(*)::integer from public.sync_rejections), 0, 'a record that its device deleted is rejected no more');

select tests.push(jsonb_build_array(tests.note(5, '{"title": ""}')), device => 'phone');
select tests.push(jsonb_build_array(tests.note(5, '{"title": ""}')), device => 'laptop');
select is((select count(*)::integer from public.sync_rejections), 2, 'each device has its own rejections');
select tests.push(jsonb_build_array(tests.note(5)), device => 'laptop');
select is((select array_agg(device_id) from public.sync_rejections), array[tests.device('phone')], 'and settles its own only');

select * from finish();
rollback;
