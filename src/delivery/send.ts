import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { recordRefused } from '../bounces/bounces.ts';
import { openRenderer, reasonAtLeaving } from '../campaigns/campaigns.ts';
import { type Database, inInstitution, withPatience } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { messageAddresses } from '../tracking/tracking.ts';
import { joinWork } from './at-work.ts';
import { openChannel } from './channel.ts';
import { giveUpLeftovers } from './leftovers.ts';
import { Pump, type PumpEnd, type ServerPatience } from './pump.ts';
import { nextAttempt, type Settled, settleRecipients, takeRecipients } from './recipients.ts';
import type { Outgoing } from './settings.ts';
import { noteSubmitted } from './sms-messages.ts';

export interface Sending {
  /** Aborted when the process stops: what is under way is finished, the rest is put back. */
  signal: AbortSignal;
  /** How long to wait for a database that went away. */
  patienceSeconds: number;
  clock?: () => Date;
  serverPatience?: ServerPatience;
}

/**
 * What became of a campaign: everybody has been written to; some wait for another try; somebody paused or ended it, or the
 * process stops; it paused itself; or it is another's to send (it has a rate, and one process keeps it; it is not being sent).
 */
export type SendingEnd = 'sent' | 'waiting' | 'stopped' | 'paused' | 'not-here';

/**
 * Sends what is queued of a campaign (R23: the filter is asked again for each recipient as it leaves). Several processes may
 * work on one campaign. Each recipient is marked `sending` before its message is handed over and `sent` after it; what a killed
 * process leaves in between is `undecided`, and is sent to nobody again by itself (docs/decisions/0027).
 */
export async function sendCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  outgoing: Outgoing,
  { signal, patienceSeconds, clock = () => new Date(), serverPatience }: Sending,
): Promise<SendingEnd> {
  const begun = await readCampaign(database, institution, campaignId);
  // By post and by telephone people send, with a list (`drawUpList`).
  const mayLeave = begun?.channel === 'email' || begun?.channel === 'sms';
  if (begun?.state !== 'sending' || !mayLeave || signal.aborted) return 'not-here';
  const work = await joinWork(database, institution.id, campaignId, begun.perMinute !== null);
  if (work === undefined) return 'not-here';
  const of = { institutionId: institution.id, campaignId };
  const inTransaction = <T>(what: Parameters<typeof inInstitution<T>>[2]) =>
    withPatience({ seconds: patienceSeconds }, () => inInstitution(database, institution.id, what));
  try {
    await inTransaction((tenant) => giveUpLeftovers(tenant, of, { now: clock(), all: work.alone }));
    await work.share();
    const renderer = await openRenderer(database, institution, campaignId, {
      ...messageAddresses(outgoing.publicUrl, outgoing.tokens),
      stopNumber: outgoing.stopNumber,
    });
    const channel = await openChannel(renderer, institution, outgoing);
    if (channel === undefined) {
      const code = renderer.campaign.channel === 'sms' ? 'no-sms-service' : 'no-mail-server';
      return await pause(database, institution, campaignId, code, clock());
    }
    const exchange = async (settled: Settled[], most: number) => {
      return await inTransaction(async (tenant) => {
        const now = clock();
        await settleRecipients(tenant, of, settled, now);
        await noteSubmitted(tenant, of, settled, now);
        const refused = settled.flatMap(({ id, refused: said }) =>
          said ? [{ recipient: id, ...said }] : [],
        );
        await recordRefused(tenant, institution, refused, now);
        if (most === 0) return { sending: [], taken: 0, nextAt: null };
        const reason = reasonAtLeaving(institution, renderer.campaign, now);
        const next = await takeRecipients(tenant, of, { most, now, reason, address: channel.address });
        return { ...next, nextAt: next.taken === 0 ? await nextAttempt(tenant, of) : null };
      });
    };
    try {
      for (;;) {
        const end = await new Pump({
          provider: channel.provider,
          perMinute: begun.perMinute,
          perDomain: channel.perDomain,
          exchange,
          write: (recipient) => channel.pack(recipient, renderer.render(recipient)),
          domainOf: channel.domainOf,
          tell: (waitsFor) => noteWaiting(database, institution, campaignId, waitsFor),
          goesOn: async () => (await readCampaign(database, institution, campaignId))?.state === 'sending',
          clock,
          signal,
          ...(serverPatience === undefined ? {} : { patience: serverPatience }),
        }).run();
        const next = await afterPump(database, institution, campaignId, end, clock());
        if (next !== 'again') return next;
      }
    } finally {
      channel.provider.close();
    }
  } finally {
    await work.leave();
  }
}

