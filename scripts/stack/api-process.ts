// REST and Auth in a process of their own: started by forkApi, told which server, and answering with its URL and
// key. It ends with its parent.
import { serverAt } from '../test/server.ts';
import { startApi } from './api.ts';
import type { ApiAddress, ApiTarget } from './fork-api.ts';
import { isLostConnection } from './postgres.ts';

// The API outlives its database, as `npm start` sees to it.
process.on('uncaughtException', (error) => {
  if (isLostConnection(error)) return;
  console.error(error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  if ((error as { code?: string }).code === 'ECONNREFUSED') return;
  console.error(error);
});
process.once('disconnect', () => process.exit(0));

process.once('message', ({ adminUrl, dataDir }: ApiTarget) => {
  void startApi({ pg: serverAt(adminUrl, dataDir), database: 'postgres' }).then(
    ({ url, publishableKey }) => {
      process.send?.({ url, publishableKey } satisfies ApiAddress);
    },
  );
});
