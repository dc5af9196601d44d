-- Guarantee 3: pull and push show and take no more than select, insert, update and delete would.
begin;
select plan(15);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes();
-- Hidden notes are not shown, locked ones not changed, pinned ones not deleted.
alter policy notes_select_own on public.notes using (user_id = (select auth.uid()) and body is distinct from 'hidden');
alter policy notes_insert_own on public.notes with check (user_id = (select auth.uid()) and body is distinct from 'forbidden');
alter policy notes_update_own on public.notes using (user_id = (select auth.uid()) and body is distinct from 'locked') with check (body is distinct from 'forbidden');
alter policy notes_delete_own on public.notes using (user_id = (select auth.uid()) and body is distinct from 'pinned');
insert into public.notes (user_id, id, title, body) values
  (tests.user_id('alice'), tests.id(1), 'one', null), (tests.user_id('alice'), tests.id(2), 'two', 'hidden'),
  (tests.user_id('alice'), tests.id(3), 'three', 'locked'), (tests.user_id('alice'), tests.id(4), 'four', 'pinned'),
  (tests.user_id('mallory'), tests.id(11), 'mallory''s', null);

select tests.sign_in('alice');
select is(tests.updated(tests.pulled()), '{1,3,4}', 'a first pull has what select shows, and nothing of others');
select is(tests.updated(tests.pulled(sync.encode_cursor(sync.current_epoch(), 1))), '{1,3,4}', 'so has a later one');
select is(tests.deleted(tests.pulled(sync.encode_cursor(sync.current_epoch(), 1))), '{2}', 'what is hidden arrives as a deletion');
select tests.commit();

select tests.as_owner();
update public.notes set body = 'hidden' where id = tests.id(1);
update public.notes set body = null where id = tests.id(2);
select tests.sign_in('alice');
select is(
  array[tests.updated(tests.pulled(tests.cursor())), tests.deleted(tests.pulled(tests.cursor()))], '{{2},{1}}',
  'a row that leaves the caller''s sight arrives as a deletion, one that enters it as an update'
);
select tests.commit();

select is(tests.rejected(tests.push(jsonb_build_array(tests.note(5, '{"body": "forbidden"}'), tests.note(6)), base => tests.cursor())), '{"5: not_allowed"}', 'what may not be inserted is refused');
select is(tests.rejected(tests.push(updated => jsonb_build_array(tests.edited(2, '{"body": "forbidden"}'), tests.edited(6, '{"title": "six"}')), base => tests.cursor())), '{"2: not_allowed"}', 'what may not be updated so is refused');
select is(tests.rejected(tests.push(updated => jsonb_build_array(tests.edited(3, '{"title": "x"}'), tests.edited(2, '{"title": "x"}')), base => tests.cursor())), '{"3: not_allowed"}', 'what may be seen but not updated is refused');
select is(tests.rejected(tests.push(deleted => jsonb_build_array(tests.id(4), tests.id(6)), base => tests.cursor())), '{"4: not_allowed"}', 'what may be seen but not deleted is refused');
select is((select array_agg(title order by id) from public.notes), '{x,three,four}', 'the rest is written, the refused is as it was');
select is(tests.updated(tests.pulled(tests.cursor(), device => 'phone')), '{2,4}', 'a refused deletion comes back to the device');

-- Mallory tries alice's rows.
select tests.sign_in('mallory');
select tests.push(
  updated => jsonb_build_array(tests.edited(3, '{"title": "mine"}') || jsonb_build_object('user_id', tests.user_id('alice'))),
  deleted => jsonb_build_array(tests.id(4))
);
select is((select user_id from public.notes where id = tests.id(3)), tests.user_id('mallory'), 'the owner of a row is whoever pushes it, whatever the row says');
select tests.as_owner();
select is(
  (select array_agg(title order by id) from public.notes where user_id = tests.user_id('alice')), '{one,x,three,four}', 'alice''s rows are untouched, even those with the same id'
);

revoke update, delete on public.notes from authenticated;
select tests.sign_in('alice');
select is(tests.rejected(tests.push(updated => jsonb_build_array(tests.edited(4, '{"title": "x"}')), base => tests.cursor())), '{"4: not_allowed"}', 'without the privilege to update nothing is updated');
select is(tests.rejected(tests.push(deleted => jsonb_build_array(tests.id(2)))), '{"2: not_allowed"}', 'nor deleted without that to delete');
select is(tests.rejected(tests.push(jsonb_build_array(tests.note(7)))), '{}', 'inserting still works');

select * from finish();
rollback;
