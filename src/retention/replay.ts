import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import { coarsenPostcodes } from '../orders/orders.ts';
import { eraseJournalled } from './farewell.ts';
import { flushOutbox, keysAhead, ledgerPosition, moveLedgerPosition } from './ledger.ts';
import { nextRunNumber } from './register.ts';
import { isCustomer } from './split.ts';

/**
 * Erases again whom the ledger names and the database still has, after a restore (R14). Nothing is judged anew, and
 * nothing is sealed: the year of R12 began with the first erasure. Asked for before anything else is read or
 * written; where the ledger is not ahead it costs one small query.
 * @returns how many contacts were erased again
 */
export async function replayLedger(database: Database, file: string, now: Date): Promise<{ erased: number }> {
  const institutions = await selectInstitutions(database);
  const { rows: waiting } = await sql<{ id: number }>`
    select distinct institution_id as id from ledger_outbox`.execute(database.owner);
  for (const { id } of waiting) await flushOutbox(database, id, file);
  let erased = 0;
  for await (const { keys, position } of keysAhead(file, await ledgerPosition(database))) {
    for (const { id } of institutions) {
      erased += await inInstitution(database, id, (tenant) => eraseKeys(tenant, id, keys, now));
    }
    await moveLedgerPosition(database, position);
  }
  return { erased };
}

async function eraseKeys(tenant: Tenant, institutionId: number, keys: string[], now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from contacts
     where institution_id = ${institutionId} and erasure_key = any(${keys}::uuid[]) order by id for update`.execute(
    tenant,
  );
  if (rows.length === 0) return 0;
  const ids = rows.map((row) => row.id);
  const runId = await insertReplay(tenant, institutionId, now);
  const { rows: counts } = await sql<{ deleted: number; anonymised: number }>`
    with journalled as (
      insert into journal (institution_id, run_id, contact_id, kind, outcome, recency, recency_source, recency_organisation_id)
      select ${institutionId}, ${runId}, c.id, c.kind,
             case when ${isCustomer(institutionId, sql`c.id`)} then 'anonymise' else 'delete' end,
             coalesce(r.recency, c.created_on), coalesce(r.source, 'creation'), r.organisation_id
        from contacts c
        left join contact_recency r on r.institution_id = ${institutionId} and r.contact_id = c.id
       where c.institution_id = ${institutionId} and c.id = any(${ids})
      returning outcome
    )
    select (count(*) filter (where outcome = 'delete'))::integer as deleted,
           (count(*) filter (where outcome = 'anonymise'))::integer as anonymised from journalled`.execute(
    tenant,
  );
  const range = { institutionId, after: (ids[0] as number) - 1, upTo: ids.at(-1) as number };
  await eraseJournalled(tenant, { ...range, runId, now, sealRecipient: null });
  await sql`
    update runs set contacts = ${ids.length}, deleted = ${counts[0]?.deleted}, anonymised = ${counts[0]?.anonymised}
     where institution_id = ${institutionId} and id = ${runId}`.execute(tenant);
  // These keys came from the ledger and need not go there again; others wait there for a run that is on.
  await sql`
    delete from ledger_outbox
     where institution_id = ${institutionId} and erasure_key = any(${keys}::uuid[])`.execute(tenant);
  await coarsenPostcodes(tenant, institutionId);
  return ids.length;
}

async function insertReplay(tenant: Tenant, institutionId: number, now: Date): Promise<number> {
  const next = await nextRunNumber(tenant, institutionId);
  const { rows } = await sql<{ id: number }>`
    insert into runs (institution_id, id, type, mode, state, as_of, started_at, last_progress_at, ended_at)
    overriding system value
    select id, ${next}::bigint, 'replay', 'real', 'completed', (${now}::timestamptz at time zone time_zone)::date, ${now}, ${now}, ${now}
      from institutions where id = ${institutionId}
    returning id`.execute(tenant);
  return rows[0]?.id as number;
}
