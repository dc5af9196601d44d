-- Search: everything a person wrote, and the library, by words.
--
--   private.search_sources    the list of what is searched; a new kind of text is a line there and an index on its table
--   search_everything         the RPC
--
-- How it works. Each table has a GIN index over whose row it is and its words (private.document(), module 03), so that
-- what matches is known without reading a text. Then
--
--   1. Every match of every kind is taken from those indexes.
--   2. A rank needs the text itself, which costs more the longer it is. So the matches are ranked up to a budget, those
--      with a word in their title first, then the newest; the rest follow by time, with rank 0. For almost everybody
--      the budget is never reached; who wrote 10,000 pages with the word waits for no more ranks than others do.
--   3. Titles and snippets are made for the page that is returned, and for nothing else.
--   4. If the words are found nowhere, they may be mistyped. Trigrams compare them with the words of the person's
--      newest texts and of the library, and the likest are looked for instead. No list of anybody's words is kept.
--
-- Whose rows: the functions in private are definers, because under row-level security the indexes are of no use (see
-- private.document). Each asks auth.uid() itself and names its rows by it; none takes a person as an argument. What
-- others wrote is not counted, compared or ranked, and no result says how many there are.
-- The indexes are shared; a word that only others wrote is told from one that nobody wrote by no more than a look-up.

create extension if not exists pg_trgm with schema extensions;


-- Search sources. The SQL in them is written here and nowhere else: only migrations change this table.

create table private.search_sources (
  position smallint not null,
  kind text not null,
  table_name text not null,
  language text not null default 'unknown',
  is_titled boolean not null default true,
  parts text[] not null,
  rows_shown text not null default 'r.user_id = person',
  constraint search_sources_pkey primary key (position),
  constraint search_sources_table_name_key unique (table_name),
  constraint search_sources_language_is_known check (language in ('row', 'unknown', 'translated')),
  constraint search_sources_parts_are_one_to_four check (cardinality(parts) between 1 and 4)
);

comment on table private.search_sources is 'What search_everything looks through: one row a table. Changed by migrations.';
comment on column private.search_sources.position is 'Breaks ties: the higher comes first.';
comment on column private.search_sources.kind is 'What the caller asks for by; several tables may be of one kind.';
comment on column private.search_sources.language is
  'row: its column language says; unknown: the rows do not say, so they are searched as both; translated: each row is in Dutch and in English.';
comment on column private.search_sources.is_titled is
  'Whether the first part is a title. If not, there is none, and the first part counts as text.';
comment on column private.search_sources.parts is
  'SQL of the texts, heaviest first, exactly as in the index; r is the row, {language} the language of a translation.';
comment on column private.search_sources.rows_shown is
  'SQL of whose rows, for a person with a locale. By default their own.';

insert into private.search_sources (position, kind, table_name, language, is_titled, parts)
values
  (22, 'journal', 'journal_entries', 'row', true, '{r.title,r.body,private.join_texts(r.tags)}'),
  (21, 'vision', 'visions', 'unknown', true, '{r.title,r.description,r.ai_summary}'),
  (20, 'vision', 'vision_milestones', 'unknown', true, '{r.title,r.description}'),
  (19, 'goal', 'met24_goals', 'unknown', true, '{r.title,r.description}'),
  (18, 'goal', 'levensgebied_goals', 'unknown', true, '{r.title,r.description}'),
  (17, 'project', 'projects', 'unknown', true, '{r.title,r.description}'),
  (16, 'task', 'tasks', 'unknown', true, '{r.title,r.description,private.join_texts(r.labels)}'),
  (15, 'action', 'daily_actions', 'unknown', true, '{r.description,r.ai_reasoning}'),
  (14, 'habit', 'habits', 'unknown', true, '{r.title,r.description}'),
  (13, 'reflection', 'met24_reflections', 'unknown', true, '{r.question,r.body}'),
  (12, 'reflection', 'levensgebied_reflections', 'unknown', true, '{r.question,r.body}'),
  (11, 'mood', 'mood_entries', 'unknown', false, '{r.note,private.join_texts(r.influences)}'),
  (10, 'coaching', 'coaching_sessions', 'unknown', true, array[
    'r.title', 'r.notes', 'r.ai_summary', 'private.join_texts(array_prepend(r.focus::text, r.topics || r.next_steps))'
  ]),
  (9, 'conversation', 'conversations', 'row', true, '{r.title,r.summary}'),
  (8, 'message', 'messages', 'row', false, '{r.content}'),
  (7, 'learning', 'learning_sessions', 'unknown', true, array[
    'private.join_texts(r.topics)', 'private.join_texts(r.learning_objectives)', 'private.join_texts(r.knowledge_gaps_identified)'
  ]),
  (6, 'learning', 'learning_interactions', 'unknown', false, '{r.user_input,r.ai_text}'),
  (5, 'bookmark', 'content_bookmarks', 'unknown', false, '{r.note,private.join_texts(r.labels)}');

