import { colors } from '../colors.ts';
import {
  UsageError,
  beAlone,
  chooseDatabase,
  connect,
  databaseHelp,
  databaseOptions,
  readArguments,
  requireMigrations,
  runCommand,
} from '../command.ts';
import { Progress } from '../progress.ts';
import { StackError } from '../stack/postgres.ts';
import { runJobs } from './people.ts';
import {
  type Flaw,
  SEEDS,
  type Seed,
  type SeedPerson,
  demoPeople,
  findFlaws,
  findPeople,
  plantDemo,
  removePerson,
} from './seeds.ts';

const HELP: Record<string, string> = {
  demo: `Usage: npm run seeds:demo [-- options]

Puts the demo people of supabase/seed.sql into the running stack's database: three with half a year of what people do, in
every module. A fresh stack has them from its first start; this brings back those who were removed. Who is there stays
as they are. One transaction: interrupted or killed, it leaves nothing.`,
  clear: `Usage: npm run seeds:clear [-- demo | perf] [options]

Removes the people that seeds:demo and seeds:perf made, or only those of one, with all that was ever theirs: what the
erasure of an account removes, without an entry in the ledger, so that they can be made again. Nobody else is touched.
A transaction for each person: interrupted or killed, it leaves no half ones; run again, it goes on. Thousands take minutes:
npm run db:reset is quicker where everything may go.`,
  check: `Usage: npm run seeds:check [-- demo | perf] [options]

Says which made-up people are there and whether they are whole: can be signed in to, and have something in every module.
Exit code 0 when all who are there are whole; 1 when some are not, or those that were asked for are not there.`,
};

let isStopped = false;

const count = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? what : what === 'person' ? 'people' : `${what}s`}`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: databaseOptions,
  });
  const [command = '', ...rest] = positionals;
  const help = HELP[command];
  if (help === undefined) throw new UsageError(`demo, clear or check is wanted, not "${command}".`);
  if (values.help) {
    console.log(`${help}\n\n${databaseHelp}`);
    return 0;
  }
  const chosen = rest.map((word): Seed => {
    const seed = SEEDS.find((name) => name === word);
    if (!seed || command === 'demo') throw new UsageError(`"${word}" is not expected here.`);
    return seed;
  });
  const { url } = await chooseDatabase(values);
  const sql = await connect(url);
  const progress = new Progress();
  // On stdout is the result; who looks on reads this.
  const tell = (line: string, result: unknown): void => {
    progress.end();
    console.log(values.json ? JSON.stringify(result, null, 2) : line);
  };

  async function demo(): Promise<number> {
    const people = await demoPeople();
    const before = await findPeople(sql, 'demo');
    progress.step('writing the demo people');
    await plantDemo(sql, {
      onExpected: (statements) => progress.expect(statements),
      onStatement: () => progress.advance(),
    });
    const after = await findPeople(sql, 'demo');
    const has = (list: readonly SeedPerson[], id: string): boolean =>
      list.some((person) => person.id === id);
    const there = people.filter(({ id }) => has(before, id)).map(({ email }) => email);
    const came = people.filter(({ id }) => has(after, id) && !has(before, id));
    const taken = people.filter(({ id }) => !has(after, id)).map(({ email }) => email);
    const lines = [
      ...came.map(({ email, password }) => `${email} / ${password} came.`),
      ...there.map((email) => `${email} was there already.`),
      ...taken.map((email) => colors.yellow(`${email} is somebody else here, and was left alone.`)),
    ];
    tell(lines.join('\n'), { came: came.map(({ email }) => email), there, taken });
    return taken.length > 0 ? 1 : 0;
  }

  async function clear(): Promise<number> {
    const removed = new Map<Seed, number>();
    for (const seed of chosen.length > 0 ? chosen : SEEDS) {
      const people = await findPeople(sql, seed);
      removed.set(seed, 0);
      if (people.length === 0) continue;
      progress.step(`removing ${count(people.length, 'person')} of seeds:${seed}`);
      progress.expect(people.length);
      for (const person of people) {
        if (isStopped) break;
        await removePerson(sql, person).catch((error: unknown) => {
          const { message, detail } = error as Error & { detail?: string };
          throw new StackError(
            `${person.email} is still there: ${message}${detail === undefined ? '' : ` (${detail})`}`,
            'Files go through the Storage API: delete them in Studio, or npm run db:reset for a fresh database.',
          );
        });
        removed.set(seed, (removed.get(seed) ?? 0) + 1);
        progress.advance();
      }
    }
    if ([...removed.values()].some((number) => number > 0)) {
      progress.step('counting anew what was counted of them');
      await runJobs(url, undefined, () => isStopped);
    }
    tell(
      [...removed]
        .map(([seed, number]) => `${seed}: ${count(number, 'person')} removed.`)
        .join('\n'),
      Object.fromEntries(removed),
    );
    if (!isStopped) return 0;
    process.stderr.write('Stopped before the end. Run it again to go on.\n');
    return 130;
  }

  async function check(): Promise<number> {
    const wanted = { demo: (await demoPeople()).length, perf: 0 };
    const found = new Map<Seed, { people: number; isWhole: boolean; flaws: Flaw[] }>();
    for (const seed of chosen.length > 0 ? chosen : SEEDS) {
      progress.step(`looking at seeds:${seed}`);
      const people = await findPeople(sql, seed);
      const flaws = await findFlaws(sql, seed, people);
      const isAbsent = people.length === 0 && chosen.length === 0;
      const isComplete = isAbsent || people.length >= Math.max(wanted[seed], 1);
      found.set(seed, {
        people: people.length,
        isWhole: isComplete && flaws.length === 0,
        flaws,
      });
    }
    const lines = [...found].flatMap(([seed, { people, isWhole, flaws }]) => [
      [
        colors.bold(seed.padEnd(6)),
        people === 0 ? 'nobody' : count(people, 'person'),
        wanted[seed] > people && people > 0 ? ` of ${wanted[seed]}` : '',
        people === 0 ? '' : isWhole ? `, ${colors.green('whole')}` : `, ${colors.red('not whole')}`,
      ].join(''),
      ...flaws.slice(0, 20).map(({ email, what }) => `      ${email} ${what}`),
      ...(flaws.length > 20 ? [`      and ${count(flaws.length - 20, 'flaw')} more`] : []),
    ]);
    tell(lines.join('\n'), Object.fromEntries(found));
    return [...found.values()].every(({ isWhole }) => isWhole) ? 0 : 1;
  }

  try {
    await requireMigrations(sql);
    if (command === 'check') return await check();
    await beAlone(sql, 'seeds');
    // A person that is being removed is removed to the end; the demo people are one transaction, which goes with the process.
    if (command === 'clear')
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => (isStopped = true));
    return await (command === 'demo' ? demo() : clear());
  } finally {
    progress.end();
    await sql.end({ timeout: 5 });
  }
}

runCommand(`npm run seeds:${process.argv[2] ?? 'check'}`, main);
