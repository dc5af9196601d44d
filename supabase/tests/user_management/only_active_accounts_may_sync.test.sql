-- A token outlives the account it was made for, so each pull and push asks.
begin;
select plan(7);

select tests.create_user('alice');
select tests.sign_in('alice');
select is(private.require_person(), tests.user_id('alice'), 'alice is let in');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('alice');
select tests.sign_in('alice');
select tests.raises('select private.require_person()', 'PT403', 'account_suspended', 'a suspended account is not');

select tests.as_owner();
update public.users set account_status = 'deleted', deleted_at = now() where id = tests.user_id('alice');
select tests.sign_in('alice');
select tests.raises('select private.require_person()', 'PT403', 'account_deleted', 'nor is a deleted one');
select is(
  (select provolatile from pg_proc where oid = 'private.require_person()'::regprocedure), 's',
  'asking writes nothing, so a read replica can ask'
);

select tests.as_owner();
delete from auth.users where id = tests.user_id('alice');
select is_empty(
  $$select id from public.users where id = tests.user_id('alice')$$,
  'the profile goes with the account'
);
select tests.become('authenticated', jsonb_build_object('sub', tests.user_id('alice'), 'role', 'authenticated'));
select tests.raises('select private.require_person()', 'PT403', 'account_gone', 'a token without an account is refused');

select tests.become('authenticated', '{"role": "authenticated"}');
select tests.raises('select private.require_person()', 'PT401', 'not_signed_in', 'a token of nobody is refused');

select * from finish();
rollback;
