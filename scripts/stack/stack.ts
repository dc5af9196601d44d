import { existsSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { type Api, createApi } from './api.ts';
import { demoSignIns, section } from './config.ts';
import { type CronWorker, startCron } from './cron.ts';
import { type Functions, createFunctions } from './functions.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { type Keys, loadKeys } from './keys.ts';
import { migrateNoted } from './migrate.ts';
import { type NetWorker, startNet } from './net.ts';
import {
  type Postgres,
  StackError,
  bootstrap,
  isPortFree,
  projectRoot,
  stackHome,
  startPostgres,
} from './postgres.ts';
import { type Realtime, createRealtime } from './realtime.ts';
import { json } from './rest.ts';
import {
  type StackState,
  dataDir,
  processStart,
  readState,
  stateFile,
  stopOrphan,
  writeState,
} from './state.ts';

interface Ports {
  /** The one HTTP address. */
  api: number;
  database: number;
}

interface StackOptions {
  /** The folder that holds `supabase/`; this project unless given. */
  projectDir?: string;
  /** Where data, keys, files and logs are kept; `supabase/.temp` where the server's user can reach it. */
  home?: string;
  ports?: Partial<Ports>;
  /** Server settings, as for `startPostgres`. */
  settings?: Record<string, string>;
  /** Migrations and seed are applied unless this is false. */
  migrate?: boolean;
  /** One call for each step of starting. */
  progress?: (line: string) => void;
  /** What the parts have to say later. */
  log?: (line: string) => void;
}

export interface Stack {
  readonly state: StackState;
  readonly pg: Postgres;
  readonly keys: Keys;
  readonly url: string;
  /** Rejects when a part has failed for good; the stack is then stopped. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Ports of config.toml, which `supabase start` uses too, unless the environment says otherwise. */
export function readPorts(projectDir = projectRoot): Ports {
  const file = path.join(projectDir, 'supabase', 'config.toml');
  const config = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const configured = (name: string, standard: number): number =>
    Number(/^\s*port\s*=\s*(\d+)/m.exec(section(config, name))?.[1] ?? standard);
  const chosen = (name: string, otherwise: number): number => {
    const text = process.env[name];
    if (!text) return otherwise;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new StackError(`${name} is "${text}", which is not a port`);
    }
    return port;
  };
  return {
    api: chosen('API_PORT', configured('api', 54321)),
    database: chosen('DB_PORT', configured('db', 54322)),
  };
}

/** Claims `home` for this process: of two that try at once, one succeeds. */
async function claim(home: string, state: StackState): Promise<void> {
  const draft = `${stateFile(home)}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await fs.writeFile(draft, JSON.stringify(state), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        // A link appears with its content and only where there is nothing yet.
        await fs.link(draft, stateFile(home));
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const other = await readState(home);
      if (other) {
        throw new StackError(
          `the stack is already running (pid ${other.pid}) at ${other.apiUrl}`,
          'npm run status shows it, npm run down stops it.',
        );
      }
      await fs.rm(stateFile(home), { force: true });
    }
    throw new StackError('another start of the stack is under way', 'Wait for it to finish.');
  } finally {
    await fs.rm(draft, { force: true });
  }
}

/** How often Postgres may end by itself within a minute before the stack gives up. */
const MAX_CRASHES = 3;

/**
 * Starts every part: Postgres, migrations and seed, REST, Auth, Storage, Realtime, edge functions,
 * cron. When one cannot start, those that did are stopped again.
 *
 * @throws StackError that names what is wrong: a taken port, a stack that runs already, a migration
 *   that fails
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const projectDir = options.projectDir ?? projectRoot;
  const say = options.progress ?? ((): void => undefined);
  const log = options.log;
  const home = options.home ?? (await stackHome(projectDir));
  const configured = readPorts(projectDir);
  const ports: Ports = { ...configured, ...options.ports };
  const state: StackState = {
    pid: process.pid,
    processStart: processStart(process.pid),
    isReady: false,
    startedAt: new Date().toISOString(),
    home,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    databaseUrl: '',
    publishableKey: '',
    secretKey: '',
    functions: [],
    signIns: await demoSignIns(projectDir),
  };

  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      // In the reverse order: nobody asks a part that has gone.
      for (const close of closers.reverse()) {
        await close().catch((error: unknown) => log?.(`while stopping: ${String(error)}`));
      }
    })();
    return stopping;
  };

  await fs.mkdir(home, { recursive: true });
  await claim(home, state);
  closers.push(() => fs.rm(stateFile(home), { force: true }));
  try {
    await stopOrphan(home, say);
    for (const [port, name] of [
      [ports.api, 'API_PORT'],
      [ports.database, 'DB_PORT'],
    ] as const) {
      if (port !== 0 && !(await isPortFree(port))) {
        throw new StackError(
          `port ${port} is taken by another program`,
          `Stop that program (another checkout's stack, perhaps, or "supabase start"), or choose another port: ${name}=${port + 1000} npm start`,
        );
      }
    }

    const pg = await startPostgres({
      dataDir: dataDir(home),
      port: ports.database,
      log: say,
      ...(options.settings ? { settings: options.settings } : {}),
    });
    closers.push(() => pg.stop());
    await bootstrap(pg, 'postgres');
    if (options.migrate !== false) {
      say('applying migrations');
      await migrateNoted(pg.url(), home, {
        projectDir,
        seed: true,
        onProgress: (line) => log?.(`migrate: ${line}`),
        onFile: (name) => say(`applying ${name}`),
      });
    }

    say('starting REST, Auth, Storage, Realtime, functions and cron');
    const keys = await loadKeys(path.join(home, 'data.keys.json'));
    const parts: {
      api?: Api;
      realtime?: Realtime;
      functions?: Functions;
      cron?: CronWorker;
      net?: NetWorker;
    } = {};
    const gateway: Gateway = await startGateway({
      port: ports.api,
      fetch: (request) => route(request, parts),
      upgrade: (request, socket, head) => {
        if (parts.realtime) parts.realtime.upgrade(request, socket, head);
        else socket.destroy();
      },
    });
    closers.push(() => gateway.stop());
    await nameProject(pg, gateway.url);
    const shared = { pg, database: 'postgres', keys, url: gateway.url, log };
    const api = await createApi({
      pg,
      database: 'postgres',
      keys,
      url: gateway.url,
      storageDir: path.join(home, 'files'),
      ...(log ? { log } : {}),
    });
    parts.api = api;
    closers.push(() => api.close());
    const realtime = createRealtime({ ...shared, tokens: api.tokens });
    parts.realtime = realtime;
    closers.push(() => realtime.stop());
    const functions = createFunctions({
      ...shared,
      databaseUrl: pg.url(),
      tokens: api.tokens,
      directory: path.join(projectDir, 'supabase', 'functions'),
    });
    parts.functions = functions;
    closers.push(() => functions.stop());
    const net = await startNet(shared);
    closers.push(() => net.stop());
    const cron = await startCron(shared);
    closers.push(() => cron.stop());

    Object.assign(state, {
      isReady: true,
      apiUrl: gateway.url,
      databaseUrl: pg.url(),
      publishableKey: keys.publishableKey,
      secretKey: keys.secretKey,
      functions: await functions.list(),
    } satisfies Partial<StackState>);
    await writeState(home, state);

    const failed = watch(pg, () => stopping !== undefined, say);
    failed.catch(() => void stop());
    return { state, pg, keys, url: gateway.url, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Puts the address into Vault, where jobs that call edge functions look for it; on hosted, who deploys does. */
async function nameProject(pg: Postgres, url: string): Promise<void> {
  const sql = postgres(pg.url(), { max: 1, onnotice: () => undefined });
  try {
    const [secret] = await sql<{ id: string }[]>`
      select id from vault.secrets where name = 'project_url'
    `;
    if (secret) await sql`select vault.update_secret(${secret.id}, ${url})`;
    else await sql`select vault.create_secret(${url}, 'project_url')`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Starts Postgres again when it ends by itself; the other parts reconnect. */
async function watch(
  pg: Postgres,
  isStopping: () => boolean,
  say: (line: string) => void,
): Promise<never> {
  let crashes: number[] = [];
  for (;;) {
    await pg.exited;
    if (isStopping()) return new Promise(() => undefined);
    crashes = [...crashes.filter((time) => time > Date.now() - 60_000), Date.now()];
    if (crashes.length > MAX_CRASHES) {
      throw new StackError(
        `PostgreSQL ended by itself ${crashes.length} times within a minute; the stack stops`,
        `The server's log is ${pg.logFile}`,
      );
    }
    say('PostgreSQL ended unexpectedly; starting it again');
    await pg.restart();
    say(`PostgreSQL runs again (pid ${pg.pid})`);
  }
}

async function route(
  request: Request,
  parts: { api?: Api; realtime?: Realtime; functions?: Functions },
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const [, service = ''] = /^\/([a-z]+)\/v1(\/|$)/.exec(pathname) ?? [];
  const starting = (): Response => json(503, { message: 'The stack is starting' });
  switch (service) {
    case 'rest':
    case 'auth':
    case 'storage':
      return parts.api?.fetch(request) ?? starting();
    case 'realtime':
      return parts.realtime?.fetch(request) ?? starting();
    case 'functions':
      return parts.functions?.fetch(request) ?? starting();
    default:
      return json(404, {
        message: 'Not found',
        hint: 'Services: /rest/v1 /auth/v1 /storage/v1 /realtime/v1 /functions/v1',
      });
  }
}
