import type postgres from 'postgres';
import { withConnection } from '../test/server.ts';
import { type Chapter, findPlace, type Place, readChapters } from './chapters.ts';

/** What the database says of itself, in an order that does not depend on when or where it was made. */
export interface Catalogue {
  chapters: Chapter[];
  /** Tables, views and partitioned tables without their partitions, in the order of the migrations. */
  tables: Table[];
  /** Functions of schema public: what the API exposes. */
  rpcs: Routine[];
  /** Every function of ours, with what it may raise. */
  routines: Routine[];
  types: Type[];
}

export interface Table {
  schema: string;
  /** As it is written: `tasks`, `sync.changes`. */
  name: string;
  kind: 'table' | 'view';
  comment: string;
  place: Place;
  /** What decides the partition of a row; null for an ordinary table. */
  partitionedBy: string | null;
  sync: SyncEntry | null;
  columns: Column[];
  constraints: Constraint[];
  indexes: Index[];
  policies: Policy[];
  grants: Grant[];
  triggers: Trigger[];
}

export interface SyncEntry {
  scope: 'user' | 'catalogue';
  scopeColumn: string | null;
  since: number;
  direction: 'both' | 'down' | 'up';
  conflict: string;
  priority: number;
  omitted: string[];
}

export interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  default: string | null;
  comment: string;
  sync: { rule: string; isWritable: boolean; since: number } | null;
}

export interface Constraint {
  name: string;
  kind: 'primary key' | 'unique' | 'check' | 'foreign key' | 'exclude';
  definition: string;
  columns: string[];
  /** Foreign keys only. */
  refers: { table: string; schema: string; columns: string[]; onDelete: string } | null;
}

export interface Index {
  name: string;
  method: string;
  isUnique: boolean;
  isPrimary: boolean;
  /** Columns and expressions of the key, with their order. */
  keys: string[];
  /** The columns of the key; null where it has an expression. */
  columns: (string | null)[];
  includes: string[];
  where: string | null;
  comment: string;
}

export interface Policy {
  name: string;
  command: string;
  isRestrictive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
}

export interface Grant {
  role: string;
  privilege: string;
  /** Null for the whole table. */
  columns: string[] | null;
}

export interface Trigger {
  name: string;
  timing: string;
  routine: string;
}

export interface Routine {
  schema: string;
  name: string;
  /** `public.push_changes(jsonb, bigint)` */
  signature: string;
  arguments: { name: string; type: string; default: string | null; mode: 'in' | 'variadic' }[];
  returns: string;
  volatility: 'immutable' | 'stable' | 'volatile';
  isDefiner: boolean;
  isTrigger: boolean;
  comment: string;
  place: Place;
  roles: string[];
  raises: RaisedError[];
}

/** An error by the code clients see, with its HTTP status. */
export interface RaisedError {
  code: string;
  status: number;
}

/** A domain or an enum. */
export interface Type {
  schema: string;
  name: string;
  definition: string;
  rules: { name: string; definition: string }[];
  comment: string;
  place: Place;
}

/** Where what no migration names is put: after everything else. */
const NOWHERE: Place = { chapter: Number.MAX_SAFE_INTEGER, position: 0 };

export async function readCatalogue(databaseUrl: string): Promise<Catalogue> {
  const chapters = await readChapters();
  const placeOf = (object: string): Place => findPlace(chapters, object) ?? NOWHERE;
  return withConnection(databaseUrl, async (sql) => {
    // Decides which names Postgres writes with their schema.
    await sql`set search_path = public`;
    const tables = await readTables(sql, placeOf);
    const routines = await readRoutines(sql, placeOf);
    return {
      chapters,
      tables,
      routines,
      rpcs: routines.filter(({ schema, isTrigger }) => schema === 'public' && !isTrigger),
      types: await readTypes(sql, placeOf),
    };
  });
}

type PlaceOf = (object: string) => Place;

