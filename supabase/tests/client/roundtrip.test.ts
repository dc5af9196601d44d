import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Changes } from '../../../types/sync.ts';
import { type SyncedTable, syncedTables } from '../../../types/watermelon.ts';
import { TestDevice } from './support/device.ts';
import { type Raw, serverRows } from './support/encode.ts';
import { type Fixture, fixtures } from './support/fixtures.ts';
import { type Person, TestServer } from './support/server.ts';

// Every table of the registry that devices write, made, changed and deleted on one device, seen on another,
// byte for byte. A table without a fixture fails here, so that none is forgotten.

interface Registered {
  table: SyncedTable;
  columns: string[];
  insertable: string[];
  changeable: string[];
  isDeletable: boolean;
}

let server: TestServer;
let alice: Person;
let phone: TestDevice;
let laptop: TestDevice;
let registry: Map<string, Registered>;

beforeAll(async () => {
  server = await TestServer.start();
  alice = await server.signUp('alice');
  phone = new TestDevice(server, alice, 'phone');
  laptop = new TestDevice(server, alice, 'laptop');
  const rows = await server.db.sql<Registered[]>`
    select
      t.table_name as table,
      array_agg(c.column_name::text order by c.position) as columns,
      coalesce(array_agg(c.column_name::text) filter (
        where c.is_writable and has_column_privilege('authenticated', r.oid, c.column_name, 'insert')
      ), '{}') as insertable,
      coalesce(array_agg(c.column_name::text) filter (
        where c.is_writable and has_column_privilege('authenticated', r.oid, c.column_name, 'update')
      ), '{}') as changeable,
      has_table_privilege('authenticated', r.oid, 'delete') as "isDeletable"
    from sync.tables as t
    join sync.columns as c on c.table_id = t.table_id
    join pg_class as r on r.oid = format('public.%I', t.table_name)::regclass
    where t.direction = 'both'
    group by t.table_id, t.table_name, r.oid
  `;
  registry = new Map(rows.map((row) => [row.table, row]));
});
afterAll(() => server.stop());

const parents = new Map<string, string>();
function parent(table: SyncedTable): string {
  const id = parents.get(table);
  if (id === undefined) throw new Error(`a record of ${table} is made after what refers to it`);
  return id;
}

/** All three hold the same of a table. Returns the server's rows. */
async function assertEven(table: Registered): Promise<Map<string, Raw>> {
  const truth = await serverRows(server.db.sql, table.table, alice.id, table.columns);
  expect(await phone.rowsOf(table.table)).toEqual(truth);
  expect(await laptop.rowsOf(table.table)).toEqual(truth);
  return truth;
}

async function syncBoth(): Promise<void> {
  await phone.sync.sync();
  await laptop.sync.sync();
  // What the server made of it comes with the next pull.
  await phone.sync.sync();
}

/** The records that a device pushes meanwhile. */
async function sentBy(device: TestDevice, work: () => Promise<void>): Promise<Raw[]> {
  const before = device.wire.calls.length;
  await work();
  return device.wire.calls
    .slice(before)
    .filter(({ rpc }) => rpc === 'push_changes')
    .flatMap(({ body }) => Object.values(body.changes as Changes))
    .flatMap(({ created, updated }) => [...created, ...updated]);
}

const untimed = (columns: readonly string[]): string[] =>
  columns.filter((column) => column !== 'created_at' && column !== 'updated_at').sort();

test('every table that devices write has a fixture, and every fixture a table', () => {
  for (const table of registry.keys()) {
    expect(
      Object.keys(fixtures),
      `add a fixture for table ${table} to support/fixtures.ts`,
    ).toContain(table);
  }
  for (const table of Object.keys(fixtures)) expect([...registry.keys()]).toContain(table);
});

