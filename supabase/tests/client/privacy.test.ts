import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestDevice } from './support/device.ts';
import { type Person, TestServer } from './support/server.ts';
import { Wire } from './support/wire.ts';

// What age, consent and restriction stop, and what they do not, for whoever uses the API with supabase-js and for whoever
// syncs: under 13, from 13 to 15 without a guardian, with consent withdrawn, and with processing restricted.

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

interface Failure {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}
interface Answer {
  data: unknown;
  error: Failure | null;
  status: number;
}
type Raw = Record<string, unknown>;
type Ask = (db: SupabaseClient, person: Person) => PromiseLike<unknown>;
interface Rejection {
  table: string;
  id: string;
  code: string;
  message: string;
  detail: string | null;
  hint: string | null;
}

const as = (person: Person): SupabaseClient => server.connect(person, new Wire());
const sql = (): TestServer['db']['sql'] => server.db.sql;

/** `taken`, `nothing` when it met no row, or the code it was refused with. */
async function outcome(request: PromiseLike<unknown>): Promise<string> {
  const { data, error } = (await request) as Answer;
  if (error) return error.code?.startsWith('PT') ? error.message : error.code;
  return Array.isArray(data) && data.length === 0 ? 'nothing' : 'taken';
}

// Rows as devices make them, and doors by which they come.

const ROWS: Record<string, () => Raw> = {
  tasks: () => ({ title: 'Call grandma' }),
  analytics_events: () => ({
    occurred_at: Date.now() - 60_000,
    session_id: randomUUID(),
    name: 'app-opened',
  }),
  interaction_analytics: () => ({
    occurred_at: Date.now() - 60_000,
    session_id: randomUUID(),
    kind: 'tap',
    target: 'save-button',
  }),
  emotional_readings: () => ({ recorded_at: Date.now() - 60_000, emotion: 'calm' }),
  mood_entries: () => ({ emotion: 'calm' }),
};
const NEEDS: Record<string, string> = {
  analytics_events: 'analytics',
  interaction_analytics: 'analytics',
  emotional_readings: 'emotional_analysis',
};

/** The row as the API takes it: times are ISO 8601. */
function insert(db: SupabaseClient, person: Person, table: string): PromiseLike<unknown> {
  const row = Object.entries(ROWS[table]?.() ?? {}).map(([column, value]) => [
    column,
    column.endsWith('_at') ? new Date(value as number).toISOString() : value,
  ]);
  return db.from(table).insert({ user_id: person.id, ...Object.fromEntries(row) });
}
const change = (db: SupabaseClient, person: Person): PromiseLike<unknown> =>
  db.from('users').update({ region: 'Drenthe' }).eq('id', person.id).select('id');
const read = (db: SupabaseClient, person: Person): PromiseLike<unknown> =>
  db.from('users').select('id').eq('id', person.id);
const pull: Ask = (db) => db.rpc('pull_changes_optimized', {});
function push(db: SupabaseClient, ...tables: string[]): PromiseLike<unknown> {
  const record = (table: string): Raw => ({
    id: randomUUID(),
    ...ROWS[table]?.(),
    _status: 'created',
    _changed: '',
  });
  const changes = Object.fromEntries(
    tables.map((table) => [table, { created: [record(table)], updated: [], deleted: [] }]),
  );
  return db.rpc('push_changes', { changes, device_id: randomUUID() });
}
async function consent(db: SupabaseClient, purpose: string, child?: Person): Promise<Answer> {
  const { data } = await db
    .from('policy_documents')
    .select('id, sha256')
    .eq('code', 'privacy-policy')
    .eq('locale', 'nl')
    .single();
  return db.rpc('give_consent', {
    purpose_code: purpose,
    document_id: (data as { id: string } | null)?.id ?? randomUUID(),
    document_sha256: (data as { sha256: string } | null)?.sha256 ?? 'x',
    locale: 'nl',
    child_id: child?.id ?? null,
  });
}

/** Asks one thing after another, and gives what became of each. */
async function outcomes(
  person: Person,
  asks: Record<string, Ask>,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [name, ask] of Object.entries(asks)) {
    answers[name] = await outcome(ask(as(person), person));
  }
  return answers;
}

