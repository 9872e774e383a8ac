import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { voidGiftCards } from './gift-cards.ts';
import { lockOrder } from './locks.ts';
import { inCurrency, moveBalance, selectDue } from './money.ts';
import { selectOrder } from './order.ts';
import { accountOf, payBack, refundable } from './payments.ts';
import { countPlaces } from './quotas.ts';
import { releasePlaces } from './release.ts';
import type { By, Money, NewPayment, OfLines, Order } from './shapes.ts';
import { totalsOf } from './totals.ts';

/**
 * Cancels lines that stand; their places are free again and offered to who waits. A cancelled sale is credited to the
 * purchase contact; `refund` pays back at once what was paid of it (`balance`: the credit stays).
 * @throws DomainError `unknown-order`, `nothing-to-cancel`, `gift-card-used`, `nobody-credited` (a paid order of nobody
 *   whose money is not paid back), and those of `refund`
 */
export async function cancelLines(
  database: Database,
  institution: Institution,
  of: OfLines & {
    cancelledBy: 'contact' | 'operator' | 'venue';
    refund?: NewPayment['method'] | undefined;
  },
  by: By,
): Promise<Order> {
  const i = institution.id;
  return await inInstitution(database, i, async (tenant) => {
    const order = await lockOrder(tenant, i, of.orderId);
    const { rows } = await sql<CancelledRow>`
      with standing as (
        select id, state from order_lines
         where institution_id = ${i} and order_id = ${order.id} and ${isMeant(of)}
      )
      update order_lines l
         set state = 'cancelled', cancelled_at = ${by.now}, cancelled_by = ${of.cancelledBy}
        from standing s
       where l.institution_id = ${i} and l.id = s.id
      returning l.id, l.quota_id as "quotaId", s.state = 'sold' as sold, l.price_minor as "amountMinor", l.currency`.execute(
      tenant,
    );
    if (rows.length === 0)
      throw new DomainError('nothing-to-cancel', 'nothing stands here that could be cancelled');
    await voidGiftCards(tenant, i, ids(rows));
    await releasePlaces(tenant, institution, countPlaces(rows), by.now);
    const credit = creditOf(rows);
    const minus = credit.map(({ amountMinor, currency }) => ({ amountMinor: -amountMinor, currency }));
    await moveBalance(tenant, i, accountOf(order), minus);
    if (of.refund !== undefined) {
      for (const { amountMinor, currency } of credit) {
        const amount = Math.min(amountMinor, await refundable(tenant, i, order, currency));
        if (amount <= 0) continue;
        await payBack(tenant, institution, order, { method: of.refund, amountMinor: amount, currency }, by);
      }
    }
    if (order.purchaseContactId === null) {
      const left = await selectDue(tenant, i, order.id);
      if (left.some(({ amountMinor }) => amountMinor < 0)) {
        throw new DomainError('nobody-credited', 'without a purchase contact the money is paid back at once');
      }
    }
    await refreshOrderActivity(tenant, i, [order.id]);
    const details = { lines: rows.length, by: of.cancelledBy };
    await audit(tenant, i, by.now, {
      ...{ actor: by.actor, action: 'order.cancel', subject: `order:${order.id}`, details },
    });
    return await selectOrder(tenant, i, order.id);
  });
}

/** What cancelling would credit, and what of it was paid and may be paid back. @throws DomainError `unknown-order` */
export async function previewCancel(
  database: Database,
  institution: Institution,
  of: OfLines,
): Promise<{ lineIds: number[]; credit: Money[]; refundable: Money[] }> {
  const i = institution.id;
  return await inInstitution(database, i, async (tenant) => {
    const order = await lockOrder(tenant, i, of.orderId);
    const { rows } = await sql<CancelledRow>`
      select id, quota_id as "quotaId", state = 'sold' as sold, price_minor as "amountMinor", currency
        from order_lines where institution_id = ${i} and order_id = ${order.id} and ${isMeant(of)}`.execute(
      tenant,
    );
    const credit = creditOf(rows);
    return { lineIds: ids(rows), credit, refundable: await paidOf(tenant, i, order.id, credit) };
  });
}

/** Of what will be credited, so much was paid: the rest was owed still. */
async function paidOf(tenant: Tenant, i: number, orderId: number, credit: Money[]): Promise<Money[]> {
  const due = await selectDue(tenant, i, orderId);
  return credit.flatMap(({ amountMinor, currency }) => {
    const paid = Math.min(amountMinor, amountMinor - inCurrency(due, currency));
    return paid > 0 ? [{ amountMinor: paid, currency }] : [];
  });
}

interface CancelledRow {
  id: number;
  quotaId: number | null;
  sold: boolean;
  amountMinor: number | null;
  currency: string | null;
}

const isMeant = ({ lineIds = undefined }: OfLines) => sql`
  state in ('option', 'reserved', 'sold')
  and (${lineIds ?? null}::bigint[] is null or id = any(${lineIds ?? null}::bigint[]))`;

const ids = (rows: CancelledRow[]) => rows.map(({ id }) => id);

/** Only a sale was owed. */
const creditOf = (rows: CancelledRow[]): Money[] =>
  totalsOf(
    rows.flatMap(({ sold, amountMinor, currency }) =>
      sold && amountMinor !== null && currency !== null ? [{ amountMinor, currency }] : [],
    ),
  );
