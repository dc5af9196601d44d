import { configure, ZipWriter } from '@zip.js/zip.js';
import { addPiece, checksums, counted, type FileState, LAST_BLOCK } from '../_shared/archive.ts';
import {
  type Budget,
  inBackground,
  isWorker,
  openBudget,
  removeObjects,
  setting,
  sql,
  storage,
  unauthorized,
} from '../_shared/platform.ts';

/**
 * Makes the exports that people asked for (supabase/migrations/…_data_rights.sql), and deletes the files that are nobody's
 * any more, its own and others. Called by cron.
 *
 * The tables are read in pages; each page is compressed, uploaded as a part and noted in the database.
 * When all are read, the parts are streamed into ZIP archives. Nothing is kept in memory but a page,
 * and a run that is killed, at any moment, costs the page or the archive it was at.
 */

const BUCKET = 'exports';

interface Job {
  claim: string;
  user_id: string;
  export_id: string;
  format: 'jsonl' | 'csv' | 'both';
}

interface Source {
  position: number;
  kind: 'table' | 'file';
  name: string;
  bucket: string | null;
  object_name: string | null;
  rows_done: string;
  files: Record<string, FileState>;
  is_done: boolean;
  omission: string | null;
  volume: number | null;
}

interface Page {
  row_count: number;
  cursor: string[] | null;
  jsonl: string;
  csv: string;
  is_last: boolean;
}

// Workers of the browser's kind would only copy what streams through anyway.
configure({ useWebWorkers: false });

Deno.serve(async (request) =>
  (await isWorker(request)) ? inBackground(request, run) : unauthorized(),
);

/** Works until there is nothing left to do or the run has lasted long enough. */
async function run(): Promise<{ state: 'idle' | 'more' }> {
  const budget = await openBudget(await setting('exports.run_bytes'));
  await sql`select privacy.expire_exports()`;
  await sweep();
  while (!budget.isOver()) {
    const [job] = await sql<Job[]>`select * from privacy.claim_export()`;
    if (!job) return { state: 'idle' };
    try {
      if (!(await makeExport(job, budget))) {
        await sql`select privacy.release_export(${job.claim})`;
        return { state: 'more' };
      }
    } catch (error) {
      if (error instanceof Error && error.message === 'claim_lost') continue;
      // Of the person only the id of the export: what fails may quote their words.
      console.error(`export ${job.export_id} failed`);
      await sql`select privacy.fail_export(${job.claim}, ${String(error)})`.catch(() => undefined);
    }
    await sweep();
  }
  return { state: 'more' };
}

/** Deletes what belongs to nobody any more. What Storage does not delete keeps nobody from their export. */
async function sweep(): Promise<void> {
  for (let swept = ''; ;) {
    const rows = await sql<{ bucket_id: string; names: string[] }[]>`
      select bucket_id, array_agg(name order by name) as names from privacy.stray_objects(100) group by bucket_id
    `;
    const found = JSON.stringify(rows);
    if (rows.length === 0 || found === swept) return;
    swept = found;
    for (const { bucket_id, names } of rows) {
      await removeObjects(bucket_id, names).catch((error: unknown) => console.error(String(error)));
    }
  }
}

/** Returns false when the run is over before the export is. */
async function makeExport(job: Job, budget: Budget): Promise<boolean> {
  const heartbeat = setInterval(() => {
    // A lost claim is noticed by the next note.
    sql`select privacy.keep_export(${job.claim})`.catch(() => undefined);
  }, 15_000);
  try {
    for (const source of await sourcesOf(job)) {
      if (source.is_done) continue;
      if (!(await readTable(job, source, budget))) return false;
    }
    return await makeArchives(job, budget);
  } finally {
    clearInterval(heartbeat);
  }
}

const sourcesOf = (job: Job) =>
  sql<Source[]>`select * from privacy.export_sources_of(${job.claim})`;

/** Reads a table from where it was left, a page a part. */
async function readTable(job: Job, source: Source, budget: Budget): Promise<boolean> {
  const formats = job.format === 'both' ? (['jsonl', 'csv'] as const) : [job.format];
  for (let isDone = false; !isDone;) {
    if (budget.isOver()) return false;
    const [page] = await sql<Page[]>`
      select * from privacy.export_page(${job.claim}, ${source.position})
    `;
    if (!page) throw new Error('a page has no row');
    isDone = page.is_last;
    for (const format of formats) {
      if (page[format] === '') continue;
      const before = source.files[format];
      // Named by the claim: a worker that lost it and does not know yet writes elsewhere.
      const name = `${folder(job)}/parts/${job.claim}-${source.position}-${before?.parts.length ?? 0}.${format}`;
      const { piece, state } = addPiece(before, page[format], name);
      await upload(name, piece, 'application/octet-stream');
      source.files[format] = state;
      budget.spend(page[format].length);
    }
    await sql`
      select privacy.note_export(
        ${job.claim}, ${source.position}, ${page.row_count}, ${sql.json(page.cursor)},
        ${sql.json(source.files as never)}, ${isDone}
      )
    `;
  }
  return true;
}

