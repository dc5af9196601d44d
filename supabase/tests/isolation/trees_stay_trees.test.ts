import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';
import { noteId as id } from './sessions.ts';

// Two devices that place tasks at the same time, past push, which takes one at a time.

let db: TestDatabase;
const alice = userId('alice');

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`select tests.create_user('alice')`;
  await db.sql`
    insert into public.tasks (user_id, id, title)
    select ${alice}, id, 'task' from unnest(${[id(1), id(2), id(3)]}::uuid[]) as id
  `;
});
afterAll(() => db.drop());

const place = (task: string, parent: string) => async () =>
  db.as(alice, (sql) => sql`update public.tasks set parent_task_id = ${parent} where id = ${task}`);

test('two tasks that are placed below each other at once: the second is refused', async () => {
  let second: Promise<unknown> | undefined;
  await db.as(alice, async (sql) => {
    await sql`update public.tasks set parent_task_id = ${id(2)} where id = ${id(1)}`;
    second = place(id(2), id(1))();
    second.catch(() => undefined);
    expect(await Promise.race([second.then(() => false), sleep(300, true)])).toBe(true);
  });
  await expect(second).rejects.toThrow('task_parent_cycle');
});

test('what places nothing does not wait', async () => {
  await db.as(alice, async (sql) => {
    await sql`update public.tasks set parent_task_id = ${id(3)} where id = ${id(1)}`;
    await db.as(
      alice,
      (other) => other`update public.tasks set title = 'renamed' where id = ${id(2)}`,
    );
  });
  const [task] = await db.sql`select title from public.tasks where id = ${id(2)}`;
  expect(task).toMatchObject({ title: 'renamed' });
});
