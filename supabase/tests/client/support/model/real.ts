import { appSchema, type RawRecord, tableSchema } from '@nozbe/watermelondb';
import { addColumns, schemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import { SyncError } from '../../../../../types/sync.ts';
import { migrations, schemaVersion } from '../../../../../types/watermelon.ts';
import { type Saved, TestDevice } from '../device.ts';
import type { Raw } from '../encode.ts';
import type { Person, TestServer } from '../server.ts';
import type { Call, Fate } from '../wire.ts';
import {
  columnsFor,
  type Device,
  type LocalRow,
  MOST_BACKUPS,
  type PushAnswer,
  type PushArgs,
  type SyncOutcome,
  type SyncPlan,
} from './device.ts';
import { modelTables, type ModelTable, notes } from './tables.ts';
import { Unreachable } from './thin.ts';
import type { World } from './world.ts';

/** The real WatermelonDB, the real adapter and the real API as a device of the model. */
export class RealDevice implements Device {
  readonly name: string;
  readonly id: string;
  readonly person: number;
  version = 1;
  readonly #world: World;
  readonly #device: TestDevice;
  #backups: Saved[] = [];

  constructor(
    name: string,
    id: string,
    person: number,
    world: World,
    server: TestServer,
    owner: Person,
  ) {
    this.name = name;
    this.id = id;
    this.person = person;
    this.#world = world;
    this.#device = new TestDevice(server, owner, name, {
      deviceId: id,
      schema: clientSchema(1),
      tables: modelTables.map((table) => table.name),
    });
  }

  get skewMs(): number {
    return this.#device.wire.skewMs;
  }

  set skewMs(skew: number) {
    this.#device.wire.skewMs = skew;
  }

  async rows(table: string): Promise<ReadonlyMap<string, LocalRow>> {
    const raws = await this.#device.rawsOf(table);
    return new Map([...raws].map(([id, raw]) => [id, localRow(raw)]));
  }

  unsentDeletions(table: string): Promise<readonly string[]> {
    return this.#device.unsentDeletions(table);
  }

  async create(table: ModelTable, { id, ...values }: Raw): Promise<void> {
    await this.#device.create(table.name, values, id);
  }

  edit(table: ModelTable, id: string, change: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#device.edit(table.name, id, change);
  }

  remove(table: ModelTable, id: string): Promise<void> {
    return this.#device.remove(table.name, id);
  }

  discard(table: ModelTable, id: string): Promise<void> {
    return this.#device.discard(table.name, id);
  }

  async backup(): Promise<void> {
    this.#backups = [...this.#backups, await this.#device.save()].slice(-MOST_BACKUPS);
  }

  get backups(): number {
    return this.#backups.length;
  }

  async restore(nth: number): Promise<void> {
    const backup = this.#backups[nth];
    if (backup === undefined) throw new Error(`${this.name} has no copy ${nth}`);
    this.#backups.length = nth + 1;
    await this.#device.restart(backup);
  }

  async upgrade(): Promise<void> {
    this.version = 2;
    await this.#device.restart(undefined, { schema: clientSchema(2), migrations: toVersion2 });
  }

  close(): Promise<void> {
    return this.#device.sync.stop();
  }

  async sync(plan: SyncPlan): Promise<SyncOutcome> {
    const { wire } = this.#device;
    let pulls = 0;
    let pushes = 0;
    let firstPush: unknown;
    let isGone = false;
    // What a fate throws, supabase-js takes for a network that failed.
    let broken: unknown;

    const fate = async (call: Call): Promise<Fate> => {
      if (isGone) return 'drop';
      if (call.rpc === 'pull_changes_optimized') {
        (call.body.optimization_hints as Record<string, unknown>).page_size = plan.pageSize;
        pulls += 1;
        if (pulls > 1) {
          if (plan.fault === 'crash between pages') {
            isGone = true;
            return 'drop';
          }
          await plan.meanwhile();
        }
        return 'deliver';
      }
      if (call.rpc !== 'push_changes') return 'deliver';

      const args = { base_snapshot: null, ...call.body } as unknown as PushArgs;
      firstPush ??= args.push_id;
      const isFirst = args.push_id === firstPush;
      pushes += 1;
      if (isFirst && pushes === 1) {
        if (plan.fault === 'crash before push') {
          isGone = true;
          return 'drop';
        }
        if (pulls === 1) await plan.meanwhile();
      }
      switch (isFirst ? plan.fault : 'none') {
        case 'push never arrives':
          isGone = true;
          return 'drop';
        case 'push held open':
        case 'push arrives late':
          isGone = true;
          await this.#world
            .push(this, args, plan.fault === 'push held open' ? 'held' : 'late')
            .catch((error: unknown) => {
              if (!(error instanceof Unreachable)) throw error;
            });
          return 'drop';
        case 'reply lost':
        case 'reply lost, retry never arrives':
          if (pushes > 1) return plan.fault === 'reply lost' ? this.#deliver(args, call) : 'drop';
          await this.#deliver(args, call);
          return 'drop';
        case 'edit during push': {
          const response = await this.#deliver(args, call);
          await plan.editDuringPush();
          return response;
        }
        case 'none':
        case 'crash between pages':
        case 'crash before push':
          return this.#deliver(args, call);
      }
    };
    wire.fate = async (call) => {
      try {
        return await fate(call);
      } catch (error) {
        broken ??= error;
        return 'drop';
      }
    };

    const error = await this.#device.attempt();
    wire.fate = () => 'deliver';
    if (broken !== undefined) throw broken as Error;
    if (error !== undefined) {
      if (error instanceof SyncError && error.isTemporary) return 'interrupted';
      throw error as Error;
    }
    return pushes > 0 ? 'pushed' : 'clean';
  }

  /** Through the API, and checked by the world. An answer that is an error is passed on as it is. */
  async #deliver(args: PushArgs, call: Call): Promise<Response> {
    let response: Response | undefined;
    try {
      await this.#world.deliver(this.#world.sending(this, args), async () => {
        response = await call.send();
        if (!response.ok) throw new Unreachable();
        return call.answer as PushAnswer;
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    if (!response) throw new Error('there was no response');
    return response;
  }
}

function localRow({ _status, _changed, ...raw }: RawRecord & Raw): LocalRow {
  return {
    status: _status as LocalRow['status'],
    raw,
    changed: new Set(_changed === '' ? [] : _changed.split(',')),
  };
}

/** What a client of the model knows; its versions begin where the adapter's do. */
function clientSchema(version: number): ReturnType<typeof appSchema> {
  return appSchema({
    version: schemaVersion + version - 1,
    tables: modelTables.map((table) =>
      tableSchema({
        name: table.name,
        columns: columnsFor(table, version).map((name) => ({
          name,
          type: name === 'most' || name.endsWith('_at') ? 'number' : 'string',
          isOptional: name !== 'created_at' && name !== 'updated_at',
        })),
      }),
    ),
  });
}

const toVersion2 = schemaMigrations({
  migrations: [
    ...migrations.sortedMigrations,
    {
      toVersion: schemaVersion + 1,
      steps: [
        addColumns({
          table: notes.name,
          columns: notes.newColumns.map((name) => ({
            name,
            type: 'string' as const,
            isOptional: true,
          })),
        }),
      ],
    },
  ],
});
