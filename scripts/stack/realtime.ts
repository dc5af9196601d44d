import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JWTPayload } from 'jose';
import postgres from 'postgres';
import { type WebSocket, WebSocketServer } from 'ws';
import { startGateway } from './gateway.ts';
import { type Keys, Tokens, loadKeys } from './keys.ts';
import type { Postgres } from './postgres.ts';
import { type DatabaseMessage, followMessages } from './realtime-feed.ts';
import { json } from './rest.ts';

/**
 * Realtime for local use: Broadcast and Presence over the Phoenix protocol that supabase-js speaks,
 * private channels authorised by the policies on realtime.messages, and messages sent by SQL.
 * Postgres Changes is not offered; a channel that asks for it is refused with that reason.
 */

/** As on hosted. */
export const limits = {
  channelsPerConnection: 100,
  connections: 200,
  payloadBytes: 256 * 1024,
  /** A client that reads more slowly than this piles up is cut off. */
  backlogBytes: 4 * 1024 * 1024,
  /** supabase-js beats every 25 seconds. */
  silenceMilliseconds: 90_000,
};

export interface Realtime {
  /** Resolves when messages from SQL are followed. */
  readonly ready: Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** `/realtime/v1/api/broadcast`: sending without a connection. */
  fetch(request: Request): Promise<Response>;
  stop(): Promise<void>;
}

type Extension = 'broadcast' | 'presence';
interface Rights {
  read: Record<Extension, boolean>;
  write: Record<Extension, boolean>;
}
const allRights: Rights = {
  read: { broadcast: true, presence: true },
  write: { broadcast: true, presence: true },
};

interface JoinConfig {
  broadcast?: { ack?: boolean; self?: boolean; replication_ready?: boolean };
  presence?: { key?: string; enabled?: boolean };
  postgres_changes?: unknown[];
  private?: boolean;
}

interface Frame {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  /** The payload of a broadcast, as it came. */
  content?: Content;
}

/** What a broadcast carries: JSON text or bytes, passed on without being parsed. */
interface Content {
  event: string;
  data: Buffer;
  isJson: boolean;
  meta?: string;
}

interface Channel {
  connection: Connection;
  /** With the prefix `realtime:`. */
  topic: string;
  name: string;
  joinRef: string | null;
  isPrivate: boolean;
  broadcast: { ack: boolean; self: boolean };
  presenceKey: string;
  wantsPresence: boolean;
  rights: Rights;
  presence: (Record<string, unknown> & { phx_ref: string }) | undefined;
  expiry: NodeJS.Timeout | undefined;
}

interface Connection {
  socket: WebSocket;
  version: string;
  headers: Record<string, string>;
  keyRole: string;
  channels: Map<string, Channel>;
  lastHeard: number;
}

