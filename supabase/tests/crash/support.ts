import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import { Device, type Fetch, connect } from '../../../scripts/demo/device.ts';
import { type ApiAddress, type ForkedApi, forkApi } from '../../../scripts/stack/fork-api.ts';
import { type Postgres, startPostgres } from '../../../scripts/stack/postgres.ts';
import { migrateDatabase } from '../../../scripts/test/server.ts';
import { type Rows, schema, syncedTables } from '../../../types/watermelon.ts';
import { differences, serverRows } from '../client/support/encode.ts';

/** What a run of crashes came to. The lists are of violations: empty when all is well. */
export interface CrashReport {
  cycles: number;
  /** Pushes under way at the moments of the kills. */
  inFlight: number;
  pushesAcknowledged: number;
  /** Pushes whose answer the crash swallowed though they had been committed. */
  committedUnheard: number;
  /** Pushes whose answer was lost and given again when the request was repeated. */
  answeredAgain: number;
  /** Requests sent again, with the same push id, after no answer came. */
  repeated: number;
  rowsAcknowledged: number;
  lost: string[];
  duplicates: string[];
  diverged: string[];
  changedAnswers: string[];
}

interface PushBody {
  push_id: string;
  device_id: string;
  changes: Record<
    string,
    { created: Rows['tasks'][]; updated: Rows['tasks'][]; deleted: string[] }
  >;
}

interface Acknowledged {
  /** When the request that got the answer was sent, epoch ms. */
  sentAt: number;
  body: PushBody;
  answer: { experimentalRejectedIds: Record<string, string[]> };
}

/** Random numbers that a seed repeats (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The line between the devices and the server. While it is cut, what the server answers is lost. */
interface Line {
  isCut: boolean;
  /** Answers lost on it so far. */
  lost: number;
}

/** How long a device waits for an answer. */
const PATIENCE_MS = 2_000;

/** A device that edits and syncs without end, whatever happens to the server. */
class Writer {
  readonly acknowledged: Acknowledged[] = [];
  /** The last description that the server acknowledged, of records that only this device describes. */
  readonly described = new Map<string, number>();
  /** Deletions that were acknowledged. */
  readonly deleted = new Set<string>();
  /**
   * Deletions that were sent. One that was committed and not heard of comes back with the next pull, and WatermelonDB
   * is done with it: it is never sent again, so never acknowledged.
   */
  readonly deletionsSent = new Set<string>();
  inFlight = 0;
  repeated = 0;
  isStopped = false;
  /** Why it last failed to sync, to tell when all is at a standstill. */
  lastError = '';
  device!: Device;
  readonly name: string;
  readonly person: string;
  readonly #line: Line;
  readonly #next: () => number;
  #serial = 0;

  constructor(name: string, person: string, line: Line, seed: number) {
    this.name = name;
    this.person = person;
    this.#line = line;
    this.#next = random(seed);
  }

