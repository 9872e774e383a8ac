import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

it.each([
  [{ SMTP_URL: 'mail.example.org:25' }, 'SMTP_URL must be an address that starts with smtp:// or smtps://'],
  [
    { SMTP_URL: 'https://mail.example.org' },
    'SMTP_URL must be an address that starts with smtp:// or smtps://',
  ],
  [{ SMTP_URL: 'smtp:///nowhere' }, 'SMTP_URL must name a mail server'],
  [{ MAIL_FROM: 'Rappel' }, 'MAIL_FROM must be an e-mail address'],
  [{ MAIL_BOUNCES: 'bounces' }, 'MAIL_BOUNCES must be an e-mail address'],
  [
    { BOUNCES_IMAP_URL: 'https://mail.example.org' },
    'BOUNCES_IMAP_URL must be an address that starts with imap:// or imaps://',
  ],
  [
    { BOUNCES_IMAP_URL: 'imaps://bounces@mail.example.org/INBOX' },
    'BOUNCES_IMAP_URL must name a mail server',
  ],
  [{ BOUNCES_IMAP_URL: 'imaps://bounces:50%@mail.example.org' }, 'BOUNCES_IMAP_URL must name a mail server'],
  [{ SMTP_CONNECTIONS: '0' }, 'SMTP_CONNECTIONS'],
  [{ SMTP_PER_DOMAIN: 'fast' }, 'SMTP_PER_DOMAIN must be a number of messages a minute'],
  [
    { DKIM_DOMAIN: 'example.org', DKIM_KEY_FILE: 'key.pem' },
    'DKIM_SELECTOR is needed with the other settings of DKIM',
  ],
  [
    { SMPP_URL: 'sms.example.org:2775', SMS_FROM: 'Opera' },
    'SMPP_URL must be an address that starts with smpp://',
  ],
  [{ SMPP_URL: 'smpp://sms.example.org' }, 'SMS_FROM is needed with SMPP_URL'],
  [
    { SMPP_URL: 'smpp://sms.example.org', SMS_FROM: 'Opéra de Genève' },
    'SMS_FROM must be a number or a name',
  ],
  [{ SMPP_URL: 'smpp://sms.example.org', SMS_FROM: 'Opera', SMS_STOP: 'STOP' }, 'SMS_STOP must be a number'],
  [{ SMS_PER_SECOND: '0' }, 'SMS_PER_SECOND'],
])('a wrong setting of outgoing mail is named in one line: %o', (variables, line) => {
  expect(() => readConfig(variables)).toThrow(line);
});

it.each([
  [{}, 'rappel@localhost'],
  [{ PUBLIC_URL: 'https://tickets.example.org', SMTP_URL: 'smtp://mail' }, 'rappel@tickets.example.org'],
  [{ SMTP_URL: 'smtps://box%40example.org:secret@mail.example.org' }, 'box@example.org'],
  [{ SMTP_URL: 'smtp://mailer:secret@mail', MAIL_FROM: 'Venue@example.org' }, 'Venue@example.org'],
  [{ SMTP_URL: '' }, 'rappel@localhost'],
])('messages come from somebody who may be written to: %o', (variables, sender) => {
  expect(readConfig(variables).mailFrom).toBe(sender);
});

it('a wrong password of the mailbox stands in no message', () => {
  const read = () => readConfig({ BOUNCES_IMAP_URL: 'imaps://bounces:very%secret@mail.example.org' });
  expect(read).toThrow(/^BOUNCES_IMAP_URL (?!.*very)/);
});

it.each([
  [{}, undefined],
  [{ SMS_STOP: '36111' }, '36111'],
  [{ SMS_FROM: '38000' }, '38000'],
  [{ SMS_FROM: '+33612345678', SMS_STOP: '36111' }, '36111'],
])('STOP is sent to the number that a message comes from, or to another: %o', (variables, stopNumber) => {
  const settings = { SMPP_URL: 'smpp://sms.example.org', SMS_FROM: 'Opera', ...variables };
  expect(readConfig(settings).sms).toMatchObject({ stopNumber, perSecond: 10, window: 10 });
});

it('an address ends without a slash, so that a path can follow it', () => {
  expect(readConfig({ PUBLIC_URL: 'https://tickets.example.org/' }).publicUrl).toBe(
    'https://tickets.example.org',
  );
  expect(readConfig({ PUBLIC_URL: 'https://example.org/tickets//' }).publicUrl).toBe(
    'https://example.org/tickets',
  );
});
