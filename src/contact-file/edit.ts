import { sql } from 'kysely';
import { levelsOpenTo } from '../contacts/contacts.ts';
import type { Database, Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { checkValues, structureId, writeRoles } from './checks.ts';
import { COLUMNS, type FieldName, type FieldValues, normalisePhone } from './fields.ts';
import { inOpenFile, type OpenFile, type Reader } from './open.ts';
import { contactWritten } from './written.ts';

/** Of each field the value that the operator saw, and the one it shall have. */
export type FieldChanges = {
  [Name in FieldName]?: { from: FieldValues[Name] | string | null; to: FieldValues[Name] } | undefined;
};

/**
 * Changes fields of a file. Nobody's change is lost silently: a field whose value is neither the one that the operator
 * saw nor the wanted one was changed by somebody else, whoever that was (an operator, an import, a merge), and nothing
 * is saved. Two who change different fields do not disturb each other.
 * @returns the names of the fields that have another value now
 * @throws DomainError `stale-contact` (its details name the fields, by whom and when), `not-permitted`, `wrong-birth-date`,
 *   `nameless-contact`, `wrong-role`, `wrong-structure`, `unknown-contact`, `closed-contact`
 */
export async function editContact(
  database: Database,
  institution: Institution,
  number: string,
  { reader, changes }: { reader: Reader; changes: FieldChanges },
): Promise<FieldName[]> {
  return await inOpenFile(
    database,
    institution,
    number,
    reader,
    async (open) => {
      const present = await selectFields(open);
      const wanted = normalised(changes, present, institution);
      const named = Object.keys(wanted) as FieldName[];
      const stale = named.filter(
        (name) => !same(present[name], wanted[name]?.from) && !same(present[name], wanted[name]?.to),
      );
      if (stale.length > 0) throw await staleContact(open, stale);
      const changed = named.filter((name) => !same(present[name], wanted[name]?.to));
      if (changed.length === 0) return [];
      const values = Object.fromEntries(
        changed.map((name) => [name, wanted[name]?.to]),
      ) as Partial<FieldValues>;
      if (values.confidentiality && !levelsOpenTo(reader.permissions).includes(values.confidentiality)) {
        throw new DomainError('not-permitted', 'a level that you may not open is not yours to set');
      }
      checkValues({ ...present, ...values }, values, open.kind, today(institution, reader.now));
      await write(open, values);
      await contactWritten(open.tenant, {
        institutionId: institution.id,
        contactId: open.id,
        operatorId: reader.operatorId,
        now: reader.now,
        action: 'contact.edit',
        fields: changed,
      });
      return changed;
    },
    { lock: true },
  );
}

/** Two values of a field; roles come sorted by name. */
const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value ?? null);
  const roles = value as FieldValues['roles'];
  return JSON.stringify(roles.map(({ role, validUntil }) => `${role}:${validUntil ?? ''}`).sort());
}

async function selectFields({ tenant, institution, id }: OpenFile): Promise<FieldValues> {
  const columns = Object.entries(COLUMNS).map(
    ([name, column]) => sql`${sql.lit(name)}, c.${sql.ref(column)}`,
  );
  const { rows } = await sql<{ fields: FieldValues }>`
    select json_build_object(${sql.join(columns)},
             'structure', (select s.number from contacts s where s.institution_id = ${institution.id} and s.id = c.structure_id),
             'roles', coalesce((select json_agg(json_build_object('role', r.role, 'validUntil', r.valid_until))
                                  from contact_roles r
                                 where r.institution_id = ${institution.id} and r.contact_id = ${id}), '[]')) as fields
      from contacts c where c.institution_id = ${institution.id} and c.id = ${id}`.execute(tenant);
  return (rows[0] as { fields: FieldValues }).fields;
}

function normalised(changes: FieldChanges, present: FieldValues, institution: Institution): FieldChanges {
  const home = changes.country?.to ?? present.country ?? institution.country;
  const wanted = { ...changes };
  for (const name of ['phone', 'mobile'] as const) {
    const change = wanted[name];
    if (change && !same(change.from, change.to))
      wanted[name] = { ...change, to: normalisePhone(change.to, home) };
  }
  return wanted;
}

async function write(
  { tenant, institution, id, kind }: OpenFile,
  values: Partial<FieldValues>,
): Promise<void> {
  const { roles, structure, ...columns } = values;
  const sets = Object.entries(columns).map(
    ([name, value]) => sql`${sql.ref(COLUMNS[name as keyof typeof COLUMNS])} = ${value}`,
  );
  if (structure !== undefined) {
    sets.push(sql`structure_id = ${await structureId(tenant, institution.id, kind, structure)}`);
  }
  if (sets.length > 0) {
    await sql`update contacts set ${sql.join(sets)} where institution_id = ${institution.id} and id = ${id}`.execute(
      tenant,
    );
  }
  if (roles !== undefined) await writeRoles(tenant, institution.id, id, roles);
}

/** Says which fields somebody else changed meanwhile, who and when: what the audit knows of it, never a value. */
async function staleContact(
  { tenant, institution, id }: OpenFile,
  fields: FieldName[],
): Promise<DomainError> {
  const changes = await selectLastChanges(tenant, institution.id, id);
  return new DomainError(
    'stale-contact',
    'somebody else has changed the contact meanwhile: nothing is saved',
    fields.map((field) => {
      const last = changes.find((change) => change.field === field);
      return last === undefined
        ? field
        : `${field}: ${last.by ?? 'an operator'}, ${new Date(last.at).toISOString()}`;
    }),
  );
}

async function selectLastChanges(tenant: Tenant, institutionId: number, id: number) {
  const { rows } = await sql<{ field: string; at: Date; by: string | null }>`
    select distinct on (field) field, a.at, o.name as by
      from (select id, at, actor, details from audit_log
             where institution_id = ${institutionId} and subject = ${`contact:${id}`} and action = 'contact.edit'
             order by id desc limit 100) a
     cross join unnest(string_to_array(a.details->>'fields', ',')) as field
      left join operators o on o.institution_id = ${institutionId} and 'operator:' || o.id = a.actor
     order by field, a.id desc`.execute(tenant);
  return rows;
}
