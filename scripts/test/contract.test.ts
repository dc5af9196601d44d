import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { findTests, openSession } from './pgtap.ts';
import { withConnection } from './server.ts';
import type { TapSummary } from './tap.ts';

// The contract tests find nothing wrong on a good day, so here they are shown what they look for.

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

async function run(file: string): Promise<Pick<TapSummary, 'passed' | 'failures'>> {
  const session = openSession(db.url);
  try {
    return await session.run(file);
  } finally {
    await session.close();
  }
}

describe('isolation is not fooled by', () => {
  beforeEach(async () => {
    await db.sql.unsafe(`
      create table public.diaries (
        user_id uuid not null,
        id uuid not null default gen_random_uuid(),
        page text not null,
        constraint diaries_pkey primary key (user_id, id)
      );
      alter table public.diaries enable row level security;
      create policy diaries_select_own on public.diaries
        for select to authenticated using (user_id = (select auth.uid()));
      create policy diaries_insert_own on public.diaries
        for insert to authenticated with check (user_id = (select auth.uid()));
      create policy diaries_update_own on public.diaries
        for update to authenticated using (user_id = (select auth.uid()));
      create policy diaries_delete_own on public.diaries
        for delete to authenticated using (user_id = (select auth.uid()));
      grant select, insert, update, delete on public.diaries to authenticated;
    `);
  });
  afterEach(async () => {
    await db.sql`drop table public.diaries`;
  });

  const isolation = 'supabase/tests/contract/isolation.test.sql';

  test('sound policies', async () => {
    expect((await run(isolation)).failures).toEqual([]);
  });

  test.each([
    [
      'a select policy that lets all in',
      'alter policy diaries_select_own on public.diaries using (true)',
      /sees none/,
    ],
    [
      'an insert policy that takes any owner',
      'alter policy diaries_insert_own on public.diaries with check (true)',
      /none was added/,
    ],
    [
      'an update policy that lets rows be given away',
      'alter policy diaries_update_own on public.diaries with check (true)',
      /none was added/,
    ],
    [
      'an update policy that lets all in',
      'alter policy diaries_update_own on public.diaries using (true) with check (true)',
      /is as it was/,
    ],
    [
      'a delete policy that lets all in',
      'alter policy diaries_delete_own on public.diaries using (true)',
      /is as it was/,
    ],
    ['a grant to visitors', 'grant select on public.diaries to anon', /a visitor/],
    [
      'row-level security that is off',
      'alter table public.diaries disable row level security',
      /is as it was/,
    ],
    [
      'a select policy that lets nobody in',
      'alter policy diaries_select_own on public.diaries using (false)',
      /alice sees/,
    ],
  ])('%s', async (_, mutation, title) => {
    await db.sql.unsafe(mutation);
    const { failures } = await run(isolation);
    expect(failures.map((failure) => failure.title)).toContainEqual(expect.stringMatching(title));
  });
});

describe('every rule can fail:', async () => {
  const files = await findTests(['supabase/tests/contract']);

  beforeAll(async () => {
    // What role postgres could not break itself.
    await withConnection(db.superUrl, async (sql) => {
      await sql.unsafe(`
        do $$ begin create role stranger; exception when duplicate_object then null; end $$;
        create function public.native(text) returns text language internal strict as 'upper';
      `);
    });
    await db.sql.unsafe(await readFile('scripts/test/fixtures/every-rule-broken.sql', 'utf8'));
  });

  test.each(files)('%s', async (file) => {
    const { passed, failures } = await run(file);
    expect(passed).toEqual([]);
    expect(failures.map(({ title }) => title)).not.toContain('plan');
  });
});
