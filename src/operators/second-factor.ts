import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { generateSecret, generateURI, verify } from 'otplib';
import QRCode from 'qrcode';
import { audit } from '../audit/audit.ts';
import { codeTries, forgetTries, takeTry } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { seal, unseal } from './sealing.ts';

/** A code of the neighbouring half minutes is taken too: clocks differ. */
const TOLERANCE_SECONDS = 30;
const RECOVERY_CODES = 10;

/** What an authenticator app needs. */
export interface Enrolment {
  /** In groups of four, to be typed. */
  secret: string;
  /** The same as a picture: an SVG of our own making, nothing is fetched. */
  qrCode: string;
}

type Who = { id: number; email: string };

const whose = (institution: Institution, operatorId: number) => `${institution.id}:${operatorId}`;

/**
 * Begins to set up a second factor (TOTP, RFC 6238). It counts once a code confirms it; beginning again replaces it.
 * @throws DomainError `second-factor-exists`
 */
export async function beginEnrolment(
  database: Database,
  institution: Institution,
  { id, email }: Who,
  secret: string | undefined,
): Promise<Enrolment> {
  const shared = generateSecret();
  const sealed = seal(secret, 'second-factor', whose(institution, id), shared);
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      insert into second_factors as f (institution_id, operator_id, secret) values (${institution.id}, ${id}, ${sealed})
      on conflict (institution_id, operator_id) do update set secret = excluded.secret where f.confirmed_at is null
      returning operator_id`.execute(tenant);
    if (rows.length === 0) throw new DomainError('second-factor-exists', 'a second factor is set up already');
  });
  const uri = generateURI({ issuer: `Rappel ${institution.name}`, label: email, secret: shared });
  return {
    secret: (shared.match(/.{1,4}/g) as string[]).join(' '),
    qrCode: await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }),
  };
}

/**
 * Confirms the second factor with a code of the app.
 * @returns the recovery codes, shown once
 * @throws DomainError `wrong-code`, `locked-out`, `no-second-factor`
 */
export async function confirmEnrolment(
  database: Database,
  institution: Institution,
  { id }: Who,
  code: string,
  secret: string | undefined,
  now: Date,
): Promise<string[]> {
  await checkCode(database, institution, id, code, { secret, now, confirmed: false });
  return await inInstitution(database, institution.id, async (tenant) => {
    await sql`update second_factors set confirmed_at = ${now}
               where institution_id = ${institution.id} and operator_id = ${id}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor: `operator:${id}`,
      action: 'second-factor.set-up',
      subject: `operator:${id}`,
    });
    return await newRecoveryCodes(tenant, institution.id, id);
  });
}

/**
 * Takes a code of the app, or a recovery code, once.
 * @throws DomainError `wrong-code` (also where it was used already), `locked-out`, `no-second-factor`,
 *   `second-factor-unreadable` where RAPPEL_SECRET is another than when it was set up
 */
export async function checkCode(
  database: Database,
  institution: Institution,
  operatorId: number,
  code: string,
  { secret, now, confirmed = true }: { secret: string | undefined; now: Date; confirmed?: boolean },
): Promise<void> {
  const plain = code.replaceAll(/[\s-]/g, '').toLowerCase();
  await takeTry(database, institution.id, codeTries(operatorId), { now, operatorId });
  const taken = await inInstitution(database, institution.id, async (tenant) => {
    const isCode = /^\d{6}$/.test(plain);
    const right = isCode
      ? await takeAppCode(tenant, institution, operatorId, plain, { secret, now, confirmed })
      : confirmed && (await takeRecoveryCode(tenant, institution.id, operatorId, plain, now));
    if (right) await forgetTries(tenant, institution.id, [codeTries(operatorId)]);
    return right;
  });
  if (!taken) throw new DomainError('wrong-code', 'this code is wrong, or was used already');
}

async function takeAppCode(
  tenant: Tenant,
  institution: Institution,
  operatorId: number,
  code: string,
  { secret, now, confirmed }: { secret: string | undefined; now: Date; confirmed: boolean },
): Promise<boolean> {
  const { rows } = await sql<{ sealed: Buffer; lastStep: number | null }>`
    select secret as sealed, last_step as "lastStep" from second_factors
     where institution_id = ${institution.id} and operator_id = ${operatorId}
       and (confirmed_at is not null) = ${confirmed}
       for update`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('no-second-factor', 'no second factor is set up');
  const shared = unseal(secret, 'second-factor', whose(institution, operatorId), found.sealed);
  if (shared === undefined) {
    throw new DomainError(
      'second-factor-unreadable',
      'RAPPEL_SECRET is another than when it was set up: a recovery code, or rappel operator reset-second-factor',
    );
  }
  const result = await verify({
    secret: shared,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: TOLERANCE_SECONDS,
    // the row is locked: of two requests with one code, the second sees what the first took
    ...(found.lastStep === null ? {} : { afterTimeStep: found.lastStep }),
  });
  if (!result.valid || !('timeStep' in result)) return false;
  await sql`update second_factors set last_step = ${result.timeStep}
             where institution_id = ${institution.id} and operator_id = ${operatorId}`.execute(tenant);
  return true;
}

async function takeRecoveryCode(
  tenant: Tenant,
  institutionId: number,
  operatorId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    delete from recovery_codes
     where institution_id = ${institutionId} and operator_id = ${operatorId} and code_hash = ${hashOf(code)}
    returning operator_id`.execute(tenant);
  if (rows.length === 0) return false;
  await audit(tenant, institutionId, now, {
    actor: `operator:${operatorId}`,
    action: 'second-factor.recovery-code',
    subject: `operator:${operatorId}`,
  });
  return true;
}

/** Ten new ones in the place of those that are left. */
export async function newRecoveryCodes(
  tenant: Tenant,
  institutionId: number,
  operatorId: number,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => randomBytes(10).toString('hex'));
  await sql`delete from recovery_codes
             where institution_id = ${institutionId} and operator_id = ${operatorId}`.execute(tenant);
  const rows = codes.map((code) => sql`(${institutionId}, ${operatorId}, ${hashOf(code)})`);
  await sql`insert into recovery_codes (institution_id, operator_id, code_hash) values ${sql.join(rows)}`.execute(
    tenant,
  );
  return codes.map((code) => (code.match(/.{5}/g) as string[]).join('-'));
}

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

/** Takes the second factor away, with its recovery codes. @returns whether there was one */
export async function removeSecondFactor(
  tenant: Tenant,
  institutionId: number,
  operatorId: number,
): Promise<boolean> {
  await sql`delete from recovery_codes
             where institution_id = ${institutionId} and operator_id = ${operatorId}`.execute(tenant);
  const { rows } = await sql`
    delete from second_factors where institution_id = ${institutionId} and operator_id = ${operatorId}
    returning operator_id`.execute(tenant);
  return rows.length > 0;
}
