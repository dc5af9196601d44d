import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import WebSocket from 'ws';
import type { Progress } from '../progress.ts';
import { startApi } from '../stack/api.ts';
import {
  PULL,
  type Position,
  bareInsert,
  bareUpdate,
  edited,
  encodedColumns,
  newNotes,
  nowhere,
  pull,
  pullArguments,
  push,
} from './engine.ts';
import { type Side, type Summary, interleave, summarize, timed } from './measure.ts';
import { sla } from './sla.ts';
import { poke, scopes, writers } from './together.ts';
import {
  BARE_TABLE,
  type Database,
  PLAIN_TABLE,
  World,
  generatedRow,
  person,
  syncedTable,
} from './world.ts';

/** One line of the table. Times are milliseconds. */
export interface Result {
  name: string;
  /** What was measured and what it stands beside, in a few words. */
  measured: string;
  value: Summary;
  beside?: Summary;
  /** Of the medians. */
  ratio?: number;
  /** Further figures, such as rows a second. */
  figures?: Record<string, number>;
  target?: string;
  /** Null: information, without a target. */
  isKept: boolean | null;
}

export interface Curve {
  name: string;
  title: string;
  xLabel: string;
  series: { name: string; points: { x: number; y: number }[] }[];
}

export interface Context {
  world: World;
  progress: Progress;
  /** Tiny sizes and few samples: shows that the bench works, says little of the engine. */
  isQuick: boolean;
  /** How long the stranger stays. */
  strangerSeconds: number;
  /** How many people the service levels are measured with, when that was said. */
  people?: number;
  curve(curve: Curve): void;
}

export interface Row {
  name: string;
  description: string;
  run(context: Context): Promise<Result[]>;
}

const TABLES = 65;

/** The database most rows are measured in. */
function mainDatabase({ world, isQuick }: Context): Promise<Database> {
  return world.database({ tables: isQuick ? 36 : TABLES, people: isQuick ? 50 : 1_000 });
}

const pick = (context: Context, full: number, quick: number): number =>
  context.isQuick ? quick : full;

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** A ratio of medians, held against a bound. */
function compare(
  name: string,
  measured: string,
  value: Summary,
  beside: Summary,
  limit: number | null,
): Result {
  const ratio = value.p50 / beside.p50;
  return {
    name,
    measured,
    value,
    beside,
    ratio,
    ...(limit === null ? {} : { target: `≤ ${limit} ×` }),
    isKept: limit === null ? null : ratio <= limit,
  };
}

// Idle pull

/** A pull with nothing new, timed on the server. */
async function idlePull(database: Database, user: string): Promise<Side> {
  const { position } = await pull(database, user, nowhere);
  const values = pullArguments(position, { pageSize: 1_000 });
  return { sample: async () => (await database.clocked(user, PULL, values)).ms };
}