  /**
   * As the adapter retries, only more patiently: half of the requests are repeated as they are, same push id and
   * all, until an answer comes. The others are given up, and the adapter makes a new push of the same edits.
   */
  readonly fetch: Fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const send = (): Promise<Response> =>
      fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!url.endsWith('/rpc/push_changes')) return send();
    const body = JSON.parse(init?.body as string) as PushBody;
    for (const id of body.changes.tasks?.deleted ?? []) this.deletionsSent.add(id);
    const isPatient = this.#next() < 0.5;
    for (;;) {
      this.inFlight += 1;
      const sentAt = Date.now();
      let response = await send().catch(() => undefined);
      this.inFlight -= 1;
      if (this.#line.isCut) {
        if (response?.ok) this.#line.lost += 1;
        response = undefined;
      }
      if (response?.ok) {
        const text = await response.text();
        this.#note({
          sentAt,
          body,
          answer: JSON.parse(text) as Acknowledged['answer'],
        });
        return new Response(text, { status: response.status, headers: response.headers });
      }
      if (response && response.status < 500) return response;
      if (!isPatient || this.isStopped)
        return response ?? Promise.reject(new TypeError('fetch failed'));
      this.repeated += 1;
      await sleep(20 + this.#next() * 60);
    }
  };

  #note({ body, answer, sentAt }: Acknowledged): void {
    this.acknowledged.push({ body, answer, sentAt });
    const { created = [], updated = [], deleted = [] } = body.changes.tasks ?? {};
    const rejected = new Set(answer.experimentalRejectedIds.tasks);
    for (const { id, description } of [...created, ...updated]) {
      const [owner, serial] = (description ?? '').split(' ');
      if (owner === this.name && !rejected.has(id)) this.described.set(id, Number(serial));
    }
    for (const id of deleted) this.deleted.add(id);
  }

  /** Until stopped: some edits, then a sync; when that fails, a pause, and on. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      await this.#edit();
      await sleep(this.#next() * 40);
      await this.device.sync.sync().catch((error: unknown) => {
        this.lastError = String(error);
        return sleep(10 + this.#next() * 40);
      });
    }
  }

  async #edit(): Promise<void> {
    const { device } = this;
    const tasks = [...(await device.rows('tasks')).values()];
    const any = (): Rows['tasks'] | undefined => tasks[Math.floor(this.#next() * tasks.length)];
    for (let nth = Math.ceil(this.#next() * 4); nth > 0; nth -= 1) {
      this.#serial += 1;
      await device.create('tasks', {
        title: `${this.name} ${this.#serial}`, description: `${this.name} ${this.#serial}`,
        status: 'open', priority: 3, labels: '[]', position: this.#serial,
      }); // prettier-ignore
    }
    // A column of a record that no other device writes …
    const own = any();
    if (own?.description?.startsWith(`${this.name} `)) {
      this.#serial += 1;
      await device.edit('tasks', own.id, { description: `${this.name} ${this.#serial}` });
    }
    // … one that both devices of the person write, and a deletion now and then.
    const shared = any();
    if (shared)
      await device.edit('tasks', shared.id, {
        labels: JSON.stringify([`${this.name} ${this.#serial}`]),
      });
    const old = this.#next() < 0.2 ? any() : undefined;
    if (old) await device.remove('tasks', old.id);
  }
}

export interface CrashOptions {
  cycles: number;
  seed: number;
  log?: (line: string) => void;
}

/** Kills the server with signal 9 while devices push, again and again, and looks at what is left. */
export async function crash({ cycles, seed, log }: CrashOptions): Promise<CrashReport> {
  const pg = await startPostgres({
    settings: {
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      shared_buffers: '128MB',
    },
  });
  let api: ForkedApi | undefined;
  try {
    await migrateDatabase(pg.superUrl(), 'postgres');
    api = await forkApi(pg);
    return await crashAndCheck(pg, api, {
      cycles,
      seed,
      ...(log ? { log } : {}),
    });
  } finally {
    await api?.kill();
    await pg.stop();
    await rm(`${pg.dataDir}.keys.json`, { force: true });
  }
}

