-- Where the meaning is plain it is mended, with a note; where it is not, it is refused, with the reason and a remedy.
begin;
select plan(31);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set username = case id when tests.user_id('bob') then 'anna' end where id in (tests.user_id('alice'), tests.user_id('bob'));
select tests.sign_in('alice');
update public.users set timezone = 'Europe/Amsterdam';

create function pg_temp.outcome(key text, item jsonb)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select public.import_local_storage(jsonb_build_object(outcome.key, outcome.item)) #> '{items,0}';
$$;
create function pg_temp.repairs(key text, item jsonb)
returns text
language sql
volatile
set search_path = ''
as $$
  select string_agg(format('%s: %s -> %s', r ->> 'field', coalesce(r ->> 'was', 'none'), coalesce(r ->> 'became', 'none')), '; ' order by r ->> 'field', r ->> 'was')
  from jsonb_array_elements(pg_temp.outcome(repairs.key, jsonb_build_array(repairs.item)) -> 'repairs') as r;
$$;
create function pg_temp.refusal(key text, item jsonb)
returns text
language sql
volatile
set search_path = ''
as $$
  select concat_ws(' ', o ->> 'status', o ->> 'code', case when length(o ->> 'reason') > 9 and length(o ->> 'remedy') > 9 then 'explained' end)
  from pg_temp.outcome(refusal.key, refusal.item) as o;
$$;

-- Visions.
select is(pg_temp.repairs('visions', '{"id": 1, "category": "wealth", "title": "x"}'), 'category: wealth -> personal-growth', 'an area that is none');
select is(pg_temp.repairs('visions', '{"id": 2, "title": "x"}'), 'category: none -> personal-growth', 'or is missing');
select is(pg_temp.repairs('visions', '{"id": 3, "category": "work", "title": "x", "priority": 12}'), 'priority: 12 -> 3', 'a priority that is none');
select is(pg_temp.repairs('visions', '{"id": 4, "category": "work", "title": "x", "timeAllocation": -5}'), 'time_allocation_minutes: -5 -> none', 'a duration below zero');
select is(pg_temp.repairs('visions', '{"id": 5, "category": "work", "title": "x", "completedAt": "2025-01-01", "status": "active"}') ~ '^completed_at: \d+ -> none$', true, 'a completion that the status denies');
select is(pg_temp.repairs('visions', '{"category": "work", "title": "nameless"}') ~ '^id: none -> [0-9a-f-]{36}$', true, 'an id that is missing');
select is(pg_temp.repairs('visions', '{"id": 6, "category": "work", "title": "x", "description": {"a": 1}}'), 'description: {"a": 1} -> none', 'an object where a text belongs');
select matches(
  pg_temp.repairs('visions', jsonb_build_object('id', 7, 'category', 'work', 'title', repeat('long ', 60), 'description', 'And more.')), '^title: none -> (long )+', 'a title that is too long'
);
select is(
  (select v.description::text from public.visions as v where v.title like 'long %'), btrim(repeat('long ', 60)) || E'\n\nAnd more.', 'is kept whole in the description'
);
select is(pg_temp.repairs('visions', jsonb_build_object('id', 8, 'category', 'work', 'title', 'x', 'createdAt', '2999-01-01T00:00:00Z')) ~ '^created_at: 2999', true, 'a time that has not come');

-- Actions.
select is(pg_temp.repairs('actions', '{"id": 1, "title": "Run", "createdAt": "2025-03-02T23:30:00Z"}'), 'scheduled_on: none -> 2025-03-03', 'a day that is missing, by the person''s clock');
select is(
  pg_temp.repairs('actions', '{"id": 2, "title": "Run", "date": "2025-03-02", "completed": true}'), format('completed_at: none -> %s', extract(epoch from timestamptz '2025-03-02 11:00+00')::bigint * 1000),
  'a completion without its time is on the day, where the person is'
);
select is(pg_temp.repairs('actions', '{"id": 3, "title": "Run", "date": "2025-03-02", "status": "maybe"}'), 'status: maybe -> pending', 'a status that is none');
select is(pg_temp.repairs('actions', '{"id": 4, "title": "Run", "date": "2025-03-02", "visionId": "gone"}'), 'vision_id: gone -> none', 'a vision that is not there');
select is(pg_temp.repairs('actions', '{"id": 5, "title": "Run", "date": "someday", "createdAt": 1740873600}'), 'scheduled_on: someday -> none; scheduled_on: none -> 2025-03-02', 'a day that is none, and seconds for milliseconds');
select is(pg_temp.repairs('actions', '{"id": 6, "title": "Run", "date": "2025-02-30", "createdAt": "2025-02-28"}'), 'scheduled_on: 2025-02-30 -> none; scheduled_on: none -> 2025-02-28', 'a day that no month has');

-- The person.
select is(pg_temp.outcome('user', '{"username": "Anna", "displayName": "Anna"}') #>> '{repairs,0,why}', 'Somebody else has it.', 'a name that is taken is left, and the rest is written');
select is((select display_name::text from public.users), 'Anna', 'as it says');
select is(pg_temp.outcome('settings', '{"theme": "sepia", "weekStartsOn": "Sunday"}') #>> '{repairs,0,field}', 'theme', 'a preference that is none');
select is((select week_starts_on::integer from public.user_preferences), 7, 'does not hinder another');

-- What cannot be mended.
select is(pg_temp.refusal('visions', '[{"id": 20, "category": "work"}]'), 'refused text_missing explained', 'a vision without a word');
select is(pg_temp.refusal('actions', '[{"id": 20, "description": "   "}]'), 'refused text_missing explained', 'an action of spaces');
select is(pg_temp.refusal('visions', '[12]'), 'refused item_malformed explained', 'a number');
select is(pg_temp.outcome('visions', '"Not JSON"') #>> '{repairs,0,became}', 'Not JSON', 'a text that is no JSON is a text');
select is(pg_temp.refusal('milestones', '[{"id": 1, "visionId": "gone", "title": "Step"}]'), 'refused parent_missing explained', 'a milestone of no vision');
select is(pg_temp.refusal('timeEntries', '[{"id": 1, "actionId": 1}]'), 'refused start_missing explained', 'a time that began never');
select is(pg_temp.refusal('actions', jsonb_build_array(jsonb_build_object('id', 21, 'description', repeat('x', 20001)))), 'refused text_too_long explained', 'a text that is too long is not cut');
select is(pg_temp.refusal('visions', to_jsonb('[{"id": 22, "category": "work", "title": "x", "rank": 1e999999}]'::text)), 'refused item_malformed explained', 'a number beyond all numbers');
select is(
  pg_temp.outcome('visions', to_jsonb('[{"id": 23, "category": "work", "title": "half \ud83d of it"}]'::text)) #>> '{repairs,0,why}', 'What was no character became U+FFFD.', 'half a character does not hinder the rest'
);

-- Limits.
select tests.raises($$select public.import_local_storage('[]')$$, 'PT422', 'import_malformed', 'a payload is an object');
select tests.raises(
  $$select public.import_local_storage(jsonb_build_object('actions', (select jsonb_agg(n) from generate_series(1, 2001) as n)))$$, 'PT413', 'import_too_large', 'of no more items than are taken'
);

select * from finish();
rollback;
