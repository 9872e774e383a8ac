import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { checkWordings, type Recording, recordAuthorisations } from '../consent/consent.ts';
import { recordCriteria } from '../criteria/criteria.ts';
import type { Choices, Locale } from '../customers/customers.ts';
import type { Tenant } from '../database/database.ts';
import { today } from '../institutions/institutions.ts';
import { wantedAnswers, wantedCriteria } from '../shop/shop.ts';
import type { Recipient } from './recipient.ts';
import { markUnsubscribed } from './unsubscribe.ts';

export interface Given {
  /** As it was sent. */
  form: Record<string, string>;
  /** What the contact may say of itself. */
  criteria: Choices['criteria'];
  /** In which the page was read. */
  locale: Locale;
  /** What stood on the page beside the wordings of the authorisations. */
  wording?: string | undefined;
  now: Date;
}

/**
 * What a contact answers on the form of a page that its message led to: its own act (R1f, R1g), kept with what it read and
 * with the campaign (R22). What stands already leaves no trace.
 * @returns whether it allows anything in its answers
 * @throws DomainError `unknown-wording`, `unknown-criterion`, `wrong-criterion-value`
 */
export async function saveAnswers(
  tenant: Tenant,
  { id, institution, contact, campaign, channel }: Recipient,
  { form, criteria, locale, wording, now }: Given,
): Promise<boolean> {
  if (contact === null) return false;
  const recording: Recording = {
    by: 'contact',
    onRequest: true,
    way: 'form',
    place: 'campaign',
    placeId: campaign,
    now,
  };
  const wanted = wantedAnswers(form);
  await checkWordings(tenant, institution, wanted, now);
  const answers = wanted.map((answer) => ({ contactId: contact.id, ...answer }));
  const values = wantedCriteria(criteria, form).map((value) => ({ contactId: contact.id, ...value }));
  const changed =
    (await recordAuthorisations(tenant, institution, answers, { ...recording, language: locale, wording })) +
    (await recordCriteria(tenant, institution, values, { ...recording, organisations: null }));
  const refuses = wanted.some(
    ({ authorisation, value }) =>
      value === 'no' && (authorisation === channel || authorisation === 'institution'),
  );
  if (refuses && changed > 0) await markUnsubscribed(tenant, institution.id, id, now);
  if (changed > 0) {
    await audit(tenant, institution.id, now, {
      actor: 'customer',
      action: 'consent.record',
      subject: `contact:${contact.id}`,
      details: { changed, campaign },
    });
  }
  return wanted.some(({ value }) => value === 'yes');
}

/** R30: who refuses to be tracked gets plain links, and what it opened before is followed no more either. */
export async function saveTracking(
  tenant: Tenant,
  { institution, contact, campaign }: Recipient,
  refused: boolean,
  now: Date,
): Promise<void> {
  if (contact === null) return;
  const { rows } = await sql`
    update contacts set tracking_refused_on = ${refused ? today(institution, now) : null}::date
     where institution_id = ${institution.id} and id = ${contact.id}
       and (tracking_refused_on is not null) <> ${refused} returning id`.execute(tenant);
  if (rows.length === 0) return;
  await audit(tenant, institution.id, now, {
    actor: 'customer',
    action: refused ? 'tracking.refuse' : 'tracking.allow',
    subject: `contact:${contact.id}`,
    details: { campaign },
  });
}
