import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { connect } from './connect.ts';
import { migrate, migrationFiles } from './migrate.ts';

const cache = new URL('../../node_modules/.cache/rappel/', import.meta.url);

/**
 * The dump of an empty, migrated embedded database: a new one starts from it in half a second instead of four.
 * It is made on first use and kept beside the installed packages, one per state of `migrations/`.
 */
export async function embeddedTemplate(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await migrationFiles()) {
    hash.update(await readFile(new URL(`../../migrations/${name}`, import.meta.url)));
  }
  const lock = await readFile(new URL('../../package-lock.json', import.meta.url)).catch(() => '');
  const file = new URL(`${hash.update(lock).digest('hex').slice(0, 16)}.tar`, cache);
  const path = fileURLToPath(file);
  if (
    await stat(path).then(
      () => true,
      () => false,
    )
  )
    return path;
  const database = await connect({ memory: true });
  try {
    await migrate(database);
    const dump = (await database.embedded?.dump()) as Uint8Array;
    await mkdir(cache, { recursive: true });
    await writeFile(`${path}.${process.pid}`, dump);
    await rename(`${path}.${process.pid}`, path);
  } finally {
    await database.close();
  }
  return path;
}
