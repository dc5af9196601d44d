import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type postgres from 'postgres';

/** Strings planted in everything that is held of a person, and looked for everywhere. */

export interface Planted {
  relation: string;
  column: string;
  category: string;
  onExport: string;
}

/**
 * Makes a row of the person in every table of the data map that has none, and writes the canary into
 * every column that can hold it: references and triggers are switched off meanwhile, checks are not.
 */
export async function plant(sql: postgres.Sql, person: string, canary: string): Promise<Planted[]> {
  return sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    await transaction.unsafe(`
      create or replace function pg_temp.plant(person uuid, canary text)
      returns table (relation text, column_name text, category text, on_export text)
      language plpgsql as $$
      declare
        source record;
        part record;
        problem text;
        is_there boolean;
      begin
        for source in
          select p.* from privacy.person_tables as p
          where p.relation is not null and p.is_deleted and p.schema_name <> 'auth' and p.relation <> 'public.users'::regclass
            and p.table_name not in ('data_exports', 'export_jobs', 'export_sources', 'erasures')
        loop
          execute format('select exists (select from %s where %I = $1)', source.relation, source.subject_column) into is_there using person;
          if not is_there then
            problem := tests.make_row(source.relation, source.subject_column, person);
            if problem is not null then
              raise exception '%: %', source.relation, problem;
            end if;
          end if;
        end loop;
        -- What may be written only together with something else.
        update public.custom_field_definitions as d set value_type = 'choices', options = array[canary] where d.user_id = person;
        update public.custom_field_values as v set text_value = null, number_value = null, boolean_value = null,
          date_value = null, moment_value = null, choices = array[canary] where v.user_id = person;
        update public.guardian_links as g set method = 'signed_form', evidence_reference = canary, verified_at = now() where g.user_id = person;
        update public.shared_visions as v set shares_description = true, description = canary where v.user_id = person;
        update public.learning_interactions as i set ai_provider = 'openai', ai_text = canary where i.user_id = person;
        for part in
          select p.relation as id, format('%s.%s', p.schema_name, p.table_name) as name, p.subject_column, a.attname, m.category, m.on_export,
            case when t.typtype = 'd' then t.typbasetype else t.oid end::regtype as base, t.oid = 'private.sealed_text'::regtype as is_sealed
          from privacy.person_tables as p
          join privacy.data_map as m on m.schema_name = p.schema_name and m.table_name = p.table_name and m.subject_column = p.subject_column
          join pg_attribute as a on a.attrelid = p.relation and a.attname = m.column_name and a.attgenerated = ''
          join pg_type as t on t.oid = a.atttypid
          where p.is_deleted and m.column_name <> p.subject_column
            -- By these a person signs in and days begin.
            and (p.schema_name, m.category) <> ('auth', 'secrets') and m.column_name not in ('timezone', 'email', 'provider', 'aal')
            and p.table_name not in ('data_exports', 'export_jobs', 'export_sources', 'erasures')
        loop
          continue when part.base not in ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'bytea'::regtype);
          declare
            try text;
          begin
            foreach try in array case
              when part.is_sealed then array[private.seal(canary)]
              when part.base = 'jsonb'::regtype then array[
                jsonb_build_object('nl', canary, 'en', canary)::text, jsonb_build_array(canary)::text, to_jsonb(canary)::text,
                jsonb_build_array(jsonb_build_object('canary', canary))::text
              ]
              when part.base = 'text[]'::regtype then array[array[canary]::text]
              when part.base = 'bytea'::regtype then array['\\x' || encode(convert_to(canary, 'UTF8'), 'hex')]
              else array[canary, 'https://' || canary || '.test/', canary || '.test/x', person || '/' || canary || '.jpg', canary || '@example.test', 'v1.' || canary || repeat('a', 40)]
            end
            loop
              begin
                execute format(
                  'update %1$s set %2$I = %3$L where (%4$s) = (select %4$s from %1$s where %5$I = $1 limit 1)',
                  part.id, part.attname, try,
                  (select string_agg(quote_ident(k.column_name), ', ') from private.key_columns(part.id) as k), part.subject_column
                ) using person;
                relation := part.name;
                column_name := part.attname;
                category := part.category;
                on_export := part.on_export;
                return next;
                exit;
              exception when others then
                null;
              end;
            end loop;
          end;
        end loop;
      end
      $$
    `);
    const rows = await transaction<
      { relation: string; column_name: string; category: string; on_export: string }[]
    >`select * from pg_temp.plant(${person}, ${canary})`;
    return rows.map((row) => ({
      relation: row.relation,
      column: row.column_name,
      category: row.category,
      onExport: row.on_export,
    }));
  });
}

