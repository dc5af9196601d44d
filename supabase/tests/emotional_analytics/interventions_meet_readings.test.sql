-- Of an intervention, what was felt before it and whether it passed: the last reading of the same day within half an hour, and
-- a pleasant one within the half hour after, past midnight too.
begin;
set local timezone = 'UTC';
select plan(9);

select tests.create_user('alice');

-- Readings and interventions on 1 October, at hours and minutes; the next day has hour 24.
create function pg_temp.feel(at interval, emotion text)
returns void
language sql
volatile
as $$
  insert into public.emotional_readings (user_id, recorded_at, emotion) values (tests.user_id('alice'), '2026-10-01 00:00+00'::timestamptz + at, emotion);
$$;
create function pg_temp.intervene(at interval, type text, emotion text default null)
returns void
language sql
volatile
as $$
  insert into public.learning_interventions (user_id, applied_at, intervention_type, emotional_state)
  values (tests.user_id('alice'), '2026-10-01 00:00+00'::timestamptz + at, type, emotion);
$$;
create function pg_temp.outcome(type text)
returns text
language sql
volatile
as $$
  select string_agg(format('%s %s %s/%s', d.day - date '2026-10-01', d.emotion, d.recovered, d.tried), ', ' order by d.day, d.emotion)
  from private.intervention_days as d
  where d.intervention_type = outcome.type;
$$;

select pg_temp.feel('09:00', 'stress');
select pg_temp.intervene('09:00', 'same-moment');
select pg_temp.feel('09:10', 'joy');
select pg_temp.intervene('09:10', 'pleasant-already');
select pg_temp.intervene('09:41', 'too-late');
select pg_temp.intervene('09:05', 'named', 'anxiety');
select pg_temp.feel('12:00', 'fatigue');
select pg_temp.intervene('12:10', 'half-an-hour');
select pg_temp.feel('12:40', 'calm');
select pg_temp.intervene('12:09:59.999', 'longer');
select pg_temp.feel('23:50', 'boredom');
select pg_temp.intervene('23:55', 'past-midnight');
select pg_temp.intervene('24:05', 'new-day');
select pg_temp.feel('24:20', 'flow');
select private.refresh_emotional_analytics(at => clock_timestamp());

select is(pg_temp.outcome('same-moment'), '0 stress 1/1', 'a reading of the same moment is what it was for, and no sign that it passed');
select is(pg_temp.outcome('pleasant-already'), '0 joy 0/0', 'what is pleasant needs not pass');
select is(pg_temp.outcome('too-late'), '0 unknown 0/0', 'a reading stands for half an hour');
select is(pg_temp.outcome('named'), '0 anxiety 1/1', 'what the intervention names goes before what was read');
select is(pg_temp.outcome('half-an-hour'), '0 fatigue 1/1', 'recovery takes half an hour at most');
select is(pg_temp.outcome('longer'), '0 fatigue 0/1', 'and not a moment longer');
select is(pg_temp.outcome('past-midnight'), '0 boredom 1/1', 'one recovers past midnight');
select is(pg_temp.outcome('new-day'), '1 unknown 0/0', 'but what was felt yesterday is yesterday''s');

update public.users set timezone = 'America/Havana' where id = tests.user_id('alice');
select private.refresh_emotional_analytics(at => clock_timestamp());
select is(pg_temp.outcome('new-day'), '0 boredom 1/1', 'days are the person''s own');

select * from finish();
rollback;
