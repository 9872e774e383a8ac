import type { ContactFile } from './queries.ts';

/** What a form of a contact holds; what is not filled in is empty text. */
export interface Draft {
  title: string;
  firstName: string;
  lastName: string;
  companyName: string;
  email: string;
  phone: string;
  mobile: string;
  birthDate: string;
  language: string;
  street: string;
  postcode: string;
  town: string;
  country: string;
  validUntil: string;
  confidentiality: ContactFile['confidentiality'];
  structure: string;
  roles: { role: string; validUntil: string }[];
}
export type Field = keyof Draft;

export const EMPTY: Draft = {
  title: '',
  firstName: '',
  lastName: '',
  companyName: '',
  email: '',
  phone: '',
  mobile: '',
  birthDate: '',
  language: '',
  street: '',
  postcode: '',
  town: '',
  country: '',
  validUntil: '',
  confidentiality: 'free',
  structure: '',
  roles: [],
};

export const FIELDS = Object.keys(EMPTY) as Field[];

export function draftOf(file: ContactFile): Draft {
  return {
    ...EMPTY,
    ...Object.fromEntries(
      FIELDS.filter((field) => field in file).map((field) => [field, file[field as keyof ContactFile] ?? '']),
    ),
    structure: file.structure?.number ?? '',
    roles: file.roles.map(({ role, validUntil }) => ({ role, validUntil: validUntil ?? '' })),
  };
}

/** A line of an address says nothing without the others: who changes one relies on them. */
const ADDRESS: Field[] = ['street', 'postcode', 'town', 'country'];

export const sameValue = (one: Draft, other: Draft, field: Field): boolean =>
  JSON.stringify(one[field]) === JSON.stringify(other[field]);

export const changedFields = (seen: Draft, typed: Draft): Field[] =>
  FIELDS.filter((field) => !sameValue(seen, typed, field));

/** What the server is asked: only what was changed, with what was seen, and the address as a whole. */
export function changesOf(seen: Draft, typed: Draft): Record<string, { from: unknown; to: unknown }> {
  const changed = changedFields(seen, typed);
  const touchesAddress = changed.some((field) => ADDRESS.includes(field));
  const sent = touchesAddress ? [...new Set([...changed, ...ADDRESS])] : changed;
  return Object.fromEntries(
    sent.map((field) => [field, { from: sentValue(seen, field), to: sentValue(typed, field) }]),
  );
}

export function sentValue(draft: Draft, field: Field): unknown {
  if (field === 'roles')
    return draft.roles.map(({ role, validUntil }) => ({ role, validUntil: validUntil || null }));
  return draft[field] || null;
}

/** What somebody else made of the fields meanwhile. */
export interface Clash {
  /** What was typed when it came out. */
  mine: Draft;
  /** The file as it is now. */
  now: Draft;
  /** Both changed these, to different values: a person must choose. */
  fields: Field[];
  /** The other alone changed these: taken over. */
  taken: Field[];
  chosen: Partial<Record<Field, 'mine' | 'theirs'>>;
}

export function clashOf(seen: Draft, typed: Draft, now: Draft): Clash {
  const theirs = changedFields(seen, now);
  const fields = theirs.filter((field) => !sameValue(seen, typed, field) && !sameValue(typed, now, field));
  return {
    mine: typed,
    now,
    fields,
    taken: theirs.filter((field) => sameValue(seen, typed, field)),
    chosen: {},
  };
}

/** What was typed, on top of what the other saved. */
export function merged(seen: Draft, typed: Draft, now: Draft): Draft {
  const mine = changedFields(seen, typed).map((field) => [field, typed[field]]);
  return { ...now, ...Object.fromEntries(mine) };
}
