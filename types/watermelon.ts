// Made by `npm run types` from the sync registry. Do not edit.
import { appSchema, tableSchema } from '@nozbe/watermelondb';
import { createTable, schemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';

/** Version of the local database schema this file describes. */
export const schemaVersion = 14;

/** The first version that syncs; pass it to `synchronize()` as `migrationsEnabledAtVersion`. */
export const firstSchemaVersion = 13;

/** Every synced table, parents before children. */
export const syncedTables = [
  'users',
  'cognitive_functions',
  'policy_documents',
  'consent_purposes',
  'assessments',
  'onboarding_flows',
  'content_categories',
  'plans',
  'met24_versions',
  'levensgebied_versions',
  'achievements',
  'countries',
  'currencies',
  'feature_flags',
  'notification_kinds',
  'emotional_states',
  'subjects',
  'user_preferences',
  'mbti_types',
  'cognitive_function_scores',
  'user_roles',
  'consents',
  'assessment_questions',
  'assessment_attempts',
  'onboarding_steps',
  'conversations',
  'coaching_sessions',
  'learned_preferences',
  'ai_usage_periods',
  'content_items',
  'plan_entitlements',
  'payment_methods',
  'met24_domains',
  'met24_levels',
  'met24_assessments',
  'levensgebieden',
  'visions',
  'user_progress',
  'user_achievements',
  'sync_devices',
  'sync_conflicts',
  'sync_rejections',
  'analytics_events',
  'interaction_analytics',
  'time_zones',
  'notification_preferences',
  'notifications',
  'integrations',
  'custom_field_definitions',
  'organizations',
  'concepts',
  'learning_dna',
  'learning_dna_assessments',
  'learning_sessions',
  'emotional_analytics',
  'learning_analytics',
  'data_exports',
  'mbti_profiles',
  'assessment_answers',
  'onboarding_progress',
  'messages',
  'journal_prompts',
  'coaching_outcomes',
  'coaching_adaptations',
  'mbti_insights',
  'ai_recommendations',
  'content_mbti_affinity',
  'content_progress',
  'content_bookmarks',
  'content_ratings',
  'content_item_statistics',
  'subscriptions',
  'met24_scores',
  'met24_goals',
  'met24_reflections',
  'levensgebied_questions',
  'levensgebied_scores',
  'levensgebied_goals',
  'vision_milestones',
  'daily_actions',
  'projects',
  'habits',
  'custom_field_values',
  'organization_members',
  'concept_prerequisites',
  'learning_interactions',
  'learning_interventions',
  'emotional_readings',
  'content_mastery',
  'mastery_reviews',
  'mbti_type_statistics',
  'onboarding_responses',
  'journal_entries',
  'invoices',
  'levensgebied_reflections',
  'action_time_entries',
  'tasks',
  'habit_logs',
  'teams',
  'shared_visions',
  'mood_entries',
  'attachments',
  'team_members',
  'team_announcements',
] as const;

export type SyncedTable = (typeof syncedTables)[number];

/** Catalogues: the same for everybody. */
export const sharedTables: readonly SyncedTable[] = [
  'cognitive_functions',
  'policy_documents',
  'consent_purposes',
  'assessments',
  'onboarding_flows',
  'content_categories',
  'plans',
  'met24_versions',
  'levensgebied_versions',
  'achievements',
  'countries',
  'currencies',
  'feature_flags',
  'notification_kinds',
  'emotional_states',
  'subjects',
  'mbti_types',
  'assessment_questions',
  'onboarding_steps',
  'content_items',
  'plan_entitlements',
  'met24_domains',
  'met24_levels',
  'levensgebieden',
  'time_zones',
  'concepts',
  'journal_prompts',
  'content_mbti_affinity',
  'content_item_statistics',
  'levensgebied_questions',
  'concept_prerequisites',
  'mbti_type_statistics',
];

/** Those that devices only add to; `createSync` removes their records from the device once they are sent. */
export const uploadedTables: readonly SyncedTable[] = ['analytics_events', 'interaction_analytics'];

/** The WatermelonDB schema of all synced tables; spread its tables beside your own local-only ones. */
export const schema = appSchema({
  version: schemaVersion,
  tables: [
    tableSchema({
      name: 'users',
      columns: [
        { name: 'username', type: 'string', isOptional: true },
        { name: 'first_name', type: 'string', isOptional: true },
        { name: 'last_name', type: 'string', isOptional: true },
        { name: 'display_name', type: 'string', isOptional: true },
        { name: 'avatar_url', type: 'string', isOptional: true },
        { name: 'timezone', type: 'string', isOptional: true },
        { name: 'locale', type: 'string', isOptional: true },
        { name: 'country', type: 'string', isOptional: true },
        { name: 'region', type: 'string', isOptional: true },
        { name: 'education_level', type: 'string', isOptional: true },
        { name: 'age_band', type: 'string', isOptional: true },
        { name: 'learning_goals', type: 'string', isOptional: true },
        { name: 'subjects_of_interest', type: 'string', isOptional: true },
        { name: 'account_status', type: 'string', isOptional: true },
        { name: 'onboarding_completed_at', type: 'number', isOptional: true },
        { name: 'trial_ends_at', type: 'number', isOptional: true },
        { name: 'restricted_at', type: 'number', isOptional: true },
        { name: 'deleted_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'cognitive_functions',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'kind', type: 'string' },
        { name: 'attitude', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'strengths', type: 'string' },
        { name: 'growth_edge', type: 'string' },
        { name: 'shows_as', type: 'string' },
        { name: 'table_affinity', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'policy_documents',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'version', type: 'number' },
        { name: 'locale', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'sha256', type: 'string' },
        { name: 'published_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'consent_purposes',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'needed_for', type: 'string' },
        { name: 'document_code', type: 'string' },
        { name: 'since_version', type: 'number', isOptional: true },
        { name: 'is_for_children', type: 'boolean' },
        { name: 'position', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'assessments',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'version', type: 'number' },
        { name: 'scoring', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'instructions', type: 'string' },
        { name: 'scale_points', type: 'number' },
        { name: 'scale_labels', type: 'string' },
        { name: 'scales', type: 'string' },
        { name: 'estimated_minutes', type: 'number' },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'onboarding_flows',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'version', type: 'number' },
        { name: 'audience', type: 'string', isOptional: true },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'estimated_minutes', type: 'number' },
        { name: 'is_default', type: 'boolean', isOptional: true },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_categories',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'plans',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'monthly_price_minor', type: 'number' },
        { name: 'yearly_price_minor', type: 'number' },
        { name: 'currency', type: 'string', isOptional: true },
        { name: 'trial_days', type: 'number', isOptional: true },
        { name: 'is_default', type: 'boolean', isOptional: true },
        { name: 'is_trial', type: 'boolean', isOptional: true },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_versions',
      columns: [
        { name: 'version', type: 'number' },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'changes', type: 'string' },
        { name: 'published_at', type: 'number', isOptional: true },
        { name: 'retired_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebied_versions',
      columns: [
        { name: 'version', type: 'number' },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'changes', type: 'string' },
        { name: 'answer_labels', type: 'string' },
        { name: 'published_at', type: 'number', isOptional: true },
        { name: 'retired_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'achievements',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'series', type: 'string' },
        { name: 'level', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'criteria', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'color', type: 'string' },
        { name: 'tier', type: 'string' },
        { name: 'points', type: 'number' },
        { name: 'is_secret', type: 'boolean', isOptional: true },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'countries',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'alpha3_code', type: 'string' },
        { name: 'numeric_code', type: 'string' },
        { name: 'consent_age', type: 'number', isOptional: true },
        { name: 'name', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'currencies',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'numeric_code', type: 'string' },
        { name: 'minor_units', type: 'number' },
        { name: 'symbol', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'feature_flags',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'is_enabled', type: 'boolean', isOptional: true },
        { name: 'rollout_percent', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'notification_kinds',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'in_app', type: 'boolean' },
        { name: 'push', type: 'boolean' },
        { name: 'email', type: 'boolean' },
        { name: 'is_mandatory', type: 'boolean' },
        { name: 'position', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'emotional_states',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'valence', type: 'number' },
        { name: 'energy', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'subjects',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'color', type: 'string' },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'user_preferences',
      columns: [
        { name: 'email_notifications', type: 'boolean', isOptional: true },
        { name: 'push_notifications', type: 'boolean', isOptional: true },
        { name: 'study_reminders', type: 'boolean', isOptional: true },
        { name: 'progress_updates', type: 'boolean', isOptional: true },
        { name: 'achievement_notifications', type: 'boolean', isOptional: true },
        { name: 'conflict_notifications', type: 'boolean', isOptional: true },
        { name: 'public_profile', type: 'boolean', isOptional: true },
        { name: 'explanation_style', type: 'string', isOptional: true },
        { name: 'difficulty_preference', type: 'string', isOptional: true },
        { name: 'feedback_frequency', type: 'string', isOptional: true },
        { name: 'emotional_support_level', type: 'string', isOptional: true },
        { name: 'theme', type: 'string', isOptional: true },
        { name: 'text_size', type: 'string', isOptional: true },
        { name: 'reduced_motion', type: 'boolean', isOptional: true },
        { name: 'language', type: 'string', isOptional: true },
        { name: 'week_starts_on', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mbti_types',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'dominant', type: 'string' },
        { name: 'auxiliary', type: 'string' },
        { name: 'tertiary', type: 'string' },
        { name: 'inferior', type: 'string' },
        { name: 'is_extraverted', type: 'boolean' },
        { name: 'is_intuitive', type: 'boolean' },
        { name: 'is_thinking', type: 'boolean' },
        { name: 'is_judging', type: 'boolean' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'strengths', type: 'string' },
        { name: 'growth_edge', type: 'string' },
        { name: 'coaching_style', type: 'string' },
        { name: 'table_order', type: 'string' },
        { name: 'page_size', type: 'number' },
        { name: 'cache_scope', type: 'string' },
        { name: 'cache_duration', type: 'string' },
        { name: 'cache_preload', type: 'string' },
        { name: 'cache_seconds', type: 'number' },
        { name: 'prefetch_tables', type: 'string' },
        { name: 'prefetch_items', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'cognitive_function_scores',
      columns: [
        { name: 'function_code', type: 'string' },
        { name: 'score', type: 'number' },
        { name: 'source', type: 'string', isOptional: true },
        { name: 'measured_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'user_roles',
      columns: [
        { name: 'role_code', type: 'string' },
        { name: 'assigned_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'consents',
      columns: [
        { name: 'purpose_code', type: 'string' },
        { name: 'is_granted', type: 'boolean' },
        { name: 'document_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'document_sha256', type: 'string', isOptional: true },
        { name: 'locale', type: 'string', isOptional: true },
        { name: 'method', type: 'string', isOptional: true },
        { name: 'guardian_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'device_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'decided_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'assessment_questions',
      columns: [
        { name: 'assessment_id', type: 'string', isIndexed: true },
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'scale_code', type: 'string' },
        { name: 'direction', type: 'number', isOptional: true },
        { name: 'is_required', type: 'boolean', isOptional: true },
        { name: 'prompt', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'assessment_attempts',
      columns: [
        { name: 'assessment_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'started_at', type: 'number', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'missing_answers', type: 'number', isOptional: true },
        { name: 'scores', type: 'string', isOptional: true },
        { name: 'scored_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'onboarding_steps',
      columns: [
        { name: 'flow_id', type: 'string', isIndexed: true },
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'kind', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'is_required', type: 'boolean' },
        { name: 'options', type: 'string', isOptional: true },
        { name: 'max_choices', type: 'number', isOptional: true },
        { name: 'scale_points', type: 'number', isOptional: true },
        { name: 'scale_ends', type: 'string', isOptional: true },
        { name: 'assessment_code', type: 'string', isOptional: true },
        { name: 'fills_column', type: 'string', isOptional: true },
        { name: 'icon', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'conversations',
      columns: [
        { name: 'kind', type: 'string', isOptional: true },
        { name: 'title', type: 'string', isOptional: true },
        { name: 'language', type: 'string', isOptional: true },
        { name: 'area_code', type: 'string', isOptional: true },
        { name: 'coaching_session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'summary', type: 'string', isOptional: true },
        { name: 'summarised_at', type: 'number', isOptional: true },
        { name: 'is_pinned', type: 'boolean', isOptional: true },
        { name: 'archived_at', type: 'number', isOptional: true },
        { name: 'last_message_at', type: 'number', isOptional: true },
        { name: 'message_count', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'coaching_sessions',
      columns: [
        { name: 'kind', type: 'string', isOptional: true },
        { name: 'title', type: 'string', isOptional: true },
        { name: 'focus', type: 'string', isOptional: true },
        { name: 'topics', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'scheduled_at', type: 'number', isOptional: true },
        { name: 'started_at', type: 'number', isOptional: true },
        { name: 'ended_at', type: 'number', isOptional: true },
        { name: 'duration_minutes', type: 'number', isOptional: true },
        { name: 'mbti_type', type: 'string', isOptional: true },
        { name: 'explanation_style', type: 'string', isOptional: true },
        { name: 'conversation_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'session_state', type: 'string', isOptional: true },
        { name: 'notes', type: 'string', isOptional: true },
        { name: 'next_steps', type: 'string', isOptional: true },
        { name: 'ai_summary', type: 'string', isOptional: true },
        { name: 'summarised_at', type: 'number', isOptional: true },
        { name: 'effectiveness', type: 'number', isOptional: true },
        { name: 'outcome_count', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learned_preferences',
      columns: [
        { name: 'key', type: 'string' },
        { name: 'value', type: 'string' },
        { name: 'source', type: 'string', isOptional: true },
        { name: 'confidence', type: 'number' },
        { name: 'evidence_count', type: 'number', isOptional: true },
        { name: 'evidence', type: 'string', isOptional: true },
        { name: 'first_observed_at', type: 'number', isOptional: true },
        { name: 'last_observed_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'ai_usage_periods',
      columns: [
        { name: 'starts_at', type: 'number' },
        { name: 'resets_at', type: 'number' },
        { name: 'queries_used', type: 'number', isOptional: true },
        { name: 'queries_limit', type: 'number', isOptional: true },
        { name: 'tokens_used', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_items',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'category_id', type: 'string', isIndexed: true },
        { name: 'kind', type: 'string' },
        { name: 'tier', type: 'string', isOptional: true },
        { name: 'locale', type: 'string', isOptional: true },
        { name: 'title', type: 'string' },
        { name: 'summary', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'media_url', type: 'string', isOptional: true },
        { name: 'minutes', type: 'number' },
        { name: 'difficulty', type: 'string', isOptional: true },
        { name: 'function_codes', type: 'string' },
        { name: 'tags', type: 'string', isOptional: true },
        { name: 'course_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'course_position', type: 'number', isOptional: true },
        { name: 'published_at', type: 'number', isOptional: true },
        { name: 'retired_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'plan_entitlements',
      columns: [
        { name: 'plan_id', type: 'string', isIndexed: true },
        { name: 'key', type: 'string' },
        { name: 'limit_value', type: 'number', isOptional: true },
        { name: 'unit', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'payment_methods',
      columns: [
        { name: 'provider', type: 'string' },
        { name: 'kind', type: 'string' },
        { name: 'brand', type: 'string', isOptional: true },
        { name: 'last_four', type: 'string', isOptional: true },
        { name: 'expires_month', type: 'number', isOptional: true },
        { name: 'expires_year', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_domains',
      columns: [
        { name: 'version_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'guiding_questions', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'color', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_levels',
      columns: [
        { name: 'version_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'guiding_questions', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_assessments',
      columns: [
        { name: 'version_id', type: 'string', isIndexed: true },
        { name: 'title', type: 'string', isOptional: true },
        { name: 'assessed_on', type: 'string' },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'domains_scored', type: 'number', isOptional: true },
        { name: 'overall_score', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebieden',
      columns: [
        { name: 'version_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'code', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'icon', type: 'string' },
        { name: 'color', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'visions',
      columns: [
        { name: 'category', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'priority', type: 'number', isOptional: true },
        { name: 'time_allocation_minutes', type: 'number', isOptional: true },
        { name: 'horizon_years', type: 'number', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'target_on', type: 'string', isOptional: true },
        { name: 'ai_summary', type: 'string', isOptional: true },
        { name: 'ai_analysis', type: 'string', isOptional: true },
        { name: 'analysed_at', type: 'number', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'user_progress',
      columns: [
        { name: 'current_streak', type: 'number', isOptional: true },
        { name: 'longest_streak', type: 'number', isOptional: true },
        { name: 'total_days_completed', type: 'number', isOptional: true },
        { name: 'total_actions_completed', type: 'number', isOptional: true },
        { name: 'total_time_invested_minutes', type: 'number', isOptional: true },
        { name: 'last_completed_on', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'user_achievements',
      columns: [
        { name: 'achievement_id', type: 'string', isIndexed: true },
        { name: 'unlocked_at', type: 'number' },
        { name: 'progress_value', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'sync_devices',
      columns: [
        { name: 'name', type: 'string', isOptional: true },
        { name: 'platform', type: 'string', isOptional: true },
        { name: 'app_version', type: 'string', isOptional: true },
        { name: 'schema_version', type: 'number', isOptional: true },
        { name: 'last_seen_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'sync_conflicts',
      columns: [
        { name: 'device_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'organization_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'table_name', type: 'string' },
        { name: 'row_id', type: 'string', isIndexed: true },
        { name: 'column_name', type: 'string' },
        { name: 'rule', type: 'string' },
        { name: 'client_value', type: 'string' },
        { name: 'server_value', type: 'string' },
        { name: 'resolution', type: 'string' },
        { name: 'decision', type: 'string', isOptional: true },
        { name: 'decided_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'sync_rejections',
      columns: [
        { name: 'device_id', type: 'string', isIndexed: true },
        { name: 'organization_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'table_name', type: 'string' },
        { name: 'row_id', type: 'string', isIndexed: true },
        { name: 'code', type: 'string' },
        { name: 'message', type: 'string' },
        { name: 'detail', type: 'string', isOptional: true },
        { name: 'hint', type: 'string', isOptional: true },
        { name: 'payload', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'analytics_events',
      columns: [
        { name: 'occurred_at', type: 'number' },
        { name: 'session_id', type: 'string', isIndexed: true },
        { name: 'name', type: 'string' },
        { name: 'category', type: 'string', isOptional: true },
        { name: 'feature', type: 'string', isOptional: true },
        { name: 'screen', type: 'string', isOptional: true },
        { name: 'properties', type: 'string', isOptional: true },
        { name: 'duration_ms', type: 'number', isOptional: true },
        { name: 'platform', type: 'string', isOptional: true },
        { name: 'device_type', type: 'string', isOptional: true },
        { name: 'app_version', type: 'string', isOptional: true },
        { name: 'mbti_type', type: 'string', isOptional: true },
      ],
    }),
    tableSchema({
      name: 'interaction_analytics',
      columns: [
        { name: 'occurred_at', type: 'number' },
        { name: 'session_id', type: 'string', isIndexed: true },
        { name: 'kind', type: 'string' },
        { name: 'target', type: 'string' },
        { name: 'target_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'feature', type: 'string', isOptional: true },
        { name: 'screen', type: 'string', isOptional: true },
        { name: 'dwell_ms', type: 'number', isOptional: true },
        { name: 'scroll_percent', type: 'number', isOptional: true },
        { name: 'cognitive_function', type: 'string', isOptional: true },
        { name: 'outcome', type: 'string', isOptional: true },
        { name: 'effectiveness', type: 'number', isOptional: true },
        { name: 'properties', type: 'string', isOptional: true },
        { name: 'platform', type: 'string', isOptional: true },
        { name: 'device_type', type: 'string', isOptional: true },
        { name: 'app_version', type: 'string', isOptional: true },
        { name: 'mbti_type', type: 'string', isOptional: true },
      ],
    }),
    tableSchema({
      name: 'time_zones',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'country_code', type: 'string', isOptional: true },
        { name: 'city', type: 'string' },
        { name: 'name', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'notification_preferences',
      columns: [
        { name: 'kind_code', type: 'string' },
        { name: 'in_app', type: 'boolean', isOptional: true },
        { name: 'push', type: 'boolean', isOptional: true },
        { name: 'email', type: 'boolean', isOptional: true },
        { name: 'quiet_from', type: 'string', isOptional: true },
        { name: 'quiet_until', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'notifications',
      columns: [
        { name: 'kind_code', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string', isOptional: true },
        { name: 'action_path', type: 'string', isOptional: true },
        { name: 'importance', type: 'string', isOptional: true },
        { name: 'channels', type: 'string', isOptional: true },
        { name: 'deliver_at', type: 'number', isOptional: true },
        { name: 'delivered_at', type: 'number', isOptional: true },
        { name: 'read_at', type: 'number', isOptional: true },
        { name: 'dismissed_at', type: 'number', isOptional: true },
        { name: 'expires_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'integrations',
      columns: [
        { name: 'provider', type: 'string' },
        { name: 'external_account_id', type: 'string', isIndexed: true },
        { name: 'account_label', type: 'string', isOptional: true },
        { name: 'scopes', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'connected_at', type: 'number', isOptional: true },
        { name: 'last_used_at', type: 'number', isOptional: true },
        { name: 'error_code', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'custom_field_definitions',
      columns: [
        { name: 'applies_to', type: 'string' },
        { name: 'label', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'value_type', type: 'string' },
        { name: 'options', type: 'string', isOptional: true },
        { name: 'minimum', type: 'number', isOptional: true },
        { name: 'maximum', type: 'number', isOptional: true },
        { name: 'unit', type: 'string', isOptional: true },
        { name: 'is_required', type: 'boolean', isOptional: true },
        { name: 'archived_at', type: 'number', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'organizations',
      columns: [
        { name: 'name', type: 'string' },
        { name: 'slug', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'website_url', type: 'string', isOptional: true },
        { name: 'default_locale', type: 'string', isOptional: true },
        { name: 'timezone', type: 'string', isOptional: true },
        { name: 'week_starts_on', type: 'number', isOptional: true },
        { name: 'coaches_may_invite', type: 'boolean', isOptional: true },
        { name: 'allows_domain_join', type: 'boolean', isOptional: true },
        { name: 'brand_color', type: 'string', isOptional: true },
        { name: 'accent_color', type: 'string', isOptional: true },
        { name: 'logo_path', type: 'string', isOptional: true },
        { name: 'plan_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'subscription_status', type: 'string', isOptional: true },
        { name: 'subscription_ends_at', type: 'number', isOptional: true },
        { name: 'seat_limit', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'concepts',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'subject_id', type: 'string', isIndexed: true },
        { name: 'topic', type: 'string' },
        { name: 'topic_name', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string' },
        { name: 'difficulty_level', type: 'number' },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_dna',
      columns: [
        { name: 'version', type: 'number', isOptional: true },
        { name: 'primary_learning_style', type: 'string', isOptional: true },
        { name: 'secondary_learning_style', type: 'string', isOptional: true },
        { name: 'learning_style_confidence', type: 'number', isOptional: true },
        { name: 'learning_style_assessment_method', type: 'string', isOptional: true },
        { name: 'learning_style_assessed_at', type: 'number', isOptional: true },
        { name: 'processing_speed', type: 'string', isOptional: true },
        { name: 'working_memory_capacity', type: 'string', isOptional: true },
        { name: 'attention_span_minutes', type: 'number', isOptional: true },
        { name: 'information_processing_preference', type: 'string', isOptional: true },
        { name: 'multitasking_ability', type: 'string', isOptional: true },
        { name: 'preferred_difficulty_level', type: 'number', isOptional: true },
        { name: 'challenge_tolerance', type: 'string', isOptional: true },
        { name: 'explanation_depth_preference', type: 'string', isOptional: true },
        { name: 'example_density_preference', type: 'string', isOptional: true },
        { name: 'abstract_vs_concrete', type: 'number', isOptional: true },
        { name: 'goal_orientation', type: 'string', isOptional: true },
        { name: 'intrinsic_motivation_level', type: 'number', isOptional: true },
        { name: 'extrinsic_motivation_responsiveness', type: 'number', isOptional: true },
        { name: 'feedback_preference', type: 'string', isOptional: true },
        { name: 'achievement_sensitivity', type: 'number', isOptional: true },
        { name: 'autonomy_preference', type: 'string', isOptional: true },
        { name: 'optimal_emotional_states', type: 'string', isOptional: true },
        { name: 'problematic_emotional_states', type: 'string', isOptional: true },
        { name: 'stress_triggers', type: 'string', isOptional: true },
        { name: 'confidence_builders', type: 'string', isOptional: true },
        { name: 'engagement_factors', type: 'string', isOptional: true },
        { name: 'emotional_recovery_strategies', type: 'string', isOptional: true },
        { name: 'emotional_resilience_score', type: 'number', isOptional: true },
        { name: 'subjects_performance', type: 'string', isOptional: true },
        { name: 'overall_learning_velocity', type: 'number', isOptional: true },
        { name: 'personalization_effectiveness', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_dna_assessments',
      columns: [
        { name: 'assessed_at', type: 'number', isOptional: true },
        { name: 'assessment_type', type: 'string' },
        { name: 'changes_made', type: 'string', isOptional: true },
        { name: 'confidence_delta', type: 'number', isOptional: true },
        { name: 'dna_version', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_sessions',
      columns: [
        { name: 'started_at', type: 'number', isOptional: true },
        { name: 'ended_at', type: 'number', isOptional: true },
        { name: 'duration_minutes', type: 'number', isOptional: true },
        { name: 'session_type', type: 'string', isOptional: true },
        { name: 'subject_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'topics', type: 'string', isOptional: true },
        { name: 'learning_objectives', type: 'string', isOptional: true },
        { name: 'initial_difficulty_level', type: 'number', isOptional: true },
        { name: 'device_type', type: 'string', isOptional: true },
        { name: 'platform', type: 'string', isOptional: true },
        { name: 'concepts_introduced', type: 'string', isOptional: true },
        { name: 'concepts_practiced', type: 'string', isOptional: true },
        { name: 'concepts_mastered', type: 'string', isOptional: true },
        { name: 'knowledge_gaps_identified', type: 'string', isOptional: true },
        { name: 'mastery_demonstrations', type: 'string', isOptional: true },
        { name: 'initial_emotional_state', type: 'string', isOptional: true },
        { name: 'final_emotional_state', type: 'string', isOptional: true },
        { name: 'overall_emotional_health_score', type: 'number', isOptional: true },
        { name: 'questions_attempted', type: 'number', isOptional: true },
        { name: 'questions_correct', type: 'number', isOptional: true },
        { name: 'accuracy_percentage', type: 'number', isOptional: true },
        { name: 'average_response_time_seconds', type: 'number', isOptional: true },
        { name: 'difficulty_progression', type: 'string', isOptional: true },
        { name: 'follow_up_questions', type: 'number', isOptional: true },
        { name: 'self_directed_exploration', type: 'boolean', isOptional: true },
        { name: 'session_completion_rate', type: 'number', isOptional: true },
        { name: 'total_ai_queries', type: 'number', isOptional: true },
        { name: 'providers_used', type: 'string', isOptional: true },
        { name: 'total_tokens_consumed', type: 'number', isOptional: true },
        { name: 'total_ai_cost_micros', type: 'number', isOptional: true },
        { name: 'ai_cost_currency', type: 'string', isOptional: true },
        { name: 'average_ai_response_time_ms', type: 'number', isOptional: true },
        { name: 'ai_cache_hit_rate', type: 'number', isOptional: true },
        { name: 'quality_scores', type: 'string', isOptional: true },
        { name: 'learning_objectives_met', type: 'string', isOptional: true },
        { name: 'areas_needing_more_work', type: 'string', isOptional: true },
        { name: 'user_satisfaction_rating', type: 'number', isOptional: true },
        { name: 'perceived_difficulty_rating', type: 'number', isOptional: true },
        { name: 'emotional_satisfaction_rating', type: 'number', isOptional: true },
        { name: 'next_session_recommendations', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'emotional_analytics',
      columns: [
        { name: 'analysis_date', type: 'string' },
        { name: 'data_source', type: 'string' },
        { name: 'readings_count', type: 'number' },
        { name: 'total_time_minutes', type: 'number' },
        { name: 'dominant_emotion', type: 'string', isOptional: true },
        { name: 'emotion_distribution', type: 'string' },
        { name: 'emotional_stability_score', type: 'number', isOptional: true },
        { name: 'overall_emotional_wellness', type: 'number', isOptional: true },
        { name: 'most_productive_emotions', type: 'string' },
        { name: 'problematic_emotional_patterns', type: 'string' },
        { name: 'best_emotional_state_for_new_concepts', type: 'string', isOptional: true },
        { name: 'best_emotional_state_for_practice', type: 'string', isOptional: true },
        { name: 'best_emotional_state_for_assessment', type: 'string', isOptional: true },
        { name: 'interventions_applied', type: 'string' },
        { name: 'average_recovery_time_minutes', type: 'string' },
        { name: 'most_effective_recovery_strategies', type: 'string' },
        { name: 'emotional_trends', type: 'string' },
        { name: 'best_learning_times', type: 'string' },
        { name: 'challenging_periods', type: 'string' },
        { name: 'emotional_biorhythm_insights', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_analytics',
      columns: [
        { name: 'analysis_date', type: 'string' },
        { name: 'data_source', type: 'string' },
        { name: 'active_days', type: 'number' },
        { name: 'sessions_count', type: 'number' },
        { name: 'session_minutes', type: 'number' },
        { name: 'questions_attempted', type: 'number' },
        { name: 'questions_correct', type: 'number' },
        { name: 'accuracy_percentage', type: 'number', isOptional: true },
        { name: 'average_completion_rate', type: 'number', isOptional: true },
        { name: 'introductions_count', type: 'number' },
        { name: 'reviews_count', type: 'number' },
        { name: 'recall_rate', type: 'number', isOptional: true },
        { name: 'average_performance', type: 'number', isOptional: true },
        { name: 'review_minutes', type: 'number' },
        { name: 'concepts_mastered_count', type: 'number' },
        { name: 'learning_velocity', type: 'number', isOptional: true },
        { name: 'subjects', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'data_exports',
      columns: [
        { name: 'format', type: 'string' },
        { name: 'state', type: 'string', isOptional: true },
        { name: 'rows_done', type: 'number', isOptional: true },
        { name: 'rows_expected', type: 'number', isOptional: true },
        { name: 'size_bytes', type: 'number', isOptional: true },
        { name: 'links', type: 'string', isOptional: true },
        { name: 'expires_at', type: 'number', isOptional: true },
        { name: 'error', type: 'string', isOptional: true },
        { name: 'finished_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mbti_profiles',
      columns: [
        { name: 'mbti_type', type: 'string' },
        { name: 'ei_clarity', type: 'number', isOptional: true },
        { name: 'sn_clarity', type: 'number', isOptional: true },
        { name: 'tf_clarity', type: 'number', isOptional: true },
        { name: 'jp_clarity', type: 'number', isOptional: true },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'source', type: 'string', isOptional: true },
        { name: 'assessed_at', type: 'number', isOptional: true },
        { name: 'is_current', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'assessment_answers',
      columns: [
        { name: 'attempt_id', type: 'string', isIndexed: true },
        { name: 'question_id', type: 'string', isIndexed: true },
        { name: 'value', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'onboarding_progress',
      columns: [
        { name: 'flow_id', type: 'string', isIndexed: true },
        { name: 'current_step_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'started_at', type: 'number', isOptional: true },
        { name: 'skipped_at', type: 'number', isOptional: true },
        { name: 'steps_done', type: 'number', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'status', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'messages',
      columns: [
        { name: 'conversation_id', type: 'string', isIndexed: true },
        { name: 'role', type: 'string', isOptional: true },
        { name: 'content', type: 'string' },
        { name: 'language', type: 'string', isOptional: true },
        { name: 'sent_at', type: 'number', isOptional: true },
        { name: 'rating', type: 'number', isOptional: true },
        { name: 'ai_interaction_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'journal_prompts',
      columns: [
        { name: 'code', type: 'string' },
        { name: 'kind', type: 'string' },
        { name: 'mbti_type', type: 'string', isOptional: true },
        { name: 'area_code', type: 'string', isOptional: true },
        { name: 'moment', type: 'string', isOptional: true },
        { name: 'question', type: 'string' },
        { name: 'hint', type: 'string' },
        { name: 'position', type: 'number' },
        { name: 'is_active', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'coaching_outcomes',
      columns: [
        { name: 'session_id', type: 'string', isIndexed: true },
        { name: 'metric', type: 'string', isOptional: true },
        { name: 'baseline_score', type: 'number', isOptional: true },
        { name: 'target_score', type: 'number', isOptional: true },
        { name: 'result_score', type: 'number', isOptional: true },
        { name: 'satisfaction_rating', type: 'number', isOptional: true },
        { name: 'difficulty_rating', type: 'number', isOptional: true },
        { name: 'emotional_satisfaction_rating', type: 'number', isOptional: true },
        { name: 'objectives_met', type: 'string', isOptional: true },
        { name: 'needs_more_work', type: 'string', isOptional: true },
        { name: 'next_session_recommendations', type: 'string', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'measured_at', type: 'number', isOptional: true },
        { name: 'effectiveness', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'coaching_adaptations',
      columns: [
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'interaction_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'kind', type: 'string' },
        { name: 'basis', type: 'string' },
        { name: 'reason', type: 'string' },
        { name: 'mbti_type', type: 'string', isOptional: true },
        { name: 'function_code', type: 'string', isOptional: true },
        { name: 'explanation_style', type: 'string', isOptional: true },
        { name: 'difficulty_adjustment', type: 'number', isOptional: true },
        { name: 'content_modifications', type: 'string', isOptional: true },
        { name: 'detected_emotion', type: 'string', isOptional: true },
        { name: 'emotion_confidence', type: 'number', isOptional: true },
        { name: 'emotional_intensity', type: 'number', isOptional: true },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'applied_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mbti_insights',
      columns: [
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'kind', type: 'string' },
        { name: 'mbti_type', type: 'string' },
        { name: 'function_code', type: 'string', isOptional: true },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'suggestion', type: 'string', isOptional: true },
        { name: 'evidence', type: 'string', isOptional: true },
        { name: 'locale', type: 'string', isOptional: true },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'observed_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'ai_recommendations',
      columns: [
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'kind', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string', isOptional: true },
        { name: 'ai_reasoning', type: 'string', isOptional: true },
        { name: 'importance', type: 'number', isOptional: true },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'mbti_type', type: 'string', isOptional: true },
        { name: 'estimated_minutes', type: 'number', isOptional: true },
        { name: 'suggested_on', type: 'string', isOptional: true },
        { name: 'target_table', type: 'string', isOptional: true },
        { name: 'target_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'locale', type: 'string', isOptional: true },
        { name: 'expires_at', type: 'number', isOptional: true },
        { name: 'state', type: 'string', isOptional: true },
        { name: 'seen_at', type: 'number', isOptional: true },
        { name: 'decided_at', type: 'number', isOptional: true },
        { name: 'done_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_mbti_affinity',
      columns: [
        { name: 'item_id', type: 'string', isIndexed: true },
        { name: 'mbti_type', type: 'string' },
        { name: 'affinity', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_progress',
      columns: [
        { name: 'item_id', type: 'string', isIndexed: true },
        { name: 'percent', type: 'number', isOptional: true },
        { name: 'position_seconds', type: 'number', isOptional: true },
        { name: 'minutes_spent', type: 'number', isOptional: true },
        { name: 'started_at', type: 'number', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'last_opened_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_bookmarks',
      columns: [
        { name: 'item_id', type: 'string', isIndexed: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'labels', type: 'string', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_ratings',
      columns: [
        { name: 'item_id', type: 'string', isIndexed: true },
        { name: 'rating', type: 'number' },
        { name: 'feedback', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_item_statistics',
      columns: [
        { name: 'item_id', type: 'string', isIndexed: true },
        { name: 'rating_average', type: 'number' },
        { name: 'rating_count', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'subscriptions',
      columns: [
        { name: 'plan_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string' },
        { name: 'billing_cycle', type: 'string' },
        { name: 'subscribed_at', type: 'number' },
        { name: 'current_period_starts_at', type: 'number', isOptional: true },
        { name: 'current_period_ends_at', type: 'number', isOptional: true },
        { name: 'trial_ends_at', type: 'number', isOptional: true },
        { name: 'past_due_since', type: 'number', isOptional: true },
        { name: 'cancel_at_period_end', type: 'boolean', isOptional: true },
        { name: 'cancelled_at', type: 'number', isOptional: true },
        { name: 'ended_at', type: 'number', isOptional: true },
        { name: 'expires_at', type: 'number', isOptional: true },
        { name: 'price_minor', type: 'number', isOptional: true },
        { name: 'currency', type: 'string', isOptional: true },
        { name: 'payment_method_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'provider', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_scores',
      columns: [
        { name: 'assessment_id', type: 'string', isIndexed: true },
        { name: 'domain_id', type: 'string', isIndexed: true },
        { name: 'level_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'score', type: 'number' },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_goals',
      columns: [
        { name: 'domain_id', type: 'string', isIndexed: true },
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'target_score', type: 'number' },
        { name: 'target_level_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'due_on', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'met24_reflections',
      columns: [
        { name: 'domain_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'assessment_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'question', type: 'string', isOptional: true },
        { name: 'body', type: 'string' },
        { name: 'reflected_on', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebied_questions',
      columns: [
        { name: 'levensgebied_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'position', type: 'number' },
        { name: 'statement', type: 'string' },
        { name: 'is_reversed', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebied_scores',
      columns: [
        { name: 'levensgebied_id', type: 'string', isIndexed: true },
        { name: 'scored_on', type: 'string' },
        { name: 'answer_1', type: 'number' },
        { name: 'answer_2', type: 'number' },
        { name: 'answer_3', type: 'number' },
        { name: 'answer_4', type: 'number' },
        { name: 'score', type: 'number' },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebied_goals',
      columns: [
        { name: 'levensgebied_id', type: 'string', isIndexed: true },
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'target_score', type: 'number' },
        { name: 'due_on', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'vision_milestones',
      columns: [
        { name: 'vision_id', type: 'string', isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'target_on', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'daily_actions',
      columns: [
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'description', type: 'string' },
        { name: 'scheduled_on', type: 'string' },
        { name: 'estimated_minutes', type: 'number', isOptional: true },
        { name: 'actual_minutes', type: 'number', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'ai_generated', type: 'boolean', isOptional: true },
        { name: 'ai_reasoning', type: 'string', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'projects',
      columns: [
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'due_on', type: 'string', isOptional: true },
        { name: 'color', type: 'string', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'habits',
      columns: [
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'cadence', type: 'string', isOptional: true },
        { name: 'weekdays', type: 'string', isOptional: true },
        { name: 'target_amount', type: 'number', isOptional: true },
        { name: 'unit', type: 'string', isOptional: true },
        { name: 'reminder_time', type: 'string', isOptional: true },
        { name: 'icon', type: 'string', isOptional: true },
        { name: 'color', type: 'string', isOptional: true },
        { name: 'archived_at', type: 'number', isOptional: true },
        { name: 'current_streak', type: 'number', isOptional: true },
        { name: 'longest_streak', type: 'number', isOptional: true },
        { name: 'streak_ends_on', type: 'string', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'custom_field_values',
      columns: [
        { name: 'definition_id', type: 'string', isIndexed: true },
        { name: 'subject_id', type: 'string', isIndexed: true },
        { name: 'text_value', type: 'string', isOptional: true },
        { name: 'number_value', type: 'number', isOptional: true },
        { name: 'boolean_value', type: 'boolean', isOptional: true },
        { name: 'date_value', type: 'string', isOptional: true },
        { name: 'moment_value', type: 'number', isOptional: true },
        { name: 'choices', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'organization_members',
      columns: [
        { name: 'organization_id', type: 'string', isIndexed: true },
        { name: 'user_id', type: 'string', isIndexed: true },
        { name: 'role', type: 'string', isOptional: true },
        { name: 'display_name', type: 'string', isOptional: true },
        { name: 'joined_at', type: 'number', isOptional: true },
        { name: 'joined_by', type: 'string' },
        { name: 'invited_by', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'concept_prerequisites',
      columns: [
        { name: 'concept_id', type: 'string', isIndexed: true },
        { name: 'prerequisite_id', type: 'string', isIndexed: true },
        { name: 'importance_weight', type: 'number' },
        { name: 'mastery_required', type: 'number' },
        { name: 'dependency_strength', type: 'number' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_interactions',
      columns: [
        { name: 'session_id', type: 'string', isIndexed: true },
        { name: 'occurred_at', type: 'number', isOptional: true },
        { name: 'interaction_type', type: 'string' },
        { name: 'user_input', type: 'string', isOptional: true },
        { name: 'ai_text', type: 'string', isOptional: true },
        { name: 'ai_provider', type: 'string', isOptional: true },
        { name: 'ai_response_time_ms', type: 'number', isOptional: true },
        { name: 'ai_tokens_used', type: 'number', isOptional: true },
        { name: 'ai_cost_micros', type: 'number', isOptional: true },
        { name: 'ai_cache_hit', type: 'boolean', isOptional: true },
        { name: 'ai_quality_score', type: 'number', isOptional: true },
        { name: 'detected_emotion', type: 'string', isOptional: true },
        { name: 'emotion_confidence', type: 'number', isOptional: true },
        { name: 'emotional_intensity', type: 'number', isOptional: true },
        { name: 'adaptations_applied', type: 'string', isOptional: true },
        { name: 'difficulty_adjustment', type: 'number', isOptional: true },
        { name: 'explanation_style', type: 'string', isOptional: true },
        { name: 'content_modifications', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'learning_interventions',
      columns: [
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'applied_at', type: 'number', isOptional: true },
        { name: 'intervention_type', type: 'string' },
        { name: 'reason', type: 'string', isOptional: true },
        { name: 'emotional_state', type: 'string', isOptional: true },
        { name: 'effectiveness_rating', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'emotional_readings',
      columns: [
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'recorded_at', type: 'number', isOptional: true },
        { name: 'emotion', type: 'string' },
        { name: 'intensity', type: 'number', isOptional: true },
        { name: 'confidence', type: 'number', isOptional: true },
        { name: 'source', type: 'string', isOptional: true },
        { name: 'trigger', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'content_mastery',
      columns: [
        { name: 'concept_id', type: 'string', isIndexed: true },
        { name: 'mastery_level', type: 'number', isOptional: true },
        { name: 'mastery_confidence', type: 'number', isOptional: true },
        { name: 'first_exposed_at', type: 'number', isOptional: true },
        { name: 'last_practiced_at', type: 'number', isOptional: true },
        { name: 'mastery_achieved_at', type: 'number', isOptional: true },
        { name: 'state', type: 'string', isOptional: true },
        { name: 'step', type: 'number', isOptional: true },
        { name: 'stability', type: 'number', isOptional: true },
        { name: 'difficulty', type: 'number', isOptional: true },
        { name: 'initial_strength', type: 'number', isOptional: true },
        { name: 'decay_rate', type: 'number', isOptional: true },
        { name: 'interval_days', type: 'number', isOptional: true },
        { name: 'due_at', type: 'number', isOptional: true },
        { name: 'reviews_count', type: 'number', isOptional: true },
        { name: 'lapses_count', type: 'number', isOptional: true },
        { name: 'time_spent_minutes', type: 'number', isOptional: true },
        { name: 'emotional_associations', type: 'string', isOptional: true },
        { name: 'optimal_difficulty_level', type: 'number', isOptional: true },
        { name: 'effective_learning_strategies', type: 'string', isOptional: true },
        { name: 'learning_style_effectiveness', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mastery_reviews',
      columns: [
        { name: 'concept_id', type: 'string', isIndexed: true },
        { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'reviewed_at', type: 'number', isOptional: true },
        { name: 'activity_type', type: 'string', isOptional: true },
        { name: 'rating', type: 'number', isOptional: true },
        { name: 'performance_score', type: 'number', isOptional: true },
        { name: 'difficulty_level', type: 'number', isOptional: true },
        { name: 'emotional_state', type: 'string', isOptional: true },
        { name: 'time_spent_minutes', type: 'number', isOptional: true },
        { name: 'interval_days', type: 'number', isOptional: true },
        { name: 'interval_adjustment_days', type: 'number', isOptional: true },
        { name: 'stability', type: 'number', isOptional: true },
        { name: 'difficulty', type: 'number', isOptional: true },
        { name: 'mastery_level', type: 'number', isOptional: true },
        { name: 'reached_mastery', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mbti_type_statistics',
      columns: [
        { name: 'metric', type: 'string' },
        { name: 'mbti_type', type: 'string' },
        { name: 'average', type: 'number' },
        { name: 'people', type: 'number' },
        { name: 'period_start', type: 'string' },
        { name: 'period_end', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'onboarding_responses',
      columns: [
        { name: 'flow_id', type: 'string', isIndexed: true },
        { name: 'step_id', type: 'string', isIndexed: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'answer', type: 'string', isOptional: true },
        { name: 'choices', type: 'string', isOptional: true },
        { name: 'rating', type: 'number', isOptional: true },
        { name: 'attempt_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'responded_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'journal_entries',
      columns: [
        { name: 'written_on', type: 'string' },
        { name: 'title', type: 'string', isOptional: true },
        { name: 'body', type: 'string', isOptional: true },
        { name: 'language', type: 'string', isOptional: true },
        { name: 'word_count', type: 'number' },
        { name: 'prompt_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'conversation_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'area_code', type: 'string', isOptional: true },
        { name: 'mood', type: 'string', isOptional: true },
        { name: 'mood_intensity', type: 'number', isOptional: true },
        { name: 'tags', type: 'string', isOptional: true },
        { name: 'is_favourite', type: 'boolean', isOptional: true },
        { name: 'coach_may_read', type: 'boolean', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'invoices',
      columns: [
        { name: 'subscription_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'number', type: 'string', isOptional: true },
        { name: 'status', type: 'string' },
        { name: 'currency', type: 'string' },
        { name: 'subtotal_minor', type: 'number' },
        { name: 'tax_minor', type: 'number', isOptional: true },
        { name: 'total_minor', type: 'number' },
        { name: 'paid_minor', type: 'number', isOptional: true },
        { name: 'refunded_minor', type: 'number', isOptional: true },
        { name: 'lines', type: 'string', isOptional: true },
        { name: 'issued_at', type: 'number' },
        { name: 'due_at', type: 'number', isOptional: true },
        { name: 'paid_at', type: 'number', isOptional: true },
        { name: 'period_starts_at', type: 'number', isOptional: true },
        { name: 'period_ends_at', type: 'number', isOptional: true },
        { name: 'url', type: 'string', isOptional: true },
        { name: 'provider', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'levensgebied_reflections',
      columns: [
        { name: 'levensgebied_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'score_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'question', type: 'string', isOptional: true },
        { name: 'body', type: 'string' },
        { name: 'reflected_on', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'action_time_entries',
      columns: [
        { name: 'action_id', type: 'string', isIndexed: true },
        { name: 'started_at', type: 'number' },
        { name: 'ended_at', type: 'number', isOptional: true },
        { name: 'minutes', type: 'number', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'tasks',
      columns: [
        { name: 'project_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'parent_task_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'status', type: 'string', isOptional: true },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'priority', type: 'number', isOptional: true },
        { name: 'labels', type: 'string', isOptional: true },
        { name: 'due_at', type: 'number', isOptional: true },
        { name: 'estimated_minutes', type: 'number', isOptional: true },
        { name: 'recurrence', type: 'string', isOptional: true },
        { name: 'position', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'habit_logs',
      columns: [
        { name: 'habit_id', type: 'string', isIndexed: true },
        { name: 'done_on', type: 'string' },
        { name: 'amount', type: 'number', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'teams',
      columns: [
        { name: 'organization_id', type: 'string', isIndexed: true },
        { name: 'name', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'color', type: 'string', isOptional: true },
        { name: 'lead_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'shared_visions',
      columns: [
        { name: 'organization_id', type: 'string', isIndexed: true },
        { name: 'user_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'vision_id', type: 'string', isIndexed: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'shares_description', type: 'boolean', isOptional: true },
        { name: 'category', type: 'string' },
        { name: 'title', type: 'string' },
        { name: 'description', type: 'string', isOptional: true },
        { name: 'status', type: 'string' },
        { name: 'completed_at', type: 'number', isOptional: true },
        { name: 'horizon_years', type: 'number' },
        { name: 'target_on', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'mood_entries',
      columns: [
        { name: 'emotion', type: 'string' },
        { name: 'intensity', type: 'number', isOptional: true },
        { name: 'energy', type: 'number', isOptional: true },
        { name: 'felt_at', type: 'number', isOptional: true },
        { name: 'note', type: 'string', isOptional: true },
        { name: 'influences', type: 'string', isOptional: true },
        { name: 'area_code', type: 'string', isOptional: true },
        { name: 'journal_entry_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'attachments',
      columns: [
        { name: 'journal_entry_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'message_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'task_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'bucket', type: 'string', isOptional: true },
        { name: 'path', type: 'string' },
        { name: 'file_name', type: 'string' },
        { name: 'mime_type', type: 'string' },
        { name: 'size_bytes', type: 'number' },
        { name: 'checksum_sha256', type: 'string', isOptional: true },
        { name: 'width_px', type: 'number', isOptional: true },
        { name: 'height_px', type: 'number', isOptional: true },
        { name: 'duration_seconds', type: 'number', isOptional: true },
        { name: 'uploaded_at', type: 'number', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'team_members',
      columns: [
        { name: 'organization_id', type: 'string', isIndexed: true },
        { name: 'team_id', type: 'string', isIndexed: true },
        { name: 'user_id', type: 'string', isIndexed: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
    tableSchema({
      name: 'team_announcements',
      columns: [
        { name: 'organization_id', type: 'string', isIndexed: true },
        { name: 'team_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'author_id', type: 'string', isOptional: true, isIndexed: true },
        { name: 'title', type: 'string' },
        { name: 'body', type: 'string' },
        { name: 'is_pinned', type: 'boolean', isOptional: true },
        { name: 'expires_on', type: 'string', isOptional: true },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    }),
  ],
});

/** How a local database of an older schema version becomes one of this. */
export const migrations = schemaMigrations({
  migrations: [
    {
      toVersion: 13,
      steps: [
        createTable({
          name: 'users',
          columns: [
            { name: 'username', type: 'string', isOptional: true },
            { name: 'first_name', type: 'string', isOptional: true },
            { name: 'last_name', type: 'string', isOptional: true },
            { name: 'display_name', type: 'string', isOptional: true },
            { name: 'avatar_url', type: 'string', isOptional: true },
            { name: 'timezone', type: 'string', isOptional: true },
            { name: 'locale', type: 'string', isOptional: true },
            { name: 'country', type: 'string', isOptional: true },
            { name: 'region', type: 'string', isOptional: true },
            { name: 'education_level', type: 'string', isOptional: true },
            { name: 'age_band', type: 'string', isOptional: true },
            { name: 'learning_goals', type: 'string', isOptional: true },
            { name: 'subjects_of_interest', type: 'string', isOptional: true },
            { name: 'account_status', type: 'string', isOptional: true },
            { name: 'onboarding_completed_at', type: 'number', isOptional: true },
            { name: 'trial_ends_at', type: 'number', isOptional: true },
            { name: 'restricted_at', type: 'number', isOptional: true },
            { name: 'deleted_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'cognitive_functions',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'kind', type: 'string' },
            { name: 'attitude', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'strengths', type: 'string' },
            { name: 'growth_edge', type: 'string' },
            { name: 'shows_as', type: 'string' },
            { name: 'table_affinity', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'achievements',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'series', type: 'string' },
            { name: 'level', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'criteria', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'color', type: 'string' },
            { name: 'tier', type: 'string' },
            { name: 'points', type: 'number' },
            { name: 'is_secret', type: 'boolean', isOptional: true },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'user_preferences',
          columns: [
            { name: 'email_notifications', type: 'boolean', isOptional: true },
            { name: 'push_notifications', type: 'boolean', isOptional: true },
            { name: 'study_reminders', type: 'boolean', isOptional: true },
            { name: 'progress_updates', type: 'boolean', isOptional: true },
            { name: 'achievement_notifications', type: 'boolean', isOptional: true },
            { name: 'conflict_notifications', type: 'boolean', isOptional: true },
            { name: 'public_profile', type: 'boolean', isOptional: true },
            { name: 'explanation_style', type: 'string', isOptional: true },
            { name: 'difficulty_preference', type: 'string', isOptional: true },
            { name: 'feedback_frequency', type: 'string', isOptional: true },
            { name: 'emotional_support_level', type: 'string', isOptional: true },
            { name: 'theme', type: 'string', isOptional: true },
            { name: 'text_size', type: 'string', isOptional: true },
            { name: 'reduced_motion', type: 'boolean', isOptional: true },
            { name: 'language', type: 'string', isOptional: true },
            { name: 'week_starts_on', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mbti_types',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'dominant', type: 'string' },
            { name: 'auxiliary', type: 'string' },
            { name: 'tertiary', type: 'string' },
            { name: 'inferior', type: 'string' },
            { name: 'is_extraverted', type: 'boolean' },
            { name: 'is_intuitive', type: 'boolean' },
            { name: 'is_thinking', type: 'boolean' },
            { name: 'is_judging', type: 'boolean' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'strengths', type: 'string' },
            { name: 'growth_edge', type: 'string' },
            { name: 'coaching_style', type: 'string' },
            { name: 'table_order', type: 'string' },
            { name: 'page_size', type: 'number' },
            { name: 'cache_scope', type: 'string' },
            { name: 'cache_duration', type: 'string' },
            { name: 'cache_preload', type: 'string' },
            { name: 'cache_seconds', type: 'number' },
            { name: 'prefetch_tables', type: 'string' },
            { name: 'prefetch_items', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'cognitive_function_scores',
          columns: [
            { name: 'function_code', type: 'string' },
            { name: 'score', type: 'number' },
            { name: 'source', type: 'string', isOptional: true },
            { name: 'measured_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'user_roles',
          columns: [
            { name: 'role_code', type: 'string' },
            { name: 'assigned_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'visions',
          columns: [
            { name: 'category', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'priority', type: 'number', isOptional: true },
            { name: 'time_allocation_minutes', type: 'number', isOptional: true },
            { name: 'horizon_years', type: 'number', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'target_on', type: 'string', isOptional: true },
            { name: 'ai_summary', type: 'string', isOptional: true },
            { name: 'ai_analysis', type: 'string', isOptional: true },
            { name: 'analysed_at', type: 'number', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'user_progress',
          columns: [
            { name: 'current_streak', type: 'number', isOptional: true },
            { name: 'longest_streak', type: 'number', isOptional: true },
            { name: 'total_days_completed', type: 'number', isOptional: true },
            { name: 'total_actions_completed', type: 'number', isOptional: true },
            { name: 'total_time_invested_minutes', type: 'number', isOptional: true },
            { name: 'last_completed_on', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'user_achievements',
          columns: [
            { name: 'achievement_id', type: 'string', isIndexed: true },
            { name: 'unlocked_at', type: 'number' },
            { name: 'progress_value', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'sync_devices',
          columns: [
            { name: 'name', type: 'string', isOptional: true },
            { name: 'platform', type: 'string', isOptional: true },
            { name: 'app_version', type: 'string', isOptional: true },
            { name: 'schema_version', type: 'number', isOptional: true },
            { name: 'last_seen_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'sync_conflicts',
          columns: [
            { name: 'device_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'organization_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'table_name', type: 'string' },
            { name: 'row_id', type: 'string', isIndexed: true },
            { name: 'column_name', type: 'string' },
            { name: 'rule', type: 'string' },
            { name: 'client_value', type: 'string' },
            { name: 'server_value', type: 'string' },
            { name: 'resolution', type: 'string' },
            { name: 'decision', type: 'string', isOptional: true },
            { name: 'decided_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'sync_rejections',
          columns: [
            { name: 'device_id', type: 'string', isIndexed: true },
            { name: 'organization_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'table_name', type: 'string' },
            { name: 'row_id', type: 'string', isIndexed: true },
            { name: 'code', type: 'string' },
            { name: 'message', type: 'string' },
            { name: 'detail', type: 'string', isOptional: true },
            { name: 'hint', type: 'string', isOptional: true },
            { name: 'payload', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mbti_profiles',
          columns: [
            { name: 'mbti_type', type: 'string' },
            { name: 'ei_clarity', type: 'number', isOptional: true },
            { name: 'sn_clarity', type: 'number', isOptional: true },
            { name: 'tf_clarity', type: 'number', isOptional: true },
            { name: 'jp_clarity', type: 'number', isOptional: true },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'source', type: 'string', isOptional: true },
            { name: 'assessed_at', type: 'number', isOptional: true },
            { name: 'is_current', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'vision_milestones',
          columns: [
            { name: 'vision_id', type: 'string', isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'target_on', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'daily_actions',
          columns: [
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'description', type: 'string' },
            { name: 'scheduled_on', type: 'string' },
            { name: 'estimated_minutes', type: 'number', isOptional: true },
            { name: 'actual_minutes', type: 'number', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'ai_generated', type: 'boolean', isOptional: true },
            { name: 'ai_reasoning', type: 'string', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'projects',
          columns: [
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'due_on', type: 'string', isOptional: true },
            { name: 'color', type: 'string', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'habits',
          columns: [
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'cadence', type: 'string', isOptional: true },
            { name: 'weekdays', type: 'string', isOptional: true },
            { name: 'target_amount', type: 'number', isOptional: true },
            { name: 'unit', type: 'string', isOptional: true },
            { name: 'reminder_time', type: 'string', isOptional: true },
            { name: 'icon', type: 'string', isOptional: true },
            { name: 'color', type: 'string', isOptional: true },
            { name: 'archived_at', type: 'number', isOptional: true },
            { name: 'current_streak', type: 'number', isOptional: true },
            { name: 'longest_streak', type: 'number', isOptional: true },
            { name: 'streak_ends_on', type: 'string', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'action_time_entries',
          columns: [
            { name: 'action_id', type: 'string', isIndexed: true },
            { name: 'started_at', type: 'number' },
            { name: 'ended_at', type: 'number', isOptional: true },
            { name: 'minutes', type: 'number', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'tasks',
          columns: [
            { name: 'project_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'parent_task_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'priority', type: 'number', isOptional: true },
            { name: 'labels', type: 'string', isOptional: true },
            { name: 'due_at', type: 'number', isOptional: true },
            { name: 'estimated_minutes', type: 'number', isOptional: true },
            { name: 'recurrence', type: 'string', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'habit_logs',
          columns: [
            { name: 'habit_id', type: 'string', isIndexed: true },
            { name: 'done_on', type: 'string' },
            { name: 'amount', type: 'number', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
      ],
    },
    {
      toVersion: 14,
      steps: [
        createTable({
          name: 'policy_documents',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'version', type: 'number' },
            { name: 'locale', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string' },
            { name: 'sha256', type: 'string' },
            { name: 'published_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'consent_purposes',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'needed_for', type: 'string' },
            { name: 'document_code', type: 'string' },
            { name: 'since_version', type: 'number', isOptional: true },
            { name: 'is_for_children', type: 'boolean' },
            { name: 'position', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'assessments',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'version', type: 'number' },
            { name: 'scoring', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'instructions', type: 'string' },
            { name: 'scale_points', type: 'number' },
            { name: 'scale_labels', type: 'string' },
            { name: 'scales', type: 'string' },
            { name: 'estimated_minutes', type: 'number' },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'onboarding_flows',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'version', type: 'number' },
            { name: 'audience', type: 'string', isOptional: true },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'estimated_minutes', type: 'number' },
            { name: 'is_default', type: 'boolean', isOptional: true },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_categories',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'plans',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'monthly_price_minor', type: 'number' },
            { name: 'yearly_price_minor', type: 'number' },
            { name: 'currency', type: 'string', isOptional: true },
            { name: 'trial_days', type: 'number', isOptional: true },
            { name: 'is_default', type: 'boolean', isOptional: true },
            { name: 'is_trial', type: 'boolean', isOptional: true },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_versions',
          columns: [
            { name: 'version', type: 'number' },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'changes', type: 'string' },
            { name: 'published_at', type: 'number', isOptional: true },
            { name: 'retired_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebied_versions',
          columns: [
            { name: 'version', type: 'number' },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'changes', type: 'string' },
            { name: 'answer_labels', type: 'string' },
            { name: 'published_at', type: 'number', isOptional: true },
            { name: 'retired_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'countries',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'alpha3_code', type: 'string' },
            { name: 'numeric_code', type: 'string' },
            { name: 'consent_age', type: 'number', isOptional: true },
            { name: 'name', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'currencies',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'numeric_code', type: 'string' },
            { name: 'minor_units', type: 'number' },
            { name: 'symbol', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'feature_flags',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'is_enabled', type: 'boolean', isOptional: true },
            { name: 'rollout_percent', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'notification_kinds',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'in_app', type: 'boolean' },
            { name: 'push', type: 'boolean' },
            { name: 'email', type: 'boolean' },
            { name: 'is_mandatory', type: 'boolean' },
            { name: 'position', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'emotional_states',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'valence', type: 'number' },
            { name: 'energy', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'subjects',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'color', type: 'string' },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'consents',
          columns: [
            { name: 'purpose_code', type: 'string' },
            { name: 'is_granted', type: 'boolean' },
            { name: 'document_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'document_sha256', type: 'string', isOptional: true },
            { name: 'locale', type: 'string', isOptional: true },
            { name: 'method', type: 'string', isOptional: true },
            { name: 'guardian_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'device_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'decided_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'assessment_questions',
          columns: [
            { name: 'assessment_id', type: 'string', isIndexed: true },
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'scale_code', type: 'string' },
            { name: 'direction', type: 'number', isOptional: true },
            { name: 'is_required', type: 'boolean', isOptional: true },
            { name: 'prompt', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'assessment_attempts',
          columns: [
            { name: 'assessment_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'started_at', type: 'number', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'missing_answers', type: 'number', isOptional: true },
            { name: 'scores', type: 'string', isOptional: true },
            { name: 'scored_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'onboarding_steps',
          columns: [
            { name: 'flow_id', type: 'string', isIndexed: true },
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'kind', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string' },
            { name: 'is_required', type: 'boolean' },
            { name: 'options', type: 'string', isOptional: true },
            { name: 'max_choices', type: 'number', isOptional: true },
            { name: 'scale_points', type: 'number', isOptional: true },
            { name: 'scale_ends', type: 'string', isOptional: true },
            { name: 'assessment_code', type: 'string', isOptional: true },
            { name: 'fills_column', type: 'string', isOptional: true },
            { name: 'icon', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'conversations',
          columns: [
            { name: 'kind', type: 'string', isOptional: true },
            { name: 'title', type: 'string', isOptional: true },
            { name: 'language', type: 'string', isOptional: true },
            { name: 'area_code', type: 'string', isOptional: true },
            { name: 'coaching_session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'summary', type: 'string', isOptional: true },
            { name: 'summarised_at', type: 'number', isOptional: true },
            { name: 'is_pinned', type: 'boolean', isOptional: true },
            { name: 'archived_at', type: 'number', isOptional: true },
            { name: 'last_message_at', type: 'number', isOptional: true },
            { name: 'message_count', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'coaching_sessions',
          columns: [
            { name: 'kind', type: 'string', isOptional: true },
            { name: 'title', type: 'string', isOptional: true },
            { name: 'focus', type: 'string', isOptional: true },
            { name: 'topics', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'scheduled_at', type: 'number', isOptional: true },
            { name: 'started_at', type: 'number', isOptional: true },
            { name: 'ended_at', type: 'number', isOptional: true },
            { name: 'duration_minutes', type: 'number', isOptional: true },
            { name: 'mbti_type', type: 'string', isOptional: true },
            { name: 'explanation_style', type: 'string', isOptional: true },
            { name: 'conversation_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'session_state', type: 'string', isOptional: true },
            { name: 'notes', type: 'string', isOptional: true },
            { name: 'next_steps', type: 'string', isOptional: true },
            { name: 'ai_summary', type: 'string', isOptional: true },
            { name: 'summarised_at', type: 'number', isOptional: true },
            { name: 'effectiveness', type: 'number', isOptional: true },
            { name: 'outcome_count', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learned_preferences',
          columns: [
            { name: 'key', type: 'string' },
            { name: 'value', type: 'string' },
            { name: 'source', type: 'string', isOptional: true },
            { name: 'confidence', type: 'number' },
            { name: 'evidence_count', type: 'number', isOptional: true },
            { name: 'evidence', type: 'string', isOptional: true },
            { name: 'first_observed_at', type: 'number', isOptional: true },
            { name: 'last_observed_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'ai_usage_periods',
          columns: [
            { name: 'starts_at', type: 'number' },
            { name: 'resets_at', type: 'number' },
            { name: 'queries_used', type: 'number', isOptional: true },
            { name: 'queries_limit', type: 'number', isOptional: true },
            { name: 'tokens_used', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_items',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'category_id', type: 'string', isIndexed: true },
            { name: 'kind', type: 'string' },
            { name: 'tier', type: 'string', isOptional: true },
            { name: 'locale', type: 'string', isOptional: true },
            { name: 'title', type: 'string' },
            { name: 'summary', type: 'string' },
            { name: 'body', type: 'string' },
            { name: 'media_url', type: 'string', isOptional: true },
            { name: 'minutes', type: 'number' },
            { name: 'difficulty', type: 'string', isOptional: true },
            { name: 'function_codes', type: 'string' },
            { name: 'tags', type: 'string', isOptional: true },
            { name: 'course_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'course_position', type: 'number', isOptional: true },
            { name: 'published_at', type: 'number', isOptional: true },
            { name: 'retired_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'plan_entitlements',
          columns: [
            { name: 'plan_id', type: 'string', isIndexed: true },
            { name: 'key', type: 'string' },
            { name: 'limit_value', type: 'number', isOptional: true },
            { name: 'unit', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'payment_methods',
          columns: [
            { name: 'provider', type: 'string' },
            { name: 'kind', type: 'string' },
            { name: 'brand', type: 'string', isOptional: true },
            { name: 'last_four', type: 'string', isOptional: true },
            { name: 'expires_month', type: 'number', isOptional: true },
            { name: 'expires_year', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_domains',
          columns: [
            { name: 'version_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'guiding_questions', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'color', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_levels',
          columns: [
            { name: 'version_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'guiding_questions', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_assessments',
          columns: [
            { name: 'version_id', type: 'string', isIndexed: true },
            { name: 'title', type: 'string', isOptional: true },
            { name: 'assessed_on', type: 'string' },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'domains_scored', type: 'number', isOptional: true },
            { name: 'overall_score', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebieden',
          columns: [
            { name: 'version_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'code', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'icon', type: 'string' },
            { name: 'color', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'analytics_events',
          columns: [
            { name: 'occurred_at', type: 'number' },
            { name: 'session_id', type: 'string', isIndexed: true },
            { name: 'name', type: 'string' },
            { name: 'category', type: 'string', isOptional: true },
            { name: 'feature', type: 'string', isOptional: true },
            { name: 'screen', type: 'string', isOptional: true },
            { name: 'properties', type: 'string', isOptional: true },
            { name: 'duration_ms', type: 'number', isOptional: true },
            { name: 'platform', type: 'string', isOptional: true },
            { name: 'device_type', type: 'string', isOptional: true },
            { name: 'app_version', type: 'string', isOptional: true },
            { name: 'mbti_type', type: 'string', isOptional: true },
          ],
        }),
        createTable({
          name: 'interaction_analytics',
          columns: [
            { name: 'occurred_at', type: 'number' },
            { name: 'session_id', type: 'string', isIndexed: true },
            { name: 'kind', type: 'string' },
            { name: 'target', type: 'string' },
            { name: 'target_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'feature', type: 'string', isOptional: true },
            { name: 'screen', type: 'string', isOptional: true },
            { name: 'dwell_ms', type: 'number', isOptional: true },
            { name: 'scroll_percent', type: 'number', isOptional: true },
            { name: 'cognitive_function', type: 'string', isOptional: true },
            { name: 'outcome', type: 'string', isOptional: true },
            { name: 'effectiveness', type: 'number', isOptional: true },
            { name: 'properties', type: 'string', isOptional: true },
            { name: 'platform', type: 'string', isOptional: true },
            { name: 'device_type', type: 'string', isOptional: true },
            { name: 'app_version', type: 'string', isOptional: true },
            { name: 'mbti_type', type: 'string', isOptional: true },
          ],
        }),
        createTable({
          name: 'time_zones',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'country_code', type: 'string', isOptional: true },
            { name: 'city', type: 'string' },
            { name: 'name', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'notification_preferences',
          columns: [
            { name: 'kind_code', type: 'string' },
            { name: 'in_app', type: 'boolean', isOptional: true },
            { name: 'push', type: 'boolean', isOptional: true },
            { name: 'email', type: 'boolean', isOptional: true },
            { name: 'quiet_from', type: 'string', isOptional: true },
            { name: 'quiet_until', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'notifications',
          columns: [
            { name: 'kind_code', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string', isOptional: true },
            { name: 'action_path', type: 'string', isOptional: true },
            { name: 'importance', type: 'string', isOptional: true },
            { name: 'channels', type: 'string', isOptional: true },
            { name: 'deliver_at', type: 'number', isOptional: true },
            { name: 'delivered_at', type: 'number', isOptional: true },
            { name: 'read_at', type: 'number', isOptional: true },
            { name: 'dismissed_at', type: 'number', isOptional: true },
            { name: 'expires_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'integrations',
          columns: [
            { name: 'provider', type: 'string' },
            { name: 'external_account_id', type: 'string', isIndexed: true },
            { name: 'account_label', type: 'string', isOptional: true },
            { name: 'scopes', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'connected_at', type: 'number', isOptional: true },
            { name: 'last_used_at', type: 'number', isOptional: true },
            { name: 'error_code', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'custom_field_definitions',
          columns: [
            { name: 'applies_to', type: 'string' },
            { name: 'label', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'value_type', type: 'string' },
            { name: 'options', type: 'string', isOptional: true },
            { name: 'minimum', type: 'number', isOptional: true },
            { name: 'maximum', type: 'number', isOptional: true },
            { name: 'unit', type: 'string', isOptional: true },
            { name: 'is_required', type: 'boolean', isOptional: true },
            { name: 'archived_at', type: 'number', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'organizations',
          columns: [
            { name: 'name', type: 'string' },
            { name: 'slug', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'website_url', type: 'string', isOptional: true },
            { name: 'default_locale', type: 'string', isOptional: true },
            { name: 'timezone', type: 'string', isOptional: true },
            { name: 'week_starts_on', type: 'number', isOptional: true },
            { name: 'coaches_may_invite', type: 'boolean', isOptional: true },
            { name: 'allows_domain_join', type: 'boolean', isOptional: true },
            { name: 'brand_color', type: 'string', isOptional: true },
            { name: 'accent_color', type: 'string', isOptional: true },
            { name: 'logo_path', type: 'string', isOptional: true },
            { name: 'plan_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'subscription_status', type: 'string', isOptional: true },
            { name: 'subscription_ends_at', type: 'number', isOptional: true },
            { name: 'seat_limit', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'concepts',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'subject_id', type: 'string', isIndexed: true },
            { name: 'topic', type: 'string' },
            { name: 'topic_name', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string' },
            { name: 'difficulty_level', type: 'number' },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_dna',
          columns: [
            { name: 'version', type: 'number', isOptional: true },
            { name: 'primary_learning_style', type: 'string', isOptional: true },
            { name: 'secondary_learning_style', type: 'string', isOptional: true },
            { name: 'learning_style_confidence', type: 'number', isOptional: true },
            { name: 'learning_style_assessment_method', type: 'string', isOptional: true },
            { name: 'learning_style_assessed_at', type: 'number', isOptional: true },
            { name: 'processing_speed', type: 'string', isOptional: true },
            { name: 'working_memory_capacity', type: 'string', isOptional: true },
            { name: 'attention_span_minutes', type: 'number', isOptional: true },
            { name: 'information_processing_preference', type: 'string', isOptional: true },
            { name: 'multitasking_ability', type: 'string', isOptional: true },
            { name: 'preferred_difficulty_level', type: 'number', isOptional: true },
            { name: 'challenge_tolerance', type: 'string', isOptional: true },
            { name: 'explanation_depth_preference', type: 'string', isOptional: true },
            { name: 'example_density_preference', type: 'string', isOptional: true },
            { name: 'abstract_vs_concrete', type: 'number', isOptional: true },
            { name: 'goal_orientation', type: 'string', isOptional: true },
            { name: 'intrinsic_motivation_level', type: 'number', isOptional: true },
            { name: 'extrinsic_motivation_responsiveness', type: 'number', isOptional: true },
            { name: 'feedback_preference', type: 'string', isOptional: true },
            { name: 'achievement_sensitivity', type: 'number', isOptional: true },
            { name: 'autonomy_preference', type: 'string', isOptional: true },
            { name: 'optimal_emotional_states', type: 'string', isOptional: true },
            { name: 'problematic_emotional_states', type: 'string', isOptional: true },
            { name: 'stress_triggers', type: 'string', isOptional: true },
            { name: 'confidence_builders', type: 'string', isOptional: true },
            { name: 'engagement_factors', type: 'string', isOptional: true },
            { name: 'emotional_recovery_strategies', type: 'string', isOptional: true },
            { name: 'emotional_resilience_score', type: 'number', isOptional: true },
            { name: 'subjects_performance', type: 'string', isOptional: true },
            { name: 'overall_learning_velocity', type: 'number', isOptional: true },
            { name: 'personalization_effectiveness', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_dna_assessments',
          columns: [
            { name: 'assessed_at', type: 'number', isOptional: true },
            { name: 'assessment_type', type: 'string' },
            { name: 'changes_made', type: 'string', isOptional: true },
            { name: 'confidence_delta', type: 'number', isOptional: true },
            { name: 'dna_version', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_sessions',
          columns: [
            { name: 'started_at', type: 'number', isOptional: true },
            { name: 'ended_at', type: 'number', isOptional: true },
            { name: 'duration_minutes', type: 'number', isOptional: true },
            { name: 'session_type', type: 'string', isOptional: true },
            { name: 'subject_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'topics', type: 'string', isOptional: true },
            { name: 'learning_objectives', type: 'string', isOptional: true },
            { name: 'initial_difficulty_level', type: 'number', isOptional: true },
            { name: 'device_type', type: 'string', isOptional: true },
            { name: 'platform', type: 'string', isOptional: true },
            { name: 'concepts_introduced', type: 'string', isOptional: true },
            { name: 'concepts_practiced', type: 'string', isOptional: true },
            { name: 'concepts_mastered', type: 'string', isOptional: true },
            { name: 'knowledge_gaps_identified', type: 'string', isOptional: true },
            { name: 'mastery_demonstrations', type: 'string', isOptional: true },
            { name: 'initial_emotional_state', type: 'string', isOptional: true },
            { name: 'final_emotional_state', type: 'string', isOptional: true },
            { name: 'overall_emotional_health_score', type: 'number', isOptional: true },
            { name: 'questions_attempted', type: 'number', isOptional: true },
            { name: 'questions_correct', type: 'number', isOptional: true },
            { name: 'accuracy_percentage', type: 'number', isOptional: true },
            { name: 'average_response_time_seconds', type: 'number', isOptional: true },
            { name: 'difficulty_progression', type: 'string', isOptional: true },
            { name: 'follow_up_questions', type: 'number', isOptional: true },
            { name: 'self_directed_exploration', type: 'boolean', isOptional: true },
            { name: 'session_completion_rate', type: 'number', isOptional: true },
            { name: 'total_ai_queries', type: 'number', isOptional: true },
            { name: 'providers_used', type: 'string', isOptional: true },
            { name: 'total_tokens_consumed', type: 'number', isOptional: true },
            { name: 'total_ai_cost_micros', type: 'number', isOptional: true },
            { name: 'ai_cost_currency', type: 'string', isOptional: true },
            { name: 'average_ai_response_time_ms', type: 'number', isOptional: true },
            { name: 'ai_cache_hit_rate', type: 'number', isOptional: true },
            { name: 'quality_scores', type: 'string', isOptional: true },
            { name: 'learning_objectives_met', type: 'string', isOptional: true },
            { name: 'areas_needing_more_work', type: 'string', isOptional: true },
            { name: 'user_satisfaction_rating', type: 'number', isOptional: true },
            { name: 'perceived_difficulty_rating', type: 'number', isOptional: true },
            { name: 'emotional_satisfaction_rating', type: 'number', isOptional: true },
            { name: 'next_session_recommendations', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'emotional_analytics',
          columns: [
            { name: 'analysis_date', type: 'string' },
            { name: 'data_source', type: 'string' },
            { name: 'readings_count', type: 'number' },
            { name: 'total_time_minutes', type: 'number' },
            { name: 'dominant_emotion', type: 'string', isOptional: true },
            { name: 'emotion_distribution', type: 'string' },
            { name: 'emotional_stability_score', type: 'number', isOptional: true },
            { name: 'overall_emotional_wellness', type: 'number', isOptional: true },
            { name: 'most_productive_emotions', type: 'string' },
            { name: 'problematic_emotional_patterns', type: 'string' },
            { name: 'best_emotional_state_for_new_concepts', type: 'string', isOptional: true },
            { name: 'best_emotional_state_for_practice', type: 'string', isOptional: true },
            { name: 'best_emotional_state_for_assessment', type: 'string', isOptional: true },
            { name: 'interventions_applied', type: 'string' },
            { name: 'average_recovery_time_minutes', type: 'string' },
            { name: 'most_effective_recovery_strategies', type: 'string' },
            { name: 'emotional_trends', type: 'string' },
            { name: 'best_learning_times', type: 'string' },
            { name: 'challenging_periods', type: 'string' },
            { name: 'emotional_biorhythm_insights', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_analytics',
          columns: [
            { name: 'analysis_date', type: 'string' },
            { name: 'data_source', type: 'string' },
            { name: 'active_days', type: 'number' },
            { name: 'sessions_count', type: 'number' },
            { name: 'session_minutes', type: 'number' },
            { name: 'questions_attempted', type: 'number' },
            { name: 'questions_correct', type: 'number' },
            { name: 'accuracy_percentage', type: 'number', isOptional: true },
            { name: 'average_completion_rate', type: 'number', isOptional: true },
            { name: 'introductions_count', type: 'number' },
            { name: 'reviews_count', type: 'number' },
            { name: 'recall_rate', type: 'number', isOptional: true },
            { name: 'average_performance', type: 'number', isOptional: true },
            { name: 'review_minutes', type: 'number' },
            { name: 'concepts_mastered_count', type: 'number' },
            { name: 'learning_velocity', type: 'number', isOptional: true },
            { name: 'subjects', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'data_exports',
          columns: [
            { name: 'format', type: 'string' },
            { name: 'state', type: 'string', isOptional: true },
            { name: 'rows_done', type: 'number', isOptional: true },
            { name: 'rows_expected', type: 'number', isOptional: true },
            { name: 'size_bytes', type: 'number', isOptional: true },
            { name: 'links', type: 'string', isOptional: true },
            { name: 'expires_at', type: 'number', isOptional: true },
            { name: 'error', type: 'string', isOptional: true },
            { name: 'finished_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'assessment_answers',
          columns: [
            { name: 'attempt_id', type: 'string', isIndexed: true },
            { name: 'question_id', type: 'string', isIndexed: true },
            { name: 'value', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'onboarding_progress',
          columns: [
            { name: 'flow_id', type: 'string', isIndexed: true },
            { name: 'current_step_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'started_at', type: 'number', isOptional: true },
            { name: 'skipped_at', type: 'number', isOptional: true },
            { name: 'steps_done', type: 'number', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'status', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'messages',
          columns: [
            { name: 'conversation_id', type: 'string', isIndexed: true },
            { name: 'role', type: 'string', isOptional: true },
            { name: 'content', type: 'string' },
            { name: 'language', type: 'string', isOptional: true },
            { name: 'sent_at', type: 'number', isOptional: true },
            { name: 'rating', type: 'number', isOptional: true },
            { name: 'ai_interaction_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'journal_prompts',
          columns: [
            { name: 'code', type: 'string' },
            { name: 'kind', type: 'string' },
            { name: 'mbti_type', type: 'string', isOptional: true },
            { name: 'area_code', type: 'string', isOptional: true },
            { name: 'moment', type: 'string', isOptional: true },
            { name: 'question', type: 'string' },
            { name: 'hint', type: 'string' },
            { name: 'position', type: 'number' },
            { name: 'is_active', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'coaching_outcomes',
          columns: [
            { name: 'session_id', type: 'string', isIndexed: true },
            { name: 'metric', type: 'string', isOptional: true },
            { name: 'baseline_score', type: 'number', isOptional: true },
            { name: 'target_score', type: 'number', isOptional: true },
            { name: 'result_score', type: 'number', isOptional: true },
            { name: 'satisfaction_rating', type: 'number', isOptional: true },
            { name: 'difficulty_rating', type: 'number', isOptional: true },
            { name: 'emotional_satisfaction_rating', type: 'number', isOptional: true },
            { name: 'objectives_met', type: 'string', isOptional: true },
            { name: 'needs_more_work', type: 'string', isOptional: true },
            { name: 'next_session_recommendations', type: 'string', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'measured_at', type: 'number', isOptional: true },
            { name: 'effectiveness', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'coaching_adaptations',
          columns: [
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'interaction_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'kind', type: 'string' },
            { name: 'basis', type: 'string' },
            { name: 'reason', type: 'string' },
            { name: 'mbti_type', type: 'string', isOptional: true },
            { name: 'function_code', type: 'string', isOptional: true },
            { name: 'explanation_style', type: 'string', isOptional: true },
            { name: 'difficulty_adjustment', type: 'number', isOptional: true },
            { name: 'content_modifications', type: 'string', isOptional: true },
            { name: 'detected_emotion', type: 'string', isOptional: true },
            { name: 'emotion_confidence', type: 'number', isOptional: true },
            { name: 'emotional_intensity', type: 'number', isOptional: true },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'applied_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mbti_insights',
          columns: [
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'kind', type: 'string' },
            { name: 'mbti_type', type: 'string' },
            { name: 'function_code', type: 'string', isOptional: true },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string' },
            { name: 'suggestion', type: 'string', isOptional: true },
            { name: 'evidence', type: 'string', isOptional: true },
            { name: 'locale', type: 'string', isOptional: true },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'observed_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'ai_recommendations',
          columns: [
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'kind', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string', isOptional: true },
            { name: 'ai_reasoning', type: 'string', isOptional: true },
            { name: 'importance', type: 'number', isOptional: true },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'mbti_type', type: 'string', isOptional: true },
            { name: 'estimated_minutes', type: 'number', isOptional: true },
            { name: 'suggested_on', type: 'string', isOptional: true },
            { name: 'target_table', type: 'string', isOptional: true },
            { name: 'target_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'locale', type: 'string', isOptional: true },
            { name: 'expires_at', type: 'number', isOptional: true },
            { name: 'state', type: 'string', isOptional: true },
            { name: 'seen_at', type: 'number', isOptional: true },
            { name: 'decided_at', type: 'number', isOptional: true },
            { name: 'done_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_mbti_affinity',
          columns: [
            { name: 'item_id', type: 'string', isIndexed: true },
            { name: 'mbti_type', type: 'string' },
            { name: 'affinity', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_progress',
          columns: [
            { name: 'item_id', type: 'string', isIndexed: true },
            { name: 'percent', type: 'number', isOptional: true },
            { name: 'position_seconds', type: 'number', isOptional: true },
            { name: 'minutes_spent', type: 'number', isOptional: true },
            { name: 'started_at', type: 'number', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'last_opened_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_bookmarks',
          columns: [
            { name: 'item_id', type: 'string', isIndexed: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'labels', type: 'string', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_ratings',
          columns: [
            { name: 'item_id', type: 'string', isIndexed: true },
            { name: 'rating', type: 'number' },
            { name: 'feedback', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_item_statistics',
          columns: [
            { name: 'item_id', type: 'string', isIndexed: true },
            { name: 'rating_average', type: 'number' },
            { name: 'rating_count', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'subscriptions',
          columns: [
            { name: 'plan_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string' },
            { name: 'billing_cycle', type: 'string' },
            { name: 'subscribed_at', type: 'number' },
            { name: 'current_period_starts_at', type: 'number', isOptional: true },
            { name: 'current_period_ends_at', type: 'number', isOptional: true },
            { name: 'trial_ends_at', type: 'number', isOptional: true },
            { name: 'past_due_since', type: 'number', isOptional: true },
            { name: 'cancel_at_period_end', type: 'boolean', isOptional: true },
            { name: 'cancelled_at', type: 'number', isOptional: true },
            { name: 'ended_at', type: 'number', isOptional: true },
            { name: 'expires_at', type: 'number', isOptional: true },
            { name: 'price_minor', type: 'number', isOptional: true },
            { name: 'currency', type: 'string', isOptional: true },
            { name: 'payment_method_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'provider', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_scores',
          columns: [
            { name: 'assessment_id', type: 'string', isIndexed: true },
            { name: 'domain_id', type: 'string', isIndexed: true },
            { name: 'level_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'score', type: 'number' },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_goals',
          columns: [
            { name: 'domain_id', type: 'string', isIndexed: true },
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'target_score', type: 'number' },
            { name: 'target_level_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'due_on', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'met24_reflections',
          columns: [
            { name: 'domain_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'assessment_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'question', type: 'string', isOptional: true },
            { name: 'body', type: 'string' },
            { name: 'reflected_on', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebied_questions',
          columns: [
            { name: 'levensgebied_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'position', type: 'number' },
            { name: 'statement', type: 'string' },
            { name: 'is_reversed', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebied_scores',
          columns: [
            { name: 'levensgebied_id', type: 'string', isIndexed: true },
            { name: 'scored_on', type: 'string' },
            { name: 'answer_1', type: 'number' },
            { name: 'answer_2', type: 'number' },
            { name: 'answer_3', type: 'number' },
            { name: 'answer_4', type: 'number' },
            { name: 'score', type: 'number' },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebied_goals',
          columns: [
            { name: 'levensgebied_id', type: 'string', isIndexed: true },
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'target_score', type: 'number' },
            { name: 'due_on', type: 'string', isOptional: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'position', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'custom_field_values',
          columns: [
            { name: 'definition_id', type: 'string', isIndexed: true },
            { name: 'subject_id', type: 'string', isIndexed: true },
            { name: 'text_value', type: 'string', isOptional: true },
            { name: 'number_value', type: 'number', isOptional: true },
            { name: 'boolean_value', type: 'boolean', isOptional: true },
            { name: 'date_value', type: 'string', isOptional: true },
            { name: 'moment_value', type: 'number', isOptional: true },
            { name: 'choices', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'organization_members',
          columns: [
            { name: 'organization_id', type: 'string', isIndexed: true },
            { name: 'user_id', type: 'string', isIndexed: true },
            { name: 'role', type: 'string', isOptional: true },
            { name: 'display_name', type: 'string', isOptional: true },
            { name: 'joined_at', type: 'number', isOptional: true },
            { name: 'joined_by', type: 'string' },
            { name: 'invited_by', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'concept_prerequisites',
          columns: [
            { name: 'concept_id', type: 'string', isIndexed: true },
            { name: 'prerequisite_id', type: 'string', isIndexed: true },
            { name: 'importance_weight', type: 'number' },
            { name: 'mastery_required', type: 'number' },
            { name: 'dependency_strength', type: 'number' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_interactions',
          columns: [
            { name: 'session_id', type: 'string', isIndexed: true },
            { name: 'occurred_at', type: 'number', isOptional: true },
            { name: 'interaction_type', type: 'string' },
            { name: 'user_input', type: 'string', isOptional: true },
            { name: 'ai_text', type: 'string', isOptional: true },
            { name: 'ai_provider', type: 'string', isOptional: true },
            { name: 'ai_response_time_ms', type: 'number', isOptional: true },
            { name: 'ai_tokens_used', type: 'number', isOptional: true },
            { name: 'ai_cost_micros', type: 'number', isOptional: true },
            { name: 'ai_cache_hit', type: 'boolean', isOptional: true },
            { name: 'ai_quality_score', type: 'number', isOptional: true },
            { name: 'detected_emotion', type: 'string', isOptional: true },
            { name: 'emotion_confidence', type: 'number', isOptional: true },
            { name: 'emotional_intensity', type: 'number', isOptional: true },
            { name: 'adaptations_applied', type: 'string', isOptional: true },
            { name: 'difficulty_adjustment', type: 'number', isOptional: true },
            { name: 'explanation_style', type: 'string', isOptional: true },
            { name: 'content_modifications', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'learning_interventions',
          columns: [
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'applied_at', type: 'number', isOptional: true },
            { name: 'intervention_type', type: 'string' },
            { name: 'reason', type: 'string', isOptional: true },
            { name: 'emotional_state', type: 'string', isOptional: true },
            { name: 'effectiveness_rating', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'emotional_readings',
          columns: [
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'recorded_at', type: 'number', isOptional: true },
            { name: 'emotion', type: 'string' },
            { name: 'intensity', type: 'number', isOptional: true },
            { name: 'confidence', type: 'number', isOptional: true },
            { name: 'source', type: 'string', isOptional: true },
            { name: 'trigger', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'content_mastery',
          columns: [
            { name: 'concept_id', type: 'string', isIndexed: true },
            { name: 'mastery_level', type: 'number', isOptional: true },
            { name: 'mastery_confidence', type: 'number', isOptional: true },
            { name: 'first_exposed_at', type: 'number', isOptional: true },
            { name: 'last_practiced_at', type: 'number', isOptional: true },
            { name: 'mastery_achieved_at', type: 'number', isOptional: true },
            { name: 'state', type: 'string', isOptional: true },
            { name: 'step', type: 'number', isOptional: true },
            { name: 'stability', type: 'number', isOptional: true },
            { name: 'difficulty', type: 'number', isOptional: true },
            { name: 'initial_strength', type: 'number', isOptional: true },
            { name: 'decay_rate', type: 'number', isOptional: true },
            { name: 'interval_days', type: 'number', isOptional: true },
            { name: 'due_at', type: 'number', isOptional: true },
            { name: 'reviews_count', type: 'number', isOptional: true },
            { name: 'lapses_count', type: 'number', isOptional: true },
            { name: 'time_spent_minutes', type: 'number', isOptional: true },
            { name: 'emotional_associations', type: 'string', isOptional: true },
            { name: 'optimal_difficulty_level', type: 'number', isOptional: true },
            { name: 'effective_learning_strategies', type: 'string', isOptional: true },
            { name: 'learning_style_effectiveness', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mastery_reviews',
          columns: [
            { name: 'concept_id', type: 'string', isIndexed: true },
            { name: 'session_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'reviewed_at', type: 'number', isOptional: true },
            { name: 'activity_type', type: 'string', isOptional: true },
            { name: 'rating', type: 'number', isOptional: true },
            { name: 'performance_score', type: 'number', isOptional: true },
            { name: 'difficulty_level', type: 'number', isOptional: true },
            { name: 'emotional_state', type: 'string', isOptional: true },
            { name: 'time_spent_minutes', type: 'number', isOptional: true },
            { name: 'interval_days', type: 'number', isOptional: true },
            { name: 'interval_adjustment_days', type: 'number', isOptional: true },
            { name: 'stability', type: 'number', isOptional: true },
            { name: 'difficulty', type: 'number', isOptional: true },
            { name: 'mastery_level', type: 'number', isOptional: true },
            { name: 'reached_mastery', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mbti_type_statistics',
          columns: [
            { name: 'metric', type: 'string' },
            { name: 'mbti_type', type: 'string' },
            { name: 'average', type: 'number' },
            { name: 'people', type: 'number' },
            { name: 'period_start', type: 'string' },
            { name: 'period_end', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'onboarding_responses',
          columns: [
            { name: 'flow_id', type: 'string', isIndexed: true },
            { name: 'step_id', type: 'string', isIndexed: true },
            { name: 'status', type: 'string', isOptional: true },
            { name: 'answer', type: 'string', isOptional: true },
            { name: 'choices', type: 'string', isOptional: true },
            { name: 'rating', type: 'number', isOptional: true },
            { name: 'attempt_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'responded_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'journal_entries',
          columns: [
            { name: 'written_on', type: 'string' },
            { name: 'title', type: 'string', isOptional: true },
            { name: 'body', type: 'string', isOptional: true },
            { name: 'language', type: 'string', isOptional: true },
            { name: 'word_count', type: 'number' },
            { name: 'prompt_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'conversation_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'area_code', type: 'string', isOptional: true },
            { name: 'mood', type: 'string', isOptional: true },
            { name: 'mood_intensity', type: 'number', isOptional: true },
            { name: 'tags', type: 'string', isOptional: true },
            { name: 'is_favourite', type: 'boolean', isOptional: true },
            { name: 'coach_may_read', type: 'boolean', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'invoices',
          columns: [
            { name: 'subscription_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'number', type: 'string', isOptional: true },
            { name: 'status', type: 'string' },
            { name: 'currency', type: 'string' },
            { name: 'subtotal_minor', type: 'number' },
            { name: 'tax_minor', type: 'number', isOptional: true },
            { name: 'total_minor', type: 'number' },
            { name: 'paid_minor', type: 'number', isOptional: true },
            { name: 'refunded_minor', type: 'number', isOptional: true },
            { name: 'lines', type: 'string', isOptional: true },
            { name: 'issued_at', type: 'number' },
            { name: 'due_at', type: 'number', isOptional: true },
            { name: 'paid_at', type: 'number', isOptional: true },
            { name: 'period_starts_at', type: 'number', isOptional: true },
            { name: 'period_ends_at', type: 'number', isOptional: true },
            { name: 'url', type: 'string', isOptional: true },
            { name: 'provider', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'levensgebied_reflections',
          columns: [
            { name: 'levensgebied_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'score_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'question', type: 'string', isOptional: true },
            { name: 'body', type: 'string' },
            { name: 'reflected_on', type: 'string' },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'teams',
          columns: [
            { name: 'organization_id', type: 'string', isIndexed: true },
            { name: 'name', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'color', type: 'string', isOptional: true },
            { name: 'lead_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'shared_visions',
          columns: [
            { name: 'organization_id', type: 'string', isIndexed: true },
            { name: 'user_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'vision_id', type: 'string', isIndexed: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'shares_description', type: 'boolean', isOptional: true },
            { name: 'category', type: 'string' },
            { name: 'title', type: 'string' },
            { name: 'description', type: 'string', isOptional: true },
            { name: 'status', type: 'string' },
            { name: 'completed_at', type: 'number', isOptional: true },
            { name: 'horizon_years', type: 'number' },
            { name: 'target_on', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'mood_entries',
          columns: [
            { name: 'emotion', type: 'string' },
            { name: 'intensity', type: 'number', isOptional: true },
            { name: 'energy', type: 'number', isOptional: true },
            { name: 'felt_at', type: 'number', isOptional: true },
            { name: 'note', type: 'string', isOptional: true },
            { name: 'influences', type: 'string', isOptional: true },
            { name: 'area_code', type: 'string', isOptional: true },
            { name: 'journal_entry_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'attachments',
          columns: [
            { name: 'journal_entry_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'message_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'vision_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'task_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'bucket', type: 'string', isOptional: true },
            { name: 'path', type: 'string' },
            { name: 'file_name', type: 'string' },
            { name: 'mime_type', type: 'string' },
            { name: 'size_bytes', type: 'number' },
            { name: 'checksum_sha256', type: 'string', isOptional: true },
            { name: 'width_px', type: 'number', isOptional: true },
            { name: 'height_px', type: 'number', isOptional: true },
            { name: 'duration_seconds', type: 'number', isOptional: true },
            { name: 'uploaded_at', type: 'number', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'team_members',
          columns: [
            { name: 'organization_id', type: 'string', isIndexed: true },
            { name: 'team_id', type: 'string', isIndexed: true },
            { name: 'user_id', type: 'string', isIndexed: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
        createTable({
          name: 'team_announcements',
          columns: [
            { name: 'organization_id', type: 'string', isIndexed: true },
            { name: 'team_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'author_id', type: 'string', isOptional: true, isIndexed: true },
            { name: 'title', type: 'string' },
            { name: 'body', type: 'string' },
            { name: 'is_pinned', type: 'boolean', isOptional: true },
            { name: 'expires_on', type: 'string', isOptional: true },
            { name: 'created_at', type: 'number' },
            { name: 'updated_at', type: 'number' },
          ],
        }),
      ],
    },
  ],
});

/** A record of each table as it travels: timestamps in epoch ms, dates as text, JSON and arrays as JSON text. */
export interface Rows {
  users: {
    id: string;
    username: string | null;
    first_name: string | null;
    last_name: string | null;
    display_name: string | null;
    avatar_url: string | null;
    timezone: string | null;
    locale: string | null;
    country: string | null;
    region: string | null;
    education_level: string | null;
    age_band: string | null;
    learning_goals: string | null;
    subjects_of_interest: string | null;
    account_status: string | null;
    onboarding_completed_at: number | null;
    trial_ends_at: number | null;
    restricted_at: number | null;
    deleted_at: number | null;
    created_at: number;
    updated_at: number;
  };
  cognitive_functions: {
    id: string;
    code: string;
    position: number;
    kind: string;
    attitude: string;
    name: string;
    description: string;
    strengths: string;
    growth_edge: string;
    shows_as: string;
    table_affinity: string;
    created_at: number;
    updated_at: number;
  };
  policy_documents: {
    id: string;
    code: string;
    version: number;
    locale: string;
    title: string;
    body: string;
    sha256: string;
    published_at: number | null;
    created_at: number;
    updated_at: number;
  };
  consent_purposes: {
    id: string;
    code: string;
    name: string;
    description: string;
    needed_for: string;
    document_code: string;
    since_version: number | null;
    is_for_children: boolean;
    position: number;
    created_at: number;
    updated_at: number;
  };
  assessments: {
    id: string;
    code: string;
    version: number;
    scoring: string;
    name: string;
    description: string;
    instructions: string;
    scale_points: number;
    scale_labels: string;
    scales: string;
    estimated_minutes: number;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  onboarding_flows: {
    id: string;
    code: string;
    version: number;
    audience: string | null;
    position: number;
    name: string;
    description: string;
    icon: string;
    estimated_minutes: number;
    is_default: boolean | null;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  content_categories: {
    id: string;
    code: string;
    name: string;
    description: string;
    icon: string;
    position: number;
    created_at: number;
    updated_at: number;
  };
  plans: {
    id: string;
    code: string;
    position: number;
    name: string;
    description: string;
    monthly_price_minor: number;
    yearly_price_minor: number;
    currency: string | null;
    trial_days: number | null;
    is_default: boolean | null;
    is_trial: boolean | null;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  met24_versions: {
    id: string;
    version: number;
    status: string | null;
    changes: string;
    published_at: number | null;
    retired_at: number | null;
    created_at: number;
    updated_at: number;
  };
  levensgebied_versions: {
    id: string;
    version: number;
    status: string | null;
    changes: string;
    answer_labels: string;
    published_at: number | null;
    retired_at: number | null;
    created_at: number;
    updated_at: number;
  };
  achievements: {
    id: string;
    code: string;
    series: string;
    level: number;
    name: string;
    description: string;
    criteria: string;
    icon: string;
    color: string;
    tier: string;
    points: number;
    is_secret: boolean | null;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  countries: {
    id: string;
    code: string;
    alpha3_code: string;
    numeric_code: string;
    consent_age: number | null;
    name: string;
    created_at: number;
    updated_at: number;
  };
  currencies: {
    id: string;
    code: string;
    numeric_code: string;
    minor_units: number;
    symbol: string;
    name: string;
    created_at: number;
    updated_at: number;
  };
  feature_flags: {
    id: string;
    code: string;
    name: string;
    description: string;
    is_enabled: boolean | null;
    rollout_percent: number | null;
    created_at: number;
    updated_at: number;
  };
  notification_kinds: {
    id: string;
    code: string;
    name: string;
    description: string;
    in_app: boolean;
    push: boolean;
    email: boolean;
    is_mandatory: boolean;
    position: number;
    created_at: number;
    updated_at: number;
  };
  emotional_states: {
    id: string;
    code: string;
    position: number;
    valence: number;
    energy: number;
    name: string;
    description: string;
    created_at: number;
    updated_at: number;
  };
  subjects: {
    id: string;
    code: string;
    position: number;
    name: string;
    description: string;
    icon: string;
    color: string;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  user_preferences: {
    id: string;
    email_notifications: boolean | null;
    push_notifications: boolean | null;
    study_reminders: boolean | null;
    progress_updates: boolean | null;
    achievement_notifications: boolean | null;
    conflict_notifications: boolean | null;
    public_profile: boolean | null;
    explanation_style: string | null;
    difficulty_preference: string | null;
    feedback_frequency: string | null;
    emotional_support_level: string | null;
    theme: string | null;
    text_size: string | null;
    reduced_motion: boolean | null;
    language: string | null;
    week_starts_on: number | null;
    created_at: number;
    updated_at: number;
  };
  mbti_types: {
    id: string;
    code: string;
    dominant: string;
    auxiliary: string;
    tertiary: string;
    inferior: string;
    is_extraverted: boolean;
    is_intuitive: boolean;
    is_thinking: boolean;
    is_judging: boolean;
    name: string;
    description: string;
    strengths: string;
    growth_edge: string;
    coaching_style: string;
    table_order: string;
    page_size: number;
    cache_scope: string;
    cache_duration: string;
    cache_preload: string;
    cache_seconds: number;
    prefetch_tables: string;
    prefetch_items: number;
    created_at: number;
    updated_at: number;
  };
  cognitive_function_scores: {
    id: string;
    function_code: string;
    score: number;
    source: string | null;
    measured_at: number | null;
    created_at: number;
    updated_at: number;
  };
  user_roles: {
    id: string;
    role_code: string;
    assigned_at: number | null;
    created_at: number;
    updated_at: number;
  };
  consents: {
    id: string;
    purpose_code: string;
    is_granted: boolean;
    document_id: string | null;
    document_sha256: string | null;
    locale: string | null;
    method: string | null;
    guardian_id: string | null;
    device_id: string | null;
    decided_at: number | null;
    created_at: number;
  };
  assessment_questions: {
    id: string;
    assessment_id: string;
    code: string;
    position: number;
    scale_code: string;
    direction: number | null;
    is_required: boolean | null;
    prompt: string;
    created_at: number;
    updated_at: number;
  };
  assessment_attempts: {
    id: string;
    assessment_id: string;
    status: string | null;
    started_at: number | null;
    completed_at: number | null;
    missing_answers: number | null;
    scores: string | null;
    scored_at: number | null;
    created_at: number;
    updated_at: number;
  };
  onboarding_steps: {
    id: string;
    flow_id: string;
    code: string;
    position: number;
    kind: string;
    title: string;
    body: string;
    is_required: boolean;
    options: string | null;
    max_choices: number | null;
    scale_points: number | null;
    scale_ends: string | null;
    assessment_code: string | null;
    fills_column: string | null;
    icon: string | null;
    created_at: number;
    updated_at: number;
  };
  conversations: {
    id: string;
    kind: string | null;
    title: string | null;
    language: string | null;
    area_code: string | null;
    coaching_session_id: string | null;
    summary: string | null;
    summarised_at: number | null;
    is_pinned: boolean | null;
    archived_at: number | null;
    last_message_at: number | null;
    message_count: number | null;
    created_at: number;
    updated_at: number;
  };
  coaching_sessions: {
    id: string;
    kind: string | null;
    title: string | null;
    focus: string | null;
    topics: string | null;
    status: string | null;
    scheduled_at: number | null;
    started_at: number | null;
    ended_at: number | null;
    duration_minutes: number | null;
    mbti_type: string | null;
    explanation_style: string | null;
    conversation_id: string | null;
    vision_id: string | null;
    session_state: string | null;
    notes: string | null;
    next_steps: string | null;
    ai_summary: string | null;
    summarised_at: number | null;
    effectiveness: number | null;
    outcome_count: number | null;
    created_at: number;
    updated_at: number;
  };
  learned_preferences: {
    id: string;
    key: string;
    value: string;
    source: string | null;
    confidence: number;
    evidence_count: number | null;
    evidence: string | null;
    first_observed_at: number | null;
    last_observed_at: number | null;
    created_at: number;
    updated_at: number;
  };
  ai_usage_periods: {
    id: string;
    starts_at: number;
    resets_at: number;
    queries_used: number | null;
    queries_limit: number | null;
    tokens_used: number | null;
    created_at: number;
    updated_at: number;
  };
  content_items: {
    id: string;
    code: string;
    category_id: string;
    kind: string;
    tier: string | null;
    locale: string | null;
    title: string;
    summary: string;
    body: string;
    media_url: string | null;
    minutes: number;
    difficulty: string | null;
    function_codes: string;
    tags: string | null;
    course_id: string | null;
    course_position: number | null;
    published_at: number | null;
    retired_at: number | null;
    created_at: number;
    updated_at: number;
  };
  plan_entitlements: {
    id: string;
    plan_id: string;
    key: string;
    limit_value: number | null;
    unit: string;
    name: string;
    description: string;
    created_at: number;
    updated_at: number;
  };
  payment_methods: {
    id: string;
    provider: string;
    kind: string;
    brand: string | null;
    last_four: string | null;
    expires_month: number | null;
    expires_year: number | null;
    created_at: number;
    updated_at: number;
  };
  met24_domains: {
    id: string;
    version_id: string;
    status: string | null;
    code: string;
    position: number;
    name: string;
    description: string;
    guiding_questions: string;
    icon: string;
    color: string;
    created_at: number;
    updated_at: number;
  };
  met24_levels: {
    id: string;
    version_id: string;
    status: string | null;
    code: string;
    position: number;
    name: string;
    description: string;
    guiding_questions: string;
    created_at: number;
    updated_at: number;
  };
  met24_assessments: {
    id: string;
    version_id: string;
    title: string | null;
    assessed_on: string;
    status: string | null;
    completed_at: number | null;
    note: string | null;
    domains_scored: number | null;
    overall_score: number | null;
    created_at: number;
    updated_at: number;
  };
  levensgebieden: {
    id: string;
    version_id: string;
    status: string | null;
    code: string;
    position: number;
    name: string;
    description: string;
    icon: string;
    color: string;
    created_at: number;
    updated_at: number;
  };
  visions: {
    id: string;
    category: string;
    title: string;
    description: string | null;
    priority: number | null;
    time_allocation_minutes: number | null;
    horizon_years: number | null;
    status: string | null;
    completed_at: number | null;
    target_on: string | null;
    ai_summary: string | null;
    ai_analysis: string | null;
    analysed_at: number | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  user_progress: {
    id: string;
    current_streak: number | null;
    longest_streak: number | null;
    total_days_completed: number | null;
    total_actions_completed: number | null;
    total_time_invested_minutes: number | null;
    last_completed_on: string | null;
    created_at: number;
    updated_at: number;
  };
  user_achievements: {
    id: string;
    achievement_id: string;
    unlocked_at: number;
    progress_value: number;
    created_at: number;
    updated_at: number;
  };
  sync_devices: {
    id: string;
    name: string | null;
    platform: string | null;
    app_version: string | null;
    schema_version: number | null;
    last_seen_at: number | null;
    created_at: number;
    updated_at: number;
  };
  sync_conflicts: {
    id: string;
    device_id: string | null;
    organization_id: string | null;
    table_name: string;
    row_id: string;
    column_name: string;
    rule: string;
    client_value: string;
    server_value: string;
    resolution: string;
    decision: string | null;
    decided_at: number | null;
    created_at: number;
    updated_at: number;
  };
  sync_rejections: {
    id: string;
    device_id: string;
    organization_id: string | null;
    table_name: string;
    row_id: string;
    code: string;
    message: string;
    detail: string | null;
    hint: string | null;
    payload: string;
    created_at: number;
    updated_at: number;
  };
  analytics_events: {
    id: string;
    occurred_at: number;
    session_id: string;
    name: string;
    category: string | null;
    feature: string | null;
    screen: string | null;
    properties: string | null;
    duration_ms: number | null;
    platform: string | null;
    device_type: string | null;
    app_version: string | null;
    mbti_type: string | null;
  };
  interaction_analytics: {
    id: string;
    occurred_at: number;
    session_id: string;
    kind: string;
    target: string;
    target_id: string | null;
    feature: string | null;
    screen: string | null;
    dwell_ms: number | null;
    scroll_percent: number | null;
    cognitive_function: string | null;
    outcome: string | null;
    effectiveness: number | null;
    properties: string | null;
    platform: string | null;
    device_type: string | null;
    app_version: string | null;
    mbti_type: string | null;
  };
  time_zones: {
    id: string;
    code: string;
    country_code: string | null;
    city: string;
    name: string;
    created_at: number;
    updated_at: number;
  };
  notification_preferences: {
    id: string;
    kind_code: string;
    in_app: boolean | null;
    push: boolean | null;
    email: boolean | null;
    quiet_from: string | null;
    quiet_until: string | null;
    created_at: number;
    updated_at: number;
  };
  notifications: {
    id: string;
    kind_code: string;
    title: string;
    body: string | null;
    action_path: string | null;
    importance: string | null;
    channels: string | null;
    deliver_at: number | null;
    delivered_at: number | null;
    read_at: number | null;
    dismissed_at: number | null;
    expires_at: number | null;
    created_at: number;
    updated_at: number;
  };
  integrations: {
    id: string;
    provider: string;
    external_account_id: string;
    account_label: string | null;
    scopes: string | null;
    status: string | null;
    connected_at: number | null;
    last_used_at: number | null;
    error_code: string | null;
    created_at: number;
    updated_at: number;
  };
  custom_field_definitions: {
    id: string;
    applies_to: string;
    label: string;
    description: string | null;
    value_type: string;
    options: string | null;
    minimum: number | null;
    maximum: number | null;
    unit: string | null;
    is_required: boolean | null;
    archived_at: number | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  organizations: {
    id: string;
    name: string;
    slug: string;
    description: string | null;
    website_url: string | null;
    default_locale: string | null;
    timezone: string | null;
    week_starts_on: number | null;
    coaches_may_invite: boolean | null;
    allows_domain_join: boolean | null;
    brand_color: string | null;
    accent_color: string | null;
    logo_path: string | null;
    plan_id: string | null;
    subscription_status: string | null;
    subscription_ends_at: number | null;
    seat_limit: number | null;
    created_at: number;
    updated_at: number;
  };
  concepts: {
    id: string;
    code: string;
    subject_id: string;
    topic: string;
    topic_name: string;
    position: number;
    name: string;
    description: string;
    difficulty_level: number;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  learning_dna: {
    id: string;
    version: number | null;
    primary_learning_style: string | null;
    secondary_learning_style: string | null;
    learning_style_confidence: number | null;
    learning_style_assessment_method: string | null;
    learning_style_assessed_at: number | null;
    processing_speed: string | null;
    working_memory_capacity: string | null;
    attention_span_minutes: number | null;
    information_processing_preference: string | null;
    multitasking_ability: string | null;
    preferred_difficulty_level: number | null;
    challenge_tolerance: string | null;
    explanation_depth_preference: string | null;
    example_density_preference: string | null;
    abstract_vs_concrete: number | null;
    goal_orientation: string | null;
    intrinsic_motivation_level: number | null;
    extrinsic_motivation_responsiveness: number | null;
    feedback_preference: string | null;
    achievement_sensitivity: number | null;
    autonomy_preference: string | null;
    optimal_emotional_states: string | null;
    problematic_emotional_states: string | null;
    stress_triggers: string | null;
    confidence_builders: string | null;
    engagement_factors: string | null;
    emotional_recovery_strategies: string | null;
    emotional_resilience_score: number | null;
    subjects_performance: string | null;
    overall_learning_velocity: number | null;
    personalization_effectiveness: number | null;
    created_at: number;
    updated_at: number;
  };
  learning_dna_assessments: {
    id: string;
    assessed_at: number | null;
    assessment_type: string;
    changes_made: string | null;
    confidence_delta: number | null;
    dna_version: number | null;
    created_at: number;
    updated_at: number;
  };
  learning_sessions: {
    id: string;
    started_at: number | null;
    ended_at: number | null;
    duration_minutes: number | null;
    session_type: string | null;
    subject_id: string | null;
    topics: string | null;
    learning_objectives: string | null;
    initial_difficulty_level: number | null;
    device_type: string | null;
    platform: string | null;
    concepts_introduced: string | null;
    concepts_practiced: string | null;
    concepts_mastered: string | null;
    knowledge_gaps_identified: string | null;
    mastery_demonstrations: string | null;
    initial_emotional_state: string | null;
    final_emotional_state: string | null;
    overall_emotional_health_score: number | null;
    questions_attempted: number | null;
    questions_correct: number | null;
    accuracy_percentage: number | null;
    average_response_time_seconds: number | null;
    difficulty_progression: string | null;
    follow_up_questions: number | null;
    self_directed_exploration: boolean | null;
    session_completion_rate: number | null;
    total_ai_queries: number | null;
    providers_used: string | null;
    total_tokens_consumed: number | null;
    total_ai_cost_micros: number | null;
    ai_cost_currency: string | null;
    average_ai_response_time_ms: number | null;
    ai_cache_hit_rate: number | null;
    quality_scores: string | null;
    learning_objectives_met: string | null;
    areas_needing_more_work: string | null;
    user_satisfaction_rating: number | null;
    perceived_difficulty_rating: number | null;
    emotional_satisfaction_rating: number | null;
    next_session_recommendations: string | null;
    created_at: number;
    updated_at: number;
  };
  emotional_analytics: {
    id: string;
    analysis_date: string;
    data_source: string;
    readings_count: number;
    total_time_minutes: number;
    dominant_emotion: string | null;
    emotion_distribution: string;
    emotional_stability_score: number | null;
    overall_emotional_wellness: number | null;
    most_productive_emotions: string;
    problematic_emotional_patterns: string;
    best_emotional_state_for_new_concepts: string | null;
    best_emotional_state_for_practice: string | null;
    best_emotional_state_for_assessment: string | null;
    interventions_applied: string;
    average_recovery_time_minutes: string;
    most_effective_recovery_strategies: string;
    emotional_trends: string;
    best_learning_times: string;
    challenging_periods: string;
    emotional_biorhythm_insights: string;
    created_at: number;
    updated_at: number;
  };
  learning_analytics: {
    id: string;
    analysis_date: string;
    data_source: string;
    active_days: number;
    sessions_count: number;
    session_minutes: number;
    questions_attempted: number;
    questions_correct: number;
    accuracy_percentage: number | null;
    average_completion_rate: number | null;
    introductions_count: number;
    reviews_count: number;
    recall_rate: number | null;
    average_performance: number | null;
    review_minutes: number;
    concepts_mastered_count: number;
    learning_velocity: number | null;
    subjects: string;
    created_at: number;
    updated_at: number;
  };
  data_exports: {
    id: string;
    format: string;
    state: string | null;
    rows_done: number | null;
    rows_expected: number | null;
    size_bytes: number | null;
    links: string | null;
    expires_at: number | null;
    error: string | null;
    finished_at: number | null;
    created_at: number;
    updated_at: number;
  };
  mbti_profiles: {
    id: string;
    mbti_type: string;
    ei_clarity: number | null;
    sn_clarity: number | null;
    tf_clarity: number | null;
    jp_clarity: number | null;
    confidence: number | null;
    source: string | null;
    assessed_at: number | null;
    is_current: boolean | null;
    created_at: number;
    updated_at: number;
  };
  assessment_answers: {
    id: string;
    attempt_id: string;
    question_id: string;
    value: number;
    created_at: number;
    updated_at: number;
  };
  onboarding_progress: {
    id: string;
    flow_id: string;
    current_step_id: string | null;
    started_at: number | null;
    skipped_at: number | null;
    steps_done: number | null;
    completed_at: number | null;
    status: string;
    created_at: number;
    updated_at: number;
  };
  messages: {
    id: string;
    conversation_id: string;
    role: string | null;
    content: string;
    language: string | null;
    sent_at: number | null;
    rating: number | null;
    ai_interaction_id: string | null;
    created_at: number;
    updated_at: number;
  };
  journal_prompts: {
    id: string;
    code: string;
    kind: string;
    mbti_type: string | null;
    area_code: string | null;
    moment: string | null;
    question: string;
    hint: string;
    position: number;
    is_active: boolean | null;
    created_at: number;
    updated_at: number;
  };
  coaching_outcomes: {
    id: string;
    session_id: string;
    metric: string | null;
    baseline_score: number | null;
    target_score: number | null;
    result_score: number | null;
    satisfaction_rating: number | null;
    difficulty_rating: number | null;
    emotional_satisfaction_rating: number | null;
    objectives_met: string | null;
    needs_more_work: string | null;
    next_session_recommendations: string | null;
    note: string | null;
    measured_at: number | null;
    effectiveness: number | null;
    created_at: number;
    updated_at: number;
  };
  coaching_adaptations: {
    id: string;
    session_id: string | null;
    interaction_id: string | null;
    kind: string;
    basis: string;
    reason: string;
    mbti_type: string | null;
    function_code: string | null;
    explanation_style: string | null;
    difficulty_adjustment: number | null;
    content_modifications: string | null;
    detected_emotion: string | null;
    emotion_confidence: number | null;
    emotional_intensity: number | null;
    confidence: number | null;
    applied_at: number | null;
    created_at: number;
    updated_at: number;
  };
  mbti_insights: {
    id: string;
    session_id: string | null;
    kind: string;
    mbti_type: string;
    function_code: string | null;
    title: string;
    body: string;
    suggestion: string | null;
    evidence: string | null;
    locale: string | null;
    confidence: number | null;
    observed_at: number | null;
    created_at: number;
    updated_at: number;
  };
  ai_recommendations: {
    id: string;
    session_id: string | null;
    kind: string;
    title: string;
    body: string | null;
    ai_reasoning: string | null;
    importance: number | null;
    confidence: number | null;
    mbti_type: string | null;
    estimated_minutes: number | null;
    suggested_on: string | null;
    target_table: string | null;
    target_id: string | null;
    locale: string | null;
    expires_at: number | null;
    state: string | null;
    seen_at: number | null;
    decided_at: number | null;
    done_at: number | null;
    created_at: number;
    updated_at: number;
  };
  content_mbti_affinity: {
    id: string;
    item_id: string;
    mbti_type: string;
    affinity: number;
    created_at: number;
    updated_at: number;
  };
  content_progress: {
    id: string;
    item_id: string;
    percent: number | null;
    position_seconds: number | null;
    minutes_spent: number | null;
    started_at: number | null;
    completed_at: number | null;
    last_opened_at: number | null;
    created_at: number;
    updated_at: number;
  };
  content_bookmarks: {
    id: string;
    item_id: string;
    note: string | null;
    labels: string | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  content_ratings: {
    id: string;
    item_id: string;
    rating: number;
    feedback: string | null;
    created_at: number;
    updated_at: number;
  };
  content_item_statistics: {
    id: string;
    item_id: string;
    rating_average: number;
    rating_count: number;
    created_at: number;
    updated_at: number;
  };
  subscriptions: {
    id: string;
    plan_id: string;
    status: string;
    billing_cycle: string;
    subscribed_at: number;
    current_period_starts_at: number | null;
    current_period_ends_at: number | null;
    trial_ends_at: number | null;
    past_due_since: number | null;
    cancel_at_period_end: boolean | null;
    cancelled_at: number | null;
    ended_at: number | null;
    expires_at: number | null;
    price_minor: number | null;
    currency: string | null;
    payment_method_id: string | null;
    provider: string;
    created_at: number;
    updated_at: number;
  };
  met24_scores: {
    id: string;
    assessment_id: string;
    domain_id: string;
    level_id: string | null;
    score: number;
    confidence: number | null;
    note: string | null;
    created_at: number;
    updated_at: number;
  };
  met24_goals: {
    id: string;
    domain_id: string;
    vision_id: string | null;
    title: string;
    description: string | null;
    target_score: number;
    target_level_id: string | null;
    due_on: string | null;
    status: string | null;
    completed_at: number | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  met24_reflections: {
    id: string;
    domain_id: string | null;
    assessment_id: string | null;
    question: string | null;
    body: string;
    reflected_on: string;
    created_at: number;
    updated_at: number;
  };
  levensgebied_questions: {
    id: string;
    levensgebied_id: string;
    status: string | null;
    position: number;
    statement: string;
    is_reversed: boolean | null;
    created_at: number;
    updated_at: number;
  };
  levensgebied_scores: {
    id: string;
    levensgebied_id: string;
    scored_on: string;
    answer_1: number;
    answer_2: number;
    answer_3: number;
    answer_4: number;
    score: number;
    note: string | null;
    created_at: number;
    updated_at: number;
  };
  levensgebied_goals: {
    id: string;
    levensgebied_id: string;
    vision_id: string | null;
    title: string;
    description: string | null;
    target_score: number;
    due_on: string | null;
    status: string | null;
    completed_at: number | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  vision_milestones: {
    id: string;
    vision_id: string;
    title: string;
    description: string | null;
    target_on: string | null;
    completed_at: number | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  daily_actions: {
    id: string;
    vision_id: string | null;
    description: string;
    scheduled_on: string;
    estimated_minutes: number | null;
    actual_minutes: number | null;
    status: string | null;
    completed_at: number | null;
    ai_generated: boolean | null;
    ai_reasoning: string | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  projects: {
    id: string;
    vision_id: string | null;
    title: string;
    description: string | null;
    status: string | null;
    completed_at: number | null;
    due_on: string | null;
    color: string | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  habits: {
    id: string;
    vision_id: string | null;
    title: string;
    description: string | null;
    cadence: string | null;
    weekdays: string | null;
    target_amount: number | null;
    unit: string | null;
    reminder_time: string | null;
    icon: string | null;
    color: string | null;
    archived_at: number | null;
    current_streak: number | null;
    longest_streak: number | null;
    streak_ends_on: string | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  custom_field_values: {
    id: string;
    definition_id: string;
    subject_id: string;
    text_value: string | null;
    number_value: number | null;
    boolean_value: boolean | null;
    date_value: string | null;
    moment_value: number | null;
    choices: string | null;
    created_at: number;
    updated_at: number;
  };
  organization_members: {
    id: string;
    organization_id: string;
    user_id: string;
    role: string | null;
    display_name: string | null;
    joined_at: number | null;
    joined_by: string;
    invited_by: string | null;
    created_at: number;
    updated_at: number;
  };
  concept_prerequisites: {
    id: string;
    concept_id: string;
    prerequisite_id: string;
    importance_weight: number;
    mastery_required: number;
    dependency_strength: number;
    created_at: number;
    updated_at: number;
  };
  learning_interactions: {
    id: string;
    session_id: string;
    occurred_at: number | null;
    interaction_type: string;
    user_input: string | null;
    ai_text: string | null;
    ai_provider: string | null;
    ai_response_time_ms: number | null;
    ai_tokens_used: number | null;
    ai_cost_micros: number | null;
    ai_cache_hit: boolean | null;
    ai_quality_score: number | null;
    detected_emotion: string | null;
    emotion_confidence: number | null;
    emotional_intensity: number | null;
    adaptations_applied: string | null;
    difficulty_adjustment: number | null;
    explanation_style: string | null;
    content_modifications: string | null;
    created_at: number;
    updated_at: number;
  };
  learning_interventions: {
    id: string;
    session_id: string | null;
    applied_at: number | null;
    intervention_type: string;
    reason: string | null;
    emotional_state: string | null;
    effectiveness_rating: number | null;
    created_at: number;
    updated_at: number;
  };
  emotional_readings: {
    id: string;
    session_id: string | null;
    recorded_at: number | null;
    emotion: string;
    intensity: number | null;
    confidence: number | null;
    source: string | null;
    trigger: string | null;
    created_at: number;
    updated_at: number;
  };
  content_mastery: {
    id: string;
    concept_id: string;
    mastery_level: number | null;
    mastery_confidence: number | null;
    first_exposed_at: number | null;
    last_practiced_at: number | null;
    mastery_achieved_at: number | null;
    state: string | null;
    step: number | null;
    stability: number | null;
    difficulty: number | null;
    initial_strength: number | null;
    decay_rate: number | null;
    interval_days: number | null;
    due_at: number | null;
    reviews_count: number | null;
    lapses_count: number | null;
    time_spent_minutes: number | null;
    emotional_associations: string | null;
    optimal_difficulty_level: number | null;
    effective_learning_strategies: string | null;
    learning_style_effectiveness: string | null;
    created_at: number;
    updated_at: number;
  };
  mastery_reviews: {
    id: string;
    concept_id: string;
    session_id: string | null;
    reviewed_at: number | null;
    activity_type: string | null;
    rating: number | null;
    performance_score: number | null;
    difficulty_level: number | null;
    emotional_state: string | null;
    time_spent_minutes: number | null;
    interval_days: number | null;
    interval_adjustment_days: number | null;
    stability: number | null;
    difficulty: number | null;
    mastery_level: number | null;
    reached_mastery: boolean | null;
    created_at: number;
    updated_at: number;
  };
  mbti_type_statistics: {
    id: string;
    metric: string;
    mbti_type: string;
    average: number;
    people: number;
    period_start: string;
    period_end: string;
    created_at: number;
    updated_at: number;
  };
  onboarding_responses: {
    id: string;
    flow_id: string;
    step_id: string;
    status: string | null;
    answer: string | null;
    choices: string | null;
    rating: number | null;
    attempt_id: string | null;
    responded_at: number | null;
    created_at: number;
    updated_at: number;
  };
  journal_entries: {
    id: string;
    written_on: string;
    title: string | null;
    body: string | null;
    language: string | null;
    word_count: number;
    prompt_id: string | null;
    conversation_id: string | null;
    area_code: string | null;
    mood: string | null;
    mood_intensity: number | null;
    tags: string | null;
    is_favourite: boolean | null;
    coach_may_read: boolean | null;
    created_at: number;
    updated_at: number;
  };
  invoices: {
    id: string;
    subscription_id: string | null;
    number: string | null;
    status: string;
    currency: string;
    subtotal_minor: number;
    tax_minor: number | null;
    total_minor: number;
    paid_minor: number | null;
    refunded_minor: number | null;
    lines: string | null;
    issued_at: number;
    due_at: number | null;
    paid_at: number | null;
    period_starts_at: number | null;
    period_ends_at: number | null;
    url: string | null;
    provider: string;
    created_at: number;
    updated_at: number;
  };
  levensgebied_reflections: {
    id: string;
    levensgebied_id: string | null;
    score_id: string | null;
    question: string | null;
    body: string;
    reflected_on: string;
    created_at: number;
    updated_at: number;
  };
  action_time_entries: {
    id: string;
    action_id: string;
    started_at: number;
    ended_at: number | null;
    minutes: number | null;
    note: string | null;
    created_at: number;
    updated_at: number;
  };
  tasks: {
    id: string;
    project_id: string | null;
    parent_task_id: string | null;
    title: string;
    description: string | null;
    status: string | null;
    completed_at: number | null;
    priority: number | null;
    labels: string | null;
    due_at: number | null;
    estimated_minutes: number | null;
    recurrence: string | null;
    position: number | null;
    created_at: number;
    updated_at: number;
  };
  habit_logs: {
    id: string;
    habit_id: string;
    done_on: string;
    amount: number | null;
    note: string | null;
    created_at: number;
    updated_at: number;
  };
  teams: {
    id: string;
    organization_id: string;
    name: string;
    description: string | null;
    color: string | null;
    lead_id: string | null;
    created_at: number;
    updated_at: number;
  };
  shared_visions: {
    id: string;
    organization_id: string;
    user_id: string | null;
    vision_id: string;
    note: string | null;
    shares_description: boolean | null;
    category: string;
    title: string;
    description: string | null;
    status: string;
    completed_at: number | null;
    horizon_years: number;
    target_on: string | null;
    created_at: number;
    updated_at: number;
  };
  mood_entries: {
    id: string;
    emotion: string;
    intensity: number | null;
    energy: number | null;
    felt_at: number | null;
    note: string | null;
    influences: string | null;
    area_code: string | null;
    journal_entry_id: string | null;
    created_at: number;
    updated_at: number;
  };
  attachments: {
    id: string;
    journal_entry_id: string | null;
    message_id: string | null;
    vision_id: string | null;
    task_id: string | null;
    bucket: string | null;
    path: string;
    file_name: string;
    mime_type: string;
    size_bytes: number;
    checksum_sha256: string | null;
    width_px: number | null;
    height_px: number | null;
    duration_seconds: number | null;
    uploaded_at: number | null;
    created_at: number;
    updated_at: number;
  };
  team_members: {
    id: string;
    organization_id: string;
    team_id: string;
    user_id: string;
    created_at: number;
    updated_at: number;
  };
  team_announcements: {
    id: string;
    organization_id: string;
    team_id: string | null;
    author_id: string | null;
    title: string;
    body: string;
    is_pinned: boolean | null;
    expires_on: string | null;
    created_at: number;
    updated_at: number;
  };
}
