import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { hashNumber } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';
import { eraseContacts, identityOf } from '../personal-data/personal-data.ts';
import type { Range } from './recency.ts';
import { suppressRefused } from './refusals.ts';
import { newRangeSeal } from './seal.ts';

/** A range of a run whose journal says whom to erase. */
export interface Farewell extends Range {
  runId: number;
  now: Date;
  /** Public key of support; null: erasure is final at once. */
  sealRecipient: string | null;
}

/**
 * Erases the contacts that the journal of a run says to, in a range, with all that belongs to it in the same
 * transaction: seals their identities (R12), keeps keyed hashes of their numbers and of addresses that refused (R23),
 * leaves their keys for the ledger (R14), then erases (R7, R8). The contacts must be locked by the caller.
 */
export async function eraseJournalled(tenant: Tenant, farewell: Farewell): Promise<void> {
  const { institutionId, runId, after, upTo } = farewell;
  const identity = farewell.sealRecipient === null ? sql`null::text` : identityOf(institutionId, sql`c.id`);
  const { rows } = await sql<Leaving>`
    select c.id, j.outcome, c.number, c.erasure_key as "erasureKey", ${identity} as identity
      from journal j
      join contacts c on c.institution_id = ${institutionId} and c.id = j.contact_id
     where j.institution_id = ${institutionId} and j.run_id = ${runId}
       and j.contact_id > ${after} and j.contact_id <= ${upTo} and j.outcome <> 'spare'`.execute(tenant);
  if (rows.length === 0) return;
  const merged = await selectMerged(tenant, farewell);
  await suppressRefused(tenant, farewell);
  const ids = (outcome: string) => rows.filter((row) => row.outcome === outcome).map((row) => row.id);
  // The process encrypts and hashes while the database erases; in turn it would cost an eighth of the run.
  const [traces] = await Promise.all([
    tracesOf(rows, merged, farewell.sealRecipient, await numberKey(tenant, institutionId)),
    eraseContacts(tenant, { institutionId, delete: ids('delete'), anonymise: ids('anonymise') }),
  ]);
  const into = (table: string, column: string) => sql.raw(`${table} (institution_id, ${column})`);
  if (traces.wrappedKey !== null) {
    const sealId = await insertSeal(tenant, farewell, traces.wrappedKey);
    const values = sql`${sealId}::bigint, decode(text, 'base64')`;
    await insertEach(
      tenant,
      farewell,
      into('sealed_identities', 'seal_id, ciphertext'),
      values,
      traces.sealed,
    );
  }
  await insertEach(
    tenant,
    farewell,
    into('erased_numbers', 'number_hash'),
    sql`decode(text, 'hex')`,
    traces.hashes,
  );
  const keys = [...rows, ...merged].map((row) => row.erasureKey);
  await insertEach(tenant, farewell, into('ledger_outbox', 'erasure_key'), sql`text::uuid`, keys);
}

interface Leaving {
  id: number;
  outcome: 'delete' | 'anonymise';
  number: string;
  erasureKey: string;
  identity: string | null;
}

/** Who was merged into those who leave: a backup from before the merging, or a file, would bring them back (R14). */
async function selectMerged(
  tenant: Tenant,
  { institutionId, runId, after, upTo }: Farewell,
): Promise<Pick<Leaving, 'number' | 'erasureKey'>[]> {
  const { rows } = await sql<Pick<Leaving, 'number' | 'erasureKey'>>`
    select m.number, m.erasure_key as "erasureKey"
      from merged_contacts m
      join journal j on j.institution_id = ${institutionId} and j.run_id = ${runId} and j.contact_id = m.contact_id
                    and j.outcome <> 'spare'
     where m.institution_id = ${institutionId} and m.contact_id > ${after} and m.contact_id <= ${upTo}`.execute(
    tenant,
  );
  return rows;
}

/** What is kept of who leaves: identities for support in base64, and keyed hashes of the numbers in hex. */
async function tracesOf(
  leaving: Leaving[],
  merged: Pick<Leaving, 'number'>[],
  recipient: string | null,
  key: Buffer,
) {
  const range = recipient === null ? null : await newRangeSeal(recipient);
  const sealed: string[] = [];
  const hashes = merged.map(({ number }) => hashNumber(key, number).toString('hex'));
  for (const [index, { number, identity }] of leaving.entries()) {
    if (range !== null) sealed.push(range.seal(identity as string).toString('base64'));
    hashes.push(hashNumber(key, number).toString('hex'));
    if (index % 100 === 99) await nextTurn(); // lets the next statement of the erasing go out
  }
  return { wrappedKey: range?.wrappedKey ?? null, sealed, hashes };
}

async function numberKey(tenant: Tenant, institutionId: number): Promise<Buffer> {
  const { rows } = await sql<{ key: Buffer }>`
    select erased_number_key as key from institutions where id = ${institutionId}`.execute(tenant);
  return rows[0]?.key as Buffer;
}

async function insertSeal(tenant: Tenant, { institutionId, runId, now }: Farewell, wrappedKey: string) {
  const { rows } = await sql<{ id: number }>`
    insert into seals (institution_id, run_id, wrapped_key, sealed_at)
    values (${institutionId}, ${runId}, ${wrappedKey}, ${now}) returning id`.execute(tenant);
  return rows[0]?.id as number;
}

/**
 * Inserts a row for each text; what is there already stays. The row of the run stands in the statement because Citus
 * sends an insert with a select to the node of the institution only where the select reads a distributed table;
 * otherwise it copies, which row level security refuses.
 */
async function insertEach(
  tenant: Tenant,
  { institutionId, runId }: Farewell,
  into: ReturnType<typeof sql>,
  values: ReturnType<typeof sql>,
  texts: string[],
): Promise<void> {
  await sql`
    insert into ${into}
    select r.institution_id, ${values}
      from runs r, unnest(${texts}::text[]) as text
     where r.institution_id = ${institutionId} and r.id = ${runId}
        on conflict do nothing`.execute(tenant);
}
