import { Problem } from '../../api/problem.ts';
import { FIELDS, type Field } from './draft.ts';

/** Where a field is found when the server refuses it. */
export const fieldId = (field: Field) => `contact-${field}`;

/** The field that a refusal of the domain is about. */
const CODES: Record<string, Field[]> = {
  'wrong-birth-date': ['birthDate'],
  'nameless-contact': ['lastName', 'companyName'],
  'wrong-structure': ['structure'],
  'wrong-role': ['roles'],
};

/** Which fields the server refused, so that each says so itself. */
export function refusedFields(error: unknown): Field[] {
  if (!(error instanceof Problem)) return [];
  if (error.code !== 'invalid-request') return CODES[error.code] ?? [];
  const named = error.errors.map(({ field }) => field?.split('.')[2]);
  return FIELDS.filter((field) => named.includes(field));
}
