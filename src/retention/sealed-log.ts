import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { selectRun } from './runs.ts';
import { checkSealPublicKey } from './seal.ts';

/** The rows of one wrapped key, as `rappel seal read` writes them and `rappel seal open` reads them. */
export interface SealedRange {
  run: number;
  sealedAt: string;
  wrappedKey: string;
  /** base64 */
  identities: string[];
}

/** From now on, erased identities are sealed for the holder of the private half (R12). @throws DomainError `wrong-seal-key` */
export async function setSealKey(
  database: Database,
  institution: Institution,
  publicKey: string,
  now: Date,
): Promise<void> {
  await checkSealPublicKey(publicKey);
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`update institutions set seal_recipient = ${publicKey} where id = ${institution.id}`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, { actor: 'command-line', action: 'seal.set-key' });
  });
}

/** Will erased identities be sealed? Without a key, erasing is final at once, which is to be said before (R12). */
export async function isSealKeySet(database: Database, institution: Institution): Promise<boolean> {
  const { rows } = await sql<{ set: boolean }>`
    select seal_recipient is not null as set from institutions where id = ${institution.id}`.execute(
    database.owner,
  );
  return rows[0]?.set ?? false;
}

/**
 * The sealed rows of a run; reading them is audited (R12). Only the holder of the private key can open them.
 * @throws DomainError `unknown-run` or `nothing-sealed`
 */
export async function readSealed(
  database: Database,
  institution: Institution,
  runId: number,
  now: Date,
): Promise<SealedRange[]> {
  await selectRun(database, institution, runId);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<SealedRange>`
      select s.run_id as run, to_json(s.sealed_at) #>> '{}' as "sealedAt", s.wrapped_key as "wrappedKey",
             array_agg(replace(encode(i.ciphertext, 'base64'), e'\n', '') order by i.id) as identities
        from seals s
        join sealed_identities i on i.institution_id = ${institution.id} and i.seal_id = s.id
       where s.institution_id = ${institution.id} and s.run_id = ${runId}
       group by s.id, s.run_id, s.sealed_at, s.wrapped_key
       order by s.id`.execute(tenant);
    if (rows.length === 0) {
      throw new DomainError(
        'nothing-sealed',
        `run ${runId} left nothing sealed: no key was set, or the year is over`,
      );
    }
    await audit(tenant, institution.id, now, {
      actor: 'command-line',
      action: 'seal.read',
      subject: `run:${runId}`,
    });
    return rows;
  });
}

/** Destroys what was sealed more than 12 months ago, in every institution (R12). @returns how many identities */
export async function destroyExpiredSeals(database: Database, now: Date): Promise<number> {
  let destroyed = 0;
  for (const { id } of await selectInstitutions(database))
    destroyed += await destroyExpiredSealsOf(database, id, now);
  return destroyed;
}

export async function destroyExpiredSealsOf(
  database: Database,
  institutionId: number,
  now: Date,
): Promise<number> {
  return await inInstitution(database, institutionId, async (tenant) => {
    const expired = sql`
      select id from seals
       where institution_id = ${institutionId} and sealed_at < ${now}::timestamptz - interval '12 months'`;
    const { rows } = await sql<{ destroyed: number }>`
      with gone as (
        delete from sealed_identities
         where institution_id = ${institutionId} and seal_id in (${expired}) returning 1
      )
      select count(*) as destroyed from gone`.execute(tenant);
    await sql`delete from seals where institution_id = ${institutionId} and id in (${expired})`.execute(
      tenant,
    );
    return rows[0]?.destroyed ?? 0;
  });
}
