import type { SupabaseClient } from '@supabase/supabase-js';
import {
  type SyncedTable,
  schema,
  sharedTables,
  syncedTables,
  uploadedTables,
} from '../../types/watermelon.ts';
import type { Device, Row } from './device.ts';

/**
 * What the server holds of a table and this person may see, read past the sync engine: over plain REST, and put
 * into the form that devices keep.
 */
export async function serverRows(
  supabase: SupabaseClient,
  table: SyncedTable,
): Promise<Map<string, Row>> {
  const columns = schema.tables[table as never]?.columns ?? {};
  const found = new Map<string, Row>();
  for (;;) {
    const { data, error } = await supabase
      .from(table)
      .select(['id', ...Object.keys(columns)].join())
      .order('id')
      .range(found.size, found.size + 999)
      .overrideTypes<Row[], { merge: false }>();
    if (error) throw new Error(`${table}: ${error.message}`, { cause: error });
    for (const row of data) {
      const encoded = Object.entries(row).map(([name, value]) => [
        name,
        encode(name, value, columns[name as never]?.type === 'number'),
      ]);
      found.set(row.id, Object.fromEntries(encoded) as Row);
    }
    if (data.length < 1000) return found;
  }
}

/** Columns of type jsonb that hold any JSON value, also a mere text or null. */
const anyJson = new Set(['client_value', 'server_value']);

function encode(column: string, value: unknown, isNumber: boolean): unknown {
  if (anyJson.has(column)) return jsonbText(value);
  // A moment; or a numeric, which some servers send as text.
  if (isNumber && typeof value === 'string')
    return value.includes('T') ? Date.parse(value) : Number(value);
  // Arrays of Postgres travel as compact JSON, jsonb as Postgres prints it. Only the latter holds objects.
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object'))
    return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? jsonbText(value) : value;
}

function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${jsonbText(item)}`)
    .join(', ')}}`;
}

/** One spelling for equal records, whatever the order of their columns. */
const spell = (row: object): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(row)
        .map(([column, value]): [string, unknown] => [column, settle(value)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );

/** Numbers within jsonb keep their zeros, such as 870.00, until JavaScript reads them: over REST they came as 870. */
function settle(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{].*[.]\d*0[\],} ]/.test(value)) return value;
  try {
    return jsonbText(JSON.parse(value));
  } catch {
    return value;
  }
}

export interface Difference {
  table: SyncedTable;
  id: string;
  device: string;
  /** The record on the device and on the server, spelt out. */
  here: string | undefined;
  there: string | undefined;
}

export interface Comparison {
  /** Records of the person on the server. */
  own: number;
  /** Records of the shared catalogues. */
  shared: number;
  /** Where a device and the server differ; empty when they are equal byte for byte. */
  differences: Difference[];
}

/** Compares every synced table of these devices with the server. */
export async function compare(devices: readonly Device[]): Promise<Comparison> {
  const result: Comparison = { own: 0, shared: 0, differences: [] };
  const [first] = devices;
  if (!first) return result;
  for (const table of syncedTables.filter((name) => !uploadedTables.includes(name))) {
    const server = await serverRows(first.supabase, table);
    result[sharedTables.includes(table) ? 'shared' : 'own'] += server.size;
    for (const device of devices) {
      const local = await device.rows(table);
      for (const id of new Set([...server.keys(), ...local.keys()])) {
        const [here, there] = [local.get(id), server.get(id)].map((row) => row && spell(row));
        if (here !== there)
          result.differences.push({ table, id, device: device.name, here, there });
      }
    }
  }
  return result;
}
