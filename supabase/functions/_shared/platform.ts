import { StorageClient } from '@supabase/storage-js';
import postgres from 'postgres';
import { environment, keyOf } from './environment.ts';

/** What every worker stands on: the database as `postgres`, Storage with the secret key, and who may call. */

// Through the pooler a statement may meet another connection each time, so none is prepared.
export const sql = postgres(environment('SUPABASE_DB_URL'), {
  prepare: false,
  max: 3,
  idle_timeout: 20,
  onnotice: () => undefined,
});

const url = environment('SUPABASE_URL');
const secretKey = keyOf('SUPABASE_SECRET_KEYS');

export const storage = new StorageClient(`${url}/storage/v1`, {
  apikey: secretKey,
  Authorization: `Bearer ${secretKey}`,
});

/** Whether a request shows the secret that cron has from Vault. */
export async function isWorker(request: Request): Promise<boolean> {
  const secret = request.headers.get('Authorization')?.replace(/^Bearer\s+/i, '') ?? '';
  const [row] = await sql`select privacy.is_worker(${secret}) as is_worker`;
  return row?.is_worker === true;
}

/** An error of the database in PostgREST's words: PTxyz is HTTP xyz, anything else is nobody's business. */
export function refusal(error: unknown): Response {
  if (error instanceof postgres.PostgresError && /^PT\d{3}$/.test(error.code)) {
    return Response.json(
      {
        code: error.code,
        message: error.message,
        details: error.detail ?? null,
        hint: error.hint ?? null,
      },
      { status: Number(error.code.slice(2)) },
    );
  }
  console.error(error instanceof Error ? error.message : error);
  return Response.json({ code: '500', message: 'unexpected_failure' }, { status: 500 });
}

export const unauthorized = (): Response =>
  Response.json({ code: '401', message: 'not_signed_in' }, { status: 401 });

/** A number of private.settings. */
export async function setting(name: string): Promise<number> {
  const [row] = await sql`select private.setting(${name}) as value`;
  return Number(row?.value);
}

/** How long this run may go on. */
export interface Budget {
  isOver(): boolean;
  spend(bytes: number): void;
}

export async function openBudget(bytes = Infinity): Promise<Budget> {
  const end = Date.now() + (await setting('rights.run_seconds')) * 1_000;
  let left = bytes;
  return {
    isOver: () => Date.now() > end || left <= 0,
    spend(spent) {
      left -= spent;
    },
  };
}

declare const EdgeRuntime: { waitUntil(promise: Promise<unknown>): void };

let running: Promise<unknown> | undefined;

/**
 * Runs `work` after the response, since pg_net does not wait; one at a time in this process. With
 * `Prefer: wait` the response comes after it, with what it returned.
 */
export async function inBackground<T>(request: Request, work: () => Promise<T>): Promise<Response> {
  if (running) return Response.json({ state: 'busy' }, { status: 202 });
  const result = work();
  running = result.catch(() => undefined).finally(() => (running = undefined));
  if (request.headers.get('Prefer') === 'wait') return Response.json(await result);
  EdgeRuntime.waitUntil(result.catch((error: unknown) => refusal(error)));
  return Response.json({ state: 'started' }, { status: 202 });
}

/** Deletes files; what is gone already is no error. */
export async function removeObjects(bucket: string, names: string[]): Promise<void> {
  const { error } = await storage.from(bucket).remove(names);
  if (error) throw new Error(`Storage does not delete from ${bucket}: ${error.message}`);
}
