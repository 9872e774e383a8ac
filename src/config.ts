import { join, resolve } from 'node:path';
import { z } from 'zod';
import { DomainError } from './errors.ts';

/** The settings of the contract (`docs/operations.md`). This file alone reads `process.env`. */
export interface Config {
  /** Connection string of a PostgreSQL or Citus server; undefined: the embedded database in `dataFolder`. */
  databaseUrl: string | undefined;
  dataFolder: string;
  /** The ledger of erasures (R14). */
  ledgerFile: string;
  port: number;
  host: string;
  publicUrl: string;
  /** The mail server that takes the messages; undefined: they are kept in the outbox, marked as not sent. */
  smtpUrl: string | undefined;
  /** The address that messages come from. */
  mailFrom: string;
  /** Where returned messages of campaigns go; undefined: to the sender. */
  bouncesTo: string | undefined;
  /** The mailbox in which notifications of returned messages arrive; undefined: none is read. */
  bounceMailbox: { url: string; keepIn: string | undefined } | undefined;
  /** How many messages of campaigns are handed to the mail server at once. */
  smtpConnections: number;
  /** Messages of campaigns a minute to one domain, in each process; undefined: as many as the mail server takes. */
  smtpPerDomain: number | undefined;
  /** Signs the messages of campaigns; undefined: the mail server does, or nobody. */
  dkim: { domain: string; selector: string; keyFile: string } | undefined;
  /** The provider of text messages; undefined: campaigns by SMS wait. */
  sms:
    | {
        smppUrl: string;
        /** A number, a short code, or a name of up to 11 letters and digits. */
        from: string;
        perSecond: number;
        /** So many messages at once without an answer. */
        window: number;
        /** Where to people send STOP; undefined: nowhere. */
        stopNumber: string | undefined;
      }
    | undefined;
  secret: string | undefined;
  /** Whether a provider of single sign-on may have a private address (and speak plain HTTP): inside a house, and in tests. */
  privateIssuers: boolean;
  /** Where Stripe's interface is spoken, without a path; undefined: at Stripe. */
  stripeApi: string | undefined;
  /** How long a run waits for a database that went away before it ends as failed, in seconds. */
  databasePatienceSeconds: number;
}

const urlWith = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const environment = z.object({
  DATABASE_URL: urlWith('postgres:', 'postgresql:').optional(),
  RAPPEL_DATA: z.string().default('./data'),
  RAPPEL_LEDGER: z.string().optional(),
  RAPPEL_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  RAPPEL_PRIVATE_ISSUERS: z.enum(['allow', 'refuse'], 'must be allow or refuse').default('refuse'),
  RAPPEL_STRIPE_API: urlWith('http:', 'https:').optional(),
  RAPPEL_DATABASE_PATIENCE: z.coerce.number('must be a number of seconds').min(0).max(86_400).default(60),
  PORT: z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: urlWith('http:', 'https:').optional(),
  SMTP_URL: urlWith('smtp:', 'smtps:')
    .refine((text) => !URL.canParse(text) || new URL(text).hostname !== '', 'must name a mail server')
    .optional(),
  MAIL_FROM: z.email('must be an e-mail address').optional(),
  MAIL_BOUNCES: z.email('must be an e-mail address').optional(),
  BOUNCES_IMAP_URL: urlWith('imap:', 'imaps:')
    .refine(
      (text) => !URL.canParse(text) || namesMailbox(new URL(text)),
      'must name a mail server, a user and a password, such as imaps://user:password@mail.example.org/INBOX',
    )
    .optional(),
  BOUNCES_IMAP_KEEP: z.string().max(200).optional(),
  SMTP_CONNECTIONS: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1)
    .max(100)
    .default(5),
  SMTP_PER_DOMAIN: z.coerce
    .number('must be a number of messages a minute')
    .positive()
    .max(1_000_000)
    .optional(),
  DKIM_DOMAIN: z.string().optional(),
  DKIM_SELECTOR: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  SMPP_URL: urlWith('smpp:', 'smpps:')
    .refine((text) => !URL.canParse(text) || new URL(text).hostname !== '', 'must name a provider')
    .optional(),
  SMS_FROM: z
    .string()
    .regex(
      /^(\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/,
      'must be a number or a name of up to 11 letters and digits',
    )
    .optional(),
  SMS_STOP: z
    .string()
    .regex(/^\+?\d{3,15}$/, 'must be a number')
    .optional(),
  SMS_PER_SECOND: z.coerce.number('must be a number of messages a second').positive().max(1000).default(10),
  SMS_WINDOW: z.coerce.number('must be a number').int('must be a whole number').min(1).max(100).default(10),
});

