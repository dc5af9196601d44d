import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { connect } from '../demo/device.ts';
import { PASSWORD, emailOf } from '../seeds/people.ts';
import { startApi } from '../stack/api.ts';
import { schemaVersion } from '../../types/watermelon.ts';
import { type Side, type Summary, interleave, summarize, timed } from './measure.ts';
import type { Context, Result, Row } from './rows.ts';

/**
 * The service levels that the source documents name, through the API: what an app would ask, with supabase-js, signed in
 * as one of many people, until the answer is parsed.
 */

/** How many people, if `--people` does not say. */
const PEOPLE = 1_000;

interface Answer {
  data: unknown;
  error: { message: string; code?: string } | null;
}

/** Somebody who asks: their client and what their device knows. */
interface Asker {
  nth: number;
  supabase: SupabaseClient;
  deviceId: string;
  timestamp: number;
  snapshot: string | null;
}

interface Level {
  name: string;
  measured: string;
  /** At most so many milliseconds, by 95 of 100. */
  limit: number;
  /** One after the other; an error ends the bench. */
  ask: (asker: Asker, nth: number) => PromiseLike<Answer> | Promise<Answer[]>;
  /** Whether an answer without a row is no answer: then something else was measured than was meant. */
  isFound?: boolean;
}

/** @throws Error with the API's own message */
function check(name: string, found: Answer | Answer[]): Answer[] {
  const answers = [found].flat();
  for (const { error } of answers)
    if (error) throw new Error(`${name}: ${error.message} (${error.code ?? 'no code'})`);
  return answers;
}

const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** What people read, all of it their own by row-level security. */
const reads = (hasSearch: boolean): Level[] => [
  {
    name: 'simple query',
    measured: "one's open tasks, 20 at most",
    limit: 25,
    isFound: true,
    ask: ({ supabase }) =>
      supabase.from('tasks').select('id,title,due_at').eq('status', 'open').limit(20),
  },
  {
    name: 'critical query',
    measured: 'the actions of the last week',
    limit: 50,
    isFound: true,
    ask: ({ supabase }) =>
      supabase.from('daily_actions').select('*').gte('scheduled_on', day(7)).order('scheduled_on'),
  },
  {
    name: 'profile with learning DNA',
    measured: 'users, user_preferences and learning_dna in one request',
    limit: 100,
    isFound: true,
    ask: ({ supabase }) =>
      supabase.from('users').select('*, user_preferences(*), learning_dna(*)').single(),
  },
  {
    name: 'joins',
    measured: 'tasks with their projects and visions, in one request',
    limit: 100,
    isFound: true,
    ask: ({ supabase }) =>
      supabase.from('tasks').select('*, projects(title, status, visions(title, category))'),
  },
  {
    name: 'spaced repetition due',
    measured: 'due_reviews()',
    limit: 100,
    isFound: true,
    ask: ({ supabase }) => supabase.rpc('due_reviews'),
  },
  {
    name: 'mastery look-up',
    measured: 'mastery_overview()',
    limit: 150,
    isFound: true,
    ask: ({ supabase }) => supabase.rpc('mastery_overview'),
  },
  {
    name: '30 days of sessions',
    measured: 'recent_learning_sessions(30)',
    limit: 200,
    isFound: true,
    ask: ({ supabase }) => supabase.rpc('recent_learning_sessions', { days: 30 }),
  },
  {
    name: 'full-text search',
    measured: hasSearch
      ? 'search_everything(), a word of many entries'
      : 'journal_entries by ilike: search_everything() is not there',
    limit: 200,
    isFound: true,
    ask: ({ supabase }, nth) => {
      const word = ['water', 'moestuin', 'bridge', 'exhibition', 'vergadering'][nth % 5] ?? 'water';
      return hasSearch
        ? supabase.rpc('search_everything', { query: word })
        : supabase.from('journal_entries').select('id,title').ilike('body', `%${word}%`).limit(20);
    },
  },
  {
    name: 'progress dashboard',
    measured: 'progress, achievements, habits, visions and today, five requests at once',
    limit: 200,
    ask: ({ supabase }) =>
      Promise.all([
        supabase.from('user_progress').select('*').single(),
        supabase.from('user_achievements').select('*, achievements(name, icon, tier)'),
        supabase.from('habits').select('*').is('archived_at', null),
        supabase.from('visions').select('*, vision_milestones(*)').eq('status', 'active'),
        supabase.from('daily_actions').select('*').eq('scheduled_on', day(0)),
      ]),
  },
  {
    name: 'wellness trend',
    measured: '90 days of emotional_analytics',
    limit: 300,
    isFound: true,
    ask: ({ supabase }) =>
      supabase
        .from('emotional_analytics')
        .select(
          'analysis_date, overall_emotional_wellness, emotional_stability_score, dominant_emotion',
        )
        .eq('data_source', 'daily_aggregation')
        .gte('analysis_date', day(90))
        .order('analysis_date'),
  },
  {
    name: 'aggregate',
    measured: 'ai_usage_analytics() and life_balance(), at once',
    limit: 300,
    isFound: true,
    ask: ({ supabase }) =>
      Promise.all([supabase.rpc('ai_usage_analytics'), supabase.rpc('life_balance')]),
  },
  {
    name: 'emotional dashboard',
    measured: 'emotional_dashboard() of 30 days',
    limit: 500,
    isFound: true,
    ask: ({ supabase }) => supabase.rpc('emotional_dashboard', { from: day(30), to: day(0) }),
  },
  {
    name: 'analytics',
    measured: 'compare_types(), mbti_development() and learning_analytics, at once',
    limit: 500,
    ask: ({ supabase }) =>
      Promise.all([
        supabase.rpc('compare_types', { metric: 'actions_per_week' }),
        supabase.rpc('mbti_development', { from: day(180), to: day(0) }),
        supabase.from('learning_analytics').select('*').gte('analysis_date', day(90)),
      ]),
  },
];

