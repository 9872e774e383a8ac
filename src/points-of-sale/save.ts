import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type PointOfSaleKind, type Texts, type Theme, unknownPointOfSale } from './select.ts';
import { checkedSlug, moveAddress } from './slugs.ts';

export interface WantedPointOfSale {
  name: string;
  /** Of a shop; null for a box office. */
  slug: string | null;
  state: 'open' | 'closed';
  /** The https address of its privacy policy (R17). */
  policyAddress: string | null;
  texts: Texts;
  theme: Theme;
  onlinePayment: boolean;
  payAtCounter: boolean;
  optionDays: number;
  reservationDays: number;
}

/** Who sets points of sale up, for which organisations (null: all of the institution), and when. */
export interface SettingUp {
  actor: string;
  organisations: readonly number[] | null;
  now: Date;
}

/**
 * Creates a box office or a shop.
 * @param given.withoutPolicy that the recommendation of R17 was read and it shall have no address all the same
 * @returns its id
 * @throws DomainError `policy-recommended` (R17), `wrong-point-of-sale`, `wrong-slug`, `reserved-slug`, `slug-exists`,
 *   `wrong-policy-address`, `point-of-sale-exists`, `unknown-organisation`, `not-permitted`
 */
export async function createPointOfSale(
  database: Database,
  institution: Institution,
  {
    organisationId,
    kind,
    withoutPolicy,
    ...given
  }: WantedPointOfSale & { organisationId: number; kind: PointOfSaleKind; withoutPolicy: boolean },
  by: SettingUp,
): Promise<number> {
  const wanted = checked(kind, given);
  checkMaySetUp(by, organisationId);
  if (wanted.policyAddress === null && !withoutPolicy) {
    throw new DomainError(
      'policy-recommended',
      'it is recommended to give it the address of a privacy policy (confidentiality guarantee)',
    );
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows: organisations } = await sql`
      select from organisations where institution_id = ${institution.id} and id = ${organisationId}`.execute(
      tenant,
    );
    if (organisations.length === 0) {
      throw new DomainError('unknown-organisation', 'there is no such organisation');
    }
    const { rows } = await sql<{ id: number }>`
      insert into points_of_sale
        (institution_id, organisation_id, kind, name, slug, state, policy_address, texts, theme, online_payment,
         pay_at_counter, option_days, reservation_days)
      values (${institution.id}, ${organisationId}, ${kind}, ${wanted.name}, ${wanted.slug}, ${wanted.state},
              ${wanted.policyAddress}, ${JSON.stringify(wanted.texts)}, ${JSON.stringify(wanted.theme)},
              ${wanted.onlinePayment}, ${wanted.payAtCounter}, ${wanted.optionDays}, ${wanted.reservationDays})
          on conflict (institution_id, organisation_id, name) do nothing returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw pointOfSaleExists();
    if (wanted.slug !== null) {
      await moveAddress(tenant, { institutionId: institution.id, pointOfSaleId: id }, wanted.slug);
    }
    await audit(tenant, institution.id, by.now, {
      actor: by.actor,
      action: 'point-of-sale.create',
      subject: `point-of-sale:${id}`,
      details: { kind, policy: wanted.policyAddress !== null },
    });
    return id;
  });
}

/**
 * Changes a point of sale. With another address of the policy, what was read at the one before is of no use any more:
 * the new one is to be looked at (`lookAtPolicy`).
 * @returns whether the address of the policy is another one now
 * @throws DomainError as `createPointOfSale`, and `unknown-point-of-sale`, `stale`
 */
export async function editPointOfSale(
  database: Database,
  institution: Institution,
  known: { id: number; version: number },
  given: WantedPointOfSale,
  by: SettingUp,
): Promise<{ policyMoved: boolean }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const present = await lockPointOfSale(tenant, institution, known, by);
    const wanted = checked(present.kind, given);
    const { rows: others } = await sql`
      select from points_of_sale
       where institution_id = ${institution.id} and organisation_id = ${present.organisation_id}
         and name = ${wanted.name} and id <> ${known.id}`.execute(tenant);
    if (others.length > 0) throw pointOfSaleExists();
    const policyMoved = wanted.policyAddress !== present.policy_address;
    await sql`
      update points_of_sale
         set name = ${wanted.name}, slug = ${wanted.slug}, state = ${wanted.state},
             policy_address = ${wanted.policyAddress},
             policy_version_id = case when ${policyMoved}::boolean then null else policy_version_id end,
             policy_checked_at = case when ${policyMoved}::boolean then null else policy_checked_at end,
             policy_failure = case when ${policyMoved}::boolean then null else policy_failure end,
             texts = ${JSON.stringify(wanted.texts)}, theme = ${JSON.stringify(wanted.theme)},
             online_payment = ${wanted.onlinePayment}, pay_at_counter = ${wanted.payAtCounter},
             option_days = ${wanted.optionDays}, reservation_days = ${wanted.reservationDays}, version = version + 1
       where institution_id = ${institution.id} and id = ${known.id}`.execute(tenant);
    if (wanted.slug !== null) {
      await moveAddress(tenant, { institutionId: institution.id, pointOfSaleId: known.id }, wanted.slug);
    }
    await audit(tenant, institution.id, by.now, {
      actor: by.actor,
      action: 'point-of-sale.edit',
      subject: `point-of-sale:${known.id}`,
      details: { policyMoved },
    });
    return { policyMoved };
  });
}

interface Locked {
  organisation_id: number;
  kind: PointOfSaleKind;
  policy_address: string | null;
  version: number;
}

async function lockPointOfSale(
  tenant: Tenant,
  institution: Institution,
  { id, version }: { id: number; version: number },
  by: SettingUp,
): Promise<Locked> {
  const { rows } = await sql<Locked>`
    select organisation_id, kind, policy_address, version from points_of_sale
     where institution_id = ${institution.id} and id = ${id} for update`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw unknownPointOfSale();
  checkMaySetUp(by, found.organisation_id);
  if (found.version !== version) {
    throw new DomainError('stale', 'somebody else has changed it since it was read: nothing is saved');
  }
  return found;
}

function checkMaySetUp({ organisations }: SettingUp, organisationId: number): void {
  if (organisations !== null && !organisations.includes(organisationId)) {
    throw new DomainError('not-permitted', 'this point of sale is not of an organisation you work for');
  }
}

const pointOfSaleExists = () =>
  new DomainError('point-of-sale-exists', 'the organisation has a point of sale of this name already');

function checked(kind: PointOfSaleKind, wanted: WantedPointOfSale): WantedPointOfSale {
  const name = wanted.name.trim();
  const wrong = (sentence: string) => new DomainError('wrong-point-of-sale', sentence);
  if (name === '' || name.length > 200) throw wrong('a point of sale has a name');
  if (kind === 'shop' && wanted.slug === null) throw wrong('a shop has an address');
  return {
    ...wanted,
    name,
    slug: kind === 'shop' ? checkedSlug(wanted.slug as string) : null,
    policyAddress: checkedAddress(wanted.policyAddress),
    onlinePayment: kind === 'shop' && wanted.onlinePayment,
  };
}

function checkedAddress(text: string | null): string | null {
  const address = text?.trim() || null;
  if (address === null) return null;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new DomainError('wrong-policy-address', 'the address of a policy begins with https://');
  }
  return url.href;
}
