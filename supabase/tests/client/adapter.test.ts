import { appSchema, Database, type DatabaseAdapter, Model, tableSchema } from '@nozbe/watermelondb';
import { addColumns, schemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryAdapter } from '../../../scripts/demo/device.ts';
import { ConflictRecord, RejectionRecord } from '../../../types/records.ts';
import { type Changes, createSync, type SyncStatus, SyncError } from '../../../types/sync.ts';
import {
  migrations as realMigrations,
  schema,
  schemaVersion,
  syncedTables,
} from '../../../types/watermelon.ts';
import { type DeviceOptions, TestDevice } from './support/device.ts';
import { type Raw, serverRows } from './support/encode.ts';
import { columnsFor } from './support/model/device.ts';
import { installModel, notes } from './support/model/tables.ts';
import { type Person, TestServer } from './support/server.ts';
import { type Call, type Fate, Wire } from './support/wire.ts';

// What createSync does, shown with the real WatermelonDB and the real supabase-js against the real API. The network
// is the only thing that lies.

let server: TestServer;
let alice: Person;

beforeAll(async () => {
  server = await TestServer.start((db) => installModel(db.sql, schemaVersion));
});
afterAll(() => server.stop());
beforeEach(async () => {
  alice = await server.signUp('alice');
});

const device = (name: string, options?: DeviceOptions): TestDevice =>
  new TestDevice(server, alice, name, options);

const vision = (title: string): Record<string, unknown> => ({
  category: 'health',
  title,
  priority: 3,
  horizon_years: 5,
  status: 'active',
  position: 0,
});

/** The synced tables and one more, as a client of `version` knows them. */
const schemaWith = (
  more: ReturnType<typeof tableSchema>,
  version = schemaVersion,
): ReturnType<typeof appSchema> =>
  appSchema({
    version,
    tables: [...Object.values(schema.tables), more].map(({ name, columnArray }) =>
      tableSchema({ name, columns: columnArray }),
    ),
  });

/** Columns of a table as devices have them. */
const columnsOf = (table: string): string[] =>
  Object.keys(schema.tables[table as never]?.columns ?? {});

async function onServer(table: string): Promise<Map<string, Raw>> {
  return serverRows(server.db.sql, table, alice.id, columnsOf(table));
}

async function addVisions(count: number, title = 'made by the server'): Promise<string[]> {
  const rows = await server.db.sql<{ id: string }[]>`
    insert into public.visions (user_id, category, title)
    select ${alice.id}, 'health', ${title} || ' ' || n from generate_series(1, ${count}) as n
    returning id
  `;
  return rows.map(({ id }) => id);
}

const titles = (rows: ReadonlyMap<string, Raw>): unknown[] =>
  [...rows.values()].map(({ title }) => title).sort();

const sentChanges = (call: Call | undefined): Changes => call?.body.changes as Changes;

/** Drops every request from the nth of an RPC on, as when the app is closed or the network goes. */
function goneAt(rpc: string, nth: number): (call: Call) => Fate {
  let seen = 0;
  let isGone = false;
  return (call) => {
    if (call.rpc === rpc) seen += 1;
    isGone ||= seen >= nth;
    return isGone ? 'drop' : 'deliver';
  };
}

const deliver = (): Fate => 'deliver';

describe('a pull in pages', () => {
  test('shows how far it is, and ends with everything', async () => {
    await addVisions(25);
    const phone = device('phone', { pageSize: 10 });
    const seen: NonNullable<SyncStatus['progress']>[] = [];
    phone.sync.onStatus(({ progress }) => {
      if (progress) seen.push(progress);
    });
    await phone.sync.sync();
    const pulls = phone.wire.of('pull_changes_optimized');
    expect(pulls.length).toBeGreaterThan(3);
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
    expect(seen.length).toBeGreaterThanOrEqual(pulls.length);
    const received = seen.map((progress) => progress.received);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(new Set(seen.map(({ expected }) => expected)).size).toBe(1);
    expect(seen.at(-1)?.received).toBe(seen.at(-1)?.expected);
    expect(phone.sync.status.progress).toBeNull();
  });

  test('that is the first and is cut off is answered in full later, and keeps what was made meanwhile', async () => {
    await addVisions(25);
    const phone = device('phone', { pageSize: 10 });
    phone.wire.fate = goneAt('pull_changes_optimized', 3);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    const mine = await phone.create('visions', vision('made before the first pull ended'));
    await phone.restart();
    phone.wire.fate = deliver;
    await phone.sync.sync();
    const [again] = phone.wire.of('pull_changes_optimized').slice(-1);
    expect((again?.answer as { has_more: boolean }).has_more).toBe(false);
    const rows = await phone.rowsOf('visions');
    expect(rows.size).toBe(26);
    expect(rows.has(mine)).toBe(true);
    await phone.sync.sync();
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
  });

  test('that is a later one and is cut off goes on from the cursor it began with', async () => {
    const phone = device('phone', { pageSize: 5 });
    await phone.sync.sync();
    await addVisions(14);
    phone.wire.calls.length = 0;
    phone.wire.fate = goneAt('pull_changes_optimized', 2);
    expect(await phone.attempt()).toMatchObject({ code: 'network', status: 0 });
    expect((await phone.rowsOf('visions')).size).toBe(5);
    await phone.restart();
    phone.wire.fate = deliver;
    await phone.sync.sync();
    const cursors = phone.wire.of('pull_changes_optimized').map(({ body }) => body.last_pulled_at);
    expect(new Set(cursors).size).toBe(1);
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
  });

  test('is pushed after in its last round only, and marks nothing as sent before', async () => {
    const phone = device('phone', { pageSize: 5 });
    await phone.sync.sync();
    await addVisions(14);
    const id = await phone.create('visions', vision('unsent'));
    phone.wire.calls.length = 0;
    const statuses: unknown[] = [];
    phone.wire.fate = async (): Promise<Fate> => {
      statuses.push((await phone.rawsOf('visions')).get(id)?._status);
      return 'deliver';
    };
    await phone.sync.sync();
    const asked = phone.wire.calls.map(({ rpc }) => rpc);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.indexOf('push_changes')).toBe(asked.length - 1);
    expect(new Set(statuses)).toEqual(new Set(['created']));
    expect((await phone.rawsOf('visions')).get(id)?._status).toBe('synced');
  });
});

