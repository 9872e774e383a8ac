import type { SendMailOptions } from 'nodemailer';
import type { Campaign, Rendered } from '../campaigns/campaigns.ts';
import type { Institution } from '../institutions/institutions.ts';
import { oneLine } from '../messages/messages.ts';
import type { Taken } from './recipients.ts';
import type { EmailSettings, Outgoing } from './settings.ts';

/** What all messages of a campaign have in common. */
export interface Sender extends Pick<Campaign, 'type' | 'replyTo'> {
  institution: Pick<Institution, 'id' | 'slug' | 'name'>;
  /** In whose name it is written. */
  senderName: string;
}

/**
 * A letter with its headers. Marketing says how to be left alone (R31: RFC 2369, RFC 8058) and that it is bulk; what is about a
 * purchase says that nobody wrote it by hand (RFC 3834). The id is the same each time, so whoever gets a letter twice can tell;
 * it and the sender on the envelope carry a signed token, by which a returned letter is known.
 */
export function packLetter(
  { id, address, firstName, lastName, companyName }: Taken,
  { subject, html, text, unsubscribe }: Rendered,
  { institution, senderName, replyTo }: Sender,
  { publicUrl, tokens, email }: Pick<Outgoing, 'publicUrl' | 'tokens'> & { email: EmailSettings },
): SendMailOptions {
  const token = tokens.sign({ purpose: 'bounce', institution: institution.id, recipient: id, link: 0 });
  const host = new URL(publicUrl).hostname;
  const name = [firstName, lastName].filter(Boolean).join(' ') || companyName || '';
  return {
    messageId: `<${token}@${host}>`,
    from: { name: oneLine(senderName), address: email.mailFrom },
    to: { name: oneLine(name), address },
    ...(replyTo === null ? {} : { replyTo }),
    subject: oneLine(subject),
    html,
    text,
    // of the languages that are written here it is the shorter; found out for each message it takes a twentieth of its time
    textEncoding: 'quoted-printable',
    envelope: { from: returnPath(email, token), to: [address] },
    headers:
      unsubscribe === null
        ? { 'Auto-Submitted': 'auto-generated' }
        : {
            // prepared: nodemailer would write all of it as one encoded word
            'List-Id': {
              prepared: true,
              value: `${listName(institution.name)}<campaigns.${institution.slug}.${host}>`,
            },
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            Precedence: 'bulk',
          },
  };
}

/** The address that says whose letter came back: `bounces+<token>@example.org`. */
function returnPath({ bouncesTo, mailFrom }: EmailSettings, token: string): string {
  if (bouncesTo === undefined) return mailFrom;
  const at = bouncesTo.lastIndexOf('@');
  return `${bouncesTo.slice(0, at)}+${token}${bouncesTo.slice(at)}`;
}

/** RFC 2919: a phrase before the id, of letters that need no encoding. */
function listName(name: string): string {
  const words = name
    .normalize('NFD')
    .replaceAll(/[^\w .-]+/g, '')
    .trim();
  return words === '' ? '' : `"${words}" `;
}
