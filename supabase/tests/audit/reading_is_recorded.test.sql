-- Who may look at others is recorded, for auditors and for the people themselves.
begin;
select plan(18);

select tests.create_user(name) from unnest('{alice,bob,mallory}'::text[]) as name;
select private.grant_role(tests.user_id('bob'), role) from unnest('{support,privacy_officer}'::text[]) as role;
update public.users set display_name = 'Alice Berg' where id = tests.user_id('alice');

select tests.sign_in('bob');
select public.find_user_by_email('alice@example.test');
select public.search_users('berg');
select public.find_user_by_email('nobody@example.test');
select tests.as_owner();
select tests.seal();
select results_eq(
  $$
    select e.operation, e.subject, e.actor from audit.events as e
    where e.operation in ('find_user_by_email', 'search_users') order by e.id
  $$,
  $$
    values ('find_user_by_email', tests.alias('alice'), tests.alias('bob')), ('search_users', tests.alias('alice'), tests.alias('bob')),
      ('find_user_by_email', '00000000-0000-0000-0000-000000000000', tests.alias('bob'))
  $$, 'who was found by whom is recorded, also that somebody looked and found nobody'
);
select is_empty($$select * from audit.payloads as p where p::text like '%example.test%'$$, 'but not what they looked for');

-- Refused is not seen.
select tests.sign_in('mallory');
select tests.raises($$select * from public.find_user_by_email('alice@example.test')$$, 'PT403', 'permission_denied', 'mallory finds nobody');
select tests.raises($$select * from public.audit_history('users', '', tests.user_id('alice'))$$, 'PT403', 'permission_denied', 'nor reads the log');
select is_empty('select * from public.my_access_log() where by_whom = ''staff''', 'nobody looked at mallory');

-- The person's own view.
select tests.sign_in('alice');
update public.users set locale = 'nl' where id = tests.user_id('alice');
select tests.seal();
select results_eq(
  $$select operation, table_name, by_whom from public.my_access_log() where by_whom = 'staff' order by operation$$,
  $$values ('find_user_by_email', 'users', 'staff'), ('search_users', 'users', 'staff')$$, 'alice sees that she was looked up'
);
select is_empty('select * from public.my_access_log() where ''locale'' = any (columns)', 'but not what she did herself');
select is((select count(*) from public.my_access_log(max_rows => 1)), 1::bigint, 'as many as she asks for');
select is_empty('select * from public.my_access_log(before => ''2000-01-01'')', 'and from when she asks');
select tests.sign_out();
select throws_ok('select * from public.my_access_log()', '42501', null, 'who is not signed in has none');

-- The auditor's view.
select tests.sign_in('bob');
select tests.seal();
select results_eq(
  $$select operation, by_user, by_role, columns, content -> 'locale' from public.audit_history('users', '', tests.user_id('alice')) where operation <> 'search_users' limit 2$$,
  $$
    values ('update', tests.user_id('alice'), 'authenticated', '{locale}'::text[], '["en", "nl"]'::jsonb),
      ('find_user_by_email', tests.user_id('bob'), 'authenticated', null, null)
  $$, 'an auditor sees what happened to a row, and who looked'
);
select is((select count(*) from public.audit_history('public.users', '', tests.user_id('alice'), max_rows => 2)), 2::bigint, 'as many as they ask for');
select is((select count(*) from public.audit_history('public.roles', tests.id(1)::text)), 0::bigint, 'a row that nothing happened to has no history');
select is((select count(*) from public.audit_history('user_roles', 'x', tests.user_id('alice'))), 0::bigint, 'nor has one there is not');
select isnt_empty(
  format(
    $$select * from public.audit_history('user_roles', %L, tests.user_id('bob'))$$,
    (select id from public.user_roles where role_code = 'support')
  ), 'a row is named by whose it is and its key'
);
select tests.as_owner();
select tests.seal();
select is(
  (select count(*) from audit.events where operation = 'audit_history' and subject = tests.alias('alice')), 3::bigint, 'each look was recorded'
);
select tests.sign_in('alice');
select tests.seal();
select is((select count(*) from public.my_access_log() where operation = 'audit_history'), 3::bigint, 'for alice to see');

-- An erased colleague.
select tests.as_owner();
select audit.erase_payloads(array[tests.user_id('bob')]);
select tests.sign_in('alice');
select is((select count(*) from public.my_access_log() where operation = 'audit_history' and by_whom = 'staff'), 3::bigint, 'also when the colleague was erased');

select * from finish();
rollback;
