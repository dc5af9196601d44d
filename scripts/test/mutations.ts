import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { runModel, TOGETHER } from '../../supabase/tests/client/support/model/run.ts';
import { installModel } from '../../supabase/tests/client/support/model/tables.ts';
import { openTestDatabase } from './database.ts';
import { cloneTemplate, startServer, withConnection } from './server.ts';

// A model test that passes proves something only if it fails when a rule of the engine is taken away. This takes
// them away, one at a time, in databases of their own: `npm run test:mutations [name …]`.

interface Mutation {
  name: string;
  /** What goes wrong without the rule. */
  why: string;
  setup?: string;
  edits: readonly { of: string; find: RegExp; replaceBy: string }[];
  /** Whether it takes organisations to notice. */
  together?: boolean;
  /** Histories within which it must be noticed. */
  runs: number;
}

const mutations: readonly Mutation[] = [
  // The control: with all rules in place nothing may be caught, or the others prove nothing.
  { name: 'nothing', why: 'all is as it should be', edits: [], runs: 100 },
  { name: 'nothing, together', why: 'all is as it should be', edits: [], runs: 60, together: true },
  {
    name: 'cursor of a bare sequence',
    why: 'a cursor of the newest transaction, instead of the oldest that still runs, skips what commits late',
    edits: [
      {
        of: 'public.pull_changes_optimized',
        find: /"timestamp" := sync\.encode_cursor\(epoch, greatest\(since, [^;]+\);/,
        replaceBy:
          '"timestamp" := sync.encode_cursor(epoch, greatest(since, pg_snapshot_xmax(pg_current_snapshot())::text::bigint));',
      },
    ],
    runs: 100,
  },
  {
    name: 'cursor of a timestamp',
    why: 'rows touched since the time of the last pull: a transaction that began before and commits after is lost',
    edits: [
      {
        of: 'public.pull_changes_optimized',
        find: /"timestamp" := sync\.encode_cursor\(epoch, greatest\(since, [^;]+\);/,
        replaceBy: `"timestamp" := sync.encode_cursor(epoch, (date_part('epoch', now()) * 1000)::bigint);`,
      },
      { of: 'sync.touched', find: /feed\.xid >= since/, replaceBy: 'feed.touched_at >= since' },
    ],
    // The time of a transaction is that of its start, as updated_at has it.
    setup: `
      alter table sync.changes add column touched_at bigint;
      create function sync.note_time() returns trigger language plpgsql set search_path = '' as $$
      begin
        new.touched_at := (date_part('epoch', now()) * 1000)::bigint;
        return new;
      end;
      $$;
      create trigger note_time before insert or update on sync.changes for each row execute function sync.note_time();
    `,
    runs: 100,
  },
  {
    name: 'no conflict check',
    why: 'what somebody else changed is overwritten unseen',
    edits: [
      {
        of: 'sync.write_rows',
        find: /\) as is_contested/,
        replaceBy: ') and false as is_contested',
      },
    ],
    runs: 100,
  },
  {
    name: 'no idempotency',
    why: 'a push that is repeated is carried out again',
    edits: [
      {
        of: 'public.push_changes',
        find: /answer := sync\.earlier_answer\(push_id, fingerprint\);/,
        replaceBy: 'push_id := null;',
      },
    ],
    runs: 100,
  },
  {
    name: 'kept columns not stamped',
    why: 'a second edit made before the next pull overwrites what the server kept, unseen',
    edits: [
      {
        of: 'sync.decide',
        find: /when c\.value <> c\.client then jsonb_build_array\(null, c\.server_edited_at\)/,
        replaceBy: 'when false then null',
      },
      {
        of: 'sync.decide',
        find: /filter \(where c\.value <> c\.client or /,
        replaceBy: 'filter (where ',
      },
    ],
    runs: 1_500,
  },
  {
    name: 'seen is told by page order',
    why: 'a transaction that began early and wrote late is taken as seen by the snapshot hint',
    edits: [
      {
        of: 'sync.touched',
        find: /feed\.last_xid >= seen_xmax or feed\.last_xid = any \(seen_xip\)/,
        replaceBy: 'feed.xid >= seen_xmax or feed.xid = any (seen_xip)',
      },
    ],
    runs: 1_500,
  },
  {
    name: 'echoes are held back whatever was acknowledged',
    why: 'a device that was set back to an earlier state never gets what it wrote since',
    edits: [
      {
        of: 'sync.touched',
        find: / or feed\.last_xid > acknowledged/,
        replaceBy: '',
      },
    ],
    runs: 1_500,
  },
  {
    name: 'no revocation',
    why: 'who left an organisation keeps its records on the device',
    edits: [
      {
        of: 'public.pull_changes_optimized',
        find: /if has_lost then/,
        replaceBy: 'if false then',
      },
    ],
    together: true,
    runs: 200,
  },
  {
    name: 'no grant',
    why: 'who joined an organisation is sent only what changes in it from then on',
    edits: [
      {
        of: 'public.pull_changes_optimized',
        find: / or joined is not null and r\.scope_kind = 'organization'/,
        replaceBy: '',
      },
    ],
    together: true,
    runs: 200,
  },
];

const HELP = `Usage: npm run test:mutations -- [options] [word ...]

Takes the engine's rules away, one at a time, and expects the model test to notice: all, or those whose name contains a
word. Takes some minutes.

${mutations.map(({ name, why }) => `  ${name}\n      ${why}`).join('\n')}

  --seed <n>     of the histories, to repeat a run
  --minutes <n>  for each at most (4)
  --help

The exit code is 1 when one survives, or when the model fails with all rules in place.`;

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '4' },
    help: { type: 'boolean', short: 'h', default: false },
  },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const server = await startServer();