describe('a replacement', () => {
  async function moveToAnotherCluster(): Promise<void> {
    await server.db.sql`
      update sync.epochs set identity = '1:00000001' where number = (select max(number) from sync.epochs)
    `;
    await server.db.sql`select privacy.replay_erasures('{}')`;
  }

  test.each([1_000, 4])(
    'in pages of %i takes away what is gone, and nothing that was made here',
    async (pageSize) => {
      const ids = await addVisions(9);
      const phone = device('phone', { pageSize });
      await phone.sync.sync();
      const made = await phone.create('visions', vision('made offline'));
      await phone.edit('visions', ids[0] as string, { title: 'edited offline' });
      // Deleted where no feed remembers it, as when an older backup was loaded.
      await server.db
        .sql`delete from public.visions where user_id = ${alice.id} and id = ${ids[1] as string}`;
      await server.db.sql`delete from sync.changes where scope_id = ${alice.id}`;
      await moveToAnotherCluster();

      phone.wire.calls.length = 0;
      await phone.sync.sync();
      const [pull] = phone.wire.of('pull_changes_optimized');
      expect(pull?.answer).toMatchObject({ experimentalStrategy: 'replacement' });
      const rows = await phone.rowsOf('visions');
      expect(rows.has(made)).toBe(true);
      expect(rows.has(ids[1] as string)).toBe(false);
      expect(rows.get(ids[0] as string)?.title).toBe('edited offline');
      await phone.sync.sync();
      expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
      expect((await onServer('visions')).size).toBe(9);
    },
  );

  test('keeps the edits of records that it takes away as conflicts', async () => {
    const [id] = await addVisions(1);
    const phone = device('phone');
    await phone.sync.sync();
    await phone.edit('visions', id as string, { title: 'edited offline' });
    await server.db.sql`delete from public.visions where user_id = ${alice.id}`;
    await moveToAnotherCluster();
    await phone.sync.sync();
    await phone.sync.sync();
    expect(await phone.rowsOf('visions')).toEqual(new Map());
    const [conflict] = [...(await phone.rowsOf('sync_conflicts')).values()];
    expect(conflict).toMatchObject({
      table_name: 'visions',
      row_id: id,
      column_name: '*',
      resolution: 'server',
    });
    expect(JSON.parse(String(conflict?.client_value))).toMatchObject({ title: 'edited offline' });
  });

  test('brings back, on every device, an edited record that the server has forgotten altogether', async () => {
    const [id] = await addVisions(1);
    const phone = device('phone');
    await phone.sync.sync();
    await phone.edit('visions', id as string, { title: 'edited offline' });
    await server.db.sql`delete from public.visions where user_id = ${alice.id}`;
    await server.db.sql`delete from sync.changes where scope_id = ${alice.id}`;
    await moveToAnotherCluster();
    await phone.sync.sync();
    await phone.sync.sync();
    expect(titles(await onServer('visions'))).toEqual(['edited offline']);
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
  });
});

describe('a device that lost its last moments', () => {
  test('gets back what it had sent, although it was its own', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const before = await phone.save();
    const id = await phone.create('visions', vision('sent, then forgotten'));
    await phone.sync.sync();
    await phone.restart(before);
    expect(await phone.rowsOf('visions')).toEqual(new Map());
    await phone.sync.sync();
    expect((await phone.rowsOf('visions')).get(id)?.title).toBe('sent, then forgotten');
  });

  test('is not sent its own changes when it has not', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision('mine'));
    await phone.sync.sync();
    await phone.restart();
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    const [pull] = phone.wire.of('pull_changes_optimized');
    expect((pull?.answer as { changes: Changes }).changes).not.toHaveProperty('visions');
  });
});

describe('a push', () => {
  test('whose reply is lost is repeated once, with the same push_id, and has its effect once', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision('once'));
    let lost = false;
    phone.wire.fate = ({ rpc }) => {
      if (rpc !== 'push_changes' || lost) return 'deliver';
      lost = true;
      return 'lose';
    };
    await phone.sync.sync();
    const pushes = phone.wire.of('push_changes');
    expect(pushes).toHaveLength(2);
    expect(pushes[1]?.body).toEqual(pushes[0]?.body);
    expect(pushes[1]?.answer).toEqual(pushes[0]?.answer);
    expect(titles(await onServer('visions'))).toEqual(['once']);
    const runs = await server.db.sql`select from public.sync_runs where user_id = ${alice.id}`;
    expect(runs).toHaveLength(1);
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0 });
  });

  test('that gets no answer twice leaves all unsent, and is made anew later', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('once'));
    phone.wire.fate = ({ rpc }) => (rpc === 'push_changes' ? 'lose' : 'deliver');
    expect(await phone.attempt()).toMatchObject({ code: 'network', status: 0, isTemporary: true });
    expect(phone.wire.of('push_changes')).toHaveLength(2);
    expect(phone.sync.status).toMatchObject({ state: 'offline', pending: 1 });
    expect((await phone.rawsOf('visions')).get(id)?._status).toBe('created');
    phone.wire.fate = deliver;
    await phone.sync.sync();
    expect(new Set(phone.wire.of('push_changes').map(({ body }) => body.push_id)).size).toBe(2);
    expect(titles(await onServer('visions'))).toEqual(['once']);
    expect(await onServer('sync_conflicts')).toEqual(new Map());
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0 });
  });

  test('that is refused throws, is not repeated, and marks nothing as sent', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('unsent'));
    phone.wire.fate = async ({ rpc }): Promise<Fate> => {
      if (rpc === 'push_changes') {
        await server.db
          .sql`update public.users set account_status = 'suspended' where id = ${alice.id}`;
      }
      return 'deliver';
    };
    const error = await phone.attempt();
    expect(error).toBeInstanceOf(SyncError);
    expect(error).toMatchObject({ code: 'account_suspended', status: 403, isTemporary: false });
    expect((error as SyncError).hint).not.toBe('');
    expect(phone.wire.of('push_changes')).toHaveLength(1);
    expect((await phone.rawsOf('visions')).get(id)?._status).toBe('created');
    expect(phone.sync.status).toMatchObject({
      state: 'error',
      pending: 1,
      error: { code: 'account_suspended' },
    });
    await server.db.sql`update public.users set account_status = 'active' where id = ${alice.id}`;
    phone.wire.fate = deliver;
    await phone.sync.sync();
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0, error: null });
    expect((await phone.rawsOf('visions')).get(id)?._status).toBe('synced');
  });

  test('that meets a server in trouble is repeated once', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision('patient'));
    let failures = 0;
    phone.wire.fate = ({ rpc }) => {
      if (rpc !== 'push_changes' || failures === 1) return 'deliver';
      failures += 1;
      return new Response('{"code": "53300", "message": "too many clients"}', { status: 503 });
    };
    await phone.sync.sync();
    expect(titles(await onServer('visions'))).toEqual(['patient']);
  });

  test('of many records is split: parents first, deletions last and children first, none too large', async () => {
    const phone = device('phone', { pushSize: 3 });
    await phone.sync.sync();
    const gone = {
      project: await phone.create('projects', { title: 'old', status: 'active', position: 0 }),
      task: '',
    };
    gone.task = await phone.create('tasks', { ...task('old'), project_id: gone.project });
    await phone.sync.sync();
    phone.wire.calls.length = 0;

    const goal = await phone.create('visions', vision('parent'));
    for (let nth = 0; nth < 4; nth += 1) {
      const project = await phone.create('projects', {
        title: `p${nth}`,
        status: 'active',
        vision_id: goal,
        position: 0,
      });
      await phone.create('tasks', { ...task(`t${nth}`), project_id: project });
    }
    await phone.remove('projects', gone.project);
    await phone.remove('tasks', gone.task);
    await phone.sync.sync();

    const pushes = phone.wire.of('push_changes');
    expect(pushes).toHaveLength(4);
    const order = pushes.flatMap((call) => {
      const parts = Object.entries(sentChanges(call));
      const written = parts.flatMap(([table, { created, updated }]) =>
        [...created, ...updated].map(() => table),
      );
      const deleted = parts.flatMap(([table, part]) => part.deleted.map(() => `-${table}`));
      expect(written.length + deleted.length).toBeLessThanOrEqual(3);
      return [...written, ...deleted];
    });
    expect(order).toEqual([
      'visions',
      ...Array<string>(4).fill('projects'),
      ...Array<string>(4).fill('tasks'),
      '-tasks',
      '-projects',
    ]);
    expect(new Set(pushes.map(({ body }) => body.push_id)).size).toBe(4);
    expect(
      pushes.every(({ answer }) => (answer as { rejected: unknown[] }).rejected.length === 0),
    ).toBe(true);
    await phone.sync.sync();
    for (const table of ['visions', 'projects', 'tasks']) {
      expect(await phone.rowsOf(table)).toEqual(await onServer(table));
    }
  });

  test('cut off in the middle of its parts is completed later, nothing twice', async () => {
    const phone = device('phone', { pushSize: 2 });
    await phone.sync.sync();
    for (let nth = 0; nth < 5; nth += 1) await phone.create('visions', vision(`v${nth}`));
    phone.wire.fate = goneAt('push_changes', 2);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    expect((await onServer('visions')).size).toBe(2);
    phone.wire.fate = deliver;
    await phone.sync.sync();
    await phone.sync.sync();
    expect(titles(await onServer('visions'))).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
    expect(await onServer('sync_conflicts')).toEqual(new Map());
  });

  test('carries the time of a clock that is off, which the server puts right', async () => {
    const phone = device('phone');
    phone.wire.skewMs = 3 * 3_600_000;
    await phone.sync.sync();
    const id = await phone.create('visions', vision('from the future'));
    expect(Number((await phone.rowsOf('visions')).get(id)?.created_at)).toBeGreaterThan(
      Date.now() + 3_500_000,
    );
    await phone.sync.sync();
    await phone.sync.sync();
    const row = (await phone.rowsOf('visions')).get(id);
    expect(Math.abs(Number(row?.created_at) - Date.now())).toBeLessThan(60_000);
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
  });
});

