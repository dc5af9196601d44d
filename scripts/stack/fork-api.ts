import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Postgres, StackError, projectRoot } from './postgres.ts';

export interface ApiAddress {
  url: string;
  publishableKey: string;
}

/** Which server the API is for. */
export interface ApiTarget {
  adminUrl: string;
  dataDir: string;
}

export interface ForkedApi extends ApiAddress {
  readonly isUp: boolean;
  /** What it had to complain about, the last of it. */
  readonly complaints: string;
  /** Ends it as it is, as when its machine stops. */
  kill(): Promise<void>;
}

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), 'api-process.ts');

/**
 * Starts REST and Auth for the database `postgres` of a server in a process of their own, as on hosted: what the server's
 * end does to them reaches nobody else.
 *
 * @throws StackError when the process ends before it has started
 */
export async function forkApi(pg: Postgres): Promise<ForkedApi> {
  const child = fork(program, {
    cwd: projectRoot,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4_000);
  });
  const ended = once(child, 'exit');
  child.send({ adminUrl: pg.superUrl(), dataDir: pg.dataDir } satisfies ApiTarget);
  const [address] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new StackError(`the API ended while starting: ${complaints}`);
    }),
  ])) as [ApiAddress];
  return {
    ...address,
    get isUp() {
      return child.exitCode === null && child.signalCode === null;
    },
    get complaints() {
      return complaints;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
