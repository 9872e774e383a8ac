import { readFileSync } from 'node:fs';
import { DomainError } from '../errors.ts';
import { openTokens, type Tokens } from '../tracking/tracking.ts';
import type { SmtpPatience } from './hand-over.ts';
import type { SmsGateway } from './sms-gateway.ts';

/** What campaigns are sent with, from the settings. */
export interface Outgoing {
  publicUrl: string;
  tokens: Tokens;
  email: EmailSettings | undefined;
  /** The connection to the provider of text messages; undefined: there is none. */
  sms?: SmsGateway | undefined;
  /** Where to a STOP is sent; undefined: nowhere, and a text message carries the link. */
  stopNumber?: string | undefined;
}

export interface EmailSettings {
  smtpUrl: string;
  mailFrom: string;
  /** Where returned messages go; undefined: to the sender's address. */
  bouncesTo: string | undefined;
  /** Messages at once. */
  connections: number;
  /** Messages a minute to one domain; undefined: as many as the mail server takes. */
  perDomain: number | undefined;
  dkim: { domainName: string; keySelector: string; privateKey: string } | undefined;
  patience?: SmtpPatience;
}

interface Settings {
  publicUrl: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  bouncesTo: string | undefined;
  smtpConnections: number;
  smtpPerDomain: number | undefined;
  dkim: { domain: string; selector: string; keyFile: string } | undefined;
  sms?: { stopNumber: string | undefined } | undefined;
}

/** @throws DomainError `wrong-setting` where the key of DKIM cannot be read */
export function readOutgoing(settings: Settings, secret: string): Outgoing {
  const { smtpUrl, mailFrom, bouncesTo, smtpConnections, smtpPerDomain, dkim } = settings;
  return {
    publicUrl: settings.publicUrl,
    tokens: openTokens(secret),
    stopNumber: settings.sms?.stopNumber,
    email:
      smtpUrl === undefined
        ? undefined
        : {
            smtpUrl,
            mailFrom,
            bouncesTo,
            connections: smtpConnections,
            perDomain: smtpPerDomain,
            dkim: dkim && {
              domainName: dkim.domain,
              keySelector: dkim.selector,
              privateKey: readKey(dkim.keyFile),
            },
          },
  };
}

function readKey(file: string): string {
  let key: string;
  try {
    key = readFileSync(file, 'utf8');
  } catch {
    throw new DomainError('wrong-setting', 'DKIM_KEY_FILE must name a file that can be read');
  }
  if (!key.includes('PRIVATE KEY')) {
    throw new DomainError('wrong-setting', 'DKIM_KEY_FILE must hold a private key in PEM');
  }
  return key;
}
