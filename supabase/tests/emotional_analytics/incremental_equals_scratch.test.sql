-- Whatever comes, changes and goes, and whenever the job runs in between: the rollups are those that computing everything anew gives.
begin;
set local timezone = 'UTC';
select plan(14);

select tests.create_user('alice');
select tests.create_user('bob');
update public.users set timezone = 'Pacific/Kiritimati' where id = tests.user_id('bob');

-- Numbers that look random and are the same each time.
create function pg_temp.dice(n integer, sides integer, salt text default '')
returns integer
language sql
immutable
as $$
  select abs(('x' || left(md5(salt || n), 7))::bit(28)::integer) % sides;
$$;
create function pg_temp.moment(n integer, salt text)
returns timestamptz
language sql
immutable
as $$
  -- Around the turn of months and weeks, many close together.
  select '2026-01-24 00:00+00'::timestamptz + pg_temp.dice(n, 12, salt || 'd') * interval '1 day' + pg_temp.dice(n, 96, salt || 'q') * interval '15 minutes'
    + pg_temp.dice(n, 20, salt || 'm') * interval '1 minute';
$$;
create function pg_temp.person(n integer) returns uuid language sql stable as
  $$select tests.user_id(case pg_temp.dice(n, 2, 'p') when 0 then 'alice' else 'bob' end)$$;

create function pg_temp.change(round integer)
returns void
language sql
volatile
as $$
  insert into public.learning_sessions (user_id, id, started_at, ended_at, subject_id, questions_attempted, questions_correct, session_completion_rate)
  select pg_temp.person(n), tests.id(n), pg_temp.moment(n, 's'), pg_temp.moment(n, 's') + pg_temp.dice(n, 90, 'e') * interval '1 minute',
    (select id from public.subjects where position = 1 + pg_temp.dice(n, 8, 'b')), 10, pg_temp.dice(n, 11, 'c'), pg_temp.dice(n, 11, 'r') / 10.0
  from generate_series(round * 10, round * 10 + 4) as n;
  insert into public.emotional_readings (user_id, id, session_id, recorded_at, emotion, intensity, trigger)
  select pg_temp.person(n), tests.id(n),
    (select s.id from public.learning_sessions as s where s.user_id = pg_temp.person(n) order by md5(s.id::text || n) limit 1),
    pg_temp.moment(n, 'r'), (private.emotional_states())[1 + pg_temp.dice(n, 13, 'e')], pg_temp.dice(n, 101, 'i') / 100.0,
    (array['noise', 'deadline', null, null])[1 + pg_temp.dice(n, 4, 't')]
  from generate_series(round * 100, round * 100 + 39) as n;
  insert into public.learning_interventions (user_id, id, applied_at, intervention_type, emotional_state, effectiveness_rating)
  select pg_temp.person(n), tests.id(n), pg_temp.moment(n, 'r') + interval '7 minutes', (array['short-break', 'encouragement'])[1 + pg_temp.dice(n, 2, 'k')],
    case pg_temp.dice(n, 2, 'g') when 0 then (private.emotional_states())[1 + pg_temp.dice(n, 13, 'f')] end, nullif(pg_temp.dice(n, 6, 'v'), 0)
  from generate_series(round * 100, round * 100 + 9) as n;
  insert into public.mastery_reviews (user_id, id, concept_id, reviewed_at, rating, emotional_state, difficulty_level, time_spent_minutes)
  select pg_temp.person(n), tests.id(n), (select id from public.concepts order by code offset pg_temp.dice(n, 4, 'o') limit 1), pg_temp.moment(n, 'w'),
    1 + pg_temp.dice(n, 4, 'g'), (private.emotional_states())[1 + pg_temp.dice(n, 13, 'e')], pg_temp.dice(n, 11, 'd') / 10.0, pg_temp.dice(n, 9, 'l')
  from generate_series(round * 100, round * 100 + 14) as n;

  -- Corrections: moved, changed, gone.
  update public.emotional_readings set recorded_at = recorded_at + interval '1 day' where pg_temp.dice(right(id::text, 6)::integer, 9, 'x' || round) = 0;
  update public.emotional_readings set emotion = 'calm', intensity = 1 where pg_temp.dice(right(id::text, 6)::integer, 9, 'y' || round) = 0;
  update public.learning_interventions set effectiveness_rating = 5 where pg_temp.dice(right(id::text, 6)::integer, 5, 'x' || round) = 0;
  update public.mastery_reviews set rating = 4 where pg_temp.dice(right(id::text, 6)::integer, 6, 'x' || round) = 0;
  delete from public.emotional_readings where pg_temp.dice(right(id::text, 6)::integer, 9, 'z' || round) = 0;
  delete from public.mastery_reviews where pg_temp.dice(right(id::text, 6)::integer, 9, 'z' || round) = 0;
  delete from public.learning_sessions where pg_temp.dice(right(id::text, 6)::integer, 9, 'z' || round) = 0;
