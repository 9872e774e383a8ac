import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { MessageAddresses } from '../tracking/tracking.ts';
import { type Campaign, readCampaign } from './campaign.ts';
import { type Content, escapeHtml } from './compile.ts';
import { compile, readContents } from './contents.ts';
import { RENEWAL_PAGE } from './links.ts';
import { htmlEngine, textEngine } from './liquid.ts';
import { type Language, languages } from './reasons.ts';
import { plainSigns } from './short-message.ts';
import { footerWords } from './words.ts';

/** What a text may say of somebody. */
export interface Addressee {
  title: string | null;
  firstName: string | null;
  lastName: string | null;
  companyName: string | null;
}

/** Whom a message is made for: what `recipientColumns` gives. */
export interface Recipient extends Addressee {
  /** Of `campaign_recipients`. */
  id: number;
  language: Language | null;
  /** R30: its links are plain. */
  trackingRefused: boolean;
}

/** The columns of a `Recipient`, of `campaign_recipients r` and `contacts c`. */
export const recipientColumns: RawBuilder<unknown> = sql`
  r.id, r.language, c.title, c.first_name as "firstName", c.last_name as "lastName", c.company_name as "companyName",
  c.tracking_refused_on is not null as "trackingRefused"`;

/** A message, ready to be handed over. */
export interface Rendered {
  language: Language;
  /** One line; empty for a channel that has none. */
  subject: string;
  /** Empty for a channel that has none. */
  html: string;
  text: string;
  /** For List-Unsubscribe and its POST (R31); null: what people must be told about a purchase has none. */
  unsubscribe: string | null;
}

export interface Renderer {
  campaign: Campaign;
  /** In whose name it is written. */
  senderName: string;
  render(recipient: Recipient): Rendered;
}

/** The addresses of one message. */
interface Links {
  to(url: string): string;
  unsubscribe: string;
  preferences: string;
  renewal: string;
  /** R32: an address that people do not see; undefined: none. */
  decoy: string | undefined;
  /** Where to a STOP is sent; undefined: nowhere. */
  stopNumber: string | undefined;
}

/** What stands in messages: signed addresses, and of text messages the number to which people send STOP. */
export type WaysBack = MessageAddresses & { stopNumber?: string | undefined };

/**
 * Makes the messages of a campaign. Its text is compiled here, once for each language; what is done for each recipient is
 * filling it in: thousands a second, without asking the database.
 * @param addresses signs what stands in the message
 * @throws DomainError `unknown-campaign`
 */
export async function openRenderer(
  database: Database,
  institution: Institution,
  campaignId: number,
  addresses: WaysBack,
): Promise<Renderer> {
  const { campaign, contents, linkIds, decoy, ...about } = await inInstitution(
    database,
    institution.id,
    async (tenant) => {
      const found = await readCampaign(tenant, institution, campaignId);
      const { rows } = await sql<{ id: number; kind: string; url: string }>`
        select id, kind, url from campaign_links
         where institution_id = ${institution.id} and campaign_id = ${campaignId}`.execute(tenant);
      return {
        campaign: found,
        contents: await readContents(tenant, institution, campaignId),
        linkIds: new Map(rows.flatMap(({ id, kind, url }) => (kind === 'link' ? [[url, id]] : []))),
        decoy: rows.find(({ kind }) => kind === 'decoy')?.id,
        ...(await aboutOf(tenant, institution, found)),
      };
    },
  );
  const texts = await readyTexts(institution, campaign, contents, about.performance);
  const linksOf = ({ id, trackingRefused }: Recipient): Links => {
    const of = { institution: institution.id, recipient: id };
    const tracked = campaign.tracked && !trackingRefused;
    const to = (url: string) => {
      const link = tracked ? linkIds.get(url) : undefined;
      return link === undefined ? url : addresses.link({ ...of, link });
    };
    const renewal = to(RENEWAL_PAGE);
    return {
      to,
      unsubscribe: addresses.unsubscribe(of),
      preferences: addresses.preferences(of),
      renewal: renewal === RENEWAL_PAGE ? addresses.renewal(of) : renewal,
      decoy: tracked && decoy !== undefined ? addresses.link({ ...of, link: decoy }) : undefined,
      stopNumber: addresses.stopNumber,
    };
  };
  return {
    campaign,
    senderName: about.senderName,
    render(recipient) {
      const language = recipient.language ?? campaign.defaultLanguage;
      const text = texts.get(language) ?? texts.get(campaign.defaultLanguage);
      if (text === undefined) throw new TypeError('a campaign without text was prepared');
      return text(recipient, linksOf(recipient));
    },
  };
}

