import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { MOST_OF_REMARK, tidied } from './free-text.ts';

/** The one remark on a contact (R16); empty where there is none. */
export interface Remark {
  text: string;
  /**
   * A fingerprint of the text: who changes it says which one was read. No counter, because an import changes the remark
   * too and knows of none.
   */
  version: string;
}

/** @throws DomainError `unknown-contact` */
export async function selectRemark(
  database: Database,
  institution: Institution,
  contact: AskedContact,
): Promise<Remark> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, contact);
    return asRemark(await textOf(tenant, institution, contactId, sql``));
  });
}

/**
 * Puts another remark in the place of the one that was read; an empty one takes it away, the same one changes nothing.
 * It is no activity of the contact (R1).
 * @param wanted.version of the remark as it was read
 * @throws DomainError `unknown-contact`, `remark-too-long`, and `stale` where it was changed since it was read
 */
export async function changeRemark(
  database: Database,
  institution: Institution,
  contact: AskedContact,
  wanted: { text: string; version: string },
  { now, operatorId }: { now: Date; operatorId: number },
): Promise<Remark> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, contact);
    const stands = asRemark(await textOf(tenant, institution, contactId, sql`for update`));
    // what an import brought may be longer or untidy: it is measured where it is changed only
    if (stands.version === wanted.version && stands.text === wanted.text) return stands;
    const text = tidied(wanted.text, MOST_OF_REMARK, 'remark-too-long');
    if (stands.version !== wanted.version)
      throw new DomainError('stale', 'this remark was changed by somebody else since it was read');
    if (stands.text === text) return stands;
    await sql`update contacts set remark = ${text === '' ? null : text}
               where institution_id = ${institution.id} and id = ${contactId}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: text === '' ? 'remark.delete' : 'remark.change',
      subject: `contact:${contactId}`,
    });
    return asRemark(text);
  });
}

async function textOf(
  tenant: Tenant,
  institution: Institution,
  contactId: number,
  lock: ReturnType<typeof sql>,
): Promise<string> {
  const { rows } = await sql<{ remark: string | null }>`
    select remark from contacts where institution_id = ${institution.id} and id = ${contactId} ${lock}`.execute(
    tenant,
  );
  return rows[0]?.remark ?? '';
}

const asRemark = (text: string): Remark => ({
  text,
  version: createHash('sha256').update(text).digest('base64url').slice(0, 16),
});
