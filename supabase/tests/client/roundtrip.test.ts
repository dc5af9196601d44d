import { setTimeout as sleep } from 'node:timers/promises';
import { appSchema, tableSchema } from '@nozbe/watermelondb';
import { schemaMigrations } from '@nozbe/watermelondb/Schema/migrations/index.js';
import { v3 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Changes } from '../../../types/sync.ts';
import {
  firstSchemaVersion,
  migrations,
  schema,
  schemaVersion,
  syncedTables,
} from '../../../types/watermelon.ts';
import { TestDevice } from './support/device.ts';
import { differences, type Raw, serverTables } from './support/encode.ts';
import {
  insertRow,
  type Plan,
  type PlannedEdit,
  type PlannedRecord,
  planRecords,
  readRegistry,
  type Registered,
} from './support/plan.ts';
import { type Person, TestServer } from './support/server.ts';
import { Wire } from './support/wire.ts';

// Every table of the registry, from device to server to device, byte for byte. No table is named here: what can be
// made and changed is found out from the registry and the catalogue (supabase/tests/003-records.sql). The tests follow
// one another: what the first makes, the others change, and the last deletes.

/** Columns that devices may change and that have no second value in any record, and why. */
const unchangeable: Record<string, string> = {
  'met24_assessments.version_id': 'scores are of the version that the assessment began with',
  'custom_field_definitions.applies_to': 'values are about rows of that table',
  'custom_field_definitions.value_type': 'values are of that type',
  'content_mastery.concept_id': 'the id is derived from it',
  'assessment_answers.attempt_id': 'the id is derived from it',
  'assessment_answers.question_id': 'the id is derived from it',
  'onboarding_progress.flow_id': 'the id is derived from it',
  'onboarding_responses.flow_id': 'the step is of that flow',
  'onboarding_responses.step_id': 'the id is derived from it',
  'content_progress.item_id': 'the id is derived from it',
  'content_bookmarks.item_id': 'the id is derived from it',
  'content_ratings.item_id': 'the id is derived from it',
};

let server: TestServer;
let alice: Person;
let mallory: Person;
let phone: TestDevice;
let laptop: TestDevice;
/** Has an old version of the app. */
let tablet: TestDevice;
let registry: Registered[];
let plan: Plan;
/** A cursor from before there was anything. */
let dawn: number;

const oldSchemaVersion = firstSchemaVersion;

beforeAll(async () => {
  server = await TestServer.start();
  let bob: Person;
  [alice, bob, mallory] = await Promise.all([
    server.signUp('alice'),
    server.signUp('bob'),
    server.signUp('mallory'),
  ]);
  // Mallory belongs to no organisation.
  const organization = await call<string>(alice, 'create_organization', { name: 'Acme' });
  const { token } = await call<{ token: string }>(alice, 'invite_member', {
    organization_id: organization,
  });
  await call(bob, 'accept_invitation', { token });
  const { sql } = server.db;
  // What nobody consented to is refused.
  await sql`
    insert into public.consents (user_id, purpose_code, is_granted, document_id, document_sha256, locale)
    select u.id, p.code, true, d.id, d.sha256, d.locale
    from public.users as u
    cross join public.consent_purposes as p
    join public.policy_documents as d on d.code = p.document_code and d.locale = 'en'
  `;
  registry = await readRegistry(sql);
  plan = await planRecords(sql, alice.id);
  phone = new TestDevice(server, alice, 'phone');
  laptop = new TestDevice(server, alice, 'laptop');
  const old = schemaAt(oldSchemaVersion);
  tablet = new TestDevice(server, alice, 'tablet', {
    schema: old,
    migrations: schemaMigrations({
      migrations: migrations.sortedMigrations.filter(
        ({ toVersion }) => toVersion <= oldSchemaVersion,
      ),
    }),
  });
  dawn = (await pull(alice, {})).timestamp;
});
afterAll(() => server.stop());

interface Answer {
  changes: Changes;
  timestamp: number;
}

async function call<Result>(person: Person, rpc: string, args: object): Promise<Result> {
  const answer = await server.connect(person, new Wire()).rpc(rpc, args);
  if (answer.error) throw new Error(answer.error.message, { cause: answer.error });
  return answer.data as Result;
}

