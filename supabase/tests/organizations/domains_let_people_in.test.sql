-- Whoever has a confirmed address at a domain that is verified joins unasked; nothing less will do.
begin;
select plan(36);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach');
select tests.organize('evil', 'mallory');
select tests.create_user(name) from unnest('{dave,erin,frank}'::text[]) as name;
select tests.confirm_email('dave', 'Dave@Acme.example');
select tests.confirm_email('frank', 'frank@sub.acme.example');
create function pg_temp.join_as(name text, rejoin boolean default false) returns text language plpgsql as $$
declare
  joined uuid;
begin
  perform tests.sign_in(name);
  joined := public.join_by_domain(rejoin);
  return (select o.name from public.organizations as o where o.id = joined);
exception when others then
  return sqlerrm;
end;
$$;
create function pg_temp.naming(domain text) returns text language plpgsql as $$
begin
  perform public.add_organization_domain(tests.organization_id('acme'), domain);
  return 'taken';
exception when others then
  return sqlerrm;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;
create temporary table records as select null::uuid as organization_id, null::text as value limit 0;
grant all on records to authenticated, service_role;

-- Naming one.
select tests.sign_in('carol');
select tests.raises(
  $$select public.add_organization_domain(tests.organization_id('acme'), 'acme.example')$$, 'PT403', 'organization_role_too_low', 'a coach names no domain'
);
select tests.sign_in('bob');
select results_eq(
  $$select record_name, record_type, is_verified from public.add_organization_domain(tests.organization_id('acme'), ' ACME.example. ')$$,
  $$values ('_futuresync.acme.example', 'TXT', false)$$, 'an admin does, and is told which record it needs'
);
insert into records select tests.organization_id('acme'), record_value from public.add_organization_domain(tests.organization_id('acme'), 'acme.example');
select is(
  (select record_value from public.list_organization_domains(tests.organization_id('acme'))), (select value from records), 'the same each time'
);
select is_empty(
  $$
    select domain
    from unnest('{gmail.com,GMAIL.COM,mail.gmail.com,hotmail.nl,ziggo.nl,privaterelay.appleid.com}'::text[]) as domain
    where pg_temp.naming(domain) <> 'domain_public'
  $$,
  'a domain at which anyone may have an address is refused'
);
select is_empty(
  $$
    select domain
    from unnest(array[
      '', 'localhost', 'acme', 'a b.example', '-a.example', 'a..example', '@acme.example', '192.0.2.1',
      repeat('a', 64) || '.example', null, repeat('a.', 130) || 'nl'
    ]) as domain
    where pg_temp.naming(domain) <> 'organization_malformed'
  $$,
  'and so is what is no domain'
);
select is(pg_temp.join_as('dave'), null, 'a domain that was only named lets nobody in');

-- Verifying it.
select tests.sign_in('bob');
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('acme'), 'acme.example', array(select value from records))$$, '42501', null,
  'no person verifies a domain'
);
select tests.raises('update public.organization_domains set verified_at = now()', '42501', null, 'not in the table either');
select tests.as_service();
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('acme'), 'acme.example', '{v=spf1,null}')$$, 'PT422', 'domain_unverified', 'without the record it is not verified'
);
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('acme'), 'acme.example', null)$$, 'PT422', 'domain_unverified', 'nor without any'
);
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('evil'), 'acme.example', array(select value from records))$$, 'PT404', 'domain_not_found', 'nor for who did not name it'
);
select lives_ok(
  $$select public.verify_organization_domain(tests.organization_id('acme'), 'acme.example', array['v=spf1'] || array(select value from records))$$, 'with the record it is'
);
select lives_ok(
  $$select public.verify_organization_domain(tests.organization_id('acme'), 'acme.example', '{}')$$, 'and stays so when it is asked again'
);

