import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RealtimeChannel, type SupabaseClient, createClient } from '@supabase/supabase-js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { TestDevice } from './support/device.ts';
import { type Person, TestServer } from './support/server.ts';
import { Wire } from './support/wire.ts';

// Attacks on organisations through the API, with supabase-js as anybody may use it; those that SQL shows better are in
// supabase/tests/security/organisations_hold.test.sql. Acme is alice's: bob is admin, carol coach, dave member. Mallory
// owns Evil, where bob is admin too.

let server: TestServer;
let alice: Person;
let bob: Person;
let carol: Person;
let dave: Person;
let mallory: Person;
let acme: string;
let evil: string;
/** Rows of Acme, made anew for each attack. */
let team: string;
let announcement: string;
/** What Acme looked like before an attack. */
let before: unknown;
let channels: SupabaseClient[] = [];

beforeAll(async () => {
  server = await TestServer.start(undefined, true);
  [alice, bob, carol, dave, mallory] = (await Promise.all(
    ['alice', 'bob', 'carol', 'dave', 'mallory'].map((name) => server.signUp(name)),
  )) as [Person, Person, Person, Person, Person];
  acme = await found(alice, 'Acme');
  evil = await found(mallory, 'Evil');
  await join(alice, acme, bob, 'admin');
  await join(alice, acme, carol, 'coach');
  await join(alice, acme, dave, 'member');
  await join(mallory, evil, bob, 'admin');
});
afterAll(() => server.stop());
beforeEach(async () => {
  [team, announcement] = [randomUUID(), randomUUID()];
  const db = as(alice);
  await done(db.from('teams').insert({ organization_id: acme, id: team, name: 'Secret team' }));
  await done(
    db.from('team_announcements').insert({
      organization_id: acme,
      id: announcement,
      team_id: team,
      title: 'Secret title',
      body: 'Secret body',
    }),
  );
  before = await everythingOf(acme);
});
afterEach(async () => {
  for (const client of channels) {
    await client.removeAllChannels();
    await client.realtime.disconnect();
  }
  channels = [];
});

interface Refusal {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}
interface Answer {
  data: unknown;
  error: Refusal | null;
}
interface Pushed {
  accepted: Record<string, number>;
  rejected: { table: string; id: string; code: string }[];
}
type Raw = Record<string, unknown>;

const as = (person: Person): SupabaseClient => server.connect(person, new Wire());
const visitor = (): SupabaseClient =>
  createClient(server.url, server.publishableKey, {
    auth: { persistSession: false },
    realtime: { transport: WebSocket as never },
  }) as SupabaseClient;

async function done<T>(request: PromiseLike<{ data: T; error: Refusal | null }>): Promise<T> {
  const { data, error } = await request;
  if (error) throw new Error(error.message, { cause: error });
  return data;
}
const rpc = <T>(person: Person, name: string, args: Raw): Promise<T> =>
  done(as(person).rpc(name, args) as PromiseLike<{ data: T; error: Refusal | null }>);

/** Why a request is refused; `nothing` when it was taken and met no row. */
async function refusal(request: PromiseLike<unknown>): Promise<string> {
  const { data, error } = (await request) as Answer;
  if (error) return error.code.startsWith('PT') ? error.message : error.code;
  return data === null || (Array.isArray(data) && data.length === 0) ? 'nothing' : 'taken';
}
const refused = (person: Person, name: string, args: Raw): Promise<string> =>
  refusal(as(person).rpc(name, args));

const found = (person: Person, name: string): Promise<string> =>
  rpc(person, 'create_organization', { name });
async function invite(
  person: Person,
  organization: string,
  args: Raw = {},
): Promise<{ id: string; token: string }> {
  return rpc(person, 'invite_member', { organization_id: organization, ...args });
}
async function join(
  owner: Person,
  organization: string,
  person: Person,
  role: string,
): Promise<void> {
  const { token } = await invite(owner, organization, { role });
  await rpc(person, 'accept_invitation', { token });
  // The next comes too.
  await server.db.sql`
    update public.organizations set plan_id = private.catalogue_id('plans', 'premium'), subscription_status = 'active', seat_limit = 100
    where id = ${organization}
  `;
}
/** An address that somebody signed up with. */
async function emailOf(person: Person): Promise<string> {
  const [row] = await server.db.sql<
    { email: string }[]
  >`select email from auth.users where id = ${person.id}`;
  return row?.email as string;
}

/** Every row of an organisation, and what they hold. */
async function everythingOf(organization: string): Promise<unknown> {
  const { sql } = server.db;
  const [row] = await sql`
    select
      (select jsonb_agg(o) from public.organizations as o where o.id = ${organization}) as organization,
      (select jsonb_agg(m order by m.id) from public.organization_members as m where m.organization_id = ${organization}) as members,
      (select jsonb_agg(t order by t.id) from public.teams as t where t.organization_id = ${organization}) as teams,
      (select jsonb_agg(t order by t.id) from public.team_members as t where t.organization_id = ${organization}) as placed,
      (select jsonb_agg(s order by s.id) from public.shared_visions as s where s.organization_id = ${organization}) as visions,
      (select jsonb_agg(a order by a.id) from public.team_announcements as a where a.organization_id = ${organization}) as announcements
  `;
  return row;
}
const expectUntouched = async (): Promise<void> => expect(await everythingOf(acme)).toEqual(before);

function push(
  person: Person,
  table: string,
  records: { created?: Raw[]; updated?: Raw[]; deleted?: string[] },
  args: Raw = {},
): Promise<Pushed> {
  const changes = { [table]: { created: [], updated: [], deleted: [], ...records } };
  return rpc(person, 'push_changes', { changes, ...args });
}
const codes = ({ rejected }: Pushed): string[] => rejected.map(({ code }) => code);
const pull = (
  person: Person,
  args: Raw = {},
): Promise<{
  changes: Record<string, { updated: Raw[]; deleted: string[] }>;
  timestamp: number;
  page_token: string | null;
}> => rpc(person, 'pull_changes_optimized', args);

const record = (columns: Raw): Raw => ({
  id: randomUUID(),
  organization_id: acme,
  created_at: Date.now(),
  updated_at: Date.now(),
  _status: 'created',
  _changed: '',
  ...columns,
});
const teamRecord = (columns: Raw = {}): Raw =>
  record({ name: 'hers', description: null, color: null, lead_id: null, ...columns });
