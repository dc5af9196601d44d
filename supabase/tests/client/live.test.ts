import { setTimeout as sleep } from 'node:timers/promises';
import { appSchema, tableSchema } from '@nozbe/watermelondb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Presence } from '../../../types/live.ts';
import { schema } from '../../../types/watermelon.ts';
import { type DeviceOptions, TestDevice } from './support/device.ts';
import { type Person, TestServer } from './support/server.ts';

// Devices that hear of changes as they happen: the real WatermelonDB, supabase-js and adapter, over the local stack's
// own Realtime, poked by the engine.

let server: TestServer;
let alice: Person;
let open: TestDevice[] = [];

beforeAll(async () => {
  server = await TestServer.start(undefined, true);
});
afterAll(() => server.stop());
beforeEach(async () => {
  alice = await server.signUp('alice');
});
afterEach(async () => {
  await Promise.all(open.map((device) => device.sync.stop()));
  open = [];
});

/** A device that has started, and listens. */
async function start(
  name: string,
  person = alice,
  options: DeviceOptions = {},
): Promise<TestDevice> {
  const device = new TestDevice(server, person, name, {
    live: true,
    deviceId: idOf(name),
    ...options,
  });
  open.push(device);
  device.sync.start();
  await vi.waitUntil(() => isPresent(device.sync.presence, device), { timeout: 20_000 });
  // What was pulled because it listens now is done.
  await quiet(device);
  return device;
}

function isPresent({ mine }: Presence, { name }: TestDevice): boolean {
  return mine.some(({ deviceId }) => deviceId === idOf(name));
}

const ids = new Map<string, string>();
/** The same device has the same id in all tests. */
function idOf(name: string): string {
  const id = ids.get(name) ?? crypto.randomUUID();
  ids.set(name, id);
  return id;
}

/** Waits until it has not synced for a while. */
async function quiet(device: TestDevice, milliseconds = 1_500): Promise<void> {
  for (let before = -1; before !== device.wire.calls.length;) {
    before = device.wire.calls.length;
    await sleep(milliseconds);
  }
}

const vision = (title: string): Record<string, unknown> => ({
  category: 'health',
  title,
  priority: 3,
  horizon_years: 5,
  status: 'active',
  position: 0,
});

const titleOn = async (device: TestDevice, id: string): Promise<unknown> =>
  (await device.rowsOf('visions')).get(id)?.title;

const pulls = (device: TestDevice): number => device.wire.of('pull_changes_optimized').length;

test('an edit on one device is in the database of the other within two seconds', async () => {
  const [phone, laptop] = [await start('phone'), await start('laptop')];
  const id = await phone.create('visions', vision('first'));
  await vi.waitUntil(() => titleOn(laptop, id), { timeout: 4_000, interval: 10 });
  const waits: number[] = [];
  for (let round = 1; round <= 5; round += 1) {
    const at = performance.now();
    await laptop.edit('visions', id, { title: `round ${round}` });
    await laptop.sync.sync();
    await vi.waitUntil(async () => (await titleOn(phone, id)) === `round ${round}`, {
      timeout: 4_000,
      interval: 5,
    });
    waits.push(performance.now() - at);
    await sleep(300);
  }
  console.log(`from an edit to the other device: ${waits.map(Math.round).join(', ')} ms`);
  expect(Math.max(...waits)).toBeLessThan(2_000);
});

test('a burst of a thousand changed rows is few syncs, and so are a thousand pokes', async () => {
  const phone = await start('phone');
  phone.wire.calls.length = 0;
  for (let batch = 0; batch < 50; batch += 1) {
    await server.db.sql`
      insert into public.visions (user_id, category, title)
      select ${alice.id}, 'health', 'burst ' || ${batch}::text || ' ' || n from generate_series(1, 20) as n
    `;
  }
  await vi.waitUntil(async () => (await phone.rowsOf('visions')).size === 1_000, {
    timeout: 20_000,
  });
  await quiet(phone);
  console.log(`1,000 rows in 50 transactions: ${pulls(phone)} pulls`);
  expect(pulls(phone)).toBeLessThanOrEqual(8);

  phone.wire.calls.length = 0;
  const from = Date.now();
  for (let nth = 0; nth < 1_000; nth += 1) {
    await server.db.sql`select realtime.send('{}', 'changed', ${`sync:${alice.id}`}, true)`;
  }
  await quiet(phone);
  const seconds = (Date.now() - from) / 1_000;
  console.log(`1,000 pokes: ${pulls(phone)} pulls in ${Math.round(seconds)} s`);
  expect(pulls(phone)).toBeGreaterThanOrEqual(1);
  expect(pulls(phone)).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
});

