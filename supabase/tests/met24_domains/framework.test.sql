-- The framework is the owner's: seven domains and five levels, in their order and by their names.
begin;
select plan(10);

select tests.create_user('alice');
select tests.sign_in('alice');

select results_eq(
  $$select version, status::text from public.met24_versions$$, $$values (1, 'current')$$,
  'there is one version, and it is current'
);
select results_eq(
  $$select name ->> 'nl' from public.met24_domains order by position$$,
  array[
    'The One', 'Universeel Kosmisch', 'Lokaal Kosmisch', 'Psychologisch', 'Domein van de Ziel', 'Biologisch',
    'Externe Omgevingsfactoren'
  ],
  'its seven domains have the owner''s names and order'
);
select results_eq(
  $$select name ->> 'nl' from public.met24_levels order by position$$,
  array['Transcendent', 'Fundamenteel', 'Toegepast', 'Geavanceerd', 'Expert'],
  'so have its five levels'
);
select tests.as_owner();
select is_empty(
  $$
    select code from public.met24_domains
    where id <> private.catalogue_id('met24_domains', '1:' || code) or version_id <> private.catalogue_id('met24_versions', '1')
    union all
    select code from public.met24_levels
    where id <> private.catalogue_id('met24_levels', '1:' || code) or version_id <> private.catalogue_id('met24_versions', '1')
  $$,
  'each has the id that every database gives it'
);
select is_empty(
  $$
    select code, text
    from (
      select code, name, description, guiding_questions from public.met24_domains
      union all
      select code, name, description, guiding_questions from public.met24_levels
    ) as entries
      cross join lateral (
        values (name ->> 'nl'), (name ->> 'en'), (description ->> 'nl'), (description ->> 'en')
        union all
        select jsonb_array_elements_text((guiding_questions -> 'nl') || (guiding_questions -> 'en'))
      ) as texts (text)
    where char_length(trim(text)) < 6
  $$,
  'each has its texts in Dutch and English'
);
select is_empty(
  $$
    select code, 'domain' from public.met24_domains
    where jsonb_array_length(guiding_questions -> 'nl') <> 4 or description ->> 'nl' = description ->> 'en'
    union all
    select code, 'level' from public.met24_levels
    where jsonb_array_length(guiding_questions -> 'nl') <> 2 or description ->> 'nl' = description ->> 'en'
  $$,
  'a domain has four questions and a level two, and what is Dutch is not English'
);

create function pg_temp.ask(questions jsonb) returns text language sql as $$
  select throws_like(format('select %L::public.translated_list', questions), '%"translated_list_has_shape"', 'no such list: ' || questions::text)
$$;
select pg_temp.ask('{"nl": ["a"], "en": ["a", "b"]}');
select pg_temp.ask('{"nl": ["a"]}');
select pg_temp.ask('{"nl": [1], "en": ["a"]}');
select pg_temp.ask('{"nl": ["a"], "en": ["a"], "fr": ["a"]}');

select * from finish();
rollback;
