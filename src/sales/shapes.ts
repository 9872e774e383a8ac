/** Amounts are whole minor units (cents) of their currency. */
export interface Money {
  amountMinor: number;
  currency: string;
}

/**
 * Who acts, and when. `actor` is that of the audit log: `operator:<id>`, `system`, or `customer`, never with an id: a
 * line that tied an order to a person would outlive the person (R8).
 */
export interface By {
  now: Date;
  actor: string;
}

export interface OfferedPrice extends Money {
  priceCategoryId: number;
  /** Of the price category. */
  name: string;
}

export interface OfferedPerformance {
  id: number;
  startsAt: Date | null;
  endsAt: Date | null;
  venue: string | null;
  state: 'scheduled' | 'cancelled';
  /** `over` also where it has begun. */
  sale: 'not-yet' | 'open' | 'over';
  saleStartsAt: Date | null;
  /** How many may be bought here now; 0: sold out, or none for this point of sale. */
  free: number;
  /** The performance's own price, where it has one of a category, before the product's. */
  prices: OfferedPrice[];
}

export interface OfferedProduct {
  id: number;
  name: string;
  kind: 'event' | 'pass' | 'gift-card' | 'membership' | 'merchandise' | 'other';
  description: string | null;
  /** Of a pass: the last day, YYYY-MM-DD. */
  validUntil: string | null;
  /** Of a product without performances; null: as many as are wanted. */
  free: number | null;
  /** Of a product without performances. */
  prices: OfferedPrice[];
  /** Those to come, by their start. */
  performances: OfferedPerformance[];
}

/** Who a ticket is for. */
export type Attendee =
  /** Who buys: the cultural contact of the ticket, never a beneficiary (R9). */
  | { kind: 'self' }
  /** A contact of the institution; who may be named here is for the caller to know. */
  | { kind: 'contact'; contactId: number }
  /** A name typed in, no contact. The buyer's own name makes it `self` (R9). */
  | { kind: 'beneficiary'; firstName: string; lastName: string; country?: string | null }
  | { kind: 'unnamed' };

export interface WantedPlaces {
  productId: number;
  performanceId?: number | null;
  priceCategoryId: number;
  /** 1 to 50. */
  quantity: number;
  /** Of one quota only; otherwise of those of this point of sale first, then of any that is open to it. */
  quotaId?: number;
}

export interface BasketLine extends Money {
  id: number;
  productId: number;
  product: string;
  kind: OfferedProduct['kind'];
  performance: { id: number; startsAt: Date | null; endsAt: Date | null; venue: string | null } | null;
  priceCategory: string | null;
  /** Never `self`: who buys is not known yet; `unnamed` until somebody says. */
  attendee: Attendee;
}

/** A row is one ticket or one article. Its places are held until `expiresAt`. */
export interface Basket {
  /** Not to be guessed: who has it, has the basket. */
  id: string;
  pointOfSaleId: number;
  expiresAt: Date;
  lines: BasketLine[];
  /** A sum per currency. */
  totals: Money[];
}

export interface NewPayment extends Money {
  method: 'cash' | 'card-terminal' | 'transfer' | 'gift-card' | 'balance';
  /** Of a gift card. */
  giftCardCode?: string;
}

export interface NewOrder {
  basketId: string;
  /** Where it is asked for; a basket of another one is unknown there. By default the basket's own. */
  pointOfSaleId?: number;
  how: 'option' | 'reservation' | 'sale';
  /** null: nobody known, at a counter; then it is a sale and `payments` cover it. */
  purchaseContactId: number | null;
  /** By the id of the basket's line; before what the basket says. */
  attendees?: Record<number, Attendee>;
  /** A random UUID of the form: sent twice, it is one order. */
  placementKey: string;
  /** Taken in the same transaction; of a sale only. */
  payments?: NewPayment[];
  /** Of a reservation that is about to be paid online: held so long; otherwise as long as the point of sale says. */
  holdMinutes?: number;
}

export interface OrderLine extends Money {
  id: number;
  /** Its number in the order. */
  line: string;
  productId: number | null;
  product: string | null;
  kind: OfferedProduct['kind'] | null;
  performance: { id: number; startsAt: Date | null; endsAt: Date | null; venue: string | null } | null;
  priceCategory: string | null;
  validUntil: string | null;
  state: 'option' | 'reserved' | 'sold' | 'expired' | 'cancelled';
  optionConfirmedOn: string | null;
  soldOn: string | null;
  expiresAt: Date | null;
  cancelledAt: Date | null;
  cancelledBy: 'contact' | 'operator' | 'venue' | 'expiry' | null;
  attendee: Attendee;
  /** What the QR code says; null: no ticket (not sold, or cancelled since). */
  ticketCode: string | null;
  /** Of a gift card that was sold: what its holder types in. */
  giftCardCode: string | null;
}

export interface Order {
  id: number;
  number: string;
  organisationId: number;
  organisation: string;
  pointOfSaleId: number | null;
  orderedOn: string;
  placedAt: Date | null;
  purchaseContactId: number | null;
  lines: OrderLine[];
  payments: (Money & { id: number; kind: 'payment' | 'refund'; method: string; paidAt: Date })[];
  /** Sold lines less payments, per currency: positive is still to be paid, negative is to be given back. */
  due: Money[];
  /** What it comes to if all that stands is sold, less payments: what online payment asks. */
  toPay: Money[];
}

/** An entry of the waiting list (R1d). */
export interface Waiting {
  id: number;
  contactId: number;
  performanceId: number;
  product: string;
  startsAt: Date | null;
  quantity: number;
  signedUpOn: string;
  state: 'open' | 'served' | 'cancelled';
  /** Places are held for it until then; null: nothing is offered. */
  offerExpiresAt: Date | null;
}

/** What online payment needs from the process. */
export interface OnlinePaymentSettings {
  /** RAPPEL_SECRET, under which the keys of the provider are sealed. */
  secret: string | undefined;
  /** Where the provider's interface is spoken, such as `http://localhost:12111`; undefined: at the provider. */
  api?: string | undefined;
}

/** Lines of an order; none named: all that it fits. */
export interface OfLines {
  orderId: number;
  lineIds?: readonly number[] | undefined;
}
