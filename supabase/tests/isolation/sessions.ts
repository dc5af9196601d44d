import postgres from 'postgres';
import type { TestDatabase } from '../../../scripts/test/database.ts';
import { userId } from '../../../scripts/test/database.ts';

/**
 * Who acts in an isolation spec: devices, which pull and push as people do, and server processes, which
 * keep transactions open. Every call is one step, so that a spec reads from top to bottom as it happens.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Row = Record<string, Json>;

/** The id of note `n`: it ends in n. */
export const noteId = (n: number): string =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const numberOf = (id: string): number => Number(id.slice(24));

/** A note as WatermelonDB sends it for the first time. */
export const created = (n: number, columns: Row = {}): Row => ({
  id: noteId(n),
  title: `note ${n}`,
  body: null,
  labels: '[]',
  meta: '{}',
  rank: null,
  due_at: null,
  is_done: false,
  parent_id: null,
  created_at: 1763600000000,
  updated_at: 1763600000000,
  ...columns,
  _status: 'created',
  _changed: '',
});

/** A note of which `columns` were edited since it was synced. */
export const edited = (n: number, columns: Row): Row => ({
  ...created(n, { updated_at: Date.now(), ...columns }),
  _status: 'updated',
  _changed: [...Object.keys(columns), 'updated_at'].join(','),
});

export interface Pull {
  changes: Record<string, { created: Row[]; updated: Row[]; deleted: string[] }>;
  timestamp: number;
  snapshot: string | null;
  has_more: boolean;
  page_token: string | null;
  experimentalStrategy?: 'replacement';
}

export interface Answer {
  accepted: Record<string, number>;
  conflicts: {
    table: string;
    id: string;
    column: string;
    client: Json;
    server: Json;
    resolution: string;
  }[];
  rejected: { table: string; id: string; code: string; message: string; detail: string | null }[];
  timestamp: number;
}

/** What a pull says of notes: their numbers. */
export interface Notes {
  updated: number[];
  deleted: number[];
}

export const notesOf = ({ changes }: Pull): Notes => ({
  updated: (changes.notes?.updated ?? [])
    .map((row) => numberOf(row.id as string))
    .sort((a, b) => a - b),
  deleted: (changes.notes?.deleted ?? []).map(numberOf).sort((a, b) => a - b),
});

export interface PullOptions {
  /** Send the snapshot hint; on unless said otherwise. */
  withSnapshot?: boolean;
  hints?: Record<string, Json>;
  version?: number;
  migration?: Json;
}

/** A device as the client adapter is: it keeps its cursor, and sends base and snapshot of its last full sync. */
export class Device {
  readonly #db: TestDatabase;
  readonly person: string;
  readonly id: string;
  cursor: number | null = null;
  snapshot: string | null = null;
  base: { cursor: number | null; snapshot: string | null } = { cursor: null, snapshot: null };

  constructor(db: TestDatabase, person: string, name: string) {
    this.#db = db;
    this.person = userId(person);
    this.id = userId(`device ${name}`);
  }

