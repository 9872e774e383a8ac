import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Profile, Session } from '../operators/operators.ts';
import type { BiDomain } from '../personal-data/personal-data.ts';
import { columnOf, fieldOf } from './columns.ts';
import { conditions, type Filter } from './filters.ts';
import type { Grouping, Measure } from './groups.ts';

type Operator = Session['operator'];

export const charts = ['table', 'bars', 'line', 'shares'] as const;

/** How a domain is looked at. */
export interface ReportQuery {
  filters: Filter[];
  groups: Grouping[];
  measures: Measure[];
  /** The columns of the rows, where nothing is grouped; empty: as they come. */
  columns: string[];
  chart: (typeof charts)[number];
}

/** A saved report (R20). */
export interface Report {
  id: number;
  name: string;
  domain: BiDomain;
  query: ReportQuery;
  /** The profiles it is shared with, beside whose it is. */
  profiles: Profile[];
  /** Of whoever asks. */
  mine: boolean;
}

/** So many are chosen from at a glance; more are refused. */
const MOST = 50;

/** One's own reports and those shared with one's profile, by name. */
export async function selectReports(
  database: Database,
  institution: Institution,
  operator: Operator,
): Promise<Report[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Report>`
      select id, name, domain, query, profiles, operator_id = ${operator.id} as mine from bi_reports
       where institution_id = ${institution.id} and (operator_id = ${operator.id} or ${operator.profile} = any(profiles))
       order by operator_id <> ${operator.id}, name, id`.execute(tenant);
    return rows;
  });
}

/** @throws DomainError `unknown-report`, also for one of another institution or not shared with this profile */
export async function selectReport(
  database: Database,
  institution: Institution,
  operator: Operator,
  id: number,
): Promise<Report> {
  const found = (await selectReports(database, institution, operator)).find((report) => report.id === id);
  if (found === undefined) throw new DomainError('unknown-report', 'there is no such report for you');
  return found;
}

/**
 * Keeps a report; one of the operator's with the same name is replaced.
 * @throws DomainError `wrong-report` where it filters on who somebody is: it must not remember a person who is erased;
 *   `not-in-domain`, `wrong-filter`, `too-many-reports`
 */
export async function saveReport(
  database: Database,
  institution: Institution,
  operator: Operator,
  { name, domain, query, profiles }: Omit<Report, 'id' | 'mine'>,
  now: Date,
): Promise<Report> {
  conditions(institution, domain, query.filters);
  const named = [...query.groups, ...query.measures].flatMap(({ column }) => column ?? []);
  for (const column of named) fieldOf(domain, column);
  for (const column of query.columns) columnOf(domain, column);
  if (query.filters.some(({ column, values }) => values.length > 0 && fieldOf(domain, column).identifying)) {
    throw new DomainError('wrong-report', 'a report does not keep a filter on who somebody is');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into bi_reports (institution_id, operator_id, name, domain, query, profiles, created_at)
      select ${institution.id}, ${operator.id}, ${name}, ${domain}, ${JSON.stringify(query)}, ${profiles}::text[], ${now}
       where (select count(*) from bi_reports where institution_id = ${institution.id}
                 and operator_id = ${operator.id} and name <> ${name}) < ${MOST}
          on conflict (institution_id, operator_id, name) do update
         set domain = excluded.domain, query = excluded.query, profiles = excluded.profiles
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined)
      throw new DomainError('too-many-reports', `there are at most ${MOST} reports of one operator`);
    await audit(tenant, institution.id, now, {
      actor: `operator:${operator.id}`,
      action: 'bi-report.save',
      subject: `bi-report:${id}`,
      details: { domain, profiles: profiles.join(',') },
    });
    return { id, name, domain, query, profiles, mine: true };
  });
}

/** Removes a report of one's own. @throws DomainError `unknown-report`, for those of others, too */
export async function deleteReport(
  database: Database,
  institution: Institution,
  operator: Operator,
  id: number,
  now: Date,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      delete from bi_reports
       where institution_id = ${institution.id} and id = ${id} and operator_id = ${operator.id} returning id`.execute(
      tenant,
    );
    if (rows.length === 0) throw new DomainError('unknown-report', 'there is no such report of yours');
    const actor = `operator:${operator.id}`;
    await audit(tenant, institution.id, now, {
      actor,
      action: 'bi-report.delete',
      subject: `bi-report:${id}`,
    });
  });
}
