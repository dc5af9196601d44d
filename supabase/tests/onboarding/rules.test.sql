-- What a row must keep to, by the name of each rule. Triggers are off for those that a trigger would see to.
begin;
select plan(44);

select tests.create_user('alice');

create function pg_temp.attempt(columns text, given text)
returns text
language sql
immutable
as $$
  select format(
    'insert into public.assessment_attempts (user_id, assessment_id, %s) values (%L, private.catalogue_id(''assessments'', ''mbti:1''), %s)',
    columns, tests.user_id('alice'), given
  );
$$;

set local session_replication_role = replica;
select lives_ok(pg_temp.attempt('status, completed_at, missing_answers, scores, scored_at', $$'completed', now(), 0, '{"EI": -100}', now()$$), 'an attempt can be scored');
select tests.refuses('assessment_attempts_completed_has_time', pg_temp.attempt('status', $$'completed'$$), 'a completed attempt has a time');
select tests.refuses('assessment_attempts_completed_has_time', pg_temp.attempt('completed_at', 'now()'), 'and only a completed one');
select tests.refuses('assessment_attempts_missing_is_completed', pg_temp.attempt('missing_answers', '3'), 'answers are missing of what is completed only');
select tests.refuses('assessment_attempts_scored_is_whole',
  pg_temp.attempt('status, completed_at, missing_answers, scores, scored_at', $$'completed', now(), 1, '{"EI": 1}', now()$$), 'nothing is scored while an answer is missing');
select tests.refuses('assessment_attempts_scored_is_whole',
  pg_temp.attempt('status, completed_at, missing_answers', $$'completed', now(), 0$$), 'and what misses none is scored');
select tests.refuses('assessment_attempts_scored_has_time',
  pg_temp.attempt('status, completed_at, missing_answers, scores', $$'completed', now(), 0, '{"EI": 1}'$$), 'a score has a time');
select tests.refuses('assessment_attempts_missing_is_not_negative',
  pg_temp.attempt('status, completed_at, missing_answers', $$'completed', now(), -1$$), 'fewer than none are never missing');
select tests.refuses('assessment_attempts_scores_have_shape',
  pg_temp.attempt('status, completed_at, missing_answers, scores, scored_at', $$'completed', now(), 0, '{"EI": 101}', now()$$), 'scores are at most 100');
select tests.refuses('assessment_attempts_scores_have_shape',
  pg_temp.attempt('status, completed_at, missing_answers, scores, scored_at', $$'completed', now(), 0, '{"EI": "clear"}', now()$$), 'and numbers');
select tests.refuses('assessment_attempts_scores_have_shape',
  pg_temp.attempt('status, completed_at, missing_answers, scores, scored_at', $$'completed', now(), 0, '[1]', now()$$), 'by scale');
set local session_replication_role = origin;
select tests.refuses('assessment_attempts_status_is_known', pg_temp.attempt('status', $$'done'$$), 'the status is one of three');

-- Assessments.
create function pg_temp.assessment(changes text)
returns text
language sql
immutable
as $$
  select format('update public.assessments set %s where code = %L', changes, 'mbti');
$$;
select tests.refuses('assessments_version_is_positive', pg_temp.assessment('version = 0'), 'versions count from 1');
select tests.refuses('assessments_scoring_is_known', pg_temp.assessment($$scoring = 'dice'$$), 'scoring is one there is');
select tests.refuses('assessments_scale_has_middle', pg_temp.assessment('scale_points = 4, scale_labels = scale_labels - 4'), 'a scale has a middle');
select tests.refuses('assessments_scale_has_labels', pg_temp.assessment('scale_points = 7'), 'and a label for each point');
select tests.refuses('assessments_scale_has_labels',
  pg_temp.assessment($$scale_labels = jsonb_set(scale_labels, '{4}', '{"nl": "Eens"}')$$), 'in both languages');
select tests.refuses('assessments_scales_have_names',
  pg_temp.assessment($$scales = jsonb_set(scales, '{0}', '{"nl": "x", "en": "x"}')$$), 'scales have codes');
select tests.refuses('assessments_scales_have_names',
  pg_temp.assessment($$scales = jsonb_set(scales, '{0}', '{"code": "E/I", "nl": "x", "en": "x"}')$$), 'that are words');
