import { type Migration, splitChanges, unseenBy } from '../../../../../types/sync.ts';
import type { Raw } from '../encode.ts';
import {
  type Changes,
  columnsFor,
  type Device,
  type LocalRow,
  MOST_BACKUPS,
  type Page,
  type PullArgs,
  type PushAnswer,
  type PushArgs,
  type SyncOutcome,
  type SyncPlan,
} from './device.ts';
import { modelTables, type ModelTable, notes, writtenTables } from './tables.ts';

/** How a thin device reaches the server. A transport throws `Unreachable` for what got no answer. */
export interface Transport {
  pull(device: Device, args: PullArgs): Promise<Page>;
  push(device: Device, args: PushArgs, how: 'now' | 'held' | 'late'): Promise<PushAnswer>;
  uuid(): string;
}

export class Unreachable extends Error {}

interface Position {
  cursor: number;
  snapshot: string | null;
  version: number;
}

interface MutableRow {
  status: LocalRow['status'];
  raw: Raw;
  changed: Set<string>;
}

interface State {
  tables: Map<string, Map<string, MutableRow>>;
  deleted: Map<string, Set<string>>;
  lastPulledAt: number | null;
  pulled: Position | null;
  base: Position | null;
  acknowledged: number;
  lost: { table: string; raw: Raw }[];
  version: number;
}

/** As in types/sync.ts. */
const UNFINISHED_FIRST_PULL = 1;

/**
 * WatermelonDB and types/sync.ts in small: what `synchronize()` does to records, and what the adapter remembers.
 * The test of the adapter shows that the real ones behave so; this one is fast enough for thousands of histories.
 */
