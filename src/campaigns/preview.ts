import { sql } from 'kysely';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Mail } from '../messages/messages.ts';
import { auditCampaign, type By, readCampaign } from './campaign.ts';
import { type ContentProblem, checkContent, readContents } from './contents.ts';
import type { Language } from './reasons.ts';
import { type Addressee, type Rendered, renderSample } from './render.ts';
import { type MeasuredText, measureText } from './short-message.ts';

/** A message as one contact would read it, and what is wrong with its text. */
export interface Preview {
  senderName: string;
  /** null: the text cannot be read, or is not written in this language. */
  message: Rendered | null;
  problems: ContentProblem[];
  /** What it takes of text messages; null: of another channel, or it cannot be read. */
  size: MeasuredText | null;
}

/** Whom a text speaks to while no contact is chosen. */
const SOMEBODY: Record<Language, Addressee> = {
  fr: { title: 'Madame', firstName: 'Camille', lastName: 'Exemple', companyName: null },
  en: { title: 'Ms', firstName: 'Camille', lastName: 'Sample', companyName: null },
};

/**
 * The saved text of a campaign, as a contact would read it.
 * @param wanted.contact undefined: somebody made up
 * @throws DomainError `unknown-campaign`, `unknown-contact`, `closed-contact`
 */
export async function previewCampaign(
  database: Database,
  institution: Institution,
  campaignId: number,
  {
    language,
    contact,
    stopNumber,
    publicUrl,
  }: {
    language: Language;
    contact?: AskedContact | undefined;
    stopNumber?: string | undefined;
    /** Without a slash at its end; undefined: a text message is measured with the addresses that the preview shows. */
    publicUrl?: string | undefined;
  },
): Promise<Preview> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const campaign = await readCampaign(tenant, institution, campaignId);
    const content = (await readContents(tenant, institution, campaignId))[language];
    const addressee =
      contact === undefined ? SOMEBODY[language] : await readAddressee(tenant, institution, contact);
    if (content === undefined)
      return { senderName: campaign.senderName ?? '', message: null, problems: [], size: null };
    const problems = await checkContent(campaign.channel, content, language);
    const unreadable = problems.some(({ code }) => UNREADABLE.has(code));
    if (unreadable) return { senderName: campaign.senderName ?? '', message: null, problems, size: null };
    const sample = (asLongAs?: string) =>
      renderSample(tenant, institution, campaign, content, language, addressee, { stopNumber, asLongAs });
    const { senderName, ...message } = await sample();
    const size = campaign.channel === 'sms' ? measureText((await sample(publicUrl)).text) : null;
    return { senderName, message, problems, size };
  });
}

/** With these no message can be made. */
const UNREADABLE = new Set(['liquid-syntax', 'much-liquid', 'unknown-variable', 'mjml-not-read']);

async function readAddressee(
  tenant: Tenant,
  institution: Institution,
  contact: AskedContact,
): Promise<Addressee> {
  const { id } = await openContact(tenant, institution.id, contact);
  const { rows } = await sql<Addressee>`
    select title, first_name as "firstName", last_name as "lastName", company_name as "companyName"
      from contacts where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
  return rows[0] as Addressee;
}

/**
 * Sends the saved text to the operator who asks, at the address of its own account and no other.
 * @param mail undefined: there is no mail server
 * @returns the address
 * @throws DomainError `no-mail-server`, `campaign-not-mail`, `campaign-not-ready`, `mail-not-taken`, and as `previewCampaign`
 */
export async function sendTest(
  database: Database,
  institution: Institution,
  campaignId: number,
  {
    language,
    contact,
    mail,
  }: { language: Language; contact?: AskedContact | undefined; mail: Mail | undefined },
  by: By,
): Promise<string> {
  if (mail === undefined) throw new DomainError('no-mail-server', 'there is no mail server (SMTP_URL)');
  const { senderName, message } = await previewCampaign(database, institution, campaignId, {
    language,
    contact,
  });
  if (message === null) throw new DomainError('campaign-not-ready', 'its text has mistakes');
  const to = await inInstitution(database, institution.id, async (tenant) => {
    const { channel } = await readCampaign(tenant, institution, campaignId);
    if (channel !== 'email') throw new DomainError('campaign-not-mail', 'only an e-mail is tried out so');
    const { rows } = await sql<{ name: string; address: string }>`
      select name, email as address from operators
       where institution_id = ${institution.id} and id = ${by.operatorId}`.execute(tenant);
    return rows[0] as { name: string; address: string };
  });
  try {
    await mail.send({
      id: `<test.${institution.id}.${campaignId}.${Number(by.now)}@rappel>`,
      from: senderName,
      to,
      subject: `[Test] ${message.subject}`,
      text: message.text,
      html: message.html,
    });
  } catch {
    throw new DomainError('mail-not-taken', 'the mail server did not take the message');
  }
  await inInstitution(database, institution.id, (tenant) =>
    auditCampaign(tenant, institution, campaignId, 'campaign.test', by, { language }),
  );
  return to.address;
}
