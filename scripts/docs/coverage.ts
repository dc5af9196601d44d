import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type postgres from 'postgres';
import { withConnection } from '../test/server.ts';
import { anchor, code, list, page, prose, table } from './markdown.ts';

/**
 * Where everything that the five source documents name is in this repository. Kept by hand in sources/*.txt, one
 * document a file; COVERAGE_FORMAT says how to write a line.
 */
export const COVERAGE_FORMAT = `
# <title of the document>
## <its part>
<line or from-to> | <what it names> | <status> | <targets, separated by spaces> | <remark>

status     here        every target exists; at least one is given
           otherwise   decided otherwise: the remark is the reason; targets, if any, exist
           later <n>   issue n (4, 5 or 6) builds it; targets are what it will be called

target     users                     a table or view, in public unless the schema is given: sync.changes
           users.locale              a column
           users.age_band{under_13}  a column that takes these values, or a catalogue that has them
           push_changes()            a function
           index:<name>  rule:<name>  policy:<name>  type:<name>  job:<name>  setting:<name>
                                     an index, constraint, policy, domain or enum, cron job, row of private.settings
           npm:<script>              a script of package.json
           file:<path>               a file or folder; file:<path>#<word> when the file must contain the word
`;

export interface Entry {
  document: string;
  part: string;
  /** Line or lines of the document. */
  at: string;
  what: string;
  status: 'here' | 'otherwise' | 'later';
  /** For what comes later: the issue. */
  issue: number | null;
  targets: string[];
  remark: string;
  /** Where it stands here, for messages. */
  source: string;
}

export interface SourceDocument {
  id: string;
  title: string;
  entries: Entry[];
}

export interface Finding {
  entry: Entry;
  target: string;
  problem: string;
}

const FOLDER = 'scripts/docs/sources';
const LATER_ISSUES = [4, 5, 6];

/** @throws Error naming file and line when one is not written as COVERAGE_FORMAT says */
export async function readCoverage(folder = FOLDER): Promise<SourceDocument[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
  return Promise.all(
    files.map(async (name) =>
      parseCoverage(await readFile(join(folder, name), 'utf8'), `${folder}/${name}`),
    ),
  );
}

export function parseCoverage(text: string, file: string): SourceDocument {
  const id = /(\w+)\.txt$/.exec(file)?.[1] ?? file;
  const document: SourceDocument = { id, title: '', entries: [] };
  let part = '';
  for (const [nth, line] of text.split('\n').entries()) {
    const source = `${file}:${nth + 1}`;
    if (line.trim() === '') continue;
    if (line.startsWith('## ')) part = line.slice(3).trim();
    else if (line.startsWith('# ')) document.title = line.slice(2).trim();
    else {
      const [at = '', what = '', state = '', targets = '', remark = '', ...more] = line
        .split('|')
        .map((cell) => cell.trim());
      const [, status, issue] = /^(here|otherwise|later)(?: (\d))?$/.exec(state) ?? [];
      if (
        more.length > 0 ||
        !/^\d+(-\d+)?$/.test(at) ||
        what === '' ||
        part === '' ||
        status === undefined
      ) {
        throw new Error(`${source}: not written as COVERAGE_FORMAT in coverage.ts says: ${line}`);
      }
      document.entries.push({
        document: id,
        part,
        at,
        what,
        status: status as Entry['status'],
        issue: issue === undefined ? null : Number(issue),
        targets: targets.split(/\s+/).filter((target) => target !== ''),
        remark,
        source,
      });
    }
  }
  return document;
}

