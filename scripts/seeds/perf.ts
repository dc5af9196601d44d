import type { Sql } from 'postgres';
import {
  UsageError,
  beAlone,
  chooseDatabase,
  connect,
  databaseHelp,
  databaseOptions,
  readArguments,
  requireMigrations,
  runCommand,
  wholeNumber,
} from '../command.ts';
import { Progress } from '../progress.ts';
import { fillPeople, findPerf, runJobs } from './people.ts';

const MOST = 200_000;

const HELP = `Usage: npm run seeds:perf -- <people> [options]

Fills the running stack's database with made-up people, each with some 570 rows of three months in every module, the
triggers at work: what an app would find that many people have made. They sign in as
perf-000001@perf.futuresync.example and so on, with the password futuresync. npm run seeds:clear removes them.

  <people>        how many there should be, 1 to ${MOST.toLocaleString('en')}
  --workers <n>   connections at work, 1 to 16 (default 2)
${databaseHelp}

Interrupted or killed, it leaves no half people: run again, it says who is there and brings the others.`;

interface Options {
  people: number;
  url: string;
  isJson: boolean;
  workers: number;
}

/** @throws UsageError when something is missing, unknown, or not what it should be */
async function readOptions(): Promise<Options | undefined> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { ...databaseOptions, workers: { type: 'string', default: '2' } },
  });
  if (values.help) return undefined;
  const [wanted, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One number is wanted, not ${positionals.join(' ')}.`);
  if (wanted === undefined) throw new UsageError('How many people? A number is wanted.');
  const people = wholeNumber('people', wanted, 1, MOST);
  const workers = wholeNumber('--workers', values.workers, 1, 16);
  const { url } = await chooseDatabase(values);
  return { people, url, isJson: values.json, workers };
}

let isStopped = false;

async function main(): Promise<number> {
  const options = await readOptions();
  if (!options) {
    console.log(HELP);
    return 0;
  }
  const { people, url, workers, isJson } = options;
  const progress = new Progress();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      isStopped = true;
      process.stderr.write('\nStopping after the people that are being written …\n');
    });
  }
  const sql = await connect(url);
  // On stdout is the result; who looks on reads this.
  const say = (line: string): void => {
    progress.end();
    process.stderr.write(`${line}\n`);
  };
  try {
    await requireMigrations(sql);
    await beAlone(sql, 'seeds');
    const before = await databaseSize(sql);
    const startedAt = performance.now();
    const there = new Set((await findPerf(sql)).map(({ n }) => n).filter((n) => n <= people));
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
    const size = await databaseSize(sql);
    const report = {
      people: (await findPerf(sql)).length,
      writtenPeople: filled.people,
      writtenRows: filled.rows,
      rowsEach: filled.people > 0 ? Math.round(filled.rows / filled.people) : 0,
      writingSeconds: seconds(startedAt, writtenAt),
      jobsSeconds: seconds(writtenAt, performance.now()),
      rowsPerSecond: Math.round((filled.rows * 1_000) / (writtenAt - startedAt)),
      databaseMegabytes: Math.round(size / 1_048_576),
      kilobytesEach: filled.people > 0 ? Math.round((size - before) / filled.people / 1_000) : 0,
      tables: Object.fromEntries(filled.tables),
    };
    progress.end();
    if (isJson) {
      console.log(JSON.stringify(report, null, 2));
    } else {
      const number = (value: number): string => value.toLocaleString('en');
      console.log(
        `${number(report.writtenPeople)} people, ${number(report.writtenRows)} rows (${report.rowsEach} and ${report.kilobytesEach} kB each) in ${report.writingSeconds} s: ` +
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
    progress.end();
    await sql.end({ timeout: 5 });
  }
}

/** In bytes, all tables and indexes of it. */
async function databaseSize(sql: Sql): Promise<number> {
  const [found] = await sql<{ bytes: string }[]>`
    select pg_database_size(current_database()) as bytes
  `;
  return Number(found?.bytes);
}

runCommand('npm run seeds:perf', main);
