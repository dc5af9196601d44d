import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  everything,
  filesWith,
  mention,
  mentions,
  plant,
  type Planted,
  sealed,
} from './canaries.ts';
import { Backend, PASSWORD, type Person, unzip } from './support.ts';

// Alice has herself erased. Before, a canary sits in everything that is held of her; bob's in all of his. Carol's rows
// mention alice, as her guardian or as who gave her a role.
const CANARY = 'canaryalice';
let backend: Backend;
let admin: postgres.Sql;
let alice: Person;
let bob: Person;
let carol: Person;
let planted: Planted[];

beforeAll(async () => {
  backend = await Backend.start();
  admin = postgres(backend.db.superUrl, { max: 2, onnotice: () => undefined });
  alice = await backend.signUp(CANARY, { username: CANARY, display_name: CANARY });
  bob = await backend.signUp('canarybob', { username: 'canarybob' });
  for (const bucket of ['attachments', 'avatars'])
    await backend.service.storage.createBucket(bucket);
  for (const [person, canary] of [
    [alice, CANARY],
    [bob, 'canarybob'],
  ] as const) {
    const rows = await plant(admin, person.id, canary);
    if (person === alice) planted = rows;
    for (const bucket of ['attachments', 'avatars']) {
      const { error } = await backend.service.storage
        .from(bucket)
        .upload(`${person.id}/${canary}.txt`, Buffer.from(`${canary} in a file`), {
          contentType: 'image/png',
        });
      expect(error).toBeNull();
    }
  }
  carol = await backend.signUp('canarycarol');
  await plant(admin, carol.id, 'canarycarol');
  expect(await mention(admin, alice.id, carol.id)).toContain('user_roles.assigned_by');
  // Invitations to alice's address, of which she took none.
  const founded = await carol.client.rpc('create_organization', { name: 'Acme' });
  for (const args of [{ email: alice.email }, { email: alice.email, role: 'coach' }]) {
    const invited = await carol.client.rpc('invite_member', {
      organization_id: founded.data as string,
      ...args,
    });
    expect(invited.error).toBeNull();
  }
  // What the engine keeps of a push that is refused in part.
  const { error } = await alice.client.rpc('push_changes', {
    changes: {
      visions: {
        created: [{ id: 'no id', title: CANARY }],
        updated: [],
        deleted: [],
      },
    },
    device_id: crypto.randomUUID(),
    push_id: crypto.randomUUID(),
  });
  expect(error).toBeNull();
});
afterAll(async () => {
  await admin?.end();
  await backend?.stop();
});

const pull = (person: Person) =>
  person.client.rpc('pull_changes_optimized', { last_pulled_at: null });

describe('the canary', () => {
  test('is in every column in which people write', async () => {
    const free = await admin`
      select m.schema_name || '.' || m.table_name || '.' || m.column_name as name
      from privacy.data_map as m
      join privacy.person_tables as p using (schema_name, table_name, subject_column)
      join pg_attribute as a on a.attrelid = p.relation and a.attname = m.column_name and a.attgenerated = ''
      join pg_type as t on t.oid = a.atttypid
      where m.category = 'words' and m.on_erase <> 'keep' and t.typcategory in ('S', 'A') and a.atttypid not in ('bytea'::regtype)
    `;
    const names = planted.map(({ relation, column }) => `${relation}.${column}`);
    // Of a custom field's values one is given: choices.
    names.push('public.custom_field_values.text_value');
    expect(free.map(({ name }) => name as string).filter((name) => !names.includes(name))).toEqual(
      [],
    );
    expect(planted.length).toBeGreaterThan(150);
  });

  test('is in her export wherever the data map includes the column, and bob is not', async () => {
    expect((await alice.client.rpc('request_data_export')).error).toBeNull();
    await backend.finish('export-worker');
    const answer = await alice.client.from('data_exports').select().single();
    const made = answer.data as { state: string; links: string[] };
    expect(made.state).toBe('ready');
    const response = await fetch(made.links[0] ?? '');
    const files = unzip(Buffer.from(await response.arrayBuffer()));
    const missing: string[] = [];
    for (const { relation, column, onExport } of planted) {
      const lines = files.get(`data/${relation}.jsonl`)?.toString().trim().split('\n') ?? [];
      const values = lines.map(
        (line) => JSON.stringify((JSON.parse(line) as Record<string, unknown>)[column]) ?? '',
      );
      const isThere = values.some(
        (value) => value.includes(CANARY) || value.includes(Buffer.from(CANARY).toString('hex')),
      );
      if (isThere !== (onExport === 'include')) missing.push(`${relation}.${column}`);
    }
    expect(missing).toEqual([]);
    for (const bucket of ['attachments', 'avatars']) {
      expect(files.get(`files/${bucket}/${alice.id}/${CANARY}.txt`)?.toString()).toBe(
        `${CANARY} in a file`,
      );
    }
    for (const [name, content] of files) {
      expect(`${name} ${content.includes('canarybob')} ${content.includes(bob.id)}`).toBe(
        `${name} false false`,
      );
    }
  });
});

