import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A log-in of a BI tool: a database role that reads the views of one institution (R20). */
export interface BiLogIn {
  logIn: string;
  /** What it is for. */
  name: string;
  createdAt: Date;
}

/** With the password, which is shown once and not kept. */
export interface MadeLogIn extends BiLogIn {
  password: string;
}

interface By {
  now: Date;
  actor: string;
}

/** Whether outside tools can log in at all: the embedded database has nobody but this process. */
export const hasServer = (database: Database): boolean => database.embedded === undefined;

export async function selectBiLogIns(database: Database, institution: Institution): Promise<BiLogIn[]> {
  const { rows } = await sql<BiLogIn>`
    select log_in as "logIn", name, created_at as "createdAt" from bi_log_ins
     where institution = ${institution.id} order by created_at, log_in`.execute(database.owner);
  return rows;
}

/**
 * Makes a log-in for a tool such as Metabase or Power BI: read-only, five connections, five minutes a query.
 * @throws DomainError `bi-needs-server`, `bi-not-allowed` where the database's log-in of Rappel may not create roles
 */
export async function createBiLogIn(
  database: Database,
  institution: Institution,
  name: string,
  by: By,
): Promise<MadeLogIn> {
  needServer(database);
  const logIn = `rappel_bi_${institution.id}_${randomBytes(4).toString('hex')}`;
  const password = newPassword();
  const verifier = await verifierOf(password);
  await asOwner(database, async (transaction) => {
    const role = sql.id(logIn);
    await sql`
      create role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls connection limit 5
        password ${sql.lit(verifier)} in role rappel_bi`.execute(transaction);
    await sql`alter role ${role} set default_transaction_read_only = on`.execute(transaction);
    await sql`alter role ${role} set statement_timeout = '5min'`.execute(transaction);
    await sql`alter role ${role} set search_path = bi`.execute(transaction);
    await sql`
      insert into bi_log_ins (log_in, institution, name, created_at)
      values (${logIn}, ${institution.id}, ${name}, ${by.now})`.execute(transaction);
  });
  await write(database, institution, 'bi.create-log-in', logIn, by);
  return { logIn, name, createdAt: by.now, password };
}

/** Gives a log-in another password; connections that are open go on. @throws DomainError `unknown-log-in` */
export async function rotateBiLogIn(
  database: Database,
  institution: Institution,
  logIn: string,
  by: By,
): Promise<string> {
  needServer(database);
  await known(database, institution, logIn);
  const password = newPassword();
  const verifier = await verifierOf(password);
  await asOwner(database, async (transaction) => {
    await sql`alter role ${sql.id(logIn)} password ${sql.lit(verifier)}`.execute(transaction);
  });
  await write(database, institution, 'bi.rotate-log-in', logIn, by);
  return password;
}

/**
 * Takes a log-in back. Its row goes first, and with it whatever an open connection could still read; then the role.
 * @throws DomainError `unknown-log-in`
 */
export async function revokeBiLogIn(
  database: Database,
  institution: Institution,
  logIn: string,
  by: By,
): Promise<void> {
  needServer(database);
  await known(database, institution, logIn);
  await asOwner(database, async (transaction) => {
    await sql`delete from bi_log_ins where institution = ${institution.id} and log_in = ${logIn}`.execute(
      transaction,
    );
    // after a restore on another server the list is there and the role is not
    const { rows } = await sql`select from pg_roles where rolname = ${logIn}`.execute(transaction);
    if (rows.length > 0) await sql`alter role ${sql.id(logIn)} nologin password null`.execute(transaction);
  });
  await write(database, institution, 'bi.revoke-log-in', logIn, by);
  // what it left open, such as a temporary table, would keep the role: without it, it stays as a name that cannot log in
  const { pool } = database;
  await pool
    .query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [logIn])
    .catch(() => {});
  await sql`drop role ${sql.id(logIn)}`.execute(database.owner).catch(() => {});
}

function needServer(database: Database): void {
  if (!hasServer(database)) {
    throw new DomainError(
      'bi-needs-server',
      'outside tools read a PostgreSQL server (DATABASE_URL), not the embedded database',
    );
  }
}

async function known(database: Database, institution: Institution, logIn: string): Promise<void> {
  const all = await selectBiLogIns(database, institution);
  if (!all.some((one) => one.logIn === logIn))
    throw new DomainError('unknown-log-in', `there is no log-in ${logIn}`);
}

async function asOwner(database: Database, work: (transaction: Tenant) => Promise<void>): Promise<void> {
  try {
    await database.owner.transaction().execute(work);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new DomainError(
      'bi-not-allowed',
      'the log-in of DATABASE_URL may not create roles: alter role … createrole, and grant rappel_bi to … with admin option',
    );
  }
}

/** Ids only: what a log-in is for may name somebody. */
async function write(database: Database, institution: Institution, action: string, logIn: string, by: By) {
  await inInstitution(database, institution.id, (tenant) =>
    audit(tenant, institution.id, by.now, { actor: by.actor, action, details: { logIn } }),
  );
}

const newPassword = (): string => randomBytes(24).toString('base64url');

/**
 * What PostgreSQL keeps of a password (RFC 5803), made here, so that the password itself is in no log of the server.
 * 192 random bits: more rounds would protect nothing.
 */
async function verifierOf(password: string): Promise<string> {
  const rounds = 4096;
  const salt = randomBytes(16);
  const salted = await promisify(pbkdf2)(password, salt, rounds, 32, 'sha256');
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
