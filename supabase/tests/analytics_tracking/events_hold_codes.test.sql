-- An event says what happened in codes and numbers. There is no room for what a person wrote, or where they are.
begin;
select plan(39);

select tests.create_user('alice');
update public.user_preferences set analytics_participation = true where user_id = tests.user_id('alice');

create function pg_temp.insert_with(relation text, column_name text, value text) returns text language sql immutable as $$
  select format(
    'insert into public.%I (user_id, occurred_at, session_id, %s%s) values (tests.user_id(''alice''), now(), tests.id(1), %s%L)',
    relation,
    case relation when 'analytics_events' then case when column_name <> 'name' then 'name, ' else '' end
      else case column_name when 'kind' then 'target, ' when 'target' then 'kind, ' else 'kind, target, ' end end,
    column_name,
    case relation when 'analytics_events' then case when column_name <> 'name' then '''x'', ' else '' end
      else case column_name when 'kind' then '''x'', ' when 'target' then '''tap'', ' else '''tap'', ''x'', ' end end,
    value
  );
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;
select tests.sign_in('alice');

select tests.raises(pg_temp.insert_with('analytics_events', 'properties', value), '23514', null, title)
from (values
  ('[1]', 'properties are an object'),
  ('{"where": {"lat": 52}}', 'a flat one'),
  ('{"list": ["a"]}', 'without lists'),
  ('{"note": "Today I felt lost"}', 'no sentence is a code'),
  ('{"mail": "alice@example.test"}', 'nor an e-mail address'),
  ('{"link": "https://example.test"}', 'nor a URL'),
  ('{"agent": "Mozilla/5.0 (X11)"}', 'nor a user agent'),
  ('{"from": "192.0.2.1"}', 'nor an IP address'),
  ('{"from": "192.0.2.0/24"}', 'nor a network'),
  ('{"from": "2001:db8::1"}', 'nor one of six bytes and more'),
  ('{"name of it": 1}', 'a key is a code too'),
  ('{"i_feel_so_lost_today": 1}', 'of four words at most'),
  (jsonb_build_object(repeat('k', 41), 1)::text, 'and 40 characters'),
  (jsonb_build_object('code', repeat('x', 101))::text, 'a code has at most 100 characters'),
  ((select jsonb_object_agg('k' || n, n) from generate_series(1, 21) as n)::text, 'there are at most 20 of them'),
  ('{"n": ' || repeat('9', 41) || '}', 'and a number is no text in disguise')
) as t (value, title);
select lives_ok(pg_temp.insert_with('analytics_events', 'properties', value), title)
from (values
  ('{}', 'no properties are fine'),
  ((select jsonb_object_agg('k' || n, repeat('x', 100)) from generate_series(1, 20) as n)::text, 'so are 20 long codes'),
  ('{"a": null, "b": true, "c": -1.5e3, "d": "", "e": "v1.2.3-rc.1+b/x"}', 'and each kind of plain value')
) as t (value, title);

select tests.raises(pg_temp.insert_with(relation, column_name, value), '23514', null, title)
from (values
  ('analytics_events', 'name', 'Saved an entry', 'the name is a code'),
  ('analytics_events', 'feature', 'Journal!', 'so is the feature'),
  ('analytics_events', 'screen', 'https://example.test', 'and the screen'),
  ('analytics_events', 'category', 'gossip', 'there are four categories'),
  ('analytics_events', 'duration_ms', '-1', 'nothing takes less than no time'),
  ('analytics_events', 'duration_ms', '86400001', 'or more than a day'),
  ('analytics_events', 'platform', 'fridge', 'platforms are those of sync_devices'),
  ('analytics_events', 'device_type', 'watch', 'there are three types of devices'),
  ('analytics_events', 'app_version', repeat('1', 41), 'a version is short'),
  ('analytics_events', 'app_version', 'I feel lost', 'and no sentence'),
  ('analytics_events', 'app_version', '1.0-ifeelsolosttoday', 'not even behind a number'),
  ('interaction_analytics', 'app_version', 'alice@example.test', 'nor an address'),
  ('analytics_events', 'mbti_type', 'ABCD', 'there are 16 types'),
  ('interaction_analytics', 'kind', 'stare', 'interactions are of known kinds'),
  ('interaction_analytics', 'target', 'The red one', 'a target is a code'),
  ('interaction_analytics', 'scroll_percent', '101', 'nobody scrolls further than the end'),
  ('interaction_analytics', 'cognitive_function', 'Nx', 'there are eight cognitive functions'),
  ('interaction_analytics', 'outcome', 'great', 'and four outcomes')
) as t (relation, column_name, value, title);

select lives_ok(pg_temp.insert_with('analytics_events', 'app_version', value), format('%s is a version', value))
from unnest('{1.4.0,2.14.0-beta.3+512}'::text[]) as value;

select * from finish();
rollback;