describe('a person who asks for erasure', () => {
  let code: string;
  const signIn = () =>
    backend.client().auth.signInWithPassword({ email: alice.email, password: PASSWORD });

  test('is shut out at once, whatever token they hold', async () => {
    const asked = await alice.client.rpc('request_account_erasure');
    expect(asked.error).toBeNull();
    const [answer] = asked.data as { erased_from: string; cancel_code: string }[];
    code = answer?.cancel_code ?? '';
    expect(Date.parse(answer?.erased_from ?? '') - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect(await pull(alice)).toMatchObject({ status: 403, error: { message: 'account_deleted' } });
    expect(await alice.client.rpc('push_changes', { changes: {} })).toMatchObject({ status: 403 });
    const written = await alice.client
      .from('visions')
      .insert({ user_id: alice.id, category: 'career', title: 'late' });
    expect(written.error?.code).toBe('42501');
    expect((await signIn()).error).not.toBeNull();
    expect((await alice.client.auth.refreshSession()).error).not.toBeNull();
  });

  test('is not erased before the time has come', async () => {
    expect(await backend.run('erasure-worker')).toMatchObject({ state: 'idle', erased: 0 });
    expect(await admin`select from auth.users where id = ${alice.id}`).toHaveLength(1);
  });

  test('comes back with the code, without signing in, and only with the code', async () => {
    const wrong = await backend.post('erasure-worker/cancel', { code: '0'.repeat(64) });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      404,
      { message: 'erasure_not_found' },
    ]);
    expect((await backend.post('erasure-worker/cancel', {})).status).toBe(404);
    expect((await backend.post('erasure-worker/cancel', { code })).status).toBe(204);
    expect((await backend.post('erasure-worker/cancel', { code })).status).toBe(404);
    expect((await signIn()).error).toBeNull();
    expect((await pull(alice)).error).toBeNull();
  });
});

describe('an erasure at once', () => {
  let before: Record<string, string[]>;
  let carols: Record<string, string[]>;

  test('leaves nothing of the person in any column of any table, nor in Storage', async () => {
    before = await everything(admin, bob.id);
    carols = await everything(admin, carol.id);
    expect(Object.keys(before).length).toBeGreaterThan(80);
    expect((await mentions(admin, [CANARY, alice.id])).length).toBeGreaterThan(80);
    expect(await filesWith(backend.files, CANARY)).not.toEqual([]);
    expect(await sealed(admin, CANARY)).not.toEqual([]);

    const { error } = await alice.client.rpc('request_account_erasure', { immediate: true });
    expect(error).toBeNull();
    await backend.finish('erasure-worker');
    await backend.finish('export-worker');
    expect(await admin`select * from privacy.open_erasures`).toEqual([]);
    expect(await mentions(admin, [CANARY, alice.id])).toEqual([]);
    expect(await sealed(admin, CANARY)).toEqual([]);
    expect(await filesWith(backend.files, CANARY)).toEqual([]);
    expect(backend.printed.join('\n')).not.toMatch(new RegExp(`${CANARY}|${alice.id}`));
  });

  test('leaves another person as they were, byte for byte', async () => {
    expect(await everything(admin, bob.id)).toEqual(before);
    expect((await pull(bob)).error).toBeNull();
    // Whose rows only mentioned the person has them all.
    const rows = (held: Record<string, string[]>) =>
      Object.entries(held).map(([table, { length }]) => `${table} ${length}`);
    const changed = rows(await everything(admin, carol.id)).filter(
      (row) => !rows(carols).includes(row),
    );
    expect(changed.filter((row) => !row.startsWith('sync.changes'))).toEqual([]);
  });

  test('tells the device of the person, which wipes itself', async () => {
    expect(await pull(alice)).toMatchObject({ status: 410, error: { message: 'account_erased' } });
    expect(await alice.client.rpc('push_changes', { changes: {} })).toMatchObject({ status: 410 });
    const asked = async (user_id: string): Promise<unknown> =>
      (await backend.post('erasure-worker/erased', { user_id })).json();
    expect(await asked(alice.id)).toEqual({ erased: true });
    expect(await asked(bob.id)).toEqual({ erased: false });
    expect(await asked('x')).toEqual({ erased: false });
  });

  test('is proven by a ledger that names nobody', async () => {
    const ledger = await admin`select * from privacy.erasure_ledger`;
    expect(ledger).toMatchObject([
      { origin: 'person', subject_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    ]);
    expect(Number(ledger[0]?.row_count)).toBeGreaterThan(80);
  });
});

test('who is not cron may not start a worker', async () => {
  for (const name of ['erasure-worker', 'erasure-worker/ledger', 'export-worker']) {
    expect((await backend.post(name, {})).status).toBe(401);
  }
});
