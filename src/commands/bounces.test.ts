import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { hasImapServer, ImapServer } from '../../test/helpers/imap-server.ts';
import { Mailing } from '../../test/helpers/mailing.ts';
import { notification } from '../../test/helpers/notification.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { openMailbox, selectMailboxes } from '../bounces/bounces.ts';
import { readOutgoing } from '../delivery/delivery.ts';
import { installJobs, startJobs } from '../jobs/jobs.ts';
import { schedules } from '../jobs/schedules.ts';
import { createLog } from '../log.ts';
import { openTokens } from '../tracking/tracking.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const SECRET = 'a secret of at least thirty-two characters';

/** A message to a contact that came back. */
async function cameBack(venue: Venue, email: string): Promise<Buffer> {
  const mailing = await Mailing.open(venue);
  const recipient = await mailing.recipient(await venue.contact({ email }));
  const token = openTokens(SECRET).sign({ purpose: 'bounce', institution: venue.id, recipient, link: 0 });
  return notification({ to: `bounces+${token}@example.org`, id: `<${token}@x>`, about: email });
}

it.runIf(hasImapServer)(
  'the mailbox is read from the command line, which says what is wrong with it',
  async () => {
    const venue = await Venue.open({ where: 'folder' });
    const server = await ImapServer.start();
    await server.deliver(await cameBack(venue, 'ada@example.org'));
    await venue.database.close();
    const run = (url?: string) =>
      spawnSync(process.execPath, [main, 'bounces', 'mailbox'], {
        env: {
          ...process.env,
          ...venue.test.environment,
          RAPPEL_SECRET: SECRET,
          ...(url === undefined ? {} : { BOUNCES_IMAP_URL: url }),
        },
        encoding: 'utf8',
      });
    const read = run(server.url);
    expect([read.stderr, read.status]).toEqual(['', 0]);
    expect(read.stdout).toBe(
      '1 not written to again, 0 did not arrive, 0 late, 0 complaints, 0 left alone\n',
    );
    const refused = run(server.urlOf({ password: 'very-wrong' }));
    expect(refused.stderr).toBe('rappel: the mail server refuses the user or the password\n');
    expect(refused.status).toBe(1);
    expect(refused.stdout).not.toContain('very-wrong');
    expect(run().stderr).toBe('rappel: BOUNCES_IMAP_URL is needed to read a mailbox\n');
    await server.close();
    await venue.close();
  },
  120_000,
);

it.runIf(hasImapServer)(
  'serve reads it by itself, in one process at a time, and logs nothing of it',
  async () => {
    const venue = await Venue.open();
    const server = await ImapServer.start();
    await installJobs(venue.database);
    const logged: string[] = [];
    const log = createLog({ write: (line) => logged.push(line) });
    const work = {
      ledgerFile: venue.ledgerFile,
      patienceSeconds: 5,
      pollingSeconds: 1,
      publicUrl: 'http://localhost',
      mailbox: openMailbox(server.url, undefined),
      outgoing: readOutgoing(
        {
          publicUrl: 'http://localhost',
          smtpUrl: undefined,
          mailFrom: 'venue@example.org',
          bouncesTo: undefined,
          smtpConnections: 1,
          smtpPerDomain: undefined,
          dkim: undefined,
        },
        SECRET,
      ),
    };
    const own = schedules.filter(({ name }) => name === 'bounces.read');
    const workers = [
      await startJobs(venue.database, log, work, own),
      await startJobs(venue.database, log, work, own),
    ];
    await server.deliver(await cameBack(venue, 'ada@example.org'));
    await Promise.all(workers.map((jobs) => jobs.runNow('bounces.read')));
    const state = async () => (await selectMailboxes(venue.database, new Date()))[0];
    await expect.poll(state, { timeout: 30_000 }).toMatchObject({ hard: 1, failure: null });
    await expect.poll(() => logged.filter((line) => line.includes('"outcome":"done"'))).toHaveLength(1);
    // and one that cannot be read fails no job: it is told in another place
    await server.halt();
    await workers[0]?.runNow('bounces.read');
    await expect.poll(state, { timeout: 30_000 }).toMatchObject({ failure: 'unreachable' });
    for (const jobs of workers) await jobs.stop();
    expect(logged.join('')).not.toMatch(/ada|bounces@|p@ss|"outcome":"failed"/i);
    await server.close();
    await venue.close();
  },
  120_000,
);
