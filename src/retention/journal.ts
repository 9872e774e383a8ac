import { type RawBuilder, sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { SpareReason } from './runs.ts';

/** A line of a journal as the contract shows it; `contact_number` is empty for who was erased. */
export interface JournalLine {
  contact_number: string;
  kind: string;
  outcome: 'delete' | 'anonymise' | 'spare';
  reason: SpareReason | '';
  recency: string;
  recency_source: string;
  recency_organisation: string;
}

/** What a journal is narrowed to; undefined: everything. */
export interface JournalFilter {
  outcome?: JournalLine['outcome'] | undefined;
  reason?: SpareReason | undefined;
  source?: string | undefined;
  /** Recency from this day on, YYYY-MM-DD. */
  from?: string | undefined;
  /** Recency before this day, YYYY-MM-DD. */
  to?: string | undefined;
}

/** Lines after a contact, in the order of the walk. */
export async function selectJournal(
  database: Database,
  institution: Institution,
  runId: number,
  { after, limit, ...filter }: JournalFilter & { after: number; limit: number },
): Promise<(JournalLine & { contact_id: number })[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    return await selectLines(tenant, institution.id, runId, after, limit, conditions(filter));
  });
}

/** The journal of a run in portions, in the order of the walk; memory does not grow with it. */
export async function* readJournal(
  database: Database,
  institution: Institution,
  runId: number,
  filter: JournalFilter = {},
): AsyncGenerator<JournalLine[]> {
  let after = 0;
  while (true) {
    const lines = await selectJournal(database, institution, runId, { ...filter, after, limit: 5000 });
    const last = lines.at(-1);
    if (last === undefined) return;
    after = last.contact_id;
    yield lines.map(({ contact_id: _, ...line }) => line);
  }
}

function conditions({ outcome, reason, source, from, to }: JournalFilter): RawBuilder<unknown>[] {
  return [
    ...(outcome === undefined ? [] : [sql`j.outcome = ${outcome}`]),
    ...(reason === undefined ? [] : [sql`j.reason = ${reason}`]),
    ...(source === undefined ? [] : [sql`j.recency_source = ${source}::activity_source`]),
    ...(from === undefined ? [] : [sql`j.recency >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`j.recency < ${to}::date`]),
  ];
}

async function selectLines(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  after: number,
  limit: number,
  narrowed: RawBuilder<unknown>[],
) {
  const { rows } = await sql<JournalLine & { contact_id: number }>`
    select j.contact_id, coalesce(c.number, '') as contact_number, j.kind, j.outcome, coalesce(j.reason, '') as reason,
           j.recency, j.recency_source, coalesce(o.name, '') as recency_organisation
      from journal j
      left join contacts c on c.institution_id = ${institutionId} and c.id = j.contact_id
      left join organisations o on o.institution_id = ${institutionId} and o.id = j.recency_organisation_id
     where ${sql.join(
       [
         sql`j.institution_id = ${institutionId}`,
         sql`j.run_id = ${runId}`,
         sql`j.contact_id > ${after}`,
         ...narrowed,
       ],
       sql` and `,
     )}
     order by j.contact_id limit ${limit}`.execute(tenant);
  return rows;
}
