-- No role reads what a member keeps for themselves; no stranger reads anything; whose account is not active has no say.
begin;
select plan(23);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach', 'dave', 'olga:owner');
select tests.organize('evil', 'mallory');
insert into public.teams (organization_id, id, name) values (tests.organization_id('acme'), tests.id(1), 'Bakers');
insert into public.visions (user_id, id, category, title) values (tests.user_id('dave'), tests.id(1), 'career', 'Secret');
insert into public.journal_entries (user_id, written_on, body) values (tests.user_id('dave'), current_date, 'Secret');
update public.users set display_name = 'Dave D.' where id = tests.user_id('dave');

create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
declare
  met bigint;
begin
  perform tests.sign_in(name);
  execute sql;
  get diagnostics met = row_count;
  return met;
exception when others then
  return sqlerrm;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Every table with an owner, that an organisation does not own.
create temporary table personal as
select t.id as relation
from tests.our_tables() as t
join pg_attribute as a on a.attrelid = t.id and a.attname = 'user_id'
where t.schema_name = 'public' and has_table_privilege('authenticated', t.id, 'select')
  and not exists (select from pg_attribute as o where o.attrelid = t.id and o.attname = 'organization_id');
grant select on personal to authenticated;
select cmp_ok((select count(*) from personal), '>', 30::bigint, 'there are many tables of people''s rows');
select is_empty(
  $$
    select relation, name
    from personal, unnest('{alice,bob,carol,olga}'::text[]) as name
    where pg_temp.attempt(name, format('select from %s where user_id = %L', relation, tests.user_id('dave'))) <> '0'
  $$,
  'no owner, admin or coach reads a row of dave''s in any of them'
);
select is(pg_temp.attempt('alice', format('select from public.users where id <> %L', tests.user_id('alice'))), '0', 'nor his profile');

-- What they know him by.
select tests.sign_in('dave');
select lives_ok($$select public.update_my_membership(tests.organization_id('acme'), ' Davey ')$$, 'dave says what they call him');
select is(
  pg_temp.attempt('alice', $$select from public.organization_members where display_name = 'Davey'$$), '1', 'and they do'
);
select tests.sign_in('dave');
select lives_ok($$select public.update_my_membership(tests.organization_id('acme'), ' ')$$, 'or nothing');
select is(pg_temp.attempt('alice', $$select from public.organization_members where display_name is null$$), '1', 'then he has no name');
select tests.sign_in('dave');
select tests.raises(
  $$select public.update_my_membership(tests.organization_id('acme'), repeat('a', 201))$$, 'PT422', 'organization_malformed', 'a name is bounded'
);
select tests.raises(
  $$select public.update_my_membership(tests.organization_id('evil'), 'Dave')$$, 'PT404', 'organization_not_found', 'and for members only'
);

-- Strangers.
select is_empty(
  $$
    select relation
    from unnest('{organizations,organization_members,teams,team_members,shared_visions,team_announcements}'::text[]) as relation
    where pg_temp.attempt('mallory', format('select from public.%I where %I <> %L', relation, case relation when 'organizations' then 'id' else 'organization_id' end, tests.organization_id('evil'))) <> '0'
  $$,
  'mallory sees nothing of acme'
);
select is(pg_temp.attempt('mallory', $$update public.organizations set name = 'Hers' where true$$), '1', 'she renames her own organisation');
select is((select name::text from public.organizations), 'Hers', 'and that alone');
select tests.as_owner();
select is((select name::text from public.organizations where id = tests.organization_id('acme')), 'acme', 'acme has its name still');

-- Changing the organisation.
select is(pg_temp.attempt('carol', $$update public.organizations set name = 'x' where true$$), '0', 'a coach does not change the organisation');
select is(pg_temp.attempt('bob', $$update public.organizations set brand_color = '#aabbcc', logo_path = id || '/logo.png' where true$$), '1', 'an admin does');

-- Who is suspended reads on with the token they have, and has no say.
select tests.as_owner();
update public.users set account_status = 'suspended' where id in (tests.user_id('olga'), tests.user_id('bob'), tests.user_id('dave'));
select is_empty(
  $$
    select call
    from unnest(array[
      'create_organization(''x'')', 'leave_organization(%1$L)', 'delete_organization(%1$L, ''acme'')', 'invite_member(%1$L)', 'list_invitations(%1$L)',
      'change_member_role(%1$L, %2$L, ''coach'')', 'remove_member(%1$L, %2$L)', 'transfer_ownership(%1$L, %2$L)', 'revoke_invitation(%1$L, %2$L)',
      'accept_invitation(''x'')', 'decline_invitation(''x'')', 'update_my_membership(%1$L, ''x'')', 'join_by_domain()',
      'add_organization_domain(%1$L, ''acme.example'')', 'remove_organization_domain(%1$L, ''acme.example'')', 'list_organization_domains(%1$L)'
    ]) as call
    where pg_temp.attempt('olga', 'select public.' || format(call, tests.organization_id('acme'), tests.user_id('dave'))) <> 'account_suspended'
  $$,
  'a suspended owner does nothing'
);
select matches(
  pg_temp.attempt('bob', $$insert into public.teams (organization_id, name) values (tests.organization_id('acme'), 'x')$$),
  'row-level security', 'a suspended admin writes nothing'
);
select is(pg_temp.attempt('bob', $$update public.organizations set name = 'x' where true$$), '0', 'nor changes the organisation');
select is(pg_temp.attempt('bob', $$delete from public.teams where true$$), '0', 'nor deletes');
select matches(
  pg_temp.attempt('dave', $$insert into public.shared_visions (organization_id, vision_id) values (tests.organization_id('acme'), tests.id(1))$$),
  'row-level security', 'a suspended member shares nothing'
);
select tests.sign_in('bob');
select is(private.organization_role(tests.organization_id('acme')), null, 'and has no role, whoever asks');
select is(pg_temp.attempt('alice', $$select public.transfer_ownership(tests.organization_id('acme'), tests.user_id('bob'))$$), 'member_inactive', 'nor is one made owner');

select is_empty(
  $$
    select p.oid::regprocedure
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace and p.proname ~ 'organization|member|invitation|domain|ownership'
      and (has_function_privilege('anon', p.oid, 'execute') or p.prosecdef)
  $$,
  'none of it is for visitors'
);

select * from finish();
rollback;
