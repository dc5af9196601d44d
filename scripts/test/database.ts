import { createHash, randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import { cloneTemplate, dropDatabase, urlFor } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Set by the global setup: superuser's URL of the run's server. */
    adminUrl: string;
  }
}

/** Whose request it is: a person's id, a visitor, or a server with the secret key. */
export type Caller = 'anon' | 'service_role' | (string & {});

export interface AsOptions {
  /** Further claims of the token, such as `{ session_id, aal }`. */
  claims?: Record<string, unknown>;
}

export interface TestDatabase {
  readonly name: string;
  /** Logs in as `postgres`: owner of everything, not a superuser. */
  readonly url: string;
  readonly superUrl: string;
  readonly authenticatorUrl: string;
  /** A small pool as `postgres`. */
  readonly sql: postgres.Sql;
  /**
   * Runs `work` in one transaction as PostgREST would run a request of `caller`, and commits.
   *
   * @throws whatever `work` or the database raises; then nothing is kept
   */
  as<T>(
    caller: Caller,
    work: (sql: postgres.TransactionSql) => T | Promise<T>,
    options?: AsOptions,
  ): Promise<T>;
  /** Closes its connections and removes the database. */
  drop(): Promise<void>;
}

/**
 * A database of its own with all migrations applied, for one test file:
 *
 * ```ts
 * const db = await createTestDatabase();
 * const { alice } = await createCast(db);
 * await db.as(alice, (sql) => sql`select * from public.tasks`);
 * afterAll(() => db.drop());
 * ```
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await cloneTemplate(adminUrl, name);
  return openTestDatabase(adminUrl, name);
}

/** As {@link createTestDatabase}, for a database that is there already; `drop` removes it all the same. */
export function openTestDatabase(adminUrl: string, name: string): TestDatabase {
  const url = urlFor(adminUrl, name, 'postgres');
  const authenticatorUrl = urlFor(adminUrl, name, 'authenticator');
  const options = { max: 4, onnotice: () => undefined } satisfies postgres.Options<never>;
  const sql = postgres(url, options);
  // Opened by its first query, so a file that never asks does not pay.
  const requests = postgres(authenticatorUrl, options);

  return {
    name,
    url,
    superUrl: urlFor(adminUrl, name),
    authenticatorUrl,
    sql,
    as<T>(
      caller: Caller,
      work: (sql: postgres.TransactionSql) => T | Promise<T>,
      { claims = {} }: AsOptions = {},
    ): Promise<T> {
      const isPerson = caller !== 'anon' && caller !== 'service_role';
      const role = isPerson ? 'authenticated' : caller;
      const token = {
        role,
        ...(isPerson ? { sub: caller, aud: 'authenticated', aal: 'aal1' } : {}),
        ...claims,
      };
      return requests.begin(async (transaction) => {
        await transaction`
          select
            set_config('role', ${role}, true),
            set_config('request.jwt.claims', ${JSON.stringify(token)}, true)
        `;
        return work(transaction);
      }) as Promise<T>;
    },
    async drop() {
      await Promise.all([sql.end({ timeout: 5 }), requests.end({ timeout: 5 })]);
      await dropDatabase(adminUrl, name);
    },
  };
}

/** The id that `tests.user_id(name)` gives in SQL: the same name is the same person everywhere. */
export function userId(name: string): string {
  const hex = createHash('md5').update(`futuresync test user ${name}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
}

/** Signs up the people a test tells of; alice, bob and mallory unless others are named. */
export async function createCast<Name extends string = 'alice' | 'bob' | 'mallory'>(
  database: Pick<TestDatabase, 'sql'>,
  names: readonly Name[] = ['alice', 'bob', 'mallory'] as unknown as readonly Name[],
): Promise<Record<Name, string>> {
  await database.sql`select tests.create_user(name) from unnest(${names as readonly string[]}::text[]) as name`;
  return Object.fromEntries(names.map((name) => [name, userId(name)])) as Record<Name, string>;
}
