import { z } from 'zod';
import { authorisations } from '../consent/consent.ts';
import { answerWays, closedStates, identityChecks, requestKinds, requestWays } from './subject-access.ts';

/** Requests of persons, as the API describes them. */
const text = z.string().nullable();
const instant = z.iso.datetime();
const words = z.string().trim().max(4000);

export const listedRequest = z
  .object({
    id: z.int(),
    kind: z.enum(requestKinds),
    way: z.enum(requestWays),
    receivedOn: z.string(),
    dueOn: z.string(),
    daysLeft: z.int().nullable().describe('until it is due; below zero: overdue; null: closed'),
    extended: z.boolean(),
    identity: z.enum(identityChecks).nullable().describe('how it was made sure who asks; null: not yet'),
    state: z.enum(['open', ...closedStates]),
    closedAt: instant.nullable(),
    answerWay: z
      .enum([...answerWays, 'account'])
      .nullable()
      .describe('account: at once, in the account'),
    contact: z
      .object({ number: z.string(), name: z.string() })
      .nullable()
      .describe('null: the contact was erased since'),
  })
  .meta({ id: 'ListedRequest' });

export const requestDetails = listedRequest
  .extend({
    texts: z.object({
      asked: z.string().optional(),
      extension: z.string().optional(),
      answer: z.string().optional(),
    }),
    recordedAt: instant,
    recordedBy: text,
    identityAt: instant.nullable(),
    identityBy: text,
    extendedAt: instant.nullable(),
    extendedBy: text,
    closedBy: text,
    doneAt: instant.nullable().describe('when what was asked for was carried out'),
    doneBy: text,
    namesakes: z.int().describe('other contacts that bear the same name'),
  })
  .meta({ id: 'RequestDetails' });

export const newRequest = z.object({
  kind: z.enum(requestKinds),
  way: z.enum(requestWays),
  receivedOn: z.iso.date(),
  identity: z.enum(identityChecks).optional(),
  text: words.optional().describe('what was asked; goes with the contact'),
});

export const identityCheck = z.object({ identity: z.enum(identityChecks) });
export const carryingOut = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('objection'), authorisations: z.array(z.enum(authorisations)).min(1) }),
    z.object({ kind: z.literal('restriction'), reason: words.min(3) }),
    z.object({
      kind: z.literal('erasure'),
      confirm: z.string().max(200).describe('the number of the contact, typed'),
      overrideReason: words.min(3).optional().describe('in spite of a debt or a ticket to come; is kept'),
    }),
  ])
  .meta({ id: 'CarryingOut' });
export const extension = z.object({ reason: words.min(3) });
export const answer = z.object({
  state: z.enum(closedStates),
  way: z.enum(answerWays).optional(),
  text: words.optional().describe('what was answered; of a refusal its reason; goes with the contact'),
});
