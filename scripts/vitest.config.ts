import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `--mode soak` runs the long tests (`*.soak.ts`) instead of the everyday ones (`*.test.ts`). */
export default defineConfig(({ mode }) => {
  const soak = mode === 'soak';
  return {
    root,
    test: {
      include: [`{scripts,types,supabase/tests}/**/*.${soak ? 'soak' : 'test'}.ts`],
      globalSetup: 'scripts/test/global-setup.ts',
      reporters: ['default', './scripts/test/reporter.ts'],
      // Every test file may keep a database or a whole stack busy, but some only wait: three fill two cores.
      maxWorkers: 3,
      maxConcurrency: 2,
      testTimeout: soak ? 3_600_000 : 60_000,
      hookTimeout: 120_000,
      teardownTimeout: 30_000,
    },
  };
});
