-- Shutting an account out, and letting it in again.
begin;
select plan(26);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('mallory'), 'ENTP');
select private.grant_role(tests.user_id('alice'), 'admin');
select private.grant_role(tests.user_id('bob'), 'support');
insert into auth.sessions (id, user_id) values (gen_random_uuid(), tests.user_id('mallory')), (gen_random_uuid(), tests.user_id('bob'));

select tests.sign_in('mallory');
select tests.raises(
  $$select public.suspend_user(tests.user_id('alice'))$$, 'PT403', 'permission_denied', 'mallory suspends nobody'
);
select tests.raises(
  $$select public.reinstate_user(tests.user_id('mallory'))$$, 'PT403', 'permission_denied', 'and reinstates nobody'
);

select tests.sign_in('bob');
select lives_ok($$select public.suspend_user(tests.user_id('mallory'))$$, 'support suspends mallory');
select lives_ok($$select public.suspend_user(tests.user_id('mallory'))$$, 'and may do it twice');
select tests.raises(
  $$select public.suspend_user(tests.user_id('alice'))$$, 'PT403', 'role_exceeds_own', 'but does not lock out an admin'
);
select tests.raises(
  $$select public.suspend_user(tests.user_id('bob'))$$, 'PT409', 'own_account', 'nor themselves'
);
select tests.raises(
  $$select public.suspend_user(gen_random_uuid())$$, 'PT404', 'user_not_found', 'nor somebody who is not there'
);
select tests.raises('select public.suspend_user(null)', 'PT404', 'user_not_found', 'nor nobody');

select tests.sign_in('mallory');
select tests.raises('select private.require_person()', 'PT403', 'account_suspended', 'a suspended account does not sync');
select ok(not private.is_active(), 'and is not active');
select is((select username from public.users), 'mallory', 'it still reads what is its own');
select is_empty($$update public.users set display_name = 'M' where true returning id$$, 'but changes nothing');
select tests.raises(
  $$insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('mallory'), 'INTJ')$$, '42501', null,
  'adds nothing'
);
select is_empty('delete from public.mbti_profiles where true returning id', 'and removes nothing');

select tests.as_owner();
select is(
  (select array_agg(user_id) from auth.sessions), array[tests.user_id('bob')],
  'its sessions are over, and only those'
);
select ok((select banned_until > now() + interval '99 years' from auth.users where id = tests.user_id('mallory')), 'and it cannot sign in');

select tests.sign_in('bob');
select lives_ok($$select public.reinstate_user(tests.user_id('mallory'))$$, 'support lets mallory in again');
select tests.sign_in('mallory');
select is(private.require_person(), tests.user_id('mallory'), 'who then syncs');
select isnt_empty($$update public.users set display_name = 'M' where true returning id$$, 'changes');
select lives_ok($$insert into public.mbti_profiles (user_id, mbti_type) values (tests.user_id('mallory'), 'INTJ')$$, 'adds');
select isnt_empty('delete from public.mbti_profiles where true returning id', 'and removes what is her own');

select tests.as_owner();
select is((select banned_until from auth.users where id = tests.user_id('mallory')), null, 'and can sign in');
update public.users set account_status = 'deleted', deleted_at = now() where id = tests.user_id('mallory');
update auth.users set banned_until = '2999-01-01' where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select is_empty($$update public.users set display_name = 'D' where true returning id$$, 'a deleted account changes nothing either');
select tests.sign_in('bob');
select tests.raises(
  $$select public.reinstate_user(tests.user_id('mallory'))$$, 'PT409', 'account_deleted', 'an account its owner deleted is not reinstated'
);
select tests.raises(
  $$select public.suspend_user(tests.user_id('mallory'))$$, 'PT409', 'account_deleted', 'nor suspended'
);

select tests.as_owner();
update public.users set account_status = 'active', deleted_at = null where id = tests.user_id('mallory');
select tests.sign_in('alice');
select public.reinstate_user(tests.user_id('mallory'));
select tests.as_owner();
select ok(
  (select banned_until = '2999-01-01' from auth.users where id = tests.user_id('mallory')),
  'reinstating an account that was not suspended lifts no ban of another cause'
);

select * from finish();
rollback;
