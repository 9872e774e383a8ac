import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, isDatabaseAway } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { coarsenPostcodes } from '../orders/orders.ts';
import { keepCliff } from './cliff.ts';
import { tryRunLock } from './run-lock.ts';
import { selectRun } from './runs.ts';
import { tellEnd } from './tell-end.ts';

/** Asks a running run to stop after the ranges it is at. @throws DomainError `unknown-run` or `run-is-over` */
export async function cancelRun(
  database: Database,
  institution: Institution,
  runId: number,
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  const run = await selectRun(database, institution, runId);
  if (run.state !== 'running' && run.state !== 'failed') {
    throw new DomainError('run-is-over', `run ${runId} is ${run.state}`);
  }
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`update runs set cancel_requested = true
               where institution_id = ${institution.id} and id = ${runId}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'retention.cancel',
      subject: `run:${runId}`,
    });
  });
  // Nobody works on it any more: cancelled at once.
  const unlock = await tryRunLock(database, institution.id, runId);
  if (unlock === undefined) return;
  try {
    await endRun(database, institution, runId, 'cancelled', now);
  } finally {
    await unlock();
  }
}

export async function endRun(
  database: Database,
  institution: Institution,
  runId: number,
  state: 'completed' | 'cancelled',
  now: Date,
) {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ mode: string; scope: string }>`
      update runs set state = ${state}, ended_at = ${now}
       where institution_id = ${institution.id} and id = ${runId} and state in ('running', 'failed')
      returning mode, scope`.execute(tenant);
    // where the activity is ignored there is no cutoff, and no cliff
    if (rows[0]?.scope === 'inactive' && state === 'completed')
      await keepCliff(tenant, institution.id, runId);
    await sql`delete from run_ranges where institution_id = ${institution.id} and run_id = ${runId}`.execute(
      tenant,
    );
    if (rows[0] === undefined) return;
    if (rows[0].mode === 'real') await coarsenPostcodes(tenant, institution.id);
    await tellEnd(tenant, institution.id, runId, state, now);
  });
}

/** Keeps the cursor, so that the run can be finished; where the database is away there is nobody to tell. */
export async function endAsFailed(
  database: Database,
  institution: Institution,
  runId: number,
  error: unknown,
  now: Date,
): Promise<void> {
  const failure =
    error instanceof DomainError ? error.code : String((error as { code?: string }).code ?? 'unexpected');
  try {
    await inInstitution(database, institution.id, async (tenant) => {
      const { numAffectedRows } = await sql`
        update runs set state = 'failed', failure = ${failure}, ended_at = null
         where institution_id = ${institution.id} and id = ${runId} and state = 'running'`.execute(tenant);
      if (numAffectedRows === 1n) await tellEnd(tenant, institution.id, runId, 'failed', now);
    });
  } catch (second) {
    if (!isDatabaseAway(second)) throw second;
  }
}

/**
 * A simulation of the command line whose process died is over: the next one starts anew; so is one before a real run of a
 * batch of another day. (One of the screen is finished by its job.)
 */
export async function endDeadSimulations(
  database: Database,
  institution: Institution,
  now: Date,
): Promise<void> {
  const running = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs where institution_id = ${institution.id} and mode = 'simulation' and state = 'running'
         and (started_by = 'command-line' or ceiling_percent is not null)`.execute(tenant);
    return rows;
  });
  for (const { id } of running) {
    const unlock = await tryRunLock(database, institution.id, id);
    if (unlock === undefined) continue;
    await endAsFailed(database, institution, id, new DomainError('interrupted', 'the process ended'), now);
    await unlock();
  }
}
