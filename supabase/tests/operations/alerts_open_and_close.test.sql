-- An alert is opened by the check that finds a breach, follows it as it gets worse, is acknowledged by somebody, and is
-- closed by the check that finds it over. The webhook is told of each change once.
begin;
select plan(19);

delete from ops.alerts where true;
create function pg_temp.breach(at timestamptz, value numeric) returns integer language plpgsql as $$
begin
  execute format(
    'create or replace function ops.measure_queue_depth(at timestamptz) returns setof ops.reading language sql stable set search_path = '''' as
     $f$ select ''activity'', %s::numeric, null::text, null::text $f$', value
  );
  return ops.check_health(at, 'queue_depth');
end;
$$;
create function pg_temp.alert() returns ops.alerts language sql as $$
  select a from ops.alerts as a where a.metric = 'queue_depth' order by a.opened_at desc limit 1;
$$;
create function pg_temp.told() returns text[] language sql as $$
  select array(
    select a ->> 'level' from net.http_request_queue as q, jsonb_array_elements(convert_from(q.body, 'UTF8')::jsonb -> 'alerts') as a
    where q.url = 'https://hooks.example.test/ops' order by q.id
  );
$$;

select is(pg_temp.breach(now(), 50000), 0, 'at the threshold nothing is wrong');
select is(pg_temp.breach(now() + interval '1 minute', 50001), 1, 'beyond it there is an alert');
select is((pg_temp.alert()).reason, '50001 rows wait in the queue activity', 'which says what is wrong');
select is((pg_temp.alert()).level, 'degraded', 'how bad it is');
select is((pg_temp.alert()).opened_at, now() + interval '1 minute', 'and since when');
select is(pg_temp.told(), '{}', 'without an address nobody is told');

select vault.create_secret('https://hooks.example.test/ops', 'ops_webhook_url');
select is(pg_temp.breach(now() + interval '2 minutes', 1000001), 1, 'when it gets worse it is the same alert');
select is((pg_temp.alert()).level, 'down', 'at another level');
select is((pg_temp.alert()).opened_at, now() + interval '1 minute', 'open since it began');
select is(pg_temp.told(), '{down}', 'the webhook is told');
select pg_temp.breach(now() + interval '3 minutes', 1000002);
select is(pg_temp.told(), '{down}', 'once');

select is((ops.acknowledge_alert((pg_temp.alert()).id, 'jan', now() + interval '4 minutes')).acknowledged_by, 'jan', 'somebody has seen it');
select is((ops.acknowledge_alert((pg_temp.alert()).id, 'piet')).acknowledged_by, 'jan', 'the first to see it stays');
select is(pg_temp.breach(now() + interval '5 minutes', 1000003), 1, 'an acknowledged alert stays open');
select is(pg_temp.breach(now() + interval '6 minutes', 0), 0, 'when it is over it is closed');
select is((pg_temp.alert()).closed_at, now() + interval '6 minutes', 'at that moment');
select is(pg_temp.told(), '{down,closed}', 'and the webhook is told that too');
select tests.raises(
  format('select ops.acknowledge_alert(%L)', (pg_temp.alert()).id), 'PT404', 'alert_not_open', 'what is over needs nobody'
);
select pg_temp.breach(now() + interval '7 minutes', 50001);
select is((select count(*) from ops.alerts where metric = 'queue_depth'), 2::bigint, 'when it comes again it is another alert');

select * from finish();
rollback;
