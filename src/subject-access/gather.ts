import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type ExtractTable, extractContact } from '../personal-data/personal-data.ts';
import type { Language } from './words.ts';

/** All that an extract is made of, read in one transaction: making the files of it holds no connection. */
export interface Extract {
  institution: Institution;
  number: string;
  madeAt: Date;
  language: Language;
  tables: ExtractTable[];
  /** After how many months without activity a contact is erased by the batch; null: none is set up. */
  months: number | null;
}

/** @param actor as in the audit: who took it */
export interface Taking {
  now: Date;
  /** By default the contact's own, where it is one of ours, and otherwise the institution's. */
  locale?: Language | undefined;
  actor: string;
}

/**
 * Reads everything about a contact (R21) and writes down who took it. The contact's record is held meanwhile: who is
 * being erased is there as a whole or not at all.
 * @throws DomainError `unknown-contact`
 */
export async function gatherExtract(
  tenant: Tenant,
  institution: Institution,
  contactId: number,
  { now, locale, actor }: Taking,
): Promise<Extract> {
  // about one contact: no table is worth reading whole, whatever the statistics of a table that just grew say
  await sql.raw('set local enable_seqscan = off').execute(tenant);
  const { rows } = await sql<{ number: string; language: string | null; months: number | null }>`
    select c.number, c.language,
           (select max(b.months) from batches b where b.institution_id = ${institution.id} and b.criterion_id is null) as months
      from contacts c
     where c.institution_id = ${institution.id} and c.id = ${contactId} for share of c`.execute(tenant);
  const [contact] = rows;
  if (contact === undefined) throw new DomainError('unknown-contact', 'this contact is not there (any more)');
  const language = locale ?? languageOf(contact.language) ?? languageOf(institution.locale) ?? 'fr';
  const listener = { institutionId: institution.id, contactId, locale: language };
  const tables = await extractContact(tenant, listener);
  await audit(tenant, institution.id, now, {
    actor,
    action: 'contact.extract',
    subject: `contact:${contactId}`,
    details: { rows: tables.reduce((sum, table) => sum + table.rows.length, 0) },
  });
  return { institution, number: contact.number, madeAt: now, language, tables, months: contact.months };
}

function languageOf(code: string | null): Language | undefined {
  const beginning = code?.slice(0, 2).toLowerCase();
  return beginning === 'fr' || beginning === 'en' ? beginning : undefined;
}
