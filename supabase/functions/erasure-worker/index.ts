import {
  inBackground,
  isWorker,
  openBudget,
  refusal,
  removeObjects,
  sql,
  unauthorized,
} from '../_shared/platform.ts';

/**
 * Erases accounts whose time has come (supabase/migrations/…_data_rights.sql). Files go through the
 * Storage API, because the platform refuses to delete them by SQL; the rest is done in the database.
 *
 * POST /         by cron, with the worker's secret: erases
 * GET  /ledger   with the worker's secret: the ledger, to be kept outside the database
 * POST /cancel   {"code"}: takes the deletion of an account back; who holds the code need not sign in
 * POST /erased   {"user_id"}: whether that account was erased, for a device whose session is over
 */

interface Job {
  claim: string;
}

Deno.serve(async (request) => {
  const route = new URL(request.url).pathname.replace(/^.*\/erasure-worker/, '');
  try {
    if (route === '/cancel' && request.method === 'POST') {
      await sql`select privacy.cancel_erasure_by_code(${await field(request, 'code')})`;
      return new Response(null, { status: 204 });
    }
    if (route === '/erased' && request.method === 'POST') {
      const id = await field(request, 'user_id');
      const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
      const [row] = isId ? await sql`select privacy.is_erased(${id}) as erased` : [];
      return Response.json({ erased: row?.erased === true });
    }
    if (!(await isWorker(request))) return unauthorized();
    if (route === '/ledger') {
      const [row] = await sql`select privacy.export_erasures() as ledger`;
      return Response.json(row?.ledger);
    }
    return await inBackground(request, run);
  } catch (error) {
    return refusal(error);
  }
});

/** A text of the body; empty when there is none. */
async function field(request: Request, name: string): Promise<string> {
  const body = (await request.json().catch(() => null)) as Record<string, unknown> | null;
  const value = body?.[name];
  return typeof value === 'string' ? value.slice(0, 200) : '';
}

/** Works until there is nothing left to do or the run has lasted long enough. */
async function run(): Promise<{ state: 'idle' | 'more'; erased: number }> {
  const budget = await openBudget();
  let erased = 0;
  while (!budget.isOver()) {
    const [job] = await sql<Job[]>`select claim from privacy.claim_erasure()`;
    if (!job) return { state: 'idle', erased };
    try {
      while (!budget.isOver() && (await removeFiles(job)));
      while (!budget.isOver() && (await deleteRows(job)));
      if (budget.isOver()) {
        await sql`select privacy.release_erasure(${job.claim})`;
        break;
      }
      await sql`select privacy.finish_erasure(${job.claim})`;
      erased += 1;
    } catch (error) {
      if (error instanceof Error && error.message === 'claim_lost') continue;
      console.error('an erasure failed; privacy.open_erasures says why');
      const reason = describe(error);
      await sql`select privacy.fail_erasure(${job.claim}, ${reason})`.catch(() => undefined);
    }
  }
  return { state: 'more', erased };
}

async function removeFiles(job: Job): Promise<boolean> {
  const buckets = await sql<{ bucket: string; names: string[] }[]>`
    select * from privacy.erasure_objects(${job.claim})
  `;
  for (const { bucket, names } of buckets) await removeObjects(bucket, names);
  return buckets.length > 0;
}

async function deleteRows(job: Job): Promise<boolean> {
  const [row] = await sql`select privacy.erase_batch(${job.claim}) as gone`;
  return Number(row?.gone) > 0;
}

/** The detail names the table. */
function describe(error: unknown): string {
  const detail = error instanceof Error && 'detail' in error ? ` (${String(error.detail)})` : '';
  return `${String(error)}${detail}`;
}
