import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { type Price, pricesJson, savePrices, type WantedPrice } from './prices.ts';
import { type Quota, quotasJson, saveQuotas, type WantedQuota } from './quotas.ts';
import {
  auditOffer,
  type Cataloguing,
  checkMayOffer,
  type LockedProduct,
  lockProduct,
  type ProductKind,
  type ProductState,
  seenBy,
} from './shared.ts';

/** Something that is sold: an event with its performances, a pass, or an undated product. */
export interface Product {
  id: number;
  organisation: { id: number; name: string };
  kind: ProductKind;
  name: string;
  season: { id: number; name: string } | null;
  description: string | null;
  /** Of a pass: its last day; with it, it is a dated product (R2). */
  validUntil: string | null;
  state: ProductState;
  version: number;
  /** It has performances: it stays an event. */
  hasPerformances: boolean;
  /** Something was sold of it: the validity of a pass stays, because its lines carry it. */
  sold: boolean;
  prices: Price[];
  /** Of the product itself; those of an event are of its performances. */
  quotas: Quota[];
  /** What it still takes to put it on sale. */
  missing: Missing[];
}

/** Why a product cannot be put on sale yet. */
export type Missing = 'price' | 'performance' | 'quota' | 'validity';

export interface WantedProduct {
  organisationId: number;
  kind: ProductKind;
  name: string;
  seasonId: number | null;
  description: string | null;
  validUntil: string | null;
}

/**
 * @param organisations those that the reader works for; null: all
 * @throws DomainError `unknown-product`, also where it is of another organisation
 */
export async function selectProduct(
  database: Database,
  institution: Institution,
  id: number,
  now: Date,
  organisations: readonly number[] | null = null,
): Promise<Product> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Omit<Product, 'missing'>>`
      select p.id, p.kind, p.name, p.description, p.valid_until as "validUntil", p.state, p.version,
             json_build_object('id', o.id, 'name', o.name) as organisation,
             case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as season,
             ${hasPerformances(institution.id, sql`p.id`)} as "hasPerformances", ${isSold(institution.id, sql`p.id`)} as sold,
             ${pricesJson(institution.id, sql`r.product_id = p.id and r.performance_id is null`)} as prices,
             ${quotasJson(institution.id, sql`q.product_id = p.id and q.performance_id is null`)} as quotas
        from products p
        join organisations o on o.institution_id = ${institution.id} and o.id = p.organisation_id
        left join seasons s on s.institution_id = ${institution.id} and s.id = p.season_id
       where p.institution_id = ${institution.id} and p.id = ${id}
         and ${seenBy(organisations, sql`p.organisation_id`)}`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw new DomainError('unknown-product', 'there is no such product');
    return { ...found, missing: await missingOf(tenant, institution, id, now) };
  });
}

const hasPerformances = (institutionId: number, product: ReturnType<typeof sql>) => sql<boolean>`
  exists (select from performances e where e.institution_id = ${institutionId} and e.product_id = ${product})`;
const isSold = (institutionId: number, product: ReturnType<typeof sql>) => sql<boolean>`
  exists (select from order_lines l where l.institution_id = ${institutionId} and l.product_id = ${product})`;

async function missingOf(
  tenant: Tenant,
  institution: Institution,
  id: number,
  now: Date,
): Promise<Missing[]> {
  const { rows } = await sql<Record<Missing, boolean>>`
    with coming as materialized (
      select e.id from performances e
       where e.institution_id = ${institution.id} and e.product_id = ${id} and e.state = 'scheduled'
         and greatest(e.starts_at, e.ends_at) >= ${now}::timestamptz
    )
    select not exists (select from prices r where r.institution_id = ${institution.id} and r.product_id = ${id}) as price,
           p.kind = 'event' and not exists (select from coming) as performance,
           p.kind = 'event' and exists (select from coming)
             and not exists (select from quotas q where q.institution_id = ${institution.id} and q.product_id = ${id}
                               and q.performance_id in (select id from coming)) as quota,
           p.kind = 'pass' and (p.valid_until is null or p.valid_until < ${today(institution, now)}::date) as validity
      from products p where p.institution_id = ${institution.id} and p.id = ${id}`.execute(tenant);
  const [found] = rows;
  if (found === undefined) return [];
  return (['price', 'performance', 'quota', 'validity'] as const).filter((name) => found[name]);
}

