-- Who did not turn it on is not recorded, by whatever way an event comes. The device is not bothered with it, and
-- nothing of the event is kept in another place.
begin;
select plan(14);

select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;

create function pg_temp.event(n integer) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'occurred_at', date_part('epoch', now())::bigint * 1000 - n, 'session_id', tests.id(900), 'name', 'app-opened',
    '_status', 'created', '_changed', ''
  );
$$;
create function pg_temp.interaction(n integer) returns jsonb language sql stable as $$
  select pg_temp.event(n) - 'name' || '{"kind": "tap", "target": "button"}';
$$;
create function pg_temp.counts() returns integer[] language sql volatile security definer as $$
  select array[
    (select count(*) from public.analytics_events)::integer, (select count(*) from public.interaction_analytics)::integer,
    (select count(*) from private.activity_changes)::integer
  ];
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('alice');
select is(
  (select p.analytics_participation from public.user_preferences as p), false, 'nobody has turned it on by signing up'
);
create temporary table answers on commit drop as
select public.push_changes(json_build_object(
  'analytics_events', json_build_object('created', jsonb_build_array(pg_temp.event(1), pg_temp.event(2))),
  'interaction_analytics', json_build_object('created', jsonb_build_array(pg_temp.interaction(3)))
), device_id => tests.device('phone')) as answer;
select is(answer -> 'accepted', '{"analytics_events": 2, "interaction_analytics": 1}', 'what her device sends is taken') from answers;
select is(
  answer -> 'experimentalRejectedIds', '{}', 'so that it keeps none of it, to be sent again for ever'
) from answers;
select is(pg_temp.counts(), '{0,0,0}', 'and is dropped');
select is_empty('select * from public.sync_rejections', 'no rejection holds what was not to be recorded');
select lives_ok(
  $$insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id('alice'), now(), tests.id(9), 'x')$$,
  'the API is as quiet'
);
select is(pg_temp.counts(), '{0,0,0}', 'and as strict');

-- The wish and what follows from it may come in one push.
select tests.commit();
select is(
  public.push_changes(json_build_object(
    'analytics_events', json_build_object('created', jsonb_build_array(pg_temp.event(1))),
    'interaction_analytics', json_build_object('created', jsonb_build_array(pg_temp.interaction(3))),
    'user_preferences', json_build_object('updated', jsonb_build_array(jsonb_build_object(
      'id', tests.user_id('alice'), 'analytics_participation', true, '_status', 'updated', '_changed', 'analytics_participation'
    )))
  ), device_id => tests.device('phone'), base_pulled_at => tests.cursor()) -> 'rejected', '[]', 'alice turns it on'
);
select is(pg_temp.counts(), '{1,1,2}', 'from then on, she is recorded');
update public.user_preferences set analytics_participation = false where user_id = tests.user_id('alice');
select tests.push(jsonb_build_array(pg_temp.event(4)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{1,1,2}', 'when she turns it off again, no longer');

-- A child is not recorded even if the setting says so.
select tests.as_owner();
update public.users set age_band = 'under_13' where id = tests.user_id('bob');
update public.user_preferences set analytics_participation = true where user_id = tests.user_id('bob');
select tests.sign_in('bob');
select tests.push(jsonb_build_array(pg_temp.event(1)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{1,1,2}', 'nobody under 13 is recorded, whatever the setting');
select tests.as_owner();
update public.users set age_band = '13_15' where id = tests.user_id('bob');
select tests.sign_in('bob');
select tests.push(jsonb_build_array(pg_temp.event(1)), into_table => 'analytics_events');
select is(pg_temp.counts(), '{2,1,3}', 'older ones are');

-- Nor does the server itself go round it.
select tests.as_owner();
insert into public.interaction_analytics (user_id, occurred_at, session_id, kind, target)
values (tests.user_id('alice'), now(), tests.id(900), 'tap', 'button'), (tests.user_id('bob'), now(), tests.id(900), 'tap', 'button');
select is(pg_temp.counts(), '{2,2,4}', 'what the server records goes by the same wish');

-- mallory must not learn from an answer what others have chosen.
select tests.create_user('mallory');
select tests.sign_in('mallory');
select results_eq(
  $$select private.may_record_analytics(tests.user_id(name)) from unnest('{alice,bob}'::text[]) as name$$, '{false,false}'::boolean[],
  'what others chose is not told'
);

select * from finish();
rollback;
