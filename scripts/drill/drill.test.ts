import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { Narrator } from '../demo/narrator.ts';
import { StackError } from '../stack/postgres.ts';
import { Drill } from './drill.ts';
import { differences } from './evidence.ts';

const closers: (() => Promise<unknown>)[] = [];
const closeAll = async (): Promise<void> => {
  for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
};
afterAll(closeAll);

test(
  'a disaster, a restore without a WAL file, and one with it',
  { timeout: 240_000 },
  async () => {
    const story: string[] = [];
    const narrator = new Narrator((line) => story.push(line));
    const drill = await Drill.start({ people: 3, archiveSeconds: 1 }, narrator, closers);
    await drill.live();

    const file = await drill.loseWal();
    const failure = await drill.recover().then(
      () => undefined,
      (error: unknown) => error as StackError,
    );
    expect(failure).toBeInstanceOf(StackError);
    expect(failure?.message).toContain(`the WAL file ${file} is missing from the archive`);
    expect(failure?.message).toContain('nobody was let in');
    expect(failure?.hint).toContain(`Put ${file} back`);

    await drill.putWalBack();
    const report = await drill.recover().catch((error: unknown) => {
      console.log(story.join('\n'));
      throw error;
    });
    expect(report.checks).toMatchObject({ differences: 0, erasuresReplayed: 1 });
    for (const amount of [
      report.checks.tables,
      report.checks.rows,
      report.checks.indexes,
      report.checks.heaps,
      report.checks.cronJobs,
      report.recoveryTime.seconds,
      report.recoveryPoint.seconds,
      report.lost.transactions,
    ]) {
      expect(amount).toBeGreaterThan(0);
      expect(amount).toBeLessThan(1_000_000);
    }
    // What a restore to the newest would have lost is part of what this one has lost.
    expect(report.recoveryPoint.transactions).toBeGreaterThanOrEqual(0);
    expect(report.recoveryPoint.transactions).toBeLessThan(report.lost.transactions);
    expect(report.recoveryPoint.seconds).toBeLessThan(report.lost.seconds);
    for (const sentence of [
      '0 differences',
      '✓ Nobody signs in',
      '✓ The server has begun a new epoch',
      '✓ He is erased once more, and his phone wipes itself',
      "✓ Anna's laptop loses none of its unsent edits",
      '✓ A tablet that had seen nothing of what is lost is sent changes only',
      'cron jobs are scheduled as before',
    ]) {
      expect(story.join('\n')).toContain(sentence);
    }

    const { data, log, archive } = drill.places;
    await closeAll();
    expect([data, log, archive].filter(existsSync)).toEqual([]);
  },
);

test('rows that differ are counted by table', () => {
  const rows = (...hashes: bigint[]) => BigInt64Array.from(hashes);
  const before = new Map([
    ['public.same', rows(1n, 2n, 2n)],
    ['public.changed', rows(1n, 2n, 3n)],
    ['public.dropped', rows(7n)],
    ['public.emptied', rows()],
  ]);
  const after = new Map([
    ['public.same', rows(1n, 2n, 2n)],
    ['public.changed', rows(1n, 3n, 3n, 4n)],
    ['public.made', rows()],
    ['public.emptied', rows()],
  ]);
  expect(differences(before, after)).toEqual([
    'public.changed: 1 rows lost or changed, 2 not known',
    'public.dropped: 1 rows lost or changed, 0 not known',
    'public.made: there once only',
  ]);
});

test('wrong options are told, before anything is started', async () => {
  const run = promisify(execFile);
  const drill = (...args: string[]): Promise<unknown> =>
    run(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/drill/index.ts', ...args]);
  await expect(drill('--people', '2')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--people: a whole number from 3 to 2,000') as string,
  });
  await expect(drill('--loose-wal')).rejects.toMatchObject({ code: 2 });
});
