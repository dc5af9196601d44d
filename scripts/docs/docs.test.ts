import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { type Catalogue, readCatalogue } from './catalogue.ts';
import { modules, renderDictionary } from './dictionary.ts';
import { renderErd } from './erd.ts';
import { renderIndexes } from './indexes.ts';
import { readContract, renderRpcs } from './rpcs.ts';

let db: TestDatabase;
let catalogue: Catalogue;
let dictionary: string;
beforeAll(async () => {
  db = await createTestDatabase();
  catalogue = await readCatalogue(db.url);
  dictionary = renderDictionary(catalogue);
});
afterAll(() => db.drop());

/** What stands under a heading, up to the next of its rank. */
function section(document: string, heading: string): string {
  const [, rest] = `\n${document}`.split(`\n### ${heading}\n`);
  return rest?.split(/\n##+ /)[0] ?? '';
}

describe('the data dictionary', () => {
  // Asked of information_schema, which the generator does not use.
  test('has every table and view of the API with every column', async () => {
    const columns = await db.sql<{ table: string; columns: string[] }[]>`
      select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
      from information_schema.columns as c
      where c.table_schema = 'public'
        and not (select r.relispartition from pg_class as r where r.oid = format('public.%I', c.table_name)::regclass)
      group by c.table_name`;
    expect(columns.length).toBeGreaterThan(20);
    for (const { table, columns: wanted } of columns) {
      const found = [...section(dictionary, table).matchAll(/^\| `(\w+)` \| `/gm)].map(
        ([, name]) => name,
      );
      expect(found, table).toEqual(wanted);
    }
  });

  test('has every function of the API with every argument and its comment', async () => {
    const routines = await db.sql<{ name: string; arguments: string[]; comment: string }[]>`
      select p.proname as name, obj_description(p.oid) as comment,
        coalesce(p.proargnames[1:p.pronargs], '{}') as arguments
      from pg_proc as p
      where p.pronamespace = 'public'::regnamespace and p.prorettype <> 'trigger'::regtype
        and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')`;
    expect(routines.length).toBeGreaterThan(10);
    for (const { name, arguments: wanted } of routines) {
      const text = section(dictionary, `${name}()`);
      const found = [...text.matchAll(/^\| `(\w+)` \| `/gm)].map(([, argument]) => argument);
      expect(found, name).toEqual(wanted);
      expect(text).toMatch(/^\n\S/);
    }
  });

  test('names every check, foreign key, policy and trigger that is not the engine’s own', async () => {
    const named = await db.sql<{ table: string; name: string }[]>`
      select o.relation::regclass::text as table, o.name::text
      from (
        select k.conrelid, k.conname
        from pg_constraint as k
        where k.contype in ('c', 'f') and k.conparentid = 0 and k.conname not like '%\\_sync\\_round\\_trip'
        union all
        select p.polrelid, p.polname from pg_policy as p where p.polname not like '%\\_active'
        union all
        select t.tgrelid, t.tgname
        from pg_trigger as t
        where not t.tgisinternal and t.tgparentid = 0
          and t.tgname not like '\\_900\\_capture%' and t.tgname <> '_050_refuse_truncate'
      ) as o (relation, name)
      join pg_class as c on c.oid = o.relation
      where c.relnamespace = 'public'::regnamespace and not c.relispartition`;
    expect(named.length).toBeGreaterThan(100);
    const missing = named.filter(
      ({ table, name }) =>
        !section(dictionary, table.replace('public.', '')).includes(`\`${name}\``),
    );
    expect(missing).toEqual([]);
  });

  test('puts every table and function under the migration that creates it', () => {
    expect(modules(catalogue).map(({ chapter }) => chapter.title)).not.toContain(
      'Made by functions',
    );
    const of = (title: string): string[] =>
      modules(catalogue)
        .find(({ chapter }) => chapter.title.endsWith(title))
        ?.tables.map(({ name }) => name) ?? [];
    expect(of('tasks_productivity').slice(0, 3)).toEqual([
      'visions',
      'vision_milestones',
      'daily_actions',
    ]);
    expect(of('sync_feed')).toContain('sync.changes');
  });

  test('says how a column syncs, or that it stays', () => {
    const users = section(dictionary, 'users');
    expect(users).toMatch(/^\| `learning_goals` \|.*\| `union` \|/m);
    expect(users).toMatch(/^\| `account_status` \|.*\| server writes \|/m);
    expect(users).toMatch(/^\| `last_seen_at` \|.*\| stays \|/m);
    expect(users).toMatch(/^\| `id` \|.*\| key \|/m);
  });

  test('finds errors that a function raises through those it calls', () => {
    expect(section(dictionary, 'suspend_user()')).toContain('`permission_denied` (403)');
    expect(section(dictionary, 'push_changes()')).toContain('`push_id_reused` (409)');
  });
});

describe('the reference of RPCs', () => {
  test('has every function of the API with its parameters, result, roles and the errors it raises itself', () => {
    const reference = renderRpcs(catalogue);
    expect(catalogue.rpcs.length).toBeGreaterThan(10);
    for (const rpc of catalogue.rpcs) {
      const text = section(reference, rpc.name);
      const found = [...text.matchAll(/^\| `(\w+)` \| `/gm)].map(([, name]) => name);
      expect(found, rpc.name).toEqual(rpc.arguments.map(({ name }) => name));
      expect(text, rpc.name).toMatch(/^\n\S/);
      expect(text, rpc.name).toContain('- **Returns** `');
      for (const role of rpc.roles) expect(text, rpc.name).toMatch(`\`${role}\``);
    }
    expect(section(reference, 'push_changes')).toMatch(/^\| `push_id` .* idempotency key/m);
    expect(section(reference, 'push_changes')).toMatch(
      /\*\*Raises\*\* .*push_late \(PT409\).*not_signed_in \(PT401\)/,
    );
    expect(section(reference, 'pull_changes_optimized')).toMatch(
      /^\| `optimization_hints\.page_size` .* rows a page/m,
    );
  });

  test('takes a contract apart', () => {
    const contract = `give_thing: gives a thing to
somebody.

  thing     what to give
    size      in pages,
              at least 1
  on        the day; left out: today

Nothing is taken back. Returns
  id, name  of what was given

For friends. Raises thing_gone (PT404), and what private.require_person() raises. Not for others.`;
    expect(readContract(contract, ['thing', 'on'])).toEqual({
      about: 'Gives a thing to somebody. Nothing is taken back. For friends. Not for others.',
      parameters: [
        { name: 'thing', text: 'what to give' },
        { name: 'thing.size', text: 'in pages, at least 1' },
        { name: 'on', text: 'the day; left out: today' },
      ],
      returns: '',
      results: [
        { name: 'id', text: 'of what was given' },
        { name: 'name', text: 'of what was given' },
      ],
      raises: 'thing_gone (PT404), and what private.require_person() raises',
    });
  });
});

test('every foreign key is in a diagram, and every index in the notes', async () => {
  const erd = renderErd(catalogue);
  const indexes = renderIndexes(catalogue);
  const drawn = catalogue.tables.flatMap(({ constraints }) =>
    constraints.filter(({ refers }) => refers),
  );
  expect(erd.match(/ (?:\|\||\|o)--o[{|] /g)?.length).toBe(drawn.length);
  const [count] = await db.sql<{ indexes: number }[]>`
    select count(*)::integer as indexes
    from pg_index as i
    join pg_class as c on c.oid = i.indrelid
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace, 'sync'::regnamespace)
      and not c.relispartition`;
  expect(indexes.match(/^\| `\w+` \|/gm)?.length).toBeGreaterThanOrEqual(
    count?.indexes ?? Infinity,
  );
  expect(indexes).not.toContain('Without an index');
});

test('the same migrations make the same documents, whenever and in whatever order objects were stored', async () => {
  const other = await createTestDatabase();
  try {
    // Everything below leaves the schema as it is, and its rows in the system catalogues elsewhere.
    await other.sql.unsafe(`
      select private.ensure_partitions('public.sync_runs', months => 9);
      do $$
      declare
        entry record;
      begin
        for entry in
          select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition, obj_description(i.indexrelid) as comment
          from pg_index as i
          join pg_class as c on c.oid = i.indrelid
          where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition
            and not exists (select from pg_constraint as k where k.conindid = i.indexrelid)
          order by i.indexrelid desc
        loop
          execute format('drop index %s', entry.name);
          execute entry.definition;
          execute format('comment on index %s is %L', entry.name, entry.comment);
        end loop;
        for entry in select p.polname, p.polrelid::regclass as name from pg_policy as p join pg_class as c on c.oid = p.polrelid where c.relnamespace = 'public'::regnamespace order by p.oid desc loop
          execute format('alter policy %I on %s rename to passing', entry.polname, entry.name);
          execute format('alter policy passing on %s rename to %I', entry.name, entry.polname);
        end loop;
        for entry in
          select k.conname, k.conrelid::regclass as name, pg_get_constraintdef(k.oid) as definition
          from pg_constraint as k
          where k.conrelid = 'public.daily_actions'::regclass and k.contype in ('c', 'f')
          order by k.oid desc
        loop
          execute format('alter table %s drop constraint %I, add constraint %I %s', entry.name, entry.conname, entry.conname, entry.definition);
        end loop;
        for entry in
          select p.oid::regprocedure as name from pg_proc as p
          where p.pronamespace = 'public'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
            and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
          order by p.oid desc
        loop
          execute format('revoke execute on function %s from authenticated', entry.name);
          execute format('grant execute on function %s to authenticated', entry.name);
        end loop;
      end
      $$;
    `);
    const again = await readCatalogue(other.url);
    expect(renderDictionary(again)).toBe(dictionary);
    expect(renderRpcs(again)).toBe(renderRpcs(catalogue));
    expect(renderErd(again)).toBe(renderErd(catalogue));
    expect(renderIndexes(again)).toBe(renderIndexes(catalogue));
  } finally {
    await other.drop();
  }
});
