import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { Device, connect } from '../demo/device.ts';
import type { Narrator } from '../demo/narrator.ts';
import { compare } from '../demo/truth.ts';
import { PASSWORD, emailOf, fillPeople } from '../seeds/people.ts';
import { type ApiAddress, type ForkedApi, forkApi } from '../stack/fork-api.ts';
import { migrate } from '../stack/migrate.ts';
import {
  type Postgres,
  StackError,
  bootstrap,
  runningServer,
  startPostgres,
  stopServer,
  waitUntil,
} from '../stack/postgres.ts';
import {
  type Elsewhere,
  archiveSettings,
  archivedFiles,
  explainFailure,
  layOut,
  openElsewhere,
  takeBaseBackup,
} from './backup.ts';
import { type Fingerprint, amcheck, countRows, differences, fingerprint } from './evidence.ts';
import { type Commit, DeviceWriter, Line, type Pull, SqlWriter, task } from './writers.ts';

export interface DrillOptions {
  /** How many people there are, each with some 570 rows. */
  people: number;
  /** After how many seconds at the latest the server archives what it has logged. */
  archiveSeconds: number;
}

/** Seconds and transactions, and how they were found. */
interface Loss {
  seconds: number;
  transactions: number;
  how: string;
}

export interface DrillReport {
  people: number;
  archiveSeconds: number;
  /** The moment that was restored to. */
  restorePoint: string;
  killedAt: string;
  /** RTO: from the kill to the first pull that was answered. */
  recoveryTime: { seconds: number; steps: Record<string, number>; how: string };
  /** RPO: what a restore to the newest would have lost. */
  recoveryPoint: Loss;
  /** What this restore, to an earlier point, has lost. */
  lost: Loss;
  checks: {
    tables: number;
    rows: number;
    /** Tables whose rows differ from what they were at the restore point. */
    differences: number;
    indexes: number;
    heaps: number;
    cronJobs: number;
    erasuresReplayed: number;
    /** Sentences of the story, each checked before it was said. */
    sentences: number;
  };
}

/** A WAL file of a server that was not told otherwise. */
const WAL_FILE_BYTES = 16n * 1024n ** 2n;
/** How long a replay may take. */
const PATIENCE_MS = 3_600_000;

/** What is known of a moment. */
interface RestorePoint {
  moment: string;
  at: number;
  /** The WAL file that was being written. */
  file: string;
  rows: Fingerprint;
  jobs: string[];
  epochs: number;
}

interface Devices {
  /** Of Anna, who goes on writing; and her laptop, which is offline when the disaster happens. */
  phone: Device;
  laptop: Device;
  /** Of Bram, who has his account erased. */
  bram: Device;
  /** Of Cees, which was last used before the restore point. */
  tablet: Device;
  /** Of Dora, who signs up after it. */
  dora: Device;
}

/** Records of Anna's. */
interface Records {
  /** Known at the restore point; edited offline, edited and pushed, deleted offline. */
  edited: string;
  pushed: string;
  deleted: string;
  /** Made after it and pushed; one of them edited offline. */
  late: string;
  lateEdited: string;
  /** Made offline. */
  offline: string;
}

/** A server with people on it, a disaster, and the way back. */
export class Drill {
  readonly #options: DrillOptions;
  readonly #narrator: Narrator;
  readonly #pg: Postgres;
  readonly #elsewhere: Elsewhere;
  readonly #sql: postgres.Sql;
  readonly #closers: (() => Promise<unknown>)[];
  #api: Promise<ForkedApi> | undefined;
  #line!: Line;
  #devices!: Devices;
  #records!: Records;
  #point!: RestorePoint;
  #killedAt = 0;
  #isLaptopOnline = true;
  /** The WAL file that was taken out of the archive, and what was in it. */
  #taken: { file: string; content: Buffer } | undefined;

