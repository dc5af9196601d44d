// REST and Auth in a process of their own: started by forkApi, told which server, and answering with its URL and
// key. It ends with its parent.
import { urlFor } from '../test/server.ts';
import { startApi } from './api.ts';
import type { ApiAddress, ApiTarget } from './fork-api.ts';
import type { Postgres } from './postgres.ts';

// The API outlives its database, as `npm start` sees to it. postgres.js 3.4.9 throws where nobody can catch it
// when a connection was closed under a query that it had just been given (porsager/postgres#1208); the query's
// transaction is rejected all the same.
process.on('uncaughtException', (error) => {
  if (error instanceof TypeError && error.stack?.includes('nextWrite')) return;
  console.error(error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  if ((error as { code?: string }).code === 'ECONNREFUSED') return;
  console.error(error);
});
process.once('disconnect', () => process.exit(0));

process.once('message', ({ adminUrl, dataDir }: ApiTarget) => {
  const pg = {
    dataDir,
    superUrl: (database = 'postgres') => urlFor(adminUrl, database),
    authenticatorUrl: (database = 'postgres') => urlFor(adminUrl, database, 'authenticator'),
    urlFor: (role: string, database = 'postgres') => urlFor(adminUrl, database, role),
  } as Postgres;
  void startApi({ pg, database: 'postgres' }).then(({ url, publishableKey }) => {
    process.send?.({ url, publishableKey } satisfies ApiAddress);
  });
});