/** Of a signed address in a message: some thirty characters, by the sizes of the ids in it. */
const TOKEN_LENGTH = 28;

/**
 * Makes one message of a text that may not be saved yet, with addresses that lead nowhere or straight on.
 * @param ways.asLongAs below this address: as long as they will be, to measure a text message
 */
export async function renderSample(
  tenant: Tenant,
  institution: Institution,
  campaign: Campaign,
  content: Content,
  language: Language,
  addressee: Addressee,
  { stopNumber, asLongAs }: { stopNumber?: string | undefined; asLongAs?: string | undefined } = {},
): Promise<Rendered & { senderName: string }> {
  const { senderName, performance } = await aboutOf(tenant, institution, campaign);
  const text = await readyText(institution, campaign, content, language, performance);
  const token = 'x'.repeat(TOKEN_LENGTH);
  const nowhere = (name: string) => (asLongAs === undefined ? `#${name}` : `${asLongAs}/${name}/${token}`);
  const links = {
    to: (url: string) => (asLongAs === undefined || !campaign.tracked ? url : nowhere('l')),
    unsubscribe: nowhere('unsubscribe'),
    preferences: nowhere('preferences'),
    renewal: nowhere('renewal'),
    decoy: undefined,
    stopNumber,
  };
  return { ...text(addressee, links), senderName };
}

interface PerformanceWords {
  name: string;
  startsAt: Date | null;
  venue: string | null;
}

async function aboutOf(
  tenant: Tenant,
  institution: Institution,
  { performanceId, organisationId, senderName }: Campaign,
): Promise<{ senderName: string; performance: PerformanceWords | undefined }> {
  const { rows } = await sql<PerformanceWords>`
    select p.name, f.starts_at as "startsAt", f.venue from performances f
      join products p on p.institution_id = ${institution.id} and p.id = f.product_id
     where f.institution_id = ${institution.id} and f.id = ${performanceId}`.execute(tenant);
  const { rows: organisations } = await sql<{ name: string }>`
    select name from organisations where institution_id = ${institution.id} and id = ${organisationId}`.execute(
    tenant,
  );
  return {
    senderName: senderName ?? organisations[0]?.name ?? institution.name,
    performance: rows[0],
  };
}

type Filling = (addressee: Addressee, links: Links) => Rendered;

async function readyTexts(
  institution: Institution,
  campaign: Campaign,
  contents: Partial<Record<Language, Content>>,
  performance: PerformanceWords | undefined,
): Promise<Map<Language, Filling>> {
  const texts = new Map<Language, Filling>();
  for (const language of languages) {
    const content = contents[language];
    if (content !== undefined)
      texts.set(language, await readyText(institution, campaign, content, language, performance));
  }
  return texts;
}