$$;

create function pg_temp.content(relation regclass)
returns setof text
language plpgsql
stable
as $$
begin
  return query execute format(
    'select (to_jsonb(t) - %L::text[])::text from %s as t where user_id in (tests.user_id(''alice''), tests.user_id(''bob''))',
    '{created_at,updated_at}', relation
  );
end;
$$;
create temporary table kept (relation regclass, content text);

select pg_temp.change(1);
select private.refresh_emotional_analytics(batch => 3);
select pg_temp.change(2);
select private.refresh_emotional_analytics(batch => 5), private.refresh_emotional_analytics(batch => 2);
update public.users set timezone = 'America/New_York' where id = tests.user_id('alice');
select pg_temp.change(3);
select private.refresh_emotional_analytics(batch => 7);
select pg_temp.change(4);
select cmp_ok(private.refresh_emotional_analytics(), '>', 5, 'the last run has days to compute');
select is_empty('select id from private.analytics_marks', 'and leaves none');

insert into kept
select r, c from unnest(array[
  'public.emotional_analytics', 'public.learning_analytics', 'private.analytics_days', 'private.reading_days', 'private.part_days',
  'private.intervention_days', 'private.performance_days', 'private.learning_days'
]::regclass[]) as r, pg_temp.content(r) as c;
select cmp_ok((select count(*) from kept where relation = 'public.emotional_analytics'::regclass), '>', 30::bigint, 'there is something to compare');
select cmp_ok((select count(*) from kept where content like '%"recovered": 1%'), '>', 0::bigint, 'with recoveries');
select cmp_ok((select count(*) from kept where relation = 'private.performance_days'::regclass), '>', 30::bigint, 'and performances');

-- From scratch.
delete from public.emotional_analytics where true;
delete from public.learning_analytics where true;
delete from private.analytics_days where true;
delete from private.reading_days where true;
delete from private.part_days where true;
delete from private.intervention_days where true;
delete from private.performance_days where true;
delete from private.learning_days where true;
select private.mark_all_days(array[tests.user_id('alice'), tests.user_id('bob')]);
select private.refresh_emotional_analytics(batch => 1000000);

select set_eq(
  format('select pg_temp.content(%L)', r), format('select content from kept where relation = %L::regclass', r), format('%s is the same from scratch', r)
)
from unnest(array[
  'public.emotional_analytics', 'public.learning_analytics', 'private.analytics_days', 'private.reading_days', 'private.part_days',
  'private.intervention_days', 'private.performance_days', 'private.learning_days'
]::regclass[]) as r;

-- Once more changes nothing, so no device is sent anything: each row is where it was.
create function pg_temp.places()
returns setof text
language sql
stable
as $$
  select tableoid::regclass || ' ' || ctid from public.emotional_analytics
  union all
  select tableoid::regclass || ' ' || ctid from public.learning_analytics;
$$;
create temporary table places as select place from pg_temp.places() as place;
select private.mark_all_days(array[tests.user_id('alice'), tests.user_id('bob')]);
select private.refresh_emotional_analytics(batch => 1000000);
select set_eq('select pg_temp.places()', 'select place from places', 'what stays the same is not written again');

select * from finish();
rollback;
