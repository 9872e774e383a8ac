import { z } from 'zod';
import { confidentialities } from '../contacts/contacts.ts';

/** The answers about a contact's file, as the API describes them. */
const text = z.string().nullable();
const instant = z.iso.datetime({ offset: true });
const count = z.object({ count: z.int(), more: z.boolean().describe('there are more than were counted') });
const acting = z.object({
  number: z.string(),
  name: text.describe('null where you may not open that file'),
});

const rope = z.object({
  stored: z
    .object({ recency: z.string(), source: z.string(), organisation: text, computedAt: instant })
    .nullable()
    .describe('the GDPR recency as the last run stored it (R3)'),
  recency: z.string(),
  source: z.string(),
  organisation: text,
  months: z.int(),
  forgottenOn: z.string(),
  obstacles: z.array(z.enum(['restricted', 'role', 'waiting', 'debt', 'credit'])),
  knots: z.array(z.object({ day: z.string(), source: z.string(), organisation: text })),
});

export const file = z
  .object({
    number: z.string(),
    kind: z.enum(['individual', 'structure', 'relay']),
    title: text,
    firstName: text,
    lastName: text,
    companyName: text,
    email: text,
    phone: text,
    mobile: text,
    birthDate: text,
    language: text,
    street: text,
    postcode: text,
    town: text,
    country: text,
    createdOn: z.string(),
    validUntil: text.describe('after this day it is chosen for no new sale'),
    valid: z.boolean(),
    confidentiality: z.enum(confidentialities),
    status: z.enum(['prospect', 'customer']).describe('R7'),
    structure: acting.nullable(),
    relays: z.object({ items: z.array(acting), more: z.boolean() }),
    roles: z.array(z.object({ role: z.string(), validUntil: text })),
    balances: z.array(z.object({ organisation: z.string(), currency: z.string(), amountMinor: z.number() })),
    restrictedOn: text,
    restriction: z.object({ reason: z.string(), by: text, at: instant }).nullable(),
    orders: count,
    hidden: z
      .object({ balances: z.int(), orders: count })
      .describe('what belongs to organisations that you do not work for'),
    lastChanges: z.array(z.object({ field: z.string(), by: text, at: instant })),
    rope: rope.nullable(),
  })
  .meta({ id: 'ContactFile' });

export const order = z.object({
  id: z.int(),
  number: z.string(),
  organisation: z.string(),
  orderedOn: z.string(),
  day: z.string().describe('by which it is listed: of its activity (R2), or of the attendance'),
  as: z.array(z.enum(['purchase', 'cultural'])),
  lines: z.array(
    z.object({
      line: z.string(),
      product: text,
      startsAt: text,
      endsAt: text,
      validUntil: text,
      state: z.enum(['option', 'reserved', 'sold', 'expired', 'cancelled']),
      priceMinor: z.number().nullable(),
      currency: text,
      own: z.boolean().describe('this contact is its cultural contact'),
    }),
  ),
  lineCount: z.int(),
});

export const event = z.object({
  kind: z.enum([
    'creation',
    'order',
    'attendance',
    'waiting-list',
    'click',
    'criterion',
    'authorisation',
    'restricted',
    'lifted',
    'edit',
  ]),
  id: z.int(),
  day: z.string(),
  at: text,
  source: text.describe('the activity of R1 that it is; null: it moves no recency'),
  organisation: text,
  by: text,
  detail: z.record(z.string(), text),
});

export const access = z.object({
  at: instant,
  by: z.string(),
  action: z.string(),
  fields: z.array(z.string()),
});

export const erasure = z.object({
  outcome: z.enum(['delete', 'anonymise']).describe('R7'),
  obstacles: z.array(z.enum(['debt', 'credit', 'tickets-to-come'])),
});
