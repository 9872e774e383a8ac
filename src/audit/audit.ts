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
  await auditAll(tenant, institutionId, now, [entry]);
}

/** Writes a line for each, in one statement. */
export async function auditAll(
  tenant: Tenant,
  institutionId: number,
  now: Date,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const lines = entries.map(({ details = {}, ...entry }) => ({ ...entry, details }));
  await sql`
    insert into audit_log (institution_id, at, actor, action, subject, details)
    select ${institutionId}::bigint, ${now}::timestamptz, l.actor, l.action, l.subject, l.details
      from json_to_recordset(${JSON.stringify(lines)}::json)
           as l(actor text, action text, subject text, details jsonb)`.execute(tenant);
}
