-- A device adds a record to a parent that was deleted elsewhere: it gets what the foreign key says of deletions.
begin;
select plan(12);

select tests.create_person('alice');
create table public.shelves (
  user_id uuid not null, id uuid not null, name text not null, primary key (user_id, id)
);
create table public.books (
  user_id uuid not null, id uuid not null, title text not null, shelf_id uuid, owner_id uuid,
  constraint books_pkey primary key (user_id, id),
  constraint books_shelf_fkey foreign key (user_id, shelf_id) references public.shelves (user_id, id) on delete set null (shelf_id),
  constraint books_owner_fkey foreign key (user_id, owner_id) references public.shelves (user_id, id) on delete cascade
);
alter table public.shelves enable row level security;
alter table public.books enable row level security;
create policy shelves_own on public.shelves to authenticated using (user_id = (select auth.uid()));
create policy books_own on public.books to authenticated using (user_id = (select auth.uid()));
grant select, insert, update, delete on public.shelves, public.books to authenticated;
select sync.register_table('public.shelves', conflict => 'client_wins');
select sync.register_table('public.books', conflict => 'client_wins');
select tests.sign_in('alice');

select tests.push(jsonb_build_array(jsonb_build_object('id', tests.id(1), 'name', 'novels')), into_table => 'shelves');
select tests.push(deleted => to_jsonb(array[tests.id(1)]), into_table => 'shelves');
select tests.commit('start');

create function pg_temp.book(n integer, shelf uuid, owner uuid) returns jsonb language sql as $$
  select jsonb_build_object('id', tests.id(n), 'title', 'book ' || n, 'shelf_id', shelf, 'owner_id', owner, '_status', 'created', '_changed', '')
$$;

create temporary table answers as
select tests.push(
  jsonb_build_array(
    pg_temp.book(10, tests.id(1), null), pg_temp.book(11, null, tests.id(1)), pg_temp.book(12, tests.id(99), null), pg_temp.book(13, null, null)
  ),
  device => 'phone', into_table => 'books'
) as answer;

select is(tests.rejected(answer), '{"12: parent_missing"}', 'only a parent that never was is for the person to correct') from answers;
select is((select shelf_id from public.books where id = tests.id(10)), null, 'with on delete set null the record lives on without its parent');
select is((select title from public.books where id = tests.id(10)), 'book 10', 'and keeps the rest');
select is((select count(*) from public.books where id = tests.id(11)), 0::bigint, 'with on delete cascade it goes with its parent');
select is(
  (select client_value ->> 'title' from public.sync_conflicts where row_id = tests.id(11) and column_name = '*'), 'book 11',
  'and what is lost is kept as a conflict'
);
select ok(exists (select from public.books where id = tests.id(13)), 'its neighbours are written');

create temporary table pulls as select tests.pulled(tests.cursor('start'), device => 'phone', of_table => 'books') as changes;
select is(tests.updated(changes), '{10}', 'the device is sent the record as it is now') from pulls;
select is(tests.deleted(changes), '{11}', 'and the deletion of the one that went') from pulls;

select tests.commit('second');
select is(
  tests.rejected(tests.push(
    updated => jsonb_build_array(jsonb_build_object('id', tests.id(13), 'shelf_id', tests.id(1), '_status', 'updated', '_changed', 'shelf_id')),
    into_table => 'books'
  )), '{}', 'an edit that moves a record to a deleted parent is treated the same'
);

create temporary table refused as
select tests.push(jsonb_build_array(pg_temp.book(14, tests.id(1), tests.id(99))), device => 'phone', into_table => 'books') as answer;
select is(tests.rejected(answer), '{"14: parent_missing"}', 'one that is refused for another reason all the same') from refused;
select is((select payload ->> 'shelf_id' from public.sync_rejections where row_id = tests.id(14)::text), tests.id(1)::text, 'is kept as it was sent');
select is_empty('select * from public.sync_conflicts where row_id = tests.id(14)', 'and nothing was decided about it');

select * from finish();
rollback;
