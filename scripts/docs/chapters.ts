import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'libpg-query';

/** One migration. The folder is a table of contents, so a migration is a module. */
export interface Chapter {
  /** As the file is named, without date and extension: `090000 tasks_productivity`. */
  title: string;
  /** Path of the file. */
  file: string;
  /** The first paragraph of its header. */
  summary: string;
  /** What its statements create, as `table public.tasks`, in their order. */
  creates: string[];
  /** The comment that stands above a function, without its dashes, by the name of the function: `public.due_reviews`. */
  contracts: Record<string, string>;
}

/** Says which chapter creates an object, and where in it. */
export interface Place {
  chapter: number;
  position: number;
}

const MIGRATIONS = 'supabase/migrations';

/** Every migration in file order, read by Postgres's own parser. */
export async function readChapters(folder = MIGRATIONS): Promise<Chapter[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const source = await readFile(join(folder, name), 'utf8');
      return {
        title: basename(name, '.sql').replace(/^\d{8}(\d+)_/, '$1 '),
        file: `${folder}/${name}`,
        summary: firstParagraph(source),
        creates: await findCreated(source),
        contracts: findContracts(source),
      };
    }),
  );
}

/** Where an object is created: the first statement that does. Null when no statement names it. */
export function findPlace(chapters: readonly Chapter[], object: string): Place | null {
  for (const [chapter, { creates }] of chapters.entries()) {
    const position = creates.indexOf(object);
    if (position >= 0) return { chapter, position };
  }
  return null;
}

function firstParagraph(source: string): string {
  const lines: string[] = [];
  for (const line of source.split('\n')) {
    if (!/^-- \S/.test(line)) break;
    lines.push(line.slice(3).trim());
  }
  return lines.join(' ').replace(/:$/, '.');
}

function findContracts(source: string): Record<string, string> {
  const found = source.matchAll(/((?:^--.*\n)+)create (?:or replace )?function ([a-z_.0-9]+)\(/gm);
  return Object.fromEntries(
    [...found].map(([, comment = '', name = '']) => [name, comment.replace(/^-- ?/gm, '').trim()]),
  );
}

interface Named {
  schemaname?: string;
  relname?: string;
}

interface Words {
  String?: { sval?: string };
}

/** The statements that create what the documents describe. */
interface Created {
  CreateStmt?: { relation: Named };
  CreateTableAsStmt?: { into: { rel: Named } };
  ViewStmt?: { view: Named };
  CreateFunctionStmt?: { funcname: Words[] };
  CreateDomainStmt?: { domainname: Words[] };
  CreateEnumStmt?: { typeName: Words[] };
}

async function findCreated(source: string): Promise<string[]> {
  const tree = (await parse(source)) as { stmts?: { stmt: Created }[] };
  return (tree.stmts ?? []).flatMap(({ stmt }) => {
    const table =
      stmt.CreateStmt?.relation ?? stmt.CreateTableAsStmt?.into.rel ?? stmt.ViewStmt?.view;
    if (table) return [`table ${table.schemaname ?? 'public'}.${table.relname ?? ''}`];
    if (stmt.CreateFunctionStmt) return [`function ${dotted(stmt.CreateFunctionStmt.funcname)}`];
    const type = stmt.CreateDomainStmt?.domainname ?? stmt.CreateEnumStmt?.typeName;
    return type ? [`type ${dotted(type)}`] : [];
  });
}

function dotted(words: readonly Words[]): string {
  const names = words.map((word) => word.String?.sval ?? '');
  return (names.length === 1 ? ['public', ...names] : names).join('.');
}
