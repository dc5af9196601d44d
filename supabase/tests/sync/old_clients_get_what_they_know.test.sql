-- Guarantee 9: what is younger than the client's schema version is not sent; after an upgrade it is, whole.
begin;
select plan(21);

select tests.create_person('alice');
select tests.create_notes();
alter table public.notes add mood text not null default 'calm';
select sync.register_table('public.notes', since => 16);
create table public.pins (user_id uuid, id uuid, label text, constraint pins_pkey primary key (user_id, id));
alter table public.pins enable row level security;
create policy pins_all on public.pins to authenticated using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.pins to authenticated;
select sync.register_table('public.pins', since => 16, conflict => 'client_wins');
insert into public.pins values (tests.user_id('alice'), tests.id(1), 'pin');

select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select is(tests.pulled(version => 14) #> '{updated,0}' ? 'mood', false, 'a first pull of an old client has no new column');
select is(tests.pulled(version => 16) #> '{updated,0}' ? 'mood', true, 'one of a new client has');
select is(tests.pulled(version => 15) #> '{updated,0}' ? 'mood', false, 'one in between has what it knows');
select is(tests.pulled() #> '{updated,0}' ? 'mood', true, 'one that does not say gets the newest');
select is(tests.pulled(of_table => 'pins', version => 14), null, 'an old client is not sent a new table');
select is(tests.pulled(of_table => 'users', version => 12), null, 'one older than all tables is sent none');
select tests.commit('start');
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "uno"}', 5)), base => tests.cursor('start'));
select tests.push(jsonb_build_array(jsonb_build_object('id', tests.id(2), 'label', 'second')), into_table => 'pins');
select is(tests.pulled(tests.cursor('start'), version => 14) #> '{updated,0}' ? 'mood', false, 'a later pull of an old client has no new column');
select is(tests.pulled(tests.cursor('start'), version => 16) #> '{updated,0}' ? 'mood', true, 'of a new one it has');
select is(tests.pulled(tests.cursor('start'), 'pins', version => 14), null, 'nor does a later pull have a new table');
select is((select mood from public.notes where id = tests.id(1)), 'calm', 'the push of an old client leaves the new column as it is');
select is(tests.updated(tests.pulled(tests.cursor('start'), device => 'phone', version => 14)), '{}', 'and is not echoed for want of it');
select tests.commit('upgrade');

select is(tests.updated(tests.pulled(tests.cursor('upgrade'), version => 16)), '{}', 'without a migration nothing is sent again');
select is(
  tests.updated(tests.pulled(tests.cursor('upgrade'), version => 16, migration => '{"from": 14, "tables": [], "columns": [{"table": "notes", "columns": ["mood"]}]}')),
  '{1,2}', 'a table that got columns is sent whole'
);
select is(
  tests.updated(tests.pulled(tests.cursor('upgrade'), 'pins', version => 16, migration => '{"from": 14, "tables": ["pins"], "columns": []}')),
  '{1,2}', 'so is a table that is new'
);
select is(
  tests.pulled(tests.cursor('upgrade'), version => 16, migration => '{"from": 14, "tables": ["pins"], "columns": []}'), null, 'and no other'
);
delete from public.notes where id = tests.id(2);
select is(
  array[tests.updated(p), tests.deleted(p)], '{{1},{2}}', 'what was deleted since is deleted there too'
) from tests.pulled(tests.cursor('upgrade'), version => 16, migration => '{"from": 14, "tables": ["notes"], "columns": []}') as p;
select is(
  (
    select array_agg(distinct right(r ->> 'id', 12)::integer)
    from jsonb_array_elements(tests.pulled(tests.cursor('upgrade'), version => 16, hints => '{"page_size": 1}', migration => '{"from": 14, "tables": ["notes"], "columns": []}') -> 'updated') as r
  ), '{1}', 'in pages too'
);

-- What the server does not know.
select is(
  public.push_changes('{"drafts": {"created": [{"id": "x1", "text": "local"}], "updated": [], "deleted": ["x2"]}, "empty": {"created": [], "updated": [], "deleted": []}, "notes": {"created": [], "updated": [], "deleted": []}}')
    - 'timestamp',
  '{"accepted": {}, "conflicts": [], "rejected": [], "experimentalRejectedIds": {}, "unknown_tables": ["drafts"]}',
  'collections that are not synced are ignored, and named'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(tests.note(3, '{"scratch": "local", "user_id": "nobody", "_custom": {}}')))), '{}', 'so are columns that are not there'
);
select is(
  tests.rejected(tests.push(updated => jsonb_build_array(tests.edited(3, '{"scratch": "other", "title": "three"}')))), '{}', 'and the names of such in _changed'
);
select is((select title from public.notes where id = tests.id(3)), 'three', 'the rest is written');

select * from finish();
rollback;
