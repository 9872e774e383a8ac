import { readMailbox } from '../bounces/bounces.ts';
import { startDue } from '../campaigns/campaigns.ts';
import { forgetOldOpenings } from '../contact-file/contact-file.ts';
import { sweepCustomers, tellWhatHappened } from '../customers/customers.ts';
import { selectToSend } from '../delivery/delivery.ts';
import { findDuplicates } from '../duplicates/duplicates.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import { giveUpOnStuck, removeOldMessages } from '../messages/messages.ts';
import { lookAtPolicies } from '../points-of-sale/points-of-sale.ts';
import { destroyExpiredSeals } from '../retention/retention.ts';
import { expireDue, forgetPaymentEvents, recountQuotas } from '../sales/sales.ts';
import { remindOfRequests } from '../subject-access/subject-access.ts';
import type { JobContext } from './context.ts';

/** A job that runs by itself. It is thin: it calls the domain. */
export interface Schedule {
  name: string;
  /** Cron: minute, hour, day of the month, month, day of the week. */
  cron: string;
  timeZone: string;
  perform(context: JobContext): Promise<unknown>;
}

/** Everything that happens by itself, for all institutions. */
export const schedules: Schedule[] = [
  {
    name: 'seals.destroy-expired', // R12
    cron: '17 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => destroyExpiredSeals(database, now),
  },
  {
    name: 'messages.remove-old',
    cron: '37 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => removeOldMessages(database, now),
  },
  // What a command line or a killed process wrote and did not queue.
  { name: 'messages.hand-on', cron: '*/10 * * * *', timeZone: 'UTC', perform: handOnMessages },
  // What was scheduled for now; retries whose moment came; what a stopped process left.
  { name: 'campaigns.go-on', cron: '* * * * *', timeZone: 'UTC', perform: goOnWithCampaigns },
  // By one process at a time: the queue of a schedule is exclusive.
  { name: 'bounces.read', cron: '*/2 * * * *', timeZone: 'UTC', perform: readBounces },
  // Places that came free for who waits; orders whose confirmation a killed process left unwritten.
  { name: 'customers.tell', cron: '*/2 * * * *', timeZone: 'UTC', perform: tellCustomers },
  {
    name: 'customers.sweep',
    cron: '7 * * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => sweepCustomers(database, now),
  },
  {
    name: 'files.forget-openings',
    cron: '27 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => forgetOldOpenings(database, now),
  },
  // Baskets, options, reservations and offers of places that are over.
  {
    name: 'sales.expire',
    cron: '* * * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => expireDue(database, now),
  },
  // After the batches of the night: what they erased gives its places back.
  {
    name: 'quotas.recount',
    cron: '7 5 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => recountQuotas(database, now),
  },
  {
    name: 'payments.forget-events',
    cron: '57 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => forgetPaymentEvents(database, now),
  },
  // R21: what persons asked and is due soon, or overdue.
  { name: 'requests.remind', cron: '12 5 * * *', timeZone: 'UTC', perform: remind },
  // R18: each policy once a day, and one that could not be read every hour
  { name: 'policies.look', cron: '7 * * * *', timeZone: 'UTC', perform: readPolicies },
  {
    name: 'duplicates.find',
    cron: '47 2 * * *',
    timeZone: 'UTC',
    perform: async ({ database, now }) => {
      for (const institution of await selectInstitutions(database)) {
        await findDuplicates(database, institution, now);
      }
    },
  },
];

async function tellCustomers({ database, queue, now }: JobContext): Promise<void> {
  for (const institution of await tellWhatHappened(database, now)) await queue.deliver(institution);
}

async function goOnWithCampaigns({ database, queue, now }: JobContext): Promise<void> {
  for (const { institution, campaign } of await startDue(database, now)) {
    await queue.sendCampaign(institution, campaign);
  }
  for (const institution of await selectInstitutions(database)) {
    for (const campaign of await selectToSend(database, institution, now)) {
      await queue.sendCampaign(institution, campaign);
    }
  }
}

async function readBounces({ database, mailbox, outgoing, now, signal }: JobContext): Promise<void> {
  if (mailbox === undefined || outgoing === undefined) return;
  await readMailbox(database, outgoing.tokens, mailbox, { now, signal });
}

async function remind({ database, queue, now }: JobContext): Promise<void> {
  for (const institution of await remindOfRequests(database, now)) await queue.deliver(institution);
}

async function handOnMessages({ database, queue, now }: JobContext): Promise<void> {
  for (const institution of await selectInstitutions(database)) {
    await giveUpOnStuck(database, institution, now);
    await queue.deliver(institution);
  }
}

async function readPolicies({ database, queue, now, signal }: JobContext): Promise<void> {
  await lookAtPolicies(database, { now, stop: () => signal.aborted });
  for (const institution of await selectInstitutions(database)) await queue.deliver(institution);
}
