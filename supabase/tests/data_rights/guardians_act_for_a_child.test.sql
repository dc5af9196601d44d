-- A verified guardian takes along or erases what is held of their child, as the person could; nobody else does.
begin;
select plan(39);

create function pg_temp.sign_up(name text, band text) returns void language sql as $$
  insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)
  values (tests.user_id(name), name || '@example.test', now(), jsonb_build_object('age_band', band, 'username', name));
$$;
select pg_temp.sign_up('kid', 'under_13'), pg_temp.sign_up('parent', '18_plus'), pg_temp.sign_up('mallory', '18_plus'), pg_temp.sign_up('teen', '13_15');
create function pg_temp.guard(child text) returns void language plpgsql as $$
declare
  link uuid;
begin
  perform tests.sign_in(child);
  link := public.name_guardian('parent@example.test');
  perform tests.as_service();
  perform public.verify_guardian(tests.user_id(child), link, 'signed_form', 'form 17', tests.user_id('parent'));
end;
$$;
select pg_temp.guard('kid');
create temporary table asked (nth integer, erased_from timestamptz, cancel_code text);
grant all on asked to authenticated;

-- Export.
select tests.sign_in('mallory');
select tests.raises(format('select public.request_data_export(child_id => %L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'mallory does not export a child of others');
select tests.raises(format('select public.child_data_exports(%L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'nor see whether anybody did');
select tests.raises(format('select public.request_account_erasure(true, %L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'nor erase it');
select tests.raises(format('select public.cancel_account_erasure(%L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'nor take that back');
select tests.raises(format('select public.request_account_erasure(true, %L)', gen_random_uuid()), 'PT403', 'guardian_only', 'a child that is not there is answered alike');
select tests.become('authenticated', '{}');
select tests.raises(format('select public.request_account_erasure(true, %L)', tests.user_id('kid')), 'PT401', 'not_signed_in', 'who is nobody is no guardian');
select tests.raises(format('select public.request_data_export(child_id => %L)', tests.user_id('kid')), 'PT401', 'not_signed_in', 'of any child');
select tests.raises(format('select public.withdraw_consent(''analytics'', child_id => %L)', tests.user_id('kid')), 'PT401', 'not_signed_in', 'for any purpose');

select tests.sign_in('parent');
select row_eq(
  format('select e.user_id, e.format, e.state from public.request_data_export(''jsonl'', %L) as e', tests.user_id('kid')),
  row(tests.user_id('kid'), 'jsonl'::text, 'queued'::text), 'the guardian asks for an export of the child'
);
select is((select array_agg(e.state) from public.child_data_exports(tests.user_id('kid')) as e), '{queued}', 'and sees how far it is');
select is_empty('select from public.data_exports', 'it is not an export of their own');
select tests.sign_in('kid');
select is((select array_agg(state) from public.data_exports), '{queued}', 'the child sees that it is made');
select results_eq(
  'select kind, state from public.my_data_requests()', $$values ('portability', 'open')$$, 'and that it was asked for'
);
select public.cancel_data_export(id) from public.data_exports;
select lives_ok('select public.request_data_export()', 'the child asks for one too');
select tests.sign_in('parent');
select is((select array_agg(e.state) from public.child_data_exports(tests.user_id('kid')) as e), '{cancelled}', 'which the guardian is not shown');
select tests.as_owner();
select is(
  (select array_agg(requested_by order by received_at, requested_by) from privacy.subject_requests where user_id = tests.user_id('kid') and kind = 'portability'),
  '{guardian,person}', 'it is noted who asked'
);
update public.users set account_status = 'suspended' where id = tests.user_id('parent');
select tests.sign_in('parent');
select tests.raises(format('select public.request_account_erasure(true, %L)', tests.user_id('kid')), 'PT403', 'account_suspended', 'a guardian who is suspended does nothing');
select tests.raises(
  format('select public.request_data_export(child_id => %L)', tests.user_id('parent')), 'PT403', 'account_suspended', 'also not as if they were their own child'
);
select tests.as_owner();
update public.users set account_status = 'active' where id = tests.user_id('parent');

-- Erasure.
select tests.sign_in('parent');
insert into asked select 1, * from public.request_account_erasure(child_id => tests.user_id('kid'));
select is((select erased_from from asked), now() + interval '30 days', 'the guardian has the child erased');
select is((select char_length(cancel_code) from asked), 64, 'and has the code that takes it back');
select tests.sign_in('kid');
select tests.raises('select private.require_person()', 'PT403', 'account_deleted', 'the child is shut out at once');
select tests.raises('select public.cancel_account_erasure()', 'PT403', 'erasure_of_other', 'and does not take it back');
select tests.as_owner();
select is((select origin from privacy.erasures), 'guardian', 'the operator sees who asked');
select is(
  (select requested_by from privacy.subject_requests where user_id = tests.user_id('kid') and kind = 'erasure'), 'guardian', 'and the record says so'
);
select is(
  (
    select array_agg(distinct i.relation order by i.relation) from audit.incoming as i
    where i.actor = (select a.alias from audit.aliases as a where a.user_id = tests.user_id('parent'))
      and i.subject in (tests.user_id('kid'), (select a.alias from audit.aliases as a where a.user_id = tests.user_id('kid'))) and i.relation in ('public.data_exports', 'privacy.erasures', 'privacy.subject_requests')
  ),
  '{privacy.erasures,privacy.subject_requests,public.data_exports}', 'all of it is in the audit log, by the guardian and about the child'
);
select tests.sign_in('parent');
select lives_ok(format('select public.cancel_account_erasure(%L)', tests.user_id('kid')), 'the guardian takes it back');
select tests.sign_in('kid');
select lives_ok('select private.require_person()', 'and the child comes in again');

-- What a young person asked for themselves is theirs to take back.
select tests.as_owner();
select pg_temp.guard('teen');
select tests.sign_in('teen');
select public.request_account_erasure();
select tests.sign_in('parent');
select tests.raises(
  format('select public.cancel_account_erasure(%L)', tests.user_id('teen')), 'PT403', 'erasure_of_other', 'what they asked for themselves a guardian does not take back'
);
select tests.sign_in('teen');
select lives_ok('select public.cancel_account_erasure()', 'they do');

-- Who answers for the child no more.
select tests.sign_in('parent');
select public.revoke_guardian(tests.user_id('teen'));
select tests.raises(format('select public.request_account_erasure(false, %L)', tests.user_id('teen')), 'PT403', 'guardian_only', 'who stopped answering for a child does not erase it');
select tests.raises(format('select public.request_data_export(child_id => %L)', tests.user_id('teen')), 'PT403', 'guardian_only', 'nor export it');

-- Who has grown up is nobody's child.
select tests.as_owner();
update public.users set age_band = '16_17' where id = tests.user_id('kid');
select tests.sign_in('parent');
select tests.raises(format('select public.request_data_export(child_id => %L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'who was the guardian does not export who has grown up');
select tests.raises(format('select public.request_account_erasure(true, %L)', tests.user_id('kid')), 'PT403', 'guardian_only', 'nor erase them');
select tests.as_owner();
update public.users set age_band = 'under_13' where id = tests.user_id('kid');

-- What an operator asked for is not the person's to take back.
select privacy.erase_account(tests.user_id('mallory'), now() + interval '10 days');
select tests.become('authenticated', jsonb_build_object('role', 'authenticated', 'sub', tests.user_id('mallory')));
select tests.raises('select public.cancel_account_erasure()', 'PT403', 'erasure_of_other', 'what an operator asked for mallory does not take back');
select tests.as_owner();
select tests.create_user('alice');
select tests.sign_in('alice');
insert into asked select 9, * from public.request_account_erasure();
select tests.as_owner();
select privacy.erase_account(tests.user_id('alice'), now() + interval '40 days');
select tests.become('authenticated', jsonb_build_object('role', 'authenticated', 'sub', tests.user_id('alice')));
select tests.raises('select public.cancel_account_erasure()', 'PT403', 'erasure_of_other', 'nor what an operator ordered after she asked for it herself');
select tests.as_owner();
select tests.raises(
  (select format('select privacy.cancel_erasure_by_code(%L)', a.cancel_code) from asked as a where a.nth = 9), 'PT404', 'erasure_not_found', 'nor by the code she has'
);

-- Erased at once.
select tests.sign_in('parent');
select public.request_account_erasure(true, tests.user_id('kid'));
select tests.raises(format('select public.request_data_export(child_id => %L)', tests.user_id('kid')), 'PT403', 'account_deleted', 'of a deleted account there is no export');
select tests.as_owner();
select is((select count(*) from privacy.claim_erasure(now())), 1::bigint, 'at once is for a child too');
select privacy.finish_erasure((select claim from privacy.erasures where user_id = tests.user_id('kid')), now());
select is((select origin from privacy.erasure_ledger), 'guardian', 'and the ledger says on whose word');

select * from finish();
rollback;
