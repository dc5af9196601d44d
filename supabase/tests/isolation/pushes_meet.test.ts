import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { created, createNotes, Device, edited, forget, noteId, Writer } from './sessions.ts';

// Pushes at the same time as other pushes and other writers: guarantees 4, 6 and 8.

let db: TestDatabase;
let phone: Device;
let laptop: Device;
let server: Writer;

beforeAll(async () => {
  db = await createTestDatabase();
  await createNotes(db, ['alice', 'bob']);
});
beforeEach(async () => {
  await forget(db);
  phone = new Device(db, 'alice', 'phone');
  laptop = new Device(db, 'alice', 'laptop');
  server = new Writer(db.url);
});
afterEach(() => server.close());
afterAll(() => db.drop());

const note = async (n: number): Promise<Record<string, unknown> | undefined> =>
  (await db.sql`select * from public.notes where id = ${noteId(n)}`)[0];

/** Whether a promise is still waiting after a while. */
async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => false), sleep(300, true)]);
}

describe('a push and a server process', () => {
  test('that holds the row: the push waits, then sees what was written and keeps both edits', async () => {
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.begin();
    await server.update(1, { body: 'server' });
    const push = phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await isWaiting(push)).toBe(true);
    await server.commit();
    expect(await push).toMatchObject({ conflicts: [], rejected: [] });
    expect(await note(1)).toMatchObject({ title: 'phone', body: 'server' });
  });

  test('that holds the row and writes the same column: it is a conflict', async () => {
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.begin();
    await server.update(1, { title: 'server' });
    const push = phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await isWaiting(push)).toBe(true);
    await server.commit();
    expect((await push).conflicts).toMatchObject([
      { column: 'title', client: 'phone', server: 'server' },
    ]);
  });

  test('that holds the row and rolls back: it is none', async () => {
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.begin();
    await server.update(1, { title: 'server' });
    const push = phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await isWaiting(push)).toBe(true);
    await server.rollback();
    expect(await push).toMatchObject({ conflicts: [] });
    expect(await note(1)).toMatchObject({ title: 'phone' });
  });

  test('that deletes the row: the deletion stands', async () => {
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.begin();
    await server.delete(1);
    const push = phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await isWaiting(push)).toBe(true);
    await server.commit();
    expect((await push).conflicts).toMatchObject([{ column: '*', resolution: 'server' }]);
    expect(await note(1)).toBeUndefined();
  });

  test('that locks rows in another order: both finish', async () => {
    await phone.push({ created: [created(1), created(2), created(3)] });
    await phone.sync();
    await server.begin();
    await server.run(`select from public.notes where id = '${noteId(1)}' for update`);
    const push = phone.push({
      updated: [edited(3, { title: 'phone' }), edited(1, { title: 'phone' })],
    });
    expect(await isWaiting(push)).toBe(true);
    // The push waits for note 1, so it cannot hold note 3 yet.
    await server.update(3, { body: 'server' });
    await server.commit();
    expect(await push).toMatchObject({ rejected: [] });
    expect(await note(3)).toMatchObject({ title: 'phone', body: 'server' });
  });
});

