import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Backend, type Person, unzip } from './support.ts';

// The real worker, on Deno, against the real API: what it makes, and that it makes it whatever happens to it.

interface Export {
  id: string;
  state: string;
  rows_done: number;
  rows_expected: number;
  size_bytes: number;
  links: string[];
  expires_at: string;
}
interface Manifest {
  subject: string;
  schema_version: number;
  rows_expected: number;
  archives: number;
  tables: {
    table: string;
    archive: number;
    rows: number;
    files: { path: string; bytes: number; sha256: string }[];
  }[];
  files: { path: string; bytes: number; sha256: string }[];
  omissions: { table?: string; file?: string; reason: string }[];
}

let backend: Backend;
let alice: Person;
let people = 0;

beforeAll(async () => {
  backend = await Backend.start();
  await backend.service.storage.createBucket('attachments');
});
afterAll(() => backend?.stop());
beforeEach(async () => {
  people += 1;
  alice = await backend.signUp(`alice${people}`);
});
afterEach(async () => {
  await backend.sql`update private.settings set value = 4000000 where name = 'exports.page_bytes'`;
  await backend.sql`update private.settings set value = 500000000 where name = 'exports.volume_bytes'`;
  await backend.sql`update private.settings set value = 60 where name = 'rights.lease_seconds'`;
  await backend.sql`update public.data_exports set state = 'cancelled', finished_at = now() where state in ('queued', 'running')`;
});

/** Tasks with titles that CSV and JSON have to take care of. */
const addTasks = (count: number) => backend.sql`
  insert into public.tasks (user_id, title)
  select ${alice.id}, 'task ' || n || case n % 4 when 0 then ' "quoted", é' when 1 then E' line\nbreak 🌱' else '' end
  from generate_series(1, ${count}::int) as n
`;

async function ask(format?: string): Promise<Export> {
  const answer = await alice.client.rpc('request_data_export', format ? { format } : {});
  if (answer.error) throw new Error(answer.error.message);
  return answer.data as Export;
}

async function exported(): Promise<Export> {
  const newest = alice.client
    .from('data_exports')
    .select()
    .order('created_at', { ascending: false });
  const answer = await newest.limit(1).single();
  return answer.data as Export;
}

async function fetchArchives(links: string[]): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const link of links) {
    const response = await fetch(link);
    expect(response.status).toBe(200);
    for (const [name, content] of unzip(Buffer.from(await response.arrayBuffer()))) {
      files.set(name, content);
    }
  }
  return files;
}

const manifestOf = (files: Map<string, Buffer>): Manifest =>
  JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest;

/** Every file is as the manifest says, and there is no other. */
function expectIntact(files: Map<string, Buffer>): void {
  const manifest = manifestOf(files);
  const listed = [...manifest.tables.flatMap((table) => table.files), ...manifest.files];
  for (const { path, bytes, sha256 } of listed) {
    const content = files.get(path) ?? Buffer.alloc(0);
    const hash = createHash('sha256').update(content).digest('hex');
    expect([path, content.byteLength, hash]).toEqual([path, bytes, sha256]);
  }
  expect([...files.keys()].sort()).toEqual(
    [...listed.map(({ path }) => path), 'manifest.json'].sort(),
  );
}

/** What the JSON lines hold, read back by the database into rows of the table. */
async function reimported(files: Map<string, Buffer>, table: string): Promise<number> {
  const lines = files.get(`data/public.${table}.jsonl`)?.toString().trim().split('\n') ?? [];
  const [row] = await backend.sql.unsafe<{ same: string }[]>(
    `select count(*) as same
     from jsonb_populate_recordset(null::public.${table}, $1) as e
     join public.${table} as t on to_jsonb(t) = to_jsonb(e)`,
    [lines.map((line) => JSON.parse(line) as never)],
  );
  expect(Number(row?.same)).toBe(lines.length);
  return lines.length;
}

/** Records of a CSV file after RFC 4180, without its header. */
function records(csv: string): string[][] {
  const found: string[][] = [[]];
  for (const [, quoted, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|)(,|\r\n)/g)) {
    found.at(-1)?.push((quoted ?? '').replaceAll('""', '"'));
    if (end === '\r\n') found.push([]);
  }
  return found.slice(1, -1);
}

