import { sql } from 'kysely';
import {
  type Campaign,
  type CampaignSettings,
  createCampaign,
  prepareCampaign,
  saveContent,
  sendNow,
} from '../../src/campaigns/campaigns.ts';
import type { Venue } from './venue.ts';

export const MJML = (text: string) =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>`;

const draft: CampaignSettings = {
  name: 'Season',
  description: '',
  type: 'marketing',
  channel: 'email',
  performanceId: null,
  reason: null,
  organisationId: null,
  senderName: null,
  replyTo: null,
  defaultLanguage: 'fr',
  tracked: true,
  ratePerMinute: null,
  targets: [],
  leftOut: [],
};

export const PUBLIC_URL = 'https://tickets.example.org';

/** Campaigns of a venue, made and sent in its name. */
export class CampaignDesk {
  readonly venue: Venue;
  readonly operatorId: number;
  #count = 0;

  private constructor(venue: Venue, operatorId: number) {
    this.venue = venue;
    this.operatorId = operatorId;
  }

  static async open(venue: Venue): Promise<CampaignDesk> {
    const operatorId = await venue.insert('operators', {
      email: 'marketing@example.org',
      name: 'Marketing',
      password_hash: '-',
      profile: 'marketing',
      locale: 'fr',
      created_at: new Date('2026-01-01T10:00:00Z'),
    });
    return new CampaignDesk(venue, operatorId);
  }

  by(now: Date) {
    return { operatorId: this.operatorId, now };
  }

  /** What became of its recipients, such as `3 sent` and `1 excluded no-address`. */
  async states(campaign: { id: number }): Promise<string[]> {
    const rows = await this.venue.rows<{ state: string; reason: string | null; count: number }>(sql`
      select state, reason, count(*)::integer as count from campaign_recipients
       where institution_id = ${this.venue.id} and campaign_id = ${campaign.id} group by 1, 2 order by 1, 2`);
    return rows.map(({ state, reason, count }) => `${count} ${state}${reason === null ? '' : ` ${reason}`}`);
  }

  async stateOf(campaign: { id: number }): Promise<{ state: string; failure: string | null } | undefined> {
    const rows = await this.venue.rows<{ state: string; failure: string | null }>(
      sql`select state, failure from campaigns where institution_id = ${this.venue.id} and id = ${campaign.id}`,
    );
    return rows[0];
  }

  /** A static target of these contacts. */
  async target(members: number[], now: Date): Promise<number> {
    this.#count += 1;
    const id = await this.venue.insert('targets', {
      code: `T${this.#count}`,
      name: `Target ${this.#count}`,
      type: 'static',
      query: '{}',
      frozen_at: now,
      created_at: now,
    });
    await sql`
      insert into target_members (institution_id, target_id, contact_id)
      select ${this.venue.id}, ${id}, member from unnest(${members}::bigint[]) member`.execute(
      this.venue.database.owner,
    );
    return id;
  }

  /** A draft with a text, for these contacts. */
  async draft(members: number[], now: Date, settings: Partial<CampaignSettings> = {}): Promise<Campaign> {
    const { database, institution } = this.venue;
    const targets = members.length === 0 ? [] : [await this.target(members, now)];
    const name = `Campaign ${this.#count}`;
    const campaign = await createCampaign(
      database,
      institution,
      { ...draft, name, targets, ...settings },
      this.by(now),
    );
    const content = {
      subject: 'Saison',
      preheader: '',
      body: campaign.channel === 'email' ? MJML('Bonjour {{ contact.first_name }}') : 'Bonjour',
      textBody: null,
    };
    return await saveContent(database, institution, campaign, 'fr', content, this.by(now));
  }

  /** Sends a draft, and writes its recipients down. */
  async prepare(campaign: Campaign, reached: number, now: Date, range?: number): Promise<void> {
    const { database, institution } = this.venue;
    await sendNow(database, institution, { ...campaign, reached }, this.by(now));
    await prepareCampaign(database, institution, campaign.id, {
      now,
      publicUrl: PUBLIC_URL,
      ...(range === undefined ? {} : { range }),
    });
  }

  /** Why each contact was left out; null: it gets the message. */
  async reasons(campaign: { id: number }): Promise<Map<number, string | null>> {
    const rows = await this.venue.rows(
      sql<{ contact: number; reason: string | null }>`
        select contact_id as contact, case when state = 'queued' then null else coalesce(reason, state) end as reason
          from campaign_recipients
         where institution_id = ${this.venue.id} and campaign_id = ${campaign.id}`,
    );
    return new Map(rows.map(({ contact, reason }) => [contact, reason]));
  }
}