const note = (columns: Raw = {}): Raw =>
  record({
    title: 'hers',
    body: 'hers',
    team_id: null,
    is_pinned: false,
    expires_on: null,
    ...columns,
  });
const edited = (columns: Raw): Raw => ({
  ...columns,
  updated_at: Date.now() + 1_000,
  _status: 'updated',
  _changed: `${Object.keys(columns).join(',')},updated_at`,
});

describe('records of others', () => {
  test('1. a stolen row id is not updated, deleted or upserted', async () => {
    const teams = as(mallory).from('teams');
    expect(await refusal(teams.update({ name: 'hers' }).eq('id', team).select())).toBe('nothing');
    expect(await refusal(teams.delete().eq('id', team).select())).toBe('nothing');
    expect(await refusal(teams.upsert({ organization_id: acme, id: team, name: 'hers' }))).toBe(
      '42501',
    );
    expect(
      await refusal(as(dave).from('teams').update({ name: 'his' }).eq('id', team).select()),
    ).toBe('nothing');
    expect(
      await refusal(as(dave).from('team_announcements').delete().eq('id', announcement).select()),
    ).toBe('nothing');
    await expectUntouched();
  });

  test('2. nor is it pushed, as made, edited or deleted', async () => {
    for (const person of [mallory, dave]) {
      expect(codes(await push(person, 'teams', { created: [teamRecord({ id: team })] }))).toEqual([
        'not_allowed',
      ]);
      expect(
        codes(
          await push(person, 'teams', { updated: [teamRecord(edited({ id: team, name: 'x' }))] }),
        ),
      ).toEqual(['not_allowed']);
      expect(
        codes(
          await push(person, 'team_announcements', {
            updated: [note(edited({ id: announcement, body: 'x' }))],
          }),
        ),
      ).toEqual(['not_allowed']);
    }
    // What she cannot see is gone already, for her; what he may not delete comes back to him.
    expect(codes(await push(mallory, 'teams', { deleted: [team] }))).toEqual([]);
    expect(codes(await push(dave, 'teams', { deleted: [team] }))).toEqual(['not_allowed']);
    await expectUntouched();
  });

  test('3. nor taken for a record of another organisation', async () => {
    const own = { organization_id: evil, id: team };
    expect(
      await refusal(
        as(mallory)
          .from('teams')
          .insert({ ...own, name: 'hers' }),
      ),
    ).toBe('23505');
    expect(
      await refusal(
        as(mallory)
          .from('teams')
          .upsert({ ...own, name: 'hers' }),
      ),
    ).toBe('23505');
    expect(codes(await push(mallory, 'teams', { created: [teamRecord(own)] }))).toEqual([
      'value_taken',
    ]);
    // On the devices of who is in both, it is Acme's still.
    const seen = (await pull(bob)).changes.teams?.updated.filter(({ id }) => id === team);
    expect(seen).toMatchObject([{ organization_id: acme, name: 'Secret team' }]);
    await expectUntouched();
  });

  test('4. a forged organization_id lets nothing in', async () => {
    const vision = randomUUID();
    await done(
      as(mallory)
        .from('visions')
        .insert({ user_id: mallory.id, id: vision, category: 'health', title: 'hers' }),
    );
    const rows: Record<string, Raw> = {
      teams: { name: 'hers' },
      team_members: { team_id: team, user_id: mallory.id },
      team_announcements: { title: 'hers', body: 'hers' },
      shared_visions: { vision_id: vision },
    };
    for (const [table, columns] of Object.entries(rows)) {
      expect(
        await refusal(
          as(mallory)
            .from(table)
            .insert({ organization_id: acme, ...columns }),
        ),
      ).toBe('42501');
      expect(codes(await push(mallory, table, { created: [record(columns)] }))).toEqual([
        'not_allowed',
      ]);
    }
    for (const organization_id of [
      null,
      '',
      'x',
      1,
      [acme],
      { id: acme },
      acme.toUpperCase(),
      `${acme} `,
    ]) {
      const answer = await push(mallory, 'teams', { created: [teamRecord({ organization_id })] });
      expect(codes(answer)).toEqual(['not_allowed']);
    }
    await expectUntouched();
  });

  test('5. nor does a batch of operations', async () => {
    const steps = [
      {
        kind: 'create',
        table: 'teams',
        row: { id: randomUUID(), organization_id: acme, name: 'hers' },
      },
      { kind: 'update', table: 'teams', row: { id: team, organization_id: acme, name: 'hers' } },
      { kind: 'upsert', table: 'teams', row: { id: team, organization_id: acme, name: 'hers' } },
      { kind: 'update', table: 'teams', row: { id: team, organization_id: evil, name: 'hers' } },
      { kind: 'create', table: 'teams', row: { id: team, organization_id: evil, name: 'hers' } },
      { kind: 'delete', table: 'teams', row_id: team },
      {
        kind: 'update',
        table: 'organization_members',
        row: { id: randomUUID(), organization_id: acme, role: 'owner' },
      },
      {
        kind: 'call',
        function: 'change_member_role',
        args: { organization_id: acme, user_id: mallory.id, role: 'owner' },
      },
      {
        kind: 'call',
        function: 'remove_member',
        args: { organization_id: acme, user_id: alice.id },
      },
    ];
    for (const step of steps) {
      const { results } = await rpc<{
        results: { status: string; result?: { was_there?: boolean } }[];
      }>(mallory, 'execute_operations', {
        operations: [{ id: randomUUID(), ...step }],
        atomic: false,
      });
      expect(
        results[0]?.status === 'failed' || results[0]?.result?.was_there === false,
        JSON.stringify([step, results]),
      ).toBe(true);
    }
    await expectUntouched();
  });

  test('6. nor an import, or a conflict that is not hers', async () => {
    await rpc(mallory, 'import_local_storage', {
      payload: {
        organizations: [{ id: acme, name: 'hers' }],
        teams: JSON.stringify([{ id: team, organization_id: acme, name: 'hers' }]),
        visions: [
          {
            id: randomUUID(),
            organization_id: acme,
            title: 'hers',
            category: 'health',
            user_id: alice.id,
          },
        ],
      },
    });
    const [vision] = await server.db
      .sql`select user_id from public.visions where title = 'hers' and user_id <> ${mallory.id}`;
    expect(vision).toBeUndefined();
    const [conflict] = await server.db.sql<{ id: string }[]>`
      insert into public.sync_conflicts (user_id, organization_id, table_name, row_id, column_name, rule, client_value, server_value, resolution)
      values (${alice.id}, ${acme}, 'teams', ${team}, 'name', 'manual', '"hers"', '"Secret team"', 'pending') returning id
    `;
    expect(await refused(mallory, 'resolve_conflict', { id: conflict?.id, choice: 'client' })).toBe(
      'conflict_not_found',
    );
    const forged = {
      user_id: mallory.id,
      table_name: 'teams',
      row_id: team,
      column_name: 'name',
      rule: 'manual',
      client_value: { x: 1 },
      server_value: { y: 1 },
      resolution: 'pending',
    };
    expect(await refusal(as(mallory).from('sync_conflicts').insert(forged))).toBe('42501');
    // One from when one might still change the team.
    const [old] = await server.db.sql<{ id: string }[]>`
      insert into public.sync_conflicts (user_id, organization_id, table_name, row_id, column_name, rule, client_value, server_value, resolution)
      values (${dave.id}, ${acme}, 'teams', ${team}, 'name', 'manual', '"his"', '"Secret team"', 'pending') returning id
    `;
    expect(await refused(dave, 'resolve_conflict', { id: old?.id, choice: 'client' })).toBe(
      '42501',
    );
    await expectUntouched();
  });

  test('7. a child is not given a parent in another organisation', async () => {
    const db = as(mallory);
    expect(
      await refusal(
        db
          .from('team_members')
          .insert({ organization_id: evil, team_id: team, user_id: mallory.id }),
      ),
    ).toBe('23503');
    expect(
      await refusal(
        db
          .from('team_announcements')
          .insert({ organization_id: evil, team_id: team, title: 'x', body: 'x' }),
      ),
    ).toBe('23503');
    expect(
      await refusal(
        db.from('teams').insert({ organization_id: evil, name: 'x', lead_id: alice.id }),
      ),
    ).toBe('23503');
    const child = record({ organization_id: evil, team_id: team, user_id: mallory.id });
    expect(codes(await push(mallory, 'team_members', { created: [child] }))).toEqual([
      'parent_missing',
    ]);
    // Nor does an admin of both hand one over.
    const own = randomUUID();
    await done(db.from('teams').insert({ organization_id: evil, id: own, name: 'Thieves' }));
    const moved = as(bob)
      .from('team_announcements')
      .update({ team_id: own })
      .eq('id', announcement)
      .select();
    expect(await refusal(moved)).toBe('nothing');
    await expectUntouched();
  });

  test('8. a row is not moved by its organization_id, not even by an admin of both', async () => {
    expect(
      await refusal(as(bob).from('teams').update({ organization_id: evil }).eq('id', team)),
    ).toBe('42501');
    const moved = teamRecord(edited({ id: team, organization_id: evil }));
    expect(
      codes(await push(bob, 'teams', { updated: [{ ...moved, _changed: 'organization_id' }] })),
    ).toEqual([]);
    await expectUntouched();
  });
});

