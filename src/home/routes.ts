import { z } from 'zod';
import { selectBatches } from '../batches/batches.ts';
import { mailboxFailures, selectMailboxes } from '../bounces/bounces.ts';
import { countUnanswered } from '../contacts/contacts.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { sessionOf } from '../http/session.ts';
import type { Institution } from '../institutions/institutions.ts';
import { selectMessages } from '../messages/messages.ts';
import { permissionsOf } from '../operators/operators.ts';
import { isCheck, selectRuns } from '../retention/retention.ts';
import { countOpenRequests } from '../subject-access/subject-access.ts';

const LATEST = 50;

/**
 * R25: counted at most so often, because every home page asks again and again: for a million contacts the count takes a good
 * second.
 */
const COUNT_AGAIN_AFTER = 5 * 60_000;

/** What waits for a decision, what runs, what is scheduled. */
export function register(server: Server, { database, jobs }: Context): void {
  const counted = new Map<number, { at: number; unanswered: Promise<number> }>();
  const unansweredOf = (institution: Institution, now: Date) => {
    const known = counted.get(institution.id);
    if (known !== undefined && now.getTime() - known.at < COUNT_AGAIN_AFTER) return known.unanswered;
    const unanswered = countUnanswered(database, institution);
    counted.set(institution.id, { at: now.getTime(), unanswered });
    unanswered.catch(() => counted.delete(institution.id)); // another request tries again
    return unanswered;
  };
  const named = z.object({ run: z.int(), mode: z.enum(['simulation', 'real']), months: z.int() });
  server.get('/api/home', {
    config: { access: 'signed-in' },
    schema: {
      tags: ['home'],
      summary: 'What waits for a decision, what runs, what is scheduled',
      response: {
        200: z.object({
          running: z.array(named.extend({ done: z.int(), total: z.int() })),
          toReview: z
            .array(named.extend({ erased: z.int(), endedAt: z.iso.datetime() }))
            .describe('completed simulations that no real run followed'),
          stopped: z
            .array(
              named.extend({
                batch: z.string().nullable(),
                erased: z.int(),
                contacts: z.int(),
                ceilingPercent: z.int(),
                endedAt: z.iso.datetime(),
              }),
            )
            .describe(
              'scheduled real runs that stopped above their ceiling and that no real run followed (R10)',
            ),
          failed: z.array(named.extend({ failure: z.string() })),
          debts: z
            .object({ run: z.int(), contacts: z.int() })
            .nullable()
            .describe('spared because of a debt or a credit by the latest run'),
          unanswered: z
            .int()
            .nullable()
            .describe(
              'individuals and relays that said neither yes nor no to marketing (R25); some minutes old',
            ),
          failedMessages: z
            .int()
            .nullable()
            .describe(`messages that the mail server did not take, at most ${LATEST}`),
          mailbox: z
            .object({ failure: z.enum(mailboxFailures), since: z.iso.datetime() })
            .nullable()
            .describe('why the mailbox of returned messages cannot be read, and since when'),
          requests: z
            .object({ open: z.int(), overdue: z.int(), firstDueOn: z.string().nullable() })
            .nullable()
            .describe('open requests of persons about their data (art. 12(3) GDPR)'),
          scheduled: z.array(
            z.object({
              batch: z.int(),
              name: z.string(),
              mode: z.enum(['simulation', 'real']),
              at: z.iso.datetime(),
            }),
          ),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution, operator } = sessionOf(request);
      const now = new Date();
      const permissions = permissionsOf(operator.profile);
      const unanswered = permissions.includes('contacts.read') ? await unansweredOf(institution, now) : null;
      const failedMessages = permissions.includes('messages.read')
        ? (await selectMessages(database, institution, { state: 'failed', limit: LATEST })).length
        : null;
      const mailbox = permissions.includes('messages.read') ? await mailboxAway(database, now) : null;
      const requests = permissions.includes('requests.record')
        ? await countOpenRequests(database, institution, now)
        : null;
      const nothing = {
        running: [],
        toReview: [],
        stopped: [],
        failed: [],
        debts: null,
        unanswered,
        failedMessages,
        mailbox,
        requests,
        scheduled: [],
      };
      if (!permissions.includes('retention.read')) return nothing;
      const runs = (await selectRuns(database, institution, { limit: LATEST })).filter(
        ({ type }) => type === 'retention',
      );
      const latestReal = runs.find(({ mode, state }) => mode === 'real' && state === 'completed')?.run ?? 0;
      const [simulation] = runs.filter(
        (one) =>
          one.mode === 'simulation' &&
          !isCheck(one) &&
          one.ceiling === null &&
          one.state === 'completed' &&
          one.run > latestReal,
      );
      const [stopped] = runs.filter(({ ceiling, run }) => ceiling?.exceeded === true && run > latestReal);
      const latest = runs.find(({ state }) => state === 'completed');
      const spared = (latest?.counts.spare.debt ?? 0) + (latest?.counts.spare.credit ?? 0);
      return {
        unanswered,
        failedMessages,
        mailbox,
        requests,
        running: runs
          .filter(({ state }) => state === 'running')
          .map(({ run, mode, months, counts, total }) => ({
            run,
            mode,
            months,
            done: counts.contacts,
            total,
          })),
        toReview:
          simulation === undefined || simulation.counts.delete + simulation.counts.anonymise === 0
            ? []
            : [
                {
                  run: simulation.run,
                  mode: simulation.mode,
                  months: simulation.months,
                  erased: simulation.counts.delete + simulation.counts.anonymise,
                  endedAt: (simulation.endedAt ?? now).toISOString(),
                },
              ],
        stopped:
          stopped === undefined
            ? []
            : [
                {
                  run: stopped.run,
                  mode: stopped.mode,
                  months: stopped.months,
                  batch: stopped.batch?.name ?? null,
                  erased: stopped.counts.delete + stopped.counts.anonymise,
                  contacts: stopped.counts.contacts,
                  ceilingPercent: stopped.ceiling?.percent ?? 0,
                  endedAt: (stopped.endedAt ?? now).toISOString(),
                },
              ],
        failed: runs
          .filter(({ state, mode }) => state === 'failed' && mode === 'real')
          .map(({ run, mode, months, failure }) => ({ run, mode, months, failure: failure ?? 'unexpected' })),
        debts: latest === undefined || spared === 0 ? null : { run: latest.run, contacts: spared },
        scheduled: (await selectBatches(database, institution))
          .flatMap((batch) =>
            jobs.nextMoments(institution, batch, 1, now).map((moment) => ({
              batch: batch.id,
              name: batch.name,
              mode: batch.mode,
              at: moment.toISOString(),
            })),
          )
          .sort((a, b) => a.at.localeCompare(b.at)),
      };
    },
  });
}

async function mailboxAway(database: Context['database'], now: Date) {
  for (const { failure, failingSince } of await selectMailboxes(database, now)) {
    if (failure !== null && failingSince !== null) return { failure, since: failingSince.toISOString() };
  }
  return null;
}