/** What is wrong with the list itself: nothing may lack a target, or a reason. */
export function findIncomplete(entries: readonly Entry[]): string[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    const problems: string[] = [];
    const { document, part, what, status, issue, targets, remark, source } = entry;
    const key = `${document} ${part} ${what}`;
    const first = seen.get(key);
    if (first !== undefined) problems.push(`is told twice, also at ${first}`);
    seen.set(key, source);
    if (status === 'here' && targets.length === 0)
      problems.push('is said to be here, and not where');
    if (status === 'otherwise' && remark.length < 15)
      problems.push('is decided otherwise, and not why');
    if (status === 'later' && !LATER_ISSUES.includes(issue ?? 0))
      problems.push('comes later, and not with which issue (4, 5 or 6)');
    if (status === 'later' && targets.length === 0 && remark === '')
      problems.push('comes later, and not as what');
    return problems.map((problem) => `${source}: ${what} ${problem}`);
  });
}

/** What a database and the repository around it have, as far as targets can name it. */
export interface Facts {
  /** Why a target is not there; null when it is. */
  check(target: string): Promise<string | null>;
}

const SCHEMAS = [
  'public',
  'private',
  'sync',
  'audit',
  'privacy',
  'ops',
  'archive',
  'auth',
  'storage',
  'realtime',
  'cron',
];

/** Runs `work` with the facts of a database. */
export function withFacts<T>(databaseUrl: string, work: (facts: Facts) => Promise<T>): Promise<T> {
  return withConnection(databaseUrl, async (sql) => work(await readFacts(sql)));
}

async function readFacts(sql: postgres.Sql): Promise<Facts> {
  const columns = await sql<{ table: string; columns: string[] }[]>`
    select n.nspname || '.' || c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = any (${SCHEMAS}) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    group by 1`;
  const tables = new Map(columns.map((row) => [row.table, new Set(row.columns)]));
  const names = await sql<{ name: string }[]>`
    select 'function ' || n.nspname || '.' || p.proname as name
    from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where n.nspname = any (${SCHEMAS})
    union select 'index ' || relname from pg_class where relkind in ('i', 'I')
    union select 'rule ' || conname from pg_constraint
    union select 'policy ' || polname from pg_policy
    union select 'type ' || typname from pg_type
    union select 'job ' || jobname from cron.job
    union select 'setting ' || s.name from private.settings as s`;
  const objects = new Set(names.map(({ name }) => name));
  const scripts = (
    JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }
  ).scripts;
  const known: Record<string, string> = {
    index: 'index',
    rule: 'constraint',
    policy: 'policy',
    type: 'type',
    job: 'cron job',
    setting: 'setting',
  };

  const checkColumn = async (target: string): Promise<string | null> => {
    const [, path = '', values] = /^([a-z0-9_.]+)(?:\{([^}]*)\})?$/.exec(target) ?? [];
    const words = path.split('.');
    if (path === '') return 'is not written as a target';
    const schema = words.length > 1 && SCHEMAS.includes(words[0] ?? '') ? words.shift() : 'public';
    const [name = '', column] = words;
    const found = tables.get(`${schema}.${name}`);
    if (!found) return `there is no table ${name}`;
    if (column === undefined) return values === undefined ? null : 'values belong to a column';
    if (!found.has(column)) return `${name} has no column ${column}`;
    if (values === undefined) return null;
    const allowed = await readValues(sql, schema ?? 'public', name, column);
    const missing = values.split(',').filter((value) => !allowed.has(value));
    return missing.length === 0 ? null : `${name}.${column} does not know ${missing.join(', ')}`;
  };

  return {
    async check(target) {
      const [, kind = '', rest = ''] = /^([a-z]+):(.+)$/.exec(target) ?? [];
      if (kind === 'npm')
        return scripts[rest] === undefined ? `there is no npm script ${rest}` : null;
      if (kind === 'file') {
        const [path = '', word] = rest.split('#');
        if (!existsSync(path)) return `there is no file ${path}`;
        if (word === undefined) return null;
        return (await readFile(path, 'utf8')).includes(word)
          ? null
          : `${path} does not have ${word}`;
      }
      if (known[kind] !== undefined)
        return objects.has(`${kind} ${rest}`) ? null : `there is no ${known[kind]} ${rest}`;
      if (kind !== '') return `${kind} is no kind of target`;
      if (target.endsWith('()')) {
        const name = target.slice(0, -2);
        const full = name.includes('.') ? name : `public.${name}`;
        return objects.has(`function ${full}`) ? null : `there is no function ${full}()`;
      }
      return checkColumn(target);
    },
  };
}

