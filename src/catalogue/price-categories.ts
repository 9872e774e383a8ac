import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { auditOffer, type Cataloguing, stale } from './shared.ts';

/** Full price, reduced, child …: a column of the grid of prices. */
export interface PriceCategory {
  id: number;
  name: string;
  position: number;
  version: number;
}

/** In the order in which they are offered. */
export async function selectPriceCategories(
  database: Database,
  institution: Institution,
): Promise<PriceCategory[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<PriceCategory>`
      select id, name, position, version from price_categories
       where institution_id = ${institution.id} order by position, name, id`.execute(tenant);
    return rows;
  });
}

/**
 * Creates a price category, or renames or moves one: what was sold at it refers to it still.
 * @param known undefined: a new one; with its version as it was read
 * @throws DomainError `wrong-price-category`, `price-category-exists`, `unknown-price-category`, `stale`
 */
export async function savePriceCategory(
  database: Database,
  institution: Institution,
  known: { id: number; version: number } | undefined,
  wanted: { name: string; position: number },
  by: Cataloguing,
): Promise<number> {
  const name = wanted.name.trim();
  if (name === '' || name.length > 100) {
    throw new DomainError('wrong-price-category', 'a price category has a name');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: others } = await sql`
      select from price_categories
       where institution_id = ${institution.id} and name = ${name} and id is distinct from ${known?.id ?? null}::bigint`.execute(
      tenant,
    );
    if (others.length > 0) throw categoryExists();
    if (known === undefined) {
      const { rows } = await sql<{ id: number }>`
        insert into price_categories (institution_id, name, position)
        values (${institution.id}, ${name}, ${wanted.position})
            on conflict (institution_id, name) do nothing returning id`.execute(tenant);
      const id = rows[0]?.id;
      if (id === undefined) throw categoryExists();
      await auditOffer(tenant, institution, by, 'price-category.create', `price-category:${id}`);
      return id;
    }
    const { rows } = await sql<{ version: number }>`
      select version from price_categories
       where institution_id = ${institution.id} and id = ${known.id} for update`.execute(tenant);
    if (rows[0] === undefined) {
      throw new DomainError('unknown-price-category', 'there is no such price category');
    }
    if (rows[0].version !== known.version) throw stale();
    await sql`
      update price_categories set name = ${name}, position = ${wanted.position}, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    await auditOffer(tenant, institution, by, 'price-category.edit', `price-category:${known.id}`);
    return known.id;
  });
}

/**
 * Removes a price category at which nothing is offered and nothing was ever sold.
 * @throws DomainError `unknown-price-category`, `stale`, `price-category-used`
 */
export async function deletePriceCategory(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  by: Cataloguing,
): Promise<void> {
  const i = institution.id;
  await inInstitution(database, i, async (tenant) => {
    // whoever is about to sell at it holds it by a foreign key, and is waited for
    const { rows } = await sql<{ version: number }>`
      select version from price_categories where institution_id = ${i} and id = ${known.id} for update`.execute(
      tenant,
    );
    if (rows[0] === undefined) {
      throw new DomainError('unknown-price-category', 'there is no such price category');
    }
    if (rows[0].version !== known.version) throw stale();
    const usedBy = USERS.map(
      (table) =>
        sql`exists (select from ${sql.table(table)} where institution_id = ${i} and price_category_id = ${known.id})`,
    );
    const { rows: found } = await sql<{ used: boolean }>`
      select ${sql.join(usedBy, sql` or `)} as used`.execute(tenant);
    if (found[0]?.used) {
      throw new DomainError(
        'price-category-used',
        'something is offered, or was sold, at this price category',
      );
    }
    await sql`delete from price_categories where institution_id = ${i} and id = ${known.id}`.execute(tenant);
    await auditOffer(tenant, institution, by, 'price-category.delete', `price-category:${known.id}`);
  });
}

/** What may refer to a price category. */
const USERS = ['prices', 'order_lines', 'basket_lines', 'waiting_list_entries'];

const categoryExists = () => new DomainError('price-category-exists', 'a price category has this name');
