import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { checkVersion, momentAfter, type Recording, said, saidColumns } from '../consent/consent.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import {
  type Criterion,
  checked,
  checkMayDefine,
  criterionExists,
  type Defining,
  selectDefinitions,
  type WantedCriterion,
} from './definitions.ts';
import { canonical, type Kind } from './values.ts';

/** What becomes of the values that contacts have where a criterion gets another type or other choices. */
export interface Conversion {
  /** Contacts that have a value. */
  contacts: number;
  /** Values that take another form, with the number of their contacts. */
  converted: { from: string; to: string; contacts: number }[];
  /** Values that the criterion would not take any more. */
  unfit: { value: string; contacts: number }[];
}

/** More different values are free text: they are not converted. */
const MOST_VALUES = 1000;

/** @throws DomainError `unknown-criterion` */
export async function previewConversion(
  database: Database,
  institution: Institution,
  id: number,
  wanted: Kind,
  { organisations }: { organisations: number[] | null },
): Promise<Conversion> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const criterion = await holdCriterion(tenant, institution, id);
    checkMayDefine(organisations, criterion.organisation?.id ?? null);
    return await conversionOf(tenant, institution, id, wanted);
  });
}

/**
 * Changes a definition, and converts the values there are. The organisation stays: what contacts said was said to it.
 * @throws DomainError `unknown-criterion`, `changed-meanwhile`, `wrong-criterion`, `criterion-exists`, `not-permitted`,
 * `criterion-values-unfit` where a value that a contact has would not be taken any more: nothing changes then
 */
