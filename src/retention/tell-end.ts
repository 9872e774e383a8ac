import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { oneLine, type Telling, tell } from '../messages/messages.ts';
import { isAboveCeiling } from './ceiling.ts';
import { type Ending, endWords } from './end-words.ts';

/**
 * Tells whoever is to be told that a run ended: the recipients of its batch, and who started it and asked for it. In the
 * transaction that ends it. A simulation before a scheduled real run is told only where it stops the real run (R10).
 */
export async function tellEnd(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  state: 'completed' | 'cancelled' | 'failed',
  now: Date,
): Promise<void> {
  const recipients = await selectRecipients(tenant, institutionId, runId);
  if (recipients.length === 0) return;
  const ending = await selectEnding(tenant, institutionId, runId, state);
  if (ending === undefined) return;
  const tellings = recipients.map(
    ({ id, locale, asked }): Telling => ({
      operatorId: id,
      kind: `run-${ending.end}`,
      about: `run:${runId}`,
      path: `/retention/runs/${runId}`,
      ...endWords[locale]({ ...ending, asked }),
    }),
  );
  await tell(tenant, institutionId, tellings, now);
}

interface Recipient {
  id: number;
  locale: 'fr' | 'en';
  /** Asked for it when starting the run; otherwise named in the batch. */
  asked: boolean;
}

async function selectRecipients(tenant: Tenant, institutionId: number, runId: number): Promise<Recipient[]> {
  const { rows } = await sql<Recipient>`
    select o.id, o.locale, coalesce(o.id = r.notify_operator_id, false) as asked
      from runs r
      join operators o on o.institution_id = ${institutionId} and o.disabled_at is null
     where r.institution_id = ${institutionId} and r.id = ${runId}
       and (o.id = r.notify_operator_id
            or o.id in (select b.operator_id from batch_recipients b
                         where b.institution_id = ${institutionId} and b.batch_id = r.batch_id))
     order by o.id`.execute(tenant);
  return rows;
}

/** @returns undefined where it is nothing to tell of */
async function selectEnding(
  tenant: Tenant,
  institutionId: number,
  runId: number,
  state: 'completed' | 'cancelled' | 'failed',
): Promise<Omit<Ending, 'asked'> | undefined> {
  const { rows } = await sql<Omit<Ending, 'end' | 'asked' | 'run'>>`
    select r.mode, b.name as batch, r.scope, k.name as criterion, r.months, r.prospect_months as "prospectMonths", r.contacts, r.deleted as delete, r.anonymised as anonymise,
           r.inactive - r.deleted - r.anonymised as spared, r.ceiling_percent as ceiling
      from runs r
      left join batches b on b.institution_id = ${institutionId} and b.id = r.batch_id
      left join criteria k on k.institution_id = ${institutionId} and k.id = r.criterion_id
     where r.institution_id = ${institutionId} and r.id = ${runId}`.execute(tenant);
  const [run] = rows;
  if (run === undefined) return undefined;
  const told = {
    ...run,
    run: runId,
    batch: run.batch === null ? null : oneLine(run.batch),
    criterion: oneLine(run.criterion ?? ''),
  };
  if (run.ceiling === null || state !== 'completed') return { ...told, end: state };
  return isAboveCeiling(run, run.ceiling) ? { ...told, end: 'above-ceiling' } : undefined;
}
