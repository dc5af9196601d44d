import { Cron } from 'croner';
import postgres from 'postgres';
import type { Postgres } from './postgres.ts';

interface Job {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

export interface CronWorker {
  stop(): Promise<void>;
}

/**
 * Runs the jobs of cron.job as pg_cron does: as the job's user, in UTC, one running instance of each,
 * every run noted in cron.job_run_details. The table is read again whenever it changes.
 */
export async function startCron(options: {
  pg: Postgres;
  database: string;
  log?: ((line: string) => void) | undefined;
}): Promise<CronWorker> {
  const { pg, database } = options;
  const settings = { backoff: () => 0.1, connect_timeout: 5, onnotice: () => undefined };
  const sql = postgres(pg.superUrl(database), {
    ...settings,
    max: 3,
    connection: { application_name: 'futuresync cron' },
  });
  const timers = new Map<string, { job: Job; timer: Cron }>();
  const running = new Map<string, Promise<void>>();
  let hasBooted = false;
  let isStopped = false;

  async function exists(): Promise<boolean> {
    const [row] = await sql<{ found: boolean }[]>`
      select to_regclass('cron.job_run_details') is not null as found
    `;
    return row?.found ?? false;
  }

  async function read(): Promise<void> {
    if (isStopped || !(await exists())) return;
    const jobs = await sql<Job[]>`
      select jobid, schedule, command, database, username from cron.job
      where active and database = ${database}
    `;
    if (isStopped) return;
    for (const [id, { job, timer }] of timers) {
      const now = jobs.find(({ jobid }) => jobid === id);
      if (now && JSON.stringify(now) === JSON.stringify(job)) continue;
      timer.stop();
      timers.delete(id);
    }
    for (const job of jobs) {
      if (timers.has(job.jobid)) continue;
      if (/^\s*@reboot\s*$/i.test(job.schedule)) {
        if (!hasBooted) run(job);
        continue;
      }
      try {
        timers.set(job.jobid, { job, timer: schedule(job) });
      } catch (error) {
        options.log?.(
          `cron: job ${job.jobid} has the schedule "${job.schedule}": ${String(error)}`,
        );
      }
    }
    hasBooted = true;
  }

  function schedule(job: Job): Cron {
    const seconds = /^\s*(\d+)\s+seconds?\s*$/i.exec(job.schedule)?.[1];
    // pg_cron writes the last day of the month as $.
    const pattern = seconds ? '* * * * * *' : job.schedule.trim().replace('$', 'L');
    const interval = seconds ? { interval: Number(seconds) } : {};
    return new Cron(pattern, { timezone: 'UTC', unref: true, ...interval }, () => run(job));
  }

  function run(job: Job): void {
    // The next one waits for its turn, as with pg_cron.
    if (isStopped || running.has(job.jobid)) return;
    const work = execute(job)
      .catch((error: unknown) => options.log?.(`cron: job ${job.jobid}: ${String(error)}`))
      .finally(() => running.delete(job.jobid));
    running.set(job.jobid, work);
  }

  async function execute(job: Job): Promise<void> {
    const [details] = await sql<{ runid: string }[]>`
      insert into cron.job_run_details (jobid, database, username, command, status, start_time)
      values (${job.jobid}, ${job.database}, ${job.username}, ${job.command}, 'starting', clock_timestamp())
      returning runid
    `;
    const runid = details?.runid ?? '';
    const finish = (status: string, message: string) => sql`
      update cron.job_run_details
      set status = ${status}, return_message = ${message}, end_time = clock_timestamp()
      where runid = ${runid}
    `;
    // A connection of its own for each run, as pg_cron has it: no setting survives from one to the next.
    const session = postgres(pg.urlFor(job.username, job.database), {
      ...settings,
      max: 1,
      fetch_types: false,
      connection: { application_name: `pg_cron: job ${job.jobid}` },
    });
    try {
      const [backend] = await session<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await sql`
        update cron.job_run_details set status = 'running', job_pid = ${backend?.pid ?? null}
        where runid = ${runid}
      `;
      const results: unknown = await session.unsafe(job.command).simple();
      await finish('succeeded', describe(results));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      options.log?.(`cron: job ${job.jobid} failed: ${message}`);
      await finish('failed', `ERROR: ${message}`);
    } finally {
      await session.end({ timeout: 1 });
    }
  }

  const refresh = (): void => {
    read().catch((error: unknown) => !isStopped && options.log?.(`cron: ${String(error)}`));
  };
  if (await exists()) {
    // Runs that a stopped stack left unfinished.
    await sql`
      update cron.job_run_details
      set status = 'failed', return_message = 'server restarted', end_time = clock_timestamp()
      where status in ('starting', 'running')
    `;
  }
  // The table tells of its changes; the extension itself may come later, by a migration.
  const listener = postgres(pg.superUrl(database), { ...settings, max: 1 });
  await listener.listen('cron_job', refresh, refresh);
  await listener.listen('pgrst', refresh);

  return {
    async stop() {
      isStopped = true;
      for (const { timer } of timers.values()) timer.stop();
      await Promise.race([
        Promise.all(running.values()),
        new Promise((resolve) => setTimeout(resolve, 3_000)),
      ]);
      await listener.end({ timeout: 1 });
      await sql.end({ timeout: 1 });
    },
  };
}

/** pg_cron's words for a result: the command, or how many rows it returned. */
function describe(results: unknown): string {
  interface Result {
    command?: string;
    count?: number;
  }
  const list =
    Array.isArray(results) && Array.isArray(results[0])
      ? (results as Result[])
      : [results as Result];
  const { command = '', count = 0 } = list.at(-1) ?? {};
  if (command === 'SELECT') return count === 1 ? '1 row' : `${count} rows`;
  if (command === 'INSERT') return `INSERT 0 ${count}`;
  return /^(UPDATE|DELETE|MERGE)$/.test(command) ? `${command} ${count}` : command;
}
