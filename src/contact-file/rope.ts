import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { selectDuration } from '../retention/retention.ts';
import { type OpenFile, ofReader, type Reader } from './open.ts';

/**
 * The line of a contact's activity (R1) over all organisations; structures, which are never erased, have none (R6).
 * Organisations that the reader does not work for stay unnamed.
 */
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

/** What the summary knows already. */
interface Known {
  createdOn: string;
  restrictedOn: string | null;
  roles: { role: string; validUntil: string | null }[];
}

/** @param today YYYY-MM-DD */
export async function selectRope(
  {
    tenant,
    institution,
    id,
    reader,
  }: Pick<OpenFile, 'tenant' | 'institution' | 'id'> & {
    reader: Pick<Reader, 'organisations'>;
  },
  file: Known,
  { today }: { today: string },
): Promise<Rope> {
  const institutionId = institution.id;
  const months = await selectDuration(tenant, institutionId, id);
  const named = ofReader(reader, sql`o.id`);
  const { rows: knots } = await sql<Rope['knots'][number]>`
    select a.day, a.source, o.name as organisation
      from (select day, source, organisation_id from activity
             where institution_id = ${institutionId} and contact_id = ${id}
               -- what has this many orders or attendances after a day shows nothing before it: of ten thousand the view
               -- then reads two hundred
               and day >= greatest('-infinity',
                     (select activity_on from orders
                       where institution_id = ${institutionId} and purchase_contact_id = ${id} and activity_on is not null
                       order by activity_on desc offset ${KNOTS - 1} limit 1),
                     (select attendance_on from order_lines
                       where institution_id = ${institutionId} and cultural_contact_id = ${id} and attendance_on is not null
                       order by attendance_on desc offset ${KNOTS - 1} limit 1))
             order by day desc, source desc limit ${KNOTS}) a
      left join organisations o on o.institution_id = ${institutionId} and o.id = a.organisation_id ${named}
     order by a.day desc, a.source desc`.execute(tenant);
  const holds = knots[0] ?? { day: file.createdOn, source: 'creation', organisation: null };
  const { rows } = await sql<Found>`
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
           exists (select from balances b where b.institution_id = ${institutionId} and b.contact_id = ${id}
                                            and b.amount_minor > 0) as debt,
           exists (select from balances b where b.institution_id = ${institutionId} and b.contact_id = ${id}
                                            and b.amount_minor < 0) as credit,
           (select json_build_object('recency', r.recency, 'source', r.source, 'organisation', o.name,
                                     'computedAt', r.computed_at)
              from contact_recency r
              left join organisations o on o.institution_id = ${institutionId} and o.id = r.organisation_id ${named}
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
      ...(found?.debt ? (['debt'] as const) : []),
      ...(found?.credit ? (['credit'] as const) : []),
    ],
    knots,
  };
}

interface Found {
  forgottenOn: string;
  waiting: boolean;
  debt: boolean;
  credit: boolean;
  stored: Rope['stored'];
}

/**
 * The rope as the contact itself sees it (R3), over all organisations.
 * @param asked.today YYYY-MM-DD
 */
export async function selectOwnRope(
  tenant: Tenant,
  institution: Institution,
  id: number,
  asked: { today: string },
): Promise<Rope> {
  const { rows } = await sql<Known>`
    select c.created_on as "createdOn", c.restricted_on as "restrictedOn",
           coalesce((select json_agg(json_build_object('role', r.role, 'validUntil', r.valid_until)) from contact_roles r
                      where r.institution_id = ${institution.id} and r.contact_id = c.id), '[]') as roles
      from contacts c where c.institution_id = ${institution.id} and c.id = ${id}`.execute(tenant);
  const own = { tenant, institution, id, reader: { organisations: null } };
  return await selectRope(own, rows[0] as Known, asked);
}