/** While it is on its way: why nothing leaves for now. It goes on by itself. */
async function noteWaiting(
  database: Database,
  institution: Institution,
  campaignId: number,
  waitsFor: string | null,
): Promise<void> {
  await inInstitution(database, institution.id, (tenant) =>
    sql`
      update campaigns set failure = ${waitsFor}
       where institution_id = ${institution.id} and id = ${campaignId} and state = 'sending'`.execute(tenant),
  );
}

async function afterPump(
  database: Database,
  institution: Institution,
  campaignId: number,
  end: PumpEnd,
  now: Date,
): Promise<SendingEnd | 'again'> {
  if (end.kind === 'stopped') return 'stopped';
  if (end.kind === 'server-away') return await pause(database, institution, campaignId, end.code, now);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ due: boolean; waiting: boolean; state: string }>`
      select c.state,
             exists (select from campaign_recipients r
                      where r.institution_id = ${institution.id} and r.campaign_id = c.id and r.state = 'queued'
                        and (r.next_attempt_at is null or r.next_attempt_at <= ${now})) as due,
             exists (select from campaign_recipients r
                      where r.institution_id = ${institution.id} and r.campaign_id = c.id
                        and r.state in ('queued', 'sending')) as waiting
        from campaigns c where c.institution_id = ${institution.id} and c.id = ${campaignId} for update`.execute(
      tenant,
    );
    const found = rows[0];
    if (found?.state !== 'sending') return 'stopped';
    if (found.due) return 'again';
    if (found.waiting) return 'waiting';
    await sql`
      update campaigns set state = 'sent', ended_at = ${now}, failure = null, version = version + 1
       where institution_id = ${institution.id} and id = ${campaignId}`.execute(tenant);
    const { rows: counts } = await sql<Record<string, number>>`
      select count(*) filter (where state = 'sent')::integer as sent,
             count(*) filter (where state = 'failed')::integer as failed,
             count(*) filter (where state = 'undecided')::integer as undecided
        from campaign_recipients
       where institution_id = ${institution.id} and campaign_id = ${campaignId}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor: 'system',
      action: 'campaign.sent',
      subject: `campaign:${campaignId}`,
      details: counts[0] ?? {},
    });
    return 'sent';
  });
}

/** The campaign waits for a person, and says why. */
async function pause(
  database: Database,
  institution: Institution,
  campaignId: number,
  failure: string,
  now: Date,
): Promise<'paused'> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update campaigns set state = 'paused', failure = ${failure}, version = version + 1
       where institution_id = ${institution.id} and id = ${campaignId} and state = 'sending' returning id`.execute(
      tenant,
    );
    if (rows.length === 0) return;
    await audit(tenant, institution.id, now, {
      actor: 'system',
      action: 'campaign.pause',
      subject: `campaign:${campaignId}`,
      details: { failure },
    });
  });
  return 'paused';
}

async function readCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
): Promise<{ state: string; channel: string; perMinute: number | null } | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ state: string; channel: string; perMinute: number | null }>`
      select state, channel, rate_per_minute as "perMinute" from campaigns
       where institution_id = ${institution.id} and id = ${campaignId}`.execute(tenant);
    return rows[0];
  });
}
