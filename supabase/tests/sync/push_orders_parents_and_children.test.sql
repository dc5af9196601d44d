-- Records of one push may depend on each other, in whatever order they come.
begin;
select plan(11);

select tests.create_person('alice');
select tests.create_notes();
create table public.pages (
  user_id uuid not null, id uuid not null, note_id uuid not null, slot integer,
  constraint pages_pkey primary key (user_id, id),
  constraint pages_slot_key unique (user_id, slot),
  constraint pages_note_fkey foreign key (user_id, note_id) references public.notes (user_id, id) on delete restrict
);
alter table public.pages enable row level security;
create policy pages_all on public.pages to authenticated using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.pages to authenticated;
select sync.register_table('public.pages', conflict => 'client_wins');
select tests.sign_in('alice');

create function pg_temp.page(n integer, note integer, slot integer) returns jsonb language sql as $$
  select jsonb_build_object('id', tests.id(n), 'note_id', tests.id(note), 'slot', slot, '_status', 'created')
$$;
create function pg_temp.child(n integer, parent integer) returns jsonb language sql as $$
  select tests.note(n, jsonb_build_object('parent_id', tests.id(parent)))
$$;

select is(
  public.push_changes(json_build_object(
    'pages', json_build_object('created', json_build_array(pg_temp.page(1, 1, 1))),
    'notes', json_build_object('created', json_build_array(pg_temp.child(1, 2), tests.note(2)))
  )) -> 'rejected', '[]', 'children before parents, in a table and across tables, are all accepted'
);

select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.child(10, 11), pg_temp.child(11, 12), tests.note(12), tests.note(13, '{"title": ""}')))),
  '{"13: value_out_of_bounds"}', 'a chain of parents in reverse order is accepted beside a bad record'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(
    pg_temp.child(20, 21), pg_temp.child(21, 22), pg_temp.child(22, 23), pg_temp.child(23, 24), tests.note(24), pg_temp.child(25, 99), tests.note(26)
  ))), '{"25: parent_missing"}', 'and beside an orphan, which alone is refused'
);

select is(
  tests.rejected(public.push_changes(json_build_object(
    'notes', json_build_object('created', json_build_array(tests.note(30, '{"title": ""}'))),
    'pages', json_build_object('created', json_build_array(pg_temp.page(31, 30, 31), pg_temp.page(32, 1, 32)))
  ))), '{"30: value_out_of_bounds","31: parent_missing"}', 'a child of a refused parent is refused, its neighbour is not'
);
select is(
  public.push_changes(json_build_object(
    'notes', json_build_object('created', json_build_array(tests.note(30))),
    'pages', json_build_object('created', json_build_array(pg_temp.page(31, 30, 31)))
  )) -> 'accepted', '{"notes": 1, "pages": 1}', 'both are accepted once the parent is right'
);

select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.page(40, 1, 32)), into_table => 'pages')), '{"40: value_taken"}',
  'a value that is taken is refused'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(pg_temp.page(40, 1, 32)), deleted => jsonb_build_array(tests.id(32)), into_table => 'pages')), '{}',
  'unless the same push deletes the row that had it'
);

select is(
  tests.rejected(public.push_changes(json_build_object(
    'notes', json_build_object('deleted', json_build_array(tests.id(30))),
    'pages', json_build_object('deleted', json_build_array(tests.id(31)))
  ))), '{}', 'children are deleted before their parents'
);

select is(
  tests.rejected(tests.push(deleted => jsonb_build_array(tests.id(1)))), '{"1: parent_missing"}',
  'a parent that still has children under on delete restrict is not deleted'
);
select tests.commit();
select is(
  tests.rejected(tests.push(deleted => jsonb_build_array(tests.id(1), tests.id(2), tests.id(26)))), '{"1: parent_missing","2: parent_missing"}',
  'what cannot be deleted does not keep the rest'
);
select is(
  tests.updated(tests.pulled(tests.cursor(), device => 'phone')), '{1,2}', 'and comes back to the device, which had deleted it'
);

select * from finish();
rollback;
