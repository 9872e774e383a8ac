/** The words in which the personal data map (`map.ts`) is written. */

/** Identifying: a person is named by it. Quasi-identifying: it singles out together with other data. */
export type Nature = 'identifying' | 'quasi-identifying' | 'kept';

/** A BI domain of R20. */
export type Domain = 'contact-base' | 'contact-profile' | 'contact-activity';

/**
 * Where what is known of a contact comes from (art. 20 GDPR): the contact gave it, it was observed of what the contact
 * does, or the institution concluded, computed or wrote it by itself. The last is not handed on to another service.
 */
export type Origin = 'provided' | 'observed' | 'inferred';

export interface Column {
  about: 'contact' | 'beneficiary' | 'nobody';
  nature: Nature;
  /** Why it is kept although a contact is erased; every kept column has one. */
  reason?: string;
  /** Its name in an extract (R21): what has one and is about no beneficiary is in it. */
  label?: { fr: string; en: string };
  /** Why it is in no extract all the same. */
  leftOut?: string;
  /** The link by which a contact hangs on the row without being shown this: it is about somebody else then. */
  notFor?: string;
  domain?: Domain;
  /** By default that of its table. */
  origin?: Origin;
}

/** What becomes of a row when the contact it is tied to is erased. */
export type Effect =
  | 'row'
  | 'unlink'
  | 'keep'
  | { row: 'unless-naming-another'; by: string }
  | { row: 'unless-referenced'; by: string[] };

/** How a row is tied to a contact: by a column of its own, or through the row it belongs to. */
export type Link = {
  delete: Effect;
  anonymise: Effect;
  /** Columns that are filled from the contact's when the row is unlinked by anonymising. */
  keepOnAnonymise?: Record<string, string>;
  /** Columns that are emptied when the row is unlinked: they would still tie it to other rows of the same person. */
  emptied?: readonly string[];
} & ({ column: string } | { through: { column: string; table: string; link: string } });

export interface TableEntry {
  links: readonly Link[];
  /** Of what has a label; by default it is observed. */
  origin?: Origin;
  columns: Record<string, Column>;
}

const ofContact =
  (domain: Domain) =>
  (fr: string, en: string, nature: Nature = 'quasi-identifying'): Column => ({
    about: 'contact',
    nature,
    label: { fr, en },
    domain,
  });

export const contactBase = ofContact('contact-base');
export const contactProfile = ofContact('contact-profile');
export const contactActivity = ofContact('contact-activity');

/** @param reason why it stays; about nobody by itself */
export const kept = (reason: string): Column => ({ about: 'nobody', nature: 'kept', reason });

/** @param reason why a column that may help to single out stays on an unlinked row */
export const quasi = (reason: string): Column => ({ about: 'nobody', nature: 'quasi-identifying', reason });

/** Of the books: about the contact, and in its extract (R21), for as long as the row hangs on one. */
export const booked = (fr: string, en: string): Column => ({
  ...kept('needed whole for accounts and statistics, about nobody once unlinked'),
  label: { fr, en },
});

/** As `booked`, of somebody else's order: who has the ticket is not shown what its buyer did or paid. */
export const ofBuyer = (fr: string, en: string): Column => ({
  ...booked(fr, en),
  notFor: 'cultural_contact_id',
});

/** @param reason what the random key is for */
export const key = (reason: string): Column => ({ about: 'contact', nature: 'kept', reason });

const from =
  (origin: Origin) =>
  (column: Column): Column => ({ ...column, origin });

/** Of a table with another origin: what the contact gave. */
export const provided = from('provided');
/** Of a table with another origin: what was observed. */
export const observed = from('observed');
/** Of a table with another origin: what the institution concluded or wrote by itself. */
export const inferred = from('inferred');

export const technical = kept('key or reference without meaning outside the database');
export const contactLink = kept('internal id of the contact the row hangs on; goes with it');
/** Who attends; of this an extract says only whether it is the contact itself. */
export const ownSeat: Column = { ...contactLink, label: { fr: 'Votre propre place', en: 'Your own seat' } };

/** The row hangs on its contact and goes with it, deleted or anonymised. */
export const goesWith = (column: string) => [{ column, delete: 'row', anonymise: 'row' } as const];

/** A table that no contact hangs on, all of whose columns are of one sort. @param reason what it is about */
export function about(reason: string, columns: string[]): TableEntry {
  return { links: [], columns: Object.fromEntries(columns.map((column) => [column, kept(reason)])) };
}

/** A name typed in for a ticket without creating a contact. */
export function beneficiary(fr: string, en: string): Column {
  return {
    about: 'beneficiary',
    nature: 'identifying',
    reason:
      'R9: serves security at the event, is never used for marketing, is not anonymised with the purchaser',
    label: { fr, en },
  };
}
