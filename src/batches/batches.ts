import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { checkCriterion } from '../retention/retention.ts';
import type { BatchSchedule } from './recurrence.ts';

export { recurrenceOf } from './recurrence.ts';

/** A batch of the type "deletion/anonymisation of inactive contacts" (R11). */
export interface Batch {
  id: number;
  name: string;
  type: 'retention';
  mode: 'simulation' | 'real';
  /** Of customers, and of everybody where prospects have no other (R4). */
  months: number;
  prospectMonths: number | null;
  /** Whoever has yes there is looked at instead of the inactive; durations are then of no matter. */
  criterion: { id: number; name: string } | null;
  ceilingPercent: number;
  schedule: BatchSchedule;
  /** Operators who are told when a run of it ends; who left is not among them. */
  notify: { id: number; name: string }[];
}

export interface WantedBatch extends Omit<Batch, 'id' | 'type' | 'prospectMonths' | 'criterion' | 'notify'> {
  /** By default the same as customers. */
  prospectMonths?: number | null;
  /** Of the type yes/no; by default the inactive are looked at. */
  criterionId?: number | null;
  /** Ids of operators. */
  notify: number[];
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'the time is HH:MM');
const wantedBatch = z.object({
  name: z.string().trim().min(1, 'a batch needs a name').max(100),
  mode: z.enum(['simulation', 'real']),
  months: z.int().min(1).max(1200),
  prospectMonths: z.int().min(1).max(1200).nullable().default(null),
  criterionId: z.int().positive().nullable().default(null),
  ceilingPercent: z.int().min(0).max(100),
  schedule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('never') }),
    z.object({ kind: z.literal('once'), at: z.date() }),
    z.object({ kind: z.literal('monthly'), day: z.int().min(1).max(28), time }),
    z.object({ kind: z.literal('weekly'), day: z.int().min(1).max(7), time }),
  ]),
  notify: z.array(z.int().positive()).max(100),
});

/**
 * @throws DomainError `wrong-batch`, `batch-exists`, `schedule-in-the-past`; `unknown-operator` where somebody to be told
 *   does not work here
 */
export async function createBatch(
  database: Database,
  institution: Institution,
  wanted: WantedBatch,
  by: { now: Date; actor: string },
): Promise<Batch> {
  const { name, mode, months, prospectMonths, criterionId, ceilingPercent, schedule, notify } = checked(
    wanted,
    by.now,
  );
  return await inInstitution(database, institution.id, async (tenant) => {
    if (criterionId !== null) await checkCriterion(tenant, institution.id, criterionId);
    const { rows } = await sql<{ id: number }>`
      insert into batches (institution_id, name, type, months, prospect_months, criterion_id, mode, ceiling_percent, scheduled_once_at, cron)
      values (${institution.id}, ${name}, 'retention', ${months}, ${prospectMonths}, ${criterionId}, ${mode}, ${ceilingPercent},
              ${schedule.kind === 'once' ? schedule.at : null}, ${cronOf(schedule)})
          on conflict (institution_id, name) do nothing
      returning id`.execute(tenant);
    const id = rows[0]?.id;
    if (id === undefined) throw batchExists(name);
    const batch = await setRecipients(tenant, institution, id, notify);
    await auditBatch(tenant, institution, 'batch.create', id, wanted, by);
    return batch;
  });
}

/** @throws DomainError as `createBatch`, and `unknown-batch` */
export async function changeBatch(
  database: Database,
  institution: Institution,
  batchId: number,
  wanted: WantedBatch,
  by: { now: Date; actor: string },
): Promise<Batch> {
  const { name, mode, months, prospectMonths, criterionId, ceilingPercent, schedule, notify } = checked(
    wanted,
    by.now,
  );
  return await inInstitution(database, institution.id, async (tenant) => {
    if (criterionId !== null) await checkCriterion(tenant, institution.id, criterionId);
    const { rows: named } = await sql<{ id: number }>`
      select id from batches
       where institution_id = ${institution.id} and name = ${name} and id <> ${batchId}`.execute(tenant);
    if (named.length > 0) throw batchExists(name);
    const { numAffectedRows } = await sql`
      update batches
         set name = ${name}, months = ${months}, prospect_months = ${prospectMonths}, criterion_id = ${criterionId}, mode = ${mode}, ceiling_percent = ${ceilingPercent},
             scheduled_once_at = ${schedule.kind === 'once' ? schedule.at : null}, cron = ${cronOf(schedule)}
       where institution_id = ${institution.id} and id = ${batchId}`.execute(tenant);
    if (numAffectedRows !== 1n) throw unknownBatch(batchId);
    const batch = await setRecipients(tenant, institution, batchId, notify);
    await auditBatch(tenant, institution, 'batch.change', batchId, wanted, by);
    return batch;
  });
}

/** Takes a batch away; its runs and their journals stay. @throws DomainError `unknown-batch` */
export async function deleteBatch(
  database: Database,
  institution: Institution,
  batchId: number,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`update runs set batch_id = null
               where institution_id = ${institution.id} and batch_id = ${batchId}`.execute(tenant);
    await sql`delete from batch_recipients
               where institution_id = ${institution.id} and batch_id = ${batchId}`.execute(tenant);
    const { numAffectedRows } = await sql`
      delete from batches where institution_id = ${institution.id} and id = ${batchId}`.execute(tenant);
    if (numAffectedRows !== 1n) throw unknownBatch(batchId);
    await audit(tenant, institution.id, now, { actor, action: 'batch.delete', subject: `batch:${batchId}` });
  });
}

