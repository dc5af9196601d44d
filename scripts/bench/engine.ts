import { randomUUID } from 'node:crypto';
import type { Answer, Database, Requests, Value } from './world.ts';

/** The engine's two calls, as the client adapter makes them. */

/** What a pull leaves a device with. */
export interface Position {
  cursor: number | null;
  snapshot: string | null;
}

export const nowhere: Position = { cursor: null, snapshot: null };

/** The arguments of a pull by a device that last pulled at `position`. */
export function pullArguments(
  position: Position,
  { deviceId = randomUUID(), pageSize }: { deviceId?: string; pageSize?: number } = {},
): Value[] {
  const hints = {
    device_id: deviceId,
    acknowledged: 0,
    ...(pageSize === undefined ? {} : { page_size: pageSize }),
    ...(position.snapshot === null ? {} : { snapshot: position.snapshot }),
  };
  return [position.cursor, JSON.stringify(hints)];
}

export const PULL =
  'public.pull_changes_optimized(last_pulled_at => $1::bigint, optimization_hints => $2::jsonb)';

interface PullAnswer {
  changes: Record<string, { updated: unknown[]; deleted: string[] }>;
  timestamp: number;
  snapshot: string | null;
}

/** Pulls and reads the answer; for setting up and checking, not for measuring. */
export async function pull(
  requests: Database | Requests,
  user: string,
  position: Position,
  deviceId?: string,
): Promise<{ ms: number; rows: number; position: Position; answer: PullAnswer }> {
  const { ms, rows } = await requests.as(user, {
    text: `select ${PULL} as answer`,
    values: pullArguments(position, deviceId === undefined ? {} : { deviceId }),
  });
  const answer = JSON.parse(String(rows[0]?.answer)) as PullAnswer;
  return {
    ms,
    rows: Object.values(answer.changes).reduce(
      (sum, { updated, deleted }) => sum + updated.length + deleted.length,
      0,
    ),
    position: { cursor: answer.timestamp, snapshot: answer.snapshot },
    answer,
  };
}

export interface Changes {
  created?: unknown[];
  updated?: unknown[];
}

interface PushAnswer {
  accepted: Record<string, number>;
  conflicts: { resolution: string }[];
  rejected: { code: string }[];
}

/**
 * Pushes changes of one table, the commit counted.
 *
 * @throws Error when a record is not accepted: then something else was measured than was meant
 */
export async function push(
  requests: Database | Requests,
  user: string,
  table: string,
  { created = [], updated = [] }: Changes,
  { base = nowhere, deviceId = randomUUID() }: { base?: Position; deviceId?: string } = {},
): Promise<Answer & { answer: PushAnswer }> {
  const result = await requests.as(
    user,
    {
      text: `select public.push_changes(
        changes => $1::json, last_pulled_at => $2::bigint, base_pulled_at => $2::bigint, base_snapshot => $3,
        device_id => $4::uuid, push_id => $5::uuid, client_time => $6::bigint
      ) as answer`,
      values: [
        JSON.stringify({ [table]: { created, updated, deleted: [] } }),
        base.cursor,
        base.snapshot,
        deviceId,
        randomUUID(),
        Date.now(),
      ],
    },
    { withCommit: true },
  );
  const answer = JSON.parse(String(result.rows[0]?.answer)) as PushAnswer;
  const refused = answer.rejected[0];
  if (refused) throw new Error(`a record was rejected: ${JSON.stringify(refused)}`);
  if (answer.accepted[table] !== created.length + updated.length) {
    throw new Error(`${table}: not all records were accepted: ${JSON.stringify(answer.accepted)}`);
  }
  return { ...result, answer };
}

/** A record of a synthetic table as a device holds it. */
export interface Note {
  id: string;
  title: string;
  body: string;
  labels: string;
  meta: string;
  rank: number;
  due_at: number;
  is_done: boolean;
  day: string;
  parent_id: null;
  created_at: number;
  updated_at: number;
  _status: 'created' | 'updated';
  _changed: string;
}

/** New records, with random ids: the harder case for an index. */
export function newNotes(count: number, title: string): Note[] {
  const now = Date.now() - 1_000;
  return Array.from({ length: count }, (_, nth) => ({
    id: randomUUID(),
    title: `${title} ${nth}`,
    body: 'some text that is a little longer than nothing at all',
    labels: '["a","b"]',
    meta: '{"k": 1}',
    rank: nth,
    due_at: now + nth,
    is_done: false,
    day: '2026-11-20',
    parent_id: null,
    created_at: now,
    updated_at: now,
    _status: 'created',
    _changed: '',
  }));
}

/** The same records with another title, edited at `editedAt`. */
export function edited(notes: readonly Note[], title: string, editedAt: number): Note[] {
  return notes.map((note, nth) => ({
    ...note,
    title: `${title} ${nth}`,
    updated_at: editedAt,
    _status: 'updated',
    _changed: 'title,updated_at',
  }));
}

/** What a table's columns look like on the wire: the same bytes for bare statements as for the engine. */
export async function encodedColumns(
  database: Database,
): Promise<Map<string, { columns: string; own: string }>> {
  const tables = await database.sql<{ name: string; columns: string; own: string }[]>`
    select r.table_name as name, sync.encoded_columns(r.table_id, 2147483647) as columns,
      case when r.scope_kind = 'catalogue' then 'true'
        else format('t.%I = (select auth.uid())', r.scope_column) end as own
    from sync.tables as r
    order by r.table_id
  `;
  return new Map(tables.map(({ name, columns, own }) => [name, { columns, own }]));
}

/** `insert … select from jsonb_to_recordset` of device records, $1, with nothing around it. */
export const bareInsert = (table: string): string => `
  insert into public.${table} (
    user_id, id, title, body, labels, meta, rank, due_at, is_done, day, parent_id, created_at, updated_at
  )
  select (select auth.uid()), r.id, r.title, r.body, array(select jsonb_array_elements_text(r.labels::jsonb)),
    r.meta::jsonb, r.rank, to_timestamp(r.due_at / 1000), r.is_done, r.day, r.parent_id,
    to_timestamp(r.created_at / 1000), to_timestamp(r.updated_at / 1000)
  from jsonb_to_recordset($1::jsonb) as r (
    id uuid, title text, body text, labels text, meta text, rank integer, due_at double precision, is_done boolean,
    day date, parent_id uuid, created_at double precision, updated_at double precision
  )
`;

/** `update … from jsonb_to_recordset` of the columns that `edited` changes. */
export const bareUpdate = (table: string): string => `
  update public.${table} as t
  set title = r.title, updated_at = to_timestamp(r.updated_at / 1000)
  from jsonb_to_recordset($1::jsonb) as r (id uuid, title text, updated_at double precision)
  where t.user_id = (select auth.uid()) and t.id = r.id
`;
