-- Whoever connects to the database itself has the least they need, and nobody can sign in before the operator says so.
begin;
select plan(12);

create temporary table held as
  select case when privilege.grantee = 0 then 'PUBLIC' else privilege.grantee::regrole::text end as grantee,
    relation.oid::regclass::text as relation, relation.relkind, privilege.privilege_type
  from pg_class as relation, aclexplode(relation.relacl) as privilege
  where relation.relnamespace::regnamespace in (select tests.our_schemas());

select is_empty(
  $$select rolname from pg_roles where rolname in ('app_admin', 'analytics_reader', 'backup_reader') and (rolcanlogin or rolsuper or rolcreaterole or rolcreatedb)$$,
  'none can sign in, nor make others'
);
select set_eq(
  $$select relation || ' ' || privilege_type from held where grantee = 'analytics_reader'$$,
  array['privacy.feature_statistics SELECT', 'privacy.type_statistics SELECT'], 'analysts read two statistics'
);
select is_empty(
  $$select relation, privilege_type from held where grantee = 'app_admin' and relation not like 'privacy.%'$$, 'administrators read no person''s rows'
);
select is_empty(
  $$select relation, privilege_type from held where grantee = 'backup_reader' and privilege_type <> 'SELECT'$$, 'a backup writes nothing'
);
select is_empty(
  $$select id::text from tests.our_tables() except select relation from held where grantee = 'backup_reader'$$, 'and misses no table'
);

-- Of a person there is nothing in what analysts see, whatever they ask for.
select tests.create_user('alice');
insert into public.feature_usage_daily (day, feature, user_count, session_count, event_count, interaction_count, duration_ms, dwell_ms)
values ('2026-11-01', 'journal', 10, 10, 5, 5, 5, 5);
grant analytics_reader, app_admin to postgres;
create function pg_temp.asked(role text, query text) returns text language plpgsql as $$
declare
  answer text;
begin
  perform set_config('role', role, true);
  execute query into answer;
  perform set_config('role', 'none', true);
  return answer;
exception when others then
  return sqlstate;
end;
$$;
select is(pg_temp.asked('analytics_reader', 'select user_count from privacy.feature_statistics'), '10', 'an analyst sees how many used a part of the app');
select is(pg_temp.asked('analytics_reader', 'select count(*) from public.users'), '42501', 'but nobody');
select is(pg_temp.asked('analytics_reader', 'select count(*) from public.user_activity_daily'), '42501', 'nor what one person did');
select is(pg_temp.asked('analytics_reader', 'select count(*) from privacy.subject_requests'), '42501', 'nor what they asked');
select is(pg_temp.asked('app_admin', 'select count(*) from privacy.requests_due()'), '0', 'an administrator sees what is due');
select is(pg_temp.asked('app_admin', 'select count(*) from public.journal_entries'), '42501', 'but reads no journal');
select is(pg_temp.asked('app_admin', 'select count(*) from auth.users'), '42501', 'nor an address');

select * from finish();
rollback;
