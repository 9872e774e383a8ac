import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { tellOffers } from './tell-offers.ts';
import { tellOrders, tellPaid } from './tell-orders.ts';

/**
 * Tells customers what happened since: orders placed in a shop, and paid later, places that came free for who waits. Each is told once,
 * whoever looks and however often; what a killed process left untold, the next look tells. For all institutions.
 * @returns the institutions where something is to be handed over
 */
export async function tellWhatHappened(database: Database, now: Date): Promise<Institution[]> {
  const told: Institution[] = [];
  for (const institution of await selectInstitutions(database)) {
    const orders = await tellOrders(database, institution, now, undefined);
    const paid = await tellPaid(database, institution, now);
    const offers = await tellOffers(database, institution, now);
    if (orders + paid + offers > 0) told.push(institution);
  }
  return told;
}

/** Removes what is over: sign-ups nobody confirmed, sessions, links. For all institutions. */
export async function sweepCustomers(database: Database, now: Date): Promise<void> {
  for (const { id } of await selectInstitutions(database)) {
    await inInstitution(database, id, async (tenant) => {
      for (const table of ['customer_sign_ups', 'customer_sessions', 'customer_links']) {
        await sql`delete from ${sql.table(table)} where institution_id = ${id} and expires_at <= ${now}`.execute(
          tenant,
        );
      }
    });
  }
}
