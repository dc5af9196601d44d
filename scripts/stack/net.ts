import postgres from 'postgres';
import type { Postgres } from './postgres.ts';

interface HttpRequest {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string> | null;
  body: Buffer | null;
  timeout_milliseconds: number;
}

export interface NetWorker {
  stop(): Promise<void>;
}

/** Sends the requests that net.http_post and its like have queued, as pg_net's worker does. */
export async function startNet(options: {
  pg: Postgres;
  database: string;
  log?: ((line: string) => void) | undefined;
}): Promise<NetWorker> {
  const url = options.pg.superUrl(options.database);
  const settings = { backoff: () => 0.1, connect_timeout: 5, onnotice: () => undefined };
  const sql = postgres(url, {
    ...settings,
    max: 4,
    connection: { application_name: 'futuresync pg_net' },
  });
  let isStopped = false;
  let isSending = false;
  let isAsked = false;

  async function send(request: HttpRequest): Promise<void> {
    try {
      const response = await fetch(request.url, {
        method: request.method.toUpperCase(),
        headers: request.headers ?? {},
        body: request.body ? new Uint8Array(request.body) : null,
        signal: AbortSignal.timeout(request.timeout_milliseconds),
      });
      const content = await response.text();
      const headers = sql.json(Object.fromEntries(response.headers));
      await sql`
        insert into net._http_response (id, status_code, content_type, headers, content, timed_out)
        values (
          ${request.id}, ${response.status}, ${response.headers.get('content-type')}, ${headers},
          ${content}, false
        )
      `;
    } catch (error) {
      if (isStopped) return;
      const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      await sql`
        insert into net._http_response (id, timed_out, error_msg)
        values (${request.id}, ${isTimeout}, ${String(cause)})
      `;
    }
  }

  async function work(): Promise<void> {
    isAsked = true;
    if (isSending) return;
    isSending = true;
    try {
      while (isAsked && !isStopped) {
        isAsked = false;
        const [table] = await sql<{ found: boolean }[]>`
          select to_regclass('net._http_response') is not null as found
        `;
        if (!table?.found) return;
        await sql`delete from net._http_response where created < now() - interval '6 hours'`;
        const batch = await sql<HttpRequest[]>`
          delete from net.http_request_queue
          where id in (
            select id from net.http_request_queue order by id limit 100 for update skip locked
          )
          returning *
        `;
        isAsked ||= batch.length > 0;
        await Promise.all(batch.map(send));
      }
    } finally {
      isSending = false;
    }
  }

  const wake = (): void => {
    work().catch((error: unknown) => !isStopped && options.log?.(`pg_net: ${String(error)}`));
  };
  const listener = postgres(url, { ...settings, max: 1 });
  await listener.listen('pg_net', wake, wake);

  return {
    async stop() {
      isStopped = true;
      await listener.end({ timeout: 1 });
      await sql.end({ timeout: 1 });
    },
  };
}
