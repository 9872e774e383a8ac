import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { oneLine, type Telling, tell } from '../messages/messages.ts';

interface Failed {
  id: number;
  /** Of the point of sale. */
  name: string;
  code: string;
}

/** Tells the administrators that the policy of a point of sale cannot be read any more; each failure once. */
export async function tellFailure(
  tenant: Tenant,
  institution: Institution,
  failed: Failed,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number; locale: 'fr' | 'en' }>`
    select id, locale from operators
     where institution_id = ${institution.id} and profile = 'administrator' and disabled_at is null
     order by id`.execute(tenant);
  const tellings = rows.map(
    ({ id, locale }): Telling => ({
      operatorId: id,
      kind: 'policy-unreadable',
      about: `point-of-sale:${failed.id}@${now.toISOString()}`,
      path: `/settings/points-of-sale/${failed.id}?tab=internet`,
      ...words[locale]({ ...failed, name: oneLine(failed.name) }),
    }),
  );
  await tell(tenant, institution.id, tellings, now);
}

const words: Record<'fr' | 'en', (failed: Failed) => { subject: string; body: string }> = {
  fr: ({ name, code }) => ({
    subject: `La politique de confidentialité de «\u00a0${name}\u00a0» n’a pas pu être lue`,
    body: [
      `Rappel n’a pas pu lire le texte à l’adresse de la politique de confidentialité du point de vente «\u00a0${name}\u00a0» (${code}).`,
      'Tant que c’est le cas, une approbation ne retient que l’adresse, et non le texte approuvé. Rappel réessaie chaque heure.',
      'Vérifiez l’adresse dans l’onglet «\u00a0Paramètres internet\u00a0» du point de vente.',
    ].join('\n\n'),
  }),
  en: ({ name, code }) => ({
    subject: `The privacy policy of “${name}” could not be read`,
    body: [
      `Rappel could not read the text at the address of the privacy policy of the point of sale “${name}” (${code}).`,
      'As long as this lasts, an approval keeps the address alone and not the text that was approved. Rappel tries again every hour.',
      'Check the address on the tab “Internet parameters” of the point of sale.',
    ].join('\n\n'),
  }),
};