export async function changeCriterion(
  database: Database,
  institution: Institution,
  id: number,
  given: WantedCriterion & { version: number },
  by: Defining,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const before = await holdCriterion(tenant, institution, id);
    const organisationId = before.organisation?.id ?? null;
    const wanted = checked({ ...given, organisationId }, by);
    checkVersion(String(given.version), String(before.version));
    if (wanted.type !== before.type || wanted.choices.join(';') !== before.choices.join(';')) {
      await convert(tenant, institution, id, wanted, by);
    }
    const { rows: namesakes } = await sql`
      select from criteria
       where institution_id = ${institution.id} and organisation_id is not distinct from ${organisationId}::bigint
         and name = ${wanted.name} and id <> ${id}`.execute(tenant);
    if (namesakes.length > 0) throw criterionExists();
    await sql`
      update criteria
         set name = ${wanted.name}, type = ${wanted.type}, choices = ${wanted.choices}::text[],
             editable_by_contact = ${wanted.editableByContact}, position = ${wanted.position}, state = ${wanted.state},
             version = version + 1
       where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    await audit(tenant, institution.id, by.now, {
      actor: `operator:${by.operatorId}`,
      action: 'criterion.change',
      subject: `criterion:${id}`,
      details: { type: wanted.type, state: wanted.state },
    });
  });
}

async function convert(
  tenant: Tenant,
  institution: Institution,
  id: number,
  wanted: Kind,
  by: Defining,
): Promise<void> {
  const { unfit, converted } = await conversionOf(tenant, institution, id, wanted);
  if (unfit.length > 0) {
    const contacts = unfit.reduce((sum, value) => sum + value.contacts, 0);
    throw new DomainError(
      'criterion-values-unfit',
      `${contacts} contacts have values that the criterion would not take any more`,
    );
  }
  if (converted.length === 0) return;
  // The same said in another form: history, and no activity.
  const recording: Recording = {
    by: 'operator',
    onRequest: false,
    operatorId: by.operatorId,
    place: 'back-office',
    now: by.now,
  };
  await sql`
    with forms as (
      select * from json_to_recordset(${JSON.stringify(converted)}::json) as f("from" text, "to" text)
    ), changed as (
      update contact_criteria c set value = f."to"
        from forms f
       where c.institution_id = ${institution.id} and c.criterion_id = ${id} and c.value = f."from"
      returning c.contact_id, f."from", f."to"
    )
    insert into criterion_changes
      (institution_id, contact_id, criterion_id, value_before, value_after, changed_at, ${saidColumns})
    select ${institution.id}::bigint, c.contact_id, ${id}::bigint, c."from", c."to", ${momentAfter(
      sql`(select changed_at from criterion_changes
            where institution_id = ${institution.id} and contact_id = c.contact_id and criterion_id = ${id})`,
      by.now,
    )}, said.*
      from changed c cross join ${said(institution, recording)}`.execute(tenant);
}

async function conversionOf(
  tenant: Tenant,
  institution: Institution,
  id: number,
  wanted: Kind,
): Promise<Conversion> {
  const { rows } = await sql<{ value: string; contacts: number }>`
    select value, count(*)::integer as contacts from contact_criteria
     where institution_id = ${institution.id} and criterion_id = ${id}
     group by value order by contacts desc, value limit ${MOST_VALUES + 1}`.execute(tenant);
  if (rows.length > MOST_VALUES && wanted.type !== 'text') {
    throw new DomainError('criterion-values-unfit', `there are more than ${MOST_VALUES} different values`);
  }
  const conversion: Conversion = { contacts: 0, converted: [], unfit: [] };
  for (const { value, contacts } of rows) {
    const to = canonical(wanted, value);
    conversion.contacts += contacts;
    if (to === undefined) conversion.unfit.push({ value, contacts });
    else if (to !== value) conversion.converted.push({ from: value, to, contacts });
  }
  return conversion;
}

/**
 * Deletes a criterion and all that it says of anybody. Where contacts changed it themselves, the days of it stay,
 * without a word of what it was: they are activity (R1f), and nobody is forgotten sooner because a question was dropped.
 * @param confirmed how many contacts with a value were shown to who deletes
 * @throws DomainError `unknown-criterion`, `not-permitted`, `criterion-has-values` where it is another number
 */
export async function deleteCriterion(
  database: Database,
  institution: Institution,
  id: number,
  confirmed: number,
  by: Defining,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const criterion = await holdCriterion(tenant, institution, id);
    checkMayDefine(by.organisations, criterion.organisation?.id ?? null);
    const { rows } = await sql<{ contacts: number }>`
      select count(*)::integer as contacts from contact_criteria
       where institution_id = ${institution.id} and criterion_id = ${id}`.execute(tenant);
    const contacts = rows[0]?.contacts ?? 0;
    if (contacts !== confirmed) {
      throw new DomainError('criterion-has-values', `${contacts} contacts have a value of this criterion`);
    }
    await forget(tenant, institution, id);
    await audit(tenant, institution.id, by.now, {
      actor: `operator:${by.operatorId}`,
      action: 'criterion.delete',
      subject: `criterion:${id}`,
      details: { contacts },
    });
  });
}

async function forget(tenant: Tenant, institution: Institution, id: number): Promise<void> {
  const own = sql`institution_id = ${institution.id} and criterion_id = ${id}`;
  await sql`delete from contact_criteria where ${own}`.execute(tenant);
  await sql`
    delete from criterion_changes
     where ${own} and not (changed_by in ('contact', 'operator') and requested
                           and value_after is distinct from value_before)`.execute(tenant);
  const { rows: acts } = await sql`
    update criterion_changes set value_before = null, value_after = '' where ${own} returning id`.execute(
    tenant,
  );
  if (acts.length === 0) {
    await sql`delete from criteria where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
    return;
  }
  await sql`
    update criteria set name = 'deleted-' || id, choices = '{}', state = 'deleted', version = version + 1
     where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
}

/** @throws DomainError `unknown-criterion` */
async function holdCriterion(tenant: Tenant, institution: Institution, id: number): Promise<Criterion> {
  await sql`select from criteria where institution_id = ${institution.id} and id = ${id} for update`.execute(
    tenant,
  );
  const [criterion] = await selectDefinitions(tenant, institution, sql`k.id = ${id}`);
  if (criterion === undefined) throw new DomainError('unknown-criterion', 'there is no such criterion');
  return criterion;
}
