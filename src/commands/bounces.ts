import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { type MailboxFailure, openMailbox, readMailboxNow, takeBounce } from '../bounces/bounces.ts';
import { DomainError } from '../errors.ts';
import { keptSecret } from '../http/http.ts';
import { openTokens } from '../tracking/tracking.ts';
import { type Session, withDatabase } from './with-database.ts';

const SAYS = {
  hard: 'The address is not written to again.',
  soft: 'The message did not arrive; the address is kept.',
  delayed: 'The message is still on its way.',
  complaint: 'Its reader called it spam: the contact refuses e-mail.',
  'not-ours': 'Not about a message of a campaign.',
} as const;

const FAILURES: Record<MailboxFailure, string> = {
  unreachable: 'the mail server cannot be reached',
  refused: 'the mail server refuses the user or the password',
  'no-tls': 'the mail server does not offer TLS there',
  certificate: 'the certificate of the mail server is not valid (NODE_EXTRA_CA_CERTS names one of your own)',
  'no-folder': 'there is no such folder',
  'not-removed': 'what was read cannot be deleted or moved: the mailbox may only be read',
  broken: 'the mail server gave an answer that could not be understood',
};

export function register(program: Command): void {
  const bounces = program.command('bounces').description('messages of campaigns that came back');
  bounces
    .command('read <file>')
    .description(
      'read a delivery status notification (RFC 3464) or a complaint (RFC 5965); - reads the standard input, for a pipe of the mail server',
    )
    .action(async (file: string) => {
      const raw = file === '-' ? await buffer(process.stdin) : await read(file);
      await withDatabase(async (session) => {
        console.log(SAYS[await takeBounce(session.database, await tokensOf(session), raw, new Date())]);
      });
    });
  bounces
    .command('mailbox')
    .description('read the mailbox of BOUNCES_IMAP_URL now, as serve does every two minutes')
    .action(async () => {
      await withDatabase(async (session) => {
        const { bounceMailbox } = session.config;
        if (bounceMailbox === undefined)
          throw new DomainError('wrong-setting', 'BOUNCES_IMAP_URL is needed to read a mailbox');
        const mailbox = openMailbox(bounceMailbox.url, bounceMailbox.keepIn);
        const reading = { now: new Date(), signal: new AbortController().signal };
        const tokens = await tokensOf(session);
        const { failure, ...counts } = await readMailboxNow(session.database, tokens, mailbox, reading);
        console.log(
          `${counts.hard} not written to again, ${counts.soft} did not arrive, ${counts.delayed} late, ` +
            `${counts.complaints} complaints, ${counts.others} left alone`,
        );
        if (failure !== null) throw new DomainError('mailbox-trouble', FAILURES[failure]);
      });
    });
}

async function tokensOf({ config }: Session) {
  if (config.databaseUrl !== undefined && config.secret === undefined)
    throw new DomainError('wrong-setting', 'RAPPEL_SECRET is needed to know the messages of campaigns');
  return openTokens(config.secret ?? (await keptSecret(config.dataFolder)));
}

async function read(file: string): Promise<Buffer> {
  return await readFile(file).catch(() => {
    throw new DomainError('unreadable-file', `${file} cannot be read`);
  });
}
