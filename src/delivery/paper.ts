import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { addressOf, reasonAtLeaving, selectFiltered } from '../campaigns/campaigns.ts';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import { settleRecipients, takeRecipients } from './recipients.ts';

const PORTION = 1000;

/** The columns of a list, for the printer and for those who call. */
export const paperColumns = {
  post: [
    'number',
    'title',
    'first_name',
    'last_name',
    'company_name',
    'street',
    'postcode',
    'town',
    'country',
    'language',
  ],
  phone: ['number', 'title', 'first_name', 'last_name', 'company_name', 'phone', 'mobile', 'language'],
} as const;
type PaperChannel = keyof typeof paperColumns;
/** One recipient, by the columns of its channel. */
export type PaperLine = Record<string, string | null>;

/**
 * Takes everybody who is queued of a campaign by post or by telephone, by the same rules as a message (R23), and marks them as
 * sent: they are on the list from now on, which can be fetched as often as needed. Then the campaign is over.
 * @throws DomainError `unknown-campaign`, `campaign-not-paper`, `campaign-moved-on`
 */
export async function drawUpList(
  database: Database,
  institution: Institution,
  campaignId: number,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  const of = { institutionId: institution.id, campaignId };
  for (let more = true; more; ) {
    more = await inInstitution(database, institution.id, async (tenant) => {
      const campaign = await selectFiltered(tenant, institution, campaignId);
      const reason = reasonAtLeaving(institution, campaign, now);
      const address = addressOf(institution, channelOf(campaign));
      const { sending, taken } = await takeRecipients(tenant, of, { most: PORTION, now, reason, address });
      const settled = sending.map(({ id, takenAt }) => ({
        ...{ id, takenAt, reason: null, nextAttemptAt: null, untried: false },
        state: 'sent' as const,
      }));
      await settleRecipients(tenant, of, settled, now);
      return taken > 0;
    });
  }
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update campaigns set state = 'sent', ended_at = ${now}, version = version + 1
       where institution_id = ${institution.id} and id = ${campaignId} and state = 'sending' returning id`.execute(
      tenant,
    );
    const { rows: found } = await sql<{ state: string }>`
      select state from campaigns where institution_id = ${institution.id} and id = ${campaignId}`.execute(
      tenant,
    );
    if (found[0]?.state !== 'sent')
      throw new DomainError('campaign-moved-on', 'this campaign is not on its way: there is no list of it');
    if (rows.length > 0) {
      const subject = `campaign:${campaignId}`;
      await audit(tenant, institution.id, now, { actor, action: 'campaign.list', subject });
    }
  });
}

/**
 * The list of a campaign by post or by telephone, one by one. Who refuses since, or was erased, is on it no more; a contact
 * whose file somebody may not open is not on the list of that somebody, as of other exports.
 * The audit says who fetched it, before the first is given.
 * @throws DomainError `unknown-campaign`, `campaign-not-paper`, before anything is given
 */
export async function readList(
  database: Database,
  institution: Institution,
  campaignId: number,
  { clock, actor, permissions }: { clock: () => Date; actor: string; permissions: readonly Permission[] },
): Promise<{ channel: PaperChannel; lines: AsyncGenerator<PaperLine> }> {
  const campaign = await inInstitution(database, institution.id, async (tenant) => {
    const found = await selectFiltered(tenant, institution, campaignId);
    channelOf(found);
    const subject = `campaign:${campaignId}`;
    await audit(tenant, institution.id, clock(), { actor, action: 'campaign.list.export', subject });
    return found;
  });
  const channel = channelOf(campaign);
  const levels = levelsOpenTo(permissions);
  async function* lines() {
    for (let after = 0; ; ) {
      const rows = await inInstitution(database, institution.id, async (tenant) => {
        const reason = reasonAtLeaving(institution, campaign, clock());
        const { rows: page } = await sql<PaperLine & { id: number; stays: boolean }>`
          select r.id, ${columnsOf(channel)}, (${reason}) is null as stays
            from campaign_recipients r
            left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
           where r.institution_id = ${institution.id} and r.campaign_id = ${campaignId} and r.state = 'sent'
             and r.id > ${after}
             and (c.id is null or c.confidentiality = any(${levels}::text[]))
           order by r.id limit ${PORTION}`.execute(tenant);
        return page;
      });
      for (const { stays, id, ...line } of rows) {
        after = id;
        if (stays) yield line;
      }
      if (rows.length < PORTION) return;
    }
  }
  return { channel, lines: lines() };
}

const columnsOf = (channel: PaperChannel): RawBuilder<unknown> =>
  sql.join(
    paperColumns[channel].map((name) =>
      name === 'language' ? sql`r.language` : sql`btrim(c.${sql.ref(name)}) as ${sql.ref(name)}`,
    ),
  );

function channelOf({ channel }: { channel: string }): PaperChannel {
  if (channel === 'post' || channel === 'phone') return channel;
  throw new DomainError('campaign-not-paper', 'only a campaign by post or by telephone has a list');
}
