import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DomainError } from '../errors.ts';

/**
 * Takes the folder of the embedded database for this process, because the engine does not refuse to open a
 * folder twice. The lock is SQLite's on a file of its own: the kernel lets it go when the process ends,
 * however it ends (docs/decisions/0002).
 * @returns a function that gives the folder back
 * @throws DomainError `database-in-use`
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'lock'));
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw new DomainError(
      'database-in-use',
      `another process uses the database in ${folder}; if it is the server, do the same in the browser`,
    );
  }
  return () => lock.close();
}
