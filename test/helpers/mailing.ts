import { type AddressOf, messageAddresses, openTokens, type Tokens } from '../../src/tracking/tracking.ts';
import type { Venue } from './venue.ts';

/** Of `Web`. */
const tokens: Tokens = openTokens('a secret that is long enough to be one');
/** Addresses without a host, to be asked of a server in a test. */
export const paths = messageAddresses('', tokens);

/** A campaign that was sent, its links and its recipients, written directly. */
export class Mailing {
  readonly venue: Venue;
  readonly id: number;

  private constructor(venue: Venue, id: number) {
    this.venue = venue;
    this.id = id;
  }

  static async open(venue: Venue, values: Record<string, unknown> = {}): Promise<Mailing> {
    const row = { name: `Printemps ${Math.random()}`, state: 'sent', ...values };
    return new Mailing(venue, await venue.insert('campaigns', row));
  }

  async link(url: string, kind: 'link' | 'decoy' = 'link'): Promise<number> {
    return await this.venue.insert('campaign_links', { campaign_id: this.id, url, kind });
  }

  /** @param values `state` and `sent_at` unless the message left today */
  async recipient(contact: number | null, values: Record<string, unknown> = {}): Promise<number> {
    const row = { campaign_id: this.id, contact_id: contact, state: 'sent', sent_at: new Date(), ...values };
    return await this.venue.insert('campaign_recipients', row);
  }

  of(recipient: number): AddressOf {
    return { institution: this.venue.id, recipient };
  }
}
