import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lays the sources of the package `futuresync` into a folder, as they are after `npm run types` wrote this. */
export async function laySources(folder: string, watermelon: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Without the settings for packing, which build on those of the repository.
  await cp('types', join(folder, 'types'), {
    recursive: true,
    filter: (source) => source === 'types' || source.endsWith('.ts'),
  });
  await writeFile(join(folder, 'types', 'watermelon.ts'), watermelon);
  const { name, type } = JSON.parse(await readFile('package.json', 'utf8')) as Record<
    string,
    unknown
  >;
  const exports = './types/index.ts';
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, type, exports }));
}
