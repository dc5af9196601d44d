import type postgres from 'postgres';
import { withConnection } from '../test/server.ts';
import type { MigratedDatabase } from './database.ts';

export interface PlpgsqlReport {
  /** What looked at the functions. */
  checker: 'plpgsql_check' | 'validator only';
  functions: number;
  problems: string[];
}

/** Our own schemas: the platform's functions are not ours to judge. Written once, used as a subquery. */
const ourFunctions = `
  select function.oid
  from pg_catalog.pg_proc as function
    join pg_catalog.pg_namespace as namespace on namespace.oid = function.pronamespace
  where (
      namespace.nspname = 'public'
      or namespace.nspowner = 'postgres'::regrole
        and namespace.nspname not in ('tests', 'extensions', 'supabase_migrations')
    )
    and not exists (
      select from pg_catalog.pg_depend as dependency
      where dependency.objid = function.oid and dependency.deptype = 'e'
    )`;

/**
 * Checks every function of ours: with plpgsql_check, which knows tables and types, where the server
 * has it; else by the language's validator, which reads the syntax of PL/pgSQL and, in SQL functions,
 * names and types too, as they are after the last migration.
 */
export async function checkFunctions(database: MigratedDatabase): Promise<PlpgsqlReport> {
  return withConnection(database.superUrl, async (sql) => {
    const [available] = await sql`
      select from pg_available_extensions where name = 'plpgsql_check'
    `;
    return available ? checkWithExtension(sql) : checkWithValidator(sql);
  });
}

async function checkWithExtension(sql: postgres.Sql): Promise<PlpgsqlReport> {
  // Created in a transaction that is rolled back, so the database stays what the migrations made it.
  const report: PlpgsqlReport = { checker: 'plpgsql_check', functions: 0, problems: [] };
  await sql.unsafe('begin').simple();
  try {
    await sql`create extension if not exists plpgsql_check with schema extensions`;
    // A trigger function is checked once for each table it serves, with the transition tables of all
    // its triggers there: which it reads depends on tg_op.
    const rows = await sql<{ name: string; level: string | null; problem: string | null }[]>`
      with checked as (
        select
          function.oid as function,
          coalesce(trigger.tgrelid, 0) as relation,
          max(trigger.tgoldtable) as old_table,
          max(trigger.tgnewtable) as new_table
        from pg_catalog.pg_proc as function
          join pg_catalog.pg_language as language on language.oid = function.prolang
          left join pg_catalog.pg_trigger as trigger
            on trigger.tgfoid = function.oid and not trigger.tgisinternal
        where function.oid in (${sql.unsafe(ourFunctions)})
          and language.lanname = 'plpgsql'
          and (function.prorettype <> 'trigger'::regtype or trigger.oid is not null)
          and function.prorettype <> 'event_trigger'::regtype
        group by function.oid, trigger.tgrelid
      )
      select
        checked.function::regprocedure::text as name,
        problem.level,
        case when problem.message is not null then
          concat_ws(
            ' ',
            case when checked.relation <> 0 then 'on ' || checked.relation::regclass end,
            'line ' || problem.lineno, problem.level, problem.sqlstate, problem.message,
            problem.detail, problem.hint, problem.context
          )
        end as problem
      from checked
        left join lateral extensions.plpgsql_check_function_tb(
          checked.function, checked.relation,
          fatal_errors => false, other_warnings => true, extra_warnings => true,
          performance_warnings => false, security_warnings => true,
          oldtable => checked.old_table, newtable => checked.new_table
        ) as problem
          on not (
            -- A literal such as '{}' as a variable's first value: converted as anywhere else.
            problem.sqlstate = '42804' and problem.detail like 'cast "text" value to %'
            -- Functions with one interface need not all use the whole of it.
            or problem.message like 'unused parameter %'
          )
      order by name
    `;
    const byFunction = new Map<string, (typeof rows)[number][]>();
    for (const row of rows) byFunction.set(row.name, [...(byFunction.get(row.name) ?? []), row]);
    report.functions = byFunction.size;
    for (const [name, found] of byFunction) {
      // An error makes the checker lose its way in the rest of the function.
      const errors = found.filter(({ level }) => level === 'error').slice(0, 2);
      for (const { problem } of errors.length > 0 ? errors : found) {
        if (problem !== null) report.problems.push(`${name} ${problem}`);
      }
    }
  } finally {
    await sql.unsafe('rollback').simple();
  }
  return report;
}

async function checkWithValidator(sql: postgres.Sql): Promise<PlpgsqlReport> {
  const functions = await sql<{ id: number; name: string; validator: string }[]>`
    select
      function.oid::integer as id, function.oid::regprocedure::text as name,
      language.lanvalidator::regproc::text as validator
    from pg_catalog.pg_proc as function
      join pg_catalog.pg_language as language on language.oid = function.prolang
    where function.oid in (${sql.unsafe(ourFunctions)}) and language.lanname in ('sql', 'plpgsql')
    order by name
  `;
  const problems: string[] = [];
  for (const { id, name, validator } of functions) {
    try {
      await sql`select ${sql(validator)}(${id}::oid)`;
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { checker: 'validator only', functions: functions.length, problems };
}
