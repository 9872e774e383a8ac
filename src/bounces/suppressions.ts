import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { addressOf, channels } from '../campaigns/campaigns.ts';
import { inOpenFile, type Reader } from '../contact-file/contact-file.ts';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

type Channel = (typeof channels)[number];

/** That nothing is sent to an address of a contact over a channel any more, and why. */
export interface Suppression {
  channel: Channel;
  /** `refused`: who had this address refused before being erased. */
  reason: 'refused' | 'bounced' | 'complained';
  since: string;
  /** Of `bounced`: how many messages came back; one says that there is no such mailbox. */
  bounces: number | null;
  /** What the mail server said of the last one (RFC 3463). */
  status: string | null;
}

/**
 * What is not written to of a contact's addresses as they are now: the addresses that campaigns would take, whoever had
 * them before.
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function selectSuppressions(
  database: Database,
  institution: Institution,
  number: string,
  reader: Reader,
): Promise<Suppression[]> {
  return await inOpenFile(database, institution, number, reader, async ({ tenant, id }) => {
    const { rows } = await sql<Suppression>`
      select s.channel, s.reason, s.suppressed_on as since, s.bounces, s.status
        from contacts c
        join institutions i on i.id = ${institution.id}
       cross join lateral (values ${sql.join(channels.map((channel) => sql`(${sql.lit(channel)}, ${addressOf(channel)})`))})
             as a (channel, address)
        join suppressions s on s.institution_id = ${institution.id} and s.channel = a.channel
                           and s.address_hash = address_hash(i.erased_number_key, a.address)
       where c.institution_id = ${institution.id} and c.id = ${id} and a.address <> ''
       order by s.channel`.execute(tenant);
    return rows;
  });
}

/**
 * Lets an address be written to again because its mailbox is there after all; what came back so far counts no more. A
 * refusal is never lifted: only the contact itself takes it back.
 * @throws DomainError `not-suppressed`, `refusal-stays`, `unknown-contact`, `closed-contact`
 */
export async function liftSuppression(
  database: Database,
  institution: Institution,
  number: string,
  { reader, channel }: { reader: Reader; channel: Channel },
): Promise<void> {
  await inOpenFile(
    database,
    institution,
    number,
    reader,
    async ({ tenant, id }) => {
      const hash: RawBuilder<unknown> = sql`
        (select address_hash(i.erased_number_key, ${addressOf(channel)})
           from contacts c join institutions i on i.id = ${institution.id}
          where c.institution_id = ${institution.id} and c.id = ${id})`;
      const { rows } = await sql<{ reason: string }>`
        select reason from suppressions
         where institution_id = ${institution.id} and channel = ${channel} and address_hash = ${hash} for update`.execute(
        tenant,
      );
      if (rows[0] === undefined)
        throw new DomainError('not-suppressed', 'this address is written to: there is nothing to lift');
      if (rows[0].reason !== 'bounced')
        throw new DomainError('refusal-stays', 'a refusal is taken back by nobody but the contact');
      await sql`
        delete from suppressions
         where institution_id = ${institution.id} and channel = ${channel} and address_hash = ${hash} and reason = 'bounced'`.execute(
        tenant,
      );
      await sql`
        update campaign_recipients set soft_bounce_hash = null
         where institution_id = ${institution.id} and soft_bounce_hash = ${hash}`.execute(tenant);
      await audit(tenant, institution.id, reader.now, {
        actor: `operator:${reader.operatorId}`,
        action: 'suppression.lift',
        subject: `contact:${id}`,
        details: { channel },
      });
    },
    { lock: true },
  );
}
