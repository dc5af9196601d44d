-- Looking people up by e-mail or name: for who has users.read.
begin;
select plan(14);

select tests.create_user('alice');
select tests.create_user('bob');
select tests.create_user('mallory');
update public.users set first_name = 'Alice', last_name = 'van der Berg', learning_goals = '{"Speak Frisian"}' where id = tests.user_id('alice');
select private.grant_role(tests.user_id('bob'), 'support');

select tests.sign_in('mallory');
select tests.raises(
  $$select * from public.find_user_by_email('alice@example.test')$$, 'PT403', 'permission_denied',
  'mallory finds nobody by e-mail'
);
select tests.raises(
  $$select * from public.find_user_by_email('nobody@example.test')$$, 'PT403', 'permission_denied',
  'and is not told whether somebody is there'
);
select tests.raises($$select * from public.search_users('alice')$$, 'PT403', 'permission_denied', 'nor by name');
select tests.raises(
  $$select * from private.find_people('alice@example.test', null, 1)$$, 'PT403', 'permission_denied',
  'nor past the public function'
);

select tests.sign_in('bob');
select row_eq(
  $$select id, email, username, account_status, role_codes from public.find_user_by_email(' Alice@Example.test ')$$,
  row(tests.user_id('alice'), 'alice@example.test'::text, 'alice'::text, 'active'::text, '{user}'::text[]),
  'support finds alice by e-mail, whatever its case'
);
select is_empty($$select * from public.find_user_by_email('nobody@example.test')$$, 'nobody is nobody');
select is_empty($$select * from public.find_user_by_email('')$$, 'no address is nobody''s');
select is_empty($$select * from public.find_user_by_email(null)$$, 'null neither');
select results_eq($$select username from public.search_users('berg')$$, array['alice'], 'support finds alice by her name');
select results_eq($$select username from public.search_users('frisian alice')$$, array['alice'], 'or her goals');
select is_empty($$select * from public.search_users('')$$, 'no words find nobody');
select is_empty($$select * from public.search_users(null)$$, 'null neither');
select is((select count(*) from public.search_users('alice or bob or mallory', 2)), 2::bigint, 'as many as were asked for');

select tests.as_owner();
update public.users set account_status = 'suspended' where id = tests.user_id('bob');
select tests.sign_in('bob');
select tests.raises(
  $$select * from public.find_user_by_email('alice@example.test')$$, 'PT403', 'account_suspended',
  'a suspended helper finds nobody'
);

select * from finish();
rollback;
