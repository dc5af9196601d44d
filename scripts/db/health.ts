import { colors } from '../colors.ts';

/** In the order of their exit codes. */
export const STATUSES = ['ok', 'degraded', 'down'] as const;
export type Status = (typeof STATUSES)[number];

interface Verdict {
  status: Status;
  reasons: { metric: string; level: Status; reason: string; remedy: string }[];
  /** Of modules only. */
  newest_write?: string | null;
}

/** What ops.health() answers. */
export interface Health {
  status: Status;
  checked_at: string;
  components: Record<string, Verdict>;
  modules: Record<string, Verdict>;
}

const paint: Record<Status, (text: string) => string> = {
  ok: colors.green,
  degraded: colors.yellow,
  down: colors.red,
};

/** A table for who looks on a terminal: a line for each part, the worst first, with reasons and remedies below it. */
export function formatHealth({ status, checked_at, components, modules }: Health): string {
  const width = Math.max(...Object.keys({ ...components, ...modules }).map((name) => name.length));
  const part = ([name, verdict]: [string, Verdict]): string[] => [
    [
      `  ${name.padEnd(width)}`,
      paint[verdict.status](verdict.status.padEnd(8)),
      verdict.newest_write
        ? colors.dim(`written ${verdict.newest_write.slice(0, 16).replace('T', ' ')}`)
        : '',
    ]
      .join('  ')
      .trimEnd(),
    ...verdict.reasons.flatMap(({ reason, remedy }) => [
      `    ${reason}`,
      `    ${colors.dim(`→ ${remedy}`)}`,
    ]),
  ];
  const table = (parts: Record<string, Verdict>): string[] =>
    Object.entries(parts)
      .sort(
        ([a, { status: one }], [b, { status: other }]) =>
          STATUSES.indexOf(other) - STATUSES.indexOf(one) || a.localeCompare(b),
      )
      .flatMap(part);
  return [
    colors.bold('Components'),
    ...table(components),
    colors.bold('Modules'),
    ...table(modules),
    `${paint[status](status)}, measured ${checked_at.slice(0, 19).replace('T', ' ')}`,
  ].join('\n');
}
