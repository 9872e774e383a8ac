import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { offerFreedPlaces } from './offer-freed.ts';
import { lockQuotas } from './quotas.ts';

/** Quotas in one transaction: nobody buys of them meanwhile. */
const PORTION = 100;

/**
 * Counts anew what is taken. An erasure takes lines away with their prospect (R7), and offers with who waited, without
 * knowing of quotas; what comes free so is offered to who waits. Each night; what is over is left alone.
 */
export async function recountQuotas(database: Database, now: Date): Promise<void> {
  for (const institution of await selectInstitutions(database)) {
    let after = 0;
    for (;;) {
      const ids = await inInstitution(database, institution.id, (tenant) =>
        recountPortion(tenant, institution, after, now),
      );
      if (ids.length === 0) break;
      after = ids.at(-1) as number;
    }
  }
}

async function recountPortion(
  tenant: Tenant,
  institution: Institution,
  after: number,
  now: Date,
): Promise<number[]> {
  const i = institution.id;
  const { rows } = await sql<{ id: number }>`
    select q.id from quotas q
      left join performances f on f.institution_id = ${i} and f.id = q.performance_id
     where q.institution_id = ${i} and q.id > ${after}
       and (f.id is null or coalesce(f.ends_at, f.starts_at) > ${now}::timestamptz - interval '1 day')
     order by q.id limit ${PORTION}`.execute(tenant);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  const performances = await lockQuotas(tenant, i, { quotas: ids });
  // A statement of its own, begun when all is locked: whoever changed `taken` has committed what it counts, and
  // whoever waits for the lock adds what this cannot see yet.
  await sql`
    update quotas q set taken = counted.n
      from (select k.id, coalesce(l.n, 0) + coalesce(b.n, 0) + coalesce(w.n, 0) as n
              from unnest(${ids}::bigint[]) as k(id)
              left join (select quota_id, count(*)::integer as n from order_lines
                          where institution_id = ${i} and quota_id = any(${ids}::bigint[])
                            and state in ('option', 'reserved', 'sold') group by quota_id) l on l.quota_id = k.id
              left join (select quota_id, count(*)::integer as n from basket_lines
                          where institution_id = ${i} and quota_id = any(${ids}::bigint[]) group by quota_id) b
                     on b.quota_id = k.id
              left join (select quota_id, sum(quantity)::integer as n from waiting_list_entries
                          where institution_id = ${i} and quota_id = any(${ids}::bigint[]) and state = 'open'
                            and offer_expires_at is not null group by quota_id) w on w.quota_id = k.id) counted
     where q.institution_id = ${i} and q.id = counted.id and q.taken <> counted.n`.execute(tenant);
  await offerFreedPlaces(tenant, institution, performances, now);
  return ids;
}
