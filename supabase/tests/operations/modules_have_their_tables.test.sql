-- A table that belongs to no module is one that health does not speak of; a chapter that adds one says where it belongs.
begin;
select plan(2);

select is_empty(
  $$
    select t.table_name from tests.our_tables() as t
    where t.schema_name = 'public' and not exists (select from ops.modules as m where t.table_name = any (m.tables))
  $$,
  'every table in public belongs to a module'
);
select is_empty(
  $$
    select x.table_name, count(*) from ops.modules as m, unnest(m.tables) as x (table_name) group by x.table_name having count(*) > 1
  $$,
  'and to one only'
);

select * from finish();
rollback;
