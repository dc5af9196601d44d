-- A backup brings back who was erased since. Nobody is let in until the ledger, kept elsewhere, has been replayed.
begin;
select plan(21);

select tests.create_person(name) from unnest('{alice,bob,mallory}'::text[]) as name;

-- What was kept elsewhere: alice is erased, bob had asked for it.
insert into privacy.erasure_ledger (subject_hash, origin, requested_at, row_count, schema_version)
values (privacy.subject_hash(tests.user_id('alice')), 'person', now(), 12, 14);
select privacy.erase_account(tests.user_id('bob'), now() + interval '9 days');
create temporary table kept as select privacy.export_erasures() as ledger;
grant select on kept to service_role;
select is_empty(
  $$select from kept, unnest('{alice,bob,mallory}'::text[]) as name where ledger::text like '%' || tests.user_id(name) || '%'$$, 'the exported ledger names nobody'
);
-- The backup is older.
delete from privacy.erasure_ledger where true;
select privacy.reopen_account(tests.user_id('bob'));

-- A failover is over in a moment.
update sync.epochs set identity = split_part(identity, ':', 1) || ':FFFFFFFF' where number = (select max(number) from sync.epochs);
select is(sync.is_admitted(), true, 'after a failover people are let in at once');
-- A restore takes longer, or is another cluster.
update sync.heartbeats set beaten_at = now() - interval '16 minutes';
select is(sync.is_admitted(), false, 'after a restore in the same cluster they are not');
update sync.heartbeats set beaten_at = now();
update sync.epochs set identity = '1:00000001' where number = (select max(number) from sync.epochs);
select is(sync.is_admitted(), false, 'nor in another');
select tests.sign_in('alice');
select tests.raises('select public.pull_changes_optimized()', 'PT503', 'restore_unconfirmed', 'alice, who was erased, is not let in');
select tests.as_owner();
select sync.check_epoch();
select tests.sign_in('mallory');
select tests.raises('select public.pull_changes_optimized()', 'PT503', 'restore_unconfirmed', 'nor is anybody when the new history is registered');
select tests.raises($$select public.push_changes('{}')$$, 'PT503', 'restore_unconfirmed', 'not with a push');
select throws_ok(
  $$insert into public.visions (user_id, category, title) values (tests.user_id('mallory'), 'career', 'early')$$, '42501', null, 'nor past it'
);
select throws_ok($$select privacy.replay_erasures('{}')$$, '42501', null, 'and she cannot open the gate');
select tests.as_owner();
select tests.raises(
  $$update auth.users set last_sign_in_at = now() where id = tests.user_id('alice')$$, 'PT503', 'restore_unconfirmed', 'alice cannot sign in'
);
select tests.raises($$update auth.users set last_sign_in_at = now()$$, 'PT503', 'restore_unconfirmed', 'nobody can');

select tests.as_service();
select tests.raises($$select privacy.replay_erasures('[]')$$, 'PT422', 'ledger_malformed', 'a ledger that is none is refused');
select tests.raises($$select privacy.replay_erasures('{"key": "0123456789abcdef"}')$$, 'PT409', 'ledger_key_differs', 'so is one of another key');
select is((select privacy.replay_erasures(ledger) from kept), 2, 'the ledger is replayed: two accounts are to be erased');
select is((select privacy.replay_erasures(ledger) from kept), 2, 'again changes nothing');

select tests.as_owner();
select lives_ok($$update auth.users set last_sign_in_at = now() where id = tests.user_id('mallory')$$, 'then people sign in');
select tests.sign_in('mallory');
select lives_ok('select public.pull_changes_optimized()', 'and are let in');
select tests.sign_in('alice');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'account_deleted', 'but not alice');
select tests.sign_in('bob');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'account_deleted', 'nor bob');
select tests.as_owner();
select results_eq(
  'select user_id, origin, due_at from privacy.erasures order by due_at',
  $$values (tests.user_id('alice'), 'replay', now()), (tests.user_id('bob'), 'replay', now() + interval '9 days')$$,
  'alice is erased now, bob when he would have been'
);
select is((select count(*) from privacy.erasure_ledger), 1::bigint, 'and the ledger is whole again');

select * from finish();
rollback;