let survived = 0;
try {
  for (const mutation of mutations) {
    if (positionals.length > 0 && !positionals.some((part) => mutation.name.includes(part)))
      continue;
    const name = `mutant_${randomBytes(4).toString('hex')}`;
    await cloneTemplate(server.adminUrl, name);
    const db = openTestDatabase(server.adminUrl, name);
    try {
      await installModel(db.sql);
      if (mutation.setup !== undefined) await db.sql.unsafe(mutation.setup);
      for (const edit of mutation.edits) await mutate(db.url, edit);
      const startedAt = Date.now();
      const report = await runModel(db, {
        runs: mutation.runs,
        shrink: false,
        ...(mutation.together ? { together: TOGETHER } : {}),
        timeLimitMs: Number(values.minutes) * 60_000,
        ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
      });
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
      if (mutation.edits.length === 0) {
        console.log(
          `${report.failed ? 'FAILED    ' : 'holds     '}${mutation.name}: ${report.runs} histories in ${seconds} s`,
        );
        if (report.failed) {
          console.log(report.explanation);
          survived += 1;
        }
      } else if (report.failed) {
        console.log(`caught    ${mutation.name}: in history ${report.runs}, ${seconds} s`);
        console.log(`          ${report.explanation.split('\n')[0] ?? ''}`);
      } else {
        survived += 1;
        console.log(
          `SURVIVED  ${mutation.name}: ${report.runs} histories in ${seconds} s, seed ${report.seed}`,
        );
        console.log(`          ${mutation.why}`);
      }
    } finally {
      await db.drop();
    }
  }
} finally {
  await server.stop();
}
process.exitCode = survived === 0 ? 0 : 1;

/** Rewrites one function of a database. A rule that is no longer where it was looked for is an error, not a survivor. */
async function mutate(
  url: string,
  { of, find, replaceBy }: Mutation['edits'][number],
): Promise<void> {
  await withConnection(url, async (sql) => {
    const [schema, name] = of.split('.');
    const found = await sql<{ source: string }[]>`
      select pg_get_functiondef(p.oid) as source
      from pg_proc as p
      where p.pronamespace = ${schema as string}::regnamespace and p.proname = ${name as string}
    `;
    const [definition] = found;
    if (found.length !== 1 || !definition)
      throw new Error(`${of}: ${found.length} functions have that name`);
    const mutant = definition.source.replace(find, () => replaceBy);
    if (mutant === definition.source)
      throw new Error(`${of}: ${String(find)} is not in it any more`);
    await sql.unsafe(mutant);
  });
}
