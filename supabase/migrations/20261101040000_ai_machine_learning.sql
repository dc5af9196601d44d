-- AI and machine learning (module 04): the coach, what it did for a person, what it learned about them, and what
-- asking it costs.
--
--   coaching_sessions, coaching_outcomes          conversations with a coach, and what came of them
--   coaching_adaptations                          how the coach met the person, and why
--   learned_preferences, mbti_insights            what the coach found out
--   ai_recommendations                            what the coach proposes; the person says what becomes of it
--   ai_interactions, ai_usage_periods             each question to a model, and how many a person has left
--
-- Sessions and outcomes are the person's, made offline and on several devices. The rest is the server's: an edge
-- function that talks to a provider writes it with the secret key, and it reaches every device by sync.
--
-- A link to a table of a later or optional module (conversations, visions, learning sessions) is a plain uuid. Its
-- comment names the table; nothing enforces it.

create domain public.currency_code as text
  constraint currency_code_is_iso4217 check (value ~ '^[A-Z]{3}$');
comment on domain public.currency_code is 'Currency after ISO 4217: EUR, USD.';

insert into private.settings (name, value, unit, description) values
  ('ai.late_days', 7, 'days', 'How long after it began an AI interaction may still be recorded, and a usage period stays open.'),
  ('ai.lost_minutes', 15, 'minutes', 'After how long a question without an answer counts as lost.');


-- Coaching sessions: a talk with the coach, planned or had.

create table public.coaching_sessions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null default 'coaching',
  title public.short_text,
  focus public.long_text,
  topics text[] not null default '{}',
  status text not null default 'planned',
  scheduled_at timestamptz(3),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  duration_minutes public.minutes generated always as (
    case when ended_at - started_at between interval '0' and interval '365 days' then floor(extract(epoch from ended_at - started_at) / 60)::integer end
  ) stored,
  mbti_type public.mbti_code,
  explanation_style public.explanation_style,
  conversation_id uuid,
  vision_id uuid,
  session_state jsonb not null default '{}',
  notes public.long_text,
  next_steps text[] not null default '{}',
  ai_summary public.long_text,
  summarised_at timestamptz(3),
  effectiveness public.ratio,
  outcome_count integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint coaching_sessions_pkey primary key (user_id, id),
  constraint coaching_sessions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint coaching_sessions_kind_is_known check (
    kind in ('onboarding', 'coaching', 'check_in', 'goal_setting', 'reflection', 'problem_solving', 'celebration', 'review')
  ),
  constraint coaching_sessions_status_is_known check (status in ('planned', 'active', 'paused', 'completed', 'abandoned')),
  constraint coaching_sessions_started_unless_planned check ((status = 'planned') = (started_at is null)),
  constraint coaching_sessions_ended_has_time check ((status in ('completed', 'abandoned')) = (ended_at is not null)),
  constraint coaching_sessions_ends_after_start check (ended_at >= started_at),
  constraint coaching_sessions_topics_are_bounded check (private.texts_fit(topics, 50, 200)),
  constraint coaching_sessions_next_steps_are_bounded check (private.texts_fit(next_steps, 50, 500)),
  constraint coaching_sessions_state_is_small_object check (
    jsonb_typeof(session_state) = 'object' and octet_length(session_state::text) <= 20000
  ),
  constraint coaching_sessions_summarised_has_summary check ((summarised_at is not null) = (ai_summary is not null)),
  constraint coaching_sessions_effectiveness_has_outcomes check (
    outcome_count >= 0 and (effectiveness is null or outcome_count > 0)
  )
);

comment on table public.coaching_sessions is 'Talks with the coach: planned, under way and had.';
comment on column public.coaching_sessions.kind is 'What the talk is for. The first, made when onboarding ends, is onboarding.';
comment on column public.coaching_sessions.focus is 'What the person wants from it, in their words.';
comment on column public.coaching_sessions.topics is 'What it is about; at most 50, of at most 200 characters.';
comment on column public.coaching_sessions.status is
  'planned, active, paused, completed, or abandoned before its end. Times follow it: devices merge by column.';
comment on column public.coaching_sessions.scheduled_at is 'When it is planned for; null when it was not planned.';
comment on column public.coaching_sessions.duration_minutes is 'From start to end, pauses included, in whole minutes. Computed by the server.';
comment on column public.coaching_sessions.mbti_type is 'The type the coach went by. A copy: the person''s type may change.';
comment on column public.coaching_sessions.explanation_style is 'How the coach explained; null as in user_preferences.';
comment on column public.coaching_sessions.conversation_id is 'The talk itself, in conversations. Not enforced.';
comment on column public.coaching_sessions.vision_id is 'The vision it serves, in visions. Not enforced.';
comment on column public.coaching_sessions.session_state is
  'Where a session under way has got to, so that another device can go on: an object of at most 20,000 bytes. Its keys are the client''s.';
comment on column public.coaching_sessions.notes is 'The person''s own. Edited on two devices at once, both are kept and the person decides.';
comment on column public.coaching_sessions.next_steps is 'What the person takes on; at most 50, of at most 500 characters.';
comment on column public.coaching_sessions.ai_summary is 'What the coach made of it, in a few sentences. Written by the server.';
comment on column public.coaching_sessions.effectiveness is
  'Mean effectiveness of its outcomes, from 0 to 1; null while none says. Computed by the server.';
comment on column public.coaching_sessions.outcome_count is 'How many outcomes it has. Computed by the server.';

create index coaching_sessions_user_id_started_at_idx on public.coaching_sessions (user_id, started_at desc nulls first);
create index coaching_sessions_document_idx on public.coaching_sessions
  using gin (
    user_id,
    private.document(null, title, notes, ai_summary, private.join_texts(array_prepend(focus::text, topics || next_steps)))
  );
alter index public.coaching_sessions_document_idx alter column 2 set statistics 0;

comment on index public.coaching_sessions_user_id_started_at_idx is
  'Serves the history of a person''s sessions, those planned first.';
comment on index public.coaching_sessions_document_idx is 'Serves search_everything.';

-- private.settle_coaching_session: trigger `_200_settle`, before insert or update. The status leads and the times
-- follow: devices merge by column, and one may end a session that another pauses. A time in the future, from a
-- clock that is fast, becomes now.
create function private.settle_coaching_session()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if new.status = 'planned' then
    new.started_at := null;
  else
    new.started_at := least(coalesce(new.started_at, new.updated_at), now());
  end if;
  if new.status in ('completed', 'abandoned') then
    new.ended_at := least(coalesce(new.ended_at, new.updated_at), now());
    new.started_at := least(new.started_at, new.ended_at);
  else
    new.ended_at := null;
  end if;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.coaching_sessions
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.coaching_sessions
  for each row execute function private.settle_coaching_session();

alter table public.coaching_sessions enable row level security;

create policy coaching_sessions_select_own on public.coaching_sessions for select to authenticated
  using (user_id = (select auth.uid()));
