import { type Collection, type Database, type Model, Q } from '@nozbe/watermelondb';
import { type SyncArgs, synchronize } from '@nozbe/watermelondb/sync/index.js';
import { getLastPulledAt } from '@nozbe/watermelondb/sync/impl/index.js';
import { setGenerator } from '@nozbe/watermelondb/utils/common/randomId/index.js';
import type { PostgrestError, SupabaseClient } from '@supabase/supabase-js';
import { Live, type Presence } from './live.ts';
import { ConflictRecord, RejectionRecord } from './records.ts';
import { syncedTables, uploadedTables } from './watermelon.ts';

/** What the app can show of syncing. */
export interface SyncStatus {
  /** `offline`: the server could not be reached; `error`: it was, and refused; see `error`. */
  state: 'idle' | 'syncing' | 'offline' | 'error';
  /** Records changed here that the server does not have yet. */
  pending: number;
  lastSyncedAt: Date | null;
  error: SyncError | null;
  /** Conflicts that wait for the person; counted in `sync_conflicts`, which needs a model such as `ConflictRecord`. */
  conflicts: number;
  /** Records the server refused; counted in `sync_rejections`, which needs a model such as `RejectionRecord`. */
  rejections: number;
  /** Rows received of rows expected, while a large pull runs. */
  progress: { received: number; expected: number } | null;
}

export type Platform = 'web' | 'ios' | 'android' | 'macos' | 'windows' | 'linux';

export interface SyncOptions {
  /** A signed-in supabase-js client. */
  supabase: SupabaseClient;
  /** A WatermelonDB database with the schema of `watermelon.ts`. */
  database: Database;
  /** This installation, a uuid. Default: made once and kept in the local database. */
  deviceId?: string;
  /** What the person sees in the list of devices. */
  device?: {
    name?: string;
    platform?: Platform;
    appVersion?: string;
  };
  /** Tables that sync, parents before children. Default: all of `watermelon.ts`. */
  tables?: readonly string[];
  /** Rows a page of a pull, 1 to 10,000. Default 1,000. */
  pageSize?: number;
  /** Records a push, at most 10,000. Default 2,000. */
  pushSize?: number;
  /** Whether `start` listens to pokes by Realtime and shows this device as present. Default true. */
  live?: boolean;
  /** How many organisations are listened to, at most 99; the others are polled. Default 50. */
  liveOrganizations?: number;
}

export interface Sync {
  /**
   * Pulls and pushes until both sides are even. While a sync runs, the same promise is returned.
   *
   * @throws SyncError
   */
  sync(): Promise<void>;
  /**
   * Syncs now, after edits, when the server says that something changed, on coming online, and every `intervalMs`
   * (default 30,000); ten times less often while the server can say so.
   */
  start(options?: { intervalMs?: number }): void;
  /** Ends what `start` began; a sync that runs is completed, and this device is present no longer. */
  stop(): Promise<void>;
  readonly status: SyncStatus;
  /** Calls back at every change of status, and once at once. Returns how to stop that. */
  onStatus(listener: (status: SyncStatus) => void): () => void;
  /** Which devices of this person and of the organisations are here; empty while `start` is not at work. */
  readonly presence: Presence;
  /** Calls back at every change of presence, and once at once. Returns how to stop that. */
  onPresence(listener: (presence: Presence) => void): () => void;
}

/** The codes of the adapter itself, each with what was wrong and what to do; all others are the engine's. */
export const clientErrors = {
  network: ['The server could not be reached.', 'Nothing to do: it is tried again.'],
  not_signed_in: ['Nobody is signed in, or the session has ended.', 'Sign in again.'],
  key_refused: [
    'The server does not accept the key of this app.',
    'Give createClient the publishable key of this server; a reset makes a new one.',
  ],
  not_allowed: [
    'The server does not let this person sync.',
    'Ask for the right; see the cause for what was refused.',
  ],
  server_unavailable: [
    'The server is in trouble or too busy.',
    'Nothing to do: it is tried again.',
  ],
  server_refused: [
    'The server did not understand the request.',
    'Apply the migrations of this version to the server; see the cause.',
  ],
  table_unknown: [
    'The server does not know a table of this app; all else is synced.',
    'Apply the migrations of this version to the server; see the cause for which.',
  ],
  database_of_another: [
    'This local database holds the records of another person.',
    'Use a database for each person, or call unsafeResetDatabase() when one signs out.',
  ],
  client: ['Something on this device failed.', 'See the cause.'],
} as const satisfies Record<string, readonly [detail: string, hint: string]>;