const idle: Row = {
  name: 'idle',
  description: 'a pull with nothing new, beside select 1; by number of people and of tables',
  async run(context) {
    const { world, progress } = context;
    const peopleCounts = context.isQuick ? [50, 200] : [1_000, 10_000, 100_000];
    const tableCounts = context.isQuick ? [5, 36] : [5, 35, TABLES];
    const [fewest = 0] = peopleCounts;
    const most = peopleCounts.at(-1) ?? 0;
    const tables = tableCounts.at(-1) ?? 0;

    const byPeople: Database[] = [];
    for (const people of peopleCounts) byPeople.push(await world.database({ tables, people }));
    const byTables: Database[] = [];
    for (const count of tableCounts)
      byTables.push(await world.database({ tables: count, people: fewest }));
    const largest = byPeople.at(-1);
    if (!largest) return [];

    progress.step('idle pull');
    // Spread over the people: one person's pages would always be at hand.
    const someone = (database: Database, nth: number): string =>
      person(1 + ((nth * 7_919) % Math.min(database.people, 64)));
    const sides: Side[] = [];
    const sideOf = async (database: Database): Promise<Side> => {
      const users = Array.from({ length: 64 }, (_, nth) => someone(database, nth));
      const idles = new Map<string, Side>();
      for (const user of new Set(users)) idles.set(user, await idlePull(database, user));
      return {
        sample: async (nth) => (await idles.get(users[nth % 64] ?? '')?.sample(nth)) ?? NaN,
      };
    };
    for (const database of [...byPeople, ...byTables]) sides.push(await sideOf(database));
    const whole: Side = {
      sample: async (nth) => {
        const user = someone(largest, nth);
        return (
          await largest.as(user, {
            text: `select ${PULL}`,
            values: pullArguments(positions.get(user) ?? nowhere, { pageSize: 1_000 }),
          })
        ).ms;
      },
    };
    const positions = new Map<string, Position>();
    for (let nth = 0; nth < 64; nth += 1) {
      const user = someone(largest, nth);
      positions.set(user, (await pull(largest, user, nowhere)).position);
    }
    const one: Side = {
      sample: async (nth) => (await largest.as(someone(largest, nth), { text: 'select 1' })).ms,
    };
    const summaries = await interleave(progress, [whole, one, ...sides], {
      samples: pick(context, 400, 20),
      warmUp: pick(context, 70, 8),
    });
    const [wholePull, selectOne, ...server] = summaries;
    if (!wholePull || !selectOne) return [];

    const people = server.slice(0, byPeople.length);
    const tabled = server.slice(byPeople.length);
    const curve = (counts: number[], found: Summary[]): Curve['series'] => [
      { name: 'p50', points: counts.map((x, nth) => ({ x, y: found[nth]?.p50 ?? NaN })) },
      { name: 'p95', points: counts.map((x, nth) => ({ x, y: found[nth]?.p95 ?? NaN })) },
    ];
    context.curve({
      name: 'idle-pull-by-people',
      title: 'Idle pull by number of people',
      xLabel: `people (${tables} tables)`,
      series: curve(peopleCounts, people),
    });
    context.curve({
      name: 'idle-pull-by-tables',
      title: 'Idle pull by number of tables',
      xLabel: `synced tables (${fewest} people)`,
      series: curve(tableCounts, tabled),
    });

    const flat = (name: string, measured: string, found: Summary[]): Result[] => {
      const [first] = found;
      const last = found.at(-1);
      if (!first || !last) return [];
      const ratio = last.p50 / first.p50;
      return [
        {
          name,
          measured,
          value: last,
          beside: first,
          ratio,
          target: 'flat within 20 %',
          isKept: ratio <= 1.2,
        },
      ];
    };
    const atMost = people.at(-1);
    return [
      ...(atMost
        ? [
            {
              name: 'idle pull, on the server',
              measured: `nothing new, ${tables} tables, ${most} people`,
              value: atMost,
              target: '≤ 1 ms',
              isKept: atMost.p50 <= 1,
            },
          ]
        : []),
      compare(
        'idle pull, there and back',
        'beside select 1 through the same role set-up',
        wholePull,
        selectOne,
        null,
      ),
      ...flat('idle pull by people', `${most} people beside ${fewest}`, people),
      ...flat('idle pull by tables', `${tables} tables beside ${tableCounts[0] ?? 0}`, tabled),
    ];
  },
};

// Small pull

