import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';

export interface AuditEntry {
  /** `command-line`, `system` or `operator:<id>`. */
  actor: string;
  /** Verb and subject, such as `seal.read`. */
  action: string;
  /** Kind and internal id, such as `run:12`; never a name or a contact's number. */
  subject?: string;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes an audit line in the transaction of what it tells of. */
export async function audit(
  tenant: Tenant,
  institutionId: number,
  now: Date,
  entry: AuditEntry,
): Promise<void> {
  await sql`
    insert into audit_log (institution_id, at, actor, action, subject, details)
    values (${institutionId}, ${now}, ${entry.actor}, ${entry.action}, ${entry.subject ?? null},
            ${JSON.stringify(entry.details ?? {})})`.execute(tenant);
}
