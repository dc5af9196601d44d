import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import type { SignIn } from './config.ts';
import { isAlive, runningServer, stopServer } from './postgres.ts';

/** What `status` shows; kept in `stack.json` while the stack runs. */
export interface StackState {
  pid: number;
  /** The start time of that process, by which it is told from a later one of the same number. */
  processStart: string;
  isReady: boolean;
  startedAt: string;
  home: string;
  apiUrl: string;
  databaseUrl: string;
  publishableKey: string;
  secretKey: string;
  functions: string[];
  signIns: SignIn[];
}

/** The start time of a process as the kernel counts it; empty where there is no /proc. */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

export const stateFile = (home: string): string => path.join(home, 'stack.json');
export const logFile = (home: string): string => path.join(home, 'stack.log');
export const dataDir = (home: string): string => path.join(home, 'data');
/** Of each migration that the data were made by: what it was then. */
const migrationsFile = (home: string): string => path.join(home, 'data.migrations.json');

/** What is known of a stack in `home`, if one runs; a file left by a killed one is not believed. */
export async function readState(home: string): Promise<StackState | undefined> {
  try {
    const state = JSON.parse(await fs.readFile(stateFile(home), 'utf8')) as StackState;
    const isSame = isAlive(state.pid) && processStart(state.pid) === state.processStart;
    return isSame ? state : undefined;
  } catch {
    return undefined;
  }
}

export async function writeState(home: string, state: StackState): Promise<void> {
  const draft = `${stateFile(home)}.${process.pid}`;
  await fs.writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  await fs.rename(draft, stateFile(home));
}

/** Hashes of the migrations as they are now, by file name. */
export async function hashMigrations(projectDir: string): Promise<Map<string, string>> {
  const folder = path.join(projectDir, 'supabase', 'migrations');
  const names = await fs.readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  return new Map(
    await Promise.all(
      files.map(async (name): Promise<[string, string]> => {
        const content = await fs.readFile(path.join(folder, name));
        return [name, createHash('sha256').update(content).digest('hex')];
      }),
    ),
  );
}

/** The version of a migration, by which the CLI and its table know it, from the name of its file. */
export const versionOf = (name: string): string => name.split('_', 1)[0] ?? '';

async function readApplied(home: string): Promise<Record<string, string>> {
  const text = await fs.readFile(migrationsFile(home), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, string>;
}

/** Notes down what migrations were when they were applied. */
export async function noteApplied(
  home: string,
  hashes: ReadonlyMap<string, string>,
): Promise<void> {
  const noted = { ...(await readApplied(home)), ...Object.fromEntries(hashes) };
  await fs.writeFile(migrationsFile(home), JSON.stringify(noted, null, 2));
}

export interface Differences {
  /** Edited after they were applied: the data do not have what they say now. */
  editedMigrations: string[];
  /** Not applied yet. */
  newMigrations: string[];
  /** The versions of those that were applied and whose files are gone. */
  missingMigrations: string[];
}

/**
 * How the migrations of the project differ from what was applied to the data in `home`. Only a database says what was
 * applied to it: without one that answers at `url`, nothing is new and nothing missing.
 */
export async function compareMigrations(
  home: string,
  projectDir: string,
  url: string,
): Promise<Differences> {
  const noted = await readApplied(home);
  const hashes = await hashMigrations(projectDir);
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  const applied = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations order by version
  `
    .then((rows) => rows.map(({ version }) => version))
    .catch(() => undefined);
  await sql.end({ timeout: 1 });
  const versions = [...hashes.keys()].map(versionOf);
  return {
    editedMigrations: [...hashes]
      .filter(([name, hash]) => (noted[name] ?? hash) !== hash)
      .map(([name]) => name),
    newMigrations: [...hashes.keys()].filter(
      (name) => applied !== undefined && !applied.includes(versionOf(name)),
    ),
    missingMigrations: (applied ?? []).filter((version) => !versions.includes(version)),
  };
}

/** Ends a server that a killed stack has left behind. */
export async function stopOrphan(home: string, say: (line: string) => void): Promise<void> {
  const orphan = runningServer(dataDir(home));
  if (!orphan) return;
  say(`stopping PostgreSQL (pid ${orphan}), left over from a run that was killed`);
  await stopServer(orphan);
}

/** Removes data, keys and files; the next start begins afresh. */
export async function removeData(home: string): Promise<void> {
  for (const name of [
    'data',
    'data.log',
    'data.keys.json',
    'data.migrations.json',
    'files',
    'stack.log',
    'stack.json',
  ]) {
    await fs.rm(path.join(home, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
