import { type Dirent, existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { StackError, serverUser } from '../stack/postgres.ts';

/** Where a server's backups are: on another machine, were this no drill. */
export interface Elsewhere {
  /** The WAL files, as the server archives them. */
  archive: string;
  /** The base backup. */
  base: string;
  /** Names that the restore asked the archive for in vain. */
  missing: string;
  /** What privacy.export_erasures() last returned. */
  ledger: string;
}

/** Makes the folders, for the server's user to write to. */
export async function openElsewhere(folder: string): Promise<Elsewhere> {
  const elsewhere: Elsewhere = {
    archive: path.join(folder, 'wal'),
    base: path.join(folder, 'base'),
    missing: path.join(folder, 'missing'),
    ledger: path.join(folder, 'ledger.json'),
  };
  const user = serverUser();
  for (const each of [folder, elsewhere.archive, elsewhere.base]) {
    await fs.mkdir(each, { recursive: true, mode: 0o700 });
    if (user) await fs.chown(each, user.uid, user.gid);
  }
  return elsewhere;
}

/** In a command that the server gives to the shell: `%` begins what it fills in. */
const inCommand = (file: string): string => `"${file.replaceAll('%', '%%')}"`;

/** Settings of a server that archives its WAL, a file when it is full. */
export function archiveSettings({
  archive,
}: Elsewhere): Record<'archive_mode' | 'archive_command', string> {
  const file = `${inCommand(archive)}/%f`;
  return {
    archive_mode: 'on',
    // First to another name: a copy that was cut short is not taken for a whole one. What is there already, because the
    // answer was lost, must be the same.
    archive_command: `if test -f ${file}; then cmp -s "%p" ${file}; else cp "%p" ${file}.part && mv ${file}.part ${file}; fi`,
  };
}

/** Names of the archived WAL files of the first timeline, in order. */
export async function archivedFiles({ archive }: Elsewhere): Promise<string[]> {
  const names = await fs.readdir(archive);
  return names.filter((name) => /^00000001[0-9A-F]{16}$/.test(name)).sort();
}

/** What a base backup leaves out: it is made anew, or read from the archive. */
const EMPTIED = new Set([
  'pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans',
]); // prettier-ignore
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|backup_label|tablespace_map)$/;

export interface Copied {
  files: number;
  bytes: number;
}

/** Copies a data folder; of a server that runs, files may go meanwhile. */
async function copyData(from: string, to: string): Promise<Copied> {
  const user = serverUser();
  const copied: Copied = { files: 0, bytes: 0 };
  const copy = async (entry: Dirent, source: string, target: string): Promise<void> => {
    const [here, there] = [path.join(source, entry.name), path.join(target, entry.name)];
    try {
      if (entry.isDirectory()) {
        await fs.mkdir(there, { mode: 0o700 });
        if (!(source === from && EMPTIED.has(entry.name))) await copyAll(here, there);
      } else {
        await fs.copyFile(here, there);
        const { size } = await fs.stat(there);
        copied.files += 1;
        copied.bytes += size;
      }
      if (user) await fs.chown(there, user.uid, user.gid);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  };
  const copyAll = async (source: string, target: string): Promise<void> => {
    const entries = await fs.readdir(source, { withFileTypes: true });
    const wanted = entries.filter(({ name }) => !LEFT_OUT.test(name));
    await Promise.all(wanted.map((entry) => copy(entry, source, target)));
  };
  await copyAll(from, to);
  return copied;
}

/**
 * Takes a base backup of a running server. Begin and end are said in one session: when it ends in between, so does
 * the backup.
 */
export async function takeBaseBackup(
  superUrl: string,
  dataDir: string,
  { base }: Elsewhere,
): Promise<Copied> {
  const pool = postgres(superUrl, { max: 1, onnotice: () => undefined });
  const session = await pool.reserve();
  try {
    await session`select pg_backup_start('drill', fast => true)`;
    const copied = await copyData(dataDir, base);
    const [end] = await session<{ labelfile: string; spcmapfile: string }[]>`
      select labelfile, spcmapfile from pg_backup_stop(wait_for_archive => true)
    `;
    await fs.writeFile(path.join(base, 'backup_label'), end?.labelfile ?? '', { mode: 0o600 });
    if (end?.spcmapfile)
      await fs.writeFile(path.join(base, 'tablespace_map'), end.spcmapfile, { mode: 0o600 });
    return copied;
  } finally {
    session.release();
    await pool.end({ timeout: 5 });
  }
}

const setting = (name: string, value: string): string =>
  `${name} = '${value.replaceAll("'", "''")}'\n`;

/** Puts the base backup where the data were, and says to which moment the archive is to be replayed. */
export async function layOut(
  { archive, base, missing }: Elsewhere,
  dataDir: string,
  moment: string,
): Promise<Copied> {
  const user = serverUser();
  await fs.rm(missing, { force: true });
  await fs.mkdir(dataDir, { mode: 0o700 });
  if (user) await fs.chown(dataDir, user.uid, user.gid);
  const copied = await copyData(base, dataDir);
  for (const file of ['backup_label', 'tablespace_map']) {
    const source = path.join(base, file);
    if (existsSync(source)) await fs.copyFile(source, path.join(dataDir, file));
  }
  await fs.appendFile(
    path.join(dataDir, 'postgresql.auto.conf'),
    setting(
      'restore_command',
      `cp ${inCommand(archive)}/%f "%p" 2>/dev/null || { echo %f >> ${inCommand(missing)}; false; }`,
    ) +
      setting('recovery_target_time', moment) +
      setting('recovery_target_action', 'promote') +
      // Nobody reads what is only half restored.
      setting('hot_standby', 'off'),
  );
  await fs.writeFile(path.join(dataDir, 'recovery.signal'), '');
  for (const file of ['backup_label', 'tablespace_map', 'recovery.signal']) {
    const target = path.join(dataDir, file);
    if (user && existsSync(target)) await fs.chown(target, user.uid, user.gid);
  }
  return copied;
}

/** Why a restore did not come to its point, as far as the archive and the server's log can tell. */
export async function explainFailure(
  error: unknown,
  elsewhere: Elsewhere,
  logFile: string,
  moment: string,
): Promise<unknown> {
  const log = await fs.readFile(logFile, 'utf8');
  const ended = /recovery ended before configured recovery target|WAL ends before/.test(
    error instanceof Error ? error.message : '',
  );
  if (!ended) return error;
  const asked = await fs.readFile(elsewhere.missing, 'utf8').catch(() => '');
  const archived = await archivedFiles(elsewhere);
  // After the last file there is always one that is asked for in vain; it is missing only if later ones are there.
  const missing = asked
    .split('\n')
    .find((name) => /^[0-9A-F]{24}$/.test(name) && name < (archived.at(-1) ?? ''));
  const last = [...log.matchAll(/last completed transaction was at log time (.+)$/gm)].at(-1)?.[1];
  const reached = last ?? 'the end of the base backup';
  return missing === undefined
    ? new StackError(
        `the archive ends with ${archived.at(-1) ?? 'nothing'}, before the restore point ${moment}: the restore came only to ${reached}`,
        `Restore to ${reached} or earlier, or look for later WAL files on the server that was lost.`,
      )
    : new StackError(
        `the WAL file ${missing} is missing from the archive ${elsewhere.archive}: the restore came only to ${reached}, not to ${moment}, and nobody was let in`,
        `Put ${missing} back from another copy of the archive and restore again. Without it, restore to ${reached} or earlier: what came later is lost.`,
      );
}