const task = (title: string): Record<string, unknown> => ({
  title,
  status: 'open',
  priority: 3,
  labels: '[]',
  position: 0,
});

describe('what people must know', () => {
  test('edits of a record that was deleted elsewhere are kept, shown on every device, and can be brought back', async () => {
    const phone = device('phone');
    const laptop = device('laptop');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('shared'));
    await phone.sync.sync();
    await laptop.sync.sync();
    await laptop.remove('visions', id);
    await laptop.sync.sync();
    await phone.edit('visions', id, { title: 'edited offline' });
    await phone.sync.sync();
    expect((await phone.rowsOf('visions')).has(id)).toBe(false);
    await phone.sync.sync();
    await laptop.sync.sync();
    for (const each of [phone, laptop]) {
      const conflicts = [...(await each.rowsOf('sync_conflicts')).values()];
      expect(conflicts).toHaveLength(1);
      expect(conflicts[0]).toMatchObject({ table_name: 'visions', row_id: id, column_name: '*' });
      expect(JSON.parse(String(conflicts[0]?.client_value))).toMatchObject({
        title: 'edited offline',
      });
    }
    const [conflict] = (await phone.rowsOf('sync_conflicts')).keys();
    const { error } = await server
      .connect(alice, phone.wire)
      .rpc('resolve_conflict', { id: conflict, choice: 'client' });
    expect(error).toBeNull();
    await phone.sync.sync();
    await laptop.sync.sync();
    for (const each of [phone, laptop])
      expect((await each.rowsOf('visions')).get(id)?.title).toBe('edited offline');
  });

  test('a record whose first push was never answered, and that was deleted elsewhere, stays deleted', async () => {
    const phone = device('phone');
    const laptop = device('laptop');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('never confirmed'));
    phone.wire.fate = ({ rpc }) => (rpc === 'push_changes' ? 'lose' : 'deliver');
    await phone.attempt();
    phone.wire.fate = deliver;
    await laptop.sync.sync();
    await laptop.remove('visions', id);
    await laptop.sync.sync();
    await phone.sync.sync();
    await phone.sync.sync();
    await laptop.sync.sync();
    expect(await onServer('visions')).toEqual(new Map());
    expect(await phone.rowsOf('visions')).toEqual(new Map());
    const conflicts = [...(await phone.rowsOf('sync_conflicts')).values()];
    expect(conflicts.map(({ row_id, column_name }) => [row_id, column_name])).toEqual([[id, '*']]);
  });

  test('a refused record stays unsent with its reason, holds up nothing else, and is settled when corrected', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const bad = await phone.create('visions', vision(''));
    const good = await phone.create('visions', vision('good'));
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    // Known at once; and it was not sent again for that.
    expect(phone.wire.calls.map(({ rpc }) => rpc)).toEqual([
      'pull_changes_optimized',
      'push_changes',
      'pull_changes_optimized',
    ]);
    expect([...(await onServer('visions')).keys()]).toEqual([good]);
    expect((await phone.rawsOf('visions')).get(bad)?._status).toBe('created');
    expect((await phone.rawsOf('visions')).get(good)?._status).toBe('synced');
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 1, rejections: 1 });
    const [rejection] = [...(await phone.rowsOf('sync_rejections')).values()];
    expect(rejection).toMatchObject({
      table_name: 'visions',
      row_id: bad,
      code: 'value_out_of_bounds',
      detail: 'column title',
    });

    await phone.edit('visions', bad, { title: 'corrected' });
    await phone.sync.sync();
    expect((await phone.rawsOf('visions')).get(bad)?._status).toBe('synced');
    await phone.sync.sync();
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0, rejections: 0 });
    expect(await phone.rowsOf('visions')).toEqual(await onServer('visions'));
  });

  test('after a refusal is shown, an edit is still based on what it was made on', async () => {
    const phone = device('phone');
    const laptop = device('laptop');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('shared'));
    const other = await phone.create('visions', vision('other'));
    await phone.sync.sync();
    await laptop.sync.sync();
    await phone.create('visions', vision(''));
    // While the answer to the refused record is under way, the person edits what another device then edits too.
    phone.wire.answered = async ({ rpc }) => {
      if (rpc !== 'push_changes') return;
      phone.wire.answered = () => undefined;
      await phone.edit('visions', id, { title: 'from the phone' });
      await laptop.edit('visions', id, { title: 'from the laptop' });
      await laptop.edit('visions', other, { title: 'seen' });
      await laptop.sync.sync();
    };
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    const [, second] = phone.wire.of('push_changes');
    expect(second?.answer).toMatchObject({
      conflicts: [{ id, column: 'title', client: 'from the phone', server: 'from the laptop' }],
    });
    await phone.edit('visions', other, { title: 'seen and edited' });
    await phone.sync.sync();
    expect(phone.wire.of('push_changes').at(-1)?.answer).toMatchObject({ conflicts: [] });
  });

  test.each([
    ['users', 'not_allowed'],
    ['achievements', 'table_read_only'],
    ['sync_devices', 'table_read_only'],
  ])('a deletion in %s that is refused comes back', async (table, code) => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision('makes the device known'));
    await phone.sync.sync();
    await phone.sync.sync();
    const before = await phone.rowsOf(table);
    const [id] = before.keys();
    await phone.remove(table, id as string);
    await phone.sync.sync();
    const answer = phone.wire.of('push_changes').at(-1)?.answer;
    expect(answer).toMatchObject({ rejected: [{ table, id, code }], experimentalRejectedIds: {} });
    await phone.sync.sync();
    expect((await phone.rowsOf(table)).get(id as string)).toEqual(before.get(id as string));
    expect(await phone.unsentDeletions(table)).toEqual([]);
    expect(phone.sync.status.pending).toBe(0);
  });

  test('conflicts that wait for a decision are counted', async () => {
    const options: DeviceOptions = {
      schema: modelSchema(schemaVersion),
      tables: ['model_notes', 'sync_conflicts'],
    };
    const phone = device('phone', options);
    const laptop = device('laptop', options);
    await phone.sync.sync();
    const id = await phone.create('model_notes', { manual: 'first' });
    await phone.sync.sync();
    await laptop.sync.sync();
    await laptop.edit('model_notes', id, { manual: 'from the laptop' });
    await phone.edit('model_notes', id, { manual: 'from the phone' });
    await laptop.sync.sync();
    await phone.sync.sync();
    expect(phone.sync.status.conflicts).toBe(1);
    expect((await phone.rowsOf('model_notes')).get(id)?.manual).toBe('from the laptop');
    const [conflict] = (await phone.rowsOf('sync_conflicts')).keys();
    await server
      .connect(alice, phone.wire)
      .rpc('resolve_conflict', { id: conflict, choice: 'client' });
    await phone.sync.sync();
    expect(phone.sync.status.conflicts).toBe(0);
    expect((await phone.rowsOf('model_notes')).get(id)?.manual).toBe('from the phone');
  });

  test('the status tells what goes on, and pending counts what is unsent of every kind', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const [edited, removed] = [
      await phone.create('visions', vision('a')),
      await phone.create('visions', vision('b')),
    ];
    await phone.sync.sync();
    await phone.create('visions', vision('c'));
    await phone.edit('visions', edited, { title: 'a2' });
    await phone.remove('visions', removed);

    const seen: [SyncStatus['state'], number][] = [];
    const stop = phone.sync.onStatus(({ state, pending }) => seen.push([state, pending]));
    await phone.sync.sync();
    expect(seen[0]).toEqual(['idle', 0]);
    expect(seen).toContainEqual(['syncing', 3]);
    expect(seen.at(-1)).toEqual(['idle', 0]);
    expect(phone.sync.status.lastSyncedAt?.getTime()).toBeGreaterThan(Date.now() - 10_000);

    phone.wire.isOnline = false;
    await phone.attempt();
    expect(seen.slice(-2).map(([state]) => state)).toEqual(['syncing', 'offline']);
    expect(phone.sync.status.error).toMatchObject({ code: 'network' });
    stop();
    const count = seen.length;
    phone.wire.isOnline = true;
    await phone.sync.sync();
    expect(seen).toHaveLength(count);
    expect(phone.sync.status).toMatchObject({ state: 'idle', error: null });
  });
});

