import PostalMime, { type Email } from 'postal-mime';

/** What a delivery status notification says of one address (RFC 3464, 2.3). */
interface Verdict {
  action: string;
  /** RFC 3463, such as `5.1.1`; empty where there is none. */
  status: string;
  /** The address it says it of, in small letters; undefined: it names none. */
  address: string | undefined;
}

/** Where a token of ours may stand. */
interface Mark {
  purpose: 'bounce' | 'unsubscribe';
  token: string;
}

export type Report = { marks: Mark[] } & (
  | { kind: 'delivery-status'; verdicts: Verdict[] }
  | { kind: 'feedback-report'; type: string }
);

/** A notification is a few kilobytes, and the message that it brings back at most a few hundred: larger ones are none. */
export const LARGEST_REPORT = 2 * 1024 * 1024;
/**
 * So much of one is read: what it says and the header of what it brings back stand first. Anybody can write to this mailbox, and
 * reading takes time and memory for each line.
 */
export const READ_OF_REPORT = { bytes: 256 * 1024, lines: 5000 };
const LARGEST_HEADER = 64 * 1024;

const RETURNED = [
  'message/rfc822',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global',
  'message/global-headers',
];

/**
 * Reads a delivery status notification (RFC 3464) or the complaint that a mail provider passes on (RFC 5965). Both are a
 * `multipart/report` that says so itself (RFC 6522): an answer of somebody who is away, a receipt, or a letter with such a
 * notification attached is none, whatever it quotes.
 * @returns undefined where it is neither
 */
export async function readReport(whole: Buffer): Promise<Report | undefined> {
  const raw = beginningOf(whole);
  if (!saysReport(raw)) return undefined;
  const options = { forceRfc822Attachments: true, attachmentEncoding: 'utf8', maxNestingDepth: 20 } as const;
  const mail = await PostalMime.parse(raw, options).catch(() => undefined);
  if (mail === undefined) return undefined;
  const kind = reportKind(mail);
  const content = kind && contentOf(mail, [`message/${kind}`]);
  if (content === undefined) return undefined;
  const returned = fieldsOf(firstGroup(contentOf(mail, RETURNED) ?? ''));
  if (kind === 'feedback-report') {
    const fields = fieldsOf(firstGroup(content));
    const type = (fields.get('feedback-type') ?? '').toLowerCase();
    const from = [fields.get('original-mail-from'), returned.get('return-path')];
    return { kind, type, marks: [...from.flatMap(inAddress), ...inMessage(returned)] };
  }
  // In groups of fields: the first is about the message as a whole, the others about an address each.
  const [, ...ofAddresses] = content.split(/\r?\n\r?\n/).map(fieldsOf);
  const sentTo = mail.headers
    .filter(({ key }) => ['to', 'delivered-to', 'x-original-to', 'envelope-to'].includes(key))
    .flatMap(({ value }) => inAddress(value));
  return {
    kind: 'delivery-status',
    marks: [...sentTo, ...inMessage(returned)],
    verdicts: ofAddresses
      .filter((fields) => fields.has('action'))
      .map((fields) => ({
        action: (fields.get('action') ?? '').toLowerCase(),
        status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '',
        address: addressIn(fields.get('original-recipient') ?? fields.get('final-recipient')),
      })),
  };
}

function beginningOf(whole: Buffer): Buffer {
  const { bytes, lines } = READ_OF_REPORT;
  let end = 0;
  for (let line = 0; line < lines; line++) {
    const at = whole.indexOf('\n', end);
    if (at < 0 || at >= bytes) return whole.subarray(0, bytes);
    end = at + 1;
  }
  return whole.subarray(0, end);
}

/** Whether the words stand in its own header, before anything is read for good. */
function saysReport(raw: Buffer): boolean {
  const head = raw.subarray(0, LARGEST_HEADER).toString('latin1');
  const end = head.search(/\r?\n\r?\n/);
  return /multipart\/report/i.test(end < 0 ? head : head.slice(0, end));
}

function reportKind(mail: Email): Report['kind'] | undefined {
  const type = mail.headers.find(({ key }) => key === 'content-type')?.value ?? '';
  if (!/^\s*multipart\/report\b/i.test(type)) return undefined;
  const said = /;\s*report-type\s*=\s*"?([\w-]+)/i.exec(type)?.[1]?.toLowerCase();
  return said === 'delivery-status' || said === 'feedback-report' ? said : undefined;
}

const contentOf = (mail: Email, types: string[]): string | undefined => {
  const part = mail.attachments.find(({ mimeType }) => types.includes(mimeType));
  return part && String(part.content);
};

const firstGroup = (text: string): string => text.trimStart().split(/\r?\n\r?\n/, 1)[0] ?? '';

/** `bounces+<token>@example.org` */
const inAddress = (text: string | undefined): Mark[] =>
  [...(text ?? '').matchAll(/\+([\w-]+)@/g)].map(([, token]) => ({
    purpose: 'bounce',
    token: token as string,
  }));

/** What a message of ours carries in its own headers. */
function inMessage(fields: Map<string, string>): Mark[] {
  const id = /<([\w-]+)@/.exec(fields.get('message-id') ?? '')?.[1];
  const wayOut = /\/unsubscribe\/([\w-]+)/.exec(fields.get('list-unsubscribe') ?? '')?.[1];
  return [
    ...(id === undefined ? [] : [{ purpose: 'bounce' as const, token: id }]),
    ...(wayOut === undefined ? [] : [{ purpose: 'unsubscribe' as const, token: wayOut }]),
  ];
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

/** `rfc822; ada@example.org`; without characters that the database does not take. */
const addressIn = (field: string | undefined) =>
  /^(?:rfc822|utf-8)\s*;\s*<?([^\s>\p{C}]{1,256}@[^\s>\p{C}]{1,256}?)>?$/iu
    .exec(field ?? '')?.[1]
    ?.toLowerCase();
