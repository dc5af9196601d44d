import { expect, test } from 'vitest';
import { runTool } from '../../../scripts/check/process.ts';

test('what edge functions share holds on Deno, where it runs', async () => {
  const { code, output } = await runTool('deno', [
    'test',
    '--no-lock',
    '--no-prompt',
    '--node-modules-dir=none',
    '--config=supabase/functions/export-worker/deno.json',
    'supabase/functions/_shared',
  ]);
  expect(output).toMatch(/\b[1-9]\d* passed \| 0 failed/);
  expect(code).toBe(0);
});