describe('the models of an app', () => {
  class Bare extends Model {
    static override table = 'visions';
  }
  const adapter = (): DatabaseAdapter =>
    memoryAdapter('bare', { schema, migrations: realMigrations });

  test('need not know their times for the later edit to stand', async () => {
    const database = new Database({ adapter: adapter(), modelClasses: [Bare] });
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const sync = createSync({ supabase: server.connect(alice, new Wire()), database });
    vi.restoreAllMocks();
    const before = Date.now();
    const record = await database.write(() =>
      database.get<Bare>('visions').create((made) => {
        for (const [column, value] of Object.entries(vision('bare')))
          made._setRaw(column, value as never);
      }),
    );
    expect(record._getRaw('created_at')).toBeGreaterThanOrEqual(before);
    await sync.sync();
    await server.db.sql`update public.visions set title = 'earlier' where id = ${record.id}`;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await database.write(() => record.update(() => record._setRaw('title', 'later')));
    expect(Number(record._getRaw('updated_at'))).toBeGreaterThan(before);
    await sync.sync();
    expect(titles(await onServer('visions'))).toEqual(['later']);
  });

  test('are missed where without them nobody would see conflicts and rejections, or hear of others', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const open = (modelClasses: (typeof Model)[], tables?: string[]): number => {
      warn.mockClear();
      createSync({
        supabase: server.connect(alice, new Wire()),
        database: new Database({ adapter: adapter(), modelClasses }),
        ...(tables ? { tables } : {}),
      });
      return warn.mock.calls.length;
    };
    expect(open([Bare])).toBe(2);
    expect(warn.mock.calls.flat().join()).toMatch(/sync_conflicts.*sync_rejections/s);
    expect(open([Bare], ['visions'])).toBe(0);
    expect(open([Bare, ConflictRecord, RejectionRecord])).toBe(0);
    class Team extends Model {
      static override table = 'teams';
    }
    class Organization extends Model {
      static override table = 'organizations';
    }
    expect(open([Team, ConflictRecord, RejectionRecord])).toBe(1);
    expect(warn.mock.calls.flat().join()).toContain('organizations');
    expect(open([Team, Organization, ConflictRecord, RejectionRecord])).toBe(0);
    vi.restoreAllMocks();
  });

  test('of conflicts and rejections say what a person is to be told', async () => {
    const database = new Database({
      adapter: adapter(),
      modelClasses: [Bare, ConflictRecord, RejectionRecord],
    });
    const sync = createSync({ supabase: server.connect(alice, new Wire()), database });
    const make = (title: string): Promise<Bare> =>
      database.write(() =>
        database.get<Bare>('visions').create((made) => {
          for (const [column, value] of Object.entries(vision(title)))
            made._setRaw(column, value as never);
        }),
      );
    const [kept, refused] = [await make('kept'), await make('')];
    await sync.sync();
    await server.db.sql`update public.visions set title = 'theirs' where id = ${kept.id}`;
    await database.write(() => kept.update(() => kept._setRaw('title', 'mine')));
    await sync.sync();
    await sync.sync();
    const [conflict] = await database.get<ConflictRecord>('sync_conflicts').query().fetch();
    expect(conflict).toMatchObject({
      tableName: 'visions',
      rowId: kept.id,
      columnName: 'title',
      clientValue: 'mine',
      serverValue: 'theirs',
      resolution: 'client',
      decision: null,
    });
    const [rejection] = await database.get<RejectionRecord>('sync_rejections').query().fetch();
    expect(rejection).toMatchObject({
      tableName: 'visions',
      rowId: refused.id,
      code: 'value_out_of_bounds',
      detail: 'column title',
    });
    expect(rejection?.message).toMatch(/1 to 200 characters/);
    expect(rejection).toHaveProperty('hint');
  });
});

