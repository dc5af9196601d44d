import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { section } from './config.ts';
import { StackError, freePort, projectRoot, waitUntil } from './postgres.ts';
import type { Keys, Tokens } from './keys.ts';
import { json } from './rest.ts';

/**
 * Edge functions on Deno: `/functions/v1/<name>` runs `supabase/functions/<name>/index.ts`. Each has a
 * process of its own, started at its first request, again after a crash, and again after its files or
 * those of `_shared` have changed.
 */

interface FunctionsOptions {
  /** The address of the stack, as functions see it. */
  url: string;
  databaseUrl: string;
  keys: Keys;
  tokens: Tokens;
  /** `supabase/functions` of this project unless given. */
  directory?: string;
  /** What the functions print. */
  log?: ((line: string) => void) | undefined;
}

export interface Functions {
  fetch(request: Request): Promise<Response>;
  /** Names of those that are there. */
  list(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Hosted ends a request after 150 seconds. */
const REQUEST_MILLISECONDS = 150_000;
const BOOT_MILLISECONDS = 60_000;

interface Worker {
  child: ChildProcess;
  port: number;
  startedAt: number;
  hasEnded: boolean;
  lastLines: string[];
}

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));

/** The Deno program inside its npm package; the package's own launcher wants its postinstall script to have run. */
function denoProgram(): string {
  const packageFile = require.resolve('deno/package.json');
  const { optionalDependencies } = require(packageFile) as {
    optionalDependencies: Record<string, string>;
  };
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  for (const name of Object.keys(optionalDependencies)) {
    if (!name.startsWith(`@deno/${platform}-${process.arch}`)) continue;
    try {
      const folder = path.dirname(createRequire(packageFile).resolve(`${name}/package.json`));
      const program = path.join(folder, process.platform === 'win32' ? 'deno.exe' : 'deno');
      if (existsSync(program)) return program;
    } catch {
      continue;
    }
  }
  throw new StackError(
    `no Deno for ${process.platform} on ${process.arch} is installed`,
    'Run npm install without --omit=optional.',
  );
}

