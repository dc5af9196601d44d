import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { colors } from '../colors.ts';
import postgres from 'postgres';
import { isMain } from '../stack/postgres.ts';
import {
  cloneTemplate,
  dropDatabase,
  prepareDatabase,
  setupFiles,
  startServer,
  urlFor,
} from './server.ts';
import { type Failure, splitStatements, type Statement, TapReader } from './tap.ts';

const TESTS_FOLDER = 'supabase/tests';

export interface FileResult {
  file: string;
  /** Titles. */
  passed: string[];
  failures: Failure[];
  /** Milliseconds. */
  duration: number;
}

/**
 * The pgTAP files, sorted: all of them, or those at or below the given paths, or those whose path
 * contains the given words.
 */
export async function findTests(filters: readonly string[] = []): Promise<string[]> {
  const all = await listTests(TESTS_FOLDER);
  if (filters.length === 0) return all;
  const found = new Set<string>();
  for (const filter of filters) {
    const info = await stat(filter).catch(() => undefined);
    const matches = info?.isDirectory()
      ? await listTests(relative('.', filter) || '.')
      : info?.isFile()
        ? [relative('.', filter)]
        : all.filter((file) => file.includes(filter));
    if (matches.length === 0) throw new Error(`no pgTAP file matches ${filter}`);
    for (const match of matches) found.add(match);
  }
  return [...found].sort();
}

async function listTests(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.test.sql'))
    .map((name) => join(folder, name))
    .sort();
}

/** One database, and one connection into it, on which files run one after the other. */
export interface PgTapSession {
  run(file: string): Promise<FileResult>;
  close(): Promise<void>;
}

