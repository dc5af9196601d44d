import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { withConnection } from '../../../scripts/test/server.ts';
import { schemaVersion } from '../../../types/watermelon.ts';
import { type Command, histories } from './support/model/history.ts';
import { RealDevice } from './support/model/real.ts';
import { runHistory, runModel, TOGETHER } from './support/model/run.ts';
import { installModel } from './support/model/tables.ts';
import { World } from './support/model/world.ts';
import { type Person, TestServer } from './support/server.ts';

// The protocol against random histories, after shared rules that hold whatever happens (support/model/world.ts). The
// soak runs a thousand; here is a handful, and those that once failed.

describe('the engine', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
    await installModel(db.sql);
  });
  afterAll(() => db.drop());

  test('loses nothing and overwrites nothing unseen, and all devices become equal, whatever happens', async () => {
    const report = await runModel(db, { runs: 25, timeLimitMs: 20_000 });
    console.log(`${report.runs} histories, seed ${report.seed}`, report.met);
    expect(report.explanation).toBe('');
    expect(report.runs).toBeGreaterThan(3);
  });

  test('nor where records are many people’s, who join, leave and change roles meanwhile', async () => {
    const report = await runModel(db, { runs: 25, timeLimitMs: 20_000, together: TOGETHER });
    console.log(`${report.runs} histories, seed ${report.seed}`, report.met);
    expect(report.explanation).toBe('');
    expect(report.runs).toBeGreaterThan(3);
  });

  const sync = (device: number, more: Partial<Extract<Command, { do: 'sync' }>> = {}): Command => ({
    do: 'sync',
    device,
    fault: 'none',
    pageSize: 1_000,
    meanwhile: [],
    ...more,
  });
  const create = (device: number): Command => ({ do: 'create', device, pick: 3 });
  const edit = (device: number, column = 0): Command => ({
    do: 'edit',
    device,
    pick: 1,
    column,
    poison: false,
  });
  const remove = (device: number): Command => ({ do: 'delete', device, pick: 1 });
  const onServer = (what: 'update' | 'insert' | 'delete', row = 6): Command => ({
    do: 'write',
    transaction: 0,
    row,
    what,
  });

  // Devices 0, 2 and 4 are one person's.
  test.each<[string, Command[], typeof TOGETHER?]>([
    ...[0, 10].map((minutes): [string, Command[]] => [
      `a push that arrives ${minutes} minutes late does not undo the one after it`,
      [
        create(0),
        sync(0),
        edit(0, 2),
        sync(0, { fault: 'push arrives late' }),
        edit(0, 2),
        sync(0),
        { do: 'deliver late', pick: 0, minutes },
      ],
    ]),
    [
      'a record whose first push was never answered, and that was deleted elsewhere, stays deleted',
      [create(0), sync(0, { fault: 'reply lost, retry never arrives' }), onServer('delete')],
    ],
    [
      'an edit of a record that was deleted and forgotten meanwhile brings it back, on the editing device too',
      [create(0), sync(0), sync(2), edit(2), remove(0), sync(0), { do: 'prune' }],
    ],
    [
      'a deletion by a device that was away longer than the feed reaches tells what it destroyed',
      [create(0), sync(0), sync(2), edit(2), sync(2), remove(0), { do: 'prune' }],
    ],
    [
      'so does one of a record that was touched again after the feed was pruned',
      [
        { do: 'edit', device: 4, pick: 953, column: 5, poison: false },
        { do: 'edit', device: 2, pick: 230, column: 14, poison: false },
        sync(4),
        { do: 'write', transaction: 1, row: 798, what: 'update' },
        { do: 'delete', device: 4, pick: 542 },
        sync(2, {
          fault: 'edit during push',
          meanwhile: [
            { do: 'write', transaction: 1, row: 377, what: 'insert' },
            { do: 'write', transaction: 1, row: 99, what: 'insert' },
          ],
        }),
        { do: 'prune' },
      ],
    ],
    [
      'edits that were based on a feed since pruned are conflicts after a move to another cluster too',
      [
        create(0),
        sync(0),
        sync(2),
        edit(2),
        sync(2),
        edit(0),
        { do: 'prune' },
        { do: 'epoch', sameCluster: false },
      ],
    ],
    [
      'a device that was set back to an earlier state is sent what it wrote itself since',
      [create(0), sync(0), sync(0), edit(0), sync(0), { do: 'restore', device: 0, pick: 1 }],
    ],
    [
      'an edit that moves a record to a notebook deleted elsewhere loses nothing else',
      [
        { do: 'create', device: 0, pick: 4 },
        create(0),
        sync(0),
        sync(2),
        edit(2, 6),
        edit(2, 0),
        { do: 'delete', device: 0, pick: 0 },
        sync(0),
        sync(2),
      ],
    ],
    [
      'a page that repeats a row moved between organisations is not taken for the last one',
      [
        sync(1),
        { do: 'create', device: 2, pick: 598 },
        { do: 'write', transaction: 0, row: 177, what: 'insert' },
        sync(5),
        { do: 'edit', device: 1, pick: 159, column: 10, poison: false },
        { do: 'write', transaction: 0, row: 602, what: 'card' },
        { do: 'write', transaction: 0, row: 769, what: 'role' },
        { do: 'write', transaction: 0, row: 795, what: 'card' },
        sync(2, {
          meanwhile: [
            { do: 'write', transaction: 1, row: 61, what: 'move' },
            { do: 'write', transaction: 0, row: 377, what: 'join' },
          ],
        }),
        sync(2, {
          pageSize: 3,
          meanwhile: [
            { do: 'write', transaction: 1, row: 940, what: 'update' },
            { do: 'write', transaction: 1, row: 284, what: 'insert' },
          ],
        }),
        sync(1, {
          fault: 'push arrives late',
          pageSize: 3,
          meanwhile: [
            { do: 'write', transaction: 2, row: 59, what: 'card' },
            { do: 'finish', transaction: 2, commit: true },
          ],
        }),
      ],
      TOGETHER,
    ],
    [
      'pruning does not wait for who is just coming back to an organisation',
      [
        sync(3, {
          fault: 'push held open',
          meanwhile: [{ do: 'write', transaction: 0, row: 972, what: 'leave' }],
        }),
        { do: 'open' },
        { do: 'write', transaction: 0, row: 866, what: 'update' },
        { do: 'write', transaction: 2, row: 253, what: 'role' },
        { do: 'edit', device: 3, pick: 785, column: 1, poison: false },
        { do: 'write', transaction: 0, row: 516, what: 'join' },
        { do: 'edit', device: 2, pick: 845, column: 16, poison: true },
        sync(5),
        sync(5),
        { do: 'prune' },
      ],
      TOGETHER,
    ],
  ])('%s', async (_, commands, size) => {
    const world = await World.open(db, size);
    try {
      await runHistory(world, commands);
    } finally {
      await world.close();
    }
  });
});

