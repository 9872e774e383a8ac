import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/** So many tries within a quarter of an hour; then nobody is let in until it is over, whatever is tried. */
const MOST = 5;
const WINDOW = '15 minutes';

/** What is tried: a password for an e-mail, known or not, or a code of an operator. */
export const passwordTries = (email: string) => `password:${email.toLowerCase()}`;
export const customerTries = (email: string) => `customer-password:${email.toLowerCase()}`;
export const codeTries = (operatorId: number) => `second-factor:${operatorId}`;

interface Trying {
  now: Date;
  /** Of an operator that the e-mail is known of; a customer is never named. */
  operatorId?: number | undefined;
  realm?: 'operator' | 'customer';
}

/**
 * Counts a try before it is looked at, so that tries at once cannot pass together. An unknown e-mail is counted like a
 * known one: being locked out tells nobody that it is known.
 * @throws DomainError `locked-out`
 */
export async function takeTry(
  database: Database,
  institutionId: number,
  what: string,
  { now, operatorId, realm = 'operator' }: Trying,
): Promise<void> {
  const tries = await inInstitution(database, institutionId, async (tenant) => {
    const { rows } = await sql<{ tries: number }>`
      insert into sign_in_tries as t (institution_id, key_hash, tries, since)
      values (${institutionId}, ${await hashOf(tenant, institutionId, what)}, 1, ${now})
      on conflict (institution_id, key_hash) do update
        set tries = case when t.since < ${now}::timestamptz - ${WINDOW}::interval then 1 else t.tries + 1 end,
            since = case when t.since < ${now}::timestamptz - ${WINDOW}::interval then excluded.since else t.since end
      returning tries`.execute(tenant);
    const count = rows[0]?.tries ?? 0;
    if (count === MOST + 1) {
      await audit(tenant, institutionId, now, {
        actor: 'system',
        action: `${realm}.lock-out`,
        ...(operatorId === undefined ? {} : { subject: `operator:${operatorId}` }),
      });
    }
    return count;
  });
  if (tries > MOST) throw new DomainError('locked-out', 'too many tries: wait for a quarter of an hour');
}

/** After the right one, or where somebody unlocks. */
export async function forgetTries(
  tenant: Tenant,
  institutionId: number,
  whats: readonly string[],
): Promise<void> {
  const hashes = await Promise.all(whats.map((what) => hashOf(tenant, institutionId, what)));
  await sql`delete from sign_in_tries
             where institution_id = ${institutionId} and key_hash = any(${hashes})`.execute(tenant);
}

/** Those of an earlier day say nothing any more. */
export async function sweepTries(tenant: Tenant, institutionId: number, now: Date): Promise<void> {
  await sql`delete from sign_in_tries
             where institution_id = ${institutionId} and since < ${now}::timestamptz - interval '1 day'`.execute(
    tenant,
  );
}

/** @returns which of the e-mails or codes are locked out */
export async function lockedOut(
  tenant: Tenant,
  institutionId: number,
  whats: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const key = await keyOf(tenant, institutionId);
  const byHash = new Map(whats.map((what) => [hmac(key, what).toString('hex'), what]));
  const { rows } = await sql<{ hash: string }>`
    select encode(key_hash, 'hex') as hash from sign_in_tries
     where institution_id = ${institutionId} and tries >= ${MOST}
       and since >= ${now}::timestamptz - ${WINDOW}::interval`.execute(tenant);
  return new Set(rows.map(({ hash }) => byHash.get(hash)).filter((what) => what !== undefined));
}

/** The key of the institution's keyed hashes; the purpose stands in what is hashed. */
async function keyOf(tenant: Tenant, institutionId: number): Promise<Buffer> {
  const { rows } = await sql<{ key: Buffer }>`
    select erased_number_key as key from institutions where id = ${institutionId}`.execute(tenant);
  return rows[0]?.key ?? Buffer.alloc(0);
}

const hmac = (key: Buffer, what: string): Buffer =>
  createHmac('sha256', key).update(`sign-in:${what}`).digest();

const hashOf = async (tenant: Tenant, institutionId: number, what: string) =>
  hmac(await keyOf(tenant, institutionId), what);