const small: Row = {
  name: 'small',
  description: '100 changed rows over 10 tables, beside json_agg of the same rows by key',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    const tableCount = pick(context, 10, 4);
    const rowsEach = 10;
    progress.step('small pull');
    const user = person(1);
    const deviceId = randomUUID();
    // So that the device itself is no news any more.
    await push(database, user, syncedTable(1), { created: newNotes(1, 'before') }, { deviceId });
    const { position } = await pull(database, user, nowhere);
    const encoded = await encodedColumns(database);
    const ids: string[][] = [];
    for (let nth = 1; nth <= tableCount; nth += 1) {
      const notes = newNotes(rowsEach, 'small');
      await push(database, user, syncedTable(nth), { created: notes }, { deviceId });
      ids.push(notes.map(({ id }) => id));
    }
    await database.admin`vacuum analyze sync.changes`;

    const parts = ids.map((_, nth) => {
      const table = syncedTable(nth + 1);
      const { columns = '', own = '' } = encoded.get(table) ?? {};
      return `'${table}', (select json_agg(r) from (
        select ${columns} from public.${table} as t where ${own} and t.id = any ($${nth + 1}::uuid[])
      ) as r)`;
    });
    const bare = `json_build_object(${parts.join(', ')})`;
    const { rows: found } = await pull(database, user, position);
    if (found !== tableCount * rowsEach) throw new Error(`${found} rows were pulled`);
    const pullValues = pullArguments(position, { pageSize: 1_000 });
    const [value, beside] = await interleave(
      progress,
      [
        { sample: async () => (await database.clocked(user, PULL, pullValues)).ms },
        { sample: async () => (await database.clocked(user, bare, ids)).ms },
      ],
      { samples: pick(context, 400, 20), warmUp: 12 },
    );
    return [
      compare(
        'small pull',
        `${tableCount * rowsEach} changed rows over ${tableCount} tables beside json_agg by key`,
        value,
        beside,
        2,
      ),
    ];
  },
};

// First pull

const first: Row = {
  name: 'first',
  description: '10,000 rows over 65 tables, beside json_agg per table by owner',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    progress.step('first pull');
    const user = person(2);
    const encoded = await encodedColumns(database);
    const synthetic = [...encoded.keys()].filter((name) => name.startsWith('bench_'));
    const each = Math.ceil(pick(context, 10_000, 400) / synthetic.length);
    progress.expect(synthetic.length);
    for (const table of synthetic) {
      await database.admin.unsafe(`
        insert into public.${table} (${generatedRow.columns})
        select ${generatedRow.values(`'${user}'::uuid`, 'n')} from generate_series(1, ${each}) as n
      `);
      progress.advance();
    }
    await database.admin`vacuum analyze`;

    // A function takes 100 arguments at most, so pairs go in as two arrays, as the engine does it too.
    const parts = [...encoded].map(
      ([table, { columns, own }]) =>
        `(select json_agg(r) from (select ${columns} from public.${table} as t where ${own}) as r)`,
    );
    const names = [...encoded.keys()].map((table) => `'${table}'`);
    const bare = `(select json_object_agg(p.name, p.rows)
      from unnest(array[${names.join(', ')}], array[${parts.join(', ')}]) as p (name, rows))`;
    const whole = pullArguments(nowhere);
    const { rows } = await pull(database, user, nowhere);
    const [value, beside] = await interleave(
      progress,
      [
        { sample: async () => (await database.clocked(user, PULL, whole)).ms },
        { sample: async () => (await database.clocked(user, bare)).ms },
      ],
      { samples: pick(context, 40, 5) },
    );

    progress.step('first pull on a new connection');
    const cold: number[] = [];
    const coldBare: number[] = [];
    for (let nth = 0; nth < pick(context, 7, 2); nth += 1) {
      for (const [call, values, into] of [
        [PULL, whole, cold],
        [bare, [], coldBare],
      ] as const) {
        const fresh = database.another();
        await fresh.as(user, { text: 'select 1' });
        const { ms } = await fresh.as(user, {
          text: `select octet_length((${call})::text)`,
          values: [...values],
        });
        into.push(ms);
        await fresh.close();
      }
    }

    const perSecond = (rows / value.p50) * 1_000;
    const compared = compare(
      'first pull',
      `${rows} rows over ${encoded.size} tables beside json_agg by owner`,
      value,
      beside,
      1.5,
    );
    return [
      {
        ...compared,
        figures: { rowsPerSecond: round(perSecond, 0) },
        target: '≤ 1.5 ×, ≥ 20,000 rows/s',
        isKept: compared.isKept === true && (perSecond >= 20_000 || context.isQuick),
      },
      compare(
        'first pull, new connection',
        'the same with nothing planned yet',
        summarize(cold),
        summarize(coldBare),
        null,
      ),
    ];
  },
};

