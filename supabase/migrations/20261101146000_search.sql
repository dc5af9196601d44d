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
--      the budget is never reached; for who wrote 10,000 pages with the word, a search takes no longer.
--   3. Titles and snippets are made for the page that is returned, and for nothing else.
--   4. If the words are found nowhere, they may be mistyped. Trigrams compare them with the words of the person's
--      newest texts and of the library, and the likest are looked for instead. No list of anybody's words is kept.
--
-- Whose rows: the functions in private are definers, because under row-level security the indexes are of no use (see
-- private.document). Each asks auth.uid() itself and names its rows by it; none takes a person as an argument. What
-- others wrote is not counted, compared or ranked, and no result says how many there are.

create extension if not exists pg_trgm with schema extensions;


-- Search sources. The SQL in them is written here and nowhere else: only migrations change this table.

create table private.search_sources (
  position smallint not null,
  kind text not null,
  table_name text not null,
  language text not null default 'unknown',
  is_titled boolean not null default true,
  parts text[] not null,
  rows_shown text not null default 'r.user_id = $1',
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
  'SQL of whose rows; $1 is the person, $2 their locale. By default their own.';

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
  (7, 'bookmark', 'content_bookmarks', 'unknown', false, '{r.note,private.join_texts(r.labels)}');

-- As devices show the library: what is on offer where the person lives, and what they kept of what was retired.
insert into private.search_sources (position, kind, table_name, language, parts, rows_shown)
values (1, 'content', 'content_items', 'translated',
  array['r.title ->> {language}', 'r.summary ->> {language}', 'r.body ->> {language}'],
  'r.published_at <= now() and (r.locale is null or r.locale in ($2, left($2, 2)))
    and (r.retired_at is null or exists (select from public.content_bookmarks as b where b.user_id = $1 and b.id = r.id))');


-- private.search_arms: each source, in each language that its rows may be in, as SQL: its rows, what they are found by,
-- and their texts. Of a translation, the language of p (a match) instead when `of_match`: then a source is one row.
create function private.search_arms(kinds text[], of_match boolean default false)
returns table (
  source smallint, language text, is_titled boolean, is_translated boolean, from_rows text, document text, parts text[]
)
language sql
stable
set search_path = ''
as $$
  select s.position, l.language, s.is_titled, s.language = 'translated',
    format('from public.%I as r where (%s)', s.table_name, s.rows_shown) || case
      when of_match then ' and r.id = p.id'
      when s.language <> 'row' then ''
      when l.language is null then ' and r.language is null'
      else format(' and r.language = %L', l.language)
    end,
    replace(format('private.document(%s, %s)',
      case s.language when 'row' then 'r.language' when 'unknown' then 'null' else '{language}' end,
      array_to_string(s.parts, ', ')
    ), '{language}', n.name),
    array(select replace(t.part, '{language}', n.name) from unnest(s.parts) with ordinality as t (part, place) order by t.place)
  from private.search_sources as s
  cross join lateral (
    select unnest(case
      when of_match or s.language = 'unknown' then '{null}' when s.language = 'row' then '{nl,en,null}' else '{nl,en}'
    end::text[]) as language
  ) as l
  cross join lateral (select case when of_match then 'p.language' else quote_nullable(l.language) end as name) as n
  where kinds is null or s.kind = any (kinds)
  order by 1 desc, 2;
$$;

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


-- private.similar_words: for the words of a query, those words of the caller's newest texts and of the library that are
-- likest by trigrams: a list a word, the word itself first, as in {"wandelng wandeling","zee"}. Null when there is none.
-- A typing error leaves one half of a word whole, so only texts with either half are taken apart.
-- Definer: see above. It reads at most the newest 2,000 rows of each source, and 4,000,000 bytes in all.
create function private.similar_words(query text, kinds text[])
returns text[]
language plpgsql
stable
security definer
set search_path = ''
set jit = off
set client_min_messages = warning
as $$
declare
  me constant uuid := private.require_person();
  locale constant text := (select u.locale from public.users as u where u.id = me);
  words constant text[] := array(
    select w.word
    from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', query))) as w (word)
    where w.word ~ '^[[:alnum:]]{1,40}$'
      and to_tsvector(case when left(locale, 2) = 'nl' then 'pg_catalog.dutch' else 'pg_catalog.english' end::regconfig, w.word) <> ''
    order by char_length(w.word) desc, w.word
    limit 8
  );
  pieces constant text[] := array(
    select '%' || p.piece || '%'
    from unnest(words) as w (word)
    cross join lateral (
      values (left(w.word, (char_length(w.word) - 1) / 2)), (right(w.word, (char_length(w.word) - 1) / 2))
    ) as p (piece)
    where char_length(w.word) >= 4
  );
  groups text[];
begin
  if cardinality(pieces) = 0 then
    return null;
  end if;
  execute format(
    $sql$
      with texts as (
        select t.texts, sum(octet_length(t.texts)) over (order by t.updated_at desc rows unbounded preceding) as so_far
        from (%s) as t
      ), vocabulary as materialized (
        select distinct v.word
        from texts as t
        cross join lateral unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', t.texts))) as v (word)
        where t.so_far <= 4000000
          and lower(t.texts collate "C") like any ($3)
          and v.word collate "C" like any ($3)
          and v.word ~ '^[[:alnum:]]{3,40}$'
      )
      select array_agg(concat_ws(' ', w.word, l.words) order by w.place)
      from unnest($4) with ordinality as w (word, place)
      left join lateral (
        select string_agg(s.word, ' ' order by s.likeness desc, s.word) as words
        from (
          select c.word, c.likeness, max(c.likeness) over () as best
          from (
            select v.word,
              extensions.word_similarity(w.word, v.word) + extensions.similarity(w.word, v.word) as likeness
            from vocabulary as v
            where char_length(w.word) >= 4 and v.word <> w.word and extensions.word_similarity(w.word, v.word) >= 0.4
            order by 2 desc, 1
            limit 4
          ) as c
        ) as s
        where s.likeness >= s.best - 0.2
      ) as l on true
    $sql$,
    (
      select string_agg(format(
        '(select concat_ws('' '', %s) as texts, r.updated_at from (select r.* %s order by r.updated_at desc limit 2000) as r)',
        array_to_string(case when a.is_translated then a.parts[:2] else a.parts end, ', '), a.from_rows
      ), ' union all ')
      from private.search_arms(kinds) as a
    )
  )
  into groups
  using me, locale, pieces, words;
  return case when exists (select from unnest(groups) as g (words) where position(' ' in g.words) > 0) then groups end;
end;
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

-- private.search: search_everything, which see. Definer: see above.
create function private.search(query text, kinds text[], max_results integer, after text)
returns json
language plpgsql
stable
security definer
set search_path = ''
set jit = off
set client_min_messages = warning
as $$
declare
  me constant uuid := private.require_person();
  locale constant text := (select u.locale from public.users as u where u.id = me);
  own_language constant text := case left(locale, 2) when 'nl' then 'nl' else 'en' end;
  -- What a rank may cost in all, and what it costs in bytes of text: more in a language that is not known.
  budget constant integer := 130000;
  malformed constant text := case
    when query is null then 'query: a text is wanted'
    when char_length(query) > 200 then 'query: more than 200 characters'
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
  -- search id . as of . the last that was ranked . the last that was returned . words looked for instead
  place constant text[] := regexp_match(after,
    '^([0-9a-f]{32})\.(\d{1,15})\.(?:-|([01]):(\d{1,15}):(\d{1,4}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))'
    '\.(\d{1,7}):(\d{1,15}):(\d{1,4}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([[:alnum:] ,]{0,1000})$');
  -- A clock may be two seconds fast, see private.touch().
  as_of timestamptz := coalesce(
    'epoch'::timestamptz + place[2]::bigint * interval '1 millisecond',
    date_trunc('milliseconds', now()) + interval '2 seconds'
  );
  dutch tsquery;
  english tsquery;
  either tsquery;
  groups text[] := string_to_array(nullif(place[11], ''), ',');
  has_phrases boolean;
  title_words text[];
  results json;
  last_returned text;
  last_ranked text;
begin
  if malformed is not null or after is not null and place[1] is distinct from search_id then
    raise exception using errcode = 'PT422', message = 'search_malformed',
      detail = coalesce(malformed, case
        when place is null then 'cursor: none that a search returned' else 'cursor: it belongs to another search'
      end),
      hint = 'See the comment on search_everything for what each argument may be.';
  end if;

  for attempt in 1..2 loop
    if groups is null then
      dutch := private.search_query('pg_catalog.dutch', query);
      english := private.search_query('pg_catalog.english', query);
      -- Who leaves out a word means it in any form; who asks for one is content with either.
      either := case
        when dutch is null or english is null then coalesce(dutch, english)
        when regexp_replace(dutch::text, '''(?:[^'']|'''')*''', '', 'g') ~ '!' then dutch && english
        else dutch || english
      end;
    else
      dutch := private.similar_query(groups);
      english := dutch;
      either := dutch;
    end if;
    exit when either is null;
    has_phrases := (either::text ~ ' <(-|\d+)> ');
    title_words := array(
      select '%' || left(l.lexeme, greatest(3, char_length(l.lexeme) - 1)) || '%'
      from unnest(tsvector_to_array(
        to_tsvector('pg_catalog.dutch', coalesce(array_to_string(groups, ' '), query))
        || to_tsvector('pg_catalog.english', coalesce(array_to_string(groups, ' '), query))
      )) as l (lexeme)
      where l.lexeme ~ '^[[:alnum:]]{3,}$'
    );

    execute format(
      $sql$
        with matches as materialized (
          %s
        ), placed as (
          select m.*,
            m.at <= $8 and sum(m.cost) filter (where m.at <= $8) over (
              order by m.in_title desc, m.at desc, m.source desc, m.id desc rows unbounded preceding
            ) - m.cost < $9 and ($10 is null or (m.in_title, m.at, m.source, m.id) >= ($10, $11, $12, $13)) as is_ranked
          from matches as m
        ), ranked as materialized (
          select p.source, p.language, p.id, p.at, p.in_title, p.is_ranked,
            case when p.is_ranked then case p.source %s end when not $7 then 0 end as rank
          from placed as p
          cross join lateral (
            select case coalesce(p.language, $19) when 'nl' then $23 else $24 end as first,
              case when p.language is null then case $19 when 'nl' then $24 else $23 end end as second,
              case when $7 then case p.language when 'nl' then $20 when 'en' then $21 else $22 end end as wanted
          ) as q
        ), page as materialized (
          select r.*, row_number() over (order by r.rank desc, r.at desc, r.source desc, r.id desc) as place
          from ranked as r
          where r.rank is not null and ($14 is null or (r.rank, r.at, r.source, r.id) < ($14, $15, $16, $17))
          order by r.rank desc, r.at desc, r.source desc, r.id desc
          limit $18 + 1
        ), shown as (
          select p.place, s.kind, s.table_name, p.id, d.details, p.rank,
            private.search_snippet(
              case when coalesce(p.language, case
                when to_tsvector(case $19 when 'nl' then 'pg_catalog.dutch' else 'pg_catalog.english' end::regconfig,
                  concat_ws(' ', d.details ->> 'title', d.details ->> 'body')) @@ case $19 when 'nl' then $23 else $24 end
                then $19 else translate($19, 'nle', 'eln') end) = 'nl'
              then 'pg_catalog.dutch' else 'pg_catalog.english' end::regconfig,
              d.details ->> 'body',
              case p.language when 'nl' then $23 when 'en' then $24 else $25 end
            ) as snippet
          from page as p
          join private.search_sources as s on s.position = p.source
          cross join lateral (select case p.source %s end as details offset 0) as d
          where p.place <= $18
        )
        select
          (
            select json_agg(json_build_object(
              'kind', s.kind, 'table', s.table_name, 'id', s.id, 'title', s.details -> 'title', 'snippet', s.snippet,
              'rank', (s.rank / 1000000.0)::double precision, 'updated_at', s.details -> 'updated_at'
            ) order by s.place)
            from shown as s
          ),
          (
            select format('%%s:%%s:%%s:%%s', p.rank, (extract(epoch from p.at) * 1000)::bigint, p.source, p.id)
            from page as p
            where p.place = $18 and exists (select from page as further where further.place > $18)
          ),
          (
            select format('%%s:%%s:%%s:%%s', r.in_title, (extract(epoch from r.at) * 1000)::bigint, r.source, r.id)
            from ranked as r
            where r.is_ranked and $10 is null and exists (select from ranked as other where not other.is_ranked)
            order by r.in_title, r.at, r.source, r.id
            limit 1
          )
      $sql$,
      (
        select string_agg(e.sql, ' union all ')
        from (
          select format(
            '(select %2$s u.source, u.language, u.id, u.at, u.cost, u.in_title from (%1$s) as u %3$s)',
            string_agg(format(
              'select %s::smallint as source, %L::text as language, r.id, greatest(r.updated_at, ''epoch'') as at, 150 + %s * (%s) as cost, %s as in_title %s and %s @@ %s',
              a.source, a.language, case when a.language is null then 3 else 1 end,
              (select string_agg(format('coalesce(octet_length(%s), 0)', t.part), ' + ') from unnest(a.parts) as t (part)),
              case when a.is_titled then format('coalesce(lower(%s collate "C") like any ($6), false)::integer', a.parts[1]) else '0' end,
              a.from_rows, a.document, case a.language when 'nl' then '$3' when 'en' then '$4' else '$5' end
            ), ' union all '),
            case when a.is_translated then 'distinct on (u.id)' end,
            case when a.is_translated then 'order by u.id, u.language <> $19' end
          ) as sql
          from private.search_arms(kinds) as a
          group by a.source, a.is_translated
        ) as e
      ),
      (
        select string_agg(format(
          'when %s then (select private.search_rank(%s, %L, q.first, q.second, q.wanted) %s)',
          a.source, a.document, case when a.is_titled then '{0.05,0.1,0.2,1}' else '{0.05,0.1,0.1,0.2}' end, a.from_rows
        ), ' ')
        from private.search_arms(kinds, of_match => true) as a
      ),
      (
        select string_agg(format(
          'when %s then (select jsonb_build_object(''title'', left(%s, 200), ''body'', concat_ws(E''\n'', %s), ''updated_at'', r.updated_at) %s)',
          a.source, case when a.is_titled then a.parts[1] else 'null::text' end,
          coalesce(nullif(array_to_string(case when a.is_titled then a.parts[2:] else a.parts end, ', '), ''), 'null::text'),
          a.from_rows
        ), ' ')
        from private.search_arms(kinds, of_match => true) as a
      )
    )
    into results, last_returned, last_ranked
    using me, locale,
      case when has_phrases then private.loosen_phrases(dutch) else dutch end,
      case when has_phrases then private.loosen_phrases(english) else english end,
      case when has_phrases then private.loosen_phrases(either) else either end,
      title_words, has_phrases, as_of, budget,
      place[3]::integer, 'epoch'::timestamptz + place[4]::bigint * interval '1 millisecond', place[5]::smallint, place[6]::uuid,
      place[7]::integer, 'epoch'::timestamptz + place[8]::bigint * interval '1 millisecond', place[9]::smallint, place[10]::uuid,
      max_results, own_language, dutch, english, either,
      querytree(dutch)::tsquery, querytree(english)::tsquery, querytree(either)::tsquery;

    -- Who uses signs to say exactly what they want is not given something else.
    exit when results is not null or place is not null or groups is not null or query ~* '(^|\s)-\S|"|\sor\s';
    groups := private.similar_words(query, kinds);
    exit when groups is null;
  end loop;

  return json_build_object(
    'results', coalesce(results, '[]'),
    'next_cursor', case when last_returned is not null then concat_ws('.',
      search_id, (extract(epoch from as_of) * 1000)::bigint,
      coalesce(place[3] || ':' || place[4] || ':' || place[5] || ':' || place[6], last_ranked, '-'),
      last_returned, coalesce(array_to_string(groups, ','), '')
    ) end,
    'similar_words', case when results is not null and groups is not null then to_json(groups) end
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
