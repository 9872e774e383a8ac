import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type PointOfSale, pointsOfSale } from './select.ts';

/** The shop behind an address, and whose it is. */
export interface OpenShop {
  institution: Institution;
  pointOfSale: PointOfSale;
}

/**
 * Finds the shop of `/shop/<slug>`: whoever visits has no institution yet, so the address says which one it is (R17's
 * policy is in `pointOfSale.policy`). A closed shop is found, too: its `state` says so.
 * @returns undefined where no shop has this address
 */
export async function openShop(database: Database, slug: string): Promise<OpenShop | undefined> {
  if (slug.length > 60) return undefined;
  // Two steps: on a cluster this table is on the coordinator only, and the points of sale are spread.
  const { rows } = await sql<Institution & { pointOfSaleId: number }>`
    select i.id, i.slug, i.name, i.locale, i.time_zone as "timeZone", i.country, i.currency,
           a.point_of_sale as "pointOfSaleId"
      from shop_addresses a
      join institutions i on i.id = a.institution
     where a.slug = ${slug}`.execute(database.owner);
  const [found] = rows;
  if (found === undefined) return undefined;
  const { pointOfSaleId, ...institution } = found;
  const [pointOfSale] = await inInstitution(database, institution.id, async (tenant) =>
    pointsOfSale(tenant, institution.id, sql`p.id = ${pointOfSaleId} and p.kind = 'shop'`),
  );
  return pointOfSale === undefined ? undefined : { institution, pointOfSale };
}
