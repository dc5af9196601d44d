import {
  type AppSchema,
  Database,
  type DatabaseAdapter,
  Model,
  Q,
  type RawRecord,
} from '@nozbe/watermelondb';
import type { SchemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import { logger } from '@nozbe/watermelondb/utils/common/index.js';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import WebSocket from 'ws';
import { LokiJSAdapter } from '../../types/loki.ts';
import { type Platform, type Sync, createSync } from '../../types/sync.ts';
import {
  type Rows,
  type SyncedTable,
  migrations,
  schema,
  syncedTables,
} from '../../types/watermelon.ts';

/** A record as it travels and as devices keep it, without WatermelonDB's own notes. */
export type Row = Record<string, unknown> & { id: string };

type Values<Table extends SyncedTable> = Partial<Omit<Rows[Table], 'id'>>;

/** How a device reaches the server; each request goes through it. */
export type Fetch = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

export interface DeviceOptions {
  name: string;
  url: string;
  key: string;
  email: string;
  password: string;
  fetch?: Fetch;
  platform?: Platform;
}

function modelOf(table: SyncedTable): typeof Model {
  return class extends Model {
    static override table = table;
  };
}

/** One installation of an app: a real WatermelonDB in memory, a signed-in supabase-js client, the sync adapter. */
export class Device {
  readonly name: string;
  readonly supabase: SupabaseClient;
  readonly sync: Sync;
  readonly #database: Database;

  private constructor(
    name: string,
    supabase: SupabaseClient,
    database: Database,
    platform?: Platform,
  ) {
    this.name = name;
    this.supabase = supabase;
    this.#database = database;
    const device = platform === undefined ? { name } : { name, platform };
    this.sync = createSync({ supabase, database, device });
  }

  /** Signs in and makes an empty local database. */
  static async open(options: DeviceOptions): Promise<Device> {
    const supabase = connect(options.url, options.key, options.fetch);
    const { email, password } = options;
    const { error } = await supabase.auth.signInWithPassword({ email, password });
    if (error)
      throw new Error(`${options.name} cannot sign in: ${error.message}`, { cause: error });
    const adapter = memoryAdapter(options.name, { schema, migrations });
    const database = new Database({ adapter, modelClasses: syncedTables.map(modelOf) });
    return new Device(options.name, supabase, database, options.platform);
  }

  /** Makes a record, on this device only until it syncs. Returns its id. */
  async create<Table extends SyncedTable>(table: Table, values: Values<Table>): Promise<string> {
    return this.#database.write(async () => {
      const record = await this.#database.get(table).create((made) => {
        setAll(made, values);
      });
      return record.id;
    });
  }

  async edit<Table extends SyncedTable>(
    table: Table,
    id: string,
    values: Values<Table>,
  ): Promise<void> {
    await this.#database.write(async () => {
      const record = await this.#database.get(table).find(id);
      await record.update((edited) => {
        setAll(edited, values);
      });
    });
  }

  async remove(table: SyncedTable, id: string): Promise<void> {
    await this.#database.write(async () => {
      const record = await this.#database.get(table).find(id);
      await record.markAsDeleted();
    });
  }

  /** All records of a table, by id. */
  async rows<Table extends SyncedTable>(table: Table): Promise<Map<string, Rows[Table]>> {
    const records = await this.#database.get(table).query().fetch();
    return new Map(
      records.map(({ _raw }) => {
        const { _status, _changed, ...row } = _raw as RawRecord & Rows[Table];
        return [row.id, row as unknown as Rows[Table]];
      }),
    );
  }

  /** Records changed here that no answer has confirmed yet; counted past the adapter. */
  async countUnsent(): Promise<number> {
    const { adapter } = this.#database;
    const counts = await Promise.all(
      syncedTables.map(async (table) => {
        const changed = this.#database.get(table).query(Q.where('_status', Q.notEq('synced')));
        const deleted = await adapter.getDeletedRecords(table);
        return (await changed.fetchCount()) + deleted.length;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

/** WatermelonDB's web adapter without the web: the database lives in memory. */
export function memoryAdapter(
  name: string,
  options: { schema: AppSchema; migrations: SchemaMigrations },
): DatabaseAdapter {
  logger.silence();
  return new LokiJSAdapter({
    ...options,
    dbName: `${name}-${crypto.randomUUID()}`,
    useWebWorker: false,
    useIncrementalIndexedDB: false,
  });
}

/** A supabase-js client that keeps nothing on disk. */
export function connect(url: string, key: string, fetch?: Fetch): SupabaseClient {
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
    ...(fetch === undefined ? {} : { global: { fetch } }),
  }) as SupabaseClient;
}

function setAll(record: Model, values: Record<string, unknown>): void {
  for (const [column, value] of Object.entries(values)) record._setRaw(column, value as never);
}
