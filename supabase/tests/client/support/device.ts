import { type AppSchema, Database, Model, type RawRecord } from '@nozbe/watermelondb';
import type { SchemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import { logger } from '@nozbe/watermelondb/utils/common/index.js';
import { LokiJSAdapter } from '../../../../types/loki.ts';
import { createSync, type Sync, type SyncOptions } from '../../../../types/sync.ts';
import {
  migrations as realMigrations,
  schema as realSchema,
} from '../../../../types/watermelon.ts';
import type { Raw } from './encode.ts';
import type { Person, TestServer } from './server.ts';
import { Wire } from './wire.ts';

logger.silence();

export interface DeviceOptions extends Partial<
  Pick<SyncOptions, 'tables' | 'pageSize' | 'pushSize' | 'deviceId' | 'live' | 'liveOrganizations'>
> {
  schema?: AppSchema;
  migrations?: SchemaMigrations;
}

/** A local database as it was at some moment. */
export type Saved = string;

/** The disk of a device, as LokiJS wants one. */
class Storage {
  saved: Saved | null;

  constructor(saved: Saved | null = null) {
    this.saved = saved;
  }

  loadDatabase(_name: string, done: (saved: Saved | null) => void): void {
    done(this.saved);
  }

  saveDatabase(_name: string, text: Saved, done: (error: Error | null) => void): void {
    this.saved = text;
    done(null);
  }

  deleteDatabase(_name: string, done: (result: { success: true }) => void): void {
    this.saved = null;
    done({ success: true });
  }
}

interface LokiAdapter {
  _driver: { loki: { saveDatabase(done: (error?: Error | null) => void): void } };
}

/** A real WatermelonDB in memory with the real adapter, on a wire that can be broken. */
export class TestDevice {
  readonly name: string;
  readonly wire = new Wire();
  readonly #server: TestServer;
  readonly #person: Person;
  #options: DeviceOptions;
  #storage = new Storage();
  #database!: Database;
  #sync!: Sync;

  constructor(server: TestServer, person: Person, name: string, options: DeviceOptions = {}) {
    this.#server = server;
    this.#person = person;
    this.name = name;
    this.#options = options;
    this.#open();
  }

  get database(): Database {
    return this.#database;
  }

  get sync(): Sync {
    return this.#sync;
  }

  #open(): void {
    const { schema = realSchema, migrations = realMigrations, ...options } = this.#options;
    const adapter = new LokiJSAdapter({
      schema,
      migrations,
      dbName: 'device',
      useWebWorker: false,
      useIncrementalIndexedDB: false,
      extraLokiOptions: { autosave: false },
      _testLokiAdapter: this.#storage,
    });
    const modelClasses = Object.keys(schema.tables).map(
      (table) =>
        class extends Model {
          static override table = table;
        },
    );
    this.#database = new Database({ adapter, modelClasses });
    this.#sync = createSync({
      supabase: this.#server.connect(this.#person, this.wire),
      database: this.#database,
      device: { name: this.name },
      live: false,
      ...options,
    });
  }

  /** What is on disk, were the app closed now. */
  async save(): Promise<Saved> {
    // Any question waits until the database has been set up.
    await this.#database.localStorage.get('ready');
    const { loki } = (this.#database.adapter.underlyingAdapter as unknown as LokiAdapter)._driver;
    await new Promise<void>((resolve, reject) => {
      loki.saveDatabase((error?: Error | null) => {
        if (error) reject(error);
        else resolve();
      });
    });
    if (this.#storage.saved === null) throw new Error('nothing was saved');
    return this.#storage.saved;
  }

  /** The app is started again: from what is on disk, or was there before; perhaps in a newer version. */
  async restart(saved?: Saved, options: DeviceOptions = {}): Promise<void> {
    const kept = saved ?? (await this.save());
    await this.#sync.stop();
    this.#storage = new Storage(kept);
    this.#options = { ...this.#options, ...options };
    this.#open();
  }

  /** The device's clock. */
  now(): number {
    return Date.now() + this.wire.skewMs;
  }

  async create(
    table: string,
    values: Readonly<Record<string, unknown>>,
    id?: string,
  ): Promise<string> {
    return this.#database.write(async () => {
      const record = await this.#database.get(table).create((made) => {
        if (id !== undefined) made._raw.id = id;
        setAll(made, { created_at: this.now(), updated_at: this.now(), ...values });
      });
      return record.id;
    });
  }

  async edit(table: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#database.write(async () => {
      const record = await this.#database.get(table).find(id);
      await record.update((edited) => setAll(edited, { ...values, updated_at: this.now() }));
    });
  }

  async remove(table: string, id: string): Promise<void> {
    await this.#database.write(async () => {
      const record = await this.#database.get(table).find(id);
      await record.markAsDeleted();
    });
  }

  /** Gives up a record that the server does not have. */
  async discard(table: string, id: string): Promise<void> {
    await this.#database.write(async () => {
      const record = await this.#database.get(table).find(id);
      await record.destroyPermanently();
    });
  }

  /** The raw records of a table with WatermelonDB's own notes, by id. */
  async rawsOf(table: string): Promise<Map<string, RawRecord & Raw>> {
    const records = await this.#database.get(table).query().fetch();
    return new Map(records.map(({ _raw }) => [_raw.id, { ..._raw }]));
  }

  /** The records of a table as they travel. */
  async rowsOf(table: string): Promise<Map<string, Raw>> {
    const raws = await this.rawsOf(table);
    return new Map([...raws].map(([id, { _status, _changed, ...raw }]) => [id, raw]));
  }

  async unsentDeletions(table: string): Promise<string[]> {
    return this.#database.adapter.getDeletedRecords(table);
  }

  /** Syncs, and gives what went wrong instead of throwing it. */
  async attempt(): Promise<unknown> {
    try {
      await this.#sync.sync();
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

function setAll(record: Model, values: Readonly<Record<string, unknown>>): void {
  for (const [column, value] of Object.entries(values)) {
    if (column in record.collection.schema.columns) record._setRaw(column, value as never);
  }
}
