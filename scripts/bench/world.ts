import { createHash } from 'node:crypto';
import postgres from 'postgres';
import type { Progress } from '../progress.ts';
import { fillPeople, runJobs } from '../seeds/people.ts';
import { type Postgres, startPostgres } from '../stack/postgres.ts';
import { migrateDatabase, urlFor, withConnection } from '../test/server.ts';
import { timed } from './measure.ts';

/**
 * A server of its own with databases to measure in: all migrations, synthetic synced tables beside the
 * real ones, and as many people as asked.
 */

/**
 * Nothing waits for the disk. Both sides of a ratio would wait for the same flushes, on a disk that is
 * anybody's guess, and the engine's own work would look smaller beside them: without, ratios are stricter.
 * Vacuum runs between samples instead of during some of them.
 */
export const serverSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
} as const;

/** The columns of a synthetic table: one of every way a value travels. */
export const columns = `
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  title text not null,
  body text,
  labels text[] not null default '{}',
  meta jsonb not null default '{}',
  rank integer,
  due_at timestamptz(3),
  is_done boolean not null default false,
  day date,
  parent_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
`;

/** A table as the README tells to write one, up to its registration. */
function tableSql(name: string): string {
  return `
    create table public.${name} (
      ${columns},
      constraint ${name}_pkey primary key (user_id, id),
      constraint ${name}_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
      constraint ${name}_parent_fkey foreign key (user_id, parent_id)
        references public.${name} (user_id, id) on delete cascade,
      constraint ${name}_title_is_not_empty check (title <> '')
    );
    create index ${name}_parent_idx on public.${name} (user_id, parent_id);
    create trigger _100_touch before insert or update on public.${name}
      for each row execute function private.touch();
    alter table public.${name} enable row level security;
    create policy ${name}_select_own on public.${name} for select to authenticated
      using (user_id = (select auth.uid()));
    create policy ${name}_insert_own on public.${name} for insert to authenticated
      with check (user_id = (select auth.uid()));
    create policy ${name}_update_own on public.${name} for update to authenticated
      using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
    create policy ${name}_delete_own on public.${name} for delete to authenticated
      using (user_id = (select auth.uid()));
    grant select, insert, update, delete on public.${name} to authenticated;
  `;
}

/** The nth synthetic synced table. */
export const syncedTable = (nth: number): string => `bench_${String(nth).padStart(2, '0')}`;

/** The same table without the engine: what bare statements write. */
export const PLAIN_TABLE = 'bench_plain';

/** The same again, without any trigger at all. */
export const BARE_TABLE = 'bench_bare';

/** A column list and the values for the nth row of a person, for set-based loads. */
export const generatedRow = {
  columns: 'user_id, id, title, body, labels, meta, rank, due_at, is_done, day',
  values: (person: string, nth: string): string => `
    ${person}, gen_random_uuid(), 'note ' || ${nth}, 'some text that is a little longer than nothing at all',
    '{a,b}', '{"k": 1}', ${nth}, now(), false, current_date
  `,
};

