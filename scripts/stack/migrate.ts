import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLocal } from './config.ts';
import { StackError, projectRoot } from './postgres.ts';
import { hashMigrations, noteApplied, versionOf } from './state.ts';

const require = createRequire(import.meta.url);
const leash = fileURLToPath(new URL('leash.js', import.meta.url));

interface MigrateOptions {
  /** Also run the seed files of config.toml. */
  seed?: boolean;
  /** One call for each line that the CLI prints, such as `Applying migration …`. */
  onProgress?: (line: string) => void;
  /** The folder that holds `supabase/`; this project unless given. */
  projectDir?: string;
}

/**
 * As {@link migrate}, for the stack whose data are in `home`: notes down there what each migration was, so that one that
 * is edited later can be told. Calls `onFile` as each file begins; returns the migrations that were applied.
 */
export async function migrateNoted(
  url: string,
  home: string | undefined,
  { onProgress, onFile, ...options }: MigrateOptions & { onFile?: (name: string) => void } = {},
): Promise<string[]> {
  const hashes = await hashMigrations(options.projectDir ?? projectRoot);
  const applied = new Map<string, string>();
  let current = '';
  const noteDone = (): void => {
    const hash = hashes.get(current);
    if (hash !== undefined) applied.set(current, hash);
  };
  try {
    await migrate(url, {
      ...options,
      onProgress(line) {
        onProgress?.(line);
        const step = /^(?:Applying migration|Seeding data from) (.+?)\.{3}$/.exec(line)?.[1];
        if (!step) return;
        onFile?.(path.basename(step));
        // The next one begins: this one is in.
        noteDone();
        current = step;
      },
    });
    noteDone();
  } finally {
    if (home !== undefined) await noteApplied(home, applied);
  }
  return [...applied.keys()];
}

/**
 * Applies the migrations by the real Supabase CLI, `supabase db push`, so that what works here works
 * on a hosted project; already applied ones are skipped.
 *
 * @throws StackError with the CLI's own message when a migration or the seed fails; a migration runs
 *   in one transaction, so those before it stay and the failed one leaves nothing
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<void> {
  const program = path.resolve(
    path.dirname(require.resolve('supabase/package.json')),
    'dist',
    'supabase.js',
  );
  // A local server has no TLS; saying so spares a failed attempt and a warning.
  const target = new URL(url);
  if (isLocal(url) && !target.searchParams.has('sslmode'))
    target.searchParams.set('sslmode', 'disable');
  const args = [
    'db',
    'push',
    '--yes',
    `--remote=${target.href}`,
    '--workdir',
    options.projectDir ?? projectRoot,
  ];
  if (options.seed) args.push('--include-seed');

  const lines: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [leash, program, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // Nothing about a developer's database leaves the machine, and nobody is asked anything.
        DO_NOT_TRACK: '1',
        SUPABASE_TELEMETRY_DISABLED: '1',
        SUPABASE_NO_UPDATE_NOTIFIER: '1',
        NO_COLOR: '1',
      },
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString()).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) take(part);
      });
      stream.on('end', () => take(rest));
    }
    const take = (line: string): void => {
      const text = line.trim();
      if (!text) return;
      lines.push(text);
      options.onProgress?.(text);
    };
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    if (lines.some((line) => line.includes('Remote migration versions not found'))) {
      const hashes = await hashMigrations(options.projectDir ?? projectRoot);
      const known = new Set([...hashes.keys()].map(versionOf));
      const gone = [...new Set(lines.join('\n').match(/\b\d{14}\b/g))].filter(
        (version) => !known.has(version),
      );
      throw new StackError(
        `migrations were applied whose files are gone: ${gone.join(', ')}`,
        'Bring the files back; or npm run db:reset deletes the local data, and all begins again.',
      );
    }
    const noise =
      /^(Target:|Confirmed by|Applying migration|Seeding data|Try rerunning|NOTICE|Connecting)/;
    const told = lines.filter((line) => !noise.test(line));
    const during = lines.findLast((line) => /^(Applying migration|Seeding data)/.test(line));
    throw new StackError(
      [during, ...told.slice(-20)].filter(Boolean).join('\n'),
      'See the statement above; nothing of that file was kept.',
    );
  }
}