export class ThinDevice implements Device {
  readonly name: string;
  readonly id: string;
  readonly person: number;
  readonly transport: Transport;
  skewMs = 0;
  #state: State = {
    tables: new Map(modelTables.map(({ name }) => [name, new Map<string, MutableRow>()])),
    deleted: new Map(modelTables.map(({ name }) => [name, new Set()])),
    lastPulledAt: null,
    pulled: null,
    base: null,
    acknowledged: 0,
    lost: [],
    version: 1,
  };
  #backups: State[] = [];
  readonly #refused = new Map<string, string>();
  #hasPushed = false;
  #isNoted = false;

  constructor(name: string, id: string, person: number, transport: Transport) {
    this.name = name;
    this.id = id;
    this.person = person;
    this.transport = transport;
  }

  get version(): number {
    return this.#state.version;
  }

  async rows(table: string): Promise<ReadonlyMap<string, LocalRow>> {
    return this.#table(table);
  }

  async unsentDeletions(table: string): Promise<readonly string[]> {
    return [...this.#deleted(table)];
  }

  async create(table: ModelTable, raw: Raw): Promise<void> {
    const kept = sanitized(table, this.version, {
      ...raw,
      created_at: this.#now(),
      updated_at: this.#now(),
    });
    this.#table(table.name).set(raw.id, { status: 'created', raw: kept, changed: new Set() });
  }

  async edit(
    table: ModelTable,
    id: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const row = this.#table(table.name).get(id);
    if (!row) throw new Error(`${this.name} has no ${table.name} ${id}`);
    row.raw = { ...row.raw, ...change, updated_at: this.#now() };
    for (const column of [...Object.keys(change), 'updated_at']) row.changed.add(column);
    if (row.status === 'synced') row.status = 'updated';
  }

  async remove(table: ModelTable, id: string): Promise<void> {
    this.#table(table.name).delete(id);
    this.#deleted(table.name).add(id);
  }

  async discard(table: ModelTable, id: string): Promise<void> {
    this.#table(table.name).delete(id);
  }

  async backup(): Promise<void> {
    this.#backups = [...this.#backups, structuredClone(this.#state)].slice(-MOST_BACKUPS);
  }

  get backups(): number {
    return this.#backups.length;
  }

  async restore(nth: number): Promise<void> {
    const backup = this.#backups[nth];
    if (!backup) throw new Error(`${this.name} has no copy ${nth}`);
    this.#backups.length = nth + 1;
    this.#state = structuredClone(backup);
  }

  async upgrade(): Promise<void> {
    this.#state.version = 2;
    for (const row of this.#table(notes.name).values()) row.raw = sanitized(notes, 2, row.raw);
  }

  async close(): Promise<void> {
    // Nothing is open.
  }

  async sync(plan: SyncPlan): Promise<SyncOutcome> {
    try {
      this.#refused.clear();
      if (!(await this.#round(plan))) return this.#hasPushed ? 'pushed' : 'clean';
      await this.#round({ ...plan, fault: 'none' });
      return 'pushed';
    } catch (error) {
      if (error instanceof Unreachable) return 'interrupted';
      throw error;
    }
  }

  /** Returns whether the push met conflicts or refusals: then there is another round. */
  async #round(plan: SyncPlan): Promise<boolean> {
    const state = this.#state;
    const startedFrom = state.lastPulledAt;
    let page: Page | undefined;
    let pages = 0;
    this.#hasPushed = false;
    this.#isNoted = false;

    const migration = startedFrom === null ? null : this.#newSince(state.pulled);
    const nextPage = async (): Promise<Page> => {
      pages += 1;
      return this.transport.pull(this, {
        last_pulled_at: startedFrom,
        schema_version: state.version,
        migration,
        optimization_hints: {
          device_id: this.id,
          page_size: plan.pageSize,
          ...(page?.page_token ? { page_token: page.page_token } : {}),
          ...(state.pulled?.snapshot && state.pulled.cursor === startedFrom
            ? { snapshot: state.pulled.snapshot }
            : {}),
          acknowledged: state.acknowledged,
        },
      });
    };

    do {
      page = await nextPage();
      while (page.has_more && page.experimentalStrategy !== undefined) {
        await plan.meanwhile();
        const rest = await nextPage();
        page = { ...rest, changes: merged(page.changes, rest.changes) };
      }
      this.#setLostAside(page);
      this.#apply(page);
      state.lastPulledAt = page.has_more ? (startedFrom ?? UNFINISHED_FIRST_PULL) : page.timestamp;
      if (page.has_more) {
        if (plan.fault === 'crash between pages') throw new Unreachable();
        await plan.meanwhile();
      } else {
        state.pulled = this.#position(page);
      }
    } while (page.has_more);

    if (plan.fault === 'crash before push') throw new Unreachable();
    if (pages === 1) await plan.meanwhile();

    const changes = this.#changes();
    if (Object.keys(changes).length > 0) {
      const rejected = await this.#push(changes, page.timestamp, page.last_pushed_at, plan);
      this.#markSynced(changes, rejected);
    }
    state.base = this.#position(page);

    if (state.lost.length > 0) {
      const lost: Changes = {};
      for (const { table, raw } of state.lost)
        (lost[table] ??= { created: [], updated: [], deleted: [] }).updated.push(raw);
      // In no device's name: this one does not hold them any more.
      await this.#push(lost, state.lastPulledAt, 0, { ...plan, fault: 'none' }, null);
      state.lost = [];
    }
    return this.#isNoted;
  }

  #position({ timestamp, snapshot }: Page): Position {
    return { cursor: timestamp, snapshot, version: this.version };
  }

  #newSince(position: Position | null): Migration | null {
    const from = position?.version ?? 1;
    if (from === this.version) return null;
    return { from, tables: [], columns: [{ table: notes.name, columns: [...notes.newColumns] }] };
  }

  /** Returns the ids that stay unsent. */
  async #push(
    changes: Changes,
    lastPulledAt: number,
    lastPushedAt: number,
    plan: SyncPlan,
    deviceId: string | null = this.id,
  ): Promise<Record<string, string[]>> {
    const { base } = this.#state;
    const names = writtenTables.map(({ name }) => name);
    const isUnseen = unseenBy(base && this.#newSince(base));
    const rejected: Record<string, string[]> = {};
    const isRefused = (raw: Raw): boolean => this.#refused.get(raw.id) === JSON.stringify(raw);
    const sending: Changes = {};
    for (const [table, { created, updated, deleted }] of Object.entries(changes)) {
      const raws = [...created, ...updated];
      rejected[table] = raws.filter(isRefused).map(({ id }) => id);
      sending[table] = {
        created: created.filter((raw) => !isRefused(raw)),
        updated: updated.filter((raw) => !isRefused(raw)),
        deleted,
      };
    }
    for (const [nth, part] of splitChanges(sending, names, Infinity, isUnseen).entries()) {
      const seen = part.isUnseen ? null : base;
      this.#hasPushed = true;
      const args: PushArgs = {
        changes: part.changes,
        last_pulled_at: lastPulledAt,
        base_pulled_at: seen?.cursor ?? null,
        base_snapshot: seen?.snapshot ?? null,
        device_id: deviceId,
        push_id: this.transport.uuid(),
        client_time: this.#now(),
        last_pushed_at: lastPushedAt,
      };
      const answer = await this.#deliver(args, nth === 0 ? plan : { ...plan, fault: 'none' });
      lastPushedAt = answer.timestamp;
      this.#isNoted ||= answer.conflicts.length + answer.rejected.length > 0;
      for (const [table, ids] of Object.entries(answer.experimentalRejectedIds)) {
        (rejected[table] ??= []).push(...ids);
        const { created = [], updated = [] } = part.changes[table] ?? {};
        for (const raw of [...created, ...updated].filter(({ id }) => ids.includes(id))) {
          this.#refused.set(raw.id, JSON.stringify(raw));
        }
      }
      this.#state.acknowledged = answer.timestamp;
    }
    return rejected;
  }

  async #deliver(args: PushArgs, plan: SyncPlan): Promise<PushAnswer> {
    switch (plan.fault) {
      case 'push never arrives':
        throw new Unreachable();
      case 'reply lost':
        await this.transport.push(this, args, 'now');
        // Tried once more at once, with the same push_id.
        return this.transport.push(this, args, 'now');
      case 'reply lost, retry never arrives':
        await this.transport.push(this, args, 'now');
        throw new Unreachable();
      case 'push held open':
        await this.transport.push(this, args, 'held');
        // The retry waits for the first, which still runs, and times out.
        throw new Unreachable();
      case 'push arrives late':
        await this.transport.push(this, args, 'late');
        throw new Unreachable();
      case 'edit during push': {
        const answer = await this.transport.push(this, args, 'now');
        await plan.editDuringPush();
        return answer;
      }
      case 'none':
      case 'crash between pages':
      case 'crash before push':
        return this.transport.push(this, args, 'now');
    }
  }

  // WatermelonDB's part.

  #apply(page: Page): void {
    for (const table of modelTables) {
      const changes = page.changes[table.name];
      if (!changes) continue;
      const rows = this.#table(table.name);
      const deleted = this.#deleted(table.name);
      if (page.experimentalStrategy === 'replacement') {
        const staying = new Set(changes.updated.map(({ id }) => id));
        for (const [id, row] of rows)
          if (!staying.has(id) && row.status !== 'created') rows.delete(id);
        for (const id of deleted) if (!staying.has(id)) deleted.delete(id);
      }
      for (const id of changes.deleted) {
        rows.delete(id);
        deleted.delete(id);
      }
      for (const remote of changes.updated) {
        if (deleted.has(remote.id)) continue;
        const known = sanitized(table, this.version, remote);
        const local = rows.get(remote.id);
        if (!local) rows.set(remote.id, { status: 'synced', raw: known, changed: new Set() });
        else {
          for (const column of local.changed) known[column] = local.raw[column];
          local.raw = known;
        }
      }
    }
  }

  #setLostAside(page: Page): void {
    const isReplacement = page.experimentalStrategy !== undefined;
    for (const { name } of writtenTables) {
      const changes = page.changes[name];
      if (!changes) continue;
      const gone = new Set(changes.deleted);
      const staying = new Set(changes.updated.map(({ id }) => id));
      for (const [id, row] of this.#table(name)) {
        if (row.status === 'synced' || (isReplacement && row.status === 'created')) continue;
        if (!gone.has(id) && !(isReplacement && !staying.has(id))) continue;
        this.#state.lost = this.#state.lost.filter(({ raw }) => raw.id !== id);
        // Not as a new record: that would undo the deletion.
        this.#state.lost.push({ table: name, raw: { ...sent(row), _status: 'updated' } });
      }
    }
  }

  #changes(): Changes {
    const changes: Changes = {};
    for (const { name } of writtenTables) {
      const rows = [...this.#table(name).values()];
      const created = rows.filter(({ status }) => status === 'created').map(sent);
      const updated = rows.filter(({ status }) => status === 'updated').map(sent);
      const deleted = [...this.#deleted(name)];
      if (created.length + updated.length + deleted.length > 0)
        changes[name] = { created, updated, deleted };
    }
    return changes;
  }

  #markSynced(changes: Changes, rejectedIds: Record<string, string[]>): void {
    for (const [table, { created, updated, deleted }] of Object.entries(changes)) {
      const rejected = new Set(rejectedIds[table]);
      for (const pushed of [...created, ...updated]) {
        const row = this.#table(table).get(pushed.id);
        if (!row || rejected.has(pushed.id) || JSON.stringify(sent(row)) !== JSON.stringify(pushed))
          continue;
        row.status = 'synced';
        row.changed = new Set();
      }
      for (const id of deleted) if (!rejected.has(id)) this.#deleted(table).delete(id);
    }
  }

  #table(name: string): Map<string, MutableRow> {
    const table = this.#state.tables.get(name);
    if (!table) throw new Error(`no table ${name}`);
    return table;
  }

  #deleted(name: string): Set<string> {
    return this.#state.deleted.get(name) ?? new Set();
  }

  #now(): number {
    return Date.now() + this.skewMs;
  }
}

function sent(row: LocalRow): Raw {
  return { ...row.raw, _status: row.status, _changed: [...row.changed].join(',') };
}

/** What the device has columns for, and null for what it was not given. */
function sanitized(table: ModelTable, version: number, raw: Raw): Raw {
  const kept: Raw = { id: raw.id };
  for (const column of columnsFor(table, version)) kept[column] = raw[column] ?? null;
  return kept;
}

function merged(first: Changes, second: Changes): Changes {
  const both: Changes = { ...first };
  for (const [table, { updated, deleted }] of Object.entries(second)) {
    const before = both[table] ?? { created: [], updated: [], deleted: [] };
    both[table] = {
      created: [],
      updated: [...before.updated, ...updated],
      deleted: [...before.deleted, ...deleted],
    };
  }
  return both;
}
