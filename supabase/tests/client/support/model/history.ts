import fc from 'fast-check';
import type { Device, Fault, LocalRow, SyncOutcome, SyncPlan } from './device.ts';
import { faults } from './device.ts';
import {
  cards,
  type ModelTable,
  notebooks,
  notes,
  POISON,
  topics,
  writtenTables,
} from './tables.ts';
import { Broken, type ServerWrite, type World } from './world.ts';

/** One step of a history. Numbers pick from what there is, so that every command means something when others are left out. */
export type Command =
  | { do: 'create'; device: number; pick: number }
  | { do: 'edit'; device: number; pick: number; column: number; poison: boolean }
  | { do: 'delete'; device: number; pick: number }
  | { do: 'sync'; device: number; fault: Fault; pageSize: number; meanwhile: Command[] }
  | { do: 'open' }
  | {
      do: 'write';
      transaction: number;
      row: number;
      what: ServerWrite;
    }
  | { do: 'finish'; transaction: number; commit: boolean }
  | { do: 'stranger' }
  | { do: 'repeat'; pick: number }
  | { do: 'deliver late'; pick: number; minutes: number }
  | { do: 'prune' }
  | { do: 'epoch'; sameCluster: boolean }
  | { do: 'skew'; device: number; minutes: number }
  | { do: 'restore'; device: number; pick: number }
  | { do: 'upgrade'; device: number };

const pick = fc.nat(1_000);
const device = fc.nat(5);

const write = (what: fc.Arbitrary<ServerWrite>): fc.Arbitrary<Command> =>
  fc.record({ do: fc.constant('write' as const), transaction: fc.nat(2), row: pick, what });
const ownRows = write(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant('update' as const) },
    { weight: 2, arbitrary: fc.constant('insert' as const) },
    { weight: 1, arbitrary: fc.constant('delete' as const) },
    { weight: 1, arbitrary: fc.constant('savepoint' as const) },
    { weight: 1, arbitrary: fc.constant('rollback to savepoint' as const) },
  ),
);
const organizations = write(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('card' as const) },
    { weight: 4, arbitrary: fc.constant('join' as const) },
    { weight: 3, arbitrary: fc.constant('leave' as const) },
    { weight: 2, arbitrary: fc.constant('role' as const) },
    { weight: 3, arbitrary: fc.constant('move' as const) },
    { weight: 1, arbitrary: fc.constant('invitation race' as const) },
  ),
);
const open = fc.record({ do: fc.constant('open' as const) });
const finish = fc.record({
  do: fc.constant('finish' as const),
  transaction: fc.nat(2),
  commit: fc.oneof(
    { weight: 4, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
});
const onTheServer = (together: boolean): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 2, arbitrary: open },
    { weight: 5, arbitrary: ownRows },
    { weight: together ? 8 : 0, arbitrary: organizations },
    { weight: 2, arbitrary: finish },
  );

/** `together`: with organisations, whose members come and go. */
const command = (together: boolean): fc.Arbitrary<Command> =>
  fc.oneof(
    { weight: 10, arbitrary: fc.record({ do: fc.constant('create' as const), device, pick }) },
    {
      weight: 30,
      arbitrary: fc.record({
        do: fc.constant('edit' as const),
        device,
        pick,
        column: fc.nat(20),
        poison: fc.oneof(
          { weight: 19, arbitrary: fc.constant(false) },
          { weight: 1, arbitrary: fc.constant(true) },
        ),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('delete' as const), device, pick }) },
    {
      weight: 30,
      arbitrary: fc.record({
        do: fc.constant('sync' as const),
        device,
        fault: fc.oneof(
          { weight: 8, arbitrary: fc.constant('none' as const) },
          { weight: 8, arbitrary: fc.constantFrom(...faults) },
        ),
        pageSize: fc.oneof(
          { weight: 2, arbitrary: fc.constant(1_000) },
          { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
        ),
        meanwhile: fc.array(onTheServer(together), { maxLength: 2 }),
      }),
    },
    { weight: together ? 34 : 24, arbitrary: onTheServer(together) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('repeat' as const), pick }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('deliver late' as const),
        pick,
        minutes: fc.constantFrom(0, 10),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('stranger' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('prune' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('epoch' as const), sameCluster: fc.boolean() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('skew' as const),
        device,
        minutes: fc.integer({ min: -300, max: 300 }),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('restore' as const), device, pick }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('upgrade' as const), device }) },
  );
