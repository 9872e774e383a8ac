import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Answer, holdContacts, recordAuthorisations } from '../consent/consent.ts';
import { recordCriteria } from '../criteria/criteria.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { type Cell, type Comparison, compare, isChange, type RefusedLine, type Updater } from './compare.ts';
import { readTable } from './read-table.ts';

/** What a file would do, for whoever decides on it. */
export interface Preview {
  /** To be given back when applying: what was shown is what is done. */
  fingerprint: string;
  rows: number;
  /** Contacts of which something changes. */
  contacts: number;
  fields: {
    name: string;
    changed: number;
    unchanged: number;
    /** Cells without anything. */
    leftAlone: number;
    /** Which value becomes which, the most frequent first. */
    values: { before: string | null; after: string | null; contacts: number }[];
  }[];
  /** The first contacts of which something changes. */
  first: {
    line: number;
    number: string;
    changes: { name: string; before: string | null; after: string | null }[];
  }[];
  refused: { count: number; lines: RefusedLine[] };
}

const FIRST = 50;
const MOST_VALUES = 20;
const MOST_REFUSED = 100;

/**
 * Shows what a file would change of criteria and authorisations, and keeps nothing of it.
 * @throws DomainError of `readTable` and `readColumns`
 */
export async function previewUpdate(
  database: Database,
  institution: Institution,
  file: Buffer,
  updater: Updater,
): Promise<Preview> {
  const records = readTable(file);
  return await inInstitution(database, institution.id, async (tenant) => {
    const comparison = await compare(tenant, institution, records, updater);
    await audit(tenant, institution.id, updater.now, {
      actor: `operator:${updater.operatorId}`,
      action: 'contacts.bulk-preview',
      details: { rows: comparison.rows, refused: comparison.refused.length },
    });
    return previewOf(comparison);
  });
}

/**
 * Does what was shown, all of it or nothing. Recorded as an import: it is no activity of anybody (R1).
 * @param fingerprint of the preview
 * @returns how many contacts, criteria and authorisations changed
 * @throws DomainError of `readTable` and `readColumns`; `lines-refused`; `nothing-to-update`; `values-changed` where one
 *   of the values is no longer what was shown
 */
export async function applyUpdate(
  database: Database,
  institution: Institution,
  file: Buffer,
  { fingerprint, ...updater }: Updater & { fingerprint: string },
): Promise<{ contacts: number; criteria: number; authorisations: number }> {
  const records = readTable(file);
  return await inInstitution(database, institution.id, async (tenant) => {
    await hold(tenant, institution, await compare(tenant, institution, records, updater));
    const { cells, refused, fingerprint: present } = await compare(tenant, institution, records, updater);
    if (refused.length > 0) throw new DomainError('lines-refused', `${refused.length} lines are refused`);
    if (present !== fingerprint) {
      throw new DomainError('values-changed', 'a value changed since it was shown: look at it again');
    }
    const changes = cells.filter(isChange);
    if (changes.length === 0) throw new DomainError('nothing-to-update', 'the file changes nothing');
    const done = {
      contacts: new Set(changes.map(({ contactId }) => contactId)).size,
      ...(await record(tenant, institution, changes, updater)),
    };
    await audit(tenant, institution.id, updater.now, {
      actor: `operator:${updater.operatorId}`,
      action: 'contacts.bulk-update',
      details: done,
    });
    return done;
  });
}

/** Criteria first and then contacts, as whoever records one value does: nobody waits in a circle. */
async function hold(tenant: Tenant, institution: Institution, { fields, cells }: Comparison): Promise<void> {
  const criteria = fields.flatMap(({ what }) => ('criterionId' in what ? [what.criterionId] : []));
  await sql`
    select from criteria where institution_id = ${institution.id} and id = any(${criteria}::bigint[])
     order by id for share`.execute(tenant);
  await holdContacts(tenant, institution, [...new Set(cells.map(({ contactId }) => contactId))]);
}

async function record(
  tenant: Tenant,
  institution: Institution,
  changes: Cell[],
  { operatorId, organisations, now }: Updater,
): Promise<{ criteria: number; authorisations: number }> {
  const recording = { by: 'import', onRequest: false, operatorId, place: 'import', now } as const;
  const criteria = changes.flatMap(({ contactId, field: { what }, after }) =>
    'criterionId' in what ? [{ contactId, criterionId: what.criterionId, value: after }] : [],
  );
  const answers = changes.flatMap(({ contactId, field: { what }, after }) =>
    'authorisation' in what ? [{ contactId, authorisation: what.authorisation, value: after as Answer }] : [],
  );
  return {
    criteria: await recordCriteria(tenant, institution, criteria, { ...recording, organisations }),
    authorisations: await recordAuthorisations(tenant, institution, answers, recording),
  };
}

function previewOf({ fields, rows, cells, refused, fingerprint }: Comparison): Preview {
  const changes = cells.filter(isChange);
  const byLine = Map.groupBy(changes, ({ line }) => line);
  return {
    fingerprint,
    rows,
    contacts: byLine.size,
    fields: fields.map((field) => {
      const ofField = cells.filter((cell) => cell.field === field);
      const changed = ofField.filter(isChange);
      const named = ofField.length + refused.filter(({ column }) => column === field.name).length;
      const whole = refused.filter(({ column }) => column === undefined).length;
      return {
        name: field.name,
        changed: changed.length,
        unchanged: ofField.length - changed.length,
        leftAlone: rows - whole - named,
        values: countValues(changed),
      };
    }),
    first: [...byLine].slice(0, FIRST).map(([line, ofLine]) => ({
      line,
      number: ofLine[0]?.number as string,
      changes: ofLine.map(({ field, before, after }) => ({ name: field.name, before, after })),
    })),
    refused: { count: refused.length, lines: refused.slice(0, MOST_REFUSED) },
  };
}

function countValues(changed: Cell[]): Preview['fields'][number]['values'] {
  const groups = Map.groupBy(changed, ({ before, after }) => JSON.stringify([before, after]));
  return [...groups.values()]
    .map((group) => ({
      before: group[0]?.before ?? null,
      after: group[0]?.after ?? null,
      contacts: group.length,
    }))
    .toSorted((one, other) => other.contacts - one.contacts)
    .slice(0, MOST_VALUES);
}