/** The person of that number, the same in every database. */
export function person(nth: number): string {
  const hex = createHash('md5').update(`bench person ${nth}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const personSql = (nth: string): string => `md5('bench person ' || ${nth})::uuid`;

/** Real tables that stay synced, so that the number of tables is what a row asks for, whatever the migrations have. */
const REAL_TABLES = 20;

/** Every person's rows in synthetic tables, when a database is filled: one in each of so many tables. */
const ROWS_EACH = 8;

export interface DatabaseOptions {
  /** Synced tables in all: the first real ones, up to {@link REAL_TABLES}, and synthetic ones. The others are unregistered. */
  tables: number;
  people: number;
}

export class World {
  static readonly #running = new Set<World>();
  readonly server: Postgres;
  readonly #progress: Progress;
  readonly #databases = new Map<string, Promise<Database>>();

  private constructor(server: Postgres, progress: Progress) {
    this.server = server;
    this.#progress = progress;
  }

  static async start(
    progress: Progress,
    settings: Readonly<Record<string, string>> = serverSettings,
  ): Promise<World> {
    progress.step('starting a server and applying the migrations');
    const server = await startPostgres({ settings: { ...settings } });
    const world = new World(server, progress);
    World.#running.add(world);
    try {
      await migrateDatabase(server.superUrl(), 'bench_migrated');
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  /** Stops every server of this process, as when it is interrupted. */
  static async stopAll(): Promise<void> {
    await Promise.all([...World.#running].map((world) => world.stop()));
  }

  /** The database with this many tables and people, made when first asked for. */
  database(options: DatabaseOptions): Promise<Database> {
    const name = `bench_${options.tables}_${options.people}`;
    let found = this.#databases.get(name);
    if (!found) {
      found = this.#make(name, options);
      this.#databases.set(name, found);
    }
    return found;
  }

  /** The database as it is after the migrations, with so many people and what they made in every module. */
  realistic(people: number): Promise<Database> {
    const name = `bench_real_${people}`;
    let found = this.#databases.get(name);
    if (!found) {
      found = this.#makeRealistic(name, people);
      this.#databases.set(name, found);
    }
    return found;
  }

  async stop(): Promise<void> {
    if (!World.#running.delete(this)) return;
    for (const database of this.#databases.values()) {
      await database.then(
        (made) => made.close(),
        () => undefined,
      );
    }
    await this.server.stop();
  }

  async #makeRealistic(name: string, people: number): Promise<Database> {
    const progress = this.#progress;
    progress.step(`making ${people.toLocaleString('en')} people and all that is theirs`);
    progress.expect(people);
    const adminUrl = this.server.superUrl();
    await withConnection(
      adminUrl,
      (sql) => sql`create database ${sql(name)} template bench_migrated owner postgres`,
    );
    const url = urlFor(adminUrl, name, 'postgres');
    await fillPeople(
      url,
      Array.from({ length: people }, (_, nth) => nth + 1),
      { onChunk: (chunk) => progress.advance(chunk) },
    );
    progress.step('counting their days');
    await runJobs(url);
    await withConnection(urlFor(adminUrl, name), (sql) => sql.unsafe('vacuum analyze'));
    return Database.open(this.server, name, people);
  }

  async #make(name: string, { tables, people }: DatabaseOptions): Promise<Database> {
    const adminUrl = this.server.superUrl();
    const progress = this.#progress;
    progress.step(`making a database of ${tables} tables and ${people} people`);
    await withConnection(
      adminUrl,
      (sql) => sql`create database ${sql(name)} template bench_migrated owner postgres`,
    );
    const real = Math.min(REAL_TABLES, tables);
    const synthetic = tables - real;
    // As the owner, like a migration.
    await withConnection(urlFor(adminUrl, name, 'postgres'), async (sql) => {
      progress.expect(synthetic + 2);
      for (const table of [PLAIN_TABLE, BARE_TABLE]) {
        await sql.unsafe(tableSql(table)).simple();
        // What registration adds to a synced table beside the engine's triggers.
        await sql.unsafe(`
          alter table public.${table} add constraint ${table}_sync_round_trip
            check (isfinite(due_at) and isfinite(day) and isfinite(created_at) and isfinite(updated_at))
        `);
        progress.advance();
      }
      await sql.unsafe(`drop trigger _100_touch on public.${BARE_TABLE}`);
      for (let nth = 1; nth <= synthetic; nth += 1) {
        const table = syncedTable(nth);
        await sql.unsafe(tableSql(table)).simple();
        await sql`select sync.register_table(${`public.${table}`}, column_rules => '{"labels": "union", "rank": "max"}')`;
        progress.advance();
      }
      // The last registered go first: the profile tables stay.
      await sql`
        select sync.unregister_table(t.table_name)
        from (
          select r.table_name from sync.tables as r where r.table_name not like 'bench%' order by r.table_id offset ${real}
        ) as t
      `;
    });
    await withConnection(urlFor(adminUrl, name), (sql) =>
      fill(sql, people, Math.min(synthetic, ROWS_EACH), progress),
    );
    return Database.open(this.server, name, people);
  }
}

/** People and their rows, set-based; the capture triggers fill the feed as they would by and by. */
async function fill(
  sql: postgres.Sql,
  people: number,
  tables: number,
  progress: Progress,
): Promise<void> {
  // Neither the sign-up trigger row by row nor a look-up for each foreign key; capture fires all the same.
  await sql`set session_replication_role = replica`;
  const everyone = `from generate_series(1, ${people}) as n`;
  const steps = [
    `insert into auth.users (id, email, aud, role)
      select ${personSql('n')}, 'person' || n || '@example.com', 'authenticated', 'authenticated' ${everyone}`,
    `insert into public.users (id, age_band) select ${personSql('n')}, '18_plus' ${everyone}`,
    `insert into public.user_preferences (user_id, id) select ${personSql('n')}, ${personSql('n')} ${everyone}`,
    ...Array.from(
      { length: tables },
      (_, nth) =>
        `insert into public.${syncedTable(nth + 1)} (${generatedRow.columns})
          select ${generatedRow.values(personSql('n'), 'n')} ${everyone}`,
    ),
    'vacuum analyze',
  ];
  progress.expect(steps.length);
  for (const step of steps) {
    await sql.unsafe(step);
    progress.advance();
  }
}

const asText = {
  serialize: (value: string): string => value,
  parse: (value: string): string => value,
};

/** JSON goes and comes as text: parsing it is the client's work, not the server's. */
const jsonAsText = {
  json: { to: 114, from: [114], ...asText },
  jsonb: { to: 3802, from: [3802], ...asText },
};

export type Value = string | number | null | string[];

/** What a person's request runs. */
export interface Statement {
  text: string;
  values?: Value[];
}

export interface Answer {
  /** Milliseconds at the client: the statement, there and back, and the commit if it is asked for. */
  ms: number;
  rows: Record<string, unknown>[];
}

/** One database and one connection to it, which is every measured person's in turn, as with a pool. */
export class Database {
  readonly name: string;
  readonly server: Postgres;
  /** How many people it was filled with: `person(1)` up to this. */
  readonly people: number;
  /** The owner's connection, for what is not measured. */
  readonly sql: postgres.Sql;
  readonly #admin: postgres.Sql;
  readonly #requests: postgres.Sql<{ json: string; jsonb: string }>;

  private constructor(server: Postgres, name: string, people: number) {
    this.name = name;
    this.server = server;
    this.people = people;
    const options = { max: 1, onnotice: () => undefined };
    this.sql = postgres(server.url(name), options);
    this.#admin = postgres(server.superUrl(name), options);
    this.#requests = postgres(server.authenticatorUrl(name), { ...options, types: jsonAsText });
  }

  static open(server: Postgres, name: string, people: number): Database {
    return new Database(server, name, people);
  }

  /** A superuser's connection, for loads and vacuum. */
  get admin(): postgres.Sql {
    return this.#admin;
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.sql, this.#admin, this.#requests].map((sql) => sql.end({ timeout: 5 })),
    );
  }

  /** A second connection as the API's role, such as another device's; the caller closes it. */
  another(): Requests {
    return new Requests(this.server.authenticatorUrl(this.name));
  }

  /**
   * Runs one statement as `user`, in a transaction set up as PostgREST does, and commits.
   *
   * @param withCommit count the commit, as for what writes
   */
  async as(user: string, statement: Statement, { withCommit = false } = {}): Promise<Answer> {
    return request(this.#requests, user, statement, withCommit);
  }

  /**
   * As {@link as}, for a function that returns JSON: milliseconds on the server, the answer's transfer left out.
   * `call` is an expression; its value comes back as text only when `wanted`.
   */
  async clocked(user: string, call: string, values: Value[] = [], wanted = false): Promise<Answer> {
    const { rows } = await this.as(user, {
      text: `
        select ${wanted ? `(${call})::text as answer` : `octet_length((${call})::text) as bytes`},
          date_part('epoch', clock_timestamp() - started_at) * 1000 as ms
        from (select clock_timestamp() as started_at offset 0) as clock
      `,
      values,
    });
    return { ms: Number(rows[0]?.ms), rows };
  }
}

/** A connection of its own as the API's role. */
export class Requests {
  readonly #sql: postgres.Sql<{ json: string; jsonb: string }>;

  constructor(url: string) {
    this.#sql = postgres(url, { max: 1, onnotice: () => undefined, types: jsonAsText });
  }

  as(user: string, statement: Statement, { withCommit = false } = {}): Promise<Answer> {
    return request(this.#sql, user, statement, withCommit);
  }

  close(): Promise<void> {
    return this.#sql.end({ timeout: 5 });
  }
}

async function request(
  sql: postgres.Sql<{ json: string; jsonb: string }>,
  user: string,
  { text, values = [] }: Statement,
  withCommit: boolean,
): Promise<Answer> {
  const claims = JSON.stringify({ sub: user, role: 'authenticated', aud: 'authenticated' });
  await sql`begin`;
  try {
    await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
    const { ms, value } = await timed(async () => {
      const rows = await sql.unsafe<Record<string, unknown>[]>(text, values, { prepare: true });
      if (withCommit) await sql`commit`;
      return rows;
    });
    if (!withCommit) await sql`commit`;
    return { ms, rows: value };
  } catch (error) {
    await sql`rollback`.catch(() => undefined);
    throw error;
  }
}