/** The words a column takes: by its checks and those of its domain, its enum, or, in a catalogue, its rows. */
async function readValues(
  sql: postgres.Sql,
  schema: string,
  name: string,
  column: string,
): Promise<Set<string>> {
  const rules = await sql<{ rule: string }[]>`
    with recursive typed (oid) as (
      select case when t.typelem <> 0 and t.typcategory = 'A' then t.typelem else t.oid end
      from pg_attribute as a
      join pg_type as t on t.oid = a.atttypid
      where a.attrelid = format('%I.%I', ${schema}::text, ${name}::text)::regclass and a.attname = ${column}
    ), checks (definition) as (
      select pg_get_constraintdef(k.oid)
      from pg_constraint as k
      join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
      where k.conrelid = format('%I.%I', ${schema}::text, ${name}::text)::regclass and a.attname = ${column} and k.contype = 'c'
      union all
      select pg_get_constraintdef(k.oid) from pg_constraint as k join typed on typed.oid = k.contypid
    )
    select definition as rule from checks
    union all
    select quote_literal(e.enumlabel) from pg_enum as e join typed on typed.oid = e.enumtypid
    union all
    -- A check may ask a function, which then has the words.
    select p.prosrc
    from checks
    join pg_proc as p on checks.definition like '%' || p.pronamespace::regnamespace || '.' || p.proname || '(%'
    where p.pronamespace in (select oid from pg_namespace where nspname in ('public', 'private'))`;
  const words = rules.flatMap(({ rule }) =>
    [...rule.matchAll(/'((?:[^']|'')*)'|"([^"]*)"/g)].flatMap(([, quoted, inner]) =>
      (quoted ?? inner ?? '').split(/[{},"\s]+/),
    ),
  );
  const [registered] = await sql<{ scope: string }[]>`
    select scope_kind as scope from sync.tables where ${schema}::text = 'public' and table_name = ${name}`;
  const isCatalogue = registered?.scope === 'catalogue' || registered === undefined;
  const rows = isCatalogue
    ? await sql<
        { value: string }[]
      >`select distinct ${sql(column)}::text as value from ${sql(`${schema}.${name}`)} limit 5000`
    : [];
  return new Set([...words, ...rows.map(({ value }) => value)]);
}

/** Targets that are said to be here and are not. */
export async function findMissing(entries: readonly Entry[], facts: Facts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const entry of entries) {
    if (entry.status === 'later') continue;
    for (const target of entry.targets) {
      const problem = await facts.check(target);
      if (problem !== null) findings.push({ entry, target, problem });
    }
  }
  return findings;
}