describe('why a sync failed', () => {
  const answered = (status: number, body: Record<string, unknown>): Response =>
    Response.json(body, { status });

  test.each([
    ['no network', 'drop', { code: 'network', status: 0 }],
    [
      'an expired session',
      answered(401, { code: 'PGRST303', message: 'JWT expired' }),
      { code: 'not_signed_in', status: 401 },
    ],
    [
      'a key of another server',
      answered(401, { message: 'Invalid API key' }),
      { code: 'key_refused', status: 401 },
    ],
    [
      'a missing right',
      answered(403, { code: '42501', message: 'permission denied for function register_device' }),
      { code: 'not_allowed', status: 403 },
    ],
    [
      'an older server',
      answered(404, { code: 'PGRST202', message: 'Could not find the function' }),
      { code: 'server_refused', status: 404 },
    ],
    ['a gateway', new Response('<html>', { status: 502 }), { code: 'server_unavailable' }],
    [
      'the engine',
      answered(403, { code: 'PT403', message: 'account_suspended', details: 'why', hint: 'what' }),
      { code: 'account_suspended', detail: 'why', hint: 'what' },
    ],
  ] as [string, Fate, Record<string, unknown>][])(
    'is told by a code that is listed, in plain words: %s',
    async (_, fate, expected) => {
      const phone = device('phone');
      phone.wire.fate = () => (fate instanceof Response ? fate.clone() : fate);
      const error = (await phone.attempt()) as SyncError;
      expect(error).toBeInstanceOf(SyncError);
      expect(error).toMatchObject(expected);
      expect(error.detail).toMatch(/^[^\n]{3,80}$/);
      expect(error.hint).toMatch(/^[^\n]{3,80}$/);
      expect(phone.sync.status.error).toBe(error);
    },
  );

  test('an erased account leaves nothing on its devices, whose session may be over', async () => {
    const carol = await server.signUp('carol');
    const phone = new TestDevice(server, carol, 'phone');
    const laptop = new TestDevice(server, carol, 'laptop');
    await phone.create('visions', { category: 'career', title: 'Secret' });
    await phone.sync.sync();
    await laptop.sync.sync();
    expect(await laptop.database.get('visions').query().fetchCount()).toBe(1);

    const { sql } = server.db;
    await sql`select privacy.erase_account(${carol.id})`;
    const [job] = await sql<{ claim: string }[]>`select claim from privacy.claim_erasure()`;
    for (;;) {
      const [batch] = await sql<{ gone: number }[]>`
        select privacy.erase_batch(${job?.claim ?? null}) as gone
      `;
      if (!(Number(batch?.gone) > 0)) break;
    }
    await sql`select privacy.finish_erasure(${job?.claim ?? null})`;

    expect(await phone.attempt()).toMatchObject({ code: 'account_erased', status: 410 });
    laptop.wire.fate = (call) =>
      call.rpc.endsWith('erasure-worker/erased')
        ? answered(200, { erased: true })
        : answered(401, { code: 'PGRST303', message: 'JWT expired' });
    expect(await laptop.attempt()).toMatchObject({ code: 'account_erased', status: 410 });
    for (const { database } of [phone, laptop]) {
      expect(await database.get('visions').query().fetchCount()).toBe(0);
      expect(await database.localStorage.get('futuresync.owner')).toBeUndefined();
    }
  });

  test('a token that nobody issued is that of nobody', async () => {
    const stranger = new TestDevice(server, { ...alice, accessToken: 'made up' }, 'phone');
    expect(await stranger.attempt()).toMatchObject({ code: 'not_signed_in', status: 401 });
  });

  test('what fails on the device itself is no other kind of error', async () => {
    const phone = device('phone');
    phone.database.localStorage.get = () => Promise.reject(new Error('the disk is full'));
    const error = await phone.attempt();
    expect(error).toMatchObject({ code: 'client', cause: { message: 'the disk is full' } });
    expect(phone.sync.status).toMatchObject({ state: 'error', error: { code: 'client' } });
  });
});

