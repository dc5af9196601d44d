-- Nobody gives a role above their own, or acts on their equals and betters; everybody may step down.
begin;
select plan(33);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:admin', 'dave:coach', 'erin', 'frank:owner');
select tests.create_user('mallory');

-- What becomes of an attempt: the error's message, or null.
create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
begin
  perform tests.sign_in(name);
  execute sql;
  return null;
exception when others then
  return sqlerrm;
end;
$$;
create function pg_temp.change(by_whom text, whom text, role text) returns text language sql as $$
  select pg_temp.attempt(by_whom, format('select public.change_member_role(%L, %L, %L)', tests.organization_id('acme'), tests.user_id(whom), role));
$$;
create function pg_temp.remove(by_whom text, whom text) returns text language sql as $$
  select pg_temp.attempt(by_whom, format('select public.remove_member(%L, %L)', tests.organization_id('acme'), tests.user_id(whom)));
$$;
create function pg_temp.transfer(by_whom text, whom text, stay boolean default false) returns text language sql as $$
  select pg_temp.attempt(by_whom, format('select public.transfer_ownership(%L, %L, %L)', tests.organization_id('acme'), tests.user_id(whom), stay));
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Who may not.
select is(pg_temp.change('erin', 'erin', 'admin'), 'role_exceeds_own', 'a member does not make herself admin');
select is(pg_temp.change('erin', 'erin', 'owner'), 'role_exceeds_own', 'nor owner');
select is(pg_temp.change('erin', 'dave', 'member'), 'organization_role_too_low', 'nor a coach a member');
select is(pg_temp.change('dave', 'erin', 'coach'), 'organization_role_too_low', 'a coach changes nobody''s role');
select is(pg_temp.change('dave', 'dave', 'admin'), 'role_exceeds_own', 'and does not make himself admin');
select is(pg_temp.change('bob', 'bob', 'owner'), 'role_exceeds_own', 'an admin does not make himself owner');
select is(pg_temp.change('bob', 'erin', 'owner'), 'role_exceeds_own', 'nor anybody else');
select is(pg_temp.change('bob', 'carol', 'member'), 'member_outranks', 'nor touches another admin');
select is(pg_temp.change('bob', 'alice', 'member'), 'member_outranks', 'nor an owner');
select is(pg_temp.change('alice', 'frank', 'admin'), 'member_outranks', 'an owner does not touch another owner');
select is(pg_temp.change('alice', 'bob', 'owner'), 'role_exceeds_own', 'and makes owners by transfer only');
select is(pg_temp.change('mallory', 'erin', 'coach'), 'organization_not_found', 'for a stranger there is no such organisation');
select is(pg_temp.change('alice', 'mallory', 'coach'), 'member_not_found', 'and no such member to change');
select is(pg_temp.change('alice', 'erin', 'emperor'), 'organization_malformed', 'nor such a role');
select is(pg_temp.change('alice', 'erin', null), 'organization_malformed', 'nor none');
select is(pg_temp.remove('dave', 'erin'), 'organization_role_too_low', 'a coach removes nobody');
select is(pg_temp.remove('bob', 'carol'), 'member_outranks', 'an admin removes no admin');
select is(pg_temp.remove('bob', 'bob'), 'member_outranks', 'not even himself: he leaves');
select is(pg_temp.remove('bob', 'alice'), 'member_outranks', 'and no owner');
select is(pg_temp.remove('alice', 'frank'), 'member_outranks', 'nor does an owner');
select is(pg_temp.transfer('bob', 'erin'), 'organization_role_too_low', 'an admin transfers no ownership');
select is(
  tests.roster('acme'), '{"alice owner","bob admin","carol admin","dave coach","erin member","frank owner"}',
  'after all that everyone is what they were'
);

-- Who may.
select is(pg_temp.change('bob', 'erin', 'coach'), null, 'an admin makes a member coach');
select is(pg_temp.change('bob', 'erin', 'coach'), null, 'and again, when the answer was lost');
select is(pg_temp.change('bob', 'dave', 'admin'), null, 'or a coach admin');
select is(pg_temp.change('carol', 'carol', 'member'), null, 'who is admin may step down');
select is(pg_temp.change('alice', 'dave', 'coach'), null, 'an owner takes the role of an admin');
select is(pg_temp.remove('bob', 'carol'), null, 'an admin removes who is a member now');
select is(pg_temp.transfer('alice', 'bob', true), null, 'an owner makes an admin owner beside herself');
select is(
  tests.roster('acme'), '{"alice owner","bob owner","dave coach","erin coach","frank owner"}', 'so it is done'
);
select is(pg_temp.transfer('alice', 'dave'), null, 'or hands ownership on');
select is(pg_temp.transfer('alice', 'dave'), null, 'and again, when the answer was lost');
select is(
  tests.roster('acme'), '{"alice admin","bob owner","dave owner","erin coach","frank owner"}', 'and becomes admin by it'
);

select * from finish();
rollback;
