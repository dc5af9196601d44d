import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { setExperimental } from '@supabase/lite';
import type { CreateAppOptions, LiteApp } from './api.ts';
import { json } from './rest.ts';

/**
 * Storage by @supabase/lite, with files in a folder. Remedies: the library exports no adapter for
 * files, expects an upload's form field to be called `file`, and names and roots signed URLs
 * otherwise than supabase-js reads them.
 */

interface ObjectMetadata {
  cacheControl: string;
  contentLength: number;
  size: number;
  mimetype: string;
  lastModified: Date;
  eTag: string;
  httpStatusCode: number;
}

/** The seven methods that the library asks of a place to keep files. */
class FileAdapter {
  readonly driver = null;
  readonly #root: string | undefined;

  constructor(root: string | undefined) {
    this.#root = root;
  }

  /** A file's place: named by a hash, so that no object's name can lead out of the folder or clash with another's. */
  #file(bucket: string, key: string): string {
    if (this.#root === undefined)
      throw new Error('this API was started without a folder for files');
    const name = createHash('sha256').update(`${bucket}\0${key}`).digest('hex');
    return path.join(this.#root, name.slice(0, 2), name.slice(2));
  }

  async uploadObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    body: ReadableStream | Uint8Array,
    mimetype: string,
    cacheControl: string,
  ): Promise<ObjectMetadata> {
    const file = this.#file(bucket, key);
    await fs.mkdir(path.dirname(file), { recursive: true });
    const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    const source =
      body instanceof Uint8Array ? Readable.from([body]) : Readable.fromWeb(body as never);
    await pipeline(source, createWriteStream(draft));
    await fs.rename(draft, file);
    await fs.writeFile(`${file}.json`, JSON.stringify({ mimetype, cacheControl }));
    return this.headObject(bucket, key);
  }

  async headObject(bucket: string, key: string): Promise<ObjectMetadata> {
    const file = this.#file(bucket, key);
    const [stat, about, content] = await Promise.all([
      fs.stat(file),
      fs.readFile(`${file}.json`, 'utf8'),
      fs.readFile(file),
    ]);
    const { mimetype, cacheControl } = JSON.parse(about) as Record<string, string>;
    return {
      cacheControl: cacheControl ?? 'no-cache',
      contentLength: stat.size,
      size: stat.size,
      mimetype: mimetype ?? 'application/octet-stream',
      lastModified: stat.mtime,
      eTag: `"${createHash('md5').update(content).digest('hex')}"`,
      httpStatusCode: 200,
    };
  }

  async getObject(bucket: string, key: string) {
    const metadata = await this.headObject(bucket, key);
    const body = Readable.toWeb(createReadStream(this.#file(bucket, key)));
    return { metadata, httpStatusCode: 200, body };
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    const file = this.#file(bucket, key);
    await Promise.all([file, `${file}.json`].map((each) => fs.rm(each, { force: true })));
  }

  async deleteObjects(bucket: string, keys: string[]): Promise<void> {
    await Promise.all(keys.map((key) => this.deleteObject(bucket, key)));
  }

  async copyObject(
    bucket: string,
    key: string,
    _version: string | undefined,
    toBucket: string,
    toKey: string,
  ): Promise<ObjectMetadata> {
    const [from, to] = [this.#file(bucket, key), this.#file(toBucket, toKey)];
    await fs.mkdir(path.dirname(to), { recursive: true });
    await fs.copyFile(from, to);
    await fs.copyFile(`${from}.json`, `${to}.json`);
    return this.headObject(toBucket, toKey);
  }

  async privateAssetUrl(bucket: string, key: string): Promise<string> {
    return `file://${this.#file(bucket, key)}`;
  }
}

export function storageApp(options: {
  createApp: (app: CreateAppOptions['app']) => LiteApp;
  directory: string | undefined;
}): LiteApp {
  setExperimental('storage', true);
  const lite = options.createApp({ storage: { enabled: true, file_size_limit: '2GiB' } });
  lite.app._storageAdapter = new FileAdapter(options.directory);
  return {
    ...lite,
    async fetch(request) {
      if (options.directory === undefined) {
        return json(503, { message: 'This API was started without storage' });
      }
      const url = new URL(request.url);
      return reshape(url, request.method, await lite.app.fetch(await unpackForm(request)));
    },
  };
}

/** supabase-js sends a Blob as a form whose file field has no name; the library reads a plain body well. */
async function unpackForm(request: Request): Promise<Request> {
  if (!request.headers.get('Content-Type')?.startsWith('multipart/form-data')) return request;
  const form = await request.formData();
  const file = [...form.values()].find((value): value is File => typeof value !== 'string');
  if (!file) return request;
  const headers = new Headers(request.headers);
  headers.set('Content-Type', file.type || 'application/octet-stream');
  headers.set('Content-Length', String(file.size));
  const age = form.get('cacheControl');
  if (typeof age === 'string') headers.set('Cache-Control', `max-age=${age}`);
  return new Request(request.url, {
    method: request.method,
    headers,
    body: await file.arrayBuffer(),
  });
}

interface Signed {
  path?: string;
  signedUrl?: string;
  error?: string | null;
}

async function reshape(url: URL, method: string, response: Response): Promise<Response> {
  const isSigning = /^\/storage\/v1\/object\/(upload\/)?sign\//.test(url.pathname);
  if (method !== 'POST' || !isSigning || !response.ok) return response;
  const relative = (signed: Signed): string | null =>
    signed.signedUrl ? signed.signedUrl.replace(/^\/storage\/v1/, '') : null;
  const body = (await response.json()) as Signed | Signed[];
  if (Array.isArray(body)) {
    return json(
      200,
      body.map((each) => ({ path: each.path, error: each.error, signedURL: relative(each) })),
    );
  }
  return url.pathname.includes('/upload/sign/')
    ? json(200, { ...body, url: relative(body) })
    : json(200, { signedURL: relative(body) });
}
