import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { settleClicks } from './write-hits.ts';

/**
 * An operator decides whether a click counts (R32). Why it looked automatic stays beside the decision.
 * @throws DomainError `unknown-click`
 */
export async function reclassifyClick(
  database: Database,
  institution: Institution,
  { click, counted }: { click: number; counted: boolean },
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ contact: number; explicit: boolean }>`
      select contact_id as contact, explicit from clicks
       where institution_id = ${institution.id} and id = ${click} for update`.execute(tenant);
    const [found] = rows;
    if (found === undefined) throw new DomainError('unknown-click', 'there is no such click');
    if (found.explicit === counted) return;
    await sql`
      update clicks set explicit = ${counted}, reclassified_by = ${operatorId},
             uncounted = case when ${counted} then uncounted else coalesce(uncounted, 'reclassified') end
       where institution_id = ${institution.id} and id = ${click}`.execute(tenant);
    await settleClicks(tenant, institution.id, [click]);
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'click.reclassify',
      subject: `contact:${found.contact}`,
      details: { click, counted },
    });
  });
}