describe('what goes over the wire', () => {
  test('an idle round is one request of less than 1 KB up and down', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision('settled'));
    await phone.sync.sync();
    await phone.sync.sync();
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    expect(phone.wire.calls.map(({ rpc }) => rpc)).toEqual(['pull_changes_optimized']);
    expect(phone.wire.calls[0]?.bytesUp).toBeLessThan(1_024);
    expect(phone.wire.calls[0]?.bytesDown).toBeLessThan(1_024);
  });

  test('a device says who it is once', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.sync.sync();
    await phone.sync.sync();
    expect(phone.wire.of('register_device')).toHaveLength(1);
    expect([...(await phone.rowsOf('sync_devices')).values()]).toMatchObject([
      {
        id: phone.wire.of('register_device')[0]?.body.id,
        name: 'phone',
        schema_version: schema.version,
      },
    ]);
  });

  test('a device is the same after a restart, and another after it was wiped', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.restart();
    await phone.sync.sync();
    const wiped = device('phone');
    await wiped.sync.sync();
    const [first, second] = phone.wire.of('register_device');
    expect(second?.body.id).toBe(first?.body.id);
    expect(wiped.wire.of('register_device')[0]?.body.id).not.toBe(first?.body.id);
  });

  test('the snapshot goes along with its cursor, and with no other', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.sync.sync();
    const hints = (): Record<string, unknown> =>
      phone.wire.of('pull_changes_optimized').at(-1)?.body.optimization_hints as Record<
        string,
        unknown
      >;
    const [first] = phone.wire.of('pull_changes_optimized');
    expect(first?.body.optimization_hints).not.toHaveProperty('snapshot');
    expect(hints().snapshot).toBe((first?.answer as { snapshot: string }).snapshot);
    const { localStorage } = phone.database;
    const kept = await localStorage.get<{ cursor: number }>('futuresync.pulled');
    await localStorage.set('futuresync.pulled', { ...kept, cursor: (kept?.cursor ?? 0) - 1 });
    await phone.sync.sync();
    expect(hints()).not.toHaveProperty('snapshot');
    await phone.sync.sync();
    expect(hints()).toHaveProperty('snapshot');
  });

  test('a push tells what its edits were based on: the last sync that was completed', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const [based] = phone.wire.of('pull_changes_optimized');
    await addVisions(1);
    await phone.create('visions', vision('offline'));
    phone.wire.fate = goneAt('push_changes', 1);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    phone.wire.fate = deliver;
    await phone.sync.sync();
    const { timestamp, snapshot } = based?.answer as { timestamp: number; snapshot: string };
    const pushes = phone.wire.of('push_changes');
    for (const { body } of pushes) {
      expect(body).toMatchObject({ base_pulled_at: timestamp, base_snapshot: snapshot });
    }
    const latest = phone.wire.of('pull_changes_optimized').at(-1)?.answer as { timestamp: number };
    expect(pushes.at(-1)?.body.last_pulled_at).toBe(latest.timestamp);
  });

  test('what was seen while an older transaction ran is no conflict, because the snapshot says so', async () => {
    const stranger = await server.db.sql.reserve();
    await stranger`begin`;
    await stranger`select pg_current_xact_id()`;
    try {
      const phone = device('phone');
      const [id] = await addVisions(1);
      await phone.sync.sync();
      await phone.sync.sync();
      await phone.edit('visions', id as string, { title: 'edited after it was seen' });
      await phone.sync.sync();
      expect(phone.wire.of('push_changes').at(-1)?.answer).toMatchObject({ conflicts: [] });
    } finally {
      await stranger`rollback`;
      stranger.release();
    }
  });

  test('collections that do not sync never leave the device', async () => {
    const drafts = tableSchema({ name: 'drafts', columns: [{ name: 'text', type: 'string' }] });
    const phone = device('phone', {
      schema: schemaWith(drafts),
    });
    await phone.sync.sync();
    await phone.create('drafts', { text: 'a secret' });
    await phone.sync.sync();
    expect(phone.wire.of('push_changes')).toEqual([]);
    await phone.create('drafts', { text: 'another secret' });
    await phone.create('visions', vision('public'));
    expect(phone.sync.status.pending).toBe(0);
    await phone.sync.sync();
    const [push] = phone.wire.of('push_changes');
    expect(Object.keys(sentChanges(push))).toEqual(['visions']);
    expect(JSON.stringify(phone.wire.calls.map(({ body }) => body))).not.toContain('secret');
    expect((await phone.rowsOf('drafts')).size).toBe(2);
  });

  test('records get ids that are uuids and sort by the time they were made', async () => {
    const phone = device('phone');
    const ids: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) {
      ids.push(await phone.create('visions', vision(`v${nth}`)));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids).toEqual(ids.toSorted());
    const made = parseInt((ids[0] as string).replaceAll('-', '').slice(0, 12), 16);
    expect(Math.abs(made - Date.now())).toBeLessThan(10_000);
  });

  test('a database that holds the records of one person takes none of another', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    await phone.create('visions', vision("alice's"));
    const saved = await phone.save();
    const bob = await server.signUp('bob');
    const shared = new TestDevice(server, bob, 'phone');
    await shared.restart(saved);
    expect(await shared.attempt()).toMatchObject({ code: 'database_of_another' });
    expect(shared.wire.of('push_changes')).toEqual([]);
  });
});

/** Those with the model's notes, as a client of `version` knows them. */
function modelSchema(version: number): ReturnType<typeof appSchema> {
  const columns = columnsFor(notes, version > schemaVersion ? 2 : 1).map((name) => ({
    name,
    type: name === 'most' || name.endsWith('_at') ? ('number' as const) : ('string' as const),
    isOptional: !name.endsWith('_at'),
  }));
  return schemaWith(tableSchema({ name: notes.name, columns }), version);
}

/** The next version of the app, whose notes have a column more. */
const upgraded = {
  schema: modelSchema(schemaVersion + 1),
  migrations: schemaMigrations({
    migrations: [
      ...realMigrations.sortedMigrations,
      {
        toVersion: schemaVersion + 1,
        steps: [
          addColumns({
            table: notes.name,
            columns: [{ name: 'extra', type: 'string', isOptional: true }],
          }),
        ],
      },
    ],
  }),
};

