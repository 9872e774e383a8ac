import { z } from 'zod';
import { DomainError } from '../errors.ts';

const place = z.strictObject({
  /** What the list is sorted by, at the last row that was shown; null where it has none. */
  key: z
    .string()
    .max(1000)
    .regex(/^[^\0]*$/)
    .nullable(),
  id: z.int().positive(),
  /** Of a list in the order of relevance: how the row was found. */
  rank: z.int().min(0).max(9).optional(),
});

/** Where a page of a list ended; the next one goes on after it. */
export type Place = z.infer<typeof place>;

/** A cursor says nothing to whoever carries it on; what comes back is checked as any other input. */
export function writeCursor(at: Place): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

/** @throws DomainError `wrong-cursor` where it is none of ours */
export function readCursor(cursor: string | undefined, keyIsDay: boolean): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const at = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (keyIsDay && at.key !== null) z.iso.date().parse(at.key);
    return at;
  } catch {
    throw new DomainError('wrong-cursor', 'this cursor was not given by this list');
  }
}
