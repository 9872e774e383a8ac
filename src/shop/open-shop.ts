import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Place } from '../customers/customers.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Look } from './look.ts';

/** A shop as its pages need it. */
export interface Shop extends Look {
  pointOfSaleId: number;
  organisation: string;
  name: string;
  open: boolean;
  policyAddress: string | null;
  onlinePayment: boolean;
  payAtCounter: boolean;
  optionDays: number;
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
  const { rows } = await sql<{ institution: number; pointOfSale: number }>`
    select institution, point_of_sale as "pointOfSale" from shop_addresses where slug = ${slug}`.execute(
    database.owner,
  );
  const [address] = rows;
  if (address === undefined) return undefined;
  return await inInstitution(database, address.institution, async (tenant) => {
    const { rows: found } = await sql<Omit<Shop, 'version' | 'templates'>>`
      select json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'locale', i.locale, 'timeZone', i.time_zone,
               'country', i.country, 'currency', i.currency) as institution,
             p.id as "pointOfSaleId", o.name as organisation, p.name, p.slug, p.state = 'open' as open,
             p.policy_address as "policyAddress", p.online_payment as "onlinePayment",
             p.pay_at_counter as "payAtCounter", p.option_days as "optionDays", p.texts, p.theme
        from points_of_sale p
        join organisations o on o.institution_id = ${address.institution} and o.id = p.organisation_id
        join institutions i on i.id = ${address.institution}
       where p.institution_id = ${address.institution} and p.id = ${address.pointOfSale} and p.kind = 'shop'`.execute(
      tenant,
    );
    if (found[0] === undefined) return undefined;
    const { rows: own } = await sql<{ path: string; source: string }>`
      select path, source from shop_templates
       where institution_id = ${address.institution} and point_of_sale_id = ${address.pointOfSale}
       order by path`.execute(tenant);
    const shop = {
      ...found[0],
      templates: Object.fromEntries(own.map(({ path, source }) => [path, source])),
    };
    const version = createHash('sha256').update(JSON.stringify(shop)).digest('base64url').slice(0, 16);
    return { ...shop, version };
  });
}
