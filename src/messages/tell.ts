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

/** What a customer of a shop is told. */
export interface CustomerTelling {
  /** null: somebody who has not shown yet that the e-mail is theirs. */
  contactId: number | null;
  to: { name: string | null; address: string };
  /** Such as `order-placed`. */
  kind: string;
  /** As `Telling.about`; of one kind a contact is told of one thing once. */
  about: string;
  subject: string;
  body: string;
  /** The page of the shop that it leads to, with a token where it is a link good once. */
  path: string | null;
  /** When that link is good no more: later nothing is sent. */
  expiresAt?: Date | undefined;
}

/** Writes messages to customers, in the transaction of what they tell; handed over and tried again as those to operators. */
export async function tellCustomers(
  tenant: Tenant,
  institutionId: number,
  tellings: readonly CustomerTelling[],
  now: Date,
): Promise<void> {
  if (tellings.length === 0) return;
  const rows = tellings.map(
    ({ contactId, to, kind, about, subject, body, path, expiresAt = null }) =>
      sql`(${institutionId}::bigint, ${contactId}::bigint, ${to.name}::text, ${to.address}::text, ${kind}, ${about},
           ${oneLine(subject)}, ${body}, ${path}::text, ${expiresAt}::timestamptz, ${now}::timestamptz)`,
  );
  await sql`
    insert into messages
      (institution_id, contact_id, to_name, to_address, kind, about, subject, body, path, expires_at, created_at)
    values ${sql.join(rows)}
        on conflict (institution_id, contact_id, kind, about) where contact_id is not null do nothing`.execute(
    tenant,
  );
}
