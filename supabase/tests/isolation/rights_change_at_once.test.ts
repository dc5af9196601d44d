import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';
import { noteId as id } from './sessions.ts';

// People who change what others may do, at the same time: whoever comes second is judged by what the first left.

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

/** Whether a promise is still waiting after a while. */
const isWaiting = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => false), sleep(300, true)]);

interface Act {
  /** Who asks. */
  by: string;
  /** What they ask: an RPC, with its arguments. */
  call: string;
  /** Of their token. */
  session?: string;
}

/**
 * One request makes its change and has not committed; a second is made meanwhile, and waits.
 *
 * @returns what became of the second once the first committed: nothing when it was done, else the error's message
 */
async function meanwhile(first: Act, second: Act): Promise<string | undefined> {
  const claims = ({ session }: Act) => ({
    claims: session === undefined ? {} : { session_id: session },
  });
  let later: Promise<string | undefined> | undefined;
  await db.as(
    userId(first.by),
    async (sql) => {
      await sql.unsafe(`select public.${first.call}`);
      later = db
        .as(
          userId(second.by),
          (other) => other.unsafe(`select public.${second.call}`),
          claims(second),
        )
        .then(
          () => undefined,
          (error: unknown) => (error as Error).message,
        );
      expect(await isWaiting(later)).toBe(true);
    },
    claims(first),
  );
  return later;
}

describe('administrators', () => {
  const people = ['alice', 'bob', 'carol', 'dave'];
  const suspend = (name: string) => `suspend_user('${userId(name)}')`;
  const revoke = (name: string) => `revoke_role('${userId(name)}', 'admin')`;
  const assign = (name: string) => `assign_role('${userId(name)}', 'admin')`;

  const admins = async (): Promise<string[]> => {
    const rows = await db.sql<{ username: string }[]>`
      select u.username
      from public.user_roles as ur join public.users as u on u.id = ur.user_id and u.account_status = 'active'
      where ur.role_code = 'admin'
      order by u.username
    `;
    return rows.map(({ username }) => username);
  };
  const appoint = async (...names: string[]): Promise<void> => {
    await db.sql`delete from public.user_roles where role_code = 'admin'`;
    await db.sql`update public.users set account_status = 'active' where account_status = 'suspended'`;
    await db.sql`select private.grant_role(tests.user_id(name), 'admin') from unnest(${names}::text[]) as name`;
  };

  beforeAll(async () => {
    await db.sql`select tests.create_user(name) from unnest(${people}::text[]) as name`;
  });
  beforeEach(() => appoint('alice', 'bob'));

  test('who suspend each other: the second is suspended already', async () => {
    expect(
      await meanwhile({ by: 'alice', call: suspend('bob') }, { by: 'bob', call: suspend('alice') }),
    ).toBe('account_suspended');
    expect(await admins()).toEqual(['alice']);
  });

  test('who take the role from each other: the second has it no more', async () => {
    expect(
      await meanwhile({ by: 'alice', call: revoke('bob') }, { by: 'bob', call: revoke('alice') }),
    ).toBe('permission_denied');
    expect(await admins()).toEqual(['alice']);
  });

  test('one who takes the role, one who suspends', async () => {
    expect(
      await meanwhile({ by: 'alice', call: revoke('bob') }, { by: 'bob', call: suspend('alice') }),
    ).toBe('permission_denied');
    expect(await admins()).toEqual(['alice']);
  });

  test('one who suspends, one who takes the role', async () => {
    expect(
      await meanwhile({ by: 'alice', call: suspend('bob') }, { by: 'bob', call: revoke('alice') }),
    ).toBe('account_suspended');
    expect(await admins()).toEqual(['alice']);
  });

  test('one who resigns while the other is suspended by a third: somebody is left', async () => {
    await appoint('alice', 'bob', 'carol');
    await meanwhile({ by: 'alice', call: suspend('bob') }, { by: 'carol', call: revoke('carol') });
    expect(await admins()).toEqual(['alice']);
    await expect(
      db.as(userId('alice'), (sql) => sql.unsafe(`select public.${revoke('alice')}`)),
    ).rejects.toThrow('last_admin');
  });

  test('one who loses the role while waiting takes it from nobody, and gives it to nobody', async () => {
    await appoint('alice', 'bob', 'carol');
    expect(
      await meanwhile({ by: 'alice', call: revoke('bob') }, { by: 'bob', call: revoke('carol') }),
    ).toBe('permission_denied');
    await appoint('alice', 'bob', 'carol');
    expect(
      await meanwhile({ by: 'alice', call: revoke('bob') }, { by: 'bob', call: assign('dave') }),
    ).toBe('permission_denied');
    expect(await admins()).toEqual(['alice', 'carol']);
  });

  test('who may keep the role, go on after waiting', async () => {
    expect(
      await meanwhile({ by: 'alice', call: suspend('dave') }, { by: 'bob', call: assign('carol') }),
    ).toBeUndefined();
    expect(await admins()).toEqual(['alice', 'bob', 'carol']);
  });

  test('a sign-up waits for none of it', async () => {
    await db.as(userId('alice'), async (sql) => {
      await sql.unsafe(`select public.${suspend('bob')}`);
      await db.sql`select tests.create_user('erin')`;
    });
    expect(await admins()).toEqual(['alice']);
  });
});

