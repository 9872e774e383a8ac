import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

export interface ConsentSettings {
  /** R25: campaigns leave out who gave no answer, as if it had refused. Off at first. */
  filterUnanswered: boolean;
}

export async function selectConsentSettings(
  database: Database,
  institution: Institution,
): Promise<ConsentSettings> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<ConsentSettings>`
      select filter_unanswered as "filterUnanswered" from institutions where id = ${institution.id}`.execute(
      tenant,
    );
    return rows[0] as ConsentSettings;
  });
}

export async function setConsentSettings(
  database: Database,
  institution: Institution,
  { filterUnanswered }: ConsentSettings,
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update institutions set filter_unanswered = ${filterUnanswered}
       where id = ${institution.id} and filter_unanswered <> ${filterUnanswered} returning id`.execute(
      tenant,
    );
    if (rows.length === 0) return;
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'consent-settings.change',
      details: { filterUnanswered },
    });
  });
}
