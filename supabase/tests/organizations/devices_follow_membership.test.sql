-- What devices hold and may push follows from membership and role, also for edits made before these changed.
begin;
select plan(23);

select tests.organize('acme', 'alice', 'bob:coach', 'dave');
select tests.organize('other', 'alice');
insert into public.visions (user_id, id, category, title) values (tests.user_id('bob'), tests.id(1), 'career', 'Bake');

create function pg_temp.records(n integer, columns jsonb, org text default 'acme') returns jsonb language sql as $$
  select jsonb_build_array(jsonb_build_object(
    'id', tests.id(n), 'organization_id', tests.organization_id(org), 'created_at', tests.at(0), 'updated_at', tests.at(0), '_status', 'created', '_changed', ''
  ) || columns);
$$;
create function pg_temp.announcement(n integer, title text default 'Monday', org text default 'acme') returns jsonb language sql as $$
  select pg_temp.records(n, jsonb_build_object('title', title, 'body', 'We bake.', 'is_pinned', false, 'team_id', null, 'expires_on', null, 'author_id', null), org);
$$;
create function pg_temp.edit(n integer, title text) returns jsonb language sql as $$
  select jsonb_build_array(pg_temp.announcement(n, title) -> 0 || jsonb_build_object('_status', 'updated', '_changed', 'title,updated_at', 'updated_at', tests.at(5)));
$$;
grant execute on all functions in schema pg_temp to authenticated;

-- Writing.
select tests.sign_in('bob');
select is(tests.push(pg_temp.announcement(11), into_table => 'team_announcements') -> 'rejected', '[]', 'a coach pushes an announcement');
select is(
  (select author_id from public.team_announcements where id = tests.id(11)), tests.user_id('bob'), 'which is his, whatever his device said'
);
select is(
  tests.rejected(tests.push(pg_temp.announcement(12, org => 'other'), into_table => 'team_announcements')), '{"12: not_allowed"}',
  'not into an organisation he does not belong to'
);
select is(
  tests.push(pg_temp.records(13, jsonb_build_object('vision_id', tests.id(1), 'note', null, 'shares_description', false, 'title', 'forged', 'user_id', tests.user_id('alice'))), into_table => 'shared_visions') -> 'rejected', '[]',
  'he pushes a vision he shares'
);
select results_eq(
  $$select user_id, title::text from public.shared_visions$$, $$values (tests.user_id('bob'), 'Bake')$$, 'as himself, with the title it has'
);
select is(
  tests.rejected(tests.push(pg_temp.records(14, jsonb_build_object('vision_id', tests.id(9), 'note', null, 'shares_description', false)), into_table => 'shared_visions')),
  '{"14: parent_missing"}', 'but not one that is not there'
);
select is(
  tests.rejected(tests.push(pg_temp.records(15, jsonb_build_object('user_id', tests.user_id('bob'), 'role', 'owner', 'joined_by', 'founding')), into_table => 'organization_members')),
  '{"15: table_read_only"}', 'memberships are not pushed'
);
select is(
  tests.rejected(tests.push(pg_temp.records(16, '{"name": "Bakers", "description": null, "color": null, "lead_id": null}'), into_table => 'teams')), '{"16: not_allowed"}', 'nor teams, by a coach'
);

-- Reading.
select tests.as_owner();
select tests.commit('start');
select tests.sign_in('dave');
select is(tests.updated(tests.pulled(of_table => 'team_announcements')), '{11}', 'a member''s new device gets the announcement');
select is(jsonb_array_length(tests.pulled(of_table => 'organization_members') -> 'updated'), 3, 'and the members');
select is(jsonb_array_length(tests.pulled(of_table => 'organizations') -> 'updated'), 1, 'and the organisation');
select is(
  tests.pulled(of_table => 'shared_visions') -> 'updated' -> 0 ->> 'title', 'Bake', 'and what is shared'
);
select is(
  (select array_agg(k order by k) from jsonb_object_keys(tests.pulled(of_table => 'organization_members') -> 'updated' -> 0) as k),
  '{created_at,display_name,id,invited_by,joined_at,joined_by,organization_id,role,updated_at,user_id}', 'of members, no more than this'
);

-- A vision that changes offline, and arrives.
select tests.sign_in('bob');
select is(
  tests.push(updated => jsonb_build_array(jsonb_build_object(
    'id', tests.id(1), 'title', 'Bake bread', 'updated_at', (extract(epoch from now()) * 1000)::bigint + 1000, '_status', 'updated', '_changed', 'title,updated_at'
  )), into_table => 'visions') -> 'rejected', '[]', 'a vision is edited on a device'
);
select tests.sign_in('dave');
select is(
  tests.pulled(tests.cursor('start'), 'shared_visions') -> 'updated' -> 0 ->> 'title', 'Bake bread', 'and what the others have follows'
);

-- A role that changes while a device is offline.
select tests.as_owner();
update public.organization_members set role = 'member' where user_id = tests.user_id('bob');
select tests.sign_in('bob');
select is(
  tests.rejected(tests.push(updated => pg_temp.edit(11, 'Tuesday'), into_table => 'team_announcements')), '{"11: not_allowed"}',
  'who is no coach any more pushes no edit that he made as one'
);
select is((select title::text from public.team_announcements where id = tests.id(11)), 'Monday', 'it stays as it was');

-- Leaving.
select lives_ok($$select public.leave_organization(tests.organization_id('acme'))$$, 'bob leaves');
select is(tests.deleted(tests.pulled(tests.cursor('start'), 'team_announcements')), '{11}', 'at the next pull the announcement goes from his device');
select is(tests.deleted(tests.pulled(tests.cursor('start'), 'shared_visions')), '{13}', 'and the shared vision');
select is(jsonb_array_length(tests.pulled(tests.cursor('start'), 'organization_members') -> 'deleted'), 3, 'and the members');
select is(jsonb_array_length(tests.pulled(tests.cursor('start'), 'organizations') -> 'deleted'), 1, 'and the organisation');
select tests.sign_in('dave');
select is(tests.deleted(tests.pulled(tests.cursor('start'), 'shared_visions')), '{13}', 'from the others'' devices goes what he shared');

select * from finish();
rollback;
