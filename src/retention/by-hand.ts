import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { coarsenPostcodes } from '../orders/orders.ts';
import { eraseJournalled } from './farewell.ts';
import { checkLedger, flushOutbox } from './ledger.ts';
import { recomputeRecency } from './recency.ts';
import { nextRunNumber } from './register.ts';
import { isCustomer } from './split.ts';
import { vacuumErased } from './vacuum.ts';

export interface ByHandOptions {
  now: Date;
  ledgerFile: string;
  /** The data protection officer's reason for erasing in spite of a debt, a credit or tickets to come. */
  overrideReason?: string | undefined;
  actor?: string;
}

/** What stops an erasing by hand (R13). */
export type Obstacle = 'debt' | 'credit' | 'tickets-to-come';

/**
 * Erases one contact (right to erasure, R13): activity is ignored; debt, credit and tickets to come block unless
 * overridden. Same split, journal and seal as the batch; the journal's run is of the type `erasure`.
 * @throws DomainError `unknown-contact`, `structure`, `erasure-blocked`, `reason-names-contact`, `reason-missing`,
 *   `ledger-not-writable`
 */
export async function eraseContact(
  database: Database,
  institution: Institution,
  contactNumber: string,
  options: ByHandOptions,
): Promise<{ run: number; outcome: 'delete' | 'anonymise'; overridden: Obstacle[] }> {
  if (options.overrideReason?.trim() === '') {
    throw new DomainError('reason-missing', 'erasing in spite of an obstacle takes a reason, which is kept');
  }
  await checkLedger(options.ledgerFile);
  const result = await inInstitution(database, institution.id, async (tenant) => {
    const id = await lockContact(tenant, institution.id, contactNumber);
    const obstacles = await selectObstacles(tenant, institution.id, id, options.now);
    if (obstacles.length > 0 && options.overrideReason === undefined) {
      throw new DomainError(
        'erasure-blocked',
        `contact ${contactNumber} is not erased: ${obstacles.join(', ')}`,
      );
    }
    if (options.overrideReason !== undefined)
      await checkReason(tenant, institution.id, id, options.overrideReason);
    await recomputeRecency(
      tenant,
      { institutionId: institution.id, after: id - 1, upTo: id },
      undefined,
      options.now,
    );
    const { runId, outcome, sealRecipient } = await journalOne(tenant, institution.id, id, options.now);
    await audit(tenant, institution.id, options.now, {
      actor: options.actor ?? 'command-line',
      action: 'contact.erase',
      subject: `run:${runId}`,
      details: { outcome, overridden: obstacles.join(','), reason: options.overrideReason ?? null },
    });
    await eraseJournalled(tenant, {
      institutionId: institution.id,
      runId,
      after: id - 1,
      upTo: id,
      now: options.now,
      sealRecipient,
    });
    await coarsenPostcodes(tenant, institution.id);
    return { run: runId, outcome, overridden: obstacles };
  });
  await flushOutbox(database, institution.id, options.ledgerFile);
  await vacuumErased(database);
  return result;
}

/**
 * What erasing one contact by hand would do, and what stops it.
 * @throws DomainError `structure`
 */
export async function reviewErasure(
  tenant: Tenant,
  institution: Institution,
  { id, number }: { id: number; number: string },
  now: Date,
): Promise<{ outcome: 'delete' | 'anonymise'; obstacles: Obstacle[] }> {
  const { rows } = await sql<{ kind: string; customer: boolean }>`
    select kind, ${isCustomer(institution.id, sql`${id}::bigint`)} as customer
      from contacts where institution_id = ${institution.id} and id = ${id}`.execute(tenant);
  if (rows[0]?.kind === 'structure') throw structureRefused(number);
  const obstacles = await selectObstacles(tenant, institution.id, id, now);
  return { outcome: rows[0]?.customer ? 'anonymise' : 'delete', obstacles };
}

const structureRefused = (number: string) =>
  new DomainError('structure', `contact ${number} is a structure: the right to erasure is that of persons`);

async function lockContact(tenant: Tenant, institutionId: number, number: string): Promise<number> {
  const { rows } = await sql<{ id: number; kind: string }>`
    select id, kind from contacts where institution_id = ${institutionId} and number = ${number} for update`.execute(
    tenant,
  );
  const contact = rows[0];
  if (contact === undefined) throw new DomainError('unknown-contact', `there is no contact ${number}`);
  if (contact.kind === 'structure') throw structureRefused(number);
  await sql`select 1 from balances
             where institution_id = ${institutionId} and contact_id = ${contact.id} for update`.execute(
    tenant,
  );
  return contact.id;
}

