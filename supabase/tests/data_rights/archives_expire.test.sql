-- An archive can be fetched for a week; then its links are gone, and its files are for the worker to delete. So are the
-- logos of an organisation that is gone.
begin;
select plan(13);

select tests.create_person('alice');
select private.queue_export(tests.user_id('alice'), 'csv');
create temporary table job as select * from privacy.claim_export(now());
create function pg_temp.put(name text) returns void language sql as $$
  insert into storage.objects (bucket_id, name, owner_id) select 'exports', format('%s/%s/%s', j.user_id, j.export_id, put.name), null from job as j
$$;
select pg_temp.put('parts/1.csv');
select pg_temp.put('export.zip');
create function pg_temp.stray(at timestamptz) returns text[] language sql as $$
  select coalesce(array_agg(split_part(name, '/', 3) order by name), '{}') from privacy.stray_objects(100, at)
$$;

select is(pg_temp.stray(now()), '{}', 'while an export is being made nothing of it is stray');
select throws_ok(
  $$select privacy.complete_export((select claim from job), '{}', 1)$$, '23514', null, 'an archive without a link is not ready'
);
select lives_ok($$select privacy.complete_export((select claim from job), '{https://example.test/x}', 1000, now())$$, 'it is ready');
select is((select expires_at - finished_at from public.data_exports), interval '7 days', 'for a week');
select is(pg_temp.stray(now()), '{parts}', 'its parts are not needed any more');
select is(privacy.expire_exports(now() + interval '6 days'), 0, 'within the week it stays');
select is(privacy.expire_exports(now() + interval '7 days 1 second'), 1, 'then it expires');
select is(privacy.expire_exports(now() + interval '7 days 1 second'), 0, 'once');
select is((select state || ' ' || cardinality(links) from public.data_exports), 'expired 0', 'and its links are gone');
select is(pg_temp.stray(now() + interval '7 days 1 second'), '{export.zip,parts}', 'with all its files');
insert into storage.objects (bucket_id, name) values ('exports', gen_random_uuid() || '/' || gen_random_uuid() || '/export.zip');
select is(cardinality(pg_temp.stray(now())), 3, 'so are files of who is not there any more');

select tests.organize('acme', 'alice');
insert into storage.objects (bucket_id, name)
values ('logos', tests.organization_id('acme') || '/small/logo.png'), ('logos', 'default.png');
select is_empty($$select from privacy.stray_objects() where bucket_id = 'logos'$$, 'an organisation has its logos');
select tests.as_owner();
delete from public.organizations where id = tests.organization_id('acme');
select results_eq(
  $$select name from privacy.stray_objects() where bucket_id = 'logos'$$, format('values (%L)', tests.organization_id('acme') || '/small/logo.png'),
  'when it is gone they are nobody''s; what is in no organisation''s folder stays'
);

select * from finish();
rollback;
