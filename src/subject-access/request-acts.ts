import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { inOpenFile, type Reader } from '../contact-file/contact-file.ts';
import { tellOfRequest } from '../customers/customers.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { dueOn } from './deadline.ts';
import { auditRequest, inOpenRequest, type OpenRequest, operatorOf, writeText } from './open-request.ts';
import type { answerWays, closedStates, identityChecks, RequestKind, requestWays } from './requests.ts';

const GDPR_APPLIES = '2018-05-25';

export interface NewRequest {
  kind: RequestKind;
  way: (typeof requestWays)[number];
  /** YYYY-MM-DD */
  receivedOn: string;
  /** How it was made sure who asks; undefined: not yet. */
  identity?: (typeof identityChecks)[number] | undefined;
  /** What was asked, in words. */
  text?: string | undefined;
}

/**
 * Writes down that a contact asked something of its data, and until when it must be answered.
 * @returns the number of the request
 * @throws DomainError `wrong-received-date`, `request-exists` where one of the kind is open, of `openContact`
 */
export async function recordRequest(
  database: Database,
  institution: Institution,
  number: string,
  wanted: NewRequest,
  reader: Reader,
): Promise<number> {
  const { kind, way, receivedOn, identity = null, text } = wanted;
  if (receivedOn > today(institution, reader.now) || receivedOn < GDPR_APPLIES) {
    throw new DomainError(
      'wrong-received-date',
      'a request was received today or before, and since the GDPR applies',
    );
  }
  const due = await dueOn(receivedOn, institution);
  return await inOpenFile(
    database,
    institution,
    number,
    reader,
    async ({ tenant, id: contactId }) => {
      const { rows: open } = await sql`
        select from subject_requests
         where institution_id = ${institution.id} and contact_id = ${contactId} and kind = ${kind} and state = 'open'`.execute(
        tenant,
      );
      if (open.length > 0)
        throw new DomainError('request-exists', 'such a request of this contact is open already');
      const { rows } = await sql<{ id: number }>`
        insert into subject_requests
          (institution_id, contact_id, kind, way, received_on, due_on, identity, identity_at, identity_by, recorded_at,
           recorded_by)
        values (${institution.id}, ${contactId}, ${kind}, ${way}, ${receivedOn}, ${due}, ${identity},
                ${identity === null ? null : reader.now}, ${identity === null ? null : reader.operatorId}, ${reader.now},
                ${`operator:${reader.operatorId}`})
        returning id`.execute(tenant);
      const request = { id: rows[0]?.id as number, contactId };
      await writeText(tenant, institution.id, request, 'asked', text);
      await auditRequest(tenant, institution, request, 'request.record', { ...operatorOf(reader), kind });
      return request.id;
    },
    { lock: true },
  );
}

/** Writes down how it was made sure who asks. @throws DomainError `request-is-closed`, `unknown-request` */
export async function recordIdentity(
  database: Database,
  institution: Institution,
  request: number,
  identity: (typeof identityChecks)[number],
  reader: Reader,
): Promise<void> {
  await inOpenRequest(database, institution, request, reader, async (tenant, found) => {
    await sql`
      update subject_requests set identity = ${identity}, identity_at = ${reader.now}, identity_by = ${reader.operatorId}
       where institution_id = ${institution.id} and id = ${request}`.execute(tenant);
    await auditRequest(tenant, institution, found, 'request.identity', { ...operatorOf(reader), identity });
  });
}

/**
 * Extends the time by two months; the person must be told the reason within the first one (art. 12(3) GDPR). Who has an
 * account reads it there, and is told so.
 * @throws DomainError `extension-exists`, `extension-too-late`, `request-is-closed`, `unknown-request`
 */
