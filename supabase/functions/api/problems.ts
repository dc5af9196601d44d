/**
 * What the HTTP API itself refuses; the rest the database does. An answer that is no success has one form whoever
 * refused, PostgREST's: `code`, `message` (a stable word of docs/ERRORS.md), `details`, `hint`.
 */

export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly details: string;
  readonly hint: string;
}

export const problems = {
  json_malformed: {
    status: 400,
    details: 'The body is not JSON.',
    hint: 'Send what JSON.stringify makes.',
  },
  not_signed_in: {
    status: 401,
    details: 'The request carries no valid token of a person.',
    hint: 'Sign in and send the access token: Authorization: Bearer <token>.',
  },
  not_allowed: {
    status: 403,
    details: 'You may not do this.',
    hint: 'Ask for the right.',
  },
  path_unknown: {
    status: 404,
    details: 'There is nothing at this path, or not by this method.',
    hint: 'See openapi.json.',
  },
  user_not_found: {
    status: 404,
    details: 'There is nobody with this id whom you may see.',
    hint: 'Use your own id: the sub of your token.',
  },
  value_taken: {
    status: 409,
    details: 'Somebody else has this value, which must be unique.',
    hint: 'Choose another username.',
  },
  body_too_large: {
    status: 413,
    details: 'The body is larger than this request may be.',
    hint: 'Send less at once.',
  },
  content_type_unsupported: {
    status: 415,
    details: 'The body is not declared to be JSON.',
    hint: 'Send the header Content-Type: application/json.',
  },
  request_invalid: {
    status: 422,
    details: 'A field of the request is not as it should be.',
    hint: 'See openapi.json for what is taken.',
  },
  rate_limited: {
    status: 429,
    details: 'There were too many requests.',
    hint: 'Try again after the seconds that the header Retry-After names.',
  },
  unexpected_failure: {
    status: 500,
    details: 'The request failed in a way that was not foreseen.',
    hint: 'Try again later; tell support if it lasts.',
  },
  server_unavailable: {
    status: 503,
    details: 'The database cannot be reached, or is too busy.',
    hint: 'Try again after the seconds that the header Retry-After names.',
  },
} as const satisfies Record<string, Problem>;

export type ProblemName = keyof typeof problems;

/** The body of every answer that is no success. */
export interface Refused {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

/** Thrown wherever a request cannot go on; index.ts makes the answer of it. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Refused;
  /** After how many seconds to try again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: Refused, retryAfter?: number) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** A refusal of the API's own; `details` says more than the problem alone, such as which field it is about. */
export function refuse(name: ProblemName, details?: string, retryAfter?: number): Refusal {
  const problem: Problem = problems[name];
  return new Refusal(
    problem.status,
    {
      code: `PT${problem.status}`,
      message: name,
      details: details ?? problem.details,
      hint: problem.hint,
    },
    retryAfter,
  );
}

/** After how many seconds a server that is in trouble is worth another try. */
const TRY_AGAIN = 5;

/**
 * The refusal that an answer of PostgREST stands for. What the database raises on purpose is passed on as it is; of the
 * rest only what the caller can do something about, in words that tell nothing of the tables.
 */
export function refusalOf(status: number, body: Partial<Refused>): Refusal {
  const { code = '', message = '', details = null, hint = null } = body;
  if (/^PT\d{3}$/.test(code)) {
    const retryAfter = status === 503 ? TRY_AGAIN : undefined;
    return new Refusal(status, { code, message, details, hint }, retryAfter);
  }
  if (code === '23505') return refuse('value_taken');
  // What a type does not take, or is too deep to be read; and what a check does not, which would name itself and its table.
  if (/^(22|54)/.test(code)) return refuse('request_invalid', message);
  if (/^23/.test(code)) return refuse('request_invalid');
  if (status === 401) return refuse('not_signed_in', message || undefined);
  if (code === '42501') return refuse('not_allowed');
  console.error(`the database answered ${status} ${code} ${message}`);
  return refuse('server_unavailable', undefined, TRY_AGAIN);
}
