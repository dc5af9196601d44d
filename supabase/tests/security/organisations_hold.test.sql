-- Attacks on organisations, by who owns another (mallory), was a member once (erin), or is one without a say (dave). What
-- is better shown through the API is in supabase/tests/client/attacks.test.ts, which has attacks 1 to 30.
begin;
select plan(56);

select tests.organize('acme', 'alice', 'bob:admin', 'carol:coach', 'dave', 'erin');
select tests.organize('evil', 'mallory', 'bob:admin', 'dave:admin');
select tests.create_boards();
insert into public.teams (organization_id, id, name, lead_id) values
  (tests.organization_id('acme'), tests.id(1), 'Bakers', tests.user_id('carol')),
  (tests.organization_id('acme'), tests.id(2), 'Drivers', null),
  (tests.organization_id('evil'), tests.id(3), 'Thieves', null);
insert into public.team_announcements (organization_id, id, author_id, title, body)
values (tests.organization_id('acme'), tests.id(4), tests.user_id('alice'), 'Secret', 'Secret');
insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(5), 'career', 'Secret');
select tests.commit('start');
delete from public.organization_members where user_id = tests.user_id('erin');

-- What a request answers: the error, or how many rows it met.
create function pg_temp.attempt(name text, sql text) returns text language plpgsql as $$
declare
  met bigint;
begin
  perform tests.sign_in(name);
  execute sql;
  get diagnostics met = row_count;
  return met;
exception when others then
  return case when sqlstate like 'PT%' then sqlerrm else sqlstate end;
end;
$$;
create function pg_temp.teams_of(organization text) returns text[] language sql security definer as $$
  select array(select right(t.id::text, 1) || ' ' || t.name from public.teams as t where t.organization_id = tests.organization_id(organization) order by 1);
