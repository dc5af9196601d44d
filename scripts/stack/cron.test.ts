import { createServer } from 'node:http';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CronWorker, startCron } from './cron.ts';
import { startNet } from './net.ts';
import { type Postgres, bootstrap, startPostgres } from './postgres.ts';

let pg: Postgres;
let sql: postgres.Sql;
let worker: CronWorker | undefined;

beforeAll(async () => {
  pg = await startPostgres({ settings: { fsync: 'off', shared_buffers: '32MB' } });
  await bootstrap(pg, 'postgres');
  sql = postgres(pg.url(), { max: 2, onnotice: () => undefined });
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(async () => {
  await sql?.end();
  await pg?.stop();
});

const runs = (name: string) => sql<{ status: string; message: string; user: string }[]>`
  select details.status, details.return_message as message, details.username as user
  from cron.job_run_details as details join cron.job using (jobid)
  where jobname = ${name} and details.end_time is not null order by runid
`;

test('waits for the extension, then runs jobs of seconds as postgres and notes each run', async () => {
  worker = await startCron({ pg, database: 'postgres' });
  await sql`create extension pg_cron`;
  await sql`create table public.ticks (who text)`;
  await sql`select cron.schedule('tick', '1 second', 'insert into public.ticks values (current_user)')`;
  await expect
    .poll(() => runs('tick'), { timeout: 5_000 })
    .toContainEqual({
      status: 'succeeded',
      message: 'INSERT 0 1',
      user: 'postgres',
    });
  const [tick] = await sql`select who from public.ticks`;
  expect(tick?.who).toBe('postgres');

  await sql`select cron.unschedule('tick')`;
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const [before] = await sql`select count(*)::int as n from public.ticks`;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [after] = await sql`select count(*)::int as n from public.ticks`;
  expect(after).toEqual(before);
});

test('a failing job is noted with its error, and stopped jobs do not run', async () => {
  await sql`select cron.schedule('fails', '1 second', 'select 1 / 0')`;
  await sql`select cron.schedule('rests', '1 second', 'select 1')`;
  await sql`select cron.alter_job(jobid, active := false) from cron.job where jobname = 'rests'`;
  worker = await startCron({ pg, database: 'postgres' });
  await expect
    .poll(() => runs('fails'), { timeout: 5_000 })
    .toContainEqual({
      status: 'failed',
      message: 'ERROR: division by zero',
      user: 'postgres',
    });
  expect(await runs('rests')).toHaveLength(0);
  await sql`select cron.unschedule('fails')`;
});

test('a job has one running instance at a time', async () => {
  await sql`create table public.overlaps (running int)`;
  await sql`select cron.schedule('slow', '1 second', $$
    insert into public.overlaps
      select count(*) from pg_stat_activity where application_name like 'pg_cron%' and state = 'active';
    select pg_sleep(2.5)
  $$)`;
  worker = await startCron({ pg, database: 'postgres' });
  await expect.poll(() => runs('slow'), { timeout: 9_000, interval: 200 }).toHaveLength(2);
  const [row] = await sql`select max(running) as most from public.overlaps`;
  expect(row?.most).toBe(1);
  await sql`select cron.unschedule('slow')`;
});

test('runs that a killed stack left open are closed at the next start', async () => {
  const admin = postgres(pg.superUrl(), { max: 1 });
  await admin`insert into cron.job_run_details (jobid, status) values (999, 'running')`;
  worker = await startCron({ pg, database: 'postgres' });
  const [row] =
    await admin`select status, return_message from cron.job_run_details where jobid = 999`;
  await admin.end();
  expect(row).toEqual({ status: 'failed', return_message: 'server restarted' });
});

test('requests of pg_net leave after the commit, and their answers can be read', async () => {
  await sql`create extension pg_net`;
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${String(request.headers['x-secret'])} ${body}`);
      response.writeHead(201, { 'Content-Type': 'text/plain' }).end('thanks');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const net = await startNet({ pg, database: 'postgres' });
  let id = '';
  await sql.begin(async (transaction) => {
    const [row] = await transaction<{ id: string }[]>`
      select net.http_post(${`http://127.0.0.1:${port}/job`}, '{"a": 1}', headers := '{"X-Secret": "s"}') as id
    `;
    id = row?.id ?? '';
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(heard).toEqual([]);
  });
  await expect
    .poll(
      () => sql`select status_code, content, error_msg from net._http_response where id = ${id}`,
    )
    .toEqual([{ status_code: 201, content: 'thanks', error_msg: null }]);
  expect(heard).toEqual(['POST /job s {"a": 1}']);
  server.close();
  const [failed] = await sql<
    { id: string }[]
  >`select net.http_get(${`http://127.0.0.1:${port}/`}) as id`;
  await expect
    .poll(() => sql`select error_msg from net._http_response where id = ${failed?.id ?? ''}`)
    .toEqual([{ error_msg: expect.stringMatching(/ECONNREFUSED/) as string }]);
  await net.stop();
});
