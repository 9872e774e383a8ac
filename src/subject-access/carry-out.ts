import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Authorisation, recordAuthorisations } from '../consent/consent.ts';
import { type Reader, restrictContact } from '../contact-file/contact-file.ts';
import type { Database, Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Permission } from '../operators/operators.ts';
import { eraseContact } from '../retention/retention.ts';
import { auditRequest, inOpenRequest, type OpenRequest, operatorOf } from './open-request.ts';

/** What is done about a request, beside telling the person. */
export type CarryingOut =
  /** What the contact does not want any more. */
  | { kind: 'objection'; authorisations: Authorisation[] }
  /** @param reason is kept with the contact and goes with it */
  | { kind: 'restriction'; reason: string }
  /** @param confirm the number of the contact, typed */
  | { kind: 'erasure'; confirm: string; overrideReason?: string | undefined };

const NEEDED = {
  objection: 'consent.record',
  restriction: 'contacts.restrict',
  erasure: 'retention.erase',
} as const satisfies Record<CarryingOut['kind'], Permission>;

/**
 * Does what a person asked for, and writes down on the request that it was done: an objection sets authorisations to
 * "no", as the contact's own act (R22); a restriction keeps the batch and campaigns from the contact (R6, art. 18); an
 * erasure goes the way of every erasing by hand (R13). The request stays open until it is written down how the person
 * was told.
 * @throws DomainError `not-permitted`, `identity-not-checked`, `wrong-request-kind`, `carried-out-exists`, `wrong-number`,
 *   those of `restrictContact` and `eraseContact`, `request-is-closed`, `unknown-request`
 */
export async function carryOutRequest(
  database: Database,
  institution: Institution,
  request: number,
  wanted: CarryingOut,
  { reader, ledgerFile }: { reader: Reader; ledgerFile: string },
): Promise<void> {
  if (!reader.permissions.includes(NEEDED[wanted.kind])) {
    throw new DomainError('not-permitted', `this takes the permission ${NEEDED[wanted.kind]}`);
  }
  const on = <T>(work: (tenant: Tenant, found: OpenRequest) => Promise<T>) =>
    inOpenRequest(database, institution, request, reader, work);
  const done = async (tenant: Tenant, found: OpenRequest) => {
    await sql`
      update subject_requests set done_at = ${reader.now}, done_by = ${reader.operatorId}
       where institution_id = ${institution.id} and id = ${request}`.execute(tenant);
    const how = { ...operatorOf(reader), kind: wanted.kind };
    await auditRequest(tenant, institution, found, 'request.carry-out', how);
  };
  if (wanted.kind === 'objection') {
    await on(async (tenant, found) => {
      check(found, wanted);
      if (found.contactId !== null)
        await object(tenant, institution, { ...found, contactId: found.contactId }, wanted, reader);
      await done(tenant, found);
    });
    return;
  }
  // Restricting and erasing have transactions of their own. Killed in between, it is done again: what is so already
  // is only written down.
  const found = await on(async (_tenant, open) => {
    check(open, wanted);
    return open;
  });
  if (wanted.kind === 'erasure') {
    await erase(database, institution, found, wanted, { reader, ledgerFile });
  } else if (found.number !== null && !found.restricted) {
    await restrictContact(database, institution, found.number, { reader, reason: wanted.reason });
  }
  await on(done);
}

function check({ kind, identity, doneAt }: OpenRequest, wanted: CarryingOut): void {
  if (kind !== wanted.kind) throw new DomainError('wrong-request-kind', 'something else was asked for');
  if (identity === null) throw new DomainError('identity-not-checked', 'it was not made sure yet who asks');
  if (doneAt !== null) throw new DomainError('carried-out-exists', 'this was done already');
}

async function object(
  tenant: Tenant,
  institution: Institution,
  { contactId, way }: OpenRequest & { contactId: number },
  { authorisations }: { authorisations: Authorisation[] },
  { operatorId, now }: Reader,
): Promise<void> {
  const changes = authorisations.map((authorisation) => ({ contactId, authorisation, value: 'no' as const }));
  const changed = await recordAuthorisations(tenant, institution, changes, {
    by: 'operator',
    onRequest: true,
    operatorId,
    way: way === 'account' ? 'form' : way,
    place: 'back-office',
    now,
  });
  await audit(tenant, institution.id, now, {
    actor: `operator:${operatorId}`,
    action: 'consent.record',
    subject: `contact:${contactId}`,
    details: { changed, requested: true },
  });
}

async function erase(
  database: Database,
  institution: Institution,
  { number }: OpenRequest,
  { confirm, overrideReason }: { confirm: string; overrideReason?: string | undefined },
  { reader, ledgerFile }: { reader: Reader; ledgerFile: string },
): Promise<void> {
  if (number === null) return;
  if (confirm.trim() !== number) {
    throw new DomainError('wrong-number', 'the number typed is not the one of the contact');
  }
  const options = { now: reader.now, ledgerFile, overrideReason, actor: `operator:${reader.operatorId}` };
  await eraseContact(database, institution, number, options);
}
