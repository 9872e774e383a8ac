import { sql } from 'kysely';
import { tellOfPerformance } from '../customers/customers.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { checkDates, type Dates, isTaken, performanceExists } from './performances.ts';
import { auditOffer, type Cataloguing, lockPerformance } from './shared.ts';
import { checkReviewed, countTouched, lockOrdersOf, type Touched, walkOrders } from './touched.ts';

/**
 * Gives a performance another date: R2's date of its lines moves with it, of those who bought and of those who attend.
 * It is no act of theirs: whoever is known by nothing else is forgotten so much earlier or later.
 * @param known its version, what was reviewed before it was confirmed, and whether its people are told by mail (yes)
 * @returns what it touched
 * @throws DomainError `unknown-performance`, `stale`, `not-permitted`, `performance-cancelled`, `end-before-start`,
 *   `performance-exists`, `changed-meanwhile`
 */
export async function reschedule(
  database: Database,
  institution: Institution,
  known: { id: number; version: number; reviewed: { lines: number; waiting: number }; tell?: boolean },
  dates: Dates,
  by: Cataloguing,
): Promise<Touched> {
  checkDates(dates);
  return await inInstitution(database, institution.id, async (tenant) => {
    const performance = await lockPerformance(tenant, institution, known, by);
    const { product_id: productId, starts_at: startsAt } = performance;
    if (await isTaken(tenant, institution, { id: known.id, productId }, dates)) throw performanceExists();
    await lockOrdersOf(tenant, institution, known.id);
    // A sale that is on its way holds the performance by its foreign key: this waits for it, and it is seen below. One
    // that comes later waits for us, and reads the new dates.
    await sql`
      update performances set starts_at = ${dates.startsAt}, ends_at = ${dates.endsAt}, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    const touched = await countTouched(tenant, institution, known.id);
    checkReviewed(touched, known.reviewed);
    if (known.tell ?? true) {
      const act = 'reschedule' as const;
      const news = { performanceId: known.id, act, version: known.version + 1, startsAt };
      await tellOfPerformance(tenant, institution, { ...news, newStartsAt: dates.startsAt }, by.now);
    }
    const orders = await walkOrders(tenant, institution, known.id, {
      onlyStanding: false,
      work: (ids) => refreshOrderActivity(tenant, institution.id, ids),
    });
    await auditOffer(tenant, institution, by, 'performance.reschedule', `performance:${known.id}`, {
      orders,
      lines: touched.lines,
    });
    return touched;
  });
}