const pull = (person: Person, args: object): Promise<Answer> =>
  call(person, 'pull_changes_optimized', args);

const entryOf = (table: string): Registered => {
  const entry = registry.find((known) => known.table === table);
  if (!entry) throw new Error(`${table} does not sync`);
  return entry;
};

type Tables = Map<string, Map<string, Raw>>;

/** What the server holds for a person, in tables that devices are sent. */
async function truthFor(
  person: Person,
  chosen = registry,
  columnsOf = (entry: Registered): string[] => entry.columns,
): Promise<Tables> {
  const { db } = server;
  const read = async (
    sql: Parameters<typeof serverTables>[0],
    isOwned: boolean,
  ): Promise<Tables> => {
    const tables = chosen
      .filter((entry) => entry.isOwned === isOwned)
      .map((entry) => ({ name: entry.table, columns: columnsOf(entry) }));
    return tables.length > 0 ? serverTables(sql, person.id, tables) : new Map();
  };
  // Of catalogues not everything is for people to see: there may be drafts.
  const [own, shared] = [
    await read(db.sql, true),
    await db.as(person.id, (sql) => read(sql, false)),
  ];
  return new Map([...own, ...shared]);
}

/** How devices differ from what the server holds, a line for each record, which names table and column. */
async function unevenness(truth: Tables, ...devices: TestDevice[]): Promise<string[]> {
  const found: string[] = [];
  for (const device of devices) {
    for (const [table, rows] of truth) {
      const expected = entryOf(table).direction === 'up' ? new Map<string, Raw>() : rows;
      for (const line of differences(await device.rowsOf(table), expected)) {
        found.push(`${device.name}: ${table} ${line}`);
      }
    }
  }
  return found;
}

/** Syncs both until they are even with the server, and says what that holds. */
async function settle(): Promise<Tables> {
  await phone.sync.sync();
  await laptop.sync.sync();
  // What the server made of it comes with the next pull.
  await phone.sync.sync();
  await laptop.sync.sync();
  expect([...(await laptop.rowsOf('sync_rejections')).values()].filter(isNew)).toEqual([]);
  const truth = await truthFor(alice);
  expect(await unevenness(truth, phone, laptop)).toEqual([]);
  return truth;
}

/** Not one that the server made up. */
const isNew = ({ id }: Raw): boolean => !plan.records.some((record) => record.id === id);

const recordsBy = (maker: PlannedRecord['maker']): PlannedRecord[] =>
  plan.records.filter((record) => record.maker === maker);

/** These columns of a record. */
function pick(record: Raw | undefined, columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, record?.[column]]));
}