/** Why a sync failed. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
  /** Stable code: one of {@link clientErrors} or one that the engine raises. docs/ERRORS.md lists all. */
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What was wrong, for a person. */
  readonly detail: string;
  /** What to do about it. */
  readonly hint: string;

  constructor(code: string, status: number, detail: string, hint: string, cause?: unknown) {
    super(`${code}: ${detail}`, { cause });
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.hint = hint;
  }

  /** An error of the adapter itself. */
  static client(code: keyof typeof clientErrors, status: number, cause?: unknown): SyncError {
    const [detail, hint] = clientErrors[code];
    return new SyncError(code, status, detail, hint, cause);
  }

  /** Whether the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** A record as it travels. */
export interface Raw {
  id: string;
  [column: string]: unknown;
}

interface TableChanges {
  created: Raw[];
  updated: Raw[];
  deleted: string[];
}

/** WatermelonDB's change set. */
export type Changes = Record<string, TableChanges>;

/** What `pull_changes_optimized` returns. */
interface PullPage {
  changes: Changes;
  timestamp: number;
  has_more: boolean;
  page_token: string | null;
  snapshot: string | null;
  last_pushed_at: number;
  user_id: string;
  expected_rows?: number;
  experimentalStrategy?: 'replacement';
}

/** What `push_changes` returns, as far as it is used here. */
interface PushAnswer {
  timestamp: number;
  conflicts: unknown[];
  rejected: unknown[];
  experimentalRejectedIds: Record<string, string[]>;
  unknown_tables: string[];
}

/** A cursor and the snapshot it was taken from; and what this device could be sent then. */
interface Position {
  cursor: number;
  snapshot: string | null;
  schemaVersion: number;
  tables: readonly string[];
}

/** What is new to a device, as WatermelonDB puts it: tables, and columns of others. */
export interface Migration {
  from: number;
  tables: string[];
  columns: { table: string; columns: string[] }[];
}

/** A record with unsent edits that a pull removed. */
interface LostRecord {
  table: string;
  raw: Raw;
}

// Kept in the local database: if it is set back to an earlier state, these are set back with it.
const keys = {
  owner: 'futuresync.owner',
  device: 'futuresync.device',
  pulled: 'futuresync.pulled',
  base: 'futuresync.base',
  acknowledged: 'futuresync.acknowledged',
  lost: 'futuresync.lost',
};

/**
 * While a first pull is under way, WatermelonDB must be given some cursor above 0. This one no server made:
 * if the app closes before the last page, the next pull is answered with everything.
 */
const UNFINISHED_FIRST_PULL = 1;

/** Pause after edits before they are pushed, so that a burst of them is one push. */
const EDIT_PAUSE_MS = 1_000;
/** Answers that say: pull once more, then all will be well. */
const BEGIN_AGAIN = new Set(['push_late', 'page_token_expired']);
const LONGEST_BACKOFF_MS = 5 * 60_000;
/** A poke is followed by a pull within this time, at random, so that those who were told do not come all at once. */
const POKE_SPREAD_MS = 250;
/** Those who lost the connection together come back together. */
const REJOIN_SPREAD_MS = 5_000;
/** When many were told, longer, for each of them; and at most so long, which is also how long hidden tabs wait. */
const POKE_SPREAD_EACH_MS = 4;
const LONGEST_POKE_SPREAD_MS = 10_000;
/** However many pokes there are. */
const SHORTEST_POKED_PAUSE_MS = 1_000;
/** With pokes, polling is for what they missed. */
const LIVE = 10;
/** Hidden tabs and metered connections sync this many times less often. */
const SPARING = 4;

/**
 * Connects a WatermelonDB database with the FutureSync engine.
 *
 * @example
 * const sync = createSync({ supabase, database });
 * sync.start();
 */
export function createSync(options: SyncOptions): Sync {
  // WatermelonDB's own ids are no uuids.
  setGenerator(uuidv7);
  return new Synchronizer(options);
}

class Synchronizer implements Sync {
  status: SyncStatus = {
    state: 'idle',
    pending: 0,
    lastSyncedAt: null,
    error: null,
    conflicts: 0,
    rejections: 0,
    progress: null,
  };

  presence: Presence = { mine: [], organizations: {} };

  readonly #supabase: SupabaseClient;
  readonly #database: Database;
  readonly #options: SyncOptions;
  readonly #tables: readonly string[];
  readonly #listeners = new Set<(status: SyncStatus) => void>();
  readonly #presenceListeners = new Set<(presence: Presence) => void>();
  #live: Live | undefined;
  /** How many devices were told that something changed, while a sync ran: there is to be another. */
  #toldMeanwhile: number | undefined;
  #startedAt = 0;
  #allSentAt = 0;
  #isEveryScopeFollowed = false;
  /** Whether it has records of organisations, and no model that says of which: so it can listen to none. */
  readonly #isDeaf: boolean;
  #running: Promise<void> | null = null;
  #isAnnounced = false;
  /** Records as they were when the server refused them, by table and id. */
  readonly #refused = new Map<string, string>();
  readonly #unknownTables = new Set<string>();
  #deviceId: string | undefined;
  #failures = 0;
  #intervalMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #unsubscribe: (() => void)[] = [];