/** Compiles and parses a text; what is given back fills it in. @throws an error of Liquid where it cannot be read */
async function readyText(
  institution: Institution,
  { channel, type }: Campaign,
  content: Content,
  language: Language,
  performance: PerformanceWords | undefined,
): Promise<Filling> {
  const compiled = await compile(channel, content, language);
  const subject = textEngine.parse(content.subject);
  const html = htmlEngine.parse(compiled.html);
  const text = textEngine.parse(compiled.text);
  const same = {
    institution: { name: institution.name },
    performance: spokenPerformance(performance, institution, language),
  };
  const carriesLinks = channel === 'email' || channel === 'sms';
  const marketing = type !== 'purchase-information' && carriesLinks;
  return (addressee, links) => {
    const scope: Record<string, unknown> = {
      ...same,
      contact: spokenContact(addressee),
      unsubscribe_link: links.unsubscribe,
      preferences_link: links.preferences,
      renewal_link: links.renewal,
    };
    for (const [at, url] of compiled.urls.entries()) scope[`l${at}`] = carriesLinks ? links.to(url) : url;
    const mail = channel === 'email';
    const filled = mail ? htmlEngine.renderSync(html, scope) : '';
    const written = textEngine.renderSync(text, scope).trim();
    const plain = channel === 'sms' ? plainSigns(written) : written;
    return {
      language,
      subject: mail ? oneHeader(textEngine.renderSync(subject, scope)) : '',
      html: mail ? finished(filled, links, marketing, institution, language) : '',
      text:
        marketing && !plain.includes(links.unsubscribe) ? withWayOut(plain, links, channel, language) : plain,
      unsubscribe: marketing ? links.unsubscribe : null,
    };
  };
}

/** A name with a line break in it does not become a header of its own. */
function oneHeader(subject: string): string {
  return subject.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** R31: a way out, where the text has none; R32: the link that people do not see. */
function finished(
  html: string,
  links: Links,
  marketing: boolean,
  institution: Institution,
  language: Language,
): string {
  const words = footerWords[language];
  const decoy =
    links.decoy === undefined
      ? ''
      : `<a href="${escapeHtml(links.decoy)}" style="display:none" aria-hidden="true" tabindex="-1"></a>`;
  const footer =
    marketing && !html.includes(escapeHtml(links.unsubscribe))
      ? `<div style="font-family:Helvetica,Arial,sans-serif;font-size:12px;line-height:1.5;color:#555555;text-align:center;padding:16px">` +
        `${escapeHtml(words.why(institution.name))} <a href="${escapeHtml(links.unsubscribe)}" style="color:#555555">${words.unsubscribe}</a>` +
        ` · <a href="${escapeHtml(links.preferences)}" style="color:#555555">${words.preferences}</a></div>`
      : '';
  const end = html.lastIndexOf('</body>');
  return end < 0 ? `${html}${footer}${decoy}` : `${html.slice(0, end)}${footer}${decoy}${html.slice(end)}`;
}

function withWayOut(text: string, links: Links, channel: string, language: Language): string {
  const { stop, stopBySms, stopByLink } = footerWords[language];
  if (channel !== 'sms') return `${text}\n\n-- \n${stop} ${links.unsubscribe}\n`;
  if (links.stopNumber === undefined) return `${text}\n${stopByLink} ${links.unsubscribe}`;
  return saysStop(text, links.stopNumber) ? text : `${text}\n${stopBySms(links.stopNumber)}`;
}

/** Somebody wrote the sentence already. */
const saysStop = (text: string, number: string) => /\bSTOP\b/.test(text) && text.includes(number);

/** What is not known is null: an empty text would be something to `{% if %}`. */
function spokenContact({
  title,
  firstName,
  lastName,
  companyName,
}: Addressee): Record<string, string | null> {
  const titled = title && lastName ? `${title} ${lastName}` : firstName || companyName || lastName;
  return {
    salutation: titled || null,
    title: title || null,
    first_name: firstName || null,
    last_name: lastName || null,
    company_name: companyName || null,
  };
}

function spokenPerformance(
  performance: PerformanceWords | undefined,
  { timeZone }: Institution,
  language: Language,
): Record<string, string | null> {
  const said = (options: Intl.DateTimeFormatOptions) =>
    performance?.startsAt
      ? new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { timeZone, ...options }).format(
          performance.startsAt,
        )
      : null;
  return {
    name: performance?.name ?? null,
    date: said({ dateStyle: 'full' }),
    time: said({ timeStyle: 'short' }),
    venue: performance?.venue ?? null,
  };
}
