import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { OfLines } from './confirm.ts';
import type { By, Money, NewPayment, Order } from './shapes.ts';

/**
 * Cancels lines that stand; their places are free again and offered to who waits. A cancelled sale is credited to the
 * purchase contact; `refund` pays back at once.
 * @throws DomainError `unknown-order`, `nothing-to-cancel`, `nobody-credited` (a paid order of nobody without refund), those of refund
 */
export declare function cancelLines(
  database: Database,
  institution: Institution,
  of: OfLines & { cancelledBy: 'contact' | 'operator' | 'venue'; refund?: NewPayment['method'] | undefined },
  by: By,
): Promise<Order>;
/** What cancelling would credit, and what of it was paid and may be paid back. */
export declare function previewCancel(
  database: Database,
  institution: Institution,
  of: OfLines,
): Promise<{ lineIds: number[]; credit: Money[]; refundable: Money[] }>;
