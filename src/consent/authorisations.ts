import { sql } from 'kysely';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { AuthorisationWay, Place } from './recording.ts';

/** What a contact is asked (R22): three purposes, then four channels. */
export const authorisations = [
  'institution',
  'third-parties',
  'partners',
  'email',
  'sms',
  'phone',
  'post',
] as const;
export type Authorisation = (typeof authorisations)[number];

/** `none`: it gave no answer. */
export const answers = ['yes', 'no', 'none'] as const;
export type Answer = (typeof answers)[number];

/** One change with its proof. */
export interface AuthorisationEvent {
  id: number;
  authorisation: Authorisation;
  before: Answer;
  after: Answer;
  anyYesAfter: boolean;
  /** ISO 8601 */
  at: string;
  by: 'contact' | 'operator' | 'import';
  operator: string | null;
  requested: boolean;
  way: AuthorisationWay | null;
  place: Place | null;
  /** What was read: one of the institution's wordings, or a text that came with the change. */
  wording: { id: number | null; version: number | null; language: 'fr' | 'en' | null; text: string } | null;
}

export interface Authorisations {
  /** Changes with each change: who saves gives back what was read. */
  version: string;
  items: { authorisation: Authorisation; value: Answer }[];
  /** The latest first. */
  history: AuthorisationEvent[];
}

/** So many changes are shown; who has more asks for an extract. */
const MOST = 1000;

/** What a contact allows, and how it came to that (R22). @throws DomainError `unknown-contact` */
export async function selectAuthorisations(
  database: Database,
  institution: Institution,
  asked: AskedContact,
): Promise<Authorisations> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id } = await openContact(tenant, institution.id, asked);
    return await selectAuthorisationsOf(tenant, institution, id);
  });
}

export async function selectAuthorisationsOf(
  tenant: Tenant,
  institution: Institution,
  contactId: number,
): Promise<Authorisations> {
  const { rows: values } = await sql<{ authorisation: Authorisation; value: Answer }>`
    select authorisation, value from contact_authorisations
     where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
  const { rows: history } = await sql<Omit<AuthorisationEvent, 'at'> & { at: Date }>`
    select c.id, c.authorisation, c.value_before as before, c.value_after as after, c.any_yes_after as "anyYesAfter",
           c.changed_at as at, c.changed_by as by, o.name as operator, c.requested, c.way, c.place,
           case when w.id is not null or c.wording is not null then json_build_object(
             'id', w.id, 'version', w.version, 'language', c.wording_language,
             'text', coalesce(case c.wording_language when 'en' then w.text_en else w.text_fr end, c.wording)) end as wording
      from authorisation_changes c
      left join operators o on o.institution_id = ${institution.id} and o.id = c.operator_id
      left join consent_wordings w on w.institution_id = ${institution.id} and w.id = c.wording_id
     where c.institution_id = ${institution.id} and c.contact_id = ${contactId}
     order by c.changed_at desc, c.id desc limit ${MOST}`.execute(tenant);
  const answerOf = new Map(values.map(({ authorisation, value }) => [authorisation, value]));
  return {
    version: await authorisationsVersion(tenant, institution, contactId),
    items: authorisations.map((authorisation) => ({
      authorisation,
      value: answerOf.get(authorisation) ?? 'none',
    })),
    history: history.map((event) => ({ ...event, at: event.at.toISOString() })),
  };
}

/** Which change of a contact's authorisations was recorded last. */
export async function authorisationsVersion(
  tenant: Tenant,
  institution: Institution,
  contactId: number,
): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(max(id), 0)::text as version from authorisation_changes
     where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
  return rows[0]?.version ?? '0';
}
