-- What a person may send is bounded before it is stored: a text as long as a book would be copied into every
-- device, and one too long for an index fails in a way that no client can explain.
begin;
select plan(2);

select tests.create_user('alice');

-- Every column of text, or of a list of texts, that people may write.
create temporary table texts as
with recursive base (relation, attnum, attname, type_oid, domains) as (
  select id, attnum, attname, atttypid, array[atttypid]
  from tests.our_tables() join pg_attribute on attrelid = id and attnum > 0 and not attisdropped
  where has_column_privilege('authenticated', id, attnum, 'insert')
    or has_column_privilege('authenticated', id, attnum, 'update')
  union all
  select relation, attnum, attname, typbasetype, domains || typbasetype
  from base join pg_type on pg_type.oid = type_oid and typtype = 'd'
)
select
  relation, attnum, attname, domains, coalesce(element.typcategory = 'S', false) as is_list
from base
  join pg_type on pg_type.oid = type_oid and typtype <> 'd'
  left join pg_type as element on element.oid = pg_type.typelem and pg_type.typcategory = 'A'
where pg_type.typcategory = 'S' or element.typcategory = 'S';

-- By its domain, or by a check on the column: a length, a list of values, or a pattern without * and +.
select is_empty(
  $$
    select relation, attname
    from texts
    where not exists (
      select from pg_constraint as rule
      where rule.contype = 'c'
        and (rule.contypid = any (domains) or rule.conrelid = relation and rule.conkey = array[attnum])
        and pg_get_constraintdef(rule.oid) ~ case
          when is_list then 'texts_fit\('
          else '(char_length|octet_length)\(.*<=|= ANY \(+ARRAY\[|~ ''\^[^*+'']*\$'''
        end
    )
  $$,
  'every text that people may write has a bound'
);

-- And a text that is longer meets it, whatever the definition says.
create function tests.long_text_meets(relation regclass, column_name name, is_list boolean)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  owner constant name := (
    select coalesce(min(attname) filter (where attname = 'organization_id'), min(attname) filter (where attname = 'user_id'), 'id')
    from pg_catalog.pg_attribute
    where attrelid = relation and attnum > 0 and attnotnull
  );
  letters constant text := (select string_agg(md5(n::text), '') from generate_series(1, 1000) as n);
begin
  -- References are off, and so are the triggers: they may only refuse earlier.
  set local session_replication_role = replica;
  if tests.row_of(relation, owner, tests.user_id('alice')) is null then
    perform tests.make_row(relation, owner, tests.user_id('alice'));
  end if;
  begin
    execute format(
      'update %s set %I = %s where %I = $2', relation, column_name, case when is_list then 'array[$1]' else '$1' end, owner
    ) using letters, tests.user_id('alice');
    raise exception using errcode = 'PT200', message = 'taken';
  exception when others then
    set local session_replication_role = origin;
    return sqlstate;
  end;
end;
$$;
select is_empty(
  $$
    select relation, attname, outcome
    from texts, tests.long_text_meets(relation, attname, is_list) as outcome
    where outcome <> '23514'
  $$,
  'a text of 32,000 letters is refused by a check'
);

select * from finish();
rollback;