create policy coaching_sessions_insert_own on public.coaching_sessions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy coaching_sessions_update_own on public.coaching_sessions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy coaching_sessions_delete_own on public.coaching_sessions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.coaching_sessions to authenticated;
grant insert (
  user_id, id, kind, title, focus, topics, status, scheduled_at, started_at, ended_at, mbti_type, explanation_style,
  conversation_id, vision_id, session_state, notes, next_steps, created_at, updated_at
) on public.coaching_sessions to authenticated;
grant update (
  kind, title, focus, topics, status, scheduled_at, started_at, ended_at, mbti_type, explanation_style,
  conversation_id, vision_id, session_state, notes, next_steps, created_at, updated_at
) on public.coaching_sessions to authenticated;
-- The coach proposes sessions, says where one has got to, and sums it up; notes and next steps are the person's.
grant select, insert (user_id, id, kind, title, focus, topics, scheduled_at, mbti_type, explanation_style, conversation_id, vision_id),
  update (session_state, ai_summary, summarised_at) on public.coaching_sessions to service_role;

select sync.register_table('public.coaching_sessions',
  column_rules => '{"topics": "union", "next_steps": "union", "notes": "manual", "started_at": "min"}',
  pull_only => '{ai_summary,summarised_at,effectiveness,outcome_count}', priority => 70);


-- Coaching outcomes: what came of a session, in the person's own measure.

create table public.coaching_outcomes (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  metric text not null default 'goal_progress',
  baseline_score public.score,
  target_score public.score,
  result_score public.score,
  satisfaction_rating smallint,
  difficulty_rating smallint,
  emotional_satisfaction_rating smallint,
  objectives_met text[] not null default '{}',
  needs_more_work text[] not null default '{}',
  next_session_recommendations text[] not null default '{}',
  note public.long_text,
  measured_at timestamptz(3) not null default now(),
  effectiveness double precision generated always as (
    case
      when target_score <> baseline_score and result_score is not null
        then greatest(0, least(1, (result_score - baseline_score)::double precision / (target_score - baseline_score)))
      when satisfaction_rating is not null then (satisfaction_rating - 1) / 4.0
    end
  ) stored,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint coaching_outcomes_pkey primary key (user_id, id),
  constraint coaching_outcomes_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint coaching_outcomes_session_id_fkey foreign key (user_id, session_id)
    references public.coaching_sessions (user_id, id) on delete cascade,
  constraint coaching_outcomes_metric_is_known check (
    metric in ('goal_progress', 'clarity', 'confidence', 'motivation', 'wellbeing', 'habit', 'skill', 'relationship', 'overall')
  ),
  constraint coaching_outcomes_satisfaction_is_stars check (satisfaction_rating between 1 and 5),
  constraint coaching_outcomes_difficulty_is_stars check (difficulty_rating between 1 and 5),
  constraint coaching_outcomes_emotional_satisfaction_is_stars check (emotional_satisfaction_rating between 1 and 5),
  constraint coaching_outcomes_objectives_met_are_bounded check (private.texts_fit(objectives_met, 50, 500)),
  constraint coaching_outcomes_needs_more_work_is_bounded check (private.texts_fit(needs_more_work, 50, 500)),
  constraint coaching_outcomes_recommendations_are_bounded check (private.texts_fit(next_session_recommendations, 50, 500))
);

comment on table public.coaching_outcomes is 'What came of a session, measured at its end or later. They go with the session.';
comment on column public.coaching_outcomes.metric is 'What is measured.';
comment on column public.coaching_outcomes.baseline_score is 'Where the person stood before, 0 to 100.';
comment on column public.coaching_outcomes.target_score is 'Where they wanted to be, 0 to 100; lower than the baseline when less is better.';
comment on column public.coaching_outcomes.result_score is 'Where they are when measured, 0 to 100.';
comment on column public.coaching_outcomes.satisfaction_rating is 'How content with the session as a whole: 1 not at all, 5 entirely.';
comment on column public.coaching_outcomes.difficulty_rating is 'How hard it was for the person: 1 easy, 5 very hard.';
comment on column public.coaching_outcomes.emotional_satisfaction_rating is
  'How well the person felt supported: 1 not at all, 5 entirely.';
comment on column public.coaching_outcomes.objectives_met is 'Which goals of the session were reached; at most 50.';
comment on column public.coaching_outcomes.needs_more_work is 'What needs more work; at most 50.';
comment on column public.coaching_outcomes.next_session_recommendations is 'What to take up next time; at most 50.';
comment on column public.coaching_outcomes.measured_at is 'When it was measured, which may be weeks after the session.';
comment on column public.coaching_outcomes.effectiveness is
  'How far from baseline to target, from 0 to 1; without those, what the satisfaction says; else null. Computed by the server.';

create index coaching_outcomes_user_id_session_id_idx on public.coaching_outcomes (user_id, session_id);
create index coaching_outcomes_user_id_measured_at_idx on public.coaching_outcomes (user_id, measured_at desc);

comment on index public.coaching_outcomes_user_id_session_id_idx is 'Serves the outcomes of a session, and its effectiveness.';
comment on index public.coaching_outcomes_user_id_measured_at_idx is 'Serves a person''s outcomes over time.';

create trigger _100_touch before insert or update on public.coaching_outcomes
  for each row execute function private.touch();

