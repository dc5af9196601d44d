-- A preview says what the import would say, and leaves nothing behind.
begin;
select plan(8);

select tests.create_user('alice');
select tests.sign_in('alice');

create temporary table stored as
select '{
  "user": {"displayName": "Anna", "timezone": "Mars/Base"},
  "visions": [
    {"id": 1, "category": "health", "title": "Fit"}, {"id": 2, "category": "wealth", "title": "Rich", "priority": 9}, {"id": 3, "title": ""}, 7
  ],
  "milestones": [{"id": 1, "visionId": 3, "title": "Never"}],
  "dailyActions": [{"id": 1, "visionId": 3, "description": "Run", "date": "2025-11-02", "status": "done"}],
  "streaks": {}, "sb-auth-token": "secret"
}'::jsonb as payload;

select tests.as_owner();
create temporary table before as select (select count(*) from sync.changes) as entries, (select max(u.updated_at) from public.users as u) as edited_at;
select tests.sign_in('alice');
create temporary table previewed as select public.preview_local_storage_import(payload) as value from stored;

select is((select value -> 'is_preview' from previewed), 'true', 'a preview says that it is one');
select results_eq(
  'select (select count(*) from public.visions), (select count(*) from public.daily_actions), (select display_name::text from public.users)',
  $$values (0::bigint, 0::bigint, null)$$, 'it writes nothing'
);
select tests.as_owner();
select results_eq(
  'select (select count(*) from sync.changes), (select max(u.updated_at) from public.users as u)', 'select * from before', 'no device is told anything'
);
select tests.sign_in('alice');
select is((select public.preview_local_storage_import(payload) from stored), (select value from previewed), 'asked again, it says the same');
select is(
  (select public.import_local_storage(payload) - 'is_preview' from stored), (select value - 'is_preview' from previewed),
  'the import then says what the preview said, to the letter'
);
select is(
  (select jsonb_object_agg(i ->> 'place', i -> 'status') from previewed, jsonb_array_elements(value -> 'items') as i),
  '{
    "user": "repaired", "visions[0]": "imported", "visions[1]": "repaired", "visions[2]": "refused", "visions[3]": "refused", "milestones[0]": "refused",
    "dailyActions[0]": "repaired", "streaks": "refused", "sb-auth-token": "refused"
  }',
  'every item is reported, by where it stood'
);
select ok((select value::text !~ 'secret' from previewed), 'what is not the app''s is not repeated');
select is(
  (select public.preview_local_storage_import(payload) #> '{unchanged}' from stored), '4', 'afterwards a preview knows what is there'
);

select * from finish();
rollback;
