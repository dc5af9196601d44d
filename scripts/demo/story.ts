import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Platform } from '../../types/sync.ts';
import type { Rows } from '../../types/watermelon.ts';
import { Device, connect } from './device.ts';
import type { Narrator } from './narrator.ts';
import { Network } from './network.ts';
import type { Closers, Server } from './server.ts';
import { compare, serverRows } from './truth.ts';

type Task = Rows['tasks'];
type Conflict = Rows['sync_conflicts'];

const LONG_TITLE = `Buy a ladder, and ${'while at it everything else that was pasted here by accident, '.repeat(5)}`;

/** Tells how two devices of one person part, disagree and agree again. */
export async function tellStory(
  server: Server,
  narrator: Narrator,
  closers: Closers,
): Promise<void> {
  const { tell, check } = {
    tell: narrator.tell.bind(narrator),
    check: narrator.check.bind(narrator),
  };

  // 1. Everything is well.

  narrator.chapter('1. Noor signs up, and both of her devices sync');
  const noor = await signUp(server, 'noor');
  const networks = { phone: new Network(), laptop: new Network() };
  const phone = await open('phone', 'ios', server, noor, networks.phone);
  const laptop = await open('laptop', 'macos', server, noor, networks.laptop);

  const friday = nextFriday();
  const house = await phone.create('visions', {
    category: 'relationships',
    title: 'A house with a garden',
    priority: 2,
    horizon_years: 5,
    status: 'active',
    position: 1,
  });
  const bedroom = await phone.create('tasks', task('Paint the bedroom', { labels: '["home"]' }));
  const dentist = await phone.create('tasks', task('Call the dentist'));
  const bicycle = await phone.create('tasks', task('Sell the old bicycle'));
  const trip = await phone.create('tasks', task('A weekend in Ghent', { labels: '["travel"]' }));
  tell(
    'She writes a vision and four tasks on her phone: 5 records that only the phone has.',
    await phone.countUnsent(),
    5,
  );
  await phone.sync.sync();
  tell(
    'The phone syncs. The server has them.',
    [...(await serverTasks(phone)).keys()].sort(),
    [bedroom, dentist, bicycle, trip].sort(),
  );
  await laptop.sync.sync();
  // The laptop has made itself known to the server since the phone last looked.
  await phone.sync.sync();
  tell(
    'The laptop syncs. It has them too.',
    [...(await laptop.rows('tasks')).keys()].sort(),
    [bedroom, dentist, bicycle, trip].sort(),
  );
  await checkEqual(narrator, [phone, laptop]);

  // 2. Two devices go their own ways.

  narrator.chapter('2. Both devices lose the network, and Noor goes on on both');
  networks.phone.isOnline = false;
  networks.laptop.isOnline = false;
  const failures = await Promise.allSettled([phone.sync.sync(), laptop.sync.sync()]);
  tell(
    'Neither device reaches the server; each says so, and lets her work.',
    failures
      .map(({ status }) => status)
      .concat([phone, laptop].map(({ sync }) => sync.status.state) as never[]),
    ['rejected', 'rejected', 'offline', 'offline'],
  );

  await phone.edit('tasks', bedroom, { due_at: friday });
  await phone.edit('tasks', dentist, { title: 'Call the dentist on Monday' });
  await phone.edit('tasks', bicycle, { description: 'Ask 80 euros: the brakes are new.' });
  await phone.edit('tasks', trip, { labels: '["travel", "with Bo"]' });
  const ladder = await phone.create('tasks', task(LONG_TITLE));
  // Later by the clock, if only just.
  await sleep(20);
  await laptop.edit('tasks', bedroom, { priority: 1 });
  await laptop.edit('tasks', dentist, { title: 'Call the dentist on Tuesday' });
  await laptop.remove('tasks', bicycle);
  await laptop.edit('tasks', trip, { labels: '["by train", "travel"]' });
  const plants = await laptop.create('tasks', task('Water the plants'));

  const offline = { phone: await phone.rows('tasks'), laptop: await laptop.rows('tasks') };
  const ids = [bedroom, dentist, bicycle, trip, ladder, plants];
  const names = ['bedroom', 'dentist', 'bicycle', 'Ghent', 'ladder', 'plants'];
  narrator.table([
    ['', 'on the phone', 'on the laptop'],
    ...ids.map((id, nth) => [
      names[nth] ?? '',
      describe(offline.phone.get(id)),
      describe(offline.laptop.get(id)),
    ]),
  ]);
  tell(
    'Unsent: 5 records on the phone, 5 on the laptop.',
    [await phone.countUnsent(), await laptop.countUnsent()],
    [5, 5],
  );
  tell(
    "One of them is poisoned: the ladder's title is longer than the 200 characters the server takes.",
    LONG_TITLE.length > 200,
  );

  // 3. A stranger's transaction is open meanwhile.

  narrator.chapter('3. A stranger keeps a transaction open');
  const stranger =
    server.databaseUrl === undefined
      ? undefined
      : await openStranger(server, server.databaseUrl, closers);
  if (stranger) {
    tell(
      'Sem, whom Noor does not know, writes a task in a transaction and does not commit it.',
      await stranger.isOpen(),
    );
    tell('His tablet cannot see it yet.', (await stranger.tablet.rows('tasks')).size, 0);
  } else {
    narrator.progress('left out: it takes a connection to Postgres itself, see --database-url');
  }

  // 4. The laptop comes back, and its line breaks at the worst moment.

  narrator.chapter("4. The laptop comes back, and loses the server's reply");
  const startedAt = performance.now();
  networks.laptop.isOnline = true;
  networks.laptop.breaksAfterNextPush = true;
  const broken = await laptop.sync.sync().then(
    () => 'sent',
    () => laptop.sync.status.state,
  );
  tell(
    'It sends its changes. The server commits them, the answer is lost, and the line is dead.',
    [broken, networks.laptop.lost === undefined],
    ['offline', false],
  );
  const committed = await serverTasks(phone, server, noor);
  tell(
    'The server has what the laptop sent.',
    [committed.get(plants)?.title, committed.has(bicycle)],
    ['Water the plants', false],
  );
  tell(
    'The laptop cannot know: it still counts 5 records as unsent.',
    await laptop.countUnsent(),
    5,
  );

  networks.laptop.isOnline = true;
  await laptop.sync.sync();
  tell(
    'The line is back, and the laptop sends all of it again. Nothing is unsent any more.',
    await laptop.countUnsent(),
    0,
  );
  check(
    'Sent twice, there once: the server has one record of the plants, and no conflict came of it.',
    await countOf(laptop, 'tasks', 'title', 'Water the plants').then(async (count) => [
      count,
      (await serverRows(laptop.supabase, 'sync_conflicts')).size,
    ]),
    [1, 0],
  );
  const { body = {}, answer } = networks.laptop.lost ?? {};
  const before = await serverTasks(laptop);
  const repeated = await laptop.supabase.rpc('push_changes', body);
  check(
    'Even the very same request, repeated now, gets the very same answer and changes nothing.',
    [repeated.data as unknown, await serverTasks(laptop)],
    [answer, before],
  );

  // 5. The phone comes back with older edits and a poisoned record.

  narrator.chapter('5. The phone comes back, with a poisoned record among its edits');
  networks.phone.isOnline = true;
  await settle(phone, laptop);
  const took = performance.now() - startedAt;
  const merged = await serverTasks(phone);
  const conflicts = await phone.rows('sync_conflicts');

  check(
    "Different columns of one record: the laptop's priority and the phone's due date are both there.",
    pick(merged.get(bedroom), 'priority', 'due_at'),
    [1, friday],
  );
  check(
    'The same column: Tuesday was written later than Monday, so Tuesday stands, though Monday arrived last.',
    [
      merged.get(dentist)?.title,
      editedAt(offline.laptop, dentist) > editedAt(offline.phone, dentist),
    ],
    ['Call the dentist on Tuesday', true],
  );
  const title = find(conflicts, dentist, 'title');
  check(
    'Monday is not lost: it is kept as a conflict that Noor can look at on both devices.',
    [
      pick(title, 'client_value', 'server_value', 'resolution'),
      (await laptop.rows('sync_conflicts')).has(title.id),
    ],
    [['"Call the dentist on Monday"', '"Call the dentist on Tuesday"', 'server'], true],
  );
  check('Labels are a set: those of both devices are there.', sorted(merged.get(trip)?.labels), [
    'by train',
    'travel',
    'with Bo',
  ]);
  const lost = find(conflicts, bicycle, '*');
  check(
    'One deleted what the other edited: the bicycle stays deleted, and what the phone had written about it is kept.',
    [merged.has(bicycle), (JSON.parse(lost.client_value) as Task).description],
    [false, 'Ask 80 euros: the brakes are new.'],
  );

  const rejections = [...(await phone.rows('sync_rejections')).values()];
  const [rejection] = rejections;
  check(
    'The poisoned record held up nothing: it alone is still unsent.',
    [await phone.countUnsent(), merged.has(ladder)],
    [1, false],
  );
  tell(
    `The phone knows why: "${rejection?.detail ?? ''}: ${rejection?.message ?? ''}".`,
    pick(rejection, 'table_name', 'row_id', 'code'),
    ['tasks', ladder, 'value_out_of_bounds'],
  );
  tell(
    'Three conflicts are on record, each settled by its rule: a deletion, labels and a title. There was no other.',
    [...conflicts.values()].map((one) => `${one.column_name} ${one.resolution}`).sort(),
    ['* server', 'labels merged', 'title server'],
  );

  // 6. The stranger delayed nobody.

  if (stranger) {
    narrator.chapter('6. And the stranger?');
    const { differences } = await compare([phone, laptop]);
    check(
      `It delayed nobody: ${Math.round(took)} ms after the laptop's return, both devices and the server were equal, but for the poisoned record on the phone.`,
      differences.map(({ id, device }) => [id, device]),
      [[ladder, 'phone']],
    );
    check(
      `All that while Sem's transaction was open (for ${Math.round(performance.now() - stranger.since)} ms now), and it still is.`,
      [await stranger.isOpen(), stranger.since < startedAt],
      [true, true],
    );
    await stranger.tablet.create('tasks', task('Written after'));
    await stranger.tablet.sync.sync();
    await stranger.commit();
    await stranger.tablet.sync.sync();
    check(
      'He commits: begun before all the others and committed after them, his task still reaches his tablet.',
      (await stranger.tablet.rows('tasks')).get(stranger.taskId)?.title,
      'Begun long ago',
    );
    check(
      'Noor sees nothing of Sem, and he nothing of her.',
      [
        (await serverTasks(phone)).has(stranger.taskId),
        [...(await serverTasks(stranger.tablet)).keys()].some((id) => ids.includes(id)),
      ],
      [false, false],
    );
  }

  // 7. Noor decides.

  narrator.chapter(`${stranger ? 7 : 6}. Noor decides, on the phone`);
  await resolve(phone, title.id, 'client');
  await resolve(phone, lost.id, 'client');
  await phone.edit('tasks', ladder, { title: 'Buy a ladder' });
  await settle(phone, laptop);
  const decided = await laptop.rows('tasks');
  check(
    'She prefers Monday after all, and the laptop shows it.',
    decided.get(dentist)?.title,
    'Call the dentist on Monday',
  );
  check(
    'She wants the bicycle back, and the laptop has it again, with what she had written.',
    pick(decided.get(bicycle), 'title', 'description'),
    ['Sell the old bicycle', 'Ask 80 euros: the brakes are new.'],
  );
  check(
    "She shortens the ladder's title; the record goes through and its rejection is gone from both devices.",
    [
      decided.get(ladder)?.title,
      (await phone.rows('sync_rejections')).size,
      (await laptop.rows('sync_rejections')).size,
    ],
    ['Buy a ladder', 0, 0],
  );

  // 8. What each holds.

  narrator.chapter(`${stranger ? 8 : 7}. In the end`);
  const end = {
    phone: await phone.rows('tasks'),
    laptop: await laptop.rows('tasks'),
    server: await serverTasks(phone),
  };
  narrator.table([
    ['', 'phone', 'laptop'],
    ...ids.map((id, nth) => [
      names[nth] ?? '',
      describe(end.phone.get(id)),
      describe(end.laptop.get(id)),
    ]),
  ]);
  check(
    'Nothing is lost: all six tasks and the vision are there, each exactly once.',
    [[...end.server.keys()].sort(), [...(await serverRows(phone.supabase, 'visions')).keys()]],
    [[...ids].sort(), [house]],
  );
  check(
    'Nothing is unsent on either device.',
    [await phone.countUnsent(), await laptop.countUnsent()],
    [0, 0],
  );
  await checkEqual(narrator, [phone, laptop]);
}