describe('invitations', () => {
  test('9. one that was used lets nobody in again, not even who used it', async () => {
    const [erin, frank] = await Promise.all([server.signUp('erin'), server.signUp('frank')]);
    const { token } = await invite(alice, acme);
    await rpc(erin, 'accept_invitation', { token });
    expect(await refused(frank, 'accept_invitation', { token })).toBe('invitation_used');
    await rpc(alice, 'remove_member', { organization_id: acme, user_id: erin.id });
    expect(await refused(erin, 'accept_invitation', { token })).toBe('invitation_used');
    await expectUntouched();
  });

  test('10. nor does one that ran out, was revoked, or whose maker may not invite any more', async () => {
    const erin = await server.signUp('erin');
    const [expired, revoked] = [await invite(alice, acme), await invite(alice, acme)];
    await server.db
      .sql`update public.organization_invitations set expires_at = now() where id = ${expired.id}`;
    await rpc(alice, 'revoke_invitation', { organization_id: acme, invitation_id: revoked.id });
    expect(await refused(erin, 'accept_invitation', { token: expired.token })).toBe(
      'invitation_expired',
    );
    expect(await refused(erin, 'accept_invitation', { token: revoked.token })).toBe(
      'invitation_revoked',
    );
    const own = await found(erin, 'Passing');
    const { token } = await invite(erin, own);
    await rpc(erin, 'delete_organization', { organization_id: own, name: 'Passing' });
    expect(await refused(mallory, 'accept_invitation', { token })).toBe('invitation_not_found');
    await expectUntouched();
  });

  test("11. somebody else's is for them alone, and who was removed comes back by none from before", async () => {
    const [erin, frank] = await Promise.all([server.signUp('erin'), server.signUp('frank')]);
    const email = await emailOf(erin);
    const { token } = await invite(alice, acme, { email });
    const open = await invite(alice, acme);
    for (const name of ['accept_invitation', 'decline_invitation']) {
      expect(await refused(frank, name, { token })).toBe('invitation_for_another');
    }
    await rpc(erin, 'accept_invitation', { token });
    await rpc(alice, 'remove_member', { organization_id: acme, user_id: erin.id });
    expect(await refused(erin, 'accept_invitation', { token: open.token })).toBe(
      'invitation_revoked',
    );
    await expectUntouched();
  });

  test('12. a token is not guessed, nor made of what is known of it', async () => {
    const { id, token } = await invite(alice, acme);
    const hash = createHash('sha256').update(token).digest('hex');
    const guesses = [
      '',
      ' ',
      'x',
      id,
      acme,
      hash,
      `\\x${hash}`,
      token.toUpperCase(),
      token.slice(0, -1),
      `${token} `,
      `${token}\n`,
      `' or true --`,
      '%',
      '*',
      'null',
      '0'.repeat(64),
      'f'.repeat(1_000_000),
    ];
    const answers = new Set<string>();
    for (const guess of guesses) {
      const { error } = (await as(mallory).rpc('accept_invitation', { token: guess })) as Answer;
      answers.add(JSON.stringify(error));
    }
    expect([...answers]).toEqual([expect.stringContaining('invitation_not_found')]);
    for (const guess of [null, [token], { token }, 1]) {
      expect(await refused(mallory, 'accept_invitation', { token: guess })).not.toBe('taken');
    }
    await expectUntouched();
  });

  test('13. an organisation of others is answered as none, and as quickly', async () => {
    const calls: Record<string, Raw> = {
      invite_member: {},
      list_invitations: {},
      revoke_invitation: { invitation_id: randomUUID() },
      change_member_role: { user_id: alice.id, role: 'member' },
      remove_member: { user_id: alice.id },
      transfer_ownership: { user_id: mallory.id },
      update_my_membership: { display_name: 'x' },
      delete_organization: { name: 'Acme' },
      leave_organization: {},
      add_organization_domain: { domain: 'acme.example' },
      remove_organization_domain: { domain: 'acme.example' },
      list_organization_domains: {},
    };
    const ask = async (name: string, organization_id: string): Promise<Answer> => {
      const { data, error } = (await as(mallory).rpc(name, {
        ...calls[name],
        organization_id,
      })) as Answer;
      return { data, error };
    };
    for (const name of Object.keys(calls)) {
      const [foreign, none] = [await ask(name, acme), await ask(name, randomUUID())];
      expect(foreign).toEqual(none);
      if (name !== 'leave_organization')
        expect(foreign.error?.message).toBe('organization_not_found');
    }
    const waits: [number[], number[]] = [[], []];
    for (let round = 0; round < 40; round += 1) {
      for (const [nth, id] of [acme, randomUUID()].entries()) {
        const at = performance.now();
        await ask('remove_member', id);
        waits[nth]?.push(performance.now() - at);
      }
    }
    const [foreign, none] = waits.map((each) => each.sort((a, b) => a - b)[20] as number) as [
      number,
      number,
    ];
    expect(Math.abs(foreign - none)).toBeLessThan(0.5 * Math.min(foreign, none) + 1);
    await expectUntouched();
  });

  test('14. inviting does not tell whether an address has an account', async () => {
    const stranger = await server.signUp('stranger');
    const address = await emailOf(stranger);
    const known = await invite(mallory, evil, { email: address });
    const unknown = await invite(mallory, evil, { email: `nobody-${randomUUID()}@example.test` });
    expect(Object.keys(known)).toEqual(Object.keys(unknown));
    const listed = await rpc<Raw[]>(mallory, 'list_invitations', { organization_id: evil });
    const states = listed
      .filter(({ id }) => id === known.id || id === unknown.id)
      .map(({ state, accepted_by: by }) => [state, by]);
    expect(states).toEqual([
      ['open', null],
      ['open', null],
    ]);
    // A member of Acme is a stranger here as well.
    expect(
      await refused(mallory, 'invite_member', {
        organization_id: evil,
        email: await emailOf(alice),
      }),
    ).toBe('taken');
  });
});

