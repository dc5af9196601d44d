import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';
import { readArguments, runCommand } from '../command.ts';
import { type Catalogue, readCatalogue } from '../docs/catalogue.ts';
import { generateCoverage } from '../docs/coverage.ts';
import { renderDictionary } from '../docs/dictionary.ts';
import { renderErd } from '../docs/erd.ts';
import { renderIndexes } from '../docs/indexes.ts';
import { renderRpcs } from '../docs/rpcs.ts';
import { isMain } from '../stack/postgres.ts';
import { type MigratedDatabase, openMigratedDatabase } from './database.ts';
import { runTool } from './process.ts';
import { generateWatermelon } from './watermelon.ts';

/** A file in the repository that is made from the migrations, and how. */
interface GeneratedFile {
  path: string;
  generate(database: MigratedDatabase): Promise<string>;
}

/** A folder of generated files: the npm script that writes them is named after it. */
export type GeneratedFolder = 'types' | 'docs';

/** One reading for all documents of a database. */
const catalogues = new WeakMap<MigratedDatabase, Promise<Catalogue>>();

function fromCatalogue(
  render: (catalogue: Catalogue) => string,
): (database: MigratedDatabase) => Promise<string> {
  return async (database) => {
    const reading = catalogues.get(database) ?? readCatalogue(database.url);
    catalogues.set(database, reading);
    return render(await reading);
  };
}

/** Every generated file. `npm run types` and `npm run docs` write them, `npm run check` says whether they are fresh. */
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
  { path: 'docs/data-dictionary.md', generate: fromCatalogue(renderDictionary) },
  { path: 'docs/rpcs.md', generate: fromCatalogue(renderRpcs) },
  { path: 'docs/erd.md', generate: fromCatalogue(renderErd) },
  { path: 'docs/indexes.md', generate: fromCatalogue(renderIndexes) },
  { path: 'docs/coverage.md', generate: ({ url }) => generateCoverage(url) },
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

/** Writes the generated files of a folder, from a database with every migration applied. */
async function writeGenerated(folder: GeneratedFolder): Promise<void> {
  const database = await openMigratedDatabase();
  try {
    for (const file of generatedFiles.filter(({ path }) => path.startsWith(`${folder}/`))) {
      await writeFile(file.path, await format(file, database));
      console.log(`wrote ${file.path}`);
    }
  } finally {
    await database.close();
  }
}

/** The command that writes them: `npm run types`, `npm run docs`. */
export function runGenerator(folder: GeneratedFolder, help: string): void {
  runCommand(`npm run ${folder}`, async () => {
    const { values } = readArguments({ options: { help: { type: 'boolean', short: 'h' } } });
    if (values.help) console.log(help);
    else await writeGenerated(folder);
    return 0;
  });
}

const HELP = `Usage: npm run types

Writes the generated types, from a throw-away database with every migration applied:

  types/database.ts    rows and RPCs, for supabase-js
  types/watermelon.ts  the client's schema, and the steps that upgrade devices in the field

\`npm run check\` fails when they are not what the migrations make.`;

if (isMain(import.meta.url)) runGenerator('types', HELP);
