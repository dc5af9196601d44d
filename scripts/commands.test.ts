import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

interface Package {
  scripts: Record<string, string>;
  engines: { node: string };
}
const { scripts, engines } = JSON.parse(await readFile('package.json', 'utf8')) as Package;
/** What npm itself calls before another command. */
const isHook = (name: string): boolean =>
  name === 'prepack' || (name.startsWith('pre') && name.slice('pre'.length) in scripts);
const commands = Object.keys(scripts).filter((name) => !isHook(name));

/** Without what vitest tells programs that it starts. */
const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _env, ...environment } = process.env;

test.concurrent.each(commands)(
  'npm run %s -- --help explains itself and does nothing',
  async (name) => {
    const { stdout } = await run('npm', ['run', '-s', name, '--', '--help'], { env: environment });
    expect(stdout).toMatch(/^\s+-(\w, )?-?\w|^Options?:|^Usage:/m);
    expect(stdout).toMatch(/usage|npm (run )?(start|demo)/i);
  },
);

test.concurrent.each(['bench', 'bench:space', 'types', 'docs'])(
  'npm run %s refuses an option it does not know',
  async (name) => {
    await expect(
      run('npm', ['run', '-s', name, '--', '--fast'], { env: environment }),
    ).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`npm run ${name} -- --help shows how.`) as string,
    });
  },
);

test('npm run -s status -- --json prints nothing but JSON', async () => {
  const { stdout } = await run('npm', ['run', '-s', 'status', '--', '--json'], {
    env: environment,
  });
  expect(JSON.parse(stdout)).toHaveProperty('running');
});

test('a Node that is too old is told so', async () => {
  const script = (version: string): string[] => [
    '--input-type=module',
    '--eval',
    `Object.defineProperty(process.versions, 'node', { value: '${version}' });
     await import(process.cwd() + '/scripts/node-version.js');`,
  ];
  const oldest = engines.node.replace('>=', '');
  await run(process.execPath, script(`${oldest}.0.0`));
  await expect(run(process.execPath, script(`${Number(oldest) - 1}.9.0`))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `needs Node ${oldest} or newer; this is ${Number(oldest) - 1}.9.0`,
    ) as string,
  });
});
