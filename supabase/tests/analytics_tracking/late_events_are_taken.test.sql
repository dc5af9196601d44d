-- Devices come back after weeks, and some have a clock that is wrong. What is too old or not yet is refused alone, with a
-- code that says which, whether or not there is a month for it.
begin;
select plan(15);

select tests.create_user('alice');
select tests.consent('analytics', 'alice');

create function pg_temp.ms(at timestamptz) returns numeric language sql immutable as 'select trunc(date_part(''epoch'', at)::numeric * 1000)';
create function pg_temp.event(n integer, at numeric, kind text default null) returns jsonb language sql stable as $$
  select jsonb_build_object('id', tests.id(n), 'occurred_at', at, 'session_id', tests.id(900), '_status', 'created', '_changed', '')
    || case when kind is null then '{"name": "app-opened"}' else jsonb_build_object('kind', kind, 'target', 'button') end;
$$;
-- As the first of what may come: in the month that is kept for it.
create function pg_temp.oldest() returns timestamptz language sql stable as $$
  select (now() at time zone 'UTC' - interval '3 months') at time zone 'UTC';
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('alice');
create temporary table answers on commit drop as
select tests.push(jsonb_build_array(
  pg_temp.event(1, pg_temp.ms(now() - interval '1 minute')),
  pg_temp.event(2, pg_temp.ms(now() - interval '80 days')),
  pg_temp.event(3, pg_temp.ms(pg_temp.oldest() + interval '1 second')),
  pg_temp.event(4, pg_temp.ms(pg_temp.oldest() - interval '1 second')),
  pg_temp.event(5, pg_temp.ms(now() - interval '5 months')),
  pg_temp.event(6, 0),
  pg_temp.event(7, pg_temp.ms(now() + interval '2 seconds')),
  pg_temp.event(8, pg_temp.ms(now() + interval '3 seconds')),
  pg_temp.event(9, pg_temp.ms(now() + interval '50 days')),
  pg_temp.event(10, pg_temp.ms(now() + interval '1 year')),
  pg_temp.event(11, null),
  pg_temp.event(12, 4e18)
), into_table => 'analytics_events') as answer;
select is(answer -> 'accepted', '{"analytics_events": 4}', 'of one push, the events that may be recorded are') from answers;
select results_eq(
  'select right(id::text, 12)::integer from public.analytics_events order by 1', '{1,2,3,7}'::integer[],
  'those of the last three months, and up to two seconds ahead'
);
select is(
  tests.rejected(answer),
  '{"4: event_too_old","5: event_too_old","6: event_too_old","8: event_in_future","9: event_in_future","10: event_in_future","11: event_time_missing","12: value_malformed"}',
  'the others are rejected, each with its reason'
) from answers;
select is_empty(
  $$select r from answers, jsonb_array_elements(answer -> 'rejected') as r where r ->> 'code' like 'event%' and r ->> 'detail' not like 'occurred_at: %'$$,
  'which names the field'
);
select is(
  (select count(*)::integer from public.sync_rejections where table_name = 'analytics_events' and code in ('event_too_old', 'event_in_future')), 0,
  'and is told to the device that sent it, not to the person'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(
    pg_temp.event(1, 0, 'tap'), pg_temp.event(2, pg_temp.ms(now() + interval '1 year'), 'tap'),
    pg_temp.event(3, pg_temp.ms(now() + interval '1 hour'), 'tap'), pg_temp.event(4, pg_temp.ms(now()), 'tap')
  ), into_table => 'interaction_analytics')),
  '{"1: event_too_old","2: event_in_future","3: event_in_future"}', 'it is the same for interactions'
);

-- Past push, the API says the same.
create function pg_temp.insert_at(at text) returns text language sql immutable as $$
  select format('insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id(''alice''), %L, tests.id(9), ''x'')', at);
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;
select tests.raises(pg_temp.insert_at('2020-05-05'), 'PT422', 'event_too_old', 'an insert for which there is no month is refused by the same code');
select tests.raises(pg_temp.insert_at((now() + interval '10 days')::text), 'PT422', 'event_in_future', 'and one for which there is one');
select tests.raises(pg_temp.insert_at('infinity'), 'PT422', 'event_in_future', 'the end of time has not come');
select tests.raises(pg_temp.insert_at('-infinity'), 'PT422', 'event_too_old', 'and its beginning is long ago');
-- The bounds of months are the one kind of moment that only Postgres refuses.
select tests.raises(pg_temp.insert_at('2040-01-01 00:00:00+00'), '23514', null, 'nothing is recorded without a month for it');

-- How long events are kept is for the operator to say.
select tests.as_owner();
update private.settings set value = 1 where name = 'analytics.kept_months';
select tests.sign_in('alice');
select tests.raises(pg_temp.insert_at((now() - interval '40 days')::text), 'PT422', 'event_too_old', 'with a month to keep, 40 days are too old');
select tests.as_owner();
update private.settings set value = 7 where name = 'analytics.kept_months';
select tests.sign_in('alice');
select tests.raises(
  pg_temp.insert_at((now() - interval '6 months')::text), 'PT422', 'event_too_old', 'with seven, half a year is, until there are months for it'
);
select tests.as_owner();
select is(ops.keep_partitions() || ', ' || ops.keep_partitions(), 'create public.analytics_events, create public.interaction_analytics', 'which the next runs of the job make');
select tests.sign_in('alice');
select lives_ok(pg_temp.insert_at((now() - interval '6 months')::text), 'then it is taken');

select * from finish();
rollback;
