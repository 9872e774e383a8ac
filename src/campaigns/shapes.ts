import { z } from 'zod';
import type {
  Campaign,
  Content,
  ContentProblem,
  MeasuredText,
  Rendered,
  Results,
  Volume,
} from './campaigns.ts';
import { campaignStates, campaignTypes, channels, exclusionReasons, languages } from './campaigns.ts';

/** The API's shapes of campaigns. */
const count = z.int().min(0);
const instant = z.iso.datetime();
const targetId = z.int().positive().max(Number.MAX_SAFE_INTEGER);
const type = z
  .enum(campaignTypes)
  .describe(
    'purchase-information: about a purchase or reservation, filtered by no authorisation, never marketing (R24); consent-renewal is marketing',
  );
const channel = z.enum(channels);
export const languageShape = z.enum(languages);

export const settingsShape = z.object({
  name: z.string().max(1000),
  description: z.string().max(10_000),
  type,
  channel,
  performanceId: targetId.nullable().describe('needed by purchase-information: whom it concerns (R24)'),
  reason: z.string().max(2000).nullable().describe('needed by purchase-information: why people must be told'),
  organisationId: targetId.nullable(),
  senderName: z.string().max(200).nullable(),
  replyTo: z.string().max(254).nullable(),
  defaultLanguage: languageShape.describe('for contacts whose own language it is not written in'),
  tracked: z.boolean().describe('whether addresses in its text become tracked links (R32)'),
  ratePerMinute: z
    .int()
    .positive()
    .max(1_000_000)
    .nullable()
    .describe('null: as fast as the mail server takes them'),
  targets: z.array(targetId).max(100).describe('ids of targets: who is in it'),
  leftOut: z.array(targetId).max(100).describe('ids of targets: who is left out in any case'),
});

export const campaignShape = settingsShape
  .extend({
    id: z.int(),
    state: z.enum(campaignStates),
    scheduledAt: instant.nullable(),
    preparedAt: instant.nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    failure: z
      .string()
      .nullable()
      .describe('a code: why it was paused by itself or, on its way, why nothing leaves for now'),
    createdAt: instant.nullable(),
    version: z.int().describe('to be given back by who changes or sends it'),
  })
  .meta({ id: 'Campaign' });

const iso = (at: Date | null) => at?.toISOString() ?? null;

export const shownCampaign = (campaign: Campaign): z.infer<typeof campaignShape> => ({
  ...campaign,
  scheduledAt: iso(campaign.scheduledAt),
  preparedAt: iso(campaign.preparedAt),
  startedAt: iso(campaign.startedAt),
  endedAt: iso(campaign.endedAt),
  createdAt: iso(campaign.createdAt),
});

export const listedShape = z.object({
  id: z.int(),
  name: z.string(),
  type,
  channel,
  state: z.enum(campaignStates),
  scheduledAt: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  recipients: count.describe('contacts of its targets without those left out'),
  sent: count,
  excluded: count,
  clicked: count,
});

export const contentShape = z.object({
  subject: z.string().max(1000).describe('Liquid'),
  preheader: z.string().max(1000).describe('Liquid'),
  body: z.string().max(400_000).describe('e-mail: MJML with Liquid; other channels: text with Liquid'),
  textBody: z.string().max(400_000).nullable().describe('the plain part, Liquid; null: made from the body'),
}) satisfies z.ZodType<Content>;

export const contentsShape = z.object({ fr: contentShape.optional(), en: contentShape.optional() });

export const problemShape = z.object({
  language: languageShape,
  part: z.enum(['subject', 'preheader', 'body', 'textBody']),
  code: z
    .string()
    .describe(
      'liquid-syntax, much-liquid, unknown-variable, mjml, mjml-not-read, unused-liquid, script, address, no-alternative, text-too-long or empty',
    ),
  line: z.int().nullable(),
  column: z.int().nullable(),
  about: z.string().nullable().describe('what stands there, or what the compiler says of it'),
}) satisfies z.ZodType<ContentProblem>;

export const volumeShape = z.object({
  members: count.describe('contacts of the targets'),
  reached: count,
  excluded: z.array(z.object({ reason: z.enum(exclusionReasons), count })),
  unanswered: count.describe(
    'individuals and relays that said neither yes nor no to general marketing (R25)',
  ),
}) satisfies z.ZodType<Volume>;

export const messageShape = z.object({
  language: languageShape,
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  unsubscribe: z.string().nullable(),
}) satisfies z.ZodType<Rendered>;

export const sizeShape = z
  .object({
    encoding: z.enum(['gsm', 'ucs2']),
    characters: count,
    messages: count,
    perMessage: count.describe('how many characters fit into each of so many messages'),
    forcing: z
      .array(z.string())
      .describe('the characters that GSM 03.38 does not have; they halve what fits'),
  })
  .describe('what a text message takes, for this reader') satisfies z.ZodType<MeasuredText>;

export const resultsShape = z.object({
  states: z.record(z.string(), count).describe('contacts of its targets by what became of their message'),
  excluded: z.array(z.object({ reason: z.string(), count })),
  failures: z.array(z.object({ reason: z.string(), count })),
  sent: count,
  bounced: count,
  clicked: count.describe('contacts with an explicit click (R32)'),
  unsubscribed: count,
  step: z.enum(['hour', 'day']),
  timeline: z.array(
    z.object({ at: instant, sent: count, bounced: count, clicked: count, unsubscribed: count }),
  ),
  links: z.array(z.object({ url: z.string(), clicks: count, contacts: count })),
});

export const shownResults = (results: Results): z.infer<typeof resultsShape> => ({
  ...results,
  timeline: results.timeline.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts })),
});
