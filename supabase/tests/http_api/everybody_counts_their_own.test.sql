-- Whose request it is: of people the token says it, of others the server that asks on their behalf says the address.
begin;
select plan(18);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
update ops.rate_limits set requests = 2 where name = 'api';

create function pg_temp.waits(address inet default '192.0.2.7') returns boolean language sql as $$
  select (public.count_request('api', address) ->> 'wait_seconds')::integer > 0;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- People.
select tests.sign_in('alice');
select is(public.count_request('api'), jsonb_build_object('person', tests.user_id('alice'), 'wait_seconds', 0), 'alice is told who she is, and need not wait');
select is(pg_temp.waits(), false, 'the second');
select is(pg_temp.waits(), true, 'the third is over the limit');
select is(pg_temp.waits('198.51.100.1'), true, 'whatever address she says');
select is((public.count_request('import') ->> 'wait_seconds')::integer, 0, 'each limit is used by itself');
select tests.raises($$select public.count_request('nothing')$$, 'PT404', 'rate_limit_unknown', 'a limit there is not is an error');

select tests.sign_in('mallory');
select is(public.count_request('api') ->> 'wait_seconds', '0', 'mallory has a limit of her own, suspended or not');
select throws_ok($$select ops.count_request('service_role', 'api', '192.0.2.7')$$, '42501', null, 'she cannot say that she is a server');
select throws_ok($$select ops.take('api', 'person', tests.user_id('alice'), now())$$, '42501', null, 'nor use up what is alice''s');
select throws_ok('select * from ops.rate_uses', '42501', null, 'nor read who calls');
select throws_ok('select ops.prune_rate_uses()', '42501', null, 'nor have it forgotten');

select tests.become('authenticated', '{"role": "authenticated"}');
select tests.raises($$select public.count_request('api')$$, 'PT401', 'not_signed_in', 'a token of nobody is refused');
select tests.sign_out();
select throws_ok($$select public.count_request('api')$$, '42501', null, 'a visitor counts nothing themselves');

-- Visitors, by their address.
select tests.as_service();
select is(
  array[pg_temp.waits(), pg_temp.waits(), pg_temp.waits(), pg_temp.waits('192.0.2.8')], '{f,f,t,f}', 'two requests from an address, and two from the next'
);
select is(
  array[pg_temp.waits('2001:db8:1:2::1'), pg_temp.waits('2001:db8:1:2:ffff::9'), pg_temp.waits('2001:db8:1:2::3'), pg_temp.waits('2001:db8:1:3::1')],
  '{f,f,t,f}', 'the addresses of one IPv6 network are one caller''s'
);
select is(public.count_request('api') -> 'person', 'null', 'a visitor is nobody');
select tests.as_owner();
select is(
  (select count(*) from ops.rate_uses where subject in (tests.user_id('alice'), tests.user_id('mallory'))), 3::bigint, 'people are kept by their id'
);
select is_empty($$select from ops.rate_uses as u where u::text ~ '192|2001'$$, 'and visitors without their address');

select * from finish();
rollback;
