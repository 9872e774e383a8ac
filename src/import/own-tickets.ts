import { sql } from 'kysely';
import { isNamed } from '../contacts/contacts.ts';
import type { ImportContext } from './kind.ts';
import type { NamedContact } from './named-contacts.ts';

interface OrderValues {
  order_number: string;
  purchase_contact?: string | null | undefined;
  cultural_contact?: string | null | undefined;
  beneficiary_first_name?: string | null | undefined;
  beneficiary_last_name?: string | null | undefined;
}

type Name = Pick<NamedContact, 'id' | 'firstName' | 'lastName'>;

/**
 * Finds the lines whose beneficiary is the buyer herself. R9: beneficiaries outlive the purchaser, so her name
 * would outlive her; she is the cultural contact of her ticket, never a beneficiary.
 * @returns of such a line the buyer's id, of others undefined
 */
export async function ownTickets(
  context: ImportContext,
  rows: { values: OrderValues }[],
  contacts: Map<string, NamedContact>,
): Promise<(values: OrderValues) => number | undefined> {
  const named = rows.filter(({ values }) => mayBeOwn(values));
  if (named.length === 0) return () => undefined;
  const buyers = context.present.has('purchase_contact')
    ? undefined
    : await selectBuyers(context, new Set(named.map(({ values }) => values.order_number)));
  return (values) => {
    if (!mayBeOwn(values)) return undefined;
    const buyer = buyers ? buyers.get(values.order_number) : contacts.get(values.purchase_contact ?? '');
    const name = {
      firstName: values.beneficiary_first_name ?? null,
      lastName: values.beneficiary_last_name ?? null,
    };
    return buyer !== undefined && isNamed(buyer, name) ? buyer.id : undefined;
  };
}

function mayBeOwn(values: OrderValues): boolean {
  return !values.cultural_contact && Boolean(values.beneficiary_first_name || values.beneficiary_last_name);
}

/** Where a file of known orders does not name the buyers again. */
async function selectBuyers(
  { tenant, institution }: ImportContext,
  numbers: Set<string>,
): Promise<Map<string, Name>> {
  const { rows } = await sql<Name & { number: string }>`
    select o.number, c.id, c.first_name as "firstName", c.last_name as "lastName"
      from orders o
      join contacts c on c.institution_id = ${institution.id} and c.id = o.purchase_contact_id
     where o.institution_id = ${institution.id} and o.number = any(${[...numbers]}::text[])`.execute(tenant);
  return new Map(rows.map((row) => [row.number, row]));
}
