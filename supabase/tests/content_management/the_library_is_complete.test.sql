-- The library is content. What clients lean on is checked here.
begin;
select plan(16);

select cmp_ok((select count(*) from public.content_items), '>=', 40::bigint, 'there are forty items or more');
select is_empty(
  $$
    select code from public.content_items where id <> private.catalogue_id('content_items', code)
    union all
    select code from public.content_categories where id <> private.catalogue_id('content_categories', code)
  $$,
  'each has the id that every database gives it'
);
select is_empty(
  $$
    select c.code from public.content_categories as c
    where (select count(*) from public.content_items as i where i.category_id = c.id) < 4
  $$,
  'no shelf is bare'
);
select is_empty(
  $$
    select code, language
    from public.content_items, unnest(array['nl', 'en']) as language
    where char_length(title ->> language) < 5
      or char_length(summary ->> language) < 40
      or (select count(*) from regexp_matches(body ->> language, '[.?!](\s|$)', 'g')) < 5
  $$,
  'each has a title, a summary and a body of several sentences in Dutch and in English'
);
select is_empty(
  $$
    select code from public.content_items where body ->> 'nl' = body ->> 'en'
    union all
    select code from public.content_items
    where private.document('nl', title ->> 'nl', summary ->> 'nl', body ->> 'nl') @@ to_tsquery('simple', 'the')
      or private.document('en', title ->> 'en', summary ->> 'en', body ->> 'en') @@ to_tsquery('simple', 'het')
        and body ->> 'en' ~ '\mhet\M'
  $$,
  'and they are not the same text twice'
);
select is_empty(
  $$select code from public.content_items where body::text ~* 'lorem|ipsum' or title::text ~* 'lorem|test'$$,
  'nothing fills a space'
);
select set_eq(
  'select distinct tier from public.content_items', '{free,premium}'::text[], 'there is something in every tier'
);
select cmp_ok(
  (select count(*) from public.content_items where tier = 'free'), '>=', 30::bigint, 'and most of it is free'
);
select is_empty(
  $$
    select c.code
    from public.content_items as c
    where c.kind = 'course'
      and (select array_agg(l.course_position order by l.course_position) from public.content_items as l where l.course_id = c.id)
        is distinct from '{1,2,3,4}'
  $$,
  'a course has its four lessons, in order'
);
select is_empty(
  $$
    select l.code from public.content_items as l join public.content_items as c on c.id = l.course_id where c.kind <> 'course'
  $$,
  'and lessons belong to courses'
);
select is_empty(
  'select code from public.content_items where published_at > now() or retired_at is not null', 'all of it is on offer'
);

select tests.create_user('mallory');
select tests.sign_in('mallory');
select cmp_ok((select count(*) from public.content_items), '>=', 40::bigint, 'whoever is signed in reads the library');
select tests.raises(
  $$update public.content_items set tier = 'free' where tier = 'premium'$$, '42501', null, 'and changes nothing in it'
);
select tests.raises($$delete from public.content_categories where true$$, '42501', null, 'nor deletes from it');
select cmp_ok(
  (select json_array_length(public.pull_changes_optimized() -> 'changes' -> 'content_items' -> 'updated')), '>=', 40,
  'a first pull brings the library along'
);

-- The editors' server writes it.
select tests.as_service();
select lives_ok(
  $$
    update public.content_items set retired_at = now() where code = 'premortem';
    insert into public.content_items (id, code, category_id, kind, title, summary, body, minutes, function_codes)
    select gen_random_uuid(), 'probe', id, 'article', name, name, name, 5, '{Ne}' from public.content_categories where code = 'visions'
  $$,
  'a server with the secret key edits the library'
);

select * from finish();
rollback;
