import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Narrator, UntrueError } from '../../../scripts/demo/narrator.ts';

interface Run {
  child: ChildProcess;
  output: () => string;
  code: Promise<number | null>;
}

/** As `npm run demo` starts it. */
function startDemo(...args: string[]): Run {
  const child = spawn(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'scripts/demo/index.ts', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, code };
}

/** Process ids below this one, on Linux. */
function descendants(pid: number): number[] {
  if (!existsSync(`/proc/${pid}/task`)) return [];
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
    return children.flatMap((child) => [child, ...descendants(child)]);
  });
}

const command = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

test('the demo starts its own server, tells its story, and every sentence of it is true', async () => {
  const { output, code } = startDemo();
  expect(await code, output()).toBe(0);
  const story = output();
  expect(story).not.toContain('✗');
  // No colours where there is no terminal.
  expect(story).not.toContain('\u001b');
  for (const claim of [
    'The server commits them, the answer is lost, and the line is dead.',
    '✓ Sent twice, there once',
    '✓ Even the very same request, repeated now, gets the very same answer and changes nothing.',
    '✓ Different columns of one record',
    '✓ The same column',
    '✓ Labels are a set',
    '✓ One deleted what the other edited',
    '✓ The poisoned record held up nothing',
    '✓ It delayed nobody',
    '✓ Noor sees nothing of Sem',
    '✓ She wants the bicycle back, and the laptop has it again',
    '✓ Nothing is lost: all six tasks and the vision are there, each exactly once.',
  ]) {
    expect(story).toContain(claim);
  }
  expect(story).toMatch(
    /✓ Both devices and the server hold the same \d+ records, byte for byte.*\n\nEverything above was checked: \d+ sentences, all true/,
  );
});

test('the story of two types shows what comes first for each', async () => {
  const { output, code } = startDemo('mbti');
  expect(await code, output()).toBe(0);
  const story = output();
  expect(story).toContain('Anna is INFJ, Bram is ESTP.');
  expect(story).toMatch(/4 +visions +Ni +daily_actions +Se/);
  expect(story).toContain('✓ In the end each has what one pull without pages brings');
  expect(story).toMatch(/Everything above was checked: \d+ sentences, all true/);
});

test('the demo stops what it started when interrupted half-way', async () => {
  const { child, output, code } = startDemo();
  while (!output().includes('applying the migrations')) await sleep(50);
  const started = descendants(child.pid ?? 0);
  const servers = started.filter((pid) => command(pid).includes('/bin/postgres'));
  child.kill('SIGINT');
  expect(await code, output()).toBe(130);
  expect(output()).toContain('Stopping');
  if (process.platform === 'linux') expect(servers.length).toBeGreaterThan(0);
  expect(servers.filter((pid) => command(pid) !== '')).toEqual([]);
  // The Supabase CLI, in the middle of a migration, notices in its own time that its server is gone.
  await expect
    .poll(() => started.filter((pid) => command(pid) !== ''), { timeout: 10_000 })
    .toEqual([]);
});

test('the demo fails when there is no server where it was told to look', async () => {
  const { output, code } = startDemo('--url', 'http://127.0.0.1:9', '--key', 'sb_publishable_none');
  expect(await code).toBe(1);
  expect(output()).toContain('✗ noor cannot sign up at http://127.0.0.1:9');
});

test('the narrator says nothing that is not true', () => {
  const lines: string[] = [];
  const narrator = new Narrator((line) => lines.push(line));
  narrator.tell('Two and two are four.', 2 + 2, 4);
  expect(() => narrator.check('The server has both.', ['one'], ['one', 'two'])).toThrow(
    UntrueError,
  );
  expect(lines).toEqual(['  Two and two are four.']);
  expect(narrator.claims).toBe(1);
});
