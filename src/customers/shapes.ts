import type { Institution } from '../institutions/institutions.ts';

export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The shop in which a customer acts. */
export interface Place {
  institution: Institution;
  pointOfSaleId: number;
  /** `/shop/<slug>`: links in messages begin with it. */
  path: string;
}

/** Somebody signed in to the shops of an institution. */
export interface Customer {
  contactId: number;
  /** Of the contact. */
  number: string;
  firstName: string | null;
  lastName: string | null;
  /** Of the account; that of the contact too. */
  email: string;
  locale: Locale;
}
