import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../scripts/stack/postgres.ts';
import { type Stack, startStack } from '../../../scripts/stack/stack.ts';
import { runEveryJob } from '../../../scripts/test/cron.ts';

// The local stack's cron runs the jobs that the migrations schedule. On Debian's PostgreSQL with the real pg_cron, .ci/run
// has them run by the same function.

let stack: Stack;
let sql: postgres.Sql;
let home: string;

beforeAll(async () => {
  home = await fs.mkdtemp(path.join(tmpdir(), 'futuresync-jobs-'));
  await fs.chmod(home, 0o755);
  stack = await startStack({
    home,
    ports: { api: await freePort(), database: await freePort() },
    settings: { fsync: 'off' },
  });
  sql = postgres(stack.pg.url(), { max: 1, onnotice: () => undefined });
}, 120_000);
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await stack.stop();
  await fs.rm(home, { recursive: true, force: true, maxRetries: 5 });
});

test('every job is run by the scheduler and succeeds, which health gets to know', async () => {
  const before = await sql`select jobname, schedule, command from cron.job order by jobname`;
  expect(before.length).toBeGreaterThan(15);
  const runs = await runEveryJob(sql, { often: '5 seconds', patience: 60_000 });
  expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([]);
  expect(await sql`select jobname, schedule, command from cron.job order by jobname`).toEqual(
    before,
  );

  await sql`select ops.digest_jobs()`;
  const jobs = await sql<{ job_name: string }[]>`
    select job_name from ops.jobs() where last_success_at is not null and failures_in_a_row = 0 order by 1
  `;
  expect(jobs.map(({ job_name }) => job_name)).toEqual(before.map(({ jobname }) => jobname as string)); // prettier-ignore
}, 120_000);