  constructor(options: SyncOptions) {
    this.#supabase = options.supabase;
    this.#database = options.database;
    this.#options = options;
    this.#deviceId = options.deviceId;
    const wanted: readonly string[] = options.tables ?? syncedTables;
    // Those that the app has models for; WatermelonDB knows no others.
    this.#tables = wanted.filter((table) => table in options.database.collections.map);
    for (const table of this.#tables) noteTimes(options.database.get(table));
    for (const { table } of [ConflictRecord, RejectionRecord]) {
      if (!wanted.includes(table) || this.#tables.includes(table)) continue;
      console.warn(
        `futuresync: the database has no model for ${table}, so nobody will see them: add ConflictRecord and RejectionRecord to modelClasses`,
      );
    }
    this.#isDeaf =
      !this.#tables.includes('organizations') &&
      this.#tables.some((table) => {
        // Others have the column to say what a record is about, and may leave it empty.
        const owner = options.database.get(table).schema.columns['organization_id' as never];
        return owner !== undefined && !owner.isOptional;
      });
    if (this.#isDeaf && options.live !== false) {
      console.warn(
        'futuresync: the database has no model for organizations, so it cannot listen to any: what others change in them comes by polling, and nobody is seen; add one to modelClasses',
      );
    }
  }

  sync(): Promise<void> {
    return this.#sync(true);
  }

