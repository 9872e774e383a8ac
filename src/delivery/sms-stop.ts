import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { refuseChannel } from '../consent/consent.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { hashOf, numberIn } from './sms-receipts.ts';

/** The first word of an answer that refuses; what stands behind it changes nothing. */
const STOP =
  /^\W*(?:stop\w*|arr[eê]t(?:er?|ez|s)?|d[eé]sabonne\w*|d[eé]sinscri\w*|opt[ -]?out|unsubscribe|quit|end)(?![\p{L}\d])/iu;

/** An answer may overtake the note of the message that it answers to. In milliseconds. */
const NOTED_WITHIN = 2000;

export const isStop = (text: string): boolean => STOP.test(text.normalize('NFKC'));

/**
 * Somebody answers STOP (R31): every contact that a message of ours went to under this number refuses text messages, at once and
 * with proof, as by the button of a mail program: no activity (R1). Of several that share it nobody knows who it was. A number that
 * nobody is known by is not written to again, should a file bring it back.
 * @returns how many contacts refuse by it that did not before
 */
export async function takeStop(database: Database, number: string, now: Date): Promise<number> {
  const institutions = await selectInstitutions(database);
  const refuseIn = async () => {
    const found = { known: 0, changed: 0 };
    for (const institution of institutions) {
      const { known, changed } = await refuse(database, institution, number, now);
      found.known += known;
      found.changed += changed;
    }
    return found;
  };
  let { known, changed } = await refuseIn();
  if (known === 0) {
    await sleep(NOTED_WITHIN);
    ({ known, changed } = await refuseIn());
  }
  if (known === 0) {
    for (const institution of institutions) await suppress(database, institution, number, now);
  }
  return changed;
}

async function refuse(
  database: Database,
  institution: Institution,
  number: string,
  now: Date,
): Promise<{ known: number; changed: number }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    // Of each contact the last message is what it answers to.
    const { rows } = await sql<{ contact: number; recipient: number; campaign: number }>`
      select distinct on (m.contact_id) m.contact_id as contact, r.id as recipient, r.campaign_id as campaign
        from institutions i
        join sms_messages m on m.institution_id = ${institution.id} and m.number_hash = ${hashOf(institution, number)}
        join campaign_recipients r on r.institution_id = ${institution.id} and r.id = m.recipient_id
       where i.id = ${institution.id}
       order by m.contact_id, m.id desc`.execute(tenant);
    const said = { wording: 'STOP (SMS)', action: 'consent.stop', now };
    const changed = await refuseChannel(tenant, institution, 'sms', rows, said);
    await sql`
      update campaign_recipients set unsubscribed_at = ${now}
       where institution_id = ${institution.id} and id = any(${rows.map(({ recipient }) => recipient)}::bigint[])
         and unsubscribed_at is null`.execute(tenant);
    return { known: rows.length, changed };
  });
}

async function suppress(
  database: Database,
  institution: Institution,
  number: string,
  now: Date,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
      select i.id, 'sms', ${hashOf(institution, number)}, 'refused', (${now}::timestamptz at time zone i.time_zone)::date
        from institutions i
       where i.id = ${institution.id} and ${numberIn(institution.country, number)} is not null
          on conflict (institution_id, channel, address_hash)
          do update set reason = 'refused' where suppressions.reason = 'bounced'`.execute(tenant);
  });
}
