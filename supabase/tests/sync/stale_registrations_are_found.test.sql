-- sync.stale_tables() finds what was altered after a table was registered.
begin;
select plan(18);

select tests.create_notes();

create function pg_temp.staleness(change text) returns text[] language plpgsql as $$
declare
  found text[];
begin
  begin
    execute change;
    found := array(select distinct coalesce(s.table_name::text, 'null') || ': ' || s.reason from sync.stale_tables() as s order by 1);
    raise exception 'undo' using errcode = 'P0009';
  exception when sqlstate 'P0009' then
    null;
  end;
  return found;
end;
$$;

select is_empty('select * from sync.stale_tables()', 'a table that was just registered is fresh');
select is(pg_temp.staleness('alter table public.notes add mood text'), '{"notes: column mood was added, dropped or altered"}', 'a new column is found');
select is(pg_temp.staleness('alter table public.notes drop body'), '{"notes: column body was added, dropped or altered"}', 'a dropped column is found');
select is(pg_temp.staleness('alter table public.notes alter rank type bigint'), '{"notes: column rank was added, dropped or altered"}', 'another type is found');
select is(pg_temp.staleness('alter table public.notes alter rank set default 3'), '{"notes: column rank was added, dropped or altered"}', 'another default is found');
select is(pg_temp.staleness('alter table public.notes alter body set not null'), '{"notes: column body was added, dropped or altered"}', 'a new not null is found');
select ok('notes: column heading was added, dropped or altered' = any (pg_temp.staleness('alter table public.notes rename title to heading')), 'a new name is found');
select is(
  pg_temp.staleness('alter table public.notes disable trigger _900_capture_update'),
  '{"notes: trigger _900_capture_update is missing or not enabled always"}', 'a disabled trigger is found'
);
select is(
  pg_temp.staleness('alter table public.notes enable trigger _900_capture_insert'),
  '{"notes: trigger _900_capture_insert is missing or not enabled always"}', 'one that would sleep through a restore is found'
);
select is(
  pg_temp.staleness('drop trigger _900_capture_delete on public.notes'),
  '{"notes: trigger _900_capture_delete is missing or not enabled always"}', 'a missing trigger is found'
);
select is(
  pg_temp.staleness('drop trigger _050_refuse_truncate on public.notes'),
  '{"notes: trigger _050_refuse_truncate is missing or not enabled always"}', 'so is a missing guard against truncate'
);
select is(
  pg_temp.staleness('drop function sync.read_notes'), '{"notes: function sync.read_notes is not as generated"}', 'a missing function is found'
);
select is(
  pg_temp.staleness($$create or replace function sync.delete_notes(_ids uuid[]) returns void language sql as 'select'$$),
  '{"notes: function sync.delete_notes is not as generated"}', 'an altered function is found'
);
select ok(
  'notes: the table is gone' = any (pg_temp.staleness('drop table public.notes cascade')), 'a dropped table is found'
);
select isnt(
  pg_temp.staleness('alter table public.notes drop constraint notes_sync_round_trip'), '{}', 'a dropped guard against infinite times is found'
);

alter table public.notes add mood text;
select sync.register_table('public.notes', since => 15);
select is_empty('select * from sync.stale_tables()', 'registering again makes it fresh');
select is((select c.since from sync.columns as c join sync.tables as t using (table_id) where c.column_name = 'mood' and t.table_name = 'notes'), 15, 'the new column is of the new version');
select is((select c.since from sync.columns as c join sync.tables as t using (table_id) where c.column_name = 'body' and t.table_name = 'notes'), 14, 'the others are of the old');

select * from finish();
rollback;
