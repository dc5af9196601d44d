import { rm } from 'node:fs/promises';
import { startApi } from '../stack/api.ts';
import { migrate } from '../stack/migrate.ts';
import { bootstrap, startPostgres } from '../stack/postgres.ts';

/** Where the story takes place. */
export interface Server {
  url: string;
  key: string;
  /** Postgres itself, as role postgres; without it, nobody can hold a transaction open. */
  databaseUrl?: string;
}

/** What to undo at the end, last first. */
export type Closers = (() => Promise<unknown>)[];

/**
 * A server for this demo alone, on free ports, gone afterwards; with `seed`, the demo people live there. What it starts
 * it adds to `closers` at once.
 */
export async function startServer(
  closers: Closers,
  progress: (line: string) => void,
  { seed = false } = {},
): Promise<Server> {
  const starting = startPostgres({
    log: progress,
    // Its data need not survive a power cut.
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      shared_buffers: '64MB',
    },
  });
  // Also when we are interrupted before it is up.
  closers.push(async () => {
    const pg = await starting.catch(() => undefined);
    await pg?.stop();
    if (pg) await rm(`${pg.dataDir}.keys.json`, { force: true });
  });
  const pg = await starting;
  await bootstrap(pg, 'postgres');
  progress('applying the migrations with the Supabase CLI');
  await migrate(pg.url(), { seed });
  progress('starting REST and Auth');
  const api = await startApi({ pg, database: 'postgres' });
  closers.push(() => api.stop());
  return { url: api.url, key: api.publishableKey, databaseUrl: pg.url() };
}
