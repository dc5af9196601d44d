import { environment, keyOf } from '../_shared/environment.ts';
import { refusalOf, refuse } from './problems.ts';

/** The project's own REST API, asked with the rights of whoever calls: row-level security decides, not this function. */

const url = `${environment('SUPABASE_URL')}/rest/v1`;
const publishableKey = keyOf('SUPABASE_PUBLISHABLE_KEYS');
const secretKey = keyOf('SUPABASE_SECRET_KEYS');

/** The access token of a person; undefined: somebody who has not signed in. */
export type Token = string | undefined;

interface Asked {
  method?: 'GET' | 'POST' | 'PATCH';
  /** JSON. */
  body?: string;
  /** The rows that were written, in the answer. */
  returnsRows?: boolean;
}

/** @throws Refusal when the database refuses, or cannot be reached */
export function ask<T>(path: string, token: Token, asked: Asked = {}): Promise<T> {
  return send<T>(
    path,
    { apikey: publishableKey, Authorization: `Bearer ${token ?? publishableKey}` },
    asked,
  );
}

/** Calls a function of the database with the caller's rights; `body` is JSON. */
export function rpc<T>(name: string, token: Token, body: string | object = {}): Promise<T> {
  return ask<T>(`/rpc/${name}`, token, { method: 'POST', body: toJson(body) });
}

/** With the secret key: for what is about nobody's data. */
export function rpcAsServer<T>(name: string, body: object): Promise<T> {
  return send<T>(
    `/rpc/${name}`,
    { apikey: secretKey, Authorization: `Bearer ${secretKey}` },
    { method: 'POST', body: toJson(body) },
  );
}

const toJson = (body: string | object): string =>
  typeof body === 'string' ? body : JSON.stringify(body);

async function send<T>(path: string, headers: Record<string, string>, asked: Asked): Promise<T> {
  const { method = 'GET', body, returnsRows = false } = asked;
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(returnsRows ? { Prefer: 'return=representation' } : {}),
    },
    body: body ?? null,
  }).catch((error: unknown) => {
    console.error(error);
    throw refuse('server_unavailable', undefined, 5);
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? null : JSON.parse(text)) as T;
  throw refusalOf(response.status, parse(text));
}

/** What stands before the database may answer in something else than JSON. */
function parse(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
