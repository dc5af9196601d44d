import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { Refusal, refuse } from './problems.ts';
import { type Api, counted, own, signedIn, takes } from './requests.ts';
import { ask, rpc, type Token } from './rest.ts';
import * as schemas from './schemas.ts';

/**
 * The HTTP API, for clients without a Supabase library: an own profile, deletion, export, import, and health. It adds no right:
 * each request goes on to the database with the caller's token, and row-level security decides. How often one may call
 * is kept in the database too (supabase/migrations/…_http_api.sql).
 *
 * GET /openapi.json describes it, made from the same schemas that requests are checked by.
 */

/** What one request may carry: fields of a profile; localStorage as text. Of that the database takes less (import.max_bytes). */
const PROFILE_BYTES = 65_536;
const IMPORT_BYTES = 16 * 1_024 * 1_024;

const app = new OpenAPIHono<Api>({
  defaultHook: (result) => {
    if (result.success) return;
    const issues = result.error.issues.slice(0, 10);
    throw refuse(
      'request_invalid',
      issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`).join('; '),
    );
  },
});

app.use(cors({ origin: '*', exposeHeaders: ['Retry-After'] }));
app.notFound((context) => answer(context, refuse('path_unknown')));
app.onError((error, context) => {
  if (error instanceof Refusal) return answer(context, error);
  if (error instanceof HTTPException && error.status === 400) {
    return answer(context, refuse('json_malformed'));
  }
  console.error(error);
  return answer(context, refuse('unexpected_failure'));
});

function answer(context: Context, { status, body, retryAfter }: Refusal): Response {
  if (retryAfter !== undefined) context.header('Retry-After', String(retryAfter));
  if (status === 401) context.header('WWW-Authenticate', 'Bearer');
  return context.json(body, status as 400);
}

const json = <Schema>(schema: Schema) => ({ content: { 'application/json': { schema } } });
const says = <Schema>(description: string, schema: Schema) => ({ description, ...json(schema) });

const causes: Record<number, string> = {
  400: 'The body is not JSON.',
  401: 'No valid token of a person.',
  403: 'The account may not do this: it is suspended, deleted, restricted, gone, or waits for an age or a guardian.',
  404: 'The id is not your own.',
  409: 'It is so already: the username is taken, or an export is being made.',
  410: 'The account was erased.',
  413: 'More than is taken at once.',
  415: 'The body is not declared to be JSON.',
  422: 'A field is not as it should be; `details` names it.',
  429: 'Too many requests, or too many exports.',
  503: 'The database cannot be reached, is too busy, or was just restored.',
};

/** What may go wrong, for the document. Refusals are thrown, so the types need not know. */
function refusals(...statuses: number[]): Record<never, never> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        ...says(causes[status] ?? '', schemas.Refused),
        ...(status === 429 || status === 503
          ? {
              headers: {
                'Retry-After': {
                  description: 'After how many seconds to try again.',
                  schema: { type: 'integer', minimum: 1 },
                },
              },
            }
          : {}),
      },
    ]),
  );
}

app.openAPIRegistry.registerComponent('securitySchemes', 'person', {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'The access token of who signed in with Supabase Auth.',
});
const security = [{ person: [] }];

const select = {
  profile: Object.keys(schemas.Profile.shape).join(),
  progress: Object.keys(schemas.Progress.shape).join(),
  subscription: Object.keys(schemas.subscription).join(),
  export: Object.keys(schemas.Export.shape).join(),
};

type Profile = z.infer<typeof schemas.Profile>;
type Row = Profile & {
  user_progress: [z.infer<typeof schemas.Progress>];
  subscriptions: (Omit<z.infer<typeof schemas.Subscription>, 'plan'> & {
    plans: { code: string };
  })[];
};

/** Row-level security shows or changes nothing, and does not say why; the database does when it is asked. */
async function missing(token: Token): Promise<Refusal> {
  await rpc('require_writer', token);
  return refuse('user_not_found');
}

app.openapi(
  createRoute({
    operationId: 'getHealth',
    method: 'get',
    path: '/api/health',
    summary: 'How the service fares',
    security: [{}, ...security],
    middleware: [downIfUnreachable, counted('api')],
    responses: {
      200: says('It works, all of it or nearly.', schemas.Health),
      ...refusals(401, 429),
      503: says('It does not.', schemas.Health),
    },
  }),
  async (context) => {
    const health = await rpc<z.infer<typeof schemas.Health>>('health_check', context.get('token'));
    return health.status === 'down' ? context.json(health, 503) : context.json(health, 200);
  },
);

/** A monitor reads the same word whether the database says it or cannot say anything. */
async function downIfUnreachable(context: Context<Api>, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.error instanceof Refusal && context.error.status === 503) {
    context.res = context.json({ status: 'down' }, 503);
  }
}

app.openapi(
  createRoute({
    operationId: 'getUser',
    method: 'get',
    path: '/api/users/{id}',
    summary: 'The own profile, with progress and subscription',
    security,
    middleware: [counted('api'), signedIn],
    request: { params: schemas.ownId },
    responses: {
      200: says('The person.', schemas.Person),
      ...refusals(401, 403, 404, 410, 422, 429, 503),
    },
  }),
  async (context) => {
    const id = own(context, context.req.valid('param').id);
    const token = context.get('token');
    const [row] = await ask<Row[]>(
      `/users?id=eq.${id}&select=${select.profile},user_progress(${select.progress}),` +
        `subscriptions(${select.subscription},plans(code))`,
      token,
    );
    if (!row) throw await missing(token);
    const { user_progress, subscriptions, ...profile } = row;
    const [current] = subscriptions.toSorted(
      (one, other) =>
        (other.expires_at ?? '').localeCompare(one.expires_at ?? '') ||
        other.subscribed_at.localeCompare(one.subscribed_at),
    );
    return context.json(
      {
        ...profile,
        progress: user_progress[0],
        subscription: current ? flat(current) : null,
      },
      200,
    );
  },
);

const flat = ({ plans, ...subscription }: Row['subscriptions'][number]) => ({
  ...subscription,
  plan: plans.code,
});

app.openapi(
  createRoute({
    operationId: 'changeUser',
    method: 'put',
    path: '/api/users/{id}',
    summary: 'Changes the own profile',
    security,
    middleware: [counted('api'), signedIn, ...takes(PROFILE_BYTES)],
    request: { params: schemas.ownId, body: { ...json(schemas.ProfileChange), required: true } },
    responses: {
      200: says('The profile as it is now.', schemas.Profile),
      ...refusals(400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503),
    },
  }),
  async (context) => {
    const id = own(context, context.req.valid('param').id);
    const token = context.get('token');
    const [profile] = await ask<Profile[]>(`/users?id=eq.${id}&select=${select.profile}`, token, {
      method: 'PATCH',
      body: JSON.stringify(context.req.valid('json')),
      returnsRows: true,
    });
    if (!profile) throw await missing(token);
    return context.json(profile, 200);
  },
);

app.openapi(
  createRoute({
    operationId: 'deleteUser',
    method: 'delete',
    path: '/api/users/{id}',
    summary: 'Deletes the own account: shut at once, erased after 30 days',
    security,
    middleware: [counted('api'), signedIn],
    request: { params: schemas.ownId, query: schemas.erasureOptions },
    responses: {
      202: says('It is shut; asking again changes nothing.', schemas.Erasure),
      ...refusals(401, 403, 404, 422, 429, 503),
    },
  }),
  async (context) => {
    own(context, context.req.valid('param').id);
    const [erasure] = await rpc<z.infer<typeof schemas.Erasure>[]>(
      'request_account_erasure',
      context.get('token'),
      { immediate: context.req.valid('query').immediate === 'true' },
    );
    if (!erasure) throw refuse('unexpected_failure');
    return context.json(erasure, 202);
  },
);

app.openapi(
  createRoute({
    operationId: 'askForExport',
    method: 'post',
    path: '/api/users/{id}/export',
    summary: 'Asks for an archive of everything that is held of oneself',
    security,
    middleware: [counted('api'), signedIn, ...takes(PROFILE_BYTES)],
    request: { params: schemas.ownId, body: { ...json(schemas.ExportWish), required: false } },
    responses: {
      202: says('It is queued.', schemas.Export),
      ...refusals(400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503),
    },
  }),
  async (context) => {
    own(context, context.req.valid('param').id);
    const { format = 'both' } = context.req.valid('json');
    const made = await rpc('request_data_export', context.get('token'), { format });
    return context.json(schemas.Export.parse(made), 202);
  },
);

app.openapi(
  createRoute({
    operationId: 'listExports',
    method: 'get',
    path: '/api/users/{id}/export',
    summary:
      'The exports that were asked for, the newest first, and where those that are ready can be fetched',
    security,
    middleware: [counted('api'), signedIn],
    request: { params: schemas.ownId },
    responses: {
      200: says('The last 20.', schemas.Exports),
      ...refusals(401, 404, 422, 429, 503),
    },
  }),
  async (context) => {
    const id = own(context, context.req.valid('param').id);
    const exports = await ask<z.infer<typeof schemas.Export>[]>(
      `/data_exports?user_id=eq.${id}&select=${select.export}&order=created_at.desc&limit=20`,
      context.get('token'),
    );
    return context.json({ exports }, 200);
  },
);

app.openapi(
  createRoute({
    operationId: 'importLocalStorage',
    method: 'post',
    path: '/api/migrate',
    summary:
      'Imports what the first version of the app kept in localStorage, or says what that would do',
    security,
    middleware: [counted('import'), signedIn, ...takes(IMPORT_BYTES)],
    request: {
      query: schemas.importOptions,
      body: { ...json(schemas.LocalStorage), required: true },
    },
    responses: {
      200: says('What became, or would become, of each item.', schemas.ImportReport),
      ...refusals(400, 401, 403, 410, 413, 415, 422, 429, 503),
    },
  }),
  async (context) => {
    const isPreview = context.req.valid('query').preview === 'true';
    // As it came: read and written again by JavaScript, large numbers would be others.
    const payload = await context.req.text();
    const report = await rpc<z.infer<typeof schemas.ImportReport>>(
      isPreview ? 'preview_local_storage_import' : 'import_local_storage',
      context.get('token'),
      `{"payload":${payload}}`,
    );
    return context.json(report, 200);
  },
);

const description = app.getOpenAPI31Document({
  openapi: '3.1.0',
  info: {
    title: 'FutureSync',
    version: '1',
    description:
      'For clients without a Supabase library. Requests carry the access token of Supabase Auth; every refusal has `code`, `message`, `details` and `hint`.',
  },
  servers: [{ url: '/functions/v1' }],
});
app.get('/api/openapi.json', (context) => context.json(description));

Deno.serve((request, info?: Deno.ServeHandlerInfo) => {
  const other = info?.remoteAddr;
  return app.fetch(request, { address: other && 'hostname' in other ? other.hostname : '' });
});
