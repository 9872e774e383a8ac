import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import type { Tokens } from '../tracking/tracking.ts';
import { LARGEST_REPORT, readReport } from './report.ts';

/**
 * What became of a message that came back. `hard`: there is no such mailbox, it is not written to again; `soft`: it did not
 * arrive, and may the next time; `delayed`: the server goes on trying; `not-ours`: no notification, or about nothing of ours.
 */
export type Bounce = 'hard' | 'soft' | 'delayed' | 'not-ours';

/** RFC 3463: bad mailbox, bad system, bad syntax, moved, null MX; mailbox disabled. Not what is said of us, or of a full one. */
const NO_SUCH_MAILBOX = /^5\.(1\.(0|1|2|3|6|10)|2\.1)$/;

/**
 * Reads a delivery status notification (RFC 3464) and writes down what it says. It is believed where it carries the signed token
 * of a message of ours: nobody else knows one. What it says of another address than that of the recipient suppresses nothing.
 */
export async function takeBounce(
  database: Database,
  tokens: Tokens,
  raw: Buffer,
  now: Date,
): Promise<Bounce> {
  if (raw.length > LARGEST_REPORT) return 'not-ours';
  const report = await readReport(raw);
  const ticket = report?.marks.map((mark) => tokens.read('bounce', mark)).find((read) => read !== undefined);
  if (report === undefined || ticket === undefined) return 'not-ours';
  const verdict = report.verdicts.find(({ action }) => action === 'failed') ?? report.verdicts[0];
  if (verdict?.action === 'delayed') return 'delayed';
  if (verdict?.action !== 'failed') return 'not-ours';
  const known = (await selectInstitutions(database)).some(({ id }) => id === ticket.institution);
  if (!known) return 'not-ours';
  const { status, address } = verdict;
  const gone = NO_SUCH_MAILBOX.test(status);
  return await inInstitution(database, ticket.institution, async (tenant) => {
    const { rows } = await sql<{ hard: boolean }>`
      with returned as (
        update campaign_recipients r
           set state = 'bounced', reason = ${`bounce-${status || 'unknown'}`}, bounced_at = coalesce(bounced_at, ${now})
         where r.institution_id = ${ticket.institution} and r.id = ${ticket.recipient}
           and r.state in ('sending', 'sent', 'undecided', 'bounced')
        returning r.contact_id
      )
      select ${gone}::boolean and c.email_key is not null
             and coalesce(${address ?? null}::text, c.email_key) = c.email_key as hard
        from returned
        left join contacts c on c.institution_id = ${ticket.institution} and c.id = returned.contact_id`.execute(
      tenant,
    );
    const found = rows[0];
    if (found === undefined) return 'not-ours';
    if (!found.hard) return 'soft';
    await sql`
      insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
      select i.id, 'email', address_hash(i.erased_number_key, c.email_key), 'bounced',
             (${now}::timestamptz at time zone i.time_zone)::date
        from institutions i
        join campaign_recipients r on r.institution_id = ${ticket.institution} and r.id = ${ticket.recipient}
        join contacts c on c.institution_id = ${ticket.institution} and c.id = r.contact_id
       where i.id = ${ticket.institution}
          on conflict (institution_id, channel, address_hash) do nothing`.execute(tenant);
    return 'hard';
  });
}
