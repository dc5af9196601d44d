import { parse } from 'libpg-query';

/** One top-level statement of an SQL file. */
export interface Statement {
  text: string;
  /** Line of its first word, counted from 1. */
  line: number;
  transaction: 'begin' | 'commit' | 'rollback' | undefined;
}

export interface Failure {
  title: string;
  detail: string;
}

/** What a file's TAP output amounts to. */
export interface TapSummary {
  planned: number | undefined;
  ran: number;
  /** Titles. */
  passed: string[];
  failures: Failure[];
}

interface ParseTree {
  stmts?: {
    stmt_location?: number;
    stmt_len?: number;
    stmt: { TransactionStmt?: { kind: string } };
  }[];
}

const TRANSACTION_KINDS: Record<string, Statement['transaction']> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_PREPARE: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
};

/**
 * Splits SQL the way psql would, with Postgres's own parser, so that a failing statement can be
 * named by its line and the results before it are kept.
 *
 * @throws Error with the line, when the text is not SQL (psql's backslash commands are not).
 */
export async function splitStatements(source: string): Promise<Statement[]> {
  // The parser counts bytes.
  const bytes = Buffer.from(source, 'utf8');
  let tree: ParseTree;
  try {
    tree = (await parse(source)) as ParseTree;
  } catch (error) {
    throw new Error(describeSyntaxError(error, source), { cause: error });
  }
  return (tree.stmts ?? []).map(({ stmt_location: start = 0, stmt_len: length, stmt }) => {
    const end = length === undefined ? bytes.length : start + length;
    const raw = bytes.subarray(start, end).toString('utf8');
    const text = raw.replace(LEADING_BLANKS_AND_COMMENTS, '');
    const before =
      bytes.subarray(0, start).toString('utf8') + raw.slice(0, raw.length - text.length);
    const kind = stmt.TransactionStmt?.kind;
    return {
      text,
      line: before.split('\n').length,
      transaction: kind === undefined ? undefined : TRANSACTION_KINDS[kind],
    };
  });
}

const LEADING_BLANKS_AND_COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/;

function describeSyntaxError(error: unknown, source: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const details = (error as { sqlDetails?: { cursorPosition?: number } } | null)?.sqlDetails;
  const position = details?.cursorPosition;
  if (position === undefined) return message;
  const line = Buffer.from(source, 'utf8')
    .subarray(0, position)
    .toString('utf8')
    .split('\n').length;
  return `line ${line}: ${message}`;
}

/** Reads TAP version 13 as pgTAP writes it, one line at a time. */
export class TapReader {
  #planned: number | undefined;
  #ran = 0;
  readonly #passed: string[] = [];
  #bailedOut: string | undefined;
  #lastTitle: string | undefined;
  readonly #failures: Failure[] = [];
  /** Whether diagnostics that follow belong to the last test. */
  #lastFailed = false;

  /** Takes one value of a result: none, one or many lines of TAP. */
  read(output: string): void {
    for (const line of output.split('\n')) this.#readLine(line);
  }

  /** Takes a result: what is text in it is read, as from psql. */
  readRows(rows: readonly Record<string, unknown>[]): void {
    for (const row of rows) {
      for (const value of Object.values(row)) {
        if (typeof value === 'string') this.read(value);
      }
    }
  }

  /** Title of the last test that reported, to say how far a file came. */
  get lastTitle(): string | undefined {
    return this.#lastTitle;
  }

  #readLine(line: string): void {
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) {
      if (this.#planned !== undefined) this.fail('plan', 'a second plan was announced');
      this.#planned = Number(plan[1]);
      return;
    }
    const bailOut = /^Bail out!\s*(.*)/.exec(line);
    if (bailOut) {
      this.#bailedOut ??= bailOut[1] ?? '';
      return;
    }
    const test = /^(not )?ok\b\s*(\d+)?\s*(?:-\s*)?(.*)$/.exec(line);
    if (test) {
      this.#readTest(test[1] === undefined, test[2], test[3] ?? '');
      return;
    }
    const diagnostic = /^\s*#\s?(.*)$/.exec(line);
    if (diagnostic && this.#lastFailed) {
      const failure = this.#failures.at(-1);
      const text = diagnostic[1] ?? '';
      if (failure && !/^(Failed test|Looks like)/.test(text)) {
        failure.detail = failure.detail === '' ? text : `${failure.detail}\n${text}`;
      }
    }
  }

  #readTest(ok: boolean, number: string | undefined, description: string): void {
    this.#ran += 1;
    const [title = '', directive] = description.split(/\s+#\s*(?=(?:todo|skip)\b)/i);
    this.#lastTitle = title;
    if (number !== undefined && Number(number) !== this.#ran) {
      this.fail(title, `is test ${number} of its output, but the ${this.#ran}th to report`);
    }
    const excused = directive !== undefined && /^todo\b/i.test(directive);
    this.#lastFailed = !ok && !excused;
    if (this.#lastFailed) this.#failures.push({ title: title || `test ${this.#ran}`, detail: '' });
    else this.#passed.push(title);
  }

  /** Records a failure that pgTAP itself did not report. */
  fail(title: string, detail: string): void {
    this.#lastFailed = false;
    this.#failures.push({ title, detail });
  }

  /** Settles plan and bail-out, and says what came of it. */
  finish(): TapSummary {
    if (this.#bailedOut !== undefined) this.fail('bailed out', this.#bailedOut);
    if (this.#planned === undefined) {
      this.fail('plan', 'no plan was announced: call plan(n), and finish() at the end');
    } else if (this.#planned !== this.#ran) {
      this.fail('plan', `planned ${this.#planned} tests but ran ${this.#ran}`);
    } else if (this.#planned === 0) {
      this.fail('plan', 'planned no test at all');
    }
    return {
      planned: this.#planned,
      ran: this.#ran,
      passed: this.#passed,
      failures: this.#failures,
    };
  }
}
