import type { JWTPayload } from 'jose';
import type postgres from 'postgres';

/**
 * What PostgREST does around a request and @supabase/lite leaves out or does otherwise: the settings
 * of a request's transaction, the HTTP status of each database error, and calls of functions that
 * hand the body to Postgres as it came.
 */

/** Who is asking, once the API key and the token have been checked. */
export interface Caller {
  role: string;
  claims: JWTPayload;
}

interface RequestContext extends Caller {
  method: string;
  path: string;
  headers: Headers;
  isReadOnly: boolean;
}

/** Settings that a role has by `alter role … set`: PostgREST applies those of the role it changes to. */
export type RoleSettings = Map<string, [name: string, value: string][]>;

export async function readRoleSettings(sql: postgres.Sql): Promise<RoleSettings> {
  const rows = await sql<{ role: string; settings: string[] }[]>`
    select role.rolname as role, setting.setconfig as settings
    from pg_catalog.pg_db_role_setting as setting
    join pg_catalog.pg_roles as role on role.oid = setting.setrole
    where setting.setdatabase = 0 and role.rolname in ('anon', 'authenticated', 'service_role')
  `;
  return new Map(
    rows.map(({ role, settings }) => [
      role,
      settings.map((entry): [string, string] => {
        const [name = '', ...value] = entry.split('=');
        return [name, value.join('=')];
      }),
    ]),
  );
}

