import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { CriterionType, Kind } from './values.ts';

/** What an institution, or one of its organisations, wants to know of its contacts. */
export interface Criterion extends Kind {
  id: number;
  name: string;
  /** null: of the institution. */
  organisation: { id: number; name: string } | null;
  /** The contact may set it itself, in its account. */
  editableByContact: boolean;
  position: number;
  /** A retired one keeps its values and takes no new ones. */
  state: 'active' | 'retired';
  /** Changes with each change of the definition. */
  version: number;
}

export interface WantedCriterion {
  name: string;
  organisationId: number | null;
  type: CriterionType;
  choices: string[];
  editableByContact: boolean;
  position: number;
  state: 'active' | 'retired';
}

/** Who defines criteria, for which organisations (null: all, and the institution's own). */
export interface Defining {
  operatorId: number;
  organisations: number[] | null;
  now: Date;
}

const MOST_CHOICES = 200;

/** The condition on `k` that shows the institution's criteria and those of the organisations. @param organisations null: all */
export function seenBy(organisations: number[] | null): RawBuilder<unknown> {
  return organisations === null
    ? sql`true`
    : sql`(k.organisation_id is null or k.organisation_id = any(${organisations}::bigint[]))`;
}

/** In the order in which they are shown. */
export async function selectCriteria(
  database: Database,
  institution: Institution,
  organisations: number[] | null,
): Promise<{ criteria: Criterion[]; organisations: { id: number; name: string }[] }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; name: string }>`
      select id, name from organisations
       where institution_id = ${institution.id}
         and ${organisations === null ? sql`true` : sql`id = any(${organisations}::bigint[])`}
       order by name`.execute(tenant);
    return {
      criteria: await selectDefinitions(tenant, institution, seenBy(organisations)),
      organisations: rows,
    };
  });
}

/** @param condition on the criterion `k` */
export async function selectDefinitions(
  tenant: Tenant,
  institution: Institution,
  condition: RawBuilder<unknown>,
): Promise<Criterion[]> {
  const { rows } = await sql<Criterion>`
    select k.id, k.name, k.type, k.choices, k.editable_by_contact as "editableByContact", k.position, k.state, k.version,
           case when o.id is not null then json_build_object('id', o.id, 'name', o.name) end as organisation
      from criteria k
      left join organisations o on o.institution_id = ${institution.id} and o.id = k.organisation_id
     where k.institution_id = ${institution.id} and k.state <> 'deleted' and ${condition}
     order by k.position, k.name, k.id`.execute(tenant);
  return rows;
}

/** Within a transaction, as `selectCriteria`. @param organisations besides the institution's own; null: all */
export async function selectCriteriaOf(
  tenant: Tenant,
  institution: Institution,
  organisations: number[] | null,
): Promise<Criterion[]> {
  return await selectDefinitions(tenant, institution, seenBy(organisations));
}

/** What values the criteria of these names take. @returns by name and organisation (null: of the institution) */
export async function selectKinds(
  tenant: Tenant,
  institution: Institution,
  names: Iterable<string>,
): Promise<(name: string, organisation: string | null) => Criterion | undefined> {
  const found = await selectDefinitions(tenant, institution, sql`k.name = any(${[...names]}::text[])`);
  return (name, organisation) =>
    found.find((one) => one.name === name && (one.organisation?.name ?? null) === organisation);
}

/** @throws DomainError `wrong-criterion`, `criterion-exists`, `not-permitted` */
export async function createCriterion(
  database: Database,
  institution: Institution,
  given: WantedCriterion,
  by: Defining,
): Promise<number> {
  const wanted = checked(given, by);
  return await inInstitution(database, institution.id, async (tenant) => {
    await checkOrganisation(tenant, institution, wanted);
    const { rows } = await sql<{ id: number }>`
      insert into criteria
        (institution_id, organisation_id, name, type, choices, editable_by_contact, position, state)
      values (${institution.id}, ${wanted.organisationId}, ${wanted.name}, ${wanted.type}, ${wanted.choices}::text[],
              ${wanted.editableByContact}, ${wanted.position}, ${wanted.state})
          on conflict (institution_id, organisation_id, name) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw criterionExists();
    await audit(tenant, institution.id, by.now, {
      actor: `operator:${by.operatorId}`,
      action: 'criterion.create',
      subject: `criterion:${id}`,
      details: { type: wanted.type },
    });
    return id;
  });
}

export const criterionExists = () => new DomainError('criterion-exists', 'a criterion has this name already');

/** @throws DomainError `wrong-criterion`, `not-permitted` */
export function checked(wanted: WantedCriterion, { organisations }: Defining): WantedCriterion {
  checkMayDefine(organisations, wanted.organisationId);
  const name = wanted.name.trim();
  const choosing = wanted.type === 'choice' || wanted.type === 'choices';
  const choices = choosing
    ? wanted.choices.map((choice) => choice.trim()).filter((choice) => choice !== '')
    : [];
  const wrong = (sentence: string) => new DomainError('wrong-criterion', sentence);
  if (name === '' || name.length > 300) throw wrong('a criterion has a name of 1 to 300 letters');
  if (choosing && choices.length === 0) throw wrong('a criterion with choices needs one at least');
  if (choices.length > MOST_CHOICES) throw wrong(`a criterion has ${MOST_CHOICES} choices at most`);
  if (choices.some((choice) => choice.includes(';') || choice.length > 200)) {
    throw wrong('a choice has no semicolon and 200 letters at most');
  }
  if (new Set(choices.map((choice) => choice.toLowerCase())).size < choices.length) {
    throw wrong('two choices are the same');
  }
  return { ...wanted, name, choices };
}

/** Who works for some organisations only defines theirs, and nothing for the whole institution. */
export function checkMayDefine(organisations: number[] | null, organisationId: number | null): void {
  if (organisations === null) return;
  if (organisationId === null || !organisations.includes(organisationId)) {
    throw new DomainError('not-permitted', 'this criterion is not of an organisation you work for');
  }
}

async function checkOrganisation(
  tenant: Tenant,
  institution: Institution,
  { organisationId }: WantedCriterion,
): Promise<void> {
  if (organisationId === null) return;
  const { rows } = await sql`
    select from organisations where institution_id = ${institution.id} and id = ${organisationId}`.execute(
    tenant,
  );
  if (rows.length === 0) throw new DomainError('unknown-organisation', 'there is no such organisation');
}