/** Our own schemas: the platform's are not ours to describe. */
const ourSchemas = `
  select oid, nspname
  from pg_catalog.pg_namespace
  where nspname = 'public'
    or nspowner = 'postgres'::regrole and nspname not in ('tests', 'extensions', 'supabase_migrations')`;

const notOfExtension = (object: string): string => `
  not exists (select from pg_catalog.pg_depend as d where d.objid = ${object} and d.deptype = 'e')`;

interface TableRow extends Omit<Table, 'place' | 'columns' | 'constraints' | 'indexes'> {
  columns: Column[];
  constraints: (Omit<Constraint, 'kind'> & { type: string })[];
  indexes: Index[];
}

async function readTables(sql: postgres.Sql, placeOf: PlaceOf): Promise<Table[]> {
  const hasRegistry =
    (await sql`select from pg_class where oid = to_regclass('sync.tables')`).length > 0;
  const rows = await sql<TableRow[]>`
    select
      n.nspname as schema,
      case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name,
      case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
      coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionedBy",
      ${
        hasRegistry
          ? sql`(
        select json_build_object(
          'scope', r.scope_kind, 'scopeColumn', r.scope_column, 'since', r.since, 'direction', r.direction,
          'conflict', r.conflict, 'priority', r.priority, 'omitted', r.omitted
        )
        from sync.tables as r
        where n.nspname = 'public' and r.table_name = c.relname
      )`
          : sql`null::json`
      } as sync,
      coalesce((
        select json_agg(
          json_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            'isNullable', not a.attnotnull,
            'default', case
              when a.attidentity <> '' then 'identity'
              when a.attgenerated <> '' then 'generated: ' || pg_get_expr(d.adbin, d.adrelid)
              else pg_get_expr(d.adbin, d.adrelid)
            end,
            'comment', coalesce(col_description(c.oid, a.attnum), ''),
            'sync', ${
              hasRegistry
                ? sql`(
              select json_build_object('rule', k.rule, 'isWritable', k.is_writable and r.direction <> 'down', 'since', k.since)
              from sync.tables as r
              join sync.columns as k using (table_id)
              where n.nspname = 'public' and r.table_name = c.relname and k.column_name = a.attname
            )`
                : sql`null::json`
            }
          ) order by a.attnum
        )
        from pg_attribute as a
        left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ), '[]') as columns,
      coalesce((
        select json_agg(
          json_build_object(
            'name', k.conname,
            'type', k.contype,
            'definition', pg_get_constraintdef(k.oid, true),
            'columns', array(
              select a.attname
              from unnest(k.conkey) with ordinality as u (attnum, nth)
              join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.attnum
              order by u.nth
            ),
            'refers', case when k.contype = 'f' then json_build_object(
              'schema', fn.nspname,
              'table', case fn.nspname when 'public' then fc.relname else fn.nspname || '.' || fc.relname end,
              'columns', array(
                select a.attname
                from unnest(k.confkey) with ordinality as u (attnum, nth)
                join pg_attribute as a on a.attrelid = k.confrelid and a.attnum = u.attnum
                order by u.nth
              ),
              'onDelete', case k.confdeltype
                when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default' when 'r' then 'restrict'
                else 'no action'
              end || coalesce(' ' || substring(pg_get_constraintdef(k.oid) from 'ON DELETE SET (?:NULL|DEFAULT) (\\([^)]*\\))'), '')
            ) end
          ) order by k.conname collate "C"
        )
        from pg_constraint as k
        left join pg_class as fc on fc.oid = k.confrelid
        left join pg_namespace as fn on fn.oid = fc.relnamespace
        where k.conrelid = c.oid and k.conparentid = 0 and k.contype in ('p', 'u', 'c', 'f', 'x')
      ), '[]') as constraints,
      coalesce((
        select json_agg(
          json_build_object(
            'name', ic.relname,
            'method', am.amname,
            'isUnique', i.indisunique,
            'isPrimary', i.indisprimary,
            'keys', array(
              select pg_get_indexdef(i.indexrelid, nth, true)
                || case when am.amname <> 'btree' then '' else
                  case i.indoption[nth - 1] & 3 when 1 then ' desc nulls last' when 3 then ' desc' when 2 then ' nulls first' else '' end
                end
              from generate_series(1, i.indnkeyatts) as nth
              order by nth
            ),
            'columns', array(
              select a.attname
              from generate_series(1, i.indnkeyatts) as nth
              left join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = nullif(i.indkey[nth - 1], 0)
              order by nth
            ),
            'includes', array(
              select pg_get_indexdef(i.indexrelid, nth, true)
              from generate_series(i.indnkeyatts + 1, i.indnatts) as nth
              order by nth
            ),
            'where', pg_get_expr(i.indpred, i.indrelid, true),
            'comment', coalesce(obj_description(i.indexrelid, 'pg_class'), '')
          ) order by not i.indisprimary, ic.relname collate "C"
        )
        from pg_index as i
        join pg_class as ic on ic.oid = i.indexrelid
        join pg_am as am on am.oid = ic.relam
        where i.indrelid = c.oid
      ), '[]') as indexes,
      coalesce((
        select json_agg(
          json_build_object(
            'name', p.polname,
            'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
            'isRestrictive', not p.polpermissive,
            'roles', array(
              select case u.role when 0 then 'public' else pg_get_userbyid(u.role)::text end
              from unnest(p.polroles) as u (role)
            ),
            'using', pg_get_expr(p.polqual, p.polrelid, true),
            'check', pg_get_expr(p.polwithcheck, p.polrelid, true)
          ) order by not p.polpermissive, array_position('{r,a,w,d,*}'::"char"[], p.polcmd), p.polname collate "C"
        )
        from pg_policy as p
        where p.polrelid = c.oid
      ), '[]') as policies,
      coalesce((
        select json_agg(
          json_build_object('role', g.role, 'privilege', g.privilege, 'columns', g.columns)
          order by g.role collate "C", array_position('{select,insert,update,delete,truncate,references,trigger,maintain}', g.privilege)
        )
        from (
          select case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee)::text end as role,
            lower(x.privilege_type) as privilege, null::text[] as columns
          from aclexplode(c.relacl) as x
          where x.grantee <> c.relowner
          union all
          select case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee)::text end, lower(x.privilege_type),
            array_agg(a.attname::text order by a.attnum)
          from pg_attribute as a
          cross join lateral aclexplode(a.attacl) as x
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and x.grantee <> c.relowner
          group by x.grantee, x.privilege_type
        ) as g
      ), '[]') as grants,
      coalesce((
        select json_agg(
          json_build_object(
            'name', t.tgname,
            'timing', concat_ws(' ',
              case when t.tgtype & 2 <> 0 then 'before' when t.tgtype & 64 <> 0 then 'instead of' else 'after' end,
              concat_ws(' or ',
                case when t.tgtype & 4 <> 0 then 'insert' end,
                case when t.tgtype & 16 <> 0 then 'update' end,
                case when t.tgtype & 8 <> 0 then 'delete' end,
                case when t.tgtype & 32 <> 0 then 'truncate' end
              ),
              case when cardinality(t.tgattr::int2[]) > 0 then 'of ' || (
                select string_agg(a.attname, ', ' order by a.attnum)
                from pg_attribute as a
                where a.attrelid = c.oid and a.attnum = any (t.tgattr::int2[])
              ) end,
              case when t.tgtype & 1 <> 0 then 'for each row' else 'for each statement' end
            ),
            'routine', fn.nspname || '.' || f.proname
          ) order by t.tgname collate "C"
        )
        from pg_trigger as t
        join pg_proc as f on f.oid = t.tgfoid
        join pg_namespace as fn on fn.oid = f.pronamespace
        where t.tgrelid = c.oid and not t.tgisinternal and t.tgparentid = 0
      ), '[]') as triggers
    from pg_class as c
    join (${sql.unsafe(ourSchemas)}) as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and ${sql.unsafe(notOfExtension('c.oid'))}`;

  const kinds: Record<string, Constraint['kind']> = {
    p: 'primary key',
    u: 'unique',
    c: 'check',
    f: 'foreign key',
    x: 'exclude',
  };
  return rows
    .map((row): Table => {
      const bareName = row.name.slice(row.name.indexOf('.') + 1);
      return {
        ...row,
        place: placeOf(`table ${row.schema}.${bareName}`),
        columns: row.columns.map((column) => ({
          ...column,
          type: shortType(column.type),
          default: column.default === null ? null : readable(column.default),
        })),
        constraints: row.constraints.map(({ type, ...constraint }) => ({
          ...constraint,
          kind: kinds[type] ?? 'check',
          definition: readable(constraint.definition.replace(/^CHECK \(([^]*)\)$/, '$1')),
        })),
        indexes: row.indexes.map((index) => ({
          ...index,
          keys: index.keys.map(readable),
          where: index.where === null ? null : readable(index.where),
        })),
        policies: row.policies.map((policy) => ({
          ...policy,
          roles: policy.roles.toSorted(compare),
          using: policy.using === null ? null : readable(policy.using),
          check: policy.check === null ? null : readable(policy.check),
        })),
      };
    })
    .sort(byPlace);
}

