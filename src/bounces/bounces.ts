export { recordRefused } from './failed.ts';
export { type Mailbox, type MailboxFailure, mailboxFailures, openMailbox } from './mailbox.ts';
export { selectMailboxes } from './mailbox-state.ts';
export { readMailbox, readMailboxNow } from './read-mailbox.ts';
export { liftSuppression, selectSuppressions } from './suppressions.ts';
export { takeBounce } from './take.ts';
