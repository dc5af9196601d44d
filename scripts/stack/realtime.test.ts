import { type RealtimeChannel, type SupabaseClient, createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Tokens } from './keys.ts';
import { type Postgres, bootstrap, startPostgres } from './postgres.ts';
import { type RunningRealtime, limits, startRealtime } from './realtime.ts';

const alice = '0a1f3a1e-0f5e-4c43-9f0e-1d8f4a3e2b10';
const mallory = '0b1f3a1e-0f5e-4c43-9f0e-1d8f4a3e2b11';

let pg: Postgres;
let sql: postgres.Sql;
let realtime: RunningRealtime;
let tokens: Tokens;
let open: SupabaseClient[] = [];

beforeAll(async () => {
  pg = await startPostgres({ settings: { fsync: 'off', shared_buffers: '32MB' } });
  await bootstrap(pg, 'postgres');
  sql = postgres(pg.url(), { max: 2, onnotice: () => undefined, backoff: () => 0.1 });
  await sql
    .unsafe(
      `
    create policy listen_to_own on realtime.messages for select to authenticated
      using (realtime.topic() = 'user:' || (select auth.uid()) and extension in ('broadcast', 'presence'));
    create policy listen_to_hall on realtime.messages for select to authenticated
      using (realtime.topic() = 'hall');
    create policy speak_to_own on realtime.messages for insert to authenticated
      with check (realtime.topic() = 'user:' || (select auth.uid()));
  `,
    )
    .simple();
  realtime = await startRealtime({ pg, database: 'postgres' });
  tokens = new Tokens(realtime.keys);
});
afterEach(async () => {
  for (const client of open) {
    await client.removeAllChannels();
    await client.realtime.disconnect();
  }
  open = [];
});
afterAll(async () => {
  await realtime?.stop();
  await sql?.end();
  await pg?.stop();
});

const tokenFor = (sub: string, seconds = 3600): Promise<string> =>
  tokens.issue({ sub, role: 'authenticated', exp: Math.floor(Date.now() / 1000) + seconds });

async function client(sub?: string): Promise<SupabaseClient> {
  const supabase = createClient(realtime.url, realtime.keys.publishableKey, {
    realtime: { transport: WebSocket as never },
    ...(sub ? { accessToken: () => tokenFor(sub) } : {}),
  });
  await supabase.realtime.setAuth();
  open.push(supabase);
  return supabase;
}

/** Subscribes; resolves with what became of it. */
function subscribe(channel: RealtimeChannel): Promise<{ status: string; reason: string }> {
  return new Promise((resolve) => {
    channel.subscribe((status, error) => resolve({ status, reason: error?.message ?? '' }));
  });
}

interface Heard {
  channel: RealtimeChannel;
  messages: { event: string; payload: unknown; meta?: { id: string } }[];
}
async function listen(
  supabase: SupabaseClient,
  topic: string,
  config: object = {},
): Promise<Heard> {
  const heard: Heard = { channel: supabase.channel(topic, { config }), messages: [] };
  heard.channel.on('broadcast', { event: '*' }, (message) =>
    heard.messages.push(message as unknown as Heard['messages'][number]),
  );
  const { status, reason } = await subscribe(heard.channel);
  if (status !== 'SUBSCRIBED') throw new Error(`${status}: ${reason}`);
  return heard;
}
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

describe('Broadcast', () => {
  test('reaches the others on the channel, whatever it says', async () => {
    const [first, second] = [
      await listen(await client(), 'room'),
      await listen(await client(), 'room'),
    ];
    const elsewhere = await listen(await client(), 'another room');
    const payload = { text: 'Grüße 🌍', list: [1, { a: null }] };
    await first.channel.send({ type: 'broadcast', event: 'greeting', payload });
    await expect.poll(() => second.messages).toHaveLength(1);
    expect(second.messages[0]).toMatchObject({ event: 'greeting', payload });
    await quiet();
    expect(first.messages).toEqual([]);
    expect(elsewhere.messages).toEqual([]);
  });

  test('comes back to a sender who asks for it, and is acknowledged', async () => {
    const self = await listen(await client(), 'room', { broadcast: { self: true, ack: true } });
    const sent = await self.channel.send({ type: 'broadcast', event: 'e', payload: { n: 1 } });
    expect(sent).toBe('ok');
    await expect.poll(() => self.messages).toHaveLength(1);
  });

  test('can be sent without a connection', async () => {
    const listener = await listen(await client(), 'room');
    const sender = (await client()).channel('room');
    expect(await sender.httpSend('e', { n: 1 })).toEqual({ success: true });
    await expect.poll(() => listener.messages).toMatchObject([{ event: 'e', payload: { n: 1 } }]);
  });
});

