import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { problems } from '../../supabase/functions/api/problems.ts';
import { clientErrors } from '../../types/sync.ts';

const migrations = 'supabase/migrations';

async function readMigrations(): Promise<string> {
  const files = await readdir(migrations);
  const sources = await Promise.all(files.map((file) => readFile(`${migrations}/${file}`, 'utf8')));
  return sources.join('\n');
}

test('docs/ERRORS.md lists exactly the codes that the migrations raise, with their HTTP status', async () => {
  const source = await readMigrations();
  const raised = [...source.matchAll(/errcode = 'PT(\d{3})', message = '([a-z_]+)'/g)].map(
    ([, status, code]) => `${String(code)} ${String(status)}`,
  );
  const rejected = [
    ...source.matchAll(/when state [^\n]*then '([a-z_]+)'/g),
    ...source.matchAll(/sync\.rejection\(\s*entry\.table_name, e ->> 'id', '([a-z_]+)'/g),
  ].map(([, code]) => String(code));

  const listed = (await readFile('docs/ERRORS.md', 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, code, second] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
      const statuses = (second ?? '').match(/\b\d{3}\b/g);
      return statuses && /^[\d, ]+$/.test(second ?? '')
        ? statuses.map((status) => `${code} ${status}`)
        : [code];
    });

  expect(listed.toSorted()).toEqual([...new Set([...raised, ...rejected, 'refused'])].toSorted());
});

test('docs/ERRORS.md lists exactly the codes of the adapter itself', async () => {
  const section = (await readFile('docs/ERRORS.md', 'utf8')).split('### Codes of the adapter')[1];
  const listed = [...(section?.split('###')[0] ?? '').matchAll(/^- `([a-z_]+)`: /gm)];
  expect(listed.map(([, code]) => code)).toEqual(Object.keys(clientErrors));
});

test('docs/ERRORS.md lists exactly the codes of the HTTP API itself, with their HTTP status', async () => {
  const section = (await readFile('docs/ERRORS.md', 'utf8')).split('### Codes of the HTTP API')[1];
  const listed = [...(section?.split('###')[0] ?? '').matchAll(/^- `([a-z_]+)` \((\d{3})\): /gm)];
  expect(listed.map(([, code, status]) => [code, Number(status)])).toEqual(
    Object.entries(problems).map(([code, { status }]) => [code, status]),
  );
});