  private constructor(
    options: DrillOptions,
    narrator: Narrator,
    pg: Postgres,
    elsewhere: Elsewhere,
    closers: (() => Promise<unknown>)[],
  ) {
    this.#options = options;
    this.#closers = closers;
    this.#narrator = narrator;
    this.#pg = pg;
    this.#elsewhere = elsewhere;
    this.#sql = postgres(pg.url(), {
      max: 1,
      onnotice: () => undefined,
      backoff: () => 0.1,
    });
  }

  /** Where the data, the log and the backups are, for whoever keeps them. */
  get places(): { data: string; log: string } & Elsewhere {
    return { data: this.#pg.dataDir, log: this.#pg.logFile, ...this.#elsewhere };
  }

  /**
   * Starts a server of its own, on a free port and in a temporary folder, that archives its WAL. `closers` learns at once
   * what to undo; `isKept` is asked then.
   */
  static async start(
    options: DrillOptions,
    narrator: Narrator,
    closers: (() => Promise<unknown>)[],
    isKept: () => boolean = () => false,
  ): Promise<Drill> {
    narrator.chapter('1. A server that archives its WAL');
    const starting = startPostgres({
      log: (line) => narrator.progress(line),
      settings: { shared_buffers: '128MB' },
    });
    closers.push(async () => {
      const pg = await starting.catch(() => undefined);
      if (!pg) return;
      if (isKept()) await leave(pg);
      else await pg.stop();
    });
    const pg = await starting;
    const elsewhere = await openElsewhere(`${pg.dataDir}.files`);
    await configure(pg, archiveSettings(elsewhere));
    await pg.restart();
    const drill = new Drill(options, narrator, pg, elsewhere, closers);
    closers.push(() => drill.#close());
    return drill;
  }

  async #close(): Promise<void> {
    await this.#killApi();
    await this.#sql.end({ timeout: 1 });
  }

  async #startApi(): Promise<ForkedApi> {
    this.#api = forkApi(this.#pg);
    return this.#api;
  }

  async #killApi(): Promise<void> {
    await this.#api?.then(
      (api) => api.kill(),
      () => undefined,
    );
  }

  /** Everything up to the disaster: people, writers, a base backup, the restore point, and what comes after it. */
  async live(): Promise<void> {
    const { people, archiveSeconds } = this.#options;
    const narrator = this.#narrator;
    await bootstrap(this.#pg, 'postgres');
    narrator.progress('applying the migrations with the Supabase CLI');
    await migrate(this.#pg.url());
    narrator.progress(`making up ${people} people`);
    const numbers = Array.from({ length: people }, (_, nth) => nth + 1);
    const { rows } = await fillPeople(this.#pg.url(), numbers);
    await configure(this.#pg, { archive_timeout: `${archiveSeconds}s` });
    const [mode] = await this.#sql<{ mode: string }[]>`
      select current_setting('archive_mode') as mode
    `;
    narrator.tell(
      `${count(people, 'person', 'people')}, ${rows.toLocaleString('en')} rows of theirs. WAL is archived when a file is full, and after ${archiveSeconds} s.`,
      mode?.mode,
      'on',
    );
    this.#line = new Line((await this.#startApi()).url);
    const [phone, laptop, bram, tablet] = await Promise.all([
      this.#open('phone', 1),
      this.#open('laptop', 1, () => this.#isLaptopOnline),
      this.#open("Bram's phone", 2),
      this.#open('tablet', 3),
    ]);
    for (const device of [phone, laptop, bram, tablet]) await device.sync.sync();

    narrator.chapter('2. A base backup, while people write');
    const others = await Promise.all(
      numbers.slice(3, 6).map((nth) => this.#open(`phone ${nth}`, nth)),
    );
    const server = new SqlWriter(this.#pg.url(), this.#line.commits);
    this.#closers.push(() => server.end());
    const writers = [...[phone, ...others].map((device) => new DeviceWriter(device)), server];
    for (const writer of writers) writer.go();
    try {
      const copied = await takeBaseBackup(this.#pg.superUrl(), this.#pg.dataDir, this.#elsewhere);
      narrator.tell(
        `${copied.files} files, ${megabytes(copied.bytes)} MB, copied from under ${count(writers.length, 'writer')}.`,
        this.#line.commits.length > 0,
      );
      await this.#untilArchived((await this.#lastArchived()) + 2n);

      narrator.chapter('3. The restore point');
      const edited = await laptop.create('tasks', task('Paint the bedroom'));
      const pushed = await laptop.create('tasks', task('Call the dentist'));
      const deleted = await laptop.create('tasks', task('Sell the old bicycle'));
      await laptop.sync.sync();
      for (const writer of writers) {
        await writer.rest();
        if (writer.failure) throw writer.failure;
      }
      this.#point = await this.#notePoint();
      narrator.tell(
        `${this.#point.moment}. The writers hold their breath, and ${countRows(this.#point.rows).toLocaleString('en')} rows of ${this.#point.rows.size} tables are hashed.`,
        this.#point.rows.size > 0,
      );

      narrator.chapter('4. Life goes on after it');
      for (const writer of writers) writer.go();
      const dora = await this.#signUp();
      await dora.create('tasks', task('My first task'));
      await dora.sync.sync();
      await laptop.edit('tasks', pushed, { title: 'Call the dentist on Monday' });
      const late = await laptop.create('tasks', task('Buy a ladder'));
      const lateEdited = await laptop.create('tasks', task('Water the plants'));
      await laptop.sync.sync();
      narrator.tell(
        "Dora signs up. Anna's laptop edits a task and makes two, and the server confirms it.",
        [await laptop.countUnsent(), await dora.countUnsent()],
        [0, 0],
      );
      this.#isLaptopOnline = false;
      const offline = await laptop.create('tasks', task('A weekend in Ghent'));
      await laptop.edit('tasks', edited, { description: 'In green.' });
      await laptop.edit('tasks', lateEdited, { description: 'Twice a week.' });
      await laptop.remove('tasks', deleted);
      narrator.tell(
        'The laptop loses the network. She makes a task on it, edits two, and deletes one.',
        await laptop.countUnsent(),
        4,
      );
      await this.#eraseBram(bram);
      // The restore stops at the first commit after its point: that must be in the archive, and one file more.
      await this.#untilArchived(fileNumber(this.#point.file) + 1n);
      this.#devices = { phone, laptop, bram, tablet, dora };
      this.#records = { edited, pushed, deleted, late, lateEdited, offline };

      // A disaster keeps to no timetable.
      await sleep(Math.random() * archiveSeconds * 1000);

      narrator.chapter('5. The disaster');
      // postgres.js cannot be caught when a connection ends under a query that it has just been given.
      await server.rest();
      this.#killedAt = Date.now();
      await Promise.all([this.#pg.kill(), this.#killApi()]);
    } finally {
      await Promise.all(writers.map((writer) => writer.rest()));
      await server.end();
    }
    await fs.rm(this.#pg.dataDir, { recursive: true, maxRetries: 5 });
    narrator.tell(
      `kill -9 while phones push, and the disk is gone. Left are the base backup, ${count((await archivedFiles(this.#elsewhere)).length, 'WAL file')}, and the ledger.`,
      await fs
        .readdir(this.#pg.dataDir)
        .catch((error: unknown) => (error as NodeJS.ErrnoException).code),
      'ENOENT',
    );
  }

  /** Takes the WAL file of the restore point out of the archive. Returns its name. */
  async loseWal(): Promise<string> {
    const { file } = this.#point;
    const path = `${this.#elsewhere.archive}/${file}`;
    this.#taken = { file: path, content: await fs.readFile(path) };
    await fs.rm(path);
    this.#narrator.progress(`the WAL file ${file} is taken out of the archive`);
    return file;
  }

  async putWalBack(): Promise<void> {
    if (this.#taken) await fs.writeFile(this.#taken.file, this.#taken.content, { mode: 0o644 });
    this.#taken = undefined;
  }

  /**
   * The way back, as docs/runbook.md tells it.
   *
   * @throws StackError when the restore does not come to its point
   * @throws UntrueError when something is not as it was, or somebody is let in who must not be
   */
  async recover(): Promise<DrillReport> {
    const narrator = this.#narrator;
    const point = this.#point;
    const steps: Record<string, number> = {};
    let since = this.#killedAt;
    const took = (step: string): void => {
      steps[step] = (Date.now() - since) / 1000;
      since = Date.now();
    };

    narrator.chapter('6. The restore');
    await fs.rm(this.#pg.dataDir, { recursive: true, force: true, maxRetries: 5 });
    await layOut(this.#elsewhere, this.#pg.dataDir, point.moment);
    took('copying the base backup');
    const logged = (await fs.stat(this.#pg.logFile)).size;
    try {
      await this.#pg.restart(PATIENCE_MS);
    } catch (error) {
      throw await explainFailure(error, this.#elsewhere, this.#pg.logFile, point.moment);
    }
    took('replaying WAL');
    const log = (await fs.readFile(this.#pg.logFile)).subarray(logged).toString();
    const stopped = /recovery stopping before commit of transaction \d+, time (.+)/.exec(log)?.[1];
    const [order] = await this.#sql<{ isLater: boolean }[]>`
      select ${stopped ?? null}::timestamptz > ${point.moment}::timestamptz as "isLater"
    `;
    narrator.tell(
      `The log is replayed until just before the first commit after the point, of ${stopped}.`,
      order?.isLater,
    );
    // Meanwhile: nobody is let in yet.
    const starting = this.#startApi();
    starting.catch(() => undefined);
    const checks = await this.#checkRows();
    took('checking every row and index');

    narrator.chapter('7. Nobody is let in before the ledger has been replayed');
    this.#line.url = (await starting).url;
    took('starting the API, beside that');
    await this.#checkGate();
    const ledger = JSON.parse(await fs.readFile(this.#elsewhere.ledger, 'utf8')) as never;
    const [replay] = await this.#sql<{ erasures: number }[]>`
      select privacy.replay_erasures(${this.#sql.json(ledger)}) as erasures
    `;
    narrator.check(
      'The newest copy of the ledger is replayed: one account is to be erased again',
      replay?.erasures,
      1,
    );
    took('trying the gate and replaying the ledger');
    const { phone } = this.#devices;
    await phone.sync.sync();
    const pull = this.#line.pulls.find(({ device, at }) => device === 'phone' && at > since);
    took('the first sync');
    narrator.check(
      "Anna's phone syncs, she signs in, and writes past the engine too",
      [pull?.device, await this.#signIn(1), await this.#writePast()],
      ['phone', 200, undefined],
    );

    narrator.chapter('8. Devices come back');
    await this.#checkEpoch(pull);
    await this.#checkBram();
    await this.#checkLaptop();
    await this.#checkOthers();

    return {
      people: this.#options.people,
      archiveSeconds: this.#options.archiveSeconds,
      restorePoint: point.moment,
      killedAt: new Date(this.#killedAt).toISOString(),
      recoveryTime: {
        seconds: ((pull?.at ?? NaN) - this.#killedAt) / 1000,
        steps,
        how: 'from kill -9 to the first pull that was answered, by the clock of this machine; the checks are in it',
      },
      ...(await this.#countLoss()),
      checks: { ...checks, erasuresReplayed: replay?.erasures ?? 0, sentences: narrator.claims },
    };
  }

  async #open(name: string, nth: number, isOnline?: () => boolean): Promise<Device> {
    const { publishableKey: key } = await this.#address();
    const { origin: url } = this.#line;
    const fetch = this.#line.for(name, isOnline);
    return Device.open({ name, url, key, email: emailOf(nth), password: PASSWORD, fetch });
  }

  async #address(): Promise<ApiAddress> {
    if (!this.#api) throw new Error('there is no API yet');
    return this.#api;
  }

  async #signUp(): Promise<Device> {
    const { url, publishableKey: key } = await this.#address();
    const account = { email: 'dora@example.com', password: PASSWORD };
    const { error } = await connect(url, key).auth.signUp({
      ...account,
      options: { data: { age_band: '18_plus' } },
    });
    if (error) throw error;
    return Device.open({ name: 'dora', url, key, ...account, fetch: this.#line.for('dora') });
  }

  async #lastArchived(): Promise<bigint> {
    return fileNumber((await archivedFiles(this.#elsewhere)).at(-1) ?? '0'.repeat(24));
  }

  /** Waits until the archive has the WAL file of this number; the writers bring it about. */
  async #untilArchived(number: bigint): Promise<void> {
    const most = (this.#options.archiveSeconds + 30) * 1000 * 3;
    if (!(await waitUntil(async () => (await this.#lastArchived()) >= number, most, 100))) {
      throw new StackError(
        `the server does not archive its WAL: nothing came for ${most / 1000} s`,
        `Its log says why: ${this.#pg.logFile}`,
      );
    }
  }

  async #notePoint(): Promise<RestorePoint> {
    // As cron does each minute: up to here, devices and a restored server have the same history.
    await this.#sql`select sync.check_epoch()`;
    await sleep(20);
    const [now] = await this.#sql<{ moment: string; file: string; epochs: number }[]>`
      select clock_timestamp()::text as moment, pg_walfile_name(pg_current_wal_insert_lsn()) as file,
        (select count(*)::integer from sync.epochs) as epochs
    `;
    if (!now) throw new Error('no time');
    const at = Date.now();
    const rows = await fingerprint(this.#pg.superUrl());
    const jobs = await this.#jobs();
    await sleep(20);
    return { ...now, at, rows, jobs };
  }

  async #jobs(): Promise<string[]> {
    const jobs = await this.#sql<{ job: string }[]>`
      select concat_ws(' ', jobname, schedule, command) as job from cron.job where active order by 1
    `;
    return jobs.map(({ job }) => job);
  }

  /** He asks for it, the worker does it, and the ledger is copied elsewhere. */
  async #eraseBram(device: Device): Promise<void> {
    const { error } = await device.supabase.rpc('request_account_erasure', { immediate: true });
    if (error) throw error;
    await this.#erase();
    const [row] = await this.#sql<{ ledger: { erased: unknown[] } }[]>`
      select privacy.export_erasures() as ledger
    `;
    await fs.writeFile(this.#elsewhere.ledger, JSON.stringify(row?.ledger), { mode: 0o600 });
    this.#narrator.tell(
      'Bram has his account erased. The ledger, which names nobody, is copied elsewhere.',
      [await this.#countAccounts(2), row?.ledger.erased.length],
      [0, 1],
    );
  }

  /** What the edge function erasure-worker does, for people without files. */
  async #erase(): Promise<void> {
    for (;;) {
      const [job] = await this.#sql<{ claim: string }[]>`select claim from privacy.claim_erasure()`;
      if (!job) return;
      for (let gone = 1; gone > 0;) {
        const [row] = await this.#sql<{ gone: number }[]>`
          select privacy.erase_batch(${job.claim})::integer as gone
        `;
        gone = row?.gone ?? 0;
      }
      await this.#sql`select privacy.finish_erasure(${job.claim})`;
    }
  }

  async #countAccounts(nth: number): Promise<number> {
    const [row] = await this.#sql<{ count: number }[]>`
      select count(*)::integer as count from auth.users where email = ${emailOf(nth)}
    `;
    return row?.count ?? -1;
  }

  /** Commits that were acknowledged before the restore point and after it. */
  #commits(): [before: Commit[], after: Commit[]] {
    const { commits } = this.#line;
    return [
      commits.filter(({ at }) => at <= this.#point.at),
      commits.filter(({ at }) => at > this.#point.at && at <= this.#killedAt),
    ];
  }

  async #checkRows(): Promise<Omit<DrillReport['checks'], 'erasuresReplayed' | 'sentences'>> {
    const narrator = this.#narrator;
    const rows = await fingerprint(this.#pg.superUrl());
    const found = differences(this.#point.rows, rows);
    narrator.check(
      `Every row of every table is what it was at the point: ${countRows(rows).toLocaleString('en')} rows of ${rows.size} tables, ${found.length} differences`,
      found,
      [],
    );
    const [before, after] = this.#commits().map((commits) => commits.flatMap(({ id }) => id ?? []));
    const [there] = await this.#sql<{ before: number; after: number }[]>`
      select count(*) filter (where id = any (${before ?? []}::uuid[]))::integer as before,
        count(*) filter (where id = any (${after ?? []}::uuid[]))::integer as after
      from public.tasks
    `;
    narrator.check(
      `Of what the server itself had been told was committed, all ${before?.length ?? 0} before the point are there, and none of ${after?.length ?? 0} after it`,
      there,
      { before: before?.length, after: 0 },
    );
    const { indexes, tables, damages } = await amcheck(this.#pg.superUrl());
    narrator.check(
      `amcheck: ${tables} tables and ${indexes} indexes are whole, and every row is in every index`,
      damages,
      [],
    );
    const jobs = await this.#jobs();
    narrator.check(`${jobs.length} cron jobs are scheduled as before`, jobs, this.#point.jobs);
    return {
      tables: rows.size,
      rows: countRows(rows),
      differences: found.length,
      indexes,
      heaps: tables,
      cronJobs: jobs.length,
    };
  }

  async #checkGate(): Promise<void> {
    const narrator = this.#narrator;
    const { phone, bram } = this.#devices;
    narrator.tell(
      'Bram, who was erased after the point, is back.',
      await this.#countAccounts(2),
      1,
    );
    narrator.check(
      'Nobody signs in, neither Bram nor Anna',
      [await this.#signIn(2), await this.#signIn(1)],
      [500, 500],
    );
    narrator.check(
      'Who is still signed in does not sync',
      [await syncFailure(bram), await syncFailure(phone)],
      ['restore_unconfirmed', 'restore_unconfirmed'],
    );
    narrator.check('nor writes past the engine', await this.#writePast(), '42501');
    await this.#sql`select sync.check_epoch()`;
    narrator.check(
      'and it stays so when cron has registered the new history',
      [await syncFailure(bram), await this.#signIn(1)],
      ['restore_unconfirmed', 500],
    );
  }

  /** Anna writes to a table itself. Returns the code of the refusal. */
  async #writePast(): Promise<string | undefined> {
    const { supabase } = this.#devices.phone;
    const { data } = await supabase.auth.getUser();
    const { error } = await supabase
      .from('tasks')
      .insert({ user_id: data.user?.id, title: 'Water the lawn' });
    return error?.code;
  }

  /** The status of the refusal; 200 if there was none. */
  async #signIn(nth: number): Promise<number | undefined> {
    const { url, publishableKey } = await this.#address();
    const { error } = await connect(url, publishableKey).auth.signInWithPassword({
      email: emailOf(nth),
      password: PASSWORD,
    });
    return error ? error.status : 200;
  }

  async #checkEpoch(firstPull: Pull | undefined): Promise<void> {
    const [epochs] = await this.#sql<{ count: number }[]>`
      select count(*)::integer as count from sync.epochs
    `;
    this.#narrator.check(
      'The server has begun a new epoch, and so the phone, which had seen what is lost, was sent everything anew',
      [epochs?.count, firstPull?.isReplacement],
      [this.#point.epochs + 1, true],
    );
  }

  async #checkBram(): Promise<void> {
    const narrator = this.#narrator;
    const { bram } = this.#devices;
    narrator.check(
      'Bram neither signs in nor syncs',
      [await this.#signIn(2), await syncFailure(bram)],
      [400, 'account_deleted'],
    );
    await this.#erase();
    const failure = await syncFailure(bram);
    narrator.check(
      'He is erased once more, and his phone wipes itself',
      [await this.#countAccounts(2), failure, (await bram.rows('tasks')).size],
      [0, 'account_erased', 0],
    );
  }

  async #checkLaptop(): Promise<void> {
    const narrator = this.#narrator;
    const { phone, laptop } = this.#devices;
    const records = this.#records;
    this.#isLaptopOnline = true;
    await laptop.sync.sync();
    await laptop.sync.sync();
    const there = new Map(
      (
        await this.#sql<{ id: string; title: string; description: string | null }[]>`
          select id, title, description from public.tasks where id = any (${Object.values(records)})
        `
      ).map(({ id, ...rest }) => [id, rest]),
    );
    narrator.check(
      "Anna's laptop loses none of its unsent edits: the task that it made, the one that it edited, the one that it deleted",
      [
        there.get(records.offline)?.title,
        there.get(records.edited)?.description,
        there.get(records.deleted),
      ],
      ['A weekend in Ghent', 'In green.', undefined],
    );
    narrator.check(
      'A task that the restore lost comes back whole, because it had an unsent edit',
      there.get(records.lateEdited),
      { title: 'Water the plants', description: 'Twice a week.' },
    );
    const local = await laptop.rows('tasks');
    narrator.check(
      'What was confirmed after the point and not touched since is lost, and the laptop does not pretend otherwise',
      [
        there.get(records.pushed)?.title, there.get(records.late),
        local.get(records.pushed)?.title, local.get(records.late),
      ], // prettier-ignore
      ['Call the dentist', undefined, 'Call the dentist', undefined],
    );
    const fresh = await this.#open('new phone', 1);
    for (const device of [fresh, phone, laptop, fresh, phone, laptop]) await device.sync.sync();
    const { own, differences: found } = await compare([phone, laptop, fresh]);
    narrator.check(
      `Her devices, a new one and the server hold the same ${own} records`,
      [found, await laptop.countUnsent(), await phone.countUnsent()],
      [[], 0, 0],
    );
  }

  async #checkOthers(): Promise<void> {
    const narrator = this.#narrator;
    const { tablet, dora } = this.#devices;
    const { pulls } = this.#line;
    const earlier = pulls.length;
    await tablet.sync.sync();
    const kinds = new Set(pulls.slice(earlier).map(({ isReplacement }) => isReplacement));
    const { differences: found } = await compare([tablet]);
    narrator.check(
      'A tablet that had seen nothing of what is lost is sent changes only, and holds what the server holds',
      [[...kinds], found],
      [[false], []],
    );
    narrator.check(
      'Dora, whose account is younger than the point, is told so, and her phone keeps what it has',
      [
        await syncFailure(dora),
        [...(await dora.rows('tasks')).values()].some(({ title }) => title === 'My first task'),
      ],
      ['account_gone', true],
    );
  }

  async #countLoss(): Promise<Pick<DrillReport, 'recoveryPoint' | 'lost'>> {
    const [, after] = this.#commits();
    const archived = ((await this.#lastArchived()) + 1n) * WAL_FILE_BYTES;
    // Up to this commit, the log was in the archive.
    const last = this.#line.commits.findLast(({ lsn }) => lsn !== undefined && lsn <= archived);
    const since = last?.at ?? this.#point.at;
    const loss = (from: number, how: string): Loss => ({
      seconds: (this.#killedAt - from) / 1000,
      transactions: after.filter(({ at }) => at > from).length,
      how,
    });
    return {
      recoveryPoint: loss(
        since,
        'acknowledged before the kill, and in no archived WAL file: by the log position after each commit of the server itself, and by time for pushes',
      ),
      lost: loss(
        this.#point.at,
        'acknowledged between the restore point, which was chosen, and the kill',
      ),
    };
  }
}

/** Sets what is in the server's own configuration, which a backup brings back; some of it holds from the next start. */
async function configure(pg: Postgres, settings: Record<string, string>): Promise<void> {
  const sql = postgres(pg.superUrl(), { max: 1, onnotice: () => undefined });
  try {
    for (const [name, value] of Object.entries(settings))
      await sql.unsafe(`alter system set ${name} = '${value.replaceAll("'", "''")}'`);
    await sql`select pg_reload_conf()`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The code that the device's sync failed with; undefined if it did not. */
async function syncFailure(device: Device): Promise<string | undefined> {
  return device.sync.sync().then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );
}

/** Its number within the timeline. */
function fileNumber(name: string): bigint {
  return BigInt(`0x${name.slice(8, 16)}`) * 256n + BigInt(`0x${name.slice(16)}`);
}

/** Stops a server and leaves its files to whoever wants to look at them. */
async function leave(pg: Postgres): Promise<void> {
  const pid = runningServer(pg.dataDir);
  if (pid !== undefined) await stopServer(pid);
  // Else the next server would clear them up.
  await fs.rm(`${pg.dataDir}.owner`, { force: true });
}

const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