test('a refused record is no echo between device and server', async () => {
  const phone = await start('phone');
  phone.wire.calls.length = 0;
  await phone.create('visions', vision(''));
  await vi.waitUntil(() => phone.sync.status.rejections === 1, { timeout: 10_000 });
  await quiet(phone, 3_000);
  expect(phone.wire.of('push_changes')).toHaveLength(1);
  expect(pulls(phone)).toBeLessThanOrEqual(5);
});

test('after the server dropped the connection it listens again, and has pulled what it missed', async () => {
  const phone = await start('phone');
  server.dropSockets();
  const missed = await server.db.sql<{ id: string }[]>`
    insert into public.visions (user_id, category, title) values (${alice.id}, 'health', 'missed') returning id
  `;
  await vi.waitUntil(() => titleOn(phone, missed[0]?.id as string), { timeout: 15_000 });
  await vi.waitUntil(() => isPresent(phone.sync.presence, phone), { timeout: 15_000 });
  await quiet(phone);
  const later = await server.db.sql<{ id: string }[]>`
    insert into public.visions (user_id, category, title) values (${alice.id}, 'health', 'later') returning id
  `;
  await vi.waitUntil(() => titleOn(phone, later[0]?.id as string), { timeout: 2_000 });
});

test('a token that ends takes the channel with it; with the next one it listens again', async () => {
  let accessToken = await server.shortToken(alice, 6);
  const phone = await start('phone', {
    ...alice,
    get accessToken() {
      return accessToken;
    },
  });
  accessToken = alice.accessToken;
  await vi.waitUntil(() => !isPresent(phone.sync.presence, phone), { timeout: 10_000 });
  await vi.waitUntil(() => isPresent(phone.sync.presence, phone), { timeout: 10_000 });
  await quiet(phone);
  const [made] = await server.db.sql<{ id: string }[]>`
    insert into public.visions (user_id, category, title) values (${alice.id}, 'health', 'renewed') returning id
  `;
  await vi.waitUntil(() => titleOn(phone, made?.id as string), { timeout: 2_000 });
});

test('devices see one another come, sync and go', async () => {
  const [phone, laptop] = [await start('phone'), await start('laptop')];
  const seen: Presence[] = [];
  const stop = laptop.sync.onPresence((presence) => seen.push(presence));
  expect(seen).toEqual([laptop.sync.presence]);
  const states = (): Record<string, string> =>
    Object.fromEntries(laptop.sync.presence.mine.map(({ deviceId, state }) => [deviceId, state]));
  await vi.waitUntil(() => Object.keys(states()).length === 2, { timeout: 5_000 });
  expect(laptop.sync.presence.mine).toContainEqual({
    userId: alice.id,
    deviceId: idOf('phone'),
    state: 'idle',
  });
  // A sync that takes its time is seen.
  phone.wire.fate = () => sleep(2_000, 'deliver' as const);
  const syncing = phone.sync.sync();
  await vi.waitUntil(() => states()[idOf('phone')] === 'syncing', { timeout: 5_000 });
  await syncing;
  await vi.waitUntil(() => states()[idOf('phone')] === 'idle', { timeout: 5_000 });

  await phone.sync.stop();
  await vi.waitUntil(() => !isPresent(laptop.sync.presence, phone), { timeout: 5_000 });
  expect(phone.sync.presence).toEqual({ mine: [], organizations: {} });
  stop();
  const count = seen.length;
  await laptop.sync.stop();
  expect(seen).toHaveLength(count);
  expect(laptop.sync.presence.mine).toEqual([]);
});

test('nobody else listens, and who has stopped syncs no more', async () => {
  const mallory = await server.signUp('mallory');
  const [phone, stranger] = [await start('phone'), await start('laptop', mallory)];
  expect(stranger.sync.presence.mine).toHaveLength(1);
  stranger.wire.calls.length = 0;
  await phone.create('visions', vision('mine'));
  await phone.sync.sync();
  await quiet(phone);
  expect(stranger.wire.calls).toEqual([]);
  await phone.sync.stop();
  phone.wire.calls.length = 0;
  await server.db
    .sql`insert into public.visions (user_id, category, title) values (${alice.id}, 'health', 'unheard')`;
  await sleep(1_500);
  expect(phone.wire.calls).toEqual([]);
});