describe('after an update of the app', () => {
  const old = (more: DeviceOptions = {}): TestDevice =>
    device('phone', {
      schema: modelSchema(schemaVersion),
      tables: [...syncedTables, notes.name],
      ...more,
    });

  async function addNotes(count: number): Promise<string[]> {
    const rows = await server.db.sql<{ id: string }[]>`
      insert into public.model_notes (user_id, latest, extra)
      select ${alice.id}, 'note ' || n, 'extra ' || n from generate_series(1, ${count}) as n
      returning id
    `;
    return rows.map(({ id }) => id);
  }

  test('a table that the server does not know yet keeps its records on the device, until it does', async () => {
    const dreams = tableSchema({
      name: 'dreams',
      columns: [
        { name: 'title', type: 'string' },
        { name: 'created_at', type: 'number' },
        { name: 'updated_at', type: 'number' },
      ],
    });
    const phone = device('phone', {
      schema: schemaWith(dreams),
      tables: [...syncedTables, dreams.name],
    });
    const kept = await phone.create('dreams', { title: 'flying' });
    const gone = await phone.create('dreams', { title: 'falling' });
    await phone.create('visions', vision('to fly'));
    for (let time = 1; time <= 2; time += 1) {
      const error = (await phone.attempt()) as SyncError;
      expect(error).toMatchObject({ code: 'table_unknown', cause: ['dreams'] });
      expect(phone.sync.status).toMatchObject({ state: 'error', pending: 2, error });
      expect(phone.sync.status.lastSyncedAt).not.toBeNull();
    }
    expect(titles(await onServer('visions'))).toEqual(['to fly']);
    await phone.remove('dreams', gone);

    await server.db.sql.begin((sql) =>
      sql.unsafe(`
        create table public.dreams (
          user_id uuid not null references public.users (id) on delete cascade,
          id uuid not null, title text not null,
          created_at timestamptz(3) not null default now(), updated_at timestamptz(3) not null default now(),
          primary key (user_id, id)
        );
        alter table public.dreams enable row level security;
        create policy dreams_all_own on public.dreams to authenticated using (user_id = (select auth.uid()));
        grant select, insert, update, delete on public.dreams to authenticated;
        select sync.register_table('public.dreams', since => ${schemaVersion});
      `),
    );
    await phone.sync.sync();
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0, error: null });
    const rows = await serverRows(server.db.sql, 'dreams', alice.id, ['title']);
    expect([...rows.keys()]).toEqual([kept]);
    await server.db.sql.unsafe(`select sync.unregister_table('dreams'); drop table public.dreams`);
  });

  test('what is new to it is sent whole', async () => {
    const phone = old({ pageSize: 4 });
    await addNotes(10);
    await phone.sync.sync();
    expect([...(await phone.rowsOf(notes.name)).values()][0]).not.toHaveProperty('extra');

    await phone.restart(undefined, upgraded);
    phone.wire.calls.length = 0;
    // Cut off once: it must not believe that it is done.
    phone.wire.fate = goneAt('pull_changes_optimized', 3);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    phone.wire.fate = deliver;
    await phone.sync.sync();
    const truth = await serverRows(server.db.sql, notes.name, alice.id, columnsFor(notes, 2));
    expect(await phone.rowsOf(notes.name)).toEqual(truth);
    expect(phone.wire.of('pull_changes_optimized')[0]?.body.migration).toEqual({
      from: schemaVersion,
      tables: [],
      columns: [{ table: notes.name, columns: ['extra'] }],
    });
    await phone.sync.sync();
    expect(phone.wire.of('pull_changes_optimized').at(-1)?.body.migration).toBeNull();
  });

  test('what it changes or deletes unseen, before it was sent what is new, is told as a conflict', async () => {
    const phone = old();
    const [edited, removed, plain] = (await addNotes(3)) as [string, string, string];
    await phone.sync.sync();
    await phone.restart(undefined, upgraded);
    await phone.edit(notes.name, edited, { extra: 'mine' });
    await phone.edit(notes.name, plain, { latest: 'mine' });
    await phone.remove(notes.name, removed);
    // The pull comes through and the push does not: now it holds what is new, and its edits are no younger for that.
    phone.wire.fate = goneAt('push_changes', 1);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    phone.wire.fate = deliver;
    phone.wire.calls.length = 0;
    await phone.sync.sync();

    const pushes = phone.wire.of('push_changes');
    const conflicts = pushes.flatMap(
      ({ answer }) => (answer as { conflicts: Record<string, unknown>[] }).conflicts,
    );
    expect(conflicts).toMatchObject([
      { id: edited, column: 'extra', client: 'mine', server: 'extra 1', resolution: 'client' },
      { id: removed, column: '*', server: { extra: 'extra 2' }, resolution: 'client' },
    ]);
    // What was seen goes as always.
    const based = pushes.filter(({ body }) => body.base_pulled_at !== null);
    expect(based.map(sentChanges)).toMatchObject([{ [notes.name]: { updated: [{ id: plain }] } }]);
    expect(pushes).toHaveLength(2);

    await phone.edit(notes.name, edited, { extra: 'mine again' });
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    expect(phone.wire.of('push_changes').at(-1)?.answer).toMatchObject({ conflicts: [] });
    expect(phone.wire.of('push_changes')[0]?.body.base_pulled_at).not.toBeNull();
  });

  test('a table that it syncs from now on comes with the rows that were there all along', async () => {
    const phone = device('phone', { tables: ['visions'], pageSize: 4 });
    await addVisions(3);
    await server.db.sql`
      insert into public.tasks (user_id, title) select ${alice.id}, 'task ' || n from generate_series(1, 10) as n
    `;
    await phone.sync.sync();
    expect((await phone.rowsOf('tasks')).size).toBe(0);
    await phone.restart(undefined, { tables: ['visions', 'projects', 'tasks'] });
    phone.wire.fate = goneAt('pull_changes_optimized', 2);
    expect(await phone.attempt()).toBeInstanceOf(SyncError);
    phone.wire.fate = deliver;
    phone.wire.calls.length = 0;
    await phone.sync.sync();
    expect(await phone.rowsOf('tasks')).toEqual(await onServer('tasks'));
    expect(phone.wire.of('pull_changes_optimized')[0]?.body.migration).toMatchObject({
      tables: ['projects', 'tasks'],
    });
    await phone.sync.sync();
    expect(phone.wire.of('pull_changes_optimized').at(-1)?.body.migration).toBeNull();
  });

  test('a table that it syncs again holds nothing that was deleted meanwhile', async () => {
    const phone = device('phone', { tables: ['visions', 'projects', 'tasks'] });
    await server.db.sql`
      insert into public.tasks (user_id, title) select ${alice.id}, 'task ' || n from generate_series(1, 4) as n
    `;
    await phone.sync.sync();
    await phone.restart(undefined, { tables: ['visions'] });
    await server.db
      .sql`delete from public.tasks where user_id = ${alice.id} and title in ('task 1', 'task 3')`;
    await phone.sync.sync();
    expect((await phone.rowsOf('tasks')).size).toBe(4);
    await phone.restart(undefined, { tables: ['visions', 'projects', 'tasks'] });
    await phone.sync.sync();
    expect(await phone.rowsOf('tasks')).toEqual(await onServer('tasks'));
  });
});

