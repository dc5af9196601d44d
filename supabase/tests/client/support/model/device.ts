import type { Raw } from '../encode.ts';
import type { ModelTable } from './tables.ts';

/** A record on a device, as WatermelonDB keeps it. */
export interface LocalRow {
  status: 'synced' | 'created' | 'updated';
  raw: Raw;
  changed: ReadonlySet<string>;
}

/** What goes wrong during one sync. */
export const faults = [
  'none',
  'crash between pages',
  'crash before push',
  'push never arrives',
  'reply lost',
  'reply lost, retry never arrives',
  'push held open',
  'push arrives late',
  'edit during push',
] as const;
export type Fault = (typeof faults)[number];

export interface SyncPlan {
  fault: Fault;
  pageSize: number;
  /** Called between two pages and before the push. */
  meanwhile(): Promise<void>;
  /** Called while a push is under way, by the fault of that name. */
  editDuringPush(): Promise<void>;
}

/** `clean`: all pages were applied, nothing was unsent, and nothing happened meanwhile. */
export type SyncOutcome = 'clean' | 'pushed' | 'interrupted';

export type Changes = Record<string, { created: Raw[]; updated: Raw[]; deleted: string[] }>;

export interface PullArgs {
  last_pulled_at: number | null;
  schema_version: number;
  migration: unknown;
  optimization_hints: Record<string, unknown>;
}

export interface Page {
  changes: Changes;
  timestamp: number;
  has_more: boolean;
  page_token: string | null;
  snapshot: string | null;
  last_pushed_at: number;
  experimentalStrategy?: 'replacement';
}

export interface PushArgs {
  changes: Changes;
  last_pulled_at: number | null;
  base_pulled_at: number | null;
  base_snapshot: string | null;
  device_id: string | null;
  push_id: string;
  client_time: number;
  last_pushed_at: number;
}

export interface Conflict {
  table: string;
  id: string;
  column: string;
  client: unknown;
  server: unknown;
  resolution: string;
}

export interface PushAnswer {
  timestamp: number;
  conflicts: Conflict[];
  rejected: { table: string; id: string; code: string; message: string }[];
  experimentalRejectedIds: Record<string, string[]>;
}

/** A device under test: the thin port of the protocol, or the real WatermelonDB with the real adapter. */
export interface Device {
  readonly name: string;
  readonly id: string;
  /** Index of its person. */
  readonly person: number;
  /** Version of its schema: 1, or 2 after the upgrade. */
  readonly version: number;
  /** How far its clock is off. */
  skewMs: number;
  rows(table: string): Promise<ReadonlyMap<string, LocalRow>>;
  unsentDeletions(table: string): Promise<readonly string[]>;
  create(table: ModelTable, raw: Raw): Promise<void>;
  edit(table: ModelTable, id: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  remove(table: ModelTable, id: string): Promise<void>;
  /** Gives up a record that was made here and refused. */
  discard(table: ModelTable, id: string): Promise<void>;
  sync(plan: SyncPlan): Promise<SyncOutcome>;
  /** Keeps a copy of its database, beside the last few, to go back to by `restore`. */
  backup(): Promise<void>;
  /** How many copies there are. */
  readonly backups: number;
  /** Goes back to the nth copy; later ones are of a future that never was. */
  restore(nth: number): Promise<void>;
  upgrade(): Promise<void>;
  close(): Promise<void>;
}

/** Copies that a device keeps of its database. */
export const MOST_BACKUPS = 4;

/** Columns a device of this version keeps. */
export function columnsFor(table: ModelTable, version: number): string[] {
  return version >= 2 ? [...table.columns, ...table.newColumns] : [...table.columns];
}
