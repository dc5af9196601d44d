-- How well an item suits a type follows from the functions of both, by one rule.
begin;
select plan(14);

select is(private.type_affinity('{Si,Te}', '{Si,Te,Fi,Ne}'), 89, 'an item for the first two functions of a type suits it');
select is(private.type_affinity('{Si,Te}', '{Te,Si,Ne,Fi}'), 86, 'in the other order, a little less');
select is(private.type_affinity('{Si,Te}', '{Ni,Te,Fi,Se}'), 32, 'a function that is not in the stack counts nothing');
select is(private.type_affinity('{Ne}', '{Ne,Ti,Fe,Si}'), 100, 'an item for the dominant function alone suits entirely');
select is(private.type_affinity('{Ne}', '{Ni,Te,Fi,Se}'), 0, 'one for a function the type does not have, not at all');
select is(
  private.type_affinity('{Ni,Te,Fi,Se}', '{Ni,Te,Fi,Se}'), 75,
  'the four functions of a type in its own order: (4 x 100 + 3 x 75 + 2 x 50 + 1 x 25) / 10'
);

select is_empty(
  $$
    select i.code, count(*)
    from public.content_items as i left join public.content_mbti_affinity as a on a.item_id = i.id
    group by i.code
    having count(distinct a.mbti_type) <> 16
  $$,
  'every item has an affinity with each of the 16 types'
);
select is_empty(
  $$
    select i.code, t.code
    from public.content_mbti_affinity as a
      join public.content_items as i on i.id = a.item_id
      join public.mbti_types as t on t.code = a.mbti_type
    where a.affinity <> private.type_affinity(i.function_codes, array[t.dominant, t.auxiliary, t.tertiary, t.inferior]::text[])
      or a.id <> private.catalogue_id('content_mbti_affinity', i.id || ':' || t.code)
  $$,
  'by the rule, under an id that every database gives it'
);
select is_empty(
  $$
    select t.code from public.mbti_types as t
    where (select count(*) from public.content_mbti_affinity as a where a.mbti_type = t.code and a.affinity >= 50) < 6
      or (select max(a.affinity) from public.content_mbti_affinity as a where a.mbti_type = t.code) < 70
  $$,
  'and no type is left without something that suits it'
);

-- An editor changes an item. Of its rows, only those are written that change.
select tests.as_service();
update public.content_items set function_codes = '{Ne}' where code = 'tiny-habits';
select tests.as_owner();
select results_eq(
  $$
    select a.mbti_type::text, a.affinity::integer
    from public.content_mbti_affinity as a join public.content_items as i on i.id = a.item_id
    where i.code = 'tiny-habits' and a.mbti_type in ('ENTP', 'INTP', 'ISTJ', 'INTJ')
    order by 1
  $$,
  $$values ('ENTP', 100), ('INTJ', 0), ('INTP', 75), ('ISTJ', 25)$$,
  'an item''s affinities follow its functions'
);
create temporary table before as select id, xmin::text as written, affinity from public.content_mbti_affinity;
update public.content_items set minutes = 6 where code = 'tiny-habits';
select private.refresh_content_affinity(array(select id from public.content_items));
select is_empty(
  $$select id from public.content_mbti_affinity as a join before as b using (id) where a.xmin::text <> b.written$$,
  'and nothing is written when they stay the same'
);

select tests.create_user('mallory');
select tests.sign_in('mallory');
select is((select count(*) from public.content_mbti_affinity where mbti_type = 'INFP'), (select count(*) from public.content_items), 'everyone reads them');
select tests.raises('update public.content_mbti_affinity set affinity = 100 where true', '42501', null, 'nobody writes them');
select tests.as_service();
select tests.raises('update public.content_mbti_affinity set affinity = 100 where true', '42501', null, 'nor does a server: the rule does');

select * from finish();
rollback;
