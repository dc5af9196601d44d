import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../scripts/stack/migrate.ts';
import { type TestDatabase, createTestDatabase } from '../../../scripts/test/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await migrate(db.url, { seed: true });
});

afterAll(async () => {
  await db.drop();
});

interface Table {
  name: string;
  isPersonal: boolean;
}

async function tables(): Promise<Table[]> {
  return db.sql<Table[]>`
    select format('%I.%I', n.nspname, c.relname) as name,
      exists (
        select from pg_attribute as a where a.attrelid = c.oid and a.attname in ('user_id', 'scope_id')
      ) or c.relname = 'users' as "isPersonal"
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and (n.nspname in ('public', 'private', 'sync', 'privacy') or n.nspname = 'auth' and c.relname in ('users', 'identities', 'sessions'))
  `;
}

/** Every text with a space in it, wherever it stands: words that somebody wrote, and the names of who they are. */
async function phrases(personal: boolean): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { name } of (await tables()).filter(({ isPersonal }) => isPersonal === personal)) {
    const leaves = await db.sql.unsafe<{ text: string }[]>(`
      select distinct leaf #>> '{}' as text
      from ${name} as t, jsonb_path_query(to_jsonb(t), 'strict $.** ? (@.type() == "string")') as leaf
      where leaf #>> '{}' like '_% _%' and length(leaf #>> '{}') >= 6
    `);
    for (const { text } of leaves) found.add(text);
  }
  return found;
}

test(
  'an anonymised copy has nobody in it, and satisfies every constraint',
  { timeout: 300_000 },
  async () => {
    const catalogue = await phrases(false);
    const written = [...(await phrases(true))].filter((text) => !catalogue.has(text));
    expect(written.length).toBeGreaterThan(200);
    const [{ before }] = await db.sql<
      [{ before: number }]
    >`select count(*)::int as before from public.journal_entries`;

    await expect(db.sql`select privacy.anonymise('another')`).rejects.toMatchObject({
      message: 'anonymise_refused',
    });
    const [{ columns }] = await db.sql<
      [{ columns: number }]
    >`select privacy.anonymise(current_database()) as columns`;
    expect(columns).toBeGreaterThan(100);

    const left = await phrases(true);
    expect(written.filter((text) => left.has(text) && !/^(lorem|word )/.test(text))).toEqual([]);
    for (const { name } of await tables()) {
      const [{ hits }] = await db.sql.unsafe<[{ hits: number }]>(
        `select count(*)::int as hits from ${name} as t where t::text ~* 'de vries|jansen|bakker|@example[.]com'`,
      );
      expect([name, hits]).toEqual([name, 0]);
    }

    // As many rows as before, and each constraint holds when it is checked anew.
    const [{ after }] = await db.sql<
      [{ after: number }]
    >`select count(*)::int as after from public.journal_entries`;
    expect(after).toBe(before);
    const rules = await db.sql<{ relation: string; rule: string; definition: string }[]>`
    select c.conrelid::regclass::text as relation, c.conname as rule, pg_get_constraintdef(c.oid) as definition
    from pg_constraint as c join pg_class as r on r.oid = c.conrelid
    where c.contype in ('c', 'f') and not r.relispartition and r.relnamespace::regnamespace::text in ('public', 'private', 'sync', 'privacy')
      and (c.contype = 'c' or r.relkind = 'r')
  `;
    await db.sql
      .begin(async (sql) => {
        for (const { relation, rule, definition } of rules) {
          await sql.unsafe(`alter table ${relation} drop constraint "${rule}"`);
          await sql.unsafe(`alter table ${relation} add constraint "${rule}" ${definition}`);
        }
        throw new Error('every constraint holds');
      })
      .catch((error: unknown) => expect((error as Error).message).toBe('every constraint holds'));
  },
);