// Push

const pushNew: Row = {
  name: 'push-new',
  description: '1,000 new rows in one table, beside a bare insert from jsonb_to_recordset',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    const count = pick(context, 1_000, 50);
    progress.step('push, new rows');
    const table = syncedTable(11);
    const users = Array.from({ length: 10 }, (_, nth) => person(10 + nth));
    const userOf = (nth: number): string => users[nth % users.length] ?? '';
    const positions = new Map<string, Position>();
    for (const user of users) positions.set(user, (await pull(database, user, nowhere)).position);
    const statement = bareInsert(PLAIN_TABLE);
    const [value, beside] = await interleave(
      progress,
      [
        {
          sample: async (nth) => {
            const user = userOf(nth);
            const base = positions.get(user) ?? nowhere;
            return (
              await push(database, user, table, { created: newNotes(count, 'new') }, { base })
            ).ms;
          },
        },
        {
          sample: async (nth) => {
            const values = [JSON.stringify(newNotes(count, 'new'))];
            return (
              await database.as(userOf(nth), { text: statement, values }, { withCommit: true })
            ).ms;
          },
        },
      ],
      { samples: pick(context, 40, 5) },
    );
    const perSecond = (count / value.p50) * 1_000;
    const compared = compare(
      'push, new rows',
      `${count} rows in one table beside a bare insert`,
      value,
      beside,
      2.5,
    );
    return [
      {
        ...compared,
        figures: { rowsPerSecond: round(perSecond, 0) },
        target: '≤ 2.5 ×, ≥ 5,000 rows/s',
        isKept: compared.isKept === true && (perSecond >= 5_000 || context.isQuick),
      },
    ];
  },
};

/** Updates of rows the device has, some of them edited by another device since it last pulled. */
async function merges(
  context: Context,
  name: string,
  nthPerson: number,
  conflicting: number,
  count: number,
): Promise<Result> {
  const database = await mainDatabase(context);
  const { progress } = context;
  progress.step(name);
  const table = syncedTable(12);
  const user = person(nthPerson);
  const deviceId = randomUUID();
  const otherDevice = randomUUID();
  const notes = newNotes(count, 'merge');
  await push(database, user, table, { created: notes }, { deviceId });
  await database.as(user, { text: bareInsert(PLAIN_TABLE), values: [JSON.stringify(notes)] });
  await database.admin`vacuum analyze sync.changes`;
  await database.admin.unsafe(`vacuum analyze public.${table}, public.${PLAIN_TABLE}`);

  const theirs = notes.slice(0, conflicting);
  const statement = bareUpdate(PLAIN_TABLE);
  let found = 0;
  const [value, beside] = await interleave(
    progress,
    [
      {
        sample: async (nth) => {
          const { position: base } = await pull(database, user, nowhere, deviceId);
          const now = Date.now();
          if (conflicting > 0) {
            const changed = edited(theirs, `their ${nth}`, now - 500);
            const { position } = await pull(database, user, nowhere, otherDevice);
            const options = { base: position, deviceId: otherDevice };
            await push(database, user, table, { updated: changed }, options);
          }
          // Of those in conflict, half are later than the other device's and win; half are earlier.
          const mine = edited(notes, `my ${nth}`, now).map((note, index) =>
            index < conflicting / 2 ? { ...note, updated_at: now - 900 } : note,
          );
          const { ms, answer } = await push(
            database,
            user,
            table,
            { updated: mine },
            { base, deviceId },
          );
          found = answer.conflicts.length;
          return ms;
        },
      },
      {
        sample: async (nth) => {
          if (conflicting > 0) {
            const changed = JSON.stringify(edited(theirs, `their ${nth}`, Date.now()));
            await database.as(user, { text: statement, values: [changed] });
          }
          const values = [JSON.stringify(edited(notes, `my ${nth}`, Date.now()))];
          return (await database.as(user, { text: statement, values }, { withCommit: true })).ms;
        },
      },
    ],
    {
      samples: pick(context, 24, 4),
      after: async (nth) => {
        if (nth % 4 !== 3) return;
        await database.admin`vacuum sync.changes`;
        await database.admin.unsafe(`vacuum public.${table}, public.${PLAIN_TABLE}`);
      },
    },
  );
  if (found !== conflicting) {
    throw new Error(`${name}: ${conflicting} conflicts were meant, ${found} were found`);
  }
  const limit = conflicting > 0 ? 4 : null;
  return compare(
    name,
    `${count} updates, ${conflicting} in conflict, beside a bare update`,
    value,
    beside,
    limit,
  );
}

