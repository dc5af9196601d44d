-- Who is erased leaves no address behind in the invitations that were sent to it.
begin;
select plan(5);

select tests.organize('acme', 'alice', 'bob:admin');
select tests.create_user(name) from unnest('{erin,frank,mallory}'::text[]) as name;
select tests.confirm_email(name) from unnest('{erin,frank}'::text[]) as name;
create temporary table told (n integer, token text);
grant all on told to authenticated;
create function pg_temp.invite(n integer, email text) returns void language sql as $$
  insert into told select n, i.token from public.invite_member(tests.organization_id('acme'), email, 'member', 7, tests.id(n)) as i;
$$;
grant execute on function pg_temp.invite(integer, text) to authenticated;
create function pg_temp.erase(name text) returns void language sql as $$
  select privacy.erase_account(tests.user_id(name));
  select privacy.finish_erasure(e.claim) from privacy.claim_erasure() as e;
$$;

-- One she took and left, one she declined, one that is open; and one of frank's.
select tests.sign_in('alice');
select pg_temp.invite(1, 'erin@example.test'), pg_temp.invite(2, 'Erin@Example.test'), pg_temp.invite(3, 'frank@example.test'), pg_temp.invite(4, null);
select tests.sign_in('erin');
select public.accept_invitation((select token from told where n = 1));
select public.leave_organization(tests.organization_id('acme'));
select tests.sign_in('alice');
select pg_temp.invite(5, 'erin@example.test');
select tests.sign_in('erin');
select public.decline_invitation((select token from told where n = 2));
select tests.as_owner();
select is((select count(*) from public.organization_invitations where email = 'erin@example.test'), 3::bigint, 'three invitations have her address');

select pg_temp.erase('erin');
select is_empty($$select from public.organization_invitations as i where to_jsonb(i)::text ilike '%erin%'$$, 'once she is erased none has');
select is(
  (select array_agg(right(id::text, 1) || coalesce(' ' || email, '') order by id) from public.organization_invitations), '{1,"3 frank@example.test",4}',
  'that one was taken is kept; those that nobody took are gone, and let nobody else in; others stay'
);

-- An address that was never shown to be theirs is not theirs to forget.
update auth.users set email = 'frank@example.test.', email_confirmed_at = null where id = tests.user_id('mallory');
update public.organization_invitations set email = 'frank@example.test.' where id = tests.id(3);
select pg_temp.erase('mallory');
select is((select count(*) from public.organization_invitations where email = 'frank@example.test.'), 1::bigint, 'an address that was not confirmed makes nobody''s invitation go');
select is((select count(*) from privacy.erasure_ledger), 2::bigint, 'both were erased');

select * from finish();
rollback;
