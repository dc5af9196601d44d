import { deepStrictEqual } from 'node:assert/strict';
import { colors } from '../colors.ts';

/** A sentence of the story that turned out not to be true. */
export class UntrueError extends Error {
  override readonly name = 'UntrueError';
  /** What was found instead. */
  readonly found: string;

  constructor(sentence: string, found: string) {
    super(sentence);
    this.found = found;
  }
}

/** Tells the story. Nothing is said as a fact before it was found to be one. */
export class Narrator {
  readonly #write: (line: string) => void;
  #claims = 0;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** How many sentences were checked. */
  get claims(): number {
    return this.#claims;
  }

  /** A heading: what is about to be shown. */
  chapter(title: string): void {
    this.#write('');
    this.#write(colors.bold(title));
  }

  /** A step under way, which claims nothing. */
  progress(line: string): void {
    this.#write(colors.dim(`  ${line}`));
  }

  /** Something that happened: said once `found` equals `expected`. */
  tell(sentence: string, found: unknown, expected: unknown = true): void {
    this.#require(sentence, found, expected);
    this.#write(`  ${sentence}`);
  }

  /** What this demo is there to show: said, with a tick, once `found` equals `expected`. */
  check(sentence: string, found: unknown, expected: unknown = true): void {
    this.#require(sentence, found, expected);
    this.#write(`  ${colors.green('✓')} ${sentence}`);
  }

  /** Columns of values that were read a moment ago, under their headings. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? '').length)),
    );
    rows.forEach((row, nth) => {
      const line = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd();
      this.#write(`    ${nth === 0 ? colors.dim(line) : line}`);
    });
  }

  failure(error: unknown): void {
    if (error instanceof UntrueError) {
      this.#write(`  ${colors.red('✗')} not true: ${error.message}`);
      for (const line of error.found.split('\n')) this.#write(`    ${line}`);
    } else {
      const { message, hint } = error as Error & { hint?: string };
      this.#write(`  ${colors.red('✗')} ${message}`);
      if (hint) this.#write(`    ${hint}`);
    }
  }

  #require(sentence: string, found: unknown, expected: unknown): void {
    try {
      deepStrictEqual(found, expected);
    } catch (error) {
      throw new UntrueError(sentence, error instanceof Error ? error.message : String(error));
    }
    this.#claims += 1;
  }
}
