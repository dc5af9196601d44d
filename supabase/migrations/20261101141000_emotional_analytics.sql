-- Emotional and learning analytics (module 14): what a person's readings, reviews and sessions add up to, by day, week and month.
--
--   facts (readings, interventions, reviews, sessions)
--     ─ triggers ─>  private.analytics_marks     which days of whom changed
--     ─ the job  ─>  private.*_days              what each day adds up to; kept when the facts are purged
--                ─>  public.emotional_analytics, public.learning_analytics
--
-- Nothing is counted up: a day that changed is computed anew from its facts, and the week and the month from their days. So what
-- arrives late, is corrected or deleted is right, and what did not change is not read again. A day is one of the person's, by
-- users.timezone. Numbers of a day are sums, or counts, so that days add up to weeks and months.
--
-- Raw readings are purged after 90 days. Before that their days are sealed: what they add up to stays as it is, whatever happens to
-- the facts. A reading that comes later still, for a sealed day, comes too late to count; so do the readings of the hours by which the
-- border moves when the person moves to another time zone.
--
-- Definitions. Of a reading: v is the valence of its emotion (emotional_states, -1 to 1), i its intensity (0 to 1), and a = v i its
-- affect. It stands from its moment to the next reading of the person, at most 30 minutes: those are its minutes m, and they belong to
-- the day and hour in which it began. Of a review: p is its performance (private.performance_of), 0 to 1.
--
--   percentage        of an emotion: 100 x its minutes / all minutes
--   session_count     sessions with a reading of the emotion, each once a day
--   dominant          the emotion with most minutes; if equal, with more readings, then first by name
--   wellness          (1 + sum(m a) / sum(m)) / 2: 0 as unpleasant as can be, 0.5 neither, 1 as pleasant as can be
--   stability         1 - mean(|a - a before|) / 2, over readings that have one before them on the same day; null when none has
--   learning effectiveness      of an emotion: mean p of the reviews made in it (mastery_reviews.emotional_state)
--   concepts mastered rate      of an emotion: concepts mastered in it, per hour of such reviews
--   hindrance         of an unpleasant emotion (v < 0): mean p of all reviews with an emotion, less mean p in it; at least 0
--   recovery          unpleasant readings in a row on one day, up to the first one that is not (v >= 0): the minutes from the first of
--                     the row to that one, for the emotion of the first
--   best state for    new concepts (introduction), practice (practice, revision), assessment: the highest mean p, then most reviews,
--                     then first by name
--   success           of an intervention: rated 4 or 5; the rate is over those rated
--   recovery strategy interventions for an unpleasant emotion (the one they name, else that of the last reading on the day, within 30
--                     minutes): success when a reading with v >= 0 follows within 30 minutes
--   trend             percentage less that of the period before, in points: increasing above 5, decreasing below -5
--   times of day      eight parts of three hours; best when wellness is at least 0.6, challenging when at least half of the minutes are
--                     unpleasant; peak and dip are the parts with the highest and lowest wellness, when they differ by 0.1
--   learning velocity concepts mastered per hour of sessions and of reviews outside of sessions

insert into private.settings (name, value, unit, description) values
  ('emotional_readings.keep_days', 90, 'days', 'How long raw emotional readings are kept. Their rollups stay.');


-- Marks: days that changed since they were last computed. Appended to only, so that writers never wait for each other or for the
-- job; the job takes those it sees, and what commits later is left for the next run.

