import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, selectInstitutions } from '../institutions/institutions.ts';
import type { Operator } from './operator.ts';
import { isPassword } from './passwords.ts';

/** Somebody signed in. */
export interface Session {
  institution: Institution;
  operator: Operator;
  /** Ids of the organisations that the operator works for; null: all of the institution. */
  organisations: number[] | null;
}

/** Without a request for so long, or so long after signing in, a session is over. */
const IDLE = '12 hours';
const LONGEST = '7 days';

/** So many wrong passwords lock an operator out for a quarter of an hour. */
const WRONG_PASSWORDS = 5;
const LOCKED = '15 minutes';

/**
 * Signs an operator in.
 * @param credentials.institution a slug; may be left out where there is one institution only
 * @returns the token for the cookie: the institution's id, a dot, 256 random bits
 * @throws DomainError `wrong-credentials` (whatever of them is wrong), `locked-out`, `which-institution`
 */
export async function signIn(
  database: Database,
  credentials: { institution?: string | undefined; email: string; password: string },
  now: Date,
): Promise<{ token: string; session: Session }> {
  const institution = await institutionOf(database, credentials.institution);
  const found = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Operator & { passwordHash: string; locked: boolean }>`
      select id, email, name, profile, locale, password_hash as "passwordHash",
             coalesce(locked_until > ${now}, false) as locked
        from operators
       where institution_id = ${institution.id} and email = ${credentials.email.toLowerCase()}
         and disabled_at is null`.execute(tenant);
    return rows[0];
  });
  // Outside of a transaction: it takes its time, and the embedded database has one session.
  const right = await isPassword(found?.passwordHash, credentials.password);
  if (found === undefined) throw wrongCredentials();
  if (found.locked) {
    throw new DomainError('locked-out', 'too many wrong passwords: try again in a quarter of an hour');
  }
  if (!right) {
    await countFailure(database, institution, found.id, now);
    throw wrongCredentials();
  }
  const { passwordHash: _, locked: __, ...operator } = found;
  const token = randomBytes(32);
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`
      update operators set failed_sign_ins = 0, locked_until = null
       where institution_id = ${institution.id} and id = ${operator.id}`.execute(tenant);
    await sql`
      delete from sessions
       where institution_id = ${institution.id} and (last_seen_at < ${now}::timestamptz - ${IDLE}::interval
             or created_at < ${now}::timestamptz - ${LONGEST}::interval)`.execute(tenant);
    await sql`
      insert into sessions (institution_id, token_hash, operator_id, created_at, last_seen_at)
      values (${institution.id}, ${hashOf(token)}, ${operator.id}, ${now}, ${now})`.execute(tenant);
    await audit(tenant, institution.id, now, { actor: `operator:${operator.id}`, action: 'session.sign-in' });
  });
  return {
    token: `${institution.id}.${token.toString('base64url')}`,
    session: { institution, operator, organisations: null },
  };
}

const wrongCredentials = () => new DomainError('wrong-credentials', 'the e-mail or the password is wrong');

async function institutionOf(database: Database, slug: string | undefined): Promise<Institution> {
  const all = await selectInstitutions(database);
  if (slug === undefined && all.length > 1) {
    throw new DomainError('which-institution', 'there are several institutions: name yours');
  }
  const institution = slug === undefined ? all[0] : all.find((one) => one.slug === slug);
  if (institution === undefined) throw wrongCredentials();
  return institution;
}

async function countFailure(database: Database, institution: Institution, operatorId: number, now: Date) {
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ locked: boolean }>`
      update operators
         set failed_sign_ins = case when failed_sign_ins + 1 >= ${WRONG_PASSWORDS} then 0 else failed_sign_ins + 1 end,
             locked_until = case when failed_sign_ins + 1 >= ${WRONG_PASSWORDS}
                                 then ${now}::timestamptz + ${LOCKED}::interval end
       where institution_id = ${institution.id} and id = ${operatorId}
      returning locked_until is not null as locked`.execute(tenant);
    if (rows[0]?.locked) {
      await audit(tenant, institution.id, now, {
        actor: 'system',
        action: 'operator.lock-out',
        subject: `operator:${operatorId}`,
      });
    }
  });
}

/** @param token from the cookie; @returns undefined where there is no such session, or it is over */
export async function findSession(
  database: Database,
  token: string,
  now: Date,
): Promise<Session | undefined> {
  const parsed = parse(token);
  if (parsed === undefined) return undefined;
  const { institutionId, hash } = parsed;
  return await inInstitution(database, institutionId, async (tenant) => {
    const { rows } = await sql<{ operator: Operator; institution: Institution; stale: boolean }>`
      select json_build_object('id', o.id, 'email', o.email, 'name', o.name, 'profile', o.profile, 'locale', o.locale)
               as operator,
             json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'locale', i.locale, 'timeZone', i.time_zone,
               'country', i.country, 'currency', i.currency) as institution,
             s.last_seen_at < ${now}::timestamptz - interval '1 minute' as stale
        from sessions s
        join operators o on o.institution_id = ${institutionId} and o.id = s.operator_id and o.disabled_at is null
        join institutions i on i.id = ${institutionId}
       where s.institution_id = ${institutionId} and s.token_hash = ${hash}
         and s.last_seen_at >= ${now}::timestamptz - ${IDLE}::interval
         and s.created_at >= ${now}::timestamptz - ${LONGEST}::interval`.execute(tenant);
    const [found] = rows;
    if (found?.stale) {
      await sql`update sessions set last_seen_at = ${now}
                 where institution_id = ${institutionId} and token_hash = ${hash}`.execute(tenant);
    }
    return found && { institution: found.institution, operator: found.operator, organisations: null };
  });
}

/** Signs out. A token without a session does no harm. */
export async function endSession(database: Database, token: string): Promise<void> {
  const parsed = parse(token);
  if (parsed === undefined) return;
  await inInstitution(database, parsed.institutionId, async (tenant) => {
    await sql`delete from sessions
               where institution_id = ${parsed.institutionId} and token_hash = ${parsed.hash}`.execute(
      tenant,
    );
  });
}

function parse(token: string): { institutionId: number; hash: Buffer } | undefined {
  const match = /^([1-9]\d{0,15})\.([\w-]{43})$/.exec(token);
  if (match === null) return undefined;
  return { institutionId: Number(match[1]), hash: hashOf(Buffer.from(match[2] as string, 'base64url')) };
}

/** A plain hash is enough for 256 random bits. */
const hashOf = (token: Buffer): Buffer => createHash('sha256').update(token).digest();
