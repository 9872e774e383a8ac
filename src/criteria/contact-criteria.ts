import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { checkVersion, type Operating, type Recording, type Way } from '../consent/consent.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Criterion, seenBy, selectDefinitions } from './definitions.ts';
import { recordCriteria } from './record-criteria.ts';

export interface CriterionEvent {
  id: number;
  criterionId: number;
  before: string | null;
  after: string | null;
  /** ISO 8601 */
  at: string;
  by: Recording['by'];
  operator: string | null;
  requested: boolean;
  way: Way | null;
  place: Recording['place'] | null;
}

export interface ContactCriteria {
  /** Changes with each change: who saves gives back what was read. */
  version: string;
  items: (Criterion & { value: string | null })[];
  /** The latest first. */
  history: CriterionEvent[];
}

const MOST = 1000;

/**
 * What is known of a contact by criteria: those in use, and retired ones it has a value of.
 * @param organisations whose criteria are shown besides the institution's; null: all
 * @throws DomainError `unknown-contact`
 */
export async function selectContactCriteria(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  organisations: number[] | null,
): Promise<ContactCriteria> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked);
    const definitions = await selectDefinitions(tenant, institution, seenBy(organisations));
    const { rows: values } = await sql<{ id: number; value: string }>`
      select criterion_id as id, value from contact_criteria
       where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    const known = new Map(values.map(({ id, value }) => [id, value]));
    const { rows: history } = await sql<Omit<CriterionEvent, 'at'> & { at: Date }>`
      select c.id, c.criterion_id as "criterionId", c.value_before as before, c.value_after as after, c.changed_at as at,
             c.changed_by as by, o.name as operator, c.requested, c.way, c.place
        from criterion_changes c
        left join operators o on o.institution_id = ${institution.id} and o.id = c.operator_id
       where c.institution_id = ${institution.id} and c.contact_id = ${contactId}
         and c.criterion_id = any(${definitions.map(({ id }) => id)}::bigint[])
       order by c.changed_at desc, c.id desc limit ${MOST}`.execute(tenant);
    return {
      version: await criteriaVersion(tenant, institution, contactId),
      items: definitions
        .map((criterion) => ({ ...criterion, value: known.get(criterion.id) ?? null }))
        .filter(({ state, value }) => state === 'active' || value !== null),
      history: history.map((event) => ({ ...event, at: event.at.toISOString() })),
    };
  });
}

async function criteriaVersion(tenant: Tenant, institution: Institution, contactId: number): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(max(id), 0)::text as version from criterion_changes
     where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
  return rows[0]?.version ?? '0';
}

export interface WantedValues {
  /** As it was read. */
  version: string;
  changes: { criterionId: number; value: string | null }[];
  /** How the contact's request came; null: what the operator knows by itself, which is no activity (R1f). */
  request: { way: Way } | null;
}

/**
 * An operator records what a contact said of itself, or what the operator knows.
 * @returns how many values changed
 * @throws DomainError `unknown-contact`, `changed-meanwhile`, and those of `recordCriteria`
 */
export async function recordCriteriaByOperator(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  { version, changes, request }: WantedValues,
  { operatorId, organisations, now }: Operating & { organisations: number[] | null },
): Promise<number> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked, { lock: 'no key update' });
    checkVersion(version, await criteriaVersion(tenant, institution, contactId));
    const changed = await recordCriteria(
      tenant,
      institution,
      changes.map((change) => ({ contactId, ...change })),
      {
        by: 'operator',
        onRequest: request !== null,
        operatorId,
        way: request?.way,
        place: 'back-office',
        organisations,
        now,
      },
    );
    if (changed > 0) {
      await audit(tenant, institution.id, now, {
        actor: `operator:${operatorId}`,
        action: 'criteria.record',
        subject: `contact:${contactId}`,
        details: { changed, requested: request !== null },
      });
    }
    return changed;
  });
}
