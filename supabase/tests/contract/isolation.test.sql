-- For every table of people's rows: mallory sees and changes nothing of alice's. The rows are made up from
-- the catalogue, with references switched off, so that a new table is tried without anyone writing a test.
begin;
select plan(6);

select tests.create_user('alice');
select tests.create_user('mallory');

create temporary table owned (relation regclass primary key, owner name not null);
insert into owned
select id, case when table_name = 'users' and schema_name = 'public' then 'id' else 'user_id' end
from tests.our_tables()
where schema_name = 'public'
  and exists (
    select from pg_attribute
    where attrelid = id
      and attname = case when table_name = 'users' then 'id' else 'user_id' end
      and atttypid = 'uuid'::regtype
  )
  -- What an organisation's members see is in organizations.test.sql.
  and not exists (select from pg_attribute where attrelid = id and attname = 'organization_id' and attnotnull);

-- A person's rows and the places they are stored at, which an update changes even when it changes nothing else.
create function tests.rows_of(relation regclass, owner name, person uuid)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  content text[];
begin
  execute format('select coalesce(array_agg(t.ctid || to_jsonb(t)::text order by t.ctid), %L) from %s as t where %I = $1', '{}', relation, owner)
  into content using person;
  return content;
end;
$$;

create temporary table findings (relation regclass, finding text);

-- Signing up has made some rows already.
set local session_replication_role = replica;
insert into findings
select relation, problem
from owned
  cross join unnest(array['alice', 'mallory']) as name
  cross join lateral (
    select case
      when tests.rows_of(relation, owner, tests.user_id(name)) = '{}'
        then tests.make_row(relation, owner, tests.user_id(name))
    end as problem
  ) as made
where problem is not null;
set local session_replication_role = origin;

select is_empty(
  'select * from findings',
  'a row can be made up for every table (if not: add one to tests.samples, see supabase/tests/001-samples.sql)'
);

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

-- What alice has: to be the same afterwards.
create temporary table before as
select relation, owner, tests.rows_of(relation, owner, tests.user_id('alice')) as content from owned;

select is_empty(
  $$
    select relation, cardinality(content) as hers, seen
    from before, tests.attempt('alice', format('select 1 from %s where %I = %L', relation, owner, tests.user_id('alice'))) as seen
    where has_any_column_privilege('authenticated', relation, 'select')
      and (content = '{}' or seen <> cardinality(content)::text)
  $$,
  'alice sees her own rows in every table that people may read'
);

select is_empty(
  $$
    select relation, seen
    from owned, tests.attempt('mallory', format('select 1 from %s where %I = %L', relation, owner, tests.user_id('alice'))) as seen
    where seen not in ('0', '42501')
  $$,
  'mallory sees none of alice''s rows'
);

select is_empty(
  $$
    select relation, seen
    from owned, tests.attempt('anon', format('select 1 from %s', relation)) as seen
    where seen <> '42501'
  $$,
  'a visitor may not even ask'
);

-- As far as the grants let her go, column by column: a refusal for want of a grant would prove nothing about
-- the policy. A statement that reads no column is not held back by the policy on select, so each is tried
-- in that way too; last of all the delete, which takes her own rows with it.
create temporary table intrusions as
with columns as (
  select
    relation, owner,
    string_agg(quote_ident(attname), ', ')
      filter (where has_column_privilege('authenticated', relation, attnum, 'insert')) as insertable,
    string_agg(format('%1$I = %1$I', attname), ', ')
      filter (where has_column_privilege('authenticated', relation, attnum, 'update') and attname <> owner) as same,
    string_agg(
      format('%I = %L::%s', attname, tests.row_of(relation, owner, tests.user_id('mallory')) ->> attname, format_type(atttypid, atttypmod)), ', '
    ) filter (where has_column_privilege('authenticated', relation, attnum, 'update') and attname <> owner) as hers,
    bool_or(attname = owner and has_column_privilege('authenticated', relation, attnum, 'update')) as may_give_away,
    has_table_privilege('authenticated', relation, 'delete') as may_delete
  from owned
    join pg_attribute on attrelid = relation and attnum > 0 and not attisdropped and attgenerated = ''
  group by relation, owner
),
attempts (turn, relation, what, sql) as (
  select 1, relation, 'update', format('update %s set %s where %I = %L', relation, same, owner, tests.user_id('alice'))
  from columns where same is not null
  union all
  select 2, relation, 'delete', format('delete from %s where %I = %L', relation, owner, tests.user_id('alice'))
  from columns where may_delete
  union all
  select 3, relation, 'insert', tests.insert_as(relation, owner, insertable, tests.user_id('alice'))
  from columns where insertable is not null
  union all
  select 4, relation, 'blind update', format('update %s set %s where true', relation, hers)
  from columns where hers is not null
  union all
  select 5, relation, 'give away', format('update %s set %I = %L where true', relation, owner, tests.user_id('alice'))
  from columns where may_give_away
  union all
  select 6, relation, 'blind delete', format('delete from %s where true', relation)
  from columns where may_delete
),
in_turn as materialized (
  select * from attempts order by turn
)
select relation, what, tests.attempt('mallory', sql) as outcome from in_turn;

-- The others may fail in any way, or meet rows of her own: for them the last assertion decides.
select is_empty(
  $$select * from intrusions where what in ('update', 'delete') and outcome not in ('0', '42501')$$,
  'mallory finds none of alice''s rows to update or delete'
);

select is_empty(
  $$
    select relation
    from before
    where tests.rows_of(relation, owner, tests.user_id('alice')) is distinct from content
  $$,
  'after all that, every row of alice''s is as it was, and none was added'
);

select * from finish();
rollback;
