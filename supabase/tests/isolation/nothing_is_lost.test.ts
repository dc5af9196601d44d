import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { created, createNotes, Device, edited, forget, notesOf, Writer } from './sessions.ts';

// Guarantee 1: whatever commits is delivered to every device that may see it, whatever the interleaving.

let db: TestDatabase;
let phone: Device;
let t1: Writer;
let t2: Writer;

beforeAll(async () => {
  db = await createTestDatabase();
  await createNotes(db);
});
beforeEach(async () => {
  await forget(db);
  phone = new Device(db, 'alice', 'phone');
  t1 = new Writer(db.url);
  t2 = new Writer(db.url);
});
afterEach(async () => {
  await Promise.all([t1.close(), t2.close()]);
  // What a failed spec left prepared would hold its locks for ever.
  const left = await db.sql<
    { gid: string }[]
  >`select gid from pg_prepared_xacts where database = current_database()`;
  for (const { gid } of left) await db.sql.unsafe(`rollback prepared '${gid}'`);
});
afterAll(() => db.drop());

describe('late commits', () => {
  for (const withSnapshot of [true, false]) {
    // By cursor alone some rows may be sent again, as long as any transaction of the cluster is open.
    const how = withSnapshot ? 'with the snapshot hint' : 'by cursor alone';

    test(`a transaction that began before a pull and commits after it, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      await t1.insert(2);
      await t2.insert(3);
      expect((await phone.pull({ withSnapshot })).updated).toContain(3);
      await t1.commit();
      expect((await phone.pull({ withSnapshot })).updated).toContain(2);
      if (withSnapshot) expect((await phone.pull()).updated).toEqual([]);
    });

    test(`a transaction that took its id before a pull and wrote only after it, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      await t1.xid();
      await t2.insert(2);
      expect((await phone.pull({ withSnapshot })).updated).toContain(2);
      await t1.insert(3);
      await phone.pull({ withSnapshot });
      await t1.commit();
      expect((await phone.pull({ withSnapshot })).updated).toContain(3);
    });

    test(`the older transaction touches a row after the younger one did, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      const older = await t1.xid();
      await t2.begin();
      expect(await t2.xid()).toBeGreaterThan(older);
      await t2.update(1, { title: 'by the younger' });
      await t2.commit();
      expect((await phone.pull({ withSnapshot })).updated).toEqual([1]);
      await t1.update(1, { title: 'by the older' });
      await t1.commit();
      expect((await phone.pull({ withSnapshot })).updated).toEqual([1]);
      if (withSnapshot) expect((await phone.pull()).updated).toEqual([]);
    });

    test(`a deletion that commits late, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      await t1.delete(1);
      await t2.insert(2);
      await phone.pull({ withSnapshot });
      await t1.commit();
      expect((await phone.pull({ withSnapshot })).deleted).toEqual([1]);
    });

    test(`a prepared transaction that is committed long after, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      await t1.insert(2);
      await t1.run(`prepare transaction 'late'`);
      await t2.insert(3);
      expect((await phone.pull({ withSnapshot })).updated).toContain(3);
      await t2.insert(4);
      expect((await phone.pull({ withSnapshot })).updated).toContain(4);
      await t1.run(`commit prepared 'late'`);
      expect((await phone.pull({ withSnapshot })).updated).toContain(2);
      if (withSnapshot) expect((await phone.pull()).updated).toEqual([]);
    });

    test(`a savepoint that is rolled back, and what follows it, ${how}`, async () => {
      await t1.insert(1);
      await phone.pull();
      await t1.begin();
      await t1.run('savepoint before');
      await t1.insert(2);
      await t1.update(1, { title: 'undone' });
      await t1.run('rollback to before');
      await phone.pull({ withSnapshot });
      await t1.run('savepoint again');
      await t1.insert(3);
      await t1.run('release again');
      await phone.pull({ withSnapshot });
      await t1.commit();
      const { updated, deleted } = await phone.pull({ withSnapshot });
      expect(updated).toContain(3);
      expect(updated).not.toContain(2);
      expect(deleted).toEqual([]);
    });
  }

  test('a first pull while a transaction is open', async () => {
    await t1.begin();
    await t1.insert(1);
    await t2.insert(2);
    expect(await phone.pull()).toMatchObject({ updated: [2] });
    await t1.commit();
    expect(await phone.pull()).toMatchObject({ updated: [1] });
  });

  test('a transaction that is rolled back is as if it had never been', async () => {
    await t1.insert(1);
    await phone.pull();
    await t1.begin();
    await t1.update(1, { title: 'undone' });
    await phone.pull();
    await t1.rollback();
    expect(await phone.pull()).toEqual({ updated: [], deleted: [] });
  });
});

describe('pages', () => {
  /** Pulls page by page, and lets `between` happen after each. */
  async function pages(
    size: number,
    between: (notes: number[], page: number) => Promise<void>,
  ): Promise<number[][]> {
    const seen: number[][] = [];
    let page = await phone.peek({ hints: { page_size: size } });
    const first = page;
    for (;;) {
      seen.push(notesOf(page).updated);
      expect(page.timestamp).toBe(first.timestamp);
      expect(page.snapshot).toBe(first.snapshot);
      if (!page.has_more) break;
      await between(seen.flat(), seen.length);
      page = await phone.peek({ hints: { page_size: size, page_token: page.page_token } });
    }
    phone.keep(first);
    return seen;
  }

  test('rows that are touched between pages come later, and none is skipped', async () => {
    await phone.pull();
    for (const n of [1, 2, 3, 4, 5, 6]) await t1.insert(n);
    const seen = await pages(2, async (_, page) => {
      // The row that would have opened the next page moves to the end.
      if (page === 1) await t2.update(3, { title: 'moved' });
      if (page === 2) await t2.delete(6);
    });
    expect(seen.flat().toSorted()).toEqual([1, 2, 3, 4, 5]);
    const { updated, deleted } = await phone.pull();
    expect(updated).toContain(3);
    expect(deleted).toEqual([6]);
  });

  test('an older transaction that commits between pages, behind the page, is delivered by the next pull', async () => {
    await t1.insert(7);
    await phone.pull();
    await t1.begin();
    await t1.xid();
    for (const n of [1, 2, 3, 4]) await t2.insert(n);
    const seen = await pages(2, async (_, page) => {
      if (page === 1) {
        await t1.update(7, { title: 'late' });
        await t1.update(1, { title: 'late' });
        await t1.commit();
      }
    });
    expect(seen.flat()).toEqual(expect.arrayContaining([1, 2, 3, 4]));
    expect((await phone.pull()).updated).toEqual(expect.arrayContaining([1, 7]));
  });

  test('an older transaction does not move a row back, past a page that was read', async () => {
    await phone.pull();
    await t1.begin();
    await t1.xid();
    for (const n of [1, 2, 3, 4]) await t2.insert(n);
    const seen = await pages(2, async (_, page) => {
      if (page === 1) {
        await t1.update(4, { title: 'by the older' });
        await t1.commit();
      }
    });
    expect(seen.flat()).toEqual([1, 2, 3, 4]);
    expect((await phone.pull()).updated).toContain(4);
  });

  test('a first pull: what is written between its pages is delivered by the next pull', async () => {
    for (const n of [10, 20, 30, 40]) await t1.insert(n);
    let isWritten = false;
    const seen = await pages(2, async (notes) => {
      if (isWritten || !notes.includes(20)) return;
      isWritten = true;
      await t2.insert(5);
      await t2.update(10, { title: 'again' });
      await t2.delete(20);
    });
    expect(seen.flat()).toEqual(expect.arrayContaining([10, 20, 30, 40]));
    expect(await phone.pull()).toEqual({ updated: [5, 10], deleted: [20] });
  });

  test('a first pull whose order of tables changes between pages starts again, or misses none', async () => {
    await t1.insert(1);
    await db.sql`update sync.tables set priority = 1 where table_name = 'notes'`;
    let page = await phone.peek({ hints: { page_size: 3 } });
    // A deployment, or another type of the person, puts first what the pages have not reached yet.
    await db.sql`update sync.tables set priority = 1000 where table_name = 'notes'`;
    const notes = notesOf(page).updated;
    let refusal: unknown;
    while (page.has_more && refusal === undefined) {
      try {
        page = await phone.peek({ hints: { page_size: 3, page_token: page.page_token } });
        notes.push(...notesOf(page).updated);
      } catch (error) {
        refusal = error;
      }
    }
    if (refusal === undefined) expect(notes).toEqual([1]);
    else expect(refusal).toMatchObject({ code: 'PT409', message: 'page_token_expired' });
  });
});

describe('the client', () => {
  test('that loses the last page starts again from its old cursor and misses nothing', async () => {
    await phone.pull();
    for (const n of [1, 2, 3]) await t1.insert(n);
    await phone.peek({ hints: { page_size: 2 } });
    expect((await phone.pull()).updated).toEqual([1, 2, 3]);
  });

  test('that loses the reply of a push is not sent its rows as news, nor in conflict', async () => {
    await phone.sync();
    await phone.push({ created: [created(1)] }, { complete: false });
    expect(await phone.pull()).toEqual({ updated: [], deleted: [] });
    const answer = await phone.push({ created: [created(1)] });
    expect(answer).toMatchObject({ conflicts: [], rejected: [] });
    expect(await phone.push({ updated: [edited(1, { title: 'two' })] })).toMatchObject({
      conflicts: [],
    });
  });
});
