import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Reader } from '../contact-file/contact-file.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type RequestKind, type requestWays, unknownRequest, visibleTo } from './requests.ts';

/** A request that waits, as those who act on it see it. */
export interface OpenRequest {
  id: number;
  kind: RequestKind;
  way: (typeof requestWays)[number];
  /** Null: erased since. */
  contactId: number | null;
  number: string | null;
  /** Whether the contact's processing is restricted. */
  restricted: boolean;
  receivedOn: string;
  dueOn: string;
  extended: boolean;
  identity: string | null;
  /** That what was asked for was done. */
  doneAt: string | null;
}

/**
 * Runs `work` on an open request, locked, whose contact this reader may open (or that was erased since). The contact is
 * locked first, as by whoever erases it: the other way round the two would wait for each other.
 * @throws DomainError `unknown-request`, `request-is-closed`
 */
export async function inOpenRequest<T>(
  database: Database,
  institution: Institution,
  request: number,
  reader: Reader,
  work: (tenant: Tenant, found: OpenRequest) => Promise<T>,
): Promise<T> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      select from contacts c
       where c.institution_id = ${institution.id}
         and c.id = (select contact_id from subject_requests where institution_id = ${institution.id} and id = ${request})
         for no key update of c`.execute(tenant);
    const { rows } = await sql<OpenRequest & { state: string }>`
      select r.id, r.kind, r.way, r.contact_id as "contactId", c.number, c.restricted_on is not null as restricted,
             r.received_on as "receivedOn", r.due_on as "dueOn", r.identity, r.state, r.done_at as "doneAt",
             r.extended_at is not null as extended
        from subject_requests r
        left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
       where r.institution_id = ${institution.id} and r.id = ${request} and ${visibleTo(reader)}
         for update of r`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw unknownRequest(request);
    if (found.state !== 'open') throw new DomainError('request-is-closed', 'this request is closed');
    return await work(tenant, found);
  });
}

type Named = Pick<OpenRequest, 'id' | 'contactId'>;

/** Of who was erased nothing is written down. */
export async function writeText(
  tenant: Tenant,
  institutionId: number,
  { id, contactId }: Named,
  sort: 'asked' | 'extension' | 'answer',
  text: string | undefined,
): Promise<void> {
  if (contactId === null || text === undefined || text.trim() === '') return;
  await sql`
    insert into subject_request_texts (institution_id, request_id, sort, contact_id, text)
    values (${institutionId}, ${id}, ${sort}, ${contactId}, ${text.trim()})`.execute(tenant);
}

/** @param actor as `AuditEntry.actor` */
export async function auditRequest(
  tenant: Tenant,
  institution: Institution,
  { id, contactId }: Named,
  action: string,
  { actor, now, ...details }: { actor: string; now: Date; [detail: string]: string | number | Date },
): Promise<void> {
  await audit(tenant, institution.id, now, {
    actor,
    action,
    subject: contactId === null ? `request:${id}` : `contact:${contactId}`,
    details: { request: id, ...(details as Record<string, string | number>) },
  });
}

export const operatorOf = ({ operatorId, now }: Reader) => ({ actor: `operator:${operatorId}`, now });
