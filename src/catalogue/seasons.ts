import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { auditOffer, type Cataloguing, stale } from './shared.ts';

/** A season groups what a venue offers from a day to another, such as 2026/27. */
export interface Season {
  id: number;
  name: string;
  startsOn: string | null;
  endsOn: string | null;
  version: number;
  /** Products that belong to it. */
  products: number;
}

export interface WantedSeason {
  name: string;
  startsOn: string | null;
  endsOn: string | null;
}

/** The latest first; those without days come last. */
export async function selectSeasons(database: Database, institution: Institution): Promise<Season[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Season>`
      select s.id, s.name, s.starts_on as "startsOn", s.ends_on as "endsOn", s.version,
             (select count(*)::integer from products p
               where p.institution_id = ${institution.id} and p.season_id = s.id) as products
        from seasons s
       where s.institution_id = ${institution.id}
       order by s.starts_on desc nulls last, s.name desc, s.id`.execute(tenant);
    return rows;
  });
}

/**
 * Creates a season, or changes one.
 * @param known undefined: a new one; with its version as it was read
 * @returns its id
 * @throws DomainError `wrong-season`, `season-exists`, `unknown-season`, `stale`
 */
export async function saveSeason(
  database: Database,
  institution: Institution,
  known: { id: number; version: number } | undefined,
  wanted: WantedSeason,
  by: Cataloguing,
): Promise<number> {
  const name = wanted.name.trim();
  if (name === '' || name.length > 200) throw new DomainError('wrong-season', 'a season has a name');
  const { startsOn, endsOn } = wanted;
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) {
    throw new DomainError('wrong-season', 'a season does not end before it begins');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: others } = await sql`
      select from seasons
       where institution_id = ${institution.id} and name = ${name} and id is distinct from ${known?.id ?? null}::bigint`.execute(
      tenant,
    );
    if (others.length > 0) throw seasonExists();
    if (known === undefined) {
      const { rows } = await sql<{ id: number }>`
        insert into seasons (institution_id, name, starts_on, ends_on)
        values (${institution.id}, ${name}, ${startsOn}::date, ${endsOn}::date)
            on conflict (institution_id, name) do nothing returning id`.execute(tenant);
      const id = rows[0]?.id;
      if (id === undefined) throw seasonExists();
      await auditOffer(tenant, institution, by, 'season.create', `season:${id}`);
      return id;
    }
    const { rows } = await sql<{ version: number }>`
      select version from seasons where institution_id = ${institution.id} and id = ${known.id} for update`.execute(
      tenant,
    );
    if (rows[0] === undefined) throw new DomainError('unknown-season', 'there is no such season');
    if (rows[0].version !== known.version) throw stale();
    await sql`
      update seasons set name = ${name}, starts_on = ${startsOn}::date, ends_on = ${endsOn}::date, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    await auditOffer(tenant, institution, by, 'season.edit', `season:${known.id}`);
    return known.id;
  });
}

/**
 * Removes a season that nothing belongs to.
 * @throws DomainError `unknown-season`, `stale`, `season-used`
 */
export async function deleteSeason(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  by: Cataloguing,
): Promise<void> {
  const i = institution.id;
  await inInstitution(database, i, async (tenant) => {
    const { rows } = await sql<{ version: number }>`
      select version from seasons where institution_id = ${i} and id = ${known.id} for update`.execute(
      tenant,
    );
    if (rows[0] === undefined) throw new DomainError('unknown-season', 'there is no such season');
    if (rows[0].version !== known.version) throw stale();
    const { rows: products } = await sql`
      select from products where institution_id = ${i} and season_id = ${known.id} limit 1`.execute(tenant);
    if (products.length > 0) throw new DomainError('season-used', 'something belongs to this season');
    await sql`delete from seasons where institution_id = ${i} and id = ${known.id}`.execute(tenant);
    await auditOffer(tenant, institution, by, 'season.delete', `season:${known.id}`);
  });
}

const seasonExists = () => new DomainError('season-exists', 'a season has this name already');
