import { z } from 'zod';
import { productKinds, productStates } from './shared.ts';

/** What the API tells of the catalogue, and is told. */
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const version = z.int().positive();
const ref = z.object({ id: z.int(), name: z.string() });
const moment = z.iso.datetime().nullable();
/** With its offset; the institution's time zone is the page's business. */
const given = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const minor = z.int().min(0).max(1_000_000_000_00);

export const season = z
  .object({
    id: z.int(),
    name: z.string(),
    startsOn: z.iso.date().nullable(),
    endsOn: z.iso.date().nullable(),
    version: z.int(),
    products: z.int(),
  })
  .meta({ id: 'Season' });
export const wantedSeason = z.object({
  name: z.string().max(1000),
  startsOn: z.iso.date().nullable(),
  endsOn: z.iso.date().nullable(),
});

export const priceCategory = z
  .object({ id: z.int(), name: z.string(), position: z.int(), version: z.int() })
  .meta({ id: 'PriceCategory' });
export const wantedPriceCategory = z.object({
  name: z.string().max(1000),
  position: z.int().min(0).max(100_000),
});

const quota = z
  .object({
    id: z.int(),
    name: z.string(),
    capacity: z.int(),
    taken: z.int().describe('standing lines, places in baskets and offered to the waiting list'),
    pointsOfSale: z.array(z.int()).describe('ids; none: for all'),
  })
  .meta({ id: 'Quota' });
export const wantedQuotas = z
  .array(
    z.object({
      id: z.int().positive().optional().describe('left out: a new one'),
      name: z.string().max(1000),
      capacity: z.int().min(0).max(1_000_000),
      pointsOfSale: z.array(z.int().positive()).max(200),
    }),
  )
  .max(50);
const price = z
  .object({ categoryId: z.int(), amountMinor: z.int().describe('in minor units'), currency: z.string() })
  .meta({ id: 'Price' });
export const wantedPrices = z
  .array(z.object({ categoryId: z.int().positive(), amountMinor: minor }))
  .max(100);

const kind = z.enum(productKinds);
const state = z.enum(productStates);
export const wantedProduct = z.object({
  kind,
  name: z.string().max(1000),
  seasonId: z.int().positive().nullable(),
  description: z.string().max(20_000).nullable(),
  validUntil: z.iso.date().nullable().describe('of a pass: its last day (R2)'),
});
export const product = z
  .object({
    id: z.int(),
    organisation: ref,
    kind,
    name: z.string(),
    season: ref.nullable(),
    description: z.string().nullable(),
    validUntil: z.iso.date().nullable(),
    state,
    version: z.int(),
    hasPerformances: z.boolean().describe('it stays an event'),
    sold: z.boolean().describe('the validity of a pass stays'),
    prices: z.array(price),
    quotas: z.array(quota).describe('of what has no performances'),
    missing: z
      .array(z.enum(['price', 'performance', 'quota', 'validity']))
      .describe('what it still takes to put it on sale'),
  })
  .meta({ id: 'Product' });
export const listedProduct = z
  .object({
    id: z.int(),
    organisation: ref,
    kind,
    name: z.string(),
    season: ref.nullable(),
    state,
    validUntil: z.iso.date().nullable(),
    nextAt: moment.describe('the next performance'),
    performances: z.object({ coming: z.int(), all: z.int() }),
    places: z
      .object({ capacity: z.int(), taken: z.int() })
      .nullable()
      .describe('of the performances to come, or of the product; null: without quota'),
  })
  .meta({ id: 'ListedProduct' });

const shared = {
  venue: z.string().max(1000).nullable(),
  saleStartsAt: given.nullable(),
  saleEndsAt: given.nullable(),
  quotas: wantedQuotas,
  prices: wantedPrices.describe('in place of the product’s'),
};
export const dates = z.object({ startsAt: given, endsAt: given.nullable() });
export const wantedPerformance = z.object(shared);
export const newPerformances = z.object({ dates: z.array(dates).min(1).max(500), ...shared });
export const performance = z
  .object({
    id: z.int(),
    productId: z.int(),
    startsAt: moment,
    endsAt: moment,
    venue: z.string().nullable(),
    state: z.enum(['scheduled', 'cancelled']),
    saleStartsAt: moment,
    saleEndsAt: moment,
    version: z.int(),
    quotas: z.array(quota),
    prices: z.array(price),
  })
  .meta({ id: 'Performance' });

export const touched = z
  .object({
    orders: z.int(),
    lines: z.int().describe('options, reservations and tickets that stand'),
    tickets: z.int().describe('those of them that are sold'),
    persons: z.int(),
    waiting: z.int().describe('open entries of the waiting list'),
    credits: z
      .array(z.object({ currency: z.string(), amountMinor: z.int() }))
      .describe('what cancelling credits to purchase contacts'),
  })
  .meta({ id: 'Touched' });
export const preview = touched
  .extend({
    reach: z.object({
      told: z.int().describe('persons who are told by mail'),
      withoutEmail: z.int().describe('persons without an e-mail address'),
      unnamed: z.int().describe('tickets of nobody known'),
    }),
  })
  .meta({ id: 'TouchedPreview' });
export const tell = z.boolean().default(true).describe('whether its people are told by mail');
export const reviewed = z
  .object({ lines: z.int().min(0), waiting: z.int().min(0) })
  .describe('what was shown before it was confirmed');