$$;
create function pg_temp.team(n integer, organization text, columns jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_array(jsonb_build_object(
    'id', tests.id(n), 'organization_id', tests.organization_id(organization), 'name', 'forged', 'description', null, 'color', null, 'lead_id', null,
    'created_at', tests.at(0), 'updated_at', tests.at(0), '_status', 'created', '_changed', ''
  ) || columns);
$$;
-- Messages to a scope, and what they say.
create function pg_temp.pokes(scope_id uuid) returns jsonb language sql security definer as $$
  select coalesce(jsonb_agg(m.payload - 'id'), '[]') from realtime.messages as m where m.topic = 'sync:' || scope_id;
$$;
-- Another transaction begins: it has told nobody yet.
create function pg_temp.next_transaction() returns void language sql security definer as $$
  delete from realtime.messages where true;
  select set_config('sync.poked', '', true);
$$;
create function pg_temp.found(id uuid) returns text language sql as $$
  select pg_temp.attempt('mallory', format('select public.create_organization(%L, organization_id => %L)', 'x', id));
$$;
-- A call about acme: %1$L the organisation, %2$s the number of the table of teams, %3$L the ids of its teams.
create function pg_temp.acme(call text) returns text language sql as $$
  select format(call, tests.organization_id('acme'), (select table_id from sync.tables where table_name = 'teams'), array[tests.id(1)]);
$$;
create function pg_temp.invite(times integer) returns text language plpgsql as $$
begin
  for n in 1..times loop
    perform public.invite_member(tests.organization_id('evil'));
  end loop;
  return 'invited';
exception when others then
  return sqlerrm;
end;
$$;
grant execute on all functions in schema pg_temp to authenticated;


-- 31. An organisation is not founded under an id that is somebody else's: its id is whose rows and which channel.
select is(pg_temp.found(tests.user_id('alice')), 'organization_id_taken', '31. an organisation is not founded under a person''s id');
select tests.sign_in('mallory');
select ok(not sync.is_mine(tests.user_id('alice')), 'so the person''s feed and channel stay theirs');
select is(pg_temp.found('00000000-0000-0000-0000-000000000000'), 'organization_id_taken', 'nor under the catalogues'', which every device asks for');
select is(pg_temp.found(tests.user_id('mallory')), 'organization_id_taken', 'nor under one''s own');
select tests.as_owner();
delete from auth.users where id = tests.user_id('erin');
select is(pg_temp.found(tests.user_id('erin')), 'organization_id_taken', 'nor under that of somebody who is gone, while the feed remembers');
select tests.as_owner();
select tests.create_person('erin');
insert into public.organization_members (organization_id, user_id, joined_by) values (tests.organization_id('acme'), tests.user_id('erin'), 'domain');
select tests.commit('start');
select tests.organize('gone', 'alice');
delete from public.organizations where id = tests.organization_id('gone');
delete from public.organization_members where user_id = tests.user_id('erin');
select is(pg_temp.found(tests.organization_id('gone')), 'organization_id_taken', 'nor under a deleted organisation''s, whose devices have not all heard of it');


-- 32. A stolen id does not make a twin under one's own organisation, which would stand before the other on the devices of
-- people in both, and receive or lose what they change.
select is(
  pg_temp.attempt('mallory', $$insert into public.teams (organization_id, id, name) values (tests.organization_id('evil'), tests.id(1), 'x')$$), '23505',
  '32. a stolen id does not make a twin in one''s own organisation'
);
select is(
  pg_temp.attempt('mallory', $$insert into public.teams (organization_id, id, name) values (tests.organization_id('evil'), tests.id(1), 'x') on conflict (organization_id, id) do update set name = excluded.name$$),
  '23505', 'nor by an upsert'
);
select tests.sign_in('mallory');
select is(tests.rejected(tests.push(pg_temp.team(1, 'evil'), into_table => 'teams')), '{"1: value_taken"}', 'nor by a push');
select is(
  (select r.message || coalesce(r.detail, '') from public.sync_rejections as r), 'Another record has this value.column id, rule teams_id_key', 'whose refusal says nothing of the other'
);
select is_empty(
  $$
    select r.table_name from sync.tables as r
    where r.scope_kind = 'organization' and not exists (
      select from pg_index as i
      join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'id'
      where i.indrelid = format('public.%I', r.table_name)::regclass and i.indisunique and i.indnkeyatts = 1 and i.indpred is null
    )
  $$,
  'no synced table of organisations lets two have one id'
);
select tests.as_owner();
create table public.loose (organization_id uuid not null references public.organizations (id), id uuid not null, updated_at timestamptz(3) not null default now(), primary key (organization_id, id));
alter table public.loose enable row level security;
create index on public.loose (id);
select tests.raises(
  $$select sync.register_table('public.loose', scope => 'organization_id')$$, 'PT400', 'table_cannot_sync', 'nor is one registered that does'
);

-- 33. What people in both organisations change goes where it belongs, whatever the other organisation made meanwhile.
select tests.sign_in('bob');
select is(
  tests.rejected(tests.push(updated => pg_temp.team(1, 'evil', jsonb_build_object(
    'name', 'Bread', 'updated_at', (extract(epoch from now()) * 1000)::bigint + 1000, '_status', 'updated', '_changed', 'name,updated_at'
  )), into_table => 'teams')), '{}',
  '33. an edit under another organisation''s name is an edit of the record there is'
);
select is(pg_temp.teams_of('acme'), '{"1 Bread","2 Drivers"}', 'which stays where it is');
select is(pg_temp.teams_of('evil'), '{"3 Thieves"}', 'and is copied nowhere');


-- 34. A child does not go to a parent in another organisation.
select is(pg_temp.attempt(name, sql), code, title)
from (values
  ('mallory', $$insert into public.team_members (organization_id, team_id, user_id) values (tests.organization_id('evil'), tests.id(1), tests.user_id('mallory'))$$, '23503', '34. nobody joins a team of another organisation from their own'),
  ('mallory', $$insert into public.team_members (organization_id, team_id, user_id) values (tests.organization_id('evil'), tests.id(3), tests.user_id('alice'))$$, '23503', 'nor brings in somebody who is no member'),
  ('mallory', $$insert into public.team_announcements (organization_id, team_id, title, body) values (tests.organization_id('evil'), tests.id(1), 'x', 'x')$$, '23503', 'nor announces to such a team'),
  ('mallory', $$update public.teams set lead_id = tests.user_id('alice') where id = tests.id(3)$$, '23503', 'nor makes a stranger lead'),
  ('mallory', $$insert into public.shared_visions (organization_id, vision_id) values (tests.organization_id('evil'), tests.id(5))$$, '23503', 'nor shares a vision of another person'),
  ('bob', $$update public.teams set organization_id = tests.organization_id('evil') where id = tests.id(1)$$, '42501', 'nor moves a team, not even as admin of both'),
  ('bob', $$update public.team_announcements set organization_id = tests.organization_id('evil') where true$$, '42501', 'nor an announcement'),
  ('bob', $$update public.team_announcements set author_id = (select auth.uid()) where true$$, '42501', 'nor puts their name to it'),
  ('carol', $$insert into public.team_members (organization_id, team_id, user_id) values (tests.organization_id('acme'), tests.id(2), tests.user_id('carol'))$$, '42501', 'nor does a coach add to a team that another leads'),
  ('carol', $$update public.teams set lead_id = (select auth.uid()) where id = tests.id(2)$$, '0', 'or take it'),
  ('dave', $$update public.teams set lead_id = (select auth.uid()) where organization_id = tests.organization_id('acme')$$, '0', 'or a member any')
) as t (name, sql, code, title);


-- 35. The engine's own functions, were they exposed: by a stranger, and by who was a member.
select is(pg_temp.attempt('mallory', pg_temp.acme('select sync.touch(%2$s::smallint, %1$L, %3$L)')), 'scope_forbidden', '35. a stranger does not wake an organisation');
select is(pg_temp.attempt('erin', pg_temp.acme('select sync.touch(%2$s::smallint, %1$L, %3$L)')), 'scope_forbidden', 'nor does who was a member');
select is(pg_temp.attempt('mallory', pg_temp.acme('select from sync.stamps(%2$s::smallint, %1$L, %3$L)')), '0', 'nor are they told who changed what');
select is(pg_temp.attempt('erin', pg_temp.acme('select from sync.stamps(%2$s::smallint, %1$L, %3$L)')), '0', 'neither of them');
select is(
  pg_temp.attempt('erin', format('select from sync.touched(0, null, null, null, null, null, null, null, 100) where row_id in (%L, %L)', tests.id(1), tests.id(4))), '0',
  'nor what was touched'
);
select is(pg_temp.attempt('mallory', 'select from sync.withdrawn(0, null, null, null, null, null, 100)'), '0', 'a stranger has nothing to give back');
select is(pg_temp.attempt('erin', $$select from sync.scope_grants where is_granted$$), '0', 'who left has no grant');
select is(
  pg_temp.attempt('erin', $$update sync.scope_grants set is_granted = true where true$$), '42501', 'and gives herself none'
);

-- 36. Who left is told ids to delete, however old the cursor that is sent: never a row.
select tests.sign_in('erin');
select is(
  (
    select string_agg(t.key, ',') from jsonb_each(public.pull_changes_optimized(tests.cursor('start'))::jsonb -> 'changes') as t
    where t.key in (select r.table_name from sync.tables as r where r.scope_kind = 'organization') and t.value -> 'updated' <> '[]'
  ), null, '36. an old cursor brings who left no row back'
);
select unalike(public.pull_changes_optimized(tests.cursor('start'))::text, '%Secret%', 'nor a word of one');
select unalike(public.pull_changes_optimized(tests.cursor('start'), migration => '{"from": 1, "tables": ["teams", "team_announcements", "organization_members"]}')::text, '%Secret%', 'not after an upgrade that names the tables');
select unalike(public.pull_changes_optimized(null)::text, '%Secret%', 'nor on a first pull');
select unalike(
  public.pull_changes_optimized(tests.cursor('start'), optimization_hints => jsonb_build_object(
    'page_size', 100, 'page_token', concat_ws(';', tests.cursor('start'), '', 0, 'feed', 0, 0, '00000000-0000-0000-0000-000000000000')
  ))::text, '%Secret%', 'nor by a page token that she made up'
);


-- 37. Refused pushes wake nobody but oneself, and a large push wakes an organisation once.
select tests.as_owner();
select tests.commit();
select pg_temp.next_transaction();
select tests.sign_in('dave');
select is(
  jsonb_array_length(tests.push((select jsonb_agg(tests.board(n, 'acme')) from generate_series(10, 30) as n), into_table => 'boards') -> 'rejected'), 21,
  '37. a member''s records are refused'
);
select tests.push(updated => pg_temp.team(1, 'acme', '{"_status": "updated", "_changed": "name"}'), deleted => jsonb_build_array(tests.id(2)), into_table => 'teams');
select tests.push(pg_temp.team(8, 'acme', '{"role": "owner"}'), into_table => 'organization_members');
select is(pg_temp.pokes(tests.organization_id('acme')), '[]', 'and the organisation hears nothing of it');
select is(pg_temp.pokes(tests.user_id('dave')), '[{}]', 'only his other devices do, once');
select tests.as_owner();
select is_empty(
  $$select from sync.changes where scope_id = tests.organization_id('acme') and xid >= pg_current_xact_id()::text::bigint$$, 'nor is anything of it touched'
);
select pg_temp.next_transaction();
select tests.sign_in('mallory');
select tests.push((select jsonb_agg(tests.board(n, 'acme')) from generate_series(10, 30) as n), into_table => 'boards');
select is(pg_temp.pokes(tests.organization_id('acme')), '[]', 'a stranger wakes it no more');
select tests.sign_in('alice');
select tests.push((select jsonb_agg(tests.board(n, 'acme')) from generate_series(100, 400) as n), into_table => 'boards');
select is(pg_temp.pokes(tests.organization_id('acme')), '[{}]', 'three hundred records are one message, which says nothing');
select is(pg_temp.attempt('alice', format('select sync.poke(array[%L::uuid])', tests.organization_id('acme'))), '42501', 'and nobody sends one herself');
-- Realtime's own function tells nobody that a policy refused it.
select pg_temp.attempt('alice', format('select realtime.send(''{"say": 1}'', ''changed'', %L, true)', 'sync:' || tests.organization_id('acme')));
select is(pg_temp.pokes(tests.organization_id('acme')), '[{}]', 'not by Realtime''s function either');


-- 38. An organisation of one does not invite ten thousand.
select tests.sign_in('mallory');
select is(pg_temp.invite(101), 'too_many_invitations', '38. more invitations than may be open at once are refused');
select tests.as_owner();
insert into public.organization_invitations (organization_id, token_hash, invited_by, expires_at, revoked_at)
select tests.organization_id('evil'), sha256(n::text::bytea), tests.user_id('mallory'), now() + interval '1 day', now() from generate_series(1, 199) as n;
select tests.sign_in('mallory');
select is(pg_temp.invite(1), 'invited', 'taking them back makes room');
select is(pg_temp.invite(1), 'too_many_invitations', 'up to as many as may be made in a day');

-- 39. Invitations of others are out of reach, by their id.
select tests.sign_in('bob');
select public.invite_member(tests.organization_id('acme'), invitation_id => tests.id(60));
select is(
  pg_temp.attempt('mallory', format('select public.revoke_invitation(%L, %L)', tests.organization_id('evil'), tests.id(60))), 'invitation_not_found',
  '39. another organisation''s invitation is not revoked from one''s own'
);
select is(
  pg_temp.attempt('mallory', format('select public.revoke_invitation(%L, %L)', tests.organization_id('acme'), tests.id(60))), 'organization_not_found', 'nor there'
);
select is(
  (select array_agg(state) from tests.sign_in('bob'), public.list_invitations(tests.organization_id('acme'))), '{open}', 'it is open still'
);

-- 40. What was refused of an organisation's records is no way to keep them.
create function pg_temp.kept(name text) returns text[] language sql security definer as $$
  select array(select r.table_name || ' ' || r.code from public.sync_rejections as r where r.user_id = tests.user_id(name) order by 1);
$$;
select tests.as_owner();
delete from public.sync_rejections where true;
select tests.sign_in('dave');
select tests.push(pg_temp.team(70, 'acme', '{"role": "owner", "display_name": "Secret"}'), into_table => 'organization_members');
select tests.push(updated => pg_temp.team(1, 'acme', jsonb_build_object('_status', 'updated', '_changed', 'name', 'name', U&'cut \FDD0')), into_table => 'teams');
select tests.push(updated => pg_temp.team(71, 'acme', '{"_status": "updated", "_changed": "name"}') || pg_temp.team(2, 'acme', '{"_status": "updated", "_changed": "name"}'), into_table => 'teams');
select is(
  pg_temp.kept('dave'), '{"organization_members table_read_only","teams not_allowed","teams not_allowed","teams text_invalid"}', '40. what a member is refused is noted for him'
);
select public.leave_organization(tests.organization_id('acme'));
select is(pg_temp.kept('dave'), '{}', 'until he leaves');

-- 41. A visitor calls no function that changes anything, and none about organisations: only whether the service works.
select tests.as_owner();
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p
    where p.pronamespace = 'public'::regnamespace and p.proname <> 'health_check' and has_function_privilege('anon', p.oid, 'execute')$$,
  '41. a visitor calls no function'
);

select * from finish();
rollback;