describe('messages from SQL', () => {
  test('arrive after the commit, in order, and not after a rollback', async () => {
    const { messages } = await listen(await client(), 'news');
    await sql.begin(async (transaction) => {
      await transaction`select realtime.send('{"n": 1}', 'item', 'news', false)`;
      await transaction`select realtime.send('{"n": 2}', 'item', 'news', false)`;
      await quiet();
      expect(messages).toEqual([]);
    });
    await sql
      .begin(async (transaction) => {
        await transaction`select realtime.send('{"n": 3}', 'item', 'news', false)`;
        throw new Error('undo');
      })
      .catch(() => undefined);
    await sql`select realtime.send('{"n": 4}', 'item', 'news', false)`;
    await expect
      .poll(() => messages.map(({ payload }) => (payload as { n: number }).n))
      .toEqual([1, 2, 4]);
    expect(messages[0]?.meta?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('reach private channels of those who may listen, and no public ones', async () => {
    const own = await listen(await client(alice), `user:${alice}`, { private: true });
    const namesake = await listen(await client(mallory), `user:${alice}`);
    await sql`select realtime.send('{}', 'poke', ${`user:${alice}`}, true)`;
    await expect.poll(() => own.messages).toHaveLength(1);
    await quiet();
    expect(namesake.messages).toEqual([]);
  });

  test('are quick', async () => {
    const { messages } = await listen(await client(), 'clock');
    const waits: number[] = [];
    for (let round = 1; round <= 20; round += 1) {
      const start = performance.now();
      await sql`select realtime.send('{}', 'tick', 'clock', false)`;
      await expect.poll(() => messages.length, { interval: 1 }).toBe(round);
      waits.push(performance.now() - start);
    }
    expect(waits.sort((a, b) => a - b)[10]).toBeLessThan(132);
  });

  test('arrive again after Postgres was killed', { timeout: 30_000 }, async () => {
    const { messages } = await listen(await client(), 'survivors');
    await pg.kill();
    await pg.restart();
    await expect
      .poll(
        async () => {
          await sql`select realtime.send('{}', 'alive', 'survivors', false)`.catch(() => undefined);
          return messages.length;
        },
        { timeout: 10_000, interval: 100 },
      )
      .toBeGreaterThan(0);
  });
});

describe('private channels', () => {
  test('are closed to those whom no policy lets read', async () => {
    const stranger = (await client(mallory)).channel(`user:${alice}`, {
      config: { private: true },
    });
    const { status, reason } = await subscribe(stranger);
    expect(status).toBe('CHANNEL_ERROR');
    expect(reason).toMatch(/Unauthorized: You do not have permissions to read/);
    const visitor = (await client()).channel(`user:${alice}`, { config: { private: true } });
    expect((await subscribe(visitor)).status).toBe('CHANNEL_ERROR');
  });

  test('take messages only from those who may write', async () => {
    const listener = await listen(await client(alice), 'hall', { private: true });
    const speaker = await listen(await client(mallory), 'hall', { private: true });
    await speaker.channel.send({ type: 'broadcast', event: 'e', payload: {} });
    const own = `user:${alice}`;
    const [one, two] = [
      await listen(await client(alice), own, { private: true }),
      await listen(await client(alice), own, { private: true }),
    ];
    await one.channel.send({ type: 'broadcast', event: 'e', payload: {} });
    await expect.poll(() => two.messages).toHaveLength(1);
    expect(listener.messages).toEqual([]);
  });

  test('leave no probe rows behind', async () => {
    await listen(await client(alice), `user:${alice}`, { private: true });
    const [row] = await sql`select count(*)::int as n from realtime.messages where event is null`;
    expect(row?.n).toBe(0);
  });

  test('end when a new token may no longer read', async () => {
    const supabase = await client();
    await supabase.realtime.setAuth(await tokenFor(alice));
    const { channel } = await listen(supabase, `user:${alice}`, { private: true });
    const told = new Promise<string>((resolve) => {
      channel.on('system', {}, (payload: { message: string }) => resolve(payload.message));
    });
    await supabase.realtime.setAuth(await tokenFor(mallory));
    expect(await told).toMatch(/You no longer have permission/);
  });

  test('end when the token expires', async () => {
    const supabase = await client();
    await supabase.realtime.setAuth(await tokenFor(alice, 2));
    const { channel } = await listen(supabase, `user:${alice}`, { private: true });
    const told = new Promise<string>((resolve) => {
      channel.on('system', {}, (payload: { message: string }) => resolve(payload.message));
    });
    expect(await told).toMatch(/Token has expired/);
  });
});

test('Presence shows who comes and who goes', async () => {
  const events: string[] = [];
  const watcher = (await client()).channel('lobby', { config: { presence: { key: 'watcher' } } });
  watcher
    .on('presence', { event: 'join' }, ({ key }) => events.push(`join ${key}`))
    .on('presence', { event: 'leave' }, ({ key }) => events.push(`leave ${key}`));
  await subscribe(watcher);
  const guest = (await client()).channel('lobby', { config: { presence: { key: 'guest' } } });
  await subscribe(guest);
  await guest.track({ mood: 'good' });
  await expect.poll(() => watcher.presenceState()).toMatchObject({ guest: [{ mood: 'good' }] });
  await guest.unsubscribe();
  await expect.poll(() => events).toEqual(['join guest', 'leave guest']);
  expect(watcher.presenceState()).toEqual({});
});

describe('limits', () => {
  test('a wrong key does not get in', async () => {
    const socket = new WebSocket(`${realtime.url}/realtime/v1/websocket?apikey=wrong&vsn=2.0.0`);
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toMatch(/401/);
  });

  test('a connection has so many channels and no more', async () => {
    const socket = new WebSocket(
      `${realtime.url}/realtime/v1/websocket?apikey=${realtime.keys.publishableKey}&vsn=2.0.0`,
    );
    await new Promise((resolve) => socket.once('open', resolve));
    const replies: string[] = [];
    socket.on('message', (data: Buffer) => {
      const [, , , event, payload] = JSON.parse(data.toString()) as [
        0,
        0,
        0,
        string,
        { status: string },
      ];
      if (event === 'phx_reply') replies.push(payload.status);
    });
    for (let index = 0; index <= limits.channelsPerConnection; index += 1) {
      socket.send(JSON.stringify(['1', '1', `realtime:room ${index}`, 'phx_join', { config: {} }]));
    }
    await expect.poll(() => replies).toHaveLength(limits.channelsPerConnection + 1);
    expect(replies.filter((status) => status === 'error')).toHaveLength(1);
    socket.close();
  });

  test('a message over 256 KB is refused', async () => {
    const listener = await listen(await client(), 'room');
    const speaker = await listen(await client(), 'room', { broadcast: { ack: true } });
    const payload = { text: 'x'.repeat(limits.payloadBytes) };
    expect(await speaker.channel.send({ type: 'broadcast', event: 'e', payload })).toBe('error');
    expect(listener.messages).toEqual([]);
  });

  test('Postgres Changes are refused with the reason', async () => {
    const channel = (await client())
      .channel('changes')
      .on('postgres_changes', { event: '*', schema: 'public' }, () => undefined);
    const { status, reason } = await subscribe(channel);
    expect([status, reason]).toEqual([
      'CHANNEL_ERROR',
      expect.stringMatching(/no Postgres Changes/),
    ]);
  });
});