/** Enters a question to a model, as the edge function does: `taken`, or the code it was refused with. */
async function askModel(person: Person): Promise<string> {
  try {
    await sql()`
      select public.record_ai_interaction(${person.id}, ${randomUUID()}, 'coaching', 'groq', 'llama', 'started')
    `;
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Gives somebody a verified guardian, who has an account. */
async function guard(child: Person, parent: Person): Promise<void> {
  const [row] = await sql()<{ email: string }[]>`
    select email from auth.users where id = ${parent.id}
  `;
  const named = await as(child).rpc('name_guardian', { email: row?.email ?? '' });
  expect(named.error).toBeNull();
  await sql()`select public.verify_guardian(${child.id}, ${named.data as string}, 'signed_form', 'form 17', ${parent.id})`;
}

describe.each([
  ['who is under 13', { age_band: 'under_13' }, 'guardian_missing', /parent or guardian/],
  ['who does not say how old they are', { age_band: null }, 'age_unknown', /how old/],
] as const)('%s', (_, metadata, code, reason) => {
  let kid: Person;

  beforeAll(async () => {
    kid = await server.signUp('kid', {
      ...metadata,
      username: `kid_${randomUUID().slice(0, 8)}`,
      display_name: 'Kim',
      first_name: 'Kim',
    });
  });

  test('has an account that waits, and of whom nothing is kept that says who they are', async () => {
    const profile = await as(kid).from('users').select('*').single();
    expect(profile.data).toMatchObject({ username: null, first_name: null, display_name: null });
  });

  test('is refused at every door but those that let them in or out', async () => {
    expect(
      await outcomes(kid, {
        pull,
        push: (db) => push(db, 'tasks'),
        insert: (db, me) => insert(db, me, 'tasks'),
        emotion: (db, me) => insert(db, me, 'emotional_readings'),
        change,
        delete: (db, me) => db.from('user_preferences').delete().eq('user_id', me.id).select('id'),
        device: (db) => db.rpc('register_device', { id: randomUUID() }),
        consent: (db) => consent(db, 'ai_coaching'),
        export: (db) => db.rpc('request_data_export', {}),
        restrict: (db) => db.rpc('restrict_processing', {}),
        found: (db) => db.rpc('create_organization', { name: 'Kids' }),
        upload: (db, me) =>
          db.storage
            .from('avatars')
            .upload(`${me.id}/me.png`, new Blob(['x'], { type: 'image/png' }))
            .then(({ data, error }) => ({ data, error: error && { code: 'refused' } })),
        // In, out, and what they may know.
        withdraw: (db) => db.rpc('withdraw_consent', { purpose_code: 'analytics' }),
        consents: (db) => db.rpc('my_consents'),
        read,
      }),
    ).toEqual({
      pull: code,
      push: code,
      insert: '42501',
      emotion: 'consent_missing',
      change: 'nothing',
      delete: '42501',
      device: code,
      consent: code,
      export: code,
      restrict: code,
      found: code,
      upload: 'refused',
      withdraw: 'taken',
      consents: 'taken',
      read: 'taken',
    });
  });

  test('is told why and what to do, and keeps what is on the device', async () => {
    const phone = new TestDevice(server, kid, 'phone');
    await phone.create('tasks', ROWS.tasks?.() ?? {});
    expect(await phone.attempt()).toMatchObject({
      code,
      status: 403,
      detail: expect.stringMatching(reason) as string,
      hint: expect.stringMatching(/call (name_guardian|declare_age_band)/i) as string,
    });
    expect(phone.sync.status).toMatchObject({ state: 'error', pending: 1 });
    expect(phone.wire.of('push_changes')).toEqual([]);
  });
});

test('who is under 13 comes in with a verified guardian, is never measured, and stays out without', async () => {
  const kid = await server.signUp('kid', { age_band: 'under_13' });
  const parent = await server.signUp('parent');
  const phone = new TestDevice(server, kid, 'phone');
  await phone.create('tasks', ROWS.tasks?.() ?? {});
  expect(await phone.attempt()).toMatchObject({ code: 'guardian_missing' });
  await guard(kid, parent);
  expect(await phone.attempt()).toBeUndefined();
  expect(await sql()`select from public.tasks where user_id = ${kid.id}`).toHaveLength(1);

  // The guardian consents to what is for children, and to nothing else; the child to nothing.
  expect(
    await outcomes(parent, {
      coaching: (db) => consent(db, 'ai_coaching', kid),
      analytics: (db) => consent(db, 'analytics', kid),
      emotions: (db) => consent(db, 'emotional_analysis', kid),
    }),
  ).toEqual({
    coaching: 'taken',
    analytics: 'consent_impossible',
    emotions: 'consent_impossible',
  });
  expect(await outcome(consent(as(kid), 'ai_coaching'))).toBe('guardian_consent_missing');
  for (const table of Object.keys(NEEDS)) {
    expect(`${table} ${await outcome(insert(as(kid), kid, table))}`).toBe(
      `${table} consent_missing`,
    );
    const { rejected } = ((await push(as(kid), table)) as { data: { rejected: Rejection[] } }).data;
    expect(rejected).toMatchObject([{ table, code: 'consent_missing' }]);
  }

  // When the guardian stops answering for the child.
  expect((await as(parent).rpc('revoke_guardian', { child_id: kid.id })).error).toBeNull();
  await phone.create('tasks', ROWS.tasks?.() ?? {});
  expect(await phone.attempt()).toMatchObject({ code: 'guardian_missing' });
  expect(phone.sync.status.pending).toBe(1);
});

describe('from 13 to 15, without a guardian', () => {
  // A country where a guardian consents until 16, and one where people do from 13 on.
  let teen: Person;
  let belgian: Person;

  beforeAll(async () => {
    teen = await server.signUp('teen', { age_band: '13_15', country: 'NL' });
    belgian = await server.signUp('teen', { age_band: '13_15', country: 'BE' });
  });

  test('everything works that needs no consent', async () => {
    expect(
      await outcomes(teen, {
        pull,
        push: (db) => push(db, 'tasks', 'mood_entries'),
        insert: (db, me) => insert(db, me, 'tasks'),
        change,
        export: (db) => db.rpc('request_data_export', {}),
        guardian: (db) => db.rpc('name_guardian', { email: 'mum@example.test' }),
      }),
    ).toEqual({
      pull: 'taken',
      push: 'taken',
      insert: 'taken',
      change: 'taken',
      export: 'taken',
      guardian: 'taken',
    });
    expect(await sql()`select from public.tasks where user_id = ${teen.id}`).toHaveLength(2);
    expect(await sql()`select from public.mood_entries where user_id = ${teen.id}`).toHaveLength(1);
  });

  test.each(['analytics', 'emotional_analysis', 'ai_coaching', 'research'])(
    'consent to %s is a guardian’s to give, or their own where the country says so',
    async (purpose) => {
      const answer = await consent(as(teen), purpose);
      expect(answer).toMatchObject({ status: 403, error: { message: 'guardian_consent_missing' } });
      expect(answer.error?.details).toContain(`purpose_code: for ${purpose}`);
      expect(answer.error?.hint).toMatch(/guardian call give_consent with child_id/);
      expect(await outcome(consent(as(belgian), purpose))).toBe('taken');
    },
  );

  test.each(Object.keys(NEEDS))(
    'so %s is refused of one, and taken of the other',
    async (table) => {
      expect(await outcome(insert(as(teen), teen, table))).toBe('consent_missing');
      expect(await outcome(insert(as(belgian), belgian, table))).toBe('taken');
      const pushed = async (person: Person): Promise<Rejection[]> =>
        ((await push(as(person), table)) as { data: { rejected: Rejection[] } }).data.rejected;
      expect(await pushed(teen)).toMatchObject([{ table, code: 'consent_missing' }]);
      expect(await pushed(belgian)).toEqual([]);
    },
  );

  test('with a guardian who consents it is taken, until the guardian leaves', async () => {
    const parent = await server.signUp('parent');
    await guard(teen, parent);
    expect(await outcome(insert(as(teen), teen, 'analytics_events'))).toBe('consent_missing');
    expect(await outcome(consent(as(parent), 'analytics', teen))).toBe('taken');
    expect(await outcome(insert(as(teen), teen, 'analytics_events'))).toBe('taken');
    expect((await as(parent).rpc('revoke_guardian', { child_id: teen.id })).error).toBeNull();
    expect(await outcome(insert(as(teen), teen, 'analytics_events'))).toBe('consent_missing');
    // The account stays open: only under 13 it closes.
    expect(await outcome(insert(as(teen), teen, 'tasks'))).toBe('taken');
  });
});

describe('who withdrew a consent', () => {
  let alice: Person;
  const withdraw = (purpose_code: string): PromiseLike<unknown> =>
    as(alice).rpc('withdraw_consent', { purpose_code });

  beforeAll(async () => {
    alice = await server.signUp('alice');
    for (const purpose of new Set(Object.values(NEEDS))) {
      expect(await outcome(consent(as(alice), purpose))).toBe('taken');
    }
  });

  test.each(Object.entries(NEEDS))(
    '%s is taken with consent to %s, and refused without, by name and with what to do',
    async (table, purpose) => {
      const db = as(alice);
      expect(await outcome(insert(db, alice, table))).toBe('taken');
      expect(((await push(db, table)) as { data: { rejected: [] } }).data.rejected).toEqual([]);
      await withdraw(purpose);
      const { error, status } = (await insert(db, alice, table)) as Answer;
      expect([status, error?.message]).toEqual([403, 'consent_missing']);
      expect(error?.details).toContain(`purpose_code: nothing is kept for ${purpose}`);
      expect(error?.hint).toMatch(/call give_consent/);
      // In a push with others only it is refused.
      const answer = (await push(db, table, 'tasks')) as {
        data: { accepted: Record<string, number>; rejected: Rejection[] };
      };
      expect(answer.data.accepted.tasks).toBe(1);
      expect(answer.data.rejected).toHaveLength(1);
      const [rejection] = answer.data.rejected;
      expect(rejection).toMatchObject({ table, code: 'consent_missing' });
      expect(`${rejection?.message} ${rejection?.detail}`).toContain(`kept for ${purpose}`);
      expect(rejection?.hint).toMatch(/call give_consent/);
      // What was kept before is read and taken along as ever.
      expect(await outcome(db.from(table).select('id'))).toBe('taken');
      expect((await consent(db, purpose)).error).toBeNull();
      expect(await outcome(insert(db, alice, table))).toBe('taken');
    },
  );

  test('elsewhere: what a device recorded meanwhile comes back as a rejection, and goes once it is given again', async () => {
    const phone = new TestDevice(server, alice, 'phone');
    await phone.sync.sync();
    const reading = await phone.create('emotional_readings', ROWS.emotional_readings?.() ?? {});
    const task = await phone.create('tasks', ROWS.tasks?.() ?? {});
    await withdraw('emotional_analysis');

    expect(await phone.attempt()).toBeUndefined();
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 1 });
    const noted = async (): Promise<Raw[]> =>
      [...(await phone.rowsOf('sync_rejections')).values()].filter(
        ({ row_id }) => row_id === reading,
      );
    expect(await noted()).toMatchObject([
      {
        table_name: 'emotional_readings',
        row_id: reading,
        code: 'consent_missing',
        hint: expect.stringMatching(/give_consent/) as string,
      },
    ]);
    expect(
      await sql()`select from public.emotional_readings where user_id = ${alice.id} and id = ${reading}`,
    ).toHaveLength(0);
    expect(
      await sql()`select from public.tasks where user_id = ${alice.id} and id = ${task}`,
    ).toHaveLength(1);
    expect((await phone.rawsOf('emotional_readings')).get(reading)?._status).toBe('created');
    expect(
      await outcomes(alice, { pull, export: (db) => db.rpc('request_data_export', {}) }),
    ).toEqual({ pull: 'taken', export: 'taken' });

    expect((await consent(as(alice), 'emotional_analysis')).error).toBeNull();
    await phone.sync.sync();
    expect(phone.sync.status).toMatchObject({ state: 'idle', pending: 0 });
    // That it was refused is forgotten, and the next pull says so.
    await phone.sync.sync();
    expect(await noted()).toEqual([]);
    expect(
      await sql()`select from public.emotional_readings where user_id = ${alice.id} and id = ${reading}`,
    ).toHaveLength(1);
  });

  test('no model is asked', async () => {
    const ask = (): Promise<string> => askModel(alice);
    expect(await ask()).toBe('consent_missing');
    await consent(as(alice), 'ai_coaching');
    expect(await ask()).toBe('taken');
    await withdraw('ai_coaching');
    expect(await ask()).toBe('consent_missing');
  });
});

