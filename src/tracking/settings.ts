import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** R32: `any` hit counts; `human`: what looks automatic does not; `confirmed`: only an answer on the hosted page. */
export const countings = ['any', 'human', 'confirmed'] as const;
export type Counting = (typeof countings)[number];

export async function selectCounting(database: Database, institution: Institution): Promise<Counting> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ counting: Counting }>`
      select click_counting as counting from institutions where id = ${institution.id}`.execute(tenant);
    return (rows[0] as { counting: Counting }).counting;
  });
}

/** It holds for hits from now on; what was counted, or was not, stays as it is. */
export async function setCounting(
  database: Database,
  institution: Institution,
  counting: Counting,
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      update institutions set click_counting = ${counting}
       where id = ${institution.id} and click_counting <> ${counting} returning id`.execute(tenant);
    if (rows.length === 0) return;
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'click-counting.change',
      details: { counting },
    });
  });
}
