import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal, refuse } from './problems.ts';
import { rpc, rpcAsServer, type Token } from './rest.ts';

/** What every request goes through before its operation: who calls, how often, with what kind of body. */

export interface Api {
  Bindings: { /** Of the other end of the connection. */ address: string };
  Variables: { token: Token; person: string | null };
}

/** A person's token. What clients send before anybody signed in, the key of the project, is none. */
function tokenOf(request: Request): Token {
  const token = /^Bearer\s+(.+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];
  return token?.startsWith('sb_') || token === request.headers.get('apikey') ? undefined : token;
}

/**
 * The address of who calls, as the platform's own edge says it: whatever else a request says of that, such as
 * X-Forwarded-For, may be its sender's invention. Without that edge, the other end of the connection.
 */
function addressOf(context: Context<Api>): string | undefined {
  const address = context.req.header('CF-Connecting-IP') ?? context.env.address;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(plain) === 0 ? undefined : plain;
}

interface Counted {
  person: string | null;
  wait_seconds: number;
}

/** Counts the request, against the limit of the person, or of the address of who is not known. */
export const counted =
  (limit: 'api' | 'import'): MiddlewareHandler<Api> =>
  async (context, next) => {
    const token = tokenOf(context.req.raw);
    let invalid: Refusal | undefined;
    let result: Counted | undefined;
    if (token !== undefined) {
      result = await rpc<Counted>('count_request', token, { limit_name: limit }).catch((error) => {
        if (!(error instanceof Refusal) || error.status !== 401) throw error;
        invalid = error;
        return undefined;
      });
    }
    result ??= await rpcAsServer<Counted>('count_request', {
      limit_name: 'api',
      address: addressOf(context),
    });
    if (result.wait_seconds > 0) throw refuse('rate_limited', undefined, result.wait_seconds);
    if (invalid) throw invalid;
    context.set('token', token);
    context.set('person', result.person);
    await next();
  };

/** For what only people may ask, about themselves. */
export const signedIn: MiddlewareHandler<Api> = async (context, next) => {
  if (context.get('person') === null) throw refuse('not_signed_in');
  await next();
};

/** Whether a request has a body, which need not say how long it is. */
const hasBody = ({ headers }: Request): boolean =>
  headers.has('Content-Type') ||
  headers.has('Transfer-Encoding') ||
  Number(headers.get('Content-Length') ?? 0) > 0;

/** For what takes a body: JSON, and no more than so much. */
export const takes = (most: number): MiddlewareHandler<Api>[] => [
  async (context, next) => {
    const type = context.req.header('Content-Type') ?? '';
    if (hasBody(context.req.raw) && !/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
      throw refuse('content_type_unsupported');
    }
    await next();
  },
  bodyLimit({
    maxSize: most,
    onError: () => {
      throw refuse('body_too_large', `The body may have at most ${most} bytes.`);
    },
  }),
];

/** Who asks for somebody else is told nothing of them, nor whether there is such a person. */
export function own(context: Context<Api>, id: string): string {
  if (id.toLowerCase() !== context.get('person')) throw refuse('user_not_found');
  return id.toLowerCase();
}
