import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';
import { noteId as id } from './sessions.ts';

// Members who act at the same time: whoever comes second is judged by what the first left.

let db: TestDatabase;
let acme: string;

beforeAll(async () => {
  db = await createTestDatabase();
  const [row] = await db.sql<{ id: string }[]>`select tests.organization_id('acme') as id`;
  acme = (row as { id: string }).id;
});
afterAll(() => db.drop());

/** Whether a promise is still waiting after a while. */
const isWaiting = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => false), sleep(300, true)]);

/** What became of it: nothing when it was done, else the error's message. */
const outcome = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );

/** Who asks, and what: a statement. */
type Act = [by: string, statement: string];

const does = ([by, statement]: Act): Promise<unknown> =>
  db.as(userId(by), (sql) => sql.unsafe(statement));

/**
 * One request makes its change and has not committed; a second is made meanwhile, and waits.
 *
 * @returns what became of the second once the first committed: nothing when it was done, else the error's message
 */
async function meanwhile(first: Act, second: Act): Promise<string | undefined> {
  let later: Promise<string | undefined> | undefined;
  await db.as(userId(first[0]), async (sql) => {
    await sql.unsafe(first[1]);
    later = outcome(does(second));
    expect(await isWaiting(later)).toBe(true);
  });
  return later;
}

const roster = async (): Promise<string[]> => {
  const [row] = await db.sql<{ roster: string[] }[]>`select tests.roster('acme') as roster`;
  return (row as { roster: string[] }).roster;
};

/** An invitation by an owner; its token. */
const invite = (n: number): Promise<string> =>
  db.as(userId('alice'), async (sql) => {
    const [row] = await sql<{ token: string }[]>`
      select token from public.invite_member(${acme}, invitation_id => ${id(n)})
    `;
    return (row as { token: string }).token;
  });

const accept = (token: string): string => `select public.accept_invitation('${token}')`;
const leave = (): string => `select public.leave_organization('${acme}')`;
const remove = (name: string): string =>
  `select public.remove_member('${acme}', '${userId(name)}')`;
const change = (name: string, role: string): string =>
  `select public.change_member_role('${acme}', '${userId(name)}', '${role}')`;
const transfer = (name: string): string =>
  `select public.transfer_ownership('${acme}', '${userId(name)}')`;

beforeEach(async () => {
  await db.sql`delete from public.organizations where true`;
  await db.sql`delete from public.visions where true`;
  await db.sql`select tests.create_user(name) from unnest('{erin,frank}'::text[]) as name`;
  await db.sql`select tests.organize('acme', 'alice', 'bob:owner', 'carol:admin', 'dave')`;
});

describe('owners', () => {
  test('who leave at once: the second stays', async () => {
    expect(await meanwhile(['alice', leave()], ['bob', leave()])).toBe('last_owner');
    expect(await roster()).toEqual(['bob owner', 'carol admin', 'dave member']);
  });

  test('one who leaves, one who steps down: the second stays owner', async () => {
    expect(await meanwhile(['alice', leave()], ['bob', change('bob', 'admin')])).toBe('last_owner');
    expect(await roster()).toContain('bob owner');
  });

  test('who are taken off at once, past the functions', async () => {
    const take = (name: string) =>
      `delete from public.organization_members where organization_id = '${acme}' and user_id = '${userId(name)}'`;
    let later: Promise<string | undefined> | undefined;
    await db.sql.begin(async (sql) => {
      await sql.unsafe(take('alice'));
      later = outcome(db.sql.unsafe(take('bob')));
      expect(await isWaiting(later)).toBe(true);
    });
    expect(await later).toBe('last_owner');
  });

  test('one who leaves while the account of the other is erased: somebody else becomes owner', async () => {
    let later: Promise<string | undefined> | undefined;
    await db.as(userId('alice'), async (sql) => {
      await sql.unsafe(leave());
      later = outcome(db.sql`delete from auth.users where id = ${userId('bob')}`);
      expect(await isWaiting(later)).toBe(true);
    });
    expect(await later).toBeUndefined();
    expect(await roster()).toEqual(['carol owner', 'dave member']);
  });

  test('and the other way round: who leaves second is the last, and stays', async () => {
    let later: Promise<string | undefined> | undefined;
    await db.sql.begin(async (sql) => {
      await sql`delete from auth.users where id = ${userId('bob')}`;
      later = outcome(does(['alice', leave()]));
      expect(await isWaiting(later)).toBe(true);
    });
    expect(await later).toBe('last_owner');
    expect(await roster()).toEqual(['alice owner', 'carol admin', 'dave member']);
  });

  test('who hands ownership to somebody who leaves meanwhile: there is nobody to hand it to', async () => {
    expect(await meanwhile(['dave', leave()], ['alice', transfer('dave')])).toBe(
      'member_not_found',
    );
    expect(await roster()).toEqual(['alice owner', 'bob owner', 'carol admin']);
  });
});

