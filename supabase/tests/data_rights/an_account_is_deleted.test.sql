-- Whoever asks to be erased is shut out at once, and can come back for 30 days.
begin;
select plan(26);

select tests.create_person(name) from unnest('{alice,bob,mallory}'::text[]) as name;
insert into auth.sessions (id, user_id, created_at) values (gen_random_uuid(), tests.user_id('alice'), now());
select private.queue_export(tests.user_id('alice'), 'csv');
create temporary table asked (nth integer, erased_from timestamptz, cancel_code text);
grant all on asked to authenticated;

select tests.sign_in('alice');
select lives_ok('insert into asked select 1, * from public.request_account_erasure()', 'alice asks');
select is((select erased_from from asked), now() + interval '30 days', 'and is told from when on she is erased');
select tests.raises('select private.require_person()', 'PT403', 'account_deleted', 'her token lets her do nothing any more');
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'account_deleted', 'not pull');
select tests.raises($$select public.push_changes('{}')$$, 'PT403', 'account_deleted', 'not push');
select tests.raises('select public.request_data_export()', 'PT403', 'account_deleted', 'not export');
select throws_ok(
  $$insert into public.visions (user_id, category, title) values (tests.user_id('alice'), 'career', 'late')$$, '42501', null, 'and not write past them'
);
select tests.as_owner();
select is((select count(*) from auth.sessions where user_id = tests.user_id('alice')), 0::bigint, 'her sessions are over');
select ok((select banned_until > now() + interval '99 years' from auth.users where id = tests.user_id('alice')), 'and no new one is opened');
select is((select state from public.data_exports), 'cancelled', 'the export she waited for is given up');
select is_empty('select * from privacy.claim_erasure(now())', 'no worker gets her before the time has come');
select is((select count(*) from privacy.claim_erasure(now() + interval '30 days')), 1::bigint, 'then one does');
select is_empty($$select * from privacy.claim_erasure(now() + interval '30 days')$$, 'and only one');
select tests.raises(
  'select privacy.cancel_erasure_by_code(cancel_code) from asked', 'PT409', 'erasure_begun', 'what a worker is at is not stopped by a request from before'
);
update privacy.erasures set claim = null, claimed_until = null, attempts = 0, deleted_rows = 1;
select tests.raises('select privacy.cancel_erasure_by_code(cancel_code) from asked', 'PT409', 'erasure_begun', 'nor is what has lost rows');
update privacy.erasures set deleted_rows = 0;

-- The code is hers alone; what is kept is its hash.
select is_empty($$select from privacy.erasures as e, asked as a where e::text like '%' || a.cancel_code || '%'$$, 'the code is not kept');
select tests.raises($$select privacy.cancel_erasure_by_code('guess')$$, 'PT404', 'erasure_not_found', 'a guess is no code');
select tests.raises(
  $$select privacy.cancel_erasure_by_code(cancel_code, now() + interval '31 days') from asked$$, 'PT409', 'erasure_begun', 'after 30 days it is too late'
);
select lives_ok('select privacy.cancel_erasure_by_code(cancel_code) from asked', 'with the code she comes back');
select is(
  (select u.account_status || ' ' || (u.deleted_at is null) || ' ' || (a.banned_until is null) from public.users as u join auth.users as a using (id) where u.id = tests.user_id('alice')),
  'active true true', 'as she was'
);
select tests.sign_in('mallory');
select throws_ok($$select privacy.erase_account(tests.user_id('alice'))$$, '42501', null, 'nobody deletes another''s account');

-- Who is suspended may go too, and is still suspended when they think better of it.
select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('bob');
select tests.sign_in('bob');
insert into asked select 2, * from public.request_account_erasure();
select is((select a.cancel_code from public.request_account_erasure() as a), null, 'asking again gives no second code');
select lives_ok('select public.cancel_account_erasure()', 'with a valid token no code is needed');
select tests.raises('select private.require_person()', 'PT403', 'account_suspended', 'a deletion does not lift a suspension');
select tests.raises('select public.cancel_account_erasure()', 'PT404', 'erasure_not_found', 'it is cancelled once');
select tests.sign_out();
select throws_ok('select public.request_account_erasure()', '42501', null, 'a visitor has no account to delete');

select * from finish();
rollback;