/** What was to come later and is here, all of it: the list should say so. */
export async function findArrived(entries: readonly Entry[], facts: Facts): Promise<Entry[]> {
  const arrived: Entry[] = [];
  for (const entry of entries) {
    if (entry.status !== 'later' || entry.targets.length === 0) continue;
    const problems = await Promise.all(entry.targets.map((target) => facts.check(target)));
    if (problems.every((problem) => problem === null)) arrived.push(entry);
  }
  return arrived;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** For a person who has to mend it: by what is missing, with everything that waits for it. */
export function describeMissing(findings: readonly Finding[]): string {
  const byProblem = groupBy(findings, ({ problem }) => problem);
  return [...byProblem]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([problem, found]) =>
      [
        problem,
        ...found.map(
          ({ entry, target }) =>
            `  ${entry.source} (document ${entry.document}, line ${entry.at}): ${entry.what} → ${target}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}

/** The source of docs/coverage.md. */
export async function generateCoverage(databaseUrl: string): Promise<string> {
  const documents = await readCoverage();
  const entries = documents.flatMap((document) => document.entries);
  const missing = await withFacts(databaseUrl, (facts) => findMissing(entries, facts));
  return renderCoverage(documents, missing);
}

function renderCoverage(documents: readonly SourceDocument[], missing: readonly Finding[]): string {
  const problems = new Map(
    missing.map(({ entry, target, problem }) => [`${entry.source} ${target}`, problem]),
  );
  const count = (entries: readonly Entry[], status: Entry['status']): string =>
    String(entries.filter((entry) => entry.status === status).length);
  return page([
    '# Coverage of the source documents',
    'Generated by `npm run docs` from `scripts/docs/sources/*.txt` and the database. Five documents describe the product; each thing they name has a line here: where it is, with which issue it comes, or why it was decided otherwise. `npm test` fails when something that is said to be here is not.',
    table(
      [
        'document',
        'things named',
        'here',
        'later',
        'decided otherwise',
        'said to be here, not found',
      ],
      documents.map(({ id, title, entries }) => [
        `[${id} ${title}](#${anchor(`${id} ${title}`)})`,
        String(entries.length),
        count(entries, 'here'),
        count(entries, 'later'),
        count(entries, 'otherwise'),
        String(
          new Set(missing.map(({ entry }) => entry).filter(({ document }) => document === id)).size,
        ),
      ]),
    ),
    list([
      '**here**: every place named exists. A table or column is linked to the data dictionary.',
      '**issue 4, 5, 6: later**: what it will be called, where that is known.',
      '**decided otherwise**: the reason, and what stands in its place.',
    ]),
    ...documents.flatMap(({ id, title, entries }) => [
      `## ${id} ${title}`,
      ...[...groupBy(entries, ({ part }) => part)].flatMap(([part, found]) => [
        `### ${id}: ${part}`,
        table(
          ['line', 'named', 'status', 'where', 'remark'],
          found.map((entry) => [
            entry.at,
            code(entry.what),
            entry.status === 'later'
              ? `issue ${entry.issue ?? '?'}: later`
              : entry.status === 'otherwise'
                ? 'decided otherwise'
                : 'here',
            entry.targets
              .map((target) => {
                const problem = problems.get(`${entry.source} ${target}`);
                return problem === undefined
                  ? link(entry, target)
                  : `${code(target)} **not found**`;
              })
              .join(', '),
            prose(entry.remark),
          ]),
        ),
      ]),
    ]),
  ]);
}

/** A target as a link to where it is explained. */
function link({ status }: Entry, target: string): string {
  const [, kind, rest = ''] = /^([a-z]+):(.+)$/.exec(target) ?? [];
  if (status === 'later')
    return code(kind === 'npm' ? `npm run ${rest}` : kind === undefined ? target : rest);
  if (kind === 'file') {
    const [path = ''] = rest.split('#');
    return `[${path}](../${path})`;
  }
  if (kind === 'npm') return code(`npm run ${rest}`);
  if (kind !== undefined) return code(rest);
  const words = (target.endsWith('()') ? target.slice(0, -2) : target)
    .replace(/\{.*\}$/, '')
    .split('.');
  const schema = words.length > 1 && SCHEMAS.includes(words[0] ?? '') ? words.shift() : undefined;
  // The dictionary has no platform tables, and no functions but the API's.
  const isPlatform =
    schema !== undefined && ['auth', 'storage', 'realtime', 'cron'].includes(schema);
  if (isPlatform || (target.endsWith('()') && schema !== undefined)) return code(target);
  const heading = target.endsWith('()')
    ? target
    : [...(schema === undefined ? [] : [schema]), words[0] ?? ''].join('.');
  return `[${target.replace(/[{}]/g, ' ').trim()}](data-dictionary.md#${anchor(heading)})`;
}
