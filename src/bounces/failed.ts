import { sql } from 'kysely';
import { auditAll } from '../audit/audit.ts';
import type { Tenant } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import type { Returned } from './returned.ts';

/** RFC 3463: bad mailbox, bad system, bad syntax, moved, null MX; mailbox disabled. Not what is said of us, or of a full one. */
const NO_SUCH_MAILBOX = /^5\.(1\.(0|1|2|3|6|10)|2\.1)$/;

/**
 * What counts against an address where it says it again and again: what is wrong with the address, the mailbox, its system or
 * the way to it. Not what is said of the message (its size, its content) or of us (policy): a provider that blocks us for a
 * month would have all its mailboxes given up.
 */
const ABOUT_MAILBOX = /^[45]\.(1\.\d+|2\.(?!3$)\d+|3\.(?!4$)\d+|4\.\d+)$/;

/** So many messages came back, the first of them so long before the last, and none arrived in between: nobody reads there. */
const SOFT_BOUNCES = 5;
const SOFT_DAYS = 21;
/** What is older than a year counts no more. */
const SOFT_WITHIN_DAYS = 365;
/** A message of which nothing was heard for so long has arrived: servers give up after five days at the latest (RFC 5321, 4.5.4.1). */
const ARRIVED_AFTER_DAYS = 6;

/**
 * Writes down messages that did not arrive. A mailbox that does not exist is not written to again, nor is one of which
 * messages came back for weeks. What a notification says of another address than that of its recipient suppresses nothing.
 * @returns by recipient; who is missing is nobody's
 */
export async function recordFailed(
  tenant: Tenant,
  institution: Institution,
  returned: readonly Returned[],
  now: Date,
): Promise<Map<number, 'hard' | 'soft'>> {
  if (returned.length === 0) return new Map();
  const told = returned.map(({ recipient, status, address }) => ({
    recipient,
    status,
    address: address ?? null,
    gone: NO_SUCH_MAILBOX.test(status),
    counts: ABOUT_MAILBOX.test(status),
  }));
  const { rows } = await sql<{ recipient: number; status: string; gone: boolean; own: boolean }>`
    with told as (
      select distinct on (recipient) *
        from json_to_recordset(${JSON.stringify(told)}::json)
             as t(recipient bigint, status text, address text, gone boolean, counts boolean)
       order by recipient, gone desc, counts desc, status
    ), found as materialized (
      select t.*, c.email_key, coalesce(coalesce(t.address, c.email_key) = c.email_key, false) as own
        from told t
        join campaign_recipients r on r.institution_id = ${institution.id} and r.id = t.recipient
        left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
    )
    update campaign_recipients r
       set state = 'bounced', reason = 'bounce-' || coalesce(nullif(f.status, ''), 'unknown'),
           bounced_at = coalesce(r.bounced_at, ${now}),
           soft_bounce_hash = case when f.own and f.counts and not f.gone then address_hash(i.erased_number_key, f.email_key) end
      from found f, institutions i
     where r.institution_id = ${institution.id} and r.id = f.recipient and i.id = ${institution.id}
       and r.state in ('sending', 'sent', 'undecided', 'bounced')
    returning r.id as recipient, f.status, f.gone, f.own`.execute(tenant);
  const suppressed = await suppress(
    tenant,
    institution,
    rows.filter(({ own }) => own),
    now,
  );
  return new Map(
    rows.map(({ recipient, gone, own }) => [
      recipient,
      (own && gone) || suppressed.has(recipient) ? 'hard' : 'soft',
    ]),
  );
}

/**
 * Writes down what the mail server said of addresses as it was handed their messages: one without a mailbox is not written to
 * again, as if a notification had said so. All else is told by the campaign alone; the message did not leave.
 * @param refused the address that it said it of, which the contact may have changed since
 */
