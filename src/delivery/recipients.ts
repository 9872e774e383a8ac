import { type RawBuilder, sql } from 'kysely';
import { type Recipient, recipientColumns } from '../campaigns/campaigns.ts';
import { prepared, type Tenant } from '../database/database.ts';

/** A recipient whose message is about to be handed over. */
export interface Taken extends Recipient {
  /** Where it is written to. */
  address: string;
  /** How often it was handed over, this time included. */
  attempts: number;
  /** It was put off to this moment, so its place in the pace of its domain is taken already. */
  wasPutOff: boolean;
  takenAt: Date;
}

/** What became of one that was taken. */
export interface Settled {
  id: number;
  takenAt: Date;
  state: 'sent' | 'queued' | 'failed' | 'undecided' | 'excluded';
  /** A code. */
  reason: string | null;
  /** `queued`: not before this moment; null: at once. */
  nextAttemptAt: Date | null;
  /** `queued`: it was not tried at all. */
  untried: boolean;
  /** What its provider calls the messages that it took, and the number they went to; of a channel that has receipts. */
  submitted?: { number: string; ids: string[] } | undefined;
  /** `failed`: what the mail server said of the address (RFC 3463). */
  refused?: { address: string; status: string } | undefined;
}

interface Of {
  institutionId: number;
  campaignId: number;
}

/**
 * Takes the next recipients of a campaign that is being sent. The filter is asked again at this moment (R23): whom it
 * leaves out becomes `excluded` with the reason, the others `sending`. Other processes take others.
 * @param reason to leave a recipient out, or null, on `campaign_recipients r` and its `contacts c`
 * @param address of `contacts c`
 */
export async function takeRecipients(
  tenant: Tenant,
  { institutionId, campaignId }: Of,
  {
    most,
    now,
    reason,
    address,
  }: { most: number; now: Date; reason: RawBuilder<string | null>; address: RawBuilder<string | null> },
): Promise<{ sending: Taken[]; taken: number }> {
  const { rows } = await sql<Omit<Taken, 'takenAt'> & { state: string }>`${prepared}
    with taken as materialized (
      select r.id, r.next_attempt_at is not null as put_off
        from campaign_recipients r
       where r.institution_id = ${institutionId} and r.campaign_id = ${campaignId} and r.state = 'queued'
         and (r.next_attempt_at is null or r.next_attempt_at <= ${now})
         and exists (select from campaigns c
                      where c.institution_id = ${institutionId} and c.id = ${campaignId} and c.state = 'sending')
       order by r.id limit ${most}
         for update skip locked
    ), judged as materialized (
      select r.id, r.contact_id, t.put_off, ${reason} as reason
        from taken t
        join campaign_recipients r on r.institution_id = ${institutionId} and r.id = t.id
        left join contacts c on c.institution_id = ${institutionId} and c.id = r.contact_id
    )
    update campaign_recipients r
       set state = case when j.reason is null then 'sending' else 'excluded' end, reason = j.reason,
           attempts = r.attempts + case when j.reason is null then 1 else 0 end, taken_at = ${now}
      from judged j
      left join contacts c on c.institution_id = ${institutionId} and c.id = j.contact_id
     where r.institution_id = ${institutionId} and r.id = j.id
    returning ${recipientColumns}, ${address} as address, r.attempts, r.state, j.put_off as "wasPutOff"`.execute(
    tenant,
  );
  const sending = rows
    .filter(({ state }) => state === 'sending')
    .map(({ state: _, ...one }) => ({ ...one, takenAt: now }))
    .sort((a, b) => a.id - b.id);
  return { sending, taken: rows.length };
}

/** The moment at which the next of those that were put off is to be tried; null: none is left. */
export async function nextAttempt(tenant: Tenant, { institutionId, campaignId }: Of): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(next_attempt_at) as at from campaign_recipients
     where institution_id = ${institutionId} and campaign_id = ${campaignId} and state = 'queued'`.execute(
    tenant,
  );
  return rows[0]?.at ?? null;
}

/**
 * Writes down what became of those that were taken, in one statement. One that was given up on meanwhile (`undecided`)
 * is put right; one about which somebody decided meanwhile is left as it is.
 */
export async function settleRecipients(
  tenant: Tenant,
  { institutionId, campaignId }: Of,
  settled: Settled[],
  now: Date,
): Promise<void> {
  if (settled.length === 0) return;
  await sql`${prepared}
    update campaign_recipients r
       set state = case when s.state = 'queued' and c.state = 'cancelled' then 'cancelled' else s.state end,
           reason = s.reason, next_attempt_at = s.next_attempt_at,
           attempts = r.attempts - s.untried::integer,
           sent_at = case when s.state = 'sent' then ${now}::timestamptz end
      from unnest(${settled.map(({ id }) => id)}::bigint[], ${settled.map(({ takenAt }) => takenAt)}::timestamptz[],
                  ${settled.map(({ state }) => state)}::text[], ${settled.map(({ reason }) => reason)}::text[],
                  ${settled.map(({ nextAttemptAt }) => nextAttemptAt)}::timestamptz[],
                  ${settled.map(({ untried }) => untried)}::boolean[])
           as s (id, taken_at, state, reason, next_attempt_at, untried),
           campaigns c
     where r.institution_id = ${institutionId} and r.id = s.id and r.taken_at = s.taken_at
       and r.state in ('sending', 'undecided')
       and c.institution_id = ${institutionId} and c.id = ${campaignId}`.execute(tenant);
}