select tests.refuses('assessments_scales_have_names', pg_temp.assessment($$scales = '[]'$$), 'something is measured');
select tests.refuses('assessments_minutes_are_few', pg_temp.assessment('estimated_minutes = 0'), 'nothing takes no time');
select tests.refuses('assessment_questions_direction_is_sign', 'update public.assessment_questions set direction = 0', 'a question counts up or down');
select tests.refuses('assessment_questions_scale_is_word', $$update public.assessment_questions set scale_code = 'E I'$$, 'for a scale');

-- Flows and steps.
select tests.refuses('onboarding_flows_version_is_positive', 'update public.onboarding_flows set version = 0', 'versions of flows count from 1');
select tests.refuses('onboarding_flows_audience_is_known', $$update public.onboarding_flows set audience = 'cats'$$, 'an audience is one there is');
select tests.refuses('onboarding_flows_minutes_are_few', 'update public.onboarding_flows set estimated_minutes = 500', 'nobody is kept all day');
select tests.refuses('onboarding_flows_default_is_active', 'update public.onboarding_flows set is_active = false where is_default', 'the default is offered');

create function pg_temp.step(kind text, changes text)
returns text
language sql
immutable
as $$
  select format('update public.onboarding_steps as s set %s where s.kind = %L', changes, kind);
$$;
select tests.refuses('onboarding_steps_kind_is_known', pg_temp.step('information', $$kind = 'dance'$$), 'a step is of a kind there is');
select tests.refuses('onboarding_steps_choice_has_options', pg_temp.step('choice', 'options = null, max_choices = null'), 'a choice has options');
select tests.refuses('onboarding_steps_choice_has_options',
  pg_temp.step('text', $$options = '[{"value": "a", "nl": "a", "en": "a"}, {"value": "b", "nl": "b", "en": "b"}]', max_choices = 1$$), 'and nothing else has');
select tests.refuses('onboarding_steps_options_have_names', pg_temp.step('choice', $$options = options || '{"value": "x", "nl": "x"}'$$), 'options are named in both languages');
select tests.refuses('onboarding_steps_options_have_names', pg_temp.step('choice', $$options = options || '{"nl": "x", "en": "x"}'$$), 'and have values');
select tests.refuses('onboarding_steps_options_have_most', pg_temp.step('choices', 'max_choices = null'), 'it is said how many may be chosen');
select tests.refuses('onboarding_steps_choice_is_one', pg_temp.step('choice', 'max_choices = 2'), 'of a choice, one');
select tests.refuses('onboarding_steps_most_is_within_options', pg_temp.step('choices', 'max_choices = 19'), 'and never more than there are');
select tests.refuses('onboarding_steps_scale_has_points', pg_temp.step('scale', 'scale_points = null'), 'a scale has points');
select tests.refuses('onboarding_steps_scale_has_ends', pg_temp.step('scale', 'scale_ends = null'), 'and ends');
select tests.refuses('onboarding_steps_scale_is_short', pg_temp.step('scale', 'scale_points = 100'), 'that a thumb can reach');
select tests.refuses('onboarding_steps_ends_have_names', pg_temp.step('scale', $$scale_ends = '[{"nl": "x", "en": "x"}]'$$), 'two of them');
select tests.refuses('onboarding_steps_assessment_has_code', pg_temp.step('assessment', 'assessment_code = null'), 'an assessment is named');
select tests.refuses('onboarding_steps_fills_profile', pg_temp.step('text', $$fills_column = 'user_roles.role_code'$$), 'a step fills the profile only');

-- What a person has.
select tests.refuses('onboarding_responses_status_is_known',
  $$
    insert into public.onboarding_responses (user_id, id, flow_id, step_id, status)
    select tests.user_id('alice'), s.id, s.flow_id, s.id, 'done' from public.onboarding_steps as s limit 1
  $$, 'a response is completed or skipped');
select tests.refuses('onboarding_responses_choices_are_bounded',
  $$
    insert into public.onboarding_responses (user_id, id, flow_id, step_id, choices)
    select tests.user_id('alice'), s.id, s.flow_id, s.id, array_fill('x'::text, '{21}') from public.onboarding_steps as s limit 1
  $$, 'nobody chooses without end');
set local session_replication_role = replica;
select tests.refuses('onboarding_progress_steps_are_counted',
  $$
    insert into public.onboarding_progress (user_id, id, flow_id, steps_done)
    select tests.user_id('alice'), f.id, f.id, -1 from public.onboarding_flows as f limit 1
  $$, 'steps are counted from 0');

select * from finish();
rollback;
