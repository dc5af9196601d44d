import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { colors } from '../colors.ts';
import { StackError } from '../stack/postgres.ts';
import { type MigratedDatabase, openMigratedDatabase } from './database.ts';
import { findStale } from './generated.ts';
import { checkFunctions } from './plpgsql.ts';
import { runTool } from './process.ts';

interface Outcome {
  ok: boolean;
  /** A few words after the name, when all is well too. */
  note?: string;
  /** Shown only on failure. */
  details?: string;
}

interface Context {
  /** One migrated database for all checks that ask; started by the first. */
  database(): Promise<MigratedDatabase>;
}

interface Check {
  name: string;
  description: string;
  run(context: Context): Promise<Outcome>;
}

/** Passes when the program does. */
async function tool(name: string, args: readonly string[]): Promise<Outcome> {
  const { code, output } = await runTool(name, args);
  return { ok: code === 0, details: output.trim() };
}

/** A person's mistake, such as a migration that fails, needs no stack trace. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof StackError ? error.message : (error.stack ?? error.message);
}

const FUNCTIONS = 'supabase/functions';

const checks: readonly Check[] = [
  {
    name: 'squawk',
    description: 'migrations, by the rules of scripts/check/squawk.toml',
    async run() {
      const folder = 'supabase/migrations';
      const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
      return tool('squawk', [
        '--config=scripts/check/squawk.toml',
        '--include=require-table-schema',
        ...files.map((name) => join(folder, name)),
      ]);
    },
  },
  {
    name: 'tsc',
    description: 'types',
    run: () => tool('tsc', ['--project', 'tsconfig.json', '--pretty', 'false']),
  },
  {
    name: 'eslint',
    description: 'code, by the rules of scripts/eslint.config.js',
    run: () =>
      tool('eslint', [
        '--config',
        'scripts/eslint.config.js',
        '--max-warnings=0',
        '--no-error-on-unmatched-pattern',
        'scripts',
        'types',
        'supabase/tests',
      ]),
  },
  {
    name: 'prettier',
    description: 'format (npm run format mends it)',
    run: () => tool('prettier', ['--check', '--log-level', 'warn', '.']),
  },
  {
    name: 'deno',
    description: 'edge functions: types and lint',
    async run() {
      const names = existsSync(FUNCTIONS) ? await readdir(FUNCTIONS) : [];
      const folders = names
        .map((name) => join(FUNCTIONS, name))
        .filter((folder) => existsSync(join(folder, 'index.ts')));
      // Each by its own imports, as it is deployed: Deno would take those of package.json.
      for (const folder of folders) {
        const types = await tool('deno', [
          'check',
          '--no-lock',
          '--node-modules-dir=none',
          `--config=${join(folder, 'deno.json')}`,
          join(folder, 'index.ts'),
        ]);
        if (!types.ok) return types;
      }
      return tool('deno', ['lint', FUNCTIONS]);
    },
  },
  {
    name: 'plpgsql',
    description:
      "every function, by plpgsql_check where the server has it, else by Postgres's validators",
    async run(context) {
      const { checker, functions, problems } = await checkFunctions(await context.database());
      return {
        ok: problems.length === 0,
        note: `${functions} functions, ${checker}`,
        details: problems.join('\n'),
      };
    },
  },
  {
    name: 'generated',
    description: 'generated files are fresh (npm run types, npm run docs mend it)',
    async run(context) {
      const stale = await findStale(await context.database());
      return {
        ok: stale.length === 0,
        details: stale.map((path) => `${path} is not what the migrations make now`).join('\n'),
      };
    },
  },
  {
    name: 'advisors',
    description: "supabase db advisors: the platform's own advice on security and speed",
    async run(context) {
      const { cliUrl } = await context.database();
      return tool('supabase', [
        'db',
        'advisors',
        '--fail-on',
        'warn',
        '--level',
        'warn',
        `--remote=${cliUrl}`,
      ]);
    },
  },
];

const HELP = `Usage: npm run check -- [name ...]

Runs every check, or those named. Prints a line for each, details only of what failed, and ends with
"N ok, N failed".

${checks.map(({ name, description }) => `  ${name.padEnd(10)} ${description}`).join('\n')}

TEST_DATABASE_URL (a superuser's URL) makes the last three look at that database instead of a fresh one.`;

/** How many run side by side: they are bound by the processor. */
const LANES = 2;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = positionals.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    console.error(`There is no check named ${unknown}.\n\n${HELP}`);
    return 2;
  }
  const chosen = checks.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );

  let opening: Promise<MigratedDatabase> | undefined;
  const context: Context = { database: () => (opening ??= openMigratedDatabase()) };
  const running = new Set<string>();
  const isTerminal = process.stderr.isTTY;
  const showProgress = (): void => {
    if (isTerminal) process.stderr.write(`\x1b[2K\r${colors.dim([...running].join(', '))}`);
  };

  let failed = 0;
  const queue = [...chosen];
  const lane = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const startedAt = performance.now();
      running.add(check.name);
      showProgress();
      const { ok, note, details } = await check.run(context).catch((error: unknown): Outcome => ({
        ok: false,
        details: describe(error),
      }));
      running.delete(check.name);
      if (isTerminal) process.stderr.write('\x1b[2K\r');
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const remark = note === undefined ? '' : `, ${note}`;
      console.log(
        `${ok ? colors.green('ok    ') : colors.red('failed')} ${check.name} ${colors.dim(`(${seconds} s${remark})`)}`,
      );
      if (!ok) {
        failed += 1;
        console.log((details ?? '').replace(/^/gm, '       '));
      }
      showProgress();
    }
  };

  const close = async (): Promise<void> => {
    const database = await opening?.catch(() => undefined);
    await database?.close();
  };
  const interrupt = (): void => {
    void close().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await close();
  }
  console.log(`${chosen.length - failed} ok, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exit(await main());
