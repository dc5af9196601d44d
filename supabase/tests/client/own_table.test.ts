import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppSchema, DatabaseAdapter, Model } from '@nozbe/watermelondb';
import type { SchemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateWatermelon } from '../../../scripts/check/watermelon.ts';
import { connect, memoryAdapter } from '../../../scripts/demo/device.ts';
import { type RunningApi, startApi } from '../../../scripts/stack/api.ts';
import { type TestDatabase, createTestDatabase } from '../../../scripts/test/database.ts';
import { findTests, formatFailures, openSession } from '../../../scripts/test/pgtap.ts';
import { serverAt } from '../../../scripts/test/server.ts';
import type { Sync } from '../../../types/sync.ts';
import { laySources } from './support/sources.ts';

// Does what the README's section "Sync your own table" says, with the very text of its two code blocks.

const README = 'README.md';

interface Book extends Model {
  title: string;
}

/** What the README's client code exports. */
interface Books {
  all(): Promise<Book[]>;
  add(title: string): Promise<Book>;
  rename(book: Book, title: string): Promise<Book>;
  sync: Sync;
}
interface Client {
  openBooks(supabase: SupabaseClient, adapter: DatabaseAdapter): Books;
}
interface Generated {
  schema: AppSchema;
  schemaVersion: number;
  migrations: SchemaMigrations;
}

/** A package `futuresync` as after `npm run types`, with the README's client code beside it. */
const folder = resolve('supabase', '.temp', `own-table-${process.pid}`);

let db: TestDatabase;
let api: RunningApi;
let migration: string;
let client: Client;
let generated: Generated;

beforeAll(async () => {
  const section =
    /^## Sync your own table$(.*?)(?=^## |$(?![^]))/ms.exec(await readFile(README, 'utf8'))?.[1] ??
    '';
  const block = (language: string): string =>
    new RegExp('^```' + language + '\\n(.*?)^```$', 'ms').exec(section)?.[1] ?? '';
  migration = block('sql');
  expect(migration).not.toBe('');

  db = await createTestDatabase();
  await db.sql.begin((sql) => sql.unsafe(migration));

  await laySources(folder, await generateWatermelon(db.url));
  await writeFile(join(folder, 'books.ts'), block('ts'));
  client = (await import(pathToFileURL(join(folder, 'books.ts')).href)) as Client;
  generated = (await import(
    pathToFileURL(join(folder, 'types', 'watermelon.ts')).href
  )) as Generated;

  const pg = serverAt(db.superUrl, join(folder, 'data'));
  api = await startApi({ pg, database: db.name });
});

afterAll(async () => {
  await api.stop();
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(email: string): Promise<SupabaseClient> {
  const supabase = connect(api.url, api.publishableKey);
  const credentials = { email, password: 'secret-password' };
  const options = { data: { age_band: '18_plus' } };
  const { error } = await supabase.auth.signInWithPassword(credentials);
  if (error) {
    expect((await supabase.auth.signUp({ ...credentials, options })).error).toBeNull();
  }
  return supabase;
}

async function openDevice(email: string, name: string): Promise<Books> {
  return client.openBooks(await signIn(email), memoryAdapter(name, generated));
}

test('the migration has about twenty lines', () => {
  const lines = migration.split('\n').filter((line) => line.trim() !== '');
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.length).toBeLessThan(25);
});

test('the types have the table, and the step that brings it to devices in the field', async () => {
  const source = await readFile(join(folder, 'types', 'watermelon.ts'), 'utf8');
  expect(generated.schemaVersion).toBe(15);
  expect(Object.keys(generated.schema.tables['books' as never]?.columns ?? {})).toEqual([
    'title',
    'labels',
    'finished_on',
    'created_at',
    'updated_at',
  ]);
  expect(source).toMatch(/toVersion: 15, steps: \[createTable\(\{ name: 'books'/);
});

test('the table passes every contract that our own tables are held to', async () => {
  const session = openSession(db.url);
  try {
    for (const file of await findTests(['supabase/tests/contract'])) {
      expect(formatFailures(await session.run(file)), file).toBe('');
    }
  } finally {
    await session.close();
  }
});

test('two devices of one person sync it, and somebody else sees none of it', async () => {
  const phone = await openDevice('anna@example.com', 'phone');
  const laptop = await openDevice('anna@example.com', 'laptop');
  const stranger = await openDevice('bram@example.com', 'stranger');
  const titles = async (device: Books): Promise<string[]> =>
    (await device.all()).map(({ title }) => title).sort();

  await phone.add('De avonden');
  await phone.sync.sync();
  await laptop.sync.sync();
  expect(await titles(laptop)).toEqual(['De avonden']);

  // Apart, both add one and rename the same one; the later name stands on both.
  await phone.add('Turks fruit');
  await laptop.add('Max Havelaar');
  const [onPhone] = (await phone.all()).filter(({ title }) => title === 'De avonden');
  const [onLaptop] = await laptop
    .all()
    .then((books) => books.filter(({ title }) => title === 'De avonden'));
  if (!onPhone || !onLaptop) throw new Error('the first book is gone');
  await phone.rename(onPhone, 'De avonden (1947)');
  await new Promise((later) => setTimeout(later, 20));
  await laptop.rename(onLaptop, 'De Avonden');
  for (let round = 0; round < 2; round += 1) {
    // The earlier name arrives first, so it takes an edit time to know that the second is no older one.
    await phone.sync.sync();
    await laptop.sync.sync();
  }
  const expected = ['De Avonden', 'Max Havelaar', 'Turks fruit'];
  expect(await titles(phone)).toEqual(expected);
  expect(await titles(laptop)).toEqual(expected);
  expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0, rejections: 0 });
  expect(
    (await db.sql`select title from public.books order by title collate "C"`).map(
      (row) => row.title as string,
    ),
  ).toEqual(expected);

  await stranger.sync.sync();
  expect(await titles(stranger)).toEqual([]);
});