export function createRealtime(options: {
  pg: Postgres;
  database: string;
  tokens: Tokens;
  log?: ((line: string) => void) | undefined;
}): Realtime {
  const { tokens } = options;
  const connections = new Set<Connection>();
  /** Channels by name, public and private apart. */
  const rooms = new Map<string, Set<Channel>>();
  const room = (name: string, isPrivate: boolean): string =>
    `${isPrivate ? 'private' : 'public'} ${name}`;
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 * limits.payloadBytes });
  const sql = postgres(options.pg.superUrl(options.database), {
    max: 4,
    backoff: () => 0.1,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { application_name: 'futuresync realtime' },
  });

  const feed = followMessages({
    url: options.pg.superUrl(options.database),
    log: options.log,
    onMessage(message: DatabaseMessage) {
      if (message.extension !== 'broadcast') return;
      deliver(message.topic, message.private, {
        event: message.event,
        data: message.binary ?? Buffer.from(message.payload ?? '{}'),
        isJson: message.binary === null,
        meta: JSON.stringify({ id: message.id }),
      });
    },
  });

  const sweep = setInterval(() => {
    const oldest = Date.now() - limits.silenceMilliseconds;
    for (const connection of connections) {
      if (connection.lastHeard < oldest) connection.socket.terminate();
    }
  }, 15_000);
  // Hosted drops a day's messages after three days.
  const tidy = setInterval(() => {
    sql`delete from realtime.messages where inserted_at < now() - interval '3 days'`.catch(
      (error: unknown) => options.log?.(`realtime: ${String(error)}`),
    );
  }, 3_600_000);

  function deliver(name: string, isPrivate: boolean, content: Content, except?: Channel): void {
    for (const channel of rooms.get(room(name, isPrivate)) ?? []) {
      if (channel === except || !channel.rights.read.broadcast) continue;
      sendBroadcast(channel, content);
    }
  }

  /**
   * What a caller may do on a private channel: a probe row is inserted and looked for under the
   * caller's role, and inserting as the caller is tried, all in a transaction that is rolled back.
   */
  async function probe(
    name: string,
    connection: Pick<Connection, 'headers'>,
    claims: JWTPayload,
  ): Promise<Rights> {
    const role = typeof claims.role === 'string' ? claims.role : 'anon';
    const rights: Rights = {
      read: { broadcast: false, presence: false },
      write: { broadcast: false, presence: false },
    };
    const extensions: Extension[] = ['broadcast', 'presence'];
    const ids = { broadcast: randomUUID(), presence: randomUUID() };
    class Undo extends Error {}
    await sql
      .begin(async (transaction) => {
        for (const extension of extensions) {
          await transaction`
            insert into realtime.messages (id, topic, extension) values (${ids[extension]}, ${name}, ${extension})
          `;
        }
        await transaction`
          select set_config('statement_timeout', '3s', true),
            set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
            set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true),
            set_config('request.jwt.claim.role', ${role}, true),
            set_config('request.headers', ${JSON.stringify(connection.headers)}, true),
            set_config('realtime.topic', ${name}, true),
            set_config('role', ${role}, true)
        `;
        const seen = await transaction<{ id: string }[]>`
          select id from realtime.messages where id in ${transaction(Object.values(ids))}
        `;
        for (const extension of extensions) {
          rights.read[extension] = seen.some(({ id }) => id === ids[extension]);
          rights.write[extension] = await transaction
            .savepoint(async (point) => {
              await point`insert into realtime.messages (topic, extension) values (${name}, ${extension})`;
              return true;
            })
            .catch((error: unknown) => {
              if (error instanceof postgres.PostgresError && error.code === '42501') return false;
              throw error;
            });
        }
        throw new Undo();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error;
      });
    return rights;
  }

  /** The claims that a channel's token stands for; a text says why it is refused. */
  async function claimsOf(token: unknown, keyRole: string): Promise<JWTPayload | string> {
    if (typeof token !== 'string' || token === '') return { role: keyRole };
    const asKey = tokens.roleOfApiKey(token);
    if (asKey) return { role: asKey };
    const claims = await tokens.read(token);
    if (!claims) return 'InvalidJWTToken: the token is malformed or its signature is wrong';
    if (!claims.exp || typeof claims.role !== 'string') {
      return 'Fields `role` and `exp` are required in JWT';
    }
    if (claims.exp <= Date.now() / 1000) return 'InvalidJWTToken: Token has expired';
    return claims;
  }

  async function join(connection: Connection, frame: Frame): Promise<void> {
    const refuse = (reason: string): void => reply(connection, frame, 'error', { reason });
    const name = frame.topic.replace(/^realtime:/, '');
    if (name === frame.topic || name === '') {
      refuse('Topic must start with `realtime:`');
      return;
    }
    const previous = connection.channels.get(frame.topic);
    if (previous) leave(previous, 'phx_close');
    if (connection.channels.size >= limits.channelsPerConnection) {
      refuse('ChannelRateLimitReached: Too many channels');
      return;
    }
    const config = (frame.payload.config ?? {}) as JoinConfig;
    if (config.postgres_changes?.length) {
      refuse(
        'The local stack has no Postgres Changes; send by realtime.send and listen to Broadcast',
      );
      return;
    }
    const claims = await claimsOf(frame.payload.access_token, connection.keyRole);
    if (typeof claims === 'string') {
      refuse(claims);
      return;
    }
    const isPrivate = config.private === true;
    let rights = allRights;
    if (isPrivate) {
      try {
        rights = await probe(name, connection, claims);
      } catch (error) {
        refuse(`RealtimeAuthorization: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
      if (!rights.read.broadcast && !rights.read.presence) {
        refuse(
          `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`,
        );
        return;
      }
    }
    if (connection.socket.readyState !== connection.socket.OPEN) return;

    const channel: Channel = {
      connection,
      topic: frame.topic,
      name,
      joinRef: frame.joinRef ?? frame.ref,
      isPrivate,
      broadcast: {
        ack: config.broadcast?.ack === true,
        self: config.broadcast?.self === true,
      },
      presenceKey: config.presence?.key ?? '',
      wantsPresence: config.presence?.enabled !== false && rights.read.presence,
      rights,
      presence: undefined,
      expiry: undefined,
    };
    channel.presenceKey ||= randomUUID();
    connection.channels.set(frame.topic, channel);
    const key = room(name, isPrivate);
    const members = rooms.get(key) ?? new Set<Channel>();
    rooms.set(key, members.add(channel));
    expireWith(channel, claims);
    reply(connection, frame, 'ok', { postgres_changes: [] });
    if (channel.wantsPresence) push(channel, 'presence_state', presenceState(members));
    if (config.broadcast?.replication_ready) {
      void feed.ready.then(() => system(channel, 'ok', 'Replication connection established'));
    }
  }

  /** A channel ends when its token does, unless a new one has come. */
  function expireWith(channel: Channel, claims: JWTPayload): void {
    clearTimeout(channel.expiry);
    channel.expiry = undefined;
    if (claims.exp === undefined) return;
    const left = claims.exp * 1000 - Date.now();
    channel.expiry = setTimeout(
      () => shut(channel, 'Token has expired'),
      Math.min(Math.max(left, 0), 2 ** 31 - 1),
    );
    channel.expiry.unref();
  }

  async function renew(channel: Channel, token: unknown): Promise<void> {
    const claims = await claimsOf(token, channel.connection.keyRole);
    if (typeof claims === 'string') {
      shut(channel, claims);
      return;
    }
    if (channel.isPrivate) {
      try {
        channel.rights = await probe(channel.name, channel.connection, claims);
      } catch (error) {
        shut(channel, `RealtimeAuthorization: ${String(error)}`);
        return;
      }
      if (!channel.rights.read.broadcast && !channel.rights.read.presence) {
        shut(
          channel,
          `You no longer have permission to read from this Channel topic: ${channel.name}`,
        );
        return;
      }
    }
    expireWith(channel, claims);
  }

  function shut(channel: Channel, message: string): void {
    system(channel, 'error', message);
    leave(channel, 'phx_close');
  }

  function leave(channel: Channel, event?: 'phx_close'): void {
    clearTimeout(channel.expiry);
    untrack(channel);
    channel.connection.channels.delete(channel.topic);
    const key = room(channel.name, channel.isPrivate);
    const members = rooms.get(key);
    members?.delete(channel);
    if (members?.size === 0) rooms.delete(key);
    if (event) push(channel, event, {}, channel.joinRef);
  }

  function membersOf(channel: Channel): Set<Channel> {
    return rooms.get(room(channel.name, channel.isPrivate)) ?? new Set();
  }

  function presenceState(members: Set<Channel>): Record<string, { metas: unknown[] }> {
    const state: Record<string, { metas: unknown[] }> = {};
    for (const { presenceKey, presence } of members) {
      if (presence) (state[presenceKey] ??= { metas: [] }).metas.push(presence);
    }
    return state;
  }

  function presenceDiff(channel: Channel, joined: unknown, left: unknown): void {
    const entry = (meta: unknown) => (meta ? { [channel.presenceKey]: { metas: [meta] } } : {});
    const diff = { joins: entry(joined), leaves: entry(left) };
    for (const member of membersOf(channel)) {
      if (member.wantsPresence) push(member, 'presence_diff', diff);
    }
  }

  function track(channel: Channel, payload: unknown): void {
    const previous = channel.presence;
    channel.presence = { ...(payload as object), phx_ref: randomUUID().slice(0, 8) };
    if (previous) channel.presence.phx_ref_prev = previous.phx_ref;
    presenceDiff(channel, channel.presence, previous);
  }

  function untrack(channel: Channel): void {
    const previous = channel.presence;
    if (!previous) return;
    channel.presence = undefined;
    presenceDiff(channel, undefined, previous);
  }

  async function handle(connection: Connection, frame: Frame): Promise<void> {
    if (frame.topic === 'phoenix') {
      reply(connection, frame, 'ok', {});
      return;
    }
    if (frame.event === 'phx_join') return join(connection, frame);
    const channel = connection.channels.get(frame.topic);
    if (!channel) {
      reply(connection, frame, 'error', { reason: 'unmatched topic' });
      return;
    }
    switch (frame.event) {
      case 'phx_leave':
        leave(channel);
        reply(connection, frame, 'ok', {});
        {
          push(channel, 'phx_close', {}, channel.joinRef);
          return;
        }
      case 'access_token':
        return renew(channel, frame.payload.access_token);
      case 'presence': {
        const isAllowed = channel.rights.write.presence;
        if (isAllowed && frame.payload.event === 'track') track(channel, frame.payload.payload);
        if (frame.payload.event === 'untrack') untrack(channel);
        reply(connection, frame, isAllowed ? 'ok' : 'error', {});
        return;
      }
      case 'broadcast': {
        const { content } = frame;
        if (!content) return;
        if (content.data.byteLength > limits.payloadBytes) {
          reply(connection, frame, 'error', { reason: 'Payload is larger than 256 KB' });
          return;
        }
        // Without the right to write, hosted drops the message and says nothing.
        if (!channel.rights.write.broadcast) return;
        deliver(
          channel.name,
          channel.isPrivate,
          content,
          channel.broadcast.self ? undefined : channel,
        );
        if (channel.broadcast.ack) reply(connection, frame, 'ok', {});
        return;
      }
      default: {
        reply(connection, frame, 'error', { reason: `unknown event ${frame.event}` });
        return;
      }
    }
  }

  function accept(
    socket: WebSocket,
    request: IncomingMessage,
    keyRole: string,
    version: string,
  ): void {
    const connection: Connection = {
      socket,
      version,
      headers: Object.fromEntries(
        Object.entries(request.headers).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      ),
      keyRole,
      channels: new Map(),
      lastHeard: Date.now(),
    };
    connections.add(connection);
    // One after the other, so that a message never overtakes the join before it.
    let queue: Promise<void> = Promise.resolve();
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      connection.lastHeard = Date.now();
      queue = queue
        .then(() => {
          const frame = isBinary ? readBinary(data) : readText(data.toString('utf8'));
          return frame && handle(connection, frame);
        })
        .catch((error: unknown) => options.log?.(`realtime: ${String(error)}`));
    });
    socket.on('error', (error) => options.log?.(`realtime: ${error.message}`));
    socket.on('close', () => {
      connections.delete(connection);
      for (const channel of [...connection.channels.values()]) leave(channel);
    });
  }

  async function broadcastByHttp(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const keyRole = tokens.roleOfApiKey(request.headers.get('apikey'));
    const bearer = request.headers.get('Authorization')?.replace(/^Bearer\s+/i, '');
    if (!keyRole) return json(401, { message: 'Invalid API key' });
    const claims = await claimsOf(bearer, keyRole);
    if (typeof claims === 'string') return json(401, { message: claims });

    interface Message {
      topic: string;
      event: string;
      private?: boolean;
      content: Content;
    }
    const messages: Message[] = [];
    const single = /^\/realtime\/v1\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(url.pathname);
    const body = Buffer.from(await request.arrayBuffer());
    if (single) {
      const [topic, event] = [single[1] ?? '', single[2] ?? ''].map(decodeURIComponent) as [
        string,
        string,
      ];
      const isJson = request.headers.get('Content-Type')?.includes('json') ?? false;
      messages.push({
        topic,
        event,
        private: url.searchParams.get('private') === 'true',
        content: { event, data: body, isJson },
      });
    } else if (url.pathname === '/realtime/v1/api/broadcast') {
      try {
        const { messages: list } = JSON.parse(body.toString()) as {
          messages: { topic: string; event: string; payload: unknown; private?: boolean }[];
        };
        for (const { payload, ...message } of list) {
          const data = Buffer.from(JSON.stringify(payload ?? {}));
          messages.push({ ...message, content: { event: message.event, data, isJson: true } });
        }
      } catch {
        return json(422, {
          message: 'The body must be {"messages": [{"topic", "event", "payload"}]}',
        });
      }
    } else {
      return json(404, { message: 'Not found' });
    }
    for (const message of messages) {
      if (message.content.data.byteLength > limits.payloadBytes) {
        return json(413, { message: 'Payload is larger than 256 KB' });
      }
      const headers = Object.fromEntries(request.headers);
      const isAllowed =
        !message.private || (await probe(message.topic, { headers }, claims)).write.broadcast;
      if (isAllowed) deliver(message.topic, message.private ?? false, message.content);
      else if (single) return json(403, { message: 'You may not write to this topic' });
    }
    return new Response(null, { status: 202, headers: { 'Access-Control-Allow-Origin': '*' } });
  }

  return {
    ready: feed.ready,
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const refuse = (status: string): void => {
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      };
      const header = request.headers['x-api-key'] ?? request.headers.apikey;
      const key = url.searchParams.get('apikey') ?? (typeof header === 'string' ? header : null);
      const keyRole = tokens.roleOfApiKey(key);
      if (url.pathname !== '/realtime/v1/websocket') {
        refuse('404 Not Found');
        return;
      }
      if (!keyRole) {
        refuse('401 Unauthorized');
        return;
      }
      if (connections.size >= limits.connections) {
        refuse('429 Too Many Requests');
        return;
      }
      const version = url.searchParams.get('vsn') ?? '1.0.0';
      server.handleUpgrade(request, socket, head, (webSocket) =>
        accept(webSocket, request, keyRole, version),
      );
    },
    async fetch(request) {
      if (request.method === 'OPTIONS') {
        return new Response(null, {
          status: 204,
          headers: {
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Allow-Headers': '*, authorization, apikey, content-type',
            'Access-Control-Allow-Methods': 'POST',
          },
        });
      }
      if (request.method !== 'POST') return json(404, { message: 'Not found' });
      return broadcastByHttp(request);
    },
    async stop() {
      clearInterval(sweep);
      clearInterval(tidy);
      for (const { socket } of connections) socket.close(1001, 'the stack is stopping');
      await feed.stop();
      await sql.end({ timeout: 1 });
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}

function send(connection: Connection, data: string | Buffer): void {
  const { socket } = connection;
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > limits.backlogBytes) socket.terminate();
  else socket.send(data);
}

function sendFrame(
  connection: Connection,
  frame: Omit<Frame, 'content' | 'payload'> & { payload: unknown },
): void {
  const { joinRef, ref, topic, event, payload } = frame;
  send(
    connection,
    connection.version === '1.0.0'
      ? JSON.stringify({ join_ref: joinRef, ref, topic, event, payload })
      : JSON.stringify([joinRef, ref, topic, event, payload]),
  );
}

function push(channel: Channel, event: string, payload: unknown, ref: string | null = null): void {
  const { connection, topic, joinRef } = channel;
  sendFrame(connection, {
    joinRef: event === 'phx_close' ? joinRef : null,
    ref,
    topic,
    event,
    payload,
  });
}

function reply(
  connection: Connection,
  frame: Frame,
  status: 'ok' | 'error',
  response: unknown,
): void {
  const { joinRef, ref, topic } = frame;
  sendFrame(connection, { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
}

function system(channel: Channel, status: 'ok' | 'error', message: string): void {
  push(channel, 'system', { extension: 'system', status, message, channel: channel.name });
}

function sendBroadcast(channel: Channel, content: Content): void {
  const { connection } = channel;
  const topic = Buffer.from(channel.topic);
  const event = Buffer.from(content.event);
  const meta = Buffer.from(content.meta ?? '');
  const fits = [topic, event, meta].every((part) => part.byteLength <= 255);
  if (connection.version === '1.0.0' || !fits) {
    if (!content.isJson) return;
    const payload = JSON.parse(content.data.toString()) as unknown;
    const body = {
      type: 'broadcast',
      event: content.event,
      payload,
      ...(content.meta ? { meta: JSON.parse(content.meta) as unknown } : {}),
    };
    push(channel, 'broadcast', body);
    return;
  }
  send(
    connection,
    Buffer.concat([
      Buffer.from([4, topic.byteLength, event.byteLength, meta.byteLength, content.isJson ? 1 : 0]),
      topic,
      event,
      meta,
      content.data,
    ]),
  );
}

/** A frame of text: an array in version 2 of the protocol, an object in version 1. */
function readText(text: string): Frame | undefined {
  const value = JSON.parse(text) as unknown;
  const [joinRef, ref, topic, event, payload] = (
    Array.isArray(value)
      ? value
      : ['join_ref', 'ref', 'topic', 'event', 'payload'].map(
          (key) => (value as Record<string, unknown>)[key],
        )
  ) as [string | null | undefined, string | null | undefined, unknown, unknown, unknown];
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  const object = (payload ?? {}) as Record<string, unknown>;
  const frame: Frame = {
    joinRef: joinRef ?? null,
    ref: ref ?? null,
    topic,
    event,
    payload: object,
  };
  if (event === 'broadcast') {
    const name = typeof object.event === 'string' ? object.event : '';
    const data = Buffer.from(JSON.stringify(object.payload ?? {}));
    frame.content = { event: name, data, isJson: true };
  }
  return frame;
}

/** A broadcast in binary: kind 3, six lengths and flags, five texts, the payload. */
function readBinary(data: Buffer): Frame | undefined {
  if (data[0] !== 3 || data.byteLength < 7) return undefined;
  let at = 7;
  const [joinRef, ref, topic, event] = [1, 2, 3, 4, 5].map((index) => {
    const length = data[index] ?? 0;
    const text = data.toString('utf8', at, at + length);
    at += length;
    return text;
  }) as [string, string, string, string, string];
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: {},
    content: { event, data: data.subarray(at), isJson: data[6] === 1 },
  };
}

export interface RunningRealtime {
  readonly url: string;
  readonly keys: Keys;
  stop(): Promise<void>;
}

/** Realtime alone, on a port of its own: for tests that need no more of the stack. */
export async function startRealtime(options: {
  pg: Postgres;
  database: string;
  port?: number;
  log?: (line: string) => void;
}): Promise<RunningRealtime> {
  const keys = await loadKeys(`${options.pg.dataDir}.keys.json`);
  const realtime = createRealtime({ ...options, tokens: new Tokens(keys) });
  try {
    const gateway = await startGateway({
      port: options.port ?? 0,
      fetch: (request) => realtime.fetch(request),
      upgrade: (request, socket, head) => realtime.upgrade(request, socket, head),
    });
    await realtime.ready;
    return {
      url: gateway.url,
      keys,
      async stop() {
        await realtime.stop();
        await gateway.stop();
      },
    };
  } catch (error) {
    await realtime.stop();
    throw error;
  }
}
