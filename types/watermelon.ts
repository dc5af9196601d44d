// Made by `npm run types` from the sync registry. Do not edit.
import { appSchema, tableSchema } from '@nozbe/watermelondb';
import { createTable, schemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';

/** Version of the local database schema this file describes. */
export const schemaVersion = 14;

/** The first version that syncs; pass it to `synchronize()` as `migrationsEnabledAtVersion`. */
export const firstSchemaVersion = 14;

/** Every synced table, parents before children. */
export const syncedTables = [
  'users',
  'cognitive_functions',
  'achievements',
  'user_preferences',
  'mbti_types',
  'cognitive_function_scores',
  'user_roles',
  'visions',
  'user_progress',
  'user_achievements',
  'sync_devices',
  'sync_conflicts',
  'sync_rejections',
  'mbti_profiles',
  'vision_milestones',
  'daily_actions',
  'projects',
  'habits',
  'action_time_entries',
  'tasks',
  'habit_logs',
] as const;

export type SyncedTable = (typeof syncedTables)[number];

/** Those that devices only add to; `createSync` removes their records from the device once they are sent. */
export const uploadedTables: readonly SyncedTable[] = [];

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
      name: 'user_preferences',
      columns: [
        { name: 'email_notifications', type: 'boolean', isOptional: true },
        { name: 'push_notifications', type: 'boolean', isOptional: true },
        { name: 'study_reminders', type: 'boolean', isOptional: true },
        { name: 'progress_updates', type: 'boolean', isOptional: true },
        { name: 'achievement_notifications', type: 'boolean', isOptional: true },
        { name: 'conflict_notifications', type: 'boolean', isOptional: true },
        { name: 'analytics_participation', type: 'boolean', isOptional: true },
        { name: 'emotional_data_usage', type: 'boolean', isOptional: true },
        { name: 'learning_data_sharing', type: 'boolean', isOptional: true },
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
  ],
});

/** How a local database of an older schema version becomes one of this. */
export const migrations = schemaMigrations({
  migrations: [
    {
      toVersion: 14,
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
            { name: 'analytics_participation', type: 'boolean', isOptional: true },
            { name: 'emotional_data_usage', type: 'boolean', isOptional: true },
            { name: 'learning_data_sharing', type: 'boolean', isOptional: true },
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
  user_preferences: {
    id: string;
    email_notifications: boolean | null;
    push_notifications: boolean | null;
    study_reminders: boolean | null;
    progress_updates: boolean | null;
    achievement_notifications: boolean | null;
    conflict_notifications: boolean | null;
    analytics_participation: boolean | null;
    emotional_data_usage: boolean | null;
    learning_data_sharing: boolean | null;
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
}
