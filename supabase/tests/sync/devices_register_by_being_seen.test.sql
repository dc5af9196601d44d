-- sync_devices: by pushing, and by register_device.
begin;
select plan(17);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes();
select tests.sign_in('alice');
select tests.commit('start');
select tests.push();
select results_eq('select id, name from public.sync_devices', $$values (tests.device('phone'), null::public.short_text)$$, 'a device that pushes is registered');
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_devices') -> 'updated'), 1, 'and the other devices are told');
select tests.commit();
select tests.push();
select is(tests.pulled(tests.cursor(), 'sync_devices'), null, 'its next push is no news');
select tests.as_owner();
update public.sync_devices set last_seen_at = now() - interval '2 hours';
select tests.commit();
select tests.sign_in('alice');
select tests.push();
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_devices') -> 'updated'), 1, 'one after an hour is');
select tests.commit();

select public.register_device(tests.device('phone'), 'My phone', 'ios', '1.0', 14);
select results_eq('select name::text, platform::text, app_version, schema_version from public.sync_devices', $$values ('My phone', 'ios', '1.0', 14)$$, 'a device says what it is');
select is(jsonb_array_length(tests.pulled(tests.cursor(), 'sync_devices') -> 'updated'), 1, 'which is news');
select tests.commit();
select public.register_device(tests.device('phone'), 'My phone', 'ios', '1.0', 14);
select is(tests.pulled(tests.cursor(), 'sync_devices'), null, 'saying it again is not');
select public.register_device(tests.device('phone'), app_version => '1.1');
select results_eq('select name::text, app_version from public.sync_devices', $$values ('My phone', '1.1')$$, 'what it leaves out stays');
select tests.push();
select is((select name::text from public.sync_devices), 'My phone', 'also when it pushes');
select is((tests.pulled(tests.cursor('start'), 'sync_devices') #> '{updated,0}') ?| '{last_cursor,last_push_at}', false, 'what is for operators stays on the server');
select throws_ok($$select public.register_device(tests.device('x'), platform => 'toaster')$$, '23514', null, 'a platform that nobody knows is refused');
select throws_ok($$select public.register_device(null)$$, '23502', null, 'a device has an id');

select tests.sign_in('mallory');
select public.register_device(tests.device('phone'), 'Mallory''s');
select tests.sign_in('alice');
select is((select array_agg(name::text) from public.sync_devices), '{My phone}', 'mallory''s device of the same id is another');
select tests.as_owner();
update public.users set last_seen_at = null, restricted_at = now() where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select lives_ok($$select public.register_device(tests.device('laptop'))$$, 'who restricted processing says so in vain');
select is((select count(*) from public.sync_devices), 1::bigint, 'and is not written down');
select isnt((select last_seen_at from public.users), null, 'but was here, which retention must know also of who only reads');
select tests.sign_out();
select throws_ok($$select public.register_device(tests.device('phone'))$$, '42501', null, 'a visitor has no devices');

select * from finish();
rollback;