describe('roles, and what only the server writes', () => {
  test('15. nobody promotes themselves, or touches who stands above', async () => {
    const members = as(dave).from('organization_members');
    const own = { organization_id: acme, user_id: dave.id };
    expect(await refusal(members.update({ role: 'owner' }).eq('user_id', dave.id))).toBe('42501');
    expect(await refusal(members.upsert({ ...own, role: 'owner', joined_by: 'founding' }))).toBe(
      '42501',
    );
    expect(await refusal(members.delete().eq('user_id', alice.id))).toBe('42501');
    const row = (await done(members.select().eq('user_id', dave.id).single())) as Raw;
    for (const kind of ['created', 'updated'] as const) {
      const promoted = record({
        ...row,
        role: 'owner',
        created_at: Date.now(),
        updated_at: Date.now(),
        joined_at: Date.now(),
        _changed: 'role',
      });
      expect(codes(await push(dave, 'organization_members', { [kind]: [promoted] }))).toEqual([
        'table_read_only',
      ]);
    }
    expect(
      codes(await push(dave, 'organization_members', { deleted: [row.id as string] })),
    ).toEqual(['table_read_only']);
    for (const role of ['coach', 'admin', 'owner']) {
      expect(await refused(dave, 'change_member_role', { ...own, role })).toBe('role_exceeds_own');
    }
    for (const person of [bob, carol, dave]) {
      expect(
        await refused(person, 'transfer_ownership', { organization_id: acme, user_id: person.id }),
      ).toBe('organization_role_too_low');
    }
    const owner = { organization_id: acme, user_id: alice.id };
    expect(await refused(bob, 'change_member_role', { ...owner, role: 'member' })).toBe(
      'member_outranks',
    );
    expect(await refused(bob, 'remove_member', owner)).toBe('member_outranks');
    expect(
      await refused(bob, 'change_member_role', {
        organization_id: acme,
        user_id: bob.id,
        role: 'owner',
      }),
    ).toBe('role_exceeds_own');
    expect(await refused(bob, 'invite_member', { organization_id: acme, role: 'owner' })).toBe(
      'organization_malformed',
    );
    expect(await refused(bob, 'delete_organization', { organization_id: acme, name: 'Acme' })).toBe(
      'organization_role_too_low',
    );
    await expectUntouched();
  });

  test('16. columns and tables that only the server writes take no push and no request', async () => {
    const db = as(alice);
    const paid = {
      plan_id: randomUUID(),
      subscription_status: 'active',
      seat_limit: 1_000_000,
      subscription_ends_at: null,
    };
    for (const [column, value] of Object.entries(paid)) {
      expect(
        await refusal(
          db
            .from('organizations')
            .update({ [column]: value })
            .eq('id', acme),
        ),
      ).toBe('42501');
    }
    expect(
      codes(
        await push(alice, 'organizations', {
          updated: [{ ...record(edited({ id: acme, ...paid })) }],
        }),
      ),
    ).toEqual(['table_read_only']);
    expect(await refusal(db.from('organizations').insert({ name: 'x', slug: 'x-x' }))).toBe(
      '42501',
    );
    expect(await refusal(db.from('organizations').delete().eq('id', acme))).toBe('42501');
    expect(
      await refusal(
        db.from('organization_domains').insert({
          organization_id: acme,
          domain: 'x.example',
          verification_token: 'x'.repeat(20),
          verified_at: new Date(),
        }),
      ),
    ).toBe('42501');
    expect(
      await refused(alice, 'verify_organization_domain', {
        organization_id: acme,
        domain: 'x.example',
        txt_records: [],
      }),
    ).toBe('42501');
    expect(
      await refusal(
        as(carol)
          .from('team_announcements')
          .insert({ organization_id: acme, title: 'x', body: 'x', author_id: alice.id }),
      ),
    ).toBe('42501');
    await expectUntouched();

    const signed = note({ title: 'in another name', author_id: alice.id });
    expect(codes(await push(carol, 'team_announcements', { created: [signed] }))).toEqual([]);
    const [{ author_id: author } = {}] = await server.db
      .sql`select author_id from public.team_announcements where id = ${signed.id as string}`;
    expect(author).toBe(carol.id);
  });
});

