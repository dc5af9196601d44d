import { basename } from 'node:path';
import type postgres from 'postgres';
import { isMain } from '../stack/postgres.ts';
import { urlFor, withConnection } from './server.ts';

/**
 * Has the scheduler itself, pg_cron or what plays it, run every job once: each as its migration scheduled it, only sooner. What
 * comes of a job is asserted by supabase/tests/operations/every_job_does_its_work.test.sql; here it is seen that it runs.
 */

export interface JobRun {
  job: string;
  status: string;
  message: string;
}

interface Job {
  jobid: string;
  job: string;
  schedule: string;
}

/** @param often the schedule that the jobs have meanwhile */
export async function runEveryJob(
  sql: postgres.Sql,
  { often = '* * * * *', patience = 180_000 } = {},
): Promise<JobRun[]> {
  const jobs = await sql<Job[]>`
    select jobid, jobname as job, schedule from cron.job where active order by jobname
  `;
  const reschedule = async (schedule: (job: Job) => string): Promise<void> => {
    for (const job of jobs)
      await sql`select cron.alter_job(${job.jobid}::bigint, schedule => ${schedule(job)})`;
  };
  const [clock] = await sql<{ now: Date }[]>`select clock_timestamp() as now`;
  const since = clock?.now ?? new Date();
  const giveUpAt = Date.now() + patience;
  await reschedule(() => often);
  try {
    for (;;) {
      const ended = await sql<(JobRun & { jobid: string })[]>`
        select distinct on (d.jobid) d.jobid, j.jobname as job, d.status, coalesce(d.return_message, '') as message
        from cron.job_run_details as d join cron.job as j using (jobid)
        where d.start_time > ${since} and d.end_time is not null
        order by d.jobid, d.runid desc
      `;
      if (ended.length >= jobs.length || Date.now() > giveUpAt) {
        return jobs.map(
          ({ jobid, job }) =>
            ended.find((run) => run.jobid === jobid) ?? { job, status: 'did not run', message: '' },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await reschedule(({ schedule }) => schedule);
  }
}

// In .ci/run, after the pgTAP suite has migrated the database that TEST_DATABASE_URL names.
if (isMain(import.meta.url)) {
  const adminUrl = process.env.TEST_DATABASE_URL ?? '';
  const url = urlFor(adminUrl, basename(new URL(adminUrl).pathname), 'postgres');
  const runs = await withConnection(url, (sql) => runEveryJob(sql));
  for (const { job, status, message } of runs)
    console.log(`${status === 'succeeded' ? 'ok    ' : 'failed'} ${job}: ${status} ${message}`);
  const failed = runs.filter(({ status }) => status !== 'succeeded').length;
  console.log(`${runs.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && runs.length > 0 ? 0 : 1;
}
