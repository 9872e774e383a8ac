import { type RawBuilder, sql } from 'kysely';
import { addressOf, type Rendered, type Renderer } from '../campaigns/campaigns.ts';
import type { Institution } from '../institutions/institutions.ts';
import { openSmtp, type Provider } from './hand-over.ts';
import { smsProvider } from './hand-over-sms.ts';
import { domainOf } from './pace.ts';
import { packLetter } from './parcel.ts';
import { packText } from './parcel-sms.ts';
import type { Taken } from './recipients.ts';
import type { Outgoing } from './settings.ts';

/** Over what a campaign leaves. What a message is, its provider alone knows. */
export interface Channel {
  provider: Provider<unknown>;
  /** Of `contacts c`. */
  address: RawBuilder<string | null>;
  perDomain: number | undefined;
  /** What the rate per domain counts by; undefined: nothing. */
  domainOf(recipient: Taken): string | undefined;
  pack(recipient: Taken, rendered: Rendered): unknown;
}

/** @returns undefined where nothing is set up for the campaign's channel */
export async function openChannel(
  { campaign, senderName }: Renderer,
  institution: Institution,
  outgoing: Outgoing,
): Promise<Channel | undefined> {
  if (campaign.channel === 'sms') return await openSms(institution, outgoing);
  const { email } = outgoing;
  if (campaign.channel !== 'email' || email === undefined) return undefined;
  const { type, replyTo } = campaign;
  return {
    provider: (await openSmtp(email)) as Provider<unknown>,
    address: sql`btrim(c.email)`,
    perDomain: email.perDomain,
    domainOf: ({ address }) => domainOf(address),
    pack: (recipient, rendered) =>
      packLetter(recipient, rendered, { institution, type, senderName, replyTo }, { ...outgoing, email }),
  };
}

async function openSms(institution: Institution, { sms }: Outgoing): Promise<Channel | undefined> {
  if (sms === undefined) return undefined;
  const { default: smpp } = await import('smpp');
  return {
    provider: smsProvider(sms) as Provider<unknown>,
    address: addressOf(institution, 'sms'),
    perDomain: undefined,
    domainOf: () => undefined,
    pack: ({ id, address }, { text }) => packText(address, text, id, smpp.encodings),
  };
}
