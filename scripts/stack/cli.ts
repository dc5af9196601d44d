import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { colors } from '../colors.ts';
import {
  StackError,
  isAlive,
  isLostConnection,
  projectRoot,
  stackHome,
  stopServer,
  waitUntil,
} from './postgres.ts';
import {
  type StackState,
  compareMigrations,
  logFile,
  readState,
  removeData,
  stopOrphan,
} from './state.ts';

const help = `The local Supabase stack, without Docker.

  npm start                    start in the foreground; Ctrl-C stops everything
  npm run up                   start in the background
  npm run down                 stop what runs in the background
  npm run status               show addresses, keys and sign-ins; how the migrations differ from what is applied
  npm run db:reset             delete the local data; a stack that runs begins again with fresh ones

Options: --help, and for status --json: npm run -s status -- --json prints nothing else.
Environment: API_PORT and DB_PORT choose other ports than supabase/config.toml;
STACK_HOME keeps the data in another folder than supabase/.temp.`;

const out = process.stdout;
const print = (line = ''): void => void out.write(`${line}\n`);
const home = async (): Promise<string> => process.env.STACK_HOME ?? stackHome();

function makeHome(folder: string): void {
  try {
    fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StackError(
      `STACK_HOME: ${(error as Error).message}`,
      'Name a folder that is there or can be made.',
    );
  }
}

/** Lines such as `[ 1.2 s] applying migrations`. */
function progress(): (line: string) => void {
  const start = Date.now();
  return (line) => {
    const seconds = ((Date.now() - start) / 1000).toFixed(1).padStart(4);
    print(`${colors.dim(`[${seconds} s]`)} ${line}`);
  };
}

