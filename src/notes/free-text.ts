import { DomainError } from '../errors.ts';

/** In characters as people count them (code points). */
export const MOST_OF_NOTE = 4000;
export const MOST_OF_REMARK = 2000;

// PostgreSQL stores no NUL, and of the other control characters only these two mean something in a text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * A text as it is kept: one kind of line end, nothing that no screen shows, no blanks around it. Angle brackets stay
 * what they are: it is shown as text, never as HTML.
 * @throws DomainError `tooLong`
 */
export function tidied(text: string, most: number, tooLong: string): string {
  const tidy = text.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '').toWellFormed().trim();
  const length = tidy.length > 2 * most ? tidy.length : [...tidy].length;
  if (length > most)
    throw new DomainError(tooLong, `this text has ${length} characters, and ${most} are the most`);
  return tidy;
}