const pushArguments = (asker: Asker, changes: unknown): Record<string, unknown> => ({
  changes,
  last_pulled_at: asker.timestamp,
  base_pulled_at: asker.timestamp,
  base_snapshot: asker.snapshot,
  device_id: asker.deviceId,
  push_id: randomUUID(),
  client_time: Date.now(),
});

/** A new task, as a device holds it. */
export function task(title: string): Record<string, unknown> {
  const now = Date.now() - 1_000;
  return {
    id: randomUUID(),
    project_id: null,
    parent_task_id: null,
    title,
    description: 'made by the bench',
    status: 'open',
    completed_at: null,
    priority: 2,
    labels: '[]',
    due_at: now,
    estimated_minutes: 10,
    recurrence: null,
    position: 0,
    created_at: now,
    updated_at: now,
    _status: 'created',
    _changed: '',
  };
}

interface Pulled {
  timestamp: number;
  snapshot: string | null;
  changes: Record<string, { updated: Record<string, unknown>[] }>;
}

/** Pulls everything or what is new, and remembers where the device is. */
async function pull(asker: Asker, isFirst = false): Promise<Pulled> {
  const [answer] = check(
    'pull',
    await asker.supabase.rpc('pull_changes_optimized', {
      ...(isFirst ? {} : { last_pulled_at: asker.timestamp }),
      schema_version: schemaVersion,
      optimization_hints: {
        device_id: asker.deviceId,
        ...(asker.snapshot === null ? {} : { snapshot: asker.snapshot }),
      },
    }),
  );
  const pulled = answer?.data as Pulled;
  asker.timestamp = pulled.timestamp;
  asker.snapshot = pulled.snapshot;
  return pulled;
}

/** @throws Error when the record is refused */
async function push(asker: Asker, changes: unknown): Promise<void> {
  const [answer] = check(
    'push',
    await asker.supabase.rpc('push_changes', pushArguments(asker, changes)),
  );
  const { rejected } = answer?.data as { rejected: unknown[] };
  if (rejected.length > 0) throw new Error(`a record was rejected: ${JSON.stringify(rejected[0])}`);
}

/** Two devices edit the text of one entry; returns the conflict that waits for its person. */
async function disagree(
  phone: Asker,
  entry: Record<string, unknown>,
  nth: number,
): Promise<string> {
  const laptop: Asker = { ...phone, deviceId: randomUUID() };
  for (const [asker, body] of [
    [laptop, `laptop ${nth}`],
    [phone, `phone ${nth}`],
  ] as const) {
    const edited = {
      ...entry,
      body,
      updated_at: Date.now() - 500,
      _status: 'updated',
      _changed: 'body,updated_at',
    };
    await push(asker, { journal_entries: { created: [], updated: [edited], deleted: [] } });
  }
  const [found] = check(
    'conflict',
    await phone.supabase
      .from('sync_conflicts')
      .select('id')
      .eq('row_id', String(entry.id))
      .eq('resolution', 'pending')
      .order('created_at', { ascending: false })
      .limit(1)
      .single(),
  );
  return (found?.data as { id: string }).id;
}

