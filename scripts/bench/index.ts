import { UsageError, readArguments, runCommand, wholeNumber } from '../command.ts';
import { Progress } from '../progress.ts';
import { describeMachine, formatTable, writeReport } from './report.ts';
import { type Curve, type Result, rows } from './rows.ts';
import { World, serverSettings } from './world.ts';

const HELP = `Usage: npm run bench [-- row …] [options]

Measures the sync engine beside the least work Postgres could do for the same, in one run on a server of its
own, and holds the ratio of the medians against its target. With no row named, writes
scripts/bench/results/<date>.json and the scaling curves. Takes about ten minutes, most of them to fill
databases; other work on the machine shows in the figures.

${rows.map(({ name, description }) => `  ${name.padEnd(12)} ${description}`).join('\n')}

  --quick        tiny sizes and few samples: shows that the bench works
  --minutes <n>  how long the stranger stays (default 1)
  --people <n>   people with all that is theirs, for the row sla (default 1,000)
  --json         prints the report as JSON
  --help

The exit code is 1 when a target is missed (never with --quick).`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '1' },
      people: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = positionals.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) throw new UsageError(`There is no row named ${unknown}.`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 60))
    throw new UsageError(`--minutes: a number up to 60 is wanted, not ${values.minutes}.`);
  const people =
    values.people === undefined ? undefined : wholeNumber('--people', values.people, 20, 200_000);
  const chosen = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

  const progress = new Progress();
  const results: Result[] = [];
  const curves: Curve[] = [];
  const stop = (): void => {
    isStopping = true;
    progress.end();
    void World.stopAll().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const world = await World.start(progress);
  try {
    const machine = await describeMachine(world);
    const isQuick = values.quick;
    for (const row of chosen) {
      results.push(
        ...(await row.run({
          world,
          progress,
          isQuick,
          strangerSeconds: isQuick ? 1 : minutes * 60,
          ...(people === undefined ? {} : { people }),
          curve: (curve) => curves.push(curve),
        })),
      );
    }
    progress.end();
    const date = new Date().toISOString();
    const report = { date, machine, settings: serverSettings, isQuick, results, curves };
    console.log(values.json ? JSON.stringify(report, null, 2) : formatTable(report));
    // What says little is not kept, nor what is only a part.
    if (!isQuick && positionals.length === 0) {
      const file = await writeReport(report);
      console.error(`Written to ${file}.`);
    }
    return !isQuick && results.some(({ isKept }) => isKept === false) ? 1 : 0;
  } finally {
    progress.end();
    await World.stopAll();
  }
}

/** Interrupted: what fails because the servers go is no news. */
let isStopping = false;

runCommand('npm run bench', () =>
  main().catch((error: unknown) => {
    if (isStopping) return 130;
    throw error;
  }),
);