-- private.refresh_coaching_sessions: computes the effectiveness of these sessions anew from their outcomes. `people`
-- and `session_ids` are parallel, each session once. A session whose numbers stay the same is not written.
create function private.refresh_coaching_sessions(people uuid[], session_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- One at a time for each session; the next statement then sees what the one before committed.
  perform
  from public.coaching_sessions as s
  where (s.user_id, s.id) in (select asked.user_id, asked.session_id from unnest(people, session_ids) as asked (user_id, session_id))
  order by s.user_id, s.id
  for no key update;

  update public.coaching_sessions as s
  set effectiveness = f.effectiveness, outcome_count = f.outcome_count
  from (
    -- Rounded: a mean must not depend on the order in which it was added up.
    select asked.user_id, asked.session_id, count(o.id)::integer as outcome_count,
      round(avg(o.effectiveness)::numeric, 6)::double precision as effectiveness
    from unnest(people, session_ids) as asked (user_id, session_id)
    left join public.coaching_outcomes as o on o.user_id = asked.user_id and o.session_id = asked.session_id
    group by asked.user_id, asked.session_id
  ) as f
  where s.user_id = f.user_id and s.id = f.session_id
    and (s.effectiveness, s.outcome_count) is distinct from (f.effectiveness, f.outcome_count);
end;
$$;

-- private.effectiveness_after_outcomes: trigger `_300_effectiveness` on coaching_outcomes.
-- Definer: people may not write how effective their sessions were.
create function private.effectiveness_after_outcomes()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  session_ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (select distinct n.user_id, n.session_id from new_rows as n) as c;
  elsif tg_op = 'DELETE' then
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (select distinct o.user_id, o.session_id from old_rows as o) as c;
  else
    select array_agg(c.user_id), array_agg(c.session_id) into people, session_ids
    from (
      select distinct d.user_id, d.session_id
      from (
        (
          select o.user_id, o.id, o.session_id, o.effectiveness from old_rows as o
          except
          select n.user_id, n.id, n.session_id, n.effectiveness from new_rows as n
        )
        union all
        (
          select n.user_id, n.id, n.session_id, n.effectiveness from new_rows as n
          except
          select o.user_id, o.id, o.session_id, o.effectiveness from old_rows as o
        )
      ) as d
    ) as c;
  end if;
  if people is not null then
    perform private.refresh_coaching_sessions(people, session_ids);
  end if;
  return null;
end;
$$;

create trigger _300_effectiveness_insert after insert on public.coaching_outcomes
  referencing new table as new_rows for each statement execute function private.effectiveness_after_outcomes();
create trigger _300_effectiveness_update after update on public.coaching_outcomes
  referencing old table as old_rows new table as new_rows for each statement
  execute function private.effectiveness_after_outcomes();
create trigger _300_effectiveness_delete after delete on public.coaching_outcomes
  referencing old table as old_rows for each statement execute function private.effectiveness_after_outcomes();

alter table public.coaching_outcomes enable row level security;

create policy coaching_outcomes_select_own on public.coaching_outcomes for select to authenticated
  using (user_id = (select auth.uid()));
create policy coaching_outcomes_insert_own on public.coaching_outcomes for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy coaching_outcomes_update_own on public.coaching_outcomes for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy coaching_outcomes_delete_own on public.coaching_outcomes for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.coaching_outcomes to authenticated;
grant insert (
  user_id, id, session_id, metric, baseline_score, target_score, result_score, satisfaction_rating, difficulty_rating,
  emotional_satisfaction_rating, objectives_met, needs_more_work, next_session_recommendations, note, measured_at,
  created_at, updated_at
) on public.coaching_outcomes to authenticated;
grant update (
  session_id, metric, baseline_score, target_score, result_score, satisfaction_rating, difficulty_rating,
  emotional_satisfaction_rating, objectives_met, needs_more_work, next_session_recommendations, note, measured_at,
  created_at, updated_at
) on public.coaching_outcomes to authenticated;
grant select on public.coaching_outcomes to service_role;

select sync.register_table('public.coaching_outcomes',
  column_rules => '{
    "objectives_met": "union", "needs_more_work": "union", "next_session_recommendations": "union", "note": "manual"
  }',
  priority => 60);


-- Coaching adaptations: how the coach met the person, each time it did something otherwise because of who they are
-- or how they were.

create table public.coaching_adaptations (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  interaction_id uuid,
  kind text not null,
  basis text not null,
  reason public.long_text not null,
  mbti_type public.mbti_code,
  function_code public.cognitive_function_code,
  explanation_style public.explanation_style,
  difficulty_adjustment double precision,
  content_modifications text[] not null default '{}',
  detected_emotion public.emotional_state,
  emotion_confidence public.ratio,
  emotional_intensity public.ratio,
  confidence public.ratio,
  applied_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint coaching_adaptations_pkey primary key (user_id, id),
  constraint coaching_adaptations_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint coaching_adaptations_session_id_fkey foreign key (user_id, session_id)
    references public.coaching_sessions (user_id, id) on delete cascade,
  constraint coaching_adaptations_kind_is_known check (
    kind in ('explanation_style', 'difficulty', 'tone', 'pace', 'structure', 'content', 'emotional_support', 'timing')
  ),
  constraint coaching_adaptations_basis_is_known check (
    basis in ('mbti_type', 'cognitive_function', 'emotion', 'preference', 'feedback', 'performance')
  ),
  constraint coaching_adaptations_type_has_type check (basis <> 'mbti_type' or mbti_type is not null),
  constraint coaching_adaptations_function_has_function check (basis <> 'cognitive_function' or function_code is not null),
  constraint coaching_adaptations_emotion_has_emotion check (basis <> 'emotion' or detected_emotion is not null),
  constraint coaching_adaptations_difficulty_is_step check (difficulty_adjustment between -1 and 1),
  constraint coaching_adaptations_modifications_are_bounded check (private.texts_fit(content_modifications, 50, 500)),
  constraint coaching_adaptations_emotion_has_confidence check (
    detected_emotion is not null or emotion_confidence is null and emotional_intensity is null
  )
);

comment on table public.coaching_adaptations is
  'What the coach did otherwise because of who a person is or how they were, and why. They go with the session.';
comment on column public.coaching_adaptations.interaction_id is 'The question it was for, in ai_interactions, kept for 90 days. Not enforced.';
comment on column public.coaching_adaptations.kind is 'What was adapted.';
comment on column public.coaching_adaptations.basis is 'What it was adapted to.';
comment on column public.coaching_adaptations.reason is 'Why, for the person to read.';
comment on column public.coaching_adaptations.difficulty_adjustment is 'By how much harder (up to 1) or easier (down to -1).';
comment on column public.coaching_adaptations.content_modifications is 'What was changed in the content; at most 50.';
comment on column public.coaching_adaptations.detected_emotion is 'What the person seemed to feel. Emotional data: only with consent.';
comment on column public.coaching_adaptations.emotion_confidence is 'How sure the model was of the emotion, from 0 to 1.';
comment on column public.coaching_adaptations.emotional_intensity is 'How strong it seemed, from 0 to 1.';
comment on column public.coaching_adaptations.confidence is 'How sure the coach was that this would help, from 0 to 1.';

create index coaching_adaptations_user_id_session_id_idx on public.coaching_adaptations (user_id, session_id)
  where session_id is not null;
create index coaching_adaptations_user_id_applied_at_idx on public.coaching_adaptations (user_id, applied_at desc);

comment on index public.coaching_adaptations_user_id_session_id_idx is 'Serves the adaptations of a session.';
comment on index public.coaching_adaptations_user_id_applied_at_idx is 'Serves what the coach adapted lately.';

create trigger _100_touch before insert or update on public.coaching_adaptations
  for each row execute function private.touch();
create trigger _150_consent_insert before insert on public.coaching_adaptations
  for each row when (new.detected_emotion is not null) execute function private.require_consent('emotional_analysis');

alter table public.coaching_adaptations enable row level security;

create policy coaching_adaptations_select_own on public.coaching_adaptations for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: it is a log, and the coach's.

grant select on public.coaching_adaptations to authenticated;
grant select, delete, insert (
  user_id, id, session_id, interaction_id, kind, basis, reason, mbti_type, function_code, explanation_style,
  difficulty_adjustment, content_modifications, detected_emotion, emotion_confidence, emotional_intensity, confidence, applied_at
) on public.coaching_adaptations to service_role;

select sync.register_table('public.coaching_adaptations', direction => 'down', priority => 30);


-- Learned preferences: what the coach found a person prefers, beyond what they set themselves. One row a preference,
-- which grows surer as evidence comes in. The person may have one forgotten.

