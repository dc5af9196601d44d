import fc from 'fast-check';
import type { TestDatabase } from '../../../../../scripts/test/database.ts';
import type { Fault } from './device.ts';
import { type Command, converge, histories, step } from './history.ts';
import { ThinDevice } from './thin.ts';
import { World } from './world.ts';

export interface ModelOptions {
  runs: number;
  /** Commands in a history. */
  min?: number;
  max?: number;
  seed?: number;
  /** Of a run that failed, to repeat it. */
  path?: string;
  /** Begins no history after this long; the last one is run to its end. */
  timeLimitMs?: number;
  /** Commands and faults to leave out, to look past what is known to be broken. */
  without?: readonly (Command['do'] | Fault)[];
  /** Whether a history that fails is made shorter. */
  shrink?: boolean;
  shrinkLimitMs?: number;
  onRun?: (runs: number) => void;
  /** With organisations, so many of them, and so many people and devices. */
  together?: typeof TOGETHER;
  begin?: Begin;
}

/** As the issue of organisations asks for: three of them, four people, six devices. */
export const TOGETHER = { organizations: 3, people: 4, devices: 6 } as const;

export interface ModelReport {
  runs: number;
  seed: number;
  failed: boolean;
  /** What broke, the commands that led there, and how to repeat it. */
  explanation: string;
  /** How often the histories met what they are there for. */
  met: Record<string, number>;
}

/** Runs random histories against the tables of the model in `db`, which must have them (see `installModel`). */
export async function runModel(db: TestDatabase, options: ModelOptions): Promise<ModelReport> {
  const { together } = options;
  const world = await World.open(db, together);
  let runs = 0;
  const deadline = performance.now() + (options.timeLimitMs ?? Infinity);
  try {
    const details = await fc.check(
      fc.asyncProperty(
        histories({
          min: options.min ?? 50,
          max: options.max ?? 70,
          together: together !== undefined,
        }),
        async (generated) => {
          // Not fast-check's own limit: that one leaves a history running, and its records to the next.
          if (performance.now() > deadline) return;
          runs += 1;
          await runHistory(
            world,
            leaveOut(withOpenTransaction(generated), options.without ?? []),
            options.begin,
          );
          options.onRun?.(runs);
        },
      ),
      {
        numRuns: options.runs,
        // Made shorter below: it is the commands that are too many, not their numbers too large.
        endOnFailure: true,
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        ...(options.path === undefined ? {} : { path: options.path }),
      },
    );
    const met = { ...world.met };
    const commands = leaveOut(
      withOpenTransaction(details.counterexample?.[0] ?? []),
      options.without ?? [],
    );
    const shortest =
      details.failed && options.shrink !== false
        ? await shorten(world, commands, options)
        : { commands, error: details.errorInstance };
    return {
      runs,
      seed: details.seed,
      failed: details.failed,
      explanation: details.failed ? explain(details, shortest) : '',
      met,
    };
  } finally {
    await world.close();
  }
}

/** How the devices of a history come about; thin ones unless said otherwise. */
export type Begin = (world: World) => Promise<void>;

export async function runHistory(
  world: World,
  commands: readonly Command[],
  begin: Begin = () => world.begin((name, id, person) => new ThinDevice(name, id, person, world)),
): Promise<void> {
  await begin(world);
  try {
    for (const command of commands) await step(world, command);
    await converge(world);
  } finally {
    await world.end();
  }
}

/** Every history has a transaction that stays open for a while. */
function withOpenTransaction(commands: readonly Command[]): Command[] {
  return [{ do: 'open' }, ...commands];
}

function leaveOut(
  commands: readonly Command[],
  without: readonly (Command['do'] | Fault)[],
): Command[] {
  return commands
    .filter((command) => !without.includes(command.do))
    .map((command) =>
      command.do === 'sync'
        ? {
            ...command,
            fault: without.includes(command.fault) ? 'none' : command.fault,
            meanwhile: leaveOut(command.meanwhile, without),
          }
        : command,
    );
}

interface Failure {
  commands: readonly Command[];
  error: unknown;
}

/** Leaves out commands, many at once and then one by one, as long as the history still fails. */
async function shorten(
  world: World,
  commands: readonly Command[],
  options: ModelOptions,
): Promise<Failure> {
  const until = Date.now() + (options.shrinkLimitMs ?? 60_000);
  const fails = async (candidate: readonly Command[]): Promise<Failure | undefined> => {
    try {
      await runHistory(world, candidate, options.begin);
      return undefined;
    } catch (error) {
      return { commands: candidate, error };
    }
  };
  const again = await fails(commands);
  if (!again) return { commands, error: 'It did not fail again: it depends on the clock.' };
  let shortest: Failure = again;
  for (
    let size = Math.ceil(commands.length / 2);
    size >= 1;
    size = size > 1 ? Math.ceil(size / 2) : 0
  ) {
    for (let from = 0; from < shortest.commands.length && Date.now() < until;) {
      const shorter = await fails(
        shortest.commands.filter((_, nth) => nth < from || nth >= from + size),
      );
      if (shorter) shortest = shorter;
      else from += size;
    }
  }
  for (let nth = 0; nth < shortest.commands.length && Date.now() < until; nth += 1) {
    const simpler: readonly Command[] = shortest.commands.map((command, at) =>
      at === nth ? simplified(command) : command,
    );
    shortest = (await fails(simpler)) ?? shortest;
  }
  return shortest;
}

function simplified(command: Command): Command {
  return command.do === 'sync'
    ? { ...command, fault: 'none', pageSize: 1_000, meanwhile: [] }
    : command;
}

function explain(details: fc.RunDetails<[Command[]]>, { commands, error }: Failure): string {
  const describe = (thrown: unknown): string =>
    thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return [
    describe(details.errorInstance),
    `seed ${details.seed}, path ${details.counterexamplePath ?? ''}; shortened to:`,
    ...commands.map((command) => `  ${JSON.stringify(command)}`),
    ...(error === details.errorInstance ? [] : [describe(error)]),
  ].join('\n');
}