describe.each(syncedTables.filter((table) => table in fixtures))('%s', (table) => {
  const fixture = fixtures[table] as Fixture<SyncedTable>;
  let id: string;
  const entry = (): Registered => registry.get(table) as Registered;

  test('the fixture names every column that a device writes', () => {
    expect(Object.keys(fixture.edit(() => '')).sort()).toEqual(untimed(entry().changeable));
    if (fixture.create)
      expect(Object.keys(fixture.create(() => '')).sort()).toEqual(untimed(entry().insertable));
    else expect(entry().insertable).toEqual([]);
  });

  test('made on one device, a record is the same on the server and on another', async () => {
    if (!fixture.create) {
      await syncBoth();
      const truth = await assertEven(entry());
      expect(truth.size).toBe(1);
      id = [...truth.keys()][0] as string;
      return;
    }
    const values = fixture.create(parent);
    id = await phone.create(table, values);
    const sent = (await phone.rowsOf(table)).get(id);
    await syncBoth();
    const truth = await assertEven(entry());
    expect(truth.get(id)).toMatchObject(values);
    expect(truth.get(id)?.created_at).toBe(sent?.created_at);
    parents.set(table, id);
  });

  test('changed on another device, it is the same everywhere, and nothing else changes', async () => {
    const before = (await serverRows(server.db.sql, table, alice.id, entry().columns)).get(id);
    const values = fixture.edit(parent);
    // A record is not its own parent.
    if ('parent_task_id' in values)
      values.parent_task_id = await phone.create('tasks', {
        title: 'parent',
        status: 'open',
        labels: '[]',
        priority: 3,
        position: 0,
      });
    await syncBoth();
    await laptop.edit(table, id, values);
    const edited = (await laptop.rowsOf(table)).get(id);
    await laptop.sync.sync();
    await syncBoth();
    const truth = (await assertEven(entry())).get(id);
    expect(truth).toMatchObject(values);
    expect(truth?.updated_at).toBe(edited?.updated_at);
    for (const column of entry().columns) {
      if (!(column in values) && column !== 'updated_at' && entry().changeable.includes(column)) {
        expect(truth?.[column], column).toEqual(before?.[column]);
      }
    }
  });

  test('one changed column travels alone', async () => {
    // One on which no other column depends.
    const lone = {
      title: 'alone',
      note: 'alone',
      description: 'alone',
      first_name: 'alone',
      theme: 'light',
      score: 50,
      confidence: 0.5,
    };
    const [column, value] =
      Object.entries(lone).find(([name]) => entry().changeable.includes(name)) ?? [];
    expect(column, `name a column of ${table} on which no other depends`).toBeDefined();
    await phone.edit(table, id, { [column as string]: value });
    const [pushed] = await sentBy(phone, () => phone.sync.sync());
    expect(pushed?._changed).toBe(`${column},updated_at`);
    await syncBoth();
    expect((await assertEven(entry())).get(id)).toMatchObject({ [column as string]: value });
  });
});

test('deleted on one device, records are gone everywhere, children first', async () => {
  for (const table of syncedTables.toReversed()) {
    const entry = registry.get(table);
    const id = parents.get(table);
    if (!entry?.isDeletable || id === undefined) continue;
    await phone.remove(table, id);
    await syncBoth();
    const truth = await assertEven(entry);
    expect(truth.has(id), `${table} ${id}`).toBe(false);
    expect(await phone.unsentDeletions(table)).toEqual([]);
  }
});

test('in the end nothing was refused and nothing was in conflict', async () => {
  await syncBoth();
  expect(phone.sync.status).toMatchObject({
    state: 'idle',
    pending: 0,
    conflicts: 0,
    rejections: 0,
  });
  expect(await laptop.rowsOf('sync_conflicts')).toEqual(new Map());
  expect(await laptop.rowsOf('sync_rejections')).toEqual(new Map());
});

test('no table of the registry differs between the devices and the server', async () => {
  const tables = await server.db.sql<{ table: string; columns: string[] }[]>`
    select t.table_name as table, array_agg(c.column_name::text order by c.position) as columns
    from sync.tables as t
    join sync.columns as c on c.table_id = t.table_id
    group by t.table_id
  `;
  expect(tables.length).toBe(syncedTables.length);
  for (const { table, columns } of tables) {
    const truth = await serverRows(server.db.sql, table, alice.id, columns);
    expect(await phone.rowsOf(table), table).toEqual(truth);
    expect(await laptop.rowsOf(table), table).toEqual(truth);
  }
});
