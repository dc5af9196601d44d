-- A limit of seven a minute: seven at once, then one each time the clock has given a seventh of a minute back.
begin;
select plan(17);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
insert into ops.rate_limits (name, caller, requests, seconds, description) values ('probe', 'person', 7, 60, 'Of this test');

-- Seconds to wait, for a request so many seconds after ten o'clock.
create function pg_temp.take(seconds numeric, name text default 'alice') returns integer language sql as $$
  select ops.take('probe', 'person', tests.user_id(name), timestamptz '2026-11-21 10:00Z' + seconds * interval '1 second');
$$;
create function pg_temp.used(name text) returns timestamptz language sql as $$
  select used_until from ops.rate_uses where subject = tests.user_id(name);
$$;

select is((select array_agg(pg_temp.take(0)) from generate_series(1, 7)), '{0,0,0,0,0,0,0}', 'seven requests at once are within the limit');
select is(pg_temp.take(0), 9, 'the eighth has to wait for a seventh of a minute');
create temporary table before as select pg_temp.used('alice') as used_until;
select is(pg_temp.take(4), 5, 'asked again, it has to wait for the rest of it');
select is(pg_temp.used('alice'), (select used_until from before), 'and what was refused was charged nothing');
select is(pg_temp.take(8.5), 1, 'a moment too early is too early');
select is(pg_temp.take(8.6), 0, 'then there is room for one');
select is(pg_temp.take(8.6), 9, 'and for no more than one');
select is(pg_temp.take(0, 'bob'), 0, 'what alice used, bob has not');
select is((select array_agg(pg_temp.take(200)) from generate_series(1, 7)), '{0,0,0,0,0,0,0}', 'who has not asked for a minute has all seven again');
select is(pg_temp.take(200), 9, 'and no more for having waited longer');
select cmp_ok(pg_temp.take(100), '>', 100, 'a clock that goes back gives nothing away');

-- Bob has used one. Limits are data.
update ops.rate_limits set requests = 1 where name = 'probe';
select is(pg_temp.take(0, 'bob'), 9, 'a limit that is lowered counts from the next request');
update ops.rate_limits set requests = 60 where name = 'probe';
select is(pg_temp.take(0, 'bob'), 0, 'and so does one that is raised');

select tests.raises($$select ops.take('probe', 'address', tests.id(1), now())$$, 'PT404', 'rate_limit_unknown', 'a limit there is not for this caller is an error');
select tests.raises($$select ops.take(null, 'person', tests.id(1), now())$$, 'PT404', 'rate_limit_unknown', 'and so is none');
select tests.refuses(
  'rate_limits_requests_are_counted', $$insert into ops.rate_limits values ('probe', 'address', 0, 60, '')$$, 'a limit allows something'
);
select is((select relpersistence from pg_class where oid = 'ops.rate_uses'::regclass), 'u', 'counting waits for no disk: the table is unlogged');

select * from finish();
rollback;
