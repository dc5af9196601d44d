import { performance } from 'node:perf_hooks';
import type { Progress } from '../progress.ts';

/** One of the things that are measured side by side. */
export interface Side {
  /** Takes one sample, the `nth` of its side, and returns milliseconds. What is not timed may happen in here too. */
  sample(nth: number): Promise<number>;
}

export interface Sampling {
  /** Samples of each side that count. */
  samples: number;
  /** Samples before those, thrown away: caches fill, and Postgres settles on its plans after five calls. */
  warmUp?: number;
  /** Between rounds, not timed. */
  after?: (round: number) => Promise<void>;
}

/** Sorted samples of one side, in milliseconds. */
export interface Summary {
  p50: number;
  p95: number;
  samples: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { p50: at(0.5), p95: at(0.95), samples: sorted.length };
}

/**
 * Samples the sides in turn, ABBA ABBA, so that whatever else the machine does meets all of them alike.
 * Returns one summary for each side, in their order.
 */
export async function interleave<Sides extends readonly Side[]>(
  progress: Progress,
  sides: readonly [...Sides],
  { samples, warmUp = 8, after }: Sampling,
): Promise<{ [Index in keyof Sides]: Summary }> {
  const taken: number[][] = sides.map(() => []);
  progress.expect(samples + warmUp);
  for (let round = 0; round < samples + warmUp; round += 1) {
    const order = sides.map((side, nth) => ({ side, nth }));
    if (round % 2 === 1) order.reverse();
    for (const { side, nth } of order) {
      const ms = await side.sample(round);
      if (round >= warmUp) taken[nth]?.push(ms);
    }
    await after?.(round);
    progress.advance();
  }
  return taken.map(summarize) as { [Index in keyof Sides]: Summary };
}

/** How long `work` took, in milliseconds, and what it returned. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startedAt = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAt, value };
}
