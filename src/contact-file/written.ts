import { audit } from '../audit/audit.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';

interface Written {
  institutionId: number;
  contactId: number;
  operatorId: number;
  now: Date;
  action: 'contact.create' | 'contact.edit' | 'contact.restrict' | 'contact.lift-restriction';
  /** Names of fields, never their values. */
  fields?: readonly string[];
  details?: Record<string, string>;
}

/**
 * What follows whenever an operator has written into a file, in the same transaction: the audit line. It is no
 * activity (R1). What is derived from a contact's fields is renewed here.
 */
export async function contactWritten(tenant: Tenant, written: Written): Promise<void> {
  const { institutionId, contactId, operatorId, now, action, fields, details } = written;
  await audit(tenant, institutionId, now, {
    actor: `operator:${operatorId}`,
    action,
    subject: `contact:${contactId}`,
    details: { ...(fields === undefined ? {} : { fields: fields.join(',') }), ...details },
  });
  await refreshContactSearch(tenant, institutionId, { ids: [contactId] });
}
