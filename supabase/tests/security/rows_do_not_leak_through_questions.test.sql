-- Row-level security hides rows from results. Here mallory asks in ways that could tell her about them all the same:
-- errors, conflicts, foreign keys, casts, statistics, embedding.
begin;
select plan(16);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(1), 'health', 'secret vision');
insert into public.tasks (user_id, id, title, description)
  select tests.user_id('alice'), tests.id(n), 'secret title', 'secret text' from generate_series(1, 300) as n;
insert into public.habits (user_id, id, title) values (tests.user_id('alice'), tests.id(1), 'secret habit');
analyze public.tasks, public.users;

-- What a request answers: the code, or its result.
create function pg_temp.outcome(sql text) returns text language plpgsql as $$
declare
  said text;
  detail text;
begin
  execute sql into said;
  return coalesce(said, 'nothing');
exception when others then
  get stacked diagnostics detail = pg_exception_detail;
  return concat_ws(' ', sqlstate, sqlerrm, nullif(detail, ''));
end;
$$;
grant execute on function pg_temp.outcome(text) to authenticated;

select tests.sign_in('mallory');

select is(
  pg_temp.outcome('select count(*) from public.tasks where title::integer = 1'), '0',
  'a cast that would fail on alice''s rows never sees them'
);
select is(pg_temp.outcome('select count(*) from public.tasks where 1 / (length(title) - 12) > 0'), '0', 'nor does a division');
select is(pg_temp.outcome('select to_jsonb(t) from public.tasks as t limit 1'), 'nothing', 'a row as a whole, as a computed column would take it, is none');
select is(pg_temp.outcome('select t.row_to_json from public.tasks as t limit 1'), 'nothing', 'not in functional notation either');

select is(
  pg_temp.outcome(format('insert into public.tasks (user_id, id, title) values (%L, %L, ''x'')', tests.user_id('alice'), tests.id(1))),
  pg_temp.outcome(format('insert into public.tasks (user_id, id, title) values (%L, %L, ''x'')', tests.user_id('alice'), tests.id(999))),
  'inserting over a row of alice''s is answered as inserting beside it'
);
select is(
  pg_temp.outcome(format('insert into public.tasks (user_id, id, title) values (%L, %L, ''x'') on conflict (user_id, id) do update set title = excluded.title', tests.user_id('alice'), tests.id(1))),
  pg_temp.outcome(format('insert into public.tasks (user_id, id, title) values (%L, %L, ''x'') on conflict (user_id, id) do update set title = excluded.title', tests.user_id('alice'), tests.id(999))),
  'so is an upsert'
);
select matches(
  pg_temp.outcome(format('insert into public.tasks (user_id, id, title) values (%L, %L, ''x'') on conflict (user_id, id) do update set title = excluded.title', tests.user_id('alice'), tests.id(1))),
  '^42501', 'which is refused'
);
select is(
  replace(pg_temp.outcome(format('insert into public.daily_actions (user_id, vision_id, description, scheduled_on) values (%L, %L, ''x'', ''2026-01-01'')', tests.user_id('mallory'), tests.id(1))), tests.id(1)::text, 'id'),
  replace(pg_temp.outcome(format('insert into public.daily_actions (user_id, vision_id, description, scheduled_on) values (%L, %L, ''x'', ''2026-01-01'')', tests.user_id('mallory'), tests.id(999))), tests.id(999)::text, 'id'),
  'a reference to alice''s vision is answered as one to none'
);
select unalike(
  tests.push(jsonb_build_array(jsonb_build_object('id', tests.id(5), 'title', 'x', 'project_id', tests.id(1), '_status', 'created')), into_table => 'tasks')::text,
  '%secret%', 'and the reasons of a refused push repeat nothing of hers'
);
select is(
  pg_temp.outcome(format('with gone as (delete from public.tasks where user_id = %L returning title) select string_agg(title, '','') from gone', tests.user_id('alice'))), 'nothing',
  'a delete that returns what it deleted returns nothing'
);
select is(
  pg_temp.outcome(format('with done as (update public.habits set title = title where user_id = %L returning title) select string_agg(title, '','') from done', tests.user_id('alice'))), 'nothing',
  'nor does an update'
);
select is(
  pg_temp.outcome('select u.username from public.user_roles as r left join public.users as u on u.id = r.user_id where r.user_id <> (select auth.uid())'), 'nothing',
  'embedding follows no reference to somebody else'
);
select is_empty(
  $$
    select tablename from pg_stats
    where schemaname in ('private', 'sync', 'auth')
      -- The registry and the lists that import and batches go by hold nothing of people.
      and tablename not in ('tables', 'columns', 'local_storage_fields', 'batch_functions', 'search_sources')
  $$,
  'statistics of closed tables are closed'
);
select is_empty($$select tablename from pg_stats where schemaname = 'public' and tablename in ('tasks', 'users')$$, 'so are those of tables with row-level security');

-- The API counts by asking the planner (Prefer: count=planned), and the planner knows the commonest values of
-- everybody's rows. It also keeps them after the rows are erased.
create function pg_temp.expected_rows(sql text) returns integer language plpgsql as $$
declare
  plan json;
begin
  execute 'explain (format json) ' || sql into plan;
  return plan -> 0 -> 'Plan' ->> 'Plan Rows';
end;
$$;
grant execute on function pg_temp.expected_rows(text) to authenticated;
select is(
  pg_temp.expected_rows($$select from public.tasks where title = 'secret title'$$),
  pg_temp.expected_rows($$select from public.tasks where title = 'another title'$$),
  'a count by the planner does not tell what others write'
);
select tests.as_owner();
select is_empty(
  $$select attname, most_common_vals from pg_stats where schemaname = 'public' and tablename = 'tasks' and attname in ('title', 'description') and (most_common_vals is not null or histogram_bounds is not null)$$,
  'what people write is not copied into statistics, where erasure would not find it'
);

select * from finish();
rollback;
