import type postgres from 'postgres';
import type { Raw } from './encode.ts';

/** A record of a person's that everything on the server accepts. */
export interface PlannedRecord {
  table: string;
  id: string;
  /** Who makes it: `server` where devices may not; `there` says that it is there from the beginning. */
  maker: 'device' | 'server' | 'there';
  /** As devices hold it. */
  raw: Raw;
  /** As Postgres has it. */
  row: Record<string, unknown>;
}

/** A column that devices may change, and a record to change it in. */
export interface PlannedEdit {
  table: string;
  id: string;
  column: string;
  /** One or two values that it may have instead, one after the other and back. */
  options: unknown[];
  /** Whether nothing else that devices write changes with it. */
  alone: boolean;
  /** Whether other records of the table change with it. */
  spreads: boolean;
}

/** Records in every table of the registry, parents before children, and what can be done with them. */
export interface Plan {
  records: PlannedRecord[];
  edits: PlannedEdit[];
  /** `table.column`, where no second value was found. */
  without: string[];
  problems: { table: string; problem: string }[];
}

/** How a synced table is registered and what devices may do with it. */
export interface Registered {
  table: string;
  since: number;
  direction: 'both' | 'down' | 'up';
  /** Column with the person or organisation that a row belongs to; null in catalogues. */
  scope: string | null;
  /** Whether its rows belong to a person or an organisation. */
  isOwned: boolean;
  /** Whether its rows belong to organisations. */
  isShared: boolean;
  columns: string[];
  /** First schema version of each column. */
  versions: Record<string, number>;
  /** Conflict rule of each column that devices may change. */
  rules: Record<string, string>;
  insertable: string[];
  isDeletable: boolean;
  /** Columns that refer to other rows of the same person or organisation. */
  references: string[];
}

/** The registry, parents before children. */
export async function readRegistry(sql: postgres.Sql): Promise<Registered[]> {
  return sql<Registered[]>`
    select
      t.table_name::text as table, t.since, t.direction, t.scope_column as scope, t.scope_column is not null as "isOwned",
      t.scope_kind = 'organization' as "isShared",
      array_agg(c.column_name::text order by c.position) as columns,
      jsonb_object_agg(c.column_name, c.since) as versions,
      coalesce(jsonb_object_agg(c.column_name, c.rule) filter (
        where t.direction = 'both' and c.is_writable and c.column_name not in ('created_at', 'updated_at')
          and has_column_privilege('authenticated', r.oid, c.column_name, 'update')
      ), '{}') as rules,
      coalesce(array_agg(c.column_name::text) filter (
        where (c.is_writable or c.column_name = t.scope_column)
          and has_column_privilege('authenticated', r.oid, c.column_name, 'insert')
      ), '{}') as insertable,
      t.direction = 'both' and has_table_privilege('authenticated', r.oid, 'delete') as "isDeletable",
      array(
        select distinct a.attname::text
        from pg_constraint as k
        join pg_attribute as o on o.attrelid = k.conrelid and o.attname = t.scope_column and o.attnum = any (k.conkey)
        join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attnum <> o.attnum
        where k.conrelid = r.oid and k.contype = 'f'
      ) as "references"
    from sync.tables as t
    join sync.columns as c on c.table_id = t.table_id
    join pg_class as r on r.oid = format('public.%I', t.table_name)::regclass
    group by t.table_id, r.oid
    order by t.depth, t.table_id
  `;
}

/**
 * Makes up records for a person, who belongs to an organisation, in every synced table (see
 * supabase/tests/003-records.sql) and takes them back: the plan says what the devices are to make, with which ids.
 */
export async function planRecords(sql: postgres.Sql, personId: string): Promise<Plan> {
  const connection = await sql.reserve();
  try {
    await connection`begin`;
    const [found] = await connection<{ plan: Plan }[]>`
      select tests.plan_records(${personId}) as plan
    `;
    await connection`rollback`;
    return found?.plan as Plan;
  } finally {
    connection.release();
  }
}

/** Makes a row as the server would. */
export async function insertRow(
  sql: postgres.Sql,
  { table, row }: Pick<PlannedRecord, 'table' | 'row'>,
): Promise<void> {
  const columns = await sql<{ name: string }[]>`
    select quote_ident(attname) as name from pg_attribute
    where attrelid = ${`public.${table}`}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
  `;
  const list = columns.map(({ name }) => name).join(', ');
  await sql.unsafe(
    `insert into public.${table} (${list}) select ${list} from jsonb_populate_record(null::public.${table}, $1)`,
    [row as never],
  );
}
