import { type Columns, optional, type Row, required, type Values } from './columns.ts';
import { country, currency, date, dateTime, decimal, oneOf, text } from './fields.ts';

/** The columns of a file of orders. */
export const orderColumns = {
  order_number: required(text(100)),
  line: required(text(50)),
  organisation: optional(text(300)),
  ordered_on: optional(date),
  purchase_contact: optional(text(100)),
  state: required(oneOf('option', 'reserved', 'sold', 'expired', 'cancelled')),
  option_confirmed_on: optional(date),
  sold_on: optional(date),
  product: optional(text(300)),
  performance_start: optional(dateTime),
  performance_end: optional(dateTime),
  valid_until: optional(date),
  cultural_contact: optional(text(100)),
  beneficiary_first_name: optional(text(200)),
  beneficiary_last_name: optional(text(200)),
  beneficiary_country: optional(country),
  price: optional(decimal),
  currency: optional(currency),
} satisfies Columns;

export type LineRow = Row<typeof orderColumns>;
export type LineValues = Values<typeof orderColumns>;
