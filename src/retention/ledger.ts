import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';

/**
 * The ledger of R14: a file outside the database with the erasure keys of erased contacts, one per line, only ever
 * appended to. A restored backup is brought up to date from it.
 *
 * Keys reach it after the erasing transaction: that one leaves them in `ledger_outbox`, and they are taken out once
 * the file is on disk. The other way round (file first) a crash in between would put living contacts into the
 * ledger. A key that stands in it twice does no harm.
 */
const LINE = 37; // a UUID and a line feed
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How much of the ledger this database has carried out. */
interface Position {
  bytes: number;
  last_key: string | null;
}

/** @throws DomainError `ledger-not-writable`: nothing is erased that the ledger could not remember */
export async function checkLedger(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await (await open(file, 'a', 0o600)).close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DomainError('ledger-not-writable', `RAPPEL_LEDGER cannot be written (${file}: ${code})`);
  }
}

/** Writes the keys that wait in the outbox of an institution to the ledger, durably, and empties the outbox. */
export async function flushOutbox(database: Database, institutionId: number, file: string): Promise<void> {
  const keys = await inInstitution(database, institutionId, async (tenant) => {
    const { rows } = await sql<{ key: string }>`
      select erasure_key as key from ledger_outbox where institution_id = ${institutionId}`.execute(tenant);
    return rows.map((row) => row.key);
  });
  if (keys.length === 0) return;
  const { before, after } = await append(file, keys);
  await inInstitution(database, institutionId, async (tenant) => {
    await sql`
      delete from ledger_outbox
       where institution_id = ${institutionId} and erasure_key = any(${keys}::uuid[])`.execute(tenant);
  });
  // Whoever else appended in between (another installation that shares the file) is read at the next start.
  await sql`
    update ledger_position set bytes = ${after}, last_key = ${keys.at(-1)}::uuid
     where bytes = ${before}`.execute(database.owner);
}

async function append(file: string, keys: string[]): Promise<{ before: number; after: number }> {
  await checkLedger(file);
  const handle = await open(file, 'a+', 0o600);
  try {
    const before = (await handle.stat()).size;
    // a line that a crash cut short is ended first, so that no key is glued to its rest
    const torn = before % LINE === 0 ? '' : '\n'.padStart(LINE - (before % LINE), '\n');
    await handle.write(torn + keys.map((key) => `${key}\n`).join(''));
    await handle.sync();
    return { before, after: (await handle.stat()).size };
  } finally {
    await handle.close();
  }
}

/**
 * The keys that the ledger has and this database has not carried out, in portions.
 * Where the ledger is not the one the position speaks of, it is read from its beginning.
 */
export async function* keysAhead(
  file: string,
  position: Position,
): AsyncGenerator<{ keys: string[]; position: Position }> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return; // no ledger yet, or one that is missing: `isLedgerMissing`
  if (size === position.bytes && (await keyBefore(file, size)) === position.last_key) return;
  const known = position.bytes <= size && (await keyBefore(file, position.bytes)) === position.last_key;
  const start = known ? position.bytes : 0;
  let keys: string[] = [];
  let bytes = start;
  for await (const line of createInterface({ input: createReadStream(file, { start }) })) {
    bytes += line.length + 1;
    if (KEY.test(line)) keys.push(line);
    if (keys.length === 10_000) {
      yield { keys, position: { bytes, last_key: line } };
      keys = [];
    }
  }
  yield { keys, position: { bytes: size, last_key: await keyBefore(file, size) } };
}

async function keyBefore(file: string, bytes: number): Promise<string | null> {
  if (bytes < LINE) return null;
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(LINE - 1), 0, LINE - 1, bytes - LINE);
    const key = buffer.toString('latin1', 0, bytesRead);
    return KEY.test(key) ? key : null;
  } finally {
    await handle.close();
  }
}

/** Whether keys were written to a ledger that is not there any more: after a restore nobody would be erased again. */
export async function isLedgerMissing(database: Database, file: string): Promise<boolean> {
  const { bytes } = await ledgerPosition(database);
  return bytes > 0 && !existsSync(file);
}

export async function ledgerPosition(database: Database): Promise<Position> {
  const { rows } = await sql<Position>`select bytes, last_key::text from ledger_position`.execute(
    database.owner,
  );
  return rows[0] as Position;
}

export async function moveLedgerPosition(database: Database, position: Position): Promise<void> {
  await sql`update ledger_position set bytes = ${position.bytes}, last_key = ${position.last_key}::uuid`.execute(
    database.owner,
  );
}
