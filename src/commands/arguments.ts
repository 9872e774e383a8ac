import { InvalidArgumentError } from 'commander';

/** Number of a run. @throws InvalidArgumentError: wrong usage, exit 2 */
export function runNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a run is named by its number.');
  return Number(text);
}

/** A whole number; whether it makes sense is for the domain to say. @throws InvalidArgumentError */
export function wholeNumber(text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}