describe('when it syncs', () => {
  test('two at once are one', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    phone.wire.calls.length = 0;
    const first = phone.sync.sync();
    expect(phone.sync.sync()).toBe(first);
    await first;
    expect(phone.wire.calls).toHaveLength(1);
  });

  test('an edit made while a sync runs is sent by the next', async () => {
    const phone = device('phone');
    await phone.sync.sync();
    const id = await phone.create('visions', vision('first'));
    phone.wire.answered = async ({ rpc }) => {
      if (rpc === 'push_changes') await phone.edit('visions', id, { title: 'second' });
    };
    await phone.sync.sync();
    phone.wire.answered = () => undefined;
    expect(titles(await onServer('visions'))).toEqual(['first']);
    expect((await phone.rawsOf('visions')).get(id)).toMatchObject({ title: 'second' });
    expect(phone.sync.status.pending).toBe(1);
    await phone.sync.sync();
    expect(titles(await onServer('visions'))).toEqual(['second']);
    expect(await onServer('sync_conflicts')).toEqual(new Map());
  });

  describe('by itself', () => {
    // Time is made up here, so the server's answers must be too: the real one cannot be asked without waiting.
    let phone: TestDevice;
    let pulls: number[];
    let isReachable: boolean;
    beforeEach(async () => {
      phone = device('phone');
      await phone.sync.sync();
      pulls = [];
      isReachable = true;
      const page = phone.wire.of('pull_changes_optimized').at(-1)?.answer as Record<
        string,
        unknown
      >;
      phone.wire.calls.length = 0;
      phone.wire.fate = ({ rpc }) => {
        if (rpc === 'pull_changes_optimized') pulls.push(Date.now());
        if (!isReachable) return 'drop';
        return Response.json(
          rpc === 'push_changes'
            ? {
                timestamp: page.timestamp,
                experimentalRejectedIds: {},
                conflicts: [],
                rejected: [],
                unknown_tables: [],
              }
            : { ...page, changes: {}, has_more: false, page_token: null },
        );
      };
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    });
    afterEach(async () => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
      await phone.sync.stop();
    });

    /** Lets time pass, and what is waiting for no time but its turn. */
    async function pass(milliseconds: number): Promise<void> {
      const until = Date.now() + milliseconds;
      while (Date.now() < until) {
        await vi.advanceTimersByTimeAsync(Math.min(500, until - Date.now()));
        for (let turn = 0; turn < 3; turn += 1)
          await new Promise((resolve) => setImmediate(resolve));
      }
    }

    test('it syncs at once and then about every 30 seconds, until it is stopped', async () => {
      phone.sync.start();
      await pass(0);
      await pass(500);
      expect(pulls).toHaveLength(1);
      await pass(300_000);
      expect(pulls.length).toBeGreaterThanOrEqual(8);
      expect(pulls.length).toBeLessThanOrEqual(14);
      for (let nth = 1; nth < pulls.length; nth += 1) {
        const pause = (pulls[nth] as number) - (pulls[nth - 1] as number);
        expect(pause).toBeGreaterThanOrEqual(22_000);
        expect(pause).toBeLessThanOrEqual(39_000);
      }
      await phone.sync.stop();
      const count = pulls.length;
      await pass(120_000);
      expect(pulls).toHaveLength(count);
    });

    test('a burst of edits is one push', async () => {
      phone.sync.start();
      await pass(500);
      phone.wire.calls.length = 0;
      const id = await phone.create('visions', vision('burst'));
      for (let nth = 1; nth <= 20; nth += 1) {
        await phone.edit('visions', id, { title: `burst ${nth}` });
        await pass(30);
      }
      await pass(3_000);
      const pushes = phone.wire.of('push_changes');
      expect(pushes).toHaveLength(1);
      expect(sentChanges(pushes[0]).visions?.created).toMatchObject([{ title: 'burst 20' }]);
      // What sync itself wrote is no edit.
      await pass(5_000);
      expect(phone.wire.of('pull_changes_optimized')).toHaveLength(1);
    });

    test('it waits longer after each failure, at most about five minutes, and comes back to normal', async () => {
      isReachable = false;
      phone.sync.start();
      await pass(1_800_000);
      const tries = pulls.filter((_, nth) => nth % 2 === 0);
      expect(phone.sync.status.state).toBe('offline');
      // Each try is made twice at once.
      expect(pulls.length).toBe(tries.length * 2);
      const pauses = tries.slice(1).map((at, nth) => at - (tries[nth] as number));
      expect(pauses[0]).toBeGreaterThanOrEqual(45_000 - 1_000);
      expect(pauses[0]).toBeLessThanOrEqual(75_000 + 1_000);
      expect(pauses[1]).toBeGreaterThanOrEqual(90_000 - 1_000);
      expect(pauses.length).toBeGreaterThanOrEqual(5);
      for (const pause of pauses.slice(3)) {
        expect(pause).toBeGreaterThanOrEqual(225_000 - 1_000);
        expect(pause).toBeLessThanOrEqual(375_000 + 1_000);
      }
      isReachable = true;
      await pass(400_000);
      expect(phone.sync.status.state).toBe('idle');
      pulls.length = 0;
      await pass(120_000);
      expect(pulls.length).toBeGreaterThanOrEqual(3);
    });

    test('it syncs at once on coming online and on being shown again', async () => {
      const events = new EventTarget();
      const listening = new Set<unknown>();
      vi.stubGlobal('addEventListener', (type: string, listener: () => void) => {
        listening.add(listener);
        events.addEventListener(type, listener);
      });
      vi.stubGlobal('removeEventListener', (type: string, listener: () => void) => {
        listening.delete(listener);
        events.removeEventListener(type, listener);
      });
      isReachable = false;
      phone.sync.start();
      await pass(100_000);
      expect(phone.sync.status.state).toBe('offline');
      pulls.length = 0;
      isReachable = true;
      events.dispatchEvent(new Event('online'));
      await pass(500);
      expect(pulls).toHaveLength(1);
      expect(phone.sync.status.state).toBe('idle');
      vi.stubGlobal('document', { visibilityState: 'hidden' });
      events.dispatchEvent(new Event('visibilitychange'));
      await pass(500);
      expect(pulls).toHaveLength(1);
      vi.stubGlobal('document', { visibilityState: 'visible' });
      events.dispatchEvent(new Event('visibilitychange'));
      await pass(500);
      expect(pulls).toHaveLength(2);
      await phone.sync.stop();
      expect(listening.size).toBe(0);
      events.dispatchEvent(new Event('online'));
      await pass(500);
      expect(pulls).toHaveLength(2);
    });

    test.each([
      ['a hidden tab', () => vi.stubGlobal('document', { visibilityState: 'hidden' })],
      [
        'a metered connection',
        () => vi.stubGlobal('navigator', { connection: { type: 'cellular' } }),
      ],
      [
        'a person who saves data',
        () => vi.stubGlobal('navigator', { connection: { saveData: true } }),
      ],
    ])('it syncs less often for %s', async (_, begin) => {
      begin();
      phone.sync.start();
      await pass(600_000);
      expect(pulls.length).toBeGreaterThanOrEqual(4);
      expect(pulls.length).toBeLessThanOrEqual(8);
    });
  });
});
