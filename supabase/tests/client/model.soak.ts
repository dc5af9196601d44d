import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../scripts/test/database.ts';
import { runModel, TOGETHER } from './support/model/run.ts';
import { installModel } from './support/model/tables.ts';

const RUNS = Number(process.env.MODEL_RUNS ?? 1_000);
const WORKERS = 2;

const parts = Array.from({ length: WORKERS }, (_, nth) => nth + 1);

test.concurrent.each([
  ...parts.map((nth) => ({ what: 'the model', nth, more: {}, meets: [] as string[] })),
  ...parts.map((nth) => ({
    what: 'the model with organisations',
    nth: WORKERS + nth,
    more: { together: TOGETHER },
    meets: ['join', 'leave', 'role', 'move', 'invitation race', 'rejected: not_allowed'],
  })),
])('$what holds, part $nth', async ({ nth, more, meets }) => {
  const db = await createTestDatabase();
  try {
    await installModel(db.sql);
    const startedAt = Date.now();
    const report = await runModel(db, {
      runs: Math.ceil(RUNS / WORKERS),
      ...more,
      onRun(runs) {
        if (runs % 100 === 0)
          console.log(
            `part ${nth}: ${runs} histories in ${Math.round((Date.now() - startedAt) / 1000)} s`,
          );
      },
    });
    console.log(`part ${nth}: ${report.runs} histories, seed ${report.seed}`, report.met);
    expect(report.explanation).toBe('');
    expect(report.runs).toBe(Math.ceil(RUNS / WORKERS));
    // Not one history went without what it is there for.
    for (const what of [
      'push held open',
      'transaction opened',
      'transaction in another database',
      'late push',
      'device set back',
      'conflict',
      ...meets,
    ]) {
      expect(report.met[what], what).toBeGreaterThan(0);
    }
  } finally {
    await db.drop();
  }
});
