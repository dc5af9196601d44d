-- What a row must keep to, by the name of each rule.
begin;
select plan(61);

select tests.create_user('alice');

-- A row with one column set: the rule named must refuse it.
create function pg_temp.refuses_value(relation text, columns text, rule text)
returns text
language sql
volatile
as $$
  select tests.refuses(
    rule,
    format(
      'insert into public.%1$I select (jsonb_populate_record(null::public.%1$I, %2$L)).*', relation,
      case relation
        when 'learning_dna' then jsonb_build_object(
          'id', tests.user_id('alice'), 'version', 1, 'optimal_emotional_states', '{}', 'problematic_emotional_states', '{}', 'stress_triggers', '{}',
          'confidence_builders', '{}', 'engagement_factors', '{}', 'emotional_recovery_strategies', '{}', 'subjects_performance', '{}'::jsonb
        )
        when 'content_mastery' then jsonb_build_object(
          'id', private.catalogue_id('concepts', 'empathy'), 'concept_id', private.catalogue_id('concepts', 'empathy'), 'mastery_level', 0,
          'mastery_confidence', 0, 'state', 'new', 'step', 0, 'decay_rate', 0.1542, 'interval_days', 0, 'reviews_count', 0, 'lapses_count', 0,
          'time_spent_minutes', 0, 'emotional_associations', '{}'::jsonb, 'effective_learning_strategies', '{}', 'learning_style_effectiveness', '{}'::jsonb
        )
        else '{}'
      end || jsonb_build_object('user_id', tests.user_id('alice'), 'created_at', now(), 'updated_at', now()) || columns::jsonb
    ),
    rule
  );
$$;

select pg_temp.refuses_value('learning_dna', columns, 'learning_dna_' || rule)
from (values
  ('{"version": 0}', 'version_is_positive'),
  ('{"primary_learning_style": "x"}', 'primary_style_is_known'),
  ('{"secondary_learning_style": "x"}', 'secondary_style_is_known'),
  ('{"learning_style_assessment_method": "x"}', 'assessment_method_is_known'),
  ('{"processing_speed": "x"}', 'processing_speed_is_known'),
  ('{"working_memory_capacity": "x"}', 'working_memory_is_known'),
  ('{"attention_span_minutes": 0}', 'attention_span_fits_day'),
  ('{"information_processing_preference": "x"}', 'processing_preference_is_known'),
  ('{"multitasking_ability": "x"}', 'multitasking_is_known'),
  ('{"challenge_tolerance": "x"}', 'challenge_tolerance_is_known'),
  ('{"example_density_preference": "x"}', 'example_density_is_known'),
  ('{"abstract_vs_concrete": 1.1}', 'abstract_vs_concrete_is_bounded'),
  ('{"goal_orientation": "x"}', 'goal_orientation_is_known'),
  ('{"feedback_preference": "x"}', 'feedback_preference_is_known'),
  ('{"autonomy_preference": "x"}', 'autonomy_preference_is_known'),
  ('{"optimal_emotional_states": ["hangry"]}', 'optimal_states_are_known'),
  ('{"problematic_emotional_states": ["hangry"]}', 'problematic_states_are_known'),
  ('{"subjects_performance": []}', 'subjects_performance_has_shape'),
  ('{"subjects_performance": {"x": {"mastery_rate": 0.5}}}', 'subjects_performance_has_shape'),
  ('{"overall_learning_velocity": -1}', 'velocity_is_not_negative')
) as v (columns, rule);

select pg_temp.refuses_value('content_mastery', columns, 'content_mastery_' || rule)
from (values
  ('{"id": "00000000-0000-4000-8000-000000000001"}', 'is_one_row_a_concept'),
  ('{"state": "x", "stability": 1, "difficulty": 5, "initial_strength": 1, "due_at": "2026-01-01"}', 'state_is_known'),
  ('{"step": 2}', 'step_is_place'),
  ('{"state": "review"}', 'state_has_memory'),
  ('{"stability": 1}', 'state_has_memory'),
  ('{"decay_rate": 0}', 'decay_is_positive'),
  ('{"interval_days": -1}', 'interval_is_bounded'),
  ('{"lapses_count": -1}', 'counts_are_not_negative'),
  ('{"first_exposed_at": "2026-01-02", "last_practiced_at": "2026-01-01"}', 'practiced_was_exposed'),
  ('{"first_exposed_at": "2026-01-02", "mastery_achieved_at": "2026-01-01"}', 'achieved_was_exposed'),
  ('{"emotional_associations": {"hangry": 1}}', 'associations_have_shape'),
  ('{"emotional_associations": {"joy": 2}}', 'associations_have_shape'),
  ('{"learning_style_effectiveness": {"osmosis": 1}}', 'style_effectiveness_has_shape')
) as v (columns, rule);

create function pg_temp.session(columns text)
returns void
language plpgsql
volatile
as $$
begin
  insert into public.learning_sessions (user_id) values (tests.user_id('alice'));
  execute format('update public.learning_sessions set %s where true', columns);
