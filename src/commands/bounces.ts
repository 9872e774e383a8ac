import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Command } from 'commander';
import { takeBounce } from '../delivery/delivery.ts';
import { DomainError } from '../errors.ts';
import { keptSecret } from '../http/http.ts';
import { openTokens } from '../tracking/tracking.ts';
import { withDatabase } from './with-database.ts';

const SAYS = {
  hard: 'The mailbox does not exist: it is not written to again.',
  soft: 'The message did not arrive; the address is kept.',
  delayed: 'The message is still on its way.',
  'not-ours': 'Not about a message of a campaign.',
} as const;

export function register(program: Command): void {
  program
    .command('bounces')
    .description('messages of campaigns that came back')
    .command('read <file>')
    .description(
      'read a delivery status notification (RFC 3464); - reads the standard input, for a pipe of the mail server',
    )
    .action(async (file: string) => {
      const raw = file === '-' ? await buffer(process.stdin) : await read(file);
      await withDatabase(async ({ config, database }) => {
        if (config.databaseUrl !== undefined && config.secret === undefined) {
          throw new DomainError('wrong-setting', 'RAPPEL_SECRET is needed to know the messages of campaigns');
        }
        const secret = config.secret ?? (await keptSecret(config.dataFolder));
        console.log(SAYS[await takeBounce(database, openTokens(secret), raw, new Date())]);
      });
    });
}

async function read(file: string): Promise<Buffer> {
  return await readFile(file).catch(() => {
    throw new DomainError('unreadable-file', `${file} cannot be read`);
  });
}
