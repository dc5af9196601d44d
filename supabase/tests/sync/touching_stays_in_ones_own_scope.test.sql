-- The engine's definer functions reach no further than the caller's own scopes, should anybody get at them.
begin;
select plan(8);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1)));
select tests.sign_in('mallory');
select tests.raises(
  format('select sync.touch(1::smallint, %L, %L)', tests.user_id('alice'), array[tests.id(1)]), 'PT403', 'scope_forbidden', 'mallory does not touch alice''s rows'
);
select tests.raises(
  format('select sync.touch(1::smallint, %L, %L)', '00000000-0000-0000-0000-000000000000', array[tests.id(1)]), 'PT403', 'scope_forbidden', 'nor a catalogue''s, which would wake everybody'
);
select is_empty(
  format('select * from sync.stamps((select table_id from sync.tables where table_name = %L), %L, %L)', 'notes', tests.user_id('alice'), array[tests.id(1)]),
  'nor does she learn who changed them'
);
select is_empty(
  format('select * from sync.touched(0, null, null, null, null, null, null, null, null) where row_id = %L', tests.id(1)), 'or that they changed'
);
select throws_ok('select * from sync.changes', '42501', null, 'the feed itself is nobody''s to read');
select throws_ok('select * from sync.pushes', '42501', null, 'nor are the answers');
select throws_ok('select sync.check_epoch()', '42501', null, 'registering a history is the server''s');
select throws_ok('select sync.prune()', '42501', null, 'so is pruning');

select * from finish();
rollback;
