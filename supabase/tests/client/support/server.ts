import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import WebSocket from 'ws';
import { type Api, createApi } from '../../../../scripts/stack/api.ts';
import { type Gateway, startGateway } from '../../../../scripts/stack/gateway.ts';
import { type Keys, loadKeys } from '../../../../scripts/stack/keys.ts';
import { createRealtime, type Realtime } from '../../../../scripts/stack/realtime.ts';
import { json } from '../../../../scripts/stack/rest.ts';
import { createTestDatabase, type TestDatabase } from '../../../../scripts/test/database.ts';
import { serverAt } from '../../../../scripts/test/server.ts';
import type { Wire } from './wire.ts';

/** Somebody who signed up. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly accessToken: string;
}

interface Parts {
  gateway: Gateway;
  keys: Keys;
  api: Api;
  realtime: Realtime | undefined;
  sockets: Set<Duplex>;
}

/** A migrated database of its own behind the real API. */
export class TestServer {
  readonly db: TestDatabase;
  readonly #parts: Parts;
  readonly #folder: string;

  private constructor(db: TestDatabase, parts: Parts, folder: string) {
    this.db = db;
    this.#parts = parts;
    this.#folder = folder;
  }

  /** `prepare` may change the database before the API looks at it; `isLive` adds Realtime. */
  static async start(
    prepare?: (db: TestDatabase) => Promise<void>,
    isLive = false,
  ): Promise<TestServer> {
    const [db, folder] = await Promise.all([
      createTestDatabase(),
      mkdtemp(join(tmpdir(), 'futuresync-client-')),
    ]);
    await prepare?.(db);
    const dataDir = join(folder, 'data');
    const pg = serverAt(db.superUrl, dataDir);
    const keys = await loadKeys(`${dataDir}.keys.json`);
    const parts: Partial<Parts> = {};
    const sockets = new Set<Duplex>();
    const gateway = await startGateway({
      port: 0,
      fetch(request) {
        const isLiveCall = new URL(request.url).pathname.startsWith('/realtime/v1');
        const part = isLiveCall ? parts.realtime : parts.api;
        return part?.fetch(request) ?? json(503, { message: 'not there' });
      },
      upgrade(request, socket, head) {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
        if (parts.realtime) parts.realtime.upgrade(request, socket, head);
        else socket.destroy();
      },
    });
    const api = await createApi({
      pg,
      database: db.name,
      keys,
      url: gateway.url,
      storageDir: join(folder, 'files'),
    });
    parts.api = api;
    const realtime = isLive
      ? createRealtime({ pg, database: db.name, tokens: api.tokens })
      : undefined;
    await realtime?.ready;
    parts.realtime = realtime;
    return new TestServer(db, { gateway, keys, api, realtime, sockets }, folder);
  }

  get url(): string {
    return this.#parts.gateway.url;
  }

  get publishableKey(): string {
    return this.#parts.keys.publishableKey;
  }

  async stop(): Promise<void> {
    const { gateway, api, realtime } = this.#parts;
    await realtime?.stop();
    await gateway.stop();
    await api.close();
    await this.db.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Cuts every WebSocket there is. */
  dropSockets(): void {
    for (const socket of this.#parts.sockets) socket.destroy();
  }

  /** The same session in a token that ends after some seconds. */
  async shortToken({ accessToken }: Person, seconds: number): Promise<string> {
    const claims = await this.#parts.api.tokens.read(accessToken);
    return this.#parts.api.tokens.issue({
      ...claims,
      exp: Math.floor(Date.now() / 1000) + seconds,
    });
  }

  /** Signs somebody up through the API, grown up unless `metadata` says otherwise. */
  async signUp(name: string, metadata: Record<string, unknown> = {}): Promise<Person> {
    const client = createClient(this.url, this.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: { transport: WebSocket as never },
    });
    const email = `${name}-${crypto.randomUUID()}@example.test`;
    const { data, error } = await client.auth.signUp({
      email,
      password: 'correct horse battery',
      options: { data: { age_band: '18_plus', ...metadata } },
    });
    if (error || !data.user || !data.session)
      throw new Error(`${name} cannot sign up`, { cause: error });
    return { id: data.user.id, name, accessToken: data.session.access_token };
  }

  /** A client of somebody who is signed in, over a wire that a test can break. */
  connect(person: Person, wire: Wire): SupabaseClient {
    return createClient(this.url, this.publishableKey, {
      accessToken: async () => person.accessToken,
      global: { fetch: wire.fetch },
      realtime: { transport: WebSocket as never },
    }) as SupabaseClient;
  }
}