const pushMerges: Row = {
  name: 'push-merges',
  description: '1,000 updates, half in conflict, beside a bare update from jsonb_to_recordset',
  async run(context) {
    const count = pick(context, 1_000, 40);
    return [
      await merges(context, 'push, merges', 30, count / 2, count),
      await merges(context, 'push, no conflict', 31, 0, count),
    ];
  },
};

// Capture

const capture: Row = {
  name: 'capture',
  description: 'bulk update of 100,000 rows, with and without the capture triggers',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    const count = pick(context, 100_000, 1_000);
    const synced = syncedTable(13);
    const tables = [synced, PLAIN_TABLE, BARE_TABLE] as const;
    progress.step('capture: loading rows');
    progress.expect(tables.length + 1);
    for (const table of tables) {
      // A bulk of its own: what other rows of the bench left in the table must not be updated with it.
      await database.admin.unsafe(`
        insert into public.${table} (${generatedRow.columns})
        select ${generatedRow.values('u.id', '1000000 + n')}
        from generate_series(1, ${Math.ceil(count / database.people)}) as n
        cross join (select id from public.users order by id limit ${database.people}) as u
        limit ${count}
      `);
      progress.advance();
    }
    await database.admin`vacuum analyze`;
    progress.step('capture: bulk updates');
    const sideOf = (table: string): Side => ({
      sample: async (nth) => {
        const text = `update public.${table} set body = 'edited ' || ${nth} where rank > 1000000`;
        const { ms, value } = await timed(() => database.sql.unsafe(text));
        if (value.count < count * 0.9) throw new Error(`only ${value.count} rows were updated`);
        return ms;
      },
    });
    const [withCapture, without, bare] = await interleave(progress, tables.map(sideOf), {
      samples: pick(context, 6, 2),
      warmUp: 1,
      after: async () => {
        await database.admin.unsafe(`vacuum sync.changes`);
        await database.admin.unsafe(
          `vacuum ${tables.map((table) => `public.${table}`).join(', ')}`,
        );
      },
    });
    if (!withCapture || !without || !bare) return [];
    return [
      {
        ...compare(
          'capture',
          `bulk update of ${count} rows beside the same without the capture triggers`,
          withCapture,
          without,
          2,
        ),
        figures: { rowsPerSecond: round((count / withCapture.p50) * 1_000, 0) },
      },
      compare(
        'capture and touch',
        'the same beside a table without any trigger',
        withCapture,
        bare,
        null,
      ),
    ];
  },
};

// Audit

/** What is left of the write rate: at most a quarter of it may go. */
const AUDIT_LIMIT = 4 / 3;

