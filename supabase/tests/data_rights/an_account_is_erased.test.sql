-- The worker erases by the data map, in batches; then the account, in one go, and proves it without naming anybody.
begin;
select plan(26);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
insert into public.visions (user_id, id, category, title) select tests.user_id(name), tests.id(n), 'career', 'of ' || name from unnest('{alice,bob}'::text[]) as name, generate_series(1, 7) as n;
insert into public.vision_milestones (user_id, vision_id, title) select tests.user_id('alice'), tests.id(1), 'step';
insert into public.tasks (user_id, title) values (tests.user_id('alice'), 'a task');
update public.user_roles set assigned_by = tests.user_id('alice') where user_id = tests.user_id('bob');
-- Nothing but the data map knows that a row of bob mentions alice.
create table public.favours (user_id uuid not null, id uuid not null default gen_random_uuid(), asked_by uuid, words text, primary key (user_id, id));
select privacy.map_table('public.favours', 'user_id', 'operation', 'account', 'key: user_id id access: asked_by words: words',
  anonymise => '{"asked_by": "Who asked is forgotten."}', subjects => '{"asked_by": "asked_by"}');
insert into public.favours (user_id, asked_by, words) values (tests.user_id('bob'), tests.user_id('alice'), 'water the plants');
insert into storage.objects (bucket_id, name, owner_id) values ('exports', tests.user_id('alice') || '/x/export.zip', null);
insert into storage.objects (bucket_id, name, owner_id) values ('logos', tests.user_id('acme') || '/logo.png', tests.user_id('alice'));
-- Of one organisation she is the only member, of another the only owner.
select tests.organize('solo', 'alice');
select tests.organize('acme', 'alice', 'bob');
-- As Auth notes what an admin did to her.
insert into auth.audit_log_entries (id, payload) values (gen_random_uuid(), json_build_object(
  'actor_id', tests.user_id('acme'), 'action', 'user_modified', 'traits', json_build_object('user_id', tests.user_id('alice'), 'user_email', 'alice@example.test')
));
update private.settings set value = 3 where name = 'erasure.batch_rows';

create function pg_temp.of(name text) returns text language sql as $$
  select string_agg(v::text, '|' order by v.id) from public.visions as v where v.user_id = tests.user_id(name)
$$;
create temporary table bobs as select pg_temp.of('bob') as rows;

select privacy.erase_account(tests.user_id('alice'));
create temporary table job as select * from privacy.claim_erasure(clock_timestamp());
select is((select count(*) from job), 1::bigint, 'a worker claims the account');
select is((select names from job, privacy.erasure_objects(job.claim)), array[tests.user_id('alice') || '/x/export.zip'], 'it is told which files there are');
select tests.raises('select privacy.finish_erasure(claim) from job', 'PT409', 'erasure_incomplete', 'while there is one the erasure cannot be finished');
set local storage.allow_delete_query = 'true';
delete from storage.objects where bucket_id = 'exports';

select is((select depth > 0 from privacy.tables_to_erase() where relation = 'public.vision_milestones'::regclass), true, 'what refers to others goes first');
select is_empty(
  $$
    select p.relation from privacy.person_tables as p
    where p.is_deleted and p.schema_name <> 'auth' and p.relation <> all (array['public.users', 'privacy.erasures']::regclass[])
      and not exists (select from privacy.tables_to_erase() as t where t.relation = p.relation and t.subject_column = p.subject_column)
  $$, 'every table of the data map is among them'
);
select is((select privacy.erase_batch(claim) <= 3 from job), true, 'rows go in batches');
create function pg_temp.erase() returns integer language plpgsql as $$
declare
  batches integer := 0;
begin
  while (select privacy.erase_batch(claim) from job) > 0 loop
    batches := batches + 1;
  end loop;
  return batches;
end;
$$;
select cmp_ok(pg_temp.erase(), '>', 2, 'until none is left');
select is(pg_temp.of('alice'), null, 'hers are gone');
select is((select count(*) from public.users where id = tests.user_id('alice')), 1::bigint, 'her account is still there');
select lives_ok('select privacy.finish_erasure(claim) from job', 'and goes last');
select is((select count(*) from auth.users where id = tests.user_id('alice')), 0::bigint, 'from the platform too');
select is((select count(*) from sync.changes where scope_id = tests.user_id('alice')), 0::bigint, 'and from the feed');
select is((select assigned_by from public.user_roles where user_id = tests.user_id('bob')), null, 'rows of others do not name her');
select results_eq('select asked_by, words from public.favours', $$values (null::uuid, 'water the plants')$$, 'nor those that only the data map knows to');
select is(pg_temp.of('bob'), (select rows from bobs), 'and are otherwise as they were');
select results_eq($$select owner_id from storage.objects where bucket_id = 'logos'$$, $$values (null::text)$$, 'a logo that she uploaded stays the organisation''s, and says not whose it was');

select is(tests.roster('acme'), '{"bob owner"}', 'who is left in an organisation has it');
select is_empty($$select from public.organizations as o where o.id = tests.organization_id('solo')$$, 'one with nobody else goes with her');
select is_empty($$select from auth.audit_log_entries as l where l.payload::text like '%alice@%'$$, 'the platform does not tell what was done to her');

select is((select origin || ' ' || (row_count > 10) from privacy.erasure_ledger), 'operator true', 'the ledger has an entry');
select is_empty($$select from privacy.erasure_ledger as l where l::text like '%' || tests.user_id('alice') || '%'$$, 'which names nobody');
select ok(privacy.is_erased(tests.user_id('alice')) and not privacy.is_erased(tests.user_id('bob')), 'but who has the id can ask');
select tests.raises('select privacy.erase_batch(claim) from job', 'PT409', 'claim_lost', 'there is nothing left to do');

-- Her device comes once more; so does one whose account nobody asked to erase.
select tests.become('authenticated', jsonb_build_object('role', 'authenticated', 'sub', tests.user_id('alice')));
select tests.raises('select public.pull_changes_optimized()', 'PT410', 'account_erased', 'her device is told to wipe itself');
select tests.become('authenticated', jsonb_build_object('role', 'authenticated', 'sub', gen_random_uuid()));
select tests.raises('select public.pull_changes_optimized()', 'PT403', 'account_gone', 'one of an account that is merely not there is not');

-- A table that does not let go is found.
select tests.as_owner();
create table public.clingy (user_id uuid not null, id uuid not null default gen_random_uuid(), primary key (user_id, id));
create function pg_temp.cling() returns trigger language plpgsql as $$begin return null; end$$;
create trigger cling before delete on public.clingy for each row execute function pg_temp.cling();
select privacy.map_table('public.clingy', 'user_id', 'operation', 'account', 'key: user_id id');
insert into public.clingy (user_id) values (tests.user_id('bob'));
select privacy.erase_account(tests.user_id('bob'));
select tests.raises(
  $$select privacy.finish_erasure(c.claim) from privacy.claim_erasure(clock_timestamp()) as c$$, 'PT409', 'erasure_incomplete', 'an erasure that leaves rows is none, and nothing of it is kept'
);

select * from finish();
rollback;
