import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/** Addresses below /shop that are not those of a shop. */
const RESERVED = new Set([
  'about',
  'account',
  'admin',
  'api',
  'assets',
  'basket',
  'health',
  'login',
  'metrics',
  'new',
  'order',
  'payment',
  'ready',
  'rappel',
  'shop',
  'sign-in',
  'static',
  'webhook',
  'webhooks',
]);

/** @throws DomainError `wrong-slug`, `reserved-slug` */
export function checkedSlug(text: string): string {
  const slug = text.trim().toLowerCase();
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 60) {
    throw new DomainError('wrong-slug', 'the address of a shop has small letters, digits and hyphens');
  }
  if (RESERVED.has(slug)) throw new DomainError('reserved-slug', 'this address is kept for Rappel itself');
  return slug;
}

/**
 * Gives a shop its address, and takes the one before away. An address belongs to one shop of all institutions, and the
 * table knows no institution's rows apart: it is read before anybody knows which institution a visitor is at.
 * @throws DomainError `slug-exists`
 */
export async function moveAddress(
  tenant: Tenant,
  { institutionId, pointOfSaleId }: { institutionId: number; pointOfSaleId: number },
  slug: string,
): Promise<void> {
  await sql`
    delete from shop_addresses
     where institution = ${institutionId} and point_of_sale = ${pointOfSaleId} and slug <> ${slug}`.execute(
    tenant,
  );
  await sql`
    insert into shop_addresses (slug, institution, point_of_sale)
    values (${slug}, ${institutionId}, ${pointOfSaleId}) on conflict (slug) do nothing`.execute(tenant);
  const { rows } = await sql`
    select from shop_addresses
     where slug = ${slug} and institution = ${institutionId} and point_of_sale = ${pointOfSaleId}`.execute(
    tenant,
  );
  if (rows.length === 0) throw new DomainError('slug-exists', 'another shop has this address');
}
