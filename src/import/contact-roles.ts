import { sql } from 'kysely';
import { date } from './fields.ts';
import type { ImportContext } from './kind.ts';
import type { Reason } from './sentences.ts';

export interface ContactRoles {
  number: string;
  /** Each role with the end of its validity, or null. */
  roles: Map<string, string | null>;
}

/** The roles of R6 and those that the institution added. */
export async function knownRoles({ tenant, institution }: ImportContext): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from roles where institution_id = ${institution.id}`.execute(tenant);
  return new Set(rows.map(({ name }) => name));
}

/** Reads `guide;partner:2019-12-31`: roles, some with the end of their validity. */
export function readRoles(
  text: string,
  known: ReadonlySet<string>,
): { roles: ContactRoles['roles']; refused: { role: string; reason: Reason }[] } {
  const roles = new Map<string, string | null>();
  const refused: { role: string; reason: Reason }[] = [];
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue;
    const colon = part.lastIndexOf(':');
    const whole = colon === -1 || known.has(part);
    const role = whole ? part : part.slice(0, colon);
    const until = whole ? null : part.slice(colon + 1);
    if (!known.has(role)) refused.push({ role, reason: { code: 'unknown-role' } });
    if (until !== null && date.refuse(until) !== undefined) {
      refused.push({ role: part, reason: { code: 'role-end-not-a-date' } });
    }
    roles.set(role, until);
  }
  return { roles, refused };
}

/**
 * Gives contacts exactly these roles.
 * @returns the numbers of those whose roles were others
 */
export async function replaceRoles(
  { tenant, institution }: ImportContext,
  wanted: ContactRoles[],
): Promise<string[]> {
  const numbers = wanted.map(({ number }) => number);
  const roles = wanted.flatMap(({ number, roles }) =>
    [...roles].map(([role, valid_until]) => ({ number, role, valid_until })),
  );
  const { rows } = await sql<{ number: string }>`
    with named as materialized (
      select id, number from contacts where institution_id = ${institution.id} and number = any(${numbers}::text[])
    ), wanted as materialized (
      select n.id as contact_id, r.role, r.valid_until
        from json_to_recordset(${JSON.stringify(roles)}::json) as r(number text, role text, valid_until date)
        join named n on n.number = r.number
    ), removed as (
      delete from contact_roles c
       using named n
       where c.institution_id = ${institution.id} and c.contact_id = n.id
         and not exists (select from wanted w where w.contact_id = c.contact_id and w.role = c.role)
      returning c.contact_id
    ), written as (
      insert into contact_roles (institution_id, contact_id, role, valid_until)
      select ${institution.id}::bigint, contact_id, role, valid_until from wanted
          on conflict (institution_id, contact_id, role) do update set valid_until = excluded.valid_until
       where contact_roles.valid_until is distinct from excluded.valid_until
      returning contact_id
    )
    select n.number
      from named n
     where n.id in (select contact_id from removed union select contact_id from written)`.execute(tenant);
  return rows.map(({ number }) => number);
}
