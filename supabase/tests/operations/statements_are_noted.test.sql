-- A snapshot says what each statement did since the one before; a reset of the counters makes nothing negative.
begin;
select plan(9);

delete from ops.statements where true;
update private.settings set value = 100000 where name = 'ops.statement_rows';
create function pg_temp.delta(at timestamptz) returns bigint language sql as $$
  select sum(d.calls)::bigint from ops.statement_deltas as d
  join ops.statements as s on s.query_id = d.query_id and s.role_id = d.role_id and s.is_toplevel = d.is_toplevel
  where d.taken_at = at and s.query ~ '^select count.* as a_statement_of_this_test' and s.is_toplevel;
$$;
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select ops.snapshot_statements(now());
select is((select count(*) from ops.statement_deltas where taken_at = now()), 0::bigint, 'the first snapshot is a beginning');
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select is(ops.snapshot_statements(now() + interval '1 minute') > 0, true, 'the second');
select is(pg_temp.delta(now() + interval '1 minute'), 3::bigint, 'says what was called since');
select ops.snapshot_statements(now() + interval '2 minutes');
select is(pg_temp.delta(now() + interval '2 minutes'), null, 'what was not called is not noted');
-- As if the counters had been reset: what is noted was counted before.
update ops.statements set stats_reset_at = stats_reset_at - interval '1 day', calls = calls + 1000 where true;
select count(*) as a_statement_of_this_test from generate_series(1, 2);
select ops.snapshot_statements(now() + interval '3 minutes');
select is(pg_temp.delta(now() + interval '3 minutes'), 6::bigint, 'after a reset everything counted is new');
select is_empty('select * from ops.statement_deltas where calls <= 0 or total_ms < 0', 'and nothing is negative');
update private.settings set value = 10 where name = 'ops.statement_rows';
update ops.statements set stats_reset_at = stats_reset_at - interval '1 day' where true;
select ops.snapshot_statements(now() + interval '4 minutes');
select is((select count(*) from ops.statement_deltas where taken_at = now() + interval '4 minutes'), 10::bigint, 'a snapshot keeps those that took the most time');
select is_empty($$select query from ops.statements where query ~* '^\s*(create|alter|do)\M' and query ~ '[''$(]'$$, 'of a command only the first words are kept: it may hold a password');
select ops.prune(50000, now() + interval '31 days');
select is((select count(*) from ops.statement_deltas) + (select count(*) from ops.statements), 0::bigint, 'after a month they are forgotten');

select * from finish();
rollback;
