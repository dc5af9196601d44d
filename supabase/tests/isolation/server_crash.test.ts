import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { prepareDatabase } from '../../../scripts/test/server.ts';
import { type Postgres, startPostgres } from '../../../scripts/stack/postgres.ts';
import { createNotes, Device, Writer } from './sessions.ts';

// Guarantee 1, "kill -9": a transaction id that was given out shortly before a crash, and of which the log
// had not reached the disk, is given out again after it. A cursor must not have counted on it.

let server: Postgres;
let db: TestDatabase;
const open = (): TestDatabase => openTestDatabase(server.superUrl(), 'crash');

beforeAll(async () => {
  // Commits reach the disk, as in production; the rest waits long, so that the crash catches it.
  server = await startPostgres({ settings: { wal_writer_delay: '10s' } });
  await prepareDatabase(server.superUrl(), 'crash');
  db = open();
  await createNotes(db);
});
afterAll(() => server.stop());

async function crash(): Promise<void> {
  await server.kill();
  await db.drop().catch(() => undefined);
  await server.restart();
  db = open();
}

/** Takes transaction ids that leave no trace on the disk. */
async function burnIds(count: number): Promise<bigint> {
  const writer = new Writer(db.url);
  let last = 0n;
  for (let n = 0; n < count; n += 1) {
    await writer.begin();
    last = await writer.xid();
    await writer.rollback();
  }
  await writer.close();
  return last;
}

for (const withSnapshot of [true, false]) {
  const how = withSnapshot ? 'with the snapshot hint' : 'by cursor alone';

  test(`what is written after a crash reaches a device that pulled just before it, ${how}`, async () => {
    const n = withSnapshot ? 1 : 2;
    let phone = new Device(db, 'alice', 'phone');
    await phone.pull();
    const burnt = await burnIds(10);
    await phone.pull();
    const { cursor, snapshot } = phone;

    await crash();
    phone = new Device(db, 'alice', 'phone');
    Object.assign(phone, { cursor, snapshot });
    const writer = new Writer(db.url);
    await writer.begin();
    expect(await writer.xid(), 'ids are given out again').toBeLessThanOrEqual(burnt);
    await writer.insert(n);
    await writer.commit();
    await writer.close();
    expect((await phone.pull({ withSnapshot })).updated).toContain(n);
  });
}
