import postgres from 'postgres';

/** A hash of every row there is, by table, sorted. */
export type Fingerprint = Map<string, BigInt64Array<ArrayBuffer>>;

/** Hashes every row of every table that is not the server's own catalogue, partitions one by one. */
export async function fingerprint(superUrl: string): Promise<Fingerprint> {
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined });
  try {
    return await sql.begin('isolation level repeatable read read only', async (transaction) => {
      const tables = await transaction<{ name: string }[]>`
        select format('%I.%I', n.nspname, c.relname) as name
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
        order by 1
      `;
      const found: Fingerprint = new Map();
      for (const { name } of tables) {
        const hashes: bigint[] = [];
        const rows = transaction.unsafe<{ hash: string }[]>(
          `select hashtextextended(t::text, 0)::text as hash from only ${name} as t`,
        );
        for await (const part of rows.cursor(20_000)) {
          for (const { hash } of part) hashes.push(BigInt(hash));
        }
        hashes.sort((a, b) => (a < b ? -1 : Number(a > b)));
        found.set(name, BigInt64Array.from(hashes));
      }
      return found;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export const countRows = (found: Fingerprint): number =>
  [...found.values()].reduce((sum, { length }) => sum + length, 0);

/** Rows that only one side has, in words, a line for each table that differs. */
export function differences(before: Fingerprint, after: Fingerprint): string[] {
  const lines: string[] = [];
  for (const table of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [lost, added] = compareSorted(before.get(table), after.get(table));
    if (lost + added > 0) lines.push(`${table}: ${lost} rows lost or changed, ${added} not known`);
    else if (!before.has(table) || !after.has(table)) lines.push(`${table}: there once only`);
  }
  return lines;
}

function compareSorted(
  before = new BigInt64Array(),
  after = new BigInt64Array(),
): [lost: number, added: number] {
  let [lost, added, left, right] = [0, 0, 0, 0];
  while (left < before.length && right < after.length) {
    const [a, b] = [before[left] as bigint, after[right] as bigint];
    if (a <= b) left += 1;
    if (b <= a) right += 1;
    if (a < b) lost += 1;
    if (b < a) added += 1;
  }
  return [lost + before.length - left, added + after.length - right];
}

export interface Amcheck {
  indexes: number;
  tables: number;
  /** What is damaged, a line each. */
  damages: string[];
}

/**
 * Reads every table and every B-tree, the server's catalogues too: whether they are whole, and whether each row is in
 * each index. Leaves no trace.
 */
export async function amcheck(superUrl: string): Promise<Amcheck> {
  // A damaged page can bring the server down, and postgres.js may then leave a query without an answer.
  let end = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => reject(new Error('the server ended while it was read'));
  });
  ended.catch(() => undefined);
  const pool = postgres(superUrl, { max: 1, onnotice: () => undefined, onclose: () => end() });
  const sql = await pool.reserve();
  const result: Amcheck = { indexes: 0, tables: 0, damages: [] };
  const check = async (): Promise<void> => {
    await sql`begin`;
    await sql`create extension amcheck with schema extensions`;
    const tables = await sql<{ oid: number; damage: string | null }[]>`
      select c.oid::integer as oid, case when d.msg is not null then format('%s, block %s: %s', c.oid::regclass, d.blkno, d.msg) end as damage
      from pg_catalog.pg_class as c
      left join lateral extensions.verify_heapam(c.oid) as d on true
      where c.relkind in ('r', 'm', 't') and c.relpersistence = 'p'
    `;
    result.tables = new Set(tables.map(({ oid }) => oid)).size;
    result.damages.push(...tables.flatMap(({ damage }) => damage ?? []));
    const indexes = await sql<{ oid: number; name: string; isUnique: boolean }[]>`
      select i.indexrelid::integer as oid, i.indexrelid::regclass::text as name, i.indisunique as "isUnique"
      from pg_catalog.pg_index as i
      join pg_catalog.pg_class as c on c.oid = i.indexrelid
      join pg_catalog.pg_am as a on a.oid = c.relam
      where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p' and i.indisvalid
    `;
    for (const { oid, name, isUnique } of indexes) {
      await sql`savepoint one`;
      const checked = sql`select extensions.bt_index_check(${oid}, true, ${isUnique})`;
      const error = await Promise.race([checked, ended]).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error !== undefined) {
        result.damages.push(`${name}: ${error instanceof Error ? error.message : 'unreadable'}`);
        if (!(error instanceof postgres.PostgresError)) return;
        await sql`rollback to one`;
      }
      await sql`release one`;
    }
    result.indexes = indexes.length;
    await sql`rollback`;
  };
  try {
    await Promise.race([check(), ended]);
  } catch (error) {
    result.damages.push(String(error));
  } finally {
    await pool.end({ timeout: 1 });
  }
  return result;
}
