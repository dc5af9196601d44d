-- The catalogue of types and functions: complete, consistent by its own checks, and read-only.
begin;
select plan(18);

select is((select count(*) from public.cognitive_functions), 8::bigint, 'there are eight cognitive functions');

select results_eq(
  $$select format('%s %s %s %s %s', code, dominant, auxiliary, tertiary, inferior) from public.mbti_types order by code$$,
  array[
    'ENFJ Fe Ni Se Ti', 'ENFP Ne Fi Te Si', 'ENTJ Te Ni Se Fi', 'ENTP Ne Ti Fe Si',
    'ESFJ Fe Si Ne Ti', 'ESFP Se Fi Te Ni', 'ESTJ Te Si Ne Fi', 'ESTP Se Ti Fe Ni',
    'INFJ Ni Fe Ti Se', 'INFP Fi Ne Si Te', 'INTJ Ni Te Fi Se', 'INTP Ti Ne Si Fe',
    'ISFJ Si Fe Ti Ne', 'ISFP Fi Se Ni Te', 'ISTJ Si Te Fi Ne', 'ISTP Ti Se Ni Fe'
  ],
  'the sixteen types have the stacks they are known for'
);

select throws_like(
  $$update public.mbti_types set inferior = 'Te' where code = 'INTJ'$$, '%mbti_types_first_and_fourth_are_opposite%',
  'first and fourth function are opposite in letter'
);
select throws_like(
  $$update public.mbti_types set inferior = 'Si' where code = 'INTJ'$$, '%mbti_types_first_and_fourth_are_opposite%',
  'and in attitude'
);
select throws_like(
  $$update public.mbti_types set tertiary = 'Fe' where code = 'INTJ'$$, '%mbti_types_second_and_third_are_opposite%',
  'second and third function are opposite'
);
select throws_like(
  $$update public.mbti_types set auxiliary = 'Ti', tertiary = 'Fe' where code = 'INTJ'$$, '%mbti_types_first_two_complement_each_other%',
  'of the first two, one is extraverted and one introverted'
);
select throws_like(
  $$update public.mbti_types set dominant = 'Ti', auxiliary = 'Ne', tertiary = 'Si', inferior = 'Fe' where code = 'INTJ'$$,
  '%mbti_types_code_says_stack%',
  'the four letters and the stack say the same'
);
select throws_like(
  $$update public.cognitive_functions set kind = 'sensing' where code = 'Ni'$$, '%cognitive_functions_code_says_both%',
  'a function''s code says its kind and attitude'
);

select is_empty(
  $$
    select code, is_extraverted, is_intuitive, is_thinking, is_judging from public.mbti_types
    where code <> case when is_extraverted then 'E' else 'I' end || case when is_intuitive then 'N' else 'S' end
      || case when is_thinking then 'T' else 'F' end || case when is_judging then 'J' else 'P' end
  $$,
  'the axes are those of the letters'
);
select is_empty(
  $$
    select code from public.mbti_types
    where concat_ws(', ', cache_scope, cache_duration, cache_preload)
      <> case when is_extraverted then 'broad, medium, social_data' else 'focused, long, personal_data' end
  $$,
  'extraverted types cache broadly, introverted types deeply'
);
select is(
  (select count(distinct table_order[4:8]) from public.mbti_types), 8::bigint,
  'what arrives first after the profile follows the dominant function'
);
select is(
  (select count(distinct table_order) from public.mbti_types), 16::bigint,
  'no two types have the same order'
);
select is_empty(
  $$select code from public.mbti_types where cardinality(table_order) <> (select count(distinct t) from unnest(table_order) as t)$$,
  'no table is named twice'
);
select is_empty(
  $$
    select code, text.value ->> language as words
    from public.mbti_types as t
    cross join lateral (values (t.name), (t.description), (t.strengths), (t.growth_edge), (t.coaching_style)) as text (value)
    cross join unnest(array['nl', 'en']) as language
    where coalesce(btrim(text.value ->> language), '') = ''
    union all
    select code, text.value ->> language
    from public.cognitive_functions as f
    cross join lateral (values (f.name), (f.description), (f.strengths), (f.growth_edge), (f.shows_as)) as text (value)
    cross join unnest(array['nl', 'en']) as language
    where coalesce(btrim(text.value ->> language), '') = ''
  $$,
  'every text is there in Dutch and in English'
);
select is(
  (select id from public.mbti_types where code = 'INTJ'), private.catalogue_id('mbti_types', 'INTJ'),
  'ids are the same in every database'
);

select tests.create_user('mallory');
select tests.sign_in('mallory');
select is((select count(*) from public.mbti_types), 16::bigint, 'whoever is signed in reads the catalogue');
select tests.raises(
  $$update public.mbti_types set page_size = 50 where code = 'INTJ'$$, '42501', null,
  'and changes nothing in it'
);
select tests.raises('delete from public.cognitive_functions where true', '42501', null, 'nor deletes from it');

select * from finish();
rollback;
