import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Backend } from './support.ts';

// The real worker, on Deno, with real Storage: each head of the chain is put where no SQL reaches it, once, and what
// the database says later is held against it.

interface Head {
  number: number;
  root: string;
  sealed_at: string;
}
interface Verdict {
  published: number;
  findings: { problem: string; seal: number; event_id: string | null }[];
}
interface Answer<Body> {
  status: number;
  body: Body;
}

let backend: Backend;
let admin: postgres.Sql;
let address: string;
let secret: string;

beforeAll(async () => {
  backend = await Backend.start();
  admin = postgres(backend.db.superUrl, { max: 2, onnotice: () => undefined });
  const [row] = await backend.sql<{ url: string; secret: string }[]>`
    select private.secret('project_url') as url, private.secret('worker_secret') as secret
  `;
  address = `${row?.url ?? ''}/functions/v1/audit-publisher`;
  secret = row?.secret ?? '';
});
afterAll(async () => {
  await admin?.end({ timeout: 1 });
  await backend?.stop();
});
beforeEach(() => seal());

/** Something happens, and is sealed. */
async function seal(): Promise<void> {
  await backend.sql`select audit.note('look')`;
  await backend.sql`select audit.seal()`;
}

const head = async (): Promise<Head> => {
  const [row] = await backend.sql<{ head: Head }[]>`select audit.head() as head`;
  return row?.head as Head;
};

async function ask<Body>(
  method: 'GET' | 'POST',
  { authorization = `Bearer ${secret}`, query = '' } = {},
): Promise<Answer<Body>> {
  const response = await fetch(address + query, {
    method,
    headers: authorization ? { Authorization: authorization } : {},
  });
  return { status: response.status, body: (await response.json()) as Body };
}
const publish = () => ask<Head>('POST');
const verify = async (query = '') => (await ask<Verdict>('GET', { query })).body;

const objects = async (): Promise<string[]> => {
  const { data, error } = await backend.service.storage.from('audit-heads').list();
  expect(error).toBeNull();
  return (data ?? []).map(({ name }) => name);
};
const nameOf = ({ number, root }: Head): string =>
  `${String(number).padStart(9, '0')}-${root}.json`;

/** What who owns the database can do: changes the log past its triggers. */
async function tamper(statement: string): Promise<void> {
  await backend.sql.begin(async (sql) => {
    for (const table of ['events', 'payloads', 'seals']) {
      await sql.unsafe(`alter table audit.${table} disable trigger _050_refuse`);
    }
    await sql.unsafe(statement);
    for (const table of ['events', 'payloads', 'seals']) {
      await sql.unsafe(`alter table audit.${table} enable always trigger _050_refuse`);
    }
  });
}

