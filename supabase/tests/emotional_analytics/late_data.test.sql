-- A phone that was offline for days comes back. Its readings count for the days on which they were felt.
begin;
set local timezone = 'UTC';
select plan(16);

select tests.create_user('alice');
select tests.consent('emotional_analysis');
update public.users set timezone = 'America/New_York' where id = tests.user_id('alice');

create function pg_temp.days()
returns text
language sql
stable
as $$
  select string_agg(d.day || ' ' || d.emotion || ' ' || d.minutes, ', ' order by d.day, d.emotion)
  from private.reading_days as d where d.user_id = tests.user_id('alice');
$$;
create function pg_temp.stamp(source text, day date)
returns xid
language sql
stable
as $$
  select a.xmin from public.emotional_analytics as a
  where a.user_id = tests.user_id('alice') and a.data_source = source and a.analysis_date = day;
$$;

-- 23:50 in New York, and 12:00 two days later.
insert into public.emotional_readings (user_id, id, recorded_at, emotion) values
  (tests.user_id('alice'), tests.id(1), '2026-03-02 23:50-05', 'joy'), (tests.user_id('alice'), tests.id(2), '2026-03-05 12:00-05', 'calm');
select private.refresh_emotional_analytics();
select is(pg_temp.days(), '2026-03-02 joy 30, 2026-03-05 calm 30', 'a day is one of New York, and a reading belongs to the day in which it began');

-- The phone: ten minutes into the next day, which ends the joy of the day before.
select tests.sign_in('alice');
select is(
  public.push_changes(
    json_build_object('emotional_readings', json_build_object('updated', '[]'::json, 'deleted', '[]'::json, 'created', json_build_array(json_build_object(
      'id', tests.id(3), '_status', 'created', 'emotion', 'stress', 'intensity', 0.8, 'source', 'self_reported',
      'recorded_at', (extract(epoch from '2026-03-03 00:10-05'::timestamptz) * 1000)::bigint
    ))))
  ) -> 'accepted',
  '{"emotional_readings": 1}', 'a reading arrives days late'
);
select is(public.emotional_dashboard('2026-03-01', '2026-03-07') -> 'freshness' -> 'pending_days', '2', 'two days wait: its own, and the one before, whose last reading it ends');
select is(public.emotional_dashboard('2026-03-01', '2026-03-07') -> 'freshness' -> 'is_current', 'false', 'and the dashboard says so');
select tests.as_owner();
select is(private.refresh_emotional_analytics(), 2, 'only these are computed');
select is(pg_temp.days(), '2026-03-02 joy 20, 2026-03-03 stress 30, 2026-03-05 calm 30', 'both days are right');
select is(
  (select emotional_trends from public.emotional_analytics where data_source = 'daily_aggregation' and analysis_date = '2026-03-03') #>> '{0,change_percentage}',
  '-100.00', 'and compared with each other'
);
select tests.sign_in('alice');
select is(public.emotional_dashboard('2026-03-01', '2026-03-07') -> 'freshness' ->> 'is_current', 'true', 'then the dashboard is current');
delete from public.emotional_readings where id = tests.id(2);
select tests.as_owner();
select private.refresh_emotional_analytics();
select is(
  (select string_agg(data_source || ' ' || analysis_date, ', ' order by data_source, analysis_date) from public.emotional_analytics where user_id = tests.user_id('alice')),
  'daily_aggregation 2026-03-02, daily_aggregation 2026-03-03, monthly_report 2026-03-01, weekly_summary 2026-03-02',
  'a day without readings has no row'
);

-- alice moves: midnight in New York is six in the morning in Amsterdam.
update public.users set timezone = 'Europe/Amsterdam' where id = tests.user_id('alice');
select private.refresh_emotional_analytics();
select is(pg_temp.days(), '2026-03-03 joy 20, 2026-03-03 stress 30', 'in another time zone, days are other days');
select is(
  (select string_agg(analysis_date::text, ', ') from public.emotional_analytics where user_id = tests.user_id('alice') and data_source = 'daily_aggregation'),
  '2026-03-03', 'and the rows follow'
);

-- At most a batch, oldest marks first; what is marked later waits.
insert into public.emotional_readings (user_id, recorded_at, emotion)
select tests.user_id('alice'), '2026-04-01 12:00+00'::timestamptz + d * interval '1 day', 'flow' from generate_series(0, 9) as d;
select is(
  array[private.refresh_emotional_analytics(batch => 4), private.refresh_emotional_analytics(batch => 4), private.refresh_emotional_analytics(batch => 4), private.refresh_emotional_analytics(batch => 4)],
  '{4,4,2,0}', 'a run takes one batch'
);

select tests.as_owner();

-- What is moved to another day leaves the day it was on.
create function pg_temp.moved(statement text) returns text language plpgsql as $$
declare
  marked text;
begin
  delete from private.analytics_marks;
  execute statement;
  select string_agg(distinct to_char(m.day, 'MM-DD'), ' ' order by to_char(m.day, 'MM-DD')) into marked
  from private.analytics_marks as m where m.day in ('2026-05-04', '2026-06-08');
  return marked;
end;
$$;
insert into public.learning_sessions (user_id, id, started_at, ended_at) values (tests.user_id('alice'), tests.id(20), '2026-05-04 12:00-04', '2026-05-04 12:20-04');
insert into public.emotional_readings (user_id, id, recorded_at, emotion) values (tests.user_id('alice'), tests.id(21), '2026-05-04 12:00-04', 'joy');
insert into public.learning_interventions (user_id, id, applied_at, intervention_type) values (tests.user_id('alice'), tests.id(22), '2026-05-04 12:00-04', 'short-break');
insert into public.mastery_reviews (user_id, id, concept_id, reviewed_at, rating)
select tests.user_id('alice'), tests.id(23), c.id, '2026-05-04 12:00-04', 3 from public.concepts as c order by c.code limit 1;
select is(
  pg_temp.moved(format('update public.%s set %s where id = tests.id(%s)', m.table_name, m.change, m.nth)), '05-04 06-08',
  format('when rows of %s move, both days are computed', m.table_name)
)
from (values
  ('learning_sessions', $$started_at = '2026-06-08 12:00-04', ended_at = '2026-06-08 12:20-04'$$, 20),
  ('emotional_readings', $$recorded_at = '2026-06-08 12:00-04'$$, 21),
  ('learning_interventions', $$applied_at = '2026-06-08 12:00-04'$$, 22),
  ('mastery_reviews', $$reviewed_at = '2026-06-08 12:00-04'$$, 23)
) as m (table_name, change, nth);

select * from finish();
rollback;
