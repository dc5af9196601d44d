-- Announcements are written by coaches and above, in their own name, and stay without it.
begin;
select plan(24);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach', 'dave');
select tests.organize('evil', 'mallory');

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
create function pg_temp.announce(name text, n integer, team integer default null) returns text language sql as $$
  select pg_temp.attempt(name, format(
    'insert into public.team_announcements (organization_id, id, team_id, title, body) values (%L, %L, %L, %L, %L)',
    tests.organization_id('acme'), tests.id(n), tests.id(team), 'Monday', 'We bake.'
  ));
$$;
grant execute on all functions in schema pg_temp to authenticated;
insert into public.teams (organization_id, id, name) values
  (tests.organization_id('acme'), tests.id(1), 'Bakers'), (tests.organization_id('evil'), tests.id(2), 'Crooks');

select is(pg_temp.announce('dave', 11), '42501', 'a member does not announce');
select is(pg_temp.announce('mallory', 11), '42501', 'nor does a stranger');
select is(pg_temp.announce('carol', 11), '1', 'a coach does');
select is(pg_temp.announce('carol', 12, 1), '1', 'to a team, too');
select is(pg_temp.announce('carol', 13, 2), '23503', 'but not to one of another organisation');
select is(pg_temp.announce('bob', 14), '1', 'so does an admin');
select is(
  pg_temp.attempt('carol', $$insert into public.team_announcements (organization_id, author_id, title, body) values (tests.organization_id('acme'), tests.user_id('alice'), 'x', 'x')$$),
  '42501', 'nobody writes in another''s name'
);
select is(pg_temp.attempt('carol', $$update public.team_announcements set author_id = null where true$$), '42501', 'or takes theirs off');
select tests.sign_in('dave');
select results_eq(
  'select author_id from public.team_announcements order by id', array[tests.user_id('carol'), tests.user_id('carol'), tests.user_id('bob')],
  'members see who wrote what'
);
select is(pg_temp.attempt('mallory', 'select from public.team_announcements'), '0', 'strangers see nothing');

select is(pg_temp.attempt('carol', $$update public.team_announcements set title = 'Tuesday' where true$$), '2', 'an author edits her own');
select is(pg_temp.attempt('bob', $$update public.team_announcements set title = 'Tuesday' where true$$), '1', 'an admin his own, and nobody else''s');
select is(pg_temp.attempt('dave', $$update public.team_announcements set title = 'x' where true$$), '0', 'a member none');
select is(pg_temp.attempt('dave', $$delete from public.team_announcements where true$$), '0', 'nor deletes any');
select is(pg_temp.attempt('bob', $$delete from public.team_announcements where id = tests.id(12)$$), '1', 'an admin deletes what is another''s');
select tests.as_owner();
update public.organization_members set role = 'member' where user_id = tests.user_id('carol');
select is(pg_temp.attempt('carol', $$update public.team_announcements set title = 'x' where true$$), '0', 'who is no coach any more edits hers no more');
select is(pg_temp.announce('carol', 15), '42501', 'or writes another');
select tests.as_owner();
update public.organization_members set role = 'coach' where user_id = tests.user_id('carol');
select is(pg_temp.announce('carol', 15), '1', 'a coach again, she does');
select is(pg_temp.attempt('carol', $$delete from public.team_announcements where id = tests.id(15)$$), '1', 'and takes it back');

-- Going.
select tests.sign_in('carol');
select public.leave_organization(tests.organization_id('acme'));
select tests.sign_in('alice');
select results_eq(
  $$select title::text, author_id from public.team_announcements where id = tests.id(11)$$, $$values ('Tuesday', null::uuid)$$,
  'what carol wrote stays when she leaves, without her'
);
select is(pg_temp.attempt('bob', $$update public.team_announcements set title = 'x' where id = tests.id(11)$$), '0', 'nobody edits it any more');
select tests.as_owner();
select is_empty(
  $$
    select m.organization_id::text from public.organization_members as m where m.organization_id = tests.organization_id('acme') and m::text like '%' || tests.user_id('carol') || '%'
    union all
    select t.id::text from public.team_announcements as t where t::text like '%carol%' or t::text like '%' || tests.user_id('carol') || '%'
  $$,
  'and no row of the organisation tells of her'
);
delete from auth.users where id = tests.user_id('bob');
select is((select count(*) from public.team_announcements where author_id is null), 2::bigint, 'an account that is erased leaves the same');
select tests.sign_in('alice');
delete from public.teams where true;
select is((select count(*) from public.team_announcements), 2::bigint, 'a team takes what was addressed to it, and no more');

select * from finish();
rollback;
