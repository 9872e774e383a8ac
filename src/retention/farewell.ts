import { sql } from 'kysely';
import { hashNumber } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';
import { eraseContacts, identityOf } from '../personal-data/personal-data.ts';
import type { Range } from './recency.ts';
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
 * transaction: seals their identities (R12), keeps a keyed hash of their numbers, leaves their keys for the
 * ledger (R14), then erases (R7, R8). The contacts must be locked by the caller.
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
  if (farewell.sealRecipient !== null) await seal(tenant, farewell, farewell.sealRecipient, rows);
  await keepNumberHashes(tenant, farewell, rows);
  await insertEach(
    tenant,
    farewell,
    sql`ledger_outbox (institution_id, erasure_key)`,
    sql`text::uuid`,
    rows.map((row) => row.erasureKey),
  );
  const ids = (outcome: string) => rows.filter((row) => row.outcome === outcome).map((row) => row.id);
  await eraseContacts(tenant, { institutionId, delete: ids('delete'), anonymise: ids('anonymise') });
}

interface Leaving {
  id: number;
  outcome: 'delete' | 'anonymise';
  number: string;
  erasureKey: string;
  identity: string | null;
}

async function seal(tenant: Tenant, farewell: Farewell, recipient: string, leaving: Leaving[]) {
  const { institutionId, runId, now } = farewell;
  const range = await newRangeSeal(recipient);
  const sealed = leaving.map(({ identity }) => range.seal(identity as string).toString('base64'));
  const { rows } = await sql<{ id: number }>`
    insert into seals (institution_id, run_id, wrapped_key, sealed_at)
    values (${institutionId}, ${runId}, ${range.wrappedKey}, ${now}) returning id`.execute(tenant);
  const table = sql`sealed_identities (institution_id, seal_id, ciphertext)`;
  await insertEach(tenant, farewell, table, sql`${rows[0]?.id}::bigint, decode(text, 'base64')`, sealed);
}

async function keepNumberHashes(tenant: Tenant, farewell: Farewell, leaving: Leaving[]) {
  const { rows } = await sql<{ key: Buffer }>`
    select erased_number_key as key from institutions where id = ${farewell.institutionId}`.execute(tenant);
  const key = rows[0]?.key as Buffer;
  const hashes = leaving.map(({ number }) => hashNumber(key, number).toString('hex'));
  await insertEach(
    tenant,
    farewell,
    sql`erased_numbers (institution_id, number_hash)`,
    sql`decode(text, 'hex')`,
    hashes,
  );
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
