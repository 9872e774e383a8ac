import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/** Whom a run looks at. Of a selection and of a criterion the activity is ignored, as in erasing by hand (R13). */
export type Scope =
  | { kind: 'inactive' }
  | { kind: 'selection'; contacts: number }
  /** Whoever has "yes" there at the moment of the range: another system tags, and takes the tag back. */
  | { kind: 'criterion'; criterion: { id: number; name: string } };

/** What somebody asks for; undefined: the inactive. */
export type WantedScope =
  | { kind: 'selection'; numbers: string[] }
  | { kind: 'criterion'; criterionId: number }
  /** The same as that of a simulation. */
  | { kind: 'simulation'; scope: Scope };

/** How a scope stands in a row of `runs`. */
export interface ScopeColumns {
  scope: Scope['kind'];
  criterionId: number | null;
  selected: number | null;
}

const MOST_WRONG = 100;

/**
 * What is to be written down of a scope. A selection is complete or none: whoever is not found is named.
 * @returns the contacts of a selection besides
 * @throws DomainError `empty-selection`; `wrong-selection` with the numbers that are no contact, or a structure; of a
 *   criterion `unknown-criterion`, `criterion-not-yes-no`
 */
export async function scopeColumns(
  tenant: Tenant,
  institutionId: number,
  wanted: WantedScope | undefined,
): Promise<ScopeColumns & { ids: number[] }> {
  const none = { scope: 'inactive', criterionId: null, selected: null, ids: [] } as const;
  switch (wanted?.kind) {
    case undefined:
      return { ...none, ids: [] };
    case 'criterion':
      await checkCriterion(tenant, institutionId, wanted.criterionId);
      return { ...none, ids: [], scope: 'criterion', criterionId: wanted.criterionId };
    case 'simulation': {
      const { scope } = wanted;
      return {
        scope: scope.kind,
        criterionId: scope.kind === 'criterion' ? scope.criterion.id : null,
        selected: scope.kind === 'selection' ? scope.contacts : null,
        ids: [],
      };
    }
    case 'selection': {
      const ids = await selectIds(tenant, institutionId, wanted.numbers);
      return { ...none, scope: 'selection', selected: ids.length, ids };
    }
  }
}

async function selectIds(tenant: Tenant, institutionId: number, given: string[]): Promise<number[]> {
  const numbers = [...new Set(given)];
  if (numbers.length === 0) throw new DomainError('empty-selection', 'the selection has no contact');
  const { rows } = await sql<{ id: number; number: string; kind: string }>`
    select id, number, kind from contacts
     where institution_id = ${institutionId} and number = any(${numbers}::text[])`.execute(tenant);
  const kinds = new Map(rows.map(({ number, kind }) => [number, kind]));
  const wrong = numbers.filter((number) => (kinds.get(number) ?? 'structure') === 'structure');
  if (wrong.length > 0) {
    throw new DomainError(
      'wrong-selection',
      `${wrong.length} of the numbers are of no contact, or of a structure`,
      wrong.slice(0, MOST_WRONG),
    );
  }
  return rows.map(({ id }) => id);
}

/** @throws DomainError `unknown-criterion`, `criterion-not-yes-no` */
export async function checkCriterion(tenant: Tenant, institutionId: number, id: number): Promise<void> {
  const { rows } = await sql<{ type: string }>`
    select type from criteria where institution_id = ${institutionId} and id = ${id} and state = 'active'`.execute(
    tenant,
  );
  const [criterion] = rows;
  if (criterion === undefined)
    throw new DomainError('unknown-criterion', 'there is no such criterion in use');
  if (criterion.type !== 'yes-no')
    throw new DomainError('criterion-not-yes-no', 'only a criterion of the type yes/no says whom to erase');
}

/** The parts of a run's row that say whom it looks at. */
export interface ScopeRow {
  id: number;
  scope: Scope['kind'];
  criterion_id: number | null;
  simulation_run_id: number | null;
}

/** The condition that a contact is in the scope of a run; undefined: whoever is inactive. @param contactId in SQL */
export function inScope(
  institutionId: number,
  { id, scope, criterion_id, simulation_run_id }: ScopeRow,
): ((contactId: RawBuilder<unknown>) => RawBuilder<boolean>) | undefined {
  switch (scope) {
    case 'inactive':
      return undefined;
    case 'selection':
      return (contactId) => sql<boolean>`
        exists (select from run_selection s
                 where s.institution_id = ${institutionId} and s.run_id = ${simulation_run_id ?? id}
                   and s.contact_id = ${contactId})`;
    case 'criterion':
      return (contactId) => sql<boolean>`
        exists (select from contact_criteria v
                  join criteria k on k.institution_id = ${institutionId} and k.id = v.criterion_id and k.type = 'yes-no'
                 where v.institution_id = ${institutionId} and v.criterion_id = ${criterion_id}
                   and v.contact_id = ${contactId} and v.value = 'yes')`;
  }
}

/**
 * Holds the criterion of a run until the end of the transaction: whoever sets it waits, so that nobody comes into the
 * scope between being locked and being judged. (Values are recorded with the criterion held first, and then contacts.)
 */
export async function holdCriterion(
  tenant: Tenant,
  institutionId: number,
  { criterion_id }: ScopeRow,
): Promise<void> {
  if (criterion_id === null) return;
  await sql`
    select from criteria where institution_id = ${institutionId} and id = ${criterion_id} for no key update`.execute(
    tenant,
  );
}
