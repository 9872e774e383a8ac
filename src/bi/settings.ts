import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

export interface BiSettings {
  /** So many rows one export has at most. */
  exportRows: number;
}

export async function selectBiSettings(database: Database, institution: Institution): Promise<BiSettings> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<BiSettings>`
      select bi_export_rows as "exportRows" from institutions where id = ${institution.id}`.execute(tenant);
    return rows[0] as BiSettings;
  });
}

export async function setBiSettings(
  database: Database,
  institution: Institution,
  { exportRows }: BiSettings,
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update institutions set bi_export_rows = ${exportRows}
       where id = ${institution.id} and bi_export_rows <> ${exportRows} returning id`.execute(tenant);
    if (rows.length === 0) return;
    await audit(tenant, institution.id, now, {
      actor,
      action: 'bi-settings.change',
      details: { exportRows },
    });
  });
}