describe('an account', () => {
  test('that is erased while its organisation is held waits before it lets go of anything', async () => {
    let later: Promise<string | undefined> | undefined;
    await db.sql.begin(async (sql) => {
      await sql`select from public.organizations where id = ${acme} for no key update`;
      later = outcome(db.sql`delete from auth.users where id = ${userId('bob')}`);
      expect(await isWaiting(later)).toBe(true);
      // Or these two would each wait for what the other has.
      await sql`update public.organization_members set display_name = 'Bobby' where user_id = ${userId('bob')}`;
    });
    expect(await later).toBeUndefined();
    expect(await roster()).toEqual(['alice owner', 'carol admin', 'dave member']);
  });
});

describe('roles', () => {
  test('an admin who is demoted meanwhile changes nothing', async () => {
    expect(
      await meanwhile(['alice', change('carol', 'member')], ['carol', change('dave', 'coach')]),
    ).toBe('organization_role_too_low');
    expect(await roster()).toContain('dave member');
  });

  test('an admin who is removed meanwhile removes nobody', async () => {
    expect(await meanwhile(['alice', remove('carol')], ['carol', remove('dave')])).toBe(
      'organization_not_found',
    );
    expect(await roster()).toContain('dave member');
  });

  test('who is raised meanwhile is not removed by an equal', async () => {
    expect(await meanwhile(['alice', change('dave', 'admin')], ['carol', remove('dave')])).toBe(
      'member_outranks',
    );
    expect(await roster()).toContain('dave admin');
  });
});

describe('an invitation', () => {
  test('that two accept at once lets in the first', async () => {
    const token = await invite(1);
    expect(await meanwhile(['erin', accept(token)], ['frank', accept(token)])).toBe(
      'invitation_used',
    );
    expect(await roster()).toContain('erin member');
    expect(await roster()).not.toContain('frank member');
  });

  test('that one person accepts twice at once lets them in once', async () => {
    const token = await invite(1);
    expect(await meanwhile(['erin', accept(token)], ['erin', accept(token)])).toBeUndefined();
    expect((await roster()).filter((entry) => entry === 'erin member')).toHaveLength(1);
  });

  test('that is revoked meanwhile lets nobody in', async () => {
    const token = await invite(1);
    expect(
      await meanwhile(
        ['bob', `select public.revoke_invitation('${acme}', '${id(1)}')`],
        ['erin', accept(token)],
      ),
    ).toBe('invitation_revoked');
  });

  test('that is accepted is not revoked any more', async () => {
    const token = await invite(1);
    expect(
      await meanwhile(
        ['erin', accept(token)],
        ['bob', `select public.revoke_invitation('${acme}', '${id(1)}')`],
      ),
    ).toBe('invitation_used');
    expect(await roster()).toContain('erin member');
  });

  test('that is declined and accepted at once is declined', async () => {
    const token = await invite(1);
    expect(
      await meanwhile(
        ['erin', `select public.decline_invitation('${token}')`],
        ['frank', accept(token)],
      ),
    ).toBe('invitation_revoked');
  });

  test('of somebody who leaves meanwhile is void', async () => {
    const token = await invite(1);
    expect(await meanwhile(['alice', leave()], ['erin', accept(token)])).toBe('invitation_revoked');
  });

  test('to an organisation that is deleted meanwhile is none', async () => {
    const token = await invite(1);
    expect(
      await meanwhile(
        ['alice', `select public.delete_organization('${acme}', 'acme')`],
        ['erin', accept(token)],
      ),
    ).toBe('invitation_not_found');
  });

  test('made twice at once under one id is one, with the later token', async () => {
    const call = `select public.invite_member('${acme}', invitation_id => '${id(1)}')`;
    expect(await meanwhile(['alice', call], ['alice', call])).toBeUndefined();
    expect(
      await db.sql`select id from public.organization_invitations where organization_id = ${acme}`,
    ).toHaveLength(1);
  });
});

