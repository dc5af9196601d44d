-- Export, erasure and anonymised copies are made from the data map: what it does not know of, they forget.
begin;
select plan(8);

create temporary view columns as
  select schema_name, table_name, attname::text as column_name, atttypid
  from tests.our_tables() join pg_attribute on attrelid = id and attnum > 0 and not attisdropped;
create temporary view unmapped as
  select schema_name, table_name, column_name from columns
  except
  select schema_name::text, table_name::text, column_name::text from privacy.data_map;

select is_empty(
  'select * from unmapped', 'every column of every table is in the data map: its chapter calls privacy.map_table()'
);
select is_empty(
  $$
    select schema_name, table_name, column_name from privacy.data_map
    where not exists (
      select from pg_attribute
      where attrelid = to_regclass(format('%I.%I', schema_name, table_name)) and attname = column_name and not attisdropped
    )
  $$,
  'the data map names no column that is not there'
);
select is_empty(
  $$
    select m.schema_name, m.table_name, m.column_name, m.subject_column from privacy.data_map as m
    where subject_column is not null
      and not exists (
        select from pg_attribute
        where attrelid = to_regclass(format('%I.%I', schema_name, table_name)) and attname = subject_column and atttypid = 'uuid'::regtype
      )
  $$,
  'the person is found by a column of the same table'
);

-- Whoever is erased is deleted from users, and everything with it: of a child, by way of its parent.
select is_empty(
  $$
    select m.schema_name, m.table_name, m.subject_column
    from (select distinct schema_name, table_name, subject_column, on_erase from privacy.data_map where subject_column is not null) as m
      join tests.our_tables() as t on t.schema_name = m.schema_name and t.table_name = m.table_name
      join pg_attribute as a on a.attrelid = t.id and a.attname = m.subject_column
    where m.on_erase <> 'keep'
      and not exists (
        select from pg_constraint as rule
        where rule.conrelid = t.id and rule.contype = 'f' and a.attnum = any (rule.conkey)
          and rule.confdeltype = case m.on_erase when 'delete' then 'c' else 'n' end
      )
      and t.id::text <> all (array[
        -- The feed names scopes, which organisations are too; the erasure deletes from it.
        'sync.changes',
        -- Each request to the HTTP API writes it, of people and of addresses; the erasure deletes from it, and minutes do.
        'ops.rate_uses'
      ])
  $$,
  'a row that is deleted with its person refers to them and cascades; one that outlives them forgets them'
);
select is_empty(
  $$
    select schema_name, table_name, column_name from columns
    where atttypid = 'uuid'::regtype and column_name in ('user_id', 'owner_id', 'created_by', 'assigned_by', 'guardian_id')
    except
    select schema_name::text, table_name::text, column_name::text from privacy.data_map where category <> 'none'
  $$,
  'a column that names a person is about somebody'
);
create table public.contract_probe (id uuid primary key, user_id uuid not null, secret text);
select is(
  (select array_agg(column_name order by column_name) from unmapped), '{id,secret,user_id}', 'a new table is missed there'
);
select tests.raises(
  $$select privacy.map_table('public.contract_probe', 'user_id', 'account', 'account', 'key: id user_id')$$,
  'PT500', 'data_map_incomplete', 'a column cannot be left out'
);
select tests.raises(
  $$select privacy.map_table('public.contract_probe', 'user_id', 'account', 'account', 'key: id user_id words: secret diary')$$,
  'PT500', 'data_map_incomplete', 'nor one that is not there be mapped'
);

select * from finish();
rollback;