  #sync(isAgain: boolean): Promise<void> {
    this.#running ??= this.#run(isAgain).finally(() => {
      this.#running = null;
      this.#schedule();
      if (this.#toldMeanwhile !== undefined) this.#poked(this.#toldMeanwhile);
      this.#toldMeanwhile = undefined;
    });
    return this.#running;
  }

  start({ intervalMs = 30_000 }: { intervalMs?: number } = {}): void {
    if (this.#intervalMs > 0) return;
    this.#intervalMs = intervalMs;

    const edits = this.#database
      .withChangesForTables([...this.#tables] as never)
      .subscribe((changes: { record: Model }[] | null) => {
        // What sync itself writes is synced; only edits are not.
        const isEdited = changes?.some(({ record }) => record.syncStatus !== 'synced');
        if (isEdited) this.#scheduleIn(EDIT_PAUSE_MS);
      });
    this.#unsubscribe.push(() => edits.unsubscribe());

    if (typeof globalThis.addEventListener === 'function') {
      const soon = (): void => this.#scheduleIn(0);
      const shown = (): void => {
        if (!isHidden()) soon();
      };
      globalThis.addEventListener('online', soon);
      globalThis.addEventListener('visibilitychange', shown);
      this.#unsubscribe.push(() => {
        globalThis.removeEventListener('online', soon);
        globalThis.removeEventListener('visibilitychange', shown);
      });
    }
    this.#scheduleIn(0);
  }

  async stop(): Promise<void> {
    const left = this.#leave();
    await this.#running?.catch(() => undefined);
    await left;
  }

  async #leave(): Promise<void> {
    this.#intervalMs = 0;
    this.#clearTimer();
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    const live = this.#live;
    this.#live = undefined;
    await live?.stop();
    this.#show({ mine: [], organizations: {} });
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener);
    listener(this.status);
    return () => this.#listeners.delete(listener);
  }

  onPresence(listener: (presence: Presence) => void): () => void {
    this.#presenceListeners.add(listener);
    listener(this.presence);
    return () => this.#presenceListeners.delete(listener);
  }

  #show(presence: Presence): void {
    this.presence = presence;
    for (const listener of this.#presenceListeners) listener(presence);
  }

  // When to sync next.

  #schedule(): void {
    if (this.#intervalMs === 0) return;
    // Twice as long after each failure; spread out, so that devices which failed together do not return together.
    const pause = Math.min(
      this.#intervalMs * 2 ** this.#failures,
      Math.max(LONGEST_BACKOFF_MS, this.#intervalMs),
    );
    const factor =
      (this.#live?.isComplete && this.#isEveryScopeFollowed && this.#failures === 0 ? LIVE : 1) *
      (isSparing() ? SPARING : 1);
    this.#scheduleIn(pause * factor * (0.75 + Math.random() / 2));
  }

  /** `isAgain`: what the server refused is sent again. */
  #scheduleIn(milliseconds: number, isAgain = true): void {
    if (this.#intervalMs === 0 || Date.now() + milliseconds >= this.#dueAt) return;
    this.#clearTimer();
    this.#dueAt = Date.now() + milliseconds;
    this.#timer = setTimeout(() => {
      this.#clearTimer();
      // The one that runs may have looked before.
      if (this.#running) this.#toldMeanwhile ??= 1;
      // A failure is in the status; there is nobody here to throw to.
      else this.#sync(isAgain).catch(() => undefined);
    }, milliseconds);
  }

  /** The server said that something changed, to so many devices. */
  #poked(devices: number): void {
    // A server in trouble is left alone until the next try is due.
    if (this.#failures > 0) return;
    if (this.#running) {
      this.#toldMeanwhile = Math.max(devices, this.#toldMeanwhile ?? 0);
      return;
    }
    const spread = isSparing()
      ? LONGEST_POKE_SPREAD_MS
      : Math.min(Math.max(POKE_SPREAD_MS, devices * POKE_SPREAD_EACH_MS), LONGEST_POKE_SPREAD_MS);
    // A push pokes too, also one of nothing but refused records: those must not answer every poke with another.
    const isAgain = Date.now() - this.#allSentAt > this.#intervalMs;
    const rest = this.#startedAt + SHORTEST_POKED_PAUSE_MS - Date.now();
    this.#scheduleIn(Math.max(spread * Math.random(), rest), isAgain);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
  }

  // One sync: pages until the last, then a push.

  async #run(isAgain: boolean): Promise<void> {
    this.#startedAt = Date.now();
    if (isAgain) this.#allSentAt = this.#startedAt;
    this.#unknownTables.clear();
    this.#update({ state: 'syncing' });
    try {
      this.#update(await this.#count());
      await this.#announceDevice();
      // What became of conflicts and refused records the server noted: it is shown at once.
      if (await this.#round(isAgain)) await this.#round(false);
      await this.#reportLostEdits();
      await this.#forgetUploaded();
      this.#failures = 0;
      this.#update({
        ...(await this.#count()),
        state: 'idle',
        lastSyncedAt: new Date(),
        error: null,
        progress: null,
      });
      await this.#follow();
      if (this.#unknownTables.size > 0) {
        throw SyncError.client('table_unknown', 404, [...this.#unknownTables]);
      }
    } catch (thrown) {
      this.#failures += 1;
      let error = thrown instanceof SyncError ? thrown : SyncError.client('client', -1, thrown);
      if (await this.#isErased(error).catch(() => false)) {
        error = new SyncError(
          'account_erased',
          410,
          'The account was erased.',
          'What was on this device has been deleted as well.',
          error,
        );
        await this.#wipe();
      }
      const counted = await this.#count().catch(() => ({}));
      this.#update({
        ...counted,
        state: error.status === 0 ? 'offline' : 'error',
        error,
        progress: null,
      });
      throw error;
    }
  }

  /** Whether the account was erased: the server says so, and to a device whose session is over if it is asked. */
  async #isErased({ code }: SyncError): Promise<boolean> {
    if (code === 'account_erased') return true;
    const userId = await this.#load<string>(keys.owner);
    if (code !== 'not_signed_in' || userId === undefined) return false;
    const { data } = await this.#supabase.functions.invoke<{ erased: boolean }>(
      'erasure-worker/erased',
      { body: { user_id: userId } },
    );
    return data?.erased === true;
  }

  /** Nothing of an erased account stays on the device, and nothing syncs any more. */
  async #wipe(): Promise<void> {
    await this.#leave();
    await this.#database.write(() => this.#database.unsafeResetDatabase());
  }

  async #round(isAgain: boolean): Promise<boolean> {
    return this.#pullAndPush(isAgain).catch((error: unknown) => {
      // An earlier push of this device, or another tab of the app, came between.
      if (error instanceof SyncError && BEGIN_AGAIN.has(error.code)) {
        return this.#pullAndPush(isAgain);
      }
      throw error;
    });
  }

  /**
   * Pulls what is new and pushes what is unsent; what the server refused before and nobody has changed since, only if
   * `isAgain`. Returns whether the push met conflicts or refusals.
   */
  async #pullAndPush(isAgain: boolean): Promise<boolean> {
    if (isAgain) this.#refused.clear();
    const database = this.#database;
    const deviceId = await this.#device();
    const startedFrom = await getLastPulledAt(database);
    const previous = await this.#load<Position>(keys.pulled);
    // Kept here and not by WatermelonDB, which forgets it once a page of it has been applied.
    const migration = startedFrom === null ? null : this.#newSince(previous);
    let page: PullPage | undefined;
    let isApplied = false;
    let received = 0;
    let expected = 0;
    let lastPushedAt = 0;
    let isNoted = false;

    const nextPage = async (): Promise<PullPage> => {
      const isFirst = page === undefined;
      const next = await this.#call<PullPage>('pull_changes_optimized', {
        last_pulled_at: startedFrom,
        schema_version: database.schema.version,
        migration,
        optimization_hints: withoutUndefined({
          device_id: deviceId,
          page_size: this.#options.pageSize ?? 1_000,
          page_token: page?.page_token ?? undefined,
          // The snapshot says more about the cursor it came with, and nothing about another.
          snapshot:
            previous?.cursor === startedFrom ? (previous?.snapshot ?? undefined) : undefined,
          acknowledged: (await this.#load<number>(keys.acknowledged)) ?? 0,
        }),
      });
      await this.#checkOwner(next.user_id);
      if (isFirst && next.experimentalStrategy === undefined) {
        await this.#addRemains(next.changes, migration?.tables ?? []);
      }
      lastPushedAt = next.last_pushed_at;
      expected = next.expected_rows ?? expected;
      received += countRows(next.changes);
      if (expected > 0)
        this.#update({ progress: { received, expected: Math.max(expected, received) } });
      return next;
    };

    do {
      const round: SyncArgs = {
        database,
        sendCreatedAsUpdated: true,
        onDidPullChanges: async () => {
          isApplied = true;
        },
        pullChanges: async () => {
          isApplied = false;
          page = await nextPage();
          // A replacement deletes what it does not name: it must be applied whole.
          while (page.has_more && page.experimentalStrategy !== undefined) {
            const rest: PullPage = await nextPage();
            page = { ...rest, changes: mergeChanges(page.changes, rest.changes) };
          }
          await this.#saveLostEdits(page);
          return withoutUndefined({
            changes: this.#known(page.changes),
            // Until the last page is applied, the cursor stays where it was: what is missing is pulled again.
            timestamp: page.has_more ? (startedFrom ?? UNFINISHED_FIRST_PULL) : page.timestamp,
            experimentalStrategy: page.experimentalStrategy,
          });
        },
        pushChanges: async ({ changes, lastPulledAt }) => {
          // Between pages nothing is pushed: every record stays as unsent as it was.
          if (page?.has_more) return { experimentalRejectedIds: idsOf(changes) };
          const outcome = await this.#push(changes, lastPulledAt, deviceId, lastPushedAt);
          isNoted = outcome.isNoted;
          return { experimentalRejectedIds: outcome.rejected };
        },
      };
      await synchronize(round).finally(async () => {
        // Also when the push failed: what the pull brought is here.
        if (page && isApplied && !page.has_more) {
          await this.#save(keys.pulled, this.#position(page));
        }
      });
    } while (page?.has_more);

    // Only now: an edit that could not be pushed is still based on what was known before this sync.
    if (page) await this.#save(keys.base, this.#position(page));
    return isNoted;
  }

  #position({ timestamp, snapshot }: PullPage): Position {
    return {
      cursor: timestamp,
      snapshot,
      schemaVersion: this.#database.schema.version,
      tables: this.#tables,
    };
  }

  /** What the app knows by now and could not be sent at `position`: it was updated since, or given more tables. */
  #newSince(position: Position | undefined): Migration | null {
    const from = position?.schemaVersion ?? 0;
    const tables = this.#tables.filter((table) => !position?.tables.includes(table));
    const columns = (this.#database.adapter.migrations?.sortedMigrations ?? [])
      .filter(({ toVersion }) => toVersion > from)
      .flatMap(({ steps }) => steps)
      .flatMap((step) =>
        step.type === 'add_columns' &&
        this.#tables.includes(step.table) &&
        !tables.includes(step.table)
          ? [{ table: step.table, columns: step.columns.map(({ name }) => name) }]
          : [],
      );
    return tables.length + columns.length > 0 ? { from, tables, columns } : null;
  }

  /** A table that is sent whole replaces what an earlier version of the app has left of it. */
  async #addRemains(changes: Changes, tables: readonly string[]): Promise<void> {
    for (const table of tables) {
      const left = await this.#database.get(table).query(Q.where('_status', 'synced')).fetchIds();
      if (left.length === 0) continue;
      const { updated, deleted } = (changes[table] ??= { created: [], updated: [], deleted: [] });
      const named = new Set([...updated.map(({ id }) => id), ...deleted]);
      deleted.push(...left.filter((id) => !named.has(id)));
    }
  }

  /** One local database is one person's: what another has not sent yet must not be pushed as theirs. */
  async #checkOwner(userId: string): Promise<void> {
    const owner = await this.#load<string>(keys.owner);
    if (owner === undefined) await this.#save(keys.owner, userId);
    else if (owner !== userId) throw SyncError.client('database_of_another', 409);
  }

  /**
   * Sends changes, in parts if there are many. Returns the ids that stay unsent, and whether the server noted conflicts
   * or refusals.
   */
  async #push(
    changes: Changes,
    lastPulledAt: number,
    deviceId: string | null,
    lastPushedAt: number,
  ): Promise<{ rejected: Record<string, string[]>; isNoted: boolean }> {
    const base = await this.#load<Position>(keys.base);
    const size = this.#options.pushSize ?? 2_000;
    const isUnseen = unseenBy(base && this.#newSince(base));
    const [sent, rejected] = this.#withoutRefused(changes);
    let isNoted = false;
    for (const part of splitChanges(sent, this.#tables, size, isUnseen)) {
      const seen = part.isUnseen ? undefined : base;
      const answer = await this.#call<PushAnswer>('push_changes', {
        changes: readable(part.changes),
        last_pulled_at: lastPulledAt,
        base_pulled_at: seen?.cursor ?? null,
        base_snapshot: seen?.snapshot ?? null,
        device_id: deviceId,
        push_id: crypto.randomUUID(),
        client_time: Date.now(),
        last_pushed_at: lastPushedAt,
      });
      lastPushedAt = answer.timestamp;
      isNoted ||= answer.conflicts.length + answer.rejected.length > 0;
      for (const [table, ids] of Object.entries(answer.experimentalRejectedIds)) {
        (rejected[table] ??= []).push(...ids);
        const { created, updated } = part.changes[table] as TableChanges;
        for (const raw of [...created, ...updated].filter(({ id }) => ids.includes(id))) {
          this.#refused.set(`${table} ${raw.id}`, JSON.stringify(raw));
        }
      }
      // Newer than the server: unsent until it has caught up.
      for (const table of answer.unknown_tables) {
        (rejected[table] ??= []).push(...(idsOf(part.changes)[table] as string[]));
        this.#unknownTables.add(table);
      }
      // The answer arrived: from here on, the server need not send these back.
      await this.#save(keys.acknowledged, answer.timestamp);
    }
    return { rejected, isNoted };
  }

  /** Leaves out what the server refused as it is. Returns the rest, and the ids that were left out. */
  #withoutRefused(changes: Changes): [Changes, Record<string, string[]>] {
    const left: Record<string, string[]> = {};
    const rest: Changes = {};
    for (const [table, { created, updated, deleted }] of Object.entries(changes)) {
      const isRefused = (raw: Raw): boolean =>
        this.#refused.get(`${table} ${raw.id}`) === JSON.stringify(raw);
      rest[table] = {
        created: created.filter((raw) => !isRefused(raw)),
        updated: updated.filter((raw) => !isRefused(raw)),
        deleted,
      };
      left[table] = [...created, ...updated].filter(isRefused).map(({ id }) => id);
    }
    return [rest, left];
  }

  /** Calls an RPC; tries once more at once when there was no answer, which a push_id makes safe. */
  async #call<Result>(name: string, args: Record<string, unknown>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      // supabase-js reports a failed fetch as an answer with status 0.
      const answer = await this.#supabase.rpc(name, args);
      if (!answer.error) return answer.data as Result;
      const failure = failureOf(answer.error, answer.status);
      if (!failure.isTemporary || attempt === 2) throw failure;
    }
  }

  // Edits that a pull is about to destroy: WatermelonDB deletes a record that the server deleted, unsent edits
  // and all. They are set aside first, and sent, so that the server keeps them as a conflict to restore from.

  async #saveLostEdits(page: PullPage): Promise<void> {
    const lost: LostRecord[] = [];
    for (const [table, { updated, deleted }] of Object.entries(this.#known(page.changes))) {
      if (deleted.length === 0 && page.experimentalStrategy === undefined) continue;
      const unsent = await this.#database
        .get(table)
        .query(
          Q.where(
            '_status',
            page.experimentalStrategy === undefined ? Q.oneOf(['created', 'updated']) : 'updated',
          ),
        )
        .fetch();
      const gone = new Set(deleted);
      const staying = new Set(updated.map(({ id }) => id));
      for (const record of unsent) {
        if (
          gone.has(record.id) ||
          (page.experimentalStrategy !== undefined && !staying.has(record.id))
        ) {
          // As an edit, whatever it was here: what the server deleted is not to be created again.
          lost.push({ table, raw: { ...record._raw, _status: 'updated' } });
        }
      }
    }
    if (lost.length > 0) {
      const earlier = (await this.#load<LostRecord[]>(keys.lost)) ?? [];
      const isNew = ({ raw }: LostRecord): boolean =>
        !lost.some((record) => record.raw.id === raw.id);
      await this.#save(keys.lost, [...earlier.filter(isNew), ...lost]);
    }
  }

  async #reportLostEdits(): Promise<void> {
    const lost = await this.#load<LostRecord[]>(keys.lost);
    if (!lost || lost.length === 0) return;
    const changes: Changes = {};
    for (const { table, raw } of lost) {
      (changes[table] ??= { created: [], updated: [], deleted: [] }).updated.push(raw);
    }
    // In no device's name: this one does not hold them any more, and is sent them should they come back.
    await this.#push(changes, (await getLastPulledAt(this.#database)) ?? 0, null, 0);
    await this.#save(keys.lost, []);
  }

  /** What devices only add to is the server's once it is there. */
  async #forgetUploaded(): Promise<void> {
    for (const table of uploadedTables.filter((name) => this.#tables.includes(name))) {
      const sent = await this.#database.get(table).query(Q.where('_status', 'synced')).fetch();
      if (sent.length === 0) continue;
      const removals = sent.map((record) => record.prepareDestroyPermanently());
      await this.#database.write(() => this.#database.batch(removals));
    }
  }

  // The device, the local notes, the status.

  async #device(): Promise<string> {
    if (this.#deviceId !== undefined) return this.#deviceId;
    let id = await this.#load<string>(keys.device);
    if (id === undefined) {
      id = crypto.randomUUID();
      await this.#save(keys.device, id);
    }
    this.#deviceId = id;
    return id;
  }

  async #announceDevice(): Promise<void> {
    if (this.#isAnnounced) return;
    const { name, platform, appVersion } = this.#options.device ?? {};
    await this.#call('register_device', {
      id: await this.#device(),
      name: name ?? null,
      platform: platform ?? null,
      app_version: appVersion ?? null,
      schema_version: this.#database.schema.version,
    });
    this.#isAnnounced = true;
  }

  async #load<Value>(key: string): Promise<Value | undefined> {
    return this.#database.localStorage.get<Value>(key);
  }

  async #save(key: string, value: unknown): Promise<void> {
    await this.#database.localStorage.set(key, value);
  }

  /** The part of a change set that this database has tables for. */
  #known(changes: Changes): Changes {
    return Object.fromEntries(
      Object.entries(changes).filter(([table]) => this.#tables.includes(table)),
    );
  }

  async #count(): Promise<Pick<SyncStatus, 'pending' | 'conflicts' | 'rejections'>> {
    const count = async (table: string, ...clauses: Q.Clause[]): Promise<number> =>
      this.#tables.includes(table)
        ? this.#database
            .get(table)
            .query(...clauses)
            .fetchCount()
        : 0;
    const pending = await Promise.all(
      this.#tables.map(async (table) => {
        const deleted = await this.#database.adapter.getDeletedRecords(table);
        return (
          deleted.length + (await count(table, Q.where('_status', Q.oneOf(['created', 'updated']))))
        );
      }),
    );
    return {
      pending: pending.reduce((sum, one) => sum + one, 0),
      conflicts: await count(
        'sync_conflicts',
        Q.where('resolution', 'pending'),
        Q.where('decision', null),
      ),
      rejections: await count('sync_rejections'),
    };
  }

  /** Listens to this person's pokes and to those of the organisations that this database holds by now. */
  async #follow(): Promise<void> {
    if (this.#intervalMs === 0 || this.#options.live === false) return;
    const most = this.#options.liveOrganizations ?? 50;
    const organizations = this.#tables.includes('organizations')
      ? (await this.#database.get('organizations').query().fetchIds()).toSorted()
      : [];
    const userId = (await this.#load<string>(keys.owner)) as string;
    this.#live ??= new Live({
      supabase: this.#supabase,
      deviceId: await this.#device(),
      onPoke: (devices) => this.#poked(devices),
      onJoined: (isAgain) =>
        this.#scheduleIn((isAgain ? REJOIN_SPREAD_MS : POKE_SPREAD_MS) * Math.random()),
      onLost: () => this.#schedule(),
      onPresence: (presence) => this.#show(presence),
    });
    this.#live.follow(userId, organizations.slice(0, most));
    this.#isEveryScopeFollowed = organizations.length <= most && !this.#isDeaf;
  }

  #update(change: Partial<SyncStatus>): void {
    if (change.state) this.#live?.announce(change.state === 'error' ? 'offline' : change.state);
    this.status = { ...this.status, ...change };
    for (const listener of this.#listeners) listener(this.status);
  }
}

