import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { colors } from '../colors.ts';
import postgres from 'postgres';
import { draw } from './charts.ts';
import type { Summary } from './measure.ts';
import type { Curve, Result } from './rows.ts';
import type { World } from './world.ts';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'results');

export interface Report {
  date: string;
  machine: Machine;
  settings: Readonly<Record<string, string>>;
  isQuick: boolean;
  results: readonly Result[];
  curves: readonly Curve[];
}

interface Machine {
  cores: number;
  cpu: string;
  memoryGb: number;
  node: string;
  postgres: string;
}

export async function describeMachine(world: World): Promise<Machine> {
  const sql = postgres(world.server.superUrl(), { max: 1 });
  const [found] = await sql<{ server_version: string }[]>`show server_version`;
  await sql.end({ timeout: 5 });
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: found?.server_version ?? 'unknown',
  };
}

const milliseconds = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0);

const both = (summary: Summary | undefined): string =>
  summary === undefined ? '' : `${milliseconds(summary.p50)} / ${milliseconds(summary.p95)}`;

const verdict = (isKept: boolean | null): string =>
  isKept === null ? '' : isKept ? 'kept' : 'missed';

/** The table a person reads: medians and 95th percentiles in milliseconds. */
export function formatTable({ results, machine, settings, isQuick }: Report): string {
  const header = ['', 'p50 / p95 ms', 'beside', 'ratio', 'target', ''];
  const cells = results.map((result) => [
    result.name,
    both(result.value),
    both(result.beside),
    result.ratio === undefined ? '' : `${result.ratio.toFixed(2)} ×`,
    result.target ?? '',
    verdict(result.isKept),
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const isNumber = (column: number): boolean => column >= 1 && column <= 3;
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const lines = [colors.dim(line(header))];
  results.forEach(({ isKept, measured, figures = {} }, nth) => {
    const text = line(cells[nth] ?? []);
    lines.push(
      isKept === null
        ? text
        : text.replace(/(kept|missed)$/, (word) =>
            isKept ? colors.green(word) : colors.red(word),
          ),
    );
    const numbers = Object.entries(figures).map(
      ([name, value]) =>
        `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${value.toLocaleString('en')}`,
    );
    lines.push(colors.dim(`  ${[measured, ...numbers].join('; ')}`));
  });
  const { cores, cpu, memoryGb, node, postgres } = machine;
  lines.push(
    '',
    colors.dim(
      `${cores} × ${cpu}, ${memoryGb} GB, Node ${node}, PostgreSQL ${postgres}, fsync ${settings.fsync ?? 'on'}`,
    ),
  );
  if (isQuick)
    lines.push(colors.dim('--quick: too small and too few to say anything of the engine'));
  return lines.join('\n');
}

/** Writes the JSON and the curves; returns the JSON's path, from the current folder. */
export async function writeReport(report: Report): Promise<string> {
  await mkdir(folder, { recursive: true });
  // One a day: a later run of the same day takes its place.
  const day = report.date.slice(0, 10);
  const file = path.join(folder, `${day}.json`);
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  for (const curve of report.curves) {
    await writeFile(path.join(folder, `${day}-${curve.name}.svg`), draw(curve));
  }
  return path.relative(process.cwd(), file);
}
