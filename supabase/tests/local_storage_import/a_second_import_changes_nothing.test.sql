-- What was imported before is found again by its old id, and left as it is here: edited, or deleted.
begin;
select plan(13);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.payload()
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select '{
    "user": {"displayName": "Anna", "timezone": "Europe/Amsterdam"},
    "visions": [{"id": 1, "category": "health", "title": "Fit"}, {"id": 2, "category": "career", "title": "Bakery"}],
    "dailyActions": [
      {"id": 1, "visionId": 1, "description": "Run", "date": "2025-11-02", "status": "completed", "completedAt": "2025-11-02T08:00:00Z"},
      {"visionId": 2, "description": "Bake", "date": "2025-11-03"}
    ]
  }'::jsonb;
$$;
create temporary table first as select public.import_local_storage(pg_temp.payload()) as value;
select is((select value - 'items' from first), '{"is_preview": false, "imported": 4, "repaired": 1, "unchanged": 0, "refused": 0}', 'first all of it is new');

select is(
  public.import_local_storage(pg_temp.payload()) - 'items', '{"is_preview": false, "imported": 0, "repaired": 0, "unchanged": 5, "refused": 0}', 'then nothing is'
);
select results_eq(
  'select (select count(*) from public.visions), (select count(*) from public.daily_actions)', $$values (2::bigint, 2::bigint)$$, 'and nothing is there twice'
);
select is(
  (select jsonb_agg(i -> 'id' order by i ->> 'place') from jsonb_array_elements(public.import_local_storage(pg_temp.payload()) -> 'items') as i),
  (select jsonb_agg(i -> 'id' order by i ->> 'place') from first, jsonb_array_elements(value -> 'items') as i), 'each item is told the id it has'
);

update public.visions set title = 'Fitter' where title = 'Fit';
update public.users set display_name = 'An', timezone = 'UTC';
update public.daily_actions set status = 'pending' where description = 'Run';
select public.import_local_storage(pg_temp.payload());
select results_eq($$select title::text from public.visions order by 1$$, $$values ('Bakery'), ('Fitter')$$, 'what was edited here stays edited');
select is((select status from public.daily_actions where description = 'Run'), 'pending', 'also what was undone');
select is((select display_name::text from public.users), 'An', 'also the profile');
select is((select timezone from public.users), 'Europe/Amsterdam', 'which is filled where it is empty again');

delete from public.visions where title = 'Bakery';
create temporary table after_deletion as select public.import_local_storage(pg_temp.payload()) as value;
select is((select count(*) from public.visions), 1::bigint, 'what was deleted here stays deleted');
select is(
  (select i ->> 'reason' from after_deletion, jsonb_array_elements(value -> 'items') as i where i ->> 'place' = 'visions[1]'), 'It was imported before, and deleted here since.', 'and that is said'
);

-- More of it, later: what is new refers to what is there.
select is(
  public.import_local_storage('{"dailyActions": [{"id": 9, "visionId": 1, "description": "Swim", "date": "2025-11-04"}]}') - 'items',
  '{"is_preview": false, "imported": 1, "repaired": 0, "unchanged": 0, "refused": 0}', 'a later part may refer to an earlier one'
);
select is(
  (select v.title::text from public.daily_actions as a join public.visions as v on v.id = a.vision_id where a.description = 'Swim'), 'Fitter', 'by the old id'
);
select is(
  (
    select jsonb_agg(i -> 'status') from jsonb_array_elements(public.import_local_storage(
      '{"visions": [{"id": 7, "category": "health", "title": "A"}, {"id": "7", "category": "health", "title": "B"}, {"id": 7, "category": "health", "title": "A"}]}'
    ) -> 'items') as i
  ),
  '["imported", "refused", "unchanged"]', 'of two items with one id the second is refused, unless it is the same'
);

select * from finish();
rollback;
