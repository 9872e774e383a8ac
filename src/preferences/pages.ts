import { type Choices, type Locale, readChoices } from '../customers/customers.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { asLocale, type Look, say, selectLook } from '../shop/shop.ts';
import {
  answeredOn,
  type MessageAddresses,
  type PageName,
  recordAnswer,
  type Ticket,
} from '../tracking/tracking.ts';
import { type Sheet, sheet } from './paper.ts';
import { heldRecipient, isExpired, type Recipient, selectRecipient } from './recipient.ts';
import { asRead, type RenewalText, selectRenewalText } from './renewal-text.ts';
import { saveAnswers, saveTracking } from './save-choices.ts';
import { refusedScope, type Scope, unsubscribe } from './unsubscribe.ts';

/** Somebody at a signed address. */
export interface Visit {
  database: Database;
  addresses: MessageAddresses;
  page: PageName;
  ticket: Ticket;
  query: Record<string, string>;
  /** Of a POST. */
  form: Record<string, string>;
  now: Date;
}

interface Known {
  recipient: Recipient;
  look: Look;
  locale: Locale;
  text: RenewalText;
  refused: Scope | undefined;
  stayed: boolean;
  choices: Choices | undefined;
}

/**
 * A page that a message leads to (R29, R31). Asking for it changes nothing.
 * @returns undefined where there is no such message
 */
export async function showPage(visit: Visit): Promise<Sheet | undefined> {
  const known = await readKnown(visit);
  return known && sheetOf(visit, known, {});
}

/**
 * What is sent from such a page, or by a mail program (RFC 8058).
 * @returns a page, or `said`: the page is to be asked for again, and says that
 */
export async function actOnPage(visit: Visit): Promise<Sheet | { said: string } | undefined> {
  const known = await readKnown(visit);
  if (known === undefined || isOver(visit, known)) return known && sheetOf(visit, known, {});
  try {
    const said = await inInstitution(visit.database, visit.ticket.institution, async (tenant) => {
      const recipient = await heldRecipient(tenant, visit.ticket);
      return recipient === undefined ? '' : await ACTS[visit.page](tenant, visit, { ...known, recipient });
    });
    // a mail program follows no redirect
    return visit.page === 'unsubscribe' && visit.form.scope === undefined ? await showPage(visit) : { said };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return sheetOf(visit, known, { trouble: error });
  }
}

type Act = (tenant: Tenant, visit: Visit, known: Known) => Promise<string>;

/** Each says afterwards what it did: a key of `letter.said`, or nothing where the page shows it. */
const ACTS: Record<PageName, Act> = {
  async unsubscribe(tenant, { form, now }, { recipient }) {
    const scope = form.scope === 'everything' ? 'everything' : 'channel';
    await unsubscribe(tenant, recipient, { scope, oneClick: form.scope === undefined, now });
    return '';
  },
  async preferences(tenant, { form, now }, { recipient, choices, locale }) {
    await saveAnswers(tenant, recipient, { form, criteria: choices?.criteria ?? [], locale, now });
    if (form['asked.tracking'] !== undefined) {
      await saveTracking(tenant, recipient, form.untracked === 'yes', now);
    }
    return 'saved';
  },
  async renewal(tenant, { form, now }, { recipient, locale, text }) {
    if (recipient.contact === null) return '';
    const answering = {
      contact: recipient.contact.id,
      campaign: recipient.campaign,
      recipient: recipient.id,
    };
    if (form.act === 'stay') {
      await recordAnswer(tenant, recipient.institution, answering, now);
      return 'stayed';
    }
    if (form.act !== 'choose') return '';
    const given = { form, criteria: [], locale, wording: asRead(text, locale), now };
    // who allows something on this page wants to stay, also where it was allowed before
    if (!(await saveAnswers(tenant, recipient, given))) return 'saved';
    await recordAnswer(tenant, recipient.institution, answering, now);
    return 'stayed-saved';
  },
};

