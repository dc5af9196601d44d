-- Nobody reads or writes the log through the API, and not even the owner changes it by mistake.
begin;
select plan(34);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.seal();

create function pg_temp.attempt(role_name text, statement text) returns text language plpgsql as $$
declare
  outcome text;
begin
  perform tests.become(role_name, '{}');
  begin
    execute statement;
    outcome := 'done';
  exception when others then
    outcome := sqlstate;
  end;
  perform tests.become('none', '{}');
  return outcome;
end;
$$;

select is(pg_temp.attempt(role_name, statement), '42501', format('%s may not: %s', role_name, statement))
from unnest('{anon,authenticated,service_role}'::text[]) as role_name,
  unnest(array[
    'select * from audit.events', 'select * from audit.payloads', 'select * from audit.aliases', 'select * from audit.seals',
    'insert into audit.events select * from audit.events', 'delete from audit.payloads', 'select audit.note(''x'')',
    'select audit.seal()', 'select audit.erase_payloads(''{}'')'
  ]) as statement
where role_name <> 'anon' or statement = 'select * from audit.events';

select tests.raises(statement, 'PT403', 'audit_append_only', format('the owner is refused: %s', statement))
from unnest(array[
  'update audit.events set role = ''x'' where true', 'delete from audit.events where true', 'truncate audit.events',
  'update audit.payloads set content = null where true', 'truncate audit.payloads',
  'update audit.seals set count = 0 where true', 'delete from audit.seals where true', 'truncate audit.seals'
]) as statement;

-- Months that are made later are guarded too.
select private.ensure_partitions('audit.events', 0, now() + interval '5 years');
select is(
  (
    select array_agg(distinct t.tgenabled::text)
    from pg_inherits as i left join pg_trigger as t on t.tgrelid = i.inhrelid and t.tgname = '_050_refuse'
    where i.inhparent = 'audit.events'::regclass
  ), '{A}', 'every month refuses it by itself, whatever session_replication_role is'
);
set local session_replication_role = replica;
select tests.raises(
  'delete from audit.events_' || to_char(now() at time zone 'UTC', 'YYYY_MM'), 'PT403', 'audit_append_only', 'as when it is named directly'
);
select tests.raises(
  format('truncate %s', month), 'PT403', 'audit_append_only', 'or emptied'
)
from (
  select i.inhparent, min(i.inhrelid::regclass::text) as month from pg_inherits as i
  where i.inhparent in ('audit.events'::regclass, 'audit.payloads'::regclass) group by i.inhparent
) as months;
set local session_replication_role = origin;
select private.ensure_partitions('audit.events', 0, now() + interval '6 years');
select is(
  (
    select count(*) from pg_inherits as i
    where i.inhparent in ('audit.events'::regclass, 'audit.payloads'::regclass)
      and not exists (select from pg_trigger as t where t.tgrelid = i.inhrelid and t.tgname = '_050_refuse_truncate' and t.tgenabled = 'A')
  ), 0::bigint, 'no month that is ever made can be'
);
select is(private.ensure_partitions('audit.events', 0, now() + interval '6 years'), 0, 'they are made once');

select throws_ok('select audit.attach(''audit.events'', owner => ''nobody'')', 'PT400', 'table_cannot_be_audited', 'a table is audited by columns it has');

select * from finish();
rollback;
