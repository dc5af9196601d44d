import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The lines of one section of supabase/config.toml. The few settings that the stack reads are plain
 * `name = value` lines, so that no TOML parser is needed.
 */
export function section(toml: string, name: string): string {
  const lines = toml.split('\n');
  const start = lines.findIndex((line) => line.trim() === `[${name}]`);
  if (start === -1) return '';
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('['));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}

export interface SignIn {
  email: string;
  password: string;
}

export const seedFile = (projectDir: string): string =>
  path.join(projectDir, 'supabase', 'seed.sql');

/** Lines of the seed such as `-- demo sign-in: alice@example.com / password`. */
export async function demoSignIns(projectDir: string): Promise<SignIn[]> {
  const seed = await readFile(seedFile(projectDir), 'utf8').catch(() => '');
  return [...seed.matchAll(/^--\s*demo sign-in:\s*(\S+)\s*\/\s*(\S+)/gim)].map(
    ([, email = '', password = '']) => ({ email, password }),
  );
}

/** Whether an address is of this machine. */
export const isLocal = (url: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(new URL(url).hostname);
