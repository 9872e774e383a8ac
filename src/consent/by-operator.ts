import { audit } from '../audit/audit.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Answer, type Authorisation, authorisationsVersion } from './authorisations.ts';
import { recordAuthorisations } from './record-authorisations.ts';
import { checkVersion, type Way } from './recording.ts';
import { checkWordings } from './wordings.ts';

/** Who works at a screen, and when. */
export interface Operating {
  operatorId: number;
  now: Date;
}

export interface WantedAuthorisations {
  /** As it was read. */
  version: string;
  changes: { authorisation: Authorisation; value: Answer; wordingId: number | null }[];
  /** How the contact's request came, and the language in which the wordings were read; null: a correction of one's own. */
  request: { way: Way; language: 'fr' | 'en' | null } | null;
}

/**
 * An operator records what a contact asked for, or corrects what was recorded wrongly (which is no activity, R1g).
 * @returns how many authorisations changed
 * @throws DomainError `unknown-contact`, `changed-meanwhile`, `unknown-wording`
 */
export async function recordByOperator(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  { version, changes, request }: WantedAuthorisations,
  { operatorId, now }: Operating,
): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked, { lock: 'no key update' });
    checkVersion(version, await authorisationsVersion(tenant, institution, contactId));
    await checkWordings(tenant, institution, changes, now);
    const changed = await recordAuthorisations(
      tenant,
      institution,
      changes.map((change) => ({ contactId, ...change })),
      {
        by: 'operator',
        onRequest: request !== null,
        operatorId,
        way: request?.way,
        language: request?.language,
        place: 'back-office',
        now,
      },
    );
    if (changed > 0) {
      await audit(tenant, institution.id, now, {
        actor: `operator:${operatorId}`,
        action: 'consent.record',
        subject: `contact:${contactId}`,
        details: { changed, requested: request !== null },
      });
    }
    return changed;
  });
}
