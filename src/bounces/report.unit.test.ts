import { expect, it } from 'vitest';
import { notification } from '../../test/helpers/notification.ts';
import { readReport } from './report.ts';

const about = { to: 'rappel+token@example.org', id: '<token@example.org>' };
const LINES = 1_000_000;

// Anybody can write to the mailbox. Each took ten seconds and more, and a megabyte of line ends all memory of the process.
it.each([
  ['line ends', `Content-Type: text/plain\r\n\r\n${'\n'.repeat(LINES)}`],
  ['markup of line ends', `Content-Type: text/html\r\n\r\n${' \n'.repeat(LINES)}`],
  ['a report of line ends', `Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n${'\n'.repeat(LINES)}`],
  ['parts', `Content-Type: multipart/report; boundary=b\r\n${'\r\n--b\r\n\r\n'.repeat(LINES / 5)}`],
  ['a folded field', `Subject: a${'\r\n b'.repeat(LINES / 2)}\r\n\r\n`],
  ['groups of addresses', `Content-Type: multipart/report\r\nTo: ${'g:'.repeat(LINES)}\r\n\r\n`],
])(
  'a message that is nothing but %s is no report, and stops nobody',
  { timeout: 20_000 },
  async (_, mail) => {
    expect(await readReport(Buffer.from(`From: a@example.org\r\n${mail}`))).toBeUndefined();
  },
);

it('a report is read whatever follows the message that it brings back', { timeout: 20_000 }, async () => {
  const report = Buffer.concat([notification(about), Buffer.alloc(LINES, '\n')]);
  expect(await readReport(report)).toMatchObject({
    kind: 'delivery-status',
    verdicts: [{ action: 'failed', status: '5.1.1', address: 'ada@example.org' }],
  });
});
