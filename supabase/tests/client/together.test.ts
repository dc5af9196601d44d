import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppSchema, Database, DatabaseAdapter, Model } from '@nozbe/watermelondb';
import type { SchemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { generateWatermelon } from '../../../scripts/check/watermelon.ts';
import { connect, memoryAdapter } from '../../../scripts/demo/device.ts';
import { findTests, formatFailures, openSession } from '../../../scripts/test/pgtap.ts';
import type { Sync } from '../../../types/sync.ts';
import { TestServer } from './support/server.ts';
import { laySources } from './support/sources.ts';

// Does what the README says in "Together" and "A table of an organisation", with the very text of its code blocks.

interface Boards {
  database: Database;
  add(organizationId: string, title: string): Promise<Model>;
  sync: Sync;
}
interface Client {
  openBoards(supabase: SupabaseClient, adapter: DatabaseAdapter): Boards;
}
interface Told {
  organization_id: string;
  error: { message: string; hint: string } | null;
}
interface Story {
  meet(anna: SupabaseClient, bram: SupabaseClient): Promise<Told>;
  watch(sync: Sync, organizationId: string, console: { log(...said: unknown[]): void }): void;
}
interface Generated {
  schema: AppSchema;
  migrations: SchemaMigrations;
}

const folder = resolve('supabase', '.temp', `together-${process.pid}`);
const opened: Boards[] = [];

let server: TestServer;
let generated: Generated;
let client: Client;
let story: Story;

async function load<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(join(folder, file)).href)) as Module;
}

beforeAll(async () => {
  const readme = await readFile('README.md', 'utf8');
  const blocks = (heading: string, language: string): string[] => {
    const section = new RegExp(`^${heading}$(.*?)(?=^#{2,3} |$(?![^]))`, 'ms').exec(readme)?.[1];
    const block = new RegExp('^```' + language + '\\n(.*?)^```$', 'gms');
    return [...(section ?? '').matchAll(block)].map(([, text]) => text ?? '');
  };
  const [migration = ''] = blocks('### A table of an organisation', 'sql');
  const [boards = ''] = blocks('### A table of an organisation', 'ts');
  const [meet = '', watch = ''] = blocks('## Together', 'ts');

  server = await TestServer.start(async ({ sql }) => {
    await sql.begin((tx) => tx.unsafe(migration));
  }, true);
  await laySources(folder, await generateWatermelon(server.db.url));
  await writeFile(join(folder, 'boards.ts'), boards);
  await writeFile(
    join(folder, 'story.ts'),
    `export async function meet(anna, bram) {\n${meet}\nreturn { organization_id, error };\n}
    export function watch(sync, organizationId, console) {\n${watch}\n}\n`,
  );
  generated = await load('types/watermelon.ts');
  client = await load('boards.ts');
  story = await load('story.ts');
});

afterAll(async () => {
  await Promise.all(opened.map(({ sync }) => sync.stop()));
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function signUp(name: string): Promise<SupabaseClient> {
  const supabase = connect(server.url, server.publishableKey);
  const { error } = await supabase.auth.signUp({
    email: `${name}@example.com`,
    password: 'secret-password',
    options: { data: { age_band: '18_plus' } },
  });
  expect(error).toBeNull();
  return supabase;
}

function open(supabase: SupabaseClient, name: string): Boards {
  const device = client.openBoards(supabase, memoryAdapter(name, generated));
  opened.push(device);
  return device;
}

async function titles({ database }: Boards): Promise<unknown[]> {
  const boards = await database.get('boards').query().fetch();
  return boards.map((board) => board._getRaw('title')).sort();
}

const idOf = async (supabase: SupabaseClient): Promise<string> =>
  (await supabase.auth.getUser()).data.user?.id ?? '';

test('the table passes every contract that our own tables are held to', async () => {
  const session = openSession(server.db.url);
  try {
    for (const file of await findTests(['supabase/tests/contract'])) {
      expect(formatFailures(await session.run(file)), file).toBe('');
    }
  } finally {
    await session.close();
  }
});

test('people found an organisation, meet in it, share boards as they change, and part', async () => {
  const [anna, bram, chris] = [await signUp('anna'), await signUp('bram'), await signUp('chris')];
  const { organization_id: acme, error } = await story.meet(anna, bram);
  expect(error).toMatchObject({ message: 'last_owner', hint: expect.any(String) as string });

  const [phone, laptop, stranger] = [open(anna, 'phone'), open(bram, 'laptop'), open(chris, 'pc')];
  const seen: unknown[][] = [];
  story.watch(laptop.sync, acme, { log: (...said) => void seen.push(said) });
  laptop.sync.start();
  phone.sync.start();
  const annaId = await idOf(anna);
  await vi.waitUntil(() => seen.some(([userId]) => userId === annaId), { timeout: 15_000 });
  expect(seen).toContainEqual([annaId, expect.any(String), 'idle']);

  // Nobody asks for a sync.
  await phone.add(acme, 'Plan');
  await vi.waitUntil(async () => (await titles(laptop)).length === 1, { timeout: 10_000 });
  await laptop.add(acme, 'Do');
  await vi.waitUntil(async () => (await titles(phone)).length === 2, { timeout: 10_000 });

  await stranger.sync.sync();
  expect(await titles(stranger)).toEqual([]);
  await stranger.add(acme, 'Mine');
  await stranger.sync.sync();
  expect(stranger.sync.status).toMatchObject({ pending: 1, rejections: 1 });

  const left = await anna.rpc('remove_member', {
    organization_id: acme,
    user_id: await idOf(bram),
  });
  expect(left.error).toBeNull();
  await vi.waitUntil(async () => (await titles(laptop)).length === 0, { timeout: 10_000 });
  expect(await laptop.database.get('organizations').query().fetchCount()).toBe(0);
  expect(await titles(phone)).toEqual(['Do', 'Plan']);
});
