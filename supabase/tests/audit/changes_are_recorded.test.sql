-- Changes of audited tables are entered with who, as what, where and which columns; the values go to the payload.
begin;
select plan(25);

select tests.create_user(name) from unnest('{alice,bob,mallory}'::text[]) as name;
select private.grant_role(tests.user_id('bob'), 'admin');
create function pg_temp.last_event() returns audit.events language sql security definer as $$
  select tests.seal();
  select e from audit.events as e order by e.id desc limit 1;
$$;
create function pg_temp.last_payload() returns audit.payloads language sql security definer as $$
  select tests.seal();
  select p from audit.payloads as p order by p.event_id desc limit 1;
$$;
grant execute on all functions in schema pg_temp to authenticated;

select tests.seal();
select is_empty('select * from audit.stale_tables()', 'every audited table has its triggers, as generated');
select results_eq(
  $$
    select e.operation, e.relation from audit.events as e
    where e.subject = tests.alias('alice') and e.relation in ('public.users', 'public.user_roles') order by e.id
  $$,
  $$values ('insert', 'public.users'::text collate "C"), ('update', 'public.users'), ('insert', 'public.user_roles')$$, 'a sign-up is recorded under an alias'
);

-- By the person.
select tests.sign_in('alice', '{"session_id": "00000000-0000-4000-8000-00000000000a"}');
update public.users set display_name = 'Alice', locale = 'nl', username = 'alice' where id = tests.user_id('alice');
select is((e).operation || ' ' || (e).relation, 'update public.users', 'an update is') from pg_temp.last_event() as e;
select is(array[(e).actor, (e).subject], array[tests.alias('alice'), tests.alias('alice')], 'by whom, and of whom') from pg_temp.last_event() as e;
select is((e).role, 'authenticated', 'as which role of the API') from pg_temp.last_event() as e;
select is((e).session_id, tests.id(10), 'in which session') from (select overlay((e).session_id::text placing '10' from 35)::uuid as session_id from pg_temp.last_event() as e) as e;
select is((e).xid, pg_current_xact_id()::text::bigint, 'in which transaction') from pg_temp.last_event() as e;
select is((e).columns, '{display_name,locale}', 'and which columns: those that differ') from pg_temp.last_event() as e;
select is((p).content, '{"locale": ["en", "nl"], "display_name": [null, "Alice"]}', 'the payload has their old and new values') from pg_temp.last_payload() as p;
select is(
  (e).payload_hash, sha256((p).salt || convert_to((p).content::text, 'UTF8')), 'of which the event has a salted hash'
)
from pg_temp.last_event() as e, pg_temp.last_payload() as p;

create temporary table before on commit drop as select (e).id from pg_temp.last_event() as e;
update public.users set display_name = 'Alice' where id = tests.user_id('alice');
select is((e).id, before.id, 'an update that changes nothing is no event') from pg_temp.last_event() as e, before;
select tests.as_owner();
update public.users set last_seen_at = now() where id = tests.user_id('alice');
select is((e).id, before.id, 'nor is being seen') from pg_temp.last_event() as e, before;

-- By an administrator.
select tests.sign_in('bob');
select public.assign_role(tests.user_id('alice'), 'coach');
select is(
  array[(e).actor, (e).subject], array[tests.alias('bob'), tests.alias('alice')], 'a role that somebody else assigns is, in a definer function too'
)
from pg_temp.last_event() as e;
select is((e).role, 'authenticated', 'as the role of the caller') from pg_temp.last_event() as e;
select is((p).content ->> 'assigned_by', tests.alias('bob')::text, 'people are aliases in payloads too') from pg_temp.last_payload() as p;
select public.suspend_user(tests.user_id('mallory'));
select is((p).content, '{"account_status": ["active", "suspended"]}', 'so is a suspension') from pg_temp.last_payload() as p;

-- By a server, and by a job.
select tests.as_service();
update public.users set trial_ends_at = '2026-12-01 00:00Z' where id = tests.user_id('alice');
select tests.as_owner();
select is(array[(e).role, (e).actor::text], '{service_role,null}', 'a server has a role, and is nobody') from pg_temp.last_event() as e;
select is(
  (p).content, '{"trial_ends_at": [null, "2026-12-01T00:00:00+00:00"]}', 'times are in UTC, wherever the writer is'
)
from pg_temp.last_payload() as p;
set local session_replication_role = replica;
update private.settings set value = 13 where name = 'audit.payload_months';
set local session_replication_role = origin;
select is(
  array[(e).relation, (e).role, (e).subject::text, (e).row_key],
  array['private.settings', session_user::text, '00000000-0000-0000-0000-000000000000', 'audit.payload_months'],
  'the owner has no way past it with session_replication_role; the row of nobody has a key'
)
from pg_temp.last_event() as e;

-- Content is never kept.
select tests.sign_in('alice');
insert into public.journal_entries (user_id, id, written_on, title, body)
values (tests.user_id('alice'), tests.id(1), '2026-11-01', 'a secret', 'nobody may know');
update public.journal_entries set body = 'nobody may know this' where id = tests.id(1);
select tests.as_owner();
select is((e).columns, '{body,word_count}', 'of a diary it is told what changed') from pg_temp.last_event() as e;
select is((p).content, null, 'but not to what') from pg_temp.last_payload() as p;
select isnt((p).hidden_hash, null, 'only a salted hash that can prove it') from pg_temp.last_payload() as p;
select is(
  (select count(*) from audit.events as e where e::text like '%secret%' or e::text like '%may know%')
    + (select count(*) from audit.payloads as p where p::text like '%secret%' or p::text like '%may know%'), 0::bigint,
  'no word of it is in the log'
);

-- A changed key, and a truncate.
update public.role_permissions set permission_code = 'users.read' where role_code = 'analyst';
select tests.seal();
select results_eq(
  $$select e.row_key from audit.events as e where e.relation = 'public.role_permissions' and e.operation = 'update' order by e.row_key$$,
  $$values ('analyst:analytics.read'::text collate "C"), ('analyst:users.read')$$, 'a key that changed is recorded under both'
);
truncate public.role_permissions;
select is((e).operation || ' ' || (e).relation, 'truncate public.role_permissions', 'a truncate is recorded where it is possible')
from pg_temp.last_event() as e;

select * from finish();
rollback;
