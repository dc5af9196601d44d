-- Pushes into an organisation: row-level security decides, and a refusal wakes nobody else.
begin;
select plan(29);

select tests.organize('acme', 'alice', 'bob:admin', 'dave');
select tests.organize('beta', 'erin', 'bob:admin');
select tests.create_person('mallory');
select tests.create_boards();
create function pg_temp.pushed(created jsonb default '[]', updated jsonb default '[]', deleted jsonb default '[]', base text default 'made') returns jsonb language sql as $$
  select tests.push(created, updated, deleted, into_table => 'boards', base => tests.cursor(base))
$$;
create function pg_temp.titles(organization text) returns text[] language sql security definer as $$
  select array(select right(b.id::text, 2) || ' ' || b.title from public.boards as b where b.organization_id = tests.organization_id(organization) order by 1)
$$;
grant execute on all functions in schema pg_temp to authenticated;
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.board(1, 'acme'), tests.board(2, 'acme')), into_table => 'boards');
select tests.commit('made');

-- Members read.
select tests.sign_in('dave');
select is(tests.rejected(pg_temp.pushed(created => jsonb_build_array(tests.board(9, 'acme')))), '{"9: not_allowed"}', 'a member makes no boards');
select is(
  tests.rejected(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', '{"title": "mine", "_changed": "title"}')))),
  '{"1: not_allowed"}', 'nor edits them'
);
select is(tests.rejected(pg_temp.pushed(deleted => jsonb_build_array(tests.id(2)))), '{"2: not_allowed"}', 'nor deletes them');
select is(pg_temp.titles('acme'), '{"01 board 1","02 board 2"}', 'they are as they were');
select is(tests.updated(tests.pulled(tests.cursor('made'), 'boards')), '{2}', 'the board that is not deleted comes back to the device');
select tests.sign_in('alice');
select is(tests.pulled(tests.cursor('made'), 'boards'), null, 'and nobody else is sent anything');
select tests.as_owner();
delete from sync.changes where table_id = (select table_id from sync.tables where table_name = 'boards');
select tests.sign_in('dave');
select is(
  tests.rejected(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', '{"title": "mine", "_changed": "title"}')))),
  '{"1: not_allowed"}', 'it is the same when the feed has forgotten the board'
);
select is(
  (select r.message from public.sync_rejections as r where r.row_id = tests.id(1)::text), 'You may see this record but not change it.', 'and he is told why'
);
select is(
  tests.rejected(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', jsonb_build_object('updated_at', tests.at(9), '_changed', 'title,updated_at'))))),
  '{}', 'a change that he takes back is none'
);
select is_empty(format('select * from public.sync_rejections where row_id = %L', tests.id(1)), 'nothing is held against it any more');
select is(tests.updated(tests.pulled(tests.cursor('made'), 'boards')), '{1}', 'and his device is sent what is there');

-- Two admins: columns merge, and what both changed is told.
select tests.sign_in('bob');
select is(
  tests.conflicts(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', jsonb_build_object('body', 'bob', 'updated_at', tests.at(5), '_changed', 'body,updated_at'))))),
  '{}', 'bob changes one column'
);
select tests.sign_in('alice');
select is(
  tests.conflicts(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', jsonb_build_object('title', 'alice', 'updated_at', tests.at(6), '_changed', 'title,updated_at'))))),
  '{}', 'alice another'
);
select tests.sign_in('bob');
select is(
  tests.conflicts(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', jsonb_build_object('title', 'late', 'updated_at', tests.at(4), '_changed', 'title,updated_at'))))),
  '{"title: server"}', 'bob changed that one too, earlier: hers stands, and he is told'
);
select is(pg_temp.titles('acme'), '{"01 alice","02 board 2"}', 'nothing is lost');
select is(
  (select array_agg(c.organization_id) from public.sync_conflicts as c), array[tests.organization_id('acme')], 'the conflict says whose record it is'
);
select lives_ok(format('select public.resolve_conflict(%L, %L)', (select c.id from public.sync_conflicts as c), 'client'), 'and can be decided');
select is(pg_temp.titles('acme'), '{"01 late","02 board 2"}', 'as bob does');

-- A forged organisation, a stolen id, a move.
select tests.sign_in('mallory');
select is(tests.rejected(pg_temp.pushed(created => jsonb_build_array(tests.board(8, 'acme')))), '{"8: not_allowed"}', 'who does not belong to it makes nothing in it');
select is(
  tests.rejected(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'acme', '{"title": "hers", "_changed": "title"}')))),
  '{"1: not_allowed"}', 'nor changes anything'
);
select is(
  (select r.payload from public.sync_rejections as r where right(r.row_id, 2) = '01'),
  jsonb_build_object('id', tests.id(1), 'title', 'hers', '_status', 'updated', '_changed', 'title', 'organization_id', tests.organization_id('acme')),
  'what is kept of it is what she wrote'
);
select is(tests.rejected(pg_temp.pushed(deleted => jsonb_build_array(tests.id(1)))), '{}', 'a deletion of what she cannot see is done already');
select is(pg_temp.titles('acme'), '{"01 late","02 board 2"}', 'and does nothing');
select tests.sign_in('bob');
select is(
  tests.rejected(pg_temp.pushed(updated => jsonb_build_array(tests.board(1, 'beta', '{"body": "still", "_changed": "organization_id,body"}')))),
  '{}', 'a device does not move a record to another organisation'
);
select is(pg_temp.titles('beta'), '{}', 'it stays where it is');
select is((select b.body from public.boards as b where b.id = tests.id(1)), 'still', 'with what was changed in it');
select is(tests.rejected(pg_temp.pushed(created => jsonb_build_array(tests.board(1, 'beta', '{"title": "twin"}') - 'organization_id'))), '{}', 'a record that says no organisation is the one that is here');
select is(
  tests.rejected(pg_temp.pushed(created => jsonb_build_array(tests.board(7, 'beta') - 'organization_id'))), '{"7: not_allowed"}', 'if there is none it belongs nowhere'
);
select is(
  (select r.message from public.sync_rejections as r where r.row_id = tests.id(7)::text), 'The record says no organisation.', 'which is what is said of it'
);

select * from finish();
rollback;