/** A uuid that sorts by time (RFC 9562, version 7): new records lie together in the server's indexes. */
export function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}

/**
 * WatermelonDB notes when a record was made and edited only in models that have these properties. "The later edit
 * stands" goes by it, so every model is to have them whose table has the columns.
 */
function noteTimes({ modelClass, schema }: Collection<Model>): void {
  const { prototype } = modelClass as unknown as typeof Model;
  for (const [property, column] of [
    ['createdAt', 'created_at'],
    ['updatedAt', 'updated_at'],
  ] as const) {
    if (property in prototype || !(column in schema.columns)) continue;
    Object.defineProperty(prototype, property, {
      configurable: true,
      get(this: Model) {
        return new Date(this._getRaw(column) as number);
      },
    });
  }
}

/** What the engine raises names itself; of the rest the status says enough. */
function failureOf(error: PostgrestError, status: number): SyncError {
  if (/^PT\d{3}$/.test(error.code)) {
    return new SyncError(error.message, status, error.details || error.message, error.hint, error);
  }
  if (status === 0) return SyncError.client('network', status, error);
  // As the platform's gateway says it.
  if (/^invalid api key/i.test(error.message)) {
    return SyncError.client('key_refused', status, error);
  }
  if (status === 401) return SyncError.client('not_signed_in', status, error);
  if (status === 403) return SyncError.client('not_allowed', status, error);
  const isBusy = status === 408 || status === 429 || status >= 500;
  return SyncError.client(isBusy ? 'server_unavailable' : 'server_refused', status, error);
}

