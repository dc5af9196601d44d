-- The worker reads a table in pages, each from where the last one ended; the rows are the person's and no one else's.
begin;
select plan(12);

select tests.create_person(name) from unnest('{alice,bob}'::text[]) as name;
insert into public.visions (user_id, id, category, title, description)
select tests.user_id('alice'), tests.id(n), 'career', case n when 2 then E'say "yes",\nand no' else 'vision ' || n end, null
from generate_series(1, 5) as n;
insert into public.visions (user_id, id, category, title) values (tests.user_id('bob'), tests.id(1), 'career', 'not hers');
update private.settings set value = 2 where name = 'exports.page_rows';

select private.queue_export(tests.user_id('alice'), 'both');
create temporary table job as select * from privacy.claim_export();
create temporary table pages (nth integer, row_count integer, cursor jsonb, jsonl text, csv text, is_last boolean);
create function pg_temp.read(nth integer) returns void language sql as $$
  insert into pages
  select nth, p.* from job, privacy.export_sources as s, privacy.export_page(job.claim, s.position) as p where s.name = 'public.visions';
  select privacy.note_export(job.claim, s.position, p.row_count, p.cursor, '{}', p.is_last)
  from job, privacy.export_sources as s, pages as p where s.name = 'public.visions' and p.nth = read.nth;
$$;
select pg_temp.read(n) from generate_series(1, 3) as n;

select is((select array_agg(row_count order by nth) from pages), '{2,2,1}', 'five rows are three pages of two');
select is((select array_agg(is_last order by nth) from pages), '{f,f,t}', 'the last one says so');
select is(
  (select array_agg(line::jsonb ->> 'title' order by nth, line::jsonb ->> 'id') from pages, regexp_split_to_table(rtrim(jsonl, E'\n'), E'\n') as line),
  array['vision 1', E'say "yes",\nand no', 'vision 3', 'vision 4', 'vision 5'], 'each row is there once, in JSON'
);
select is(
  (
    select count(*) from pages, regexp_split_to_table(rtrim(jsonl, E'\n'), E'\n') as line, jsonb_populate_record(null::public.visions, line::jsonb) as read
    join public.visions as v on v.user_id = read.user_id and v.id = read.id and to_jsonb(v) = to_jsonb(read)
  ), 5::bigint, 'and comes back as it was'
);
select matches((select csv from pages where nth = 1), '^"[a-z_]+",', 'CSV begins with a header');
select doesnt_match((select csv from pages where nth = 2), 'user_id', 'on the first page only');
select matches((select csv from pages where nth = 1), E'"say ""yes"",\nand no"', 'quotes are doubled, and a line may break in a field');
select is(
  (select csv from pages where nth = 3) ~ ',,', true, 'null is an empty field without quotes'
);
select is_empty($$select from pages where jsonl like '%not hers%'$$, 'nothing of bob is among them');
select is((select done.rows_done from privacy.export_sources as done where name = 'public.visions'), 5::bigint, 'five rows are counted');

-- A page has at least a row, however large, and not much more than it may hold.
update private.settings set value = 1 where name = 'exports.page_bytes';
update privacy.export_sources set cursor = null where name = 'public.visions';
select is(
  (select p.row_count from job, privacy.export_sources as s, privacy.export_page(job.claim, s.position) as p where s.name = 'public.visions'), 1,
  'a row that is larger than a page is a page'
);
select is(
  (select array_agg(o ->> 'reason') from job, jsonb_array_elements(privacy.export_manifest(job.claim) -> 'omissions') as o where o ->> 'table' = 'auth.users'),
  array['A secret; and no password can be read from it.'], 'the manifest says what is left out and why'
);

select * from finish();
rollback;
