import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { created, createNotes, Device, edited, forget, Writer } from './sessions.ts';

// Guarantee 2: a long open transaction, in this or another database of the cluster, delays no one's changes.

let db: TestDatabase;
let other: TestDatabase;
let phone: Device;
let laptop: Device;
let stranger: Writer;

beforeAll(async () => {
  [db, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await createNotes(db, ['alice', 'bob']);
});
beforeEach(async () => {
  await forget(db);
  phone = new Device(db, 'alice', 'phone');
  laptop = new Device(db, 'alice', 'laptop');
});
afterEach(() => stranger.close());
afterAll(() => Promise.all([db.drop(), other.drop()]));

for (const where of ['this', 'another'] as const) {
  const open = async (): Promise<void> => {
    stranger = new Writer(where === 'this' ? db.url : other.url, 'bob');
    await stranger.begin();
    await stranger.xid();
    if (where === 'this') await stranger.insert(99);
  };

  test(`a transaction open in ${where} database: a pull has a commit at once`, async () => {
    await phone.sync();
    await open();
    await laptop.sync();
    for (let n = 1; n <= 10; n += 1) {
      await laptop.push({ created: [created(n)] });
      const startedAt = performance.now();
      expect((await phone.pull()).updated).toEqual([n]);
      // The bench says how fast it is; here it only must not wait.
      expect(performance.now() - startedAt).toBeLessThan(1000);
    }
  });

  test(`a transaction open in ${where} database: what a pull saw is not sent again with the snapshot hint`, async () => {
    await open();
    await phone.sync();
    await laptop.push({ created: [created(1)] });
    expect((await phone.pull()).updated).toEqual([1]);
    expect((await phone.pull()).updated).toEqual([]);
    // Without the hint it may be, which costs but loses nothing.
    expect((await phone.pull({ withSnapshot: false })).updated).toEqual([1]);
  });

  test(`a transaction open in ${where} database: no conflict with what the device saw`, async () => {
    await phone.sync();
    await phone.push({ created: [created(1)] });
    await open();
    await laptop.sync();
    await laptop.push({ updated: [edited(1, { title: 'laptop' })] });
    // The cursor stays behind the open transaction; the snapshot tells what was seen beyond it.
    expect((await phone.sync()).updated).toEqual([1]);
    expect(
      await phone.push({ updated: [edited(1, { title: 'phone, after reading' })] }),
    ).toMatchObject({ conflicts: [] });
    await laptop.sync();
    expect(
      await laptop.push({ updated: [edited(1, { title: 'laptop, after reading' })] }),
    ).toMatchObject({ conflicts: [] });
  });

  test(`a transaction open in ${where} database: a true conflict is one`, async () => {
    await phone.sync();
    await phone.push({ created: [created(1)] });
    await open();
    await laptop.sync();
    await phone.sync();
    await laptop.push({ updated: [edited(1, { title: 'laptop' })] });
    const { conflicts } = await phone.push({ updated: [edited(1, { title: 'phone, unseen' })] });
    expect(conflicts).toMatchObject([{ column: 'title' }]);
  });
}
