-- For every table of an organisation's rows: mallory, who owns another organisation, sees and changes nothing of acme's,
-- and a member of acme without a role writes only what is theirs, or what a policy leaves to every member. The rows are
-- made up from the catalogue, with references switched off, so that a new table is tried without anyone writing a test.
begin;
select plan(8);

select tests.organize('acme', 'alice', 'dave');
select tests.organize('evil', 'mallory');

create temporary table owned (relation regclass primary key, owner name not null);
insert into owned
select id, case when table_name = 'organizations' then 'id' else 'organization_id' end
from tests.our_tables()
where schema_name = 'public'
  -- What nobody may reach, grants.test.sql knows.
  and has_any_column_privilege('authenticated', id, 'select, insert, update')
  and (
    table_name = 'organizations'
    or exists (
      select from pg_attribute where attrelid = id and attname = 'organization_id' and atttypid = 'uuid'::regtype and attnotnull
    )
  );

create function tests.rows_of(relation regclass, owner name, organization uuid)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  content text[];
begin
  execute format('select coalesce(array_agg(t.ctid || to_jsonb(t)::text order by t.ctid), %L) from %s as t where %I = $1', '{}', relation, owner)
  into content using organization;
  return content;
end;
$$;

set local session_replication_role = replica;
create temporary table findings as
select relation, problem
from owned
  cross join unnest(array['acme', 'evil']) as name
  cross join lateral (
    select case
      when tests.rows_of(relation, owner, tests.organization_id(name)) = '{}'
        then tests.make_row(relation, owner, tests.organization_id(name))
    end as problem
  ) as made
where problem is not null;
set local session_replication_role = origin;
select is_empty('select * from findings', 'a row can be made up for every table');

-- Does it as the person, and says how many rows it met; or the code of the error.
create function tests.attempt(name text, sql text)
returns text
language plpgsql
volatile
as $$
declare
  met bigint;
begin
  if name = 'anon' then
    perform tests.sign_out();
  else
    perform tests.sign_in(name);
  end if;
  begin
    execute sql;
    get diagnostics met = row_count;
  exception when others then
    perform tests.as_owner();
    return sqlstate;
  end;
  perform tests.as_owner();
  return met;
end;
$$;

create temporary table before as
select relation, owner, tests.rows_of(relation, owner, tests.organization_id('acme')) as content from owned;

select is_empty(
  $$
    select relation, name, seen
    from before
      cross join unnest('{alice,dave}'::text[]) as name
      cross join lateral tests.attempt(name, format('select 1 from %s where %I = %L', relation, owner, tests.organization_id('acme'))) as seen
    where has_any_column_privilege('authenticated', relation, 'select')
      and (content = '{}' or seen <> cardinality(content)::text)
  $$,
  'every member sees every row of acme, in every table that people may read'
);
select is_empty(
  $$
    select relation, seen
    from owned, tests.attempt('mallory', format('select 1 from %s where %I = %L', relation, owner, tests.organization_id('acme'))) as seen
    where seen not in ('0', '42501')
  $$,
  'mallory sees none of them'
);
select is_empty(
  $$
    select relation, seen
    from owned, tests.attempt('anon', format('select 1 from %s', relation)) as seen
    where seen <> '42501'
  $$,
  'a visitor may not even ask'
);

-- What all members may do, by a policy that asks for nothing else.
create temporary table open_to_members as
select format('%I.%I', schemaname, tablename)::regclass as relation, lower(cmd) as what
from pg_policies
where coalesce(with_check, qual) = '(private.organization_role(organization_id) IS NOT NULL)';

-- As far as the grants let them go, column by column; also in a way that the policy on select does not hold back.
create temporary table intrusions as
with columns as (
  select
    relation, owner,
    string_agg(quote_ident(attname), ', ')
      filter (where has_column_privilege('authenticated', relation, attnum, 'insert')) as insertable,
    string_agg(format('%1$I = %1$I', attname), ', ')
      filter (where has_column_privilege('authenticated', relation, attnum, 'update')) as same,
    string_agg(
      format('%I = %L::%s', attname, tests.row_of(relation, owner, tests.organization_id('evil')) ->> attname, format_type(atttypid, atttypmod)), ', '
    ) filter (where has_column_privilege('authenticated', relation, attnum, 'update')) as hers,
    bool_or(attname = owner and has_column_privilege('authenticated', relation, attnum, 'update')) as may_give_away,
    has_table_privilege('authenticated', relation, 'delete') as may_delete
  from owned
    join pg_attribute on attrelid = relation and attnum > 0 and not attisdropped and attgenerated = ''
  group by relation, owner
),
attempts (turn, name, relation, what, sql) as (
  select 1, name, relation, 'update', format('update %s set %s where %I = %L', relation, same, owner, tests.organization_id('acme'))
  from columns, unnest('{mallory,dave}'::text[]) as name where same is not null
  union all
  select 2, name, relation, 'delete', format('delete from %s where %I = %L', relation, owner, tests.organization_id('acme'))
  from columns, unnest('{mallory,dave}'::text[]) as name where may_delete
  union all
  select 3, name, relation, 'insert', tests.insert_as(relation, owner, insertable, tests.organization_id('acme'))
  from columns, unnest('{mallory,dave}'::text[]) as name where insertable is not null
  union all
  select 4, 'mallory', relation, 'blind update', format('update %s set %s where true', relation, hers)
  from columns where hers is not null
  union all
  select 5, 'mallory', relation, 'blind delete', format('delete from %s where true', relation)
  from columns where may_delete
),
in_turn as materialized (
  select * from attempts
  where name = 'mallory' or (relation, what) not in (select relation, what from open_to_members)
  order by turn
)
select name, relation, what, tests.attempt(name, sql) as outcome from in_turn;

select is_empty(
  $$select * from intrusions where name = 'mallory' and what in ('update', 'delete') and outcome not in ('0', '42501')$$,
  'mallory finds none of acme''s rows to update or delete'
);
select is_empty(
  $$select * from intrusions where name = 'dave' and outcome not in ('0', '42501', '23503')$$,
  'a member without a role changes no row that is not theirs'
);
select is_empty(
  $$
    select relation
    from before
    where tests.rows_of(relation, owner, tests.organization_id('acme')) is distinct from content
  $$,
  'after all that, every row of acme is as it was, and none was added'
);
select is_empty(
  $$
    select relation, attname
    from owned join pg_attribute on attrelid = relation and attname = owner
    where has_column_privilege('authenticated', relation, attnum, 'update')
  $$,
  'nobody but the server moves a row to another organisation'
);

select * from finish();
rollback;
