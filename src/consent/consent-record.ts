import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Authorisation, type AuthorisationEvent, selectAuthorisationsOf } from './authorisations.ts';
import { CONTEXT, type Node, purposes, SCHEMA, statusOf } from './vocabulary.ts';

/**
 * The consent record of a contact along ISO/IEC TS 27560:2023, in the W3C Data Privacy Vocabulary: one record per
 * authorisation, with each of its states as an event. It says nothing of third persons: an operator is "operator".
 * The context stands inside, so that nobody has to fetch anything to read it.
 * @param base the public address of this Rappel, of which the identifiers are made
 * @throws DomainError `unknown-contact`
 */
export async function exportConsentRecord(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  { base, operatorId, now }: { base: string; operatorId: number; now: Date },
): Promise<Node> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked);
    const { items, history } = await selectAuthorisationsOf(tenant, institution, contactId);
    const { rows } = await sql<{ language: string | null }>`
      select language from contacts where institution_id = ${institution.id} and id = ${contactId}`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'consent.export',
      subject: `contact:${contactId}`,
      details: { changes: history.length },
    });
    const subject = `${base}/contacts/${encodeURIComponent(asked.number)}`;
    const parties: Parties = {
      subject: { '@id': subject, '@type': 'dpv:DataSubject', 'dct:identifier': asked.number },
      controller: {
        '@id': `${base}/institutions/${institution.slug}`,
        '@type': 'dpv:DataController',
        'dpv:hasName': institution.name,
        'dct:identifier': institution.slug,
      },
    };
    const language = rows[0]?.language ?? institution.locale;
    return {
      '@context': CONTEXT,
      '@graph': items.map(({ authorisation }) =>
        recordOf(
          authorisation,
          history.filter((event) => event.authorisation === authorisation),
          { subject, parties, country: institution.country, language, now },
        ),
      ),
    };
  });
}

interface Parties {
  subject: Node;
  controller: Node;
}

interface About {
  subject: string;
  parties: Parties;
  country: string;
  language: string;
  now: Date;
}

function recordOf(
  authorisation: Authorisation,
  /** The latest first. */
  events: AuthorisationEvent[],
  { subject, parties, country, language, now }: About,
): Node {
  const id = `${subject}/authorisations/${authorisation}`;
  const [latest] = events;
  const oldestFirst = [...events].reverse();
  const states = oldestFirst.map((event, position) =>
    stateOf(event, oldestFirst.slice(0, position), id, parties),
  );
  const read = events.map((event) => noticeOf(event, id)).filter((notice) => notice !== undefined);
  const notices = [...new Map(read.map((notice) => [notice['@id'], notice])).values()];
  return {
    '@id': id,
    '@type': 'dpv:ConsentRecord',
    'dct:identifier': id,
    'dct:conformsTo': { '@id': SCHEMA },
    'dct:created': now.toISOString(),
    ...(latest === undefined ? {} : { 'dct:modified': latest.at }),
    'dct:language': language,
    'dpv:hasDataSubject': parties.subject,
    'dpv:hasDataController': parties.controller,
    ...(notices.length === 0 ? {} : { 'dpv:hasNotice': notices }),
    'dpv:hasProcess': {
      '@id': `${id}#process`,
      '@type': 'dpv:Process',
      ...purposes[authorisation],
      'dpv:hasDataController': { '@id': parties.controller['@id'] as string },
      'dpv:hasLegalBasis': { '@id': 'eu-gdpr:A6-1-a' },
      'dpv:hasConsentControl': { '@id': 'dpv:WithdrawConsent' },
      'dpv:hasJurisdiction': country,
      'dpv:hasStorageCondition': {
        '@type': 'dpv:StorageCondition',
        'dct:description': 'Kept as proof while the data subject is a contact; erased with the contact.',
      },
    },
    'dpv:hasConsentStatus': states.length === 0 ? { '@type': 'dpv:ConsentUnknown' } : states,
  };
}

function stateOf(
  event: AuthorisationEvent,
  earlier: AuthorisationEvent[],
  id: string,
  parties: Parties,
): Node {
  const notice = noticeOf(event, id);
  const bySubject = event.by === 'contact' || (event.by === 'operator' && event.requested);
  return {
    '@id': `${id}#change-${event.id}`,
    '@type': statusOf(event, earlier),
    'dct:identifier': String(event.id),
    'dct:date': event.at,
    'dpv:isIndicatedAtTime': event.at,
    'dpv:isIndicatedBy': { '@id': (bySubject ? parties.subject : parties.controller)['@id'] as string },
    'dpv:hasIndicationMethod': methodOf(event),
    'rappel:before': event.before,
    'rappel:after': event.after,
    'rappel:recordedBy': event.by,
    ...(notice === undefined ? {} : { 'dpv:hasNotice': { '@id': notice['@id'] as string } }),
  };
}

/** How it was said, in words. */
function methodOf({ by, requested, way, place }: AuthorisationEvent): string {
  const where = place === null ? '' : `, recorded in: ${place}`;
  if (by === 'contact') return `by the data subject itself${where}`;
  if (by === 'import') return `brought by an import${where}`;
  if (!requested) return `correction by an operator, without a request${where}`;
  return `on request${way === null ? '' : ` (${way})`}, recorded by an operator${where}`;
}

function noticeOf({ wording, id: change }: AuthorisationEvent, id: string): Node | undefined {
  if (wording === null) return undefined;
  const name = wording.id === null ? `change-${change}` : `${wording.id}-${wording.language ?? 'fr'}`;
  return {
    '@id': `${id}#notice-${name}`,
    '@type': 'dpv:ConsentNotice',
    ...(wording.version === null ? {} : { 'dct:hasVersion': String(wording.version) }),
    ...(wording.language === null ? {} : { 'dct:language': wording.language }),
    'dct:description': wording.text,
  };
}
