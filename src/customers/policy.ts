import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/** The privacy policy of a point of sale (R17), as it is now. */
export interface Policy {
  address: string;
  /** The text that was last read at the address; null: it could not be read, the address alone is known. */
  versionId: number | null;
}

/** @returns undefined where the point of sale has no address: nothing is asked then (R18) */
export async function selectPolicy(
  tenant: Tenant,
  institutionId: number,
  pointOfSaleId: number,
): Promise<Policy | undefined> {
  const { rows } = await sql<Policy>`
    select policy_address as address, policy_version_id as "versionId" from points_of_sale
     where institution_id = ${institutionId} and id = ${pointOfSaleId} and policy_address is not null`.execute(
    tenant,
  );
  return rows[0];
}

/**
 * R18: where there is a policy, an account is created only by who approved it: the address and the very text that stood
 * on the form.
 * @param approved as it came back with the form; undefined: not approved
 * @returns what is to be kept; undefined where nothing was asked
 * @throws DomainError `policy-not-approved`, `policy-changed`
 */
export async function checkApproval(
  tenant: Tenant,
  institutionId: number,
  pointOfSaleId: number,
  approved: Policy | undefined,
): Promise<Policy | undefined> {
  const policy = await selectPolicy(tenant, institutionId, pointOfSaleId);
  if (policy === undefined) return undefined;
  if (approved === undefined) {
    throw new DomainError('policy-not-approved', 'an account needs the approval of the privacy policy');
  }
  if (approved.address !== policy.address || approved.versionId !== policy.versionId) {
    throw new DomainError('policy-changed', 'the privacy policy has changed since the form was shown');
  }
  return policy;
}

export async function recordApproval(
  tenant: Tenant,
  institutionId: number,
  approval: { contactId: number; pointOfSaleId: number; policy: Policy; at: Date },
): Promise<void> {
  const { contactId, pointOfSaleId, policy, at } = approval;
  await sql`
    insert into policy_approvals
      (institution_id, contact_id, point_of_sale_id, approved_at, address, policy_version_id)
    values (${institutionId}, ${contactId}, ${pointOfSaleId}, ${at}, ${policy.address}, ${policy.versionId})`.execute(
    tenant,
  );
}

/** What a contact approved and when, the latest first; the hash names the text. */
export async function selectApprovals(
  tenant: Tenant,
  institutionId: number,
  contactId: number,
): Promise<{ at: Date; address: string; sha256: string | null }[]> {
  const { rows } = await sql<{ at: Date; address: string; sha256: string | null }>`
    select a.approved_at as at, a.address, encode(v.sha256, 'hex') as sha256
      from policy_approvals a
      left join policy_versions v on v.institution_id = ${institutionId} and v.id = a.policy_version_id
     where a.institution_id = ${institutionId} and a.contact_id = ${contactId}
     order by a.approved_at desc, a.id desc`.execute(tenant);
  return rows;
}
