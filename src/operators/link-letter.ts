import type { Institution } from '../institutions/institutions.ts';
import { type Mail, MailFailure } from '../messages/messages.ts';
import type { MadeLink } from './links.ts';

const WORDS = {
  fr: {
    invitation: (venue: string) => `Votre accès à Rappel — ${venue}`,
    password: (venue: string) => `Choisir un nouveau mot de passe — ${venue}`,
    invitationBody: 'Vous êtes invité à travailler dans Rappel. Ce lien vous y fait entrer\u00a0:',
    passwordBody: 'Ce lien vous permet de choisir un nouveau mot de passe pour Rappel\u00a0:',
    until: (day: string) =>
      `Il est valable une fois, jusqu’au ${day}. Si vous n’attendiez pas ce message, ne faites rien.`,
  },
  en: {
    invitation: (venue: string) => `Your access to Rappel – ${venue}`,
    password: (venue: string) => `Set a new password – ${venue}`,
    invitationBody: 'You are invited to work in Rappel. This link lets you in:',
    passwordBody: 'With this link you set a new password for Rappel:',
    until: (day: string) => `It is good once, until ${day}. If you did not expect this message, do nothing.`,
  },
};

/**
 * Sends a link to whom it is for, at once and not by the outbox: nothing that opens an account is kept in the database.
 * @returns whether the mail server took it; where it did not, who made the link hands it over
 */
export async function mailLink(
  mail: Mail | undefined,
  institution: Institution,
  { email, name, locale, kind, operator, expiresAt }: MadeLink,
  link: string,
): Promise<boolean> {
  if (mail === undefined) return false;
  const words = WORDS[locale];
  const day = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: institution.timeZone,
  });
  try {
    await mail.send({
      id: `<link.${institution.id}.${operator}.${expiresAt.getTime()}@${new URL(link).hostname}>`,
      from: institution.name,
      to: { name: name ?? email, address: email },
      subject: words[kind](institution.name),
      text: [words[`${kind}Body`], link, words.until(day.format(expiresAt)), `-- \n${institution.name}`].join(
        '\n\n',
      ),
    });
    return true;
  } catch (error) {
    if (error instanceof MailFailure) return false;
    throw error;
  }
}
