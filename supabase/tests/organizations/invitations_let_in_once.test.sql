-- An invitation lets in one person, once, for as long as who made it could still make it.
begin;
select plan(52);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach', 'dave');
select tests.create_user(name) from unnest('{erin,frank,grace,mallory}'::text[]) as name;
select tests.confirm_email(name) from unnest('{alice,bob,erin}'::text[]) as name;

-- What was told of invitations, by id.
create temporary table told (id uuid, token text, expires_at timestamptz);
create function pg_temp.invite(n integer, role text default 'member', email text default null) returns text language plpgsql as $$
begin
  insert into told select * from public.invite_member(tests.organization_id('acme'), email, role, 7, tests.id(n));
  return null;
exception when others then
  return sqlerrm;
end;
$$;
create function pg_temp.token(n integer) returns text language sql as $$select token from told where id = tests.id(n) order by ctid desc limit 1$$;
create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
begin
  perform tests.sign_in(name);
  execute sql;
  return null;
exception when others then
  return sqlerrm;
end;
$$;
create function pg_temp.accept(name text, n integer) returns text language sql as $$
  select pg_temp.attempt(name, format('select public.accept_invitation(%L)', pg_temp.token(n)));
$$;
create function pg_temp.decline(name text, n integer) returns text language sql as $$
  select pg_temp.attempt(name, format('select public.decline_invitation(%L)', pg_temp.token(n)));
$$;
create function pg_temp.revoke(name text, n integer) returns text language sql as $$
  select pg_temp.attempt(name, format('select public.revoke_invitation(%L, %L)', tests.organization_id('acme'), tests.id(n)));
$$;
grant execute on all functions in schema pg_temp to authenticated;
grant all on told to authenticated;

-- Who invites, and as what.
select tests.sign_in('dave');
select is(pg_temp.invite(1), 'organization_role_too_low', 'a member does not invite');
select tests.sign_in('carol');
select is(pg_temp.invite(1), 'organization_role_too_low', 'nor a coach, unless the organisation says so');
select tests.sign_in('mallory');
select is(pg_temp.invite(1), 'organization_not_found', 'nor a stranger');
select tests.sign_in('bob');
select is(pg_temp.invite(1, 'owner'), 'organization_malformed', 'nobody is invited as owner');
select is(pg_temp.invite(1, 'member', 'no address'), 'organization_malformed', 'an address is an address');
select is(pg_temp.invite(1, null), 'organization_malformed', 'a role is wanted');
select tests.raises(
  $$select public.invite_member(tests.organization_id('acme'), expires_in_days => 31)$$, 'PT422', 'organization_malformed', 'and a date that comes soon'
);
select is(pg_temp.invite(1, 'member', 'Alice@Example.test'), 'already_member', 'who is a member is not invited');
select is(pg_temp.invite(1, 'admin', ' Erin@Example.TEST '), null, 'an admin invites an admin');
select matches(pg_temp.token(1), '^[0-9a-f]{64}$', 'and is told the token');
select tests.as_owner();
select is_empty(
  $$select from public.organization_invitations as i where i::text ~ pg_temp.token(1)$$, 'which is kept nowhere'
);
select results_eq(
  $$select token_hash, email from public.organization_invitations$$,
  $$values (sha256(pg_temp.token(1)::bytea), 'erin@example.test')$$, 'only its hash is, and the address in lower case'
);

-- Who accepts.
select is(pg_temp.accept('frank', 1), 'invitation_for_another', 'who has the token but not the address stays out');
select is(pg_temp.attempt('frank', $$select public.accept_invitation('guess')$$), 'invitation_not_found', 'so does who guesses');
select is(pg_temp.attempt('frank', 'select public.accept_invitation(null)'), 'invitation_not_found', 'or sends nothing');
select is(pg_temp.decline('frank', 1), 'invitation_for_another', 'nor may they decline it for another');
select tests.as_owner();
update auth.users set email_confirmed_at = null where id = tests.user_id('erin');
select is(pg_temp.accept('erin', 1), 'invitation_for_another', 'an address counts when it is confirmed');
select tests.as_owner();
select tests.confirm_email('erin');
select is(pg_temp.accept('erin', 1), null, 'then it does');
select results_eq(
  $$select role, joined_by, invited_by from public.organization_members where user_id = tests.user_id('erin')$$,
  $$values ('admin', 'invitation', tests.user_id('bob'))$$, 'erin is what she was invited as, and it is known by whom'
);
select is(pg_temp.accept('erin', 1), null, 'again, when the answer was lost');
select is(public.accept_invitation(pg_temp.token(1)), tests.organization_id('acme'), 'with the same answer');
select is(pg_temp.revoke('bob', 1), 'invitation_used', 'what was used is not revoked');
select is(pg_temp.decline('erin', 1), 'invitation_used', 'or declined');
select tests.sign_in('bob');
select is(pg_temp.invite(1, 'admin', 'erin@example.test'), 'invitation_used', 'or made anew');

