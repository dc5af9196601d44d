-- A year and more goes by, with the clock as an argument: months are there before they are needed, move to the archive,
-- go to Storage, and come back as they were. The worker is played by this file; a temporary table is its Storage.
begin;
select plan(42);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
create temporary table bucket (path text primary key, content text);
create temporary table clock as select date_trunc('month', now(), 'UTC') as began_at;
update private.settings set value = 40 where name = 'ops.archive_part_rows';

-- A moment so many months and days after the beginning.
create function pg_temp.at(months integer, days integer default 0) returns timestamptz language sql stable as $$
  select (began_at at time zone 'UTC' + make_interval(months => months, days => days)) at time zone 'UTC' from clock;
$$;
create function pg_temp.month(n integer) returns text language sql stable as $$
  select 'sync_runs_' || to_char(pg_temp.at(n) at time zone 'UTC', 'YYYY_MM');
$$;
-- A day passes: every step that is due is taken, and the worker does its round. Says what was done to sync_runs.
create function pg_temp.pass(at timestamptz, works boolean default true) returns text[] language plpgsql as $$
declare
  step text;
  steps text[] := '{}';
  task jsonb;
begin
  loop
    step := ops.keep_partitions(at);
    exit when step is null;
    steps := steps || step;
  end loop;
  loop
    task := ops.archive_task(at);
    exit when task is null or not works;
    case task ->> 'kind'
      when 'store' then
        insert into bucket values (task ->> 'path', task ->> 'content') on conflict (path) do update set content = excluded.content;
        perform ops.archive_done(
          task || jsonb_build_object('checksum', (select encode(sha256(convert_to(content, 'UTF8')), 'hex') from bucket where path = task ->> 'path')),
          null, at
        );
      when 'restore' then
        perform ops.archive_done(task, (select content from bucket where path = task ->> 'path'), at);
      else
        delete from bucket where path in (select jsonb_array_elements_text(task -> 'paths'));
        perform ops.archive_done(task, null, at);
    end case;
  end loop;
  return array(select s from unnest(steps) as s where s ~ 'sync_runs' order by s);
end;
$$;

-- A year goes by, and a month. In each there are a hundred and ten pushes, some of them bob's; the upkeep comes by on its second day.
create temporary table history (n integer, steps text[], ahead integer, warm integer);
create function pg_temp.live() returns void language plpgsql as $$
declare
  steps text[];
begin
  for n in 0 .. 12 loop
    insert into public.sync_runs (id, started_at, user_id, device_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count)
    select tests.id(n * 1000 + k), pg_temp.at(n) + k * interval '6 hours 0.123 seconds',
      tests.user_id(case when k % 6 = 0 then 'bob' else 'alice' end), tests.device('phone'), k + 0.125, k, k * 100, k, k % 3, k % 2
    from generate_series(1, 110) as k;
    steps := pg_temp.pass(pg_temp.at(n, 1));
    -- What chapters drop themselves.
    perform private.prune_analytics(pg_temp.at(n, 1)), audit.prune(pg_temp.at(n, 1));
    insert into history
    select n, steps, count(*) filter (where from_at > pg_temp.at(n, 1)), count(*) filter (where schema_name = 'archive')
    from ops.partitions where relation = 'public.sync_runs';
  end loop;
end;
$$;
select pg_temp.live();
create temporary table original as select * from public.sync_runs where started_at < pg_temp.at(1);

