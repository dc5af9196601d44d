-- A device that was away brings all it has at once, of both kinds, with a few that are bad among them.
begin;
select plan(8);

select tests.create_user('alice');
select tests.consent('analytics');

create function pg_temp.events(first integer, last integer, more jsonb default '{}') returns jsonb language sql stable as $$
  select jsonb_agg(jsonb_build_object(
    'id', tests.id(n), 'occurred_at', date_part('epoch', now())::bigint * 1000 - n * 3600000::bigint, 'session_id', tests.id(n / 10), 'name', 'screen-opened',
    'feature', 'feature-' || n % 7, 'properties', '{"n": 1, "from": "home"}', 'duration_ms', n, '_status', 'created', '_changed', ''
  ) || more)
  from generate_series(first, last) as n;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('alice');
create temporary table answers on commit drop as
select public.push_changes(json_build_object(
  'analytics_events', json_build_object('created', pg_temp.events(1, 1000)),
  'interaction_analytics', json_build_object('created', pg_temp.events(1, 1000, '{"kind": "view", "target": "screen", "dwell_ms": 5}'))
), device_id => tests.device('phone')) as answer;
select is(
  answer - 'timestamp',
  '{"accepted": {"analytics_events": 1000, "interaction_analytics": 1000}, "conflicts": [], "rejected": [], "experimentalRejectedIds": {}, "unknown_tables": []}',
  'a thousand of each are taken'
) from answers;
select is((select count(*)::integer from public.analytics_events), 1000, 'and are there');
select tests.as_owner();
select is(
  (select count(*)::integer from private.activity_changes),
  (select (count(distinct e.occurred_on) + (select count(distinct i.occurred_on) from public.interaction_analytics as i))::integer from public.analytics_events as e),
  'each day is noted once a table'
);
select is_empty(
  $$select * from sync.changes as c join sync.tables as t on t.table_id = c.table_id where t.direction = 'up'$$, 'and the feed has none of it'
);
select private.refresh_activity();
select is((select sum(a.event_count)::text || ' ' || sum(a.interaction_count) || ' ' || sum(a.dwell_ms) from public.user_activity_daily as a), '1000 1000 5000', 'all of it is counted');

select tests.sign_in('alice');
delete from answers;
insert into answers
select tests.push(
  pg_temp.events(2001, 2005, '{"occurred_at": 0}') || pg_temp.events(1001, 1990) || pg_temp.events(2006, 2010, '{"name": "Not a code"}'),
  into_table => 'analytics_events'
);
select is(answer -> 'accepted', '{"analytics_events": 990}', 'bad ones do not hold up the others') from answers;
select is(
  tests.rejected(answer),
  array(select n || ': event_too_old' from generate_series(2001, 2005) as n) || array(select n || ': value_out_of_bounds' from generate_series(2006, 2010) as n),
  'and each of them is named'
) from answers;
select is(
  tests.push(pg_temp.events(1, 1000), into_table => 'analytics_events', device => 'laptop') -> 'accepted', '{"analytics_events": 1000}',
  'the whole again, after a lost answer, is taken and adds nothing'
);

select * from finish();
rollback;