async function crashAndCheck(
  pg: Postgres,
  api: ForkedApi,
  { cycles, seed, log }: CrashOptions,
): Promise<CrashReport> {
  const next = random(seed);
  const accounts = await Promise.all(['anna', 'bram'].map((name) => signUp(api, name)));
  const line: Line = { isCut: false, lost: 0 };
  const writers = accounts.flatMap(({ id }, person) =>
    ['phone', 'laptop'].map(
      (device, nth) => new Writer(`${device}${person}`, id, line, seed + person * 2 + nth + 1),
    ),
  );
  const open = (writer: Writer): Promise<Device> =>
    Device.open({
      name: writer.name, url: api.url, key: api.publishableKey, fetch: writer.fetch,
      ...(accounts.find(({ id }) => id === writer.person) as Account),
    }); // prettier-ignore
  for (const writer of writers) writer.device = await open(writer);

  const report: CrashReport = {
    cycles, inFlight: 0, pushesAcknowledged: 0, committedUnheard: 0, answeredAgain: 0, repeated: 0, rowsAcknowledged: 0,
    lost: [], duplicates: [], diverged: [], changedAnswers: [],
  }; // prettier-ignore
  const until = async (condition: () => boolean): Promise<void> => {
    const end = Date.now() + 60_000;
    while (!condition()) {
      await sleep(1);
      if (!api.isUp) throw new Error(`the API ended: ${api.complaints}`);
      if (Date.now() > end) {
        throw new Error(
          `at a standstill for a minute:\n${writers.map(({ name, lastError }) => `${name}: ${lastError}`).join('\n')}`,
        );
      }
    }
  };

  const running = writers.map((writer) => writer.run());
  try {
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      // All but one have been heard since the last crash, so that something may be lost in this one. (All but
      // one: the API can need seconds to notice that a connection of its pool is dead.)
      const before = writers.map(({ acknowledged }) => acknowledged.length);
      const isHeard = ({ acknowledged }: Writer, nth: number): boolean =>
        acknowledged.length > (before[nth] ?? 0);
      await until(() => writers.filter(isHeard).length >= writers.length - 1);
      await sleep(next() * 300);
      await until(() => writers.some(({ inFlight }) => inFlight > 0));
      const inFlight = writers.reduce((sum, writer) => sum + writer.inFlight, 0);
      report.inFlight += inFlight;
      // The network goes a moment before the machine. Every other time the moment is long enough for a push to be
      // committed and not heard of; else the machine stops in the middle of it.
      line.isCut = true;
      const { lost } = line;
      if (cycle % 2 === 0) await until(() => line.lost > lost);
      else await sleep(next() * 20);
      await pg.kill();
      line.isCut = false;
      log?.(`cycle ${cycle}: killed with ${inFlight} pushes under way`);
      await sleep(next() * 100);
      await pg.restart();
    }
  } finally {
    for (const writer of writers) writer.isStopped = true;
    await Promise.allSettled(running);
  }

  // What the writers had left unsent goes now; each then learns what the others sent last.
  for (let round = 0; round < 3; round += 1) {
    for (const { device } of writers) await patiently(() => device.sync.sync());
  }
  const sql = postgres(pg.url(), { max: 2, onnotice: () => undefined });
  try {
    await checkRows(sql, writers, report);
    for (const writer of writers) await checkDevice(sql, writer, await open(writer), report);
    await checkAnswers(sql, api, accounts, writers, report);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return report;
}

/** No acknowledged record or edit is missing, none came back, and none is there twice. */
async function checkRows(
  sql: postgres.Sql,
  writers: readonly Writer[],
  report: CrashReport,
): Promise<void> {
  const rows = await sql<
    { id: string; title: string; description: string }[]
  >`select id, title, description from public.tasks`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const gone = new Set(writers.flatMap(({ deletionsSent }) => [...deletionsSent]));
  for (const writer of writers) {
    report.repeated += writer.repeated;
    report.pushesAcknowledged += writer.acknowledged.length;
    report.rowsAcknowledged += writer.described.size;
    for (const [id, serial] of writer.described) {
      const row = byId.get(id);
      if (!row && !gone.has(id)) report.lost.push(`${writer.name}'s task ${id}`);
      if (row && Number(row.description.split(' ')[1]) < serial) {
        report.lost.push(
          `${writer.name}'s edit ${serial} of ${id}: the server has "${row.description}"`,
        );
      }
    }
    for (const id of writer.deleted)
      if (byId.has(id)) report.lost.push(`${writer.name}'s deletion of ${id}`);
  }
  const titles = new Set<string>();
  for (const { title } of rows) {
    if (titles.has(title)) report.duplicates.push(`task "${title}"`);
    titles.add(title);
  }
  // Every push that took effect did so once: one run, one answer.
  const [counted] = await sql<{ runs: number; answers: number }[]>`
    select (select count(*)::int from public.sync_runs) as runs, (select count(*)::int from sync.pushes) as answers
  `;
  if (counted?.runs !== counted?.answers)
    report.duplicates.push(`${counted?.runs} runs for ${counted?.answers} pushes`);
  const pushes = await sql<
    { push_id: string; answered_at: Date }[]
  >`select push_id, answered_at from sync.pushes`;
  const begun = new Map(pushes.map((push) => [push.push_id, push.answered_at.getTime()]));
  report.answeredAgain = writers
    .flatMap(({ acknowledged }) => acknowledged)
    .filter(({ body, sentAt }) => (begun.get(body.push_id) ?? Infinity) < sentAt).length;
  report.committedUnheard = (counted?.answers ?? 0) - report.pushesAcknowledged;
}

