-- Guarantee 12: a pull with nothing new costs an index probe for each scope, whatever the number of tables and users.
begin;
select plan(4);

select tests.create_person('alice');
insert into sync.changes (scope_id, table_id, row_id, xid, last_xid)
select md5('user ' || n % 100)::uuid, 1, md5('row ' || n)::uuid, n / 20, n / 20 from generate_series(1, 20000) as n;
insert into sync.changes (scope_id, table_id, row_id, xid, last_xid)
select tests.user_id('alice'), 1, md5('alice ' || n)::uuid, 100 + n, 100 + n from generate_series(1, 2000) as n;
analyze sync.changes;
select tests.commit();
select tests.sign_in('alice');

create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  line text;
  whole text := '';
begin
  for line in execute 'explain (costs off) ' || query loop
    whole := whole || line || E'\n';
  end loop;
  return whole;
end$$;

-- The query of sync.touched, with its parameters.
select tests.as_owner();
select set_config('request.jwt.claims', jsonb_build_object('sub', tests.user_id('alice'))::text, true);
do $prepare$
begin
  execute 'prepare touched (bigint, bigint, bigint[], uuid, bigint, bigint, smallint, uuid, integer) as ' || (
    select replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      substring(p.prosrc from 'return query(.*);\s*end;'), 'touched.origin', '$4'), 'seen_xmax', '$2'), 'seen_xip', '$3'), 'since', '$1'), 'acknowledged', '$5'),
      'after_xid', '$6'), 'after_table', '$7'), 'after_row', '$8'), 'max_rows', '$9'), 'any (scopes)', 'any (array[$4])'), ';', '')
    from pg_catalog.pg_proc as p where p.oid = 'sync.touched'::regproc
  );
end
$prepare$;
set local plan_cache_mode = force_generic_plan;
select doesnt_match(pg_temp.plan_of(format('execute touched (%s, null, null, null, null, null, null, null, null)', 5000)), 'Seq Scan', 'the feed is not read from end to end');
select matches(
  pg_temp.plan_of(format('execute touched (%s, null, null, null, null, null, null, null, null)', 5000)),
  'Index.* changes_scope_id_xid_idx[^>]*Index Cond: .*scope_id[^>]*xid >=', 'it is probed by scope and cursor'
);

-- And in effect: blocks read by a whole pull, once everything is planned.
create function pg_temp.sequential() returns bigint language sql as $$
  select coalesce(sum(s.seq_scan), 0) from pg_catalog.pg_stat_xact_user_tables as s where s.schemaname = 'sync' and s.relname = 'changes'
$$;
grant execute on function pg_temp.sequential() to authenticated;
select tests.sign_in('alice');
select public.pull_changes_optimized(tests.cursor());
select set_config('tests.scans', pg_temp.sequential()::text, true);
select is(public.pull_changes_optimized(tests.cursor()) -> 'changes' ->> 'tasks', null, 'an idle pull has nothing to say');
select public.pull_changes_optimized(tests.cursor()) from generate_series(1, 10);
select is(pg_temp.sequential(), current_setting('tests.scans')::bigint, 'and scans no table of the feed');

select * from finish();
rollback;