/** How fast what `table` holds now is dealt with, all at once. */
async function eventsPerSecond(
  database: Database,
  name: string,
  table: string,
  statement: string,
): Promise<Result> {
  const [row] = await database.sql.unsafe<{ count: number }[]>(
    `select count(*)::integer as count from ${table}`,
  );
  const count = row?.count ?? 0;
  const { ms } = await timed(() => database.sql.unsafe(statement));
  return {
    name: `audit, ${name}`,
    measured: `${statement}, ${count.toLocaleString('en')} events`,
    value: summarize([ms]),
    figures: { eventsPerSecond: round((count / ms) * 1_000, 0) },
    isKept: null,
  };
}

const audit: Row = {
  name: 'audit',
  description: 'writes of an audited table, beside the same table without the audit triggers',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    progress.step('audit');
    // Synced, as audited tables are.
    const [audited, plain] = [syncedTable(14), syncedTable(15)];
    await database.sql`select audit.attach(${`public.${audited}`}::regclass)`;
    const user = person(4);
    const insert = (table: string, count: number): string => `
      insert into public.${table} (${generatedRow.columns})
      select ${generatedRow.values(`'${user}'::uuid`, 'n')} from generate_series(1, ${count}) as n
    `;
    for (const table of [audited, plain]) {
      await database.sql.unsafe(insert(table, pick(context, 1_000, 50)));
    }
    const [row] = await database.sql.unsafe<{ audited: string; plain: string }[]>(`
      select
        (select id from public.${audited} where user_id = '${user}' and rank = 1 limit 1) as audited,
        (select id from public.${plain} where user_id = '${user}' and rank = 1 limit 1) as plain
    `);
    await database.admin`vacuum analyze`;

    // A request each, as the API makes it: a new row, and an edit of one.
    const requests = (table: string, id: string | undefined): Side => ({
      sample: async (nth) => {
        const title = `edit ${nth}`;
        const text = `update public.${table} set title = $1, rank = $2 where user_id = '${user}' and id = '${id}'`;
        const added = await database.as(user, { text: insert(table, 1) }, { withCommit: true });
        const changed = await database.as(
          user,
          { text, values: [title, nth] },
          { withCommit: true },
        );
        return added.ms + changed.ms;
      },
    });
    const [one, oneBeside] = await interleave(
      progress,
      [requests(audited, row?.audited), requests(plain, row?.plain)],
      { samples: pick(context, 400, 10) },
    );

    const count = pick(context, 1_000, 50);
    const bulk = (change: (nth: number) => string): Side => ({
      sample: async (nth) =>
        (await database.as(user, { text: change(nth) }, { withCommit: true })).ms,
    });
    const inserts = (table: string): Side => bulk(() => insert(table, count));
    const updates = (table: string): Side =>
      bulk(
        (nth) => `
          update public.${table} set title = 'edit ${nth}' where user_id = '${user}' and id in (
            select t.id from public.${table} as t where t.user_id = '${user}' order by t.id limit ${count}
          )
        `,
      );
    const after = async (nth: number): Promise<void> => {
      if (nth % 4 !== 3) return;
      await database.admin.unsafe(
        `vacuum analyze public.${audited}, public.${plain}, sync.changes`,
      );
    };
    const [added, addedBeside, changed, changedBeside] = await interleave(
      progress,
      [inserts(audited), inserts(plain), updates(audited), updates(plain)],
      { samples: pick(context, 40, 4), after },
    );
    const lost = (value: Summary, beside: Summary): Record<string, number> => ({
      percentOfRateLost: round((1 - beside.p50 / value.p50) * 100, 1),
    });
    const compared = (name: string, measured: string, value: Summary, beside: Summary): Result => ({
      ...compare(name, measured, value, beside, AUDIT_LIMIT),
      figures: lost(value, beside),
      target: '≤ 25 % of the write rate',
    });
    return [
      compared(
        'audit, one row',
        'a request that adds a row and one that edits one',
        one,
        oneBeside,
      ),
      compared('audit, new rows', `${count} rows in one statement`, added, addedBeside),
      compared('audit, edits', `${count} rows in one statement`, changed, changedBeside),
      await eventsPerSecond(database, 'sealing', 'audit.incoming', 'select audit.seal()'),
      await eventsPerSecond(database, 'verifying', 'audit.events', 'select * from audit.verify()'),
    ];
  },
};

