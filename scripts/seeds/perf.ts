import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { Progress } from '../bench/measure.ts';
import { StackError, stackHome } from '../stack/postgres.ts';
import type { Stack } from '../stack/stack.ts';
import { readState } from '../stack/state.ts';
import { countPeople, fillPeople, findPeople, removePeople, runJobs } from './people.ts';

const MOST = 200_000;

const HELP = `Usage: npm run seeds:perf -- <people> [options]

Fills a database with made-up people, each with some 570 rows of three months in every module, the triggers at work:
what an app would find that many people have made. Without --database-url it is the running stack's; when none runs,
one is started, and stopped again, and "npm start" then finds them there. They sign in as
perf-000001@perf.futuresync.example and so on, with the password futuresync.

  <people>              how many there should be, 1 to ${MOST.toLocaleString('en')}
  --clean               removes all of them first; alone, removes them and no more
  --database-url <url>  another database, as role postgres
  --allow-remote        also one that is not on this machine
  --workers <n>         connections at work, 1 to 16 (default 2)
  --json                prints what was done as JSON
  --help

Interrupted or killed, it leaves no half people: run again, it says who is there and brings the others.`;

/** What the caller got wrong: one line, exit code 2. */
class UsageError extends Error {}

interface Options {
  people: number | undefined;
  databaseUrl: string | undefined;
  isCleaned: boolean;
  isJson: boolean;
  workers: number;
}

