import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import { MailServer } from '../../test/helpers/mail-server.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { readOutgoing, sendCampaign, takeBounce } from './delivery.ts';

let venue: Venue;
/** The address that the message to Ada came from, and its id. */
let returnPath: string;
let messageId: string;
venuePerTest((one) => {
  venue = one;
});

const outgoing = (smtpUrl: string | undefined) =>
  readOutgoing(
    {
      publicUrl: PUBLIC_URL,
      smtpUrl,
      mailFrom: 'venue@example.org',
      bouncesTo: 'bounces@example.org',
      smtpConnections: 1,
      smtpPerDomain: undefined,
      dkim: undefined,
    },
    'a secret of at least thirty-two characters',
  );

beforeEach(async () => {
  const server = await MailServer.listen();
  const desk = await CampaignDesk.open(venue);
  const now = new Date();
  const campaign = await desk.draft([await venue.contact({ email: 'Ada@example.org' })], now);
  await desk.prepare(campaign, 1, now);
  const options = { signal: new AbortController().signal, patienceSeconds: 5 };
  await sendCampaign(venue.database, venue.institution, campaign.id, outgoing(server.url), options);
  returnPath = server.received[0]?.from as string;
  messageId = server.received[0]?.headers.get('message-id') as string;
  await server.close();
});

/** As Postfix writes it. */
function notification({
  to = returnPath,
  id = messageId,
  action = 'failed',
  status = '5.1.1',
  about = 'Ada@example.org',
}: Partial<Record<'to' | 'id' | 'action' | 'status' | 'about', string>> = {}): Buffer {
  return Buffer.from(
    `Return-Path: <>
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B1.1/mail.example.org"

This is a MIME-encapsulated message.

--B1.1/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.org.

--B1.1/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: B1
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${about}
Original-Recipient: rfc822;${about}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <${about}>: Recipient address rejected:
    User unknown

--B1.1/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <${to}>
From: Venue <venue@example.org>
Message-ID: ${id}
Subject: Saison

--B1.1/mail.example.org--
`.replaceAll('\n', '\r\n'),
  );
}

const take = (raw: Buffer) => takeBounce(venue.database, outgoing(undefined).tokens, raw, new Date());
const recipient = async () =>
  (
    await venue.rows<{ state: string; reason: string | null }>(
      sql`select state, reason from campaign_recipients where institution_id = ${venue.id}`,
    )
  )[0];
const suppressions = async () =>
  await venue.rows(sql`
    select s.reason, s.address_hash = address_hash(i.erased_number_key, 'ada@example.org') as ada
      from suppressions s join institutions i on i.id = s.institution_id where s.institution_id = ${venue.id}`);

describe('a message that came back', () => {
  it('because there is no such mailbox: the address is not written to again', async () => {
    expect(await take(notification())).toBe('hard');
    expect(await take(notification()), 'a second time').toBe('hard');
    expect(await recipient()).toEqual({ state: 'bounced', reason: 'bounce-5.1.1' });
    expect(await suppressions()).toEqual([{ reason: 'bounced', ada: true }]);
  });

  it('is known by the id of the message where the address lost its mark, and the other way round', async () => {
    expect(await take(notification({ to: 'bounces@example.org' }))).toBe('hard');
    expect(await take(notification({ id: '<other@example.org>' }))).toBe('hard');
  });

  it.each(['5.2.2', '5.7.1', '4.4.7', ''])(
    'for another reason (%s) is counted, and the address kept',
    async (status) => {
      expect(await take(notification({ status }))).toBe('soft');
      expect((await recipient())?.state).toBe('bounced');
      expect(await suppressions()).toEqual([]);
    },
  );

  it('or is late only, changes nothing', async () => {
    expect(await take(notification({ action: 'delayed', status: '4.4.1' }))).toBe('delayed');
    expect((await recipient())?.state).toBe('sent');
  });

  it('forged, or of somebody else, changes nothing', async () => {
    const forged = (text: string) =>
      text.replace(/[A-Za-z](?=[\w-]{3}@)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    expect(await take(notification({ to: forged(returnPath), id: forged(messageId) }))).toBe('not-ours');
    expect(await take(notification({ to: 'x@example.org', id: '<1@example.com>' }))).toBe('not-ours');
    expect(await take(Buffer.from('Subject: Absent\r\n\r\nI am away.'))).toBe('not-ours');
    expect(await take(Buffer.from([0, 255, 13, 10, 7]))).toBe('not-ours');
    expect((await recipient())?.state).toBe('sent');
  });

  it('with the token of a message but about another address suppresses nobody', async () => {
    expect(await take(notification({ about: 'director@example.com' }))).toBe('soft');
    expect(await suppressions()).toEqual([]);
  });
});
