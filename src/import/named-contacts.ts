import { sql } from 'kysely';
import { hashNumber } from '../contacts/contacts.ts';
import type { Columns, Row } from './columns.ts';
import type { ImportContext } from './kind.ts';

export interface NamedContact {
  id: number;
  /** As the file names it. */
  number: string;
  /** It is the former number of a contact that was merged into this one. */
  merged: boolean;
  kind: string;
  firstName: string | null;
  lastName: string | null;
  confidentiality: string;
}

/**
 * Finds the contacts that rows name, and holds them until the end of the import: a retention run at the same
 * time waits for it, and then judges them with what the file brought.
 * @param lock `update` where the contacts themselves may change, `share` where something will hang on them
 */
export async function selectNamedContacts(
  { tenant, institution }: ImportContext,
  numbers: Iterable<string>,
  lock: 'update' | 'share',
): Promise<Map<string, NamedContact>> {
  const wanted = [...numbers];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<NamedContact>`
    select c.id, named.number, c.number <> named.number as merged, c.kind,
           c.first_name as "firstName", c.last_name as "lastName", c.confidentiality
      from (select id, number from contacts
             where institution_id = ${institution.id} and number = any(${wanted}::text[])
             union all
            select contact_id, number from merged_contacts
             where institution_id = ${institution.id} and number = any(${wanted}::text[])) named
      join contacts c on c.institution_id = ${institution.id} and c.id = named.id
     order by c.id
       for ${sql.raw(lock === 'update' ? 'no key update' : 'key share')} of c`.execute(tenant);
  return new Map(rows.map((contact) => [contact.number, contact]));
}

/** @returns those of the numbers that belonged to contacts who were erased */
export async function selectErasedNumbers(
  { tenant, institution, erasedNumberKey }: ImportContext,
  numbers: Iterable<string>,
): Promise<Set<string>> {
  const byHash = new Map(
    [...numbers].map((number) => [hashNumber(erasedNumberKey, number).toString('hex'), number]),
  );
  if (byHash.size === 0) return new Set();
  const { rows } = await sql<{ hash: string }>`
    select encode(number_hash, 'hex') as hash
      from erased_numbers
     where institution_id = ${institution.id}
       and number_hash = any(array(select decode(hash, 'hex') from unnest(${[...byHash.keys()]}::text[]) as hash))`.execute(
    tenant,
  );
  return new Set(rows.map(({ hash }) => byHash.get(hash) as string));
}

/** Reports where a file would change a contact that is closed to who brings it, as `bulk` does. */
export function checkOpen(
  { levels, problems }: ImportContext,
  { line, column }: { line: number; column: string },
  contact: NamedContact | undefined,
): void {
  if (contact === undefined || levels === undefined || levels.includes(contact.confidentiality)) return;
  problems.add(line, column, { code: 'confidential-contact' }, contact.number);
}

/**
 * Resolves the contacts that rows hang on. A row that names an erased number is refused; an unknown one is an error, and
 * so is one that is closed to who brings the file.
 * @param columns those that hold contact numbers
 * @param lock `update` where what a contact said is weighed against what it says at this moment
 * @returns the contacts by number, and the rows that name no erased one
 */
export async function nameContacts<C extends Columns>(
  context: ImportContext,
  rows: Row<C>[],
  columns: readonly (keyof C & string)[],
  lock: 'update' | 'share' = 'share',
): Promise<{ contacts: Map<string, NamedContact>; rows: Row<C>[] }> {
  const numbers = new Set<string>();
  for (const row of rows) {
    for (const column of columns) {
      const number = row.values[column];
      if (typeof number === 'string') numbers.add(number);
    }
  }
  const contacts = await selectNamedContacts(context, numbers, lock);
  for (const { line, values } of rows) {
    for (const column of columns) checkOpen(context, { line, column }, contacts.get(values[column] ?? ''));
  }
  if (contacts.size === numbers.size) return { contacts, rows };
  const missing = [...numbers].filter((number) => !contacts.has(number));
  const erased = await selectErasedNumbers(context, missing);
  const kept = rows.filter((row) => {
    const given = columns.flatMap((column) => {
      const number = row.values[column];
      return typeof number === 'string' && !contacts.has(number) ? [{ column, number }] : [];
    });
    if (given.some(({ number }) => erased.has(number))) {
      context.refused.add(row.line);
      return false;
    }
    for (const { column, number } of given)
      context.problems.add(row.line, column, { code: 'unknown-contact' }, number);
    return true;
  });
  return { contacts, rows: kept };
}
