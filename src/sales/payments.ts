import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { By, NewPayment, Order } from './shapes.ts';

/**
 * Takes a payment for an order. It is no activity (R1) and sells nothing; it makes a customer (R7).
 * @throws DomainError `unknown-order`, `wrong-amount` (more than is to pay), `unknown-gift-card`, `gift-card-spent`, `not-enough-credit`
 */
export declare function takePayment(
  database: Database,
  institution: Institution,
  orderId: number,
  payment: NewPayment,
  by: By,
): Promise<Order>;
/** Pays back what an order was paid too much. @throws DomainError `unknown-order`, `wrong-amount`, `unknown-gift-card` */
export declare function refund(
  database: Database,
  institution: Institution,
  orderId: number,
  payment: NewPayment,
  by: By,
): Promise<Order>;