export function createFunctions(options: FunctionsOptions): Functions {
  const directory = options.directory ?? path.join(projectRoot, 'supabase', 'functions');
  const workers = new Map<string, Promise<Worker>>();
  let isStopped = false;

  function environment(port: number, own: Record<string, string>): NodeJS.ProcessEnv {
    // Of the developer's environment only what Deno itself needs: hosted functions see none of it.
    const passed =
      /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TEMP|TMP|TMPDIR|LANG|DENO_DIR|DENO_CERT|DENO_TLS_CA_STORE|NPM_CONFIG_REGISTRY|.*_PROXY)$/i;
    return {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => passed.test(name))),
      NO_COLOR: '1',
      DENO_NO_UPDATE_CHECK: '1',
      // Where Deno.serve listens, whatever the function says.
      DENO_SERVE_ADDRESS: `tcp:127.0.0.1:${port}`,
      ...own,
      SUPABASE_URL: options.url,
      SUPABASE_DB_URL: options.databaseUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: options.keys.publishableKey }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: options.keys.secretKey }),
      SUPABASE_JWKS: JSON.stringify(options.tokens.jwks),
    };
  }

  async function start(name: string): Promise<Worker> {
    const folder = path.join(directory, name);
    const port = await freePort();
    const configs = ['deno.json', 'deno.jsonc'].map((file) => path.join(folder, file));
    const config = configs.find((file) => existsSync(file));
    const child = spawn(
      denoProgram(),
      [
        'run', '--quiet', '--no-prompt', '--no-lock', '--node-modules-dir=none',
        '--allow-net', '--allow-env', '--allow-sys', `--allow-read=${directory}`,
        ...(config ? ['--config', config] : ['--no-config']),
        '--preload', path.join(here, 'edge-runtime.ts'),
        path.join(folder, 'index.ts'),
      ], // prettier-ignore
      {
        cwd: folder,
        env: environment(port, await readEnvFile(path.join(directory, '.env'))),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const worker: Worker = { child, port, startedAt: Date.now(), hasEnded: false, lastLines: [] };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        for (const line of text.split('\n').filter(Boolean)) {
          worker.lastLines = [...worker.lastLines.slice(-9), line];
          options.log?.(`function ${name}: ${line}`);
        }
      });
    }
    const end = (): void => {
      worker.hasEnded = true;
    };
    child.once('error', end);
    child.once('exit', (code, signal) => {
      end();
      if (!isStopped) options.log?.(`function ${name} ended (${signal ?? code})`);
    });
    await waitUntil(
      async () => worker.hasEnded || (await isListening(port)),
      BOOT_MILLISECONDS,
      20,
    );
    return worker;
  }

  /** The running process of a function, which is started when there is none or its files are newer. */
  async function workerFor(name: string): Promise<Worker> {
    const current = await workers.get(name);
    const changed = await newestChange([
      path.join(directory, name),
      path.join(directory, '_shared'),
    ]);
    if (current && !current.hasEnded && changed <= current.startedAt) return current;
    // While this one looked at the files, another request may have started it.
    const latest = workers.get(name);
    if (latest && (await latest) !== current) return latest;
    current?.child.kill('SIGKILL');
    const started = start(name);
    workers.set(name, started);
    return started;
  }

  async function list(): Promise<string[]> {
    const entries = await fs.readdir(directory, { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() && isName(entry.name))
      .map((entry) => entry.name)
      .filter((name) => existsSync(path.join(directory, name, 'index.ts')))
      .sort();
  }

  /** As on hosted, a function wants a valid token unless config.toml says `verify_jwt = false` for it. */
  async function isRefused(name: string, request: Request): Promise<Response | undefined> {
    if (request.method === 'OPTIONS' || !(await verifiesToken(directory, name))) return undefined;
    const token = request.headers.get('Authorization')?.replace(/^Bearer\s+/i, '');
    if (!token) return json(401, { code: 401, message: 'Missing authorization header' });
    if (await options.tokens.verify(token)) return undefined;
    return json(401, { code: 401, message: 'Invalid JWT' });
  }

  return {
    list,
    async fetch(request) {
      const url = new URL(request.url);
      const [, name = '', rest = ''] = /^\/functions\/v1\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
      if (!isName(name) || !existsSync(path.join(directory, name, 'index.ts'))) {
        return json(404, { code: 'NOT_FOUND', message: 'Requested function was not found' });
      }
      const refusal = await isRefused(name, request);
      if (refusal) return refusal;

      const worker = await workerFor(name);
      if (worker.hasEnded || !(await isListening(worker.port))) {
        worker.child.kill('SIGKILL');
        workers.delete(name);
        return json(503, {
          code: 'BOOT_ERROR',
          message: 'Function failed to start (please check logs)',
          details: worker.lastLines.join('\n'),
        });
      }
      const headers = new Headers(request.headers);
      headers.delete('host');
      headers.delete('connection');
      headers.set('Accept-Encoding', 'identity');
      headers.set('X-Forwarded-Host', url.host);
      try {
        const response = await fetch(
          `http://127.0.0.1:${worker.port}/${name}${rest}${url.search}`,
          {
            method: request.method,
            headers,
            body: request.body,
            redirect: 'manual',
            signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
            duplex: 'half',
          } as RequestInit,
        );
        return new Response(response.body, { status: response.status, headers: response.headers });
      } catch (error) {
        if (error instanceof DOMException && error.name === 'TimeoutError') {
          return json(504, {
            code: 'IDLE_TIMEOUT',
            message: 'The function did not answer in 150 s',
          });
        }
        return json(500, {
          code: 'WORKER_ERROR',
          message: 'Function exited due to an error (please check logs)',
        });
      }
    },
    async stop() {
      isStopped = true;
      for (const starting of workers.values()) {
        const { child } = await starting;
        child.kill('SIGKILL');
      }
      workers.clear();
    },
  };
}

/** Folders that begin with an underscore hold shared code. */
const isName = (name: string): boolean => /^[A-Za-z][\w-]*$/.test(name);

async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

async function newestChange(folders: string[]): Promise<number> {
  let newest = 0;
  for (const folder of folders) {
    const entries = await fs
      .readdir(folder, { recursive: true, withFileTypes: true })
      .catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const stat = await fs.stat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
      newest = Math.max(newest, stat?.mtimeMs ?? 0);
    }
  }
  return newest;
}

async function verifiesToken(directory: string, name: string): Promise<boolean> {
  const config = await fs
    .readFile(path.join(directory, '..', 'config.toml'), 'utf8')
    .catch(() => '');
  return !/^\s*verify_jwt\s*=\s*false/m.test(section(config, `functions.${name}`));
}

/** `NAME=value` lines, as `supabase functions serve` reads them from supabase/functions/.env. */
async function readEnvFile(file: string): Promise<Record<string, string>> {
  const text = await fs.readFile(file, 'utf8').catch(() => '');
  const lines = text.matchAll(/^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/gm);
  return Object.fromEntries(
    [...lines].map(([, name = '', value = '']) => [name, value.replace(/^(['"])(.*)\1$/, '$2')]),
  );
}
