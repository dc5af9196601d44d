-- Alice asks for everything that is held of her, one archive at a time.
begin;
select plan(17);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;

select tests.sign_in('alice');
select is((select e.state from public.request_data_export('jsonl') as e), 'queued', 'alice asks for an export, which is queued');
select is((select format from public.data_exports), 'jsonl', 'and sees it');
select tests.raises($$select public.request_data_export('csv')$$, 'PT409', 'export_open', 'a second one at the same time is refused');
select tests.raises($$select public.request_data_export('xml')$$, 'PT422', 'export_format_unknown', 'so is a format there is not');
select tests.raises('select public.request_data_export(null)', 'PT422', 'export_format_unknown', 'and none');

select tests.sign_in('mallory');
select is_empty('select from public.data_exports', 'mallory does not see it');
select tests.as_owner();
create temporary table hers as select id from public.data_exports;
grant select on hers to authenticated;
select tests.sign_in('mallory');
select tests.raises('select public.cancel_data_export(id) from hers', 'PT404', 'export_not_found', 'nor can she cancel it');
select throws_ok(
  $$insert into public.data_exports (user_id, format) values (tests.user_id('mallory'), 'csv')$$, '42501', null, 'an export is not made by writing a row'
);
select throws_ok($$select private.queue_export(tests.user_id('alice'), 'csv')$$, '42501', null, 'nor asked for on behalf of another');

select tests.sign_in('alice');
select throws_ok($$update public.data_exports set state = 'ready'$$, '42501', null, 'nor is it ready because alice says so');
select lives_ok('select public.cancel_data_export(id) from public.data_exports', 'alice cancels it');
select is((select state from public.data_exports), 'cancelled', 'and it is');
select lives_ok('select public.cancel_data_export(id) from public.data_exports', 'twice is no error');

-- Five in 30 days, not counting what came to nothing.
select tests.as_owner();
insert into public.data_exports (user_id, format, state, links, expires_at, size_bytes, finished_at)
select tests.user_id('alice'), 'csv', 'expired', '{}', now(), 1, now() from generate_series(1, 4);
select tests.sign_in('alice');
select lives_ok('select public.request_data_export()', 'the fifth export in 30 days is made');
select tests.as_owner();
update public.data_exports set state = 'expired', expires_at = now(), size_bytes = 1, finished_at = now() where state = 'queued';
select tests.sign_in('alice');
select tests.raises('select public.request_data_export()', 'PT429', 'export_limit', 'the sixth is refused');
select tests.raises(
  $$select public.cancel_data_export(id) from public.data_exports where state = 'expired' limit 1$$, 'PT409', 'export_over', 'and what is over cannot be cancelled'
);

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select tests.raises('select public.request_data_export()', 'PT403', 'account_suspended', 'who is suspended asks support, which may ask for them');

select * from finish();
rollback;
