import { createInterface } from 'node:readline/promises';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { isSealKeySet } from '../retention/retention.ts';

/**
 * Asks on the terminal before what cannot be undone.
 * @param expected what must be typed
 * @throws DomainError `not-confirmed`, also where there is no terminal to ask on
 */
export async function confirm(warning: string, expected: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new DomainError('not-confirmed', `${warning} Say --yes to do so without being asked.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${warning}\nType ${expected} to go on: `);
    if (answer.trim() !== expected) throw new DomainError('not-confirmed', 'not confirmed; nothing was done');
  } finally {
    terminal.close();
  }
}

/** What whoever confirms must know beforehand: nobody could recover what is erased (R12). Empty where support could. */
export async function sealWarning(database: Database, institution: Institution): Promise<string> {
  if (await isSealKeySet(database, institution)) return '';
  return ' No seal key is set: the erasure is final, support cannot recover anybody.';
}
