import { expect, test } from 'vitest';
import { draw } from './charts.ts';
import { Progress, interleave, summarize } from './measure.ts';
import { type Result, rows } from './rows.ts';
import { World } from './world.ts';

// Keeps the bench from rotting; it says nothing of speed, so no target is asserted.

test('a row runs on a server of its own and reports both sides', async () => {
  const progress = new Progress({ isQuiet: true });
  const world = await World.start(progress);
  const results: Result[] = [];
  try {
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
  } finally {
    await world.stop();
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
