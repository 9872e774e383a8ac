import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { insertBasket, selectBasket } from './basket.ts';
import { lockContacts } from './locks.ts';
import type { Basket, By } from './shapes.ts';

/**
 * Puts the places that were offered into a new basket of the point of sale; they are held with it from now on. The entry
 * is served.
 * @param of.priceCategoryId otherwise the one that the sign-up named, or the first
 * @throws DomainError `unknown-entry`, `offer-over`, `unknown-price`
 */
export async function takeOffer(
  database: Database,
  institution: Institution,
  of: { entryId: number; contactId: number; pointOfSaleId: number; priceCategoryId?: number | undefined },
  { now }: By,
): Promise<Basket> {
  const i = institution.id;
  return await inInstitution(database, i, async (tenant) => {
    await lockContacts(tenant, i, [of.contactId]);
    await lockOffer(tenant, i, of, now);
    const { id: basket } = await insertBasket(tenant, i, of.pointOfSaleId, now);
    const { rows } = await sql`
      insert into basket_lines (institution_id, basket_id, product_id, performance_id, quota_id, price_category_id,
                                amount_minor, currency)
      select ${i}::bigint, ${basket}::uuid, f.product_id, f.id, e.quota_id, price.category, price.amount_minor,
             price.currency
        from waiting_list_entries e
        join performances f on f.institution_id = ${i} and f.id = e.performance_id
        join products p on p.institution_id = ${i} and p.id = f.product_id and p.state = 'on-sale'
        join points_of_sale s on s.institution_id = ${i} and s.id = ${of.pointOfSaleId}
                             and s.organisation_id = p.organisation_id and s.state = 'open'
        cross join lateral (
          select c.id as category, a.amount_minor, a.currency
            from prices a
            join price_categories c on c.institution_id = ${i} and c.id = a.price_category_id
           where a.institution_id = ${i} and a.product_id = f.product_id
             and (a.performance_id = f.id or a.performance_id is null)
             and (${of.priceCategoryId ?? null}::bigint is null or c.id = ${of.priceCategoryId ?? null})
           order by c.id = e.price_category_id desc nulls last, c.position, c.id, a.performance_id nulls last
           limit 1) price
        cross join generate_series(1, e.quantity)
       where e.institution_id = ${i} and e.id = ${of.entryId}
      returning id`.execute(tenant);
    if (rows.length === 0) throw new DomainError('unknown-price', 'this point of sale has no price for it');
    await sql`
      update waiting_list_entries set state = 'served', offer_expires_at = null
       where institution_id = ${i} and id = ${of.entryId}`.execute(tenant);
    return (await selectBasket(tenant, i, basket, now)) as Basket;
  });
}

async function lockOffer(
  tenant: Tenant,
  i: number,
  { entryId, contactId }: { entryId: number; contactId: number },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ offered: boolean }>`
    select state = 'open' and coalesce(offer_expires_at > ${now}::timestamptz, false) as offered
      from waiting_list_entries
     where institution_id = ${i} and id = ${entryId} and contact_id = ${contactId} for no key update`.execute(
    tenant,
  );
  if (rows[0] === undefined) throw new DomainError('unknown-entry', 'there is no such entry');
  if (!rows[0].offered) throw new DomainError('offer-over', 'no place is offered, or no longer');
}
