-- Escalation: nobody gets, gives or takes more than they have.
begin;
select plan(25);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
select private.grant_role(tests.user_id('alice'), 'admin');

-- A role that may assign roles and little else.
insert into public.roles (id, code, name, description)
values (gen_random_uuid(), 'desk', '{"nl": "Balie", "en": "Desk"}', '{"nl": "Balie", "en": "Desk"}');
insert into public.role_permissions (role_code, permission_code)
values ('desk', 'roles.assign'), ('desk', 'users.read'), ('desk', 'users.suspend'), ('desk', 'subscriptions.read');

select tests.sign_in('mallory');
select tests.raises(
  $$insert into public.user_roles (user_id, role_code) values (tests.user_id('mallory'), 'admin')$$, '42501', null,
  'mallory cannot insert a role'
);
select tests.raises(
  $$update public.user_roles set role_code = 'admin' where user_id = tests.user_id('mallory')$$, '42501', null,
  'nor turn the one she has into another'
);
select tests.raises(
  $$insert into public.role_permissions (role_code, permission_code) values ('user', 'roles.assign')$$, '42501', null,
  'nor give her role a permission'
);
select tests.raises(
  $$delete from public.user_roles where user_id = tests.user_id('alice')$$, '42501', null,
  'nor delete alice''s'
);
select tests.raises(
  $$select public.assign_role(tests.user_id('mallory'), 'admin')$$, 'PT403', 'permission_denied',
  'nor assign one'
);
select tests.raises(
  $$select public.revoke_role(tests.user_id('alice'), 'admin')$$, 'PT403', 'permission_denied',
  'nor revoke one'
);
select tests.raises(
  $$select private.grant_role(tests.user_id('mallory'), 'admin')$$, '42501', null,
  'nor reach past the functions that check'
);
select tests.raises(
  $$select private.create_person(tests.user_id('mallory'), '{}')$$, '42501', null,
  'not even for what everyone has'
);
select tests.raises(
  $$select public.assign_role(gen_random_uuid(), 'admin')$$, 'PT403', 'permission_denied',
  'who may not assign does not learn who exists'
);

select tests.sign_in('alice');
select lives_ok($$select public.assign_role(tests.user_id('mallory'), 'desk')$$, 'an admin assigns a role');
select lives_ok($$select public.assign_role(tests.user_id('mallory'), 'desk')$$, 'and may do it twice');
select tests.raises(
  $$select public.assign_role(tests.user_id('bob'), 'emperor')$$, 'PT404', 'role_not_found', 'a role that does not exist is refused'
);
select tests.raises(
  $$select public.assign_role(gen_random_uuid(), 'coach')$$, 'PT404', 'user_not_found', 'and a person who does not'
);
select tests.raises(
  $$select public.assign_role(null, 'coach')$$, 'PT404', 'user_not_found', 'or is nobody'
);
select tests.raises(
  $$select public.assign_role(tests.user_id('bob'), null)$$, 'PT404', 'role_not_found', 'or no role'
);

select tests.sign_in('mallory');
select lives_ok($$select public.assign_role(tests.user_id('bob'), 'support')$$, 'mallory may now assign what she could do herself');
select tests.raises(
  $$select public.assign_role(tests.user_id('mallory'), 'admin')$$, 'PT403', 'role_exceeds_own', 'but not make herself admin'
);
select tests.raises(
  $$select public.assign_role(tests.user_id('bob'), 'analyst')$$, 'PT403', 'role_exceeds_own', 'nor give bob what she has not'
);
select tests.raises(
  $$select public.revoke_role(tests.user_id('alice'), 'admin')$$, 'PT403', 'role_exceeds_own', 'nor unseat alice'
);
select lives_ok($$select public.revoke_role(tests.user_id('bob'), 'support')$$, 'she may take back what she gave');

select tests.sign_in('alice');
select tests.raises(
  $$select public.revoke_role(tests.user_id('alice'), 'admin')$$, 'PT409', 'last_admin', 'the last admin stays'
);
select public.assign_role(tests.user_id('bob'), 'admin');
select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('bob');
select tests.sign_in('alice');
select tests.raises(
  $$select public.revoke_role(tests.user_id('alice'), 'admin')$$, 'PT409', 'last_admin', 'a suspended admin is no other'
);
select tests.as_owner();
update public.users set account_status = 'active' where id = tests.user_id('bob');
select tests.sign_in('alice');
select lives_ok($$select public.revoke_role(tests.user_id('alice'), 'admin')$$, 'with another admin, alice may go');

select tests.as_owner();
select results_eq(
  $$select role_code::text from public.user_roles where assigned_by = tests.user_id('alice') order by 1$$, array['admin', 'desk'],
  'who assigned a role is on record'
);
update public.users set account_status = 'suspended' where id = tests.user_id('mallory');
select tests.sign_in('mallory');
select tests.raises(
  $$select public.assign_role(tests.user_id('bob'), 'support')$$, 'PT403', 'account_suspended', 'a suspended person assigns nothing'
);

select * from finish();
rollback;
