-- What a person may do follows from their roles.
begin;
select plan(16);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
select private.grant_role(tests.user_id('alice'), 'admin');
select private.grant_role(tests.user_id('bob'), 'support');

select tests.sign_in('alice');
select is((select count(*) from public.my_permissions()), (select count(*) from public.permissions), 'an admin has every permission');
select ok((select count(*) from public.roles) >= 8, 'and reads the roles there are');

select tests.sign_in('bob');
select results_eq(
  'select public.my_permissions()', array['subscriptions.read', 'users.read', 'users.suspend'],
  'bob has the permissions of his role, sorted'
);
select ok(private.has_permission('users.read'), 'bob has a permission of his role');
select ok(not private.has_permission('roles.assign'), 'and not one of another');
select is_empty('select * from public.roles', 'he does not read roles');
select is_empty('select * from public.permissions', 'nor permissions');
select is_empty('select * from public.role_permissions', 'nor which role has which');
select results_eq(
  'select role_code::text from public.user_roles order by 1', array['support', 'user'],
  'he sees his own roles, and nobody else''s'
);

select tests.sign_in('mallory');
select is_empty('select public.my_permissions()', 'mallory has none');
select ok(not coalesce(private.has_permission('no.such'), true), 'nobody has a permission that does not exist');
select tests.raises(
  $$select private.require_permission('users.read')$$, 'PT403', 'permission_denied',
  'what needs a permission refuses who lacks it'
);

select tests.as_owner();
insert into public.permissions (id, code, description)
values (gen_random_uuid(), 'tests.run', '{"nl": "Testen draaien", "en": "Run tests"}');
update public.users set account_status = 'suspended' where id = tests.user_id('bob');

select tests.sign_in('alice');
select ok(private.has_permission('tests.run'), 'an admin has a new permission at once');

select tests.sign_in('bob');
select ok(not private.has_permission('users.read'), 'a suspended account has no permission');
select tests.raises('select public.my_permissions()', 'PT403', 'account_suspended', 'and is told so');

select tests.become('authenticated', '{"role": "authenticated"}');
select ok(not private.has_permission('users.read'), 'nobody has none');

select * from finish();
rollback;