create table public.learned_preferences (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key public.slug not null,
  value public.short_text not null,
  source text not null default 'behaviour',
  confidence public.ratio not null,
  evidence_count integer not null default 1,
  evidence public.long_text,
  first_observed_at timestamptz(3) not null default now(),
  last_observed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint learned_preferences_pkey primary key (user_id, id),
  constraint learned_preferences_user_id_key_key unique (user_id, key),
  constraint learned_preferences_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint learned_preferences_source_is_known check (source in ('behaviour', 'feedback', 'conversation', 'outcome')),
  constraint learned_preferences_evidence_is_counted check (evidence_count > 0),
  constraint learned_preferences_observed_in_order check (last_observed_at >= first_observed_at)
);

comment on table public.learned_preferences is
  'What the coach found a person prefers. What they set themselves is in user_preferences and comes first.';
comment on column public.learned_preferences.key is 'What the preference is about: session_time, tone, example_density.';
comment on column public.learned_preferences.value is 'What the person prefers: evening, direct, extensive.';
comment on column public.learned_preferences.source is 'What it was learned from.';
comment on column public.learned_preferences.confidence is 'How sure the coach is, from 0 to 1.';
comment on column public.learned_preferences.evidence_count is 'How many observations bear it out.';
comment on column public.learned_preferences.evidence is 'Why the coach thinks so, for the person to read.';

comment on index public.learned_preferences_user_id_key_key is 'One row a preference; serves the upsert of who learns it.';

create trigger _100_touch before insert or update on public.learned_preferences
  for each row execute function private.touch();

alter table public.learned_preferences enable row level security;

create policy learned_preferences_select_own on public.learned_preferences for select to authenticated
  using (user_id = (select auth.uid()));
create policy learned_preferences_delete_own on public.learned_preferences for delete to authenticated
  using (user_id = (select auth.uid()));
-- No insert or update: only the coach says what it learned. Deleting one has it forgotten.

grant select, delete on public.learned_preferences to authenticated, service_role;
grant insert (user_id, id, key, value, source, confidence, evidence_count, evidence, first_observed_at, last_observed_at),
  update (key, value, source, confidence, evidence_count, evidence, first_observed_at, last_observed_at)
  on public.learned_preferences to service_role;

select sync.register_table('public.learned_preferences', direction => 'down', priority => 65);


-- MBTI insights: what the coach noticed about how a person's type shows and develops.

create table public.mbti_insights (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  kind text not null,
  mbti_type public.mbti_code not null,
  function_code public.cognitive_function_code,
  title public.short_text not null,
  body public.long_text not null,
  suggestion public.long_text,
  evidence text[] not null default '{}',
  locale public.locale_code not null default 'en',
  confidence public.ratio,
  observed_at timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint mbti_insights_pkey primary key (user_id, id),
  constraint mbti_insights_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint mbti_insights_session_id_fkey foreign key (user_id, session_id)
    references public.coaching_sessions (user_id, id) on delete set null (session_id),
  constraint mbti_insights_kind_is_known check (
    kind in ('strength', 'growth_edge', 'blind_spot', 'pattern', 'development', 'relationship', 'stress')
  ),
  constraint mbti_insights_body_is_given check (body <> ''),
  constraint mbti_insights_evidence_is_bounded check (private.texts_fit(evidence, 20, 500))
);

comment on table public.mbti_insights is 'What the coach noticed about how a person''s type shows and develops.';
comment on column public.mbti_insights.session_id is 'The session it came from; null when from none, or that was deleted.';
comment on column public.mbti_insights.mbti_type is 'The type it was written for. A copy: the person''s type may change.';
comment on column public.mbti_insights.function_code is 'The cognitive function it is about; null when about the type as a whole.';
comment on column public.mbti_insights.suggestion is 'What the person could try.';
comment on column public.mbti_insights.evidence is 'What it was seen in; at most 20, of at most 500 characters.';
comment on column public.mbti_insights.locale is 'The language it is written in.';
comment on column public.mbti_insights.confidence is 'How sure the coach is, from 0 to 1.';
comment on column public.mbti_insights.observed_at is 'When it was noticed.';

create index mbti_insights_user_id_observed_at_idx on public.mbti_insights (user_id, observed_at desc);
create index mbti_insights_user_id_session_id_idx on public.mbti_insights (user_id, session_id) where session_id is not null;

comment on index public.mbti_insights_user_id_observed_at_idx is 'Serves a person''s insights, the newest first.';
comment on index public.mbti_insights_user_id_session_id_idx is 'Serves the insights of a session.';

create trigger _100_touch before insert or update on public.mbti_insights
  for each row execute function private.touch();

alter table public.mbti_insights enable row level security;

create policy mbti_insights_select_own on public.mbti_insights for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the coach writes them.

grant select on public.mbti_insights to authenticated;
grant select, delete, insert (
  user_id, id, session_id, kind, mbti_type, function_code, title, body, suggestion, evidence, locale, confidence, observed_at
) on public.mbti_insights to service_role;

select sync.register_table('public.mbti_insights', direction => 'down', priority => 55);


-- AI recommendations: what the coach proposes. The person says what becomes of it, and nothing else of it is theirs.

create table public.ai_recommendations (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  kind text not null,
  title public.short_text not null,
  body public.long_text,
  ai_reasoning public.long_text,
  importance smallint not null default 3,
  confidence public.ratio,
  mbti_type public.mbti_code,
  estimated_minutes public.minutes,
  suggested_on date,
  target_table text,
  target_id uuid,
  locale public.locale_code not null default 'en',
  expires_at timestamptz(3),
  state text not null default 'new',
  seen_at timestamptz(3),
  decided_at timestamptz(3),
  done_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint ai_recommendations_pkey primary key (user_id, id),
  constraint ai_recommendations_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint ai_recommendations_session_id_fkey foreign key (user_id, session_id)
    references public.coaching_sessions (user_id, id) on delete set null (session_id),
  constraint ai_recommendations_kind_is_known check (
    kind in ('daily_action', 'habit', 'vision', 'content', 'reflection', 'coaching_session', 'learning', 'life_area', 'other')
  ),
  constraint ai_recommendations_importance_is_rank check (importance between 1 and 4),
  constraint ai_recommendations_target_is_whole check ((target_table is null) = (target_id is null)),
  constraint ai_recommendations_target_table_is_name check (target_table ~ '^[a-z][a-z0-9_]{0,45}$'),
  constraint ai_recommendations_state_is_known check (state in ('new', 'seen', 'accepted', 'dismissed', 'done')),
  constraint ai_recommendations_seen_has_time check ((state <> 'new') = (seen_at is not null)),
  constraint ai_recommendations_decided_has_time check (
    (state in ('accepted', 'dismissed', 'done')) = (decided_at is not null)
  ),
  constraint ai_recommendations_done_has_time check ((state = 'done') = (done_at is not null))
);

