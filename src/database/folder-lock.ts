import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  makeFolder(folder);
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

/**
 * Makes a folder with those above it. Node's own `recursive` never ends where a file system says of a folder that is
 * there that it is not (/proc, for one).
 * @throws DomainError `wrong-setting`
 */
function makeFolder(folder: string): void {
  try {
    make(folder);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new DomainError('wrong-setting', `RAPPEL_DATA ${folder} cannot be made (${reason})`);
  }
}

function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
}
