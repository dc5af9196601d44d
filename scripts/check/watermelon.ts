import postgres from 'postgres';

interface Column {
  name: string;
  type: 'string' | 'number' | 'boolean';
  isOptional: boolean;
  isIndexed: boolean;
  since: number;
}

interface Table {
  name: string;
  since: number;
  direction: 'both' | 'down' | 'up';
  isShared: boolean;
  columns: Column[];
}

/** The source of types/watermelon.ts: WatermelonDB schema, migrations and row types, from the sync registry. */
export async function generateWatermelon(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1 });
  try {
    // Parents first, as a push in several parts must send them. A column with a default is optional on
    // devices: what a record leaves out, the server fills in; WatermelonDB wants these two all the same.
    const tables = await sql<Table[]>`
      select r.table_name as name, r.since, r.direction, r.scope_kind = 'catalogue' as "isShared",
        json_agg(
          json_build_object(
            'name', c.column_name, 'type', c.wire_type,
            'isOptional', c.is_nullable or c.default_expression is not null and c.column_name not in ('created_at', 'updated_at'), 'since', c.since,
            'isIndexed', c.column_name like '%\\_id'
          ) order by c.position
        ) as columns
      from sync.tables as r
      join sync.columns as c using (table_id)
      group by r.table_id
      order by r.depth, r.table_id`;
    return render(tables);
  } finally {
    await sql.end();
  }
}

function render(tables: readonly Table[]): string {
  const first = Math.min(...tables.map((table) => table.since));
  const newest = Math.max(
    ...tables.flatMap((table) => [table.since, ...table.columns.map((column) => column.since)]),
  );
  const versions = Array.from({ length: newest - first + 1 }, (_, nth) => first + nth);

  const migrations = versions.map((version) => migrationSource(tables, version)).join(',\n    ');
  const builders = ['addColumns', 'createTable'].filter((builder) =>
    migrations.includes(`${builder}(`),
  );

  return `// Made by \`npm run types\` from the sync registry. Do not edit.
import { appSchema, tableSchema } from '@nozbe/watermelondb';
import { ${[...builders, 'schemaMigrations'].join(', ')} } from '@nozbe/watermelondb/Schema/migrations/index.js';

/** Version of the local database schema this file describes. */
export const schemaVersion = ${newest};

/** The first version that syncs; pass it to \`synchronize()\` as \`migrationsEnabledAtVersion\`. */
export const firstSchemaVersion = ${first};

/** Every synced table, parents before children. */
export const syncedTables = [${tables.map((table) => `'${table.name}'`).join(', ')}] as const;

export type SyncedTable = (typeof syncedTables)[number];

/** Catalogues: the same for everybody. */
export const sharedTables: readonly SyncedTable[] = [${tables
    .filter(({ isShared }) => isShared)
    .map(({ name }) => `'${name}'`)
    .join(', ')}];

/** Those that devices only add to; \`createSync\` removes their records from the device once they are sent. */
export const uploadedTables: readonly SyncedTable[] = [${tables
    .filter(({ direction }) => direction === 'up')
    .map(({ name }) => `'${name}'`)
    .join(', ')}];

/** The WatermelonDB schema of all synced tables; spread its tables beside your own local-only ones. */
export const schema = appSchema({
  version: schemaVersion,
  tables: [
    ${tables.map((table) => tableSource(table, table.columns)).join(',\n    ')},
  ],
});

/** How a local database of an older schema version becomes one of this. */
export const migrations = schemaMigrations({
  migrations: [
    ${migrations}
  ],
});

/** A record of each table as it travels: timestamps in epoch ms, dates as text, JSON and arrays as JSON text. */
export interface Rows {
  ${tables.map((table) => `${table.name}: {\n    id: string;\n    ${table.columns.map(fieldSource).join('\n    ')}\n  };`).join('\n  ')}
}
`;
}

function tableSource(table: Table, columns: readonly Column[]): string {
  return `tableSchema({ name: '${table.name}', columns: [${columns.map(columnSource).join(', ')}] })`;
}

function columnSource({ name, type, isOptional, isIndexed }: Column): string {
  const flags = [isOptional ? 'isOptional: true' : '', isIndexed ? 'isIndexed: true' : ''].filter(
    Boolean,
  );
  return `{ ${[`name: '${name}'`, `type: '${type}'`, ...flags].join(', ')} }`;
}

function fieldSource({ name, type, isOptional }: Column): string {
  return `${name}: ${type}${isOptional ? ' | null' : ''};`;
}

function migrationSource(tables: readonly Table[], version: number): string {
  const created = tables.filter((table) => table.since === version);
  const extended = tables.filter((table) => table.since < version);
  const steps = [
    ...created.map((table) => {
      const columns = table.columns.filter((column) => column.since <= version);
      return `createTable({ name: '${table.name}', columns: [${columns.map(columnSource).join(', ')}] })`;
    }),
    ...extended.flatMap((table) => {
      const columns = table.columns.filter((column) => column.since === version);
      if (columns.length === 0) return [];
      return [
        `addColumns({ table: '${table.name}', columns: [${columns.map(columnSource).join(', ')}] })`,
      ];
    }),
  ];
  return `{ toVersion: ${version}, steps: [${steps.join(', ')}] }`;
}
