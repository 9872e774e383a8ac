import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { newToken, readToken } from '../credentials/credentials.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Device } from './device.ts';
import type { Operator } from './operator.ts';

/** Somebody signed in. */
export interface Session {
  institution: Institution;
  operator: Operator;
  /** Ids of the organisations that the operator works for; null: all of the institution. */
  organisations: number[] | null;
}

/** What is still to be done before somebody is signed in; null: nothing. */
export type Awaits = 'second-factor' | 'enrolment' | null;

/** Who has come so far; `session` counts only where nothing is awaited. */
export interface SignedIn {
  /** For the cookie. */
  token: string;
  session: Session;
  awaits: Awaits;
}

/** Without a request for so long, or so long after signing in, a session is over. */
const IDLE = '12 hours';
const LONGEST = '7 days';
/** Between the password and the code. */
const BETWEEN = '10 minutes';

export interface SessionOf {
  operatorId: number;
  device: Device;
  signedInBy: 'password' | 'single-sign-on';
  awaits: Awaits;
}

/** Writes a session, and sweeps those that are over. @returns the token for the cookie */
export async function openSession(
  tenant: Tenant,
  institutionId: number,
  { operatorId, device, signedInBy, awaits }: SessionOf,
  now: Date,
): Promise<string> {
  const { token, hash } = newToken(institutionId);
  await sql`
    delete from sessions
     where institution_id = ${institutionId} and (last_seen_at < ${now}::timestamptz - ${IDLE}::interval
           or created_at < ${now}::timestamptz - ${LONGEST}::interval
           or (awaits is not null and created_at < ${now}::timestamptz - ${BETWEEN}::interval))`.execute(
    tenant,
  );
  await sql`
    insert into sessions (institution_id, token_hash, operator_id, created_at, last_seen_at, browser, system,
                          signed_in_by, awaits)
    values (${institutionId}, ${hash}, ${operatorId}, ${now}, ${now}, ${device.browser}, ${device.system},
            ${signedInBy}, ${awaits})`.execute(tenant);
  if (awaits === null) {
    await sql`update operators set last_sign_in_at = ${now}
               where institution_id = ${institutionId} and id = ${operatorId}`.execute(tenant);
    await audit(tenant, institutionId, now, {
      actor: `operator:${operatorId}`,
      action: 'session.sign-in',
      details: { by: signedInBy },
    });
  }
  return token;
}

/** @param token from the cookie; @returns undefined where there is no such session, or it is over */
export async function findSession(
  database: Database,
  token: string,
  now: Date,
): Promise<Session | undefined> {
  const parsed = readToken(token);
  if (parsed === undefined) return undefined;
  const { institutionId, hash } = parsed;
  return await inInstitution(database, institutionId, async (tenant) => {
    const found = await selectSession(tenant, institutionId, hash, null, now);
    if (found === undefined) return undefined;
    const { stale, ...session } = found;
    if (stale) {
      await sql`update sessions set last_seen_at = ${now}
                 where institution_id = ${institutionId} and token_hash = ${hash}`.execute(tenant);
    }
    return session;
  });
}

/** Who has given the password and must still do what is awaited. */
export async function findAwaiting(
  database: Database,
  token: string | undefined,
  awaits: NonNullable<Awaits>,
  now: Date,
): Promise<Session | undefined> {
  const parsed = readToken(token ?? '');
  if (parsed === undefined) return undefined;
  return await inInstitution(database, parsed.institutionId, async (tenant) => {
    const found = await selectSession(tenant, parsed.institutionId, parsed.hash, awaits, now);
    if (found === undefined) return undefined;
    const { stale: _, ...session } = found;
    return session;
  });
}

async function selectSession(
  tenant: Tenant,
  institutionId: number,
  hash: Buffer,
  awaits: Awaits,
  now: Date,
): Promise<(Session & { stale: boolean }) | undefined> {
  const longest = awaits === null ? LONGEST : BETWEEN;
  const { rows } = await sql<Session & { stale: boolean }>`
    select json_build_object('id', o.id, 'email', o.email, 'name', o.name, 'profile', o.profile, 'locale', o.locale)
             as operator,
           json_build_object('id', i.id, 'slug', i.slug, 'name', i.name, 'locale', i.locale, 'timeZone', i.time_zone,
             'country', i.country, 'currency', i.currency) as institution,
           (select json_agg(w.organisation_id order by w.organisation_id) from operator_organisations w
             where w.institution_id = ${institutionId} and w.operator_id = o.id) as organisations,
           s.last_seen_at < ${now}::timestamptz - interval '1 minute' as stale
      from sessions s
      join operators o on o.institution_id = ${institutionId} and o.id = s.operator_id and o.disabled_at is null
      join institutions i on i.id = ${institutionId}
     where s.institution_id = ${institutionId} and s.token_hash = ${hash}
       and s.awaits is not distinct from ${awaits}::text
       and s.last_seen_at >= ${now}::timestamptz - ${IDLE}::interval
       and s.created_at >= ${now}::timestamptz - ${longest}::interval`.execute(tenant);
  return rows[0];
}