comment on table public.ai_recommendations is 'What the coach proposes, and what the person made of it.';
comment on column public.ai_recommendations.session_id is 'The session it came from; null when from none, or that was deleted.';
comment on column public.ai_recommendations.ai_reasoning is 'Why the coach proposes it, for the person to read.';
comment on column public.ai_recommendations.importance is 'How much it matters to the coach: 1 urgent, 2 high, 3 normal, 4 low.';
comment on column public.ai_recommendations.confidence is 'How sure the coach is that it fits, from 0 to 1.';
comment on column public.ai_recommendations.mbti_type is 'The type it was chosen for; null when for no type.';
comment on column public.ai_recommendations.estimated_minutes is 'How long it would take, in minutes.';
comment on column public.ai_recommendations.suggested_on is 'The day the coach had in mind, as the person''s calendar has it.';
comment on column public.ai_recommendations.target_table is 'Table of what it is about, such as content_items; with target_id.';
comment on column public.ai_recommendations.target_id is 'Row of target_table that it is about. Not enforced.';
comment on column public.ai_recommendations.locale is 'The language it is written in.';
comment on column public.ai_recommendations.expires_at is 'From when on it need not be shown any more; null never.';
comment on column public.ai_recommendations.state is
  'new, seen, accepted, dismissed, done. A decision may be changed, but seeing it again on another device undoes none.';
comment on column public.ai_recommendations.seen_at is 'When the person first saw it. Follows the state.';
comment on column public.ai_recommendations.decided_at is 'When the person last accepted or dismissed it. Follows the state.';
comment on column public.ai_recommendations.done_at is 'When it was done. Follows the state.';

create index ai_recommendations_user_id_state_idx on public.ai_recommendations (user_id, state, created_at desc);
create index ai_recommendations_user_id_session_id_idx on public.ai_recommendations (user_id, session_id)
  where session_id is not null;

comment on index public.ai_recommendations_user_id_state_idx is 'Serves what waits for the person, the newest first.';
comment on index public.ai_recommendations_user_id_session_id_idx is 'Serves the recommendations of a session.';

-- private.settle_recommendation: trigger `_200_settle`, before insert or update. The state leads and the times follow.
-- What was decided is not undone by a device that shows the recommendation later, knowing nothing of it.
create function private.settle_recommendation()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- The edit may be days old, but not of tomorrow.
  edited_at constant timestamptz := least(new.updated_at, now());
begin
  if tg_op = 'UPDATE' then
    if new.state = 'new' or new.state = 'seen' and old.state <> 'new' then
      new.state := old.state;
    end if;
    new.seen_at := old.seen_at;
    new.decided_at := old.decided_at;
    new.done_at := old.done_at;
  else
    new.seen_at := null;
    new.decided_at := null;
    new.done_at := null;
  end if;

  if new.state <> 'new' then
    new.seen_at := coalesce(new.seen_at, edited_at);
  end if;
  if new.state in ('accepted', 'dismissed', 'done') then
    -- What is done was accepted, if it was dismissed then just now.
    if tg_op = 'INSERT' or new.decided_at is null
      or new.state <> old.state and (new.state = 'dismissed' or old.state = 'dismissed')
    then
      new.decided_at := edited_at;
    end if;
  end if;
  new.done_at := case when new.state = 'done' then coalesce(new.done_at, edited_at) end;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.ai_recommendations
  for each row execute function private.touch();
create trigger _200_settle before insert or update on public.ai_recommendations
  for each row execute function private.settle_recommendation();

alter table public.ai_recommendations enable row level security;

create policy ai_recommendations_select_own on public.ai_recommendations for select to authenticated
  using (user_id = (select auth.uid()));
create policy ai_recommendations_update_own on public.ai_recommendations for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy ai_recommendations_delete_own on public.ai_recommendations for delete to authenticated
  using (user_id = (select auth.uid()));
-- No insert: only the coach proposes.

grant select, delete, update (state, updated_at) on public.ai_recommendations to authenticated;
grant select, delete, insert (
  user_id, id, session_id, kind, title, body, ai_reasoning, importance, confidence, mbti_type, estimated_minutes,
  suggested_on, target_table, target_id, locale, expires_at
) on public.ai_recommendations to service_role;

select sync.register_table('public.ai_recommendations',
  pull_only => '{
    session_id,kind,title,body,ai_reasoning,importance,confidence,mbti_type,estimated_minutes,suggested_on,target_table,
    target_id,locale,expires_at,seen_at,decided_at,done_at,created_at
  }',
  priority => 68);


-- AI interactions: one row for each question to a model, kept for 90 days. No words: what was asked and answered is
-- in the tables it belongs to.

create table public.ai_interactions (
  user_id uuid not null,
  id uuid not null,
  started_at timestamptz(3) not null default now(),
  finished_at timestamptz(3),
  purpose text not null,
  provider public.slug not null,
  model public.short_text not null,
  outcome text not null,
  error_code text,
  tokens_in integer not null default 0,
  tokens_out integer not null default 0,
  tokens_used integer not null generated always as (tokens_in + tokens_out) stored,
  cost_micros bigint not null default 0,
  cost_currency public.currency_code not null default 'USD',
  latency_ms integer,
  is_cache_hit boolean not null default false,
  quality_score public.ratio,
  coaching_session_id uuid,
  conversation_id uuid,
  message_id uuid,
  learning_session_id uuid,
  constraint ai_interactions_pkey primary key (user_id, id, started_at),
  constraint ai_interactions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint ai_interactions_purpose_is_known check (
    purpose in (
      'coaching', 'conversation', 'learning', 'vision_analysis', 'action_planning', 'recommendation', 'insight',
      'journal', 'assessment', 'other'
    )
  ),
  constraint ai_interactions_outcome_is_known check (outcome in ('started', 'completed', 'failed', 'lost')),
  constraint ai_interactions_started_is_unfinished check ((outcome = 'started') = (finished_at is null)),
  constraint ai_interactions_error_is_failure check (error_code is null or outcome in ('failed', 'lost')),
  constraint ai_interactions_error_code_is_short check (char_length(error_code) between 1 and 80),
  constraint ai_interactions_tokens_are_counted check (
    tokens_in between 0 and 100000000 and tokens_out between 0 and 100000000
  ),
  constraint ai_interactions_cost_is_not_negative check (cost_micros between 0 and 9007199254740991),
  constraint ai_interactions_latency_is_duration check (latency_ms between 0 and 86400000)
) partition by range (started_at);

comment on table public.ai_interactions is
  'One row for each question to an AI model, without its words. Kept 90 days. Monthly partitions; server only.';
comment on column public.ai_interactions.id is 'Made by whoever asks: the same id is the same question.';
comment on column public.ai_interactions.started_at is 'When the model was asked. The usage period it falls in counts it.';
comment on column public.ai_interactions.purpose is 'What it was for.';
comment on column public.ai_interactions.provider is 'Who answered: groq, gemini, emergent.';
comment on column public.ai_interactions.model is 'The model, as the provider names it.';
comment on column public.ai_interactions.outcome is
  'started: no answer yet; completed; failed: the provider refused or broke; lost: no answer came. The first two count against the limit.';