/** The schema with what devices hold of organisations. */
const withOrganizations = appSchema({
  version: schema.version,
  tables: [
    ...Object.values(schema.tables)
      .filter(({ name }) => name !== 'organizations')
      .map(({ name, columnArray }) => tableSchema({ name, columns: columnArray })),
    tableSchema({ name: 'organizations', columns: [{ name: 'name', type: 'string' }] }),
  ],
});

test('a device that cannot know its organisations asks as often as one that hears nothing', async () => {
  const asked = async (name: string, tables: string[]): Promise<number> => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const device = new TestDevice(server, alice, name, {
      live: true,
      schema: appSchema({
        version: schema.version,
        tables: Object.values(schema.tables)
          .filter((table) => tables.includes(table.name))
          .map((table) => tableSchema({ name: table.name, columns: table.columnArray })),
      }),
    });
    vi.restoreAllMocks();
    open.push(device);
    device.sync.start({ intervalMs: 500 });
    await vi.waitUntil(() => device.sync.presence.mine.length > 0, { timeout: 20_000 });
    await sleep(1_000);
    const before = pulls(device);
    await sleep(3_000);
    await device.sync.stop();
    return pulls(device) - before;
  };
  expect(await asked('hears', ['teams', 'organizations'])).toBeLessThanOrEqual(1);
  expect(await asked('deaf', ['teams'])).toBeGreaterThanOrEqual(3);
});

test('members of an organisation hear its pokes and see one another, until they leave', async () => {
  const bob = await server.signUp('bob');
  const [acme, other] = ['a', 'b'].map((digit) => digit + crypto.randomUUID().slice(1)).toSorted();
  if (acme === undefined || other === undefined) throw new Error('no organisations');
  for (const { id } of [alice, bob]) {
    await server.db.sql`
      insert into sync.scope_grants (user_id, scope_id, is_granted, granted_xid)
      select ${id}, scope_id, true, pg_current_xact_id()::text::bigint from unnest(${[acme, other]}::uuid[]) as scope_id
    `;
  }
  const member = async (name: string, person: Person, more: DeviceOptions): Promise<TestDevice> => {
    const device = await start(name, person, {
      schema: withOrganizations,
      tables: ['visions', 'organizations'],
      ...more,
    });
    // As a pull brings them.
    const organizations = device.database.get('organizations');
    await device.database.write(() =>
      device.database.batch(
        [acme, other].map((id) =>
          organizations.prepareCreateFromDirtyRaw({ id, _status: 'synced', _changed: '' }),
        ),
      ),
    );
    await device.sync.sync();
    return device;
  };
  const phone = await member('phone', alice, {});
  const laptop = await member('laptop', bob, { liveOrganizations: 1 });
  const here = ({ sync }: TestDevice, id: string): string[] | undefined =>
    sync.presence.organizations[id]?.map(({ userId }) => userId).sort();
  const everybody = [alice.id, bob.id].sort();
  for (const device of [phone, laptop])
    await vi.waitUntil(() => here(device, acme)?.length === 2, { timeout: 10_000 });
  expect(here(phone, acme)).toEqual(everybody);
  expect(here(laptop, acme)).toEqual(everybody);
  expect(here(phone, other)).toEqual([alice.id]);
  expect(here(laptop, other)).toBeUndefined();
  expect(phone.sync.presence.mine.map(({ userId }) => userId)).toEqual([alice.id]);

  await Promise.all([quiet(phone), quiet(laptop)]);
  const poke = async (): Promise<void> => {
    phone.wire.calls.length = 0;
    laptop.wire.calls.length = 0;
    await server.db.sql`select realtime.send('{}', 'changed', ${`sync:${acme}`}, true)`;
    await sleep(2_500);
  };
  await poke();
  expect([pulls(phone), pulls(laptop)]).toEqual([1, 1]);

  // The pull after its last day takes the organisation away.
  await phone.database.write(async () => {
    await (await phone.database.get('organizations').find(acme)).destroyPermanently();
  });
  await phone.sync.sync();
  await vi.waitUntil(() => here(laptop, acme)?.length === 1, { timeout: 5_000 });
  expect(here(phone, acme)).toBeUndefined();
  await quiet(phone);
  await poke();
  expect([pulls(phone), pulls(laptop)]).toEqual([0, 1]);
});
