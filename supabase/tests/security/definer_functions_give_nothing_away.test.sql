-- Mallory calls the engine's own functions, as if private and sync were exposed, with whatever arguments she likes:
-- alice's id as the person, a registry entry and a context she made up. She gains nothing.
begin;
select plan(19);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2, '{"title": ""}')), push_id => tests.id(90));
select tests.as_owner();

-- A context that says she is alice, and an entry of the registry, true or forged.
create function pg_temp.forged_context() returns sync.push_context language sql as $$
  select jsonb_populate_record(null::sync.push_context, jsonb_build_object(
    'me', tests.user_id('alice'), 'scope', tests.user_id('alice'), 'device_id', tests.device('phone'),
    'origin', sync.device_origin(tests.user_id('alice'), tests.device('phone')),
    'base', 0, 'skew_ms', 0, 'now_ms', tests.at(0), 'horizon', 0, 'has_rejections', true, 'is_salvaged', false
  ));
$$;
create function pg_temp.entry(of_table text, forged jsonb default '{}') returns sync.tables language sql as $$
  select jsonb_populate_record(r, forged) from sync.tables as r where r.table_name = of_table;
$$;
create function pg_temp.notes_of(name text) returns text[] language sql security definer as $$
  select coalesce(array_agg(right(n.id::text, 2) || ' ' || n.title order by n.id), '{}') from public.notes as n where n.user_id = tests.user_id(name);
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.sign_in('mallory');

-- Reading.
select is(sync.earlier_answer(tests.id(90), 'x'), null, 'an answer to alice''s push is not mallory''s to read, whose key she may know');
select is_empty(
  format('select * from sync.rejection_bases(%L, ''notes'')', tests.device('phone')), 'nor what alice''s refused records were based on'
);
select is_empty($$select * from sync.rejected_bases(pg_temp.forged_context(), 'notes')$$, 'not with a context that says she is alice');
select is(
  (sync.open_push(pg_temp.forged_context(), tests.device('phone'), null, null, null, null)).has_rejections, false,
  'opening a push as alice does not tell whether her device has refused records'
);
select is(sync.rows_notes(tests.user_id('alice'), array[tests.id(1)]), '{}', 'the generated readers show her nothing of alice''s');
select is((select _row_count from sync.list_notes(array[tests.user_id('alice')], null, null, 100, 14)), 0, 'not in a list');
select is(sync.read_notes(array[tests.id(1)], 14)::jsonb -> 'updated', '[]', 'not by id');
select is(sync.lock_notes(tests.user_id('alice'), array[tests.id(1)]), null, 'nor does she lock alice''s rows');

-- Writing.
select throws_ok(
  $$select sync.write_rows(pg_temp.entry('notes'), jsonb_build_array(tests.note(3, '{"title": "hers"}')), pg_temp.forged_context())$$,
  '42501', null, 'with a context that says she is alice she writes nothing'
);
select is(pg_temp.notes_of('mallory'), '{}', 'nor for herself');
select lives_ok(
  $$select sync.delete_rows(pg_temp.entry('notes'), jsonb_build_array(tests.note(1)), pg_temp.forged_context())$$, 'deleting so meets nothing'
);
select is(pg_temp.notes_of('alice'), '{"01 note 1"}', 'alice''s notes are as they were');

select sync.push_batch(
  pg_temp.entry('achievements', '{"direction": "both"}'), jsonb_build_array(jsonb_build_object('id', tests.id(1), 'points', 9999)), false,
  jsonb_populate_record(pg_temp.forged_context(), jsonb_build_object('me', tests.user_id('mallory')))
);
select is((select count(*) from public.achievements where points = 9999), 0::bigint, 'a forged registry entry does not open the catalogue');
select throws_ok(
  format($$select sync.write_rows(pg_temp.entry('notes', '{"table_name": "notes(null); drop table notes; --"}'), %L, pg_temp.forged_context())$$, jsonb_build_array(tests.note(1))),
  '42883', null, 'and the name in it is a name, whatever it holds'
);

select sync.close_push(
  pg_temp.forged_context(), tests.id(91), 'x', '{"accepted": {}}', '{"notes": {"created": [{"id": "00000000-0000-4000-8000-000000000002"}]}}',
  jsonb_build_array(jsonb_build_object('table', 'notes', 'id', tests.id(1), 'column', 'title', 'rule', 'manual', 'client', 'a', 'server', 'b', 'resolution', 'pending')),
  '[]', null, 1, 1, now()
);
select tests.as_owner();
select is((select count(*) from public.sync_conflicts where user_id = tests.user_id('alice')), 0::bigint, 'a push closed as alice leaves no conflict with her');
select is((select count(*) from public.sync_rejections where user_id = tests.user_id('alice')), 1::bigint, 'and settles none of her refused records');
select is((select array_agg(push_id) from sync.pushes where user_id = tests.user_id('alice')), array[tests.id(90)], 'and gives her no answer to find');
select is_empty(
  $$
    select from sync.changes
    where scope_id = tests.user_id('mallory') and row_id = tests.id(1)
      and origin = sync.device_origin(tests.user_id('alice'), tests.device('phone')) and table_id <> (select table_id from sync.tables where table_name = 'notes')
  $$,
  'no table she did not write is signed with alice''s device'
);

-- A function that may write and that people may call is added here on purpose, after asking what it does for who
-- calls it with any arguments.
select is_empty(
  $$
    select f.id
    from tests.our_functions() as f
    join pg_proc as p on p.oid = f.id
    where f.schema_name = 'private' and p.prosecdef and p.provolatile = 'v' and has_function_privilege('authenticated', f.id, 'execute')
      and p.proname <> all ('{
        mark_seen, assign_role, revoke_role, set_suspended, revoke_session, revoke_other_sessions, set_feature_flag,
        override_feature_flag, disconnect_integration, remember_operations, add_insight, record_consent, declare_age_band, name_guardian,
        revoke_guardian, keep_shorter, set_restricted, request_about_my_data,
        create_organization, delete_organization, invite_member, accept_invitation, decline_invitation, revoke_invitation,
        change_member_role, remove_member, leave_organization, transfer_ownership, update_my_membership,
        add_organization_domain, remove_organization_domain, join_by_domain, request_data_export, cancel_data_export,
        request_account_erasure, cancel_account_erasure
      }')
  $$,
  'people may call no other function of schema private that writes with more rights than theirs'
);

select * from finish();
rollback;
