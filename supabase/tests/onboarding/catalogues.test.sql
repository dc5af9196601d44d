-- The catalogues are content. What clients and the scoring lean on is checked here.
begin;
select plan(25);

select results_eq(
  $$
    select f.code::text, f.is_default, count(*), count(*) filter (where s.is_required)
    from public.onboarding_flows as f join public.onboarding_steps as s on s.flow_id = f.id
    where f.is_active
    group by f.id
    order by f.position
  $$,
  $$values ('quick-start', true, 5::bigint, 3::bigint), ('full-start', false, 12, 7), ('learner-start', false, 10, 5)$$,
  'there are three flows, and each has something that must be done'
);
select results_eq(
  $$
    select a.code::text, a.scoring, count(*)
    from public.assessments as a join public.assessment_questions as q on q.assessment_id = a.id
    where a.is_active
    group by a.id
    order by a.code
  $$,
  $$values ('cognitive-functions', 'cognitive_functions', 24::bigint), ('learning-style', 'means', 16), ('mbti', 'mbti', 48)$$,
  'there are three assessments'
);

select is_empty(
  $$
    select 'flow', code from public.onboarding_flows where id <> private.catalogue_id('onboarding_flows', code || ':' || version)
    union all
    select 'assessment', code from public.assessments where id <> private.catalogue_id('assessments', code || ':' || version)
    union all
    select 'step', s.code
    from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id
    where s.id <> private.catalogue_id('onboarding_steps', f.code || ':' || f.version || ':' || s.code)
    union all
    select 'question', q.code
    from public.assessment_questions as q join public.assessments as a on a.id = q.assessment_id
    where q.id <> private.catalogue_id('assessment_questions', a.code || ':' || a.version || ':' || q.code)
  $$,
  'everything has the id that every database gives it'
);
select is_empty(
  $$
    select code, text
    from (
      select code, name from public.onboarding_flows
      union all select code, description from public.onboarding_flows
      union all select code, title from public.onboarding_steps
      union all select code, body from public.onboarding_steps
      union all select s.code, o.option from public.onboarding_steps as s, jsonb_array_elements(s.options) as o (option)
      union all select s.code, o.option from public.onboarding_steps as s, jsonb_array_elements(s.scale_ends) as o (option)
      union all select code, name from public.assessments
      union all select code, description from public.assessments
      union all select code, instructions from public.assessments
      union all select a.code, l.label from public.assessments as a, jsonb_array_elements(a.scale_labels || a.scales) as l (label)
      union all select code, prompt from public.assessment_questions
    ) as texts (code, names),
    unnest(array[names ->> 'nl', names ->> 'en']) as text
    where coalesce(char_length(trim(text)), 0) < 4
  $$,
  'every text is there in Dutch and in English'
);
select is_empty(
  $$
    select prompt from public.assessment_questions where prompt ->> 'nl' = prompt ->> 'en'
    union all
    select body from public.onboarding_steps where body ->> 'nl' = body ->> 'en'
  $$,
  'and the one is not a copy of the other'
);
select is_empty(
  $$
    select a.code, language, q.prompt ->> language
    from public.assessment_questions as q join public.assessments as a on a.id = q.assessment_id, unnest(array['nl', 'en']) as language
    group by a.code, language, q.prompt ->> language
    having count(*) > 1
  $$,
  'nothing is asked twice'
);

-- Order.
select is_empty(
  $$
    select flow_id from public.onboarding_steps group by flow_id having min(position) <> 1 or max(position) <> count(*)
    union all
    select assessment_id from public.assessment_questions group by assessment_id having min(position) <> 1 or max(position) <> count(*)
  $$,
  'positions count from 1 without a gap'
);

-- MBTI.
select results_eq(
  $$
    select q.scale_code, q.direction::integer, count(*)
    from public.assessment_questions as q
    where q.assessment_id = private.catalogue_id('assessments', 'mbti:1')
    group by 1, 2
    order by 1, 2
  $$,
  $$values ('EI', -1, 6::bigint), ('EI', 1, 6), ('JP', -1, 6), ('JP', 1, 6), ('SN', -1, 6), ('SN', 1, 6), ('TF', -1, 6), ('TF', 1, 6)$$,
  'twelve statements for each axis of MBTI, six for either letter'
);
select is_empty(
  $$
    select q.position
    from public.assessment_questions as q
      join public.assessment_questions as after on after.assessment_id = q.assessment_id and after.position = q.position + 4
    where q.assessment_id = private.catalogue_id('assessments', 'mbti:1')
      and (after.scale_code <> q.scale_code or after.direction = q.direction)
  $$,
  'axes come by turns, and the letter spoken for alternates'
);
select is(
  (select array_agg(s ->> 'code') from public.assessments as a, jsonb_array_elements(a.scales) as s where a.code = 'mbti'),
  '{EI,SN,TF,JP}',
  'the axes are those that make a type'
);
select set_eq(
  $$select s ->> 'code' from public.assessments as a, jsonb_array_elements(a.scales) as s where a.scoring = 'cognitive_functions'$$,
  'select code::text from public.cognitive_functions', 'the functions are the eight there are'
);
select is_empty(
  $$
    select q.code, q.scale_code
    from public.assessments as a join public.assessment_questions as q on q.assessment_id = a.id
    where not exists (select from jsonb_array_elements(a.scales) as x where x ->> 'code' = q.scale_code)
  $$,
  'each question counts for a scale that its assessment names'
);
select is_empty(
  $$
    select a.code, x ->> 'code'
    from public.assessments as a, jsonb_array_elements(a.scales) as x
    where not exists (
      select from public.assessment_questions as q where q.assessment_id = a.id and q.scale_code = x ->> 'code'
      having count(distinct q.direction) = 2
    )
  $$,
  'each scale is asked for, and in both directions'
);