describe('an export', () => {
  test('holds every row, as JSON and CSV, and every file', async () => {
    await addTasks(3_000);
    await backend.service.storage
      .from('attachments')
      .upload(`${alice.id}/photo.bin`, Buffer.alloc(300_000, 7), { contentType: 'image/png' });
    await ask();
    await backend.finish('export-worker');
    const done = await exported();
    expect(done).toMatchObject({ state: 'ready', rows_done: done.rows_expected });
    expect(done.links).toHaveLength(1);
    const weeks = (Date.parse(done.expires_at) - Date.now()) / 604_800_000;
    expect(weeks).toBeCloseTo(1, 2);

    const files = await fetchArchives(done.links);
    expectIntact(files);
    expect(await reimported(files, 'tasks')).toBe(3_000);
    expect(await reimported(files, 'users')).toBe(1);
    const titles =
      await backend.sql`select title from public.tasks where user_id = ${alice.id} order by user_id, id`;
    const [header = ''] = files.get('data/public.tasks.csv')?.toString().split('\r\n') ?? [];
    const at = header.split(',').indexOf('"title"');
    const written = records(files.get('data/public.tasks.csv')?.toString() ?? '');
    expect(written.map((record) => record[at])).toEqual(titles.map(({ title }) => title as string));
    expect(files.get(`files/attachments/${alice.id}/photo.bin`)).toEqual(Buffer.alloc(300_000, 7));
    const manifest = manifestOf(files);
    expect(manifest).toMatchObject({ subject: alice.id, archives: 1 });
    expect(manifest.omissions).toContainEqual({
      table: 'auth.users',
      columns: ['encrypted_password'],
      reason: expect.any(String) as string,
    });
    // The parts are not kept beside the archive.
    const objects =
      await backend.sql`select name from storage.objects where bucket_id = 'exports' and name like ${`${alice.id}/%`}`;
    expect(objects).toEqual([{ name: `${alice.id}/${done.id}/export.zip` }]);
  });

  test('has only the format that was asked for', async () => {
    await ask('csv');
    await backend.finish('export-worker');
    const files = await fetchArchives((await exported()).links);
    expect([...files.keys()].filter((name) => name.endsWith('.jsonl'))).toEqual([]);
    expectIntact(files);
  });

  test('that would be too large is several archives, and says what is not there any more', async () => {
    await backend.sql`update private.settings set value = 60000 where name = 'exports.volume_bytes'`;
    const storage = backend.service.storage.from('attachments');
    for (const name of ['a', 'b', 'c'])
      await storage.upload(`${alice.id}/${name}`, Buffer.alloc(80_000, name), {
        contentType: 'image/png',
      });
    const { id } = await ask('jsonl');
    // Planned with the file, which is then gone: the row is there, the file is not.
    await backend.sql`select privacy.plan_export(${alice.id}, ${id})`;
    await storage.remove([`${alice.id}/b`]);
    await backend.finish('export-worker');
    const done = await exported();
    expect(done.links.length).toBeGreaterThan(1);
    const files = await fetchArchives(done.links);
    expectIntact(files);
    expect(manifestOf(files).archives).toBe(done.links.length);
    expect(manifestOf(files).omissions).toContainEqual({
      file: `attachments/${alice.id}/b`,
      reason: 'It is not in Storage any more.',
    });
  });

  test('is made by cron, and is gone when its time is over', async () => {
    const net = await backend.startNet();
    const { id } = await ask();
    const wake = (at: string) =>
      backend.sql`select privacy.wake_export_worker(now() + ${at}::interval) as request`;
    expect((await wake('0'))[0]?.request).not.toBeNull();
    await expect.poll(async () => (await exported()).state, { timeout: 30_000 }).toBe('ready');
    const [link = ''] = (await exported()).links;
    // Its parts are swept after it is ready; then there is nothing to do.
    await expect
      .poll(async () => (await wake('0'))[0]?.request as string | null, { timeout: 30_000 })
      .toBeNull();
    await backend.sql`update public.data_exports set expires_at = now() where id = ${id}`;
    expect((await wake('0'))[0]?.request).not.toBeNull();
    await expect.poll(async () => (await exported()).state, { timeout: 30_000 }).toBe('expired');
    await expect.poll(async () => (await fetch(link)).ok, { timeout: 10_000 }).toBe(false);
    expect(await exported()).toMatchObject({ links: [] });
    await net.stop();
  });
});

