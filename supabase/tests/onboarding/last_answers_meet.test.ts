import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase, userId } from '../../../scripts/test/database.ts';

// Two sessions of one person that each bring the last but one: past push, which takes one at a time.

let db: TestDatabase;
const alice = userId('alice');
const attempt = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`select tests.create_user('alice')`;
});
afterAll(() => db.drop());

/** Answers a range of the questions of an attempt, all entirely agreed with. */
const answer = async (
  sql: Sql | TransactionSql,
  n: number,
  first: number,
  last: number,
): Promise<void> => {
  await sql`
    insert into public.assessment_answers (user_id, id, attempt_id, question_id, value)
    select ${alice}, private.derived_id(t.id, q.id), t.id, q.id, 5
    from public.assessment_attempts as t join public.assessment_questions as q on q.assessment_id = t.assessment_id
    where t.user_id = ${alice} and t.id = ${attempt(n)} and q.position between ${first} and ${last}
  `;
};
const begin = async (n: number, status: string): Promise<void> => {
  await db.sql`
    insert into public.assessment_attempts (user_id, id, assessment_id, status)
    select ${alice}, ${attempt(n)}, a.id, ${status} from public.assessments as a where a.code = 'mbti'
  `;
};
const missing = async (n: number): Promise<unknown> => {
  const [row] =
    await db.sql`select missing_answers from public.assessment_attempts where id = ${attempt(n)}`;
  return row?.missing_answers;
};
/** Lets a second session run into the lock of the first, which then commits. */
const meet = async (
  first: (sql: TransactionSql) => Promise<unknown>,
  other: (sql: TransactionSql) => Promise<unknown>,
): Promise<void> => {
  let second: Promise<unknown> | undefined;
  await db.as(alice, async (sql) => {
    await first(sql);
    second = db.as(alice, other);
    second.catch(() => undefined);
    expect(await Promise.race([second.then(() => false), sleep(300, true)])).toBe(true);
  });
  await second;
};

test('the last two answers, brought at once: the second sees the first, and scores', async () => {
  await begin(1, 'completed');
  await answer(db.sql, 1, 1, 46);
  expect(await missing(1)).toBe(2);
  await meet(
    (sql) => answer(sql, 1, 47, 47),
    (sql) => answer(sql, 1, 48, 48),
  );
  expect(await missing(1)).toBe(0);
});

const complete = (sql: TransactionSql, n: number): Promise<unknown> =>
  sql`update public.assessment_attempts set status = 'completed' where id = ${attempt(n)}`;

test('the last answer while the attempt is being completed: whoever comes second scores', async () => {
  await begin(2, 'in_progress');
  await answer(db.sql, 2, 1, 47);
  await meet(
    (sql) => answer(sql, 2, 48, 48),
    (sql) => complete(sql, 2),
  );
  expect(await missing(2)).toBe(0);

  await begin(3, 'in_progress');
  await answer(db.sql, 3, 1, 47);
  await meet(
    (sql) => complete(sql, 3),
    (sql) => answer(sql, 3, 48, 48),
  );
  expect(await missing(3)).toBe(0);
});

test('the last two steps of a flow, done at once: the second sees the first, and completes it', async () => {
  const respond = (sql: Sql | TransactionSql, step: string): Promise<unknown> => sql`
    insert into public.onboarding_responses (user_id, id, flow_id, step_id, answer, choices)
    select ${alice}, s.id, s.flow_id, s.id, 'Alice',
      case when s.options is null then '{}' else array[s.options #>> '{0,value}'] end
    from public.onboarding_steps as s join public.onboarding_flows as f on f.id = s.flow_id
    where f.code = 'quick-start' and s.code = ${step}
  `;
  await db.sql`
    insert into public.onboarding_progress (user_id, id, flow_id)
    select ${alice}, f.id, f.id from public.onboarding_flows as f where f.code = 'quick-start'
  `;
  await respond(db.sql, 'name');
  await meet(
    (sql) => respond(sql, 'life-areas'),
    (sql) => respond(sql, 'daily-time'),
  );
  const [row] = await db.sql`
    select p.status, u.onboarding_completed_at is not null as is_through
    from public.onboarding_progress as p join public.users as u on u.id = p.user_id
  `;
  expect(row).toMatchObject({ status: 'completed', is_through: true });
});
