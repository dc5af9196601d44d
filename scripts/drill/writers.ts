import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Device, Fetch } from '../demo/device.ts';

/** A transaction of which its client knows that it was committed. */
export interface Commit {
  /** When the client was told, epoch ms. */
  at: number;
  by: 'push' | 'sql';
  /** Up to where the log had been written by then; known of SQL. */
  lsn?: bigint;
  /** The row that it brought. */
  id?: string;
}

/** A pull that was answered. */
export interface Pull {
  device: string;
  /** When the device was told, epoch ms. */
  at: number;
  isReplacement: boolean;
}

/** The network between the devices and the server, wherever that is by now. */
export class Line {
  /** Where the server answers; another port after the disaster, as behind a name. */
  url: string;
  readonly commits: Commit[] = [];
  readonly pulls: Pull[] = [];
  /** Where devices believe it to be. */
  readonly origin: string;

  constructor(url: string) {
    this.url = url;
    this.origin = url;
  }

  /** The line of one device, which may hang up. */
  for(name: string, isOnline: () => boolean = () => true): Fetch {
    return async (input, init) => {
      if (!isOnline()) throw new TypeError('fetch failed: no network');
      const url = (input instanceof Request ? input.url : String(input)).replace(
        this.origin,
        this.url,
      );
      const response = await fetch(url, init);
      if (response.ok && url.endsWith('/rpc/push_changes'))
        this.commits.push({ at: Date.now(), by: 'push' });
      if (response.ok && url.endsWith('/rpc/pull_changes_optimized')) {
        const at = Date.now();
        const text = await response.clone().text();
        this.pulls.push({
          device: name,
          at,
          isReplacement: text.includes('"experimentalStrategy"'),
        });
      }
      return response;
    };
  }
}

/** Somebody who writes without end, until told to rest. */
abstract class Writer {
  /** Why it stopped by itself; that the server has gone is no reason to complain. */
  failure: Error | undefined;
  #wanted: 'write' | 'rest' = 'rest';
  #running: Promise<void> = Promise.resolve();

  go(): void {
    this.#wanted = 'write';
    this.#running = (async () => {
      while (this.#wanted === 'write') {
        await this.write();
        await sleep(20 + Math.random() * 60);
      }
    })().catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** Resolves when what it was at is done. */
  async rest(): Promise<void> {
    this.#wanted = 'rest';
    await this.#running;
  }

  protected abstract write(): Promise<void>;
}

/** An app in use: tasks are made, and edited, and synced. */
export class DeviceWriter extends Writer {
  readonly device: Device;
  #serial = 0;
  #last: string | undefined;

  constructor(device: Device) {
    super();
    this.device = device;
  }

  protected async write(): Promise<void> {
    this.#serial += 1;
    const { device } = this;
    if (this.#last !== undefined)
      await device.edit('tasks', this.#last, { description: `done ${this.#serial} times` });
    this.#last = await device.create('tasks', task(`${device.name} ${this.#serial}`));
    await device.sync.sync();
  }
}

/** A server's own work: each statement a transaction. */
export class SqlWriter extends Writer {
  readonly #sql: postgres.Sql;
  readonly #commits: Commit[];

  constructor(url: string, commits: Commit[]) {
    super();
    this.#sql = postgres(url, { max: 1, onnotice: () => undefined });
    this.#commits = commits;
  }

  protected async write(): Promise<void> {
    const [row] = await this.#sql<{ id: string }[]>`
      insert into public.tasks (user_id, title)
      select u.id, 'by the server' from public.users as u where u.account_status = 'active' order by random() limit 1
      returning id
    `;
    const at = Date.now();
    const [log] = await this.#sql<{ lsn: string }[]>`
      select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as lsn
    `;
    this.#commits.push({
      at,
      by: 'sql',
      lsn: BigInt(log?.lsn ?? 0),
      ...(row ? { id: row.id } : {}),
    });
  }

  async end(): Promise<void> {
    await this.rest();
    await this.#sql.end({ timeout: 1 });
  }
}

export const task = (
  title: string,
): { title: string; status: string; priority: number; labels: string; position: number } => ({
  title,
  status: 'open',
  priority: 3,
  labels: '[]',
  position: 1,
});
