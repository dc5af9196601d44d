-- What tests of the audit log lean on.

-- Files and seals what happened, whoever the test is just then.
create or replace function tests.seal(batch integer default 10000)
returns bigint
language sql
volatile
security definer
set search_path = ''
as $$
  select audit.seal(batch => seal.batch);
$$;

-- What a superuser can do: changes the log past its triggers.
create or replace function tests.tamper(statement text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  relation text;
begin
  foreach relation in array '{audit.events,audit.payloads,audit.seals}'::text[] loop
    execute format('alter table %s disable trigger _050_refuse', relation);
  end loop;
  execute statement;
  foreach relation in array '{audit.events,audit.payloads,audit.seals}'::text[] loop
    execute format('alter table %s enable always trigger _050_refuse', relation);
  end loop;
end;
$$;

-- The first finding of audit.verify(), in a few words, after a change that is then undone; null when there is none.
create or replace function tests.verdict(statement text, published jsonb default '[]')
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  found_first text;
begin
  begin
    perform tests.tamper(statement);
    select concat_ws(' ', v.problem, 'seal ' || v.seal, 'event ' || v.event_id) into found_first
    from audit.verify(published => verdict.published) as v
    limit 1;
    raise exception using errcode = 'P0009', message = 'undo';
  exception when sqlstate 'P0009' then
    null;
  end;
  return found_first;
end;
$$;

-- An alias, by name.
create or replace function tests.alias(name text)
returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select k.alias from audit.aliases as k where k.user_id = tests.user_id(name);
$$;

grant execute on function tests.seal(integer), tests.alias(text) to anon, authenticated, service_role;

begin;
select plan(2);

select tests.create_user('alice');
select is(tests.seal() > 0, true, 'tests.seal() seals what this very transaction did');
select is_empty('select * from audit.verify()', 'and it is as it should be');

select * from finish();
rollback;