-- For whoever has the token.
select is(pg_temp.invite(2), null, 'an invitation without an address');
select is(pg_temp.accept('frank', 2), null, 'lets in the first who comes');
select is(pg_temp.accept('mallory', 2), 'invitation_used', 'and not the second');
select tests.sign_in('bob');
select is(pg_temp.invite(3), null, 'another');
select is(pg_temp.accept('frank', 3), 'already_member', 'is nothing to who is in already');
select is(pg_temp.decline('grace', 3), null, 'grace declines it');
select is(pg_temp.decline('grace', 3), null, 'twice, as she did not hear the answer');
select is(pg_temp.accept('grace', 3), 'invitation_revoked', 'then it is closed');

-- Repeating and revoking.
select tests.sign_in('bob');
select is(pg_temp.invite(4), null, 'bob invites, and does not hear the answer');
select is(pg_temp.invite(4), null, 'so he asks again');
select is((select count(distinct token) from told where id = tests.id(4)), 2::bigint, 'and is told another token');
select is(
  pg_temp.attempt('grace', format('select public.accept_invitation(%L)', (select token from told where id = tests.id(4) order by ctid limit 1))),
  'invitation_not_found', 'the first is worth nothing'
);
select tests.sign_in('bob');
select is(pg_temp.invite(4, 'coach'), 'invitation_id_reused', 'the same id is not for another invitation');
select is(pg_temp.revoke('dave', 4), 'organization_role_too_low', 'a member does not revoke it');
select is(pg_temp.revoke('carol', 4), 'invitation_not_found', 'nor a coach who did not make it');
select is(pg_temp.revoke('alice', 4), null, 'an owner does');
select is(pg_temp.revoke('alice', 4), null, 'twice, if need be');
select is(pg_temp.accept('grace', 4), 'invitation_revoked', 'then it lets nobody in');

-- Time, and the one who invited.
select tests.sign_in('bob');
select is(pg_temp.invite(5), null, 'one that runs out');
select tests.as_owner();
update public.organization_invitations set expires_at = now() - interval '1 second' where id = tests.id(5);
select is(pg_temp.accept('grace', 5), 'invitation_expired', 'lets nobody in then');
select tests.as_owner();
update public.organizations set coaches_may_invite = true where true;
select tests.sign_in('carol');
select is(pg_temp.invite(6, 'admin'), 'role_exceeds_own', 'a coach who may invite does not invite an admin');
select is(pg_temp.invite(6, 'coach'), null, 'but a coach');
select tests.as_owner();
update public.organization_members set role = 'member' where user_id = tests.user_id('carol');
select is(pg_temp.accept('grace', 6), 'invitation_revoked', 'which is void when she is no coach any more');

-- What administrators see of it.
select tests.sign_in('alice');
select results_eq(
  $$select id, state from public.list_invitations(tests.organization_id('acme')) order by id$$,
  $$values (tests.id(1), 'accepted'), (tests.id(2), 'accepted'), (tests.id(3), 'declined'), (tests.id(4), 'revoked'), (tests.id(5), 'expired'), (tests.id(6), 'void')$$,
  'administrators see what became of each'
);
select tests.as_owner();
update public.organization_members set role = 'coach' where user_id = tests.user_id('carol');
select tests.sign_in('carol');
select results_eq(
  $$select id from public.list_invitations(tests.organization_id('acme'))$$, array[tests.id(6)], 'a coach sees her own'
);
select tests.sign_in('dave');
select tests.raises(
  $$select public.list_invitations(tests.organization_id('acme'))$$, 'PT403', 'organization_role_too_low', 'and a member none'
);
select tests.raises('select from public.organization_invitations', '42501', null, 'not in the table either');

-- Old ones are forgotten.
select tests.as_owner();
select results_eq(
  $$select private.prune_invitations(now() + interval '89 days') union all select private.prune_invitations(now() + interval '91 days')$$,
  '{0,5}'::integer[], 'those that are closed are forgotten after a while; what is open stays until it has run out'
);

select * from finish();
rollback;
