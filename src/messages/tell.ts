import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

/** What an operator is told, in the operator's language, without anything of a contact. */
export interface Telling {
  operatorId: number;
  /** Such as `run-completed`. */
  kind: string;
  /** What it is about, as `AuditEntry.subject`. Of one kind, an operator is told of one thing once. */
  about: string;
  subject: string;
  body: string;
  /** The page of the back office that it leads to. */
  path?: string;
}

const LONGEST_SUBJECT = 200;

/**
 * Writes messages in the transaction of what they tell: both are there, or neither. A job hands them over later
 * (`deliverMessage`), and where nobody queues it, the next look at what is queued does.
 */
export async function tell(
  tenant: Tenant,
  institutionId: number,
  tellings: readonly Telling[],
  now: Date,
): Promise<void> {
  if (tellings.length === 0) return;
  const rows = tellings.map(
    ({ operatorId, kind, about, subject, body, path = null }) =>
      sql`(${institutionId}::bigint, ${operatorId}::bigint, ${kind}, ${about}, ${oneLine(subject)}, ${body}, ${path}, ${now}::timestamptz)`,
  );
  await sql`
    insert into messages (institution_id, operator_id, kind, about, subject, body, path, created_at)
    values ${sql.join(rows)}
        on conflict (institution_id, operator_id, kind, about) do nothing`.execute(tenant);
}

/** A name with a line break in it must not become a header of its own. */
export function oneLine(text: string): string {
  const flat = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return flat.length > LONGEST_SUBJECT ? `${flat.slice(0, LONGEST_SUBJECT - 1)}…` : flat;
}
