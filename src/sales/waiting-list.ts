import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { lockContacts } from './locks.ts';
import { isOnSale } from './offer.ts';
import { lockQuotas } from './quotas.ts';
import { releasePlaces } from './release.ts';
import type { By, Waiting } from './shapes.ts';

const MOST_PLACES = 20;

/**
 * R1d: the sign-up is the contact's own act. Signing up again on the same day changes the number of places; an entry that
 * is open already stays where it is in the line.
 * @throws DomainError `unknown-contact`, `unknown-performance`, `performance-over`, `places-free`, `too-many-places`
 */
export async function joinWaitingList(
  database: Database,
  institution: Institution,
  wanted: {
    contactId: number;
    performanceId: number;
    quantity: number;
    priceCategoryId?: number | undefined;
  },
  { now }: By,
): Promise<Waiting> {
  const i = institution.id;
  const { contactId, performanceId, quantity, priceCategoryId = null } = wanted;
  if (!(quantity >= 1 && quantity <= MOST_PLACES)) {
    throw new DomainError('too-many-places', `one to ${MOST_PLACES} places`);
  }
  return await inInstitution(database, i, async (tenant) => {
    if (!(await lockContacts(tenant, i, [contactId])).has(contactId)) {
      throw new DomainError('unknown-contact', 'there is no such contact');
    }
    // A place that comes free at this moment is either seen here, or offered to the entry.
    await lockQuotas(tenant, i, { performances: [performanceId] });
    const organisationId = await mustBeFull(tenant, i, performanceId, quantity, now);
    const { rows: open } = await sql<{ id: number }>`
      update waiting_list_entries set quantity = ${quantity}, price_category_id = ${priceCategoryId}
       where institution_id = ${i} and contact_id = ${contactId} and performance_id = ${performanceId}
         and state = 'open' and offer_expires_at is null
      returning id`.execute(tenant);
    const { rows } =
      open.length > 0
        ? { rows: open }
        : await sql<{ id: number }>`
            insert into waiting_list_entries (institution_id, contact_id, organisation_id, performance_id, signed_up_on,
                                              signed_up_at, state, quantity, price_category_id)
            values (${i}, ${contactId}, ${organisationId}, ${performanceId}, ${today(institution, now)}, ${now}, 'open',
                    ${quantity}, ${priceCategoryId})
                on conflict (institution_id, contact_id, performance_id, signed_up_on)
                -- whoever comes back goes to the end of the line
                do update set state = 'open', signed_up_at = excluded.signed_up_at, quantity = excluded.quantity,
                              price_category_id = excluded.price_category_id
                where waiting_list_entries.state <> 'open'
            returning id`.execute(tenant);
    if (rows[0] === undefined)
      throw new DomainError('offer-waits', 'places are offered to this contact already');
    return (await selectEntries(tenant, i, sql`e.id = ${rows[0].id}`))[0] as Waiting;
  });
}

/** @returns the organisation */
async function mustBeFull(
  tenant: Tenant,
  i: number,
  performanceId: number,
  quantity: number,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ organisationId: number; over: boolean; sold: boolean; room: boolean }>`
    select p.organisation_id as "organisationId",
           f.state = 'cancelled' or coalesce(f.starts_at, f.ends_at) <= ${now}::timestamptz as over,
           ${isOnSale(now)} as sold,
           exists (select from quotas q
                    where q.institution_id = ${i} and q.performance_id = f.id and q.capacity - q.taken >= ${quantity}
                      and not exists (select from quota_points_of_sale s
                                       where s.institution_id = ${i} and s.quota_id = q.id)) as room
      from performances f
      join products p on p.institution_id = ${i} and p.id = f.product_id
     where f.institution_id = ${i} and f.id = ${performanceId}`.execute(tenant);
  const found = rows[0];
  if (found === undefined) throw new DomainError('unknown-performance', 'there is no such performance');
  if (found.over) throw new DomainError('performance-over', 'nobody waits for what is over or cancelled');
  if (!found.sold) throw new DomainError('not-on-sale', 'nobody waits for what is not on sale yet');
  if (found.room) throw new DomainError('places-free', 'there are places: nobody needs to wait');
  return found.organisationId;
}

/**
 * Leaves the list; places that were offered go to the next. The sign-up stays what it was, an activity (R1d). Leaving
 * twice is leaving.
 * @throws DomainError `unknown-entry`
 */
export async function leaveWaitingList(
  database: Database,
  institution: Institution,
  { entryId, contactId }: { entryId: number; contactId: number },
  { now }: By,
): Promise<void> {
  const i = institution.id;
  await inInstitution(database, i, async (tenant) => {
    await lockContacts(tenant, i, [contactId]);
    const { rows } = await sql<{ performance: number }>`
      select performance_id as performance from waiting_list_entries
       where institution_id = ${i} and id = ${entryId} and contact_id = ${contactId}`.execute(tenant);
    if (rows[0] === undefined) throw new DomainError('unknown-entry', 'there is no such entry');
    await lockQuotas(tenant, i, { performances: [rows[0].performance] });
    const ended = await endEntries(tenant, i, [entryId]);
    await releasePlaces(tenant, institution, ended, now);
  });
}

/** Ends entries that are open, whose quotas are locked. @returns the places that were held for them */
export async function endEntries(
  tenant: Tenant,
  i: number,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ quota: number; quantity: number }>`
    with ended as (
      select id, quota_id, quantity, offer_expires_at is not null as held from waiting_list_entries
       where institution_id = ${i} and id = any(${ids}::bigint[]) and state = 'open'
       order by id for no key update
    )
    update waiting_list_entries e set state = 'cancelled', offer_expires_at = null
      from ended
     where e.institution_id = ${i} and e.id = ended.id
    returning case when ended.held then ended.quota_id end as quota, ended.quantity`.execute(tenant);
  const places = new Map<number, number>();
  for (const { quota, quantity } of rows) {
    if (quota !== null) places.set(quota, (places.get(quota) ?? 0) + quantity);
  }
  return places;
}

/** The open entries of a contact or of a performance, by their turn. */
export async function selectWaiting(
  database: Database,
  institution: Institution,
  of: { contactId: number } | { performanceId: number },
): Promise<Waiting[]> {
  const whose =
    'contactId' in of ? sql`e.contact_id = ${of.contactId}` : sql`e.performance_id = ${of.performanceId}`;
  return await inInstitution(database, institution.id, (tenant) =>
    selectEntries(tenant, institution.id, sql`${whose} and e.state = 'open'`),
  );
}

async function selectEntries(tenant: Tenant, i: number, which: ReturnType<typeof sql>): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select e.id, e.contact_id as "contactId", e.performance_id as "performanceId", p.name as product,
           f.starts_at as "startsAt", e.quantity, e.signed_up_on as "signedUpOn", e.state,
           e.offer_expires_at as "offerExpiresAt"
      from waiting_list_entries e
      join performances f on f.institution_id = ${i} and f.id = e.performance_id
      join products p on p.institution_id = ${i} and p.id = f.product_id
     where e.institution_id = ${i} and ${which}
     order by e.signed_up_on, e.signed_up_at nulls first, e.id`.execute(tenant);
  return rows;
}
