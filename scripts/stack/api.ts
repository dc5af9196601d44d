import { App } from '@supabase/lite';
import { type PostgresConnection, createPostgresConnection } from '@supabase/lite/postgres';
import type { JWTPayload } from 'jose';
import { type Kysely, sql as raw } from 'kysely';
import postgres from 'postgres';
import { adminApi } from './auth-admin.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { type Keys, Tokens, loadKeys } from './keys.ts';
import type { Postgres } from './postgres.ts';
import {
  type Caller,
  type Resource,
  type RoleSettings,
  RpcCatalogue,
  callFunction,
  contextStatement,
  errorResponse,
  findUnknownColumn,
  isConnectionError,
  isDatabaseError,
  json,
  readRoleSettings,
} from './rest.ts';
import { storageApp } from './storage.ts';

/**
 * REST, Auth and Storage by @supabase/lite on the real Postgres, and everything that has to be put
 * right about it. Each remedy is marked `Remedy:` and has a test of that name in api.test.ts, which
 * fails when the library no longer needs it.
 */

interface ApiOptions {
  pg: Postgres;
  database: string;
  /** The address that clients use, for links and token issuers. */
  url: string;
  keys: Keys;
  /** Where uploaded files are kept. */
  storageDir?: string;
  /** Mail that would have been sent, and errors of the library. */
  log?: (line: string) => void;
}