select is((select array_agg(distinct ahead) from history), '{3}', 'three months lie ahead, always');
select is((select count(*) from public.sync_runs), 1430::bigint, 'every push found its month, and all of them are in the table');
select is(
  (select array_agg(warm order by n) from history), (
    select array_agg((
      select count(*) from generate_series(0, 12) as m where pg_temp.at(m + 1, 90) <= pg_temp.at(n, 1)
    )::integer order by n) from generate_series(0, 12) as n
  ), 'each month moves to the archive ninety days after its end'
);
select is((select max(warm) >= 9 from history), true, 'which is most of them in the end');
select is(
  (select array_agg(x.step order by x.step) from history, unnest(steps) as x (step) where n = 6),
  array['create public.sync_runs', 'move ' || pg_temp.month(2)], 'a month has two steps: one is made, one moves'
);
select is(ops.keep_partitions(pg_temp.at(12, 1)), null, 'what was done is not done again');
select is(
  (select count(*) from ops.partition_steps where relation = 'public.sync_runs' and outcome = 'done' and taken_at >= pg_temp.at(3)),
  (select count(*) from history, unnest(steps) where n >= 3), 'each step is noted, for a year'
);
select is(
  (select array_agg(distinct n.nspname::text || '.' || substr(c.relname, 1, 9)) from public.sync_runs as r
    join pg_class as c on c.oid = r.tableoid join pg_namespace as n on n.oid = c.relnamespace where r.started_at < pg_temp.at(1)),
  '{archive.sync_runs}', 'the first month is where the API does not reach, and its table still finds it'
);
select is(
  (select relrowsecurity from pg_class where oid = format('archive.%I', pg_temp.month(0))::regclass), true, 'with row-level security'
);
select is_empty(
  format($$select * from ops.readings(%L) where component = 'partitions' and level is not null$$, pg_temp.at(12, 2)), 'of no table is anything late'
);

-- Cold. As long as somebody may need what is there of them, it waits, and that is not late.
update public.users set restricted_at = now() where id = tests.user_id('alice');
create temporary table named as select r.id, r.user_id, r.device_id from public.sync_runs as r;
select is(
  pg_temp.pass(pg_temp.at(1, 365), false) && array['seal ' || pg_temp.month(0)], false, 'of who has processing restricted nothing is archived'
);
select is_empty(
  format($$select * from ops.readings(%L, 'partition_delay') where subject = 'public.sync_runs' and level is not null$$, pg_temp.at(1, 373)),
  'which is not called late'
);
select is_empty(
  format($$select from archive.%I as r where r.user_id <> tests.user_id('alice')$$, pg_temp.month(0)), 'whose it is but theirs is forgotten in time'
);
select isnt_empty(format($$select from archive.%I as r where r.user_id = tests.user_id('alice')$$, pg_temp.month(0)), 'and theirs is kept');
update public.users set restricted_at = null where id = tests.user_id('alice');
update public.sync_runs as r set user_id = n.user_id, device_id = n.device_id from named as n where n.id = r.id;
select isnt_empty(
  format($$select * from ops.readings(%L, 'partition_delay') where subject = 'public.sync_runs' and level is not null$$, pg_temp.at(1, 373)),
  'when nobody does, it is'
);
select is(
  pg_temp.pass(pg_temp.at(1, 365), false)
    @> array['seal ' || pg_temp.month(0)], true, 'after a year it is sealed'
);
select throws_ok(
  format('update archive.%I set byte_count = 0', pg_temp.month(0)), '23514', null, 'and takes no more writes'
);
select is((select count(*) from public.sync_runs where started_at < pg_temp.at(1)), 110::bigint, 'what it has can still be read');
create temporary table task as select ops.archive_task() as t;
select is((select t ->> 'kind' from task), 'store', 'the worker gets a part to store');
select is((select length(t ->> 'content') - length(replace(t ->> 'content', E'\n', '')) from task), 40, 'of forty lines');
select is((select ops.archive_task() ->> 'path'), (select t ->> 'path' from task), 'and the same again, until it is done');
select tests.raises(
  $$select ops.archive_done((select t || '{"checksum": "00"}' from task))$$, 'PT409', 'archive_corrupt', 'what was read back must be what was written'
);
select tests.raises(
  $$select ops.archive_done((select t || '{"nth": 7}' from task))$$, 'PT404', 'archive_task_unknown', 'and be a part that was asked for'
);
select is((select count(*) from ops.archive_parts where stored_at is not null), 0::bigint, 'so nothing counts as stored');

select pg_temp.pass(pg_temp.at(1, 366));
select is((select state || ' ' || row_count from ops.archives where partition_name = pg_temp.month(0)), 'stored 110', 'at its next round the worker stores all of it');
-- Somebody is erased meanwhile.
delete from auth.users where id = tests.user_id('bob');
select pg_temp.pass(pg_temp.at(1, 367));
select is(
  (select array_agg(nth order by nth) from ops.archive_parts where row_count < 40 and nth < 3 and partition_name = pg_temp.month(0)), '{1,2}',
  'what was erased since is written anew'
);
select pg_temp.pass(pg_temp.at(1, 368));
select is((select state from ops.archives where partition_name = pg_temp.month(0)), 'cold', 'then the month is dropped');
select is(to_regclass(format('archive.%I', pg_temp.month(0))), null, 'and is not in the database any more');
select is_empty(
  $$select path from bucket, unnest(array[tests.user_id('alice'), tests.user_id('bob'), tests.device('phone')]) as x (id) where content ~ x.id::text$$,
  'Storage does not know whose any of it was'
);

