import PostalMime from 'postal-mime';

/** What a delivery status notification says of one address (RFC 3464, 2.3). */
interface Verdict {
  action: string;
  /** RFC 3463, such as `5.1.1`. */
  status: string;
  /** The address it says it of, in small letters; undefined: it names none. */
  address: string | undefined;
}

export interface Report {
  verdicts: Verdict[];
  /** Where a token of ours may stand: the address it was sent to, and the id of the message that came back. */
  marks: string[];
}

/** A notification is a few kilobytes, and the message it brings back at most a few hundred. */
export const LARGEST_REPORT = 2 * 1024 * 1024;

/** @returns undefined where it is no delivery status notification */
export async function readReport(raw: Buffer): Promise<Report | undefined> {
  const options = { forceRfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 20 } as const;
  const mail = await PostalMime.parse(raw, options).catch(() => undefined);
  const status = mail?.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (mail === undefined || status === undefined) return undefined;
  const returned = mail.attachments.find(({ mimeType }) =>
    ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'].includes(mimeType),
  );
  // In groups of fields: the first is about the message as a whole, the others about an address each.
  const [, ...ofAddresses] = String(status.content)
    .split(/\r?\n\r?\n/)
    .map(fieldsOf);
  const messageId = fieldsOf(String(returned?.content ?? '').split(/\r?\n\r?\n/, 1)[0] ?? '').get(
    'message-id',
  );
  const sentTo = mail.headers
    .filter(({ key }) => ['to', 'delivered-to', 'x-original-to', 'envelope-to'].includes(key))
    .flatMap(({ value }) => [...value.matchAll(/\+([\w-]+)@/g)].map(([, token]) => token as string));
  const id = /<([\w-]+)@/.exec(messageId ?? '')?.[1];
  return {
    verdicts: ofAddresses
      .filter((fields) => fields.has('action'))
      .map((fields) => ({
        action: (fields.get('action') ?? '').toLowerCase(),
        status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '',
        address: addressIn(fields.get('original-recipient') ?? fields.get('final-recipient')),
      })),
    marks: [...sentTo, ...(id === undefined ? [] : [id])],
  };
}

/** Header fields, unfolded, by their names in small letters; of several of a name the first. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** `rfc822; ada@example.org` */
const addressIn = (field: string | undefined) =>
  /^(?:rfc822|utf-8)\s*;\s*<?([^\s>]+@[^\s>]+?)>?$/i.exec(field ?? '')?.[1]?.toLowerCase();