export interface Api {
  readonly tokens: Tokens;
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** Matches `max_rows` and `schemas` of config.toml. */
const restConfig = { enabled: true, schemas: ['public'], max_rows: 1000 };

/** Reconnect at once: a developer's server that comes back should not seem down for seconds. */
const poolOptions = {
  backoff: (): number => 0.1,
  connect_timeout: 2,
  onnotice: (): void => undefined,
} as const;

export async function createApi(options: ApiOptions): Promise<Api> {
  const { pg, database, keys } = options;
  const tokens = new Tokens(keys);
  const authConfig = {
    enabled: true,
    jwt_secret: keys.jwtSecret,
    publishable_key: keys.publishableKey,
    secret_key: keys.secretKey,
    jwt_expiry: 3600,
    site_url: 'http://127.0.0.1:3000',
    additional_redirect_urls: ['http://127.0.0.1:3000/**', 'http://localhost:3000/**'],
    enable_signup: true,
    enable_refresh_token_rotation: true,
    refresh_token_reuse_interval: 10,
    minimum_password_length: 6,
    email: { enable_signup: true, enable_confirmations: false },
  };

  const pool = postgres(pg.authenticatorUrl(database), {
    ...poolOptions,
    max: 20,
    connection: { application_name: 'futuresync rest' },
  });
  const authPool = postgres(pg.urlFor('supabase_auth_admin', database), {
    ...poolOptions,
    max: 4,
    connection: { application_name: 'futuresync auth' },
  });
  const catalogue = new RpcCatalogue(pool);
  let roleSettings: RoleSettings = await readRoleSettings(pool);

  const catalogueUrl = pg.superUrl(database);
  const rest = createApp({
    url: pg.authenticatorUrl(database),
    catalogueUrl,
    name: 'futuresync rest',
    app: { api: restConfig, auth: authConfig, storage: { enabled: false } },
    roleSettings: () => roleSettings,
    answersErrors: true,
  });
  const auth = createApp({
    // Remedy: the auth tables belong to their own role, as on hosted; the library would use one login for all.
    url: pg.urlFor('supabase_auth_admin', database),
    catalogueUrl,
    name: 'futuresync auth',
    app: { api: { enabled: false }, auth: authConfig, storage: { enabled: false } },
    roleSettings: () => roleSettings,
    log: options.log,
  });
  const storage = storageApp({
    createApp: (app) =>
      createApp({
        url: pg.urlFor('supabase_storage_admin', database),
        catalogueUrl,
        name: 'futuresync storage',
        app: { ...app, api: { enabled: false }, auth: authConfig },
        roleSettings: () => roleSettings,
        // The storage service deletes rows together with their files, so it may.
        settings: { 'storage.allow_delete_query': 'true' },
      }),
    directory: options.storageDir,
  });
  const admin = adminApi({ sql: authPool, auth: auth.app });

  async function reload(): Promise<void> {
    catalogue.forget();
    roleSettings = await readRoleSettings(pool).catch(() => roleSettings);
    await rest.connection.clearSchemaCache();
  }
  // PostgREST's own channel: hosted and the bootstrap notify it after each change of the schema. After
  // a lost connection something may have been missed, so a new subscription reads again too.
  const listener = postgres(pg.authenticatorUrl(database), {
    ...poolOptions,
    max: 1,
    connection: { application_name: 'futuresync schema watch' },
  });
  const watch = await listener.listen(
    'pgrst',
    () => void reload(),
    () => void reload(),
  );

  /** The caller of a well-formed request; undefined when the library should word the refusal. */
  async function callerOf(request: Request): Promise<Caller | undefined> {
    const keyRole = tokens.roleOfApiKey(request.headers.get('apikey'));
    if (!keyRole) return undefined;
    if (keyRole === 'service_role' && isBrowser(request)) return undefined;
    const bearer = bearerOf(request);
    if (bearer === undefined || bearer.startsWith('sb_')) {
      return { role: keyRole, claims: { role: keyRole } };
    }
    const claims = await tokens.verify(bearer);
    if (!claims) return undefined;
    return { role: typeof claims.role === 'string' ? claims.role : 'anon', claims };
  }

  /** The same request with its token as the library reads it. */
  async function toInner(request: Request, body?: string): Promise<Request> {
    const bearer = bearerOf(request);
    const headers = new Headers(request.headers);
    if (bearer !== undefined && !bearer.startsWith('sb_')) {
      headers.set('Authorization', `Bearer ${await tokens.toInner(bearer)}`);
    }
    return new Request(request.url, {
      method: request.method,
      headers,
      ...(body === undefined ? { body: request.body, duplex: 'half' } : { body }),
    });
  }

  async function handleRest(request: Request, url: URL): Promise<Response> {
    const name = /^\/rest\/v1\/rpc\/([^/]+)$/.exec(url.pathname)?.[1];
    if (name !== undefined && request.method === 'POST' && isPlainCall(request, url)) {
      const caller = await callerOf(request);
      const body = await request.text();
      const response =
        caller &&
        (await callFunction({
          sql: pool,
          catalogue,
          roleSettings,
          name: decodeURIComponent(name),
          body,
          request,
          caller,
        }));
      return response ?? withExactErrors(await rest.app.fetch(await toInner(request, body)));
    }
    return (
      refuseUnfiltered(request, url) ??
      withExactErrors(await rest.app.fetch(await toInner(request)))
    );
  }

  async function handleAuth(request: Request, url: URL): Promise<Response> {
    if (url.pathname === '/auth/v1/.well-known/jwks.json') return json(200, tokens.jwks);
    if (url.pathname.startsWith('/auth/v1/admin/')) {
      const caller = await callerOf(request);
      if (caller?.role !== 'service_role') {
        return json(403, { code: 403, error_code: 'not_admin', msg: 'User not allowed' });
      }
      return admin(request, url);
    }
    const response = await auth.app.fetch(await toInner(request));
    return (
      (await refuseBanned(response, url)) ??
      exchangeTokens(await explainSignUpFailure(response, url))
    );
  }

  /** Remedy: who is banned is signed in nevertheless. */
  async function refuseBanned(response: Response, url: URL): Promise<Response | undefined> {
    if (!response.ok || url.pathname !== '/auth/v1/token') return undefined;
    const { user } = (await response.clone().json()) as { user?: { id?: string } };
    const [banned] = await authPool`
      delete from auth.sessions
      where user_id = (select id from auth.users where id = ${user?.id ?? null} and banned_until > now())
        and created_at > now() - interval '10 seconds'
      returning user_id
    `;
    if (!banned) return undefined;
    return json(400, { code: 400, error_code: 'user_banned', msg: 'User is banned' });
  }

  /** Remedy: a failing sign-up trigger must be told from a broken server. */
  async function explainSignUpFailure(response: Response, url: URL): Promise<Response> {
    if (response.status !== 500 || !/\/(signup|verify|otp|token)$/.test(url.pathname)) {
      return response;
    }
    return json(500, {
      code: 500,
      error_code: 'unexpected_failure',
      msg: url.pathname.endsWith('/signup')
        ? 'Database error saving new user'
        : 'Database error querying schema',
    });
  }

  /** Remedy: tokens leave signed with ES256 and with all claims of hosted ones. */
  async function exchangeTokens(response: Response): Promise<Response> {
    const location = response.headers.get('Location');
    const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
    if (!isJson && !location?.includes('access_token=')) return response;
    const headers = new Headers(response.headers);
    const text = isJson ? await response.text() : '';
    const found = new Set(`${text} ${location ?? ''}`.match(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? []);
    let [newText, newLocation] = [text, location];
    for (const inner of found) {
      const claims = await tokens.read(inner);
      if (!claims) continue;
      const outer = await tokens.issue(await completeClaims(claims));
      newText = newText.replaceAll(inner, outer);
      newLocation = newLocation?.replaceAll(inner, outer) ?? null;
    }
    if (newLocation !== null) headers.set('Location', newLocation);
    headers.delete('Content-Length');
    return new Response(isJson ? newText : response.body, { status: response.status, headers });
  }

  async function completeClaims(claims: JWTPayload): Promise<JWTPayload> {
    const [user] = await authPool<
      { phone: string | null; app: JWTPayload; own: JWTPayload; anonymous: boolean }[]
    >`
      select phone, raw_app_meta_data as app, raw_user_meta_data as own, is_anonymous as anonymous
      from auth.users where id = ${claims.sub ?? null}
    `;
    return {
      iss: `${options.url}/auth/v1`,
      phone: user?.phone ?? '',
      app_metadata: user?.app ?? {},
      user_metadata: user?.own ?? {},
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: claims.iat ?? 0 }],
      is_anonymous: user?.anonymous ?? false,
      ...claims,
    };
  }

