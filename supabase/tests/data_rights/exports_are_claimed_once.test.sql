-- A worker claims an export for a while. It may die at any moment: then another goes on, and what the first one still
-- notes is refused.
begin;
select plan(24);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
create function pg_temp.at(seconds integer) returns timestamptz language sql as $$select now() + make_interval(secs => seconds)$$;
create temporary table claims (nth integer, claim uuid, user_id uuid, export_id uuid, format text);
create function pg_temp.claim(nth integer, seconds integer) returns uuid language sql as $$
  insert into claims select nth, c.* from privacy.claim_export(pg_temp.at(seconds)) as c returning claim
$$;
create function pg_temp.claimed(nth integer) returns uuid language sql as $$select claim from claims as c where c.nth = claimed.nth$$;
create function pg_temp.position_of(name text) returns integer language sql as $$
  select position from privacy.export_sources as s where s.name = position_of.name and s.user_id = tests.user_id('alice')
$$;
create function pg_temp.note(nth integer, rows integer, seconds integer) returns void language sql as $$
  select privacy.note_export(pg_temp.claimed(nth), pg_temp.position_of('public.visions'), rows, '["a"]', '{"csv": {"packed": 10}}', false, null, pg_temp.at(seconds))
$$;

insert into public.visions (user_id, title, category) select tests.user_id('alice'), 'vision ' || n, 'career' from generate_series(1, 3) as n;
select private.queue_export(tests.user_id('alice'), 'both');

select tests.as_service();
select lives_ok($$select * from privacy.claim_export(now() - interval '1 hour')$$, 'the service claims');
select tests.as_owner();

select isnt(pg_temp.claim(1, 0), null, 'a worker claims the export');
select is(pg_temp.claim(2, 1), null, 'a second one gets nothing');
select is((select state from public.data_exports), 'running', 'and alice sees that it is being made');
select is(
  (select rows_expected from privacy.export_sources where name = 'public.visions'), 3::bigint, 'every table with rows of hers is planned'
);
select is(
  (select rows_expected from public.data_exports), (select sum(rows_expected)::bigint from privacy.export_sources), 'and how much there is to do is known'
);
select is_empty(
  $$
    select p.schema_name, p.table_name from privacy.person_tables as p
    where p.relation = 'public.visions'::regclass and p.exported is null
  $$, 'as the data map says'
);

select lives_ok('select pg_temp.note(1, 2, 30)', 'what it did is noted');
select is((select rows_done from public.data_exports), 2::bigint, 'and alice sees how far it is');
select is(pg_temp.claim(2, 80), null, 'each note holds the claim for another minute');
select lives_ok('select privacy.keep_export(pg_temp.claimed(1), pg_temp.at(80))', 'so does a sign of life');
select is(pg_temp.claim(2, 120), null, 'while it lives nobody else gets it');
select isnt(pg_temp.claim(2, 160), null, 'when it was not heard of for a minute, another goes on');
select is(
  (select rows_done::text || ' ' || cursor from privacy.export_sources where name = 'public.visions'), '2 ["a"]', 'from where the first one was'
);
select tests.raises('select pg_temp.note(1, 1, 161)', 'PT409', 'claim_lost', 'which notes nothing any more');
select tests.raises($$select * from privacy.export_page(pg_temp.claimed(1), 1)$$, 'PT409', 'claim_lost', 'and reads nothing');

-- A failure is tried again, later each time.
select privacy.fail_export(pg_temp.claimed(2), 'Storage is away', pg_temp.at(161));
select is(pg_temp.claim(3, 170), null, 'after a failure it rests');
select isnt(pg_temp.claim(3, 250), null, 'and is tried again');
select privacy.release_export(pg_temp.claimed(3));
select isnt(pg_temp.claim(4, 600), null, 'a run whose time is over gives it back for the next');
select is((select last_error from privacy.open_exports), 'Storage is away', 'operators see what went wrong');
update privacy.export_jobs set attempts = 8;
select is(pg_temp.claim(5, 10000), null, 'one that comes no further');
select is((select state || ' ' || error from public.data_exports), 'failed export_failed', 'fails for good');

-- What cannot be claimed by who.
select tests.sign_in('alice');
select throws_ok('select * from privacy.claim_export()', '42501', null, 'alice is no worker');
select throws_ok('select * from privacy.export_jobs', '42501', null, 'nor does she see its jobs');

select * from finish();
rollback;