/**
 * Gives a session another token, so that what was seen of it before is worth nothing: after a second factor, a new
 * password, or whatever else lets its holder do more.
 * @param awaited what the session was to wait for until now
 * @returns the new token; undefined where the session is gone meanwhile
 */
export async function renewSession(
  tenant: Tenant,
  token: string,
  awaited: Awaits,
  now: Date,
): Promise<string | undefined> {
  const parsed = readToken(token);
  if (parsed === undefined) return undefined;
  const { institutionId, hash } = parsed;
  const { rows } = await sql<SessionOf & { createdAt: Date }>`
    delete from sessions
     where institution_id = ${institutionId} and token_hash = ${hash} and awaits is not distinct from ${awaited}::text
    returning operator_id as "operatorId", json_build_object('browser', browser, 'system', system) as device,
              signed_in_by as "signedInBy", created_at as "createdAt"`.execute(tenant);
  const [old] = rows;
  if (old === undefined) return undefined;
  if (awaited !== null) return await openSession(tenant, institutionId, { ...old, awaits: null }, now);
  const renewed = newToken(institutionId);
  await sql`
    insert into sessions (institution_id, token_hash, operator_id, created_at, last_seen_at, browser, system, signed_in_by)
    values (${institutionId}, ${renewed.hash}, ${old.operatorId}, ${old.createdAt}, ${now}, ${old.device.browser},
            ${old.device.system}, ${old.signedInBy})`.execute(tenant);
  return renewed.token;
}

/** Signs out. A token without a session does no harm. */
export async function endSession(database: Database, token: string): Promise<void> {
  const parsed = readToken(token);
  if (parsed === undefined) return;
  await inInstitution(database, parsed.institutionId, async (tenant) => {
    await sql`delete from sessions
               where institution_id = ${parsed.institutionId} and token_hash = ${parsed.hash}`.execute(
      tenant,
    );
  });
}

/** One of the sessions of an operator, as the operator sees it. */
export interface OwnSession {
  /** The beginning of the hash: it names the session and opens nothing. */
  id: string;
  signedInAt: Date;
  lastSeenAt: Date;
  browser: string | null;
  system: string | null;
  signedInBy: 'password' | 'single-sign-on';
  /** The one that asks. */
  here: boolean;
}

const idOf = sql`encode(substr(token_hash, 1, 8), 'hex')`;

/** The latest first. */
export async function selectSessions(
  database: Database,
  { institution, operator }: Session,
  token: string,
  now: Date,
): Promise<OwnSession[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<OwnSession>`
      select ${idOf} as id, created_at as "signedInAt", last_seen_at as "lastSeenAt", browser, system,
             signed_in_by as "signedInBy", token_hash = ${readToken(token)?.hash ?? null} as here
        from sessions
       where institution_id = ${institution.id} and operator_id = ${operator.id} and awaits is null
         and last_seen_at >= ${now}::timestamptz - ${IDLE}::interval
         and created_at >= ${now}::timestamptz - ${LONGEST}::interval
       order by last_seen_at desc, created_at desc, id`.execute(tenant);
    return rows;
  });
}

/**
 * Ends sessions of an operator on the server: whoever holds their token is refused from the next request on.
 * @param which the id of one, `others` (all but the one with the token), or `everywhere`
 */
export async function endSessions(
  database: Database,
  institution: Institution,
  operatorId: number,
  which: { id: string } | { butToken: string } | 'everywhere',
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const chosen =
      which === 'everywhere'
        ? sql``
        : 'id' in which
          ? sql`and ${idOf} = ${which.id}`
          : sql`and token_hash <> ${readToken(which.butToken)?.hash ?? Buffer.alloc(0)}`;
    const { numAffectedRows } = await sql`
      delete from sessions
       where institution_id = ${institution.id} and operator_id = ${operatorId} ${chosen}`.execute(tenant);
    await audit(tenant, institution.id, now, {
      actor,
      action: 'session.end',
      subject: `operator:${operatorId}`,
      details: { sessions: Number(numAffectedRows ?? 0) },
    });
  });
}