// What the story is made of.

interface Account {
  id: string;
  email: string;
  password: string;
}

async function signUp(server: Server, name: string): Promise<Account> {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.com`;
  const password = randomUUID();
  const { data, error } = await connect(server.url, server.key).auth.signUp({
    email,
    password,
    options: { data: { age_band: '18_plus' } },
  });
  if (error || !data.user)
    throw new Error(`${name} cannot sign up at ${server.url}: ${error?.message ?? 'no answer'}`, {
      cause: error,
    });
  return { id: data.user.id, email, password };
}

async function open(
  name: string,
  platform: Platform,
  server: Server,
  account: Account,
  network = new Network(),
): Promise<Device> {
  return Device.open({
    name,
    platform,
    url: server.url,
    key: server.key,
    ...account,
    fetch: network.fetch,
  });
}

function task(title: string, more: Partial<Task> = {}): Partial<Task> {
  return { title, status: 'open', priority: 3, labels: '[]', position: 0, ...more };
}

/** The tasks on the server, seen by plain REST. A device without a network cannot ask; then give the account. */
async function serverTasks(
  device: Device,
  server?: Server,
  account?: Account,
): Promise<Map<string, Record<string, unknown>>> {
  if (!server || !account) return serverRows(device.supabase, 'tasks');
  const supabase = connect(server.url, server.key);
  await supabase.auth.signInWithPassword(account);
  return serverRows(supabase, 'tasks');
}

async function countOf(
  device: Device,
  table: string,
  column: string,
  value: string,
): Promise<number | null> {
  const { count } = await device.supabase
    .from(table)
    .select('*', { count: 'exact', head: true })
    .eq(column, value);
  return count;
}

/** Syncs both until neither can bring the other anything new. */
async function settle(...devices: Device[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (const device of devices) await device.sync.sync();
  }
}

async function resolve(device: Device, id: string, choice: 'client' | 'server'): Promise<void> {
  const { error } = await device.supabase.rpc('resolve_conflict', { id, choice });
  if (error) throw new Error(`resolve_conflict: ${error.message}`, { cause: error });
}

async function checkEqual(narrator: Narrator, devices: readonly Device[]): Promise<void> {
  const { own, shared, differences } = await compare(devices);
  narrator.check(
    `Both devices and the server hold the same ${own} records, byte for byte (and the same ${shared} of the shared catalogues).`,
    [differences, own > 0, shared > 0],
    [[], true, true],
  );
}

function find(conflicts: ReadonlyMap<string, Conflict>, row: string, column: string): Conflict {
  const found = [...conflicts.values()].find(
    ({ row_id, column_name }) => row_id === row && column_name === column,
  );
  if (!found) throw new Error(`no conflict over ${column} of ${row} was recorded`);
  return found;
}

function pick<Value extends object>(
  from: Value | undefined,
  ...columns: (keyof Value & string)[]
): unknown[] {
  return columns.map((column) => from?.[column]);
}

const editedAt = (tasks: ReadonlyMap<string, Task>, id: string): number =>
  tasks.get(id)?.updated_at ?? NaN;

const sorted = (json: unknown): string[] => (JSON.parse(String(json)) as string[]).sort();

function nextFriday(): number {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((12 - day.getUTCDay()) % 7 || 7));
  return day.setUTCHours(12, 0, 0, 0);
}

/** A task in a few words. */
function describe(row: Task | undefined): string {
  if (!row) return '–';
  const labels = sorted(row.labels ?? '[]');
  return [
    row.title.length > 60
      ? `${row.title.slice(0, 24)}… (${row.title.length} characters)`
      : row.title,
    row.priority === 1 ? 'urgent' : '',
    row.due_at ? `due ${new Date(row.due_at).toISOString().slice(0, 10)}` : '',
    row.description ? `"${row.description}"` : '',
    labels.length > 0 ? labels.map((label) => `#${label}`).join(' ') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

interface Stranger {
  tablet: Device;
  taskId: string;
  /** When the transaction began, on the clock of `performance.now()`. */
  since: number;
  isOpen(): Promise<boolean>;
  commit(): Promise<void>;
}

/** Somebody else, with a device of his own, who holds a transaction open. */
async function openStranger(
  server: Server,
  databaseUrl: string,
  closers: Closers,
): Promise<Stranger> {
  const sem = await signUp(server, 'sem');
  const tablet = await open('tablet', 'android', server, sem);
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined });
  closers.push(() => sql.end({ timeout: 1 }));
  const connection = await sql.reserve();
  const taskId = randomUUID();
  await connection`begin`;
  await connection`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${JSON.stringify({ sub: sem.id, role: 'authenticated' })}, true)`;
  await connection`insert into public.tasks (user_id, id, title) values (${sem.id}, ${taskId}, 'Begun long ago')`;
  const [current] = await connection<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
  await tablet.sync.sync();
  return {
    tablet,
    taskId,
    since: performance.now(),
    async isOpen() {
      const [status] =
        await sql`select pg_xact_status(${current?.xid ?? ''}::xid8) = 'in progress' as open`;
      return status?.open === true;
    },
    async commit() {
      await connection`commit`;
      connection.release();
    },
  };
}
