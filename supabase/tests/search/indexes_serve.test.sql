-- Every source has its index, with exactly its words, which a search uses; no word of anybody's is in the statistics.
begin;
select plan(8);

set local enable_seqscan = off;

create function pg_temp.plan_of(sql text)
returns text
language plpgsql
volatile
as $$
declare
  plan json;
begin
  execute 'explain (format json) ' || sql into plan;
  return plan::text;
end;
$$;
create function pg_temp.document_of(source private.search_sources, language text)
returns text
language sql
stable
as $$
  select format('private.document(%s, %s)',
    case source.language when 'row' then 'r.language' when 'unknown' then 'null' else quote_literal(language) end,
    replace(array_to_string(source.parts, ', '), '{language}', quote_nullable(language)));
$$;

select is_empty(
  $$
    select s.table_name
    from private.search_sources as s
    where s.language <> 'translated'
      and pg_temp.plan_of(format('select from public.%I as r where %s @@ ''x''', s.table_name, pg_temp.document_of(s, null)))
        !~ (s.table_name || '_document_idx", *[^}]*"Index Cond": "[^"]*@@')
  $$,
  'an index serves the words of every source of people''s rows'
);
select is_empty(
  $$
    select s.table_name
    from private.search_sources as s
    where s.language <> 'translated'
      and pg_get_indexdef(to_regclass('public.' || s.table_name || '_document_idx'), 1, true) is distinct from 'user_id'
  $$,
  'and whose they are'
);
select is_empty(
  $$
    select s.table_name, l.language
    from private.search_sources as s, unnest('{nl,en}'::text[]) as l (language)
    where s.language = 'translated'
      and pg_temp.plan_of(format('select from public.%I as r where %s @@ ''x''', s.table_name, pg_temp.document_of(s, l.language)))
        !~ (s.table_name || '_document_idx')
  $$,
  'and for what is translated, in each language'
);
select is_empty(
  $$
    select s.table_name
    from private.search_sources as s
    left join pg_attribute as a on a.attrelid = to_regclass('public.' || s.table_name || '_document_idx') and a.attnum = 2
    where s.language <> 'translated' and a.attstattarget is distinct from 0
  $$,
  'words are not copied into statistics'
);
select is_empty(
  $$
    select c.relname from pg_class as c
    where c.relkind = 'i' and c.relname like '%\_document\_idx' and c.relnamespace = 'public'::regnamespace
      and c.relname <> 'users_document_idx'
      and c.relname not in (select s.table_name || '_document_idx' from private.search_sources as s)
  $$,
  'no index of words is searched by nobody'
);
select is(
  (select string_agg(p.prosrc, '' order by p.proname) from pg_proc as p where p.oid in (
    'private.newest_texts(uuid, text, text[])'::regprocedure,
    (select q.oid from pg_proc as q where q.proname = 'search_page' and q.pronamespace = 'private'::regnamespace)
  )),
  (
    select string_agg(p.prosrc, '' order by p.proname)
    from (select private.build_search()) as built, pg_proc as p
    where p.proname in ('newest_texts', 'search_page') and p.pronamespace = 'private'::regnamespace
  ),
  'the functions are of the list as it is'
);
-- Of the statement itself, not only of one like it: each source is asked for its words by its own index.
select is(
  (
    select count(*) from private.search_sources as s
    where (select p.prosrc from pg_proc as p where p.proname = 'search_page' and p.pronamespace = 'private'::regnamespace)
      ilike '%from public.' || s.table_name || ' as r%' || replace(replace(pg_temp.document_of(s, 'nl'), '\', '\\'), '_', '\_') || ' @@%'
  ),
  (select count(*) from private.search_sources), 'the statement asks for the words as the indexes have them'
);
select is(
  private.loosen_phrases($$'a' <-> ('b' | 'c') <3> 'd' & !( 'e' <-> 'f' )$$), $$'a' & ('b' | 'c') & 'd' & !('e' & 'f')$$::tsquery,
  'the indexes are asked for the words of a phrase in any order'
);

select * from finish();
rollback;
