import { UsageError, readArguments, wholeNumber } from '../command.ts';
import { UntrueError } from '../demo/narrator.ts';
import { isLostConnection } from '../stack/postgres.ts';
import type { DrillReport } from './drill.ts';

const help = `Usage: npm run drill [-- options]

The recovery drill. On a server of its own, people write while a base backup is taken and WAL is archived; a moment is
chosen, life goes on, somebody has their account erased; then kill -9, and the data are gone. The backup is restored to
the moment, and it is checked that every row of every table is what it was, that indexes are whole, that nobody is let
in before erasures are replayed, and that devices which were ahead keep their unsent edits. Every sentence is checked
before it is printed. Prints how long it took (RTO) and what was lost (RPO). Takes about half a minute.

  --people <n>           people with some 570 rows each, 3 to 2,000 (default 10)
  --archive-seconds <n>  the server archives what it has logged at least so often, 1 to 120 (default 2; hosted 120)
  --lose-wal             takes a WAL file out of the archive first: the restore must fail and say so
  --keep                 leaves the restored data, the archive and the log, and says where
  --json                 prints the report as JSON; the story goes to stderr
  --help

Exit code 0: all was as it must be. 1: something was not, or the restore failed. 2: the options are wrong.`;

interface Options {
  people: number;
  archiveSeconds: number;
  losesWal: boolean;
  isKept: boolean;
  isJson: boolean;
}

/** @throws UsageError when an option is unknown or not what it should be */
function readOptions(): Options | undefined {
  const { values } = readArguments({
    options: {
      people: { type: 'string', default: '10' },
      'archive-seconds': { type: 'string', default: '2' },
      'lose-wal': { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    people: wholeNumber('--people', values.people, 3, 2_000),
    archiveSeconds: wholeNumber('--archive-seconds', values['archive-seconds'], 1, 120),
    losesWal: values['lose-wal'],
    isKept: values.keep,
    isJson: values.json,
  };
}

/** What to undo at the end, last first. */
const closers: (() => Promise<unknown>)[] = [];
let closing: Promise<void> | undefined;

function close(): Promise<void> {
  closing ??= (async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop())
      await closer().catch(() => undefined);
  })();
  return closing;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.log(help);
    return 0;
  }
  // Libraries announce themselves; no part of the story.
  for (const level of ['warn', 'error'] as const) {
    const print = console[level].bind(console);
    console[level] = (...message: unknown[]): void => {
      if (!/Node\.js 20|EXPERIMENTAL FEATURES/.test(String(message[0]))) print(...message);
    };
  }
  // Imported now: what takes a second should not delay --help.
  const [{ Narrator }, { Drill }] = await Promise.all([
    import('../demo/narrator.ts'),
    import('./drill.ts'),
  ]);
  const narrator = new Narrator((line) => {
    if (options.isJson) process.stderr.write(`${line}\n`);
    else console.log(line);
  });
  try {
    const isKept = (): boolean => options.isKept && interrupted === undefined;
    const drill = await Drill.start(options, narrator, closers, isKept);
    if (options.isKept) {
      closers.unshift(async () => {
        narrator.chapter('Kept, until you remove them');
        narrator.table(Object.entries(drill.places));
      });
    }
    await drill.live();
    if (options.losesWal) await drill.loseWal();
    const report = await drill.recover();
    if (options.isJson) console.log(JSON.stringify(report, null, 2));
    else for (const line of describe(report)) console.log(line);
    return 0;
  } catch (error) {
    // After Ctrl-C everything fails.
    if (interrupted === undefined) {
      narrator.failure(error);
      if (options.isJson) {
        const { message, hint } = error as Error & { hint?: string };
        const found = error instanceof UntrueError ? error.found : undefined;
        console.log(JSON.stringify({ error: message, hint, found }, null, 2));
      }
    }
    return 1;
  } finally {
    await close();
  }
}

function describe(report: DrillReport): string[] {
  const { recoveryTime, recoveryPoint, lost, checks } = report;
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  const steps = Object.entries(recoveryTime.steps).map(
    ([step, value]) => `${step} ${seconds(value)}`,
  );
  return [
    '',
    `RTO  ${seconds(recoveryTime.seconds)}`,
    `     ${recoveryTime.how}`,
    `     ${steps.join(' · ')}`,
    `RPO  ${seconds(recoveryPoint.seconds)}, ${recoveryPoint.transactions} transactions`,
    `     ${recoveryPoint.how}`,
    `     the archive is at most ${report.archiveSeconds} s behind; on hosted, with point-in-time recovery, 120 s`,
    `Lost ${seconds(lost.seconds)}, ${lost.transactions} transactions`,
    `     ${lost.how}`,
    '',
    `${checks.differences} differences in ${checks.rows.toLocaleString('en')} rows of ${checks.tables} tables; ${checks.sentences} sentences, all true.`,
    'To note them where service levels are kept:',
    `  select ops.record_sla('recovery_time', ${(recoveryTime.seconds / 60).toFixed(3)}, 1, 'drill');`,
    `  select ops.record_sla('recovery_point', ${(recoveryPoint.seconds / 60).toFixed(3)}, 1, 'drill');`,
  ];
}

process.on('uncaughtException', (error) => {
  if (isLostConnection(error)) return;
  console.error(error);
  void close().then(() => process.exit(1));
});

let interrupted: number | undefined;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => {
    interrupted = code;
    console.error('\nStopping …');
    void close().then(() => process.exit(code));
  });
}

main().then(
  (code) => process.exit(interrupted ?? code),
  (error: unknown) => {
    console.error(error instanceof UsageError ? error.message : error);
    process.exit(interrupted ?? (error instanceof UsageError ? 2 : 1));
  },
);
