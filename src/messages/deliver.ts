import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Mail, MailFailure } from './mail.ts';

/** With a minute doubled each time up to an hour in between, the last try is about six hours after the first. */
export const MOST_ATTEMPTS = 12;

/**
 * Hands a queued message to the mail server, and marks what became of it; nothing where it is not queued any more.
 * The mark `sending` is committed before the hand-over: a process that is killed in between never sends it a second
 * time (docs/decisions/0008). Outside of a transaction the mail server may take its time.
 * @param mail undefined: no mail server; the message is marked as not sent
 * @throws MailFailure where trying again later may help: the message is queued again
 */
export async function deliverMessage(
  database: Database,
  institution: Institution,
  messageId: number,
  { mail, publicUrl, now }: { mail: Mail | undefined; publicUrl: string; now: Date },
): Promise<void> {
  const taken = await take(database, institution, messageId, mail !== undefined, now);
  if (taken === undefined || mail === undefined) return;
  try {
    await mail.send({
      id: `<message.${institution.id}.${messageId}.${Number(taken.created_at)}@${new URL(publicUrl).hostname}>`,
      from: institution.name,
      to: { name: taken.name ?? '', address: taken.email },
      subject: taken.subject,
      text: letterText(taken, institution, publicUrl),
    });
  } catch (error) {
    const failure = error instanceof MailFailure ? error : new MailFailure('unexpected', true);
    const again = failure.passing && taken.attempts < MOST_ATTEMPTS;
    const state = again ? 'queued' : 'failed';
    await mark(database, institution, messageId, now, { state, failure: failure.code });
    if (again) throw failure;
    return;
  }
  await mark(database, institution, messageId, now, { state: 'sent', failure: null });
}

interface Taken {
  attempts: number;
  subject: string;
  body: string;
  path: string | null;
  created_at: Date;
  name: string | null;
  email: string;
  forCustomer: boolean;
}

/**
 * The present address of whoever still works here, or the one that a customer's message was written to; a message that
 * cannot be handed over is marked so at once.
 */
async function take(
  database: Database,
  institution: Institution,
  messageId: number,
  canSend: boolean,
  now: Date,
): Promise<Taken | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Taken & { state: string }>`
      update messages m
         set state = case when r.failure is null then 'sending' else 'not-sent' end,
             failure = r.failure,
             attempts = m.attempts + case when r.failure is null then 1 else 0 end,
             attempted_at = ${now}
        from (select w.id, coalesce(o.name, w.to_name) as name, coalesce(w.to_address, o.email) as email,
                     case when o.disabled_at is not null then 'recipient-disabled'
                          when not ${canSend}::boolean then 'no-mail-server'
                          when w.expires_at <= ${now} then 'expired' end as failure
                from messages w
                left join operators o on o.institution_id = ${institution.id} and o.id = w.operator_id
               where w.institution_id = ${institution.id} and w.id = ${messageId}) r
       where m.institution_id = ${institution.id} and m.id = r.id and m.state = 'queued'
      returning m.state, m.attempts, m.subject, m.body, m.path, m.created_at, r.name, r.email,
                m.operator_id is null as "forCustomer"`.execute(tenant);
    return rows[0]?.state === 'sending' ? rows[0] : undefined;
  });
}

/** @param takenAt tells this hand-over from a later one, should this one have been given up on meanwhile */
async function mark(
  database: Database,
  institution: Institution,
  messageId: number,
  takenAt: Date,
  { state, failure }: { state: 'queued' | 'failed' | 'sent'; failure: string | null },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update messages
         set state = ${state}, failure = ${failure}, sent_at = case when ${state} = 'sent' then ${takenAt}::timestamptz end
             ${state === 'sent' ? wiped : sql``}
       where institution_id = ${institution.id} and id = ${messageId} and attempted_at = ${takenAt}
         and (state = 'sending' or failure = 'interrupted')`.execute(tenant);
  });
}

/** Of what a customer was told, that it was told is enough: the text may hold a link good once. */
const wiped = sql`, body = case when operator_id is null then '' else body end,
               path = case when operator_id is null then null else path end, to_name = null, to_address = null`;

function letterText({ body, path, forCustomer }: Taken, institution: Institution, publicUrl: string): string {
  const link = path === null ? [] : [`${publicUrl}${path}`];
  const signature = forCustomer ? `-- \n${institution.name}` : `-- \n${institution.name}\nRappel`;
  return [body, ...link, signature].join('\n\n');
}
