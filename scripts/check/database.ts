import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { dropDatabase, migrateDatabase, startServer, urlFor } from '../test/server.ts';

/** A database with every migration applied and nothing else: no test helpers, no seed. */
export interface MigratedDatabase {
  /** As role `postgres`. */
  url: string;
  /** The same for the Supabase CLI, which else tries TLS first and remarks on it. */
  cliUrl: string;
  superUrl: string;
  close(): Promise<void>;
}

/** On a server of its own, or the very database that TEST_DATABASE_URL names. */
export async function openMigratedDatabase(
  onProgress?: (line: string) => void,
): Promise<MigratedDatabase> {
  const isExternal = (process.env.TEST_DATABASE_URL ?? '') !== '';
  const server = await startServer(onProgress);
  const { adminUrl } = server;
  const name = isExternal
    ? basename(new URL(adminUrl).pathname)
    : `check_${randomBytes(4).toString('hex')}`;
  try {
    await migrateDatabase(adminUrl, name, onProgress);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const url = urlFor(adminUrl, name, 'postgres');
  return {
    url,
    cliUrl: `${url}?sslmode=disable`,
    superUrl: urlFor(adminUrl, name),
    async close() {
      if (!isExternal) await dropDatabase(adminUrl, name);
      await server.stop();
    },
  };
}
