import { type RawBuilder, sql } from 'kysely';
import type { Rendered, Renderer } from '../campaigns/campaigns.ts';
import type { Institution } from '../institutions/institutions.ts';
import { openSmtp, type Provider } from './hand-over.ts';
import { domainOf } from './pace.ts';
import { packLetter } from './parcel.ts';
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
