import { type Command, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { openMailbox } from '../bounces/bounces.ts';
import { type Config, readConfig } from '../config.ts';
import type { Database } from '../database/database.ts';
import { readOutgoing, SmsGateway, takeIncoming } from '../delivery/delivery.ts';
import { DomainError } from '../errors.ts';
import { buildServer, keptSecret, listen } from '../http/http.ts';
import { installJobs, type JobQueue, openQueue, startJobs } from '../jobs/jobs.ts';
import { createLog } from '../log.ts';
import { openMail } from '../messages/messages.ts';
import { isSetUp, SetUpLink } from '../set-up/set-up.ts';
import { withDatabase } from './with-database.ts';

interface Parts {
  web: boolean;
  worker: boolean;
}

export function register(program: Command): void {
  program
    .command('serve')
    .description('web server, scheduler and workers')
    .option('--no-worker', 'the web server only')
    .addOption(new Option('--worker-only', 'the scheduler and the workers only').conflicts('worker'))
    .action(async (options: { worker: boolean; workerOnly?: boolean }) => {
      const config = readConfig();
      if (config.databaseUrl !== undefined && config.secret === undefined) {
        throw new DomainError(
          'wrong-setting',
          'RAPPEL_SECRET is needed with DATABASE_URL: 32 characters or more, kept secret',
        );
      }
      const stopped = stopSignal();
      await withDatabase(
        async ({ database }) => {
          if (database.embedded !== undefined) await installJobs(database);
          const secret = config.secret ?? (await keptSecret(config.dataFolder));
          await serve(
            database,
            { ...config, secret },
            { web: !options.workerOnly, worker: options.worker },
            stopped,
          );
        },
        { config },
      );
    });
}

/** Starts what is wanted, says what to open next, and stops it in the opposite order. */
async function serve(
  database: Database,
  config: Config & { secret: string },
  parts: Parts,
  stopped: Promise<void>,
): Promise<void> {
  const log = createLog();
  const stops: (() => Promise<void>)[] = [];
  try {
    let queue: JobQueue | undefined;
    if (parts.worker) {
      const sms =
        config.sms &&
        new SmsGateway(
          config.sms,
          (message) => takeIncoming(database, message),
          (code) => log.warn({ code }, 'no connection to the provider of SMS'),
        );
      if (sms !== undefined) stops.unshift(() => sms.close());
      const work = {
        ledgerFile: config.ledgerFile,
        patienceSeconds: config.databasePatienceSeconds,
        mail: openMail(config),
        outgoing: { ...readOutgoing(config, config.secret), sms },
        mailbox: config.bounceMailbox && openMailbox(config.bounceMailbox.url, config.bounceMailbox.keepIn),
        publicUrl: config.publicUrl,
      };
      const jobs = await startJobs(database, log, work);
      stops.unshift(() => jobs.stop());
      queue = jobs.queue;
    }
    if (parts.web) {
      if (queue === undefined) {
        const { stop, ...opened } = await openQueue(database);
        stops.unshift(stop);
        queue = opened;
      }
      const setUpLink = new SetUpLink();
      const context = { database, config, version: packageJson.version, jobs: queue, setUpLink };
      const server = await buildServer(context, log);
      const firstStart = !(await isSetUp(database));
      const { address, close } = await listen(server, config);
      stops.unshift(close);
      const link = `Set it up with this link, good once: ${address}/set-up?token=${setUpLink.token}`;
      console.log(`Rappel is ready: ${address}${firstStart ? `\n${link}` : ''}`);
    } else {
      console.log('Rappel is working on its jobs.');
    }
    await stopped;
  } finally {
    for (const stop of stops) await stop();
  }
}

/** Resolves at the first SIGTERM or SIGINT; the second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
    ] as const) {
      process.on(signal, () => {
        if (asked) process.exit(128 + number);
        asked = true;
        resolve();
      });
    }
  });
}
