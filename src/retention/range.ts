import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { eraseJournalled } from './farewell.ts';
import { type Range, recomputeRecency } from './recency.ts';
import { holdCriterion, inScope, type ScopeRow } from './scope.ts';
import { journalRange } from './split.ts';

/** A range that a lane of a run is to do, and what the run wants done with it. */
export interface TakenRange extends Range {
  lane: number;
  run: RunRow;
}

/** Read again with each range. */
interface RunRow extends ScopeRow {
  mode: 'simulation' | 'real';
  state: string;
  cutoff: string | null;
  prospect_cutoff: string | null;
  /** The later of the two; null: of no matter (`scope`). */
  horizon: string | null;
  as_of: string;
  cursor_id: number;
  cancel_requested: boolean;
  seal_recipient: string | null;
}

/** Why a lane gets no further range. */
export type EndOfWalk = 'at-the-end' | 'cancelled' | 'not-running';

/**
 * Gives a lane of a run its next range: the one it took and did not finish (its process died, or the answer to the
 * commit was lost), or else the next contacts after the run's cursor, which moves.
 */
export async function takeRange(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  { lane, size }: { lane: number; size: number },
): Promise<TakenRange | EndOfWalk> {
  const run = await lockRun(tenant, institutionId, runId);
  if (run.state !== 'running') return 'not-running';
  if (run.cancel_requested) return 'cancelled';
  const unfinished = await lockTaken(tenant, institutionId, runId, lane);
  if (unfinished !== undefined) return { institutionId, ...unfinished, lane, run };
  const after = run.cursor_id;
  const upTo = await lastIdOfRange(tenant, institutionId, after, size);
  if (upTo === null) return 'at-the-end';
  await sql`
    with taken as (
      insert into run_ranges (institution_id, run_id, lane, after_id, up_to_id)
      values (${institutionId}, ${runId}, ${lane}, ${after}, ${upTo})
    )
    update runs set cursor_id = ${upTo} where institution_id = ${institutionId} and id = ${runId}`.execute(
    tenant,
  );
  return { institutionId, after, upTo, lane, run };
}

/**
 * Does a range: its contacts judged and (in a real run) erased, journalled and counted, all in the caller's one
 * transaction. Killed anywhere, the range is untouched. A range that is done already is left alone.
 */
export async function workRange(tenant: Tenant, taken: TakenRange, now: Date): Promise<void> {
  const { run, lane, institutionId, after, upTo } = taken;
  if ((await lockTaken(tenant, institutionId, run.id, lane))?.after !== after) return;
  const started = performance.now();
  const range = { institutionId, after, upTo };
  const only = inScope(institutionId, run);
  if (run.mode === 'real') {
    await holdCriterion(tenant, institutionId, run);
    await lockCandidates(tenant, range, run.horizon, only);
  }
  const counted = await recomputeRecency(tenant, range, run.horizon ?? undefined, now, only);
  const tally = await journalRange(tenant, {
    ...range,
    runId: run.id,
    cutoff: run.cutoff,
    prospectCutoff: run.prospect_cutoff,
    asOf: run.as_of,
    simulationRunId: run.simulation_run_id,
    only,
  });
  if (run.mode === 'real')
    await eraseJournalled(tenant, { ...range, runId: run.id, now, sealRecipient: run.seal_recipient });
  await sql`
    delete from run_ranges
     where institution_id = ${institutionId} and run_id = ${run.id} and lane = ${lane}`.execute(tenant);
  const sums = Object.entries({ ...counted, ...tally }).map(
    ([column, n]) => sql`${sql.ref(column)} = ${sql.ref(column)} + ${n}::integer`,
  );
  const seconds = (performance.now() - started) / 1000;
  // Last, because the other lanes wait for this row until the commit.
  await sql`
    update runs
       set last_progress_at = clock_timestamp(), ${sql.join(sums)}, milliseconds = milliseconds + greatest(0, round(
             -- what another lane worked at the same time is in there already
             1000 * extract(epoch from clock_timestamp()
               - greatest(last_progress_at, clock_timestamp() - make_interval(secs => ${seconds})))))
     where institution_id = ${institutionId} and id = ${run.id}`.execute(tenant);
}

async function lockTaken(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  lane: number,
): Promise<{ after: number; upTo: number } | undefined> {
  const { rows } = await sql<{ after: number; upTo: number }>`
    select after_id as after, up_to_id as "upTo" from run_ranges
     where institution_id = ${institutionId} and run_id = ${runId} and lane = ${lane} for update`.execute(
    tenant,
  );
  return rows[0];
}

async function lockRun(tenant: Tenant, institutionId: number, runId: number): Promise<RunRow> {
  const { rows } = await sql<RunRow>`
    select r.id, r.mode, r.state, r.cutoff, r.prospect_cutoff, greatest(r.cutoff, r.prospect_cutoff) as horizon, r.as_of, r.cursor_id, r.scope, r.criterion_id, r.simulation_run_id, r.cancel_requested,
           case when r.sealed then i.seal_recipient end as seal_recipient
      from runs r
      join institutions i on i.id = ${institutionId}
     where r.institution_id = ${institutionId} and r.id = ${runId}
       for update of r`.execute(tenant);
  return rows[0] as RunRow;
}

/** Ids have gaps (and on Citus great ones), so a range is the next contacts, never the next numbers. */
async function lastIdOfRange(
  tenant: Tenant,
  institutionId: number,
  after: number,
  size: number,
): Promise<number | null> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (
      select id from contacts where institution_id = ${institutionId} and id > ${after} order by id limit ${size}) next`.execute(
    tenant,
  );
  return rows[0]?.last ?? null;
}

/**
 * Locks whom the run may erase, and their balances, before they are judged: whoever buys or pays at this moment is
 * waited for and then seen, and whoever comes later waits for us (a new order takes a lock on its contact by its
 * foreign key).
 */
async function lockCandidates(
  tenant: Tenant,
  { institutionId, after, upTo }: Range,
  horizon: string | null,
  only: ReturnType<typeof inScope>,
): Promise<void> {
  await sql`
    with candidates as (
      select c.id from contacts c
        left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
                                   and r.contact_id > ${after} and r.contact_id <= ${upTo}
       where c.institution_id = ${institutionId} and c.id > ${after} and c.id <= ${upTo}
         and c.kind in ('individual', 'relay') and ${only?.(sql`c.id`) ?? sql`(r.recency is null or r.recency < ${horizon}::date)`}
       order by c.id
         for update of c
    )
    select count(*) from candidates`.execute(tenant);
  // Relays of one structure are judged one after the other, or two lanes could each keep the other's (R6).
  await sql`
    with structures as (
      select id from contacts
       where institution_id = ${institutionId} and id in (
               select structure_id from contacts
                where institution_id = ${institutionId} and id > ${after} and id <= ${upTo} and structure_id is not null)
       order by id
         for no key update
    )
    select count(*) from structures`.execute(tenant);
  await sql`
    with locked as (
      select 1 from balances
       where institution_id = ${institutionId} and contact_id > ${after} and contact_id <= ${upTo}
       order by contact_id for update
    )
    select count(*) from locked`.execute(tenant);
}