  /** One pull, of which nothing is kept. */
  async peek({
    withSnapshot = true,
    hints = {},
    version,
    migration,
  }: PullOptions = {}): Promise<Pull> {
    const all = {
      device_id: this.id,
      ...(withSnapshot && this.snapshot !== null ? { snapshot: this.snapshot } : {}),
      ...hints,
    };
    return this.#db.as(this.person, async (sql) => {
      const [row] = await sql<{ pull: Pull }[]>`
        select public.pull_changes_optimized(
          ${this.cursor}::bigint, ${version ?? null}::integer, null, ${sql.json(all)}::jsonb,
          ${migration === undefined ? null : sql.json(migration)}::jsonb
        ) as pull
      `;
      return (row as { pull: Pull }).pull;
    });
  }

  /** Pulls and keeps the cursor; says which notes were sent. */
  async pull(options: PullOptions = {}): Promise<Notes> {
    const page = await this.peek(options);
    this.keep(page);
    return notesOf(page);
  }

  keep({ timestamp, snapshot }: Pull): void {
    this.cursor = timestamp;
    this.snapshot = snapshot;
  }

  /** Pushes on the base of the last sync that completed, and completes this one. */
  async push(
    changes: { created?: Row[]; updated?: Row[]; deleted?: number[] },
    { pushId = null, complete = true }: { pushId?: string | null; complete?: boolean } = {},
  ): Promise<Answer> {
    const notes = {
      created: changes.created ?? [],
      updated: changes.updated ?? [],
      deleted: (changes.deleted ?? []).map(noteId),
    };
    const answer = await this.#db.as(this.person, async (sql) => {
      const [row] = await sql<{ answer: Answer }[]>`
        select public.push_changes(
          ${sql.json({ notes })}::json, ${this.cursor}::bigint, ${this.base.cursor}::bigint, ${this.id}::uuid,
          ${pushId}::uuid, null, ${this.base.snapshot}
        ) as answer
      `;
      return (row as { answer: Answer }).answer;
    });
    if (complete) this.base = { cursor: this.cursor, snapshot: this.snapshot };
    return answer;
  }

  /** A sync with nothing to send: what was pulled is what the next edits are based on. */
  async sync(options: PullOptions = {}): Promise<Notes> {
    const notes = await this.pull(options);
    this.base = { cursor: this.cursor, snapshot: this.snapshot };
    return notes;
  }
}

/** A server process with a connection and a transaction of its own. */
export class Writer {
  readonly #sql: postgres.Sql;
  readonly #owner: string;

  /** @param url of a database, this one or another of the cluster */
  constructor(url: string, owner = 'alice') {
    // Shorter than a test: a spec that makes sessions wait for each other fails where it hangs.
    this.#sql = postgres(url, {
      max: 1,
      onnotice: () => undefined,
      connection: { lock_timeout: 5000 },
    });
    this.#owner = userId(owner);
  }

  run(statement: string): Promise<unknown> {
    return this.#sql.unsafe(statement);
  }

  begin = (): Promise<unknown> => this.run('begin');
  commit = (): Promise<unknown> => this.run('commit');
  rollback = (): Promise<unknown> => this.run('rollback');

  /** Takes its transaction id, which orders it among the others. */
  async xid(): Promise<bigint> {
    const [row] = await this.#sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
    return BigInt((row as { xid: string }).xid);
  }

  async insert(n: number): Promise<void> {
    await this
      .#sql`insert into public.notes (user_id, id, title) values (${this.#owner}, ${noteId(n)}, 'made by the server')`;
  }

  async update(n: number, columns: Row): Promise<void> {
    const rows = await this.#sql`
      update public.notes set ${this.#sql(columns)} where user_id = ${this.#owner} and id = ${noteId(n)} returning id
    `;
    if (rows.length !== 1) throw new Error(`there is no note ${n} to update`);
  }

  async delete(n: number): Promise<void> {
    await this.#sql`delete from public.notes where user_id = ${this.#owner} and id = ${noteId(n)}`;
  }

  async close(): Promise<void> {
    await this.#sql.end({ timeout: 0.1 });
  }
}

/** Makes the table the specs sync, and the people. */
export async function createNotes(db: TestDatabase, names: string[] = ['alice']): Promise<void> {
  await db.sql`select tests.create_person(name) from unnest(${names}::text[]) as name`;
  await db.sql`select tests.create_notes()`;
}

/** Forgets all notes, and that there were any, so that the next spec may use the same ids. */
export async function forget(db: TestDatabase): Promise<void> {
  await db.sql`delete from public.notes`;
  await db.sql`delete from sync.changes where scope_id <> '00000000-0000-0000-0000-000000000000'`;
  await db.sql`delete from public.sync_conflicts`;
  await db.sql`delete from public.sync_rejections`;
}
