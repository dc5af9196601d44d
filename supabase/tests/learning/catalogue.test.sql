-- What there is to learn: enough of it, in both languages, in an order in which it can be learned.
begin;
select plan(15);

select is((select count(*) from public.subjects), 6::bigint, 'there are six subjects');
select is((select count(*) from public.concepts), 60::bigint, 'and sixty concepts');
select is_empty(
  'select s.code from public.subjects as s left join public.concepts as c on c.subject_id = s.id group by s.id having count(c.id) <> 10',
  'ten a subject'
);
select cmp_ok((select count(*) from public.concept_prerequisites), '>=', 60::bigint, 'with what comes before what');
select is_empty(
  $$
    select t.code
    from (
      select code::text, name as texts from public.subjects union all select code, description from public.subjects
      union all select code, name from public.concepts union all select code, description from public.concepts
      union all select code, topic_name from public.concepts
      union all select code, name from public.emotional_states union all select code, description from public.emotional_states
    ) as t
    where coalesce(btrim(t.texts ->> 'nl'), '') = '' or coalesce(btrim(t.texts ->> 'en'), '') = ''
  $$,
  'each has its texts in Dutch and in English'
);
select is_empty(
  $$select code from public.concepts where description ->> 'nl' = description ->> 'en' or char_length(description ->> 'nl') < 30$$,
  'and they are texts of their own'
);
select is_empty(
  $$select topic from public.concepts group by subject_id, topic having count(distinct topic_name::text) > 1$$,
  'a topic has one name'
);
select is(
  (select id from public.concepts where code = 'spaced-repetition'), private.catalogue_id('concepts', 'spaced-repetition'),
  'ids are the same on every database'
);

-- Learning in order: each round, what has all its prerequisites.
select is(
  (
    with recursive known as (
      select array(
        select c.id from public.concepts as c where not exists (select from public.concept_prerequisites as p where p.concept_id = c.id)
      ) as ids, 1 as round
      union all
      select k.ids || fresh.ids, k.round + 1
      from known as k
      cross join lateral (
        select array(
          select c.id from public.concepts as c
          where c.id <> all (k.ids) and not exists (
            select from public.concept_prerequisites as p where p.concept_id = c.id and p.prerequisite_id <> all (k.ids)
          )
        ) as ids
      ) as fresh
      where fresh.ids <> '{}'
    )
    select max(cardinality(ids)) from known
  ),
  60, 'everything can be learned, one after the other'
);

-- No circles.
create function pg_temp.require(concept text, prerequisite text)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.concept_prerequisites (id, concept_id, prerequisite_id, importance_weight, mastery_required, dependency_strength)
  values (
    gen_random_uuid(), private.catalogue_id('concepts', concept), private.catalogue_id('concepts', prerequisite), 0.5, 0.5, 0.5
  );
$$;
select tests.raises(
  $$select pg_temp.require('habit-loop', 'habit-loop')$$, 'PT409', 'concept_prerequisite_cycle', 'nothing comes before itself'
);
select tests.raises(
  $$select pg_temp.require('forgetting-curve', 'spaced-repetition')$$, 'PT409', 'concept_prerequisite_cycle',
  'nor before what comes before it'
);
select tests.raises(
  $$select pg_temp.require('working-memory', 'deliberate-practice')$$, 'PT409', 'concept_prerequisite_cycle',
  'by however many steps'
);
select tests.raises(
  $$
    update public.concept_prerequisites set prerequisite_id = private.catalogue_id('concepts', 'relapse-planning')
    where concept_id = private.catalogue_id('concepts', 'habit-stacking')
      and prerequisite_id = private.catalogue_id('concepts', 'habit-loop');
    select pg_temp.require('implementation-intention', 'habit-stacking')
  $$,
  'PT409', 'concept_prerequisite_cycle', 'also when it is an update that closes one'
);
select lives_ok($$select pg_temp.require('budgeting', 'habit-loop')$$, 'anything else may come before');

select is(
  (select array_agg(code::text order by position) from public.emotional_states), private.emotional_states(),
  'the catalogue of emotional states has just those that the checks know'
);

select * from finish();
rollback;
