import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';
import { isMain } from '../stack/postgres.ts';
import { type MigratedDatabase, openMigratedDatabase } from './database.ts';
import { runTool } from './process.ts';
import { generateWatermelon } from './watermelon.ts';

/** A file in the repository that is made from the migrations, and how. */
interface GeneratedFile {
  path: string;
  generate(database: MigratedDatabase): Promise<string>;
}

/** Every generated file. `npm run types` writes them, `npm run check` says whether they are fresh. */
const generatedFiles: readonly GeneratedFile[] = [
  {
    path: 'types/database.ts',
    async generate({ cliUrl }) {
      const args = ['gen', 'types', '--lang', 'typescript', '--schema', 'public'];
      const { code, stdout, output } = await runTool('supabase', [...args, `--remote=${cliUrl}`]);
      if (code !== 0) throw new Error(`supabase gen types failed\n${output}`);
      return stdout;
    },
  },
  {
    path: 'types/watermelon.ts',
    generate: ({ url }) => generateWatermelon(url),
  },
];

/** The files that differ from what their generator makes now. */
export async function findStale(database: MigratedDatabase): Promise<string[]> {
  const stale: string[] = [];
  for (const file of generatedFiles) {
    const wanted = await format(file, database);
    const found = await readFile(file.path, 'utf8').catch(() => undefined);
    if (found !== wanted) stale.push(file.path);
  }
  return stale;
}

async function format(file: GeneratedFile, database: MigratedDatabase): Promise<string> {
  const options = await prettier.resolveConfig(file.path);
  return prettier.format(await file.generate(database), { ...options, filepath: file.path });
}

async function main(): Promise<void> {
  const database = await openMigratedDatabase();
  try {
    for (const file of generatedFiles) {
      await writeFile(file.path, await format(file, database));
      console.log(`wrote ${file.path}`);
    }
  } finally {
    await database.close();
  }
}

if (isMain(import.meta.url)) await main();