const kept = (name: string, measured: string, value: Summary, limit: number): Result => ({
  name,
  measured,
  value,
  target: `p95 ≤ ${limit.toLocaleString('en')} ms`,
  isKept: value.p95 <= limit,
});

export const sla: Row = {
  name: 'sla',
  description: 'the service levels of the documents, through the API, on as many people as asked',
  async run(context: Context): Promise<Result[]> {
    const { world, progress, isQuick } = context;
    const people = context.people ?? (isQuick ? 50 : PEOPLE);
    const database = await world.realistic(people);
    const running = await startApi({ pg: database.server, database: database.name });
    try {
      progress.step('service levels: signing in');
      const results: Result[] = [];
      const samples = isQuick ? 10 : 200;
      const writes = isQuick ? 3 : 40;
      const askerCount = Math.min(people, isQuick ? 8 : 100);
      const askers: Asker[] = [];
      progress.expect(askerCount);
      for (let nth = 0; nth < askerCount; nth += 1) {
        // Spread over all of them.
        const number = 1 + Math.floor((nth * people) / askerCount);
        const supabase = connect(running.url, running.publishableKey);
        const { error } = await supabase.auth.signInWithPassword({
          email: emailOf(number),
          password: PASSWORD,
        });
        if (error) throw error;
        askers.push({
          nth: number,
          supabase,
          deviceId: randomUUID(),
          timestamp: 0,
          snapshot: null,
        });
        progress.advance();
      }
      const askerOf = (nth: number): Asker => {
        const asker = askers[nth % askers.length];
        if (!asker) throw new Error('nobody is there to ask');
        return asker;
      };
      const operator = askerOf(0);
      await database.sql`select private.grant_role(u.id, 'admin') from auth.users as u where u.email = ${emailOf(operator.nth)}`;
      const server = connect(running.url, running.secretKey);
      const [found] = await database.sql<{ has_search: boolean }[]>`
        select to_regproc('public.search_everything') is not null as has_search
      `;

      const levels: Level[] = [
        ...reads(found?.has_search === true),
        {
          name: 'user by e-mail',
          measured: 'find_user_by_email(), by an operator',
          limit: 50,
          isFound: true,
          ask: (_, nth) =>
            operator.supabase.rpc('find_user_by_email', {
              email: emailOf(1 + ((nth * 7) % people)),
            }),
        },
        {
          name: 'platform usage',
          measured: 'platform_usage() of 90 days, with the secret key',
          limit: 1_000,
          isFound: true,
          ask: () => server.rpc('platform_usage', { from_day: day(90), to_day: day(0) }),
        },
      ];
      progress.step('service levels: reading');
      const sides = levels.map(({ name, ask, isFound }): Side => ({
        sample: async (nth) => {
          const { ms, value } = await timed(async () => ask(askerOf(nth), nth));
          const empty = check(name, value).some(
            ({ data }) => data === null || (Array.isArray(data) && data.length === 0),
          );
          if (isFound === true && empty) throw new Error(`${name}: nothing was found`);
          return ms;
        },
      }));
      const summaries = await interleave(progress, sides, { samples, warmUp: isQuick ? 2 : 10 });
      levels.forEach(({ name, measured, limit }, nth) => {
        const value = summaries[nth];
        if (value) results.push(kept(name, measured, value, limit));
      });

      progress.step('service levels: syncing');
      progress.expect(4);
      const first: number[] = [];
      const entries: Record<string, unknown>[] = [];
      for (const asker of askers) {
        const { ms, value } = await timed(() => pull(asker, true));
        first.push(ms);
        const [entry] = value.changes.journal_entries?.updated ?? [];
        if (entry) entries.push(entry);
      }
      progress.advance();

      const single: number[] = [];
      const batch: number[] = [];
      const batchSize = isQuick ? 50 : 1_000;
      for (let nth = 0; nth < writes; nth += 1) {
        const asker = askerOf(nth);
        const one = { tasks: { created: [task('one')], updated: [], deleted: [] } };
        single.push((await timed(() => push(asker, one))).ms);
        const many = Array.from({ length: batchSize }, (_, k) => task(`of many ${k}`));
        if (nth < Math.max(3, writes / 2))
          batch.push(
            (await timed(() => push(asker, { tasks: { created: many, updated: [], deleted: [] } })))
              .ms,
          );
      }
      progress.advance();

      const conflicts: number[] = [];
      for (let nth = 0; nth < writes; nth += 1) {
        const asker = askerOf(nth);
        // Each in a device's life of its own: what it pushed before it has pulled by now.
        const { changes } = await pull(asker);
        const entry =
          changes.journal_entries?.updated.find(
            ({ id }) => id === entries[nth % askers.length]?.id,
          ) ?? entries[nth % askers.length];
        if (!entry) throw new Error('nobody wrote anything');
        const id = await disagree(asker, entry, nth);
        const { ms, value } = await timed(async () =>
          asker.supabase.rpc('resolve_conflict', { id, choice: 'client' }),
        );
        check('conflict resolved', value);
        const [now] = check(
          'conflict resolved',
          await asker.supabase.from('journal_entries').select('body').eq('id', entry.id).single(),
        );
        if ((now?.data as { body: string }).body !== `phone ${nth}`)
          throw new Error('conflict resolved: the choice was not taken');
        conflicts.push(ms);
      }
      progress.advance();

      const migrations: number[] = [];
      for (let nth = 0; nth < writes; nth += 1) {
        const asker = askerOf(nth);
        const { ms, value } = await timed(async () =>
          asker.supabase.rpc('pull_changes_optimized', {
            last_pulled_at: asker.timestamp,
            schema_version: schemaVersion,
            optimization_hints: { device_id: asker.deviceId, snapshot: asker.snapshot },
            migration: {
              from: schemaVersion - 1,
              tables: ['journal_entries', 'mood_entries', 'learning_sessions', 'mastery_reviews'],
              columns: [
                { table: 'habit_logs', columns: [{ name: 'note', type: 'string' }] },
                { table: 'daily_actions', columns: [{ name: 'ai_reasoning', type: 'string' }] },
              ],
            },
          }),
        );
        const [answer] = check('schema migration', value);
        const sent = (answer?.data as Pulled).changes.journal_entries?.updated.length ?? 0;
        if (sent === 0) throw new Error('schema migration: the new tables were not sent');
        migrations.push(ms);
      }
      progress.advance();
      results.push(
        kept('one record synced', 'push_changes(): one new task', summarize(single), 100),
        kept(
          'conflict resolved',
          "resolve_conflict(): the other device's text",
          summarize(conflicts),
          500,
        ),
        kept(
          'batch sync',
          `push_changes(): ${batchSize.toLocaleString('en')} new tasks`,
          summarize(batch),
          2_000,
        ),
        kept(
          'schema migration',
          'pull_changes_optimized() with a migration: four tables and two columns new',
          summarize(migrations),
          10_000,
        ),
        {
          name: 'first pull',
          measured: 'everything of one person',
          value: summarize(first),
          isKept: null,
        },
      );
      results.push(await crowd(context, askers));
      return results;
    } finally {
      await running.stop();
    }
  },
};