// Stranger

interface Visited {
  database: Database;
  pulls: number[];
  pushes: number[];
  lags: number[];
  cycle: (nth: number, isCounted: boolean) => Promise<void>;
  leave: () => Promise<void>;
}

/** A person with two devices on a server: one edits, the other pulls right after the commit. */
async function visit(database: Database): Promise<Visited> {
  const user = person(3);
  const table = syncedTable(1);
  const [phone, tablet] = [randomUUID(), randomUUID()];
  const elsewhere = database.another();
  const notes = newNotes(100, 'stranger');
  await push(elsewhere, user, table, { created: notes }, { deviceId: phone });
  let base = (await pull(elsewhere, user, nowhere, phone)).position;
  let position = (await pull(database, user, nowhere, tablet)).position;
  const pulls: number[] = [];
  const pushes: number[] = [];
  const lags: number[] = [];
  return {
    database,
    pulls,
    pushes,
    lags,
    async cycle(nth, isCounted) {
      const title = `edit ${nth}`;
      const now = Date.now();
      const note = notes[nth % notes.length];
      // By turns an edit and a new record.
      const changes =
        nth % 2 === 0 && note
          ? { updated: edited([note], title, now) }
          : { created: newNotes(1, title) };
      const pushed = await push(elsewhere, user, table, changes, { base, deviceId: phone });
      const { ms: lag, value: pulled } = await timed(() => pull(database, user, position, tablet));
      if (!JSON.stringify(pulled.answer.changes).includes(`"${title} 0"`)) {
        throw new Error('a commit was not returned by the next pull');
      }
      position = pulled.position;
      const own = await pull(elsewhere, user, base, phone);
      base = own.position;
      if (!isCounted) return;
      pulls.push(pulled.ms);
      pushes.push(pushed.ms);
      lags.push(lag);
    },
    leave: () => elsewhere.close(),
  };
}

const stranger: Row = {
  name: 'stranger',
  description: 'pull and push while a writer in this and one in another database stay open',
  async run(context) {
    const { progress, isQuick, strangerSeconds } = context;
    const sizes = { tables: 36, people: isQuick ? 50 : 1_000 };
    // The same on two servers at once: a transaction that stays open is felt on the whole of its server.
    const busy = await World.start(progress, strangerSettings);
    const calm = await World.start(progress, strangerSettings);
    try {
      const inBusy = await visit(await busy.database(sizes));
      const inCalm = await visit(await calm.database(sizes));
      const strangers = await openStrangers(inBusy.database);
      progress.step(`stranger: ${strangerSeconds} s`);
      const period = isQuick ? 20 : 250;
      const rounds = Math.ceil((strangerSeconds * 1_000) / period);
      progress.expect(rounds);
      const startedAt = Date.now();
      for (let nth = 0; nth < rounds; nth += 1) {
        const order = nth % 2 === 0 ? [inBusy, inCalm] : [inCalm, inBusy];
        for (const visited of order) await visited.cycle(nth, nth >= rounds / 10);
        progress.advance();
        await sleep(Math.max(0, startedAt + (nth + 1) * period - Date.now()));
      }
      const stayed = (Date.now() - startedAt) / 1_000;
      await strangers.leave();
      await inBusy.leave();
      await inCalm.leave();
      const lag = summarize(inBusy.lags);
      const longest = Math.max(...inBusy.lags);
      const what = `two writers open for ${stayed.toFixed(0)} s beside none`;
      const pulls = compare(
        'stranger, pull',
        what,
        summarize(inBusy.pulls),
        summarize(inCalm.pulls),
        1.1,
      );
      const pushes = compare(
        'stranger, push',
        what,
        summarize(inBusy.pushes),
        summarize(inCalm.pushes),
        1.1,
      );
      return [
        pulls,
        pushes,
        {
          name: 'stranger, lag',
          measured: `commit to its pull's answer; every one of ${lag.samples} was there`,
          value: lag,
          figures: { longestMs: round(longest) },
          target: 'at once: ≤ 50 ms',
          isKept: lag.p95 <= 50,
        },
      ];
    } finally {
      await busy.stop();
      await calm.stop();
    }
  },
};