/** Opens a database that has been prepared (see `prepareDatabase`) as role `postgres`. */
export function openSession(url: string): PgTapSession {
  let notices: string[] = [];
  const sql = postgres(url, {
    max: 1,
    onnotice: (notice) => notices.push(`${notice.severity ?? ''}: ${notice.message ?? ''}`),
    // One connection for the whole file: a test's roles and settings belong to its session.
    idle_timeout: 0,
    max_lifetime: 0,
  });

  async function runStatement(statement: Statement, reader: TapReader): Promise<boolean> {
    try {
      reader.readRows(await sql.unsafe(statement.text).simple());
      return true;
    } catch (error) {
      reader.fail(`statement at line ${statement.line}`, describe(error, reader, notices));
      return false;
    }
  }

  return {
    async run(file) {
      const startedAt = performance.now();
      const reader = new TapReader();
      notices = [];
      try {
        const statements = await splitStatements(await readFile(file, 'utf8'));
        if (keepsNothing(statements)) {
          await sql.unsafe('discard all').simple();
          await sql.unsafe(`set statement_timeout = '60s'`).simple();
          for (const statement of statements) {
            if (!(await runStatement(statement, reader))) break;
          }
        } else {
          reader.fail('transaction', 'a test file begins with begin and ends with rollback');
        }
      } catch (error) {
        reader.fail('file', error instanceof Error ? error.message : String(error));
      } finally {
        await sql.unsafe('rollback').simple();
      }
      const { passed, failures } = reader.finish();
      return { file, passed, failures, duration: performance.now() - startedAt };
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Whether a file leaves the database as it was: that is what lets files share one. */
function keepsNothing(statements: readonly Statement[]): boolean {
  const transactions = statements.flatMap(({ transaction }) => transaction ?? []);
  return (
    statements[0]?.transaction === 'begin' &&
    statements.at(-1)?.transaction === 'rollback' &&
    !transactions.includes('commit')
  );
}

function describe(error: unknown, reader: TapReader, notices: readonly string[]): string {
  if (!(error instanceof postgres.PostgresError)) return String(error);
  return [
    `${error.code} ${error.message}`,
    error.detail && `detail: ${error.detail}`,
    error.hint && `hint: ${error.hint}`,
    error.where && `where: ${error.where}`,
    `after: ${reader.lastTitle ?? 'no test yet'}`,
    ...notices.slice(-5),
  ]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

/** The failures of one file, ready to print: file, title, and what pgTAP or Postgres said. */
export function formatFailures({ file, failures }: FileResult): string {
  return failures
    .map(({ title, detail }) => {
      const indented = detail.replace(/^/gm, '    ');
      return `${file}: ${title}${detail === '' ? '' : `\n${indented}`}`;
    })
    .join('\n');
}

/**
 * Runs files on as many databases as there are workers, each copied from the template.
 *
 * @param onResult is told of each file as it ends
 */
async function runFiles(
  files: readonly string[],
  openWorker: () => Promise<PgTapSession>,
  workers: number,
  onResult: (result: FileResult) => void,
): Promise<void> {
  const queue = [...files];
  await Promise.all(
    Array.from({ length: Math.min(workers, files.length) }, async () => {
      const session = await openWorker();
      try {
        for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
          onResult(await session.run(file));
        }
      } finally {
        await session.close();
      }
    }),
  );
}

/** A worker's database, which goes when the worker closes. */
export async function openWorkerDatabase(adminUrl: string): Promise<PgTapSession> {
  const name = `pgtap_${process.pid}_${randomBytes(4).toString('hex')}`;
  await cloneTemplate(adminUrl, name);
  const session = openSession(urlFor(adminUrl, name, 'postgres'));
  return {
    run: (file) => session.run(file),
    async close() {
      await session.close();
      await dropDatabase(adminUrl, name);
    },
  };
}

const HELP = `Usage: npm run test:db -- [options] [path or word ...]

Runs the pgTAP files of supabase/tests (*.test.sql): all, or those at or below a path, or whose path
contains a word. Ends with a line "N passed, N failed".

  --workers <n>  databases to run on at the same time (2)
  --list         print the files and stop
  --help         print this

TEST_DATABASE_URL (a superuser's URL of an otherwise empty database) runs them there instead of on a
server of their own: one after the other, in that very database, as \`supabase test db\` does.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      workers: { type: 'string', default: '2' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const files = await findTests(positionals);
  if (values.list) {
    console.log([...(await setupFiles()), ...files].join('\n'));
    return 0;
  }

  const startedAt = performance.now();
  const step = (line: string): void => console.error(colors.dim(line));
  const isExternal = (process.env.TEST_DATABASE_URL ?? '') !== '';
  const server = await startServer(step);
  let passed = 0;
  let failed = 0;
  const report = (result: FileResult): void => {
    passed += result.passed.length;
    failed += result.failures.length;
    const isOk = result.failures.length === 0;
    const tests = `${result.passed.length} passed${isOk ? '' : `, ${result.failures.length} failed`}`;
    const time = `${result.duration.toFixed(0)} ms`;
    console.log(
      `${isOk ? colors.green('ok    ') : colors.red('failed')} ${result.file} ${colors.dim(`(${tests}, ${time})`)}`,
    );
    if (!isOk) console.log(formatFailures(result).replace(/^/gm, '       '));
  };

  const interrupt = (): void => {
    void server.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    step('applying the migrations');
    if (isExternal) {
      const database = basename(new URL(server.adminUrl).pathname);
      await prepareDatabase(server.adminUrl, database);
      const url = urlFor(server.adminUrl, database, 'postgres');
      await runFiles(files, () => Promise.resolve(openSession(url)), 1, report);
    } else {
      const open = (): Promise<PgTapSession> => openWorkerDatabase(server.adminUrl);
      await runFiles(files, open, Math.max(1, Number(values.workers) || 1), report);
    }
  } finally {
    await server.stop();
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`${passed} passed, ${failed} failed in ${seconds} s (${files.length} files)`);
  return failed === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) {
  const code = await main().catch((error: unknown) => {
    console.error(colors.red(error instanceof Error ? error.message : String(error)));
    return 1;
  });
  process.exit(code);
}