/** Makes rows of one person mention another, wherever the data map says that rows do; returns the columns. */
export async function mention(sql: postgres.Sql, who: string, rowsOf: string): Promise<string[]> {
  return sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    const columns = await transaction<{ relation: string; mentions: string; owner: string }[]>`
      select p.relation::text as relation, quote_ident(p.subject_column) as mentions, quote_ident(o.subject_column) as owner
      from privacy.person_tables as p
      join privacy.person_tables as o on o.relation = p.relation and o.is_deleted
      where not p.is_deleted and p.subject_column = any (p.emptied)
    `;
    const written: string[] = [];
    for (const { relation, mentions: column, owner } of columns) {
      const { count } = await transaction.unsafe(
        `update ${relation} set ${column} = $1 where ${owner} = $2`,
        [who, rowsOf],
      );
      if (count > 0) written.push(`${relation}.${column}`);
    }
    return written;
  });
}

/** Every table, of any schema, in which a row mentions one of the words in any column. */
export async function mentions(admin: postgres.Sql, words: string[]): Promise<string[]> {
  const tables = await admin<{ relation: string }[]>`
    select c.oid::regclass::text as relation
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)'
    order by 1
  `;
  // A bytea reads as hexadecimal.
  const patterns = words.flatMap((word) => [`%${word}%`, `%${Buffer.from(word).toString('hex')}%`]);
  const found: string[] = [];
  for (const { relation } of tables) {
    const [row] = await admin.unsafe<{ count: string; sample: string }[]>(
      `select count(*), min(left(t::text, 300)) as sample from ${relation} as t where t::text ilike any ($1)`,
      [patterns],
    );
    if (row && Number(row.count) > 0) found.push(`${relation} ${row.count}: ${row.sample}`);
  }
  return found;
}

/** Sealed columns in which the word is, once they are opened. */
export async function sealed(admin: postgres.Sql, word: string): Promise<string[]> {
  const columns = await admin<{ relation: string; name: string }[]>`
    select a.attrelid::regclass::text as relation, quote_ident(a.attname) as name
    from pg_attribute as a join pg_class as c on c.oid = a.attrelid and c.relkind = 'r'
    where a.atttypid = 'private.sealed_text'::regtype
  `;
  const found: string[] = [];
  for (const { relation, name } of columns) {
    const rows = await admin.unsafe(
      `select from ${relation} where private.unseal(${name}) like $1`,
      [`%${word}%`],
    );
    if (rows.length > 0) found.push(`${relation}.${name}`);
  }
  return found;
}

/** Files of Storage that hold the word, or are called so. */
export async function filesWith(folder: string, word: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (file.includes(word) || (await readFile(file)).includes(word)) found.push(file);
  }
  return found;
}

/** All that is held of a person, with the places the rows are stored at, which any write would change. */
export async function everything(
  admin: postgres.Sql,
  person: string,
): Promise<Record<string, string[]>> {
  const sources = await admin<{ relation: string; condition: string }[]>`
    select p.relation::text as relation, privacy.subject_condition(p.relation, p.subject_column) as condition
    from privacy.person_tables as p where p.relation is not null
    union all
    select 'storage.objects', 't.name like $1::text || ''/%'''
  `;
  const held: Record<string, string[]> = {};
  for (const { relation, condition } of sources) {
    const rows = await admin.unsafe<{ row: string }[]>(
      `select t.ctid || ' ' || t::text as row from ${relation} as t where ${condition} order by 1`,
      [person],
    );
    if (rows.length > 0) held[`${relation} ${condition}`] = rows.map(({ row }) => row);
  }
  return held;
}
