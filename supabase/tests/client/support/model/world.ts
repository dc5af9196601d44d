import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import postgres from 'postgres';
import type { TestDatabase } from '../../../../../scripts/test/database.ts';
import { canonical, differences, type Raw, serverRows, serverTables } from '../encode.ts';
import {
  columnsFor,
  type Device,
  type LocalRow,
  type Page,
  type PullArgs,
  type PushAnswer,
  type PushArgs,
} from './device.ts';
import { cards, modelTables, type ModelTable, notebooks, notes, writtenTables } from './tables.ts';
import { Unreachable, type Transport } from './thin.ts';

/** A guarantee that did not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

type State = Map<string, Map<string, Raw>>;

/** What happens on the server, past the devices. */
export type ServerWrite =
  'update' | 'insert' | 'delete' | 'savepoint' | 'rollback to savepoint' | OrganizationWrite;

const organizationWrites = ['card', 'join', 'leave', 'role', 'move', 'invitation race'] as const;
type OrganizationWrite = (typeof organizationWrites)[number];

const isOfOrganization = (what: ServerWrite): what is OrganizationWrite =>
  (organizationWrites as readonly string[]).includes(what);

interface Size {
  people: number;
  devices: number;
  organizations: number;
}

interface Person {
  id: string;
  /** Speaks as this person, as a request would. */
  sql: postgres.Sql;
}

/** What a device knew when the person made an edit, and what it wrote itself ever; keys are `table/id/column`. */
class Memory {
  readonly seen = new Map<string, Set<string>>();
  readonly authored = new Map<string, Set<string>>();

  edited(
    table: string,
    row: LocalRow | undefined,
    id: string,
    change: Readonly<Record<string, unknown>>,
  ): void {
    for (const [column, value] of Object.entries(change)) {
      const key = `${table}/${id}/${column}`;
      const isUnsent = row !== undefined && (row.status === 'created' || row.changed.has(column));
      const seen = isUnsent ? (this.seen.get(key) ?? new Set()) : new Set<string>();
      if (row) seen.add(JSON.stringify(row.raw[column]));
      this.seen.set(key, seen);
      const authored = this.authored.get(key) ?? new Set();
      this.authored.set(key, authored.add(JSON.stringify(value)));
    }
  }

  removed(table: ModelTable, row: LocalRow): void {
    for (const column of table.editable) {
      // An older client does not know them all.
      if (!(column in row.raw)) continue;
      const key = `${table.name}/${row.raw.id}/${column}`;
      const isUnsent = row.status === 'created' || row.changed.has(column);
      const seen = isUnsent ? (this.seen.get(key) ?? new Set()) : new Set<string>();
      this.seen.set(key, seen.add(JSON.stringify(row.raw[column])));
    }
  }

  /** As it is now, for a push that is on its way. */
  copy(): Memory {
    const copy = new Memory();
    for (const [key, values] of this.seen) copy.seen.set(key, new Set(values));
    for (const [key, values] of this.authored) copy.authored.set(key, new Set(values));
    return copy;
  }

  /** Whether the device may overwrite this value without a word. */
  knows(key: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    return this.seen.get(key)?.has(text) === true || this.authored.get(key)?.has(text) === true;
  }
}

interface Sending {
  device: Device;
  args: PushArgs;
  memory: Memory;
}

interface OpenTransaction {
  sql: postgres.ReservedSql;
  /** Ends a held push: what happened is known only now. */
  ended?: (committed: boolean) => void;
  /** Committed values are told to nobody before. */
  hasSavepoint: boolean;
}

/** Waiting longer than this for a lock is giving up, as a request with a timeout does. */
const LOCK_TIMEOUT = '50ms';
const MOST_OPEN = 3;

const isLockTimeout = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && ['55P03', '40P01', '57014'].includes(error.code);

const isPushLate = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.message === 'push_late';
/** Another order of tables between two pages, as when one left an organisation that was to be read: the device begins again. */
const isPageExpired = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.message === 'page_token_expired';

/**
 * One server, its people, the writers on the server's side, and the checks: everything of the model that is not a
 * device. One history runs at a time; each has people of its own, so one database serves many.
 */
