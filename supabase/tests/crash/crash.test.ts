import { expect, test } from 'vitest';
import { crash, summarise } from './support.ts';

test('kill -9 during pushes: nothing acknowledged is lost, nothing is there twice, devices converge', async () => {
  const seed = Date.now() % 1_000_000;
  const report = await crash({ cycles: 3, seed });
  console.log(`seed ${seed}: ${summarise(report)}`);
  expect(report.inFlight).toBeGreaterThanOrEqual(report.cycles);
  expect(report.answeredAgain + report.committedUnheard).toBeGreaterThan(0);
  expect(report.lost).toEqual([]);
  expect(report.duplicates).toEqual([]);
  expect(report.diverged).toEqual([]);
  expect(report.changedAnswers).toEqual([]);
}, 120_000);
