import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import {
  describeMissing,
  type Entry,
  findArrived,
  findIncomplete,
  findMissing,
  parseCoverage,
  readCoverage,
  withFacts,
} from './coverage.ts';

let db: TestDatabase;
let entries: Entry[];
beforeAll(async () => {
  db = await createTestDatabase();
  entries = (await readCoverage()).flatMap((document) => document.entries);
});
afterAll(() => db.drop());

test('the list covers five documents, and nothing in it lacks a target or a reason', () => {
  expect(new Set(entries.map(({ document }) => document)).size).toBe(5);
  expect(entries.length).toBeGreaterThan(500);
  expect(findIncomplete(entries)).toEqual([]);
});

test('everything that is said to be here exists', async () => {
  const missing = await withFacts(db.url, (facts) => findMissing(entries, facts));
  // Not compared as an array: the message is the list of what to mend.
  if (missing.length > 0) {
    expect.fail(`${missing.length} targets are not there:\n${describeMissing(missing)}`);
  }
});

test('what was to come later and is here is said to be here', async () => {
  const arrived = await withFacts(db.url, (facts) => findArrived(entries, facts));
  expect(arrived.map(({ source, what }) => `${source}: ${what} is here now`)).toEqual([]);
});

describe('the check notices', () => {
  const entry = (line: string): Entry[] => parseCoverage(`# A\n## B\n${line}`, '999.txt').entries;

  test.each([
    ['a table', 'unicorns', 'there is no table unicorns'],
    ['a table of another schema', 'sync.unicorns', 'there is no table unicorns'],
    ['a column', 'users.horn', 'users has no column horn'],
    [
      'a value of a column',
      'users.education_level{high_school,magic}',
      'users.education_level does not know magic',
    ],
    ['a row of a catalogue', 'mbti_types.code{INTJ,XXXX}', 'mbti_types.code does not know XXXX'],
    ['a function', 'fly()', 'there is no function public.fly()'],
    ['an index', 'index:users_horn_idx', 'there is no index users_horn_idx'],
    ['a constraint', 'rule:users_have_horns', 'there is no constraint users_have_horns'],
    ['a policy', 'policy:users_fly', 'there is no policy users_fly'],
    ['a type', 'type:horn', 'there is no type horn'],
    ['a cron job', 'job:fly', 'there is no cron job fly'],
    ['a setting', 'setting:horns', 'there is no setting horns'],
    ['an npm script', 'npm:fly', 'there is no npm script fly'],
    ['a file', 'file:scripts/fly.ts', 'there is no file scripts/fly.ts'],
    ['a word in a file', 'file:package.json#unicorns', 'package.json does not have unicorns'],
    ['a typing error', 'unicorn:users', 'unicorn is no kind of target'],
  ])('%s that is not there', async (_, target, problem) => {
    const findings = await withFacts(db.url, (facts) =>
      findMissing(entry(`1 | a horn | here | ${target} |`), facts),
    );
    expect(findings.map((found) => found.problem)).toEqual([problem]);
  });

  test('nothing wrong where all is there', async () => {
    const targets =
      'users users.locale users.education_level{high_school} mbti_types.code{INTJ,ENFP} sync.changes.xid push_changes() private.touch() ' +
      'index:users_username_key rule:users_pkey policy:users_select_own type:short_text job:sync-epoch setting:sync.retention_days npm:check file:package.json#vitest auth.users.email';
    expect(
      await withFacts(db.url, (facts) =>
        findMissing(entry(`1 | all | here | ${targets} |`), facts),
      ),
    ).toEqual([]);
  });

  test.each([
    ['1 | a horn | here | |', 'is said to be here, and not where'],
    ['1 | a horn | otherwise | users | |', undefined],
    ['1 | a horn | otherwise | users | no', 'is decided otherwise, and not why'],
    ['1 | a horn | later | | soon', 'comes later, and not with which issue'],
    ['1 | a horn | later 9 | | soon', 'comes later, and not with which issue'],
    ['1 | a horn | later 4 | |', 'comes later, and not as what'],
    ['1 | a horn | here | users |\n2 | a horn | here | users |', 'is told twice'],
  ])('%s', (line, problem) => {
    if (problem === undefined) expect(() => entry(line)).toThrow('not written as');
    else expect(findIncomplete(entry(line)).join()).toContain(problem);
  });

  test('what was to come later and is here', async () => {
    const arrived = await withFacts(db.url, (facts) =>
      findArrived(entry('1 | a person | later 4 | users push_changes() |'), facts),
    );
    expect(arrived).toHaveLength(1);
  });
});