function countRows(changes: Changes): number {
  return Object.values(changes).reduce((sum, { updated }) => sum + updated.length, 0);
}

function mergeChanges(first: Changes, second: Changes): Changes {
  const merged: Changes = { ...first };
  for (const [table, changes] of Object.entries(second)) {
    const before = merged[table] ?? { created: [], updated: [], deleted: [] };
    merged[table] = {
      created: [],
      updated: [...before.updated, ...changes.updated],
      deleted: [...before.deleted, ...changes.deleted],
    };
  }
  return merged;
}

function idsOf(changes: Changes): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(changes).map(([table, { created, updated, deleted }]) => [
      table,
      [...created.map(({ id }) => id), ...updated.map(({ id }) => id), ...deleted],
    ]),
  );
}

/** Whether a device that had not been sent `news` changed, or deleted, what it had not seen. */
export type IsUnseen = (table: string, changed: Raw | 'deletion') => boolean;

/**
 * The base of a push says up to when this device has seen the rows it knows; of what is new to it, it had seen nothing.
 * An edit of a new column, and a deletion that takes one along, is sent without a base: all that somebody else wrote
 * there is a conflict.
 */
export function unseenBy(news: Migration | null | undefined): IsUnseen {
  if (!news) return () => false;
  const columnsOf = new Map(news.tables.map((table) => [table, null as string[] | null]));
  for (const { table, columns } of news.columns) {
    columnsOf.set(table, [...(columnsOf.get(table) ?? []), ...columns]);
  }
  return (table, changed) => {
    const columns = columnsOf.get(table);
    if (!columns || changed === 'deletion') return columns !== undefined;
    const edited = changed._status === 'updated' ? String(changed._changed).split(',') : [];
    return edited.some((column) => columns.includes(column));
  };
}

