-- Words find an item in the language they are in, whatever their form, by an index.
begin;
select plan(7);

select tests.create_user('alice');
select tests.sign_in('alice');

create function pg_temp.found(language text, query text)
returns text[]
language sql
stable
as $$
  select case language
    when 'nl' then array(
      select i.code::text from public.content_items as i
      where private.document('nl', i.title ->> 'nl', i.summary ->> 'nl', i.body ->> 'nl') @@ websearch_to_tsquery('dutch', query)
      order by ts_rank(private.document('nl', i.title ->> 'nl', i.summary ->> 'nl', i.body ->> 'nl'), websearch_to_tsquery('dutch', query)) desc, 1
    )
    else array(
      select i.code::text from public.content_items as i
      where private.document('en', i.title ->> 'en', i.summary ->> 'en', i.body ->> 'en') @@ websearch_to_tsquery('english', query)
      order by ts_rank(private.document('en', i.title ->> 'en', i.summary ->> 'en', i.body ->> 'en'), websearch_to_tsquery('english', query)) desc, 1
    )
  end;
$$;

select ok('accountability' = any (pg_temp.found('nl', 'beloften') || pg_temp.found('nl', 'beloven')), 'a Dutch word is found');
select is((pg_temp.found('en', 'promise'))[1], 'accountability', 'an English word is found in another form than it is written');
select is(
  (pg_temp.found('en', 'letters'))[1] || ' of ' || (cardinality(pg_temp.found('en', 'letters')) > 1)::text, 'letter-not-sent of true',
  'a word of the title comes before one of the body'
);
select is(pg_temp.found('en', 'beloven'), '{}', 'a Dutch word does not find English texts');
select is(pg_temp.found('nl', 'promising'), '{}', 'nor the other way round');
-- The policy has no condition, so that the index may be asked first.
set local enable_seqscan = off;
create function pg_temp.plan_of(query text)
returns text
language plpgsql
volatile
as $$
declare
  line text;
  lines text := '';
begin
  for line in execute 'explain ' || query loop
    lines := lines || line;
  end loop;
  return lines;
end;
$$;
select matches(
  pg_temp.plan_of($$select id from public.content_items where private.document('nl', title ->> 'nl', summary ->> 'nl', body ->> 'nl') @@ '''x'''$$),
  'content_items_document_idx', 'a Dutch search by a person uses the index'
);
select matches(
  pg_temp.plan_of($$select id from public.content_items where private.document('en', title ->> 'en', summary ->> 'en', body ->> 'en') @@ '''x'''$$),
  'content_items_document_idx', 'and so does an English one'
);

select * from finish();
rollback;
