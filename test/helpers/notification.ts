/** Messages about messages, as mail servers, mail providers and people who are away write them. */

/** What of the message that it is about. */
export interface About {
  /** The address that the message came from, with its token. */
  to: string;
  /** Of the message, in pointed brackets. */
  id: string;
}

const crlf = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'));

/** A delivery status notification (RFC 3464), as Postfix writes it. */
export function notification({
  to,
  id,
  action = 'failed',
  status = '5.1.1',
  about = 'Ada@example.org',
}: About & { action?: string; status?: string; about?: string }): Buffer {
  return crlf(`Return-Path: <>
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
`);
}

/** A complaint that a mail provider passes on (RFC 5965, appendix B.2); it hides the address of who complains. */
export function complaint({
  type = 'abuse',
  returnPath = 'redacted@example.com',
  id = '<redacted@example.com>',
  unsubscribe = 'https://example.com/redacted',
}: {
  type?: string;
  returnPath?: string;
  id?: string;
  unsubscribe?: string;
}): Buffer {
  return crlf(`From: <abusedesk@example.com>
Date: Thu, 8 Mar 2026 17:40:36 +0000
Subject: FW: Saison
To: <bounces@example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report;
     boundary="part1_13d.2e68ed54_boundary"

--part1_13d.2e68ed54_boundary
Content-Type: text/plain; charset="US-ASCII"
Content-Transfer-Encoding: 7bit

This is an email abuse report.

--part1_13d.2e68ed54_boundary
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: SomeGenerator/1.0
Version: 1
Arrival-Date: Thu, 8 Mar 2026 14:00:00 +0000
Source-IP: 192.0.2.1

--part1_13d.2e68ed54_boundary
Content-Type: message/rfc822
Content-Disposition: inline

Return-Path: <${returnPath}>
From: Venue <venue@example.org>
To: <undisclosed@example.com>
Subject: Saison
Message-ID: ${id}
List-Unsubscribe:
 <${unsubscribe}>
MIME-Version: 1.0
Content-type: text/plain

Bonjour

--part1_13d.2e68ed54_boundary--
`);
}

const ANSWER = { away: 'I am away until Monday.', receipt: 'Your message was displayed.' };

/** What a mail program sends by itself; each of them to the address with the token. */
export const answers = {
  /** RFC 3834 */
  away: ({ to, id }: About) =>
    crlf(`Return-Path: <>
From: Ada <ada@example.org>
To: ${to}
Subject: Absence
Auto-Submitted: auto-replied
In-Reply-To: ${id}
MIME-Version: 1.0
Content-Type: text/plain

${ANSWER.away}
Action: failed
Status: 5.1.1
`),
  /** RFC 8098: that it was read. */
  receipt: ({ to, id }: About) =>
    crlf(`From: Ada <ada@example.org>
To: ${to}
Subject: Read: Saison
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="R"

--R
Content-Type: text/plain

${ANSWER.receipt}

--R
Content-Type: message/disposition-notification

Final-Recipient: rfc822;ada@example.org
Original-Message-ID: ${id}
Disposition: automatic-action/MDN-sent-automatically; displayed

--R--
`),
  /** Away, and quoting a notification of somebody else's. */
  quoting: ({ to, id }: About) =>
    crlf(`From: Ada <ada@example.org>
To: ${to}
Subject: Absence
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="Q"

--Q
Content-Type: text/plain

${ANSWER.away}

--Q
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; ada@example.org
Action: failed
Status: 5.1.1

--Q
Content-Type: text/rfc822-headers

Message-ID: ${id}

--Q--
`),
} as const;
