import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCast, createTestDatabase, type TestDatabase, userId } from './database.ts';
import { findTests, formatFailures, openSession, type PgTapSession } from './pgtap.ts';
import { splitStatements, TapReader } from './tap.ts';

let db: TestDatabase;
let folder: string;

beforeAll(async () => {
  [db, folder] = await Promise.all([
    createTestDatabase(),
    mkdtemp(join(tmpdir(), 'futuresync-harness-')),
  ]);
});
afterAll(async () => {
  await Promise.all([db.drop(), rm(folder, { recursive: true })]);
});

describe('statements', () => {
  test('are split as psql would, and know their line', async () => {
    const source = `-- ünïcode; shifts bytes\nbegin;\nselect ';';\n\n/* ; */ do $$ begin null; end $$;\nrollback`;
    expect(await splitStatements(source)).toEqual([
      { text: 'begin', line: 2, transaction: 'begin' },
      { text: "select ';'", line: 3, transaction: undefined },
      { text: 'do $$ begin null; end $$', line: 5, transaction: undefined },
      { text: 'rollback', line: 6, transaction: 'rollback' },
    ]);
  });

  test('that are no SQL are named by line', async () => {
    await expect(splitStatements('select 1;\n\\set x 1')).rejects.toThrow('line 2');
  });
});

describe('TAP', () => {
  const read = (...lines: string[]): ReturnType<TapReader['finish']> => {
    const reader = new TapReader();
    for (const line of lines) reader.read(line);
    return reader.finish();
  };

  test('that went as planned passes', () => {
    expect(read('1..2', 'ok 1 - one', 'ok 2 - two # SKIP no network')).toMatchObject({
      passed: ['one', 'two'],
      failures: [],
    });
  });

  test('keeps what pgTAP said of a failure', () => {
    const { failures } = read(
      '1..1',
      'not ok 1 - one\n# Failed test 1: "one"\n#  have: 1',
      '# Looks like you failed',
    );
    expect(failures).toEqual([{ title: 'one', detail: ' have: 1' }]);
  });

  test.each([
    ['no plan', ['ok 1 - one']],
    ['too few tests', ['1..2', 'ok 1 - one']],
    ['too many tests', ['1..1', 'ok 1 - one', 'ok 2 - two']],
    ['an empty plan', ['1..0']],
    ['numbers out of order', ['1..2', 'ok 2 - one', 'ok 1 - two']],
    ['a bail-out', ['1..1', 'ok 1 - one', 'Bail out!  no disk']],
  ])('with %s fails', (_, lines) => {
    expect(read(...lines).failures).not.toEqual([]);
  });
});

describe('the pgTAP runner', () => {
  let session: PgTapSession;
  beforeAll(() => {
    session = openSession(db.url);
  });
  afterAll(() => session.close());

  let files = 0;
  async function failuresOf(sql: string): Promise<string> {
    files += 1;
    const file = join(folder, `${files}.test.sql`);
    await writeFile(file, sql);
    return formatFailures(await session.run(file));
  }
  const inTransaction = (plan: number, body: string): string =>
    `begin;\nselect plan(${plan});\n${body}\nselect * from finish();\nrollback;\n`;

  test('passes a file in which all is well', async () => {
    expect(await failuresOf(inTransaction(1, `select ok(true, 'is true');`))).toBe('');
  });

  test.each([
    [
      'an assertion fails',
      inTransaction(1, `select is(1, 2, 'one is two');`),
      /one is two.*have: 1/s,
    ],
    ['the plan is wrong', inTransaction(2, `select ok(true, 'a');`), /planned 2 tests but ran 1/],
    [
      'a statement raises',
      inTransaction(2, `select ok(true, 'a');\nselect 1 / 0;`),
      /line 4.*22012.*after: a/s,
    ],
    ['it bails out', inTransaction(1, `select ok(true, 'a'); select 'Bail out! x';`), /bailed out/],
    ['it plans nothing', `begin;\nselect 1;\nrollback;`, /no plan/],
    ['it is no SQL', `begin;\nselekt 1;\nrollback;`, /line 2.*selekt/s],
    [
      'it would commit',
      `begin;\nselect plan(1);\nselect ok(true, 'a');\ncommit;`,
      /ends with rollback/,
    ],
    [
      'it commits half-way',
      inTransaction(1, `commit; begin; select ok(true, 'a');`),
      /ends with rollback/,
    ],
  ])('fails a file when %s', async (_, sql, message) => {
    expect(await failuresOf(sql)).toMatch(message);
  });

  test('leaves nothing of one file to the next, not even of a failed one', async () => {
    await failuresOf(
      inTransaction(1, `create table public.leftover (); set role anon; select 1 / 0;`),
    );
    const clean = `select is(current_user::text, 'postgres', 'is the owner'); select hasnt_table('leftover');`;
    expect(await failuresOf(inTransaction(2, clean))).toBe('');
  });

  test('finds files by path, folder or word, and says when there are none', async () => {
    const grants = 'supabase/tests/contract/grants.test.sql';
    expect(await findTests([grants])).toEqual([grants]);
    expect(await findTests(['supabase/tests/contract'])).toContain(grants);
    expect(await findTests(['grants'])).toContain(grants);
    await expect(findTests(['no such test'])).rejects.toThrow('no such test');
  });
});

describe('a test database', () => {
  test('runs requests as PostgREST would', async () => {
    const { alice } = await createCast(db);
    const whoami = (caller: string): Promise<unknown> =>
      db.as(caller, async (sql) => {
        const [row] =
          await sql`select current_user::text as role, auth.uid() as uid, auth.role() as claim`;
        return row;
      });
    expect(await whoami(alice)).toEqual({
      role: 'authenticated',
      uid: alice,
      claim: 'authenticated',
    });
    expect(await whoami('anon')).toEqual({ role: 'anon', uid: null, claim: 'anon' });
    expect(await whoami('service_role')).toEqual({
      role: 'service_role',
      uid: null,
      claim: 'service_role',
    });
  });

  test('knows the same cast in SQL and in TypeScript', async () => {
    const [row] = await db.sql`select tests.user_id('bob') as bob`;
    expect(row).toEqual({ bob: userId('bob') });
  });

  test('keeps nothing of a request that failed', async () => {
    await expect(db.as(userId('alice'), (sql) => sql`select 1 / 0`)).rejects.toMatchObject({
      code: '22012',
    });
  });

  test('is not run by a superuser', async () => {
    const [row] =
      await db.sql`select current_user::text as role, rolsuper from pg_roles where rolname = current_user`;
    expect(row).toEqual({ role: 'postgres', rolsuper: false });
  });

  test('is apart from every other', async () => {
    const other = await createTestDatabase();
    try {
      await other.sql`create table public.only_here ()`;
      const [row] = await db.sql`select to_regclass('public.only_here') as found`;
      expect(row).toEqual({ found: null });
    } finally {
      await other.drop();
    }
  });
});
