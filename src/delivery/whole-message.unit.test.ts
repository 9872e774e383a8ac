import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, it } from 'vitest';
import { wholeMessage } from './whole-message.ts';

const LETTER = {
  messageId: '<1@example.org>',
  date: new Date('2026-06-01T10:00:00Z'),
  from: { name: 'Théâtre de la Rive', address: 'venue@example.org' },
  to: { name: 'Zoë "O\'Neil", née Ägidius', address: 'zoe@example.org' },
  subject: 'Une très longue saison, qui ne tient sur aucune ligne : concerts, théâtre, danse et cirque',
  text: 'Bonjour',
  html: '<p>Bonjour</p>',
  textEncoding: 'quoted-printable' as const,
};
const long = `${'é'.repeat(200)} ${'word '.repeat(80)}${'x'.repeat(300)}`;

const asNodemailerWritesIt = async (letter: object) => {
  // the boundary is made by chance
  const node = new MailComposer({ ...letter }).compile();
  node.baseBoundary = 'boundary';
  return (await buffer(node.createReadStream())).toString().replaceAll(/\r?\n/g, '\r\n');
};
const whole = (letter: object) => {
  const node = new MailComposer({ ...letter }).compile();
  node.baseBoundary = 'boundary';
  return wholeMessage(node).toString();
};

it.each([
  ['a letter', {}],
  ['text alone', { html: undefined }],
  ['text alone that ends its last line', { text: 'Bonjour\n', html: undefined }],
  ['nothing', { text: '', html: '' }],
  [
    'signs of other alphabets and signs of two units',
    { text: 'Привет, 世界 🎭', html: '<p>Привет, 世界 🎭</p>' },
  ],
  ['lines that are too long', { text: long, html: `<p>${long}</p>` }],
  ['line breaks of every kind', { text: 'a\nb\r\nc\n', html: '<p>é</p>\n\n<p>b</p>\r\n' }],
  ['dots and blanks at the beginning and end of lines', { text: '.\n..a \n\t\n b\t', html: '.<p>é</p> \n.' }],
  ['an equals sign', { text: 'a=b=é', html: '<a href="https://example.org/?a=b&amp;c=é">é</a>' }],
  [
    'headers of its own',
    { headers: { Precedence: 'bulk', 'List-Unsubscribe': `<https://example.org/${'x'.repeat(90)}>` } },
  ],
])('%s is written as nodemailer writes it', async (_, over) => {
  expect(whole({ ...LETTER, ...over })).toBe(await asNodemailerWritesIt({ ...LETTER, ...over }));
});

it('what is not a text is not sent as something else', () => {
  expect(() => whole({ ...LETTER, attachments: [{ filename: 'a.pdf', content: Buffer.from('a') }] })).toThrow(
    TypeError,
  );
});
