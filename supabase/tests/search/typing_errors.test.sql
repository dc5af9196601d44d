-- What is found by no word as typed is found by words like it: those the person wrote, and those of the library.
begin;
select plan(14);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.journal_entries (user_id, id, written_on, title, body, language)
values
  (tests.user_id('alice'), tests.id(1), '2026-11-01', 'Zondag', 'Een lange wandeling langs de vuurtoren.', 'nl'),
  (tests.user_id('alice'), tests.id(2), '2026-11-02', 'Maandag', 'Strand en café.', 'nl');
insert into public.tasks (user_id, id, title) values (tests.user_id('alice'), tests.id(3), 'Paint the Quixotic fence');
select tests.sign_in('alice');

create function pg_temp.found(query text)
returns uuid[]
language sql
stable
as $$
  select array(
    select (f.result ->> 'id')::uuid
    from json_array_elements(public.search_everything(query) -> 'results') with ordinality as f (result, place)
    where f.result ->> 'table' <> 'content_items'
    order by f.place
  );
$$;

select is(pg_temp.found('wandelng'), array[tests.id(1)], 'a letter that is missing');
select is(pg_temp.found('wandelling'), array[tests.id(1)], 'a letter too many');
select is(pg_temp.found('wandeljng'), array[tests.id(1)], 'a wrong letter');
select is(pg_temp.found('strnad'), array[tests.id(2)], 'two letters that changed places');
select is(pg_temp.found('quixotc'), array[tests.id(3)], 'a capital makes no difference');
select is(pg_temp.found('cafe'), array[tests.id(2)], 'nor does an accent that was left out');
select is(pg_temp.found('toren'), array[tests.id(1)], 'a part of a Dutch compound');
select is(pg_temp.found('lange wandelng'), array[tests.id(1)], 'one of two words may be mistyped');
select is(
  public.search_everything('wandelng') ->> 'similar_words', '["wandelng wandeling"]', 'the answer says what was looked for as well'
);
select is(public.search_everything('wandeling') ->> 'similar_words', null, 'words that are found are taken as they are');
select is(pg_temp.found('"wandelng"') || pg_temp.found('wandelng -zee'), '{}', 'who uses signs gets what they say');
select is(pg_temp.found('xqzwkv'), '{}', 'what is like nothing finds nothing');
select ok(
  (public.search_everything('habbits', '{content}') -> 'results' -> 0) is not null, 'the library is found by its own words, too'
);
select tests.sign_in('mallory');
select is(
  public.search_everything('quixotc')::text, '{"results" : [], "next_cursor" : null, "similar_words" : null}',
  'nobody is offered a word of another''s'
);

select * from finish();
rollback;
