import { z } from 'zod';
import { DomainError } from '../errors.ts';

/** One line of text without characters that cannot be seen. */
const line = (shortest: number, longest: number) =>
  z
    .string()
    .trim()
    .min(shortest)
    .max(longest)
    .regex(/^\P{Cc}*$/u);

/** Of an account and of whom a ticket is for. */
export const personName = line(1, 100);

export const accountEmail = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** What is optional: empty is the same as none. */
export const optionalLine = (longest: number) =>
  line(0, longest)
    .transform((text) => text || null)
    .nullable();

/**
 * What the schema makes of a form.
 * @throws DomainError `wrong-identity`, whose details are the names of the fields that are wrong
 */
export function understood<Shape extends z.ZodType>(schema: Shape, value: unknown): z.output<Shape> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))];
  throw new DomainError('wrong-identity', `wrong or missing: ${fields.join(', ')}`, fields);
}