async function table(state: StackState): Promise<void> {
  const rows: [string, string][] = [
    ['API', state.apiUrl],
    ['Database', state.databaseUrl],
    ['Publishable key', state.publishableKey],
    ['Secret key', state.secretKey],
    ...state.signIns.map(({ email, password }): [string, string] => [
      'Demo sign-in',
      `${email} / ${password}`,
    ]),
    ['Functions', state.functions.join(', ') || 'none yet'],
    ['Log', logFile(state.home)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  print();
  for (const [name, value] of rows) print(`  ${colors.bold(name.padEnd(width))}${value}`);
  print();
  const differences = await compareMigrations(state.home, projectRoot, state.databaseUrl);
  const reset =
    'npm run db:reset deletes the local data, and the next start applies all migrations.';
  for (const [names, title, remedy] of [
    [differences.newMigrations, 'Not applied yet:', 'npm run db:migrate applies them.'],
    [
      differences.editedMigrations,
      'Edited since they were applied; the database is as they were before:',
      reset,
    ],
    [
      differences.missingMigrations,
      'Applied, but gone from supabase/migrations; the database still has what they made:',
      `Bring the files back; or ${reset}`,
    ],
  ] as const) {
    if (names.length === 0) continue;
    print(colors.yellow(`  ${title}`));
    for (const name of names) print(`    ${name}`);
    print(`  ${remedy}`);
    print();
  }
}

function complain(error: unknown): void {
  const isExpected = error instanceof StackError;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${colors.red('Error:')} ${text}\n`);
  if (isExpected && error.hint) process.stderr.write(`${error.hint}\n`);
}

async function start(): Promise<number> {
  const folder = await home();
  makeHome(folder);
  const log = fs.createWriteStream(logFile(folder), { flags: 'a', mode: 0o600 });
  const write = (line: string): void => void log.write(`${new Date().toISOString()} ${line}\n`);
  // Libraries print as they like; the terminal is for the stack, the file for them.
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[method] = (...values: unknown[]) => write(format(...values));
  }
  const say = progress();
  // Imported here, since some of those libraries speak up as soon as they are loaded.
  const { startStack } = await import('./stack.ts');

  let stack: Awaited<ReturnType<typeof startStack>> | undefined;
  let signals = 0;
  let wasAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (wasAsked = resolve));
  const onSignal = (): void => {
    signals += 1;
    if (signals === 1) {
      print();
      say('stopping');
      wasAsked();
    } else if (signals === 3) {
      // Somebody leans on Ctrl-C: leave at once. What remains is cleared up by the next start.
      process.exit(130);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  process.on('unhandledRejection', (error) => write(`unhandled: ${format(error)}`));
  process.on('uncaughtException', (error) => {
    write(`uncaught: ${format(error)}`);
    if (isLostConnection(error)) return;
    complain(error);
    process.exit(1);
  });

  try {
    const starting = startStack({
      home: folder,
      progress: (line) => {
        write(line);
        say(line);
      },
      log: write,
    });
    const isEarly = await Promise.race([starting.then(() => false), asked.then(() => true)]);
    stack = await starting;
    if (!isEarly) {
      say(colors.green('up'));
      await table(stack.state);
      print(colors.dim('Ctrl-C stops it; the data stay until npm run db:reset.'));
      await Promise.race([stack.failed, asked]);
    }
    await stack.stop();
    say('stopped');
    return 0;
  } catch (error) {
    write(format(error));
    await stack?.stop();
    complain(error);
    return 1;
  }
}

async function up(): Promise<number> {
  const folder = await home();
  const running = await readState(folder);
  if (running?.isReady) {
    print(`The stack is already running (pid ${running.pid}).`);
    await table(running);
    return 0;
  }
  makeHome(folder);
  // Of this call alone: another may be at it too.
  const output = `${logFile(folder)}.start.${process.pid}`;
  const file = fs.openSync(output, 'w', 0o600);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(
    process.execPath,
    ['--import', tsx, fileURLToPath(import.meta.url), 'start'],
    {
      cwd: projectRoot,
      detached: true,
      stdio: ['ignore', file, file],
    },
  );
  fs.closeSync(file);
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true));
  child.unref();

  // Shows what the other one prints, until it is up or gone.
  let shown = 0;
  let state: StackState | undefined;
  const follow = (): void => {
    const text = fs.readFileSync(output, 'utf8');
    const lines = text.slice(shown, text.lastIndexOf('\n') + 1);
    shown += lines.length;
    const wanted = lines
      .split('\n')
      .filter((line) => /^\[|^Error|^\S.*$/.test(line) && !line.startsWith('Ctrl-C'));
    for (const line of wanted) print(line);
  };
  await waitUntil(
    async () => {
      follow();
      const current = await readState(folder);
      if (current?.isReady && current.pid === child.pid) state = current;
      return hasEnded || state !== undefined;
    },
    180_000,
    100,
  );
  process.once('exit', () => fs.rmSync(output, { force: true }));
  if (state) {
    // The state is written a moment before the last line is printed.
    await waitUntil(() => /\] up$/m.test(fs.readFileSync(output, 'utf8')), 2_000, 20);
    follow();
    await table(state);
    print(colors.dim('npm run down stops it; the data stay until npm run db:reset.'));
    return 0;
  }
  follow();
  if (!hasEnded) {
    child.kill('SIGTERM');
    complain(new StackError('the stack was not up within three minutes', `See ${logFile(folder)}`));
  }
  return 1;
}

async function down(): Promise<number> {
  const folder = await home();
  const state = await readState(folder);
  if (!state) {
    await stopOrphan(folder, print);
    fs.rmSync(`${folder}/stack.json`, { force: true });
    print('The stack is not running.');
    return 0;
  }
  print(`stopping (pid ${state.pid})`);
  process.kill(state.pid, 'SIGTERM');
  if (!(await waitUntil(() => !isAlive(state.pid), 30_000, 50))) {
    print('it does not answer; ending it');
    await stopServer(state.pid);
  }
  await stopOrphan(folder, print);
  print('stopped');
  return 0;
}

async function status(asJson: boolean): Promise<number> {
  const state = await readState(await home());
  if (asJson) {
    const shown = state && {
      ...state,
      ...(await compareMigrations(state.home, projectRoot, state.databaseUrl)),
    };
    print(JSON.stringify({ running: state?.isReady ?? false, ...shown }, null, 2));
  } else if (!state) {
    print('The stack is not running. npm start starts it.');
  } else {
    print(
      `The stack is ${state.isReady ? 'running' : 'starting'} (pid ${state.pid}, since ${state.startedAt}).`,
    );
    await table(state);
  }
  return 0;
}

async function reset(): Promise<number> {
  const folder = await home();
  const running = await readState(folder);
  if (running) await down();
  await stopOrphan(folder, print);
  await removeData(folder);
  if (!running?.isReady) {
    print('The local data are gone. npm start makes a fresh stack.');
    return 0;
  }
  print('The local data are gone; starting with fresh ones, and new keys');
  // Where it was.
  process.env.API_PORT ??= new URL(running.apiUrl).port;
  process.env.DB_PORT ??= new URL(running.databaseUrl).port;
  return up();
}

async function main(): Promise<number> {
  const [command = '', ...rest] = process.argv.slice(2);
  const flags = new Set([command, ...rest].filter((word) => word.startsWith('-')));
  const commands: Record<string, () => Promise<number>> = {
    start,
    up,
    down,
    status: () => status(flags.has('--json')),
    reset,
  };
  const unknown = [...flags].filter((flag) => !['--help', '-h', '--json'].includes(flag));
  if (flags.has('--help') || flags.has('-h')) {
    print(help);
    return 0;
  }
  const run = commands[command];
  if (!run || unknown.length > 0 || rest.length > flags.size) {
    const wrong = unknown[0] ?? rest.find((word) => !word.startsWith('-')) ?? command;
    process.stderr.write(`${colors.red('Error:')} ${wrong} is not known here.\n\n${help}\n`);
    return 2;
  }
  return run();
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
// Timers and pools of the libraries would hold the process for some seconds more.
process.exit();
