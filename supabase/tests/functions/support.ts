import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type postgres from 'postgres';
import WebSocket from 'ws';
import { type RunningApi, startApi } from '../../../scripts/stack/api.ts';
import { createFunctions, type Functions } from '../../../scripts/stack/functions.ts';
import { type Gateway, startGateway } from '../../../scripts/stack/gateway.ts';
import { loadKeys, Tokens } from '../../../scripts/stack/keys.ts';
import { type NetWorker, startNet } from '../../../scripts/stack/net.ts';
import type { Postgres } from '../../../scripts/stack/postgres.ts';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';
import { serverAt } from '../../../scripts/test/server.ts';

/** Somebody who signed up, with a client that is signed in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly client: SupabaseClient;
}

/** A migrated database behind the real API, with Storage, and functions on Deno. */
export class Backend {
  readonly db: TestDatabase;
  /** As `postgres`. */
  readonly sql: postgres.Sql;
  readonly secretKey: string;
  /** With the secret key. */
  readonly service: SupabaseClient;
  /** Where Storage keeps files. */
  readonly files: string;
  /** What functions printed. */
  readonly printed: string[];
  readonly #home: string;
  readonly #pg: Postgres;
  readonly #api: RunningApi;
  readonly #functions: Functions;
  readonly #gateway: Gateway;

  private constructor(parts: {
    db: TestDatabase;
    home: string;
    pg: Postgres;
    api: RunningApi;
    functions: Functions;
    gateway: Gateway;
    printed: string[];
  }) {
    this.db = parts.db;
    this.sql = parts.db.sql;
    this.printed = parts.printed;
    this.#home = parts.home;
    this.#pg = parts.pg;
    this.#api = parts.api;
    this.#functions = parts.functions;
    this.#gateway = parts.gateway;
    this.files = path.join(parts.home, 'files');
    this.secretKey = parts.api.secretKey;
    this.service = this.client(this.secretKey);
  }

  static async start(): Promise<Backend> {
    const [db, home] = await Promise.all([
      createTestDatabase(),
      fs.mkdtemp(path.join(tmpdir(), 'futuresync-rights-')),
    ]);
    const pg = serverAt(db.superUrl, path.join(home, 'data'));
    const api = await startApi({ pg, database: db.name, storageDir: path.join(home, 'files') });
    const keys = await loadKeys(`${pg.dataDir}.keys.json`);
    const printed: string[] = [];
    const functions = createFunctions({
      url: api.url,
      databaseUrl: db.url,
      keys,
      tokens: new Tokens(keys),
      log: (line) => printed.push(line),
    });
    const gateway = await startGateway({ port: 0, fetch: (request) => functions.fetch(request) });
    await db.sql`select vault.create_secret(${gateway.url}, 'project_url')`;
    return new Backend({ db, home, pg, api, functions, gateway, printed });
  }

  async stop(): Promise<void> {
    await this.#functions.stop();
    await this.#gateway.stop();
    await this.#api.stop();
    await this.db.drop();
    await fs.rm(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Sends what pg_net has queued, from now on. */
  startNet(): Promise<NetWorker> {
    return startNet({ pg: this.#pg, database: this.db.name });
  }

  client(key = this.#api.publishableKey): SupabaseClient {
    return createClient(this.#api.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: { transport: WebSocket as never },
    }) as SupabaseClient;
  }

  async signUp(name: string, metadata: Record<string, unknown> = {}): Promise<Person> {
    const client = this.client();
    const email = `${name}@example.test`;
    const { data, error } = await client.auth.signUp({
      email,
      password: PASSWORD,
      options: { data: { age_band: '18_plus', ...metadata } },
    });
    if (error || !data.user) throw new Error(`${name} cannot sign up`, { cause: error });
    return { id: data.user.id, email, client };
  }

  /** Calls a function as cron does, but waits until it is done. */
  async run(name: string): Promise<Record<string, unknown>> {
    const [secret] = await this.sql`select private.secret('worker_secret') as value`;
    const response = await fetch(`${this.#gateway.url}/functions/v1/${name}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${String(secret?.value)}`, Prefer: 'wait' },
    });
    return {
      status: response.status,
      ...((await response.json().catch(() => ({}))) as Record<string, unknown>),
    };
  }

  /** A request to a function, as anybody may make it; `path` begins with its name. */
  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#gateway.url}/functions/v1/${path}`, init);
  }

  /** Posts to a function as anybody may. */
  post(name: string, body: unknown): Promise<Response> {
    return this.call(name, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Runs the worker until it has nothing left to do. */
  async finish(name: string): Promise<void> {
    for (let turn = 0; turn < 200; turn += 1) {
      const { state, status } = await this.run(name);
      if (state === 'idle') {
        const stuck = await this.sql`
          select last_error from privacy.open_exports where last_error is not null
          union all
          select last_error from privacy.open_erasures where last_error is not null
        `;
        if (stuck.length > 0) throw new Error(`${name} failed: ${JSON.stringify(stuck)}`);
        return;
      }
      if (status === 202) await sleep(200);
    }
    throw new Error(`${name} does not come to an end: ${this.printed.slice(-5).join('\n')}`);
  }

  /** Process ids of a function of this test. */
  processes(name: string): number[] {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
    return lines
      .split('\n')
      .filter((line) => line.includes(path.join('functions', name, 'index.ts')))
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === process.pid)
      .map(([pid]) => pid ?? 0);
  }

  /** Kills a function as a lack of memory would. */
  kill(name: string): void {
    for (const pid of this.processes(name)) process.kill(pid, 'SIGKILL');
  }
}

export const PASSWORD = 'correct horse battery';

/** A file of a ZIP archive, unpacked, by the central directory and Node's own inflate. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06'));
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== 0x02014b50) throw new Error('the directory is broken');
    const method = archive.readUInt16LE(at + 10);
    const packed = archive.readUInt32LE(at + 20);
    const size = archive.readUInt32LE(at + 24);
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const body = archive.subarray(start, start + packed);
    const content = method === 8 ? inflateRawSync(body) : body;
    if (content.byteLength !== size) throw new Error('a size is wrong');
    files.set(archive.toString('utf8', at + 46, at + 46 + (name ?? 0)), content);
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
