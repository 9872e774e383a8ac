import { Readable } from 'node:stream';
import { expect } from 'vitest';
import type { DomainError } from '../../src/errors.ts';
import { type ImportOptions, type ImportResult, importFile, type Kind } from '../../src/import/import.ts';
import type { Venue } from './venue.ts';

/** The day on which tests import, unless they say otherwise. */
export const IMPORTED_AT = new Date('2021-06-15T10:00:00Z');

/** Imports lines of text, or bytes, as a file of a venue. */
export async function bring(
  venue: Venue,
  kind: Kind,
  content: string[] | Buffer,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(`${content.join('\n')}\n`);
  return await importFile(venue.database, venue.institution, kind, Readable.from([bytes]), {
    now: IMPORTED_AT,
    ...options,
  });
}

/** @returns the errors for which a file is refused, a line each */
export async function refusal(
  venue: Venue,
  kind: Kind,
  content: string[] | Buffer,
  options: Partial<ImportOptions> = {},
): Promise<readonly string[]> {
  const error = await bring(venue, kind, content, options).then(
    () => expect.fail('the file was imported'),
    (thrown: DomainError) => thrown,
  );
  expect(error.code).toBe('import-refused');
  return error.details;
}
