-- An organisation has an owner who can act, whoever goes, by whatever way; when nobody is left it goes.
begin;
select plan(27);

select tests.organize('acme', 'alice', 'bob:coach', 'carol:admin', 'dave:admin');
select tests.organize('solo', 'alice');

select tests.sign_in('alice');
select tests.raises(
  $$select public.leave_organization(tests.organization_id('acme'))$$, 'PT409', 'last_owner', 'the last owner does not leave'
);
select tests.raises(
  $$select public.change_member_role(tests.organization_id('acme'), tests.user_id('alice'), 'admin')$$, 'PT409', 'last_owner', 'nor step down'
);
select tests.raises(
  $$select public.leave_organization(tests.organization_id('solo'))$$, 'PT409', 'last_owner', 'not even when there is nobody else'
);
select tests.as_owner();
select tests.raises(
  $$delete from public.organization_members where role = 'owner'$$, 'PT409', 'last_owner', 'nor does the owner of the database remove them'
);
select tests.raises(
  $$update public.organization_members set role = 'coach' where true$$, 'PT409', 'last_owner', 'or demote all at once'
);

-- Two owners, of whom one cannot act.
update public.organization_members set role = 'owner' where user_id = tests.user_id('dave');
update public.users set account_status = 'suspended' where id = tests.user_id('dave');
select tests.sign_in('alice');
select tests.raises(
  $$select public.leave_organization(tests.organization_id('acme'))$$, 'PT409', 'last_owner', 'an owner who is suspended is none to leave it to'
);
select tests.raises(
  $$select public.transfer_ownership(tests.organization_id('solo'), tests.user_id('dave'))$$, 'PT404', 'member_not_found', 'nor can a stranger be given it'
);
select tests.as_owner();
update public.users set account_status = 'active' where id = tests.user_id('dave');
select tests.sign_in('alice');
select lives_ok($$select public.leave_organization(tests.organization_id('acme'))$$, 'with two that can act, one may leave');
select lives_ok($$select public.leave_organization(tests.organization_id('acme'))$$, 'and again, when the answer was lost');
select is(tests.roster('acme'), '{"bob coach","carol admin","dave owner"}', 'and the other is owner still');

-- Accounts are erased, whatever rests on them.
select tests.as_owner();
select lives_ok($$delete from auth.users where id = tests.user_id('dave')$$, 'the account of the last owner is erased');
select is(tests.roster('acme'), '{"bob coach","carol owner"}', 'and the highest-ranked member becomes owner, who came later than the coach');

insert into public.organization_members (organization_id, user_id, role, joined_by, joined_at)
select tests.organization_id('acme'), tests.create_user(p.name), p.role, 'invitation', p.joined_at::timestamptz
from (values ('erin', 'admin', '2026-03-01'), ('frank', 'admin', '2026-02-01'), ('grace', 'admin', '2026-01-01')) as p (name, role, joined_at);
update public.users set account_status = 'suspended' where id = tests.user_id('grace');
delete from auth.users where id = tests.user_id('carol');
select is(
  (select array_agg(user_id) from public.organization_members where organization_id = tests.organization_id('acme') and role = 'owner'),
  array[tests.user_id('frank')], 'of equals it is the one who joined first and whose account is active'
);

-- In one statement, in any order.
delete from auth.users where id in (tests.user_id('frank'), tests.user_id('erin'), tests.user_id('bob'));
select is(tests.roster('acme'), '{"grace owner"}', 'when all that are active go at once, who is suspended becomes owner');
delete from auth.users where id = tests.user_id('grace');
select is_empty($$select from public.organizations where id = tests.organization_id('acme')$$, 'when the last member goes, the organisation goes');
select is_empty(
  $$select from public.organization_members where organization_id = tests.organization_id('acme')$$, 'with all that was its'
);

select tests.organize('twins', 'henry', 'ivy');
delete from auth.users where id in (tests.user_id('henry'), tests.user_id('ivy'));
select is_empty($$select from public.organizations where id = tests.organization_id('twins')$$, 'also when all members go in one statement');

-- Deleting an organisation.
select tests.organize('shop', 'judy', 'kim:admin', 'leo:owner');
select tests.sign_in('kim');
select tests.raises(
  $$select public.delete_organization(tests.organization_id('shop'), 'shop')$$, 'PT403', 'organization_role_too_low', 'an admin does not delete it'
);
select tests.raises($$update public.organization_members set role = 'owner'$$, '42501', null, 'nor makes herself owner in the table');
select tests.raises($$delete from public.organizations$$, '42501', null, 'nor deletes it there');
select tests.sign_in('leo');
select tests.raises(
  $$select public.delete_organization(tests.organization_id('shop'), 'Shop')$$, 'PT422', 'confirmation_mismatch', 'an owner types its name'
);
select tests.raises(
  $$select public.delete_organization(tests.organization_id('shop'), null)$$, 'PT422', 'confirmation_mismatch', 'and does not leave it out'
);
select is(tests.roster('shop'), '{"judy owner","kim admin","leo owner"}', 'until then nothing is gone');
select lives_ok($$select public.delete_organization(tests.organization_id('shop'), 'shop')$$, 'then it is deleted');
select is_empty('select from public.organizations', 'and nobody sees it');
select tests.raises(
  $$select public.delete_organization(tests.organization_id('shop'), 'shop')$$, 'PT404', 'organization_not_found', 'a second time there is none'
);
select tests.as_owner();
select is_empty($$select from sync.scope_grants where scope_id = tests.organization_id('shop') and is_granted$$, 'nobody has a claim to it');

select * from finish();
rollback;
