-- Admins make teams; the coach who leads one decides who is in it. Members see all of it.
begin;
select plan(36);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach', 'dave:coach', 'erin', 'frank');
select tests.organize('evil', 'mallory');

-- The code of what refused it, or how many rows it met.
create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
declare
  met bigint;
begin
  perform tests.sign_in(name);
  execute sql;
  get diagnostics met = row_count;
  return met;
exception when others then
  return sqlstate;
end;
$$;
create function pg_temp.team(name text, n integer, lead text default null, org text default 'acme') returns text language sql as $$
  select pg_temp.attempt(name, format(
    'insert into public.teams (organization_id, id, name, lead_id) values (%L, %L, %L, %L)', tests.organization_id(org), tests.id(n), 'team ' || n, tests.user_id(lead)
  ));
$$;
create function pg_temp.add(name text, team integer, person text, n integer default null) returns text language sql as $$
  select pg_temp.attempt(name, format(
    'insert into public.team_members (organization_id, id, team_id, user_id) values (%L, %L, %L, %L)',
    tests.organization_id('acme'), coalesce(tests.id(n), gen_random_uuid()), tests.id(team), tests.user_id(person)
  ));
$$;
grant execute on all functions in schema pg_temp to authenticated;

select is(pg_temp.team('erin', 1), '42501', 'a member makes no team');
select is(pg_temp.team('carol', 1, 'carol'), '42501', 'nor does a coach');
select is(pg_temp.team('mallory', 1), '42501', 'nor a stranger');
select is(pg_temp.team('bob', 1, 'carol'), '1', 'an admin does, and says who leads it');
select is(pg_temp.team('alice', 2), '1', 'so does an owner');
select is(pg_temp.team('alice', 3, 'mallory'), '23503', 'who leads it is a member');
select is(pg_temp.team('mallory', 1, 'mallory', 'evil'), '23505', 'another organisation does not use the same id');
select is(pg_temp.team('mallory', 9, 'mallory', 'evil'), '1', 'but one of its own');

select is(pg_temp.add('erin', 1, 'erin'), '42501', 'a member does not put herself into a team');
select is(pg_temp.add('dave', 1, 'erin'), '42501', 'nor does a coach who does not lead it');
select is(pg_temp.add('mallory', 1, 'mallory'), '42501', 'nor a stranger');
select is(pg_temp.add('carol', 1, 'erin', 11), '1', 'the coach who leads it puts members into it');
select is(pg_temp.add('carol', 2, 'erin'), '42501', 'and into no other');
select is(pg_temp.add('bob', 2, 'frank', 12), '1', 'an admin into any');
select is(pg_temp.add('bob', 2, 'mallory'), '23503', 'but no strangers');
select is(pg_temp.attempt('carol', $$update public.team_members set team_id = tests.id(1) where id = tests.id(12)$$), '0', 'a coach takes nobody from another team');
select is(pg_temp.attempt('carol', $$update public.team_members set team_id = tests.id(2) where id = tests.id(11)$$), '42501', 'nor puts anybody there');
select is(pg_temp.attempt('bob', $$update public.team_members set organization_id = tests.organization_id('evil') where true$$), '42501', 'nobody moves a row to another organisation');

-- The same person, entered by two devices apart.
select is(pg_temp.add('bob', 1, 'erin', 13), '1', 'who is in a team is put in it again from another device');
select results_eq(
  $$select id from public.team_members where team_id = tests.id(1)$$, array[tests.id(13)], 'and is in it once, under the later id'
);

select is(pg_temp.attempt('carol', $$update public.teams set name = 'Bakers', color = '#aabbcc' where id = tests.id(1)$$), '1', 'the coach renames the team she leads');
select is(pg_temp.attempt('carol', $$update public.teams set name = 'x' where id = tests.id(2)$$), '0', 'and no other');
select is(pg_temp.attempt('carol', $$update public.teams set lead_id = tests.user_id('dave') where id = tests.id(1)$$), '42501', 'and does not hand it on');
select is(pg_temp.attempt('erin', $$update public.teams set name = 'x' where true$$), '0', 'a member changes none');
select is(pg_temp.attempt('carol', $$delete from public.teams where true$$), '0', 'a coach deletes none');
select tests.as_owner();
update public.organization_members set role = 'member' where user_id = tests.user_id('carol');
select is(pg_temp.attempt('carol', $$update public.teams set name = 'x' where true$$), '0', 'who is no coach any more leads in name only');
select is(pg_temp.add('carol', 1, 'frank'), '42501', 'and puts nobody into it');

select tests.sign_in('erin');
select is((select count(*) from public.teams), 2::bigint, 'members see the teams of their organisation');
select is((select count(*) from public.team_members), 2::bigint, 'and who is in them');
select tests.sign_in('mallory');
select results_eq($$select organization_id from public.teams$$, array[tests.organization_id('evil')], 'strangers see theirs');

-- Leaving.
select is(pg_temp.attempt('carol', $$select public.leave_organization(tests.organization_id('acme'))$$), '1', 'who leads a team leaves');
select tests.sign_in('bob');
select is((select lead_id from public.teams where id = tests.id(1)), null, 'the team stays, and nobody leads it');
select public.remove_member(tests.organization_id('acme'), tests.user_id('erin'));
select results_eq($$select id from public.team_members$$, array[tests.id(12)], 'who goes is in no team any more');
select is(pg_temp.attempt('bob', $$delete from public.teams where id = tests.id(2)$$), '1', 'an admin deletes a team');
select is_empty('select from public.team_members', 'and who was in it is in it no more');

-- Only the server moves a row.
select tests.as_owner();
insert into public.teams (organization_id, id, name) values (tests.organization_id('acme'), tests.id(5), 'moving');
select tests.as_service();
update public.teams set organization_id = tests.organization_id('evil') where id = tests.id(5);
select tests.sign_in('mallory');
select is((select name::text from public.teams where id = tests.id(5)), 'moving', 'the server moves a team to another organisation');

select * from finish();
rollback;
