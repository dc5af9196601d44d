import { afterAll, beforeAll, expect, test } from 'vitest';
import { Progress } from '../progress.ts';
import { draw } from './charts.ts';
import { interleave, summarize } from './measure.ts';
import { type Result, rows } from './rows.ts';
import { sla } from './sla.ts';
import { measureSpace } from './space.ts';
import { World } from './world.ts';

// Keeps the bench from rotting; it says nothing of speed, so no target is asserted.

const progress = new Progress({ isQuiet: true });
let world: World;
beforeAll(async () => {
  world = await World.start(progress);
});
afterAll(() => world?.stop());

test('a row reports both sides', async () => {
  const results: Result[] = [];
  const chosen = rows.filter(({ name }) => ['small', 'push-new', 'push-merges'].includes(name));
  for (const row of chosen) {
    results.push(
      ...(await row.run({
        world,
        progress,
        isQuick: true,
        strangerSeconds: 1,
        curve: () => undefined,
      })),
    );
  }
  expect(results.map(({ name }) => name)).toEqual([
    'small pull',
    'push, new rows',
    'push, merges',
    'push, no conflict',
  ]);
  for (const { value, beside, ratio } of results) {
    expect(value.p50).toBeGreaterThan(0);
    expect(beside?.p50).toBeGreaterThan(0);
    expect(ratio).toBeCloseTo(value.p50 / (beside?.p50 ?? NaN), 6);
  }
});

test('the service levels are asked through the API, each with an answer', async () => {
  const results = await sla.run({
    world,
    progress,
    isQuick: true,
    strangerSeconds: 1,
    people: 50,
    curve: () => undefined,
  });
  // Those of the documents, in milliseconds, and what has no limit.
  expect(
    Object.fromEntries(results.map(({ name, target }) => [name, target?.replace('p95 ', '')])),
  ).toEqual({
    'simple query': '≤ 25 ms',
    'critical query': '≤ 50 ms',
    'user by e-mail': '≤ 50 ms',
    'profile with learning DNA': '≤ 100 ms',
    joins: '≤ 100 ms',
    'spaced repetition due': '≤ 100 ms',
    'mastery look-up': '≤ 150 ms',
    '30 days of sessions': '≤ 200 ms',
    'full-text search': '≤ 200 ms',
    'progress dashboard': '≤ 200 ms',
    'wellness trend': '≤ 300 ms',
    aggregate: '≤ 300 ms',
    'emotional dashboard': '≤ 500 ms',
    analytics: '≤ 500 ms',
    'platform usage': '≤ 1,000 ms',
    'one record synced': '≤ 100 ms',
    'conflict resolved': '≤ 500 ms',
    'batch sync': '≤ 2,000 ms',
    'schema migration': '≤ 10,000 ms',
    'first pull': undefined,
    '50 clients at once': 'no error',
  });
  for (const { value } of results) expect(value.p50).toBeGreaterThan(0);
  expect(results.at(-1)).toMatchObject({ figures: { errors: 0 }, isKept: true });
});

test('samples are taken in turn, each side first as often as second, and the warm-up does not count', async () => {
  const order: string[] = [];
  const side = (name: string, ms: number) => ({
    sample: async (nth: number) => {
      order.push(name);
      return nth < 2 ? 1_000 : ms;
    },
  });
  const [a, b] = await interleave(new Progress({ isQuiet: true }), [side('a', 1), side('b', 2)], {
    samples: 4,
    warmUp: 2,
  });
  expect(order.join('')).toBe('abbaabbaabba');
  expect(a).toEqual({ p50: 1, p95: 1, samples: 4 });
  expect(b.p50).toBe(2);
});

test('the median and the 95th percentile are those of sorted samples', () => {
  const samples = Array.from({ length: 100 }, (_, nth) => 100 - nth);
  expect(summarize(samples)).toEqual({ p50: 51, p95: 96, samples: 100 });
});

test('a curve names its axes and marks every point', () => {
  const svg = draw({
    name: 'curve',
    title: 'Idle pull',
    xLabel: 'people',
    series: [
      {
        name: 'p50',
        points: [
          { x: 1_000, y: 0.4 },
          { x: 100_000, y: 0.42 },
        ],
      },
    ],
  });
  expect(svg.match(/<circle /g)).toHaveLength(2);
  expect(svg).toContain('Idle pull, ms');
  expect(svg).toContain('>100k<');
  expect(svg).not.toContain('NaN');
});

test('the space of a person and the log of a push are measured', async () => {
  const space = await measureSpace(world, progress, 25);
  expect(space.rowsEach).toBeGreaterThan(400);
  expect(space.bytesEach).toBeGreaterThan(space.bytesOfIndexesEach + space.rowsEach * 50);
  expect(space.bytesOfIndexesEach).toBeGreaterThan(0);
  expect(space.feedBytesEach).toBeGreaterThan(0);
  expect(space.tables.changes).toBeGreaterThan(50);
  expect(space.firstPullBytes).toBeGreaterThan(space.firstPullRows * 50);
  expect(space.logOfPush[100]).toBeGreaterThan(space.logOfPush[1] ?? Infinity);
});
