-- Rows go by the retention policies and months by the partition policies: they say the same, and what is late is told.
begin;
select plan(10);

select is_empty(
  $$select p.relation from ops.partitions as p
    where p.relation !~ '^realtime[.]' and not exists (select from ops.partition_policies as o where o.relation = p.relation)$$,
  'every table of ours that has months has a policy for them, and so is watched'
);
select is_empty(
  $$
    select o.relation
    from ops.partition_policies as o
    join (select distinct schema_name, table_name, retention from privacy.data_map) as m on format('%s.%s', m.schema_name, m.table_name) = o.relation
    where now() + make_interval(days => coalesce(o.warm_days, o.hot_days)) > now() + privacy.kept(m.retention) + interval '1 month'
  $$,
  'no month stays longer than the data map tells people'
);
select is_empty(
  $$
    select o.relation, m.column_name
    from ops.partition_policies as o
    join privacy.data_map as m on format('%s.%s', m.schema_name, m.table_name) = o.relation
    where o.ending = 'cold' and m.category not in ('none', 'time', 'activity') and m.column_name <> all (o.left_out)
      and m.column_name not in (select k.column_name from private.key_columns(o.relation::regclass) as k)
  $$,
  'what is archived after that says nothing of anybody: moments, counts and the key of a row'
);
select is_empty(
  $$select r.relation from privacy.retention_rules as r join ops.partition_policies as o on o.relation = r.relation where o.ending <> 'drop'$$,
  'no rule deletes rows of months that are archived'
);
select is_empty(
  $$
    select o.relation, m.name
    from ops.partition_policies as o
    join (values ('audit.events', 'audit.kept_months'), ('audit.payloads', 'audit.payload_months')) as m (relation, name) on m.relation = o.relation
    where now() + make_interval(days => o.hot_days) < now() + make_interval(months => private.setting(m.name)::integer)
  $$,
  'a month of the audit log is not called late while it is kept'
);

-- What is told as overdue: the oldest row of a rule, in days past its time.
select tests.create_user(name) from unnest('{alice,bob}'::text[]) as name;
create function pg_temp.overdue() returns text[] language sql as $$
  select array(select format('%s %s', r.subject, r.value) from ops.measure_overdue_rows(now()) as r order by 1);
$$;
insert into public.sync_conflicts (user_id, table_name, row_id, column_name, rule, client_value, server_value, resolution, created_at)
select tests.user_id(name), 'tasks', gen_random_uuid(), 'title', 'manual', '1', '2', 'server', now() - age
from (values ('alice', interval '89 days'), ('alice', '92 days'), ('bob', '100 days')) as c (name, age);
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, rating, emotional_state)
select tests.user_id('alice'), private.catalogue_id('concepts', 'empathy'), now() - interval '3 years' - age, 3, state
from (values (interval '3 days', 'calm'), ('90 days', null)) as r (age, state);
select is(pg_temp.overdue(), '{"public.mastery_reviews 3.0","public.sync_conflicts 10.0"}', 'the oldest, and what is emptied is not overdue though it stays');
update public.users set restricted_at = now() where id = tests.user_id('bob');
select is(pg_temp.overdue(), '{"public.mastery_reviews 3.0","public.sync_conflicts 2.0"}', 'what must be kept of somebody is not overdue');
update public.users set restricted_at = null where true;
select is(
  (select array_agg(level || ' ' || subject order by subject) from ops.readings(now(), 'overdue_rows')), '{"degraded public.mastery_reviews","degraded public.sync_conflicts"}', 'more than a day is too much'
);
select cmp_ok(privacy.apply_retention(), '>', 0, 'retention takes them');
select is(pg_temp.overdue(), '{}', 'and then nothing is overdue');

select * from finish();
rollback;