export async function extendRequest(
  database: Database,
  institution: Institution,
  request: number,
  reason: string,
  reader: Reader,
): Promise<void> {
  await inOpenRequest(database, institution, request, reader, async (tenant, found) => {
    if (found.extended) throw new DomainError('extension-exists', 'the time is extended once');
    if (today(institution, reader.now) > found.dueOn) {
      throw new DomainError('extension-too-late', 'the person must be told within the first month');
    }
    await sql`
      update subject_requests
         set due_on = ${await dueOn(found.receivedOn, { ...institution, extended: true })}, extended_at = ${reader.now}, extended_by = ${reader.operatorId}
       where institution_id = ${institution.id} and id = ${request}`.execute(tenant);
    await writeText(tenant, institution.id, found, 'extension', reason);
    await tellOfRequest(tenant, institution, 'request-extended', found, reader.now);
    await auditRequest(tenant, institution, found, 'request.extend', operatorOf(reader));
  });
}

export interface Answer {
  state: (typeof closedStates)[number];
  way?: (typeof answerWays)[number] | undefined;
  /** What was answered; of a refusal its reason. */
  text?: string | undefined;
}

/**
 * Closes a request, with how it was answered: the proof that it was. Who has an account is told, with a link to it and
 * nothing of the answer: whoever the link is passed on to has to sign in.
 * @throws DomainError `identity-not-checked`, `request-not-carried-out`, `refusal-without-reason`, `answer-without-way`,
 *   `no-customer-account` where it was to be downloaded there, `request-is-closed`, `unknown-request`
 */
export async function closeRequest(
  database: Database,
  institution: Institution,
  request: number,
  { state, way, text }: Answer,
  reader: Reader,
): Promise<void> {
  await inOpenRequest(database, institution, request, reader, async (tenant, found) => {
    if (state === 'answered' && found.identity === null) {
      throw new DomainError('identity-not-checked', 'it was not made sure yet who asks');
    }
    if (state === 'answered' && !(await isCarriedOut(tenant, institution, found))) {
      throw new DomainError('request-not-carried-out', 'what was asked for was not done yet');
    }
    if (state === 'refused' && (text === undefined || text.trim() === '')) {
      throw new DomainError('refusal-without-reason', 'the person is told why (art. 12(4) GDPR)');
    }
    if (state !== 'withdrawn' && way === undefined) {
      throw new DomainError('answer-without-way', 'how the person was answered is the proof of it');
    }
    await sql`
      update subject_requests
         set state = ${state}, answer_way = ${way ?? null}, closed_at = ${reader.now}, closed_by = ${reader.operatorId}
       where institution_id = ${institution.id} and id = ${request}`.execute(tenant);
    await writeText(tenant, institution.id, found, 'answer', text);
    if (state !== 'withdrawn') {
      const told = await tellOfRequest(tenant, institution, 'request-answered', found, reader.now);
      if (way === 'download' && !told) {
        throw new DomainError('no-customer-account', 'a download takes an account to sign in to');
      }
    }
    await auditRequest(tenant, institution, found, 'request.close', { ...operatorOf(reader), state });
  });
}

/** Whether what was asked for is so, by the request or by somebody who did it on the file. */
async function isCarriedOut(
  tenant: Tenant,
  institution: Institution,
  { kind, contactId, restricted, doneAt }: OpenRequest,
): Promise<boolean> {
  if (doneAt !== null) return true;
  if (kind === 'erasure') return contactId === null;
  if (contactId === null) return true; // nothing is left to be done
  if (kind === 'restriction') return restricted;
  if (kind !== 'objection') return true;
  const { rows } = await sql`
    select from contact_authorisations
     where institution_id = ${institution.id} and contact_id = ${contactId} and value = 'no' limit 1`.execute(
    tenant,
  );
  return rows.length > 0;
}

/** Writes down who took the register of all requests. */
export async function auditRegister(
  database: Database,
  institution: Institution,
  reader: Reader,
): Promise<void> {
  await inInstitution(database, institution.id, (tenant) =>
    audit(tenant, institution.id, reader.now, {
      actor: `operator:${reader.operatorId}`,
      action: 'requests.export',
    }),
  );
}