comment on column public.ai_interactions.error_code is 'What the provider gave as the reason.';
comment on column public.ai_interactions.tokens_in is 'Tokens sent.';
comment on column public.ai_interactions.tokens_out is 'Tokens received.';
comment on column public.ai_interactions.tokens_used is 'Tokens sent and received.';
comment on column public.ai_interactions.cost_micros is 'What it cost, in millionths of cost_currency.';
comment on column public.ai_interactions.latency_ms is 'Milliseconds from question to answer.';
comment on column public.ai_interactions.is_cache_hit is 'Whether the answer came from a cache. It counts all the same.';
comment on column public.ai_interactions.quality_score is 'How good the answer was rated, from 0 to 1; null when not rated.';
comment on column public.ai_interactions.coaching_session_id is 'Row of coaching_sessions. Not enforced: a log must not hold up a deletion.';
comment on column public.ai_interactions.conversation_id is 'Row of conversations. Not enforced.';
comment on column public.ai_interactions.message_id is 'The answer, in messages. Not enforced.';
comment on column public.ai_interactions.learning_session_id is 'Row of learning_sessions. Not enforced.';

create index ai_interactions_user_id_started_at_idx on public.ai_interactions (user_id, started_at);
create index ai_interactions_started_at_idx on public.ai_interactions using brin (started_at);
create index ai_interactions_unfinished_idx on public.ai_interactions (started_at) where outcome = 'started';

comment on index public.ai_interactions_pkey is 'A question is recorded once; serves its repetition, and erasure.';
comment on index public.ai_interactions_user_id_started_at_idx is 'Serves the count of a usage period, and usage analytics.';
comment on index public.ai_interactions_started_at_idx is 'Serves retention and the operators'' daily sums.';
comment on index public.ai_interactions_unfinished_idx is 'Serves questions whose answer was lost.';

-- No policy: only the server reads and writes it.
alter table public.ai_interactions enable row level security;
grant select on public.ai_interactions to service_role;

-- From the month before: what began in the last minutes of a month is recorded in the next.
select private.ensure_partitions('public.ai_interactions', 4, now() - interval '1 month');


-- AI usage periods: how many questions a person asked the models in a month, and how many they may. Counted from
-- the interactions; the limit follows from the person's plan.

create table public.ai_usage_periods (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  starts_at timestamptz(3) not null,
  resets_at timestamptz(3) not null,
  queries_used integer not null default 0,
  queries_limit integer,
  tokens_used bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint ai_usage_periods_pkey primary key (user_id, id),
  constraint ai_usage_periods_user_id_starts_at_key unique (user_id, starts_at),
  constraint ai_usage_periods_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint ai_usage_periods_is_month check (
    starts_at = date_trunc('month', starts_at, 'UTC')
    and resets_at = (starts_at at time zone 'UTC' + interval '1 month') at time zone 'UTC'
  ),
  constraint ai_usage_periods_counts_are_not_negative check (queries_used >= 0 and queries_limit >= 0 and tokens_used >= 0)
);

comment on table public.ai_usage_periods is
  'How many questions a person asked AI models in a month, and how many they may. A month without any has no row.';
comment on column public.ai_usage_periods.starts_at is 'First moment of the month, in UTC: one month for everyone, wherever they travel.';
comment on column public.ai_usage_periods.resets_at is 'First moment of the next month: from then on nothing is used.';
comment on column public.ai_usage_periods.queries_used is 'Questions that were answered or still wait. Those that failed do not count.';
comment on column public.ai_usage_periods.queries_limit is 'How many the person''s plan allows in the month; null as many as they like.';
comment on column public.ai_usage_periods.tokens_used is 'Tokens sent and received, failures included.';

comment on index public.ai_usage_periods_user_id_starts_at_key is 'One row a month; serves the look-up of the present one.';

create trigger _100_touch before insert or update on public.ai_usage_periods
  for each row execute function private.touch();

alter table public.ai_usage_periods enable row level security;

create policy ai_usage_periods_select_own on public.ai_usage_periods for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: the server counts.

grant select on public.ai_usage_periods to authenticated, service_role;

select sync.register_table('public.ai_usage_periods', direction => 'down', priority => 50);


