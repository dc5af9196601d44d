import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import Ajv, { type ValidateFunction } from 'ajv';
import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Backend, type Person } from './support.ts';

// The HTTP API, as its own document describes it: each status it names is brought about for a real reason, and each answer
// is held against the schema it gives.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Schema = Record<string, unknown>;

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, { responses: Record<string, Schema> }>>;
  components: { schemas: Record<string, { properties: Record<string, Schema> }> };
}

interface Sent {
  person?: Person | undefined;
  token?: string;
  body?: unknown;
  /** As it is, in place of `body`. */
  text?: string;
  type?: string;
  address?: string;
}

let backend: Backend;
let document: Document;
let errors: string;
/** Alice has a profile, progress, a subscription; bob another one. */
let alice: Person;
let bob: Person;
/** Suspended; with a token and no account; with a token, erased; over every limit; about to leave. */
let suspended: Person;
let gone: Person;
let erased: Person;
let busy: Person;
let leaving: Person;
let token: Map<Person, string>;

/** Addresses that visitors call from: each test its own. */
let addresses = 0;
const newAddress = (): string => `192.0.2.${(addresses += 1)}`;
const BUSY_ADDRESS = '198.51.100.1';

const STORED = {
  futuresync_visions: JSON.stringify([{ id: 'v1', category: 'health', title: 'Marathon' }]),
};

beforeEach(async () => {
  // Each test begins with all of the limits, but for whom it is about that there is nothing left.
  await backend.sql`delete from ops.rate_uses where used_until < now() + interval '30 minutes'`;
});

beforeAll(async () => {
  backend = await Backend.start();
  errors = await readFile('docs/ERRORS.md', 'utf8');
  const people: Person[] = [];
  for (const name of ['alice', 'bob', 'suspended', 'gone', 'erased', 'busy', 'leaving']) {
    people.push(await backend.signUp(name, { username: name }));
  }
  [alice, bob, suspended, gone, erased, busy, leaving] = people as [
    Person, Person, Person, Person, Person, Person, Person,
  ]; // prettier-ignore
  token = new Map();
  for (const person of people) token.set(person, await tokenOf(person));

  const { sql } = backend;
  await sql`update public.users set account_status = 'suspended' where id = ${suspended.id}`;
  await sql`delete from auth.users where id = any (${[gone.id, erased.id]})`;
  await sql`
    insert into privacy.erasure_ledger (subject_hash, origin, requested_at, row_count, schema_version)
    values (privacy.subject_hash(${erased.id}), 'person', now(), 1, 1)
  `;
  await sql`
    update public.user_progress set current_streak = 2, longest_streak = 5, total_days_completed = 9,
      total_actions_completed = 12, last_completed_on = current_date
    where user_id = ${alice.id}
  `;
  await sql`
    insert into public.subscriptions (
      user_id, plan_id, status, billing_cycle, subscribed_at, current_period_ends_at, expires_at, ended_at, provider,
      provider_subscription_id, provider_customer_id
    )
    select ${alice.id}, private.catalogue_id('plans', v.plan), v.status, 'monthly', now() - v.ago, now() + interval '20 days' - v.ago,
      case v.status when 'active' then now() + interval '20 days' end, case v.status when 'cancelled' then now() end, 'stripe', v.id, 'cus_1'
    from (values
      ('free', 'cancelled', interval '1 year', 'sub_0'), ('premium', 'active', interval '10 days', 'sub_1')
    ) as v (plan, status, ago, id)
  `;
  await sql`
    select ops.take(l.name, 'person', ${busy.id}, clock_timestamp() + interval '1 hour')
    from ops.rate_limits as l, generate_series(1, l.requests) where l.caller = 'person'
  `;
  await sql`
    select ops.count_request('service_role', 'api', ${BUSY_ADDRESS}, clock_timestamp() + interval '1 hour')
    from ops.rate_limits as l, generate_series(1, l.requests) where l.name = 'api' and l.caller = 'address'
  `;
  document = (await (await backend.call('api/openapi.json')).json()) as Document;
});
afterAll(() => backend?.stop());