-- Back.
select tests.raises(
  format('select ops.restore_archive(%L, %L)', 'public.sync_runs', pg_temp.month(1)), 'PT409', 'archive_not_cold', 'what is not cold cannot be restored'
);
select ops.restore_archive('public.sync_runs', pg_temp.month(0));
create temporary table sent as select path, content from bucket;
update bucket set content = overlay(content placing 'X' from 20) where path like '%000001%';
select tests.raises(
  $$select ops.archive_done(ops.archive_task(), (select content from bucket where path like '%000001%'))$$, 'PT409', 'archive_corrupt',
  'one letter that is different is noticed'
);
update bucket set content = sent.content from sent where sent.path = bucket.path;
select pg_temp.pass(pg_temp.at(1, 375));
select is((select state from ops.archives where partition_name = pg_temp.month(0)), 'restored', 'a month is restored part by part');
select results_eq(
  format($$select to_jsonb(r) - '{user_id,device_id}'::text[] from public.sync_runs as r where started_at < %L order by id$$, pg_temp.at(1)),
  format($$select to_jsonb(r) - '{user_id,device_id}'::text[] from original as r where user_id <> %L order by id$$, tests.user_id('bob')),
  'every row is what it was, generated columns too'
);
select is(
  (select count(user_id) + count(device_id) from public.sync_runs where started_at < pg_temp.at(1)), 0::bigint, 'but for whose it was, and from where'
);
select is(
  (select array_agg((ops.read_part(p.relation, p.partition_name, p.after_key, p.last_key)).content order by p.nth) from ops.archive_parts as p where partition_name = pg_temp.month(0)),
  (select array_agg(content order by path) from bucket where path ~ pg_temp.month(0)), 'byte by byte'
);
select is(pg_temp.pass((select restored_at + interval '30 days' from ops.archives where partition_name = pg_temp.month(0))) @> array['drop restored ' || pg_temp.month(0)], true, 'thirty days later it is dropped again');
select is((select state from ops.archives where partition_name = pg_temp.month(0)), 'cold', 'and is cold as before');

-- Gone.
select is((select count(*) from bucket where path ~ pg_temp.month(0)), 3::bigint, 'three objects are in Storage');
select pg_temp.pass(pg_temp.at(1, 1826));
select is((select count(*) from bucket where path ~ pg_temp.month(0)) + (select count(*) from ops.archives where partition_name = pg_temp.month(0)) + (select count(*) from ops.archive_parts where partition_name = pg_temp.month(0)), 0::bigint, 'after five years nothing is left of it');

-- Of somebody whose processing is restricted, retention has left a row.
create function pg_temp.questions() returns text language sql stable as $$
  select to_regclass('public.ai_interactions_' || to_char(pg_temp.at(0) at time zone 'UTC', 'YYYY_MM'))::text;
$$;
select private.ensure_partitions('public.ai_interactions', 1, pg_temp.at(0));
insert into public.ai_interactions (user_id, id, started_at, finished_at, purpose, provider, model, outcome)
values (tests.user_id('alice'), tests.id(1), pg_temp.at(0), pg_temp.at(0), 'other', 'groq', 'llama-3', 'completed');
select pg_temp.pass(pg_temp.at(1, 97));
select isnt(pg_temp.questions(), null, 'a month that is dropped when it is empty stays while it is not');
delete from public.ai_interactions where true;
select pg_temp.pass(pg_temp.at(1, 97));
select is(pg_temp.questions(), null, 'and goes with its last row');

-- What would say whose it was cannot be left out of the policy.
select tests.refuses(
  'partition_policies_cold_is_of_nobody', $$update ops.partition_policies set left_out = null where relation = 'public.sync_runs'$$,
  'who archives a table says which columns are not archived'
);

select * from finish();
rollback;
