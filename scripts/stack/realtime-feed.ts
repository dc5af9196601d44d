import type { Duplex } from 'node:stream';
import postgres from 'postgres';

/** A row that SQL inserted into realtime.messages. */
export interface DatabaseMessage {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  extension: string;
  /** JSON, as text. */
  payload: string | null;
  binary: Buffer | null;
}

interface Feed {
  /** Resolves when the feed follows the log: what commits from now on is delivered. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Follows realtime.messages by logical replication, as the hosted service does: messages arrive after
 * their transaction has committed, in the order of the commits, and a transaction that rolls back
 * sends nothing. The slot is temporary, so what is sent while nobody follows is lost, there as here.
 * A lost connection is opened again until `stop`.
 *
 * Opening waits, as replication slots do, for the transactions that are open at that moment.
 */
export function followMessages(options: {
  /** A superuser's, since the slot sees all data. */
  url: string;
  onMessage: (message: DatabaseMessage) => void;
  log?: ((line: string) => void) | undefined;
}): Feed {
  let isStopped = false;
  let wake: () => void = () => undefined;
  let sql: postgres.Sql | undefined;
  let markReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (markReady = resolve));

  async function follow(): Promise<void> {
    const slot = `realtime_messages_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
    const connection = postgres(options.url, {
      max: 1,
      fetch_types: false,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 5,
      backoff: () => 0.1,
      onnotice: () => undefined,
      connection: { application_name: 'futuresync realtime feed', replication: 'database' },
    });
    sql = connection;
    try {
      // Replication commands are no SQL: the server knows them in capitals only.
      await connection.unsafe(
        `CREATE_REPLICATION_SLOT ${slot} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`,
      );
      const stream = (await connection
        .unsafe(
          `START_REPLICATION SLOT ${slot} LOGICAL 0/0
            (proto_version '1', publication_names 'supabase_realtime_messages_publication')`,
        )
        .writable()) as unknown as Duplex;
      markReady();
      await read(stream);
    } finally {
      await connection.end({ timeout: 0 }).catch(() => undefined);
    }
  }

  async function read(stream: Duplex): Promise<void> {
    const decoder = new ChangeDecoder(options.onMessage);
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        if (chunk[0] === 0x77) {
          // 'w': a piece of the log, after a header of 25 bytes.
          decoder.decode(chunk.subarray(25));
        } else if (chunk[0] === 0x6b && chunk[17] === 1) {
          // 'k': the server asks whether we live; the answer also lets it forget the log so far.
          const answer = Buffer.alloc(34);
          answer[0] = 0x72;
          for (const at of [1, 9, 17]) chunk.copy(answer, at, 1, 9);
          stream.write(answer);
        }
      });
      stream.once('close', resolve);
      stream.once('end', resolve);
      stream.once('error', reject);
      wake = resolve;
    });
  }

  const loop = (async () => {
    while (!isStopped) {
      await follow().catch((error: unknown) => {
        if (!isStopped) options.log?.(`realtime feed: ${String(error)}; trying again`);
      });
      if (!isStopped) await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();

  return {
    ready,
    async stop() {
      isStopped = true;
      wake();
      await sql?.end({ timeout: 0 }).catch(() => undefined);
      await loop;
    },
  };
}

/** Reads the two messages of the `pgoutput` protocol that matter here: what a table looks like, and an inserted row. */
class ChangeDecoder {
  readonly #columns = new Map<number, string[]>();
  readonly #onMessage: (message: DatabaseMessage) => void;

  constructor(onMessage: (message: DatabaseMessage) => void) {
    this.#onMessage = onMessage;
  }

  decode(data: Buffer): void {
    let at = 1;
    const int16 = (): number => data.readInt16BE((at += 2) - 2);
    const int32 = (): number => data.readInt32BE((at += 4) - 4);
    const text = (): string => {
      const end = data.indexOf(0, at);
      const found = data.toString('utf8', at, end);
      at = end + 1;
      return found;
    };

    if (data[0] === 0x52) {
      // 'R': relation
      const relation = int32();
      text();
      text();
      at += 1;
      const names = Array.from({ length: int16() }, () => {
        at += 1;
        const name = text();
        at += 8;
        return name;
      });
      this.#columns.set(relation, names);
    } else if (data[0] === 0x49) {
      // 'I': insert
      const names = this.#columns.get(int32()) ?? [];
      at += 1;
      const row: Record<string, string | null> = {};
      const count = int16();
      for (let index = 0; index < count; index += 1) {
        const kind = data[at];
        at += 1;
        let value: string | null = null;
        if (kind === 0x74) {
          const length = int32();
          value = data.toString('utf8', at, at + length);
          at += length;
        }
        row[names[index] ?? ''] = value;
      }
      const binary = row.binary_payload;
      this.#onMessage({
        id: row.id ?? '',
        topic: row.topic ?? '',
        event: row.event ?? '',
        private: row.private === 't',
        extension: row.extension ?? '',
        payload: row.payload ?? null,
        binary: binary ? Buffer.from(binary.slice(2), 'hex') : null,
      });
    }
  }
}
