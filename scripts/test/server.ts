import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { migrate } from '../stack/migrate.ts';
import { bootstrap, LOCAL_PASSWORD, type Postgres, startPostgres } from '../stack/postgres.ts';
import { splitStatements, TapReader } from './tap.ts';

/** The server that a test run works on: its own embedded one, or the one TEST_DATABASE_URL names. */
export interface TestServer {
  /** A superuser's URL, whose database is the one to administer the server from. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const TEMPLATE = 'futuresync_template';
const TESTS_FOLDER = 'supabase/tests';

/** Starts the run's server. A test's data need not survive a power cut, so it writes without waiting. */
export async function startServer(log?: (line: string) => void): Promise<TestServer> {
  const external = process.env.TEST_DATABASE_URL;
  if (external !== undefined && external !== '') {
    // A template left by an earlier run would have that run's migrations.
    await dropDatabase(external, TEMPLATE);
    return { adminUrl: external, stop: () => dropDatabase(external, TEMPLATE) };
  }
  const server = await startPostgres({
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      shared_buffers: '128MB',
    },
    ...(log === undefined ? {} : { log }),
  });
  return { adminUrl: server.superUrl('postgres'), stop: () => server.stop() };
}

/** The same server and password, another role or database. */
export function urlFor(adminUrl: string, database: string, role?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role !== undefined) {
    url.username = role;
    url.password = LOCAL_PASSWORD;
  }
  return url.href;
}

/** Runs `work` with a connection of its own, closed afterwards. */
export async function withConnection<T>(
  url: string,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Makes `database` what a new project is. */
export async function bootstrapDatabase(adminUrl: string, database: string): Promise<void> {
  await bootstrap(serverAt(adminUrl), database);
  await withConnection(urlFor(adminUrl, database), createCron);
}

/** Makes `database` what a new project is after its migrations, by the stack's own `migrate`. */
export async function migrateDatabase(
  adminUrl: string,
  database: string,
  onProgress?: (line: string) => void,
): Promise<void> {
  await bootstrapDatabase(adminUrl, database);
  await migrate(urlFor(adminUrl, database, 'postgres'), {
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** What a test expects: a migrated database, pgTAP, and the helpers of `supabase/tests/*.sql`. */
export async function prepareDatabase(adminUrl: string, database: string): Promise<void> {
  await migrateDatabase(adminUrl, database);
  await withConnection(urlFor(adminUrl, database), async (sql) => {
    // As the platform does it: made by the superuser, so usable by every role.
    await sql`create extension if not exists pgtap with schema extensions`;
  });
  await withConnection(urlFor(adminUrl, database, 'postgres'), async (sql) => {
    for (const file of await setupFiles()) await runSetup(sql, file);
  });
}

/** @throws Error when a statement fails, or one of the file's own assertions */
async function runSetup(sql: postgres.Sql, file: string): Promise<void> {
  const reader = new TapReader();
  for (const { text, line } of await splitStatements(await readFile(file, 'utf8'))) {
    try {
      reader.readRows(await sql.unsafe(text).simple());
    } catch (error) {
      throw new Error(`${file}, statement at line ${line}: ${String(error)}`, { cause: error });
    }
  }
  const [failure] = reader.finish().failures;
  if (failure) throw new Error(`${file}: ${failure.title}\n${failure.detail}`);
}

/** Only a superuser may create the real pg_cron; a hosted project's platform then grants it to postgres. */
async function createCron(sql: postgres.Sql): Promise<void> {
  const [real] = await sql`
    select where current_setting('shared_preload_libraries') ~ '\\mpg_cron\\M'
      and current_setting('cron.database_name', true) = current_database()
  `;
  if (!real) return;
  await sql.unsafe(`
    create extension if not exists pg_cron;
    grant usage on schema cron to postgres with grant option;
    grant all on all functions in schema cron to postgres with grant option;
    grant select on cron.job to postgres with grant option;
    grant select, delete on cron.job_run_details to postgres with grant option;
  `);
}

/** Files that set the stage for the others, in the order in which `supabase test db` meets them. */
export async function setupFiles(): Promise<string[]> {
  const names = await readdir(TESTS_FOLDER);
  return names
    .filter((name) => name.endsWith('.sql') && !name.endsWith('.test.sql'))
    .sort()
    .map((name) => join(TESTS_FOLDER, name));
}

/**
 * Copies a fresh database from the run's template, which the first to ask builds: a run that needs no
 * database does not pay for one, and a broken migration fails only the tests that need it.
 */
export async function cloneTemplate(adminUrl: string, name: string): Promise<void> {
  await withConnection(urlFor(adminUrl, 'postgres'), async (sql) => {
    await ensureTemplate(adminUrl, sql);
    await sql`create database ${sql(name)} template ${sql(TEMPLATE)} owner postgres`;
  });
}

async function ensureTemplate(adminUrl: string, sql: postgres.Sql): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  await sql`select pg_advisory_lock(hashtext(${TEMPLATE}))`;
  try {
    const [built] = await sql`select from pg_database where datname = ${TEMPLATE}`;
    if (built) return;
    await sql`drop database if exists ${sql(draft)} with (force)`;
    await prepareDatabase(adminUrl, draft);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity where datname = ${draft}
    `;
    await sql`alter database ${sql(draft)} rename to ${sql(TEMPLATE)}`;
  } finally {
    await sql`select pg_advisory_unlock(hashtext(${TEMPLATE}))`;
  }
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withConnection(urlFor(adminUrl, 'postgres'), async (sql) => {
    await sql`drop database if exists ${sql(name)} with (force)`;
  });
}

/** A server that somebody else started, as far as `bootstrap` and the parts of the stack need one. */
export function serverAt(adminUrl: string, dataDir = ''): Postgres {
  const refuse = (): never => {
    throw new Error('this server was not started here, so it is not stopped or restarted here');
  };
  return {
    port: Number(new URL(adminUrl).port || 5432),
    pid: 0,
    dataDir,
    logFile: '',
    superUrl: (database = 'postgres') => urlFor(adminUrl, database),
    url: (database = 'postgres') => urlFor(adminUrl, database, 'postgres'),
    authenticatorUrl: (database = 'postgres') => urlFor(adminUrl, database, 'authenticator'),
    urlFor: (role, database = 'postgres') => urlFor(adminUrl, database, role),
    exited: new Promise(() => undefined),
    stop: refuse,
    kill: refuse,
    restart: refuse,
  };
}
