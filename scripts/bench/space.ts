import { UsageError, readArguments, runCommand, wholeNumber } from '../command.ts';
import { Progress } from '../progress.ts';
import { findPerf } from '../seeds/people.ts';
import { StackError, isMain } from '../stack/postgres.ts';
import { nowhere, pull, push } from './engine.ts';
import { describeMachine } from './report.ts';
import { task } from './sla.ts';
import { type Database, World, serverSettings } from './world.ts';

/** What docs/scaling.md multiplies: the space that one person takes, and the log that a push writes. */

const PEOPLE = 400;
const PUSHES = 20;

const HELP = `Usage: npm run bench:space -- [people] [options]

Measures what docs/scaling.md multiplies: the space of an active person and of a row, from made-up people as seeds:perf
makes them, in a database of its own after vacuum; what a first pull weighs; and the log that a push writes.
Prints the rows of the document's first table. Takes about two minutes.

  [people]  how many, 25 to 5,000 (default ${PEOPLE})
  --json    prints the figures as JSON
  --help`;

export interface Space {
  people: number;
  rowsEach: number;
  /** Bytes of a person, all tables and indexes, with what jobs make of them. */
  bytesEach: number;
  bytesOfIndexesEach: number;
  /** Of that, the feed. */
  feedBytesEach: number;
  /** All in, over the rows that were written. */
  bytesARow: number;
  /** Table and indexes of one row, by table. */
  tables: Record<string, number>;
  firstPullRows: number;
  firstPullBytes: number;
  /** Bytes of log by how many rows a push has, right after a checkpoint. */
  logOfPush: Record<number, number>;
}

/** As a server at work has it: vacuumed, not packed. */
async function sizes(database: Database): Promise<{ all: number; indexes: number; feed: number }> {
  await database.admin.unsafe('vacuum (analyze)');
  const [found] = await database.sql<{ all: string; indexes: string; feed: string }[]>`
    select pg_database_size(current_database()) as all, pg_total_relation_size('sync.changes') as feed,
      (select sum(pg_relation_size(c.oid)) from pg_catalog.pg_class as c where c.relkind = 'i') as indexes
  `;
  return {
    all: Number(found?.all),
    indexes: Number(found?.indexes),
    feed: Number(found?.feed),
  };
}

export async function measureSpace(
  world: World,
  progress: Progress,
  people: number,
): Promise<Space> {
  const empty = await sizes(await world.realistic(0));
  const database = await world.realistic(people);
  const { sql } = database;
  progress.step('measuring');
  const full = await sizes(database);
  const [rows] = await sql<{ written: string }[]>`
    select sum(t.live_rows) as written from ops.tables as t
    where t.schema_name in ('public', 'private') and exists (
      select from pg_catalog.pg_attribute as a where a.attrelid = t.id and a.attname = 'user_id'
    )
  `;
  const written = Number(rows?.written);
  const tables = await sql<{ name: string; bytes: string }[]>`
    select t.table_name as name, round((t.table_bytes + t.index_bytes)::numeric / t.live_rows) as bytes
    from ops.tables as t
    where t.live_rows >= ${people} and (t.schema_name = 'public' or t.schema_name = 'sync' and t.table_name = 'changes')
    order by t.table_bytes + t.index_bytes desc
    limit 12
  `;

  const [first, ...others] = await findPerf(sql);
  if (!first) throw new StackError('Nobody was made.');
  const { rows: firstPullRows, answer } = await pull(database, first.id, nowhere);
  const logOfPush: Record<number, number> = {};
  for (const size of [1, 10, 100]) {
    await database.admin`checkpoint`;
    const [from] = await sql<{ lsn: string }[]>`select pg_current_wal_insert_lsn() as lsn`;
    for (let nth = 0; nth < PUSHES; nth += 1) {
      const person = others[nth % others.length] ?? first;
      const created = Array.from({ length: size }, (_, n) => task(`${nth} of ${n}`));
      await push(database, person.id, 'tasks', { created });
    }
    const [log] = await sql<{ bytes: string }[]>`
      select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ${from?.lsn ?? ''}::pg_lsn) as bytes
    `;
    logOfPush[size] = Math.round(Number(log?.bytes) / PUSHES);
  }
  const each = (bytes: number): number => Math.round(bytes / people);
  return {
    people,
    rowsEach: each(written),
    bytesEach: each(full.all - empty.all),
    bytesOfIndexesEach: each(full.indexes - empty.indexes),
    feedBytesEach: each(full.feed - empty.feed),
    bytesARow: Math.round((full.all - empty.all) / written),
    tables: Object.fromEntries(tables.map(({ name, bytes }) => [name, Number(bytes)])),
    firstPullRows,
    firstPullBytes: Buffer.byteLength(JSON.stringify(answer)),
    logOfPush,
  };
}

function format(space: Space): string {
  const kilo = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;
  const number = (value: number): string => value.toLocaleString('en');
  const logs = Object.entries(space.logOfPush);
  return [
    `space of an active person, 3 months: ${kilo(space.bytesEach)}, ${number(space.rowsEach)} rows`,
    `  of which indexes: ${kilo(space.bytesOfIndexesEach)}; the feed with its indexes: ${kilo(space.feedBytesEach)}`,
    `space of a row, all in: ${number(space.bytesARow)} B`,
    ...Object.entries(space.tables).map(([name, bytes]) => `  ${name}: ${number(bytes)} B`),
    `a first pull: ${number(space.firstPullRows)} rows, ${kilo(space.firstPullBytes)}`,
    `log written by a push of ${logs.map(([size]) => size).join(', ')} rows: ${logs.map(([, bytes]) => kilo(bytes)).join(', ')}`,
  ].join('\n');
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [wanted = String(PEOPLE), ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`One number is wanted, not ${positionals.join(' ')}.`);
  const people = wholeNumber('people', wanted, 25, 5_000);
  const stop = (): void => void World.stopAll().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const progress = new Progress();
  // After a checkpoint a page is logged whole, as it is on any server that matters.
  const world = await World.start(progress, { ...serverSettings, full_page_writes: 'on' });
  try {
    const machine = await describeMachine(world);
    const space = await measureSpace(world, progress, people);
    progress.end();
    console.log(
      values.json
        ? JSON.stringify({ machine, ...space }, null, 2)
        : `${format(space)}\n\n${people} people, PostgreSQL ${machine.postgres}`,
    );
    return 0;
  } finally {
    progress.end();
    await World.stopAll();
  }
}

if (isMain(import.meta.url)) runCommand('npm run bench:space', main);