describe('the head of the chain', () => {
  test('is published as it is in the database', async () => {
    const newest = await head();
    expect(await publish()).toEqual({ status: 201, body: newest });
    const file = await backend.service.storage.from('audit-heads').download(nameOf(newest));
    expect(JSON.parse((await file.data?.text()) ?? '')).toEqual(newest);
    expect(await verify()).toEqual({ published: (await objects()).length, findings: [] });
  });

  test('is published once, however often and by how many it is asked for', async () => {
    const before = await objects();
    const answers = await Promise.all([publish(), publish(), publish()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const bucket = backend.service.storage.from('audit-heads');
    const first = await bucket.info(nameOf(await head()));
    expect(await publish()).toEqual({ status: 200, body: await head() });
    expect(await bucket.info(nameOf(await head()))).toEqual(first);
    expect(await objects()).toEqual([...before, nameOf(await head())]);
  });

  test('is published by cron', async () => {
    const net = await backend.startNet();
    await backend.sql`select private.call_worker('audit-publisher')`;
    const name = nameOf(await head());
    await expect.poll(objects, { timeout: 30_000 }).toContain(name);
    await net.stop();
  });
});

describe('a publisher that is killed', () => {
  /** Has the publisher wait for a table, kills it there, and lets the table go. */
  async function killWhileItWaitsFor(table: string): Promise<void> {
    await admin.begin(async (sql) => {
      await sql.unsafe(`lock table ${table} in access exclusive mode`);
      const asked = publish().then(
        ({ status }) => status,
        () => 0,
      );
      await expect
        .poll(
          () => admin`
            select from pg_locks
            where not granted and relation = ${table}::regclass
              and database = (select oid from pg_database where datname = current_database())
          `,
          { timeout: 20_000, interval: 20 },
        )
        .not.toHaveLength(0);
      backend.kill('audit-publisher');
      expect([200, 201]).not.toContain(await asked);
    });
  }

  test('before it has read the head leaves it to the next', async () => {
    const before = await objects();
    await killWhileItWaitsFor('audit.seals');
    expect(await objects()).toEqual(before);
    expect(await publish()).toEqual({ status: 201, body: await head() });
    expect(await objects()).toEqual([...before, nameOf(await head())]);
  });

  test('while Storage has it leaves it published, or to the next, and never twice', async () => {
    const before = await objects();
    await killWhileItWaitsFor('storage.objects');
    await sleep(500);
    const again = await publish();
    expect([200, 201]).toContain(again.status);
    expect(again.body).toEqual(await head());
    expect(await objects()).toEqual([...before, nameOf(await head())]);
    expect((await verify()).findings).toEqual([]);
  });

  test('for an hour costs nothing: the newest head stands for all before it', async () => {
    for (let times = 0; times < 3; times += 1) await seal();
    expect((await publish()).status).toBe(201);
    expect((await verify()).findings).toEqual([]);
  });
});

describe('who asks without the secret', () => {
  test.each(['GET', 'POST'] as const)('is refused: %s', async (method) => {
    const before = await objects();
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Bearer ${secret}x`, 'Bearer  ']) {
      expect(await ask(method, { authorization })).toEqual({
        status: 401,
        body: { code: '401', message: 'not_signed_in' },
      });
    }
    expect(await objects()).toEqual(before);
  });

  test('is refused with the keys of the project, and with none in Vault', async () => {
    await admin`update vault.secrets set name = 'another' where name = 'worker_secret'`;
    for (const authorization of [`Bearer ${secret}`, 'Bearer', 'Bearer null']) {
      expect((await ask('POST', { authorization })).status).toBe(401);
    }
    await admin`update vault.secrets set name = 'worker_secret' where name = 'another'`;
    expect((await publish()).status).toBe(201);
  });

  test('sees none of it in Storage', async () => {
    await publish();
    const mallory = await backend.signUp('mallory');
    for (const client of [backend.client(), mallory.client]) {
      const bucket = client.storage.from('audit-heads');
      expect((await bucket.list()).data ?? []).toEqual([]);
      expect((await bucket.download(nameOf(await head()))).data).toBeNull();
      expect((await bucket.upload('000000000-forged.json', '{}')).error).not.toBeNull();
      await bucket.remove([nameOf(await head())]);
    }
    expect(await objects()).toContain(nameOf(await head()));
  });
});

describe('the published heads', () => {
  test('are held against a part of the log too', async () => {
    await publish();
    const { number } = await head();
    expect((await verify(`?since=${number}`)).findings).toEqual([]);
    expect((await verify(`?since=${number + 1}`)).findings).toMatchObject([
      { problem: 'seal_missing', seal: number + 1 },
    ]);
    for (const since of ['x', '-1', '1.5', 'NaN', '9999999999']) {
      expect(await ask('GET', { query: `?since=${since}` })).toMatchObject({
        status: 400,
        body: { code: 'PT400', message: 'seal_number_invalid' },
      });
    }
  });

  test('tell of an event that was altered together with its seal', async () => {
    const published = await head();
    await publish();
    await tamper(`
      update audit.events set role = 'nobody' where id = (select event_ids[1] from audit.seals where number = ${published.number});
      update audit.seals as s set leaves[1] = l.leaf from audit.leaves as l where s.number = ${published.number} and l.id = s.event_ids[1];
      update audit.seals as s set root = audit.root(s) where s.number = ${published.number};
    `);
    expect(await backend.sql`select * from audit.verify()`).toEqual([]);
    const named = [{ problem: 'head_differs', seal: published.number, event_id: null }];
    expect((await verify()).findings).toMatchObject(named);
    // That the forged head is published as well makes it no truer.
    expect((await publish()).status).toBe(201);
    expect((await verify()).findings).toMatchObject(named);
  });

  test('tell that the end of the log is gone', async () => {
    await publish();
    const { number } = await head();
    await tamper(`
      delete from audit.payloads where event_id in (select unnest(event_ids) from audit.seals where number = ${number});
      delete from audit.events where id in (select unnest(event_ids) from audit.seals where number = ${number});
      delete from audit.seals where number = ${number};
    `);
    expect((await verify()).findings).toContainEqual(
      expect.objectContaining({ problem: 'head_differs', seal: number }),
    );
    // Nor does another of the same number take its place.
    await seal();
    expect((await head()).number).toBe(number);
    await publish();
    expect((await verify()).findings).toContainEqual(
      expect.objectContaining({ problem: 'head_differs', seal: number }),
    );
  });
});
