import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { offerFreedPlaces } from './offer-freed.ts';
import { freePlaces, lockQuotas, type Places } from './quotas.ts';

/** Gives places back and offers them to who waits, in one transaction: nobody else can take them in between. */
export async function releasePlaces(
  tenant: Tenant,
  institution: Institution,
  places: Places,
  now: Date,
): Promise<void> {
  if (places.size === 0) return;
  const performances = await lockQuotas(tenant, institution.id, { quotas: [...places.keys()] });
  await freePlaces(tenant, institution.id, places);
  await offerFreedPlaces(tenant, institution, performances, now);
}