  return {
    tokens,
    async fetch(request) {
      const url = new URL(request.url);
      try {
        if (url.pathname.startsWith('/rest/v1')) return await handleRest(request, url);
        if (url.pathname.startsWith('/auth/v1')) return await handleAuth(request, url);
        return await storage.fetch(await toInner(request));
      } catch (error) {
        const response = errorResponse(error, 'authenticated');
        if (response) return response;
        options.log?.(`${request.method} ${url.pathname}: ${String(error)}`);
        return json(500, { message: 'Internal error of the local stack', details: String(error) });
      }
    },
    async close() {
      await watch.unlisten().catch(() => undefined);
      const pools = [listener, pool, authPool].map((each) => each.end({ timeout: 2 }));
      const apps = [rest, auth, storage].map((each) => each.close());
      await Promise.all([...pools, ...apps]);
    },
  };
}

export interface LiteApp {
  app: App;
  connection: PostgresConnection;
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}

export interface CreateAppOptions {
  url: string;
  /** For reading the schema whole. */
  catalogueUrl: string;
  name: string;
  /** The library's settings, named as in config.toml. */
  app: Record<string, unknown>;
  roleSettings: () => RoleSettings;
  /** Settings of each session. */
  settings?: Record<string, string>;
  /** Whether a request's database error becomes its response; else it is thrown to the library. */
  answersErrors?: boolean;
  log?: ((line: string) => void) | undefined;
}

/** The library's own type parsers give back what Postgres printed; PostgREST's clients expect JSON's forms. */
const isoTime = (text: string): string =>
  text
    .replace(' ', 'T')
    .replace(/([+-]\d\d)$/, '$1:00')
    .replace(/([+-]\d\d):(\d\d):00$/, '$1:$2');

const passStrings = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

function createApp(options: CreateAppOptions): LiteApp {
  const connection = createPostgresConnection({
    url: options.url,
    postgresOptions: {
      ...poolOptions,
      max: 10,
      connection: { application_name: options.name, ...options.settings },
      types: {
        // Remedy: the library hands over JSON text, and the driver would quote it a second time.
        json: { to: 114, from: [114], serialize: passStrings, parse: JSON.parse },
        jsonb: { to: 3802, from: [3802], serialize: passStrings, parse: JSON.parse },
        // Remedy: the driver hands numeric over as text; PostgREST sends a number.
        numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
        // Remedy: `2026-01-31 12:00:00+00` is not the ISO form that PostgREST sends.
        timestamp: { to: 1114, from: [1114], serialize: String, parse: isoTime },
        timestamptz: { to: 1184, from: [1184], serialize: String, parse: isoTime },
      },
    },
  });
  // Remedy: seeing a table with row-level security, the library grants ALL to the API roles. In the
  // state `active` it believes to have done so; the migrations' grants hold.
  (connection as unknown as { rlsState: string }).rlsState = 'active';
  checkEmbeddedColumns(connection);
  requestTransactions(connection, options);
  const catalogue = catalogueConnection(connection, options.catalogueUrl);

  const app = new App({
    ...options.app,
    connection,
    options: {
      drivers: {
        email: {
          send: async (mail) =>
            options.log?.(`mail to ${mail.to}: ${mail.subject}\n${mail.text ?? ''}`),
        },
      },
      server: {
        disableStudio: true,
        middlewares: [
          async (context, next) => {
            // Remedy: with a user and a session already named, the library does not read both from the
            // database before each REST request; it checks the token again further on.
            const { pathname } = new URL(context.req.url);
            const bearer = bearerOf(context.req.raw);
            if (pathname.startsWith('/rest/v1') && bearer && !bearer.startsWith('sb_')) {
              context.set('userId', 'unchecked');
              context.set('sessionId', 'unchecked');
            }
            await next();
          },
        ],
      },
    },
  }) as unknown as App;

  return {
    app,
    connection,
    fetch: (request) => app.fetch(request),
    async close() {
      await Promise.all([
        connection.driver.end({ timeout: 2 }),
        catalogue.driver.end({ timeout: 2 }),
      ]);
    },
  };
}

