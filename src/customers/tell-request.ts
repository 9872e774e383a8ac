import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { letter } from './letters.ts';
import type { Locale } from './shapes.ts';
import { tellCustomer } from './tell-one.ts';

/**
 * Tells a customer that a request about its data was answered, or that the answer takes longer, with a link to the
 * account in a shop: what was answered, and the reason, stand there and not in the message.
 * @returns whether there is an account to be told
 */
export async function tellOfRequest(
  tenant: Tenant,
  institution: Institution,
  what: 'request-answered' | 'request-extended',
  { id, contactId }: { id: number; contactId: number | null },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ email: string; locale: Locale; slug: string }>`
    select a.email, a.locale, p.slug
      from customer_accounts a
      join lateral (select slug from points_of_sale p
                     where p.institution_id = ${institution.id} and p.kind = 'shop'
                     order by p.state <> 'open', p.id limit 1) p on true
     where a.institution_id = ${institution.id} and a.contact_id = ${contactId}::bigint`.execute(tenant);
  const [account] = rows;
  if (account === undefined) return false;
  await tellCustomer(
    tenant,
    { institution, path: `/shop/${account.slug}` },
    {
      contactId,
      to: { name: null, address: account.email },
      kind: what,
      about: `request:${id}`,
      ...letter(account.locale, what, { institution: institution.name }),
      page: '/account/requests',
      now,
    },
  );
  return true;
}
