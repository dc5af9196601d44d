-- Raw readings go after 90 days. What they add up to stays, whatever comes later.
begin;
set local timezone = 'UTC';
select plan(14);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set timezone = 'Asia/Tokyo' where id = tests.user_id('alice');
-- The day before the first that is kept, 90 days before today in Tokyo: its last second and the first of the next.
create temporary table moments as
select ((now() at time zone 'Asia/Tokyo')::date - 90)::timestamp at time zone 'Asia/Tokyo' as kept_from;

insert into public.emotional_readings (user_id, id, recorded_at, emotion, intensity)
select tests.user_id('alice'), tests.id(v.n), m.kept_from + v.lag, v.emotion, 0.5
from moments as m, (values
  (1, interval '-24 hours', 'stress'), (2, interval '-23 hours', 'calm'), (3, interval '-1 second', 'joy'), (4, interval '0', 'flow'), (5, interval '1 day', 'calm')
) as v (n, lag, emotion);
insert into public.learning_interventions (user_id, id, applied_at, intervention_type, effectiveness_rating)
select tests.user_id('alice'), tests.id(1), m.kept_from - interval '23 hours 50 minutes', 'short-break', 5 from moments as m;

select is(private.prune_emotional_readings(), 0, 'days that are still to be computed are not purged');
select private.refresh_emotional_analytics();
create temporary table kept as
select to_jsonb(a) - '{created_at,updated_at}'::text[] as content from public.emotional_analytics as a where user_id = tests.user_id('alice');
select cmp_ok((select count(*) from kept), '>=', 5::bigint, 'there are rollups');

select is(private.prune_emotional_readings(), 3, 'whole days of the person''s are purged');
select set_eq(
  $$select id from public.emotional_readings where user_id = tests.user_id('alice')$$, $$values (tests.id(4)), (tests.id(5))$$,
  'what is younger stays'
);
select is(private.prune_emotional_readings(), 0, 'once is enough');
select private.refresh_emotional_analytics();
select set_eq(
  $$select to_jsonb(a) - '{created_at,updated_at}'::text[] from public.emotional_analytics as a where user_id = tests.user_id('alice')$$,
  'select content from kept', 'the rollups stay, though the job has run over these days'
);

-- What comes after.
insert into public.emotional_readings (user_id, id, recorded_at, emotion)
select tests.user_id('alice'), tests.id(6), m.kept_from - interval '20 hours', 'anxiety' from moments as m;
update public.learning_interventions set effectiveness_rating = 1 where id = tests.id(1);
select private.refresh_emotional_analytics();
select set_eq(
  $$select to_jsonb(a) - '{created_at,updated_at}'::text[] from public.emotional_analytics as a where user_id = tests.user_id('alice')$$,
  'select content from kept', 'a reading for a day that is sealed comes too late to count'
);
select is(private.prune_emotional_readings(), 1, 'and is purged');
update public.users set timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');
select private.refresh_emotional_analytics();
select is(
  (select round(sum(minutes)) from private.reading_days where user_id = tests.user_id('alice') and day < (select (kept_from at time zone 'Asia/Tokyo')::date from moments)),
  -- Stress and calm with half an hour each, a second of joy; flow is now of the day before, which is sealed.
  60::double precision, 'in another time zone too'
);
select cmp_ok(
  (select sum((e.value ->> 'total_time_minutes')::numeric) from public.emotional_analytics as a, jsonb_each(a.emotion_distribution) as e
    where a.user_id = tests.user_id('alice') and a.data_source = 'daily_aggregation'),
  '>=', 90::numeric, 'so that the dashboard still shows them'
);

-- alice's flow lies before the border by now.
select private.prune_emotional_readings();

-- A device that was away for a hundred days brings a day that nobody has counted yet.
insert into public.emotional_readings (user_id, recorded_at, emotion) values (tests.user_id('bob'), now() - interval '100 days', 'joy');
select is(private.prune_emotional_readings(), 0, 'a day that was never computed is not purged before it is');
select private.refresh_emotional_analytics();
select is(private.prune_emotional_readings(), 1, 'but then');
select is(
  (select readings_count from public.emotional_analytics where user_id = tests.user_id('bob') and data_source = 'daily_aggregation'), 1, 'and it counted'
);

-- Sessions and reviews: retention seals their days first.
insert into public.mastery_reviews (user_id, concept_id, reviewed_at, rating, emotional_state)
select tests.user_id('bob'), id, '2020-01-01 12:00', 3, 'calm' from public.concepts where code = 'empathy';
select private.refresh_emotional_analytics();
select private.seal_learning_days('2020-02-01');
delete from public.mastery_reviews where user_id = tests.user_id('bob');
select private.refresh_emotional_analytics();
select results_eq(
  $$
    select l.reviews_count, e.most_productive_emotions #>> '{0,emotion}'
    from public.learning_analytics as l
    join public.emotional_analytics as e using (user_id, data_source, analysis_date)
    where l.user_id = tests.user_id('bob') and l.data_source = 'monthly_report'
  $$,
  $$values (1, 'calm')$$, 'what was learned on a sealed day stays when its reviews are purged'
);

select * from finish();
rollback;