async function selectObstacles(
  tenant: Tenant,
  institutionId: number,
  id: number,
  now: Date,
): Promise<Obstacle[]> {
  const { rows } = await sql<{ debt: boolean; credit: boolean; tickets: boolean }>`
    select exists (select from balances b
                    where b.institution_id = ${institutionId} and b.contact_id = ${id} and b.amount_minor > 0) as debt,
           exists (select from balances b
                    where b.institution_id = ${institutionId} and b.contact_id = ${id} and b.amount_minor < 0) as credit,
           -- a union, so that each half has its index; an "or" over both tables reads every line of the institution
           exists (select from (select l.* from orders o
                                  join order_lines l on l.institution_id = ${institutionId} and l.order_id = o.id
                                 where o.institution_id = ${institutionId} and o.purchase_contact_id = ${id}
                                union all
                                select l.* from order_lines l
                                 where l.institution_id = ${institutionId} and l.cultural_contact_id = ${id}) l
                     left join performances p on p.institution_id = ${institutionId} and p.id = l.performance_id
                    where l.state in ('reserved', 'sold')
                      and greatest(l.valid_until, (p.starts_at at time zone i.time_zone)::date,
                                   (p.ends_at at time zone i.time_zone)::date)
                          >= (${now}::timestamptz at time zone i.time_zone)::date) as tickets
      from institutions i where i.id = ${institutionId}`.execute(tenant);
  const found = rows[0];
  return [
    ...(found?.debt ? (['debt'] as const) : []),
    ...(found?.credit ? (['credit'] as const) : []),
    ...(found?.tickets ? (['tickets-to-come'] as const) : []),
  ];
}

/** The reason is kept as proof for longer than the contact: it must not name the person. */
async function checkReason(tenant: Tenant, institutionId: number, id: number, reason: string): Promise<void> {
  const { rows } = await sql<{ named: boolean }>`
    select exists (select from unnest(array[number, first_name, last_name, email, phone, mobile, street]) as value
                    where length(value) > 1 and position(lower(value) in lower(${reason}::text)) > 0) as named
      from contacts where institution_id = ${institutionId} and id = ${id}`.execute(tenant);
  if (rows[0]?.named) {
    throw new DomainError(
      'reason-names-contact',
      'the reason is kept after the erasure: it must not name the person',
    );
  }
}

async function journalOne(tenant: Tenant, institutionId: number, id: number, now: Date) {
  const next = await nextRunNumber(tenant, institutionId);
  const { rows } = await sql<{
    runId: number;
    outcome: 'delete' | 'anonymise';
    sealRecipient: string | null;
  }>`
    with judged as (
      select case when ${isCustomer(institutionId, sql`${id}::bigint`)} then 'anonymise' else 'delete' end as outcome
    ), run as (
      insert into runs (institution_id, id, type, mode, state, as_of, sealed, contacts, recomputed, inactive, deleted,
                        anonymised, started_at, last_progress_at, ended_at)
      overriding system value
      select i.id, ${next}::bigint, 'erasure', 'real', 'completed', (${now}::timestamptz at time zone i.time_zone)::date,
             i.seal_recipient is not null, 1, 1, 0,
             (j.outcome = 'delete')::integer, (j.outcome = 'anonymise')::integer, ${now}, ${now}, ${now}
        from institutions i, judged j where i.id = ${institutionId}
      returning id
    ), journalled as (
      insert into journal (institution_id, run_id, contact_id, kind, outcome, recency, recency_source, recency_organisation_id)
      select ${institutionId}, run.id, c.id, c.kind, judged.outcome, r.recency, r.source, r.organisation_id
        from run, judged, contacts c
        join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
       where c.institution_id = ${institutionId} and c.id = ${id}
      returning run_id, outcome
    )
    select run_id as "runId", outcome, i.seal_recipient as "sealRecipient"
      from journalled, institutions i where i.id = ${institutionId}`.execute(tenant);
  return rows[0] as { runId: number; outcome: 'delete' | 'anonymise'; sealRecipient: string | null };
}
