import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { json } from './rest.ts';
import { StackError } from './postgres.ts';

/** Larger bodies are refused with 413; files on their way into Storage may be of any size. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

interface GatewayOptions {
  /** 0 takes a free one. */
  port: number;
  fetch: (request: Request) => Response | Promise<Response>;
  /** WebSocket requests; without it they are refused. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * The one HTTP address of the stack, on 127.0.0.1.
 *
 * @throws StackError when the port is taken
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const listener = getRequestListener(
    async (request) => {
      // Streamed, as they are sent: an archive need not fit into memory.
      if (isUpload(request)) return options.fetch(request);
      const length = Number(request.headers.get('content-length') ?? 0);
      if (length > MAX_BODY_BYTES) return tooLarge();
      if (!request.body || length > 0) return options.fetch(request);
      // A body of unstated length is counted while it comes in.
      const body = await readLimited(request.body);
      if (!body) return tooLarge();
      const { url, method, headers } = request;
      return options.fetch(new Request(url, { method, headers, body }));
      // Its own Response would add a second Content-Length to those of @supabase/lite.
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer((request, response) => void listener(request, response));
  // A slow client may take its time to send; one that never finishes does not hold a connection for ever.
  server.requestTimeout = 120_000;
  server.on('upgrade', (request, socket, head) => {
    if (options.upgrade) options.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  await listen(server, options.port);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Requests under way get a moment, then their connections are cut.
        setTimeout(() => server.closeAllConnections(), 1_000).unref();
      });
    },
  };
}

/** A file as such; one in a form is read as a whole. */
function isUpload(request: Request): boolean {
  const type = request.headers.get('content-type') ?? '';
  return (
    new URL(request.url).pathname.startsWith('/storage/v1/object/') &&
    !type.startsWith('multipart/') &&
    !type.includes('json')
  );
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new StackError(
              `port ${port} is taken by another program`,
              'Stop that program, or choose another port by API_PORT.',
            )
          : error,
      );
    });
    // A thousand that come at once find room to wait; of more than the usual 511 some would try again only seconds later.
    server.listen({ port, host: '127.0.0.1', backlog: 2_048 }, resolve);
  });
}

function tooLarge(): Response {
  return json(
    413,
    {
      code: 'request_too_large',
      message: `The request body is larger than ${MAX_BODY_BYTES / 1024 / 1024} MB`,
      details: null,
      hint: 'Send the rows in several smaller requests.',
    },
    // The rest of the body is not read, so the connection cannot be used again.
    { Connection: 'close' },
  );
}

async function readLimited(
  stream: ReadableStream<Uint8Array>,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