export async function recordRefused(
  tenant: Tenant,
  institution: Institution,
  refused: readonly { recipient: number; address: string; status: string }[],
  now: Date,
): Promise<void> {
  const gone = refused.filter(({ status }) => NO_SUCH_MAILBOX.test(status));
  if (gone.length === 0) return;
  const { rows } = await sql<{ recipient: number; status: string; gone: boolean }>`
    select t.recipient, t.status, true as gone
      from json_to_recordset(${JSON.stringify(gone)}::json) as t(recipient bigint, address text, status text)
      join campaign_recipients r on r.institution_id = ${institution.id} and r.id = t.recipient
      join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
     where c.email_key = lower(btrim(t.address))`.execute(tenant);
  await suppress(tenant, institution, rows, now);
}

/** @returns the recipients whose address is suppressed because soft bounces added up */
async function suppress(
  tenant: Tenant,
  institution: Institution,
  returned: { recipient: number; status: string; gone: boolean }[],
  now: Date,
): Promise<Set<number>> {
  if (returned.length === 0) return new Set();
  const sentAt = sql`coalesce(b.sent_at, b.taken_at, b.bounced_at)`;
  const { rows } = await sql<{
    recipient: number;
    contact: number;
    campaign: number;
    status: string | null;
    bounces: number;
    written: boolean;
  }>`
    with returned as materialized (
      select r.id as recipient, r.contact_id, r.campaign_id, c.email_key, nullif(t.status, '') as status, t.gone,
             address_hash(i.erased_number_key, c.email_key) as hash
        from json_to_recordset(${JSON.stringify(returned)}::json) as t(recipient bigint, status text, gone boolean)
        join campaign_recipients r on r.institution_id = ${institution.id} and r.id = t.recipient
        join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
        join institutions i on i.id = ${institution.id}
    ), adding_up as materialized (
      select a.hash, n.bounces
        from (select distinct hash, email_key from returned where not gone) a
       cross join lateral (
         select max(greatest(r.clicked_at, case when r.state = 'sent' and r.sent_at < ${now}::timestamptz - ${ARRIVED_AFTER_DAYS} * interval '1 day'
                                                then r.sent_at end)) as at
           from contacts c
           join campaign_recipients r on r.institution_id = ${institution.id} and r.contact_id = c.id
           join campaigns g on g.institution_id = ${institution.id} and g.id = r.campaign_id and g.channel = 'email'
          where c.institution_id = ${institution.id} and c.email_key = a.email_key) alive
       cross join lateral (
         select count(*)::integer as bounces, max(${sentAt}) - min(${sentAt}) as span
           from campaign_recipients b
          where b.institution_id = ${institution.id} and b.soft_bounce_hash = a.hash
            and ${sentAt} > greatest(${now}::timestamptz - ${SOFT_WITHIN_DAYS} * interval '1 day', alive.at)) n
       where n.bounces >= ${SOFT_BOUNCES} and n.span >= ${SOFT_DAYS} * interval '1 day'
    ), due as materialized (
      select r.recipient, r.contact_id, r.campaign_id, r.status, r.hash, 1 as bounces from returned r where r.gone
      union all
      select r.recipient, r.contact_id, r.campaign_id, r.status, r.hash, a.bounces
        from returned r join adding_up a on a.hash = r.hash where not r.gone
    ), first as (
      select distinct on (hash) * from due order by hash, bounces, recipient
    ), written as (
      insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on, bounces, status)
      select ${institution.id}::bigint, 'email', hash, 'bounced', ${today(institution, now)}::date, bounces, status from first
          on conflict (institution_id, channel, address_hash) do nothing
      returning address_hash
    )
    select d.recipient, d.contact_id as contact, d.campaign_id as campaign, d.status, d.bounces,
           w.address_hash is not null as written
      from due d
      left join first f on f.hash = d.hash and f.recipient = d.recipient
      left join written w on w.address_hash = f.hash`.execute(tenant);
  await auditAll(
    tenant,
    institution.id,
    now,
    rows
      .filter(({ written }) => written)
      .map(({ recipient, contact, campaign, status, bounces }) => ({
        actor: 'system',
        action: 'suppression.add',
        subject: `contact:${contact}`,
        details: { channel: 'email', reason: 'bounced', status, bounces, campaign, recipient },
      })),
  );
  return new Set(rows.map(({ recipient }) => recipient));
}