async function readKnown({ database, page, ticket, query, form, now }: Visit): Promise<Known | undefined> {
  const found = await inInstitution(database, ticket.institution, async (tenant) => {
    const recipient = await selectRecipient(tenant, ticket);
    if (recipient === undefined) return undefined;
    const { institution, contact, channel, organisation } = recipient;
    return {
      recipient,
      look: await selectLook(tenant, institution, organisation),
      locale: asLocale(query.lang) ?? recipient.locale,
      text: await selectRenewalText(tenant, institution, Number(form.version)),
      refused: contact === null ? undefined : await refusedScope(tenant, institution.id, contact.id, channel),
      stayed: await answeredOn(tenant, institution, recipient.id, now),
    };
  });
  const contact = found?.recipient.contact;
  if (found === undefined || contact === null || contact === undefined || page === 'unsubscribe') {
    return found && { ...found, choices: undefined };
  }
  const { institution } = found.recipient;
  return { ...found, choices: await readChoices(database, institution, contact.id, found.locale, now) };
}

const isOver = ({ page, now }: Visit, { recipient }: Known): boolean =>
  recipient.contact === null || (page !== 'unsubscribe' && isExpired(recipient, now));

function sheetOf(visit: Visit, known: Known, { trouble }: { trouble?: DomainError }): Sheet {
  const { look, locale, recipient, choices } = known;
  const of = { institution: recipient.institution.id, recipient: recipient.id };
  const links = {
    unsubscribe: inLanguage(visit.addresses.unsubscribe(of), visit),
    preferences: inLanguage(visit.addresses.preferences(of), visit),
  };
  if (isOver(visit, known)) {
    return sheet(look, locale, 'letter-over', { ...links, gone: recipient.contact === null });
  }
  const data = {
    ...links,
    said: SAID.find((one) => one === visit.query.said),
    trouble: trouble === undefined ? undefined : wordsOf(locale, trouble),
    typed: trouble === undefined ? {} : visit.form,
    channel: recipient.channel,
    refused: known.refused,
    firstName: recipient.contact?.firstName,
    untracked: recipient.contact?.trackingRefused,
    text: known.text[locale],
    version: known.text.version,
    stayed: known.stayed,
    ...(choices && askedOf(choices)),
  };
  return sheet(look, locale, visit.page, data, trouble === undefined ? 200 : 422);
}

function wordsOf(locale: Locale, { code }: DomainError): string {
  const words = say(locale, `errors.${code}`);
  return words === `errors.${code}` ? say(locale, 'errors.other') : words;
}

const SAID = ['saved', 'stayed', 'stayed-saved'];

/** As the templates of the questions take it. */
const askedOf = ({ authorisations, criteria }: Choices) => ({
  asked: authorisations,
  criteria: criteria.map((criterion) => ({
    ...criterion,
    options: criterion.choices.map((choice) => ({
      choice,
      chosen: (criterion.value ?? '').split(';').includes(choice),
    })),
  })),
});

const inLanguage = (address: string, { query }: Visit): string => {
  const chosen = asLocale(query.lang);
  return chosen === undefined ? address : `${address}?lang=${chosen}`;
};

/** The renewal page as it would be shown, for whoever writes its text. */
export async function previewRenewal(
  database: Database,
  institution: Look['institution'],
  locale: Locale,
  now: Date,
): Promise<Sheet> {
  const { look, text } = await inInstitution(database, institution.id, async (tenant) => ({
    look: await selectLook(tenant, institution, null),
    text: await selectRenewalText(tenant, institution),
  }));
  const choices = await readChoices(database, institution, undefined, locale, now);
  const firstName = locale === 'fr' ? 'Camille' : 'Alex';
  return sheet(look, locale, 'renewal', {
    ...askedOf(choices),
    text: text[locale],
    version: text.version,
    firstName,
    preview: true,
  });
}