export class World implements Transport {
  devices: Device[] = [];
  /** Their ids; each history has its own. */
  organizations: string[] = [];
  readonly people: Person[] = [];
  readonly #size: Size;
  readonly #db: TestDatabase;
  readonly #admin: postgres.Sql;
  readonly #writers: postgres.Sql;
  readonly #requests: postgres.Sql;
  readonly #abroad: postgres.Sql;
  #founder: string | undefined;
  #strangers: postgres.ReservedSql[] = [];
  #open: OpenTransaction[] = [];
  #memories = new Map<string, Memory>();
  #late: Sending[] = [];
  /** Answers that were committed. */
  #answers = new Map<string, { sending: Sending; answer: PushAnswer }>();
  #conflictCounts = new Map<string, number>();
  #owed: {
    device: string;
    table: string;
    id: string;
    column: string;
    value: string;
  }[] = [];
  /** Values that reached the server, whatever became of them: `device/table/id/column/value`. */
  #told = new Set<string>();
  #uuids = 0;
  #values = 0;
  /** How many records were refused so far. */
  refusals = 0;
  /** What the histories met, so that a run that tested nothing is noticed. */
  readonly met: Record<string, number> = {};

  private constructor(db: TestDatabase, size: Size) {
    const quiet = {
      onnotice: () => undefined,
      connection: { lock_timeout: LOCK_TIMEOUT } as never,
    };
    this.#db = db;
    this.#admin = postgres(db.url, { ...quiet, max: 1 });
    this.#writers = postgres(db.url, { ...quiet, max: MOST_OPEN + 1 });
    this.#requests = postgres(db.authenticatorUrl, { ...quiet, max: MOST_OPEN + 1 });
    const abroad = new URL(db.url);
    abroad.pathname = '/postgres';
    this.#abroad = postgres(abroad.href, { ...quiet, max: 2 });
    this.#size = size;
    for (let nth = 0; nth < size.people; nth += 1) {
      this.people.push({ id: '', sql: postgres(db.authenticatorUrl, { ...quiet, max: 1 }) });
    }
  }

  static async open(
    db: TestDatabase,
    size: Size = { people: 2, devices: 6, organizations: 0 },
  ): Promise<World> {
    const world = new World(db, size);
    // The types of columns, while nobody else's rights restrict the view.
    for (const { name, columns } of modelTables)
      await serverRows(world.#admin, name, world.uuid(), columns);
    return world;
  }

  async close(): Promise<void> {
    await Promise.all(
      [
        this.#admin,
        this.#writers,
        this.#requests,
        this.#abroad,
        ...this.people.map(({ sql }) => sql),
      ].map((sql) => sql.end({ timeout: 1 })),
    );
  }

  get database(): TestDatabase {
    return this.#db;
  }

  /** Signs up new people, whose rows no other history has touched. */
  async begin(
    makeDevice: (name: string, id: string, person: number) => Promise<Device> | Device,
    devices = this.#size.devices,
    signUp: (nth: number) => Promise<string> = (nth) => this.#signUp(nth),
  ): Promise<void> {
    this.#uuids = 0;
    this.#values = 0;
    this.#memories = new Map();
    this.#late = [];
    this.#answers = new Map();
    this.#conflictCounts = new Map();
    this.#owed = [];
    this.#told = new Set();
    for (const [nth, person] of this.people.entries()) {
      person.id = await signUp(nth);
      const claims = JSON.stringify({
        sub: person.id,
        role: 'authenticated',
        aud: 'authenticated',
      });
      await person.sql`
        select set_config('role', 'authenticated', false), set_config('request.jwt.claims', ${claims}, false)
      `;
    }
    this.devices = [];
    await this.#found();
    for (let nth = 0; nth < devices; nth += 1) {
      const person = nth % this.people.length;
      const name = `${['ann', 'ben', 'cas', 'dee'][person] ?? person} ${Math.floor(nth / this.people.length) + 1}`;
      this.devices.push(await makeDevice(name, this.uuid(), person));
      this.#memories.set(name, new Memory());
    }
  }

  async #signUp(nth: number): Promise<string> {
    const name = `model_${process.pid}_${Math.random().toString(36).slice(2)}_${nth}`;
    const [made] = await this.#admin<{ id: string }[]>`select tests.create_user(${name}) as id`;
    return (made as { id: string }).id;
  }

  /** Founds organisations, each with some of the people; the owner has no part in the history. */
  async #found(): Promise<void> {
    this.organizations = [];
    if (this.#size.organizations === 0) return;
    this.#founder ??= await this.#signUp(this.people.length);
    for (let nth = 0; nth < this.#size.organizations; nth += 1) {
      const id = randomUUID();
      this.organizations.push(id);
      const members = this.people.filter((_, person) => (person + nth) % 4 < 2);
      await this.#admin`
        insert into public.organizations (id, name, slug) values (${id}, 'Acme', ${`acme-${id}`})
      `;
      await this.#admin`
        insert into public.organization_members (organization_id, user_id, role, joined_by)
        select ${id}, m.user_id, case when m.nth = 1 then 'owner' else 'admin' end, 'founding'
        from unnest(${[this.#founder, ...members.map((member) => member.id)]}::uuid[]) with ordinality as m (user_id, nth)
      `;
    }
  }

  /** The organisations that a device's person belongs to. */
  async organizationsOf(device: Device): Promise<Set<string>> {
    const found = await this.#admin<{ id: string }[]>`
      select organization_id as id from public.organization_members where user_id = ${this.#person(device).id}
    `;
    return new Set(found.map(({ id }) => id));
  }

  /** At the end all who are left may write, so that nothing stays refused. */
  async promoteMembers(): Promise<void> {
    await this.#admin`
      update public.organization_members set role = 'admin'
      where organization_id = any (${this.organizations}::uuid[]) and role = 'member'
    `;
  }

  /** Ends everything and forgets the history. */
  async end(): Promise<void> {
    await this.endTransactions(false);
    await this.#returnStrangers();
    await Promise.all(this.devices.map((device) => device.close()));
    const ids = this.people.map(({ id }) => id).filter((id) => id !== '');
    await this.#admin
      .begin(async (sql) => {
        await sql`delete from auth.users where id = any (${ids}::uuid[])`.catch(() => undefined);
      })
      .catch(() => undefined);
    await this.#admin.unsafe(`
      delete from public.model_topics;
      delete from public.organizations where id = any (array[${this.organizations.map((id) => `'${id}'`).join(',')}]::uuid[]);
      delete from public.users where id = any (array[${ids.map((id) => `'${id}'`).join(',')}]::uuid[]);
      delete from sync.changes;
      delete from sync.heartbeats where beaten_at > now() - interval '1 hour';
      delete from sync.epochs where number < (select max(number) from sync.epochs);
    `);
  }

  uuid(): string {
    this.#uuids += 1;
    // Hashed, so that ids do not sort by age; the same in every repetition of a history.
    const hex = createHash('md5').update(`model ${this.#uuids}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Never the same twice, so that it is known who wrote it. */
  value(column: string): unknown {
    this.#values += 1;
    if (column === 'most') return this.#values;
    if (column === 'labels') return `["v${this.#values}"]`;
    return `v${this.#values}`;
  }

  memory(device: Device): Memory {
    const memory = this.#memories.get(device.name);
    if (!memory) throw new Error(`${device.name} has no memory`);
    return memory;
  }

  #count(what: string): void {
    this.met[what] = (this.met[what] ?? 0) + 1;
  }

  // What devices ask.

  async pull(device: Device, args: PullArgs): Promise<Page> {
    const person = this.#person(device);
    const [row] = await person.sql<{ page: Page }[]>`
      select public.pull_changes_optimized(
        ${args.last_pulled_at}, ${args.schema_version}, null,
        ${JSON.stringify(args.optimization_hints)}::text::jsonb, ${JSON.stringify(args.migration)}::text::jsonb
      ) as page
    `.catch((error: unknown) => {
      if (!isPageExpired(error)) throw error;
      this.#count('page token expired');
      throw new Unreachable();
    });
    const { page } = row as { page: Page };
    if (page.experimentalStrategy) this.#count('replacement');
    if (page.has_more) this.#count('further page');
    return page;
  }

  async push(device: Device, args: PushArgs, how: 'now' | 'held' | 'late'): Promise<PushAnswer> {
    const sending = this.sending(device, args);
    if (how === 'late') {
      this.#late.push(sending);
      throw new Unreachable();
    }
    if (how === 'held') return this.#hold(sending);
    try {
      return await this.deliver(sending);
    } catch (error) {
      // A push that was held open has ended since the pull.
      if (isPushLate(error)) {
        this.#count('push refused as late');
        throw new Unreachable();
      }
      // Nobody is in the way when nothing is open.
      if (isLockTimeout(error) && this.#open.length > 0) {
        this.#count('push timed out');
        throw new Unreachable();
      }
      throw error;
    }
  }

  /** What a device is about to send, with all that it knows. */
  sending(device: Device, args: PushArgs): Sending {
    return { device, args: structuredClone(args), memory: this.memory(device).copy() };
  }

  /** Delivers a push, by `call` or as the person themselves, and checks what it did. */
  async deliver(
    sending: Sending,
    call: () => Promise<PushAnswer> = () =>
      callPush(this.#person(sending.device).sql, sending.args),
  ): Promise<PushAnswer> {
    const earlier = this.#answers.get(sending.args.push_id);
    const before = await this.state(sending.device.person);
    const notes = earlier ? await this.#notes(sending.device.person) : '';
    const answer = await call();
    const after = await this.state(sending.device.person);
    if (earlier) {
      this.#count('repeated push');
      if (!isDeepStrictEqual(answer, earlier.answer)) {
        throw new Broken(
          `a repeated push of ${sending.device.name} got another answer: ${JSON.stringify(answer)}`,
        );
      }
      this.#assertSame(before, after, `a repeated push of ${sending.device.name}`);
      const now = await this.#notes(sending.device.person);
      if (notes !== now)
        throw new Broken(
          `a repeated push of ${sending.device.name} was not without effect: ${notes} ${now}`,
        );
      return answer;
    }
    this.#committed(sending, answer);
    this.check(sending, before, after, answer);
    return answer;
  }

  #committed(sending: Sending, answer: PushAnswer): void {
    const { id } = this.#person(sending.device);
    this.#answers.set(sending.args.push_id, { sending, answer });
    this.#conflictCounts.set(
      id,
      (this.#conflictCounts.get(id) ?? 0) +
        answer.conflicts.filter(({ table }) => table !== cards.name).length,
    );
    this.#count('push');
    if (answer.conflicts.length > 0) this.#count('conflict');
    if (answer.conflicts.some(({ column }) => column === '*'))
      this.#count('conflict with a deletion');
    for (const [table, { created, updated }] of Object.entries(sending.args.changes)) {
      for (const { id: row, ...values } of [...created, ...updated]) {
        for (const [column, value] of Object.entries(values)) {
          this.#told.add(
            `${sending.device.name}/${table}/${row}/${column}/${JSON.stringify(value)}`,
          );
        }
      }
    }
    this.refusals += answer.rejected.length;
    for (const { code } of answer.rejected) this.#count(`rejected: ${code}`);
  }

  /** A push whose transaction stays open: the server is slow, and the reply is never read. */
  async #hold(sending: Sending): Promise<PushAnswer> {
    if (this.#open.length >= MOST_OPEN) throw new Unreachable();
    const sql = await this.#requests.reserve();
    const claims = JSON.stringify({
      sub: this.#person(sending.device).id,
      role: 'authenticated',
      aud: 'authenticated',
    });
    await sql`begin`;
    try {
      await sql`
        select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)
      `;
      const before = await this.state(sending.device.person, sql);
      const answer = await callPush(sql, sending.args);
      const after = await this.state(sending.device.person, sql);
      this.#open.push({
        sql,
        hasSavepoint: false,
        ended: (committed) => {
          if (!committed) return;
          this.#committed(sending, answer);
          this.check(sending, before, after, answer);
        },
      });
      this.#count('push held open');
      return answer;
    } catch (error) {
      await sql`rollback`;
      sql.release();
      if (isLockTimeout(error) || isPushLate(error)) throw new Unreachable();
      throw error;
    }
  }

  /** A push that was given up arrives after all, as if it had been under way for some minutes. */
  async deliverLate(pick: number, minutes: number): Promise<void> {
    if (this.#late.length === 0) return;
    const [sending] = this.#late.splice(pick % this.#late.length, 1);
    if (!sending) return;
    sending.args.client_time -= minutes * 60_000;
    this.#count('late push');
    await this.deliver(sending).catch((error: unknown) => {
      if (isPushLate(error)) this.#count('late push refused');
      else if (!isLockTimeout(error)) throw error;
    });
  }

  /** The network delivers a push a second time. */
  async repeat(pick: number): Promise<void> {
    const answered = [...this.#answers.values()];
    const chosen = answered[pick % answered.length];
    if (!chosen) return;
    await this.deliver(chosen.sending).catch((error: unknown) => {
      if (!isLockTimeout(error)) throw error;
    });
  }

  // What happens on the server.

  async openTransaction(): Promise<void> {
    if (this.#open.length >= MOST_OPEN) return;
    const sql = await this.#writers.reserve();
    await sql`begin`;
    // Old before it writes: its xid is below those of pushes that commit first.
    await sql`select pg_current_xact_id()`;
    this.#open.push({ sql, hasSavepoint: false });
    this.#count('transaction opened');
  }

  async write(pick: number, pickRow: number, what: ServerWrite): Promise<void> {
    const writers = this.#open.filter(({ ended }) => ended === undefined);
    const writer = writers[pick % writers.length];
    const work = async (sql: postgres.Sql): Promise<void> => {
      const person = this.people[pickRow % this.people.length] as Person;
      if (isOfOrganization(what)) return this.#organize(sql, person, pickRow, what);
      const table = pickRow % 5 === 0 ? notebooks : notes;
      const rows = [...(await serverRows(sql, table.name, person.id, table.columns)).keys()].sort();
      const id = rows[pickRow % rows.length];
      if (what === 'insert') {
        const column = table === notes ? 'latest' : 'title';
        await sql`
          insert into public.${sql(table.name)} (user_id, id, ${sql(column)})
          values (${person.id}, ${this.uuid()}, ${this.value(column) as string})
        `;
        await sql`insert into public.model_topics (id, name) values (${this.uuid()}, ${this.value('name') as string})`;
      } else if (id !== undefined && what === 'delete') {
        await sql`delete from public.${sql(table.name)} where user_id = ${person.id} and id = ${id}`;
      } else if (id !== undefined && what === 'update') {
        const columns = table.editable.filter((column) => column !== 'notebook_id');
        const column = columns[pickRow % columns.length] as string;
        const value = this.value(column);
        await sql.unsafe(
          `update public.${table.name} set ${column} = $1 where user_id = $2 and id = $3`,
          [(column === 'labels' ? JSON.parse(String(value)) : value) as string, person.id, id],
        );
      }
    };
    if (!writer) {
      if (what === 'savepoint' || what === 'rollback to savepoint') return;
      await work(this.#writers).catch(ignoreLocks);
      this.#count('server write');
      return;
    }
    const { sql } = writer;
    if (what === 'savepoint') {
      await sql`savepoint chosen`;
      writer.hasSavepoint = true;
    } else if (what === 'rollback to savepoint') {
      if (!writer.hasSavepoint) return;
      await sql`rollback to savepoint chosen`;
      this.#count('savepoint rolled back');
    } else {
      await sql`savepoint attempt`;
      try {
        await work(sql);
        await sql`release savepoint attempt`;
        this.#count('write in an open transaction');
      } catch (error) {
        await sql`rollback to savepoint attempt`;
        ignoreLocks(error);
      }
    }
  }

  async #organize(
    sql: postgres.Sql,
    person: Person,
    pick: number,
    what: OrganizationWrite,
  ): Promise<void> {
    const nth = Math.floor(pick / this.people.length);
    const organization = this.organizations[nth % this.organizations.length];
    const other = this.organizations[(nth + 1) % this.organizations.length];
    if (organization === undefined || other === undefined) return;
    this.#count(what);
    const cardIds = async (): Promise<string[]> => {
      const found = await sql<{ id: string }[]>`
        select id from public.model_cards where organization_id = ${organization} order by id
      `;
      return found.map(({ id }) => id);
    };
    switch (what) {
      case 'card': {
        const ids = await cardIds();
        const id = ids[pick % Math.max(ids.length, 1)];
        if (id === undefined || pick % 3 === 0) {
          await sql`
            insert into public.model_cards (organization_id, id, latest)
            values (${organization}, ${this.uuid()}, ${this.value('latest') as string})
          `;
        } else if (pick % 7 === 0) {
          await sql`delete from public.model_cards where organization_id = ${organization} and id = ${id}`;
        } else {
          const column = ['latest', 'server', 'client', 'manual'][pick % 4] as string;
          await sql`
            update public.model_cards set ${sql(column)} = ${this.value(column) as string}
            where organization_id = ${organization} and id = ${id}
          `;
        }
        return;
      }
      case 'join':
        await sql`
          insert into public.organization_members (organization_id, user_id, role, joined_by)
          values (${organization}, ${person.id}, ${pick % 3 === 0 ? 'member' : 'admin'}, 'founding')
          on conflict (organization_id, user_id) do nothing
        `;
        return;
      case 'leave':
        await sql`
          delete from public.organization_members where organization_id = ${organization} and user_id = ${person.id}
        `;
        return;
      case 'role':
        await sql`
          update public.organization_members set role = case role when 'admin' then 'member' else 'admin' end
          where organization_id = ${organization} and user_id = ${person.id}
        `;
        return;
      case 'move': {
        const ids = await cardIds();
        const id = ids[pick % Math.max(ids.length, 1)];
        if (id === undefined) return;
        await sql`
          update public.model_cards set organization_id = ${other} where organization_id = ${organization} and id = ${id}
        `;
        return;
      }
      case 'invitation race': {
        // Two of the people are given the same invitation; who comes second is refused.
        const rival = this.people[(pick + 1) % this.people.length] as Person;
        const token = await this.#invite(organization);
        const outcomes = await Promise.allSettled(
          [person, rival].map(({ sql: own }) => own`select public.accept_invitation(${token})`),
        );
        const refused = outcomes.filter(({ status }) => status === 'rejected');
        if (refused.length === 0) throw new Broken('one invitation let two people in');
        return;
      }
    }
  }

  /** A token that lets one person in, from the founder. */
  async #invite(organization: string): Promise<string> {
    return this.#admin.begin(async (sql) => {
      const claims = JSON.stringify({ sub: this.#founder, role: 'authenticated' });
      await sql`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`;
      const [row] = await sql<{ token: string }[]>`
        select i.token from public.invite_member(${organization}, role => 'admin') as i
      `;
      return (row as { token: string }).token;
    });
  }

  async finishTransaction(pick: number, commit: boolean): Promise<void> {
    const [transaction] = this.#open.splice(pick % Math.max(this.#open.length, 1), 1);
    if (!transaction) return;
    await transaction.sql.unsafe(commit ? 'commit' : 'rollback');
    transaction.sql.release();
    transaction.ended?.(commit);
    this.#count(commit ? 'transaction committed' : 'transaction rolled back');
  }

  async endTransactions(commit: boolean): Promise<void> {
    while (this.#open.length > 0) await this.finishTransaction(0, commit);
  }

  /** Somebody else's transaction, in another database of the cluster, begins or ends. */
  async stranger(): Promise<void> {
    if (this.#strangers.length > 0) return this.#returnStrangers();
    const sql = await this.#abroad.reserve();
    await sql`begin`;
    await sql`select pg_current_xact_id()`;
    this.#strangers.push(sql);
    this.#count('transaction in another database');
  }

  async #returnStrangers(): Promise<void> {
    for (const sql of this.#strangers.splice(0)) {
      await sql`rollback`;
      sql.release();
    }
  }

  /** As if all that happened so far were older than the retention period. */
  async prune(): Promise<void> {
    await this.#admin`select sync.check_epoch()`;
    await this.#admin`select sync.prune(10000, now() + interval '100 days')`;
    this.#count('pruned');
  }

  /** The server comes back with another history: as a new timeline of the cluster, or as another cluster. */
  async newEpoch(sameCluster: boolean): Promise<void> {
    // What was open is gone.
    await this.endTransactions(false);
    await this.#returnStrangers();
    await this.#admin.unsafe(
      sameCluster
        ? `update sync.epochs set identity = split_part(identity, ':', 1) || ':before' where number = (select max(number) from sync.epochs)`
        : `update sync.epochs set identity = '1:00000001' where number = (select max(number) from sync.epochs)`,
    );
    // Nobody was erased since.
    await this.#admin`select privacy.replay_erasures('{}')`;
    this.#count(sameCluster ? 'failover' : 'moved to another cluster');
  }

  // What must hold.

  /** The rows of a person on the server, as devices should have them. */
  async state(person: number, sql: postgres.Sql = this.#admin): Promise<State> {
    const { id } = this.people[person] as Person;
    return serverTables(
      sql,
      id,
      writtenTables.map((table) => ({ name: table.name, columns: columnsFor(table, 2) })),
    );
  }

  /** What the engine noted about a person, in one line. */
  async #notes(person: number): Promise<string> {
    const { id } = this.people[person] as Person;
    const [row] = await this.#admin<{ notes: string }[]>`
      select concat_ws(' ',
        (select count(*) from public.sync_conflicts where user_id = ${id}),
        (select count(*) from public.sync_runs where user_id = ${id}),
        (select md5(string_agg(c::text, '|' order by c.table_id, c.row_id)) from sync.changes as c where c.scope_id = ${id})
      ) as notes
    `;
    return (row as { notes: string }).notes;
  }

  #assertSame(before: State, after: State, whose: string): void {
    for (const [table, rows] of before) {
      const different = differences(rows, after.get(table) ?? new Map());
      if (different.length > 0)
        throw new Broken(`${whose} changed ${table}: ${different.join('; ')}`);
    }
  }

  /** Compares what a push asked for with what it did. */
  check({ device, args, memory }: Sending, before: State, after: State, answer: PushAnswer): void {
    const conflicts = new Set(
      answer.conflicts.map(({ table, id, column }) => `${table}/${id}/${column}`),
    );
    const rejected = new Set(answer.rejected.map(({ table, id }) => `${table}/${id}`));
    const deletedNotebooks = new Set(args.changes[notebooks.name]?.deleted ?? []);
    // A note goes with its notebook.
    const goesWithNotebook = (row: Raw | undefined): boolean =>
      typeof row?.notebook_id === 'string' && deletedNotebooks.has(row.notebook_id);
    const fail = (what: string): never => {
      throw new Broken(`push of ${device.name}: ${what}`);
    };

    for (const table of writtenTables) {
      const rowsBefore = before.get(table.name) as Map<string, Raw>;
      const rowsAfter = after.get(table.name) as Map<string, Raw>;
      const changes = args.changes[table.name] ?? { created: [], updated: [], deleted: [] };
      const sent = new Map([...changes.created, ...changes.updated].map((raw) => [raw.id, raw]));
      const deleted = new Set(changes.deleted);

      for (const [id, raw] of sent) {
        const was = rowsBefore.get(id);
        const is = rowsAfter.get(id);
        const where = `${table.name}/${id}`;
        const written =
          raw._status === 'created'
            ? table.editable.filter((column) => column in raw)
            : String(raw._changed)
                .split(',')
                .filter((column) => table.editable.includes(column));
        if (rejected.has(where)) {
          if (JSON.stringify(was) !== JSON.stringify(is) && !goesWithNotebook(was))
            fail(`${where} was rejected but written`);
        } else if (!is) {
          if (!conflicts.has(`${where}/*`) && !goesWithNotebook(was) && !goesWithNotebook(raw))
            fail(`${where} vanished`);
        } else if (conflicts.has(`${where}/*`)) {
          fail(`${where} is said to be deleted, and is there`);
        } else if (!was) {
          for (const column of table.editable.filter((column) => column in raw)) {
            if (JSON.stringify(is[column]) !== JSON.stringify(raw[column]))
              fail(`${where}/${column} was not written`);
          }
        } else {
          for (const column of table.editable) {
            const key = `${where}/${column}`;
            if (JSON.stringify(was[column]) !== JSON.stringify(is[column])) {
              if (!written.includes(column))
                fail(`${key} was written, but is not among ${written.join(',')}`);
              if (!memory.knows(key, was[column]) && !conflicts.has(key)) {
                fail(
                  `${key}: ${JSON.stringify(was[column])} was overwritten by ${JSON.stringify(is[column])}, unseen`,
                );
              }
            }
            if (
              written.includes(column) &&
              JSON.stringify(is[column]) !== JSON.stringify(raw[column]) &&
              !conflicts.has(key)
            ) {
              fail(`${key}: ${JSON.stringify(raw[column])} was dropped without a word`);
            }
          }
        }
      }

      for (const id of deleted) {
        const where = `${table.name}/${id}`;
        const was = rowsBefore.get(id);
        if (!was || rejected.has(where)) continue;
        if (rowsAfter.has(id)) fail(`${where} was not deleted`);
        for (const column of table.editable) {
          if (!memory.seen.has(`${where}/${column}`)) continue;
          if (!memory.knows(`${where}/${column}`, was[column]) && !conflicts.has(`${where}/*`)) {
            fail(`${where} was deleted with ${column} ${JSON.stringify(was[column])}, unseen`);
          }
        }
      }

      for (const [id, was] of rowsBefore) {
        if (sent.has(id) || deleted.has(id) || goesWithNotebook(was)) continue;
        const is = rowsAfter.get(id);
        if (!is || canonical(is) !== canonical(was))
          fail(`${table.name}/${id} was changed, but not sent`);
      }
      for (const id of rowsAfter.keys()) {
        if (!rowsBefore.has(id) && !sent.has(id)) fail(`${table.name}/${id} came from nowhere`);
      }
    }
  }

  /** Rows with unsent edits that a sync removed from the device: the values must turn up on the server. */
  owe(device: Device, table: ModelTable, row: LocalRow): void {
    for (const column of table.editable) {
      if (row.status !== 'created' && !row.changed.has(column)) continue;
      const value = row.raw[column];
      // A made row carries nulls that nobody wrote.
      if (value === null || value === undefined) continue;
      this.#owed.push({
        device: device.name,
        table: table.name,
        id: row.raw.id,
        column,
        value: JSON.stringify(value),
      });
    }
    this.#count('unsent edit removed by a pull');
  }

  /** A device that went back to an earlier state has these edits again, or never made them. */
  setBack(device: Device): void {
    this.#owed = this.#owed.filter((owed) => owed.device !== device.name);
    this.#count('device set back');
  }

  assertPaid(): void {
    for (const { device, table, id, column, value } of this.#owed) {
      // What became of a value that was sent was checked there and then.
      if (!this.#told.has(`${device}/${table}/${id}/${column}/${value}`)) {
        throw new Broken(
          `${device}: ${table}/${id}/${column} ${value} was removed by a pull and never sent`,
        );
      }
    }
  }

  async assertNotedOnce(): Promise<void> {
    for (const { id } of this.people) {
      const [row] = await this.#admin<{ count: number }[]>`
        select count(*)::integer as count from public.sync_conflicts
        where user_id = ${id} and organization_id is null
      `;
      const expected = this.#conflictCounts.get(id) ?? 0;
      if (row?.count !== expected)
        throw new Broken(`${expected} conflicts were answered and ${row?.count} noted`);
    }
  }

  /** That a device holds what the server has, byte for byte. */
  async assertEven(device: Device, tables: readonly ModelTable[] = modelTables): Promise<void> {
    const person = this.#person(device);
    const wanted = tables.map((table) => ({
      name: table.name,
      columns: columnsFor(table, device.version),
    }));
    const server = await serverTables(this.#admin, person.id, wanted);
    for (const table of wanted) {
      const local = await device.rows(table.name);
      const held = new Map([...local].map(([id, { raw }]) => [id, only(raw, table.columns)]));
      const different = differences(held, server.get(table.name) ?? new Map());
      if (different.length > 0)
        throw new Broken(`${device.name} is not even in ${table.name}: ${different.join('; ')}`);
    }
  }

  #person(device: Device): Person {
    return this.people[device.person] as Person;
  }
}

function only(raw: Raw, columns: readonly string[]): Raw {
  const kept: Raw = { id: raw.id };
  for (const column of columns) kept[column] = raw[column];
  return kept;
}

function ignoreLocks(error: unknown): void {
  if (!isLockTimeout(error)) throw error;
}

async function callPush(sql: postgres.Sql, args: PushArgs): Promise<PushAnswer> {
  const [row] = await sql<{ answer: PushAnswer }[]>`
    select public.push_changes(
      ${JSON.stringify(args.changes)}::text::json, ${args.last_pulled_at}, ${args.base_pulled_at},
      ${args.device_id}, ${args.push_id}, ${args.client_time}, ${args.base_snapshot},
      ${args.last_pushed_at}
    ) as answer
  `;
  return (row as { answer: PushAnswer }).answer;
}
