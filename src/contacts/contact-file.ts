import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** What one contact's file shows: who it is, and why it would be kept or forgotten. */
export interface ContactFile {
  number: string;
  kind: 'individual' | 'structure' | 'relay';
  title: string | null;
  firstName: string | null;
  lastName: string | null;
  companyName: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  street: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  createdOn: string;
  structure: { number: string; name: string } | null;
  roles: { role: string; validUntil: string | null }[];
  balances: { organisation: string; currency: string; amountMinor: number }[];
  restrictedOn: string | null;
  rope: Rope | null;
}

/** The line of a contact's activity (R1); null for structures, which are never erased (R6). */
export interface Rope {
  /** As stored (R3), with the moment; null where no run has passed yet. */
  stored: { recency: string; source: string; organisation: string | null; computedAt: Date } | null;
  /** As it is now; the knot that holds. */
  recency: string;
  source: string;
  organisation: string | null;
  /** Without news, a batch of so many months takes it from this day on. */
  months: number;
  forgottenOn: string;
  /** What would spare it today all the same (R5, R6). */
  obstacles: ('restricted' | 'role' | 'waiting' | 'debt' | 'credit')[];
  /** The latest first. */
  knots: { day: string; source: string; organisation: string | null }[];
}

const KNOTS = 200;

/**
 * @param months of the batch, for the day it will be forgotten
 * @throws DomainError `unknown-contact`
 */
export async function selectContactFile(
  database: Database,
  institution: Institution,
  number: string,
  { months, today }: { months: number; today: string },
): Promise<ContactFile> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number; file: Omit<ContactFile, 'rope'> }>`
      select c.id, json_build_object(
               'number', c.number, 'kind', c.kind, 'title', c.title, 'firstName', c.first_name, 'lastName', c.last_name,
               'companyName', c.company_name, 'email', c.email, 'phone', c.phone, 'mobile', c.mobile, 'street', c.street,
               'postcode', c.postcode, 'town', c.town, 'country', c.country, 'createdOn', c.created_on,
               'restrictedOn', c.restricted_on,
               'structure', (select json_build_object('number', s.number, 'name', coalesce(s.company_name, s.number))
                               from contacts s where s.institution_id = ${institution.id} and s.id = c.structure_id),
               'roles', coalesce((select json_agg(json_build_object('role', r.role, 'validUntil', r.valid_until)
                                                  order by r.role)
                                    from contact_roles r
                                   where r.institution_id = ${institution.id} and r.contact_id = c.id), '[]'),
               'balances', coalesce((select json_agg(json_build_object('organisation', o.name, 'currency', b.currency,
                                                                       'amountMinor', b.amount_minor) order by o.name)
                                       from balances b
                                       join organisations o on o.institution_id = ${institution.id} and o.id = b.organisation_id
                                      where b.institution_id = ${institution.id} and b.contact_id = c.id
                                        and b.amount_minor <> 0), '[]')) as file
        from contacts c where c.institution_id = ${institution.id} and c.number = ${number}`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw new DomainError('unknown-contact', `there is no contact ${number}`);
    const rope =
      found.file.kind === 'structure'
        ? null
        : await selectRope(tenant, institution.id, found, { months, today });
    return { ...found.file, rope };
  });
}

async function selectRope(
  tenant: Tenant,
  institutionId: number,
  { id, file }: { id: number; file: Omit<ContactFile, 'rope'> },
  { months, today }: { months: number; today: string },
): Promise<Rope> {
  const { rows: knots } = await sql<Rope['knots'][number]>`
    select a.day, a.source, o.name as organisation
      from activity a
      left join organisations o on o.institution_id = ${institutionId} and o.id = a.organisation_id
     where a.institution_id = ${institutionId} and a.contact_id = ${id}
     order by a.day desc, a.source desc limit ${KNOTS}`.execute(tenant);
  const holds = knots[0] ?? { day: file.createdOn, source: 'creation', organisation: null };
  const { rows } = await sql<{ forgottenOn: string; waiting: boolean; stored: Rope['stored'] }>`
    select -- the first day whose cutoff is later than the recency
           (select min(day)::text from generate_series(${holds.day}::date + make_interval(months => ${months}::integer),
                                                 ${holds.day}::date + make_interval(months => ${months}::integer, days => 5),
                                                 interval '1 day') as day
             where (day - make_interval(months => ${months}::integer))::date > ${holds.day}::date) as "forgottenOn",
           exists (select from waiting_list_entries e
                     join performances p on p.institution_id = ${institutionId} and p.id = e.performance_id
                     join institutions i on i.id = ${institutionId}
                    where e.institution_id = ${institutionId} and e.contact_id = ${id} and e.state = 'open'
                      and (greatest(p.starts_at, p.ends_at) at time zone i.time_zone)::date >= ${today}::date) as waiting,
           (select json_build_object('recency', r.recency, 'source', r.source, 'organisation', o.name,
                                     'computedAt', r.computed_at)
              from contact_recency r
              left join organisations o on o.institution_id = ${institutionId} and o.id = r.organisation_id
             where r.institution_id = ${institutionId} and r.contact_id = ${id}) as stored`.execute(tenant);
  const [found] = rows;
  const stored = found?.stored ?? null;
  return {
    stored: stored && { ...stored, computedAt: new Date(stored.computedAt) },
    recency: holds.day,
    source: holds.source,
    organisation: holds.organisation,
    months,
    forgottenOn: (found?.forgottenOn ?? '').slice(0, 10),
    obstacles: [
      ...(file.restrictedOn === null ? [] : (['restricted'] as const)),
      ...(file.roles.some(({ validUntil }) => validUntil === null || validUntil >= today)
        ? (['role'] as const)
        : []),
      ...(found?.waiting ? (['waiting'] as const) : []),
      ...(file.balances.some(({ amountMinor }) => amountMinor > 0) ? (['debt'] as const) : []),
      ...(file.balances.some(({ amountMinor }) => amountMinor < 0) ? (['credit'] as const) : []),
    ],
    knots,
  };
}
