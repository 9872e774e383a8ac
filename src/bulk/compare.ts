import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type FieldColumn, readColumns } from './columns.ts';
import type { TableRecord } from './read-table.ts';

/** Who updates many contacts at once, and how far. */
export interface Updater {
  operatorId: number;
  /** The levels of confidentiality of the files that are open to the operator. */
  levels: readonly string[];
  /** Ids of the organisations whose criteria may be set besides the institution's; null: all. */
  organisations: number[] | null;
  now: Date;
}

export const refusals = [
  'no-number',
  'unknown-contact',
  'confidential-contact',
  'twice',
  'wrong-value',
  'wrong-count',
] as const;

/** Why a line cannot be taken. */
export interface RefusedLine {
  line: number;
  reason: (typeof refusals)[number];
  /** The column and what stands there, where it is about a value. */
  column?: string;
  value?: string;
}

/** One value of one contact, as it is and as the file wants it; null: none. */
export interface Cell {
  line: number;
  contactId: number;
  number: string;
  field: FieldColumn;
  before: string | null;
  after: string | null;
}

export interface Comparison {
  fields: FieldColumn[];
  /** Lines besides the header. */
  rows: number;
  /** Every value that the file names, changed or not. */
  cells: Cell[];
  refused: RefusedLine[];
  /** Of the cells as they are and as they are wanted: another as soon as one of the values changed. */
  fingerprint: string;
}

/**
 * Holds what a file wants against what is, contact by contact and value by value, in four statements.
 * @throws DomainError of `readColumns`
 */
export async function compare(
  tenant: Tenant,
  institution: Institution,
  [header, ...records]: TableRecord[],
  updater: Updater,
): Promise<Comparison> {
  const { number, fields } = await readColumns(
    tenant,
    institution,
    header?.fields ?? [],
    updater.organisations,
  );
  const contacts = await selectContacts(
    tenant,
    institution,
    records.map((record) => record.fields[number] ?? ''),
  );
  const refused: RefusedLine[] = [];
  const wanted: Omit<Cell, 'before'>[] = [];
  const seen = new Set<string>();
  for (const { line, fields: values } of records) {
    const named = values[number] ?? '';
    const contact = contacts.get(named);
    const reason = refusalOf({
      named,
      contact,
      seen,
      updater,
      whole: values.length === header?.fields.length,
    });
    seen.add(named);
    if (reason !== undefined || contact === undefined) {
      refused.push({ line, reason: reason ?? 'unknown-contact' });
      continue;
    }
    for (const field of fields) {
      const value = values[field.at] ?? '';
      if (value === '') continue; // an empty cell leaves alone
      const after = field.valueOf(value);
      if (after === undefined) refused.push({ line, reason: 'wrong-value', column: field.name, value });
      else wanted.push({ line, contactId: contact.id, number: named, field, after });
    }
  }
  const before = await selectValues(tenant, institution, wanted);
  const cells = wanted.map((cell) => ({ ...cell, before: before(cell) }));
  return { fields, rows: records.length, cells, refused, fingerprint: fingerprintOf(cells) };
}

export const isChange = ({ before, after }: Pick<Cell, 'before' | 'after'>): boolean => before !== after;

interface Found {
  id: number;
  confidentiality: string;
}

function refusalOf({
  named,
  contact,
  seen,
  updater,
  whole,
}: {
  named: string;
  contact: Found | undefined;
  seen: Set<string>;
  updater: Updater;
  whole: boolean;
}): RefusedLine['reason'] | undefined {
  if (!whole) return 'wrong-count';
  if (named === '') return 'no-number';
  if (contact === undefined) return 'unknown-contact';
  if (!updater.levels.includes(contact.confidentiality)) return 'confidential-contact';
  return seen.has(named) ? 'twice' : undefined;
}

async function selectContacts(
  tenant: Tenant,
  institution: Institution,
  numbers: string[],
): Promise<Map<string, Found>> {
  const { rows } = await sql<Found & { number: string }>`
    select id, number, confidentiality from contacts
     where institution_id = ${institution.id} and number = any(${numbers}::text[])`.execute(tenant);
  return new Map(rows.map((row) => [row.number, row]));
}

/** What stands there now: of an authorisation without a row "none", of a criterion without one nothing. */
async function selectValues(
  tenant: Tenant,
  institution: Institution,
  wanted: Omit<Cell, 'before'>[],
): Promise<(cell: Omit<Cell, 'before'>) => string | null> {
  const ids = [...new Set(wanted.map(({ contactId }) => contactId))];
  const criteria = [
    ...new Set(wanted.flatMap(({ field: { what } }) => ('criterionId' in what ? [what.criterionId] : []))),
  ];
  const { rows: values } = await sql<{ contactId: number; criterionId: number; value: string }>`
    select contact_id as "contactId", criterion_id as "criterionId", value from contact_criteria
     where institution_id = ${institution.id} and contact_id = any(${ids}::bigint[])
       and criterion_id = any(${criteria}::bigint[])`.execute(tenant);
  const { rows: answers } = await sql<{ contactId: number; authorisation: string; value: string }>`
    select contact_id as "contactId", authorisation, value from contact_authorisations
     where institution_id = ${institution.id} and contact_id = any(${ids}::bigint[])`.execute(tenant);
  const known = new Map([
    ...values.map(({ contactId, criterionId, value }) => [`${contactId} ${criterionId}`, value] as const),
    ...answers.map(
      ({ contactId, authorisation, value }) => [`${contactId} ${authorisation}`, value] as const,
    ),
  ]);
  return ({ contactId, field: { what } }) =>
    'criterionId' in what
      ? (known.get(`${contactId} ${what.criterionId}`) ?? null)
      : (known.get(`${contactId} ${what.authorisation}`) ?? 'none');
}

function fingerprintOf(cells: Cell[]): string {
  const hash = createHash('sha256');
  for (const { contactId, field, before, after } of cells)
    hash.update(`${JSON.stringify([contactId, field.what, before, after])}\n`);
  return hash.digest('base64url');
}