/** What differs between a record and these values of it. */
function wrongIn(record: Raw | undefined, values: Readonly<Record<string, unknown>>): string[] {
  if (!record) return ['is missing'];
  return Object.entries(values)
    .filter(([column, value]) => JSON.stringify(record[column]) !== JSON.stringify(value))
    .map(
      ([column, value]) =>
        `${column} is ${JSON.stringify(record[column])}, not ${JSON.stringify(value)}`,
    );
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const found = new Map<string, Item[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return [...found.values()];
}

/** The edits of each record. */
function byRecord(): PlannedEdit[][] {
  return groups(plan.edits, ({ table, id }) => `${table} ${id}`);
}

/** The schema as it was in an earlier version: what the migrations since then brought is taken out again. */
function schemaAt(version: number): ReturnType<typeof appSchema> {
  const tables = new Map(
    Object.values(schema.tables).map(({ name, columnArray }) => [name, columnArray]),
  );
  for (const { toVersion, steps } of migrations.sortedMigrations.toReversed()) {
    if (toVersion <= version) break;
    for (const step of steps) {
      if (step.type === 'create_table') tables.delete(step.schema.name);
      if (step.type === 'add_columns') {
        const added = new Set(step.columns.map(({ name }) => name));
        const before = tables.get(step.table) ?? [];
        tables.set(
          step.table,
          before.filter(({ name }) => !added.has(name)),
        );
      }
    }
  }
  return appSchema({
    version,
    tables: [...tables].map(([name, columns]) => tableSchema({ name, columns })),
  });
}

describe('what is planned', () => {
  test('is a record in every table', () => {
    expect(
      plan.problems,
      'say in tests.samples (supabase/tests/001-samples.sql) what cannot be guessed',
    ).toEqual([]);
    expect([...new Set(plan.records.map(({ table }) => table))].sort()).toEqual(
      registry.map(({ table }) => table).sort(),
    );
    expect([...syncedTables].sort()).toEqual(registry.map(({ table }) => table).sort());
  });

  test('is an edit of every column that devices may change, but for those that cannot be', () => {
    expect(
      plan.without.sort(),
      'a column has no second value: say why, or in tests.samples what it takes; or it has one now',
    ).toEqual(Object.keys(unchangeable).sort());
    const columns = registry.flatMap(({ table, rules }) =>
      Object.keys(rules).map((column) => `${table}.${column}`),
    );
    expect(
      [...plan.edits.map(({ table, column }) => `${table}.${column}`), ...plan.without].sort(),
    ).toEqual(columns.sort());
    expect(plan.edits.filter(({ options }) => !(options?.length > 0))).toEqual([]);
  });

  test('has ids that devices can derive', async () => {
    const derived = await server.db.sql<{ table: string; parent: string; child: string }[]>`
      select conrelid::regclass::text as table, names[1] as parent, names[2] as child
      from pg_constraint, regexp_match(pg_get_constraintdef(oid), 'derived_id\\((\\w+), (\\w+)\\)') as names
      where names is not null
    `;
    expect(derived.length).toBeGreaterThan(0);
    for (const { table, parent, child } of derived) {
      for (const { id, raw } of plan.records.filter((record) => record.table === table)) {
        expect(v3(String(raw[child]), String(raw[parent])), table).toBe(id);
      }
    }
  });
});

describe('made', () => {
  test('on one device, records are the same on the server and on another', async () => {
    await Promise.all([phone.sync.sync(), laptop.sync.sync(), tablet.sync.sync()]);
    for (const { table, id, raw } of recordsBy('device')) {
      const columns = entryOf(table).insertable.filter(
        (column) => column !== 'created_at' && column !== 'updated_at',
      );
      await phone.create(table, pick(raw, columns), id);
    }
    const sent = new Map<string, Raw>();
    for (const { table } of registry) {
      for (const [id, row] of await phone.rowsOf(table)) sent.set(`${table} ${id}`, row);
    }
    const truth = await settle();
    const wrong = recordsBy('device').flatMap(({ table, id }) => {
      const columns = entryOf(table).insertable.filter((column) => column !== 'updated_at');
      const values = pick(sent.get(`${table} ${id}`), columns);
      return wrongIn(truth.get(table)?.get(id), values).map((line) => `${table} ${id}: ${line}`);
    });
    expect(wrong).toEqual([]);
  });

  test('by the server, records reach both devices', async () => {
    for (const record of recordsBy('server')) await insertRow(server.db.sql, record);
    await settle();
    for (const { table, id } of [...recordsBy('server'), ...recordsBy('there')]) {
      for (const device of [phone, laptop]) {
        expect([...(await device.rowsOf(table)).keys()], `${device.name}: ${table}`).toContain(id);
      }
    }
  });

  test('where devices only add, records stay on the server alone', async () => {
    const added = registry.filter(({ direction }) => direction === 'up');
    const truth = await truthFor(alice, added);
    for (const { table } of added) {
      const ids = plan.records.filter((record) => record.table === table).map(({ id }) => id);
      expect([...(truth.get(table)?.keys() ?? [])].sort(), table).toEqual(ids.sort());
      for (const device of [phone, laptop]) {
        expect(await device.rowsOf(table), `${device.name}: ${table}`).toEqual(new Map());
        expect(await device.unsentDeletions(table)).toEqual([]);
      }
    }
  });
});

describe(`a client of version ${oldSchemaVersion}`, () => {
  const known = (): Registered[] => registry.filter(({ since }) => since <= oldSchemaVersion);
  const columnsOf = ({ versions }: Registered): string[] =>
    Object.keys(versions).filter((column) => (versions[column] as number) <= oldSchemaVersion);

  test('has what the registry says it has', () => {
    const tables = Object.values(schemaAt(oldSchemaVersion).tables).map(({ name, columnArray }) => [
      name,
      columnArray.map((column) => column.name).sort(),
    ]);
    expect(Object.fromEntries(tables)).toEqual(
      Object.fromEntries(known().map((entry) => [entry.table, columnsOf(entry).sort()])),
    );
  });

  test.each(['everything', 'what is new'])(
    'is sent no younger table or column in %s',
    async (what) => {
      const { changes } = await pull(alice, {
        schema_version: oldSchemaVersion,
        last_pulled_at: what === 'everything' ? null : dawn,
      });
      const found = Object.entries(changes).flatMap(([table, { updated }]) =>
        updated.flatMap((row) => Object.keys(row).map((column) => `${table}.${column}`)),
      );
      const allowed = known().flatMap((entry) =>
        ['id', ...columnsOf(entry)].map((column) => `${entry.table}.${column}`),
      );
      expect([...new Set(found)].filter((column) => !allowed.includes(column))).toEqual([]);
      expect(
        Object.keys(changes).filter((table) => entryOf(table).since > oldSchemaVersion),
      ).toEqual([]);
      // And of what it knows nothing is missing.
      const made = plan.records.filter(
        ({ table, maker }) => known().includes(entryOf(table)) && maker !== 'there',
      );
      const sent = new Set(
        Object.values(changes).flatMap(({ updated }) => updated.map(({ id }) => id)),
      );
      expect(made.filter(({ id }) => !sent.has(id))).toEqual([]);
    },
  );

  test('holds what it knows, byte for byte', async () => {
    await tablet.sync.sync();
    await tablet.sync.sync();
    expect(await unevenness(await truthFor(alice, known(), columnsOf), tablet)).toEqual([]);
  });
});

/** What each column was before it is edited, and whether its record is one in which nothing else changes. */
let before: Tables;

describe('changed', () => {
  test('on another device, columns are the same everywhere, and nothing else changes', async () => {
    before = await truthFor(alice);
    for (const { table, id, column, options } of plan.edits) {
      await laptop.edit(table, id, { [column]: options[0] });
    }
    const truth = await settle();
    const spread = new Set(plan.edits.filter(({ spreads }) => spreads).map(({ table }) => table));
    const wrong = byRecord().flatMap((edits) => {
      const { table, id } = edits[0] as PlannedEdit;
      const values = Object.fromEntries(edits.map(({ column, options }) => [column, options[0]]));
      const isKept = edits.every(({ alone }) => alone) && !spread.has(table);
      const others = isKept ? Object.keys(entryOf(table).rules) : [];
      const held = pick(before.get(table)?.get(id), others);
      return wrongIn(truth.get(table)?.get(id), { ...held, ...values }).map(
        (line) => `${table} ${id} (${Object.keys(values).join()} edited): ${line}`,
      );
    });
    expect(wrong).toEqual([]);
  });

  test('columns travel alone', () => {
    const pushed = laptop.wire
      .of('push_changes')
      .flatMap(({ body }) => Object.entries(body.changes as Changes))
      .flatMap(([table, { updated }]) =>
        updated.map(
          ({ id, _changed }) => `${table} ${id} ${String(_changed).split(',').sort().join()}`,
        ),
      );
    const edited = byRecord().map((edits) => {
      const { table, id } = edits[0] as PlannedEdit;
      return `${table} ${id} ${[...edits.map(({ column }) => column), 'updated_at'].sort().join()}`;
    });
    expect(pushed.sort()).toEqual(edited.sort());
  });
});

describe('changed on both devices', () => {
  interface Contest extends PlannedEdit {
    rule: string;
    phone: unknown;
    laptop: unknown;
    expected: unknown;
    resolution: string;
  }

  /** What a rule makes of two values, the phone's being on the server already. */
  function outcome(rule: string, ours: unknown, theirs: unknown, isLaptopLater: boolean): unknown {
    switch (rule) {
      case 'client_wins':
        return theirs;
      case 'latest_edit':
        return isLaptopLater ? theirs : ours;
      case 'max':
      case 'min': {
        if (ours === null || theirs === null) return ours ?? theirs;
        const isGreater = (theirs as number) > (ours as number);
        return isGreater === (rule === 'max') ? theirs : ours;
      }
      case 'union':
        return [...new Set([...elements(ours), ...elements(theirs)])].sort();
      default:
        return ours;
    }
  }
  const elements = (list: unknown): string[] =>
    (JSON.parse((list ?? '[]') as string) as unknown[]).map((element) => JSON.stringify(element));

  test('columns are resolved by the rule of each, and both values are kept', async () => {
    const contests: Contest[] = [];
    const sides: Record<'early' | 'late', (() => Promise<void>)[]> = { early: [], late: [] };
    byRecord().forEach((edits, nth) => {
      const pairs = edits.map((edit) => {
        const rule = entryOf(edit.table).rules[edit.column] as string;
        const ours = before.get(edit.table)?.get(edit.id)?.[edit.column];
        // Of two values there are, the laptop changes its mind and comes back to the one it began with.
        return { edit, rule, ours, theirs: edit.options.at(-1) };
      });
      // The larger or smaller value is not to be the later one, or the rule could be any.
      const sized = pairs.find(({ rule }) => rule === 'max' || rule === 'min');
      const isLaptopLater = sized
        ? outcome(sized.rule, sized.ours, sized.theirs, false) === sized.ours
        : nth % 2 === 0;
      const { table, id } = edits[0] as PlannedEdit;
      const values = (side: 'ours' | 'theirs'): Record<string, unknown> =>
        Object.fromEntries(pairs.map((pair) => [pair.edit.column, pair[side]]));
      sides[isLaptopLater ? 'early' : 'late'].push(() => phone.edit(table, id, values('ours')));
      sides[isLaptopLater ? 'late' : 'early'].push(async () => {
        await laptop.edit(table, id, values('ours'));
        await laptop.edit(table, id, values('theirs'));
      });
      for (const { edit, rule, ours, theirs } of pairs) {
        const expected = outcome(rule, ours, theirs, isLaptopLater);
        const resolution =
          rule === 'manual'
            ? 'pending'
            : [theirs, ours].includes(expected)
              ? expected === theirs
                ? 'client'
                : 'server'
              : 'merged';
        contests.push({ ...edit, rule, phone: ours, laptop: theirs, expected, resolution });
      }
    });
    for (const work of sides.early) await work();
    await sleep(20);
    for (const work of sides.late) await work();
    const truth = await settle();

    const conflicts = [...(await phone.rowsOf('sync_conflicts')).values()].filter(isNew);
    const wrong = contests.flatMap((contest) => {
      const { table, id, column, rule, expected, resolution } = contest;
      const name = `${table}.${column} (${rule}) ${id}`;
      const held = truth.get(table)?.get(id)?.[column];
      const isRight =
        rule === 'union' && Array.isArray(expected)
          ? JSON.stringify(elements(held).sort()) === JSON.stringify(expected)
          : held === expected;
      const conflict = conflicts.find(
        (row) => row.table_name === table && row.row_id === id && row.column_name === column,
      );
      return [
        ...(isRight
          ? []
          : [`${name}: ${JSON.stringify(held)} was kept, not ${JSON.stringify(expected)}`]),
        ...wrongIn(conflict, {
          rule,
          ...(rule === 'union' ? {} : { resolution }),
        }).map((line) => `${name}: its conflict ${line}`),
        ...(conflict === undefined
          ? []
          : wrongIn(
              {
                id,
                client: JSON.parse(String(conflict.client_value)) as unknown,
                server: JSON.parse(String(conflict.server_value)) as unknown,
              },
              { client: contest.laptop, server: contest.phone },
            ).map((line) => `${name}: the value of its conflict ${line}`)),
      ];
    });
    expect(wrong).toEqual([]);

    // Each rule of each table had its conflict.
    const rulesOf = (columns: readonly { table: string; rule: string }[]): string[] =>
      [...new Set(columns.map(({ table, rule }) => `${table} ${rule}`))].sort();
    const registered = registry.flatMap(({ table, rules }) =>
      Object.entries(rules)
        .filter(([column]) => !(`${table}.${column}` in unchangeable))
        .map(([, rule]) => ({ table, rule })),
    );
    expect(rulesOf(contests)).toEqual(rulesOf(registered));
    expect(conflicts.length).toBe(contests.length);
  });
});

describe('upgraded', () => {
  test('to the newest version, a client keeps and sends its edits, and receives all that is new', async () => {
    await tablet.sync.sync();
    tablet.wire.isOnline = false;
    const edits = plan.edits.filter(({ table }) => entryOf(table).since <= oldSchemaVersion);
    const kept: PlannedEdit[] = [];
    for (const [edit] of groups(edits, ({ table }) => table)) {
      const { table, id, column, options } = edit as PlannedEdit;
      const held = (await tablet.rowsOf(table)).get(id)?.[column];
      const value = [before.get(table)?.get(id)?.[column], ...options].find((v) => v !== held);
      await tablet.edit(table, id, { [column]: value });
      kept.push({ ...(edit as PlannedEdit), options: [value] });
    }
    await tablet.restart(undefined, { schema, migrations });
    tablet.wire.isOnline = true;
    expect(tablet.database.schema.version).toBe(schemaVersion);
    await tablet.sync.sync();
    const first = tablet.wire
      .of('pull_changes_optimized')
      .find(({ body }) => body.migration !== null);
    expect(first?.body.migration).toMatchObject({ from: oldSchemaVersion });

    await tablet.sync.sync();
    const truth = await settle();
    await tablet.sync.sync();
    expect(await unevenness(truth, tablet)).toEqual([]);
    const young = registry.filter(
      ({ since, direction }) => since > oldSchemaVersion && direction !== 'up',
    );
    expect(young.length).toBeGreaterThan(0);
    for (const { table } of young) {
      expect((await tablet.rowsOf(table)).size, table).toBeGreaterThan(0);
    }
    const wrong = kept.flatMap(({ table, id, column, options }) =>
      wrongIn(truth.get(table)?.get(id), { [column]: options[0] }).map(
        (line) => `${table}: ${line}`,
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('mallory', () => {
  /** Every row of alice’s and her organisation’s, with the place where it is stored: any update changes that. */
  async function hers(): Promise<Tables> {
    const found: Tables = new Map();
    for (const { table, scope } of registry) {
      if (scope === null) continue;
      const rows = await server.db.sql.unsafe<{ row: Raw }[]>(
        `select to_jsonb(t) || jsonb_build_object('place', t.tableoid || ' ' || t.ctid) as row from public.${table} as t where ${scope} = (
          select tests.scope_of(e, $1) from sync.tables as e where e.table_name = '${table}'
        )`,
        [alice.id],
      );
      found.set(table, new Map(rows.map(({ row }) => [row.id, row])));
    }
    return found;
  }

  /** What has become of them since. */
  async function harm(untouched: Tables): Promise<string[]> {
    const now = await hers();
    return [...untouched].flatMap(([table, rows]) =>
      differences(now.get(table) ?? new Map<string, Raw>(), rows).map((line) => `${table} ${line}`),
    );
  }

  interface PushAnswer {
    rejected: { table: string; id: string; code: string }[];
  }
  const push = (changes: Changes): Promise<PushAnswer> =>
    call(mallory, 'push_changes', { changes });

  /** Each of alice's records as mallory would send it. */
  function forged(make: (entry: Registered, row: Raw) => Raw | undefined): Record<string, Raw[]> {
    const owned = registry.filter(({ isOwned }) => isOwned);
    return Object.fromEntries(
      owned.map((entry) => [
        entry.table,
        plan.records
          .filter(({ table, raw }) => table === entry.table && raw !== undefined)
          .flatMap(({ raw }) => make(entry, raw) ?? []),
      ]),
    );
  }

  const asChanges = (kind: 'created' | 'updated', rows: Record<string, Raw[]>): Changes =>
    Object.fromEntries(
      Object.entries(rows).map(([table, raws]) => [
        table,
        { created: [], updated: [], deleted: [], [kind]: raws },
      ]),
    );

  /** What she is sent is what is hers. */
  async function sees(): Promise<void> {
    const { changes } = await pull(mallory, {});
    const sent = new Map(
      Object.entries(changes).map(([table, { updated }]) => [
        table,
        new Map(updated.map((row) => [row.id, row])),
      ]),
    );
    const owned = registry.filter(({ isOwned, direction }) => isOwned && direction !== 'up');
    const own = await truthFor(mallory, owned);
    const found = owned.flatMap(({ table }) =>
      differences(sent.get(table) ?? new Map(), own.get(table) ?? new Map()).map(
        (line) => `${table} ${line}`,
      ),
    );
    expect(found).toEqual([]);
  }

  test('is sent nothing of alice’s', async () => {
    await sees();
    const { changes } = await pull(mallory, { last_pulled_at: dawn });
    const sent = Object.entries(changes).filter(([table]) => entryOf(table).isOwned);
    const own = await truthFor(mallory);
    for (const [table, { updated, deleted }] of sent) {
      expect(
        updated.filter(({ id }) => !own.get(table)?.has(id)),
        table,
      ).toEqual([]);
      expect(deleted, table).toEqual([]);
    }
  });

  test('changes, deletes and takes nothing of alice’s, whatever she pushes', async () => {
    await settle();
    const untouched = await hers();
    for (const [table, rows] of untouched) {
      expect(rows.size, `alice has no row in ${table}`).toBeGreaterThan(0);
    }

    // Records of her own below records of alice's, and in alice's organisation.
    const children = forged(({ references, isShared }, raw) =>
      isShared || references.some((column) => raw[column] !== null)
        ? { ...raw, id: crypto.randomUUID(), _status: 'created', _changed: '' }
        : undefined,
    );
    const refused = (await push(asChanges('created', children))).rejected.map(({ id }) => id);
    for (const [table, rows] of Object.entries(children)) {
      expect(
        rows.filter(({ id }) => !refused.includes(id)),
        table,
      ).toEqual([]);
    }
    expect(Object.values(children).flat().length).toBeGreaterThan(0);
    expect(await harm(untouched)).toEqual([]);

    const deleted = forged((_, raw) => raw);
    await push(
      Object.fromEntries(
        Object.entries(deleted).map(([table, rows]) => [
          table,
          { created: [], updated: [], deleted: rows.map(({ id }) => id) },
        ]),
      ),
    );
    expect(await harm(untouched)).toEqual([]);

    const edited = forged(({ table, rules }, raw) => ({
      ...raw,
      ...Object.fromEntries(
        plan.edits
          .filter((edit) => edit.table === table && edit.id === raw.id)
          .map(({ column, options }) => [column, options[0]]),
      ),
      updated_at: Date.now(),
      _status: 'updated',
      _changed: Object.keys(rules).join(),
    }));
    await push(asChanges('updated', edited));
    expect(await harm(untouched)).toEqual([]);

    const created = forged((_, raw) => ({
      ...raw,
      user_id: alice.id,
      _status: 'created',
      _changed: '',
    }));
    await push(asChanges('created', created));
    expect(await harm(untouched)).toEqual([]);

    // What came of it is her own, and alice hears nothing of it.
    await sees();
    laptop.wire.calls.length = 0;
    await laptop.sync.sync();
    const [heard] = laptop.wire.of('pull_changes_optimized');
    expect((heard?.answer as Answer).changes).toEqual({});
  });
});

describe('deleted', () => {
  test('on one device, records are gone everywhere, children first', async () => {
    const gone: [string, string][] = [];
    for (const { table, isDeletable } of registry.toReversed()) {
      if (!isDeletable) continue;
      for (const id of (await phone.rowsOf(table)).keys()) {
        await phone.remove(table, id);
        gone.push([table, id]);
      }
    }
    expect(new Set(gone.map(([table]) => table))).toEqual(
      new Set(registry.filter(({ isDeletable }) => isDeletable).map(({ table }) => table)),
    );
    const truth = await settle();
    expect(gone.filter(([table, id]) => truth.get(table)?.has(id))).toEqual([]);
    for (const { table } of registry) {
      expect(await phone.unsentDeletions(table), table).toEqual([]);
    }
  });
});

test('in the end nothing waits, and nothing was refused', async () => {
  for (const device of [phone, laptop, tablet]) {
    await device.sync.sync();
    expect(device.sync.status, device.name).toMatchObject({ state: 'idle', pending: 0 });
  }
  expect(await unevenness(await truthFor(alice), phone, laptop, tablet)).toEqual([]);
  expect([...(await phone.rowsOf('sync_rejections')).values()].filter(isNew)).toEqual([]);
});
