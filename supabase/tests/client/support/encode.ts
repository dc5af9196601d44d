import type postgres from 'postgres';

/** A record as it travels and as devices keep it. */
export interface Raw {
  id: string;
  [column: string]: unknown;
}

interface Column {
  name: string;
  udt: string;
  isFirstOfKey: boolean;
}

/**
 * What devices should hold of a table, read past the engine: an encoder of its own, made from the catalogue of
 * Postgres and not from the engine's registry of types.
 */
export async function serverRows(
  sql: postgres.Sql | postgres.TransactionSql,
  table: string,
  userId: string,
  columns: readonly string[],
): Promise<Map<string, Raw>> {
  const found = await serverTables(sql, userId, [{ name: table, columns }]);
  return found.get(table) ?? new Map();
}

/** Several tables at once, in one query and so at one moment. */
export async function serverTables(
  sql: postgres.Sql | postgres.TransactionSql,
  userId: string,
  tables: readonly { name: string; columns: readonly string[] }[],
): Promise<Map<string, Map<string, Raw>>> {
  const queries: string[] = [];
  for (const { name, columns } of tables) {
    const types = await columnTypes(sql, name);
    const list = ['id', ...columns].map((column) => {
      const type = types.find((known) => known.name === column);
      if (!type) throw new Error(`${name} has no column ${column}`);
      return `${encode(type)} as ${column}`;
    });
    queries.push(
      `select '${name}' as name, to_jsonb(r) as row from (select ${list.join(', ')} from public.${name} as t ${ownership(
        name,
        types,
      )}) as r`,
    );
  }
  const found = await sql.unsafe<{ name: string; row: Raw }[]>(
    // The first names the parameter, should no table have an owner.
    `select null as name, to_jsonb($1::uuid) as row where false union all ${queries.join(' union all ')}`,
    [userId],
    { prepare: true },
  );
  const rows = new Map(tables.map(({ name }) => [name, new Map<string, Raw>()]));
  for (const { name, row } of found) rows.get(name)?.set(row.id, row);
  return rows;
}

/** Whose rows are a person's: by the first column of the primary key. */
function ownership(table: string, types: readonly Column[]): string {
  const key = types.find(({ isFirstOfKey }) => isFirstOfKey)?.name;
  const theirs =
    'in (select m.organization_id from public.organization_members as m where m.user_id = $1)';
  if (key === 'user_id') return 'where t.user_id = $1';
  if (key === 'organization_id') return `where t.organization_id ${theirs}`;
  if (table === 'users') return 'where t.id = $1';
  if (table === 'organizations') return `where t.id ${theirs}`;
  return '';
}

const knownTypes = new Map<string, Column[]>();

async function columnTypes(
  sql: postgres.Sql | postgres.TransactionSql,
  table: string,
): Promise<Column[]> {
  const known = knownTypes.get(table);
  if (known) return known;
  const found = await sql<Column[]>`
    select a.attname as name, coalesce(b.typname, t.typname) as udt,
      coalesce(a.attnum = k.conkey[1], false) as "isFirstOfKey"
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    left join pg_catalog.pg_type as b on b.oid = nullif(t.typbasetype, 0)
    left join pg_catalog.pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'p'
    where a.attrelid = to_regclass(${`public.${table}`}) and a.attnum > 0 and not a.attisdropped
  `;
  knownTypes.set(table, [...found]);
  return [...found];
}

function encode({ name, udt }: Column): string {
  if (udt === 'timestamptz') return `round(extract(epoch from t.${name}) * 1000)::bigint`;
  if (udt === 'jsonb') return `t.${name}::text`;
  if (udt.startsWith('_')) return `array_to_json(t.${name})::text`;
  return `t.${name}`;
}

/** One spelling for equal records, whatever the order of their columns. */
export function canonical(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

/** How two sets of records differ, in a few lines; empty when they are equal byte for byte. */
export function differences(
  device: ReadonlyMap<string, Raw>,
  server: ReadonlyMap<string, Raw>,
): string[] {
  const found: string[] = [];
  for (const [id, row] of server) {
    const held = device.get(id);
    if (!held) found.push(`${id} is missing on the device`);
    else if (canonical(held) !== canonical(row)) {
      const columns = [...new Set([...Object.keys(held), ...Object.keys(row)])].filter(
        (column) => JSON.stringify(held[column]) !== JSON.stringify(row[column]),
      );
      found.push(
        `${id} differs: ${columns
          .map(
            (column) =>
              `${column} device ${JSON.stringify(held[column])} server ${JSON.stringify(row[column])}`,
          )
          .join(', ')}`,
      );
    }
  }
  for (const id of device.keys()) if (!server.has(id)) found.push(`${id} is only on the device`);
  return found;
}