/** The device holds what the tables hold, and so does a device that pulls everything afresh. */
async function checkDevice(
  sql: postgres.Sql,
  writer: Writer,
  fresh: Device,
  report: CrashReport,
): Promise<void> {
  await fresh.sync.sync();
  // The fresh device made itself known; the others are told.
  await writer.device.sync.sync();
  if ((await writer.device.countUnsent()) > 0)
    report.diverged.push(`${writer.name} has unsent records`);
  for (const table of syncedTables) {
    const columns = Object.keys(schema.tables[table as never]?.columns ?? {});
    const server = await serverRows(sql, table, writer.person, columns);
    for (const device of [writer.device, fresh]) {
      const kind = device === fresh ? 'a fresh pull' : writer.name;
      report.diverged.push(
        ...differences((await device.rows(table)) as never, server).map(
          (one) => `${kind}, ${table}: ${one}`,
        ),
      );
    }
  }
}

/** Whatever was answered is answered the same again, and repeating all of it changes no row. */
async function checkAnswers(
  sql: postgres.Sql,
  api: ApiAddress,
  accounts: readonly Account[],
  writers: readonly Writer[],
  report: CrashReport,
): Promise<void> {
  const digest = async (): Promise<unknown> =>
    sql`
      select (select md5(string_agg(t::text, ',' order by t.user_id, t.id)) from public.tasks as t) as tasks,
        (select count(*) from public.sync_conflicts) as conflicts, (select count(*) from public.sync_runs) as runs
    `;
  const before = await digest();
  for (const writer of writers) {
    const account = accounts.find(({ id }) => id === writer.person) as Account;
    const supabase = connect(api.url, api.publishableKey);
    await supabase.auth.signInWithPassword(account);
    for (const { body, answer } of writer.acknowledged) {
      const again = await supabase.rpc('push_changes', body);
      if (again.error || !isDeepStrictEqual(again.data, answer)) {
        report.changedAnswers.push(
          `${writer.name}, push ${body.push_id}: ${JSON.stringify(again.data ?? again.error)}`,
        );
      }
    }
  }
  if (!isDeepStrictEqual(await digest(), before))
    report.duplicates.push('repeating acknowledged pushes changed the tables');
}

interface Account {
  id: string;
  email: string;
  password: string;
}

async function signUp(api: ApiAddress, name: string): Promise<Account> {
  const email = `${name}@example.com`;
  const password = 'secret-password';
  const { data, error } = await connect(api.url, api.publishableKey).auth.signUp({
    email,
    password,
    options: { data: { age_band: '18_plus' } },
  });
  if (error || !data.user) throw new Error(`sign-up failed: ${error?.message ?? 'no user'}`);
  return { id: data.user.id, email, password };
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(100);
    }
  }
}

/** The numbers, for whoever reads the test's output. */
export function summarise(report: CrashReport): string {
  return [
    `${report.cycles} crashes with ${report.inFlight} pushes under way`,
    `${report.pushesAcknowledged} pushes acknowledged, ${report.rowsAcknowledged} records in them`,
    `${report.repeated} requests repeated; ${report.answeredAgain} had been committed and were answered again, ${report.committedUnheard} never were`,
    `${report.lost.length} lost, ${report.duplicates.length} duplicates, ${report.diverged.length} differences, ${report.changedAnswers.length} answers changed`,
  ].join('; ');
}