describe('who restricts processing', () => {
  let bob: Person;
  let task: string;
  const path = (): string => `${bob.id}/me.png`;
  const photo = new Blob(['x'], { type: 'image/png' });

  beforeAll(async () => {
    bob = await server.signUp('bob');
    expect((await consent(as(bob), 'analytics')).error).toBeNull();
    task = randomUUID();
    await as(bob).from('tasks').insert({ user_id: bob.id, id: task, title: 'Before' });
    const { error } = await as(bob).storage.from('avatars').upload(path(), photo);
    expect(error).toBeNull();
    expect(await outcome(as(bob).rpc('restrict_processing', {}))).toBe('taken');
  });

  test('nothing is written of theirs, by any door', async () => {
    const title = { title: 'After' };
    expect(
      await outcomes(bob, {
        push: (db) => push(db, 'tasks'),
        'empty push': (db) => db.rpc('push_changes', { changes: {} }),
        insert: (db, me) => insert(db, me, 'tasks'),
        upsert: (db, me) => db.from('tasks').upsert({ user_id: me.id, id: task, ...title }),
        change: (db) => db.from('tasks').update(title).eq('id', task).select('id'),
        profile: change,
        delete: (db) => db.from('tasks').delete().eq('id', task).select('id'),
        batch: (db) => db.rpc('execute_operations', { operations: [] }),
        analytics: (db, me) => insert(db, me, 'analytics_events'),
        consent: (db) => consent(db, 'research'),
        upload: (db, me) =>
          db.storage
            .from('avatars')
            .upload(`${me.id}/other.png`, photo)
            .then(({ data, error }) => ({ data, error: error && { code: 'refused' } })),
        mark: (db, me) => db.from('users').update({ restricted_at: null }).eq('id', me.id),
      }),
    ).toEqual({
      push: 'processing_restricted',
      'empty push': 'processing_restricted',
      insert: '42501',
      upsert: '42501',
      change: 'nothing',
      profile: 'nothing',
      delete: 'nothing',
      batch: 'processing_restricted',
      analytics: 'consent_missing',
      consent: 'processing_restricted',
      upload: 'refused',
      mark: '42501',
    });
    const [row] = await sql()`select title from public.tasks where id = ${task}`;
    expect(row?.title).toBe('Before');
  });

  test('they see all of it, take it along, withdraw, and may be erased', async () => {
    expect(
      await outcomes(bob, {
        pull,
        read: (db) => db.from('tasks').select('title'),
        file: (db) => db.storage.from('avatars').download(path()),
        consents: (db) => db.rpc('my_consents'),
        requests: (db) => db.rpc('my_data_requests', {}),
        retention: (db) => db.rpc('my_retention'),
        log: (db) => db.rpc('my_access_log', {}),
        export: (db) => db.rpc('request_data_export', {}),
        exports: (db) => db.from('data_exports').select('state'),
        withdraw: (db) => db.rpc('withdraw_consent', { purpose_code: 'analytics' }),
        erase: (db) => db.rpc('request_account_erasure', {}),
        'come back': (db) => db.rpc('cancel_account_erasure', {}),
      }),
    ).toEqual({
      pull: 'taken',
      read: 'taken',
      file: 'taken',
      consents: 'taken',
      requests: 'taken',
      retention: 'taken',
      log: 'nothing',
      export: 'taken',
      exports: 'taken',
      withdraw: 'taken',
      erase: 'taken',
      'come back': 'taken',
    });
  });

  test('a device goes on to pull, keeps what it cannot send and says why, and sends it once that is lifted', async () => {
    const phone = new TestDevice(server, bob, 'phone');
    // The app is new on this device: it says what it is, and reads.
    expect(await phone.attempt()).toBeUndefined();
    expect((await phone.rowsOf('tasks')).get(task)?.title).toBe('Before');
    expect(await as(bob).from('sync_devices').select('id')).toMatchObject({ data: [] });

    const made = await phone.create('tasks', { title: 'Made meanwhile' });
    await phone.edit('tasks', task, { title: 'After' });
    expect(await phone.attempt()).toMatchObject({
      code: 'processing_restricted',
      status: 403,
      detail: expect.stringMatching(/restricted, as they asked/) as string,
      hint: expect.stringMatching(/lift_restriction/) as string,
    });
    expect(phone.sync.status).toMatchObject({ state: 'error', pending: 2 });
    // Support corrects a row for them, and the device is told.
    await sql()`
      insert into public.tasks (user_id, title) values (${bob.id}, 'Entered by support')
    `;
    expect(await phone.attempt()).toMatchObject({ code: 'processing_restricted' });
    const titles = [...(await phone.rowsOf('tasks')).values()].map(({ title }) => title);
    expect(titles.sort()).toEqual(['After', 'Entered by support', 'Made meanwhile']);

    expect(await outcome(as(bob).rpc('lift_restriction', {}))).toBe('taken');
    expect(await phone.attempt()).toBeUndefined();
    const rows = await sql()<{ id: string; title: string }[]>`
      select id, title from public.tasks where user_id = ${bob.id} and id in (${task}, ${made}) order by title
    `;
    expect(rows.map(({ title }) => title)).toEqual(['After', 'Made meanwhile']);
  });

  test('nothing is computed of them and no model is asked, until it is lifted', async () => {
    const carol = await server.signUp('carol');
    for (const purpose of ['analytics', 'ai_coaching']) await consent(as(carol), purpose);
    await insert(as(carol), carol, 'analytics_events');
    await as(carol).rpc('restrict_processing', {});
    const days = async (): Promise<number> => {
      await sql()`select private.refresh_activity()`;
      return (await sql()`select from public.user_activity_daily where user_id = ${carol.id}`)
        .length;
    };
    expect(await days()).toBe(0);
    expect(await askModel(carol)).toBe('processing_restricted');
    await as(carol).rpc('lift_restriction', {});
    expect(await days()).toBe(1);
    expect(await askModel(carol)).toBe('taken');
  });
});