-- private.recount_ai_usage: counts the usage periods anew that these moments fall in. `people` and `moments` are
-- parallel. A period that ended more than ai.late_days ago stands: its interactions may be gone by retention.
-- A period whose numbers stay the same is not written.
create function private.recount_ai_usage(people uuid[], moments timestamptz[], at timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  owners uuid[];
  starts timestamptz[];
begin
  select array_agg(c.user_id order by c.user_id, c.starts_at), array_agg(c.starts_at order by c.user_id, c.starts_at)
  into owners, starts
  from (
    select distinct m.user_id, date_trunc('month', m.moment, 'UTC') as starts_at
    from unnest(people, moments) as m (user_id, moment)
  ) as c;

  -- One at a time for each period; the next statement then sees what the one before committed.
  perform
  from public.ai_usage_periods as p
  where (p.user_id, p.starts_at) in (select c.user_id, c.starts_at from unnest(owners, starts) as c (user_id, starts_at))
  order by p.user_id, p.starts_at
  for no key update;

  update public.ai_usage_periods as p
  set queries_used = f.queries_used, tokens_used = f.tokens_used
  from (
    select k.user_id, k.id,
      (count(i.id) filter (where i.outcome in ('started', 'completed')))::integer as queries_used,
      coalesce(sum(i.tokens_used), 0)::bigint as tokens_used
    from unnest(owners, starts) as c (user_id, starts_at)
    join public.ai_usage_periods as k on k.user_id = c.user_id and k.starts_at = c.starts_at
    left join public.ai_interactions as i
      on i.user_id = k.user_id and i.started_at >= k.starts_at and i.started_at < k.resets_at
    where k.resets_at > at - make_interval(days => private.setting('ai.late_days')::integer)
    group by k.user_id, k.id
  ) as f
  where p.user_id = f.user_id and p.id = f.id
    and (p.queries_used, p.tokens_used) is distinct from (f.queries_used, f.tokens_used);
end;
$$;

-- private.usage_after_interactions: trigger `_300_usage` on ai_interactions.
create function private.usage_after_interactions()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  people uuid[];
  moments timestamptz[];
begin
  if tg_op = 'INSERT' then
    select array_agg(n.user_id), array_agg(n.started_at) into people, moments from new_rows as n;
  elsif tg_op = 'DELETE' then
    select array_agg(o.user_id), array_agg(o.started_at) into people, moments from old_rows as o;
  else
    select array_agg(c.user_id), array_agg(c.started_at) into people, moments
    from (select o.user_id, o.started_at from old_rows as o union select n.user_id, n.started_at from new_rows as n) as c;
  end if;
  if people is not null then
    perform private.recount_ai_usage(people, moments);
  end if;
  return null;
end;
$$;

create trigger _300_usage_insert after insert on public.ai_interactions
  referencing new table as new_rows for each statement execute function private.usage_after_interactions();
create trigger _300_usage_update after update on public.ai_interactions
  referencing old table as old_rows new table as new_rows for each statement execute function private.usage_after_interactions();
create trigger _300_usage_delete after delete on public.ai_interactions
  referencing old table as old_rows for each statement execute function private.usage_after_interactions();


-- record_ai_interaction: records a question to a model and counts it. For servers, with the secret key.
--
-- Either once, when the answer is there; or, which is better, twice with one id: as 'started' before the provider is
-- asked, which takes the question off the person's limit or refuses it before it costs anything, and again when it is
-- answered, as 'completed' or 'failed'. What failed is given back. Repeating a call changes nothing: a question that was
-- completed or failed stays as it is, while one that was given up as lost may still be completed.
--
-- Returns the outcome that stands, and the usage of the month the question began in.
-- Raises ai_interaction_malformed (PT422), which names the field; user_not_found (PT404); account_suspended,
-- account_deleted, processing_restricted, consent_missing (PT403); and ai_limit_reached (PT429) when a new question is
-- one too many.
-- The limit is the plan's: private.open_ai_usage_period() is in the chapter on subscriptions.
-- Definer: usage is nobody's to write past this function, not even the server's.
create function private.record_ai_interaction(
  user_id uuid, id uuid, purpose text, provider text, model text, outcome text, started_at timestamptz,
  tokens_in integer, tokens_out integer, cost_micros bigint, cost_currency text, latency_ms integer, is_cache_hit boolean,
  quality_score double precision, error_code text, coaching_session_id uuid, conversation_id uuid, message_id uuid,
  learning_session_id uuid,
  out recorded_outcome text, out queries_used integer, out queries_limit integer, out resets_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  began_at constant timestamptz := coalesce(started_at, now());
  ended_at constant timestamptz := case when outcome <> 'started' then now() end;
  known public.ai_interactions;
  period public.ai_usage_periods;
  account_status text;
  problem text;
begin
  problem := case
    when user_id is null then 'user_id: it is missing'
    when id is null then 'id: it is missing; make one for each question'
    when outcome is null or outcome not in ('started', 'completed', 'failed')
      then 'outcome: started, completed or failed is wanted'
    when purpose is null or purpose not in (
      'coaching', 'conversation', 'learning', 'vision_analysis', 'action_planning', 'recommendation', 'insight', 'journal',
      'assessment', 'other'
    ) then 'purpose: it is none of those that the table ai_interactions knows'
    when provider is null or provider !~ '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$' or char_length(provider) > 80
      then 'provider: a lower case name is wanted'
    when model is null or char_length(model) not between 1 and 200 then 'model: 1 to 200 characters are wanted'
    when cost_currency !~ '^[A-Z]{3}$' then 'cost_currency: a code of ISO 4217 is wanted'
    when error_code is not null and outcome <> 'failed' then 'error_code: only what failed has one'
    when tokens_in not between 0 and 100000000 then 'tokens_in: 0 to 100,000,000 is wanted'
    when tokens_out not between 0 and 100000000 then 'tokens_out: 0 to 100,000,000 is wanted'
    when cost_micros not between 0 and 9007199254740991 then 'cost_micros: 0 to 9,007,199,254,740,991 is wanted'
    when latency_ms not between 0 and 86400000 then 'latency_ms: a day at most is wanted'
    when char_length(error_code) not between 1 and 80 then 'error_code: 1 to 80 characters are wanted'
    when quality_score not between 0 and 1 then 'quality_score: a fraction from 0 to 1 is wanted'
    when began_at > now() + interval '2 seconds' then 'started_at: it lies ahead'
    when began_at < now() - make_interval(days => private.setting('ai.late_days')::integer)
      then 'started_at: it is too long ago to be counted'
  end;
  if problem is not null then
    raise exception using errcode = 'PT422', message = 'ai_interaction_malformed',
      detail = problem || '.',
      hint = 'Correct it and record the question again under the same id.';
  end if;

  -- One question of a person at a time: whoever waited sees what the one before recorded.
  perform pg_advisory_xact_lock(hashtextextended('ai_interactions:' || user_id::text, 0));

  select i.* into known
  from public.ai_interactions as i
  where i.user_id = record_ai_interaction.user_id and i.id = record_ai_interaction.id;

  if known.id is null then
    select u.account_status into account_status from public.users as u where u.id = user_id;
    if account_status is null then
      raise exception using errcode = 'PT404', message = 'user_not_found',
        detail = format('user_id: there is no person with the id %s.', user_id),
        hint = 'Take it from the verified token of the person who asks.';
    elsif account_status = 'suspended' then
      raise exception using errcode = 'PT403', message = 'account_suspended',
        detail = 'user_id: this account is suspended.',
        hint = 'Do not ask a model on its behalf.';
    elsif account_status = 'deleted' then
      raise exception using errcode = 'PT403', message = 'account_deleted',
        detail = 'user_id: this account is deleted and will be erased.',
        hint = 'Do not ask a model on its behalf.';
    elsif exists (select from public.users as u where u.id = user_id and u.restricted_at is not null) then
      raise exception using errcode = 'PT403', message = 'processing_restricted',
        detail = 'user_id: processing of this person''s data is restricted, as they asked.',
        hint = 'Do not ask a model on their behalf.';
    elsif not private.has_consent(user_id, 'ai_coaching') then
      raise exception using errcode = 'PT403', message = 'consent_missing',
        detail = 'user_id: this person does not consent to ai_coaching.',
        hint = 'Ask them for it, and do not ask a model on their behalf before.';
    end if;
  end if;

  period := private.open_ai_usage_period(user_id, coalesce(known.started_at, began_at));

  if known.id is null then
    -- A failure that was never counted takes nothing off the limit.
    if outcome <> 'failed' and period.queries_used >= period.queries_limit then
      raise exception using errcode = 'PT429', message = 'ai_limit_reached',
        detail = format('%s of %s questions of this month are used.', period.queries_used, period.queries_limit),
        hint = format(
          'Ask again from %s on, or change to a plan with more.',
          to_char(period.resets_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        );
    end if;
    insert into public.ai_interactions (
      user_id, id, started_at, finished_at, purpose, provider, model, outcome, error_code, tokens_in, tokens_out,
      cost_micros, cost_currency, latency_ms, is_cache_hit, quality_score, coaching_session_id, conversation_id, message_id,
      learning_session_id
    )
    values (
      user_id, id, began_at, ended_at, purpose, provider, model, outcome, error_code, coalesce(tokens_in, 0),
      coalesce(tokens_out, 0), coalesce(cost_micros, 0), coalesce(cost_currency, 'USD'), latency_ms,
      coalesce(is_cache_hit, false), quality_score, coaching_session_id, conversation_id, message_id, learning_session_id
    );
    recorded_outcome := outcome;
  elsif known.outcome in ('started', 'lost') and outcome <> 'started' then
    update public.ai_interactions as i
    set finished_at = ended_at, provider = record_ai_interaction.provider, model = record_ai_interaction.model,
      outcome = record_ai_interaction.outcome, error_code = record_ai_interaction.error_code,
      tokens_in = coalesce(record_ai_interaction.tokens_in, 0), tokens_out = coalesce(record_ai_interaction.tokens_out, 0),
      cost_micros = coalesce(record_ai_interaction.cost_micros, 0),
      cost_currency = coalesce(record_ai_interaction.cost_currency, 'USD'),
      latency_ms = record_ai_interaction.latency_ms, is_cache_hit = coalesce(record_ai_interaction.is_cache_hit, false),
      quality_score = record_ai_interaction.quality_score,
      coaching_session_id = coalesce(record_ai_interaction.coaching_session_id, i.coaching_session_id),
      conversation_id = coalesce(record_ai_interaction.conversation_id, i.conversation_id),
      message_id = coalesce(record_ai_interaction.message_id, i.message_id),
      learning_session_id = coalesce(record_ai_interaction.learning_session_id, i.learning_session_id)
    where i.user_id = known.user_id and i.id = known.id and i.started_at = known.started_at;
    recorded_outcome := outcome;
  else
    recorded_outcome := known.outcome;
  end if;

  select p.queries_used, p.queries_limit, p.resets_at into queries_used, queries_limit, resets_at
  from public.ai_usage_periods as p
  where p.user_id = period.user_id and p.id = period.id;
end;
$$;

create function public.record_ai_interaction(
  user_id uuid, id uuid, purpose text, provider text, model text, outcome text default 'completed',
  started_at timestamptz default null, tokens_in integer default 0, tokens_out integer default 0,
  cost_micros bigint default 0, cost_currency text default 'USD', latency_ms integer default null,
  is_cache_hit boolean default false, quality_score double precision default null, error_code text default null,
  coaching_session_id uuid default null, conversation_id uuid default null, message_id uuid default null,
  learning_session_id uuid default null,
  out recorded_outcome text, out queries_used integer, out queries_limit integer, out resets_at timestamptz
)
language sql
volatile
security invoker
set search_path = ''
as $$
  select * from private.record_ai_interaction($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);
$$;

comment on function public.record_ai_interaction(
  uuid, uuid, text, text, text, text, timestamptz, integer, integer, bigint, text, integer, boolean, double precision, text,
  uuid, uuid, uuid, uuid
) is
  'For servers: records a question to an AI model and counts it, or refuses it above the person''s limit. Idempotent by id: started first, completed or failed later.';

grant execute on function
  private.record_ai_interaction(
    uuid, uuid, text, text, text, text, timestamptz, integer, integer, bigint, text, integer, boolean, double precision, text,
    uuid, uuid, uuid, uuid
  ),
  public.record_ai_interaction(
    uuid, uuid, text, text, text, text, timestamptz, integer, integer, bigint, text, integer, boolean, double precision, text,
    uuid, uuid, uuid, uuid
  )
to service_role;


-- ai_usage_analytics: what the caller's questions to AI models of some time add up to, or those of one learning or
-- coaching session. Reaches back as far as interactions are kept. Raises what private.require_person() raises.
-- Definer: interactions are the server's. Gives the caller's own only.
create function private.ai_usage_analytics(from_time timestamptz, to_time timestamptz, session_id uuid)
returns table (
  total_ai_queries integer, providers_used jsonb, total_tokens_consumed bigint, total_cost_micros jsonb,
  average_response_time_ms double precision, cache_hit_rate double precision, quality_scores double precision[]
)
language sql
stable
security definer
rows 1
set search_path = ''
as $$
  with asked as materialized (
    select i.*
    from public.ai_interactions as i
    where i.user_id = (select private.require_person())
      and i.started_at >= coalesce(from_time, '-infinity') and i.started_at < coalesce(to_time, 'infinity')
      and (ai_usage_analytics.session_id is null or ai_usage_analytics.session_id in (i.learning_session_id, i.coaching_session_id))
      and i.outcome = 'completed'
  )
  select count(*)::integer,
    (
      select coalesce(jsonb_object_agg(p.provider, p.queries), '{}')
      from (select a.provider::text, count(*) as queries from asked as a group by a.provider) as p
    ),
    coalesce(sum(a.tokens_used), 0)::bigint,
    (
      select coalesce(jsonb_object_agg(c.cost_currency, c.micros), '{}')
      from (select k.cost_currency::text, sum(k.cost_micros) as micros from asked as k group by k.cost_currency) as c
    ),
    avg(a.latency_ms)::double precision,
    avg(a.is_cache_hit::integer)::double precision,
    coalesce(array_agg(a.quality_score::double precision order by a.started_at, a.id) filter (where a.quality_score is not null), '{}')
  from asked as a;
$$;

create function public.ai_usage_analytics(
  from_time timestamptz default null, to_time timestamptz default null, session_id uuid default null
)
returns table (
  total_ai_queries integer, providers_used jsonb, total_tokens_consumed bigint, total_cost_micros jsonb,
  average_response_time_ms double precision, cache_hit_rate double precision, quality_scores double precision[]
)
language sql
stable
security invoker
rows 1
set search_path = ''
as $$
  select * from private.ai_usage_analytics($1, $2, $3);
$$;

comment on function public.ai_usage_analytics(timestamptz, timestamptz, uuid) is
  'What the caller''s answered questions to AI models add up to: queries, by provider, tokens, cost in micro-units by currency, mean milliseconds, share from cache, ratings. For a time, or a learning or coaching session.';

grant execute on function
  private.ai_usage_analytics(timestamptz, timestamptz, uuid), public.ai_usage_analytics(timestamptz, timestamptz, uuid)
to authenticated;


-- private.give_up_ai_interactions: questions that were begun and never answered, because whoever asked is gone, are
-- lost after ai.lost_minutes, and no longer count. Idempotent; run by cron. Returns how many, at most `batch`.
create function private.give_up_ai_interactions(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  given_up integer;
begin
  with due as (
    select i.user_id, i.id, i.started_at
    from public.ai_interactions as i
    where i.outcome = 'started'
      and i.started_at < at - make_interval(mins => private.setting('ai.lost_minutes')::integer)
    order by i.user_id, i.id
    limit batch
    for no key update skip locked
  )
  update public.ai_interactions as i
  set outcome = 'lost', finished_at = at
  from due
  where i.user_id = due.user_id and i.id = due.id and i.started_at = due.started_at;
  get diagnostics given_up = row_count;
  return given_up;
end;
$$;

comment on function private.give_up_ai_interactions(timestamptz, integer) is
  'Gives up AI questions without an answer, so that they no longer count; returns how many. Idempotent; run by cron.';

grant execute on function
  private.give_up_ai_interactions(timestamptz, integer)
to service_role;
