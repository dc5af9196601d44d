import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../scripts/demo/device.ts';
import { TestServer } from './support/server.ts';

// The README's program for Node, as it stands there, beside a package `futuresync`.

const run = promisify(execFile);
const folder = resolve('supabase', '.temp', `readme-${process.pid}`);
const packageJson = JSON.parse(await readFile('package.json', 'utf8')) as {
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} & Record<string, unknown>;
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  await mkdir(folder, { recursive: true });
  await cp('types', join(folder, 'types'), { recursive: true });
  const { name, type, exports } = packageJson;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, type, exports }));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the program for Node in the README runs, and its record is on the server', async () => {
  const readme = await readFile('README.md', 'utf8');
  const program = /^### In Node$.*?^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
  await writeFile(join(folder, 'app.ts'), program);
  const account = {
    email: 'anna@example.com',
    password: 'futuresync',
    options: { data: { age_band: '18_plus' } },
  };
  const { error } = await connect(server.url, server.publishableKey).auth.signUp(account);
  expect(error).toBeNull();
  const { stdout, stderr } = await run(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', join(folder, 'app.ts')],
    {
      env: { ...process.env, SUPABASE_URL: server.url, SUPABASE_KEY: server.publishableKey },
      timeout: 50_000,
    },
  );
  expect(stdout, stderr).toContain('1 visions, 0 unsent, 0 refused');
  expect(await server.db.sql`select title from public.visions`).toMatchObject([
    { title: 'Run a marathon' },
  ]);
});

test('what the package needs is the app’s, in one copy', async () => {
  const files = (await readdir('types')).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(join('types', file), 'utf8')));
  const imported = sources
    .flatMap((source) => [...source.matchAll(/^(?:import|export)\b[^;]*? from '([^'.][^']*)';/gm)])
    .map(([, name]) => String(name).split('/').slice(0, 2).join('/'));
  expect(Object.keys(packageJson.peerDependencies).sort()).toEqual([...new Set(imported)].sort());
  expect(packageJson.dependencies).toBeUndefined();
  // And it is tested with a version that it asks for.
  for (const [name, range] of Object.entries(packageJson.peerDependencies)) {
    expect(packageJson.devDependencies[name]).toBe(range.slice(1));
  }
});
