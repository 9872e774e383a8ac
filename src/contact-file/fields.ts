import countryToCurrency from 'country-to-currency';
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js';
import { z } from 'zod';
import { confidentialities } from '../contacts/contacts.ts';

/** How far a file is open: to all who read contacts, or to those with a permission. */

/** One line of text; HTML is text like any other, control characters are not. Empty is the same as none. */
const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'has a character that cannot be seen')
    .transform((text) => text || null)
    .nullable();

/** A pattern for what is filled in: empty is allowed. */
const lineLike = (longest: number, pattern: RegExp, message: string) =>
  line(longest).refine((text) => text === null || pattern.test(text), message);

const day = z.iso
  .date()
  .refine((text) => text >= '1000', 'is too long ago')
  .or(z.literal('').transform(() => null))
  .nullable();

const phone = lineLike(
  60,
  /^\+?[\d\s().\-/]{3,}(\s?(ext|x|#|int|poste)\.?\s?\d{1,8})?$/i,
  'is no telephone number',
);

/** ISO 3166-1 alpha-2, in capitals. */
const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => code === '' || code in countryToCurrency, 'is no country code of ISO 3166-1')
  .transform((code) => code || null)
  .nullable();

const roles = z
  .array(z.object({ role: z.string().min(1).max(63), validUntil: day }))
  .max(50)
  .refine((all) => new Set(all.map(({ role }) => role)).size === all.length, 'names a role twice');

/** What an operator may write into a file, and how. */
const contactFields = {
  title: line(50),
  firstName: line(100),
  lastName: line(100),
  companyName: line(200),
  email: lineLike(254, z.regexes.unicodeEmail, 'is no e-mail address'),
  phone,
  mobile: phone,
  birthDate: day,
  language: lineLike(10, /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'is no language code'),
  street: line(200),
  postcode: line(20),
  town: line(100),
  country,
  validUntil: day,
  confidentiality: z.enum(confidentialities),
  structure: line(200),
  roles,
};
export type FieldName = keyof typeof contactFields;
export type FieldValues = { [Name in FieldName]: z.output<(typeof contactFields)[Name]> };

/** The columns behind the fields that have one each. */
export const COLUMNS = {
  title: 'title',
  firstName: 'first_name',
  lastName: 'last_name',
  companyName: 'company_name',
  email: 'email',
  phone: 'phone',
  mobile: 'mobile',
  birthDate: 'birth_date',
  language: 'language',
  street: 'street',
  postcode: 'postcode',
  town: 'town',
  country: 'country',
  validUntil: 'valid_until',
  confidentiality: 'confidentiality',
} as const satisfies Record<Exclude<FieldName, 'structure' | 'roles'>, string>;

const seen = z.string().max(10_000).nullable();
const change = <To extends z.ZodType>(to: To) => z.object({ from: seen, to }).optional();

/**
 * The changes of one save: of each changed field what the operator saw, and what it shall be. `from` also names a
 * field that was left alone and that the others rely on, with `to` the same.
 */
export const editableFields = z
  .strictObject({
    title: change(contactFields.title),
    firstName: change(contactFields.firstName),
    lastName: change(contactFields.lastName),
    companyName: change(contactFields.companyName),
    email: change(contactFields.email),
    phone: change(contactFields.phone),
    mobile: change(contactFields.mobile),
    birthDate: change(contactFields.birthDate),
    language: change(contactFields.language),
    street: change(contactFields.street),
    postcode: change(contactFields.postcode),
    town: change(contactFields.town),
    country: change(contactFields.country),
    validUntil: change(contactFields.validUntil),
    confidentiality: change(contactFields.confidentiality),
    structure: change(contactFields.structure),
    roles: z
      .object({
        from: z.array(z.object({ role: z.string(), validUntil: z.string().nullable() })).max(1000),
        to: roles,
      })
      .optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'names no change');

export const newContactFields = z.strictObject(contactFields).partial();

/**
 * A telephone number as the world writes it (+41 22 345 67 89) where it is one; what is no number of that country's
 * plan stays as it was typed, because a note beside a number is better kept than refused.
 * @param home ISO 3166-1 alpha-2: of the contact, or else of the institution
 */
export function normalisePhone(typed: string | null, home: string): string | null {
  if (typed === null) return null;
  const number = parsePhoneNumber(typed, home as CountryCode);
  return number?.isValid() ? number.formatInternational() : typed;
}
