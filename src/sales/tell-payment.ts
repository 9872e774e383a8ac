import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { tell } from '../messages/messages.ts';
import { permissionsOf, profileNames } from '../operators/operators.ts';

type What = 'late' | 'mismatch' | 'twice' | 'unknown';

/** Tells everybody who may pay back that a payment needs a person: by the order's id, with nothing of who paid. */
export async function tellOfPayment(
  tenant: Tenant,
  institution: Institution,
  { what, about, orderId }: { what: What; about: string; orderId?: number },
  now: Date,
): Promise<void> {
  const profiles = profileNames.filter((profile) => permissionsOf(profile).includes('sales.refund'));
  const { rows } = await sql<{ id: number; locale: 'fr' | 'en' }>`
    select id, locale from operators
     where institution_id = ${institution.id} and disabled_at is null and profile = any(${profiles}::text[])
     order by id`.execute(tenant);
  await tell(
    tenant,
    institution.id,
    rows.map(({ id, locale }) => ({
      operatorId: id,
      kind: `payment-${what}`,
      about,
      ...words[locale][what],
      ...(orderId === undefined ? {} : { path: `/box-office/orders/${orderId}` }),
    })),
    now,
  );
}

// A colon has a no-break space before it (\u00a0); ; ! ? a narrow one (\u202f).
const words: Record<'fr' | 'en', Record<What, { subject: string; body: string }>> = {
  fr: {
    late: {
      subject: 'Paiement en ligne arrivé trop tard',
      body: 'Un paiement en ligne est arrivé après l’expiration de la commande, et ses places ont été vendues entre-temps. Le montant est au crédit du contact d’achat\u00a0: remboursez-le ou proposez d’autres places.',
    },
    mismatch: {
      subject: 'Paiement en ligne d’un autre montant',
      body: 'Un paiement en ligne ne correspond pas au montant demandé. Rien n’a été vendu\u00a0; ce qui a été reçu est au crédit du contact d’achat. Vérifiez-le auprès du prestataire.',
    },
    twice: {
      subject: 'Commande payée deux fois en ligne',
      body: 'Une commande qui n’avait plus rien à payer a été payée en ligne. Le montant est au crédit du contact d’achat\u00a0: remboursez-le.',
    },
    unknown: {
      subject: 'Paiement en ligne inconnu',
      body: 'Le prestataire annonce un paiement qui n’appartient à aucune commande d’ici. Vérifiez-le auprès du prestataire.',
    },
  },
  en: {
    late: {
      subject: 'An online payment came too late',
      body: 'An online payment came after its order had expired, and the places were sold meanwhile. The amount is a credit of the purchase contact: pay it back, or offer other places.',
    },
    mismatch: {
      subject: 'An online payment of another amount',
      body: 'An online payment is not of the amount that was asked. Nothing was sold; what was received is a credit of the purchase contact. Check it with the provider.',
    },
    twice: {
      subject: 'An order was paid twice online',
      body: 'An order that had nothing left to pay was paid online. The amount is a credit of the purchase contact: pay it back.',
    },
    unknown: {
      subject: 'An unknown online payment',
      body: 'The provider tells of a payment that belongs to no order here. Check it with the provider.',
    },
  },
};
