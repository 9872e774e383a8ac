import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** How a venue's pages look, and what stands around each of them. */
export interface Look {
  institution: Institution;
  /** Of the shop that it is the look of. */
  slug: string;
  policyAddress: string | null;
  /** By language and name, what the shop says of itself. */
  texts: Record<string, Record<string, string>>;
  theme: Record<string, string>;
  /** Templates that the venue wrote itself, by their path. */
  templates: Record<string, string>;
  /** Changes with each of the above: pages that were rendered with another are worth nothing. */
  version: string;
}

/**
 * The look of pages that are no shop's: that of the organisation's first shop, or else of the institution's; Rappel's own
 * where there is none.
 */
export async function selectLook(
  tenant: Tenant,
  institution: Institution,
  organisation: number | null,
): Promise<Look> {
  const { rows } = await sql<Omit<Look, 'institution' | 'version'>>`
    select p.slug, p.policy_address as "policyAddress", p.texts, p.theme,
           coalesce((select json_object_agg(t.path, t.source) from shop_templates t
                      where t.institution_id = ${institution.id} and t.point_of_sale_id = p.id), '{}') as templates
      from points_of_sale p
     where p.institution_id = ${institution.id} and p.kind = 'shop'
     order by p.organisation_id is distinct from ${organisation}::bigint, p.state <> 'open', p.id limit 1`.execute(
    tenant,
  );
  const look = {
    institution,
    ...(rows[0] ?? { slug: '', policyAddress: null, texts: {}, theme: {}, templates: {} }),
  };
  const version = createHash('sha256').update(JSON.stringify(look)).digest('base64url').slice(0, 16);
  return { ...look, version };
}
