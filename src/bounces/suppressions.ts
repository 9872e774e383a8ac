import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { channels, hashesOf } from '../campaigns/campaigns.ts';
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
       cross join lateral (values ${sql.join(channels.map((channel) => sql`(${sql.lit(channel)}, ${hashes(institution, channel)})`))})
             as a (channel, hashes)
        join suppressions s on s.institution_id = ${institution.id} and s.channel = a.channel
                           and s.address_hash = any(a.hashes)
       where c.institution_id = ${institution.id} and c.id = ${id}
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
      const own = sql`
        (select ${hashes(institution, channel)} from contacts c
          where c.institution_id = ${institution.id} and c.id = ${id})::bytea[]`; // without the cast, any() takes it for rows
      const { rows } = await sql<{ reason: string }>`
        select reason from suppressions
         where institution_id = ${institution.id} and channel = ${channel} and address_hash = any(${own}) for update`.execute(
        tenant,
      );
      if (rows[0] === undefined)
        throw new DomainError('not-suppressed', 'this address is written to: there is nothing to lift');
      if (rows.some(({ reason }) => reason !== 'bounced'))
        throw new DomainError('refusal-stays', 'a refusal is taken back by nobody but the contact');
      await sql`
        delete from suppressions
         where institution_id = ${institution.id} and channel = ${channel} and address_hash = any(${own}) and reason = 'bounced'`.execute(
        tenant,
      );
      await sql`
        update campaign_recipients set soft_bounce_hash = null
         where institution_id = ${institution.id} and soft_bounce_hash = any(${own})`.execute(tenant);
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

const hashes = (institution: Institution, channel: Channel): RawBuilder<unknown> =>
  sql`array[${sql.join(hashesOf(institution, channel))}]`;
