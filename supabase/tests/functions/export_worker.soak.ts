import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Backend, type Person, unzip } from './support.ts';

// A person with a million rows: the worker, killed twice on the way, never needs more memory than hosted gives it.
const ROWS = 1_000_000;
const MEGABYTE = 1024 * 1024;
let backend: Backend;
let alice: Person;

beforeAll(async () => {
  backend = await Backend.start();
  alice = await backend.signUp('alice');
  await backend.sql`update private.settings set value = 2 where name = 'rights.lease_seconds'`;
  await backend.sql.begin(async (sql) => {
    await sql`set local statement_timeout = 0`;
    // Rollups of a million tasks are not what is measured.
    await sql`set local session_replication_role = replica`;
    await sql`
      insert into public.tasks (user_id, title, description)
      select ${alice.id}, 'task ' || n, 'What is to be done about it: ' || md5(n::text) || ' ' || md5((n + 1)::text)
      from generate_series(1, ${ROWS}::int) as n
    `;
  });
  await backend.sql`analyze public.tasks`;
}, 600_000);
afterAll(() => backend?.stop());

const memory = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;

test('a million rows are exported in flat memory, by a worker that is killed twice', async () => {
  const peaks: number[] = [];
  const timer = setInterval(() => {
    for (const pid of backend.processes('export-worker')) {
      try {
        peaks.push(memory(pid));
      } catch {
        // It has just ended.
      }
    }
  }, 250);
  const done = async (): Promise<{
    state: string;
    rows: number;
    links: string[];
    size: number;
  }> => {
    const [row] = await backend.sql`
      select e.state, e.links, e.size_bytes as size,
        (select coalesce(sum(s.rows_done), 0) from privacy.export_sources as s where s.user_id = e.user_id) as rows
      from public.data_exports as e where e.user_id = ${alice.id}
    `;
    return {
      state: row?.state as string,
      rows: Number(row?.rows),
      links: row?.links as string[],
      size: Number(row?.size),
    };
  };

  const startedAt = performance.now();
  expect((await alice.client.rpc('request_data_export')).error).toBeNull();
  const kills = [ROWS / 4, (ROWS / 3) * 2];
  let runs = 0;
  while ((await done()).state !== 'ready') {
    runs += 1;
    expect(runs).toBeLessThan(60);
    const run = backend.run('export-worker').catch(() => ({ state: 'killed' }));
    let isOver = false;
    void run.finally(() => (isOver = true));
    console.log(`run ${runs} begins at ${(await done()).rows} rows`);
    while (!isOver) {
      await sleep(100);
      if (kills[0] !== undefined && (await done()).rows > kills[0]) {
        kills.shift();
        backend.kill('export-worker');
        await run;
        await sleep(2_500);
      }
    }
  }
  clearInterval(timer);
  const seconds = (performance.now() - startedAt) / 1000;
  const { links, size } = await done();
  expect(kills).toEqual([]);
  expect(links).toHaveLength(1);

  const response = await fetch(links[0] ?? '');
  const files = unzip(Buffer.from(await response.arrayBuffer()));
  const manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '') as {
    tables: { table: string; rows: number; files: { path: string; sha256: string }[] }[];
  };
  const tasks = manifest.tables.find(({ table }) => table === 'public.tasks');
  expect(tasks?.rows).toBe(ROWS);
  for (const { path, sha256 } of manifest.tables.flatMap((table) => table.files)) {
    const content = files.get(path) ?? Buffer.alloc(0);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  }
  // Every row, once.
  const ids = new Set<string>();
  const lines = files.get('data/public.tasks.jsonl') ?? Buffer.alloc(0);
  let [at, count] = [0, 0];
  for (let end = lines.indexOf(10, at); end >= 0; end = lines.indexOf(10, at)) {
    ids.add((JSON.parse(lines.toString('utf8', at, end)) as { id: string }).id);
    count += 1;
    at = end + 1;
  }
  expect([count, ids.size]).toEqual([ROWS, ROWS]);

  const peak = Math.max(...peaks);
  console.log(
    `${ROWS} rows, ${(lines.length / MEGABYTE).toFixed(0)} MB of JSON, archive ${(size / MEGABYTE).toFixed(0)} MB: ` +
      `${seconds.toFixed(0)} s in ${runs} runs; memory at most ${(peak / MEGABYTE).toFixed(0)} MB (${peaks.length} samples)`,
  );
  expect(peak).toBeLessThan(256 * MEGABYTE);
});