describe('two pushes', () => {
  test('of one person run one after the other, and the second sees the first', async () => {
    await phone.push({ created: [created(1)] });
    await Promise.all([phone.sync(), laptop.sync()]);
    const answers = await Promise.all([
      phone.push({ updated: [edited(1, { title: 'phone' })] }),
      laptop.push({ updated: [edited(1, { title: 'laptop' })] }),
    ]);
    expect(answers.flatMap(({ conflicts }) => conflicts)).toHaveLength(1);
  });

  test('of different people do not wait for each other', async () => {
    const bobs = new Device(db, 'bob', 'phone');
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.begin();
    await server.update(1, { title: 'server' });
    const push = phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await isWaiting(push)).toBe(true);
    expect(await bobs.push({ created: [created(1)] })).toMatchObject({ accepted: { notes: 1 } });
    await server.rollback();
    await push;
  });

  test('with one id at the same moment: one is done, both get the same answer', async () => {
    const pushId = randomUUID();
    const changes = { created: [created(1), created(2, { title: '' })] };
    const [first, second] = await Promise.all([
      phone.push(changes, { pushId }),
      phone.push(changes, { pushId }),
    ]);
    expect(second).toEqual(first);
    const [{ runs } = { runs: 0 }] = await db.sql<{ runs: number }[]>`
      select count(*)::integer as runs from sync.pushes where push_id = ${pushId}
    `;
    expect(runs).toBe(1);
  });

  test('with one id, long after: the same answer, and what others did since stays', async () => {
    const pushId = randomUUID();
    const first = await phone.push({ created: [created(1)] }, { pushId, complete: false });
    await laptop.sync();
    await laptop.push({ updated: [edited(1, { title: 'laptop' })] });
    expect(await phone.push({ created: [created(1)] }, { pushId })).toEqual(first);
    expect(await note(1)).toMatchObject({ title: 'laptop' });
  });

  test('with one id and different changes: push_id_reused, and nothing is written', async () => {
    const pushId = randomUUID();
    await phone.push({ created: [created(1)] }, { pushId });
    await expect(phone.push({ created: [created(2)] }, { pushId })).rejects.toMatchObject({
      code: 'PT409',
      message: 'push_id_reused',
    });
    expect(await note(2)).toBeUndefined();
    const bobs = new Device(db, 'bob', 'phone');
    await bobs.push({ created: [created(2)] }, { pushId });
  });
});

describe('echoes', () => {
  test('a device is not sent its own change, others are', async () => {
    await Promise.all([phone.sync(), laptop.sync()]);
    await phone.push({ created: [created(1)] });
    expect(await phone.pull()).toEqual({ updated: [], deleted: [] });
    expect(await laptop.pull()).toEqual({ updated: [1], deleted: [] });
    await laptop.push({ deleted: [1] });
    expect(await laptop.pull()).toEqual({ updated: [], deleted: [] });
    expect(await phone.pull()).toEqual({ updated: [], deleted: [1] });
  });

  test('a device is sent its own change when it had missed an earlier one', async () => {
    await phone.push({ created: [created(1)] });
    await phone.sync();
    await server.update(1, { body: 'server' });
    await phone.push({ updated: [edited(1, { title: 'phone' })] });
    expect(await phone.pull()).toEqual({ updated: [1], deleted: [] });
  });

  test('a device that says which answer it had last is sent what it pushed after that', async () => {
    await phone.sync();
    const { timestamp } = await phone.push({ created: [created(1)] }, { complete: false });
    await phone.push({ created: [created(2)] }, { complete: false });
    expect(
      (await phone.peek({ hints: { acknowledged: timestamp } })).changes.notes?.updated,
    ).toMatchObject([{ id: noteId(2) }]);
  });

  test('a forged device id withholds nothing from its owner', async () => {
    const mallorys = new Device(db, 'bob', 'phone');
    expect(mallorys.id).toBe(phone.id);
    await phone.sync();
    await mallorys.push({ created: [created(1)] });
    await server.insert(1);
    expect((await phone.pull()).updated).toEqual([1]);
  });
});

describe('columns the server kept', () => {
  test('a second edit made before the next pull does not overwrite them unseen', async () => {
    await phone.push({ created: [created(1)] });
    await Promise.all([phone.sync(), laptop.sync()]);
    const old = edited(1, { title: 'phone', updated_at: 1763600000001 });
    await laptop.push({ updated: [edited(1, { title: 'laptop' })] });
    expect((await phone.push({ updated: [old] })).conflicts).toMatchObject([
      { resolution: 'server' },
    ]);
    const again = await phone.push({ updated: [edited(1, { title: 'phone again' })] });
    expect(again.conflicts).toMatchObject([{ column: 'title', server: 'laptop' }]);
  });
});

describe('bookkeeping', () => {
  test('a push is no news for other devices: not the device it came from, not its rejections again', async () => {
    const bad = { created: [created(1, { title: '' })] };
    await phone.push(bad);
    await laptop.sync();
    await phone.push(bad);
    await phone.push({});
    expect((await laptop.peek()).changes).toEqual({});
  });
});