describe('devices and pushes of others', () => {
  test("17. a change that is signed with another's device is not withheld from it", async () => {
    const phone = randomUUID();
    const { timestamp } = await pull(alice, { optimization_hints: { device_id: phone } });
    await push(
      alice,
      'teams',
      { created: [teamRecord({ id: randomUUID() })] },
      { device_id: phone, last_pulled_at: timestamp },
    );
    const hidden = note({ title: 'unseen' });
    // In the name of the device, as the device's owner knows it.
    expect(
      codes(await push(carol, 'team_announcements', { created: [hidden] }, { device_id: phone })),
    ).toEqual([]);
    const pulled = await pull(alice, {
      last_pulled_at: timestamp,
      optimization_hints: { device_id: phone },
    });
    expect(pulled.changes.team_announcements?.updated).toContainEqual(
      expect.objectContaining({ id: hidden.id }),
    );
    // Nor does it make the next push of that device one that comes late.
    const [device] = await server.db.sql<{ last: string }[]>`
      select last_push_timestamp as last from public.sync_devices where user_id = ${alice.id} and id = ${phone}
    `;
    const answer = await push(
      alice,
      'teams',
      {},
      { device_id: phone, last_pushed_at: Number(device?.last) },
    );
    expect(answer.rejected).toEqual([]);
  });

  test("18. somebody else's push id gives neither their answer nor takes it", async () => {
    const args = { push_id: randomUUID() };
    const made = teamRecord({ name: 'Cooks' });
    const first = await push(alice, 'teams', { created: [made] }, args);
    const stolen = await push(mallory, 'teams', { created: [made] }, args);
    expect(codes(stolen)).toEqual(['not_allowed']);
    expect(JSON.stringify(stolen)).not.toContain('Cooks');
    expect(await push(mallory, 'teams', {}, { push_id: randomUUID() })).toMatchObject({
      accepted: {},
    });
    expect(await push(alice, 'teams', { created: [made] }, args)).toEqual(first);
    expect(await refused(mallory, 'push_changes', { changes: {}, ...args })).toBe('push_id_reused');
  });

  test('19. cursors, page tokens and snapshots of another person bring nothing of theirs', async () => {
    const first = await pull(alice, { optimization_hints: { page_size: 1 } });
    expect(first.page_token).not.toBeNull();
    const hints = [
      { page_size: 1_000, page_token: first.page_token },
      {
        page_size: 1_000,
        page_token: `${first.timestamp};;0;feed;0;0;${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`,
      },
      { snapshot: '1:1:' },
      { snapshot: '1:999999999999999999:' },
      { acknowledged: '9007199254740991' },
      { device_id: randomUUID() },
    ];
    const spoils: string[] = [];
    for (const optimization_hints of hints) {
      for (const last_pulled_at of [null, first.timestamp, first.timestamp - 50]) {
        for (const migration of [
          null,
          {
            from: 1,
            tables: ['teams', 'organization_members', 'organization_invitations'],
            columns: [{ table: 'team_announcements', columns: ['body'] }],
          },
        ]) {
          const { data, error } = (await as(mallory).rpc('pull_changes_optimized', {
            last_pulled_at,
            optimization_hints,
            migration,
          })) as Answer;
          if (error) expect(error.code).toMatch(/^PT4/);
          spoils.push(JSON.stringify(data));
        }
      }
    }
    expect(spoils.join(' ')).not.toMatch(/Secret|Acme/);
    for (const optimization_hints of [
      { page_token: 'x' },
      { page_token: "';drop table teams;--" },
      { snapshot: '1:2:3,' },
      { page_size: 0 },
      { page_size: 1e9 },
      { device_id: "' or true" },
      [],
      'x',
    ]) {
      expect(await refused(mallory, 'pull_changes_optimized', { optimization_hints })).toBe(
        'hint_malformed',
      );
    }
    for (const last_pulled_at of [-1, Number.MAX_SAFE_INTEGER + 2]) {
      expect(await refused(mallory, 'pull_changes_optimized', { last_pulled_at })).toBe(
        'cursor_malformed',
      );
    }
  });
});