async function tokenOf({ client }: Person): Promise<string> {
  const { data } = await client.auth.getSession();
  return data.session?.access_token ?? '';
}

function send(method: string, path: string, sent: Sent = {}): Promise<Response> {
  const bearer = sent.token ?? (sent.person && token.get(sent.person));
  const text = sent.text ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  return backend.call(`api${path}`, {
    method,
    headers: {
      'CF-Connecting-IP': sent.address ?? '192.0.2.254',
      ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(text === undefined ? {} : { 'Content-Type': sent.type ?? 'application/json' }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

async function refusal(
  response: Response,
): Promise<{ status: number; message: string; details: string }> {
  const body = (await response.json()) as { message: string; details: string };
  return { status: response.status, message: body.message, details: body.details };
}

/** A database in which nothing can be counted for as long as `work` takes. */
async function whileStuck<T>(work: () => Promise<T>): Promise<T> {
  return backend.sql.begin(async (sql) => {
    await sql`lock table ops.rate_uses in access exclusive mode`;
    return work();
  }) as Promise<T>;
}

/** Every operation, by what it wants besides. */
const OPERATIONS: [method: string, path: string, wants: string[]][] = [
  ['get', '/health', []],
  ['get', '/users/{id}', ['id']],
  ['put', '/users/{id}', ['id', 'body']],
  ['delete', '/users/{id}', ['id']],
  ['post', '/users/{id}/export', ['id', 'body']],
  ['get', '/users/{id}/export', ['id']],
  ['post', '/migrate', ['body']],
];
const BODIES: Record<string, unknown> = {
  'put /users/{id}': { region: 'Utrecht' },
  'post /users/{id}/export': { format: 'csv' },
  'post /migrate': STORED,
};

/** An operation in order, but for what `sent` says otherwise. */
function operate(
  operation: string,
  person: Person | undefined,
  sent: Sent = {},
): Promise<Response> {
  const [method = '', path = ''] = operation.split(' ');
  const body = BODIES[operation];
  return send(method.toUpperCase(), path.replace('{id}', person?.id ?? alice.id), {
    person,
    ...(body === undefined ? {} : { body }),
    ...sent,
  });
}

let stuck: Promise<Map<string, Response>> | undefined;
/** All of them at once, since each gives up only after seconds. */
const whenStuck = (): Promise<Map<string, Response>> =>
  (stuck ??= whileStuck(
    async () =>
      new Map(
        await Promise.all(
          OPERATIONS.map(async ([method, path]): Promise<[string, Response]> => {
            const operation = `${method} ${path}`;
            return [operation, await operate(operation, path === '/health' ? undefined : alice)];
          }),
        ),
      ),
  ));

/** How each status of each operation comes about. */
const cases: Record<string, () => Promise<Response>> = {
  'get /health 200': () => send('GET', '/health'),
  'get /health 401': () => send('GET', '/health', { token: 'nonsense' }),
  'get /health 429': () => send('GET', '/health', { address: BUSY_ADDRESS }),
  'get /users/{id} 200': () => operate('get /users/{id}', alice),
  'get /users/{id} 403': () => operate('get /users/{id}', gone),
  'get /users/{id} 410': () => operate('get /users/{id}', erased),
  'put /users/{id} 200': () => operate('put /users/{id}', alice),
  'put /users/{id} 403': () => operate('put /users/{id}', suspended),
  'put /users/{id} 409': () => operate('put /users/{id}', alice, { body: { username: 'BOB' } }),
  'put /users/{id} 410': () => operate('put /users/{id}', erased),
  'put /users/{id} 413': () =>
    operate('put /users/{id}', alice, { body: { region: 'x'.repeat(70_000) } }),
  'delete /users/{id} 202': () => operate('delete /users/{id}', leaving),
  'delete /users/{id} 403': () => operate('delete /users/{id}', gone),
  'post /users/{id}/export 202': () => operate('post /users/{id}/export', alice),
  'post /users/{id}/export 403': () => operate('post /users/{id}/export', suspended),
  'post /users/{id}/export 409': async () => {
    await operate('post /users/{id}/export', bob);
    return operate('post /users/{id}/export', bob);
  },
  'post /users/{id}/export 410': () => operate('post /users/{id}/export', erased),
  'post /users/{id}/export 413': () =>
    operate('post /users/{id}/export', alice, { text: ' '.repeat(70_000) }),
  'get /users/{id}/export 200': () => operate('get /users/{id}/export', alice),
  'post /migrate 200': () => operate('post /migrate', alice),
  'post /migrate 403': () => operate('post /migrate', suspended),
  'post /migrate 410': () => operate('post /migrate', erased),
  'post /migrate 413': () =>
    operate('post /migrate', alice, {
      body: { visions: Array.from({ length: 2_001 }, () => ({ title: 'x' })) },
    }),
  'post /migrate 422': () => operate('post /migrate', alice, { body: ['visions'] }),
};
for (const [method, path, wants] of OPERATIONS) {
  const operation = `${method} ${path}`;
  cases[`${operation} 503`] = async () => (await whenStuck()).get(operation) ?? Response.error();
  if (path === '/health') continue;
  cases[`${operation} 401`] = () => operate(operation, undefined);
  cases[`${operation} 429`] = () => operate(operation, busy);
  if (wants.includes('id')) {
    cases[`${operation} 404`] = () =>
      operate(operation.replace('{id}', bob.id), alice, { body: BODIES[operation] });
    cases[`${operation} 422`] = () =>
      operate(operation.replace('{id}', 'me'), alice, { body: BODIES[operation] });
  }
  if (wants.includes('body')) {
    cases[`${operation} 400`] = () => operate(operation, alice, { text: '{"region":' });
    cases[`${operation} 415`] = () => operate(operation, alice, { type: 'text/plain' });
  }
}

/** Objects have what the schema names and nothing else: a field that is not described fails. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  return 'properties' in inner && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

function validator(path: string, method: string, status: string): ValidateFunction {
  // Its schemas keep to what both drafts say alike.
  const ajv = new Ajv({ unknownFormats: [], logger: false, nullable: false });
  ajv.addSchema({ ...(closed(document as never) as object), $id: 'api' });
  const pointer = [
    'paths',
    `/api${path}`,
    method,
    'responses',
    status,
    'content',
    'application/json',
    'schema',
  ];
  const reference = pointer.map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return ajv.compile({ $ref: `api#/${reference.join('/')}` });
}

describe('each status that openapi.json names', () => {
  test('is brought about below, and no other', () => {
    const named = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path.replace('/api', '')} ${status}`),
      ),
    );
    expect(Object.keys(cases).toSorted()).toEqual(named.toSorted());
  });

  test.each(Object.keys(cases))(
    '%s',
    async (name) => {
      const [method = '', path = '', status = ''] = name.split(' ');
      const response = await cases[name]?.();
      const body = (await response?.json()) as { message?: string };
      expect([response?.status, body]).toEqual([Number(status), expect.anything()]);
      expect(response?.headers.get('Content-Type')).toMatch(/^application\/json/);
      const validate = validator(path, method, status);
      validate(body);
      expect(validate.errors).toBeNull();
      if (body.message !== undefined) expect(errors).toContain(`\`${body.message}\``);
      if (['429', '503'].includes(status)) {
        expect(Number(response?.headers.get('Retry-After'))).toBeGreaterThan(0);
      }
    },
    30_000,
  );

  test('has a schema that an answer can fail', () => {
    const validate = validator('/users/{id}', 'get', '404');
    expect(validate({ code: 'PT404', message: 'x', details: null, hint: null })).toBe(true);
    expect(validate({ code: 'PT404', message: 'x', details: null })).toBe(false);
    expect(validate({ code: 'PT404', message: 'x', details: null, hint: null, more: 1 })).toBe(
      false,
    );
    expect(validate({ code: 404, message: 'x', details: null, hint: null })).toBe(false);
  });
});

describe('openapi.json', () => {
  test('is of version 3.1, and whole', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const references = [
      ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g),
    ];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name = ''] of references)
      expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test('says where it is served', async () => {
    const { url } = await backend.call('api/openapi.json');
    const [server] = document.servers;
    const health = new URL(`${String(server?.url)}/api/health`, url);
    expect((await fetch(health)).status).toBe(200);
  });

  test('has every column of the profile that a person may write, and no other', async () => {
    const columns = await backend.sql<{ name: string }[]>`
      select p.column_name as name from information_schema.column_privileges as p
      where p.table_schema = 'public' and p.table_name = 'users' and p.grantee = 'authenticated' and p.privilege_type = 'UPDATE'
        and p.column_name <> 'updated_at'
    `;
    expect(
      Object.keys(document.components.schemas.ProfileChange?.properties ?? {}).toSorted(),
    ).toEqual(columns.map(({ name }) => name).toSorted());
  });
});

describe('health', () => {
  const health = async (sent: Sent = {}) => {
    const response = await send('GET', '/health', { address: newAddress(), ...sent });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const found = (status: string) => backend.sql`
    insert into ops.checks (checked_at, status, alert_count) values (clock_timestamp(), ${status}, 0)
  `;

  test('is one word for everybody, with the status to match', async () => {
    for (const [status, code] of [
      ['ok', 200],
      ['degraded', 200],
      ['down', 503],
      ['ok', 200],
    ] as const) {
      // prettier-ignore
      await found(status);
      expect(await health()).toEqual({ status: code, body: { status } });
      expect(await health({ person: alice })).toEqual({ status: code, body: { status } });
    }
  });

  test('is the whole story for an operator', async () => {
    await backend.sql`
      insert into public.user_roles (user_id, role_code) values (${bob.id}, 'operator')
    `;
    const { body } = await health({ person: bob });
    expect(Object.keys(body.modules as object)).toHaveLength(15);
    const validate = validator('/health', 'get', body.status === 'down' ? '503' : '200');
    validate(body);
    expect(validate.errors).toBeNull();
  });

  test('is down when the database does not answer', async () => {
    const response = (await whenStuck()).get('get /health');
    expect(response?.status).toBe(503);
  });
});

describe('a person', () => {
  test('reads their profile, what they achieved and what they pay for', async () => {
    const person = (await (await operate('get /users/{id}', alice)).json()) as Record<
      string,
      unknown
    >;
    expect(person).toMatchObject({
      id: alice.id,
      username: 'alice',
      progress: { current_streak: 2, longest_streak: 5 },
      subscription: { status: 'active', plan: 'premium' },
    });
    const plain = (await (await operate('get /users/{id}', suspended)).json()) as Record<
      string,
      unknown
    >;
    expect(plain).toMatchObject({
      account_status: 'suspended',
      progress: { current_streak: 0 },
      subscription: null,
    });
  });

  test('is found by their id in any case', async () => {
    expect((await send('GET', `/users/${alice.id.toUpperCase()}`, { person: alice })).status).toBe(
      200,
    );
  });

  test('changes what they send and nothing else, and may send it twice', async () => {
    const change = { display_name: 'Alice 😀', learning_goals: ['Spanish'], country: null };
    const before = (await (await operate('get /users/{id}', alice)).json()) as Record<
      string,
      unknown
    >;
    for (let time = 0; time < 2; time += 1) {
      const response = await operate('put /users/{id}', alice, { body: change });
      expect([response.status, await response.json()]).toMatchObject([200, change]);
    }
    const after = (await (await operate('get /users/{id}', alice)).json()) as Record<
      string,
      unknown
    >;
    const changed = Object.keys(after).filter(
      (key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]),
    );
    expect(changed.toSorted()).toEqual(['display_name', 'learning_goals', 'updated_at']);
  });

  test.each([
    [{ account_status: 'active' }, 'request_invalid', /account_status/],
    [{ username: 'no spaces' }, 'request_invalid', /^username/],
    [{ display_name: '😀'.repeat(201) }, 'request_invalid', /^display_name/],
    [{ learning_goals: [1] }, 'request_invalid', /^learning_goals.0/],
    [{ avatar_url: 'http://example.test/' }, 'request_invalid', /^avatar_url/],
    [{ onboarding_completed_at: 'yesterday' }, 'request_invalid', /^onboarding_completed_at/],
    [{}, 'request_invalid', /^request/],
    [[], 'request_invalid', /^request/],
    [{ region: 'a\0b' }, 'request_invalid', /./],
    [{ timezone: 'Europe/Atlantis' }, 'time_zone_unknown', /^timezone/],
  ])('is told what is wrong with %j', async (body, message, details) => {
    const refused = await refusal(await operate('put /users/{id}', alice, { body }));
    expect(refused).toMatchObject({ status: 422, message });
    expect(refused.details).toMatch(details);
  });

  test('who has had processing restricted is told so', async () => {
    await backend.sql`update public.users set restricted_at = now() where id = ${bob.id}`;
    expect(await refusal(await operate('put /users/{id}', bob))).toMatchObject({
      status: 403,
      message: 'processing_restricted',
    });
    expect((await operate('get /users/{id}', bob)).status).toBe(200);
    await backend.sql`update public.users set restricted_at = null where id = ${bob.id}`;
  });

  test('learns nothing of others, not whether they are there, and changes nothing of them', async () => {
    const before = await backend.sql`select * from public.users where id = ${bob.id}`;
    const nobody = '00000000-0000-4000-8000-000000000000';
    for (const [method, path, wants] of OPERATIONS) {
      if (!wants.includes('id')) continue;
      const [ofBob, ofNobody] = await Promise.all(
        [bob.id, nobody].map(async (id) => {
          const body = BODIES[`${method} ${path}`];
          const response = await send(method.toUpperCase(), path.replace('{id}', id), {
            person: alice,
            body,
          });
          return [response.status, await response.text()];
        }),
      );
      expect(ofBob?.[0]).toBe(404);
      expect(ofBob).toEqual(ofNobody);
    }
    expect(await backend.sql`select * from public.users where id = ${bob.id}`).toEqual(before);
    expect(await backend.sql`select from privacy.erasures where user_id = ${bob.id}`).toHaveLength(
      0,
    );
  });
});

describe('who is nobody', () => {
  test.each(['', 'nonsense', 'a.b.c'])('is refused with the token %j', async (bearer) => {
    const response = await operate('get /users/{id}', undefined, {
      token: bearer,
      address: newAddress(),
    });
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect(await refusal(response)).toMatchObject({ status: 401, message: 'not_signed_in' });
  });

  test('is refused with a token that another signed, that is over, or that is the key of the server', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT({ sub: alice.id, role: 'authenticated' })
      .setProtectedHeader({ alg: 'ES256' })
      .setExpirationTime('1h')
      .sign(privateKey);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${String(token.get(alice)?.split('.')[1])}.`;
    const [secret] = await backend.sql`select private.secret('worker_secret') as value`;
    for (const bearer of [forged, unsigned, backend.secretKey, String(secret?.value)]) {
      const response = await operate('get /users/{id}', undefined, {
        token: bearer,
        address: newAddress(),
      });
      expect(await refusal(response)).toMatchObject({ status: 401, message: 'not_signed_in' });
    }
  });

  test('is counted by their address, with whatever token', async () => {
    const address = newAddress();
    const statuses: number[] = [];
    for (let nth = 0; nth < 70; nth += 1) {
      statuses.push((await send('GET', '/health', { token: `nonsense-${nth}`, address })).status);
    }
    expect(statuses.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 401));
    expect(statuses).toContain(429);
    expect((await send('GET', '/health', { address: newAddress() })).status).toBe(200);
    expect((await operate('get /users/{id}', alice, { address })).status).toBe(200);
  }, 60_000);

  test('cannot say that they call from somewhere else', async () => {
    const response = await backend.call('api/health', {
      headers: {
        'CF-Connecting-IP': BUSY_ADDRESS,
        'X-Forwarded-For': newAddress(),
        'X-Real-IP': newAddress(),
      },
    });
    expect(response.status).toBe(429);
  });
});

describe('an export', () => {
  test('is asked for once, made by the worker, and fetched by its link', async () => {
    await operate('post /users/{id}/export', alice);
    const again = await operate('post /users/{id}/export', alice);
    expect(await refusal(again)).toMatchObject({ status: 409, message: 'export_open' });
    await backend.finish('export-worker');
    const response = await operate('get /users/{id}/export', alice);
    const { exports } = (await response.json()) as {
      exports: { state: string; links: string[] }[];
    };
    expect(exports[0]).toMatchObject({ state: 'ready' });
    expect((await fetch(exports[0]?.links[0] ?? '')).status).toBe(200);
    expect(await (await operate('get /users/{id}/export', bob)).text()).not.toContain(alice.id);
  }, 60_000);

  test('is in both formats unless the person says so', async () => {
    const response = await send('POST', `/users/${alice.id}/export`, { person: alice });
    expect([response.status, await response.json()]).toMatchObject([
      202,
      { format: 'both', state: 'queued' },
    ]);
    expect(
      (await alice.client.rpc('cancel_data_export', { id: (await newest()).id })).error,
    ).toBeNull();
  });

  test('too many are refused for a month', async () => {
    await backend.sql`
      insert into public.data_exports (user_id, format, state, expires_at, size_bytes, finished_at)
      select ${alice.id}, 'csv', 'expired', now(), 1, now() from generate_series(1, 5)
    `;
    expect(await refusal(await operate('post /users/{id}/export', alice))).toMatchObject({
      status: 429,
      message: 'export_limit',
    });
  });

  const newest = async (): Promise<{ id: string }> => {
    const response = await operate('get /users/{id}/export', alice);
    const { exports } = (await response.json()) as { exports: { id: string }[] };
    return exports[0] ?? { id: '' };
  };
});

describe('an account', () => {
  test('that is deleted is shut, comes back by its code, and is deleted again', async () => {
    // Deleted above.
    const twice = (await (await operate('delete /users/{id}', leaving)).json()) as Record<
      string,
      unknown
    >;
    expect(twice.cancel_code).toBeNull();
    expect(await refusal(await operate('put /users/{id}', leaving))).toMatchObject({
      status: 403,
      message: 'account_deleted',
    });
    await backend.sql`select privacy.reopen_account(${leaving.id})`;
    expect((await operate('put /users/{id}', leaving)).status).toBe(200);

    const first = (await (await operate('delete /users/{id}', leaving)).json()) as Record<
      string,
      string
    >;
    expect(Date.parse(first.erased_from ?? '') - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect((await backend.post('erasure-worker/cancel', { code: first.cancel_code })).status).toBe(
      204,
    );
    expect((await operate('put /users/{id}', leaving)).status).toBe(200);
  });

  test('that is deleted at once is erased', async () => {
    const path = `/users/${leaving.id}?immediate=`;
    expect((await send('DELETE', `${path}yes`, { person: leaving })).status).toBe(422);
    const response = await send('DELETE', `${path}true`, { person: leaving });
    expect([response.status, await response.json()]).toMatchObject([202, { cancel_code: null }]);
    await backend.finish('erasure-worker');
    expect(await refusal(await operate('get /users/{id}', leaving))).toMatchObject({
      status: 410,
      message: 'account_erased',
    });
  }, 60_000);
});

describe('an import', () => {
  const visions = async () =>
    backend.sql`select title from public.visions where user_id = ${bob.id}`;
  const stored = {
    futuresync_visions: JSON.stringify([{ id: 'v1', title: 'Sail', category: 'health' }]),
  };
  const migrate = async (query = ''): Promise<[number, unknown]> => {
    const response = await send('POST', `/migrate${query}`, { person: bob, body: stored });
    return [response.status, await response.json()];
  };

  test('previewed says what it would do, and does nothing', async () => {
    const [status, report] = await migrate('?preview=true');
    expect([status, report]).toMatchObject([200, { is_preview: true, imported: 1 }]);
    expect(await visions()).toHaveLength(0);
  });

  test('with an option that is misspelt does nothing either', async () => {
    for (const query of ['?preveiw=true', '?preview=yes', '?preview']) {
      expect((await migrate(query))[0]).toBe(422);
    }
    expect(await visions()).toHaveLength(0);
  });

  test('brings what it said, once', async () => {
    expect(await migrate()).toMatchObject([
      200,
      { is_preview: false, imported: 1, items: [{ status: 'imported' }] },
    ]);
    expect(await migrate('?preview=false')).toMatchObject([200, { imported: 0, unchanged: 1 }]);
    expect(await visions()).toMatchObject([{ title: 'Sail' }]);
  });

  test.each([
    ['of more than 16 MB', () => `{"notes": "${'x'.repeat(17_000_000)}"}`, 413, 'body_too_large'],
    [
      'of more than the database takes',
      () => `{"notes": "${'x'.repeat(12_000_000)}"}`,
      413,
      'import_too_large',
    ],
    ['with a number without end', () => '{"visions": [1e400]}', 422, 'import_malformed'],
    [
      'nested without end',
      () => `{"visions": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      422,
      'request_invalid',
    ],
  ])('%s is refused', async (_, text, status, message) => {
    expect(
      await refusal(await send('POST', '/migrate', { person: bob, text: text() })),
    ).toMatchObject({ status, message });
  });
});

test('a browser may ask from anywhere, and reads when to try again', async () => {
  const preflight = await backend.call(`api/users/${alice.id}`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://app.example',
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'authorization,content-type',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('Access-Control-Allow-Methods')).toContain('PUT');
  const refused = await operate('get /users/{id}', busy);
  expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(refused.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After');
});

test('what is not there is not there', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/users'],
    ['PATCH', `/users/${alice.id}`],
    ['GET', '/migrate'],
  ] as const) {
    // prettier-ignore
    expect(await refusal(await send(method, path, { person: alice }))).toMatchObject({ status: 404, message: 'path_unknown' });
  }
});

test('of 1,000 requests at once each succeeds or is over its limit', async () => {
  await backend.sql`truncate ops.rate_uses`;
  // As after a deployment, when what is known of the schema is out of date.
  await backend.sql`notify pgrst`;
  const crowd = await Promise.all(
    ['one', 'two', 'three', 'four', 'five'].map((name) => backend.signUp(name)),
  );
  for (const person of crowd) token.set(person, await tokenOf(person));
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async (_, nth) => {
      const person = crowd[nth % 5];
      const kind = Math.floor(nth / 5) % 5;
      const response = await [
        () => send('GET', '/health', { address: BUSY_ADDRESS }),
        () => operate('get /users/{id}', person),
        () => operate('put /users/{id}', person),
        () => operate('get /users/{id}/export', person),
        () => send('POST', '/migrate?preview=true', { person, body: STORED }),
      ][kind]?.();
      await response?.arrayBuffer();
      return { kind, status: response?.status, wait: Number(response?.headers.get('Retry-After')) };
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const statuses = answers.map(({ status }) => status);
  expect([...new Set(statuses)].toSorted()).toEqual([200, 429]);
  expect(answers.every(({ status, wait }) => (status === 429) === wait > 0)).toBe(true);
  const succeeded = (kinds: number[]): number =>
    answers.filter(({ kind, status }) => kinds.includes(kind) && status === 200).length;
  // All that the limits give at once, and what they gave back meanwhile.
  const given = (limit: number, period: number): number =>
    limit + Math.ceil((seconds * limit) / period);
  for (const [kinds, callers, limit, period] of [
    [[0], 1, 60, 60],
    [[1, 2, 3], 5, 120, 60],
    [[4], 5, 20, 600],
  ] as const) {
    expect(succeeded([...kinds])).toBeGreaterThanOrEqual(callers * limit);
    expect(succeeded([...kinds])).toBeLessThanOrEqual(callers * given(limit, period));
  }
  expect(seconds).toBeLessThan(90);
}, 150_000);

test('what the function prints names nobody', () => {
  const printed = backend.printed.join('\n');
  for (const person of [alice, bob, leaving]) expect(printed).not.toContain(person.id);
  for (const bearer of token.values()) expect(printed).not.toContain(bearer);
});
