-- What a device tells of the use of the app, and what the server adds to it.
begin;
select plan(14);

select tests.create_user('alice');
update public.users set timezone = 'Pacific/Auckland' where id = tests.user_id('alice');
select tests.consent('analytics', 'alice');
insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('alice'), 'INTJ');

-- 23:30 UTC, a week ago: the next day in Auckland.
create function pg_temp.moment() returns timestamptz language sql stable as $$
  select (((now() at time zone 'UTC')::date - 7) + time '23:30') at time zone 'UTC';
$$;
create function pg_temp.event(n integer, more jsonb default '{}') returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'occurred_at', date_part('epoch', pg_temp.moment())::bigint * 1000, 'session_id', tests.id(900),
    'name', 'journal-entry-saved', 'category', 'behavior', 'feature', 'journal', 'screen', 'journal-editor',
    'properties', '{"words": 120, "by_voice": false, "mood": "calm"}', 'duration_ms', 5000, 'platform', 'ios',
    'device_type', 'mobile', 'app_version', '1.4.0', 'mbti_type', null, '_status', 'created', '_changed', ''
  ) || more;
$$;
create function pg_temp.interaction(n integer, more jsonb default '{}') returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', tests.id(n), 'occurred_at', date_part('epoch', pg_temp.moment())::bigint * 1000, 'session_id', tests.id(900),
    'kind', 'scroll', 'target', 'vision-card', 'target_id', tests.id(5), 'feature', 'visions', 'screen', 'visions',
    'dwell_ms', 800, 'scroll_percent', 75, 'cognitive_function', 'Ni', 'outcome', 'completed', 'effectiveness', 60,
    'properties', '{}', 'platform', 'web', 'device_type', 'desktop', 'app_version', '1.4.0', 'mbti_type', 'INFP',
    '_status', 'created', '_changed', ''
  ) || more;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

select tests.sign_in('alice');
select is(
  tests.push(jsonb_build_array(pg_temp.event(1)), into_table => 'analytics_events') -> 'accepted', '{"analytics_events": 1}',
  'a device pushes an event'
);
select is(
  tests.push(jsonb_build_array(pg_temp.interaction(2)), into_table => 'interaction_analytics') -> 'accepted', '{"interaction_analytics": 1}',
  'and an interaction'
);
select is(
  (select to_jsonb(e) - 'created_at' - 'occurred_at' - 'occurred_on' from public.analytics_events as e),
  jsonb_build_object(
    'user_id', tests.user_id('alice'), 'id', tests.id(1), 'session_id', tests.id(900), 'name', 'journal-entry-saved',
    'category', 'behavior', 'feature', 'journal', 'screen', 'journal-editor',
    'properties', '{"words": 120, "by_voice": false, "mood": "calm"}'::jsonb, 'duration_ms', 5000, 'platform', 'ios',
    'device_type', 'mobile', 'app_version', '1.4.0', 'mbti_type', 'INTJ'
  ),
  'the event is there as it was sent, with the type alice has, which the device did not say'
);
select is(
  (select to_jsonb(i) - 'created_at' - 'occurred_at' - 'occurred_on' from public.interaction_analytics as i),
  jsonb_build_object(
    'user_id', tests.user_id('alice'), 'id', tests.id(2), 'session_id', tests.id(900), 'kind', 'scroll', 'target', 'vision-card',
    'target_id', tests.id(5), 'feature', 'visions', 'screen', 'visions', 'dwell_ms', 800, 'scroll_percent', 75,
    'cognitive_function', 'Ni', 'outcome', 'completed', 'effectiveness', 60, 'properties', '{}'::jsonb, 'platform', 'web',
    'device_type', 'desktop', 'app_version', '1.4.0', 'mbti_type', 'INFP'
  ),
  'and the interaction, with the type that the device went by'
);
select is(
  (select array_agg(day - (pg_temp.moment() at time zone 'UTC')::date) from (
    select occurred_on as day from public.analytics_events union all select occurred_on from public.interaction_analytics
  ) as days), '{1,1}', 'the day is that of Auckland'
);
select ok(
  (select occurred_at = pg_temp.moment() and created_at = now()::timestamptz(3) from public.analytics_events),
  'when it happened is the device''s, when it arrived the server''s'
);

select is(
  tests.push(jsonb_build_array(pg_temp.event(1, '{"name": "other"}'), pg_temp.event(3)), into_table => 'analytics_events') -> 'rejected', '[]',
  'an event that is sent again is accepted again'
);
select results_eq(
  'select id, name::text from public.analytics_events order by id',
  $$values (tests.id(1), 'journal-entry-saved'), (tests.id(3), 'journal-entry-saved')$$, 'and is not there twice, nor changed'
);
select tests.raises($$update public.analytics_events set name = 'x'$$, '42501', null, 'nobody changes an event');
select tests.raises($$delete from public.interaction_analytics$$, '42501', null, 'or takes one back');
select tests.raises(
  $$
    insert into public.analytics_events (user_id, occurred_at, session_id, name, occurred_on)
    values (tests.user_id('alice'), now(), tests.id(900), 'x', '2020-01-01')
  $$, '42501', null, 'or says which day it was'
);
select lives_ok(
  $$insert into public.analytics_events (user_id, occurred_at, session_id, name) values (tests.user_id('alice'), now(), tests.id(900), 'app-opened')$$,
  'an event may come by the API, with as little as this'
);
select is(
  (select array[category, properties::text, mbti_type] from public.analytics_events where name = 'app-opened'), '{behavior,"{}",INTJ}',
  'the rest has defaults'
);
select is(
  tests.pulled(null, 'analytics_events'), null, 'no device is sent any of it'
);

select * from finish();
rollback;
