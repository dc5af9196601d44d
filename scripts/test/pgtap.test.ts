import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { findTests, formatFailures, openWorkerDatabase, type PgTapSession } from './pgtap.ts';

// Every pgTAP file as one test, so that `npm test` has one summary.
const files = await findTests();

/** Says what failed; where in this file is of no interest. */
class TapError extends Error {
  override name = 'pgTAP';
  override stack = '';
}

describe('pgTAP', () => {
  const WORKERS = 2;
  const idle: PgTapSession[] = [];
  const all: PgTapSession[] = [];

  beforeAll(async () => {
    all.push(
      ...(await Promise.all(
        Array.from({ length: WORKERS }, () => openWorkerDatabase(inject('adminUrl'))),
      )),
    );
    idle.push(...all);
  });
  afterAll(async () => {
    await Promise.all(all.map((session) => session.close()));
  });

  // Vitest runs at most `maxConcurrency` at once, which is as many as there are databases.
  test.concurrent.each(files)('%s', async (file) => {
    const session = idle.pop();
    if (session === undefined) throw new Error('more tests run at once than there are databases');
    try {
      const result = await session.run(file);
      if (result.failures.length > 0) throw new TapError(formatFailures(result));
    } finally {
      idle.push(session);
    }
  });
});
