import { sql } from 'kysely';
import { authorisations, recordAuthorisations } from '../consent/consent.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { dueOn } from './deadline.ts';
import { auditRequest, writeText } from './open-request.ts';
import { tellReceived } from './remind.ts';
import { type ListedRequest, type RequestKind, unknownRequest } from './requests.ts';

/** A request as its own person sees it: nothing of who works in the institution. */
export type OwnRequest = Pick<
  ListedRequest,
  'id' | 'kind' | 'receivedOn' | 'dueOn' | 'extended' | 'state' | 'closedAt' | 'answerWay'
> & { texts: Partial<Record<'asked' | 'extension' | 'answer', string>> };

/** What a person asked about its own data, the newest first. */
export async function selectOwnRequests(
  database: Database,
  institution: Institution,
  contactId: number,
): Promise<OwnRequest[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<OwnRequest>`
      select r.id, r.kind, r.received_on as "receivedOn", r.due_on as "dueOn", r.extended_at is not null as extended,
             r.state, r.closed_at as "closedAt", r.answer_way as "answerWay",
             coalesce((select jsonb_object_agg(t.sort, t.text) from subject_request_texts t
                        where t.institution_id = ${institution.id} and t.request_id = r.id), '{}') as texts
        from subject_requests r
       where r.institution_id = ${institution.id} and r.contact_id = ${contactId}
       order by r.id desc limit 100`.execute(tenant);
    return rows;
  });
}

interface Asking {
  contactId: number;
  pointOfSaleId: number;
  kind: RequestKind;
  text?: string | undefined;
}

/** What nobody can do without knowing what is meant. */
const IN_WORDS: readonly RequestKind[] = ['rectification', 'restriction'];

/**
 * A person asks in its account, where it signed in. Access and portability are answered there at once, by the download;
 * so is an objection without a word: each authorisation becomes "no", as the contact's own act (R22, art. 21(3)). The
 * others wait for somebody, who is told.
 * @returns whether it waits
 * @throws DomainError `request-exists`, `too-many-requests`, `request-without-words`, `unknown-contact`
 */
export async function askInAccount(
  database: Database,
  institution: Institution,
  asking: Asking,
  now: Date,
): Promise<'open' | 'answered'> {
  const { contactId, kind } = asking;
  const text = asking.text?.trim() ?? '';
  if (text === '' && IN_WORDS.includes(kind)) {
    throw new DomainError('request-without-words', 'say what is wrong, or why');
  }
  const receivedOn = today(institution, now);
  const due = await dueOn(receivedOn, institution);
  return await inInstitution(database, institution.id, async (tenant) => {
    await checkAsking(tenant, institution, asking, receivedOn);
    const way = kind === 'objection' ? 'account' : 'download';
    const answered = kind === 'access' || kind === 'portability' || (kind === 'objection' && text === '');
    if (kind === 'objection') await objectToAll(tenant, institution, asking, now);
    const { rows } = await sql<{ id: number }>`
      insert into subject_requests
        (institution_id, contact_id, kind, way, received_on, due_on, identity, identity_at, recorded_at, recorded_by,
         done_at, state, closed_at, answer_way)
      values (${institution.id}, ${contactId}, ${kind}, 'account', ${receivedOn}, ${due}, 'account', ${now}, ${now},
              'customer', ${kind === 'objection' ? now : null}, ${answered ? 'answered' : 'open'},
              ${answered ? now : null}, ${answered ? way : null})
      returning id`.execute(tenant);
    const request = { id: rows[0]?.id as number, contactId };
    await writeText(tenant, institution.id, request, 'asked', text);
    await auditRequest(tenant, institution, request, 'request.record', { actor: 'customer', now, kind });
    if (!answered) await tellReceived(tenant, institution, { ...request, kind, dueOn: due }, now);
    return answered ? 'answered' : 'open';
  });
}

/** Asked and withdrawn again and again, each would be a message to everybody who answers. */
const MOST_A_DAY = 12;

/** Two who ask at once wait for each other. */
async function checkAsking(
  tenant: Tenant,
  institution: Institution,
  { contactId, kind }: Asking,
  day: string,
): Promise<void> {
  const { rows } = await sql<{ open: boolean; today: number }>`
    select exists (select from subject_requests r
                    where r.institution_id = ${institution.id} and r.contact_id = c.id and r.kind = ${kind}
                      and r.state = 'open') as open,
           (select count(*)::integer from subject_requests r
             where r.institution_id = ${institution.id} and r.contact_id = c.id and r.way = 'account'
               and r.received_on = ${day}::date) as today
      from contacts c where c.institution_id = ${institution.id} and c.id = ${contactId} for no key update of c`.execute(
    tenant,
  );
  const [contact] = rows;
  if (contact === undefined) throw new DomainError('unknown-contact', 'this contact is not there (any more)');
  if (contact.open) throw new DomainError('request-exists', 'such a request is open already');
  if (contact.today >= MOST_A_DAY) {
    throw new DomainError('too-many-requests', `at most ${MOST_A_DAY} requests a day`);
  }
}

async function objectToAll(
  tenant: Tenant,
  institution: Institution,
  { contactId, pointOfSaleId }: Asking,
  now: Date,
): Promise<void> {
  const changes = authorisations.map((authorisation) => ({ contactId, authorisation, value: 'no' as const }));
  await recordAuthorisations(tenant, institution, changes, {
    by: 'contact',
    onRequest: true,
    way: 'form',
    place: 'point-of-sale',
    placeId: pointOfSaleId,
    now,
  });
}

/** Takes back a request that waits. @throws DomainError `unknown-request`, also of somebody else's and of one that is closed */
export async function withdrawInAccount(
  database: Database,
  institution: Institution,
  { contactId, request }: { contactId: number; request: number },
  now: Date,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update subject_requests set state = 'withdrawn', closed_at = ${now}
       where institution_id = ${institution.id} and id = ${request} and contact_id = ${contactId} and state = 'open'
      returning id`.execute(tenant);
    if (rows.length === 0) throw unknownRequest(request);
    const how = { actor: 'customer', now, state: 'withdrawn' };
    await auditRequest(tenant, institution, { id: request, contactId }, 'request.close', how);
  });
}
