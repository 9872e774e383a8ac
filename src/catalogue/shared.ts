import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** Who changes the catalogue, for which organisations (null: all of the institution), and when. */
export interface Cataloguing {
  actor: string;
  organisations: readonly number[] | null;
  now: Date;
}

export const stale = () =>
  new DomainError('stale', 'somebody else has changed it since it was read: nothing is saved');

/** Who works for some organisations only offers nothing in the name of another. @throws DomainError `not-permitted` */
export function checkMayOffer({ organisations }: Cataloguing, organisationId: number): void {
  if (organisations !== null && !organisations.includes(organisationId)) {
    throw new DomainError('not-permitted', 'this is not of an organisation you work for');
  }
}

/** What a reader sees of it: what is of the organisations that the reader works for (null: of all). */
export const seenBy = (organisations: readonly number[] | null, organisation: ReturnType<typeof sql>) =>
  organisations === null ? sql`true` : sql`${organisation} = any(${organisations}::bigint[])`;

export interface LockedProduct {
  id: number;
  organisation_id: number;
  kind: ProductKind;
  state: ProductState;
  valid_until: string | null;
  version: number;
}

export const productKinds = ['event', 'pass', 'gift-card', 'membership', 'merchandise', 'other'] as const;
export type ProductKind = (typeof productKinds)[number];
export const productStates = ['draft', 'on-sale', 'ended'] as const;
export type ProductState = (typeof productStates)[number];

/**
 * Locks a product for a change.
 * @param version as it was read; undefined: whatever it is now
 * @throws DomainError `unknown-product`, `stale`, `not-permitted`
 */
export async function lockProduct(
  tenant: Tenant,
  institution: Institution,
  { id, version }: { id: number; version: number | undefined },
  by: Cataloguing,
): Promise<LockedProduct> {
  const { rows } = await sql<LockedProduct>`
    select id, organisation_id, kind, state, valid_until, version from products
     where institution_id = ${institution.id} and id = ${id} for update`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('unknown-product', 'there is no such product');
  checkMayOffer(by, found.organisation_id);
  if (version !== undefined && found.version !== version) throw stale();
  return found;
}

export interface LockedPerformance {
  id: number;
  product_id: number;
  organisation_id: number;
  starts_at: Date | null;
  ends_at: Date | null;
  state: 'scheduled' | 'cancelled';
  version: number;
}

/** @throws DomainError `unknown-performance`, `stale`, `not-permitted`, `performance-cancelled` */
export async function lockPerformance(
  tenant: Tenant,
  institution: Institution,
  { id, version }: { id: number; version: number },
  by: Cataloguing,
): Promise<LockedPerformance> {
  const { rows } = await sql<LockedPerformance>`
    select e.id, e.product_id, p.organisation_id, e.starts_at, e.ends_at, e.state, e.version
      from performances e
      join products p on p.institution_id = ${institution.id} and p.id = e.product_id
     where e.institution_id = ${institution.id} and e.id = ${id} for update of e`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('unknown-performance', 'there is no such performance');
  checkMayOffer(by, found.organisation_id);
  if (found.version !== version) throw stale();
  if (found.state === 'cancelled') {
    throw new DomainError(
      'performance-cancelled',
      'a performance that was cancelled is not changed any more',
    );
  }
  return found;
}

/** The audit line of a change: the ids alone say what it was about. */
export async function auditOffer(
  tenant: Tenant,
  institution: Institution,
  { now, actor }: Cataloguing,
  action: string,
  subject: string,
  details?: Record<string, string | number | boolean | null>,
): Promise<void> {
  await audit(tenant, institution.id, now, {
    actor,
    action,
    subject,
    ...(details === undefined ? {} : { details }),
  });
}
