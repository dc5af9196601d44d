import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../../../scripts/stack/postgres.ts';
import { type Stack, startStack } from '../../../scripts/stack/stack.ts';

// archive-worker on Deno against the whole stack: a month goes to Storage, comes back byte by byte, and is deleted.

let stack: Stack;
let sql: postgres.Sql;
let home: string;
let month: string;

beforeAll(async () => {
  home = await fs.mkdtemp(path.join(tmpdir(), 'futuresync-archive-'));
  await fs.chmod(home, 0o755);
  stack = await startStack({
    home,
    ports: { api: await freePort(), database: await freePort() },
    settings: { fsync: 'off' },
  });
  sql = postgres(stack.pg.url(), { max: 2, onnotice: () => undefined });
  // Jobs of the stack would do the work first; what the demo people pushed is not what this is about.
  await sql`select cron.unschedule(jobid) from cron.job`;
  await sql`delete from public.sync_runs where true`;
  await sql`insert into auth.users (id, email) values ('00000000-0000-4000-8000-000000000001', 'alice@example.test')`;
  await sql`select private.ensure_partitions('public.sync_runs', 1, now() - interval '30 months')`;
  await sql`
    insert into public.sync_runs (started_at, user_id, duration_ms, record_count, byte_count, accepted_count, conflict_count, rejected_count)
    select now() - interval '30 months' - n * interval '1 second', '00000000-0000-4000-8000-000000000001', n + 0.125, n, n, n, n % 3, n % 2
    from generate_series(1, 12000) as n
    where date_trunc('month', now() - interval '30 months' - n * interval '1 second', 'UTC') = date_trunc('month', now() - interval '30 months', 'UTC')
  `;
  const [row] = await sql<{ name: string }[]>`
    select 'sync_runs_' || to_char((now() - interval '30 months') at time zone 'UTC', 'YYYY_MM') as name
  `;
  month = (row as { name: string }).name;
}, 120_000);
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await stack.stop();
  await fs.rm(home, { recursive: true, force: true, maxRetries: 5 });
});

async function keep(): Promise<void> {
  for (;;) {
    const [row] = await sql<{ did: string | null }[]>`select ops.keep_partitions() as did`;
    if ((row?.did ?? null) === null) return;
  }
}

async function work(
  secret?: string,
): Promise<{ status: number; done?: string[]; message?: string }> {
  const [row] = await sql<{ value: string }[]>`select private.secret('worker_secret') as value`;
  const response = await fetch(`${stack.url}/functions/v1/archive-worker`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret ?? row?.value ?? ''}` },
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const state = async (): Promise<string | undefined> => {
  const rows = await sql<
    { state: string }[]
  >`select state from ops.archives where partition_name = ${month}`;
  return rows[0]?.state;
};
const checksum = async (): Promise<string> => {
  const [row] = await sql<{ sum: string }[]>`
    select md5(string_agg((to_jsonb(r) - '{user_id,device_id}'::text[])::text, ',' order by started_at, id)) as sum from public.sync_runs as r
  `;
  return (row as { sum: string }).sum;
};

test('only the secret of the workers has it work', async () => {
  expect((await work(stack.keys.publishableKey)).status).toBe(401);
  expect((await work(stack.keys.secretKey)).status).toBe(401);
  expect((await work('')).status).toBe(401);
});

test('a month goes to Storage in compressed parts, is dropped, and comes back as it was', async () => {
  const before = await checksum();
  await keep();
  expect(await state()).toBe('sealed');
  const stored = await work();
  expect(stored).toMatchObject({ status: 200 });
  expect(stored.done?.length).toBeGreaterThan(1);
  expect(await work()).toEqual({ status: 200, done: [] });
  await keep();
  expect(await state()).toBe('cold');
  expect(await sql`select from public.sync_runs`).toHaveLength(0);

  // What lies there is gzip of lines, with the checksum the catalogue has; the publishable key does not get it.
  const options = { auth: { persistSession: false }, realtime: { transport: WebSocket as never } };
  const [part] = await sql<{ path: string; checksum: string; row_count: number }[]>`
    select ops.archive_path(relation, partition_name, nth) as path, checksum, row_count from ops.archive_parts order by nth limit 1
  `;
  const { data } = await createClient(stack.url, stack.keys.secretKey, options)
    .storage.from('archives')
    .download(part?.path ?? '');
  const lines = gunzipSync(Buffer.from(await (data as Blob).arrayBuffer())).toString('utf8');
  expect(createHash('sha256').update(lines).digest('hex')).toBe(part?.checksum);
  expect(lines.trimEnd().split('\n')).toHaveLength(part?.row_count ?? 0);
  // Whose it was is not said.
  expect(lines).not.toMatch(/user_id|device_id|00000000-0000-4000-8000-000000000001/);
  const visitor = await createClient(stack.url, stack.keys.publishableKey, options)
    .storage.from('archives')
    .download(part?.path ?? '');
  expect(visitor.data).toBeNull();

  await sql`select ops.restore_archive('public.sync_runs', ${month})`;
  expect(await work()).toMatchObject({ status: 200 });
  expect(await state()).toBe('restored');
  expect(await checksum()).toBe(before);
});

test('an object that was changed in Storage is noticed, and the month stays where it is', async () => {
  await sql`update ops.archives set restored_at = now() - interval '31 days' where true`;
  await keep();
  expect(await state()).toBe('cold');
  await sql`select ops.restore_archive('public.sync_runs', ${month})`;
  await sql`update ops.archive_parts set checksum = md5(checksum) where nth = 1`;
  const answer = await work();
  expect(answer).toMatchObject({ status: 500, done: [] });
  expect(answer.message).toMatch(/archive_corrupt/);
  expect(await state()).toBe('restoring');
});