/** A push of its own. */
export interface PushPart {
  changes: Changes;
  isUnseen: boolean;
}

/** U+0000, and a half of a character, such as an emoji that was cut in two. */
const UNREADABLE = /[\0\ud800-\udfff]/gu;

/**
 * Changes as the server can read them. Text that Postgres cannot hold would cost the whole request: with U+FDD0, which is
 * no character, in its place, it is the one record that the server refuses.
 */
function readable(changes: Changes): Changes {
  const readableRaw = (raw: Raw): Raw =>
    Object.fromEntries(
      Object.entries(raw).map(([column, value]) => [
        column,
        typeof value === 'string' ? value.replace(UNREADABLE, '\ufdd0') : value,
      ]),
    ) as Raw;
  return Object.fromEntries(
    Object.entries(changes).map(([table, { created, updated, deleted }]) => [
      table,
      { created: created.map(readableRaw), updated: updated.map(readableRaw), deleted },
    ]),
  );
}

/**
 * Splits a change set into pushes of at most `size` records: parents before children, and deletions last, children
 * before parents. What is unseen is not with the rest. Collections that do not sync stay on the device.
 */
export function splitChanges(
  changes: Changes,
  tables: readonly string[],
  size: number,
  isUnseen: IsUnseen,
): PushPart[] {
  type Kind = 'created' | 'updated' | 'deleted';
  const parts: PushPart[] = [];
  let room = 0;
  const add = (table: string, kind: Kind, item: Raw | string): void => {
    const unseen = isUnseen(table, typeof item === 'string' ? 'deletion' : item);
    if (room === 0 || parts.at(-1)?.isUnseen !== unseen) {
      parts.push({ changes: {}, isUnseen: unseen });
      room = size;
    }
    const part = (parts.at(-1) as PushPart).changes;
    const target = (part[table] ??= { created: [], updated: [], deleted: [] });
    (target[kind] as unknown[]).push(item);
    room -= 1;
  };
  const known = tables.filter((table) => table in changes);
  for (const table of known) {
    for (const raw of changes[table]?.created ?? []) add(table, 'created', raw);
    // Those with the same base together, or each that follows another would be a push.
    const updated = changes[table]?.updated ?? [];
    for (const unseen of [false, true]) {
      for (const raw of updated) if (isUnseen(table, raw) === unseen) add(table, 'updated', raw);
    }
  }
  for (const table of known.toReversed()) {
    for (const id of changes[table]?.deleted ?? []) add(table, 'deleted', id);
  }
  return parts;
}

function withoutUndefined<Given extends object>(
  given: Given,
): { [Key in keyof Given]: Exclude<Given[Key], undefined> } {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as never;
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}

function isSparing(): boolean {
  const { connection } = (globalThis.navigator ?? {}) as {
    connection?: { saveData?: boolean; type?: string };
  };
  return isHidden() || connection?.saveData === true || connection?.type === 'cellular';
}
