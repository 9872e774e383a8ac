import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../errors.ts';

/**
 * The secret that signs sessions and links, kept in the folder of the embedded database: read, or made on the
 * first start. To be called while the folder is locked.
 * @returns at least 32 characters
 * @throws DomainError `wrong-setting` where the file holds no such secret
 */
export async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (kept !== undefined) {
    if (kept.trim().length >= 32) return kept.trim();
    throw new DomainError(
      'wrong-setting',
      `${file} is shorter than 32 characters: restore it, or set RAPPEL_SECRET`,
    );
  }
  const secret = randomBytes(48).toString('base64url');
  // A crash leaves a whole secret or none.
  await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return secret;
}
