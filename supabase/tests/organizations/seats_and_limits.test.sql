-- There are as many members as seats, and no more invitations than anyone could mean.
begin;
select plan(15);

select tests.create_user('alice');
select tests.sign_in('alice');
select public.create_organization('acme', organization_id => tests.organization_id('acme'));
create function pg_temp.join_as(name text) returns text language plpgsql as $$
declare
  told record;
begin
  perform tests.sign_in('alice');
  select * into told from public.invite_member(tests.organization_id('acme'));
  perform tests.create_user(name);
  perform tests.sign_in(name);
  begin
    perform public.accept_invitation(told.token);
  exception when others then
    return sqlerrm;
  end;
  return null;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;
select tests.as_owner();
update private.settings set value = 2 where name = 'organizations.free_seats';

select is(pg_temp.join_as('bob'), null, 'without a subscription there are a few seats');
select is(pg_temp.join_as('carol'), 'seats_taken', 'and no more');
select is(tests.roster('acme'), '{"alice owner","bob member"}', 'who found none is not in');
select tests.as_owner();
select is(
  (select count(*) from public.organization_invitations where accepted_at is null), 1::bigint, 'and the invitation is still good'
);

select tests.as_service();
update public.organizations
set plan_id = (select id from public.plans where code = 'family'), subscription_status = 'active', seat_limit = 3
where id = tests.organization_id('acme');
select is(pg_temp.join_as('carol'), null, 'a subscription has as many as it says');
select is(pg_temp.join_as('dave'), 'seats_taken', 'and no more');
select tests.sign_in('alice');
select public.remove_member(tests.organization_id('acme'), tests.user_id('carol'));
select is(pg_temp.join_as('dave'), null, 'who leaves makes room');

select tests.as_service();
update public.organizations set seat_limit = 10, subscription_ends_at = now() - interval '1 second' where id = tests.organization_id('acme');
select is(pg_temp.join_as('erin'), 'seats_taken', 'a subscription that has ended gives no seats');
select is(cardinality(tests.roster('acme')), 3, 'but takes none away');
select tests.as_service();
update public.organizations set subscription_ends_at = now() + interval '1 day', subscription_status = 'cancelled' where id = tests.organization_id('acme');
select is(pg_temp.join_as('erin'), 'seats_taken', 'nor does one that was cancelled');

select tests.sign_in('alice');
select tests.raises(
  'update public.organizations set seat_limit = 1000', '42501', null, 'an owner does not give themselves seats'
);
select tests.as_service();
select tests.raises('update public.organizations set name = ''x''', '42501', null, 'and the server writes nothing but the subscription');

select tests.as_owner();
update private.settings set value = 5 where name = 'organizations.max_open_invitations';
select tests.sign_in('alice');
select lives_ok($$select public.invite_member(tests.organization_id('acme'))$$, 'a last invitation');
select tests.raises(
  $$select public.invite_member(tests.organization_id('acme'))$$, 'PT429', 'too_many_invitations', 'and no more while so many are open'
);
select tests.as_owner();
update private.settings set value = 100 where name = 'organizations.max_open_invitations';
update private.settings set value = 8 where name = 'organizations.invitations_per_day';
select tests.sign_in('alice');
select tests.raises(
  $$select public.invite_member(tests.organization_id('acme')) from generate_series(1, 9)$$, 'PT429', 'too_many_invitations', 'nor so many in a day'
);

select * from finish();
rollback;
