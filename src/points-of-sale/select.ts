import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

export const pointOfSaleKinds = ['box-office', 'shop'] as const;
export type PointOfSaleKind = (typeof pointOfSaleKinds)[number];

/** What a shop says of itself, by language. */
export const textNames = ['title', 'welcome', 'contact', 'footer'] as const;
export const textLocales = ['fr', 'en'] as const;
export type Texts = Partial<
  Record<(typeof textLocales)[number], Partial<Record<(typeof textNames)[number], string>>>
>;

/** The colours of a shop, as #rrggbb; what is left out is Rappel's own. */
export const themeColours = ['accent', 'background', 'text'] as const;
export type Theme = Partial<Record<(typeof themeColours)[number], string>>;

/** A channel of an organisation: a box office or an online shop. */
export interface PointOfSale {
  id: number;
  organisation: { id: number; name: string };
  kind: PointOfSaleKind;
  name: string;
  /** Of a shop: /shop/<slug>. */
  slug: string | null;
  state: 'open' | 'closed';
  /** The privacy policy (R17); null: it has no address. */
  policy: Policy | null;
  texts: Texts;
  theme: Theme;
  onlinePayment: boolean;
  payAtCounter: boolean;
  /** 0: it gives no options. */
  optionDays: number;
  reservationDays: number;
  version: number;
}

export interface Policy {
  address: string;
  /** Of the text last read there; null: it could not be read, and the address alone is known. */
  version: { id: number; sha256: string; readAt: Date } | null;
  checkedAt: Date | null;
  /** A code; null: the last look went well, or there was none yet. */
  failure: string | null;
}

/** @param organisations those that one works for; null: all */
export async function selectPointsOfSale(
  database: Database,
  institution: Institution,
  organisations: readonly number[] | null = null,
): Promise<PointOfSale[]> {
  return await inInstitution(database, institution.id, async (tenant) =>
    pointsOfSale(
      tenant,
      institution.id,
      organisations === null ? sql`true` : sql`p.organisation_id = any(${organisations}::bigint[])`,
    ),
  );
}

/**
 * @param organisations those that one works for; null: all
 * @throws DomainError `unknown-point-of-sale`, also where it is of another organisation
 */
export async function selectPointOfSale(
  database: Database,
  institution: Institution,
  id: number,
  organisations: readonly number[] | null = null,
): Promise<PointOfSale> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [found] = await pointsOfSale(tenant, institution.id, sql`p.id = ${id}`);
    if (found === undefined || organisations?.includes(found.organisation.id) === false) {
      throw unknownPointOfSale();
    }
    return found;
  });
}

export const unknownPointOfSale = () =>
  new DomainError('unknown-point-of-sale', 'there is no such point of sale');

interface Row extends Omit<PointOfSale, 'policy'> {
  address: string | null;
  versionId: number | null;
  sha256: string | null;
  readAt: Date | null;
  checkedAt: Date | null;
  failure: string | null;
}

/** @param condition on the point of sale `p` */
export async function pointsOfSale(
  tenant: Tenant,
  institutionId: number,
  condition: ReturnType<typeof sql>,
): Promise<PointOfSale[]> {
  const { rows } = await sql<Row>`
    select p.id, p.kind, p.name, p.slug, p.state, p.texts, p.theme, p.online_payment as "onlinePayment",
           p.pay_at_counter as "payAtCounter", p.option_days as "optionDays", p.reservation_days as "reservationDays",
           p.version, json_build_object('id', o.id, 'name', o.name) as organisation,
           p.policy_address as address, v.id as "versionId", encode(v.sha256, 'hex') as sha256,
           v.last_read_at as "readAt", p.policy_checked_at as "checkedAt", p.policy_failure as failure
      from points_of_sale p
      join organisations o on o.institution_id = ${institutionId} and o.id = p.organisation_id
      left join policy_versions v on v.institution_id = ${institutionId} and v.id = p.policy_version_id
     where p.institution_id = ${institutionId} and ${condition}
     order by lower(o.name), p.kind, lower(p.name), p.id`.execute(tenant);
  return rows.map(({ address, versionId, sha256, readAt, checkedAt, failure, ...point }) => ({
    ...point,
    policy:
      address === null
        ? null
        : {
            address,
            version:
              versionId === null || sha256 === null || readAt === null
                ? null
                : { id: versionId, sha256, readAt },
            checkedAt,
            failure,
          },
  }));
}
