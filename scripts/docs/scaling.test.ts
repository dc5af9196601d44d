import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

// docs/scaling.md is arithmetic: what is in its tables follows from what was measured, and a figure that is changed alone is noticed.

const text = await readFile('docs/scaling.md', 'utf8');

/** The rows of the table below a heading, cell by cell. */
function table(heading: string): string[][] {
  const [, section = ''] = text.split(`## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.replaceAll('**', '').trim()),
  );
}

/** `40 million` and `1,852` as numbers, `0.49 TB` and `489 kB` in bytes, `0.57 ms` in seconds. */
function value(cell = ''): number {
  const [, number = '', unit = ''] = /^([\d.,]+) ?(\w+)?/.exec(cell) ?? [];
  const units: Record<string, number> = { million: 1e6, TB: 1e12, GB: 1e9, kB: 1e3, ms: 1e-3 };
  return Number(number.replaceAll(',', '')) * (units[unit] ?? 1);
}

/** Equal, as far as a rounded figure tells. */
function expectAbout(actual: number, wanted: number, what: string): void {
  const isOff = Math.abs(actual - wanted) > Math.max(0.06 * wanted, 0.011);
  expect(isOff ? `${what}: ${actual}, not ${wanted}` : '').toBe('');
}

const measured = new Map(
  table('What was measured').map(([what = '', number = '']) => [what, number]),
);

test('the load at the peak follows from the day, and the cores from what each costs', () => {
  const rows = table('A day of 10 million people');
  const costs: Record<string, string | undefined> = {
    'idle pulls': measured.get('idle pull'),
    'pulls with changes': measured.get('pull of 100 changed rows'),
    pushes: measured.get('push of one row, pull beside it'),
    'first pulls': measured.get('first pull on the server'),
  };
  let together = 0;
  const seen: string[] = [];
  for (const [load = '', day, mean, peak, each, cores] of rows) {
    if (load === '') {
      expectAbout(value(cores), together, 'together');
      continue;
    }
    seen.push(load);
    expectAbout(value(mean), value(day) / 86_400, `${load}, mean`);
    expectAbout(value(peak), (4 * value(day)) / 86_400, `${load}, peak`);
    expectAbout(value(cores), value(peak) * value(each), `${load}, cores`);
    if (load in costs) expect(value(each)).toBe(value(costs[load]));
    together += value(cores);
  }
  expect(seen).toEqual([...Object.keys(costs), 'online reads']);
});

test('the space follows from how many people there are, and what each takes', () => {
  const rows = table('Space');
  const size = new Map(rows.map(([who = '', , , together]) => [who, value(together)]));
  for (const [who = '', people = '', each, together] of rows)
    if (people !== '') expectAbout(value(together), value(people) * value(each), who);
  const person = value(measured.get('space of an active person, 3 months'));
  const feed = value(measured.get('of which the feed'));
  const [first, further] = rows;
  expect(value(first?.[2])).toBe(person);
  // The feed does not grow.
  expectAbout(value(further?.[2]), person - feed, 'a further quarter');
  const [one = NaN, quarter = NaN, quiet = NaN] = [...size.values()];
  expectAbout(size.get('after one year') ?? NaN, one + 3 * quarter + quiet, 'after one year');
  expectAbout(
    size.get('after three years') ?? NaN,
    one + 11 * quarter + quiet,
    'after three years',
  );
});
