-- What is recommended names what is wrong and nothing else; what is safe can be applied, is gone then, and can be undone.
begin;
select plan(16);

select is_empty($$select kind, object from ops.recommendations() where kind ~ 'index' and kind <> 'unused index'$$, 'our own indexes leave nothing to say');

create table ops.parents (id integer constraint parents_pkey primary key);
create table ops.children (
  id integer constraint children_pkey primary key, parent_id integer constraint children_parent_id_fkey references ops.parents (id), a integer, b integer
);
create index children_a_idx on ops.children (a);
create index children_a_again_idx on ops.children (a);
create index children_a_desc_idx on ops.children (a desc);
create index children_b_idx on ops.children (b);
create index children_b_a_idx on ops.children (b, a);
create index children_b_where_idx on ops.children (b) where a > 0;

create function pg_temp.advice() returns text[] language sql as $$
  select coalesce(array_agg(r.kind || ' ' || r.object order by r.kind, r.object), '{}')
  from ops.recommendations() as r where r.object ~ 'ops\.(children|parents)' and r.kind <> 'unused index';
$$;
create function pg_temp.id(of_kind text) returns text language sql as $$
  select r.id from ops.recommendations() as r where r.kind = of_kind and r.object ~ 'ops\.(children|parents)';
$$;

select is(
  pg_temp.advice(), '{"duplicate index ops.children_a_again_idx","missing index ops.children","overlapping index ops.children_b_idx"}',
  'a duplicate, the beginning of a longer one, and a foreign key without one; not another order, nor a part'
);
select is((select count(distinct r.id) = count(*) from ops.recommendations() as r), true, 'each has its own id');

-- A foreign key.
create temporary table chosen as select pg_temp.id('missing index') as id;
select is((select ops.apply_recommendation(id) from chosen), 'drop index ops.children_parent_id_idx', 'applying says how to undo it');
select isnt(to_regclass('ops.children_parent_id_idx'), null, 'the index is there');
select is(pg_temp.advice(), '{"duplicate index ops.children_a_again_idx","overlapping index ops.children_b_idx"}', 'and what was wrong is not any more');
select tests.raises(format('select ops.apply_recommendation(%L)', (select id from chosen)), 'PT404', 'recommendation_unknown', 'so it cannot be applied again');
select lives_ok(format('select ops.undo_recommendation(%L)', (select id from chosen)), 'it is undone');
select is(to_regclass('ops.children_parent_id_idx'), null, 'as before');
select tests.raises(format('select ops.undo_recommendation(%L)', (select id from chosen)), 'PT404', 'recommendation_not_applied', 'once');

-- A duplicate, back exactly as it was.
create temporary table definition as select pg_get_indexdef('ops.children_a_again_idx'::regclass) as sql, pg_temp.id('duplicate index') as id;
select ops.apply_recommendation(id) from definition;
select is(to_regclass('ops.children_a_again_idx'), null, 'a duplicate goes');
select ops.undo_recommendation(id) from definition;
select is(pg_get_indexdef('ops.children_a_again_idx'::regclass), sql, 'and comes back as it was') from definition;

-- Not by a function.
select tests.raises(
  format('select ops.apply_recommendation(%L)', pg_temp.id('overlapping index')), 'PT409', 'recommendation_unsafe', 'what needs thought is left to an operator'
);

-- Tables. Counters of this transaction are not there yet, so a table is played by the view.
create or replace view ops.tables as
  select null::oid as id, null::name as schema_name, null::name as table_name, null::bigint as live_rows, null::bigint as dead_rows,
    null::numeric as dead_percent, null::bigint as sequential_scans, null::bigint as sequential_rows, null::bigint as index_scans,
    null::bigint as inserted_rows, null::bigint as updated_rows, null::bigint as hot_updated_rows, null::bigint as deleted_rows,
    null::timestamptz as vacuumed_at, null::timestamptz as analyzed_at, null::bigint as table_bytes, null::bigint as index_bytes,
    null::bigint as packed_bytes, null::text[] as options, null::integer as frozen_age
  where false
  union all
  select 'ops.children'::regclass, 'ops', 'children', 6000000, 3000000, 33, 1000, 20000000, 0, 1, 20000, 100, 1, null, null, 1, 1, 1,
    (select reloptions from pg_class where oid = 'ops.children'::regclass), 1;
select is(
  pg_temp.advice(),
  '{"analyze ops.children","autovacuum ops.children","duplicate index ops.children_a_again_idx","fill factor ops.children","missing index ops.children","overlapping index ops.children_b_idx","vacuum ops.children","whole table read ops.children"}',
  'a table with dead rows, updates without room, scans of all of it, and no statistics'
);
select ops.apply_recommendation(pg_temp.id(kind)) from unnest('{fill factor,autovacuum,analyze}'::text[]) as kind;
select is(
  (select reloptions from pg_class where oid = 'ops.children'::regclass),
  '{fillfactor=85,autovacuum_vacuum_scale_factor=0.02,autovacuum_analyze_scale_factor=0.02}', 'settings of a table are changed'
);
select ops.undo_recommendation(id) from ops.applied_recommendations where undone_at is null and undo_sql is not null;
select is((select reloptions from pg_class where oid = 'ops.children'::regclass), null, 'and changed back');

select * from finish();
rollback;
