import type { Readable } from 'node:stream';
import { inOpenFile, type Reader } from '../contact-file/contact-file.ts';
import { openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { permissions } from '../operators/operators.ts';
import { gatherExtract } from './gather.ts';
import type { Language } from './words.ts';
import { zipOf } from './zip.ts';

/**
 * The extract of a contact who asks for it itself (R21): a zip with a page to read and files for machines. It is read
 * in one short transaction and then streamed.
 * @param contactId whoever calls has made sure that the contact is the one who asks
 * @param locale of the page and the labels; by default the contact's language
 * @throws DomainError `unknown-contact`
 */
export async function writeExtract(
  database: Database,
  institution: Institution,
  contactId: number,
  { now, locale, actor = 'contact' }: { now: Date; locale?: Language | undefined; actor?: string },
): Promise<Readable> {
  return zipOf(
    await inInstitution(database, institution.id, (tenant) =>
      gatherExtract(tenant, institution, contactId, { now, locale, actor }),
    ),
  );
}

/**
 * As `writeExtract`, taken by an operator on the contact's file; it is among the accesses of the file.
 * @throws DomainError of `openContact`
 */
export async function writeExtractFor(
  database: Database,
  institution: Institution,
  number: string,
  { reader, locale }: { reader: Reader; locale?: Language | undefined },
): Promise<Readable> {
  return zipOf(
    await inOpenFile(database, institution, number, reader, ({ tenant, id }) =>
      gatherExtract(tenant, institution, id, {
        now: reader.now,
        locale,
        actor: `operator:${reader.operatorId}`,
      }),
    ),
  );
}

/** As `writeExtract`, on the command line. @throws DomainError `unknown-contact` */
export async function writeExtractOf(
  database: Database,
  institution: Institution,
  number: string,
  { now, locale }: { now: Date; locale?: Language | undefined },
): Promise<Readable> {
  const id = await inInstitution(
    database,
    institution.id,
    async (tenant) => (await openContact(tenant, institution.id, { number, permissions })).id,
  );
  return await writeExtract(database, institution, id, { now, locale, actor: 'command-line' });
}
