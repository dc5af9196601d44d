-- Two devices that were offline review the same concept. Whoever pushes first, the server says the same.
begin;
set local timezone = 'UTC';
select plan(11);

select tests.create_user('alice');
select tests.create_user('bob');

-- What a person makes, everyone here may call.
select tests.sign_in('alice');
create function pg_temp.ms(moment timestamptz) returns bigint language sql immutable as $$select (extract(epoch from moment) * 1000)::bigint$$;
create function pg_temp.review(n integer, moment timestamptz, rating integer)
returns jsonb
language sql
stable
as $$
  select jsonb_build_object(
    'id', tests.id(n), '_status', 'created', 'concept_id', (select id from public.concepts where code = 'empathy'), 'reviewed_at', pg_temp.ms(moment),
    'rating', rating, 'activity_type', 'practice', 'created_at', pg_temp.ms(moment), 'updated_at', pg_temp.ms(moment),
    'stability', 999, 'reached_mastery', true
  );
$$;
create function pg_temp.push(reviews jsonb, device text, mastery jsonb default '[]')
returns jsonb
language sql
volatile
as $$
  select public.push_changes(
    jsonb_build_object(
      'mastery_reviews', jsonb_build_object('created', reviews, 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb),
      'content_mastery', jsonb_build_object('created', mastery, 'updated', '[]'::jsonb, 'deleted', '[]'::jsonb)
    )::json,
    device_id => tests.device(device)
  );
$$;
create function pg_temp.own_row(extra jsonb default '{}')
returns jsonb
language sql
stable
as $$
  select jsonb_build_array(jsonb_build_object(
    'id', (select id from public.concepts where code = 'empathy'), 'concept_id', (select id from public.concepts where code = 'empathy'), '_status', 'created',
    'mastery_level', 1, 'due_at', pg_temp.ms('2099-01-01')
  ) || extra);
$$;
create temporary table answers (title text, answer jsonb);
grant all on answers to public;

-- alice's phone reviewed on the 1st and the 9th, her tablet on the 3rd; the tablet comes last. Ids say nothing about order.
select tests.sign_in('alice');
insert into answers select 'phone', pg_temp.push(
  jsonb_build_array(pg_temp.review(3, '2026-01-01 12:00', 4), pg_temp.review(1, '2026-01-09 12:00', 1)), 'phone',
  pg_temp.own_row('{"effective_learning_strategies": "[\"role play\"]"}')
);
select is((select answer -> 'rejected' from answers where title = 'phone'), '[]', 'a phone pushes reviews and its own row of the concept');
select is((select m.mastery_level < 1 and m.due_at < '2027-01-01' from public.content_mastery as m), true, 'what it thinks its mastery is does not count');
insert into answers select 'tablet', pg_temp.push(
  jsonb_build_array(pg_temp.review(2, '2026-01-03 12:00', 3)), 'tablet',
  pg_temp.own_row(jsonb_build_object('effective_learning_strategies', '["stories"]', 'optimal_difficulty_level', 0.6))
);
select is((select answer -> 'rejected' from answers where title = 'tablet'), '[]', 'a row that both devices made is no error');
select results_eq(
  'select array(select unnest(effective_learning_strategies) order by 1), optimal_difficulty_level::double precision from public.content_mastery',
  $$values ('{role play,stories}'::text[], 0.6::double precision)$$, 'what both found out is kept'
);

-- bob's devices come the other way round, without a row of the concept.
select tests.sign_in('bob');
insert into answers select 'bob''s tablet', pg_temp.push(jsonb_build_array(pg_temp.review(2, '2026-01-03 12:00', 3)), 'tablet');
insert into answers select 'bob''s phone', pg_temp.push(
  jsonb_build_array(pg_temp.review(1, '2026-01-09 12:00', 1), pg_temp.review(3, '2026-01-01 12:00', 4)), 'phone'
);
select tests.as_owner();
select results_eq(
  $$
    select to_jsonb(m) - '{user_id,created_at,updated_at,effective_learning_strategies,optimal_difficulty_level}'::text[]
    from public.content_mastery as m where user_id = tests.user_id('alice')
  $$,
  $$
    select to_jsonb(m) - '{user_id,created_at,updated_at,effective_learning_strategies,optimal_difficulty_level}'::text[]
    from public.content_mastery as m where user_id = tests.user_id('bob')
  $$,
  'whoever comes first, the mastery is the same'
);
select results_eq(
  $$select id, stability, interval_days, mastery_level from public.mastery_reviews where user_id = tests.user_id('alice') order by id$$,
  $$select id, stability, interval_days, mastery_level from public.mastery_reviews where user_id = tests.user_id('bob') order by id$$,
  'so is what each review decided'
);
select is(
  (select r.stability from public.mastery_reviews as r where r.user_id = tests.user_id('alice') and r.id = tests.id(3)), 8.2956::double precision,
  'which is not a device''s to say'
);
select set_eq(
  $$
    select c.column_name::text from sync.columns as c join sync.tables as t using (table_id)
    where t.table_name = 'content_mastery' and c.is_writable
  $$,
  '{concept_id,optimal_difficulty_level,effective_learning_strategies,learning_style_effectiveness,created_at,updated_at}'::text[],
  'of a mastery devices write what was found out, and nothing that follows'
);

-- A clock that is fast must not make a review of tomorrow; a fact without its catalogue is refused.
select tests.sign_in('alice');
select pg_temp.push(jsonb_build_array(pg_temp.review(4, now() + interval '3 days', 3)), 'phone');
select is((select r.reviewed_at::timestamptz from public.mastery_reviews as r where r.id = tests.id(4)), now()::timestamptz(3), 'a review in the future was now');
select is(
  tests.rejected(pg_temp.push(jsonb_build_array(pg_temp.review(5, '2026-01-03', 3) || jsonb_build_object('concept_id', tests.id(1))), 'phone')),
  '{"5: parent_missing"}', 'a review of something that is no concept is refused'
);
select is(
  tests.rejected(pg_temp.push(jsonb_build_array(pg_temp.review(6, '2026-01-03', 5)), 'phone')),
  '{"6: value_out_of_bounds"}', 'so is a rating that there is not'
);

select * from finish();
rollback;
