import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { checkLedger } from './ledger.ts';
import { runParameters } from './parameters.ts';
import { type RunSummary, selectRun } from './runs.ts';

export interface Unfinished {
  id: number;
  cursor: number;
}

/** What is written down of a run before it begins. */
interface Registration {
  mode: 'simulation' | 'real';
  months: number;
  asOf: string;
  cutoff: string;
  now: Date;
  simulationRunId?: number;
  batchId?: number;
  actor?: string;
}

/** What somebody asks for on the screen. */
export type WantedRun =
  | { mode: 'simulation'; months: number }
  | {
      mode: 'real';
      /** The simulation that was reviewed: nobody outside its list is erased (R10). */
      simulation: number;
      /** How many contacts it said would be erased, typed by whoever answers for it. */
      confirm: number;
    };

/**
 * Writes down a run that a job then carries out (`finishRun`).
 * @throws DomainError of `runParameters`; `unknown-run`; `not-a-simulation` where it is none, or did not complete;
 *   `wrong-confirmation`; `nothing-to-erase`; `run-is-on`; `ledger-not-writable`
 */
export async function startRun(
  database: Database,
  institution: Institution,
  wanted: WantedRun,
  { now, actor, ledgerFile, batchId }: { now: Date; actor: string; ledgerFile: string; batchId?: number },
): Promise<RunSummary> {
  const months =
    wanted.mode === 'simulation' ? wanted.months : await reviewedMonths(database, institution, wanted);
  if (wanted.mode === 'real') await checkLedger(ledgerFile);
  const parameters = await runParameters(database, institution, { months, now });
  const runId = await registerRun(database, institution, {
    mode: wanted.mode,
    months,
    ...parameters,
    now,
    actor,
    ...(batchId === undefined ? {} : { batchId }),
    ...(wanted.mode === 'real' ? { simulationRunId: wanted.simulation } : {}),
  });
  return await selectRun(database, institution, runId);
}

async function reviewedMonths(
  database: Database,
  institution: Institution,
  { simulation, confirm }: { simulation: number; confirm: number },
): Promise<number> {
  const run = await selectRun(database, institution, simulation);
  if (run.type !== 'retention' || run.mode !== 'simulation' || run.state !== 'completed') {
    throw new DomainError('not-a-simulation', `run ${simulation} is no completed simulation`);
  }
  const erased = run.counts.delete + run.counts.anonymise;
  if (erased === 0)
    throw new DomainError('nothing-to-erase', `simulation ${simulation} found nobody to erase`);
  if (confirm !== erased) {
    throw new DomainError('wrong-confirmation', `simulation ${simulation} named another number of contacts`);
  }
  return run.months;
}

/** @throws DomainError `run-is-on` where another real run got there first (a unique index says so) */
export async function registerRun(
  database: Database,
  institution: Institution,
  { mode, months, asOf, cutoff, now, simulationRunId, batchId, actor = 'command-line' }: Registration,
): Promise<number> {
  const runId = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      insert into runs (institution_id, batch_id, type, mode, state, months, as_of, cutoff, simulation_run_id, sealed,
                        started_by, started_at, last_progress_at, total)
      select ${institution.id}, ${batchId ?? null}, 'retention', ${mode}, 'running', ${months}, ${asOf}, ${cutoff},
             ${simulationRunId ?? null}, ${mode} = 'real' and seal_recipient is not null, ${actor}, ${now}, ${now},
             (select count(*) from contacts
               where institution_id = ${institution.id} and kind in ('individual', 'relay'))
        from institutions where id = ${institution.id}
          on conflict (institution_id) where type = 'retention' and mode = 'real' and state in ('running', 'failed')
          do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id !== undefined)
      await audit(tenant, institution.id, now, { actor, action: `retention.${mode}`, subject: `run:${id}` });
    return id;
  });
  if (runId === undefined) throw runIsOn((await selectUnfinished(database, institution))?.id);
  return runId;
}

export const runIsOn = (runId: number | undefined) =>
  new DomainError(
    'run-is-on',
    `a real run is on already: run ${runId ?? '(just ended)'}; cancel it or wait for its end`,
  );

/** @param runId undefined: the real run of the institution that is not over */
export async function selectUnfinished(
  database: Database,
  institution: Institution,
  runId?: number,
): Promise<Unfinished | undefined> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Unfinished>`
      select id, cursor_id as cursor from runs
       where institution_id = ${institution.id} and type = 'retention' and state in ('running', 'failed')
         and ${runId === undefined ? sql`mode = 'real'` : sql`id = ${runId}`}`.execute(tenant);
    return rows[0];
  });
}

/** The runs of the screen and of batches that are not over: at a start, those that a process left. */
export async function selectInterruptedRuns(database: Database, institution: Institution): Promise<number[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ id: number }>`
      select id from runs
       where institution_id = ${institution.id} and type = 'retention' and state = 'running'
         and started_by <> 'command-line' order by id`.execute(tenant);
    return rows.map(({ id }) => id);
  });
}
