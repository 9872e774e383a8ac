import { type RawBuilder, sql } from 'kysely';
import { inOpenFile, type Reader } from '../contact-file/contact-file.ts';
import { levelsOpenTo } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';

export const requestKinds = [
  'access',
  'portability',
  'rectification',
  'erasure',
  'restriction',
  'objection',
] as const;
export const requestWays = ['counter', 'phone', 'letter', 'e-mail', 'form', 'account'] as const;
export const identityChecks = ['account', 'document', 'known', 'other'] as const;
export const answerWays = ['counter', 'phone', 'letter', 'e-mail', 'download'] as const;
/** Answered by itself, in the account. */
const ownAnswer = 'account';
export const closedStates = ['answered', 'refused', 'withdrawn'] as const;

export type RequestKind = (typeof requestKinds)[number];

/** A request, as a list shows it. */
export interface ListedRequest {
  id: number;
  kind: RequestKind;
  way: (typeof requestWays)[number];
  receivedOn: string;
  dueOn: string;
  /** Days until it is due; below zero: overdue. Of a closed one null. */
  daysLeft: number | null;
  extended: boolean;
  identity: (typeof identityChecks)[number] | null;
  state: 'open' | (typeof closedStates)[number];
  closedAt: string | null;
  answerWay: (typeof answerWays)[number] | typeof ownAnswer | null;
  /** Null: erased since. */
  contact: { number: string; name: string } | null;
}

export interface RequestQuery {
  state: 'open' | 'closed';
  kind?: RequestKind | undefined;
  /** The list goes on after this one. */
  after?: { dueOn: string; id: number } | undefined;
  limit: number;
}

/** Requests: the open ones by what is due first, the closed ones with the newest first. */
export async function selectRequests(
  database: Database,
  institution: Institution,
  { state, kind, after, limit }: RequestQuery,
  reader: Reader,
): Promise<ListedRequest[]> {
  const open = state === 'open';
  const following =
    after === undefined
      ? sql``
      : open
        ? sql`and (r.due_on, r.id) > (${after.dueOn}::date, ${after.id}::bigint)`
        : sql`and r.id < ${after.id}`;
  return await inInstitution(database, institution.id, (tenant) =>
    select(
      tenant,
      institution,
      reader,
      sql`and r.state ${sql.raw(open ? '=' : '<>')} 'open' ${kind === undefined ? sql`` : sql`and r.kind = ${kind}`} ${following}
          order by ${open ? sql`r.due_on, r.id` : sql`r.id desc`} limit ${limit}`,
    ),
  );
}

/** The requests of one contact, the newest first. @throws DomainError of `openContact` */
export async function selectRequestsOf(
  database: Database,
  institution: Institution,
  number: string,
  reader: Reader,
): Promise<ListedRequest[]> {
  return await inOpenFile(database, institution, number, reader, ({ tenant, id }) =>
    select(tenant, institution, reader, sql`and r.contact_id = ${id} order by r.id desc`),
  );
}

const PORTION = 1000;

/**
 * The register of all requests, the oldest first, for whoever must show it; memory does not grow with it. Words are not
 * in it.
 */
