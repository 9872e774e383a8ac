import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { seal, unseal } from '../operators/operators.ts';
import type { PaymentProvider } from './provider.ts';
import type { By, OnlinePaymentSettings } from './shapes.ts';
import { openStripe } from './stripe.ts';

/** What a key is sealed for: it opens for no other organisation, and not as the other key. */
const whose = (institution: Institution, organisationId: number, which: 'secret-key' | 'webhook-secret') =>
  `${institution.id}/${organisationId}/${which}`;

const keys = z.object({
  secretKey: z
    .string()
    .trim()
    .regex(/^(sk|rk)_[A-Za-z0-9_]{8,250}$/),
  webhookSecret: z
    .string()
    .trim()
    .regex(/^whsec_[A-Za-z0-9+/=_-]{8,250}$/),
});

/**
 * Says how an organisation is paid online. The keys are sealed under RAPPEL_SECRET and shown to nobody again.
 * @param wanted null: not at all any more
 * @throws DomainError `wrong-provider-keys`, `unknown-organisation`
 */
export async function savePaymentProvider(
  database: Database,
  institution: Institution,
  organisationId: number,
  wanted: { secretKey: string; webhookSecret: string } | null,
  secret: string | undefined,
  { now, actor }: By,
): Promise<void> {
  const parsed = wanted === null ? null : keys.safeParse(wanted);
  if (parsed?.success === false) {
    throw new DomainError(
      'wrong-provider-keys',
      'a secret key begins with sk_ or rk_, a webhook secret with whsec_',
    );
  }
  const sealed = parsed && {
    key: seal(
      secret,
      'payment-provider',
      whose(institution, organisationId, 'secret-key'),
      parsed.data.secretKey,
    ),
    webhook: seal(
      ...([secret, 'payment-provider', whose(institution, organisationId, 'webhook-secret')] as const),
      parsed.data.webhookSecret,
    ),
  };
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      select id from organisations where institution_id = ${institution.id} and id = ${organisationId}`.execute(
      tenant,
    );
    if (rows.length === 0) throw new DomainError('unknown-organisation', 'there is no such organisation');
    if (sealed === null) {
      await sql`
        delete from payment_providers
         where institution_id = ${institution.id} and organisation_id = ${organisationId}`.execute(tenant);
    } else {
      await sql`
        insert into payment_providers (institution_id, organisation_id, provider, secret_key, webhook_secret)
        values (${institution.id}, ${organisationId}, 'stripe', ${sealed.key}, ${sealed.webhook})
            on conflict (institution_id, organisation_id) do update
               set secret_key = excluded.secret_key, webhook_secret = excluded.webhook_secret`.execute(
        tenant,
      );
    }
    await audit(tenant, institution.id, now, {
      ...{ actor, action: sealed === null ? 'payment-provider.remove' : 'payment-provider.save' },
      subject: `organisation:${organisationId}`,
    });
  });
}

/** @returns the organisations that are paid online */
export async function selectPaidOnline(database: Database, institution: Institution): Promise<number[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select organisation_id as id from payment_providers where institution_id = ${institution.id}
       order by organisation_id`.execute(tenant);
    return rows.map(({ id }) => id);
  });
}

/**
 * @throws DomainError `no-online-payment`; `provider-keys-unreadable` where RAPPEL_SECRET is another than when they were
 *   saved
 */
export async function openProvider(
  database: Database,
  institution: Institution,
  organisationId: number,
  { secret, api }: OnlinePaymentSettings,
): Promise<PaymentProvider> {
  const row = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ key: Buffer; webhook: Buffer }>`
      select secret_key as key, webhook_secret as webhook from payment_providers
       where institution_id = ${institution.id} and organisation_id = ${organisationId}`.execute(tenant);
    return rows[0];
  });
  if (row === undefined) throw new DomainError('no-online-payment', 'this organisation is not paid online');
  const open = (which: Parameters<typeof whose>[2], sealed: Buffer) =>
    unseal(secret, 'payment-provider', whose(institution, organisationId, which), sealed);
  const secretKey = open('secret-key', row.key);
  const webhookSecret = open('webhook-secret', row.webhook);
  if (secretKey === undefined || webhookSecret === undefined) {
    throw new DomainError('provider-keys-unreadable', 'RAPPEL_SECRET has changed: type the keys in again');
  }
  return await openStripe({ secretKey, webhookSecret }, api);
}