/**
 * Remedy: the library reads the schema through information_schema, which shows a role only what that
 * role may use: to an authenticator that inherits nothing, an empty database.
 */
function catalogueConnection(connection: PostgresConnection, url: string): PostgresConnection {
  const catalogue = createPostgresConnection({
    url,
    postgresOptions: { ...poolOptions, max: 1, idle_timeout: 10 },
  });
  // Remedy: all that come before the schema has been read would each read it, and many would never be done.
  let reading: ReturnType<PostgresConnection['introspect']> | undefined;
  connection.introspect = (options) => {
    const mine = (reading ??= catalogue.introspect(options).finally(() => {
      if (reading === mine) reading = undefined;
    }));
    return mine;
  };
  connection.clearSchemaCache = () => {
    reading = undefined;
    return catalogue.clearSchemaCache();
  };
  return catalogue;
}

/**
 * Remedy: the library writes the columns of an embedded resource without its name, so that Postgres finds those of the
 * resource around it: `tasks?select=title,projects(priority)` would answer with the task's priority.
 */
function checkEmbeddedColumns(connection: PostgresConnection): void {
  const target = connection as unknown as {
    onPostgrestAST: (ast: Resource, variables: unknown) => Promise<Resource>;
  };
  const original = target.onPostgrestAST.bind(connection);
  target.onPostgrestAST = async (ast, variables) => {
    const column = findUnknownColumn(ast, await connection.introspect({ useCache: true }));
    if (column === undefined) return original(ast, variables);
    throw Object.assign(new Error(`column ${column} does not exist`), { code: '42703' });
  };
}

interface Variables {
  auth?: { role?: string; jwt?: JWTPayload | null };
  storage?: { operation?: string };
}
interface ContextOptions {
  transaction?: Kysely<unknown>;
  forceRollback?: boolean;
  rpc?: {
    method: string;
    path: string;
    readOnly: boolean;
    requestHeaders?: Record<string, string>;
  };
}
type WithContext = <T>(
  variables: Variables | undefined,
  work: (db: Kysely<unknown>) => Promise<T>,
  options?: ContextOptions,
) => Promise<T>;

/**
 * Remedy: one statement sets up a request's transaction, with what PostgREST sets (the claims whole,
 * the role's timeouts, the search path) in place of ten with less; functions that do not write run
 * read-only whatever the method; and a database error becomes PostgREST's response, where the library
 * answers most of them with 500.
 */
