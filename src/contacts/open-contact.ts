import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Permission } from '../operators/operators.ts';

/** Who may find and open a contact, from everybody to a few. */
export const confidentialities = ['free', 'restricted', 'confidential'] as const;
export type Confidentiality = (typeof confidentialities)[number];

const NEEDS = {
  free: undefined,
  restricted: 'contacts.restricted',
  confidential: 'contacts.confidential',
} as const;

/** The levels of confidentiality that these permissions open. */
export function levelsOpenTo(permissions: readonly Permission[]): Confidentiality[] {
  return confidentialities.filter((level) => {
    const needed = NEEDS[level];
    return needed === undefined || permissions.includes(needed);
  });
}

/** A contact that somebody asks for by its number. */
export interface AskedContact {
  number: string;
  /** Of whoever asks. */
  permissions: readonly Permission[];
}

export interface OpenContact {
  id: number;
  kind: 'individual' | 'structure' | 'relay';
}

/**
 * The contact of a number, for who may open it: the way to everything that hangs on one contact. The number of one that
 * was merged leads to the contact that stayed.
 * @param lock keeps others from changing it meanwhile
 * @throws DomainError `unknown-contact`, also where it is confidential and not for these eyes; `closed-contact` where it
 *   is restricted: its name is known, its file is not open
 */
export async function openContact(
  tenant: Tenant,
  institutionId: number,
  { number, permissions }: AskedContact,
  { lock }: { lock?: 'update' | 'no key update' } = {},
): Promise<OpenContact> {
  const { rows } = await sql<OpenContact & { confidentiality: Confidentiality }>`
    select id, kind, confidentiality from contacts
     where institution_id = ${institutionId} and id = coalesce(
             (select id from contacts where institution_id = ${institutionId} and number = ${number}),
             (select contact_id from merged_contacts where institution_id = ${institutionId} and number = ${number}))
           ${lock === undefined ? sql`` : sql.raw(`for ${lock}`)}`.execute(tenant);
  const [found] = rows;
  const open = found !== undefined && levelsOpenTo(permissions).includes(found.confidentiality);
  if (found === undefined || (!open && found.confidentiality === 'confidential')) {
    throw new DomainError('unknown-contact', `there is no contact ${number}`);
  }
  if (!open) throw new DomainError('closed-contact', 'this file is open to others only');
  return { id: found.id, kind: found.kind };
}