/** Streams everything into archives, one after the other; those that are there already are left. */
async function makeArchives(job: Job, budget: Budget): Promise<boolean> {
  const [divided] = await sql`select privacy.divide_export(${job.claim}) as volumes`;
  const volumes = Number(divided?.volumes);
  const days = await setting('exports.link_days');
  const links: string[] = [];
  let size = 0;
  for (let volume = 1; volume <= volumes; volume += 1) {
    const name = `${folder(job)}/export${volumes > 1 ? `-${volume}-of-${volumes}` : ''}.zip`;
    let bytes = await sizeOf(name);
    if (bytes === undefined) {
      if (budget.isOver()) return false;
      bytes = await makeArchive(job, name, volume, volumes);
    }
    size += bytes;
    const { data, error } = await storage
      .from(BUCKET)
      .createSignedUrl(name, days * 86_400, { download: true });
    if (error) throw new Error(`Storage signs no link: ${error.message}`);
    links.push(data.signedUrl);
  }
  await sql`select privacy.complete_export(${job.claim}, ${links}::text[], ${size})`;
  return true;
}

/** The size of an archive that is there; an object appears only when all of it is uploaded. */
async function sizeOf(name: string): Promise<number | undefined> {
  const [row] = await sql`
    select (metadata ->> 'size')::bigint as size from storage.objects
    where bucket_id = ${BUCKET} and name = ${name}
  `;
  return row ? Number(row.size) : undefined;
}

async function makeArchive(
  job: Job,
  name: string,
  volume: number,
  volumes: number,
): Promise<number> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const { stream, result } = await counted(readable);
  const uploading = upload(name, stream, 'application/zip');
  const writing = writeArchive(job, writable, volume, volumes).catch(async (error: unknown) => {
    await writable.abort(error).catch(() => undefined);
    throw error;
  });
  // An upload that fails would leave the writer waiting for ever.
  await Promise.all([uploading, writing]);
  return (await result).bytes;
}

async function writeArchive(
  job: Job,
  writable: WritableStream<Uint8Array>,
  volume: number,
  volumes: number,
): Promise<void> {
  const zip = new ZipWriter(writable, { lastModDate: new Date() });
  for (const source of await sourcesOf(job)) {
    if (source.volume !== volume) continue;
    if (source.kind === 'table') {
      for (const [format, file] of Object.entries(source.files)) {
        await zip.add(tablePath(source, format), joined(file), {
          passThrough: true,
          compressionMethod: 8,
          uncompressedSize: file.bytes,
          signature: parseInt(checksums(file).crc32, 16),
        });
      }
      continue;
    }
    const { data, error } = await storage
      .from(source.bucket ?? '')
      .download(source.object_name ?? '')
      .asStream();
    const omission = error ? 'It is not in Storage any more.' : null;
    let noted = {};
    if (data) {
      const { stream, result } = await counted(data);
      await zip.add(filePath(source), stream, { level: 0 });
      const content = await result;
      noted = { content: { ...content, packed: content.bytes, parts: [], crc32: '' } };
    }
    const isNew = Object.keys(source.files).length === 0 && source.omission === null;
    await sql`
      select privacy.note_export(
        ${job.claim}, ${source.position}, ${isNew ? 1 : 0}, null, ${sql.json(noted)}, true, ${omission}
      )
    `;
  }
  if (volume === volumes) {
    const manifest = JSON.stringify(await describe(job, volumes), null, 2);
    await zip.add('manifest.json', new Blob([manifest]).stream());
  }
  await zip.close();
}

/** What manifest.json says. */
async function describe(job: Job, volumes: number): Promise<Record<string, unknown>> {
  const [row] = await sql`select privacy.export_manifest(${job.claim}) as manifest`;
  const manifest = row?.manifest as { omissions: unknown[] };
  const sources = await sourcesOf(job);
  return {
    ...manifest,
    finished_at: new Date().toISOString(),
    archives: volumes,
    tables: sources
      .filter(({ kind }) => kind === 'table')
      .map((source) => ({
        table: source.name,
        archive: source.volume,
        rows: Number(source.rows_done),
        files: Object.entries(source.files).map(([format, file]) => ({
          path: tablePath(source, format),
          bytes: file.bytes,
          sha256: checksums(file).sha256,
        })),
      })),
    files: sources
      .filter(({ kind, omission }) => kind === 'file' && omission === null)
      .map((source) => ({
        path: filePath(source),
        archive: source.volume,
        bytes: source.files.content?.bytes,
        sha256: source.files.content?.sha256,
      })),
    omissions: [
      ...manifest.omissions,
      ...sources.flatMap(({ name, omission }) =>
        omission ? [{ file: name, reason: omission }] : [],
      ),
    ],
  };
}

const folder = (job: Job): string => `${job.user_id}/${job.export_id}`;
const tablePath = (source: Source, format: string): string => `data/${source.name}.${format}`;
const filePath = (source: Source): string => `files/${source.name}`;

/** The parts of a file, one after the other. */
function joined(file: FileState): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    (async function* () {
      for (const part of file.parts) {
        const { data, error } = await storage.from(BUCKET).download(part).asStream();
        if (error) throw new Error(`a part is missing: ${error.message}`);
        yield* data;
      }
      yield LAST_BLOCK;
    })(),
  );
}

async function upload(
  name: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
  contentType: string,
): Promise<void> {
  const { error } = await storage
    .from(BUCKET)
    .upload(name, body as never, { contentType, upsert: true, duplex: 'half' });
  if (error) throw new Error(`Storage does not take ${contentType}: ${error.message}`);
}