describe('an account', () => {
  test('that writes to its profile all the time: one write at a time is ahead of its suspension', async () => {
    await db.sql`select tests.create_user(name) from unnest('{frank,grace}'::text[]) as name`;
    await db.sql`select private.grant_role(tests.user_id('frank'), 'admin')`;
    const grace = userId('grace');
    const write = (work: () => Promise<void>) =>
      db.as(grace, async (sql) => {
        await sql`update public.users set display_name = 'busy' where id = ${grace}`;
        await work();
      });

    let others: Promise<unknown>[] = [];
    await write(async () => {
      others = [
        write(() => Promise.resolve()),
        write(() => Promise.resolve()),
        db.as(userId('frank'), (sql) => sql`select public.suspend_user(${grace})`),
      ];
      expect(await isWaiting(Promise.race(others))).toBe(true);
      const waiting = await db.sql<{ forWhat: string; count: number }[]>`
        select wait_event as "forWhat", count(*)::integer as count
        from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
        group by 1
        order by 1
      `;
      // The writes wait for each other; only the operator waits for the row.
      expect([...waiting]).toEqual([
        { forWhat: 'advisory', count: 2 },
        { forWhat: 'transactionid', count: 1 },
      ]);
    });
    await Promise.all(others);
    await expect(
      db.as(
        grace,
        (sql) =>
          sql`update public.users set display_name = 'late' where id = ${grace} returning id`,
      ),
    ).resolves.toHaveLength(0);
  });
});

describe('sessions', () => {
  const sessions = async (): Promise<string[]> => {
    const rows = await db.sql<{ id: string }[]>`
      select id from auth.sessions where user_id = ${userId('heidi')} order by id
    `;
    return rows.map((row) => row.id);
  };

  beforeEach(async () => {
    await db.sql`select tests.create_user('heidi')`;
    await db.sql`delete from auth.sessions where user_id = ${userId('heidi')}`;
    await db.sql`
      insert into auth.sessions (id, user_id) select id, ${userId('heidi')} from unnest(${[id(1), id(2)]}::uuid[]) as id
    `;
  });

  test('that end each other: the second is over already, and one stays', async () => {
    const call = 'revoke_other_sessions()';
    expect(
      await meanwhile({ by: 'heidi', call, session: id(1) }, { by: 'heidi', call, session: id(2) }),
    ).toBe('session_ended');
    expect(await sessions()).toEqual([id(1)]);
  });

  test('one by one as well', async () => {
    expect(
      await meanwhile(
        { by: 'heidi', call: `revoke_session('${id(2)}')`, session: id(1) },
        { by: 'heidi', call: `revoke_session('${id(1)}')`, session: id(2) },
      ),
    ).toBe('session_ended');
    expect(await sessions()).toEqual([id(1)]);
  });
});