/** One statement that sets everything a request's transaction needs, in place of one for each setting. */
export function contextStatement(
  context: RequestContext,
  roleSettings: RoleSettings,
): { text: string; values: string[] } {
  const settings: [string, string][] = [
    ['search_path', '"public", "extensions"'],
    ['role', context.role],
    ['request.jwt.claims', JSON.stringify(context.claims)],
    ['request.method', context.method],
    ['request.path', context.path],
    ['request.headers', JSON.stringify(Object.fromEntries(context.headers))],
    ['request.cookies', JSON.stringify(cookies(context.headers.get('cookie')))],
    ['response.status', ''],
    ['response.headers', ''],
    ['transaction_read_only', context.isReadOnly ? 'on' : 'off'],
    ...(roleSettings.get(context.role) ?? []),
  ];
  return {
    text: `select ${settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`).join(', ')}`,
    values: settings.flat(),
  };
}

function cookies(header: string | null): Record<string, string> {
  return Object.fromEntries(
    (header ?? '')
      .split(';')
      .map((part) => part.trim().split('='))
      .filter(([name]) => name)
      .map(([name = '', ...value]) => [name, value.join('=')]),
  );
}

/** A Postgres error as the driver reports it. */
interface DatabaseError {
  code: string;
  message: string;
  detail?: string;
  hint?: string;
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));
}

/** Whether Postgres could not be reached, or went away before it answered. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return /^(CONNECT|ECONN|EPIPE|57P0[123])/.test(String(error.code));
}

/** PostgREST's table of statuses. */
function statusOf(error: DatabaseError, role: string): number {
  const { code } = error;
  const custom = /^PT([1-5]\d\d)$/.exec(code);
  if (custom) return Number(custom[1]);
  switch (code) {
    case '23503':
    case '23505':
      return 409;
    case '25006':
      return 405;
    case '21000':
      return error.message.endsWith('requires a WHERE clause') ? 400 : 500;
    case '42883':
    case '42P01':
      return 404;
    case '42P17':
    case '53400':
      return 500;
    case '42501':
      return role === 'anon' ? 401 : 403;
    case '57P01':
      return 503;
    case 'P0001':
      return 400;
  }
  if (/^(08|53)/.test(code)) return 503;
  if (/^(0L|0P|28)/.test(code)) return 403;
  if (/^(09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|P0|XX|PT)/.test(code)) return 500;
  return 400;
}

/** The response that PostgREST gives to a database error. */
export function errorResponse(error: unknown, role: string): Response | undefined {
  if (isConnectionError(error)) {
    return json(503, {
      code: 'PGRST001',
      details: null,
      hint: null,
      message: 'Database connection error. Retrying the connection.',
    });
  }
  if (!isDatabaseError(error)) return undefined;
  if (error.code === 'PGRST') return customResponse(error);
  const status = statusOf(error, role);
  return json(
    status,
    {
      code: error.code,
      details: error.detail ?? null,
      hint: error.hint ?? null,
      message: error.message,
    },
    status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {},
  );
}

/** `raise sqlstate 'PGRST'`: the message is the body, the detail is the status and the headers. */
function customResponse(error: DatabaseError): Response {
  try {
    const body = JSON.parse(error.message) as Record<string, unknown>;
    const detail = JSON.parse(error.detail ?? '') as {
      status: number;
      headers?: Record<string, string>;
    };
    return json(
      detail.status,
      {
        code: body.code,
        details: body.details ?? null,
        hint: body.hint ?? null,
        message: body.message,
      },
      detail.headers ?? {},
    );
  } catch {
    return json(500, {
      code: 'PGRST121',
      details: null,
      hint: null,
      message: `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`,
    });
  }
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Access-Control-Allow-Origin': '*',
      ...headers,
    },
  });
}

interface RpcFunction {
  /** Functions of this name; a call that must choose between several is left to the library. */
  overloads: number;
  arguments: { name: string; type: string; hasDefault: boolean }[];
  /** json and jsonb are sent as they are, the rest through to_json; sets and rows are left to the library. */
  returns: 'json' | 'scalar' | 'void' | 'other';
  isReadOnly: boolean;
}

/** Functions of the exposed schema, read from the catalogue when first asked for. */
export class RpcCatalogue {
  readonly #sql: postgres.Sql;
  #functions: Promise<Map<string, RpcFunction>> | undefined;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  forget(): void {
    this.#functions = undefined;
  }

  async find(name: string): Promise<RpcFunction | undefined> {
    this.#functions ??= this.#read();
    try {
      return (await this.#functions).get(name);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async #read(): Promise<Map<string, RpcFunction>> {
    const rows = await this.#sql<
      {
        name: string;
        overloads: number;
        names: string[] | null;
        types: string[];
        defaults: number;
        returns: RpcFunction['returns'];
        isReadOnly: boolean;
      }[]
    >`
      select
        function.proname as name,
        count(*) over (partition by function.proname)::int as overloads,
        function.proargnames as names,
        array(
          select format('%I.%I', namespace.nspname, type.typname)
          from unnest(function.proargtypes) with ordinality as argument (oid, position)
          join pg_catalog.pg_type as type on type.oid = argument.oid
          join pg_catalog.pg_namespace as namespace on namespace.oid = type.typnamespace
          order by argument.position
        ) as types,
        function.pronargdefaults as defaults,
        case
          when function.proretset or function.provariadic <> 0 or function.proargmodes is not null
            then 'other'
          when result.typname in ('json', 'jsonb') then 'json'
          when result.typname = 'void' then 'void'
          when result.typtype in ('b', 'e', 'd', 'r', 'm') then 'scalar'
          else 'other'
        end as returns,
        function.provolatile <> 'v' as "isReadOnly"
      from pg_catalog.pg_proc as function
      join pg_catalog.pg_type as result on result.oid = function.prorettype
      where function.pronamespace = 'public'::regnamespace and function.prokind = 'f'
    `;
    return new Map(
      rows.map((row) => [
        row.name,
        {
          overloads: row.overloads,
          arguments: row.types.map((type, index) => ({
            name: row.names?.[index] ?? '',
            type,
            hasDefault: index >= row.types.length - row.defaults,
          })),
          returns: row.returns,
          isReadOnly: row.isReadOnly,
        },
      ]),
    );
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

interface RpcCall {
  sql: postgres.Sql;
  catalogue: RpcCatalogue;
  roleSettings: RoleSettings;
  name: string;
  body: string;
  request: Request;
  caller: Caller;
}

/**
 * Calls a function as PostgREST does: the JSON body goes to Postgres as text and is taken apart there
 * by the types of the arguments, and a JSON result comes back as text. Nothing is parsed and printed
 * again on the way, which is what makes pushes and pulls of thousands of rows cheap, and numbers
 * beyond 2^53 exact.
 *
 * @returns undefined when the call needs more than that (sets, filters, overloads, wrong arguments):
 *   the library then answers it
 */
export async function callFunction(call: RpcCall): Promise<Response | undefined> {
  const target = await call.catalogue.find(call.name);
  if (target?.overloads !== 1 || target.returns === 'other') return undefined;

  let body: unknown;
  try {
    body = call.body.trim() === '' ? {} : JSON.parse(call.body);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const given = new Set(Object.keys(body));
  const used = target.arguments.filter((argument) => given.has(argument.name));
  const isComplete = target.arguments.every((item) => given.has(item.name) || item.hasDefault);
  if (used.length !== given.size || !isComplete) return undefined;

  const parameters = used
    .map((argument) => `${quote(argument.name)} := body.${quote(argument.name)}`)
    .join(', ');
  const invocation = `"public".${quote(call.name)}(${parameters})`;
  const result = target.returns === 'scalar' ? `to_json(${invocation})` : invocation;
  const columns = used.map((argument) => `${quote(argument.name)} ${argument.type}`).join(', ');
  const source = used.length
    ? ` from pg_catalog.json_to_record($1::text::json) as body (${columns})`
    : '';
  const context = contextStatement(
    {
      ...call.caller,
      method: call.request.method,
      path: `/rpc/${call.name}`,
      headers: call.request.headers,
      isReadOnly: target.isReadOnly,
    },
    call.roleSettings,
  );

  try {
    // All three are sent at once; an error in one fails the rest and rolls back.
    const [, [row], [response]] = await call.sql.begin((sql) => [
      sql.unsafe(context.text, context.values, { prepare: true }),
      sql.unsafe<{ result: string | null }[]>(
        `select (${result})::text as result${source}`,
        used.length ? [call.body] : [],
        { prepare: true },
      ),
      sql<{ status: string; headers: string }[]>`
        select current_setting('response.status', true) as status,
          current_setting('response.headers', true) as headers
      `,
    ]);
    const headers = new Headers({ 'Access-Control-Allow-Origin': '*' });
    for (const entry of JSON.parse(response?.headers || '[]') as Record<string, string>[]) {
      for (const [name, value] of Object.entries(entry)) headers.append(name, value);
    }
    if (target.returns === 'void') {
      return new Response(null, { status: Number(response?.status || 204), headers });
    }
    if (!headers.has('Content-Type')) {
      headers.set('Content-Type', 'application/json; charset=utf-8');
    }
    const status = Number(response?.status || 200);
    return new Response(row?.result ?? 'null', { status, headers });
  } catch (error) {
    const response = errorResponse(error, call.caller.role);
    if (response) return response;
    throw error;
  }
}

/** What @supabase/lite makes of a request's parameters: as much of it as names columns. */
export interface Resource {
  from?: string;
  select?: readonly (string | Readonly<Record<string, Selected>>)[];
  join?: Readonly<Record<string, { from?: string }>>;
  where?: Readonly<Record<string, unknown>>;
  order?: readonly { column: string }[];
}

/** A column under its name or another one, or an embedded resource. */
interface Selected extends Resource {
  column?: string;
  aggregate?: string;
}

interface Schema {
  tables: readonly { name: string; schema?: string | undefined }[];
  views: readonly { name: string; schema?: string | undefined }[];
  columns: readonly { table: string; name: string; schema?: string | undefined }[];
  foreign_keys: readonly {
    table: string;
    column: string;
    ref_table: string;
    foreign_key_name?: string | undefined;
  }[];
  /** A function of a row is asked for like a column. */
  functions?: readonly { name: string }[] | undefined;
}

/**
 * The first column of an embedded resource that there is not, named as PostgREST does: `projects_1.nonexistent`. What
 * cannot be told, such as the columns of a function's result, is left to Postgres.
 */
export function findUnknownColumn(
  parent: Resource,
  schema: Schema,
  table = parent.from,
  depth = 1,
): string | undefined {
  for (const entry of parent.select ?? []) {
    if (typeof entry === 'string') continue;
    for (const [alias, resource] of Object.entries(entry)) {
      if (!resource.select) continue;
      const name = parent.join?.[alias]?.from ?? alias;
      const target = findTarget(schema, table, name);
      if (target === undefined) continue;
      const own = schema.columns.filter((column) => column.table === target);
      if (own.length === 0) continue;
      const known = new Set([
        '*',
        ...own.map((column) => column.name),
        ...(schema.functions ?? []).map((each) => each.name),
        ...Object.keys(resource.join ?? {}),
      ]);
      const unknown = columnsOf(resource).find((column) => !known.has(column));
      if (unknown !== undefined) return `${target}_${depth}.${unknown}`;
      const deeper = findUnknownColumn(resource, schema, target, depth + 1);
      if (deeper !== undefined) return deeper;
    }
  }
  return undefined;
}

/** A resource is embedded by its own name, or by that of a foreign key or its column. */
function findTarget(schema: Schema, table: string | undefined, name: string): string | undefined {
  if ([...schema.tables, ...schema.views].some((each) => each.name === name)) return name;
  const key = schema.foreign_keys.find(
    (each) =>
      (each.table === table && [each.column, each.foreign_key_name].includes(name)) ||
      (each.ref_table === table && each.foreign_key_name === name),
  );
  return key?.table === table ? key?.ref_table : key?.table;
}

/** The columns that a resource itself names, in its select, filters and order. */
function columnsOf({ select, where, order }: Resource): string[] {
  const selected = (select ?? []).flatMap((entry) =>
    typeof entry === 'string'
      ? [entry]
      : Object.entries(entry).flatMap(([alias, { column, aggregate, select: embedded }]) => {
          if (embedded) return [];
          return column ?? (aggregate === undefined ? alias : []);
        }),
  );
  const ordered = (order ?? []).map(({ column }) => column);
  return [...selected, ...filtered(where ?? {}), ...ordered].map(
    (column) => column.split('->')[0] ?? column,
  );
}

function filtered(where: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(where).flatMap(([name, value]) =>
    name.startsWith('$')
      ? [value].flat().flatMap((part) => filtered(part as Record<string, unknown>))
      : [name],
  );
}
