import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { ContactRights } from './contact-filter.ts';
import { type ContactQuery, findContacts } from './find-contacts.ts';
import type { ListedContact } from './listed-contact.ts';

/** What an export may hold, in its order. */
export const exportColumns = [
  'number',
  'kind',
  'name',
  'email',
  'phone',
  'postcode',
  'town',
  'country',
  'created_on',
  'recency',
  'recency_source',
] as const;

type ExportedContact = Record<(typeof exportColumns)[number], string | null>;

const PAGE = 2000;

/**
 * The contacts of a list one by one, in its order; memory does not grow with them. The audit says who asked for what before
 * the first is given, and at the end (however it comes) how many were. What was typed into the search names people: of it the
 * audit says only that there was something.
 * @throws DomainError as `findContacts`, before anything is given
 */
export async function exportContacts(
  database: Database,
  institution: Institution,
  query: Omit<ContactQuery, 'cursor' | 'limit'>,
  rights: ContactRights,
  { actor, clock }: { actor: string; clock: () => Date },
): Promise<AsyncGenerator<ExportedContact>> {
  const { q, ...filter } = query;
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  const asked = { ...Object.fromEntries(given), searched: (q ?? '').trim() !== '' };
  const write = (action: string, details: Record<string, string | number | boolean>) =>
    inInstitution(database, institution.id, (tenant) =>
      audit(tenant, institution.id, clock(), { actor, action, details }),
    );
  const first = await findContacts(database, institution, { ...query, limit: PAGE }, rights);
  await write('contacts.export', asked);
  async function* lines() {
    let count = 0;
    let complete = false;
    try {
      let page = first;
      while (true) {
        for (const contact of page.items) {
          count += 1;
          yield line(contact);
        }
        if (page.next === null) break;
        page = await findContacts(
          database,
          institution,
          { ...query, limit: PAGE, cursor: page.next },
          rights,
        );
      }
      complete = true;
    } finally {
      await write('contacts.exported', { ...asked, contacts: count, complete });
    }
  }
  return lines();
}

function line({ createdOn, source, ...contact }: ListedContact): ExportedContact {
  return { ...contact, created_on: createdOn, recency_source: source };
}
