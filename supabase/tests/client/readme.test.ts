import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../scripts/demo/device.ts';
import { schemaVersion } from '../../../types/watermelon.ts';
import { TestServer } from './support/server.ts';

// The README's program for Node, as it stands there, in an app that installed what `npm pack` made.

const run = promisify(execFile);
const folder = resolve('supabase', '.temp', `readme-${process.pid}`);
const app = join(folder, 'app');
const packageJson = JSON.parse(await readFile('package.json', 'utf8')) as {
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const readme = await readFile('README.md', 'utf8');
let server: TestServer;
let packed: string[];

beforeAll(async () => {
  server = await TestServer.start();
  // Packed from a copy, since packing writes, and beside the repository's node_modules, which are the app's.
  await mkdir(app, { recursive: true });
  for (const path of ['package.json', 'tsconfig.json', 'README.md', 'types']) {
    await cp(path, join(folder, path), {
      recursive: true,
      filter: (source) => source !== join('types', 'dist'),
    });
  }
  const { stdout } = await run('npm', ['pack', '--json'], { cwd: folder });
  const [made] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as { files: { path: string }[] }[];
  packed = (made?.files ?? []).map(({ path }) => path);
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'app', type: 'module' }));
  const archive = join('..', `futuresync-${packageJson.version}.tgz`);
  await run('npm', ['install', '--offline', '--legacy-peer-deps', archive], { cwd: app });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the program for Node in the README runs, and its record is on the server', async () => {
  const program = /^### In Node$.*?^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? '';
  await writeFile(join(app, 'app.ts'), program);
  const account = {
    email: 'anna@example.com',
    password: 'futuresync',
    options: { data: { age_band: '18_plus' } },
  };
  const { error } = await connect(server.url, server.publishableKey).auth.signUp(account);
  expect(error).toBeNull();
  const { stdout, stderr } = await run(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', join(app, 'app.ts')],
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

// What a default import of CommonJS is, bundlers tell by the type of the app.
test.each(['module', 'commonjs'])(
  'the first program in the README runs as Vite bundles it for an app of type %s',
  async (type) => {
    const [, first = ''] = /^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
    const root = join(app, type);
    await mkdir(root);
    await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'app', type }));
    await writeFile(join(root, 'index.html'), '<script type="module" src="main.ts"></script>');
    // In Node, which has no IndexedDB, and against this server. What is the app's stands before.
    const program = first
      .replace('http://127.0.0.1:54321', server.url)
      .replace('useIncrementalIndexedDB: true', 'useIncrementalIndexedDB: false');
    await writeFile(
      join(root, 'main.ts'),
      `import { Model } from '@nozbe/watermelondb';
      class Vision extends Model { static override table = 'visions'; }
      class DailyAction extends Model { static override table = 'daily_actions'; }
      const publishableKey = '${server.publishableKey}';
      ${program}
      await sync.sync();
      console.log(await database.get('visions').query().fetchCount(), 'visions');
      process.exit();`,
    );
    await build({ root, logLevel: 'error', build: { modulePreload: false } });
    const assets = join(root, 'dist', 'assets');
    const [bundle = ''] = await readdir(assets);
    await rename(join(assets, bundle), join(assets, 'bundle.mjs'));
    await writeFile(
      join(assets, 'main.mjs'),
      `import WebSocket from 'ws'; globalThis.WebSocket ??= WebSocket; await import('./bundle.mjs');`,
    );
    const { stdout, stderr } = await run(process.execPath, [join(assets, 'main.mjs')], {
      timeout: 50_000,
    });
    expect(stdout, stderr).toContain('1 visions');
  },
  60_000,
);

test('the package is JavaScript with its types, and nothing else', () => {
  expect(packed.filter((path) => !path.startsWith('types/dist/')).sort()).toEqual([
    'README.md',
    'package.json',
  ]);
  const modules = ['database', 'index', 'live', 'loki', 'records', 'sync', 'watermelon'];
  expect(packed.filter((path) => path.startsWith('types/dist/')).sort()).toEqual(
    modules.flatMap((name) => [`types/dist/${name}.d.ts`, `types/dist/${name}.js`]).sort(),
  );
});

test('Node loads it as it is', async () => {
  const { stdout } = await run(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "import { schema } from 'futuresync'; console.log(schema.version)",
    ],
    { cwd: app },
  );
  expect(stdout.trim()).toBe(String(schemaVersion));
});

test('a strict app compiles against it', async () => {
  await writeFile(
    join(app, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2023',
        lib: ['es2023', 'dom'],
        types: ['node'],
        noEmit: true,
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: true,
      },
      files: ['app.ts', 'typed.ts'],
    }),
  );
  await writeFile(
    join(app, 'typed.ts'),
    `import type { Sync, SupabaseDatabase } from 'futuresync';
    export const pending = (sync: Sync): number => sync.status.pending;
    // @ts-expect-error: a status is no number, so the types are there
    export const wrong = (sync: Sync): number => sync.status;
    export const title = (row: SupabaseDatabase['public']['Tables']['visions']['Row']): string => row.title;
    // @ts-expect-error: a vision has no such column
    export const missing = (row: SupabaseDatabase['public']['Tables']['visions']['Row']) => row.nonsense;`,
  );
  await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '--project', app]).catch(
    (error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    },
  );
}, 60_000);

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