/** @returns its id @throws DomainError `wrong-product`, `product-exists`, `unknown-season`, `unknown-organisation`, `not-permitted` */
export async function createProduct(
  database: Database,
  institution: Institution,
  given: WantedProduct,
  by: Cataloguing,
): Promise<number> {
  const wanted = checked(given);
  checkMayOffer(by, wanted.organisationId);
  return await inInstitution(database, institution.id, async (tenant) => {
    await checkReferences(tenant, institution, wanted);
    const { rows } = await sql<{ id: number }>`
      insert into products (institution_id, organisation_id, kind, name, season_id, description, valid_until)
      values (${institution.id}, ${wanted.organisationId}, ${wanted.kind}, ${wanted.name}, ${wanted.seasonId},
              ${wanted.description}, ${wanted.validUntil}::date)
          on conflict (institution_id, organisation_id, name) do nothing returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw productExists();
    await auditOffer(tenant, institution, by, 'product.create', `product:${id}`, { kind: wanted.kind });
    return id;
  });
}

/**
 * Changes a product. What has performances stays an event, and a pass that was sold keeps its end: its lines carry that
 * date, and it decides when their people are forgotten (R2). An import makes every product an event: without
 * performances it may become what it is.
 * @throws DomainError as `createProduct`, and `unknown-product`, `stale`, `product-has-performances`, `pass-sold`
 */
export async function editProduct(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  given: Omit<WantedProduct, 'organisationId'>,
  by: Cataloguing,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const present = await lockProduct(tenant, institution, known, by);
    const wanted = checked({ ...given, organisationId: present.organisation_id });
    await checkReferences(tenant, institution, wanted);
    await checkStays(tenant, institution, present, wanted);
    const { rows: others } = await sql`
      select from products
       where institution_id = ${institution.id} and organisation_id = ${wanted.organisationId}
         and name = ${wanted.name} and id <> ${known.id}`.execute(tenant);
    if (others.length > 0) throw productExists();
    await sql`
      update products set kind = ${wanted.kind}, name = ${wanted.name}, season_id = ${wanted.seasonId},
             description = ${wanted.description}, valid_until = ${wanted.validUntil}::date, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    await auditOffer(tenant, institution, by, 'product.edit', `product:${known.id}`);
  });
}

async function checkStays(
  tenant: Tenant,
  institution: Institution,
  present: LockedProduct,
  wanted: WantedProduct,
): Promise<void> {
  const product = sql`${present.id}::bigint`;
  const { rows } = await sql<{ performances: boolean; sold: boolean }>`
    select ${hasPerformances(institution.id, product)} as performances,
           ${isSold(institution.id, product)} as sold`.execute(tenant);
  if (wanted.kind !== 'event' && rows[0]?.performances) {
    throw new DomainError('product-has-performances', 'what has performances is an event');
  }
  if (present.valid_until !== null && wanted.validUntil !== present.valid_until && rows[0]?.sold) {
    throw new DomainError('pass-sold', 'this pass was sold already: its last day stays');
  }
}

/** The prices of a product, and the quotas of one without performances. @throws DomainError `unknown-product`, `stale`, and those of `savePrices` and `saveQuotas` */
export async function saveOffer(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  wanted: { prices?: WantedPrice[] | undefined; quotas?: WantedQuota[] | undefined },
  by: Cataloguing,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { kind } = await lockProduct(tenant, institution, known, by);
    const offer = { productId: known.id, performanceId: null };
    if (wanted.prices !== undefined) await savePrices(tenant, institution, offer, wanted.prices);
    if (wanted.quotas !== undefined) {
      if (kind === 'event' && wanted.quotas.length > 0) {
        throw new DomainError('wrong-quotas', 'the quotas of an event are those of its performances');
      }
      await saveQuotas(tenant, institution, offer, wanted.quotas);
    }
    await touch(tenant, institution, known.id);
    await auditOffer(tenant, institution, by, 'product.offer', `product:${known.id}`, {
      prices: wanted.prices !== undefined,
      quotas: wanted.quotas !== undefined,
    });
  });
}

async function touch(tenant: Tenant, institution: Institution, id: number): Promise<void> {
  await sql`update products set version = version + 1
             where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
}

/**
 * Puts a product on sale, ends its sale, or makes it a draft again. What was sold stays sold.
 * @throws DomainError `unknown-product`, `stale`, `not-permitted`, `not-ready` (its facts say what is missing)
 */
export async function changeProductState(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  state: ProductState,
  by: Cataloguing,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const present = await lockProduct(tenant, institution, known, by);
    if (present.state === state) return;
    if (state === 'on-sale') {
      const missing = await missingOf(tenant, institution, known.id, by.now);
      if (missing.length > 0) {
        throw new DomainError(
          'not-ready',
          `it cannot be put on sale without: ${missing.join(', ')}`,
          missing,
          missing.map((code) => ({ code })),
        );
      }
    }
    await sql`
      update products set state = ${state}, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    const action = { draft: 'product.draft', 'on-sale': 'product.publish', ended: 'product.end' }[state];
    await auditOffer(tenant, institution, by, action, `product:${known.id}`);
  });
}

function checked(wanted: WantedProduct): WantedProduct {
  const name = wanted.name.trim();
  const description = wanted.description?.trim() || null;
  const wrong = (sentence: string) => new DomainError('wrong-product', sentence);
  if (name === '' || name.length > 300) throw wrong('a product has a name of 1 to 300 letters');
  if (description !== null && description.length > 10_000)
    throw wrong('a description has 10,000 letters at most');
  if (wanted.kind === 'pass' && wanted.validUntil === null) throw wrong('a pass has a last day');
  return { ...wanted, name, description, validUntil: wanted.kind === 'pass' ? wanted.validUntil : null };
}

async function checkReferences(
  tenant: Tenant,
  institution: Institution,
  { organisationId, seasonId }: WantedProduct,
): Promise<void> {
  const { rows } = await sql<{ organisation: boolean; season: boolean }>`
    select exists (select from organisations
                    where institution_id = ${institution.id} and id = ${organisationId}) as organisation,
           ${seasonId}::bigint is null or exists (select from seasons
                    where institution_id = ${institution.id} and id = ${seasonId}) as season`.execute(tenant);
  if (!rows[0]?.organisation) throw new DomainError('unknown-organisation', 'there is no such organisation');
  if (!rows[0]?.season) throw new DomainError('unknown-season', 'there is no such season');
}

const productExists = () =>
  new DomainError('product-exists', 'the organisation has a product of this name already');