-- Steps ask for what there is.
select is_empty(
  $$
    select code, assessment_code from public.onboarding_steps
    where kind = 'assessment'
      and not exists (select from public.assessments as a where a.code = assessment_code and a.is_active)
  $$,
  'each assessment that a step asks for is there'
);
select is_empty(
  $$
    select code, fills_column from public.onboarding_steps
    where fills_column is not null
      and not has_column_privilege(
        'authenticated', 'public.' || split_part(fills_column, '.', 1), split_part(fills_column, '.', 2), 'update'
      )
  $$,
  'each column that a step fills is there, and its person''s to write'
);
select is_empty(
  $$
    select code, options from public.onboarding_steps
    where (select count(distinct o ->> 'value') from jsonb_array_elements(options) as o) <> jsonb_array_length(options)
  $$,
  'no option is offered twice'
);

-- Each value is tried.
select tests.create_user('alice');
create function pg_temp.taken(fills text, value text)
returns text
language plpgsql
volatile
as $$
declare
  is_list constant boolean := (
    select atttypid::regtype::text like '%[]' from pg_attribute
    where attrelid = ('public.' || split_part(fills, '.', 1))::regclass and attname = split_part(fills, '.', 2)
  );
begin
  execute format(
    'update public.%I set %I = %s where id = $2', split_part(fills, '.', 1), split_part(fills, '.', 2),
    case when is_list then 'array[$1]' else '$1' end
  ) using value, tests.user_id('alice');
  return null;
exception when others then
  return sqlerrm;
end;
$$;
select is_empty(
  $$
    select s.code, o ->> 'value', outcome
    from public.onboarding_steps as s, jsonb_array_elements(s.options) as o, pg_temp.taken(s.fills_column, o ->> 'value') as outcome
    where s.fills_column is not null and outcome is not null
  $$,
  'each option of a step that fills a column is a value the column takes'
);
select isnt(pg_temp.taken('user_preferences.explanation_style', 'shouting'), null, 'and it would show if it were not');
select is_empty(
  $$
    select f.code
    from public.onboarding_flows as f
      join public.onboarding_steps as s on s.flow_id = f.id and s.code = 'life-areas',
      jsonb_array_elements(s.options) as o
    where not exists (
      select from pg_constraint
      where conname = 'visions_category_is_known' and pg_get_constraintdef(oid) like '%''' || (o ->> 'value') || '''%'
    )
  $$,
  'life areas are the categories of visions'
);

-- Versions.
create function pg_temp.again(table_name text, code text, changes jsonb)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.%1$I select (jsonb_populate_record(t, %3$L)).* from public.%1$I as t where t.code = %2$L',
    table_name, code, changes
  );
$$;
select throws_like(
  pg_temp.again('assessments', 'mbti', '{"id": "00000000-0000-4000-8000-000000000001", "version": 2}'),
  '%"assessments_code_key"', 'one version of an assessment is offered at a time'
);
select throws_like(
  pg_temp.again('onboarding_flows', 'full-start', '{"id": "00000000-0000-4000-8000-000000000001", "version": 2}'),
  '%"onboarding_flows_code_key"', 'and one of a flow'
);
select throws_like(
  $$update public.onboarding_flows set is_default = true where code = 'full-start'$$,
  '%"onboarding_flows_is_default_key"', 'one flow is the default'
);
update public.assessments set is_active = false where code = 'mbti';
select lives_ok(
  pg_temp.again('assessments', 'mbti', '{"id": "00000000-0000-4000-8000-000000000001", "version": 2, "is_active": true}'),
  'the next version takes the place of one that is retired'
);

select tests.sign_in('alice');
select results_eq(
  $$
    select (select count(*) from public.onboarding_flows), (select count(*) from public.onboarding_steps),
      (select count(*) from public.assessments), (select count(*) from public.assessment_questions)
  $$,
  'values (3::bigint, 27::bigint, 4::bigint, 88::bigint)',
  'everyone reads the catalogues'
);
select is(
  (
    select array_agg(key order by key)
    from jsonb_object_keys(public.pull_changes_optimized()::jsonb -> 'changes') as key
    where key ~ '^(onboarding|assessment)'
  ),
  '{assessment_questions,assessments,onboarding_flows,onboarding_steps}',
  'and devices are sent them'
);

select * from finish();
rollback;
