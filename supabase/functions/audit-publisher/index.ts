import { isWorker, refusal, sql, storage, unauthorized } from '../_shared/platform.ts';

/**
 * Publishes the head of the audit chain (supabase/migrations/…_audit.sql): one object for each head,
 * never written twice. Whoever rewrites the chain in the database then no longer leads through it, and
 * audit.verify() says so when it is given the published heads.
 *
 * POST /   by cron, with the worker's secret: publishes the newest head
 * GET  /   with the worker's secret: every finding of audit.verify() against the heads that were published;
 *          `?since=12` reads only what was sealed after seal 12, which was verified before
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
  const bucket = storage.from(BUCKET);
  const name = nameOf(row.head);
  const { error } = await bucket.upload(name, JSON.stringify(row.head), {
    contentType: 'application/json',
  });
  // Published before, or by another just now: the name says it all.
  if (error && !(await bucket.exists(name)).data) throw error;
  return Response.json(row.head, { status: error ? 200 : 201 });
}

async function verify(since: number): Promise<Response> {
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
    select * from audit.verify(${since}::integer, ${JSON.stringify(published)}::text::jsonb)
  `;
  return Response.json({ published: published.length, findings });
}

Deno.serve(async (request) => {
  try {
    if (!(await isWorker(request))) return unauthorized();
    if (request.method !== 'GET') return await publish();
    const since = Number(new URL(request.url).searchParams.get('since') ?? 0);
    // What is no number is refused as one that no seal has.
    return await verify(Number.isInteger(since) && since < 2 ** 31 ? since : -1);
  } catch (error) {
    return refusal(error);
  }
});