create table private.analytics_marks (
  id bigint generated always as identity,
  user_id uuid not null,
  day date not null,
  marked_at timestamptz not null default clock_timestamp(),
  error text,
  constraint analytics_marks_pkey primary key (id),
  constraint analytics_marks_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.analytics_marks is 'Days of people that changed since they were last computed; private.refresh_emotional_analytics() takes them.';

comment on column private.analytics_marks.error is
  'Why the day could not be computed: it was set aside, and is tried again when it changes. Null while it waits its turn.';

create index analytics_marks_user_id_day_idx on private.analytics_marks (user_id, day);

comment on index private.analytics_marks_user_id_day_idx is 'Serves all marks of a day, and whether a person''s rollups are current.';


-- What each day adds up to.

create table private.analytics_days (
  user_id uuid not null,
  day date not null,
  changes integer not null default 0,
  change_sum double precision not null default 0,
  readings_sealed boolean not null default false,
  learning_sealed boolean not null default false,
  constraint analytics_days_pkey primary key (user_id, day),
  constraint analytics_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.analytics_days is 'Days of people: how much affect changed on each, and whether their facts are purged.';
comment on column private.analytics_days.changes is 'Readings with one before them on the day.';
comment on column private.analytics_days.change_sum is 'By how much affect changed in these, added up.';
comment on column private.analytics_days.readings_sealed is 'Whether its readings are purged: what follows from them is computed no more.';
comment on column private.analytics_days.learning_sealed is 'Whether its sessions or reviews are purged: likewise.';

create table private.reading_days (
  user_id uuid not null,
  day date not null,
  emotion text not null,
  readings integer not null,
  minutes double precision not null,
  affect double precision not null,
  sessions integer not null,
  recoveries integer not null,
  recovery_minutes double precision not null,
  triggers jsonb not null,
  constraint reading_days_pkey primary key (user_id, day, emotion),
  constraint reading_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.reading_days is 'What the readings of an emotion on a day add up to.';
comment on column private.reading_days.affect is 'Sum of minutes times affect.';
comment on column private.reading_days.sessions is 'Sessions with such a reading.';
comment on column private.reading_days.triggers is '{trigger: how often}.';

create table private.part_days (
  user_id uuid not null,
  day date not null,
  part smallint not null,
  minutes double precision not null,
  affect double precision not null,
  unpleasant_minutes double precision not null,
  constraint part_days_pkey primary key (user_id, day, part),
  constraint part_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.part_days is 'What the readings in three hours of a day add up to.';
comment on column private.part_days.part is 'From 0, midnight to three, to 7.';

create table private.intervention_days (
  user_id uuid not null,
  day date not null,
  intervention_type text not null,
  emotion text not null,
  applications integer not null,
  rated integer not null,
  rating_sum integer not null,
  successes integer not null,
  tried integer not null,
  recovered integer not null,
  constraint intervention_days_pkey primary key (user_id, day, intervention_type, emotion),
  constraint intervention_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.intervention_days is 'What the interventions of a kind on a day add up to, by the emotion they were for.';
comment on column private.intervention_days.emotion is 'unknown, when no reading tells.';
comment on column private.intervention_days.tried is 'Those for an unpleasant emotion.';
comment on column private.intervention_days.recovered is 'Of these, those after which it passed.';

create table private.performance_days (
  user_id uuid not null,
  day date not null,
  emotion text not null,
  purpose text not null,
  reviews integer not null,
  performance double precision not null,
  minutes double precision not null,
  mastered integer not null,
  constraint performance_days_pkey primary key (user_id, day, emotion, purpose),
  constraint performance_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.performance_days is 'What the reviews made in an emotion on a day add up to.';
comment on column private.performance_days.purpose is 'new_concepts, practice or assessment.';
comment on column private.performance_days.reviews is 'Those with a performance.';
comment on column private.performance_days.performance is 'Sum of performances.';

create table private.learning_days (
  user_id uuid not null,
  day date not null,
  subject_code text not null,
  sessions integer not null,
  session_minutes bigint not null,
  questions_attempted bigint not null,
  questions_correct bigint not null,
  completions integer not null,
  completion_sum double precision not null,
  introductions integer not null,
  reviews integer not null,
  recalled integer not null,
  performances integer not null,
  performance double precision not null,
  weighted_difficulty double precision not null,
  difficulty_weight double precision not null,
  review_minutes double precision not null,
  loose_review_minutes double precision not null,
  mastered integer not null,
  constraint learning_days_pkey primary key (user_id, day, subject_code),
  constraint learning_days_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.learning_days is 'What the sessions and reviews of a subject on a day add up to.';
comment on column private.learning_days.subject_code is 'none, for sessions about something the catalogue does not have.';
comment on column private.learning_days.completions is 'Sessions with a completion rate; completion_sum is the sum of these.';
comment on column private.learning_days.recalled is 'Reviews rated hard, good or easy.';
comment on column private.learning_days.weighted_difficulty is 'Sum of difficulty times performance, over reviews with both; difficulty_weight is the sum of those performances.';
comment on column private.learning_days.loose_review_minutes is 'Minutes of reviews outside of sessions.';


-- Emotional analytics: one row for each day, week (from Monday) and month in which a person noted an emotion.

create table public.emotional_analytics (
  user_id uuid not null,
  id uuid not null,
  analysis_date date not null,
  data_source text not null,
  readings_count integer not null,
  total_time_minutes double precision not null,
  dominant_emotion public.emotional_state,
  emotion_distribution jsonb not null,
  emotional_stability_score public.ratio,
  overall_emotional_wellness public.ratio,
  most_productive_emotions jsonb not null,
  problematic_emotional_patterns jsonb not null,
  best_emotional_state_for_new_concepts public.emotional_state,
  best_emotional_state_for_practice public.emotional_state,
  best_emotional_state_for_assessment public.emotional_state,
  interventions_applied jsonb not null,
  average_recovery_time_minutes jsonb not null,
  most_effective_recovery_strategies jsonb not null,
  emotional_trends jsonb not null,
  best_learning_times text[] not null,
  challenging_periods text[] not null,
  emotional_biorhythm_insights text[] not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint emotional_analytics_pkey primary key (user_id, id),
  constraint emotional_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint emotional_analytics_user_id_data_source_analysis_date_key unique (user_id, data_source, analysis_date),
  constraint emotional_analytics_data_source_is_known check (
    data_source in ('daily_aggregation', 'weekly_summary', 'monthly_report')
  ),
  constraint emotional_analytics_date_begins_period check (
    analysis_date = case data_source
      when 'weekly_summary' then date_trunc('week', analysis_date::timestamp)::date
      when 'monthly_report' then date_trunc('month', analysis_date::timestamp)::date
      else analysis_date
    end
  ),
  constraint emotional_analytics_counts_are_not_negative check (readings_count >= 0 and total_time_minutes >= 0),
  constraint emotional_analytics_dominant_was_felt check ((dominant_emotion is not null) = (readings_count > 0)),
  constraint emotional_analytics_distribution_has_shape check (
    jsonb_typeof(emotion_distribution) = 'object'
    and emotion_distribution - private.emotional_states() = '{}'
    and private.objects_fit(
      jsonb_path_query_array(emotion_distribution, '$.*'),
      '{"percentage": "percent", "total_time_minutes": "amount", "session_count": "count"}', 13
    )
  ),
  constraint emotional_analytics_productive_have_shape check (
    private.objects_fit(
      most_productive_emotions,
      '{"emotion": "emotion", "learning_effectiveness_score": "fraction", "concepts_mastered_rate": "amount?"}', 13
    )
  ),
  constraint emotional_analytics_problematic_have_shape check (
    private.objects_fit(
      problematic_emotional_patterns,
      '{"emotion": "emotion", "learning_hindrance_score": "fraction?", "common_triggers": "texts", "recovery_time_minutes": "amount?"}', 13
    )
  ),
  constraint emotional_analytics_interventions_have_shape check (
    private.objects_fit(
      interventions_applied,
      '{"intervention_type": "code", "application_count": "count", "success_rate": "fraction?", "average_effectiveness_rating": "rating?"}', 50
    )
  ),
  constraint emotional_analytics_recovery_time_has_shape check (
    private.map_fits(average_recovery_time_minutes, 'emotion', 'amount', 13)
  ),
  constraint emotional_analytics_strategies_have_shape check (
    private.objects_fit(
      most_effective_recovery_strategies,
      '{"strategy": "code", "success_rate": "fraction", "applicable_emotions": "emotions"}', 20
    )
  ),
  constraint emotional_analytics_trends_have_shape check (
    private.objects_fit(
      emotional_trends,
      '{"emotion": "emotion", "trend_direction": "direction", "change_percentage": "points", "time_period": "code"}', 13
    )
  ),
  constraint emotional_analytics_best_times_are_bounded check (private.texts_fit(best_learning_times, 8, 11)),
  constraint emotional_analytics_challenging_are_bounded check (private.texts_fit(challenging_periods, 8, 11)),
  constraint emotional_analytics_insights_are_bounded check (private.texts_fit(emotional_biorhythm_insights, 10, 40))
);

comment on table public.emotional_analytics is
  'What a person felt on a day, in a week, in a month, and how they learned in it. Computed by the server; definitions are at the head of its migration.';
comment on column public.emotional_analytics.id is 'Made from the period: the same row, however often it is computed.';
comment on column public.emotional_analytics.analysis_date is 'The day, the Monday of the week, or the first of the month, by the person''s calendar.';
comment on column public.emotional_analytics.data_source is 'daily_aggregation, weekly_summary or monthly_report.';
comment on column public.emotional_analytics.readings_count is 'Readings it is made of.';
comment on column public.emotional_analytics.total_time_minutes is 'Minutes these stand for, each at most 30.';
comment on column public.emotional_analytics.dominant_emotion is 'The emotion with most minutes; null without readings.';
comment on column public.emotional_analytics.emotion_distribution is '{emotion: {"percentage", "total_time_minutes", "session_count"}}.';
comment on column public.emotional_analytics.emotional_stability_score is 'From 0, up and down, to 1, steady. Null when there are no two readings on a day.';
comment on column public.emotional_analytics.overall_emotional_wellness is 'From 0, by 0.5, neither pleasant nor unpleasant, to 1.';
comment on column public.emotional_analytics.most_productive_emotions is
  '[{"emotion", "learning_effectiveness_score", "concepts_mastered_rate"}], the best first; the rate is per hour, null without times.';
comment on column public.emotional_analytics.problematic_emotional_patterns is
  '[{"emotion", "learning_hindrance_score", "common_triggers", "recovery_time_minutes"}], the longest felt first.';
comment on column public.emotional_analytics.best_emotional_state_for_new_concepts is 'In which introductions went best.';
comment on column public.emotional_analytics.best_emotional_state_for_practice is 'In which practice and revision went best.';
comment on column public.emotional_analytics.best_emotional_state_for_assessment is 'In which assessments went best.';
comment on column public.emotional_analytics.interventions_applied is
  '[{"intervention_type", "application_count", "success_rate", "average_effectiveness_rating"}], the most frequent first; rates are null while none is rated.';
comment on column public.emotional_analytics.average_recovery_time_minutes is '{emotion: minutes until it passed}.';
comment on column public.emotional_analytics.most_effective_recovery_strategies is '[{"strategy", "success_rate", "applicable_emotions"}], the best first.';
comment on column public.emotional_analytics.emotional_trends is
  '[{"emotion", "trend_direction", "change_percentage", "time_period"}] since the period before, in points of percentage; empty when that has no readings.';
comment on column public.emotional_analytics.best_learning_times is 'Times of day with the pleasantest feelings: 09:00-12:00.';
comment on column public.emotional_analytics.challenging_periods is 'Times of day with mostly unpleasant feelings.';
comment on column public.emotional_analytics.emotional_biorhythm_insights is 'peak:09:00-12:00 and dip:21:00-24:00, for a client to put into words.';

create index emotional_analytics_user_id_analysis_date_idx on public.emotional_analytics (user_id, analysis_date desc);
create index emotional_analytics_analysis_date_idx on public.emotional_analytics (analysis_date desc);
create index emotional_analytics_dominant_emotion_idx on public.emotional_analytics (dominant_emotion) where dominant_emotion is not null;
create index emotional_analytics_overall_emotional_wellness_idx on public.emotional_analytics (overall_emotional_wellness desc)
  where overall_emotional_wellness is not null;

comment on index public.emotional_analytics_user_id_data_source_analysis_date_key is 'Serves emotional_dashboard, and the job that computes a period anew.';
comment on index public.emotional_analytics_user_id_analysis_date_idx is 'Serves a person''s trends, latest first, whatever the period.';
comment on index public.emotional_analytics_analysis_date_idx is 'Serves operators: emotional health over all people by time; and retention.';
comment on index public.emotional_analytics_dominant_emotion_idx is 'Serves operators: how many people are dominated by which emotion.';
comment on index public.emotional_analytics_overall_emotional_wellness_idx is 'Serves operators: the spread of wellness.';

create trigger _100_touch before insert or update on public.emotional_analytics
  for each row execute function private.touch();

alter table public.emotional_analytics enable row level security;

create policy emotional_analytics_select_own on public.emotional_analytics for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the server computes it.

grant select on public.emotional_analytics to authenticated, service_role;

select sync.register_table('public.emotional_analytics', direction => 'down', priority => 40);


-- Learning analytics: one row for each day, week and month in which a person studied.

create table public.learning_analytics (
  user_id uuid not null,
  id uuid not null,
  analysis_date date not null,
  data_source text not null,
  active_days integer not null,
  sessions_count integer not null,
  session_minutes bigint not null,
  questions_attempted bigint not null,
  questions_correct bigint not null,
  accuracy_percentage numeric(5, 2),
  average_completion_rate public.ratio,
  introductions_count integer not null,
  reviews_count integer not null,
  recall_rate public.ratio,
  average_performance public.ratio,
  review_minutes double precision not null,
  concepts_mastered_count integer not null,
  learning_velocity double precision,
  subjects jsonb not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learning_analytics_pkey primary key (user_id, id),
  constraint learning_analytics_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learning_analytics_user_id_data_source_analysis_date_key unique (user_id, data_source, analysis_date),
  constraint learning_analytics_data_source_is_known check (
    data_source in ('daily_aggregation', 'weekly_summary', 'monthly_report')
  ),
  constraint learning_analytics_counts_are_not_negative check (
    least(
      active_days, sessions_count, session_minutes, questions_attempted, questions_correct, introductions_count, reviews_count,
      review_minutes, concepts_mastered_count
    ) >= 0
  ),
  constraint learning_analytics_velocity_is_not_negative check (learning_velocity >= 0),
  constraint learning_analytics_subjects_have_shape check (
    jsonb_typeof(subjects) = 'object'
    and private.objects_fit(
      jsonb_path_query_array(subjects, '$.*'),
      '{"session_minutes": "count", "reviews": "count", "mastered": "count", "average_performance": "fraction?"}', 100
    )
  )
);

comment on table public.learning_analytics is 'What a person learned on a day, in a week, in a month. Computed by the server.';
comment on column public.learning_analytics.id is 'Made from the period: the same row, however often it is computed.';
comment on column public.learning_analytics.analysis_date is 'The day, the Monday of the week, or the first of the month, by the person''s calendar.';
comment on column public.learning_analytics.data_source is 'daily_aggregation, weekly_summary or monthly_report.';
comment on column public.learning_analytics.active_days is 'Days with a session or a review.';
comment on column public.learning_analytics.session_minutes is 'Whole minutes of sessions that ended, on the day they began.';
comment on column public.learning_analytics.accuracy_percentage is 'Questions answered correctly, in percent; null without questions.';
comment on column public.learning_analytics.average_completion_rate is 'Mean share of the plan that sessions got done; null when none says.';
comment on column public.learning_analytics.introductions_count is 'Concepts introduced.';
comment on column public.learning_analytics.reviews_count is 'Reviews, without introductions.';
comment on column public.learning_analytics.recall_rate is 'Share of reviews rated hard, good or easy.';
comment on column public.learning_analytics.average_performance is 'Mean performance of reviews, from 0 to 1.';
comment on column public.learning_analytics.concepts_mastered_count is 'Concepts whose mastery first passed 0.8.';
comment on column public.learning_analytics.learning_velocity is 'Concepts mastered per hour of sessions, and of reviews outside of them; null without time.';
comment on column public.learning_analytics.subjects is
  '{subject code: {"session_minutes", "reviews", "mastered", "average_performance"}}; none is what the catalogue does not have.';

create index learning_analytics_analysis_date_idx on public.learning_analytics (analysis_date desc);

comment on index public.learning_analytics_user_id_data_source_analysis_date_key is 'Serves emotional_dashboard, and the job that computes a period anew.';
comment on index public.learning_analytics_analysis_date_idx is 'Serves operators: how much is learned over all people by time; and retention.';

create trigger _100_touch before insert or update on public.learning_analytics
  for each row execute function private.touch();

alter table public.learning_analytics enable row level security;

create policy learning_analytics_select_own on public.learning_analytics for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the server computes it.

grant select on public.learning_analytics to authenticated, service_role;

select sync.register_table('public.learning_analytics', direction => 'down', priority => 40);


-- Marking.

-- private.mark_days: notes that something changed at these moments. `people` and `moments` are parallel. A reading also ends the one
-- before it, which may have begun half an hour earlier, on the day before.
create function private.mark_days(people uuid[], moments timestamptz[])
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.analytics_marks (user_id, day)
  select distinct u.id, ((c.moment - s.back) at time zone u.timezone)::date
  from unnest(people, moments) as c (user_id, moment)
  -- Someone who is being erased is gone from users by the time their facts go.
  join public.users as u on u.id = c.user_id
  cross join (values (interval '0'), (interval '30 minutes')) as s (back);
$$;

-- private.mark_all_days: notes that all days of these people are to be computed anew: after a change of time zone, or to repair what
-- was written with triggers off. Sealed days stay as they are.
create function private.mark_all_days(people uuid[])
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.analytics_marks (user_id, day)
  select d.user_id, d.day
  from private.analytics_days as d
  where d.user_id = any (people)
  union
  select f.user_id, (f.moment at time zone u.timezone)::date
  from (
    select r.user_id, r.recorded_at::timestamptz as moment from public.emotional_readings as r where r.user_id = any (people)
    union all
    select i.user_id, i.applied_at from public.learning_interventions as i where i.user_id = any (people)
    union all
    select r.user_id, r.reviewed_at from public.mastery_reviews as r where r.user_id = any (people)
    union all
    select s.user_id, s.started_at from public.learning_sessions as s where s.user_id = any (people)
  ) as f
  join public.users as u on u.id = f.user_id;
$$;

-- private.analytics_after_facts: triggers `_400_analytics_*` on the facts. Its argument is the column with the
-- moment.
-- Definer: people may not write marks, and they are written as part of their own statement.
create function private.analytics_after_facts()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  moments timestamptz[];
begin
  -- By name: the function serves tables whose moments have different names.
  execute format(
    case tg_op
      when 'INSERT' then 'select array_agg(n.user_id), array_agg(n.%1$I::timestamptz) from new_rows as n'
      when 'DELETE' then 'select array_agg(o.user_id), array_agg(o.%1$I::timestamptz) from old_rows as o'
      -- All that were updated, also when nothing came of it: comparing costs more than a day that is computed for nothing.
      else $query$
        select array_agg(c.user_id), array_agg(c.moment)
        from (
          select o.user_id, o.%1$I::timestamptz as moment from old_rows as o union select n.user_id, n.%1$I from new_rows as n
        ) as c
      $query$
    end,
    tg_argv[0]
  ) into people, moments;
  if people is not null then
    perform private.mark_days(people, moments);
  end if;
  return null;
end;
$$;

-- private.analytics_after_time_zone: trigger `_400_analytics_time_zone` on users: in another time zone, days are
-- other days.
-- Definer: people may not write marks, and they are written as part of their own statement.
create function private.analytics_after_time_zone()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.mark_all_days(array[new.id]);
  return null;
end;
$$;

-- private.analytics_after_consent: trigger `_400_analytics_consent` on consents: what was not summarised while there was no
-- consent is now.
-- Definer: people may not write marks, and they are written as part of their own statement.
create function private.analytics_after_consent()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.mark_all_days(array[new.user_id]);
  return null;
end;
$$;

create trigger _400_analytics_insert after insert on public.emotional_readings
  referencing new table as new_rows for each statement
  execute function private.analytics_after_facts('recorded_at');
create trigger _400_analytics_update after update on public.emotional_readings
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.analytics_after_facts('recorded_at');
create trigger _400_analytics_delete after delete on public.emotional_readings
  referencing old table as old_rows for each statement
  execute function private.analytics_after_facts('recorded_at');
create trigger _400_analytics_insert after insert on public.learning_interventions
  referencing new table as new_rows for each statement
  execute function private.analytics_after_facts('applied_at');
create trigger _400_analytics_update after update on public.learning_interventions
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.analytics_after_facts('applied_at');
create trigger _400_analytics_delete after delete on public.learning_interventions
  referencing old table as old_rows for each statement
  execute function private.analytics_after_facts('applied_at');
create trigger _400_analytics_insert after insert on public.mastery_reviews
  referencing new table as new_rows for each statement
  execute function private.analytics_after_facts('reviewed_at');
create trigger _400_analytics_update after update on public.mastery_reviews
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.analytics_after_facts('reviewed_at');
create trigger _400_analytics_delete after delete on public.mastery_reviews
  referencing old table as old_rows for each statement
  execute function private.analytics_after_facts('reviewed_at');
create trigger _400_analytics_insert after insert on public.learning_sessions
  referencing new table as new_rows for each statement
  execute function private.analytics_after_facts('started_at');
create trigger _400_analytics_update after update on public.learning_sessions
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.analytics_after_facts('started_at');
create trigger _400_analytics_delete after delete on public.learning_sessions
  referencing old table as old_rows for each statement
  execute function private.analytics_after_facts('started_at');
create trigger _400_analytics_time_zone after update of timezone on public.users
  for each row when (new.timezone is distinct from old.timezone) execute function private.analytics_after_time_zone();
create trigger _400_analytics_consent after insert on public.consents
  for each row when (new.is_granted and new.purpose_code = 'emotional_analysis') execute function private.analytics_after_consent();


-- Computing days.

-- private.emotional_consents: for each of these people, whether emotions may be summarised.
create function private.emotional_consents(people uuid[])
returns table (user_id uuid, is_given boolean)
language sql
stable
set search_path = ''
as $$
  select p.user_id, private.has_consent(p.user_id, 'emotional_analysis')
  from (select distinct unnest(people) as user_id) as p;
$$;

-- private.compute_days: what these days add up to, anew from their facts. `people` and `days` are parallel, each day once.
-- Of who does not consent to it, nothing is summarised of readings and interventions; what was summarised before stays.
create function private.compute_days(people uuid[], days date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  reading_people uuid[];
  reading_days date[];
  learning_people uuid[];
  learning_days date[];
begin
  insert into private.analytics_days (user_id, day)
  select asked.user_id, asked.day
  from unnest(people, days) as asked (user_id, day)
  join public.users as u on u.id = asked.user_id
  order by asked.user_id, asked.day
  on conflict do nothing;

  select array_agg(d.user_id) filter (where not d.readings_sealed and c.is_given),
    array_agg(d.day) filter (where not d.readings_sealed and c.is_given),
    array_agg(d.user_id) filter (where not d.learning_sealed), array_agg(d.day) filter (where not d.learning_sealed)
  into reading_people, reading_days, learning_people, learning_days
  from unnest(people, days) as asked (user_id, day)
  join private.analytics_days as d on d.user_id = asked.user_id and d.day = asked.day
  join private.emotional_consents(people) as c on c.user_id = asked.user_id;

  perform private.compute_reading_days(reading_people, reading_days);
  perform private.compute_learning_days(learning_people, learning_days);

  delete from private.analytics_days as d
  using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day and not d.readings_sealed and not d.learning_sealed
    and not exists (select from private.reading_days as r where r.user_id = d.user_id and r.day = d.day)
    and not exists (select from private.intervention_days as i where i.user_id = d.user_id and i.day = d.day)
    and not exists (select from private.learning_days as l where l.user_id = d.user_id and l.day = d.day);
end;
$$;

-- private.compute_reading_days: of these days, what follows from readings and interventions.
create function private.compute_reading_days(people uuid[], days date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.reading_days as d using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day;
  delete from private.part_days as d using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day;
  delete from private.intervention_days as d using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day;

  with placed as (
    select r.user_id, asked.day, r.id, r.recorded_at, r.emotion, r.session_id, r.trigger, e.valence, e.valence * r.intensity as affect,
      extract(hour from r.recorded_at at time zone u.timezone)::integer / 3 as part,
      lead(r.recorded_at) over timeline as next_at,
      lag(e.valence * r.intensity) over timeline as affect_before,
      lag(e.valence) over timeline as valence_before,
      min(r.recorded_at) filter (where e.valence >= 0)
        -- All that come after, as what comes before in the reverse order: a frame that only grows.
        over (
          partition by r.user_id, asked.day order by r.recorded_at desc, r.id desc
          rows between unbounded preceding and 1 preceding
        ) as pleasant_at
    from unnest(people, days) as asked (user_id, day)
    join public.users as u on u.id = asked.user_id
    join public.emotional_readings as r
      on r.user_id = asked.user_id
      -- As far as a local day can lie from the same day in UTC, for the index; the day itself is asked of each reading.
      and r.recorded_at >= (asked.day - 1)::timestamp at time zone 'UTC'
      and r.recorded_at < (asked.day + 2)::timestamp at time zone 'UTC'
      and (r.recorded_at at time zone u.timezone)::date = asked.day
    join public.emotional_states as e on e.code = r.emotion
    window timeline as (partition by r.user_id, asked.day order by r.recorded_at, r.id)
  ), reading as materialized (
    select p.*,
      least(extract(epoch from coalesce(p.next_at, (
        -- The last of the day stands until the first of a later one.
        select n.recorded_at
        from public.emotional_readings as n
        where n.user_id = p.user_id and n.recorded_at > p.recorded_at
        order by n.recorded_at
        limit 1
      ), p.recorded_at + interval '30 minutes') - p.recorded_at) / 60, 30) as minutes,
      -- The first of a row of unpleasant readings that ends on the day.
      case when p.valence < 0 and coalesce(p.valence_before, 0) >= 0 then extract(epoch from p.pleasant_at - p.recorded_at) / 60 end as recovery_minutes
    from placed as p
  ), parts as (
    insert into private.part_days (user_id, day, part, minutes, affect, unpleasant_minutes)
    select r.user_id, r.day, r.part, round(sum(r.minutes), 4), round(sum(r.minutes::double precision * r.affect)::numeric, 6),
      round(coalesce(sum(r.minutes) filter (where r.valence < 0), 0), 4)
    from reading as r
    group by r.user_id, r.day, r.part
  ), changes as (
    update private.analytics_days as d
    set changes = f.changes, change_sum = f.change_sum
    from (
      select asked.user_id, asked.day, count(r.affect_before)::integer as changes,
        coalesce(round(sum(abs(r.affect - r.affect_before))::numeric, 6), 0)::double precision as change_sum
      from unnest(people, days) as asked (user_id, day)
      left join reading as r on r.user_id = asked.user_id and r.day = asked.day
      group by asked.user_id, asked.day
    ) as f
    where d.user_id = f.user_id and d.day = f.day
  ), triggered as (
    select t.user_id, t.day, t.emotion, jsonb_object_agg(t.trigger, t.times) as triggers
    from (
      select r.user_id, r.day, r.emotion, r.trigger, count(*) as times,
        row_number() over (partition by r.user_id, r.day, r.emotion order by count(*) desc, r.trigger) as nth
      from reading as r
      where r.trigger is not null
      group by r.user_id, r.day, r.emotion, r.trigger
    ) as t
    where t.nth <= 20
    group by t.user_id, t.day, t.emotion
  ), summed as (
    select r.user_id, r.day, r.emotion, count(*) as readings, round(sum(r.minutes), 4) as minutes,
      round(sum(r.minutes::double precision * r.affect)::numeric, 6) as affect, count(distinct r.session_id) as sessions,
      count(r.recovery_minutes) as recoveries, round(coalesce(sum(r.recovery_minutes), 0), 4) as recovery_minutes
    from reading as r
    group by r.user_id, r.day, r.emotion
  )
  insert into private.reading_days (user_id, day, emotion, readings, minutes, affect, sessions, recoveries, recovery_minutes, triggers)
  select s.user_id, s.day, s.emotion, s.readings, s.minutes, s.affect, s.sessions, s.recoveries, s.recovery_minutes, coalesce(t.triggers, '{}')
  from summed as s
  left join triggered as t on t.user_id = s.user_id and t.day = s.day and t.emotion = s.emotion;

  -- Interventions and readings on one timeline, each read once: a person may have thousands of both in half an hour.
  with given as materialized (
    select i.user_id, asked.day, u.timezone, i.id, i.applied_at, i.intervention_type, i.effectiveness_rating, i.emotional_state
    from unnest(people, days) as asked (user_id, day)
    join public.users as u on u.id = asked.user_id
    join public.learning_interventions as i
      on i.user_id = asked.user_id
      and i.applied_at >= (asked.day - 1)::timestamp at time zone 'UTC'
      and i.applied_at < (asked.day + 2)::timestamp at time zone 'UTC'
      and (i.applied_at at time zone u.timezone)::date = asked.day
  ), event as (
    select g.user_id, g.day, g.applied_at as at, g.id, true as is_intervention, g.intervention_type, g.effectiveness_rating,
      g.emotional_state::text as emotion, null::double precision as valence
    from given as g
    union all
    select d.user_id, d.day, r.recorded_at, r.id, false, null, null, r.emotion, e.valence
    from (select distinct g.user_id, g.day, g.timezone from given as g) as d
    join public.emotional_readings as r
      on r.user_id = d.user_id
      and r.recorded_at >= (d.day - 1)::timestamp at time zone 'UTC'
      and r.recorded_at < (d.day + 2)::timestamp at time zone 'UTC'
      -- On the day, or within the half hour after it: one may recover past midnight.
      and d.day in ((r.recorded_at at time zone d.timezone)::date, ((r.recorded_at - interval '30 minutes') at time zone d.timezone)::date)
    join public.emotional_states as e on e.code = r.emotion
  ), placed as (
    select v.*,
      -- The readings so far, by which an intervention belongs to the one before it.
      count(*) filter (where not v.is_intervention)
        over (partition by v.user_id, v.day order by v.at, v.is_intervention, v.id rows unbounded preceding) as nth,
      min(v.at) filter (where v.valence >= 0)
        over (partition by v.user_id, v.day order by v.at desc groups between unbounded preceding and 1 preceding) as pleasant_at
    from event as v
  ), felt as (
    select p.*,
      coalesce(p.emotion, case
        when p.nth > 0 and p.at <= first_value(p.at) over reading + interval '30 minutes' then first_value(p.emotion) over reading
      end) as felt
    from placed as p
    window reading as (partition by p.user_id, p.day, p.nth order by p.is_intervention)
  )
  insert into private.intervention_days (
    user_id, day, intervention_type, emotion, applications, rated, rating_sum, successes, tried, recovered
  )
  select f.user_id, f.day, f.intervention_type, coalesce(f.felt, 'unknown'), count(*), count(f.effectiveness_rating),
    coalesce(sum(f.effectiveness_rating), 0), count(*) filter (where f.effectiveness_rating >= 4),
    count(*) filter (where e.valence < 0),
    count(*) filter (where e.valence < 0 and f.pleasant_at <= f.at + interval '30 minutes')
  from felt as f
  left join public.emotional_states as e on e.code = f.felt
  where f.is_intervention
  group by f.user_id, f.day, f.intervention_type, f.felt;
end;
$$;

-- private.compute_learning_days: of these days, what follows from sessions and reviews.
create function private.compute_learning_days(people uuid[], days date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.performance_days as d using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day;
  delete from private.learning_days as d using unnest(people, days) as asked (user_id, day)
  where d.user_id = asked.user_id and d.day = asked.day;

  with review as materialized (
    select r.user_id, asked.day, r.session_id, r.activity_type, r.rating, r.emotional_state, r.reached_mastery,
      r.difficulty_level::double precision as difficulty_level, r.time_spent_minutes, s.code as subject_code,
      private.performance_of(r.rating, r.performance_score) as performance
    from unnest(people, days) as asked (user_id, day)
    join public.users as u on u.id = asked.user_id
    join public.mastery_reviews as r
      on r.user_id = asked.user_id
      and r.reviewed_at >= (asked.day - 1)::timestamp at time zone 'UTC'
      and r.reviewed_at < (asked.day + 2)::timestamp at time zone 'UTC'
      and (r.reviewed_at at time zone u.timezone)::date = asked.day
    join public.concepts as c on c.id = r.concept_id
    join public.subjects as s on s.id = c.subject_id
  ), performances as (
    insert into private.performance_days (user_id, day, emotion, purpose, reviews, performance, minutes, mastered)
    select r.user_id, r.day, r.emotional_state,
      case r.activity_type when 'introduction' then 'new_concepts' when 'assessment' then 'assessment' else 'practice' end as purpose,
      count(*), round(sum(r.performance)::numeric, 6), round(coalesce(sum(r.time_spent_minutes), 0)::numeric, 4),
      count(*) filter (where r.reached_mastery)
    from review as r
    where r.emotional_state is not null and r.performance is not null
    group by r.user_id, r.day, r.emotional_state, purpose
  ), fact as (
    select s.user_id, asked.day, coalesce(b.code, 'none') as subject_code, 1 as sessions, coalesce(s.duration_minutes, 0)::integer as session_minutes,
      s.questions_attempted, s.questions_correct, (s.session_completion_rate is not null)::integer as completions,
      coalesce(s.session_completion_rate, 0)::double precision as completion, 0 as introductions, 0 as reviews, 0 as recalled, 0 as performances,
      0::double precision as performance, 0::double precision as weighted_difficulty, 0::double precision as difficulty_weight,
      0::double precision as review_minutes, 0::double precision as loose_review_minutes, 0 as mastered
    from unnest(people, days) as asked (user_id, day)
    join public.users as u on u.id = asked.user_id
    join public.learning_sessions as s
      on s.user_id = asked.user_id
      and s.started_at >= (asked.day - 1)::timestamp at time zone 'UTC'
      and s.started_at < (asked.day + 2)::timestamp at time zone 'UTC'
      and (s.started_at at time zone u.timezone)::date = asked.day
    left join public.subjects as b on b.id = s.subject_id
    union all
    select r.user_id, r.day, r.subject_code, 0, 0, 0, 0, 0, 0, (r.activity_type = 'introduction')::integer,
      (r.activity_type <> 'introduction')::integer, (r.activity_type <> 'introduction' and r.rating > 1)::integer,
      (r.performance is not null)::integer, coalesce(r.performance, 0), coalesce(r.difficulty_level * r.performance, 0),
      case when r.difficulty_level is not null then coalesce(r.performance, 0) else 0 end, coalesce(r.time_spent_minutes, 0),
      case when r.session_id is null then coalesce(r.time_spent_minutes, 0) else 0 end, r.reached_mastery::integer
    from review as r
  )
  insert into private.learning_days (
    user_id, day, subject_code, sessions, session_minutes, questions_attempted, questions_correct, completions, completion_sum,
    introductions, reviews, recalled, performances, performance, weighted_difficulty, difficulty_weight, review_minutes,
    loose_review_minutes, mastered
  )
  select f.user_id, f.day, f.subject_code, sum(f.sessions), sum(f.session_minutes), sum(f.questions_attempted), sum(f.questions_correct),
    sum(f.completions), round(sum(f.completion)::numeric, 6), sum(f.introductions), sum(f.reviews), sum(f.recalled), sum(f.performances),
    round(sum(f.performance)::numeric, 6), round(sum(f.weighted_difficulty)::numeric, 6), round(sum(f.difficulty_weight)::numeric, 6),
    round(sum(f.review_minutes)::numeric, 4), round(sum(f.loose_review_minutes)::numeric, 4), sum(f.mastered)
  from fact as f
  group by f.user_id, f.day, f.subject_code;
end;
$$;


-- Rolling up.

-- private.affected_periods: the periods whose rows follow from these days: those they lie in, and the next, whose trends compare.
create function private.affected_periods(people uuid[], days date[])
returns table (user_id uuid, data_source text, starts_on date, ends_on date, before_on date, period text)
language sql
stable
set search_path = ''
as $$
  select distinct asked.user_id, k.data_source, p.starts_on::date, (p.starts_on + k.length)::date, (p.starts_on - k.length)::date, k.period
  from unnest(people, days) as asked (user_id, day)
  cross join (values
    ('daily_aggregation', 'day', interval '1 day'), ('weekly_summary', 'week', interval '7 days'), ('monthly_report', 'month', interval '1 month')
  ) as k (data_source, period, length)
  cross join lateral (
    values (date_trunc(k.period, asked.day::timestamp)), (date_trunc(k.period, asked.day::timestamp) + k.length)
  ) as p (starts_on);
$$;

-- private.roll_up_emotions: the rows of emotional_analytics that follow from these days, anew from what days add up to. A row that
-- stays the same is not written, so that no device is sent what it has. Returns how many were written.
create function private.roll_up_emotions(people uuid[], days date[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  written integer;
  removed integer;
begin
  delete from public.emotional_analytics as a
  using private.affected_periods(people, days) as p
  where a.user_id = p.user_id and a.data_source = p.data_source and a.analysis_date = p.starts_on
    and not exists (select from private.reading_days as d where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on)
    and not exists (select from private.intervention_days as d where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on)
    and not exists (select from private.performance_days as d where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on);
  get diagnostics removed = row_count;

  insert into public.emotional_analytics as a (
    user_id, id, analysis_date, data_source, readings_count, total_time_minutes, dominant_emotion, emotion_distribution,
    emotional_stability_score, overall_emotional_wellness, most_productive_emotions, problematic_emotional_patterns,
    best_emotional_state_for_new_concepts, best_emotional_state_for_practice, best_emotional_state_for_assessment,
    interventions_applied, average_recovery_time_minutes, most_effective_recovery_strategies, emotional_trends, best_learning_times,
    challenging_periods, emotional_biorhythm_insights
  )
  select p.user_id, md5(p.data_source || ':' || p.starts_on)::uuid, p.starts_on, p.data_source, coalesce(t.readings, 0)::integer,
    coalesce(t.minutes, 0), t.dominant, coalesce(t.distribution, '{}'), c.stability, t.wellness, productive.list, problematic.list,
    best.new_concepts, best.practice, best.assessment, applied.list, coalesce(t.recovery, '{}'), strategies.list, trends.list,
    clock.best, clock.challenging, clock.insights
  from private.affected_periods(people, days) as p
  cross join lateral (
    select sum(e.readings) as readings, round(sum(e.minutes)::numeric, 4)::double precision as minutes,
      (array_agg(e.emotion order by e.minutes desc, e.readings desc, e.emotion))[1] as dominant,
      -- Minutes are rounded: of a few milliseconds, the quotient may be a little beyond 1.
      round(least(greatest((1 + sum(e.affect) / nullif(sum(e.minutes), 0)) / 2, 0), 1)::numeric, 4)::double precision as wellness,
      jsonb_object_agg(e.emotion, jsonb_build_object(
        'percentage', coalesce(round((100 * e.minutes / nullif(e.all_minutes, 0))::numeric, 2), 0),
        'total_time_minutes', round(e.minutes::numeric, 2), 'session_count', e.sessions
      )) as distribution,
      jsonb_object_agg(e.emotion, round((e.recovery_minutes / nullif(e.recoveries, 0))::numeric, 2)) filter (where e.recoveries > 0) as recovery
    from (
      select d.emotion, sum(d.readings) as readings, sum(d.minutes) as minutes, sum(d.affect) as affect, sum(d.sessions) as sessions,
        sum(d.recoveries) as recoveries, sum(d.recovery_minutes) as recovery_minutes, sum(sum(d.minutes)) over () as all_minutes
      from private.reading_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.emotion
    ) as e
  ) as t
  cross join lateral (
    select round((1 - sum(d.change_sum) / nullif(sum(d.changes), 0) / 2)::numeric, 4)::double precision as stability
    from private.analytics_days as d
    where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
  ) as c
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
        'emotion', e.emotion, 'learning_effectiveness_score', round((e.performance / e.reviews)::numeric, 4),
        'concepts_mastered_rate', round((60 * e.mastered / nullif(e.minutes, 0))::numeric, 4)
      ) order by round((e.performance / e.reviews)::numeric, 4) desc, e.reviews desc, e.emotion), '[]') as list
    from (
      select d.emotion, sum(d.reviews) as reviews, sum(d.performance) as performance, sum(d.minutes) as minutes, sum(d.mastered) as mastered
      from private.performance_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.emotion
    ) as e
  ) as productive
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
        'emotion', s.code,
        'learning_hindrance_score', round(greatest(f.mean - f.mean_in_it, 0)::numeric, 4),
        'common_triggers', triggers.list,
        'recovery_time_minutes', round((e.recovery_minutes / nullif(e.recoveries, 0))::numeric, 2)
      ) order by e.minutes desc nulls last, s.code), '[]') as list
    from public.emotional_states as s
    cross join lateral (
      select sum(d.readings) as readings, sum(d.minutes) as minutes, sum(d.recoveries) as recoveries, sum(d.recovery_minutes) as recovery_minutes
      from private.reading_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on and d.emotion = s.code
    ) as e
    cross join lateral (
      select sum(d.performance) / nullif(sum(d.reviews), 0) as mean,
        sum(d.performance) filter (where d.emotion = s.code) / nullif(sum(d.reviews) filter (where d.emotion = s.code), 0) as mean_in_it
      from private.performance_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
    ) as f
    cross join lateral (
      select coalesce(jsonb_agg(k.trigger order by k.times desc, k.trigger), '[]') as list
      from (
        select t.key as trigger, sum(t.value::integer) as times
        from private.reading_days as d
        cross join lateral jsonb_each_text(d.triggers) as t
        where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on and d.emotion = s.code
        group by t.key
        order by times desc, t.key
        limit 5
      ) as k
    ) as triggers
    where s.valence < 0 and (e.readings > 0 or f.mean_in_it is not null)
  ) as problematic
  cross join lateral (
    select (array_agg(e.emotion order by e.mean desc, e.reviews desc, e.emotion) filter (where e.purpose = 'new_concepts'))[1] as new_concepts,
      (array_agg(e.emotion order by e.mean desc, e.reviews desc, e.emotion) filter (where e.purpose = 'practice'))[1] as practice,
      (array_agg(e.emotion order by e.mean desc, e.reviews desc, e.emotion) filter (where e.purpose = 'assessment'))[1] as assessment
    from (
      select d.emotion, d.purpose, sum(d.reviews) as reviews, round((sum(d.performance) / sum(d.reviews))::numeric, 6) as mean
      from private.performance_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.emotion, d.purpose
    ) as e
  ) as best
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
        'intervention_type', i.intervention_type, 'application_count', i.applications,
        'success_rate', round(i.successes::numeric / nullif(i.rated, 0), 4),
        'average_effectiveness_rating', round(i.rating_sum::numeric / nullif(i.rated, 0), 2)
      ) order by i.applications desc, i.intervention_type), '[]') as list
    from (
      select d.intervention_type, sum(d.applications) as applications, sum(d.rated) as rated, sum(d.rating_sum) as rating_sum,
        sum(d.successes) as successes
      from private.intervention_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.intervention_type
      order by applications desc, d.intervention_type
      limit 50
    ) as i
  ) as applied
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
        'strategy', i.intervention_type, 'success_rate', i.success_rate, 'applicable_emotions', i.emotions
      ) order by i.success_rate desc, i.tried desc, i.intervention_type), '[]') as list
    from (
      select d.intervention_type, sum(d.tried) as tried, round(sum(d.recovered)::numeric / sum(d.tried), 4) as success_rate,
        jsonb_agg(distinct d.emotion order by d.emotion) as emotions
      from private.intervention_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on and d.tried > 0
      group by d.intervention_type
      order by success_rate desc, tried desc, d.intervention_type
      limit 20
    ) as i
  ) as strategies
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
        'emotion', e.emotion, 'change_percentage', e.points, 'time_period', p.period,
        'trend_direction', case when e.points > 5 then 'increasing' when e.points < -5 then 'decreasing' else 'stable' end
      ) order by abs(e.points) desc, e.emotion), '[]') as list
    from (
      select s.emotion,
        round((100 * (s.minutes / nullif(sum(s.minutes) over (), 0) - s.minutes_before / nullif(sum(s.minutes_before) over (), 0)))::numeric, 2) as points
      from (
        select d.emotion, coalesce(sum(d.minutes) filter (where d.day >= p.starts_on), 0) as minutes,
          coalesce(sum(d.minutes) filter (where d.day < p.starts_on), 0) as minutes_before
        from private.reading_days as d
        where d.user_id = p.user_id and d.day >= p.before_on and d.day < p.ends_on
        group by d.emotion
      ) as s
    ) as e
    where e.points is not null
  ) as trends
  cross join lateral (
    select coalesce(array_agg(h.name order by h.name) filter (where h.wellness >= 0.6), '{}') as best,
      coalesce(array_agg(h.name order by h.name) filter (where h.unpleasant >= 0.5), '{}') as challenging,
      case when max(h.wellness) - min(h.wellness) >= 0.1 then array[
        'peak:' || (array_agg(h.name order by h.wellness desc, h.name))[1], 'dip:' || (array_agg(h.name order by h.wellness, h.name))[1]
      ] else '{}' end as insights
    from (
      select to_char(d.part * 3, 'FM00') || ':00-' || to_char(d.part * 3 + 3, 'FM00') || ':00' as name,
        round(least(greatest((1 + sum(d.affect) / sum(d.minutes)) / 2, 0), 1)::numeric, 4) as wellness,
        round((sum(d.unpleasant_minutes) / sum(d.minutes))::numeric, 4) as unpleasant
      from private.part_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.part
      having sum(d.minutes) > 0
    ) as h
  ) as clock
  where t.readings is not null or productive.list <> '[]' or applied.list <> '[]'
  order by p.user_id, p.data_source, p.starts_on
  on conflict on constraint emotional_analytics_user_id_data_source_analysis_date_key do update set
    readings_count = excluded.readings_count, total_time_minutes = excluded.total_time_minutes, dominant_emotion = excluded.dominant_emotion,
    emotion_distribution = excluded.emotion_distribution, emotional_stability_score = excluded.emotional_stability_score,
    overall_emotional_wellness = excluded.overall_emotional_wellness, most_productive_emotions = excluded.most_productive_emotions,
    problematic_emotional_patterns = excluded.problematic_emotional_patterns,
    best_emotional_state_for_new_concepts = excluded.best_emotional_state_for_new_concepts,
    best_emotional_state_for_practice = excluded.best_emotional_state_for_practice,
    best_emotional_state_for_assessment = excluded.best_emotional_state_for_assessment,
    interventions_applied = excluded.interventions_applied, average_recovery_time_minutes = excluded.average_recovery_time_minutes,
    most_effective_recovery_strategies = excluded.most_effective_recovery_strategies, emotional_trends = excluded.emotional_trends,
    best_learning_times = excluded.best_learning_times, challenging_periods = excluded.challenging_periods,
    emotional_biorhythm_insights = excluded.emotional_biorhythm_insights
  where to_jsonb(a.*) - '{created_at,updated_at}'::text[] <> to_jsonb(excluded.*) - '{created_at,updated_at}'::text[];
  get diagnostics written = row_count;
  return written + removed;