end;
$$;
select tests.refuses('platform_is_known', $$select pg_temp.session($s$platform = 'x'$s$)$$, 'platforms are those of sync_devices');
select pg_temp.refuses_value('learning_dna', '{"explanation_depth_preference": "x"}', 'explanation_style_is_known');
select tests.refuses('learning_sessions_' || rule, format('select pg_temp.session(%L)', columns), 'learning_sessions_' || rule || ': ' || columns)
from (values
  ($$ended_at = started_at - interval '1 minute'$$, 'ends_after_start'),
  ($$session_type = 'x'$$, 'type_is_known'),
  ($$device_type = 'x'$$, 'device_type_is_known'),
  ($$questions_correct = 1$$, 'correct_were_attempted'),
  ($$user_satisfaction_rating = 6$$, 'satisfaction_is_rating'),
  ($$perceived_difficulty_rating = 0$$, 'perceived_difficulty_is_rating'),
  ($$emotional_satisfaction_rating = 6$$, 'emotional_satisfaction_is_rating'),
  ($$mastery_demonstrations = '[{"concept": "x"}]'$$, 'demonstrations_have_shape'),
  ($$difficulty_progression = '[{"timestamp": "noon", "difficulty_level": 0, "success_rate": 1}]'$$, 'progression_has_shape'),
  ($$difficulty_progression = '[{"timestamp": "2026-01-01T10:00:00Z", "difficulty_level": 0, "success_rate": 2}]'$$, 'progression_has_shape'),
  ($$providers_used = '{"groq": 1.5}'$$, 'providers_have_shape'),
  ($$quality_scores = '{0.5,1.5}'$$, 'quality_scores_are_fractions'),
  ($$ai_cost_currency = 'usd'$$, 'ai_cost_currency_is_iso4217')
) as v (columns, rule);
select lives_ok(
  $$
    select pg_temp.session($s$
      mastery_demonstrations = '[{"concept": "empathy", "evidence": "Said it back", "confidence_level": 0.8}]',
      difficulty_progression = '[{"timestamp": "2026-01-01T10:00:00.123Z", "difficulty_level": 0.4, "success_rate": 1}]'
    $s$)
  $$,
  'lists of the documented shape are taken'
);

create function pg_temp.interaction(columns text, vals text)
returns void
language plpgsql
volatile
as $$
begin
  insert into public.learning_sessions (user_id, id) values (tests.user_id('alice'), tests.id(1)) on conflict do nothing;
  execute format(
    'insert into public.learning_interactions (user_id, session_id, interaction_type, %s) values (tests.user_id(''alice''), tests.id(1), ''question'', %s)', columns, vals
  );
end;
$$;
select tests.refuses('learning_interactions_ai_has_provider', $$select pg_temp.interaction('ai_text', '''x''')$$, 'an answer is somebody''s');
select tests.refuses('learning_interactions_ai_has_provider', $$select pg_temp.interaction('ai_tokens_used', '1')$$, 'tokens are for an answer');
select tests.refuses('learning_interactions_emotion_has_details', $$select pg_temp.interaction('emotion_confidence', '1')$$, 'one is confident of an emotion');
select tests.refuses('learning_interactions_adjustment_is_bounded', $$select pg_temp.interaction('difficulty_adjustment', '-2')$$, 'an adjustment is bounded');
select tests.refuses('learning_interventions_effectiveness_is_rating',
  $$insert into public.learning_interventions (user_id, intervention_type, effectiveness_rating) values (tests.user_id('alice'), 'x', 0)$$, 'effectiveness is a rating');
select tests.refuses('emotional_readings_source_is_known',
  $$insert into public.emotional_readings (user_id, emotion, source) values (tests.user_id('alice'), 'joy', 'x')$$, 'a reading has a known source');
select tests.refuses('emotional_state_is_known',
  $$insert into public.emotional_readings (user_id, emotion) values (tests.user_id('alice'), 'hangry')$$, 'and a known emotion');
select tests.refuses('learning_dna_assessments_type_is_known',
  $$insert into public.learning_dna_assessments (user_id, assessment_type) values (tests.user_id('alice'), 'x')$$, 'an assessment is of a known type');
select tests.refuses('learning_dna_assessments_delta_is_bounded',
  $$insert into public.learning_dna_assessments (user_id, assessment_type, confidence_delta) values (tests.user_id('alice'), 'initial', 2)$$, 'its delta is bounded');
create function pg_temp.review(columns text, vals text)
returns void
language plpgsql
volatile
as $$
begin
  execute format(
    'insert into public.mastery_reviews (user_id, concept_id, %s) values (tests.user_id(''alice''), private.catalogue_id(''concepts'', ''empathy''), %s)', columns, vals
  );
end;
$$;
select tests.refuses('mastery_reviews_recall_is_rated', $$select pg_temp.review('activity_type', '''practice''')$$, 'what is recalled is rated');
select tests.refuses('mastery_reviews_rating_is_known', $$select pg_temp.review('rating', '5')$$, 'by one of four');
select tests.refuses('mastery_reviews_time_spent_fits_day', $$select pg_temp.review('rating, time_spent_minutes', '3, 1441')$$, 'within a day');

select * from finish();
rollback;