export async function* readRequests(
  database: Database,
  institution: Institution,
  reader: Reader,
): AsyncGenerator<ListedRequest> {
  for (let after = 0; ; ) {
    const rows = await inInstitution(database, institution.id, (tenant) =>
      select(tenant, institution, reader, sql`and r.id > ${after} order by r.id limit ${PORTION}`),
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

export interface RequestDetails extends ListedRequest {
  texts: Partial<Record<'asked' | 'extension' | 'answer', string>>;
  recordedAt: string;
  /** Who did what, and when: names of operators. */
  recordedBy: string | null;
  identityAt: string | null;
  identityBy: string | null;
  extendedAt: string | null;
  extendedBy: string | null;
  closedBy: string | null;
  /** That what was asked for was done: an objection, a restriction, an erasure. */
  doneAt: string | null;
  doneBy: string | null;
  /** How many others bear the same name: whoever hands something over makes sure that it is the right one. */
  namesakes: number;
}

/** @throws DomainError `unknown-request`, also where its contact is not for these eyes */
export async function selectRequest(
  database: Database,
  institution: Institution,
  request: number,
  reader: Reader,
): Promise<RequestDetails> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [listed] = await select(tenant, institution, reader, sql`and r.id = ${request}`);
    if (listed === undefined) throw unknownRequest(request);
    const named = (column: string) => sql`
      (select o.name from operators o where o.institution_id = ${institution.id} and o.id = r.${sql.ref(column)})`;
    const { rows } = await sql<Omit<RequestDetails, keyof ListedRequest>>`
      select r.recorded_at as "recordedAt", r.identity_at as "identityAt", r.extended_at as "extendedAt",
             (select o.name from operators o
               where o.institution_id = ${institution.id} and 'operator:' || o.id = r.recorded_by) as "recordedBy",
             ${named('identity_by')} as "identityBy", ${named('extended_by')} as "extendedBy",
             ${named('closed_by')} as "closedBy", r.done_at as "doneAt", ${named('done_by')} as "doneBy",
             (select count(*)::integer from contact_search own
                join contact_search s on s.institution_id = ${institution.id} and s.name_key = own.name_key
                                     and s.contact_id <> own.contact_id
               where own.institution_id = ${institution.id} and own.contact_id = r.contact_id) as namesakes,
             coalesce((select jsonb_object_agg(t.sort, t.text) from subject_request_texts t
                        where t.institution_id = ${institution.id} and t.request_id = r.id), '{}') as texts
        from subject_requests r where r.institution_id = ${institution.id} and r.id = ${request}`.execute(
      tenant,
    );
    const [details] = rows;
    if (details === undefined) throw unknownRequest(request);
    return {
      ...listed,
      ...details,
      recordedAt: isoOf(details.recordedAt) as string,
      identityAt: isoOf(details.identityAt),
      extendedAt: isoOf(details.extendedAt),
      doneAt: isoOf(details.doneAt),
    };
  });
}

/** How many requests are open, how many of them overdue, and the first that is due. */
export async function countOpenRequests(
  database: Database,
  institution: Institution,
  now: Date,
): Promise<{ open: number; overdue: number; firstDueOn: string | null }> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ open: number; overdue: number; firstDueOn: string | null }>`
      select count(*)::integer as open, count(*) filter (where due_on < ${today(institution, now)}::date)::integer as overdue,
             min(due_on) as "firstDueOn"
        from subject_requests where institution_id = ${institution.id} and state = 'open'`.execute(tenant);
    return rows[0] ?? { open: 0, overdue: 0, firstDueOn: null };
  });
}

/** Of a contact that this reader may not open, no request is shown; of who was erased, all that is left. */
export const visibleTo = ({ permissions }: Reader): RawBuilder<unknown> =>
  sql`(c.id is null or c.confidentiality = any(${levelsOpenTo(permissions)}::text[]))`;

async function select(
  tenant: Tenant,
  institution: Institution,
  reader: Reader,
  rest: RawBuilder<unknown>,
): Promise<ListedRequest[]> {
  const { rows } = await sql<ListedRequest & { number: string | null; name: string | null }>`
    select r.id, r.kind, r.way, r.received_on as "receivedOn", r.due_on as "dueOn", r.extended_at is not null as extended,
           case when r.state = 'open' then r.due_on - ${today(institution, reader.now)}::date end as "daysLeft",
           r.identity, r.state, r.closed_at as "closedAt", r.answer_way as "answerWay", c.number,
           coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company_name, c.number) as name
      from subject_requests r
      left join contacts c on c.institution_id = ${institution.id} and c.id = r.contact_id
     where r.institution_id = ${institution.id} and ${visibleTo(reader)} ${rest}`.execute(tenant);
  return rows.map(({ number, name, ...row }) => ({
    ...row,
    closedAt: isoOf(row.closedAt),
    contact: number === null || name === null ? null : { number, name },
  }));
}

const isoOf = (moment: string | null): string | null =>
  moment === null ? null : new Date(moment).toISOString();

export const unknownRequest = (request: number) =>
  new DomainError('unknown-request', `there is no request ${request}`);
