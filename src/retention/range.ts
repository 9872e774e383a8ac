import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { eraseJournalled } from './farewell.ts';
import { recomputeRecency } from './recency.ts';
import { journalRange } from './split.ts';

/** What the walk needs to know of a run; read again, and locked, in each range. */
interface RunRow {
  mode: 'simulation' | 'real';
  state: string;
  cutoff: string;
  as_of: string;
  cursor_id: number;
  simulation_run_id: number | null;
  cancel_requested: boolean;
  seal_recipient: string | null;
}

/** What one step of the walk came to. */
export type Step = 'went-on' | 'at-the-end' | 'cancelled' | 'not-running';

/**
 * One step of a run's walk: the next contacts after its cursor, judged and (in a real run) erased, journalled and
 * counted, and the cursor moved, all in the caller's one transaction. Killed anywhere, the range is untouched.
 */
export async function walkRange(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  { now, size }: { now: Date; size: number },
): Promise<Step> {
  const run = await lockRun(tenant, institutionId, runId);
  if (run.state !== 'running') return 'not-running';
  if (run.cancel_requested) return 'cancelled';
  const upTo = await lastIdOfRange(tenant, institutionId, run.cursor_id, size);
  if (upTo === null) return 'at-the-end';
  const started = performance.now();
  const range = { institutionId, after: run.cursor_id, upTo };
  if (run.mode === 'real') await lockCandidates(tenant, range, run.cutoff);
  const counted = await recomputeRecency(tenant, range, run.cutoff, now);
  const tally = await journalRange(tenant, {
    ...range,
    runId,
    cutoff: run.cutoff,
    asOf: run.as_of,
    simulationRunId: run.mode === 'real' ? run.simulation_run_id : null,
  });
  if (run.mode === 'real')
    await eraseJournalled(tenant, { ...range, runId, now, sealRecipient: run.seal_recipient });
  const sums = Object.entries({ ...counted, ...tally }).map(
    ([column, n]) => sql`${sql.ref(column)} = ${sql.ref(column)} + ${n}::integer`,
  );
  await sql`
    update runs
       set cursor_id = ${upTo}, last_progress_at = now(), ${sql.join(sums)},
           milliseconds = milliseconds + ${Math.round(performance.now() - started)}
     where institution_id = ${institutionId} and id = ${runId}`.execute(tenant);
  return 'went-on';
}

async function lockRun(tenant: Tenant, institutionId: number, runId: number): Promise<RunRow> {
  const { rows } = await sql<RunRow>`
    select r.mode, r.state, r.cutoff, r.as_of, r.cursor_id, r.simulation_run_id, r.cancel_requested,
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
  { institutionId, after, upTo }: { institutionId: number; after: number; upTo: number },
  cutoff: string,
): Promise<void> {
  await sql`
    with candidates as (
      select c.id from contacts c
        left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
                                   and r.contact_id > ${after} and r.contact_id <= ${upTo}
       where c.institution_id = ${institutionId} and c.id > ${after} and c.id <= ${upTo}
         and c.kind in ('individual', 'relay') and (r.recency is null or r.recency < ${cutoff}::date)
       order by c.id
         for update of c
    )
    select count(*) from candidates`.execute(tenant);
  await sql`
    with locked as (
      select 1 from balances
       where institution_id = ${institutionId} and contact_id > ${after} and contact_id <= ${upTo}
       order by contact_id for update
    )
    select count(*) from locked`.execute(tenant);
}
