import { environment, keyOf } from '../_shared/environment.ts';
import { isWorker, unauthorized } from '../_shared/platform.ts';

/**
 * Carries months that are past their time to Storage, and back when an operator wants to look at one. Called by cron with
 * the worker's secret. What is to be done, and whether it was done right, the database says: `archive_task` gives out one task
 * at a time, and `archive_done` takes it back with the checksum of what Storage really holds. Interrupted, it loses
 * nothing: the task is given out again.
 */

/** Before the platform's limit on CPU time; the rest is for the next call. */
const TASKS_A_CALL = 20;

interface Task {
  kind: 'store' | 'restore' | 'delete';
  path: string;
  paths: string[];
  content?: string;
  checksum: string;
}

const url = environment('SUPABASE_URL');
const secretKey = keyOf('SUPABASE_SECRET_KEYS');

/** One request to the project's own API; what it answers when something is wrong becomes the error. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(`${url}${path}`, {
    ...init,
    headers: { apikey: secretKey, Authorization: `Bearer ${secretKey}`, ...init.headers },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function rpc(name: string, parameters: unknown = {}): Promise<unknown> {
  const response = await ask(`/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const text = await response.text();
  return text === '' ? null : (JSON.parse(text) as unknown);
}

const through = (bytes: BodyInit, transform: CompressionStream | DecompressionStream): Response =>
  new Response((new Response(bytes).body as ReadableStream).pipeThrough(transform));

async function upload(path: string, content: string): Promise<void> {
  const packed = await through(content, new CompressionStream('gzip')).arrayBuffer();
  await ask(`/storage/v1/object/archives/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/gzip', 'x-upsert': 'true' },
    body: packed,
  });
}

async function download(path: string): Promise<string> {
  const response = await ask(`/storage/v1/object/archives/${path}`, { method: 'GET' });
  return through(await response.arrayBuffer(), new DecompressionStream('gzip')).text();
}

async function sha256(content: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function perform(task: Task): Promise<void> {
  const { content, ...rest } = task;
  if (task.kind === 'store') {
    await upload(task.path, content ?? '');
    await rpc('archive_done', {
      task: { ...rest, checksum: await sha256(await download(task.path)) },
    });
  } else if (task.kind === 'restore') {
    await rpc('archive_done', { task: rest, content: await download(task.path) });
  } else {
    await ask('/storage/v1/object/archives', {
      method: 'DELETE',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ prefixes: task.paths }),
    });
    await rpc('archive_done', { task: rest });
  }
}

Deno.serve(async (request) => {
  if (!(await isWorker(request))) return unauthorized();
  const done: string[] = [];
  try {
    for (let nth = 0; nth < TASKS_A_CALL; nth += 1) {
      const task = (await rpc('archive_task')) as Task | null;
      if (task === null) break;
      await perform(task);
      done.push(`${task.kind} ${task.path ?? task.paths.length}`);
    }
  } catch (error) {
    return Response.json({ done, message: (error as Error).message }, { status: 500 });
  }
  return Response.json({ done });
});
