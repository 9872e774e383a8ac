import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';

/** Longer than a hand-over can take: what is still at it then has lost its process. */
const STUCK = '10 minutes';
const KEPT = '90 days';

/** The messages that wait to be handed over. */
export async function selectQueued(database: Database, institution: Institution): Promise<number[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from messages
       where institution_id = ${institution.id} and state = 'queued' order by id`.execute(tenant);
    return rows.map(({ id }) => id);
  });
}

/** What a killed process was handing over may have arrived or not: it is left for a person to decide. */
export async function giveUpOnStuck(database: Database, institution: Institution, now: Date): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update messages set state = 'failed', failure = 'interrupted'
       where institution_id = ${institution.id} and state = 'sending'
         and attempted_at < ${now}::timestamptz - ${STUCK}::interval`.execute(tenant);
  });
}

/** @throws DomainError `unknown-message`; `message-not-failed` where it was sent or is on its way */
export async function sendAgain(
  database: Database,
  institution: Institution,
  messageId: number,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { numAffectedRows } = await sql`
      update messages set state = 'queued', attempts = 0, failure = null
       where institution_id = ${institution.id} and id = ${messageId}
         and state in ('failed', 'not-sent')`.execute(tenant);
    if (numAffectedRows !== 1n) throw await notToSend(tenant, institution, messageId);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'message.send-again',
      subject: `message:${messageId}`,
    });
  });
}

async function notToSend(tenant: Tenant, institution: Institution, messageId: number): Promise<DomainError> {
  const { rows } = await sql`
    select from messages where institution_id = ${institution.id} and id = ${messageId}`.execute(tenant);
  return rows.length === 0
    ? new DomainError('unknown-message', `there is no message ${messageId}`)
    : new DomainError('message-not-failed', `message ${messageId} was sent or is on its way`);
}

/**
 * Removes what was told more than 90 days ago, whatever became of it, and what was written to somebody who then did not
 * show that the e-mail was theirs.
 */
export async function removeOldMessages(database: Database, now: Date): Promise<void> {
  for (const { id } of await selectInstitutions(database)) {
    await inInstitution(database, id, async (tenant) => {
      await sql`
        delete from messages
         where institution_id = ${id}
           and (created_at < ${now}::timestamptz - ${KEPT}::interval
                or (operator_id is null and contact_id is null and expires_at < ${now}))`.execute(tenant);
    });
  }
}
