import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { runParameters } from './parameters.ts';
import { likeSimulation, registerRun, selectReviewed } from './register.ts';
import { type RunSummary, selectRun } from './runs.ts';

/** So long, in minutes, what a check found is good enough to decide on. */
const RECENT = 10;

/**
 * Looks again at a reviewed simulation, before anybody confirms the real run: a simulation bound to it that judges
 * every contact as the real run would, erases nothing, and reports the drift (R10). One that is on, or that ended a
 * few minutes ago, is used again.
 * @returns the run, and whether it is new and has to be carried out (`finishRun`)
 * @throws DomainError of `selectReviewed`
 */
export async function startCheck(
  database: Database,
  institution: Institution,
  simulation: number,
  { now, actor }: { now: Date; actor: string },
): Promise<{ run: RunSummary; isNew: boolean }> {
  const { scope, ...durations } = likeSimulation(await selectReviewed(database, institution, simulation));
  const recent = await selectRecentCheck(database, institution, simulation, now);
  if (recent !== undefined) return { run: await selectRun(database, institution, recent), isNew: false };
  const parameters = await runParameters(database, institution, { ...durations, now });
  const id = await registerRun(database, institution, {
    mode: 'simulation',
    scope,
    ...durations,
    ...parameters,
    now,
    actor,
    simulationRunId: simulation,
  });
  return { run: await selectRun(database, institution, id), isNew: true };
}

async function selectRecentCheck(
  database: Database,
  institution: Institution,
  simulation: number,
  now: Date,
): Promise<number | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
       where institution_id = ${institution.id} and simulation_run_id = ${simulation} and mode = 'simulation'
         and not cancel_requested
         and (state = 'running'
              or state = 'completed' and ended_at > ${now}::timestamptz - make_interval(mins => ${RECENT}::integer))
       order by id desc limit 1`.execute(tenant);
    return rows[0]?.id;
  });
}
