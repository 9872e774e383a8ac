/** The words of the outbox. */
export const outboxEn = {
  title: 'Outbox',
  about: 'What Rappel told operators. Messages are removed after 90 days.',
  noServer: 'No mail server is set: messages are kept here and not sent.',
  noServerHint:
    'Whoever runs the server sets SMTP_URL (for example smtps://user:password@mail.example.org:465) and starts Rappel again. Messages kept so far can then be sent from here.',
  from: (address: string) => `Messages are sent from ${address}.`,
  recipient: 'To',
  subject: 'Subject',
  state: 'State',
  allStates: 'All states',
  written: 'Written',
  sent: 'Handed over',
  attempts: 'Attempts',
  why: 'Why',
  states: {
    queued: 'Waiting',
    sending: 'Being handed over',
    sent: 'Sent',
    'not-sent': 'Not sent',
    failed: 'Failed',
  },
  failures: {
    'no-mail-server': 'No mail server was set.',
    'recipient-disabled': 'The recipient does not work here any more.',
    interrupted:
      'Rappel was stopped while it handed this message over: it may have arrived. It is not sent again unless you ask for it.',
    unreachable: 'The mail server could not be reached.',
    timeout: 'The mail server did not answer in time.',
    tls: 'No secure connection to the mail server came about.',
    refused: 'The mail server refused the sender, the recipient or the log-in.',
    unexpected: 'Something unexpected; the server’s log says more.',
  } as Record<string, string>,
  smtp: (code: string) => `The mail server refused it with code ${code}.`,
  again: 'It is tried again by itself, less and less often, for about six hours.',
  send: 'Send again',
  queued: 'On its way.',
  open: 'Open what it is about',
  text: 'Message',
  empty: 'No messages yet',
  emptyHint:
    'Messages come when a run ends: choose who is told in a batch, or tick the box when starting a run.',
  emptyFilter: 'No messages in this state',
  emptyFilterAct: 'Show all',
  notify: 'Told when it ends',
  notifyHint: 'By e-mail: when a run is completed, stopped or interrupted, or stops at its ceiling.',
  notifyNobody: 'Nobody',
  notifyNone: 'No operator found',
  notifyMe: 'Tell me when it ends',
};

export type OutboxWords = typeof outboxEn;