function namesMailbox({ hostname, username, password, pathname }: URL): boolean {
  const parts = [username, password, pathname];
  return hostname !== '' && username !== '' && password !== '' && parts.every((part) => isEncoded(part));
}

/** What is not, such as a lone `%` of a password, would be read as something else. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Reads the settings.
 * @throws DomainError `wrong-setting`, whose one line names the variable
 */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable is an unset one: that is how .env files and containers leave a setting out.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DomainError('wrong-setting', `${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}`);
  }
  const settings = parsed.data;
  const dataFolder = resolve(settings.RAPPEL_DATA);
  const publicUrl = (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, '');
  return {
    databaseUrl: settings.DATABASE_URL,
    dataFolder,
    ledgerFile: resolve(settings.RAPPEL_LEDGER ?? join(dataFolder, 'erasures.ledger')),
    port: settings.PORT,
    host: settings.HOST,
    publicUrl,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM ?? defaultSender(settings.SMTP_URL, publicUrl),
    bouncesTo: settings.MAIL_BOUNCES,
    bounceMailbox: mailboxOf(settings),
    smtpConnections: settings.SMTP_CONNECTIONS,
    smtpPerDomain: settings.SMTP_PER_DOMAIN,
    dkim: dkimOf(settings),
    sms: smsOf(settings),
    secret: settings.RAPPEL_SECRET,
    privateIssuers: settings.RAPPEL_PRIVATE_ISSUERS === 'allow',
    stripeApi: settings.RAPPEL_STRIPE_API && new URL(settings.RAPPEL_STRIPE_API).origin,
    databasePatienceSeconds: settings.RAPPEL_DATABASE_PATIENCE,
  };
}

/**
 * Who gets a message of a number can answer it; of a name, only where SMS_STOP says.
 * @throws DomainError `wrong-setting` where there is a provider and no sender
 */
function smsOf(settings: z.infer<typeof environment>): Config['sms'] {
  const { SMPP_URL, SMS_FROM, SMS_STOP, SMS_PER_SECOND, SMS_WINDOW } = settings;
  if (SMPP_URL === undefined) return undefined;
  if (SMS_FROM === undefined) throw new DomainError('wrong-setting', 'SMS_FROM is needed with SMPP_URL');
  return {
    smppUrl: SMPP_URL,
    from: SMS_FROM,
    perSecond: SMS_PER_SECOND,
    window: SMS_WINDOW,
    stopNumber: SMS_STOP ?? (/^\+?\d+$/.test(SMS_FROM) ? SMS_FROM : undefined),
  };
}

/** @throws DomainError `wrong-setting` where only some of the three are set */
function dkimOf({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE }: z.infer<typeof environment>): Config['dkim'] {
  const all = { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE };
  if (DKIM_DOMAIN !== undefined && DKIM_SELECTOR !== undefined && DKIM_KEY_FILE !== undefined) {
    return { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, keyFile: resolve(DKIM_KEY_FILE) };
  }
  const missing = Object.entries(all).find(([, value]) => value === undefined)?.[0];
  if (Object.values(all).some((value) => value !== undefined)) {
    throw new DomainError('wrong-setting', `${missing} is needed with the other settings of DKIM`);
  }
  return undefined;
}

function mailboxOf({
  BOUNCES_IMAP_URL: url,
  BOUNCES_IMAP_KEEP: keepIn,
}: z.infer<typeof environment>): Config['bounceMailbox'] {
  return url === undefined ? undefined : { url, keepIn };
}

/** Mail servers let the account that signs in write in its own name; without one, the host of the links. */
function defaultSender(smtpUrl: string | undefined, publicUrl: string): string {
  const account = smtpUrl === undefined ? '' : decoded(new URL(smtpUrl).username);
  return z.email().safeParse(account).success ? account : `rappel@${new URL(publicUrl).hostname}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
