import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../scripts/stack/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../../scripts/test/database.ts';

// What operators find in Studio: each snippet says what to look for and what to do, changes nothing, and has something to
// show on the demo data.

const FOLDER = 'supabase/snippets';
const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  await migrate(db.url, { seed: true });
  await db.sql`select ops.check_health()`;
});
afterAll(() => db.drop());

test('there are at least ten', () => {
  expect(names.length).toBeGreaterThanOrEqual(10);
});

test.each(names)(
  '%s says what to look for and what to do, runs, and returns rows',
  async (name) => {
    const source = await readFile(`${FOLDER}/${name}`, 'utf8');
    expect(source).toMatch(/^-- [A-Z][^\n]*\n--\n-- Look for: .+\n(-- .*\n)*-- Do: +.+\n/);
    const rows = await db.sql.begin('read only', (sql) => sql.unsafe(source));
    expect(rows.length).toBeGreaterThan(0);
  },
);
