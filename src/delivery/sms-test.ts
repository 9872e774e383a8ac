import { sql } from 'kysely';
import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js';
import { audit } from '../audit/audit.ts';
import { previewCampaign } from '../campaigns/campaigns.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { packText } from './parcel-sms.ts';
import { SMPP_PATIENCE, SmppSession } from './smpp-session.ts';
import { type SmsSettings, submitOf } from './sms-gateway.ts';

/** An operator's account has no number, so any may be typed: not more of them than somebody needs who writes a text. */
const TESTS_AN_HOUR = 10;

/**
 * Sends the saved text of a campaign to a number that an operator types, over a connection of its own: the web servers have none.
 * The number is kept nowhere.
 * @param wanted.sms undefined: there is no provider
 * @returns the number in E.164
 * @throws DomainError `no-sms-service`, `wrong-number`, `too-many-tests`, `campaign-not-sms`, `campaign-not-ready`, `sms-not-taken`,
 *   and as `previewCampaign`
 */
export async function sendTestText(
  database: Database,
  institution: Institution,
  campaignId: number,
  wanted: {
    language: 'fr' | 'en';
    number: string;
    sms: (SmsSettings & { stopNumber: string | undefined }) | undefined;
  },
  { now, actor }: { now: Date; actor: string },
): Promise<string> {
  const { sms, language } = wanted;
  if (sms === undefined) throw new DomainError('no-sms-service', 'there is no provider of SMS (SMPP_URL)');
  const number = parsePhoneNumber(wanted.number, institution.country as CountryCode);
  if (!number?.isValid()) throw new DomainError('wrong-number', 'this is no telephone number');
  const { message, size } = await previewCampaign(database, institution, campaignId, {
    language,
    stopNumber: sms.stopNumber,
  });
  if (message === null) throw new DomainError('campaign-not-ready', 'its text has mistakes');
  if (size === null) throw new DomainError('campaign-not-sms', 'only a campaign by SMS is tried out so');
  // Written down before it is sent: of two at once, both are counted.
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`select from institutions where id = ${institution.id} for no key update`.execute(tenant);
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from audit_log
       where institution_id = ${institution.id} and at > ${now}::timestamptz - interval '1 hour' and actor = ${actor}
         and action = 'campaign.test-sms'`.execute(tenant);
    if ((rows[0]?.count ?? 0) >= TESTS_AN_HOUR)
      throw new DomainError('too-many-tests', `no more than ${TESTS_AN_HOUR} an hour`);
    const subject = `campaign:${campaignId}`;
    await audit(tenant, institution.id, now, {
      actor,
      action: 'campaign.test-sms',
      subject,
      details: { language },
    });
  });
  await handOver(sms, number.number, message.text);
  return number.number;
}

async function handOver(sms: SmsSettings, to: string, text: string): Promise<void> {
  const notTaken = () => new DomainError('sms-not-taken', 'the provider did not take the message');
  const { default: smpp } = await import('smpp');
  const { parts } = packText(to, text, 0, smpp.encodings);
  const patience = { ...SMPP_PATIENCE, answer: 15_000 };
  const session = await SmppSession.open(sms.smppUrl, patience, undefined).catch(() => {
    throw notTaken();
  });
  try {
    for (const part of parts) {
      const answer = await session.submit(submitOf(sms.from, to, part, false));
      if (answer.kind !== 'answered' || answer.pdu.command_status !== 0) throw notTaken();
    }
  } finally {
    await session.close();
  }
}
