import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';
import { type SignIn, demoSignIns, seedFile } from '../stack/config.ts';
import { projectRoot } from '../stack/postgres.ts';
import { splitStatements } from '../test/tap.ts';
import { findPerf } from './people.ts';

/**
 * The made-up people: the three of supabase/seed.sql, and those of seeds:perf. Each is known by an id that is made from
 * the name, so that nobody else is taken for one of them.
 */

export const SEEDS = ['demo', 'perf'] as const;
export type Seed = (typeof SEEDS)[number];

export interface SeedPerson {
  id: string;
  email: string;
}

export interface DemoPerson extends SeedPerson, SignIn {
  name: string;
}

/** The three, as the seed file names them. */
export async function demoPeople(): Promise<DemoPerson[]> {
  const signIns = await demoSignIns(projectRoot);
  return signIns.map(({ email, password }) => {
    const name = email.slice(0, email.indexOf('@'));
    const hex = createHash('md5').update(`futuresync demo person ${name}`).digest('hex');
    const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return { id, email, password, name };
  });
}

/** Those of a seed that are in the database. */
export async function findPeople(sql: postgres.Sql, seed: Seed): Promise<SeedPerson[]> {
  if (seed === 'perf') return findPerf(sql);
  const people = await demoPeople();
  const found = await sql<{ id: string }[]>`
    select id from auth.users where id = any(${people.map(({ id }) => id)}::uuid[])
  `;
  return people.filter(({ id }) => found.some((row) => row.id === id));
}

export interface Planting {
  onExpected?: (statements: number) => void;
  onStatement?: () => void;
}

/** Runs the seed file in one transaction: they are there with everything, or not at all. Who is there stays as they are. */
export async function plantDemo(
  sql: postgres.Sql,
  { onExpected, onStatement }: Planting = {},
): Promise<void> {
  const statements = await splitStatements(await readFile(seedFile(projectRoot), 'utf8'));
  onExpected?.(statements.length);
  await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    for (const { text } of statements) {
      await transaction.unsafe(text).simple();
      onStatement?.();
    }
  });
}

/**
 * Removes somebody and all that was ever theirs, as the erasure of an account does, but for the ledger and for what the payment
 * provider may not tell again: who is made up may be made again. One transaction.
 */
export async function removePerson(sql: postgres.Sql, { id }: SeedPerson): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = 0`;
    const customers = await transaction<{ reference: string }[]>`
      select distinct customer_id as reference from public.payment_events where user_id = ${id} and customer_id is not null
    `;
    await transaction`select privacy.remove_person(${id})`;
    await transaction`
      delete from private.former_customers where reference = any (${customers.map(({ reference }) => reference)})
    `;
  });
}

export interface Flaw {
  email: string;
  what: string;
}

/** Modules of which somebody may have nothing. */
const withoutModules = (seed: Seed, email: string): string[] => {
  // One in four of them pays, and nobody is in an organisation.
  if (seed === 'perf') return ['organizations', 'subscription_payment'];
  // Bram let his trial end, and never paid.
  return email.startsWith('bram@') ? ['subscription_payment'] : [];
};

/**
 * What is not as it was when they were made: an account that cannot be signed in to, or a module of which somebody has
 * nothing, although the seeds put something there.
 */
export async function findFlaws(
  sql: postgres.Sql,
  seed: Seed,
  people: readonly SeedPerson[],
): Promise<Flaw[]> {
  const ids = people.map(({ id }) => id);
  const tables = await sql<{ module: string; table: string }[]>`
    select m.code as module, c.relname as table
    from ops.modules as m
    join pg_catalog.pg_class as c on c.relnamespace = 'public'::regnamespace and c.relname = any (m.tables)
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attname = 'user_id'
    order by m.position, c.relname
  `;
  const modules = [...new Set(tables.map(({ module }) => module))];
  const had = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const { module, table } of tables) {
    const found = await sql<{ id: string }[]>`
      select u.id from unnest(${ids}::uuid[]) as u (id) where exists (select from public.${sql(table)} as t where t.user_id = u.id)
    `;
    for (const { id } of found) had.get(id)?.add(module);
  }
  const accounts = await sql<{ id: string; is_open: boolean; is_counted: boolean }[]>`
    select a.id, coalesce(
        u.account_status = 'active' and a.email_confirmed_at is not null and coalesce(a.banned_until < now(), true)
          and exists (select from auth.identities as i where i.user_id = a.id), false
      ) as is_open,
      exists (
        select from public.consents as c where c.user_id = a.id and c.purpose_code = 'analytics' and c.is_granted
      ) as is_counted
    from auth.users as a
    left join public.users as u on u.id = a.id
    where a.id = any(${ids}::uuid[])
  `;
  const account = new Map(accounts.map((row) => [row.id, row]));
  return people.flatMap(({ id, email }) => {
    const flaws: Flaw[] = [];
    if (!account.get(id)?.is_open) flaws.push({ email, what: 'cannot sign in' });
    const excused = withoutModules(seed, email);
    // Who does not want to be counted is not.
    if (!account.get(id)?.is_counted) excused.push('analytics_tracking');
    const empty = modules.filter((code) => !had.get(id)?.has(code) && !excused.includes(code));
    if (empty.length > 0) flaws.push({ email, what: `has nothing in ${empty.join(', ')}` });
    return flaws;
  });
}
