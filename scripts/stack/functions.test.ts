import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Functions, createFunctions } from './functions.ts';
import { type Keys, Tokens, generateKeys } from './keys.ts';
import { isAlive } from './postgres.ts';

let root: string;
let keys: Keys;
let tokens: Tokens;
let functions: Functions;
const printed: string[] = [];

async function write(name: string, code: string): Promise<void> {
  const folder = path.join(root, 'functions', name);
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, 'index.ts'), code);
}
const ask = (name: string, init: RequestInit = {}): Promise<Response> =>
  functions.fetch(new Request(`http://127.0.0.1/functions/v1/${name}`, init));

beforeAll(async () => {
  root = await fs.mkdtemp(path.join(tmpdir(), 'futuresync-functions-'));
  keys = await generateKeys();
  tokens = new Tokens(keys);
  await fs.mkdir(path.join(root, 'functions'));
  functions = createFunctions({
    url: 'http://127.0.0.1:54321',
    databaseUrl: 'postgresql://postgres@127.0.0.1/postgres',
    keys,
    tokens,
    directory: path.join(root, 'functions'),
    log: (line) => printed.push(line),
  });
  const open = ['hello', 'echo', 'crash', 'broken', 'changing'];
  await fs.writeFile(
    path.join(root, 'config.toml'),
    open.map((name) => `[functions.${name}]\nverify_jwt = false\n`).join('\n'),
  );
});
afterAll(async () => {
  await functions?.stop();
  await fs.rm(root, { recursive: true, force: true });
});

test('with no function at all, each is unknown', async () => {
  expect(await functions.list()).toEqual([]);
  const response = await ask('hello');
  expect([response.status, await response.json()]).toEqual([
    404,
    { code: 'NOT_FOUND', message: 'Requested function was not found' },
  ]);
  expect((await ask('../../etc')).status).toBe(404);
});

test('a function sees its request, shared code, and the environment of hosted', async () => {
  await fs.mkdir(path.join(root, 'functions', '_shared'));
  await fs.writeFile(
    path.join(root, 'functions', '_shared', 'greet.ts'),
    `export const hi = 'hi';`,
  );
  process.env.FUTURESYNC_SECRET_OF_THE_DEVELOPER = 'x';
  await write(
    'hello',
    `import { hi } from '../_shared/greet.ts';
     Deno.serve(async (request) => {
       const url = new URL(request.url);
       EdgeRuntime.waitUntil(Promise.resolve());
       const names = ['SUPABASE_URL', 'SUPABASE_DB_URL', 'SUPABASE_PUBLISHABLE_KEYS', 'SUPABASE_SECRET_KEYS',
         'SUPABASE_JWKS', 'FUTURESYNC_SECRET_OF_THE_DEVELOPER'];
       return Response.json({ hi, path: url.pathname + url.search, body: await request.text(),
         method: request.method, env: Object.fromEntries(names.map((n) => [n, Deno.env.get(n) ?? null])) },
         { status: 201, headers: { 'X-Own': 'yes' } });
     });`,
  );
  expect(await functions.list()).toEqual(['hello']);
  const response = await ask('hello/deep?x=1', { method: 'POST', body: 'text' });
  expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes']);
  expect(await response.json()).toMatchObject({
    hi: 'hi',
    path: '/hello/deep?x=1',
    body: 'text',
    method: 'POST',
    env: {
      SUPABASE_URL: 'http://127.0.0.1:54321',
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secretKey }),
      SUPABASE_JWKS: JSON.stringify(tokens.jwks),
      FUTURESYNC_SECRET_OF_THE_DEVELOPER: null,
    },
  });
});

test('unless told otherwise, a function wants a valid token', async () => {
  await write('guarded', `Deno.serve(() => new Response('in'));`);
  expect((await ask('guarded')).status).toBe(401);
  expect((await ask('guarded', { headers: { Authorization: 'Bearer nonsense' } })).status).toBe(
    401,
  );
  const token = await tokens.issue({
    role: 'authenticated',
    exp: Math.floor(Date.now() / 1000) + 60,
  });
  const response = await ask('guarded', { headers: { Authorization: `Bearer ${token}` } });
  expect(await response.text()).toBe('in');
});

test('one that crashes answers 500 and is started again', async () => {
  await write(
    'crash',
    `Deno.serve((request) => {
       if (request.url.endsWith('now')) Deno.exit(3);
       return new Response(String(Deno.pid));
     });`,
  );
  const first = await (await ask('crash')).text();
  const crashed = await ask('crash?now');
  expect([crashed.status, await crashed.json()]).toMatchObject([500, { code: 'WORKER_ERROR' }]);
  const second = await ask('crash');
  expect(second.status).toBe(200);
  expect(await second.text()).not.toBe(first);
  expect(printed.join('\n')).toMatch(/function crash ended \(3\)/);
});

test('one that cannot start says why', async () => {
  await write('broken', `import { nothing } from './missing.ts'; nothing();`);
  const response = await ask('broken');
  const body = (await response.json()) as { code: string; details: string };
  expect([response.status, body.code]).toEqual([503, 'BOOT_ERROR']);
  expect(body.details).toMatch(/missing\.ts/);
});

test('one that is changed runs the new code', async () => {
  await write('changing', `Deno.serve(() => new Response('old'));`);
  expect(await (await ask('changing')).text()).toBe('old');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await write('changing', `Deno.serve(() => new Response('new'));`);
  expect(await (await ask('changing')).text()).toBe('new');
});

test('its process ends when functions are stopped', async () => {
  await write('echo', `Deno.serve(() => new Response(String(Deno.pid)));`);
  const pid = Number(await (await ask('echo')).text());
  expect(isAlive(pid)).toBe(true);
  await functions.stop();
  await expect.poll(() => isAlive(pid)).toBe(false);
});