describe('payloads', () => {
  test('20. what is too large is refused whole', async () => {
    const many = Array.from({ length: 10_001 }, () => teamRecord({ name: 'x' }));
    expect(
      await refused(alice, 'push_changes', {
        changes: { teams: { created: many, updated: [], deleted: [] } },
      }),
    ).toBe('push_too_large');
    const large = [note({ body: 'x'.repeat(17 * 1024 * 1024) })];
    expect(
      await refused(alice, 'push_changes', {
        changes: { team_announcements: { created: large, updated: [], deleted: [] } },
      }),
    ).toBe('push_too_large');
    await expectUntouched();
  });

  test('21. what is malformed is refused, and costs no other record its place', async () => {
    const shapes: unknown[] = [
      null,
      1,
      true,
      'x',
      [],
      { teams: [] },
      { teams: 'x' },
      { teams: { created: {} } },
      { teams: { created: [1] } },
      { teams: { created: [{ id: 1 }] } },
      { teams: { created: [[]] } },
      { teams: { deleted: [{ id: team }] } },
      { teams: { destroyed: [] } },
    ];
    for (const changes of shapes) {
      expect(await refused(alice, 'push_changes', { changes }), JSON.stringify(changes)).toMatch(
        /^(changes_malformed|22...)$/,
      );
    }
    const nested = (depth: number): string =>
      `{"changes": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
    expect(await (await raw(alice, nested(1_000))).json()).toMatchObject({
      message: 'changes_malformed',
    });
    // Deeper than Postgres reads at all.
    expect(await (await raw(alice, nested(50_000))).json()).toMatchObject({ code: '54001' });

    const values: unknown[] = [
      1,
      -1.5,
      1e308,
      true,
      {},
      [],
      [[['x']]],
      '',
      ' ',
      'x',
      '\ufdd0',
      'x'.repeat(300_000),
      '2026-13-45',
      'infinity',
      'null',
    ];
    const columns = [
      'title',
      'body',
      'team_id',
      'is_pinned',
      'expires_on',
      'created_at',
      'updated_at',
      'author_id',
      '_changed',
      '_status',
      'xmin',
    ];
    const bad = columns.flatMap((column) => values.map((value) => note({ [column]: value })));
    const good = note({ title: 'good' });
    const answer = await push(alice, 'team_announcements', { created: [...bad, good] });
    expect(answer.rejected.map(({ id }) => id)).not.toContain(good.id);
    expect(new Set(codes(answer))).toEqual(
      new Set(['text_invalid', 'value_malformed', 'value_out_of_bounds']),
    );
    const endless = await raw(
      alice,
      `{"changes": {"team_announcements": {"created": [${JSON.stringify(note()).replace('"is_pinned":false', '"is_pinned":1e400')}], "updated": [], "deleted": []}}}`,
    );
    expect(endless.status).toBe(200);
    expect(codes((await endless.json()) as Pushed)).toHaveLength(1);
    // All that came of it can be pulled.
    expect((await pull(dave)).changes.team_announcements?.updated).toContainEqual(
      expect.objectContaining({ id: good.id }),
    );

    // The API reads no such text; the adapter makes it one bad record.
    for (const title of ['\u0000', 'cut \ud83d']) {
      const changes = {
        team_announcements: { created: [note({ title })], updated: [], deleted: [] },
      };
      expect(await refused(alice, 'push_changes', { changes })).toMatch(/^22P0[25]$/);
    }
    const phone = new TestDevice(server, await server.signUp('erin'), 'phone');
    const vision = {
      category: 'health',
      priority: 3,
      horizon_years: 5,
      status: 'active',
      position: 0,
    };
    const [cut, ended, whole] = [
      await phone.create('visions', { ...vision, title: 'cut \ud83d' }),
      await phone.create('visions', { ...vision, title: 'ended \u0000' }),
      await phone.create('visions', { ...vision, title: 'whole \u{1f600}' }),
    ];
    expect(await phone.attempt()).toBeUndefined();
    const kept = await server.db
      .sql`select id, title from public.visions where id in (${cut}, ${ended}, ${whole})`;
    expect([...kept]).toEqual([{ id: whole, title: 'whole \u{1f600}' }]);
    expect(phone.sync.status.rejections).toBe(2);
    await phone.sync.stop();
  });

  test('22. SQL in names is a name', async () => {
    const drop = `'"); drop table public.teams; --`;
    const answer = await rpc<Pushed>(alice, 'push_changes', {
      changes: {
        [drop]: { created: [{ id: drop }], updated: [], deleted: [drop] },
        'teams" where true; --': { created: [], updated: [], deleted: [team] },
        sync_changes: { created: [], updated: [], deleted: [team] },
        teams: {
          created: [teamRecord({ id: drop })],
          updated: [],
          deleted: [],
        },
        team_announcements: {
          created: [],
          updated: [
            {
              ...note({ id: announcement }),
              _status: 'updated',
              _changed: `${drop},id,organization_id,author_id`,
              [drop]: 1,
            },
          ],
          deleted: [],
        },
      },
    });
    expect(codes(answer).sort()).toEqual(
      ['id_malformed', 'not_allowed'].slice(0, codes(answer).length),
    );
    await expectUntouched();

    const named = await found(mallory, drop);
    const { data } = (await as(mallory)
      .from('organizations')
      .select('name, slug')
      .eq('id', named)
      .single()) as Answer;
    expect(data).toEqual({
      name: drop,
      slug: expect.stringMatching(/^[a-z][a-z0-9-]*$/) as string,
    });
    for (const slug of [drop, "a' or true", 'a/../b', 'ä', 'A B']) {
      expect(await refused(mallory, 'create_organization', { name: 'x', slug })).toBe(
        'organization_malformed',
      );
    }
    for (const domain of [
      drop,
      '*',
      '%',
      'example.org; --',
      '_futuresync.example.org',
      'localhost',
      '..',
      'gmail.com',
    ]) {
      expect(
        await refused(mallory, 'add_organization_domain', { organization_id: evil, domain }),
      ).toMatch(/^(organization_malformed|domain_public)$/);
    }
    expect(await refused(mallory, 'pull_changes_optimized', { user_type: drop })).toBe(
      'mbti_type_unknown',
    );
    expect(
      await refused(mallory, 'delete_organization', { organization_id: named, name: '% or true' }),
    ).toBe('confirmation_mismatch');
    await rpc(mallory, 'update_my_membership', { organization_id: evil, display_name: drop });
    for (const filter of [
      `name.eq.x);drop table teams`,
      'organization_id.not.is.null',
      `id.eq.${team}`,
    ]) {
      const seen = (await as(mallory).from('teams').select('organization_id').or(filter)) as Answer;
      for (const row of (seen.data ?? []) as Raw[]) expect(row.organization_id).not.toBe(acme);
    }
  });

  /** A push as it is sent, for JSON that JavaScript would not write. */
  const raw = (person: Person, body: string): Promise<Response> =>
    fetch(`${server.url}/rest/v1/rpc/push_changes`, {
      method: 'POST',
      headers: {
        apikey: server.publishableKey,
        Authorization: `Bearer ${person.accessToken}`,
        'Content-Type': 'application/json',
      },
      body,
    });
});

