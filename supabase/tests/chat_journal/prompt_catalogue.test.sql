-- The prompts: enough of them, for every type and every area, in both languages.
begin;
select plan(11);

select cmp_ok((select count(*)::integer from public.journal_prompts where is_active), '>=', 30, 'there are at least 30 prompts');
select set_eq(
  'select mbti_type::text from public.journal_prompts where mbti_type is not null', 'select code::text from public.mbti_types',
  'every type has a prompt of its own'
);
select results_eq(
  'select area_code::text, count(*)::integer from public.journal_prompts where area_code is not null group by 1 order by 1',
  $$values
    ('active-imagination', 2), ('finances', 2), ('hobbies-and-passions', 2), ('home-environment', 2),
    ('mental-health', 2), ('physical-health', 2), ('professional-development', 2), ('social-relationships', 2),
    ('work-and-society', 2)$$,
  'every area of life has two'
);
select cmp_ok(
  (select count(*)::integer from public.journal_prompts where mbti_type is null and area_code is null), '>=', 8,
  'and there are some for anyone'
);
select is_empty(
  $$
    select code from public.journal_prompts, unnest(array[question, hint]) as t (texts)
    where (t.texts ->> 'nl') = (t.texts ->> 'en') or least(length(t.texts ->> 'nl'), length(t.texts ->> 'en')) < 15
  $$,
  'each question and hint is written out in Dutch and in English'
);
select is_empty(
  $$select code from public.journal_prompts where not (question ->> 'nl' ~ '[?]$' or question ->> 'nl' ~ '[?] .+[?.]$' or question ->> 'nl' ~ '[?] ')$$,
  'each question asks something'
);
select is(
  (select count(distinct question ->> 'nl') || ' ' || count(distinct question ->> 'en') from public.journal_prompts),
  (select count(*) || ' ' || count(*) from public.journal_prompts), 'no question is there twice'
);
select results_eq(
  'select position::integer from public.journal_prompts order by 1', 'select generate_series(1, (select count(*)::integer from public.journal_prompts))',
  'the order of display has no gaps'
);
select is(
  (select id from public.journal_prompts where code = 'type-intj'), private.catalogue_id('journal_prompts', 'type-intj'),
  'ids are the same on every database'
);

select tests.create_user('alice');
select tests.sign_in('alice');
select is((select count(*)::integer from public.journal_prompts where code = 'three-good-things'), 1, 'everyone reads them');
select tests.raises($$update public.journal_prompts set is_active = false where true$$, '42501', null, 'nobody changes them');

select * from finish();
rollback;
