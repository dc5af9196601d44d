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
} from '../command.ts';
import { Progress } from '../progress.ts';
import { migrateNoted } from '../stack/migrate.ts';
import { projectRoot } from '../stack/postgres.ts';
import { hashMigrations } from '../stack/state.ts';
import { type Health, STATUSES, formatHealth } from './health.ts';

const HELP: Record<string, string> = {
  migrate: `Usage: npm run db:migrate [-- options]

Applies the migrations that the running stack's database has not got, by the Supabase CLI: what npx supabase db push does to
a linked project. Each is one transaction: one that fails or is killed leaves nothing of itself, and those before it stay.`,
  health: `Usage: npm run db:health [-- options]

Says how the database fares, measured now: each component and module, what is wrong with it, and what to do. Exit code 0
when it is ok, 1 when it is degraded, 2 when it is down or nobody answers.`,
};

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: databaseOptions,
  });
  const [command = '', ...rest] = positionals;
  const help = HELP[command];
  if (help === undefined) throw new UsageError(`migrate or health is wanted, not "${command}".`);
  if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is not expected here.`);
  if (values.help) {
    console.log(`${help}\n\n${databaseHelp}`);
    return 0;
  }
  const { url, home } = await chooseDatabase(values);
  const sql = await connect(url);
  const progress = new Progress();
  try {
    if (command === 'health') {
      await requireMigrations(sql);
      const [row] = await sql<{ health: Health }[]>`select ops.health() as health`;
      const { health } = row as { health: Health };
      console.log(values.json ? JSON.stringify(health, null, 2) : formatHealth(health));
      return STATUSES.indexOf(health.status);
    }

    await beAlone(sql, 'db:migrate');
    const names = [...(await hashMigrations(projectRoot)).keys()];
    const there = await appliedVersions(sql);
    progress.step('applying migrations');
    progress.expect(names.filter((name) => !there.has(name.slice(0, name.indexOf('_')))).length);
    const applied = await migrateNoted(url, home, { onFile: () => progress.advance() });
    progress.end();
    console.log(
      values.json
        ? JSON.stringify({ applied }, null, 2)
        : applied.length === 0
          ? 'All migrations are there already.'
          : `${applied.join('\n')}\n${applied.length} of ${names.length} migrations applied.`,
    );
    return 0;
  } finally {
    progress.end();
    await sql.end({ timeout: 5 });
  }
}

/** What the Supabase CLI has noted as applied; nothing before its first time. */
async function appliedVersions(sql: Sql): Promise<Set<string>> {
  const [noted] = await sql`
    select where to_regclass('supabase_migrations.schema_migrations') is not null
  `;
  if (!noted) return new Set();
  const rows = await sql<{ version: string }[]>`
    select version from supabase_migrations.schema_migrations
  `;
  return new Set(rows.map(({ version }) => version));
}

const command = process.argv[2] ?? 'health';
runCommand(`npm run db:${command}`, main, { failure: command === 'health' ? 2 : 1 });