/** A thousand clients at once, each of which pulls and reads its open tasks: nobody may be turned away. */
async function crowd({ progress, isQuick }: Context, askers: Asker[]): Promise<Result> {
  const clients = isQuick ? 50 : 1_000;
  progress.step(`service levels: ${clients.toLocaleString('en')} clients at once`);
  for (const asker of askers) await pull(asker);
  progress.expect(clients);
  const startedAt = performance.now();
  const errors: string[] = [];
  const times = await Promise.all(
    Array.from({ length: clients }, async (_, nth) => {
      const asker = askers[nth % askers.length];
      if (!asker) return NaN;
      const { ms } = await timed(async () => {
        try {
          // Another device of the same person, which is where the first is.
          await pull({ ...asker, deviceId: randomUUID() });
          check('tasks', await asker.supabase.from('tasks').select('id,title').limit(20));
        } catch (error) {
          errors.push((error as Error).message);
        }
      });
      progress.advance();
      return ms;
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    name: `${clients.toLocaleString('en')} clients at once`,
    measured: errors[0] ?? 'each pulls and reads its tasks',
    value: summarize(times),
    figures: {
      errors: errors.length,
      requestsPerSecond: Math.round((2 * clients) / seconds),
    },
    target: 'no error',
    isKept: errors.length === 0,
  };
}
