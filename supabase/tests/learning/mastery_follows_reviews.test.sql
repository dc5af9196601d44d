-- What a person knows is what their reviews bear out, in whatever order they arrive, change and go.
begin;
set local timezone = 'UTC';
select plan(17);

select tests.create_user('alice');
select tests.create_user('bob');

-- What a person makes, everyone here may call.
select tests.sign_in('alice');
create function pg_temp.concept(code text default 'habit-loop')
returns uuid
language sql
stable
as $$
  select c.id from public.concepts as c where c.code = concept.code;
$$;
create function pg_temp.review(n integer, day integer, rating integer, extra jsonb default '{}', name text default 'alice')
returns void
language sql
volatile
as $$
  insert into public.mastery_reviews (user_id, id, concept_id, reviewed_at, rating, performance_score, emotional_state, time_spent_minutes, activity_type)
  values (
    tests.user_id(name), tests.id(n), pg_temp.concept(), '2026-01-01 12:00+00'::timestamptz + day * interval '1 day', rating,
    (extra ->> 'score')::double precision, extra ->> 'emotion', (extra ->> 'minutes')::double precision, coalesce(extra ->> 'activity', 'practice')
  );
$$;
create function pg_temp.mastery(name text default 'alice')
returns text
language sql
stable
as $$
  select format('%s reviews, level %s, %s, due %s, stability %s, lapses %s', m.reviews_count, m.mastery_level, m.state, m.due_at::date,
    round(m.stability::numeric, 4), m.lapses_count)
  from public.content_mastery as m where m.user_id = tests.user_id(name);
$$;

select tests.sign_in('alice');
select pg_temp.review(1, 0, 3);
select is(pg_temp.mastery(), '1 reviews, level 0.36, learning, due 2026-01-01, stability 2.3065, lapses 0', 'a first review makes the row');
select pg_temp.review(2, 0, 3);
select is(pg_temp.mastery(), '2 reviews, level 0.576, review, due 2026-01-03, stability 2.3065, lapses 0', 'a second on the day ends the learning steps');
select pg_temp.review(4, 20, 1, '{"emotion": "stress"}');
select is(
  pg_temp.mastery(), '3 reviews, level 0.3456, relearning, due 2026-01-21, stability 0.8489, lapses 1',
  'what was forgotten is learned again'
);
select pg_temp.review(3, 3, 4, '{"emotion": "joy", "minutes": 2.5, "score": 0.8}');
select is(
  (select m.reviews_count || ' ' || m.mastery_level || ' ' || m.time_spent_minutes from public.content_mastery as m),
  '4 0.39936 2.5', 'a late arrival takes its place between the others'
);
select is(
  (select array_agg(r.interval_days order by r.reviewed_at) from public.mastery_reviews as r),
  array[0, 2, (select r.interval_days from public.mastery_reviews as r where r.id = tests.id(3)), 0],
  'each review tells the interval it decided'
);
select is(
  (select array_agg(r.interval_adjustment_days order by r.reviewed_at) from public.mastery_reviews as r),
  (select array_agg(r.interval_days - coalesce(b.interval_days, 0) order by r.reviewed_at)
    from public.mastery_reviews as r left join public.mastery_reviews as b on b.id = case when r.id <> tests.id(1) then tests.id(right(r.id::text, 1)::integer - 1) end),
  'and by how much that changed'
);
select is(
  (select m.emotional_associations from public.content_mastery as m), '{"joy": 0.8, "stress": 0}',
  'emotions are associated with how it went in them'
);
select is((select m.mastery_confidence from public.content_mastery as m), (4 / 6.0)::public.ratio, 'four performances give a confidence of 4/6');
select is((select m.initial_strength from public.content_mastery as m), 2.3065::double precision, 'the forgetting curve begins with the first review');

-- bob does the same in order.
select tests.as_owner();
select pg_temp.review(1, 0, 3, name => 'bob'), pg_temp.review(2, 0, 3, name => 'bob'),
  pg_temp.review(3, 3, 4, '{"emotion": "joy", "minutes": 2.5, "score": 0.8}', 'bob'), pg_temp.review(4, 20, 1, '{"emotion": "stress"}', 'bob');
select results_eq(
  $$select to_jsonb(m) - '{user_id,created_at,updated_at}'::text[] from public.content_mastery as m where user_id = tests.user_id('alice')$$,
  $$select to_jsonb(m) - '{user_id,created_at,updated_at}'::text[] from public.content_mastery as m where user_id = tests.user_id('bob')$$,
  'the same reviews in order give the same mastery'
);

select tests.sign_in('alice');
update public.mastery_reviews set rating = 3 where id = tests.id(4);
select is((select m.lapses_count || ' ' || m.state from public.content_mastery as m), '0 review', 'a correction is replayed');
delete from public.mastery_reviews where id in (tests.id(3), tests.id(4));
select is(pg_temp.mastery(), '2 reviews, level 0.576, review, due 2026-01-03, stability 2.3065, lapses 0', 'so is a deletion');

-- Mastered above 0.8, once and for all.
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, rating)
select tests.user_id('alice'), pg_temp.concept(), '2026-02-01 12:00+00'::timestamptz + d * interval '7 days', case when d = 5 then 1 else 4 end
from generate_series(1, 5) as d;
select is(
  (select m.mastery_achieved_at::date || ' ' || (m.mastery_level < 0.8) from public.content_mastery as m), '2026-02-15 true',
  'mastery is reached above 0.8 and its day stays when the level falls again'
);
select is(
  (select array_agg(r.reviewed_at::date) from public.mastery_reviews as r where r.reached_mastery), '{2026-02-15}'::date[],
  'one review is the one that reached it'
);

-- An introduction is an exposure, and nothing to recall.
delete from public.mastery_reviews where true;
select is(
  (select format('%s %s %s', m.state, m.reviews_count, m.first_exposed_at) from public.content_mastery as m), 'new 0 ',
  'without reviews the concept is new again'
);
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, activity_type)
values (tests.user_id('alice'), pg_temp.concept(), '2026-03-01 12:00+00', 'introduction');
select is(
  (select format('%s %s %s %s', m.state, m.reviews_count, m.first_exposed_at::date, m.last_practiced_at) from public.content_mastery as m),
  'new 0 2026-03-01 ', 'an introduction is an exposure and no review'
);

-- Who deletes the mastery begins anew.
select pg_temp.review(9, 100, 3);
delete from public.content_mastery where true;
select is_empty('select id from public.mastery_reviews union all select id from public.content_mastery', 'who deletes their mastery takes its reviews along');

select * from finish();
rollback;
