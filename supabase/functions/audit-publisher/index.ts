import { isWorker, refusal, sql, storage, unauthorized } from '../_shared/platform.ts';

/**
 * Publishes the head of the audit chain (supabase/migrations/…_audit.sql): one object for each head,
 * never written twice. Whoever rewrites the chain in the database then no longer leads through it, and
 * audit.verify() says so when it is given the published heads.
 *
 * POST /   by cron, with the worker's secret: publishes the newest head
 * GET  /   with the worker's secret: every finding of audit.verify() against the heads that were published
 */

const BUCKET = 'audit-heads';

interface Head {
  number: number;
  root: string;
  sealed_at: string;
}

/** `000000012-<root>.json`: the name says it all, so that a list of names is enough to verify. */
const nameOf = ({ number, root }: Head): string =>
  `${String(number).padStart(9, '0')}-${root}.json`;

async function publish(): Promise<Response> {
  const [row] = await sql<{ head: Head }[]>`select audit.head() as head`;
  if (!row) throw new Error('the chain has no head');
  const { error } = await storage
    .from(BUCKET)
    .upload(nameOf(row.head), JSON.stringify(row.head), { contentType: 'application/json' });
  // Published before: nothing has been sealed since.
  if (error && !/exists|duplicate/i.test(error.message)) throw error;
  return Response.json(row.head, { status: error ? 200 : 201 });
}

async function verify(): Promise<Response> {
  const published: Pick<Head, 'number' | 'root'>[] = [];
  const limit = 1_000;
  for (let offset = 0; ; offset += limit) {
    const { data, error } = await storage.from(BUCKET).list('', { limit, offset });
    if (error) throw error;
    for (const { name } of data) {
      const [, number, root] = /^(\d{9})-([0-9a-f]{64})\.json$/.exec(name) ?? [];
      if (number && root) published.push({ number: Number(number), root });
    }
    if (data.length < limit) break;
  }
  const findings = await sql`
    select * from audit.verify(published => ${JSON.stringify(published)}::text::jsonb)
  `;
  return Response.json({ published: published.length, findings });
}

Deno.serve(async (request) => {
  try {
    if (!(await isWorker(request))) return unauthorized();
    return await (request.method === 'GET' ? verify() : publish());
  } catch (error) {
    return refusal(error);
  }
});
