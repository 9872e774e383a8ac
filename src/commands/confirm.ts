import { createInterface } from 'node:readline/promises';
import { DomainError } from '../errors.ts';

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
