import { DomainError } from '../errors.ts';
import { readTable } from './read-table.ts';

/** The column of the contract, and what others call it. */
const HEADERS = ['contact_number', 'number'];

/**
 * The contact numbers of a text that was pasted or of a CSV: the column of that name, or else all that stands there,
 * with lines, commas, semicolons or tabs between.
 * @throws DomainError of `readTable`; `empty-selection`
 */
export function numbersIn(text: string): string[] {
  if (text.trim() === '') throw new DomainError('empty-selection', 'the selection has no contact');
  const [first, ...rest] = readTable(Buffer.from(text));
  const column = first?.fields.findIndex((name) => HEADERS.includes(name)) ?? -1;
  const cells =
    column === -1
      ? [...(first?.fields ?? []), ...rest.flatMap(({ fields }) => fields)]
      : rest.map(({ fields }) => fields[column] ?? '');
  return cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
}