-- Another organisation.
select tests.sign_in('mallory');
insert into records select tests.organization_id('evil'), record_value from public.add_organization_domain(tests.organization_id('evil'), 'acme.example');
select isnt(
  (select value from records where organization_id = tests.organization_id('evil')),
  (select value from records where organization_id = tests.organization_id('acme')), 'mallory''s record is another'
);
select tests.as_service();
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('evil'), 'acme.example', array(select value from records where organization_id = tests.organization_id('acme')))$$,
  'PT422', 'domain_unverified', 'acme''s record does not serve mallory'
);
select tests.raises(
  $$select public.verify_organization_domain(tests.organization_id('evil'), 'acme.example', array(select value from records))$$,
  'PT409', 'domain_taken', 'and a domain is one organisation''s'
);

-- Joining.
select is(pg_temp.join_as('erin'), null, 'another address lets nobody in');
select is(pg_temp.join_as('frank'), null, 'nor one below the domain');
select tests.as_owner();
update auth.users set email = 'erin@acme.example', email_confirmed_at = null where id = tests.user_id('erin');
select is(pg_temp.join_as('erin'), null, 'nor one that is not confirmed');
select is(pg_temp.join_as('dave'), 'acme', 'a confirmed address does');
select is(pg_temp.join_as('dave'), 'acme', 'and again, as after each sign-in');
select results_eq(
  $$select role, joined_by from public.organization_members where user_id = tests.user_id('dave')$$,
  $$values ('member', 'domain')$$, 'as a member'
);

-- Leaving.
select lives_ok($$select public.leave_organization(tests.organization_id('acme'))$$, 'dave leaves');
select is(pg_temp.join_as('dave'), null, 'and is not brought back at his next sign-in');
select is(pg_temp.join_as('dave', true), 'acme', 'unless he says so');
select tests.sign_in('alice');
select lives_ok($$select public.remove_member(tests.organization_id('acme'), tests.user_id('dave'))$$, 'alice removes him');
select is(pg_temp.join_as('dave', true), null, 'then his domain does not bring him back, whatever he says');
select tests.sign_in('alice');
insert into records select null, token from public.invite_member(tests.organization_id('acme'));
select tests.as_owner();
update public.organization_invitations set created_at = now() + interval '1 second' where true;
select tests.sign_in('dave');
select lives_ok(
  $$select public.accept_invitation((select value from records where organization_id is null))$$, 'an invitation does'
);

-- An invitation from before does not.
select tests.sign_in('alice');
select public.remove_member(tests.organization_id('acme'), tests.user_id('dave'));
delete from records where organization_id is null;
insert into records select null, token from public.invite_member(tests.organization_id('acme'));
select tests.as_owner();
update public.organization_invitations set created_at = now() - interval '1 second' where accepted_at is null;
select tests.sign_in('dave');
select tests.raises(
  $$select public.accept_invitation((select value from records where organization_id is null))$$, 'PT409', 'invitation_revoked',
  'but not one made before he was removed'
);

-- Closing the door.
select tests.as_owner();
select tests.confirm_email('erin');
select tests.sign_in('alice');
update public.organizations set allows_domain_join = false where id = tests.organization_id('acme');
select is(pg_temp.join_as('erin'), null, 'an organisation may say no to all');
select tests.sign_in('alice');
update public.organizations set allows_domain_join = true where id = tests.organization_id('acme');
select lives_ok($$select public.remove_organization_domain(tests.organization_id('acme'), 'Acme.example')$$, 'or remove the domain');
select lives_ok($$select public.remove_organization_domain(tests.organization_id('acme'), 'acme.example')$$, 'twice, if need be');
select is(pg_temp.join_as('erin'), null, 'which then lets nobody in');
select tests.as_service();
select lives_ok(
  $$select public.verify_organization_domain(tests.organization_id('evil'), 'acme.example', array(select value from records where organization_id = tests.organization_id('evil')))$$,
  'and is free for who can show it is theirs'
);
select tests.sign_in('mallory');
select tests.raises(
  $$select public.list_organization_domains(tests.organization_id('acme'))$$, 'PT404', 'organization_not_found', 'of another''s domains mallory is told nothing'
);
select tests.as_owner();
update private.settings set value = 1 where name = 'organizations.max_domains';
select tests.sign_in('mallory');
select tests.raises(
  $$select public.add_organization_domain(tests.organization_id('evil'), 'evil.example')$$, 'PT409', 'too_many_domains', 'nobody collects domains'
);

select * from finish();
rollback;