interface RoutineRow extends Omit<Routine, 'place' | 'raises'> {
  source: string;
}

async function readRoutines(sql: postgres.Sql, placeOf: PlaceOf): Promise<Routine[]> {
  const rows = await sql<RoutineRow[]>`
    select
      n.nspname as schema,
      p.proname as name,
      format('%s.%s(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as signature,
      coalesce((
        select json_agg(
          json_build_object(
            'name', coalesce(p.proargnames[u.nth], '$' || u.nth),
            'type', format_type(u.type, null),
            'default', pg_get_function_arg_default(p.oid, u.nth::integer),
            'mode', case when p.provariadic <> 0 and u.nth = p.pronargs then 'variadic' else 'in' end
          ) order by u.nth
        )
        from unnest(p.proargtypes::oid[]) with ordinality as u (type, nth)
      ), '[]') as arguments,
      coalesce(pg_get_function_result(p.oid), 'nothing') as returns,
      case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
      p.prosecdef as "isDefiner",
      p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) as "isTrigger",
      coalesce(obj_description(p.oid, 'pg_proc'), '') as comment,
      array(
        select case x.grantee when 0 then 'public' else pg_get_userbyid(x.grantee)::text end
        from aclexplode(p.proacl) as x
        where x.grantee <> p.proowner
      ) as roles,
      coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as source
    from pg_proc as p
    join (${sql.unsafe(ourSchemas)}) as n on n.oid = p.pronamespace
    where ${sql.unsafe(notOfExtension('p.oid'))}`;

  const raises = traceErrors(rows);
  return rows
    .map(({ source: _source, ...row }) => ({
      ...row,
      roles: row.roles.toSorted(compare),
      place: placeOf(`function ${row.schema}.${row.name}`),
      arguments: row.arguments.map((argument) => ({
        ...argument,
        type: shortType(argument.type),
        default: argument.default === null ? null : readable(argument.default),
      })),
      returns: shortType(row.returns),
      raises: raises.get(`${row.schema}.${row.name}`) ?? [],
    }))
    .sort((a, b) => byPlace(a, b) || compare(a.signature, b.signature));
}

