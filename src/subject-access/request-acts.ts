import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { inOpenFile, type Reader } from '../contact-file/contact-file.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { dueOn } from './deadline.ts';
import {
  type answerWays,
  type closedStates,
  type identityChecks,
  type RequestKind,
  type requestWays,
  unknownRequest,
  visibleTo,
} from './requests.ts';

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
        values (${institution.id}, ${contactId}, ${kind}, ${way}, ${receivedOn}, ${dueOn(receivedOn)}, ${identity},
                ${identity === null ? null : reader.now}, ${identity === null ? null : reader.operatorId}, ${reader.now},
                ${`operator:${reader.operatorId}`})
        returning id`.execute(tenant);
      const request = { id: rows[0]?.id as number, contactId };
      await writeText(tenant, institution.id, request, 'asked', text);
      await auditRequest(tenant, institution, request, 'request.record', reader, { kind });
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
    await auditRequest(tenant, institution, found, 'request.identity', reader, { identity });
  });
}

/**
 * Extends the time by two months; the person must be told the reason within the first one (art. 12(3) GDPR).
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
         set due_on = ${dueOn(found.receivedOn, true)}, extended_at = ${reader.now}, extended_by = ${reader.operatorId}
       where institution_id = ${institution.id} and id = ${request}`.execute(tenant);
    await writeText(tenant, institution.id, found, 'extension', reason);
    await auditRequest(tenant, institution, found, 'request.extend', reader);
  });
}

export interface Answer {
  state: (typeof closedStates)[number];
  way?: (typeof answerWays)[number] | undefined;
  /** What was answered; of a refusal its reason. */
  text?: string | undefined;
}

/**
 * Closes a request, with how it was answered: the proof that it was.
 * @throws DomainError `identity-not-checked`, `refusal-without-reason`, `answer-without-way`, `request-is-closed`, `unknown-request`
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
    await auditRequest(tenant, institution, found, 'request.close', reader, { state });
  });
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

interface Found {
  id: number;
  contactId: number | null;
  receivedOn: string;
  dueOn: string;
  extended: boolean;
  identity: string | null;
}

/** An open request, locked, whose contact this reader may open (or that was erased since). */
async function inOpenRequest(
  database: Database,
  institution: Institution,
  request: number,
  reader: Reader,
  work: (tenant: Tenant, found: Found) => Promise<void>,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Found & { state: string }>`
      select r.id, r.contact_id as "contactId", r.received_on as "receivedOn", r.due_on as "dueOn", r.identity, r.state,
             r.extended_at is not null as extended
        from subject_requests r
        left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
       where r.institution_id = ${institution.id} and r.id = ${request} and ${visibleTo(reader)}
         for update of r`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw unknownRequest(request);
    if (found.state !== 'open') throw new DomainError('request-is-closed', 'this request is closed');
    await work(tenant, found);
  });
}

/** Of who was erased nothing is written down. */
async function writeText(
  tenant: Tenant,
  institutionId: number,
  { id, contactId }: { id: number; contactId: number | null },
  sort: 'asked' | 'extension' | 'answer',
  text: string | undefined,
): Promise<void> {
  if (contactId === null || text === undefined || text.trim() === '') return;
  await sql`
    insert into subject_request_texts (institution_id, request_id, sort, contact_id, text)
    values (${institutionId}, ${id}, ${sort}, ${contactId}, ${text.trim()})`.execute(tenant);
}

async function auditRequest(
  tenant: Tenant,
  institution: Institution,
  { id, contactId }: { id: number; contactId: number | null },
  action: string,
  reader: Reader,
  details: Record<string, string> = {},
): Promise<void> {
  await audit(tenant, institution.id, reader.now, {
    actor: `operator:${reader.operatorId}`,
    action,
    subject: contactId === null ? `request:${id}` : `contact:${contactId}`,
    details: { request: id, ...details },
  });
}
