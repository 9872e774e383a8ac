import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { inOpenFile, type Reader } from './open.ts';

/** Somebody opened the file, or did something to it. */
export interface Access {
  at: string;
  by: string;
  /** `open`, or the action as the audit has it. */
  action: string;
  /** Names of the fields that were changed, never their values. */
  fields: string[];
  cursor: AccessCursor;
}

/** Moment in microseconds since 1970, whether it was an opening, and the id of the line (or of who opened). */
export interface AccessCursor {
  micros: number;
  opening: 0 | 1;
  id: number;
}

/**
 * Who saw and changed a file, the newest first; openings once per operator and day.
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function selectAccesses(
  database: Database,
  institution: Institution,
  number: string,
  { reader, after, limit }: { reader: Reader; after?: AccessCursor | undefined; limit: number },
): Promise<Access[]> {
  const following =
    after === undefined
      ? sql``
      : sql`where (e.micros, e.opening, e.id) < (${after.micros}::bigint, ${after.opening}::integer, ${after.id}::bigint)`;
  return await inOpenFile(database, institution, number, reader, async ({ tenant, id }) => {
    const { rows } = await sql<Omit<Access, 'fields' | 'cursor'> & AccessCursor & { fields: string | null }>`
      select e.at, coalesce(o.name, e.by) as by, e.action, e.fields, e.micros, e.opening, e.id
        from (select *, (extract(epoch from at) * 1000000)::bigint as micros
                from (select at, actor as by, action, details->>'fields' as fields, 0 as opening, id
                        from audit_log
                       where institution_id = ${institution.id} and subject = ${`contact:${id}`}
                      union all
                      select opened_at, 'operator:' || operator_id, 'open', null, 1, operator_id
                        from file_openings
                       where institution_id = ${institution.id} and contact_id = ${id}) both_kinds) e
        left join operators o on o.institution_id = ${institution.id} and 'operator:' || o.id = e.by
             ${following}
       order by e.micros desc, e.opening desc, e.id desc limit ${limit}`.execute(tenant);
    return rows.map(({ micros, opening, id: line, at, fields, ...access }) => ({
      ...access,
      at: new Date(at).toISOString(),
      fields: fields?.split(',') ?? [],
      cursor: { micros, opening, id: line },
    }));
  });
}