export async function selectBatches(database: Database, institution: Institution): Promise<Batch[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const rows = await batchRows(tenant, institution, sql`true`);
    return rows.map(batchOf);
  });
}

/** @throws DomainError `unknown-batch` */
export async function selectBatch(
  database: Database,
  institution: Institution,
  batchId: number,
): Promise<Batch> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const [row] = await batchRows(tenant, institution, sql`b.id = ${batchId}`);
    if (row === undefined) throw unknownBatch(batchId);
    return batchOf(row);
  });
}

/** A recurrence as cron, as it is kept; `recurrenceOf` is what it runs by. Null for none. */
function cronOf(schedule: BatchSchedule): string | null {
  if (schedule.kind === 'never' || schedule.kind === 'once') return null;
  const [hour, minute] = schedule.time.split(':').map(Number);
  return schedule.kind === 'monthly'
    ? `${minute} ${hour} ${schedule.day} * *`
    : `${minute} ${hour} * * ${schedule.day % 7}`;
}

interface BatchRow {
  id: number;
  name: string;
  mode: Batch['mode'];
  months: number;
  prospect_months: number | null;
  criterion: Batch['criterion'];
  ceiling_percent: number;
  scheduled_once_at: Date | null;
  cron: string | null;
  notify: Batch['notify'];
}

async function batchRows(
  tenant: Tenant,
  institution: Institution,
  condition: ReturnType<typeof sql>,
): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select b.*, coalesce(r.notify, '[]') as notify,
           case when k.id is not null then json_build_object('id', k.id, 'name', k.name) end as criterion
      from batches b
      left join criteria k on k.institution_id = ${institution.id} and k.id = b.criterion_id
      left join (select r.batch_id, json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name, o.id) as notify
                   from batch_recipients r
                   join operators o on o.institution_id = ${institution.id} and o.id = r.operator_id
                        and o.disabled_at is null
                  where r.institution_id = ${institution.id}
                  group by r.batch_id) r on r.batch_id = b.id
     where b.institution_id = ${institution.id} and ${condition} order by b.name`.execute(tenant);
  return rows;
}

/** Makes the given operators, and nobody else, those who are told. @returns the batch @throws DomainError `unknown-operator` */
async function setRecipients(
  tenant: Tenant,
  institution: Institution,
  batchId: number,
  operatorIds: number[],
): Promise<Batch> {
  await sql`delete from batch_recipients
             where institution_id = ${institution.id} and batch_id = ${batchId}`.execute(tenant);
  await sql`
    insert into batch_recipients (institution_id, batch_id, operator_id)
    select ${institution.id}, ${batchId}, id from operators
     where institution_id = ${institution.id} and id = any(${operatorIds}::bigint[])
       and disabled_at is null`.execute(tenant);
  const [row] = await batchRows(tenant, institution, sql`b.id = ${batchId}`);
  const batch = batchOf(row as BatchRow);
  const told = batch.notify;
  const missing = operatorIds.find((id) => !told.some((one) => one.id === id));
  if (missing !== undefined) throw new DomainError('unknown-operator', `there is no operator ${missing}`);
  return batch;
}

function batchOf(row: BatchRow): Batch {
  return {
    id: row.id,
    name: row.name,
    type: 'retention',
    mode: row.mode,
    months: row.months,
    prospectMonths: row.prospect_months,
    criterion: row.criterion,
    ceilingPercent: row.ceiling_percent,
    schedule: scheduleOf(row),
    notify: row.notify,
  };
}

function scheduleOf({ scheduled_once_at, cron }: BatchRow): BatchSchedule {
  if (scheduled_once_at !== null) return { kind: 'once', at: scheduled_once_at };
  if (cron === null) return { kind: 'never' };
  const [minute = '0', hour = '0', day = '*', , weekday = '*'] = cron.split(' ');
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  return weekday === '*'
    ? { kind: 'monthly', day: Number(day), time: at }
    : { kind: 'weekly', day: Number(weekday) || 7, time: at };
}

function checked(wanted: WantedBatch, now: Date): z.infer<typeof wantedBatch> {
  const parsed = wantedBatch.safeParse(wanted);
  if (!parsed.success) throw new DomainError('wrong-batch', parsed.error.issues[0]?.message ?? 'wrong batch');
  const { schedule } = parsed.data;
  if (schedule.kind === 'once' && schedule.at <= now) {
    throw new DomainError('schedule-in-the-past', 'the moment of the schedule is over');
  }
  return parsed.data;
}

async function auditBatch(
  tenant: Tenant,
  institution: Institution,
  action: string,
  batchId: number,
  { mode, months, prospectMonths = null, criterionId = null, ceilingPercent, schedule, notify }: WantedBatch,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  const when = schedule.kind === 'once' ? schedule.at.toISOString() : cronOf(schedule);
  await audit(tenant, institution.id, now, {
    actor,
    action,
    subject: `batch:${batchId}`,
    details: {
      mode,
      months,
      prospectMonths,
      criterion: criterionId,
      ceilingPercent,
      schedule: when,
      notify: notify.join(' '),
    },
  });
}

const unknownBatch = (id: number) => new DomainError('unknown-batch', `there is no batch ${id}`);
const batchExists = (name: string) => new DomainError('batch-exists', `there is a batch named ${name}`);
