import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { By, NewPayment, Order } from './shapes.ts';

/** What of an order; without lines all that it fits. */
export interface OfLines {
  orderId: number;
  lineIds?: readonly number[] | undefined;
}

/** Confirms options (R1b): a step of its own. They stand as long as a reservation of the point of sale. @throws DomainError `unknown-order`, `nothing-to-confirm` */
export declare function confirmOption(
  database: Database,
  institution: Institution,
  of: OfLines,
  by: By,
): Promise<Order>;
/** Sells options and reservations that stand. @throws DomainError `unknown-order`, `nothing-to-sell`, `nobody-owes`, those of takePayment */
export declare function sellLines(
  database: Database,
  institution: Institution,
  of: OfLines & { payments?: readonly NewPayment[] },
  by: By,
): Promise<Order>;
