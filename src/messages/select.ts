import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

export const messageStates = ['queued', 'sending', 'sent', 'not-sent', 'failed'] as const;
export type MessageState = (typeof messageStates)[number];

export interface Message {
  id: number;
  /** The operator's name, or the customer's; empty where nobody is known by one. */
  recipient: string;
  kind: string;
  subject: string;
  body: string;
  path: string | null;
  state: MessageState;
  attempts: number;
  failure: string | null;
  createdAt: Date;
  attemptedAt: Date | null;
  sentAt: Date | null;
}

/** The outbox, the newest first. */
export async function selectMessages(
  database: Database,
  institution: Institution,
  {
    before = Number.MAX_SAFE_INTEGER,
    limit,
    state,
  }: { before?: number | undefined; limit: number; state?: MessageState | undefined },
): Promise<Message[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const inState = state === undefined ? sql`` : sql`and m.state = ${state}`;
    return await messageRows(tenant, institution.id, sql`m.id < ${before} ${inState}`, limit);
  });
}

/** @throws DomainError `unknown-message` */
export async function selectMessage(
  database: Database,
  institution: Institution,
  messageId: number,
): Promise<Message> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [message] = await messageRows(tenant, institution.id, sql`m.id = ${messageId}`, 1);
    if (message === undefined) throw new DomainError('unknown-message', `there is no message ${messageId}`);
    return message;
  });
}

async function messageRows(
  tenant: Tenant,
  institutionId: number,
  condition: ReturnType<typeof sql>,
  limit: number,
): Promise<Message[]> {
  const { rows } = await sql<Message>`
    select m.id, coalesce(o.name, nullif(concat_ws(' ', c.first_name, c.last_name), ''), m.to_address, '') as recipient, m.kind, m.subject, m.body, m.path, m.state, m.attempts, m.failure,
           m.created_at as "createdAt", m.attempted_at as "attemptedAt", m.sent_at as "sentAt"
      from messages m
      left join operators o on o.institution_id = ${institutionId} and o.id = m.operator_id
      left join contacts c on c.institution_id = ${institutionId} and c.id = m.contact_id
     where m.institution_id = ${institutionId} and ${condition}
     order by m.id desc limit ${limit}`.execute(tenant);
  return rows;
}
