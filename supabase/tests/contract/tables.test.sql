-- What every table has, so that a new one has it too.
begin;
select plan(11);

select is_empty(
  $$
    select id from tests.our_tables() where obj_description(id, 'pg_class') is null
  $$,
  'every table has a comment'
);

select is_empty(
  $$
    select relation.oid::regclass
    from pg_class as relation
    where relation.relkind = 'v'
      and relation.relnamespace = 'public'::regnamespace
      and obj_description(relation.oid, 'pg_class') is null
  $$,
  'every public view has a comment'
);

select is_empty(
  $$
    select id
    from tests.our_tables()
    where not exists (select from pg_constraint where conrelid = id and contype = 'p')
  $$,
  'every table has a primary key'
);

-- One tenant's row can then never point at, collide with or reveal another's.
select is_empty(
  $$
    select id, pg_get_constraintdef(primary_key.oid)
    from tests.our_tables()
      join pg_constraint as primary_key on primary_key.conrelid = id and primary_key.contype = 'p'
    where schema_name = 'public'
      and exists (select from pg_attribute where attrelid = id and attname in ('user_id', 'organization_id') and attnotnull)
      -- What only the server reaches may be keyed as suits the server.
      and exists (select from pg_policy where polrelid = id)
      -- A partitioned table's key must also hold the column it is partitioned by.
      and pg_get_constraintdef(primary_key.oid) !~ case
        when exists (select from pg_attribute where attrelid = id and attname = 'organization_id' and attnotnull)
          then '^PRIMARY KEY \(organization_id, id\)$'
        else '^PRIMARY KEY \(user_id, id(, \w+)?\)$'
      end
      and table_name <> all (array[
        -- The profile: a person is their own key.
        'users'
      ])
  $$,
  'every table of a person''s rows has the primary key (user_id, id), and an organisation''s (organization_id, id)'
);

select is_empty(
  $$
    select child.conrelid::regclass, child.conname
    from pg_constraint as child
      join tests.our_tables() as parent on parent.id = child.confrelid
      join tests.our_tables() as referring on referring.id = child.conrelid
    where child.contype = 'f'
      and parent.schema_name = 'public'
      and exists (
        select from pg_attribute
        where attrelid = parent.id and attname = 'user_id' and attnotnull
      )
      and not exists (
        select from pg_attribute
        where attrelid = parent.id and attname = 'user_id' and attnum = any (child.confkey)
      )
  $$,
  'every reference to a person''s row names its owner too'
);

-- The leading columns count, in any order; a partial index counts when it leaves out only nulls.
select is_empty(
  $$
    select reference.conrelid::regclass, reference.conname
    from pg_constraint as reference join tests.our_tables() on id = reference.conrelid
    where reference.contype = 'f'
      and not exists (
        select from pg_index as index
        where index.indrelid = reference.conrelid
          and index.indisvalid
          and (
            index.indpred is null
            or pg_get_expr(index.indpred, index.indrelid) ~ '^\(+\w+ IS NOT NULL\)+( AND \(\w+ IS NOT NULL\)\)*)*$'
          )
          and (index.indkey::int2[])[0:cardinality(reference.conkey) - 1] @> reference.conkey
      )
  $$,
  'every foreign key has an index that begins with its columns'
);

select is_empty(
  $$
    select reference.conrelid::regclass, reference.conname
    from pg_constraint as reference join tests.our_tables() on id = reference.conrelid
    where reference.contype = 'f' and reference.confdeltype = 'a' and reference.conparentid = 0
  $$,
  'every foreign key says what happens on delete'
);

select is_empty(
  $$
    select rule.conrelid::regclass, rule.conname
    from pg_constraint as rule join tests.our_tables() on id = rule.conrelid
    where rule.contype in ('c', 'f', 'u', 'p', 'x')
      and (
        not starts_with(rule.conname, table_name || '_')
        or rule.contype = 'c' and rule.conname ~ '_check\d*$'
        or length(rule.conname) >= 63
      )
  $$,
  'every constraint is named <table>_<rule>, not by Postgres'
);

select is_empty(
  $$
    select id, index.relname
    from tests.our_tables()
      join pg_index on pg_index.indrelid = id
      join pg_class as index on index.oid = pg_index.indexrelid
    where not exists (select from pg_constraint where conindid = index.oid and contype in ('p', 'u', 'x'))
      and (not starts_with(index.relname, table_name || '_') or index.relname !~ '_(idx|key)$' or length(index.relname) >= 63)
  $$,
  'every index is named <table>_<columns>_idx, or _key when it makes values unique'
);

select is_empty(
  $$
    select rule.contypid::regtype, rule.conname
    from pg_constraint as rule join pg_type on pg_type.oid = rule.contypid
    where rule.contype = 'c'
      and pg_type.typnamespace::regnamespace in (select tests.our_schemas())
      and (rule.conname ~ '_check\d*$' or not starts_with(rule.conname, pg_type.typname))
  $$,
  'every domain''s rule is named <domain>_<rule>'
);

select is_empty(
  $$
    select id, attname, format_type(atttypid, atttypmod)
    from tests.our_tables() join pg_attribute on attrelid = id and attnum > 0 and not attisdropped
    where attname ~ '_at$'
        and coalesce((select nullif(t.typbasetype, 0) from pg_type as t where t.oid = atttypid), atttypid) <> 'timestamptz'::regtype
      or attname ~ '^is_' and atttypid <> 'boolean'::regtype
      or atttypid in ('timestamp'::regtype, 'timetz'::regtype, 'money'::regtype, 'json'::regtype)
  $$,
  'columns named *_at are moments, is_* are booleans, and no type is one we avoid'
);

select * from finish();
rollback;
