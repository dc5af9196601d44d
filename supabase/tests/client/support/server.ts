import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import WebSocket from 'ws';
import { type RunningApi, startApi } from '../../../../scripts/stack/api.ts';
import type { Postgres } from '../../../../scripts/stack/postgres.ts';
import { createTestDatabase, type TestDatabase } from '../../../../scripts/test/database.ts';
import { urlFor } from '../../../../scripts/test/server.ts';
import type { Wire } from './wire.ts';

/** Somebody who signed up. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly accessToken: string;
}

/** A migrated database of its own behind the real API. */
export class TestServer {
  readonly db: TestDatabase;
  readonly #api: RunningApi;
  readonly #folder: string;

  private constructor(db: TestDatabase, api: RunningApi, folder: string) {
    this.db = db;
    this.#api = api;
    this.#folder = folder;
  }

  /** `prepare` may change the database before the API looks at it. */
  static async start(prepare?: (db: TestDatabase) => Promise<void>): Promise<TestServer> {
    const [db, folder] = await Promise.all([
      createTestDatabase(),
      mkdtemp(join(tmpdir(), 'futuresync-client-')),
    ]);
    await prepare?.(db);
    const pg = {
      dataDir: join(folder, 'data'),
      superUrl: (database = 'postgres') => urlFor(db.superUrl, database),
      url: (database = 'postgres') => urlFor(db.superUrl, database, 'postgres'),
      authenticatorUrl: (database = 'postgres') => urlFor(db.superUrl, database, 'authenticator'),
      urlFor: (role, database = 'postgres') => urlFor(db.superUrl, database, role),
    } satisfies Partial<Postgres> as Postgres;
    return new TestServer(db, await startApi({ pg, database: db.name, port: 0 }), folder);
  }

  async stop(): Promise<void> {
    await this.#api.stop();
    await this.db.drop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Signs somebody up through the API. */
  async signUp(name: string): Promise<Person> {
    const client = createClient(this.#api.url, this.#api.publishableKey, {
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: { transport: WebSocket as never },
    });
    const email = `${name}-${crypto.randomUUID()}@example.test`;
    const { data, error } = await client.auth.signUp({
      email,
      password: 'correct horse battery',
      options: { data: { age_band: '18_plus' } },
    });
    if (error || !data.user || !data.session)
      throw new Error(`${name} cannot sign up`, { cause: error });
    return { id: data.user.id, name, accessToken: data.session.access_token };
  }

  /** A client of somebody who is signed in, over a wire that a test can break. */
  connect(person: Person, wire: Wire): SupabaseClient {
    return createClient(this.#api.url, this.#api.publishableKey, {
      accessToken: async () => person.accessToken,
      global: { fetch: wire.fetch },
      realtime: { transport: WebSocket as never },
    }) as SupabaseClient;
  }
}
