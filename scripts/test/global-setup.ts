import type { TestProject } from 'vitest/node';
import { startServer } from './server.ts';

/** One database server for the whole run; its databases are made by who needs them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('adminUrl', server.adminUrl);
  return () => server.stop();
}
