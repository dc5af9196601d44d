import { z } from '@hono/zod-openapi';

/** What requests bring and answers hold: requests are checked by it, and openapi.json is made of it. */

/** Counted as Postgres and JSON Schema do: 😀 is one character, where JavaScript has two. */
const text = (most: number) =>
  z
    .string()
    .refine((value) => [...value].length <= most, `at most ${most} characters`)
    .openapi({ maxLength: most });
const shortText = text(200).min(1);

const uuid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'a UUID')
  .openapi({ format: 'uuid' });
const time = z.string().openapi({ format: 'date-time' });
const day = z.string().openapi({ format: 'date' });

/** What a person may change of their profile. */
const editable = {
  username: z
    .string()
    .regex(/^[a-zA-Z0-9_]{3,50}$/, '3 to 50 letters, digits or _')
    .nullable(),
  first_name: shortText.nullable(),
  last_name: shortText.nullable(),
  display_name: shortText.nullable(),
  avatar_url: z
    .string()
    .max(2000)
    .regex(/^https:\/\/\S+$/, 'an https address')
    .nullable(),
  timezone: z.string().min(1).max(64).openapi({ example: 'Europe/Amsterdam' }),
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'a language with an optional region')
    .openapi({ example: 'nl-BE' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country after ISO 3166-1')
    .nullable()
    .openapi({ example: 'NL' }),
  region: shortText.nullable(),
  education_level: z
    .enum(['middle_school', 'high_school', 'undergraduate', 'graduate', 'professional'])
    .nullable(),
  learning_goals: z.array(text(200)).max(50),
  subjects_of_interest: z.array(text(200)).max(50),
  onboarding_completed_at: z.iso
    .datetime({ offset: true })
    .nullable()
    .openapi({ type: ['string', 'null'], format: 'date-time' }),
};

const profile = {
  id: uuid,
  ...editable,
  age_band: z.enum(['under_13', '13_15', '16_17', '18_plus']).nullable(),
  account_status: z.enum(['active', 'suspended', 'deleted']),
  trial_ends_at: time.nullable(),
  restricted_at: time.nullable(),
  deleted_at: time.nullable(),
  created_at: time,
  updated_at: time,
};

export const Profile = z.object(profile).openapi('Profile');

export const Progress = z
  .object({
    current_streak: z.int(),
    longest_streak: z.int(),
    total_days_completed: z.int(),
    total_actions_completed: z.int(),
    total_time_invested_minutes: z.int(),
    last_completed_on: day.nullable(),
    updated_at: time,
  })
  .openapi('Progress');

/** As it is kept; the plan is a row of another table. */
export const subscription = {
  status: z.enum(['trial', 'active', 'past_due', 'cancelled', 'inactive']),
  billing_cycle: z.enum(['monthly', 'yearly']),
  subscribed_at: time,
  current_period_ends_at: time.nullable(),
  trial_ends_at: time.nullable(),
  cancel_at_period_end: z.boolean(),
  cancelled_at: time.nullable(),
  ended_at: time.nullable(),
  expires_at: time.nullable(),
  price_minor: z.int().nullable(),
  currency: z.string(),
};

export const Subscription = z
  .object({ plan: z.string(), ...subscription })
  .openapi('Subscription', { description: 'The one that lasts longest, or ended last.' });

export const Person = z
  .object({ ...profile, progress: Progress, subscription: Subscription.nullable() })
  .openapi('Person');

export const ProfileChange = z
  .strictObject(editable)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'at least one field')
  .openapi('ProfileChange', {
    minProperties: 1,
    description: 'The fields to set; what is left out stays.',
  });

export const Erasure = z
  .object({
    erased_from: time.openapi({ description: 'Until then the account can come back.' }),
    cancel_code: z.string().nullable().openapi({
      description:
        'Brings the account back by POST /functions/v1/erasure-worker/cancel {"code"}. Told once; null when asked again or at once.',
    }),
  })
  .openapi('Erasure');

export const ExportWish = z
  .strictObject({
    format: z
      .enum(['jsonl', 'csv', 'both'])
      .optional()
      .openapi({ description: 'both unless given' }),
  })
  .openapi('ExportWish');

export const Export = z
  .object({
    id: uuid,
    format: z.enum(['jsonl', 'csv', 'both']),
    state: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled', 'expired']),
    rows_done: z.int(),
    rows_expected: z.int().nullable(),
    size_bytes: z.int().nullable(),
    links: z.array(z.string()).openapi({
      description: 'Signed links to the archives while it is ready; who has one has the archive.',
    }),
    expires_at: time.nullable(),
    error: z.string().nullable(),
    finished_at: time.nullable(),
    created_at: time,
    updated_at: time,
  })
  .openapi('Export');

export const Exports = z.object({ exports: z.array(Export) }).openapi('Exports');

export const LocalStorage = z.record(z.string(), z.unknown()).openapi('LocalStorage', {
  description: 'Object.fromEntries(Object.entries(localStorage))',
});

export const ImportReport = z
  .object({
    is_preview: z.boolean(),
    imported: z.int(),
    repaired: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    items: z.array(
      z.object({
        place: z.string(),
        kind: z.string().nullable(),
        status: z.enum(['imported', 'repaired', 'unchanged', 'refused']),
        table: z.string().nullable(),
        id: uuid.nullable(),
        old_id: z.string().nullable(),
        fields: z.array(z.string()).optional(),
        repairs: z.array(
          z.object({ field: z.string(), was: z.unknown(), became: z.unknown(), why: z.string() }),
        ),
        ignored: z.array(z.string()),
        code: z.string().nullable(),
        reason: z.string().nullable(),
        remedy: z.string().nullable(),
      }),
    ),
  })
  .openapi('ImportReport');

const status = z.enum(['ok', 'degraded', 'down']);
const parts = z.record(
  z.string(),
  z.object({
    status,
    reasons: z.array(
      z.object({
        metric: z.string(),
        level: z.enum(['degraded', 'down']),
        reason: z.string(),
        remedy: z.string(),
      }),
    ),
    newest_write: time.nullable().optional(),
  }),
);

export const Health = z
  .object({
    status,
    checked_at: time.optional(),
    components: parts.optional(),
    modules: parts.optional(),
  })
  .openapi('Health', {
    description: 'The status alone, but for who has the permission operations.read.',
  });

export const Refused = z
  .object({
    code: z.string().openapi({ description: 'PT and the HTTP status.' }),
    message: z.string().openapi({ description: 'A stable word, listed in docs/ERRORS.md.' }),
    details: z.string().nullable(),
    hint: z.string().nullable(),
  })
  .openapi('Refused');

export const ownId = z.strictObject({
  id: uuid.openapi({ description: 'Your own: the sub of your token.' }),
});
const flag = z.enum(['true', 'false']).optional();
// Strict, so that a preview that is misspelt imports nothing.
export const erasureOptions = z.strictObject({
  immediate: flag.openapi({ description: 'true: erased at once, and nothing brings it back.' }),
});
export const importOptions = z.strictObject({
  preview: flag.openapi({ description: 'true: says what would be done, and does nothing.' }),
});