/** @throws UsageError when something is missing, unknown, or not what it should be */
function readOptions(): Options | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        clean: { type: 'boolean', default: false },
        'database-url': { type: 'string' },
        'allow-remote': { type: 'boolean', default: false },
        workers: { type: 'string', default: '2' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [wanted, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One number is wanted, not ${positionals.join(' ')}.`);
  if (wanted === undefined && !values.clean)
    throw new UsageError('How many people? A number is wanted.');
  const people = wanted === undefined ? undefined : wholeNumber(wanted, 'people', MOST);
  const databaseUrl = values['database-url'];
  if (databaseUrl !== undefined) checkAddress(databaseUrl, values['allow-remote']);
  return {
    people,
    databaseUrl,
    isCleaned: values.clean,
    isJson: values.json,
    workers: wholeNumber(values.workers, '--workers', 16),
  };
}

function wholeNumber(text: string, what: string, most: number): number {
  const number = /^[0-9]+$/.test(text) ? Number(text) : NaN;
  if (!(number >= 1 && number <= most))
    throw new UsageError(
      `${what}: a whole number from 1 to ${most.toLocaleString('en')} is wanted, not ${text}.`,
    );
  return number;
}

/** Made-up people among real ones would be hard to forgive. */
function checkAddress(url: string, isRemoteAllowed: boolean): void {
  let host: string;
  try {
    const parsed = new URL(url);
    if (!/^postgres(ql)?:$/.test(parsed.protocol)) throw new TypeError('not postgres');
    host = parsed.hostname;
  } catch {
    throw new UsageError(
      '--database-url: postgresql://user:password@host:port/database is wanted.',
    );
  }
  const isHere = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
  if (!isHere && !isRemoteAllowed)
    throw new UsageError(
      `--database-url: ${host} is not this machine. If made-up people belong there, say --allow-remote.`,
    );
}

let isStopped = false;

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const progress = new Progress();
  let stack: Stack | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isStopped = true;
      process.stderr.write('\nStopping after the people that are being written …\n');
    });
  }
  try {
    let url = options.databaseUrl;
    if (url === undefined) {
      const home = process.env.STACK_HOME ?? (await stackHome());
      url = (await readState(home))?.databaseUrl;
      if (url === undefined || url === '') {
        progress.step('no stack runs: starting one');
        // Only now: it takes a second.
        const { startStack } = await import('../stack/stack.ts');
        stack = await startStack({ home });
        url = stack.state.databaseUrl;
      }
    }
    return await fill(url, options, progress);
  } finally {
    progress.end();
    await stack?.stop();
  }
}

async function fill(url: string, options: Options, progress: Progress): Promise<number> {
  const { people = 0, workers, isJson } = options;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  // On stdout is the result; who looks on reads this.
  const say = (line: string): void => {
    progress.end();
    process.stderr.write(`${line}\n`);
  };
  try {
    const [base] = await sql<{ is_ours: boolean; is_alone: boolean }[]>`
      select to_regclass('sync.tables') is not null as is_ours,
        pg_try_advisory_lock(hashtextextended('futuresync seeds:perf', 0)) as is_alone
    `;
    if (!base?.is_ours) throw new StackError('This database has not got the migrations.');
    if (!base.is_alone) throw new StackError('Another seeds:perf is at work in this database.');

    const startedAt = performance.now();
    if (options.isCleaned) {
      progress.step('removing those who are there');
      progress.expect(await countPeople(sql));
      const removed = await removePeople(url, (chunk) => progress.advance(chunk));
      say(`${removed.toLocaleString('en')} people removed.`);
      if (options.people === undefined) {
        if (isJson) console.log(JSON.stringify({ removed }, null, 2));
        return 0;
      }
    }
    const there = await findPeople(sql, people);
    const missing = Array.from({ length: people }, (_, nth) => nth + 1).filter(
      (nth) => !there.has(nth),
    );
    if (there.size > 0) {
      say(
        missing.length > 0
          ? `${there.size.toLocaleString('en')} of ${people.toLocaleString('en')} people are there already; ${missing.length.toLocaleString('en')} are to come.`
          : `All ${people.toLocaleString('en')} people are there already.`,
      );
    }
    progress.step(`writing ${missing.length.toLocaleString('en')} people`);
    progress.expect(missing.length);
    const filled = await fillPeople(url, missing, {
      workers,
      onChunk: (chunk) => progress.advance(chunk),
      isStopped: () => isStopped,
    });
    const writtenAt = performance.now();
    // Also when all were there: the run before may have been killed before it came to this.
    progress.step('running the jobs that count days, and analyze');
    await runJobs(url, undefined, () => isStopped);
    const seconds = (from: number, to: number): number => Number(((to - from) / 1_000).toFixed(1));
    const [size] = await sql<{ megabytes: number }[]>`
      select (pg_database_size(current_database()) / 1048576)::integer as megabytes
    `;
    const report = {
      people: await countPeople(sql),
      writtenPeople: filled.people,
      writtenRows: filled.rows,
      rowsEach: filled.people > 0 ? Math.round(filled.rows / filled.people) : 0,
      writingSeconds: seconds(startedAt, writtenAt),
      jobsSeconds: seconds(writtenAt, performance.now()),
      rowsPerSecond: Math.round((filled.rows * 1_000) / (writtenAt - startedAt)),
      databaseMegabytes: size?.megabytes ?? 0,
      tables: Object.fromEntries(filled.tables),
    };
    progress.end();
    if (isJson) {
      console.log(JSON.stringify(report, null, 2));
    } else {
      const number = (value: number): string => value.toLocaleString('en');
      console.log(
        `${number(report.writtenPeople)} people, ${number(report.writtenRows)} rows (${report.rowsEach} each) in ${report.writingSeconds} s: ` +
          `${number(report.rowsPerSecond)} rows/s. Jobs and analyze: ${report.jobsSeconds} s. ` +
          `${number(report.people)} are there; the database has ${number(report.databaseMegabytes)} MB.`,
      );
    }
    if (isStopped) {
      say('Stopped before the end. Run it again to go on.');
      return 130;
    }
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\nnpm run seeds:perf -- --help shows how.`);
      process.exitCode = 2;
      return;
    }
    console.error(error instanceof StackError ? error.message : error);
    process.exitCode = 1;
  },
);
