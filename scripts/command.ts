import { parseArgs, type ParseArgsConfig } from 'node:util';
import postgres from 'postgres';
import { colors } from './colors.ts';
import { isLocal } from './stack/config.ts';
import { StackError, stackHome } from './stack/postgres.ts';
import { readState } from './stack/state.ts';

/** What the commands on a database have in common: which one, that somebody answers there, and what is said when not. */

/** What the caller got wrong: exit code 2. */
export class UsageError extends Error {}

/** @throws UsageError for what is unknown or lacks its value */
export function readArguments<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** @throws UsageError, naming what the number is for, when the text is none or out of bounds */
export function wholeNumber(what: string, text: string, least: number, most: number): number {
  const number = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  if (!(number >= least && number <= most))
    throw new UsageError(
      `${what}: a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')} is wanted, not ${text}.`,
    );
  return number;
}

export const databaseOptions = {
  'db-url': { type: 'string' },
  'allow-remote': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** The lines of help for those. */
export const databaseHelp = `  --db-url <url>  another database than the running stack's, as role postgres
  --allow-remote  also one that is not on this machine
  --json          print the result as JSON
  --help`;

export interface ChosenDatabase {
  url: string;
  /** Where the running stack keeps what it knows; absent when the database was named. */
  home?: string;
}

/**
 * The database that --db-url names, or else the running stack's.
 *
 * @throws UsageError when it is not on this machine and --allow-remote was not said
 * @throws StackError when none was named and no stack runs
 */
export async function chooseDatabase(values: {
  'db-url'?: string | undefined;
  'allow-remote'?: boolean | undefined;
}): Promise<ChosenDatabase> {
  const url = values['db-url'];
  if (url === undefined) {
    const home = process.env.STACK_HOME ?? (await stackHome());
    const state = await readState(home);
    if (!state?.isReady)
      throw new StackError(
        state ? 'The stack is still starting.' : 'The stack is not running.',
        'npm run up starts it; --db-url names another database.',
      );
    return { url: state.databaseUrl, home };
  }
  if (!/^postgres(ql)?:\/\/[^/]/.test(url) || !URL.canParse(url))
    throw new UsageError('--db-url: postgresql://user:password@host:port/database is wanted.');
  if (!isLocal(url) && !values['allow-remote'])
    throw new UsageError(
      `--db-url: ${new URL(url).hostname} is not this machine. If it is meant, say --allow-remote.`,
    );
  return { url };
}

/**
 * Opens one connection, which stays the same one until it is closed.
 *
 * @throws StackError when nobody answers, or not as role postgres
 */
export async function connect(url: string): Promise<postgres.Sql> {
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: 0,
    connect_timeout: 10,
    onnotice: () => undefined,
  });
  try {
    await sql`select 1`;
    return sql;
  } catch (error) {
    await sql.end({ timeout: 1 });
    const { message, code } = error as Error & { code?: string };
    throw new StackError(
      `The database at ${new URL(url).host} does not answer: ${message || code}`,
      'npm run status shows the address of the stack; of a hosted project, the dashboard does.',
    );
  }
}

/** @throws StackError when the migrations are not there, or none of this project */
export async function requireMigrations(sql: postgres.Sql): Promise<void> {
  const [found] = await sql<{ is_ours: boolean }[]>`
    select to_regclass('sync.tables') is not null and to_regclass('ops.metrics') is not null as is_ours
  `;
  if (!found?.is_ours)
    throw new StackError('This database has not got the migrations.', 'npm run db:migrate applies them.'); // prettier-ignore
}

/** @throws StackError when another command of the same kind is at work in the database */
export async function beAlone(sql: postgres.Sql, kind: string): Promise<void> {
  const [lock] = await sql<{ is_alone: boolean }[]>`
    select pg_try_advisory_lock(hashtextextended(${`futuresync ${kind}`}, 0)) as is_alone
  `;
  if (!lock?.is_alone)
    throw new StackError(
      `Another ${kind} command is at work in this database.`,
      'Run it again when that one has ended.',
    );
}

/** Runs a command and sets the exit code: what it returns, 2 for what the caller got wrong, else `failure`. */
export function runCommand(
  command: string,
  main: () => Promise<number>,
  { failure = 1 }: { failure?: number } = {},
): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const isUsage = error instanceof UsageError;
      const isExpected = isUsage || error instanceof StackError;
      const hint = isUsage
        ? `${command} -- --help shows how.`
        : error instanceof StackError
          ? error.hint
          : undefined;
      process.stderr.write(
        `${colors.red('Error:')} ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
      );
      if (hint !== undefined) process.stderr.write(`${hint}\n`);
      process.exitCode = isUsage ? 2 : failure;
    },
  );
}