end;
$$;

-- private.roll_up_learning: likewise, the rows of learning_analytics.
create function private.roll_up_learning(people uuid[], days date[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  written integer;
  removed integer;
begin
  delete from public.learning_analytics as a
  using private.affected_periods(people, days) as p
  where a.user_id = p.user_id and a.data_source = p.data_source and a.analysis_date = p.starts_on
    and not exists (select from private.learning_days as d where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on);
  get diagnostics removed = row_count;

  insert into public.learning_analytics as a (
    user_id, id, analysis_date, data_source, active_days, sessions_count, session_minutes, questions_attempted, questions_correct,
    accuracy_percentage, average_completion_rate, introductions_count, reviews_count, recall_rate, average_performance, review_minutes,
    concepts_mastered_count, learning_velocity, subjects
  )
  select p.user_id, md5(p.data_source || ':' || p.starts_on)::uuid, p.starts_on, p.data_source, t.active_days, t.sessions, t.session_minutes,
    t.questions_attempted, t.questions_correct, round(100.0 * t.questions_correct / nullif(t.questions_attempted, 0), 2),
    round((t.completion_sum / nullif(t.completions, 0))::numeric, 4), t.introductions, t.reviews,
    round(t.recalled::numeric / nullif(t.reviews, 0), 4), round((t.performance / nullif(t.performances, 0))::numeric, 4),
    round(t.review_minutes::numeric, 4), t.mastered,
    round((60 * t.mastered / nullif(t.session_minutes + t.loose_review_minutes, 0))::numeric, 4), s.subjects
  from private.affected_periods(people, days) as p
  cross join lateral (
    select count(distinct d.day)::integer as active_days, sum(d.sessions)::integer as sessions, sum(d.session_minutes) as session_minutes,
      sum(d.questions_attempted) as questions_attempted, sum(d.questions_correct) as questions_correct,
      sum(d.completions) as completions, sum(d.completion_sum) as completion_sum, sum(d.introductions)::integer as introductions,
      sum(d.reviews)::integer as reviews, sum(d.recalled) as recalled, sum(d.performances) as performances, sum(d.performance) as performance,
      sum(d.review_minutes) as review_minutes, sum(d.loose_review_minutes) as loose_review_minutes, sum(d.mastered)::integer as mastered
    from private.learning_days as d
    where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
  ) as t
  cross join lateral (
    select jsonb_object_agg(e.subject_code, jsonb_build_object(
      'session_minutes', e.session_minutes, 'reviews', e.reviews, 'mastered', e.mastered,
      'average_performance', round((e.performance / nullif(e.performances, 0))::numeric, 4)
    )) as subjects
    from (
      select d.subject_code, sum(d.session_minutes) as session_minutes, sum(d.reviews) as reviews, sum(d.mastered) as mastered,
        sum(d.performances) as performances, sum(d.performance) as performance
      from private.learning_days as d
      where d.user_id = p.user_id and d.day >= p.starts_on and d.day < p.ends_on
      group by d.subject_code
    ) as e
  ) as s
  where t.active_days > 0
  order by p.user_id, p.data_source, p.starts_on
  on conflict on constraint learning_analytics_user_id_data_source_analysis_date_key do update set
    active_days = excluded.active_days, sessions_count = excluded.sessions_count, session_minutes = excluded.session_minutes,
    questions_attempted = excluded.questions_attempted, questions_correct = excluded.questions_correct,
    accuracy_percentage = excluded.accuracy_percentage, average_completion_rate = excluded.average_completion_rate,
    introductions_count = excluded.introductions_count, reviews_count = excluded.reviews_count, recall_rate = excluded.recall_rate,
    average_performance = excluded.average_performance, review_minutes = excluded.review_minutes,
    concepts_mastered_count = excluded.concepts_mastered_count, learning_velocity = excluded.learning_velocity, subjects = excluded.subjects
  where to_jsonb(a.*) - '{created_at,updated_at}'::text[] <> to_jsonb(excluded.*) - '{created_at,updated_at}'::text[];
  get diagnostics written = row_count;
  return written + removed;
end;
$$;

-- private.measure_learning: what learning_dna says of these people's effectiveness, anew from all their days: velocity, and by subject
-- the share of the concepts they met that they master now, how much of their sessions they complete, and the difficulty of exercises
-- that went well (each weighs by its performance). A subject counts once all three are known.
create function private.measure_learning(people uuid[])
returns void
language sql
volatile
set search_path = ''
as $$
  update public.learning_dna as l
  set overall_learning_velocity = f.velocity, subjects_performance = f.subjects
  from (
    select asked.user_id, t.velocity, coalesce(s.subjects, '{}') as subjects
    from (select distinct unnest(people) as user_id) as asked
    cross join lateral (
      select round((60 * sum(d.mastered) / nullif(sum(d.session_minutes) + sum(d.loose_review_minutes), 0))::numeric, 4)::double precision as velocity
      from private.learning_days as d
      where d.user_id = asked.user_id
    ) as t
    cross join lateral (
      select jsonb_object_agg(e.subject_code, jsonb_build_object(
        'mastery_rate', m.rate, 'engagement_level', e.engagement, 'optimal_difficulty', e.difficulty
      )) as subjects
      from (
        select d.subject_code, round((sum(d.completion_sum) / nullif(sum(d.completions), 0))::numeric, 4) as engagement,
          round((sum(d.weighted_difficulty) / nullif(sum(d.difficulty_weight), 0))::numeric, 4) as difficulty
        from private.learning_days as d
        where d.user_id = asked.user_id
        group by d.subject_code
      ) as e
      cross join lateral (
        select round(avg((k.mastery_level > 0.8)::integer), 4) as rate
        from public.content_mastery as k
        join public.concepts as c on c.id = k.concept_id
        join public.subjects as b on b.id = c.subject_id
        where k.user_id = asked.user_id and b.code = e.subject_code
      ) as m
      where num_nulls(m.rate, e.engagement, e.difficulty) = 0
    ) as s
  ) as f
  where l.user_id = f.user_id
    and (l.overall_learning_velocity, l.subjects_performance) is distinct from (f.velocity, f.subjects);
$$;


-- private.refresh_days: computes these days, and what follows from them.
create function private.refresh_days(people uuid[], days date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.compute_days(people, days);
  perform private.roll_up_emotions(array_agg(asked.user_id), array_agg(asked.day))
  from unnest(people, days) as asked (user_id, day)
  join private.emotional_consents(people) as c on c.user_id = asked.user_id and c.is_given;
  perform private.roll_up_learning(people, days);
  perform private.measure_learning(people);
end;
$$;

-- private.refresh_emotional_analytics: computes days that changed anew, and what follows from them, at most `batch` days; the longest
-- marked first, of each person one before anybody's second. Marks made after `at` are left. Returns how many days it took, 0 when
-- all rollups are current. Idempotent; run by cron.
-- The rows of one person must not keep everybody from theirs: if the batch fails, each person is tried alone, and the days of who
-- fails are set aside with the error, which is logged too.
create function private.refresh_emotional_analytics(at timestamptz default clock_timestamp(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  people uuid[];
  days date[];
  person record;
  problem text;
begin
  -- One at a time: two that compute the same day would each insert it.
  perform pg_advisory_xact_lock(hashtextextended('refresh_emotional_analytics', 0));
  select array_agg(d.user_id), array_agg(d.day) into people, days
  from (
    select m.user_id, m.day
    from private.analytics_marks as m
    where m.marked_at <= at and m.error is null
      -- Of whom processing is restricted, days wait.
      and not exists (select from public.users as u where u.id = m.user_id and u.restricted_at is not null)
    group by m.user_id, m.day
    order by row_number() over (partition by m.user_id order by min(m.id)), min(m.id)
    limit batch
  ) as d;
  if people is null then
    return 0;
  end if;
  -- What this sees, the statements below see too; a mark that comes in between stays, and its day is computed once more.
  delete from private.analytics_marks as m
  using unnest(people, days) as d (user_id, day)
  where m.user_id = d.user_id and m.day = d.day and m.marked_at <= at;

  begin
    perform private.refresh_days(people, days);
  exception when others then
    for person in
      select d.user_id, array_agg(d.day) as days from unnest(people, days) as d (user_id, day) group by d.user_id
    loop
      begin
        perform private.refresh_days(array_fill(person.user_id, array[cardinality(person.days)]), person.days);
      exception when others then
        get stacked diagnostics problem = message_text;
        raise warning 'refresh_emotional_analytics: the days of % were set aside: %', person.user_id, problem;
        insert into private.analytics_marks (user_id, day, error)
        select person.user_id, failed.day, problem from unnest(person.days) as failed (day);
      end;
    end loop;
  end;
  return cardinality(people);
end;
$$;

comment on function private.refresh_emotional_analytics(timestamptz, integer) is
  'Computes days that changed anew, and the rollups that follow, at most one batch; returns how many days. Idempotent; run by cron.';


-- private.prune_emotional_readings: deletes raw readings older than their policy says, whole days of at most `batch` days,
-- the oldest first, and seals these. Days that are still to be computed wait for that. Returns how many readings it deleted, 0 when
-- there are none left. Idempotent; privacy.apply_retention() calls it.
create function private.prune_emotional_readings(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  people uuid[];
  days date[];
  purged integer;
begin
  -- The job must not compute a day of which some readings are gone.
  perform pg_advisory_xact_lock(hashtextextended('refresh_emotional_analytics', 0));
  select array_agg(d.user_id), array_agg(d.day) into people, days
  from (
    select r.user_id, (r.recorded_at at time zone u.timezone)::date as day
    from (
      -- For the index: no time zone is more than 14 hours ahead of UTC.
      select e.user_id, e.recorded_at, t.kept
      from privacy.terms('emotional-readings') as t
      join public.emotional_readings as e on t.user_id is null and e.recorded_at < at - t.kept + interval '1 day'
      union all
      select e.user_id, e.recorded_at, t.kept
      from privacy.terms('emotional-readings') as t
      join public.emotional_readings as e on e.user_id = t.user_id and e.recorded_at < at - t.kept + interval '1 day'
    ) as r
    join public.users as u on u.id = r.user_id and u.restricted_at is null
    where (r.recorded_at at time zone u.timezone)::date < ((at at time zone u.timezone)::date - r.kept)::date
      and not exists (
        select from private.analytics_marks as m
        where m.user_id = r.user_id and m.day = (r.recorded_at at time zone u.timezone)::date and m.error is null
      )
    group by r.user_id, day
    order by min(r.recorded_at)
    limit batch
  ) as d;
  if people is null then
    return 0;
  end if;

  insert into private.analytics_days (user_id, day, readings_sealed)
  select d.user_id, d.day, true
  from unnest(people, days) as d (user_id, day)
  order by d.user_id, d.day
  on conflict on constraint analytics_days_pkey do update set readings_sealed = true;

  delete from public.emotional_readings as r
  using unnest(people, days) as d (user_id, day), public.users as u
  where u.id = d.user_id and r.user_id = d.user_id
    and r.recorded_at >= (d.day - 1)::timestamp at time zone 'UTC' and r.recorded_at < (d.day + 2)::timestamp at time zone 'UTC'
    and (r.recorded_at at time zone u.timezone)::date = d.day;
  get diagnostics purged = row_count;
  return purged;
end;
$$;

comment on function private.prune_emotional_readings(timestamptz, integer) is
  'Deletes raw readings past their time and seals their days, at most one batch of days; returns how many. Idempotent.';

-- private.prune_learning_sessions: likewise sessions with their interactions; what their days add up to is kept as it is, and so are
-- the reviews made in them.
create function private.prune_learning_sessions(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  people uuid[];
  days date[];
  purged integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('refresh_emotional_analytics', 0));
  select array_agg(d.user_id), array_agg(d.day) into people, days
  from (
    select s.user_id, (s.started_at at time zone u.timezone)::date as day
    from (
      -- For the index: no time zone is more than 14 hours ahead of UTC.
      select e.user_id, e.started_at, t.kept
      from privacy.terms('learning-sessions') as t
      join public.learning_sessions as e on t.user_id is null and e.started_at < at - t.kept + interval '1 day'
      union all
      select e.user_id, e.started_at, t.kept
      from privacy.terms('learning-sessions') as t
      join public.learning_sessions as e on e.user_id = t.user_id and e.started_at < at - t.kept + interval '1 day'
    ) as s
    join public.users as u on u.id = s.user_id and u.restricted_at is null
    where (s.started_at at time zone u.timezone)::date < ((at at time zone u.timezone)::date - s.kept)::date
      and not exists (
        select from private.analytics_marks as m
        where m.user_id = s.user_id and m.day = (s.started_at at time zone u.timezone)::date and m.error is null
      )
    group by s.user_id, day
    order by min(s.started_at)
    limit batch
  ) as d;
  if people is null then
    return 0;
  end if;

  insert into private.analytics_days (user_id, day, learning_sealed)
  select d.user_id, d.day, true
  from unnest(people, days) as d (user_id, day)
  order by d.user_id, d.day
  on conflict on constraint analytics_days_pkey do update set learning_sealed = true;

  delete from public.learning_sessions as s
  using unnest(people, days) as d (user_id, day), public.users as u
  where u.id = d.user_id and s.user_id = d.user_id
    and s.started_at >= (d.day - 1)::timestamp at time zone 'UTC' and s.started_at < (d.day + 2)::timestamp at time zone 'UTC'
    and (s.started_at at time zone u.timezone)::date = d.day;
  get diagnostics purged = row_count;
  return purged;
end;
$$;

comment on function private.prune_learning_sessions(timestamptz, integer) is
  'Deletes learning sessions past their time and seals their days, at most one batch of days; returns how many. Idempotent.';


-- private.analytics_pending: since when the caller's rollups of these days wait to be computed anew, and how many
-- days do.
-- Definer: marks are the server's. Gives the caller's own only.
create function private.analytics_pending(first_day date, last_day date, out since timestamptz, out days integer)
language sql
stable
security definer
set search_path = ''
as $$
  select min(m.marked_at), count(distinct m.day)::integer
  from private.analytics_marks as m
  where m.user_id = (select auth.uid()) and m.day between first_day and last_day;
$$;

-- emotional_dashboard: what the caller felt and learned from one day to another, both included, at most 366 days,
-- from the rollups:
--   summary      {readings, minutes, wellness, stability (means of days, by minutes and plainly), dominant_emotion,
--                distribution}
--   days         [{date, wellness, stability, dominant_emotion, minutes}]; trends of wellness
--   week, month  the latest weekly summary and monthly report that begin no later than the last day, whole
--   learning     [{date, session_minutes, reviews, recall_rate, mastered, velocity}]
--   freshness    {is_current, pending_since, pending_days, computed_at}: rollups are computed some minutes after the facts
-- Raises period_malformed (PT422), naming from or to, and what private.require_person() raises.
create function public.emotional_dashboard("from" date, "to" date)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
-- Its parameters have the names of the JSON keys, which are words of SQL.
-- @plpgsql_check_options: extra_warnings = off, other_warnings = off
declare
  person constant uuid := private.require_person();
  first_day constant date := "from";
  last_day constant date := "to";
  problem constant text := case
    when first_day is null or not isfinite(first_day) then 'from: a day is wanted'
    when last_day is null or not isfinite(last_day) then 'to: a day is wanted'
    when last_day < first_day then 'to: lies before from'
    when last_day - first_day > 365 then 'from: lies more than 366 days before to'
  end;
begin
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'period_malformed',
      detail = problem || '.',
      hint = 'Send two days, as 2026-01-31, at most 366 days in all.';
  end if;
  return (
    with day as materialized (
      select a.*
      from public.emotional_analytics as a
      where a.user_id = person and a.data_source = 'daily_aggregation' and a.analysis_date between first_day and last_day
    ), share as (
      select e.key as emotion, sum((e.value ->> 'total_time_minutes')::numeric) as minutes
      from day as d
      cross join lateral jsonb_each(d.emotion_distribution) as e
      group by e.key
    )
    select jsonb_build_object(
      'from', first_day,
      'to', last_day,
      'summary', (
        select jsonb_build_object(
          'readings', coalesce(sum(d.readings_count), 0),
          'minutes', coalesce(round(sum(d.total_time_minutes)::numeric, 2), 0),
          'wellness', round((sum(d.overall_emotional_wellness * d.total_time_minutes)
            / nullif(sum(d.total_time_minutes) filter (where d.overall_emotional_wellness is not null), 0))::numeric, 4),
          'stability', round(avg(d.emotional_stability_score)::numeric, 4),
          'dominant_emotion', (select s.emotion from share as s order by s.minutes desc, s.emotion limit 1),
          'distribution', coalesce((
            select jsonb_object_agg(s.emotion, jsonb_build_object('minutes', s.minutes, 'percentage', s.percentage))
            from (
              select s.emotion, s.minutes, coalesce(round(100 * s.minutes / nullif(sum(s.minutes) over (), 0), 2), 0) as percentage from share as s
            ) as s
          ), '{}')
        )
        from day as d
      ),
      'days', coalesce((
        select jsonb_agg(jsonb_build_object(
          'date', d.analysis_date, 'wellness', d.overall_emotional_wellness, 'stability', d.emotional_stability_score,
          'dominant_emotion', d.dominant_emotion, 'minutes', d.total_time_minutes
        ) order by d.analysis_date)
        from day as d
      ), '[]'),
      'week', (
        select to_jsonb(a.*) - '{user_id,id,created_at,updated_at}'::text[]
        from public.emotional_analytics as a
        where a.user_id = person and a.data_source = 'weekly_summary' and a.analysis_date between first_day - 6 and last_day
        order by a.analysis_date desc
        limit 1
      ),
      'month', (
        select to_jsonb(a.*) - '{user_id,id,created_at,updated_at}'::text[]
        from public.emotional_analytics as a
        where a.user_id = person and a.data_source = 'monthly_report' and a.analysis_date between first_day - 30 and last_day
        order by a.analysis_date desc
        limit 1
      ),
      'learning', coalesce((
        select jsonb_agg(jsonb_build_object(
          'date', l.analysis_date, 'session_minutes', l.session_minutes, 'reviews', l.reviews_count, 'recall_rate', l.recall_rate,
          'mastered', l.concepts_mastered_count, 'velocity', l.learning_velocity
        ) order by l.analysis_date)
        from public.learning_analytics as l
        where l.user_id = person and l.data_source = 'daily_aggregation' and l.analysis_date between first_day and last_day
      ), '[]'),
      'freshness', (
        select jsonb_build_object(
          'is_current', p.days = 0, 'pending_since', p.since, 'pending_days', p.days, 'computed_at', (select max(d.updated_at) from day as d)
        )
        from private.analytics_pending(first_day, last_day) as p
      )
    )
  );
end;
$$;

comment on function public.emotional_dashboard(date, date) is
  'What the caller felt and learned from one day to another (at most 366), from rollups: summary, days, week, month, learning, freshness.';

grant execute on function private.analytics_pending(date, date), public.emotional_dashboard(date, date) to authenticated;