/** Vacuum runs by itself here, as it would: what a stranger keeps it from removing is part of the question. */
const strangerSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
} as const;

/** One writer in this database and one in another, both with a transaction id, neither ending. */
async function openStrangers(database: Database): Promise<{ leave: () => Promise<void> }> {
  const here = await database.sql.reserve();
  await here`begin`;
  await here`select pg_current_xact_id()`;
  await here`create table public.bench_stranger (id integer)`;
  const away = postgres(database.server.superUrl('postgres'), { max: 1 });
  await away`begin`;
  await away`create table public.bench_stranger (id integer)`;
  return {
    async leave() {
      await here`rollback`;
      here.release();
      await away`rollback`;
      await away.end({ timeout: 5 });
    },
  };
}

// API

const api: Row = {
  name: 'api',
  description: 'supabase-js through the local API: an idle pull and a push of one row',
  async run(context) {
    const database = await mainDatabase(context);
    const { progress } = context;
    progress.step('through the API');
    const running = await startApi({ pg: database.server, database: database.name });
    try {
      const supabase = createClient(running.url, running.publishableKey, {
        auth: { persistSession: false, autoRefreshToken: false },
        realtime: { transport: WebSocket as never },
      });
      const { error } = await supabase.auth.signUp({
        email: 'bench@example.com',
        password: 'a long password',
        options: { data: { age_band: '18_plus' } },
      });
      if (error) throw error;
      const call = async (name: string, args: Record<string, unknown>): Promise<unknown> => {
        const answer = await supabase.rpc(name, args);
        if (answer.error) throw new Error(answer.error.message);
        return answer.data as unknown;
      };
      const deviceId = randomUUID();
      const { timestamp, snapshot } = (await call('pull_changes_optimized', {})) as {
        timestamp: number;
        snapshot: string;
      };
      const [pulled, pushed, one] = await interleave(
        progress,
        [
          {
            sample: async () =>
              (
                await timed(() =>
                  call('pull_changes_optimized', {
                    last_pulled_at: timestamp,
                    optimization_hints: {
                      device_id: deviceId,
                      page_size: 1_000,
                      acknowledged: 0,
                      snapshot,
                    },
                  }),
                )
              ).ms,
          },
          {
            sample: async (nth) => {
              const changes = {
                [syncedTable(1)]: { created: newNotes(1, `api ${nth}`), updated: [], deleted: [] },
              };
              return (
                await timed(() =>
                  call('push_changes', {
                    changes,
                    last_pulled_at: timestamp,
                    base_pulled_at: timestamp,
                    base_snapshot: snapshot,
                    device_id: deviceId,
                    push_id: randomUUID(),
                    client_time: Date.now(),
                  }),
                )
              ).ms;
            },
          },
          {
            sample: async () =>
              (await timed(() => fetch(`${running.url}/auth/v1/health`).then((r) => r.text()))).ms,
          },
        ],
        { samples: pick(context, 150, 10), warmUp: 12 },
      );
      return [
        compare('API, idle pull', 'beside a request that needs no database', pulled, one, null),
        compare(
          'API, push of one row',
          'beside a request that needs no database',
          pushed,
          one,
          null,
        ),
      ];
    } finally {
      await running.stop();
    }
  },
};

export const rows: readonly Row[] = [
  idle,
  small,
  first,
  pushNew,
  pushMerges,
  capture,
  audit,
  stranger,
  scopes,
  writers,
  poke,
  api,
  sla,
];
