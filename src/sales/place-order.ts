import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { By, NewOrder, Order } from './shapes.ts';

/**
 * Makes an order of a basket, which is gone then; the places go over, so nothing can be sold out here. The same
 * placement key gives the same order.
 * @throws DomainError `unknown-basket` (also: expired), `empty-basket`, `unknown-contact`, `no-options-here`,
 *   `nobody-owes` (an order of nobody that is not paid), `wrong-beneficiary`, and those of takePayment
 */
export declare function placeOrder(
  database: Database,
  institution: Institution,
  wanted: NewOrder,
  by: By,
): Promise<Order>;
