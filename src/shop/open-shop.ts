import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Place } from '../customers/customers.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { openShop, type PointOfSale } from '../points-of-sale/points-of-sale.ts';

/** A shop as its pages need it. */
export interface Shop {
  institution: Institution;
  pointOfSaleId: number;
  organisation: string;
  name: string;
  slug: string;
  open: boolean;
  policyAddress: string | null;
  onlinePayment: boolean;
  payAtCounter: boolean;
  optionDays: number;
  /** By language and name, what the shop says of itself. */
  texts: PointOfSale['texts'];
  theme: Record<string, string>;
  /** Templates that the venue wrote itself, by their path. */
  templates: Record<string, string>;
  /** Changes with each of the above: pages that were rendered with another are worth nothing. */
  version: string;
}

/** In milliseconds: what is changed in the back office is seen in the shop within so long. */
const KEPT = 3000;
const MOST = 1000;

type Kept = { until: number; shop: Promise<Shop | undefined> };

/** Finds shops by their address. Asked for each request, so that what was found is kept for some seconds. */
export function shopFinder(database: Database): (slug: string, now: Date) => Promise<Shop | undefined> {
  const kept = new Map<string, Kept>();
  return async (slug, now) => {
    const found = kept.get(slug);
    if (found !== undefined && found.until > Number(now)) return await found.shop;
    if (kept.size >= MOST) kept.clear();
    const shop = selectShop(database, slug);
    kept.set(slug, { until: Number(now) + KEPT, shop });
    shop.catch(() => kept.delete(slug));
    return await shop;
  };
}

export const placeOf = ({ institution, pointOfSaleId, slug }: Shop): Place => ({
  institution,
  pointOfSaleId,
  path: `/shop/${slug}`,
});

async function selectShop(database: Database, slug: string): Promise<Shop | undefined> {
  const found = await openShop(database, slug);
  if (found === undefined) return undefined;
  const { institution, pointOfSale } = found;
  const { rows: own } = await inInstitution(database, institution.id, async (tenant) =>
    sql<{ path: string; source: string }>`
      select path, source from shop_templates
       where institution_id = ${institution.id} and point_of_sale_id = ${pointOfSale.id}
       order by path`.execute(tenant),
  );
  const shop = {
    institution,
    pointOfSaleId: pointOfSale.id,
    organisation: pointOfSale.organisation.name,
    name: pointOfSale.name,
    slug,
    open: pointOfSale.state === 'open',
    policyAddress: pointOfSale.policy?.address ?? null,
    onlinePayment: pointOfSale.onlinePayment,
    payAtCounter: pointOfSale.payAtCounter,
    optionDays: pointOfSale.optionDays,
    texts: pointOfSale.texts,
    theme: { ...pointOfSale.theme },
    templates: Object.fromEntries(own.map(({ path, source }) => [path, source])),
  };
  const version = createHash('sha256').update(JSON.stringify(shop)).digest('base64url').slice(0, 16);
  return { ...shop, version };
}