/** Histories of `min` to `max` commands, a transaction held open in each; they shrink to fewer. */
export function histories({
  min,
  max,
  together = false,
}: {
  min: number;
  max: number;
  together?: boolean;
}): fc.Arbitrary<Command[]> {
  const long = fc.array(command(together), { minLength: min, maxLength: max, size: 'max' });
  const short = fc.array(command(together), { minLength: 0, maxLength: max, size: 'max' });
  return new LongThenShort(long, short);
}

/** Generates by one arbitrary, shrinks by another. */
class LongThenShort extends fc.Arbitrary<Command[]> {
  readonly long: fc.Arbitrary<Command[]>;
  readonly short: fc.Arbitrary<Command[]>;

  constructor(long: fc.Arbitrary<Command[]>, short: fc.Arbitrary<Command[]>) {
    super();
    this.long = long;
    this.short = short;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Command[]> {
    return this.long.generate(random, bias);
  }

  override canShrinkWithoutContext(value: unknown): value is Command[] {
    return this.short.canShrinkWithoutContext(value);
  }

  override shrink(value: Command[], context: unknown): fc.Stream<fc.Value<Command[]>> {
    return this.short.shrink(value, context);
  }
}

/** Does one step. */
export async function step(world: World, command: Command): Promise<void> {
  const on = (nth: number): Device => world.devices[nth % world.devices.length] as Device;
  switch (command.do) {
    case 'create':
      return create(world, on(command.device), command.pick);
    case 'edit':
      return edit(world, on(command.device), command.pick, command.column, command.poison);
    case 'delete':
      return remove(world, on(command.device), command.pick);
    case 'sync':
      await sync(world, on(command.device), command.fault, command.pageSize, command.meanwhile);
      return;
    case 'open':
      return world.openTransaction();
    case 'write':
      return world.write(command.transaction, command.row, command.what);
    case 'finish':
      return world.finishTransaction(command.transaction, command.commit);
    case 'stranger':
      return world.stranger();
    case 'repeat':
      return world.repeat(command.pick);
    case 'deliver late':
      return world.deliverLate(command.pick, command.minutes);
    case 'prune':
      return world.prune();
    case 'epoch':
      return world.newEpoch(command.sameCluster);
    case 'skew':
      on(command.device).skewMs = command.minutes * 60_000;
      return;
    case 'restore':
      return restore(world, on(command.device), command.pick);
    case 'upgrade':
      if (on(command.device).version === 1) await on(command.device).upgrade();
  }
}

/** Back to what it was before one of its last syncs: the app was killed before it was saved, or a backup came back. */
async function restore(world: World, device: Device, pick: number): Promise<void> {
  if (device.backups === 0) return;
  await device.restore(pick % device.backups);
  world.setBack(device);
}

async function create(world: World, device: Device, pick: number): Promise<void> {
  // Also in one that the device does not know to have been left.
  const organization = world.organizations[pick % world.organizations.length];
  const table =
    pick % 4 === 0 ? notebooks : pick % 2 === 0 && organization !== undefined ? cards : notes;
  const raw: Record<string, unknown> & { id: string } = { id: world.uuid() };
  for (const column of editableBy(table, device)) raw[column] = world.value(column);
  if (table === cards) raw.organization_id = organization;
  if (table === notes) {
    const parents = [...(await device.rows(notebooks.name)).keys()].sort();
    raw.notebook_id = pick % 3 === 0 ? null : (parents[pick % Math.max(parents.length, 1)] ?? null);
  }
  const { id: _id, ...values } = raw;
  world.memory(device).edited(table.name, undefined, raw.id, values);
  await device.create(table, raw);
}

async function edit(
  world: World,
  device: Device,
  pick: number,
  nthColumn: number,
  poison: boolean,
): Promise<void> {
  const table = tableOf(world, pick);
  const rows = await device.rows(table.name);
  const id = [...rows.keys()].sort()[pick % Math.max(rows.size, 1)];
  if (id === undefined) return create(world, device, pick);
  const columns = editableBy(table, device);
  const column =
    poison && table === notes ? 'latest' : (columns[nthColumn % columns.length] as string);
  let value = poison && table === notes ? POISON : world.value(column);
  if (column === 'notebook_id') {
    const parents = [...(await device.rows(notebooks.name)).keys()].sort();
    value = parents[nthColumn % Math.max(parents.length, 1)] ?? null;
  }
  await change(world, device, table, id, { [column]: value });
}

function tableOf(world: World, pick: number): ModelTable {
  if (world.organizations.length > 0 && pick % 2 === 0) return cards;
  return pick % 6 === 0 ? notebooks : notes;
}

async function change(
  world: World,
  device: Device,
  table: ModelTable,
  id: string,
  values: Record<string, unknown>,
): Promise<void> {
  world.memory(device).edited(table.name, (await device.rows(table.name)).get(id), id, values);
  await device.edit(table, id, values);
}

async function remove(world: World, device: Device, pick: number): Promise<void> {
  const table = tableOf(world, pick);
  const rows = await device.rows(table.name);
  const id = [...rows.keys()].sort()[pick % Math.max(rows.size, 1)];
  if (id === undefined) return;
  world.memory(device).removed(table, rows.get(id) as LocalRow);
  await device.remove(table, id);
}

async function sync(
  world: World,
  device: Device,
  fault: Fault,
  pageSize: number,
  between: readonly Command[],
): Promise<SyncOutcome> {
  const waiting = [...between];
  let isAlone = true;
  const plan: SyncPlan = {
    fault,
    pageSize,
    async meanwhile() {
      const next = waiting.shift();
      if (next === undefined) return;
      isAlone = false;
      await step(world, next);
    },
    async editDuringPush() {
      await edit(world, device, waiting.length, pageSize, false);
    },
  };
  await device.backup();
  const unsent = await unsentRows(device);
  const outcome = await device.sync(plan);
  for (const { table, row } of unsent) {
    const rows = await device.rows(table.name);
    if (!rows.has(row.raw.id)) world.owe(device, table, row);
  }
  // Nobody waits for a stranger: whatever is open, what is committed is here.
  if (outcome === 'clean' && isAlone && (await unsentRows(device)).length === 0) {
    await world.assertEven(device, [...writtenTables, topics]);
  }
  return outcome;
}

async function unsentRows(device: Device): Promise<{ table: ModelTable; row: LocalRow }[]> {
  const unsent: { table: ModelTable; row: LocalRow }[] = [];
  for (const table of writtenTables) {
    for (const row of (await device.rows(table.name)).values()) {
      if (row.status !== 'synced')
        unsent.push({ table, row: { ...row, raw: { ...row.raw }, changed: new Set(row.changed) } });
    }
  }
  return unsent;
}

function editableBy(table: ModelTable, device: Device): string[] {
  return table.editable.filter(
    (column) => device.version >= 2 || !table.newColumns.includes(column),
  );
}

/** The end of every history: all come back, sync twice without faults, and are even. */
export async function converge(world: World): Promise<void> {
  await world.endTransactions(true);
  await world.promoteMembers();
  for (const device of world.devices) await correct(world, device);
  const refusals = world.refusals;
  for (let pass = 1; ; pass += 1) {
    let pushes = 0;
    for (const device of world.devices) {
      if ((await sync(world, device, 'none', 1_000, [])) === 'pushed') pushes += 1;
    }
    if (pass > 1 && pushes === 0) break;
    // Only what a person has to correct may take longer.
    if ((pass > 1 && world.refusals === refusals) || pass === 8) {
      throw new Broken(`after ${pass} syncs of each device there is still something to send`);
    }
    for (const device of world.devices) await correct(world, device);
  }
  for (const device of world.devices) await world.assertEven(device);
  world.assertPaid();
  await world.assertNotedOnce();
}

/** A person reads why records were refused, and corrects them. */
async function correct(world: World, device: Device): Promise<void> {
  const books = await device.rows(notebooks.name);
  const joined = await world.organizationsOf(device);
  for (const { table, row } of await unsentRows(device)) {
    if (table === cards && !joined.has(String(row.raw.organization_id))) {
      // Made for an organisation that is not theirs any more.
      if (row.status === 'created') await device.discard(table, row.raw.id);
      continue;
    }
    const values: Record<string, unknown> = {};
    if (row.raw.latest === POISON) values.latest = world.value('latest');
    if (typeof row.raw.notebook_id === 'string' && !books.has(row.raw.notebook_id))
      values.notebook_id = null;
    if (Object.keys(values).length > 0) await change(world, device, table, row.raw.id, values);
  }
}