test('the logos of an organisation that is gone are swept by cron', async () => {
  const founded = await alice.client.rpc('create_organization', { name: 'Acme' });
  expect(founded.error).toBeNull();
  const id = founded.data as string;
  const logo = `${id}/logo.png`;
  const uploaded = await alice.client.storage
    .from('logos')
    .upload(logo, new Blob(['x'], { type: 'image/png' }));
  expect(uploaded.error).toBeNull();
  const isThere = async () => (await backend.service.storage.from('logos').download(logo)).error === null; // prettier-ignore
  expect(await isThere()).toBe(true);

  const net = await backend.startNet();
  const wake = () => backend.sql`select privacy.wake_export_worker() as request`;
  await expect.poll(async () => (await wake())[0]?.request as string | null, { timeout: 30_000 }).toBeNull(); // prettier-ignore
  await alice.client.rpc('delete_organization', { organization_id: id, name: 'Acme' });
  expect((await wake())[0]?.request).not.toBeNull();
  await expect.poll(isThere, { timeout: 30_000 }).toBe(false);
  await net.stop();
});

describe('a worker that is killed', () => {
  test('twice midway, and once while it makes the archive, costs nothing but the page it was at', async () => {
    await backend.sql`update private.settings set value = 150000 where name = 'exports.page_bytes'`;
    await backend.sql`update private.settings set value = 1 where name = 'rights.lease_seconds'`;
    await addTasks(20_000);
    await ask();
    const noted = async (): Promise<number> => {
      const [row] = await backend.sql`
        select coalesce(sum(rows_done), 0) as rows from privacy.export_sources where user_id = ${alice.id}
      `;
      return Number(row?.rows);
    };
    let before = 0;
    for (const threshold of [4_000, 11_000]) {
      const running = backend.run('export-worker').catch(() => ({ status: 0 }));
      await expect.poll(noted, { timeout: 30_000, interval: 10 }).toBeGreaterThan(threshold);
      backend.kill('export-worker');
      expect(await running).not.toMatchObject({ state: 'idle' });
      expect(await noted()).toBeGreaterThan(before);
      before = await noted();
      expect(before).toBeLessThan(20_000);
      expect((await exported()).state).toBe('running');
      await sleep(1_200);
    }
    // What the first two noted is not read again.
    const [first] = await backend.sql`
      select files -> 'jsonl' -> 'parts' ->> 0 as part from privacy.export_sources
      where user_id = ${alice.id} and name = 'public.tasks'
    `;
    const running = backend.run('export-worker').catch(() => ({ status: 0 }));
    await expect
      .poll(
        () =>
          backend.sql`select 1 from privacy.export_sources where user_id = ${alice.id} and volume = 1 limit 1`,
        { timeout: 60_000, interval: 5 },
      )
      .toHaveLength(1);
    backend.kill('export-worker');
    await running;
    const [still] = await backend.sql`
      select files -> 'jsonl' -> 'parts' ->> 0 as part from privacy.export_sources
      where user_id = ${alice.id} and name = 'public.tasks'
    `;
    await sleep(1_200);
    await backend.finish('export-worker');

    const done = await exported();
    expect(done).toMatchObject({ state: 'ready', rows_done: done.rows_expected });
    expect([undefined, first?.part]).toContain(still?.part);
    const files = await fetchArchives(done.links);
    expectIntact(files);
    expect(await reimported(files, 'tasks')).toBe(20_000);
    expect(records(files.get('data/public.tasks.csv')?.toString() ?? '')).toHaveLength(20_000);
  }, 180_000);
});

test('a cancelled export is given up by the worker that is at it, and leaves nothing', async () => {
  await backend.sql`update private.settings set value = 100000 where name = 'exports.page_bytes'`;
  await backend.sql`update private.settings set value = 1 where name = 'rights.lease_seconds'`;
  await addTasks(20_000);
  const { id } = await ask();
  const running = backend.run('export-worker');
  await expect
    .poll(async () => (await exported()).rows_done, { timeout: 30_000 })
    .toBeGreaterThan(0);
  expect((await alice.client.rpc('cancel_data_export', { id })).error).toBeNull();
  expect(await running).toMatchObject({ state: 'idle' });
  expect(await exported()).toMatchObject({ state: 'cancelled', links: [] });
  await sleep(1_200);
  await backend.finish('export-worker');
  expect(
    await backend.sql`select name from storage.objects where name like ${`${alice.id}/%`}`,
  ).toEqual([]);
});

test('nobody but who has the link reads an archive', async () => {
  await ask();
  await backend.finish('export-worker');
  const { id } = await exported();
  const stranger = await backend.signUp(`mallory${people}`);
  for (const { client } of [alice, stranger]) {
    expect(
      (await client.storage.from('exports').download(`${alice.id}/${id}/export.zip`)).error,
    ).not.toBeNull();
    expect((await client.storage.from('exports').list(`${alice.id}/${id}`)).data ?? []).toEqual([]);
  }
  expect((await stranger.client.from('data_exports').select()).data).toEqual([]);
});
