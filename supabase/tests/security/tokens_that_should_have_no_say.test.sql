-- A token lives until it expires. These belong to people who were shut out, or to sessions that were ended.
begin;
select plan(15);

select tests.create_user(name) from unnest('{alice,bob,mallory}'::text[]) as name;
select private.grant_role(tests.user_id('bob'), 'support');
insert into public.tasks (user_id, id, title) values (tests.user_id('mallory'), tests.id(1), 'before');

-- A suspended account.
select tests.sign_in('bob');
select public.suspend_user(tests.user_id('mallory'));
select tests.sign_in('mallory');
select throws_ok(
  format('insert into public.tasks (user_id, title) values (%L, ''after'')', tests.user_id('mallory')), '42501', null,
  'a suspended account adds nothing past the sync'
);
select is_empty('update public.tasks set title = ''after'' where true returning id', 'nor changes anything');
select is_empty(format('update public.users set display_name = ''after'' where id = %L returning id', tests.user_id('mallory')), 'not its profile');
select is_empty('delete from public.tasks where true returning id', 'nor deletes anything');
select throws_ok($$select public.pull_changes_optimized()$$, 'PT403', 'account_suspended', 'it pulls nothing');
select throws_ok($$select public.push_changes('{}')$$, 'PT403', 'account_suspended', 'and pushes nothing');
select throws_ok($$select public.register_device(gen_random_uuid())$$, 'PT403', 'account_suspended', 'it registers no device');
select throws_ok($$select public.resolve_conflict(gen_random_uuid(), 'client')$$, 'PT403', 'account_suspended', 'and decides no conflict');
select throws_ok(
  format('select public.reinstate_user(%L)', tests.user_id('mallory')), 'PT403', 'account_suspended', 'it does not let itself in again'
);

-- A stolen token, of a session that alice has ended since.
select tests.as_owner();
delete from auth.sessions;
insert into auth.sessions (id, user_id) values (tests.id(1), tests.user_id('alice')), (tests.id(2), tests.user_id('alice'));
select tests.sign_in('alice', jsonb_build_object('session_id', tests.id(9)));
select throws_ok('select public.revoke_other_sessions()', null, null, 'a session that was ended ends no others');
select tests.as_owner();
select is((select count(*) from auth.sessions where user_id = tests.user_id('alice')), 2::bigint, 'alice stays signed in where she was');

-- What a token says of rights counts for nothing: roles are in the database.
select tests.sign_in('alice', '{"app_metadata": {"role": "admin", "roles": ["admin"]}, "user_metadata": {"role": "admin"}, "user_role": "admin"}');
select is_empty('select public.my_permissions()', 'a token that says admin gives no permission');
select throws_ok('select * from public.search_users(''bob'')', 'PT403', 'permission_denied', 'and finds nobody');
select tests.become('authenticated', '{"role": "service_role", "sub": null}');
select throws_ok('select public.pull_changes_optimized()', 'PT401', 'not_signed_in', 'nor does one without a person that says service_role');

-- An ex-admin's permissions end with the role, not with the token.
select tests.as_owner();
select private.grant_role(tests.user_id('alice'), 'admin');
delete from public.user_roles where user_id = tests.user_id('alice') and role_code = 'admin';
select tests.sign_in('alice');
select throws_ok(
  format('select public.assign_role(%L, ''admin'')', tests.user_id('alice')), 'PT403', 'permission_denied', 'an ex-admin cannot assign roles any more'
);

select * from finish();
rollback;
