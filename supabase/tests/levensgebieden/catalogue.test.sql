-- The catalogue is content: nine areas, thirty-six statements, in Dutch and English.
begin;
select plan(12);

select tests.create_user('alice');
select tests.sign_in('alice');

select results_eq(
  $$select version, status::text, jsonb_array_length(answer_labels -> 'en') from public.levensgebied_versions$$, $$values (1, 'current', 5)$$,
  'there is one version, it is current, and names the five answers'
);
select results_eq(
  $$select name ->> 'nl' from public.levensgebieden order by position$$,
  array[
    'Psychische gezondheid', 'Lichamelijke gezondheid', 'Financiën', 'Werk en samenleving', 'Hobby en passies', 'Actieve imaginatie',
    'Professionele ontwikkeling', 'Sociale relaties', 'Thuisomgeving'
  ],
  'there are nine areas'
);
select results_eq(
  $$
    select a.code::text, array_agg(q.position::integer order by q.position), count(*) filter (where q.is_reversed)
    from public.levensgebieden as a left join public.levensgebied_questions as q on q.levensgebied_id = a.id
    group by a.code, a.position order by a.position
  $$,
  $$select code::text, '{1,2,3,4}'::integer[], 1::bigint from public.levensgebieden order by position$$,
  'with four statements each, of which one is put the other way round'
);
select is(
  (select array_agg(statement ->> 'en' order by statement ->> 'en') from public.levensgebied_questions where is_reversed),
  array[
    'Clutter or noise at home drains me.', 'I do not get round to what I love to do.', 'I go beyond the limits of my body.',
    'I often feel lonely.', 'I push away images and thoughts that do not suit me.', 'I stay stuck in what I can do already.',
    'I worry more than is good for me.', 'My work or obligations exhaust me.', 'Worries about money are on my mind.'
  ],
  'those with which nobody wants to agree'
);
select is_empty(
  $$
    select text
    from (
      select name as texts from public.levensgebieden union all select description from public.levensgebieden
      union all select statement from public.levensgebied_questions
    ) as entries
      cross join lateral (values (texts ->> 'nl'), (texts ->> 'en')) as languages (text)
    where char_length(trim(text)) < 6
  $$,
  'everything is there in Dutch and English'
);
select is(
  (select count(distinct statement ->> 'nl') || ' ' || count(distinct statement ->> 'en') || ' ' || count(*) filter (where statement ->> 'nl' = statement ->> 'en') from public.levensgebied_questions),
  '36 36 0', 'no statement is there twice, and what is Dutch is not English'
);

select tests.as_owner();
select is_empty(
  $$
    select code from public.levensgebieden where id <> private.catalogue_id('levensgebieden', '1:' || code)
    union all
    select a.code from public.levensgebied_questions as q join public.levensgebieden as a on a.id = q.levensgebied_id
    where q.id <> private.catalogue_id('levensgebied_questions', '1:' || a.code || ':' || q.position)
  $$,
  'each has the id that every database gives it'
);

-- What devices hold does not change, before there are answers and after.
select tests.as_service();
select tests.raises(
  $$update public.levensgebied_questions set is_reversed = not is_reversed where position = 1$$,
  'PT409', 'catalogue_version_published', 'a published question keeps its sense'
);
select tests.raises(
  $$update public.levensgebied_questions set statement = '{"nl": "x", "en": "x"}' where position = 1$$,
  'PT409', 'catalogue_version_published', 'and its words'
);
select tests.raises('delete from public.levensgebied_questions where position = 4', 'PT409', 'catalogue_version_published', 'none is taken out');
select tests.raises($$update public.levensgebieden set name = '{"nl": "x", "en": "x"}'$$, 'PT409', 'catalogue_version_published', 'an area keeps its name');
select tests.raises(
  $$update public.levensgebied_versions set answer_labels = '{"nl": ["a", "b", "c", "d", "e"], "en": ["a", "b", "c", "d", "e"]}'$$,
  'PT409', 'catalogue_version_published', 'and the answers theirs'
);

select * from finish();
rollback;