describe('what questions tell', () => {
  test('23. filters, counts, embedding and columns tell nothing of others', async () => {
    const db = as(mallory);
    const tables = [
      'organizations',
      'organization_members',
      'teams',
      'team_members',
      'team_announcements',
      'shared_visions',
    ];
    for (const table of tables) {
      const column = table === 'organizations' ? 'id' : 'organization_id';
      for (const count of ['exact', 'planned', 'estimated'] as const) {
        const answer = await db.from(table).select(column, { count }).eq(column, acme);
        expect(answer.data).toEqual([]);
        if (count === 'exact') expect(answer.count).toBe(0);
      }
    }
    expect((await db.from('organizations').select('id').like('slug', 'acme%')).data).toEqual([]);
    expect(
      (await db.from('organizations').select('id').neq('id', evil).gte('seat_limit', 0)).data,
    ).toEqual([]);
    for (const [table, columns] of Object.entries({
      organization_members: 'user_id, users(email, username, first_name)',
      organizations: 'id, organization_invitations(*)',
      teams: 'id, organization_domains(*)',
    })) {
      expect(JSON.stringify((await db.from(table).select(columns)).data ?? null)).not.toMatch(
        /@|"username":"/,
      );
    }
    // Members of one organisation are not introduced further than by the name they chose.
    const seen = await as(dave)
      .from('organization_members')
      .select('user_id, users(username)')
      .neq('user_id', dave.id);
    expect(JSON.stringify(seen.data ?? [])).not.toMatch(/"username":"/);
    for (const table of ['organization_invitations', 'organization_domains']) {
      expect(await refusal(as(alice).from(table).select())).toBe('42501');
    }
    for (const [schema, table] of [
      ['sync', 'changes'],
      ['sync', 'scope_grants'],
      ['private', 'organization_departures'],
      ['auth', 'users'],
    ] as const) {
      expect(
        (
          (await db
            .schema(schema as 'public')
            .from(table)
            .select()) as Answer
        ).error,
      ).not.toBeNull();
    }
    expect(
      (
        await fetch(`${server.url}/graphql/v1`, {
          method: 'POST',
          headers: { apikey: server.publishableKey },
          body: '{}',
        })
      ).ok,
    ).toBe(false);
  });

  test('24. a visitor sees nothing and does nothing', async () => {
    const db = visitor();
    for (const table of ['organizations', 'organization_members', 'teams', 'team_announcements']) {
      expect(await refusal(db.from(table).select())).toBe('42501');
    }
    const calls: Record<string, Raw> = {
      create_organization: { name: 'x' },
      accept_invitation: { token: 'x' },
      join_by_domain: {},
      leave_organization: { organization_id: acme },
      list_invitations: { organization_id: acme },
      push_changes: { changes: {} },
      pull_changes_optimized: {},
      execute_operations: { operations: [] },
    };
    for (const [name, args] of Object.entries(calls)) {
      expect(await refusal(db.rpc(name, args))).toBe('42501');
    }
  });
});

describe('who may not any more', () => {
  test('25. a suspended member writes nothing, pulls nothing and is not heard of', async () => {
    const erin = await server.signUp('erin');
    await join(alice, acme, erin, 'admin');
    before = await everythingOf(acme);
    await server.db.sql`update public.users set account_status = 'suspended' where id = ${erin.id}`;
    expect(await refused(erin, 'pull_changes_optimized', {})).toBe('account_suspended');
    expect(await refused(erin, 'push_changes', { changes: {} })).toBe('account_suspended');
    expect(await refused(erin, 'invite_member', { organization_id: acme })).toBe(
      'account_suspended',
    );
    expect(await refused(erin, 'remove_member', { organization_id: acme, user_id: dave.id })).toBe(
      'account_suspended',
    );
    expect(await refusal(as(erin).from('teams').insert({ organization_id: acme, name: 'x' }))).toBe(
      '42501',
    );
    expect(
      await refusal(as(erin).from('teams').update({ name: 'x' }).eq('id', team).select()),
    ).toBe('nothing');
    expect(
      await refusal(as(erin).from('organizations').update({ name: 'x' }).eq('id', acme).select()),
    ).toBe('nothing');
    expect((await listen(erin, acme)).status).toBe('CHANNEL_ERROR');
    await expectUntouched();
  });

  test('26. of a deleted organisation nothing is left to see, change, join or hear', async () => {
    const erin = await server.signUp('erin');
    const gone = await found(alice, 'Gone');
    await join(alice, gone, erin, 'admin');
    const { token } = await invite(alice, gone);
    const row = randomUUID();
    await done(as(erin).from('teams').insert({ organization_id: gone, id: row, name: 'Ghosts' }));
    const { timestamp } = await pull(erin);
    await rpc(alice, 'delete_organization', { organization_id: gone, name: 'Gone' });
    expect((await as(erin).from('teams').select().eq('organization_id', gone)).data).toEqual([]);
    expect(
      codes(
        await push(erin, 'teams', {
          updated: [teamRecord(edited({ id: row, organization_id: gone, name: 'x' }))],
        }),
      ),
    ).toEqual(['not_allowed']);
    const pulled = await pull(erin, { last_pulled_at: timestamp });
    expect(pulled.changes.teams).toMatchObject({ updated: [], deleted: [row] });
    expect(await refused(mallory, 'accept_invitation', { token })).toBe('invitation_not_found');
    expect((await listen(erin, gone)).status).toBe('CHANNEL_ERROR');
    expect(
      await refused(mallory, 'create_organization', { name: 'Gone', organization_id: gone }),
    ).toBe('organization_id_taken');
    for (const id of [alice.id, '00000000-0000-0000-0000-000000000000']) {
      expect(
        await refused(mallory, 'create_organization', { name: 'x', organization_id: id }),
      ).toBe('organization_id_taken');
    }
    expect((await listen(mallory, alice.id)).status).toBe('CHANNEL_ERROR');
  });

  test('27. a pull that began as a member ends as a stranger', async () => {
    const erin = await server.signUp('erin');
    await join(alice, acme, erin, 'member');
    // Once she is gone again it is as it was.
    const [{ members, ...rest }] = [(await everythingOf(acme)) as Raw];
    before = { ...rest, members: (members as Raw[]).filter(({ user_id: id }) => id !== erin.id) };
    const first = await pull(erin, { optimization_hints: { page_size: 3 } });
    await rpc(alice, 'remove_member', { organization_id: acme, user_id: erin.id });
    let { page_token: token } = first;
    let pages = '';
    for (let n = 0; token !== null && n < 200; n += 1) {
      const page = await pull(erin, { optimization_hints: { page_size: 100, page_token: token } });
      pages += JSON.stringify(page.changes);
      token = page.page_token;
    }
    expect(pages).not.toMatch(/Secret|Acme/);
    const next = await pull(erin, { last_pulled_at: first.timestamp });
    expect(JSON.stringify(next.changes)).not.toMatch(/Secret|Acme/);
    expect(next.changes.teams?.deleted).toContain(team);
    await expectUntouched();
  });
});

interface Heard {
  client: SupabaseClient;
  channel: RealtimeChannel;
  status: string;
  messages: { event: string; payload: Raw }[];
  ended: Promise<string>;
}
/** Listens to the channel of a scope, or tries. */
async function listen(person: Person, scope: string, isPrivate = true): Promise<Heard> {
  const client = as(person);
  channels.push(client);
  await client.realtime.setAuth();
  const channel = client.channel(`sync:${scope}`, {
    config: { private: isPrivate, broadcast: { ack: true } },
  });
  const messages: Heard['messages'] = [];
  channel.on('broadcast', { event: '*' }, (message) => messages.push(message as never));
  channel.on('presence', { event: 'sync' }, () => undefined);
  const ended = new Promise<string>((resolve) => {
    channel.on('system', {}, ({ message }: { message: string }) => resolve(message));
  });
  const status = await new Promise<string>((resolve) => {
    channel.subscribe((reached) => resolve(reached));
  });
  return { client, channel, status, messages, ended };
}
const quiet = (): Promise<void> => sleep(400);

describe('channels', () => {
  test('28. who was removed does not join with a new token, hears no content with the old one, and is put out at its end', async () => {
    const erin = await server.signUp('erin');
    await join(alice, acme, erin, 'member');
    const heard = await listen(erin, acme);
    expect(heard.status).toBe('SUBSCRIBED');
    await rpc(alice, 'remove_member', { organization_id: acme, user_id: erin.id });
    expect((await listen(erin, acme)).status).toBe('CHANNEL_ERROR');
    expect(
      (await listen({ ...erin, accessToken: await server.shortToken(erin, 60) }, acme)).status,
    ).toBe('CHANNEL_ERROR');
    await done(as(alice).from('teams').insert({ organization_id: acme, name: 'Secret plan' }));
    await expect.poll(() => heard.messages.length).toBeGreaterThan(0);
    for (const { event, payload } of heard.messages) {
      const { id: _id, ...content } = payload;
      expect([event, content]).toEqual(['changed', {}]);
    }
    expect(JSON.stringify(heard.messages)).not.toMatch(/Secret/);
    await heard.client.realtime.setAuth(await server.shortToken(erin, 60));
    expect(await heard.ended).toMatch(/no longer have permission/);
    const count = heard.messages.length;
    await done(as(alice).from('teams').insert({ organization_id: acme, name: 'Secret plan 2' }));
    await quiet();
    expect(heard.messages).toHaveLength(count);
  });

  test('29. only the server speaks: no member, stranger or visitor wakes devices', async () => {
    const heard = await listen(alice, acme);
    const own = await listen(alice, alice.id);
    const member = await listen(dave, acme);
    expect([heard.status, own.status, member.status]).toEqual([
      'SUBSCRIBED',
      'SUBSCRIBED',
      'SUBSCRIBED',
    ]);
    expect((await listen(mallory, acme)).status).toBe('CHANNEL_ERROR');
    expect((await listen(bob, alice.id)).status).toBe('CHANNEL_ERROR');
    void member.channel.send({ type: 'broadcast', event: 'changed', payload: { say: 1 } });
    for (const isPrivate of [true, false]) {
      for (const person of [dave, mallory]) {
        for (const topic of [`sync:${acme}`, `sync:${alice.id}`]) {
          await fetch(`${server.url}/realtime/v1/api/broadcast`, {
            method: 'POST',
            headers: {
              apikey: server.publishableKey,
              Authorization: `Bearer ${person.accessToken}`,
              'Content-Type': 'application/json',
            },
            body: JSON.stringify({
              messages: [{ topic, event: 'changed', payload: { say: 1 }, private: isPrivate }],
            }),
          });
        }
      }
    }
    // A public channel of the same name is another channel.
    const public_ = await listen(mallory, acme, false);
    void public_.channel.send({ type: 'broadcast', event: 'changed', payload: { say: 1 } });
    for (const args of [{ scope_ids: [acme] }])
      expect(await refused(dave, 'poke', args)).not.toBe('taken');
    expect(
      await refusal(
        as(dave)
          .schema('realtime' as 'public')
          .from('messages')
          .insert({ topic: `sync:${acme}`, extension: 'broadcast', private: true }),
      ),
    ).not.toBe('taken');
    await done(as(alice).from('teams').insert({ organization_id: acme, name: 'Secret plan' }));
    await expect.poll(() => heard.messages.length).toBeGreaterThan(0);
    await quiet();
    expect(JSON.stringify([heard.messages, own.messages, member.messages])).not.toContain('say');
    expect(public_.messages).toEqual([]);
  });

  test('30. strangers are not seen among those present, nor see them', async () => {
    const watcher = await listen(alice, acme);
    const member = await listen(dave, acme);
    await member.channel.track({ user_id: dave.id, device_id: randomUUID(), state: 'idle' });
    const shown = (): unknown[] =>
      Object.values(watcher.channel.presenceState())
        .flat()
        .map((meta) => (meta as unknown as Raw).user_id);
    await expect.poll(shown).toEqual([dave.id]);
    for (const isPrivate of [true, false]) {
      const stranger = await listen(mallory, acme, isPrivate);
      void stranger.channel.track({ user_id: alice.id, device_id: randomUUID(), state: 'idle' });
      await quiet();
      expect(stranger.channel.presenceState()).not.toHaveProperty(dave.id);
      expect(JSON.stringify(stranger.channel.presenceState())).not.toContain(dave.id);
    }
    expect(shown()).toEqual([dave.id]);
  });
});