-- As devices show the library: what is on offer where the person lives, and what they kept of what was retired.
insert into private.search_sources (position, kind, table_name, language, parts, rows_shown)
values (1, 'content', 'content_items', 'translated',
  array['r.title ->> {language}', 'r.summary ->> {language}', 'r.body ->> {language}'],
  'r.published_at <= now() and (r.locale is null or r.locale in (locale, left(locale, 2)))
    and (r.retired_at is null or exists (select from public.content_bookmarks as b where b.user_id = person and b.id = r.id))');


-- private.search_query: what a person typed, as words of one language; null when there is nothing to look for: only
-- stop words, signs, or only exclusions. Never raises, whatever was typed.
-- Dutch writes z and v as s and f at the end of a word: huizen, huis; brieven, brief. The stemmer leaves them apart.
create function private.search_query(dictionary regconfig, query text)
returns tsquery
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  words tsquery := websearch_to_tsquery(dictionary, query);
  lexeme text;
begin
  if querytree(words) in ('', 'T') then
    return null;
  end if;
  if dictionary = 'pg_catalog.dutch'::regconfig then
    foreach lexeme in array tsvector_to_array(to_tsvector(dictionary, query)) loop
      if lexeme ~ '^[[:alpha:]]{2,}[zsvf]$' then
        words := ts_rewrite(words, quote_literal(lexeme)::tsquery, (
          quote_literal(lexeme) || ' | ' || quote_literal(left(lexeme, -1) || translate(right(lexeme, 1), 'zsvf', 'szfv'))
        )::tsquery);
      end if;
    end loop;
  end if;
  return words;
end;
$$;

-- private.loosen_phrases: a query that asks for the words of its phrases in any order. An index finds these without
-- reading a text; a phrase it does not.
create function private.loosen_phrases(query tsquery)
returns tsquery
language sql
immutable
parallel safe
set search_path = ''
as $$
  -- No word has a blank in it.
  select regexp_replace(query::text, ' <(?:-|\d+)> ', ' & ', 'g')::tsquery;
$$;

-- private.search_rank: how well a document suits, in millionths; null when it does not have `wanted`, which may be null.
-- Of a text in an unknown language, words of the person's own language (`first`) count a little more than those of
-- the other (`second`). A match in a title outranks any number of matches below it.
create function private.search_rank(document tsvector, weights real[], first tsquery, second tsquery, wanted tsquery)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case when wanted is null or document @@ wanted then
    round(1000000 * greatest(ts_rank(weights, document, first), 0.9 * ts_rank(weights, document, second), 0))
  end::integer;
$$;

-- private.search_snippet: up to two passages of a text with what was found, as plain text. What was found is between
-- U+E000 and U+E001, private characters that a client turns into elements; they are taken out of the text itself.
-- < and > become ‹ and ›, so that no client can be made to run what somebody wrote.
create function private.search_snippet(dictionary regconfig, body text, query tsquery)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select ts_headline(
    dictionary, translate(body, U&'<>\E000\E001', '‹›'), query,
    U&'StartSel=\E000, StopSel=\E001, MaxFragments=2, MinWords=8, MaxWords=24, ShortWord=0, FragmentDelimiter=" … "'
  );
$$;


-- private.similar_query: the query that asks for one word of each list.
create function private.similar_query(groups text[])
returns tsquery
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  words text;
  word text;
  any_of tsquery;
  all_of tsquery;
begin
  foreach words in array groups loop
    any_of := ''::tsquery;
    foreach word in array string_to_array(words, ' ') loop
      any_of := any_of || plainto_tsquery('pg_catalog.dutch', word) || plainto_tsquery('pg_catalog.english', word);
    end loop;
    all_of := coalesce(all_of && any_of, any_of);
  end loop;
  return all_of;
end;
$$;

-- private.build_search: writes the two functions that know the sources, each of one statement, so that it is planned
-- once a connection and not once a search. To be run after a change of the list.
--
--   private.search_page     one page of what matches, in order
--   private.newest_texts    what words that may be mistyped are compared with
--
-- They take a person as an argument. Nobody but the definers below may call them.
create function private.build_search()
returns void
language plpgsql
volatile
set search_path = ''
as $build$
declare
  source private.search_sources;
  own_rows text;
  parts text[];
  language text;
  arms text[];
  matches text[];
  ranks text[];
  details text[];
  texts text[];
begin
  for source in select * from private.search_sources as s order by s.position desc loop
    own_rows := format('from public.%I as r where (wanted_kinds is null or %L = any (wanted_kinds)) and %s',
      source.table_name, source.kind, source.rows_shown);

    -- What matches, from the index: in each language the rows may be in, with the words of that language.
    arms := '{}';
    foreach language in array case source.language
      when 'row' then '{nl,en,null}' when 'unknown' then '{null}' else '{nl,en}'
    end::text[] loop
      parts := array(
        select replace(t.part, '{language}', quote_nullable(language))
        from unnest(source.parts) with ordinality as t (part, place) order by t.place
      );
      arms := arms || format(
        $sql$
            select %s::smallint as source, %L::text as language, r.id, greatest(r.updated_at, 'epoch') as at, %s as in_title,
              150 + %s * (%s) as cost
            %s %s and private.document(%s, %s) @@ %s$sql$,
        source.position, language,
        case when source.is_titled
          then format('coalesce(lower(%s collate "C") like any (title_words), false)::integer', parts[1]) else '0'
        end,
        case when language is null then 3 else 1 end,
        (select string_agg(format('coalesce(octet_length(%s), 0)', t.part), ' + ') from unnest(parts) as t (part)),
        own_rows,
        case when source.language = 'row' then format('and r.language is not distinct from %L', language) end,
        case source.language when 'row' then 'r.language' else quote_nullable(language) end,
        array_to_string(parts, ', '),
        case language when 'nl' then 'dutch_words' when 'en' then 'english_words' else 'either_words' end
      );
      if source.language = 'translated' or language is null then
        texts := texts || format(
          $sql$
            select concat_ws(' ', %s), r.updated_at
            from (select r.* %s order by r.updated_at desc limit 500) as r$sql$,
          array_to_string(case when source.language = 'translated' then parts[:2] else parts end, ', '), own_rows
        );
      end if;
    end loop;
    matches := matches || case when source.language = 'translated' then format(
      '(select distinct on (u.id) u.* from (%s) as u order by u.id, u.language <> own_language)', array_to_string(arms, ' union all ')
    ) else array_to_string(arms, ' union all ') end;

    -- What a rank is made from, and what is shown, of a match p.
    parts := array(
      select replace(t.part, '{language}', 'p.language')
      from unnest(source.parts) with ordinality as t (part, place) order by t.place
    );
    ranks := ranks || format(
      $sql$
              when %s then (
                select private.search_rank(private.document(%s, %s), %L, q.first, q.second, q.wanted) %s and r.id = p.id
              )$sql$,
      source.position,
      case source.language when 'row' then 'r.language' when 'unknown' then 'null' else 'p.language' end,
      array_to_string(parts, ', '),
      case when source.is_titled then '{0.05,0.1,0.2,1}' else '{0.05,0.1,0.1,0.2}' end,
      own_rows
    );
    details := details || format(
      $sql$
              when %s then (
                select jsonb_build_object('title', %s, 'body', btrim(concat_ws(e'\n', %s), e' \n'), 'updated_at', r.updated_at) %s and r.id = p.id
              )$sql$,
      source.position,
      case when source.is_titled then format('left(%s, 200)', parts[1]) else 'null' end,
      array_to_string(case when source.is_titled then parts[2:] else parts end || 'null'::text, ', '),
      own_rows
    );
  end loop;

  execute format(
    $function$
      create or replace function private.newest_texts(person uuid, locale text, wanted_kinds text[])
      returns table (words text, updated_at timestamptz)
      language sql
      stable
      set search_path = ''
      as $$%s;
      $$
    $function$,
    (select string_agg(format('(%s)', t.sql), ' union all ') from unnest(texts) as t (sql))
  );
  execute format(
    $function$
      create or replace function private.search_page(
        person uuid, locale text, own_language text, wanted_kinds text[], dutch tsquery, english tsquery, either tsquery,
        has_phrases boolean, title_words text[], as_of timestamptz,
        least_in_title integer, least_at timestamptz, least_source smallint, least_id uuid,
        after_rank integer, after_at timestamptz, after_source smallint, after_id uuid, max_results integer,
        out results json, out last_returned text, out last_ranked text
      )
      returns record
      language plpgsql
      stable
      set search_path = ''
      set plan_cache_mode = force_generic_plan
      as $$
      #variable_conflict use_column
      declare
        -- In bytes of text, of which one in an unknown language counts thrice. Later pages rank what the first did, and what
        -- came in between.
        budget constant integer := 100000;
        -- For the indexes, which know no order, and for ranks and snippets, which are about what is there.
        dutch_words constant tsquery := case when has_phrases then private.loosen_phrases(dutch) else dutch end;
        english_words constant tsquery := case when has_phrases then private.loosen_phrases(english) else english end;
        either_words constant tsquery := case when has_phrases then private.loosen_phrases(either) else either end;
        dutch_present constant tsquery := querytree(dutch)::tsquery;
        english_present constant tsquery := querytree(english)::tsquery;
        either_present constant tsquery := querytree(either)::tsquery;
      begin
        with matches as materialized (%s
        ), placed as (
          select m.*,
            m.at <= as_of
            and sum(m.cost) filter (where m.at <= as_of) over (
              order by m.in_title desc, m.at desc, m.source desc, m.id desc rows unbounded preceding
            ) - m.cost < case when least_id is null then budget else 2 * budget end
            and (least_id is null or (m.in_title, m.at, m.source, m.id) >= (least_in_title, least_at, least_source, least_id))
            as is_ranked
          from matches as m
        ), ranked as materialized (
          select p.source, p.language, p.id, p.at, p.in_title, p.is_ranked,
            case when p.is_ranked then case p.source%s
            end when not has_phrases then 0 end as rank
          from placed as p
          cross join lateral (
            select case coalesce(p.language, own_language) when 'nl' then dutch_present else english_present end as first,
              case when p.language is null then case own_language when 'nl' then english_present else dutch_present end end as second,
              case when has_phrases then case p.language when 'nl' then dutch when 'en' then english else either end end as wanted
          ) as q
        ), page as materialized (
          select r.*, row_number() over (order by r.rank desc, r.at desc, r.source desc, r.id desc) as place
          from ranked as r
          where r.rank is not null
            and (after_id is null or (r.rank, r.at, r.source, r.id) < (after_rank, after_at, after_source, after_id))
          order by r.rank desc, r.at desc, r.source desc, r.id desc
          limit max_results + 1
        )
        select
          (
            select json_agg(json_build_object(
              'kind', s.kind, 'table', s.table_name, 'id', p.id, 'title', d.details -> 'title',
              'snippet', private.search_snippet(
                case coalesce(p.language, case
                  when d.body @@ case own_language when 'nl' then dutch_present else english_present end then own_language
                  when own_language = 'nl' then 'en' else 'nl'
                end) when 'nl' then 'pg_catalog.dutch' else 'pg_catalog.english' end::regconfig,
                d.details ->> 'body',
                case p.language when 'nl' then dutch_present when 'en' then english_present else either_present end
              ),
              'rank', (p.rank / 1000000.0)::double precision, 'updated_at', d.details -> 'updated_at'
            ) order by p.place)
            from page as p
            join private.search_sources as s on s.position = p.source
            cross join lateral (
              select t.details, case when p.language is null then private.document(own_language, t.details ->> 'body') end as body
              from (select case p.source%s
              end as details offset 0) as t
            ) as d
            where p.place <= max_results
          ),
          (
            select format('%%s:%%s:%%s:%%s', p.rank, (extract(epoch from p.at) * 1000)::bigint, p.source, p.id)
            from page as p
            where p.place = max_results and exists (select from page as further where further.place > max_results)
          ),
          (
            select format('%%s:%%s:%%s:%%s', r.in_title, (extract(epoch from r.at) * 1000)::bigint, r.source, r.id)
            from ranked as r
            where r.is_ranked
            order by r.in_title, r.at, r.source, r.id
            limit 1
          )
        into results, last_returned, last_ranked;
      end;
      $$
    $function$,
    array_to_string(matches, ' union all '), array_to_string(ranks, ''), array_to_string(details, '')
  );
end;
$build$;

select private.build_search();


-- private.similar_words: for each word of a query, those words of the caller's newest texts and of the library that are
-- likest by trigrams: {"wandelng wandeling",zee} for "zee wandelng". Null when no word has any. Only for queries of a
-- few words: in a long one, too much is alike.
-- A slip of one letter, or of two that changed places, leaves the beginning or the end of a word whole. So only texts
-- with either are looked at, and of these only the words that have it: in the newest 500 rows of each source, and
-- 1,000,000 bytes in all.
-- Definer: see above.
create function private.similar_words(query text, kinds text[])
returns text[]
language plpgsql
stable
security definer
set search_path = ''
set client_min_messages = warning
as $$
declare
  me constant uuid := private.require_person();
  locale constant text := (select u.locale from public.users as u where u.id = me);
  words constant text[] := array(
    select w.word
    from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', query))) as w (word)
    where w.word ~ '^[[:alnum:]]{1,40}$' and private.document(left(locale, 2), w.word) <> ''
    order by w.word
  );
  pieces constant text[] := array(
    select distinct p.piece
    from unnest(words) as w (word)
    cross join lateral (select greatest(2, (char_length(w.word) - 1) / 2) as length) as half
    cross join lateral (values (left(w.word, half.length)), (right(w.word, half.length))) as p (piece)
    where char_length(w.word) >= 4
  );
  groups text[];
begin
  if cardinality(pieces) = 0 or cardinality(words) > 5 then
    return null;
  end if;
  with newest as (
    select t.words, sum(octet_length(t.words)) over (order by t.updated_at desc rows unbounded preceding) as so_far
    from private.newest_texts(me, locale, kinds) as t
  ), fitting as (
    select n.words, sum(octet_length(n.words)) over (order by n.so_far rows unbounded preceding) as so_far
    from newest as n
    where n.so_far <= 1000000
      and lower(n.words collate "C") like any (array(select '%' || p.piece || '%' from unnest(pieces) as p (piece)))
  ), vocabulary as materialized (
    select distinct m.words[1] as word
    from fitting as f
    cross join lateral regexp_matches(
      lower(f.words), '[[:alnum:]]*(?:' || array_to_string(pieces, '|') || ')[[:alnum:]]*', 'g'
    ) as m (words)
    where f.so_far <= 300000
  )
  select array_agg(concat_ws(' ', w.word, likest.words) order by w.word)
  into groups
  from unnest(words) as w (word)
  cross join lateral (
    select string_agg(c.word, ' ' order by c.likeness desc, c.word) as words
    from (
      select l.word, l.likeness, max(l.likeness) over () as best
      from (
        select v.word, extensions.word_similarity(w.word, v.word) + extensions.similarity(w.word, v.word) as likeness
        from vocabulary as v
        where char_length(w.word) >= 4
          and v.word <> w.word
          and char_length(v.word) <= 40
          and extensions.word_similarity(w.word, v.word) >= 0.35
        order by 2 desc, 1
        limit 3
      ) as l
    ) as c
    -- Of 2: by how much of the word typed is in the other, and of both.
    where c.likeness >= greatest(0.68, c.best - 0.2)
  ) as likest;
  return case when array_to_string(groups, '') like '% %' then groups end;
end;
$$;

-- private.search: search_everything, which see. Definer: see above.
create function private.search(query text, kinds text[], max_results integer, after text)
returns json
language plpgsql
stable
security definer
set search_path = ''
set client_min_messages = warning
set jit = off
as $$
declare
  me constant uuid := private.require_person();
  locale constant text := (select u.locale from public.users as u where u.id = me);
  own_language constant text := case left(locale, 2) when 'nl' then 'nl' else 'en' end;
  malformed constant text := case
    when query is null then 'query: a text is wanted'
    when char_length(query) > 200 then 'query: more than 200 characters'
    when char_length(after) > 1000 then 'cursor: none that a search returned'
    when max_results is null or max_results not between 1 and 50 then 'limit: not from 1 to 50'
    when cardinality(kinds) = 0 then 'kinds: name at least one, or leave it out'
    when cardinality(kinds) > 50 then 'kinds: more than 50'
    when array_position(kinds, null) is not null then 'kinds: null is none'
    else (
      select format('kinds: there is no kind %L', left(k.kind, 50))
      from unnest(kinds) as k (kind)
      where k.kind <> all (array(select s.kind from private.search_sources as s))
      limit 1
    )
  end;
  search_id constant text := md5(concat_ws('|', own_language, query, array(select distinct k from unnest(kinds) as k order by k)));
  -- Search id . as of . the last that was ranked . the last that was returned . words looked for as well.
  place constant text[] := regexp_match(after,
    '^([0-9a-f]{32})\.(\d{1,15})\.([01]):(\d{1,15}):(\d{1,4}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'
    '\.(\d{1,7}):(\d{1,15}):(\d{1,4}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([[:alnum:] ,]*)$');
  -- A clock may be two seconds fast, see private.touch().
  as_of constant timestamptz := coalesce(
    'epoch'::timestamptz + place[2]::bigint * interval '1 millisecond',
    date_trunc('milliseconds', now()) + interval '2 seconds'
  );
  dutch tsquery;
  english tsquery;
  either tsquery;
  groups text[] := string_to_array(nullif(place[11], ''), ',');
  page record;
begin
  if malformed is not null or after is not null and place[1] is distinct from search_id then
    raise exception using errcode = 'PT422', message = 'search_malformed',
      detail = coalesce(malformed, case
        when place is null then 'cursor: none that a search returned' else 'cursor: it belongs to another search'
      end),
      hint = 'Correct the argument named; a cursor goes with the query and the kinds it was returned for.';
  end if;

  loop
    if groups is null then
      dutch := private.search_query('pg_catalog.dutch', query);
      english := private.search_query('pg_catalog.english', query);
      -- Who leaves out a word means it in any form; who asks for one is content with either. Words that say nothing in
      -- the person's own language are not looked for in the other.
      either := case
        when dutch is null then case own_language when 'en' then english end
        when english is null then case own_language when 'nl' then dutch end
        when regexp_replace(dutch::text, '''(?:[^'']|'''')*''', '', 'g') ~ '!' then dutch && english
        else dutch || english
      end;
    else
      dutch := private.similar_query(groups);
      english := dutch;
      either := dutch;
    end if;
    if coalesce(dutch, english) is null then
      return json_build_object('results', json_build_array(), 'next_cursor', null, 'similar_words', null);
    end if;

    page := private.search_page(
      me, locale, own_language, kinds, dutch, english, either,
      has_phrases => concat(dutch, english) ~ ' <(-|\d+)> ',
      -- The last letter of a word may come from its stem alone: happy, happi.
      title_words => array(
        select '%' || left(l.lexeme, greatest(3, char_length(l.lexeme) - 1)) || '%'
        from unnest(tsvector_to_array(private.document(null, coalesce(array_to_string(groups, ' '), query)))) as l (lexeme)
        where l.lexeme ~ '^[[:alnum:]]{3,}$'
        order by char_length(l.lexeme) desc
        limit 10
      ),
      as_of => as_of,
      least_in_title => place[3]::integer,
      least_at => 'epoch'::timestamptz + place[4]::bigint * interval '1 millisecond',
      least_source => place[5]::smallint,
      least_id => place[6]::uuid,
      after_rank => place[7]::integer,
      after_at => 'epoch'::timestamptz + place[8]::bigint * interval '1 millisecond',
      after_source => place[9]::smallint,
      after_id => place[10]::uuid,
      max_results => max_results
    );
    -- Who uses signs to say exactly what they want is not given something else.
    exit when page.results is not null or place is not null or groups is not null
      or query ~* '(^|[[:space:]])-[^[:space:]]|"|[[:space:]]or[[:space:]]';
    groups := private.similar_words(query, kinds);
    exit when groups is null;
  end loop;

  return json_build_object(
    'results', coalesce(page.results, '[]'),
    'next_cursor', case when page.last_returned is not null then concat_ws('.',
      search_id, (extract(epoch from as_of) * 1000)::bigint,
      coalesce(place[3] || ':' || place[4] || ':' || place[5] || ':' || place[6], page.last_ranked),
      page.last_returned, coalesce(array_to_string(groups, ','), '')
    ) end,
    'similar_words', case when page.results is not null then to_json(groups) end
  );
end;
$$;


-- search_everything: what the caller wrote, and the library, by words. Returns {results, next_cursor, similar_words}:
--
--   results         [{kind, table, id, title, snippet, rank, updated_at}], best first. rank is from 0 to 1; title is null
--                   where the text has none. title and snippet are plain text, see private.search_snippet for the marks.
--   next_cursor     for the next page, with the same query, kinds and language; null when this is the last
--   similar_words   null, or when nothing has the words as typed: a list for each word, the word and what was looked for
--                   as well, as in ["wandelng wandeling"]
--
-- query is as people type it: every word is wanted, in any form, -word is not, "several words" follow each other, or is
-- or; at most 200 characters. No signs are wrong; nothing but stop words and signs finds nothing. Texts in a language
-- are searched by its dictionary, those that do not say theirs by both. -"a b" leaves out what has both. Of a phrase whose
-- words are in more texts than are ranked (see above), the newest are searched.
-- kinds, null for all, are those of private.search_sources. limit is from 1 to 50.
--
-- Paging: each result comes once, whatever is added meanwhile. A text that is changed meanwhile may come again at the end.
--
-- For signed-in people. Raises search_malformed (PT422) and what private.require_person() raises.
create function public.search_everything(
  query text, kinds text[] default null, "limit" integer default 20, cursor text default null
)
returns json
language sql
stable
security invoker
set search_path = ''
as $$
  select private.search(query, kinds, "limit", cursor);
$$;

comment on function public.search_everything(text, text[], integer, text) is
  'Ranked search by words in everything the caller wrote and in the library: {results: [{kind, table, id, title, snippet, rank, updated_at}], next_cursor, similar_words}. In a snippet, what was found is between U+E000 and U+E001.';

grant execute on function private.search(text, text[], integer, text) to authenticated;
grant execute on function public.search_everything(text, text[], integer, text) to authenticated;
