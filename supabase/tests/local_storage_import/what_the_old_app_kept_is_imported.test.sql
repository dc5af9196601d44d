-- Everything the first version of the app kept finds its place, with what belongs together.
begin;
select plan(20);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.sign_in('alice');

create temporary table stored as
select '{
  "futuresync_user": "{\"id\": 17, \"name\": \"Anna van der Berg\", \"displayName\": \"Anna\", \"timezone\": \"Europe/Amsterdam\", \"locale\": \"nl_NL\", \"email\": \"anna@example.test\", \"role\": \"admin\", \"onboardingCompletedAt\": \"2025-11-01T09:00:00.000Z\", \"preferences\": {\"theme\": \"dark\", \"notifications\": false, \"analyticsParticipation\": true}}",
  "futuresync_visions": "[{\"id\": \"vision_1\", \"category\": \"health\", \"title\": \"Marathon\", \"priority\": \"high\", \"timeAllocationMinutes\": 45, \"createdAt\": \"2025-11-01T09:05:00Z\", \"milestones\": [{\"id\": 1, \"title\": \"Ten kilometres\", \"completedAt\": \"2025-12-01\"}]}, {\"id\": 2, \"category\": \"personalGrowth\", \"title\": \"Calm\"}]",
  "futuresync_daily-actions": "{\"2025-11-02\": [{\"id\": \"a1\", \"visionId\": \"vision_1\", \"description\": \"Run\", \"estimated_time_minutes\": \"30\", \"status\": \"completed\", \"completedAt\": \"2025-11-02T22:30:00Z\", \"aiGenerated\": true, \"aiReasoning\": \"You like mornings\", \"timeEntries\": [{\"start\": 1762121400000, \"end\": 1762122900000}]}], \"2025-11-03\": [{\"id\": \"a2\", \"visionId\": 2, \"description\": \"Breathe\", \"status\": \"inProgress\"}]}",
  "futuresync_progress": "{\"current_streak\": 12}"
}'::jsonb as payload;
create temporary table answer as select public.import_local_storage(payload) as value from stored;

select is(
  (select value - 'items' from answer), '{"is_preview": false, "imported": 8, "repaired": 0, "unchanged": 0, "refused": 1}', 'all of it fits but what is computed'
);
select results_eq(
  'select display_name::text, first_name::text, last_name::text, timezone, locale::text, onboarding_completed_at::timestamptz from public.users',
  $$values ('Anna', 'Anna', 'van der Berg', 'Europe/Amsterdam', 'nl-NL', '2025-11-01 09:00+00'::timestamptz)$$, 'the profile fills what was empty'
);
select is_empty('select * from public.my_permissions()', 'a role is not taken along');
select results_eq(
  'select theme, push_notifications from public.user_preferences', $$values ('dark', false)$$,
  'so do preferences; what may be recorded is asked anew'
);
select is(
  (select i -> 'ignored' from answer, jsonb_array_elements(value -> 'items') as i where i ->> 'kind' = 'profile'), '["email", "role"]', 'what was not read is said'
);
select results_eq(
  'select title::text, category, priority::integer, time_allocation_minutes::integer from public.visions order by 1',
  $$values ('Calm', 'personal-growth', 3, null), ('Marathon', 'health', 2, 45)$$, 'visions, however their areas were spelt'
);
select is((select created_at from public.visions where title = 'Marathon'), '2025-11-01 09:05+00', 'with the time they were made');
select results_eq(
  $$select m.title::text, v.title::text, m.completed_at::timestamptz from public.vision_milestones as m join public.visions as v on v.id = m.vision_id$$,
  $$values ('Ten kilometres', 'Marathon', '2025-12-01 00:00+01'::timestamptz)$$, 'milestones with their vision, and days by the person''s clock'
);
select results_eq(
  $$
    select a.description::text, v.title::text, a.scheduled_on, a.estimated_minutes::integer, a.status, a.completed_at::timestamptz, a.ai_generated
    from public.daily_actions as a join public.visions as v on v.id = a.vision_id order by 1
  $$,
  $$values
    ('Breathe', 'Calm', date '2025-11-03', null, 'in_progress', null, false),
    ('Run', 'Marathon', date '2025-11-02', 30, 'completed', '2025-11-02 22:30+00'::timestamptz, true)$$,
  'actions with their vision, of the day they stood under'
);
select results_eq(
  'select a.description::text, e.minutes::integer from public.action_time_entries as e join public.daily_actions as a on a.id = e.action_id',
  $$values ('Run', 25)$$, 'and the time that was spent'
);
select results_eq(
  'select total_actions_completed::integer, total_time_invested_minutes::integer from public.user_progress', $$values (1, 25)$$, 'progress follows from these'
);
select is(
  (select i - '{table,id,old_id,repairs,ignored,place}'::text[] from answer, jsonb_array_elements(value -> 'items') as i where i ->> 'kind' = 'computed'),
  '{"kind": "computed", "status": "refused", "code": "value_computed", "reason": "Progress and achievements are computed from the actions, and never taken as given.", "remedy": "Import the actions; streaks follow from them."}',
  'and is not taken as given'
);

-- The same under one key of a state library, already parsed, by id.
select tests.sign_in('bob');
select is(
  public.import_local_storage('{"futuresync-storage": {"version": 0, "state": {
    "visions": {"v1": {"category": "career", "title": "Bakery"}}, "dailyActions": [{"id": 1, "visionId": "v1", "text": "Bake", "date": "2025-11-02"}], "isLoading": false
  }}}') - 'items',
  '{"is_preview": false, "imported": 2, "repaired": 0, "unchanged": 0, "refused": 0}', 'the state of a library is read too'
);
select results_eq(
  'select a.description::text, v.title::text from public.daily_actions as a join public.visions as v on v.id = a.vision_id', $$values ('Bake', 'Bakery')$$,
  'and what stood under an id has that id'
);
select is(
  public.import_local_storage('{"visions": {"health": "Sleep well\nand eat well"}}') #> '{items,0,repairs,0,field}', '"title"', 'a text under the name of an area is a vision'
);
select results_eq(
  $$select title::text, description::text, category from public.visions where category = 'health'$$, $$values ('Sleep well', E'Sleep well\nand eat well', 'health')$$, 'of that area'
);

-- It reaches the person's devices.
select tests.as_owner();
select is(
  (
    select count(*) from sync.changes as f join sync.tables as r on r.table_id = f.table_id
    where f.scope_id = tests.user_id('alice') and f.origin is null and r.table_name in ('visions', 'vision_milestones', 'daily_actions', 'action_time_entries')
  ),
  6::bigint, 'no device is taken to hold what was imported'
);
select isnt(
  (select v.id from public.visions as v where v.title = 'Calm'), '00000000-0000-0000-0000-000000000002', 'ids are derived, whatever their form'
);
select is((select count(*) from public.visions where user_id = tests.user_id('alice')), 2::bigint, 'each person has their own');

select tests.sign_out();
select tests.raises($$select public.import_local_storage('{}')$$, '42501', null, 'a visitor imports nothing');

select * from finish();
rollback;