describe('seats', () => {
  test('of which one is left: it is taken by the first', async () => {
    await db.sql`update public.organizations set seat_limit = 5 where id = ${acme}`;
    const [first, second] = [await invite(1), await invite(2)];
    expect(await meanwhile(['erin', accept(first)], ['frank', accept(second)])).toBe('seats_taken');
    expect(await roster()).toHaveLength(5);
  });

  test('one that is freed meanwhile is there', async () => {
    await db.sql`update public.organizations set seat_limit = 4 where id = ${acme}`;
    const token = await invite(1);
    expect(await meanwhile(['dave', leave()], ['erin', accept(token)])).toBeUndefined();
    expect(await roster()).toHaveLength(4);
  });
});

describe('founding', () => {
  test('twice at once under one id is founding once', async () => {
    const call = `select public.create_organization('Bakery', organization_id => '${id(7)}')`;
    expect(await meanwhile(['erin', call], ['erin', call])).toBeUndefined();
  });

  test('of two with one slug the first has it', async () => {
    const call = (n: number) =>
      `select public.create_organization('Bakery', slug => 'bakery', organization_id => '${id(n)}')`;
    expect(await meanwhile(['erin', call(8)], ['frank', call(9)])).toBe('slug_taken');
  });
});

describe('a domain', () => {
  test('that two verify at once is one organisation’s', async () => {
    await db.sql`select tests.organize('evil', 'frank')`;
    const record = async (by: string, organization: string): Promise<string> => {
      const rows = await db.as(
        userId(by),
        (sql) =>
          sql<{ value: string }[]>`
          select record_value as value
          from public.add_organization_domain(tests.organization_id(${organization}), 'acme.example')
        `,
      );
      return (rows[0] as { value: string }).value;
    };
    const verify = (organization: string, value: string): string =>
      `select public.verify_organization_domain(tests.organization_id('${organization}'), 'acme.example', array['${value}'])`;
    const [ours, theirs] = [await record('alice', 'acme'), await record('frank', 'evil')];
    let later: Promise<string | undefined> | undefined;
    await db.as('service_role', async (sql) => {
      await sql.unsafe(verify('acme', ours));
      later = outcome(db.as('service_role', (other) => other.unsafe(verify('evil', theirs))));
      expect(await isWaiting(later)).toBe(true);
    });
    expect(await later).toBe('domain_taken');
  });
});

describe('a shared vision', () => {
  const vision = id(1);
  const publish = (): string =>
    `insert into public.shared_visions (organization_id, vision_id) values ('${acme}', '${vision}')`;
  const title = async (): Promise<string | undefined> => {
    const rows = await db.sql<{ title: string }[]>`
      select title from public.shared_visions where vision_id = ${vision}
    `;
    return rows[0]?.title;
  };

  beforeEach(
    () =>
      db.sql`insert into public.visions (user_id, id, category, title) values (${userId('dave')}, ${vision}, 'career', 'Before')`,
  );

  test('that is published while the vision is edited shows the edit', async () => {
    expect(
      await meanwhile(
        ['dave', publish()],
        ['dave', `update public.visions set title = 'After' where id = '${vision}'`],
      ),
    ).toBeUndefined();
    expect(await title()).toBe('After');
  });

  test('and so does one that is published after', async () => {
    expect(
      await meanwhile(
        ['dave', `update public.visions set title = 'After' where id = '${vision}'`],
        ['dave', publish()],
      ),
    ).toBeUndefined();
    expect(await title()).toBe('After');
  });

  test('of a vision that is deleted meanwhile is refused', async () => {
    expect(
      await meanwhile(
        ['dave', `delete from public.visions where id = '${vision}'`],
        ['dave', publish()],
      ),
    ).toContain('shared_visions_vision_id_fkey');
    expect(await title()).toBeUndefined();
  });
});
