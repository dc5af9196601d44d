-- Guarantee 11: after a failover, a restore or a move no client silently misses anything.
begin;
select plan(26);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select tests.commit('old');
select tests.push(deleted => jsonb_build_array(tests.id(2)));
select tests.commit('shared');
select tests.push(jsonb_build_array(tests.note(3)));
select tests.commit('lost');

create function pg_temp.strategy(cursor bigint, snapshot text default null) returns text language sql as $$
  select coalesce(public.pull_changes_optimized(cursor, null, null, jsonb_strip_nulls(jsonb_build_object('snapshot', snapshot))) ->> 'experimentalStrategy', 'changes')
$$;
create function pg_temp.snapshot(cursor bigint) returns text language sql as $$
  select format('%1$s:%1$s:', cursor & ((1::bigint << 43) - 1))
$$;
select is(pg_temp.strategy(tests.cursor('old')), 'changes', 'a cursor of the present history is valid');

-- A failover in the same cluster: another timeline. The last heartbeat was at the cursor 'shared'.
select tests.as_owner();
delete from sync.heartbeats;
insert into sync.heartbeats (hour, xid) values (date_trunc('hour', now()) - interval '1 hour', tests.cursor('shared') & ((1::bigint << 43) - 1));
update sync.epochs set identity = split_part(identity, ':', 1) || ':FFFFFFFF' where number = (select max(number) from sync.epochs);
select tests.sign_in('alice');
select tests.raises(format('select public.pull_changes_optimized(%s)', tests.cursor('old')), 'PT503', 'epoch_unregistered', 'a pull before the new history is registered is told to come back');
select tests.raises('select public.pull_changes_optimized()', 'PT503', 'epoch_unregistered', 'a first pull too');
select lives_ok('select tests.push()', 'a push registers it');
select is(pg_temp.strategy(null), 'changes', 'and pulls go on');
select is(
  (public.pull_changes_optimized() ->> 'timestamp')::bigint >> 43 <> tests.cursor('old') >> 43, true, 'with cursors of the new history'
);
select is(pg_temp.strategy(tests.cursor('old')), 'replacement', 'a cursor of the old one alone gets a replacement');
select is(pg_temp.strategy(tests.cursor('old'), pg_temp.snapshot(tests.cursor('old'))), 'changes', 'with a snapshot that saw only what is shared it is still valid');
select is(
  tests.deleted(tests.pulled(tests.cursor('old'), hints => jsonb_build_object('snapshot', pg_temp.snapshot(tests.cursor('old'))))), '{2}', 'and is told what came after'
);
select is(pg_temp.strategy(tests.cursor('shared'), pg_temp.snapshot(tests.cursor('shared'))), 'changes', 'up to the last heartbeat');
select is(pg_temp.strategy(tests.cursor('lost'), pg_temp.snapshot(tests.cursor('lost'))), 'replacement', 'one that may have seen what was lost gets a replacement');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}', 5)), base => tests.cursor('lost'), device => 'laptop')), '{"title: client"}',
  'an edit whose base is of a lost history has seen nothing'
);
select tests.as_owner();
select is((select count(*)::integer from sync.epochs), 2, 'a history is registered once');
select is(sync.check_epoch(), sync.current_epoch(), 'checking again changes nothing');
select is((select count(*)::integer from sync.epochs), 2, 'really');
select is((select count(distinct tag) from sync.epochs), 2::bigint, 'each has its own tag');

-- A dump, loaded into another cluster.
update sync.epochs set identity = '1:00000001' where number = (select max(number) from sync.epochs);
update sync.horizon set xid = 500;
select sync.check_epoch();
select is((select array_agg(distinct c.xid) from sync.changes as c), '{0}', 'another cluster counts its own transactions: entries forget when');
select is((select h.xid from sync.horizon as h), 1::bigint, 'the horizon too, but not that there is one');
-- Nobody was erased since the backup.
select privacy.replay_erasures('{}');
select tests.sign_in('alice');
select is(pg_temp.strategy(tests.cursor('old'), pg_temp.snapshot(tests.cursor('old'))), 'replacement', 'no older cursor is valid there');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(2, '{"title": "phone"}')))), '{"*: server"}', 'what was deleted before stays deleted'
);


-- A dump, loaded into the cluster it was made of: nothing about the server tells.
select tests.as_owner();
select is(sync.is_admitted(), true, 'people are in');
create temporary table declared as select sync.check_epoch() as before, sync.declare_restore() as tag;
select isnt((select d.before from declared as d), (select d.tag from declared as d), 'a restore that is declared begins a new history');
select is(sync.check_epoch(), (select d.tag from declared as d), 'which stays');
select is(sync.is_admitted(), false, 'and shuts people out');
select privacy.replay_erasures('{}');
select is(sync.is_admitted(), true, 'until erasures are replayed');
select tests.sign_in('alice');
select throws_ok('select sync.declare_restore()', '42501', null, 'declaring one is the operator''s');

select * from finish();
rollback;
