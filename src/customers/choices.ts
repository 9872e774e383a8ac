import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import {
  type Answer,
  type Authorisation,
  authorisations,
  checkWordings,
  type Recording,
  recordAuthorisations,
  selectWordings,
} from '../consent/consent.ts';
import { recordCriteria, selectCriteriaOf } from '../criteria/criteria.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Customer, Locale, Place } from './shapes.ts';

/** What a contact says of itself and may change in its account. */
export interface Choices {
  authorisations: {
    authorisation: Authorisation;
    value: Answer;
    /** What is read to who is asked today, in its language; null: the institution has no wording of its own. */
    wording: { id: number; text: string } | null;
  }[];
  /** Those that the institution lets contacts edit. */
  criteria: { id: number; name: string; type: string; choices: string[]; value: string | null }[];
}

/** @param contactId undefined: somebody who has no account yet, and is asked on the form that makes one (R25) */
export async function readChoices(
  database: Database,
  institution: Institution,
  contactId: number | undefined,
  locale: Locale,
  now: Date,
): Promise<Choices> {
  const wordings = (await selectWordings(database, institution, now)).filter(({ current }) => current);
  return await inInstitution(database, institution.id, async (tenant) => {
    const answers = contactId === undefined ? new Map() : await answersOf(tenant, institution, contactId);
    return {
      authorisations: authorisations.map((authorisation) => {
        const wording = wordings.find((one) => one.authorisation === authorisation);
        return {
          authorisation,
          value: answers.get(authorisation) ?? 'none',
          wording: wording === undefined ? null : { id: wording.id, text: wording[locale] },
        };
      }),
      criteria: contactId === undefined ? [] : await criteriaOf(tenant, institution, contactId),
    };
  });
}

async function answersOf(tenant: Tenant, { id }: Institution, contactId: number) {
  const { rows } = await sql<{ authorisation: Authorisation; value: Answer }>`
    select authorisation, value from contact_authorisations
     where institution_id = ${id} and contact_id = ${contactId}`.execute(tenant);
  return new Map(rows.map(({ authorisation, value }) => [authorisation, value]));
}

async function criteriaOf(tenant: Tenant, institution: Institution, contactId: number) {
  const editable = (await selectCriteriaOf(tenant, institution, null)).filter(
    ({ editableByContact, state }) => editableByContact && state === 'active',
  );
  const { rows } = await sql<{ id: number; value: string }>`
    select criterion_id as id, value from contact_criteria
     where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
  const known = new Map(rows.map(({ id, value }) => [id, value]));
  return editable.map(({ id, name, type, choices }) => ({
    id,
    name,
    type,
    choices,
    value: known.get(id) ?? null,
  }));
}

/** R25: how many purposes and channels a contact has not answered. */
export async function unanswered(
  database: Database,
  institution: Institution,
  { contactId }: Customer,
): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const answers = await answersOf(tenant, institution, contactId);
    return authorisations.filter((one) => (answers.get(one) ?? 'none') === 'none').length;
  });
}

export interface WantedChoices {
  authorisations: { authorisation: Authorisation; value: Answer; wordingId: number | null }[];
  criteria: { criterionId: number; value: string | null }[];
}

/**
 * What a contact says itself, on the form of its account: activity (R1f, R1g), and kept as proof with what stood there
 * (R22). A value that stands already leaves no trace.
 * @throws DomainError `unknown-wording`, `unknown-criterion`, `wrong-criterion-value`
 */
export async function saveChoices(
  database: Database,
  { institution, pointOfSaleId }: Place,
  { contactId, locale }: Pick<Customer, 'contactId' | 'locale'>,
  wanted: WantedChoices,
  now: Date,
): Promise<void> {
  const recording: Recording = {
    by: 'contact',
    onRequest: true,
    way: 'form',
    place: 'point-of-sale',
    placeId: pointOfSaleId,
    now,
  };
  await inInstitution(database, institution.id, async (tenant) => {
    await checkWordings(tenant, institution, wanted.authorisations, now);
    const editable = new Set((await criteriaOf(tenant, institution, contactId)).map(({ id }) => id));
    if (wanted.criteria.some(({ criterionId }) => !editable.has(criterionId))) {
      throw new DomainError('unknown-criterion', 'there is no such criterion that a contact may edit');
    }
    const answers = wanted.authorisations.map((answer) => ({ contactId, ...answer }));
    const values = wanted.criteria.map((criterion) => ({ contactId, ...criterion }));
    const changed =
      (await recordAuthorisations(tenant, institution, answers, { ...recording, language: locale })) +
      (await recordCriteria(tenant, institution, values, { ...recording, organisations: null }));
    if (changed === 0) return;
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'consent.record',
      subject: `contact:${contactId}`,
      details: { changed },
    });
  });
}
