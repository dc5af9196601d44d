import type { Rows, SyncedTable } from '../../../../types/watermelon.ts';

/** Values with everything that could be bent on the way: quotes, emoji, line breaks, characters beyond the BMP, nulls. */
const AWKWARD = 'Ünïcødé "quotes" \\ back\\slash, emoji 👩‍👩‍👧‍👦 𝄞\nand a second line\ttab';
const SHORT = 'It’s 100 % "fine" \\ 👍🏽';

type Values<Table extends SyncedTable> = Partial<
  Omit<Rows[Table], 'id' | 'created_at' | 'updated_at'>
>;

export interface Fixture<Table extends SyncedTable> {
  /** A valid record with every column that a device may write; null for a table in which devices make no records. */
  create: ((parents: Parents) => Values<Table>) | null;
  /** Another value for every column that a device may change. */
  edit: (parents: Parents) => Values<Table>;
}

/** The id of a record of a table that was made before. */
export type Parents = (table: SyncedTable) => string;

type Fixtures = { readonly [Table in SyncedTable]?: Fixture<Table> };

const at = (text: string): number => Date.parse(text);

/** One fixture for each synced table that devices write. The round-trip test says which is missing. */
export const fixtures: Fixtures = {
  users: {
    create: null,
    edit: () => ({
      username: `u_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`,
      first_name: 'Zoë',
      last_name: "O'Brien",
      display_name: SHORT,
      avatar_url: 'https://example.test/a%20b.png?x=1&y="2"',
      timezone: 'Europe/Amsterdam',
      locale: 'nl-BE',
      country: 'BE',
      region: 'Oost-Vlaanderen',
      education_level: 'graduate',
      learning_goals: JSON.stringify(['read, "quickly"', 'a\\b', '{braces}', '']),
      subjects_of_interest: JSON.stringify(['математика', '数学']),
      onboarding_completed_at: at('2026-11-02T08:09:10.123Z'),
    }),
  },
  user_preferences: {
    create: null,
    edit: () => ({
      email_notifications: false,
      push_notifications: false,
      study_reminders: false,
      progress_updates: false,
      achievement_notifications: false,
      conflict_notifications: false,
      analytics_participation: true,
      emotional_data_usage: true,
      learning_data_sharing: true,
      public_profile: true,
      explanation_style: 'concise',
      difficulty_preference: 'easy',
      feedback_frequency: 'high',
      emotional_support_level: 'minimal',
      theme: 'dark',
      text_size: 'extra_large',
      reduced_motion: true,
      language: 'nl',
      week_starts_on: 7,
    }),
  },
  cognitive_function_scores: {
    create: () => ({
      function_code: 'Ni',
      score: 0,
      source: 'assessment',
      measured_at: at('2026-02-28T23:59:59.999Z'),
    }),
    edit: () => ({
      function_code: 'Te',
      score: 100,
      source: 'coach',
      measured_at: at('1970-01-01T00:00:00.001Z'),
    }),
  },
  visions: {
    create: () => ({
      category: 'personal-growth',
      title: SHORT,
      description: AWKWARD,
      priority: 1,
      time_allocation_minutes: 1440,
      horizon_years: 50,
      status: 'completed',
      completed_at: at('2026-05-06T07:08:09.010Z'),
      target_on: '2031-02-28',
      position: -2147483648,
    }),
    edit: () => ({
      category: 'health',
      title: 'x',
      description: '',
      priority: 4,
      time_allocation_minutes: null,
      horizon_years: 1,
      status: 'abandoned',
      completed_at: null,
      target_on: null,
      position: 2147483647,
    }),
  },
  mbti_profiles: {
    create: () => ({
      mbti_type: 'INTJ',
      ei_clarity: 0,
      sn_clarity: 33,
      tf_clarity: 66,
      jp_clarity: 100,
      confidence: 0.1 + 0.2,
      source: 'imported',
      assessed_at: at('2026-01-01T00:00:00.000Z'),
      is_current: false,
    }),
    edit: () => ({
      mbti_type: 'ESFP',
      ei_clarity: null,
      sn_clarity: 1,
      tf_clarity: null,
      jp_clarity: 2,
      confidence: 1e-7,
      source: 'inferred',
      assessed_at: at('2026-06-01T12:00:00.500Z'),
      is_current: true,
    }),
  },
  vision_milestones: {
    create: (parents) => ({
      vision_id: parents('visions'),
      title: SHORT,
      description: AWKWARD,
      target_on: '2028-02-29',
      completed_at: at('2026-03-29T01:30:00.000Z'),
      position: 7,
    }),
    edit: (parents) => ({
      vision_id: parents('visions'),
      title: '0',
      description: null,
      target_on: '0001-01-01',
      completed_at: null,
      position: 0,
    }),
  },
  daily_actions: {
    create: (parents) => ({
      vision_id: parents('visions'),
      description: AWKWARD,
      scheduled_on: '2026-10-25',
      estimated_minutes: 0,
      actual_minutes: 525600,
      status: 'completed',
      completed_at: at('2026-10-25T00:30:00.001Z'),
      ai_generated: true,
      ai_reasoning: '{"looks": ["like", "json"]}',
      position: 3,
    }),
    edit: () => ({
      vision_id: null,
      description: 'null',
      scheduled_on: '2024-02-29',
      estimated_minutes: null,
      actual_minutes: null,
      status: 'skipped',
      completed_at: null,
      ai_generated: false,
      ai_reasoning: null,
      position: 4,
    }),
  },
  projects: {
    create: (parents) => ({
      vision_id: parents('visions'),
      title: SHORT,
      description: AWKWARD,
      status: 'completed',
      completed_at: at('2026-09-09T09:09:09.009Z'),
      due_on: '9999-12-31',
      color: '#00ff7f',
      position: 1,
    }),
    edit: () => ({
      vision_id: null,
      title: ' leading and trailing ',
      description: null,
      status: 'paused',
      completed_at: null,
      due_on: null,
      color: null,
      position: 2,
    }),
  },
  habits: {
    create: (parents) => ({
      vision_id: parents('visions'),
      title: SHORT,
      description: AWKWARD,
      cadence: 'weekly',
      weekdays: '[1,3,7]',
      target_amount: 9999999.99,
      unit: 'km/h',
      reminder_time: '23:59:59',
      icon: 'running-shoe',
      color: '#a1b2c3',
      archived_at: at('2026-11-01T00:00:00.000Z'),
      position: 1,
    }),
    edit: () => ({
      vision_id: null,
      title: 'x',
      description: null,
      cadence: 'monthly',
      weekdays: '[7]',
      target_amount: 0.01,
      unit: null,
      reminder_time: '00:00:00',
      icon: null,
      color: null,
      archived_at: null,
      position: 2,
    }),
  },
  action_time_entries: {
    create: (parents) => ({
      action_id: parents('daily_actions'),
      started_at: at('2026-11-01T10:00:00.250Z'),
      ended_at: at('2026-11-01T11:30:00.750Z'),
      note: AWKWARD,
    }),
    edit: (parents) => ({
      action_id: parents('daily_actions'),
      started_at: at('2026-11-01T09:00:00.000Z'),
      ended_at: null,
      note: null,
    }),
  },
  tasks: {
    create: (parents) => ({
      project_id: parents('projects'),
      parent_task_id: null,
      title: SHORT,
      description: AWKWARD,
      status: 'completed',
      completed_at: at('2026-11-11T11:11:11.111Z'),
      priority: 2,
      labels: JSON.stringify(['a,b', '"quoted"', 'back\\slash', '{}', 'NULL', '👩‍👩‍👧‍👦']),
      due_at: at('2038-01-19T03:14:08.000Z'),
      estimated_minutes: 15,
      recurrence: 'FREQ=WEEKLY;BYDAY=MO,TU',
      position: 5,
    }),
    edit: (parents) => ({
      project_id: null,
      parent_task_id: parents('tasks'),
      title: 'x',
      description: null,
      status: 'cancelled',
      completed_at: null,
      priority: 4,
      labels: '[]',
      due_at: null,
      estimated_minutes: null,
      recurrence: null,
      position: 6,
    }),
  },
  habit_logs: {
    create: (parents) => ({
      habit_id: parents('habits'),
      done_on: '1970-01-01',
      amount: 0.1,
      note: AWKWARD,
    }),
    edit: (parents) => ({
      habit_id: parents('habits'),
      done_on: '2999-12-31',
      amount: 0,
      note: null,
    }),
  },
};
