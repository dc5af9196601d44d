import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createCast,
  createTestDatabase,
  type TestDatabase,
} from '../../../scripts/test/database.ts';
import { Writer } from '../isolation/sessions.ts';

// Retention is a job among others: interrupted, beside itself and beside people who write, it deletes what the policy
// says, and nothing twice.

let db: TestDatabase;
let alice: string;
let other: Writer;

beforeAll(async () => {
  db = await createTestDatabase();
  ({ alice } = await createCast(db));
});
beforeEach(async () => {
  await db.sql`delete from public.notifications where true`;
  await db.sql`delete from privacy.retention_runs where true`;
  // A hundred that are past, and a hundred that are not.
  await db.sql`
    insert into public.notifications (user_id, kind_code, title, expires_at)
    select ${alice}, 'reminder', 'note ' || n, now() - case when n <= 100 then interval '31 days' else interval '29 days' end
    from generate_series(1, 200) as n
  `;
  other = new Writer(db.url);
});
afterEach(() => other.close());
afterAll(() => db.drop());

const RETAIN = 'select privacy.apply_retention(batch => 60) as gone';

async function retain(): Promise<number> {
  const [row] = await db.sql.unsafe<{ gone: number }[]>(RETAIN);
  return (row as { gone: number }).gone;
}

/** How many are left, of those that are past and of the others; and how many the log says went. */
async function state(): Promise<number[]> {
  const [row] = await db.sql<{ past: number; present: number; noted: number }[]>`
    select count(*) filter (where expires_at < now() - interval '30 days')::int as past,
      count(*) filter (where expires_at >= now() - interval '30 days')::int as present,
      (select coalesce(sum(row_count), 0) from privacy.retention_runs)::int as noted
    from public.notifications
  `;
  const { past, present, noted } = row as { past: number; present: number; noted: number };
  return [past, present, noted];
}

test('two at once delete what one would: the second has nothing to do', async () => {
  await other.begin();
  await other.run(RETAIN);
  expect(await retain()).toBe(0);
  await other.commit();
  expect(await state()).toEqual([40, 100, 60]);
  expect(await retain()).toBe(40);
  expect(await retain()).toBe(0);
  expect(await state()).toEqual([0, 100, 100]);
});

test('interrupted in the middle of a batch, it is as if it had not begun', async () => {
  // The first rows go, and then time is up.
  await db.sql.unsafe(`
    create function public.slow_down() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return old; end $$;
    create trigger _999_slow_down before delete on public.notifications for each row execute function public.slow_down();
  `);
  await expect(
    db.sql.begin(async (sql) => {
      await sql`set local statement_timeout = '300ms'`;
      await sql.unsafe(RETAIN);
    }),
  ).rejects.toMatchObject({ code: '57014' });
  expect(await state()).toEqual([100, 100, 0]);
  await db.sql.unsafe(
    'drop trigger _999_slow_down on public.notifications; drop function public.slow_down()',
  );
  expect(await retain()).toBe(60);
  expect(await state()).toEqual([40, 100, 60]);
});

test('a row that somebody is writing is left to the next run, and nobody waits', async () => {
  await other.begin();
  await other.run(
    `update public.notifications set read_at = now() where title in ('note 1', 'note 101')`,
  );
  while ((await retain()) > 0);
  expect(await state()).toEqual([1, 100, 99]);
  await other.commit();
  expect(await retain()).toBe(1);
  expect(await state()).toEqual([0, 100, 100]);
});

test('a row that is put off meanwhile stays', async () => {
  await other.begin();
  await other.run(
    `update public.notifications set expires_at = now() + interval '1 day' where title = 'note 1'`,
  );
  const running = retain();
  await other.commit();
  await running;
  while ((await retain()) > 0);
  expect((await state()).slice(0, 2)).toEqual([0, 101]);
});