test(
  'the real WatermelonDB, the real adapter and the real API behave as the model does',
  { timeout: 120_000 },
  async () => {
    const server = await TestServer.start(async (db) => {
      await installModel(db.sql, schemaVersion);
      // Only the model's tables are sent. A request that waits for a lock gives up soon.
      await db.sql`
      update sync.tables set since = 1000 where table_name not like 'model%' and table_name not in ('sync_conflicts', 'sync_rejections')
    `;
      await withConnection(db.superUrl, (sql) =>
        sql.unsafe(`alter role authenticator in database ${db.name} set lock_timeout = '50ms'`),
      );
    });
    try {
      const report = await runModel(server.db, {
        runs: 6,
        min: 40,
        max: 50,
        // One alone may take long: what a device does not get through it tries again after a while.
        timeLimitMs: 45_000,
        shrinkLimitMs: 20_000,
        async begin(world) {
          const people: Person[] = [];
          await world.begin(
            (name, id, person) =>
              new RealDevice(name, id, person, world, server, people[person] as Person),
            4,
            async (nth) => {
              people[nth] = await server.signUp(`model${nth}`);
              return people[nth].id;
            },
          );
        },
      });
      console.log(`${report.runs} histories of real devices, seed ${report.seed}`, report.met);
      expect(report.explanation).toBe('');
      expect(report.runs).toBeGreaterThan(0);
    } finally {
      await server.stop();
    }
  },
);

test('histories come with the length that was asked for, and get shorter when they fail', async () => {
  const { default: fc } = await import('fast-check');
  const lengths = fc.sample(histories({ min: 50, max: 70 }), 50).map(({ length }) => length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(50);
  const details = fc.check(
    fc.property(
      histories({ min: 50, max: 70 }),
      (commands) => !commands.some(({ do: what }) => what === 'prune'),
    ),
  );
  expect(details.counterexample?.[0]).toEqual([{ do: 'prune' }]);
});