/**
 * What each function may raise on purpose: itself, or a function whose name and schema stand in its text
 * before a parenthesis, and so on. Functions of one name count as one. Triggers are not followed: what they
 * refuse depends on the table, and is told there.
 */
function traceErrors(rows: readonly RoutineRow[]): Map<string, RaisedError[]> {
  const own = new Map<string, Map<string, RaisedError>>();
  const calls = new Map<string, Set<string>>();
  const names = new Set(rows.map(({ schema, name }) => `${schema}.${name}`));
  for (const { schema, name, source } of rows) {
    const key = `${schema}.${name}`;
    const code = source.replace(/--[^\n]*/g, '');
    const errors = own.get(key) ?? new Map<string, RaisedError>();
    for (const [, status, message] of code.matchAll(
      /errcode = 'PT(\d{3})', message = '([a-z_]+)'/g,
    )) {
      const error = { code: String(message), status: Number(status) };
      errors.set(`${error.code} ${String(status)}`, error);
    }
    own.set(key, errors);
    const called = calls.get(key) ?? new Set<string>();
    for (const [, target] of code.matchAll(/\b([a-z_]+\.[a-z_0-9]+)\s*\(/g)) {
      if (target !== undefined && target !== key && names.has(target)) called.add(target);
    }
    calls.set(key, called);
  }
  return new Map(
    [...names].map((name) => {
      const reached = new Set([name]);
      for (const at of reached) for (const next of calls.get(at) ?? []) reached.add(next);
      const errors = new Map([...reached].flatMap((at) => [...(own.get(at) ?? [])]));
      return [name, [...errors].sort(([a], [b]) => compare(a, b)).map(([, error]) => error)];
    }),
  );
}

async function readTypes(sql: postgres.Sql, placeOf: PlaceOf): Promise<Type[]> {
  const rows = await sql<Omit<Type, 'place'>[]>`
    select
      n.nspname as schema,
      t.typname as name,
      case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod) else (
        select string_agg(e.enumlabel, ', ' order by e.enumsortorder) from pg_enum as e where e.enumtypid = t.oid
      ) end as definition,
      coalesce((
        select json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid, true)) order by k.conname collate "C")
        from pg_constraint as k
        where k.contypid = t.oid and k.contype = 'c'
      ), '[]') as rules,
      coalesce(obj_description(t.oid, 'pg_type'), '') as comment
    from pg_type as t
    join (${sql.unsafe(ourSchemas)}) as n on n.oid = t.typnamespace
    where t.typtype in ('d', 'e') and ${sql.unsafe(notOfExtension('t.oid'))}`;
  return rows
    .map((row) => ({
      ...row,
      definition: shortType(row.definition),
      rules: row.rules.map(({ name, definition }) => ({
        name,
        definition: readable(definition.replace(/^CHECK \(([^]*)\)$/, '$1')),
      })),
      place: placeOf(`type ${row.schema}.${row.name}`),
    }))
    .sort((a, b) => byPlace(a, b) || compare(a.name, b.name));
}

/** Types by the names people write. */
function shortType(type: string): string {
  return type
    .replace(/\btimestamp(\(\d\))? with time zone/g, 'timestamptz$1')
    .replace(/\bcharacter varying\b/g, 'varchar')
    .replace(/\btime without time zone\b/g, 'time');
}

/** An expression as Postgres prints it, nearer to how it was written. To be read, not to be run. */
function readable(expression: string): string {
  return shortType(expression)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/('(?:[^']|'')*')::text(?:\[\])?/g, '$1')
    .replace(/\b(null|\d+)::(?:[a-z_]+\.)?[a-z_]+(?: precision)?(?:\(\d\))?(?:\[\])?/gi, '$1')
    .replace(/= ANY \(ARRAY\[([^[\]]*)\](?:::text\[\])?\)/g, 'in ($1)')
    .replace(/<> ALL \(ARRAY\[([^[\]]*)\](?:::text\[\])?\)/g, 'not in ($1)')
    .replace(/\(?\( ?SELECT ([a-z_.]+\(\)) AS \w+\)\)?/g, '(select $1)')
    .replace(/'(?:[^']|'')*'|\b[A-Z]{2,}\b/g, (word) =>
      word.startsWith("'") ? word : word.toLowerCase(),
    )
    .trim();
}

/** By code point: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function byPlace(a: { place: Place; name: string }, b: { place: Place; name: string }): number {
  return (
    a.place.chapter - b.place.chapter ||
    a.place.position - b.place.position ||
    compare(a.name, b.name)
  );
}