function requestTransactions(
  connection: PostgresConnection,
  { roleSettings, answersErrors }: CreateAppOptions,
): void {
  const target = connection as unknown as { withContext: WithContext; kysely: Kysely<unknown> };
  const original = target.withContext.bind(connection);
  target.withContext = async (variables, work, options) => {
    if (!variables || options?.transaction || options?.forceRollback) {
      return original(variables, work, options);
    }
    const role = variables.auth?.role ?? 'anon';
    const rpc = options?.rpc;
    const isReadOnly =
      rpc !== undefined && (rpc.readOnly || (await isStable(connection, rpc.path)));
    const context = contextStatement(
      {
        role,
        claims: variables.auth?.jwt ?? { role },
        method: rpc?.method ?? '',
        path: rpc?.path ?? '',
        headers: new Headers(rpc?.requestHeaders ?? {}),
        isReadOnly,
      },
      roleSettings(),
    );
    if (variables.storage?.operation) {
      context.text = context.text.replace('select ', () => {
        context.values.push(variables.storage?.operation ?? '');
        return `select set_config('storage.operation', $${context.values.length}, true), `;
      });
    }
    try {
      return await target.kysely.transaction().execute(async (transaction) => {
        await raw.raw(fill(context)).execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      // These two the library words as PostgREST does, with the names of the request.
      const isWorded = isDatabaseError(error) && /^(42703|42883)$/.test(error.code);
      const isKnown = isDatabaseError(error) || isConnectionError(error);
      const isOurs = answersErrors === true && isKnown && !isWorded;
      const response = isOurs ? errorResponse(error, role) : undefined;
      // A request's work returns its Response; so may its failure.
      if (response) return response as Awaited<ReturnType<typeof work>>;
      throw error;
    }
  };
}

/** Writes the values into the statement, as literals. */
function fill({ text, values }: { text: string; values: string[] }): string {
  return text.replace(/\$(\d+)/g, (_, index: string) => {
    const value = values[Number(index) - 1] ?? '';
    return ` E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '')}'`;
  });
}

async function isStable(connection: PostgresConnection, path: string): Promise<boolean> {
  const name = path.replace(/^\/rpc\//, '');
  const { functions } = await connection.introspect({ useCache: true });
  const found = (functions ?? []).filter((each) => each.schema === 'public' && each.name === name);
  return found.length > 0 && found.every((each) => each.volatility !== 'v');
}

const bearerOf = (request: Request): string | undefined =>
  /^Bearer\s+(.+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1];

/** Hosted refuses the secret key from a browser, where anybody could read it. */
const isBrowser = (request: Request): boolean =>
  /^\s*Mozilla\s*\/\s*5\s*\.\s*0/i.test(request.headers.get('User-Agent') ?? '');

/** A call with nothing but a JSON body: what sync clients send. */
function isPlainCall(request: Request, url: URL): boolean {
  const accept = request.headers.get('Accept') ?? '*/*';
  const profile = request.headers.get('Content-Profile') ?? 'public';
  return (
    url.search === '' &&
    profile === 'public' &&
    !request.headers.has('Prefer') &&
    /^(\*\/\*|application\/json)(,|;|$)/.test(accept) &&
    (request.headers.get('Content-Type') ?? 'application/json').startsWith('application/json')
  );
}

/**
 * Remedy: hosted loads `safeupdate` for API roles, which refuses to update or delete all rows. (There
 * it also guards statements inside functions; that part needs its C library.)
 */
function refuseUnfiltered(request: Request, url: URL): Response | undefined {
  if (request.method !== 'PATCH' && request.method !== 'DELETE') return undefined;
  const shaping = ['select', 'order', 'columns', 'on_conflict', 'apikey'];
  if ([...url.searchParams.keys()].some((name) => !shaping.includes(name))) return undefined;
  const verb = request.method === 'PATCH' ? 'UPDATE' : 'DELETE';
  return json(400, {
    code: '21000',
    details: null,
    hint: null,
    message: `${verb} requires a WHERE clause`,
  });
}

/** The library's 401 for a missing right lacks the header that PostgREST adds. */
function withExactErrors(response: Response): Response {
  if (response.status !== 401 || response.headers.has('WWW-Authenticate')) return response;
  const headers = new Headers(response.headers);
  headers.set('WWW-Authenticate', 'Bearer');
  return new Response(response.body, { status: 401, headers });
}

export interface RunningApi {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly jwtSecret: string;
  stop(): Promise<void>;
}

/** REST, Auth and Storage alone, on a port of their own: for tests that need no more of the stack. */
export async function startApi(options: {
  pg: Postgres;
  database: string;
  /** 0 or absent takes a free one. */
  port?: number;
  storageDir?: string;
  log?: (line: string) => void;
}): Promise<RunningApi> {
  const keys = await loadKeys(`${options.pg.dataDir}.keys.json`);
  let api: Api | undefined;
  const gateway: Gateway = await startGateway({
    port: options.port ?? 0,
    fetch: (request) => api?.fetch(request) ?? json(503, { message: 'The API is starting' }),
  });
  try {
    api = await createApi({ ...options, keys, url: gateway.url });
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  const started = api;
  return {
    url: gateway.url,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    jwtSecret: keys.jwtSecret,
    async stop() {
      await gateway.stop();
      await started.close();
    },
  };
}
